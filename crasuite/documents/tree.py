"""The neutral tree: what a document says, before any file format.

Content builders make a `Document` (Word), or a `Workbook` of sheets (Excel), from verdicts and data; writers
turn it into files. The tree is frozen, holds no markup and no measure but column widths, and is all that the
fingerprint is made of. Sheets have a module of their own, `sheets`.

Builders mostly need the short makers, which take plain strings, runs, or tuples of both:

>>> para("Module A is not open ", Cite("Art. 32(2)"))
Paragraph(runs=(Text(text='Module A is not open ', language=''), Cite(text='Art. 32(2)')), style='normal')
>>> cell("Mara", "4 Dec 2026") == Cell((para("Mara"), para("4 Dec 2026")))
True

Text typed by the user goes into `UserText`: it is kept letter by letter (only control characters go), its
line breaks become paragraphs, and it is never read as markup, field code or formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from typing import Literal

from crasuite.domain import english
from crasuite.language import ENGLISH as ENGLISH_CODE
from crasuite.language import language, mark, speaking, tr, tr_in

# ------------------------------------------------------------------------------------------------ runs


@dataclass(frozen=True)
class Text:
    """Plain words of ours. The writer puts no-break spaces after "Art.", "Annex" … and inside dates."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class UserText:
    """Words typed by the user, kept as they are; `language` (such as "de") only when it differs from the
    document's.
    """

    text: str
    language: str = ""


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    text: str


@dataclass(frozen=True)
class Muted:
    """Grey words, such as "empty in a draft" or the line of risks and evidence."""

    text: str


@dataclass(frozen=True)
class Cite:
    """A citation after the statement it supports: no brackets, small and grey."""

    text: str


@dataclass(frozen=True)
class Gap:
    """The tag `▲ Gap 5.1`. Plain words, owner and due date follow as `Text`; only the tag is filled."""

    number: str


@dataclass(frozen=True)
class OpenPoint:
    """The tag `? Open 2`. Follow it with the question, owner and date as `Text`; only the tag is outlined."""

    number: str


@dataclass(frozen=True)
class StatedByYou:
    """The mark `◊` with reference and date: a state of play newer than the rule pack, stated by the user."""

    reference: str
    on: date


class StatusKind(Enum):
    """The six states of a requirement or step; the value is the sign that leads the word."""

    MET = "●"
    IN_PROGRESS = "►"
    TO_DO = "○"
    NOT_SURE = "?"
    EVIDENCE_MISSING = "▲"
    NOT_APPLICABLE = "–"


@dataclass(frozen=True)
class Status:
    """Sign and word, never one alone. `words` replaces the usual word ("9 of 11 filled", "Rejected")."""

    kind: StatusKind
    words: str = ""


