"""Gaps and open points of a product, with the numbers they have in every document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crasuite.documents.content.wording import (
    CLASS_NAMES,
    capital,
    fact_words,
    filled_text,
    in_words,
    joined,
    lowered,
    one_line,
    option_words,
    possible_words,
)
from crasuite.domain.english import Worded
from crasuite.language import mark, tr, trn
from crasuite.rules.as_json import PROCEDURES
from crasuite.rules.evaluate import Assessment
from crasuite.rules.model import Question

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

PROCEDURE_NAMES: Worded[str] = Worded(
    {
        "procedure-a": mark("module A"),
        "procedure-b-c": mark("modules B + C"),
        "procedure-h": mark("module H"),
        "procedure-certification": mark("European certification"),
        "procedure-ehds": mark("EHDS procedure"),
        "procedure-ai": mark("AI Act procedure"),
    }
)
_MISSING = Worded(
    {
        "manufacturer-name": mark("Name of the organisation is missing"),
        "product-name": mark("Name of the product is missing"),
        "intended-purpose": mark("Intended purpose of the product is missing"),
        "procedure-choice": mark("Choice of the conformity assessment procedure is missing"),
    }
)
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class GapItem:
    """Something that the law or the record needs and that is not there."""

    number: str
    question: str
    words: str
    owner: str
    due: date | None
    source: str = ""
    """What leads there: `answer:product-name`, `record:design/architecture/overview`."""
    papers: tuple[str, ...] = ()
    """Codes of the papers that miss it; empty where only the interview is known."""

    @property
    def sentence(self) -> str:
        """The words with the stop they need."""
        return self.words if self.words.endswith((".", "?")) else f"{self.words}."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one possible answer, or from several that lead to the same."""

    answer: str
    words: str
    is_stricter: bool
    options: tuple[str, ...] = ()
    """Ids of the options."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An answer "not sure" that still matters, with what hangs on it."""

    number: str
    question: Question
    words: str
    outcomes: tuple[Outcome, ...]
    hangs: str
    who_can_tell: str
    owner: str
    due: date | None


def find_gaps(record: ProductRecord) -> tuple[GapItem, ...]:
    """Unanswered questions that the documents need, then a chosen procedure that is not open."""
    result, pack = record.assessment, record.pack
    found: list[tuple[str, str]] = []
    blank = {
        question
        for question in result.asked
        if isinstance(result.answers.get(question), str)
        and not result.answers[question].strip()
        and not pack.questions[question].optional
    }
    missing = set(result.questions_to_ask()) | blank
    for question in pack.questions.values():
        if question.id not in missing or question.optional:
            continue
        asked = filled_text(question.text, record.name)
        known = _MISSING.get(question.id)
        found.append((question.id, known or tr("Not answered yet: {question}", question=asked)))
    if record.chosen is not None and result.value(record.chosen) == "closed":
        because = " ".join(rule.because for rule in result.verdict(record.chosen).rules)
        name = capital(PROCEDURE_NAMES[record.chosen])
        found.append(
            (
                "procedure-choice",
                tr(
                    "{procedure} was chosen and is not open. {reason}",
                    procedure=name,
                    reason=in_words(pack, because),
                ),
            )
        )
    return tuple(
        GapItem(
            str(number),
            question,
            words,
            one_line(record.owners.get(question, "")),
            record.due.get(question),
        )
        for number, (question, words) in enumerate(found, 1)
    )


def find_open_points(record: ProductRecord) -> tuple[OpenItem, ...]:
    """The answers "not sure" that still matter, in the order of the questions."""
    result, pack = record.assessment, record.pack
    return tuple(
        OpenItem(
            str(number),
            pack.questions[question],
            filled_text(pack.questions[question].text, record.name),
            _outcomes(result, pack.questions[question]),
            _hangs_on(result, question),
            filled_text(pack.questions[question].who_can_tell, record.name).rstrip("."),
            one_line(record.owners.get(question, "")),
            record.due.get(question),
        )
        for number, question in enumerate(result.open_points, 1)
    )


def _hangs_on(result: Assessment, question: str) -> str:
    """Which verdicts, duties and dates hang on a question."""
    pack = result.pack
    goals = [
        lowered(pack.facts[goal].title) for goal in result.goals if question in result.verdict(goal).hangs_on
    ]
    count = sum(question in item.hangs_on for item in result.duties_and_neighbours())
    count += sum(question in dated.hangs_on for dated in result.timeline())
    if count:
        goals.append(trn("a duty, date or other law", "{n} duties, dates or other laws", count))
    return joined(goals) or tr("no verdict; the record needs it")


def _outcomes(result: Assessment, question: Question) -> tuple[Outcome, ...]:
    """What each option leads to; options with the same outcome stand together, the strictest is marked."""
    answer = result.answers.get(question.id)
    known = [option.id for option in question.options] or ["yes", "no"]
    domain = [option for option in result.program.domain(question.id) or () if isinstance(option, str)]
    if question.type != "category":
        domain.sort(key=lambda option: known.index(option) if option in known else len(known))
    if question.type not in ("yes-no", "choice", "category"):
        return ()
    if isinstance(answer, dict):
        domain = [option for option in domain if option in answer.get("one-of", ())]
    if question.record:
        return ()
    variants = {option: result.with_answer(question.id, option) for option in domain}
    said = _differences(result, variants)
    ranks = {option: _strictness(variant) for option, variant in variants.items()}
    groups: dict[str, list[str]] = {}
    for option in domain:
        groups.setdefault(said[option], []).append(option)
    strictest = max(ranks.values(), default=())
    marks = {
        words: any(ranks[option] == strictest for option in options) for words, options in groups.items()
    }
    is_clear = len(groups) > 1 and sum(marks.values()) == 1 and _is_comparable(variants.values())
    return tuple(
        Outcome(_options(result, question, options), words, is_clear and marks[words], tuple(options))
        for words, options in groups.items()
    )


