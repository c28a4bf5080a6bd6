"""A JSON file taken apart step by step: first the members of its object, then each entry by itself.

`msgspec` checks and converts in one go and skips what is not declared, so an SBOM of 50,000 components needs
less time and memory here than the plain tree of dictionaries would.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from crasuite.errors import FileError
from crasuite.language import tr
from crasuite.sbom.source import MAX_PARTS, OTHER_FORMAT, Source

T = TypeVar("T")

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_LIST = msgspec.json.Decoder(list[Raw])
_BYTE = re.compile(r"^JSON is malformed: (?P<what>.*) \(byte (?P<byte>\d+)\)$")


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """A decoder for entries of this kind."""
    return msgspec.json.Decoder(kind)


class JsonObject:
    """The members of the file's one JSON object, not yet looked into."""

    def __init__(self, source: Source) -> None:
        """Find the members.

        Raises:
            SbomError: the file is not proper JSON, has too many values, or is no object.
        """
        self.source = source
        data = source.data
        if data.count(b",") + data.count(b"{") + data.count(b"[") > MAX_PARTS:
            raise source.error(
                "SBOM-06",
                tr("It has more than {number} million values.", number=MAX_PARTS // 1_000_000),
                tr("Export one SBOM for each part of the product. Nothing was changed."),
            )
        try:
            self.members = _OBJECT.decode(data)
        except msgspec.ValidationError:
            raise source.error(
                "SBOM-02", tr("It is JSON, but neither CycloneDX nor SPDX."), tr(OTHER_FORMAT)
            ) from None
        except msgspec.DecodeError as error:
            raise _malformed(source, str(error)) from None
        except RecursionError:
            raise self.too_deep(None) from None

    def has(self, key: str) -> bool:
        """True when the object has this member."""
        return key in self.members

    def text(self, key: str) -> str:
        """A member that is a text or a number; empty when it is missing."""
        value = self.get(key, str | int | float | None)
        return "" if value is None else str(value).strip()

    def items(self, key: str) -> list[Raw]:
        """The entries of a member that is a list; none when it is missing."""
        raw = self.members.get(key)
        return [] if raw is None or bytes(raw) == b"null" else self.decode(_LIST, raw, key)

    def get(self, key: str, kind: Any) -> Any:
        """A member converted to what it should be; None when it is missing."""
        raw = self.members.get(key)
        return None if raw is None else self.decode(msgspec.json.Decoder(kind | None), raw, key)

    def decode(self, how: msgspec.json.Decoder[T], raw: Raw, path: str) -> T:
        """Convert one part of the file.

        Raises:
            SbomError: it is not what it should be, with path and line.
        """
        try:
            return how.decode(raw)
        except msgspec.ValidationError as error:
            what, _, inner = str(error).partition(" - at `$")
            where = path + inner.rstrip("`")
            why = tr(
                "“{place}” is not as it should be: {problem}.",
                place=where,
                problem=what[:1].lower() + what[1:],
            )
            raise self.source.error("SBOM-09", why, line=self.line(raw)) from None
        except msgspec.DecodeError as error:
            raise self.source.error("SBOM-04", f"“{path}”: {error}.", line=self.line(raw)) from None
        except RecursionError:
            raise self.too_deep(raw) from None

    def line(self, raw: Raw) -> int:
        """Line where a part begins: the first place with exactly this text."""
        return self.source.line_at(self.source.data.find(bytes(raw)))

    def too_deep(self, raw: Raw | None) -> FileError:
        """The error for nesting without end."""
        line = None if raw is None else self.line(raw)
        return self.source.error("SBOM-07", tr("Its values are nested too deeply."), line=line)


def _malformed(source: Source, message: str) -> FileError:
    data = source.data
    found = _BYTE.match(message)
    if found is None:
        if "truncated" in message:
            why = tr("It ends in the middle of a value.")
            return source.error("SBOM-04", why, at=len(data.rstrip()))
        return source.error("SBOM-04", tr("It is not proper JSON ({problem}).", problem=message))
    offset = int(found["byte"])
    column = offset - data.rfind(b"\n", 0, offset)
    return source.error(
        "SBOM-04",
        tr("It is not proper JSON at character {column} ({problem}).", column=column, problem=found["what"]),
        at=offset,
    )
