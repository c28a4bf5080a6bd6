"""Plain rows that pages show. No Qt and no engine: a page can be tested with rows written by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from crasuite.domain.problem import Place
    from crasuite.interview.documents_file import Exported
    from crasuite.interview.history_lines import HistoryLine
    from crasuite.interview.views import Cite


class LawDate(Struct, frozen=True):
    """A date of the Regulation itself, for the home screen."""

    on: date
    text: str


class LawData(Struct, frozen=True):
    """What is shown of the rule pack."""

    version: str
    law_as_of: date
    title: str = ""
    stale_after_days: int = 90


class AnswerLine(Struct, frozen=True):
    """An answer a step rests on."""

    question_id: str
    question: str
    answer: str
    is_yes_or_no: bool = False


class WhyStep(Struct, frozen=True):
    """One step of the reasoning: what was found, from which answers, under which provision."""

    title: str
    note: str = ""
    tone: str = "ok"  # ok, caution (decided, with a warning), warn (open), neutral
    cites: tuple[Cite, ...] = ()
    change: str = ""  # the question that Change opens
    answers: tuple[AnswerLine, ...] = ()
    detail: str = ""
    is_main: bool = True  # shown before "Show all"


class NextAction(Struct, frozen=True):
    """Something to do now. `target` says what opening it does: a question id, "interview", "export" or ""."""

    title: str
    note: str = ""
    icon: str = "circle-dot"
    tone: str = "text2"
    target: str = ""


class LawLine(Struct, frozen=True):
    """Another Union act and what it means for the product. `tone`: info (applies), warn (open)."""

    text: str
    state: str = ""
    note: str = ""
    tone: str = "info"
    todo: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    rank: int = 0


class DateLine(Struct, frozen=True):
    """One date of a product. `kind` is law, done or planned."""

    on: date
    label: str
    kind: str = "law"
    cites: str = ""


class DutyLine(Struct, frozen=True):
    """A duty that applies to this maker, and from when."""

    title: str
    text: str
    since: date
    cites: tuple[Cite, ...] = ()


class OverviewData(Struct, frozen=True):
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
    laws_open: tuple[str, ...] = ()
    dates: tuple[DateLine, ...] = ()
    today: date = date.min
    duties: tuple[DutyLine, ...] = ()

    @property
    def is_finished(self) -> bool:
        """True when the interview has no question left."""
        return self.questions_left == 0


class HistoryRow(Struct, frozen=True):
    """One recorded change."""

    at: datetime
    who: str
    product: str
    what: str
    before: str
    after: str
    pack: str
    screen: str = ""
    """Where it is edited, as the sidebar calls it."""
    line: HistoryLine | None = None
    """What the presenter takes to put the value back; None when that is not possible."""


class DeadlineRow(Struct, frozen=True):
    """One date of one product."""

    on: date
    product_id: int
    product: str
    what: str
    set_by: str
    cites: str = ""
    note: str = ""
    at: datetime | None = None
    """Where hours count: the instant."""
    when_words: str = ""
    """The instant with time and zone."""
    is_overdue: bool = False
    """Past, and still to be done."""
    place: Place | None = None
    """The record it comes from."""
    is_yours: bool = False
    """Set by an answer of the interview, not by the law or somebody's name in the technical file."""


class SampleRow(Struct, frozen=True):
    """A finished example product."""

    key: str
    name: str
    description: str
    icon: str = "box"


class ExportResult(Struct, frozen=True):
    """What an export wrote: files, each with the title of its paper, and what could not be written."""

    folder: Path
    files: tuple[Path, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    exported: Exported | None = None
    """To be noted in the workspace."""
