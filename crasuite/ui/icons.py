"""SVG icons tinted with a colour token when they are drawn, so they follow the theme and any pixel ratio.

`icon("lock", "text2")` returns a `QIcon`; the drawing is read from `resources/icons` when it is first needed.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from crasuite import paths
from crasuite.ui.tokens import current

_PIXMAPS: dict[tuple[str, str, int, int, float], QPixmap] = {}


def icon(name: str, token: str = "text2", disabled: str = "text3") -> QIcon:
    """The icon `name` (a file in `resources/icons`) in the colour `token`."""
    return QIcon(_SvgIconEngine(name, token, disabled))


def pixmap(name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing as a pixmap of `size` logical pixels."""
    return _render(name, current().color(token), size, size, ratio)


def draw(painter: QPainter, rect: QRect | QRectF, name: str, token: str) -> None:
    """Draw an icon in a delegate or a painted widget."""
    _draw(painter, QRectF(rect), name, current().color(token))


def exists(name: str) -> bool:
    """True if there is a drawing of this name."""
    return (paths.resources_dir() / "icons" / f"{name}.svg").is_file()


@cache
def _source(name: str) -> str:
    return (paths.resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str):  # type: ignore[no-untyped-def]
    from PySide6.QtSvg import QSvgRenderer

    text = _source(name).replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.8"')
    return QSvgRenderer(text.encode())


def _draw(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    # Not the painter's device: to tell Python what kind of device it is, every class of one would be made.
    ratio = abs(painter.deviceTransform().m11()) or 1.0
    image = _render(name, colour, round(rect.width()), round(rect.height()), ratio)
    painter.drawPixmap(QPoint(round(rect.x()), round(rect.y())), image)


def _render(name: str, colour: str, width: int, height: int, ratio: float) -> QPixmap:
    if width < 1 or height < 1:
        return QPixmap()  # a button that has no room yet, while its window is laid out
    key = (name, colour, width, height, ratio)
    image = _PIXMAPS.get(key)
    if image is None:
        image = QPixmap(round(width * ratio), round(height * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A wider icon is a gap after the drawing: that is how a button keeps its text away from it.
        side = min(width, height)
        _renderer(name, colour).render(painter, QRectF(0, (height - side) / 2, side, side))
        painter.end()
        if len(_PIXMAPS) > 600:
            _PIXMAPS.clear()
        _PIXMAPS[key] = image
    return image


class _SvgIconEngine(QIconEngine):
    """Draws one SVG in the colour its mode asks for."""

    def __init__(self, name: str, token: str, disabled: str) -> None:
        super().__init__()
        self._name = name
        self._token = token
        self._disabled = disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        top = rect.y() + (rect.height() - side) / 2
        _draw(painter, QRectF(rect.x(), top, side, side), self._name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        return _render(self._name, self._colour(mode), size.width(), size.height(), scale)

    def clone(self) -> QIconEngine:
        return _SvgIconEngine(self._name, self._token, self._disabled)

    def _colour(self, mode: QIcon.Mode) -> str:
        return current().color(self._disabled if mode == QIcon.Mode.Disabled else self._token)
