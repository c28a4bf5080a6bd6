"""A change of the reporting desk in words: instants in the zone of the case, questions, fields and stages by
their titles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crasuite.domain.change import Change
from crasuite.domain.english import Worded
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.zones import find_zone
from crasuite.interview import words
from crasuite.interview.case_words import RATING_WORDS, STATUS_WORDS
from crasuite.interview.moment_words import local_words
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules import Pack
from crasuite.rules.model import Question

_KEYS: Worded[str] = Worded(
    {
        "aware": mark("became aware"),
        "aware_how": mark("how you became aware"),
        "aware_reason": mark("reason of the change"),
        "measure_available": mark("measure available"),
        "user_measures": mark("what users can do"),
        "fix_version": mark("fixed in"),
        "decision_reason": mark("reason"),
        "exploit": mark("exploitation"),
        "exploit_note": mark("nature of the exploit"),
        "opened": mark("reporting case"),
        "closed_on": mark("closed on"),
        "other_ids": mark("other ids"),
        "requested": mark("report asked for"),
        "origin": mark("from list"),
        "linked": mark("other case of the event"),
        "csirt": mark("CSIRT of"),
        "kind": mark("kind"),
        "title": mark("title"),
        "summary": mark("summary"),
        "products": mark("products"),
        "components": mark("components"),
        "source": mark("source"),
        "reporter": mark("reporter"),
        "occurred": mark("occurred"),
        "detected": mark("detected"),
        "versions": mark("versions"),
        "cve": mark("cve"),
        "euvd": mark("euvd"),
        "ghsa": mark("ghsa"),
        "cvss": mark("cvss"),
        "severity": mark("severity"),
        "status": mark("status"),
        "justification": mark("justification"),
        "measures": mark("measures"),
        "advisory": mark("advisory"),
        "credits": mark("credits"),
        "decision": mark("decision"),
        "sensitive": mark("sensitive"),
        "note": mark("note"),
        "covers": mark("covers"),
        "at": mark("at"),
        "by": mark("by"),
        "reference": mark("reference"),
        "state": mark("state"),
        "cadence_months": mark("cadence months"),
        "owner": mark("owner"),
        "evidence": mark("evidence"),
    }
)
_UPSTREAM_KEYS: Worded[str] = Worded(
    {
        "needed": mark("upstream needed"),
        "to": mark("upstream to"),
        "reported_on": mark("upstream reported on"),
        "fix_shared": mark("upstream fix shared"),
    }
)
_HIDDEN = frozenset({"aware_earlier", "decided", "draft", "csirt_why", "case", "stage", "zone"})
_VALUES: Worded[str] = Worded(
    {
        "report": mark("it is reported"),
        "no-report": mark("nothing is reported"),
        "not-sure": mark("not sure yet"),
        "not-affected": mark("not affected"),
    }
)
_YES_NO: Worded[str] = Worded({"yes": mark("yes"), "no": mark("no"), "no-fix": mark("no-fix")})
_CHOICES: Mapping[str, Mapping[Any, str]] = {
    "kind": Worded({"vulnerability": mark("vulnerability"), "incident": mark("incident")}),
    "source": Worded(
        {
            "researcher": mark("researcher"),
            "user": mark("user"),
            "supplier": mark("supplier"),
            "own-test": mark("own-test"),
            "import": mark("import"),
            "authority": mark("authority"),
            "other": mark("other"),
        }
    ),
    "exploit": Worded(
        {
            "unknown": mark("unknown"),
            "none": mark("none"),
            "suspected": mark("suspected"),
            "known": mark("known"),
        }
    ),
    "severity": RATING_WORDS,
    "status": STATUS_WORDS,
    "state": Worded({"in-place": mark("in place"), "partly": mark("partly"), "missing": mark("missing")}),
    "sensitive": _YES_NO,
    "needed": _YES_NO,
    "fix_shared": _YES_NO,
}
"""The values of fields with a choice, as far as `_VALUES` does not say them."""
_MANY = 6


def reporting_words(pack: Pack, change: Change) -> tuple[str, str, str] | None:
    """What was changed, before and after; None for a record that is not the desk's."""
    kind, record_id = change.cell.record
    old = change.old if isinstance(change.old, Mapping) else {}
    new = change.new if isinstance(change.new, Mapping) else {}
    if kind == RecordKind.CASE:
        title = words.shortened(str((new or old).get("title") or tr("no title")))
        what = tr("Case {case}: {title}", case=record_id, title=title)
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.NOTIFICATION:
        case_id, _, stage = record_id.partition("/")
        what = tr("{stage} of case {case}", stage=_stage(pack, stage), case=case_id)
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.SUBMISSION:
        said = new or old
        what = tr(
            "{stage} of case {case}, submission",
            stage=_stage(pack, str(said.get("stage", ""))),
            case=said.get("case", ""),
        )
        before, after = _differences(pack, old, new)
    elif kind == RecordKind.HANDLING:
        item = pack.handling.get(record_id)
        what = tr("Vulnerability handling: {point}", point=item.title if item else record_id)
        before, after = _differences(pack, old, new)
    else:
        return None
    if change.new is None:
        return tr("{record} removed", record=what), before, ""
    return (what if change.old is not None else tr("{record} added", record=what)), before, after


