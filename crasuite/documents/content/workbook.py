"""The workbook (RC): answers, the 22 points of Annex I, procedure steps, duties and dates, to be worked on.

Row ids are stable: the same question, point or step has the same id in every export.
"""

from __future__ import annotations

from datetime import date
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
from crasuite.rules.model import NOT_SURE, Requirement

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RC"
TITLE = "Workbook"

_NO_NOTE = "no note"
_WORKING = (
    "White cells are yours. Each row has a hidden id, so that the workbook can be compared "
    "with a later one. Answers are changed in the program."
)
_READ_BACK = (
    "White cells are yours. Fill the sheets Requirements, Risks and Procedure and give the file back: "
    "CRA Suite, Documents, Import checklist reads them, shows every change, and takes nothing without being "
    "asked. Do not delete rows, head words or hidden columns. Evidence and risks are named by their numbers, "
    "such as E-01, E-04. Everything else is changed in the program."
)
_NOT_KNOWN = "not known yet"
_STEP_TITLES = {
    "organisation": "Organisation and role",
    "product": "Product",
    "scope": "Scope",
    "class": "Classification",
    "procedure": "Conformity route",
    "support": "Support and dates",
}


def build(record: ProductRecord) -> Workbook:
    """The workbook; its fingerprint is still to be added."""
    meta = meta_for(
        record, CODE, TITLE, f"{capital(record.name)}, {class_line(record)}", "Annex I; Art. 13, 14, 32"
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
    lists = [NamedList("applies", applies), NamedList("status", status)]
    lists.append(NamedList("step_status", steps_sheet.STATUS))
    if risks.rows:
        lists += risk_register_sheet.lists(record)
    return Workbook(
        meta,
        (_summary(record, tables), *tables, _about(record)),
        tuple(lists),
        risk_register_sheet.matrix(record) if risks.rows else (),
        tuple(sheet.name for sheet in (requirements, risks, steps) if sheet.rows) if has_file else (),
    )


def _summary(record: ProductRecord, tables: list[Sheet]) -> SummarySheet:
    pack = record.pack
    names = {sheet.name for sheet in tables}
    identity = [
        ("Document", f"{record.product_code}-{CODE}"),
        ("Revision", f"{record.revision}, {day(record.on)}"),
        ("State", record.state_words),
        ("Organisation", record.maker),
        ("Product", capital(record.name)),
        ("Result", headline(record)),
    ]
    if record.chosen:
        identity.append(("Procedure", f"{capital(PROCEDURE_NAMES[record.chosen])} (chosen)"))
    support = [
        item.on for item in record.assessment.timeline() if item.entry.id == "t-support-end" and item.on
    ]
    if support:
        identity.append(("Support ends", day(support[0])))
    identity.append(
        (
            "Law used",
            f"Rule pack {pack.manifest.version}, law as of {day(pack.manifest.law_as_of)}, applied to "
            f"{day(record.on)}",
        )
    )
    counts: list[SummaryCount] = []
    done = ("●", "–")
    if "Requirements" in names:
        for part in ("Part I ", "Part II "):
            where = (("ref", (part,)),)
            counts.append(
                SummaryCount(
                    f"Annex I, {part.strip()}",
                    CountWhere("Requirements", where),
                    CountWhere("Requirements", (*where, ("status", done))),
                    "Sheet Requirements, column Status",
                )
            )
    if "Procedure" in names:
        counts.append(
            SummaryCount(
                "Procedure steps",
                CountWhere("Procedure"),
                CountWhere("Procedure", (("status", done),)),
                "Sheet Procedure, column Status",
            )
        )
    counts.append(
        SummaryCount(
            "Answers that matter",
            CountWhere("Answers", (("use", ("Used", "?", "▲")),)),
            CountWhere("Answers", (("use", ("Used",)),)),
            "Sheet Answers, column Use",
        )
    )
    points = [
        SummaryPoint("gap", gap.number, gap.owner or "no owner yet", gap.due, gap.words)
        for gap in record.gaps
    ]
    points += [
        SummaryPoint("open", point.number, point.owner or "no owner yet", point.due, point.words)
        for point in record.open_points
    ]
    return SummarySheet(
        "Summary",
        f"{capital(record.name)}: CRA workbook",
        capital(class_line(record)) + ".",
        tuple(identity),
        tuple(counts),
        tuple(points),
        "White cells on the next sheets can be edited. Grey cells and hidden columns are locked.",
    )


# ---------------------------------------------------------------------------------------------- answers


def _answers(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    with_history = bool(record.changed)
    columns = [
        SheetColumn("step", "Step", 16),
        SheetColumn("question", "Question", 46, strong=True),
        SheetColumn("answer", "Answer", 46),
        SheetColumn("note", "Note", 26),
        SheetColumn("basis", "Basis", 28),
        SheetColumn("use", "Use", 18, colour="status"),
    ]
    if with_history:
        columns += [SheetColumn("who", "Changed by", 16), SheetColumn("when", "Changed on", 13, kind="date")]
    unused, still_to_ask = set(result.unused), set(result.questions_to_ask())
    gaps = {gap.question: gap.number for gap in record.gaps}
    points = {point.question.id: point.number for point in record.open_points}
    rows = []
    for question in pack.questions.values():
        value = result.answers.get(question.id)
        if value is None and question.id not in still_to_ask:
            continue
        if question.id in points:
            use = f"? Open {points[question.id]}"
        elif question.id in gaps:
            use = f"▲ Gap {gaps[question.id]}"
        elif value is None:
            use = "Optional, left open"
        elif question.id in result.may_be_asked and question.id not in result.asked:
            use = "Used, if required"
        elif question.id in unused:
            use = "– Not used"
        else:
            use = "Used"
        values: list[CellValue] = [
            _STEP_TITLES[question.step],
            filled_text(question.text, record.name),
            answer_words(pack, question, value),
            record.notes.get(question.id, "").strip() or _NO_NOTE,
            basis(pack, question.cites, question.kind),
            use,
        ]
        if with_history:
            change = record.changed.get(question.id)
            values += (
                [change.who or "not recorded", change.on] if change else ["not recorded", "not recorded"]
            )
        rows.append(SheetRow(f"answer.{question.id}", tuple(values)))
    for used in result.states:
        if used.stated:
            item = pack.state[used.id]
            stated: list[CellValue] = [
                "State of play",
                item.title,
                f"{item.labels.get(used.value, used.value)}\n◊ stated by you: {used.reference}, "
                f"{day(used.on)}",
                record.notes.get(used.id, "").strip() or _NO_NOTE,
                basis(pack, item.cites),
                "Used",
            ]
            if with_history:
                change = record.changed.get(used.id)
                stated += (
                    [change.who or "not recorded", change.on] if change else ["not recorded", "not recorded"]
                )
            rows.append(SheetRow(f"answer.{used.id}", tuple(stated)))
    return Sheet(
        "Answers",
        "Answers",
        f"{len(rows)} questions as they were put, with the answers of {day(record.on)}. Change them in "
        "the program.",
        tuple(columns),
        tuple(rows),
        freeze=2,
    )


# ----------------------------------------------------------------------------------------- requirements


def _requirements(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    columns = (
        SheetColumn("ref", "Ref.", 13, strong=True),
        SheetColumn("requirement", "Requirement and what it asks", 42),
        SheetColumn("typical", "Typical evidence", 36),
        SheetColumn("coverage", "Covered by", 20),
        *requirements_sheet.columns(record.technical_file),
    )
    if result.value("full-duties") == "no" or result.value("scope") == "out":
        return Sheet("Requirements", "Requirements checklist, Annex I", "", columns, ())
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
        "Requirements checklist, Annex I",
        f"{len(rows)} points. Ref. as in the Regulation; the wording is a paraphrase, the Regulation "
        "decides.",
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
            NOT_ANSWERED if asked or rows == NOT_SURE else "Own solution; no instrument that counts was named"
        )
        return words, "Applies", None, "○ To do"
    if option == NOT_SURE:
        return "? Not sure yet", "Applies", None, "? Not sure yet"
    words = option_words(pack, pack.questions["standards-coverage"], option)
    if option == "not-applicable":
        if not requirement.may_not_apply:
            return words, "Applies", "This point always applies; correct the answer.", "▲ Evidence missing"
        return (
            words,
            "Does not apply",
            "Because … (reason, risk and who accepts it: Art. 13(4))",
            "▲ Evidence missing",
        )
    return words, "Applies", None, "○ To do"


# ------------------------------------------------------------------------------------------------- steps


# --------------------------------------------------------------------------------------- duties and dates


def _duties(record: ProductRecord) -> Sheet:
    pack, result = record.pack, record.assessment
    columns = (
        SheetColumn("date", "Date", 13, kind="date"),
        SheetColumn("kind", "Kind", 12),
        SheetColumn("what", "What", 40, strong=True),
        SheetColumn("text", "What it asks", 62),
        SheetColumn("applies", "Applies", 18, colour="status"),
        SheetColumn("set-by", "Set by", 12),
        SheetColumn("basis", "Basis", 30),
    )
    rows: list[tuple[date, SheetRow]] = []
    for item in result.timeline():
        when: CellValue = item.on or _NOT_KNOWN
        text = filled_text(in_words(pack, item.entry.text), record.name) or "See the basis."
        rows.append(
            (
                item.on or date.max,
                SheetRow(
                    f"date.{item.entry.id}",
                    (
                        when,
                        "Date",
                        item.entry.title,
                        text,
                        _applies(item.applies),
                        "law" if item.entry.set_by == "law" else "our plan",
                        basis(pack, item.entry.cites, item.entry.kind),
                    ),
                ),
            )
        )
    for duty in result.duties():
        if duty.applies is False:
            continue
        entry: Any = duty.entry
        until = f" Until {day(entry.until)}." if entry.until else ""
        rows.append(
            (
                entry.from_,
                SheetRow(
                    f"duty.{entry.id}",
                    (
                        entry.from_,
                        "Duty from",
                        in_words(pack, entry.title),
                        filled_text(in_words(pack, entry.text), record.name) + until,
                        _applies(duty.applies),
                        "law",
                        basis(pack, entry.cites, entry.kind),
                    ),
                ),
            )
        )
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    return Sheet("Duties and dates", "Duties and dates", "In order of date.", columns, ordered, freeze=1)


def _applies(applies: bool | None) -> str:
    return "? Not decided yet" if applies is None else "Applies"


def _other_laws(record: ProductRecord) -> Sheet:
    pack = record.pack
    columns = (
        SheetColumn("law", "Law", 36, strong=True),
        SheetColumn("effect", "Effect", 26),
        SheetColumn("text", "What it means", 56),
        SheetColumn("todo", "What is to be done", 56),
        SheetColumn("applies", "Applies", 18, colour="status"),
        SheetColumn("kind", "Kind", 14),
        SheetColumn("basis", "Basis", 30),
    )
    rows = []
    for item in record.assessment.neighbours():
        if item.applies is False:
            continue
        entry: Any = item.entry
        text = filled_text(in_words(pack, entry.text), record.name)
        if entry.warning:
            text += f"\nNote. {filled_text(in_words(pack, entry.warning), record.name)}"
        todo = "\n".join(f"· {filled_text(in_words(pack, one), record.name)}" for one in entry.todo)
        rows.append(
            SheetRow(
                f"law.{entry.id}",
                (
                    entry.law,
                    EFFECT_WORDS[entry.effect],
                    text,
                    todo or "nothing",
                    _applies(item.applies),
                    KIND_WORDS[entry.kind],
                    basis(pack, entry.cites),
                ),
            )
        )
    return Sheet(
        "Other laws",
        "Other laws",
        "Conformity with one law does not prove conformity with another, unless the table says so.",
        columns,
        tuple(rows),
        freeze=1,
    )


def _about(record: ProductRecord) -> AboutSheet:
    pack = record.pack
    manifest = pack.manifest
    states = "; ".join(
        lowered(pack.state[used.id].labels.get(used.value, used.value))
        + (" (stated by us)" if used.stated else "")
        for used in record.assessment.states
    )
    return AboutSheet(
        "About",
        "About this workbook",
        "Guidance, not legal advice.",
        (
            (
                "Caution",
                "Made with CRA Suite from the statements of the organisation named on the first sheet. "
                "Guidance, not legal advice. Only the Official Journal is authentic.",
            ),
            (
                "Rule pack",
                f"{manifest.title}. Version {manifest.version}, law as of {day(manifest.law_as_of)}, "
                f"applied to {day(record.on)}.",
            ),
            ("Rule pack, SHA-256", pack.sha256),
            ("State of play", f"{capital(states)}."),
            (
                "Marks",
                "▲ gap, ? open point or not sure, ● met or done, ► in progress, ○ to do, – not "
                "applicable or not used, ◊ stated by you.",
            ),
            ("Working with it", _WORKING if record.technical_file is None else _READ_BACK),
        ),
    )
