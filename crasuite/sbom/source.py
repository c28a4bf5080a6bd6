"""The file before it is understood: its bytes, its kind, its encoding, and where in it something stands.

What is larger than the limits here is refused before any of it is taken apart, so that time and memory stay
bounded whatever a file holds.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

from crasuite.errors import FileError, SbomError
from crasuite.language import mark, number, tr

MAX_BYTES = 128 * 1024 * 1024
MAX_PARTS = 10_000_000
"""Values of JSON or tags of XML in one file; 50,000 well described components have about one million."""
MAX_DEPTH = 64
"""Components inside components, and elements inside elements."""
CHUNK = 1024 * 1024

Progress = Callable[[int, int], None]
"""Called with the units done and the units in all."""
Cancelled = Callable[[], bool]

Kind = Literal["json", "xml", "tag-value", "text"]

EXPORT_AGAIN = mark("Export it again and import it once more. Nothing was changed.")
OTHER_FORMAT = mark("Export it as CycloneDX (JSON or XML) or SPDX (JSON or tag-value). Nothing was changed.")


class SbomCancelledError(Exception):
    """Reading was cancelled; nothing came of it."""


class Steps:
    """Reports progress and notices cancelling, both at times that cost nothing."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None, every: int = 256) -> None:
        self.progress = progress
        self.cancelled = cancelled
        self._every = every

    def at(self, done: int, total: int) -> None:
        """Say that so many are done.

        Raises:
            SbomCancelledError: the caller wants no more.
        """
        if done % self._every == 0 or done == total:
            if self.cancelled is not None and self.cancelled():
                raise SbomCancelledError
            if self.progress is not None:
                self.progress(done, total)


