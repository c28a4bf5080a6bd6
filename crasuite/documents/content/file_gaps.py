"""What the documents of the technical file need, what of it is there, and the numbers of what is not.

A gap is numbered by the chapter of Annex VII it belongs to ("Gap 3.2"; chapter 9 is what Annex VIII and
Art. 30 ask for), an open point simply counts. Both have the same number in all documents of a product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crasuite.documents.content import file_fields, pictures
from crasuite.documents.content.file_fields import (
    PROCESS_FIELDS,
    FileField,
    source_of,
    text_at,
)
from crasuite.documents.content.months_said import months_said
from crasuite.documents.content.points import GapItem, find_gaps
from crasuite.documents.content.wording import day, joined, lowered, one_line
from crasuite.domain.english import Worded, month
from crasuite.domain.evidence import EvidenceKind
from crasuite.domain.placeholder import is_filled, is_placeholder
from crasuite.domain.problem import Problem
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Applies, Requirement, RequirementState, RequirementStatus
from crasuite.domain.risk import Matrix, read_matrix
from crasuite.domain.standards_in_use import Extent
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, trn
from crasuite.rules.model import NOT_SURE, Pack, UserInformationItem

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

ALWAYS = ("TD", "RA", "RC-W", "VH", "DP", "ST", "SB", "UI", "SP", "SL", "DC", "SD", "CE")
_ANSWERED_IN = ("CR", "PC", "RC", "TD")
_STEP_CHAPTERS = {"support": 4, "procedure": 7}
_QUESTION_CHAPTERS = {"standards-coverage": 5, "scheme-level": 5}
_KIND_PAPERS = {
    RecordKind.REQUIREMENT: ("TD", "RC-W"),
    RecordKind.EVIDENCE: ("TD",),
    RecordKind.RISK: ("TD", "RA"),
    RecordKind.ASSESSMENT: ("TD", "RA"),
    RecordKind.COMPONENT: ("TD", "RA"),
    RecordKind.USER_INFO: ("TD", "UI"),
    RecordKind.SUPPORT: ("TD", "SP"),
    RecordKind.STANDARDS: ("TD", "SL"),
    RecordKind.DECLARATION: ("TD", "DC"),
    RecordKind.PROCESS: ("TD", "VH"),
    RecordKind.DESIGN: ("TD",),
    RecordKind.STEP: ("PC",),
}
_KIND_CHAPTERS = {
    RecordKind.REQUIREMENT: 3,
    RecordKind.EVIDENCE: 6,
    RecordKind.RISK: 3,
    RecordKind.ASSESSMENT: 3,
    RecordKind.COMPONENT: 3,
    RecordKind.USER_INFO: 1,
    RecordKind.SUPPORT: 4,
    RecordKind.STANDARDS: 5,
    RecordKind.DECLARATION: 7,
    RecordKind.PROCESS: 2,
    RecordKind.DESIGN: 2,
    RecordKind.STEP: 9,
}
_COMPONENT_WORDS = Worded(
    {
        "support": mark("who supports it"),
        "contact": mark("a known contact"),
        "updates": mark("how updates arrive"),
        "exit_plan": mark("what happens when support ends"),
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that papers need. `is_open` means "not sure": neither there nor missing."""

    source: str
    chapter: int
    words: str
    papers: tuple[str, ...]
    is_met: bool
    is_open: bool = False
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class FilePoint:
    """Something of the technical file of which the maker is not sure."""

    number: str
    source: str
    words: str
    papers: tuple[str, ...]
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what a paper needs is there; `missing` and `open_points` name the rest with their "
    "source."""

    filled: int
    total: int
    missing: tuple[GapItem, ...]
    open_points: tuple[FilePoint, ...] = ()

    @property
    def is_complete(self) -> bool:
        """True when nothing is missing and nothing is open."""
        return self.filled == self.total and not self.missing


def is_maker(record: ProductRecord) -> bool:
    """True when the papers of the manufacturer are asked for, or may be: importers, distributors and
    representatives check what the maker did, and stewards have no file."""
    return record.assessment.value("role") in (None, "manufacturer")


