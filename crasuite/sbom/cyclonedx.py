"""What a CycloneDX file says, whether it was written in JSON or in XML: entries as read → components.

Only the fields the product uses are declared; everything else is skipped without being built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Raw, Struct, field
from msgspec.structs import force_setattr

from crasuite.errors import FileError
from crasuite.language import tr
from crasuite.sbom.graph import Graph, connect
from crasuite.sbom.model import Component, Encoding, Hash, Licence, Party, Sbom
from crasuite.sbom.parts import Pool, Text, distinct, text
from crasuite.sbom.source import Source

VERSIONS = ("1.4", "1.5", "1.6", "1.7")
OLDER = ("1.0", "1.1", "1.2", "1.3")

PROPERTY = "bsi:component:"
"""Properties that BSI TR-03183-2 defines for what CycloneDX has no field of its own."""


class Contact(Struct, gc=False):
    """A person of an organisation."""

    name: Text = None
    email: Text = None


class Organisation(Struct, gc=False):
    """An organisation, or in careless files only its name."""

    name: Text = None
    url: list[Text] | str | None = None
    contact: list[Contact] | Contact | None = None


class HashEntry(Struct, gc=False):
    """A checksum."""

    alg: Text = None
    content: Text = None


class LicenceEntry(Struct, gc=False):
    """A licence by SPDX identifier or by name."""

    id: Text = None
    name: Text = None
    acknowledgement: Text = None


class LicenceChoice(Struct, gc=False):
    """A licence or an expression."""

    license: LicenceEntry | None = None
    expression: Text = None
    acknowledgement: Text = None


class Reference(Struct, gc=False):
    """An address outside the file."""

    type: Text = None
    url: Text = None
    hashes: list[HashEntry] | None = None


class Property(Struct, gc=False):
    """A name with a value."""

    name: Text = None
    value: Any = None


class Swid(Struct, gc=False):
    """A SWID tag."""

    tag_id: Text = field(name="tagId", default=None)


class ComponentEntry(Struct, kw_only=True, gc=False):
    """A component as written."""

    bom_ref: Text = field(name="bom-ref", default=None)
    type: Text = None
    group: Text = None
    name: Text = None
    version: Text = None
    supplier: Organisation | None = None
    manufacturer: Organisation | None = None
    author: Text = None
    authors: list[Contact] | None = None
    publisher: Text = None
    licenses: list[LicenceChoice] | None = None
    purl: Text = None
    cpe: Text = None
    swid: Swid | None = None
    swhid: list[Text] | None = None
    omnibor: list[Text] | None = field(name="omniborId", default=None)
    hashes: list[HashEntry] | None = None
    references: list[Reference] | None = field(name="externalReferences", default=None)
    properties: list[Property] | None = None
    components: list[Raw] | None = None


class Tool(Struct):
    """A tool, by the older or the newer way to name it."""

    vendor: Text = None
    group: Text = None
    name: Text = None
    version: Text = None


class Tools(Struct):
    """Tools as components and services (since 1.5)."""

    components: list[Tool] | None = None
    services: list[Tool] | None = None


class Phase(Struct):
    """A phase of the life cycle, predefined or named by the maker."""

    phase: Text = None
    name: Text = None


class Metadata(Struct):
    """What the file says about itself."""

    timestamp: Text = None
    tools: list[Tool] | Tools | None = None
    authors: list[Contact] | None = None
    manufacture: Organisation | None = None
    manufacturer: Organisation | None = None
    supplier: Organisation | None = None
    lifecycles: list[Phase] | None = None
    component: Raw = Raw(b"null")


class Dependency(Struct, gc=False):
    """The dependencies of one component."""

    ref: Text = None
    depends_on: list[str] | None = field(name="dependsOn", default=None)


class Composition(Struct):
    """How complete the file is about some components."""

    aggregate: Text = None
    assemblies: list[Any] | None = None
    dependencies: list[Any] | None = None


class Builder:
    """Collects the entries of one file and makes the SBOM of them."""

    def __init__(
        self, source: Source, spec_version: str, encoding: Encoding, line_of: Callable[[Any], int | None]
    ) -> None:
        self.source = source
        self._line_of = line_of
        self.spec_version = spec_version
        self.encoding: Encoding = encoding
        self.pool = Pool()
        self.graph = Graph()
        self.components: dict[str, Component] = {}
        self.subject: Component | None = None
        self.metadata = Metadata()
        self.serial = ""
        self.document_version = ""
        self.elsewhere: set[str] = set()
        self.has_vulnerabilities = False
        self.has_signature = False
        self.repeated: list[str] = []
        self._marks: dict[str, str] = {}

    def add(self, entry: ComponentEntry, parent: str | None, mark: Any) -> str:
        """Take in a component and return its reference; from `mark` follows where it stands.

        Raises:
            SbomError: it has no name, or its reference belongs to another component.
        """
        name = text(entry.name)
        if not name:
            raise self._wrong("SBOM-09", tr("A component has no name."), mark)
        ref = text(entry.bom_ref) or f"#{len(self.components) + 1}"
        made = self._component(ref, name, entry)
        if not self._is_new(ref, made, mark):
            return ref
        self.components[ref] = made
        if parent is not None:
            self.graph.add_part(parent, ref)
        return ref

    def set_subject(self, entry: ComponentEntry, mark: Any) -> str:
        """Take in the component that the file is about.

        Raises:
            SbomError: it has no name.
        """
        name = text(entry.name)
        if not name:
            raise self._wrong("SBOM-09", tr("The component that the SBOM is about has no name."), mark)
        ref = text(entry.bom_ref) or "#0"
        self.subject = self._component(ref, name, entry)
        return ref

    def _is_new(self, ref: str, made: Component, mark: Any) -> bool:
        there = self.subject if self.subject and self.subject.ref == ref else self.components.get(ref)
        if there is None:
            return True
        if there == made:
            self.repeated.append(ref)
            return False
        why = tr(
            "Two different components have the same bom-ref “{id}”, so nothing can point to either.", id=ref
        )
        raise self._wrong("SBOM-10", why, mark)

    def _wrong(self, code: str, why: str, mark: Any) -> FileError:
        return self.source.error(code, why, line=self._line_of(mark))

    def depend(self, ref: str, targets: Iterable[str]) -> None:
        """Take in the dependencies of one component."""
        self.graph.say_nothing_needed(ref)
        for target in targets:
            self.graph.add_need(ref, target)

    def compose(self, aggregate: str, refs: Iterable[str]) -> None:
        """Take in how complete the file is about these components."""
        word = {"complete": "complete", "unknown": "unknown", "not_specified": ""}.get(
            aggregate, "incomplete"
        )
        for ref in refs:
            self._marks[ref] = word

    def _component(self, ref: str, name: str, entry: ComponentEntry) -> Component:
        pool = self.pool
        hashes: list[Hash | None] = [pool.hash(one.alg, one.content) for one in entry.hashes or ()]
        source_url = file_url = vcs = ""
        for reference in entry.references or ():
            if reference.type == "distribution":
                file_url = file_url or text(reference.url)
                hashes += [pool.hash(one.alg, one.content) for one in reference.hashes or ()]
            elif reference.type == "source-distribution":
                source_url = source_url or text(reference.url)
            elif reference.type == "vcs":
                vcs = vcs or text(reference.url)
        component = Component(
            ref=ref,
            name=name,
            version=text(entry.version),
            group=text(entry.group) if entry.group else "",
            type=text(entry.type),
            supplier=self._organisation(entry.supplier),
            creator=self._creator(entry),
            licences=self._licences(entry.licenses),
            purl=text(entry.purl),
            cpe=text(entry.cpe) if entry.cpe else "",
            other_ids=_other_ids(entry),
            hashes=distinct(hashes),
            source_url=source_url or vcs,
            file_url=file_url,
        )
        if entry.properties:
            _apply_properties(component, entry.properties)
        return component

    def _organisation(self, entry: Organisation | None) -> Party | None:
        if entry is None:
            return None
        name, email, url = entry.name, None, entry.url
        if isinstance(url, list):
            url = next((text(one) for one in url if one), None)
        if entry.contact:
            contacts = entry.contact if isinstance(entry.contact, list) else [entry.contact]
            email = next((one.email for one in contacts if one.email), None)
            name = name or next((one.name for one in contacts if one.name), None)
        return self.pool.party(name, email, url)

    def _creator(self, entry: ComponentEntry) -> Party | None:
        made_by = self._organisation(entry.manufacturer)
        if made_by is None and entry.authors:
            first = next((one for one in entry.authors if one.name or one.email), Contact())
            made_by = self.pool.party(first.name, first.email)
        if made_by is None and (entry.publisher or entry.author):
            made_by = self.pool.written(entry.publisher) or self.pool.written(entry.author)
        return made_by

    def _licences(self, entries: list[LicenceChoice] | None) -> tuple[Licence, ...]:
        found: tuple[Licence, ...] = ()
        for entry in entries or ():
            if entry.expression is not None:
                found += self.pool.licence(entry.expression, entry.acknowledgement, is_spdx=True)
            elif (one := entry.license) is not None:
                words = one.id or one.name
                found += self.pool.licence(words, one.acknowledgement, is_spdx=bool(one.id))
        return found

    def _authors(self) -> tuple[Party, ...]:
        data = self.metadata
        parties = [self._organisation(one) for one in (data.manufacturer, data.manufacture, data.supplier)]
        # Since 1.6 `manufacturer` is who made the SBOM; before, `manufacture` was who made the product.
        parties = [self.pool.party(one.name, one.email) for one in data.authors or ()] + parties
        return tuple(dict.fromkeys(one for one in parties if one is not None))

    def _tools(self) -> tuple[str, ...]:
        tools = self.metadata.tools
        if isinstance(tools, Tools):
            tools = [*(tools.components or ()), *(tools.services or ())]
        names = (f"{text(one.name)} {text(one.version)}".strip() for one in tools or ())
        return tuple(dict.fromkeys(name for name in names if name))

    def build(self) -> Sbom:
        """The SBOM, with every component connected."""
        components = tuple(self.components.values())
        missing = connect(components, self.subject, self.graph, self.elsewhere)
        for ref, word in self._marks.items():
            marked = self.components.get(ref)
            if marked is None and self.subject is not None and self.subject.ref == ref:
                marked = self.subject
            if marked is not None:
                force_setattr(marked, "completeness", word)
        data = self.metadata
        return Sbom(
            format="CycloneDX",
            spec_version=self.spec_version,
            encoding=self.encoding,
            file_name=self.source.name,
            size=self.source.size,
            sha256=self.source.sha256,
            serial=self.serial,
            document_version=self.document_version,
            name=self.subject.full_name if self.subject else "",
            timestamp=text(data.timestamp),
            tools=self._tools(),
            authors=self._authors(),
            phases=tuple(text(one.phase or one.name) for one in data.lifecycles or ()),
            subject=self.subject,
            components=components,
            has_dependencies=not self.graph.is_empty,
            has_vulnerabilities=self.has_vulnerabilities,
            has_signature=self.has_signature,
            missing_refs=tuple(ref for ref in missing if not ref.startswith("urn:cdx:")),
            repeated_refs=tuple(dict.fromkeys(self.repeated)),
        )


def check_version(source: Source, version: str) -> str:
    """The version of CycloneDX, if it is one that is read.

    Raises:
        SbomError: it is older, newer or no version.
    """
    if version in VERSIONS:
        return version
    if version in OLDER:
        why = tr(
            "It is CycloneDX {version}; versions from {first} on are read.",
            version=version,
            first=VERSIONS[0],
        )
        raise source.error("SBOM-03", why, tr("Let your tool write CycloneDX 1.6. Nothing was changed."))
    if not version:
        why = tr("It does not say which version of CycloneDX it follows.")
        raise source.error("SBOM-03", why)
    why = tr(
        "It says CycloneDX “{version}”; versions {first} to {last} are read.",
        version=version[:20],
        first=VERSIONS[0],
        last=VERSIONS[-1],
    )
    raise source.error("SBOM-03", why, tr("Let your tool write CycloneDX 1.6. Nothing was changed."))


def _other_ids(entry: ComponentEntry) -> tuple[str, ...]:
    if entry.swhid is None and entry.omnibor is None and entry.swid is None:
        return ()
    ids = [text(one) for one in (*(entry.swhid or ()), *(entry.omnibor or ()))]
    if entry.swid is not None:
        ids.append(text(entry.swid.tag_id))
    return tuple(one for one in ids if one)


def _apply_properties(component: Component, properties: list[Property]) -> None:
    for one in properties:
        if not isinstance(one.name, str) or not one.name.startswith(PROPERTY):
            continue
        value = one.value.strip() if isinstance(one.value, str) else ""
        key = one.name[len(PROPERTY) :]
        if key == "filename":
            force_setattr(component, "file_name", value)
        elif key in ("executable", "archive", "structured") and value:
            # The words are "executable" and "non-executable", "archive" and "no archive", and so on.
            says_no = value.lower().startswith(("no", "un", "false"))
            force_setattr(component, f"is_{key}", not says_no)
