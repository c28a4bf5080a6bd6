"""The conformity assessment procedures side by side, and who can carry them out today."""

from __future__ import annotations

from crasuite.interview.interview import Interview
from crasuite.interview.views import ProcedureView

PROCEDURE_QUESTION = "procedure-choice"


def procedures_of(interview: Interview, *, with_reasons: bool = True) -> tuple[ProcedureView, ...]:
    """Columns of the comparison: the four of Art. 32, and those of other laws where they can matter.

    Without reasons it is quicker: enough to name them and to tell which are open.
    """
    if PROCEDURE_QUESTION not in interview.pack.questions:
        return ()
    views = []
    for option in interview.pack.questions[PROCEDURE_QUESTION].options:
        fact = f"procedure-{option.id}"
        if fact not in interview.pack.facts:
            continue
        verdict = interview.assessment.verdict(fact)
        state = {"open": "open", None: "undecided"}.get(verdict.value, "closed")
        text = interview.pack.procedures.get(fact)
        if state == "closed" and text is not None and text.only_where_open:
            continue
        rules = (
            [rule for rule in verdict.rules if verdict.value in (None, rule.value)] if with_reasons else []
        )
        reasons = tuple(dict.fromkeys(interview.fill(rule.because) for rule in rules))
        cites = interview.cites(cite for rule in rules for cite in rule.cites) if with_reasons else ()
        views.append(
            ProcedureView(
                option.id,
                fact,
                option.label,
                interview.fill(text.title) if text else option.hint,
                state,  # type: ignore[arg-type]
                reasons,
                cites,
                interview.fill(text.who) if text else "",
                interview.fill(text.you_hand_over) if text else "",
                interview.fill(text.while_you_sell) if text else "",
                interview.fill(text.fits_when) if text else "",
                interview.fill(text.summary) if text else "",
                waiting_words(interview, fact) if with_reasons and state == "open" else "",
                tuple(interview.ref(one) for one in verdict.hangs_on) if with_reasons else (),
            )
        )
    return tuple(views)


def waiting_words(interview: Interview, procedure: str) -> str:
    """Why nobody can carry out a procedure today; empty when somebody can."""
    text = interview.pack.procedures.get(procedure)
    if text is None or not text.served_by:
        return ""
    verdict = interview.assessment.verdict(text.served_by)
    if verdict.value != "no" or not verdict.rules:
        return ""
    return interview.fill(verdict.rules[0].because)
