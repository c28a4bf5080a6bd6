"""The papers of a reporting case: the texts for the platform (EW, NT, FR, IR), the notice to users (UN), the
security advisory (SA), the decision that nothing is to be reported (ND), and the report of a drill (DR).

What they say is passed in as plain data: clocks, forms and decisions are worked out elsewhere. No text for
the platform is ever final: a late perfect report is worse, so that what nobody knows yet is said to be not
known yet. Notice and advisory go out as files, so they bear no band as soon as nothing is missing.
Source: Article 14; Annex I, Part II (4) and (8) for the advisory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from crasuite.documents.content.parts import meta_for
from crasuite.documents.content.wording import lowered
from crasuite.documents.tree import (
    LABEL_VALUE,
    REPORT_FIELD,
    Block,
    Cell,
    Cite,
    Document,
    DocumentMeta,
    Heading,
    Muted,
    Paragraph,
    Signatory,
    SignatureBlock,
    Strong,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

NOT_KNOWN = mark("Not known yet")
NOTHING_SENT = mark(
    "CRA Suite sends nothing. The duty is met only by what is handed in on the single reporting platform."
)
_SUBMISSION = own_pattern(
    (mark("Handed in"), 48),
    (mark("Reference of the platform"), 42),
    (mark("By"), 33),
    (mark("To"), 42),
    name="submission",
)
_ANSWER = own_pattern((mark("Question"), 82), (mark("Answer"), 48), (mark("Basis"), 35), name="report-answer")
_STEP = own_pattern(
    (mark("Step"), 68),
    (mark("Done"), 45),
    (mark("Since the last"), 26),
    (mark("Since the start"), 26),
    name="drill",
)
_HISTORY = own_pattern((mark("When"), 40), (mark("Change"), 125), name="advisory-history")


@dataclass(frozen=True)
class Moment:
    """One line of the clocks: `words` is the instant in UTC with the local time, `more` what else to know."""

    label: str
    words: str
    more: str = ""
    cite: str = ""


@dataclass(frozen=True)
class Field:
    """One field of a form. `asked_by` is a citation, or `platform` or `optional`."""

    title: str
    text: str
    asked_by: str
    required: Literal["always", "if-known", "optional"] = "always"

    @property
    def is_missing(self) -> bool:
        """It is always asked for and says nothing."""
        return self.required == "always" and not self.text.strip()


@dataclass(frozen=True)
class Handed:
    """One recorded submission, in words."""

    at: str
    reference: str
    by: str
    to: str


@dataclass(frozen=True)
class AnswerLine:
    """One question of the decision aid with its answer."""

    question: str
    answer: str
    basis: str


@dataclass(frozen=True)
class StepLine:
    """One step of a drill, in words."""

    title: str
    done: str
    took: str
    since_start: str


@dataclass(frozen=True)
class CasePaper:
    """What all papers of a case share. `event` is its kind and title, `due` when this paper is due."""

    code: Literal["EW", "NT", "FR", "IR", "UN", "SA", "ND", "DR"]
    title: str
    event: str
    case_id: str
    legal_basis: str
    state: str
    revision: int
    due: str = ""
    fields: tuple[Field, ...] = ()
    is_on_record: bool = False
    """It was handed in, sent or decided, as far as you recorded it: no draft any more."""


@dataclass(frozen=True)
class StageReport(CasePaper):
    """The text for one stage on the platform."""

    moments: tuple[Moment, ...] = ()
    carried: tuple[Field, ...] = ()
    submissions: tuple[Handed, ...] = ()
    platform: tuple[str, ...] = ()
    """What was true of the platform when the rule pack was read."""
    also_owed: str = ""


@dataclass(frozen=True)
class Advisory(CasePaper):
    """What users and the public are told of a fixed vulnerability, beside the machine-readable file."""

    sections: tuple[tuple[str, str, str], ...] = ()
    """Heading, text, citation."""
    facts: tuple[tuple[str, str], ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    machine_readable: str = ""


@dataclass(frozen=True)
class NotReportable(CasePaper):
    """Why an event is not reported."""

    headline: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    """Sentence and citation."""
    answers: tuple[AnswerLine, ...] = ()
    own_reason: str = ""
    decided: str = ""
    decided_by: str = ""
    decided_on: str = ""
    is_asked_for: bool | None = None
    """What the answers say of a report: asked for, not asked for, or None while they do not decide it."""
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class DrillPaper(CasePaper):
    """How long each step of a drill took."""

    steps: tuple[StepLine, ...] = ()
    headline: str = ""
    words: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = field(default=())


def build(record: ProductRecord, paper: CasePaper) -> Document:
    """The paper as a document; its fingerprint is still to be added."""
    if isinstance(paper, StageReport):
        return Document(_meta(record, paper), tuple(_stage(paper)))
    if isinstance(paper, Advisory):
        return Document(_meta(record, paper), tuple(_advisory(paper)), front="title")
    if isinstance(paper, NotReportable):
        return Document(_meta(record, paper), tuple(_not_reportable(paper)))
    if isinstance(paper, DrillPaper):
        return Document(_meta(record, paper), tuple(_drill(paper)))
    return Document(_meta(record, paper), tuple(_notice(record, paper)), front="title")


_DRAFT_MEANS = {
    "UN": mark("not sent yet"),
    "SA": mark("not published yet"),
    "ND": mark("record of a decision"),
    "DR": mark("drill, no real event"),
}
_RECORD_MEANS = {"UN": mark("text that was sent"), "ND": mark("of a decision")}


_GOES_OUT = {"UN": mark("Text to send"), "SA": mark("Text to publish")}
"""Papers whose file itself goes to users, and their state once nothing is missing."""


def _meta(record: ProductRecord, paper: CasePaper) -> DocumentMeta:
    missing = sum(one.is_missing for one in paper.fields)
    if isinstance(paper, Advisory):
        missing = sum(not text.strip() for _, text, _ in paper.sections)
    elif paper.code in _GOES_OUT:  # nobody is sent "not known yet" as if it were the maker's word
        missing = sum(not one.text.strip() for one in paper.fields)
    goes_out = paper.code in _GOES_OUT and not missing and not paper.is_on_record
    meta = meta_for(
        record,
        paper.code,
        paper.title,
        paper.event,
        paper.legal_basis,
        state=tr(_GOES_OUT[paper.code]) if goes_out else paper.state,
        draft_means=tr(_DRAFT_MEANS.get(paper.code, mark("text to enter on the platform"))),
        final=goes_out,
    )
    if paper.is_on_record:
        means = tr(_RECORD_MEANS.get(paper.code, mark("text for the platform, as recorded")))
        meta = replace(meta, is_record=True, draft_means=means)
    counts = paper.due or (
        trn("{n} not known yet", "{n} not known yet", missing) if missing else tr("nothing missing")
    )
    return replace(
        meta,
        code=f"{paper.code}-{paper.case_id}",
        number=f"{record.product_code}-{paper.code}-{paper.case_id}",
        revision=paper.revision,
        gaps=0,
        open_points=0,
        own_statement=paper.code not in ("ND", "DR"),
        draft_counts=counts,
    )


def _moments(moments: Sequence[Moment]) -> Block:
    rows: list[tuple[str, Cell]] = []
    for one in moments:
        runs: list[Strong | UserText | Cite | str] = [Strong(one.words)]
        if one.more:
            runs += [". " if one.words else "", UserText(one.more)]
        if one.cite:
            runs += [" ", Cite(one.cite)]
        rows.append((one.label, cell(tuple(runs))))
    return table(LABEL_VALUE, rows, description=tr("Clocks in UTC and local time, and who receives it"))


def _text(said: str) -> Cell:
    """A text of the maker, line by line; what is not known is said, never left blank."""
    lines = [line for line in said.splitlines() if line.strip()]
    if not lines:
        return cell(Muted(tr(NOT_KNOWN)))
    return Cell(tuple(para(UserText(line)) for line in lines))


def _fields(fields: Sequence[Field], caption: str) -> Iterator[Block]:
    """The fields of a form. Optional ones without a text are named below, so that nobody looks for them."""
    shown = [one for one in fields if one.text.strip() or one.required != "optional"]
    yield table(REPORT_FIELD, [(one.title, _text(one.text), one.asked_by) for one in shown], caption)
    empty = [lowered(one.title) for one in fields if one not in shown]
    if empty:
        yield note(tr("Optional, and left empty: {fields}.", fields=", ".join(empty)))


def _stage(paper: StageReport) -> Iterator[Block]:
    yield _moments(paper.moments)
    yield Heading(1, tr("Text for the platform"))
    yield from _fields(paper.fields, tr("Fields of this stage, in English, no attachments"))
    if paper.carried:
        yield Heading(1, tr("Carried over from the stage before"))
        yield from _fields(paper.carried, tr("Fields the platform knows already; correct them there"))
    yield Heading(1, tr("Record of submission"))
    if paper.submissions:
        rows = [(one.at, UserText(one.reference), UserText(one.by), one.to) for one in paper.submissions]
        yield table(_SUBMISSION, [tuple(cell(part) for part in row) for row in rows])
    else:
        by_hand = cell(Muted(tr("to be entered")))
        yield table(_SUBMISSION, [(by_hand,) * 4], min_row_mm=11)
    yield note(" ".join(part for part in (tr(NOTHING_SENT), paper.also_owed) if part))
    if paper.platform:
        yield note(" ".join(paper.platform))


def _notice(record: ProductRecord, paper: CasePaper) -> Iterator[Block]:
    for one in paper.fields:
        yield Heading(1, one.title, one.asked_by if one.asked_by.startswith("Art.") else "")
        yield from _lines(one.text)
    yield note(
        tr(
            "{maker}, on {product}. Case {case}.",
            maker=record.maker,
            product=record.name_at_start,
            case=paper.case_id,
        )
    )


def _lines(text: str) -> Iterator[Paragraph]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        yield para(Muted(f"{tr(NOT_KNOWN)}."))
    for line in lines:
        yield para(UserText(line))


def _advisory(paper: Advisory) -> Iterator[Block]:
    if paper.facts:
        rows = [(label, _text(value)) for label, value in paper.facts]
        yield table(LABEL_VALUE, rows, description=tr("The vulnerability at a glance"))
    for title, text, cite in paper.sections:
        yield Heading(1, title, cite)
        yield from _lines(text)
    if paper.history:
        yield Heading(1, tr("History of this advisory"))
        yield table(_HISTORY, [(when, UserText(what)) for when, what in paper.history])
    if paper.machine_readable:
        yield note(
            tr(
                "The same for machines (CSAF 2.0): {file}",
                file=paper.machine_readable,
            )
        )


def _not_reportable(paper: NotReportable) -> Iterator[Block]:
    cites = [cite for _, cite in paper.reasons if cite]
    yield result_box(
        paper.headline,
        UserText(paper.own_reason) if paper.own_reason else tr("The reasons follow."),
        *((tr(_STANDING[paper.is_asked_for]),) if paper.decided and not _agrees(paper) else ()),
        cites=list(dict.fromkeys(cites))[:3],
    )
    yield _moments(paper.moments)
    yield Heading(1, tr("Questions and answers"))
    yield table(
        _ANSWER,
        [(one.question, _text(one.answer), one.basis) for one in paper.answers],
        tr("What was asked, and what we answered"),
    )
    yield Heading(1, tr("Reasons"))
    if not paper.reasons:
        yield para(tr("The answers do not decide it yet."))
    for sentence, cite in paper.reasons:
        yield para(sentence, " ", Cite(cite)) if cite else para(sentence)
    if paper.own_reason:
        yield para(Strong(tr("In our words:") + " "), UserText(paper.own_reason))
    yield Heading(1, tr("Decision"))
    yield (
        para(UserText(paper.decided))
        if paper.decided
        else para(Muted(tr("Nobody has decided yet; the clocks run on.")))
    )
    if paper.decided:
        yield SignatureBlock(
            (Signatory(tr("Decided by"), paper.decided_by or tr("to be named"), paper.decided_on),)
        )
    yield note(
        tr(
            "Keep this record. If word of exploitation comes later, open the case "
            "again: the clocks then count from that moment."
        )
    )


_STANDING = {
    None: mark("The answers below do not decide whether the law asks for a report; the decision is ours."),
    True: mark("By the answers below the law asks for a report; the decision says otherwise."),
}


def _agrees(paper: NotReportable) -> bool:
    """Whether the answers say as well that no report is asked for."""
    return paper.is_asked_for is False


def _drill(paper: DrillPaper) -> Iterator[Block]:
    yield result_box(paper.headline, tr("A drill on a copy of your file. The real register was not touched."))
    if paper.moments:
        yield _moments(paper.moments)
    yield Heading(1, tr("How long each step took"))
    yield table(
        _STEP,
        [
            (one.title, one.done or tr("not reached"), one.took or "–", one.since_start or "–")
            for one in paper.steps
        ],
        tr("Steps in the order of the desk"),
    )
    yield Heading(1, tr("What to take from it"))
    for line in paper.words or (tr("Nothing to add."),):
        yield para(line)
