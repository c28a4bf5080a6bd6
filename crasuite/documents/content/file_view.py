"""How the papers of the technical file print what is there and what is missing, always in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from crasuite.documents.content.file_fields import ANSWERS, FileField, text_at
from crasuite.documents.content.file_gaps import FilePoint, matrix_of, points_of_annex_1, support_end
from crasuite.documents.content.parts import (
    gaps_table,
    meta_for,
    owner_due,
)
from crasuite.documents.content.points import GapItem
from crasuite.documents.content.wording import (
    capital,
    day,
    joined,
    lowered,
    one_line,
)
from crasuite.documents.text import NO_BREAK_SPACE
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cell,
    CellLike,
    Cite,
    DocumentMeta,
    Gap,
    Heading,
    Muted,
    OpenPoint,
    Paragraph,
    Run,
    Signatory,
    SignatureBlock,
    Text,
    UserText,
    bullets,
    cell,
    note,
    own_pattern,
    para,
    table,
)
from crasuite.domain.english import Worded, listed
from crasuite.domain.evidence import Evidence, EvidenceKind
from crasuite.domain.placeholder import is_filled
from crasuite.domain.risk import Matrix, RiskLevel
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import ENGLISH, LANGUAGES, language, mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
    from crasuite.rules import Pack

OPEN_POINTS = own_pattern(
    (mark("No."), 19), (mark("Not sure"), 112), (mark("Owner, due"), 34), name="file-open"
)
LEVEL_WORDS = Worded(
    {
        RiskLevel.NOT_RATED: mark("not rated"),
        RiskLevel.LOW: mark("Low"),
        RiskLevel.MEDIUM: mark("Medium"),
        RiskLevel.HIGH: mark("High"),
        RiskLevel.VERY_HIGH: mark("Very high"),
    }
)
OWN_STATEMENTS = frozenset({"DC", "SD", "UI", "DP", "ST", "AB", "AH", "EN"})
"""Papers that go to others as the maker's own statement: never final with a gap or an open point."""
_PAPERS_OF_ANSWERS = {field.source.partition(":")[2]: field.papers for field in ANSWERS}
_TWO_IN_A_LINE = 14
"""Letters of two numbers that find room beside each other."""
_BEFORE_PART_OF_POINT = re.compile(r" (?=(?:Nr|Buchst)\.)")
_PART_OR_ANNEX = re.compile(r"^\w+ \w+ ")
_SHORT_LINE = 160
_RETENTION = "t-retention"


