"""The risk assessment of one product, ready to be shown: register, catalogue, matrix, frame, what is missing.

Reads and writes the workspace; a page asks for `view()` again after each change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from crasuite.documents.content.file_view import short_ref
from crasuite.domain.assessment_context import CONTEXT_ID, AssessmentContext, Reassessment
from crasuite.domain.change import ChangeKind
from crasuite.domain.english import Worded
from crasuite.domain.placeholder import is_filled
from crasuite.domain.problem import Problem
from crasuite.domain.record_kind import RecordData, RecordKind
from crasuite.domain.references import problems_with_removing, without
from crasuite.domain.requirement import Applies, Requirement
from crasuite.domain.risk import (
    Matrix,
    Risk,
    RiskCounts,
    RiskLevel,
    Treatment,
    When,
    is_monotonic,
    matrix_cells,
    not_rated,
    read_matrix,
)
from crasuite.domain.technical_file import TechnicalFile
from crasuite.interview import words
from crasuite.interview.product_file import ProductFile, Writable
from crasuite.interview.suggestions import (
    FieldState,
    Suggestion,
    from_answers,
    is_told,
    says_the_same,
    state_of,
)
from crasuite.interview.verdict_words import SCOPE
from crasuite.interview.views import Cite
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.evaluate import Assessment
from crasuite.rules.model import ScaleStep, Threat

SOURCE_WORDS: Worded[str] = Worded(
    {
        "attacker": mark("Attacker"),
        "insider": mark("Insider"),
        "physical": mark("Physical access"),
        "misuse": mark("Misuse"),
        "failure": mark("Failure"),
    }
)
"""Who or what brings a threat about; the keys are those of the rule pack."""
NOT_KNOWN = mark("Not known")
TO_DECIDE = mark("To decide")
HIGH_LEVELS = (RiskLevel.HIGH, RiskLevel.VERY_HIGH)

Jump = Literal["risk", "context", "question", "catalogue", "reassess", ""]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a scale."""

    value: int
    label: str
    text: str
    usual: str
    """What the rule pack says, for Reset."""

    @property
    def line(self) -> str:
        """As it stands in a list: `3  Possible`."""
        return f"{self.value}  {self.label}"


@dataclass(frozen=True, slots=True)
class LinkView:
    """A point of Annex I as a risk names it."""

    id: str
    ref: str
    """Short: `(2)(d)`."""
    label: str
    """`Annex I, Part I (2)(d)`"""
    title: str
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One line of the register, and all the editor needs."""

    risk: Risk
    title: str
    line: str
    before: RiskLevel
    after: RiskLevel
    standing: RiskLevel
    """What the risk counts as today."""
    before_words: str
    after_words: str
    treatment_words: str
    is_treated: bool
    counts_as_high: bool
    is_unknown: bool
    """Rated by nobody, so it counts as high."""
    links: tuple[LinkView, ...]
    gaps: tuple[Problem, ...]
    typical_measures: tuple[str, ...]
    """From the catalogue, not yet among the measures."""
    may_hurt_people: bool

    @property
    def id(self) -> str:
        """`R-03`"""
        return self.risk.id


@dataclass(frozen=True, slots=True)
class Need:
    """Something the assessment still needs, or has. `jump` and what follows say where Settle leads."""

    code: str
    tone: Literal["danger", "warn", "ok"]
    words: str
    verb: str = ""
    jump: Jump = ""
    id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ContextField:
    """One field of the frame of the assessment. Lists have one entry a line, dates are ISO."""

    name: str
    title: str
    help: str
    kind: Literal["line", "text", "list", "date"]
    text: str
    state: FieldState
    suggestion: Suggestion | None
    cites: tuple[Cite, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class ReassessmentLine:
    """One past re-assessment in words."""

    title: str
    """Day and person: `24 Nov 2026, A. Maker`."""
    planned: str
    """When it was meant to be; empty when no day was set."""
    changed: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A threat of the catalogue that fits the answers, or may fit."""

    id: str
    group: str
    title: str
    description: str
    why: str
    is_certain: bool
    taken_as: tuple[str, ...]
    """The risks that already came from it."""
    asset: str
    source: str
    likelihood: int | None
    impact: int | None
    may_hurt_people: bool
    links: tuple[LinkView, ...]
    measures: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class RiskView:
    """Everything the page shows."""

    product_id: int
    product: str
    is_read_only: bool
    summary: str
    rows: tuple[RiskRow, ...]
    untreated: int
    high: int
    high_words: str
    matrix: Matrix
    cells_before: Mapping[tuple[int, int], tuple[str, ...]]
    cells_after: Mapping[tuple[int, int], tuple[str, ...]]
    unrated_before: tuple[str, ...]
    unrated_after: tuple[str, ...]
    likelihood: tuple[StepView, ...]
    impact: tuple[StepView, ...]
    levels: Mapping[RiskLevel, str]
    level_texts: Mapping[RiskLevel, str]
    treatments: tuple[tuple[Treatment, str, str], ...]
    """Value, label, and what it means."""
    needs: tuple[Need, ...]
    context: tuple[ContextField, ...]
    reassessments: tuple[ReassessmentLine, ...]
    """Newest first."""
    method_text: str
    requirements: tuple[LinkView, ...]
    people: tuple[str, ...]
    components: tuple[str, ...]
    law: Cite
    last_changed: str

    def row(self, risk_id: str) -> RiskRow | None:
        """One line of the register."""
        return next((row for row in self.rows if row.id == risk_id), None)

    def cells(self, when: When) -> Mapping[tuple[int, int], tuple[str, ...]]:
        """Which risks lie in which cell."""
        return self.cells_before if when == "before" else self.cells_after


