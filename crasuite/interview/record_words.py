"""A change of the technical file in words: which record, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crasuite.domain.change import Change, describe
from crasuite.domain.record_kind import RecordKind
from crasuite.interview import words
from crasuite.interview.reporting_history import reporting_words
from crasuite.rules import Pack

_HIDDEN = frozenset({"sha256", "size", "source_path", "names"})
"""Of no use to a reader, or, as the place of a file on somebody's computer, not for others."""
_KEYS = {
    "how": "how it is met",
    "due": "due date",
    "valid_until": "valid until",
    "earlier": "earlier files",
    "text": "note",
    "reassessments": "past re-assessments",
    "released_on": "day of the release",
    "threat_source": "brought about by",
    "safety_harm": "harm to people",
    "safety_reference": "place in the safety file",
    "intended_use": "intended purpose",
    "risks": "linked risks",
    "likelihood_before": "likelihood before",
    "impact_before": "impact before",
    "likelihood_after": "likelihood after",
    "impact_after": "impact after",
    "accepted_by": "accepted by",
    "accepted_on": "accepted on",
    "reassess_on": "assess again on",
    "copied": "copy kept",
    "url": "address",
    "where": "where the proof is",
}
_MANY = 4
_STATUS = {
    "to-do": "to do",
    "in-progress": "in progress",
    "met": "met",
    "done": "done",
    "not-sure": "not sure yet",
    "not-applicable": "not applicable",
}
_APPLIES = {"": "not said", "yes": "applies", "no": "does not apply", "not-sure": "not sure yet"}
_DAYS = frozenset(
    (
        "due",
        "added",
        "valid_until",
        "accepted_on",
        "reassess_on",
        "released_on",
        "file_date",
        "replaced",
        "on",
    )
)
_STEPS = frozenset(("likelihood_before", "impact_before", "likelihood_after", "impact_after"))


def record_words(pack: Pack, change: Change) -> tuple[str, str, str]:
    """What was changed, before and after, of a change of a record."""
    old = change.old if isinstance(change.old, Mapping) else {}
    new = change.new if isinstance(change.new, Mapping) else {}
    if change.cell.record[0] == "rule-pack":
        return _pack_words(old, new)
    if (said := reporting_words(pack, change)) is not None:
        return said
    what = _title(pack, change, old, new)
    if change.new is None:
        return f"{what} removed", _said(pack, old, old), ""
    if change.old is None:
        done = _done(change, {}, new, set(new))
        # A point of the law, and a step, is always there; the first thing said of it adds nothing.
        is_point = change.cell.record[0] in (RecordKind.REQUIREMENT, RecordKind.STEP)
        return f"{what}{done or ('' if is_point else ' added')}", "", _said(pack, new, new)
    differing = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    before, after = _said(pack, old, differing, shown=new), _said(pack, new, differing, shown=old)
    return f"{what}{_done(change, old, new, differing)}", before, after


def _done(change: Change, old: Mapping[str, Any], new: Mapping[str, Any], differing: set[str]) -> str:
    """What became of the record, where that is a state people speak of; else nothing."""
    kind, _ = change.cell.record
    if kind == RecordKind.REQUIREMENT:
        if "applies" in differing and new.get("applies") == "no":
            return " said not to apply"
        if "status" in differing:
            if new.get("status") == "met":
                return " marked as met"
            if old.get("status") == "met":
                return " no longer marked as met"
    if kind == RecordKind.STEP and "status" in differing:
        if new.get("status") == "done":
            return " marked as done"
        if old.get("status") == "done":
            return " no longer marked as done"
    if kind == RecordKind.RISK and "accepted_by" in differing and new.get("accepted_by"):
        return " accepted"
    if kind == RecordKind.EVIDENCE and "sha256" in differing:
        return " replaced by another file"
    return ""


def _pack_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str, str]:
    """A decision for another rule pack, or its being taken back, with the verdicts of both packs."""
    data = new or old
    version, before = str(data.get("version", "")), str(data.get("instead_of", ""))
    said = [
        f"Rule pack {number}. {verdicts or 'Its verdicts are not known'}."
        for number, verdicts in ((before, data.get("before")), (version, data.get("after")))
    ]
    if new:
        return f"Rule pack {version} used instead of {before}", said[0], said[1]
    return f"Rule pack {before} used again", said[1], said[0]


def _title(pack: Pack, change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    kind, record_id = change.cell.record
    if kind == RecordKind.REQUIREMENT and record_id in pack.requirements:
        point = pack.requirements[record_id]
        return f"Requirement {point.ref} {point.title}"
    if kind == RecordKind.STEP:
        numbered = _steps(pack)
        if record_id in numbered:
            number, text = numbered[record_id]
            return f"Step {number} of the procedure: {words.shortened(text)}"
    named = new.get("title") or new.get("name") or old.get("title") or old.get("name")
    said = words.capital(describe(change.cell, {}))
    return f"{said}: {words.shortened(named)}" if isinstance(named, str) and named else said


def _steps(pack: Pack) -> dict[str, tuple[str, str]]:
    """Number and text of every step of every procedure."""
    return {
        step.id: (f"{chapter}.{at}", step.text)
        for procedure in pack.procedures.values()
        for chapter, group in enumerate(procedure.groups, 1)
        for at, step in enumerate(group.steps, 1)
    }


def _said(pack: Pack, record: Mapping[str, Any], keys: Any, *, shown: Mapping[str, Any] | None = None) -> str:
    """The values of these keys, in the order of the record; a value that only the other side has is empty."""
    named = [key for key in (*record, *(one for one in shown or {} if one not in record)) if key in keys]
    listed = [key for key in named if key not in _HIDDEN]
    parts = [f"{_key(key)}: {_value(pack, key, record.get(key))}" for key in listed[:_MANY]]
    if len(listed) > _MANY:
        parts.append(f"{len(listed) - _MANY} more")
    return words.capital("; ".join(parts))


def _key(key: str) -> str:
    return _KEYS.get(key, key.replace("_", " ").replace("-", " "))


def _value(pack: Pack, key: str, value: Any) -> str:
    if value is None:
        value = {"status": "to-do", "applies": "", "treatment": ""}.get(key)
    if isinstance(value, str):
        return _text(pack, key, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        named = [pack.requirements[one].ref if one in pack.requirements else one for one in value]
        return (
            words.joined(named) if len(named) <= _MANY else words.count_words(len(named), "entry", "entries")
        )
    if isinstance(value, (list, Mapping)):
        return words.count_words(len(value), "entry", "entries")
    if key in _STEPS:
        scale = pack.risk_method.likelihood if key.startswith("likelihood") else pack.risk_method.impact
        return next((f"{one.value} {one.label}" for one in scale if one.value == value), str(value))
    return str(value)


def _text(pack: Pack, key: str, value: str) -> str:
    if key == "status":
        return _STATUS.get(value, value)
    if key == "applies":
        return _APPLIES.get(value, value)
    if key == "treatment":
        return next((one.label for one in pack.risk_method.treatments if one.id == value), "to decide")
    if key in _DAYS:
        try:
            return words.day_words(date.fromisoformat(value))
        except ValueError:
            pass
    return words.shortened(value) or "empty"
