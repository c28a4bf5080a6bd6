"""Search and help of the main window: what can be found, and how each result is opened.

Loaded when one of them is first used. Everything that has to be worked out is done in small portions while
the search or the help is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from crasuite.domain.english import capital
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.help_book import FIRST, HelpBook, HelpLink
from crasuite.interview.reporting_register import cites_of
from crasuite.interview.search_everything import Entry, Index, Kind, entries_of_cases, entries_of_pack
from crasuite.language import tr
from crasuite.rules.model import Term
from crasuite.ui.dialogs.help_dialog import HelpDialog
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.product_screens import product_screens

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.wizard.interview_wizard import InterviewWizard

Pages = list[tuple[str, str]]
"""Titles and addresses of pages of the help."""


class Finder:
    """Belongs to one window and serves its interviews as well: what is asked for there is shown there."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._book: HelpBook | None = None
        self._law: Index | None = None
        self._dialog: HelpDialog | None = None
        self._asked_in: InterviewWizard | None = None
        """The interview that help was last asked for in."""

    @property
    def book(self) -> HelpBook:
        """The help, with the terms of the program's rule pack."""
        if self._book is None:
            self._book = HelpBook(self._window.session.pack)
        return self._book

    # -- help ------------------------------------------------------------------------------------------------

    @property
    def help_dialog(self) -> HelpDialog:
        """The window with the help."""
        if self._dialog is None:
            self._dialog = HelpDialog(self.book, self._window)
            self._dialog.law_wanted.connect(self.explain_place)
        return self._dialog

    def show_help(self, address: str, screen: str, wizard: InterviewWizard | None = None) -> None:
        """Open the help at an address; without one, at the page of the screen."""
        self._asked_in = wizard
        here = f"help:{screen if self.book.has_page(screen) else FIRST}"
        self.help_dialog.show_page(HelpLink.parsed(address or here))

    def pages_for(self, screen: str, name: str) -> Pages:
        """Pages on a screen and on the terms that the name of a control on it mentions."""
        page = self.book.page(HelpLink("help", screen))
        return [*([(page.title, page.link.address)] if page else []), *_terms(self.book.terms_in(name))]

    def pages_on(self, citation: str) -> Pages:
        """Terms that a place in the law defines."""
        return _terms(self.book.terms_from(citation))

    def explain_place(self, citation: str) -> None:
        """Open the explanation of a place in the law, where the help was asked for."""
        wizard = self._asked_in
        window = wizard if wizard is not None and isValid(wizard) and wizard.isVisible() else self._window
        for cite in cites_of(self._window.session.pack, [citation]):
            window.explain(cite)
            window.activateWindow()

    # -- search ----------------------------------------------------------------------------------------------

    def search(self, wizard: InterviewWizard | None = None) -> None:
        """Search everything, and open what was chosen."""
        if self._law is None:
            self._law = Index(entries_of_pack(self.book.pack, self.book))
        entry = SearchDialog.ask([Index(self.own_entries()), self._law], wizard or self._window)
        if entry is not None:
            self.open(entry, wizard)

    def own_entries(self) -> Iterator[Entry]:
        """Products, reporting cases, screens and commands, made one by one."""
        helps = {f"go_{screen.key}": screen.help for screen in product_screens()}
        for product in self._window.listed_products():
            yield Entry(Kind.PRODUCT, str(product.id), product.name, product.description)
        if (workspace := self._window.session.workspace) is not None:
            yield from entries_of_cases(workspace)
        for name, action in list(self._window.menus.actions.items()):
            if action.isEnabled() and name != "search":
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                text = ", ".join(part for part in (keys, helps.get(name, "")) if part)
                kind = Kind.SCREEN if name.startswith("go_") else Kind.COMMAND
                yield Entry(kind, name, _without_letter(action.text()), text)

    def open(self, entry: Entry, wizard: InterviewWizard | None = None) -> None:
        """Go to a result. What belongs to a product is shown for the present one, or else explained.

        What was searched for in an interview is shown there, if it belongs there.
        """
        window = self._window
        product_id = wizard.interview.product_id if wizard is not None else window.chosen_product()
        if entry.kind in (Kind.PRODUCT, Kind.CASE, Kind.SCREEN, Kind.COMMAND, Kind.REQUIREMENT):
            window.activateWindow()
        if entry.kind is Kind.PRODUCT:
            window.open_product(int(entry.key))
        elif entry.kind is Kind.CASE:
            home, _, case_id = entry.key.partition(" ")
            window.open_product(int(home))
            window.show_place(Place(RecordKind.CASE, case_id))
        elif entry.kind in (Kind.SCREEN, Kind.COMMAND):
            window.menus.actions[entry.key].trigger()
        elif entry.kind is Kind.HELP:
            self.show_help(f"help:{entry.key}", "", wizard)
        elif entry.kind is Kind.TERM:
            self.show_help(f"term:{entry.key}", "", wizard)
        elif entry.kind is Kind.PROVISION:
            self._asked_in = wizard
            self.explain_place(entry.key)
        elif entry.kind is Kind.REQUIREMENT and product_id:
            if product_id != window.chosen_product():
                window.open_product(product_id)
            window.go("requirements")
            window.show_place(Place(RecordKind.REQUIREMENT, entry.key))
        elif entry.kind is Kind.QUESTION and self._is_asked(product_id, entry.key):
            if wizard is not None:
                wizard.open_question(entry.key)
            else:
                window.open_interview(entry.key)
        else:
            self._explain_item(entry, product_id, wizard)

    def _explain_item(self, entry: Entry, product_id: int, wizard: InterviewWizard | None) -> None:
        """A question or requirement that cannot be gone to now."""
        pack = self._window.session.pack
        item = pack.requirements.get(entry.key) or pack.questions[entry.key]
        why = (
            tr("Not asked for this product at present.") if product_id else tr("Open a product to answer it.")
        )
        text = f"{entry.text}\n{why if entry.kind is Kind.QUESTION else ''}"
        pages = _terms(self.book.terms_in(entry.title))
        if wizard is not None:
            wizard.explain_item(entry.title, text, cites_of(pack, list(item.cites)), pages)
            return
        self._window.dock.explain(
            entry.title,
            text,
            reference="\n".join(pack.label(one) for one in item.cites),
            came_from=QApplication.focusWidget(),
            pages=pages,
        )

    def _is_asked(self, product_id: int, question: str) -> bool:
        workspace = self._window.session.workspace
        return (
            bool(product_id)
            and workspace is not None
            and question in workspace.interview(product_id).relevant()
        )


def _terms(terms: list[Term]) -> Pages:
    return [(capital(one.term), f"term:{one.id}") for one in terms]


def _without_letter(text: str) -> str:
    """The text of a menu without the mark of its letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
