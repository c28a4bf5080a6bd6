"""Products with another rule pack than the program's: the banner, and the decision it leads to.

Loaded when there is such a product.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from crasuite.errors import StoreError
from crasuite.interview.pack_book import reasons_since
from crasuite.language import tr, trn
from crasuite.ui import crash
from crasuite.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from crasuite.domain.product import Product
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.main_window import MainWindow


class PackNotice(Banner):
    """Hidden while every product goes by the rule pack of the program."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._changes_button = self.add_button(tr("See &what changes…"), self.show_changes)
        self.hide()

    def tell(
        self, workspace: Workspace, behind: Sequence[Product], without: Sequence[Product], shown: int
    ) -> None:
        """Say how many are behind, or on the screens of a product (`shown`, 0: none) whether this one is.

        That the pack of one cannot be read (`without`) comes first: what shows of it may be wrong.
        """
        is_behind = not shown or shown in {one.id for one in behind}
        if without and (not shown or shown in {one.id for one in without}):
            self._tell_of_missing(workspace, without, shown)
        elif behind and is_behind:
            self._tell_of_newer(workspace, behind, shown)
        else:
            self.hide()
            return
        self._changes_button.setVisible(bool(behind) and is_behind)
        self.show()

    def _tell_of_missing(self, workspace: Workspace, without: Sequence[Product], shown: int) -> None:
        if shown:
            title = tr(
                "Rule pack {version}, with which this product was assessed, cannot be read",
                version=workspace.pack_version_of(shown),
            )
        else:
            title = trn(
                "The rule pack of {n} product cannot be read",
                "The rule packs of {n} products cannot be read",
                len(without),
            )
        self.set_content(
            title,
            tr(
                "Your answers are all there. What shows is worked out with rule pack {version} of this "
                "program instead, and can differ. Install the newest version of the program, which may be "
                "able to read it.",
                version=workspace.pack.manifest.version,
            ),
            tone="warn",
        )

    def _tell_of_newer(self, workspace: Workspace, behind: Sequence[Product], shown: int) -> None:
        if shown:
            title = tr(
                "This product is assessed with rule pack {version}",
                version=workspace.pack_version_of(shown),
            )
        else:
            title = trn(
                "{n} product is assessed with an older rule pack",
                "{n} products are assessed with an older rule pack",
                len(behind),
            )
        self.set_content(
            title,
            tr(
                "Rule pack {version} came with this program. Nothing changes until you have looked "
                "and decided.",
                version=workspace.pack.manifest.version,
            ),
        )

    def show_changes(self) -> None:
        """What the newer rule pack would change, product by product, and the decision."""
        from crasuite.ui.dialogs.pack_dialog import PackDialog

        window, workspace = self._window, self._window.session.workspace
        behind = workspace.products_behind() if workspace is not None else []
        if workspace is None or not behind:
            return
        window.flush()

        def use(product_ids: Collection[int]) -> bool:
            for product_id in product_ids:
                window.interviews.close(product_id)
            try:
                workspace.use_new_pack(product_ids)
            except StoreError as error:
                crash.show_error(error)
                return False
            return True

        version = workspace.pack.manifest.version
        dialog = PackDialog(
            [(one.id, one.name) for one in behind],
            workspace.pack_change,
            use,
            reasons_since,
            version=version,
            start=window.chosen_product(),
            read_only=workspace.is_read_only,
            parent=window,
        )
        dialog.exec()
        if dialog.used:
            names = {one.id: one.name for one in behind}
            count = len(dialog.used)
            window.offer_undo(
                tr(
                    "{product} goes by rule pack {version} now.",
                    product=names[dialog.used[0]],
                    version=version,
                )
                if count == 1
                else trn(
                    "{n} product goes by rule pack {version} now.",
                    "{n} products go by rule pack {version} now.",
                    count,
                    version=version,
                ),
                tr("The history keeps the verdicts of both packs."),
            )
            window.focus_page()
