"""Reads CycloneDX in XML, element by element, with the XML parser of the standard library.

A CycloneDX file needs no DOCTYPE, so one that has any is refused before an entity can be declared: nothing is
ever expanded and nothing outside the file is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from crasuite.errors import FileError
from crasuite.language import tr
from crasuite.sbom.cyclonedx import (
    Builder,
    ComponentEntry,
    Contact,
    HashEntry,
    LicenceChoice,
    LicenceEntry,
    Metadata,
    Organisation,
    Phase,
    Property,
    Reference,
    Swid,
    Tool,
    check_version,
)
from crasuite.sbom.model import Sbom
from crasuite.sbom.source import CHUNK, MAX_DEPTH, MAX_PARTS, OTHER_FORMAT, Source, Steps

NAMESPACE = re.compile(r"https?://cyclonedx\.org/schema/bom/(?P<version>[0-9.]+)")
_FEED = CHUNK // 16

# fmt: off
KNOWN = frozenset((
    "metadata", "timestamp", "tools", "tool", "vendor", "name", "version", "group", "component",
    "components", "services", "service", "author", "authors", "email", "manufacture", "manufacturer",
    "supplier", "url", "contact", "lifecycles", "lifecycle", "phase", "licenses", "license", "id",
    "expression", "purl", "cpe", "swid", "swhid", "omniborId", "hashes", "hash", "externalReferences",
    "reference", "properties", "property", "publisher", "dependencies", "dependency", "compositions",
    "composition", "aggregate", "assemblies", "assembly", "vulnerabilities", "vulnerability",
))
# fmt: on
"""Elements that are kept; all others are skipped with everything inside them."""


class Element:
    """One element with its children, kept only until its component is made."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] = []
        self.text = ""
        self.line = line

    def child(self, tag: str) -> Element | None:
        return next((one for one in self.children if one.tag == tag), None)

    def inside(self, *path: str) -> Iterator[Element]:
        """All elements at the end of a path of tags."""
        found: list[Element] = [self]
        for tag in path:
            found = [one for parent in found for one in parent.children if one.tag == tag]
        yield from found

    def say(self, tag: str) -> str | None:
        """The text of a child."""
        one = self.child(tag)
        return None if one is None else one.text.strip()


