"""The papers of one product, ready to be shown and exported: how complete, what is missing, what went out.

Work that takes time is handed out as a function that holds values only and may run in any thread; what it
wrote is noted afterwards by `note_export`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from crasuite.documents import tree
from crasuite.documents.content.file_fields import place_of
from crasuite.documents.content.file_gaps import completeness_of
from crasuite.documents.content.papers import PaperHead, codes_of, heads_of
from crasuite.documents.dossier import (
    Paper,
    ProductRecord,
    Progress,
    file_name,
    preview_document,
    text_files,
)
from crasuite.documents.dossier_files import folder_of
from crasuite.documents.dossier_folder import Dossier, paper_bytes, write_dossier
from crasuite.documents.inputs import changed_words, inputs_of, outline_of
from crasuite.documents.preview import PreviewColours, preview_html
from crasuite.documents.revisions import revised_papers, states_after_export
from crasuite.domain.document_state import DocumentState, ExportedRevision
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import DocumentError
from crasuite.interview import words
from crasuite.interview.documents_count import counted_as, left_open
from crasuite.interview.export import choose_documents_language, documents_language, product_record
from crasuite.interview.picture_lines import with_pictures
from crasuite.interview.product_file import ProductFile
from crasuite.interview.sbom_lines import AT_ONCE, with_sboms
from crasuite.interview.views import Cite
from crasuite.interview.workspace import Workspace
from crasuite.language import LANGUAGES, language, mark, speaking, tr, trn
from crasuite.store.repository import Repository

LETTERHEAD = "letterhead"
"""Name of the setting of the workspace that says which file is the letterhead."""
Cancelled = Callable[[], bool]
GROUPS = (
    ("01_Why", mark("Why and what")),
    ("02_Technical-file", mark("Technical file, Annex VII")),
    ("03_Declaration", mark("Declaration and marking")),
    ("04_Assessment", mark("Conformity assessment")),
    ("05_Reporting", mark("Reporting")),
)
PER_WORDS = {
    "product": mark("One for the product"),
    "version": mark("New for each version"),
    "maker": mark("One for all your products"),
    "case": mark("One for each case"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the list."""

    code: str
    title: str
    basis: str
    group: str
    is_workbook: bool
    per_words: str
    filled: int
    total: int
    gaps: int
    open_points: int
    state_words: str
    tone: Literal["ok", "warn", "danger"]
    revision: int
    """Number of the last export; 0 before the first."""
    exported: datetime | None
    changed: tuple[str, ...]
    """What changed since the last export, in words; empty when nothing did."""
    cites: tuple[Cite, ...] = ()

    @property
    def is_complete(self) -> bool:
        """True when nothing is missing and nothing open."""
        return not self.gaps and not self.open_points

    @property
    def exported_words(self) -> str:
        """What is known of the last export."""
        if self.exported is None:
            return tr("Not exported yet")
        return tr(
            "Revision {revision}, exported on {day}",
            revision=self.revision,
            day=words.day_words(self.exported.astimezone().date()),
        )

    @property
    def changed_words(self) -> str:
        """Why it is out of date; empty when it is not."""
        if not self.changed:
            return ""
        shown = list(self.changed[:4])
        more = len(self.changed) - len(shown)
        if more:
            shown.append(trn("{n} more", "{n} more", more))
        return tr("Changed since: {what}", what=words.joined(shown))


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers that lie in the same folder."""

    title: str
    rows: tuple[PaperRow, ...]

    @property
    def words(self) -> str:
        """How many are complete."""
        done = sum(row.is_complete for row in self.rows)
        return tr("{done} of {total} complete", done=done, total=len(self.rows))


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap or open point with the place one click leads to: a record, or a question of the interview."""

    number: str
    words: str
    is_gap: bool
    note: str
    place: Place | None
    question: str

    @property
    def verb(self) -> str:
        """What the link says."""
        if self.place is None:
            return tr("Answer") if self.question else ""
        return {
            RecordKind.REQUIREMENT: tr("Go to requirements"),
            RecordKind.EVIDENCE: tr("Go to requirements"),
            RecordKind.STANDARDS: tr("Go to standards"),
            RecordKind.RISK: tr("Go to risks"),
            RecordKind.ASSESSMENT: tr("Go to risks"),
            RecordKind.SBOM: tr("Go to SBOM"),
            RecordKind.COMPONENT: tr("Go to SBOM"),
        }.get(self.place.kind, tr("Enter"))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One exported revision of one paper."""

    code: str
    title: str
    revision: ExportedRevision

    @property
    def language_words(self) -> str:
        """The language of the revision, under its own name."""
        return LANGUAGES.get(self.revision.language, self.revision.language)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The maker's Word file that gives page, header, footer and styles."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; `papers` is to be noted by `note_export`."""

    files: tuple[Path, ...]
    papers: tuple[Paper, ...]
    at: datetime
    record: ProductRecord
    problems: tuple[DocumentError, ...] = ()
    """Files that could not be written, for example because one is open in Word; the others were."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each file as people know it: title and code of the paper, and the name of the file."""
        called = {file_name(self.record, paper): paper.meta for paper in self.papers}
        return tuple(
            (
                f"{called[path.name].title} ({called[path.name].code})" if path.name in called else "",
                path.name,
            )
            for path in self.files
        )


