"""Stating a newer fact about the world than the rule pack knows, with its reference and date."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QPushButton, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.state_facts import state_facts_of
from crasuite.interview.views import StateFactView
from crasuite.interview.words import day_words
from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import column, fit_height, height_on_screen, label, row, rule
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.widgets.scroll_body import ScrollBody

_WIDTH = 560


class StateDialog(QDialog):
    """`ask` returns True when a fact was stated or withdrawn."""

    def __init__(self, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("State a newer fact"))
        self.setMinimumWidth(_WIDTH)
        self._interview = interview
        self.item = QComboBox()
        self.value = QComboBox()
        self.reference = QLineEdit()
        self.on = DateField()
        self._known = label("", "muted", wrap=True)
        self._source = label("", "caption", wrap=True)
        self._error = label("", "strong", wrap=True, tone="danger")
        self._error.setVisible(False)
        for box in (self.item, self.value):  # long words may not set the width
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(20)
        for view in state_facts_of(interview):
            self.item.addItem(view.title, view)
        fields = column(spacing=10)
        for text, field in (
            (tr("&Fact"), self.item),
            (tr("What is true &now"), self.value),
            (tr("&Where it can be read"), self.reference),
            (tr("Publi&shed on"), self.on),
        ):
            caption = label(text, "strong")
            caption.setTextFormat(Qt.TextFormat.AutoText)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            fields.addLayout(column(caption, field, spacing=4))
            if field is self.item:
                fields.addLayout(column(self._known, self._source, spacing=2))
        self.withdraw = QPushButton(tr("&Use the rule pack again"))
        self.state = QPushButton(tr("S&tate this fact"))
        self.state.setDefault(True)
        set_role(self.state, "primary")
        cancel = QPushButton(tr("&Cancel"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.withdraw, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self.state, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.withdraw.clicked.connect(self._withdraw)
        buttons.accepted.connect(self._state)
        buttons.rejected.connect(self.reject)
        self.item.currentIndexChanged.connect(lambda _index: self._show())
        scroll = ScrollBody(fields, tr("State a newer fact"))
        self.setLayout(
            column(
                label(
                    tr("It is used from that day on, and marked as stated by you everywhere."),
                    "muted",
                    wrap=True,
                ),
                rule(),
                scroll,
                self._error,
                row(None),
                buttons,
                spacing=12,
                margins=(20, 18, 20, 16),
            )
        )
        self._show()
        # As high as its fields need at this width; beyond the screen they scroll.
        inner = scroll.widget().layout()
        needed = inner.totalHeightForWidth(_WIDTH - 60) if inner is not None else 0
        scroll.setMinimumHeight(min(needed + 8, height_on_screen(self, 680) - 160))
        fit_height(self, _WIDTH)

    @classmethod
    def ask(cls, interview: Interview, parent: QWidget | None = None) -> bool:
        """Show the dialog and wait; True when something was stated or withdrawn."""
        dialog = cls(interview, parent)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        decision = dialog.exec()
        dialog.deleteLater()
        return decision == QDialog.DialogCode.Accepted.value

    def _view(self) -> StateFactView:
        view = self.item.currentData()
        assert isinstance(view, StateFactView)
        return view

    def _show(self) -> None:
        view = self._view()
        said = tr("Used now: {value}.", value=view.words)
        self._known.setText(f"{said} {tr('You stated this.')}" if view.is_stated else said)
        self._source.setText(
            tr(
                "Rule pack: {text} {source}, read on {day}.",
                text=view.text,
                source=view.source,
                day=day_words(view.read_on),
            )
        )
        self.value.clear()
        for value, said in view.choices:
            self.value.addItem(said, value)
        others = [place for place, (value, _) in enumerate(view.choices) if value != view.value]
        self.value.setCurrentIndex(
            others[0] if others and not view.is_stated else self.value.findData(view.value)
        )
        self.reference.setText(view.reference)
        self.on.setDate(
            QDate(view.stated_on.year, view.stated_on.month, view.stated_on.day)
            if view.stated_on
            else NO_DATE
        )
        self.withdraw.setVisible(view.is_stated)
        self._say("")

    def _say(self, problem: str) -> None:
        self._error.setText(problem)
        self._error.setVisible(bool(problem))

    def _state(self) -> None:
        if self.on.date() == NO_DATE:
            self._say(tr("Choose the day on which it was published."))
            self.on.setFocus()
            return
        day = self.on.date()
        problem = self._interview.state_fact(
            self._view().id,
            str(self.value.currentData()),
            self.reference.text(),
            self._interview.today.replace(year=day.year(), month=day.month(), day=day.day()),
        )
        self._say(problem)
        if problem:
            (self.reference if not self.reference.text().strip() else self.on).setFocus()
            return
        self.accept()

    def _withdraw(self) -> None:
        self._interview.withdraw_fact(self._view().id)
        self.accept()
