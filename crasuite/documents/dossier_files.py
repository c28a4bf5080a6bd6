"""Which files a dossier consists of: folders, names that every system takes, and what goes along."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crasuite.documents.dossier import Paper, ProductRecord, file_name
from crasuite.domain.evidence import EvidenceKind
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import tr

FOLDERS: Mapping[str, tuple[str, ...]] = {
    "01_Why": ("CR", "SP", "OP"),
    "02_Technical-file": ("TD", "RA", "RC", "RC-W", "VH", "DP", "ST", "SB", "SL", "UI"),
    "03_Declaration": ("DC", "SD", "CE"),
    "04_Assessment": ("PC", "EN", "AB", "AH", "PR", "CH", "IM"),
    "05_Reporting": ("EW", "NT", "IR", "FR", "UN", "ND"),
}
"""Which paper lies in which folder, by its code."""
EVIDENCE, SBOM = "evidence", "sbom"
MANIFEST, MANIFEST_JSON, SUMS, DATA, SCHEMA = (
    "MANIFEST.txt",
    "manifest.json",
    "SHA256SUMS",
    "dossier.json",
    "dossier.schema.json",
)
LONGEST_NAME = 80

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._()+-]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_WINDOWS = re.compile(r"[\\/]")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A kept file that goes along: an evidence file or the original of an SBOM."""

    path: str
    id: str
    title: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the file names that is not enclosed, and why."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of the dossier; `code` and `fingerprint` only for papers, `id` only for enclosures."""

    path: str
    sha256: str
    size: int
    title: str = ""
    code: str = ""
    fingerprint: str = ""
    id: str = ""


def folder_of(code: str) -> str:
    """The folder of a paper; a code with an addition, such as PC-A, lies with its kind.

    >>> folder_of("DC"), folder_of("PC-BC"), folder_of("RC-W")
    ('03_Declaration', '04_Assessment', '02_Technical-file')
    """
    kind = code.partition("-")[0]
    return next((folder for folder, codes in FOLDERS.items() if kind in codes), "02_Technical-file")


def safe_name(name: str, longest: int = LONGEST_NAME) -> str:
    """A file's name as every system takes it: no folder, no blank, no control character, never empty.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\lab\\\\Prüfbericht 3.pdf"), safe_name("con.txt")
    ('passwd', 'Prufbericht_3.pdf', '_con.txt')
    """
    name = _WINDOWS.split(name.strip())[-1]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _NOT_IN_NAMES.sub("_", plain).strip("._ ")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    if len(plain) > longest:
        stem, dot, ending = plain.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        plain = plain[: longest - len(ending)].rstrip("._ ") + ending
    return plain or "file"


def unique_names(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names with their id in front, made unique also where upper and lower case are the same.

    >>> list(unique_names([("E-01", "a.txt"), ("E-01", "A.txt"), ("", "b")]))
    ['E-01_a.txt', 'E-01_A_2.txt', 'b']
    """
    taken: set[str] = set()
    for record_id, name in names:
        start = f"{safe_name(record_id, 20)}_" if record_id else ""
        wanted = start + safe_name(name, LONGEST_NAME - len(start) - 4)
        stem, dot, ending = wanted.rpartition(".")
        if not stem:
            stem, dot, ending = wanted, "", ""
        found, number = wanted, 1
        while found.casefold() in taken:
            number += 1
            found = f"{stem}_{number}{dot}{ending}"
        taken.add(found.casefold())
        yield found


def enclosures_of(
    file: TechnicalFile, kept: Mapping[str, int]
) -> tuple[tuple[Enclosure, ...], tuple[LeftOut, ...]]:
    """Files that go along, and what is named but cannot. `kept` is every content there is, with its size."""
    found: list[Enclosure] = []
    left_out: list[LeftOut] = []
    wanted: list[tuple[str, str, str, str, str]] = []
    for proof in file.evidence.values():
        title = proof.name or proof.id
        if proof.kind is not EvidenceKind.FILE:
            continue
        if proof.copied and proof.sha256 in kept:
            wanted.append((EVIDENCE, proof.id, title, proof.sha256, title))
        elif proof.copied:
            left_out.append(LeftOut(proof.id, title, tr("its content is missing from the workspace")))
        else:
            left_out.append(LeftOut(proof.id, title, tr("it is only linked; copy it in to enclose it")))
    for sbom in file.sboms.values():
        title = tr("SBOM of {part}", part=sbom.part) if sbom.part else "SBOM"
        if sbom.sha256 in kept:
            wanted.append((SBOM, sbom.id, title, sbom.sha256, sbom.file_name or "sbom.json"))
        else:
            left_out.append(LeftOut(sbom.id, title, tr("its content is missing from the workspace")))
    for folder in (EVIDENCE, SBOM):
        inside = [one for one in wanted if one[0] == folder]
        names = unique_names((record_id, name) for _, record_id, _, _, name in inside)
        for (_, record_id, title, sha256, _), name in zip(inside, names, strict=True):
            found.append(Enclosure(f"{folder}/{name}", record_id, title, sha256, kept[sha256]))
    return tuple(found), tuple(left_out)


def paper_paths(record: ProductRecord, papers: Sequence[Paper]) -> list[str]:
    """Folder and name of each paper inside the dossier."""
    return [f"{folder_of(paper.meta.code)}/{file_name(record, paper)}" for paper in papers]