@dataclass(frozen=True, slots=True)
class WrittenDossier:
    """A dossier, and the papers in it to be noted by `note_export`."""

    dossier: Dossier
    exported: Exported


class DocumentsFile(ProductFile):
    """What the documents screen reads and does. Make a new one after a change: it keeps its results."""

    def __init__(self, workspace: Workspace, product_id: int, in_language: str | None = None) -> None:
        """`in_language` is for once: the choice that the file keeps stays as it is."""
        super().__init__(workspace, product_id)
        self.language = in_language or documents_language(workspace, product_id)
        """Code of the language of the papers; what is said about them is in the language of the window."""
        self._window = language()
        self._records: dict[str, ProductRecord] = {}
        self._heads: dict[str, tuple[PaperHead, ...]] = {}
        self._papers: dict[str, Paper] = {}
        """Those that were asked for, by code."""

    def _record_in(self, code: str) -> ProductRecord:
        if code not in self._records:
            plain = product_record(self.workspace, self.product_id, in_language=code)
            self._records[code] = _whole(plain, self.repository)
        return self._records[code]

    def _heads_in(self, code: str) -> tuple[PaperHead, ...]:
        if code not in self._heads:
            record = self._record_in(code)
            with speaking(record.language):
                self._heads[code] = heads_of(record)
        return self._heads[code]

    @property
    def record(self) -> ProductRecord:
        """All that the papers are made from, in their language."""
        return self._record_in(self.language)

    @property
    def shown_record(self) -> ProductRecord:
        """The same in the language of the window."""
        return self._record_in(self._window)

    @property
    def heads(self) -> tuple[PaperHead, ...]:
        """The set of papers for the chosen procedure, as the window speaks of them."""
        return self._heads_in(self._window)

    def set_language(self, code: str | None) -> None:
        """Choose the language of the papers, as a step; None follows the window. Make a new object then.

        Raises:
            StoreError: it cannot be kept.
        """
        choose_documents_language(self.workspace, self.product_id, code)

    def reading(self, shown: str = "") -> Callable[[], None]:
        """The function that makes the list and the paper that is shown first, for any thread.

        `shown` is the paper's code; where it is not in the list, the first one is meant. Nobody may ask this
        object anything until the function ended. What it makes is of the moment when it was asked for.
        """
        plain = {
            code: product_record(self.workspace, self.product_id, in_language=code)
            for code in dict.fromkeys((self.language, self._window))
        }
        repository = self.repository

        def work() -> None:
            for code, one in plain.items():
                self._records[code] = _whole(one, repository)
            codes = [head.code for head in self.heads]
            self.paper(shown if shown in codes else codes[0])

        return work

    def paper(self, code: str) -> Paper | None:
        """One paper, in the language of the documents; made when it is first asked for."""
        if code not in self._papers and any(head.code == code for head in self.heads):
            self._papers[code] = preview_document(self.record, code)
        return self._papers.get(code)

    @property
    def is_exported(self) -> bool:
        """True when every paper was exported and says the same still."""
        states = self.file.documents
        if not states:
            return False
        record = product_record(self.workspace, self.product_id, in_language=self.language)
        with speaking(self.language):
            codes = codes_of(record)
        for code in codes:
            state = states.get(code)
            if state is None or not state.revision or state.changed_inputs(inputs_of(record, code)):
                return False
        return True

    # The list

    def groups(self) -> tuple[PaperGroup, ...]:
        """Papers by folder, empty groups left out."""
        rows = [self._row(head) for head in self.heads]
        found = []
        for folder, title in GROUPS:
            inside = tuple(row for row in rows if row.group == folder)
            if inside:
                found.append(PaperGroup(tr(title), inside))
        return tuple(found)

    def row(self, code: str) -> PaperRow | None:
        """One line of the list."""
        head = self._head(code)
        return self._row(head) if head is not None else None

    def _head(self, code: str) -> PaperHead | None:
        return next((one for one in self.heads if one.code == code), None)

    def summary_words(self) -> str:
        """The line below the screen's title."""
        rows = [row for group in self.groups() for row in group.rows]
        done = sum(row.is_complete for row in rows)
        late = sum(bool(row.changed) for row in rows)
        said = [
            trn("{n} document, {done} complete.", "{n} documents, {done} complete.", len(rows), done=done)
        ]
        if late:
            said.append(trn("{n} changed since its export.", "{n} changed since their export.", late))
        said.append(tr("Gaps stay visible in every export, marked as gaps."))
        return " ".join(said)

    def _row(self, head: PaperHead) -> PaperRow:
        record = self.shown_record
        counted = completeness_of(record, counted_as(head.code))
        gaps, points = left_open(record, head)
        total, filled = counted.total, counted.filled
        if not total:
            # A paper of the interview alone: its questions are what has to be there.
            total = len(record.assessment.used_answers()) + gaps
            filled = total - gaps
        state = self.file.documents.get(head.code)
        sources = state.changed_inputs(inputs_of(self.record, head.code)) if state else ()
        outline = outline_of(record, head.code)
        return PaperRow(
            head.code,
            head.title,
            head.legal_basis,
            folder_of(head.code),
            head.is_workbook,
            tr(PER_WORDS[outline.per if outline else "product"]),
            filled,
            total,
            gaps,
            points,
            _state_words(gaps, points),
            "danger" if gaps else "warn" if points else "ok",
            state.revision if state else 0,
            state.exported if state else None,
            changed_words(record, sources),
            self.cites(outline.cites[:1]) if outline else (),
        )

    # One paper

    def html(self, code: str, colours: PreviewColours | None = None) -> str:
        """The paper as it would be exported, for the preview."""
        paper = self.paper(code)
        return preview_html(paper, colours) if paper is not None else ""

    def gap_lines(self, code: str) -> tuple[GapLine, ...]:
        """What is missing in a paper or not decided, each with where it is set right."""
        record = self.shown_record
        paper = counted_as(code)
        lines = [
            GapLine(
                f"{gap.number}",
                gap.words,
                True,
                _who(gap.owner, gap.due),
                None if gap.question else place_of(gap.source),
                gap.question,
            )
            for gap in record.gaps_of(paper)
        ]
        counted = completeness_of(record, paper)
        lines += [
            GapLine(
                point.number, point.words, False, _who(point.owner, point.due), place_of(point.source), ""
            )
            for point in counted.open_points
        ]
        head = self._head(code)
        if head is not None and head.open_points > len(counted.open_points):
            lines += [
                GapLine(
                    point.number, point.words, False, _who(point.owner, point.due), None, point.question.id
                )
                for point in record.open_points
            ]
        return tuple(lines)

    # Register

    def register(self, code: str = "") -> tuple[RegisterLine, ...]:
        """Every revision that was ever exported (of one paper, or of all), newest first."""
        titles = {head.code: head.title for head in self.heads}
        lines = [
            RegisterLine(state.id, titles.get(state.id, state.id), line)
            for state in self.file.documents.values()
            if code in ("", state.id)
            for line in state.register
        ]
        return tuple(
            sorted(lines, key=lambda line: (line.revision.exported, line.revision.revision), reverse=True)
        )

    def note_export(self, exported: Exported) -> bool:
        """Note in the workspace what went out, as one step."""
        if self.is_read_only or not exported.papers:
            return False
        states = states_after_export(exported.record, exported.papers, exported.at)
        changed: dict[str, DocumentState] = {
            code: state for code, state in states.items() if state != self.file.documents.get(code)
        }
        called = {head.code: head.title for head in self.heads}
        titles = [called.get(paper.meta.code, paper.meta.title) for paper in exported.papers]
        label = (
            tr("exporting “{title}”", title=titles[0])
            if len(titles) == 1
            else trn("exporting {n} document", "exporting {n} documents", len(titles))
        )
        return self.write(label, {RecordKind.DOCUMENT: changed})

    # Export

    def papers_work(
        self, codes: Collection[str] = ()
    ) -> Callable[[Path, Progress | None, Cancelled | None], Exported | None]:
        """The function that writes papers (without `codes`: all) into a folder; None when cancelled."""
        plain, letterhead, repository = self.record, self._letterhead_source(), self.repository
        at = self._now()

        def work(folder: Path, progress: Progress | None, cancelled: Cancelled | None) -> Exported | None:
            record = _with_all_sboms(plain, repository)
            with letterhead() as template:
                return _write_papers(record, codes, folder, template, at, progress, cancelled)

        return work

    def paper_work(self, code: str) -> Callable[[Path], Exported]:
        """The function that writes one paper to a file of any name."""
        plain, letterhead, repository = self.record, self._letterhead_source(), self.repository
        at = self._now()

        def work(target: Path) -> Exported:
            from crasuite.documents.atomic import write_atomically

            record = _with_all_sboms(plain, repository)
            paper = revised_papers(record, [code])[0]
            with letterhead() as template:
                write_atomically(target, paper_bytes(paper, template))
            return Exported((target,), (paper,), at, record)

        return work

    def suggested_name(self, code: str) -> str:
        """The name of a paper's file."""
        return file_name(self.record, revised_papers(self.record, [code])[0])

    def dossier_name(self) -> str:
        """A name for the folder or ZIP of the dossier."""
        return f"{self.record.product_code}_dossier_{self.record.on.isoformat()}"

    def dossier_work(
        self,
    ) -> Callable[[Path, Progress | None, Cancelled | None], WrittenDossier | None]:
        """The function that writes the whole dossier into a folder or ZIP; None when cancelled."""
        plain, letterhead, repository = self.record, self._letterhead_source(), self.repository
        at = self._now()

        def work(
            target: Path, progress: Progress | None, cancelled: Cancelled | None
        ) -> WrittenDossier | None:
            record = _with_all_sboms(plain, repository)
            papers = revised_papers(record)
            with letterhead() as template:
                dossier = write_dossier(
                    record,
                    papers,
                    target,
                    repository.file_chunks,
                    repository.file_sizes(),
                    exported=at,
                    letterhead=template,
                    progress=progress,
                    cancelled=cancelled,
                )
            if dossier is None:
                return None
            files = tuple(dossier.target / one.path for one in dossier.files)
            return WrittenDossier(dossier, Exported(files, tuple(papers), at, record))

        return work

    def _now(self) -> datetime:
        return self.workspace.now.astimezone(UTC).replace(microsecond=0)

    # Letterhead

    def letterhead(self) -> Letterhead | None:
        """The letterhead of this workspace."""
        said = self.repository.settings().get(LETTERHEAD)
        if isinstance(said, dict) and isinstance(said.get("sha256"), str):
            return Letterhead(str(said.get("name", "letterhead.docx")), said["sha256"])
        return None

    def set_letterhead(self, path: Path | None) -> None:
        """Take a Word file as letterhead for every paper from now on, or go back to the plain page.

        Raises:
            DocumentError: the file cannot be used as a letterhead; says why. Nothing was changed.
            StoreError: it cannot be kept.
        """
        if path is None:
            self.repository.set_setting(LETTERHEAD, None, label=tr("taking the letterhead away"))
            self.workspace.refresh(self.product_id)
            return
        check_letterhead(path)
        stored = self.repository.add_file(path, path.name)
        self.repository.set_setting(
            LETTERHEAD, {"name": path.name, "sha256": stored.sha256}, label=tr("choosing a letterhead")
        )
        self.workspace.refresh(self.product_id)

    def letterhead_file(self) -> AbstractContextManager[Path | None]:
        """The letterhead as a file for as long as it is needed; None where none is chosen."""
        return self._letterhead_source()()

    def _letterhead_source(self) -> Callable[[], AbstractContextManager[Path | None]]:
        """Gives the letterhead as a file for as long as it is needed; its content is read in that moment."""
        chosen, repository = self.letterhead(), self.repository

        @contextmanager
        def opened() -> Iterator[Path | None]:
            if chosen is None:
                yield None
                return
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder) / f"{Path(chosen.name).stem[:60] or 'letterhead'}.docx"
                place.write_bytes(repository.file_bytes(chosen.sha256))
                yield place

        return opened


