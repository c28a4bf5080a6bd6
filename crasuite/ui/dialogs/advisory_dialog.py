"""Writes the advisory on a vulnerability: in CSAF 2.0 for machines, or as Word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from crasuite.domain.placeholder import is_filled
from crasuite.findings.csaf_advisory import Revision
from crasuite.interview.advisory_file import AdvisoryFile, keep_namespace, known_namespace
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_papers import ReportingPapers
from crasuite.language import mark, tr, trn
from crasuite.ui.dialogs import files
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.dialogs.new_case_dialog import zones_in_use
from crasuite.ui.widgets.build import label
from crasuite.ui.widgets.instant_field import InstantField
from crasuite.ui.widgets.wrapping_button import WrappingCheckBox

_EXAMPLE = "https://example.org"
_WORD = mark("Word documents (*.docx)")


class AdvisoryDialog(FormDialog):
    """What the register does not say: its id, who publishes it and when. Gaps of the register are listed."""

    def __init__(self, desk: ReportingFile, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Write CSAF advisory"),
            tr(
                "A file in CSAF 2.0 that programs read, from what the register says. Put it on your site "
                "yourself."
            ),
            tr("W&rite…"),
            parent,
        )
        self._desk, self._case_id = desk, case_id
        record = ReportingPapers(desk.workspace, desk.product_id).documents.record
        self.tracking_id = QLineEdit(f"{record.product_code}-{case_id}")
        self.tracking_id.setMaxLength(100)
        self.tracking_id.textChanged.connect(self.check)
        self.add(tr("&Id of the advisory"), self.tracking_id)
        self.namespace = QLineEdit(known_namespace(desk.workspace))
        self.namespace.setMaxLength(300)
        self.namespace.setPlaceholderText(_EXAMPLE)
        self.namespace.textChanged.connect(self.check)
        self.add(tr("&Web address of the manufacturer"), self.namespace)
        self.contact = QLineEdit()
        self.contact.setMaxLength(300)
        self.add(tr("&Contact, if you want one in the file"), self.contact)
        self.published = InstantField(tr("Published"), desk.now, zones_in_use(desk))
        self.published.set_instant(None, desk.case(case_id).zone)
        self.published.changed.connect(self.check)
        self.add(tr("&Published"), self.published)
        self.what = QLineEdit(tr("First state"))
        self.what.setMaxLength(200)
        self.what.textChanged.connect(self.check)
        self.add(tr("What is &new in this state"), self.what)
        self.draft: QCheckBox = WrappingCheckBox(tr("Mark it as a &draft"))
        self.draft.setChecked(True)
        self.fields.addWidget(self.draft)
        self.gaps = label("", "caption", wrap=True, tone="warn")
        self.fields.addWidget(self.gaps)
        self.finish()

    def missing(self) -> str:
        reading = self.published.reading()
        if reading.at is None:
            return reading.words
        if not is_filled(self.what.text()):
            return tr("Say what is new in this state.")
        found = self.advisory().gaps
        said = "\n".join(found)
        if said != self.gaps.text():
            self.gaps.setText(said)
            self.gaps.setVisible(bool(said))
            if self.layout() is not None:
                self.fit()
        return (
            trn("{n} to settle first, see above.", "{n} to settle first, see above.", len(found))
            if found
            else ""
        )

    def advisory(self) -> AdvisoryFile:
        """The advisory as it would be written."""
        at = self.published.reading().at
        return AdvisoryFile(
            self._desk.workspace,
            self._desk.product_id,
            self._case_id,
            tracking_id=self.tracking_id.text(),
            namespace=self.namespace.text().strip(),
            revisions=(Revision(at, self.what.text().strip()),) if at is not None else (),
            contact=self.contact.text().strip(),
        )

    @classmethod
    def ask(cls, desk: ReportingFile, case_id: str, parent: QWidget | None = None) -> Path | None:
        """The file written, or None when it was left.

        Raises:
            FindingsError: something needed is missing.
            DocumentError: the file cannot be written.
            StoreError: the web address could not be kept for the next one; the file is written.
        """
        dialog = cls(desk, case_id, parent)
        if not dialog.exec():
            return None
        folder = ask_folder(parent)
        if folder is None:
            return None
        written = dialog.advisory().export(folder, is_draft=dialog.draft.isChecked())
        keep_namespace(desk.workspace, dialog.namespace.text().strip())
        return written


def ask_folder(parent: QWidget | None) -> Path | None:
    """Where to put the file, whose name the standard sets; tests put their own here."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder for the advisory"))
    return Path(chosen) if chosen else None


def write_word(desk: ReportingFile, case_id: str, parent: QWidget) -> Path | None:
    """Write the advisory as Word.

    Raises:
        DocumentError: the file cannot be written; an older one is left whole.
    """
    papers = ReportingPapers(desk.workspace, desk.product_id)
    start = Path.home() / papers.suggested_name(case_id, "SA")
    target = files.ask_to_save(parent, tr("Word advisory"), start, tr(_WORD))
    return papers.write(case_id, "SA", target) if target is not None else None
