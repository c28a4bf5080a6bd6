"""The backups of the open workspace: what is in each, making one by hand, going back to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QSplitter, QTextBrowser, QWidget

from crasuite.domain.english import Worded, capital, day
from crasuite.errors import UserFacingError
from crasuite.language import mark, number, tr, trn
from crasuite.store.backups import BEFORE_RESTORING, BY_HAND, DAILY, Backup, Contents
from crasuite.ui import crash, jobs
from crasuite.ui.dates import clock
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.table import Table, in_card

_REASONS: Worded[str] = Worded(
    {DAILY: mark("Daily"), BY_HAND: mark("By hand"), BEFORE_RESTORING: mark("Before going back")}
)
_BEFORE_FORMAT = "before format "
_LISTED = 12
"""Products named in the preview; the rest are counted."""


class BackupsDialog(QDialog):
    """Nothing changes until a question is answered with "Go back"; Escape leaves all as it is.

    `backups` lists them newest first; `contents` reads one, and the open file where it gets None; `back_up`
    makes one. These may take long and run in another thread. `restored` is the backup to go back to once the
    dialog is closed.
    """

    def __init__(
        self,
        backups: Callable[[], Sequence[Backup]],
        contents: Callable[[Backup | None], Contents],
        back_up: Callable[[], object],
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Backups"))
        self._backups = backups
        self._contents = contents
        self._back_up = back_up
        self._read_only = read_only
        self._present: Contents | None = None
        self._known: dict[Backup, Contents] = {}
        self._unreadable: dict[Backup, str] = {}
        self.restored: Backup | None = None
        self.title = label("", "headline", wrap=True)
        said = tr(
            "One is made on each day you work; the ten newest of those are kept. Those made by hand stay. "
            "They lie in a folder beside your file, so keep a copy on another disk as well."
        )
        self.model = RowModel(
            [
                Column(tr("Made"), _when, lambda one: one.made_at),
                Column(tr("Why"), _why, _why),
                Column(tr("Size"), _size, lambda one: one.size),
            ]
        )
        self._filter = RowFilter(self.model)
        self.table = Table(tr("Backups"), self._filter)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width(f"{day(date(2026, 11, 24))}, 10:02") + 40, None, width("1,000 MB") + 36
        )
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(tr("What is in it"))
        self.preview.setOpenLinks(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setProperty("role", "gap")
        split.setHandleWidth(14)
        split.setChildrenCollapsible(False)
        split.addWidget(in_card(self.table))
        split.addWidget(self.preview)
        split.setSizes([430, 430])
        self.make_button = button(tr("Back up &now"), on_click=self._make)
        self.restore_button = button(tr("&Go back to this one…"), on_click=self._ask)
        self.close_button = button(tr("&Close"), "primary", on_click=self.reject)
        layout = column(
            self.title,
            label(said, "muted", wrap=True),
            split,
            row(self.make_button, self.restore_button, None, self.close_button, spacing=8),
            spacing=12,
            margins=(22, 18, 22, 16),
        )
        layout.setStretch(2, 1)
        # Qt reckons the smallest height as if wrapped lines were narrow.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(layout)
        self.resize(940, 540)
        self._job: jobs.Job | None = None
        self._fill()
        self._read(None)
        self.table.setFocus()

    def current(self) -> Backup | None:
        """The backup of the current row."""
        index = self._filter.mapToSource(self.table.currentIndex())
        return self.model.row_at(index.row()) if index.isValid() else None

    def _fill(self) -> None:
        found = self._backups()
        self.model.set_rows(found)
        self.title.setText(
            trn("{n} backup of this file", "{n} backups of this file", len(found))
            if found
            else tr("No backup yet")
        )
        if found:
            self.table.selectRow(0)
        self._show()

    def _read(self, backup: Backup | None) -> None:
        jobs.start(
            lambda _handle: self._contents(backup),
            done=partial(self._keep, backup),
            failed=partial(self._on_unreadable, backup),
        )

    def _keep(self, backup: Backup | None, found: object) -> None:
        assert isinstance(found, Contents)
        if backup is None:
            self._present = found
        else:
            self._known[backup] = found
        self._show(may_read=False)

    def _on_unreadable(self, backup: Backup | None, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            crash.show_error(error)
        elif backup is not None:
            said = f"**{_safe(error.what)}**\n\n{_safe(error.why)} {_safe(error.next_step)}"
            self._unreadable[backup] = said
            self._show(may_read=False)

    def _show(self, *, may_read: bool = True) -> None:
        backup = self.current()
        known = self._known.get(backup) if backup is not None else None
        self.restore_button.setEnabled(known is not None and not self._read_only)
        self.make_button.setEnabled(not self._read_only and self._job is None)
        if backup is None:
            self.preview.setMarkdown(tr("Choose a backup to see what is in it."))
        elif backup in self._unreadable:
            self.preview.setMarkdown(self._unreadable[backup])
        elif known is None:
            self.preview.setMarkdown(tr("Reading…"))
            if may_read:
                self._read(backup)
        else:
            self.preview.setMarkdown(_as_markdown(known, self._present))
        self.preview.document().setDocumentMargin(12)

    def _make(self) -> None:
        self.make_button.setEnabled(False)
        self._job = jobs.start(lambda _handle: self._back_up())
        self._job.is_important = True
        self._job.ended.connect(self._on_made)

    def _on_made(self) -> None:
        self._job = None
        self._fill()
        self.table.setFocus()

    def _ask(self) -> None:
        backup = self.current()
        known = self._known.get(backup) if backup is not None else None
        if backup is None or known is None:
            return
        lost = self._present.changes - known.changes if self._present is not None else 0
        if lost > 0:
            said = trn(
                "{n} change made since then will not be in it. The file as it is now is kept in this list, "
                "so you can come back to it.",
                "{n} changes made since then will not be in it. The file as it is now is kept in this list, "
                "so you can come back to it.",
                lost,
            )
        else:
            said = tr("The file as it is now is kept in this list, so you can come back to it.")
        if ConfirmDialog.ask(
            tr("Go back to the backup of {when}?", when=_when(backup)),
            said,
            tr("Go back"),
            tr("Keep the file as it is"),
            self,
        ):
            self.restored = backup
            self.accept()


def _when(backup: Backup) -> str:
    local = backup.made_at.astimezone()
    return f"{day(local.date())}, {clock(local)}"


def _why(backup: Backup) -> str:
    if backup.reason.startswith(_BEFORE_FORMAT):
        return tr("Before format {number}", number=backup.reason.removeprefix(_BEFORE_FORMAT))
    return _REASONS.get(backup.reason, capital(backup.reason))


def _size(backup: Backup) -> str:
    kilobytes = -(-backup.size // 1000)
    return f"{number(kilobytes)} kB" if kilobytes < 1000 else f"{number(-(-kilobytes // 1000))} MB"


def _as_markdown(found: Contents, present: Contents | None) -> str:
    lines = [f"**{trn('{n} product', '{n} products', len(found.products))}**", ""]
    for name, answers, records in found.products[:_LISTED]:
        parts = [trn("{n} answer", "{n} answers", answers)]
        if records:
            parts.append(trn("{n} entry in the technical file", "{n} entries in the technical file", records))
        lines.append(f"* {_safe(name)}: {', '.join(parts)}")
    if len(found.products) > _LISTED:
        left = len(found.products) - _LISTED
        lines.append("* " + trn("and {n} more", "and {n} more", left))
    lines += ["", trn("{n} file kept in it.", "{n} files kept in it.", found.files)]
    if found.last_change is not None:
        at, who, what = found.last_change
        local = at.astimezone()
        values = {"change": _safe(what), "day": day(local.date()), "time": clock(local)}
        lines += [
            "",
            tr("Last change: {change}, {day}, {time} by {person}.", person=_safe(who), **values)
            if who
            else tr("Last change: {change}, {day}, {time}.", **values),
        ]
    if present is not None:
        newer = present.changes - found.changes
        if newer > 0:
            lines += [
                "",
                trn(
                    "**{n} change** was made in your file after it.",
                    "**{n} changes** were made in your file after it.",
                    newer,
                ),
            ]
        elif newer == 0:
            lines += ["", tr("Nothing was changed in your file since then.")]
        else:
            lines += [
                "",
                trn(
                    "It has **{n} change** that your file does not have.",
                    "It has **{n} changes** that your file does not have.",
                    -newer,
                ),
            ]
    return "\n".join(lines)


def _safe(text: str) -> str:
    """Names as they were typed, whatever Markdown would make of them."""
    return "".join(f"\\{one}" if one in r"\`*_{}[]()#+-.!|<>~&" else one for one in text.replace("\n", " "))
