"""The commands on the workspace file: another one, a copy, backups, the calendar, its folder.

Loaded when one of them is first chosen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crasuite import paths
from crasuite.domain.english import day
from crasuite.errors import CraSuiteError, StoreError
from crasuite.language import mark, tr
from crasuite.ui import crash, jobs
from crasuite.ui.dates import clock
from crasuite.ui.dialogs import files
from crasuite.ui.menus import as_menu_text

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow

_FILE_FILTER = mark("CRA Suite workspaces (*.crasuite)")


class FileCommands:
    """Each asks what it has to know. No other file is opened while an interview cannot save its answers."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session

    # -- another file ----------------------------------------------------------------------------------------

    def new(self) -> None:
        """Make another workspace file."""
        start = paths.data_dir() / "my products.crasuite"
        path = files.ask_to_save(self._window, tr("New workspace"), start, tr(_FILE_FILTER))
        if path and self._window.interviews.close_all():
            self._session.create(_with_suffix(path))

    def open(self) -> None:
        """Choose a workspace file."""
        folder = self._session.file.path.parent if self._session.file else paths.data_dir()
        path = files.ask_to_open(self._window, tr("Open workspace"), folder, tr(_FILE_FILTER))
        if path:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Open this workspace file."""
        if self._window.interviews.close_all():
            self._session.open(path)

    def fill_recent(self) -> None:
        """List the files that were opened before in their menu."""
        menu = self._window.menus.recent
        menu.clear()
        present = self._session.file.path if self._session.file else None
        recent = [file for file in self._window.settings.recent_files() if file != present]
        for number, file in enumerate(recent, 1):
            action = menu.addAction(f"&{number} {as_menu_text(file.name)}")
            action.setToolTip(str(file))
            action.triggered.connect(lambda *_, file=file: self.open_file(file))
        if not recent:
            menu.addAction(tr("Nothing else was opened yet")).setEnabled(False)

    # -- copies ----------------------------------------------------------------------------------------------

    def save_copy(self) -> None:
        """Write a copy under another name; the open file stays the open file."""
        file = self._session.file
        if file is None:
            return
        start = file.path.with_name(f"{file.path.stem} copy.crasuite")
        path = files.ask_to_save(self._window, tr("Save a copy"), start, tr(_FILE_FILTER))
        if not path:
            return
        target = _with_suffix(path)
        try:
            self._session.save_copy(target)
        except StoreError as error:
            crash.show_error(error)
            return
        title = tr("A copy is in {file}.", file=target.name)
        if file.is_read_only or file.is_behind:
            self._window.notices.tell(
                title,
                tr("Nothing can be saved in {file}: go on in the copy.", file=file.path.name),
                verb=tr("Open the copy"),
                slot=lambda: self.open_file(target),
            )
        else:
            self._window.notices.tell_done(title, tr("You go on working in {file}.", file=file.path.name))

    def tell_read_only(self) -> None:
        """A note on why nothing can be changed, with the way on."""
        from crasuite.store.workspace_file import ReadOnly

        file = self._session.file
        assert file is not None
        title = tr("{file} is open to read only.", file=file.path.name)
        if file.read_only is ReadOnly.ASKED:  # a copy would part from what is written meanwhile
            self._window.notices.tell(
                title,
                tr("It is open elsewhere. What is changed there shows here once you open it again."),
                tone="warn",
                verb=tr("Open again"),
                slot=lambda: self.open_file(file.path),
            )
        else:
            self._window.notices.tell(
                title,
                tr("Save a copy in another folder to work on it."),
                tone="warn",
                verb=tr("Save a copy…"),
                slot=self.save_copy,
            )

    def show_backups(self) -> None:
        """What was backed up, and the way back to it."""
        from crasuite.store.backups import contents_of
        from crasuite.ui.dialogs.backups_dialog import BackupsDialog

        file = self._session.file
        if file is None:
            return
        self._window.flush()
        dialog = BackupsDialog(
            self._session.backups,
            lambda backup: contents_of(backup.path if backup is not None else file.path),
            self._session.back_up_by_hand(),
            read_only=file.is_read_only,
            parent=self._window,
        )
        dialog.exec()
        backup = dialog.restored
        if backup is None or not self._window.interviews.close_all():
            return
        jobs.wait_for_all()
        if self._session.go_back_to(backup.path):
            made = backup.made_at.astimezone()
            self._window.notices.tell_done(
                tr("This is the backup of {day}, {time}.", day=day(made.date()), time=clock(made)),
                tr("The file as it was before is the newest one under File, Backups."),
            )

    def export_calendar(self) -> None:
        """All dates of all products as a file that calendar programs read."""
        from crasuite.interview.calendar_file import write_calendar
        from crasuite.interview.deadlines import all_deadlines

        workspace, file = self._session.workspace, self._session.file
        if workspace is None or file is None:
            return
        start = paths.data_dir() / f"{file.path.stem}.ics"
        path = files.ask_to_save(
            self._window, tr("Export calendar file"), start, tr("Calendar files (*.ics)")
        )
        if not path:
            return
        target = path if path.suffix.lower() == ".ics" else path.with_name(f"{path.name}.ics")
        try:
            write_calendar(all_deadlines(workspace), target, workspace.now, file.path.stem)
        except CraSuiteError as error:
            crash.show_error(error)
            return
        self._window.notices.tell_done(
            tr("The dates are in {file}.", file=target.name),
            tr(
                "Import it into your calendar. Cases are named by their number alone, as calendars are "
                "shared."
            ),
        )

    # -- folders ---------------------------------------------------------------------------------------------

    def open_folder(self) -> None:
        """Where the file lies."""
        if self._session.file is not None:
            files.show_folder(self._session.file.path.parent)

    def open_logs(self) -> None:
        """Where the program notes what went wrong."""
        files.show_folder(paths.log_dir())


def _with_suffix(path: Path) -> Path:
    return path if path.suffix == ".crasuite" else path.with_name(f"{path.name}.crasuite")