@dataclass(frozen=True)
class Tick:
    """A tick box, `■` or `□`; `words` follow it ("Chosen", "Not open")."""

    done: bool
    words: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead to a bookmark of this document (see `Heading.bookmark`, `Table.bookmark`)."""

    text: str
    bookmark: str


Run = Text | UserText | Strong | Muted | Cite | Gap | OpenPoint | StatedByYou | Status | Tick | Link
RunLike = Run | str

ParagraphStyle = Literal["normal", "lead", "note", "cell", "small"]


@dataclass(frozen=True)
class Paragraph:
    """Runs in one paragraph. In table cells leave the style "normal" (it becomes table text) or "small" (8 pt
    line).
    """

    runs: tuple[Run, ...]
    style: ParagraphStyle = "normal"


ParagraphLike = Paragraph | RunLike | Sequence[RunLike]


def para(*runs: RunLike, style: ParagraphStyle = "normal") -> Paragraph:
    """A paragraph of runs; a plain string is our own text."""
    return Paragraph(tuple(Text(run) if isinstance(run, str) else run for run in runs), style)


def as_paragraph(item: ParagraphLike) -> Paragraph:
    """A paragraph from whatever the short makers accept."""
    if isinstance(item, Paragraph):
        return item
    if isinstance(item, (list, tuple)):
        return para(*item)
    return para(item)  # type: ignore[arg-type]  # a run or a string is left


def small(*runs: RunLike) -> Paragraph:
    """The last line of a requirement cell: 8 pt grey, risks · evidence."""
    return para(*runs, style="small")


# ---------------------------------------------------------------------------------------------- tables

RiskLevel = Literal["", "low", "medium", "high", "very-high"]


@dataclass(frozen=True)
class Cell:
    """A table cell: paragraphs of runs. `level` shades a cell of the risk matrix and nothing else."""

    paragraphs: tuple[Paragraph, ...]
    level: RiskLevel = ""


CellLike = Cell | ParagraphLike


def cell(*paragraphs: ParagraphLike, level: RiskLevel = "") -> Cell:
    """A cell of one paragraph per argument; a tuple is one paragraph of several runs."""
    return Cell(tuple(as_paragraph(item) for item in paragraphs), level)


def as_cell(item: CellLike) -> Cell:
    """A cell from whatever the short makers accept."""
    return item if isinstance(item, Cell) else cell(item)


Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Column:
    """Head words, width in mm of the 165 mm text width, alignment, and whether its text is bold or a grey
    label.
    """

    head: str
    width_mm: float
    align: Align = "left"
    look: Literal["plain", "strong", "label"] = "plain"


@dataclass(frozen=True)
class TablePattern:
    """A named table of the house. `with_head` False means label and value rows without a head row."""

    name: str
    columns: tuple[Column, ...]
    with_head: bool = True
    grid: bool = False
    min_row_mm: float = 0.0


def _pattern(
    name: str, *columns: Column, with_head: bool = True, grid: bool = False, row: float = 0.0
) -> TablePattern:
    return TablePattern(name, columns, with_head, grid, row)


LABEL_VALUE = _pattern("label-value", Column("", 42, look="label"), Column("", 123), with_head=False)
REASON = _pattern(
    "reason",
    Column(mark("Step"), 11, look="strong"),
    Column(mark("Finding"), 57),
    Column(mark("Answers it rests on"), 61),
    Column(mark("Basis"), 36),
)
CATEGORY = _pattern(
    "category",
    Column(mark("Category"), 55, look="strong"),
    Column(mark("Result"), 24),
    Column(mark("Reason"), 86),
)
OPEN_POINT = _pattern(
    "open-point",
    Column(mark("No."), 19),
    Column(mark("Question"), 50),
    Column(mark("If yes"), 33),
    Column(mark("If no"), 38),
    Column(mark("Owner, due"), 25),
)
PROCEDURE = _pattern(
    "procedure",
    Column(mark("Procedure"), 46, look="strong"),
    Column(mark("State"), 24),
    Column(mark("Why"), 58),
    Column(mark("Basis"), 37),
)
CHECKLIST = _pattern(
    "checklist",
    Column(mark("Done"), 12, "centre"),
    Column(mark("Step"), 71),
    Column(mark("Basis"), 33),
    Column(mark("Record"), 25),
    Column(mark("Owner, due"), 24),
)
COMPLETENESS = _pattern(
    "completeness",
    Column(mark("Annex VII"), 20, look="strong"),
    Column(mark("Content"), 50),
    Column(mark("State"), 35),
    Column(mark("Gaps and open points"), 60),
)
REQUIREMENT = _pattern(
    "requirement",
    Column(mark("Ref."), 14, look="strong"),
    Column(mark("Requirement"), 33),
    Column(mark("Applies?"), 21),
    Column(mark("How it is met, or why it does not apply"), 71),
    Column(mark("Status"), 26),
)
LIVING_LIST = _pattern(
    "living-list",
    Column(mark("Process"), 69, look="strong"),
    Column(mark("State"), 24),
    Column(mark("Last look"), 23),
    Column(mark("Next look"), 23),
    Column(mark("Owner"), 26),
)
LOOKS = _pattern(
    "looks",
    Column(mark("Process"), 52, look="strong"),
    Column(mark("Looked at"), 23),
    Column(mark("Found"), 52),
    Column(mark("Proof"), 38),
)
RISK = _pattern(
    "risk",
    Column(mark("No."), 13, look="strong"),
    Column(mark("What could happen"), 37),
    Column(mark("Before"), 17),
    Column(mark("What is done, what is left"), 48),
    Column(mark("After"), 16),
    Column(mark("Annex I"), 20),
    Column(mark("Owner"), 14),
)
MATRIX = _pattern(
    "matrix",
    Column(mark("Impact \\ Likelihood"), 35, look="strong"),
    *(Column("", 26, "centre") for _ in range(5)),
    grid=True,
    row=8.0,
)
EVIDENCE = _pattern(
    "evidence",
    Column(mark("No."), 14, look="strong"),
    Column(mark("File"), 60),
    Column(mark("Added"), 28),
    Column(mark("SHA-256 start, end"), 35),
    Column(mark("State"), 28),
)
REPORT_FIELD = _pattern(
    "report-field",
    Column(mark("Field"), 34, look="strong"),
    Column(mark("Text"), 94),
    Column(mark("Asked by"), 37),
)
SIGNATURE = _pattern(
    "signature",
    Column(mark("Role"), 34),
    Column(mark("Name, function"), 51),
    Column(mark("Place and date"), 36),
    Column(mark("Signature"), 44),
    row=13.0,
)
SIGNATURE_DECLARATION = _pattern(
    "signature-declaration",
    Column(mark("Place and date of issue"), 55),
    Column(mark("Name, function"), 55),
    Column(mark("Signature"), 55),
    row=13.0,
)

PATTERNS: Mapping[str, TablePattern] = {
    pattern.name: pattern
    for pattern in (
        LABEL_VALUE, REASON, CATEGORY, OPEN_POINT, PROCEDURE, CHECKLIST, COMPLETENESS, REQUIREMENT,
        LIVING_LIST, LOOKS, RISK, MATRIX, EVIDENCE, REPORT_FIELD, SIGNATURE, SIGNATURE_DECLARATION,
    )
}  # fmt: skip
"""Every pattern of the house by name. A table of another shape uses `own_pattern`."""


def own_pattern(
    *columns: tuple[str, float] | Column, name: str = "own", with_head: bool = True
) -> TablePattern:
    """A pattern of its own widths, such as (mark("Statement"), 80), (mark("Source"), 85); they must fill
    165 mm.
    """
    return TablePattern(
        name, tuple(item if isinstance(item, Column) else Column(*item) for item in columns), with_head
    )


# ---------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Heading:
    """A heading. Levels 1 and 2 are numbered 1, 1.1 by the writer, level 3 never is; the citation stays
    regular.
    """

    level: Literal[1, 2, 3]
    text: str
    citation: str = ""
    numbered: bool = True
    bookmark: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Bullets:
    """A real list. `ordered` counts 1, 2, 3 and starts anew with each list."""

    items: tuple[Paragraph, ...]
    ordered: bool = False


def bullets(*items: ParagraphLike, ordered: bool = False) -> Bullets:
    """A list of paragraphs."""
    return Bullets(tuple(as_paragraph(item) for item in items), ordered)


@dataclass(frozen=True)
class Table:
    """A table of a pattern. Each row has one cell per column. The caption is counted: "Table n  caption".

    Leave the caption empty when the heading above names the table alone. `description` is read to the blind
    instead of the caption when there is none. `heads` replaces the head words of the pattern.
    """

    pattern: TablePattern
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    description: str = ""
    heads: tuple[str, ...] = ()
    bookmark: str = ""
    min_row_mm: float = 0.0

    def __post_init__(self) -> None:
        width = len(self.pattern.columns)
        for number, row in enumerate(self.rows, 1):
            if len(row) != width:
                raise ValueError(
                    f"row {number} of a {self.pattern.name} table has {len(row)} cells, not {width}"
                )
        if self.heads and len(self.heads) != width:
            raise ValueError(f"a {self.pattern.name} table needs {width} heads")


def heads_of(pattern: TablePattern, code: str) -> list[str]:
    """The head words of a pattern in a language."""
    with speaking(code):
        return [column.head and tr(column.head) for column in pattern.columns]


def table(
    pattern: TablePattern | str,
    rows: Iterable[Sequence[CellLike]],
    caption: str = "",
    *,
    description: str = "",
    heads: Sequence[str] = (),
    bookmark: str = "",
    min_row_mm: float = 0.0,
) -> Table:
    """A table from rows of anything `cell` accepts.

    The head words of a pattern are only marked, and said here; `heads` are in the language of the document.
    """
    chosen = PATTERNS[pattern] if isinstance(pattern, str) else pattern
    if not heads and chosen.with_head and language() != ENGLISH_CODE:
        heads = heads_of(chosen, language())
    return Table(
        chosen,
        tuple(tuple(as_cell(item) for item in row) for row in rows),
        caption,
        description,
        tuple(heads),
        bookmark,
        min_row_mm,
    )


ClassSign = Literal["default", "important-1", "important-2", "critical"]


@dataclass(frozen=True)
class ResultBox:
    """The one box under the front block: what the document found.

    `lines` are plain paragraphs, `cites` the citations under them, `marks` paragraphs that start with `Gap`
    or `OpenPoint`. `sign` shows the class sign, `sign_text` is the sentence read in its place.
    """

    headline: str
    lines: tuple[Paragraph, ...] = ()
    cites: tuple[str, ...] = ()
    marks: tuple[Paragraph, ...] = ()
    sign: ClassSign | None = None
    sign_text: str = ""


def result_box(
    headline: str,
    *lines: ParagraphLike,
    cites: Sequence[str] = (),
    marks: Sequence[ParagraphLike] = (),
    sign: ClassSign | None = None,
    sign_text: str = "",
) -> ResultBox:
    """A result box from short forms."""
    return ResultBox(
        headline,
        tuple(as_paragraph(line) for line in lines),
        tuple(cites),
        tuple(as_paragraph(mark) for mark in marks),
        sign,
        sign_text or headline,
    )


@dataclass(frozen=True)
class Signatory:
    """One line of a signature block; empty place and date or signature leave room for ink.

    Use `Muted("not open yet")` for a line that may not be signed yet.
    """

    role: str
    name_and_function: str
    place_and_date: RunLike = ""
    signature: RunLike = ""


@dataclass(frozen=True)
class SignatureBlock:
    """Who signs. Never split over pages.

    `blocked` replaces the signature line ("Not to be signed: 3 gaps.") and is required for a statement of the
    maker with gaps. `on_behalf_of` gives the form of the declaration, without a role column.
    """

    signatories: tuple[Signatory, ...]
    blocked: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True)
class Note:
    """Small grey words under a table or at the end of a section."""

    runs: tuple[Run, ...]


def note(*runs: RunLike) -> Note:
    """A note from strings and runs."""
    return Note(para(*runs).runs)


@dataclass(frozen=True)
class PageBreak:
    """The next block starts a page."""


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG with the sentence in its place; the caption is counted: "Figure n  caption"."""

    data: bytes
    width_mm: float
    alt_text: str
    caption: str = ""


