"""Enums of Qt made the quick way are the ones PySide6 makes by itself."""

from __future__ import annotations

import subprocess
import sys

_DESCRIBE = """
import enum, pickle, sys
if sys.argv[1] == "quick":
    from crasuite.ui.quick_enums import make_enums_quickly
    make_enums_quickly()
from PySide6 import QtCore, QtGui, QtWidgets

def enums():
    for module in (QtCore, QtGui, QtWidgets):
        for name in sorted(dir(module)):
            found = getattr(module, name)
            if isinstance(found, type):
                inside = [found, *(value for _, value in sorted(vars(found).items()))]
                yield from (one for one in inside if isinstance(one, type) and issubclass(one, enum.Enum))

def tried(call):
    try:
        found = call()
    except Exception as error:
        return repr(error)
    return repr(found), str(found), f"{found}", type(found).__name__

for one in enums():
    members = one.__members__
    print(one.__module__, one.__qualname__, one.__doc__, one.__mro__, len(one), sorted(dir(one)))
    print([member.name for member in one], [tried(lambda: one(value)) for value in (-1, 0, 3, 12345678, "x")])
    for name, member in members.items():
        same = member is getattr(one, name) is one[name] is one(member.value)
        print(name, tried(lambda: member), member.value, same, pickle.loads(pickle.dumps(member)) is member)
    if issubclass(one, enum.Flag):
        few = list(members.values())[:5]
        pairs = [(a, b) for a in few for b in few]
        print([tried(lambda: (a | b, a & b, a ^ b, ~a, a in b, bool(a), list(a | b))) for a, b in pairs])
"""

_OF_OTHERS = """
import enum, pickle
from crasuite.ui.quick_enums import make_enums_quickly
make_enums_quickly()
Made = enum.Enum("Made", "ONE TWO")
Kept = enum.Flag("Kept", ["ONE", "TWO"], boundary=enum.KEEP)
print(Made.__module__, pickle.loads(pickle.dumps(Made.TWO)), Made.TWO.value, Kept.__module__, repr(Kept(5)))
"""


def said(script: str, *arguments: str) -> list[str]:
    """Lines that a script prints in a process of its own."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_every_enum_of_qt_is_the_same_when_made_quickly() -> None:
    quick, usual = said(_DESCRIBE, "quick"), said(_DESCRIBE, "usual")
    assert len(usual) > 6000  # 635 enums with their members
    assert quick == usual


def test_enums_of_others_are_made_as_ever() -> None:
    assert said(_OF_OTHERS) == ["__main__ Made.TWO 2 __main__ <Kept.ONE|4: 5>"]


def test_qt_s_enums_take_the_quick_way() -> None:
    """Fails where PySide6 or Python make enums in another manner, and the start is slow again."""
    script = """
import enum
from crasuite.ui.lean_binding import load_qt
make, made = enum._simple_enum, []
def counted(*arguments, **options):
    made.append(arguments)
    return make(*arguments, **options)
enum._simple_enum = counted
load_qt()
from PySide6.QtCore import Qt
print(len(made) > 90)
"""
    assert said(script) == ["True"]
