"""Has hatch put the rule pack, the fonts, the samples and the compiled translations into the wheel.

They lie beside the package in the source tree and inside it once installed; `crasuite.paths.resources_dir`
knows both. The catalogues are compiled first, because only their sources are kept under version control.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Resources(BuildHookInterface):
    """Adds every file of `resources/` but the sources of the catalogues."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it makes a wheel or, with version "editable", a link to the source tree."""
        if version == "editable":  # the program then reads them where they are
            return
        root = Path(self.root)
        runpy.run_path(str(root / "build" / "translations.py"))["compile_all"]()
        for file in sorted((root / "resources").rglob("*")):
            if file.is_file() and file.suffix != ".po":
                build_data["force_include"][str(file)] = f"crasuite/{file.relative_to(root).as_posix()}"
