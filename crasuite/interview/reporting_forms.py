"""The forms of a report: what each stage asks, what the register says already, drafts and submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from crasuite.domain.case import Case, Sensitivity
from crasuite.domain.english import Worded
from crasuite.domain.notification import Draft, FieldValue, Submission
from crasuite.domain.placeholder import is_filled
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.zones import find_zone
from crasuite.errors import ReportingError
from crasuite.interview import words
from crasuite.interview.case_words import RATING_WORDS
from crasuite.interview.moment_words import local_words, utc_words
from crasuite.interview.reporting_aid import ReportingAid
from crasuite.interview.reporting_views import AidVerdict, CsirtChoice, ReportFieldView, ReportForm
from crasuite.language import ENGLISH, language, mark, speaking, tr, trn
from crasuite.rules import NOT_SURE, Assessment
from crasuite.rules.model import ReportField, Stage
from crasuite.rules.translation import as_read

COUNTRY_SETTING = "reporting-country"
"""Setting of the workspace: country of the CSIRT the maker reports to."""
_WHERE = "report-where"
_USERS = "users"
"""The stage that people read, in their language; all others are typed into the platform."""
SENSITIVE_WORDS: Worded[Sensitivity] = Worded(
    {
        Sensitivity.YES: mark("Sensitive for now"),
        Sensitivity.NO: mark("Not sensitive"),
        Sensitivity.NOT_SURE: mark("Not sure yet"),
    }
)


class ReportingForms(ReportingAid):
    """What is written for each stage. Nothing is sent: people type it into the platform and record that."""

    # Forms

    def form(self, case_id: str, stage: str) -> ReportForm:
        """Everything the screen shows of the form of a stage."""
        home, case = self._find(case_id)
        fields = self._own_fields(home, case, stage)
        carried: dict[str, ReportFieldView] = {}
        if stage != _USERS:
            number, own = self._stage(case, stage).number, {one.id for one in fields}
            for before in self.law.stages_of(str(case.kind)):
                if before.number < number and before.anchor != "requested":
                    wanted = [one for one in self._fields(case, before.id) if one.id not in own]
                    carried |= {one.id: self._field(home, case, one, before.id) for one in wanted}
        return self._form(home, case, stage, fields, tuple(carried.values()))

    def _own_fields(self, home: int, case: Case, stage: str) -> tuple[ReportFieldView, ...]:
        return tuple(self._field(home, case, one, stage) for one in self._fields(case, stage))

    def _form(
        self,
        home: int,
        case: Case,
        stage: str,
        fields: tuple[ReportFieldView, ...],
        carried: tuple[ReportFieldView, ...] = (),
    ) -> ReportForm:
        entry = self._stage(case, stage)
        asked = [one for one in fields if one.required != "optional"]
        filled = sum(one.is_filled for one in asked)
        kept = self.workspace.cases.notification(home, case.id, stage)
        return ReportForm(
            case.id,
            stage,
            entry.title,
            entry.text,
            entry.document,
            self.cites(entry.cites),
            fields,
            carried,
            filled,
            len(asked),
            trn("{filled} of {n} field filled", "{filled} of {n} fields filled", len(asked), filled=filled),
            all(one.is_filled and not one.is_too_long for one in fields if one.required == "always"),
            kept.sensitive if kept.sensitive is not Sensitivity.UNDECIDED else case.sensitive,
            kept.drafts,
            self._submission_of(home, case.id, stage),
            self.platform_words(),
        )

    def set_field(self, case_id: str, stage: str, field: str, said: FieldValue | None) -> bool:
        """Write a field; None goes back to what the register says.

        Raises:
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        kept = self.workspace.cases.notification(home, case_id, stage)
        entry = self.law.report_fields[field]
        fields = {**kept.fields}
        if said is None or said == self._prefill(home, case, entry)[0]:
            fields.pop(field, None)
        else:
            fields[field] = said
        label = tr(
            "{field} in {stage} of case {case}",
            field=words.uncapital(entry.title),
            stage=words.uncapital(self._stage(case, stage).title),
            case=case_id,
        )
        return self._write(home, label, replace(kept, fields=fields))

    def set_sensitive(self, case_id: str, stage: str, sensitive: Sensitivity) -> bool:
        """Mark how sensitive what a stage says is."""
        home, case = self._find(case_id)
        kept = self.workspace.cases.notification(home, case_id, stage)
        label = tr(
            "sensitivity of {stage} of case {case}",
            stage=words.uncapital(self._stage(case, stage).title),
            case=case_id,
        )
        return self._write(home, label, replace(kept, sensitive=sensitive))

    def keep_draft(self, case_id: str, stage: str, exported_as: str = "") -> Draft:
        """Keep the form as it reads now, prefilled fields included; `exported_as` names the file written."""
        home, case = self._find(case_id)
        kept = self.workspace.cases.notification(home, case_id, stage)
        said = {one.id: one.value for one in self.form(case_id, stage).fields if one.is_filled}
        number = max((one.number for one in kept.drafts), default=0) + 1
        draft = Draft(number, self.now, self.workspace.who, said, exported_as)
        title = words.uncapital(self._stage(case, stage).title)
        if exported_as:
            label = tr("exporting draft {number} of {stage} {case}", number=number, stage=title, case=case_id)
        else:
            label = tr("keeping draft {number} of {stage} {case}", number=number, stage=title, case=case_id)
        self._write(home, label, replace(kept, drafts=(*kept.drafts, draft)))
        return draft

    def form_text(self, case_id: str, stage: str) -> str:
        """The form as plain text to copy: title, then what it says; fields that say nothing are named too.

        In English whatever the window speaks, since the platform takes nothing else; a notice to users is for
        people and stays in the language of the window.
        """
        from crasuite.documents.content.wording import in_words  # not before somebody copies a form

        _ = self.assessment  # worded for the window before another language is spoken
        with speaking(ENGLISH if stage != _USERS else language()):
            form = self.form(case_id, stage)
            lines = [tr("{title}, case {case}", title=form.title, case=case_id), ""]
            for one in form.fields:
                if one.is_filled or one.required != "optional":
                    shown = one.shown if one.is_own else in_words(self.pack, one.shown)
                    said = shown if one.is_filled else tr("(not filled)")
                    lines.append(f"{one.title}:\n{said}\n" if "\n" in said else f"{one.title}: {said}")
        return "\n".join(lines) + "\n"

    def form_json(self, case_id: str, stage: str) -> dict[str, Any]:
        """The form as data, without what the workspace alone is concerned with."""
        form, case = self.form(case_id, stage), self.case(case_id)
        return {
            "case": case_id,
            "kind": str(case.kind),
            "stage": stage,
            "title": form.title,
            "cites": [one.label for one in form.cites],
            "product": self.product_name,
            "made": self.now.isoformat(timespec="seconds"),
            "rule_pack": self.law.manifest.version,
            "sensitive": str(form.sensitive),
            "complete": form.is_ready,
            "fields": [
                {
                    "id": one.id,
                    "title": one.title,
                    "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                    "origin": one.origin,
                    "required": one.required,
                }
                for one in form.fields
            ],
        }

    def platform_words(self) -> tuple[str, ...]:
        """What was true of the platform on the as-of date, each with the day it was read."""
        entries = (item.entry_on(self.today) for item in self.law.reporting.values())
        return tuple(
            tr("{text} (Read on {day}.)", text=one.text, day=words.day_words(one.read_on)) for one in entries
        )

    def _fields(self, case: Case, stage: str) -> tuple[ReportField, ...]:
        return self.law.fields_of(stage, str(case.kind))

    def _stage(self, case: Case, stage: str) -> Stage:
        entry = self.law.stages.get(stage)
        if entry is None or not entry.concerns(str(case.kind)):
            raise ReportingError(
                "REPORT-07",
                tr("An event of this kind has no stage “{stage}”.", stage=stage),
                "",
                tr("Choose one of its stages."),
            )
        return entry

    def _field(self, home: int, case: Case, entry: ReportField, stage: str) -> ReportFieldView:
        kept = self.workspace.cases.notification(home, case.id, stage)
        is_own = entry.id in kept.fields
        said, source = self._prefill(home, case, entry)
        value = kept.fields[entry.id] if is_own else said
        shown = self._shown(case, entry, value)
        return ReportFieldView(
            entry.id,
            entry.title,
            self.filled(entry.help),
            entry.note,
            entry.type,
            self._options(entry),
            entry.required,
            entry.origin,
            entry.limit,
            value,
            shown,
            tr("Written here") if is_own else source if said else "",
            is_own,
            entry.prefill == "case:sensitive" and not is_own and case.sensitive is Sensitivity.NOT_SURE,
            _says_something(entry, shown),
            entry.limit is not None and isinstance(value, str) and len(value) > entry.limit,
            self.cites(entry.cites),
        )

    def _options(self, entry: ReportField) -> tuple[tuple[str, str], ...]:
        if entry.type == "countries":
            return tuple((one.country, one.name) for one in self.law.csirts.values())
        if entry.type == "yes-no" and not entry.options:
            return (("yes", tr("Yes")), ("no", tr("No")))
        return tuple((one.id, one.label) for one in entry.options)

    def _shown(self, case: Case, entry: ReportField, value: FieldValue) -> str:
        names = dict(self._options(entry))
        if isinstance(value, tuple):
            return ", ".join(names.get(one, one) for one in value)
        if entry.type == "instant" and value:
            try:
                at = datetime.fromisoformat(value)
            except ValueError:
                return value
            return value if at.tzinfo is None else f"{local_words(at, self.zone_of(case))} ({utc_words(at)})"
        return names.get(value, value)

    # What the register and the interview say already

    def _prefill(self, home: int, case: Case, entry: ReportField) -> tuple[FieldValue, str]:
        """The value from elsewhere, and where that is in words."""
        kind, _, name = entry.prefill.partition(":")
        if kind == "case":
            return self._fit(entry, self._of_case(case, name)), tr("From the register")
        if kind == "aid":
            given = case.answers.get(name)
            return self._fit(entry, given if given != NOT_SURE else ""), tr(
                "From the check of whether to report"
            )
        if kind == "answer":
            question = self.law.questions.get(name)
            given = self.assessment.answers.get(name)
            if question is None or given in (None, NOT_SURE):
                return "", ""
            if entry.type in ("text", "long-text"):
                return words.answer_words(self.law, question, given), tr("From the interview")
            return self._fit(entry, given), tr("From the interview")
        if kind == "fact" and name in self.pack.facts:
            found = self.assessment.value(name)
            if found is None:
                return "", ""
            if entry.type in ("text", "long-text"):
                return words.capital(words.fact_words(self.pack, name, found)), tr("From the interview")
            return self._fit(entry, found), tr("From the interview")
        if kind == "csirt":
            choice = self.csirt_choice(case.id)
            return str(getattr(choice, name, "")), tr("From your settings")
        return "", ""

    def _of_case(self, case: Case, name: str) -> Any:
        if name == "sensitive":
            return SENSITIVE_WORDS.get(case.sensitive, "")
        if name == "severity":
            rated = words.capital(RATING_WORDS.get(case.severity, ""))
            return "\n".join(part for part in (rated, *case.cvss) if part)
        if name == "ids":
            return case.ids
        return getattr(case, name.replace("-", "_"), "")

    def _fit(self, entry: ReportField, given: Any) -> FieldValue:
        """A value in the form the field takes; what does not fit is left out."""
        if given is None or given == "":
            return ""
        if isinstance(given, datetime):
            return given.isoformat(timespec="minutes" if not given.second else "seconds")
        if entry.type == "countries":
            return self._countries(given)
        options = {one for one, _label in self._options(entry)}
        if entry.type == "multi":
            listed = given if isinstance(given, (list, tuple)) else [given]
            return tuple(str(one) for one in listed if str(one) in options)
        if isinstance(given, (list, tuple)):
            return ", ".join(map(str, given))
        said = str(given) if isinstance(given, StrEnum) else str(given).strip()
        if not options or said in options:
            return said
        return next((one for one in sorted(options) if said.startswith(f"{one}-")), "")  # important-1

    def _countries(self, given: Any) -> tuple[str, ...]:
        """Codes of the Member States that a text or list names."""
        listed = given if isinstance(given, (list, tuple)) else [given]
        said = " ".join(map(str, listed)).casefold()
        # A text may have been written before the language was changed.
        in_english = as_read(self.law).csirts
        return tuple(
            one.country
            for key, one in self.law.csirts.items()
            if one.country in listed or one.name.casefold() in said or in_english[key].name.casefold() in said
        )

    # Where it goes

    def csirt_choice(self, case_id: str) -> CsirtChoice:
        """To which CSIRT Article 14(7) sends the report, as far as the answers and the country tell."""
        case = self.case(case_id)
        code = str(self.repository.settings().get(COUNTRY_SETTING) or "")
        csirt = self.law.csirts.get(code)
        where, said = "", tr("Answer the check first: it says which establishment counts.")
        cites: tuple[str, ...] = ()
        result = self.aid_assessment(case)
        if result is not None:
            verdict = result.unless_moot(_WHERE)
            if verdict.value is not None and verdict.rules:
                where, said, cites = verdict.value, verdict.rules[0].because, verdict.rules[0].cites
        return CsirtChoice(
            where,
            said,
            self.cites(cites or ("cra art-14-7",)),
            code if csirt else "",
            csirt.body if csirt else "",
            csirt.website if csirt else "",
            csirt.endpoint if csirt else "",
            csirt.note if csirt else "",
            self._all_countries(),
        )

    def _verdict(self, result: Assessment, fact: str) -> AidVerdict:
        """Beside the rule that says which CSIRT: its name, once the Member State was said."""
        said = super()._verdict(result, fact)
        is_moot = said.value is not None and said.value == result.pack.facts[fact].moot
        if fact != _WHERE or not said.reasons or is_moot:
            return said
        said = replace(said, countries=self._all_countries())
        csirt = self.law.csirts.get(str(self.repository.settings().get(COUNTRY_SETTING) or ""))
        if csirt is None:
            return said
        shown = tr("{where}: {csirt}, {country}", where=said.words, csirt=csirt.body, country=csirt.name)
        return replace(said, words=shown, country=csirt.country)

    def _all_countries(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.country, one.name) for one in self.law.csirts.values())

    def set_country(self, code: str) -> None:
        """Say in which Member State the CSIRT is; for all products of the workspace.

        Raises:
            ReportingError: it is no Member State of the rule pack (REPORT-08).
        """
        if code and code not in self.law.csirts:
            raise ReportingError(
                "REPORT-08",
                tr("“{code}” is no Member State.", code=code),
                "",
                tr("Choose one from the list, such as NL."),
            )
        self.repository.set_setting(COUNTRY_SETTING, code or None, label=tr("country of the CSIRT"))

    # What was submitted

    def submit(
        self,
        case_id: str,
        stage: str,
        at: datetime,
        *,
        zone: str = "",
        csirt: str = "",
        reference: str = "",
        by: str = "",
        note: str = "",
        covers: Sequence[str] = (),
    ) -> str:
        """Record that somebody submitted a stage; only this stops its clock. Gives the id of the record.

        Raises:
            ReportingError: the instant lies in the future, before awareness, or has no zone (REPORT-09).
            StoreError: it could not be saved; nothing was changed.
        """
        home, case = self._find(case_id)
        entry = self._stage(case, stage)
        for one in covers:
            self._stage(case, one)
        if at.tzinfo is None:
            raise _wrong_instant(tr("Its time zone is missing."))
        if at.astimezone(UTC) > self.now:
            raise _wrong_instant(tr("It lies in the future."))
        if case.aware is not None and at.astimezone(UTC) < case.aware.astimezone(UTC):
            raise _wrong_instant(tr("It lies before you became aware."))
        choice = self.csirt_choice(case_id)
        drafts = self.workspace.cases.notification(home, case_id, stage).drafts
        record = Submission(
            self._next_submission(home),
            case=case_id,
            stage=stage,
            covers=tuple(covers),
            at=at,
            zone=zone if find_zone(zone) else case.zone,
            by=by or self.workspace.who,
            csirt=csirt or choice.country,
            csirt_why=choice.where,
            reference=reference.strip(),
            draft=str(drafts[-1].number) if drafts else "",
            note=note.strip(),
        )
        label = tr(
            "recording {stage} of case {case} as submitted", stage=words.uncapital(entry.title), case=case_id
        )
        self._write(home, label, record)
        return record.id

    def submissions(self, case_id: str) -> tuple[Submission, ...]:
        """Everything recorded for a case, earliest first."""
        return self.workspace.cases.submissions(self.home_of(case_id), case_id)

    def remove_submission(self, case_id: str, submission_id: str) -> bool:
        """Take back a record made by mistake; its clock runs again."""
        home = self.home_of(case_id)
        label = tr("removing record of submission {id}", id=submission_id)
        return self._write_records(home, label, {RecordKind.SUBMISSION: {submission_id: None}})

    def _next_submission(self, home: int) -> str:
        return self.repository.next_record_id(home, RecordKind.SUBMISSION, "S")

    def _submission_of(self, home: int, case_id: str, stage: str) -> Submission | None:
        found = self.workspace.cases.submissions(home, case_id)
        return next((one for one in found if stage in one.stages), None)


def _says_something(entry: ReportField, shown: str) -> bool:
    """A chosen option always does, and "not known" does where only what is known is asked for."""
    if entry.required == "if-known" or entry.type not in ("text", "long-text"):
        return bool(shown.strip())
    return is_filled(shown)


def _wrong_instant(why: str) -> ReportingError:
    return ReportingError(
        "REPORT-09",
        tr("The submission was not recorded."),
        why,
        tr("Correct the date, the time or the zone."),
    )
