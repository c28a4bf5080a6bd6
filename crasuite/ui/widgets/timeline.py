"""Dates on a line, and the same dates as a table for those who prefer rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.domain.english import Worded, day, small_first
from crasuite.language import mark, tr
from crasuite.ui import icons
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

_MOST, _MOST_OWN = 7, 3
_SIDE, _APART, _AROUND = 12, 8, 36
"""Pixels beside the line, between the words of two events, and what the line itself takes of the height."""
_KINDS: Worded[str] = Worded(
    {
        "law": mark("Set by law"),
        "done": mark("Done"),
        "planned": mark("Planned by you"),
        "today": mark("Today"),
    }
)


@dataclass(frozen=True)
class TimelineEvent:
    """One date. `kind` is law, done, planned or today; `date_text` is for a date known by its month."""

    on: date
    label: str
    kind: str = "law"
    date_text: str = ""
    cites: str = ""

    def when(self) -> str:
        """The date as shown."""
        return self.date_text or day(self.on)


class TimelineModel(QAbstractTableModel):
    """The events as rows: date, what, kind, citation."""

    HEADERS = (mark("Date"), mark("What"), mark("Kind"), mark("Where it is set"))

    def __init__(self, events: Sequence[TimelineEvent] = ()) -> None:
        super().__init__()
        self._events = list(events)

    def set_events(self, events: Sequence[TimelineEvent]) -> None:
        """Show other events."""
        self.beginResetModel()
        self._events = list(events)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._events)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(self.HEADERS[section])
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        event = self._events[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (event.when(), event.label, _KINDS[event.kind], event.cites)[index.column()]
        return None


class Timeline(QWidget):
    """Paints events at equal distances, by date, with the past in the accent colour, in as many rows as their
    words need.

    Of many events the line shows the most telling ones; the table lists all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: list[TimelineEvent] = []
        self.model = TimelineModel()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("ring", "own")
        self.set_events([], None)

    def set_events(self, events: Sequence[TimelineEvent], today: date | None) -> None:
        """Show other events; `today` marks where we are."""
        shown = sorted(events, key=lambda event: event.on)
        self.model.set_events(shown)
        if len(shown) > _MOST:
            shown = _telling(shown, today)
        if today is not None:
            shown = sorted(
                [*shown, TimelineEvent(today, day(today), "today", tr("Today"))], key=lambda event: event.on
            )
        self._events = shown
        self._today = today
        self.setAccessibleName(tr("Dates"))
        sentence = "; ".join(f"{e.when()}: {e.label} ({small_first(_KINDS[e.kind])})" for e in self._events)
        self.setAccessibleDescription(sentence or tr("No dates yet."))
        self.update()

    def events(self) -> list[TimelineEvent]:
        """What is shown, with today among it."""
        return list(self._events)

    def sizeHint(self) -> QSize:
        return QSize(600, self.heightForWidth(600))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(above + below + _AROUND for _events, above, below in self._rows(width))

    def _fonts(self) -> tuple[QFont, QFont]:
        """Of dates, and of what they are about."""
        return scaled_font(self.font(), 1.0, 600), scaled_font(self.font(), 0.92)

    def _rows(self, width: int) -> list[tuple[list[TimelineEvent], int, int]]:
        """The events of each row, with the heights of the words above and below it."""
        strong, plain = map(QFontMetrics, self._fonts())
        longest = max(
            (
                metrics.horizontalAdvance(word)
                for event in self._events
                for metrics, text in ((strong, event.when()), (plain, event.label))
                for word in text.split()
            ),
            default=0,
        )
        across = max(1, (width - 2 * _SIDE) // (longest + _APART))
        rows = -(-len(self._events) // across) or 1
        across = -(-len(self._events) // rows)
        found = []
        for start in range(0, len(self._events), across or 1):
            events = self._events[start : start + across]
            slot = (width - 2 * _SIDE) // across - _APART
            above = _height(strong, [event.when() for event in events], slot)
            below = _height(plain, [event.label for event in events], slot)
            found.append((events, above, below))
        return found or [([], strong.lineSpacing(), plain.lineSpacing())]

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = current()
        if not self._events:
            painter.setPen(QColor(look.text2))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No dates yet"))
            painter.end()
            return
        top, rows = 0, self._rows(self.width())
        across = len(rows[0][0])
        for events, above, below in rows:
            self._paint_row(painter, events, across, top, above, below)
            top += above + below + _AROUND
        painter.end()

    def _paint_row(
        self,
        painter: QPainter,
        events: Sequence[TimelineEvent],
        across: int,
        top: int,
        above_height: int,
        below_height: int,
    ) -> None:
        look = current()
        slot = (self.width() - 2 * _SIDE) / across
        y = top + above_height + 18.0
        left = float(_SIDE)
        right = self.width() - left if len(events) == across else left + slot * len(events)
        xs = [left + slot * (position + 0.5) for position in range(len(events))]
        reached = left
        if self._today is not None:
            reached = max([left, *(x for x, e in zip(xs, events, strict=True) if e.on <= self._today)])
            if self._events[-1] is not events[-1] and events[-1].on < self._today:
                reached = right  # and on in the next row
        for colour, start, end in ((look.track, left, right), (look.accent, left, reached)):
            painter.setPen(QPen(QColor(colour), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            if end > start:
                painter.drawLine(QPointF(start, y), QPointF(end, y))
        strong, plain = self._fonts()
        for x, event in zip(xs, events, strict=True):
            self._paint_mark(painter, QPointF(x, y), event)
            painter.setPen(QColor(look.text))
            painter.setFont(strong)
            above = QRectF(x - slot / 2 + 4, top + 2, slot - _APART, above_height)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            painter.drawText(above, int(flags), event.when())
            painter.setPen(QColor(look.text2))
            painter.setFont(plain)
            below = QRectF(x - slot / 2 + 4, y + 15, slot - _APART, below_height)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(below, int(flags), event.label)

    def _paint_mark(self, painter: QPainter, at: QPointF, event: TimelineEvent) -> None:
        look = current()
        painter.setPen(QPen(QColor(look.surface), 2.5))
        past = self._today is not None and event.on <= self._today
        if event.kind == "today":
            painter.setPen(QPen(QColor(look.accent), 3))
            painter.setBrush(QColor(look.surface))
            painter.drawEllipse(at, 8, 8)
        elif event.kind == "done" or (event.kind == "law" and past):
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(at, 8.5, 8.5)
            icons.draw(painter, QRectF(at.x() - 5, at.y() - 5, 10, 10), "check", "on_accent")
        elif event.kind == "law":
            painter.setBrush(QColor(look.text))
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(at.x(), at.y() - 8.5),
                        QPointF(at.x() + 8.5, at.y()),
                        QPointF(at.x(), at.y() + 8.5),
                        QPointF(at.x() - 8.5, at.y()),
                    ]
                )
            )
        else:
            painter.drawEllipse(at, 8.5, 8.5)
            painter.setPen(QPen(QColor(look.text2), 2))
            painter.setBrush(QColor(look.surface))
            painter.drawEllipse(at, 6, 6)


def _height(metrics: QFontMetrics, texts: Sequence[str], width: int) -> int:
    """Of the highest of these texts, wrapped."""
    box, flags = QRect(0, 0, max(width, 30), 10_000), int(Qt.TextFlag.TextWordWrap)
    return max(
        (metrics.boundingRect(box, flags, text).height() for text in texts), default=metrics.lineSpacing()
    )


def _telling(events: list[TimelineEvent], today: date | None) -> list[TimelineEvent]:
    """The most telling of many events: the user's own, the newest in force, and those that come next."""
    own = [event for event in events if event.kind != "law"][:_MOST_OWN]
    law = [event for event in events if event.kind == "law"]
    past = [event for event in law if today is not None and event.on <= today][-1:]
    ahead = [event for event in law if event not in past and (today is None or event.on > today)]
    return sorted([*own, *past, *ahead[: _MOST - len(own) - len(past)]], key=lambda event: event.on)
