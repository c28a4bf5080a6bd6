"""Words for values, answers and citations as they stand on paper: no id, no blank, the maker's own voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crasuite.documents.text import clean
from crasuite.documents.tree import Cite, Run, StatedByYou, Strong, Text, UserText
from crasuite.domain.english import Worded, cited, decimal, small_first
from crasuite.domain.english import as_maker as as_maker
from crasuite.domain.english import capital as capital
from crasuite.domain.english import day as day
from crasuite.domain.english import joined as joined
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.evaluate import StateUsed
from crasuite.rules.model import NOT_SURE, Category, Fact, Pack, Question, Statement

LONGEST_NAME = 60
NOT_SURE_WORDS = mark("Not sure")
NOT_ANSWERED = mark("Not answered")
NONE_OF_THESE = mark("None of these")
NOT_STATED = mark("not stated")

ROLE_WORDS = Worded(
    {
        "manufacturer": mark("manufacturer"),
        "importer": mark("importer"),
        "distributor": mark("distributor"),
        "authorised-representative": mark("authorised representative"),
        "steward": mark("open-source software steward"),
        "none": mark("organisation"),
    }
)
CLASS_NAMES = Worded(
    {
        "default": mark("default class"),
        "important-1": mark("important product, class I"),
        "important-2": mark("important product, class II"),
        "critical": mark("critical product"),
        "none": mark("no class"),
    }
)
_SHORT_CLASS = Worded(
    {
        "default": mark("default class"),
        "important-1": mark("class I"),
        "important-2": mark("class II"),
        "critical": mark("critical"),
        "none": mark("no class"),
    }
)
EFFECT_WORDS = Worded(
    {
        "excluded": mark("Takes the product out of the CRA"),
        "other-procedure": mark("Changes the procedure"),
        "presumption": mark("Gives a presumption of conformity"),
        "applies-too": mark("Applies as well"),
        "watch": mark("To watch"),
    }
)
KIND_WORDS = Worded(
    {
        "law": mark("law"),
        "guidance": mark("guidance, not binding"),
        "practice": mark("practice"),
        "state": mark("state of play"),
    }
)
_SHORT_KIND = Worded({"guidance": mark("guidance"), "practice": mark("practice")})
# Labels that lean on the option above them; on paper they stand alone.
_ALONE = Worded({("enterprise-size", "large"): mark("Larger than a medium enterprise")})
_YES_NO = Worded({"yes": mark("Yes"), "no": mark("No")})


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation or a name with a number.

    >>> lowered("A scheme"), lowered("EUCC scheme"), lowered("Art. 32"), lowered("Annex III, class I")
    ('a scheme', 'EUCC scheme', 'Art. 32', 'Annex III, class I')
    """
    is_name = text[1:2].isupper() or text.startswith(("Art. ", "Annex ", "Union ", "European "))
    return text if is_name else small_first(text)


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """The user's text for a header or sentence: one line, cut at a word.

    >>> one_line("a name that goes on", 10)
    'a name…'
    """
    line = " ".join(clean(text).split())
    if len(line) <= longest:
        return line
    cut = line[: longest + 1]
    return (cut.rpartition(" ")[0] or line[:longest]).rstrip(",;:") + "…"


# ------------------------------------------------------------------------------------------- voice, name

_CATEGORY_ID = re.compile(r"(?:\b(?:category|Kategorie) )?\b(?:I|II|IV)-\d{1,2}\b")


def in_words(pack: Pack, text: str) -> str:
    """A text of the pack in the maker's voice, with the place in the law for the number of a category."""

    def place(found: re.Match[str]) -> str:
        known = pack.categories.get(found.group().rpartition(" ")[2])
        return found.group() if known is None else category_place(pack, known)

    return as_maker(_CATEGORY_ID.sub(place, text))


def nameless() -> str:
    """What a product without a name is called inside a sentence."""
    return tr("the product")


def is_nameless(name: str) -> bool:
    """True for the words that stand in for a name."""
    return name == nameless()


def filled(text: str, name: str) -> tuple[Run, ...]:
    """A text of the pack with the product's name, which stays the user's own text."""
    runs: list[Run] = []
    for index, part in enumerate(text.split("{product}")):
        if index:
            runs.append(UserText(name if runs or not is_nameless(name) else capital(name)))
        if part:
            runs.append(Text(part))
    return tuple(runs)


def filled_text(text: str, name: str) -> str:
    """A text of the pack with the product's name, as plain text for sheets."""
    said = text.replace("{product}", name)
    return capital(said) if text.startswith("{product}") and is_nameless(name) else said


# -------------------------------------------------------------------------------------- values, answers


def fact_words(pack: Pack, fact: str, value: str) -> str:
    """A value of a fact in words."""
    known: Fact = pack.facts[fact]
    if fact == "class":
        return CLASS_NAMES.get(value, known.words.get(value, value))
    if fact == "category":
        return category_words(pack, value)
    if value in known.words:
        return in_words(pack, known.words[value])
    said = small_first(_YES_NO[value]) if value in _YES_NO else value.replace("-", " ").lower()
    return f"{known.title}: {said}"


