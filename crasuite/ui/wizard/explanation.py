"""Explains a place in the law, or the question on screen, in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from crasuite.interview.views import Cite
from crasuite.language import tr
from crasuite.ui import web_links
from crasuite.ui.widgets.address_link import AddressLink
from crasuite.ui.widgets.build import button, clear, column, icon_button, label, row, rule
from crasuite.ui.wizard.scroll_content import scrolled


class Explanation(QFrame):
    """Takes the place of the verdict panel while it is open. Emits `closed`. Pages of the help are titles and
    addresses.
    """

    closed = Signal()
    help_wanted = Signal(str)
    """Address of a page of the help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setMinimumWidth(270)
        self.setAccessibleName(tr("Explanation"))
        self._title = label("", "section", wrap=True)
        self.close_button = icon_button("x", tr("Close the explanation"), self.closed.emit)
        self._body = column(spacing=8)
        scroll = scrolled(
            column(self._body, None, margins=(18, 4, 18, 12)),
            tr("Text of the explanation"),
            is_focusable=True,
        )
        head = row(self._title, self.close_button, margins=(18, 14, 14, 6))
        head.setStretch(0, 1)
        self.setLayout(column(head, scroll, spacing=0))

    def explain_cite(self, cite: Cite, pages: Sequence[tuple[str, str]] = ()) -> None:
        """Explain one place in the law."""
        self._title.setText(cite.label)
        clear(self._body)
        self._body.addWidget(label(cite.gist, "body", wrap=True))
        self._source(cite)
        self._body.addWidget(
            label(
                tr("Our words, not the text of the law. Only the Official Journal is authentic."),
                "hint",
                wrap=True,
            )
        )
        self._help(pages)

    def explain_question(
        self,
        title: str,
        paragraphs: Sequence[tuple[str, str]],
        cites: Sequence[Cite],
        pages: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Explain a question: what it is about, what decides, where it stands."""
        self._title.setText(title)
        clear(self._body)
        for heading, text in paragraphs:
            if text and heading:
                self._body.addWidget(label(heading, "overline", wrap=True))
            if text:
                self._body.addWidget(label(text, "body", wrap=True))
        for cite in cites:
            self._body.addWidget(rule())
            self._body.addWidget(label(cite.label, "strong", wrap=True))
            self._body.addWidget(label(cite.gist, "body", wrap=True))
        self._help(pages)

    def _help(self, pages: Sequence[tuple[str, str]]) -> None:
        if not pages:
            return
        self._body.addWidget(rule())
        self._body.addWidget(label(tr("In the help"), "overline"))
        for words, address in pages:
            link = button(
                words,
                "link",
                on_click=partial(self.help_wanted.emit, address),
                name=tr("Help: {page}", page=words),
            )
            self._body.addLayout(row(link, None))

    def _source(self, cite: Cite) -> None:
        self._body.addWidget(rule())
        self._body.addWidget(label(tr("Source"), "overline"))
        self._body.addWidget(label(cite.source, "body", wrap=True))
        reference = f"{cite.label}, {cite.number or cite.source}"
        self._body.addWidget(label(reference, "caption", wrap=True))
        copied = f"{reference}, {cite.eli}" if cite.eli else reference
        note = label("", "caption", wrap=True)
        note.hide()

        def copy_reference() -> None:
            QGuiApplication.clipboard().setText(copied)
            web_links.tell(note, tr("The reference is copied."))

        copy = button(tr("Copy the reference"), "link", "copy", copy_reference)
        copy.setToolTip(copied)
        self._body.addLayout(row(copy, None))
        if cite.eli:
            self._body.addWidget(label(cite.eli, "caption", wrap=True))
            self._body.addLayout(row(AddressLink(cite.eli, note), None))
        self._body.addWidget(note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