class FileView:
    """One paper's look at the technical file: `code` says which gaps are its own."""

    def __init__(self, record: ProductRecord, code: str) -> None:
        self.record = record
        self.code = code
        self.file = record.technical_file or TechnicalFile()
        self.gaps = record.gaps_of(code)
        self.points = tuple(point for point in record.file_points if code in point.papers)
        self.answers_open = tuple(
            point
            for point in record.open_points
            if code in _PAPERS_OF_ANSWERS.get(point.question.id, ("TD",))
        )
        self._gaps: dict[str, list[GapItem]] = {}
        for gap in self.gaps:
            self._gaps.setdefault(gap.source, []).append(gap)
        self._points = {point.source: point for point in self.points}

    @property
    def pack(self) -> Pack:
        """The rule pack."""
        return self.record.pack

    @property
    def open_count(self) -> int:
        """How many open points this paper has."""
        return len(self.points) + len(self.answers_open)

    # ------------------------------------------------------------------------------------------------- meta

    def meta(
        self,
        title: str,
        subtitle: str,
        legal_basis: str,
        *,
        draft_means: str = "",
        blocked_by: Sequence[str] = (),
        state: str = "",
    ) -> DocumentMeta:
        """What every page says. `blocked_by` are reasons outside this paper that keep it a draft."""
        record = self.record
        own = self.code in OWN_STATEMENTS
        is_clear = not self.gaps and not self.open_count and not blocked_by
        final = record.release is not None and (not own or is_clear)
        words = record.state_of(len(self.gaps), self.open_count)
        if own and record.release is not None and not is_clear:
            counts = _counts(len(self.gaps), self.open_count)
            words = tr("Draft, {counts}", counts=joined(counts)) if counts else tr("Draft")
        meta = meta_for(
            record,
            self.code,
            title,
            subtitle,
            legal_basis,
            state=state or words,
            draft_means=draft_means or tr("not released"),
            final=final,
        )
        band = meta.words.counts(len(self.gaps), self.open_count)
        if blocked_by and not final:
            band = "; ".join([band, *blocked_by])
        return replace(
            meta, gaps=len(self.gaps), open_points=self.open_count, own_statement=own, draft_counts=band
        )

    def blocked(self, others: Sequence[str] = ()) -> str:
        """Why a statement is not to be signed; empty when it may be."""
        reasons = _counts(len(self.gaps), self.open_count)
        said = [joined(reasons)] if reasons else []
        if said or others:
            return tr("Not to be signed: {reasons}.", reasons="; ".join([*said, *others]))
        if self.record.release is None:
            return tr("Not to be signed: the file is not released.")
        return ""

    def gaps_elsewhere(self, codes: Iterable[str], without_chapters: Iterable[int] = ()) -> tuple[str, ...]:
        """In words, how many gaps and open points other papers have that this one rests on."""
        wanted, without = set(codes), {f"{chapter}." for chapter in without_chapters}
        own = {gap.number for gap in self.gaps}
        others = [
            gap
            for gap in self.record.gaps
            if wanted.intersection(gap.papers)
            and gap.number not in own
            and not any(gap.number.startswith(chapter) for chapter in without)
        ]
        mine = {point.number for point in self.points}
        points = [
            point
            for point in self.record.file_points
            if wanted.intersection(point.papers) and point.number not in mine
        ]
        count = len(points) + len(self.record.open_points) - len(self.answers_open)
        found = _counts(len(others), count)
        return (tr("{counts} elsewhere in the file", counts=joined(found)),) if found else ()

    # ------------------------------------------------------------------------------------------------ texts

    def has(self, source: str) -> bool:
        """True when something is said at a source."""
        return is_filled(self.raw(source))

    def raw(self, source: str) -> str:
        """The text at a source as it is, answers included."""
        prefix, _, name = source.partition(":")
        return self.record.text(name) if prefix == "answer" else text_at(self.file, source)

    def tag(self, source: str, *, with_owner: bool = True, without: str = "") -> tuple[Run, ...] | None:
        """The tag of a gap or open point at a source with its words, or None.

        `without` is the start of the words that the place on paper already says ("Part I (2)(a)", "R-01").
        """
        gaps = self._gaps.get(source)
        if gaps:
            runs: list[Run] = []
            for gap in gaps:
                words = _shortened(gap.sentence, without)
                runs += [Gap(gap.number), Text(words + (_owner_words(gap) if with_owner else ""))]
            return tuple(runs)
        point = self._points.get(source)
        if point is not None:
            words = lowered(_shortened(point.words, without))
            return OpenPoint(point.number), Text(
                tr("Not decided on {day}: {words}.", day=day(self.record.on), words=words)
            )
        question = source.partition(":")[2]
        for answer in self.answers_open:
            if source.startswith("answer:") and answer.question.id == question:
                return OpenPoint(answer.number), Text(tr("Not decided on {day}.", day=day(self.record.on)))
        return None

    def said(self, source: str, empty: str = "") -> tuple[Paragraph, ...]:
        """The text, or its gap, or `empty` where nothing need be said."""
        tag = self.tag(source)
        if tag is not None:
            return (para(*tag),)
        text = self.raw(source)
        if text:
            return (para(UserText(text)),)
        return (para(Muted(empty or tr("Not stated."))),)

    def blocks(self, source: str, empty: str = "") -> Iterator[Block]:
        """The text as blocks; several short lines become a list."""
        lines = [line.strip() for line in self.raw(source).splitlines() if line.strip()]
        if self.tag(source) is None and len(lines) > 1 and all(len(line) <= _SHORT_LINE for line in lines):
            yield bullets(*(UserText(line) for line in lines))
        else:
            yield from self.said(source, empty)

    def cell(self, source: str, empty: str = "", *, cite: str = "") -> Cell:
        """The same as a table cell."""
        paragraphs = list(self.said(source, empty))
        if cite:
            paragraphs[-1] = replace(paragraphs[-1], runs=(*paragraphs[-1].runs, Cite(cite)))
        return Cell(tuple(paragraphs))

    def rows(self, fields: Iterable[FileField], empty: str = "") -> list[tuple[CellLike, CellLike]]:
        """Label and value rows for fields; `empty` stands where nothing is said."""
        return [(field.label, self.cell(field.source, empty or tr("None named."))) for field in fields]

    def form(self, fields: Iterable[FileField], description: str, empty: str = "") -> Block:
        """A table of labels and texts."""
        return table(LABEL_VALUE, self.rows(fields, empty), description=description)

    # ---------------------------------------------------------------------------------------------- evidence

    def evidence_ids(self, ids: Sequence[str]) -> str:
        """Evidence that exists, by number: "E-01, E-04"."""
        return numbers(one for one in ids if one in self.file.evidence)

    def evidence_name(self, proof: Evidence) -> str:
        """What a proof is called on paper."""
        said = proof.name or (proof.url if proof.kind is EvidenceKind.LINK else one_line(proof.text, 80))
        return one_line(said, 120) or tr("without a name")

    # ----------------------------------------------------------------------------------------- dates, matrix

    def on(self, timeline_id: str) -> date | None:
        """A day of the timeline."""
        return next(
            (item.on for item in self.record.assessment.timeline() if item.entry.id == timeline_id), None
        )

    @property
    def support_end(self) -> date | None:
        """The last day of the support period."""
        return support_end(self.record)

    @property
    def retention_end(self) -> date | None:
        """The day until which file and declaration are kept."""
        return self.on(_RETENTION)

    @property
    def matrix(self) -> Matrix:
        """The matrix in use."""
        return self.file.matrix(matrix_of(self.pack))

    @property
    def points_of_annex_1(self) -> dict[str, bool]:
        """Every point of Annex I with whether it may be left out."""
        return points_of_annex_1(self.pack)

    # -------------------------------------------------------------------------------- gaps and open points

    def points_blocks(
        self, level: Literal[1, 2, 3] = 1, *, numbered: bool = True, title: str = ""
    ) -> Iterator[Block]:
        """Every gap and open point with owner and day, where there is one: the end of papers for the file."""
        if not self.gaps and not self.open_count:
            return
        yield Heading(level, title or tr("Gaps and open points"), numbered=numbered)
        if self.gaps:
            yield gaps_table(self.gaps, tr("What is missing"))
        if self.open_count:
            yield self.open_table()

    def open_table(self) -> Block:
        """Every open point with owner and day."""
        rows = [
            (cell(OpenPoint(point.number)), cell(point.words), owner_due(point.owner, point.due))
            for point in self.answers_open
        ]
        rows += [_open_row(point) for point in self.points]
        return table(OPEN_POINTS, rows, tr("Of what we are not sure"))

    def release(self, *, prepared: str = "", title: str = "") -> Iterator[Block]:
        """Who prepared, reviewed and released a paper of the file."""
        record = self.record
        yield Heading(1, title or tr("Release"))
        pending = _counts(len(self.gaps), self.open_count)
        released_by = record.text("released-by") or tr("to be named")
        if record.release is not None:
            last = Signatory(tr("Released"), record.release.by, day(record.release.on))
        elif pending:
            last = Signatory(tr("Released"), released_by, Muted(tr("not open yet")))
        else:
            last = Signatory(tr("Released"), released_by)
        yield SignatureBlock(
            (
                Signatory(tr("Prepared"), prepared or tr("to be named")),
                Signatory(tr("Reviewed"), tr("to be named")),
                last,
            )
        )
        if record.release is None and pending:
            yield note(
                trn(
                    "Draft: the line “Released” opens when {counts} is settled or accepted in writing.",
                    "Draft: the line “Released” opens when {counts} are settled or accepted in writing.",
                    len(self.gaps) + self.open_count,
                    counts=joined(pending),
                )
            )