class Parser:
    """Builds the elements below the root and takes in each entry of a list as soon as it is complete."""

    known = KNOWN

    def __init__(self, source: Source) -> None:
        self.source = source
        self.builder: Builder | None = None
        self.stack: list[Element] = []
        self.namespace = ""
        self.skipping = 0
        self.texts: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.texts.append
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = self.doctype

    def doctype(self, *_args: Any) -> int:
        raise self.source.error(
            "SBOM-08",
            tr("It declares a document type or entities, which CycloneDX never needs; it may be an attack."),
            tr("Ask where the file came from, and export it again. Nothing was changed."),
            line=self.parser.CurrentLineNumber,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        line = self.parser.CurrentLineNumber
        if self.builder is None:
            self.builder = self._root(namespace, tag, attributes)
            self.stack.append(Element("bom", attributes, line))
            return
        if self.skipping or tag not in self.known or namespace != self.namespace:
            self.skipping += 1
            return
        if len(self.stack) > MAX_DEPTH * 2:
            raise self.source.error("SBOM-07", tr("Its elements are nested too deeply."), line=line)
        element = Element(tag, attributes, line)
        self.texts.clear()
        self.stack.append(element)

    def _root(self, namespace: str, tag: str, attributes: dict[str, str]) -> Builder:
        found = NAMESPACE.fullmatch(namespace)
        if tag != "bom" or found is None:
            raise self.source.error("SBOM-02", _what_it_is(namespace, tag), tr(OTHER_FORMAT))
        self.namespace = namespace
        version = check_version(self.source, found["version"])
        builder = Builder(self.source, version, "XML", lambda line: line)
        builder.serial = attributes.get("serialNumber", "")
        builder.document_version = attributes.get("version", "1")
        return builder

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            self.texts.clear()
            return
        element = self.stack.pop()
        if not element.children:
            element.text = "".join(self.texts)
        self.texts.clear()
        if not self.stack:
            return
        parent = self.stack[-1]
        if len(self.stack) > 2 and element.tag != "service":
            parent.children.append(element)
        else:
            self._take(element, parent)

    def _take(self, element: Element, parent: Element) -> None:
        """Take in an entry of a section, or a section itself."""
        assert self.builder is not None
        top = len(self.stack) == 1
        in_section = len(self.stack) == 2
        section = self.stack[1].tag if len(self.stack) > 1 else ""
        if in_section and section == "components" and element.tag == "component":
            self._components(element, None)
        elif in_section and section == "dependencies" and element.tag == "dependency":
            ref = element.attributes.get("ref", "")
            targets = [one.attributes.get("ref", "") for one in element.inside("dependency")]
            self.builder.depend(ref, [target for target in targets if target])
        elif in_section and section == "compositions" and element.tag == "composition":
            refs = [
                one.attributes.get("ref", "")
                for path in (("assemblies", "assembly"), ("dependencies", "dependency"))
                for one in element.inside(*path)
            ]
            self.builder.compose(element.say("aggregate") or "", refs)
        elif in_section and section == "vulnerabilities":
            self.builder.has_vulnerabilities = True
            self.take_vulnerability(element)
        elif section == "services" and element.tag == "service":
            self.builder.elsewhere.add(element.attributes.get("bom-ref", ""))
        elif top and element.tag == "metadata":
            self._metadata(element)
        elif not top:
            parent.children.append(element)

    def take_vulnerability(self, element: Element) -> None:
        """Called with each entry of that section; an SBOM has no use for it."""

    def _metadata(self, element: Element) -> None:
        assert self.builder is not None
        self.builder.metadata = _metadata(element)
        subject = element.child("component")
        if subject is not None:
            ref = self.builder.set_subject(_component(subject), subject.line)
            for inner in subject.inside("components", "component"):
                self._components(inner, ref)

    def _components(self, element: Element, parent: str | None) -> None:
        assert self.builder is not None
        waiting = [(element, parent)]
        while waiting:
            one, above = waiting.pop()
            ref = self.builder.add(_component(one), above, one.line)
            waiting += [(inner, ref) for inner in reversed(list(one.inside("components", "component")))]


def read(source: Source, steps: Steps, parser: Parser | None = None) -> Sbom:
    """The SBOM in an XML file; a `parser` of one's own may take in more of it.

    Raises:
        SbomError: it is not CycloneDX of a version that is read, not well-formed, or declares entities.
    """
    data = source.data
    if data.count(b"<") > MAX_PARTS:
        why = tr("It has more than {number} million tags.", number=MAX_PARTS // 1_000_000)
        again = tr("Export one SBOM for each part of the product. Nothing was changed.")
        raise source.error("SBOM-06", why, again)
    parser = parser or Parser(source)
    chunks = range(0, len(data), _FEED)
    frequent = Steps(steps.progress, steps.cancelled, every=1)
    try:
        for number, start in enumerate(chunks):
            frequent.at(number, len(chunks))
            parser.parser.Parse(data[start : start + _FEED], False)
        parser.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _malformed(source, error) from None
    except LookupError:
        raise source.error("SBOM-05", tr("Its encoding is not known."), line=1) from None
    except ValueError as error:
        if "multi-byte encodings" not in str(error):  # expat says so
            raise
        again = tr("Save or export it in UTF-8 and import it once more. Nothing was changed.")
        raise source.error("SBOM-05", tr("Its encoding is not one that is read."), again, line=1) from None
    frequent.at(len(chunks), len(chunks))
    assert parser.builder is not None
    return parser.builder.build()


def _malformed(source: Source, error: expat.ExpatError) -> FileError:
    said = expat.ErrorString(error.code)
    if said in ("not well-formed (invalid token)", "unknown encoding", "partial character"):
        why = tr(
            "It is not proper XML at character {column}, or not in the encoding it names ({problem}).",
            column=error.offset + 1,
            problem=said,
        )
        code = "SBOM-05" if said != "not well-formed (invalid token)" else "SBOM-04"
        return source.error(code, why, line=error.lineno)
    if said in ("no element found", "unclosed token", "unclosed CDATA section"):
        return source.error("SBOM-04", tr("It ends in the middle of an element."), line=error.lineno)
    return source.error(
        "SBOM-04",
        tr("It is not proper XML at character {column} ({problem}).", column=error.offset + 1, problem=said),
        line=error.lineno,
    )


def _what_it_is(namespace: str, tag: str) -> str:
    if tag.lower() == "html":
        return tr("It is a web page. Perhaps a sign-in page was saved instead of the file.")
    if tag == "SoftwareIdentity":
        return tr("It is a SWID tag, not a list of components.")
    if tag == "RDF" or "spdx.org" in namespace:
        return tr("It is SPDX in RDF, which is not read.")
    if tag == "bom":
        return tr("It is a bill of materials without a version of CycloneDX.")
    return tr("It is XML with the root “{tag}”, not CycloneDX.", tag=tag[:40])


def _contact(element: Element) -> Contact:
    return Contact(name=element.say("name"), email=element.say("email"))


def _organisation(element: Element | None) -> Organisation | None:
    if element is None:
        return None
    return Organisation(
        name=element.say("name"),
        url=[one.text.strip() for one in element.inside("url")],
        contact=[_contact(one) for one in element.inside("contact")],
    )


def _hashes(element: Element) -> list[HashEntry]:
    found = element.inside("hashes", "hash")
    return [HashEntry(alg=one.attributes.get("alg"), content=one.text) for one in found]


def _licences(element: Element) -> list[LicenceChoice]:
    choices = []
    for one in element.inside("licenses"):
        for entry in one.children:
            acknowledgement = entry.attributes.get("acknowledgement")
            if entry.tag == "expression":
                choices.append(LicenceChoice(expression=entry.text, acknowledgement=acknowledgement))
            elif entry.tag == "license":
                licence = LicenceEntry(entry.say("id"), entry.say("name"), acknowledgement)
                choices.append(LicenceChoice(license=licence))
    return choices


def _component(element: Element) -> ComponentEntry:
    swid = element.child("swid")
    return ComponentEntry(
        bom_ref=element.attributes.get("bom-ref"),
        type=element.attributes.get("type"),
        group=element.say("group"),
        name=element.say("name"),
        version=element.say("version"),
        supplier=_organisation(element.child("supplier")),
        manufacturer=_organisation(element.child("manufacturer")),
        author=element.say("author"),
        authors=[_contact(one) for one in element.inside("authors", "author")],
        publisher=element.say("publisher"),
        licenses=_licences(element),
        purl=element.say("purl"),
        cpe=element.say("cpe"),
        swid=None if swid is None else Swid(swid.attributes.get("tagId")),
        swhid=[one.text for one in element.inside("swhid")],
        omnibor=[one.text for one in element.inside("omniborId")],
        hashes=_hashes(element),
        references=[
            Reference(one.attributes.get("type"), one.say("url"), _hashes(one))
            for one in element.inside("externalReferences", "reference")
        ],
        properties=[
            Property(one.attributes.get("name"), one.attributes.get("value") or one.text)
            for one in element.inside("properties", "property")
        ],
    )


def _tool(element: Element) -> Tool:
    return Tool(element.say("vendor"), element.say("group"), element.say("name"), element.say("version"))


def _metadata(element: Element) -> Metadata:
    paths = (("tools", "tool"), ("tools", "components", "component"), ("tools", "services", "service"))
    return Metadata(
        timestamp=element.say("timestamp"),
        tools=[_tool(one) for path in paths for one in element.inside(*path)],
        authors=[_contact(one) for one in element.inside("authors", "author")],
        manufacture=_organisation(element.child("manufacture")),
        manufacturer=_organisation(element.child("manufacturer")),
        supplier=_organisation(element.child("supplier")),
        lifecycles=[
            Phase(one.say("phase"), one.say("name")) for one in element.inside("lifecycles", "lifecycle")
        ],
    )
