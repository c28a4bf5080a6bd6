"""Counts beside a screen's name that take too long for the window's thread: worked out once all is quiet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crasuite.errors import UserFacingError
from crasuite.ui import crash, jobs

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.product_screens import Count

QUIET_MS = 700


class LateCounts(QObject):
    """`words` gives what is known, also while it is out of date, and has it renewed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[tuple[int, str], str] = {}
        self._stale: set[tuple[int, str]] = set()
        self._wanted: tuple[Workspace, int, str, Callable[[], Count]] | None = None
        self._round = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._work_out)

    def words(self, workspace: Workspace, product_id: int, screen: str, late: Callable[[], Count]) -> str:
        """The count as it is known; empty before the first one."""
        key = product_id, screen
        if key not in self._known or key in self._stale:
            self._wanted = workspace, product_id, screen, late
            self._timer.start()
        return self._known.get(key, "")

    def forget(self, product_ids: Collection[int]) -> None:
        """These products changed: what is known of them is out of date."""
        self._round += 1
        self._stale |= {key for key in self._known if key[0] in product_ids}

    def clear(self) -> None:
        """Another file is open, or none."""
        self._round += 1
        self._timer.stop()
        self._wanted = None
        self._known.clear()
        self._stale.clear()

    def _work_out(self) -> None:
        if self._wanted is None:
            return
        workspace, product_id, screen, late = self._wanted
        self._wanted = None
        asked_in = self._round

        def ask(count: Any) -> None:
            if asked_in == self._round:
                self._ask(count, workspace, product_id, screen)

        jobs.start(
            lambda _handle: late(),
            done=ask,
            failed=crash.show_error,
            parent=self,
        )

    def _ask(self, count: Count, workspace: Workspace, product_id: int, screen: str) -> None:
        asked_in = self._round
        try:
            work = count(workspace, product_id)
        except UserFacingError:  # the screen itself says what is wrong
            return
        jobs.start(
            lambda _handle: work(),
            done=lambda words: self._found(asked_in, (product_id, screen), str(words)),
            failed=_failed,
            parent=self,
        )

    def _found(self, asked_in: int, key: tuple[int, str], words: str) -> None:
        if asked_in != self._round:
            return  # asked again by then
        self._stale.discard(key)
        if self._known.get(key) != words:
            self._known[key] = words
            self.changed.emit()


def _failed(error: Exception) -> None:
    if not isinstance(error, UserFacingError):  # the screen itself says what is wrong with the file
        crash.show_error(error)
