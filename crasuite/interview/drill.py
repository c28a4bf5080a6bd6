"""A drill: a made-up event run through the desk on a copy of the workspace, and how long each step took.

The copy lies in a temporary folder and carries a mark; the real file is only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from crasuite.domain.answer import JsonValue
from crasuite.domain.change import Change, ChangeKind, Direction
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.moment_words import span_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import DrillReport, DrillStep
from crasuite.interview.workspace import Workspace
from crasuite.language import tr, trn
from crasuite.store import passing_copy

_SETTING = "drill"


@dataclass(slots=True)
class Drill:
    """A running drill. The desk works on `workspace` as on any other; `close` throws the copy away."""

    workspace: Workspace
    product_id: int
    path: Path

    def close(self) -> None:
        """Close the copy and remove it; harmless when done twice."""
        self.workspace.close()
        passing_copy.remove_folder(self.path.parent)

    def __enter__(self) -> Drill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def start_drill(workspace: Workspace, product_id: int) -> Drill:
    """Copy the workspace into a temporary folder and open the copy, marked as a drill.

    Raises:
        ReportingError: this is a drill already (REPORT-13).
        StoreError: the copy cannot be made.
    """
    if is_drill(workspace):
        raise ReportingError(
            "REPORT-13",
            tr("No drill was started."),
            tr("This is a drill already."),
            tr("End it, then start another."),
        )
    passing_copy.remove_left_behind()
    folder = passing_copy.make_folder()
    path = folder / f"Drill {workspace.path.name}"
    try:
        workspace.file.save_copy(path)
        copy = workspace.opened_elsewhere(path)
        mark: dict[str, JsonValue] = {
            "of": workspace.path.name,
            "product": product_id,
            "started": copy.now.isoformat(),
        }
        copy.repository.note_setting(_SETTING, mark)
    except BaseException:
        passing_copy.remove_folder(folder)
        raise
    return Drill(copy, product_id, path)


def is_drill(workspace: Workspace) -> bool:
    """True for the copy that a drill works on."""
    return _SETTING in workspace.repository.settings()


def drill_report(workspace: Workspace, case_id: str) -> DrillReport:
    """How long each step took, from the history of the copy.

    Raises:
        ReportingError: this is no drill (REPORT-14), or has no such case (REPORT-05).
    """
    mark = workspace.repository.settings().get(_SETTING)
    if not isinstance(mark, Mapping):
        raise ReportingError("REPORT-14", tr("There is no drill to report on."), "", tr("Start one first."))
    started = datetime.fromisoformat(str(mark["started"]))
    file = ReportingFile(workspace, int(str(mark["product"])))
    case, home = file.case(case_id), file.home_of(case_id)
    done = _instants(
        workspace.repository.history(product_id=home, kinds=[ChangeKind.RECORD]), case_id, started
    )
    titles = {
        "opened": tr("Case opened"),
        "aware": tr("Awareness recorded"),
        "checked": tr("Check answered"),
    }
    titles["decided"] = tr("Decision recorded")
    for stage in file.law.stages_of(str(case.kind)):
        if stage.anchor == "aware" or any(key.endswith(f":{stage.id}") for key in done):
            name = words.uncapital(stage.title)
            titles[f"draft:{stage.id}"] = tr("Draft of {stage} kept", stage=name)
            titles[f"exported:{stage.id}"] = tr("Draft of {stage} exported", stage=name)
            titles[f"submitted:{stage.id}"] = tr("Submission of {stage} recorded", stage=name)
    steps = _steps(titles, done, started)
    last = max((at for key, at in done.items() if key in titles), default=started)
    said = [
        tr(
            "A drill on a copy, on {day}. Nothing of it is in the real register.",
            day=words.day_words(started.date()),
        ),
        trn(
            "{done} of {n} step done.",
            "{done} of {n} steps done.",
            len(steps),
            done=sum(one.is_done for one in steps),
        ),
    ]
    figures = {key: (at - started).total_seconds() for key, at in done.items() if key in titles}
    total = span_words(last - started)
    return DrillReport(file.product_name, case_id, case.title, started, steps, total, tuple(said), figures)


def _steps(
    titles: Mapping[str, str], done: Mapping[str, datetime], started: datetime
) -> tuple[DrillStep, ...]:
    """Steps in the order they were done, then those that were not."""
    before, steps = started, []
    for key in sorted((one for one in titles if one in done), key=lambda one: done[one]):
        at = done[key]
        steps.append(DrillStep(titles[key], at, span_words(at - before), span_words(at - started), True))
        before = at
    steps += [DrillStep(title, None, "", "", False) for key, title in titles.items() if key not in done]
    return tuple(steps)


def _instants(changes: Iterable[Change], case_id: str, started: datetime) -> dict[str, datetime]:
    """When each step was first done, the check when it was last changed. What was taken back is left out."""
    found: dict[str, datetime] = {}
    counted = [one for one in changes if one.undone_by is None and one.direction is not Direction.UNDO]
    for change in sorted(counted, key=lambda one: one.step):
        kind, record_id = change.cell.record
        new = change.new if isinstance(change.new, Mapping) else {}
        old = change.old if isinstance(change.old, Mapping) else {}
        if change.at < started or not new:
            continue
        for key in _keys(kind, record_id, case_id, old, new):
            if key == "checked" or key not in found:
                found[key] = change.at
    return found


def _keys(
    kind: str, record_id: str, case_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[str]:
    if kind == RecordKind.CASE and record_id == case_id:
        keys = [] if old else ["opened"]
        keys += ["aware"] if new.get("aware") and old.get("aware") != new.get("aware") else []
        keys += ["checked"] if new.get("answers") and old.get("answers") != new.get("answers") else []
        return [*keys, *(["decided"] if new.get("decision") and not old.get("decision") else [])]
    if kind == RecordKind.NOTIFICATION and record_id.startswith(f"{case_id}/"):
        stage, drafts = record_id.partition("/")[2], new.get("drafts") or []
        keys = [f"draft:{stage}"] if drafts else []
        return keys + ([f"exported:{stage}"] if any(one.get("exported_as") for one in drafts) else [])
    if kind == RecordKind.SUBMISSION and new.get("case") == case_id:
        return [f"submitted:{one}" for one in (new.get("stage"), *(new.get("covers") or ()))]
    return []
