"""An import in its place on the page: how far it is, or what went wrong. Nothing is kept until it ends."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QWidget

from crasuite.errors import CraSuiteError
from crasuite.language import number, tr
from crasuite.ui.widgets.build import IconLabel, button, column, label, row
from crasuite.ui.widgets.elided_text import ElidedText


class ImportWords(NamedTuple):
    """What is said of the kind of file that is read."""

    not_imported: str
    kept: str
    choose_other: str


def _sbom_words() -> ImportWords:
    return ImportWords(
        tr("The SBOM was not imported"),
        tr("All SBOMs imported before and all your notes."),
        tr("Choose another SBOM file"),
    )


class ImportCard(QFrame):
    """`show_progress` while it is read, `show_error` when it cannot be."""

    cancel_wanted = Signal()
    other_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        product_id: int,
        path: Path,
        part: str,
        *,
        words: ImportWords | None = None,
    ) -> None:
        super().__init__()
        self.product_id, self.path, self.part = product_id, path, part
        self._words = words or _sbom_words()
        self.setProperty("role", "card")
        self._reading = self._build_reading()
        self._error = QWidget()
        self._error.hide()
        self.setLayout(column(self._reading, self._error, spacing=0))
        self.setAccessibleName(tr("Reading {name}", name=path.name))

    def _build_reading(self) -> QWidget:
        title = ElidedText(tr("Reading {name}", name=self.path.name), weight=600)
        self._now = ElidedText(factor=0.92, token="text2", mode=Qt.TextElideMode.ElideRight)
        self._percent = label("", "strong")
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %") + 2)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.cancel_button = button(
            tr("Cancel"), on_click=self._cancel, name=tr("Cancel reading {name}", name=self.path.name)
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of {name}", name=self.path.name))
        self.bar.setRange(0, 0)
        head = row(
            IconLabel("refresh-cw", "accent", 18),
            column(title, self._now, spacing=1),
            self._percent,
            self.cancel_button,
            spacing=11,
        )
        head.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(column(head, self.bar, spacing=8, margins=(16, 8, 14, 12)))
        self._now.set_text(tr("Go on working; nothing is kept until it ends."))
        return holder

    def show_progress(self, done: int, total: int) -> None:
        """So many entries of the file are read."""
        if total <= 1 or not self.cancel_button.isEnabled():
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if done >= total:
            self.bar.setRange(0, 0)
            self._percent.setText("")
            self._now.set_text(
                tr("Checking and copying it in. Go on working; nothing is kept until it ends.")
            )
            return
        self._percent.setText(f"{100 * done // total} %")
        self._now.set_text(
            tr(
                "{done} of {total} entries. Go on working; nothing is kept until it ends.",
                done=number(done),
                total=number(total),
            )
        )

    def _cancel(self) -> None:
        if self.cancel_button.hasFocus():
            self.setFocus()  # a button that is switched off passes it on to whatever comes next
        self.cancel_button.setEnabled(False)
        self._now.set_text(tr("Stopping…"))
        self.bar.setRange(0, 0)
        self._percent.setText("")
        self.cancel_wanted.emit()

    def show_error(self, error: CraSuiteError) -> None:
        """Say in three sentences what happened, what was kept and what to do."""
        self._reading.hide()
        what = error.what if not error.why else f"{error.what} {error.why}"
        nothing = tr("Nothing was changed.")
        next_step = error.next_step.removesuffix(nothing).strip()
        parts = column(
            row(
                IconLabel("circle-x", "danger", 22),
                label(self._words.not_imported, "section"),
                None,
            ),
            label(tr("What happened"), "overline"),
            _sentence(what),
            label(tr("What was kept"), "overline"),
            _sentence(f"{self._words.kept} {nothing}"),
            spacing=3,
            margins=(16, 12, 16, 12),
        )
        if next_step:
            parts.addWidget(label(tr("What to do next"), "overline"))
            parts.addWidget(_sentence(next_step))
        self.other_button = button(
            tr("Choose &other file…"),
            "primary",
            on_click=self.other_wanted.emit,
            name=self._words.choose_other,
        )
        self.close_button = button(tr("Close"), on_click=self.closed.emit, name=tr("Close this message"))
        parts.addSpacing(6)
        parts.addLayout(row(self.other_button, self.close_button, None))
        self._error.setLayout(parts)
        self._error.show()
        self.setAccessibleName(tr("{name} was not imported", name=self.path.name))
        self.setAccessibleDescription(f"{what} {next_step}".strip())


def _sentence(text: str) -> QLabel:
    # Its height is asked for at the smallest width, so that must not be absurd.
    result = label(text, wrap=True)
    result.setMinimumWidth(300)
    return result
