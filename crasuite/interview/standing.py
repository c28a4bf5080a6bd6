"""The panel "Where you stand": what is decided, what this answer decides, and what is still to come."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from crasuite.interview import words
from crasuite.interview.interview import Interview
from crasuite.interview.procedures import PROCEDURE_QUESTION, procedures_of
from crasuite.interview.verdict_words import ROLE, SCOPE, class_kind, class_words, headline
from crasuite.interview.views import Line, Standing
from crasuite.language import tr, trn
from crasuite.rules import NOT_SURE, Assessment
from crasuite.rules.model import STEPS


def standing_of(interview: Interview, current: str = "") -> Standing:
    """The panel beside the question; `current` is the question shown."""
    result = interview.assessment
    scope = result.verdict(SCOPE)
    said, tone = headline(scope.value)
    now_facts, now = _being_decided(interview, current)
    decided, to_come = [], []
    for goal in _shown_goals(interview):
        verdict = result.verdict(goal)
        title = interview.pack.facts[goal].title
        if goal in now_facts:
            continue
        if verdict.is_decided:
            if goal != SCOPE and not _is_idle(goal, verdict.value):
                decided.append(
                    Line(
                        words.fact_line(interview.pack, goal, str(verdict.value)),
                        _from_words(interview, goal),
                        any(rule.warning for rule in verdict.rules),
                    )
                )
        else:
            to_come.append(Line(title, _hangs_words(interview, goal)))
    routes = _routes_line(interview)
    if routes is not None:
        (decided if routes[0] else to_come).append(routes[1])
    return Standing(
        said,
        _scope_text(interview),
        tone,
        class_kind(interview.assessment),
        class_words(interview.assessment),
        tuple(decided),
        now,
        tuple(to_come),
    )


def _scope_text(interview: Interview) -> str:
    verdict = interview.assessment.verdict(SCOPE)
    if verdict.value is None:
        number = len(verdict.hangs_on)
        if "in" not in verdict.possible:
            return trn(
                "It applies in part or not at all. {n} answer can still decide that.",
                "It applies in part or not at all. {n} answers can still decide that.",
                number,
            )
        unsure = [one for one in verdict.hangs_on if interview.value(one) == NOT_SURE]
        if number and len(unsure) == number:
            return trn(
                "{n} open point keeps this open. Both outcomes stay possible.",
                "{n} open points keep this open. Both outcomes stay possible.",
                number,
            )
        return trn(
            "Nothing so far rules the CRA out. {n} answer can still change that.",
            "Nothing so far rules the CRA out. {n} answers can still change that.",
            number,
        )
    if verdict.value == "out":
        return interview.fill(verdict.rules[0].because) if verdict.rules else ""
    still_open = len(interview.assessment.open_points)
    decided = tr("Decided.")
    if steps := [interview.pack.questions[one].step for one in _carriers(interview, SCOPE)]:
        decided = tr("Decided in step {step}.", step=STEPS.index(max(steps, key=STEPS.index)) + 1)
    if not still_open:
        return decided
    unchanged = trn("{n} open point can't change this.", "{n} open points can't change this.", still_open)
    return f"{decided} {unchanged}"


def _carriers(interview: Interview, fact: str) -> tuple[str, ...]:
    """Questions whose answers the decided fact rests on."""
    kept = _KNOWN.setdefault(interview.assessment, {})
    if fact not in kept:
        read = {name for step in interview.assessment.trace(fact) for name, _ in step.answers}
        kept[fact] = tuple(one for one in interview.pack.questions if one in read)
    return kept[fact]


_KNOWN: WeakKeyDictionary[Assessment, dict[str, tuple[str, ...]]] = WeakKeyDictionary()
"""Worked out once for the same verdicts: every page asks."""


def _from_words(interview: Interview, fact: str) -> str:
    numbers = [number for one in _carriers(interview, fact) if "." in (number := interview.number(one))]
    if not numbers:
        return tr("From the law and its state of play")
    if len(numbers) > 4:
        return trn("From {n} answer", "From {n} answers", len(numbers))
    if len(numbers) > 1:
        return tr("From questions {numbers}", numbers=words.joined(numbers))
    return tr("From question {number}", number=numbers[0])


def _hangs_words(interview: Interview, fact: str) -> str:
    verdict = interview.assessment.verdict(fact)
    said = words.choices(interview.pack, fact, (value for value in verdict.possible if value != "none"))
    if 1 < len(said) <= 3 and all(len(one.split()) <= 3 for one in said):
        return words.capital(words.joined((words.uncapital(one) for one in said), "or"))
    return trn("Hangs on {n} answer", "Hangs on {n} answers", len(verdict.hangs_on))


def _shown_goals(interview: Interview) -> tuple[str, ...]:
    goals = interview.assessment.goals
    return tuple(one for one in goals if not one.startswith(("procedure-", "servable-")))


def _is_idle(goal: str, value: str | None) -> bool:
    """True for a decided goal that says nothing to the reader, such as "no EHR system"."""
    return value in ("no", "none", "not-applicable") and goal != ROLE


def _being_decided(interview: Interview, current: str) -> tuple[frozenset[str], tuple[Line, ...]]:
    """Verdicts that this answer decides or narrows or, without answer, those that wait for it."""
    if current not in interview.pack.questions:
        return frozenset(), ()
    value = interview.value(current)
    before = interview.assessment_without(current)
    if value is None or value == NOT_SURE:
        waiting = [goal for goal in _shown_goals(interview) if current in before.verdict(goal).hangs_on]
        note = tr("Waits for your answer") if value is None else tr("Left open by your answer")
        lines = tuple(Line(interview.pack.facts[goal].title, note) for goal in waiting[:3])
        return frozenset(waiting[:3]), lines
    changed = [
        goal
        for goal in _shown_goals(interview)
        if before.verdict(goal).possible != interview.assessment.verdict(goal).possible
    ]
    asked = interview.pack.questions[current]
    said = words.shortened(words.answer_words(interview.pack, asked, value), 40)
    why = tr("With your answer “{answer}”", answer=said)
    lines = tuple(Line(_verdict_line(interview, goal), why) for goal in changed[:3])
    if not lines and asked.type not in ("text", "long-text"):
        lines = (Line(tr("Your answer"), tr("“{answer}” is kept in your record", answer=said)),)
    return frozenset(changed[:3]), lines


def _verdict_line(interview: Interview, fact: str) -> str:
    verdict = interview.assessment.verdict(fact)
    if verdict.value is not None:
        return words.fact_line(interview.pack, fact, verdict.value)
    return f"{interview.pack.facts[fact].title}: {words.uncapital(interview.possible_words(fact))}"


def _routes_line(interview: Interview) -> tuple[bool, Line] | None:
    facts = [view.fact for view in procedures_of(interview, with_reasons=False)]
    if not facts:
        return None
    if interview.assessment.value(SCOPE) == "out":
        return None
    opened = [fact for fact in facts if interview.assessment.value(fact) == "open"]
    undecided = [fact for fact in facts if interview.assessment.value(fact) is None]
    if undecided:
        still = tr("{number} of {all} not decided yet", number=len(undecided), all=len(facts))
        return False, Line(tr("Conformity route"), still)
    return True, Line(
        trn("Conformity route: {n} open to you", "Conformity route: {n} open to you", len(opened)),
        words.joined(_route_name(interview, fact) for fact in opened),
    )


def _route_name(interview: Interview, fact: str) -> str:
    option = fact.removeprefix("procedure-")
    if PROCEDURE_QUESTION in interview.pack.questions:
        for known in interview.pack.questions[PROCEDURE_QUESTION].options:
            if known.id == option:
                return known.label
    return interview.pack.facts[fact].title