def _differences(pack: Pack, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    keys = [key for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key) and key not in _HIDDEN]
    zone = find_zone(str(new.get("zone") or old.get("zone") or "")) or ZoneInfo("UTC")
    before = [part for key in keys for part in _parts(pack, key, old.get(key), new.get(key), zone)]
    after = [part for key in keys for part in _parts(pack, key, new.get(key), old.get(key), zone)]
    return _sentence(before), _sentence(after)


def _sentence(parts: list[str]) -> str:
    more = [trn("{n} more", "{n} more", len(parts) - _MANY)] if len(parts) > _MANY else []
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
        return [f"{_UPSTREAM_KEYS.get(one, one)}: {_plain(one, said, zone)}" for one, said in value.items()]
    return [f"{name}: {_plain(key, value, zone)}"]


def _answer(pack: Pack, question_id: str, value: Any) -> str:
    question: Question | None = next(
        (aid.questions[question_id] for aid in pack.aids.values() if question_id in aid.questions), None
    )
    if question is None:
        return f"{question_id}: {value}"
    text = words.filled(question.text, tr("the product"))
    return f"{text} {words.answer_words(pack, question, value)}"


def _field(pack: Pack, field_id: str, value: Any) -> str:
    field = pack.report_fields.get(field_id)
    options = {one.id: one.label for one in field.options} if field else {}
    said = value if isinstance(value, list) else [value]
    shown = ", ".join(options.get(str(one), str(one)) for one in said)
    name = words.uncapital(field.title) if field else field_id
    return f"{name}: {words.shortened(shown) or tr_in('value', 'empty')}"


def _draft(draft: Mapping[str, Any]) -> str:
    exported = draft.get("exported_as")
    if exported:
        return tr("draft {number} exported as {file}", number=draft.get("number"), file=exported)
    return tr("draft {number} kept", number=draft.get("number"))


def _look(look: Mapping[str, Any]) -> str:
    by = look.get("by") or tr("somebody")
    said = tr("looked at by {person} on {day}", person=by, day=look.get("on"))
    return f"{said}, {words.shortened(str(look['note']))}" if look.get("note") else said


def _stage(pack: Pack, stage: str) -> str:
    return pack.stages[stage].title if stage in pack.stages else stage


def _plain(key: str, value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) if len(value) <= 4 else trn("{n} entry", "{n} entries", len(value))
    said = str(value)
    if "T" in said and len(said) >= 16:
        try:
            at = datetime.fromisoformat(said)
        except ValueError:
            return words.shortened(said)
        return local_words(at, zone) if at.tzinfo is not None else said
    if said in _VALUES:
        return _VALUES[said]
    return _CHOICES[key].get(said, words.shortened(said)) if key in _CHOICES else words.shortened(said)
