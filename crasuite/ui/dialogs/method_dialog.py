"""The two scales in own words, and the matrix: what each pair of steps means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QPlainTextEdit, QTabWidget, QWidget

from crasuite.domain.risk import STEPS, Matrix, RiskLevel, is_monotonic
from crasuite.interview.risk_file import RiskView, StepView
from crasuite.language import tr
from crasuite.ui.pages.risk.matrix_view import MatrixDelegate, MatrixModel, MatrixView
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.scroll_body import ScrollBody

_LEVELS = (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.VERY_HIGH)


class MethodDialog(QDialog):
    """Nothing counts before "Use these". Afterwards `likelihood`, `impact` and `matrix` say what to use."""

    def __init__(self, view: RiskView, usual_matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Scales and matrix"))
        self.setAccessibleName(tr("Scales and matrix"))
        self.resize(720, 600)
        self._usual = usual_matrix
        self._steps = {"likelihood": view.likelihood, "impact": view.impact}
        self._edits: dict[str, list[QPlainTextEdit]] = {}
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Scales and matrix"))
        for name, title, reset in (
            ("likelihood", tr("Likelihood"), tr("Reset likelihood")),
            ("impact", tr("Impact"), tr("Reset impact")),
        ):
            self.tabs.addTab(self._scale(name, title, reset), title)
        self.tabs.addTab(self._matrix(view), tr("Matrix"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = buttons.addButton(tr("&Use these"), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        intro = label(
            tr("Fix scales and matrix before you rate. Rated risks keep their steps and get the new level."),
            "muted",
            wrap=True,
        )
        layout = column(intro, self.tabs, buttons, spacing=10, margins=(22, 18, 22, 14))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def texts(self, which: str) -> tuple[str, ...]:
        """The explanations of a scale."""
        return tuple(edit.toPlainText() for edit in self._edits[which])

    @property
    def matrix(self) -> Matrix:
        """The matrix as it was left."""
        return self.model.matrix

    def _scale(self, which: str, title: str, reset_name: str) -> QWidget:
        steps: Sequence[StepView] = self._steps[which]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        self._edits[which] = []
        for at, step in enumerate(steps):
            edit = QPlainTextEdit(step.text)
            edit.setTabChangesFocus(True)
            edit.setAccessibleName(f"{step.value} {step.label}")
            edit.setFixedHeight(edit.fontMetrics().lineSpacing() * 2 + 24)
            name = label(step.line, "strong")
            name.setBuddy(edit)
            name.setContentsMargins(0, 8, 0, 0)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(edit, at, 1)
            self._edits[which].append(edit)
        grid.setColumnStretch(1, 1)
        reset = button(
            tr("Back to the usual words"), "link", "undo-2", lambda: self._reset(which), name=reset_name
        )
        body = column(grid, row(reset, None), None, spacing=10, margins=(16, 16, 16, 12))
        return ScrollBody(body, title, "surface")

    def _reset(self, which: str) -> None:
        for edit, step in zip(self._edits[which], self._steps[which], strict=True):
            edit.setPlainText(step.usual)

    def _matrix(self, view: RiskView) -> QWidget:
        self.model = MatrixModel()
        self.model.load(view.matrix, {}, view.levels, view.likelihood, view.impact)
        self.table = MatrixView(tr("Matrix"), self.model, MatrixDelegate())
        self._delegate = self.table.itemDelegate()
        self.table.setFixedHeight(self.table.cell_height() * STEPS)
        self.table.cell_opened.connect(self._step)
        self.warning = label("", "body", wrap=True, tone="warn")
        grid = QGridLayout()
        grid.setSpacing(0)
        for at in range(STEPS):
            side = label(view.impact[STEPS - 1 - at].label, "caption")
            side.setContentsMargins(0, 0, 10, 0)
            grid.addWidget(side, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(
                label(view.likelihood[at].label, "caption"), STEPS, 1 + at, Qt.AlignmentFlag.AlignHCenter
            )
            grid.setColumnStretch(1 + at, 1)
        grid.addWidget(self.table, 0, 1, STEPS, STEPS)
        reset = button(
            tr("Back to the usual matrix"), "link", "undo-2", self._reset_matrix, name=tr("Reset the matrix")
        )
        hint = label(tr("Enter or a click takes a cell to the next level."), "muted", wrap=True)
        body = column(hint, grid, self.warning, row(reset, None), None, spacing=10, margins=(16, 16, 16, 12))
        self._judge()
        return ScrollBody(body, tr("Matrix"), "surface")

    def _step(self, likelihood: int, impact: int) -> None:
        rows = [list(line) for line in self.model.matrix]
        now = rows[impact - 1][likelihood - 1]
        rows[impact - 1][likelihood - 1] = _LEVELS[(_LEVELS.index(now) + 1) % len(_LEVELS)]
        self._show(tuple(map(tuple, rows)))

    def _reset_matrix(self) -> None:
        self._show(self._usual)

    def _show(self, matrix: Matrix) -> None:
        model = self.model
        model.load(matrix, {}, model.levels, model.likelihood, model.impact)
        self._judge()

    def _judge(self) -> None:
        odd = not is_monotonic(self.model.matrix)
        self.warning.setText(
            tr("Somewhere more likelihood or more harm leads to a lower level. Check this.") if odd else ""
        )
        self.warning.setVisible(odd)

    @classmethod
    def ask(cls, view: RiskView, usual_matrix: Matrix, parent: QWidget | None = None) -> MethodDialog | None:
        """The dialog as it was left; None when the user cancelled."""
        dialog = cls(view, usual_matrix, parent)
        return dialog if dialog.exec() else None