@dataclass(frozen=True)
class Contents:
    """The list of all headings of level 1 and 2, as links with their numbers."""

    title: str = field(default_factory=lambda: tr_in("of a document", "Contents"))


Block = (
    Heading | Paragraph | Bullets | Table | ResultBox | SignatureBlock | Note | PageBreak | Picture | Contents
)

# -------------------------------------------------------------------------------------------- document


@dataclass(frozen=True)
class Words:
    """The writer's own words in the language of the document; `spoken_words` gives them."""

    draft: str = "DRAFT"
    on_record: str = "RECORD"
    not_released: str = "not released"
    page: str = "Page"
    of: str = "of"
    table: str = "Table"
    figure: str = "Figure"
    gap: str = "Gap"
    gaps: str = "gaps"
    one_gap: str = "gap"
    open: str = "Open"
    open_points: str = "open points"
    one_open_point: str = "open point"
    stated_by_you: str = "stated by you"
    revision: str = "revision"
    fingerprint: str = "fingerprint"
    made_with: str = (
        "Made with CRA Suite from the manufacturer\u2019s own statements. Guidance, not legal advice."
    )
    caution: str = "Guidance, not legal advice."
    signed_for: str = "Signed for and on behalf of"
    left_empty: str = "empty in a draft"
    too_long: str = "More text than a row can show; click the cell to read all of it:"
    label_document: str = "Document"
    label_revision: str = "Revision"
    label_state: str = "State"
    label_legal_basis: str = "Legal basis"
    label_product: str = "Product"
    label_manufacturer: str = "Manufacturer"
    label_law_used: str = "Law used"
    label_fingerprint: str = "Fingerprint"
    language: str = ENGLISH_CODE
    status: tuple[tuple[str, str], ...] = (
        ("●", "Met"), ("►", "In progress"), ("○", "To do"), ("?", "Not sure yet"), ("▲", "Evidence missing"),
        ("–", "Not applicable"),
    )  # fmt: skip

    def status_word(self, kind: StatusKind) -> str:
        """The usual word beside a status sign."""
        return dict(self.status)[kind.value]

    def day(self, day: date) -> str:
        """A date with month word: 24 Nov 2026."""
        with speaking(self.language):
            return english.day(day)

    def counts(self, gaps: int, open_points: int) -> str:
        """The counts of the draft band: "3 gaps, 1 open point"."""
        return (
            f"{gaps} {self.one_gap if gaps == 1 else self.gaps}, "
            f"{open_points} {self.one_open_point if open_points == 1 else self.open_points}"
        )


