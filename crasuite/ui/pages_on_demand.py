"""The screens behind the first one: each is built when it is first opened, and filled when it is shown.

Loaded when one of them is first opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.ui import adapter
from crasuite.ui.product_screens import DEADLINES, HISTORY, OVERVIEW

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.pages.page import Page


def build(window: MainWindow, screen: str) -> Page:
    """The page of a screen, connected to the window."""
    make = {OVERVIEW: _overview, HISTORY: _history, DEADLINES: _deadlines}.get(screen)
    return make(window) if make is not None else _of_table(window, screen)


def _of_table(window: MainWindow, screen: str) -> Page:
    """A page of the table in `product_screens`."""
    page = window.product_screens[screen].make_page(window.settings, window.stack)
    page.jump.connect(window.show_place)
    page.question_wanted.connect(window.open_interview)
    return page


def _overview(window: MainWindow) -> Page:
    """One product."""
    from crasuite.ui.pages.overview_page import OverviewPage

    page = OverviewPage()
    page.change.connect(window.open_interview)
    page.interview_wanted.connect(window.open_interview)
    page.export_wanted.connect(lambda: window.products.export())
    page.show_dates_as_table(window.settings.flag("dates-as-table"))
    return page


def _history(window: MainWindow) -> Page:
    """Recorded changes."""
    from crasuite.ui.pages.history_page import HistoryPage

    page = HistoryPage(window.settings)
    page.put_back.connect(window.put_back)
    return page


def _deadlines(window: MainWindow) -> Page:
    """All dates."""
    from crasuite.ui.pages.deadlines_page import DeadlinesPage

    page = DeadlinesPage()
    page.opened.connect(window.open_product)
    page.place_wanted.connect(window.open_place)
    page.export_wanted.connect(lambda: window.files.export_calendar())
    return page


def fill(window: MainWindow, workspace: Workspace, product_id: int) -> None:
    """Give the page that is shown what there is to show now; `product_id` is 0 while none is open.

    Raises what keeps it from being read, for the user to be told.
    """
    screen = window.shown_screen
    if screen == OVERVIEW:
        window.overview.load(adapter.overview(workspace, product_id))
    elif screen == HISTORY:
        product = window.product_row(product_id)
        rows = adapter.history_rows(workspace, product_id or None)
        window.history.load(rows, product.name if product is not None else "", workspace)
    elif screen == DEADLINES:
        window.deadlines.load(window.deadline_rows(), workspace.today, workspace.now)
    elif screen in window.product_screens and product_id:
        window.product_page(screen).load(workspace, product_id)
