"""Proves a rule pack with an SMT solver: not samples, but every complete answer set on every day.

Questions become solver variables (a choice: one of its options; several choices: one truth per option;
numbers and dates: ordered values; the state of play: free over all its values), facts and rules become
formulas over them. What is asked of the solver: has each fact always exactly one value, can each rule fire,
can each question and option change something, do scope, class and procedures fit together. Each failure comes
with a product that shows it.

Development only: z3-solver is no dependency of the program and is imported when a proof is asked for.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from msgspec import Struct

from crasuite.rules.answers import known_values
from crasuite.rules.logic import All, AnswerIs, Any_, AtLeast, Constant, FactIs, Has, Node, Not
from crasuite.rules.model import Pack
from crasuite.rules.program import Program, change_dates, program_for

CLASS_NONE = "none"
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)
"""Dates that a question may be answered with are taken from between these."""
PROCEDURE_PREFIX = "procedure-"


class Finding(Struct, frozen=True):
    """Something the proof found, with answers that show it."""

    kind: Literal["gap", "overlap", "dead", "idle-question", "idle-option", "class", "procedures", "circle"]
    subject: str
    """`kind:id` of the entry, as in `Pack.places`."""
    text: str
    on: date | None = None
    answers: dict[str, Any] | None = None
    """Answers that lead there whatever else is answered."""
    is_note: bool = False
    """Worth a look, but no defect."""


class Report(Struct, frozen=True):
    """Outcome of a proof."""

    ran: bool
    reason: str
    """Why it was not run; empty when it was."""
    spans: tuple[date, ...] = ()
    """First day of each span of days with the same law; of the first span, its last day."""
    findings: tuple[Finding, ...] = ()
    checks: int = 0
    seconds: float = 0.0

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Findings that are defects."""
        return tuple(finding for finding in self.findings if not finding.is_note)

    @property
    def is_proven(self) -> bool:
        """True when the proof was run and found no defect."""
        return self.ran and not self.problems


