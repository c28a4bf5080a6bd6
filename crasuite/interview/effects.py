"""One line under each option: what choosing it would change, found by running the engine with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from weakref import WeakKeyDictionary

from crasuite.domain.english import Worded
from crasuite.interview import words
from crasuite.language import language, mark, tr, trn
from crasuite.rules import Assessment, Pack
from crasuite.rules.evaluate import compare

_SCOPE: Worded[str] = Worded(
    {
        "out": mark("Then the CRA would not apply to this product"),
        "in": mark("Then the CRA applies to this product"),
        "partly": mark("Then the CRA applies to this product in part"),
    }
)


def effects_of(
    now: Assessment, without: Callable[[], Assessment], question: str, values: Iterable[str]
) -> tuple[str, ...]:
    """For each of these answers what it would change; worked out once for the same verdicts and language.

    `without` gives the verdicts if the question had no answer.
    """
    kept, key = _KNOWN.setdefault(now, {}), (question, language())
    if key not in kept:
        before = without()
        kept[key] = tuple(
            effect_of(now.pack, before, before.with_answer(question, value), question) for value in values
        )
    return kept[key]


_KNOWN: WeakKeyDictionary[Assessment, dict[tuple[str, str], tuple[str, ...]]] = WeakKeyDictionary()


def effect_of(pack: Pack, before: Assessment, after: Assessment, question: str) -> str:
    """What differs between leaving a question open and this answer, most important first."""
    said: list[str] = []
    scope_before, scope = before.value("scope"), after.value("scope")
    left_before = frozenset(before.questions_to_ask()) - {question}
    left = frozenset(after.questions_to_ask())
    ends_here = False
    if scope is not None and scope != scope_before:
        ends_here = scope == "out" and not left
        if ends_here:
            said.append(tr("Then the CRA would not apply to this product, and the interview ends here"))
        elif scope in _SCOPE:
            said.append(_SCOPE[scope])
        else:
            said.append(tr("Then the scope would be {scope}", scope=words.fact_words(pack, "scope", scope)))
    if scope != "out":
        said += _class(before, after)
        said += _other_verdicts(pack, before, after)
    fewer, more = len(left_before - left), len(left - left_before)
    if fewer and not said:
        said.append(trn("Then {n} question falls away", "Then {n} questions fall away", fewer))
    elif more and not said:
        said.append(trn("Then {n} more question follows", "Then {n} more questions follow", more))
    elif fewer and len(said) == 1 and not ends_here:
        said.append(trn("{n} question falls away", "{n} questions fall away", fewer))
    if not said:
        said += _other_laws(pack, before, after)
    if not said:
        return _nothing_decided(pack, before, after, question)
    return "; ".join([said[0], *map(words.uncapital, said[1:2])])


def _nothing_decided(pack: Pack, before: Assessment, after: Assessment, question: str) -> str:
    """The answer narrows something without deciding it, or only fills the record."""
    for goal in ("scope", "class"):
        if question in before.verdict(goal).hangs_on and not after.verdict(goal).is_decided:
            left = len(after.verdict(goal).hangs_on)
            if goal == "scope":
                return trn(
                    "Then {n} more answer decides whether the CRA applies",
                    "Then {n} more answers decide whether the CRA applies",
                    left,
                )
            return trn(
                "Then {n} more answer decides the class", "Then {n} more answers decide the class", left
            )
    for goal in after.goals:
        if question in before.verdict(goal).hangs_on and not after.verdict(goal).is_decided:
            return tr("Still open after this: {verdict}", verdict=words.uncapital(pack.facts[goal].title))
    if pack.questions[question].record:
        return tr("Kept in your record")
    return tr("Changes no verdict by itself")


def _class(before: Assessment, after: Assessment) -> list[str]:
    old, new = before.verdict("class"), after.verdict("class")
    if old.possible == new.possible:
        return []
    said = words.choices(after.pack, "class", (value for value in new.possible if value != "none"))
    if new.value == "none" or not said:
        return []
    if len(said) == 1:
        if new.is_decided:
            return [tr("Then the class would be {kind}", kind=said[0])]
        return [tr("Then the class would be, if it is in scope, {kind}", kind=said[0])]
    return [tr("Then the class could be {kinds}", kinds=words.joined(said, "or"))]


def _other_verdicts(pack: Pack, before: Assessment, after: Assessment) -> list[str]:
    said = []
    opened = closed = 0
    for goal in after.goals:
        old, new = before.verdict(goal), after.verdict(goal)
        if goal in ("scope", "class", "category") or old.possible == new.possible or not new.is_decided:
            continue
        if goal.startswith("procedure-"):
            opened += new.value == "open"
            closed += new.value == "closed"
        elif not goal.startswith("servable-"):
            said.append(words.fact_line(pack, goal, str(new.value)))
    if opened and closed:
        said.append(tr("Conformity routes: {open} open and {closed} closed", open=opened, closed=closed))
    elif opened:
        said.append(trn("Conformity routes: {n} open", "Conformity routes: {n} open", opened))
    elif closed:
        said.append(trn("Conformity routes: {n} closed", "Conformity routes: {n} closed", closed))
    return said


def _other_laws(pack: Pack, before: Assessment, after: Assessment) -> list[str]:
    laws: dict[str, None] = {}
    duties = 0
    for change in compare(before, after):
        if change.kind == "neighbour" and change.after == "yes":
            laws[pack.neighbours[change.id].law] = None
        duties += change.kind == "duty" and change.after == "yes"
    said: list[str] = []
    if laws:
        named = words.joined(laws)
        said.append(
            tr("One more law matters: {law}", law=named)
            if len(laws) == 1
            else tr("More laws matter: {laws}", laws=named)
        )
    if duties:
        said.append(trn("{n} more duty", "{n} more duties", duties))
    return said
