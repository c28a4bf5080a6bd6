"""Whatever the program writes, one Undo takes all of it back and one Redo makes it again.

The walk calls every function of the presenters that writes; the last test finds those it forgot.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from crasuite import paths
from crasuite.domain.case import CaseKind, Decision, Sensitivity
from crasuite.domain.handling import HandlingState
from crasuite.domain.procedure_step import StepStatus
from crasuite.domain.requirement import Applies, RequirementStatus
from crasuite.interview.advisory_file import keep_namespace
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.findings_file import FindingsImport
from crasuite.interview.procedure_file import ProcedureFile
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.risk_file import RiskFile
from crasuite.interview.sbom_file import SbomFile
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.text_forms import TextForms
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack

WRITERS = {
    "write", "_write", "_write_records", "_write_standards", "_write_handling", "set_records", "set_many",
    "set_setting", "set_record_of_many", "set_answers", "set_note", "set_owner", "set_due", "add_product",
    "duplicate_product", "archive_product", "restore_product", "delete_product", "_say", "_attach",
    "_attach_new",    "_relink", "set_context", "_write_one", "accept",
}  # fmt: skip
NO_STEP = {
    "interview.retry": "writes what was held when the disk was full; the fault run does it",
    "workspace.undo": "is what is tried here",
    "workspace.redo": "is what is tried here",
    "advisory_file.export": "writes a file of its own and nothing into the workspace",
    "must_report.run": "prints",
    "must_report.add_command": "describes a command",
    "clocks_command.run_clocks": "prints",
}


def state(workspace: Workspace) -> str:
    """Everything that the file says, to the letter, but for when it was changed."""
    with workspace.file.reading() as db:
        return json.dumps(
            [
                db.execute(
                    "SELECT id, name, state FROM products WHERE state IS NOT NULL ORDER BY id"
                ).fetchall(),
                db.execute(
                    "SELECT product_id, question_id, value, note, owner, due_on FROM answers ORDER BY 1, 2"
                ).fetchall(),
                db.execute(
                    "SELECT product_id, kind, record_id, data FROM records WHERE data IS NOT NULL "
                    "ORDER BY product_id, number"
                ).fetchall(),
                sorted(
                    (key, value)
                    for key, value in workspace.repository.settings().items()
                    if not key.startswith("rule-pack/")  # what the program keeps for itself is no step
                ),
            ]
        )


Act = tuple[str, Callable[[], object]]


class Desk:
    """Everything the walk works with."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self.product = 1
        self.case = self.vulnerability = self.submission = self.risk = self.evidence = ""

    @property
    def requirements(self) -> RequirementsFile:
        return RequirementsFile(self.workspace, self.product)

    @property
    def risks(self) -> RiskFile:
        return RiskFile(self.workspace, self.product)

    @property
    def forms(self) -> TextForms:
        return TextForms(self.workspace, self.product)

    @property
    def sboms(self) -> SbomFile:
        return SbomFile(self.workspace, self.product)

    @property
    def desk(self) -> ReportingFile:
        return ReportingFile(self.workspace, self.product)

    @property
    def papers(self) -> DocumentsFile:
        return DocumentsFile(self.workspace, self.product)

    @property
    def steps(self) -> ProcedureFile:
        return ProcedureFile(self.workspace, self.product)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def keep(self, name: str, made: str) -> None:
        setattr(self, name, made)