def solver_library() -> Any:
    """The z3 module, or None when it is not installed."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        return None


def span_days(pack: Pack) -> tuple[date, ...]:
    """One day of each span in which the law of the pack stays the same."""
    changes = change_dates(pack)
    if not changes:
        return (pack.manifest.law_as_of,)
    return (changes[0] - timedelta(days=1), *changes)


def prove_pack(pack: Pack) -> Report:
    """Prove the pack for every complete answer set and every day."""
    z3 = solver_library()
    if z3 is None:
        return Report(False, "The proof was not run: z3-solver is not installed.")
    started = time.perf_counter()
    proof = _Proof(z3, pack)
    days = span_days(pack)
    for day in days:
        proof.span(day)
    proof.finish()
    seconds = time.perf_counter() - started
    return Report(True, "", days, tuple(proof.findings), proof.checks, seconds)


class Variables:
    """The answers of one product as solver variables."""

    def __init__(self, z3: Any, pack: Pack) -> None:
        self.z3 = z3
        names = pack.names
        self.choices = {name: self._truths(name, options) for name, options in names.choices.items()}
        self.multis = {name: self._truths(name, options) for name, options in names.multis.items()}
        self.numbers = {name: z3.Real(name) for name in sorted(names.numbers)}
        self.dates = {name: z3.Real(name) for name in sorted(names.dates)}
        self._limits = dict.fromkeys(names.dates, (FIRST_DAY.toordinal(), LAST_DAY.toordinal()))
        for name in names.numbers:
            low, high = pack.questions[name].minimum, pack.questions[name].maximum
            self._limits[name] = (-(10**9) if low is None else low, 10**9 if high is None else high)
        self._states = frozenset(pack.state)
        self._matrices = {row: matrix for matrix, rows in names.matrices.items() for row in rows}
        self.bounds = [
            bound
            for group in (self.choices, self.numbers, self.dates)
            for name, variable in group.items()
            for bound in self._bounds(name, variable)
        ]

    def _truths(self, name: str, options: Iterable[str]) -> dict[str, Any]:
        return {option: self.z3.Bool(f"{name}={option}") for option in sorted(options)}

    def _bounds(self, name: str, variable: Any) -> list[Any]:
        if name in self.choices:
            return _exactly_one(self.z3, list(variable.values()))
        low, high = self._limits[name]
        return [variable >= low, variable <= high]

    def twin(self, name: str) -> tuple[list[tuple[Any, Any]], list[Any]]:
        """A second answer to one question: pairs of its first and second variable, bounds of the second."""
        if name in self.choices or name in self.multis:
            mine = self.choices.get(name) or self.multis[name]
            other = self._truths(f"twin {name}", mine)
            bounds = self._bounds(name, other) if name in self.choices else []
            return [(mine[option], other[option]) for option in mine], bounds
        number = self.z3.Real(f"twin {name}")
        return [(self.numbers.get(name, self.dates.get(name)), number)], self._bounds(name, number)

    def literals(self, model: Any, reads: Iterable[str]) -> Iterator[tuple[Any, str, Any]]:
        """The model's answers as (formula, variable, value); a multi question gives one per option."""
        for name in sorted(reads):
            if name in self.choices:
                for option, var in self.choices[name].items():
                    if self._holds(model, var):
                        yield var, name, option
            elif name in self.multis:
                for option, var in self.multis[name].items():
                    ticked = self._holds(model, var)
                    yield (var if ticked else self.z3.Not(var)), name, (option,) if ticked else ()
            elif name in self.numbers or name in self.dates:
                var = self.numbers.get(name, self.dates.get(name))
                value = model.eval(var, model_completion=True)
                exact = value.as_fraction()
                yield (
                    var == value,
                    name,
                    float(exact) if name in self.numbers else date.fromordinal(int(exact)),
                )

    def _holds(self, model: Any, var: Any) -> bool:
        return bool(self.z3.is_true(model.eval(var, model_completion=True)))

    def as_json(self, values: Iterable[tuple[str, Any]], on: date) -> dict[str, Any]:
        """Pairs of variable and value as answers in JSON form."""
        result: dict[str, Any] = {}
        for name, value in values:
            if name in self._states:
                result[name] = {"value": value, "reference": "proof", "date": on.isoformat()}
            elif name in self._matrices:
                result.setdefault(self._matrices[name], {})[name.partition("/")[2]] = value
            elif isinstance(value, tuple):
                result[name] = [*result.get(name, ()), *value]
            else:
                result[name] = value.isoformat() if isinstance(value, date) else value
        return result

    def fixed(self, known: Mapping[str, Any]) -> Iterator[Any]:
        """Formulas that fix variables to known values."""
        for name, value in known.items():
            if name in self.choices:
                yield self.choices[name][value]
            elif name in self.multis:
                for option, var in self.multis[name].items():
                    yield var if option in value else self.z3.Not(var)
            elif name in self.numbers:
                yield self.numbers[name] == self.z3.RealVal(str(value))
            elif name in self.dates:
                yield self.dates[name] == value.toordinal()