def _whole(plain: ProductRecord, repository: Repository) -> ProductRecord:
    """The record with what lies in files: pictures, and SBOMs small enough to be read at once."""
    with speaking(plain.language):
        return with_sboms(with_pictures(plain, repository), repository, AT_ONCE)


def _with_all_sboms(plain: ProductRecord, repository: Repository) -> ProductRecord:
    with speaking(plain.language):
        return with_sboms(plain, repository)


def check_letterhead(path: Path) -> None:
    """Try a letterhead with a small paper.

    Raises:
        DocumentError: it cannot be used; says why.
    """
    meta = tree.DocumentMeta(
        "CR", "Trial", "", "X-CR", 1, date(2026, 1, 1), "Draft", "", "", "", "", "", "", ""
    )
    paper_bytes(tree.Document(meta, (tree.para("Trial"),)), path)


def _write_papers(
    record: ProductRecord,
    codes: Collection[str],
    folder: Path,
    letterhead: Path | None,
    at: datetime,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Exported | None:
    """Make all papers first, then write them: cancelled until then, nothing is written."""
    from crasuite.documents.atomic import write_atomically
    from crasuite.documents.disk import make_folder

    papers = revised_papers(record, codes)
    made: list[tuple[Paper, bytes]] = []
    for paper in papers:
        if cancelled is not None and cancelled():
            return None
        if progress is not None:
            progress(len(made), len(papers), paper.meta.title)
        made.append((paper, paper_bytes(paper, letterhead)))
    if cancelled is not None and cancelled():
        return None
    make_folder(folder)
    files = []
    problems: list[DocumentError] = []
    written: list[Paper] = []
    for paper, data in made:
        path = folder / file_name(record, paper)
        try:
            write_atomically(path, data)
        except DocumentError as error:
            problems.append(error)
        else:
            files.append(path)
            written.append(paper)
    codes_written = {paper.meta.code for paper in written}
    for code, name, content in text_files(record):
        if code in codes_written:
            write_atomically(folder / name, content)
            files.append(folder / name)
    if problems and not files:
        raise problems[0]
    if progress is not None:
        progress(len(papers), len(papers), "")
    return Exported(tuple(files), tuple(written), at, record, tuple(problems))


def _state_words(gaps: int, points: int) -> str:
    if gaps:
        return trn("{n} gap", "{n} gaps", gaps)
    return trn("{n} not sure", "{n} not sure", points) if points else tr("Complete")


def _who(owner: str, due: date | None) -> str:
    said = [owner] if owner else []
    said += [tr("by {day}", day=words.day_words(due))] if due else []
    return ", ".join(said)
