"""From the workspace's presenter to the rows the pages show. Reads only; decides nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crasuite.domain.change import Cell, ChangeKind
from crasuite.domain.english import Worded, day, small_first
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import UserFacingError
from crasuite.interview import words
from crasuite.interview.deadlines import all_deadlines
from crasuite.interview.interview import Interview
from crasuite.interview.law_ahead import next_change_ahead
from crasuite.interview.procedures import PROCEDURE_QUESTION, procedures_of
from crasuite.interview.result import reasons_for, result_of
from crasuite.interview.standing import standing_of
from crasuite.interview.steps import steps_of
from crasuite.interview.verdict_words import CLASS, SCOPE
from crasuite.interview.views import OpenPoint, StepState
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.model import Duty, Neighbour
from crasuite.ui.product_row import ProductRow
from crasuite.ui.product_screens import screen_of
from crasuite.ui.rows import (
    AnswerLine,
    DateLine,
    DeadlineRow,
    DutyLine,
    ExportResult,
    HistoryRow,
    LawData,
    LawDate,
    LawLine,
    NextAction,
    OverviewData,
    WhyStep,
)

if TYPE_CHECKING:
    from crasuite.interview.product_summary import ProductSummary
    from crasuite.interview.views import Cite, Reason, Result, StepView
    from crasuite.interview.workspace import Workspace
    from crasuite.rules import Assessment
    from crasuite.ui.jobs import JobHandle

SUPPORT_END = "t-support-end"
"""Id of the timeline entry that says when support ends."""
_STEP_WORDS: Worded[StepState] = Worded(
    {
        StepState.NOT_STARTED: mark("To do"),
        StepState.IN_PROGRESS: mark("Begun"),
        StepState.DONE: mark("Done"),
        StepState.NOT_APPLICABLE: mark("Not needed"),
    }
)
_MAX_ACTIONS = 4
_POINTS_SHOWN = 3
_CHANGES_SHOWN = 3
_MAIN_STEPS = 5
_ROUTE_STATES = {
    "open": mark("{route} is open to you"),
    "closed": mark("{route} is not open to you"),
    "undecided": mark("{route} is not decided yet"),
}
_EFFECTS: Worded[str] = Worded(
    {
        "excluded": mark("comes in place of the CRA"),
        "other-procedure": mark("changes the procedure"),
        "presumption": mark("counts towards the CRA"),
        "applies-too": mark("applies too"),
        "watch": mark("keep an eye on it"),
    }
)


def product_row(summary: ProductSummary, today: date) -> ProductRow:
    """A product with its verdict."""
    finished = summary.left == 0
    is_out = summary.class_kind == "out-of-scope"
    total = summary.answered + summary.left
    said = tr("None needed") if is_out else summary.route or tr("Not chosen yet")
    route, _, route_note = said.partition(": ")
    unread = (
        trn("{n} answer unknown to this rule pack", "{n} answers unknown to this rule pack", summary.misfits)
        if summary.misfits
        else ""
    )
    return ProductRow(
        summary.id,
        summary.name,
        unread or summary.type_line,
        summary.icon,
        summary.class_kind,
        route,
        words.capital(route_note) or ("" if is_out or summary.route else tr("After the interview")),
        summary.answered,
        total,
        tr("Interview complete")
        if finished
        else tr("{answered} of {total} answered", answered=summary.answered, total=total),
        summary.open_points,
        summary.deadline,
        "",
        summary.deadline_words,
        summary.is_archived,
    )


def rows_with_dues(workspace: Workspace, rows: Mapping[int, ProductRow]) -> list[ProductRow]:
    """The products with a report to hand in, with the next instant for it in place of their next date."""
    from crasuite.domain.clocks import ClockState
    from crasuite.interview.reporting_file import next_dues

    urgent = (ClockState.DUE_SOON, ClockState.OVERDUE)
    return [
        dataclasses.replace(
            rows[one.product_id],
            deadline=one.due.date(),
            deadline_text=words.capital(one.words),
            deadline_note=f"{one.stage_title}: {one.title}",
            is_urgent=one.state in urgent,
            is_to_report=True,
        )
        for one in next_dues(workspace)
        if one.product_id in rows
    ]


def running_report(workspace: Workspace, product_id: int) -> str:
    """Which report under Article 14 is still to hand in for a product, in sentences; empty: none."""
    from crasuite.interview.reporting_file import ReportingFile

    desk = ReportingFile(workspace, product_id)
    if (due := desk.next_due()) is not None:
        return tr(
            "{stage} of “{case}” is {due}. The clock runs on when the product is deleted (Art. 14).",
            stage=due.stage_title,
            case=due.title,
            due=due.words,
        )
    count = len(desk.running())
    return (
        trn(
            "{n} case under Art. 14 is still open, and stays to be reported when the product is deleted.",
            "{n} cases under Art. 14 are still open, and stay to be reported when the product is deleted.",
            count,
        )
        if count
        else ""
    )


def unreadable_row(workspace: Workspace, product_id: int, error: UserFacingError) -> ProductRow:
    """A product that cannot be shown stays listed, with the reason."""
    product = workspace.product(product_id)
    archived = product.state.value == "archived"
    return ProductRow(product_id, product.name, badge="open", is_archived=archived, error=error.what)


def law_data(workspace: Workspace) -> LawData:
    """What is shown of the rule pack."""
    manifest = workspace.pack.manifest
    return LawData(manifest.version, manifest.law_as_of, manifest.title, manifest.stale_after_days)


def law_dates(workspace: Workspace) -> list[LawDate]:
    """Dates the law itself fixes: the newest two in force and the next ones."""
    today = workspace.today
    dates = sorted(
        (
            LawDate(date.fromisoformat(entry.date), entry.title)
            for entry in workspace.pack.timeline.values()
            if isinstance(entry.date, str) and all(cite.startswith("cra ") for cite in entry.cites)
        ),
        key=lambda entry: entry.on,
    )
    past = [entry for entry in dates if entry.on <= today]
    ahead = [entry for entry in dates if entry.on > today]
    return [*past[-2:], *ahead[: 4 - len(past[-2:])]]


def history_rows(workspace: Workspace, product_id: int | None) -> list[HistoryRow]:
    """Recorded changes, newest first."""
    return [
        HistoryRow(
            line.at,
            line.who,
            line.product,
            tr("{what} (taken back later)", what=line.what) if line.is_undone else line.what,
            line.before,
            line.after,
            line.pack_version,
            _screen_of(line.change.cell),
            line if line.can_be_put_back and not workspace.is_read_only else None,
        )
        for line in workspace.history(product_id)
    ]


def _screen_of(cell: Cell) -> str:
    """Where a value is edited, in the words of the sidebar."""
    if cell.kind is ChangeKind.PRODUCT:
        return tr("Products")
    if cell.kind is ChangeKind.SETTING:
        return tr("Settings")
    if cell.kind is not ChangeKind.RECORD:
        return tr("Interview")
    kind = cell.record[0]
    screen = screen_of(RecordKind(kind)) if kind in set(RecordKind) else None
    return screen.title if screen is not None else tr("Other")


def deadline_rows(workspace: Workspace, product_id: int, name: str) -> list[DeadlineRow]:
    """The dates of one product: of the law, of the interview, of its technical file, and running clocks."""
    return [
        DeadlineRow(
            one.on,
            product_id,
            name,
            one.what,
            tr("The law") if one.set_by == "law" else one.owner or tr("You"),
            one.cites,
            "",
            one.at,
            one.when_words if one.at is not None else "",
            one.is_overdue,
            one.place,
            is_yours=one.set_by != "law" and not one.owner,
        )
        for one in all_deadlines(workspace, {product_id})
    ]


def grouped(rows: Sequence[DeadlineRow]) -> list[DeadlineRow]:
    """One row for a date that several products share."""
    groups: dict[tuple[date, str, str], list[DeadlineRow]] = {}
    for number, line in enumerate(rows):
        alone = "" if line.place is None else f"/{number}"  # what was set in a file leads to its place
        groups.setdefault((line.on, f"{line.what}{alone}", line.set_by), []).append(line)
    return [
        lines[0]
        if len(lines) == 1
        else replace(lines[0], product=trn("{n} product", "{n} products", len(lines)), product_id=0)
        for lines in groups.values()
    ]


def overview(workspace: Workspace, product_id: int) -> OverviewData:
    """Everything the overview of one product shows."""
    interview = workspace.interview(product_id)
    summary = workspace.summary(product_id)
    assessment = interview.assessment
    result = result_of(interview)
    left = interview.at_most_left()
    is_out = summary.class_kind == "out-of-scope"
    chosen = interview.value(PROCEDURE_QUESTION)
    steps = _reason_steps(interview, result)
    if assessment.value(SCOPE) in ("in", "partly"):
        steps += _route_steps(interview, chosen)
    steps += [
        WhyStep(
            tr("Open: {question}", question=point.question.text),
            _who_and_when(point.owner, point.due) or point.who_can_tell,
            "warn",
            (),
            point.question.id,
            (),
            tr("It can still change: {results}.", results=words.joined(point.can_change))
            if point.can_change
            else "",
        )
        for point in result.open_points
    ]
    return OverviewData(
        product_id,
        summary.name,
        summary.type_line,
        _headline(assessment.value(SCOPE), summary.name),
        _verdict_sentence(interview, result),
        result.tone if result.tone in ("ok", "neutral", "warn") else "warn",
        summary.class_kind,
        tr("None needed") if is_out else _route_words(interview, chosen, result.routes_words),
        tr("Not needed") if is_out else _support_words(interview),
        len(result.open_points),
        left,
        _can_still_change(result.open_points),
        result.warnings,
        tuple(steps),
        len(assessment.used_answers()),
        len(assessment.used_answers()),
        tuple((step.title, _short(step)) for step in steps_of(interview)[:-1]),
        tuple(_actions(workspace, interview, product_id, result.open_points)),
        *_laws(interview),
        tuple(_dates(interview.assessment)),
        workspace.today,
        tuple(_duties(interview)),
    )


def _can_still_change(points: Sequence[OpenPoint]) -> tuple[str, ...]:
    """The open points that can change something, few enough to read; all of them stand under the reasons."""
    said = [
        f"{point.question.text} {_sentence(_few(point.can_change))}" for point in points if point.can_change
    ]
    more = len(said) - _POINTS_SHOWN
    if more <= 1:
        return tuple(said)
    return (
        *said[:_POINTS_SHOWN],
        trn(
            "{n} more open point, each listed under the reasons.",
            "{n} more open points, each listed under the reasons.",
            more,
        ),
    )


def _few(changes: Sequence[str]) -> str:
    more = len(changes) - _CHANGES_SHOWN
    if more <= 1:
        return words.joined(changes)
    return words.joined((*changes[:_CHANGES_SHOWN], trn("{n} more result", "{n} more results", more)))


def _sentence(changes: str) -> str:
    return tr("It can still change {changes}.", changes=small_first(changes)) if changes else ""


def _headline(scope: str | None, name: str) -> str:
    said = {
        "in": tr("The Cyber Resilience Act applies to {name}", name=name),
        "partly": tr("The Cyber Resilience Act applies in part to {name}", name=name),
        "out": tr("The Cyber Resilience Act does not apply to {name}", name=name),
    }
    return said.get(scope or "", tr("Still open: does the Cyber Resilience Act apply to {name}?", name=name))


def _verdict_sentence(interview: Interview, result: Result) -> str:
    if interview.assessment.value(SCOPE) is None:
        return standing_of(interview).text
    more = result.after_scope
    role = f"{result.role_words}." if result.role_words else ""
    routes = f"{result.routes_words}." if result.routes_words else ""
    return " ".join(part for part in (more, role, routes, result.routes_note) if part)


def _short(step: StepView) -> str:
    """How far a step is, short enough for a column."""
    if not step.short and step.state is StepState.NEEDS_ATTENTION:
        return tr_in("verb", "Check")
    return step.short or _STEP_WORDS[step.state]


def _reason_steps(interview: Interview, result: Result) -> list[WhyStep]:
    """All reasons in legal order; the conclusions and what they rest on first are the main ones."""
    reasons = result.reasons
    conclusions = {
        chain[-1].text for chain in (reasons_for(interview, SCOPE), reasons_for(interview, CLASS)) if chain
    }
    first = {reason.text for reason in reasons if reason.text not in conclusions}
    if len(reasons) > _MAIN_STEPS:
        carried = [reason.text for reason in reasons if reason.text in first and reason.answers]
        first = set(carried[: _MAIN_STEPS - len(conclusions)])
    return [replace(_why(reason), is_main=reason.text in first | conclusions) for reason in reasons]


def _said(answer: AnswerLine) -> str:
    """An answer that can be read alone: a bare yes or no takes its question along."""
    return f"{answer.question} {answer.answer}" if answer.is_yes_or_no else answer.answer


def _why(reason: Reason) -> WhyStep:
    answers = tuple(AnswerLine(ref.id, ref.text, ref.answer, ref.is_yes_or_no) for ref in reason.answers)
    said = "; ".join(_said(answer) for answer in answers[:2] if answer.answer)
    return WhyStep(
        reason.text.removesuffix("."),
        tr("You said: {answers}", answers=said) if said else reason.title,
        "caution" if reason.warning else "ok",
        reason.cites,
        answers[0].question_id if answers else "",
        answers,
        tr("This is guidance, not the text of the law.") if reason.kind != "law" else "",
    )


def _route_steps(interview: Interview, chosen: object) -> list[WhyStep]:
    steps = []
    for view in procedures_of(interview):
        if view.state == "closed" and view.option != chosen:
            continue
        said = tr(_ROUTE_STATES[view.state], route=view.title)
        steps.append(
            WhyStep(
                tr("{route}, your choice", route=said) if view.option == chosen else said,
                " ".join(view.reasons[:1]),
                {"open": "ok", "closed": "warn", "undecided": "warn"}[view.state],
                view.cites,
                PROCEDURE_QUESTION if view.option == chosen else "",
                tuple(AnswerLine(ref.id, ref.text, ref.answer) for ref in view.hangs_on),
                " ".join(part for part in (*view.reasons[1:], view.waiting) if part),
            )
        )
    return steps


def _route_words(interview: Interview, chosen: object, open_words: str) -> str:
    if isinstance(chosen, str) and chosen != "not-sure":
        question = interview.pack.questions[PROCEDURE_QUESTION]
        said = words.option_words(interview.pack, question, chosen).partition(": ")[0]
        return tr("{route} (your choice)", route=said)
    return open_words or tr("Not decided yet")


def _support_words(interview: Interview) -> str:
    for item in interview.assessment.timeline():
        if item.entry.id == SUPPORT_END and item.on is not None:
            return day(item.on)
    return ""


def _who_and_when(owner: str, due: date | None) -> str:
    if owner and due:
        return tr("{owner} will find out by {day}", owner=owner, day=day(due))
    if owner:
        return tr("{owner} will find out", owner=owner)
    return tr("by {day}", day=day(due)) if due else ""


def _to_mend(interview: Interview) -> list[NextAction]:
    """Decided verdicts with which the law is not met; the click leads to the answer that has to change."""
    found = []
    for goal in interview.assessment.goals:
        verdict, fact = interview.assessment.verdict(goal), interview.pack.facts[goal]
        if verdict.value is None or verdict.value not in fact.unmet:
            continue
        note = " ".join(interview.fill(rule.because) for rule in verdict.rules)
        title = fact.words.get(verdict.value, fact.title)
        found.append(NextAction(title, note, "triangle-alert", "danger", fact.unmet[verdict.value]))
    return found


def _actions(
    workspace: Workspace, interview: Interview, product_id: int, points: Sequence[OpenPoint]
) -> list[NextAction]:
    actions = _to_mend(interview)
    left = interview.at_most_left()
    if left:
        actions.append(
            NextAction(
                tr("Continue the interview"),
                trn("At most {n} question left", "At most {n} questions left", left),
                "list-checks",
                "accent",
                "interview",
            )
        )
    for point in sorted(points, key=lambda one: (one.due is None, one.due or date.max))[:2]:
        text = point.question.text
        title = tr("Overdue: {question}", question=text) if point.is_overdue else text
        note = _who_and_when(point.owner, point.due) or tr("Nobody is asked yet")
        tone = "danger" if point.is_overdue else "warn"
        icon = "triangle-alert" if point.is_overdue else "circle-question-mark"
        actions.append(NextAction(title, note, icon, tone, point.question.id))
    if not left and not _is_exported(workspace, product_id):
        actions.append(
            NextAction(
                tr("Export the documents"),
                tr("Word and Excel, with open points marked"),
                "folder-output",
                "accent",
                "export",
            )
        )
    today = workspace.today
    for line in _dates(interview.assessment):
        if line.on >= today:
            actions.append(NextAction(line.label, f"{day(line.on)}", "calendar", "text2", ""))
            break
    if len(actions) < _MAX_ACTIONS and (ahead := next_change_ahead(interview.assessment)) is not None:
        changed = [change.title for change in ahead.verdicts] or list(ahead.other)
        actions.append(
            NextAction(
                tr("Law changes {day}", day=day(ahead.on)), words.joined(changed[:2]), "scale", "text2", ""
            )
        )
    return actions[:_MAX_ACTIONS]


def _is_exported(workspace: Workspace, product_id: int) -> bool:
    if not workspace.technical_file(product_id).documents:
        return False
    from crasuite.interview.documents_file import DocumentsFile

    return DocumentsFile(workspace, product_id).is_exported


def _laws(interview: Interview) -> tuple[tuple[LawLine, ...], str, tuple[str, ...]]:
    """Laws that concern the product, a note, and by name those that hang on open answers."""
    shown: list[LawLine] = []
    maybe: list[str] = []
    for item in interview.assessment.neighbours():
        entry = item.entry
        assert isinstance(entry, Neighbour)
        if item.applies is None and entry.law not in maybe:
            maybe.append(entry.law)
        if item.applies:
            text = words.filled(entry.text, interview.product_name)
            shown.append(
                LawLine(
                    entry.law,
                    f"{words.capital(_EFFECTS[entry.effect])}: {_first_sentence(text)}",
                    text,
                    "info",
                    tuple(words.filled(line, interview.product_name) for line in entry.todo),
                    _cites(interview, entry.cites),
                    list(_EFFECTS).index(entry.effect),
                )
            )
    shown.sort(key=lambda line: line.rank)
    rest = [law for law in maybe if law not in {line.text for line in shown}]
    if rest and interview.left():
        note = trn(
            "{n} more law may matter, depending on answers still to come.",
            "{n} more laws may matter, depending on answers still to come.",
            len(rest),
        )
        return _one_per_law(shown), note, ()
    return _one_per_law(shown), "", tuple(rest)


def _one_per_law(lines: Sequence[LawLine]) -> tuple[LawLine, ...]:
    """A law that has several effects is one line; what it leads with is the weightiest."""
    by_law: dict[str, LawLine] = {}
    for line in lines:
        first = by_law.get(line.text)
        if first is not None:
            line = replace(
                first,
                note=f"{first.note}\n{line.note}",
                todo=tuple(dict.fromkeys((*first.todo, *line.todo))),
                cites=tuple({cite.id: cite for cite in (*first.cites, *line.cites)}.values()),
            )
        by_law[line.text] = line
    return tuple(by_law.values())


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text


def _dates(assessment: Assessment) -> list[DateLine]:
    return [
        DateLine(
            item.on,
            item.entry.title if item.applies else tr("{title} (if it applies)", title=item.entry.title),
            "law" if item.entry.set_by == "law" else "planned",
            ", ".join(assessment.pack.label(cite) for cite in item.entry.cites),
        )
        for item in assessment.timeline()
        if item.on is not None
    ]


def _duties(interview: Interview) -> list[DutyLine]:
    lines = []
    for item in interview.assessment.duties():
        entry = item.entry
        assert isinstance(entry, Duty)
        if item.applies:
            lines.append(
                DutyLine(
                    entry.title,
                    words.filled(entry.text, interview.product_name),
                    entry.from_,
                    _cites(interview, entry.cites),
                )
            )
    return sorted(lines, key=lambda line: line.since)


def _cites(interview: Interview, cites: tuple[str, ...]) -> tuple[Cite, ...]:
    return interview.cites(cites)


def documents_language(workspace: Workspace, product_id: int) -> str:
    """Code of the language of a product's documents."""
    from crasuite.interview import export

    return export.documents_language(workspace, product_id)


