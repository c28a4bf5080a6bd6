"""An SBOM as frozen data, the same for every format it can be read from.

Texts are as the file has them; what a file leaves out is the empty text. Nothing here says whether an SBOM is
good enough: `quality` does.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Format = Literal["CycloneDX", "SPDX"]
Encoding = Literal["JSON", "XML", "tag-value", "JSON-LD"]
Relation = Literal["direct", "transitive", "unknown"]
Acknowledgement = Literal["declared", "concluded", ""]


class Party(Struct, frozen=True, gc=False):
    """A person or organisation."""

    name: str = ""
    email: str = ""
    url: str = ""

    @property
    def can_be_reached(self) -> bool:
        """True when an e-mail or web address is given."""
        return bool(self.email or self.url)


class Hash(Struct, frozen=True, gc=False):
    """A checksum; the algorithm is spelled as CycloneDX does (`SHA-512`)."""

    algorithm: str
    value: str


class Licence(Struct, frozen=True, gc=False):
    """A licence, or an expression of several.

    `declared` is what the authors say (the original licence), `concluded` what is held to apply.
    """

    text: str
    acknowledgement: Acknowledgement = ""
    is_spdx: bool = False
    """True for an SPDX identifier or expression, False for a name in free words."""


class Component(Struct, frozen=True, gc=False, kw_only=True):
    """One component, with what the SBOM says about it."""

    ref: str
    """Unique within the SBOM; other components point to it."""
    name: str
    version: str = ""
    group: str = ""
    type: str = ""
    supplier: Party | None = None
    creator: Party | None = None
    """Who made it; the supplier may be another."""
    licences: tuple[Licence, ...] = ()
    purl: str = ""
    cpe: str = ""
    other_ids: tuple[str, ...] = ()
    """SWID, SWHID, OmniBOR and similar identifiers."""
    hashes: tuple[Hash, ...] = ()
    relation: Relation = "unknown"
    """Whether the product depends on it directly; unknown when no chain of dependencies leads to it."""
    depends_on: tuple[str, ...] = ()
    completeness: str = ""
    """What the SBOM says about this list of dependencies: complete, incomplete or unknown."""
    file_name: str = ""
    is_executable: bool | None = None
    is_archive: bool | None = None
    is_structured: bool | None = None
    source_url: str = ""
    file_url: str = ""

    @property
    def full_name(self) -> str:
        """Group and name, as package managers write them.

        >>> Component(ref="1", name="core", group="@angular").full_name
        '@angular/core'
        """
        return f"{self.group}/{self.name}" if self.group else self.name

    @property
    def supplier_name(self) -> str:
        """The supplier, else who made it, else nothing."""
        for party in (self.supplier, self.creator):
            if party is not None and party.name:
                return party.name
        return ""

    @property
    def licence(self) -> str:
        """The licences in one line; what was concluded goes before what was declared."""
        concluded = [one.text for one in self.licences if one.acknowledgement == "concluded"]
        return ", ".join(dict.fromkeys(concluded or [one.text for one in self.licences]))


class Sbom(Struct, frozen=True, kw_only=True):
    """A software bill of materials (Art. 3(39)) as read from one file."""

    format: Format
    spec_version: str
    encoding: Encoding
    file_name: str
    size: int
    sha256: str
    """Of the file as it was read."""
    serial: str = ""
    """Serial number or namespace: what sets this SBOM apart from every other."""
    document_version: str = ""
    name: str = ""
    timestamp: str = ""
    tools: tuple[str, ...] = ()
    authors: tuple[Party, ...] = ()
    phases: tuple[str, ...] = ()
    """At which point of the life cycle it was made: source, build, analysed and so on."""
    subject: Component | None = None
    """What the SBOM is about; not among the components."""
    components: tuple[Component, ...] = ()
    has_dependencies: bool = False
    """True when the file says anything about which component needs which."""
    has_vulnerabilities: bool = False
    has_signature: bool = False
    """True when a signature is inside the file; one beside it is not seen."""
    missing_refs: tuple[str, ...] = ()
    """References to components that are not in the file."""
    repeated_refs: tuple[str, ...] = ()
    """Components that stand in the file twice with the same content; they are kept once."""

    @property
    def direct(self) -> tuple[Component, ...]:
        """The top-level dependencies of the product."""
        return tuple(one for one in self.components if one.relation == "direct")

    def component(self, ref: str) -> Component:
        """The component (or the subject) with this reference.

        Raises:
            KeyError: there is none.
        """
        everyone = (self.subject, *self.components) if self.subject else self.components
        for one in everyone:
            if one is not None and one.ref == ref:
                return one
        raise KeyError(ref)
