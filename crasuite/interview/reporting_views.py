"""What the reporting desk shows, as plain data. Screens draw these and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from crasuite.domain.case import CaseKind, CaseStatus, Decision, Exploit, Sensitivity, Severity
from crasuite.domain.clocks import ClockState
from crasuite.domain.handling import HandlingState, ListState
from crasuite.domain.notification import Draft, FieldValue, Submission
from crasuite.interview.views import Cite, OptionView, Tone

UpstreamState: TypeAlias = Literal["not-asked", "open", "reported", "shared", "not-needed"]


class CaseRow(Struct, frozen=True, gc=False):
    """One line of the register. `due` is the next instant of a reporting case, in the case's zone."""

    id: str
    kind: CaseKind
    title: str
    kind_words: str
    """`Actively exploited vulnerability`, `Severe incident`, or what is known so far."""
    severity: Severity
    exploit: Exploit
    status: CaseStatus
    decision: Decision
    opened: bool
    is_open: bool
    aware: datetime | None
    versions: str
    ids: tuple[str, ...]
    components: tuple[str, ...]
    products: tuple[int, ...]
    """All it touches, the one it lies at first."""
    home: int
    state: ClockState
    due: datetime | None
    chip: str
    """`Due today 17:20`, `No report needed`, `Closed 3 Nov 2026`."""
    chip_tone: Tone
    search: str
    """What a filter looks in, in small letters."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """The reporting cases of a product."""

    open: tuple[CaseRow, ...]
    closed: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One imported list with its age."""

    id: str
    name: str
    format: str
    words: str
    """`CSAF, made 3 Nov 2026, 21 days old, 4 of 120 findings concern the product`."""
    is_old: bool


