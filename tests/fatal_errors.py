"""Where a test run that dies was when it died: Python's stacks, one file for each worker, shown at the end.

A worker of pytest-xdist has nowhere to write them, and tests of the crash net switch off what pytest set up.
"""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path
from typing import IO, Any

import pytest

FOLDER = Path(__file__).resolve().parent / "artefacts" / "fatal"


class Watch:
    """A plugin; it does something in workers and in the process that started them, not in a run without."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._file: IO[str] | None = None
        if worker:
            FOLDER.mkdir(parents=True, exist_ok=True)
            self._file = (FOLDER / f"{worker}-{os.getpid()}.log").open("w", encoding="utf-8")
        elif FOLDER.is_dir():
            for left in FOLDER.glob("*.log"):
                left.unlink()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(f"{item.nodeid}\n")
            self._file.flush()
            faulthandler.enable(self._file)

    def pytest_unconfigure(self) -> None:
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            Path(self._file.name).unlink(missing_ok=True)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._worker or not FOLDER.is_dir():
            return
        for file in sorted(FOLDER.glob("*.log")):
            told = file.read_text(encoding="utf-8", errors="replace")
            if "\n" in told.strip():
                terminalreporter.section(f"a worker died: {file.name}")
                terminalreporter.write_line(told)
