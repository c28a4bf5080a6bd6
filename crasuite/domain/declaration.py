"""What only the maker can say for the EU declaration of conformity (Art. 28, Annexes V and VI)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crasuite.domain.record import Record, day, text, texts

DECLARATION_ID = "declaration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Record):
    """Signature, notified body and the other acts one declaration covers."""

    id: str = field(default=DECLARATION_ID, kw_only=False)
    place: str = text()
    signed_on: date | None = day(key="date")
    signatory_name: str = text()
    signatory_function: str = text()
    additional: str = text()
    body_name: str = text()
    body_number: str = text()
    certificate: str = text()
    other_acts: tuple[str, ...] = texts()
    language: str = text()
    url: str = text()
