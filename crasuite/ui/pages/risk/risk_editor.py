"""One risk: the few fields that are changed most, or all of them when it is opened in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLayout, QMenu, QVBoxLayout, QWidget

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import RiskLevel, Treatment
from crasuite.interview.risk_file import SOURCE_WORDS, RiskRow, RiskView
from crasuite.language import tr
from crasuite.ui.icons import icon
from crasuite.ui.pages.risk.levels import LEVEL_LOOK
from crasuite.ui.pages.risk.link_chip import LinkChip
from crasuite.ui.pages.risk.scale_choice import ScaleChoice
from crasuite.ui.widgets.build import button, clear, column, label, row
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.side_by_side import SideBySide
from crasuite.ui.widgets.status_chip import StatusChip

Save = Callable[[str, dict[str, Any]], bool]
_LINES = frozenset({"components"})


class RiskEditor(QFrame):
    """`save(risk id, values)` is called with what was changed; it says whether that was taken."""

    jump = Signal(object)  # a Place
    full_wanted = Signal(bool)
    links_wanted = Signal()
    delete_wanted = Signal(str)

    def __init__(self, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._save = save
        self.risk_id = ""
        self.is_full = False
        self._row: RiskRow | None = None
        self._view: RiskView | None = None
        self._links_shown: object = None
        self._build_fields()
        self.setLayout(column(*self._parts(), spacing=8, margins=(18, 8, 18, 10)))
        self.show_full(False)

    # -- building --------------------------------------------------------------------------------------------

    def _build_fields(self) -> None:
        self.title = SavedLine(tr("What could happen"), partial(self._keep, "title"))
        self.description = SavedText(tr("How it could happen"), partial(self._keep, "description"), lines=2)
        self.asset = SavedLine(tr("What is at stake"), partial(self._keep, "asset"))
        self.source = OwnerField(tr("Who or what brings it about"), self._keep_source)
        self.likelihood_before = ScaleChoice(
            tr("Likelihood before"), partial(self._keep, "likelihood_before")
        )
        self.impact_before = ScaleChoice(tr("Impact before"), partial(self._keep, "impact_before"))
        self.likelihood_after = ScaleChoice(tr("Likelihood after"), partial(self._keep, "likelihood_after"))
        self.impact_after = ScaleChoice(tr("Impact after"), partial(self._keep, "impact_after"))
        self.treatment = QComboBox()
        self.treatment.setAccessibleName(tr("Treatment"))
        self.treatment.setMinimumWidth(80)
        self.treatment.activated.connect(self._keep_treatment)
        self.owner = OwnerField(tr("Owner"), partial(self._keep, "owner"))
        self.measures = SavedText(
            tr("What you do about it, and what is left"), partial(self._keep, "measures"), lines=3
        )
        self.components = SavedText(tr("Components"), partial(self._keep, "components"), lines=2)
        self.safety_harm = SavedLine(tr("Harm to people it can lead to"), partial(self._keep, "safety_harm"))
        self.safety_reference = SavedLine(
            tr("Where the safety file treats it"), partial(self._keep, "safety_reference")
        )
        self.due = DueField(tr("Due"), partial(self._keep, "due"))
        self.accepted_by = OwnerField(tr("Accepted by"), partial(self._keep, "accepted_by"))
        self.accepted_on = DueField(tr("Accepted on"), partial(self._keep, "accepted_on"))
        self.note = SavedText(tr("Note"), partial(self._keep, "note"), lines=2)
        self.fields: dict[str, QWidget] = {
            name: getattr(self, name)
            for name in (
                "title",
                "description",
                "asset",
                "likelihood_before",
                "impact_before",
                "likelihood_after",
                "impact_after",
                "treatment",
                "owner",
                "measures",
                "components",
                "safety_harm",
                "safety_reference",
                "due",
                "accepted_by",
                "accepted_on",
                "note",
            )
        } | {"threat_source": self.source}
        self._texts = {
            name: field for name, field in self.fields.items() if isinstance(field, (SavedLine, SavedText))
        }

    def _parts(self) -> list[QWidget | QLayout]:
        self.heading = label("", "section", wrap=True)
        self.full_button = button(tr("Open in full"), "link", "eye", self._toggle)
        head = row(self.heading, self.full_button, spacing=12)
        head.setStretch(0, 1)
        what = QGridLayout()
        what.setHorizontalSpacing(12)
        what.setVerticalSpacing(8)
        what.addLayout(_captioned(tr("What could happen"), self.title), 0, 0, 1, 2)
        what.addLayout(_captioned(tr("How it could happen"), self.description), 1, 0, 1, 2)
        what.addLayout(_captioned(tr("What is at stake"), self.asset), 2, 0)
        what.addLayout(_captioned(tr("Brought about by"), self.source), 2, 1)
        what.setColumnStretch(0, 1)
        what.setColumnStretch(1, 1)
        self.level_before = StatusChip("open", tr("Not rated"))
        self.level_after = StatusChip("open", tr("Not rated"))
        self._before_words = label("", "caption", wrap=True)
        self._after_words = label("", "caption", wrap=True)
        self._treatment_words = label("", "caption", wrap=True)
        before = column(
            row(label(tr("Before treatment"), "section"), self.level_before, None, spacing=10),
            _side_by_side(
                _captioned(tr("Likelihood before"), self.likelihood_before),
                _captioned(tr("Impact before"), self.impact_before),
            ),
            self._before_words,
            spacing=6,
        )
        self._after_head = _held(
            row(label(tr("After treatment"), "section"), self.level_after, None, spacing=10)
        )
        main = _side_by_side(
            _captioned(tr("&Likelihood after"), self.likelihood_after),
            _captioned(tr("I&mpact after"), self.impact_after),
            _captioned(tr("T&reatment"), self.treatment),
            _captioned(tr("O&wner"), self.owner),
        )
        self._typical = QWidget()
        self._typical_flow = FlowLayout(6)
        self._typical.setLayout(
            column(label(tr("Typical, press what you do"), "caption"), self._typical_flow, spacing=4)
        )
        self._links_holder = QWidget()
        self._links = FlowLayout(8)
        self._links_holder.setLayout(self._links)
        self._add_component = button(tr("Add a known one"), "link", "plus", self._offer_components)
        components = _captioned(tr("Components, one a line"), self.components)
        components.addLayout(row(self._add_component, None))
        safety = column(
            label(tr("Link to safety (ISO 14971)"), "section"),
            _side_by_side(
                _captioned(tr("Harm to people it can lead to"), self.safety_harm),
                _captioned(tr("Where the safety file treats it"), self.safety_reference),
            ),
            spacing=6,
        )
        self._hurts = label(tr("The catalogue says that this may hurt people."), "caption", tone="warn")
        safety.insertWidget(1, self._hurts)
        people = _side_by_side(
            _captioned(tr("Due"), self.due),
            _captioned(tr("Accepted by"), self.accepted_by),
            _captioned(tr("Accepted on"), self.accepted_on),
        )
        self.delete_button = button(
            tr("Delete this risk"), "link", "trash-2", lambda: self.delete_wanted.emit(self.risk_id)
        )
        explained = _held(column(self._after_words, self._treatment_words, spacing=2))
        rest = _held(
            column(
                components,
                safety,
                people,
                _captioned(tr("Note"), self.note),
                row(self.delete_button, None),
                spacing=12,
            )
        )
        self._full_widgets = [_held(what), _held(before), self._after_head, explained, self._typical, rest]
        first, second, after_head, third, typical, last = self._full_widgets
        measures = _captioned(tr("What you &do about it, and what is left"), self.measures)
        return [
            head,
            first,
            second,
            after_head,
            main,
            third,
            measures,
            typical,
            self._links_holder,
            last,
        ]

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, shown: RiskRow, view: RiskView) -> None:
        """Show a risk; what is being typed in the same one stays."""
        same = shown.id == self.risk_id
        if not same:
            self.flush()
        self.risk_id, self._row, self._view = shown.id, shown, view
        risk = shown.risk
        self.heading.setText(f"{shown.id}  {shown.title}")
        self.setAccessibleName(f"{shown.id} {shown.title}")
        for name, said in self._texts.items():
            held = getattr(risk, name)
            text = "\n".join(held) if isinstance(held, tuple) else held
            said.load(text) if same else said.reset(text)
        sources = tuple(SOURCE_WORDS.values())
        self.source.load(SOURCE_WORDS.get(risk.threat_source, risk.threat_source), sources)
        self.likelihood_before.load(view.likelihood, risk.likelihood_before)
        self.impact_before.load(view.impact, risk.impact_before)
        self.likelihood_after.load(view.likelihood, risk.likelihood_after)
        self.impact_after.load(view.impact, risk.impact_after)
        if self.treatment.count() == 0:
            for value, words, text in view.treatments:
                self.treatment.addItem(words, value.value)
                self.treatment.setItemData(self.treatment.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.treatment.setCurrentIndex(self.treatment.findData(risk.treatment.value))
        self.owner.load(risk.owner, view.people)
        self.accepted_by.load(risk.accepted_by, view.people)
        for person in (self.source, self.owner, self.accepted_by):
            if not person.hasFocus():
                person.lineEdit().setCursorPosition(0)
        self.due.load(risk.due)
        self.accepted_on.load(risk.accepted_on)
        self._explain(shown, view)
        self._load_typical(shown)
        self._load_links(shown, view)
        for field in self.fields.values():
            field.setEnabled(not view.is_read_only)
        self.delete_button.setEnabled(not view.is_read_only)
        self._add_component.setVisible(bool(view.components) and not view.is_read_only)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for field in self.fields.values():
            if isinstance(field, (SavedLine, SavedText, OwnerField, DueField)):
                field.flush()

    def show_full(self, on: bool) -> None:
        """All fields, or the few."""
        self.is_full = on
        for widget in self._full_widgets:
            widget.setVisible(on)
        self.measures.setFixedHeight(self.measures.fontMetrics().lineSpacing() * (5 if on else 2) + 26)
        if self._row is not None:
            self._typical.setVisible(on and bool(self._row.typical_measures))
        self.full_button.setText(tr("Back to the list") if on else tr("Open in full"))
        self.full_button.setIcon(icon("arrow-left" if on else "eye", "accent"))

    def focus_field(self, name: str) -> None:
        """Put the focus on a field, in full when it is not among the few."""
        if name == "requirements":
            self._link_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        field = self.fields.get(name, self.measures)
        if not self.is_full and not field.isVisibleTo(self):
            self.full_wanted.emit(True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self, shown: RiskRow, view: RiskView) -> None:
        for chip, level, words in (
            (self.level_before, shown.before, shown.before_words),
            (self.level_after, shown.after, shown.after_words),
        ):
            look, tone = LEVEL_LOOK[level]
            chip.set_status("open", words, icon=look, tone=tone)
        self._before_words.setText(_scale_words(self.likelihood_before, self.impact_before))
        self._after_words.setText(_scale_words(self.likelihood_after, self.impact_after))
        treatment = next((text for value, _, text in view.treatments if value == shown.risk.treatment), "")
        if shown.after is not RiskLevel.NOT_RATED:
            treatment = f"{treatment} {view.levels[shown.after]}: {view.level_texts[shown.after]}"
        self._treatment_words.setText(treatment)
        self._hurts.setVisible(shown.may_hurt_people)

    def _load_typical(self, shown: RiskRow) -> None:
        clear(self._typical_flow)
        read_only = self._view is not None and self._view.is_read_only
        for measure in shown.typical_measures:
            add = LinkChip(measure, tr("add to what you do"), partial(self._add_measure, measure), "plus")
            add.setEnabled(not read_only)
            self._typical_flow.addWidget(add)
        self._typical.setVisible(self.is_full and bool(shown.typical_measures))

    def _load_links(self, shown: RiskRow, view: RiskView) -> None:
        state = (shown.id, shown.links, shown.risk.components, view.is_read_only)
        if state == self._links_shown:
            return
        self._links_shown = state
        had_focus = (
            self._links_holder.focusWidget() is not None and self._links_holder.focusWidget().hasFocus()
        )
        clear(self._links)
        self._links.addWidget(
            label(tr("Answers to") if shown.links else tr("Answers to no requirement yet"), "muted")
        )
        for at, link in enumerate(shown.links):
            text = link.label if at == 0 or not link.ref.startswith("(") else link.ref
            place = Place(RecordKind.REQUIREMENT, link.id)
            self._links.addWidget(LinkChip(text, link.title, partial(self.jump.emit, place)))
        self._link_button = button(
            tr("Link…"), "link", "pencil", self.links_wanted.emit, name=tr("Link requirements")
        )
        self._link_button.setEnabled(not view.is_read_only)
        self._links.addWidget(self._link_button)
        if shown.risk.components:
            self._links.addWidget(_beside_chips(tr("Components")))
            for component in shown.risk.components[:6]:
                place = Place(RecordKind.COMPONENT, component)
                name = component if len(component) <= 34 else f"…{component[-33:]}"
                self._links.addWidget(
                    LinkChip(
                        name,
                        tr("Show {component}", component=component),
                        partial(self.jump.emit, place),
                        "package",
                    )
                )
        if had_focus:
            self._link_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- saving ----------------------------------------------------------------------------------------------

    def _keep(self, name: str, value: Any) -> bool:
        if name in _LINES and isinstance(value, str):
            value = tuple(line.strip() for line in value.splitlines() if line.strip())
        return bool(self.risk_id) and self._save(self.risk_id, {name: value})

    def _keep_source(self, words: str) -> bool:
        known = {text: key for key, text in SOURCE_WORDS.items()}
        return self._keep("threat_source", known.get(words, words))

    def _keep_treatment(self, _at: int) -> None:
        value = Treatment(self.treatment.currentData())
        before = self._row.risk.treatment if self._row is not None else Treatment.UNDECIDED
        if value is not before and not self._keep("treatment", value):
            self.treatment.setCurrentIndex(self.treatment.findData(before.value))

    def _add_measure(self, measure: str) -> None:
        said = self.measures.toPlainText().rstrip()
        self.measures.setPlainText(f"{said}\n{measure}." if said else f"{measure}.")
        self.measures.setFocus(Qt.FocusReason.OtherFocusReason)
        self.measures.flush()

    def _offer_components(self) -> None:
        if self._view is None:
            return
        menu = QMenu(self)
        named = set(self.components.toPlainText().splitlines())
        for component in [one for one in self._view.components if one not in named][:40]:
            menu.addAction(component.replace("&", "&&"), partial(self.add_component, component))
        menu.exec(self._add_component.mapToGlobal(self._add_component.rect().bottomLeft()))

    def add_component(self, component: str) -> None:
        """Name a component of the product."""
        said = self.components.toPlainText().rstrip()
        self.components.setPlainText(f"{said}\n{component}" if said else component)
        self.components.flush()

    def _toggle(self) -> None:
        self.full_wanted.emit(not self.is_full)


def _beside_chips(text: str) -> QLabel:
    """A word as high as the chips beside it."""
    result = label(text, "muted")
    result.setContentsMargins(0, 5, 0, 6)
    return result


def _captioned(text: str, field: QWidget) -> QVBoxLayout:
    caption: QLabel = label(text, "strong")
    caption.setTextFormat(Qt.TextFormat.AutoText)
    caption.setBuddy(field)
    return column(caption, field, None, spacing=4)


def _side_by_side(*columns: QVBoxLayout) -> QVBoxLayout:
    return column(SideBySide(columns))


def _held(layout: Any) -> QWidget:
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(layout)
    return holder


def _scale_words(likelihood: ScaleChoice, impact: ScaleChoice) -> str:
    parts: Sequence[str] = [
        f"{one.currentText().strip()}: {one.explanation()}"
        for one in (likelihood, impact)
        if one.value() is not None
    ]
    return (
        "\n".join(parts) if parts else tr("While likelihood or impact is not known, the risk counts as high.")
    )
