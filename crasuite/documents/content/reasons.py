"""Section 2 of the classification record: from answers to verdicts, in the order of the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import (
    hangs_on,
    missing,
)
from crasuite.documents.content.wording import (
    answer_words,
    basis,
    fact_words,
    filled,
    in_words,
    lowered,
    one_line,
    option_words,
    possible_words,
    state_words,
)
from crasuite.documents.tree import (
    REASON,
    Block,
    Cell,
    Heading,
    Run,
    StatedByYou,
    Status,
    StatusKind,
    Strong,
    Text,
    cell,
    note,
    own_pattern,
    para,
    table,
)
from crasuite.language import mark, tr
from crasuite.rules.as_json import PROCEDURES
from crasuite.rules.evaluate import Assessment, TraceStep
from crasuite.rules.logic import FactIs
from crasuite.rules.model import NOT_SURE, Pack

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

WHAT_IF = own_pattern(
    (mark("Question"), 60), (mark("Another answer"), 57), (mark("Result then"), 48), name="what-if"
)
_LAW_ORDER = ("role", "scope", "full-duties", "remote-data-processing", "category", "class")
_MOST_QUESTIONS = 3
_SHORT_ANSWER = 30
SUPPORT = "support-period"


@dataclass
class _Reason:
    """One row of the table of reasons while it is put together."""

    findings: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    cites: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    open_fact: str = ""

    def add(self, pack: Pack, step: TraceStep) -> None:
        """Take in a step of the trace."""
        self.findings.append(in_words(pack, step.rule.because))
        if step.rule.warning:
            self.warnings.append(in_words(pack, step.rule.warning))
        self.answers.update(step.answers)
        self.cites.extend(step.rule.cites)
        self.kinds.add(step.rule.kind)


def blocks(record: ProductRecord) -> Iterator[Block]:
    """Section 2: findings with the answers and provisions they rest on."""
    yield Heading(1, tr("Reasons, in the order of the law"))
    reasons = _collect(record)
    carrying = _carrying(record)
    first_shown: dict[str, int] = {}
    rows = []
    for number, reason in enumerate(reasons, 1):
        rows.append(
            (
                str(number),
                _finding(record, reason),
                _rests_on(record, reason, carrying, first_shown),
                _basis(record, reason),
            )
        )
        for name in reason.answers:
            first_shown.setdefault(name, number)
    if rows:
        yield table(REASON, rows, tr("From answer to result"))
        yield note(
            tr(
                "Questions are printed as they were put to us. Answers in bold carry the "
                "result: with any one of them taken away, scope, role, class, the chosen "
                "procedure or the support period is open again. FAQ and guidance of the "
                "Commission are not binding; “practice” marks a reading that no text "
                "settles."
            )
        )
    unseen = [question for question in carrying if question not in first_shown]
    if unseen:
        runs: list[Run] = [Text(tr("The result rests on these answers too."))]
        for question in (one for one in record.pack.questions if one in unseen):
            value = record.assessment.answers[question]
            runs += [Text(" "), *_answer(record, question, value, carries=True, shown_in=None)]
        yield note(*runs)
    if record.assessment.value("scope") in ("out", "partly"):
        yield Heading(2, tr("What would change this result"))
        flips = _what_if(record)
        if flips:
            yield table(WHAT_IF, flips, tr("Other answers and the result they lead to"))
        yield para(
            tr("The result is looked at again when the product, its purpose, its supply or the law changes.")
        )


def _collect(record: ProductRecord) -> list[_Reason]:
    result = record.assessment
    reasons: list[_Reason] = []
    seen: set[str] = set()
    goals = [goal for goal in _LAW_ORDER if goal in record.pack.facts]
    procedures = [fact for fact in PROCEDURES.values() if fact in record.pack.facts]
    for goal in (*goals, *procedures, SUPPORT):
        if result.value("scope") == "out" and goal not in ("role", "scope", "full-duties"):
            continue
        steps = [step for step in _steps(result, goal) if step.rule.id not in seen]
        seen.update(step.rule.id for step in steps)
        # The verdict on each procedure stands in section 5; here only what it rests on.
        steps = [step for step in steps if step.fact not in PROCEDURES.values()]
        _merge(record, steps, reasons)
        if goal in (*goals, SUPPORT) and goal != "full-duties" and result.value(goal) is None:
            reasons.append(_Reason(open_fact=goal))
    return reasons


def _steps(result: Assessment, goal: str) -> list[TraceStep]:
    """The trace of a goal; where it is still open, the traces of the decided facts it reads."""
    if result.verdict(goal).is_decided:
        return list(result.trace(goal))
    steps: dict[str, TraceStep] = {}
    for rule in result.program.rules_of[goal]:
        for atom in result.program.fires[rule.id].atoms():
            if isinstance(atom, FactIs) and result.verdict(atom.fact).is_decided:
                for step in result.trace(atom.fact):
                    steps.setdefault(step.rule.id, step)
    return list(steps.values())


def _merge(record: ProductRecord, steps: Iterable[TraceStep], reasons: list[_Reason]) -> None:
    """Rows from steps: the exclusions in one row, special cases that do not apply in one, the rest alone."""
    pack, exclusions = record.pack, _exclusions(record.assessment)
    none_excluded, special = _Reason(), _Reason()
    for step in steps:
        if step.fact in exclusions and step.value == "no":
            none_excluded.answers.update(step.answers)
            none_excluded.kinds.add("law")
        elif step.fact == "excluded" and step.value == "no":
            none_excluded.findings.append(in_words(pack, step.rule.because))
            none_excluded.cites.extend(step.rule.cites)
            reasons.append(none_excluded)
            none_excluded = _Reason()
        elif step.value == "no" and step.fact not in _LAW_ORDER:
            special.add(pack, step)
        elif not step.answers and step.fact not in ("scope", "role") and reasons and not special.findings:
            reasons[-1].add(pack, step)
        else:
            if special.findings:
                reasons.append(special)
                special = _Reason()
            row = _Reason()
            row.add(pack, step)
            reasons.append(row)
    if special.findings:
        reasons.append(special)


def _exclusions(result: Assessment) -> frozenset[str]:
    """The facts that each stand for one exclusion of Article 2."""
    return frozenset(
        atom.fact
        for rule in result.program.rules_of.get("excluded", ())
        for atom in result.program.fires[rule.id].atoms()
        if isinstance(atom, FactIs)
    )


def _finding(record: ProductRecord, reason: _Reason) -> Cell:
    if reason.open_fact:
        pack, verdict = record.pack, record.assessment.verdict(reason.open_fact)
        title = pack.facts[reason.open_fact].title
        words = possible_words(pack, reason.open_fact, verdict.possible)
        return cell(
            Status(StatusKind.NOT_SURE, tr("Not decided yet")),
            tr("{title}: still possible: {outcomes}.", title=title, outcomes=words),
        )
    lines: list[Any] = list(dict.fromkeys(reason.findings))
    lines += [(Strong(tr("Note.") + " "), words) for words in dict.fromkeys(reason.warnings)]
    return cell(*lines)


def _rests_on(
    record: ProductRecord, reason: _Reason, carrying: frozenset[str], first_shown: dict[str, int]
) -> Cell:
    if reason.open_fact:
        return _open_answers(record, record.assessment.verdict(reason.open_fact).hangs_on)
    lines = [
        para(*_answer(record, name, value, name in carrying, first_shown.get(name)))
        for name, value in reason.answers.items()
    ]
    return Cell(tuple(lines)) if lines else cell(tr("Follows from the steps before."))


def _answer(
    record: ProductRecord, name: str, value: Any, carries: bool, shown_in: int | None
) -> tuple[Run, ...]:
    """A question with its answer, or a state of play; a long answer is printed once."""
    pack, result = record.pack, record.assessment
    if name in pack.state:
        used = next(used for used in result.states if used.id == name)
        if shown_in is not None:
            return (Text(tr("State of play: as in step {step}", step=shown_in)),)
        stated = (StatedByYou(one_line(used.reference, 200), used.on),) if used.stated else ()
        return (
            Text(tr("State of play: {statement}", statement=lowered(state_words(pack, used)))),
            *stated,
        )
    question = pack.questions[name]
    runs: tuple[Run, ...] = (*filled(question.text, record.name), Text(" "))
    if value == NOT_SURE or (isinstance(value, dict) and question.type != "matrix"):
        tag = missing(record, name)
        if tag is not None:
            return (*runs, tag[0])
    words = answer_words(pack, question, value)
    if shown_in is not None and len(words) > _SHORT_ANSWER:
        return (*runs, Text(tr("As in step {step}", step=shown_in)))
    return (*runs, Strong(words) if carries else Text(words))


def _open_answers(record: ProductRecord, questions: Sequence[str]) -> Cell:
    """The questions on which a verdict hangs; many are named by their numbers alone.

    Questions that only other answers would bring up have no number yet and are left out.
    """
    tagged = [(question, tag) for question in questions if (tag := missing(record, question)) is not None]
    if not tagged:
        return cell(tr("Follows from the steps before."))
    if len(tagged) > _MOST_QUESTIONS:
        return cell(hangs_on(record, questions))
    return cell(
        *(
            (*filled(record.pack.questions[question].text, record.name), Text(" "), tag[0])
            for question, tag in tagged
        )
    )


def _basis(record: ProductRecord, reason: _Reason) -> Cell:
    if reason.open_fact:
        cites = [cite for rule in record.assessment.verdict(reason.open_fact).rules for cite in rule.cites]
        return cell(basis(record.pack, cites[:4]))
    # One step of the row that is law makes the row law; a row that is a reading alone says so.
    kind = "law" if "law" in reason.kinds or not reason.kinds else sorted(reason.kinds)[0]
    return cell(basis(record.pack, reason.cites, kind))


def _carrying(record: ProductRecord) -> frozenset[str]:
    """The answers without which one of the printed verdicts would be open."""
    result = record.assessment
    goals = ["scope", "role", "class", SUPPORT, *([record.chosen] if record.chosen else [])]
    return frozenset(
        question
        for goal in goals
        if result.verdict(goal).is_decided and (goal == "scope" or result.value(goal) != "none")
        for question in result.carried_by(goal)
    )


def _what_if(record: ProductRecord) -> list[tuple[Cell, Cell, Cell]]:
    """Single answers whose change would move the scope verdict."""
    result, pack = record.assessment, record.pack
    now = result.value("scope")
    rows = []
    for question in result.carried_by("scope"):
        asked = pack.questions[question]
        groups: dict[tuple[str, ...], list[str]] = {}
        for option, possible in result.outcomes("scope", question).items():
            if option != result.answers.get(question) and possible != (now,):
                groups.setdefault(possible, []).append(option_words(pack, asked, option))
        for possible, options in groups.items():
            if len(possible) == 1:
                words = fact_words(pack, "scope", possible[0])
            else:
                words = tr("The result would be open; further answers would decide")
            rows.append(
                (cell(filled(asked.text, record.name)), cell(*_alternatives(options)), cell(f"{words}."))
            )
    return rows


def _alternatives(options: list[str]) -> list[str]:
    """A line for each: an answer of several parts cannot be told from the next one in a sentence."""
    return [options[0], *(tr("or: {answer}", answer=one) for one in options[1:])]


def direct_reasons(result: Assessment) -> list[TraceStep]:
    """The steps that decide the scope; where an exclusion does, that exclusion itself."""
    steps = result.trace("scope")
    exclusions = _exclusions(result)
    excluding = [step for step in steps if step.fact in exclusions and step.value == "yes"]
    return excluding or [step for step in steps if step.fact == "scope"]
