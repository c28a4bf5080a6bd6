"""The texts of the technical file that only the maker can write, form by form.

Annex II, the support factors and the processes of Annex I, Part II come from the rule pack; what stands here
are the free texts that the outlines of the documents name, with our own help and the place in the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from crasuite.domain.declaration import DECLARATION_ID
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.language import in_each_language, tr

FieldKind = Literal["line", "text", "list", "date"]
ALWAYS, OPTIONAL = "always", "optional"
FOR_A_DEVICE = "TD/pictures"
WITH_A_BODY = "DC/notified-body"
IN_MODULE_B, IN_MODULE_H = "PC/b-c-application", "PC/h-system"
"""When an empty field is a gap; `TD/pictures` stands for: when the rule pack requires that section."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One text: where it is kept, how it is asked for, and where a first text comes from."""

    place: Place
    title: str
    help: str
    cites: tuple[str, ...] = ()
    kind: FieldKind = "text"
    when: str = ALWAYS
    asks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Questions whose answers make a first text."""
    texts: tuple[Place, ...] = ()
    """Other fields whose text makes a first text."""


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields that belong together."""

    title: str
    note: str = ""
    fields: tuple[FormField, ...] = field(default=())


Row = tuple[str, str, str, str] | tuple[str, str, str, str, dict[str, object]]


def _rows(kind: RecordKind, record_id: str, rows: Iterable[Row], when: str = ALWAYS) -> tuple[FormField, ...]:
    """Key, title, help, citations and further properties of each field of one record."""
    found = []
    for key, title, help_text, cites, *more in rows:
        further: dict[str, object] = {"when": when, **(more[0] if more else {})}
        found.append(
            FormField(
                Place(kind, record_id, key),
                title,
                help_text,
                tuple(f"cra {one}" if " " not in one else one for one in cites.split(", ") if one),
                **further,  # type: ignore[arg-type]
            )
        )
    return tuple(found)


def _design(record_id: str, *rows: Row, when: str = ALWAYS) -> tuple[FormField, ...]:
    return _rows(RecordKind.DESIGN, record_id, rows, when)


_URL = Place(RecordKind.DECLARATION, DECLARATION_ID, "url")
_CONTACT = Place(RecordKind.USER_INFO, "annex-2", "annex-2-2")
_MISUSE = Place(RecordKind.ASSESSMENT, "context", "foreseeable_misuse")

USER_INFORMATION_TEXTS: dict[str, tuple[Place, ...]] = {"annex-2-6": (_URL,), "annex-2-5": (_MISUSE,)}
"""Points of Annex II for which another field has a first text."""


