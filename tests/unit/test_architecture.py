"""Rules about who may import what, checked on the code and on fresh processes.

The import contracts see every `import` in the text. The tests in fresh processes see what really gets loaded.
The tests on the syntax tree catch what neither can.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import crasuite

PACKAGE = Path(crasuite.__file__).resolve().parent


def modules() -> list[str]:
    return sorted(found.name for found in pkgutil.walk_packages([str(PACKAGE)], "crasuite."))


def trees(folder: Path) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(PACKAGE.parent)), ast.parse(path.read_text(encoding="utf-8"))


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def loaded_after(statement: str) -> set[str]:
    """Names of all modules in a fresh process after the statement ran."""
    script = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_contracts_hold(project_root: Path) -> None:
    script = "from importlinter.cli import lint_imports_command as c; c(['--no-cache', '--no-logo'])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=project_root, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import crasuite", {"platformdirs", "msgspec", "yaml"}),
        (
            "import crasuite.cli",
            {"PySide6", "shiboken6", "docx", "openpyxl", "lxml", "sqlite3", "sqlite_utils"},
        ),
        ("import crasuite.interview", {"PySide6", "shiboken6", "docx", "openpyxl", "lxml"}),
        ("import crasuite.documents", {"PySide6", "shiboken6", "docx", "openpyxl", "sqlite3"}),
        ("import crasuite.ui.app", {"docx", "openpyxl", "lxml", "PySide6.QtNetwork", "PySide6.QtQml", "pip"}),
    ],
)
def test_a_fresh_process_loads_nothing_it_does_not_need(statement: str, unwanted: set[str]) -> None:
    assert not loaded_after(statement) & unwanted


def test_nothing_in_the_program_can_reach_a_network() -> None:
    banned = ("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngine", "urllib.request", "asyncio")
    found = [
        f"{name}:{line} imports {module}"
        for name, tree in trees(PACKAGE)
        for line, module in imported_names(tree)
        if module.startswith(banned)
    ]
    assert not found


def test_translated_texts_are_never_f_strings() -> None:
    # The extractor writes the braces into the catalogue, so such a text can never be found again.
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees(PACKAGE / "ui")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) in ("tr", "translate")
        and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]
    assert not found


def test_layers_below_the_edge_have_no_clock_and_swallow_nothing() -> None:
    found = []
    for layer in ("rules", "domain"):
        for name, tree in trees(PACKAGE / layer):
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
                    found.append(f"{name}:{node.lineno} reads the clock")
                if isinstance(node, ast.ExceptHandler) and node.type is None:
                    found.append(f"{name}:{node.lineno} catches everything")
    assert not found


@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings_are_true(name: str) -> None:
    runner = doctest.DocTestRunner()
    for found in doctest.DocTestFinder().find(importlib.import_module(name)):
        if found.examples:  # each run looks at all source files that Python knows of
            runner.run(found)
    assert runner.failures == 0