_CONTEXT: tuple[
    tuple[str, str, str, Literal["line", "text", "list", "date"], tuple[str, ...], tuple[str, ...]], ...
] = (
    # name, title, help, kind, citations, questions it is filled from
    (
        "intended_use",
        mark("Intended purpose"),
        mark("What the product is for, as you say it in manual, advertising and technical file."),
        "text",
        ("cra art-13-3", "cra art-3-23"),
        ("intended-purpose",),
    ),
    (
        "foreseeable_use",
        mark("Reasonably foreseeable use"),
        mark(
            "What people will do with it although you did not mean it: other places, other users, longer use."
        ),
        "text",
        ("cra art-13-3", "cra art-3-24"),
        (),
    ),
    (
        "foreseeable_misuse",
        mark("Reasonably foreseeable misuse"),
        mark("Wrong use that follows from habit, haste or comfort, for example one password for all."),
        "text",
        ("cra art-3-25",),
        (),
    ),
    (
        "conditions",
        mark("Conditions of use"),
        mark("Where it runs and what it relies on: networks, platforms, rooms, skills, other protection."),
        "text",
        ("cra art-13-3",),
        (),
    ),
    (
        "assets",
        mark("What is worth protecting"),
        mark("One asset a line: data, keys, functions, people, other systems."),
        "list",
        ("cra art-13-3",),
        (),
    ),
    (
        "interfaces",
        mark("Interfaces"),
        mark("One a line: radio, ports, apps, programming interfaces, debug access, update channel."),
        "list",
        ("cra art-13-3", "cra annex-1-1-2-j"),
        (),
    ),
    (
        "lifetime",
        mark("Expected length of use"),
        mark("How long people normally use the product. The assessment covers this time."),
        "line",
        ("cra art-13-3", "cra art-3-20"),
        ("expected-use-years",),
    ),
    (
        "acceptance",
        mark("Which risks you accept"),
        mark("The rule you decide by, fixed before you rate."),
        "text",
        ("cra art-13-3",),
        (),
    ),
    (
        "method_note",
        mark("Method in your words"),
        mark("Only when you use another method, or changed scales or matrix: say which and why."),
        "text",
        ("faq 4-1-2",),
        (),
    ),
    (
        "accepted_by",
        mark("What is left was accepted by"),
        mark("Name and function."),
        "line",
        ("cra art-13-2",),
        (),
    ),
    ("accepted_on", mark("Accepted on"), mark("The day of the decision."), "date", ("cra art-13-2",), ()),
    (
        "reassess_on",
        mark("Next look at the assessment"),
        mark("A fixed day. Earlier after an incident, a change of the product or a new flaw."),
        "date",
        ("cra art-13-3", "cra art-13-7"),
        (),
    ),
)
_METHOD = mark("scales and matrix")
_NOT_NEEDED = frozenset({"foreseeable_misuse", "method_note"})


