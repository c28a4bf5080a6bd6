"""Every exception class the product raises.

An error carries a stable code (used by help and tests) and three sentences: what happened, why, what to do
now. `UserFacingError` is about the user's surroundings (locked file, full disk, bad input) and may be shown
as it is; `InternalError` is ours and ends in the crash report.
"""

from __future__ import annotations

from pathlib import Path

from crasuite.language import tr, trn


class CraSuiteError(Exception):
    """Base of all errors raised on purpose."""

    def __init__(self, code: str, what: str, why: str = "", next_step: str = "") -> None:
        super().__init__(code, what, why, next_step)
        self.code = code
        self.what = what
        self.why = why
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.next_step) if part)


class UserFacingError(CraSuiteError):
    """Caused by the user's surroundings or input; shown without a traceback."""


class InternalError(CraSuiteError):
    """A defect of the program; goes to the crash dialog."""


class PackError(UserFacingError):
    """A rule pack that cannot be used. `problems` lists every one found, each with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "PACK-01",
            trn("The rule pack has {n} problem.", "The rule pack has {n} problems.", len(problems)),
            "; ".join(problems[:5]) + (" …" if len(problems) > 5 else ""),
            tr("Use the rule pack that came with the program, or ask its maker for a corrected one."),
        )


class AnswersError(UserFacingError):
    """Answers that do not fit the rule pack. `problems` lists every one found."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "ANSWERS-01",
            trn("The answers have {n} problem.", "The answers have {n} problems.", len(problems)),
            "; ".join(problems[:5]) + (" …" if len(problems) > 5 else ""),
            tr("Correct the answers named here; nothing was changed."),
        )


class StoreError(UserFacingError):
    """A workspace file that cannot be opened, locked, read or written."""


class WorkspaceInUseError(StoreError):
    """Another program has the workspace open. `can_take_over`: or it was only not closed properly there."""

    def __init__(
        self, code: str, what: str, why: str, next_step: str, *, holder: str, can_take_over: bool
    ) -> None:
        super().__init__(code, what, why, next_step)
        self.holder = holder
        self.can_take_over = can_take_over


class WorkspaceDamagedError(StoreError):
    """A workspace that cannot be trusted any more. `backup` is the newest good copy, if there is one."""

    def __init__(self, code: str, what: str, why: str, next_step: str, *, backup: Path | None) -> None:
        super().__init__(code, what, why, next_step)
        self.backup = backup


class DocumentError(UserFacingError):
    """A document that cannot be written or a template that cannot be used."""


class FileError(UserFacingError):
    """A file from elsewhere that cannot be read. `line` says where, as far as it is known."""

    def __init__(self, code: str, what: str, why: str, next_step: str, *, line: int | None = None) -> None:
        super().__init__(code, what, why, next_step)
        self.line = line


class SbomError(FileError):
    """An SBOM file that cannot be read."""


class FindingsError(FileError):
    """A list of vulnerabilities that cannot be read."""


class ReportingError(UserFacingError):
    """Something that the reporting desk refuses, with what to do instead."""
