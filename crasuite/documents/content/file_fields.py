"""The texts of the technical file that documents are made of: where each stands and which papers need it.

A source names one text the way the outlines of the rule pack do: `answer:product-type`,
`record:design/architecture/overview`, `record:user-info/annex-2-7`. It is also
what a click on a gap leads to.
"""
# A table reads best with one line per row.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crasuite.domain.assessment_context import CONTEXT_ID
from crasuite.domain.declaration import DECLARATION_ID
from crasuite.domain.english import Worded
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.standards_in_use import STANDARDS_ID
from crasuite.domain.technical_file import SUPPORT_ID, USER_INFO_ID, TechnicalFile
from crasuite.language import mark, tr

CHAPTERS = Worded(
    {
        1: mark("General description"),
        2: mark("Design, production, vulnerability handling"),
        3: mark("Risk assessment, Annex I"),
        4: mark("Support period"),
        5: mark("Standards and solutions"),
        6: mark("Test reports"),
        7: mark("EU declaration of conformity"),
        8: mark("SBOM for authorities"),
        9: mark("Application, marking, production"),
    }
)
"""What gaps are numbered by: the eight items of Annex VII, then what belongs to Annex VIII and Art. 30."""

ALWAYS, OPTIONAL = "always", "optional"
FOR_A_DEVICE = "TD/pictures"
"""When a missing text is a gap; `TD/pictures` stands for: when the rule pack requires that section."""

_SINGLES = {
    "assessment": CONTEXT_ID,
    "declaration": DECLARATION_ID,
    "support": SUPPORT_ID,
    "user-info": USER_INFO_ID,
    "standards": STANDARDS_ID,
}
_SECURITY_TXT = "record:design/security-txt/"
_CALLED_OTHERWISE = {"date": "signed_on"}


@dataclass(frozen=True, slots=True)
class FileField:
    """One text: where it stands, the chapter its gap is numbered in, and the papers that need it."""

    source: str
    english_label: str
    chapter: int
    papers: tuple[str, ...]
    english_words: str
    when: str = ALWAYS

    @property
    def label(self) -> str:
        """Its name on paper. Those of security.txt are the names of that format, the same everywhere."""
        return self.english_label if self.source.startswith(_SECURITY_TXT) else tr(self.english_label)

    @property
    def words(self) -> str:
        """What its gap says; empty for a text that may be left out."""
        return tr(self.english_words) if self.english_words else ""


def _fields(
    record: str, chapter: int, papers: str, *rows: tuple[str, str, str] | tuple[str, str, str, str]
) -> Iterable[FileField]:
    for name, label, words, *when in rows:
        yield FileField(
            f"record:{record}/{name}",
            label,
            chapter,
            tuple(papers.split()),
            words,
            when[0] if when else ALWAYS,
        )


def _answers(*rows: tuple[str, str, int, str, str]) -> Iterable[FileField]:
    for name, label, chapter, papers, words in rows:
        yield FileField(f"answer:{name}", label, chapter, tuple(papers.split()), words)


ANSWERS = tuple(
    _answers(
        ("manufacturer-name", mark("Manufacturer"), 1, "TD DC SD AB AH EN PR", mark("Name of the manufacturer is missing")),
        ("manufacturer-address", mark("Address"), 1, "TD DC AB AH EN", mark("Postal address and contact of the manufacturer are missing")),
        ("product-name", mark("Product"), 1, "TD DC SD AB AH EN PR", mark("Name of the product is missing")),
        ("product-type", mark("Type and version"), 1, "TD DC SD AB AH EN PR", mark("Type, model or version that identifies the product is missing")),
        ("product-parts", mark("Parts of the product"), 1, "TD RA AB SB", mark("Parts that belong to the product are not named")),
        ("markets", mark("Member States"), 1, "TD", mark("Member States in which the product is supplied are not named")),
        ("intended-purpose", mark("Intended purpose"), 1, "TD RA EN", mark("Intended purpose of the product is missing")),
        ("procedure-choice", mark("Procedure"), 7, "TD DC EN", mark("Choice of the conformity assessment procedure is missing")),
        ("enterprise-size", mark("Size"), 9, "AB AH EN", mark("Size of the enterprise is missing")),
        ("support-years", mark("Support period"), 4, "TD SP", mark("Length of the support period is missing")),
        ("expected-use-years", mark("Expected use"), 4, "TD SP", mark("Expected time of use is missing")),
        ("last-placed-on", mark("Last unit"), 4, "TD SP", mark("Day of the last unit is missing; the end of support hangs on it")),
    )
)  # fmt: skip

