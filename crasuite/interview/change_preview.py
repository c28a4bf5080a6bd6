"""What another answer would change, shown before it counts."""

from __future__ import annotations

from typing import Any

from crasuite.interview import words
from crasuite.interview.interview import Interview
from crasuite.interview.views import Impact, VerdictChange
from crasuite.language import tr
from crasuite.rules.evaluate import compare


def impact_of(interview: Interview, question: str, value: Any) -> Impact:
    """What this answer would change; nothing is changed yet."""
    now = interview.assessment
    then = now.with_answer(question, value)
    asked = interview.pack.questions[question]
    verdicts, other = [], []
    for change in compare(now, then):
        if change.kind == "verdict":
            verdicts.append(
                VerdictChange(
                    interview.pack.facts[change.id].title,
                    interview.possible_words(change.id, now),
                    interview.possible_words(change.id, then),
                )
            )
        elif change.kind == "duty" and "yes" in (change.before, change.after):
            title = interview.pack.duties[change.id].title
            other.append(_duty(change.after, title))
        elif change.kind == "neighbour" and "yes" in (change.before, change.after):
            other.append(_other_law(change.after, interview.pack.neighbours[change.id].law))
    new = [one for one in then.questions_to_ask() if one not in now.questions_to_ask() and one != question]
    return Impact(
        interview.ref(question),
        words.answer_words(interview.pack, asked, interview.value(question)),
        words.answer_words(interview.pack, asked, value),
        tuple(verdicts),
        tuple(interview.ref(one) for one in then.unused if one not in now.unused and one != question),
        tuple(interview.ref(one) for one in now.unused if one not in then.unused and one != question),
        tuple(interview.ref(one) for one in new),
        tuple(other),
    )


def _duty(after: str, title: str) -> str:
    if after == "yes":
        return tr("Duty begins to apply: {duty}", duty=title)
    if after == "no":
        return tr("Duty no longer applies: {duty}", duty=title)
    return tr("Duty becomes open: {duty}", duty=title)


def _other_law(after: str, law: str) -> str:
    if after == "yes":
        return tr("Other law begins to apply: {law}", law=law)
    if after == "no":
        return tr("Other law no longer applies: {law}", law=law)
    return tr("Other law becomes open: {law}", law=law)
