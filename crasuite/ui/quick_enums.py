"""Makes Qt's enums the way Python makes those of its own library: without checking each member.

Qt's classes bring more than three thousand names in enums along before the window shows, and to make them
is a quarter of the start. They are plain names of numbers, so that all Python looks for in the body of a
class, from methods to values of several parts, cannot be there.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from typing import Any

_PLAIN = {enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag}


def make_enums_quickly() -> None:
    """Call it before Qt is loaded. Enums that are not made in Qt's manner are left alone."""
    make: Callable[..., Any] | None = getattr(enum, "_simple_enum", None)
    usual: Callable[..., Any] | None = getattr(enum.EnumMeta, "_create_", None)
    if make is None or usual is None:
        return

    def create(cls: Any, class_name: str, names: Any, **options: Any) -> Any:
        if options.get("module") is None:  # Python looks up who calls, and would find this function
            options["module"] = sys._getframe(2).f_globals.get("__name__")
        if cls in _PLAIN and options.get("boundary") is enum.KEEP and _are_numbers(names):
            plain = type(class_name, (), {"__module__": options["module"], **dict(names)})
            made = make(cls, boundary=enum.KEEP)(plain)
            made.__doc__ = None  # as for any enum made by a call
            return made
        return usual(cls, class_name, names, **options)

    enum.EnumMeta._create_ = create  # type: ignore[attr-defined]


def _are_numbers(names: Any) -> bool:
    """Whether these are the pairs that PySide6 makes an enum of."""
    return isinstance(names, list) and names != [] and type(names[0]) is tuple and type(names[0][1]) is int