ENGLISH = Words()


def spoken_words() -> Words:
    """The writer's words in the language that is spoken now."""
    return ENGLISH if language() == ENGLISH_CODE else _words_in(language())


@cache
def _words_in(code: str) -> Words:
    return Words(
        draft=tr_in("band on every page", "DRAFT"),
        on_record=tr_in("band on every page", "RECORD"),
        not_released=tr("not released"),
        page=tr_in("of a document", "Page"),
        of=tr_in("page 1 of 3", "of"),
        table=tr_in("of a document", "Table"),
        figure=tr_in("of a document", "Figure"),
        gap=tr_in("tag with number", "Gap"),
        gaps=tr("gaps"),
        one_gap=tr("gap"),
        open=tr_in("tag with number", "Open"),
        open_points=tr("open points"),
        one_open_point=tr("open point"),
        stated_by_you=tr("stated by you"),
        revision=tr("revision"),
        fingerprint=tr("fingerprint"),
        made_with=tr(
            "Made with CRA Suite from the manufacturer\u2019s own statements. Guidance, not legal advice."
        ),
        caution=tr("Guidance, not legal advice."),
        signed_for=tr("Signed for and on behalf of"),
        left_empty=tr("empty in a draft"),
        too_long=tr("More text than a row can show; click the cell to read all of it:"),
        label_document=tr("Document"),
        label_revision=tr("Revision"),
        label_state=tr_in("of a document", "State"),
        label_legal_basis=tr("Legal basis"),
        label_product=tr("Product"),
        label_manufacturer=tr("Manufacturer"),
        label_law_used=tr("Law used"),
        label_fingerprint=tr("Fingerprint"),
        language=code,
        status=(
            ("●", tr_in("requirement", "Met")),
            ("►", tr("In progress")),
            ("○", tr("To do")),
            ("?", tr("Not sure yet")),
            ("▲", tr("Evidence missing")),
            ("–", tr("Not applicable")),
        ),
    )