@dataclass(frozen=True, slots=True)
class FindingsLine:
    """What the imported lists say today. Without a fresh one it is "not checked", never "no findings"."""

    state: ListState
    words: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CountingNote:
    """Something the law leaves open about a clock, and how the program counts; or what else to know."""

    title: str
    text: str
    reading: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One stage of a case at the present moment."""

    stage: str
    number: int
    title: str
    text: str
    due_rule: str
    """How the law says when."""
    anchor: str
    state: ClockState
    started: datetime | None
    due: datetime | None
    """In the zone of the case; None while the clock does not run, or where the law names no number."""
    big_words: str
    of_words: str
    due_words: str
    utc_words: str
    why: str
    """Why it does not run yet; empty when it does."""
    chip: str
    chip_tone: Tone
    cites: tuple[Cite, ...]
    undefined: tuple[CountingNote, ...]
    notes: tuple[CountingNote, ...]
    submission: Submission | None
    filled: int
    wanted: int
    surprise: CountingNote | None
    """Why it is due before what comes first by the law, with the reading used; None where it is not."""


@dataclass(frozen=True, slots=True)
class NextDue:
    """The next instant to keep for one product."""

    product_id: int
    product: str
    case_id: str
    title: str
    stage: str
    stage_title: str
    due: datetime
    state: ClockState
    words: str
    """`due 17:20` today, `due 26 Nov, 17:20` later, `overdue` once it is."""


@dataclass(frozen=True, slots=True)
class AidQuestion:
    """One question of the decision aid, or one of the interview that it still needs (`is_case` False)."""

    id: str
    text: str
    why: str
    type: str
    options: tuple[OptionView, ...]
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    decides: str
    who_can_tell: str
    cites: tuple[Cite, ...]
    value: Any
    words: str
    """The answer; empty without one."""
    is_case: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class AidReason:
    """One reason behind a verdict."""

    text: str
    warning: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class AidStep:
    """One step of the trace: what was found, why, from which answers."""

    title: str
    because: str
    cites: tuple[Cite, ...]
    answers: tuple[tuple[str, str], ...]
    """Question and answer in words."""


@dataclass(frozen=True, slots=True)
class AidVerdict:
    """One outcome of the aid; `value` None while open. Where the report goes is named then already."""

    fact: str
    title: str
    value: str | None
    words: str
    reasons: tuple[AidReason, ...]
    hangs_on: tuple[str, ...]
    trace: tuple[AidStep, ...]
    country: str = ""
    countries: tuple[tuple[str, str], ...] = ()
    """Code and name of the Member States to choose from, where the outcome is the CSIRT of one of them."""


@dataclass(frozen=True, slots=True)
class AidView:
    """The whole decision aid for one case."""

    title: str
    text: str
    questions: tuple[AidQuestion, ...]
    next: str
    """The first question without an answer; empty when none is left."""
    verdicts: tuple[AidVerdict, ...]
    headline: str
    tone: Tone
    note: str
    is_decided: bool
    wants_second: bool
    """Both a vulnerability and an incident must be reported, and there is one case yet."""


@dataclass(frozen=True, slots=True)
class ReportFieldView:
    """One field of a stage's form."""

    id: str
    title: str
    help: str
    note: str
    type: str
    options: tuple[tuple[str, str], ...]
    required: Literal["always", "if-known", "optional"]
    origin: Literal["law", "platform", "practice"]
    limit: int | None
    value: FieldValue
    """What counts: what somebody wrote, else what the register says."""
    shown: str
    source: str
    """Where it comes from, in words."""
    is_own: bool
    is_not_sure: bool
    """It says that somebody is not sure yet."""
    is_filled: bool
    is_too_long: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The form of one stage. `carried` are fields of earlier stages, which the platform carries over."""

    case_id: str
    stage: str
    title: str
    text: str
    document: str
    """Code of the document it is written as."""
    cites: tuple[Cite, ...]
    fields: tuple[ReportFieldView, ...]
    carried: tuple[ReportFieldView, ...]
    filled: int
    wanted: int
    filled_words: str
    is_ready: bool
    """Everything that is always asked for says something."""
    sensitive: Sensitivity
    drafts: tuple[Draft, ...]
    submission: Submission | None
    platform: tuple[str, ...]
    """What was true of the platform when the rule pack was read, dated."""


@dataclass(frozen=True, slots=True)
class CsirtChoice:
    """To which CSIRT the report goes. `country` is empty until the maker named it."""

    where: str
    words: str
    cites: tuple[Cite, ...]
    country: str
    body: str
    website: str
    endpoint: str
    note: str
    options: tuple[tuple[str, str], ...]
    """Country code and name of each Member State."""


@dataclass(frozen=True, slots=True)
class UpstreamLine:
    """Where the duty of Article 13(6) stands for a case."""

    state: UpstreamState
    words: str
    tone: Tone
    cites: tuple[Cite, ...]
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Another reporting law beside the CRA. `applies` None: answers leave it open."""

    id: str
    title: str
    trigger: str
    applies: bool | None
    because: tuple[str, ...]
    """Answers that decide it, or the questions it still hangs on, in words."""
    questions: tuple[str, ...]
    """Ids of the questions without an answer that it hangs on."""
    clocks: tuple[tuple[str, str], ...]
    """Label and how long, in words."""
    dues: tuple[str, ...]
    """For each clock the instant in words, where it starts when the maker became aware; empty otherwise."""
    recipient: str
    note: str
    confidence: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class HandlingRow:
    """One line of the living list of Annex I Part II."""

    id: str
    requirement: str
    title: str
    question: str
    proof: str
    state: HandlingState
    state_words: str
    tone: Tone
    last: date | None
    due: date | None
    is_due: bool
    """It was never looked at, or the day for the next look has come."""
    cadence_months: int
    suggested_months: int
    """What the rule pack suggests."""
    own_months: int | None
    """What the maker set instead; None: as suggested."""
    owner: str
    note: str
    looks: tuple[tuple[date, str, str, str], ...]
    """Day, who, what was found, note; newest first."""
    evidence: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class DrillStep:
    """One step of a drill with the instant it was done and the time since the step before."""

    title: str
    at: datetime | None
    took_words: str
    since_start_words: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class DrillReport:
    """How long each step of a drill took."""

    product: str
    case_id: str
    title: str
    started: datetime
    steps: tuple[DrillStep, ...]
    total_words: str
    words: tuple[str, ...]
    figures: Mapping[str, float]
    """Seconds since the start for each step done, by its id."""
