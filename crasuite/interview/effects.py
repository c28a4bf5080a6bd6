"""One line under each option: what choosing it would change, found by running the engine with it."""

from __future__ import annotations

from crasuite.interview import words
from crasuite.rules import Assessment, Pack
from crasuite.rules.evaluate import compare

_SCOPE = {
    "out": "Then the CRA would not apply to this product",
    "in": "Then the CRA applies to this product",
    "partly": "Then the CRA applies to this product in part",
}


def effect_of(pack: Pack, before: Assessment, after: Assessment, question: str) -> str:
    """What differs between leaving a question open and this answer, most important first."""
    said: list[str] = []
    scope_before, scope = before.value("scope"), after.value("scope")
    left_before = frozenset(before.questions_to_ask()) - {question}
    left = frozenset(after.questions_to_ask())
    if scope is not None and scope != scope_before:
        said.append(_SCOPE.get(scope, f"Then the scope would be {words.fact_words(pack, 'scope', scope)}"))
        if scope == "out" and not left:
            said[-1] += ", and the interview ends here"
    if scope != "out":
        said += _class(before, after)
        said += _other_verdicts(pack, before, after)
    fewer, more = len(left_before - left), len(left - left_before)
    if fewer and not said:
        said.append(f"Then {words.count_words(fewer, 'question')} {'falls' if fewer == 1 else 'fall'} away")
    elif more and not said:
        said.append(f"Then {words.count_words(more, 'more question')} {'follows' if more == 1 else 'follow'}")
    elif fewer and len(said) == 1 and not said[0].endswith("here"):
        said.append(f"{words.count_words(fewer, 'question')} {'falls' if fewer == 1 else 'fall'} away")
    if not said:
        said += _other_laws(pack, before, after)
    if not said:
        return _nothing_decided(pack, before, after, question)
    return "; ".join([said[0], *map(words.uncapital, said[1:2])])


def _nothing_decided(pack: Pack, before: Assessment, after: Assessment, question: str) -> str:
    """The answer narrows something without deciding it, or only fills the record."""
    for goal, named in (("scope", "whether the CRA applies"), ("class", "the class")):
        if question in before.verdict(goal).hangs_on and not after.verdict(goal).is_decided:
            number = len(after.verdict(goal).hangs_on)
            said = words.count_words(number, "more answer")
            return f"Then {said} {'decides' if number == 1 else 'decide'} {named}"
    for goal in after.goals:
        if question in before.verdict(goal).hangs_on and not after.verdict(goal).is_decided:
            return f"Still open after this: {words.uncapital(pack.facts[goal].title)}"
    return "Kept in your record" if pack.questions[question].record else "Changes no verdict by itself"


def _class(before: Assessment, after: Assessment) -> list[str]:
    old, new = before.verdict("class"), after.verdict("class")
    if old.possible == new.possible:
        return []
    said = [words.CLASS_WORDS.get(value, value) for value in new.possible if value != "none"]
    if new.value == "none" or not said:
        return []
    if len(said) == 1:
        sure = "would be" if new.is_decided else "would be, if it is in scope,"
        return [f"Then the class {sure} {said[0]}"]
    return [f"Then the class could be {words.joined(said, 'or')}"]


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
    if opened or closed:
        parts = [f"{opened} open" if opened else "", f"{closed} closed" if closed else ""]
        said.append(f"Conformity routes: {words.joined(part for part in parts if part)}")
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
        said.append(f"{words.joined(laws)} {'matters' if len(laws) == 1 else 'matter'} too")
    if duties:
        said.append(f"{words.count_words(duties, 'more duty', 'more duties')}")
    return said
