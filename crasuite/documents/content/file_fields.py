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
from typing import Literal

from crasuite.domain.assessment_context import CONTEXT_ID
from crasuite.domain.declaration import DECLARATION_ID
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.standards_in_use import STANDARDS_ID
from crasuite.domain.technical_file import SUPPORT_ID, USER_INFO_ID, TechnicalFile

CHAPTERS = {
    1: "General description",
    2: "Design, production, vulnerability handling",
    3: "Risk assessment, Annex I",
    4: "Support period",
    5: "Standards and solutions",
    6: "Test reports",
    7: "EU declaration of conformity",
    8: "SBOM for authorities",
    9: "Application, marking, production",
}
"""What gaps are numbered by: the eight items of Annex VII, then what belongs to Annex VIII and Art. 30."""

When = Literal["always", "optional", "hardware"]

_SINGLES = {
    "assessment": CONTEXT_ID,
    "declaration": DECLARATION_ID,
    "support": SUPPORT_ID,
    "user-info": USER_INFO_ID,
    "standards": STANDARDS_ID,
}
_CALLED_OTHERWISE = {"date": "signed_on"}


@dataclass(frozen=True, slots=True)
class FileField:
    """One text: its name on paper, the chapter its gap is numbered in, and what the gap says."""

    source: str
    label: str
    chapter: int
    papers: tuple[str, ...]
    words: str
    when: When = "always"


def _fields(
    record: str, chapter: int, papers: str, *rows: tuple[str, str, str] | tuple[str, str, str, When]
) -> Iterable[FileField]:
    for name, label, words, *when in rows:
        yield FileField(
            f"record:{record}/{name}",
            label,
            chapter,
            tuple(papers.split()),
            words,
            when[0] if when else "always",
        )


def _answers(*rows: tuple[str, str, int, str, str]) -> Iterable[FileField]:
    for name, label, chapter, papers, words in rows:
        yield FileField(f"answer:{name}", label, chapter, tuple(papers.split()), words)


ANSWERS = tuple(
    _answers(
        ("manufacturer-name", "Manufacturer", 1, "TD DC SD AB AH EN PR", "Name of the manufacturer is missing"),
        ("manufacturer-address", "Address", 1, "TD DC AB AH EN", "Postal address and contact of the manufacturer are missing"),
        ("product-name", "Product", 1, "TD DC SD AB AH EN PR", "Name of the product is missing"),
        ("product-type", "Type and version", 1, "TD DC SD AB AH EN PR", "Type, model or version that identifies the product is missing"),
        ("product-parts", "Parts of the product", 1, "TD RA AB SB", "Parts that belong to the product are not named"),
        ("markets", "Member States", 1, "TD", "Member States in which the product is supplied are not named"),
        ("intended-purpose", "Intended purpose", 1, "TD RA EN", "Intended purpose of the product is missing"),
        ("procedure-choice", "Procedure", 7, "TD DC EN", "Choice of the conformity assessment procedure is missing"),
        ("enterprise-size", "Size", 9, "AB AH EN", "Size of the enterprise is missing"),
        ("support-years", "Support period", 4, "TD SP", "Length of the support period is missing"),
        ("expected-use-years", "Expected use", 4, "TD SP", "Expected time of use is missing"),
        ("last-placed-on", "Last unit", 4, "TD SP", "Day of the last unit is missing; the end of support hangs on it"),
    )
)  # fmt: skip

