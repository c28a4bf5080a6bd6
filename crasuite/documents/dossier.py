"""The documents of one product: which there are, their file names, and writing them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crasuite.documents import tree
from crasuite.documents.content import classification_record, procedure_checklist, workbook
from crasuite.documents.content.points import GapItem, OpenItem, Outcome
from crasuite.documents.record import LastChange, ProductRecord, Release, derive_code
from crasuite.errors import DocumentError

__all__ = [
    "GapItem",
    "LastChange",
    "OpenItem",
    "Outcome",
    "ProductRecord",
    "Release",
    "derive_code",
    "file_name",
    "preview_documents",
    "write_documents",
]

Paper = tree.Document | tree.Workbook
Progress = Callable[[int, int, str], None]


def preview_documents(record: ProductRecord) -> list[Paper]:
    """Every document as it would be written, fingerprint included; nothing touches the disk."""
    documents = [classification_record.build(record)]
    documents += [
        procedure_checklist.build(record, fact) for fact in procedure_checklist.procedures_of(record)
    ]
    digest = record.pack.sha256
    return [
        *(tree.with_fingerprint(document, rule_pack_hash=digest) for document in documents),
        tree.with_fingerprint(workbook.build(record), rule_pack_hash=digest),
    ]


def file_name(record: ProductRecord, paper: Paper) -> str:
    """The name of a document's file: `AL2_CR_r03_2026-11-24_en_DRAFT.docx`."""
    meta = paper.meta
    ending = "docx" if isinstance(paper, tree.Document) else "xlsx"
    parts = [record.product_code, meta.code, f"r{meta.revision:02}", meta.date.isoformat(), meta.language]
    if not meta.final:
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

    _make_folder(folder)
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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DocumentError(
            "DOC-07",
            f"The folder “{folder}” cannot be used; nothing was written.",
            f"{problem.strerror or type(problem).__name__}.",
            "Choose another folder and export again.",
        ) from problem


def _together(problems: list[DocumentError], written: list[Path]) -> DocumentError:
    """One error for all files that were not written; the rest is named as finished."""
    first = problems[0]
    others = f" The other {len(written)} documents are written." if len(written) > 1 else ""
    if len(written) == 1:
        others = f" “{written[0].name}” is written."
    if len(problems) == 1:
        return DocumentError(first.code, f"{first.what}{others}", first.why, first.next_step)
    what = " ".join(problem.what for problem in problems)
    why = " ".join(dict.fromkeys(problem.why for problem in problems))
    return DocumentError(first.code, f"{what}{others}", why, first.next_step)