class Formulas:
    """Facts and items of a program as formulas over the answers of one product.

    Each value of a fact and each item is a named truth, defined by a formula.
    """

    def __init__(self, z3: Any, program: Program, variables: Variables) -> None:
        self.z3 = z3
        self.variables = variables
        self.facts: dict[str, dict[str, Any]] = {}
        self.items: dict[str, Any] = {}
        self.definitions: dict[str, list[Any]] = {}
        self._made: dict[int, Any] = {}
        for fact in program.order:
            nodes = program.value_nodes[fact]
            truths = self.facts[fact] = {value: z3.Bool(f"{fact}:={value}") for value in nodes}
            self.definitions[fact] = [truths[value] == self.node(node) for value, node in nodes.items()]
        for key, node in program.items.items():
            self.items[key] = z3.Bool(key)
            self.definitions[key] = [self.items[key] == self.node(node)]

    def node(self, node: Node) -> Any:
        """A condition as a formula."""
        if id(node) not in self._made:
            self._made[id(node)] = self._node(node)
        return self._made[id(node)]

    def _node(self, node: Node) -> Any:
        z3, variables = self.z3, self.variables
        if isinstance(node, All):
            return _joined(z3.And, [self.node(child) for child in node.children])
        if isinstance(node, Any_):
            return _joined(z3.Or, [self.node(child) for child in node.children])
        if isinstance(node, Not):
            return z3.Not(self.node(node.child))
        if isinstance(node, AnswerIs):
            return _joined(z3.Or, [variables.choices[node.variable][value] for value in sorted(node.values)])
        if isinstance(node, FactIs):
            values = self.facts[node.fact]
            return _joined(z3.Or, [values[value] for value in sorted(node.values) if value in values])
        if isinstance(node, Has):
            return _joined(
                z3.Or, [variables.multis[node.variable][option] for option in sorted(node.options)]
            )
        if isinstance(node, AtLeast):
            numbers = {**variables.numbers, **variables.dates}
            if node.other is not None:
                return numbers[node.variable] >= numbers[node.other]
            limit = node.limit.toordinal() if isinstance(node.limit, date) else z3.RealVal(str(node.limit))
            return numbers[node.variable] >= limit
        if isinstance(node, Constant):
            return z3.BoolVal(node.value)
        raise TypeError(f"no translation for {type(node).__name__}")