DESCRIPTION = tuple(
    _fields(
        "design/description", 1, "TD EN AB",
        ("software-versions", mark("Software versions"), mark("Versions of software that affect conformity are not listed")),
    )
) + tuple(
    _fields(
        "design/description", 1, "TD DC",
        ("pictures", mark("Pictures"), mark("Photographs or illustrations of outside, marking and inside are not named"), FOR_A_DEVICE),
    )
)  # fmt: skip
ARCHITECTURE = tuple(
    _fields(
        "design/architecture", 2, "TD",
        ("overview", mark("System architecture"), mark("The system architecture is not described")),
        ("components", mark("How parts build on each other"), mark("It is not described how software parts build on and feed into each other")),
        ("trust-boundaries", mark("Trust boundaries"), mark("Trust boundaries and what crosses them are not described")),
        ("drawings", mark("Drawings and schemes"), mark("Drawings or schemes are not named"), FOR_A_DEVICE),
        ("development", mark("Design and development"), mark("The process of design and development is not described")),
    )
)  # fmt: skip
HANDLING = tuple(
    _fields(
        "design/handling", 2, "TD VH",
        ("contact-proof", mark("Proof of the contact address"), mark("Proof of the contact address for vulnerability reports is missing")),
        ("update-distribution", mark("Distribution of updates"), mark("The technical solution for distributing updates securely is not described")),
    )
)  # fmt: skip
POLICY = tuple(
    _fields(
        "design/policy", 2, "DP TD VH",
        ("scope", mark("What this policy covers"), mark("The policy does not say what it covers")),
        ("contact", mark("How to report"), mark("The policy does not say how to report")),
        ("report-content", mark("What helps us"), mark("The policy does not say what a report is to contain")),
        ("times", mark("When we answer"), mark("The policy names no times for answers")),
        ("handling", mark("What we do with a report"), mark("The policy does not say what happens with a report")),
        ("disclosure", mark("When it becomes public"), mark("The policy does not say when a vulnerability becomes public")),
        ("sharing", mark("Findings in components of others"), mark("The policy does not say what happens with findings in components of others")),
        ("advisories", mark("Where we publish"), mark("The policy does not say where advisories appear")),
        ("good-faith", mark("Good faith and thanks"), mark("The policy does not say how people who report in good faith are treated")),
        ("after-support", mark("After the support period"), "", OPTIONAL),
        ("owner", mark("Owner and review"), mark("The policy names no owner and no review")),
    )
)  # fmt: skip
SECURITY_TXT = tuple(
    _fields(
        "design/security-txt", 2, "ST",
        ("contact", "Contact", mark("security.txt has no contact")),
        ("expires", "Expires", mark("security.txt has no end date")),
        ("policy", "Policy", mark("security.txt does not name the address of the disclosure policy")),
        ("encryption", "Encryption", "", OPTIONAL),
        ("acknowledgments", "Acknowledgments", "", OPTIONAL),
        ("preferred-languages", "Preferred-Languages", "", OPTIONAL),
        ("canonical", "Canonical", "", OPTIONAL),
    )
)  # fmt: skip
PRODUCTION = tuple(
    _fields(
        "design/production", 2, "TD PR",
        ("process", mark("Production"), mark("The production process is not described")),
        ("monitoring", mark("Monitoring"), mark("The monitoring of production is not described")),
        ("validation", mark("Validation"), mark("It is not described how these processes are validated")),
    )
)  # fmt: skip
SOLUTIONS = tuple(
    _fields(
        "design/solutions", 5, "TD SL",
        ("part-1", mark("Annex I, Part I"), mark("Solutions for Annex I, Part I, where no standard is applied, are not described")),
        ("part-2", mark("Annex I, Part II"), mark("Solutions for Annex I, Part II, where no standard is applied, are not described")),
    )
)  # fmt: skip
TESTS = tuple(
    _fields(
        "design/tests", 6, "TD AB",
        ("product", mark("Tests of the product"), mark("Reports of tests of the product are not named")),
        ("handling", mark("Tests of vulnerability handling"), mark("Reports of tests of the vulnerability handling processes are not named")),
    )
)  # fmt: skip
SIGNATURE = tuple(
    _fields(
        "declaration", 7, "TD DC",
        ("signatory_name", mark("Name"), mark("Name of the person who signs for the manufacturer is missing")),
        ("signatory_function", mark("Function"), mark("Function of the person who signs is missing")),
        ("place", mark("Place"), mark("Place of issue is missing")),
    )
)  # fmt: skip
SIMPLIFIED = tuple(
    _fields(
        "declaration", 7, "SD",
        ("url", mark("Address of the declaration"), mark("Internet address of the full EU declaration of conformity is missing")),
    )
)  # fmt: skip
BODY = tuple(
    _fields(
        "declaration", 7, "TD DC",
        ("body_name", mark("Notified body"), mark("Name of the notified body is missing")),
        ("body_number", mark("Number of the notified body"), mark("Number of the notified body is missing")),
        ("certificate", mark("Certificate"), mark("Number and date of the certificate are missing")),
    )
)  # fmt: skip
APPLICATION = tuple(
    _fields(
        "design/application", 9, "AB AH",
        ("no-other-body", mark("No application elsewhere"), mark("It is not confirmed that no other notified body has the same application")),
    )
) + tuple(
    _fields(
        "design/application", 9, "AB EN",
        ("samples", mark("Specimens"), mark("Specimens of the critical parts for the examination are not named")),
        ("place", mark("Place of tests"), mark("Place of the examinations and tests is not proposed")),
    )
)  # fmt: skip
UNDERTAKINGS = tuple(
    _fields(
        "design/application", 9, "AB AH PR",
        ("representative", mark("Authorised representative"), "", OPTIONAL),
        ("undertakings", mark("Further undertakings"), "", OPTIONAL),
    )
)  # fmt: skip
ENQUIRY = tuple(
    _fields(
        "design/enquiry", 9, "EN",
        ("suppliers", mark("Important suppliers"), mark("Important suppliers and what they do are not named")),
        ("languages", mark("Languages of the file"), mark("Languages of the file are not named")),
        ("dates", mark("Wanted dates"), mark("Wanted dates are not named")),
        ("certificates", mark("Existing certificates"), mark("Existing certificates are not named; write if there are none")),
    )
)  # fmt: skip
SITES = tuple(
    _fields(
        "design/enquiry", 9, "EN AH",
        ("sites", mark("Sites"), mark("Sites with their activities are not named")),
    )
)  # fmt: skip
QUALITY_SYSTEM = tuple(
    _fields(
        "design/quality-system", 9, "AH",
        ("overview", mark("Overview"), mark("The documentation of the quality system is not named")),
        ("a", mark("Objectives, organisation, responsibilities and powers of management"), mark("Quality system (a), objectives and organisation, is not described")),
        ("b", mark("Specifications and standards for the design of the product"), mark("Quality system (b), specifications for the product, is not described")),
        ("c", mark("Specifications and standards for vulnerability handling"), mark("Quality system (c), specifications for processes, is not described")),
        ("d", mark("Control and verification of design and development"), mark("Quality system (d), control of design, is not described")),
        ("e", mark("Production, quality control and quality assurance"), mark("Quality system (e), production and quality control, is not described")),
        ("f", mark("Examinations and tests before, during and after production, and how often"), mark("Quality system (f), examinations and tests, is not described")),
        ("g", mark("Quality records"), mark("Quality system (g), quality records, is not described")),
        ("h", mark("Monitoring of quality and of the quality system"), mark("Quality system (h), monitoring, is not described")),
    )
)  # fmt: skip
MARKING = tuple(
    _fields(
        "design/marking", 9, "CE PR",
        ("place", mark("Place of the CE marking"), mark("Place of the CE marking is not decided")),
    )
) + tuple(
    _fields(
        "design/marking", 9, "CE",
        ("identification", mark("Identification and address on the product"), mark("It is not said where type or serial number and the maker's address stand")),
    )
) + tuple(
    _fields(
        "design/marking", 4, "SP TD",
        ("support-end", mark("Where buyers read the end of support"), mark("It is not said where buyers read the end of support when they buy")),
    )
)  # fmt: skip
CERTIFICATE = tuple(
    _fields(
        "design/certificate", 9, "CH",
        ("changes", mark("Changes"), "", OPTIONAL),
        ("additions", mark("Additions to the certificate"), "", OPTIONAL),
        ("audits", mark("Audits"), "", OPTIONAL),
    )
)  # fmt: skip
DECLARED = tuple(
    _fields("declaration", 7, "DC TD", ("additional", mark("Additional information"), "", OPTIONAL))
)
FIXED = (
    *ANSWERS, *DESCRIPTION, *ARCHITECTURE, *HANDLING, *POLICY, *SECURITY_TXT, *PRODUCTION, *SOLUTIONS, *TESTS,
    *SIGNATURE, *SIMPLIFIED, *BODY, *DECLARED, *APPLICATION, *UNDERTAKINGS, *ENQUIRY, *SITES, *QUALITY_SYSTEM,
    *MARKING, *CERTIFICATE,
)  # fmt: skip
"""Every text with a place of its own. Annex II, support factors and processes come from the rule pack."""

