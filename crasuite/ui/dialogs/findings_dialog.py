"""A list of findings before it is taken in: every line it would add or change, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QDialog, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crasuite.domain.case import Severity
from crasuite.domain.english import capital
from crasuite.errors import UserFacingError
from crasuite.interview.findings_file import EFFECT_WORDS, Effect, FindingsImport, ImportLine
from crasuite.language import mark, tr, trn
from crasuite.ui.delegates import paint_row_ground
from crasuite.ui.pages.reporting.register_model import severity_look, short_component
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import button, column, frame, label, row
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.row_model import ROW_ROLE, Column, RowFilter, RowModel
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.status_chip import chip_size, paint_chip
from crasuite.ui.widgets.table import Table, in_card

Index = QModelIndex | QPersistentModelIndex
_CHANGED = (Effect.EXTENDED, Effect.FILLED, Effect.EXPLOITED)
_ALONE = (Effect.UNMATCHED, Effect.OTHER_VERSION, Effect.SETTLED)
_SEGMENTS: Mapping[str, tuple[str, tuple[Effect, ...]]] = {
    "new": (mark("New"), (Effect.NEW,)),
    "changed": (mark("Changed"), _CHANGED),
    "same": (mark("Known"), (Effect.SAME,)),
    "gone": (mark("Not in the newest"), (Effect.GONE,)),
    "alone": (mark("Left out"), _ALONE),
}
_LOOK = {
    Effect.NEW: ("plus", "info"),
    Effect.EXTENDED: ("pencil", "info"),
    Effect.FILLED: ("pencil", "info"),
    Effect.EXPLOITED: ("siren", "danger"),
    Effect.SAME: ("check", "neutral"),
    Effect.SETTLED: ("circle-minus", "neutral"),
    Effect.OTHER_VERSION: ("circle-minus", "neutral"),
    Effect.UNMATCHED: ("circle-minus", "neutral"),
    Effect.GONE: ("circle-question-mark", "warn"),
}
_EFFECT, _FINDING, _SEVERITY = range(3)
_SAMPLE = "a-component-name 10.2.1"
_NAMED = 8
"""Exploited vulnerabilities named above the list."""


class FindingsDialog(QDialog):
    """Accepted once the list is taken in, as one step for Undo."""

    def __init__(self, found: FindingsImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = found
        self.setWindowTitle(tr("Import findings"))
        self.heading = label(
            tr("What {file} would change", file=found.findings.file_name), "headline", wrap=True
        )
        self.summary = label(found.summary_words(), "muted", wrap=True)
        self.banner = Banner(tone="danger")
        self.banner.hide()
        marked = [one for one in found.lines if one.exploited]
        self.exploited = Banner(
            trn(
                "{n} vulnerability known to be exploited: check whether you must report it (Article 14).",
                "{n} vulnerabilities known to be exploited: check whether you must report it (Article 14).",
                len(marked),
            ),
            _exploited_words(marked),
            tone="danger",
            icon="siren",
        )
        self.exploited.setVisible(bool(marked))
        self.warnings = label("\n".join(found.warnings()), "caption", wrap=True)
        self.warnings.setVisible(bool(found.warnings()))
        self.model = RowModel(
            [
                Column(tr("What happens"), lambda one: capital(EFFECT_WORDS[one.effect]), _rank),
                Column(tr("Vulnerability"), _finding_words, lambda one: one.vulnerability),
                Column(
                    tr("Severity"),
                    lambda one: severity_look(one.severity)[0],
                    lambda one: one.severity.weight,
                ),
                Column(tr("Component"), _component_words, lambda one: one.components),
                Column(tr("Register"), lambda one: one.case_id, lambda one: one.case_id),
            ]
        )
        self.filter = _LineFilter(self.model)
        self.search = SearchField(tr("Find finding"))
        self.segments = Segments(
            tr("Which findings"), [("all", tr("All")), *((key, tr(one[0])) for key, one in _SEGMENTS.items())]
        )
        self.segments.set_count("all", len(found.lines))
        for key, (_words, effects) in _SEGMENTS.items():
            self.segments.set_count(key, sum(found.counts[one] for one in effects))
        self.table = self._build_table()
        self.model.set_rows(sorted(found.lines, key=_rank))
        self.detail = label("", wrap=True)
        detail = ScrollBody(
            column(self.detail, None, margins=(14, 10, 14, 10)), tr("The chosen finding"), "surface"
        )
        detail_card = frame("card")
        detail_card.setLayout(column(detail, margins=(1, 1, 1, 1)))
        detail_card.setFixedHeight(self.fontMetrics().height() * 6 + 26)
        self.cancel_button = button(tr("Cancel"), on_click=self.reject)
        self.import_button = button(self._verb(), "primary", "download", self.take)
        self.import_button.setDefault(True)
        narrowing = FlowLayout(8)
        narrowing.addWidget(self.search)
        narrowing.addWidget(self.segments)
        layout = column(
            self.heading,
            self.summary,
            self.banner,
            self.exploited,
            self.warnings,
            narrowing,
            in_card(self.table),
            detail_card,
            row(None, self.cancel_button, self.import_button),
            spacing=10,
            margins=(22, 18, 22, 16),
        )
        layout.setStretch(6, 1)
        self.setLayout(layout)
        self.resize(1040, 660)
        self.search.textChanged.connect(self.filter.set_words)
        self.search.leave.connect(self.table.setFocus)
        self.segments.chosen.connect(self.filter.set_segment)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_line())
        if self.filter.rowCount():
            self.table.setCurrentIndex(self.filter.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_table(self) -> Table:
        table = Table(tr("Findings"), self.filter)
        table.setItemDelegate(_Delegate(table))
        table.set_row_height(table.fontMetrics().height() + 16)
        width = table.fontMetrics().horizontalAdvance
        table.set_column_widths(
            width(capital(EFFECT_WORDS[Effect.SETTLED])) + 12,
            None,
            width(severity_look(Severity.NOT_RATED)[0]) + 62,
            width(_SAMPLE) + 24,
            width("2026-1000") + 30,
        )
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setMinimumHeight(4 * (table.fontMetrics().height() + 16))
        return table

    def _verb(self) -> str:
        changes = self.found.changes
        if not changes and self.found.same:
            return tr("&Note today's look")
        if not changes:
            return tr("&Import, nothing changes")
        return trn("&Import, {n} line changed", "&Import, {n} lines changed", changes)

    def _show_line(self) -> None:
        line: ImportLine | None = self.table.currentIndex().data(ROW_ROLE)
        self.detail.setText("" if line is None else _detail(line))

    def take(self) -> None:
        """Write the list and what it changes."""
        try:
            self.found.apply()
        except UserFacingError as error:
            self.banner.set_content(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            self.banner.show()
            self.cancel_button.setText(tr("Close"))
            self.import_button.setEnabled(False)
            return
        self.accept()


class _LineFilter(RowFilter):
    def filterAcceptsRow(self, source_row: int, parent: Index) -> bool:
        line: ImportLine = self._model.row_at(source_row)
        if self.segment != "all" and line.effect not in _SEGMENTS[self.segment][1]:
            return False
        return super().filterAcceptsRow(source_row, parent)


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ImportLine = index.data(ROW_ROLE)
        painter.save()
        paint_row_ground(painter, option, index)
        rect, look = QRectF(option.rect.adjusted(12, 0, -8, 0)), current()
        text = str(index.data() or "")
        if index.column() == _EFFECT:
            icon, tone = _LOOK[line.effect]
            if chip_size(text, option.font).width() > rect.width():
                text = QFontMetrics(option.font).elidedText(
                    text, Qt.TextElideMode.ElideRight, round(rect.width()) - 36
                )
            paint_chip(painter, rect, icon, text, tone, option.font)
        elif index.column() == _SEVERITY:
            words, icon, tone = severity_look(line.severity)
            paint_chip(painter, rect, icon, words, tone, option.font)
        else:
            if index.column() == _FINDING and line.exploited:
                chip = tr("Exploited")
                width = chip_size(chip, option.font).width()
                box = QRectF(rect.right() - width, rect.y(), width, rect.height())
                paint_chip(painter, box, "siren", chip, "danger", option.font)
                rect.setRight(rect.right() - width - 8)
            font = scaled_font(option.font, 1.0, 600 if index.column() == _FINDING else 400)
            painter.setFont(font)
            painter.setPen(QColor(look.text))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(rect.width()))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


_RANK = {effect: at for at, effect in enumerate((Effect.EXPLOITED, Effect.NEW, *_CHANGED, Effect.GONE))}


def _rank(line: ImportLine) -> tuple[bool, int, int]:
    """What is exploited first, then what changes, the most serious before the rest."""
    return not line.exploited, _RANK.get(line.effect, len(_RANK)), -line.severity.weight


def _finding_words(line: ImportLine) -> str:
    return f"{line.vulnerability}  {line.title}" if line.title != line.vulnerability else line.vulnerability


def _component_words(line: ImportLine) -> str:
    return " ".join((", ".join(map(short_component, line.components)), *line.versions[:1])).strip()


def _exploited_words(marked: Sequence[ImportLine]) -> str:
    names = ", ".join(dict.fromkeys(one.vulnerability for one in marked[:_NAMED]))
    more = len(marked) - _NAMED
    return (
        trn("{names} and {n} more.", "{names} and {n} more.", more, names=names) if more > 0 else f"{names}."
    )


def _detail(line: ImportLine) -> str:
    parts = [
        f"{line.vulnerability}{': ' if line.title else ''}{line.title}",
        tr("Also called {names}.", names=", ".join(line.aliases)) if line.aliases else "",
        tr("In {components}.", components=f"{', '.join(line.components)} {', '.join(line.versions)}".strip())
        if line.components
        else "",
        tr("Found by name only: check that it is the same component.") if line.by_name_only else "",
        *line.notes,
    ]
    return "\n".join(part for part in parts if part)