class Translation:
    """The pack on one day, as formulas with a solver of its own."""

    def __init__(self, z3: Any, pack: Pack, on: date) -> None:
        self.z3 = z3
        self.pack = pack
        self.on = on
        self.program = program_for(pack, on)
        self.variables = Variables(z3, pack)
        self.formulas = Formulas(z3, self.program, self.variables)
        self.items = self.formulas.items
        defined = (formula for formulas in self.formulas.definitions.values() for formula in formulas)
        self.assertions = [*self.variables.bounds, *defined]
        self.solver = z3.Solver()
        self.solver.set("core.minimize", True)
        self.solver.add(*self.assertions)

    @property
    def goals(self) -> tuple[str, ...]:
        """Facts the user cares about."""
        marked = (fact.id for fact in self.pack.facts.values() if fact.goal)
        return tuple(dict.fromkeys((*self.pack.manifest.goals, *marked)))

    def reads(self, subject: str) -> frozenset[str]:
        """Variables behind a fact or item of this pack."""
        return self.program.variables_of.get(subject, frozenset())

    def outcome(self, subject: str, model: Any) -> str:
        """What the model says of a fact or item, in words."""
        if subject in self.items:
            return "yes" if self.z3.is_true(model.eval(self.items[subject], model_completion=True)) else "no"
        holding = self._holding(model, subject)
        return " and ".join(holding) if holding else "nothing"

    def _holding(self, model: Any, fact: str) -> tuple[str, ...]:
        values = self.formulas.facts.get(fact, {})
        return tuple(
            v for v, var in values.items() if self.z3.is_true(model.eval(var, model_completion=True))
        )

    def values(self, answers: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """By the solver alone, for complete answers: the values each fact has, and "yes" or "no" per item.

        The state of play is what `answers` state; where they state nothing it is the pack's on that day.
        """
        known = {item.id: item.entry_on(self.on).value for item in self.pack.state.values()}
        known |= known_values(self.pack, answers)
        if self.solver.check(*self.variables.fixed(known)) != self.z3.sat:
            raise ValueError("the solver finds no product with these answers")
        model = self.solver.model()
        result = {fact: self._holding(model, fact) for fact in self.program.order}
        result |= {key: (self.outcome(key, model),) for key in self.items}
        return result


def _exactly_one(z3: Any, truths: Sequence[Any]) -> list[Any]:
    return [z3.Or(*truths), z3.AtMost(*truths, 1)] if len(truths) > 1 else list(truths)


def _joined(junction: Any, formulas: list[Any]) -> Any:
    return formulas[0] if len(formulas) == 1 else junction(*formulas)


class _Proof:
    """Goes through the spans; what was shown once is not shown again where nothing it rests on differs."""

    def __init__(self, z3: Any, pack: Pack) -> None:
        self.z3 = z3
        self.pack = pack
        self.findings: list[Finding] = []
        self.checks = 0
        self.fired: set[str] = set()
        self.taken: set[tuple[str, str]] = set()
        self.reached: set[str] = set()
        self.mattering: dict[str, set[str]] = {}
        self._proven: set[int] = set()
        self._signatures: dict[Any, int] = {}
        self._coherent: set[tuple[int, ...]] = set()
        self._differing: set[tuple[str, tuple[int, ...]]] = set()

    # -- one span of days ----------------------------------------------------------------------------------

    def span(self, on: date) -> None:
        """All checks for the law of that day."""
        here = Translation(self.z3, self.pack, on)
        signatures = self._fact_signatures(here.program)
        for fact in here.program.order:
            self._exactly_one_value(here, fact, signatures[fact])
        self._coherence(here, signatures)
        if self._unsound:
            return  # what a fact without its one value leads to would only hide the cause
        for rule in here.program.fires:
            if rule not in self.fired and self._check(here, here.formulas.node(here.program.fires[rule])):
                self.fired.add(rule)
        for fact, values in here.formulas.facts.items():
            for value, formula in values.items():
                if (fact, value) not in self.taken and self._check(here, formula):
                    self.taken.add((fact, value))
        for key, formula in here.items.items():
            if key not in self.reached and self._check(here, formula):
                self.reached.add(key)
        self._what_matters(here, signatures)

    @property
    def _unsound(self) -> bool:
        return any(finding.kind in ("gap", "overlap") for finding in self.findings)

    def _check(self, here: Translation, *formulas: Any) -> bool:
        self.checks += 1
        outcome = here.solver.check(*formulas)
        if outcome == self.z3.unknown:
            raise RuntimeError(f"the solver gave up: {here.solver.reason_unknown()}")
        return bool(outcome == self.z3.sat)

    def _fact_signatures(self, program: Program) -> dict[str, int]:
        """A number per fact that is equal in two spans when the fact rests on the same conditions there."""
        result: dict[str, int] = {}
        for fact in program.order:
            nodes = program.value_nodes[fact]
            below = {a.fact for node in nodes.values() for a in node.atoms() if isinstance(a, FactIs)}
            key = (fact, tuple(nodes.items()), tuple(sorted((name, result[name]) for name in below)))
            result[fact] = self._signatures.setdefault(key, len(self._signatures))
        return result

    def _exactly_one_value(self, here: Translation, fact: str, signature: int) -> None:
        values = list(here.formulas.facts[fact].values())
        rule = _exactly_one(self.z3, values) or [self.z3.BoolVal(False)]
        if signature not in self._proven:
            none = self.z3.Not(rule[0])
            if self._check(here, none):
                self._found(here, "gap", f"fact:{fact}", fact, none, f"'{fact}' has no value")
            if len(values) > 1 and self._check(here, two := self.z3.Not(rule[1])):
                self._found(here, "overlap", f"fact:{fact}", fact, two, f"'{fact}' has two values at once")
            self._proven.add(signature)
        # Proven, or reported: what rests on this fact is looked at where it has one value.
        here.solver.add(*rule)

    def _found(self, here: Translation, kind: Any, subject: str, reads: str, formula: Any, text: str) -> None:
        model = here.solver.model()
        outcome = here.outcome(reads, model)
        answers = self._reasons(here, model, here.reads(reads), formula)
        if kind == "overlap":
            text = f"{text}: {outcome}"
        self.findings.append(Finding(kind, subject, text, here.on, answers))

    def _reasons(self, here: Translation, model: Any, reads: Iterable[str], formula: Any) -> dict[str, Any]:
        """Of the model's answers those that force the formula; the others may be anything."""
        literals = list(here.variables.literals(model, reads))
        self.checks += 1
        if here.solver.check(self.z3.Not(formula), *(literal for literal, _, _ in literals)) != self.z3.unsat:
            return here.variables.as_json(((name, value) for _, name, value in literals), here.on)
        core = {formula.get_id() for formula in here.solver.unsat_core()}
        kept = ((name, value) for literal, name, value in literals if literal.get_id() in core)
        return here.variables.as_json(kept, here.on)

    def _coherence(self, here: Translation, signatures: Mapping[str, int]) -> None:
        """Scope, class and procedures fit together."""
        facts = here.formulas.facts
        procedures = [
            f for f in facts if f.startswith(PROCEDURE_PREFIX) and {"open", "closed"} <= facts[f].keys()
        ]
        key = tuple(
            signatures[f] for f in ("scope", "class", "full-duties", "category", *procedures) if f in facts
        )
        if "class" not in facts or key in self._coherent:
            return
        self._coherent.add(key)
        z3, no = self.z3, self.z3.BoolVal(False)
        none = facts["class"].get(CLASS_NONE, no)
        wrong: list[tuple[Literal["class", "procedures"], Any, str]] = []
        if "scope" in facts:
            scope = facts["scope"]
            wrong.append(("class", z3.And(scope.get("in", no), none), "in scope, but without a class"))
            wrong.append(
                ("class", z3.And(scope.get("out", no), z3.Not(none)), "out of scope, but with a class")
            )
        if "full-duties" in facts:
            full = facts["full-duties"].get("yes", no)
            wrong.append(("class", z3.And(full, none), "full duties, but no class"))
            wrong.append(("class", z3.And(z3.Not(full), z3.Not(none)), "a class without full duties"))
        if "category" in facts:
            for value, formula in facts["category"].items():
                known = self.pack.categories.get(value)
                wanted = (known.class_,) if known else ("default", CLASS_NONE)
                other = z3.Not(z3.Or(*(facts["class"].get(name, no) for name in wanted)))
                wrong.append(
                    ("class", z3.And(formula, other), f"category '{value}' with another class than its own")
                )
        if procedures:
            some = z3.Or(*(facts[fact].get("open", no) for fact in procedures))
            closed = z3.And(*(facts[fact].get("closed", no) for fact in procedures))
            wrong.append(("procedures", z3.And(z3.Not(none), z3.Not(some)), "a class, but no open procedure"))
            wrong.append(
                ("procedures", z3.And(none, z3.Not(closed)), "no class, but a procedure that is not closed")
            )
        reads = frozenset().union(
            *(here.reads(f) for f in ("scope", "class", "full-duties", "category", *procedures))
        )
        for kind, formula, text in wrong:
            if self._check(here, formula):
                model = here.solver.model()
                answers = self._reasons(here, model, reads, formula)
                self.findings.append(Finding(kind, "fact:class", text, here.on, answers))

    # -- what an answer can change -------------------------------------------------------------------------

    def _what_matters(self, here: Translation, signatures: Mapping[str, int]) -> None:
        program = here.program
        ends = [*here.goals, *program.items]
        read = {variable for end in ends for variable in program.variables_of[end]}
        for variable in sorted(read):
            options = self._options(here, variable)
            done = self.mattering.setdefault(variable, set())
            if done >= set(options or ("",)):
                continue
            key = (variable, tuple(sorted(signatures[f] for f in program.readers_of.get(variable, ()))))
            if key in self._differing and not any(
                variable in program.variables_of[item] for item in program.items
            ):
                continue
            self._differing.add(key)
            self._two_products(here, variable, ends, options, done)

    @staticmethod
    def _options(here: Translation, variable: str) -> list[str]:
        return list(here.variables.choices.get(variable) or here.variables.multis.get(variable) or ())

    def _two_products(
        self, here: Translation, variable: str, ends: Sequence[str], options: Sequence[str], done: set[str]
    ) -> None:
        """Two products that differ in this answer alone: for which options does a verdict or item differ?"""
        z3, program, formulas = self.z3, here.program, here.formulas
        pairs, bounds = here.variables.twin(variable)
        touched = [*program.readers_of.get(variable, ())]
        touched += [item for item in program.items if variable in program.variables_of[item]]
        differ: list[Any] = []
        answers = pairs.copy()
        for name in touched:
            truths = list(formulas.facts[name].values()) if name in formulas.facts else [formulas.items[name]]
            twins = [(truth, z3.Bool(f"twin {truth.decl().name()}")) for truth in truths]
            pairs += twins
            if name in ends:
                differ += [truth != twin for truth, twin in twins]
        definitions = z3.And(*(formula for name in touched for formula in formulas.definitions[name]))
        here.solver.push()
        here.solver.add(*bounds, z3.substitute(definitions, *pairs), z3.Or(*differ))
        if variable in here.variables.multis:
            for option, (ticked, _) in zip(options, answers, strict=True):
                others = [mine == theirs for mine, theirs in answers if mine is not ticked]
                if option not in done and self._check(here, ticked, *others):
                    done.add(option)
        elif options:
            for option, (chosen, _) in zip(options, answers, strict=True):
                if option not in done and self._check(here, chosen):
                    model = here.solver.model()
                    done.update(
                        other
                        for other, pair in zip(options, answers, strict=True)
                        if any(z3.is_true(model.eval(side)) for side in pair)
                    )
        elif self._check(here):
            done.add("")
        here.solver.pop()

    # -- over all spans ------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Report what no span has shown."""
        if self._unsound:
            return
        pack = self.pack
        for rule in pack.rules:
            if rule not in self.fired:
                self.findings.append(Finding("dead", f"rule:{rule}", f"rule '{rule}' can never fire"))
        for fact in pack.facts.values():
            for value in fact.values:
                if (fact.id, value) not in self.taken:
                    text = f"'{fact.id}' can never be '{value}'"
                    self.findings.append(Finding("dead", f"fact:{fact.id}", text))
        for kind, entries in (
            ("duty", pack.duties),
            ("timeline", pack.timeline),
            ("neighbour", pack.neighbours),
        ):
            for key in entries:
                if f"{kind}:{key}" not in self.reached:
                    text = f"{kind} '{key}' can never apply"
                    self.findings.append(Finding("dead", f"{kind}:{key}", text))
        self._idle()

    def _idle(self) -> None:
        """Questions and options that never change anything."""
        program = program_for(self.pack, span_days(self.pack)[-1])
        computed = frozenset().union(*program.date_variables.values())
        for name, question in self.pack.questions.items():
            variables = [row for row in program.names.matrices.get(name, (name,)) if row in self.mattering]
            if not variables:
                continue  # no verdict or item reads it: the linter's business
            mattering = set().union(*(self.mattering[variable] for variable in variables))
            if not mattering and name not in computed:
                text = f"no answer to '{name}' changes a verdict, duty, date or neighbouring law"
                self.findings.append(Finding("idle-question", f"question:{name}", text))
                continue
            domain = (
                program.names.choices.get(variables[0])
                or program.names.multis.get(variables[0])
                or frozenset()
            )
            for option in sorted(domain - mattering):
                text = f"option '{option}' of '{name}' never changes anything by itself"
                is_note = question.type == "multi"
                self.findings.append(Finding("idle-option", f"question:{name}", text, is_note=is_note))
