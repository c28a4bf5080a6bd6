"""One line of the register in full; every field is saved as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from crasuite.domain.case import Case, CaseKind, CaseStatus
from crasuite.errors import FindingsError
from crasuite.findings.severity import highest, score
from crasuite.interview.case_words import RATING_WORDS
from crasuite.interview.moment_words import local_words, utc_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import CaseRow
from crasuite.language import mark, tr
from crasuite.ui.pages.reporting.case_fields import (
    EXPLOITS,
    NEEDED,
    REASONS,
    SENSITIVE,
    SEVERITIES,
    SHARED,
    SOURCES,
    STATUSES,
    split_ids,
    split_lines,
)
from crasuite.ui.pages.reporting.register_model import is_duty, report_look, severity_look
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.fold import Fold
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.status_chip import StatusChip

Save = Callable[[str, dict[str, Any]], bool]
_IDS = ("cve", "euvd", "ghsa", "other_ids")
_LISTS = ("components", "cvss")
_MOMENTS = {
    "aware": (mark("Became aware"), mark("When you became aware. Every clock of a case starts there.")),
    "measure_available": (mark("Measure available"), mark("When a fix or a workaround became available.")),
    "occurred": (mark("Happened"), mark("When the incident happened, as far as you know.")),
    "detected": (mark("Detected"), mark("When the incident was detected.")),
    "requested": (
        mark("Intermediate report asked for"),
        mark("When the CSIRT asked for an intermediate report."),
    ),
}
"""Instants by field of `Case`: their names, and what the dialog says."""
_OF_INCIDENT = ("occurred", "detected")


class CaseEditor(QWidget):
    """`save(case id, values)` is called with what was changed; it says whether that was taken."""

    explain = Signal(object)
    moment_wanted = Signal(str)
    """Field of an instant to be asked for."""
    clear_wanted = Signal(str)
    components_wanted = Signal()
    products_wanted = Signal()
    case_wanted = Signal(str)
    """Open this line as a reporting case, or show the case it is."""
    close_wanted = Signal(str)
    remove_wanted = Signal(str)
    advisory_wanted = Signal(str)
    """`csaf` or `word`."""

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._save = save
        self.case_id = ""
        self._case: Case | None = None
        self._bad_vectors: dict[str, str] = {}
        self.fields: dict[str, QWidget] = {}
        self._texts: dict[str, SavedLine | SavedText] = {}
        self._choices: dict[str, SavedChoice] = {}
        self._moments: dict[str, tuple[QLabel, QWidget, QWidget, QWidget]] = {}
        self._nothing = label(tr("Choose a line of the table. Enter opens it here."), "muted", wrap=True)
        self._form = QWidget()
        self._form.setLayout(column(*self._parts(), spacing=10))
        self.setLayout(column(self._nothing, self._form, None, spacing=0, margins=(16, 12, 14, 14)))
        self._form.hide()

    # -- building --------------------------------------------------------------------------------------------

    def _parts(self) -> list[QWidget | QLayout]:
        self.heading = label("", "headline", wrap=True)
        self._where = label("", "caption", wrap=True)
        self.chip = StatusChip("open", tr("Not rated"))
        self._report_chip = StatusChip("open", tr("Nothing due"))
        self.case_button = button(tr("Open a reporting &case"), "primary", "siren", self._want_case)
        self.close_button = button(tr("Close"), on_click=lambda: self.close_wanted.emit(self.case_id))
        self.remove_button = button(tr("Remove"), on_click=lambda: self.remove_wanted.emit(self.case_id))
        self._duty = InfoBox(
            tr("Known to be exploited: check whether you must report it."),
            tr(
                "Open a reporting case. Its check asks a few questions, and the clock counts from the "
                "moment you became aware."
            ),
            tone="danger",
            icon="siren",
        )
        self._not_affected = self._captioned(
            tr("Why it is not affected"), self._choice("justification", REASONS)
        )
        self._ids = _held(
            column(
                *(
                    self._captioned(words, self._line(name, words))
                    for name, words in zip(_IDS, ("CVE", "EUVD", "GHSA", tr("Other ids")), strict=True)
                ),
                spacing=8,
            )
        )
        return [
            self.heading,
            self._where,
            row(self.chip, self._report_chip, None, spacing=6),
            self._duty,
            row(self.case_button, None),
            row(self.close_button, self.remove_button, None, spacing=8),
            self._captioned(tr("Title"), self._line("title", tr("Title"))),
            self._captioned(tr("What is wrong"), self._text("summary", tr("What is wrong"), 3)),
            self._captioned(tr("Status"), self._choice("status", STATUSES)),
            self._not_affected,
            self._captioned(tr("Exploitation"), self._choice("exploit", EXPLOITS)),
            self._captioned(
                tr("How you know"), self._text("exploit_note", tr("How you know of exploitation"), 2)
            ),
            *self._severity_parts(),
            self._moment("aware"),
            *(self._moment(name) for name in _OF_INCIDENT),
            *self._place_parts(),
            self._captioned(tr("Versions affected"), self._line("versions", tr("Versions affected"))),
            self._ids,
            self._captioned(tr("Where word of it came from"), self._choice("source", SOURCES)),
            self._captioned(tr("Who told you"), self._line("reporter", tr("Who told you"))),
            self._fix_fold(),
            self._upstream_fold(),
            self._more_fold(),
        ]

    def _severity_parts(self) -> list[QWidget | QLayout]:
        self.score_words = label("", "caption", wrap=True)
        self._vectors = self._text("cvss", tr("CVSS vectors, one a line"), 2)
        return [
            self._captioned(tr("CVSS vectors, one a line"), self._vectors),
            self.score_words,
            self._captioned(tr("Severity"), self._choice("severity", SEVERITIES)),
        ]

    def _place_parts(self) -> list[QWidget | QLayout]:
        self.components_button = button(
            tr("Choose from the SBOM…"), "link", "package", self.components_wanted.emit
        )
        self._products = label("", wrap=True)
        self.products_button = button(tr("Choose products…"), "link", "box", self.products_wanted.emit)
        components = self._captioned(
            tr("Components, one a line"), self._text("components", tr("Components"), 2)
        )
        components.layout().addLayout(row(self.components_button, None))
        return [
            components,
            _held(
                column(
                    label(tr("Products it touches"), "strong"),
                    self._products,
                    row(self.products_button, None),
                    spacing=3,
                )
            ),
        ]

    def _fix_fold(self) -> Fold:
        fold = self._fix = Fold(tr("Measures and advisory"))
        self.csaf_button = button(
            tr("Write CSAF advisory…"),
            icon_name="file-text",
            on_click=partial(self.advisory_wanted.emit, "csaf"),
        )
        self.word_button = button(
            tr("Word advisory…"), icon_name="file-text", on_click=partial(self.advisory_wanted.emit, "word")
        )
        self._advisories = _held(column(row(self.csaf_button, None), row(self.word_button, None), spacing=8))
        for one in (
            self._captioned(
                tr("What you do about it"), self._text("measures", tr("What you do about it"), 3)
            ),
            self._captioned(tr("What users can do"), self._text("user_measures", tr("What users can do"), 3)),
            self._moment("measure_available"),
            self._captioned(tr("Fixed in version"), self._line("fix_version", tr("Fixed in version"))),
            self._captioned(tr("Advisory, its address"), self._line("advisory", tr("Advisory, its address"))),
            self._captioned(tr("Thanks to"), self._line("credits", tr("Thanks to"))),
            self._advisories,
        ):
            fold.body.addWidget(one)
        fold.body.setContentsMargins(0, 4, 0, 4)
        fold.body.setSpacing(10)
        return fold

    def _upstream_fold(self) -> Fold:
        fold = self._upstream = Fold(tr("Tell the maker of a component"))
        self._upstream_words = label("", wrap=True)
        self._upstream_chips = row(spacing=6)
        fold.body.addWidget(self._upstream_words)
        fold.body.addLayout(self._upstream_chips)
        self._choices["needed"] = SavedChoice(
            tr("Must a maintainer be told?"), NEEDED, partial(self._keep_upstream, "needed")
        )
        self._texts["to"] = SavedLine(tr("Told to"), partial(self._keep_upstream, "to"))
        self.reported_on = DueField(tr("Told on"), partial(self._keep_upstream, "reported_on"))
        self._choices["fix_shared"] = SavedChoice(
            tr("Was the fix shared?"), SHARED, partial(self._keep_upstream, "fix_shared")
        )
        for words, name in (
            (tr("Must a maintainer be told?"), "needed"),
            (tr("Told to"), "to"),
            (tr("Told on"), "reported_on"),
            (tr("Was the fix shared?"), "fix_shared"),
        ):
            field = self.fields[f"upstream.{name}"] = (
                self.reported_on if name == "reported_on" else self._choices.get(name) or self._texts[name]
            )
            fold.body.addWidget(self._captioned(words, field))
        fold.body.setContentsMargins(0, 4, 0, 4)
        fold.body.setSpacing(10)
        return fold

    def _more_fold(self) -> Fold:
        fold = self._more = Fold(tr("More"))
        self._decided = label("", "caption", wrap=True)
        for one in (
            self._captioned(tr("Sensitive for now?"), self._choice("sensitive", SENSITIVE)),
            self._moment("requested"),
            self._captioned(tr("Note"), self._text("note", tr("Note"), 4)),
            self._decided,
        ):
            fold.body.addWidget(one)
        fold.body.setContentsMargins(0, 4, 0, 4)
        fold.body.setSpacing(10)
        return fold

    def _line(self, name: str, words: str) -> SavedLine:
        field = self.fields[name] = self._texts[name] = SavedLine(words, partial(self._keep, name))
        return field

    def _text(self, name: str, words: str, lines: int) -> SavedText:
        field = SavedText(words, partial(self._keep, name), lines=lines)
        self.fields[name] = self._texts[name] = field
        return field

    def _choice(self, name: str, options: Mapping[Any, str]) -> SavedChoice:
        words = {
            "justification": tr("Why it is not affected"),
            "status": tr("Status"),
            "exploit": tr("Exploitation"),
            "severity": tr("Severity"),
            "source": tr("Where word of it came from"),
            "sensitive": tr("Sensitive for now?"),
        }[name]
        field = SavedChoice(words, options, lambda value: self._save(self.case_id, {name: value}))
        self.fields[name] = self._choices[name] = field
        return field

    def _moment(self, name: str) -> QWidget:
        words = label("", wrap=True)
        title = tr(_MOMENTS[name][0])
        change = button(
            tr("Change…"),
            "link",
            "pencil",
            partial(self.moment_wanted.emit, name),
            name=tr("{moment}: change", moment=title),
        )
        empty = button(
            tr("Clear"),
            "link",
            "x",
            partial(self.clear_wanted.emit, name),
            name=tr("{moment}: clear", moment=title),
        )
        holder = _held(column(label(title, "strong"), words, row(change, empty, None, spacing=4), spacing=1))
        self._moments[name] = words, change, empty, holder
        self.fields[name] = change
        return holder

    def _captioned(self, text: str, field: QWidget) -> QWidget:
        caption = label(text, "strong", wrap=True)
        return _held(column(caption, field, spacing=3))

    # -- content ---------------------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No line is chosen."""
        self.flush()
        self.case_id, self._case = "", None
        self._form.hide()
        self._nothing.show()

    def load(self, desk: ReportingFile, shown: CaseRow) -> None:
        """Show a line; what is being typed in the same one stays."""
        case = desk.case(shown.id)
        same = case.id == self.case_id
        if not same:
            self.flush()
            self._note_bad_vectors()
        self.case_id, self._case = case.id, case
        self._nothing.hide()
        self._form.show()
        is_vulnerability = case.kind is CaseKind.VULNERABILITY
        self.heading.setText(case.title or tr("Without a title"))
        if is_vulnerability:
            named = tr("Vulnerability {case}", case=case.id)
        else:
            named = tr("Incident {case}", case=case.id)
        self.setAccessibleName(f"{named}: {case.title}")
        self._where.setText(f"{named}. {tr('From an imported list.')}" if case.origin else f"{named}.")
        for name, field in self._texts.items():
            said = self._said(case, name)
            field.load(said) if same else field.reset(said)
        if not same and (bad := self._bad_vectors.pop(case.id, "")):
            self._vectors.setPlainText(bad)
        for name, choice in self._choices.items():
            choice.load(getattr(case.upstream if f"upstream.{name}" in self.fields else case, name))
        self.reported_on.load(case.upstream.reported_on)
        self._show_chips(case, shown)
        self._show_severity(case)
        zone = desk.zone_of(case)
        for name, (words, _change, empty, holder) in self._moments.items():
            at: datetime | None = getattr(case, name)
            words.setText(
                tr("{moment}, that is {in_utc}", moment=local_words(at, zone), in_utc=utc_words(at))
                if at
                else tr("Not said")
            )
            empty.setVisible(at is not None and name != "aware")
            holder.setVisible(name not in _OF_INCIDENT or not is_vulnerability)
        self._products.setText("\n".join(desk.touched_names(case.id)))
        self._not_affected.setVisible(case.status is CaseStatus.NOT_AFFECTED)
        self._advisories.setVisible(is_vulnerability)
        self._upstream.setVisible(is_vulnerability)
        line = desk.upstream(case.id)
        self._upstream_words.setText(line.words)
        set_role(self._upstream_words, "warn" if line.tone == "warn" else "", "tone")
        self._upstream.set_title(
            tr("Tell the maker of a component: still to do")
            if line.state == "open"
            else tr("Tell the maker of a component")
        )
        if not self._upstream_chips.count():
            for cite in line.cites:
                chip = CitationChip(cite)
                chip.activated.connect(self.explain)
                self._upstream_chips.addWidget(chip)
            self._upstream_chips.addStretch(1)
        decided = {"report": tr("Decided: to be reported."), "no-report": tr("Decided: no report.")}
        self._decided.setText(f"{decided.get(case.decision, '')} {case.decision_reason}".strip())
        self._decided.setVisible(bool(self._decided.text()))
        self._set_read_only(desk.is_read_only)
        self.close_button.setText(tr("Open again") if case.closed_on else tr("Close"))
        self.case_button.setText(tr("Show the &case") if case.opened else tr("Open a reporting &case"))

    def _show_chips(self, case: Case, shown: CaseRow) -> None:
        words, icon, tone = severity_look(case.severity)
        self.chip.setVisible(case.kind is CaseKind.VULNERABILITY)
        self.chip.set_status("open", words, icon=icon, tone=tone)
        look = report_look(shown)
        self._report_chip.setVisible(bool(look[0]))
        if look[0]:
            self._report_chip.set_status("open", look[0], icon=look[1], tone=look[2])
        self._duty.setVisible(is_duty(shown))

    def _show_severity(self, case: Case) -> None:
        rated = highest(case.cvss)
        self.score_words.setText(
            tr(
                "CVSS {version}: {score} {rating}. The severity follows it.",
                version=rated.version,
                score=rated.score,
                rating=RATING_WORDS.get(rated.rating, ""),
            )
            if rated is not None
            else ""
        )
        set_role(self.score_words, "", "tone")
        self.score_words.setVisible(rated is not None)
        is_vulnerability = case.kind is CaseKind.VULNERABILITY
        for name in ("cvss", "severity", "exploit", "exploit_note"):
            holder = self.fields[name].parentWidget()
            if holder is not None:
                holder.setVisible(is_vulnerability)

    def _set_read_only(self, read_only: bool) -> None:
        for name, field in self.fields.items():
            if isinstance(field, (SavedLine, SavedText)):
                field.setReadOnly(read_only)
            else:
                field.setEnabled(not read_only)
            if name in self._moments:
                self._moments[name][2].setEnabled(not read_only)
        for one in (self.components_button, self.products_button, self.close_button, self.remove_button):
            one.setEnabled(not read_only)
        self.case_button.setEnabled(not read_only or bool(self._case and self._case.opened))

    def _note_bad_vectors(self) -> None:
        """Vectors that could not be rated wait here until their line is shown again."""
        said = self._vectors.toPlainText()
        if self._case is not None and split_lines(said) != self._case.cvss:
            self._bad_vectors[self._case.id] = said

    @staticmethod
    def _said(case: Case, name: str) -> str:
        if name == "to":
            return case.upstream.to
        held = getattr(case, name)
        if isinstance(held, tuple):
            return ("\n" if name in _LISTS else ", ").join(held)
        return str(held)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for field in self._texts.values():
            field.flush()
        self.reported_on.flush()

    def focus_field(self, name: str) -> None:
        """Put the focus on a field, unfolding what it lies in."""
        field = self.fields.get(name, self.fields["title"])
        for fold in (self._fix, self._upstream, self._more):
            if fold.isAncestorOf(field):
                fold.set_open(True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- saving ----------------------------------------------------------------------------------------------

    def _keep(self, name: str, text: str) -> bool:
        if not self.case_id:
            return True
        value: Any = text
        if name in _IDS:
            value = split_ids(text)
        elif name in _LISTS:
            value = split_lines(text)
        if name == "cvss" and not self._are_vectors(value):
            return False
        return self._save(self.case_id, {name: value})

    def _are_vectors(self, vectors: tuple[str, ...]) -> bool:
        """Say below the field what is wrong with one; it is kept in the field until it can be rated."""
        try:
            for vector in vectors:
                score(vector)
        except FindingsError as error:
            self.score_words.setText(
                tr("Not saved yet. {problem}", problem=f"{error.what} {error.why} {error.next_step}")
            )
            set_role(self.score_words, "danger", "tone")
            self.score_words.show()
            self._vectors.setAccessibleDescription(self.score_words.text())
            return False
        self._vectors.setAccessibleDescription("")
        return True

    def _keep_upstream(self, name: str, value: str | date | None) -> bool:
        if self._case is None:
            return True
        changed: dict[str, Any] = {name: value}
        return self._save(self.case_id, {"upstream": replace(self._case.upstream, **changed)})

    def _want_case(self) -> None:
        self.flush()
        self.case_wanted.emit(self.case_id)


def _held(layout: QVBoxLayout) -> QWidget:
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(layout)
    return holder


def moment_words(name: str) -> tuple[str, str]:
    """Title and text of the dialog for an instant."""
    title, text = _MOMENTS[name]
    return tr(title), tr(text)
