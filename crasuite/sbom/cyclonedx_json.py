"""Reads CycloneDX in JSON, entry by entry, so that it can be stopped and builds only what is asked for."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from crasuite.sbom.cyclonedx import (
    Builder,
    ComponentEntry,
    Composition,
    Dependency,
    Metadata,
    check_version,
)
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.model import Sbom
from crasuite.sbom.source import MAX_DEPTH, Source, Steps

_COMPONENT = decoder(ComponentEntry)
_DEPENDENCY = decoder(Dependency)


class _Service(msgspec.Struct):
    bom_ref: str | None = msgspec.field(name="bom-ref", default=None)
    services: list[Raw] | None = None


_SERVICE = decoder(_Service)


def read(source: Source, members: JsonObject, steps: Steps) -> Sbom:
    """The SBOM in a JSON object that says it is CycloneDX.

    Raises:
        SbomError: the version is not read, or an entry is not as CycloneDX has it.
    """
    builder = Builder(source, check_version(source, members.text("specVersion")), "JSON", members.line)
    builder.serial = members.text("serialNumber")
    builder.document_version = members.text("version")
    builder.has_vulnerabilities = bool(members.items("vulnerabilities"))
    builder.has_signature = members.has("signature")
    if (metadata := members.get("metadata", Metadata)) is not None:
        builder.metadata = metadata
        if bytes(metadata.component) != b"null":
            entry = members.decode(_COMPONENT, metadata.component, "metadata.component")
            ref = builder.set_subject(entry, metadata.component)
            _add_all(builder, members, entry.components, "metadata.component.components", ref, steps)
    _add_all(builder, members, members.items("components"), "components", None, steps)
    _services(builder, members)
    for number, raw in enumerate(members.items("dependencies")):
        dependency = members.decode(_DEPENDENCY, raw, f"dependencies[{number}]")
        if dependency.ref is not None:
            builder.depend(str(dependency.ref), dependency.depends_on or ())
    for composition in members.get("compositions", list[Composition]) or ():
        refs = [*(composition.assemblies or ()), *(composition.dependencies or ())]
        builder.compose(str(composition.aggregate), [ref for ref in refs if isinstance(ref, str)])
    return builder.build()


def _add_all(
    builder: Builder, members: JsonObject, top: list[Raw] | None, path: str, parent: str | None, steps: Steps
) -> None:
    """Take in components and those inside them, one after another instead of one inside the other."""
    entries = top or []
    total = len(entries)
    for number, raw in enumerate(entries):
        steps.at(number, total)
        waiting = [(raw, f"{path}[{number}]", parent, 1)]
        while waiting:
            one, where, above, depth = waiting.pop()
            entry = members.decode(_COMPONENT, one, where)
            ref = builder.add(entry, above, one)
            if entry.components:
                if depth >= MAX_DEPTH:
                    raise members.too_deep(one)
                waiting += [
                    (inner, f"{where}.components[{index}]", ref, depth + 1)
                    for index, inner in reversed(list(enumerate(entry.components)))
                ]
    steps.at(total, total)


def _services(builder: Builder, members: JsonObject) -> None:
    """Components may depend on services, which are not components; only their references matter."""
    waiting = [(raw, f"services[{number}]", 1) for number, raw in enumerate(members.items("services"))]
    while waiting:
        raw, where, depth = waiting.pop()
        service = members.decode(_SERVICE, raw, where)
        if service.bom_ref:
            builder.elsewhere.add(service.bom_ref)
        if service.services:
            if depth >= MAX_DEPTH:
                raise members.too_deep(raw)
            waiting += [(one, f"{where}.services", depth + 1) for one in service.services]