@dataclass(frozen=True)
class DocumentMeta:
    """What every page and the properties say about the document.

    `state` is the word of the front block, counts included ("Draft, 2 open points", "Working copy, 7 of 22
    steps done"). `final` True means released: no draft band. `own_statement` True marks a paper that speaks
    as the maker (no program line in the footer once final). `draft_means` and `draft_counts` replace the
    usual words of the band ("not released" and the counts). `is_record` True marks what is no draft any more
    though it is never released: what was handed in, or decided.
    """

    code: str
    title: str
    subtitle: str
    number: str
    revision: int
    date: date
    state: str
    legal_basis: str
    product: str
    product_line: str
    manufacturer: str
    place: str
    law_used: str
    rule_pack: str
    language: str = field(default_factory=language)
    fingerprint: str = ""
    author: str = ""
    gaps: int = 0
    open_points: int = 0
    final: bool = False
    is_record: bool = False
    own_statement: bool = False
    draft_means: str = ""
    draft_counts: str = ""
    keywords: tuple[str, ...] = ()
    words: Words = field(default_factory=spoken_words)

    @property
    def short_fingerprint(self) -> str:
        """The first twelve digits in groups of four; a dash before it was computed."""
        digits = self.fingerprint[:12]
        return " ".join(digits[i : i + 4] for i in range(0, 12, 4)) if digits else "–"

    @property
    def day(self) -> str:
        """The date of the revision with month word."""
        return self.words.day(self.date)

    @property
    def band(self) -> str:
        """The word in the band of a paper that is not released."""
        return self.words.on_record if self.is_record else self.words.draft


Front = Literal["block", "title", "cover", "none"]


@dataclass(frozen=True)
class Cover:
    """The cover of the technical documentation; the front block stands below it."""

    line: str
    name: str
    description: str
    sign: ClassSign | None = None
    sign_text: str = ""


@dataclass(frozen=True)
class Document:
    """A Word document: meta and blocks in reading order.

    `front` says what page 1 opens with: title and front block (usual), title alone (declaration), cover, or
    nothing.
    """

    meta: DocumentMeta
    blocks: tuple[Block, ...]
    front: Front = "block"
    cover: Cover | None = None
