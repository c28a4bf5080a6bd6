"""What is open: the rule pack, one workspace file, and the verdicts that fill in after the rows show.

The window listens to its signals. Nothing here paints, and opening decides nothing by itself: whatever the
file refuses is asked of the user.
"""

from __future__ import annotations

import getpass
import logging
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crasuite import paths
from crasuite.errors import StoreError, UserFacingError, WorkspaceDamagedError, WorkspaceInUseError
from crasuite.ui import crash, jobs
from crasuite.ui.settings import Settings

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.rules import Pack
    from crasuite.ui.rows import DeadlineRow, ProductRow

DEFAULT_NAME = "products.crasuite"
_SLICE_SECONDS = 0.012
log = logging.getLogger("crasuite.session")


class Session(QObject):
    """One window's open file. Lives in the window's thread, as the file does."""

    pack_loaded = Signal()
    opened = Signal()
    closed = Signal()
    changed = Signal(object)
    """Ids of products that were added, changed or removed."""
    saved = Signal()
    row_ready = Signal(object)
    rows_done = Signal()

    def __init__(self, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock or (lambda: datetime.now(UTC))
        self.pack: Pack | None = None
        self.workspace: Workspace | None = None
        self.saved_at: datetime | None = None
        self.deadlines: dict[int, list[DeadlineRow]] = {}
        self.show_archived = False
        self._wanted: Path | None = None
        self._waiting: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fill)
        self.ask: Callable[..., str] = _ask
        """How an error with choices is asked; tests put their own here."""

    # -- starting --------------------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Load the rule pack off the window's thread, then open `path` or what was open last."""
        self._wanted = path
        jobs.start(_load, done=self._on_pack, parent=self)

    def _on_pack(self, pack: Any) -> None:
        self.pack = pack
        self.pack_loaded.emit()
        path = self._wanted or self.settings.last_file() or paths.data_dir() / DEFAULT_NAME
        if path.exists():
            self.open(path)
        else:
            self.create(path)

    @property
    def today(self) -> date:
        """The day every verdict is for."""
        return self.workspace.today if self.workspace else self.clock().astimezone().date()

    # -- files -----------------------------------------------------------------------------------------------

    def open(self, path: Path, *, read_only: bool = False, take_over: bool = False) -> bool:
        """Open a workspace in place of the present one; asks where the file gives a choice."""
        from crasuite.interview.workspace import Workspace

        assert self.pack is not None
        try:
            workspace = Workspace.open(
                path,
                self.pack,
                clock=self.clock,
                read_only=read_only,
                take_over=take_over,
                daily_backup=False,
                who=_user_name,
            )
        except WorkspaceInUseError as error:
            choices = ["Open to read only"] + (["Open it here"] if error.can_take_over else [])
            chosen = self.ask(error, "", choices)
            if chosen == "Open to read only":
                return self.open(path, read_only=True)
            return self.open(path, take_over=True) if chosen else False
        except WorkspaceDamagedError as error:
            if error.backup is None or not self.ask(error, "", ["Restore the backup"]):
                if error.backup is None:
                    crash.show_error(error)
                return False
            return self._restore(path, error.backup)
        except StoreError as error:
            crash.show_error(error)
            return False
        self._take(workspace)
        return True

    def create(self, path: Path) -> bool:
        """Make a new workspace and open it."""
        from crasuite.interview.workspace import Workspace

        assert self.pack is not None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            workspace = Workspace.create(path, self.pack, clock=self.clock, who=_user_name)
        except StoreError as error:
            crash.show_error(error)
            return False
        except OSError as error:
            crash.show_error(
                StoreError(
                    "UI-03",
                    "The folder for your products cannot be made.",
                    f"{path.parent}: {error.strerror}.",
                    "Choose File, New workspace and a folder you can write to.",
                )
            )
            return False
        self._take(workspace)
        return True

    def save_copy(self, target: Path) -> None:
        """Write a complete copy under another name."""
        assert self.workspace is not None
        self.workspace.file.save_copy(target)

    def close(self) -> None:
        """Let go of the file."""
        self._timer.stop()
        self._waiting = []
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
            self.closed.emit()

    def _take(self, workspace: Workspace) -> None:
        self.close()
        self.workspace = workspace
        workspace.on_change(self._on_change)
        self.settings.add_recent(workspace.path)
        self.deadlines = {}
        self.saved_at = None
        self.opened.emit()
        if not workspace.is_read_only:
            path, now = workspace.path, self.clock()
            jobs.start(lambda _handle: _backup(path, now), parent=self)

    def _restore(self, path: Path, backup: Path) -> bool:
        from crasuite.store.backups import restore_backup

        try:
            restore_backup(path, backup, self.clock())
        except StoreError as error:
            crash.show_error(error)
            return False
        return self.open(path)

    # -- rows ------------------------------------------------------------------------------------------------

    def plain_rows(self) -> list[ProductRow]:
        """Products as they show at once; `work_out` then brings their verdicts."""
        if self.workspace is None:
            return []
        from crasuite.ui import adapter

        rows = adapter.plain_rows(self.workspace, archived=self.show_archived)
        listed = {row.id for row in rows}
        self._waiting = [one for one in self._waiting if one in listed]
        self.deadlines = {key: value for key, value in self.deadlines.items() if key in listed}
        return rows

    def work_out(self, product_ids: Iterable[int]) -> None:
        """Evaluate these products in slices that never hold the window up; each comes by `row_ready`."""
        waiting = set(self._waiting)
        self._waiting += [one for one in product_ids if one not in waiting]
        self._timer.start()

    def is_filling(self) -> bool:
        """True while verdicts are still being worked out."""
        return self._timer.isActive()

    def _fill(self) -> None:
        from crasuite.ui import adapter

        end = time.perf_counter() + _SLICE_SECONDS
        while self._waiting and self.workspace is not None and time.perf_counter() < end:
            product_id = self._waiting.pop(0)
            try:
                row = adapter.product_row(self.workspace.summary(product_id), self.today)
                self.deadlines[product_id] = adapter.deadline_rows(self.workspace, product_id, row.name)
            except UserFacingError as error:
                if product_id not in {one.id for one in self.workspace.products(archived=True)}:
                    continue  # deleted meanwhile
                log.warning("Product %s: %s", product_id, error.code)
                row = adapter.unreadable_row(self.workspace, product_id, error)
            self.row_ready.emit(row)
        if not self._waiting or self.workspace is None:
            self._timer.stop()
            self.rows_done.emit()

    # -- changes ---------------------------------------------------------------------------------------------

    def note_saved(self) -> None:
        """Something was written; the status bar says when."""
        self.saved_at = self.clock()
        self.saved.emit()

    def interview_changed(self, product_id: int) -> None:
        """The interview of a product wrote answers."""
        if self.workspace is not None:
            self.workspace.refresh(product_id)
        self.note_saved()
        self.changed.emit((product_id,))

    def _on_change(self, product_ids: Collection[int]) -> None:
        self.note_saved()
        self.changed.emit(tuple(product_ids))


def _ask(error: UserFacingError, report: str = "", choices: Collection[str] = ()) -> str:
    from crasuite.ui.dialogs.error_dialog import ErrorDialog

    return ErrorDialog.ask(error, report, list(choices))


def _load(_handle: jobs.JobHandle) -> Pack:
    # The store and its libraries are imported here as well, while the window already shows.
    import_module("crasuite.ui.adapter")
    from crasuite.rules import load_pack

    return load_pack()


def _backup(path: Path, now: datetime) -> None:
    from crasuite.store.backups import make_daily_backup

    make_daily_backup(path, now)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
