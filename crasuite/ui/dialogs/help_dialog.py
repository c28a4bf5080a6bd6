"""The help: contents and a search at the left, the page at the right, Back. Offline, in our own words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QSplitter, QTextBrowser, QWidget
from shiboken6 import isValid

from crasuite.interview.help_book import FIRST, HelpBook, HelpLink, HelpPage
from crasuite.interview.search_everything import Entry, Group, Index, Kind, search
from crasuite.language import tr
from crasuite.ui.widgets.build import button, column, row
from crasuite.ui.widgets.result_list import ResultList
from crasuite.ui.widgets.search_field import SearchField

_SLICE_SECONDS = 0.006
_KINDS = {"help": Kind.HELP, "term": Kind.TERM}


class HelpDialog(QDialog):
    """Not modal, so that one can read and work. `law_wanted(citation)` for a place in the law."""

    law_wanted = Signal(str)

    def __init__(self, book: HelpBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self._book = book
        self._past: list[HelpLink] = []
        self.link: HelpLink | None = None
        self._came_from: QWidget | None = None
        self._index = Index(_entries(book))
        self.search = SearchField(tr("Search the help"))
        self.search.textChanged.connect(self._search)
        self.contents = ResultList(tr("Contents"))
        self.contents.chosen.connect(lambda entry: self.open(_link_of(entry)))
        self.search.leave.connect(lambda: self.contents.setFocus(Qt.FocusReason.OtherFocusReason))
        self.back_button = button(tr("&Back"), icon_name="arrow-left", on_click=self.back)
        self.back_button.setAutoDefault(False)
        self.close_button = button(tr("&Close"), on_click=self.close)
        self.close_button.setAutoDefault(False)
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName(tr("Page"))
        self.browser.anchorClicked.connect(self._follow)
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.search, self.contents, spacing=8))
        right.setLayout(column(self.browser, row(self.back_button, None, self.close_button), spacing=10))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setProperty("role", "gap")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setHandleWidth(14)
        self.setLayout(column(splitter, margins=(18, 16, 18, 14)))
        self.resize(900, 620)
        splitter.setSizes([280, 580])
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.search.setFocus)
        self._building = QTimer(self)
        self._building.setInterval(0)
        self._building.timeout.connect(self._build)
        self._building.start()
        self._search("")

    def show_page(self, link: HelpLink | None = None) -> None:
        """Show a page, the first one by default, and put the focus into it."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self.open(link or HelpLink("help", FIRST))
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, link: HelpLink) -> None:
        """Go to a page or a term; a place in the law opens in the explanation."""
        if link.kind == "law":
            self.law_wanted.emit(link.target)
            return
        page = self._book.page(link)
        if page is None or link == self.link:
            return
        if self.link is not None:
            self._past.append(self.link)
        self._show(page)

    def back(self) -> None:
        """The page before."""
        page = self._book.page(self._past.pop()) if self._past else None
        if page is not None:
            self._show(page)
            self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        super().done(result)
        QTimer.singleShot(0, self, self._give_focus_back)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.browser.hasFocus():
            self.back()
            return
        super().keyPressEvent(event)

    def _show(self, page: HelpPage) -> None:
        self.link = page.link
        self.browser.setMarkdown(page.text)
        self.browser.setAccessibleName(page.title)
        self.setWindowTitle(tr("{title} – Help", title=page.title))
        self.back_button.setEnabled(bool(self._past))
        self._mark(page.link)

    def _follow(self, url: QUrl) -> None:
        self.open(HelpLink.parsed(url.toString()))

    def _build(self) -> None:
        if self._index.build(_SLICE_SECONDS):
            self._building.stop()
            if self.search.text():
                self._search(self.search.text())

    def _search(self, text: str) -> None:
        if text.strip():
            self.contents.set_groups(search([self._index], text, 40))
        else:
            self.contents.set_groups(_contents(self._book))
            if self.link is not None:
                self._mark(self.link)

    def _mark(self, link: HelpLink) -> None:
        self.contents.choose(_KINDS[link.kind], link.target)

    def _give_focus_back(self) -> None:
        origin, self._came_from = self._came_from, None
        if origin is not None and isValid(origin) and origin.isVisible():
            origin.window().activateWindow()
            origin.setFocus(Qt.FocusReason.OtherFocusReason)


def _contents(book: HelpBook) -> list[Group]:
    return [
        Group(
            group.title,
            tuple(Entry(_KINDS[link.kind], link.target, words) for words, link in group.links),
            len(group.links),
        )
        for group in book.groups
    ]


def _entries(book: HelpBook) -> Iterator[Entry]:
    """Every page, made one by one while the index takes them."""
    for group in book.groups:
        for words, link in group.links:
            page = book.page(link)
            yield Entry(_KINDS[link.kind], link.target, words, page.plain.strip() if page else "")


def _link_of(entry: Entry) -> HelpLink:
    return HelpLink("term" if entry.kind is Kind.TERM else "help", entry.key)