def acts(desk: Desk) -> Iterator[Act]:
    """Everything that is written, in an order in which each finds what it needs."""
    work = desk.workspace
    one, other = "annex-1-1-2-a", "annex-1-1-2-b"
    yield "a product", lambda: work.new_product("AeroLock")
    yield "an example", lambda: work.add_sample("smart-door-lock")
    desk.product = work.products()[-1].id
    interview = work.interview(desk.product)
    yield "answer", lambda: interview.answer("intended-purpose", "Opens doors.")
    yield "answer taken back", lambda: interview.answer("intended-purpose", None)
    yield "name by the interview", lambda: interview.answer("product-name", "AeroLock 9")
    yield "note", lambda: interview.set_note("intended-purpose", "ask sales")
    yield "owner of a question", lambda: interview.set_owner("intended-purpose", "Sales")
    yield "date of a question", lambda: interview.set_due("intended-purpose", date(2027, 1, 1))
    item = next(iter(work.pack.state))
    newest = work.pack.state[item].values[-1]
    yield "newer fact", lambda: interview.state_fact(item, newest, "OJ L 1", work.today)
    yield "newer fact withdrawn", lambda: interview.withdraw_fact(item)
    line = next(one for one in work.history(desk.product) if one.change.cell.what == "product-name")
    yield "value put back", lambda: work.put_back(line)
    yield "new name", lambda: work.rename_product(desk.product, "PulseLock")
    yield "copy", lambda: work.duplicate_product(desk.product)
    yield "archived", lambda: work.archive_product(desk.product)
    yield "brought back", lambda: work.restore_product(desk.product)
    yield "deleted", lambda: work.delete_product(work.products()[0].id)

    for name, value in (
        ("applies", Applies.NOT_SURE), ("how", "By signatures."), ("owner", "Maker"), ("reason", "Because."),
        ("status", RequirementStatus.NOT_SURE), ("due", date(2027, 2, 3)),
    ):  # fmt: skip
        yield name, lambda name=name, value=value: getattr(desk.requirements, f"set_{name}")(one, value)  # type: ignore[misc]
    yield "several at once", lambda: desk.requirements.change_all([one, other], owner="QA")
    note = desk.requirements
    yield "evidence, a note", lambda: desk.keep("evidence", note.attach_note([one], "Test", "passed"))
    yield "evidence, an address", lambda: desk.requirements.attach_link([one], "Wiki", "https://example.eu/")
    new = desk.requirements.copy_in(desk.file("log.txt", "first"))
    yield "evidence, a file", lambda: desk.requirements.attach([one], [new])
    known = next(iter(desk.requirements.file.evidence))
    free = next(
        r for r in work.pack.requirements if known not in desk.requirements.file.requirement(r).evidence
    )
    yield "evidence known already", lambda: desk.requirements.attach_known(free, [known])
    yield "evidence changed", lambda: desk.requirements.change_evidence(known, name="Other name")
    with_file = next(
        key
        for key, record in desk.requirements.file.evidence.items()
        if record.source_path.endswith("log.txt")
    )
    newer = desk.requirements.copy_in(desk.file("log.txt", "second"))
    yield "newer version", lambda: desk.requirements.take_new_version(with_file, newer)
    yield "old version kept", lambda: desk.requirements.keep_old_version(with_file)
    yield "evidence taken away", lambda: desk.requirements.detach(free, [known])
    yield "evidence removed", lambda: desk.requirements.remove_evidence(with_file)
    standard = next(iter(work.pack.standards))
    in_use = standard in desk.requirements.standards_in_use()
    yield "standard", lambda: desk.requirements.use_standard(standard, not in_use)
    yield "standard described", lambda: desk.requirements.describe_standard(standard, edition="2031")

    yield "risk", lambda: desk.keep("risk", desk.risks.new_risk("Somebody picks it"))
    desk.risk = list(desk.risks.file.risks)[-1]
    yield "risk changed", lambda: desk.risks.set_risk(desk.risk, title="Somebody breaks it")
    yield "risk linked", lambda: desk.requirements.link_risk(one, desk.risk)
    yield "risk unlinked", lambda: desk.requirements.unlink_risk(one, desk.risk)
    offered = [offer.id for offer in desk.risks.offers()][:2]
    assert offered
    yield "threats of the catalogue", lambda: desk.risks.accept(offered)
    yield "risk removed", lambda: desk.risks.remove(desk.risk)
    yield "frame of the assessment", lambda: desk.risks.set_context(assets="Keys of doors")
    yield (
        "re-assessment",
        lambda: desk.risks.record_reassessment(
            on=work.today, who="QA", changed="", outcome="fine", next_on=work.today + timedelta(days=90)
        ),
    )
    named = [f.name for f in desk.risks.view().context if f.suggestion is not None]
    if named:
        yield "suggestions for the frame", lambda: desk.risks.take_over(named)
    method = work.pack.risk_method
    yield (
        "scales",
        lambda: desk.risks.set_method(
            ["often"] * len(method.likelihood), ["bad"] * len(method.impact), desk.risks.usual_matrix()
        ),
    )

    fields = [field for form in desk.forms.forms() for field in form.fields]
    text = next(field for field in fields if field.kind in ("text", "long-text", "lines"))
    yield "text of a form", lambda: desk.forms.set_text(text.id, "Words of ours")
    suggested = [field.id for field in fields if field.suggestion is not None]
    if suggested:
        yield "suggested texts", lambda: desk.forms.take_over(suggested)
    picture = desk.requirements.copy_in(paths.resources_dir() / "templates" / "signs" / "default.png")
    yield "pictures of a text", lambda: desk.forms.attach_pictures(text.id, [picture])

    step = next(
        row.id for code in desk.steps.codes() for group in desk.steps.groups(code) for row in group.rows
    )
    yield "step done", lambda: desk.steps.set_status(step, StepStatus.NOT_SURE)
    yield "place of the proof", lambda: desk.steps.set_where(step, "cupboard")
    yield "owner of a step", lambda: desk.steps.set_owner(step, "Legal")
    yield "date of a step", lambda: desk.steps.set_due(step, date(2027, 5, 5))
    exported = desk.papers.paper_work("CR")(desk.folder / "record.docx")
    yield "export noted", lambda: desk.papers.note_export(exported)
    yield "letterhead", lambda: desk.papers.set_letterhead(desk.folder / "record.docx")
    yield "no letterhead", lambda: desk.papers.set_letterhead(None)
    from crasuite.interview.checklist_import import ChecklistImport
    from tests.unit.interview.test_checklist_import import edit, export

    book = desk.folder / "checklist.xlsx"
    book.write_bytes(export(work, desk.product))
    edit(book, {("Requirements", "annex1.i.2.b", "Owner"): "as imported"})
    read = ChecklistImport.read(work, desk.product, book)
    yield "checklist imported", lambda: read.apply([change.key for change in read.changes])

    part = desk.sboms.parts()[0].name
    sbom = next(iter(desk.sboms.versions(part)))
    from crasuite.interview.sbom_file import read_file

    source = paths.resources_dir() / "samples" / "technical-files" / "files" / "ring-1.8.cdx.json"
    found = read_file(work.repository, work.pack, source)
    yield "SBOM", lambda: desk.sboms.keep(found, part)
    yield "release of an SBOM", lambda: desk.sboms.set_release(sbom.id, "9.9", date(2026, 11, 1))
    yield "part renamed", lambda: desk.sboms.rename_part(part, "Other part")
    yield "component", lambda: desk.sboms.set_component("pkg:npm/a", "a", "supplier", "We do")
    yield "version removed", lambda: desk.sboms.remove_version(sbom.id)
    yield "part removed", lambda: desk.sboms.remove_part("Other part")
    listed = desk.file(
        "scan.json",
        json.dumps({
            "bomFormat": "CycloneDX", "specVersion": "1.6",
            "components": [{"type": "library", "name": "a", "version": "1", "bom-ref": "a"}],
            "vulnerabilities": [{"id": "CVE-2026-0001", "affects": [{"ref": "a"}]}],
        }),
    )  # fmt: skip
    findings = FindingsImport.read(work, desk.product, listed)
    yield "vulnerabilities imported", lambda: findings.apply()

    zone, aware = "Europe/Berlin", datetime(2026, 11, 23, 16, 20, tzinfo=UTC)
    yield (
        "case",
        lambda: desk.desk.new_case(CaseKind.VULNERABILITY, "Leak", aware=aware, zone=zone),
    )
    case = next(key for key, value in desk.desk.cases().items() if value.title == "Leak")
    yield "line of the register", lambda: desk.desk.new_case(CaseKind.INCIDENT, "Other", opened=False)
    line = next(key for key, value in desk.desk.cases().items() if value.title == "Other")
    yield "line becomes a case", lambda: desk.desk.open_report(line)
    yield "case changed", lambda: desk.desk.set_case(case, title="Leak of keys")
    yield (
        "awareness",
        lambda: desk.desk.set_awareness(
            case, aware - timedelta(hours=1), "Europe/Berlin", reason="The mail came earlier."
        ),
    )
    aid = next(iter(work.pack.aids.values()))
    question = next(q for q in aid.questions.values() if q.type == "yes-no")
    yield "answer in a case", lambda: desk.desk.answer(case, question.id, "yes")
    stage = next(clock.stage for clock in desk.desk._clocks(desk.product, desk.desk.case(case)))
    form = desk.desk.form(case, stage)
    field = next(one for one in form.fields if work.pack.report_fields[one.id].type in ("text", "long-text"))
    yield "field of a report", lambda: desk.desk.set_field(case, stage, field.id, "In our words")
    yield "how sensitive", lambda: desk.desk.set_sensitive(case, stage, Sensitivity.YES)
    yield "draft", lambda: desk.desk.keep_draft(case, stage)
    yield "country", lambda: desk.desk.set_country("FR")
    yield "submission", lambda: desk.keep("submission", desk.desk.submit(case, stage, aware))
    yield "submission taken back", lambda: desk.desk.remove_submission(case, desk.submission)
    yield "decision", lambda: desk.desk.decide(case, Decision.NO_REPORT, "It was a false alarm.")
    yield "second case of the event", lambda: desk.keep("second", desk.desk.open_second(case))
    yield "web address of the advisories", lambda: keep_namespace(work, "https://maker.example")
    yield "language of the documents", lambda: desk.papers.set_language("de")
    yield "case closed", lambda: desk.desk.close_case(case)
    yield "case opened again", lambda: desk.desk.reopen_case(case)
    yield "case removed", lambda: desk.desk.remove_case(case)
    handling = next(iter(work.pack.handling))
    yield "look", lambda: desk.desk.look(handling, HandlingState.PARTLY, "half")
    yield "handling", lambda: desk.desk.set_handling(handling, owner="Security")


