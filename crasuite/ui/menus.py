"""The menu bar: every action of the window, with its shortcut. Letters of the menus: F E P V T H."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from crasuite.language import LANGUAGES, tr
from crasuite.ui.product_screens import ProductScreen

Slot = Callable[[], object]
Key = QKeySequence.StandardKey


def as_menu_text(text: str | None) -> str:
    """A name as it is written in a menu, where an ampersand marks a letter."""
    return (text or "").replace("&", "&&")


class Menus:
    """Builds the menus; actions are reached by name in `actions`."""

    def __init__(
        self, window: QMainWindow, slots: dict[str, Slot], screens: Sequence[ProductScreen] = ()
    ) -> None:
        self._window = window
        self._slots = slots
        self._screens = screens
        self.actions: dict[str, QAction] = {}
        self.groups: dict[str, QActionGroup] = {}
        bar = window.menuBar()
        bar.setAccessibleName(tr("Menu bar"))
        self._file(bar.addMenu(tr("&File")))
        self._edit(bar.addMenu(tr("&Edit")))
        self._product(bar.addMenu(tr("&Product")))
        self._view(bar.addMenu(tr("&View")))
        self._tools(bar.addMenu(tr("&Tools")))
        self._help(bar.addMenu(tr("&Help")))

    def add(
        self, menu: QMenu, name: str, text: str, keys: Key | str | None = None, *, checkable: bool = False
    ) -> QAction:
        """One action; its slot has the same name."""
        action = QAction(text, self._window)
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(keys)
        elif keys:
            action.setShortcut(QKeySequence(keys))
        action.setCheckable(checkable)
        slot = self._slots[name]
        action.triggered.connect(lambda *_: slot())
        menu.addAction(action)
        self.actions[name] = action
        return action

    def _file(self, menu: QMenu) -> None:
        self.add(menu, "new_product", tr("&New product…"), Key.New)
        self.add(menu, "sample", tr("Look at an &example…"))
        menu.addSeparator()
        self.add(menu, "new_workspace", tr("New &workspace…"))
        self.add(menu, "open", tr("&Open workspace…"), Key.Open)
        self.recent = menu.addMenu(tr("Open &recent"))
        self.add(menu, "save_copy", tr("&Save a copy…"), "Ctrl+Shift+S")
        self.add(menu, "backups", tr("&Backups…"))
        menu.addSeparator()
        self.add(menu, "export", tr("E&xport documents…"), "Ctrl+E")
        menu.addSeparator()
        self.add(menu, "quit", tr("&Quit"), Key.Quit if not QKeySequence(Key.Quit).isEmpty() else "Ctrl+Q")

    def _edit(self, menu: QMenu) -> None:
        self.add(menu, "undo", tr("&Undo"), Key.Undo)
        self.add(menu, "redo", tr("&Redo"), "Ctrl+Shift+Z")
        menu.addSeparator()
        self.add(menu, "find", tr("&Find"), Key.Find)
        self.add(menu, "search", tr("&Search everything…"), "Ctrl+K")
        menu.addSeparator()
        self.add(menu, "attach", tr("&Attach evidence…"), "Ctrl+D")

    def _product(self, menu: QMenu) -> None:
        self.add(menu, "open_product", tr("&Open"))
        self.add(menu, "interview", tr("&Interview…"), "Ctrl+I")
        self.add(menu, "new_report", tr("New reporting &case…"), "Ctrl+Shift+N")
        self.add(menu, "drill", tr("R&un a drill…"))
        menu.addSeparator()
        self.add(menu, "rename", tr("&Rename…"), "F2")
        self.add(menu, "duplicate", tr("&Duplicate…"))
        self.add(menu, "archive", tr("&Archive"))
        self.add(menu, "delete", tr("De&lete"))

    def _view(self, menu: QMenu) -> None:
        self.add(menu, "go_home", tr("&Products"), "Ctrl+0")
        self.add(menu, "go_deadlines", tr("All &deadlines"), "Ctrl+9")
        menu.addSeparator()
        # Numbered as the sidebar lists them.
        self.add(menu, "go_overview", tr("&Overview"), "Ctrl+1")
        for number, screen in enumerate(self._screens, 2):
            self.add(menu, f"go_{screen.key}", screen.menu, f"Ctrl+{number}")
        self.add(menu, "go_history", tr("&History"), f"Ctrl+{len(self._screens) + 2}")
        menu.addSeparator()
        sort = menu.addMenu(tr("&Sort products by"))
        for name, text in (
            ("sort_product", tr("&Name")),
            ("sort_class", tr("&Class")),
            ("sort_route", tr("Conformity &route")),
            ("sort_progress", tr("&Progress")),
            ("sort_open", tr("&Open points")),
            ("sort_deadline", tr("Next &date")),
        ):
            self.add(sort, name, text)
        self.add(menu, "show_archived", tr("Show &archived products"), checkable=True)
        self.add(menu, "dates_as_table", tr("Dates as &table"), checkable=True)
        menu.addSeparator()
        self.add(menu, "sidebar", tr("Side&bar with icons only"), "F8", checkable=True)
        appearance = menu.addMenu(tr("App&earance"))
        group = QActionGroup(self._window)
        for name, text in (
            ("look_system", tr("Follow the &system")),
            ("look_light", tr("&Light")),
            ("look_dark", tr("&Dark")),
        ):
            group.addAction(self.add(appearance, name, text, checkable=True))
        self.groups["appearance"] = group
        languages = menu.addMenu(tr("&Language of the window"))
        group = QActionGroup(self._window)
        group.addAction(self.add(languages, "language_system", tr("That of the &system"), checkable=True))
        for code, name in LANGUAGES.items():
            group.addAction(self.add(languages, f"language_{code}", f"&{name}", checkable=True))
        menu.addSeparator()
        self.add(menu, "copy_addresses", tr("Cop&y web addresses instead of opening them"), checkable=True)
        self.add(menu, "next_region", tr("Next re&gion"), "F6")
        self.add(menu, "previous_region", tr("Pre&vious region"), "Shift+F6")

    def _tools(self, menu: QMenu) -> None:
        self.add(menu, "law_data", tr("Law &data…"))
        self.add(menu, "pack_changes", tr("&Newer rule pack…"))
        self.add(menu, "save_answers", tr("Save &answers as JSON…"))
        menu.addSeparator()
        self.add(menu, "open_folder", tr("Open the folder of this &file"))
        self.add(menu, "open_logs", tr("Open the folder of the &logs"))

    def _help(self, menu: QMenu) -> None:
        self.add(menu, "explain", tr("&Explain this"), "F1")
        self.add(menu, "help", tr("&Contents…"), "Shift+F1")
        self.add(menu, "keyboard", tr("&Keyboard"))
        menu.addSeparator()
        self.add(menu, "caution", tr("&Guidance, not legal advice"))
        self.add(menu, "about", tr("&About CRA Suite"))
