"""The interview for one product: steps, the path through the questions, and what each answer would change.

Decides no law: everything is asked of the engine. Each answer is handed to the answer book at once; when that
fails, it is held here and tried again, and the interview goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from crasuite.domain.answer import Answer
from crasuite.errors import AnswersError, StoreError
from crasuite.interview import words
from crasuite.interview.answer_book import AnswerBook
from crasuite.interview.effects import effect_of
from crasuite.interview.views import (
    Cite,
    DateView,
    DutyView,
    Impact,
    LawView,
    Line,
    OpenPoint,
    OptionView,
    ProcedureView,
    QuestionRef,
    QuestionView,
    Reason,
    Result,
    RowView,
    Standing,
    StateFactView,
    StepState,
    StepView,
    Tone,
    VerdictChange,
)
from crasuite.rules import NOT_SURE, Assessment, Pack, assess
from crasuite.rules.answers import fitting, problem_with, problem_with_order
from crasuite.rules.evaluate import compare
from crasuite.rules.model import STEPS, Duty, Neighbour, Question, StepId

RESULT = "result"
"""Id of the last step, which has no question."""
NAME_QUESTION = "product-name"
PROCEDURE_QUESTION = "procedure-choice"
REJECTED_QUESTION = "categories-rejected"
SCOPE, CLASS, CATEGORY, ROLE = "scope", "class", "category", "role"

_HEADLINES: dict[str | None, tuple[str, Tone]] = {
    "in": (words.SCOPE_WORDS["in"], "ok"),
    "partly": (words.SCOPE_WORDS["partly"], "ok"),
    "out": (words.SCOPE_WORDS["out"], "neutral"),
    None: ("Still open", "warn"),
}

_SERVABLE = {
    "b-c": ("servable-bodies",),
    "h": ("servable-bodies",),
    "certification": ("servable-certification",),
}
"""Facts that say whether anybody can carry out a procedure today."""


class Interview:
    """The questions and answers of one product, as the wizard shows them."""

    def __init__(
        self,
        pack: Pack,
        book: AnswerBook,
        product_id: int,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.pack = pack
        self.product_id = product_id
        self.save_problem: StoreError | None = None
        """Why the newest answers are held in memory only; None when all is saved."""
        self.saved_at: datetime | None = None
        self._book = book
        self._today = today
        self._now = now or (lambda: datetime.now(UTC))
        self._pending: dict[tuple[str, str], Any] = {}
        self._order = {question: position for position, question in enumerate(pack.questions)}
        self._records: dict[str, Answer] = {}
        self._assessment: Assessment | None = None
        self._without: tuple[str, Assessment] | None = None
        self._relevant: tuple[Assessment, tuple[str, ...]] | None = None
        self._name = ""
        self.misfits: tuple[str, ...] = ()
        """Questions whose stored answer this pack does not understand; kept, not used."""
        self.reload()

    # State

    def reload(self) -> None:
        """Read the answers again, for example after undo; answers held in memory stay."""
        self._name = self._book.product(self.product_id).name
        self._records = dict(self._book.answers(self.product_id))
        for (kind, question), value in self._pending.items():
            self._remember(kind, question, value)
        self._forget()

    @property
    def product_name(self) -> str:
        """Name of the product, as the questions say it."""
        return self._name

    @property
    def today(self) -> date:
        """The as-of date of everything shown."""
        return self._today()

    @property
    def assessment(self) -> Assessment:
        """The engine's view of the current answers on today's law."""
        if self._assessment is None or self._assessment.on != self.today:
            self._forget()
            self._assessment = self._assess()
        return self._assessment

    def values(self) -> dict[str, Any]:
        """Answers as the engine takes them."""
        return {name: record.value for name, record in self._records.items() if record.value is not None}

    def value(self, question: str) -> Any:
        """The answer to a question, or None."""
        record = self._records.get(question)
        return None if record is None else record.value

    def _assess(self) -> Assessment:
        values = self.values()
        known = {name: value for name, value in values.items() if self._is_known(name)}
        unknown = [name for name in values if name not in known]
        try:
            self.misfits = tuple(unknown)
            return assess(self.pack, known, self.today)
        except AnswersError:
            kept = fitting(self.pack, known)
            self.misfits = (*unknown, *(name for name in known if name not in kept))
            return assess(self.pack, kept, self.today)

    def _is_known(self, name: str) -> bool:
        return name in self.pack.questions or name in self.pack.state

    def _forget(self) -> None:
        self._assessment = None
        self._without = None

    def _assessment_without(self, question: str) -> Assessment:
        if self._without is None or self._without[0] != question or self._assessment is None:
            self._without = (question, self.assessment.with_answer(question, None))
        return self._without[1]

    # Writing

    def problem(self, question: str, value: Any) -> str:
        """Why the value is no answer, in plain words; empty when it is one."""
        asked = self.pack.questions[question]
        if value is None or value == NOT_SURE:
            return ""
        if asked.type == "number":
            return _number_problem(asked, value)
        if asked.type == "date":
            try:
                date.fromisoformat(str(value))
            except ValueError:
                return "Enter a date, for example 11 Dec 2027."
            return self._order_problem(question, date.fromisoformat(str(value)))
        if question == NAME_QUESTION and not str(value).strip():
            return "A product needs a name."
        found = problem_with(self.pack, question, value)
        return words.capital(found) + "." if found else ""

    def _order_problem(self, question: str, day: date) -> str:
        found = problem_with_order(self.pack, question, day, self.values())
        return f"{found[0]}, on {words.day_words(found[1])}." if found else ""

    def answer(self, question: str, value: Any) -> str:
        """Keep an answer; None takes it back. Returns why it could not be taken, or nothing."""
        asked = self.pack.questions[question]
        if isinstance(value, str):
            value = value if asked.type == "long-text" else value.strip()
            value = None if not value.strip() else value
        if question == NAME_QUESTION and value is None:
            return "A product needs a name."
        if found := self.problem(question, value):
            return found
        if self.value(question) == value:
            return ""
        without = self._without if self._without and self._without[0] == question else None
        self._remember("answer", question, value)
        self._write("answer", question, value)
        self._assessment = None
        if without is not None and question != NAME_QUESTION:
            # What everything looks like without this answer has not changed.
            self._assessment = without[1] if value is None else without[1].with_answer(question, value)
            self._without = without
        return ""

    def set_note(self, question: str, note: str) -> None:
        """Keep a note beside the answer."""
        if self.note(question) != note:
            self._remember("note", question, note)
            self._write("note", question, note)

    def set_owner(self, question: str, owner: str) -> None:
        """Keep who can tell."""
        if self.owner(question) != owner:
            self._remember("owner", question, owner)
            self._write("owner", question, owner)

    def set_due(self, question: str, due: date | None) -> None:
        """Keep by when it is to be settled."""
        if self.due(question) != due:
            self._remember("due", question, due)
            self._write("due", question, due)

    def state_fact(self, item: str, value: str, reference: str, on: date) -> str:
        """State a newer fact about the world. Returns why it could not be taken, or nothing."""
        if not reference.strip():
            return "Say where the newer fact can be read."
        if on > self.today:
            return "The date lies in the future. A fact counts from the day it is published."
        if on < self.pack.state[item].entry_on(self.today).from_:
            return "The rule pack knows a newer fact than this date."
        stated = {"value": value, "reference": reference.strip(), "date": on.isoformat()}
        if found := problem_with(self.pack, item, stated):
            return words.capital(found) + "."
        self._remember("answer", item, stated)
        self._write("answer", item, stated)
        self._forget()
        return ""

    def withdraw_fact(self, item: str) -> None:
        """Go back to what the rule pack says."""
        if self.value(item) is not None:
            self._remember("answer", item, None)
            self._write("answer", item, None)
            self._forget()

    def retry(self) -> bool:
        """Try to save what is held in memory. True when all is saved."""
        for (kind, question), value in list(self._pending.items()):
            self._write(kind, question, value)
            if self.save_problem is not None:
                return False
        return True

    @property
    def is_saved(self) -> bool:
        """True when nothing is held in memory only."""
        return not self._pending

    def save_words(self) -> str:
        """The save state as a line."""
        if self._pending:
            since = f" since {self.saved_at.astimezone():%H:%M}" if self.saved_at else ""
            return f"Not saved{since}"
        return (
            f"All answers saved · {self.saved_at.astimezone():%H:%M}"
            if self.saved_at
            else "All answers saved"
        )

    def _remember(self, kind: str, question: str, value: Any) -> None:
        old = self._records.get(question) or Answer(
            self.product_id, question, None, "", "", None, self._now()
        )
        field = {"answer": "value", "note": "note", "owner": "owner", "due": "due_on"}[kind]
        self._records[question] = replace(old, **{field: value})
        if kind == "answer" and question == NAME_QUESTION and isinstance(value, str):
            self._name = value

    def _write(self, kind: str, question: str, value: Any) -> None:
        self._pending.pop((kind, question), None)
        self._pending[kind, question] = value
        try:
            for (held_kind, held), held_value in list(self._pending.items()):
                self._write_one(held_kind, held, held_value)
                del self._pending[held_kind, held]
        except StoreError as error:
            self.save_problem = error
            return
        self.save_problem = None
        self.saved_at = self._now()

    def _write_one(self, kind: str, question: str, value: Any) -> None:
        if kind == "answer":
            name = value if question == NAME_QUESTION else None
            label = f"answer to “{words.shortened(self.text(question), 50)}”"
            self._book.set_answers(self.product_id, {question: value}, name=name, label=label)
        elif kind == "note":
            self._book.set_note(self.product_id, question, value)
        elif kind == "owner":
            self._book.set_owner(self.product_id, question, value)
        else:
            self._book.set_due(self.product_id, question, value)

    # The path

    def path(self) -> tuple[str, ...]:
        """Answered questions that count, in order, then the next one to ask."""
        answered = self.assessment.used_answers()
        following = self.first_open()
        return (*answered, following) if following else answered

    def relevant(self) -> tuple[str, ...]:
        """Questions that are answered and count, or are still to be asked, in order."""
        result = self.assessment
        if self._relevant is None or self._relevant[0] is not result:
            known = frozenset(result.used_answers()) | frozenset(result.questions_to_ask())
            self._relevant = (
                result,
                tuple(question for question in self.pack.questions if question in known),
            )
        return self._relevant[1]

    def left(self) -> tuple[str, ...]:
        """Questions that still need an answer under what is known, in order."""
        result = self.assessment
        wanted = {one for one in result.questions_to_ask() if not self._is_passed(one)}
        wanted.update(one for one in self._partial() if one not in result.unused)
        return tuple(question for question in self.pack.questions if question in wanted)

    def _partial(self) -> list[str]:
        """Matrix questions with rows that nobody chose anything for."""
        rows = len(self.pack.requirements)
        return [
            question.id
            for question in self.pack.questions.values()
            if question.type == "matrix"
            and isinstance(value := self.value(question.id), dict)
            and len(value) < rows
        ]

    def at_most_left(self) -> int:
        """How many questions can still come."""
        maybe = self.assessment.may_be_asked - self.values().keys()
        return len(frozenset(self.left()) | {question for question in maybe if not self._is_passed(question)})

    def first_open(self) -> str | None:
        """Where to go on: the first question without an answer; None when only the result is left."""
        left = self.left()
        return left[0] if left else None

    def first_page(self) -> str | None:
        """Where the interview opens: the first open question."""
        return self.first_open()

    def next_after(self, question: str) -> str | None:
        """The question after this one; None: the result comes next."""
        place = self._order[question]
        for candidate in self.relevant():
            if self._order[candidate] > place:
                return candidate
        return next((one for one in self.left() if one != question), None)

    def before(self, question: str) -> str | None:
        """The answered question before this one, whose answer is shown above it."""
        place = self._order[question]
        earlier = [one for one in self.assessment.used_answers() if self._order[one] < place]
        return earlier[-1] if earlier else None

    def is_optional(self, question: str) -> bool:
        """True when the question may be left empty."""
        return self.pack.questions[question].optional

    def _is_passed(self, question: str) -> bool:
        """An optional question left empty on the way: something after it is answered."""
        if not self.pack.questions[question].optional:
            return False
        return any(self._order[one] > self._order[question] for one in self._given(question))

    def _given(self, question: str) -> list[str]:
        """Answers given on the way; a name and what was carried over say little about how far one came."""
        step = self.pack.questions[question].step
        names = self.values().keys() & self.pack.questions.keys() - {NAME_QUESTION}
        known = [self.pack.questions[one] for one in names]
        return [one.id for one in known if one.step == step or not one.carry_over]

    # Steps

    def steps(self, current: str = "") -> tuple[StepView, ...]:
        """The seven steps; `current` is the question shown, or `result`."""
        result = self.assessment
        used, ask = frozenset(result.used_answers()), frozenset(result.questions_to_ask())
        used |= result.may_be_asked & self.values().keys()  # needed or not, that is still open
        maybe = result.may_be_asked - self.values().keys()
        points = frozenset(result.open_points)
        left = frozenset(self.left())
        at = self.pack.questions[current].step if current in self.pack.questions else None
        views = []
        for number, step in enumerate(STEPS, 1):
            questions = [one.id for one in self.pack.questions.values() if one.step == step]
            answered = [one for one in questions if one in used]
            open_ = [one for one in questions if one in left]
            later = [one for one in questions if one in maybe and one not in ask and not self._is_passed(one)]
            unsure = [one for one in answered if one in points]
            where = (open_ or answered or [one for one in questions if one in ask])[:1]
            state, said = self._step_state(step, at, answered, open_, later, unsure, used)
            if step == at:
                said = self.position(current)
            views.append(
                StepView(step, number, words.STEP_TITLES[step], state, said, (where or [""])[0], step == at)
            )
        done = not self.left()
        views.append(
            StepView(
                RESULT,
                len(STEPS) + 1,
                words.RESULT_TITLE,
                StepState.DONE
                if done and not points
                else StepState.IN_PROGRESS
                if done
                else StepState.NOT_STARTED,
                "Verdict and next steps",
                RESULT if done else "",
                current == RESULT,
            )
        )
        return tuple(views)

    def _step_state(
        self,
        step: StepId,
        at: StepId | None,
        answered: list[str],
        open_: list[str],
        later: list[str],
        unsure: list[str],
        used: frozenset[str],
    ) -> tuple[StepState, str]:
        if not answered and not open_ and not later:
            scope = self.assessment.value(SCOPE) if SCOPE in self.pack.facts else None
            return StepState.NOT_APPLICABLE, (
                "Not needed, out of scope" if scope == "out" else "Nothing to ask here"
            )
        if not open_ and not later:
            said = f"{len(answered)} of {len(answered)} answered"
            if unsure:
                said += f", {len(unsure)} open"
            elif step == "class" and (value := self.class_value()) and self.assessment.value(SCOPE) != "out":
                said = words.capital(words.CLASS_WORDS.get(value, value))
            overdue = any((due := self.due(one)) is not None and due < self.today for one in unsure)
            return (StepState.NEEDS_ATTENTION, said + ", overdue") if overdue else (StepState.DONE, said)
        more = len(open_) + len(later)
        if not answered:
            said = words.count_words(more, "question")
            return (
                StepState.IN_PROGRESS if step == at else StepState.NOT_STARTED,
                f"At most {said}" if later or step != at else said,
            )
        later_steps = STEPS[STEPS.index(step) + 1 :]
        given = (self.pack.questions[one] for one in used)
        if open_ and step != at and any(one.step in later_steps and not one.carry_over for one in given):
            return StepState.NEEDS_ATTENTION, f"{words.count_words(len(open_), 'question')} to answer"
        return StepState.IN_PROGRESS, f"{len(answered)} answered, at most {more} left"

    def position(self, question: str) -> str:
        """`Question 2 of at most 7`: where it stands in its step."""
        if question not in self.pack.questions:
            return ""
        step = self.pack.questions[question].step
        known = [one for one in self.relevant() if self.pack.questions[one].step == step]
        if question not in known:
            known = sorted([*known, question], key=self._order.__getitem__)
        maybe = self.assessment.may_be_asked - self.values().keys() - frozenset(known)
        later = sum(1 for one in maybe if self.pack.questions[one].step == step)
        still = any(one not in self._records or self._records[one].value is None for one in known)
        most = "at most " if still or later else ""
        return f"Question {known.index(question) + 1} of {most}{len(known) + later}"

    def number(self, question: str) -> str:
        """Step and place: `3.2`."""
        if question not in self.pack.questions:
            return ""
        step = self.pack.questions[question].step
        known = [one for one in self.relevant() if self.pack.questions[one].step == step]
        place = f".{known.index(question) + 1}" if question in known else ""
        return f"{STEPS.index(step) + 1}{place}"

    # Questions

    def text(self, question: str) -> str:
        """The question with the product's name in it."""
        if question in self.pack.state:
            return self.pack.state[question].title
        return words.filled(self.pack.questions[question].text, self.product_name)

    def note(self, question: str) -> str:
        """The note beside an answer."""
        record = self._records.get(question)
        return record.note if record else ""

    def owner(self, question: str) -> str:
        """Who can settle an open answer."""
        record = self._records.get(question)
        return record.owner if record else ""

    def due(self, question: str) -> date | None:
        """By when it is to be settled."""
        record = self._records.get(question)
        return record.due_on if record else None

    def owners(self) -> tuple[str, ...]:
        """Everybody who was named as able to tell, for the list to choose from."""
        return tuple(sorted({record.owner for record in self._records.values() if record.owner}))

    def ref(self, question: str) -> QuestionRef:
        """A question in passing, with its answer in words."""
        if question in self.pack.state:
            used = next(one for one in self.assessment.states if one.id == question)
            item = self.pack.state[question]
            said = item.labels.get(used.value, used.value)
            return QuestionRef(question, "", item.title, said + (" (stated by you)" if used.stated else ""))
        asked = self.pack.questions[question]
        value = self.value(question)
        said = "" if value is None else words.shortened(words.answer_words(self.pack, asked, value), 80)
        return QuestionRef(question, self.number(question), self.text(question), said)

    def cite(self, citation: str) -> Cite:
        """A citation with its label and gist."""
        source = self.pack.sources[citation.partition(" ")[0]]
        return Cite(
            citation,
            self.pack.label(citation),
            self.pack.gist(citation),
            source.title,
            source.number,
            source.eli or source.address,
        )

    def cites(self, citations: Iterable[str]) -> tuple[Cite, ...]:
        """Several citations, each once."""
        return tuple(self.cite(one) for one in dict.fromkeys(citations))

    def question(self, question: str) -> QuestionView:
        """What a page needs to ask this question."""
        asked = self.pack.questions[question]
        fill = self._fill
        earlier = self.before(question)
        value = self.value(question)
        return QuestionView(
            id=question,
            step=asked.step,
            step_title=words.STEP_TITLES[asked.step],
            position=self.position(question),
            type=asked.type,
            text=fill(asked.text),
            why=fill(asked.why),
            kind=asked.kind,
            cites=self.cites(asked.cites),
            options=self._options(asked),
            not_sure=OptionView(
                NOT_SURE, words.NOT_SURE_WORDS, "", "Kept as an open point in your documents; you can go on"
            ),
            counts=tuple(map(fill, asked.counts)),
            does_not_count=tuple(map(fill, asked.does_not_count)),
            decides=fill(asked.decides),
            who_can_tell=fill(asked.who_can_tell),
            value=value,
            note=self.note(question),
            owner=self.owner(question),
            due=self.due(question),
            previous=self.ref(earlier) if earlier else None,
            rows=self._rows(asked, value),
            is_optional=asked.optional,
            is_used=value is None or question not in self.assessment.unused,
            minimum=asked.minimum,
            maximum=asked.maximum,
            unit=asked.unit,
        )

    def _fill(self, text: str) -> str:
        return words.filled(text, self.product_name)

    def _options(self, asked: Question) -> tuple[OptionView, ...]:
        fill = self._fill
        if asked.type == "yes-no":
            given = {option.id: option for option in asked.options}
            listed = [
                (
                    one,
                    given[one].label if one in given else words.capital(one),
                    given[one].hint if one in given else "",
                )
                for one in ("yes", "no")
            ]
        else:
            listed = [(option.id, option.label, option.hint) for option in asked.options]
        single = asked.type in ("yes-no", "choice")
        return tuple(
            OptionView(value, fill(label), fill(hint), self.effect(asked.id, value) if single else "")
            for value, label, hint in listed
        )

    def _rows(self, asked: Question, value: Any) -> tuple[RowView, ...]:
        if asked.type != "matrix":
            return ()
        given: Mapping[str, Any] = value if isinstance(value, dict) else {}
        return tuple(
            RowView(one.id, one.ref, one.title, self._fill(one.meaning), given.get(one.id))
            for one in self.pack.requirements.values()
        )

    def effect(self, question: str, value: Any) -> str:
        """What choosing an answer would change, compared with leaving the question open."""
        before = self._assessment_without(question)
        return effect_of(self.pack, before, before.with_answer(question, value), question)

    # What a change would do

    def is_earlier(self, question: str) -> bool:
        """True for an answered question before others: what a change does is shown before it counts."""
        if self.value(question) is None:
            return False
        place = self._order[question]
        return any(self._order[one] > place for one in self.assessment.used_answers())

    def impact(self, question: str, value: Any) -> Impact:
        """What this answer would change; nothing is changed yet."""
        now = self.assessment
        then = now.with_answer(question, value)
        asked = self.pack.questions[question]
        verdicts, other = [], []
        for change in compare(now, then):
            if change.kind == "verdict":
                verdicts.append(
                    VerdictChange(
                        self.pack.facts[change.id].title,
                        self.possible_words(change.id, now),
                        self.possible_words(change.id, then),
                    )
                )
            elif change.kind == "duty" and "yes" in (change.before, change.after):
                title = self.pack.duties[change.id].title
                other.append(f"Duty {_begins(change.after)}: {title}")
            elif change.kind == "neighbour" and "yes" in (change.before, change.after):
                other.append(f"Other law {_begins(change.after)}: {self.pack.neighbours[change.id].law}")
        new = [
            one for one in then.questions_to_ask() if one not in now.questions_to_ask() and one != question
        ]
        return Impact(
            self.ref(question),
            words.answer_words(self.pack, asked, self.value(question)),
            words.answer_words(self.pack, asked, value),
            tuple(verdicts),
            tuple(self.ref(one) for one in then.unused if one not in now.unused and one != question),
            tuple(self.ref(one) for one in now.unused if one not in then.unused and one != question),
            tuple(self.ref(one) for one in new),
            tuple(other),
        )

    def unused(self) -> tuple[QuestionRef, ...]:
        """Answers that are kept but no longer count."""
        return tuple(self.ref(one) for one in self.assessment.unused)

    # Where you stand

    def class_value(self) -> str | None:
        """The class, or None while open."""
        return self.assessment.value(CLASS) if CLASS in self.pack.facts else None

    def class_kind(self) -> str:
        """Which badge the class wears."""
        return class_kind(self.assessment)

    def possible_words(self, fact: str, assessment: Assessment | None = None) -> str:
        """The value of a fact, or the values it can still take."""
        return words.possible_words(self.pack, fact, (assessment or self.assessment).verdict(fact).possible)

    def standing(self, current: str = "") -> Standing:
        """The panel beside the question; `current` is the question shown."""
        result = self.assessment
        scope = result.verdict(SCOPE)
        headline, tone = _HEADLINES.get(scope.value, _HEADLINES[None])
        now_facts, now = self._being_decided(current)
        decided, to_come = [], []
        for goal in self._shown_goals():
            verdict = result.verdict(goal)
            title = self.pack.facts[goal].title
            if goal in now_facts:
                continue
            if verdict.is_decided:
                if goal != SCOPE and not self._is_idle(goal, verdict.value):
                    decided.append(
                        Line(
                            words.fact_line(self.pack, goal, str(verdict.value)),
                            self._from_words(goal),
                        )
                    )
            else:
                to_come.append(Line(title, self._hangs_words(goal)))
        routes = self._routes_line()
        if routes is not None:
            (decided if routes[0] else to_come).append(routes[1])
        return Standing(
            headline,
            self._scope_text(),
            tone,
            self.class_kind(),
            self._class_words(),
            tuple(decided),
            now,
            tuple(to_come),
        )

    def _scope_text(self) -> str:
        verdict = self.assessment.verdict(SCOPE)
        if verdict.value is None:
            number = len(verdict.hangs_on)
            said = words.count_words(number, "answer")
            if "in" not in verdict.possible:
                return f"It applies in part or not at all. {said} can still decide that."
            unsure = [one for one in verdict.hangs_on if self.value(one) == NOT_SURE]
            if number and len(unsure) == number:
                points = words.count_words(number, "open point")
                return (
                    f"{points} {'keeps' if number == 1 else 'keep'} this open. Both outcomes stay possible."
                )
            return f"Nothing so far rules the CRA out. {said} can still change that."
        if verdict.value == "out":
            return self._fill(verdict.rules[0].because) if verdict.rules else ""
        still_open = len(self.assessment.open_points)
        decided = "Decided"
        if steps := [self.pack.questions[one].step for one in self._carriers(SCOPE)]:
            decided = f"Decided in step {STEPS.index(max(steps, key=STEPS.index)) + 1}"
        if still_open:
            return f"{decided}. {words.count_words(still_open, 'open point')} can't change this."
        return f"{decided}."

    def _class_words(self) -> str:
        verdict = self.assessment.verdict(CLASS)
        said = [words.CLASS_WORDS.get(value, value) for value in verdict.possible if value != "none"]
        if verdict.is_decided:
            return words.capital("".join(said)) or "No class"
        if len(said) == 4:
            return "Every class is still possible"
        return "Could be " + words.joined(said, "or")

    def _carriers(self, fact: str) -> tuple[str, ...]:
        """Questions whose answers the decided fact rests on."""
        read = {name for step in self.assessment.trace(fact) for name, _ in step.answers}
        return tuple(one for one in self.pack.questions if one in read)

    def _from_words(self, fact: str) -> str:
        numbers = [number for one in self._carriers(fact) if "." in (number := self.number(one))]
        if not numbers:
            return "From the law and its state of play"
        if len(numbers) > 4:
            return f"From {len(numbers)} answers"
        return f"From question{'s' if len(numbers) > 1 else ''} {words.joined(numbers)}"

    def _hangs_words(self, fact: str) -> str:
        verdict = self.assessment.verdict(fact)
        said = [words.fact_words(self.pack, fact, value) for value in verdict.possible if value != "none"]
        if 1 < len(said) <= 3 and all(len(one.split()) <= 3 for one in said):
            return words.capital(words.joined((words.uncapital(one) for one in said), "or"))
        return f"Hangs on {words.count_words(len(verdict.hangs_on), 'answer')}"

    def _shown_goals(self) -> tuple[str, ...]:
        goals = self.assessment.goals
        return tuple(one for one in goals if not one.startswith(("procedure-", "servable-")))

    def _is_idle(self, goal: str, value: str | None) -> bool:
        """True for a decided goal that says nothing to the reader, such as "no EHR system"."""
        return value in ("no", "none", "not-applicable") and goal != ROLE

    def _being_decided(self, current: str) -> tuple[frozenset[str], tuple[Line, ...]]:
        """Verdicts that this answer decides or narrows or, without answer, those that wait for it."""
        if current not in self.pack.questions:
            return frozenset(), ()
        value = self.value(current)
        before = self._assessment_without(current)
        if value is None or value == NOT_SURE:
            waiting = [goal for goal in self._shown_goals() if current in before.verdict(goal).hangs_on]
            note = "Waits for your answer" if value is None else "Left open by your answer"
            lines = tuple(Line(self.pack.facts[goal].title, note) for goal in waiting[:3])
            return frozenset(waiting[:3]), lines
        changed = [
            goal
            for goal in self._shown_goals()
            if before.verdict(goal).possible != self.assessment.verdict(goal).possible
        ]
        asked = self.pack.questions[current]
        said = words.shortened(words.answer_words(self.pack, asked, value), 40)
        lines = tuple(Line(self._verdict_line(goal), f"With your answer “{said}”") for goal in changed[:3])
        if not lines and asked.type not in ("text", "long-text"):
            lines = (Line("Your answer", f"“{said}” is kept in your record"),)
        return frozenset(changed[:3]), lines

    def _verdict_line(self, fact: str) -> str:
        verdict = self.assessment.verdict(fact)
        if verdict.value is not None:
            return words.fact_line(self.pack, fact, verdict.value)
        return f"{self.pack.facts[fact].title}: {words.uncapital(self.possible_words(fact))}"

    def _routes_line(self) -> tuple[bool, Line] | None:
        facts = [view.fact for view in self._procedure_facts()]
        if not facts:
            return None
        if self.assessment.value(SCOPE) == "out":
            return None
        opened = [fact for fact in facts if self.assessment.value(fact) == "open"]
        undecided = [fact for fact in facts if self.assessment.value(fact) is None]
        if undecided:
            return False, Line("Conformity route", f"{len(undecided)} of {len(facts)} not decided yet")
        return True, Line(
            f"Conformity route: {len(opened)} open to you",
            words.joined(self._route_name(fact) for fact in opened),
        )

    def _route_name(self, fact: str) -> str:
        option = fact.removeprefix("procedure-")
        if PROCEDURE_QUESTION in self.pack.questions:
            for known in self.pack.questions[PROCEDURE_QUESTION].options:
                if known.id == option:
                    return known.label
        return self.pack.facts[fact].title

    # Open points

    def open_points(self) -> tuple[OpenPoint, ...]:
        """Questions answered "not sure" that still matter, with owner and date."""
        result = self.assessment
        points = []
        for question in result.open_points:
            due = self.due(question)
            can_change = [
                self.pack.facts[goal].title
                for goal in result.goals
                if question in result.verdict(goal).hangs_on
            ]
            points.append(
                OpenPoint(
                    self.ref(question),
                    self.owner(question),
                    due,
                    due is not None and due < self.today,
                    self._fill(self.pack.questions[question].who_can_tell),
                    self.note(question),
                    tuple(dict.fromkeys(can_change)),
                )
            )
        return tuple(points)

    # Duties, other laws, dates

    def duties(self) -> tuple[DutyView, ...]:
        """Duties that apply or may apply, by the day they begin."""
        views = []
        for item in self.assessment.duties():
            duty = item.entry
            if item.applies is False or not isinstance(duty, Duty):
                continue
            if duty.until is not None and duty.until < self.today:
                continue
            views.append(
                DutyView(
                    duty.id,
                    self._fill(duty.title),
                    self._fill(duty.text),
                    duty.from_,
                    self.cites(duty.cites),
                    duty.kind,
                    bool(item.applies),
                )
            )
        return tuple(sorted(views, key=lambda view: (view.since, not view.is_sure)))

    def laws(self) -> tuple[LawView, ...]:
        """Other Union acts that concern the product, or may."""
        views = []
        for item in self.assessment.neighbours():
            law = item.entry
            if item.applies is False or not isinstance(law, Neighbour):
                continue
            views.append(
                LawView(
                    law.id,
                    law.law,
                    law.effect,
                    self._fill(law.text),
                    tuple(map(self._fill, law.todo)),
                    self.cites(law.cites),
                    law.kind,
                    bool(item.applies),
                    self._fill(law.warning),
                    tuple(self.ref(one) for one in item.hangs_on),
                )
            )
        return tuple(views)

    def dates(self) -> tuple[DateView, ...]:
        """Dates that matter for the product, in order; undated ones last."""
        return tuple(
            DateView(
                item.entry.id,
                self._fill(item.entry.title),
                self._fill(item.entry.text),
                item.on,
                item.entry.set_by,
                self.cites(item.entry.cites),
                bool(item.applies),
                tuple(self.ref(one) for one in item.hangs_on),
            )
            for item in self.assessment.timeline()
        )

    # State of play

    def state_facts(self) -> tuple[StateFactView, ...]:
        """Facts about the world that the verdict uses, and what the user states instead."""
        used = {one.id: one for one in self.assessment.states}
        views = []
        for item in self.pack.state.values():
            state = used[item.id]
            entry = state.entry
            views.append(
                StateFactView(
                    item.id,
                    item.title,
                    state.value,
                    item.labels.get(state.value, state.value),
                    entry.text,
                    entry.source,
                    entry.address,
                    entry.from_,
                    entry.read_on,
                    entry.confidence,
                    item.user_fact,
                    tuple((value, item.labels.get(value, value)) for value in item.values),
                    self.cites(item.cites),
                    state.stated,
                    state.reference if state.stated else "",
                    state.on if state.stated else None,
                )
            )
        return tuple(views)

    # Procedures

    def _procedure_facts(self) -> tuple[ProcedureView, ...]:
        return self._procedures(with_reasons=False)

    def procedures(self) -> tuple[ProcedureView, ...]:
        """Columns of the comparison: the four of Art. 32, and those of other laws where they can matter."""
        return self._procedures(with_reasons=True)

    def _procedures(self, *, with_reasons: bool) -> tuple[ProcedureView, ...]:
        if PROCEDURE_QUESTION not in self.pack.questions:
            return ()
        views = []
        for option in self.pack.questions[PROCEDURE_QUESTION].options:
            fact = f"procedure-{option.id}"
            if fact not in self.pack.facts:
                continue
            verdict = self.assessment.verdict(fact)
            state = {"open": "open", None: "undecided"}.get(verdict.value, "closed")
            if state == "closed" and option.id in ("ehds", "ai"):
                continue
            text = self.pack.procedures.get(fact)
            rules = (
                [rule for rule in verdict.rules if verdict.value in (None, rule.value)]
                if with_reasons
                else []
            )
            reasons = tuple(dict.fromkeys(self._fill(rule.because) for rule in rules))
            cites = self.cites(cite for rule in rules for cite in rule.cites) if with_reasons else ()
            views.append(
                ProcedureView(
                    option.id,
                    fact,
                    option.label,
                    self._fill(text.title) if text else option.hint,
                    state,  # type: ignore[arg-type]
                    reasons,
                    cites,
                    self._fill(text.who) if text else "",
                    self._fill(text.you_hand_over) if text else "",
                    self._fill(text.while_you_sell) if text else "",
                    self._fill(text.fits_when) if text else "",
                    self._fill(text.summary) if text else "",
                    self._waiting(option.id) if with_reasons and state == "open" else "",
                    tuple(self.ref(one) for one in verdict.hangs_on) if with_reasons else (),
                )
            )
        return tuple(views)

    def _waiting(self, option: str) -> str:
        fact = next((one for one in _SERVABLE.get(option, ()) if one in self.pack.facts), "")
        if not fact:
            return ""
        verdict = self.assessment.verdict(fact)
        if verdict.value != "no" or not verdict.rules:
            return ""
        return self._fill(verdict.rules[0].because)

    # Categories

    def rejected(self) -> dict[str, str]:
        """Categories that were looked at and are not the core functionality, with the reason."""
        value = self.value(REJECTED_QUESTION)
        return {str(key): str(reason) for key, reason in value.items()} if isinstance(value, dict) else {}

    def reject(self, category: str, reason: str | None) -> None:
        """Keep a near-miss with its reason; None forgets it."""
        if REJECTED_QUESTION not in self.pack.questions:
            return
        kept = self.rejected()
        if reason is None:
            kept.pop(category, None)
        else:
            kept[category] = reason
        order = list(self.pack.categories)
        self.answer(
            REJECTED_QUESTION, {key: kept[key] for key in sorted(kept, key=order.index)} if kept else None
        )

    def class_with(self, question: str, value: Any) -> tuple[str, str]:
        """Badge and words of the class if the question had this answer."""
        then = self.assessment.with_answer(question, value)
        return class_kind(then), self.possible_words(CLASS, then)

    def own_words(self) -> str:
        """What the user wrote about the product, for finding categories to read first."""
        said = [self.product_name]
        for question in self.pack.questions.values():
            value = self.value(question.id)
            if (
                question.step == "product"
                and question.type in ("text", "long-text")
                and isinstance(value, str)
            ):
                said.append(value)
        return ". ".join(said)

    # Result

    def reasons(self, *facts: str) -> tuple[Reason, ...]:
        """Rules behind decided facts, in legal order, with their answers."""
        found: dict[str, Reason] = {}
        for fact in facts:
            if fact not in self.pack.facts or not self.assessment.verdict(fact).is_decided:
                continue
            for step in self.assessment.trace(fact):
                found.setdefault(
                    step.rule.id,
                    Reason(
                        self._fill(step.rule.because),
                        words.fact_line(self.pack, step.fact, step.value),
                        self.cites(step.rule.cites),
                        tuple(self.ref(name) for name, _ in step.answers),
                        step.rule.kind,
                        self._fill(step.rule.warning),
                        step.rule.otherwise,
                    ),
                )
        return tuple(found.values())

    def result(self) -> Result:
        """The verdict with its reasons, for the last step and the overview."""
        result = self.assessment
        scope = result.verdict(SCOPE)
        headline, tone = _HEADLINES.get(scope.value, _HEADLINES[None])
        opened = [view for view in self._procedure_facts() if view.state == "open"]
        routes = words.joined((view.title for view in opened), "or")
        points = self.open_points()
        reasons = self.reasons(SCOPE, CLASS)
        warnings = tuple(dict.fromkeys(reason.warning for reason in reasons if reason.warning))
        role = self.possible_words(ROLE) if ROLE in self.pack.facts else ""
        return Result(
            headline,
            self._result_sentence(scope.value, routes),
            tone,
            self.class_kind(),
            self._class_words(),
            role,
            f"Open to you: {routes}" if routes and scope.value != "out" else "",
            bool(points) or scope.value is None,
            reasons,
            points,
            warnings,
            tuple(self.ref(one) for one in self.left()),
            " ".join(dict.fromkeys(filter(None, (self._waiting(view.option) for view in opened)))),
        )

    def _result_sentence(self, scope: str | None, routes: str) -> str:
        name = self.product_name
        if scope == "out":
            return f"The Cyber Resilience Act does not apply to {name}."
        if scope is None:
            return f"It is not decided yet whether the Cyber Resilience Act applies to {name}."
        if scope == "partly":
            because = [self._fill(rule.because) for rule in self.assessment.verdict(SCOPE).rules]
            return f"The Cyber Resilience Act applies to {name} in part. {' '.join(because[:1])}".strip()
        value = self.class_value()
        if value is None:
            return f"The Cyber Resilience Act applies to {name}. Its class is still open."
        if value == "none":
            return f"The Cyber Resilience Act applies to {name}. It needs no class."
        said = {"default": "in the default class", "critical": "a critical product"}.get(
            value, f"an {words.CLASS_WORDS.get(value, value).replace(',', ' product,')}"
        )
        return f"The Cyber Resilience Act applies to {name}. It is {said}."


def class_kind(assessment: Assessment) -> str:
    """Which badge a product wears: its class (`none`: the law gives none), or why there is none yet."""
    scope = assessment.value(SCOPE)
    if scope == "out":
        return "out-of-scope"
    if scope is None:
        return "scope-open"
    return assessment.value(CLASS) or "open"


def _begins(after: str) -> str:
    return {"yes": "begins to apply", "no": "no longer applies"}.get(after, "becomes open")


def _number_problem(asked: Question, value: Any) -> str:
    unit = f" {asked.unit}" if asked.unit else ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "Enter a number."
    if asked.minimum is not None and value < asked.minimum:
        return f"Enter at least {asked.minimum}{unit}."
    if asked.maximum is not None and value > asked.maximum:
        return f"Enter at most {asked.maximum}{unit}."
    return ""