CALLED: set[tuple[str, str]] = set()


def walk(workspace: Workspace, name: str, act: Callable[[], object]) -> None:
    """Do it, take it back, make it again; each time the file says to the letter what it said."""
    before, steps = state(workspace), step_count(workspace)
    watched(act)
    after = state(workspace)
    assert after != before, f"{name}: nothing was written"
    assert step_count(workspace) == steps + 1, f"{name}: is more than one step"
    assert workspace.undo_label(), name
    workspace.undo()
    assert state(workspace) == before, f"{name}: undo"
    workspace.redo()
    assert state(workspace) == after, f"{name}: redo"
    workspace.undo()
    assert state(workspace) == before, f"{name}: undo again"
    workspace.redo()
    assert state(workspace) == after, f"{name}: redo again"


def step_count(workspace: Workspace) -> int:
    with workspace.file.reading() as db:
        return int(db.execute("SELECT count(*) FROM steps").fetchone()[0])


def watched(act: Callable[[], object]) -> None:
    """Note which functions of the presenters it calls."""

    def note(frame: Any, event: str, _argument: object) -> None:
        if event == "call" and "/interview/" in frame.f_code.co_filename.replace("\\", "/"):
            CALLED.add((Path(frame.f_code.co_filename).stem, frame.f_code.co_name))

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)


