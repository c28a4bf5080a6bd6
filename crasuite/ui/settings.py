"""The few things the window remembers, in an INI file in the user's configuration folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from crasuite import paths
from crasuite.language import LANGUAGES

_MAX_RECENT = 8


class Settings:
    """Typed access; unknown keys in the file are kept."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.config_dir() / "settings.ini"
        self._qt = QSettings(str(self.file), QSettings.Format.IniFormat)

    def appearance(self) -> str:
        """system, light or dark."""
        value = str(self._qt.value("view/appearance", "system"))
        return value if value in ("system", "light", "dark") else "system"

    def set_appearance(self, value: str) -> None:
        self._qt.setValue("view/appearance", value)

    def language(self) -> str:
        """Code of the language of the window, or system."""
        value = str(self._qt.value("view/language", "system"))
        return value if value in LANGUAGES else "system"

    def set_language(self, code: str) -> None:
        self._qt.setValue("view/language", code)

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes-or-no setting under view/."""
        return str(self._qt.value(f"view/{name}", default)).lower() in ("true", "1")

    def set_flag(self, name: str, on: bool) -> None:
        self._qt.setValue(f"view/{name}", on)

    def bytes_of(self, name: str) -> QByteArray:
        """A window geometry or splitter state."""
        value = self._qt.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, name: str, value: QByteArray) -> None:
        self._qt.setValue(f"state/{name}", value)

    def text(self, name: str, default: str = "") -> str:
        """A text under state/, such as the last export folder."""
        return str(self._qt.value(f"state/{name}", default) or default)

    def set_text(self, name: str, value: str) -> None:
        self._qt.setValue(f"state/{name}", value)

    def recent_files(self) -> list[Path]:
        """Workspaces opened lately that can be found now, newest first."""
        return [path for path in self._recent() if path.is_file()]

    def add_recent(self, path: Path) -> None:
        # Those that cannot be found stay: their disk may be connected again.
        names = [str(path), *(str(other) for other in self._recent() if other != path)]
        self._qt.setValue("files/recent", names[:_MAX_RECENT])

    def _recent(self) -> list[Path]:
        value = self._qt.value("files/recent", [])
        names = [value] if isinstance(value, str) else [str(name) for name in value or ()]  # type: ignore[attr-defined]
        return [Path(name) for name in names if name]

    def missing_file(self) -> Path | None:
        """The workspace that was open last, if it cannot be found now."""
        recent = self._recent()
        return recent[0] if recent and not recent[0].is_file() else None

    def last_file(self) -> Path | None:
        """The workspace that was open when the program was closed."""
        recent = self.recent_files()
        return recent[0] if recent else None

    def sync(self) -> None:
        """Write to disk now."""
        self._qt.sync()
