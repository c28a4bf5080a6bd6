"""The choices of the View menu that are kept for the next start: look, language, sidebar, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from crasuite.ui import theme

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow

_LEAST_LETTERS = 56
"""Of a screen between the sidebar and the explanation."""


class ViewChoices:
    """Brings the window to what was chosen, at its start and when something else is chosen."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._settings = window.settings
        self._actions = window.menus.actions
        self._language = self._settings.language()

    def restore(self) -> None:
        """As it was when the window was last closed."""
        geometry = self._settings.bytes_of("geometry")
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)
        narrow = self._settings.flag("narrow-sidebar")
        self._actions["sidebar"].setChecked(narrow)
        self._window.sidebar.set_narrow(narrow)
        self._actions["dates_as_table"].setChecked(self._settings.flag("dates-as-table"))
        self._actions["copy_addresses"].setChecked(self._settings.flag("copy-addresses"))
        self._window.session.show_archived = self._settings.flag("show-archived")
        self._actions["show_archived"].setChecked(self._window.session.show_archived)
        self._actions[f"language_{self._language}"].setChecked(True)
        self._check_look()

    # -- look and language -----------------------------------------------------------------------------------

    def set_look(self, mode: Any) -> None:
        """System, light or dark."""
        self._settings.set_appearance(mode)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, mode)
        self._check_look()

    def _check_look(self) -> None:
        self._actions[f"look_{self._settings.appearance()}"].setChecked(True)

    def set_language(self, chosen: str) -> None:
        """Speak another language; what is typed is saved first, and the window opens again."""
        before, self._language = self._language, chosen
        self._settings.set_language(chosen)
        if chosen != before:
            self._window.language_chosen.emit(chosen)

    # -- sidebar and lists -----------------------------------------------------------------------------------

    def toggle_sidebar(self) -> None:
        """Icons only, or with their words."""
        sidebar = self._window.sidebar
        narrow = not sidebar.is_narrow()
        sidebar.set_narrow(narrow)
        self._actions["sidebar"].setChecked(narrow)
        self._settings.set_flag("narrow-sidebar", narrow)

    def make_room(self, *, beside: int) -> None:
        """With so many pixels taken at the other side, the words of the sidebar go where a screen needs the
        room more; without them it is as chosen."""
        window, sidebar = self._window, self._window.sidebar
        narrow = self._settings.flag("narrow-sidebar")
        if beside and not narrow:
            left = window.width() - beside - sidebar.wide()
            narrow = left < window.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        if narrow != sidebar.is_narrow():
            sidebar.set_narrow(narrow)
            self._actions["sidebar"].setChecked(narrow)

    def toggle_addresses(self) -> None:
        """Copy web addresses, or open them."""
        self._settings.set_flag("copy-addresses", self._actions["copy_addresses"].isChecked())

    def toggle_dates(self) -> None:
        """The dates of a product as a table, or as a line of time."""
        on = self._actions["dates_as_table"].isChecked()
        self._window.overview.show_dates_as_table(on)
        self._settings.set_flag("dates-as-table", on)

    def toggle_archived(self) -> None:
        """List archived products too, or not."""
        on = self._actions["show_archived"].isChecked()
        self._window.session.show_archived = on
        self._settings.set_flag("show-archived", on)
        self._window.reload_products()
