"""CSAF 2.0 in JSON: security advisories and VEX documents, with products by tree, relationship and group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Raw, Struct, field

from crasuite.errors import FindingsError
from crasuite.findings.collect import Collected, cut, rating, several, vectors, worst
from crasuite.findings.model import Finding, Findings, ListFormat, Target, VexState, in_order
from crasuite.findings.source import IN_PARTS, FindingsSource
from crasuite.findings.versions import read_vers
from crasuite.language import tr
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.purl import without_version
from crasuite.sbom.source import MAX_DEPTH, Steps

VERSION = "2.0"
MAX_MENTIONS = 5_000_000
"""Products named by statuses, flags and remedies once all groups are written out."""
_STATES = (
    ("known_affected", VexState.AFFECTED),
    ("first_affected", VexState.AFFECTED),
    ("last_affected", VexState.AFFECTED),
    ("known_not_affected", VexState.NOT_AFFECTED),
    ("fixed", VexState.FIXED),
    ("first_fixed", VexState.FIXED),
    ("under_investigation", VexState.UNDER_INVESTIGATION),
)
_FIXED = ("fixed", "first_fixed", "recommended")


class _Publisher(Struct):
    name: Any = None


class _Engine(Struct):
    name: Any = None
    version: Any = None


class _Generator(Struct):
    engine: _Engine | None = None


class _Tracking(Struct):
    id: Any = None
    version: Any = None
    current: Any = field(name="current_release_date", default=None)
    generator: _Generator | None = None


class _Document(Struct):
    version: Any = field(name="csaf_version", default=None)
    title: Any = None
    publisher: _Publisher | None = None
    tracking: _Tracking | None = None


class _Helper(Struct, gc=False):
    purl: Any = None
    cpe: Any = None


class _Product(Struct, gc=False):
    id: Any = field(name="product_id", default=None)
    name: Any = None
    helper: _Helper | None = field(name="product_identification_helper", default=None)


class _Branch(Struct, gc=False):
    category: Any = None
    name: Any = None
    product: _Product | None = None
    branches: list[Raw] | None = None


class _Relationship(Struct, gc=False):
    product: _Product | None = field(name="full_product_name", default=None)
    of: Any = field(name="product_reference", default=None)
    within: Any = field(name="relates_to_product_reference", default=None)


class _Group(Struct, gc=False):
    id: Any = field(name="group_id", default=None)
    products: list[Any] | None = field(name="product_ids", default=None)


class _Tree(Struct):
    branches: list[Raw] | None = None
    names: list[_Product] | None = field(name="full_product_names", default=None)
    relationships: list[_Relationship] | None = None
    groups: list[_Group] | None = field(name="product_groups", default=None)


class _Id(Struct, gc=False):
    text: Any = None


class _Note(Struct, gc=False):
    category: Any = None
    text: Any = None


class _Vector(Struct, gc=False):
    vector: Any = field(name="vectorString", default=None)
    severity: Any = field(name="baseSeverity", default=None)


class _Score(Struct, gc=False):
    products: list[Any] | None = None
    three: _Vector | None = field(name="cvss_v3", default=None)


class _About(Struct, gc=False):
    """A flag, threat or remedy: something said of some products."""

    category: Any = None
    label: Any = None
    details: Any = None
    url: Any = None
    products: list[Any] | None = field(name="product_ids", default=None)
    groups: list[Any] | None = field(name="group_ids", default=None)


class _Reference(Struct, gc=False):
    url: Any = None


class _Vulnerability(Struct, gc=False):
    cve: Any = None
    ids: list[_Id] | None = None
    title: Any = None
    notes: list[_Note] | None = None
    scores: list[_Score] | None = None
    status: dict[str, Any] | None = field(name="product_status", default=None)
    flags: list[_About] | None = None
    threats: list[_About] | None = None
    remediations: list[_About] | None = None
    references: list[_Reference] | None = None
    released: Any = field(name="release_date", default=None)


_ADDRESS = re.compile(r"https?://")
_BRANCH = decoder(_Branch)
_VULNERABILITY = decoder(_Vulnerability)


def read(source: FindingsSource, members: JsonObject, steps: Steps) -> Findings:
    """The list in a JSON object with `document` and `vulnerabilities`.

    Raises:
        FindingsError: it is of another version, an entry is not as CSAF has it, or products are not defined.
    """
    document = members.get("document", _Document) or _Document()
    version = cut(document.version)
    if version != VERSION:
        why = tr("It says CSAF “{version}”; version {ours} is read.", version=version[:20], ours=VERSION)
        raise source.error(
            "FIND-03",
            why,
            tr("Ask for the advisory in CSAF {version}. Nothing was changed.", version=VERSION),
        )
    reader = _Reader(source, members)
    entries = members.items("vulnerabilities")
    for number, raw in enumerate(entries):
        steps.at(number, len(entries))
        reader.take(members.decode(_VULNERABILITY, raw, f"vulnerabilities[{number}]"), raw, number)
    steps.at(len(entries), len(entries))
    tracking = document.tracking or _Tracking()
    engine = (tracking.generator.engine if tracking.generator else None) or _Engine()
    publisher = cut(document.publisher.name) if document.publisher else ""
    return reader.collected.build(
        ListFormat.CSAF,
        name=" ".join(several([tracking.id, document.title])),
        version=version,
        tool=" ".join(several([engine.name, engine.version])) or publisher,
        made_at=cut(tracking.current),
    )


class _Known(Struct, gc=False):
    target: Target
    base: str
    """Which product it is a version of."""


class _Reader:
    """Products, groups and findings of one file."""

    def __init__(self, source: FindingsSource, members: JsonObject) -> None:
        self.source = source
        self.members = members
        self.collected = Collected(source)
        self.products: dict[str, _Known] = {}
        self.groups: dict[str, list[str]] = {}
        self.mentions = 0
        tree = members.get("product_tree", _Tree) or _Tree()
        for product in tree.names or ():
            self._define(product, "", "", "", "")
        self._walk(tree.branches or [])
        for one in tree.relationships or ():
            self._relate(one)
        for group in tree.groups or ():
            self.groups[cut(group.id)] = [cut(one) for one in group.products or ()]

    def _walk(self, branches: list[Raw]) -> None:
        waiting = [
            (raw, f"product_tree.branches[{number}]", "", "", "", "", 1)
            for number, raw in enumerate(branches)
        ]
        waiting.reverse()
        while waiting:
            raw, path, base, called, version, span, depth = waiting.pop()
            if depth > MAX_DEPTH:
                raise self.members.too_deep(raw)
            branch = self.members.decode(_BRANCH, raw, path)
            category, name = cut(branch.category), cut(branch.name)
            if category == "product_version":
                version = name
            elif category == "product_version_range":
                span = name
            elif category in ("vendor", "product_family", "product_name"):
                base = f"{base}/{name}"
                called = name if category == "product_name" else called
            if branch.product is not None:
                self._define(branch.product, base, called, version, span)
            waiting += [
                (inner, f"{path}.branches[{index}]", base, called, version, span, depth + 1)
                for index, inner in reversed(list(enumerate(branch.branches or ())))
            ]

    def _define(self, product: _Product, base: str, called: str, version: str, span: str) -> None:
        ref = cut(product.id)
        if not ref:
            raise self.source.error("FIND-09", tr("A product of the product tree has no “product_id”."))
        helper = product.helper or _Helper()
        purl = cut(helper.purl)
        ranges, single = read_vers(span)
        target = Target(
            purl=purl if without_version(purl) else "",
            name=called or cut(product.name),
            version=version,
            ref=ref,
            cpe=cut(helper.cpe),
            versions=single[:200],
            ranges=ranges,
            stated=span,
        )
        self.products[ref] = _Known(target, base or without_version(purl))

    def _relate(self, one: _Relationship) -> None:
        """A component within a product: the component is what can be found in an SBOM."""
        if one.product is None:
            return
        self._define(one.product, "", "", "", "")
        ref = cut(one.product.id)
        known, part = self.products[ref], self.products.get(cut(one.of))
        if part is None:
            return
        own, its = known.target, part.target
        merged = Target(
            purl=own.purl or its.purl,
            name=own.name,
            version=its.version,
            ref=ref,
            cpe=own.cpe or its.cpe,
            versions=its.versions,
            ranges=its.ranges,
            stated=its.stated,
        )
        self.products[ref] = _Known(merged, part.base)

    def _named(self, products: Any, groups: Iterable[Any] | None = None) -> Iterator[str]:
        """Ids of products, groups written out."""
        if products is not None and not isinstance(products, list):
            return
        for one in products or ():
            self._count()
            yield cut(one)
        for group in groups or ():
            for ref in self.groups.get(cut(group), ()):
                self._count()
                yield ref

    def _count(self) -> None:
        self.mentions += 1
        if self.mentions > MAX_MENTIONS:
            why = tr("It names products more than {number} million times.", number=MAX_MENTIONS // 1_000_000)
            raise self.source.error("FIND-06", why, tr(IN_PARTS))

    def take(self, entry: _Vulnerability, raw: Raw, number: int) -> None:
        """Add one finding for each product a vulnerability says something of."""
        said = [cut(entry.cve), *(cut(one.text) for one in entry.ids or ())]
        # Red Hat gives the address of its own report as an id.
        links = [one for one in said if _ADDRESS.match(one)]
        names = in_order(one for one in said if one not in links)
        if not names:
            raise self.collected.needs_id(f"vulnerabilities[{number}]", self.members.line(raw))
        notes = [(cut(one.category), cut(one.text)) for one in entry.notes or ()]
        summary = next(
            (
                said
                for kind in ("description", "summary", "general", "details")
                for category, said in notes
                if category == kind
            ),
            "",
        )
        status = entry.status or {}
        fixed: dict[str, list[str]] = {}
        for kind in _FIXED:
            for ref in self._named(status.get(kind)):
                known = self.products.get(ref)
                if known is not None and known.base and known.target.version:
                    fixed.setdefault(known.base, []).append(known.target.version)
        why = self._said(entry.flags, lambda one: cut(one.label))
        detail = self._said(entry.threats, lambda one: cut(one.details))
        advice = self._said(entry.remediations, lambda one: " ".join(several([one.details, one.url])))
        rated: dict[str, list[_Vector]] = {}
        for score in entry.scores or ():
            for ref in self._named(score.products):
                if score.three is not None:
                    rated.setdefault(ref, []).append(score.three)
        common: dict[str, Any] = {
            "id": names[0],
            "aliases": names[1:],
            "title": cut(entry.title),
            "summary": summary,
            "references": several([*links, *(one.url for one in entry.references or ())]),
            "published": cut(entry.released),
        }
        seen = set()
        for kind, state in _STATES:
            for ref in self._named(status.get(kind)):
                if ref in seen:
                    continue
                seen.add(ref)
                known = self.products.get(ref)
                if known is None:
                    raise self._undefined(ref, number, raw)
                scores = rated.get(ref, ())
                self.collected.add(
                    Finding(
                        target=known.target,
                        state=state,
                        rating=worst(rating(one.severity) for one in scores),
                        cvss=vectors(one.vector for one in scores),
                        justification=why.get(ref, ""),
                        detail=detail.get(ref, ""),
                        advice=advice.get(ref, ""),
                        fixed_in=several(fixed.get(known.base, ())),
                        **common,
                    )
                )
        if not seen:
            every = [one.three for one in entry.scores or () if one.three is not None]
            self.collected.add(
                Finding(
                    rating=worst(rating(one.severity) for one in every),
                    cvss=vectors(one.vector for one in every),
                    **common,
                )
            )

    def _said(self, entries: list[_About] | None, say: Any) -> dict[str, str]:
        """What is said of each product; several statements stand one below the other."""
        said: dict[str, list[str]] = {}
        for one in entries or ():
            text = say(one)
            if text:
                for ref in self._named(one.products, one.groups):
                    said.setdefault(ref, []).append(text)
        return {ref: "\n".join(several(texts)) for ref, texts in said.items()}

    def _undefined(self, ref: str, number: int, raw: Raw) -> FindingsError:
        why = tr(
            "“{place}” names the product “{product}”, which the product tree does not define.",
            place=f"vulnerabilities[{number}]",
            product=ref[:60],
        )
        return self.source.error("FIND-10", why, line=self.members.line(raw))
