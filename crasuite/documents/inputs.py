"""What each paper is made from, as hashes by source: it tells which of it changed since an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from crasuite.documents.content.file_fields import FIXED, PROCESS_FIELDS
from crasuite.documents.content.manifest import open_items
from crasuite.documents.content.wording import filled_text, in_words, lowered
from crasuite.documents.dossier import ProductRecord
from crasuite.domain.english import Worded
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.technical_file import SUPPORT_ID, USER_INFO_ID
from crasuite.language import ENGLISH, mark, tr
from crasuite.rules.model import Outline

PACK = "pack:all"
LANGUAGE = "language:documents"
"""Only of papers in another language than English."""
_WORKBOOK = "RC"
_SINGLES = {
    "assessment": "context",
    "declaration": "declaration",
    "support": SUPPORT_ID,
    "user-info": USER_INFO_ID,
    "standards": "in-use",
}
_KIND_WORDS = Worded(
    {
        RecordKind.REQUIREMENT: mark("requirements checklist"),
        RecordKind.EVIDENCE: mark("evidence"),
        RecordKind.RISK: mark("risk register"),
        RecordKind.ASSESSMENT: mark("risk assessment"),
        RecordKind.SBOM: mark("SBOMs"),
        RecordKind.COMPONENT: mark("due diligence on components"),
        RecordKind.USER_INFO: mark("user information"),
        RecordKind.SUPPORT: mark("reasons for the support period"),
        RecordKind.STANDARDS: mark("standards in use"),
        RecordKind.DECLARATION: mark("declaration"),
        RecordKind.PROCESS: mark("vulnerability handling"),
        RecordKind.DESIGN: mark("description"),
        RecordKind.STEP: mark("steps of the procedure"),
    }
)
_INTERVIEW_WORDS = Worded(
    {
        "answers": mark("answers of the interview"),
        "gaps": mark("gaps"),
        "open-points": mark("open points"),
        "states": mark("state of play"),
        "trace": mark("reasons"),
        "unused": mark("answers no longer used"),
    }
)
# These follow the moment, not what the maker said; or every paper would be out of date at once.
_LEFT_OUT = frozenset({"workspace", "document", "interview:history"})
_FIELDS = {field.source: field for field in FIXED}


def outline_of(record: ProductRecord, code: str) -> Outline | None:
    """The outline of a paper; a code with an addition (PC-A, RC-W) has that of its kind."""
    outlines = record.pack.outlines
    return outlines.get(code) or outlines.get(code.partition("-")[0])


def inputs_of(record: ProductRecord, code: str) -> dict[str, str]:
    """Hash of each thing a paper is made from, by its source."""
    found = {PACK: _hash(record.pack.sha256)}
    if record.language != ENGLISH:
        found[LANGUAGE] = _hash(record.language)
    for source in _sources(record, code, frozenset()):
        if source not in found:
            found[source] = _hash(_content(record, source))
    return found


def input_words(record: ProductRecord, source: str) -> str:
    """What a source is called in a sentence: "risk register", "answer: intended purpose"."""
    prefix, _, name = source.partition(":")
    if prefix == "language":
        return tr("language of the documents")
    if prefix == "pack":
        return tr("rule pack")
    if prefix == "answer":
        if source in _FIELDS:
            return lowered(_FIELDS[source].label)
        question = record.pack.questions.get(name)
        return (
            tr("answer to “{question}”", question=filled_text(question.text, record.name))
            if question
            else tr("an answer")
        )
    if prefix == "fact":
        fact = record.pack.facts.get(name)
        return lowered(fact.title) if fact else tr("a verdict")
    if prefix == "interview":
        return _INTERVIEW_WORDS.get(name) or tr("interview")
    if prefix in ("state", "procedure"):
        return tr("state of play") if prefix == "state" else tr("procedure")
    if prefix == "requirements":
        return tr("requirements checklist")
    return _record_words(record, source, name.split("/"))


def changed_words(record: ProductRecord, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Sources in words, each once; one that has no words of its own any more is the technical file."""
    return tuple(dict.fromkeys(input_words(record, source) for source in sources))


