"""The texts of the technical file as forms: what each field asks, how far it is, what it can start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from crasuite.documents.content.pictures import numbers_in
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordData, RecordKind
from crasuite.domain.technical_file import SUPPORT_ID, USER_INFO_ID
from crasuite.domain.text_fields import TextFields
from crasuite.interview import form_fields, words
from crasuite.interview.form_fields import ALWAYS, OPTIONAL, FieldKind, FormField, FormSection
from crasuite.interview.product_file import ProductFile
from crasuite.interview.requirement_views import NewFile
from crasuite.interview.suggestions import (
    FieldState,
    Suggestion,
    from_answers,
    is_told,
    says_the_same,
    state_of,
)
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.views import Cite
from crasuite.language import mark, tr, trn
from crasuite.rules.model import Rule

FormId = Literal["user-information", "support-period", "vulnerability-handling", "design", "declaration"]
FORM_TITLES: dict[FormId, str] = {
    "user-information": mark("User information"),
    "support-period": mark("Support period"),
    "vulnerability-handling": mark("Vulnerability handling"),
    "design": mark("Design and production"),
    "declaration": mark("Declaration and body"),
}
FORM_LAW: dict[FormId, tuple[str, ...]] = {
    "user-information": ("cra annex-2",),
    "support-period": ("cra art-13-8", "cra annex-7-4"),
    "vulnerability-handling": ("cra annex-1-2",),
    "design": ("cra annex-7",),
    "declaration": ("cra art-28", "cra annex-5"),
}
_FORM_HELP: dict[FormId, str] = {
    "user-information": mark("What comes with the product so that people can use it securely."),
    "support-period": mark("The reasons behind the years of support that you chose in the interview."),
    "vulnerability-handling": mark(
        "How you find, fix and publish flaws. All eight points apply to every product."
    ),
    "design": mark("What the technical documentation says beside risks and requirements."),
    "declaration": mark("What only the maker can say for the EU declaration, and what a notified body asks."),
}
_SUPPORT = "support-period"
_MONTHS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
_WITH_PICTURES = (("description", "pictures"), ("architecture", "drawings"))
_PROCESS_FIELDS = (
    ("process", mark("How you do it"), "text", True),
    ("record", mark("Where it is written down"), "line", False),
    ("owner", mark("Who does it"), "line", False),
)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field. Lists have one entry a line, dates are ISO."""

    id: str
    """Unique among all forms: kind, record and key."""
    place: Place
    title: str
    name: str
    """The title with what tells it from others of the same title: `Part II (5): how you do it`."""
    ref: str
    help: str
    asks: tuple[str, ...]
    cites: tuple[Cite, ...]
    kind: FieldKind
    text: str
    state: FieldState
    required: bool
    suggestion: Suggestion | None
    """What can be taken over; None when there is nothing or the field says the same."""
    is_as_suggested: bool
    """The field says what its source says today."""

    @property
    def takes_pictures(self) -> bool:
        """Evidence that it names by number is shown as figures."""
        return (self.place.record_id, self.place.field) in _WITH_PICTURES


