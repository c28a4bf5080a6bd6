"""The screens of one product, in the order of the sidebar. A screen is there once its page is.

Imports no Qt: the bundle reads this list to know which pages are opened by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from crasuite.domain.record_kind import RecordKind
from crasuite.language import in_each_language, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crasuite.interview.workspace import Workspace
    from crasuite.ui.pages.product_page import ProductPage
    from crasuite.ui.settings import Settings

HOME, DEADLINES, OVERVIEW, HISTORY, INTERVIEW = "home", "deadlines", "overview", "history", "interview"
"""Keys of the screens that are not in the table below."""
REQUIREMENTS, REPORTING = "requirements", "reporting"


def _no_words(_workspace: Workspace, _product_id: int) -> str:
    return ""


def _requirements_open(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.technical_file import RequirementsFile

    return RequirementsFile(workspace, product_id).open_words()


def _sbom_issues(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.sbom_file import SbomFile

    return SbomFile(workspace, product_id).words()


def _high_risks(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.risk_file import RiskFile

    return RiskFile(workspace, product_id).high_words()


def _next_report(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.reporting_file import ReportingFile

    # The hour stands there on the day itself; there is no room for day and hour.
    return ReportingFile(workspace, product_id).sidebar_words().partition(",")[0]


def _open_texts(workspace: Workspace, product_id: int) -> str:
    from crasuite.interview.text_forms import TextForms

    return TextForms(workspace, product_id).open_words()


Count = Callable[["Workspace", int], Callable[[], str]]
"""Asked in the window's thread, quickly; what it returns does the counting in another."""


def _documents_done() -> Count:
    from crasuite.interview.documents_count import documents_count

    return documents_count


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
    late_words: Callable[[], Count] | None = None
    """In place of `words` where counting takes long. Called in another thread, since it loads modules."""

    @property
    def module(self) -> str:
        """Full name of the page's module."""
        return f"crasuite.ui.pages.{self.page.partition(':')[0]}"

    def make_page(self, settings: Settings, parent: QWidget | None = None) -> ProductPage:
        """Build the page where it will stay, since moving it there later styles all of it anew; loads its
        module."""
        make = getattr(import_module(self.module), self.page.partition(":")[2])
        page: ProductPage = make(settings, parent)
        return page


def _all() -> tuple[ProductScreen, ...]:
    return (
        ProductScreen(
            REQUIREMENTS,
            tr("Requirements"),
            tr("&Requirements"),
            "list-checks",
            "requirements_page:RequirementsPage",
            _requirements_open,
            (RecordKind.REQUIREMENT, RecordKind.EVIDENCE, RecordKind.STANDARDS),
            tr(
                "The 22 points of Annex I. Say for each whether it applies and how it is met, and attach "
                "what proves it. Choose several lines to give them an owner, a status or a date at once. "
                "Ctrl+D attaches evidence."
            ),
        ),
        ProductScreen(
            "risk",
            tr("Risk assessment"),
            tr("Ris&k assessment"),
            "grid-3x3",
            "risk_page:RiskPage",
            _high_risks,
            (RecordKind.RISK, RecordKind.ASSESSMENT),
            tr(
                "What could happen, how likely it is and how much harm it does, before and after what you "
                "do. The catalogue offers threats that fit your answers. In the matrix, arrows move and "
                "Enter lists a cell. What nobody rated counts as high. Use and method holds what the "
                "assessment rests on."
            ),
        ),
        ProductScreen(
            "sbom",
            tr("SBOM"),
            tr("SBO&M"),
            "package",
            "sbom_page:SbomPage",
            _sbom_issues,
            (RecordKind.SBOM, RecordKind.COMPONENT),
            tr(
                "The components of your product, part by part. Import an SBOM for each part, settle what "
                "the checks find, and note for each component who supports it and what happens when that "
                "ends. Enter opens a component. Every imported version is kept."
            ),
        ),
        ProductScreen(
            REPORTING,
            tr("Reporting"),
            tr("Reporti&ng"),
            "siren",
            "reporting_page:ReportingPage",
            _next_report,
            (
                RecordKind.CASE,
                RecordKind.NOTIFICATION,
                RecordKind.SUBMISSION,
                RecordKind.FINDING_SOURCE,
                RecordKind.HANDLING,
            ),
            tr(
                "Vulnerabilities that are exploited and severe incidents: whether they must be reported, "
                "what is due when, and the reports themselves. Ctrl+Shift+N opens a case. Clocks run from "
                "when you became aware, also at night and on weekends; only a recorded submission stops "
                "one. CRA Suite sends nothing. Register lists all vulnerabilities, Handling what has to be "
                "in place all the time, Other laws who else wants a report."
            ),
        ),
        ProductScreen(
            "user-information",
            tr("Texts of the file"),
            tr("Te&xts of the file"),
            "file-text",
            "user_information_page:UserInformationPage",
            _open_texts,
            (
                RecordKind.USER_INFO,
                RecordKind.SUPPORT,
                RecordKind.PROCESS,
                RecordKind.DESIGN,
                RecordKind.DECLARATION,
            ),
            tr(
                "What only you can say: user information of Annex II, reasons for the support period, "
                "vulnerability handling, design and production, the declaration. A suggestion comes from "
                "your answers and says so. Texts that only keep a place count as missing."
            ),
        ),
        ProductScreen(
            "documents",
            tr("Documents"),
            tr("Do&cuments"),
            "folder-check",
            "documents_page:DocumentsPage",
            kinds=(RecordKind.DOCUMENT, RecordKind.STEP),
            late_words=_documents_done,
        ),
    )


@in_each_language
def product_screens() -> tuple[ProductScreen, ...]:
    """The screens whose page exists, in the language of the window."""
    return tuple(screen for screen in _all() if find_spec(screen.module) is not None)


def screen_of(kind: RecordKind) -> ProductScreen | None:
    """The screen where records of this kind are edited."""
    return next((screen for screen in product_screens() if kind in screen.kinds), None)
