"""A window makes thousands of calls that return nothing; the interpreter must survive them."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import crasuite.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("name")
print("alive")
"""


def test_twenty_thousand_calls_do_not_use_up_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "alive"
