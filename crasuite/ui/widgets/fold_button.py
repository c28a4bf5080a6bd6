"""The heading of a part that folds: a link with an arrow whose words may take several lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from crasuite.ui.icons import icon
from crasuite.ui.widgets.push_button import PushButton

_BESIDE_WORDS = 16 + 6 + 8
"""Drawing, the gap after it, and the padding of a link."""


class FoldButton(PushButton):
    """`set_fold` says whether the part shows."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self.setProperty("role", "link")
        self.setProperty("align", "left")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_fold(self, *, is_open: bool) -> None:
        """Turn the arrow."""
        self.setIcon(icon("chevron-down" if is_open else "chevron-right", "accent"))

    def words(self) -> str:
        """The whole heading."""
        return self._words

    def minimumSizeHint(self) -> QSize:
        longest = max(self.fontMetrics().horizontalAdvance(word) for word in self._words.split())
        return QSize(longest + _BESIDE_WORDS, self.heightForWidth(10_000))

    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self._words) + _BESIDE_WORDS + 2, self.heightForWidth(10_000)
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(28, len(self._lines(width)) * self.fontMetrics().height() + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText("\n".join(self._lines(event.size().width())))

    def _lines(self, width: int) -> list[str]:
        metrics: QFontMetrics = self.fontMetrics()
        lines = [""]
        for word in self._words.split():
            longer = f"{lines[-1]} {word}".strip()
            if (
                lines[-1]
                and metrics.size(int(Qt.TextFlag.TextSingleLine), longer).width() > width - _BESIDE_WORDS
            ):
                lines.append(word)
            else:
                lines[-1] = longer
        return lines
