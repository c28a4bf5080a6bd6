"""A filled checklist, risk register and list of steps on their way back: what would change, and taking it.

Three values stand behind each cell: what it said at export, what it says in the workbook, and what the
program shows now. A cell is a change when the workbook differs from the export; it is a conflict when the
program was changed meanwhile too, to something else. Nothing is taken without being asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from crasuite.documents.content import requirements_sheet, risk_register_sheet, steps_sheet
from crasuite.documents.content.meanings import Meanings
from crasuite.documents.content.workbook import sheet_id
from crasuite.documents.sheets import CellValue, SheetColumn
from crasuite.documents.xlsx_reader import (
    ReadCell,
    ReadProblem,
    ReadRow,
    ReadSheet,
    ReadWorkbook,
    is_level,
    read_workbook,
)
from crasuite.documents.xlsx_writer import cell_text, is_cut
from crasuite.domain.procedure_step import StepRecord
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Applies, Requirement
from crasuite.domain.risk import Risk
from crasuite.interview import words
from crasuite.interview.product_file import ProductFile
from crasuite.interview.workspace import Workspace
from crasuite.language import speaking, tr, trn

Key = tuple[str, str, str]
"""Sheet, row id, column id."""
_ID = re.compile(r"[A-Z]-\d+")
_SHORT = 60
_NOTHING = object()
_FROM_ROW, _FROM_APPLIES = "row", "applies"
_FOLLOWS = Meanings(
    {
        requirements_sheet.STATUS[4]: _FROM_ROW,
        requirements_sheet.REASON_MISSING: _FROM_ROW,
        requirements_sheet.STATUS[5]: _FROM_APPLIES,
    }
)
"""Words of the status column that cannot be chosen, by what they follow from."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something else than at export, or whose meaning the program changed meanwhile."""

    key: Key
    place: str
    """Sheet and cell, to find it in the workbook."""
    what: str
    """Point or risk, in words."""
    head: str
    exported: str
    theirs: str
    now: str
    is_conflict: bool
    value: Any = None
    """What is written when it is taken."""


@dataclass(frozen=True, slots=True)
class _Field:
    """How a cell becomes a property of a record: the new value, or why it cannot be."""

    value: Any = _NOTHING
    problem: str = ""


