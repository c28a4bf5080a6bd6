"""Texts that only keep a place: whoever wrote "TBD" still owes the answer, so it counts as a gap."""

from __future__ import annotations

import re
from functools import lru_cache

_WHOLE = re.compile(
    "tbd|tbc|tba|tbs|todo|to do|to-do|fixme|xx|abc|abcd|abcde|xyz|foo|foobar|"
    r"asdf|qwerty|qwertz|test|dummy|sample|example|placeholder|n/a|na|n\.a|none|"
    "nil|null|nan|unknown|pending|later|open|missing|empty|text|some text|your text|"
    "0000|not applicable|not available|not known|not yet known|folgt|offen|noch offen|"
    r"unbekannt|beispiel|platzhalter|keine angabe|k\. ?a"
)
"""Said alone, any of these is no answer."""
_OWED = (
    "added|advised|agreed|announced|assigned|attached|chosen|clarified|completed|confirmed|decided|defined|"
    "delivered|described|detailed|determined|documented|done|drafted|entered|finalised|finalized|fixed|given|"
    "inserted|listed|named|nominated|provided|sent|settled|specified|stated|supplied|translated|written|"
    r"worked\sout|filled\sin|looked\sup|set\sout"
)
"""What somebody does who still owes a text; a product is rather installed, replaced or kept dry."""
_WHO_USES = "user|users|operator|installer|administrator|admin|owner|customer|consumer|buyer|integrator"
_PROMISE = re.compile(
    rf"""
    (?:still|yet) \s to \s be \s [\w ]{{1,20}} (?: \s (?:later|soon|in|by|with|before|until) \b .* )?
    | to \s be \s (?:{_OWED}) (?: \s (?: later|soon|shortly|separately
        | (?:in|with|before|until) \b .*
        | by \s (?! (?:\w+ \s){{0,2}} (?:{_WHO_USES}) \b ) .* ) )?
    | to \s be \s \w+
    | to \s be \s \w+ \s (?:later|soon|shortly)
    | to \s be \s (?:replaced|updated|changed|exchanged|revised|rewritten) \s (?:by|with|in|before|once|when)
        \b .* \b (?:text|texts|wording|draft|final|real|actual|legal|marketing|release|document|details|data)
        \b .*
    """,
    re.VERBOSE,
)
"""Said alone: "to be" and what is still to be done with the text, at most with by whom or until when. What
the user does with the product ("To be replaced every 5 years by the user") is an instruction."""
_INSIDE = re.compile(
    r"""
    \b(?:TBD|TBC|TBA|TODO|FIXME)\b                                   # in capitals, within a sentence
    | (?<![A-Za-z0-9])(?i:x{3,})(?![A-Za-z0-9])
    | \?{2,} | _{3,}
    | (?i:\b lorem \s+ ipsum \b)
    | (?<!\bhas\s)(?<!\bhave\s)(?<!\bhad\s)(?<!\bneed\s)(?<!\bneeds\s)(?<!\bable\s)(?<!\bought\s)
      (?i:\b to \s+ be \s+ (?:defined|determined|decided|confirmed|announced) \b
        (?! \s+ by \s+ (?:\w+ \s+){0,2} (?:user|operator|installer|administrator|owner|customer)s? \b ) )
    | (?i:\b (?:insert|enter|add|your) \s+ (?:your \s+)? text \s+ here \b)
    | [\[<{] \s* (?i:insert|fill\ in|tbd|todo|placeholder|xxx|name|date|address|version|company|product|your
                    \ (?:name|company|product|address)) \b [^\]>}\n]{0,60} [\]>}]
    | (?i:\b (?:noch\ zu|zu)\ (?:definieren|klären|ergänzen) \b)
    | (?i:\b wird\ noch\ (?:ergänzt|definiert|festgelegt|nachgereicht|bestimmt) \b)
    | (?i:\b (?:à\ (?:définir|compléter)|da\ definire|por\ definir) \b)
    """,
    re.VERBOSE,
)
_FRAME = " \t\r\n.,;:!'\"“”„«»()[]{}<>*_|"


@lru_cache(maxsize=4096)  # after each change all texts of a product are looked at again
def placeholder_in(text: str) -> str:
    """What in the text only keeps a place; empty when nothing does.

    An empty text is a gap of its own and no placeholder.

    >>> placeholder_in("Updates end in TBD."), placeholder_in("Support ends in May 2032.")
    ('TBD', '')
    """
    stripped = text.strip()
    if not stripped:
        return ""
    bare = " ".join(stripped.strip(_FRAME).casefold().split())
    if _WHOLE.fullmatch(bare) or _PROMISE.fullmatch(bare) or _is_one_mark(bare):
        return stripped
    found = _INSIDE.search(stripped)
    return found[0] if found else ""


def _is_one_mark(bare: str) -> bool:
    """Nothing but marks, or one letter again and again; "III" and "1111" may be meant."""
    if not any(map(str.isalnum, bare)):
        return True
    return len(bare) >= 3 and len(set(bare)) == 1 and not bare.isdigit() and bare != "iii"


def is_placeholder(text: str) -> bool:
    """True when some of the text only keeps a place.

    >>> [is_placeholder(text) for text in ("TBD", "abc", "n/a", "-", "?", "", "AeroLock GmbH")]
    [True, True, True, True, True, False, False]
    """
    return bool(placeholder_in(text))


def is_filled(text: str) -> bool:
    """True when the text says something."""
    return bool(text.strip()) and not is_placeholder(text)


def is_sentence(text: str) -> bool:
    """True when the text is at least one sentence: four words, or as much in a script without spaces.

    >>> is_sentence("No radio."), is_sentence("The product has no radio.")
    (False, True)
    """
    if not is_filled(text):
        return False
    wide = len(re.findall("[\u3040-\u9fff\uac00-\ud7a3]", text))
    return len(text.split()) >= 4 or wide >= 8