def export_work(
    workspace: Workspace, product_id: int, in_language: str = ""
) -> Callable[[Path, JobHandle], ExportResult]:
    """The function that writes the documents of a product; it holds values only and may run in any thread.

    What it wrote is then noted in the workspace by `note_export`. Another language than before is kept for
    the product, as a step.

    Raises:
        StoreError: the choice of the language could not be saved.
    """
    from crasuite.interview.documents_file import DocumentsFile

    documents = DocumentsFile(workspace, product_id, in_language or None)
    if in_language not in ("", documents_language(workspace, product_id)) and not workspace.is_read_only:
        documents.set_language(in_language)
    write = documents.papers_work()

    def work(folder: Path, handle: JobHandle) -> ExportResult:
        done = write(folder, handle.report, handle.is_cancelled)
        if done is None:
            handle.check()
            return ExportResult(folder)
        problems = tuple(f"{one.what} {one.why} {one.next_step}".strip() for one in done.problems)
        return ExportResult(folder, done.files, done.lines(), problems, done)

    return work


def note_export(workspace: Workspace, product_id: int, result: ExportResult) -> None:
    """Note in the workspace what went out.

    Raises:
        StoreError: it could not be saved; the files are written.
    """
    from crasuite.interview.documents_file import DocumentsFile

    if result.exported is not None:
        DocumentsFile(workspace, product_id).note_export(result.exported)
