"""`dossier.json`: everything the papers of a dossier say, for programs.

The classes below are the format. `dossier.schema.json` is made from them, so that what is written and what is
documented cannot differ; a test decodes every dossier by them and compares the shipped schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from crasuite.documents.content.manifest import open_items, retention
from crasuite.documents.dossier import ProductRecord
from crasuite.documents.dossier_files import LeftOut, WrittenFile
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import speaking
from crasuite.paths import resources_dir
from crasuite.rules.as_json import PROCEDURES

FORMAT = "crasuite-dossier/1"
SCHEMA_PATH = ("schemas", "dossier.schema.json")

_VERDICTS = ("scope", "role", "class", "category", *PROCEDURES.values())
# Where a file lay on the maker's machine concerns nobody else.
_PRIVATE = {"evidence": frozenset({"source_path"})}


def _said(words: str) -> msgspec.Meta:
    return msgspec.Meta(description=words)


Text = Annotated[str, msgspec.Meta(description="Text as the maker typed it.")]
Digest = Annotated[str, msgspec.Meta(description="SHA-256 in hexadecimal.", pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, msgspec.Meta(description="A date, YYYY-MM-DD.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Record = Annotated[
    dict[str, Any], msgspec.Meta(description="One record as the program keeps it; empty values are left out.")
]


class RulePack(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The state of the law everything was worked out under."""

    id: str
    version: str
    law_as_of: Day
    sha256: Digest


