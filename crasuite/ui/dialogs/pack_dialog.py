"""Shows what a newer rule pack would change for each product, and asks when it shall count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QWidget,
)

from crasuite.domain.english import day
from crasuite.interview.pack_book import PackChange
from crasuite.interview.views import VerdictChange
from crasuite.language import tr, trn
from crasuite.ui.delegates import Index, has_focus, paint_ring
from crasuite.ui.widgets.build import button, column, label, row

_COUNTED = 200
"""With more products than this the list does not work out beforehand how much changes for each."""


class PackDialog(QDialog):
    """Nothing counts until one of the two buttons is pressed; Escape decides later."""

    def __init__(
        self,
        products: Sequence[tuple[int, str]],
        change_of: Callable[[int], PackChange],
        use: Callable[[Sequence[int]], bool],
        reasons_since: Callable[[str], str],
        *,
        version: str,
        start: int = 0,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`use` goes over to the new pack and tells whether that could be saved; `start` is the product to
        show first."""
        super().__init__(parent)
        self.setWindowTitle(tr("Rule pack {version}", version=version))
        self._version = version
        self._change_of = change_of
        self._use = use
        self._reasons_since = reasons_since
        self._read_only = read_only
        self._known: dict[int, PackChange] = {}
        self.used: list[int] = []
        """Products that go by the new pack now."""
        self.title = label("", "headline", wrap=True)
        said = tr("Until you decide, a product keeps the verdicts it has, here and in every document.")
        if read_only:
            said += " " + tr("This file is open to read only, so you can look but not decide.")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Products"))
        self.list.setSpacing(4)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("What changes"))
        self.text.setOpenLinks(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setProperty("role", "gap")
        split.setHandleWidth(14)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setSizes([250, 610])
        self.one_button = button("", on_click=lambda: self._decide([self._current()]))
        self.all_button = button("", on_click=lambda: self._decide(self._ids()))
        self.later_button = button(tr("Decide &later"), on_click=self.reject)
        buttons = row(None, self.one_button, self.all_button, self.later_button)
        layout = column(
            self.title, label(said, "muted", wrap=True), split, buttons, spacing=12, margins=(22, 18, 22, 14)
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.later_button.setDefault(True)
        self.text.setTabChangesFocus(True)
        for one, following in pairwise(
            (self.list, self.text, self.one_button, self.all_button, self.later_button)
        ):
            QWidget.setTabOrder(one, following)
        self.resize(920, 600)
        self._fill(products, start)
        self.list.setFocus()

    def _fill(self, products: Sequence[tuple[int, str]], start: int) -> None:
        count = len(products) <= _COUNTED
        if count:
            products = sorted(products, key=lambda one: -self._change(one[0]).weight)
        for product_id, name in products:
            item = QListWidgetItem(f"{name}\n{_count_words(self._change(product_id))}" if count else name)
            item.setData(Qt.ItemDataRole.UserRole, product_id)
            item.setToolTip(name)
            self.list.addItem(item)
        ids = self._ids()
        self.list.setCurrentRow(ids.index(start) if start in ids else 0)
        self._show()

    def _ids(self) -> list[int]:
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def _current(self) -> int:
        item = self.list.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else 0

    def _change(self, product_id: int) -> PackChange:
        if product_id not in self._known:
            self._known[product_id] = self._change_of(product_id)
        return self._known[product_id]

    def _show(self) -> None:
        number = self.list.count()
        self.title.setText(
            trn(
                "Rule pack {version} is newer than the one of {n} product",
                "Rule pack {version} is newer than the one of {n} products",
                number,
                version=self._version,
            )
        )
        self.one_button.setText(tr("Use it for &this product"))
        self.all_button.setText(trn("Use it for &all {n} products", "Use it for &all {n} products", number))
        self.all_button.setVisible(number > 1)
        for one in (self.one_button, self.all_button):
            one.setEnabled(not self._read_only and number > 0)
        product_id = self._current()
        if product_id:
            change = self._change(product_id)
            self.text.setMarkdown(_as_markdown(change, self._reasons_since(change.old_version)))
            self.text.document().setDocumentMargin(12)

    def _decide(self, product_ids: Sequence[int]) -> None:
        if not self._use(product_ids):
            return
        self.used += product_ids
        for at in reversed(range(self.list.count())):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) in product_ids:
                self.list.takeItem(at)
        if self.list.count() == 0:
            self.accept()
            return
        self._show()
        self.list.setFocus()


def _count_words(change: PackChange) -> str:
    if not change.is_known:
        return tr("Earlier verdicts not at hand")
    return trn("{n} change", "{n} changes", change.changes) if change.changes else tr("Nothing changes")


def _as_markdown(change: PackChange, reasons: str) -> str:
    lines = []
    if not change.is_known:
        lines += [
            tr(
                "Rule pack {version} is not at hand, so what it said cannot be shown. The verdicts on "
                "screen are already those of the new pack. Compare them with the documents you exported, "
                "then confirm.",
                version=change.old_version or tr("(not named)"),
            ),
            "",
            tr("**Now:** {verdict}", verdict=_safe(change.after_words)),
        ]
    elif not change.changes:
        lines.append(tr("No verdict, date, duty or other law changes for this product."))
    if change.verdicts:
        lines += _table(tr("Verdicts"), change, change.verdicts)
    if change.dates:
        lines += _table(tr("Dates"), change, change.dates)
    if change.other:
        lines += [
            "",
            f"### {tr('Duties, other laws and answers')}",
            "",
            *(f"* {_safe(one)}" for one in change.other),
        ]
    read = tr("Law as of {day}", day=day(change.law_after))
    if change.law_before is not None:
        read = tr(
            "Law as of {day_before} before, {day_now} now",
            day_before=day(change.law_before),
            day_now=day(change.law_after),
        )
    lines += ["", f"### {tr('What the rule pack says of it')}", "", f"*{read}*", ""]
    lines.append(reasons.replace("\n## ", "\n#### ").replace("## ", "#### ", 1) or tr("It gives no reason."))
    return "\n".join(lines)


def _table(title: str, change: PackChange, rows: Sequence[VerdictChange]) -> list[str]:
    old, new = (
        tr("Rule pack {version}", version=version) for version in (change.old_version, change.new_version)
    )
    return [
        "",
        f"### {title}",
        "",
        f"| | {old} | {new} |",
        "|---|---|---|",
        *(f"| **{_safe(one.title)}** | {_safe(one.before)} | {_safe(one.after)} |" for one in rows),
    ]


def _safe(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ").replace("*", "\\*").replace("<", "&lt;")


class _Lines(QStyledItemDelegate):
    """With the ring of all lists, and room for the letters that reach below the last line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        lines = str(index.data() or "").count("\n") + 1
        height = lines * option.fontMetrics.lineSpacing() + 10
        return QSize(hint.width(), max(hint.height(), height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if has_focus(option) and isinstance(view, QListWidget) and view.currentIndex() == index:
            paint_ring(painter, option.rect)
