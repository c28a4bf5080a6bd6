"""The steps of the procedure: the list, and what is said of the chosen one. Everything is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from crasuite.domain.english import Worded
from crasuite.interview.procedure_file import STATUS_WORDS, ProcedureFile, StepRow
from crasuite.language import mark, tr
from crasuite.ui.pages.documents.step_model import StepModel
from crasuite.ui.pages.documents.step_tree import StepTree
from crasuite.ui.widgets.build import clear, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.widgets.saved_text import SavedText

if TYPE_CHECKING:
    from crasuite.domain.problem import Place

Do = Callable[[Callable[[], object]], bool]
_KINDS: Worded[str] = Worded(
    {
        "practice": mark("Good practice, no duty."),
        "guidance": mark("Named by guidance, not by the law."),
    }
)


class StepsPanel(QWidget):
    """Writes through the presenter at once; `do` runs a write and says whether it was saved."""

    explain = Signal(object)

    def __init__(self, do: Do) -> None:
        super().__init__()
        self.setAccessibleName(tr("Steps of the procedure"))
        self._do = do
        self._file: ProcedureFile | None = None
        self._code = ""
        self._rows: dict[str, StepRow] = {}
        self.id = ""
        """The step at hand."""
        self.summary = label("", "caption", wrap=True)
        self.model = StepModel()
        self.tree = StepTree(self.model)
        self.tree.chosen.connect(lambda _ids: self._show_step())
        self.tree.entered.connect(lambda: self.status.setFocus(Qt.FocusReason.OtherFocusReason))
        listed = frame("card")
        listed.setLayout(column(self.tree, margins=(1, 1, 1, 1)))
        layout = column(self.summary, listed, self._build_step(), spacing=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _build_step(self) -> QWidget:
        self._title = label("", "strong", wrap=True)
        self._about = label("", "caption", wrap=True)
        for words in (self._title, self._about):
            words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        self._chips = FlowLayout(6)
        self.status = SavedChoice(
            tr("Status"),
            STATUS_WORDS,
            lambda status: self._write(lambda file: file.set_status(self.id, status)),
        )
        self.owner = OwnerField(
            tr("Owner"), lambda name: self._write(lambda file: file.set_owner(self.id, name))
        )
        self.due = DueField(tr("Due"), lambda due: self._write(lambda file: file.set_due(self.id, due)))
        self.where = SavedText(tr("Where the proof is"), self._save_where, lines=2)
        self.where.setPlaceholderText(tr("For example a number of the evidence register, or a shelf"))
        fields = row(spacing=10)
        for text, field, stretch in (
            (tr("Stat&us"), self.status, 3),
            (tr("&Owner"), self.owner, 3),
            (tr("&Due"), self.due, 3),
        ):
            fields.addLayout(column(_buddy(text, field), field, spacing=4), stretch)
        card = frame("card")
        card.setAccessibleName(tr("The chosen step"))
        card.setLayout(
            column(
                self._title,
                self._about,
                self._chips,
                fields,
                _buddy(tr("Where the proof is"), self.where),
                self.where,
                spacing=6,
                margins=(14, 10, 14, 12),
            )
        )
        return card

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, file: ProcedureFile, code: str) -> None:
        """Show the steps of a checklist as they are now; what is being typed stays."""
        other = self._file is None or self._file.product_id != file.product_id or self._code != code
        if other:
            self.flush()
            self.id = ""
        self._file, self._code = file, code
        groups = file.groups(code)
        self._rows = {one.id: one for group in groups for one in group.rows}
        self.summary.setText(file.summary_words(code))
        self.model.set_groups(groups)
        if other or not self.tree.keys():
            self.tree.select_first()
        self._show_step()

    def show_place(self, place: Place) -> None:
        """Go to a step and the field that is meant."""
        if self.tree.select(place.record_id):
            fields: dict[str, QWidget] = {
                "status": self.status,
                "owner": self.owner,
                "due": self.due,
                "where": self.where,
            }
            fields.get(place.field, self.tree).setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Save what was typed."""
        for field in (self.owner, self.due, self.where):
            field.flush()

    def _show_step(self) -> None:
        file, ids = self._file, self.tree.keys()
        wanted = ids[0] if ids else self.id
        if file is None or wanted not in self._rows:
            return
        one = self._rows[wanted]
        if wanted != self.id:
            self.flush()
            one = self._rows[wanted]
            self.id = wanted
            self.where.reset(one.said.where)
            self._title.setText(f"{one.number}  {one.text}")
            parts = [tr("Who: {who}. Record: {record}.", who=one.who, record=one.record)]
            parts += [tr("Hand over: {what}.", what=one.hand_over)] if one.hand_over else []
            parts += [_KINDS[one.kind]] if one.kind in _KINDS else []
            self._about.setText(" ".join(parts))
            clear(self._chips)
            for cite in one.cites:
                chip = CitationChip(cite)
                chip.activated.connect(self.explain)
                self._chips.addWidget(chip)
        self.status.load(one.said.status)
        self.owner.load(one.said.owner, file.people())
        self.due.load(one.said.due)
        self.where.load(one.said.where)
        may_write = not file.is_read_only
        for field in (self.status, self.owner, self.due):
            field.setEnabled(may_write)
        self.where.setReadOnly(not may_write)

    def _write(self, what: Callable[[ProcedureFile], object]) -> bool:
        file = self._file
        return file is not None and bool(self.id) and self._do(lambda: what(file))

    def _save_where(self, text: str) -> bool:
        return self._write(lambda file: file.set_where(self.id, text))


def _buddy(text: str, field: QWidget) -> QLabel:
    """A caption whose letter puts the focus into its field."""
    caption = label(text, "strong")
    caption.setTextFormat(Qt.TextFormat.AutoText)
    caption.setBuddy(field)
    return caption
