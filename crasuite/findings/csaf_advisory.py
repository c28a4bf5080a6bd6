"""A security advisory or VEX statement in CSAF 2.0 about one vulnerability of the maker's product.

It says what the register says, in the structure of the standard, and leaves out what nobody wrote. `gaps`
names what is needed before it can be written; nothing is filled in instead. CSAF 2.0 has no field for CVSS
4.0, so such vectors stand in a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from crasuite import __version__
from crasuite.domain.case import Case, CaseStatus, Exploit
from crasuite.domain.placeholder import is_filled
from crasuite.errors import FindingsError
from crasuite.findings.severity import Score, score
from crasuite.language import tr

VERSION = "2.0"
_ADVISORY, _VEX = "csaf_security_advisory", "csaf_vex"
_PLAIN_VERSION = re.compile(r"[vV]?\d[\w.+-]*", re.ASCII)
_RANGE = re.compile(r"vers:[a-z0-9.+-]+/\S+")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*")
_SYSTEMS = {"euvd": "European Vulnerability Database", "ghsa": "GitHub Advisory Database", "other": "Other"}
JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""The reasons of VEX why a product is not affected, by their code words."""


class Publisher(Struct, frozen=True):
    """Who publishes it."""

    name: str
    namespace: str
    """Web address that belongs to the maker, such as `https://example.org`."""
    contact: str = ""


class AdvisedProduct(Struct, frozen=True):
    """The maker's product with the versions the advisory speaks of.

    A version is one version or a range in the `vers` notation. Whatever else stands there is a gap.
    """

    name: str
    affected: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    not_affected: tuple[str, ...] = ()
    purl: str = ""
    """Package URL without a version, where the product has one."""


class Revision(Struct, frozen=True):
    """One published state; they are numbered from 1 in the order of their instants."""

    at: datetime
    summary: str


def product_of(case: Case, name: str, purl: str = "") -> AdvisedProduct:
    """The product with the versions that a case names, separated by commas or semicolons."""
    versions = _split(case.versions)
    if case.status is CaseStatus.NOT_AFFECTED:
        return AdvisedProduct(name, not_affected=versions, purl=purl)
    return AdvisedProduct(name, versions, _split(case.fix_version), purl=purl)


def gaps(
    case: Case, product: AdvisedProduct, publisher: Publisher, tracking_id: str, revisions: Iterable[Revision]
) -> tuple[str, ...]:
    """What is missing or cannot be written, in sentences; empty when the advisory can be written."""
    found = []
    published = list(revisions)
    for said, what in (
        (case.title, tr("Give the vulnerability a title.")),
        (case.summary, tr("Describe the vulnerability in the summary.")),
        (product.name, tr("Name the product.")),
        (publisher.name, tr("Name the manufacturer.")),
        (tracking_id, tr("Give the advisory an id, such as EX-2026-001.")),
    ):
        if not is_filled(said):
            found.append(what)
    if tracking_id != tracking_id.strip() or "\n" in tracking_id:
        found.append(tr("The id of the advisory may not begin or end with a blank, nor have several lines."))
    if not _ADDRESS.fullmatch(publisher.namespace):
        found.append(tr("Give a web address of the manufacturer, such as https://example.org."))
    versions = (*product.affected, *product.fixed, *product.not_affected)
    if not versions:
        found.append(tr("Say which versions of the product are affected, fixed or not affected."))
    for one in versions:
        if not (_PLAIN_VERSION.fullmatch(one) or _RANGE.fullmatch(one)):
            found.append(
                tr("“{version}” is neither one version nor a range such as vers:generic/<2.4.1.", version=one)
            )
    for first, second in (
        (product.affected, product.fixed),
        (product.affected, product.not_affected),
        (product.fixed, product.not_affected),
    ):
        found += [
            tr("Version {version} stands under two states.", version=one) for one in first if one in second
        ]
    if product.not_affected and case.justification not in JUSTIFICATIONS:
        found.append(tr("Say by one of the reasons of VEX why the product is not affected."))
    for name in case.cve:
        if not re.fullmatch(r"CVE-[0-9]{4}-[0-9]{4,}", name):
            found.append(tr("“{name}” is no CVE id.", name=name))
    if len(case.cve) > 1:
        found.append(
            tr("A CSAF advisory has one CVE id for each vulnerability; split the case or leave one.")
        )
    for vector in case.cvss:
        try:
            score(vector)
        except FindingsError as error:
            found.append(str(error))
    if not published:
        found.append(tr("Say when it is published."))
    for revision in published:
        if revision.at.tzinfo is None:
            found.append(tr("An instant of publication has no time zone."))
        if not is_filled(revision.summary):
            found.append(tr("Say what changed in each published state."))
    return tuple(dict.fromkeys(found))