@in_each_language
def handling() -> tuple[FormSection, ...]:
    """Vulnerability handling: what Annex VII asks for beside the processes, and the disclosure policy."""
    return (
        FormSection(
            tr("Contact and updates"),
            tr("What Annex VII asks for beside the processes."),
            _design(
                "handling",
                (
                    "contact-proof",
                    tr("Proof of the contact address"),
                    tr(
                        "Say where an authority sees that reports reach you: a page, a manual, a test "
                        "message."
                    ),
                    "annex-7-2-b, annex-1-2-6, art-13-17",
                ),
                (
                    "update-distribution",
                    tr("How updates are distributed"),
                    tr("Describe the way from your build to the product: signing, server, check, roll-back."),
                    "annex-7-2-b, annex-1-2-7",
                ),
            ),
        ),
        FormSection(
            tr("Disclosure policy"),
            tr("Becomes the policy that you publish. One or two sentences a field are enough."),
            _design(
                "policy",
                (
                    "scope",
                    tr("What it covers"),
                    tr("Products, versions and services it is for, and what you do not want to be tested."),
                    "annex-1-2-5",
                ),
                (
                    "contact",
                    tr("How to report"),
                    tr("Address, form or key for reports. A person must read them."),
                    "art-13-17, annex-2-2",
                    {"texts": (_CONTACT,)},
                ),
                (
                    "report-content",
                    tr("What helps in a report"),
                    tr("Product, version, steps, effect, and how to reach the person."),
                    "iso-29147 act",
                ),
                (
                    "times",
                    tr("When you answer"),
                    tr(
                        "Days until you confirm a report, until a first finding, and how often you report "
                        "back."
                    ),
                    "etsi-en-303-645 act",
                ),
                (
                    "handling",
                    tr("What you do with a report"),
                    tr("From the receipt to the fix: check, rate, fix, tell, thank."),
                    "annex-1-2-2, annex-1-2-5",
                ),
                (
                    "disclosure",
                    tr("When it becomes public"),
                    tr("When and how you publish, and in which cases you wait."),
                    "annex-1-2-4",
                ),
                (
                    "sharing",
                    tr("Findings in components of others"),
                    tr("How you tell the people who maintain the component."),
                    "annex-1-2-6, art-13-6",
                ),
                (
                    "advisories",
                    tr("Where advisories appear"),
                    tr("The address of the page or feed where people read what was fixed."),
                    "annex-1-2-4",
                ),
                (
                    "good-faith",
                    tr("Good faith and thanks"),
                    tr("What people who report in good faith can count on from you."),
                    "recital-76",
                ),
                (
                    "after-support",
                    tr("After the support period"),
                    tr("What happens with reports when support has ended."),
                    "art-13-8",
                    {"when": OPTIONAL},
                ),
                (
                    "owner",
                    tr("Owner and review"),
                    tr("Who keeps the policy and when it is looked at again."),
                    "annex-1-2-5",
                ),
            ),
        ),
        FormSection(
            "security.txt",
            tr("Becomes the file that tools look for on your web server."),
            _design(
                "security-txt",
                (
                    "contact",
                    tr("Contact"),
                    tr(
                        "One address a line: https://…, mailto:… or tel:…. The first is the one you like "
                        "best."
                    ),
                    "rfc-9116 act, annex-2-2",
                    {"kind": "text"},
                ),
                (
                    "expires",
                    tr("Expires"),
                    tr("The day after which nobody should rely on it; less than a year ahead is usual."),
                    "rfc-9116 act",
                    {"kind": "date"},
                ),
                (
                    "policy",
                    tr("Policy"),
                    tr("Web address of the disclosure policy."),
                    "rfc-9116 act, annex-1-2-5",
                    {"kind": "line"},
                ),
                (
                    "encryption",
                    tr("Encryption"),
                    tr("Web address of your key."),
                    "rfc-9116 act",
                    {"kind": "line", "when": OPTIONAL},
                ),
                (
                    "acknowledgments",
                    tr("Acknowledgments"),
                    tr("Web address of the page with thanks."),
                    "rfc-9116 act",
                    {"kind": "line", "when": OPTIONAL},
                ),
                (
                    "preferred-languages",
                    tr("Preferred languages"),
                    tr("Codes with commas between, for instance en, de."),
                    "rfc-9116 act",
                    {"kind": "line", "when": OPTIONAL},
                ),
                (
                    "canonical",
                    tr("Canonical"),
                    tr("The address where this file itself lies."),
                    "rfc-9116 act",
                    {"kind": "line", "when": OPTIONAL},
                ),
            ),
        ),
    )


