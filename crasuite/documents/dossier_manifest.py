"""The manifest of a dossier: read-me, the same as data, and the sums that show whether a file was changed."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from crasuite.documents.content.manifest import open_items, retention
from crasuite.documents.content.wording import capital, counted, day
from crasuite.documents.dossier import Paper, ProductRecord
from crasuite.documents.dossier_files import EVIDENCE, SBOM, LeftOut, WrittenFile
from crasuite.documents.text import clean

CAUTION = "Guidance, not legal advice."


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
        "state": _state(record),
        "gaps": gaps,
        "open_points": points,
        "fingerprint": fingerprint,
        "files": [line(one) for one in sorted(files, key=lambda one: one.path)],
        "not_enclosed": [{"id": one.id, "title": one.title, "why": one.why} for one in left_out],
        "caution": CAUTION,
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
    evidence = sum(one.path.startswith(f"{EVIDENCE}/") for one in files)
    sboms = sum(one.path.startswith(f"{SBOM}/") for one in files)
    gaps, points = _counts(record)
    enclosed = [
        counted(len(papers), "document"),
        "their index",
        counted(evidence, "evidence file") if evidence else "no evidence file",
    ]
    if sboms:
        enclosed.append(counted(sboms, "SBOM"))
    holds = f"{', '.join(enclosed[:-1])} and {enclosed[-1]}"
    listed = ", listed below" if gaps or points else ""
    manifest = record.pack.manifest
    about = (
        f"This folder holds {holds} for {record.name}, exported on {day(exported.date())}, "
        f"{exported:%H:%M} UTC, by {record.maker}. State: {_state(record).lower()}{listed}. "
        f"Law used: rule pack {manifest.version}, law as of {day(manifest.law_as_of)}, applied to "
        f"{day(record.on)}; it may have changed since. Each line gives the SHA-256 of a file, its name and, "
        "for documents, the content fingerprint printed on their pages. A file whose hash differs was "
        "changed after export; the hash does not prove who made it. Compare with: sha256sum -c SHA256SUMS. "
        f"{CAUTION}"
    )
    lines = [
        f"{_plain(capital(record.name))}: dossier under Regulation (EU) 2024/2847",
        "",
        *textwrap.wrap(_plain(about), 100),
        "",
        f"Kept until: {retention(record)}",
        f"Fingerprint of this dossier: {fingerprint}",
    ]
    if gaps:
        lines += ["", "GAPS", ""]
        lines += [
            f"Gap {gap.number}  {_plain(gap.sentence)}{_who(gap.owner, gap.due)}" for gap in record.gaps
        ]
    if points:
        lines += ["", "OPEN POINTS", ""]
        for point in open_items(record):
            words = f"Open {point.number}  {_plain(point.words)}"
            lines.append(f"{words}{_who(point.owner, point.due)}")
    if left_out:
        lines += ["", "NOT ENCLOSED", ""]
        lines += [f"{one.id}  {_plain(one.title)}: {one.why}" for one in left_out]
    lines += ["", "FILES", ""]
    for one in sorted(files, key=lambda one: one.path):
        lines.append(f"{one.sha256}  {one.path}")
        if one.fingerprint:
            lines.append(f"{'':66}fingerprint {_grouped(one.fingerprint)}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text of a user on one line of a list."""
    return " ".join(clean(text).split())


def _who(owner: str, due: date | None) -> str:
    said = [owner] if owner else ["no owner yet"]
    said += [f"due {day(due)}"] if due else []
    return f" ({', '.join(said)})"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 4] for start in range(0, 12, 4))