class ChecklistImport(ProductFile):
    """What one workbook would change in one product. Make it with `read`."""

    def __init__(self, workspace: Workspace, product_id: int, workbook: ReadWorkbook) -> None:
        super().__init__(workspace, product_id)
        self.workbook = workbook
        self.problems: list[ReadProblem] = []
        """What is not imported, with sheet and cell."""
        self.changes: list[CellChange] = []
        with self._as_exported():
            self._exported_pack = workspace.pack_of(product_id)
        self._steps = steps_sheet.steps_by_id(self.pack)
        self._compare()

    @classmethod
    def read(cls, workspace: Workspace, product_id: int, path: Path) -> ChecklistImport:
        """Read a workbook and compare it with the product.

        Raises:
            DocumentError: the file is not a workbook of this program, or cannot be read.
        """
        return cls(workspace, product_id, read_workbook(path))

    # What it says

    @property
    def conflicts(self) -> tuple[CellChange, ...]:
        """Cells that were changed both in the workbook and in the program."""
        return tuple(change for change in self.changes if change.is_conflict)

    @property
    def product_note(self) -> str:
        """A warning when the workbook was exported for a product of another name; else empty."""
        if self.workbook.product in ("", self.product_name):
            return ""
        return tr(
            "The workbook was exported for “{other_product}”; you are importing it into “{product}”.",
            other_product=self.workbook.product,
            product=self.product_name,
        )

    def summary_words(self) -> str:
        """In one sentence, what the workbook brings."""
        said = [trn("{n} change", "{n} changes", len(self.changes))]
        if self.conflicts:
            said.append(trn("{n} conflict", "{n} conflicts", len(self.conflicts)))
        if self.problems:
            said.append(
                trn("{n} cell or row not imported", "{n} cells or rows not imported", len(self.problems))
            )
        return tr("{counts} in {file}.", counts=words.joined(said), file=self.workbook.name)

    def lines(self) -> Iterator[str]:
        """The whole comparison as text."""
        yield self.summary_words()
        if self.product_note:
            yield self.product_note
        for change in self.changes:
            mark = "conflict" if change.is_conflict else "change"
            yield f"{mark}: {change.place}, {change.what}, {change.head}"
            yield f"    now:         {_short(change.now)}"
            if change.is_conflict:
                yield f"    exported:    {_short(change.exported)}"
            yield f"    in workbook: {_short(change.theirs)}"
        for problem in self.problems:
            yield f"not imported: {problem}"

    # Taking it

    def apply(self, taken: Collection[Key]) -> int:
        """Write the changes with these keys as one step for Undo; returns how many cells that were.

        What would leave a point out without its reason and risk is not written; it stands in `problems`.
        """
        chosen = [change for change in self.changes if change.key in set(taken)]
        records: dict[str, dict[str, Requirement | Risk | StepRecord]] = {}
        done = 0
        for sheet, row in dict.fromkeys((change.key[0], change.key[1]) for change in chosen):
            of_row = {change.key[2]: change for change in chosen if change.key[:2] == (sheet, row)}
            if sheet == requirements_sheet.SHEET:
                requirement, count = self._requirement(requirements_sheet.requirement_of(row), of_row)
                records.setdefault(RecordKind.REQUIREMENT, {})[requirement.id] = requirement
            elif sheet == steps_sheet.SHEET:
                step, count = self._step(steps_sheet.step_of(row), of_row)
                records.setdefault(RecordKind.STEP, {})[step.id] = step
            else:
                risk, count = self._risk(risk_register_sheet.risk_of(row), of_row)
                records.setdefault(RecordKind.RISK, {})[risk.id] = risk
            done += count
        if not done:
            return 0
        self._relink(records)
        self.write(tr("importing “{name}”", name=self.workbook.name), records)
        return done

    def _relink(self, records: dict[str, dict[str, Requirement | Risk | StepRecord]]) -> None:
        """A risk that a point names no longer stops naming the point."""
        risks = records.setdefault(RecordKind.RISK, {})
        for requirement in list(records.get(RecordKind.REQUIREMENT, {}).values()):
            assert isinstance(requirement, Requirement)
            for risk_id in self.file.risks_of_point(requirement.id):
                risk = risks.get(risk_id, self.file.risks[risk_id])
                assert isinstance(risk, Risk)
                if risk_id not in requirement.risks and requirement.id in risk.requirements:
                    left = tuple(one for one in risk.requirements if one != requirement.id)
                    risks[risk_id] = replace(risk, requirements=left)

    def _requirement(self, requirement_id: str, changes: Mapping[str, CellChange]) -> tuple[Requirement, int]:
        before = self.file.requirement(requirement_id)
        new = {column: change.value for column, change in changes.items()}
        text = new.pop("how", None)
        after = replace(before, **{"risks": self.file.risks_of_point(requirement_id), **new})
        if text is not None:
            # The same column holds how a point is met and why it does not apply.
            means = after.applies
            after = replace(after, **{"reason" if means is Applies.NO else "how": text})
        count = len(changes)
        if after.applies is Applies.NO and "applies" in changes:
            refused = after.problems_with_leaving_out(
                may_not_apply=self.pack.requirements[requirement_id].may_not_apply, risks=self.file.risks
            )
            if refused:
                self.problems.append(
                    ReadProblem(
                        requirements_sheet.SHEET,
                        changes["applies"].place.rpartition(" ")[2],
                        tr(
                            "“Does not apply” is not imported. {reasons}",
                            reasons=" ".join(one.words for one in refused),
                        ),
                    )
                )
                after = replace(after, applies=before.applies)
                count -= 1
        return after, count

    def _risk(self, risk_id: str, changes: Mapping[str, CellChange]) -> tuple[Risk, int]:
        new = {column: change.value for column, change in changes.items()}
        return replace(self.file.risks[risk_id], **new), len(changes)

    def _step(self, step_id: str, changes: Mapping[str, CellChange]) -> tuple[StepRecord, int]:
        new = {column: change.value for column, change in changes.items()}
        return replace(self.file.step(step_id), **new), len(changes)

    # Comparing

    def _compare(self) -> None:
        for sheet in self.workbook.sheets.values():
            self.problems += sheet.problems
            kind = sheet_id(sheet.name)
            if kind == requirements_sheet.SHEET:
                self._compare_sheet(sheet, requirements_sheet.columns(self.file), self._shown_requirement)
            elif kind == risk_register_sheet.SHEET:
                self._compare_sheet(sheet, risk_register_sheet.COLUMNS, self._shown_risk)
            elif kind == steps_sheet.SHEET:
                self._compare_sheet(sheet, steps_sheet.EDITABLE, self._shown_step)

    def _shown_requirement(self, row: str) -> tuple[str, dict[str, CellValue]] | None:
        requirement_id = requirements_sheet.requirement_of(row)
        known = self.pack.requirements.get(requirement_id)
        if known is None:
            return None
        with self._as_exported():
            shown = requirements_sheet.shown(self._exported_pack, self.file, requirement_id)
        return f"{known.ref} {known.title}", shown

    def _shown_risk(self, row: str) -> tuple[str, dict[str, CellValue]] | None:
        risk = self.file.risks.get(risk_register_sheet.risk_of(row))
        if risk is None:
            return None
        with self._as_exported():
            shown = risk_register_sheet.shown(self._exported_pack, self.file, risk)
        return f"{risk.id} {risk.title}".strip(), shown

    def _shown_step(self, row: str) -> tuple[str, dict[str, CellValue]] | None:
        step = self._steps.get(steps_sheet.step_of(row))
        if step is None:
            return None
        with self._as_exported():
            shown = steps_sheet.shown(self.file, step.id)
        return tr("Step {step}", step=words.shortened(step.text, _SHORT)), shown

    def _as_exported(self) -> AbstractContextManager[None]:
        """What the program shows now is compared in the language of the workbook."""
        return speaking(self.workbook.language)

    def _compare_sheet(self, sheet: ReadSheet, columns: tuple[SheetColumn, ...], shown: Any) -> None:
        editable = {column.id: column for column in columns if column.editable}
        for row in sheet.rows.values():
            exported = sheet.exported.get(row.id)
            if exported is None:
                words_ = tr("the row id “{id}” was not in the export; it is not imported", id=row.id[:40])
                self._refuse(sheet.name, f"A{row.place}", words_)
                continue
            known = shown(row.id)
            if known is None:
                if any(cell.text != exported.get(column, "") for column, cell in row.cells.items()):
                    self._refuse(
                        sheet.name,
                        f"A{row.place}",
                        tr("{id} no longer exists in the program; its row is not imported", id=row.id),
                    )
                continue
            what, values = known
            found: list[CellChange] = []
            for column, cell in row.cells.items():
                change = self._cell(sheet, row, column, cell, editable, exported, what, values)
                if change is not None:
                    found.append(change)
            if sheet_id(sheet.name) == requirements_sheet.SHEET:
                found = self._checked_applies(sheet, row, found)
            self.changes += found
        if sheet.rows:
            for row_id in sheet.exported:
                if row_id not in sheet.rows and not any(row_id in one.words for one in sheet.problems):
                    missing = tr("the row {id} is missing; nothing is removed because of it", id=row_id)
                    self._refuse(sheet.name, "", missing)

    def _cell(
        self,
        sheet: ReadSheet,
        row: ReadRow,
        column: str,
        cell: ReadCell,
        editable: Mapping[str, SheetColumn],
        exported: Mapping[str, str],
        what: str,
        values: Mapping[str, CellValue],
    ) -> CellChange | None:
        base = exported.get(column, "")
        head = sheet.heads.get(column, column)
        if is_level(base):
            if cell.kind != "formula":
                typed = tr("“{column}” is worked out; what was typed is not imported", column=head)
                self._refuse(sheet.name, cell.coordinate, typed)
            return None
        if cell.kind == "formula":
            self._refuse(
                sheet.name, cell.coordinate, tr("“{column}” holds a formula; it is not imported", column=head)
            )
            return None
        if cell.kind == "error":
            error = tr("“{column}” holds the error {error}; it is not imported", column=head, error=cell.text)
            self._refuse(sheet.name, cell.coordinate, error)
            return None
        if _same(cell.text, base):
            return None
        if column not in editable:
            self._refuse(
                sheet.name,
                cell.coordinate,
                tr(
                    "“{column}” is locked; the change to “{text}” is not imported",
                    column=head,
                    text=_short(cell.text),
                ),
            )
            return None
        now = cell_text(values.get(column))
        if _same(cell.text, now):
            return None
        kind = sheet_id(sheet.name)
        field = self._value(kind, column, cell)
        if not field.problem and field.value in (
            self._kept(kind, row.id, column),
            self._value(kind, column, ReadCell("", "text", base)).value,
        ):
            # Other letters for the same: "4" for "4 Major", "avoid" for "Avoid".
            return None
        if field.problem:
            self._refuse(
                sheet.name, cell.coordinate, tr("{problem}; it is not imported", problem=field.problem)
            )
            return None
        return CellChange(
            (kind, row.id, column),
            f"{sheet.name} {cell.coordinate}",
            what,
            head,
            base,
            cell.text,
            now,
            not _same(now, base),
            field.value,
        )

    def _kept(self, sheet: str, row: str, column: str) -> Any:
        """What the record itself says, which a cell may show in other words."""
        if sheet == risk_register_sheet.SHEET:
            risk = self.file.risks[risk_register_sheet.risk_of(row)]
            after = dict(zip(("likelihood_after", "impact_after"), risk.steps("after"), strict=True))
            return after.get(column, getattr(risk, column))
        if sheet == steps_sheet.SHEET:
            return getattr(self.file.step(steps_sheet.step_of(row)), column)
        said = self.file.requirement(requirements_sheet.requirement_of(row))
        if column == "risks":
            return self.file.risks_of_point(said.id)
        if column == "how":
            return said.reason if said.applies is Applies.NO else said.how
        return getattr(said, column)

    def _refuse(self, sheet: str, cell: str, said: str) -> None:
        self.problems.append(ReadProblem(sheet, cell, said))

    def _value(self, sheet: str, column: str, cell: ReadCell) -> _Field:
        """What a cell means as a property of its record."""
        text = cell.text
        if is_cut(text):
            return _Field(problem=tr("the text was cut at export, so the rest of it would be lost"))
        if sheet == risk_register_sheet.SHEET:
            if column in risk_register_sheet.STEPS_OF:
                return _step(text)
            if column == "treatment":
                return _one_of(text, risk_register_sheet.TREATMENT_OF, "To decide")
            return _Field(text)
        if column == "due":
            return _day(cell)
        if sheet == steps_sheet.SHEET:
            if column == "status":
                return _one_of(text, steps_sheet.STATUS_OF, "To do")
            return _Field(text)
        if column == "applies":
            return _one_of(text, requirements_sheet.APPLIES_OF)
        if column == "status":
            if _FOLLOWS.get(text) == _FROM_ROW:
                return _Field(
                    problem=tr("“{text}” follows from the rest of the row and cannot be chosen", text=text)
                )
            if _FOLLOWS.get(text) == _FROM_APPLIES:
                return _Field(problem=tr("“Not applicable” is said in the column Applies?"))
            return _one_of(text, requirements_sheet.STATUS_OF)
        if column == "evidence":
            return self._ids(text, self.file.evidence, "evidence")
        if column == "risks":
            return self._ids(text, self.file.risks, "risk")
        return _Field(text)

    @staticmethod
    def _ids(text: str, there: Collection[str], what: str) -> _Field:
        named = _ID.findall(text)
        rest = re.sub(r"[\s,;·]+", "", _ID.sub("", text))
        unknown = [one for one in named if one not in there]
        if unknown:
            return _Field(
                problem=tr("there is no evidence {numbers}", numbers=words.joined(unknown))
                if what == "evidence"
                else tr("there is no risk {numbers}", numbers=words.joined(unknown))
            )
        if rest:
            return _Field(
                problem=tr("“{text}” is not a list of numbers such as E-01, E-04", text=_short(text))
            )
        return _Field(tuple(dict.fromkeys(named)))

    def _checked_applies(self, sheet: ReadSheet, row: ReadRow, found: list[CellChange]) -> list[CellChange]:
        """Leaving a point out still needs reason and risk, and is refused where the law forbids it."""
        change = next((one for one in found if one.key[2] == "applies"), None)
        if change is None or change.value is not Applies.NO:
            return found
        requirement_id = requirements_sheet.requirement_of(row.id)
        said = self.file.requirement(requirement_id)
        new = {one.key[2]: one.value for one in found}
        wanted = replace(
            said,
            applies=Applies.NO,
            reason=new.get("how", said.reason),
            risks=new.get("risks", self.file.risks_of_point(requirement_id)),
        )
        refused = wanted.problems_with_leaving_out(
            may_not_apply=self.pack.requirements[requirement_id].may_not_apply, risks=self.file.risks
        )
        if not refused:
            return found
        where = row.cells["applies"].coordinate
        reasons = " ".join(one.words for one in refused)
        self._refuse(sheet.name, where, tr("“Does not apply” is not imported. {reasons}", reasons=reasons))
        left = [one for one in found if one is not change]
        text = next((one for one in left if one.key[2] == "how"), None)
        if text is not None:
            # Written as a reason, it says nothing about how the point is met.
            left.remove(text)
            self._refuse(
                sheet.name,
                row.cells["how"].coordinate,
                tr(
                    "the text was written as the reason why the point does not apply; it is "
                    "not imported either"
                ),
            )
        return left


