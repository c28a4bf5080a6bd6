"""What the interview shows, as plain data. Screens draw these and decide nothing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from msgspec import Struct

from crasuite.domain.english import Worded
from crasuite.language import mark
from crasuite.rules.model import Kind, QuestionType

Tone = Literal["ok", "warn", "neutral", "danger"]


class StepState(StrEnum):
    """How far a step of the interview is; `words` of the step say the same."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NEEDS_ATTENTION = "needs-attention"
    NOT_APPLICABLE = "not-applicable"


STATE_WORDS: Worded[StepState] = Worded(
    {
        StepState.NOT_STARTED: mark("not started"),
        StepState.IN_PROGRESS: mark("in progress"),
        StepState.DONE: mark("done"),
        StepState.NEEDS_ATTENTION: mark("needs attention"),
        StepState.NOT_APPLICABLE: mark("not applicable"),
    }
)


class Cite(Struct, frozen=True):
    """A citation as shown: `label` is short, `gist` says it in our own words."""

    id: str
    label: str
    gist: str
    source: str = ""
    number: str = ""
    eli: str = ""


class QuestionRef(Struct, frozen=True):
    """A question mentioned in passing."""

    id: str
    number: str
    """Step and place in it: `3.2`; empty where it has none."""
    text: str
    answer: str = ""
    is_yes_or_no: bool = False
    """Says nothing without its question."""


class StepView(Struct, frozen=True):
    """One of the seven steps. `question` is where opening the step leads; empty when it cannot be opened."""

    id: str
    number: int
    title: str
    state: StepState
    words: str
    question: str = ""
    is_current: bool = False
    short: str = ""
    """How far it is, for a narrow column; empty where the state says enough."""


class OptionView(Struct, frozen=True):
    """One possible answer and what choosing it would change."""

    value: str
    label: str
    hint: str = ""
    effect: str = ""

    @property
    def line(self) -> str:
        """What stands under the label."""
        return " ".join(
            part if part.endswith((".", "…")) else f"{part}." for part in (self.hint, self.effect) if part
        )


class RowView(Struct, frozen=True):
    """One row of a matrix question: a requirement."""

    id: str
    ref: str
    title: str
    meaning: str
    value: str | None


class QuestionView(Struct, frozen=True):
    """Everything a page needs to ask one question."""

    id: str
    step: str
    step_title: str
    position: str
    """`Question 2 of at most 7`."""
    type: QuestionType
    text: str
    why: str
    kind: Kind
    cites: tuple[Cite, ...]
    options: tuple[OptionView, ...]
    not_sure: OptionView
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    decides: str
    who_can_tell: str
    value: Any
    note: str
    owner: str
    due: date | None
    previous: QuestionRef | None
    rows: tuple[RowView, ...] = ()
    is_optional: bool = False
    is_used: bool = True
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""


class Line(Struct, frozen=True):
    """A line of a panel with a smaller one under it."""

    text: str
    note: str = ""
    is_warned: bool = False
    """True for what is decided and still asks for something, such as a support period that is too short."""


class Standing(Struct, frozen=True):
    """The "Where you stand" panel."""

    headline: str
    text: str
    tone: Tone
    class_kind: str
    """`default`, `important-1`, …, `open`, `out-of-scope`, `scope-open`."""
    class_words: str
    decided: tuple[Line, ...] = ()
    now: tuple[Line, ...] = ()
    to_come: tuple[Line, ...] = ()


class VerdictChange(Struct, frozen=True):
    """One verdict before and after a change."""

    title: str
    before: str
    after: str


class Impact(Struct, frozen=True):
    """What a changed answer would change, before it counts."""

    question: QuestionRef
    before: str
    after: str
    verdicts: tuple[VerdictChange, ...] = ()
    unused: tuple[QuestionRef, ...] = ()
    """Answers that would be kept but no longer count."""
    used_again: tuple[QuestionRef, ...] = ()
    new_questions: tuple[QuestionRef, ...] = ()
    other: tuple[str, ...] = ()
    """Duties and other laws that begin or cease to matter."""

    @property
    def is_empty(self) -> bool:
        """True when nothing but the answer itself would change."""
        return not (self.verdicts or self.unused or self.used_again or self.new_questions or self.other)


class OpenPoint(Struct, frozen=True):
    """A question answered "not sure" that still matters, with who settles it and when."""

    question: QuestionRef
    owner: str
    due: date | None
    is_overdue: bool
    who_can_tell: str
    note: str
    can_change: tuple[str, ...]
    """Titles of the verdicts it can still change."""


class StateFactView(Struct, frozen=True):
    """A fact about the world: what the pack says, and what the user states instead."""

    id: str
    title: str
    value: str
    """The value that counts now."""
    words: str
    text: str
    source: str
    address: str
    read_on: date
    confidence: str
    user_fact: str
    choices: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...]
    is_stated: bool = False
    reference: str = ""
    stated_on: date | None = None


class ProcedureView(Struct, frozen=True):
    """One column of the procedure comparison."""

    option: str
    fact: str
    title: str
    """As the answer is offered: `B + C`."""
    subtitle: str
    state: Literal["open", "closed", "undecided"]
    reasons: tuple[str, ...]
    cites: tuple[Cite, ...]
    who: str
    you_hand_over: str
    while_you_sell: str
    fits_when: str
    summary: str
    waiting: str = ""
    """Why nobody can serve an open route yet; empty when somebody can."""
    hangs_on: tuple[QuestionRef, ...] = ()


class Reason(Struct, frozen=True):
    """One step of the reasons: a rule that fired, with its citations and the answers it read."""

    text: str
    title: str
    cites: tuple[Cite, ...]
    answers: tuple[QuestionRef, ...]
    kind: Kind
    warning: str = ""
    is_default: bool = False
    """True for "nothing else applies": what was checked and does not concern the product."""


class Result(Struct, frozen=True):
    """The last step: the verdict with its reasons and what is left open."""

    headline: str
    sentence: str
    tone: Tone
    class_kind: str
    class_words: str
    role_words: str
    routes_words: str
    is_provisional: bool
    reasons: tuple[Reason, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    warnings: tuple[str, ...] = ()
    left: tuple[QuestionRef, ...] = ()
    """Questions that still have to be answered."""
    routes_note: str = ""
    """Which of the open routes nobody can carry out yet."""
    after_scope: str = ""
    """What `sentence` says after the one on whether the law applies."""
