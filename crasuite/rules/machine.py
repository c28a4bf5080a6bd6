"""Conditions compiled to be evaluated on every click.

Each distinct condition and each fact is a numbered cell. A `State` computes a cell when it is asked for and
keeps it; `State.fork` recomputes only the cells that read a changed variable. Sets of variables and of values
are bits of an int.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crasuite.rules.logic import All, AnswerIs, Any_, AtLeast, Constant, FactIs, Has, Names, Node, Not, Truth

_UNSET: Any = object()

_Cell = Callable[["State"], Any]


class Machine:
    """All conditions of a program, and its facts in an order in which each comes after those it reads."""

    def __init__(
        self,
        names: Names,
        order: Iterable[str],
        facts: Mapping[str, Mapping[str, Node]],
        others: Iterable[Node],
    ) -> None:
        variables = (*names.choices, *names.multis, *sorted(names.numbers), *sorted(names.dates))
        self.variables = variables
        self.bits = {name: 1 << index for index, name in enumerate(variables)}
        self.truths: list[_Cell] = []
        """How to compute a cell: the truth of a condition, or the possible values of a fact."""
        self.lefts: list[_Cell] = []
        """How to compute the variables that an undecided cell still hangs on."""
        self._reads: list[int] = []
        self._by_node: dict[int, int] = {}
        self._by_key: dict[Any, int] = {}
        self._kept: list[Node] = []
        self.facts: dict[str, int] = {}
        self._value_bits: dict[str, dict[str, int]] = {}
        self._value_sets: dict[str, dict[int, frozenset[str]]] = {}
        for fact in order:
            self.facts[fact] = self._add_fact(fact, facts[fact])
        for node in others:
            self._compile(node)
        self.touched: dict[str, tuple[int, ...]] = {
            name: tuple(cell for cell, reads in enumerate(self._reads) if reads & bit)
            for name, bit in self.bits.items()
        }
        """The cells to compute again when a variable changes."""

    def cell(self, node: Node) -> int:
        """The cell of a condition given at the start, or of a part of one."""
        return self._by_node[id(node)]

    def mask(self, variables: Iterable[str]) -> int:
        """A set of variables as bits; free texts, which nothing can read, have none."""
        result = 0
        for name in variables:
            result |= self.bits.get(name, 0)
        return result

    def reads(self, cell: int) -> int:
        """The variables a cell reads, directly or through facts, as bits."""
        return self._reads[cell]

    def names(self, mask: int) -> Iterator[str]:
        """The variables of a set of bits."""
        while mask:
            low = mask & -mask
            yield self.variables[low.bit_length() - 1]
            mask ^= low

    def values(self, fact: str, possible: int) -> frozenset[str]:
        """The values of a fact in a set of bits."""
        known = self._value_sets[fact]
        if possible not in known:
            known[possible] = frozenset(v for v, bit in self._value_bits[fact].items() if bit & possible)
        return known[possible]

    def value_bits(self, fact: str, values: frozenset[str]) -> int:
        """A set of values of a fact as bits."""
        return sum(bit for value, bit in self._value_bits[fact].items() if value in values)

    # -- compiling -----------------------------------------------------------------------------------------

    def _new(self, truth: _Cell, left: _Cell, reads: int) -> int:
        self.truths.append(truth)
        self.lefts.append(left)
        self._reads.append(reads)
        return len(self.truths) - 1

    def _add_fact(self, fact: str, nodes: Mapping[str, Node]) -> int:
        self._value_bits[fact] = {value: 1 << index for index, value in enumerate(nodes)}
        self._value_sets[fact] = {}
        cells = tuple((1 << index, self._compile(node)) for index, node in enumerate(nodes.values()))
        everything = (1 << len(cells)) - 1
        me = len(self.truths)

        def possible(s: State) -> int:
            found = 0
            for bit, cell in cells:
                if s.truth(cell) is not False:
                    found |= bit
            return found or everything

        def hangs_on(s: State) -> int:
            found = s.truth(me)
            mask = 0
            if found & (found - 1):
                for _, cell in cells:
                    mask |= s.left(cell)
            return mask

        reads = 0
        for _, cell in cells:
            reads |= self._reads[cell]
        return self._new(possible, hangs_on, reads)

    def _compile(self, node: Node) -> int:
        if id(node) in self._by_node:
            return self._by_node[id(node)]
        key: Any
        if isinstance(node, All | Any_):
            key = (type(node), tuple(self._compile(child) for child in node.children))
        elif isinstance(node, Not):
            key = (Not, self._compile(node.child))
        else:
            key = node
        if key not in self._by_key:
            self._by_key[key] = self._make(node, key)
        self._by_node[id(node)] = self._by_key[key]
        self._kept.append(node)  # an id must not be used again
        return self._by_key[key]

    def _make(self, node: Node, key: Any) -> int:
        if isinstance(node, All | Any_):
            return self._junction(key[1], decisive=isinstance(node, Any_))
        if isinstance(node, Not):
            return self._negation(key[1])
        if isinstance(node, FactIs):
            return self._fact_is(node)
        if isinstance(node, AnswerIs):
            return self._leaf(_answer_is(node.variable, node.values), node.variable)
        if isinstance(node, Has):
            return self._leaf(_has(node.variable, node.options), node.variable)
        if isinstance(node, AtLeast):
            return self._at_least(node)
        if isinstance(node, Constant):
            value = node.value
            return self._new(lambda s: value, lambda s: 0, 0)
        raise TypeError(f"cannot compile {type(node).__name__}")

    def _junction(self, children: tuple[int, ...], *, decisive: bool) -> int:
        """`all` (one false child decides) or `any` (one true child decides)."""
        me, otherwise = len(self.truths), not decisive

        def truth(s: State) -> Truth:
            cells = s.cells
            result: Truth = otherwise
            for child in children:
                value = cells[child]
                if value is _UNSET:
                    value = s.truth(child)
                if value is decisive:
                    return not otherwise
                if value is None:
                    result = None
            return result

        def left(s: State) -> int:
            mask = 0
            if s.truth(me) is None:
                for child in children:
                    mask |= s.left(child)
            return mask

        reads = 0
        for child in children:
            reads |= self._reads[child]
        return self._new(truth, left, reads)

    def _negation(self, child: int) -> int:
        def truth(s: State) -> Truth:
            value = s.truth(child)
            return None if value is None else not value

        return self._new(truth, lambda s: s.left(child), self._reads[child])

    def _fact_is(self, node: FactIs) -> int:
        fact = self.facts[node.fact]
        wanted = 0
        for value in node.values:
            wanted |= self._value_bits[node.fact].get(value, 0)
        me = len(self.truths)

        def truth(s: State) -> Truth:
            possible: int = s.truth(fact)
            if not possible & ~wanted:
                return True
            return None if possible & wanted else False

        return self._new(truth, lambda s: s.left(fact) if s.truth(me) is None else 0, self._reads[fact])

    def _leaf(self, truth: _Cell, variable: str) -> int:
        me, bit = len(self.truths), self.bits[variable]
        return self._new(truth, lambda s: bit if s.truth(me) is None else 0, bit)

    def _at_least(self, node: AtLeast) -> int:
        variable, limit, other = node.variable, node.limit, node.other
        if other is None:
            return self._leaf(
                lambda s: None if (known := s.values.get(variable)) is None else known >= limit, variable
            )
        bit, other_bit = self.bits[variable], self.bits[other]

        def truth(s: State) -> Truth:
            known, least = s.values.get(variable), s.values.get(other)
            if known is None or least is None:
                return None
            return bool(known >= least)

        def left(s: State) -> int:
            return (0 if variable in s.values else bit) | (0 if other in s.values else other_bit)

        return self._new(truth, left, bit | other_bit)


def _answer_is(variable: str, values: frozenset[str]) -> _Cell:
    def truth(s: State) -> Truth:
        known = s.values.get(variable)
        if known is None:
            return None
        if isinstance(known, frozenset):  # one of these, not known which
            if known <= values:
                return True
            return None if known & values else False
        return known in values

    return truth


def _has(variable: str, options: frozenset[str]) -> _Cell:
    def truth(s: State) -> Truth:
        known = s.values.get(variable)
        return None if known is None else not options.isdisjoint(known)

    return truth


class State:
    """Known variables (missing: unknown) and the cells computed from them so far."""

    __slots__ = ("_left", "cells", "machine", "narrow", "values")

    def __init__(self, machine: Machine, values: dict[str, Any]) -> None:
        self.machine = machine
        self.values = values
        self.narrow: dict[str, int] = {}
        self.cells: list[Any] = [_UNSET] * len(machine.truths)
        self._left: list[Any] = [_UNSET] * len(machine.lefts)

    def truth(self, cell: int) -> Any:
        """Truth of a condition (strong three-valued logic), or the possible values of a fact as bits."""
        value = self.cells[cell]
        if value is _UNSET:
            value = self.cells[cell] = self.machine.truths[cell](self)
        return value

    def left(self, cell: int) -> int:
        """Variables that can still change an undecided cell, as bits; 0 when it is decided."""
        value = self._left[cell]
        if value is _UNSET:
            value = self._left[cell] = self.machine.lefts[cell](self)
        return value  # type: ignore[no-any-return]

    def holds(self, node: Node) -> Truth:
        """Truth of a condition."""
        return self.truth(self.machine.cell(node))  # type: ignore[no-any-return]

    def left_over(self, node: Node) -> int:
        """Variables that can still change an unknown truth, as bits."""
        return self.left(self.machine.cell(node))

    def possible(self, fact: str) -> frozenset[str]:
        """Values the fact can still take."""
        return self.machine.values(fact, self.possible_bits(fact))

    def possible_bits(self, fact: str) -> int:
        """The same as bits."""
        return self.truth(self.machine.facts[fact])  # type: ignore[no-any-return]

    def hangs_on(self, fact: str) -> int:
        """Variables that an undecided fact still depends on, as bits."""
        return self.left(self.machine.facts[fact])

    def narrowed(self, fact: str, possible: frozenset[str]) -> State:
        """The same situation where a fact is known to take only some of its values."""
        other = State(self.machine, self.values)
        for known in self.narrow:
            other._narrow(known, self.narrow[known])
        other._narrow(fact, self.machine.value_bits(fact, possible))
        return other

    def _narrow(self, fact: str, possible: int) -> None:
        self.narrow[fact] = possible
        cell = self.machine.facts[fact]
        self.cells[cell] = possible
        if not possible & (possible - 1):
            self._left[cell] = 0

    def fork(self, changes: Mapping[str, Any]) -> State:
        """The same situation with some variables set (None: unknown again)."""
        other = self._without_cells_of(changes)
        other.values = {
            name: value for name, value in {**self.values, **changes}.items() if value is not None
        }
        return other

    def forks(self, variables: Iterable[str], combinations: Iterable[tuple[Any, ...]]) -> Iterator[State]:
        """A fork for each combination of values of the variables."""
        names = tuple(variables)
        blank = self._without_cells_of(names)
        for combination in combinations:
            yield blank._with({**self.values, **dict(zip(names, combination, strict=True))})

    def _with(self, values: dict[str, Any]) -> State:
        other = State.__new__(State)
        other.machine, other.values, other.narrow = self.machine, values, {}
        other.cells, other._left = self.cells.copy(), self._left.copy()
        return other

    def _without_cells_of(self, variables: Iterable[str]) -> State:
        """Ready to have these variables set."""
        other = self._with(self.values)
        cells, left, touched = other.cells, other._left, self.machine.touched
        for variable in variables:
            for cell in touched.get(variable, ()):
                cells[cell] = left[cell] = _UNSET
        return other
