"""One point of Annex I: what it asks, what the maker says, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QLabel, QRadioButton, QWidget

from crasuite.domain.requirement import Applies, RequirementState, RequirementStatus
from crasuite.interview.evidence_watch import EvidenceLook
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.requirement_views import STATE_WORDS, RequirementDetail
from crasuite.language import tr
from crasuite.ui.pages.requirements.evidence_box import EvidenceBox
from crasuite.ui.pages.requirements.reach_list import ReachList
from crasuite.ui.pages.requirements.risk_links import RiskLinks
from crasuite.ui.widgets.build import button, clear, column, label, row, rule
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.fold import Fold
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.scroll_body import ScrollBody

if TYPE_CHECKING:
    from crasuite.interview.technical_file import RequirementsFile
    from crasuite.interview.views import Cite

Do = Callable[[Callable[[], object]], bool]


def statuses() -> list[tuple[RequirementStatus, str]]:
    """The statuses to choose from, in words."""
    return [(status, STATE_WORDS[RequirementState(status.value)]) for status in RequirementStatus]


class DetailPane(QFrame):
    """Writes through the presenter at once; `do` runs a write and says whether it was saved."""

    explain = Signal(object)
    risk_opened = Signal(str)
    handling_opened = Signal(str)
    """Id of a line of the living list of vulnerability handling."""

    def __init__(self, do: Do) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(tr("The chosen requirement"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 49)
        self._do = do
        self._file: RequirementsFile | None = None
        self.id = ""
        self._quiet = False
        self._chips = row(spacing=6)
        self._title = label("", "section", wrap=True)
        head = row(self._title, self._chips, spacing=10, margins=(18, 14, 18, 6))
        head.setStretch(0, 1)
        head.setAlignment(self._chips, Qt.AlignmentFlag.AlignTop)
        self._scroll = ScrollBody(self._build_body(), tr("Requirement"), role="surface")
        self._scroll.setProperty("role", "surface")
        layout = column(head, self._scroll, self._build_foot(), spacing=0, margins=(1, 1, 1, 1))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # -- building --------------------------------------------------------------------------------------------

    def _build_body(self):  # type: ignore[no-untyped-def]
        self._meaning = label("", "muted", wrap=True)
        self._typical = Fold(tr("Typical evidence and findings"))
        self._typical.opened.connect(self._fill_typical)
        self._typical_of: RequirementDetail | None = None
        self.standards = Fold(tr("Standards in use"))
        self._reaches = ReachList()
        self.standards.body.addWidget(self._reaches)
        self.evidence = EvidenceBox()
        self.risks = RiskLinks()
        self.risks.linked.connect(lambda risk: self._write(lambda file: file.link_risk(self.id, risk)))
        self.risks.unlinked.connect(lambda risk: self._write(lambda file: file.unlink_risk(self.id, risk)))
        self.risks.opened.connect(self.risk_opened)
        self._handling_words = label("", "caption", wrap=True)
        self.handling_button = button(
            tr("Open the living list"),
            "link",
            "list-checks",
            lambda: self.handling_opened.emit(self._handling_id),
        )
        self._handling_id = ""
        self._handling = QWidget()
        self._handling.setLayout(
            column(self._handling_words, row(self.handling_button, None), spacing=0, margins=(0, 0, 0, 0))
        )
        self._how_label = _buddy(tr("How &it is met"))
        self.how = SavedText(tr("How it is met"), self._save_how, lines=4)
        self._how_label.setBuddy(self.how)
        return column(
            self._meaning,
            rule(),
            self._build_applies(),
            self._how_label,
            self.how,
            self._handling,
            4,
            self.evidence,
            self._typical,
            4,
            self.risks,
            self.standards,
            None,
            spacing=8,
            margins=(17, 0, 17, 12),
        )

    def _build_applies(self) -> QWidget:
        self._question = label("", "strong", wrap=True)
        self.applies = QRadioButton(tr("&Applies"))
        self.not_applicable = QRadioButton(tr("&Not applicable, because…"))
        self.unsure = QRadioButton(tr("I'm not &sure"))
        self._radios = {
            Applies.YES: self.applies,
            Applies.NO: self.not_applicable,
            Applies.NOT_SURE: self.unsure,
        }
        self._group = QButtonGroup(self)
        for value, radio in self._radios.items():
            self._group.addButton(radio)
            radio.toggled.connect(lambda on, value=value: self._applies_toggled(value) if on else None)
        self._always = label("", "caption", wrap=True)
        self.reason = SavedText(tr("Why it does not apply"), self._save_reason, lines=3)
        self.reason.setAccessibleDescription(tr("At least one sentence. Link a risk below that shows it."))
        self._reason_label = label(tr("Why it does not apply"), "strong")
        self._reason_label.setBuddy(self.reason)
        self._needs = InfoBox("", " ", tone="warn")
        box = QWidget()
        box.setLayout(
            column(
                self._question,
                row(self.applies, self.not_applicable, None, spacing=18),
                self.unsure,
                self._always,
                self._reason_label,
                self.reason,
                self._needs,
                spacing=5,
            )
        )
        return box

    def _build_foot(self) -> QWidget:
        self.owner = OwnerField(
            tr("Owner"), lambda name: self._write(lambda file: file.set_owner(self.id, name))
        )
        self.status = QComboBox()
        self.status.setAccessibleName(tr("Status"))
        for status, words in statuses():
            self.status.addItem(words, status)
        self.status.activated.connect(self._status_chosen)
        self.due = DueField(tr("Due"), lambda due: self._write(lambda file: file.set_due(self.id, due)))
        owner = _buddy(tr("O&wner"))
        owner.setBuddy(self.owner)
        first = row(owner, self.owner, spacing=10, margins=(17, 10, 17, 0))  # names are long
        first.setStretch(1, 1)
        fields = row(spacing=10, margins=(17, 8, 17, 14))
        for text, field in ((tr("Stat&us"), self.status), (tr("&Due"), self.due)):
            caption = _buddy(text)
            caption.setBuddy(field)
            fields.addLayout(column(caption, field, spacing=5), 1)
        foot = QWidget()
        line = QWidget()
        line.setLayout(row(rule(), margins=(17, 0, 17, 0)))
        foot.setLayout(column(line, first, fields, spacing=0))
        return foot

    # -- content ---------------------------------------------------------------------------------------------

    def load(
        self,
        file: RequirementsFile,
        requirement_id: str,
        looks: Mapping[str, EvidenceLook],
        *,
        can_open_risks: bool,
    ) -> None:
        """Show a point as it is now; what is being typed stays."""
        detail = file.detail(requirement_id)
        other = self._file is not file or self.id != requirement_id
        if other:
            self.flush()
            self._scroll.to_top()
        self._file, self.id = file, requirement_id
        may_write = not file.is_read_only
        self._quiet = True
        if other:
            self._show_texts(detail)
            self.how.reset(detail.said.how)
            self.reason.reset(detail.said.reason)
        self._show_applies(detail, file.product_name)
        self.how.load(detail.said.how)
        self.reason.load(detail.said.reason)
        self.evidence.load(file, detail, looks, other=other)
        self.risks.load(detail, may_write=may_write, can_open=can_open_risks)
        self._reaches.load(detail.reaches)
        words, self._handling_id = ReportingFile(file.workspace, file.product_id).point_words(requirement_id)
        self._handling_words.setText(words)
        self._handling.setVisible(bool(words))
        in_use = file.standards_in_use()
        self.standards.setVisible(bool(in_use))
        helping = [one for one in detail.reaches if one.strength != "silent"]
        self.standards.set_title(
            tr("Standards in use: {number} of {total} help here", number=len(helping), total=len(in_use))
        )
        self.owner.load(detail.said.owner, file.people())
        self.status.setCurrentIndex(self.status.findData(detail.said.status))
        self.due.load(detail.said.due)
        for widget in (self.how, self.reason):
            widget.setReadOnly(not may_write)
        for field in (self.owner, self.status, self.due, self.applies, self.unsure):
            field.setEnabled(may_write)
        self.not_applicable.setEnabled(may_write and not detail.applies_always)
        self._quiet = False

    def flush(self) -> None:
        """Save what was typed."""
        for field in (self.how, self.reason, self.owner, self.due):
            field.flush()

    def _show_texts(self, detail: RequirementDetail) -> None:
        self._title.setText(f"{detail.row.ref}  {detail.row.title}")
        self._meaning.setText(detail.meaning)
        clear(self._chips)
        for cite in detail.cites[:1]:
            self._chips.addWidget(self._chip(cite, detail.row.full_ref))
        self._typical_of = detail
        if self._typical.is_open():
            self._fill_typical()

    def _fill_typical(self) -> None:
        """Only what is open is built: moving through the list has to stay quick."""
        detail, body = self._typical_of, self._typical.body
        if detail is None:
            return
        clear(body)
        for heading, texts in (
            (tr("What often proves it"), detail.typical_evidence),
            (tr("What examiners often object to"), detail.typical_nonconformities),
        ):
            body.addWidget(label(heading, "overline"))
            for text in texts:
                body.addWidget(label(f"•  {text}", "caption", wrap=True))
        chips = FlowLayout(6)
        for cite in detail.cites[1:]:
            chips.addWidget(self._chip(cite))
        body.addLayout(chips)

    def _chip(self, cite: Cite, text: str = "") -> CitationChip:
        chip = CitationChip(cite, text)
        chip.activated.connect(self.explain)
        return chip

    def _show_applies(self, detail: RequirementDetail, product: str) -> None:
        self._question.setText(tr("Does this apply to {product}?", product=product))
        applies = (
            Applies.YES
            if detail.applies_always and detail.said.applies is Applies.UNSAID
            else (detail.said.applies)
        )
        self._group.setExclusive(False)
        for value, radio in self._radios.items():
            radio.setChecked(value is applies)
        self._group.setExclusive(True)
        self._always.setText(detail.applies_always)
        self._always.setVisible(bool(detail.applies_always))
        self.not_applicable.setToolTip(detail.applies_always)
        self.not_applicable.setAccessibleDescription(detail.applies_always)
        leaves_out = applies is Applies.NO
        for widget in (self._reason_label, self.reason):
            widget.setVisible(leaves_out)
        self._needs.setVisible(bool(detail.problems))
        if detail.problems:
            self._needs.set_content("", " ".join(detail.problems), tone="warn")
        for widget in (self._how_label, self.how):
            widget.setVisible(not leaves_out)

    # -- what is said ----------------------------------------------------------------------------------------

    def _write(self, what: Callable[[RequirementsFile], object]) -> bool:
        file = self._file
        return file is not None and self._do(lambda: what(file))

    def _save_how(self, text: str) -> bool:
        return self._write(lambda file: file.set_how(self.id, text))

    def _save_reason(self, text: str) -> bool:
        return self._write(lambda file: file.set_reason(self.id, text))

    def _applies_toggled(self, value: Applies) -> None:
        if not self._quiet:
            self._write(lambda file: file.set_applies(self.id, value))
            if value is Applies.NO:
                self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _status_chosen(self) -> None:
        status = self.status.currentData()
        self._write(lambda file: file.set_status(self.id, status))


def _buddy(text: str) -> QLabel:
    """A caption whose letter puts the focus into its field."""
    caption = label(text, "strong")
    caption.setTextFormat(Qt.TextFormat.AutoText)
    return caption
