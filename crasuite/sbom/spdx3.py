"""Reads SPDX 3.0 in JSON-LD, in the compact form that the SPDX schema prescribes.

Its graph is a flat list of elements that point to each other. This is no JSON-LD processor: a file in another
form of JSON-LD is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Raw, Struct, field
from msgspec.structs import force_setattr

from crasuite.language import tr
from crasuite.sbom.graph import Graph, connect
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.model import Component, Hash, Licence, Party, Sbom
from crasuite.sbom.parts import Pool, Text, distinct, stated, text
from crasuite.sbom.source import OTHER_FORMAT, Source, Steps

_CONTEXT = re.compile(r"https?://spdx\.(org|github\.io)/.*\b(?P<version>3\.\d+(\.\d+)?)\b")


class _ExternalId(Struct):
    kind: Text = field(name="externalIdentifierType", default=None)
    identifier: Text = None


class _HashEntry(Struct):
    algorithm: Text = None
    value: Text = field(name="hashValue", default=None)


class _ExternalRef(Struct):
    kind: Text = field(name="externalRefType", default=None)
    locator: list[str] | str | None = None


class _CreationInfo(Struct):
    created: Text = None
    created_by: list[str] | str | None = field(name="createdBy", default=None)
    created_using: list[str] | str | None = field(name="createdUsing", default=None)
    spec_version: Text = field(name="specVersion", default=None)


class _Element(Struct, kw_only=True):
    """The fields of every kind of element that matter here."""

    type: Text = None
    id: Text = field(name="spdxId", default=None)
    node: Text = field(name="@id", default=None)
    name: Text = None
    creation: _CreationInfo | str | None = field(name="creationInfo", default=None)
    external_ids: list[_ExternalId | str] | None = field(name="externalIdentifier", default=None)
    external_refs: list[_ExternalRef | str] | None = field(name="externalRef", default=None)
    verified_using: list[_HashEntry | str] | None = field(name="verifiedUsing", default=None)
    # packages and files
    version: Text = field(name="software_packageVersion", default=None)
    purl: Text = field(name="software_packageUrl", default=None)
    purpose: Text = field(name="software_primaryPurpose", default=None)
    purposes: list[str] | None = field(name="software_additionalPurpose", default=None)
    download: Text = field(name="software_downloadLocation", default=None)
    supplied_by: str | None = field(name="suppliedBy", default=None)
    originated_by: list[str] | str | None = field(name="originatedBy", default=None)
    # relationships
    origin: str | None = field(name="from", default=None)
    targets: list[str] | str | None = field(name="to", default=None)
    relationship: Text = field(name="relationshipType", default=None)
    completeness: Text = None
    # licences, SBOMs, creation
    expression: Text = field(name="simplelicensing_licenseExpression", default=None)
    root: list[str] | str | None = field(name="rootElement", default=None)
    sbom_types: list[str] | None = field(name="software_sbomType", default=None)
    created: Text = None
    created_by: list[str] | str | None = field(name="createdBy", default=None)
    created_using: list[str] | str | None = field(name="createdUsing", default=None)
    spec_version: Text = field(name="specVersion", default=None)


_ELEMENT = decoder(_Element)
_NOTHING = ("NoneElement", "NoAssertionElement")
_NO_LICENCE = ("NoneLicense", "NoAssertionLicense")
_PARTY_TYPES = frozenset(("Agent", "Person", "Organization", "SoftwareAgent"))


def read(source: Source, members: JsonObject, steps: Steps) -> Sbom:
    """The SBOM in a JSON-LD object.

    Raises:
        SbomError: it is not SPDX 3.0 in its compact form, or an element is not as SPDX has it.
    """
    context = members.get("@context", list[str] | str)
    found = next((m for one in _listed(context) if (m := _CONTEXT.search(one))), None)
    if found is None:
        raise source.error("SBOM-02", tr("It is JSON-LD, but not SPDX."), tr(OTHER_FORMAT))
    version = found["version"]
    if not version.startswith("3.0"):
        why = tr("It follows SPDX {version}; SPDX 3.0 is read.", version=version)
        raise source.error("SBOM-03", why, tr("Let your tool write SPDX 3.0 or 2.3. Nothing was changed."))
    graph = members.items("@graph")
    if not graph:
        why = tr("It is SPDX 3.0 without a list of elements under “@graph”.")
        raise source.error(
            "SBOM-02", why, tr("Let your tool write the JSON form of SPDX 3.0. Nothing was changed.")
        )
    return _Reader(source, version).read(members, graph, steps)


class _Reader:
    def __init__(self, source: Source, version: str) -> None:
        self.source = source
        self.version = version
        self.pool = Pool()
        self.graph = Graph()
        self.components: dict[str, Component] = {}
        self.files: dict[str, _Element] = {}
        self.parties: dict[str, Party | None] = {}
        self.expressions: dict[str, str] = {}
        self.tools: dict[str, str] = {}
        self.creations: dict[str, _CreationInfo] = {}
        self.sboms: list[_Element] = []
        self.documents: list[_Element] = []
        self.relationships: list[_Element] = []
        self.packages: list[_Element] = []
        self.others: set[str] = set()
        self.has_vulnerabilities = False
        self.repeated: list[str] = []

    def read(self, members: JsonObject, graph: list[Raw], steps: Steps) -> Sbom:
        lines: dict[str, Raw] = {}
        for number, raw in enumerate(graph):
            steps.at(number, len(graph))
            element = members.decode(_ELEMENT, raw, f"@graph[{number}]")
            self._sort(element)
            if element.type == "software_Package":
                ref = text(element.id)
                if not ref or not text(element.name):
                    why = tr("A package has no spdxId.") if not ref else tr("A package has no name.")
                    raise self.source.error("SBOM-09", why, line=members.line(raw))
                if ref in lines:
                    self._check_repeated(ref, lines[ref], raw, members)
                    self.packages.pop()
                lines[ref] = raw
        for element in self.packages:
            self.components[text(element.id)] = self._component(element)
        for element in self.relationships:
            self._relate(element)
        steps.at(len(graph), len(graph))
        return self._build()

    def _check_repeated(self, ref: str, first: Raw, second: Raw, members: JsonObject) -> None:
        if bytes(first) != bytes(second):
            why = tr(
                "Two different packages have the same spdxId “{id}”, so nothing can point to either.", id=ref
            )
            raise self.source.error("SBOM-10", why, line=members.line(second))
        self.repeated.append(ref)

    def _sort(self, element: _Element) -> None:
        ref = text(element.id) or text(element.node)
        kind = text(element.type)
        if isinstance(element.creation, _CreationInfo):
            self.creations.setdefault(ref, element.creation)
        if kind == "software_Package":
            self.packages.append(element)
        elif kind == "software_File":
            self.files[ref] = element
        elif kind in _PARTY_TYPES:
            emails, urls = self._identifiers(element, "email"), self._identifiers(element, "urlScheme")
            reach = (next(iter(emails), None), next(iter(urls), None))
            self.parties[ref] = self.pool.party(element.name, *reach)
        elif kind == "Tool":
            self.tools[ref] = text(element.name)
        elif kind == "CreationInfo":
            self.creations[ref] = _CreationInfo(
                element.created, element.created_by, element.created_using, element.spec_version
            )
        elif kind == "simplelicensing_LicenseExpression":
            self.expressions[ref] = text(element.expression)
        elif kind.startswith("expandedlicensing_"):
            self.expressions[ref] = text(element.name) or ref.rpartition("/")[2]
        elif kind == "software_Sbom":
            self.sboms.append(element)
        elif kind == "SpdxDocument":
            self.documents.append(element)
        elif element.relationship is not None:
            self.relationships.append(element)
        elif kind == "security_Vulnerability":
            self.has_vulnerabilities = True
        self.others.add(ref)

    @staticmethod
    def _identifiers(element: _Element, *kinds: str) -> list[str]:
        entries = element.external_ids or ()
        return [text(one.identifier) for one in entries if isinstance(one, _ExternalId) and one.kind in kinds]

    def _hashes(self, element: _Element) -> list[Hash | None]:
        entries = element.verified_using or ()
        return [self.pool.hash(one.algorithm, one.value) for one in entries if isinstance(one, _HashEntry)]

    def _component(self, element: _Element) -> Component:
        makers = [self.parties.get(one) for one in _listed(element.originated_by)]
        purls = self._identifiers(element, "packageUrl", "packageURL", "purl")
        cpes = self._identifiers(element, "cpe23", "cpe22")
        component = Component(
            ref=text(element.id),
            name=text(element.name),
            version=stated(element.version),
            type=text(element.purpose),
            supplier=self.parties.get(element.supplied_by or ""),
            creator=next((one for one in makers if one is not None), None),
            purl=text(element.purl) or next(iter(purls), ""),
            cpe=next(iter(cpes), ""),
            other_ids=tuple(self._identifiers(element, "swhid", "gitoid", "swid")),
            hashes=distinct(self._hashes(element)),
            file_url=stated(element.download),
            source_url=_locator(element, "sourceArtifact", "SourceArtifact", "vcs"),
        )
        _apply_purposes(component, element)
        return component

    def _relate(self, element: _Element) -> None:
        origin, kind = element.origin or "", text(element.relationship)
        targets = [one for one in _listed(element.targets) if not one.endswith(_NOTHING)]
        if kind == "dependsOn":
            self.graph.say_nothing_needed(origin)
            for target in targets:
                self.graph.add_need(origin, target)
            self._mark(origin, element)
        elif kind == "contains" and origin in self.components:
            for target in targets:
                if target not in self.files:
                    self.graph.add_part(origin, target)
            self._mark(origin, element)
        elif kind in ("hasConcludedLicense", "hasDeclaredLicense") and origin in self.components:
            word = "concluded" if kind == "hasConcludedLicense" else "declared"
            self._license(self.components[origin], targets, word)
        elif kind == "hasDistributionArtifact" and origin in self.components:
            for file in (self.files[one] for one in targets if one in self.files):
                self._file(self.components[origin], file)

    def _mark(self, ref: str, element: _Element) -> None:
        component, word = self.components.get(ref), text(element.completeness)
        if component is not None and word:
            force_setattr(component, "completeness", "unknown" if word == "noAssertion" else word)

    def _license(self, component: Component, targets: Iterable[str], word: str) -> None:
        licences: tuple[Licence, ...] = component.licences
        for target in targets:
            if target.endswith(_NO_LICENCE):
                continue
            expression = self.expressions.get(target) or target.rpartition("/")[2]
            licences += self.pool.licence(expression, word, is_spdx=True)
        force_setattr(component, "licences", licences)

    def _file(self, component: Component, file: _Element) -> None:
        if not component.file_name:
            force_setattr(component, "file_name", text(file.name))
        force_setattr(component, "hashes", distinct([*component.hashes, *self._hashes(file)]))
        if not component.file_url:
            force_setattr(component, "file_url", _locator(file, "binaryArtifact"))
        _apply_purposes(component, file)

    def _build(self) -> Sbom:
        roots = [one for sbom in self.sboms for one in _listed(sbom.root)]
        roots += [one for document in self.documents for one in _listed(document.root)]
        roots += [
            one
            for rel in self.relationships
            if rel.relationship == "describes"
            for one in _listed(rel.targets)
        ]
        described = [one for one in dict.fromkeys(roots) if one in self.components]
        subject = self.components.pop(described[0]) if len(described) == 1 else None
        components = tuple(self.components.values())
        missing = connect(components, subject, self.graph, self.others)
        main = next(iter((*self.documents, *self.sboms)), None)
        creation = self._creation(main)
        people = [self.parties.get(one) for one in _listed(creation.created_by)]
        tools = [self.tools.get(one, "") for one in _listed(creation.created_using)]
        return Sbom(
            format="SPDX",
            spec_version=text(creation.spec_version) or self.version,
            encoding="JSON-LD",
            file_name=self.source.name,
            size=self.source.size,
            sha256=self.source.sha256,
            serial=text(main.id) if main is not None else "",
            name=text(main.name) if main is not None else "",
            timestamp=text(creation.created),
            tools=tuple(one for one in tools if one),
            authors=tuple(dict.fromkeys(one for one in people if one is not None)),
            phases=tuple(dict.fromkeys(one for sbom in self.sboms for one in sbom.sbom_types or ())),
            subject=subject,
            components=components,
            has_dependencies=not self.graph.is_empty,
            has_vulnerabilities=self.has_vulnerabilities,
            missing_refs=missing,
            repeated_refs=tuple(dict.fromkeys(self.repeated)),
        )

    def _creation(self, main: _Element | None) -> _CreationInfo:
        if main is not None and isinstance(main.creation, _CreationInfo):
            return main.creation
        if main is not None and isinstance(main.creation, str) and main.creation in self.creations:
            return self.creations[main.creation]
        return next(iter(self.creations.values()), _CreationInfo())


def _listed(value: list[str] | str | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _locator(element: _Element, *kinds: str) -> str:
    for one in element.external_refs or ():
        if isinstance(one, _ExternalRef) and one.kind in kinds:
            return next(iter(_listed(one.locator)), "")
    return ""


def _apply_purposes(component: Component, element: _Element) -> None:
    purposes = {text(element.purpose), *(element.purposes or ())}
    if "executable" in purposes:
        force_setattr(component, "is_executable", True)
    if "archive" in purposes:
        force_setattr(component, "is_archive", True)
    if purposes & {"container", "firmware"}:
        force_setattr(component, "is_structured", "container" in purposes)
