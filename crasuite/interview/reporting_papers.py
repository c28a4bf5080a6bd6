"""The papers of a reporting case: from what the desk shows to documents, and their files.

One function for each paper gives what it says; `write` makes the file, on the maker's letterhead where there
is one, and keeps the draft it was made from, so that later nobody has to guess what was handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from crasuite.documents import tree
from crasuite.documents.atomic import write_atomically
from crasuite.documents.content import reports
from crasuite.documents.content.parts import product_line
from crasuite.documents.content.wording import in_words, labels
from crasuite.documents.dossier import file_name
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.preview import PreviewColours, preview_html
from crasuite.documents.record import ProductRecord
from crasuite.domain.case import Case, CaseKind, Decision
from crasuite.domain.change import Cell
from crasuite.domain.english import Worded
from crasuite.domain.notification import Submission
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.case_words import RATING_WORDS
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.moment_words import both_words, local_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import ClockCard, DrillReport, ReportFieldView, ReportForm
from crasuite.interview.views import Cite
from crasuite.interview.workspace import Workspace
from crasuite.language import ENGLISH, mark, speaking, tr, trn

PaperCode: TypeAlias = Literal["EW", "NT", "FR", "IR", "UN", "SA", "ND"]
USERS = "users"
_EVENT: Worded[CaseKind] = Worded(
    {
        CaseKind.VULNERABILITY: mark("Actively exploited vulnerability"),
        CaseKind.INCIDENT: mark("Severe incident"),
    }
)
_ADVISORY_CITE = mark("Annex I, Part II (4)")
_RECIPIENTS = "users-recipients"
"""Field that says whom the notice goes to; it is no part of the notice."""
_OTHER_KIND = {CaseKind.VULNERABILITY: "cra art-14-4", CaseKind.INCIDENT: "cra art-14-2"}
"""Provisions of the other kind of event: a field of both names them as well."""
_MOST_CITES = 2


@dataclass(frozen=True)
class PaperChoice:
    """One paper a case can be written as; `stage` is empty for those that are no stage."""

    code: PaperCode
    title: str
    stage: str = ""


class ReportingPapers:
    """Papers of one product's cases, in the language of its documents. Make a new one after a change.

    The report of a drill alone is in the language of the window, which worded it.
    """

    def __init__(self, workspace: Workspace, product_id: int) -> None:
        self.desk = ReportingFile(workspace, product_id)
        self.documents = DocumentsFile(workspace, product_id)

    def choices(self, case_id: str) -> tuple[PaperChoice, ...]:
        """The papers a case can be written as, in the order of the desk."""
        case = self.desk.case(case_id)
        found = [
            PaperChoice(stage.document, stage.title, stage.id)  # type: ignore[arg-type]  # codes of the pack
            for stage in self.desk.law.stages_of(str(case.kind))
            if stage.document
        ]
        if case.kind is CaseKind.VULNERABILITY:
            found.append(PaperChoice("SA", tr("Security advisory")))
        if not case.clock_runs or case.decision is Decision.NO_REPORT:
            found.append(PaperChoice("ND", tr("Not reportable, because")))
        return tuple(found)

    def document(self, case_id: str, code: str) -> tree.Document:
        """One paper with its fingerprint, as it would be written now.

        Raises:
            ReportingError: the case has no such paper (REPORT-12).
        """
        chosen = next((one for one in self.choices(case_id) if one.code == code), None)
        if chosen is None:
            raise ReportingError(
                "REPORT-12",
                tr("Case {case} has no paper “{code}”.", case=case_id, code=code),
                "",
                tr("Choose one of the list."),
            )
        with self._speaking():
            if chosen.stage:
                paper = self._of_stage(case_id, chosen.stage)
            elif code == "SA":
                paper = self._advisory(case_id)
            else:
                paper = self._not_reportable(case_id)
            return _finished(self.documents.record, paper)

    def drill_document(self, report: DrillReport) -> tree.Document:
        """The one-page report of a drill."""
        zone = self.desk.zone_of(self.desk.case(report.case_id))
        steps = tuple(
            reports.StepLine(
                one.title,
                local_words(one.at, zone) if one.at else "",
                one.took_words,
                one.since_start_words,
            )
            for one in report.steps
        )
        return _finished(
            self.documents.shown_record,
            reports.DrillPaper(
                "DR",
                tr("Report of a drill"),
                tr("Made-up event: {title}", title=report.title),
                report.case_id,
                tr("practice"),
                tr("Drill, no real event"),
                1,
                tr("not for the platform"),
                steps=steps,
                headline=report.total_words,
                words=report.words,
                moments=(reports.Moment(tr("Started"), _both(self.desk, report.case_id, report.started)),),
            ),
        )

    def html(self, case_id: str, code: str, colours: PreviewColours | None = None) -> str:
        """The paper for the preview of the window."""
        return preview_html(self.document(case_id, code), colours)

    def suggested_name(self, case_id: str, code: str, ending: str = "docx") -> str:
        """The name of a paper's file: `AL2_EW-2026-03_r01_2026-11-24_en_DRAFT.docx`."""
        name = file_name(self.documents.record, self.document(case_id, code))
        return f"{name.rpartition('.')[0]}.{ending}"

    def write(self, case_id: str, code: str, target: Path) -> Path:
        """Write a paper: as Word, or the form of a stage as JSON where the name ends in .json.

        Raises:
            DocumentError: the file cannot be written; an older one is left whole.
            ReportingError: only the form of a stage can be written as JSON (REPORT-13).
        """
        stage = next((one.stage for one in self.choices(case_id) if one.code == code), "")
        if target.suffix.lower() == ".json":
            if not stage:
                raise ReportingError(
                    "REPORT-13",
                    tr("Only the form of a stage can be written as JSON."),
                    "",
                    tr("Write it as Word."),
                )
            with self._speaking():
                said = json.dumps(self.desk.form_json(case_id, stage), ensure_ascii=False, indent=2)
            write_atomically(target, f"{said}\n".encode())
        else:
            self._write_word(self.document(case_id, code), target)
        if stage:
            self.desk.keep_draft(case_id, stage, exported_as=target.name)
        return target

    def write_drill(self, report: DrillReport, target: Path) -> Path:
        """Write the report of a drill as Word."""
        self._write_word(self.drill_document(report), target)
        return target

    def _write_word(self, document: tree.Document, target: Path) -> None:
        with self.documents.letterhead_file() as letterhead:
            write_atomically(target, paper_bytes(document, letterhead))

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        # The workspace keeps the verdicts as they were first worded, which is for the window to do.
        _ = self.desk.assessment
        with speaking(self.documents.language):
            yield

    # What each paper says

    def _of_stage(self, case_id: str, stage: str) -> reports.CasePaper:
        case, form = self.desk.case(case_id), self.desk.form(case_id, stage)
        code: PaperCode = form.document  # type: ignore[assignment]  # codes of the pack
        event = tr("{event}: {title}", event=_EVENT[case.kind], title=case.title)
        revision = len(form.drafts) + 1
        legal = self._labels(form.cites)
        # A notice is read by users, all else is typed into the platform, which takes English alone.
        said = {} if stage == USERS else self._in_english(case_id, stage)
        fields = tuple(self._field(one, case.kind, said) for one in form.fields)
        if stage == USERS:
            shown = tuple(
                one
                for view, one in zip(form.fields, fields, strict=True)
                if view.id != _RECIPIENTS and (one.text or view.required != "optional")
            )
            at = form.submission.at if form.submission is not None else None
            sent = tr("Sent {moment}", moment=_both(self.desk, case_id, at)) if at else ""
            return reports.CasePaper(
                code,
                tr("Notice to users of {product}", product=self.desk.product_name),
                case.title,
                case_id,
                legal,
                sent or tr("Draft, not sent"),
                revision,
                fields=shown,
                is_on_record=bool(sent),
            )
        cards = {one.stage: one for one in self.desk.clocks(case_id)}
        card = cards.get(stage)
        handed = form.submission
        due = ""
        if handed is not None:
            due = _handed_in_words(handed.at, self.desk.zone_of(case))
        elif card is not None and card.due is not None:
            due = tr("due {moment}", moment=local_words(card.due, self.desk.zone_of(case)))
        return reports.StageReport(
            code,
            _with_hours(form.title, self.desk.law.stages[stage].hours),
            event,
            case_id,
            legal,
            _state(self.desk, case_id, form, tr("Draft, not submitted")),
            revision,
            due,
            fields,
            moments=self._moments(case, cards, stage),
            carried=tuple(self._field(one, case.kind, said) for one in form.carried if one.is_filled),
            submissions=tuple(
                self._handed(case_id, one) for one in self.desk.submissions(case_id) if stage in one.stages
            ),
            platform=tuple(map(self._in_words, form.platform)),
            is_on_record=handed is not None,
            also_owed=tr(
                "Also owed: tell the users affected and what they can do (Art. 14(8)), notice {notice}.",
                notice=f"{self.documents.record.product_code}-UN-{case_id}",
            ),
        )

    def _in_english(self, case_id: str, stage: str) -> dict[str, str]:
        """What each field of a stage says, by its id, with the program's own words in English."""
        with speaking(ENGLISH):
            form = self.desk.form(case_id, stage)
            return {
                # What the interview says may hold the number of a category; what somebody wrote stays.
                one.id: one.shown if one.is_own else in_words(self.desk.pack, one.shown)
                for one in (*form.carried, *form.fields)
            }

    def _labels(self, cites: Iterable[Cite]) -> str:
        """Citations as papers print them: of a whole act its name alone."""
        return "; ".join(labels(self.desk.law, [one.id for one in cites]))

    def _in_words(self, text: str) -> str:
        """A text that speaks to the reader, as the paper of the maker says it."""
        return in_words(self.desk.pack, text)

    def _field(self, view: ReportFieldView, kind: CaseKind, said: Mapping[str, str]) -> reports.Field:
        other = _OTHER_KIND[kind]
        cites = [one for one in view.cites if not one.id.startswith(other)]
        if view.origin == "law":
            asked = self._labels(cites[:_MOST_CITES])
        else:
            is_platform = view.origin == "platform" and view.required != "optional"
            asked = tr("Platform") if is_platform else tr("Optional")
        title = self._in_words(view.title)
        return reports.Field(title, said.get(view.id, view.shown), asked, view.required)

    def _moments(self, case: Case, cards: dict[str, ClockCard], stage: str) -> tuple[reports.Moment, ...]:
        zone = self.desk.zone_of(case)
        how = case.aware_how
        found = [
            reports.Moment(
                tr("Became aware"),
                both_words(case.aware, zone) if case.aware else tr(reports.NOT_KNOWN),
                how,
            )
        ]
        is_later = stage not in cards
        for one in cards.values():
            is_this = one.stage == stage
            is_later = is_later or is_this
            if one.anchor == "requested" and not is_this:
                continue
            if is_this:
                label = tr("{stage} due", stage=one.title)
            elif is_later:
                label = tr("Next: {stage}", stage=words.uncapital(one.title))
            else:
                label = tr("Not handed in yet: {stage}", stage=words.uncapital(one.title))
            if one.submission is not None and not is_this:
                said = _handed_in_words(one.submission.at, zone)
                found.append(reports.Moment(one.title, said, "", self._labels(one.cites)))
            else:
                said = both_words(one.due, zone) if one.due is not None else ""
                rule = self._in_words(one.due_rule)
                found.append(reports.Moment(label, said, rule, self._labels(one.cites)))
        choice = self.desk.csirt_choice(case.id)
        to = choice.body or tr("The CSIRT designated as coordinator, still to be chosen")
        found.append(
            reports.Moment(
                tr("Goes to"),
                tr("{csirt}, and ENISA at the same time", csirt=to),
                tr("Through the single reporting platform"),
                self._labels(choice.cites),
            )
        )
        return tuple(found)

    def _handed(self, case_id: str, one: Submission) -> reports.Handed:
        csirt = self.desk.law.csirts.get(one.csirt)
        return reports.Handed(
            _both(self.desk, case_id, one.at) if one.at else "",
            one.reference or tr("none given"),
            one.by,
            csirt.body if csirt else one.csirt or tr("not said"),
        )

    def _advisory(self, case_id: str) -> reports.CasePaper:
        case = self.desk.case(case_id)
        what_users_do = self._users_field(case_id, "users-measures") or case.user_measures
        sections = [
            (
                tr("What is wrong"),
                self._users_field(case_id, "users-event") or case.summary,
                tr(_ADVISORY_CITE),
            ),
            (
                tr("What is affected"),
                self._users_field(case_id, "users-affected") or case.versions,
                tr(_ADVISORY_CITE),
            ),
            (tr("Impact"), self._final_field(case, "vulnerability-impact"), tr(_ADVISORY_CITE)),
            (
                tr("Severity"),
                self._final_field(case, "vulnerability-severity") or self._severity(case),
                tr(_ADVISORY_CITE),
            ),
            (tr("What to do"), what_users_do, tr("Annex I, Part II (4), (8)")),
            (tr("Fixed in"), case.fix_version, tr("Annex I, Part II (7)")),
        ]
        if case.credits:
            sections.append((tr("Thanks to"), case.credits, tr("practice")))
        contact = self._users_field(case_id, "users-contact")
        if contact:
            sections.append((tr("Contact"), contact, tr("Art. 13(17)")))
        record = self.documents.record
        facts = [
            (tr("Product"), product_line(record)),
            (tr("Manufacturer"), record.maker),
            (tr("Names in lists"), "\n".join(case.ids)),
            ("CVSS", "\n".join(case.cvss)),
        ]
        return reports.Advisory(
            "SA",
            tr("Security advisory: {title}", title=case.title),
            self.desk.product_name,
            case_id,
            tr("Annex I, Part II (4), (8)"),
            tr("Draft, not published"),
            1,
            sections=tuple(sections),
            facts=tuple(one for one in facts if one[1]),
            machine_readable=case.advisory,
        )

    def _users_field(self, case_id: str, field: str) -> str:
        form = self.desk.form(case_id, USERS)
        return next((one.shown for one in form.fields if one.id == field), "")

    def _final_field(self, case: Case, field: str) -> str:
        """What a field of the final report says; empty where the event has no such report."""
        for stage in self.desk.law.stages_of(str(case.kind)):
            for one in self.desk.form(case.id, stage.id).fields:
                if one.id == field:
                    return one.shown
        return ""

    def _severity(self, case: Case) -> str:
        rated = words.capital(RATING_WORDS.get(case.severity, ""))
        return "\n".join(part for part in (rated, *case.cvss) if part)

    def _not_reportable(self, case_id: str) -> reports.CasePaper:
        case, aid = self.desk.case(case_id), self.desk.aid(case_id)
        decided = on = by = ""
        if case.decision is Decision.NO_REPORT and case.decided is not None:
            at = _both(self.desk, case_id, case.decided)
            by = self._decided_by(case)
            on = words.day_words(case.decided.astimezone(self.desk.zone_of(case)).date())
            decided = (
                tr("Decided on {moment}, recorded by {who}.", moment=at, who=by)
                if by
                else tr("Decided on {moment}.", moment=at)
            )
        aware = _both(self.desk, case_id, case.aware) if case.aware else tr(reports.NOT_KNOWN)
        return reports.NotReportable(
            "ND",
            tr("Not reportable, because"),
            f"{case.title}",
            case_id,
            tr("Art. 14(1), (3), (5)"),
            tr("Decided") if decided else tr("Not decided"),
            1,
            tr("no report decided") if decided else tr("not decided, the clocks run"),
            headline=tr("No report under Article 14: so we decided.") if decided else aid.headline,
            reasons=tuple(
                (self._in_words(reason.text), self._labels(reason.cites))
                for verdict in aid.verdicts
                for reason in verdict.reasons
            ),
            answers=tuple(
                reports.AnswerLine(
                    self._in_words(one.text), self._in_words(one.words), self._labels(one.cites[:_MOST_CITES])
                )
                for one in aid.questions
                if one.is_case
            ),
            own_reason=case.decision_reason,
            decided=decided,
            decided_by=by,
            decided_on=on,
            is_asked_for=None if not aid.is_decided else aid.tone == "danger",
            is_on_record=bool(decided),
            moments=(reports.Moment(tr("Became aware"), aware, case.aware_how),),
        )

    def _decided_by(self, case: Case) -> str:
        """Who recorded the decision, as the history of the workspace says; empty where nobody is named."""
        home = self.desk.home_of(case.id)
        cell = Cell.of_record(home, RecordKind.CASE, case.id)
        decided = case.decided.isoformat() if case.decided is not None else ""
        for change in self.desk.repository.history(product_id=home, what=cell.what):
            new = change.new if isinstance(change.new, dict) else {}
            old = change.old if isinstance(change.old, dict) else {}
            if new.get("decided") == decided and old.get("decided") != decided:
                return change.who
        return ""


def _finished(record: ProductRecord, paper: reports.CasePaper) -> tree.Document:
    return with_fingerprint(reports.build(record, paper), rule_pack_hash=record.pack.sha256)


def _both(desk: ReportingFile, case_id: str, at: datetime) -> str:
    return both_words(at, desk.zone_of(desk.case(case_id)))


def _state(desk: ReportingFile, case_id: str, form: ReportForm, draft: str) -> str:
    at = form.submission.at if form.submission is not None else None
    return tr("Handed in {moment}", moment=_both(desk, case_id, at)) if at else draft


def _handed_in_words(at: datetime | None, zone: ZoneInfo) -> str:
    return tr("handed in {moment}", moment=both_words(at, zone)) if at else tr("handed in")


def _with_hours(title: str, hours: int | None) -> str:
    """The title with the number of the law, as `Early warning, 24 hours`."""
    return trn("{title}, {n} hour", "{title}, {n} hours", hours, title=title) if hours else title
