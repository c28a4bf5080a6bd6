"""The program finds its own files wherever it runs: source folder, installed wheel, frozen bundle."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.helpers import build_module

#: Prints where the package and its resources are, and proves that the files in there can be used.
PROBE = """
import json
import crasuite.paths
from crasuite.rules import load_pack
resources = crasuite.paths.resources_dir()
print(json.dumps({
    "package": crasuite.paths.__file__,
    "resources": str(resources),
    "files": sorted(p.relative_to(resources).as_posix() for p in resources.rglob("*") if p.is_file()),
    "pack": load_pack().manifest.version,
    "frozen": crasuite.paths.is_frozen(),
}))
"""


def test_every_icon_is_used(project_root: Path) -> None:
    modules = "".join(one.read_text("utf-8") for one in (project_root / "crasuite").rglob("*.py"))
    icons = {one.stem for one in (project_root / "resources" / "icons").glob("*.svg")}
    assert {one for one in icons if f'"{one}"' not in modules} == set()


def environment(**extra: str) -> dict[str, str]:
    """Like the user's, without what would lead an import back to the source folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**env, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **extra}


def ask(command: list[str], cwd: Path, **extra: str) -> dict[str, object]:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(**extra),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


def everything(project_root: Path) -> list[str]:
    resources = project_root / "resources"
    return sorted(path.relative_to(resources).as_posix() for path in resources.rglob("*") if path.is_file())


def shipped(project_root: Path) -> list[str]:
    """What people get: catalogues in their compiled form alone, each of those there is."""
    names = [name for name in everything(project_root) if not name.endswith(".mo")]
    return sorted(name.removesuffix(".po") + ".mo" if name.endswith(".po") else name for name in names)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """The wheel, made of a source archive of this folder, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(project_root),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment())
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_source_tree(project_root: Path, tmp_path: Path) -> None:
    answer = ask([sys.executable, "-c", PROBE], tmp_path, PYTHONPATH=str(project_root))
    assert Path(str(answer["resources"])) == project_root / "resources"
    assert answer["files"] == everything(project_root)
    assert answer["frozen"] is False


def test_wheel_holds_the_program_and_its_resources_and_nothing_else(wheel: Path, project_root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    inside = sorted(name.removeprefix("crasuite/resources/") for name in names if "/resources/" in name)
    assert inside == shipped(project_root)
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2
    assert tops == {"crasuite", next(top for top in tops if top.endswith(".dist-info"))}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.endswith(".pyc")]


def test_installed_wheel(wheel: Path, project_root: Path, tmp_path: Path) -> None:
    target = tmp_path / "Programme für Müller"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    done = subprocess.run(
        [*command, "--target", str(target), str(wheel)],
        capture_output=True,
        text=True,
        timeout=300,
        env=environment(PIP_DISABLE_PIP_VERSION_CHECK="1"),
    )
    assert done.returncode == 0, done.stderr
    answer = ask([sys.executable, "-c", PROBE], tmp_path, PYTHONPATH=str(target))
    assert Path(str(answer["package"])) == target / "crasuite" / "paths.py"
    assert Path(str(answer["resources"])) == target / "crasuite" / "resources"
    assert answer["files"] == shipped(project_root)
    assert list(target.glob("bin/crasuite*")), "the wheel installs no crasuite command"


@pytest.mark.slow
@pytest.mark.skipif(
    bool(build_module("dev").missing_for_freezing()) and not os.environ.get("CI"),
    reason="PyInstaller needs objdump and the Python library; build/dev.py test names the packages",
)
def test_frozen_bundle(project_root: Path, tmp_path: Path) -> None:
    rules = build_module("bundle_rules")
    script = tmp_path / "probe.py"
    script.write_text(PROBE, encoding="utf-8")
    datas = [f"--add-data={source}{os.pathsep}{target}" for source, target in rules.data_files(project_root)]
    excludes = [f"--exclude-module={name}" for name in [*rules.EXCLUDED_MODULES, "PySide6"]]
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "PyInstaller",
                "--onedir",
                "--console",
                "--noconfirm",
                "--log-level=WARN",
            ),
            *(f"--workpath={tmp_path / 'work'}", f"--distpath={tmp_path / 'dist'}", f"--specpath={tmp_path}"),
            *(f"--paths={project_root}", *datas, *excludes, str(script)),
        ],
        cwd=tmp_path,
        env=environment(PYINSTALLER_CONFIG_DIR=str(tmp_path / "cache")),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # Where it was built must not matter.
    bundle = tmp_path / "Außer Haus" / "CRA Suite"
    shutil.move(tmp_path / "dist" / "probe", bundle)
    answer = ask([str(bundle / ("probe.exe" if os.name == "nt" else "probe"))], tmp_path)
    assert answer["frozen"] is True
    assert bundle in Path(str(answer["resources"])).parents
    collected = answer["files"]
    assert isinstance(collected, list)
    assert [name for name in collected if rules.stays(f"resources/{name}")] == shipped(project_root)
