"""What the documents of one product are made from: pack, assessment, notes, owners, revision, release."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from crasuite.documents.content.file_gaps import FilePoint, Need, file_gaps, file_points, find_needs
from crasuite.documents.content.points import GapItem, OpenItem, find_gaps, find_open_points
from crasuite.documents.content.wording import capital, nameless, one_line
from crasuite.documents.text import is_right_to_left
from crasuite.domain.english import joined
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import language, speaking, tr, trn
from crasuite.rules import Assessment, Pack, assess
from crasuite.rules.answers import Answers
from crasuite.rules.as_json import PROCEDURES

NAME_QUESTION = "product-name"
MAKER_QUESTION = "manufacturer-name"
PROCEDURE_QUESTION = "procedure-choice"
LONGEST_CODE = 8
# The workbook and the list of open points name every gap there is.
_ALL_GAPS = frozenset({"RC", "OP", "MF"})
_LEFT_TO_RIGHT = "\u200e"
_Found = TypeVar("_Found")


def _in_its_language(find: Callable[[ProductRecord], _Found]) -> Callable[[ProductRecord], _Found]:
    """Words that a record keeps are in its language, whoever asks first."""

    @wraps(find)
    def said(record: ProductRecord) -> _Found:
        with speaking(record.language):
            return find(record)

    return said


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who last changed an answer, and on which day."""

    who: str
    on: date