class RiskFile(ProductFile):
    """The presenter of the risk page."""

    # What there is

    def usual_matrix(self) -> Matrix:
        """The matrix of the rule pack."""
        return read_matrix(self.pack.risk_method.matrix)

    def view(self) -> RiskView:
        """Everything the page shows, as the workspace has it now."""
        pack, file = self.pack, self.file
        result = self.assessment
        method, context = pack.risk_method, file.context
        matrix = file.matrix(self.usual_matrix())
        risks = list(file.risks.values())
        points = self._points()
        levels = {RiskLevel(one.id): one.label for one in method.levels}
        levels[RiskLevel.NOT_RATED] = tr("Not rated")
        rows = tuple(self._row(risk, matrix, levels, points, file.points_of_risk(risk.id)) for risk in risks)
        untreated = sum(not row.is_treated for row in rows)
        high = [row for row in rows if row.counts_as_high]
        fields = self._context_fields(file, result)
        summary = tr("No risk is written down yet. The assessment decides which requirements apply.")
        if rows:
            counts = [
                trn("{n} risk", "{n} risks", len(rows)),
                trn("{n} treated", "{n} treated", len(rows) - untreated),
            ]
            if high:
                counts.append(_high_words(high))
            summary = tr(
                "{counts}. The assessment decides which requirements apply.", counts=", ".join(counts)
            )
        return RiskView(
            product_id=self.product_id,
            product=self.product_name,
            is_read_only=self.is_read_only,
            summary=summary,
            rows=rows,
            untreated=untreated,
            high=len(high),
            high_words=_high_words(high),
            matrix=matrix,
            cells_before=matrix_cells(risks, "before"),
            cells_after=matrix_cells(risks, "after"),
            unrated_before=not_rated(risks, "before"),
            unrated_after=not_rated(risks, "after"),
            likelihood=_scale(method.likelihood, context.likelihood_scale),
            impact=_scale(method.impact, context.impact_scale),
            levels=levels,
            level_texts={RiskLevel(one.id): one.text for one in method.levels},
            treatments=(
                (Treatment.UNDECIDED, tr(TO_DECIDE), tr("Nothing is decided yet.")),
                *((Treatment(one.id), one.label, one.text) for one in method.treatments),
            ),
            needs=self._needs(rows, fields, context, result),
            context=fields,
            reassessments=tuple(_reassessment_line(one) for one in reversed(context.reassessments)),
            method_text=method.text,
            requirements=tuple(points.values()),
            people=self._people(file),
            components=_components(file),
            law=self._law(),
            last_changed=self._last_changed(),
        )

    def _law(self) -> Cite:
        parts = self.cites(("cra art-13-2", "cra art-13-3", "cra art-13-4"))
        gist = " ".join(f"{one.gist.rstrip('.')}." for one in parts)
        first = parts[0]
        return Cite(first.id, tr("Art. 13(2)–(4)"), gist, first.source, first.number, first.eli)

    def _points(self) -> dict[str, LinkView]:
        product = self.product_name
        return {
            one.id: LinkView(
                one.id,
                one.ref if one.in_part_2 else short_ref(one.ref),  # with little room, Part I goes unsaid
                tr("Annex I, {ref}", ref=one.ref),
                words.filled(one.title, product),
                self.cites(one.cites[:1])[0] if one.cites else None,
            )
            for one in self.pack.requirements.values()
        }

    def _row(
        self,
        risk: Risk,
        matrix: Matrix,
        levels: Mapping[RiskLevel, str],
        points: Mapping[str, LinkView],
        linked_to: Sequence[str],
    ) -> RiskRow:
        before, after = risk.level(matrix, "before"), risk.level(matrix, "after")
        standing = risk.standing(matrix)
        links = tuple(
            points.get(one, LinkView(one, one, one, tr("Not in this rule pack"))) for one in linked_to
        )
        threat = self.pack.threats.get(risk.catalogue)
        said = risk.measures.casefold()
        source = source_words(risk.threat_source)
        linked = (
            tr("links {points}", points=", ".join(one.ref for one in links))
            if links
            else tr("no requirement linked")
        )
        return RiskRow(
            risk=risk,
            title=risk.title or tr("Without a title"),
            line="; ".join(part for part in (source, linked) if part),
            before=before,
            after=after,
            standing=standing,
            before_words=tr("Not known, counts as high") if before is RiskLevel.NOT_RATED else levels[before],
            after_words=levels[after],
            treatment_words=self._treatment_words(risk.treatment),
            is_treated=risk.is_treated(matrix),
            counts_as_high=standing.counts_as_high,
            is_unknown=standing is RiskLevel.NOT_RATED,
            links=links,
            gaps=risk.gaps(matrix),
            typical_measures=tuple(
                one for one in (threat.measures if threat else ()) if one.casefold() not in said
            ),
            may_hurt_people=bool(threat and threat.may_hurt_people),
        )

    def _treatment_words(self, treatment: Treatment) -> str:
        labels = {one.id: one.label for one in self.pack.risk_method.treatments}
        return labels.get(treatment.value, tr(TO_DECIDE))  # type: ignore[call-overload, no-any-return]

    def _people(self, file: TechnicalFile) -> tuple[str, ...]:
        named = [one.owner for one in file.risks.values()]
        named += [one.accepted_by for one in file.risks.values()]
        named += [one.owner for one in file.requirements.values()]
        named += [file.context.accepted_by]
        return tuple(sorted({one.strip() for one in named if one.strip()}, key=str.casefold))

    def _last_changed(self) -> str:
        for change in self.repository.history(product_id=self.product_id, limit=200):
            if change.cell.kind is ChangeKind.RECORD and change.cell.what.partition("/")[0] in (
                RecordKind.RISK.value,
                RecordKind.ASSESSMENT.value,
            ):
                day = words.day_words(change.at.astimezone().date())
                if change.who:
                    return tr("Last changed on {day} by {person}", day=day, person=change.who)
                return tr("Last changed on {day}", day=day)
        return ""

    def high_words(self) -> str:
        """The short count beside the screen's name: `2 high`; empty when there are risks and none is high."""
        if not self.file.risks:
            return "" if self.assessment.value(SCOPE) == "out" else tr("none yet")
        matrix = self.file.matrix(self.usual_matrix())
        high = RiskCounts.of(self.file.risks.values(), matrix).high
        return trn("{n} high", "{n} high", high) if high else ""

    # What is missing

    def _needs(
        self,
        rows: Sequence[RiskRow],
        fields: Sequence[ContextField],
        context: AssessmentContext,
        result: Assessment,
    ) -> tuple[Need, ...]:
        found: list[Need] = []

        def about(
            code: str,
            tone: Literal["danger", "warn"],
            those: Iterable[RiskRow],
            said: Callable[[bool], str],
            verb: str,
            field: str | Callable[[RiskRow], str],
        ) -> None:
            named = list(those)
            if named:
                first = named[0]
                where = field if isinstance(field, str) else field(first)
                text = f"{_named(row.id for row in named)}: {said(len(named) == 1)}"
                found.append(Need(code, tone, text, verb, "risk", first.id, where))

        def has(row: RiskRow, code: str) -> bool:
            return any(one.code == code for one in row.gaps)

        if not rows:
            found.append(
                Need("no-risks", "danger", tr("No risk is written down yet"), tr("Add"), "catalogue")
            )
        about(
            "not-rated",
            "danger",
            (row for row in rows if row.is_unknown),
            lambda _one: tr("not rated, counted as high"),
            tr("Rate"),
            lambda row: "likelihood_before" if row.risk.likelihood_before is None else "impact_before",
        )
        about(
            "no-treatment",
            "danger",
            (row for row in rows if has(row, "no-treatment")),
            lambda _one: tr("no decision yet"),
            tr("Decide"),
            "treatment",
        )
        about(
            "no-residual",
            "warn",
            (row for row in rows if has(row, "no-residual")),
            lambda _one: tr("what is left is not rated"),
            tr("Rate"),
            lambda row: "likelihood_after" if row.risk.likelihood_after is None else "impact_after",
        )
        about(
            "no-measures",
            "warn",
            (row for row in rows if has(row, "no-measures")),
            lambda _one: tr("nobody wrote what you do about it"),
            tr("Describe"),
            "measures",
        )
        about(
            "high-not-accepted",
            "danger",
            (row for row in rows if _is_high_and_not_accepted(row)),
            lambda one: (
                tr("still high, and nobody accepted it")
                if one
                else tr("still high or very high, and nobody accepted it")
            ),
            tr_in("verb", "Accept"),
            "accepted_by",
        )
        about(
            "no-acceptance",
            "warn",
            (
                row
                for row in rows
                if row.after not in HIGH_LEVELS
                and (has(row, "nobody-accepted") or has(row, "no-acceptance-date"))
            ),
            lambda _one: tr("accepted, but not by whom and when"),
            tr_in("verb", "Name"),
            "accepted_by",
        )
        about(
            "no-link",
            "warn",
            (row for row in rows if not row.links),
            lambda one: tr("answers to no requirement") if one else tr("answer to no requirement"),
            tr("Link"),
            "requirements",
        )
        about(
            "no-harm",
            "warn",
            (row for row in rows if row.may_hurt_people and not is_filled(row.risk.safety_harm)),
            lambda _one: tr("may hurt people, no harm is named"),
            tr_in("verb", "Name"),
            "safety_harm",
        )
        open_fields = [one for one in fields if one.state.is_open and one.name != "reassess_on"]
        if open_fields:
            names = [words.uncapital(one.title) for one in open_fields]
            said = words.joined(
                names if len(names) < 4 else [*names[:2], trn("{n} more", "{n} more", len(names) - 2)]
            )
            found.append(
                Need(
                    "context",
                    "warn",
                    tr("Not described: {fields}", fields=said),
                    tr("Describe"),
                    "context",
                    "",
                    open_fields[0].name,
                )
            )
        if context.reassess_on is None:
            found.append(
                Need(
                    "no-reassess",
                    "warn",
                    tr("No day for the next look"),
                    tr("Set"),
                    "context",
                    "",
                    "reassess_on",
                )
            )
        elif context.reassess_on < self.today:
            day = words.day_words(context.reassess_on)
            found.append(
                Need(
                    "reassess-due",
                    "danger",
                    tr("Was to be looked at again on {day}", day=day),
                    tr_in("verb", "Record"),
                    "reassess",
                )
            )
        unsure = [one for one in result.open_points if one in self.pack.questions]
        if unsure:
            text = words.shortened(words.filled(self.pack.questions[unsure[0]].text, self.product_name), 44)
            said = tr("Not sure yet: {question}", question=text)
            if len(unsure) > 1:
                said = trn(
                    "{n} answer of the interview is not sure yet",
                    "{n} answers of the interview are not sure yet",
                    len(unsure),
                )
            found.append(Need("open-points", "warn", said, tr("Settle"), "question", unsure[0]))
        found += self._done(rows, fields, context)
        return tuple(found)

    def _done(
        self, rows: Sequence[RiskRow], fields: Sequence[ContextField], context: AssessmentContext
    ) -> list[Need]:
        """What is there already."""
        states = {one.name: one.state for one in fields}
        found = []
        if rows and all(row.is_treated for row in rows):
            found.append(Need("all-treated", "ok", tr("Every risk is treated and rated")))
        if states["intended_use"] is FieldState.FILLED and states["foreseeable_use"] is FieldState.FILLED:
            found.append(Need("use", "ok", tr("Intended and foreseeable use described")))
        if states["lifetime"] is FieldState.FILLED:
            found.append(Need("lifetime", "ok", tr("Covers the expected length of use")))
        if context.reassess_on is not None and context.reassess_on >= self.today:
            day = words.day_words(context.reassess_on)
            past = context.reassessments
            said = tr("Next look on {day}", day=day)
            if past and past[-1].on:
                last = words.day_words(past[-1].on)
                said = tr("Next look on {day}, last one on {earlier}", day=day, earlier=last)
            found.append(Need("reassess", "ok", said))
        return found

    # The register

    def new_risk(self, title: str = "") -> str:
        """Add an empty line; returns its id."""
        risk_id = self.next_id(RecordKind.RISK, "R")
        risk = Risk(risk_id, title=title.strip())
        self.write(tr("adding risk {risk}", risk=risk_id), {RecordKind.RISK: {risk_id: risk}})
        return risk_id

    def set_risk(self, risk_id: str, **values: Any) -> tuple[Problem, ...]:
        """Change properties of a risk as one step; links are kept on both sides.

        Returns why nothing was changed, when a link to be removed is the reason for "does not apply".
        """
        file = self.file
        old = file.risks.get(risk_id)
        if old is None:
            return ()
        new = replace(old, **values)
        changes: dict[str, dict[str, Writable | RecordData | None]] = {RecordKind.RISK: {risk_id: new}}
        if "requirements" in values:
            links, problems = self._relinked(file, old, new.requirements)
            if problems:
                return problems
            if links:
                changes[RecordKind.REQUIREMENT] = links
        self.write(tr("changing risk {risk}", risk=risk_id), changes)
        return ()

    def _relinked(
        self, file: TechnicalFile, risk: Risk, wanted: Sequence[str]
    ) -> tuple[dict[str, Writable | RecordData | None], tuple[Problem, ...]]:
        """The other side of the links: requirements name the risks that they treat."""
        links: dict[str, Writable | RecordData | None] = {}
        for one in wanted:
            said = file.requirement(one)
            if one in self.pack.requirements and risk.id not in said.risks:
                links[one] = replace(said, risks=(*said.risks, risk.id))
        for one, said in file.requirements.items():
            if risk.id not in said.risks or one in wanted:
                continue
            if said.applies is Applies.NO:
                problems = problems_with_removing(file, RecordKind.RISK, risk.id, self._names())
                return {}, tuple(problem for problem in problems if problem.place.record_id == one)
            left = replace(said, risks=tuple(other for other in said.risks if other != risk.id))
            links[one] = None if left == Requirement(one) else left
        return links, ()

    def _names(self) -> dict[str, str]:
        return {one.id: f"{one.label}, {one.title}" for one in self._points().values()}

    def remove(self, risk_id: str) -> tuple[Problem, ...]:
        """Delete a risk and every mention of it; or say which places forbid it, and delete nothing."""
        file = self.file
        problems = self.problems_with_removing(risk_id)
        if not problems and risk_id in file.risks:
            self.write(tr("deleting risk {risk}", risk=risk_id), without(file, RecordKind.RISK, risk_id))
        return problems

    def problems_with_removing(self, risk_id: str) -> tuple[Problem, ...]:
        """The places that forbid deleting a risk."""
        return problems_with_removing(self.file, RecordKind.RISK, risk_id, self._names())

    # The catalogue

    def offers(self) -> tuple[Offer, ...]:
        """Threats the answers call for, then those left open; what speaks of this product comes first."""
        taken: dict[str, list[str]] = {}
        for risk in self.file.risks.values():
            if risk.catalogue:
                taken.setdefault(risk.catalogue, []).append(risk.id)
        points, product = self._points(), self.product_name
        result = self.assessment
        found = []
        for offer in result.threats():
            if offer.fits is False:
                continue
            threat = offer.threat
            found.append(
                Offer(
                    id=threat.id,
                    group=threat.group,
                    title=words.filled(threat.title, product),
                    description=words.filled(threat.description, product),
                    why=self._why(threat, result, certain=offer.fits is True),
                    is_certain=offer.fits is True,
                    taken_as=tuple(taken.get(threat.id, ())),
                    asset=words.filled(threat.asset, product),
                    source=SOURCE_WORDS[threat.source],
                    likelihood=threat.likelihood,
                    impact=threat.impact,
                    may_hurt_people=threat.may_hurt_people,
                    links=tuple(points[one] for one in threat.requirements if one in points),
                    measures=tuple(words.filled(one, product) for one in threat.measures),
                    cites=self.cites(threat.cites),
                )
            )
        threats = self.pack.threats
        return tuple(sorted(found, key=lambda one: (not one.is_certain, _breadth(threats[one.id].when))))

    def accept(self, threat_ids: Sequence[str]) -> tuple[str, ...]:
        """Take threats of the catalogue into the register as drafts, in one step; returns their ids.

        Typical measures are not taken: whether they are there, only the maker knows.
        """
        product, file = self.product_name, self.file
        records: dict[str, Risk] = {}
        linked: dict[str, Requirement] = {}
        for place, threat_id in enumerate(dict.fromkeys(threat_ids)):
            threat = self.pack.threats[threat_id]
            risk = Risk(
                self.next_id(RecordKind.RISK, "R", after=place),
                title=words.filled(threat.title, product),
                description=words.filled(threat.description, product),
                asset=words.filled(threat.asset, product),
                threat_source=threat.source,
                catalogue=threat.id,
                likelihood_before=threat.likelihood,
                impact_before=threat.impact,
                requirements=tuple(threat.requirements),
            )
            records[risk.id] = risk
            for one in risk.requirements:
                said = linked.get(one) or file.requirement(one)
                linked[one] = replace(said, risks=(*said.risks, risk.id))
        if not records:
            return ()
        self.write(
            trn("adding {n} risk from the catalogue", "adding {n} risks from the catalogue", len(records)),
            {RecordKind.RISK: records, RecordKind.REQUIREMENT: linked},
        )
        return tuple(records)

    def _why(self, threat: Threat, result: Assessment, *, certain: bool) -> str:
        if threat.when is None:
            return tr("Offered to every product.")
        reasons = list(dict.fromkeys(self._reasons(threat.when, result, certain=certain)))
        said = words.joined(reasons[:2])
        if certain:
            return (
                tr("You answered {answers}.", answers=said)
                if said
                else tr("Offered because of your answers.")
            )
        return (
            tr("May fit: {questions} is not settled.", questions=said)
            if said
            else tr("May fit: your answers leave it open.")
        )

    def _reasons(self, condition: Mapping[str, Any], result: Assessment, *, certain: bool) -> Iterable[str]:
        """The parts of a condition that hold, or that are open, in words."""
        operator, body = next(iter(condition.items()))
        if operator in ("all", "any"):
            for part in body:
                yield from self._reasons(part, result, certain=certain)
            return
        if operator == "not" or not isinstance(body, Mapping):
            return
        name, wanted = next(iter(body.items()))
        values = {str(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
        question = self.pack.questions.get(name)
        if question is None:
            return
        said = result.answers.get(name)
        text = words.filled(question.text, self.product_name)
        known = is_told(said) and not isinstance(said, dict)
        if not certain:
            if not known:
                yield words.quoted(text)
            return
        given = {str(one) for one in (said if isinstance(said, list) else [said])} if known else set()
        if isinstance(said, dict):
            given = {str(one) for one in said.get("one-of", ())}
        if given & values:
            picked = [words.short_option_words(self.pack, question, one) for one in given & values]
            yield tr("“{answer}” to “{question}”", answer=words.joined(sorted(picked)), question=text)

    # The frame

    def _context_fields(self, file: TechnicalFile, result: Assessment) -> tuple[ContextField, ...]:
        found = []
        for name, title, text, kind, cites, questions in _CONTEXT:
            held = getattr(file.context, name)
            said = _as_text(held)
            suggestion = self._suggestion(name, questions, file, result)
            required = name not in _NOT_NEEDED
            found.append(
                ContextField(
                    name,
                    tr(title),
                    tr(text),
                    kind,
                    said,
                    state_of(said, suggestion, required=required),
                    None if suggestion is None or says_the_same(said, suggestion) else suggestion,
                    self.cites(cites),
                    required,
                )
            )
        return tuple(found)

    def _suggestion(
        self, name: str, questions: Sequence[str], file: TechnicalFile, result: Assessment
    ) -> Suggestion | None:
        if questions:
            return from_answers(self.pack, result.answers, questions, self.product_name)
        if name == "assets" and not file.context.assets:
            named = list(dict.fromkeys(one.asset.strip() for one in file.risks.values() if one.asset.strip()))
            return Suggestion("\n".join(named), tr("What your risks name")) if named else None
        if name == "acceptance" and not file.context.acceptance:
            return Suggestion(self.pack.risk_method.acceptance, tr("The usual rule of this method"))
        return None

    def set_context(self, **values: Any) -> None:
        """Change the frame; lists may be given as text with one entry a line, dates as ISO text."""
        old = self.file.context
        ready = {name: _from_text(name, value) for name, value in values.items()}
        names = {name: title for name, title, *_ in _CONTEXT}
        said = dict.fromkeys(words.uncapital(tr(names.get(name, _METHOD))) for name in values)
        label = words.joined(said)
        new = replace(old, **ready)
        kept = new if new.to_json() else None
        self.write(tr("changing {fields}", fields=label), {RecordKind.ASSESSMENT: {CONTEXT_ID: kept}})

    def record_reassessment(
        self, *, on: date, who: str, changed: str, outcome: str, next_on: date | None
    ) -> bool:
        """Keep that the whole assessment was looked at, and set the day of the next look, as one step.

        Raises:
            ValueError: the day is to come, or the next look is not after it.
        """
        if on > self.today or (next_on is not None and next_on <= on):
            raise ValueError("a look lies in the past, and the next one after it")
        old = self.file.context
        done = Reassessment(
            str(len(old.reassessments) + 1),
            on=on,
            who=who.strip(),
            changed=changed.strip(),
            outcome=outcome.strip(),
            planned=old.reassess_on,
        )
        new = replace(old, reassess_on=next_on, reassessments=(*old.reassessments, done))
        label = tr("recording the re-assessment of {day}", day=words.day_words(on))
        return self.write(label, {RecordKind.ASSESSMENT: {CONTEXT_ID: new}})

    def take_over(self, names: Iterable[str]) -> None:
        """Put suggestions into the fields, all in one step."""
        wanted = set(names)
        fields = self._context_fields(self.file, self.assessment)
        values = {
            one.name: one.suggestion.text
            for one in fields
            if one.name in wanted and one.suggestion is not None
        }
        if values:
            self.set_context(**values)

    def set_method(
        self, likelihood: Sequence[str], impact: Sequence[str], matrix: Matrix | None
    ) -> tuple[str, ...]:
        """Explain the scales in own words and use an own matrix, as one step. What is as in the rule pack is
        not kept, so that it follows the pack. Returns why the matrix is strange, if it is."""
        method = self.pack.risk_method
        self.set_context(
            likelihood_scale=_own_scale(method.likelihood, likelihood),
            impact_scale=_own_scale(method.impact, impact),
            matrix=None if matrix == self.usual_matrix() else matrix,
        )
        if matrix is not None and not is_monotonic(matrix):
            return (tr("More likelihood or more harm leads to a lower level somewhere in this matrix."),)
        return ()


def _reassessment_line(one: Reassessment) -> ReassessmentLine:
    when = words.day_words(one.on) if one.on else tr("No date")
    return ReassessmentLine(
        ", ".join(part for part in (when, one.who) if part),
        tr("Was set for {day}", day=words.day_words(one.planned)) if one.planned else "",
        one.changed,
        one.outcome,
    )


def _own_scale(usual: Sequence[ScaleStep], texts: Sequence[str]) -> tuple[str, ...]:
    own = [said.strip() or step.text for step, said in zip(usual, texts, strict=True)]
    return () if own == [step.text for step in usual] else tuple(own)


def _breadth(condition: Any) -> int:
    """How many products a threat is for: its core functionality, its fields, its build, all of them."""
    if condition is None:
        return 3
    said = str(condition)
    return 0 if "core-functionality" in said else 1 if "areas" in said else 2


def source_words(source: str) -> str:
    """Who or what brings a threat about; own words stay."""
    return SOURCE_WORDS.get(source, source)


def _scale(steps: Sequence[ScaleStep], own: Sequence[str]) -> tuple[StepView, ...]:
    texts = own if len(own) == len(steps) else [one.text for one in steps]
    return tuple(
        StepView(step.value, step.label, said or step.text, step.text)
        for step, said in zip(steps, texts, strict=True)
    )


def _high_words(high: Sequence[RiskRow]) -> str:
    """`3 high, 1 of them not rated`; empty when none is."""
    unknown = sum(row.is_unknown for row in high)
    if not high:
        return ""
    if unknown:
        return trn(
            "{n} high, {unknown} of them not rated",
            "{n} high, {unknown} of them not rated",
            len(high),
            unknown=unknown,
        )
    return trn("{n} high", "{n} high", len(high))


def _is_high_and_not_accepted(row: RiskRow) -> bool:
    risk = row.risk
    return row.after in HIGH_LEVELS and not (is_filled(risk.accepted_by) and risk.accepted_on is not None)


def _named(ids: Iterable[str]) -> str:
    named = list(ids)
    if len(named) > 3:
        return words.joined([*named[:2], trn("{n} more", "{n} more", len(named) - 2)])
    return words.joined(named)


def _components(file: TechnicalFile) -> tuple[str, ...]:
    used = {one for risk in file.risks.values() for one in risk.components}
    return tuple(sorted(used | set(file.components), key=str.casefold))


def _as_text(held: Any) -> str:
    if held is None:
        return ""
    if isinstance(held, date):
        return held.isoformat()
    return held if isinstance(held, str) else "\n".join(held)


_LISTS = frozenset(name for name, _, _, kind, *_ in _CONTEXT if kind == "list")
_DATES = frozenset(name for name, _, _, kind, *_ in _CONTEXT if kind == "date")


def _from_text(name: str, value: Any) -> Any:
    if name in _LISTS and isinstance(value, str):
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    if name in _DATES and isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value
