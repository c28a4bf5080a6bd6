"""The last step: the verdict in a sentence, the rules behind it, and what is left open."""

from __future__ import annotations

from collections.abc import Iterator

from crasuite.domain.english import Worded
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
from crasuite.language import mark, tr


def result_of(interview: Interview) -> Result:
    """The verdict with its reasons, for the last step and the overview."""
    result = interview.assessment
    scope = result.verdict(SCOPE)
    said, tone = headline(scope.value)
    opened = [view for view in procedures_of(interview, with_reasons=False) if view.state == "open"]
    routes = words.joined((view.title for view in opened), "or")
    points = open_points_of(interview)
    reasons = reasons_for(interview, SCOPE, CLASS)
    warnings = dict.fromkeys(
        (*(reason.warning for reason in reasons if reason.warning), *_further_warnings(interview))
    )
    role = interview.possible_words(ROLE) if ROLE in interview.pack.facts else ""
    return Result(
        said,
        " ".join(filter(None, _result_sentences(interview, scope.value))),
        tone,
        class_kind(interview.assessment),
        class_words(interview.assessment),
        role,
        tr("Open to you: {routes}", routes=routes) if routes and scope.value != "out" else "",
        bool(points) or scope.value is None,
        reasons,
        points,
        tuple(warnings),
        tuple(interview.ref(one) for one in interview.left()),
        " ".join(dict.fromkeys(filter(None, (waiting_words(interview, view.fact) for view in opened)))),
        _result_sentences(interview, scope.value)[1],
    )


_CLASS: Worded[str] = Worded(
    {
        "none": mark("It needs no class."),
        "default": mark("It is in the default class."),
        "important-1": mark("It is an important product, class I."),
        "important-2": mark("It is an important product, class II."),
        "critical": mark("It is a critical product."),
    }
)


def _result_sentences(interview: Interview, scope: str | None) -> tuple[str, str]:
    """Whether the law applies, and what follows from that; the second may be empty."""
    name = interview.product_name
    if scope == "out":
        return tr("The Cyber Resilience Act does not apply to {product}.", product=name), ""
    if scope is None:
        said = tr(
            "It is not decided yet whether the Cyber Resilience Act applies to {product}.", product=name
        )
        return said, ""
    if scope == "partly":
        because = [interview.fill(rule.because) for rule in interview.assessment.verdict(SCOPE).rules]
        said = tr("The Cyber Resilience Act applies to {product} in part.", product=name)
        return said, "".join(because[:1])
    value = class_value(interview.assessment)
    applies = tr("The Cyber Resilience Act applies to {product}.", product=name)
    if value is None:
        return applies, tr("Its class is still open.")
    if value in _CLASS:
        return applies, _CLASS[value]
    return applies, tr("It is in the class {kind}.", kind=value)


def _further_warnings(interview: Interview) -> Iterator[str]:
    """What the rules behind the other verdicts warn of; those on a procedure stand beside it."""
    result = interview.assessment
    for goal in result.goals:
        verdict = result.verdict(goal)
        if verdict.is_decided and not goal.startswith(("procedure-", "servable-")):
            yield from (interview.fill(rule.warning) for rule in verdict.rules if rule.warning)


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