@in_each_language
def design() -> tuple[FormSection, ...]:
    """Design and production, Annex VII (1) and (2)."""
    return (
        FormSection(
            tr("General description"),
            tr("Annex VII (1)"),
            _design(
                "description",
                (
                    "software-versions",
                    tr("Software versions that matter"),
                    tr("Every version that affects security: firmware, app, backend, boot loader."),
                    "annex-7-1-b",
                    {"questions": ("product-type",)},
                ),
                (
                    "pictures",
                    tr("Pictures"),
                    tr(
                        "Photographs of outside, marking and inside. Attach them here, or name PNG and JPEG "
                        "files of the evidence by their number, such as E-03: they are shown as figures."
                    ),
                    "annex-7-1-c",
                    {"when": FOR_A_DEVICE},
                ),
            ),
        ),
        FormSection(
            tr("Design and development"),
            tr("Annex VII (2)(a)"),
            _design(
                "architecture",
                (
                    "overview",
                    tr("System architecture"),
                    tr("Parts of the product, where each runs, and which way data takes between them."),
                    "annex-7-2-a",
                ),
                (
                    "components",
                    tr("How parts build on each other"),
                    tr("Which software part uses or feeds which other, own and third-party ones."),
                    "annex-7-2-a",
                    {"questions": ("product-parts",)},
                ),
                (
                    "trust-boundaries",
                    tr("Trust boundaries"),
                    tr("Where data crosses from one trust to another, and what checks it there."),
                    "annex-7-2-a",
                ),
                (
                    "drawings",
                    tr("Drawings and schemes"),
                    tr(
                        "Circuit diagrams, layouts, drawings. Attach pictures here, or name evidence by its "
                        "number."
                    ),
                    "annex-7-2-a",
                    {"when": FOR_A_DEVICE},
                ),
                (
                    "development",
                    tr("How you develop"),
                    tr("Steps from idea to release, with reviews, tests and who decides."),
                    "annex-7-2-a, art-13-2",
                ),
            ),
        ),
        FormSection(
            tr("Production and monitoring"),
            tr("Annex VII (2)(c)"),
            _design(
                "production",
                (
                    "process",
                    tr("Production"),
                    tr("How units are made or builds are released, keys and first settings included."),
                    "annex-7-2-c, art-13-14",
                ),
                (
                    "monitoring",
                    tr("Monitoring"),
                    tr("What you watch in production, and what happens when it is off."),
                    "annex-7-2-c, art-13-14",
                ),
                (
                    "validation",
                    tr("Validation"),
                    tr("How you know that these processes work, and when you looked last."),
                    "annex-7-2-c",
                ),
            ),
        ),
        FormSection(
            tr("Solutions where no standard is applied"),
            tr("Annex VII (5)"),
            _design(
                "solutions",
                (
                    "part-1",
                    tr("For Annex I, Part I"),
                    tr("What you do instead of a harmonised standard, or “all points rest on standards”."),
                    "annex-7-5",
                ),
                (
                    "part-2",
                    tr("For Annex I, Part II"),
                    tr("The same for vulnerability handling."),
                    "annex-7-5",
                ),
            ),
        ),
        FormSection(
            tr("Tests"),
            tr("Annex VII (6)"),
            _design(
                "tests",
                (
                    "product",
                    tr("Tests of the product"),
                    tr("Reports with day, version, what was tested, by whom, and the outcome."),
                    "annex-7-6, annex-1-2-3",
                ),
                (
                    "handling",
                    tr("Tests of vulnerability handling"),
                    tr(
                        "How you tested the processes: exercises, a report sent through, an update rolled "
                        "out."
                    ),
                    "annex-7-6",
                ),
            ),
        ),
        FormSection(
            tr("Marking and sale"),
            "",
            _design(
                "marking",
                (
                    "place",
                    tr("Place of the CE marking"),
                    tr("On the product, its packaging, or for software the declaration or web page."),
                    "art-30-1",
                ),
                (
                    "identification",
                    tr("Identification and address"),
                    tr("Where type, batch or serial number and your address stand."),
                    "art-13-15, art-13-16",
                ),
                (
                    "support-end",
                    tr("Where buyers read the end of support"),
                    tr("The place where month and year are read before buying."),
                    "art-13-19",
                ),
            ),
        ),
    )


def _signing() -> tuple[Row, ...]:
    return (
        (
            "signatory_name",
            tr("Who signs"),
            tr("Name of the person who signs for the maker."),
            "annex-5-8",
            {"kind": "line", "questions": ("released-by",)},
        ),
        (
            "signatory_function",
            tr("Function"),
            tr("What this person is in your company."),
            "annex-5-8",
            {"kind": "line"},
        ),
        ("place", tr("Place"), tr("Where the declaration is issued."), "annex-5-8", {"kind": "line"}),
        (
            "date",
            tr("Date"),
            tr("Leave it empty until the day of signing."),
            "annex-5-8",
            {"kind": "date", "when": OPTIONAL},
        ),
        (
            "additional",
            tr("Additional information"),
            tr("Anything that is to stand above the signature."),
            "annex-5-8",
            {"when": OPTIONAL},
        ),
        (
            "other_acts",
            tr("Other Union acts it covers"),
            tr("One act a line, with its number. One declaration stands for all of them."),
            "annex-5-5, art-28-3",
            {"kind": "list", "when": OPTIONAL},
        ),
        (
            "language",
            tr("Languages"),
            tr("Languages of the Member States where you sell."),
            "art-28-2",
            {"kind": "line", "when": OPTIONAL},
        ),
        (
            "url",
            tr("Web address of the declaration"),
            tr("The exact address. The short declaration and the user information name it."),
            "art-13-20, annex-6, annex-2-6",
            {"kind": "line", "texts": (Place(RecordKind.USER_INFO, "annex-2", "annex-2-6"),)},
        ),
    )


def _body() -> tuple[Row, ...]:
    return (
        (
            "body_name",
            tr("Notified body"),
            tr("Its name, as the Commission lists it."),
            "annex-5-7",
            {"kind": "line"},
        ),
        ("body_number", tr("Number"), tr("Four digits."), "annex-5-7, art-30-4", {"kind": "line"}),
        ("certificate", tr("Certificate"), tr("Number and date."), "annex-5-7", {"kind": "line"}),
    )


