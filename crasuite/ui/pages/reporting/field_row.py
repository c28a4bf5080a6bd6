"""One field of a report as a line: state, title, what it says, and Edit, which opens it in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from crasuite.domain.english import capital
from crasuite.domain.notification import FieldValue
from crasuite.interview.reporting_views import ReportFieldView
from crasuite.language import tr, tr_in
from crasuite.ui.widgets.build import IconLabel, at_reading_width, button, column, label, row
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.instant_field import InstantField
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.wrapping_button import WrappingCheckBox

Save: TypeAlias = Callable[["FieldValue | None"], bool]
Options: TypeAlias = Sequence[tuple[str, str]]
TITLE_LETTERS = 24


class FieldRow(QWidget):
    """`save(value)` says whether the value was taken; None goes back to what the register says.

    `choices` replaces the editor of the field's type by a list to choose from, with its own `save_choice`.
    `elsewhere` is called in place of an editor, for what another form edits.
    """

    def __init__(
        self,
        field: ReportFieldView,
        save: Save,
        now: Callable[[], datetime],
        *,
        zones: Sequence[str] = (),
        choices: Options = (),
        chosen: Callable[[], str] = str,
        save_choice: Callable[[str], bool] | None = None,
        elsewhere: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.field = field
        self._save, self._now, self._zones = save, now, zones
        self._choices, self._chosen, self._save_choice = choices, chosen, save_choice
        self._elsewhere = elsewhere
        self.editor: QWidget | None = None
        self._load_editor: Callable[[ReportFieldView], None] = lambda _field: None
        self.icon = IconLabel("circle-dashed", "text2", 16)
        self.title = label("", "muted", wrap=True)
        self.title.setFixedWidth(self.fontMetrics().averageCharWidth() * TITLE_LETTERS)
        self.shown = label("", "strong", wrap=True)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.source = label("", "caption", wrap=True)
        self.edit_button = button(tr("Edit"), "link", on_click=self.toggle)
        said = column(self.shown, self.source, spacing=0)
        line = row(self.icon, self.title, said, self.edit_button, spacing=9)
        line.setStretch(2, 1)
        self._place: QVBoxLayout = column(spacing=4, margins=(25, 0, 4, 4))
        self._holder = QWidget()
        self._holder.setLayout(self._place)
        self._holder.hide()
        self.setLayout(column(line, self._holder, spacing=4, margins=(0, 3, 0, 3)))
        self.load(field)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, field: ReportFieldView, *, can_write: bool = True) -> None:
        """Show the field as it is now; what is being typed stays."""
        self.field = field
        not_sure = field.is_not_sure
        if field.is_too_long:
            icon, token, state = (
                "triangle-alert",
                "danger",
                tr("too long, at most {count} letters", count=field.limit),
            )
        elif not_sure:
            icon, token, state = "circle-question-mark", "warn", tr("not sure yet")
        elif field.is_filled:
            icon, token, state = "circle-check", "ok", tr("filled")
        elif field.required == "always":
            icon, token, state = "circle-question-mark", "warn", tr("not filled")
        else:
            icon, token, state = "circle-dashed", "text2", tr("not filled")
        self.icon.set_icon(icon, token)
        self.title.setText(field.title)
        missing = {
            "always": tr("Still needed"),
            "if-known": tr("Not said yet"),
            "optional": tr_in("text", "Nothing"),
        }
        self.shown.setText(field.shown or missing[field.required])
        role = "strong" if field.shown else "muted"
        if self.shown.property("role") != role:
            self.shown.setProperty("role", role)
            self.shown.style().polish(self.shown)
        self.source.setText(capital(state) if field.is_too_long else "")
        self.source.setVisible(field.is_too_long)
        verb = tr("Decide") if not_sure else tr("Edit") if field.shown else tr("Fill in")
        self.edit_button.setText(tr("Close") if self.is_open() else verb)
        self.edit_button.setAccessibleName(f"{self.edit_button.text()}: {field.title}")
        self.edit_button.setAccessibleDescription(f"{state}. {field.shown}")
        self.edit_button.setEnabled(can_write)
        if self.is_open():
            self._load_editor(field)
            self._back.setVisible(field.is_own)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        if isinstance(self.editor, (SavedLine, SavedText)):
            self.editor.flush()

    # -- editing ---------------------------------------------------------------------------------------------

    def is_open(self) -> bool:
        """True while the field is edited in place."""
        return not self._holder.isHidden()

    def toggle(self) -> None:
        """Open the editor, or close it and keep what it says."""
        if self._elsewhere is not None:
            self._elsewhere()
        elif self.is_open():
            self.close_editor()
        else:
            self.open_editor()

    def open_editor(self) -> None:
        """Edit in place, with what the field asks for and where its text comes from."""
        if self.editor is None:
            self._build_editor()
        self._holder.show()
        self.load(self.field)
        self._caption.setText(_about(self.field))
        self.focus_editor()

    def focus_editor(self) -> None:
        """Put the focus into the editor."""
        if self.editor is not None:
            first = self.editor
            inner = next((one for one in first.findChildren(QCheckBox)), None)
            (inner or first).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Back to one line; what was typed is saved."""
        self.flush()
        self._holder.hide()
        self.load(self.field)
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open():
            self.close_editor()
            return
        super().keyPressEvent(event)

    def _build_editor(self) -> None:
        self._caption = label("", "caption", wrap=True)
        self.editor = self._make_editor()
        self._done = button(
            tr("Done"), on_click=self.close_editor, name=tr("Done with {field}", field=self.field.title)
        )
        self._back = button(
            tr("Take what the register says"),
            "link",
            on_click=self._take_back,
            name=tr("Take what the register says: {field}", field=self.field.title),
        )
        self._place.addLayout(at_reading_width(self._caption))
        self._place.addWidget(self.editor)
        self._place.addLayout(row(self._done, self._back, None))

    def _take_back(self) -> None:
        self._save(None)

    def _make_editor(self) -> QWidget:
        kind = self.field.type
        if self._choices:
            return self._combo(self._choices, self._choose)
        if kind in ("choice", "yes-no"):
            return self._combo(self.field.options, self._save)
        if kind in ("multi", "countries"):
            return self._boxes(in_a_row=kind == "countries")
        if kind == "instant":
            return self._instant()
        if kind == "long-text":
            text = SavedText(self.field.title, self._save, lines=5)
            text.reset(_text(self.field.value))
            self._load_editor = lambda field: text.load(_text(field.value))
            return text
        line = SavedLine(self.field.title, self._save)
        line.reset(_text(self.field.value))
        line.returnPressed.connect(self.close_editor)
        self._load_editor = lambda field: line.load(_text(field.value))
        return line

    def _choose(self, value: FieldValue | None) -> bool:
        return self._save_choice is not None and self._save_choice(str(value or ""))

    def _combo(self, options: Options, save: Save) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(self.field.title)
        combo.addItem(tr("Not said yet"), "")
        for key, words in options:
            combo.addItem(words, key)

        def show(field: ReportFieldView) -> None:
            value = self._chosen() if self._choices else _text(field.value)
            place = max(0, combo.findData(value))
            if combo.currentIndex() != place:
                combo.blockSignals(True)
                combo.setCurrentIndex(place)
                combo.blockSignals(False)

        show(self.field)
        combo.currentIndexChanged.connect(lambda _at: save(combo.currentData()))
        self._load_editor = show
        return combo

    def _boxes(self, *, in_a_row: bool) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(self.field.title)
        layout = FlowLayout(12) if in_a_row else column(spacing=2)
        boxes: dict[str, QCheckBox] = {}
        for key, words in self.field.options:
            box = QCheckBox(words) if in_a_row else WrappingCheckBox(words)
            boxes[key] = box
            layout.addWidget(box)
        holder.setLayout(layout)

        def show(field: ReportFieldView) -> None:
            chosen = field.value if isinstance(field.value, tuple) else ()
            for key, box in boxes.items():
                box.blockSignals(True)
                box.setChecked(key in chosen)
                box.blockSignals(False)

        def keep() -> None:
            self._save(tuple(key for key, box in boxes.items() if box.isChecked()))

        show(self.field)
        for box in boxes.values():
            box.toggled.connect(lambda _on: keep())
        self._load_editor = show
        return holder

    def _instant(self) -> InstantField:
        edit = InstantField(self.field.title, self._now(), self._zones)
        held = _instant(self.field.value)
        edit.set_instant(held, self._zones[0] if self._zones else "")

        def keep() -> None:
            at = edit.reading().at
            if at is not None:
                self._save(at.isoformat(timespec="minutes" if not at.second else "seconds"))
            elif edit.is_empty():
                self._save("")

        edit.changed.connect(keep)
        return edit


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _instant(value: FieldValue) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _about(field: ReportFieldView) -> str:
    """What the field asks for, by whom, and where its present text comes from."""
    origin = {
        "law": ", ".join(one.label for one in field.cites),
        "platform": tr("Field of the platform"),
    }
    limit = tr("At most {count} letters.", count=field.limit) if field.limit else ""
    source = f"{field.source}." if field.source else ""
    asked = origin.get(field.origin, tr("Good practice"))
    return " ".join(
        one for one in (field.help, field.note, f"{asked}." if asked else "", limit, source) if one
    )
