"""A number with its unit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLineEdit, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.language import tr
from crasuite.ui.widgets.build import label
from crasuite.ui.wizard.field_body import FieldBody


class NumberBody(FieldBody):
    """Typed as people write it; both decimal signs are read. Counts once the field is left."""

    waits_for_leaving = True

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        if view.unit:
            self.field_row.addWidget(label(view.unit, "body"))
            self.field.setAccessibleDescription(tr("In {unit}", unit=view.unit))
        self.field_row.addStretch(1)

    def _make_field(self) -> QWidget:
        line = QLineEdit()
        line.setMaximumWidth(line.fontMetrics().averageCharWidth() * 16)
        line.textChanged.connect(lambda _text: self._edited())
        line.editingFinished.connect(self.flush)
        return line

    def _read(self) -> Any:
        assert isinstance(self.field, QLineEdit)
        text = self.field.text().strip()
        if not text:
            return None
        number, known = QLocale().toDouble(text)
        if not known:
            try:
                number = float(text.replace(",", "."))
            except ValueError:
                return text  # the interview says what is wrong with it
        return int(number) if number == int(number) else number

    def _show(self, value: Any) -> None:
        assert isinstance(self.field, QLineEdit)
        number = f"{value:g}" if isinstance(value, (int, float)) else "" if value is None else str(value)
        self.field.setText(number)
