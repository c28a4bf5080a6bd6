"""Words for values, answers and citations as they stand on paper: no id, no blank, the maker's own voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crasuite.documents.text import clean
from crasuite.documents.tree import ENGLISH, Run, StatedByYou, Strong, Text, UserText
from crasuite.domain.english import capital as capital
from crasuite.domain.english import counted as counted
from crasuite.domain.english import joined as joined
from crasuite.rules.evaluate import StateUsed
from crasuite.rules.model import NOT_SURE, Category, Fact, Pack, Question

LONGEST_NAME = 60
NOT_SURE_WORDS = "Not sure"
NOT_ANSWERED = "Not answered"
NONE_OF_THESE = "None of these"
NOT_STATED = "not stated"

ROLE_WORDS = {
    "manufacturer": "manufacturer",
    "importer": "importer",
    "distributor": "distributor",
    "authorised-representative": "authorised representative",
    "steward": "open-source software steward",
    "none": "organisation",
}
CLASS_NAMES = {
    "default": "default class",
    "important-1": "important product, class I",
    "important-2": "important product, class II",
    "critical": "critical product",
    "none": "no class",
}
_SHORT_CLASS = {
    "default": "default class", "important-1": "class I", "important-2": "class II", "critical": "critical",
    "none": "no class",
}  # fmt: skip
EFFECT_WORDS = {
    "excluded": "Takes the product out of the CRA",
    "other-procedure": "Changes the procedure",
    "presumption": "Gives a presumption of conformity",
    "applies-too": "Applies as well",
    "watch": "To watch",
}
KIND_WORDS = {
    "law": "law",
    "guidance": "guidance, not binding",
    "practice": "practice",
    "state": "state of play",
}
_SHORT_KIND = {"guidance": "guidance", "practice": "practice"}
# Labels that lean on the option above them; on paper they stand alone.
_ALONE = {("enterprise-size", "large"): "Larger than a medium enterprise"}
_YES_NO = {"yes": "Yes", "no": "No"}


def day(value: date) -> str:
    """A date as every document prints it: 24 Nov 2026."""
    return ENGLISH.day(value)


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation or a name with a number.

    >>> lowered("A scheme"), lowered("EUCC scheme"), lowered("Art. 32"), lowered("Annex III, class I")
    ('a scheme', 'EUCC scheme', 'Art. 32', 'Annex III, class I')
    """
    is_name = text[1:2].isupper() or text.startswith(("Art. ", "Annex ", "Union ", "European "))
    return text if is_name else text[:1].lower() + text[1:]


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

_OBJECT = re.compile(
    r"\b(to|for|by|on|from|with|of|about|than|against|leaves?|lets?|forces?|reach(?:es)?|tells?|spares?"
    r"|supplied|gives?|asks?|shows?|helps?|allows?|obliges?|protects?|makes?|takes?|concerns?) you\b"
    r"(?! (?:are|have|do|can)\b)"
)
_SUBJECT = {
    "You": "We", "you": "we", "Your": "Our", "your": "our", "Yours": "Ours", "yours": "ours",
    "Yourself": "Ourselves", "yourself": "ourselves", "Yourselves": "Ourselves", "yourselves": "ourselves",
}  # fmt: skip
_YOU = re.compile(r"\b(" + "|".join(_SUBJECT) + r")\b")


def as_maker(text: str) -> str:
    """The pack's "you" as the "we" of a paper that speaks for its author.

    >>> as_maker("You check it, so the choice is left to you and your team.")
    'We check it, so the choice is left to us and our team.'
    """
    text = _OBJECT.sub(lambda found: f"{found.group(1)} us", text)
    return _YOU.sub(lambda found: _SUBJECT[found.group(1)], text)


_CATEGORY_ID = re.compile(r"(?:\bcategory )?\b(?:I|II|IV)-\d{1,2}\b")


def in_words(pack: Pack, text: str) -> str:
    """A text of the pack in the maker's voice, with the place in the law for the number of a category."""

    def place(found: re.Match[str]) -> str:
        known = pack.categories.get(found.group().rpartition(" ")[2])
        return found.group() if known is None else category_place(pack, known)

    return as_maker(_CATEGORY_ID.sub(place, text))


def filled(text: str, name: str) -> tuple[Run, ...]:
    """A text of the pack with the product's name, which stays the user's own text."""
    runs: list[Run] = []
    for index, part in enumerate(text.split("{product}")):
        if index:
            runs.append(UserText(name if runs else capital(name) if name == "the product" else name))
        if part:
            runs.append(Text(part))
    return tuple(runs)


