"""The form of one stage: its fields as lines, drafts, and what can be done with it. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QWidget

from crasuite.domain.case import Sensitivity
from crasuite.domain.notification import Draft, FieldValue
from crasuite.interview.moment_words import utc_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_forms import SENSITIVE_WORDS
from crasuite.interview.reporting_views import ReportFieldView, ReportForm
from crasuite.language import mark, tr, trn
from crasuite.ui.pages.reporting.field_row import FieldRow
from crasuite.ui.widgets.build import (
    button,
    clear,
    column,
    icon_button,
    label,
    row,
    rule,
    tab_in_reading_order,
)
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.fold import Fold
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.segments import Segments

USERS = "users"
_NOTHING_IS_SENT = mark(
    "CRA Suite sends nothing. Submit the text on the single reporting platform, then record date, time and "
    "reference number here. The clock stops only then."
)
_NOTHING_TOLD = mark(
    "CRA Suite sends nothing. Tell the users yourself, then record date and time here. "
    "Until then it counts as owed."
)


class StageForm(QFrame):
    """`do(work)` writes through the desk and is None when that failed."""

    stage_chosen = Signal(str)
    explain = Signal(object)
    awareness_wanted = Signal()
    copy_wanted = Signal()
    word_wanted = Signal()
    json_wanted = Signal()
    preview_wanted = Signal()
    draft_wanted = Signal()
    draft_shown = Signal(object)
    submit_wanted = Signal()
    take_back_wanted = Signal(str)

    def __init__(self, do: Callable[[Callable[[ReportingFile], Any]], Any]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._do = do
        self._desk: ReportingFile | None = None
        self._case_id, self.stage = "", ""
        self._key: tuple[object, ...] = ()
        self._stages: tuple[tuple[str, str], ...] = ()
        self.rows: dict[str, FieldRow] = {}
        self.segments: Segments | None = None
        self._title = label("", "section", wrap=True)
        self.law = CitationChip("")
        self.law.activated.connect(self.explain)
        self._head = FlowLayout(10)
        for part in (self._title, self.law):
            self._head.addWidget(part)
        self.filled = label("", "caption", wrap=True)
        self._asked = column(spacing=0)
        self.optional = Fold("")
        self.carried = Fold("")
        self.platform = Fold(tr("What is known of the platform"))
        self.drafts = Fold("")
        self.sent = InfoBox(tone="info")
        self.recorded = InfoBox(tone="ok")
        self.take_back = button(tr("Take the record back"), "link", on_click=self._take_back)
        self.copy_button = button(tr("&Copy text"), icon_name="copy", on_click=self.copy_wanted.emit)
        self.word_button = button(tr("Export &Word…"), icon_name="file-text", on_click=self.word_wanted.emit)
        self.more_button = icon_button("ellipsis", tr("More to do with this form"), self._show_menu)
        self.submit_button = button(
            tr("&Record as submitted…"), "primary", "check", on_click=self.submit_wanted.emit
        )
        actions = FlowLayout(8)
        for one in (self.copy_button, self.word_button, self.more_button, self.submit_button):
            actions.addWidget(one)
        self.setLayout(
            column(
                self._head,
                self.filled,
                self._asked,
                self.optional,
                self.carried,
                self.sent,
                self.recorded,
                row(self.take_back, None),
                actions,
                self.drafts,
                self.platform,
                spacing=8,
                margins=(16, 12, 16, 12),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, desk: ReportingFile, case_id: str, stage: str, stages: Sequence[tuple[str, str]]) -> None:
        """Show a stage of those that `stages` names; what is being typed for the same one stays."""
        form = desk.form(case_id, stage)
        can_write = not desk.workspace.is_read_only
        self._desk, self._case_id, self.stage = desk, case_id, stage
        self._show_stages(tuple(stages), stage)
        self._title.setText(form.title if stage == USERS else "")
        self._title.setVisible(stage == USERS)
        if form.cites:
            self.law.citation = form.cites[0]
            self.law.setText(form.cites[0].label)
            self.law.setAccessibleName(tr("{law}, explain", law=form.cites[0].label))
        self.law.setVisible(bool(form.cites))
        self.filled.setText(form.text)
        self.filled.setVisible(bool(form.text))
        key = (id(desk), case_id, stage, tuple(one.id for one in form.fields))
        if key != self._key:
            self.flush()
            self._key = key
            self._build_rows(desk, form)
        for one in form.fields:
            self.rows[one.id].load(one, can_write=can_write)
        self._load_rest(form, can_write=can_write)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for line in self.rows.values():
            line.flush()

    def focus_field(self, field: str) -> None:
        """Open a field to edit it."""
        if field in self.rows:
            if self.rows[field].field.required == "optional":
                self.optional.set_open(True)
            self.rows[field].open_editor()

    def _show_stages(self, stages: tuple[tuple[str, str], ...], stage: str) -> None:
        if stages != self._stages:
            self._stages = stages
            clear(self._head)
            items = [(key, f"{place}  {title}") for place, (key, title) in enumerate(stages, 1)]
            self._title = label("", "section")
            self.law = CitationChip("")
            self.law.activated.connect(self.explain)
            self.segments = Segments(tr("Stage of the report"), items) if items else None
            if self.segments is not None:
                self.segments.choose(stage if stage != USERS else items[0][0])
                self.segments.chosen.connect(self.stage_chosen)
                self._head.addWidget(self.segments)
            self._head.addWidget(self._title)
            self._head.addWidget(self.law)
        if self.segments is not None:
            self.segments.setVisible(stage != USERS)
            if stage != USERS and self.segments.key() != stage:
                self.segments.blockSignals(True)
                self.segments.choose(stage)
                self.segments.blockSignals(False)

    def _build_rows(self, desk: ReportingFile, form: ReportForm) -> None:
        clear(self._asked)
        clear(self.optional.body)
        self.optional.set_open(False)
        self.rows = {}
        optional = 0
        for field in form.fields:
            line = self._row(desk, field)
            self.rows[field.id] = line
            if field.required == "optional":
                self.optional.body.addWidget(line)
                optional += 1
            else:
                if self._asked.count():
                    self._asked.addWidget(rule())
                self._asked.addWidget(line)
        self.optional.set_title(
            trn(
                "{n} more field nobody has to fill in",
                "{n} more fields nobody has to fill in",
                optional,
            )
        )
        self.optional.setVisible(bool(optional))
        layout = self.layout()
        if layout is not None:
            tab_in_reading_order(layout)

    def _row(self, desk: ReportingFile, field: ReportFieldView) -> FieldRow:
        prefill = desk.law.report_fields[field.id].prefill
        case_id, stage = self._case_id, self.stage
        extra: dict[str, Any] = {}
        if prefill == "case:aware":
            extra["elsewhere"] = self.awareness_wanted.emit
        elif prefill.startswith("csirt:"):
            choice = desk.csirt_choice(case_id)
            extra["choices"] = choice.options
            extra["chosen"] = lambda: desk.csirt_choice(case_id).country
            extra["save_choice"] = self._set_country
        elif prefill == "case:sensitive":
            extra["choices"] = tuple((str(one), said) for one, said in SENSITIVE_WORDS.items())
            extra["chosen"] = lambda: str(desk.case(case_id).sensitive)
            extra["save_choice"] = self._set_sensitive

        def save(value: FieldValue | None) -> bool:
            return self._do(lambda one: one.set_field(case_id, stage, field.id, value)) is not None

        zone = desk.case(case_id).zone
        return FieldRow(field, save, self._now, zones=(zone,) if zone else (), **extra)

    def _now(self) -> datetime:
        assert self._desk is not None
        return self._desk.now

    def _set_country(self, code: str) -> bool:
        field = next(one for one in self.rows if self._law_prefill(one).startswith("csirt:"))
        case_id, stage = self._case_id, self.stage

        def work(desk: ReportingFile) -> None:
            desk.set_country(code)
            if self.rows[field].field.is_own:
                desk.set_field(case_id, stage, field, None)

        return self._do(work) is not None

    def _set_sensitive(self, key: str) -> bool:
        case_id = self._case_id
        return self._do(lambda one: one.set_case(case_id, sensitive=Sensitivity(key))) is not None

    def _law_prefill(self, field: str) -> str:
        assert self._desk is not None
        return self._desk.law.report_fields[field].prefill

    def _load_rest(self, form: ReportForm, *, can_write: bool) -> None:
        told_users = form.stage == USERS
        _fill(
            self.carried,
            trn(
                "Carried over from earlier stages: {n} field",
                "Carried over from earlier stages: {n} fields",
                len(form.carried),
            ),
            [f"{one.title}: {one.shown or tr('not filled')}" for one in form.carried],
        )
        _fill(self.platform, tr("What is known of the platform"), form.platform)
        self._load_drafts(form.drafts)
        sent = form.submission
        self.sent.set_content("", tr(_NOTHING_TOLD if told_users else _NOTHING_IS_SENT), tone="info")
        self.sent.setVisible(sent is None)
        self.recorded.setVisible(sent is not None)
        self.take_back.setVisible(sent is not None and can_write)
        if sent is not None:
            parts = [utc_words(sent.at) if sent.at else "", sent.by, sent.reference, sent.note]
            self.recorded.set_content(
                tr("Recorded as done") if told_users else tr("Recorded as submitted"),
                ", ".join(one for one in parts if one),
                tone="ok",
            )
        self.submit_button.setText(tr("&Record as done…") if told_users else tr("&Record as submitted…"))
        self.submit_button.setVisible(sent is None)
        self.submit_button.setEnabled(can_write)
        self.word_button.setEnabled(can_write)

    def _load_drafts(self, drafts: Sequence[Draft]) -> None:
        lines = tuple(drafts)
        self.drafts.setVisible(bool(lines))
        self.drafts.set_title(trn("{n} kept draft", "{n} kept drafts", len(lines)))
        if getattr(self, "_shown_drafts", None) == (self._key, lines):
            return
        self._shown_drafts = (self._key, lines)
        clear(self.drafts.body)
        for draft in reversed(lines):
            parts = [tr("Draft {number}", number=draft.number), utc_words(draft.at), draft.by]
            if draft.exported_as:
                parts.append(tr("exported as {file}", file=draft.exported_as))
            words = label(", ".join(one for one in parts if one), "caption", wrap=True)
            show = button(
                tr("Show"),
                "link",
                on_click=partial(self.draft_shown.emit, draft),
                name=tr("Show draft {number}", number=draft.number),
            )
            line = row(words, show, spacing=8)
            line.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(line)
            self.drafts.body.addWidget(holder)

    def _take_back(self) -> None:
        if self._desk is not None:
            sent = self._desk.form(self._case_id, self.stage).submission
            if sent is not None:
                self.take_back_wanted.emit(sent.id)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("&Preview…"), self.preview_wanted.emit)
        menu.addAction(tr("Export &JSON…"), self.json_wanted.emit)
        menu.addAction(tr("&Keep this draft"), self.draft_wanted.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))


def _fill(fold: Fold, title: str, lines: Sequence[str]) -> None:
    """Lines of plain text below a heading; nothing where there are none."""
    fold.set_title(title)
    fold.setVisible(bool(lines))
    if getattr(fold, "shown_lines", None) != tuple(lines):
        fold.shown_lines = tuple(lines)  # type: ignore[attr-defined]
        clear(fold.body)
        for line in lines:
            fold.body.addWidget(label(line, "caption", wrap=True))
