"""The dossier: all papers of a product, its evidence and SBOMs, index and sums, as one folder or ZIP.

Everything is written beside the target first and takes its name in one step: cancelled or failed, nothing of
it is left. With the same data every file but the two manifests, which name the moment of export, is the same
to the last byte, and so is the fingerprint of the dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crasuite.documents import tree
from crasuite.documents.dossier import Paper, ProductRecord, Progress, file_name, text_files
from crasuite.documents.dossier_files import (
    DATA,
    MANIFEST,
    MANIFEST_JSON,
    SCHEMA,
    SUMS,
    Enclosure,
    LeftOut,
    WrittenFile,
    enclosures_of,
    folder_of,
    paper_paths,
)
from crasuite.documents.dossier_sink import DossierSink, open_sink
from crasuite.domain.technical_file import TechnicalFile
from crasuite.errors import DocumentError
from crasuite.language import speaking, tr

Read = Callable[[str], Iterable[bytes]]
"""Gives the content of a kept file by its SHA-256, piece by piece; may be called from any thread."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was written: where, which files, which papers, and what could not be enclosed."""

    target: Path
    files: tuple[WrittenFile, ...]
    papers: tuple[Paper, ...]
    left_out: tuple[LeftOut, ...]
    fingerprint: str


def write_dossier(
    record: ProductRecord,
    papers: Sequence[Paper],
    target: Path,
    read: Read,
    kept: Mapping[str, int],
    *,
    exported: datetime,
    letterhead: Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dossier | None:
    """Write the whole set into a folder, or into a ZIP when `target` ends in .zip; None when cancelled.

    A folder that holds an earlier dossier is replaced as long as nobody changed or added a file in it.

    Raises:
        DocumentError: the target cannot be written, or the letterhead is refused; nothing was written.
        StoreError: a kept file is damaged; nothing was written.
    """
    from crasuite.documents.content import manifest
    from crasuite.documents.dossier_json import dossier_bytes, schema_bytes
    from crasuite.documents.dossier_manifest import fingerprint_of, manifest_json, manifest_text, sums_text

    file = record.technical_file or TechnicalFile()
    with speaking(record.language):
        enclosures, left_out = enclosures_of(file, kept)
    steps = _Steps(len(papers) + len(enclosures) + 2, progress, cancelled)
    exported = exported.astimezone(UTC).replace(microsecond=0)
    try:
        with open_sink(target) as sink:
            written: list[WrittenFile] = []
            places = paper_paths(record, papers)
            for paper, place in zip(papers, places, strict=True):
                steps.next(paper.meta.title)
                written.append(_add_paper(sink, place, paper, letterhead))
            for code, name, content in text_files(record):
                place = f"{folder_of(code)}/{name}"
                sha256, size = sink.add(place, [content])
                written.append(WrittenFile(place, sha256, size, name))
            for one in enclosures:
                steps.next(one.title)
                sha256, size = sink.add(one.path, steps.watched(read(one.sha256)))
                if sha256 != one.sha256:
                    raise _changed_content(one)
                written.append(WrittenFile(one.path, sha256, size, one.title, id=one.id))
            steps.next(tr("Index and sums"))
            with speaking(record.language):
                index = manifest.build(record, papers, places, enclosures, left_out)
                data_title, schema_title = tr("The dossier as data"), tr("What the data mean")
            written.insert(0, _add_paper(sink, file_name(record, index), index, letterhead))
            data = dossier_bytes(record, written, left_out)
            for name, content, title in (
                (DATA, data, data_title),
                (SCHEMA, schema_bytes(), schema_title),
            ):
                sha256, size = sink.add(name, [content])
                written.append(WrittenFile(name, sha256, size, title))
            fingerprint = fingerprint_of(written)
            summary = manifest_json(record, papers, written, left_out, fingerprint, exported)
            text = manifest_text(record, papers, written, left_out, fingerprint, exported)
            sums = list(written)
            for name, content in ((MANIFEST, text.encode()), (MANIFEST_JSON, summary)):
                sha256, size = sink.add(name, [content])
                sums.append(WrittenFile(name, sha256, size))
            sink.add(SUMS, [sums_text(sums).encode()])
            steps.check()
            sink.finish()
            steps.end()
    except _CancelledError:
        return None
    return Dossier(target, tuple(written), tuple(papers), left_out, fingerprint)


def paper_bytes(paper: Paper, letterhead: Path | None = None) -> bytes:
    """A paper as the file it becomes."""
    if isinstance(paper, tree.Document):
        from crasuite.documents.docx_writer import docx_bytes

        return docx_bytes(paper, letterhead)
    from crasuite.documents.xlsx_writer import xlsx_bytes

    return xlsx_bytes(paper)


class _CancelledError(Exception):
    """The user asked to stop."""


class _Steps:
    """Counts the steps, tells how far it is, and notices cancelling."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._total, self._done = total, 0
        self._progress, self._cancelled = progress, cancelled

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise _CancelledError

    def next(self, what: str) -> None:
        self.check()
        if self._progress is not None:
            self._progress(self._done, self._total, what)
        self._done += 1

    def watched(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.check()
            yield chunk

    def end(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total, "")


def _add_paper(sink: DossierSink, place: str, paper: Paper, letterhead: Path | None) -> WrittenFile:
    sha256, size = sink.add(place, [paper_bytes(paper, letterhead)])
    meta = paper.meta
    return WrittenFile(place, sha256, size, meta.title, meta.code, meta.fingerprint)


def _changed_content(one: Enclosure) -> DocumentError:
    return DocumentError(
        "DOC-21",
        tr(
            "The dossier was not written: the content of “{title}” ({id}) is no longer what was added.",
            title=one.title,
            id=one.id,
        ),
        tr("The workspace file is damaged."),
        tr("Restore a backup, or add the file again, then export once more."),
    )
