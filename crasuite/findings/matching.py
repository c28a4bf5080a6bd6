"""Which components of a product the findings of a list concern.

Packages are told apart by type, namespace and name of their package URL; qualifiers and subpaths
(architecture, repository, file within the package) are passed over, because list and SBOM state them as they
please. Only where a side has no package URL does the name decide, and the match is marked so. A version is
held against the list only where the list gives versions and a library can compare them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from crasuite.findings.model import Finding, Findings, Target
from crasuite.findings.versions import Verdict, verdict
from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.purl import without_version


class Basis(StrEnum):
    """By what a component was found."""

    REFERENCE = "reference"
    """The list names it by its reference in this very SBOM."""
    PURL = "purl"
    NAME = "name"
    """By name only: whoever decides must see whether it is the same thing."""


class Hit(Struct, frozen=True, gc=False):
    """A component that a finding concerns, or would concern in another version."""

    part: str
    """Part of the product whose SBOM has it."""
    key: str
    """The same for all versions of the component: purl without version, or name."""
    component: Component
    basis: Basis
    version: Verdict
    is_product: bool = False
    """True when it is what the SBOM is about, not one of its components."""


class Match(Struct, frozen=True, gc=False):
    """One finding with all components it was found for."""

    finding: Finding
    hits: tuple[Hit, ...]

    @property
    def concerned(self) -> tuple[Hit, ...]:
        """Without those whose version is certainly another."""
        return tuple(one for one in self.hits if one.version is not Verdict.NOT_AFFECTED)


class Matches(Struct, frozen=True):
    """The result for a whole list."""

    matched: tuple[Match, ...]
    """At least one component is concerned, as far as can be told."""
    other_version: tuple[Match, ...]
    """Every component found has a version that is not affected."""
    unmatched: tuple[Finding, ...]
    """No component of the product was found for them."""


def component_key(one: Component) -> str:
    """What stays the same for all versions of a component.

    >>> component_key(Component(ref="1", name="zephyr", version="3.7.1", purl="pkg:github/zephyr@3.7.1"))
    'pkg:github/zephyr'
    """
    return without_version(one.purl) or one.full_name or one.ref


class _Place(Struct, frozen=True, gc=False):
    part: str
    component: Component
    key: str
    is_product: bool


class Index:
    """The components of a product by everything a list may call them. Make it once for many lists."""

    def __init__(self, sboms: Mapping[str, Sbom]) -> None:
        """`sboms` are the current ones, by the part of the product they describe."""
        self._by_purl: dict[str, list[_Place]] = {}
        self._by_name: dict[str, list[_Place]] = {}
        self._without_purl: dict[str, list[_Place]] = {}
        self._by_ref: dict[tuple[str, str], list[_Place]] = {}
        for part, sbom in sboms.items():
            serial = sbom.serial.lower()
            for one in sbom.components:
                self._add(part, serial, one, False)
            if sbom.subject is not None:
                self._add(part, serial, sbom.subject, True)

    def _add(self, part: str, serial: str, one: Component, is_product: bool) -> None:
        base = without_version(one.purl)
        place = _Place(part, one, base or one.full_name or one.ref, is_product)
        names = {one.name.casefold(), one.full_name.casefold()}
        if base:
            self._by_purl.setdefault(base, []).append(place)
        for name in names:
            self._by_name.setdefault(name, []).append(place)
            if not base:
                self._without_purl.setdefault(name, []).append(place)
        if serial:
            self._by_ref.setdefault((serial, one.ref), []).append(place)

    def find(self, target: Target, serial: str = "") -> tuple[Hit, ...]:
        """The components a target names. `serial` is that of the list, where it is a bill of materials."""
        places: Iterable[_Place] = ()
        basis = Basis.REFERENCE
        bom = (target.bom or serial).lower()
        if bom and target.ref:
            places = self._by_ref.get((bom, target.ref), ())
        if not places:
            basis = Basis.PURL
            base = without_version(target.purl)
            places = self._by_purl.get(base, ()) if base else ()
            if not places:
                basis = Basis.NAME
                by_name = self._without_purl if base else self._by_name
                places = self._named(by_name, target)
        return tuple(
            Hit(
                one.part,
                one.key,
                one.component,
                basis,
                verdict(one.component.version, target),
                one.is_product,
            )
            for one in places
        )

    @staticmethod
    def _named(by_name: Mapping[str, list[_Place]], target: Target) -> Iterable[_Place]:
        if not by_name or not target.name:
            return ()
        name = target.name.casefold()
        found = by_name.get(name)
        if found is None and target.version:
            # CSAF calls a product by name and version in one.
            found = by_name.get(name.removesuffix(target.version.casefold()).rstrip(" -_v"))
        return found or ()


def match(findings: Findings, index: Index) -> Matches:
    """Hold a list against the components of a product. A catalogue names none, so none of it matches."""
    matched: list[Match] = []
    other: list[Match] = []
    unmatched: list[Finding] = []
    for finding in findings.items:
        hits = index.find(finding.target, findings.serial)
        if not hits:
            unmatched.append(finding)
            continue
        one = Match(finding, hits)
        (matched if one.concerned else other).append(one)
    return Matches(tuple(matched), tuple(other), tuple(unmatched))