DESCRIPTION = tuple(
    _fields(
        "design/description", 1, "TD EN AB",
        ("software-versions", "Software versions", "Versions of software that affect conformity are not listed"),
    )
) + tuple(
    _fields(
        "design/description", 1, "TD DC",
        ("pictures", "Pictures", "Photographs or illustrations of outside, marking and inside are not named", "hardware"),
    )
)  # fmt: skip
ARCHITECTURE = tuple(
    _fields(
        "design/architecture", 2, "TD",
        ("overview", "System architecture", "The system architecture is not described"),
        ("components", "How parts build on each other", "It is not described how software parts build on and feed into each other"),
        ("trust-boundaries", "Trust boundaries", "Trust boundaries and what crosses them are not described"),
        ("drawings", "Drawings and schemes", "Drawings or schemes are not named", "hardware"),
        ("development", "Design and development", "The process of design and development is not described"),
    )
)  # fmt: skip
HANDLING = tuple(
    _fields(
        "design/handling", 2, "TD VH",
        ("contact-proof", "Proof of the contact address", "Proof of the contact address for vulnerability reports is missing"),
        ("update-distribution", "Distribution of updates", "The technical solution for distributing updates securely is not described"),
    )
)  # fmt: skip
POLICY = tuple(
    _fields(
        "design/policy", 2, "DP TD VH",
        ("scope", "What this policy covers", "The policy does not say what it covers"),
        ("contact", "How to report", "The policy does not say how to report"),
        ("report-content", "What helps us", "The policy does not say what a report is to contain"),
        ("times", "When we answer", "The policy names no times for answers"),
        ("handling", "What we do with a report", "The policy does not say what happens with a report"),
        ("disclosure", "When it becomes public", "The policy does not say when a vulnerability becomes public"),
        ("sharing", "Findings in components of others", "The policy does not say what happens with findings in components of others"),
        ("advisories", "Where we publish", "The policy does not say where advisories appear"),
        ("good-faith", "Good faith and thanks", "The policy does not say how people who report in good faith are treated"),
        ("after-support", "After the support period", "", "optional"),
        ("owner", "Owner and review", "The policy names no owner and no review"),
    )
)  # fmt: skip
SECURITY_TXT = tuple(
    _fields(
        "design/security-txt", 2, "ST",
        ("contact", "Contact", "security.txt has no contact"),
        ("expires", "Expires", "security.txt has no end date"),
        ("policy", "Policy", "security.txt does not name the address of the disclosure policy"),
        ("encryption", "Encryption", "", "optional"),
        ("acknowledgments", "Acknowledgments", "", "optional"),
        ("preferred-languages", "Preferred-Languages", "", "optional"),
        ("canonical", "Canonical", "", "optional"),
    )
)  # fmt: skip
PRODUCTION = tuple(
    _fields(
        "design/production", 2, "TD PR",
        ("process", "Production", "The production process is not described"),
        ("monitoring", "Monitoring", "The monitoring of production is not described"),
        ("validation", "Validation", "It is not described how these processes are validated"),
    )
)  # fmt: skip
SOLUTIONS = tuple(
    _fields(
        "design/solutions", 5, "TD SL",
        ("part-1", "Annex I, Part I", "Solutions for Annex I, Part I, where no standard is applied, are not described"),
        ("part-2", "Annex I, Part II", "Solutions for Annex I, Part II, where no standard is applied, are not described"),
    )
)  # fmt: skip
TESTS = tuple(
    _fields(
        "design/tests", 6, "TD AB",
        ("product", "Tests of the product", "Reports of tests of the product are not named"),
        ("handling", "Tests of vulnerability handling", "Reports of tests of the vulnerability handling processes are not named"),
    )
)  # fmt: skip
SIGNATURE = tuple(
    _fields(
        "declaration", 7, "TD DC",
        ("signatory_name", "Name", "Name of the person who signs for the manufacturer is missing"),
        ("signatory_function", "Function", "Function of the person who signs is missing"),
        ("place", "Place", "Place of issue is missing"),
    )
)  # fmt: skip
SIMPLIFIED = tuple(
    _fields(
        "declaration", 7, "SD",
        ("url", "Address of the declaration", "Internet address of the full EU declaration of conformity is missing"),
    )
)  # fmt: skip
BODY = tuple(
    _fields(
        "declaration", 7, "TD DC",
        ("body_name", "Notified body", "Name of the notified body is missing"),
        ("body_number", "Number of the notified body", "Number of the notified body is missing"),
        ("certificate", "Certificate", "Number and date of the certificate are missing"),
    )
)  # fmt: skip
APPLICATION = tuple(
    _fields(
        "design/application", 9, "AB AH",
        ("no-other-body", "No application elsewhere", "It is not confirmed that no other notified body has the same application"),
    )
) + tuple(
    _fields(
        "design/application", 9, "AB EN",
        ("samples", "Specimens", "Specimens of the critical parts for the examination are not named"),
        ("place", "Place of tests", "Place of the examinations and tests is not proposed"),
    )
)  # fmt: skip
UNDERTAKINGS = tuple(
    _fields(
        "design/application", 9, "AB AH PR",
        ("representative", "Authorised representative", "", "optional"),
        ("undertakings", "Further undertakings", "", "optional"),
    )
)  # fmt: skip
ENQUIRY = tuple(
    _fields(
        "design/enquiry", 9, "EN",
        ("suppliers", "Important suppliers", "Important suppliers and what they do are not named"),
        ("languages", "Languages of the file", "Languages of the file are not named"),
        ("dates", "Wanted dates", "Wanted dates are not named"),
        ("certificates", "Existing certificates", "Existing certificates are not named; write if there are none"),
    )
)  # fmt: skip
SITES = tuple(
    _fields(
        "design/enquiry", 9, "EN AH",
        ("sites", "Sites", "Sites with their activities are not named"),
    )
)  # fmt: skip
QUALITY_SYSTEM = tuple(
    _fields(
        "design/quality-system", 9, "AH",
        ("overview", "Overview", "The documentation of the quality system is not named"),
        ("a", "Objectives, organisation, responsibilities and powers of management", "Quality system (a), objectives and organisation, is not described"),
        ("b", "Specifications and standards for the design of the product", "Quality system (b), specifications for the product, is not described"),
        ("c", "Specifications and standards for vulnerability handling", "Quality system (c), specifications for processes, is not described"),
        ("d", "Control and verification of design and development", "Quality system (d), control of design, is not described"),
        ("e", "Production, quality control and quality assurance", "Quality system (e), production and quality control, is not described"),
        ("f", "Examinations and tests before, during and after production, and how often", "Quality system (f), examinations and tests, is not described"),
        ("g", "Quality records", "Quality system (g), quality records, is not described"),
        ("h", "Monitoring of quality and of the quality system", "Quality system (h), monitoring, is not described"),
    )
)  # fmt: skip
MARKING = tuple(
    _fields(
        "design/marking", 9, "CE PR",
        ("place", "Place of the CE marking", "Place of the CE marking is not decided"),
    )
) + tuple(
    _fields(
        "design/marking", 9, "CE",
        ("identification", "Identification and address on the product", "It is not said where type or serial number and the maker's address stand"),
    )
) + tuple(
    _fields(
        "design/marking", 4, "SP TD",
        ("support-end", "Where buyers read the end of support", "It is not said where buyers read the end of support when they buy"),
    )
)  # fmt: skip
CERTIFICATE = tuple(
    _fields(
        "design/certificate", 9, "CH",
        ("changes", "Changes", "", "optional"),
        ("additions", "Additions to the certificate", "", "optional"),
        ("audits", "Audits", "", "optional"),
    )
)  # fmt: skip
DECLARED = tuple(_fields("declaration", 7, "DC TD", ("additional", "Additional information", "", "optional")))
FIXED = (
    *ANSWERS, *DESCRIPTION, *ARCHITECTURE, *HANDLING, *POLICY, *SECURITY_TXT, *PRODUCTION, *SOLUTIONS, *TESTS,
    *SIGNATURE, *SIMPLIFIED, *BODY, *DECLARED, *APPLICATION, *UNDERTAKINGS, *ENQUIRY, *SITES, *QUALITY_SYSTEM,
    *MARKING, *CERTIFICATE,
)  # fmt: skip
"""Every text with a place of its own. Annex II, support factors and processes come from the rule pack."""

PROCESS_FIELDS = (("process", "Process"), ("record", "Record"), ("owner", "Owner"))


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