def papers_of(record: ProductRecord) -> tuple[str, ...]:
    """Codes of the papers of the technical file that the chosen procedure calls for.

    Before the choice, what every open procedure asks for is sure where a third party has to take part.
    """
    result, procedures = record.assessment, record.pack.procedures
    if record.chosen is not None:
        chosen = procedures.get(record.chosen)
        return (*ALWAYS, *((chosen and chosen.papers) or ()))
    if result.value("third-party-needed") != "yes":
        return ALWAYS
    with_body = (one for one in procedures.values() if one.with_body and result.value(one.id) == "open")
    asked = [one.papers or () for one in with_body]
    return (*ALWAYS, *(paper for paper in (asked[0] if asked else ()) if all(paper in one for one in asked)))


def points_of_annex_1(pack: Pack) -> dict[str, bool]:
    """Every point of Annex I with whether it may be left out."""
    return {one.id: one.may_not_apply for one in pack.requirements.values()}


def matrix_of(pack: Pack) -> Matrix:
    """The matrix of the rule pack as the domain knows it."""
    return read_matrix([list(row) for row in pack.risk_method.matrix])


def is_user_text_needed(record: ProductRecord, item: str) -> bool:
    """Whether a point of Annex II must be filled in; undecided counts as yes."""
    return record.assessment.is_information_required(item) is not False


# ---------------------------------------------------------------------------------------------------- needs


def find_needs(record: ProductRecord) -> tuple[Need, ...]:
    """Everything the papers of this product need, in the order of the chapters."""
    file = record.technical_file
    if file is None or record.assessment.value("full-duties") == "no" or not is_maker(record):
        return ()
    found = [
        *_fixed(record, file),
        *_user_information(record, file),
        *_processes(record, file),
        *_sboms(file),
        *_pictures(record, file),
        *_evidence(file),
        *_named_but_gone(record, file),
        *_assessment(record, file),
        *_components(file),
        *_requirements(record, file),
        *_support(record, file),
        *_standards(record, file),
    ]
    found += _placeholders(record, file, {need.source for need in found})
    in_set = {*papers_of(record), *_ANSWERED_IN}
    return tuple(
        sorted(
            (need for need in found if in_set.intersection(need.papers)),
            key=lambda need: need.chapter,
        )
    )


def _field_need(record: ProductRecord, file: TechnicalFile, field: FileField) -> Need | None:
    """The need of a text with a place of its own."""
    if field.source.startswith("answer:"):
        return _answer_need(record, field)
    outline, _, section = field.when.partition("/")
    is_needed = (
        record.assessment.is_section_required(outline, section) is True
        if section
        else field.when == file_fields.ALWAYS
    )
    return _text_need(
        record,
        file,
        field.source,
        field.chapter,
        field.papers,
        label=field.label,
        words=field.words,
        is_needed=is_needed,
    )


def _text_need(
    record: ProductRecord,
    file: TechnicalFile,
    source: str,
    chapter: int,
    papers: tuple[str, ...],
    *,
    label: str,
    words: str,
    is_needed: bool = True,
) -> Need | None:
    """The need of one text; none for one that is empty and that this product does not need."""
    said = text_at(file, source)
    if not said and not is_needed:
        return None
    if said and not is_filled(said):
        words = tr("{label}: “{said}” only keeps a place", label=label, said=one_line(said, 40))
    return Need(
        source,
        chapter,
        words,
        papers,
        is_filled(said),
        owner=one_line(record.owners.get(source, "")),
        due=record.due.get(source),
    )


def _answer_need(record: ProductRecord, field: FileField) -> Need | None:
    question = field.source.partition(":")[2]
    value = record.assessment.answers.get(question)
    is_asked = question in record.assessment.asked or question in record.assessment.may_be_asked
    if value is None and not is_asked:
        return None
    said = value if isinstance(value, str) else "" if value is None else str(value)
    return Need(
        field.source,
        field.chapter,
        tr("{label}: “{said}” only keeps a place", label=field.label, said=one_line(said, 40))
        if is_placeholder(said)
        else field.words,
        (*field.papers, *_ANSWERED_IN),
        is_filled(said) and value != NOT_SURE,
        is_open=value == NOT_SURE,
        owner=one_line(record.owners.get(question, "")),
        due=record.due.get(question),
    )


