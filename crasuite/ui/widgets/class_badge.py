"""The class of a product as shape, count and words; colour only repeats them."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.language import mark, tr
from crasuite.ui import icons
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current


class BadgeKind(NamedTuple):
    """How one class is shown. Its words are marked only: `text` and `sentence` say them."""

    words: str
    token: str
    meaning: str
    marks: int = 0  # chevrons; 0 is the flat bar
    shape: str = ""  # round, square, octagon; empty: a chip with an icon
    icon: str = ""
    dashed: bool = False

    @property
    def text(self) -> str:
        """What stands in the badge."""
        return tr(self.words)

    @property
    def sentence(self) -> str:
        """What it means."""
        return tr(self.meaning)


KINDS: dict[str, BadgeKind] = {
    "default": BadgeKind(
        mark("Default"), "class_default", mark("Default class: not listed in Annex III or IV."), 0, "round"
    ),
    "important-1": BadgeKind(
        mark("Important, class I"),
        "class_1",
        mark("Important product, class I: listed in Annex III, class I."),
        1,
        "square",
    ),
    "important-2": BadgeKind(
        mark("Important, class II"),
        "class_2",
        mark("Important product, class II: listed in Annex III, class II."),
        2,
        "square",
    ),
    "critical": BadgeKind(
        mark("Critical"), "class_critical", mark("Critical product: listed in Annex IV."), 3, "octagon"
    ),
    "none": BadgeKind(
        mark("No class"),
        "neutral",
        mark("The law gives this product no class, because its full requirements do not apply."),
        icon="circle-minus",
    ),
    "open": BadgeKind(
        mark("Class still open"),
        "warn",
        mark("The class is not decided yet."),
        icon="circle-question-mark",
        dashed=True,
    ),
    "scope-open": BadgeKind(
        mark("Scope still open"),
        "warn",
        mark("It is not decided yet whether the Cyber Resilience Act applies."),
        icon="circle-question-mark",
        dashed=True,
    ),
    "out-of-scope": BadgeKind(
        mark("Out of scope"),
        "neutral",
        mark("The Cyber Resilience Act does not cover this product."),
        icon="circle-minus",
    ),
}
# size → (height, side of the insignia, padding, type factor)
_SIZES = {16: (24, 16, 4, 0.92), 22: (28, 20, 5, 1.0), 34: (34, 22, 6, 1.05)}
_GAP = 7


def badge_font(base: QFont, size: int) -> QFont:
    """The font of a badge of this size."""
    return scaled_font(base, _SIZES[size][3], 600)


def badge_size(kind: str, size: int, base: QFont) -> QSize:
    """Room a badge needs."""
    height, side, padding, _ = _SIZES[size]
    metrics = QFontMetrics(badge_font(base, size))
    width = padding + side + _GAP + metrics.horizontalAdvance(KINDS[kind].text) + padding + 5
    return QSize(width, max(height, metrics.height() + 6))


def paint_badge(painter: QPainter, rect: QRect | QRectF, kind: str, size: int, base: QFont) -> None:
    """Draw a badge at the left of `rect`, centred in its height."""
    look, spec = current(), KINDS[kind]
    _, side, padding, _ = _SIZES[size]
    needed = badge_size(kind, size, base)
    box = QRectF(rect)
    box = QRectF(box.x(), box.center().y() - needed.height() / 2, needed.width(), needed.height())
    ink = QColor(look.color(spec.token))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine if spec.dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(QColor(look.color(f"{spec.token}_bg")))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    plate = QRectF(box.x() + padding, box.center().y() - side / 2, side, side)
    if spec.shape:
        paint_insignia(painter, plate, kind)
    else:
        inset = 1 if size == 16 else 2
        icons.draw(painter, plate.adjusted(inset, inset, -inset, -inset), spec.icon, spec.token)
    painter.setPen(ink)
    painter.setFont(badge_font(base, size))
    text_box = box.adjusted(padding + side + _GAP, 0, 0, 0)
    painter.drawText(text_box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, spec.text)
    painter.restore()


def paint_insignia(painter: QPainter, plate: QRectF, kind: str) -> None:
    """Draw the plate and its marks alone."""
    look, spec = current(), KINDS[kind]
    side = plate.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.color(spec.token)))
    if spec.shape == "round":
        painter.drawEllipse(plate)
    elif spec.shape == "octagon":
        cut = side * (1 - 1 / math.sqrt(2)) / 1.0
        left, top, right, bottom = plate.left(), plate.top(), plate.right(), plate.bottom()
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left + cut, top),
                    QPointF(right - cut, top),
                    QPointF(right, top + cut),
                    QPointF(right, bottom - cut),
                    QPointF(right - cut, bottom),
                    QPointF(left + cut, bottom),
                    QPointF(left, bottom - cut),
                    QPointF(left, top + cut),
                ]
            )
        )
    else:
        painter.drawRoundedRect(plate, side * 0.14, side * 0.14)
    pen = QPen(QColor(look.insignia), side * 0.105, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre = plate.center()
    if spec.marks == 0:
        half = side * 0.24
        painter.drawLine(QPointF(centre.x() - half, centre.y()), QPointF(centre.x() + half, centre.y()))
    step, half, rise = side * 0.21, side * 0.22, side * 0.2
    top_of_marks = centre.y() - (step * (spec.marks - 1) + rise) / 2
    for place in range(spec.marks):
        y = top_of_marks + place * step
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(centre.x() - half, y + rise),
                    QPointF(centre.x(), y),
                    QPointF(centre.x() + half, y + rise),
                ]
            )
        )
    painter.restore()


class ClassBadge(QWidget):
    """Shows the class of one product; `kind` is a key of `KINDS`, `size` 16, 22 or 34."""

    def __init__(self, kind: str = "open", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_kind(kind)

    def kind(self) -> str:
        """The class shown."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Show another class."""
        self._kind = kind
        self.setAccessibleName(KINDS[kind].text)
        self.setAccessibleDescription(KINDS[kind].sentence)
        self.setToolTip(KINDS[kind].sentence)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._kind, self._size, self.font())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._kind, self._size, self.font())
        painter.end()
