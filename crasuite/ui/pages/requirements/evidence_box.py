"""Evidence of a point, with all that can be done to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from crasuite.domain.evidence import EvidenceKind, EvidenceState
from crasuite.interview.evidence_watch import EvidenceLook
from crasuite.interview.requirement_views import EvidenceLine, RequirementDetail
from crasuite.interview.technical_file import RequirementsFile
from crasuite.language import mark, tr, trn
from crasuite.ui.icons import icon
from crasuite.ui.pages.requirements.evidence_list import EvidenceList
from crasuite.ui.pages.requirements.evidence_model import EvidenceModel
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.info_box import InfoBox

EMPTY = mark("No evidence yet. A test report, a design page or a photo of the label will do.")


class EvidenceBox(QWidget):
    """Says what is wanted; the page does it, because files are copied off the window's thread."""

    attach_wanted = Signal(str)
    """file, place, link, note or known."""
    open_wanted = Signal(str)
    edit_wanted = Signal(str)
    remove_wanted = Signal(list)
    new_version_wanted = Signal(str)
    new_place_wanted = Signal(str)
    replace_wanted = Signal(str)
    old_version_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._file: RequirementsFile | None = None
        self._looks: Mapping[str, EvidenceLook] = {}
        self._may_write = True
        self.model = EvidenceModel()
        self.list = EvidenceList(self.model)
        self._count = label("", "caption")
        self.attach_button = button(
            tr("Attach file…"),
            "link",
            "paperclip",
            lambda: self.attach_wanted.emit("file"),
            name=tr("Attach file"),
        )
        self.more_button = QToolButton()
        self.more_button.setProperty("role", "icon")
        self.more_button.setIcon(icon("ellipsis", "accent"))
        self.more_button.setAccessibleName(tr("More ways to attach evidence"))
        self.more_button.setToolTip(tr("More ways to attach evidence"))
        self.more_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setMenu(self._menu())
        self._empty = label(tr(EMPTY), "muted", wrap=True)
        self.open_button = button(tr("&Open a copy"), "link", on_click=self._open)
        self.edit_button = button(tr("Edit…"), "link", on_click=self._edit)
        self.replace_button = button(
            tr("Replace…"), "link", on_click=self._replace, name=tr("Replace the file")
        )
        self.remove_button = button(tr("Remove"), "link", on_click=self._remove)
        self._actions = QWidget()
        self._actions.setLayout(
            row(self.open_button, self.edit_button, self.replace_button, self.remove_button, None, spacing=12)
        )
        self._flag = InfoBox("", " ", icon="triangle-alert")
        self.new_button = button(tr("Take new version"), "link", on_click=self._take_new)
        self.old_button = button(tr("&Keep old version"), "link", on_click=self._keep_old)
        self._answers = QWidget()
        self._answers.setLayout(row(self.new_button, self.old_button, None, spacing=12))
        head = row(label(tr("Evidence"), "strong"), self._count, None, self.attach_button, self.more_button)
        self.setLayout(
            column(head, self._empty, self.list, self._flag, self._answers, self._actions, spacing=4)
        )
        self.list.opened.connect(self._open)
        self.list.removed.connect(self._remove)
        self.list.chosen.connect(self._show_actions)

    def load(
        self,
        file: RequirementsFile,
        detail: RequirementDetail,
        looks: Mapping[str, EvidenceLook],
        *,
        other: bool,
    ) -> None:
        """Show the evidence of a point; `other` when it is another point than before."""
        self._file, self._looks = file, looks
        chosen = [] if other else [line.record.id for line in self.list.lines()]
        self.model.set_lines(detail.evidence, looks)
        self.list.fit()
        self._empty.setVisible(not detail.evidence)
        self._count.setText(_count_words(detail.evidence))
        self._may_write = not file.is_read_only
        for widget in (self.attach_button, self.more_button):
            widget.setEnabled(self._may_write)
        if not self.list.lines():
            flagged = [one.record.id for one in detail.evidence if self._is_flagged(one)]
            self.choose((chosen or flagged or [""])[0])
        self._show_actions()

    def choose(self, evidence_id: str) -> None:
        """Select a proof."""
        place = self.model.place_of(evidence_id)
        if place >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect  # whatever keys are held
            self.list.selectionModel().setCurrentIndex(self.model.index(place), flag)

    def flag_words(self) -> str:
        """What the box about a changed or missing file says; empty while it is hidden."""
        return self._flag.accessibleName() if not self._flag.isHidden() else ""

    # -- parts -----------------------------------------------------------------------------------------------

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for key, text in (
            ("file", tr("&File, copied in…")),
            ("place", tr("File that stays in its &place…")),
            ("link", tr("Web &address…")),
            ("note", tr("&Note…")),
            ("known", tr("&Evidence of another requirement…")),
        ):
            menu.addAction(text).triggered.connect(lambda *_, key=key: self.attach_wanted.emit(key))
        return menu

    def _is_flagged(self, line: EvidenceLine) -> bool:
        look = self._looks.get(line.record.id)
        return line.is_expired or (look is not None and look.state.is_flagged)

    def _one(self) -> EvidenceLine | None:
        lines = self.list.lines()
        return lines[0] if len(lines) == 1 else None

    def _show_actions(self) -> None:
        lines, one = self.list.lines(), self._one()
        self._actions.setVisible(bool(lines))
        self.remove_button.setEnabled(self._may_write)
        self.remove_button.setText(
            tr("Remove") if len(lines) < 2 else trn("Remove {n}", "Remove {n}", len(lines))
        )
        for widget in (self.open_button, self.edit_button, self.replace_button):
            widget.setVisible(one is not None)
        words, has_answers = "", False
        if one is not None and self._file is not None:
            record = one.record
            is_file = record.kind is EvidenceKind.FILE
            verb = tr("&Open a copy") if record.copied else tr("&Open the file")
            self.open_button.setText(verb if is_file else tr("C&opy the address"))
            self.open_button.setVisible(record.kind is not EvidenceKind.NOTE)
            self.replace_button.setVisible(is_file)
            for widget in (self.edit_button, self.replace_button):
                widget.setEnabled(self._may_write)
            look = self._looks.get(record.id)
            words = self._file.look_words(record.id, look) if look is not None else ""
            has_answers = bool(words)
            words = words or self._file.expired_words(record.id)
            if look is not None and has_answers:
                self.new_button.setText(
                    tr("Take new version") if look.state is EvidenceState.CHANGED else tr("Choose the file…")
                )
                self.old_button.setVisible(look.state is EvidenceState.CHANGED and record.copied)
        self._flag.setVisible(bool(words))
        self._answers.setVisible(has_answers and self._may_write)
        if words:
            self._flag.set_content("", words, icon="triangle-alert")

    # -- doing -----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if (one := self._one()) is not None:
            is_note = one.record.kind is EvidenceKind.NOTE
            (self.edit_wanted if is_note else self.open_wanted).emit(one.record.id)

    def _edit(self) -> None:
        if (one := self._one()) is not None:
            self.edit_wanted.emit(one.record.id)

    def _remove(self) -> None:
        ids = [line.record.id for line in self.list.lines()]
        if ids and self._may_write:
            self.remove_wanted.emit(ids)

    def _take_new(self) -> None:
        if (one := self._one()) is not None:
            look = self._looks.get(one.record.id)
            missing = look is not None and look.state is EvidenceState.MISSING
            (self.new_place_wanted if missing else self.new_version_wanted).emit(one.record.id)

    def _replace(self) -> None:
        if (one := self._one()) is not None:
            self.replace_wanted.emit(one.record.id)

    def _keep_old(self) -> None:
        if (one := self._one()) is not None:
            self.old_version_wanted.emit(one.record.id)


def _count_words(lines: tuple[EvidenceLine, ...]) -> str:
    files = sum(one.record.kind is EvidenceKind.FILE for one in lines)
    if files == len(lines):
        return trn("{n} file, with SHA-256", "{n} files, with SHA-256", files) if files else ""
    pieces = trn("{n} piece", "{n} pieces", len(lines))
    return (
        trn("{pieces}, {n} file with SHA-256", "{pieces}, {n} files with SHA-256", files, pieces=pieces)
        if files
        else pieces
    )