def _fixed(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    chosen = record.pack.procedures.get(record.chosen or "")
    with_body = chosen is not None and chosen.with_body
    for field in file_fields.FIXED:
        if field in file_fields.BODY and not with_body:
            continue
        need = _field_need(record, file, field)
        if need is not None:
            yield need
    if with_body and not is_filled(file.declaration.body_name):
        yield Need(
            "record:declaration/body_name",
            7,
            tr("Name of the notified body is missing"),
            ("AB", "AH"),
            False,
        )
    named = file.declaration.language.strip().lower()
    if named and any(text.version(named) is None for text in record.pack.law_texts.values()):
        yield Need(
            "record:declaration/language",
            7,
            tr(
                "The rule pack holds no official wording of the declaration in the language “{language}”",
                language=named,
            ),
            ("TD", "DC", "SD"),
            False,
        )


def _user_information(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    for item in record.pack.user_information.values():
        need = _text_need(
            record,
            file,
            f"record:user-info/{item.id}",
            1,
            ("UI", "TD"),
            label=item.title,
            words=tr(
                "User information, {place}, is missing: {title}", place=item.ref, title=lowered(item.title)
            ),
            is_needed=is_user_text_needed(record, item.id),
        )
        if need is not None:
            yield need
        if item.names_month_of:
            yield from _other_month(record, file, item)
        yield from _other_name(record, file, item)


def support_end(record: ProductRecord) -> date | None:
    """The last day of the support period, as the answers give it."""
    return _day_of(record, "t-support-end")


def _day_of(record: ProductRecord, entry: str) -> date | None:
    return next((one.on for one in record.assessment.timeline() if one.entry.id == entry), None)


def _other_month(record: ProductRecord, file: TechnicalFile, item: UserInformationItem) -> Iterator[Need]:
    """Users are told months or years, and the month of the day that the answers give is not among them."""
    said = list(dict.fromkeys(months_said(text_at(file, f"record:user-info/{item.id}"))))
    end = _day_of(record, item.names_month_of) if said else None
    if end is None or (end.year, end.month) in said:
        return
    if (end.year, 0) in said:
        words = tr(
            "User information, {place}: no month can be read beside {year}, the support period ends on {day}",
            place=item.ref,
            year=end.year,
            day=day(end),
        )
    else:
        words = tr(
            "User information, {place}: the text says {months}, the support period ends on {day}",
            place=item.ref,
            months=joined(_month_and_year(*one) for one in said),
            day=day(end),
        )
    yield _unlike_answers(record, item, words, ("UI", "TD", "SP"))


def _other_name(record: ProductRecord, file: TechnicalFile, item: UserInformationItem) -> Iterator[Need]:
    """Users read another name, type or e-mail address than the declaration takes from the answers."""
    text = text_at(file, f"record:user-info/{item.id}")
    if not is_filled(text):
        return
    for question in item.fills_from:
        answer = record.assessment.answers.get(question)
        if not isinstance(answer, str) or answer == NOT_SURE or not is_filled(answer):
            continue
        if record.pack.questions[question].type == "text":
            missed = [] if _is_named(answer, text) else [answer]
        else:  # of an address, only what can be told from others: an e-mail where the text gives another one
            told = set(_EMAIL.findall(text.casefold()))
            missed = [one for one in _EMAIL.findall(answer) if told and one.casefold() not in told]
        for name in missed:
            words = tr(
                "User information, {place}: the text does not name “{name}”, which the answers do",
                place=item.ref,
                name=one_line(name),
            )
            yield _unlike_answers(record, item, words, ("UI", "TD"))


def _unlike_answers(
    record: ProductRecord, item: UserInformationItem, words: str, papers: tuple[str, ...]
) -> Need:
    source = f"record:user-info/{item.id}"
    return Need(
        source,
        1,
        words,
        papers,
        False,
        owner=one_line(record.owners.get(source, "")),
        due=record.due.get(source),
    )


def _is_named(name: str, text: str) -> bool:
    """A text names what has numbers by one of them, such as ASL-2, and anything else by all its words."""
    numbers = {part for part in _NUMBERED.findall(name.casefold()) if any(map(str.isdigit, part))}
    if numbers:
        return not numbers.isdisjoint(_NUMBERED.findall(text.casefold()))
    return set(_WORD.findall(name.casefold())) <= set(_WORD.findall(text.casefold()))


_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERED = re.compile(r"\w+(?:[-./]\w+)*")


def _month_and_year(year: int, number: int) -> str:
    return tr("{month} {year}", month=month(number), year=year) if number else str(year)


def _processes(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    for requirement in record.pack.requirements.values():
        if not requirement.in_part_2:
            continue
        called = f"{requirement.ref}, {lowered(requirement.title)}"
        sources = [f"record:process/{requirement.id}/{name}" for name, _ in PROCESS_FIELDS]
        if not any(text_at(file, source) for source in sources):
            words = tr("{point}: process, record and owner are missing", point=called)
            yield Need(sources[0], 2, words, ("VH", "TD"), False)
            continue
        for source, (_, label) in zip(sources, PROCESS_FIELDS, strict=True):
            need = _text_need(
                record,
                file,
                source,
                2,
                ("VH", "TD"),
                label=tr(label),
                words=tr("{point}: {text} is missing", point=called, text=lowered(tr(label))),
            )
            if need is not None:
                yield need


def _sboms(file: TechnicalFile) -> Iterator[Need]:
    yield Need(
        "record:sbom",
        2,
        tr("No software bill of materials is imported"),
        ("SB", "TD", "VH"),
        bool(file.sboms),
    )


def _pictures(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    """Pictures that are named and cannot be shown."""
    for source, chapter, words in pictures.problems(record, file):
        yield Need(source, chapter, words, ("TD",), False)


_CONTENT = {
    EvidenceKind.FILE: ("sha256", mark("the file is not there")),
    EvidenceKind.LINK: ("url", mark("the address is missing")),
    EvidenceKind.NOTE: ("text", mark("the note says nothing")),
}


def _evidence(file: TechnicalFile) -> Iterator[Need]:
    """What a proof consists of, and what it is called."""
    for proof in file.evidence.values():
        source, called = f"record:evidence/{proof.id}", one_line(proof.name, 60)
        if not called:
            yield Need(
                f"{source}/name",
                6,
                tr("Evidence {number} has no name", number=proof.id),
                ("TD",),
                False,
            )
        key, words = _CONTENT[proof.kind]
        if not str(getattr(proof, key)).strip():
            named = (
                tr("Evidence {number}, {name}", number=proof.id, name=called)
                if called
                else tr("Evidence {number}", number=proof.id)
            )
            yield Need(f"{source}/{key}", 6, f"{named}: {tr(words)}", ("TD",), False)


_NO_EVIDENCE = mark("{place}: {number} is named and is no evidence of this product")
_NO_RISK = mark("{place}: {number} is named and is not in the register")


def _named_but_gone(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    """Proofs and risks that something names by number and that are not there."""
    for said in file.requirements.values():
        known = record.pack.requirements.get(said.id)
        if known is None or said.applies is Applies.NO:
            continue
        for key, numbers, there, words in (
            ("evidence", said.evidence, file.evidence, _NO_EVIDENCE),
            ("risks", said.risks, file.risks, _NO_RISK),
        ):
            for one in numbers:
                if one not in there:
                    yield Need(
                        f"record:requirement/{said.id}/{key}",
                        3,
                        tr(words, place=known.ref, number=one),
                        ("TD", "RC-W"),
                        False,
                        owner=one_line(said.owner),
                        due=said.due,
                    )
    texts = [(field.source, field.label, field.chapter, field.papers) for field in _WITH_EVIDENCE]
    texts += [
        (
            f"record:process/{one}/record",
            tr("{point}, record", point=record.pack.requirements[one].ref),
            2,
            ("VH", "TD"),
        )
        for one in file.processes
        if one in record.pack.requirements
    ]
    for source, label, chapter, papers in texts:
        for one in pictures.named_in(file, source):
            if one not in file.evidence:
                yield Need(source, chapter, tr(_NO_EVIDENCE, place=label, number=one), papers, False)


_WITH_EVIDENCE = (*file_fields.TESTS, *file_fields.HANDLING, *file_fields.PRODUCTION)
"""Texts that name evidence by its number; pictures and drawings are looked at by themselves."""


def _of_problem(
    record: ProductRecord,
    problem: Problem,
    papers: tuple[str, ...],
    *,
    words: str = "",
    owner: str = "",
    due: date | None = None,
) -> Need:
    source = source_of(problem.place)
    return Need(
        source,
        _KIND_CHAPTERS[problem.place.kind],
        words or problem.words,
        papers,
        False,
        owner=one_line(owner or record.owners.get(source, "")),
        due=due or record.due.get(source),
    )


def _assessment(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    """The frame of the risk assessment and each line of the register."""
    frame = {problem.place.field: problem for problem in file.context.gaps()}
    for name, label in CONTEXT_FIELDS:
        source = f"record:assessment/{name}"
        if name in frame:
            yield _of_problem(
                record,
                frame[name],
                ("RA", "TD"),
                words=tr("Risk assessment: {text} is not said", text=lowered(tr(label))),
            )
        else:
            said = text_at(file, source)
            if name in _CONTEXT_OPTIONAL and not said:
                continue
            words = tr("Risk assessment: {text} only keeps a place", text=lowered(tr(label)))
            yield Need(source, 3, words, ("RA", "TD"), not is_placeholder(said))
    matrix = file.matrix(matrix_of(record.pack))
    if not file.risks:
        yield Need("record:risk", 3, tr("No risk is in the register"), ("RA", "TD"), False)
    for risk in file.risks.values():
        problems = risk.gaps(matrix)
        for problem in problems:
            words = f"{risk.id}: {lowered(problem.words)}"
            yield _of_problem(record, problem, ("RA", "TD"), words=words, owner=risk.owner, due=risk.due)
        if not problems:
            yield Need(f"record:risk/{risk.id}", 3, "", ("RA", "TD"), True)


CONTEXT_FIELDS = (
    ("intended_use", mark("Intended purpose")),
    ("foreseeable_use", mark("Reasonably foreseeable use")),
    ("foreseeable_misuse", mark("Reasonably foreseeable misuse")),
    ("conditions", mark("Conditions of use")),
    ("assets", mark("What is worth protecting")),
    ("interfaces", mark("Interfaces")),
    ("lifetime", mark("Length of use")),
    ("method_note", mark("Notes on the method")),
    ("acceptance", mark("Rule for accepting risks")),
    ("accepted_by", mark("Person who accepts what is left")),
    ("accepted_on", mark("Day of acceptance")),
    ("reassess_on", mark("Day of the next review")),
)
_CONTEXT_OPTIONAL = frozenset({"foreseeable_misuse", "method_note"})


def _components(file: TechnicalFile) -> Iterator[Need]:
    if file.sboms and not file.components:
        words = tr("No due diligence on components of others is recorded")
        yield Need("record:component", 3, words, ("RA", "TD"), False)
    for key, component in file.components.items():
        missing = [_COMPONENT_WORDS[name] for name in component.missing]
        yield Need(
            f"record:component/{key}",
            3,
            trn(
                "Component {name}: {parts} is missing",
                "Component {name}: {parts} are missing",
                len(missing),
                name=one_line(key, 60),
                parts=joined(missing),
            )
            if missing
            else "",
            ("RA", "TD"),
            not missing,
        )


def _requirements(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    points = points_of_annex_1(record.pack)
    states = file.requirement_states(points)
    for known in record.pack.requirements.values():
        said, state = file.requirement(known.id), states[known.id]
        source = f"record:requirement/{known.id}"
        papers = ("TD", "RC-W") if known.in_part_2 else ("TD", "RC-W", "RA")
        missing = _missing_of_point(said, state, file, may_not_apply=points[known.id])
        for name, words in missing:
            yield Need(
                f"{source}/{name}",
                3,
                f"{known.ref}: {words}",
                papers if name in _APPLICABILITY or state is RequirementState.NOT_SURE else papers[:2],
                False,
                state is RequirementState.NOT_SURE,
                one_line(said.owner),
                said.due,
            )
        if not missing:
            yield Need(source, 3, "", papers, True)


_APPLICABILITY = frozenset({"applies", "reason", "risks"})
_NOT_LEFT_OUT = Worded(
    {
        "no-reason": mark("why it does not apply is missing"),
        "no-risk": mark("the risk that shows why it does not apply is missing"),
    }
)


def _missing_of_point(
    said: Requirement, state: RequirementState, file: TechnicalFile, *, may_not_apply: bool
) -> list[tuple[str, str]]:
    """What a point of Annex I still needs: key of the record and words."""
    if state is RequirementState.NOT_SURE:
        if said.applies is Applies.NOT_SURE:
            return [("applies", tr("not sure whether it applies"))]
        return [("status", tr("not sure whether it is met"))]
    if state is RequirementState.UNJUSTIFIED:
        problems = file.problems_with_leaving_out(said.id, may_not_apply=may_not_apply)
        return [
            (
                problem.place.field,
                _NOT_LEFT_OUT.get(problem.code, tr("it applies always and cannot be left out")),
            )
            for problem in problems
        ]
    if state is RequirementState.NOT_APPLICABLE:
        return []
    has_evidence = any(one in file.evidence for one in said.evidence)
    if not said.how.strip() and not has_evidence and said.applies is Applies.UNSAID:
        if may_not_apply:
            return [
                ("applies", tr("nothing is said yet: whether it applies, how it is met, with which evidence"))
            ]
        return [("how", tr("nothing is said yet: how it is met, with which evidence"))]
    found = []
    if may_not_apply and said.applies is Applies.UNSAID:
        found.append(("applies", tr("it is not said whether it applies")))
    if not is_filled(said.how):
        found.append(("how", tr("how it is met is not described")))
    if not has_evidence:
        found.append(("evidence", tr("evidence is missing")))
    if said.status is not RequirementStatus.MET and not found:
        found.append(("status", tr("it is not met yet")))
    return found


def _support(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    for factor in record.pack.support_factors.values():
        need = _text_need(
            record,
            file,
            f"record:support/{factor.id}",
            4,
            ("SP", "TD"),
            label=factor.title,
            words=tr("Support period: “{title}” is not looked at", title=factor.title),
            is_needed=factor.required,
        )
        if need is not None:
            yield need


def _standards(record: ProductRecord, file: TechnicalFile) -> Iterator[Need]:
    for name, use in file.standards.standards.items():
        title = standard_name(record.pack, name)
        source = f"record:standards/{name}"
        words = ""
        if use.extent is Extent.UNSAID:
            words, source = (
                tr("{title}: it is not said whether it is applied in full or in part", title=title),
                f"{source}/extent",
            )
        elif use.extent is Extent.PART and not is_filled(use.parts):
            words, source = (
                tr("{title}: the parts applied are not named", title=title),
                f"{source}/parts",
            )
        yield Need(source, 5, words, ("SL", "TD"), not words)


_KEY_WORDS = Worded(
    {
        "accepted by": mark("accepted by"),
        "asset": mark("asset"),
        "contact": mark("contact"),
        "description": mark("description"),
        "exit plan": mark("exit plan"),
        "how": mark("how"),
        "measures": mark("measures"),
        "name": mark("name"),
        "note": mark("note"),
        "owner": mark("owner"),
        "parts": mark("parts"),
        "process": mark("process"),
        "reason": mark("reason"),
        "record": mark("record"),
        "safety harm": mark("safety harm"),
        "safety reference": mark("safety reference"),
        "supplier": mark("supplier"),
        "support": mark("support"),
        "text": mark("text"),
        "title": mark("title"),
        "updates": mark("updates"),
        "url": mark("url"),
    }
)


def _key_words(key: str) -> str:
    """What a text of a record is called where it has no name of its own."""
    words = key.replace("_", " ").replace("-", " ")
    return _KEY_WORDS.get(words, words)


def _placeholders(record: ProductRecord, file: TechnicalFile, known: set[str]) -> Iterator[Need]:
    """Texts that only keep a place and that no need above looks at."""
    for problem in file.placeholders():
        source = source_of(problem.place)
        if source in known:
            continue
        kind = problem.place.kind
        owner, due = "", None
        name = problem.place.record_id
        if kind is RecordKind.REQUIREMENT and name in file.requirements:
            owner, due = file.requirements[name].owner, file.requirements[name].due
            name = record.pack.requirements[name].ref if name in record.pack.requirements else name
        elif kind is RecordKind.RISK and name in file.risks:
            owner, due = file.risks[name].owner, file.risks[name].due
        label = _key_words(problem.place.field)
        words = f"{name}, {label}: {lowered(problem.words)}" if name else problem.words
        yield _of_problem(record, problem, _KIND_PAPERS.get(kind, ("TD",)), words=words, owner=owner, due=due)


# ------------------------------------------------------------------------------------------------- numbering


def file_gaps(record: ProductRecord) -> tuple[GapItem, ...]:
    """All gaps of a product with a technical file, numbered by chapter."""
    open_questions = {point.question.id for point in record.open_points}
    fields = {field.source: field for field in file_fields.ANSWERS}
    unsorted: list[tuple[int, GapItem]] = []
    seen: set[str] = set()
    for gap in find_gaps(record):
        source = f"answer:{gap.question}"
        field = fields.get(source)
        step = record.pack.questions[gap.question].step
        chapter = _QUESTION_CHAPTERS.get(gap.question, _STEP_CHAPTERS.get(step, 1))
        papers = (*(field.papers if field else ()), *_ANSWERED_IN)
        seen.add(source)
        unsorted.append((chapter, GapItem("", gap.question, gap.words, gap.owner, gap.due, source, papers)))
    for need in record.needs:
        question = need.source.partition(":")[2] if need.source.startswith("answer:") else ""
        if need.is_met or need.is_open or need.source in seen or question in open_questions:
            continue
        unsorted.append(
            (need.chapter, GapItem("", question, need.words, need.owner, need.due, need.source, need.papers))
        )
    return tuple(_numbered(_merged(unsorted)))


def _merged(found: list[tuple[int, GapItem]]) -> list[tuple[int, GapItem]]:
    """One gap for what is missing at one place, however many papers miss it."""
    by_key: dict[tuple[str, str], tuple[int, GapItem]] = {}
    for chapter, gap in found:
        key = (gap.source, gap.words)
        if key in by_key:
            first = by_key[key][1]
            papers = tuple(dict.fromkeys((*first.papers, *gap.papers)))
            gap = GapItem("", first.question, first.words, first.owner, first.due, first.source, papers)
            chapter = by_key[key][0]
        by_key[key] = chapter, gap
    return sorted(by_key.values(), key=lambda item: item[0])


def _numbered(found: Iterable[tuple[int, GapItem]]) -> Iterator[GapItem]:
    counts: dict[int, int] = {}
    for chapter, gap in found:
        counts[chapter] = counts.get(chapter, 0) + 1
        yield GapItem(
            f"{chapter}.{counts[chapter]}",
            gap.question,
            gap.words,
            gap.owner,
            gap.due,
            gap.source,
            gap.papers,
        )


def file_points(record: ProductRecord) -> tuple[FilePoint, ...]:
    """What the technical file says "not sure" to, counted on from the open answers of the interview."""
    first = len(record.open_points) + 1
    needs = [need for need in record.needs if need.is_open and not need.source.startswith("answer:")]
    return tuple(
        FilePoint(str(number), need.source, need.words, need.papers, need.owner, need.due)
        for number, need in enumerate(needs, first)
    )


def completeness_of(record: ProductRecord, code: str) -> Completeness:
    """How complete a paper is."""
    code = "TD" if code == "RC" else code
    wanted = [need for need in record.needs if code in need.papers]
    missing = record.gaps_of(code)
    sources = {need.source for need in wanted}
    others = [gap for gap in missing if gap.source not in sources]
    filled = sum(need.is_met for need in wanted)
    points = tuple(point for point in record.file_points if code in point.papers)
    return Completeness(filled, len(wanted) + len(others), missing, points)


_DESIGNATION = re.compile(r"(?:pr)?(?:EN|IEC|ISO|RFC|Regulation)\b")


def standard_name(pack: Pack, name: str) -> str:
    """How a standard is called: "ETSI EN 303 645 V3.1.3", "IEC 62443-4-1:2018"."""
    known = pack.standards.get(name)
    if known is None:
        return one_line(name)
    if _DESIGNATION.match(known.edition):
        return known.edition
    sources = [cite.partition(" ")[0] for cite in known.cites]
    short = next((pack.sources[one].short for one in sources if pack.sources[one].kind == "practice"), "")
    return f"{short or known.body} {known.edition}"
