"""The small part of Fusion that is drawn differently: radio button, check box, drop-down, number, date.

Each override starts with the cheapest test: Qt asks a style thousands of questions while a window is built.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSpinBox,
    QWidget,
)

from crasuite.ui.tokens import current

_PE = QStyle.PrimitiveElement
_PM = QStyle.PixelMetric
_RADIO, _CHECK, _FOCUS = _PE.PE_IndicatorRadioButton, _PE.PE_IndicatorCheckBox, _PE.PE_FrameFocusRect
_CHECK_ITEM = _PE.PE_IndicatorItemViewItemCheck
_CC, _SC = QStyle.ComplexControl, QStyle.SubControl
_COMBO, _SPIN = _CC.CC_ComboBox, _CC.CC_SpinBox
_INDICATOR = 18
_METRICS = {
    _PM.PM_ExclusiveIndicatorWidth: _INDICATOR,
    _PM.PM_ExclusiveIndicatorHeight: _INDICATOR,
    _PM.PM_IndicatorWidth: _INDICATOR,
    _PM.PM_IndicatorHeight: _INDICATOR,
    _PM.PM_FocusFrameHMargin: 4,
    _PM.PM_FocusFrameVMargin: 4,
    _PM.PM_RadioButtonLabelSpacing: 10,
    _PM.PM_CheckBoxLabelSpacing: 10,
}


class CraStyle(QProxyStyle):
    """Fusion with our indicators; focus is shown by `FocusRing` instead of a dotted line."""

    NAME = "crasuite"

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.setObjectName(self.NAME)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        value = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if value is None else value

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _FOCUS:
            return
        if element == _RADIO:
            self._draw_indicator(option, painter, round_=True)
        elif element in (_CHECK, _CHECK_ITEM):
            self._draw_indicator(option, painter, round_=False)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == _COMBO:
            self._draw_field(option, painter)
            box = self.subControlRect(control, option, _SC.SC_ComboBoxArrow, widget)  # type: ignore[arg-type]
            _draw_chevron(painter, QRectF(box), option, up=False)
        elif control == _SPIN and isinstance(option, QStyleOptionSpinBox):
            self._draw_field(option, painter)
            if option.subControls & _SC.SC_SpinBoxDown:
                for part, up in ((_SC.SC_SpinBoxUp, True), (_SC.SC_SpinBoxDown, False)):
                    box = self.subControlRect(control, option, part, widget)  # type: ignore[arg-type]
                    _draw_chevron(painter, QRectF(box), option, up=up)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _draw_field(self, option: QStyleOption, painter: QPainter) -> None:
        look = current()
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(QColor(look.border if not enabled else look.accent if focus else look.control), 1)
        )
        painter.setBrush(QColor(look.surface if enabled else look.window))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.restore()

    def _draw_indicator(self, option: QStyleOption, painter: QPainter, *, round_: bool) -> None:
        look = current()
        state = option.state
        enabled = bool(state & QStyle.StateFlag.State_Enabled)
        on = bool(state & QStyle.StateFlag.State_On)
        partly = bool(state & QStyle.StateFlag.State_NoChange)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        line = QColor(look.accent if (on or partly or hover) and enabled else look.control)
        side = min(option.rect.width(), option.rect.height()) - 2
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(option.rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1.8 if on and round_ else 1.4))
        painter.setBrush(QColor(look.surface))
        if round_:
            painter.drawEllipse(box)
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(line)
                inset = side * 0.27
                painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        else:
            if on or partly:
                painter.setBrush(line)
            painter.drawRoundedRect(box, 3, 3)
            if on or partly:
                painter.setPen(
                    QPen(QColor(look.on_accent), 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
                )
                painter.setBrush(Qt.BrushStyle.NoBrush)
                at = box.topLeft()
                marks = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32)) if on else ((0.25, 0.5), (0.75, 0.5))
                painter.drawPolyline(
                    QPolygonF([QPointF(at.x() + side * x, at.y() + side * y) for x, y in marks])
                )
        painter.restore()


def _draw_chevron(painter: QPainter, box: QRectF, option: QStyleOption, *, up: bool) -> None:
    enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    centre, half = box.center(), min(4.0, box.height() * 0.3)
    rise = -half / 2 if up else half / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    look = current()
    painter.setPen(
        QPen(
            QColor(look.text2 if enabled else look.text3), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
        )
    )
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(centre.x() - half, centre.y() - rise),
                QPointF(centre.x(), centre.y() + rise),
                QPointF(centre.x() + half, centre.y() - rise),
            ]
        )
    )
    painter.restore()


class RingStyle(QProxyStyle):
    """For the focus ring alone: it may reach over the frame its widget stands in. Costs nothing elsewhere."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        value = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if value is None else value

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returnData)
