"""An assessment as plain JSON data: what `crasuite assess` prints and other programs read."""

from __future__ import annotations

from typing import Any

from crasuite.rules.evaluate import Assessment, Item, Verdict
from crasuite.rules.model import Pack, Question

PROCEDURES = {
    "A": "procedure-a",
    "B+C": "procedure-b-c",
    "H": "procedure-h",
    "certification": "procedure-certification",
    "EHDS": "procedure-ehds",
    "AI-Act": "procedure-ai",
}
"""Name of a procedure in the field → fact of the pack that says whether it is open."""


def rule_pack(pack: Pack) -> dict[str, str]:
    """Identity of the pack a result rests on."""
    manifest = pack.manifest
    return {
        "id": manifest.id,
        "version": manifest.version,
        "law_as_of": manifest.law_as_of.isoformat(),
        "sha256": pack.sha256,
    }


def question(pack: Pack, item: Question) -> dict[str, Any]:
    """One question as other programs need it to build an answers file."""
    options = [{"id": option.id, "label": option.label, "hint": option.hint} for option in item.options]
    if item.type == "yes-no" and not options:
        options = [{"id": "yes", "label": "Yes", "hint": ""}, {"id": "no", "label": "No", "hint": ""}]
    if item.type == "category":
        options = [{"id": c.id, "label": c.name, "hint": c.core} for c in pack.categories.values()]
        options.append({"id": "none", "label": "None of these", "hint": "Default class"})
    data: dict[str, Any] = {
        "id": item.id,
        "step": item.step,
        "type": item.type,
        "text": item.text.replace("{product}", "the product"),
        "why": item.why,
        "options": options,
        "counts": list(item.counts),
        "does_not_count": list(item.does_not_count),
        "decides": item.decides,
        "asked_when": _asked_when(item),
        "optional": item.optional,
        "cites": list(item.cites),
        "kind": item.kind,
    }
    if item.type == "matrix":
        data["rows"] = [{"id": r.id, "label": f"{r.ref} {r.title}"} for r in pack.requirements.values()]
    if item.type == "number":
        data |= {"minimum": item.minimum, "maximum": item.maximum, "unit": item.unit}
    return data


def _asked_when(item: Question) -> Any:
    if item.ask_when is not None:
        return item.ask_when
    return "always, for the documents" if item.record else "while it can still change a result"


def _state(value: str | None, word: str) -> str:
    return word if value is None else value


def _verdict(pack: Pack, verdict: Verdict) -> dict[str, Any]:
    words = pack.facts[verdict.fact].words
    fired = verdict.rules if verdict.is_decided else ()
    return {
        "value": verdict.value or "open",
        "possible": list(verdict.possible),
        "text": words.get(verdict.value or "", ""),
        "because": [rule.because for rule in fired],
        "cites": list(dict.fromkeys(c for rule in fired for c in rule.cites)),
        "warnings": [rule.warning for rule in fired if rule.warning],
        "open_questions": list(verdict.hangs_on),
    }


def _items(items: tuple[Item[Any], ...]) -> list[tuple[Any, str]]:
    return [
        (item.entry, "open" if item.applies is None else "yes") for item in items if item.applies is not False
    ]


def must_report(result: Assessment, country: str = "") -> dict[str, Any]:
    """What the aid "must-report" says of one case, keyed as documented in the README.

    `country` is the Member State whose CSIRT is named, once it is said which one receives the report.
    """
    pack = result.pack
    verdicts = {goal.removeprefix("report-"): _verdict(pack, result.verdict(goal)) for goal in result.goals}
    for goal in result.goals:
        if pack.facts[goal].moot:
            if_due = result.unless_moot(goal)
            shown = verdicts[goal.removeprefix("report-")]
            shown["if_due"] = _verdict(pack, if_due)
            if country and if_due.value not in (None, pack.facts[goal].moot):
                csirt = pack.csirts[country]
                shown["csirt"] = {
                    "country": csirt.country,
                    "name": csirt.name,
                    "body": csirt.body,
                    "website": csirt.website,
                    "endpoint": csirt.endpoint,
                }
    kinds = {kind: str(verdicts.pop(kind)["value"]) for kind in ("vulnerability", "incident")}
    reported = [kind for kind, value in kinds.items() if value == "yes"]
    value = "open" if "open" in kinds.values() else "none"
    if reported:  # one that is sure is not held back by one that is open
        value = "both" if len(reported) == 2 else reported[0]
    return {
        "rule_pack": rule_pack(pack),
        "on": result.on.isoformat(),
        "report": {
            "value": value,
            **{kind: _verdict(pack, result.verdict(f"report-{kind}")) for kind in kinds},
        },
        **verdicts,
        "stages": _stages(result, kinds, str(verdicts["users"]["value"])),
        "overlap": [
            {
                "id": shown.regime.id,
                "title": shown.regime.title,
                "applies": "open" if shown.applies is None else "yes",
                "trigger": shown.regime.trigger,
                "clocks": [
                    {
                        "label": clock.label,
                        "hours": clock.hours,
                        "days": clock.days,
                        "months": clock.months,
                        "words": clock.words,
                        "from": clock.anchor,
                    }
                    for clock in shown.regime.clocks
                ],
                "recipient": shown.regime.recipient,
                "note": shown.regime.note,
                "confidence": shown.regime.confidence,
                "cites": list(shown.regime.cites),
            }
            for shown in result.overlap()
            if shown.applies is not False
        ],
        "open_questions": list(result.questions_to_ask()),
        "open_points": list(result.open_points),
        "trace": _trace(result),
    }


