"""What the copy of an older pack lacks for today's papers is read in the program's own pack.

Verdicts, duties and dates stay those of the older one.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from crasuite.rules import model
from crasuite.rules.loader import offer_conditions
from crasuite.rules.logic import ConditionError, parse

_Fields = tuple[tuple[str, tuple[str, ...]], ...]
_LATER: _Fields = (("procedures", ("papers",)), ("requirements", ("part",)), ("facts", ("rising",)))
"""What packs did not say at first and papers need: entries and fields. None of it decides a verdict."""
_CONDITIONS: _Fields = (("procedures", ("other_body",)), ("questions", ("coverage",)))
"""The same, of fields that hold conditions."""


def completed(pack: model.Pack, newer: model.Pack) -> model.Pack:
    """The copy of an older pack, with what it does not say yet taken from a newer one."""
    pack = _filled(pack, newer, _LATER)
    facts = {
        key: one if set(one.values) <= set(one.rising or ()) else replace(one, rising=None)
        for key, one in pack.facts.items()  # values that the newer one no longer knows have no place there
    }
    pack = replace(pack, facts=facts)
    full = _filled(pack, newer, _CONDITIONS)
    try:
        for _, _, condition in offer_conditions(full):
            parse(condition, full.names)
    except ConditionError:  # the newer one speaks of facts that the older does not know
        return pack
    return full


def _filled(pack: model.Pack, newer: model.Pack, fields: _Fields) -> model.Pack:
    changed: dict[str, dict[str, Any]] = {}
    for section, names in fields:
        known, entries = getattr(newer, section), dict(getattr(pack, section))
        for key in entries.keys() & known.keys():
            lacking = [name for name in names if getattr(entries[key], name) is None]
            entries[key] = replace(entries[key], **{name: getattr(known[key], name) for name in lacking})
        changed[section] = entries
    return replace(pack, **changed)
