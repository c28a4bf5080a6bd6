"""The main window: menus, sidebar, one screen at a time, status bar, explanation drawer."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from crasuite.domain.english import day
from crasuite.errors import CraSuiteError, StoreError, UserFacingError
from crasuite.language import tr
from crasuite.ui import commands, crash, jobs
from crasuite.ui.dates import clock
from crasuite.ui.menus import Menus
from crasuite.ui.notices import Notices
from crasuite.ui.pages.home_page import HomePage
from crasuite.ui.pages.page import Page
from crasuite.ui.product_screens import (
    DEADLINES,
    HISTORY,
    HOME,
    INTERVIEW,
    OVERVIEW,
    REPORTING,
    REQUIREMENTS,
    product_screens,
    screen_of,
)
from crasuite.ui.session import Session
from crasuite.ui.settings import Settings
from crasuite.ui.sidebar import Sidebar
from crasuite.ui.sidebar_lines import SidebarLines
from crasuite.ui.status_line import StatusLine
from crasuite.ui.view_choices import ViewChoices
from crasuite.ui.widgets.build import column, height_on_screen, row, rule

if TYPE_CHECKING:
    from crasuite.domain.problem import Place
    from crasuite.interview.views import Cite
    from crasuite.ui.drill_window import DrillWindow
    from crasuite.ui.explanation_dock import ExplanationDock
    from crasuite.ui.explanations import Explanations
    from crasuite.ui.file_commands import FileCommands
    from crasuite.ui.finder import Finder
    from crasuite.ui.interviews import Interviews
    from crasuite.ui.pack_notice import PackNotice
    from crasuite.ui.pages.deadlines_page import DeadlinesPage
    from crasuite.ui.pages.history_page import HistoryPage
    from crasuite.ui.pages.overview_page import OverviewPage
    from crasuite.ui.pages.product_page import ProductPage
    from crasuite.ui.product_commands import ProductCommands
    from crasuite.ui.product_row import ProductRow
    from crasuite.ui.rows import DeadlineRow, HistoryRow, OverviewData

_PAGE_LETTERS = 122
"""Room for the widest screen beside the sidebar, in average letters."""
_MINUTE_MS = 60_000


class MainWindow(QMainWindow):
    """Shows what its `Session` holds. Pages get plain rows; only this class and its helpers know both.

    What is not needed for the first screen is in a module of its own that is loaded when it is first asked
    for: `files`, `products`, `interviews`, `explanations`, `finder`, `pack_notice` and the pages.
    """

    usable = Signal()
    """A workspace is open, its products show and every command works; verdicts fill in from here on."""

    language_chosen = Signal(str)
    """The window is to be opened again in this language."""

    def __init__(self, settings: Settings, session: Session | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.session = session or Session(settings)
        self.product_id = 0
        """Of the product that is open; 0: none."""
        self._rows: dict[int, ProductRow] = {}
        self._is_screen_old = False
        self._drill: DrillWindow | None = None
        self.shown_screen = HOME
        self.product_screens = {screen.key: screen for screen in product_screens()}
        self.screens_of_product = (OVERVIEW, *self.product_screens, HISTORY)
        self.lines = SidebarLines(self)
        # What a clock says is worked out from the wall clock each time, so a computer that slept shows the
        # truth at the next tick.
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        self.setWindowTitle(tr("CRA Suite"))
        self._build()
        self._fit_size()
        self._connect()
        self.view = ViewChoices(self)
        self.view.restore()
        self.show_home()

    def start(self, path: Path | None) -> None:
        """Open a workspace and read the rule pack; called once the window shows."""
        self.status.set_saved(tr("Opening…"), tone="text2")
        missing = self.settings.missing_file() if path is None else None
        self.session.start(path)
        if self.session.file is None:  # the error was shown
            self.status.set_saved(tr("No file is open"), tone="danger")
            self.home.show_no_file()
            self.focus_page()
        elif missing is not None:
            self.notices.tell(
                tr("{file} was not found.", file=missing.name),
                tr(
                    "It was last in {folder}. If its disk is not connected, connect it and open the file. "
                    "{other} is open now.",
                    folder=missing.parent,
                    other=self.session.file.path.name,
                ),
                tone="warn",
                verb=tr("&Open workspace…"),
                slot=lambda: self.files.open(),
            )

    def tell_new(self, path: Path) -> None:
        """A file that was asked for by name was not there, and so was made."""
        self.notices.tell(
            tr("{file} is new.", file=path.name),
            tr(
                "There was no such file in {folder}, so an empty one was made. If yours lies elsewhere, "
                "open it.",
                folder=path.absolute().parent,
            ),
            verb=tr("&Open workspace…"),
            slot=lambda: self.files.open(),
        )

    # -- building --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.sidebar = Sidebar()
        self.home = HomePage()
        self.stack = QStackedWidget()
        self._pages: dict[str, Page] = {}
        self._add_page(HOME, self.home)
        self.notices = Notices()
        centre = QWidget()
        right = column(self.notices, self.stack, spacing=0)
        right.setStretch(1, 1)
        layout = row(self.sidebar, rule(vertical=True), right, spacing=0)
        layout.setStretch(2, 1)
        centre.setLayout(layout)
        self.setCentralWidget(centre)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.menus = Menus(self, commands.slots(self), product_screens())
        self.actions_by_name = self.menus.actions

    def _fit_size(self) -> None:
        """The smallest is what the words need in the font of the system, unless the screen is smaller."""
        least = min(self.needed_width(), self.screen().availableSize().width())
        self.setMinimumSize(max(1080, least), 680)
        self.resize(max(1280, self.minimumWidth()), height_on_screen(self, 800))

    def needed_width(self) -> int:
        """Pixels below which words are cut somewhere."""
        return max(1080, self.sidebar.width() + self.fontMetrics().averageCharWidth() * _PAGE_LETTERS)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.pack_loaded.connect(self._show_pack)
        session.closed.connect(self.lines.late.clear)
        session.closed.connect(self._on_closed)
        session.changed.connect(self._on_changed)
        session.saved.connect(self._show_saved)
        session.row_ready.connect(self._on_row)
        session.rows_done.connect(self._on_rows_done)
        self.sidebar.opened.connect(self._on_sidebar)
        self.sidebar.left.connect(self.focus_page)
        self.home.opened.connect(self.open_product)
        self.home.current_changed.connect(lambda _id: self._update_actions())
        self.home.new_wanted.connect(lambda: self.products.new())
        self.home.sample_wanted.connect(lambda: self.products.choose_sample())
        self.home.open_wanted.connect(lambda: self.files.open())
        self.home.workspace_wanted.connect(lambda: self.files.new())
        self.home.report_wanted.connect(self.new_report)
        self.home.law_data_wanted.connect(lambda: self.explanations.show_law_data())
        self.status.caution_wanted.connect(self.menus.actions["caution"].trigger)
        self.menus.recent.aboutToShow.connect(lambda: self.files.fill_recent())
        crash.set_presenter(self._present)

    # -- pages -----------------------------------------------------------------------------------------------

    def page(self, screen: str) -> Page:
        """A screen; all but the first are built when they are first opened."""
        page = self._pages.get(screen)
        if page is None:
            from crasuite.ui.pages_on_demand import build

            page = build(self, screen)
            self._add_page(screen, page)
        return page

    def product_page(self, screen: str) -> ProductPage:
        """A screen of the table in `product_screens`."""
        return cast("ProductPage", self.page(screen))

    @property
    def overview(self) -> OverviewPage:
        """The screen of one product."""
        return cast("OverviewPage", self.page(OVERVIEW))

    @property
    def history(self) -> HistoryPage:
        """The screen of recorded changes."""
        return cast("HistoryPage", self.page(HISTORY))

    @property
    def deadlines(self) -> DeadlinesPage:
        """The screen of all dates."""
        return cast("DeadlinesPage", self.page(DEADLINES))

    @cached_property
    def dock(self) -> ExplanationDock:
        """The drawer with explanations."""
        from crasuite.ui.explanation_dock import ExplanationDock

        dock = ExplanationDock(self)
        dock.help_wanted.connect(self.show_help)
        dock.visibilityChanged.connect(lambda on: self.view.make_room(beside=dock.width() if on else 0))
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
        return dock

    @cached_property
    def pack_notice(self) -> PackNotice:
        """The banner while products are assessed with an older rule pack, above every other notice."""
        from crasuite.ui.pack_notice import PackNotice

        banner = PackNotice(self)
        self.notices.add_lasting(banner)
        return banner

    def chosen_product(self) -> int:
        """Id of the product that is open, or of the current row in the list of all; 0: none."""
        if self.shown_screen in self.screens_of_product:
            return self.product_id
        return self.home.current_id() if self.shown_screen == HOME else 0

    def product_row(self, product_id: int) -> ProductRow | None:
        """The line of a product; None when it is not in the list."""
        return self._rows.get(product_id)

    def chosen_row(self) -> ProductRow | None:
        """The line of that product."""
        return self._rows.get(self.chosen_product())

    def listed_products(self) -> list[ProductRow]:
        """All products of the list."""
        return list(self._rows.values())

    def shown_overview(self) -> OverviewData | None:
        """What the overview says of the product, while it is the screen that is shown."""
        return self.overview.data if self.shown_screen == OVERVIEW else None

    def is_explaining(self) -> bool:
        """The drawer is open."""
        return "dock" in self.__dict__ and self.dock.isVisible()

    def _add_page(self, screen: str, page: Page) -> None:
        self._pages[screen] = page
        page.explain.connect(self.explain)
        self.stack.addWidget(page)

    # -- session ---------------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        file = self.session.file
        assert file is not None
        self.product_id = 0
        self.lines.clear()
        if "interviews" in self.__dict__:
            self.interviews.let_all_go()
        self.status.set_file(file.path.name, str(file.path))
        self.notices.clear()
        if file.is_read_only:
            self.files.tell_read_only()
        if self.session.has_pack:
            self._show_pack()
        self.reload_products()
        self.show_home()
        self.focus_page()  # while the file was opened, the focus may have gone to the sidebar
        self._show_saved()
        QTimer.singleShot(0, self.usable.emit)

    def _on_closed(self) -> None:
        for screen in self.product_screens.keys() & self._pages.keys():
            self.product_page(screen).let_go()
        self._rows = {}
        self.home.show_no_file()
        if "pack_notice" in self.__dict__:
            self.pack_notice.hide()
        self.notices.settle()
        self.status.set_file("")
        self.lines.update()
        self._update_actions()

    def _on_changed(self, product_ids: Collection[int] = ()) -> None:
        """Products were changed, added or removed; only those are worked out again."""
        workspace = self.session.workspace
        self.lines.forget(product_ids)
        if workspace is None:
            return
        listed = {product.id for product in workspace.products(archived=self.session.show_archived)}
        if listed == self._rows.keys() and not any(
            self._rows[one].is_archived for one in product_ids if one in listed
        ):
            self.session.work_out(product_ids)
            self.lines.update()
            self._update_actions()
        else:
            self.reload_products(product_ids)
        if self.product_id and self.product_id not in self._rows:
            self.product_id = 0
            if self.shown_screen in self.screens_of_product:
                self.show_home()
        if self.shown_screen != HOME:
            if self.interviews.is_one_active():
                self._is_screen_old = True  # nobody looks at it: it would hold up each answer
            else:
                self._load_screen()
        self._tell_of_new_pack()

    def reload_products(self, changed: Collection[int] | None = None) -> None:
        """Read the list again. `changed` are the products to work out anew; None: all."""
        plain = self.session.plain_rows()
        kept = {} if changed is None else {one: row for one, row in self._rows.items() if one not in changed}
        # What was known stays on screen until the new verdict replaces it.
        rows = [self._rows.get(one.id, one) for one in plain]
        self._rows = {one.id: one for one in rows}
        self.home.load(rows)
        self.session.work_out([one.id for one in plain if one.id not in kept])
        self.lines.update()
        self._update_actions()

    def _on_row(self, product: ProductRow) -> None:
        self._rows[product.id] = product
        self.home.update_row(product)

    def _on_rows_done(self) -> None:
        self._show_dues()
        self.home.settle()
        self.lines.update()
        self._update_title()
        if self.shown_screen == DEADLINES:
            self._load_screen()

    def _show_dues(self) -> None:
        """Products with a report to hand in say so in place of their next date."""
        workspace = self.session.workspace
        # Closed cases too: one with a stage that is due stays among the open ones.
        if workspace is None or not any(workspace.cases.opened()):
            return
        from crasuite.ui import adapter

        for product in adapter.rows_with_dues(workspace, self._rows):
            self.home.update_row(product)

    def _tick(self) -> None:
        """A minute has passed: show the time left anew, wherever it shows."""
        if self.session.file is None or not self.session.has_pack:
            return
        self.lines.forget_screen(REPORTING)
        self.lines.update()
        if self.shown_screen == HOME:
            self._show_dues()
        elif self.shown_screen == REPORTING:
            self.product_page(REPORTING).tick()  # type: ignore[attr-defined]
        elif self.shown_screen == DEADLINES:
            self._load_screen()

    def _show_pack(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        from crasuite.ui import adapter

        data = adapter.law_data(workspace)
        self.status.set_pack(
            tr("Rule pack {version} (law as of {day})", version=data.version, day=day(data.law_as_of))
        )
        self.home.set_law(data, adapter.law_dates(workspace), workspace.today)
        self._tell_of_new_pack()

    def _show_saved(self) -> None:
        if self.session.file is None:
            self.status.set_saved(tr("No workspace is open"), tone="warn")
        elif self.session.is_read_only:
            self.status.set_saved(tr("Open to read only"), tone="warn")
        elif self.session.file.is_behind:
            self.status.set_saved(tr("The newest change is not saved"), tone="danger")
        else:
            at = self.session.saved_at
            self.status.set_saved(
                tr("All answers saved · {time}", time=clock(at.astimezone()))
                if at
                else tr("All answers saved")
            )
        self._update_actions()

    def _tell_of_new_pack(self) -> None:
        """A banner while products are assessed with another rule pack than the program's."""
        workspace = self.session.workspace if self.session.has_pack else None
        behind = workspace.products_behind() if workspace is not None else []
        without = workspace.products_without_pack() if workspace is not None else []
        self.menus.actions["pack_changes"].setEnabled(bool(behind))
        if workspace is not None and (behind or without):
            shown = self.product_id if self.shown_screen in self.screens_of_product else 0
            self.pack_notice.tell(workspace, behind, without, shown)
        elif "pack_notice" in self.__dict__:
            self.pack_notice.hide()
        self.notices.settle()

    # -- screens ---------------------------------------------------------------------------------------------

    def show_home(self) -> None:
        """All products."""
        self.go(HOME)

    def go(self, screen: str) -> None:
        """Open a screen; those of a product need one."""
        if screen == INTERVIEW:
            self.open_interview()
            return
        if screen in self.screens_of_product and not self.product_id:
            current = self.home.current_id()
            if not current:
                return
            self._enter(current)
        self.flush()
        left = self.product_id
        if screen == HOME:
            self.product_id = 0  # every command is for the current row: name no other product beside it
        self.shown_screen = screen
        self._load_screen()
        if screen == HOME and left:
            self.home.select(left)  # one came from there, by whatever way
        if screen == HOME and self.session.has_pack:
            self._show_dues()  # time went on while another screen was shown
        self.stack.setCurrentWidget(self.page(screen))
        self.lines.update()
        self._update_actions()
        self._update_title()
        self._tell_of_new_pack()
        if not self.sidebar.hasFocus():
            self.focus_page()

    def open_product(self, product_id: int) -> None:
        """The overview of a product; a product nobody has answered anything for opens its interview too."""
        self._enter(product_id)
        self.go(OVERVIEW)

    def show_place(self, place: Place) -> None:
        """Go to where a record of the present product is edited."""
        screen = screen_of(place.kind)
        if screen is not None and self.product_id:
            self.go(screen.key)
            self.product_page(screen.key).show_place(place)

    def open_place(self, product_id: int, place: Place) -> None:
        """A date was opened: the product, then where the date is set."""
        self.open_product(product_id)
        self.show_place(place)

    def attach_evidence(self) -> None:
        """Choose files that prove the requirement on screen."""
        if self.shown_screen == REQUIREMENTS:
            self.product_page(REQUIREMENTS).attach()  # type: ignore[attr-defined]

    def new_report(self) -> None:
        """Open a reporting case of the product; in a file without products, of one that is named now."""
        if not self._rows:
            self.products.new_to_report()
        elif not self.session.is_read_only:
            self.go(REPORTING)
            if self.shown_screen == REPORTING:
                self.product_page(REPORTING).new_case()  # type: ignore[attr-defined]

    def run_drill(self) -> None:
        """Rehearse reporting with a made-up event, on a copy of the file in a window of its own."""
        from crasuite.ui.drill_window import open_drill

        workspace, product_id = self.session.workspace, self.chosen_product()
        if workspace is None or not product_id:
            return
        if self._drill is not None:
            self._drill.raise_()
            self._drill.activateWindow()
            return
        self._drill = open_drill(self, workspace, product_id)
        if self._drill is not None:
            self._drill.ended.connect(self._drill_ended)

    def _drill_ended(self) -> None:
        self._drill = None

    def _end_drill(self) -> None:
        if self._drill is not None:
            self._drill.throw_away()

    def flush(self) -> None:
        """Save what was typed on the present screen."""
        if self.shown_screen in self.product_screens and self.shown_screen in self._pages:
            self.product_page(self.shown_screen).flush()

    def open_current(self) -> None:
        """The product of the current row, or the present one."""
        product_id = self.chosen_product()
        if product_id:
            self.open_product(product_id)

    def _enter(self, product_id: int) -> None:
        self.product_id = product_id
        self.lines.note_visit(product_id)

    def _load_screen(self) -> None:
        self._is_screen_old = False
        if self.shown_screen == HOME or self.session.file is None:
            return
        workspace = self.session.workspace
        assert workspace is not None
        from crasuite.ui.pages_on_demand import fill

        try:
            fill(self, workspace, self.product_id)
        except UserFacingError as error:
            crash.show_error(error)

    def deadline_rows(self) -> list[DeadlineRow]:
        """All dates of all products that are known so far."""
        if not self.session.deadlines:
            return []
        from crasuite.ui import adapter

        return adapter.grouped([line for lines in self.session.deadlines.values() for line in lines])

    def focus_page(self) -> None:
        """Give the focus to where work on this screen begins."""
        target = self.page(self.shown_screen).initial_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sidebar(self, key: str) -> None:
        if key.startswith("product:"):
            self._enter(int(key.removeprefix("product:")))
            self.go(OVERVIEW)
        elif key == INTERVIEW:
            # Moving over the line with the arrows must not open a window; Enter or a click does.
            self._screen_before_interview()
        elif key:
            self.go(key)

    def _screen_before_interview(self) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.open_interview()
            self.sidebar.choose(self.shown_screen)

    def _update_title(self) -> None:
        file = self.session.file
        product = self._rows.get(self.product_id) if self.shown_screen in self.screens_of_product else None
        parts = [product.name if product else "", file.path.stem if file else "", tr("CRA Suite")]
        self.setWindowTitle(" – ".join(part for part in parts if part))

    def _update_actions(self) -> None:
        commands.update(self)

    # -- commands --------------------------------------------------------------------------------------------

    @cached_property
    def files(self) -> FileCommands:
        """The commands on the workspace file."""
        from crasuite.ui.file_commands import FileCommands

        return FileCommands(self)

    @cached_property
    def products(self) -> ProductCommands:
        """The commands on one product."""
        from crasuite.ui.product_commands import ProductCommands

        return ProductCommands(self)

    @cached_property
    def interviews(self) -> Interviews:
        """Those that are open."""
        from crasuite.ui.interviews import Interviews

        return Interviews(self)

    def leave_product(self, product_id: int) -> None:
        """The product goes off the list: close its interview and show it no more."""
        self.interviews.let_go(product_id)
        if self.product_id == product_id:
            self.product_id = 0
            self.show_home()

    def open_interview(self, question: str = "") -> None:
        """The interview of the product, at a question or where it was left."""
        workspace = self.session.workspace
        product_id = self.chosen_product() or self.product_id
        if workspace is not None and product_id:
            self.interviews.open(workspace, product_id, question)

    # -- undo ------------------------------------------------------------------------------------------------

    def offer_undo(self, title: str, text: str) -> None:
        """Say what was done, with a way back."""
        self.notices.tell(title, text, verb=tr("Undo"), slot=self.undo)

    def undo(self) -> None:
        """Take back the newest change, unless a text field is being edited."""
        self._step("undo")

    def redo(self) -> None:
        """Make the change again."""
        self._step("redo")

    def _step(self, name: str) -> None:
        workspace = self.session.workspace
        if workspace is None or workspace.is_read_only:
            return
        self.flush()
        try:
            getattr(workspace, name)()
        except StoreError as error:
            crash.show_error(error)
            return
        self.notices.clear()
        self.interviews.refresh(workspace)
        self.interviews.close_outdated(workspace)

    def put_back(self, entry: HistoryRow) -> None:
        """Let an earlier value count again; the change joins the history, and Undo takes it back."""
        workspace = self.session.workspace
        if workspace is None or entry.line is None:
            return
        try:
            changed = workspace.put_back(entry.line)
        except StoreError as error:
            crash.show_error(error)
            return
        if changed:
            self.offer_undo(
                tr("{what}: the value before is back.", what=entry.what), entry.before or tr("It was empty.")
            )
        else:
            self.notices.tell(
                tr("{what}: nothing to put back.", what=entry.what), tr("It has this value already.")
            )
        self.interviews.refresh(workspace)

    # -- explanation and texts -------------------------------------------------------------------------------

    @cached_property
    def explanations(self) -> Explanations:
        """What is explained in the drawer, and texts to read."""
        from crasuite.ui.explanations import Explanations

        return Explanations(self)

    def explain(self, cite: Cite) -> None:
        """Open the drawer for a place in the law."""
        self.explanations.explain(cite)

    def explain_focus(self) -> None:
        """F1: explain the citation, column or screen that has the focus."""
        self.explanations.explain_focus()

    @cached_property
    def finder(self) -> Finder:
        """Search and help."""
        from crasuite.ui.finder import Finder

        return Finder(self)

    def search(self) -> None:
        """Search everything, and open what was chosen."""
        self.finder.search()

    def show_help(self, address: str = "") -> None:
        """A page of the help by its address; without one, the page of this screen."""
        self.finder.show_help(address, self.shown_screen)

    def _present(self, error: CraSuiteError, report: str) -> None:
        from crasuite.ui.dialogs.error_dialog import ErrorDialog

        if self.session.file is not None:
            self._show_saved()  # the error may be that something was not
        parent = QApplication.activeModalWidget() or QApplication.activeWindow() or self
        ErrorDialog.ask(error, report, (), parent)

    # -- keyboard -------------------------------------------------------------------------------------------

    def go_to_filter(self) -> None:
        """The filter of this screen."""
        self.page(self.shown_screen).go_to_filter()

    def move_region(self, step: int) -> None:
        """F6 and Shift+F6."""
        from crasuite.ui.regions import move_region

        move_region(self, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_explaining():
            self.dock.close()
            return
        super().keyPressEvent(event)

    # -- window ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.focus_page()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._new_day()
            self._tick()
            if self._is_screen_old:
                self._load_screen()

    def _new_day(self) -> None:
        """Verdicts and distances follow the date; a window left open over midnight catches up."""
        if self.session.file is not None and getattr(self, "_shown_on", None) != self.session.today:
            first = not hasattr(self, "_shown_on")
            self._shown_on = self.session.today
            if not first:
                self._show_pack()
                self.reload_products()
                self._load_screen()

    def closeEvent(self, event: QCloseEvent) -> None:
        if jobs.running() and not self._may_close_now():
            event.ignore()
            return
        self.flush()
        if not self.interviews.close_all():
            event.ignore()
            return
        self._end_drill()
        jobs.wait_for_all()
        self.settings.set_bytes("geometry", QByteArray(self.saveGeometry()))
        self.settings.sync()
        self.session.close()
        crash.set_presenter(None)
        super().closeEvent(event)

    def _may_close_now(self) -> bool:
        from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog

        if jobs.running(important=True) == 0:
            return True
        return ConfirmDialog.ask(
            tr("A file is still being written or copied in."),
            tr("Closing stops it and removes what was begun. Your answers are saved."),
            tr("Stop and close"),
            tr("Go on"),
            self,
        )
