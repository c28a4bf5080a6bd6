"""Takes files into the workspace, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crasuite.errors import StoreError, UserFacingError
from crasuite.interview.requirement_views import NewFile
from crasuite.interview.technical_file import RequirementsFile
from crasuite.language import tr
from crasuite.store.files import FileCancelledError
from crasuite.ui.jobs import JobCancelledError, JobHandle

_STEPS = 1000
"""Of each file; bytes would not fit into what a progress bar counts with."""


@dataclass(frozen=True)
class AttachResult:
    """Files that can be attached now, and why others cannot."""

    files: tuple[NewFile, ...]
    problems: tuple[UserFacingError, ...]


def attach_work(
    file: RequirementsFile, paths: Sequence[Path], *, copied: bool
) -> Callable[[JobHandle], AttachResult]:
    """The function that reads the files; all of them or, when cancelled, none."""

    def work(handle: JobHandle) -> AttachResult:
        files: list[NewFile] = []
        problems: list[UserFacingError] = []
        take_in = file.copy_in if copied else file.look_in
        for place, path in enumerate(paths):

            def report(done: int, total: int, place: int = place, path: Path = path) -> None:
                share = _STEPS * done // total if total else _STEPS
                name = (
                    tr("{name} ({number} of {total})", name=path.name, number=place + 1, total=len(paths))
                    if len(paths) > 1
                    else path.name
                )
                handle.report(place * _STEPS + share, len(paths) * _STEPS, name)

            try:
                if path.is_dir():
                    raise StoreError(
                        "FILE-02",
                        tr("{name} is a folder.", name=path.name),
                        tr("Evidence is made of single files."),
                        tr("Choose the files in it."),
                    )
                report(0, 1)
                files.append(take_in(path, report, handle.is_cancelled))
            except FileCancelledError:
                raise JobCancelledError from None
            except UserFacingError as error:
                problems.append(error)
        handle.check()
        return AttachResult(tuple(files), tuple(problems))

    return work
