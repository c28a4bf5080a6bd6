"""The fingerprint of a paper: two papers with equal ones say the same."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from crasuite.documents.sheets import Workbook
from crasuite.documents.text import clean
from crasuite.documents.tree import Document, PageBreak

# Layout and state say nothing about what the paper says; evidence and pack hashes are added by the caller.
_NOT_CONTENT: Mapping[str, frozenset[str]] = {
    "DocumentMeta": frozenset(
        {
            "date",
            "state",
            "fingerprint",
            "author",
            "final",
            "is_record",
            "draft_means",
            "draft_counts",
            "keywords",
            "words",
        }
    ),
    "Column": frozenset({"width_mm", "align", "look"}),
    "TablePattern": frozenset({"grid", "min_row_mm", "name"}),
    "Table": frozenset({"bookmark", "min_row_mm"}),
    "Heading": frozenset({"bookmark", "new_page"}),
    "Paragraph": frozenset({"style"}),
    "Link": frozenset({"bookmark"}),
    "Picture": frozenset({"width_mm"}),
    "SheetColumn": frozenset({"width", "editable", "strong", "colour", "align"}),
    "Sheet": frozenset({"freeze"}),
    "Workbook": frozenset({"read_back"}),
}


@cache
def _content_of(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a part of a document that say something; asked for each of thousands of parts."""
    left_out = _NOT_CONTENT.get(kind.__name__, frozenset())
    return tuple(field.name for field in fields(kind) if field.name not in left_out)


def _canonical(value: Any) -> Any:
    if isinstance(value, str):
        said = clean(value)
        return said if said.isascii() else unicodedata.normalize("NFC", said)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_canonical(item) for item in value if not isinstance(item, PageBreak)]
    if is_dataclass(value):
        kind: Any = type(value)
        content = {name: _canonical(getattr(value, name)) for name in _content_of(kind)}
        return {"kind": kind.__name__, **content}
    raise TypeError(f"{type(value).__name__} does not belong into a document")


def fingerprint(
    document: Document | Workbook,
    *,
    rule_pack_hash: str = "",
    evidence_hashes: Mapping[str, str] | None = None,
) -> str:
    """SHA-256 of the canonical content: two papers with equal fingerprints say the same.

    Counted are document, revision, language, all text, gaps, open points, rule pack and evidence hashes; not
    the date of export, the state or the layout.
    """
    content = {
        "document": _canonical(document),
        "rule_pack_hash": rule_pack_hash,
        "evidence": dict(evidence_hashes or {}),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_Paper = TypeVar("_Paper", Document, Workbook)


def with_fingerprint(
    document: _Paper, *, rule_pack_hash: str = "", evidence_hashes: Mapping[str, str] | None = None
) -> _Paper:
    """The same document with its fingerprint in its meta; do this last, just before writing."""
    digits = fingerprint(document, rule_pack_hash=rule_pack_hash, evidence_hashes=evidence_hashes)
    return replace(document, meta=replace(document.meta, fingerprint=digits))
