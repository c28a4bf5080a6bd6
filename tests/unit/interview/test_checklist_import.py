"""The workbook goes out, is filled, and comes back: what was edited is what is imported, and nothing else."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.documents.content import requirements_sheet, risk_register_sheet, workbook
from crasuite.documents.dossier import preview_documents
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.documents.xlsx_reader import read_workbook
from crasuite.documents.xlsx_writer import cell_text, safe_text
from crasuite.domain.procedure_step import StepRecord, StepStatus
from crasuite.domain.requirement import Applies, RequirementStatus
from crasuite.domain.risk import Treatment
from crasuite.errors import DocumentError
from crasuite.interview.checklist_import import ChecklistImport
from crasuite.interview.export import product_record
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.documents.content.said import text_of

NOW = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)
HEAD_ROW = 5
RECORDS: dict[str, Any] = {
    "requirement": {
        "annex-1-1-2-a": {
            "applies": "yes",
            "how": "Scan.",
            "status": "met",
            "owner": "Jonas",
            "evidence": ["E-01"],
        },
        "annex-1-1-2-i": {
            "applies": "no",
            "reason": "The lock has no interface to a network of others.",
            "risks": ["R-02"],
        },
        "annex-1-1-2-l": {"applies": "not-sure", "owner": "Iris", "due": "2026-12-11"},
    },
    "evidence": {"E-01": {"kind": "note", "text": "Log"}, "E-02": {"kind": "note", "text": "Plan"}},
    "risk": {
        "R-01": {
            "title": "Lock opened by replayed message",
            "likelihood_before": 3,
            "impact_before": 5,
            "treatment": "reduce",
            "measures": "Rolling counter.",
            "likelihood_after": 2,
            "impact_after": 5,
            "requirements": ["annex-1-1-2-d"],
        },
        "R-02": {"title": "Debug port read on a stolen lock"},
    },
}


@pytest.fixture(scope="module")
def real_pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, real_pack: Pack) -> tuple[Path, int, bytes]:
    """A workspace with one product and a small technical file, and its workbook; tests work on copies."""
    path = tmp_path_factory.mktemp("import") / "work.crasuite"
    with opened(path, real_pack, Workspace.create) as workspace:
        product_id = workspace.add_sample("password-manager").id
        workspace.set_records(product_id, RECORDS, "filling the file")
        return path, product_id, export(workspace, product_id)


def opened(path: Path, pack: Pack, how: Callable[..., Workspace]) -> Workspace:
    return how(path, pack, clock=lambda: NOW, who=lambda: "Ana", today=lambda: date(2026, 11, 24))


@pytest.fixture
def work(exported: tuple[Path, int, bytes], tmp_path: Path, real_pack: Pack) -> Iterator[Workspace]:
    path = tmp_path / "work" / "work.crasuite"
    path.parent.mkdir()
    shutil.copyfile(exported[0], path)
    with opened(path, real_pack, Workspace.open) as found:
        yield found


@pytest.fixture
def product(exported: tuple[Path, int, bytes]) -> int:
    return exported[1]


@pytest.fixture
def filled(exported: tuple[Path, int, bytes], tmp_path: Path) -> Callable[..., Path]:
    """What was exported, edited by sheet, row id and head and saved as Excel would; returns the file."""

    def fill(edits: dict[tuple[str, str, str], Any] | None = None, name: str = "filled.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(exported[2])
        if edits:
            edit(path, edits)
        return path

    return fill


def export(work: Workspace, product: int) -> bytes:
    return paper_bytes(workbook.build(product_record(work, product)))


def edit(path: Path, edits: dict[tuple[str, str, str], Any]) -> None:
    book = openpyxl.load_workbook(path)
    for (sheet, row_id, head), value in edits.items():
        cell = cell_of(book[sheet], row_id, head)
        cell.value = value
        if isinstance(value, str) and not value.startswith("=SUM"):
            cell.value = safe_text(value)  # as Excel itself writes what looks like its own escapes
            cell.data_type = "s"
    book.save(path)


def cell_of(sheet: Any, row_id: str, head: str) -> Any:
    column = next(cell.column for cell in sheet[HEAD_ROW] if cell.value == head)
    row = next(row for row in range(HEAD_ROW + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == row_id)
    return sheet.cell(row, column)


def read(work: Workspace, product: int, path: Path) -> ChecklistImport:
    return ChecklistImport.read(work, product, path)


# -- unchanged, changed, undone ------------------------------------------------------------------------------


def test_an_untouched_workbook_changes_nothing(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    found = read(work, product, filled())
    assert (found.changes, found.problems) == ([], [])
    assert found.apply(set()) == 0


def test_a_workbook_saved_by_another_program_changes_nothing(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    path = filled()
    edit(path, {("Requirements", "annex1.i.2.a", "Owner"): "Jonas"})
    found = read(work, product, path)
    assert (found.changes, found.problems) == ([], [])


def test_what_a_colleague_fills_in_comes_back(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    how = "How it is met, or why it does not apply"
    path = filled(
        {
            ("Requirements", "annex1.i.2.b", "Applies?"): "Applies",
            ("Requirements", "annex1.i.2.b", how): "Reset restores\nthe delivered state.",
            ("Requirements", "annex1.i.2.b", "Status"): "● Met",
            ("Requirements", "annex1.i.2.b", "Evidence"): "E-02, E-01",
            ("Requirements", "annex1.i.2.b", "Owner"): "Mara",
            ("Requirements", "annex1.i.2.b", "Due"): date(2027, 1, 15),
            ("Requirements", "annex1.i.2.l", "Due"): None,
            ("Requirements", "annex1.i.2.i", how): "No interface of this lock reaches a network of others.",
            ("Risks", "risk.R-02", "Likelihood before"): "3 Possible",
            ("Risks", "risk.R-02", "Impact before"): "4",
            ("Risks", "risk.R-02", "Treatment"): "avoid",
            ("Risks", "risk.R-02", "What is done, what is left"): "=the port= is fused off",
        }
    )
    found = read(work, product, path)
    assert not found.problems
    assert len(found.changes) == 12
    assert not found.conflicts
    before = work.technical_file(product)
    assert found.apply({change.key for change in found.changes}) == 12
    file = work.technical_file(product)
    said = file.requirement("annex-1-1-2-b")
    assert (said.applies, said.status, said.owner) == (Applies.YES, RequirementStatus.MET, "Mara")
    assert said.how == "Reset restores\nthe delivered state."
    assert (said.evidence, said.due) == (("E-02", "E-01"), date(2027, 1, 15))
    assert file.requirement("annex-1-1-2-l").due is None
    assert file.requirement("annex-1-1-2-i").reason.startswith("No interface")
    risk = file.risks["R-02"]
    assert (risk.likelihood_before, risk.impact_before, risk.treatment) == (3, 4, Treatment.AVOID)
    assert risk.measures == "=the port= is fused off"
    assert read(work, product, path).changes == []
    assert work.undo_label() == "importing “filled.xlsx”"
    work.undo()
    assert work.technical_file(product) == before


def test_only_what_is_taken_is_written(work: Workspace, product: int, filled: Callable[..., Path]) -> None:
    path = filled(
        {
            ("Requirements", "annex1.i.2.b", "Owner"): "Mara",
            ("Requirements", "annex1.i.2.c", "Owner"): "Iris",
        }
    )
    found = read(work, product, path)
    assert found.apply({("Requirements", "annex1.i.2.c", "owner")}) == 1
    file = work.technical_file(product)
    assert (file.requirement("annex-1-1-2-b").owner, file.requirement("annex-1-1-2-c").owner) == ("", "Iris")


# -- conflicts -----------------------------------------------------------------------------------------------


def test_both_changed_is_a_conflict_and_the_same_change_is_none(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    path = filled(
        {
            ("Requirements", "annex1.i.2.a", "Owner"): "Mara",
            ("Requirements", "annex1.i.2.b", "Owner"): "Iris",
            ("Requirements", "annex1.i.2.c", "Owner"): "Ana",
        }
    )
    work.set_records(
        product,
        {
            "requirement": {
                "annex-1-1-2-a": {**RECORDS["requirement"]["annex-1-1-2-a"], "owner": "Peter"},
                "annex-1-1-2-b": {"owner": "Iris"},
                "annex-1-1-2-d": {"owner": "Nobody asked"},
            }
        },
        "meanwhile",
    )
    found = read(work, product, path)
    by_row = {change.key[1]: change for change in found.changes}
    assert set(by_row) == {"annex1.i.2.a", "annex1.i.2.c"}
    conflict = by_row["annex1.i.2.a"]
    assert conflict.is_conflict
    assert (conflict.exported, conflict.now, conflict.theirs) == ("Jonas", "Peter", "Mara")
    assert not by_row["annex1.i.2.c"].is_conflict
    assert "conflict: Requirements" in "\n".join(found.lines())


def test_a_risk_removed_meanwhile_stays_removed(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    path = filled({("Risks", "risk.R-01", "What could happen"): "Another title"})
    work.set_records(product, {"risk": {"R-01": None}}, "removing a risk")
    found = read(work, product, path)
    assert found.changes == []
    assert "risk.R-01 no longer exists" in str(found.problems[0])


# -- refused -------------------------------------------------------------------------------------------------

REFUSED = [
    ("Requirements", "annex1.ii.2", "Applies?", "Does not apply", "applies to every product"),
    ("Requirements", "annex1.i.1", "Applies?", "Does not apply", "applies to every product"),
    ("Requirements", "annex1.i.2.b", "Applies?", "Does not apply", "at least one sentence"),
    ("Requirements", "annex1.i.2.b", "Applies?", "Perhaps", "not one of the entries"),
    ("Requirements", "annex1.i.2.b", "Status", "▲ Evidence missing", "follows from the rest"),
    ("Requirements", "annex1.i.2.b", "Status", "– Not applicable", "column Applies?"),
    ("Requirements", "annex1.i.2.b", "Evidence", "E-99", "no evidence E-99"),
    ("Requirements", "annex1.i.2.b", "Evidence", "the report", "not a list of numbers"),
    ("Requirements", "annex1.i.2.b", "Risks", "R-77", "no risk R-77"),
    ("Requirements", "annex1.i.2.b", "Due", "next week", "no date"),
    ("Requirements", "annex1.i.2.b", "Owner", "=SUM(1,2)", "formula"),
    ("Requirements", "annex1.i.2.b", "Ref.", "I (9)", "locked"),
    ("Risks", "risk.R-02", "Likelihood before", "7 Always", "no step from 1 to 5"),
    ("Risks", "risk.R-02", "Level before", "Low", "worked out"),
    ("Risks", "risk.R-02", "Annex I", "(2)(a)", "locked"),
]


@pytest.mark.parametrize(("sheet", "row", "head", "value", "why"), REFUSED)
def test_what_cannot_be_imported_is_named_with_its_cell(
    work: Workspace,
    product: int,
    filled: Callable[..., Path],
    sheet: str,
    row: str,
    head: str,
    value: str,
    why: str,
) -> None:
    path = filled({(sheet, row, head): value})
    coordinate = cell_of(openpyxl.load_workbook(path)[sheet], row, head).coordinate
    found = read(work, product, path)
    assert found.changes == []
    assert len(found.problems) == 1
    assert (found.problems[0].sheet, found.problems[0].cell) == (sheet, coordinate)
    assert why in found.problems[0].words


def test_leaving_out_with_reason_and_risk_is_imported_together(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    how = "How it is met, or why it does not apply"
    path = filled(
        {
            ("Requirements", "annex1.i.2.b", "Applies?"): "Does not apply",
            ("Requirements", "annex1.i.2.b", how): "The product keeps no settings that could be reset.",
            ("Requirements", "annex1.i.2.b", "Risks"): "R-02",
        }
    )
    found = read(work, product, path)
    assert not found.problems
    taken = {change.key for change in found.changes}
    without_risk = {key for key in taken if key[2] != "risks"}
    assert found.apply(without_risk) == 1, "the reason alone; leaving out needs the risk as well"
    assert work.technical_file(product).requirement("annex-1-1-2-b").applies is not Applies.NO
    assert "risk" in found.problems[-1].words
    again = read(work, product, path)
    assert again.apply({change.key for change in again.changes})
    said = work.technical_file(product).requirement("annex-1-1-2-b")
    assert said.applies is Applies.NO
    assert said.risks == ("R-02",)


def test_damaged_rows_are_named(work: Workspace, product: int, filled: Callable[..., Path]) -> None:
    path = filled()
    book = openpyxl.load_workbook(path)
    sheet = book["Requirements"]
    cell_of(sheet, "annex1.i.2.a", "Owner").value = "Mara"
    sheet["A8"] = "annex1.i.9.z"
    sheet["A9"] = sheet["A10"].value
    sheet["A11"] = None
    last = sheet.max_row + 1
    for column in range(3, 8):
        sheet.cell(last, column).value = "added by hand"
    del book["Risks"]
    book.save(path)
    found = read(work, product, path)
    said = "\n".join(map(str, found.problems))
    assert "Requirements, A8: the row id “annex1.i.9.z” was not in the export" in said
    assert "stands here a second time" in said
    assert f"Requirements, C{last}: the row has no id" in said
    assert "the row has no id" in said
    assert "Risks: the sheet is missing or was renamed" in said
    assert "is missing; nothing is removed" in said
    assert [change.key[2] for change in found.changes] == ["owner"]


def test_moved_columns_and_sorted_rows_are_found(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    path = filled({("Requirements", "annex1.i.2.a", "Owner"): "Mara"})
    book = openpyxl.load_workbook(path)
    sheet = book["Requirements"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW)]
    head, body = rows[0], rows[1:]
    order = [0, 1, *reversed(range(2, len(head)))]
    for place, line in enumerate([head, *reversed(body)], HEAD_ROW):
        for position, column in enumerate(order, 1):
            sheet.cell(place, position).value = line[column]
    book.save(path)
    found = read(work, product, path)
    assert [(change.key, change.theirs) for change in found.changes] == [
        (("Requirements", "annex1.i.2.a", "owner"), "Mara")
    ]
    assert not found.problems


def test_a_workbook_of_another_product_is_pointed_out(
    work: Workspace, product: int, filled: Callable[..., Path]
) -> None:
    path = filled()
    other = work.add_sample("wellness-wearable").id
    found = read(work, other, path)
    assert "exported for" in found.product_note
    assert not read(work, product, path).product_note


# -- property ------------------------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn"), whitelist_characters="\n"), min_size=1, max_size=80
).filter(lambda text: cell_text(text) != "")
TYPED = st.one_of(
    TEXT,
    st.sampled_from(["=1+1", "+49 30 1", "-", "@home", "_x0041_", "01.02.2027", "TRUE", "é\u202e"]),
    st.sampled_from(
        [
            "الجهاز يوقّع كل تحديث",
            "עדכונים חתומים 2.4",
            "🔐🚪 ok 👩\u200d🔧",
            "日本語の説明。",
            '=HYPERLINK("x")',
        ]
    ),
    st.sampled_from(["Signed images. ", "=2*3 ", "Zeile\n"]).map(lambda text: text * 700),
)
REQUIREMENT_EDITS: dict[str, st.SearchStrategy[Any]] = {
    "How it is met, or why it does not apply": TYPED,
    "Status": st.sampled_from(sorted(requirements_sheet.STATUS_OF)),
    "Evidence": st.sampled_from([None, "E-01", "E-02", "E-02; E-01", "E-01 E-02"]),
    "Owner": st.one_of(st.none(), TYPED),
    "Due": st.one_of(st.none(), st.dates(date(2000, 1, 2), date(2099, 12, 31))),
}
RISK_EDITS: dict[str, st.SearchStrategy[Any]] = {
    "What could happen": TYPED,
    "What is done, what is left": st.one_of(st.none(), TYPED),
    "Treatment": st.sampled_from(sorted(risk_register_sheet.TREATMENT_OF)),
    "Likelihood before": st.sampled_from([None, "1 Rare", "3 Possible", "5 Certain", 4]),
    "Impact before": st.sampled_from([None, "1 Slight", "3", 2, "5 Severe"]),
    "Likelihood after": st.sampled_from([None, "2 Unlikely", 1, "5 Certain"]),
    "Impact after": st.sampled_from([None, "1 Slight", "2", "5 Severe"]),
    "Owner": st.one_of(st.none(), TYPED),
}
ROWS = {
    "Requirements": ["annex1.i.1", "annex1.i.2.a", "annex1.i.2.b", "annex1.i.2.i", "annex1.ii.5"],
    "Risks": ["risk.R-01", "risk.R-02"],
}


@st.composite
def edits(draw: st.DrawFn) -> dict[tuple[str, str, str], Any]:
    found: dict[tuple[str, str, str], Any] = {}
    for _ in range(draw(st.integers(1, 6))):
        sheet = draw(st.sampled_from(sorted(ROWS)))
        row = draw(st.sampled_from(ROWS[sheet]))
        of_sheet = REQUIREMENT_EDITS if sheet == "Requirements" else RISK_EDITS
        head = draw(st.sampled_from(sorted(of_sheet)))
        found[sheet, row, head] = draw(of_sheet[head])
    return found


def expected(file: Any, key: tuple[str, str, str]) -> Any:
    """What the record says at the place of a cell."""
    sheet, row, head = key
    if sheet == "Risks":
        risk = file.risks[risk_register_sheet.risk_of(row)]
        return {
            "What could happen": risk.title,
            "What is done, what is left": risk.measures,
            "Treatment": risk.treatment,
            "Likelihood before": risk.likelihood_before,
            "Impact before": risk.impact_before,
            "Likelihood after": risk.likelihood_after,
            "Impact after": risk.impact_after,
            "Owner": risk.owner,
        }[head]
    said = file.requirement(requirements_sheet.requirement_of(row))
    return {
        "How it is met, or why it does not apply": said.reason if said.applies is Applies.NO else said.how,
        "Status": said.status,
        "Evidence": said.evidence,
        "Owner": said.owner,
        "Due": said.due,
    }[head]


def meant(head: str, value: Any) -> Any:
    if head == "Status":
        return requirements_sheet.STATUS_OF[value]
    if head == "Treatment":
        return risk_register_sheet.TREATMENT_OF[value]
    if head == "Evidence":
        return tuple(part for part in (value or "").replace(";", " ").split())
    if head.startswith(("Likelihood", "Impact")):
        return int(str(value)[0]) if value else None
    if head == "Due":
        return value
    return cell_text(value)


def test_the_property_covers_every_column_that_can_be_filled(work: Workspace, product: int) -> None:
    of_points = {one.head for one in requirements_sheet.columns(work.technical_file(product)) if one.editable}
    # Whether a point applies hangs on its reason and its risks; it has tests of its own above.
    assert of_points - set(REQUIREMENT_EDITS) <= {"Applies?", "Risks"}
    of_risks = {one.head for one in risk_register_sheet.COLUMNS if one.editable}
    assert of_risks == set(RISK_EDITS)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(given_edits=edits())
def test_export_edit_import_is_the_edit(
    work: Workspace,
    product: int,
    filled: Callable[..., Path],
    given_edits: dict[tuple[str, str, str], Any],
) -> None:
    path = filled(given_edits, "property.xlsx")
    before = work.technical_file(product)
    found = read(work, product, path)
    assert not found.problems
    assert not found.conflicts
    applied = found.apply({change.key for change in found.changes})
    after = work.technical_file(product)
    for key, value in given_edits.items():
        assert same(expected(after, key), meant(key[2], value)), key
    assert read(work, product, path).changes == []
    if applied:
        work.undo()
    assert work.technical_file(product) == before


def same(one: Any, other: Any) -> bool:
    """Spaces at the end of lines are no change, neither for people nor for the import."""
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()) == " ".join(other.split())
    return bool(one == other)


# -- files from outside --------------------------------------------------------------------------------------


def refused(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_workbook(path)
    assert caught.value.what
    assert caught.value.why
    assert caught.value.next_step
    return caught.value


def test_foreign_and_broken_files_give_one_clear_error(tmp_path: Path, filled: Callable[..., Path]) -> None:
    assert refused(tmp_path / "none.xlsx").code == "XLSX-01"
    for name, data in {
        "text.xlsx": b"not a workbook",
        "empty.xlsx": b"",
        "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }.items():
        (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / "text.xlsx").code == "XLSX-05"
    assert refused(tmp_path / "empty.xlsx").code == "XLSX-05"
    assert refused(tmp_path / "old.xlsx").code == "XLSX-04"
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    assert refused(tmp_path / "foreign.xlsx").code == "XLSX-05"
    book = openpyxl.load_workbook(filled())
    del book["Exported"]
    book.save(tmp_path / "stripped.xlsx")
    assert refused(tmp_path / "stripped.xlsx").code == "XLSX-05"
    whole = filled(name="whole.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path / "cut.xlsx").code in ("XLSX-05", "XLSX-06")


def rewritten(data: bytes, **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def test_files_made_to_do_harm_are_refused(
    tmp_path: Path, filled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled().read_bytes()
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(rewritten(whole, **{"xl/media/image1.png": b"\0" * 60_000_000}))
    assert refused(bomb).code == "XLSX-03"
    laughs = tmp_path / "laughs.xlsx"
    dtd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    laughs.write_bytes(rewritten(whole, **{"xl/workbook.xml": dtd}))
    assert refused(laughs).code == "XLSX-03"
    wide = tmp_path / "wide.xlsx"
    wide.write_bytes(rewritten(whole, **{"xl/styles.xml": dtd.decode().encode("utf-16")}))
    assert refused(wide).code == "XLSX-03"
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(rewritten(whole, **{"xl/workbook.xml": b"<workbook"}))
    assert refused(broken).code == "XLSX-06"
    monkeypatch.setattr("crasuite.documents.xlsx_reader.MAX_BYTES", 1000)
    assert refused(filled()).code == "XLSX-02"


def test_an_endless_sheet_is_not_read(
    tmp_path: Path, filled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crasuite.documents.xlsx_reader.MAX_ROWS", 10)
    assert refused(filled()).code == "XLSX-02"


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 60_000), flip=st.integers(0, 255))
def test_any_damage_ends_in_a_clear_error_or_a_reading(
    work: Workspace, product: int, filled: Callable[..., Path], cut: int, flip: int
) -> None:
    path = filled(name="damaged.xlsx")
    data = bytearray(path.read_bytes())
    data[cut % len(data)] ^= flip
    path.write_bytes(bytes(data))
    with suppress(DocumentError):
        ChecklistImport.read(work, product, path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_saves_it_without_loss(
    work: Workspace, product: int, filled: Callable[..., Path], tmp_path: Path
) -> None:
    path = filled({("Requirements", "annex1.i.2.a", "Owner"): "Mara"})
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    found = read(work, product, out / path.name)
    assert [(change.key, change.theirs) for change in found.changes] == [
        (("Requirements", "annex1.i.2.a", "owner"), "Mara")
    ]
    assert not found.problems


# Steps of the procedure


def steps_of(real_pack: Pack) -> list[str]:
    """Ids of the steps of module A, which the sample chose."""
    return [step.id for group in real_pack.procedures["procedure-a"].groups for step in group.steps]


def test_steps_come_back_and_stand_in_the_checklist(
    work: Workspace, product: int, filled: Callable[..., Path], real_pack: Pack, tmp_path: Path
) -> None:
    first, second, third, *_ = steps_of(real_pack)
    path = filled(
        {
            ("Procedure", f"step.{first}", "Status"): "● Done",
            ("Procedure", f"step.{first}", "Where it is"): "Folder A, binder 2",
            ("Procedure", f"step.{second}", "Status"): "in progress",
            ("Procedure", f"step.{second}", "Owner"): "Product security officer",
            ("Procedure", f"step.{second}", "Due"): date(2026, 12, 11),
            ("Procedure", f"step.{third}", "Status"): "– Not applicable",
        }
    )
    found = ChecklistImport.read(work, product, path)
    assert found.problems == []
    assert not found.conflicts
    assert len(found.changes) == 6
    assert found.changes[0].what.startswith("Step ")
    assert found.apply({change.key for change in found.changes}) == 6
    steps = work.technical_file(product).steps
    assert steps[first] == StepRecord(first, status=StepStatus.DONE, where="Folder A, binder 2")
    assert (steps[second].owner, steps[second].due) == ("Product security officer", date(2026, 12, 11))
    assert steps[third].status is StepStatus.NOT_APPLICABLE
    paper = next(one for one in preview_documents(product_record(work, product)) if one.meta.code == "PC")
    count = len(steps_of(real_pack))
    assert paper.meta.state == f"Working copy, 2 of {count} steps done"
    said = text_of(paper)
    assert "Folder A, binder 2" in said
    assert "Product security officer" in said
    assert ChecklistImport.read(work, product, path).changes == []
    (tmp_path / "again.xlsx").write_bytes(export(work, product))
    again = ChecklistImport.read(work, product, tmp_path / "again.xlsx")
    assert (again.changes, again.problems) == ([], [])
    work.undo()
    assert not work.technical_file(product).steps


def test_a_step_changed_on_both_sides_is_a_conflict_and_what_does_not_fit_is_named(
    work: Workspace, product: int, filled: Callable[..., Path], real_pack: Pack
) -> None:
    first, second, third, *_ = steps_of(real_pack)
    path = filled(
        {
            ("Procedure", f"step.{first}", "Status"): "● Done",
            ("Procedure", f"step.{second}", "Status"): "nearly",
            ("Procedure", f"step.{second}", "Due"): "next week",
            ("Procedure", f"step.{third}", "Step"): "Something else",
        }
    )
    book = openpyxl.load_workbook(path)
    sheet = book["Procedure"]
    coordinate = cell_of(sheet, f"step.{steps_of(real_pack)[3]}", "No.").row
    sheet.cell(coordinate, 1).value = "step.unknown-1"
    book.save(path)
    work.set_records(product, {"step": {first: {"status": "in-progress"}}}, "working on")
    found = ChecklistImport.read(work, product, path)
    (conflict,) = found.changes
    assert conflict.is_conflict
    assert (conflict.now, conflict.theirs) == ("► In progress", "● Done")
    said = [str(problem) for problem in found.problems]
    status = cell_of(sheet, f"step.{second}", "Status").coordinate
    assert any(f"Procedure, {status}:" in one and "nearly" in one for one in said), said
    assert any("next week" in one for one in said)
    assert any("is locked" in one and "Something else" in one for one in said)
    assert any(f"Procedure, A{coordinate}:" in one and "step.unknown-1" in one for one in said), said
