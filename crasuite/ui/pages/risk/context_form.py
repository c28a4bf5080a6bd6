"""What the assessment rests on: use, assets, interfaces, acceptance, dates; saved as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from crasuite.interview.risk_file import RiskView
from crasuite.language import tr, trn
from crasuite.ui.widgets.build import button, label
from crasuite.ui.widgets.section_card import SectionCard
from crasuite.ui.widgets.text_field import TextField, TextFieldData


class ContextForm(SectionCard):
    """`save(name, text)` says whether the text was taken."""

    explain = Signal(object)
    question_wanted = Signal(str)
    take_over_wanted = Signal(object)  # names
    method_wanted = Signal()

    def __init__(self, save: Callable[[str, str], bool]) -> None:
        super().__init__(tr("Use, assets and method"))
        self._save = save
        self.fields: dict[str, TextField] = {}
        self.intro = label("", "muted", wrap=True)
        self.method_button = button(
            tr("Scales and matri&x…"), icon_name="grid-3x3", on_click=self.method_wanted.emit
        )
        self.take_all = button("", "normal", "download", self._take_all)
        self.header.addWidget(self.take_all)
        self.header.addWidget(self.method_button)
        self.body.addWidget(self.intro)
        self.body.setSpacing(14)
        self._open: tuple[str, ...] = ()

    def load(self, view: RiskView) -> None:
        """Show the frame of this product; what is being typed stays."""
        self.intro.setText(view.method_text)
        for field in view.context:
            data = TextFieldData(
                id=field.name,
                title=field.title,
                help=field.help,
                text=field.text,
                kind=field.kind,
                state=field.state,
                cites=field.cites,
                suggestion=field.suggestion,
            )
            if field.name not in self.fields:
                widget = TextField(field.kind, partial(self._save, field.name))
                widget.explain.connect(self.explain)
                widget.question_wanted.connect(self.question_wanted)
                widget.take_over_wanted.connect(self._take_one)
                self.fields[field.name] = widget
                self.body.addWidget(widget)
            self.fields[field.name].load(data, view.product_id, is_read_only=view.is_read_only)
        self._open = tuple(one.name for one in view.context if one.suggestion is not None and not one.text)
        count = len(self._open)
        self.take_all.setText(trn("Take over {n} suggestion", "Take over {n} suggestions", count))
        self.take_all.setVisible(bool(count) and not view.is_read_only)
        self.method_button.setEnabled(not view.is_read_only)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for field in self.fields.values():
            field.flush()

    def focus_field(self, name: str) -> None:
        """Put the focus on a field."""
        if name in self.fields:
            self.fields[name].focus_field()

    def _take_all(self) -> None:
        self.take_over_wanted.emit(self._open)

    def _take_one(self, name: Any) -> None:
        self.take_over_wanted.emit((name,))
