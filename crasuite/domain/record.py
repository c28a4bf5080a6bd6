"""How a record of the technical file reads and writes its JSON.

A record class declares each property once, with the codec that fits it. Reading forgives: a missing key is
the default, and what does not fit (an unknown key, a date that is none) is carried along in `other` and
written back, so that a file of a newer version loses nothing. Writing leaves defaults out, so that equal
records are equal JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from crasuite.domain.record_kind import RecordData


@dataclass(frozen=True, slots=True)
class _Codec:
    """How one property is read from its key and written back."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    key: str
    always: bool = False


def text(*, key: str = "") -> Any:
    """A property that is a text."""
    return value("", _read_text, key=key)


def texts(*, key: str = "") -> Any:
    """A property that is a list of texts, such as ids."""
    return value((), _read_texts, list, key)


def flag(*, key: str = "") -> Any:
    """A property that is true or false."""
    return value(False, _read_flag, key=key)


def number(*, least: int = 0, most: int | None = None, default: int | None = None, key: str = "") -> Any:
    """A property that is a whole number within limits, or None."""

    def read(given: Any) -> int:
        if not isinstance(given, int) or isinstance(given, bool):
            raise TypeError
        if given < least or (most is not None and given > most):
            raise ValueError
        return given

    return value(default, read, key=key)


def day(*, key: str = "") -> Any:
    """A property that is a date, or None."""
    return value(None, _read_day, date.isoformat, key)


def instant(*, key: str = "") -> Any:
    """A property that is a moment with its time zone, or None."""
    return value(None, _read_instant, datetime.isoformat, key)


def choice(default: StrEnum, *, key: str = "", always: bool = False) -> Any:
    """A property that is one of the values of an enumeration; `always` writes it even at its default."""
    # A look into a table: calling the enumeration takes several times as long, with thousands of records.
    return value(default, {one.value: one for one in type(default)}.__getitem__, str, key, always)


def value(
    default: Any,
    read: Callable[[Any], Any],
    write: Callable[[Any], Any] = lambda given: given,
    key: str = "",
    always: bool = False,
) -> Any:
    """A property of any other sort; `read` raises TypeError, ValueError or KeyError for what does not fit."""
    return field(default=default, metadata={"codec": _Codec(read, write, key, always)})


def mapping(read: Callable[[Any], Any], write: Callable[[Any], Any] = dict, key: str = "") -> Any:
    """A property that is a JSON object, empty by default."""
    return field(default_factory=dict, hash=False, metadata={"codec": _Codec(read, write, key)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its id, what its class declares, and `other`, which this version does not understand."""

    id: str = field(kw_only=False)
    other: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @classmethod
    def from_json(cls, record_id: str, data: Mapping[str, Any]) -> Self:
        """The record from its JSON object."""
        known: dict[str, Any] = {}
        other: dict[str, Any] = {}
        by_key = _readers(cls)
        for key, given in data.items():
            if key not in by_key:
                other[key] = given
                continue
            name, read, default = by_key[key]
            try:
                known[name] = default if given is None else read(given)
            except (TypeError, ValueError, KeyError):
                other[key] = given
        return cls(record_id, **known, other=other)

    def to_json(self) -> RecordData:
        """The JSON object, without what is left at its default."""
        data = dict(self.other)
        for name, codec, default in _codecs(type(self)):
            held = getattr(self, name)
            if held != default or (codec.always and codec.key not in data):
                data[codec.key] = codec.write(held)
        return dict(sorted(data.items()))


def _codecs(cls: type[Record]) -> list[tuple[str, _Codec, Any]]:
    """Name, codec with its key filled in, and default of each declared property."""
    if cls not in _CODECS:
        found = []
        for one in fields(cls):
            codec = one.metadata.get("codec")
            if codec is not None:
                default = {} if one.default is MISSING else one.default  # only a mapping has none
                found.append((one.name, replace(codec, key=codec.key or one.name), default))
        _CODECS[cls] = found
    return _CODECS[cls]


def _readers(cls: type[Record]) -> dict[str, tuple[str, Callable[[Any], Any], Any]]:
    """Name, way of reading and default by key: there may be thousands of records."""
    if cls not in _BY_KEY:
        _BY_KEY[cls] = {codec.key: (name, codec.read, default) for name, codec, default in _codecs(cls)}
    return _BY_KEY[cls]


_CODECS: dict[type[Record], list[tuple[str, _Codec, Any]]] = {}
_BY_KEY: dict[type[Record], dict[str, tuple[str, Callable[[Any], Any], Any]]] = {}


def _read_text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _read_texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not set(map(type, given)) <= {str}:
        raise TypeError
    return tuple(given)


def _read_flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError
    return given


def _read_day(given: Any) -> date:
    read = date.fromisoformat(_read_text(given))
    if read.isoformat() != given:  # 20261201 is a date, too, but would be written back differently
        raise ValueError
    return read


def _read_instant(given: Any) -> datetime:
    read = datetime.fromisoformat(_read_text(given))
    if read.tzinfo is None:
        raise ValueError
    return read
