"""A change of the reporting desk in words: instants in the zone of the case, questions, fields and stages by
their titles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crasuite.domain.change import Change
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.zones import find_zone
from crasuite.interview import words
from crasuite.interview.moment_words import local_words
from crasuite.rules import Pack
from crasuite.rules.model import Question

_KEYS = {
    "aware": "became aware",
    "aware_how": "how you became aware",
    "aware_reason": "reason of the change",
    "measure_available": "measure available",
    "user_measures": "what users can do",
    "fix_version": "fixed in",
    "decision_reason": "reason",
    "exploit": "exploitation",
    "exploit_note": "nature of the exploit",
    "opened": "reporting case",
    "closed_on": "closed on",
    "other_ids": "other ids",
    "requested": "report asked for",
    "origin": "from list",
    "linked": "other case of the event",
    "csirt": "CSIRT of",
}
_HIDDEN = frozenset({"aware_earlier", "decided", "draft", "csirt_why", "case", "stage", "zone"})
_VALUES = {
    "report": "it is reported",
    "no-report": "nothing is reported",
    "not-sure": "not sure yet",
    "not-affected": "not affected",
}
_MANY = 6


def reporting_words(pack: Pack, change: Change) -> tuple[str, str, str] | None:
    """What was changed, before and after; None for a record that is not the desk's."""
    kind, record_id = change.cell.record
    old = change.old if isinstance(change.old, Mapping) else {}
    new = change.new if isinstance(change.new, Mapping) else {}
    if kind == RecordKind.CASE:
        what = f"Case {record_id}: {words.shortened(str((new or old).get('title') or 'no title'))}"
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.NOTIFICATION:
        case_id, _, stage = record_id.partition("/")
        what = f"{_stage(pack, stage)} of case {case_id}"
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.SUBMISSION:
        said = new or old
        what = f"{_stage(pack, str(said.get('stage', '')))} of case {said.get('case', '')}, submission"
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.HANDLING:
        item = pack.handling.get(record_id)
        what = f"Vulnerability handling: {item.title if item else record_id}"
        before, after = _differences(pack, old, new)
    else:
        return None
    if change.new is None:
        return f"{what} removed", before, ""
    return (what if change.old is not None else f"{what} added"), before, after


def _differences(pack: Pack, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    keys = [key for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key) and key not in _HIDDEN]
    zone = find_zone(str(new.get("zone") or old.get("zone") or "")) or ZoneInfo("UTC")
    before = [part for key in keys for part in _parts(pack, key, old.get(key), new.get(key), zone)]
    after = [part for key in keys for part in _parts(pack, key, new.get(key), old.get(key), zone)]
    return _sentence(before), _sentence(after)


def _sentence(parts: list[str]) -> str:
    more = [f"{len(parts) - _MANY} more"] if len(parts) > _MANY else []
    return words.capital("; ".join((*parts[:_MANY], *more)))


def _parts(pack: Pack, key: str, value: Any, other: Any, zone: ZoneInfo) -> list[str]:
    """What one key says; of a mapping or list only what differs from the other side."""
    if value in (None, "", [], {}):
        return []
    name = _KEYS.get(key, key.replace("_", " "))
    if key == "answers" and isinstance(value, Mapping):
        before = other if isinstance(other, Mapping) else {}
        return [_answer(pack, one, said) for one, said in value.items() if before.get(one) != said]
    if key == "fields" and isinstance(value, Mapping):
        before = other if isinstance(other, Mapping) else {}
        return [_field(pack, one, said) for one, said in value.items() if before.get(one) != said]
    if key == "drafts" and isinstance(value, list):
        known = len(other) if isinstance(other, list) else 0
        return [_draft(one) for one in value[known:] if isinstance(one, Mapping)]
    if key == "looks" and isinstance(value, list):
        known = len(other) if isinstance(other, list) else 0
        return [_look(one) for one in value[known:] if isinstance(one, Mapping)]
    if key == "upstream" and isinstance(value, Mapping):
        return [f"upstream {one.replace('_', ' ')}: {_plain(one, said, zone)}" for one, said in value.items()]
    return [f"{name}: {_plain(key, value, zone)}"]


def _answer(pack: Pack, question_id: str, value: Any) -> str:
    question: Question | None = next(
        (aid.questions[question_id] for aid in pack.aids.values() if question_id in aid.questions), None
    )
    if question is None:
        return f"{question_id}: {value}"
    text = words.filled(question.text, "the product")
    return f"{text} {words.answer_words(pack, question, value)}"


def _field(pack: Pack, field_id: str, value: Any) -> str:
    field = pack.report_fields.get(field_id)
    options = {one.id: one.label for one in field.options} if field else {}
    said = value if isinstance(value, list) else [value]
    shown = ", ".join(options.get(str(one), str(one)) for one in said)
    return f"{words.uncapital(field.title) if field else field_id}: {words.shortened(shown) or 'empty'}"


def _draft(draft: Mapping[str, Any]) -> str:
    exported = draft.get("exported_as")
    return f"draft {draft.get('number')} " + (f"exported as {exported}" if exported else "kept")


def _look(look: Mapping[str, Any]) -> str:
    note = f", {words.shortened(str(look['note']))}" if look.get("note") else ""
    return f"looked at by {look.get('by') or 'somebody'} on {look.get('on')}{note}"


def _stage(pack: Pack, stage: str) -> str:
    return pack.stages[stage].title if stage in pack.stages else stage


def _plain(key: str, value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (
            ", ".join(map(str, value))
            if len(value) <= 4
            else words.count_words(len(value), "entry", "entries")
        )
    said = str(value)
    if "T" in said and len(said) >= 16:
        try:
            at = datetime.fromisoformat(said)
        except ValueError:
            return words.shortened(said)
        return local_words(at, zone) if at.tzinfo is not None else said
    return _VALUES.get(said, words.shortened(said.replace("-", " ") if key in ("status", "state") else said))