def filled_text(text: str, name: str) -> str:
    """A text of the pack with the product's name, as plain text for sheets."""
    said = text.replace("{product}", name)
    return capital(said) if text.startswith("{product}") and name == "the product" else said


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
    return f"{known.title}: {_YES_NO.get(value, value.replace('-', ' ')).lower()}"


def possible_words(pack: Pack, fact: str, values: Sequence[str], most: int = 5) -> str:
    """What a fact can be: one value in words, several joined by "or"."""
    if fact == "class":
        return joined((_SHORT_CLASS[value] for value in values), "or")
    if len(values) > most:
        return f"{len(values)} possibilities"
    return joined((lowered(fact_words(pack, fact, value)) for value in values), "or")


def category_words(pack: Pack, category: str) -> str:
    """A category with its place in the law."""
    if category not in pack.categories:
        return "none of the 26 categories"
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
        return capital(category_words(pack, option)) if option in pack.categories else NONE_OF_THESE
    return _YES_NO.get(option, option)


def answer_words(pack: Pack, question: Question, value: Any) -> str:
    """An answer in words; the user's own text as it is."""
    if value is None:
        return NOT_ANSWERED
    if value == NOT_SURE:
        return NOT_SURE_WORDS
    if isinstance(value, bool):
        return "Yes" if value else "No"
    kind = question.type
    if kind in ("yes-no", "choice", "category"):
        if isinstance(value, dict):
            return "One of: " + joined(
                (option_words(pack, question, str(one)) for one in value.get("one-of", ())), "or"
            )
        return option_words(pack, question, str(value))
    if kind == "multi" and isinstance(value, list):
        return "; ".join(option_words(pack, question, str(one)) for one in value) or NONE_OF_THESE
    if kind == "matrix" and isinstance(value, dict):
        return matrix_words(question, value)
    if kind == "category-reasons" and isinstance(value, dict):
        return (
            "\n".join(f"{capital(category_words(pack, one))}: {said}" for one, said in value.items())
            or "None"
        )
    if kind == "date":
        return day(date.fromisoformat(str(value)))
    if kind == "number":
        return f"{value:g} {question.unit}".strip()
    return str(value) if str(value).strip() else NOT_ANSWERED


def matrix_words(question: Question, value: dict[str, Any]) -> str:
    """How often each option was chosen: "3 × Harmonised standard, in full; 19 × None of these"."""
    labels = {option.id: option.label for option in question.options} | {NOT_SURE: NOT_SURE_WORDS}
    counts: dict[str, int] = {}
    for option in value.values():
        counts[str(option)] = counts.get(str(option), 0) + 1
    return (
        "; ".join(f"{counts[one]} × {label}" for one, label in labels.items() if one in counts)
        or NOT_ANSWERED
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

_WHOLE = " whole text"
_PARAGRAPH = re.compile(r"^Art\. (\d+[a-z]?)\((\d+)\)$")


def labels(pack: Pack, cites: Iterable[str]) -> list[str]:
    """Citations as they are printed, each once."""
    return list(dict.fromkeys(pack.label(cite).removesuffix(_WHOLE) for cite in cites))


def basis(pack: Pack, cites: Iterable[str], kind: str = "law") -> str:
    """Citations in one line: "Art. 3(1), 3(4); Recital 15"; "practice" or "guidance" where no law says it."""
    words = _merged(labels(pack, cites))
    if kind != "law":
        words = f"{_SHORT_KIND[kind]}; {words}" if words else _SHORT_KIND[kind]
    return words or _SHORT_KIND["practice"]


def _merged(found: Sequence[str]) -> str:
    """Articles of the CRA behind one "Art.", a row of three or more paragraphs as a range."""
    articles = [label for label in found if label.startswith("Art. ")]
    others = [label for label in found if not label.startswith("Art. ")]
    parts: list[str] = []
    run: list[tuple[str, int]] = []

    def close() -> None:
        if not run:
            return
        article = run[0][0]
        if len(run) > 2:
            parts.append(f"{article}({run[0][1]}) to ({run[-1][1]})")
        else:
            parts.extend(f"{article}({number})" for _, number in run)
        run.clear()

    for label in articles:
        match = _PARAGRAPH.match(label)
        if match is None:
            close()
            parts.append(label.removeprefix("Art. "))
            continue
        here = (match.group(1), int(match.group(2)))
        if run and (run[-1][0], run[-1][1] + 1) != here:
            close()
        run.append(here)
    close()
    first = [f"Art. {', '.join(parts)}"] if parts else []
    return "; ".join(first + others)
