"""What the sidebar lists: the screens with their counts, and those of the product that is open."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from crasuite.errors import UserFacingError
from crasuite.language import tr, trn
from crasuite.ui.late_counts import LateCounts
from crasuite.ui.product_screens import DEADLINES, HISTORY, HOME, INTERVIEW, OVERVIEW
from crasuite.ui.sidebar import SidebarItem

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.product_row import ProductRow

_RECENT_PRODUCTS = 5


class SidebarLines:
    """Keeps the sidebar of the window up to date. A count is kept until its product changes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._words: dict[int, dict[str, str]] = {}
        self._recent: list[int] = []
        self.late = LateCounts(window)
        """Counts that take long; they come in when they are known."""
        self.late.changed.connect(self.update)

    # -- what is known ---------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Another file is open."""
        self._recent = []
        self._words = {}
        self.late.clear()

    def forget(self, product_ids: Collection[int]) -> None:
        """These products changed."""
        self.late.forget(product_ids)
        for product_id in product_ids:
            self._words.pop(product_id, None)

    def forget_screen(self, screen: str) -> None:
        """Its count has changed for every product."""
        for words in self._words.values():
            words.pop(screen, None)

    def note_visit(self, product_id: int) -> None:
        """The product was opened; the newest stands first among the recent ones."""
        others = [one for one in self._recent if one != product_id]
        self._recent = [product_id, *others][:_RECENT_PRODUCTS]

    # -- what is shown ---------------------------------------------------------------------------------------

    def update(self) -> None:
        """Show all of it anew."""
        window = self._window
        count = len(window.listed_products())
        today = window.session.today
        ahead = sum(one.on >= today or one.is_overdue for one in window.deadline_rows()) if count else 0
        items = [
            SidebarItem("page", HOME, tr("Products"), "house", str(count) if count else ""),
            SidebarItem(
                "page", DEADLINES, tr("All deadlines"), "calendar-clock", str(ahead) if ahead else ""
            ),
        ]
        product = window.product_row(window.product_id)
        items += self._of_product(product) if product is not None else self._of_recent()
        window.sidebar.set_items(items, window.shown_screen)

    def _of_product(self, product: ProductRow) -> list[SidebarItem]:
        left = product.total - product.answered
        words = (
            trn("{n} left", "{n} left", left)
            if left
            else trn("{n} open", "{n} open", product.open_points)
            if product.open_points
            else ""
        )
        return [
            SidebarItem("rule", "rule-1"),
            SidebarItem("product", "product", product.name, product.icon, "", product.badge),
            SidebarItem("page", OVERVIEW, tr("Overview"), "layout-dashboard"),
            *(
                SidebarItem("page", key, screen.title, screen.icon, self._count(key, product.id))
                for key, screen in self._window.product_screens.items()
            ),
            SidebarItem("page", HISTORY, tr("History"), "history"),
            SidebarItem("rule", "rule-2"),
            SidebarItem("page", INTERVIEW, tr("Interview"), "list-filter", words),
        ]

    def _of_recent(self) -> list[SidebarItem]:
        rows = [row for one in self._recent if (row := self._window.product_row(one)) is not None]
        if not rows:
            return []
        return [
            SidebarItem("rule", "rule-1"),
            SidebarItem("heading", "recent", tr("Recent")),
            *(SidebarItem("page", f"product:{one.id}", one.name, one.icon) for one in rows),
        ]

    def _count(self, key: str, product_id: int) -> str:
        """The words beside a screen of the product."""
        workspace = self._window.session.workspace
        if workspace is None:
            return ""
        screen = self._window.product_screens[key]
        if screen.late_words is not None:
            return self.late.words(workspace, product_id, key, screen.late_words)
        known = self._words.setdefault(product_id, {})
        if key not in known:
            try:
                known[key] = screen.words(workspace, product_id)
            except UserFacingError:  # the screen itself says what is wrong
                known[key] = ""
        return known[key]