def _quality() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "a",
            tr("Objectives and organisation"),
            tr("Objectives, structure, responsibilities and powers of management."),
        ),
        ("b", tr("Specifications for the product"), tr("Specifications and standards that you design by.")),
        (
            "c",
            tr("Specifications for handling"),
            tr("Specifications and standards for vulnerability handling."),
        ),
        ("d", tr("Control of design"), tr("How design and development are controlled and verified.")),
        ("e", tr("Production"), tr("Production, quality control and quality assurance.")),
        ("f", tr("Examinations and tests"), tr("Before, during and after production, and how often.")),
        ("g", tr("Quality records"), tr("Reports, test data, calibration, qualification of people.")),
        ("h", tr("Monitoring"), tr("How you see that quality is reached and the system works.")),
    )


@in_each_language
def declaration() -> tuple[FormSection, ...]:
    """The declaration, and what a notified body asks for."""
    return (
        FormSection(
            tr("Declaration and signature"),
            tr("Annexes V and VI"),
            _rows(RecordKind.DECLARATION, DECLARATION_ID, _signing()),
        ),
        FormSection(
            tr("Notified body"),
            tr("Stands in the declaration only where a body took part."),
            _rows(RecordKind.DECLARATION, DECLARATION_ID, _body(), WITH_A_BODY),
        ),
        FormSection(
            tr("Application to a notified body"),
            tr("Annex VIII asks for it in Modules B and H."),
            (
                *_design(
                    "application",
                    (
                        "no-other-body",
                        tr("No application elsewhere"),
                        tr("Confirm in a sentence that no other notified body has the same application."),
                        "annex-8-2-3-2, annex-8-4-3-1-d",
                    ),
                    (
                        "representative",
                        tr("Authorised representative"),
                        tr("Name and address, only if the representative applies."),
                        "annex-8-2-3-1",
                        {"when": OPTIONAL},
                    ),
                    (
                        "undertakings",
                        tr("Further undertakings"),
                        tr("Anything you promise the body beyond what Annex VIII says."),
                        "annex-8-4-3-4",
                        {"when": OPTIONAL},
                    ),
                    when=WITH_A_BODY,
                ),
                *_design(
                    "application",
                    (
                        "samples",
                        tr("Specimens"),
                        tr("Specimens of the critical parts that the body can examine."),
                        "annex-8-2-2",
                    ),
                    (
                        "place",
                        tr("Place of tests"),
                        tr("Where examinations and tests can take place."),
                        "annex-8-2-4-2",
                    ),
                    when=IN_MODULE_B,
                ),
            ),
        ),
        FormSection(
            tr("Enquiry to notified bodies"),
            tr("What bodies ask before they quote a price."),
            _design(
                "enquiry",
                ("sites", tr("Sites"), tr("Each site with what is done there."), "annex-8-4-3-3"),
                (
                    "suppliers",
                    tr("Important suppliers"),
                    tr("Who makes critical parts or services."),
                    "annex-8-4-3-3",
                ),
                (
                    "certificates",
                    tr("Existing certificates"),
                    tr("Quality, safety or security certificates; write if there are none."),
                    "annex-8-2-3-4",
                ),
                (
                    "languages",
                    tr("Languages of the file"),
                    tr("The languages your documents are in."),
                    "art-31-4",
                ),
                ("dates", tr("Wanted dates"), tr("When you want to apply and to sell."), "annex-8-2-2"),
                when=WITH_A_BODY,
            ),
        ),
        FormSection(
            tr("Quality system"),
            tr("Only for Module H."),
            _design(
                "quality-system",
                (
                    "overview",
                    tr("Overview"),
                    tr("The documents of the quality system, with version and day."),
                    "annex-8-4-3-1-c",
                ),
                *((key, f"({key}) {title}", text, f"annex-8-4-3-2-{key}") for key, title, text in _quality()),
                when=IN_MODULE_H,
            ),
        ),
        FormSection(
            tr("After the certificate"),
            tr("The register of what changed since."),
            _design(
                "certificate",
                (
                    "changes",
                    tr("Changes"),
                    tr("One a line: day, what changed, effect on conformity, who decided."),
                    "annex-8-2-7",
                ),
                (
                    "additions",
                    tr("Additions to the certificate"),
                    tr("One a line: day and number."),
                    "annex-8-2-7",
                ),
                (
                    "audits",
                    tr("Audits of vulnerability handling"),
                    tr("One a line: day and outcome."),
                    "annex-8-2-8",
                ),
                when=OPTIONAL,
            ),
        ),
    )