PROCESS_FIELDS = (("process", mark("Process")), ("record", mark("Record")), ("owner", mark("Owner")))
"""The texts of a process of Annex I, Part II: key, and what it is called, to be put through `tr`."""


def place_of(source: str) -> Place | None:
    """The record and key a source of the technical file stands for; None for an answer."""
    prefix, _, path = source.partition(":")
    if prefix != "record":
        return None
    parts = path.split("/")
    kind = RecordKind(parts[0])
    if parts[0] in _SINGLES:
        return Place(kind, _SINGLES[parts[0]], parts[1] if len(parts) > 1 else "")
    return Place(kind, parts[1] if len(parts) > 1 else "", parts[2] if len(parts) > 2 else "")


def source_of(place: Place) -> str:
    """The source of a place; the other way round."""
    parts = [place.kind.value]
    if place.kind.value not in _SINGLES and place.record_id:
        parts.append(place.record_id)
    if place.field:
        parts.append(place.field)
    return f"record:{'/'.join(parts)}"


def text_at(file: TechnicalFile, source: str) -> str:
    """What the technical file says at a source; empty when nothing. Lists come line by line."""
    place = place_of(source)
    if place is None:
        return ""
    held: object = ""
    if place.kind is RecordKind.DESIGN:
        form = file.design.get(place.record_id)
        held = form.text(place.field) if form else ""
    elif place.kind is RecordKind.PROCESS:
        form = file.processes.get(place.record_id)
        held = form.text(place.field) if form else ""
    elif place.kind is RecordKind.USER_INFO:
        held = file.user_info.text(place.field)
    elif place.kind is RecordKind.SUPPORT:
        held = file.support.text(place.field)
    elif place.kind is RecordKind.DECLARATION:
        held = getattr(file.declaration, _CALLED_OTHERWISE.get(place.field, place.field))
    elif place.kind is RecordKind.ASSESSMENT:
        held = getattr(file.context, place.field)
    if isinstance(held, tuple):
        return "\n".join(str(one) for one in held if str(one).strip())
    return str(held).strip() if held else ""
