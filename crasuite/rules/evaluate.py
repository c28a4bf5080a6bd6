"""From a pack, answers and an as-of date to verdicts, their trace and the questions still worth asking.

Everything is derived from one thing: the truth of conditions in a `State`, where a variable nobody answered
is unknown. A fact's verdict is the set of values it can still take; one value left means decided. Work is
done when asked for, so that a full verdict costs a fraction of a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct, structs

from crasuite.errors import AnswersError
from crasuite.rules.aids import narrowed
from crasuite.rules.answers import Answers, known_values, order_problems
from crasuite.rules.logic import All, Any_, Atom, FactIs, Node, Not, Truth
from crasuite.rules.machine import State
from crasuite.rules.model import (
    NOT_SURE,
    Duty,
    Fact,
    Neighbour,
    Pack,
    Regime,
    Rule,
    StateEntry,
    Threat,
    TimelineEntry,
)
from crasuite.rules.program import atom_variables, program_for

MAX_COMPLETIONS = 64
"""Up to this many combinations of missing answers are tried one by one for an exact result."""
FEW_COMPLETIONS = 8
"""The same for facts on the way to a verdict."""


class Verdict(Struct, frozen=True):
    """What is known of one fact. `value` is None while open; `possible` keeps the pack's order of values."""

    fact: str
    value: str | None
    possible: tuple[str, ...]
    rules: tuple[Rule, ...]
    """Rules that fired, in the order of the pack; of an open verdict, those that may still fire."""
    hangs_on: tuple[str, ...]
    """Questions that can still change it, answered "not sure" or not asked yet."""

    @property
    def is_decided(self) -> bool:
        """True when no further answer can change the value."""
        return self.value is not None


class TraceStep(Struct, frozen=True):
    """One rule that fired on the way to a verdict, with the answers it read directly."""

    fact: str
    value: str
    rule: Rule
    answers: tuple[tuple[str, Any], ...]
    """Question or state id and the value it was read with."""


Entry = TypeVar("Entry", bound=Duty | Neighbour, covariant=True)


class Item(Struct, Generic[Entry], frozen=True):
    """A duty or neighbouring law, and whether it concerns this product (None: open)."""

    entry: Entry
    applies: Truth
    hangs_on: tuple[str, ...]


class ThreatOffer(Struct, frozen=True):
    """A threat of the starter set, and whether the answers call for it (None: they leave it open)."""

    threat: Threat
    fits: Truth


class DatedItem(Struct, frozen=True):
    """An entry of the timeline with its date as far as it can be computed."""

    entry: TimelineEntry
    applies: Truth
    on: date | None
    hangs_on: tuple[str, ...]


class StateUsed(Struct, frozen=True):
    """A state of play the verdict used: the pack's own, or a newer one stated by the user."""

    id: str
    value: str
    stated: bool
    reference: str
    on: date
    entry: StateEntry
    """What the pack itself says on that day."""


class RegimeShown(Struct, frozen=True):
    """Another reporting law, and whether it may be set off as well (None: open)."""

    regime: Regime
    applies: Truth


def assess(pack: Pack, answers: Answers, on: date, aid: str = "") -> Assessment:
    """Evaluate the answers under the law and the state of play of that day.

    With the id of an aid: its goals and open questions, over the answers of a product and of a case.

    Raises:
        AnswersError: the answers do not fit the pack, or two dates are in the wrong order.
    """
    if aid:
        pack = narrowed(pack, aid)
    result = Assessment(pack, answers, on)
    if problems := order_problems(pack, answers):
        raise AnswersError(problems)
    return result


