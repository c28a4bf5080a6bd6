"""Vulnerability handling as a process: the living list of Annex I Part II, figures, reports upstream, and the
other laws that the same event can set off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import Any

from crasuite.domain.case import Case, CaseKind
from crasuite.domain.clocks import months_after
from crasuite.domain.english import Worded
from crasuite.domain.handling import (
    AGE_BOUNDS,
    Handling,
    HandlingFigures,
    HandlingState,
    Look,
)
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.case_words import SEVERITY_WORDS
from crasuite.interview.moment_words import local_words
from crasuite.interview.reporting_aid import ReportingAid
from crasuite.interview.reporting_views import HandlingRow, OverlapRow, UpstreamLine, UpstreamState
from crasuite.interview.views import Tone
from crasuite.language import mark, tr, trn
from crasuite.rules import Assessment
from crasuite.rules.evaluate import RegimeShown
from crasuite.rules.model import NOT_SURE, HandlingItem, RegimeClock

STATE_WORDS: Worded[HandlingState] = Worded(
    {
        HandlingState.NOT_SAID: mark("Not looked at"),
        HandlingState.IN_PLACE: mark("In place"),
        HandlingState.PARTLY: mark("In part"),
        HandlingState.MISSING: mark("Missing"),
        HandlingState.NOT_SURE: words.NOT_SURE_WORDS,
    }
)
_TONES: dict[HandlingState, Tone] = {
    HandlingState.NOT_SAID: "warn",
    HandlingState.IN_PLACE: "ok",
    HandlingState.PARTLY: "warn",
    HandlingState.MISSING: "danger",
    HandlingState.NOT_SURE: "warn",
}
_UPSTREAM = "report-upstream"
_UPSTREAM_LAW = ("cra art-13-6",)


class ReportingHandling(ReportingAid):
    """The process behind single cases."""

    # The living list

    def handling(self) -> tuple[HandlingRow, ...]:
        """Every line of the list with what the last look found and when the next one is due."""
        return tuple(self._handling_row(one) for one in self.law.handling.values())

    def point_words(self, requirement: str) -> tuple[str, str]:
        """How the lines of the list for one point of Annex I stand, in a sentence, and the line to open: the
        one that is due, else the first. Both empty where the list has no line for the point."""
        items = [one for one in self.law.handling.values() if one.requirement == requirement]
        rows = [self._handling_row(one) for one in items]
        if not rows:
            return "", ""
        said = []
        for one in rows:
            parts = [words.uncapital(one.state_words)]
            if one.last is not None:
                parts.append(tr("looked at {day}", day=words.day_words(one.last)))
                if one.is_due:
                    parts.append(tr("look again"))
            said.append(f"{one.title}: {', '.join(parts)}")
        return f"{'. '.join(said)}.", next((one.id for one in rows if one.is_due), rows[0].id)

    def _said(self, item: str) -> Handling:
        data = self.file.other.get(RecordKind.HANDLING, {}).get(item, {})
        return Handling.from_json(item, data)

    def _handling_row(self, item: HandlingItem) -> HandlingRow:
        said = self._said(item.id)
        due = said.due(item.cadence_months)
        state_words, tone = STATE_WORDS[said.state], _TONES[said.state]
        is_due = said.last is None or (due is not None and due <= self.today)
        cadence = item.cadence_months if said.cadence_months is None else said.cadence_months
        looks = sorted(said.looks, key=lambda one: one.on, reverse=True)
        return HandlingRow(
            item.id,
            item.requirement,
            item.title,
            self.filled(item.question),
            item.proof,
            said.state,
            state_words,
            tone if not is_due or tone == "danger" else "warn",
            said.last,
            due,
            is_due,
            cadence,
            item.cadence_months,
            said.cadence_months,
            said.owner,
            said.note,
            tuple((one.on, one.by, STATE_WORDS[one.state], one.note) for one in looks),
            said.evidence,
            self.cites(item.cites),
        )

    def look(self, item_id: str, state: HandlingState, note: str = "", on: date | None = None) -> bool:
        """Record a look at a line of the list.

        Raises:
            ReportingError: the day lies in the future (REPORT-12).
            StoreError: it could not be saved; nothing was changed.
        """
        day = on or self.today
        if day > self.today:
            raise ReportingError(
                "REPORT-12",
                tr("The look was not recorded."),
                tr("Its day lies in the future."),
                tr("Correct the date."),
            )
        said = self._said(item_id)
        looks = (*said.looks, Look(day, self.workspace.who, state, note.strip()))
        newest = max(looks, key=lambda one: one.on)
        if newest.on == day:
            newest = looks[-1]
        title = words.uncapital(self.law.handling[item_id].title)
        return self._write_handling(
            replace(said, looks=looks, state=newest.state), tr("look at {point}", point=title)
        )

    def set_handling(self, item_id: str, **fields: Any) -> bool:
        """Change owner, note, evidence or how many months lie between two looks."""
        title = words.uncapital(self.law.handling[item_id].title)
        return self._write_handling(replace(self._said(item_id), **fields), title)

    def _write_handling(self, record: Handling, label: str) -> bool:
        return self.write(label, {RecordKind.HANDLING: {record.id: record}})

    # The figures

    def figures(self) -> HandlingFigures:
        """The vulnerabilities of the product in numbers."""
        return HandlingFigures.of(self.cases().values(), self.now)

    def figures_words(self, *, with_due: bool = True) -> tuple[str, ...]:
        """The same as sentences, for the texts on vulnerability handling; last what is to be looked at."""
        figures, said = self.figures(), []
        counted = ", ".join(
            f"{count} {SEVERITY_WORDS[one]}" for one, count in figures.open_by_severity.items() if count
        )
        if counted:
            said.append(
                trn(
                    "{n} open vulnerability: {severities}.",
                    "{n} open vulnerabilities: {severities}.",
                    figures.open,
                    severities=counted,
                )
            )
        else:
            said.append(trn("{n} open vulnerability.", "{n} open vulnerabilities.", figures.open))
        if figures.open:
            by_age = "; ".join(
                f"{label}: {count}"
                for label, count in zip(age_labels(), figures.open_by_age, strict=True)
                if count
            )
            said.append(tr("Open by age: {ages}.", ages=by_age))
        if figures.median_days_to_fix is not None and figures.longest_days_to_fix is not None:
            said.append(
                trn(
                    "{n} vulnerability with a measure: median {median} from awareness to the measure, "
                    "longest {longest}.",
                    "{n} vulnerabilities with a measure: median {median} from awareness to the measure, "
                    "longest {longest}.",
                    figures.fixed,
                    median=_day_words(figures.median_days_to_fix),
                    longest=_day_words(figures.longest_days_to_fix),
                )
            )
        due = [one.title for one in self.handling() if one.is_due] if with_due else []
        if due:
            said.append(tr("To look at: {points}.", points="; ".join(map(words.uncapital, due))))
        return tuple(said)

    # Upstream: Article 13(6)

    def upstream(self, case_id: str) -> UpstreamLine:
        """Where the duty to tell the maintainer of a component stands."""
        case = self.case(case_id)
        said = tr("The weakness is not known to lie in a component.")
        state: UpstreamState = "not-asked"
        tone: Tone = "neutral"
        if case.upstream.needed == "no":
            said, state = tr("No report to a maintainer is needed, as was decided."), "not-needed"
        elif case.upstream.reported_on is not None:
            on, to = words.day_words(case.upstream.reported_on), case.upstream.to
            if to:
                said = tr("Reported to {maintainer} on {day}.", maintainer=to, day=on)
            else:
                said = tr("Reported on {day}.", day=on)
            state, tone = "reported", "ok"
            if case.upstream.fix_shared == "yes":
                said, state = " ".join((said, tr("The fix was shared."))), "shared"
            elif case.upstream.fix_shared == "no-fix":
                said = " ".join((said, tr("No fix of your own to share.")))
            else:
                said, tone = " ".join((said, tr("Share the fix, if you made one."))), "warn"
        elif case.kind is CaseKind.VULNERABILITY and (
            case.upstream.needed == "yes" or self._is_component(case)
        ):
            said = tr("Tell whoever makes or maintains the component, and share the fix if you make one.")
            state, tone = "open", "warn"
        return UpstreamLine(state, said, tone, self.cites(_UPSTREAM_LAW), case.components)

    def _is_component(self, case: Case) -> bool:
        if case.components:
            return True
        result = self.aid_assessment(case)
        return (
            result is not None
            and _UPSTREAM in result.pack.facts
            and result.value(_UPSTREAM)
            in (
                "yes",
                "advised",
            )
        )

    # Other laws

    def overlap(self, case_id: str) -> tuple[OverlapRow, ...]:
        """The other reporting laws, side by side: what the event sets off first, then what is open, then the
        rest with the answers that rule it out."""
        case = self.case(case_id)
        result = self.aid_assessment(case)
        if result is None:
            return ()
        rows = [self._overlap_row(case, result, shown) for shown in result.overlap()]
        order = (True, None, False)
        return tuple(sorted(rows, key=lambda one: order.index(one.applies)))

    def _overlap_row(self, case: Case, result: Assessment, shown: RegimeShown) -> OverlapRow:
        regime = shown.regime
        because, questions = [], []
        for leaf in dict.fromkeys(_leaves(regime.when)):
            said = self._leaf_words(result, leaf, shown.applies)
            if said:
                because.append(said)
                if shown.applies is None and leaf.name in result.pack.questions:
                    questions.append(leaf.name)
        return OverlapRow(
            regime.id,
            regime.title,
            regime.trigger,
            shown.applies,
            tuple(because),
            tuple(questions),
            tuple((clock.label, _clock_words(clock)) for clock in regime.clocks),
            tuple(self._clock_due(case, clock) for clock in regime.clocks),
            regime.recipient,
            regime.note,
            regime.confidence,
            self.cites(regime.cites),
        )

    def _leaf_words(self, result: Assessment, leaf: _Leaf, applies: bool | None) -> str:
        """What was said to one part of a condition, where it speaks for the outcome; empty otherwise."""
        pack = result.pack
        if leaf.name in pack.questions:
            question, value = pack.questions[leaf.name], result.answers.get(leaf.name)
            title = self.filled(question.text)
            said = tr("not answered") if value is None else words.answer_words(pack, question, value)
        elif leaf.name in pack.facts:
            value, title = result.value(leaf.name), pack.facts[leaf.name].title
            if value in ("yes", "no"):
                said = words.fact_words(pack, leaf.name, value)
            else:
                said = tr("still open") if value is None else pack.facts[leaf.name].words.get(value, value)
        else:
            return ""
        joint = " " if title.endswith("?") else ": "
        return f"{title}{joint}{said}" if leaf.holds(value) is applies else ""

    def _clock_due(self, case: Case, clock: RegimeClock) -> str:
        """The instant at which a clock that starts with awareness ends; empty for every other."""
        if case.aware is None or clock.starts != "aware":
            return ""
        zone = self.zone_of(case)
        if clock.months:
            return local_words(months_after(case.aware, clock.months, zone), zone, self.now)
        span = timedelta(hours=clock.hours or 0, days=clock.days or 0)
        return local_words(case.aware.astimezone(UTC) + span, zone, self.now) if span else ""


@dataclass(frozen=True)
class _Leaf:
    """One comparison of a condition."""

    name: str
    wanted: tuple[str, ...]
    is_negated: bool

    def holds(self, value: Any) -> bool | None:
        """Whether it holds; None while the answer is missing or not sure."""
        if value is None or value == NOT_SURE:
            return None
        given = value if isinstance(value, list | tuple) else [value]
        return any(one in self.wanted for one in given) is not self.is_negated


def _leaves(condition: Any, *, negated: bool = False) -> Iterator[_Leaf]:
    """All comparisons of a condition of the rule pack."""
    if isinstance(condition, list | tuple):
        for one in condition:
            yield from _leaves(one, negated=negated)
    elif isinstance(condition, Mapping):
        for operator, body in condition.items():
            if operator in ("is", "has"):
                for name, wanted in body.items():
                    listed = tuple(wanted) if isinstance(wanted, list | tuple) else (str(wanted),)
                    yield _Leaf(name, listed, negated)
            else:
                yield from _leaves(body, negated=negated != (operator == "not"))


def age_labels() -> tuple[str, ...]:
    """The groups by age in words, in the order of `HandlingFigures.open_by_age`."""
    lowest = (0, *(bound + 1 for bound in AGE_BOUNDS[:-1]))
    within = (
        tr("{low} to {high} days", low=low, high=high) for low, high in zip(lowest, AGE_BOUNDS, strict=True)
    )
    return (*within, tr("over {days} days", days=AGE_BOUNDS[-1]), tr("without a date"))


def _day_words(days: float) -> str:
    return tr("less than a day") if days < 1 else trn("{n} day", "{n} days", int(days))


def _clock_words(clock: RegimeClock) -> str:
    if clock.hours:
        return trn("{n} hour from {start}", "{n} hours from {start}", clock.hours, start=clock.anchor)
    if clock.days:
        return trn("{n} day from {start}", "{n} days from {start}", clock.days, start=clock.anchor)
    if clock.months:
        return trn("{n} month from {start}", "{n} months from {start}", clock.months, start=clock.anchor)
    return clock.words or tr("from {start}", start=clock.anchor)
