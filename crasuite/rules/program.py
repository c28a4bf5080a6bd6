"""A pack compiled for the span of days between two changes of law."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from crasuite.errors import PackError
from crasuite.rules import loader
from crasuite.rules.logic import (
    TRUE,
    All,
    AnswerIs,
    Any_,
    AtLeast,
    Atom,
    FactIs,
    Has,
    Node,
    Not,
    date_variables,
    parse,
)
from crasuite.rules.machine import Machine
from crasuite.rules.model import Pack, Rule


class Program:
    """Facts as conditions per value, in an order in which each fact comes after those it reads."""

    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.names = pack.names
        active = [rule for rule in pack.rules.values() if rule.is_active(on)]
        self.whens: dict[str, Node] = {
            rule.id: parse(rule.when, self.names) for rule in active if rule.when is not None
        }
        self.fires: dict[str, Node] = {}
        by_fact: dict[str, list[Rule]] = {fact: [] for fact in pack.facts}
        for rule in active:
            by_fact[rule.fact].append(rule)
        for rules in by_fact.values():
            for rule in rules:
                self._fire(rule, rules, ())
        self.rules_of = {fact: tuple(rules) for fact, rules in by_fact.items()}
        self.value_nodes: dict[str, dict[str, Node]] = {}
        for fact_id, fact in pack.facts.items():
            self.value_nodes[fact_id] = {
                value: Any_(fires) if len(fires) != 1 else fires[0]
                for value in fact.values
                if (fires := tuple(self.fires[rule.id] for rule in by_fact[fact_id] if rule.value == value))
            }
        self.items: dict[str, Node] = {
            f"{kind}:{key}": parse(condition, self.names)
            for kind, key, condition in loader.all_conditions(pack)
            if kind not in ("rule", "question")
        }
        self.offers: dict[str, Node] = {
            f"{kind}:{key}": parse(condition, self.names)
            for kind, key, condition in loader.offer_conditions(pack)
        }
        """Conditions of the file; unlike items, they make no question worth asking."""
        for key in pack.timeline:
            self.items.setdefault(f"timeline:{key}", TRUE)
        self.date_variables = {
            key: date_variables(entry.date, self.names) for key, entry in pack.timeline.items()
        }
        """Questions that the date of a timeline entry is computed from."""
        self.ask_when: dict[str, Node] = {
            question.id: TRUE if question.ask_when is None else parse(question.ask_when, self.names)
            for question in pack.questions.values()
            if question.record or question.ask_when is not None
        }
        self.order = self._order()
        others = (
            *self.fires.values(),
            *self.items.values(),
            *self.ask_when.values(),
            *self.offers.values(),
        )
        self.machine = Machine(self.names, self.order, self.value_nodes, others)

    def _fire(self, rule: Rule, siblings: list[Rule], above: tuple[str, ...]) -> Node:
        """Condition under which the rule fires: its own, unless one of its exceptions fires."""
        if rule.id in self.fires:
            return self.fires[rule.id]
        if rule.id in above:
            raise PackError([f"rule '{rule.id}' is an exception of itself"])
        above = (*above, rule.id)
        if rule.otherwise:
            others = [other for other in siblings if not other.otherwise]
            node: Node = All(tuple(Not(self._fire(other, siblings, above)) for other in others))
        else:
            node = self.whens[rule.id]
            exceptions = [other for other in siblings if other.id in rule.except_]
            if exceptions:
                node = All((node, *(Not(self._fire(other, siblings, above)) for other in exceptions)))
        self.fires[rule.id] = node
        return node

    def _order(self) -> tuple[str, ...]:
        graph = {
            fact: {atom.fact for node in nodes.values() for atom in node.atoms() if isinstance(atom, FactIs)}
            for fact, nodes in self.value_nodes.items()
        }
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise PackError([f"facts read each other in a circle: {' → '.join(error.args[1])}"]) from None

    @cached_property
    def variables_of(self) -> dict[str, frozenset[str]]:
        """Every variable a fact or item reads, directly or through other facts."""
        result: dict[str, frozenset[str]] = {}
        for fact in self.order:
            result[fact] = self._variables(self.value_nodes[fact].values(), result)
        for item, node in (
            *self.items.items(),
            *((f"ask:{key}", node) for key, node in self.ask_when.items()),
        ):
            result[item] = self._variables([node], result)
        return result

    def _variables(self, nodes: Any, facts: dict[str, frozenset[str]]) -> frozenset[str]:
        found: set[str] = set()
        for node in nodes:
            for atom in node.atoms():
                found |= facts[atom.fact] if isinstance(atom, FactIs) else set(atom_variables(atom))
        return frozenset(found)

    @cached_property
    def facts_below(self) -> dict[str, tuple[str, ...]]:
        """The facts that a fact reads, directly or through facts, each after those it reads itself."""
        below: dict[str, set[str]] = {}
        for fact in self.order:
            below[fact] = set()
            for node in self.value_nodes[fact].values():
                for atom in node.atoms():
                    if isinstance(atom, FactIs):
                        below[fact] |= {atom.fact, *below[atom.fact]}
        return {fact: tuple(f for f in self.order if f in below[fact]) for fact in self.order}

    @cached_property
    def readers_of(self) -> dict[str, frozenset[str]]:
        """Facts that read a variable, directly or through other facts."""
        result: dict[str, set[str]] = {}
        for fact in self.order:
            for variable in self.variables_of[fact]:
                result.setdefault(variable, set()).add(fact)
        return {variable: frozenset(facts) for variable, facts in result.items()}

    @cached_property
    def ends_of(self) -> dict[str, tuple[int, ...]]:
        """Cells of the goals and items that read a variable, directly or through facts."""
        goals = (*self.pack.manifest.goals, *(fact.id for fact in self.pack.facts.values() if fact.goal))
        cells = [self.machine.facts[goal] for goal in dict.fromkeys(goals)]
        cells += [self.machine.cell(node) for node in self.items.values()]
        return {
            name: tuple(cell for cell in cells if self.machine.reads(cell) & bit)
            for name, bit in self.machine.bits.items()
        }

    @cached_property
    def thresholds(self) -> dict[str, tuple[Any, ...]]:
        """For number and date variables: one value in each region that some condition tells apart."""
        limits: dict[str, set[Any]] = {}
        compared: set[str] = set()
        for node in self._all_nodes():
            for atom in node.atoms():
                if isinstance(atom, AtLeast):
                    if atom.other is not None:
                        compared |= {atom.variable, atom.other}
                    else:
                        limits.setdefault(atom.variable, set()).add(atom.limit)
        return {name: _regions(values) for name, values in limits.items() if name not in compared}

    def _all_nodes(self) -> Iterator[Node]:
        for nodes in self.value_nodes.values():
            yield from nodes.values()
        yield from self.items.values()
        yield from self.ask_when.values()

    def domain(self, variable: str) -> tuple[Any, ...] | None:
        """All values (or one per region) of a variable; None when it cannot be enumerated."""
        return self._domains.get(variable)

    @cached_property
    def _domains(self) -> dict[str, tuple[Any, ...]]:
        choices = {name: tuple(sorted(options)) for name, options in self.names.choices.items()}
        return {**self.thresholds, **choices}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of a question among all."""
        return {question: place for place, question in enumerate(self.pack.questions)}