class Assessment:
    """Answers seen through the pack on a day. Verdicts are computed when asked for and kept."""

    def __init__(self, pack: Pack, answers: Answers, on: date) -> None:
        self.pack = pack
        self.on = on
        self.answers: dict[str, Any] = {name: value for name, value in answers.items() if value is not None}
        self.program = program_for(pack, on)
        values = known_values(pack, self.answers)
        for used in self._states():
            values[used.id] = used.value
        self._state = self._as_read = State(self.program.machine, values)
        self._verdicts: dict[str, Verdict] = {}
        self._settled: set[str] = set()
        """Facts that cannot be known better in the present state."""
        self._completions: dict[int, tuple[dict[str, tuple[Any, ...]], dict[tuple[Any, ...], State]]] = {}

    # -- verdicts ------------------------------------------------------------------------------------------

    def value(self, fact: str) -> str | None:
        """The decided value of a fact, or None while it is open."""
        return self.verdict(fact).value

    def verdict(self, fact: str) -> Verdict:
        """What is known of a fact."""
        if fact not in self._verdicts:
            if len(self._state.possible(fact)) > 1:
                for other in self.program.facts_below[fact]:
                    self._settle(other)
            self._verdicts[fact] = self._verdict(self.pack.facts[fact])
        return self._verdicts[fact]

    def unless_moot(self, fact: str) -> Verdict:
        """The verdict; where it is open only whether the question arises, what holds if it does."""
        verdict, moot = self.verdict(fact), self.pack.facts[fact].moot
        left = tuple(value for value in verdict.possible if value != moot)
        if verdict.is_decided or len(left) != 1:
            return verdict
        rules = tuple(rule for rule in verdict.rules if rule.value == left[0])
        return structs.replace(verdict, value=left[0], possible=left, rules=rules)

    def _settle(self, fact: str) -> None:
        """Decide a fact exactly where that is cheap, so that what reads it knows as much as can be known."""
        if fact in self._settled or fact in self._verdicts or len(self._state.possible(fact)) == 1:
            return
        if fact in self.goals:
            self.verdict(fact)
            return
        self._settled.add(fact)
        if self._size(self._state.hangs_on(fact)) <= FEW_COMPLETIONS:
            self._pin_down(fact)

    def _size(self, variables: int) -> int:
        """In how many ways the variables can be completed."""
        size = 1
        for variable in self._state.machine.names(variables):
            domain = self._domain(variable)
            size *= len(domain) if domain is not None else MAX_COMPLETIONS + 1
            if size > MAX_COMPLETIONS:
                break
        return size

    def _pin_down(self, fact: str) -> tuple[frozenset[str], int]:
        """The values a fact can take, as exactly as they are to be had, and the variables it hangs on."""
        possible = self._state.possible(fact)
        variables = self._state.hangs_on(fact)
        if len(possible) == 1:
            return possible, variables
        exact, variables = self._exact(fact, possible, variables)
        if exact != possible:
            self._state = self._state.narrowed(fact, exact)
            self._completions.clear()
            self._settled.clear()
        return exact, variables

    def _verdict(self, fact: Fact) -> Verdict:
        possible, variables = self._pin_down(fact.id)
        ordered = tuple(value for value in fact.values if value in possible)
        value = ordered[0] if len(ordered) == 1 else None
        fired = self._fired(fact.id, possible, decided=value is not None)
        return Verdict(fact.id, value, ordered, fired, self._questions(variables) if value is None else ())

    def _fired(self, fact: str, possible: frozenset[str], *, decided: bool) -> tuple[Rule, ...]:
        """Rules behind the possible values: those that fire; where none does for sure, those that may."""
        may = [rule for rule in self.program.rules_of[fact] if rule.value in possible]
        may = [rule for rule in may if self._state.holds(self.program.fires[rule.id]) is not False]
        return tuple(rule for rule in may if decided and self._fires(rule)) or tuple(may)

    def _exact(self, fact: str, possible: frozenset[str], variables: int) -> tuple[frozenset[str], int]:
        """Try every combination of the missing answers when they are few; else keep the safe superset."""
        if variables not in self._completions:
            self._completions[variables] = self._complete(variables)
        domains, states = self._completions[variables]
        if not states:
            return possible, variables
        outcomes = {values: state.possible_bits(fact) for values, state in states.items()}
        bits = 0
        for outcome in outcomes.values():
            bits |= outcome
        exact = self._state.machine.values(fact, bits)
        relevant = (
            name
            for index, name in enumerate(domains)
            if any(
                outcome != outcomes[(*values[:index], domains[name][0], *values[index + 1 :])]
                for values, outcome in outcomes.items()
            )
        )
        return exact & possible, self._state.machine.mask(relevant)

    def _complete(self, variables: int) -> tuple[dict[str, tuple[Any, ...]], dict[tuple[Any, ...], State]]:
        """Every combination of values of the variables; none when there are too many."""
        if self._size(variables) > MAX_COMPLETIONS:
            return {}, {}
        domains = {name: self._domain(name) or () for name in self._state.machine.names(variables)}
        combinations = tuple(product(*domains.values()))
        return domains, dict(zip(combinations, self._state.forks(domains, combinations), strict=True))

    def _domain(self, variable: str) -> tuple[Any, ...] | None:
        known = self._state.values.get(variable)
        return tuple(sorted(known)) if isinstance(known, frozenset) else self.program.domain(variable)

    def _questions(self, variables: int) -> tuple[str, ...]:
        """Questions behind variables that are worth asking or were asked, in the order of the pack."""
        if not variables:
            return ()
        wanted = {variable.partition("/")[0] for variable in self._state.machine.names(variables)}
        place = self.program.place_of
        return tuple(
            question
            for question in sorted(wanted & place.keys(), key=place.__getitem__)
            if question in self.answers or self._is_worth_asking(question)
        )

    # -- duties, dates, neighbours -------------------------------------------------------------------------

    def _item(self, key: str) -> tuple[Truth, tuple[str, ...]]:
        node = self.program.items[key]
        if self._state.holds(node) is None:
            for goal in self.goals:
                self.verdict(goal)
        return self._state.holds(node), self._questions(self._state.left_over(node))

    def duties(self) -> tuple[Item[Duty], ...]:
        """Every duty of the pack with whether it applies."""
        return tuple(Item(duty, *self._item(f"duty:{key}")) for key, duty in self.pack.duties.items())

    def duties_and_neighbours(self) -> tuple[Item[Duty | Neighbour], ...]:
        """Both at once, for what is alike in them."""
        return (*self.duties(), *self.neighbours())

    def neighbours(self) -> tuple[Item[Neighbour], ...]:
        """Every neighbouring law of the pack with whether it concerns the product."""
        return tuple(
            Item(entry, *self._item(f"neighbour:{key}")) for key, entry in self.pack.neighbours.items()
        )

    def threats(self) -> tuple[ThreatOffer, ...]:
        """Every threat of the starter set with whether the answers call for it."""
        return tuple(
            ThreatOffer(threat, self._offer(f"threat:{key}", always=threat.when is None))
            for key, threat in self.pack.threats.items()
        )

    def overlap(self) -> tuple[RegimeShown, ...]:
        """Every other reporting law with whether the event may set it off; for the assessment of an aid."""
        return tuple(
            RegimeShown(regime, self._offer(f"overlap:{key}", always=False))
            for key, regime in self.pack.overlap.items()
        )

    def is_information_required(self, item: str) -> Truth:
        """Whether a missing text of this point of Annex II is a gap."""
        required = self.pack.user_information[item].required
        return self._offer(f"user-information:{item}", always=required == "always")

    def is_section_required(self, outline: str, section: str) -> Truth:
        """Whether a document has a gap when this section of it is empty."""
        sections = self.pack.outlines[outline].sections
        required = next(entry.required for entry in sections if entry.id == section)
        return self._offer(f"outline:{outline}/{section}", always=required == "always")

    def points_for_third_party(self) -> list[str]:
        """Points of Annex I that force a third party, as no admissible instrument covers them in full."""
        points: list[str] = []
        for question in self.pack.questions.values():
            coverage = question.coverage
            if coverage is None or not self._settled_offer(f"question:{question.id}/when"):
                continue
            answer = self.answers.get(question.id)
            rows: dict[str, Any] = answer if isinstance(answer, dict) else {}
            counts = {
                option for option in coverage.by if self._settled_offer(f"question:{question.id}/{option}")
            }
            for point in self.pack.requirements.values():
                option = rows.get(point.id)
                is_left_out = option == coverage.left_out_by and point.may_not_apply
                if option not in counts and not is_left_out:
                    points.append(point.id)
        return points

    def lacks_body(self, procedure: str) -> bool:
        """True when a notified body takes part in the procedure and the state of play knows of none."""
        entry = self.pack.procedures.get(procedure)
        return entry is not None and bool(entry.served_by) and self.value(entry.served_by) == "no"

    def takes_other_body(self, procedure: str) -> Truth:
        """Whether a body takes part in the procedure that is none of this law's notified bodies."""
        other = self.pack.procedures[procedure].other_body
        return self._settled_offer(f"procedure:{procedure}") if isinstance(other, dict) else other == "always"

    def _settled_offer(self, key: str) -> Truth:
        """Whether a condition of the file holds, with the facts it reads known as well as they can be."""
        node = self.program.offers[key]
        if self._state.holds(node) is None:
            for atom in node.atoms():
                if isinstance(atom, FactIs):
                    self.verdict(atom.fact)
        return self._state.holds(node)

    def _offer(self, key: str, *, always: bool) -> Truth:
        node = self.program.offers.get(key)
        return always if node is None else self._state.holds(node)

    def timeline(self) -> tuple[DatedItem, ...]:
        """The entries of the timeline that apply or may apply, dated ones first and in order of date."""
        items = []
        for key, entry in self.pack.timeline.items():
            applies, hangs_on = self._item(f"timeline:{key}")
            if applies is False:
                continue
            needed: set[str] = set()
            day = self._date(entry.date, needed)
            items.append(
                DatedItem(
                    entry, applies, day, (*hangs_on, *self._questions(self._state.machine.mask(needed)))
                )
            )
        return tuple(sorted(items, key=lambda item: (item.on is None, item.on or date.max)))

    def _date(self, expression: Any, needed: set[str]) -> date | None:
        """Value of a date expression of the pack; `needed` collects questions without an answer."""
        if isinstance(expression, str):
            return date.fromisoformat(expression)
        operator, body = next(iter(expression.items()))
        if operator == "answer":
            known = self._state.values.get(body)
            if known is None:
                needed.add(body)
            return known if isinstance(known, date) else None
        if operator == "add-years":
            start, years = self._date(body[0], needed), self._number(body[1], needed)
            return None if start is None or years is None else add_years(start, years)
        if operator == "end-of-month":
            day = self._date(body, needed)
            return day and day.replace(day=_days_in_month(day.year, day.month))
        days = [self._date(part, needed) for part in body]
        if any(day is None for day in days):
            return None
        return (max if operator == "later-of" else min)(day for day in days if day is not None)

    def _number(self, expression: Any, needed: set[str]) -> float | None:
        if isinstance(expression, str):
            return float(expression)
        known = self._state.values.get(expression["answer"])
        if known is None:
            needed.add(expression["answer"])
            return None
        return float(known)

    # -- state of play -------------------------------------------------------------------------------------

    def _states(self) -> Iterator[StateUsed]:
        for item in self.pack.state.values():
            entry = item.entry_on(self.on)
            stated = self.answers.get(item.id)
            if isinstance(stated, dict) and "value" in stated:
                day = date.fromisoformat(stated["date"])
                if entry.from_ <= day <= self.on:  # what the pack learnt later goes before an older statement
                    yield StateUsed(item.id, stated["value"], True, stated["reference"], day, entry)
                    continue
            yield StateUsed(item.id, entry.value, False, entry.source, entry.from_, entry)

    @cached_property
    def states(self) -> tuple[StateUsed, ...]:
        """The state of play this assessment used."""
        return tuple(self._states())

    # -- questions -----------------------------------------------------------------------------------------

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """Facts the user cares about, the pack's main ones first."""
        listed = self.pack.manifest.goals
        return (
            *listed,
            *(fact.id for fact in self.pack.facts.values() if fact.goal and fact.id not in listed),
        )

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Questions, answered "not sure" or not at all, that can still change a verdict, a duty or a date."""
        found: set[str] = set()
        for goal in self.goals:
            found.update(self.verdict(goal).hangs_on)
        variables = 0
        for node in self.program.items.values():
            variables |= self._state.left_over(node)
        for names in self._date_variables(self._state):
            variables |= self._state.machine.mask(name for name in names if name not in self._state.values)
        return frozenset(found.union(self._questions(variables)))

    def _date_variables(self, state: State) -> Iterator[frozenset[str]]:
        """What the dates of the timeline entries that may apply are computed from."""
        for key, variables in self.program.date_variables.items():
            if variables and state.holds(self.program.items[f"timeline:{key}"]) is not False:
                yield variables

    @cached_property
    def asked(self) -> frozenset[str]:
        """Record questions that the documents need under these answers."""
        return frozenset(
            key
            for key, node in self.program.ask_when.items()
            if self.pack.questions[key].record and self._state.holds(node) is True
        )

    @cached_property
    def may_be_asked(self) -> frozenset[str]:
        """Record questions that the documents need or, after further answers, may need."""
        return frozenset(
            key
            for key, node in self.program.ask_when.items()
            if self.pack.questions[key].record and self._state.holds(node) is not False
        )

    def _is_worth_asking(self, question: str) -> bool:
        """False while the question's own condition does not hold, or hangs on what nobody could tell.

        After "I'm not sure which category", the details of all 26 would not help; of two likely ones they do.
        """
        node = self.program.ask_when.get(question)
        if node is None or self.pack.questions[question].record or self._state.holds(node) is True:
            return True
        return bool(self._state.left_over(node) & self._known)

    @cached_property
    def _known(self) -> int:
        """The variables with a value, also one not known exactly, as bits."""
        return self._state.machine.mask(self._state.values)

    def questions_to_ask(self) -> tuple[str, ...]:
        """Unanswered questions that can still change something or that the documents need, in order.

        One that is answered with "not sure" is an open point and not asked again.
        """
        return tuple(
            question
            for question in self.pack.questions
            if question not in self.answers and (question in self.asked or question in self.deciding)
        )

    @cached_property
    def open_points(self) -> tuple[str, ...]:
        """Questions answered "not sure", or only in part, that still matter."""
        return tuple(
            question.id
            for question in self.pack.questions.values()
            if question.id in self.answers
            and (
                question.id in self.deciding
                or (question.id in self.asked and self.answers[question.id] == NOT_SURE)
            )
        )

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Answered questions without effect, kept all the same.

        Of two answers that each settle a verdict alone, the one asked later is without effect, not both:
        later questions are taken away first, and stay away while the earlier ones are looked at.
        """
        state, found = self._as_read, []
        for question in reversed(self.pack.questions):
            if question not in self.answers or question in self.asked:
                continue
            variables = self._variables_of(question)
            without = state.fork({name: None for name in variables if name in state.values})
            if not self._matters(variables, without):
                state = without
                found.append(question)
        return tuple(reversed(found))

    def _matters(self, variables: tuple[str, ...], without: State) -> bool:
        """True when one of the variables, unknown in this situation, can still change something."""
        mask = without.machine.mask(variables)
        ends = dict.fromkeys(end for name in variables for end in self.program.ends_of.get(name, ()))
        return any(without.left(end) & mask for end in ends) or any(
            not names.isdisjoint(variables) for names in self._date_variables(without)
        )

    def _variables_of(self, question: str) -> tuple[str, ...]:
        return self.program.names.matrices.get(question, (question,))

    def used_answers(self) -> tuple[str, ...]:
        """Answered questions that count, in order."""
        return tuple(q for q in self.pack.questions if q in self.answers and q not in self.unused)

    def with_answer(self, question: str, value: Any) -> Assessment:
        """The assessment with one answer changed (None: taken back)."""
        return Assessment(self.pack, {**self.answers, question: value}, self.on)

    def outcomes(self, fact: str, question: str) -> dict[str, tuple[str, ...]]:
        """For each option of a question with options: the values the fact could then take."""
        return {
            str(option): self.with_answer(question, option).verdict(fact).possible
            for option in self.program.domain(question) or ()
            if isinstance(option, str)
        }

    # -- reasons -------------------------------------------------------------------------------------------

    def trace(self, fact: str) -> tuple[TraceStep, ...]:
        """The rules behind a decided fact, each after those it rests on.

        Where every possible answer leads to the same value, the rules that may fire stand in for the one
        that does.
        """
        steps: dict[str, TraceStep] = {}
        self._trace_fact(fact, steps)
        verdict = self.verdict(fact)
        if verdict.is_decided and not any(step.fact == fact for step in steps.values()):
            for rule in verdict.rules:
                self._add_step(rule, steps, self.program.fires[rule.id].atoms())
        return tuple(steps.values())

    def is_sure_why(self, fact: str) -> bool:
        """False while a fact is decided, but which of its rules decides it is not."""
        return any(self._fires(rule) for rule in self.verdict(fact).rules)

    def _fires(self, rule: Rule) -> bool:
        return self._state.holds(self.program.fires[rule.id]) is True

    def _trace_fact(self, fact: str, steps: dict[str, TraceStep]) -> None:
        possible = self._state.possible(fact)
        for rule in self.program.rules_of[fact]:
            if rule.value in possible and self._fires(rule):
                self._add_step(rule, steps, _support(self.program.fires[rule.id], self._state))

    def _add_step(self, rule: Rule, steps: dict[str, TraceStep], atoms: Iterable[Atom]) -> None:
        if rule.id in steps:
            return
        answers: dict[str, Any] = {}
        for atom in atoms:
            if isinstance(atom, FactIs):
                self._trace_fact(atom.fact, steps)
                continue
            for variable in atom_variables(atom):
                name = variable.partition("/")[0]
                if name in self.answers or variable in self._state.values:
                    answers[name] = self.answers.get(name, self._state.values.get(variable))
        read = tuple(
            (name, answers[name]) for name in (*self.pack.questions, *self.pack.state) if name in answers
        )
        steps[rule.id] = TraceStep(rule.fact, rule.value, rule, read)

    def carried_by(self, fact: str) -> tuple[str, ...]:
        """A smallest set of answers that carries the verdict: dropping any one of them opens it."""
        goal = self._state.possible(fact)
        state, kept = self._state, []
        reads = self.program.variables_of[fact]
        for question in reversed(self.pack.questions):  # as in `unused`: what was asked first carries
            variables = [
                name for name in self._variables_of(question) if name in reads and name in state.values
            ]
            if not variables:
                continue
            without = state.fork(dict.fromkeys(variables))
            if without.possible(fact) == goal:
                state = without
            else:
                kept.append(question)
        return tuple(reversed(kept))