def write(
    case: Case,
    product: AdvisedProduct,
    publisher: Publisher,
    tracking_id: str,
    revisions: Iterable[Revision],
    *,
    is_draft: bool = False,
) -> bytes:
    """The advisory as a file; the same input gives the same bytes.

    Raises:
        FindingsError: something needed is missing (FIND-40); the message lists all of it.
    """
    published = tuple(revisions)
    missing = gaps(case, product, publisher, tracking_id, published)
    if missing:
        raise FindingsError(
            "FIND-40",
            tr("The advisory cannot be written yet."),
            " ".join(missing),
            tr("Complete what is named here."),
        )
    published = tuple(sorted(published, key=lambda one: one.at))
    tree, ids = _product_tree(product, publisher)
    document = {
        "document": _document(case, product, publisher, tracking_id, published, is_draft),
        "product_tree": tree,
        "vulnerabilities": [_vulnerability(case, product, ids)],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def file_name(tracking_id: str) -> str:
    """The name that the standard asks for.

    >>> file_name("Example: EX-2026/001")
    'example_ex-2026_001.json'
    """
    return re.sub(r"[^+\-a-z0-9]+", "_", tracking_id.lower()) + ".json"


def _split(said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for one in re.split(r"[,;\n]", said) if (part := one.strip())))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _document(
    case: Case,
    product: AdvisedProduct,
    publisher: Publisher,
    tracking_id: str,
    revisions: tuple[Revision, ...],
    is_draft: bool,
) -> dict[str, Any]:
    made = {"category": "vendor", "name": publisher.name, "namespace": publisher.namespace}
    if is_filled(publisher.contact):
        made["contact_details"] = publisher.contact
    newest = revisions[-1].at
    document: dict[str, Any] = {
        "category": _VEX if product.not_affected and not product.affected else _ADVISORY,
        "csaf_version": VERSION,
        "distribution": {"tlp": {"label": "WHITE"}},
        "lang": "en",
        "publisher": made,
        "title": f"{product.name}: {case.title.strip()}",
        "tracking": {
            "current_release_date": _instant(newest),
            "generator": {
                "date": _instant(newest),
                "engine": {"name": "CRA Suite", "version": __version__},
            },
            "id": tracking_id,
            "initial_release_date": _instant(revisions[0].at),
            "revision_history": [
                {"date": _instant(one.at), "number": str(number), "summary": one.summary.strip()}
                for number, one in enumerate(revisions, 1)
            ],
            "status": "draft" if is_draft else "final",
            "version": str(len(revisions)),
        },
    }
    if is_filled(case.credits):
        document["acknowledgments"] = [{"summary": case.credits.strip()}]
    if _ADDRESS.fullmatch(case.advisory.strip()):
        document["references"] = [
            {"category": "external", "summary": "Advisory of the manufacturer", "url": case.advisory.strip()}
        ]
    return document


