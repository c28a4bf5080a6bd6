"""The imports of a page: each a card that shows how far its file is read, or what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from crasuite.interview.sbom_file import ImportCancelledError
from crasuite.ui import jobs
from crasuite.ui.widgets.build import column
from crasuite.ui.widgets.import_card import ImportCard


class ImportCards(QWidget):
    """Reads files in other threads, one card for each, and shows those of the product on the page."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.cards: list[ImportCard] = []
        self._product_id = 0
        self._column = column(spacing=spacing)
        self.setLayout(self._column)
        self.hide()

    def start(
        self,
        card: ImportCard,
        work: Callable[[jobs.JobHandle], object],
        *,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None],
        other: Callable[[], None],
        is_important: bool = False,
    ) -> None:
        """Read the file of a card. `work` runs in another thread and may raise ImportCancelledError; the rest
        is called in the window's, `done` only for what nobody stopped. `other` chooses another file.
        """

        def read(handle: jobs.JobHandle) -> object:
            try:
                return work(handle)
            except ImportCancelledError:
                raise jobs.JobCancelledError from None

        job = jobs.Job(read, self)
        job.is_important = is_important
        job.progress.connect(lambda at, total, _what: card.show_progress(at, total))
        job.done.connect(lambda found: cancelled() if job.stop.is_set() else done(found))
        job.failed.connect(failed)
        job.cancelled.connect(cancelled)
        card.cancel_wanted.connect(job.cancel)
        card.closed.connect(lambda: self.remove(card))
        card.other_wanted.connect(other)
        self.cards.append(card)
        self._column.addWidget(card)
        self.show_of(self._product_id)
        job.start()

    def remove(self, card: ImportCard) -> None:
        """Take a card away."""
        if card in self.cards:
            self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.show_of(self._product_id)

    def show_of(self, product_id: int) -> None:
        """Show the cards of one product; those of others go on unseen."""
        self._product_id = product_id
        for card in self.cards:
            card.setVisible(card.product_id == product_id)
        self.setVisible(any(card.product_id == product_id for card in self.cards))


def files_of(urls: Sequence[QUrl]) -> list[Path]:
    """The files among what is dropped."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
