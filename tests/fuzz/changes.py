"""Changes that keep a file readable: what a reader checks last is only reached past the parser.

A value or element is removed, repeated, renamed or exchanged; JSON, XML and the YAML of rule packs stay what
they are. Knows nothing of the fuzzer, so that an ordinary test can use it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import yaml

YAML: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The loader in C where there is one, as in the program."""
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.5e308, 10**30, "", " ", "\0", "\u2028", "x" * 5000, [], {}, [[]], [None], {"": None},
    "2026-13-01", "1.0-", "pkg:npm/%zz@", "cpe:2.3:a:*", "CVSS:3.1/AV:N", "CVE-2026-1", "not-sure", "NaN",
    "SPDXRef-DOCUMENT", "1e400", "²", "99999999999999999999",
)  # fmt: skip
_WORDS = tuple(one for one in STRANGE if isinstance(one, str) and one != "\0")


def changed(data: bytes, split: bytes, chance: random.Random) -> bytes:
    """The file, or one of its parts, with a few such changes; empty when it cannot be taken apart."""
    parts = data.split(split)
    at = chance.randrange(len(parts))
    name, line, content = parts[at].partition(b"\n")
    if parts[at].lstrip().startswith((b"{", b"<")):
        name, line, content = b"", b"", parts[at]
    try:
        if content.lstrip().startswith(b"{"):
            content = _as_json(_with_changes(json.loads(content), chance))
        elif content.lstrip().startswith(b"<"):
            content = _changed_xml(content, chance)
        elif name.endswith(b".yaml"):
            # JSON is YAML too.
            content = _as_json(_with_changes(yaml.load(content, Loader=YAML), chance))  # noqa: S506
        else:
            return b""
    except (ValueError, RecursionError, LookupError, ElementTree.ParseError, yaml.YAMLError):
        return b""
    parts[at] = name + line + content
    return split.join(parts)


def _as_json(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass")


def _with_changes(tree: Any, chance: random.Random) -> Any:
    places = list(_places(tree))
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change(chance, places)
    return tree


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        if not isinstance(holder, dict | list):
            continue
        inner = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, child in inner:
            yield holder, key
            waiting.append(child)


def _change(chance: random.Random, places: list[tuple[Any, Any]]) -> None:
    holder, key = chance.choice(places)
    other_holder, other_key = chance.choice(places)
    try:
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.append(holder[key])
            case 2:
                # As a copy: a value inside itself could not be written down.
                holder[key] = json.loads(json.dumps(other_holder[other_key]))
            case 3 if isinstance(holder, dict) and isinstance(other_key, str):
                holder[other_key] = holder.pop(key)
            case _:
                holder[key] = chance.choice(STRANGE)
    except LookupError:
        return  # removed by an earlier change


def _changed_xml(content: bytes, chance: random.Random) -> bytes:
    tree = ElementTree.fromstring(content)
    for _ in range(chance.choice((1, 1, 2, 4))):
        elements = list(tree.iter())
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(7):
            case 0 if len(one):
                one.remove(chance.choice(list(one)))
            case 1:
                one.append(ElementTree.fromstring(ElementTree.tostring(other)))
            case 2 if one.attrib:
                del one.attrib[chance.choice(list(one.attrib))]
            case 3 if other.attrib:
                key = chance.choice(list(other.attrib))
                one.set(key, chance.choice((other.attrib[key], *_WORDS)))
            case 4:
                one.tag = other.tag
            case 5:
                one.text = chance.choice((other.text, *_WORDS))
            case _:
                one.attrib.update({key: chance.choice(_WORDS) for key in list(one.attrib)[:1]})
    return ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
