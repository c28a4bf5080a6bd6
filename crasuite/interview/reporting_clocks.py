"""The clocks of a case as cards, and the next instant to keep."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crasuite.domain.case import Case
from crasuite.domain.clocks import Clock, ClockState
from crasuite.domain.english import Worded
from crasuite.domain.notification import Submission
from crasuite.interview.moment_words import due_words, local_words, span_words, utc_words
from crasuite.interview.reporting_forms import ReportingForms
from crasuite.interview.reporting_views import ClockCard, CountingNote, NextDue, ReportForm
from crasuite.interview.views import Tone
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.model import Stage

_MEASURE = "measure-available"
_MEASURE_FIRST = "measure-before-aware"
"""Id of what the pack says of a measure from before awareness."""
_FROM: Worded[str] = Worded(
    {
        "aware": mark("from when you became aware"),
        "measure-available": mark("from when a measure is available"),
        "notified": mark("from the submitted notification"),
        "requested": mark("from the request"),
    }
)
_WHY: Worded[str] = Worded(
    {
        "aware": mark("Say when you became aware; every clock starts there."),
        "measure-available": mark("No measure is recorded as available yet."),
        "notified": mark("The notification is not recorded as submitted yet."),
        "requested": mark("The CSIRT has not asked for one, as far as is recorded."),
    }
)
_TO_DO: Worded[str] = Worded(
    {
        "aware": mark("Say when you became aware"),
        "measure-available": mark("Record when a measure is available"),
        "notified": mark("Starts with the notification"),
        "requested": mark("Only when asked"),
    }
)


class ReportingClocks(ReportingForms):
    """Worked out from the wall clock each time, so that sleep and clock changes do no harm."""

    def clocks(self, case_id: str) -> tuple[ClockCard, ...]:
        """The stages of a case at the present moment; none where nothing is to be reported."""
        home, case = self._find(case_id)
        now = self.now
        found = self._clocks_or_idle(home, case)
        return tuple(self._card(home, case, clock, now, self._surprise(clock, found)) for clock in found)

    def _surprise(self, clock: Clock, found: tuple[Clock, ...]) -> CountingNote | None:
        """A final report may be due before the notification it follows, when the measure came first."""
        point = self.law.counting.get(_MEASURE_FIRST)
        if clock.anchor != _MEASURE or clock.due is None or clock.submitted is not None or point is None:
            return None
        before = [one.due for one in found if one.anchor == "aware" and one.due is not None]
        if not before or clock.due >= max(before):
            return None
        return self._note(_MEASURE_FIRST)

    def _note(self, point: str) -> CountingNote:
        one = self.law.counting[point]
        return CountingNote(one.title, one.text, one.reading, self.cites(one.cites))

    def _clocks_or_idle(self, home: int, case: Case) -> tuple[Clock, ...]:
        """Also before somebody said when they became aware: then no clock runs."""
        if case.opened and case.aware is None and not case.decision:
            return tuple(
                Clock(stage.id, stage.anchor, None, None, None)
                for stage in self.law.stages_of(str(case.kind))
            )
        return self._clocks(home, case)

    def _card(
        self, home: int, case: Case, clock: Clock, now: datetime, surprise: CountingNote | None
    ) -> ClockCard:
        stage, zone = self.law.stages[clock.stage], self.zone_of(case)
        state, fields = clock.state(now), self._own_fields(home, case, clock.stage)
        form = self._form(home, case, clock.stage, fields)
        big, of = _big_words(stage, clock, state, now)
        chip, tone = self._clock_chip(clock, state, form, zone, now)
        due = clock.due.astimezone(zone) if clock.due else None
        waits = _WHY["aware"] if case.aware is None else _WHY[clock.anchor]
        return ClockCard(
            stage.id,
            stage.number,
            stage.title,
            stage.text,
            stage.due,
            clock.anchor,
            state,
            clock.started.astimezone(zone) if clock.started else None,
            due,
            big,
            of,
            _due_line(due, state, zone, now),
            utc_words(due) if due else "",
            waits if state is ClockState.NOT_RUNNING else "",
            chip,
            tone,
            self.cites(stage.cites),
            tuple(self._note(one) for one in stage.undefined if one in self.law.counting),
            tuple(self._note(one) for one in stage.notes if one in self.law.counting),
            form.submission,
            form.filled,
            form.wanted,
            surprise,
        )

    def _clock_chip(
        self, clock: Clock, state: ClockState, form: ReportForm, zone: ZoneInfo, now: datetime
    ) -> tuple[str, Tone]:
        if state is ClockState.DONE:
            return _submitted_words(clock, form.submission, zone, now), "warn" if clock.was_late else "ok"
        if state is ClockState.NOT_RUNNING:
            return _TO_DO[clock.anchor], "neutral"
        urgent: Tone = "danger" if state in (ClockState.OVERDUE, ClockState.DUE_SOON) else "neutral"
        if form.drafts and form.is_ready:
            return tr("Draft ready, not sent"), urgent
        return form.filled_words, urgent

    # What comes next

    def next_due(self) -> NextDue | None:
        """The next instant to keep for this product: the earliest that is not done, overdue ones first."""
        found = self.dues()
        return found[0] if found else None

    def running(self) -> list[tuple[Case, tuple[Clock, ...]]]:
        """The open reporting cases of the product with their clocks."""
        return [
            (case, self._clocks(home, case))
            for home, case in self._found()
            if case.opened and self.stays_open(home, case)
        ]

    def dues(self) -> tuple[NextDue, ...]:
        """Every running clock with a due instant of the product's cases, earliest first."""
        now, name, found = self.now, self.product_name, []
        for case, running in self.running():
            zone = self.zone_of(case)
            for clock in running:
                if clock.due is None or clock.submitted is not None:
                    continue
                title = self.law.stages[clock.stage].title
                said = due_words(clock.due, zone, now)
                found.append(
                    NextDue(
                        self.product_id,
                        name,
                        case.id,
                        case.title,
                        clock.stage,
                        title,
                        clock.due.astimezone(zone),
                        clock.state(now),
                        said,
                    )
                )
        return tuple(sorted(found, key=lambda one: one.due.timestamp()))

    def sidebar_words(self) -> str:
        """The words beside the screen's name: what is due, else how many cases are open, else nothing."""
        if (waiting := self.next_due()) is not None:
            return waiting.words
        count = len(self.case_list().open)
        return trn("{n} open", "{n} open", count) if count else ""


