"""The screens of one product, in the order of the sidebar. A screen is there once its page is.

Imports no Qt: the bundle reads this list to know which pages are opened by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from crasuite.domain.record_kind import RecordKind

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.pages.product_page import ProductPage
    from crasuite.ui.settings import Settings


def _no_words(_workspace: Workspace, _product_id: int) -> str:
    return ""


def _requirements_open(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.technical_file import RequirementsFile

    return RequirementsFile(workspace, product_id).open_words()


def _sbom_issues(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.sbom_file import SbomFile

    return SbomFile(workspace, product_id).words()


@dataclass(frozen=True)
class ProductScreen:
    """One line of the sidebar. `page` is module and class below `crasuite.ui.pages`.

    `words` is a short count such as "8 open", asked for whenever the product changes, so it has to be quick.
    `kinds` are the records that are edited there: a place in one of them leads to this screen.
    """

    key: str
    title: str
    menu: str
    icon: str
    page: str
    words: Callable[[Workspace, int], str] = _no_words
    kinds: tuple[RecordKind, ...] = ()
    help: str = ""

    @property
    def module(self) -> str:
        """Full name of the page's module."""
        return f"crasuite.ui.pages.{self.page.partition(':')[0]}"

    def make_page(self, settings: Settings) -> ProductPage:
        """Build the page; loads its module."""
        page: ProductPage = getattr(import_module(self.module), self.page.partition(":")[2])(settings)
        return page


_ALL = (
    ProductScreen(
        "requirements",
        "Requirements",
        "&Requirements",
        "list-checks",
        "requirements_page:RequirementsPage",
        _requirements_open,
        (RecordKind.REQUIREMENT, RecordKind.EVIDENCE, RecordKind.STANDARDS),
        "The 22 points of Annex I. Say for each whether it applies and how it is met, and attach what proves "
        "it. Choose several lines to give them an owner, a status or a date at once. "
        "Ctrl+D attaches evidence.",
    ),
    ProductScreen(
        "risk",
        "Risk assessment",
        "Ris&k assessment",
        "grid-3x3",
        "risk_page:RiskPage",
        kinds=(RecordKind.RISK, RecordKind.ASSESSMENT),
    ),
    ProductScreen(
        "sbom",
        "SBOM",
        "SBO&M",
        "package",
        "sbom_page:SbomPage",
        _sbom_issues,
        (RecordKind.SBOM, RecordKind.COMPONENT),
        "The components of your product, part by part. Import an SBOM for each part, settle what the checks "
        "find, and note for each component who supports it and what happens when that ends. Enter opens a "
        "component. Every imported version is kept.",
    ),
    ProductScreen(
        "user-information",
        "User information",
        "&User information",
        "book-open",
        "user_information_page:UserInformationPage",
        kinds=(RecordKind.USER_INFO, RecordKind.SUPPORT),
    ),
    ProductScreen(
        "documents",
        "Documents",
        "Do&cuments",
        "folder-check",
        "documents_page:DocumentsPage",
        kinds=(RecordKind.DOCUMENT, RecordKind.DECLARATION, RecordKind.PROCESS, RecordKind.DESIGN),
    ),
)


@cache
def product_screens() -> tuple[ProductScreen, ...]:
    """The screens whose page exists."""
    return tuple(screen for screen in _ALL if find_spec(screen.module) is not None)


def screen_of(kind: RecordKind) -> ProductScreen | None:
    """The screen where records of this kind are edited."""
    return next((screen for screen in product_screens() if kind in screen.kinds), None)
