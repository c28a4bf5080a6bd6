"""Light and dark on Fusion: palette, style sheet and style from one set of tokens.

`apply(app, "light" | "dark" | "system")` may be called again at any time. It does not depend on what the
platform supports: the palette is always set by us. Where the system asks for high contrast, its palette is
used, and the style sheet draws outlines and texts in its colours alone: Fusion by itself would draw outlines
in shades of the ground, which such a theme makes invisible.
"""

from __future__ import annotations

from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from crasuite import paths
from crasuite.domain.uncollected import uncollected
from crasuite.ui import tokens as t
from crasuite.ui.focus_ring import FocusRing
from crasuite.ui.style_sheet import TEMPLATE
from crasuite.ui.tokens import DARK, LIGHT, Tokens

Mode = Literal["light", "dark", "system"]
_ROLES = QPalette.ColorRole


class _State:
    """What is applied now; one application per process."""

    mode: Mode = "system"
    watcher: QObject | None = None
    ring: FocusRing | None = None
    is_whole = False
    is_dressed = False


def tokens() -> Tokens:
    """The tokens in force, for widgets that paint themselves."""
    return t.current()


def mode() -> Mode:
    """The appearance the user chose."""
    return _State.mode


def apply(app: QApplication, wanted: Mode) -> Tokens:
    """Give the whole application the look `wanted`; returns the tokens in force.

    A start takes the three steps one by one, with the window built and used between them.
    """
    complete(app)
    choose(app, wanted)
    dress(app)
    return t.current()


def choose(app: QApplication, wanted: Mode) -> None:
    """The part of the look that widgets read while they are built: font, palette and tokens."""
    _State.mode = wanted
    _prepare_font(app)
    hints = app.styleHints()
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(wanted, Qt.ColorScheme.Unknown)
    hints.setColorScheme(scheme)  # native title bar and dialogs follow where the platform can
    if wanted == "system":
        chosen = DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    else:
        chosen = DARK if wanted == "dark" else LIGHT
    if _State.watcher is None:
        _State.watcher = _SystemWatcher(app)
    if _State.ring is None:
        _State.ring = FocusRing(app)
        if _State.is_whole:
            _State.ring.begin()
    if _wants_high_contrast(app):
        palette = _system_palette(app)
        t.use(_tokens_from(palette, chosen))
    else:
        palette = palette_for(chosen)
        t.use(chosen)
    # Here and below Qt walks a list of all widgets; Python must not collect a forgotten window in its midst.
    with uncollected():
        app.setPalette(palette)


def dress(app: QApplication) -> None:
    """The style sheet of the look chosen. At the start it comes when the window is built: as long as there
    is one, each widget is styled anew whenever it moves into another.
    """
    sheet = style_sheet_for(t.current(), app.font().pointSizeF())
    with uncollected():
        app.setStyleSheet(sheet)
    _State.is_dressed = True


def complete(app: QApplication) -> None:
    """Give radio buttons, check boxes, drop-downs and the like their drawing, and the focus its ring, once.

    It is written in Python, which Qt would ask a thousand times while it lays out a window without any of
    them. Until then the application has to be one that was made with Fusion.
    """
    if _State.is_whole:
        return
    from crasuite.ui.style import CraStyle

    with uncollected():
        app.setStyle(CraStyle())
    _State.is_whole = True
    if _State.ring is not None:
        _State.ring.begin()


def scaled_font(base: QFont, factor: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """`base` at a type step of the design."""
    font = QFont(base)
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * factor)
    font.setWeight(QFont.Weight(weight))
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def set_role(widget: QWidget, role: str, name: str = "role") -> None:
    """Change the role a widget plays in the style sheet, at any time."""
    if (widget.property(name) or "") == role:
        return
    widget.setProperty(name, role)
    if not _State.is_dressed:  # the style sheet will find it
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def palette_for(look: Tokens) -> QPalette:
    """Every palette role and the disabled group."""
    roles = {
        _ROLES.Window: look.window,
        _ROLES.WindowText: look.text,
        _ROLES.Base: look.surface,
        _ROLES.AlternateBase: look.sunken,
        _ROLES.Text: look.text,
        _ROLES.Button: look.surface,
        _ROLES.ButtonText: look.text,
        _ROLES.BrightText: look.danger,
        _ROLES.ToolTipBase: look.surface,
        _ROLES.ToolTipText: look.text,
        _ROLES.PlaceholderText: look.text3,
        _ROLES.Highlight: look.accent_soft,
        _ROLES.HighlightedText: look.text,
        _ROLES.Accent: look.accent,
        _ROLES.Link: look.accent,
        _ROLES.LinkVisited: look.accent,
        _ROLES.Light: look.surface,
        _ROLES.Midlight: look.sunken,
        _ROLES.Mid: look.border,
        _ROLES.Dark: look.control,
        _ROLES.Shadow: look.control,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText, _ROLES.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.text3))
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLES.Base, QColor(look.window))
    return palette


def style_sheet_for(look: Tokens, point_size: float) -> str:
    """The style sheet template filled from `look`; text sizes follow the system font."""
    values = {name: look.color(name) for name in t.colour_fields()}
    for name in ("caption", "section", "headline", "title"):
        values[f"pt_{name}"] = f"{point_size * getattr(t, name.upper()):.2f}"
    for name in ("chip", "control", "box", "card"):
        values[f"r_{name}"] = str(getattr(t, f"RADIUS_{name.upper()}"))
    return Template(TEMPLATE).substitute(values)


def _wants_high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()  # held, since what it hands out ends with it
    accessibility = hints.accessibility()
    return (
        accessibility is not None and accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast
    )


def _system_palette(app: QApplication) -> QPalette:
    """The colours of the system's theme, which Qt's platform plug-in knows; ours must not be in the way."""
    app.setPalette(QPalette())
    return app.palette()


def _tokens_from(palette: QPalette, base: Tokens) -> Tokens:
    """Tokens that repeat the system's own high-contrast colours."""

    def colour(role: QPalette.ColorRole) -> str:
        return palette.color(role).name().upper()

    text, ground = colour(_ROLES.WindowText), colour(_ROLES.Window)
    values = {name: (ground if name.endswith("_bg") else text) for name in t.colour_fields()}
    values.update(
        window=ground,
        surface=colour(_ROLES.Base),
        sunken=ground,
        sidebar=ground,
        accent=colour(_ROLES.Link),
        accent_soft=ground,
        on_accent=ground,
        track=ground,
        insignia=ground,
    )
    return base._replace(name="high contrast", **values)


def _prepare_font(app: QApplication) -> None:
    """A machine without any font (a bare container) gets the one we carry; all others keep their own."""
    if QFontInfo(app.font()).family():  # the list of families has names like Sans Serif even there
        return
    folder = paths.resources_dir() / "fonts"
    for file in sorted(folder.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont("Inter", 10))


class _SystemWatcher(QObject):
    """Follows the system between light and dark, and its wish for contrast, while the program runs."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        if hints.accessibility() is not None:
            hints.accessibility().contrastPreferenceChanged.connect(self._follow_contrast)

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        if _State.mode == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            if (DARK if dark else LIGHT) is not t.current():
                apply(self._app, "system")

    def _follow_contrast(self, _preference: Qt.ContrastPreference) -> None:
        apply(self._app, _State.mode)