def _regions(limits: set[Any]) -> tuple[Any, ...]:
    ordered = sorted(limits)
    below = ordered[0] - timedelta(days=1) if isinstance(ordered[0], date) else ordered[0] - 1
    return (below, *ordered)


def atom_variables(atom: Atom) -> tuple[str, ...]:
    """Variables an atom reads."""
    if isinstance(atom, (AnswerIs, Has)):
        return (atom.variable,)
    if isinstance(atom, AtLeast):
        return (atom.variable,) if atom.other is None else (atom.variable, atom.other)
    return ()


def change_dates(pack: Pack) -> tuple[date, ...]:
    """Days on which some rule of the pack begins to hold or has just ceased to, in order."""
    return pack.once("change dates", lambda: _change_dates(pack))


def _change_dates(pack: Pack) -> tuple[date, ...]:
    days = {rule.from_ for rule in pack.rules.values() if rule.from_}
    days |= {rule.until + timedelta(days=1) for rule in pack.rules.values() if rule.until}
    return tuple(sorted(days | set(pack.manifest.change_dates)))


def program_for(pack: Pack, on: date) -> Program:
    """The compiled pack for a day; compiled once for the span between two changes of law."""
    return pack.once(("program", bisect_right(change_dates(pack), on)), lambda: Program(pack, on))
