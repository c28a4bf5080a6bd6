"""Vulnerability handling as a process: the living list of Annex I Part II, figures, reports upstream, and the
other laws that the same event can set off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from crasuite.domain.case import Case, CaseKind, Severity
from crasuite.domain.handling import AGE_BOUNDS, Handling, HandlingFigures, HandlingState, Look
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.reporting_aid import ReportingAid
from crasuite.interview.reporting_views import HandlingRow, OverlapRow, UpstreamLine, UpstreamState
from crasuite.interview.views import Tone
from crasuite.rules.model import HandlingItem, RegimeClock

_STATES: dict[HandlingState, tuple[str, Tone]] = {
    HandlingState.NOT_SAID: ("Not looked at", "warn"),
    HandlingState.IN_PLACE: ("In place", "ok"),
    HandlingState.PARTLY: ("In part", "warn"),
    HandlingState.MISSING: ("Missing", "danger"),
    HandlingState.NOT_SURE: (words.NOT_SURE_WORDS, "warn"),
}
_UPSTREAM = "report-upstream"
_UPSTREAM_LAW = ("cra art-13-6",)


class ReportingHandling(ReportingAid):
    """The process behind single cases."""

    # The living list

    def handling(self) -> tuple[HandlingRow, ...]:
        """Every line of the list with what the last look found and when the next one is due."""
        return tuple(self._handling_row(one) for one in self.law.handling.values())

    def _said(self, item: str) -> Handling:
        data = self.file.other.get(RecordKind.HANDLING, {}).get(item, {})
        return Handling.from_json(item, data)

    def _handling_row(self, item: HandlingItem) -> HandlingRow:
        said = self._said(item.id)
        due = said.due(item.cadence_months)
        state_words, tone = _STATES[said.state]
        is_due = said.last is None or (due is not None and due <= self.today)
        cadence = item.cadence_months if said.cadence_months is None else said.cadence_months
        looks = sorted(said.looks, key=lambda one: one.on, reverse=True)
        return HandlingRow(
            item.id,
            item.requirement,
            item.title,
            words.filled(item.question, self.product_name),
            item.proof,
            said.state,
            state_words,
            tone if not is_due or tone == "danger" else "warn",
            said.last,
            due,
            is_due,
            cadence,
            said.owner,
            said.note,
            tuple((one.on, one.by, _STATES[one.state][0], one.note) for one in looks),
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
                "REPORT-12", "The look was not recorded.", "Its day lies in the future.", "Correct the date."
            )
        said = self._said(item_id)
        looks = (*said.looks, Look(day, self.workspace.who, state, note.strip()))
        newest = max(looks, key=lambda one: one.on)
        if newest.on == day:
            newest = looks[-1]
        title = words.uncapital(self.law.handling[item_id].title)
        return self._write_handling(replace(said, looks=looks, state=newest.state), f"look at {title}")

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

    def figures_words(self) -> tuple[str, ...]:
        """The same as sentences, for the texts on vulnerability handling."""
        figures, said = self.figures(), []
        counted = ", ".join(
            f"{count} {_SEVERITY[one]}" for one, count in figures.open_by_severity.items() if count
        )
        said.append(
            f"{words.count_words(figures.open, 'open vulnerability', 'open vulnerabilities')}"
            + (f": {counted}." if counted else ".")
        )
        if figures.open:
            by_age = "; ".join(
                f"{label}: {count}"
                for label, count in zip(age_labels(), figures.open_by_age, strict=True)
                if count
            )
            said.append(f"Open by age: {by_age}.")
        if figures.median_days_to_fix is not None and figures.longest_days_to_fix is not None:
            said.append(
                f"{words.count_words(figures.fixed, 'vulnerability', 'vulnerabilities')} with a measure: "
                f"median {_day_words(figures.median_days_to_fix)} from awareness to the measure, "
                f"longest {_day_words(figures.longest_days_to_fix)}."
            )
        due = [one.title for one in self.handling() if one.is_due]
        if due:
            said.append(f"To look at: {'; '.join(map(words.uncapital, due))}.")
        return tuple(said)

    # Upstream: Article 13(6)

    def upstream(self, case_id: str) -> UpstreamLine:
        """Where the duty to tell the maintainer of a component stands."""
        case = self.case(case_id)
        said = "The weakness is not known to lie in a component."
        state: UpstreamState = "not-asked"
        tone: Tone = "neutral"
        if case.upstream.needed == "no":
            said, state = "No report to a maintainer is needed, as was decided.", "not-needed"
        elif case.upstream.reported_on is not None:
            on, to = words.day_words(case.upstream.reported_on), case.upstream.to
            said = f"Reported to {to} on {on}." if to else f"Reported on {on}."
            state, tone = "reported", "ok"
            if case.upstream.fix_shared == "yes":
                said, state = f"{said} The fix was shared.", "shared"
            elif case.upstream.fix_shared == "no-fix":
                said = f"{said} No fix of your own to share."
            else:
                said, tone = f"{said} Share the fix, if you made one.", "warn"
        elif case.kind is CaseKind.VULNERABILITY and (
            case.upstream.needed == "yes" or self._is_component(case)
        ):
            said = "Tell whoever makes or maintains the component, and share the fix if you make one."
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
        """The other reporting laws that the event may set off, side by side."""
        result = self.aid_assessment(self.case(case_id))
        if result is None:
            return ()
        return tuple(
            OverlapRow(
                shown.regime.id,
                shown.regime.title,
                shown.regime.trigger,
                shown.applies,
                tuple((clock.label, _clock_words(clock)) for clock in shown.regime.clocks),
                shown.regime.recipient,
                shown.regime.note,
                shown.regime.confidence,
                self.cites(shown.regime.cites),
            )
            for shown in result.overlap()
            if shown.applies is not False
        )


_SEVERITY = {
    Severity.NOT_RATED: "not rated",
    Severity.NONE: "without severity",
    Severity.LOW: "low",
    Severity.MEDIUM: "medium",
    Severity.HIGH: "high",
    Severity.CRITICAL: "critical",
}


def age_labels() -> tuple[str, ...]:
    """The groups by age in words, in the order of `HandlingFigures.open_by_age`."""
    lowest = (0, *(bound + 1 for bound in AGE_BOUNDS[:-1]))
    within = (f"{low} to {high} days" for low, high in zip(lowest, AGE_BOUNDS, strict=True))
    return (*within, f"over {AGE_BOUNDS[-1]} days", "without a date")


def _day_words(days: float) -> str:
    return "less than a day" if days < 1 else words.count_words(int(days), "day")


def _clock_words(clock: RegimeClock) -> str:
    for number, unit in ((clock.hours, "hour"), (clock.days, "day"), (clock.months, "month")):
        if number:
            return f"{words.count_words(number, unit)} from {clock.anchor}"
    return clock.words or f"from {clock.anchor}"
