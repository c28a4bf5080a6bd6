"""Where things are: resources, user data, logs. Nobody else asks.

`resources/` lies beside the package in a source tree, inside the package in an installed wheel, and beside
the program in a frozen bundle.
"""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

from crasuite.errors import InternalError

APP_NAME = "CRA Suite"
_APP_DIR = "crasuite"


def is_frozen() -> bool:
    """True inside a PyInstaller bundle."""
    return bool(getattr(sys, "frozen", False))


def resources_dir() -> Path:
    """Folder that holds `rulepack/`, `icons/`, `samples/` and the rest.

    Raises:
        InternalError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "resources", package.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        candidates.insert(0, Path(bundle) / "resources")
    for candidate in candidates:
        if (candidate / "rulepack").is_dir():
            return candidate
    raise InternalError(
        "PATHS-01",
        "The program's own files are missing.",
        f"No resources folder was found beside {package}.",
        "Install CRA Suite again.",
    )


def config_dir() -> Path:
    """Per-user folder for settings."""
    return Path(platformdirs.user_config_dir(_APP_DIR, appauthor=False))


def data_dir() -> Path:
    """Per-user folder for the default workspace and its backups."""
    return Path(platformdirs.user_data_dir(_APP_DIR, appauthor=False))


def log_dir() -> Path:
    """Per-user folder for logs and crash reports."""
    return Path(platformdirs.user_log_dir(_APP_DIR, appauthor=False))


def cache_dir() -> Path:
    """Per-user folder for copies that can be made again at any time."""
    return Path(platformdirs.user_cache_dir(_APP_DIR, appauthor=False))
