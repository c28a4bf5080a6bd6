"""The menu bar: every action of the window, with its shortcut. Letters of the menus: F E P V T H."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from crasuite.ui.product_screens import ProductScreen

Slot = Callable[[], object]
Key = QKeySequence.StandardKey


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
        bar.setAccessibleName("Menu bar")
        self._file(bar.addMenu("&File"))
        self._edit(bar.addMenu("&Edit"))
        self._product(bar.addMenu("&Product"))
        self._view(bar.addMenu("&View"))
        self._tools(bar.addMenu("&Tools"))
        self._help(bar.addMenu("&Help"))

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
        self.add(menu, "new_product", "&New product…", Key.New)
        self.add(menu, "sample", "Look at an &example…")
        menu.addSeparator()
        self.add(menu, "new_workspace", "New &workspace…")
        self.add(menu, "open", "&Open workspace…", Key.Open)
        self.recent = menu.addMenu("Open &recent")
        self.add(menu, "save_copy", "&Save a copy…", "Ctrl+Shift+S")
        self.add(menu, "backups", "&Backups…")
        menu.addSeparator()
        self.add(menu, "export", "E&xport documents…", "Ctrl+E")
        menu.addSeparator()
        self.add(menu, "quit", "&Quit", Key.Quit if not QKeySequence(Key.Quit).isEmpty() else "Ctrl+Q")

    def _edit(self, menu: QMenu) -> None:
        self.add(menu, "undo", "&Undo", Key.Undo)
        self.add(menu, "redo", "&Redo", "Ctrl+Shift+Z")
        menu.addSeparator()
        self.add(menu, "find", "&Find", Key.Find)
        self.add(menu, "search", "&Search everything…", "Ctrl+K")
        menu.addSeparator()
        self.add(menu, "attach", "&Attach evidence…", "Ctrl+D")

    def _product(self, menu: QMenu) -> None:
        self.add(menu, "open_product", "&Open")
        self.add(menu, "interview", "&Interview…", "Ctrl+I")
        self.add(menu, "new_report", "New reporting &case…", "Ctrl+Shift+N")
        self.add(menu, "drill", "R&un a drill…")
        menu.addSeparator()
        self.add(menu, "rename", "&Rename…", "F2")
        self.add(menu, "duplicate", "&Duplicate…")
        self.add(menu, "archive", "&Archive")
        self.add(menu, "delete", "De&lete")

    def _view(self, menu: QMenu) -> None:
        self.add(menu, "go_home", "&Products", "Ctrl+0")
        self.add(menu, "go_deadlines", "All &deadlines", "Ctrl+9")
        menu.addSeparator()
        # Numbered as the sidebar lists them.
        self.add(menu, "go_overview", "&Overview", "Ctrl+1")
        for number, screen in enumerate(self._screens, 2):
            self.add(menu, f"go_{screen.key}", screen.menu, f"Ctrl+{number}")
        self.add(menu, "go_history", "&History", f"Ctrl+{len(self._screens) + 2}")
        menu.addSeparator()
        sort = menu.addMenu("&Sort products by")
        for name, text in (
            ("sort_product", "&Name"),
            ("sort_class", "&Class"),
            ("sort_route", "Conformity &route"),
            ("sort_progress", "&Progress"),
            ("sort_open", "&Open points"),
            ("sort_deadline", "Next &date"),
        ):
            self.add(sort, name, text)
        self.add(menu, "show_archived", "Show &archived products", checkable=True)
        self.add(menu, "dates_as_table", "Dates as &table", checkable=True)
        menu.addSeparator()
        self.add(menu, "sidebar", "Side&bar with icons only", "F8", checkable=True)
        appearance = menu.addMenu("App&earance")
        group = QActionGroup(self._window)
        for name, text in (
            ("look_system", "Follow the &system"),
            ("look_light", "&Light"),
            ("look_dark", "&Dark"),
        ):
            group.addAction(self.add(appearance, name, text, checkable=True))
        self.groups["appearance"] = group
        menu.addSeparator()
        self.add(menu, "next_region", "Next re&gion", "F6")
        self.add(menu, "previous_region", "Pre&vious region", "Shift+F6")

    def _tools(self, menu: QMenu) -> None:
        self.add(menu, "law_data", "Law &data…")
        self.add(menu, "pack_changes", "&Newer rule pack…")
        self.add(menu, "save_answers", "Save &answers as JSON…")
        menu.addSeparator()
        self.add(menu, "open_folder", "Open the folder of this &file")
        self.add(menu, "open_logs", "Open the folder of the &logs")

    def _help(self, menu: QMenu) -> None:
        self.add(menu, "explain", "&Explain this", "F1")
        self.add(menu, "help", "&Contents…", "Shift+F1")
        self.add(menu, "keyboard", "&Keyboard")
        menu.addSeparator()
        self.add(menu, "caution", "&Guidance, not legal advice")
        self.add(menu, "about", "&About CRA Suite")
