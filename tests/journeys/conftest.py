"""Prints what the fault run did, whatever else the tests said."""

from __future__ import annotations

import pytest

from tests.journeys.fault_figures import FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = FIGURES.lines()
    if lines:
        terminalreporter.section("fault run")
        for line in lines:
            terminalreporter.write_line(line)
