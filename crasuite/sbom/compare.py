"""What changed from one SBOM to the next: components added, removed and changed.

Two components are the same thing when their package URLs differ in nothing but the version; where one of them
has no package URL, when group, name and type agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum

from msgspec import Struct

from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.purl import without_version


class Part(StrEnum):
    """What of a component changed."""

    VERSION = "version"
    LICENCE = "licence"
    SUPPLIER = "supplier"
    HASH = "hash"


class Difference(Struct, frozen=True):
    """One thing that changed; an empty text means that the SBOM says nothing."""

    part: Part
    old: str
    new: str


class Change(Struct, frozen=True):
    """A component that is in both SBOMs and not the same."""

    old: Component
    new: Component
    differences: tuple[Difference, ...]

    @property
    def has_new_content_only(self) -> bool:
        """Same version, other hash: deserves a look, because nothing announced the change."""
        parts = {one.part: one for one in self.differences}
        hashes = parts.get(Part.HASH)
        return Part.VERSION not in parts and hashes is not None and bool(hashes.old and hashes.new)


class Comparison(Struct, frozen=True):
    """Old against new."""

    old: Sbom
    new: Sbom
    added: tuple[Component, ...]
    removed: tuple[Component, ...]
    changed: tuple[Change, ...]
    unchanged: int

    @property
    def is_equal(self) -> bool:
        """True when no component was added, removed or changed."""
        return not (self.added or self.removed or self.changed)


def compare_sboms(old: Sbom, new: Sbom) -> Comparison:
    """Match the components of two SBOMs and say what changed."""
    left, right = list(old.components), list(new.components)
    pairs: list[tuple[Component, Component]] = []
    for key in (_by_purl, _by_group_name):
        found, left, right = _match(left, right, key)
        pairs += found
    changes = []
    unchanged = 0
    for one, other in pairs:
        differences = _differences(one, other)
        if differences:
            changes.append(Change(one, other, differences))
        else:
            unchanged += 1
    return Comparison(
        old=old,
        new=new,
        added=tuple(sorted(right, key=_order)),
        removed=tuple(sorted(left, key=_order)),
        changed=tuple(sorted(changes, key=lambda change: _order(change.new))),
        unchanged=unchanged,
    )


_MOST_TRIED = 2_500
"""Above this many candidate pairs of one name, no pair is broken up to make room for two."""

Key = Callable[[Component], Hashable | None]
Matched = tuple[list[tuple[Component, Component]], list[Component], list[Component]]


def _by_purl(one: Component) -> Hashable | None:
    return without_version(one.purl) or None


def _by_group_name(one: Component) -> Hashable | None:
    return one.full_name


def _match(left: list[Component], right: list[Component], key: Key) -> Matched:
    """Pair components with equal keys; what stays without a partner is handed back."""
    groups: dict[Hashable, tuple[list[Component], list[Component]]] = {}
    rest: tuple[list[Component], list[Component]] = ([], [])
    for side, components in enumerate((left, right)):
        for one in components:
            value = key(one)
            if value is None:
                rest[side].append(one)
            else:
                groups.setdefault(value, ([], []))[side].append(one)
    pairs: list[tuple[Component, Component]] = []
    for olds, news in groups.values():
        found, only_old, only_new = _pair(olds, news)
        pairs += found
        rest[0].extend(only_old)
        rest[1].extend(only_new)
    return pairs, *rest


def _pair(olds: list[Component], news: list[Component]) -> Matched:
    """Pair several versions of one package: what is equal first, then by version, lowest with lowest.

    As many are paired as can be, so that comparing the other way round finds the same number.
    """
    pairs: list[tuple[Component, Component]] = []
    for alike in (_identity, lambda one: one.version, lambda one: ""):
        found, olds, news = _pair_alike(olds, news, alike)
        pairs += found
    partners = _most_pairs(olds, news)
    pairs += [(olds[at], news[partner]) for partner, at in sorted(partners.items())]
    paired = set(partners.values())
    return (
        pairs,
        [one for at, one in enumerate(olds) if at not in paired],
        [one for at, one in enumerate(news) if at not in partners],
    )


def _pair_alike(olds: list[Component], news: list[Component], alike: Key) -> Matched:
    """Pair, in order, components of the same package, or of the same type without one, that are alike."""
    groups: dict[Hashable, tuple[list[Component], list[Component]]] = {}
    for side, components in enumerate((olds, news)):
        for one in sorted(components, key=_order):
            groups.setdefault((_kind(one), alike(one)), ([], []))[side].append(one)
    pairs: list[tuple[Component, Component]] = []
    rest: tuple[list[Component], list[Component]] = ([], [])
    for left, right in groups.values():
        count = min(len(left), len(right))
        pairs += zip(left, right, strict=False)
        rest[0].extend(left[count:])
        rest[1].extend(right[count:])
    return pairs, *rest


def _most_pairs(olds: list[Component], news: list[Component]) -> dict[int, int]:
    """As many pairs as can be among components of which one says less than the other: place of the new one to
    place of the old one. A large group is paired as far as one pass finds partners.
    """
    partners: dict[int, int] = {}
    is_large = len(olds) * len(news) > _MOST_TRIED

    def place(at: int, tried: set[int]) -> bool:
        same_version = sorted(range(len(news)), key=lambda to: news[to].version != olds[at].version)
        for to in same_version:
            one = news[to]
            if to in tried or not _may_match(olds[at], one):
                continue
            tried.add(to)
            if to not in partners or (not is_large and place(partners[to], tried)):
                partners[to] = at
                return True
        return False

    for at in range(len(olds)):
        place(at, set())
    return partners


def _kind(one: Component) -> Hashable:
    purl = without_version(one.purl)
    return purl if purl else ("", one.type)


def _may_match(one: Component, other: Component) -> bool:
    """Two package URLs of different packages are never the same thing, nor are two known types."""
    first, second = without_version(one.purl), without_version(other.purl)
    if first and second:
        return first == second
    return not (one.type and other.type) or one.type == other.type


def _identity(one: Component) -> Hashable:
    return (one.version, one.purl, one.hashes)


def _order(one: Component) -> tuple[str, list[tuple[int, str]], str]:
    return (one.full_name.lower(), _natural(one.version), one.ref)


def _natural(version: str) -> list[tuple[int, str]]:
    """Versions in the order people expect: 1.9 before 1.10."""
    parts = re.findall(r"\d+|[^\d.]+", version)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _differences(old: Component, new: Component) -> tuple[Difference, ...]:
    found = []
    for part, before, after in (
        (Part.VERSION, old.version, new.version),
        (Part.LICENCE, _licences(old), _licences(new)),
        (Part.SUPPLIER, old.supplier_name, new.supplier_name),
    ):
        if before != after:
            found.append(Difference(part, before, after))
    before, after = _other_hash(old, new)
    if before != after:
        found.append(Difference(Part.HASH, before, after))
    return tuple(found)


def _licences(one: Component) -> str:
    return ", ".join(sorted({licence.text for licence in one.licences}))


def _other_hash(old: Component, new: Component) -> tuple[str, str]:
    """The hashes of the first algorithm that contradicts, or that only one of the two has any."""
    before, after = _values(old), _values(new)
    for algorithm in sorted(before.keys() & after.keys()):
        if before[algorithm] != after[algorithm]:
            return _said(algorithm, before[algorithm]), _said(algorithm, after[algorithm])
    if bool(before) != bool(after):
        sides = [_said(*next(iter(sorted(one.items())), ("", ()))) for one in (before, after)]
        return sides[0], sides[1]
    return "", ""


def _values(one: Component) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for entry in one.hashes:
        values.setdefault(entry.algorithm, []).append(entry.value)
    return {algorithm: tuple(sorted(found)) for algorithm, found in values.items()}


def _said(algorithm: str, values: Iterable[str]) -> str:
    return f"{algorithm} {', '.join(values)}".strip()
