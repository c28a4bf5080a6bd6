"""A change of the technical file in words: which record, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crasuite.domain.change import Change, describe
from crasuite.domain.record_kind import RecordKind
from crasuite.interview import words
from crasuite.rules import Pack

_HIDDEN = frozenset({"sha256", "size", "source_path"})
"""Of no use to a reader, or, as the place of a file on somebody's computer, not for others."""
_KEYS = {
    "how": "how it is met",
    "due": "due date",
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
}
_MANY = 4


def record_words(pack: Pack, change: Change) -> tuple[str, str, str]:
    """What was changed, before and after, of a change of a record."""
    old = change.old if isinstance(change.old, Mapping) else {}
    new = change.new if isinstance(change.new, Mapping) else {}
    if change.cell.record[0] == "rule-pack":
        return _pack_words(old, new)
    what = _title(pack, change, old, new)
    if change.new is None:
        return f"{what} removed", _said(old, old), ""
    if change.old is None:
        return f"{what} added", "", _said(new, new)
    differing = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    return what, _said(old, differing), _said(new, differing)


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
    named = new.get("title") or new.get("name") or old.get("title") or old.get("name")
    said = words.capital(describe(change.cell, {}))
    return f"{said}: {words.shortened(named)}" if isinstance(named, str) and named else said


def _said(record: Mapping[str, Any], keys: Any) -> str:
    """The values of these keys, in the order of the record."""
    shown = [key for key in record if key in keys and key not in _HIDDEN]
    parts = [f"{_key(key)}: {_value(record[key])}" for key in shown[:_MANY]]
    if len(shown) > _MANY:
        parts.append(f"{len(shown) - _MANY} more")
    return words.capital("; ".join(parts))


def _key(key: str) -> str:
    return _KEYS.get(key, key.replace("_", " ").replace("-", " "))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return words.shortened(value) or "empty"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return (
            words.joined(value) if len(value) <= _MANY else words.count_words(len(value), "entry", "entries")
        )
    if isinstance(value, (list, Mapping)):
        return words.count_words(len(value), "entry", "entries")
    return "none" if value is None else str(value)
