"""The register of vulnerabilities and incidents of one product: what is listed, added, changed and closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crasuite.domain.case import (
    Case,
    CaseKind,
    CaseStatus,
    Decision,
    EarlierAwareness,
    Exploit,
    Severity,
)
from crasuite.domain.clocks import Clock, ClockState, clocks, next_due
from crasuite.domain.handling import FindingSource, ListState, list_state
from crasuite.domain.notification import Notification, Submission
from crasuite.domain.placeholder import is_filled
from crasuite.domain.product import ProductState
from crasuite.domain.record_kind import RecordData, RecordKind
from crasuite.domain.uncollected import uncollected
from crasuite.domain.zones import find_zone
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.case_words import STATUS_WORDS
from crasuite.interview.moment_words import due_words
from crasuite.interview.product_file import ProductFile, Writable
from crasuite.interview.reporting_views import CaseList, CaseRow, FindingsLine, SourceLine
from crasuite.interview.views import Cite, Tone
from crasuite.language import language, mark, number, tr, trn
from crasuite.rules import NOT_SURE, Pack

LIST_ITEM = "h-watch"
"""Line of the living list whose months say how old an imported list may be and still speak of today."""
_NO_COLUMNS = frozenset({"id", "other", "aware", "zone", "aware_earlier", "aware_reason", "products"})


class ReportingRegister(ProductFile):
    """Cases that touch the product, wherever they were opened. Everything written is one step for Undo."""

    @property
    def law(self) -> Pack:
        """The rule pack for reporting: that of the product, or the program's where that one had none yet."""
        return self.pack if self.pack.stages else self.workspace.pack

    @property
    def list_days(self) -> int:
        """Days after which an imported list is old: the months that the rule pack suggests, of 30 days."""
        item = self.law.handling.get(LIST_ITEM)
        return 30 * (item.cadence_months if item is not None and item.cadence_months else 1)

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.workspace.now.astimezone(UTC)

    def cites(self, ids: tuple[str, ...]) -> tuple[Cite, ...]:
        """Citations as screens show them."""
        return cites_of(self.law, ids)

    # The list

    def cases(self) -> dict[str, Case]:
        """All cases that touch the product, newest first."""
        return {case.id: case for _home, case in self._found()}

    def case(self, case_id: str) -> Case:
        """One case.

        Raises:
            ReportingError: there is none with this id (REPORT-05).
        """
        return self._find(case_id)[1]

    def home_of(self, case_id: str) -> int:
        """Id of the product at which a case lies."""
        return self._find(case_id)[0]

    def rows(self) -> list[CaseRow]:
        """Every vulnerability and incident of the product, newest first."""
        now = self.now
        with uncollected():
            return [self._row(home, case, now) for home, case in self._found()]

    def row(self, case_id: str) -> CaseRow:
        """One line of the list."""
        return self._row(*self._find(case_id), self.now)

    def case_list(self) -> CaseList:
        """The reporting cases: what is due first stands first."""
        now = self.now
        found = [self._row(home, case, now) for home, case in self._opened()]
        far = datetime.max.replace(tzinfo=UTC)
        waiting = sorted(
            (one for one in found if one.is_open), key=lambda one: (one.due or far).astimezone(UTC)
        )
        return CaseList(tuple(waiting), tuple(one for one in found if not one.is_open))

    def _found(self) -> list[tuple[int, Case]]:
        found = list(self.workspace.cases.of_product(self.product_id))
        found.sort(key=lambda one: _order(one[1].id), reverse=True)
        return found

    def _opened(self) -> list[tuple[int, Case]]:
        """Only the reporting cases, without a look at all others."""
        found = [
            (home, case)
            for home, case in self.workspace.cases.opened()
            if self.product_id in case.touches(home)
        ]
        found.sort(key=lambda one: _order(one[1].id), reverse=True)
        return found

    def _find(self, case_id: str) -> tuple[int, Case]:
        found = self.workspace.cases.find(case_id)
        if found is None:
            raise ReportingError(
                "REPORT-05",
                tr("There is no case {case}.", case=case_id),
                tr("It was removed, or belongs to another workspace."),
                tr("Choose one from the list."),
            )
        return found

    def _row(self, home: int, case: Case, now: datetime) -> CaseRow:
        """What no clock runs for reads the same at any moment, so it is made once."""
        kept = self.workspace.cases.rows
        known = kept.get(case.id)
        if known is not None and known[0] is case and known[1][0] == language():
            row: CaseRow = known[1][1]
            return row
        row = self._new_row(home, case, now)
        if not case.opened:
            kept[case.id] = (case, (language(), row))
        return row

    def _new_row(self, home: int, case: Case, now: datetime) -> CaseRow:
        state, due = ClockState.NOT_RUNNING, None
        is_open = case.is_open
        if case.opened:
            waiting = self._next_clock(home, case)
            if waiting is not None and waiting.due is not None:
                state, due = waiting.state(now), waiting.due.astimezone(self.zone_of(case))
                is_open = True
        chip, tone = self._chip(case, state, due, now)
        return CaseRow(
            case.id,
            case.kind,
            case.title,
            _kind_words(case),
            case.severity,
            case.exploit,
            case.status,
            case.decision,
            case.opened,
            is_open,
            case.aware,
            case.versions,
            case.ids,
            case.components,
            case.touches(home),
            home,
            state,
            due,
            chip,
            tone,
            " ".join((case.id, case.title, case.versions, *case.ids, *case.components)).casefold(),
        )

    def _chip(self, case: Case, state: ClockState, due: datetime | None, now: datetime) -> tuple[str, Tone]:
        if not case.is_open and due is None:
            if case.decision is Decision.NO_REPORT:
                return tr("No report needed"), "neutral"
            if case.closed_on:
                return tr("Closed {day}", day=words.day_words(case.closed_on)), "neutral"
            return tr("Closed"), "neutral"
        if due is not None:
            tone: Tone = "danger" if state in (ClockState.OVERDUE, ClockState.DUE_SOON) else "warn"
            return _due_chip(due, self.zone_of(case), now), tone
        if not case.opened:
            return words.capital(STATUS_WORDS[case.status]), "neutral"
        if case.decision is Decision.NO_REPORT:
            return tr("No report needed"), "neutral"
        if case.aware is None:
            return tr("Say when you became aware"), "warn"
        return tr("Nothing due"), "neutral"

    # The clocks of a case

    def zone_of(self, case: Case) -> ZoneInfo:
        """The zone in which a case is counted; UTC where none was said."""
        return find_zone(case.zone) or ZoneInfo("UTC")

    def _clocks(self, home: int, case: Case) -> tuple[Clock, ...]:
        if not case.clock_runs:
            return ()
        events = case.events(self.workspace.cases.handed_in(home, case.id))
        return clocks(self.law.stages.values(), str(case.kind), events, self.zone_of(case))

    def _next_clock(self, home: int, case: Case) -> Clock | None:
        return next_due(self._clocks(home, case))

    def stays_open(self, home: int, case: Case) -> bool:
        """True while it is open, and for a closed one while something is due: that stays in sight."""
        return case.is_open or self._next_clock(home, case) is not None

    # Adding and changing

    def new_case(
        self,
        kind: CaseKind,
        title: str,
        *,
        aware: datetime | None = None,
        zone: str = "",
        opened: bool = True,
        **fields: Any,
    ) -> str:
        """Add a case and give its id: the year of awareness, else of today, with a number never used before.

        Raises:
            ReportingError: awareness lies in the future (REPORT-01), or has no zone (REPORT-06).
            FindingsError: a vector of CVSS is none.
            StoreError: it could not be saved; nothing was changed.
        """
        _check_zone(aware, zone)
        if aware is not None and aware > self.now and not fields.get("aware_reason"):
            raise _needs_reason(tr(_FUTURE))
        where = find_zone(zone)
        year = aware.astimezone(where or aware.tzinfo).year if aware else self.today.year
        case_id = self.repository.next_record_id(None, RecordKind.CASE, str(year))
        case = Case(case_id, kind=kind, title=title.strip(), aware=aware, zone=zone, opened=opened)
        case = replace(case, **self._checked(fields))
        if opened:
            label = tr("adding case {case}", case=case_id)
        elif kind is CaseKind.VULNERABILITY:
            label = tr("adding vulnerability {case}", case=case_id)
        else:
            label = tr("adding incident {case}", case=case_id)
        self._write(self.product_id, label, case)
        return case_id

    def set_case(self, case_id: str, **fields: Any) -> bool:
        """Change fields of a case other than the instant of awareness. False when all was that way.

        A vector of CVSS also sets how serious it is, unless that is said as well.

        Raises:
            ReportingError: an instant has no zone (REPORT-06); its status is to be closed while something of
                it is still due (REPORT-04).
            FindingsError: a vector is none.
            StoreError: it could not be saved; nothing was changed.
        """
        if refused := _NO_COLUMNS & fields.keys() - {"products"}:
            raise TypeError(f"set_case does not change {', '.join(sorted(refused))}")
        home, case = self._find(case_id)
        if fields.get("status") is CaseStatus.CLOSED and case.opened:
            self._check_done(home, case)
        if "products" in fields:
            fields["products"] = tuple(one for one in dict.fromkeys(fields["products"]) if one != home)
        return self._write(home, tr("case {case}", case=case_id), replace(case, **self._checked(fields)))

    def _checked(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        from crasuite.findings.severity import highest, score

        said = dict(fields)
        for value in said.values():
            if isinstance(value, datetime) and value.tzinfo is None:
                raise _no_zone("")
        if "cvss" in said:
            said["cvss"] = tuple(score(vector).vector for vector in said["cvss"])
            rated = highest(said["cvss"])
            said.setdefault("severity", rated.rating if rated else Severity.NOT_RATED)
        return said

    def needs_reason(self, case_id: str, at: datetime | None) -> str:
        """Why setting awareness to this instant needs a reason; empty when it needs none."""
        case = self.case(case_id)
        if _differs(case.aware, at):
            return tr(_CHANGED)
        return tr(_FUTURE) if at is not None and at > self.now else ""

    def set_awareness(
        self, case_id: str, at: datetime | None, zone: str, *, how: str | None = None, reason: str = ""
    ) -> bool:
        """Say when the maker became aware. An instant it replaces is kept, with the reason.

        Raises:
            ReportingError: it is changed, or lies in the future, without a reason (REPORT-01); the zone is
                not known (REPORT-06).
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        _check_zone(at, zone)
        if (why := self.needs_reason(case_id, at)) and not is_filled(reason):
            raise _needs_reason(why)
        earlier = case.aware_earlier
        if _differs(case.aware, at):
            earlier = (*earlier, EarlierAwareness(case.aware, case.zone, self.now, reason.strip()))
        changed = replace(
            case,
            aware=at,
            zone=zone,
            aware_how=case.aware_how if how is None else how,
            aware_reason=reason.strip() or case.aware_reason,
            aware_earlier=earlier,
        )
        return self._write(home, tr("awareness of case {case}", case=case_id), changed)

    def open_report(self, case_id: str) -> bool:
        """Make a line of the register a reporting case."""
        home, case = self._find(case_id)
        return self._write(
            home, tr("opening case {case}", case=case_id), replace(case, opened=True, **_open(case))
        )

    def decide(self, case_id: str, decision: Decision, reason: str = "") -> bool:
        """Keep whether it is reported. "No report" needs a reason, since it stops the clocks.

        Raises:
            ReportingError: the reason is missing (REPORT-03).
            StoreError: it could not be saved; nothing was changed.
        """
        if decision is Decision.NO_REPORT and not is_filled(reason):
            raise ReportingError(
                "REPORT-03",
                tr("Say why nothing is to be reported."),
                tr("The decision stops the clocks, and an authority may ask for it."),
                tr("Write one or two sentences, or leave it undecided."),
            )
        home, case = self._find(case_id)
        at = None if decision is Decision.NONE else self.now
        changed = replace(case, opened=True, decision=decision, decision_reason=reason.strip(), decided=at)
        return self._write(home, tr("decision on case {case}", case=case_id), changed)

    def close_case(self, case_id: str, on: date | None = None) -> bool:
        """Close a case.

        Raises:
            ReportingError: something of it is still due (REPORT-04).
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        self._check_done(home, case)
        return self._write(
            home, tr("closing case {case}", case=case_id), replace(case, closed_on=on or self.today)
        )

    def _check_done(self, home: int, case: Case) -> None:
        for clock in self._clocks(home, case):
            stage = self.law.stages[clock.stage]
            if clock.submitted is None and (stage.hours or stage.days or stage.months):
                raise ReportingError(
                    "REPORT-04",
                    tr(
                        "The case stays open: {stage} is not recorded as submitted.",
                        stage=words.uncapital(stage.title),
                    ),
                    tr("A clock stops only when a submission is recorded."),
                    tr("Record what was submitted, or decide that nothing is to be reported and say why."),
                )

    def reopen_case(self, case_id: str) -> bool:
        """Open a closed case again."""
        home, case = self._find(case_id)
        return self._write(home, tr("opening case {case} again", case=case_id), replace(case, **_open(case)))

    def remove_case(self, case_id: str) -> bool:
        """Remove a case with its forms; Undo brings all of it back.

        Raises:
            ReportingError: something was submitted for it (REPORT-02).
            StoreError: it could not be saved; nothing was changed.
        """
        home, _case = self._find(case_id)
        if self.workspace.cases.submissions(home, case_id):
            raise ReportingError(
                "REPORT-02",
                tr("Case {case} was not removed.", case=case_id),
                tr("A submission is recorded for it, and that record must be kept."),
                tr("Close it instead."),
            )
        forms = {
            Notification.id_of(case_id, stage): None
            for stage in self.law.stages
            if self.workspace.cases.notification(home, case_id, stage).to_json()
        }
        records: dict[str, dict[str, Writable | RecordData | None]] = {RecordKind.CASE: {case_id: None}}
        if forms:
            records[RecordKind.NOTIFICATION] = dict(forms)
        return self._write_records(home, tr("removing case {case}", case=case_id), records)

    def _write(self, home: int, label: str, record: Case | Notification | Submission) -> bool:
        kind = {Case: RecordKind.CASE, Notification: RecordKind.NOTIFICATION}.get(
            type(record), RecordKind.SUBMISSION
        )
        return self._write_records(home, label, {kind: {record.id: record}})

    def _write_records(
        self, home: int, label: str, records: Mapping[str, Mapping[str, Writable | RecordData | None]]
    ) -> bool:
        """As one step, at the product where the case lies."""
        return ProductFile(self.workspace, home).write(label, records)

    # What the lists say

    def findings_state(self) -> FindingsLine:
        """What the imported lists say today, each with its source and age."""
        now, sources = self.now, self.workspace.cases.sources(self.product_id)
        state = list_state(sources, now, self.list_days)
        lists = [one for one in sources if not one.is_catalogue]
        newest = max((one.dated for one in lists if one.dated), default=None)
        if newest is None:
            age = tr("of unknown age")
        else:
            age = trn("{n} day old", "{n} days old", _days(now - newest))
        if state is ListState.NOT_CHECKED:
            said = tr("Not checked: no list of findings was imported yet.")
        elif state is ListState.OLD:
            said = tr("Not checked: the newest list is {age}. Import a newer one.", age=age)
        else:
            count = sum(one.origin != "" for one in self.cases().values())
            said = tr(
                "Checked against {lists}, the newest {age}: {findings} taken over.",
                lists=trn("{n} list", "{n} lists", len(lists)),
                age=age,
                findings=trn("{n} finding", "{n} findings", count),
            )
        lines = tuple(_source_line(one, now, self.list_days) for one in reversed(sources))
        return FindingsLine(state, f"{said} {self._catalogue_words(sources, now)}", lines)

    def _catalogue_words(self, sources: Iterable[FindingSource], now: datetime) -> str:
        """How far exploitation was looked up; catalogues say nothing of components."""
        newest = max((one.dated for one in sources if one.is_catalogue and one.dated), default=None)
        if newest is None:
            return tr("Exploitation not checked: no list of exploited vulnerabilities was imported.")
        if now - newest > timedelta(days=self.list_days):
            return trn(
                "Exploitation not checked: the list of exploited vulnerabilities is {n} day old.",
                "Exploitation not checked: the list of exploited vulnerabilities is {n} days old.",
                _days(now - newest),
            )
        return trn(
            "The list of exploited vulnerabilities is {n} day old.",
            "The list of exploited vulnerabilities is {n} days old.",
            _days(now - newest),
        )

    def touched_names(self, case_id: str) -> tuple[str, ...]:
        """Names of all products a case touches, deleted ones left out."""
        home, case = self._find(case_id)
        names = {
            one.id: one.name for one in self.repository.products(ProductState.ACTIVE, ProductState.ARCHIVED)
        }
        return tuple(names[one] for one in case.touches(home) if one in names)


_CHANGED = mark("The instant you became aware starts every clock. Say why it changes; both are kept.")
_FUTURE = mark("That lies in the future. Say why you enter it all the same, or correct it.")


def _check_zone(at: datetime | None, zone: str) -> None:
    """An instant is kept with its offset and the zone it is counted in; neither is ever assumed."""
    if at is not None and (at.tzinfo is None or find_zone(zone) is None):
        raise _no_zone(zone)


def _no_zone(zone: str) -> ReportingError:
    what = tr("“{zone}” is no time zone.", zone=zone) if zone else tr("The time zone is missing.")
    why = tr("A time without one is another instant in each zone.")
    return ReportingError("REPORT-06", what, why, tr("Choose one such as Europe/Vienna."))


def cites_of(pack: Pack, ids: Iterable[str]) -> tuple[Cite, ...]:
    """Citations of a rule pack with label and gist, each once."""
    found = []
    for one in dict.fromkeys(ids):
        source = pack.sources[one.partition(" ")[0]]
        address = source.eli or source.address
        found.append(Cite(one, pack.label(one), pack.gist(one), source.title, source.number, address))
    return tuple(found)


def _differs(old: datetime | None, new: datetime | None) -> bool:
    """True when an instant that was said becomes another, or none. Zones may differ, so UTC is compared."""
    return old is not None and (new is None or old.astimezone(UTC) != new.astimezone(UTC))


def _needs_reason(why: str) -> ReportingError:
    return ReportingError("REPORT-01", tr("A reason is missing."), why, tr("Write it in a sentence."))


def _order(case_id: str) -> tuple[int, int]:
    year, _, number = case_id.partition("-")
    try:
        return int(year), int(number)
    except ValueError:
        return 0, 0


def _open(case: Case) -> dict[str, Any]:
    """What makes a closed case an open one; a status other than closed stays."""
    status = CaseStatus.ASSESSING if case.status is CaseStatus.CLOSED else case.status
    return {"closed_on": None, "status": status}


def _kind_words(case: Case) -> str:
    if case.decision is Decision.NONE and case.answers.get("case-kind") == NOT_SURE:
        return tr("Event, not decided yet")
    if case.decision is Decision.NONE and case.answers.get("case-kind") == "both":
        return tr("Vulnerability and incident")
    if case.kind is CaseKind.INCIDENT:
        return {
            Decision.NONE: tr("Incident"),
            Decision.REPORT: tr("Severe incident"),
            Decision.NO_REPORT: tr("Not a severe incident"),
        }[case.decision]
    if case.decision is Decision.REPORT:
        return tr("Actively exploited vulnerability")
    return {
        Exploit.KNOWN: tr("Actively exploited vulnerability"),
        Exploit.SUSPECTED: tr("Vulnerability, exploitation suspected"),
        Exploit.NONE: tr("Vulnerability, not exploited"),
        Exploit.UNKNOWN: tr("Vulnerability"),
    }[case.exploit]


def is_reportable(case: Case) -> bool:
    """True where the case is called an actively exploited vulnerability or a severe incident."""
    if case.decision is Decision.REPORT:
        return True
    is_open = case.decision is Decision.NONE and case.answers.get("case-kind") in (NOT_SURE, "both")
    return case.kind is CaseKind.VULNERABILITY and case.exploit is Exploit.KNOWN and not is_open


def _due_chip(due: datetime, zone: ZoneInfo, now: datetime) -> str:
    local = due.astimezone(zone)
    if now <= due and local.date() == now.astimezone(zone).date():
        return tr("Due today {time}", time=f"{local:%H:%M}")
    return words.capital(due_words(due, zone, now))


def _source_line(source: FindingSource, now: datetime, most_days: int) -> SourceLine:
    age = source.age(now)
    parts = [source.format, source.tool]
    if source.dated and age:
        on, days = words.day_words(source.dated.date()), _days(age)
        if source.made:
            parts.append(trn("made {day}, {n} day old", "made {day}, {n} days old", days, day=on))
        else:
            parts.append(trn("imported {day}, {n} day old", "imported {day}, {n} days old", days, day=on))
    if source.checked:
        parts.append(tr("same file looked at again {day}", day=words.day_words(max(source.checked).date())))
    if source.findings is not None:
        parts.append(
            trn(
                "{matched} of {n} finding concern the product",
                "{matched} of {n} findings concern the product",
                source.findings,
                matched=number(source.matched or 0),
            )
        )
    return SourceLine(
        source.id,
        source.file_name,
        source.format,
        ", ".join(part for part in parts if part),
        source.is_old(now, most_days),
    )


def _days(span: timedelta) -> int:
    return max(0, span.days)
