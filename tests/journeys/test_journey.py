"""The way of a founder: answer, lose the machine, come back, change one answer, export, compare."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from crasuite.cli import main as cli
from crasuite.documents.dossier import write_documents
from crasuite.interview.change_preview import impact_of
from crasuite.interview.export import product_record
from crasuite.interview.workspace import Workspace
from crasuite.rules import NOT_SURE, Pack

ON = date(2026, 11, 24)

ANSWERING = """
import json, sys, time
from pathlib import Path
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

path, answers = Path(sys.argv[1]), json.loads(sys.argv[2])
workspace = Workspace.create(path, load_pack())
interview = workspace.interview(workspace.new_product(answers["product-name"]).id)
question = interview.first_open()
while question is not None:
    if question in answers:
        interview.answer(question, answers[question])
        print(question, flush=True)
    question = interview.next_after(question)
time.sleep(60)
"""


def answer_then_die(path: Path, answers: dict[str, Any], after: int) -> list[str]:
    """Answer in another process and kill it after so many confirmed answers; returns the confirmed ones."""
    child = subprocess.Popen(
        [sys.executable, "-c", ANSWERING, str(path), json.dumps(answers)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    confirmed = []
    for line in child.stdout:
        confirmed.append(line.strip())
        if len(confirmed) == after:
            break
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait(30)
    child.stdout.close()
    return confirmed


def words(files: list[Path]) -> dict[str, str]:
    """Every text of the written files, by kind of paper."""
    found = {}
    for file in files:
        if file.suffix == ".docx":
            body = Document(str(file)).element.body
            found[file.name.split("_")[1]] = "\n".join(
                "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
                for paragraph in body.iter()
                if paragraph.tag.endswith("}p")
            )
        else:
            book = load_workbook(file)
            found["workbook"] = "\n".join(
                str(cell.value)
                for sheet in book
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            )
    return {name: text.replace("\u00a0", " ") for name, text in found.items()}


@pytest.mark.parametrize("after", [1, 9, 23])
def test_a_founder_loses_the_machine_and_finishes_next_week(
    pack: Pack, tmp_path: Path, project_root: Path, after: int
) -> None:
    answers = json.loads((project_root / "resources/samples/smart-door-lock.json").read_text("utf-8"))
    path = tmp_path / "founder.crasuite"
    confirmed = answer_then_die(path, answers, after)
    assert len(confirmed) == after

    with Workspace.open(path, pack, today=lambda: ON) as workspace:
        (product,) = workspace.products()
        interview = workspace.interview(product.id)
        kept = {name: one.value for name, one in workspace.repository.answers(product.id).items()}
        assert {name: kept[name] for name in confirmed} == {name: answers[name] for name in confirmed}

        question = interview.first_open()
        while question is not None:
            if question in answers and interview.value(question) is None:
                interview.answer(question, answers[question])
            question = interview.next_after(question)
        assert workspace.assessment(product.id).value("class") == "important-1"
        first = words(write_documents(product_record(workspace, product.id), tmp_path / "first"))
        again = words(write_documents(product_record(workspace, product.id), tmp_path / "again"))
        assert again == first

        impact = impact_of(interview, "residential", "no")
        interview.answer("residential", "no")
        assert workspace.assessment(product.id).value("class") is None, "the second choice is not made yet"
        interview.answer("second-choice", "none")
        assert workspace.assessment(product.id).value("class") == "default"
        assert workspace.assessment(product.id).value("procedure-a") == "open"
        assert impact is not None
        changed = words(write_documents(product_record(workspace, product.id), tmp_path / "changed"))
        while workspace.assessment(product.id).value("class") != "important-1":
            workspace.undo()
        undone = words(write_documents(product_record(workspace, product.id), tmp_path / "undone"))

    assert "important product, class I" in first["CR"]
    assert "important product, class I" not in changed["CR"]
    assert "Is Aldwin Smart Lock meant for use in homes?" in changed["CR"]
    assert undone["CR"] == first["CR"]


def test_a_not_sure_answer_is_carried_into_every_document(
    pack: Pack, tmp_path: Path, project_root: Path
) -> None:
    answers = json.loads((project_root / "resources/samples/smart-door-lock.json").read_text("utf-8"))
    answers["residential"] = NOT_SURE
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    assert cli(["export", str(file), "--to", str(tmp_path / "out"), "--on", ON.isoformat()]) == 0
    papers = words(sorted((tmp_path / "out").iterdir()))
    assert {"CR", "workbook"} <= set(papers)
    for text in papers.values():
        assert "meant for use in homes" in text or "Open 1" in text
    assert "Open 1" in papers["CR"]


def test_the_command_line_and_the_workspace_give_the_same_documents(
    pack: Pack, tmp_path: Path, project_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = project_root / "resources/samples/password-manager.json"
    path = tmp_path / "one.crasuite"
    with Workspace.create(path, pack, today=lambda: ON) as workspace:
        product = workspace.add_sample("password-manager")
    common = ["--on", ON.isoformat()]
    assert cli(["export", str(sample), "--to", str(tmp_path / "a"), *common]) == 0
    assert cli(["export", str(path), "--product", product.name, "--to", str(tmp_path / "b"), *common]) == 0
    capsys.readouterr()
    first = words(sorted((tmp_path / "a").iterdir()))
    written = sorted((tmp_path / "b").iterdir())
    second = words([file for file in written if file.suffix != ".txt"])
    assert first["CR"] == second["CR"]
    with Workspace.open(path, pack, today=lambda: ON) as workspace:
        states = workspace.technical_file(product.id).documents
    assert set(states) >= {"CR", "TD", "DC", "RC"}
    assert {state.revision for state in states.values()} == {1}
    assert cli(["export", str(path), "--product", "Thistle", "--to", str(tmp_path / "c")]) == 1
    assert "Thistle Password Manager" in capsys.readouterr().err
