"""A change of the technical file in words: which record, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crasuite.domain.change import Change, describe
from crasuite.domain.english import Worded
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview import words
from crasuite.interview.reporting_history import reporting_words
from crasuite.language import ENGLISH, language, mark, tr, tr_in, trn
from crasuite.rules import Pack

_HIDDEN = frozenset({"sha256", "size", "source_path", "names"})
"""Of no use to a reader, or, as the place of a file on somebody's computer, not for others."""
_KEYS: Worded[str] = Worded(
    {
        "how": mark("how it is met"),
        "due": mark("due date"),
        "valid_until": mark("valid until"),
        "earlier": mark("earlier files"),
        "text": mark("note"),
        "reassessments": mark("past re-assessments"),
        "released_on": mark("day of the release"),
        "threat_source": mark("brought about by"),
        "safety_harm": mark("harm to people"),
        "safety_reference": mark("place in the safety file"),
        "intended_use": mark("intended purpose"),
        "risks": mark("linked risks"),
        "likelihood_before": mark("likelihood before"),
        "impact_before": mark("impact before"),
        "likelihood_after": mark("likelihood after"),
        "impact_after": mark("impact after"),
        "accepted_by": mark("accepted by"),
        "accepted_on": mark("accepted on"),
        "reassess_on": mark("assess again on"),
        "copied": mark("copy kept"),
        "url": mark("address"),
        "where": mark("where the proof is"),
        "foreseeable_use": mark("foreseeable use"),
        "foreseeable_misuse": mark("foreseeable misuse"),
        "conditions": mark("conditions"),
        "assets": mark("assets"),
        "interfaces": mark("interfaces"),
        "lifetime": mark("lifetime"),
        "method_note": mark("method note"),
        "likelihood_scale": mark("likelihood scale"),
        "impact_scale": mark("impact scale"),
        "matrix": mark("matrix"),
        "acceptance": mark("acceptance"),
        "kind": mark("kind"),
        "title": mark("title"),
        "components": mark("components"),
        "status": mark("status"),
        "measures": mark("measures"),
        "note": mark("note"),
        "support": mark("support"),
        "contact": mark("contact"),
        "updates": mark("updates"),
        "exit_plan": mark("exit plan"),
        "supplier": mark("supplier"),
        "decision": mark("decision"),
        "place": mark("place"),
        "signed_on": mark("signed on"),
        "signatory_name": mark("signatory name"),
        "signatory_function": mark("signatory function"),
        "additional": mark("additional"),
        "body_name": mark("body name"),
        "body_number": mark("body number"),
        "certificate": mark("certificate"),
        "other_acts": mark("other acts"),
        "language": mark("language"),
        "revision": mark("revision"),
        "exported": mark("exported"),
        "fingerprint": mark("fingerprint"),
        "inputs": mark("inputs"),
        "state": mark("state"),
        "released_by": mark("released by"),
        "register": mark("register"),
        "name": mark("name"),
        "added": mark("added"),
        "replaced": mark("replaced"),
        "tool_state": mark("tool state"),
        "looks": mark("looks"),
        "cadence_months": mark("cadence months"),
        "owner": mark("owner"),
        "evidence": mark("evidence"),
        "file_name": mark("file name"),
        "format": mark("format"),
        "tool": mark("tool"),
        "imported": mark("imported"),
        "part": mark("part"),
        "supersedes": mark("supersedes"),
        "applies": mark("applies"),
        "reason": mark("reason"),
        "description": mark("description"),
        "asset": mark("asset"),
        "catalogue": mark("catalogue"),
        "treatment": mark("treatment"),
        "requirements": mark("requirements"),
        "spec_version": mark("spec version"),
        "file_version": mark("file version"),
        "file_date": mark("file date"),
        "release": mark("release"),
        "quick_form": mark("quick form"),
        "unmet": mark("unmet"),
        "without_supplier": mark("without supplier"),
        "edition": mark("edition"),
        "extent": mark("extent"),
        "parts": mark("parts"),
        "process": mark("process"),
        "record": mark("record"),
    }
)
_MANY = 4
_STATUS: Worded[str] = Worded(
    {
        "to-do": mark("to do"),
        "in-progress": mark("in progress"),
        "met": mark("met"),
        "done": mark("done"),
        "not-sure": mark("not sure yet"),
        "not-applicable": mark("not applicable"),
    }
)
_APPLIES: Worded[str] = Worded(
    {
        "": mark("not said"),
        "yes": mark("applies"),
        "no": mark("does not apply"),
        "not-sure": mark("not sure yet"),
    }
)
_KINDS: Worded[str] = Worded({"file": mark("file"), "link": mark("link"), "note": mark("note")})
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
        return tr("{record} removed", record=what), _said(pack, change, old, old), ""
    if change.old is None:
        done = _done(change, what, {}, new, set(new))
        # A point of the law, and a step, is always there; the first thing said of it adds nothing.
        if not done and change.cell.record[0] not in (RecordKind.REQUIREMENT, RecordKind.STEP):
            done = tr("{record} added", record=what)
        return done or what, "", _said(pack, change, new, new)
    differing = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    before, after = (
        _said(pack, change, old, differing, shown=new),
        _said(pack, change, new, differing, shown=old),
    )
    return _done(change, what, old, new, differing) or what, before, after


