"""The last step: the verdict in a sentence, the rules behind it, and what is left open."""

from __future__ import annotations

from crasuite.interview import words
from crasuite.interview.interview import Interview
from crasuite.interview.procedures import procedures_of, waiting_words
from crasuite.interview.verdict_words import (
    CLASS,
    ROLE,
    SCOPE,
    class_kind,
    class_value,
    class_words,
    headline,
)
from crasuite.interview.views import OpenPoint, Reason, Result


def result_of(interview: Interview) -> Result:
    """The verdict with its reasons, for the last step and the overview."""
    result = interview.assessment
    scope = result.verdict(SCOPE)
    said, tone = headline(scope.value)
    opened = [view for view in procedures_of(interview, with_reasons=False) if view.state == "open"]
    routes = words.joined((view.title for view in opened), "or")
    points = open_points_of(interview)
    reasons = reasons_for(interview, SCOPE, CLASS)
    warnings = tuple(dict.fromkeys(reason.warning for reason in reasons if reason.warning))
    role = interview.possible_words(ROLE) if ROLE in interview.pack.facts else ""
    return Result(
        said,
        _result_sentence(interview, scope.value, routes),
        tone,
        class_kind(interview.assessment),
        class_words(interview.assessment),
        role,
        f"Open to you: {routes}" if routes and scope.value != "out" else "",
        bool(points) or scope.value is None,
        reasons,
        points,
        warnings,
        tuple(interview.ref(one) for one in interview.left()),
        " ".join(dict.fromkeys(filter(None, (waiting_words(interview, view.fact) for view in opened)))),
    )


def _result_sentence(interview: Interview, scope: str | None, routes: str) -> str:
    name = interview.product_name
    if scope == "out":
        return f"The Cyber Resilience Act does not apply to {name}."
    if scope is None:
        return f"It is not decided yet whether the Cyber Resilience Act applies to {name}."
    if scope == "partly":
        because = [interview.fill(rule.because) for rule in interview.assessment.verdict(SCOPE).rules]
        return f"The Cyber Resilience Act applies to {name} in part. {' '.join(because[:1])}".strip()
    value = class_value(interview.assessment)
    if value is None:
        return f"The Cyber Resilience Act applies to {name}. Its class is still open."
    if value == "none":
        return f"The Cyber Resilience Act applies to {name}. It needs no class."
    said = {"default": "in the default class", "critical": "a critical product"}.get(
        value, f"an {words.CLASS_WORDS.get(value, value).replace(',', ' product,')}"
    )
    return f"The Cyber Resilience Act applies to {name}. It is {said}."


def reasons_for(interview: Interview, *facts: str) -> tuple[Reason, ...]:
    """Rules behind decided facts, in legal order, with their answers."""
    found: dict[str, Reason] = {}
    for fact in facts:
        if fact not in interview.pack.facts or not interview.assessment.verdict(fact).is_decided:
            continue
        for step in interview.assessment.trace(fact):
            found.setdefault(
                step.rule.id,
                Reason(
                    interview.fill(step.rule.because),
                    words.fact_line(interview.pack, step.fact, step.value),
                    interview.cites(step.rule.cites),
                    tuple(interview.ref(name) for name, _ in step.answers),
                    step.rule.kind,
                    interview.fill(step.rule.warning),
                    step.rule.otherwise,
                ),
            )
    return tuple(found.values())


def open_points_of(interview: Interview) -> tuple[OpenPoint, ...]:
    """Questions answered "not sure" that still matter, with owner and date."""
    result = interview.assessment
    points = []
    for question in result.open_points:
        due = interview.due(question)
        can_change = [
            interview.pack.facts[goal].title
            for goal in result.goals
            if question in result.verdict(goal).hangs_on
        ]
        points.append(
            OpenPoint(
                interview.ref(question),
                interview.owner(question),
                due,
                due is not None and due < interview.today,
                interview.fill(interview.pack.questions[question].who_can_tell),
                interview.note(question),
                tuple(dict.fromkeys(can_change)),
            )
        )
    return tuple(points)
