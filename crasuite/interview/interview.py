"""The interview for one product: its answers, and the path through the questions.

Decides no law: everything is asked of the engine. Each answer is handed to the answer book at once; when that
fails, it is held here and tried again, and the interview goes on. What screens show is worked out beside
this module, in `steps`, `questions`, `standing`, `change_preview`, `categories`, `procedures` and `result`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from crasuite.domain.answer import Answer
from crasuite.domain.english import day
from crasuite.errors import AnswersError, StoreError
from crasuite.interview import words
from crasuite.interview.answer_book import AnswerBook
from crasuite.interview.views import Cite, QuestionRef
from crasuite.language import tr
from crasuite.rules import NOT_SURE, Assessment, Pack, assess
from crasuite.rules.answers import fitting, problem_with, problem_with_order
from crasuite.rules.model import STEPS, Question

RESULT = "result"
"""Id of the last step, which has no question."""
NAME_QUESTION = "product-name"


class Interview:
    """The questions and answers of one product, and the way through them."""

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
        self._without: dict[str, Assessment] = {}
        self._relevant: tuple[Assessment, tuple[str, ...]] | None = None
        self._name = ""
        self.misfits: tuple[str, ...] = ()
        """Questions whose stored answer this pack does not understand; kept, not used."""
        self.reload()

    # Answers and verdicts

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
        self._without.clear()

    def assessment_without(self, question: str) -> Assessment:
        """The verdicts if this question had no answer."""
        now = self.assessment  # first: a new day forgets the others
        if question not in self._without:
            self._without[question] = now.with_answer(question, None)
        return self._without[question]

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
                return tr("Enter a date, for example 11 Dec 2027.")
            return self._order_problem(question, date.fromisoformat(str(value)))
        if question == NAME_QUESTION and not str(value).strip():
            return tr("A product needs a name.")
        found = problem_with(self.pack, question, value)
        return words.capital(found) + "." if found else ""

    def _order_problem(self, question: str, day: date) -> str:
        found = problem_with_order(self.pack, question, day, self.values())
        return tr("{problem}, on {day}.", problem=found[0], day=words.day_words(found[1])) if found else ""

    def answer(self, question: str, value: Any) -> str:
        """Keep an answer; None takes it back. Returns why it could not be taken, or nothing."""
        asked = self.pack.questions[question]
        if isinstance(value, str):
            value = value if asked.type == "long-text" else value.strip()
            value = None if not value.strip() else value
        if question == NAME_QUESTION and value is None:
            return tr("A product needs a name.")
        if found := self.problem(question, value):
            return found
        if self.value(question) == value:
            return ""
        without = self._without.get(question)
        self._remember("answer", question, value)
        self._write("answer", question, value)
        self._forget()
        if without is not None and question != NAME_QUESTION:
            # What everything looks like without this answer has not changed.
            self._assessment = without if value is None else without.with_answer(question, value)
            self._without[question] = without
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
            return tr("Say where the newer fact can be read.")
        if on > self.today:
            return tr("The date lies in the future. A fact counts from the day it is published.")
        if on < self.pack.state[item].entry_on(self.today).from_:
            return tr("The rule pack knows a newer fact than this date.")
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

    def unsaved(self) -> tuple[str, ...]:
        """What is held in memory only, each with what it belongs to, to be read or copied."""
        return tuple(
            f"{self.text(question)}\n{self._held_words(kind, question, value)}"
            for (kind, question), value in self._pending.items()
        )

    def _held_words(self, kind: str, question: str, value: Any) -> str:
        if kind == "answer":
            return words.answer_words(self.pack, self.pack.questions[question], value)
        if kind == "note":
            return tr("Note: {text}", text=value)
        if kind == "owner":
            return tr("Owner: {person}", person=value)
        return tr("Due: {day}", day=day(value)) if value else tr("No due date")

    def save_words(self) -> str:
        """The save state as a line."""
        at = f"{self.saved_at.astimezone():%H:%M}" if self.saved_at else ""
        if self._pending:
            return tr("Not saved since {time}", time=at) if at else tr("Not saved")
        return tr("All answers saved · {time}", time=at) if at else tr("All answers saved")

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
            label = tr("answer to “{question}”", question=words.shortened(self.text(question), 50))
            self._book.set_answers(self.product_id, {question: value}, name=name, label=label)
        elif kind == "note":
            self._book.set_note(self.product_id, question, value)
        elif kind == "owner":
            self._book.set_owner(self.product_id, question, value)
        else:
            self._book.set_due(self.product_id, question, value)

    # The path

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
        """Questions that still need an answer under what is known, in order.

        Optional ones count only while another is left: an interview never ends on one.
        """
        result = self.assessment
        wanted = {one for one in result.questions_to_ask() if not self.is_passed(one)}
        wanted.update(one for one in self._partial() if one not in result.unused)
        if self._are_optional(wanted):
            return ()
        return tuple(question for question in self.pack.questions if question in wanted)

    def _are_optional(self, questions: Iterable[str]) -> bool:
        return all(self.pack.questions[one].optional for one in questions)

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
        found = frozenset(self.left()) | {question for question in maybe if not self.is_passed(question)}
        return 0 if self._are_optional(found) else len(found)

    def first_open(self) -> str | None:
        """Where to go on: the first question without an answer; None when only the result is left."""
        left = self.left()
        return left[0] if left else None

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

    def is_passed(self, question: str) -> bool:
        """True for an optional question left empty on the way: something after it is answered."""
        if not self.pack.questions[question].optional:
            return False
        return any(self._order[one] > self._order[question] for one in self._given(question))

    def _given(self, question: str) -> list[str]:
        """Answers given on the way; a name and what was carried over say little about how far one came."""
        step = self.pack.questions[question].step
        names = self.values().keys() & self.pack.questions.keys() - {NAME_QUESTION}
        known = [self.pack.questions[one] for one in names]
        return [one.id for one in known if one.step == step or not one.carry_over]

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
        place, count = known.index(question) + 1, len(known) + later
        if still or later:
            return tr("Question {number} of at most {count}", number=place, count=count)
        return tr("Question {number} of {count}", number=place, count=count)

    def number(self, question: str) -> str:
        """Step and place: `3.2`."""
        if question not in self.pack.questions:
            return ""
        step = self.pack.questions[question].step
        known = [one for one in self.relevant() if self.pack.questions[one].step == step]
        place = f".{known.index(question) + 1}" if question in known else ""
        return f"{STEPS.index(step) + 1}{place}"

    # Words beside the answers

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

    def ref(self, question: str, *, whole: bool = False) -> QuestionRef:
        """A question in passing, with its answer in words, shortened unless it is wanted whole."""
        if question in self.pack.state:
            used = next(one for one in self.assessment.states if one.id == question)
            item = self.pack.state[question]
            said = item.labels.get(used.value, used.value)
            return QuestionRef(
                question, "", item.title, tr("{value} (stated by you)", value=said) if used.stated else said
            )
        asked = self.pack.questions[question]
        value = self.value(question)
        said = "" if value is None else words.answer_words(self.pack, asked, value)
        if not whole:
            said = words.shortened(said, 80)
        is_bare = asked.type == "yes-no" and value not in (None, NOT_SURE)
        return QuestionRef(question, self.number(question), self.text(question), said, is_bare)

    def _cite(self, citation: str) -> Cite:
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
        """Citations with label and gist, each once."""
        return tuple(self._cite(one) for one in dict.fromkeys(citations))

    def fill(self, text: str) -> str:
        """A text of the pack with the product's name in it."""
        return words.filled(text, self.product_name)

    def is_earlier(self, question: str) -> bool:
        """True for an answered question before others: what a change does is shown before it counts."""
        if self.value(question) is None:
            return False
        place = self._order[question]
        return any(self._order[one] > place for one in self.assessment.used_answers())

    def unused(self) -> tuple[QuestionRef, ...]:
        """Answers that are kept but no longer count."""
        return tuple(self.ref(one) for one in self.assessment.unused)

    def possible_words(self, fact: str, assessment: Assessment | None = None) -> str:
        """The value of a fact, or the values it can still take."""
        return words.possible_words(self.pack, fact, (assessment or self.assessment).verdict(fact).possible)


def _number_problem(asked: Question, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return tr("Enter a number.")
    if asked.minimum is not None and value < asked.minimum:
        return tr("Enter at least {number}.", number=f"{asked.minimum} {asked.unit}".strip())
    if asked.maximum is not None and value > asked.maximum:
        return tr("Enter at most {number}.", number=f"{asked.maximum} {asked.unit}".strip())
    return ""