class Product(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which product the dossier is about, and whose it is."""

    name: str
    code: Annotated[str, _said("The start of all document numbers.")]
    type: str
    manufacturer: str
    address: str


class Verdict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One finding of the interview: scope, role, class, category, or whether a procedure is open."""

    fact: str
    value: Annotated[str | None, _said("Null while it is not decided.")]
    possible: Annotated[list[str], _said("What it can still be; one value once it is decided.")]
    because: list[str]
    cites: Annotated[list[str], _said("Places in the law, as the papers print them.")]


class Gap(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something the file needs that is not there. The number is the same in all papers."""

    number: str
    words: str
    source: Annotated[str, _said("Where it is missing, such as record:design/architecture/overview.")]
    documents: list[str]
    owner: str
    due: Day | None


class OpenPoint(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something the maker is not sure of. The number is the same in all papers."""

    number: str
    words: str
    owner: str
    due: Day | None


class File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One file of the dossier. The last three are empty for what is no paper or no record."""

    path: str
    sha256: Digest
    size: int
    title: str
    document: Annotated[str, _said("Code of the paper, such as TD.")] = ""
    fingerprint: Annotated[str, _said("SHA-256 of what the paper says, without its layout.")] = ""
    record: Annotated[str, _said("Id of the evidence or SBOM, such as E-07.")] = ""


class NotEnclosed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something the file names that does not lie in the folder, and why."""

    record: str
    title: str
    why: str


class Dates(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Days that count after export."""

    support_end: Day | None
    retention_end: Day | None
    retention: Annotated[str, _said("The same in words, with the place in the law.")]


class TechnicalFileData(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the maker recorded, by id. Ids of points, threats and standards are those of the rule pack."""

    requirement: Annotated[dict[str, Record], _said("Points of Annex I: applies, how, reason, status, …")]
    evidence: Annotated[dict[str, Record], _said("Proofs; their files lie in the folder evidence.")]
    risk: Annotated[dict[str, Record], _said("The register of risks; steps of the scales from 1 to 5.")]
    assessment: Annotated[dict[str, Record], _said("What the risk assessment rests on.")]
    sbom: Annotated[dict[str, Record], _said("Imported SBOMs; the originals lie in the folder sbom.")]
    component: Annotated[dict[str, Record], _said("Due diligence by package URL or name, Art. 13(5).")]
    user_info: Annotated[dict[str, Record], _said("Annex II, by item.")]
    support: Annotated[dict[str, Record], _said("Factors of the support period, Art. 13(8).")]
    standards: Annotated[dict[str, Record], _said("Standards in use, by id.")]
    declaration: Annotated[dict[str, Record], _said("Signature, notified body, other acts; Annex V.")]
    process: Annotated[dict[str, Record], _said("Vulnerability handling, Annex I, Part II.")]
    design: Annotated[dict[str, Record], _said("Texts of Annex VII (1) to (3) and of the applications.")]
    step: Annotated[dict[str, Record], _said("Steps of the procedure: status, where, owner, due.")] = (
        msgspec.field(default_factory=dict)
    )


class DossierData(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A dossier under Regulation (EU) 2024/2847, written by CRA Suite. Guidance, not legal advice."""

    format: Annotated[str, _said("Always crasuite-dossier/1; a later number may leave out or rename parts.")]
    product: Product
    as_of: Annotated[Day, _said("The day under whose law the product was assessed.")]
    rule_pack: RulePack
    procedure: Annotated[str | None, _said("The chosen conformity assessment procedure.")]
    final: Annotated[bool, _said("True when the file is released.")]
    verdicts: list[Verdict]
    answers: Annotated[dict[str, Any], _said("Answers of the interview by question.")]
    gaps: list[Gap]
    open_points: list[OpenPoint]
    dates: Dates
    technical_file: TechnicalFileData
    files: list[File]
    not_enclosed: list[NotEnclosed]


def dossier_data(
    record: ProductRecord, files: Sequence[WrittenFile], left_out: Sequence[LeftOut]
) -> DossierData:
    """The content of `dossier.json`; no moment of export in it, so that equal data give equal files."""
    pack, result = record.pack, record.assessment
    manifest = pack.manifest
    days = {item.entry.id: item.on.isoformat() for item in result.timeline() if item.on is not None}
    return DossierData(
        format=FORMAT,
        product=Product(
            name=record.text("product-name"),
            code=record.product_code,
            type=record.text("product-type"),
            manufacturer=record.text("manufacturer-name"),
            address=record.text("manufacturer-address"),
        ),
        as_of=record.on.isoformat(),
        rule_pack=RulePack(
            id=manifest.id,
            version=manifest.version,
            law_as_of=manifest.law_as_of.isoformat(),
            sha256=pack.sha256,
        ),
        procedure=next((name for name, fact in PROCEDURES.items() if fact == record.chosen), None),
        final=record.release is not None,
        verdicts=[_verdict(record, fact) for fact in _VERDICTS if fact in pack.facts],
        answers=dict(sorted(result.answers.items())),
        gaps=[
            Gap(
                number=gap.number,
                words=gap.words,
                source=gap.source or f"answer:{gap.question}",
                documents=sorted(gap.papers),
                owner=gap.owner,
                due=gap.due.isoformat() if gap.due else None,
            )
            for gap in record.gaps
        ],
        open_points=[
            OpenPoint(
                number=point.number,
                words=point.words,
                owner=point.owner,
                due=point.due.isoformat() if point.due else None,
            )
            for point in open_items(record)
        ],
        dates=Dates(
            support_end=days.get("t-support-end"),
            retention_end=days.get("t-retention"),
            retention=retention(record),
        ),
        technical_file=_technical_file(record.technical_file or TechnicalFile()),
        files=[
            File(
                path=one.path,
                sha256=one.sha256,
                size=one.size,
                title=one.title,
                document=one.code,
                fingerprint=one.fingerprint,
                record=one.id,
            )
            for one in sorted(files, key=lambda one: one.path)
        ],
        not_enclosed=[NotEnclosed(record=one.id, title=one.title, why=one.why) for one in left_out],
    )


def dossier_bytes(record: ProductRecord, files: Sequence[WrittenFile], left_out: Sequence[LeftOut]) -> bytes:
    """`dossier.json` as bytes."""
    with speaking(record.language):
        plain = msgspec.to_builtins(dossier_data(record, files, left_out))
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    return (text + "\n").encode("utf-8", "replace")


def make_schema() -> bytes:
    """The JSON Schema of the format, made from the classes above."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CRA Suite dossier",
        **msgspec.json.schema(DossierData),
    }
    return (json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def schema_bytes() -> bytes:
    """The schema as it is shipped."""
    return resources_dir().joinpath(*SCHEMA_PATH).read_bytes()


def _verdict(record: ProductRecord, fact: str) -> Verdict:
    verdict = record.assessment.verdict(fact)
    fired = verdict.rules if verdict.is_decided else ()
    cites = dict.fromkeys(cite for rule in fired for cite in rule.cites)
    return Verdict(
        fact=fact,
        value=verdict.value,
        possible=list(verdict.possible),
        because=[rule.because for rule in fired],
        cites=[record.pack.label(cite) for cite in cites],
    )


def _technical_file(file: TechnicalFile) -> TechnicalFileData:
    records = file.to_records()

    def kind(name: str) -> dict[str, dict[str, Any]]:
        private = _PRIVATE.get(name, frozenset())
        return {key: _without(data, private) for key, data in records.get(name, {}).items()}

    # The names of Python in place of the hyphens of the workspace.
    return TechnicalFileData(
        **{name: kind(name.replace("_", "-")) for name in TechnicalFileData.__struct_fields__}
    )


def _without(data: Mapping[str, Any], private: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in private}
