"""Results of OSV-Scanner in JSON: packages it found in lock files, SBOMs or images, with their advisories."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from msgspec import UNSET, Raw, Struct, UnsetType, field

from crasuite.findings.collect import Collected, cut, rating, several, vectors, worst
from crasuite.findings.model import Finding, Findings, ListFormat, Range, Target, in_order
from crasuite.findings.source import OTHER_LIST, FindingsSource
from crasuite.language import mark, tr
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.purl import without_version
from crasuite.sbom.source import Steps

_PURL_TYPES = {
    "npm": "npm",
    "pypi": "pypi",
    "go": "golang",
    "maven": "maven",
    "crates.io": "cargo",
    "nuget": "nuget",
    "packagist": "composer",
    "rubygems": "gem",
    "hex": "hex",
    "pub": "pub",
    "conancenter": "conan",
    "swifturl": "swift",
    "github actions": "github",
    "hackage": "hackage",
    "cran": "cran",
    "debian": "deb/debian",
    "ubuntu": "deb/ubuntu",
    "alpine": "apk/alpine",
    "wolfi": "apk/wolfi",
    "chainguard": "apk/chainguard",
    "rocky linux": "rpm/rocky-linux",
    "almalinux": "rpm/almalinux",
    "red hat": "rpm/redhat",
    "suse": "rpm/suse",
    "opensuse": "rpm/opensuse",
}


class _Package(Struct, gc=False):
    name: Any = None
    version: Any = None
    ecosystem: Any = None
    purl: Any = None
    commit: Any = None


class _Span(Struct, gc=False):
    type: Any = None
    events: list[dict[str, Any]] | None = None


class _Affected(Struct, gc=False):
    package: _Package | None = None
    ranges: list[_Span] | None = None
    versions: list[Any] | None = None


class _Severity(Struct, gc=False):
    type: Any = None
    score: Any = None


class _Link(Struct, gc=False):
    url: Any = None


class _Own(Struct, gc=False):
    severity: Any = None


class _Vulnerability(Struct, gc=False):
    id: Any = None
    aliases: list[Any] | None = None
    summary: Any = None
    details: Any = None
    published: Any = None
    withdrawn: Any = None
    severity: list[_Severity] | None = None
    affected: list[_Affected] | None = None
    references: list[_Link] | None = None
    own: _Own | None = field(name="database_specific", default=None)


class _Analysis(Struct, gc=False):
    called: Any = None
    unimportant: Any = None


class _Group(Struct, gc=False):
    ids: list[Any] | None = None
    aliases: list[Any] | None = None
    analysis: dict[str, _Analysis] | None = field(name="experimental_analysis", default=None)


class _Found(Struct, gc=False):
    package: _Package | None = None
    vulnerabilities: list[Raw] | None = None
    groups: list[_Group] | None = None


class _From(Struct, gc=False):
    path: Any = None


class _Result(Struct, gc=False):
    source: _From | None = None
    packages: list[Raw] | UnsetType | None = UNSET


_OTHER_KEYS = frozenset(("errors", "generated_at", "metrics", "paths"))
"""Members of the reports of code scanners that have `results` as well."""
_NO_CALL = mark("The scanner found no call of the affected code.")
_UNIMPORTANT = mark("The distribution calls it unimportant.")
_CVE_AT_END = re.compile(r"[A-Z]+-(CVE-\d{4}-\d{4,19})")
"""How distributions name their entry for a CVE, as in DEBIAN-CVE-2016-2781."""

_RESULT = decoder(_Result)
_FOUND = decoder(_Found)
_VULNERABILITY = decoder(_Vulnerability)


def read(source: FindingsSource, members: JsonObject, steps: Steps) -> Findings:
    """The list in a JSON object with `results`.

    Raises:
        FindingsError: an entry is not as OSV-Scanner writes it, or it is the report of another scanner.
    """
    collected = Collected(source)
    results = members.items("results")
    if not results and (other := _OTHER_KEYS.intersection(members.members)):
        why = tr(
            "It has “results” and “{other}”, as code scanners write them, not OSV-Scanner.", other=min(other)
        )
        raise source.error("FIND-02", why, tr(OTHER_LIST))
    for number, raw in enumerate(results):
        steps.at(number, len(results))
        path = f"results[{number}]"
        packages = members.decode(_RESULT, raw, path).packages
        if isinstance(packages, UnsetType):
            # Read as an empty result it would look as if nothing had been found.
            why = tr("“{place}” has no “packages”, so it is not the report of OSV-Scanner.", place=path)
            raise source.error("FIND-02", why, tr(OTHER_LIST), line=members.line(raw))
        packages = packages or []
        for index, inner in enumerate(packages):
            steps.at(index, len(packages))
            where = f"{path}.packages[{index}]"
            found = members.decode(_FOUND, inner, where)
            known = []
            for place, one in enumerate(found.vulnerabilities or ()):
                spot = f"{where}.vulnerabilities[{place}]"
                entry = members.decode(_VULNERABILITY, one, spot)
                if not cut(entry.id):
                    raise collected.needs_id(spot, members.line(one))
                if cut(entry.withdrawn):
                    collected.withdrawn += 1
                    continue
                known.append(entry)
            _take(collected, found, known)
    steps.at(len(results), len(results))
    return collected.build(ListFormat.OSV_SCANNER, tool="OSV-Scanner")


def _take(collected: Collected, found: _Found, known: list[_Vulnerability]) -> None:
    """One finding for each vulnerability of a package; entries that are aliases of each other are one."""
    package = found.package or _Package()
    for group, entries in _grouped(known, found.groups or ()):
        names = in_order(_names(group, entries))
        mine = _about(entries, package)
        first = entries[0]
        details = next((cut(one.details) for one in entries if cut(one.details)), "")
        collected.add(
            Finding(
                id=names[0],
                aliases=names[1:],
                title=next((cut(one.summary) for one in entries if cut(one.summary)), ""),
                summary=details,
                target=_target(package, mine),
                rating=_rating(entries),
                cvss=vectors(each.score for one in entries for each in one.severity or ()),
                detail=_analysed(group),
                fixed_in=several(
                    event.get("fixed")
                    for one in mine
                    for span in one.ranges or ()
                    if cut(span.type) != "GIT"
                    for event in span.events or ()
                ),
                references=several(link.url for one in entries for link in one.references or ()),
                published=cut(first.published),
            )
        )


def _names(group: _Group, entries: list[_Vulnerability]) -> list[str]:
    """All names of a vulnerability; distributions give the CVE in the group or within their own name."""
    names = [cut(name) for one in entries for name in (one.id, *(one.aliases or ())) if cut(name)]
    names += [cut(name) for name in group.aliases or () if cut(name)]
    return names + [said[1] for name in names if (said := _CVE_AT_END.fullmatch(name))]


def _rating(entries: list[_Vulnerability]) -> str:
    """The severity in words, by the database or by the distribution (`Ubuntu`: `medium`)."""
    own = [rating(one.own.severity) for one in entries if one.own is not None]
    return worst([*own, *(rating(each.score) for one in entries for each in one.severity or ())])


def _analysed(group: _Group) -> str:
    """What the scanner found out about the package, where it says the same of every entry."""
    looked = list((group.analysis or {}).values())
    said = []
    if looked and all(one.called is False for one in looked):
        said.append(tr(_NO_CALL))
    if looked and all(one.unimportant is True for one in looked):
        said.append(tr(_UNIMPORTANT))
    return " ".join(said)


def _grouped(
    known: list[_Vulnerability], groups: Iterable[_Group]
) -> list[tuple[_Group, list[_Vulnerability]]]:
    """Entries by the groups of the file; what is in none stands alone."""
    by_id = {cut(one.id): one for one in known}
    grouped = []
    for group in groups:
        members = [by_id.pop(name) for one in group.ids or () if (name := cut(one)) in by_id]
        if members:
            grouped.append((group, members))
    return grouped + [(_Group(), [one]) for one in by_id.values()]


def _about(entries: list[_Vulnerability], package: _Package) -> list[_Affected]:
    """What the entries say of this package.

    From a bill of materials older scanners take a name without its group, which the entries have.
    """
    family = _family(package.ecosystem)
    known = [
        (_plain(one.package.name, family), one)
        for entry in entries
        for one in entry.affected or ()
        if one.package is not None and _family(one.package.ecosystem) == family
    ]
    name = _plain(package.name, family)
    exact = [one for said, one in known if said == name]
    if exact or not name:
        return exact
    short = [(said, one) for said, one in known if re.split("[:/]", said)[-1] == name]
    return [one for _, one in short] if len({said for said, _ in short}) == 1 else []


def _plain(name: Any, family: str) -> str:
    """A name as its ecosystem compares it: PyPI takes hyphen, underscore and dot as the same."""
    said = cut(name).casefold()
    return re.sub(r"[-_.]+", "-", said) if family == "pypi" else said


def _family(ecosystem: Any) -> str:
    """An ecosystem without its release: `Debian:12` is `debian`."""
    return cut(ecosystem).partition(":")[0].lower()


def _target(package: _Package, mine: list[_Affected]) -> Target:
    name, version = cut(package.name), cut(package.version)
    ranges, versions = [], []
    for one in mine:
        versions += one.versions or []
        for span in one.ranges or ():
            kind = cut(span.type)
            if kind not in ("SEMVER", "ECOSYSTEM"):
                continue
            scheme = "semver" if kind == "SEMVER" else _family(package.ecosystem)
            events = [
                (what, cut(event[what]))
                for event in span.events or ()
                for what in ("introduced", "fixed", "last_affected")
                if what in event
            ]
            ranges.append(Range(scheme, tuple(events)))
    listed = tuple(dict.fromkeys(cut(one) for one in versions[:5_000]))
    return Target(
        purl=_purl(package, mine),
        name=name,
        version=version,
        # What is not kept would look as if it were not affected; the ranges say the same in fewer words.
        versions=listed,
        ranges=tuple(ranges[:200]) if len(versions) <= 5_000 else (),
    )


def _purl(package: _Package, mine: Iterable[_Affected] = ()) -> str:
    """The package URL of a package in an ecosystem of OSV, with the group that only the entries name.

    >>> _purl(_Package("@angular/core", "17.0.1", "npm"))
    'pkg:npm/%40angular/core@17.0.1'
    >>> _purl(_Package("org.slf4j:slf4j-api", "2.0.9", "Maven"))
    'pkg:maven/org.slf4j/slf4j-api@2.0.9'
    >>> _purl(_Package("openssl", "3.0.11-1", "Debian:12")), _purl(_Package("x", "1", "Nowhere"))
    ('pkg:deb/debian/openssl@3.0.11-1', '')
    """
    given = cut(package.purl)
    if without_version(given):
        return given
    kind = _PURL_TYPES.get(_family(package.ecosystem))
    name, version = cut(package.name), cut(package.version)
    if kind is None or not name:
        return ""
    if kind == "maven":
        if ":" not in name:
            name = next(
                (full for one in mine if one.package and ":" in (full := cut(one.package.name))), name
            )
        name = name.replace(":", "/", 1)
    purl = f"pkg:{kind}/{quote(name, safe='/')}"
    return f"{purl}@{quote(version, safe='')}" if version else purl