def _support(node: Node, state: State) -> Iterator[Atom]:
    """Atoms that make a node of known truth true or false."""
    truth = state.holds(node)
    if truth is None:
        return
    if isinstance(node, Not):
        yield from _support(node.child, state)
    elif isinstance(node, (All, Any_)):
        decisive = [child for child in node.children if state.holds(child) is truth]
        if isinstance(node, All) is not truth:  # one false child of `all`, one true child of `any` is enough
            decisive = decisive[:1]
        for child in decisive:
            yield from _support(child, state)
    elif isinstance(node, Atom):
        yield node


def _days_in_month(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - date.resolution).day


def add_years(day: date, years: float) -> date:
    """The same day some years (or twelfths of years) later; 29 February becomes 28 where there is none.

    A day that the calendar no longer has is cut to its last one.
    """
    months = day.year * 12 + day.month - 1 + round(years * 12)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if year > date.max.year else date.min
    return date(year, month + 1, min(day.day, _days_in_month(year, month + 1)))


class Change(Struct, frozen=True):
    """One thing that differs between two assessments."""

    kind: Literal["verdict", "duty", "neighbour", "question"]
    id: str
    before: str
    after: str


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """What differs: goal verdicts, duties, neighbouring laws."""
    changes: list[Change] = []
    for goal in after.goals:
        old, new = before.verdict(goal), after.verdict(goal)
        if old.possible != new.possible:
            changes.append(Change("verdict", goal, old.value or "open", new.value or "open"))
    kinds: tuple[tuple[Literal["duty", "neighbour"], Callable[[Assessment], tuple[Item[Any], ...]]], ...] = (
        ("duty", Assessment.duties),
        ("neighbour", Assessment.neighbours),
    )
    for kind, listing in kinds:
        for old_item, new_item in zip(listing(before), listing(after), strict=True):
            if old_item.applies != new_item.applies:
                changes.append(
                    Change(kind, new_item.entry.id, _word(old_item.applies), _word(new_item.applies))
                )
    return tuple(changes)


def _word(truth: Truth) -> str:
    return "open" if truth is None else "yes" if truth else "no"