class Source:
    """One file in memory."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self.size = len(raw)
        self.sha256 = hashlib.sha256(raw).hexdigest()
        self.data = raw
        self.kind, self.data = self.recognise(raw)

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a file into memory.

        Raises:
            FileError: it cannot be opened, is too large, or is no text file of the kind that is looked for.
        """
        try:
            if path.exists() and not path.is_file():
                raise cls.unreadable(path, tr("It is not a file."))
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise cls.unreadable(path, f"{error.strerror or error}.") from error
        if len(raw) > MAX_BYTES:
            raise cls.too_large(path)
        return cls(path.name, raw)

    @classmethod
    def unreadable(cls, path: Path, why: str) -> FileError:
        """The error for a file that cannot be opened."""
        return SbomError(
            "SBOM-01", tr("{file} could not be opened.", file=path), why, tr("Check the name and try again.")
        )

    @classmethod
    def too_large(cls, path: Path) -> FileError:
        """The error for a file beyond the limit."""
        return SbomError(
            "SBOM-06",
            tr("{file} is too large to be read.", file=path.name),
            tr("It has more than {number} MB.", number=MAX_BYTES // (1024 * 1024)),
            tr(
                "Export an SBOM without files and licence texts, or one for each part of the product. "
                "Nothing was changed."
            ),
        )

    def recognise(self, raw: bytes) -> tuple[Kind, bytes]:
        """What the content looks like, whatever the name of the file says, and the content in UTF-8."""
        return _kind_and_data(self, raw)

    def error(
        self,
        code: str,
        why: str,
        next_step: str = "",
        *,
        line: int | None = None,
        at: int | None = None,
    ) -> FileError:
        """The error to raise about this file; `at` is a byte of `data`, from which the line follows.

        Without a `next_step` it is to export the file again.
        """
        why, line = self._placed(why, line, at)
        what = tr("{file} could not be read as an SBOM.", file=self.name)
        return SbomError(code, what, why, next_step or tr(EXPORT_AGAIN), line=line)

    def _placed(self, why: str, line: int | None, at: int | None) -> tuple[str, int | None]:
        """What is wrong with the line it is in, and this line; it follows from a byte of `data` if given."""
        if at is not None:
            line = self.line_at(at)
        if line is not None:
            why = tr("Line {line}: {problem}", line=number(line), problem=why)
        return why, line

    def line_at(self, offset: int) -> int:
        """Line that holds this byte of `data`, counted from 1."""
        return self.data.count(b"\n", 0, max(0, offset)) + 1


def read_source(path: Path) -> Source:
    """Read a file into memory.

    Raises:
        SbomError: it cannot be read (SBOM-01), or is no text file an SBOM could be in.
    """
    return Source.of(path)


_SIGNATURES = (
    (b"PK\x03\x04", mark("a ZIP archive or Office file")),
    (b"\x1f\x8b", mark("a gzip archive")),
    (b"BZh", mark("a bzip2 archive")),
    (b"\xfd7zXZ", mark("an xz archive")),
    (b"(\xb5/\xfd", mark("a zstd archive")),
    (b"%PDF", mark("a PDF file")),
    (b"\x7fELF", mark("a program")),
    (b"MZ", mark("a program")),
    (b"SQLite format 3", mark("a database")),
)
_TAG_VALUE = re.compile(rb"^\s*SPDXVersion:", re.MULTILINE)
_YAML = re.compile(rb"^(---|%YAML|[\"']?(spdxVersion|bomFormat|SPDXID)[\"']?:)", re.MULTILINE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _kind_and_data(source: Source, raw: bytes) -> tuple[Kind, bytes]:
    kind, data = kind_of_text(source, raw, tr("an SBOM"), tr(OTHER_FORMAT))
    if kind != "text":
        return kind, data
    start = data[:CHUNK].lstrip()
    if _TAG_VALUE.search(start):
        return "tag-value", data
    if _YAML.search(start):
        raise source.error("SBOM-02", tr("It is written in YAML, which is not read."), tr(OTHER_FORMAT))
    raise source.error("SBOM-02", tr("It is neither CycloneDX nor SPDX."), tr(OTHER_FORMAT))


def kind_of_text(source: Source, raw: bytes, wanted: str, next_step: str) -> tuple[Kind, bytes]:
    """Whether it is JSON, XML or other text, and the content in UTF-8; `wanted` is for the error.

    XML stays as it is, because it names its own encoding.

    Raises:
        FileError: it is empty, no text, or not in the encoding it seems to be in.
    """
    if not raw.strip():
        raise source.error("SBOM-02", tr("The file is empty."))
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise source.error(
                "SBOM-02", tr("It is {kind}, not {wanted}.", kind=tr(what), wanted=wanted), next_step
            )
    data, encoding = _in_utf8(source, raw)
    start = data[:CHUNK].lstrip()
    if start.startswith(b"<"):
        return "xml", data if encoding else raw
    _check_utf8(source, data)
    return ("json" if start.startswith((b"{", b"[")) else "text"), data


def _in_utf8(source: Source, raw: bytes) -> tuple[bytes, str]:
    """The content in UTF-8 without a byte order mark, and the encoding where a mark or zeros gave it away."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            if encoding == "utf-8":
                return raw[len(bom) :], ""
            return _recode(source, raw[len(bom) :], encoding), encoding
    # JSON and XML start with an ASCII character; its zeros tell UTF-16 from UTF-8.
    if raw[:2] in (b"{\0", b"<\0"):
        return _recode(source, raw, "utf-16-le"), "utf-16-le"
    if raw[:2] in (b"\0{", b"\0<"):
        return _recode(source, raw, "utf-16-be"), "utf-16-be"
    return raw, ""


def _recode(source: Source, raw: bytes, encoding: str) -> bytes:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise source.error(
            "SBOM-05", tr("It is not proper {encoding} text.", encoding=encoding.upper())
        ) from None
    if text.lstrip().startswith("<?xml"):
        # The text no longer has the encoding that its first line names.
        text = re.sub(r"\A(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')", r"\1", text, count=1)
    return text.encode("utf-8", "surrogatepass")


def _check_utf8(source: Source, data: bytes) -> None:
    if data.isascii():
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        try:
            decoder.decode(chunk, final=start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            source.data = data
            raise source.error(
                "SBOM-05",
                tr("A character is not in UTF-8."),
                tr("Save or export it in UTF-8 and import it once more. Nothing was changed."),
                at=start + error.start,
            ) from None
