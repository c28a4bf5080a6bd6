"""What SPDX 2.x says, whether it was written in JSON or as tags and values: packages as read → components."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from crasuite.language import tr
from crasuite.sbom.graph import Graph, connect
from crasuite.sbom.model import Component, Encoding, Hash, Party, Sbom
from crasuite.sbom.parts import Pool, Text, distinct, stated, text
from crasuite.sbom.source import Source

VERSIONS = ("2.1", "2.2", "2.3")

NEEDS = frozenset(("DEPENDS_ON", "DYNAMIC_LINK", "STATIC_LINK", "HAS_PREREQUISITE"))
NEEDED_BY = frozenset(
    (
        "DEPENDENCY_OF",
        "RUNTIME_DEPENDENCY_OF",
        "BUILD_DEPENDENCY_OF",
        "DEV_DEPENDENCY_OF",
        "TEST_DEPENDENCY_OF",
        "OPTIONAL_DEPENDENCY_OF",
        "PROVIDED_DEPENDENCY_OF",
        "PREREQUISITE_FOR",
    )
)
HOLDS = frozenset(("CONTAINS",))
HELD_BY = frozenset(("CONTAINED_BY", "PACKAGE_OF"))

_AGENT = re.compile(r"(?P<kind>Person|Organization|Tool)\s*:\s*(?P<name>.*?)\s*(\((?P<email>[^()]*)\))?\s*$")


class Checksum(Struct, gc=False):
    """A checksum."""

    algorithm: Text = None
    value: Text = field(name="checksumValue", default=None)


class ExternalRef(Struct, gc=False):
    """An identifier of the package elsewhere."""

    category: Text = field(name="referenceCategory", default=None)
    type: Text = field(name="referenceType", default=None)
    locator: Text = field(name="referenceLocator", default=None)


class Package(Struct, kw_only=True):
    """A package as written."""

    ref: Text = field(name="SPDXID", default=None)
    name: Text = None
    version: Text = field(name="versionInfo", default=None)
    file_name: Text = field(name="packageFileName", default=None)
    supplier: Text = None
    originator: Text = None
    download: Text = field(name="downloadLocation", default=None)
    concluded: Text = field(name="licenseConcluded", default=None)
    declared: Text = field(name="licenseDeclared", default=None)
    checksums: list[Checksum] | None = None
    external_refs: list[ExternalRef] | None = field(name="externalRefs", default=None)
    purpose: Text = field(name="primaryPackagePurpose", default=None)


class Builder:
    """Collects the entries of one file and makes the SBOM of them."""

    def __init__(
        self, source: Source, spec_version: str, encoding: Encoding, line_of: Callable[[Any], int | None]
    ) -> None:
        self.source = source
        self.spec_version = spec_version
        self.encoding: Encoding = encoding
        self._line_of = line_of
        self.pool = Pool()
        self.graph = Graph()
        self.components: dict[str, Component] = {}
        self.elsewhere: set[str] = set()
        self.described: dict[str, None] = {}
        self.document = "SPDXRef-DOCUMENT"
        self.namespace = ""
        self.name = ""
        self.created = ""
        self.creators: list[str] = []
        self.repeated: list[str] = []

    def add(self, entry: Package, mark: Any) -> None:
        """Take in a package; from `mark` follows where it stands.

        Raises:
            SbomError: it has no name or identifier, or its identifier belongs to another package.
        """
        name, ref = text(entry.name), text(entry.ref)
        if not name or not ref:
            why = tr("A package has no name.") if not name else tr("A package has no SPDXID.")
            raise self.source.error("SBOM-09", why, line=self._line_of(mark))
        made = self._component(ref, name, entry)
        there = self.components.setdefault(ref, made)
        if there is made:
            return
        if there != made:
            why = tr(
                "Two different packages have the same SPDXID “{id}”, so nothing can point to either.", id=ref
            )
            raise self.source.error("SBOM-10", why, line=self._line_of(mark))
        self.repeated.append(ref)

    def relate(self, ref: str, kind: str, other: str) -> None:
        """Take in a relationship."""
        if ref in ("NONE", "NOASSERTION") or other in ("NONE", "NOASSERTION"):
            if kind in NEEDS and other == "NONE":
                self.graph.say_nothing_needed(ref)
            return
        if kind == "DESCRIBES" and ref == self.document:
            self.described[other] = None
        elif kind == "DESCRIBED_BY" and other == self.document:
            self.described[ref] = None
        elif kind in NEEDS:
            self.graph.add_need(ref, other)
        elif kind in NEEDED_BY:
            self.graph.add_need(other, ref)
        elif kind in HOLDS and ref != self.document:
            self.graph.add_part(ref, other)
        elif kind in HELD_BY and other != self.document:
            self.graph.add_part(other, ref)

    def _component(self, ref: str, name: str, entry: Package) -> Component:
        pool = self.pool
        hashes: list[Hash | None] = [pool.hash(one.algorithm, one.value) for one in entry.checksums or ()]
        licences = pool.licence(entry.concluded, "concluded", is_spdx=True)
        licences += pool.licence(entry.declared, "declared", is_spdx=True)
        purl = cpe = ""
        others = []
        for one in entry.external_refs or ():
            kind, locator = text(one.type), text(one.locator)
            if kind == "purl":
                purl = purl or locator
            elif kind in ("cpe23Type", "cpe22Type"):
                cpe = cpe or locator
            elif kind in ("swh", "gitoid", "swid"):
                others.append(locator)
        return Component(
            ref=ref,
            name=name,
            version=stated(entry.version),
            type=text(entry.purpose).lower().replace("_", "-"),
            supplier=self._agent(entry.supplier),
            creator=self._agent(entry.originator),
            licences=licences,
            purl=purl,
            cpe=cpe,
            other_ids=tuple(others),
            hashes=distinct(hashes),
            file_name=text(entry.file_name),
            file_url=stated(entry.download),
        )

    def _agent(self, said: Text) -> Party | None:
        words = stated(said)
        found = _AGENT.match(words)
        if found is None:
            return self.pool.party(words)
        return self.pool.party(found["name"], found["email"])

    def build(self) -> Sbom:
        """The SBOM, with every package connected."""
        described = [ref for ref in self.described if ref in self.components]
        subject = self.components.pop(described[0]) if len(described) == 1 else None
        components = tuple(self.components.values())
        missing = connect(components, subject, self.graph, self.elsewhere | {self.document})
        missing += tuple(ref for ref in self.described if ref not in described and ref not in self.elsewhere)
        agents = [_AGENT.match(one) for one in self.creators]
        people = [self._agent(one) for one in self.creators if not one.startswith("Tool")]
        return Sbom(
            format="SPDX",
            spec_version=self.spec_version,
            encoding=self.encoding,
            file_name=self.source.name,
            size=self.source.size,
            sha256=self.source.sha256,
            serial=self.namespace,
            name=self.name,
            timestamp=self.created,
            tools=tuple(one["name"] for one in agents if one is not None and one["kind"] == "Tool"),
            authors=tuple(dict.fromkeys(one for one in people if one is not None)),
            subject=subject,
            components=components,
            has_dependencies=not self.graph.is_empty,
            missing_refs=tuple(ref for ref in missing if not ref.startswith("DocumentRef-")),
            repeated_refs=tuple(dict.fromkeys(self.repeated)),
        )


def check_version(source: Source, said: str, line: int | None = None) -> str:
    """The version of SPDX, if it is one that is read.

    Raises:
        SbomError: it is another version, or none.
    """
    version = said.removeprefix("SPDX-")
    if said.startswith("SPDX-") and version in VERSIONS:
        return version
    why = tr(
        "It says “{version}”; SPDX {first} to {last} and 3.0 are read.",
        version=said[:20],
        first=VERSIONS[0],
        last=VERSIONS[-1],
    )
    raise source.error("SBOM-03", why, tr("Let your tool write SPDX 2.3. Nothing was changed."), line=line)