def _done(
    change: Change, what: str, old: Mapping[str, Any], new: Mapping[str, Any], differing: set[str]
) -> str:
    """What became of the record, where that is a state people speak of; else nothing."""
    kind, _ = change.cell.record
    if kind == RecordKind.REQUIREMENT:
        if "applies" in differing and new.get("applies") == "no":
            return tr("{record} said not to apply", record=what)
        if "status" in differing:
            if new.get("status") == "met":
                return tr("{record} marked as met", record=what)
            if old.get("status") == "met":
                return tr("{record} no longer marked as met", record=what)
    if kind == RecordKind.STEP and "status" in differing:
        if new.get("status") == "done":
            return tr("{record} marked as done", record=what)
        if old.get("status") == "done":
            return tr("{record} no longer marked as done", record=what)
    if kind == RecordKind.RISK and "accepted_by" in differing and new.get("accepted_by"):
        return tr("{record} accepted", record=what)
    if kind == RecordKind.EVIDENCE and "sha256" in differing:
        return tr("{record} replaced by another file", record=what)
    return ""


def _pack_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str, str]:
    """A decision for another rule pack, or its being taken back, with the verdicts of both packs."""
    data = new or old
    version, before = str(data.get("version", "")), str(data.get("instead_of", ""))
    said = [
        tr("Rule pack {version}. {verdicts}.", version=number, verdicts=verdicts)
        if verdicts
        else tr("Rule pack {version}. Its verdicts are not known.", version=number)
        for number, verdicts in ((before, data.get("before")), (version, data.get("after")))
    ]
    if new:
        what = tr("Rule pack {version} used instead of {before}", version=version, before=before)
        return what, said[0], said[1]
    return tr("Rule pack {version} used again", version=before), said[1], said[0]


def _title(pack: Pack, change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    kind, record_id = change.cell.record
    if kind == RecordKind.REQUIREMENT and record_id in pack.requirements:
        point = pack.requirements[record_id]
        return tr("Requirement {ref} {title}", ref=point.ref, title=point.title)
    if kind == RecordKind.STEP:
        numbered = _steps(pack)
        if record_id in numbered:
            number, text = numbered[record_id]
            return tr("Step {number} of the procedure: {step}", number=number, step=words.shortened(text))
    named = new.get("title") or new.get("name") or old.get("title") or old.get("name")
    cell = describe(change.cell, {})
    if record_id in pack.requirements:
        cell = cell.replace(record_id, pack.requirements[record_id].ref)
    said = words.capital(cell)
    return f"{said}: {words.shortened(named)}" if isinstance(named, str) and named else said


def _steps(pack: Pack) -> dict[str, tuple[str, str]]:
    """Number and text of every step of every procedure."""
    return {
        step.id: (f"{chapter}.{at}", step.text)
        for procedure in pack.procedures.values()
        for chapter, group in enumerate(procedure.groups, 1)
        for at, step in enumerate(group.steps, 1)
    }


def _said(
    pack: Pack,
    change: Change,
    record: Mapping[str, Any],
    keys: Any,
    *,
    shown: Mapping[str, Any] | None = None,
) -> str:
    """The values of these keys, in the order of the record; a value that only the other side has is empty."""
    named = [key for key in (*record, *(one for one in shown or {} if one not in record)) if key in keys]
    listed = [key for key in named if key not in _HIDDEN]
    parts = [f"{_key(pack, change, key)}: {_value(pack, key, record.get(key))}" for key in listed[:_MANY]]
    if len(listed) > _MANY:
        parts.append(trn("{n} more", "{n} more", len(listed) - _MANY))
    return words.capital("; ".join(parts))


def _key(pack: Pack, change: Change, key: str) -> str:
    """A property in words. Fields of forms are called by their keys in English, else as their papers do."""
    if key in _KEYS:
        return _KEYS[key]
    if language() != ENGLISH:
        if key in pack.user_information:
            return pack.user_information[key].title
        if key in pack.support_factors:
            return pack.support_factors[key].title
        from crasuite.documents.content.file_fields import FIXED, source_of

        kind, record_id = change.cell.record
        source = source_of(Place(RecordKind(kind), record_id, key)) if kind in set(RecordKind) else ""
        label = next((one.label for one in FIXED if one.source == source), "")
        if label:
            return label
    return key.replace("_", " ").replace("-", " ")


def _value(pack: Pack, key: str, value: Any) -> str:
    if value is None:
        value = {"status": "to-do", "applies": "", "treatment": ""}.get(key)
    if isinstance(value, str):
        return _text(pack, key, value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if value is None:
        return tr_in("value", "none")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        named = [pack.requirements[one].ref if one in pack.requirements else one for one in value]
        return words.joined(named) if len(named) <= _MANY else trn("{n} entry", "{n} entries", len(named))
    if isinstance(value, (list, Mapping)):
        return trn("{n} entry", "{n} entries", len(value))
    if key in _STEPS:
        scale = pack.risk_method.likelihood if key.startswith("likelihood") else pack.risk_method.impact
        return next((f"{one.value} {one.label}" for one in scale if one.value == value), str(value))
    return str(value)


def _text(pack: Pack, key: str, value: str) -> str:
    if key == "catalogue" and language() != ENGLISH and value in pack.threats:
        return pack.threats[value].title
    if key == "status":
        return _STATUS.get(value, value)
    if key == "applies":
        return _APPLIES.get(value, value)
    if key == "kind":
        return _KINDS.get(value, value)
    if key == "treatment":
        return next((one.label for one in pack.risk_method.treatments if one.id == value), tr("to decide"))
    if key in _DAYS:
        try:
            return words.day_words(date.fromisoformat(value))
        except ValueError:
            pass
    return words.shortened(value) or tr_in("value", "empty")
