"""The quality checks of one SBOM: what the law asks first, then what guidelines ask, each to be folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from crasuite.interview.sbom_file import FindingView, SectionView
from crasuite.interview.views import Cite
from crasuite.language import mark, tr, trn
from crasuite.sbom.quality import Status
from crasuite.ui.widgets.build import IconLabel, button, clear, column, label, row, rule
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.fold_button import FoldButton

_STATES = {
    Status.MET: ("circle-check", "ok", mark("Met")),
    Status.NOT_MET: ("triangle-alert", "warn", mark("Not met")),
    Status.NOT_CHECKABLE: ("circle-question-mark", "text2", mark("The file does not tell")),
}


class ChecksPanel(QWidget):
    """Emits which components a check is about, where suppliers are wanted, and citations opened."""

    show_wanted = Signal(str, object)
    supplier_wanted = Signal(str, object)
    explain = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._sections: tuple[SectionView, ...] = ()
        self._names: Mapping[str, str] = {}
        self._open = {"cra", "ntia"}
        self.folds: dict[str, FoldButton] = {}
        self._bodies: dict[str, QWidget] = {}
        self._layout: QVBoxLayout = column(spacing=8, margins=(16, 12, 14, 14))
        self.setLayout(self._layout)

    def set_sections(self, sections: Sequence[SectionView], names: Mapping[str, str]) -> None:
        """Show these findings; `names` are the components they speak of."""
        if tuple(sections) == self._sections:
            return
        self._sections, self._names = tuple(sections), names
        focus = next((key for key, fold in self.folds.items() if fold.hasFocus()), "")
        clear(self._layout)
        self.folds, self._bodies = {}, {}
        for place, section in enumerate(self._sections):
            if place:
                self._layout.addWidget(rule())
            self._add(section)
        self._layout.addStretch(1)
        if focus in self.folds:
            self.folds[focus].setFocus()

    def _add(self, section: SectionView) -> None:
        fold = FoldButton(section.title)
        fold.clicked.connect(partial(self._toggle, section.id))
        self.folds[section.id] = fold
        self._layout.addWidget(fold)
        line = FlowLayout(8)
        caption = label(
            tr("{points}, binding", points=section.count_words)
            if section.is_law
            else tr("{points}, not law", points=section.count_words),
            "caption",
        )
        caption.setMinimumHeight(24)
        line.addWidget(caption)
        for chip in self._chips_of(section.cites):
            line.addWidget(chip)
        self._layout.addLayout(line)
        body = QWidget()
        self._bodies[section.id] = body
        self._layout.addWidget(body)
        self._show_fold(section)

    def _toggle(self, key: str) -> None:
        self._open ^= {key}
        self._show_fold(next(section for section in self._sections if section.id == key))

    def unfold(self, key: str) -> None:
        """Show the points of a source."""
        if key not in self._open:
            self._toggle(key)

    def _show_fold(self, section: SectionView) -> None:
        is_open = section.id in self._open
        fold, body = self.folds[section.id], self._bodies[section.id]
        fold.set_fold(is_open=is_open)
        name = f"{section.title}, {section.count_words}"
        fold.setAccessibleName(
            tr("{section}, unfolded", section=name) if is_open else tr("{section}, folded", section=name)
        )
        if is_open and body.layout() is None:
            content = column(label(section.text, "caption", wrap=True), spacing=9)
            for finding in section.findings:
                content.addLayout(self._finding(section, finding))
            body.setLayout(content)
        body.setVisible(is_open)

    def _finding(self, section: SectionView, finding: FindingView) -> QLayout:
        drawing, token, said_of = _STATES[finding.status]
        state = tr(said_of)
        is_met = finding.status is Status.MET
        mark = IconLabel(drawing, token, 17, accessible_name=state)
        title = label(finding.title, "body" if is_met else "strong", wrap=True)
        title.setAccessibleName(f"{state}: {finding.title}. {finding.detail}")
        title.setToolTip(finding.detail or finding.asks)
        words = column(title, spacing=3)
        if not is_met:
            said = finding.detail or finding.asks
            listed = [self._names.get(ref, "") for ref in finding.refs]
            if 0 < len(listed) <= 3:
                said = f"{said}: {', '.join(name for name in listed if name)}"
            words.addWidget(label(f"{said}{'' if said.endswith('.') else '.'}", "caption", wrap=True))
            words.addWidget(label(finding.todo, "caption", wrap=True))
            words.addWidget(label(tr("Who: {who}", who=finding.who), "caption", wrap=True))
            words.addLayout(self._links(finding))
        cites = tuple(one for one in finding.cites if one not in section.cites)
        if cites:
            words.addLayout(self._chips(cites))
        line = row(mark, words, spacing=8)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        return line

    def _links(self, finding: FindingView) -> QLayout:
        links = FlowLayout(4)
        count = len(finding.refs)
        if finding.takes_supplier:
            text = tr("Enter supplier…") if count == 1 else tr("Enter suppliers…")
            enter = button(
                text, "link", on_click=lambda: self.supplier_wanted.emit(finding.title, finding.refs)
            )
            links.addWidget(enter)
        if count:
            text = tr("Show component") if count == 1 else trn("Show all {n}", "Show all {n}", count)
            show = button(
                text,
                "link",
                on_click=lambda: self.show_wanted.emit(finding.title, finding.refs),
                name=f"{text}: {finding.title}",
            )
            links.addWidget(show)
        return links

    def _chips(self, cites: Sequence[Cite]) -> QLayout:
        flow = FlowLayout(6)
        for chip in self._chips_of(cites):
            flow.addWidget(chip)
        return flow

    def _chips_of(self, cites: Sequence[Cite]) -> list[CitationChip]:
        chips = [CitationChip(cite) for cite in cites]
        for chip in chips:
            chip.activated.connect(self.explain)
        return chips