def _is_comparable(variants: Iterable[Assessment]) -> bool:
    """True when scope and class are decided under every option, or are open in the same way under all."""
    for goal in ("scope", "class"):
        possible = [variant.verdict(goal).possible for variant in variants]
        if len(set(possible)) > 1 and any(len(values) > 1 for values in possible):
            return False
    return True


def _options(result: Assessment, question: Question, options: list[str]) -> str:
    if len(options) > _MOST_NAMED and question.type == "category":
        return trn("One of {n} category", "One of {n} categories", len(options))
    return joined((option_words(result.pack, question, option) for option in options), "or")


def _differences(result: Assessment, variants: dict[str, Assessment]) -> dict[str, str]:
    """For each option, in words, the verdicts that are not the same under all options."""
    said: dict[str, list[str]] = {option: [] for option in variants}
    goals = [
        goal
        for goal in result.goals
        if len({variant.verdict(goal).possible for variant in variants.values()}) > 1
    ]
    has_procedures = any(goal in PROCEDURE_NAMES for goal in goals)
    for option, variant in variants.items():
        for goal in goals:
            if "scope" in goals and goal not in ("scope", "role") and variant.value("scope") is None:
                continue
            if goal in PROCEDURE_NAMES or (goal == "category" and "class" in goals):
                continue
            values = variant.verdict(goal).possible
            said[option].append(f"{capital(_verdict(variant, goal, values))}.")
        is_moot = variant.value("scope") == "out" or ("scope" in goals and variant.value("scope") is None)
        if has_procedures and not is_moot:
            said[option].append(_procedures(variant))
        if not said[option]:
            said[option].append(_items(variant, variants.values()))
    return {option: " ".join(words) for option, words in said.items()}


def _verdict(variant: Assessment, goal: str, values: tuple[str, ...]) -> str:
    pack = variant.pack
    if len(values) == 1:
        words = fact_words(pack, goal, values[0])
        return tr("class: {class_name}", class_name=words) if goal == "class" else words
    if goal == "scope":
        return tr("scope stays open")
    if len(values) > (len(CLASS_NAMES) if goal == "class" else _MOST_NAMED):
        return tr("{verdict} stays open", verdict=lowered(pack.facts[goal].title))
    return tr(
        "{verdict} stays open: {values}",
        verdict=lowered(pack.facts[goal].title),
        values=possible_words(pack, goal, values),
    )


def _procedures(variant: Assessment) -> str:
    is_open = [PROCEDURE_NAMES[fact] for fact in PROCEDURES.values() if variant.value(fact) == "open"]
    undecided = [PROCEDURE_NAMES[fact] for fact in PROCEDURES.values() if variant.value(fact) is None]
    words = []
    if is_open:
        words.append(tr("Open: {procedures}.", procedures=joined(is_open)))
    elif not undecided:
        words.append(tr("No procedure is open."))
    if undecided:
        words.append(tr("Not decided: {procedures}.", procedures=joined(undecided)))
    return " ".join(words)


def _items(variant: Assessment, all_variants: Iterable[Assessment]) -> str:
    """Duties and other laws that apply under this option and not under all others."""
    everywhere: set[str] | None = None
    for other in all_variants:
        here = {title for title, applies in _titles(other) if applies is True}
        everywhere = here if everywhere is None else everywhere & here
    own = [
        title for title, applies in _titles(variant) if applies is True and title not in (everywhere or set())
    ]
    if not own:
        return tr("No verdict and no duty changes by this answer alone.")
    titles = "; ".join(lowered(title) for title in own[:_MOST_NAMED])
    if len(own) > _MOST_NAMED:
        more = len(own) - _MOST_NAMED
        return trn("Added: {titles} and {n} more.", "Added: {titles} and {n} more.", more, titles=titles)
    return tr("Added: {titles}.", titles=titles)


def _titles(result: Assessment) -> list[tuple[str, bool | None]]:
    return [
        *((item.entry.title, item.applies) for item in result.duties()),
        *((item.entry.law, item.applies) for item in result.neighbours()),
    ]


def _strictness(result: Assessment) -> tuple[int, ...]:
    """A rank of what a situation asks: the verdicts, in the order of the pack, duties, fewer reliefs."""
    verdicts = (
        max(map(rising.index, result.verdict(goal).possible))
        for goal in result.goals
        if (rising := result.pack.facts[goal].rising)
    )
    reliefs = [item for item in result.duties() if item.entry.relief]
    asked = [item for item in result.duties_and_neighbours() if item not in reliefs]
    duties = sum(item.applies is not False for item in asked)
    return *verdicts, duties, -sum(item.applies is True for item in reliefs)
