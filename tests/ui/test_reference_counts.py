"""A window makes thousands of calls that return nothing; a PySide6 that miscounts None ends Python 3.11."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("name")
print("alive")
"""


def test_many_calls_do_not_use_up_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "alive"
