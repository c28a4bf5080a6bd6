"""The workbook (RC): answers, the 22 points of Annex I, procedure steps, duties and dates, to be worked on.

Row ids are stable: the same question, point or step has the same id in every export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from os.path import commonprefix
from typing import TYPE_CHECKING, Any

from crasuite.documents.content import (
    evidence_sheet,
    requirements_sheet,
    risk_register_sheet,
    sbom_sheet,
    steps_sheet,
)
from crasuite.documents.content.classification_record import headline
from crasuite.documents.content.parts import class_line, meta_for
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import (
    EFFECT_WORDS,
    KIND_WORDS,
    NOT_ANSWERED,
    answer_words,
    basis,
    capital,
    day,
    filled_text,
    in_words,
    lowered,
    option_words,
)
from crasuite.documents.sheets import (
    AboutSheet,
    CellValue,
    CountWhere,
    NamedList,
    Sheet,
    SheetColumn,
    SheetRow,
    SummaryCount,
    SummaryPoint,
    SummarySheet,
    Workbook,
)
from crasuite.domain.english import Worded
from crasuite.language import LANGUAGES, mark, speaking, tr, tr_in
from crasuite.rules.model import NOT_SURE, Pack, Requirement

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RC"
TITLE = mark("Workbook")
BASIS = mark("Annex I; Art. 13, 14, 32")

_NO_NOTE = mark("no note")
_SHEETS = (
    mark("Summary"),
    mark("Answers"),
    mark("Requirements"),
    mark("Risks"),
    mark("Evidence"),
    mark("SBOM"),
    mark("Procedure"),
    mark("Duties and dates"),
    mark("Other laws"),
    mark("About"),
)
"""Names of the sheets; inside the program, always in English."""
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\\]")
_WORKING = mark(
    "White cells are yours. Each row has a hidden id, so that the workbook can "
    "be compared with a later one. Answers are changed in the program."
)
_READ_BACK = mark(
    "White cells are yours. Fill the sheets Requirements, Risks and Procedure "
    "and give the file back: CRA Suite, Documents, Import checklist reads "
    "them, shows every change, and takes nothing without being asked. Do not "
    "delete rows, head words or hidden columns. Evidence and risks are named "
    "by their numbers, such as E-01, E-04. Everything else is changed in the "
    "program."
)
_NOT_KNOWN = mark("not known yet")
_STEP_TITLES: Worded[str] = Worded(
    {
        "organisation": mark("Organisation and role"),
        "product": mark("Product"),
        "scope": mark("Scope"),
        "class": mark("Classification"),
        "procedure": mark("Conformity route"),
        "support": mark("Support and dates"),
    }
)


def build(record: ProductRecord) -> Workbook:
    """The workbook; its fingerprint is still to be added."""
    meta = meta_for(
        record,
        CODE,
        tr(TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        tr(BASIS),
    )
    answers, requirements, duties = _answers(record), _requirements(record), _duties(record)
    steps, other_laws = steps_sheet.build(record), _other_laws(record)
    risks, evidence, sbom = (
        sheet.build(record) for sheet in (risk_register_sheet, evidence_sheet, sbom_sheet)
    )
    sheets = (answers, requirements, risks, evidence, sbom, steps, duties, other_laws)
    tables = [sheet for sheet in sheets if sheet.rows]
    has_file = record.technical_file is not None
    applies: tuple[str, ...] = requirements_sheet.APPLIES
    status: tuple[str, ...] = requirements_sheet.STATUS
    if has_file:
        applies = (*applies, requirements_sheet.NOT_SAID)
        status = (*status, requirements_sheet.REASON_MISSING)
    lists = [NamedList("applies", tuple(map(tr, applies))), NamedList("status", tuple(map(tr, status)))]
    lists.append(NamedList("step_status", tuple(steps_sheet.STATUS_WORDS.values())))
    if risks.rows:
        lists += risk_register_sheet.lists(record)
    return Workbook(
        meta,
        (
            _summary(record, tables),
            *(replace(one, name=sheet_name(one.name)) for one in tables),
            _about(record),
        ),
        tuple(lists),
        risk_register_sheet.matrix(record) if risks.rows else (),
        tuple(sheet_name(one.name) for one in (requirements, risks, steps) if one.rows) if has_file else (),
    )


def sheet_name(name: str) -> str:
    """What a sheet is called in the spoken language, as Excel takes it."""
    return _NOT_IN_SHEET_NAMES.sub(" ", tr(name))[:_LONGEST_SHEET_NAME].strip()


@cache
def _sheet_ids() -> dict[str, str]:
    found = {name: name for name in _SHEETS}
    for code in LANGUAGES:
        with speaking(code):
            for name in _SHEETS:
                found.setdefault(sheet_name(name), name)
    return found


def sheet_id(name: str) -> str:
    """The sheet that is called so in any language, by its name inside the program.

    >>> sheet_id("Requirements")
    'Requirements'
    """
    return _sheet_ids().get(name, name)


def _summary(record: ProductRecord, tables: list[Sheet]) -> SummarySheet:
    pack = record.pack
    names = {sheet.name for sheet in tables}
    identity = [
        (tr("Document"), f"{record.product_code}-{CODE}"),
        (tr("Revision"), f"{record.revision}, {day(record.on)}"),
        (tr("State"), record.state_words),
        (tr("Organisation"), record.maker),
        (tr("Product"), record.name_at_start),
        (tr("Result"), headline(record)),
    ]
    if record.chosen:
        identity.append(
            (
                tr("Procedure"),
                tr("{procedure} (chosen)", procedure=capital(PROCEDURE_NAMES[record.chosen])),
            )
        )
    support = [
        item.on for item in record.assessment.timeline() if item.entry.id == "t-support-end" and item.on
    ]
    if support:
        identity.append((tr("Support ends"), day(support[0])))
    identity.append(
        (
            tr("Law used"),
            tr(
                "Rule pack {version}, law as of {law_day}, applied to {day}",
                version=pack.manifest.version,
                law_day=day(pack.manifest.law_as_of),
                day=day(record.on),
            ),
        )
    )
    counts: list[SummaryCount] = []
    done = ("●", "–")
    if "Requirements" in names:
        for words, refs in _refs_by_part(pack):
            where = (("ref", refs),)
            counts.append(
                SummaryCount(
                    words,
                    CountWhere(sheet_name("Requirements"), where),
                    CountWhere(sheet_name("Requirements"), (*where, ("status", done))),
                    tr("Sheet Requirements, column Status"),
                )
            )
    if "Procedure" in names:
        counts.append(
            SummaryCount(
                tr("Procedure steps"),
                CountWhere(sheet_name("Procedure")),
                CountWhere(sheet_name("Procedure"), (("status", done),)),
                tr("Sheet Procedure, column Status"),
            )
        )
    counts.append(
        SummaryCount(
            tr("Answers that matter"),
            CountWhere(sheet_name("Answers"), (("use", (tr("Used"), "?", "▲")),)),
            CountWhere(sheet_name("Answers"), (("use", (tr("Used"),)),)),
            tr("Sheet Answers, column Use"),
        )
    )
    points = [
        SummaryPoint("gap", gap.number, gap.owner or tr("no owner yet"), gap.due, gap.words)
        for gap in record.gaps
    ]
    points += [
        SummaryPoint("open", point.number, point.owner or tr("no owner yet"), point.due, point.words)
        for point in record.open_points
    ]
    return SummarySheet(
        sheet_name("Summary"),
        tr("{product}: CRA workbook", product=record.name_at_start),
        capital(class_line(record)) + ".",
        tuple(identity),
        tuple(counts),
        tuple(points),
        tr("White cells on the next sheets can be edited. Grey cells and hidden columns are locked."),
    )


def _refs_by_part(pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of Annex I, each with what the references of its points begin with."""
    for words, in_part_2 in ((tr("Annex I, Part I"), False), (tr("Annex I, Part II"), True)):
        common = commonprefix([one.ref for one in pack.requirements.values() if one.in_part_2 is in_part_2])
        yield words, (common[: common.rfind(" ") + 1],)