def test_one_undo_takes_back_whatever_was_done(tmp_path: Path, pack: Pack, newer: Pack) -> None:
    path, desk_folder = tmp_path / "work.crasuite", tmp_path / "files"
    desk_folder.mkdir()
    moments = (datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(seconds=n) for n in range(1_000_000))
    clock = lambda: next(moments)  # noqa: E731
    with Workspace.create(path, pack, clock=clock, who=lambda: "Ana") as workspace:
        count = 0
        for name, act in acts(Desk(workspace, desk_folder)):
            walk(workspace, name, act)
            count += 1
        assert count > 70
        last = state(workspace)
        for _ in range(count):
            workspace.undo()
        assert json.loads(state(workspace))[:3] == [[], [], []], "all the way back"
        for _ in range(count):
            workspace.redo()
        assert state(workspace) == last
    with Workspace.open(path, newer, clock=clock, who=lambda: "Ana") as workspace:
        behind = [one.id for one in workspace.products_behind()]
        walk(workspace, "newer rule pack", lambda: workspace.use_new_pack(behind))


def test_the_walk_calls_everything_that_writes(tmp_path: Path, pack: Pack, newer: Pack) -> None:
    """Whoever adds a function that writes adds it above."""
    if not CALLED:  # the walk is run by another worker, or was not asked for
        test_one_undo_takes_back_whatever_was_done(tmp_path, pack, newer)
    missing = []
    folder = Path(inspect.getfile(Workspace)).parent
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            calls = {
                call.func.attr
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            }
            if calls & WRITERS and (file.stem, node.name) not in CALLED:
                missing.append(f"{file.stem}.{node.name}")
    assert [one for one in missing if one not in NO_STEP] == []
