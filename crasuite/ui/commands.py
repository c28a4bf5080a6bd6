"""What each command of the menus does, and when it can be chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crasuite.language import LANGUAGES, tr
from crasuite.ui.menus import Slot, as_menu_text
from crasuite.ui.pages.product_model import CLASS, DEADLINE, OPEN, PRODUCT, PROGRESS, ROUTE
from crasuite.ui.product_screens import DEADLINES, HISTORY, OVERVIEW, REQUIREMENTS

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow


def slots(window: MainWindow) -> dict[str, Slot]:
    """What is called for each action, by the action's name. A lambda leaves the loading to its first call."""
    return {
        # File
        "new_product": lambda: window.products.new(),
        "sample": lambda: window.products.choose_sample(),
        "new_workspace": lambda: window.files.new(),
        "open": lambda: window.files.open(),
        "save_copy": lambda: window.files.save_copy(),
        "backups": lambda: window.files.show_backups(),
        "export": lambda: window.products.export(),
        "quit": window.close,
        # Edit
        "undo": window.undo,
        "redo": window.redo,
        "find": window.go_to_filter,
        "search": window.search,
        "attach": window.attach_evidence,
        # Product
        "open_product": window.open_current,
        "interview": window.open_interview,
        "new_report": window.new_report,
        "drill": window.run_drill,
        "rename": lambda: window.products.rename(),
        "duplicate": lambda: window.products.duplicate(),
        "archive": lambda: window.products.archive(),
        "delete": lambda: window.products.delete(),
        # View
        "go_home": window.show_home,
        "go_deadlines": lambda: window.go(DEADLINES),
        "go_overview": lambda: window.go(OVERVIEW),
        "go_history": lambda: window.go(HISTORY),
        **{f"go_{key}": partial(window.go, key) for key in window.product_screens},
        "sort_product": lambda: window.home.sort_by(PRODUCT),
        "sort_class": lambda: window.home.sort_by(CLASS),
        "sort_route": lambda: window.home.sort_by(ROUTE),
        "sort_progress": lambda: window.home.sort_by(PROGRESS),
        "sort_open": lambda: window.home.sort_by(OPEN),
        "sort_deadline": lambda: window.home.sort_by(DEADLINE),
        "show_archived": lambda: window.view.toggle_archived(),
        "dates_as_table": lambda: window.view.toggle_dates(),
        "sidebar": lambda: window.view.toggle_sidebar(),
        "look_system": lambda: window.view.set_look("system"),
        "look_light": lambda: window.view.set_look("light"),
        "look_dark": lambda: window.view.set_look("dark"),
        **{f"language_{code}": partial(_speak, window, code) for code in ("system", *LANGUAGES)},
        "copy_addresses": lambda: window.view.toggle_addresses(),
        "next_region": lambda: window.move_region(1),
        "previous_region": lambda: window.move_region(-1),
        # Tools
        "law_data": lambda: window.explanations.show_law_data(),
        "pack_changes": lambda: window.pack_notice.show_changes(),
        "save_answers": lambda: window.products.save_answers(),
        "open_folder": lambda: window.files.open_folder(),
        "open_logs": lambda: window.files.open_logs(),
        # Help
        "explain": window.explain_focus,
        "help": window.show_help,
        "keyboard": lambda: window.explanations.show_keyboard(),
        "caution": lambda: window.explanations.show_caution(),
        "about": lambda: window.explanations.show_about(),
    }


def _speak(window: MainWindow, code: str) -> None:
    window.view.set_language(code)


def update(window: MainWindow) -> None:
    """Let be chosen what makes sense now, and name what Undo and Redo would do."""
    actions, session = window.menus.actions, window.session
    is_open = session.file is not None
    can_write = not session.is_read_only
    product = window.chosen_row()
    for name in ("new_product", "sample"):
        actions[name].setEnabled(can_write)
    window.home.set_can_write(can_write)
    for name in ("save_copy", "backups", "open_folder", "law_data"):
        actions[name].setEnabled(is_open)
    for name in ("export", "open_product", "interview", "save_answers"):
        actions[name].setEnabled(product is not None)
    for screen in window.screens_of_product:
        actions[f"go_{screen}"].setEnabled(product is not None)
    actions["attach"].setEnabled(can_write and window.shown_screen == REQUIREMENTS)
    # Without any product it asks for the name of one first.
    actions["new_report"].setEnabled(can_write and (product is not None or not window.listed_products()))
    actions["drill"].setEnabled(product is not None)
    for name in ("rename", "duplicate", "archive", "delete"):
        actions[name].setEnabled(product is not None and can_write)
    actions["archive"].setText(
        tr("&Bring back") if product is not None and product.is_archived else tr("&Archive")
    )
    undo = session.undo_label() if can_write else None
    redo = session.redo_label() if can_write else None
    actions["undo"].setText(tr("&Undo {what}", what=as_menu_text(undo)) if undo else tr("&Undo"))
    actions["undo"].setEnabled(bool(undo))
    actions["redo"].setText(tr("&Redo {what}", what=as_menu_text(redo)) if redo else tr("&Redo"))
    actions["redo"].setEnabled(bool(redo))
    actions["find"].setEnabled(window.page(window.shown_screen).filter_field() is not None)
