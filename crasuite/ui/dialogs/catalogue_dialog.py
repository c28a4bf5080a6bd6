"""Threats that fit the product's answers, to be taken into the register one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from crasuite.domain.english import small_first
from crasuite.interview.risk_file import Offer
from crasuite.language import tr, trn
from crasuite.ui.delegates import has_focus, paint_ring
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.build import button, clear, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.search_field import SearchField

Index = QModelIndex | QPersistentModelIndex
_OFFER = Qt.ItemDataRole.UserRole
_TEXT = Qt.ItemDataRole.UserRole + 1
Add = Callable[[Sequence[str]], Sequence[Offer]]


class CatalogueDialog(QDialog):
    """`add(ids)` takes threats into the register and returns the offers as they are then."""

    explain = Signal(object)

    def __init__(
        self, product: str, offers: Sequence[Offer], add: Add, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add from catalogue"))
        self.setAccessibleName(tr("Add from catalogue"))
        self.resize(940, 620)
        self._add = add
        self._product = product
        self.added = 0
        self._items = QStandardItemModel()
        self._filter = QSortFilterProxyModel()
        self._filter.setSourceModel(self._items)
        self._filter.setFilterRole(_TEXT)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.intro = label("", "muted", wrap=True)
        self.search = SearchField(tr("Find a threat"))
        self.list = QListView()
        self.list.setAccessibleName(tr("Threats that fit"))
        self.list.setModel(self._filter)
        self._delegate = _OfferDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(340)
        card = frame("card")
        card.setLayout(column(self.list, margins=(1, 1, 1, 1)))
        self._detail = column(spacing=8, margins=(18, 14, 18, 14))
        detail = frame("card")
        detail.setLayout(
            column(ScrollBody(self._detail, tr("The threat in full"), "surface"), margins=(1, 1, 1, 1))
        )
        middle = row(card, detail, spacing=14)
        middle.setStretch(0, 5)
        middle.setStretch(1, 4)
        self.add_one = button(tr("Add this one"), on_click=self._add_current)
        self.buttons = QDialogButtonBox()
        self.close_button = self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.add_ticked = self.buttons.addButton(tr("Add ticked"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        self.buttons.accepted.connect(self._add_all_ticked)
        foot = row(self.add_one, None, self.buttons)
        layout = column(
            label(tr("Threats that fit your answers"), "section"),
            self.intro,
            row(self.search, None),
            middle,
            foot,
            spacing=10,
            margins=(22, 18, 22, 14),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.search.textChanged.connect(self._filter.setFilterFixedString)
        self.search.leave.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        self._items.itemChanged.connect(lambda _item: self._count())
        self.load(offers)
        self.list.setFocus()
        self.list.setCurrentIndex(self._filter.index(0, 0))

    def load(self, offers: Sequence[Offer]) -> None:
        """Show these; line and ticks stay where they were."""
        current_id = self.current().id if self.current() is not None else ""
        ticked = set(self.ticked())
        self._items.blockSignals(True)
        self._items.clear()
        for offer in offers:
            item = QStandardItem(offer.title)
            item.setData(offer, _OFFER)
            item.setData(f"{offer.title} {offer.description} {offer.group} {offer.why} {offer.asset}", _TEXT)
            item.setEditable(False)
            item.setCheckable(not offer.taken_as)
            if not offer.taken_as:
                chosen = offer.id in ticked
                item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            said = [f"{offer.title}.", offer.why]
            if offer.taken_as:
                said.insert(1, _in_register(offer))
            item.setData(" ".join(said), Qt.ItemDataRole.AccessibleTextRole)
            self._items.appendRow(item)
        self._items.blockSignals(False)
        self._filter.invalidate()
        certain = sum(one.is_certain for one in offers)
        maybe = len(offers) - certain
        found = (
            trn(
                "{n} threat fits the answers about {product}, {more} more may fit.",
                "{n} threats fit the answers about {product}, {more} more may fit.",
                certain,
                product=self._product,
                more=maybe,
            )
            if maybe
            else trn(
                "{n} threat fits the answers about {product}.",
                "{n} threats fit the answers about {product}.",
                certain,
                product=self._product,
            )
        )
        hint = tr("Take what could happen to yours, as a draft that you rate and treat. Space ticks a line.")
        self.intro.setText(f"{found} {hint}")
        for at in range(self._filter.rowCount()):
            if self._filter.index(at, 0).data(_OFFER).id == current_id:
                self.list.setCurrentIndex(self._filter.index(at, 0))
        self._count()
        self._show_detail()

    def current(self) -> Offer | None:
        """The line the focus is on."""
        offer = self.list.currentIndex().data(_OFFER)
        return offer if isinstance(offer, Offer) else None

    def ticked(self) -> list[str]:
        """The threats ticked, also those the search hides."""
        items = [self._items.item(at) for at in range(self._items.rowCount())]
        return [
            one.data(_OFFER).id
            for one in items
            if one.isCheckable() and one.checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        count = len(self.ticked())
        self.add_ticked.setText(
            trn("Add {n} ticked one", "Add {n} ticked ones", count) if count else tr("Add ticked")
        )
        self.add_ticked.setEnabled(bool(count))
        self.list.viewport().update()

    def _add_current(self) -> None:
        offer = self.current()
        if offer is not None and not offer.taken_as:
            self._take([offer.id])

    def _add_all_ticked(self) -> None:
        ids = self.ticked()
        if ids and self._take(ids):
            self.accept()

    def _take(self, ids: Sequence[str]) -> bool:
        offers = self._add(ids)
        taken = {one.id for one in offers if one.taken_as}
        self.added += sum(one in taken for one in ids)
        self.load(offers)
        return all(one in taken for one in ids)

    def _show_detail(self) -> None:
        clear(self._detail)
        offer = self.current()
        self.add_one.setEnabled(offer is not None and not offer.taken_as)
        if offer is None:
            self._detail.addWidget(label(tr("No threat fits these words."), "muted", wrap=True))
            self._detail.addStretch(1)
            return
        self._detail.addWidget(label(offer.group, "overline"))
        self._detail.addWidget(label(offer.title, "section", wrap=True))
        if offer.taken_as:
            self._detail.addWidget(
                label(
                    _in_register(offer),
                    "body",
                    wrap=True,
                    tone="ok",
                )
            )
        self._detail.addWidget(label(offer.description, wrap=True))
        self._detail.addWidget(label(offer.why, "muted", wrap=True))
        facts = [
            tr("At stake: {asset}", asset=offer.asset),
            tr("Brought about by: {source}", source=small_first(offer.source)),
        ]
        if offer.likelihood or offer.impact:
            facts.append(_suggested(offer))
        if offer.may_hurt_people:
            facts.append(tr("May hurt people: link it to a harm of your safety file."))
        for fact in facts:
            self._detail.addWidget(label(fact, wrap=True))
        for title, lines in (
            (tr("Answers to"), [f"{link.label}: {link.title}" for link in offer.links]),
            (tr("Typical measures, not taken over"), list(offer.measures)),
        ):
            self._detail.addWidget(label(title, "strong"))
            for line in lines:
                self._detail.addWidget(label(f"•  {line}", wrap=True))
        holder = QWidget()
        flow = FlowLayout(6)
        for cite in offer.cites[:6]:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            flow.addWidget(chip)
        holder.setLayout(flow)
        self._detail.addWidget(holder)
        self._detail.addStretch(1)


def _in_register(offer: Offer) -> str:
    return tr("In your register as {numbers}.", numbers=", ".join(offer.taken_as))


def _suggested(offer: Offer) -> str:
    if offer.likelihood and offer.impact:
        return tr(
            "Suggested before treatment: likelihood {likelihood}, impact {impact} of 5",
            likelihood=offer.likelihood,
            impact=offer.impact,
        )
    if offer.likelihood:
        return tr("Suggested before treatment: likelihood {likelihood} of 5", likelihood=offer.likelihood)
    return tr("Suggested before treatment: impact {impact} of 5", impact=offer.impact)


class _OfferDelegate(QStyledItemDelegate):
    """Tick box, title and why on two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() * 2 + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Offer = index.data(_OFFER)
        look, rect = current(), option.rect
        view = option.widget
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_soft))
        painter.setPen(QColor(look.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = QStyleOptionButton()
        box.rect = self._box(rect)
        box.state = QStyle.StateFlag.State_Enabled
        checked = (
            offer.taken_as
            or Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        )
        box.state |= QStyle.StateFlag.State_On if checked else QStyle.StateFlag.State_Off
        if offer.taken_as:
            box.state &= ~QStyle.StateFlag.State_Enabled
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, view)
        upper, lower = scaled_font(option.font, 1.0, 600), scaled_font(option.font, 0.92)
        line = QFontMetrics(upper).height()
        left, width = rect.x() + 40, rect.width() - 50
        second = (
            tr("In your register as {numbers}", numbers=", ".join(offer.taken_as))
            if offer.taken_as
            else offer.why
        )
        token = look.text2 if offer.is_certain else look.warn
        for text, font, colour, top in (
            (offer.title, upper, look.text, rect.y() + 8),
            (second, lower, token, rect.y() + 8 + line),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, top, width, line), Qt.AlignmentFlag.AlignVCenter, shown)
        if has_focus(option) and isinstance(view, QListView) and view.currentIndex() == index:
            paint_ring(painter, rect)
        painter.restore()

    def editorEvent(self, event, model, option: QStyleOptionViewItem, index: Index) -> bool:  # type: ignore[no-untyped-def]
        if event.type() == event.Type.MouseButtonRelease and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            if event.position().toPoint().x() < option.rect.x() + 38:
                now = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
                other = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else Qt.CheckState.Checked
                return bool(model.setData(index, other, Qt.ItemDataRole.CheckStateRole))
            return False
        return super().editorEvent(event, model, option, index)

    def _box(self, rect):  # type: ignore[no-untyped-def]
        return rect.adjusted(11, (rect.height() - 18) // 2, 0, 0).intersected(
            rect.adjusted(11, (rect.height() - 18) // 2, -(rect.width() - 29), -(rect.height() - 18) // 2)
        )
