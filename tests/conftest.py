"""What every test shares: no screen, no file of the person who runs them, one loaded rule pack."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from crasuite.rules.model import Pack

# Before any test touches Qt. Set QT_QPA_PLATFORM yourself to watch the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A clock ahead of UTC, as users have: what mixes up two zones comes out a day or some hours off.
os.environ["TZ"] = "Europe/Helsinki"
if hasattr(time, "tzset"):
    time.tzset()

# Two busy cores make single examples slow; that is no defect. In CI the same examples run every time.
settings.register_profile("crasuite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("crasuite")

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """A worker that dies shall say where."""
    from tests.fatal_errors import Watch

    worker = getattr(config, "workerinput", {}).get("workerid", "")
    if worker or getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(Watch(worker))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What thousands of tests and the modules consist of stays to the end: no search for garbage reads it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Each worker gets one half and then some of what the other has left: few modules are set up in both."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(scope="session")
def kept_packs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What the program keeps of its rule pack after the first start."""
    from crasuite import paths
    from crasuite.rules import load_pack, pack_cache

    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "cache_dir", lambda: folder)
        pack_cache.write(load_pack())
    return list(folder.iterdir())


@pytest.fixture(autouse=True)
def user_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, kept_packs: list[Path]
) -> Path:
    """Send settings, data and logs to an empty folder, for this process and for those a test starts; only
    the rule pack is at hand there, as after the first start."""
    home = tmp_path_factory.mktemp("home")
    (home / "cache" / "crasuite").mkdir(parents=True)
    for file in kept_packs:
        os.link(file, home / "cache" / "crasuite" / file.name)
    for variable, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ):
        monkeypatch.setenv(variable, str(home / folder))
    # Windows and macOS do not read those variables.
    for kind in ("config", "data", "log", "cache", "state"):
        monkeypatch.setattr(
            platformdirs,
            f"user_{kind}_dir",
            lambda *_args, _kind=kind, **_kwargs: str(home / _kind / "crasuite"),
        )
    return home


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The rule pack that ships with the program."""
    from crasuite.rules import load_pack

    return load_pack()


@pytest.fixture(scope="session")
def newer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second, newer rule pack; nobody changes it."""
    from tests.newer_pack import write_newer_pack

    return write_newer_pack(tmp_path_factory.mktemp("newer"))


@pytest.fixture(scope="session")
def newer(newer_folder: Path) -> Pack:
    """The same, loaded."""
    from crasuite.rules import load_pack

    return load_pack(newer_folder, use_cache=False)


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Folder for pictures and documents a person may look at after the run; git ignores it."""
    folder = ROOT / "tests" / "artefacts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The source folder."""
    return ROOT
