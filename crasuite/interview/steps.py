"""The steps of the interview as the list beside the questions shows them."""

from __future__ import annotations

from crasuite.interview import words
from crasuite.interview.interview import RESULT, Interview
from crasuite.interview.verdict_words import SCOPE, class_value
from crasuite.interview.views import StepState, StepView
from crasuite.language import tr, trn
from crasuite.rules.model import STEPS, StepId


def steps_of(interview: Interview, current: str = "") -> tuple[StepView, ...]:
    """The seven steps; `current` is the question shown, or `result`."""
    result = interview.assessment
    used, ask = frozenset(result.used_answers()), frozenset(result.questions_to_ask())
    used |= result.may_be_asked & interview.values().keys()  # needed or not, that is still open
    maybe = result.may_be_asked - interview.values().keys()
    points = frozenset(result.open_points)
    left = frozenset(interview.left())
    at = interview.pack.questions[current].step if current in interview.pack.questions else None
    views = []
    for number, step in enumerate(STEPS, 1):
        questions = [one.id for one in interview.pack.questions.values() if one.step == step]
        answered = [one for one in questions if one in used]
        open_ = [one for one in questions if one in left]
        later = [one for one in questions if one in maybe and one not in ask and not interview.is_passed(one)]
        unsure = [one for one in answered if one in points]
        where = (open_ or answered or [one for one in questions if one in ask])[:1]
        state, said, short = _step_state(interview, step, at, answered, open_, later, unsure, used)
        if step == at:
            said = interview.position(current)
        views.append(
            StepView(
                step, number, words.STEP_TITLES[step], state, said, (where or [""])[0], step == at, short
            )
        )
    done = not interview.left()
    views.append(
        StepView(
            RESULT,
            len(STEPS) + 1,
            tr(words.RESULT_TITLE),
            StepState.DONE
            if done and not points
            else StepState.IN_PROGRESS
            if done
            else StepState.NOT_STARTED,
            tr("Verdict and next steps"),
            RESULT if done else "",
            current == RESULT,
            "",
        )
    )
    return tuple(views)


def _step_state(
    interview: Interview,
    step: StepId,
    at: StepId | None,
    answered: list[str],
    open_: list[str],
    later: list[str],
    unsure: list[str],
    used: frozenset[str],
) -> tuple[StepState, str, str]:
    """State, words, and the words for a narrow column; empty where the state says enough."""
    if not answered and not open_ and not later:
        scope = interview.assessment.value(SCOPE) if SCOPE in interview.pack.facts else None
        return (
            StepState.NOT_APPLICABLE,
            (tr("Not needed, out of scope") if scope == "out" else tr("Nothing to ask here")),
            "",
        )
    if not open_ and not later:
        overdue = any((due := interview.due(one)) is not None and due < interview.today for one in unsure)
        number = len(answered)
        said = tr("{answered} of {all} answered", answered=number, all=number)
        short = tr("{answered} of {all}", answered=number, all=number)
        if overdue:
            said = tr(
                "{answered} of {all} answered, {open} open, overdue",
                answered=number,
                all=number,
                open=len(unsure),
            )
        elif unsure:
            said = tr(
                "{answered} of {all} answered, {open} open", answered=number, all=number, open=len(unsure)
            )
        elif (
            step == "class"
            and (value := class_value(interview.assessment))
            and interview.assessment.value(SCOPE) != "out"
        ):
            said, short = words.capital(words.CLASS_WORDS.get(value, value)), ""
        return (StepState.NEEDS_ATTENTION if overdue else StepState.DONE), said, short
    more = len(open_) + len(later)
    if not answered:
        if later or step != at:
            said = trn("At most {n} question", "At most {n} questions", more)
        else:
            said = trn("{n} question", "{n} questions", more)
        return (StepState.IN_PROGRESS if step == at else StepState.NOT_STARTED), said, ""
    later_steps = STEPS[STEPS.index(step) + 1 :]
    given = (interview.pack.questions[one] for one in used)
    if open_ and step != at and any(one.step in later_steps and not one.carry_over for one in given):
        said = trn("{n} question to answer", "{n} questions to answer", len(open_))
        return StepState.NEEDS_ATTENTION, said, tr("{left} left", left=len(open_))
    said = tr("{answered} answered, at most {left} left", answered=len(answered), left=more)
    return StepState.IN_PROGRESS, said, ""
