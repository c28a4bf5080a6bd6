"""The matrix with its axes, a switch before/after, and what lies in no cell."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from crasuite.domain.english import small_first
from crasuite.domain.risk import STEPS
from crasuite.interview.risk_file import RiskView
from crasuite.language import tr, trn
from crasuite.ui.pages.risk.matrix_view import MatrixDelegate, MatrixModel, MatrixView
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.build import label
from crasuite.ui.widgets.section_card import SectionCard
from crasuite.ui.widgets.segments import Segments


class MatrixCard(SectionCard):
    """Emits `listed(ids, words)` when somebody asks which risks lie in a cell."""

    listed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Risk matrix"), parent)
        self.when: Literal["before", "after"] = "after"
        self.model = MatrixModel()
        self.table = MatrixView(tr("Risk matrix"), self.model, MatrixDelegate())
        self._delegate = self.table.itemDelegate()
        self.switch = Segments(tr("Risk matrix"), [("before", tr("Before")), ("after", tr("After"))])
        self.switch.choose("after")
        self.header.addWidget(self.switch)
        self._view: RiskView | None = None
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.addWidget(_Upright(tr("Impact")), 0, 0, STEPS, 1)
        self._impact, self._likelihood = [], []
        for at in range(STEPS):
            side = self._axis_label(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            side.setContentsMargins(0, 0, 8, 0)
            below = self._axis_label(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            below.setContentsMargins(0, 5, 0, 4)
            self._impact.append(side)
            self._likelihood.append(below)
            grid.addWidget(side, at, 1)
            grid.setRowMinimumHeight(at, self.table.cell_height())
            grid.addWidget(below, STEPS, 2 + at)
            grid.setColumnStretch(2 + at, 1)
        grid.addWidget(self.table, 0, 2, STEPS, STEPS)
        grid.addWidget(
            label(tr("Likelihood"), "strong"), STEPS + 1, 2, 1, STEPS, Qt.AlignmentFlag.AlignHCenter
        )
        self.table.setFixedHeight(self.table.cell_height() * STEPS)
        self.table.setMinimumWidth(STEPS * 34)
        self.body.addLayout(grid)
        self.note = label("", "caption", wrap=True)
        self.body.addSpacing(8)
        self.body.addWidget(self.note)
        self.switch.chosen.connect(self._switched)
        self.table.cell_opened.connect(self._opened)

    def load(self, view: RiskView) -> None:
        """Show this register."""
        self._view = view
        self.model.load(view.matrix, view.cells(self.when), view.levels, view.likelihood, view.impact)
        for at, text in enumerate(self._impact):
            text.setText(view.impact[STEPS - 1 - at].label)
            text.setToolTip(view.impact[STEPS - 1 - at].text)
        self._label_likelihood()
        unrated = view.unrated_before if self.when == "before" else view.unrated_after
        more = len(unrated) - 4
        named = [*unrated[:4], trn("{n} more", "{n} more", more)] if more > 1 else list(unrated)
        not_rated = tr("Not rated yet: {risks}.", risks=", ".join(named)) + " " if unrated else ""
        keys = tr("Arrow keys move between cells, Enter lists the risks in a cell.")
        self.note.setText(f"{not_rated}{keys}")
        count = sum(map(len, view.cells(self.when).values()))
        shown = tr("Before treatment.") if self.when == "before" else tr("After treatment.")
        in_it = trn(
            "{n} risk in the matrix. Rows are impact, columns are likelihood.",
            "{n} risks in the matrix. Rows are impact, columns are likelihood.",
            count,
        )
        self.table.setAccessibleDescription(f"{shown} {in_it} {not_rated}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label_likelihood()

    def _label_likelihood(self) -> None:
        """The words of the steps, or their numbers where the words would run into each other."""
        if self._view is None:
            return
        steps = self._view.likelihood
        metrics = self._likelihood[0].fontMetrics()
        room = self.table.width() // STEPS - 2
        fits = all(metrics.horizontalAdvance(step.label) <= room for step in steps)
        for text, step in zip(self._likelihood, steps, strict=True):
            text.setText(step.label if fits else str(step.value))
            text.setToolTip(f"{step.label}: {step.text}")

    def choose(self, risk_id: str) -> None:
        """Fill the mark of the current risk."""
        self.model.choose(risk_id)

    def _axis_label(self, alignment: Qt.AlignmentFlag) -> QLabel:
        text = label("", "caption")
        text.setAlignment(alignment)
        # A word may not set the width of its column: the cells do.
        across = alignment & Qt.AlignmentFlag.AlignHCenter
        text.setSizePolicy(
            QSizePolicy.Policy.Ignored if across else QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Preferred,
        )
        return text

    def _switched(self, key: str) -> None:
        self.when = "before" if key == "before" else "after"
        if self._view is not None:
            self.load(self._view)

    def _opened(self, likelihood: int, impact: int) -> None:
        if self._view is None:
            return
        steps = self._view.likelihood[likelihood - 1], self._view.impact[impact - 1]
        place = f"{steps[0].label}, {small_first(steps[1].label)}"
        risks = self.model.risks(self.model.place(likelihood, impact))
        self.listed.emit(
            tuple(risks),
            (
                tr("{place}, before treatment", place=place)
                if self.when == "before"
                else tr("{place}, after treatment", place=place)
            ),
        )


class _Upright(QWidget):
    """A word that reads upwards."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() + 6, 60)

    def paintEvent(self, _event: QPaintEvent) -> None:

        painter = QPainter(self)
        painter.setFont(scaled_font(self.font(), 1.0, 600))
        painter.setPen(current().text)
        painter.translate(0, self.height())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, self.height(), self.width()), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
