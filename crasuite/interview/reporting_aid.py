""" "Must we report?": the decision aid of the rule pack over the product's answers and those of one case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crasuite.domain.answer import AnswerValue
from crasuite.domain.case import Case, CaseSource
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.reporting_pair import TWO_NOTIFICATIONS, ReportingPairs
from crasuite.interview.reporting_views import AidQuestion, AidReason, AidStep, AidVerdict, AidView
from crasuite.interview.views import OptionView, Tone
from crasuite.language import tr
from crasuite.rules import Assessment, assess
from crasuite.rules.aids import narrowed
from crasuite.rules.answers import fitting, problem_with
from crasuite.rules.model import Question

AID = "must-report"
_DUTIES = ("report-vulnerability", "report-incident")
_TIME_RUNS = "not-sure"
"""Id of what the pack says of clocks while a case is undecided."""


class ReportingAid(ReportingPairs):
    """Questions in order, verdicts and their trace; answers are kept with the case."""

    def aid_assessment(self, case: Case) -> Assessment | None:
        """The verdicts of the aid; None where the rule pack has no aid."""
        if AID not in self.law.aids:
            return None
        return assess(self.law, {**self._product_answers(), **self._case_answers(case)}, self.today, aid=AID)

    def _product_answers(self) -> dict[str, Any]:
        if self.law is self.pack:
            return dict(self.assessment.answers)
        return fitting(self.law, self.repository.values(self.product_id))

    def _case_answers(self, case: Case) -> dict[str, Any]:
        """What the register says already, then what was answered; what the pack does not know is left out."""
        pack = narrowed(self.law, AID)
        given = {**self._from_register(case), **case.answers}
        return {
            name: value
            for name, value in given.items()
            if name in self.law.aids[AID].questions and not problem_with(pack, name, value)
        }

    def _from_register(self, case: Case) -> dict[str, Any]:
        said: dict[str, Any] = {"case-kind": str(case.kind)}
        if case.aware is not None:
            said["case-aware-on"] = case.aware.astimezone(self.zone_of(case)).date().isoformat()
        if case.source is not CaseSource.NOT_SAID:
            said["case-found-by"] = str(case.source)
        return said

    def answer(self, case_id: str, question: str, value: AnswerValue | None) -> bool:
        """Answer a question of the aid; None takes the answer back.

        Raises:
            ReportingError: the aid has no such question, or the answer does not fit it (REPORT-10).
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        questions = self.law.aids[AID].questions if AID in self.law.aids else {}
        if question not in questions:
            raise ReportingError(
                "REPORT-10",
                tr("The check does not ask “{question}”.", question=question),
                "",
                tr("Open it anew."),
            )
        if value is not None and (problem := problem_with(narrowed(self.law, AID), question, value)):
            raise ReportingError(
                "REPORT-10",
                tr("The answer does not fit the question."),
                problem,
                tr("Choose another answer."),
            )
        answers = {**case.answers}
        if value is None:
            answers.pop(question, None)
        else:
            answers[question] = value
        said = words.shortened(self.filled(questions[question].text), 50)
        return self._write(
            home,
            tr("answer to “{question}” in case {case}", question=said, case=case_id),
            replace(case, answers=answers),
        )

    def aid(self, case_id: str) -> AidView:
        """The whole aid for one case, worked out from what is known now.

        Raises:
            ReportingError: the rule pack has no such aid (REPORT-11).
        """
        case = self.case(case_id)
        result = self.aid_assessment(case)
        if result is None:
            raise ReportingError(
                "REPORT-11",
                tr("This rule pack has no check of whether to report."),
                "",
                tr("Use a newer one."),
            )
        aid = self.law.aids[AID]
        to_ask = result.questions_to_ask()
        answered = result.answers
        shown = [
            question
            for question in result.pack.questions.values()
            if question.id in to_ask or (question.id in aid.questions and question.id in answered)
        ]
        shown.sort(key=lambda one: one.id not in aid.questions)
        duties = {fact: result.value(fact) for fact in _DUTIES if fact in result.pack.facts}
        headline, tone = self._headline(case, duties)
        is_decided = bool(duties) and (
            "yes" in duties.values() or all(value == "no" for value in duties.values())
        )
        is_both = bool(duties) and all(value == "yes" for value in duties.values())
        said = self.law.counting.get(TWO_NOTIFICATIONS if is_both else _TIME_RUNS)
        return AidView(
            aid.title,
            aid.text,
            tuple(self._question(question, result) for question in shown),
            next((one for one in to_ask if one in aid.questions), to_ask[0] if to_ask else ""),
            tuple(self._verdict(result, goal) for goal in aid.goals),
            headline,
            tone,
            said.text if said is not None and (is_both or not is_decided) else "",
            is_decided,
            is_both and self.other_case(case_id) is None,
        )

    def _headline(self, case: Case, duties: dict[str, str | None]) -> tuple[str, Tone]:
        if len(duties) > 1 and all(value == "yes" for value in duties.values()):
            said = tr(
                "{product}: the vulnerability and the incident must both be reported",
                product=self.product_name,
            )
            return said, "danger"
        if "yes" in duties.values():
            return tr("{product}: this must be reported", product=self.product_name), "danger"
        if duties and all(value == "no" for value in duties.values()):
            return tr("{product}: no report is asked for", product=self.product_name), "ok"
        if case.clock_runs:
            return tr("Not decided yet, the clock runs"), "warn"
        return tr("Not decided yet, say when you became aware"), "warn"

    def _question(self, question: Question, result: Assessment) -> AidQuestion:
        value = result.answers.get(question.id)
        is_case = question.id in self.law.aids[AID].questions
        options = [
            OptionView(one.id, self.filled(one.label), self.filled(one.hint)) for one in question.options
        ]
        if question.type == "yes-no" and not options:
            options = [OptionView("yes", tr("Yes")), OptionView("no", tr("No"))]
        return AidQuestion(
            question.id,
            self.filled(question.text),
            self.filled(question.why),
            question.type,
            tuple(options),
            tuple(map(self.filled, question.counts)),
            tuple(map(self.filled, question.does_not_count)),
            self.filled(question.decides),
            self.filled(question.who_can_tell),
            self.cites(question.cites),
            value,
            "" if value is None else words.answer_words(result.pack, question, value),
            is_case,
            question.optional,
        )

    def _verdict(self, result: Assessment, fact: str) -> AidVerdict:
        verdict, pack = result.verdict(fact), result.pack
        said = result.unless_moot(fact)
        shown = words.possible_words(pack, fact, said.possible)
        if said.is_decided and not verdict.is_decided:
            shown = tr("If a report is due: {what}", what=words.uncapital(shown))
        trace = []
        if verdict.is_decided:
            for step in result.trace(fact):
                read = tuple(
                    (
                        self.filled(pack.questions[name].text),
                        words.answer_words(pack, pack.questions[name], value),
                    )
                    for name, value in step.answers
                    if name in pack.questions
                )
                title = words.fact_line(pack, step.fact, step.value)
                because = self.filled(step.rule.because)
                trace.append(AidStep(title, because, self.cites(step.rule.cites), read))
        reasons = said.rules if said.is_decided else ()
        return AidVerdict(
            fact,
            pack.facts[fact].title,
            verdict.value,
            shown,
            tuple(
                AidReason(self.filled(one.because), self.filled(one.warning), self.cites(one.cites))
                for one in reasons
            ),
            verdict.hangs_on,
            tuple(trace),
        )
