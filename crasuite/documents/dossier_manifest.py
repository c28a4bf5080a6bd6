"""The manifest of a dossier: read-me, the same as data, and the sums that show whether a file was changed."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from crasuite.documents.content.manifest import open_items, retention
from crasuite.documents.content.wording import day, joined
from crasuite.documents.dossier import Paper, ProductRecord
from crasuite.documents.dossier_files import EVIDENCE, SBOM, LeftOut, WrittenFile
from crasuite.documents.text import NO_BREAK_SPACE, clean, keep_together
from crasuite.domain.english import small_first
from crasuite.language import mark, speaking, tr, trn

CAUTION = mark("Guidance, not legal advice.")


def sums_text(files: Iterable[WrittenFile]) -> str:
    """Lines as `sha256sum -c` reads them, in order of the names."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in sorted(files, key=lambda one: one.path))


def fingerprint_of(files: Iterable[WrittenFile]) -> str:
    return hashlib.sha256(sums_text(files).encode()).hexdigest()


def _counts(record: ProductRecord) -> tuple[int, int]:
    return len(record.gaps), len(open_items(record))


def _state(record: ProductRecord) -> str:
    """The state of the whole dossier in the words of its papers."""
    return record.state_of(*_counts(record))


def manifest_json(
    record: ProductRecord,
    papers: Sequence[Paper],
    files: Sequence[WrittenFile],
    left_out: Sequence[LeftOut],
    fingerprint: str,
    exported: datetime,
) -> bytes:
    """manifest.json: the same as MANIFEST.txt for programs."""
    metas = {paper.meta.code: paper.meta for paper in papers}
    gaps, points = _counts(record)
    with speaking(record.language):
        state, caution = _state(record), tr(CAUTION)

    def line(one: WrittenFile) -> dict[str, Any]:
        data: dict[str, Any] = {"path": one.path, "sha256": one.sha256, "size": one.size, "title": one.title}
        meta = metas.get(one.code)
        if one.code:
            data |= {"document": one.code, "fingerprint": one.fingerprint}
        if meta is not None:
            data |= {"number": meta.number, "revision": meta.revision, "final": meta.final}
        if one.id:
            data["id"] = one.id
        return data

    data = {
        "format": "crasuite-manifest/1",
        "product": record.name,
        "manufacturer": record.maker,
        "exported": exported.isoformat(),
        "as_of": record.on.isoformat(),
        "rule_pack": {
            "id": record.pack.manifest.id,
            "version": record.pack.manifest.version,
            "law_as_of": record.pack.manifest.law_as_of.isoformat(),
            "sha256": record.pack.sha256,
        },
        "state": state,
        "gaps": gaps,
        "open_points": points,
        "fingerprint": fingerprint,
        "files": [line(one) for one in sorted(files, key=lambda one: one.path)],
        "not_enclosed": [{"id": one.id, "title": one.title, "why": one.why} for one in left_out],
        "caution": caution,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def manifest_text(
    record: ProductRecord,
    papers: Sequence[Paper],
    files: Sequence[WrittenFile],
    left_out: Sequence[LeftOut],
    fingerprint: str,
    exported: datetime,
) -> str:
    """MANIFEST.txt: what this is, how to check it, what is missing, then every file."""
    with speaking(record.language):
        return "\n".join(_manifest_lines(record, papers, files, left_out, fingerprint, exported)) + "\n"


def _manifest_lines(
    record: ProductRecord,
    papers: Sequence[Paper],
    files: Sequence[WrittenFile],
    left_out: Sequence[LeftOut],
    fingerprint: str,
    exported: datetime,
) -> Iterator[str]:
    gaps, points = _counts(record)
    yield tr("{product}: dossier under Regulation (EU) 2024/2847", product=_plain(record.name_at_start))
    yield ""
    about = keep_together(_plain(" ".join(_about(record, papers, files, exported))))
    yield from (line.replace(NO_BREAK_SPACE, " ") for line in textwrap.wrap(about, 100))
    yield ""
    yield tr("Kept until: {retention}", retention=retention(record))
    yield tr("Fingerprint of this dossier: {fingerprint}", fingerprint=fingerprint)
    if gaps:
        yield from ("", tr("GAPS"), "")
        for gap in record.gaps:
            number = tr("Gap {number}", number=gap.number)
            yield f"{number}  {_plain(gap.sentence)}{_who(gap.owner, gap.due)}"
    if points:
        yield from ("", tr("OPEN POINTS"), "")
        for point in open_items(record):
            number = tr("Open {number}", number=point.number)
            yield f"{number}  {_plain(point.words)}{_who(point.owner, point.due)}"
    if left_out:
        yield from ("", tr("NOT ENCLOSED"), "")
        yield from (f"{one.id}  {_plain(one.title)}: {one.why}" for one in left_out)
    yield from ("", tr("FILES"), "")
    for one in sorted(files, key=lambda one: one.path):
        yield f"{one.sha256}  {one.path}"
        if one.fingerprint:
            digits = _grouped(one.fingerprint)
            yield " " * 66 + tr("fingerprint {digits}", digits=digits)


def _about(
    record: ProductRecord, papers: Sequence[Paper], files: Sequence[WrittenFile], exported: datetime
) -> Iterator[str]:
    """What the folder is, in sentences."""
    evidence = sum(one.path.startswith(f"{EVIDENCE}/") for one in files)
    sboms = sum(one.path.startswith(f"{SBOM}/") for one in files)
    gaps, points = _counts(record)
    enclosed = [
        trn("{n} document", "{n} documents", len(papers)),
        tr("their index"),
        trn("{n} evidence file", "{n} evidence files", evidence) if evidence else tr("no evidence file"),
    ]
    if sboms:
        enclosed.append(trn("{n} SBOM", "{n} SBOMs", sboms))
    yield tr(
        "This folder holds {contents} for {product}, exported on {day}, {time} UTC, by {maker}.",
        contents=joined(enclosed),
        product=record.name,
        day=day(exported.date()),
        time=f"{exported:%H:%M}",
        maker=record.maker,
    )
    state = small_first(_state(record))
    yield (
        tr("State: {state}, listed below.", state=state)
        if gaps or points
        else tr("State: {state}.", state=state)
    )
    manifest = record.pack.manifest
    yield tr(
        "Law used: rule pack {version}, law as of {law_day}, applied to {day}; it may have changed since.",
        version=manifest.version,
        law_day=day(manifest.law_as_of),
        day=day(record.on),
    )
    yield tr(
        "Each line gives the SHA-256 of a file, its name and, for documents, the content fingerprint printed "
        "on their pages."
    )
    yield tr(
        "A file whose hash differs was changed after export; the hash does not prove who made it. Compare "
        "with: sha256sum -c SHA256SUMS."
    )
    yield tr(CAUTION)


def _plain(text: str) -> str:
    """Text of a user on one line of a list."""
    return " ".join(clean(text).split())


def _who(owner: str, due: date | None) -> str:
    said = [owner] if owner else [tr("no owner yet")]
    said += [tr("due {due}", due=day(due))] if due else []
    return f" ({', '.join(said)})"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 4] for start in range(0, 12, 4))
