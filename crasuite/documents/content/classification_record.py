"""The classification record (CR): what a product is under the law, why, and what stays open.

Sections 1 to 7 are settled; a product outside the law has the same ones, so that a reader finds the same
thing in the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import (
    class_line,
    class_sign,
    gaps_table,
    meta_for,
    missing,
    open_points_table,
)
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import (
    CLASS_NAMES,
    EFFECT_WORDS,
    KIND_WORDS,
    NOT_STATED,
    answer_words,
    as_maker,
    basis,
    capital,
    category_place,
    counted,
    day,
    fact_words,
    filled,
    filled_text,
    is_user_text,
    joined,
    labels,
    lowered,
    option_words,
    possible_words,
    state_runs,
    state_words,
)
from crasuite.documents.tree import (
    CATEGORY,
    LABEL_VALUE,
    PROCEDURE,
    REASON,
    Block,
    Cell,
    Cite,
    Document,
    Gap,
    Heading,
    Muted,
    OpenPoint,
    Paragraph,
    Run,
    Signatory,
    SignatureBlock,
    Status,
    StatusKind,
    Strong,
    Text,
    Tick,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    small,
    table,
)
from crasuite.rules.as_json import PROCEDURES, points_for_third_party
from crasuite.rules.evaluate import Assessment, TraceStep
from crasuite.rules.logic import FactIs

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "CR"
TITLE = "Classification record"

CARRIED = own_pattern(("Question", 73), ("Answer", 52), ("Carries", 40), name="carried")
WHAT_IF = own_pattern(("Question", 60), ("Another answer", 57), ("Result then", 48), name="what-if")
LAW = own_pattern(("Text", 74), ("Number", 51), ("Read on", 22), ("Kind", 18), name="law")
STATE = own_pattern(("Statement", 78), ("As of", 22), ("Source", 65), name="state")
OTHER_LAW = own_pattern(
    ("Law and effect", 42), ("What it means, what is to be done", 88), ("Basis", 35), name="other-law"
)
DATES = own_pattern(("Date", 24), ("What", 82), ("Set by", 18), ("Basis", 41), name="dates")
DUTIES = own_pattern(("From", 24), ("Duty", 84), ("Basis", 57), name="duties")
POINTS = own_pattern(("Point", 28), ("Requirement", 68), ("Covered by", 69), name="points")

_LAW_ORDER = ("role", "scope", "full-duties", "remote-data-processing", "category", "class")
_PRODUCT_ROWS = (
    ("Organisation", ("manufacturer-name",)),
    ("Address and contact", ("manufacturer-address",)),
    ("Established, size", ("establishment", "enterprise-size")),
    ("Product", ("product-name",)),
    ("Type, model, version", ("product-type",)),
    ("Intended purpose", ("intended-purpose",)),
    ("Parts of the product", ("product-parts",)),
)
_MARKET_ROWS = (
    ("On the Union market", ("placing",)),
    ("First, last unit", ("first-placed-on", "last-placed-on")),
    ("Member States", ("markets",)),
    ("Expected use", ("expected-use-years",)),
    ("Support period", ("support-years", "support-reasons")),
)
_OPTIONAL_MISSING = {"manufacturer-address", "product-type", "product-parts", "markets", "support-reasons"}
_MOST_CATEGORIES = 8


def build(record: ProductRecord) -> Document:
    """The record as a document; its fingerprint is still to be added."""
    kind = record.text("product-type")
    meta = meta_for(
        record,
        CODE,
        TITLE,
        f"{capital(record.name)}, {class_line(record)}",
        _legal_basis(record),
        draft_means="not released",
    )
    del kind
    blocks: list[Block] = [
        _result(record),
        *_product(record),
        *_reasons(record),
        *_categories(record),
        *_points(record),
        *_procedures(record),
        *_law(record),
        *_release(record),
    ]
    return Document(meta, tuple(blocks))


def _legal_basis(record: ProductRecord) -> str:
    result = record.assessment
    if result.value("scope") == "out":
        return "Art. 2, 3"
    annex = {"important-1": "; Annex III", "important-2": "; Annex III", "critical": "; Annex IV"}
    return f"Art. 2, 3, 7, 8, 32{annex.get(result.value('class') or '', '')}"


# ------------------------------------------------------------------------------------------------ result


def headline(record: ProductRecord) -> str:
    """The verdict in one or two sentences."""
    result = record.assessment
    scope, name = result.value("scope"), capital(record.name)
    if scope is None:
        return f"It is not decided yet whether the Cyber Resilience Act applies to {record.name}."
    if scope == "out":
        return f"The Cyber Resilience Act does not apply to {record.name}."
    start = fact_words(record.pack, "scope", scope)
    value = result.value("class")
    if value is None:
        return f"{start}. The class of {record.name} is not decided yet."
    if value == "none":
        return f"{start} to {record.name}. No class and no conformity assessment."
    article = "an" if value.startswith("important") else "of the" if value == "default" else "a"
    return f"{start}. {name} is {article} {CLASS_NAMES[value]}."


def _result(record: ProductRecord) -> Block:
    result, pack = record.assessment, record.pack
    lines: list[Any] = []
    scope, category = result.value("scope"), result.value("category")
    if scope in ("out", "partly"):
        lines.append(_because(result, "scope"))
    elif scope is None:
        possible = possible_words(pack, "scope", result.verdict("scope").possible)
        lines.append(f"Still possible: {possible}. Section 2 says what it hangs on.")
    if category in pack.categories:
        known = pack.categories[category]
        lines.append(
            f"Its core functionality is that of {category_place(pack, known)}, {lowered(known.name)}."
        )
    elif category == "none" and scope == "in":
        lines.append("Its core functionality is in none of the 26 categories of Annexes III and IV.")
    elif category is None and scope != "out":
        possible = possible_words(pack, "class", result.verdict("class").possible)
        lines.append(f"Still possible: {possible}.")
    lines.extend(_procedure_lines(record))
    if not record.text("product-name") and record.release is None:
        lines.append("The product has no name yet.")
    cites = [
        cite
        for goal in ("scope", "category")
        if result.value(goal)
        for rule in result.verdict(goal).rules
        for cite in rule.cites
    ]
    if record.chosen and result.value(record.chosen):
        cites += [cite for rule in result.verdict(record.chosen).rules for cite in rule.cites]
    return result_box(
        headline(record),
        *lines,
        cites=labels(pack, cites)[:6],
        marks=_marks(record),
        sign=class_sign(record),
        sign_text=headline(record),
    )


def _procedure_lines(record: ProductRecord) -> list[str]:
    result = record.assessment
    if result.value("full-duties") == "no" or result.value("scope") == "out":
        return []
    is_open = [fact for fact in PROCEDURES.values() if result.value(fact) == "open"]
    undecided = [fact for fact in PROCEDURES.values() if result.value(fact) is None]
    names = [PROCEDURE_NAMES[fact] + (" (chosen)" if fact == record.chosen else "") for fact in is_open]
    lines = []
    if names:
        lines.append(f"Open conformity assessment procedure{'s' if len(names) > 1 else ''}: {joined(names)}.")
    if undecided:
        lines.append(f"Not decided yet: {joined(PROCEDURE_NAMES[fact] for fact in undecided)}.")
    if _needs_body(result, is_open):
        lines.append("A notified body has to take part; none is listed for the CRA yet.")
    return lines


def _needs_body(result: Assessment, is_open: Sequence[str]) -> bool:
    return (
        bool({"procedure-b-c", "procedure-h"} & set(is_open))
        and "procedure-a" not in is_open
        and result.value("procedure-certification") != "open"
        and result.value("servable-bodies") == "no"
    )


def _marks(record: ProductRecord) -> list[Any]:
    result = record.assessment
    marks: list[Any] = []
    gaps, points = record.gaps, record.open_points
    if gaps:
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        marks.append(
            (*(Gap(gap.number) for gap in gaps[:3]), f"{more} What is missing stands in section 4.".strip())
        )
    if points:
        can_change = [
            word
            for word, goal in (("scope", "scope"), ("class", "class"))
            if any(point.question.id in result.verdict(goal).hangs_on for point in points)
        ]
        more = f"and {len(points) - 3} more. " if len(points) > 3 else ""
        effect = (
            f"can still change {joined(can_change)}" if can_change else "can change neither scope nor class"
        )
        many = counted(len(points), "answer is", "answers are")
        marks.append(
            (
                *(OpenPoint(point.number) for point in points[:3]),
                f"{more}{capital(many)} not sure and {effect}; see section 4.",
            )
        )
    return marks


def _because(result: Assessment, goal: str) -> str:
    return " ".join(as_maker(rule.because) for rule in result.verdict(goal).rules)


# ------------------------------------------------------------------------------------------ 1 the product


def _product(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Product assessed", "Art. 2, 3")
    rows: list[tuple[Any, Cell]] = []
    for label, questions in _PRODUCT_ROWS:
        rows.extend(_row(record, label, questions))
    rows.extend(_core(record))
    rows.append(("Our role", _role(record)))
    if record.assessment.value("scope") != "out":
        for label, questions in _MARKET_ROWS:
            rows.extend(_row(record, label, questions))
        rows.extend(_support_end(record))
    yield table(LABEL_VALUE, rows, "Product and role", description="Product and role")


def _row(record: ProductRecord, label: str, questions: Sequence[str]) -> Iterator[tuple[Any, Cell]]:
    """One line of the product table; questions that do not matter here give none."""
    paragraphs: list[Paragraph] = []
    for question in questions:
        paragraphs.extend(_said(record, question))
    if paragraphs:
        yield label, Cell(tuple(paragraphs))


def _said(record: ProductRecord, question: str) -> Iterator[Paragraph]:
    """An answer with its citation, or its gap."""
    pack, result = record.pack, record.assessment
    asked = pack.questions.get(question)
    if asked is None:
        return
    tag = missing(record, question)
    value = result.answers.get(question)
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    if tag is not None and (is_blank or value == "not-sure"):
        yield para(*tag)
    elif not is_blank:
        words = answer_words(pack, asked, value)
        prefix = {"first-placed-on": "First: ", "last-placed-on": "Last: "}.get(question, "")
        run: Run = UserText(words) if is_user_text(asked) else Text(prefix + words)
        if asked.type == "long-text":
            yield para(run)
        else:
            yield para(run, Cite(basis(pack, asked.cites[:2])))
    elif question in _OPTIONAL_MISSING and question in result.asked:
        yield para(Muted(NOT_STATED))


def _core(record: ProductRecord) -> Iterator[tuple[Any, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    if result.value("scope") == "out" or result.value("full-duties") == "no":
        return
    if category in pack.categories:
        known = pack.categories[category]
        yield "Core functionality", cell((f"{known.core}", Cite(basis(pack, known.cites[:1]))))
    elif category == "none":
        yield "Core functionality", cell(("In none of the 26 categories", Cite("Art. 7(1), 8(1)")))
    else:
        tag = missing(record, "core-functionality")
        yield "Core functionality", cell(tag or Text("Not decided yet; see sections 3 and 4."))


def _role(record: ProductRecord) -> Cell:
    pack, result = record.pack, record.assessment
    verdict = result.verdict("role")
    if verdict.value is None:
        possible = joined((lowered(fact_words(pack, "role", value)) for value in verdict.possible), "or")
        return cell(Status(StatusKind.NOT_SURE, f"Not decided yet: {possible}"))
    lines: list[Any] = []
    for rule in verdict.rules:
        lines.append(
            (
                f"{fact_words(pack, 'role', verdict.value)}. {as_maker(rule.because)}",
                Cite(basis(pack, rule.cites)),
            )
        )
        if rule.warning:
            lines.append((Strong("Note. "), as_maker(rule.warning)))
    return cell(*lines)


def _support_end(record: ProductRecord) -> Iterator[tuple[Any, Cell]]:
    pack, result = record.pack, record.assessment
    verdict = result.verdict("support-period")
    if verdict.value in (None, "none"):
        return
    lines: list[Any] = []
    for item in result.timeline():
        if item.entry.id == "t-support-end" and item.on is not None:
            lines.append((Strong(day(item.on)), Cite(basis(pack, item.entry.cites))))
    for rule in verdict.rules:
        lines.append(as_maker(rule.because))
        if rule.warning:
            lines.append((Strong("Note. "), as_maker(rule.warning)))
    yield "Support ends", cell(*lines)


# --------------------------------------------------------------------------------------------- 2 reasons


@dataclass
class _Reason:
    """One row of the table of reasons while it is put together."""

    findings: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    cites: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    open_fact: str = ""

    def add(self, step: TraceStep, *, finding: str = "") -> None:
        """Take in a step of the trace."""
        self.findings.append(as_maker(finding or step.rule.because))
        if step.rule.warning:
            self.warnings.append(as_maker(step.rule.warning))
        self.answers.update(step.answers)
        self.cites.extend(step.rule.cites)
        self.kinds.add(step.rule.kind)


def _reasons(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Reasons, in the order of the law")
    rows = [
        (str(number), _finding(record, reason), _rests_on(record, reason), _basis(record, reason))
        for number, reason in enumerate(_collect(record), 1)
    ]
    if rows:
        yield table(REASON, rows, "From answer to result")
        yield note(
            "Questions are printed as they were put to us. FAQ and guidance of the Commission are not binding; "
            "“practice” marks a reading that no text settles."
        )
    carried = _carried(record)
    if carried:
        yield Heading(2, "Answers that carry the result")
        yield para("With any one of these answers taken away, the verdict named beside it is open again.")
        yield table(CARRIED, carried, "Answers that carry the result")
    if record.assessment.value("scope") in ("out", "partly"):
        yield Heading(2, "What would change this result")
        flips = _what_if(record)
        if flips:
            yield table(WHAT_IF, flips, "Other answers and the result they lead to")
        yield para(
            "The record is reopened when the product, its purpose, the way it is supplied or the law changes."
        )


def _collect(record: ProductRecord) -> list[_Reason]:
    result = record.assessment
    reasons: list[_Reason] = []
    seen: set[str] = set()
    goals = [goal for goal in _LAW_ORDER if goal in record.pack.facts]
    procedures = [fact for fact in PROCEDURES.values() if fact in record.pack.facts]
    for goal in (*goals, *procedures):
        if result.value("scope") == "out" and goal not in ("role", "scope", "full-duties"):
            continue
        steps = [step for step in _steps(result, goal) if step.rule.id not in seen]
        seen.update(step.rule.id for step in steps)
        # The verdict on each procedure stands in section 5; here only what it rests on.
        steps = [step for step in steps if step.fact not in PROCEDURES.values()]
        _merge(result, steps, reasons)
        if goal in goals and goal != "full-duties" and result.value(goal) is None:
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


def _merge(result: Assessment, steps: Iterable[TraceStep], reasons: list[_Reason]) -> None:
    """Rows from steps: the exclusions in one row, special cases that do not apply in one, the rest alone."""
    exclusions = _exclusions(result)
    none_excluded, special = _Reason(), _Reason()
    for step in steps:
        if step.fact in exclusions and step.value == "no":
            none_excluded.answers.update(step.answers)
            none_excluded.kinds.add("law")
        elif step.fact == "excluded" and step.value == "no":
            none_excluded.findings.append(as_maker(step.rule.because))
            none_excluded.cites.extend(step.rule.cites)
            reasons.append(none_excluded)
            none_excluded = _Reason()
        elif step.rule.otherwise and step.fact not in result.goals:
            special.add(step)
        elif not step.answers and step.fact not in ("scope", "role") and reasons and not special.findings:
            reasons[-1].add(step)
        else:
            if special.findings:
                reasons.append(special)
                special = _Reason()
            row = _Reason()
            row.add(step)
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
        return cell(Status(StatusKind.NOT_SURE, "Not decided yet"), f"{title}: still possible {words}.")
    lines: list[Any] = list(dict.fromkeys(reason.findings))
    lines += [(Strong("Note. "), words) for words in dict.fromkeys(reason.warnings)]
    return cell(*lines)


def _rests_on(record: ProductRecord, reason: _Reason) -> Cell:
    if reason.open_fact:
        return _hangs_on(record, record.assessment.verdict(reason.open_fact).hangs_on)
    lines = [para(*_answer(record, name, value)) for name, value in reason.answers.items()]
    return Cell(tuple(lines)) if lines else cell("Follows from the steps before.")


def _answer(record: ProductRecord, name: str, value: Any) -> tuple[Run, ...]:
    """A question with its answer, or a state of play."""
    pack, result = record.pack, record.assessment
    if name in pack.state:
        used = next(used for used in result.states if used.id == name)
        return (Text("State of play: "), *state_runs(pack, used))
    question = pack.questions[name]
    runs: tuple[Run, ...] = (*filled(question.text, record.name), Text(" "))
    if value == "not-sure" or isinstance(value, dict) and question.type != "matrix":
        tag = missing(record, name)
        if tag is not None:
            return (*runs, tag[0])
    return (*runs, Strong(answer_words(pack, question, value)))


def _hangs_on(record: ProductRecord, questions: Sequence[str]) -> Cell:
    lines: list[Any] = []
    for question in questions[:6]:
        tag = missing(record, question)
        words = filled(record.pack.questions[question].text, record.name)
        lines.append((*words, Text(" "), tag[0]) if tag else (*words, Text(" "), Strong("Not answered")))
    if len(questions) > 6:
        lines.append(f"and {len(questions) - 6} more questions")
    return cell(*lines) if lines else cell("Follows from the steps before.")


def _basis(record: ProductRecord, reason: _Reason) -> Cell:
    if reason.open_fact:
        cites = [cite for rule in record.assessment.verdict(reason.open_fact).rules for cite in rule.cites]
        return cell(basis(record.pack, cites[:4]))
    # One step of the row that is law makes the row law; a row that is a reading alone says so.
    kind = "law" if "law" in reason.kinds or not reason.kinds else sorted(reason.kinds)[0]
    return cell(basis(record.pack, reason.cites, kind))


def _carried(record: ProductRecord) -> list[tuple[Cell, Cell, Cell]]:
    result, pack = record.assessment, record.pack
    named = [("scope", "scope"), ("role", "role"), ("class", "class")]
    if record.chosen:
        named.append((record.chosen, PROCEDURE_NAMES[record.chosen]))
    named.append(("support-period", "support period"))
    carries: dict[str, list[str]] = {}
    for goal, words in named:
        if goal in pack.facts and result.verdict(goal).is_decided and result.value(goal) != "none":
            for question in result.carried_by(goal):
                carries.setdefault(question, []).append(words)
    return [
        (
            cell(filled(pack.questions[question].text, record.name)),
            cell(Strong(answer_words(pack, pack.questions[question], result.answers[question]))),
            cell(capital(joined(carries[question]))),
        )
        for question in pack.questions
        if question in carries
    ]


def _what_if(record: ProductRecord) -> list[tuple[Cell, Cell, Cell]]:
    """Single answers whose change would move the scope verdict."""
    result, pack = record.assessment, record.pack
    now = result.value("scope")
    rows = []
    for question in result.carried_by("scope"):
        groups: dict[tuple[str, ...], list[str]] = {}
        for option, possible in result.outcomes("scope", question).items():
            if option != result.answers.get(question) and possible != (now,):
                groups.setdefault(possible, []).append(option_words(pack, pack.questions[question], option))
        for possible, options in groups.items():
            if len(possible) == 1:
                words = fact_words(pack, "scope", possible[0])
            else:
                words = "The result would be open; further answers would decide"
            rows.append(
                (
                    cell(filled(pack.questions[question].text, record.name)),
                    cell(joined(options, "or")),
                    cell(f"{words}."),
                )
            )
    return rows


# ------------------------------------------------------------------------------------------ 3 categories


def _categories(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Categories considered", "Art. 7, 8")
    result, pack = record.assessment, record.pack
    if result.value("full-duties") == "no" or result.value("scope") == "out":
        yield para(
            "Classes and categories concern products that the law covers in full. This one is not covered in full, "
            "so no category had to be examined."
        )
        return
    rows = list(_category_rows(record))
    yield table(CATEGORY, rows, "Categories looked at, and why they match or not")
    category = result.value("category")
    if category in pack.categories and pack.categories[category].note:
        yield note(Strong("Note. "), as_maker(pack.categories[category].note))
    if not record.assessment.answers.get("categories-rejected"):
        yield note("No further category was named as looked at and rejected.")


def _category_rows(record: ProductRecord) -> Iterator[tuple[Cell, Cell, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    shown: set[str] = set()
    if category in pack.categories:
        shown.add(category)
        yield (
            _category_name(record, category),
            cell(Status(StatusKind.MET, "Matches")),
            _matches(record, category),
        )
    elif category == "none":
        yield (
            cell("None of the 26 categories"),
            cell(Status(StatusKind.MET, "Matches")),
            cell((_core_reason(record), Cite("Art. 7(1), 8(1)"))),
        )
    else:
        possible = [value for value in result.verdict("category").possible if value in pack.categories]
        if len(possible) > _MOST_CATEGORIES:
            tag = missing(record, "core-functionality")
            yield (
                cell(
                    "All 26 categories"
                    if len(possible) == len(pack.categories)
                    else f"{len(possible)} categories"
                ),
                cell(Status(StatusKind.NOT_SURE, "Not decided")),
                cell(tag or "The core functionality is not named yet."),
            )
        else:
            for value in possible:
                shown.add(value)
                yield (
                    _category_name(record, value),
                    cell(Status(StatusKind.NOT_SURE, "Not decided")),
                    cell(f"{pack.categories[value].core} Section 4 says what is open."),
                )
    yield from _rejected_rows(record, shown)


def _rejected_rows(record: ProductRecord, shown: set[str]) -> Iterator[tuple[Cell, Cell, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    rejected = Status(StatusKind.NOT_APPLICABLE, "Rejected")
    first = result.answers.get("core-functionality")
    reasons = result.answers.get("categories-rejected")
    said = reasons if isinstance(reasons, dict) else {}
    if (
        isinstance(first, str)
        and first in pack.categories
        and first not in shown
        and result.value("first-choice-fits") == "no"
    ):
        shown.add(first)
        steps = [s for s in result.trace("first-choice-fits") if s.fact != "first-choice-fits"]
        words = " ".join(as_maker(step.rule.because) for step in steps) or _because(
            result, "first-choice-fits"
        )
        cites = [cite for step in steps for cite in step.rule.cites]
        lines: list[Any] = [
            (f"Looked at first. {words}", Cite(basis(pack, cites or pack.categories[first].cites)))
        ]
        if said.get(first, "").strip():
            lines.append(UserText(said[first]))
        yield _category_name(record, first), cell(rejected), cell(*lines)
    for one, reason in said.items():
        if one in shown:
            continue
        shown.add(one)
        words_run: Any = UserText(reason) if reason.strip() else Muted("no reason given")
        yield _category_name(record, one), cell(rejected), cell(words_run)
    if category in pack.categories:
        known = pack.categories[category]
        for one in known.near:
            if one not in shown and known.near_reason.get(one):
                yield (
                    _category_name(record, one),
                    cell(Status(StatusKind.NOT_APPLICABLE, "Compared, not chosen")),
                    cell((f"{known.near_reason[one]}", Cite("practice"))),
                )


def _category_name(record: ProductRecord, category: str) -> Cell:
    known = record.pack.categories[category]
    return cell(f"{category_place(record.pack, known)}  {known.name}")


def _matches(record: ProductRecord, category: str) -> Cell:
    pack, result = record.pack, record.assessment
    lines: list[Any] = [(pack.categories[category].core, Cite(basis(pack, pack.categories[category].cites)))]
    fits = f"fits-{category.lower()}"
    if fits in pack.facts and result.value(fits) == "yes":
        lines.append(_because(result, fits))
    return cell(*lines)


def _core_reason(record: ProductRecord) -> str:
    reason = _because(record.assessment, "category")
    return reason or "What the product mainly does is in none of the categories."


# --------------------------------------------------------------------------------- 4 gaps and open points


def _points(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Open points and gaps")
    if not record.open_points and not record.gaps:
        yield para(
            "None. Every question that matters is answered and nothing that the record needs is missing."
        )
        return
    if record.open_points:
        yield para(
            "An open point is an answer “I’m not sure”. It is never read as no. All outcomes are shown; until it is "
            "settled, the file is prepared for the stricter one."
        )
        yield open_points_table(record, "Open answers and what hangs on them")
    if record.gaps:
        yield para("A gap is something that this record or the law needs and that is not there yet.")
        yield gaps_table(record.gaps, "What is missing")


# ------------------------------------------------------------------------------------------ 5 procedures


def _procedures(record: ProductRecord) -> Iterator[Block]:
    result, pack = record.assessment, record.pack
    yield Heading(1, "Conformity assessment procedures", "Art. 32")
    if result.value("full-duties") == "no" or result.value("scope") == "out":
        cites = [cite for rule in result.verdict("full-duties").rules for cite in rule.cites]
        yield para(
            "No conformity assessment under the CRA is required for this product, and no procedure is chosen.",
            Cite(basis(pack, cites)),
        )
        others = [
            item.entry.law  # type: ignore[union-attr]
            for item in result.neighbours()
            if item.applies is not False and item.entry.effect == "excluded"  # type: ignore[union-attr]
        ]
        if others:
            yield para(
                f"Conformity is shown under the law that takes its place: {joined(others)}. Section 6 says what it asks."
            )
        return
    rows = [_procedure_row(record, fact) for fact in PROCEDURES.values()]
    yield table(PROCEDURE, rows, f"Procedures for {record.name} on {day(record.on)}")
    yield from _third_party(record)
    yield from _chosen(record)


def _procedure_row(record: ProductRecord, fact: str) -> tuple[Cell, Cell, Cell, Cell]:
    result, pack = record.assessment, record.pack
    verdict = result.verdict(fact)
    is_chosen = fact == record.chosen
    why: list[Any] = []
    if verdict.value is None:
        state: list[Any] = [Status(StatusKind.NOT_SURE, "Not decided")]
        for rule in verdict.rules:
            word = "Open" if rule.value == "open" else "Not open"
            why.append(f"{word}, if: {lowered(as_maker(rule.because))}")
    else:
        why.extend(as_maker(rule.because) for rule in verdict.rules)
        state = [Tick(is_chosen, "Chosen" if is_chosen else "Open")]
        if verdict.value == "closed":
            state = [Tick(False, "Not open")]
    if is_chosen and verdict.value != "open":
        state.append(Strong("Chosen"))
    if is_chosen:
        state.extend(
            Gap(gap.number)
            for gap in record.gaps
            if gap.question == "procedure-choice" and verdict.value == "closed"
        )
    if (
        verdict.value != "closed"
        and fact in ("procedure-b-c", "procedure-h")
        and result.value("servable-bodies") == "no"
    ):
        why.append((Strong("Open by law, but no body listed yet. "), "It can be prepared, not completed."))
    if verdict.value == "closed":
        opens = _opened_by(record, fact)
        if opens:
            why.append((Strong("Would open it: "), f"{joined(opens, 'or')}."))
    cites = [cite for rule in verdict.rules for cite in rule.cites]
    return cell(pack.facts[fact].title), cell(*state), cell(*why), cell(basis(pack, cites))


def _opened_by(record: ProductRecord, fact: str) -> list[str]:
    """Single changes of the state of play, or of an answer about the route, after which it can be open."""
    result, pack = record.assessment, record.pack
    found: list[str] = []
    for item in pack.state.values():
        used = next(used for used in result.states if used.id == item.id)
        for value in item.values:
            if value == used.value:
                continue
            stated = {"value": value, "reference": "assumed", "date": result.on.isoformat()}
            if "open" in result.with_answer(item.id, stated).verdict(fact).possible:
                found.append(lowered(item.user_fact))
    for question in pack.questions.values():
        if question.step != "procedure" or question.record or question.id not in result.answers:
            continue
        for option, possible in result.outcomes(fact, question.id).items():
            if option != result.answers[question.id] and "open" in possible:
                asked = filled_text(question.text, record.name)
                found.append(f"the answer “{option_words(pack, question, option)}” to “{asked}”")
    return list(dict.fromkeys(found))


def _third_party(record: ProductRecord) -> Iterator[Block]:
    result, pack = record.assessment, record.pack
    points = points_for_third_party(result)
    if not points:
        return
    yield Heading(2, "Points of Annex I that call for a third party", "Art. 32(2)")
    rows = result.answers.get("standards-coverage")
    if len(points) == len(pack.requirements) and not isinstance(rows, dict):
        yield para(
            f"All {len(points)} points of Annex I. None of them can be covered in full, because nothing that may cover "
            "them exists yet; section 6 gives the state of play."
        )
        return
    answers = rows if isinstance(rows, dict) else {}
    question = pack.questions["standards-coverage"]
    yield para(
        f"{len(points)} of the {len(pack.requirements)} points of Annex I are not covered in full by an instrument that counts."
    )
    yield table(
        POINTS,
        [
            (
                cell(Strong(pack.requirements[point].ref)),
                cell(pack.requirements[point].title),
                cell(
                    answer_words(pack, question, {point: answers[point]}).removeprefix("1 × ")
                    if point in answers
                    else "Not answered"
                ),
            )
            for point in points
        ],
        "Points that are not covered in full",
    )


def _chosen(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    fact = record.chosen
    if fact is None:
        tag = missing(record, "procedure-choice")
        if tag is not None:
            yield para(*tag)
        return
    chosen = pack.procedures[fact]
    yield Heading(2, "What the chosen procedure asks")
    yield table(
        LABEL_VALUE,
        [
            ("Procedure", cell(chosen.title)),
            ("What happens", cell(f"{as_maker(chosen.summary)}.")),
            ("Who checks", cell(as_maker(chosen.who))),
            ("It fits when", cell(as_maker(chosen.fits_when))),
            ("We hand over", cell(as_maker(chosen.you_hand_over))),
            ("While we sell", cell(as_maker(chosen.while_you_sell))),
        ],
        "The chosen procedure",
    )


# ------------------------------------------------------------------------------------------------- 6 law


def _law(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Law and state of play used")
    yield from _sources(record)
    yield from _state_of_play(record)
    yield from _other_laws(record)
    yield from _dates(record)
    yield from _duties(record)
    yield para(
        "This record is kept with the technical documentation. It is redone when the product, its purpose or the law "
        "changes.",
        *((Cite("Art. 13(13)"),) if record.assessment.value("full-duties") == "yes" else ()),
    )


def _cited_sources(record: ProductRecord) -> list[str]:
    """Sources of everything this record says, in the order of the pack."""
    result = record.assessment
    cites: list[str] = []
    for goal in result.goals:
        for step in result.trace(goal):
            cites.extend(step.rule.cites)
    for item in (*result.neighbours(), *result.duties()):
        if item.applies is not False:
            cites.extend(item.entry.cites)
    for dated in result.timeline():
        cites.extend(dated.entry.cites)
    used = {cite.partition(" ")[0] for cite in cites} | {"cra"}
    return [source for source in record.pack.sources if source in used]


def _sources(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    manifest = pack.manifest
    age = (record.on - manifest.law_as_of).days
    yield Heading(2, "Texts")
    words = (
        f"Rule pack {manifest.version} with the law as of {day(manifest.law_as_of)}, applied to the day "
        f"{day(record.on)}. Only the Official Journal is authentic."
    )
    yield para(words)
    if age > manifest.stale_after_days:
        yield para(
            Strong(f"The rule pack was {age} days old on that day. "),
            "Look for a newer one before relying on this record.",
        )
    rows = []
    for source in _cited_sources(record):
        known = pack.sources[source]
        number = known.number or known.address or known.eli
        rows.append(
            (
                cell(Strong(known.short), known.title)
                if known.short != known.title
                else cell(Strong(known.title)),
                cell(number or "no number"),
                cell(day(known.read_on)),
                cell(KIND_WORDS.get(known.kind, known.kind)),
            )
        )
    yield table(LAW, rows, "Texts this record cites")


def _state_of_play(record: ProductRecord) -> Iterator[Block]:
    pack, result = record.pack, record.assessment
    yield Heading(2, "State of play")
    rows = []
    for used in result.states:
        entry = used.entry
        if used.stated:
            statement: list[Any] = [state_runs(pack, used)]
            if used.value != entry.value:
                other = pack.state[used.id].labels.get(entry.value, entry.value)
                statement.append(
                    small(f"The rule pack still says: {lowered(other)} (read {day(entry.read_on)}).")
                )
            source = cell("Stated by us, newer than the rule pack", UserText(used.reference))
            as_of = cell(day(used.on))
        else:
            statement = [Strong(state_words(pack, used)), entry.text]
            source = cell(
                entry.source,
                small(f"{entry.address + ' · ' if entry.address else ''}Confidence: {entry.confidence}"),
            )
            as_of = cell(day(entry.read_on))
        rows.append((cell(*statement), as_of, source))
    yield table(STATE, rows, "What this record took as given")
    yield note("Check each of these again before release and before an application.")


def _other_laws(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, "Other laws that concern the product")
    rows = []
    for item in record.assessment.neighbours():
        if item.applies is False:
            continue
        entry: Any = item.entry
        lines: list[Any] = [tuple(_as_maker_runs(filled(entry.text, record.name)))]
        lines += [("□ ", as_maker(filled_text(todo, record.name))) for todo in entry.todo]
        if entry.warning:
            lines.append((Strong("Note. "), as_maker(filled_text(entry.warning, record.name))))
        head: list[Any] = [Strong(entry.law), f"{EFFECT_WORDS[entry.effect]} ({KIND_WORDS[entry.kind]})"]
        if item.applies is None:
            head.append(Status(StatusKind.NOT_SURE, "Not decided yet"))
            lines.append(_hanging_line(record, item.hangs_on))
        rows.append((cell(*head), cell(*lines), cell(basis(pack, entry.cites))))
    if not rows:
        yield para("The answers point to no other law.")
        return
    yield table(OTHER_LAW, rows, "Other laws, their effect and what is to be done")
    yield note("Conformity with one law does not prove conformity with another, unless the table says so.")


def _as_maker_runs(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        yield Text(as_maker(run.text)) if isinstance(run, Text) else run


def _hanging_line(record: ProductRecord, questions: Sequence[str]) -> str:
    asked = [f"“{filled_text(record.pack.questions[one].text, record.name)}”" for one in questions[:2]]
    more = f" and {len(questions) - 2} more" if len(questions) > 2 else ""
    return f"Hangs on: {joined(asked)}{more}."


def _dates(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, "Dates")
    rows = []
    for item in record.assessment.timeline():
        when: Any = Text(day(item.on)) if item.on else Muted("not known yet")
        lines: list[Any] = [Strong(item.entry.title)]
        if item.entry.text:
            lines.append(as_maker(filled_text(item.entry.text, record.name)))
        if item.applies is None or item.on is None:
            lines.append(_hanging_line(record, item.hangs_on))
        rows.append(
            (
                cell(when),
                cell(*lines),
                cell("law" if item.entry.set_by == "law" else "our plan"),
                cell(basis(pack, item.entry.cites, item.entry.kind)),
            )
        )
    if rows:
        yield table(DATES, rows, "Dates that matter")
    else:
        yield para("No date of the CRA concerns this product.")


def _duties(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, "Duties under the CRA")
    items = [item for item in record.assessment.duties() if item.applies is not False]
    if not items:
        yield para("The CRA puts no duty on us for this product.")
        return
    rows = []
    for item in sorted(items, key=lambda item: item.entry.from_):  # type: ignore[union-attr]
        entry: Any = item.entry
        lines: list[Any] = [as_maker(entry.title)]
        if item.applies is None:
            lines.append(
                (Status(StatusKind.NOT_SURE, "Not decided yet. "), _hanging_line(record, item.hangs_on))
            )
        start = day(entry.from_) + (f" to {day(entry.until)}" if entry.until else "")
        rows.append((cell(start), cell(*lines), cell(basis(pack, entry.cites, entry.kind))))
    yield table(DUTIES, rows, f"{counted(len(items), 'duty', 'duties')}; the workbook says what each asks")


# --------------------------------------------------------------------------------------------- 7 release


def _release(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Release")
    released_by = record.text("released-by")
    pending = [
        counted(len(items), one)
        for items, one in ((record.gaps, "gap"), (record.open_points, "open point"))
        if items
    ]
    if record.release is not None:
        yield para(
            f"Released on {day(record.release.on)}"
            + (f"; {joined(pending)} accepted as they stand." if pending else ".")
        )
        last = Signatory("Released", record.release.by, day(record.release.on))
    elif pending:
        yield para(
            f"Draft: the line “Released” opens when {joined(pending)} {'is' if pending == ['1 gap'] or pending == ['1 open point'] else 'are'} settled or accepted in writing."
        )
        last = Signatory("Released", released_by or "to be named", "not open yet")
    else:
        yield para("Draft: nothing is open. The record is released by signing the last line.")
        last = Signatory("Released", released_by or "to be named")
    yield SignatureBlock((Signatory("Prepared", "to be named"), Signatory("Reviewed", "to be named"), last))
