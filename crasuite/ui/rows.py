"""Plain rows that pages show. No Qt and no engine: a page can be tested with rows written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crasuite.interview.views import Cite


@dataclass(frozen=True)
class LawDate:
    """A date of the Regulation itself, for the home screen."""

    on: date
    text: str


@dataclass(frozen=True)
class LawData:
    """What is shown of the rule pack."""

    version: str
    law_as_of: date
    title: str = ""
    stale_after_days: int = 90


@dataclass(frozen=True)
class AnswerLine:
    """An answer a step rests on."""

    question_id: str
    question: str
    answer: str


@dataclass(frozen=True)
class WhyStep:
    """One step of the reasoning: what was found, from which answers, under which provision."""

    title: str
    note: str = ""
    tone: str = "ok"  # ok, warn (open), neutral
    cites: tuple[Cite, ...] = ()
    change: str = ""  # the question that Change opens
    answers: tuple[AnswerLine, ...] = ()
    detail: str = ""
    is_main: bool = True  # shown before "Show all"


@dataclass(frozen=True)
class NextAction:
    """Something to do now. `target` says what opening it does: a question id, "interview", "export" or ""."""

    title: str
    note: str = ""
    icon: str = "circle-dot"
    tone: str = "text2"
    target: str = ""


@dataclass(frozen=True)
class LawLine:
    """Another Union act and what it means for the product. `tone`: info (applies), warn (open)."""

    text: str
    state: str = ""
    note: str = ""
    tone: str = "info"
    todo: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class DateLine:
    """One date of a product. `kind` is law, done or planned."""

    on: date
    label: str
    kind: str = "law"
    cites: str = ""


@dataclass(frozen=True)
class DutyLine:
    """A duty that applies to this maker, and from when."""

    title: str
    text: str
    since: date
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class OverviewData:
    """Everything the overview of one product shows."""

    product_id: int
    name: str
    description: str
    headline: str
    sentence: str
    tone: str  # ok, neutral, warn
    badge: str
    route: str = ""
    support: str = ""
    open_points: int = 0
    questions_left: int = 0
    provisional: tuple[str, ...] = ()  # what the open points can still change
    warnings: tuple[str, ...] = ()
    steps: tuple[WhyStep, ...] = ()
    answers_used: int = 0
    answered: int = 0
    steps_done: tuple[tuple[str, str], ...] = ()  # title of a step, how far it is
    next_actions: tuple[NextAction, ...] = ()
    laws: tuple[LawLine, ...] = ()
    laws_note: str = ""
    dates: tuple[DateLine, ...] = ()
    today: date = date.min
    duties: tuple[DutyLine, ...] = ()

    @property
    def is_finished(self) -> bool:
        """True when the interview has no question left."""
        return self.questions_left == 0


@dataclass(frozen=True)
class HistoryRow:
    """One recorded change."""

    at: datetime
    who: str
    product: str
    what: str
    before: str
    after: str
    pack: str


@dataclass(frozen=True)
class DeadlineRow:
    """One date of one product."""

    on: date
    product_id: int
    product: str
    what: str
    set_by: str
    cites: str = ""
    note: str = ""


@dataclass(frozen=True)
class SampleRow:
    """A finished example product."""

    key: str
    name: str
    description: str
    icon: str = "box"


@dataclass(frozen=True)
class ExportResult:
    """What an export wrote."""

    folder: Path
    files: tuple[Path, ...] = ()
    gaps: tuple[str, ...] = ()
