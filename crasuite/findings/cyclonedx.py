"""Vulnerabilities in CycloneDX, JSON or XML: beside the components of the same file, or in a VEX of its own.

A VEX of its own names components of another file by a bom-link, `urn:cdx:SERIAL/VERSION#REFERENCE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import unquote

from msgspec import Struct, field

from crasuite.findings.collect import Collected, cut, rating, several, vectors, worst
from crasuite.findings.model import Finding, Findings, ListFormat, Range, Target, VexState, in_order
from crasuite.findings.source import OTHER_LIST, FindingsSource
from crasuite.findings.versions import read_vers
from crasuite.language import tr
from crasuite.sbom import cyclonedx_json, cyclonedx_xml
from crasuite.sbom.cyclonedx_xml import Element, Parser
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.source import Steps

_STATES = {
    "resolved": VexState.FIXED,
    "resolved_with_pedigree": VexState.FIXED,
    "exploitable": VexState.AFFECTED,
    "in_triage": VexState.UNDER_INVESTIGATION,
    "false_positive": VexState.NOT_AFFECTED,
    "not_affected": VexState.NOT_AFFECTED,
}
_LINK = re.compile(r"urn:cdx:(?P<serial>[0-9a-fA-F-]{36})(/(?P<version>\d+))?(#(?P<ref>.+))?", re.DOTALL)


class _From(Struct, gc=False):
    name: Any = None
    url: Any = None


class _Rating(Struct, gc=False):
    severity: Any = None
    vector: Any = None
    method: Any = None


class _Named(Struct, gc=False):
    id: Any = None


class _Advisory(Struct, gc=False):
    url: Any = None


class _Analysis(Struct, gc=False):
    state: Any = None
    justification: Any = None
    response: list[Any] | str | None = None
    detail: Any = None


class _Version(Struct, gc=False):
    version: Any = None
    range: Any = None
    status: Any = None


class _Affected(Struct, gc=False):
    ref: Any = None
    versions: list[_Version] | _Version | None = None
    """A list; some tools write its only entry without one."""


class Entry(Struct, kw_only=True, gc=False):
    """A vulnerability as written."""

    bom_ref: Any = field(name="bom-ref", default=None)
    id: Any = None
    source: _From | None = None
    references: list[_Named] | None = None
    ratings: list[_Rating] | None = None
    description: Any = None
    detail: Any = None
    recommendation: Any = None
    workaround: Any = None
    advisories: list[_Advisory] | None = None
    published: Any = None
    rejected: Any = None
    analysis: _Analysis | None = None
    affects: list[_Affected] | None = None


_ENTRY = decoder(Entry)


def read_json(source: FindingsSource, members: JsonObject, steps: Steps) -> Findings:
    """The list in a JSON object that says it is CycloneDX.

    Raises:
        FindingsError: the version is not read, an entry is not as CycloneDX has it, or there is no list.
    """
    sbom = cyclonedx_json.read(source, members, Steps(None, steps.cancelled))
    if not members.has("vulnerabilities"):
        raise _no_list(source)
    collected = Collected(source)
    named = _components(sbom)
    entries = members.items("vulnerabilities")
    for number, raw in enumerate(entries):
        steps.at(number, len(entries))
        path = f"vulnerabilities[{number}]"
        _take(collected, named, members.decode(_ENTRY, raw, path), path, partial(members.line, raw))
    steps.at(len(entries), len(entries))
    return _build(collected, sbom)


class _VulnerabilityParser(Parser):
    """Keeps vulnerabilities, too."""

    # fmt: off
    known = Parser.known | frozenset((
        "ratings", "rating", "severity", "vector", "method", "description", "detail", "recommendation",
        "workaround", "advisories", "advisory", "published", "rejected", "analysis", "state",
        "justification", "responses", "response", "affects", "target", "ref", "versions", "range",
        "status", "references", "source",
    ))
    # fmt: on

    def __init__(self, source: FindingsSource) -> None:
        super().__init__(source)
        self.entries: list[tuple[Entry, int]] = []

    def take_vulnerability(self, element: Element) -> None:
        """Keep an entry."""
        if element.tag == "vulnerability":
            self.entries.append((_entry(element), element.line))


def read_xml(source: FindingsSource, steps: Steps) -> Findings:
    """The list in an XML file.

    Raises:
        FindingsError: it is not CycloneDX of a version that is read, not well-formed, declares entities, or
            there is no list in it.
    """
    parser = _VulnerabilityParser(source)
    sbom = cyclonedx_xml.read(source, steps, parser)
    if not sbom.has_vulnerabilities:
        raise _no_list(source)
    collected = Collected(source)
    named = _components(sbom)
    for number, (entry, line) in enumerate(parser.entries):
        steps.at(number, len(parser.entries))
        _take(collected, named, entry, tr("vulnerability {number}", number=number + 1), partial(int, line))
    return _build(collected, sbom)


def _no_list(source: FindingsSource) -> Exception:
    return source.error(
        "FIND-02",
        tr("It is a bill of materials in CycloneDX without vulnerabilities."),
        tr(OTHER_LIST),
    )


def _components(sbom: Sbom) -> dict[str, Component]:
    named = {one.ref: one for one in sbom.components}
    if sbom.subject is not None:
        named[sbom.subject.ref] = sbom.subject
    return named


def _build(collected: Collected, sbom: Sbom) -> Findings:
    return collected.build(
        ListFormat.CYCLONEDX,
        name=f"{sbom.name} {sbom.subject.version}".strip() if sbom.subject else sbom.name,
        version=sbom.spec_version,
        tool=", ".join(sbom.tools),
        made_at=sbom.timestamp,
        serial=sbom.serial,
    )


def _take(
    collected: Collected, named: dict[str, Component], entry: Entry, path: str, line: Callable[[], int]
) -> None:
    """Add one finding for each component a vulnerability is said to be in."""
    names = in_order([cut(entry.id), *(cut(one.id) for one in entry.references or ())])
    if not cut(entry.id):
        raise collected.needs_id(path, line())
    if cut(entry.rejected):
        collected.withdrawn += 1
        return
    analysis = entry.analysis or _Analysis()
    state = _STATES.get(cut(analysis.state), VexState.NOT_SAID)
    rated = entry.ratings or ()
    links = [one.url for one in entry.advisories or ()]
    if entry.source is not None:
        links.insert(0, entry.source.url)
    given = analysis.response
    responses = several([given] if isinstance(given, str) else given)
    advice = "\n".join(several([entry.recommendation, entry.workaround, *responses]))
    description = cut(entry.description)
    common: dict[str, Any] = {
        "id": names[0],
        "aliases": names[1:],
        "title": _title(description),
        "summary": description or cut(entry.detail),
        "rating": worst(rating(one.severity) for one in rated),
        "cvss": vectors(_vector(one) for one in rated),
        "state": state,
        "justification": cut(analysis.justification),
        "detail": cut(analysis.detail),
        "advice": advice,
        "references": several(links),
        "published": cut(entry.published),
    }
    targets = list(_targets(named, entry.affects or ()))
    for target in targets or [Target()]:
        collected.add(Finding(target=target, **common))


_PREFIXES = {"CVSSv3": "CVSS:3.0/", "CVSSv31": "CVSS:3.1/", "CVSSv4": "CVSS:4.0/"}


def _vector(one: _Rating) -> str:
    """The vector with its version in front, which some tools leave to the method."""
    said = cut(one.vector)
    return said if said.startswith("CVSS:") or not said else _PREFIXES.get(cut(one.method), "") + said


def _title(description: str) -> str:
    """The first line of a description where it is short enough to be one."""
    line = description.partition("\n")[0].lstrip("# ").strip()
    return line if len(line) <= 200 else ""


def _targets(named: dict[str, Component], affects: Any) -> Iterator[Target]:
    for one in affects:
        reference = cut(one.ref)
        if not reference:
            continue
        bom, ref = "", reference
        if link := _LINK.fullmatch(reference):
            bom, ref = f"urn:uuid:{link['serial'].lower()}", unquote(link["ref"] or "")
        versions: list[str] = []
        unaffected: list[str] = []
        ranges: list[Range] = []
        stated: list[str] = []
        given = one.versions or ()
        for entry in [given] if isinstance(given, _Version) else given:
            version, span, status = cut(entry.version), cut(entry.range), cut(entry.status) or "affected"
            if status == "unaffected" and version:
                unaffected.append(version)
            elif status == "affected" and version:
                versions.append(version)
            elif status == "affected" and span:
                read, single = read_vers(span)
                ranges += read
                versions += single
                stated.append(span)
        known = None if bom else named.get(ref)
        purl = known.purl if known else ref if ref[:4].lower() == "pkg:" else ""
        yield Target(
            purl=purl,
            name=known.full_name if known else "",
            version=known.version if known else "",
            ref=ref,
            bom=bom,
            cpe=known.cpe if known else "",
            versions=several(versions),
            unaffected=several(unaffected),
            ranges=tuple(ranges[:200]),
            stated=cut(", ".join(stated)),
        )


def _entry(element: Element) -> Entry:
    """A vulnerability from its element."""
    source, analysis = element.child("source"), element.child("analysis")
    return Entry(
        id=element.say("id"),
        source=None if source is None else _From(source.say("name"), source.say("url")),
        references=[_Named(one.say("id")) for one in element.inside("references", "reference")],
        ratings=[
            _Rating(one.say("severity"), one.say("vector"), one.say("method"))
            for one in element.inside("ratings", "rating")
        ],
        description=element.say("description"),
        detail=element.say("detail"),
        recommendation=element.say("recommendation"),
        workaround=element.say("workaround"),
        advisories=[_Advisory(one.say("url")) for one in element.inside("advisories", "advisory")],
        published=element.say("published"),
        rejected=element.say("rejected"),
        analysis=None
        if analysis is None
        else _Analysis(
            analysis.say("state"),
            analysis.say("justification"),
            [one.text.strip() for one in analysis.inside("responses", "response")],
            analysis.say("detail"),
        ),
        affects=[
            _Affected(
                one.say("ref"),
                [
                    _Version(version.say("version"), version.say("range"), version.say("status"))
                    for version in one.inside("versions", "version")
                ],
            )
            for one in element.inside("affects", "target")
        ],
    )