def _big_words(stage: Stage, clock: Clock, state: ClockState, now: datetime) -> tuple[str, str]:
    length = _length_words(stage)
    if state is ClockState.DONE:
        since = tr("{length} {from_when}", length=length, from_when=_FROM[clock.anchor]) if length else ""
        return tr("Submitted"), since
    left = clock.left(now)
    if state is ClockState.NOT_RUNNING:
        return length or tr("On request"), _FROM[clock.anchor] if length else tr("no time is named")
    if left is None:
        return tr("Without delay"), _FROM[clock.anchor]
    if state is ClockState.OVERDUE:
        return tr("{span} late", span=span_words(left)), _after_words(stage)
    return span_words(left), _left_of_words(stage)


def _length_words(stage: Stage) -> str:
    """How long a stage has, in words.

    >>> from types import SimpleNamespace
    >>> _length_words(SimpleNamespace(hours=None, days=14, months=None))
    '14 days'
    """
    if stage.hours:
        return trn("{n} hour", "{n} hours", stage.hours)
    if stage.days:
        return trn("{n} day", "{n} days", stage.days)
    return trn("{n} month", "{n} months", stage.months) if stage.months else ""


def _after_words(stage: Stage) -> str:
    if stage.hours:
        return trn("after {n} hour", "after {n} hours", stage.hours)
    if stage.days:
        return trn("after {n} day", "after {n} days", stage.days)
    return trn("after {n} month", "after {n} months", stage.months or 0)


def _left_of_words(stage: Stage) -> str:
    if stage.hours:
        return trn("left of {n} hour", "left of {n} hours", stage.hours)
    if stage.days:
        return trn("left of {n} day", "left of {n} days", stage.days)
    return trn("left of {n} month", "left of {n} months", stage.months or 0)


def _due_line(due: datetime | None, state: ClockState, zone: ZoneInfo, now: datetime) -> str:
    if state is ClockState.NOT_RUNNING:
        return tr("Clock not started")
    return local_words(due, zone, now) if due else tr("No hour is named")


def _submitted_words(clock: Clock, record: Submission | None, zone: ZoneInfo, now: datetime) -> str:
    at = clock.submitted
    said = tr("Submitted {moment}", moment=local_words(at, zone, now)) if at else tr("Submitted")
    reference = record.reference if record is not None else ""
    late = tr_in("submission", "late") if clock.was_late else ""
    return ", ".join(one for one in (said, reference, late) if one)