# ---------------------------------------------------------------------------------------------- answers


def _answers(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    with_history = bool(record.changed)
    columns = [
        SheetColumn("step", tr("Step"), 16),
        SheetColumn("question", tr("Question"), 46, strong=True),
        SheetColumn("answer", tr("Answer"), 46),
        SheetColumn("note", tr("Note"), 26),
        SheetColumn("basis", tr("Basis"), 28),
        SheetColumn("use", tr("Use"), 18, colour="status"),
    ]
    if with_history:
        columns += [
            SheetColumn("who", tr("Changed by"), 16),
            SheetColumn("when", tr("Changed on"), 13, kind="date"),
        ]
    unused, still_to_ask = set(result.unused), set(result.questions_to_ask())
    gaps = {gap.question: gap.number for gap in record.gaps}
    points = {point.question.id: point.number for point in record.open_points}
    rows = []
    for question in pack.questions.values():
        value = result.answers.get(question.id)
        if value is None and question.id not in still_to_ask:
            continue
        if question.id in points:
            use = tr("? Open {number}", number=points[question.id])
        elif question.id in gaps:
            use = tr("▲ Gap {number}", number=gaps[question.id])
        elif value is None:
            use = tr("Optional, left open")
        elif question.id in result.may_be_asked and question.id not in result.asked:
            use = tr("Used, if required")
        elif question.id in unused:
            use = tr("– Not used")
        else:
            use = tr("Used")
        values: list[CellValue] = [
            _STEP_TITLES[question.step],
            filled_text(question.text, record.name),
            answer_words(pack, question, value),
            record.notes.get(question.id, "").strip() or tr(_NO_NOTE),
            basis(pack, question.cites, question.kind),
            use,
        ]
        if with_history:
            change = record.changed.get(question.id)
            values += (
                [change.who or tr("not recorded"), change.on]
                if change
                else [tr("not recorded"), tr("not recorded")]
            )
        rows.append(SheetRow(f"answer.{question.id}", tuple(values)))
    for used in result.states:
        if used.stated:
            item = pack.state[used.id]
            stated: list[CellValue] = [
                tr("State of play"),
                item.title,
                item.labels.get(used.value, used.value)
                + "\n"
                + tr("◊ stated by you: {reference}, {day}", reference=used.reference, day=day(used.on)),
                record.notes.get(used.id, "").strip() or tr(_NO_NOTE),
                basis(pack, item.cites),
                tr("Used"),
            ]
            if with_history:
                change = record.changed.get(used.id)
                stated += (
                    [change.who or tr("not recorded"), change.on]
                    if change
                    else [tr("not recorded"), tr("not recorded")]
                )
            rows.append(SheetRow(f"answer.{used.id}", tuple(stated)))
    return Sheet(
        "Answers",
        tr("Answers"),
        tr(
            "{count} questions as they were put, with the answers of {day}. Change them in the program.",
            count=len(rows),
            day=day(record.on),
        ),
        tuple(columns),
        tuple(rows),
        freeze=2,
    )


# ----------------------------------------------------------------------------------------- requirements


def _requirements(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    columns = (
        SheetColumn("ref", tr("Ref."), 13, strong=True),
        SheetColumn("requirement", tr("Requirement and what it asks"), 42),
        SheetColumn("typical", tr("Typical evidence"), 36),
        SheetColumn("coverage", tr("Covered by"), 20),
        *requirements_sheet.columns(record.technical_file),
    )
    if result.value("full-duties") == "no" or result.value("scope") == "out":
        return Sheet("Requirements", tr("Requirements checklist, Annex I"), "", columns, ())
    rows = []
    for requirement in pack.requirements.values():
        coverage, applies, how, status = _coverage(record, requirement)
        cells: tuple[CellValue, ...] = (applies, how, status, None, None, None)
        if record.technical_file is not None:
            known = requirements_sheet.shown(pack, record.technical_file, requirement.id)
            cells = tuple(known[column.id] for column in requirements_sheet.columns(record.technical_file))
        rows.append(
            SheetRow(
                requirements_sheet.row_id(requirement.id),
                (
                    requirement.ref,
                    f"{requirement.title}\n{in_words(pack, requirement.meaning)}",
                    "\n".join(f"· {in_words(pack, one)}" for one in requirement.evidence),
                    coverage,
                    *cells,
                ),
            )
        )
    return Sheet(
        "Requirements",
        tr("Requirements checklist, Annex I"),
        tr(
            "{count} points. Ref. as in the Regulation; the wording is a paraphrase, the Regulation decides.",
            count=len(rows),
        ),
        columns,
        tuple(rows),
        freeze=1,
    )


def _coverage(record: ProductRecord, requirement: Requirement) -> tuple[str, str, str | None, str]:
    """What the answers say about one point: covered by, applies, how, status."""
    pack, result = record.pack, record.assessment
    rows = result.answers.get("standards-coverage")
    option = rows.get(requirement.id) if isinstance(rows, dict) else None
    if option is None:
        asked = "standards-coverage" in result.questions_to_ask()
        words = (
            tr(NOT_ANSWERED)
            if asked or rows == NOT_SURE
            else tr("Own solution; no instrument that counts was named")
        )
        return words, tr("Applies"), None, tr("○ To do")
    if option == NOT_SURE:
        return tr("? Not sure yet"), tr("Applies"), None, tr("? Not sure yet")
    words = option_words(pack, pack.questions["standards-coverage"], option)
    if option == "not-applicable":
        if not requirement.may_not_apply:
            return (
                words,
                tr("Applies"),
                tr("This point always applies; correct the answer."),
                tr("▲ Evidence missing"),
            )
        return (
            words,
            tr("Does not apply"),
            tr("Because … (reason, risk and who accepts it: Art. 13(4))"),
            tr("▲ Evidence missing"),
        )
    return words, tr("Applies"), None, tr("○ To do")


# ------------------------------------------------------------------------------------------------- steps


# --------------------------------------------------------------------------------------- duties and dates


def _duties(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    columns = (
        SheetColumn("date", tr("Date"), 13, kind="date"),
        SheetColumn("kind", tr("Kind"), 12),
        SheetColumn("what", tr("What"), 40, strong=True),
        SheetColumn("text", tr("What it asks"), 62),
        SheetColumn("applies", tr("Applies"), 18, colour="status"),
        SheetColumn("set-by", tr("Set by"), 12),
        SheetColumn("basis", tr("Basis"), 30),
    )
    rows: list[tuple[date, SheetRow]] = []
    for item in result.timeline():
        when: CellValue = item.on or tr(_NOT_KNOWN)
        text = filled_text(in_words(pack, item.entry.text), record.name) or tr("See the basis.")
        rows.append(
            (
                item.on or date.max,
                SheetRow(
                    f"date.{item.entry.id}",
                    (
                        when,
                        tr("Date"),
                        item.entry.title,
                        text,
                        _applies(item.applies),
                        tr("law") if item.entry.set_by == "law" else tr("our plan"),
                        basis(pack, item.entry.cites, item.entry.kind),
                    ),
                ),
            )
        )
    for duty in result.duties():
        if duty.applies is False:
            continue
        entry: Any = duty.entry
        until = " " + tr("Until {day}.", day=day(entry.until)) if entry.until else ""
        rows.append(
            (
                entry.from_,
                SheetRow(
                    f"duty.{entry.id}",
                    (
                        entry.from_,
                        tr("Duty from"),
                        in_words(pack, entry.title),
                        filled_text(in_words(pack, entry.text), record.name) + until,
                        _applies(duty.applies),
                        tr("law"),
                        basis(pack, entry.cites, entry.kind),
                    ),
                ),
            )
        )
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    return Sheet(
        "Duties and dates", tr("Duties and dates"), tr("In order of date."), columns, ordered, freeze=1
    )


def _applies(applies: bool | None) -> str:
    return tr("? Not decided yet") if applies is None else tr("Applies")


def _other_laws(record: ProductRecord) -> Sheet:
    pack = record.pack
    columns = (
        SheetColumn("law", tr("Law"), 36, strong=True),
        SheetColumn("effect", tr("Effect"), 26),
        SheetColumn("text", tr("What it means"), 56),
        SheetColumn("todo", tr("What is to be done"), 56),
        SheetColumn("applies", tr("Applies"), 18, colour="status"),
        SheetColumn("kind", tr("Kind"), 14),
        SheetColumn("basis", tr("Basis"), 30),
    )
    rows = []
    for item in record.assessment.neighbours():
        if item.applies is False:
            continue
        entry: Any = item.entry
        text = filled_text(in_words(pack, entry.text), record.name)
        if entry.warning:
            text += "\n" + tr("Note.") + " " + filled_text(in_words(pack, entry.warning), record.name)
        todo = "\n".join(f"· {filled_text(in_words(pack, one), record.name)}" for one in entry.todo)
        rows.append(
            SheetRow(
                f"law.{entry.id}",
                (
                    entry.law,
                    EFFECT_WORDS[entry.effect],
                    text,
                    todo or tr_in("things", "nothing"),
                    _applies(item.applies),
                    KIND_WORDS[entry.kind],
                    basis(pack, entry.cites),
                ),
            )
        )
    return Sheet(
        "Other laws",
        tr("Other laws"),
        tr("Conformity with one law does not prove conformity with another, unless the table says so."),
        columns,
        tuple(rows),
        freeze=1,
    )


def _about(record: ProductRecord) -> AboutSheet:
    pack = record.pack
    manifest = pack.manifest
    states = "; ".join(
        lowered(pack.state[used.id].labels.get(used.value, used.value))
        + (" " + tr("(stated by us)") if used.stated else "")
        for used in record.assessment.states
    )
    return AboutSheet(
        sheet_name("About"),
        tr("About this workbook"),
        tr("Guidance, not legal advice."),
        (
            (
                tr("Caution"),
                tr(
                    "Made with CRA Suite from the statements of the organisation named on the "
                    "first sheet. Guidance, not legal advice. Only the Official Journal is "
                    "authentic."
                ),
            ),
            (
                tr("Rule pack"),
                tr(
                    "{rule_pack}. Version {version}, law as of {law_day}, applied to {day}.",
                    rule_pack=manifest.title,
                    version=manifest.version,
                    law_day=day(manifest.law_as_of),
                    day=day(record.on),
                ),
            ),
            (tr("Rule pack, SHA-256"), pack.sha256),
            (tr("State of play"), f"{capital(states)}."),
            (
                tr("Marks"),
                tr(
                    "▲ gap, ? open point or not sure, ● met or done, ► in progress, ○ to do, – "
                    "not applicable or not used, ◊ stated by you."
                ),
            ),
            (tr("Working with it"), tr(_WORKING if record.technical_file is None else _READ_BACK)),
        ),
    )
