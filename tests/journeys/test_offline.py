"""Nothing leaves the computer: the way of a founder under a trace of its system calls, window included.

The kernel's side is traced, so that no library could open a connection unnoticed, whatever it is written in.
Sockets of the machine itself (AF_UNIX), which a window needs for its display, are no connection to a network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or (shutil.which("strace") is None and not os.environ.get("CI")),
        reason="traces system calls with strace; build/dev.py test names the package",
    ),
]

#: A socket of any other family than that of the machine itself, or a file that only resolving names reads.
_NETWORK = re.compile(
    r"socket\((?!AF_UNIX|AF_LOCAL|AF_NETLINK)\w+"
    r"|sa_family=AF_INET"
    r"|\"/etc/(resolv\.conf|hosts|gai\.conf)\""
)

#: Answering, killed and reopened, changed, exported; and the interview in the real wizard, by keyboard.
JOURNEYS = (
    "tests/journeys/test_journey.py::test_a_founder_loses_the_machine_and_finishes_next_week[9]",
    "tests/ui/wizard/test_whole_interview.py::test_whole_interview_without_a_mouse",
)

COMMANDS = """
crasuite self-test
crasuite questions --json
crasuite lint-pack --help
crasuite assess {root}/resources/samples/smart-door-lock.json --json
crasuite export {root}/resources/samples/smart-door-lock.json --to {out}/lock
crasuite sbom check {root}/tests/data/sbom/{sbom} --json
"""


def attempts(
    command: list[str], folder: Path, cwd: Path
) -> tuple[list[str], subprocess.CompletedProcess[str]]:
    """Run a command with all its children under the trace; returns what touched a network."""
    log = folder / "trace.txt"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    env |= {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    trace = ["strace", "--seccomp-bpf", "-f", "-qq", "-o", str(log), "-e", "trace=socket,connect,openat"]
    done = subprocess.run([*trace, *command], cwd=cwd, env=env, capture_output=True, text=True, timeout=300)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("openat(" in line for line in lines), "the trace saw nothing"
    return [line for line in lines if _NETWORK.search(line)], done


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "import socket; socket.create_connection(('127.0.0.1', 9), 0.1)",
        "import socket; socket.getaddrinfo('name.invalid', 80)",
    ],
)
def test_the_trace_notices_an_attempt(attempt: str, tmp_path: Path) -> None:
    found, _ = attempts([sys.executable, "-c", attempt], tmp_path, tmp_path)
    assert found


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_opens_no_connection(journey: str, tmp_path: Path, project_root: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", journey]
    found, done = attempts(command, tmp_path, project_root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)
    assert found == []


@pytest.mark.parametrize("line", [line for line in COMMANDS.splitlines() if line])
def test_a_command_opens_no_connection(line: str, tmp_path: Path, project_root: Path) -> None:
    sbom = next((project_root / "tests" / "data" / "sbom").rglob("*.json")).name
    words = line.format(root=project_root, out=tmp_path, sbom=sbom).split()[1:]
    found, done = attempts([sys.executable, "-m", "crasuite", *words], tmp_path, project_root)
    assert done.returncode in (0, 2), done.stdout + done.stderr
    assert found == []


def test_the_window_loads_no_network_library(tmp_path: Path, project_root: Path) -> None:
    script = (
        "import os; os.environ['CRASUITE_BENCH_EXIT'] = 'verdicts'\n"
        "from crasuite.__main__ import main\n"
        "try:\n    main(['gui'])\nexcept SystemExit:\n    pass\n"
        "print(open('/proc/self/maps').read())\n"
    )
    _, done = attempts([sys.executable, "-c", script], tmp_path, project_root)
    assert "libQt6Widgets" in done.stdout, done.stderr
    assert "libQt6Network" not in done.stdout
