"""House rules of a rule pack, on top of what the loader refuses: no orphans, dates in order, plain words.

`lint_pack` returns problems and notes, each with file and line; `run` is `crasuite lint-pack` and adds the
proof.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct, structs

from crasuite import paths
from crasuite.errors import PackError
from crasuite.rules import loader, proof
from crasuite.rules.aids import narrowed
from crasuite.rules.loader import load_pack
from crasuite.rules.logic import AnswerIs, FactIs, Has, Node
from crasuite.rules.model import (
    STEPS,
    Duty,
    Pack,
    Question,
    RiskLevel,
    Rule,
    ScaleStep,
    StandardCover,
    StandardSilence,
    Treatment,
)
from crasuite.rules.program import Program, program_for

MAX_LINE = 120
MAX_WORDS = 26
FILES = frozenset(
    (
        "pack.yaml",
        "sources.yaml",
        "provisions.yaml",
        "statements.yaml",
        "terms.yaml",
        "state.yaml",
        "risk-method.yaml",
        "user-information.yaml",
        "support-factors.yaml",
        "law-texts.yaml",
        "CHANGELOG.md",
    )
)
FOLDERS = frozenset((*loader.FOLDERS, "cases", "i18n"))

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STATE_ID = re.compile(r"state\.[a-z0-9]+(-[a-z0-9]+)*")
_CATEGORY_ID = re.compile(r"(I|II|IV)-[1-9][0-9]*")
_PROVISION_ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
_DOCUMENT_CODE = re.compile(r"[A-Z]{2}")
_CLASS_OF = {"I": "important-1", "II": "important-2", "IV": "critical"}
_FORBIDDEN_WORD = re.compile(r"\b(shall|please|oops)\b|!", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+(?=[A-Z\"“{])")


_ID_OF = {
    "state": _STATE_ID,
    "reporting": _STATE_ID,
    "csirt": _DOCUMENT_CODE,
    "category": _CATEGORY_ID,
    "outline": _DOCUMENT_CODE,
}


class Problem(Struct, frozen=True):
    """Something to correct; a note only deserves a look."""

    place: str
    """`file:line` in the pack."""
    text: str
    is_note: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'note: ' if self.is_note else ''}{self.text}"


def lint_pack(path: Path | None = None) -> list[Problem]:
    """Everything wrong with the pack in a folder (default: the program's own), in order of file and line."""
    root = path or paths.resources_dir() / "rulepack"
    try:
        pack = load_pack(root, use_cache=False)
    except PackError as error:
        return [_from_loader(problem) for problem in error.problems]
    found = _Linter(pack, root).problems()
    for aid in pack.aids:
        found += _of_aid(_Linter(narrowed(pack, aid), root).problems_of_rules())
    return sorted(found, key=_order)


def _of_aid(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of the aid's own entries: what it leaves aside of the interview is none."""
    return (problem for problem in problems if problem.place.startswith("reporting/"))


def proof_problems(pack: Pack, report: proof.Report) -> list[Problem]:
    """The findings of a proof as problems with file and line."""
    result = []
    for finding in report.findings:
        text = finding.text
        if finding.on is not None:
            text += f" (law of {finding.on})"
        if finding.answers is not None:
            text += f"; for example with the answers {json.dumps(finding.answers, ensure_ascii=False)}"
        result.append(Problem(pack.places.get(finding.subject, "pack.yaml:1"), text, finding.is_note))
    return sorted(result, key=_order)


def run(path: Path | None = None, *, proof: bool = True, out: TextIO | None = None) -> int:
    """`crasuite lint-pack`: write every problem; 0 when there is none, 2 otherwise."""
    out = out or sys.stdout
    problems = lint_pack(path)
    said = ["The proof was left out, as asked for."]
    if any(not problem.is_note for problem in problems):
        said = ["The proof was left out until the problems above are solved."]
    elif proof:
        pack = load_pack(path)
        report = _prove(pack)
        problems += proof_problems(pack, report)
        said = [_summary(report)]
        for aid in pack.aids:
            report = prove_aid(pack, aid)
            problems += proof_problems(pack, report)
            said.append(f"{aid}: {_summary(report)}")
    errors = sum(not problem.is_note for problem in problems)
    said.append(f"{errors} problem{'' if errors == 1 else 's'}, {len(problems) - errors} notes.")
    out.write("".join(f"{line}\n" for line in (*problems, *said)))
    return 2 if errors else 0


def prove_aid(pack: Pack, aid: str) -> proof.Report:
    """Prove a decision aid; what it leaves aside of the interview is no finding."""
    report = _prove(narrowed(pack, aid))
    own = tuple(
        finding
        for finding in report.findings
        if pack.places.get(finding.subject, "").startswith("reporting/") or finding.kind in ("gap", "overlap")
    )
    return structs.replace(report, findings=own)


def _prove(pack: Pack) -> proof.Report:
    return proof.prove_pack(pack)


def _summary(report: proof.Report) -> str:
    if not report.ran:
        return report.reason
    outcome = "Proven" if report.is_proven else "Not proven"
    return (
        f"{outcome} for {len(report.spans)} spans of days: {report.checks} checks in {report.seconds:.1f} s."
    )


def _from_loader(problem: str) -> Problem:
    place, separator, text = problem.partition(": ")
    return Problem(place, text) if separator else Problem("pack.yaml:1", problem)


def _order(problem: Problem) -> tuple[str, int, str]:
    name, _, line = problem.place.rpartition(":")
    return (name, int(line), problem.text) if line.isdigit() else (problem.place, 0, problem.text)


class _Linter:
    def __init__(self, pack: Pack, root: Path) -> None:
        self.pack = pack
        self.root = root
        self.found: list[Problem] = []

    def problems(self) -> list[Problem]:
        self._files()
        self._ids()
        self._dates()
        self._facts()
        self._questions()
        self._categories()
        self._requirements()
        self._procedures()
        self._texts()
        self._terms()
        if self._circles():
            self._reading()
        return self.found

    def problems_of_rules(self) -> list[Problem]:
        """Problems of questions, facts and rules alone, for the pack as an aid reads it."""
        self._dates()
        self._facts()
        self._questions()
        if self._circles():
            self._reading()
        return self.found

    def _add(self, subject: str, text: str, *, note: bool = False) -> None:
        self.found.append(Problem(self.pack.places.get(subject, "pack.yaml:1"), text, note))

    # -- files and ids -------------------------------------------------------------------------------------

    def _files(self) -> None:
        for file in sorted(self.root.rglob("*")):
            name = file.relative_to(self.root)
            if file.is_dir():
                continue
            known = name.parts[0] in FOLDERS and (
                file.suffix == ".yaml" or name.parts[0] in ("cases", "i18n")
            )
            if not known and name.as_posix() not in FILES:
                self.found.append(Problem(f"{name.as_posix()}:1", "nothing reads this file"))
            elif file.suffix == ".yaml":
                self._lines(name.as_posix(), file.read_text("utf-8").split("\n"))

    def _lines(self, name: str, lines: list[str]) -> None:
        for number, line in enumerate(lines, 1):
            if line != line.rstrip():
                self.found.append(Problem(f"{name}:{number}", "blanks at the end of the line"))
            if len(line) > MAX_LINE and "http" not in line:
                text = f"the line has {len(line)} characters, more than {MAX_LINE}"
                self.found.append(Problem(f"{name}:{number}", text, is_note=True))

    def _requirements(self) -> None:
        for point in self.pack.requirements.values():
            if point.part is None:
                self._add(f"requirement:{point.id}", f"'{point.id}' does not say its part of Annex I")

    def _procedures(self) -> None:
        for procedure in self.pack.procedures.values():
            subject = f"procedure:{procedure.id}"
            if not procedure.declared_as or not procedure.marking:
                self._add(subject, f"'{procedure.id}' says nothing for the declaration or the CE marking")
            if procedure.papers is None or bool(procedure.papers) != procedure.with_body:
                self._add(subject, f"'{procedure.id}' has to name papers exactly where a body takes part")
            if procedure.other_body and procedure.with_body:
                self._add(subject, f"'{procedure.id}' has a notified body and another")
            if procedure.served_by and not procedure.certificate:
                self._add(subject, f"'{procedure.id}' does not say what its body issues")
            if procedure.number_in_mark and not procedure.certificate:
                self._add(subject, f"'{procedure.id}' has a number in the mark and no body")

    def _ids(self) -> None:
        for subject in self.pack.places:
            kind, _, key = subject.partition(":")
            if kind == "provision":
                self._id(subject, key.partition(" ")[2], _PROVISION_ID)
            else:
                self._id(subject, key, _ID_OF.get(kind, _KEBAB))
        for question in self.pack.questions.values():
            for option in question.options:
                self._id(f"question:{question.id}", option.id, _KEBAB)
        seen: dict[str, str] = {}
        for procedure in self.pack.procedures.values():
            subject = f"procedure:{procedure.id}"
            for what, key in (
                *(("step", step.id) for group in procedure.groups for step in group.steps),
                *(("statement", one.id) for one in (*procedure.marking, *procedure.undertakings)),
            ):
                self._id(subject, key, _KEBAB)
                if key in seen:
                    self._add(subject, f"{what} '{key}' exists already in '{seen[key]}'")
                seen[key] = procedure.id
        for checks in self.pack.sbom_checks.values():
            for check in checks.checks:
                self._id(f"sbom:{checks.id}", check.id, _KEBAB)
                if check.id in seen:
                    self._add(f"sbom:{checks.id}", f"check '{check.id}' exists already in '{seen[check.id]}'")
                seen[check.id] = checks.id
        for outline in self.pack.outlines.values():
            for section in outline.sections:
                self._id(f"outline:{outline.id}", section.id, _KEBAB)
        for standard in self.pack.standards.values():
            for part in standard.parts:
                self._id(f"standard:{standard.id}", part.id, _KEBAB)
        for scale in (*self.pack.risk_method.likelihood, *self.pack.risk_method.impact):
            self._id(f"risk-method:{self.pack.risk_method.id}", scale.id, _KEBAB)

    def _id(self, subject: str, key: str, pattern: re.Pattern[str]) -> None:
        if not pattern.fullmatch(key):
            self._add(subject, f"the id '{key}' is not written like the others")

    # -- dates ---------------------------------------------------------------------------------------------

    def _dates(self) -> None:
        dated: list[tuple[str, Rule | Duty]] = [("rule", rule) for rule in self.pack.rules.values()]
        dated += [("duty", duty) for duty in self.pack.duties.values()]
        for kind, entry in dated:
            if entry.from_ and entry.until and entry.from_ > entry.until:
                self._add(f"{kind}:{entry.id}", f"'{entry.id}' ends before it begins")
        states = [("state", item) for item in self.pack.state.values()]
        states += [("reporting", item) for item in self.pack.reporting.values()]
        for kind_of_state, item in states:
            subject = f"{kind_of_state}:{item.id}"
            if not item.entries:
                self._add(subject, f"'{item.id}' has no entry")
            for before, after in pairwise(item.entries):
                if before.from_ >= after.from_:
                    self._add(subject, f"the entries of '{item.id}' are not in order of their dates")
            self._repeated(subject, item.values, "value")
            for label in item.labels.keys() - set(item.values):
                self._add(subject, f"'{label}' is no value of '{item.id}'")
        changes = self.pack.manifest.change_dates
        if list(changes) != sorted(set(changes)):
            self._add("", "change_dates are not in order, or one stands twice")

    def _repeated(self, subject: str, values: Iterable[str], what: str) -> None:
        seen: set[str] = set()
        for value in values:
            if value in seen:
                self._add(subject, f"the {what} '{value}' stands twice")
            seen.add(value)

    # -- facts and rules -----------------------------------------------------------------------------------

    def _facts(self) -> None:
        decided: dict[str, set[str]] = {fact: set() for fact in self.pack.facts}
        for rule in self.pack.rules.values():
            decided[rule.fact].add(rule.value)
            for other in rule.except_:
                if other == rule.id:
                    self._add(f"rule:{rule.id}", f"rule '{rule.id}' is its own exception")
                elif self.pack.rules[other].fact != rule.fact:
                    text = (
                        f"rule '{rule.id}': its exception '{other}' decides another fact, so it has no effect"
                    )
                    self._add(f"rule:{rule.id}", text)
            if rule.otherwise and rule.except_:
                self._add(f"rule:{rule.id}", f"rule '{rule.id}': 'otherwise' takes no exceptions")
        for fact in self.pack.facts.values():
            subject = f"fact:{fact.id}"
            self._repeated(subject, fact.values, "value")
            for value in fact.values:
                if value not in decided[fact.id]:
                    self._add(subject, f"no rule gives '{fact.id}' the value '{value}'")
            for word in (fact.words.keys() | fact.unmet.keys() | {fact.moot} - {""}) - set(fact.values):
                self._add(subject, f"'{word}' is no value of '{fact.id}'")
            for question in set(fact.unmet.values()) - self.pack.questions.keys():
                self._add(subject, f"'{question}', which is to settle '{fact.id}', is no question")

    def _circles(self) -> bool:
        """True when every span of days has a program: no circle of facts or exceptions."""
        found: set[str] = set()
        for day in proof.span_days(self.pack):
            try:
                program_for(self.pack, day)
            except PackError as error:
                found.update(error.problems)
        for text in sorted(found):
            names = re.findall(r"[\w.-]+", text)
            subject = next(
                (f"{kind}:{n}" for n in names for kind in ("fact", "rule") if self._knows(kind, n)), ""
            )
            self._add(subject, text)
        return not found

    def _knows(self, kind: str, name: str) -> bool:
        return f"{kind}:{name}" in self.pack.places

    def _programs(self) -> Iterator[Program]:
        for day in proof.span_days(self.pack):
            yield program_for(self.pack, day)

    def _reading(self) -> None:
        """Facts and questions that nothing reads; options that nothing names."""
        goals = {*self.pack.manifest.goals, *(fact.id for fact in self.pack.facts.values() if fact.goal)}
        read_facts, read, asked = set(goals), set[str](), set[str]()
        named: dict[str, set[str]] = {}
        for program in self._programs():
            nodes: list[Node] = [n for values in program.value_nodes.values() for n in values.values()]
            for node in (*nodes, *program.items.values(), *program.ask_when.values()):
                for atom in node.atoms():
                    if isinstance(atom, FactIs):
                        read_facts.add(atom.fact)
                    elif isinstance(atom, AnswerIs):
                        named.setdefault(atom.variable.partition("/")[0], set()).update(atom.values)
                    elif isinstance(atom, Has):
                        named.setdefault(atom.variable, set()).update(atom.options)
            for end in (*goals, *program.items):
                read |= {name.partition("/")[0] for name in program.variables_of[end]}
            asked |= {n for key in program.ask_when for n in program.variables_of[f"ask:{key}"]}
            read |= {name for names in program.date_variables.values() for name in names}
            for item in self.pack.state:
                if item in program.readers_of:
                    read.add(item)
        for fact in self.pack.facts.keys() - read_facts:
            self._add(f"fact:{fact}", f"nothing reads the fact '{fact}', and it is no goal")
        for item in self.pack.state.keys() - read:
            self._add(f"state:{item}", f"no rule reads '{item}'")
        for question in self.pack.questions.values():
            if question.id not in read and not question.record and question.ask_when is None:
                also = " other than to ask another question" if question.id in asked else ""
                text = f"nothing reads the question '{question.id}'{also}, and it is not asked for the record"
                self._add(f"question:{question.id}", text)
            elif question.id in read:
                self._options(question, named.get(question.id, set()))

    def _options(self, question: Question, named: set[str]) -> None:
        """One option of a choice may stay unnamed (the rest); of several, none is told apart."""
        if question.type == "category" or question.record:
            return
        unnamed = [option.id for option in question.options if option.id not in named]
        if question.type == "multi" or len(unnamed) > 1:
            for option in unnamed:
                text = f"no condition names the option '{option}' of '{question.id}'"
                self._add(f"question:{question.id}", text, note=question.type != "multi")

    # -- questions, categories, words ----------------------------------------------------------------------

    def _questions(self) -> None:
        steps = (*STEPS, "reporting")
        for before, after in pairwise(self.pack.questions.values()):
            if steps.index(before.step) > steps.index(after.step):
                text = f"question '{after.id}' of step {after.step} stands after one of step {before.step}"
                self._add(f"question:{after.id}", text)
        for question in self.pack.questions.values():
            subject = f"question:{question.id}"
            low, high = question.minimum, question.maximum
            if (low is not None or high is not None) and question.type != "number":
                self._add(subject, f"'{question.id}' is no number, so it takes no minimum or maximum")
            if low is not None and high is not None and low > high:
                self._add(subject, f"the minimum of '{question.id}' is above its maximum")
            if (question.type == "matrix") != (question.rows != ""):
                self._add(subject, f"'{question.id}': rows belong to a matrix question, and only there")
            if (order := question.not_before) is not None:
                other = self.pack.questions.get(order.question)
                if question.type != "date" or other is None or other.type != "date" or other is question:
                    self._add(subject, f"'{question.id}': not_before takes two different date questions")
            if question.optional and not question.record:
                self._add(subject, f"'{question.id}' is optional, which only a record question can be")

    def _categories(self) -> None:
        owners: dict[str, str] = {}
        for category in self.pack.categories.values():
            subject = f"category:{category.id}"
            prefix, _, number = category.id.partition("-")
            if _CLASS_OF.get(prefix) != category.class_ or number != str(category.number):
                self._add(subject, f"the id '{category.id}' says another class or number than the entry")
            if category.id in (*category.near, *category.near_reason):
                self._add(subject, f"'{category.id}' is near to itself")
            for other in category.near_reason.keys() - set(category.near):
                self._add(subject, f"'{category.id}' has a reason for '{other}', which is not near")
            self._repeated(subject, category.synonyms, "synonym")
            for synonym in category.synonyms:
                owner = owners.setdefault(synonym.lower(), category.id)
                if owner != category.id:
                    text = f"the synonym '{synonym}' also leads to '{owner}'"
                    self._add(subject, text, note=True)
        named = {atom_value for program in self._safe_programs() for atom_value in _named_values(program)}
        for unnamed in self.pack.categories.keys() - named:
            self._add(f"category:{unnamed}", f"no rule names the category '{unnamed}'", note=True)

    def _safe_programs(self) -> Iterator[Program]:
        try:
            yield from self._programs()
        except PackError:
            return  # reported by `_circles`

    def _texts(self) -> None:
        for subject, field, text in all_texts(self.pack):
            where = f"{field} of '{subject.partition(':')[2]}'"
            if not text.strip():
                self._add(subject, f"the {where} is empty")
                continue
            if "  " in text or text != text.strip():
                self._add(subject, f"the {where} has blanks too many")
            if word := _FORBIDDEN_WORD.search(text):
                self._add(subject, f"the {where} says “{word.group()}”, which we do not")
            for braces in _BRACES.findall(text):
                if braces != "{product}":
                    self._add(subject, f"the {where} has “{braces}”; only {{product}} is filled in")
            for sentence in _SENTENCE_END.split(text):
                if (count := len(sentence.split())) > MAX_WORDS:
                    self._add(subject, f"the {where} has a sentence of {count} words", note=True)

    def _terms(self) -> None:
        written = "\n".join(
            text for subject, _, text in all_texts(self.pack) if not subject.startswith("term:")
        )
        written = written.lower()
        names: dict[str, str] = {}
        for term in self.pack.terms.values():
            for name in (term.term, *term.also):
                if names.setdefault(name.lower(), term.id) != term.id:
                    self._add(f"term:{term.id}", f"'{name}' is explained already as '{names[name.lower()]}'")
            if not any(_mentions(written, name.lower()) for name in (term.term, *term.also)):
                self._add(f"term:{term.id}", f"no text uses the term '{term.term}'", note=True)


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(s|es)?(?!\w)", text) is not None


def _named_values(program: Program) -> Iterator[str]:
    for nodes in program.value_nodes.values():
        for node in nodes.values():
            for atom in node.atoms():
                if isinstance(atom, AnswerIs):
                    yield from atom.values


_FIELDS: dict[str, tuple[str, ...]] = {
    "question": ("text", "why", "decides", "who_can_tell", "counts", "does_not_count"),
    "fact": ("title", "words"),
    "rule": ("because", "warning"),
    "duty": ("title", "text"),
    "timeline": ("title", "text"),
    "neighbour": ("text", "todo", "warning"),
    "category": ("title", "name", "description", "core", "counts", "near_reason", "note"),
    "requirement": ("title", "meaning", "evidence", "nonconformities"),
    "procedure": (
        "title",
        "who",
        "summary",
        "fits_when",
        "you_hand_over",
        "while_you_sell",
        "declared_as",
        "certificate",
    ),
    "sbom": ("title", "text"),
    "standard": ("title", "about", "state", "claim", "note"),
    "threat": ("group", "title", "description", "asset", "measures"),
    "risk-method": ("title", "text", "acceptance"),
    "user-information": ("title", "help", "asks"),
    "support-factor": ("title", "help"),
    "outline": ("title", "reader"),
    "law-text": ("title", "note"),
    "statement": ("text",),
    "state": ("title", "labels", "user_fact"),
    "stage": ("title", "text", "due"),
    "counting": ("title", "text", "reading"),
    "report-field": ("title", "help"),
    "csirt": ("note",),
    "overlap": ("title", "trigger", "recipient", "note"),
    "handling": ("title", "question", "proof"),
    "reporting": ("title", "labels", "user_fact"),
    "aid": ("title", "text"),
    "term": ("term", "meaning"),
}


def all_texts(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every text of the pack that is shown to somebody: `kind:id` of its entry, its field, the text."""
    groups: dict[str, dict[str, Any]] = {
        "question": pack.questions,
        "fact": pack.facts,
        "rule": pack.rules,
        "duty": pack.duties,
        "timeline": pack.timeline,
        "neighbour": pack.neighbours,
        "category": pack.categories,
        "requirement": pack.requirements,
        "procedure": pack.procedures,
        "sbom": pack.sbom_checks,
        "standard": pack.standards,
        "threat": pack.threats,
        "risk-method": {pack.risk_method.id: pack.risk_method},
        "user-information": pack.user_information,
        "support-factor": pack.support_factors,
        "outline": pack.outlines,
        "law-text": pack.law_texts,
        "statement": pack.statements,
        "state": pack.state,
        "stage": pack.stages,
        "counting": pack.counting,
        "report-field": pack.report_fields,
        "csirt": pack.csirts,
        "overlap": pack.overlap,
        "handling": pack.handling,
        "reporting": pack.reporting,
        "aid": pack.aids,
        "term": pack.terms,
    }
    for aid in pack.aids.values():
        groups["question"] = {**groups["question"], **aid.questions}
        groups["fact"] = {**groups["fact"], **aid.facts}
        groups["rule"] = {**groups["rule"], **aid.rules}
    for kind, entries in groups.items():
        for key, entry in entries.items():
            for field in _FIELDS[kind]:
                for text in _strings(getattr(entry, field)):
                    yield f"{kind}:{key}", field, text
    yield from _inner_texts(pack)


def _inner_texts(pack: Pack) -> Iterator[tuple[str, str, str]]:
    of_aids = (question for aid in pack.aids.values() for question in aid.questions.values())
    for question in (*pack.questions.values(), *of_aids):
        for option in question.options:
            for text in (option.label, *_strings(option.hint)):
                yield f"question:{question.id}", f"option '{option.id}'", text
    for category in pack.categories.values():
        for miss in category.does_not_count:
            for text in (miss.text, *_strings(miss.reason)):
                yield f"category:{category.id}", "does_not_count", text
    for procedure in pack.procedures.values():
        for statement in (*procedure.marking, *procedure.undertakings):
            yield f"procedure:{procedure.id}", f"statement '{statement.id}'", statement.text
        for group in procedure.groups:
            yield f"procedure:{procedure.id}", "group title", group.title
            for step in group.steps:
                for text in (step.text, step.who, step.evidence, *_strings(step.hand_over)):
                    yield f"procedure:{procedure.id}", f"step '{step.id}'", text
    for checks in pack.sbom_checks.values():
        for check in checks.checks:
            for text in (check.title, check.asks, check.todo):
                yield f"sbom:{checks.id}", f"check '{check.id}'", text
    yield from _file_texts(pack)
    yield from _reporting_texts(pack)
    for kind, items in (("state", pack.state), ("reporting", pack.reporting)):
        for item in items.values():
            for entry in item.entries:
                yield f"{kind}:{item.id}", f"entry of {entry.from_}", entry.text
    for citation, provision in pack.provisions.items():
        yield f"provision:{citation}", "gist", provision.gist


def _file_texts(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """The inner texts of the parts for the technical file; prescribed wordings are not ours to judge."""
    for standard in pack.standards.values():
        rows: tuple[StandardCover | StandardSilence, ...]
        rows = (*standard.covers, *standard.silent_on)
        for row in rows:
            for text in _strings(row.gap):
                yield f"standard:{standard.id}", f"row '{row.requirement}'", text
        for part in standard.parts:
            yield f"standard:{standard.id}", f"part '{part.id}'", part.title
    method = pack.risk_method
    entries: tuple[ScaleStep | RiskLevel | Treatment, ...]
    entries = (*method.likelihood, *method.impact, *method.levels, *method.treatments)
    for entry in entries:
        for text in (entry.label, entry.text):
            yield f"risk-method:{method.id}", f"entry '{entry.id}'", text
    for outline in pack.outlines.values():
        for section in outline.sections:
            yield f"outline:{outline.id}", f"section '{section.id}'", section.heading


def _reporting_texts(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """The inner texts of the parts on Article 14."""
    for report_field in pack.report_fields.values():
        for option in report_field.options:
            for text in (option.label, *_strings(option.hint)):
                yield f"report-field:{report_field.id}", f"option '{option.id}'", text
    for regime in pack.overlap.values():
        for clock in regime.clocks:
            for text in (clock.label, clock.anchor, *_strings(clock.words)):
                yield f"overlap:{regime.id}", f"clock '{clock.label}'", text


def _strings(value: Any) -> Iterator[str]:
    """The texts of a field; one that is left out is none."""
    if isinstance(value, str):
        if value:
            yield value
    else:
        yield from value.values() if isinstance(value, dict) else value