def _counts(gaps: int, points: int) -> list[str]:
    """How many gaps and open points, in words; what there is none of is left out."""
    found = [trn("{n} gap", "{n} gaps", gaps)] if gaps else []
    found += [trn("{n} open point", "{n} open points", points)] if points else []
    return found


def language_name() -> str:
    """The language of the document, under its own name."""
    return LANGUAGES.get(language(), LANGUAGES[ENGLISH])


def month_and_year(on: date) -> str:
    """A month in full, as buyers read it: November 2026."""
    names = (
        tr_in("month in full", "January"),
        tr_in("month in full", "February"),
        tr_in("month in full", "March"),
        tr_in("month in full", "April"),
        tr_in("month in full", "May"),
        tr_in("month in full", "June"),
        tr_in("month in full", "July"),
        tr_in("month in full", "August"),
        tr_in("month in full", "September"),
        tr_in("month in full", "October"),
        tr_in("month in full", "November"),
        tr_in("month in full", "December"),
    )
    return tr_in("date", "{month} {year}", month=names[on.month - 1], year=on.year)


def _shortened(words: str, without: str) -> str:
    """The words without what the place on paper says anyway."""
    start, colon, rest = words.partition(": ")
    return capital(rest) if without and colon and start.startswith(without) else words


def _owner_words(gap: GapItem) -> str:
    said = [one_line(gap.owner, 40)] if gap.owner else []
    said += [day(gap.due)] if gap.due else []
    return f" {', '.join(said)}." if said else ""


