"""The interviews that are open beside the main window, one for each product at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.ui.product_screens import INTERVIEW

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.wizard.interview_wizard import InterviewWizard


class Interviews:
    """Opens interviews, and keeps them in step with what the main window does."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.wizards: dict[int, InterviewWizard] = {}
        """Those that are open, by the id of their product."""

    def open(self, workspace: Workspace, product_id: int, question: str = "") -> None:
        """The interview of a product, at a question or where it was left."""
        wizard = self.wizards.get(product_id)
        if wizard is None:
            wizard = self.wizards[product_id] = self._new(workspace, product_id)
        wizard.open_at(question)

    def _new(self, workspace: Workspace, product_id: int) -> InterviewWizard:
        from crasuite.ui.wizard.interview_wizard import InterviewWizard

        window = self._window
        wizard = InterviewWizard(workspace, product_id, window)
        wizard.set_save_copy(lambda: window.files.save_copy())
        wizard.answers_changed.connect(window.session.interview_changed)
        wizard.closed.connect(self._on_closed)
        wizard.workspace_wanted.connect(self._on_done)
        wizard.caution_wanted.connect(window.menus.actions["caution"].trigger)
        wizard.set_help(self._pages_of_help)
        wizard.help_wanted.connect(lambda address: window.finder.show_help(address, INTERVIEW, wizard))
        wizard.search_wanted.connect(lambda: window.finder.search(wizard))
        return wizard

    def _pages_of_help(self, about: str) -> list[tuple[str, str]]:
        """Pages of the help on a citation, or on the interview and the terms in a text."""
        finder = self._window.finder
        is_citation = about in self._window.session.pack.provisions
        return finder.pages_on(about) if is_citation else finder.pages_for(INTERVIEW, about)

    def _on_closed(self, product_id: int) -> None:
        wizard = self.wizards.pop(product_id, None)
        if wizard is not None:
            wizard.deleteLater()
        self._window.session.interview_changed(product_id)

    def _on_done(self, product_id: int) -> None:
        self._window.open_product(product_id)
        self._window.raise_()
        self._window.activateWindow()

    def is_one_active(self) -> bool:
        """Somebody is answering questions now and does not look at the main window."""
        return any(wizard.isActiveWindow() for wizard in self.wizards.values())

    # -- in step with the main window ------------------------------------------------------------------------

    def refresh(self, workspace: Workspace) -> None:
        """Answers were changed elsewhere."""
        for product_id, wizard in list(self.wizards.items()):
            if wizard.interview is workspace.interview(product_id):
                wizard.refresh()

    def close_outdated(self, workspace: Workspace) -> None:
        """Close those whose product goes by another rule pack now."""
        for product_id, wizard in list(self.wizards.items()):
            if wizard.interview is not workspace.interview(product_id):
                wizard.close()

    # -- the end ---------------------------------------------------------------------------------------------

    def close(self, product_id: int) -> None:
        """Close the interview of a product, if it is open."""
        if product_id in self.wizards:
            self.wizards[product_id].close()

    def close_all(self) -> bool:
        """False when one stays open: its answers cannot be saved, and the user went back to them."""
        return all(wizard.close() for wizard in list(self.wizards.values()))

    def let_go(self, product_id: int) -> None:
        """The product goes off the list, and its interview with it."""
        wizard = self.wizards.pop(product_id, None)
        if wizard is not None:
            wizard.close()

    def let_all_go(self) -> None:
        """Another file is open."""
        for wizard in list(self.wizards.values()):
            wizard.close()
        self.wizards = {}
