"""Reads SPDX 2.x in JSON, entry by entry."""

from __future__ import annotations

from msgspec import Struct, field

from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.model import Sbom
from crasuite.sbom.parts import Text, text
from crasuite.sbom.source import Source, Steps
from crasuite.sbom.spdx import Builder, Package, check_version


class _CreationInfo(Struct):
    created: Text = None
    creators: list[str] | None = None


class _Relationship(Struct):
    ref: Text = field(name="spdxElementId", default=None)
    kind: Text = field(name="relationshipType", default=None)
    other: Text = field(name="relatedSpdxElement", default=None)


class _File(Struct):
    ref: Text = field(name="SPDXID", default=None)


_PACKAGE = decoder(Package)
_RELATIONSHIP = decoder(_Relationship)
_FILE = decoder(_File)


def read(source: Source, members: JsonObject, steps: Steps) -> Sbom:
    """The SBOM in a JSON object that says it is SPDX 2.x.

    Raises:
        SbomError: the version is not read, or an entry is not as SPDX has it.
    """
    builder = Builder(source, check_version(source, members.text("spdxVersion")), "JSON", members.line)
    builder.namespace = members.text("documentNamespace")
    builder.name = members.text("name")
    builder.document = members.text("SPDXID") or builder.document
    if (info := members.get("creationInfo", _CreationInfo)) is not None:
        builder.created = text(info.created)
        builder.creators = [one.strip() for one in info.creators or ()]
    packages, relationships = members.items("packages"), members.items("relationships")
    total = len(packages) + len(relationships)
    for number, raw in enumerate(packages):
        steps.at(number, total)
        builder.add(members.decode(_PACKAGE, raw, f"packages[{number}]"), raw)
    for key in ("files", "snippets"):
        for number, raw in enumerate(members.items(key)):
            builder.elsewhere.add(text(members.decode(_FILE, raw, f"{key}[{number}]").ref))
    for ref in members.get("documentDescribes", list[str]) or ():
        builder.described[ref] = None
    for number, raw in enumerate(relationships):
        steps.at(len(packages) + number, total)
        one = members.decode(_RELATIONSHIP, raw, f"relationships[{number}]")
        builder.relate(text(one.ref), text(one.kind), text(one.other))
    steps.at(total, total)
    return builder.build()