def _open_row(point: FilePoint) -> tuple[Cell, Cell, Cell]:
    return cell(OpenPoint(point.number)), cell(f"{point.words}."), owner_due(point.owner, point.due)


def numbers(ids: Iterable[str]) -> str:
    """Numbers of risks or evidence in one line, none of them broken at its hyphen."""
    return ", ".join(ids).replace("-", "\u2011")


def short_ref(ref: str) -> str:
    """The number of a point without its part or annex, in whatever language they are called.

    >>> short_ref("Part I (2)(a)"), short_ref("Annex II (7)")
    ('(2)(a)', '(7)')
    """
    return _PART_OR_ANNEX.sub("", ref)


def refs(pack: Pack, ids: Iterable[str]) -> str:
    """Points of Annex I by number in one line, in their order; those of Part II are marked."""
    by_part: dict[bool, list[str]] = {}
    named = set(ids)
    for known in pack.requirements.values():
        if known.id in named:
            by_part.setdefault(known.in_part_2, []).append(short_ref(known.ref))
    said = [
        tr("Part II {points}", points=listed(found)) if part else listed(found)
        for part, found in sorted(by_part.items())
    ]
    return "; ".join(said) or tr("none linked")


def ref_list(pack: Pack, ids: Iterable[str]) -> list[str]:
    """Points of Annex I by number, in their order; those of Part II are marked: "(2)(a)", "II (1)"."""
    named = set(ids)
    known = [one for one in pack.requirements.values() if one.id in named]
    said = [f"{'II ' if one.in_part_2 else ''}{short_ref(one.ref)}" for one in known]
    return [_BEFORE_PART_OF_POINT.sub(NO_BREAK_SPACE, one) for one in said]


def in_pairs(words: Sequence[str]) -> list[str]:
    """Short numbers for a narrow column: two in a line where two find room, so that none is broken."""
    lines: list[str] = []
    at = 0
    while at < len(words):
        count = 2 if sum(map(len, words[at : at + 2])) <= _TWO_IN_A_LINE else 1
        lines.append(", ".join(words[at : at + count]) + ("," if at + count < len(words) else ""))
        at += count
    return lines


def short_hash(digest: str) -> str:
    """Start and end of a hash; in full in manifest and workbook."""
    return f"{digest[:8]}…{digest[-8:]}" if len(digest) > 20 else digest or tr("none: not a file")