def possible_words(pack: Pack, fact: str, values: Sequence[str], most: int = 5) -> str:
    """What a fact can be: one value in words, several joined by "or"."""
    if fact == "class":
        return joined((_SHORT_CLASS[value] for value in values), "or")
    if len(values) > most:
        return trn("{n} possibility", "{n} possibilities", len(values))
    return joined((lowered(fact_words(pack, fact, value)) for value in values), "or")


def category_words(pack: Pack, category: str) -> str:
    """A category with its place in the law."""
    if category not in pack.categories:
        return tr("none of the 26 categories")
    known = pack.categories[category]
    return f"{category_place(pack, known)}, {lowered(known.name)}"


def category_place(pack: Pack, category: Category) -> str:
    """Where the law lists a category: "Annex III, class I (17)"."""
    return pack.label(category.cites[0])


def option_words(pack: Pack, question: Question, option: str) -> str:
    """One option as it was offered."""
    if (question.id, option) in _ALONE:
        return _ALONE[question.id, option]
    for known in question.options:
        if known.id == option:
            return known.label
    if question.type == "category":
        return capital(category_words(pack, option)) if option in pack.categories else tr(NONE_OF_THESE)
    return _YES_NO.get(option, option)


def answer_words(pack: Pack, question: Question, value: Any) -> str:
    """An answer in words; the user's own text as it is."""
    if value is None:
        return tr(NOT_ANSWERED)
    if value == NOT_SURE:
        return tr(NOT_SURE_WORDS)
    if isinstance(value, bool):
        return _YES_NO["yes" if value else "no"]
    kind = question.type
    if kind in ("yes-no", "choice", "category"):
        if isinstance(value, dict):
            some = (option_words(pack, question, str(one)) for one in value.get("one-of", ()))
            return tr("One of: {options}", options=joined(some, "or"))
        return option_words(pack, question, str(value))
    if kind == "multi" and isinstance(value, list):
        return "; ".join(option_words(pack, question, str(one)) for one in value) or tr(NONE_OF_THESE)
    if kind == "matrix" and isinstance(value, dict):
        return matrix_words(question, value)
    if kind == "category-reasons" and isinstance(value, dict):
        return "\n".join(
            f"{capital(category_words(pack, one))}: {said}" for one, said in value.items()
        ) or tr_in("things", "None")
    if kind == "date":
        return day(date.fromisoformat(str(value)))
    if kind == "number":
        return f"{decimal(value)} {question.unit}".strip()
    return str(value) if str(value).strip() else tr(NOT_ANSWERED)


def matrix_words(question: Question, value: dict[str, Any]) -> str:
    """How often each option was chosen: "3 × Harmonised standard, in full; 19 × None of these"."""
    labels = {option.id: option.label for option in question.options} | {NOT_SURE: tr(NOT_SURE_WORDS)}
    counts: dict[str, int] = {}
    for option in value.values():
        counts[str(option)] = counts.get(str(option), 0) + 1
    return "; ".join(f"{counts[one]} × {label}" for one, label in labels.items() if one in counts) or tr(
        NOT_ANSWERED
    )


def is_user_text(question: Question) -> bool:
    """True when the answer is words typed by the user."""
    return question.type in ("text", "long-text", "category-reasons")


def state_words(pack: Pack, used: StateUsed) -> str:
    """A state of play in words."""
    item = pack.state[used.id]
    return item.labels.get(used.value, f"{item.title}: {used.value}")


def state_runs(pack: Pack, used: StateUsed) -> tuple[Run, ...]:
    """A state of play in words, marked when the user stated it."""
    runs: list[Run] = [Strong(state_words(pack, used))]
    if used.stated:
        runs.append(StatedByYou(one_line(used.reference, 200), used.on))
    return tuple(runs)


# ----------------------------------------------------------------------------------------------- citations

WHOLE_ACT = "act"
"""Id of the provision that stands for all of an act."""
_WHOLE = " whole text"


def stated(pack: Pack, statement: Statement) -> tuple[Run, ...]:
    """A sentence that a paper says because the law asks for it, in the maker's own voice, with its basis."""
    return Text(statement.text), Cite(basis(pack, statement.cites, statement.kind))


def statements(pack: Pack, *ids: str) -> list[tuple[Run, ...]]:
    """The same by id, as far as the pack has them; a copy of an older pack may not."""
    return [stated(pack, pack.statements[one]) for one in ids if one in pack.statements]


def labels(pack: Pack, cites: Iterable[str]) -> list[str]:
    """Citations as they are printed, each once."""
    return list(dict.fromkeys(_label(pack, cite) for cite in cites))


def _label(pack: Pack, cite: str) -> str:
    """A citation; of a whole act only its name."""
    source, _, place = cite.partition(" ")
    if place == WHOLE_ACT and source != "cra":
        return pack.sources[source].short
    return pack.label(cite).removesuffix(_WHOLE)


def basis(pack: Pack, cites: Iterable[str], kind: str = "law") -> str:
    """Citations in one line: "Art. 3(1), 3(4); Recital 15"; "practice" or "guidance" where no law says it."""
    words = cited(labels(pack, cites))
    if kind != "law":
        words = f"{_SHORT_KIND[kind]}; {words}" if words else _SHORT_KIND[kind]
    return words or _SHORT_KIND["practice"]
