"""The command line: a dossier written and noted, a checklist listed and imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crasuite.cli import main
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.store.backups import backups_folder
from tests.newer_pack import NEWER_VERSION

NAME = "Thistle Password Manager"


@pytest.fixture(scope="module")
def real_pack() -> Pack:
    return load_pack()


@pytest.fixture
def file(tmp_path: Path, real_pack: Pack) -> Path:
    path = tmp_path / "w.crasuite"
    with Workspace.create(path, real_pack, today=lambda: date(2026, 11, 24)) as workspace:
        product = workspace.add_sample("password-manager").id
        workspace.set_records(
            product,
            {"requirement": {"annex-1-1-2-a": {"applies": "yes", "how": "Scan.", "owner": "Jonas"}}},
            "filling",
        )
    return path


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


def records(file: Path, pack: Pack) -> dict[str, dict[str, Any]]:
    with Workspace.open(file, pack, read_only=True) as workspace:
        return workspace.repository.records_by_kind(workspace.products()[0].id)


def test_a_dossier_is_written_and_noted(
    file: Path, tmp_path: Path, real_pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run("dossier", file, "--product", NAME.upper(), "--to", tmp_path / "out", "--on", "2026-11-24") == 0
    )
    said = capsys.readouterr().out
    assert "MF_r01_2026-11-24_en_DRAFT.docx" in said
    assert "gaps, fingerprint" in said
    assert (tmp_path / "out" / "SHA256SUMS").is_file()
    noted = records(file, real_pack)["document"]
    assert {"CR", "TD", "DC", "RC"} <= noted.keys()
    assert noted["DC"]["revision"] == 1
    assert len(noted["DC"]["register"]) == 1


def test_the_same_again_keeps_revisions_and_bytes(file: Path, tmp_path: Path, real_pack: Pack) -> None:
    for name in ("a.zip", "b"):
        assert run("dossier", file, "--product", NAME, "--to", tmp_path / name, "--on", "2026-11-24") == 0
    noted = records(file, real_pack)["document"]
    assert {one["revision"] for one in noted.values()} == {1}
    assert all(len(one["register"]) == 1 for one in noted.values())


def test_another_content_gets_the_next_revision(file: Path, tmp_path: Path, real_pack: Pack) -> None:
    command = ("dossier", file, "--product", NAME, "--on", "2026-11-24", "--to")
    assert run(*command, tmp_path / "a.zip") == 0
    with Workspace.open(file, real_pack) as workspace:
        product = workspace.products()[0].id
        workspace.set_records(product, {"declaration": {"declaration": {"place": "Sample Town"}}}, "typing")
    assert run(*command, tmp_path / "b.zip") == 0
    noted = records(file, real_pack)["document"]
    assert (noted["DC"]["revision"], noted["VH"]["revision"]) == (2, 1)


def test_an_open_workspace_is_read_all_the_same(
    file: Path, tmp_path: Path, real_pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(file, real_pack):
        assert run("dossier", file, "--product", NAME, "--to", tmp_path / "a.zip") == 0
    assert "not noted in its register" in capsys.readouterr().err
    assert "document" not in records(file, real_pack)


@pytest.mark.parametrize("command", ["export", "dossier"])
def test_one_line_says_that_a_newer_rule_pack_exists(
    command: str,
    file: Path,
    tmp_path: Path,
    real_pack: Pack,
    newer: Pack,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(command, file, "--product", NAME, "--to", tmp_path / "old") == 0
    assert "rule pack" not in capsys.readouterr().err
    monkeypatch.setattr("crasuite.interview.dossier_command.load_pack", lambda: newer)
    assert run(command, file, "--product", NAME, "--to", tmp_path / "new") == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert f"assessed with rule pack {real_pack.manifest.version}" in said[0]
    assert f"The program has {NEWER_VERSION}:" in said[0]
    with Workspace.open(file, newer) as workspace:
        workspace.use_new_pack([workspace.products()[0].id])
    assert run(command, file, "--product", NAME, "--to", tmp_path / "decided") == 0
    assert capsys.readouterr().err == ""


def test_mistakes_are_said(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dossier", file, "--product", "Nobody", "--to", tmp_path / "x") == 1
    assert "no product called" in capsys.readouterr().err
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    assert run("dossier", file, "--product", NAME, "--to", tmp_path / "full") == 1
    assert "letter.txt" in capsys.readouterr().err
    assert run("import-checklist", file, "--product", NAME, file) == 1
    assert "not a workbook that CRA Suite exported" in capsys.readouterr().err


def test_a_backup_that_fails_is_said_and_keeps_nobody_from_working(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backups_folder(file).write_text("a file is in the way", encoding="utf-8")
    assert run("dossier", file, "--product", NAME, "--to", tmp_path / "out") == 0
    assert "[STORE-10]" in capsys.readouterr().err


def test_a_checklist_is_listed_and_then_imported(
    file: Path, tmp_path: Path, real_pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dossier", file, "--product", NAME, "--to", tmp_path / "out") == 0
    path = next((tmp_path / "out" / "02_Technical-file").glob("*_RC_*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["Requirements"]
    owner = next(cell.column for cell in sheet[5] if cell.value == "Owner")
    row = next(at for at in range(6, 40) if sheet.cell(at, 1).value == "annex1.i.2.a")
    sheet.cell(row, owner).value = "Mara"
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    capsys.readouterr()
    command = ("import-checklist", file, "--product", NAME, filled)
    assert run(*command) == 0
    assert "in workbook: Mara" in capsys.readouterr().out
    assert records(file, real_pack)["requirement"]["annex-1-1-2-a"]["owner"] == "Jonas"
    with Workspace.open(file, real_pack) as workspace:
        product = workspace.products()[0].id
        said = {"applies": "yes", "how": "Scan.", "owner": "Peter"}
        workspace.set_records(product, {"requirement": {"annex-1-1-2-a": said}}, "meanwhile")
    assert run(*command, "--apply") == 2
    assert "conflicts are not decided" in capsys.readouterr().err
    assert run(*command, "--apply", "--conflicts", "keep") == 0
    assert records(file, real_pack)["requirement"]["annex-1-1-2-a"]["owner"] == "Peter"
    assert run(*command, "--apply", "--conflicts", "take") == 0
    assert records(file, real_pack)["requirement"]["annex-1-1-2-a"]["owner"] == "Mara"