def _stages(result: Assessment, kinds: dict[str, str], users: str) -> list[dict[str, Any]]:
    """The stages that are due, or may turn out to be: their clocks run while the answer is open."""
    pack, said = result.pack, []
    for kind, state in kinds.items():
        for stage in pack.stages_of(kind):
            applies = state
            if stage.id == "users" and state != "no":
                applies = users
            if applies != "no":
                said.append(
                    {
                        "id": stage.id,
                        "kind": kind,
                        "title": stage.title,
                        "applies": applies,
                        "anchor": stage.anchor,
                        "hours": stage.hours,
                        "days": stage.days,
                        "months": stage.months,
                        "due": stage.due,
                        "cites": list(stage.cites),
                        "left_open_by_law": [
                            {"text": pack.counting[point].text, "reading": pack.counting[point].reading}
                            for point in stage.undefined
                        ],
                        "notes": [{"id": point, "text": pack.counting[point].text} for point in stage.notes],
                    }
                )
    return said


def assessment(result: Assessment) -> dict[str, Any]:
    """Everything the assessment says, keyed as documented in the README."""
    pack = result.pack
    category = result.verdict("category")
    klass = _verdict(pack, result.verdict("class"))
    klass["categories"] = [value for value in category.possible if value != "none"]
    procedures = {name: result.verdict(fact) for name, fact in PROCEDURES.items()}
    return {
        "rule_pack": rule_pack(pack),
        "on": result.on.isoformat(),
        "scope": _verdict(pack, result.verdict("scope")),
        "role": _state(result.value("role"), "open"),
        "role_possible": list(result.verdict("role").possible),
        "class": klass,
        "procedures": {name: _state(verdict.value, "undecided") for name, verdict in procedures.items()},
        "procedure_details": {name: _verdict(pack, verdict) for name, verdict in procedures.items()},
        "points_for_third_party": result.points_for_third_party(),
        "support_period": _verdict(pack, result.verdict("support-period")),
        "state_of_play": [
            {
                "id": used.id,
                "value": used.value,
                "stated_by_user": used.stated,
                "reference": used.reference,
                "date": used.on.isoformat(),
                "read_on": used.entry.read_on.isoformat(),
                "pack_says": used.entry.value,
            }
            for used in result.states
        ],
        "duties": [
            {
                "id": duty.id,
                "title": duty.title,
                "text": duty.text,
                "from": duty.from_.isoformat(),
                "cites": list(duty.cites),
                "kind": duty.kind,
                "applies": applies,
            }
            for duty, applies in _items(result.duties())
        ],
        "timeline": [
            {
                "id": item.entry.id,
                "title": item.entry.title,
                "text": item.entry.text,
                "date": item.on.isoformat() if item.on else None,
                "set_by": item.entry.set_by,
                "applies": "open" if item.applies is None else "yes",
                "cites": list(item.entry.cites),
                "open_questions": list(item.hangs_on),
            }
            for item in result.timeline()
        ],
        "neighbours": [
            {
                "id": entry.id,
                "law": entry.law,
                "effect": entry.effect,
                "text": entry.text.replace("{product}", "the product"),
                "todo": list(entry.todo),
                "warning": entry.warning,
                "cites": list(entry.cites),
                "kind": entry.kind,
                "applies": applies,
            }
            for entry, applies in _items(result.neighbours())
        ],
        "open_questions": list(result.questions_to_ask()),
        "open_points": list(result.open_points),
        "unused_answers": list(result.unused),
        "trace": _trace(result),
    }


def _trace(result: Assessment) -> list[dict[str, Any]]:
    steps: dict[str, dict[str, Any]] = {}
    for goal in result.goals:
        for step in result.trace(goal):
            steps.setdefault(
                step.rule.id,
                {
                    "fact": step.fact,
                    "value": step.value,
                    "rule": step.rule.id,
                    "because": step.rule.because,
                    "cites": list(step.rule.cites),
                    "kind": step.rule.kind,
                    "answers": dict(step.answers),
                },
            )
    return list(steps.values())