def _product_tree(product: AdvisedProduct, publisher: Publisher) -> tuple[dict[str, Any], dict[str, str]]:
    """The tree, and the product id of each version."""
    ids: dict[str, str] = {}
    branches = []
    for version in dict.fromkeys((*product.affected, *product.fixed, *product.not_affected)):
        ids[version] = f"CSAFPID-{len(ids) + 1:04}"
        is_range = bool(_RANGE.fullmatch(version))
        leaf: dict[str, Any] = {"name": f"{product.name} {version}", "product_id": ids[version]}
        if product.purl:
            purl = product.purl if is_range else f"{product.purl}@{version}"
            leaf["product_identification_helper"] = {"purl": purl}
        category = "product_version_range" if is_range else "product_version"
        branches.append({"category": category, "name": version, "product": leaf})
    named = {"category": "product_name", "name": product.name, "branches": branches}
    return {"branches": [{"category": "vendor", "name": publisher.name, "branches": [named]}]}, ids


def _vulnerability(case: Case, product: AdvisedProduct, ids: dict[str, str]) -> dict[str, Any]:
    affected, fixed, free = (
        [ids[one] for one in dict.fromkeys(versions)]
        for versions in (product.affected, product.fixed, product.not_affected)
    )
    found: dict[str, Any] = {"title": case.title.strip()}
    if case.cve:
        found["cve"] = case.cve[0]
    named = [("euvd", one) for one in case.euvd] + [("ghsa", one) for one in case.ghsa]
    named += [("other", one) for one in case.other_ids]
    if named:
        found["ids"] = [{"system_name": _SYSTEMS[kind], "text": one} for kind, one in named]
    rated = [score(vector) for vector in dict.fromkeys(case.cvss)]
    found["notes"] = _notes(case, rated)
    status = {"known_affected": affected, "fixed": fixed, "known_not_affected": free}
    found["product_status"] = {key: those for key, those in status.items() if those}
    three = max(
        (one for one in rated if one.version != "4.0"), key=lambda one: (one.version, one.score), default=None
    )
    if three is not None and affected:
        found["scores"] = [{"cvss_v3": _cvss(three), "products": affected}]
    if free:
        found["flags"] = [{"label": case.justification, "product_ids": free}]
    if affected:
        found["remediations"] = _remediations(case, product, affected)
        if case.exploit is Exploit.KNOWN:
            details = "Exploitation of this vulnerability is known."
            found["threats"] = [{"category": "exploit_status", "details": details, "product_ids": affected}]
    return found


def _notes(case: Case, rated: list[Score]) -> list[dict[str, str]]:
    notes = [{"category": "description", "text": case.summary.strip(), "title": "Description"}]
    if case.components:
        text = ", ".join(case.components)
        notes.append({"category": "details", "text": text, "title": "Component with the vulnerability"})
    four = [one for one in rated if one.version == "4.0"]
    if four:
        text = "; ".join(f"{one.vector} ({one.score:.1f}, {one.rating})" for one in four)
        notes.append({"category": "details", "text": text, "title": "CVSS 4.0"})
    return notes


def _cvss(rated: Score) -> dict[str, Any]:
    return {
        "version": rated.version,
        "vectorString": rated.vector,
        "baseScore": rated.score,
        "baseSeverity": str(rated.rating).upper(),
    }


def _remediations(case: Case, product: AdvisedProduct, affected: list[str]) -> list[dict[str, Any]]:
    """What users can do; that there is nothing yet is said as well."""
    found: list[dict[str, Any]] = []
    if product.fixed:
        details = f"Update to {' or '.join(product.fixed)}."
        fix = {"category": "vendor_fix", "details": details, "product_ids": affected}
        if case.measure_available is not None:
            fix["date"] = _instant(case.measure_available)
        found.append(fix)
    if is_filled(case.user_measures):
        category = "mitigation" if product.fixed else "workaround"
        found.append({"category": category, "details": case.user_measures.strip(), "product_ids": affected})
    if not found:
        details = "There is no fix yet."
        found.append({"category": "none_available", "details": details, "product_ids": affected})
    return found
