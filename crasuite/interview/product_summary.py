"""One product in one row: its kind, verdicts, progress and next deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crasuite.domain.english import Worded
from crasuite.domain.product import Product, ProductState
from crasuite.interview import words
from crasuite.interview.interview import NAME_QUESTION
from crasuite.interview.procedures import PROCEDURE_QUESTION
from crasuite.interview.verdict_words import SCOPE, class_kind
from crasuite.language import mark, tr, trn
from crasuite.rules import Assessment, Pack

_ICONS = {
    "I-1": "key-round",
    "I-12": "router",
    "I-17": "lock",
    "I-19": "heart-pulse",
    "I-3": "key-round",
    "II-2": "shield",
    "IV-1": "hard-drive",
}
_FORMS: Worded[str] = Worded(
    {"hardware": mark("Hardware"), "software": mark("Software"), "browser-only": mark("Online service")}
)
_FORM_ICONS = {"hardware": "cpu", "software": "monitor", "browser-only": "server"}

_NO_CLASS: Worded[str] = Worded(
    {
        "open": mark("Class still open"),
        "scope-open": mark("Scope still open"),
        "out-of-scope": mark("Out of scope"),
    }
)


@dataclass(frozen=True, slots=True)
class ProductSummary:
    """One row of the home screen."""

    id: int
    name: str
    type_line: str
    icon: str
    class_kind: str
    """A badge: `default`, `important-1`, `important-2`, `critical`, `none`, `open`, `scope-open`,
    `out-of-scope`."""
    class_words: str
    route: str
    """The procedure the user chose, else what is open, else empty."""
    answered: int
    left: int
    """How many questions can still come."""
    open_points: int
    deadline: date | None
    deadline_words: str
    is_archived: bool
    changed_at: datetime
    misfits: int = 0
    """Stored answers that this rule pack does not understand."""


def summary_of(product: Product, result: Assessment, misfits: int = 0) -> ProductSummary:
    """The row of a product; `misfits` as `Interview.misfits` counts them."""
    answered = len(result.used_answers())
    left = len(_still_to_ask(result))
    deadline = _next_deadline(result)
    kind = class_kind(result)
    return ProductSummary(
        product.id,
        product.name,
        type_line(result.pack, result.answers),
        icon_of(result.answers),
        kind,
        _class_words(kind),
        _route(result),
        answered,
        left,
        len(result.open_points),
        deadline[0] if deadline else None,
        deadline[1] if deadline else "",
        product.state is ProductState.ARCHIVED,
        product.changed_at,
        misfits,
    )


def type_line(pack: Pack, answers: Mapping[str, Any]) -> str:
    """What kind of product it is, in one short line."""
    said = answers.get("product-type") or answers.get("intended-purpose")
    if isinstance(said, str) and said.strip() and said != "not-sure":
        return words.shortened(said, 48)
    form = answers.get("form")
    question = pack.questions.get("form")
    if question is None or not isinstance(form, str):
        return ""
    return _FORMS.get(form, "")


def icon_of(answers: Mapping[str, Any]) -> str:
    """Name of the drawing for a product."""
    category = answers.get("core-functionality")
    if isinstance(category, str) and category in _ICONS:
        return _ICONS[category]
    form = answers.get("form")
    return _FORM_ICONS.get(form, "box") if isinstance(form, str) else "box"


def _route(result: Assessment) -> str:
    pack = result.pack
    question = pack.questions.get(PROCEDURE_QUESTION)
    if question is None or result.value(SCOPE) in ("out", None):
        return ""
    chosen = result.answers.get(PROCEDURE_QUESTION)
    if isinstance(chosen, str) and chosen != "not-sure":
        return words.option_words(pack, question, chosen)
    facts = [f"procedure-{option.id}" for option in question.options]
    opened = [fact for fact in facts if fact in pack.facts and result.value(fact) == "open"]
    if not opened:
        return ""
    return trn("{n} route open, none chosen", "{n} routes open, none chosen", len(opened))


def _next_deadline(result: Assessment) -> tuple[date, str] | None:
    for item in result.timeline():
        if item.entry.deadline and item.on is not None and item.on >= result.on:
            said = item.entry.title
            return item.on, said if item.applies else tr("{deadline}, only if it applies", deadline=said)
    return None


def _still_to_ask(result: Assessment) -> frozenset[str]:
    """As `Interview.left`, without reading notes: optional questions left empty on the way are passed."""
    pack = result.pack
    order = {question: position for position, question in enumerate(pack.questions)}
    given = [pack.questions[one] for one in result.answers.keys() & pack.questions.keys() - {NAME_QUESTION}]

    def is_passed(question: str) -> bool:
        asked = pack.questions[question]
        return asked.optional and any(
            order[one.id] > order[question] and (one.step == asked.step or not one.carry_over)
            for one in given
        )

    candidates = frozenset(result.questions_to_ask()) | (result.may_be_asked - result.answers.keys())
    left = frozenset(one for one in candidates if not is_passed(one))
    return frozenset() if all(pack.questions[one].optional for one in left) else left


def _class_words(kind: str) -> str:
    if kind in _NO_CLASS:
        return _NO_CLASS[kind]
    return words.capital(words.CLASS_WORDS.get(kind, kind))
