"""What the window explains: places in the law and screens in the drawer, texts and versions to read.

Loaded when one of them is first asked for.
"""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from crasuite import __version__
from crasuite.domain.english import day
from crasuite.language import tr, trn
from crasuite.ui import texts
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.widgets.citation_chip import CitationChip

if TYPE_CHECKING:
    from crasuite.interview.views import Cite
    from crasuite.rules.model import Source
    from crasuite.ui.main_window import MainWindow


class Explanations:
    """Belongs to one window and knows which of its screens is shown."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # -- in the drawer ---------------------------------------------------------------------------------------

    def explain(self, cite: Cite) -> None:
        """Open the drawer for a place in the law."""
        came_from = QApplication.focusWidget()
        reference = f"{cite.label}, {cite.number}" if cite.number else cite.label
        self._window.dock.explain(
            cite.label,
            cite.gist,
            source=cite.source,
            reference=reference,
            address=cite.eli,
            used_in=self._uses_of(cite),
            came_from=came_from,
            pages=self._window.finder.pages_on(cite.id),
        )

    def _uses_of(self, cite: Cite) -> list[str]:
        """The steps of the verdict that rest on it, while the overview shows them."""
        data = self._window.shown_overview()
        if data is None:
            return []
        return [step.title for step in data.steps if any(one.id == cite.id for one in step.cites)]

    def explain_focus(self) -> None:
        """Explain the citation, column or screen that has the focus."""
        window = self._window
        widget = QApplication.focusWidget()
        if isinstance(widget, CitationChip):
            widget.click()
            return
        name = widget.accessibleName() if widget is not None else ""
        screen = window.product_screens.get(window.shown_screen)
        help_text = screen.help if screen else tr(texts.SCREENS[window.shown_screen])
        here = tr("You are at: {name}.", name=name) if name else ""
        window.dock.explain(
            window.page(window.shown_screen).accessibleName(),
            f"{help_text}\n{here}",
            came_from=widget,
            pages=window.finder.pages_for(window.shown_screen, name),
        )

    # -- texts to read ---------------------------------------------------------------------------------------

    def show_keyboard(self) -> None:
        """The keys of the window."""
        self._show(tr("Keyboard"), texts.keyboard())

    def show_caution(self) -> None:
        """What the program is not."""
        self._show(tr("Guidance, not legal advice"), tr(texts.CAUTION))

    def show_about(self) -> None:
        """Versions and licences."""
        manifest = self._window.session.pack.manifest
        said = tr(
            "Rule pack {version}: {title}, law as of {day}.",
            version=manifest.version,
            title=manifest.title,
            day=day(manifest.law_as_of),
        )
        self._show(
            tr("About CRA Suite"), texts.about(__version__, said, qVersion() or "", platform.python_version())
        )

    def show_law_data(self) -> None:
        """What the rule pack was made from."""
        pack = self._window.session.pack
        manifest = pack.manifest
        lines = [
            tr(
                "**{title}**, version {version}, law as of {day}.",
                title=manifest.title,
                version=manifest.version,
                day=day(manifest.law_as_of),
            ),
            "",
            tr(
                "{questions}, {rules}, {categories}, {duties}, {provisions} to cite.",
                questions=trn("{n} question", "{n} questions", len(pack.questions)),
                rules=trn("{n} rule", "{n} rules", len(pack.rules)),
                categories=trn("{n} category", "{n} categories", len(pack.categories)),
                duties=trn("{n} duty", "{n} duties", len(pack.duties)),
                provisions=trn("{n} provision", "{n} provisions", len(pack.provisions)),
            ),
            "",
            tr("Fingerprint (SHA-256): `{sha256}`", sha256=pack.sha256),
            "",
            f"## {tr('Sources')}",
            "",
            tr("| Source | Number | Read on |"),
            "|---|---|---|",
            *(f"| {_linked(one)} | {one.number} | {day(one.read_on)} |" for one in pack.sources.values()),
        ]
        self._show(tr("Law data"), "\n".join(lines))

    def _show(self, title: str, markdown: str) -> None:
        TextDialog.show_text(title, markdown, self._window)


def _linked(source: Source) -> str:
    address = source.eli or source.address
    return f"[{source.title}](<{address}>)" if address else source.title