@dataclass(frozen=True, slots=True)
class Release:
    """Who released the record, in which function, and when; open points were then accepted as they stand."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class SbomResult:
    """What a check of one SBOM against one source found: points met, points in all, what is not met."""

    title: str
    met: int
    total: int
    not_met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A picture among the evidence, fit to be shown; or without data, why it cannot be."""

    evidence: str
    data: bytes
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component of a current SBOM; `key` is the id of its due diligence record."""

    sbom: str
    part: str
    key: str
    name: str
    version: str
    supplier: str
    licence: str
    purl: str


@dataclass(frozen=True, slots=True)
class HandlingLine:
    """One process of Annex I, Part II as the maker last looked at it."""

    title: str
    cites: str
    state: str
    last: date | None
    due: date | None
    owner: str
    found: str
    """What the last look found, in the maker's words."""
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ProductRecord:
    """One product as its documents see it. The day of all documents is the day of the assessment.

    `notes`, `owners`, `due` and `changed` are keyed by question; all may be empty. `owners` and `due` may
    also name the source of a gap, such as `record:design/architecture/overview`. `code` names the product in
    numbers and file names; empty means derived from its name. Without a `technical_file` only the papers of
    the interview are made.
    """

    pack: Pack
    assessment: Assessment
    notes: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    changed: Mapping[str, LastChange] = field(default_factory=dict)
    revision: int = 1
    release: Release | None = None
    code: str = ""
    technical_file: TechnicalFile | None = None
    components: tuple[ComponentLine, ...] = ()
    sbom_results: Mapping[str, tuple[SbomResult, ...]] = field(default_factory=dict)
    """Results of the quality checks by id of the SBOM; whoever reads the files puts them in."""
    pictures: Mapping[str, EvidencePicture] = field(default_factory=dict)
    """Pictures that papers show, by number of the evidence; whoever reads the files puts them in."""
    handling: tuple[HandlingLine, ...] = ()
    """The living list of vulnerability handling. Single vulnerabilities are in no paper of the file."""
    handling_figures: tuple[str, ...] = ()
    """The register of vulnerabilities in numbers, as sentences."""
    language: str = field(default_factory=language)
    """What its papers speak; the pack of the assessment has to speak the same."""

    @classmethod
    def from_answers(cls, pack: Pack, answers: Answers, on: date, **more: Any) -> ProductRecord:
        """A record from answers alone; further arguments as for the constructor.

        Raises:
            AnswersError: the answers do not fit the pack.
        """
        return cls(pack, assess(pack, answers, on), **more)

    @property
    def on(self) -> date:
        """The day under whose law and state of play the product was assessed: the date of the documents."""
        return self.assessment.on

    def text(self, question: str) -> str:
        """A text answer as it was typed, or an empty string where there is none."""
        value = self.assessment.answers.get(question)
        return value if isinstance(value, str) and value.strip() and value != "not-sure" else ""

    @cached_property
    @_in_its_language
    def name(self) -> str:
        """The product's name on one line, or nameless()."""
        return _in_a_sentence(one_line(self.text(NAME_QUESTION))) or nameless()

    @property
    def name_at_start(self) -> str:
        """The same where a line begins: what nobody named gets a capital letter, a name stays as it is."""
        return self.name if self.text(NAME_QUESTION) else capital(self.name)

    @cached_property
    @_in_its_language
    def maker(self) -> str:
        """The organisation's name on one line, or words for the gap."""
        return _in_a_sentence(one_line(self.text(MAKER_QUESTION))) or tr("name of the organisation missing")

    @cached_property
    def product_code(self) -> str:
        """The code of the product in numbers and file names: 2 to 8 capital letters and digits."""
        return self.code or derive_code(self.text(NAME_QUESTION))

    @cached_property
    def chosen(self) -> str | None:
        """The fact of the chosen procedure, whether open or not; None when none is chosen or needed."""
        choice = self.assessment.answers.get(PROCEDURE_QUESTION)
        fact = f"procedure-{choice}" if isinstance(choice, str) else ""
        if fact not in PROCEDURES.values() or PROCEDURE_QUESTION not in self.assessment.may_be_asked:
            return None
        return fact

    @cached_property
    @_in_its_language
    def gaps(self) -> tuple[GapItem, ...]:
        """What is missing, numbered the same in all documents: 1, 2 … of the interview alone, by chapter of
        Annex VII (3.1, 3.2 …) with a technical file."""
        return find_gaps(self) if self.technical_file is None else file_gaps(self)

    @cached_property
    @_in_its_language
    def needs(self) -> tuple[Need, ...]:
        """Everything the papers of the technical file need."""
        return find_needs(self)

    def gaps_of(self, code: str) -> tuple[GapItem, ...]:
        """The gaps of one paper; all of them where only the interview is known."""
        if self.technical_file is None or code in _ALL_GAPS:
            return self.gaps
        paper = "PC" if code.startswith("PC") else code
        return tuple(gap for gap in self.gaps if paper in gap.papers)

    @cached_property
    @_in_its_language
    def open_points(self) -> tuple[OpenItem, ...]:
        """Answers "not sure" that still matter, numbered the same in all documents."""
        return find_open_points(self)

    @cached_property
    @_in_its_language
    def file_points(self) -> tuple[FilePoint, ...]:
        """What the technical file is not sure of, counted on from the open answers."""
        return file_points(self)

    @property
    def state_words(self) -> str:
        """The state in the front block, counts included."""
        return self.state_of(len(self.gaps), len(self.open_points))

    def state_of(self, gaps: int, points: int) -> str:
        """The state of a paper with so many gaps and open points."""
        with speaking(self.language):
            counts = [trn("{n} gap", "{n} gaps", gaps)] if gaps else []
            counts += [trn("{n} open point", "{n} open points", points)] if points else []
            if self.release is None:
                return ", ".join([tr("Draft"), *counts])
            if not counts:
                return tr("Released")
            return tr("Released with {points}", points=joined(counts))


def _in_a_sentence(name: str) -> str:
    """A name from right to left with a mark that gives its direction back to the sentence around it."""
    return f"{name}{_LEFT_TO_RIGHT}" if name and is_right_to_left(name) else name


_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def derive_code(name: str) -> str:
    """A code of 2 to 8 capital letters and digits from a product's name; the same name gives the same code.

    >>> derive_code("AeroLock 2"), derive_code("Über-Kamera"), derive_code("Vault"), derive_code("")
    ('AL2', 'UK', 'VAULT', 'PRODUCT')
    """
    if not name.strip():
        return "PRODUCT"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    tokens = _TOKENS.findall(plain)
    code = "".join(token if token.isdigit() else token[0] for token in tokens).upper()
    if len(code) < 2:
        code = re.sub(r"[^A-Z0-9]", "", plain.upper())
    if len(code) < 2:
        # Nothing of the name can be written in A to Z: a short digest is at least always the same.
        code = "P" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6].upper()
    return code[:LONGEST_CODE]
