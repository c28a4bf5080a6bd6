"""One event that is both an actively exploited vulnerability and a severe incident: two cases, linked.

Article 14(1) and (3) ask for a notification each, so each has a case with clocks of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crasuite.domain.case import Case, CaseKind
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview.reporting_register import ReportingRegister
from crasuite.language import tr

KIND_QUESTION = "case-kind"
TWO_NOTIFICATIONS = "two-notifications"
"""Id of what the pack says of an event that is both."""


@dataclass(frozen=True, slots=True)
class OtherCase:
    """The second case of the same event."""

    id: str
    kind: CaseKind
    title: str
    words: str
    """`Case 2026-02, on the incident`."""


class ReportingPairs(ReportingRegister):
    """The link between two cases of one event; both name each other."""

    def other_case(self, case_id: str) -> OtherCase | None:
        """The second case of the event; None while there is none, or when it was removed."""
        case = self.case(case_id)
        found = self.workspace.cases.find(case.linked) if case.linked else None
        if found is None or found[1].linked != case.id:
            return None
        other = found[1]
        if other.kind is CaseKind.INCIDENT:
            words = tr("Case {case}, on the incident", case=other.id)
        else:
            words = tr("Case {case}, on the vulnerability", case=other.id)
        return OtherCase(other.id, other.kind, other.title, words)

    def open_second(self, case_id: str) -> str:
        """Open the case for the other kind of event, with all that both share, as one step; gives its id.

        What only one kind has (ids and rating of a vulnerability, when an incident occurred) stays.

        Raises:
            ReportingError: there is a second case already (REPORT-15).
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        if (other := self.other_case(case_id)) is not None:
            raise ReportingError(
                "REPORT-15",
                tr("Case {case} has a second case already, {other}.", case=case_id, other=other.id),
                tr("One event has at most one case for the vulnerability and one for the incident."),
                tr("Open that one."),
            )
        kind = CaseKind.VULNERABILITY if case.kind is CaseKind.INCIDENT else CaseKind.INCIDENT
        local = case.aware.astimezone(self.zone_of(case)) if case.aware else None
        year = local.year if local else self.today.year
        second_id = self.repository.next_record_id(None, RecordKind.CASE, str(year))
        second = Case(
            second_id,
            kind=kind,
            title=case.title,
            summary=case.summary,
            products=case.products,
            components=case.components,
            source=case.source,
            reporter=case.reporter,
            aware=case.aware,
            zone=case.zone,
            aware_how=case.aware_how,
            versions=case.versions,
            measures=case.measures,
            user_measures=case.user_measures,
            answers={**case.answers, KIND_QUESTION: str(kind)},
            opened=True,
            sensitive=case.sensitive,
            note=case.note,
            linked=case.id,
        )
        # Each case now stands for one kind alone.
        first = replace(
            case, opened=True, linked=second_id, answers={**case.answers, KIND_QUESTION: str(case.kind)}
        )
        if kind is CaseKind.INCIDENT:
            label = tr("opening case {case} for the incident", case=second_id)
        else:
            label = tr("opening case {case} for the vulnerability", case=second_id)
        self._write_records(
            home,
            label,
            {RecordKind.CASE: {first.id: first, second_id: second}},
        )
        return second_id