def _same(one: str, other: str) -> bool:
    """Equal as far as people see: Excel and LibreOffice break lines and end texts in their own ways."""
    return one == other or " ".join(one.split()) == " ".join(other.split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return tr("(empty)")
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _step(text: str) -> _Field:
    if not text:
        return _Field(None)
    if re.fullmatch(r"[1-5](\D.*)?", text, re.DOTALL):
        return _Field(int(text[0]))
    return _Field(problem=tr("“{text}” is no step from 1 to 5", text=_short(text)))


def _one_of(text: str, known: Mapping[str, Any], empty: str = "") -> _Field:
    """A choice of a list; the sign before the word may be missing."""
    for said, value in known.items():
        if text.casefold() in (said.casefold(), said.lstrip("●►○?▲– ").casefold()):
            return _Field(value)
    if not text and empty:
        return next(
            (_Field(value) for said, value in known.items() if said.endswith(empty)),
            _Field(problem=tr("empty")),
        )
    return _Field(problem=tr("“{text}” is not one of the entries of the list", text=_short(text)))


def _day(cell: ReadCell) -> _Field:
    if cell.kind == "blank":
        return _Field(None)
    try:
        return _Field(date.fromisoformat(cell.text[:10] if cell.kind == "date" else cell.text))
    except ValueError:
        return _Field(problem=tr("“{text}” is no date such as 2026-12-11", text=_short(cell.text)))
