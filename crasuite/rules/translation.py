"""The rule pack in another language: the same ids, conditions and dates, other words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from crasuite.language import ENGLISH, RULEPACK, language, look_up
from crasuite.rules import model
from crasuite.rules.logic import Names

_AS_READ = "as read"
_Say = Callable[[str], str]


def spoken(pack: model.Pack) -> model.Pack:
    """The pack in the language that is spoken now; made once for each pack and language.

    What it decides is the same. Only the pack as it was read may be kept in a file.
    """
    code, pack = language(), as_read(pack)
    if code == ENGLISH:
        return pack
    return pack.once(("spoken", code), lambda: _translated(pack))


def _translated(pack: model.Pack) -> model.Pack:
    said = with_texts(pack, lambda text: look_up(RULEPACK, text))
    provisions = {
        cite: replace(one, label=look_up(RULEPACK, one.label, context=cite.partition(" ")[0]))
        for cite, one in said.provisions.items()
    }
    said = replace(said, provisions=provisions)
    said.once(_AS_READ, lambda: pack)
    return said


def as_read(pack: model.Pack) -> model.Pack:
    """The pack in English that this one is spoken from; the same where it is English."""
    return pack.once(_AS_READ, lambda: pack)


def labels_of(pack: model.Pack) -> list[tuple[str, str]]:
    """How the places of the law are printed, each with the id of its act."""
    return list(dict.fromkeys((one.label, cite.partition(" ")[0]) for cite, one in pack.provisions.items()))


def texts_of(pack: model.Pack) -> list[tuple[str, str]]:
    """Every text of the pack in order, each with the kind, id and field where it first stands."""
    found: dict[str, str] = {}
    for section in pack.__struct_fields__:
        value = getattr(pack, section)
        for key, entry in value.items() if isinstance(value, dict) else [("", value)]:
            if not isinstance(entry, Struct):
                continue
            for name, hint in _hints(type(entry)).items():
                place = "/".join(part for part in (section, key, name) if part)
                _changed(getattr(entry, name), hint, partial(_note, found, place))
    return [(text, place) for text, place in found.items() if text]


def _note(found: dict[str, str], place: str, text: str) -> str:
    found.setdefault(text, place)
    return text


def with_texts(pack: model.Pack, say: _Say) -> model.Pack:
    """The pack with every text put through `say`."""
    said: model.Pack = _changed(pack, model.Pack, say)
    return said


def _changed(value: Any, hint: Any, say: _Say) -> Any:
    if value is None or hint is None:
        return value
    kind = get_origin(hint)
    if kind is Annotated:
        return say(value) if value and _is_text(hint) else value
    if isinstance(value, Struct):
        changes = {
            name: changed
            for name, field in _hints(type(value)).items()
            if (changed := _changed(old := getattr(value, name), field, say)) is not old
        }
        return replace(value, **changes) if changes else value
    if kind is tuple and isinstance(value, tuple):
        return tuple(_changed(one, get_args(hint)[0], say) for one in value)
    if kind is dict:
        return {key: _changed(one, get_args(hint)[1], say) for key, one in value.items()}
    return value


def _is_text(hint: Any) -> bool:
    return any((getattr(meta, "extra", None) or {}).get("is_text") for meta in hint.__metadata__)


@cache
def _hints(kind: type[Struct]) -> dict[str, Any]:
    """The fields of an entry that hold texts or entries, with their types."""
    return {
        name: hint
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if name in kind.__struct_fields__ and _may_hold_text(hint)
    }


@cache
def _may_hold_text(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return _is_text(hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint is not Names and bool(_hints(hint))
    return any(_may_hold_text(one) for one in get_args(hint))
