"""One line of the register of vulnerabilities and incidents, and the report it may turn into (Article 14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crasuite.domain.answer import AnswerValue
from crasuite.domain.clocks import Events
from crasuite.domain.record import Record, choice, day, flag, instant, mapping, text, texts, value


class CaseKind(StrEnum):
    """What happened: Article 14(1) or Article 14(3)."""

    VULNERABILITY = "vulnerability"
    INCIDENT = "incident"


class CaseSource(StrEnum):
    """Where word of it came from."""

    NOT_SAID = ""
    RESEARCHER = "researcher"
    USER = "user"
    SUPPLIER = "supplier"
    OWN_TEST = "own-test"
    IMPORT = "import"
    AUTHORITY = "authority"
    OTHER = "other"


class Exploit(StrEnum):
    """What is known of exploitation."""

    UNKNOWN = "unknown"
    NONE = "none"
    SUSPECTED = "suspected"
    KNOWN = "known"


class CaseStatus(StrEnum):
    """How far the work on it is."""

    NEW = "new"
    ASSESSING = "assessing"
    AFFECTED = "affected"
    NOT_AFFECTED = "not-affected"
    FIXING = "fixing"
    FIXED = "fixed"
    CLOSED = "closed"

    @property
    def needs_work(self) -> bool:
        """False once it is fixed, closed or found not to concern the product."""
        return self not in (CaseStatus.NOT_AFFECTED, CaseStatus.FIXED, CaseStatus.CLOSED)


class Decision(StrEnum):
    """What the maker decided about reporting."""

    NONE = ""
    REPORT = "report"
    NO_REPORT = "no-report"


class Severity(StrEnum):
    """How serious a vulnerability is, in the words of CVSS."""

    NOT_RATED = ""
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def weight(self) -> int:
        """For sorting: what is not rated weighs as much as high, as nobody can say less."""
        return 4 if self is Severity.NOT_RATED else list(Severity).index(self)


class Sensitivity(StrEnum):
    """Whether the information is sensitive for now."""

    UNDECIDED = ""
    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


@dataclass(frozen=True, slots=True)
class EarlierAwareness:
    """An instant of awareness that was replaced, and why."""

    aware: datetime | None
    zone: str
    changed: datetime
    reason: str

    @classmethod
    def from_json(cls, data: Any) -> EarlierAwareness:
        """One of them. Raises TypeError or ValueError when it is none."""
        aware = data["aware"]
        return cls(
            None if aware is None else _moment(aware),
            str(data["zone"]),
            _moment(data["changed"]),
            str(data["reason"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Its JSON object."""
        aware = self.aware.isoformat() if self.aware else None
        return {
            "aware": aware,
            "zone": self.zone,
            "changed": self.changed.isoformat(),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """The duty to tell whoever maintains a component of its vulnerability, and to share the fix (13(6))."""

    needed: str = ""
    """`yes`, `no`, or empty while nobody said."""
    to: str = ""
    reported_on: date | None = None
    fix_shared: str = ""
    """`yes`, `no`, `no-fix` where the maker made none, or empty."""

    @classmethod
    def from_json(cls, data: Any) -> Upstream:
        """Raises TypeError or ValueError when the data is something else."""
        if not isinstance(data, Mapping) or set(data) - {"needed", "to", "reported_on", "fix_shared"}:
            raise ValueError
        on = data.get("reported_on")
        return cls(
            needed=str(data.get("needed", "")),
            to=str(data.get("to", "")),
            reported_on=date.fromisoformat(on) if on else None,
            fix_shared=str(data.get("fix_shared", "")),
        )

    def to_json(self) -> dict[str, Any]:
        """What is filled in."""
        said = {
            "needed": self.needed,
            "to": self.to,
            "reported_on": self.reported_on.isoformat() if self.reported_on else "",
            "fix_shared": self.fix_shared,
        }
        return {key: one for key, one in said.items() if one}


def _moment(given: Any) -> datetime:
    read = datetime.fromisoformat(given)
    if read.tzinfo is None:
        raise ValueError
    return read


def _products(given: Any) -> tuple[int, ...]:
    if not isinstance(given, list) or not set(map(type, given)) <= {int}:  # True is no number
        raise TypeError
    return tuple(given)


def _answers(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise TypeError
    return dict(given)


def _earlier(given: Any) -> tuple[EarlierAwareness, ...]:
    try:
        return tuple(map(EarlierAwareness.from_json, given))
    except (KeyError, AttributeError) as error:
        raise ValueError from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """One vulnerability or incident. Its id is the year of awareness with a running number, as 2026-03.

    The record lies at the product where it was opened; `products` are ids of the others it touches.
    """

    kind: CaseKind = choice(CaseKind.VULNERABILITY, always=True)
    title: str = text()
    summary: str = text()
    products: tuple[int, ...] = value((), _products, list)
    components: tuple[str, ...] = texts()
    """Keys of SBOM components: purl without version, or name."""
    source: CaseSource = choice(CaseSource.NOT_SAID)
    reporter: str = text()
    aware: datetime | None = instant()
    zone: str = text()
    """Zone of the time-zone database in which the maker counts."""
    aware_how: str = text()
    aware_reason: str = text()
    """Why awareness was changed last."""
    aware_earlier: tuple[EarlierAwareness, ...] = value(
        (), _earlier, lambda held: [one.to_json() for one in held]
    )
    occurred: datetime | None = instant()
    detected: datetime | None = instant()
    requested: datetime | None = instant()
    """When the CSIRT asked for an intermediate report."""
    versions: str = text()
    cve: tuple[str, ...] = texts()
    euvd: tuple[str, ...] = texts()
    ghsa: tuple[str, ...] = texts()
    other_ids: tuple[str, ...] = texts()
    cvss: tuple[str, ...] = texts()
    """Vectors, CVSS 3.1 or 4.0."""
    severity: Severity = choice(Severity.NOT_RATED)
    exploit: Exploit = choice(Exploit.UNKNOWN)
    exploit_note: str = text()
    status: CaseStatus = choice(CaseStatus.NEW)
    justification: str = text()
    """Why a product is not affected, in the words of VEX."""
    measures: str = text()
    user_measures: str = text()
    measure_available: datetime | None = instant()
    fix_version: str = text()
    advisory: str = text()
    credits: str = text()
    upstream: Upstream = value(Upstream(), Upstream.from_json, Upstream.to_json)
    answers: Mapping[str, AnswerValue] = mapping(_answers)
    """Answers of the decision aid by question."""
    opened: bool = flag()
    """True when it is a reporting case, not only a line of the register."""
    decision: Decision = choice(Decision.NONE)
    decision_reason: str = text()
    decided: datetime | None = instant()
    closed_on: date | None = day()
    origin: str = text()
    """Id of the imported list it came from."""
    sensitive: Sensitivity = choice(Sensitivity.UNDECIDED)
    note: str = text()
    linked: str = text()
    """Id of the case for the other kind of event, where one event is both."""

    @property
    def is_open(self) -> bool:
        """False once somebody closed it."""
        return self.closed_on is None and self.status is not CaseStatus.CLOSED

    @property
    def clock_runs(self) -> bool:
        """True from awareness on until it is decided that nothing is to be reported."""
        return self.opened and self.aware is not None and self.decision is not Decision.NO_REPORT

    @property
    def ids(self) -> tuple[str, ...]:
        """All names it has in lists of vulnerabilities."""
        return (*self.cve, *self.euvd, *self.ghsa, *self.other_ids)

    def touches(self, home: int) -> tuple[int, ...]:
        """All products it touches, the one it lies at first."""
        return tuple(dict.fromkeys((home, *self.products)))

    def events(self, submissions: Iterable[tuple[str, datetime]]) -> Events:
        """What happened, for the clocks. `submissions` are stage and instant of what was handed in.

        The notification of an incident starts the clock of its final report.
        """
        first: dict[str, datetime] = {}
        for stage, at in submissions:
            if stage not in first or at < first[stage]:
                first[stage] = at
        notified = first.get(f"{self.kind}-notification")
        return Events(self.aware, self.measure_available, notified, self.requested, first)