def _record_words(record: ProductRecord, source: str, parts: list[str]) -> str:
    try:
        words = _KIND_WORDS[RecordKind(parts[0])]
    except (ValueError, KeyError):
        return tr("technical file")
    if source in _FIELDS:
        return f"{words}: {lowered(_FIELDS[source].label)}"
    item = parts[1] if len(parts) > 1 else ""
    pack = record.pack
    if parts[0] == "user-info" and item in pack.user_information:
        return f"{words}: {lowered(in_words(pack, pack.user_information[item].title))}"
    if parts[0] == "support" and item in pack.support_factors:
        return f"{words}: {lowered(in_words(pack, pack.support_factors[item].title))}"
    if parts[0] == "process" and item in pack.requirements:
        labels = dict(PROCESS_FIELDS)
        more = f", {lowered(tr(labels[parts[2]]))}" if len(parts) > 2 and parts[2] in labels else ""
        return f"{words}: {lowered(pack.requirements[item].title)}{more}"
    return words


def _sources(record: ProductRecord, code: str, seen: frozenset[str]) -> Iterator[str]:
    outline = outline_of(record, code)
    if outline is None or code == _WORKBOOK:
        # A paper without an outline rests on everything, and so does the workbook.
        yield "interview:answers"
        yield from (f"record:{kind.value}" for kind in RecordKind if kind is not RecordKind.DOCUMENT)
        return
    for section in outline.sections:
        for source in section.content:
            prefix, _, name = source.partition(":")
            if prefix == "document":
                if name not in seen:
                    yield from _sources(record, name, seen | {code, name})
            elif prefix == "record" and name.split("/")[0] in ("document", "report"):
                continue
            elif prefix not in _LEFT_OUT and source not in _LEFT_OUT:
                yield PACK if prefix in ("pack", "law-text") else source


def _content(record: ProductRecord, source: str) -> Any:
    prefix, _, name = source.partition(":")
    result = record.assessment
    if prefix == "answer":
        return [result.answers.get(name), record.notes.get(name, "")]
    if prefix == "fact":
        return list(result.verdict(name).possible) if name in record.pack.facts else None
    if prefix == "interview":
        return _of_interview(record, name)
    if prefix == "state":
        return [[used.value, used.stated] for used in result.states if used.id == name]
    if prefix == "procedure":
        verdict = list(result.verdict(name).possible) if name in record.pack.facts else None
        return [verdict, record.chosen, _steps_of(record, name)]
    if prefix == "requirements":
        return _of_record(record, ["requirement"])
    if prefix == "record":
        return _of_record(record, name.split("/"))
    return None


def _steps_of(record: ProductRecord, fact: str) -> Any:
    """What is said of the steps of a procedure; None while nothing is."""
    procedure, file = record.pack.procedures.get(fact), record.technical_file
    if procedure is None or file is None:
        return None
    steps = [step.id for group in procedure.groups for step in group.steps if step.id in file.steps]
    return [[one, file.steps[one].to_json()] for one in steps] or None


def _of_interview(record: ProductRecord, name: str) -> Any:
    if name == "gaps":
        return [[gap.number, gap.words, gap.owner, str(gap.due)] for gap in record.gaps]
    if name == "open-points":
        return [[point.number, point.words, point.owner, str(point.due)] for point in open_items(record)]
    if name == "states":
        return [[used.id, used.value, used.stated] for used in record.assessment.states]
    return [dict(record.assessment.answers), dict(record.notes)]


def _of_record(record: ProductRecord, parts: list[str]) -> Any:
    file = record.technical_file
    if file is None:
        return None
    kind, *path = parts
    data: Any = file.to_records().get(kind, {})
    if kind in _SINGLES:
        path = [_SINGLES[kind], *path]
    for step in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(step)
    if kind == "evidence":
        data = _without_private(data)
    return data


def _without_private(data: Any) -> Any:
    """Where a file lay, and what a look at it said, changes no paper."""
    if isinstance(data, Mapping):
        return {
            name: _without_private(one)
            for name, one in data.items()
            if name not in ("source_path", "tool_state")
        }
    return data


def _hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
