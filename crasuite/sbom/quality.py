"""How good an SBOM is, point by point. The points and their sources are data of the rule pack.

A point is met, not met, or cannot be checked from the file. Nothing here blocks anything: the law's own floor
is two points, and only their source says "law".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from crasuite.language import number, tr, trn
from crasuite.rules.model import Pack, SbomCheck, SbomCheckSet, SbomTest
from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.purl import without_version

RECENT_DAYS = 30


class Status(StrEnum):
    """Outcome of one point."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_CHECKABLE = "not-checkable"


class Release(Struct, frozen=True):
    """The release of the product that the SBOM was filed for, as far as it is known."""

    version: str = ""
    on: date | None = None


class Outcome(Struct, frozen=True):
    """What a test found; `refs` are the components it concerns."""

    status: Status
    detail: str = ""
    refs: tuple[str, ...] = ()


class Finding(Struct, frozen=True):
    """One point with its outcome."""

    check: SbomCheck
    status: Status
    detail: str
    refs: tuple[str, ...]


class SectionReport(Struct, frozen=True):
    """The findings for one source."""

    section: SbomCheckSet
    findings: tuple[Finding, ...]

    @property
    def met(self) -> int:
        """How many points are met."""
        return sum(one.status is Status.MET for one in self.findings)


class QualityReport(Struct, frozen=True):
    """All findings, in the order of the pack."""

    sections: tuple[SectionReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every section."""
        return tuple(one for section in self.sections for one in section.findings)

    @property
    def count(self) -> Counter[Status]:
        """How many points have which outcome."""
        return Counter(one.status for one in self.findings)

    @property
    def meets_law(self) -> bool | None:
        """Whether the points of the law are met; None when one of them cannot be checked."""
        found = {one.status for one in self.findings if one.check.kind == "law"}
        if Status.NOT_MET in found:
            return False
        return None if Status.NOT_CHECKABLE in found else True


def check_sbom(sbom: Sbom, pack: Pack, release: Release | None = None) -> QualityReport:
    """Check an SBOM against every point of the pack."""
    known = release or Release()
    outcomes: dict[SbomTest, Outcome] = {}
    sections = []
    for section in pack.sbom_checks.values():
        findings = []
        for check in section.checks:
            if check.test not in outcomes:
                outcomes[check.test] = TESTS[check.test](sbom, known)
            outcome = outcomes[check.test]
            findings.append(Finding(check, outcome.status, outcome.detail, outcome.refs))
        sections.append(SectionReport(section, tuple(findings)))
    return QualityReport(tuple(sections))


# -- the file as a whole -----------------------------------------------------------------------------------


def _yes_no(is_met: bool, detail: str) -> Outcome:
    return Outcome(Status.MET if is_met else Status.NOT_MET, detail)


def _format(sbom: Sbom, _given: Release) -> Outcome:
    return Outcome(Status.MET, _format_name(sbom))


def _format_name(sbom: Sbom) -> str:
    return f"{sbom.format} {sbom.spec_version} ({sbom.encoding})"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _format_recent(sbom: Sbom, _given: Release) -> Outcome:
    floor = {"CycloneDX": (1, 6), "SPDX": (3, 0, 1)}[sbom.format]
    return _yes_no(_numbers(sbom.spec_version) >= floor, _format_name(sbom))


def _top_level(sbom: Sbom, _given: Release) -> Outcome:
    if not sbom.components:
        return Outcome(Status.NOT_MET, tr("No component is listed."))
    count = len(sbom.direct)
    if count:
        product = sbom.name or tr("the product")
        said = trn(
            "{n} direct dependency of {product}",
            "{n} direct dependencies of {product}",
            count,
            product=product,
        )
        return Outcome(Status.MET, said)
    if sbom.subject is None:
        return Outcome(Status.NOT_CHECKABLE, tr("The file does not say which component is the product."))
    return Outcome(Status.NOT_CHECKABLE, tr("The file does not say what the product depends on directly."))


def _author(sbom: Sbom, _given: Release) -> Outcome:
    named = [one.name or one.email or one.url for one in sbom.authors]
    return _yes_no(bool(named), ", ".join(named) or tr("Nobody is named."))


def _author_contact(sbom: Sbom, _given: Release) -> Outcome:
    reach = [one.email or one.url for one in sbom.authors if one.can_be_reached]
    return _yes_no(bool(reach), ", ".join(reach) or tr("No e-mail or web address is given."))


def _moment(sbom: Sbom) -> datetime | None:
    try:
        return datetime.fromisoformat(sbom.timestamp)
    except ValueError:
        return None


def _timestamp(sbom: Sbom, _given: Release) -> Outcome:
    if not sbom.timestamp:
        return Outcome(Status.NOT_MET, tr("No time is stated."))
    if _moment(sbom) is None:
        return Outcome(Status.NOT_MET, tr("“{text}” is no date and time.", text=sbom.timestamp))
    return Outcome(Status.MET, sbom.timestamp)


def _serial(sbom: Sbom, _given: Release) -> Outcome:
    return _yes_no(bool(sbom.serial), sbom.serial or tr("No serial number or namespace is given."))


def _tool(sbom: Sbom, _given: Release) -> Outcome:
    return _yes_no(bool(sbom.tools), ", ".join(sbom.tools) or tr("No tool is named."))


def _tool_version(sbom: Sbom, given: Release) -> Outcome:
    if not sbom.tools:
        return _tool(sbom, given)
    lacking = [one for one in sbom.tools if not re.search(r"\d", one)]
    return _yes_no(
        not lacking,
        tr("Without a version: {tools}", tools=_listed(lacking)) if lacking else ", ".join(sbom.tools),
    )


def _document_version(sbom: Sbom, _given: Release) -> Outcome:
    if sbom.format == "SPDX":
        return Outcome(Status.NOT_CHECKABLE, _no_place(sbom))
    return _yes_no(
        bool(sbom.document_version), sbom.document_version or tr("No version of the SBOM is stated.")
    )


def _signature(sbom: Sbom, _given: Release) -> Outcome:
    if sbom.has_signature:
        return Outcome(Status.MET, tr("A signature is in the file; whether it holds was not checked."))
    return Outcome(
        Status.NOT_CHECKABLE, tr("None is in the file. One in a file beside it cannot be seen here.")
    )


def _context(sbom: Sbom, _given: Release) -> Outcome:
    if sbom.phases:
        return Outcome(Status.MET, ", ".join(sbom.phases))
    if _is_spdx2(sbom) or (sbom.format == "CycloneDX" and sbom.spec_version == "1.4"):
        return Outcome(Status.NOT_CHECKABLE, _no_place(sbom))
    return Outcome(Status.NOT_MET, tr("No phase is stated."))


def _is_spdx2(sbom: Sbom) -> bool:
    return sbom.format == "SPDX" and sbom.spec_version.startswith("2.")


def _no_place(sbom: Sbom) -> str:
    return tr("{format} {version} has no field for this.", format=sbom.format, version=sbom.spec_version)


def _no_vulnerabilities(sbom: Sbom, _given: Release) -> Outcome:
    found = tr("Vulnerabilities are in the file.") if sbom.has_vulnerabilities else tr("None in the file")
    return _yes_no(not sbom.has_vulnerabilities, found)


def _dependencies(sbom: Sbom, _given: Release) -> Outcome:
    if not sbom.components:
        return Outcome(Status.NOT_MET, tr("No component is listed."))
    if not sbom.has_dependencies:
        return Outcome(Status.NOT_MET, tr("No dependency is listed."))
    links = sum(len(one.depends_on) for one in _everyone(sbom))
    return Outcome(Status.MET, trn("{n} links", "{n} links", links))


def _subject(sbom: Sbom, _given: Release) -> Outcome:
    if sbom.subject is None:
        return Outcome(Status.NOT_MET, tr("The file names no product."))
    if not sbom.subject.version:
        detail = tr("{product} has no version.", product=sbom.subject.full_name)
        return Outcome(Status.NOT_MET, detail, (sbom.subject.ref,))
    return Outcome(Status.MET, f"{sbom.subject.full_name} {sbom.subject.version}")


def _belongs(sbom: Sbom, release: Release) -> Outcome:
    if not release.version:
        return Outcome(Status.NOT_CHECKABLE, tr("The version of the product is not known."))
    if sbom.subject is None or not sbom.subject.version:
        return Outcome(Status.NOT_CHECKABLE, tr("The file names no version of the product."))
    said = sbom.subject.version
    is_same = said.removeprefix("v").strip() == release.version.removeprefix("v").strip()
    if is_same:
        detail = tr("Version {version}", version=said)
    else:
        detail = tr("The file says {said}, the release is {release}.", said=said, release=release.version)
    return _yes_no(is_same, detail)


def _recent(sbom: Sbom, release: Release) -> Outcome:
    moment = _moment(sbom)
    if release.on is None:
        return Outcome(Status.NOT_CHECKABLE, tr("The day of the release is not known."))
    if moment is None:
        return Outcome(Status.NOT_CHECKABLE, tr("The file does not say when it was made."))
    days = (release.on - moment.date()).days
    if days >= 0:
        said = trn("Made {n} days before the release", "Made {n} days before the release", days)
    else:
        said = trn("Made {n} days after the release", "Made {n} days after the release", -days)
    return _yes_no(abs(days) < RECENT_DAYS, said)


def _links(sbom: Sbom, release: Release) -> Outcome:
    missing = sbom.missing_refs
    if missing:
        return Outcome(
            Status.NOT_MET,
            trn(
                "{n} lead nowhere: {names}", "{n} lead nowhere: {names}", len(missing), names=_listed(missing)
            ),
        )
    if not sbom.has_dependencies:
        return Outcome(Status.NOT_CHECKABLE, tr("No dependency is listed."))
    return _dependencies(sbom, release)


def _listed(names: Iterable[str], shown: int = 3) -> str:
    names = list(names)
    first = ", ".join(names[:shown])
    if len(names) <= shown:
        return first
    return trn("{names} and {n} more", "{names} and {n} more", len(names) - shown, names=first)


def _duplicates(sbom: Sbom, _given: Release) -> Outcome:
    first: dict[tuple[str, ...], str] = {}
    twice = list(sbom.repeated_refs)
    for one in sbom.components:
        # The same package in two builds of one version has two hashes and is no duplicate.
        key = (one.purl or f"{one.type} {one.full_name} {one.version}", *(h.value for h in one.hashes))
        if first.setdefault(key, one.ref) != one.ref:
            twice.append(one.ref)
    if twice:
        return Outcome(
            Status.NOT_MET,
            trn("{n} stand in the file more than once.", "{n} stand in the file more than once.", len(twice)),
            tuple(twice),
        )
    return Outcome(Status.MET, trn("{n} components", "{n} components", len(sbom.components)))


# -- every component ---------------------------------------------------------------------------------------


def _everyone(sbom: Sbom) -> tuple[Component, ...]:
    return (sbom.subject, *sbom.components) if sbom.subject is not None else sbom.components


def _each(
    sbom: Sbom,
    has: Callable[[Component], bool],
    *,
    if_any: bool = False,
    with_product: bool = False,
) -> Outcome:
    """Met when every component has it. `if_any`: only where it exists, which no file can tell."""
    looked_at = _everyone(sbom) if with_product else sbom.components
    if not sbom.components:
        return Outcome(Status.NOT_MET, tr("No component is listed."))
    lacking = tuple(one.ref for one in looked_at if not has(one))
    if not lacking:
        return Outcome(Status.MET, tr("all {number}", number=number(len(looked_at))))
    status = Status.NOT_CHECKABLE if if_any else Status.NOT_MET
    return Outcome(
        status,
        tr("{number} of {all} without", number=number(len(lacking)), all=number(len(looked_at))),
        lacking,
    )


def _supplier(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.supplier_name), with_product=True)


def _name(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.name), with_product=True)


def _version(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.version), with_product=True)


def _has_identifier(one: Component) -> bool:
    return bool(without_version(one.purl) or one.cpe or one.other_ids)


def _identifier(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, _has_identifier)


def _identifier_if_any(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, _has_identifier, if_any=True)


def _hash(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.hashes))


def _hash_sha_512(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: any(h.algorithm == "SHA-512" for h in one.hashes))


def _licence(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.licences))


def _licence_concluded(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, _has_licence(sbom, "concluded"))


def _licence_declared(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, _has_licence(sbom, "declared"), if_any=True)


def _has_licence(sbom: Sbom, word: str) -> Callable[[Component], bool]:
    words = {word}
    if sbom.format == "CycloneDX" and _numbers(sbom.spec_version) < (1, 6):
        words.add("")  # licences could not say yet which of the two they are
    return lambda one: any(licence.acknowledgement in words for licence in one.licences)


def _creator_contact(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: one.creator is not None and one.creator.can_be_reached)


def _completeness(sbom: Sbom, _given: Release) -> Outcome:
    if not sbom.has_dependencies:
        return Outcome(Status.NOT_MET, tr("No dependency is listed."))
    if _is_spdx2(sbom):
        return Outcome(Status.NOT_CHECKABLE, _no_place(sbom))
    return _each(sbom, lambda one: bool(one.completeness), with_product=True)


def _file_name(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.file_name))


def _source_address(sbom: Sbom, _given: Release) -> Outcome:
    if _is_spdx2(sbom):
        return Outcome(Status.NOT_CHECKABLE, _no_place(sbom))
    return _each(sbom, lambda one: bool(one.source_url), if_any=True)


def _file_address(sbom: Sbom, _given: Release) -> Outcome:
    return _each(sbom, lambda one: bool(one.file_url), if_any=True)


def _file_fact(sbom: Sbom, has: Callable[[Component], bool]) -> Outcome:
    if _is_spdx2(sbom):
        return Outcome(Status.NOT_CHECKABLE, _no_place(sbom))
    # SPDX 3 names what a file is and cannot say what it is not.
    return _each(sbom, has, if_any=sbom.format == "SPDX")


def _executable(sbom: Sbom, _given: Release) -> Outcome:
    return _file_fact(sbom, lambda one: one.is_executable is not None)


def _archive(sbom: Sbom, _given: Release) -> Outcome:
    return _file_fact(sbom, lambda one: one.is_archive is not None)


def _structured(sbom: Sbom, _given: Release) -> Outcome:
    return _file_fact(sbom, lambda one: one.is_structured is not None)


def _connected(sbom: Sbom, _given: Release) -> Outcome:
    if sbom.subject is None or not sbom.has_dependencies:
        return Outcome(Status.NOT_CHECKABLE, tr("The file does not link components to a product."))
    return _each(sbom, lambda one: one.relation != "unknown")


_PLACEHOLDER = re.compile(
    r"(tb[dacn]|todo|fixme|x{3,}|abc|n/?a|none|null|undefined|unknown|unspecified|latest|foo|bar|test|"
    r"\?+|-+|\.+|<.*>|\$\{.*\}|your[ _-].*|example( .*)?|0\.0\.0(-.*)?)",
    re.IGNORECASE,
)
_NOT_AS_A_NAME = frozenset(("test", "foo", "bar", "abc", "null", "none", "latest"))
"""Packages with such names exist."""


def _placeholders(sbom: Sbom, _given: Release) -> Outcome:
    def is_real(one: Component) -> bool:
        name_is_real = one.name.lower() in _NOT_AS_A_NAME or not _PLACEHOLDER.fullmatch(one.name)
        others = (one.version, one.supplier_name)
        return name_is_real and not any(_PLACEHOLDER.fullmatch(text) for text in others if text)

    outcome = _each(sbom, is_real, with_product=True)
    if outcome.status is Status.NOT_MET and outcome.refs:
        return Outcome(
            Status.NOT_MET,
            trn("{n} with a placeholder", "{n} with a placeholder", len(outcome.refs)),
            outcome.refs,
        )
    return outcome


TESTS: dict[SbomTest, Callable[[Sbom, Release], Outcome]] = {
    "archive": _archive,
    "author": _author,
    "author-contact": _author_contact,
    "completeness": _completeness,
    "connected": _connected,
    "context": _context,
    "creator-contact": _creator_contact,
    "dependencies": _dependencies,
    "document-version": _document_version,
    "duplicates": _duplicates,
    "executable": _executable,
    "file-address": _file_address,
    "file-name": _file_name,
    "format": _format,
    "format-recent": _format_recent,
    "hash": _hash,
    "hash-sha-512": _hash_sha_512,
    "identifier": _identifier,
    "identifier-if-any": _identifier_if_any,
    "licence": _licence,
    "licence-concluded": _licence_concluded,
    "licence-declared": _licence_declared,
    "links": _links,
    "name": _name,
    "no-vulnerabilities": _no_vulnerabilities,
    "placeholders": _placeholders,
    "recent": _recent,
    "release": _belongs,
    "serial": _serial,
    "signature": _signature,
    "source-address": _source_address,
    "structured": _structured,
    "subject": _subject,
    "supplier": _supplier,
    "timestamp": _timestamp,
    "tool": _tool,
    "tool-version": _tool_version,
    "top-level": _top_level,
    "version": _version,
}
