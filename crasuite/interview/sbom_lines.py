"""What the papers print of the SBOMs themselves: components line by line, and results of the checks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from crasuite.documents.record import ComponentLine, ProductRecord, SbomResult
from crasuite.domain.sbom_record import SbomRecord
from crasuite.errors import UserFacingError
from crasuite.interview.sbom_file import component_row, load_sbom
from crasuite.language import language, tr
from crasuite.rules import Pack
from crasuite.sbom.model import Sbom
from crasuite.sbom.quality import Status, check_sbom
from crasuite.store.repository import Repository

AT_ONCE = 3_000
"""Components that are read without anybody waiting; larger SBOMs are read when documents are written."""
_KEPT = 12
_Lines = tuple[tuple[ComponentLine, ...], tuple[SbomResult, ...]]
_CACHE: OrderedDict[tuple[str, str, str, str], _Lines] = OrderedDict()


def with_sboms(record: ProductRecord, repository: Repository, most: int | None = None) -> ProductRecord:
    """The record with components and check results of the current SBOMs. `most` leaves larger ones out.

    An SBOM whose content is missing or damaged is left out: what is missing is a gap of its own.
    """
    file = record.technical_file
    if file is None or not file.sboms:
        return record
    components: list[ComponentLine] = []
    results: dict[str, tuple[SbomResult, ...]] = {}
    for sbom in file.current_sboms().values():
        if most is not None and (sbom.components or 0) > most and _key(record.pack, sbom) not in _CACHE:
            continue
        try:
            lines, found = _read(record.pack, repository, sbom)
        except UserFacingError:
            continue
        components += lines
        results[sbom.id] = found
    return replace(record, components=tuple(components), sbom_results=results)


def _key(pack: Pack, sbom: SbomRecord) -> tuple[str, str, str, str]:
    return pack.sha256, sbom.sha256, f"{sbom.id} {sbom.part}", language()


def _read(pack: Pack, repository: Repository, sbom: SbomRecord) -> _Lines:
    key = _key(pack, sbom)
    if key not in _CACHE:
        content = load_sbom(repository, sbom)
        _CACHE[key] = _component_lines(content, sbom), _results(content, pack)
        while len(_CACHE) > _KEPT:
            _CACHE.popitem(last=False)
    return _CACHE[key]


def _component_lines(content: Sbom, sbom: SbomRecord) -> tuple[ComponentLine, ...]:
    return tuple(
        ComponentLine(
            sbom.id,
            sbom.part or tr("product"),
            component_row(one).key,
            one.full_name,
            one.version,
            one.supplier_name,
            one.licence,
            one.purl,
        )
        for one in content.components
    )


def _results(content: Sbom, pack: Pack) -> tuple[SbomResult, ...]:
    found = []
    for section in check_sbom(content, pack).sections:
        met = sum(one.status is Status.MET for one in section.findings)
        left = tuple(
            f"{one.check.title}: {one.detail or tr('not met')}"
            if one.status is Status.NOT_MET
            else tr("{title}: the file cannot show it", title=one.check.title)
            for one in section.findings
            if one.status is not Status.MET
        )
        found.append(SbomResult(section.section.title, met, len(section.findings), left))
    return tuple(found)
