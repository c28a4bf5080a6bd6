"""The index of the dossier (MF): what lies where, what is missing or not enclosed, how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crasuite.documents.content.parts import GAPS, gaps_table, meta_for, owner_due
from crasuite.documents.content.wording import basis, capital, day, in_words, joined, lowered
from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.tree import (
    Block,
    Cite,
    Document,
    Heading,
    OpenPoint,
    UserText,
    bullets,
    cell,
    own_pattern,
    para,
    result_box,
    small,
    table,
)
from crasuite.language import mark, tr, trn
from crasuite.rules.model import Duty

if TYPE_CHECKING:
    from crasuite.documents.content.file_gaps import FilePoint
    from crasuite.documents.content.points import OpenItem
    from crasuite.documents.dossier import Paper
    from crasuite.documents.dossier_files import Enclosure, LeftOut
    from crasuite.documents.record import ProductRecord

CODE = "MF"
TITLE = mark("Index of the dossier")
_RETENTION = "t-retention"
_KEEPING = ("d-importer-keep", "d-representative-mandate")
"""Duties of the pack that say how long others than the maker keep papers."""
FOLDER_NAMES = {
    "01_Why": mark("Why"),
    "02_Technical-file": mark("Technical file"),
    "03_Declaration": mark("Declaration"),
    "04_Assessment": mark("Assessment"),
    "05_Reporting": mark("Reporting"),
}
"""What the folders of a dossier, whose names are the same in all languages, are called on paper."""
_DOCUMENTS = own_pattern(
    (mark("Document"), 60),
    (mark("Number and revision"), 43),
    (mark("State"), 31),
    (mark("Fingerprint"), 31),
    name="index-documents",
)
_ENCLOSED = own_pattern((mark("No."), 14), (mark("File"), 86), ("SHA-256", 65), name="index-enclosed")
_LEFT_OUT = own_pattern(
    (mark("No."), 14), (mark("What"), 76), (mark("Why it is not enclosed"), 75), name="index-left-out"
)


def build(
    record: ProductRecord,
    papers: Sequence[Paper],
    paths: Sequence[str],
    enclosures: Sequence[Enclosure],
    left_out: Sequence[LeftOut],
) -> Document:
    """The index, fingerprint included. `paths` says where in the dossier each paper lies."""
    documents = trn("{n} document", "{n} documents", len(papers))
    files = tr("no enclosed file")
    if enclosures:
        files = trn("{n} enclosed file", "{n} enclosed files", len(enclosures))
    is_of_maker = any(paper.meta.code == "TD" for paper in papers)
    meta = meta_for(
        record,
        CODE,
        tr(TITLE),
        f"{record.name_at_start}: {documents}, {files}",
        tr("Art. 31, Annex VII") if is_of_maker else tr("practice"),
    )
    blocks: list[Block] = [
        result_box(
            joined((documents, files)),
            _state_words(record),
            tr("Kept until: {retention}", retention=retention(record)),
            cites=(tr("Art. 13(13)"), tr("Art. 31(1)")) if is_of_maker else (),
        )
    ]
    blocks += _documents(papers, paths)
    if enclosures:
        blocks += [
            Heading(1, tr("Evidence and SBOMs")),
            table(
                _ENCLOSED,
                [
                    (
                        one.id,
                        cell(UserText(one.title), small(one.path)),
                        cell(one.sha256[:32], one.sha256[32:]),
                    )
                    for one in enclosures
                ],
                tr("Enclosed files"),
            ),
        ]
    if left_out:
        blocks += [
            Heading(1, tr("Not enclosed")),
            table(
                _LEFT_OUT,
                [(one.id, cell(UserText(one.title)), f"{capital(one.why)}.") for one in left_out],
                tr("Named in the file, not in this folder"),
            ),
        ]
    blocks += _points(record, is_of_maker)
    blocks += [
        Heading(1, tr("How to check this folder")),
        bullets(
            tr(
                "MANIFEST.txt and SHA256SUMS name every file with its SHA-256. A file "
                "whose hash differs was changed after export; the hash does not prove who "
                "made it."
            ),
            tr("The fingerprint of a document stands on its pages. Equal fingerprints mean equal content."),
            tr(
                "dossier.json holds the same content for programs; dossier.schema.json "
                "says what each part is."
            ),
        ),
    ]
    return with_fingerprint(Document(meta, tuple(blocks)), rule_pack_hash=record.pack.sha256)


def retention(record: ProductRecord) -> str:
    """Until when file and declaration are kept, in words; never blank."""
    for item in record.assessment.timeline():
        if item.entry.id == _RETENTION:
            if item.on is not None:
                return tr("{day}, Art. 13(13)", day=day(item.on))
            return tr(
                "ten years after the last unit is placed on the market, or for the support "
                "period if that is longer, Art. 13(13); the day is not known yet"
            )
    for duty in record.assessment.duties():
        if duty.applies and isinstance(duty.entry, Duty) and duty.entry.id in _KEEPING:
            return f"{lowered(in_words(record.pack, duty.entry.text))} {basis(record.pack, duty.entry.cites)}"
    return tr("no duty to keep it was found")


def open_items(record: ProductRecord) -> tuple[OpenItem | FilePoint, ...]:
    """Everything the maker is not sure of: answers of the interview first, then the technical file."""
    return (*record.open_points, *record.file_points)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _state_words(record: ProductRecord) -> str:
    gaps, points = len(record.gaps), len(open_items(record))
    pending = [trn("{n} gap", "{n} gaps", gaps)] if gaps else []
    pending += [trn("{n} open point", "{n} open points", points)] if points else []
    if not pending:
        return tr("Nothing that this file needs is missing and nothing is open.")
    return tr("{pending}, named below and marked where they belong.", pending=capital(joined(pending)))


def _documents(papers: Sequence[Paper], paths: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [Heading(1, tr("Documents"))]
    folders: dict[str, list[tuple[Paper, str]]] = {}
    for paper, path in zip(papers, paths, strict=True):
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append((paper, name))
    for folder in sorted(folders):
        blocks.append(Heading(2, tr(FOLDER_NAMES[folder]), folder))
        rows = []
        for paper, name in folders[folder]:
            meta = paper.meta
            rows.append(
                (
                    cell(meta.title, small(name)),
                    cell(meta.number, tr("revision {revision}, {day}", revision=meta.revision, day=meta.day)),
                    meta.state,
                    meta.short_fingerprint,
                )
            )
        blocks.append(table(_DOCUMENTS, rows, description=tr("Documents in folder {folder}", folder=folder)))
    return blocks


def _points(record: ProductRecord, is_of_maker: bool) -> list[Block]:
    blocks: list[Block] = [Heading(1, tr("Gaps and open points"))]
    points = open_items(record)
    if not record.gaps and not points:
        if not is_of_maker:
            return [*blocks, para(tr("None. No technical documentation is asked of us for this product."))]
        return [*blocks, para(tr("None. Everything this file needs is there.") + " ", Cite(tr("Annex VII")))]
    if record.gaps:
        blocks.append(gaps_table(record.gaps, tr("What is missing")))
    if points:
        rows = [
            (
                cell(OpenPoint(point.number)),
                _sentence(point.words),
                owner_due(point.owner, point.due),
            )
            for point in points
        ]
        blocks.append(
            table(
                GAPS,
                rows,
                tr("Of what we are not sure"),
                heads=(tr("No."), tr("Not decided yet"), tr("Owner, due")),
            )
        )
    return blocks
