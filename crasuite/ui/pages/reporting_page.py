"""Reporting of one product under Article 14: cases, register, handling, and other laws."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from crasuite.domain.case import CaseKind
from crasuite.domain.english import day
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import mark, tr
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.pages.reporting.cases_view import CasesView
from crasuite.ui.pages.reporting.reporting_view import ReportingView
from crasuite.ui.widgets.build import button, row
from crasuite.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings

CASES, REGISTER, HANDLING, OVERLAP = "cases", "register", "handling", "overlap"
_TITLES = (
    (CASES, mark("Cases")),
    (REGISTER, mark("Register")),
    (HANDLING, mark("Handling")),
    (OVERLAP, mark("Other laws")),
)
_PLACES = {RecordKind.FINDING_SOURCE: REGISTER, RecordKind.HANDLING: HANDLING}


class ReportingPage(ProductPage):
    """Four views of one `ReportingFile`; each is made when it is first shown."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Reporting"), settings, scrolls=False, parent=parent)
        self.desk: ReportingFile | None = None
        self.views: dict[str, ReportingView] = {}
        self.rules_button = button(
            tr("How the clocks run"), icon_name="book-open", on_click=self.explain_clocks
        )
        self.new_button = button(tr("&New case"), "primary", "plus", self.new_case)
        self.add_button(self.rules_button)
        self.add_button(self.new_button)
        self.segments = Segments(tr("Part of reporting"), [(key, tr(title)) for key, title in _TITLES])
        self.body.addLayout(row(self.segments, None))
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self.segments.chosen.connect(self._show)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        if self.desk is None or (self.desk.workspace, self.desk.product_id) != (workspace, product_id):
            self.flush()
            self.desk = ReportingFile(workspace, product_id)
            for view in self.views.values():
                view.load(self.desk)
        self.set_summary(_law_words(self.desk))
        self.new_button.setEnabled(not workspace.is_read_only)
        self._show(self.segments.key())

    def reload(self) -> None:
        """Show the file as it is now; focus and what is being typed stay."""
        if self.desk is not None:
            self.view().refresh()

    def view(self) -> ReportingView:
        """The view that shows."""
        return self._view(self.segments.key())

    def _view(self, key: str) -> ReportingView:
        if key not in self.views:
            view = _make(key, self.stack)
            view.explain.connect(self.explain)
            view.jump.connect(self.jump)
            view.question_wanted.connect(self.question_wanted)
            view.wants_case.connect(self.show_case)
            view.written.connect(self.reload)
            if isinstance(view, CasesView):
                # There Alt+N is the answer No; Ctrl+Shift+N opens a case everywhere.
                view.check_shown.connect(
                    lambda on: self.new_button.setText(tr("New case") if on else tr("&New case"))
                )
            self.views[key] = view
            self.stack.addWidget(view)
            if self.desk is not None:
                view.load(self.desk)
        return self.views[key]

    def _show(self, key: str) -> None:
        if self.desk is None:
            return
        self.flush()
        known = key in self.views
        view = self._view(key)
        self.stack.setCurrentWidget(view)
        if known:
            view.refresh()

    def tick(self) -> None:
        """Work out anew what shows time left."""
        if self.desk is not None and self.isVisible():
            self.view().tick()

    def flush(self) -> None:
        for view in self.views.values():
            view.flush()

    def initial_focus(self) -> QWidget | None:
        return self.view().initial_focus() if self.desk is not None else None

    def filter_field(self) -> QWidget | None:
        return self.view().filter_field() or self.segments if self.desk is not None else None

    def go_to_filter(self) -> None:
        """Only the register has one, and lists every case as well."""
        if self.desk is not None:
            if self.view().filter_field() is None:
                self.segments.choose(REGISTER)
            super().go_to_filter()

    def show_place(self, place: Place) -> None:
        key = _PLACES.get(place.kind, CASES)
        if key == CASES and self.desk is not None:
            case = self.desk.cases().get(place.record_id.partition("/")[0])
            if case is not None and not case.opened:
                key = REGISTER
        self.segments.choose(key)
        self.view().show_place(place)

    def show_case(self, case_id: str) -> None:
        """Open a case under Cases."""
        self.segments.choose(CASES)
        self.view().show_place(Place(RecordKind.CASE, case_id))

    # -- actions ---------------------------------------------------------------------------------------------

    def new_case(self) -> None:
        """Ask what happened and open a case."""
        if self.desk is not None:
            self.segments.choose(CASES)
            view = self.view()
            assert isinstance(view, CasesView)
            view.open_case()

    def explain_clocks(self) -> None:
        """What the law says of the clocks, what it leaves open, and how the program counts."""
        from crasuite.ui.dialogs.text_dialog import TextDialog

        if self.desk is not None:
            cases = self.views.get(CASES)
            shown = cases.case_id if isinstance(cases, CasesView) else ""
            kinds = (str(self.desk.case(shown).kind),) if shown else tuple(CaseKind)
            TextDialog.show_text(tr("How the clocks run"), clock_rules(self.desk, kinds), self)


def _make(key: str, parent: QWidget) -> ReportingView:
    """Imports of a view wait until it is wanted."""
    if key == REGISTER:
        from crasuite.ui.pages.reporting.register_view import RegisterView

        return RegisterView(parent)
    if key == HANDLING:
        from crasuite.ui.pages.reporting.handling_view import HandlingView

        return HandlingView(parent)
    if key == OVERLAP:
        from crasuite.ui.pages.reporting.overlap_view import OverlapView

        return OverlapView(parent)
    return CasesView(parent)


def _law_words(desk: ReportingFile) -> str:
    """Since when makers report, as the rule pack says it."""
    entry = next((one for one in desk.law.timeline.values() if "cra art-69-3" in one.cites), None)
    if entry is None or not isinstance(entry.date, str):
        return ""
    began = date.fromisoformat(entry.date)
    if began <= desk.today:
        said = tr("{title} since {day}.", title=entry.title, day=day(began))
    else:
        said = tr("{title} from {day}.", title=entry.title, day=day(began))
    return f"{said} {entry.text}"


def clock_rules(desk: ReportingFile, kinds: Iterable[str]) -> str:
    """The rules of all stages in Markdown, with what the law leaves open and the reading used."""
    lines: list[str] = []
    points: dict[str, None] = {}
    for kind in kinds:
        for stage in desk.law.stages_of(kind):
            cites = ", ".join(one.label for one in desk.cites(stage.cites))
            heading = f"**{stage.title}.** {stage.due} ({cites})."
            if heading not in lines:
                lines += [heading, ""]
            points.update(dict.fromkeys((*stage.undefined, *stage.notes)))
    known = [desk.law.counting[one] for one in points if one in desk.law.counting]
    for title, is_open in (
        (tr("What the law leaves open, and how we count"), True),
        (tr("Also good to know"), False),
    ):
        lines += [f"## {title}", ""]
        for point in known:
            if bool(point.reading) is is_open:
                cites = ", ".join(one.label for one in desk.cites(point.cites))
                reading = f" **{tr('We count:')}** {point.reading}" if point.reading else ""
                lines += [f"**{point.title}.** {point.text}{reading} ({cites})", ""]
    return "\n".join(lines)