@dataclass(frozen=True, slots=True)
class SectionView:
    """Fields that belong together."""

    title: str
    note: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """Something already known that a form rests on, and the question that settles it."""

    label: str
    value: str
    question: str = ""
    tone: Literal["", "ok", "warn", "danger"] = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything the page shows of one form."""

    id: FormId
    title: str
    help: str
    law: tuple[Cite, ...]
    facts: tuple[FactLine, ...]
    sections: tuple[SectionView, ...]
    is_read_only: bool

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """All fields in order."""
        return tuple(one for section in self.sections for one in section.fields)

    @property
    def wanted(self) -> int:
        """How many fields the file needs."""
        return sum(one.required for one in self.fields)

    @property
    def filled(self) -> int:
        """How many of those say something."""
        return sum(one.required and one.state is FieldState.FILLED for one in self.fields)

    @property
    def open(self) -> tuple[FieldView, ...]:
        """Fields with a gap."""
        return tuple(one for one in self.fields if one.state.is_open)

    @property
    def suggested(self) -> tuple[FieldView, ...]:
        """Empty fields for which a first text is at hand."""
        return tuple(one for one in self.fields if one.suggestion is not None and not one.text.strip())

    @property
    def words(self) -> str:
        """`12 of 14 filled, 1 only keeps a place`."""
        if not self.wanted:
            return tr("Nothing is needed here")
        said = tr("{filled} of {wanted} filled", filled=self.filled, wanted=self.wanted)
        kept = sum(one.state is FieldState.PLACEHOLDER for one in self.fields)
        return (
            trn("{said}, {n} only keeps a place", "{said}, {n} only keep a place", kept, said=said)
            if kept
            else said
        )


class TextForms(ProductFile):
    """The presenter of the form page."""

    def form(self, form_id: FormId) -> FormView:
        """One form as it stands now."""
        product = self.product_name
        return FormView(
            form_id,
            tr(FORM_TITLES[form_id]),
            tr(_FORM_HELP[form_id]),
            self.cites(FORM_LAW[form_id]),
            self._support_facts() if form_id == "support-period" else (),
            tuple(
                SectionView(
                    section.title, section.note, tuple(self._view(one, product) for one in section.fields)
                )
                for section in self._sections(form_id)
            ),
            self.is_read_only,
        )

    def forms(self) -> tuple[FormView, ...]:
        """All forms."""
        return tuple(self.form(one) for one in FORM_TITLES)

    def open_words(self) -> str:
        """The gaps of all forms as a short count; empty when there are none."""
        count = sum(
            self._is_required(one.when)
            and state_of(self._text(one.place), None, required=True) is not FieldState.FILLED
            for one in self._known().values()
        )
        return tr("{count} open", count=count) if count else ""

    def where(self, place: Place) -> tuple[FormId, str] | None:
        """The form and the field that a place stands for; a record without key means its first field."""
        for form_id in FORM_TITLES:
            for section in self._sections(form_id):
                for one in section.fields:
                    if (one.place.kind, one.place.record_id) == (place.kind, place.record_id) and (
                        not place.field or place.field == one.place.field
                    ):
                        return form_id, field_id(one.place)
        return None

    # Writing

    def set_text(self, field: str, text: str) -> None:
        """Say something in a field, as one step; empty takes it away."""
        known = self._known()[field]
        self._write({field: text}, tr("changing “{name}”", name=self._name(known)))

    def attach_pictures(self, field: str, files: Sequence[NewFile]) -> tuple[str, ...]:
        """Enter files as evidence and name each in the text, as one step; a number that the text names
        already is not named twice."""
        known = self._known()[field]
        evidence, ids = RequirementsFile(self.workspace, self.product_id).entered(files)
        text = self._text(known.place)
        named = set(numbers_in(text))
        lines = [text.rstrip()] if text.strip() else []
        for number, file in zip(ids, files, strict=True):
            if number not in named:
                named.add(number)
                lines.append(f"{number} {file.path.stem}")
        data = {**self._record(known.place), known.place.field: "\n".join(lines)}
        self.write(
            trn(
                "attaching {n} picture to “{name}”",
                "attaching {n} pictures to “{name}”",
                len(files),
                name=self._name(known),
            ),
            {
                RecordKind.EVIDENCE: evidence,
                known.place.kind: {known.place.record_id: data},
            },
        )
        return tuple(ids)

    def take_over(self, fields: Iterable[str]) -> int:
        """Put the suggestions into these fields, all in one step; returns how many were taken."""
        views = {one.id: one for form in self.forms() for one in form.fields}
        texts = {}
        for name in dict.fromkeys(fields):
            suggestion = views[name].suggestion
            if suggestion is not None:
                texts[name] = suggestion.text
        if len(texts) == 1:
            label = tr("filling “{name}”", name=views[next(iter(texts))].name)
        else:
            label = trn("filling {n} field", "filling {n} fields", len(texts))
        if texts:
            self._write(texts, label)
        return len(texts)

    def _write(self, texts: Mapping[str, str], label: str) -> None:
        records: dict[tuple[RecordKind, str], RecordData] = {}
        known = self._known()
        for name, text in texts.items():
            one = known[name]
            key = (one.place.kind, one.place.record_id)
            data = records.setdefault(key, dict(self._record(one.place)))
            value = _from_text(text, one.kind)
            if value:
                data[one.place.field] = value
            else:
                data.pop(one.place.field, None)
        changes: dict[str, dict[str, RecordData | None]] = {}
        for (kind, record_id), data in records.items():
            changes.setdefault(kind.value, {})[record_id] = data or None
        self.write(label, changes)

    # Fields

    def _known(self) -> dict[str, FormField]:
        return {
            field_id(one.place): one
            for form_id in FORM_TITLES
            for section in self._sections(form_id)
            for one in section.fields
        }

    def _sections(self, form_id: FormId) -> tuple[FormSection, ...]:
        if form_id == "user-information":
            return (FormSection("", "", self._user_information()),)
        if form_id == "support-period":
            return (FormSection(tr("What you looked at"), "", self._support_factors()),)
        if form_id == "vulnerability-handling":
            return (*self._processes(), *form_fields.handling())
        return form_fields.design() if form_id == "design" else form_fields.declaration()

    def _user_information(self) -> tuple[FormField, ...]:
        return tuple(
            FormField(
                Place(RecordKind.USER_INFO, USER_INFO_ID, item.id),
                item.title,
                item.help,
                item.cites,
                asks=item.asks,
                questions=item.fills_from,
                texts=form_fields.USER_INFORMATION_TEXTS.get(item.id, ()),
                when=OPTIONAL if self.assessment.is_information_required(item.id) is False else ALWAYS,
            )
            for item in self.pack.user_information.values()
        )

    def _support_factors(self) -> tuple[FormField, ...]:
        return tuple(
            FormField(
                Place(RecordKind.SUPPORT, SUPPORT_ID, factor.id),
                factor.title,
                factor.help,
                factor.cites,
                questions=factor.fills_from,
                when=ALWAYS if factor.required else OPTIONAL,
            )
            for factor in self.pack.support_factors.values()
        )

    def _processes(self) -> tuple[FormSection, ...]:
        found = []
        for point in self.pack.requirements.values():
            if not point.in_part_2:
                continue
            fields = tuple(
                FormField(
                    Place(RecordKind.PROCESS, point.id, key),
                    tr(title),
                    {
                        "process": point.meaning,
                        "record": tr("Name of the document, page or tool."),
                        "owner": tr("A name or a role."),
                    }[key],
                    point.cites if key == "process" else (),
                    kind,  # type: ignore[arg-type]
                    ALWAYS if needed else OPTIONAL,
                    point.evidence if key == "record" else (),
                )
                for key, title, kind, needed in _PROCESS_FIELDS
            )
            found.append(FormSection(f"{point.ref}: {point.title}", "", fields))
        return tuple(found)

    def _view(self, one: FormField, product: str) -> FieldView:
        text = self._text(one.place)
        suggestion = self._suggestion(one, product)
        required = self._is_required(one.when)
        same = suggestion is not None and says_the_same(text, suggestion)
        ref = ""
        if one.place.kind is RecordKind.USER_INFO:
            ref = self.pack.user_information[one.place.field].ref
        return FieldView(
            id=field_id(one.place),
            place=one.place,
            title=words.filled(one.title, product),
            name=words.filled(self._name(one), product),
            ref=ref,
            help=words.filled(one.help, product),
            asks=tuple(words.filled(said, product) for said in one.asks),
            cites=self.cites(one.cites),
            kind=one.kind,
            text=text,
            state=state_of(text, suggestion, required=required),
            required=required,
            suggestion=None if same else suggestion,
            is_as_suggested=same,
        )

    def _name(self, one: FormField) -> str:
        if one.place.kind is RecordKind.PROCESS:
            return f"{self.pack.requirements[one.place.record_id].ref}: {words.uncapital(one.title)}"
        return one.title

    def _is_required(self, when: str) -> bool:
        outline, _, section = when.partition("/")
        if section:
            return self.assessment.is_section_required(outline, section) is True
        return when == ALWAYS

    def _suggestion(self, one: FormField, product: str) -> Suggestion | None:
        for place in one.texts:
            said = self._text(place)
            if state_of(said, None, required=True) is FieldState.FILLED:
                return Suggestion(said, self._source_words(place))
        item = self.pack.user_information.get(one.place.field)
        if one.place.kind is RecordKind.USER_INFO and item is not None and item.names_month_of:
            return self._support_suggestion(product, item.names_month_of)
        return from_answers(self.pack, self.assessment.answers, one.questions, product)

    def _source_words(self, place: Place) -> str:
        if place.kind is RecordKind.ASSESSMENT:
            return tr("From the risk assessment")
        known = next((one for one in self._static(place.kind) if one.place == place), None)
        return tr("From “{title}”", title=known.title) if known else tr("From another form")

    def _static(self, kind: RecordKind) -> tuple[FormField, ...]:
        if kind is RecordKind.USER_INFO:
            return self._user_information()
        sections = (*form_fields.handling(), *form_fields.design(), *form_fields.declaration())
        return tuple(one for section in sections for one in section.fields)

    def _text(self, place: Place) -> str:
        held = self._record(place).get(place.field)
        return "\n".join(held) if isinstance(held, list) else str(held or "")

    def _record(self, place: Place) -> RecordData:
        file, name = self.file, place.record_id
        if place.kind is RecordKind.USER_INFO:
            return file.user_info.to_json()
        if place.kind is RecordKind.SUPPORT:
            return file.support.to_json()
        if place.kind is RecordKind.DECLARATION:
            return file.declaration.to_json()
        if place.kind is RecordKind.ASSESSMENT:
            return file.context.to_json()
        forms = file.processes if place.kind is RecordKind.PROCESS else file.design
        return forms.get(name, TextFields(name)).to_json()

    # The support period

    def _support_facts(self) -> tuple[FactLine, ...]:
        answers = self.assessment.answers
        years, use = _number(answers.get("support-years")), _number(answers.get("expected-use-years"))
        lines = [
            FactLine(tr("Support you give"), _years(years), "support-years", self._support_tone(years)),
            FactLine(tr("Normal time of use"), _years(use), "expected-use-years", "" if use else "warn"),
        ]
        lines += [
            FactLine(
                tr("What the law says"),
                " ".join(said for said in (rule.because, rule.warning) if said),
                "support-years",
                self._support_tone(years),
            )
            for rule in self._support_rules()
        ]
        for entry, label in (
            ("t-support-end", tr("Support ends")),
            ("t-retention", tr("Keep the file until")),
        ):
            on = self._date(entry)
            lines.append(
                FactLine(label, words.day_words(on) if on else tr("Open until the dates are answered"), "")
                if on
                else FactLine(label, tr("Open until the dates are answered"), "last-placed-on", "warn")
            )
        said = answers.get("support-reasons")
        lines.append(
            FactLine(
                tr("Reasons in the record"),
                words.shortened(str(said), 160) if is_told(said) else tr("Not answered yet"),
                "support-reasons",
                "" if is_told(said) else "warn",
            )
        )
        return tuple(lines)

    def _date(self, entry: str) -> date | None:
        return next((one.on for one in self.assessment.timeline() if one.entry.id == entry), None)

    def _support_rules(self) -> tuple[Rule, ...]:
        verdict = self.assessment.verdict(_SUPPORT)
        return verdict.rules if verdict.is_decided else ()

    def _support_tone(self, years: float | None) -> Literal["", "ok", "warn", "danger"]:
        rules = self._support_rules()
        if self.assessment.value(_SUPPORT) in self.pack.facts[_SUPPORT].unmet:
            return "danger"
        return "warn" if years is None or not rules or any(one.warning for one in rules) else "ok"

    def _support_suggestion(self, product: str, entry: str) -> Suggestion | None:
        """From the years and the day that the interview works out."""
        years, on = _number(self.assessment.answers.get("support-years")), self._date(entry)
        if years is None or on is None:
            return None
        return Suggestion(
            tr(
                "We give security updates for {product} free of charge for {years}. Support ends in {month}.",
                product=product,
                years=_years(years),
                month=tr("{month} {year}", month=tr(_MONTHS[on.month - 1]), year=on.year),
            ),
            tr("Worked out from your answers on support"),
            "support-years",
        )


def field_id(place: Place) -> str:
    """The id of a field among all forms."""
    return f"{place.kind.value}/{place.record_id}/{place.field}"


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _years(years: float | None) -> str:
    if years is None:
        return tr("Not answered yet")
    return tr("1 year") if years == 1 else tr("{years:g} years", years=years)


def _from_text(text: str, kind: FieldKind) -> str | list[str]:
    if kind == "list":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if kind == "date":
        return date.fromisoformat(text).isoformat() if text else ""
    return text if text.strip() else ""
