"""The documents of one product: which there are, their file names, and writing them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crasuite.documents import tree
from crasuite.documents.content.papers import codes_of, document_of, text_files_of
from crasuite.documents.content.points import GapItem, OpenItem, Outcome
from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.record import LastChange, ProductRecord, Release, derive_code
from crasuite.documents.sheets import Workbook
from crasuite.errors import DocumentError
from crasuite.language import speaking, tr

__all__ = [
    "GapItem",
    "LastChange",
    "OpenItem",
    "Outcome",
    "ProductRecord",
    "Release",
    "derive_code",
    "file_name",
    "preview_document",
    "preview_documents",
    "text_files",
    "write_documents",
]

Paper = tree.Document | Workbook
Progress = Callable[[int, int, str], None]


def preview_documents(record: ProductRecord) -> list[Paper]:
    """Every document as it would be written, fingerprint included; nothing touches the disk."""
    with speaking(record.language):
        codes = codes_of(record)
    return [preview_document(record, code) for code in codes]


def preview_document(record: ProductRecord, code: str) -> Paper:
    """One of them."""
    with speaking(record.language):
        paper = document_of(record, code)
    hashes = _evidence_hashes(record) if _names_evidence(record, code) else None
    digest = record.pack.sha256
    if isinstance(paper, tree.Document):
        return with_fingerprint(paper, rule_pack_hash=digest, evidence_hashes=hashes)
    return with_fingerprint(paper, rule_pack_hash=digest, evidence_hashes=hashes)


def text_files(record: ProductRecord) -> list[tuple[str, str, bytes]]:
    """Papers that are plain text, such as security.txt: code, file name, content."""
    with speaking(record.language):
        return [(code, name, text.encode()) for code, name, text, _ in text_files_of(record)]


def _evidence_hashes(record: ProductRecord) -> dict[str, str]:
    file = record.technical_file
    return {one.id: one.sha256 for one in file.evidence.values() if one.sha256} if file else {}


def _names_evidence(record: ProductRecord, code: str) -> bool:
    """Whether the outline of a paper has evidence in it, so that other files make another paper."""
    outline = record.pack.outlines.get(code.partition("-")[0])
    return outline is not None and any(
        source.startswith("record:evidence") for section in outline.sections for source in section.content
    )


def file_name(record: ProductRecord, paper: Paper) -> str:
    """The name of a document's file: `AL2_CR_r03_2026-11-24_en_DRAFT.docx`."""
    meta = paper.meta
    ending = "docx" if isinstance(paper, tree.Document) else "xlsx"
    parts = [record.product_code, meta.code, f"r{meta.revision:02}", meta.date.isoformat(), meta.language]
    if not meta.final and not meta.is_record:
        parts.append("DRAFT")
    return f"{'_'.join(parts)}.{ending}"


def write_documents(
    record: ProductRecord,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write all documents of a product into a folder and return their paths.

    Everything is made in memory first, so that cancelling until then leaves the folder as it was. Files that
    exist are replaced whole or not at all. `progress` gets the steps done, the steps in all, and the title of
    the document at hand.

    Raises:
        DocumentError: some files could not be written, for example because one is open in Word; all others
            were. Or the folder cannot be made.
    """
    from crasuite.documents.docx_writer import docx_bytes
    from crasuite.documents.xlsx_writer import xlsx_bytes

    papers = preview_documents(record)
    steps = 2 * len(papers)
    made: list[tuple[Paper, bytes]] = []
    for paper in papers:
        if cancelled is not None and cancelled():
            return []
        if progress is not None:
            progress(len(made), steps, paper.meta.title)
        made.append((paper, docx_bytes(paper) if isinstance(paper, tree.Document) else xlsx_bytes(paper)))
    if cancelled is not None and cancelled():
        return []
    return _write_all(record, folder, made, progress, steps)


def _write_all(
    record: ProductRecord,
    folder: Path,
    made: list[tuple[Paper, bytes]],
    progress: Progress | None,
    steps: int,
) -> list[Path]:
    from crasuite.documents.atomic import write_atomically
    from crasuite.documents.disk import make_folder

    make_folder(folder)
    written: list[Path] = []
    problems: list[DocumentError] = []
    for number, (paper, data) in enumerate(made):
        if progress is not None:
            progress(len(made) + number, steps, paper.meta.title)
        path = folder / file_name(record, paper)
        try:
            write_atomically(path, data)
        except DocumentError as problem:
            problems.append(problem)
        else:
            written.append(path)
    if progress is not None:
        progress(steps, steps, "")
    if problems:
        raise _together(problems, written)
    return written


def _together(problems: list[DocumentError], written: list[Path]) -> DocumentError:
    """One error for all files that were not written; the rest is named as finished."""
    first = problems[0]
    others = ""
    if len(written) > 1:
        others = " " + tr("The other {count} documents are written.", count=len(written))
    elif written:
        others = " " + tr("“{file}” is written.", file=written[0].name)
    if len(problems) == 1:
        return DocumentError(first.code, f"{first.what}{others}", first.why, first.next_step)
    what = " ".join(problem.what for problem in problems)
    why = " ".join(dict.fromkeys(problem.why for problem in problems))
    return DocumentError(first.code, f"{what}{others}", why, first.next_step)
