"""What is open: one workspace file, the rule pack, and the verdicts that fill in after the rows show.

The file is opened and its products are listed first, which takes neither the rule pack nor what evaluates it;
those are read behind the window's back. Whoever needs them earlier asks for `workspace` or `pack` and waits.

The window listens to its signals. Nothing here paints, and opening decides nothing by itself: whatever the
file refuses is asked of the user.
"""

from __future__ import annotations

import getpass
import logging
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crasuite import paths
from crasuite.errors import StoreError, UserFacingError, WorkspaceDamagedError, WorkspaceInUseError
from crasuite.language import tr, tr_in
from crasuite.ui import crash, jobs
from crasuite.ui.settings import Settings

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.rules import Pack
    from crasuite.store import workspace_file
    from crasuite.store.backups import Backup
    from crasuite.store.repository import Repository
    from crasuite.ui.product_row import ProductRow
    from crasuite.ui.rows import DeadlineRow

DEFAULT_NAME = "products.crasuite"
_SLICE_SECONDS = 0.012
log = logging.getLogger("crasuite.session")


class Session(QObject):
    """One window's open file. Lives in the window's thread, as the file does."""

    pack_loaded = Signal()
    """Verdicts come from here on."""
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
        self.file: workspace_file.Workspace | None = None
        self.saved_at: datetime | None = None
        self.deadlines: dict[int, list[DeadlineRow]] = {}
        self.show_archived = False
        self._list: Repository | None = None
        self._workspace: Workspace | None = None
        self._pack: Pack | None = None
        self._turn = Lock()
        self._is_reading = False
        self._waiting: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fill)
        self.ask: Callable[..., str] = _ask
        """How an error with choices is asked; tests put their own here."""

    # -- starting --------------------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Open `path` or what was open last."""
        path = path or self.settings.last_file() or paths.data_dir() / DEFAULT_NAME
        if path.exists():
            self.open(path)
        else:
            self.create(path)

    def _read_behind(self) -> None:
        if self.file is None:  # closed again already
            self._is_reading = False
            return
        jobs.start(self._read, done=self._on_pack, parent=self).ended.connect(self._on_read)

    def _read(self, _handle: jobs.JobHandle | None = None) -> Pack:
        """Read the rule pack once, in whichever thread asks first; the other one waits."""
        with self._turn:
            if self._pack is None:
                pack = _load()
                _warm_up(pack, self.today)
                self._pack = pack
            return self._pack

    def _on_pack(self, _pack: object) -> None:
        self.pack_loaded.emit()
        if self.file is not None:
            self._timer.start()

    def _on_read(self) -> None:
        self._is_reading = False
        self._back_up()

    @property
    def has_pack(self) -> bool:
        """True once the rule pack was read."""
        return self._pack is not None

    @property
    def pack(self) -> Pack:
        """The rule pack, in the language of the window."""
        from crasuite.rules.translation import spoken

        return spoken(self._pack or self._read())

    @property
    def workspace(self) -> Workspace | None:
        """What is open, with its verdicts."""
        if self._workspace is None and self.file is not None:
            from crasuite.interview.workspace import Workspace

            self._workspace = Workspace(self.file, self._read(), clock=self.clock, who=_user_name)
            self._workspace.on_change(self._on_change)
        return self._workspace

    @property
    def is_read_only(self) -> bool:
        """True when nothing can be saved, for want of an open file or because it may only be read."""
        return self.file is None or self.file.is_read_only

    @property
    def today(self) -> date:
        """The day every verdict is for."""
        return self.clock().astimezone().date()

    # -- files -----------------------------------------------------------------------------------------------

    def open(self, path: Path, *, read_only: bool = False, take_over: bool = False) -> bool:
        """Open a workspace in place of the present one; asks where the file gives a choice."""
        from crasuite.store.workspace_file import open_workspace

        try:
            file = open_workspace(
                path, clock=self.clock, read_only=read_only, take_over=take_over, daily_backup=False
            )
        except WorkspaceInUseError as error:
            to_read = tr_in("button", "Open to read only")
            choices = [to_read, *([tr("Open it here")] if error.can_take_over else [])]
            chosen = self.ask(error, "", choices)
            if chosen == to_read:
                return self.open(path, read_only=True)
            return self.open(path, take_over=True) if chosen else False
        except WorkspaceDamagedError as error:
            return self._offer_backup(path, error)
        except StoreError as error:
            crash.show_error(error)
            return False
        self._take(file)
        return True

    def create(self, path: Path) -> bool:
        """Make a new workspace and open it."""
        from crasuite.store.workspace_file import create_workspace

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = create_workspace(path)
        except StoreError as error:
            crash.show_error(error)
            return False
        except OSError as error:
            crash.show_error(
                StoreError(
                    "UI-03",
                    tr("The folder for your products cannot be made."),
                    f"{path.parent}: {error.strerror}.",
                    tr("Choose File, New workspace and a folder you can write to."),
                )
            )
            return False
        self._take(file)
        return True

    def save_copy(self, target: Path) -> None:
        """Write a complete copy under another name."""
        assert self.file is not None
        self.file.save_copy(target)

    def backups(self) -> list[Backup]:
        """The backups of the open file, newest first."""
        from crasuite.store.backups import described

        return described(self.file.path) if self.file is not None else []

    def back_up_by_hand(self) -> Callable[[], object]:
        """The function that makes a backup that stays, for any thread."""
        from crasuite.store.backups import BY_HAND, make_backup

        assert self.file is not None
        path = self.file.path
        return lambda: make_backup(path, self.clock(), BY_HAND)

    def go_back_to(self, backup: Path) -> bool:
        """Put a backup in the place of the open file, which is kept as a backup, and open it."""
        assert self.file is not None
        path = self.file.path
        self.close()
        # Where it was not possible, the file is as it was, and so is opened again.
        return self._restore(path, backup) or (self.open(path) and False)

    def close(self) -> None:
        """Let go of the file."""
        self._timer.stop()
        self._waiting = []
        if self.file is not None:
            self.file.close()
            self.file = self._list = self._workspace = None
            self.closed.emit()

    def _take(self, file: workspace_file.Workspace) -> None:
        from crasuite.store.repository import Repository

        self.close()
        self.file = file
        self._list = Repository(file, clock=self.clock, who=_user_name, pack_version=str)
        self.settings.add_recent(file.path)
        self.deadlines = {}
        self.saved_at = None
        self.opened.emit()
        if self._pack is not None:
            self._back_up()
        elif not self._is_reading:
            self._is_reading = True
            # The products show first; two threads of Python would only hold each other up.
            QTimer.singleShot(0, self._read_behind)

    def _back_up(self) -> None:
        if self.file is None:
            return
        file, now, proves = self.file, self.clock(), not self.file.is_proven
        path, writes = file.path, not file.is_read_only

        def failed(error: Exception) -> None:
            if isinstance(error, WorkspaceDamagedError) and self.file is file:
                self.close()  # nobody shall go on with a value that is not what was put there
                self._offer_backup(path, error)
            else:
                crash.show_error(error)

        if proves or writes:
            work = partial(_look_after, path, now, proves=proves, writes=writes)
            jobs.start(work, failed=failed, parent=self)

    def _offer_backup(self, path: Path, error: WorkspaceDamagedError) -> bool:
        if error.backup is None:
            crash.show_error(error)
            return False
        return bool(self.ask(error, "", [tr("Restore the backup")])) and self._restore(path, error.backup)

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
        """Products as they show at once, for one query; `work_out` then brings their verdicts."""
        if self._list is None:
            return []
        from crasuite.domain.product import ProductState
        from crasuite.ui.product_row import ProductRow

        states = (ProductState.ACTIVE, *((ProductState.ARCHIVED,) if self.show_archived else ()))
        rows = [
            ProductRow(product.id, product.name, is_archived=product.state is ProductState.ARCHIVED)
            for product in self._list.products(*states)
        ]
        listed = {row.id for row in rows}
        self._waiting = [one for one in self._waiting if one in listed]
        self.deadlines = {key: value for key, value in self.deadlines.items() if key in listed}
        return rows

    def undo_label(self) -> str | None:
        """What undo would take back; None: nothing."""
        return self._list.undo_label() if self._list is not None else None

    def redo_label(self) -> str | None:
        """What redo would make again; None: nothing."""
        return self._list.redo_label() if self._list is not None else None

    def work_out(self, product_ids: Iterable[int]) -> None:
        """Evaluate these products in slices that never hold the window up; each comes by `row_ready`."""
        waiting = set(self._waiting)
        self._waiting += [one for one in product_ids if one not in waiting]
        if self._pack is not None:
            self._timer.start()

    def is_filling(self) -> bool:
        """True while verdicts are still to come."""
        return self._timer.isActive() or self._is_reading

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


def _load() -> Pack:
    from crasuite.rules import load_pack

    return load_pack()


def _warm_up(pack: Pack, today: date) -> None:
    """What only the first verdict needs, while the window can be used: modules, and the compiled rules."""
    import_module("crasuite.interview.workspace")
    import_module("crasuite.ui.adapter")
    from crasuite.rules import assess
    from crasuite.rules.translation import spoken

    assess(spoken(pack), {}, today).questions_to_ask()


def _look_after(path: Path, now: datetime, _handle: jobs.JobHandle, *, proves: bool, writes: bool) -> None:
    """What opening put off: hold a long history against the values, and make the backup of the day."""
    if writes:
        import_module("sqlite_utils")  # so that the first change need not wait for it
    if proves:
        from crasuite.store.workspace_file import prove

        prove(path)
    if writes:
        from crasuite.store.backups import make_daily_backup

        make_daily_backup(path, now)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
