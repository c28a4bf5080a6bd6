"""One component: what the SBOM says of it, and what the maker knows about its support and its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crasuite.domain.component_record import ComponentRecord
from crasuite.domain.english import small_first
from crasuite.interview.sbom_file import DECISIONS, ComponentRow
from crasuite.interview.views import Cite
from crasuite.language import mark, tr
from crasuite.ui.pages.sbom.component_model import relation_words
from crasuite.ui.widgets.build import button, clear, column, icon_button, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.elided_text import ElidedText
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.saved_text import SavedText

Save = Callable[[ComponentRow, str, str], bool]
_FIELDS = (
    (
        "supplier",
        mark("Supplier"),
        mark("The file names none. Ask its maker and enter it here."),
        1,
    ),
    ("support", mark("Support"), mark("Who maintains it, and until when?"), 2),
    ("contact", mark("Contact for vulnerabilities"), mark("Where do you report a flaw you found in it?"), 2),
    (
        "updates",
        mark("How updates arrive"),
        mark("How do you learn of fixes, and how do they get into your build?"),
        2,
    ),
    ("exit_plan", mark("Exit plan"), mark("What will you do when it is no longer supported?"), 2),
    ("note", mark("Note"), "", 3),
)


class ComponentPanel(QWidget):
    """Each field is saved as it is typed, through `save(row, field, text)`."""

    explain = Signal(object)
    left = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._save = save
        self._row: ComponentRow | None = None
        self._nothing = label(tr("Choose a component in the table. Enter opens it here."), "muted", wrap=True)
        self._title = label("", "headline", wrap=True)
        self._line = label("", "caption", wrap=True)
        self._purl = ElidedText(factor=0.92, token="text2")
        self.copy_button = icon_button("copy", tr("Copy the package URL"), self._copy)
        self._purl_row = QWidget()
        purl = row(self._purl, self.copy_button, spacing=4)
        purl.setStretch(0, 1)
        self._purl_row.setLayout(purl)
        self._facts = label("", "caption", wrap=True)
        self._chips = FlowLayout(6)
        self.fields: dict[str, SavedText] = {}
        form = column(spacing=4)
        self._supplier_box = QWidget()
        for key, marked, asked, lines in _FIELDS:
            name, help_text = tr(marked), tr(asked) if asked else ""
            field = SavedText(name, partial(self._keep, key), lines=lines)
            field.setAccessibleDescription(help_text)
            self.fields[key] = field
            block = column(label(name, "strong"), spacing=3)
            if help_text:
                block.addWidget(label(help_text, "caption", wrap=True))
            block.addWidget(field)
            if key == "supplier":
                block.addSpacing(6)
                self._supplier_box.setLayout(block)
                form.addWidget(self._supplier_box)
                continue
            if key == "note":
                self.decision = OwnerField(tr("Decision"), partial(self._keep, "decision"))
                form.addWidget(label(tr("Decision"), "strong"))
                form.addWidget(self.decision)
                form.addSpacing(6)
            form.addLayout(block)
            form.addSpacing(6)
        self.back_button = button(tr("Back to the table"), "link", on_click=self.left.emit)
        self._form = QWidget()
        self._form.setLayout(
            column(
                self._title,
                self._line,
                self._purl_row,
                self._facts,
                4,
                label(tr("Due diligence"), "section"),
                label(tr("Kept for the component in all its versions and parts."), "caption", wrap=True),
                self._chips,
                2,
                form,
                row(self.back_button, None),
                spacing=4,
            )
        )
        self.setLayout(column(self._nothing, self._form, None, spacing=0, margins=(16, 12, 14, 14)))
        self.show_row(None, None)

    def row(self) -> ComponentRow | None:
        """The component shown."""
        return self._row

    def set_cites(self, cites: Sequence[Cite]) -> None:
        """Why this is asked."""
        if self._chips.count() == len(cites):
            return
        clear(self._chips)
        for cite in cites:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            self._chips.addWidget(chip)

    def set_read_only(self, read_only: bool) -> None:
        """Show without taking anything."""
        for field in self.fields.values():
            field.setReadOnly(read_only)
        self.decision.setEnabled(not read_only)

    def show_row(self, row: ComponentRow | None, record: ComponentRecord | None, needs: str = "") -> None:
        """Show another component, or what is now noted of the same one; what is being typed stays."""
        self._nothing.setVisible(row is None)
        self._form.setVisible(row is not None)
        is_other = row is None or self._row is None or row.component.ref != self._row.component.ref
        if is_other:
            self.flush()
        self._row = row
        if row is None:
            return
        record = record or ComponentRecord(row.key)
        one = row.component
        self._title.setText(one.full_name or tr("Without a name"))
        version = tr("Version {version}", version=one.version) if one.version else tr("No version stated")
        self._line.setText(f"{version}, {small_first(relation_words(row))}")
        self._purl.set_text(one.purl)
        self._purl_row.setVisible(bool(one.purl))
        facts = [tr("Supplier: {name}", name=one.supplier_name) if one.supplier_name else ""]
        facts.append(
            tr("Licence: {licence}", licence=one.licence) if one.licence else tr("No licence stated")
        )
        if one.hashes:
            facts.append(f"{one.hashes[0].algorithm}: {one.hashes[0].value[:16]}…")
        facts.append(needs)
        self._facts.setText("\n".join(fact for fact in facts if fact))
        self._facts.setToolTip("\n".join(f"{one.algorithm}: {one.value}" for one in one.hashes))
        self._supplier_box.setVisible(not one.supplier_name or bool(record.supplier))
        for key, field in self.fields.items():
            said = getattr(record, key)
            field.reset(said) if is_other else field.load(said)
        if is_other:
            self.decision.flush()
        self.decision.load(record.decision, [tr(one) for one in DECISIONS])

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for field in self.fields.values():
            field.flush()
        self.decision.flush()

    def focus_field(self, key: str) -> None:
        """Put the focus into a field."""
        target: QWidget = self.decision if key == "decision" else self.fields.get(key, self.fields["support"])
        if not target.isVisibleTo(self):
            target = self.fields["support"]
        target.setFocus()

    def _keep(self, key: str, text: str) -> bool:
        return self._row is None or self._save(self._row, key, text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._purl.text())
