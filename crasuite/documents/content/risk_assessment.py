"""The cybersecurity risk assessment (RA): use and conditions, method, register, applicability, acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_fields import FileField
from crasuite.documents.content.file_gaps import CONTEXT_FIELDS
from crasuite.documents.content.file_parts import applies_cell, because
from crasuite.documents.content.file_view import LEVEL_WORDS, FileView, numbers, ref_list, short_ref
from crasuite.documents.content.parts import class_line, class_sign
from crasuite.documents.content.wording import (
    as_maker,
    capital,
    counted,
    day,
    one_line,
)
from crasuite.documents.tree import (
    LABEL_VALUE,
    MATRIX,
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Muted,
    OpenPoint,
    Signatory,
    SignatureBlock,
    Strong,
    Text,
    UserText,
    bullets,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    small,
    table,
)
from crasuite.documents.tree import (
    RiskLevel as CellLevel,
)
from crasuite.domain.requirement import Applies
from crasuite.domain.risk import (
    Risk,
    RiskCounts,
    RiskLevel,
    Treatment,
    is_monotonic,
    matrix_cells,
    not_rated,
)

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RA"
TITLE = "Cybersecurity risk assessment"
SCALE = own_pattern(("Step", 12), ("Likelihood", 76), ("Impact", 77), name="risk-scale")
LEVELS = own_pattern(("Level", 28), ("What it asks of us", 137), name="risk-levels")
COMPONENT = own_pattern(
    ("Component", 40), ("Support and contact", 42), ("Updates", 35), ("If support ends", 48), name="component"
)
REGISTER = own_pattern(
    Column("No.", 12, look="strong"),
    Column("What could happen", 35),
    Column("Before", 17),
    Column("What is done, what is left", 46),
    Column("After", 17),
    Column("Annex I", 17),
    Column("Owner", 21),
    name="risk-register",
)
APPLICABILITY = own_pattern(
    ("Ref.", 14),
    ("Requirement", 44),
    ("Applies?", 24),
    ("Risks", 30),
    ("Why it does not apply", 53),
    name="applicability",
)
REASSESSED = own_pattern(
    Column("Date", 24, look="strong"),
    Column("Done by", 30),
    Column("What had changed", 55),
    Column("Outcome", 56),
    name="reassessed",
)
HARM = own_pattern(
    ("Risk", 18), ("Harm to people it can lead to", 90), ("Safety file", 57), name="safety-harm"
)
_USE = ("intended_use", "foreseeable_use", "foreseeable_misuse", "conditions", "lifetime")
_LEVEL_SHADES: dict[RiskLevel, CellLevel] = {
    RiskLevel.LOW: "low",
    RiskLevel.MEDIUM: "medium",
    RiskLevel.HIGH: "high",
    RiskLevel.VERY_HIGH: "very-high",
}
_SOURCES = {
    "attacker": "Attacker",
    "failure": "Failure",
    "misuse": "Misuse",
    "insider": "Insider",
    "physical": "Physical",
}
_RISK_FIELDS = (
    "title",
    "likelihood_before",
    "impact_before",
    "treatment",
    "measures",
    "likelihood_after",
    "impact_after",
    "accepted_by",
    "accepted_on",
)
_LABELS = dict(CONTEXT_FIELDS)


def build(record: ProductRecord) -> Document:
    """The assessment as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        TITLE, f"{capital(record.name)}, {class_line(record)}", "Art. 13(2) to (4); Annex VII (3)"
    )
    blocks: list[Block] = [
        _result(view),
        *_use(view),
        *_method(view),
        *_register(view),
        *_applicability(view),
        *_in_practice(view),
        *_acceptance(view),
        *view.points_blocks(),
    ]
    return Document(meta, tuple(blocks))


def result_words(view: FileView) -> str:
    """The register in one or two sentences."""
    counts = RiskCounts.of(view.file.risks.values(), view.matrix)
    if not counts.total:
        return "No risk is in the register yet."
    first = f"{capital(counted(counts.total, 'risk'))}, {counts.treated} treated."
    if counts.treated == counts.total:
        first = f"{capital(counted(counts.total, 'risk'))}, all treated."
    if not counts.high:
        return f"{first} None counts as high today."
    unrated = counts.high_and_not_rated
    said = f"{counts.high} {'counts' if counts.high == 1 else 'count'} as high today"
    if unrated == counts.high:
        said += ", not rated" if unrated == 1 else ", none of them rated"
    elif unrated:
        said += f", {unrated} of them not rated"
    return f"{first} {said}."


def _result(view: FileView) -> Block:
    end = view.support_end
    period = f" to {end:%B %Y}" if end else ""
    lines = [
        f"Covers intended purpose, foreseeable use, conditions of use and the whole support period{period}."
    ]
    context = view.file.context
    if context.reassess_on:
        lines.append(
            f"Next review on {day(context.reassess_on)} at the latest, and before each larger change."
        )
    marks: list[Any] = []
    shown = view.gaps[:3]
    if shown:
        more = f"and {len(view.gaps) - 3} more: " if len(view.gaps) > 3 else ""
        marks.append((*(Gap(gap.number) for gap in shown), f"{more}what is missing stands in section 7."))
    if view.points:
        marks.append((*(OpenPoint(point.number) for point in view.points[:3]), "not sure; see section 7."))
    return result_box(
        result_words(view),
        *lines,
        cites=["Art. 13(3)"],
        marks=marks,
        sign=class_sign(view.record),
    )


# ------------------------------------------------------------------------------------------------- 1 the use


def _use(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Product, use, misuse, conditions, length of use", "Art. 13(3)")
    record = view.record
    rows: list[tuple[Any, Any]] = [
        (
            "Product",
            cell(
                (UserText(record.name), Text(f"; {one_line(record.text('product-type'), 300)}"))
                if record.text("product-type")
                else UserText(record.name)
            ),
        ),
        ("Parts", view.cell("answer:product-parts")),
        ("Remote data processing", cell(_remote(view))),
    ]
    rows += [
        (_LABELS[name], view.cell(f"record:assessment/{name}", "None named.", cite=_CITES.get(name, "")))
        for name in _USE
    ]
    yield table(LABEL_VALUE, rows, description="Product, use and conditions")
    yield Heading(2, "What is worth protecting, and interfaces")
    for name in ("assets", "interfaces"):
        source = f"record:assessment/{name}"
        tag = view.tag(source)
        yield Heading(3, _LABELS[name])
        if tag:
            yield para(*tag)
        else:
            held = getattr(view.file.context, name)
            yield bullets(*(UserText(one) for one in held if one.strip()))


_CITES = {"intended_use": "Art. 3(23)", "foreseeable_use": "Art. 3(24)", "foreseeable_misuse": "Art. 3(25)"}


def _remote(view: FileView) -> str:
    value = view.record.assessment.value("remote-data-processing")
    if value == "yes":
        return "Yes: the cloud part belongs to the product and is assessed with it."
    if value == "no":
        return "None of our own. Services of others are treated like components."
    return "Not decided yet."


# -------------------------------------------------------------------------------------------------- 2 method


def _method(view: FileView) -> Iterator[Block]:
    method, context = view.pack.risk_method, view.file.context
    yield Heading(1, "Method and matrix", "practice")
    yield para(
        "Likelihood and impact are each rated in five steps, before and after treatment. The level is "
        "read from "
        "the matrix. The law prescribes no method; what we use is good practice. A risk that is not "
        "rated counts "
        "as high."
    )
    if context.method_note or view.tag("record:assessment/method_note"):
        yield from view.said("record:assessment/method_note")
    likelihood = _scale(context.likelihood_scale, [(one.label, one.text) for one in method.likelihood])
    impact = _scale(context.impact_scale, [(one.label, one.text) for one in method.impact])
    yield table(
        SCALE,
        [
            (
                cell(str(step)),
                cell((Strong(f"{left[0]}. "), left[1])),
                cell((Strong(f"{right[0]}. "), right[1])),
            )
            for step, (left, right) in enumerate(zip(likelihood, impact, strict=True), 1)
        ],
        "The two scales"
        + ("" if context.likelihood_scale or context.impact_scale else ", as in the rule pack"),
    )
    yield _matrix(view, [one[0] for one in likelihood], [one[0] for one in impact])
    unrated = not_rated(view.file.risks.values(), "after")
    yield note(
        "Cells name the risks after treatment. "
        + (
            f"Not rated after treatment: {', '.join(unrated)}."
            if unrated
            else "Every risk is rated."
            if view.file.risks
            else ""
        )
    )
    if not is_monotonic(view.matrix):
        yield note("This matrix is our own: in places more likelihood or impact gives a lower level.")
    yield table(
        LEVELS,
        [(cell(Strong(level.label)), cell(as_maker(level.text))) for level in method.levels],
        "What each level asks",
    )
    yield Heading(2, "Which risks we accept")
    yield from view.said("record:assessment/acceptance")


def _scale(own: tuple[str, ...], of_pack: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    """The maker's own words for the steps where there are five, else those of the rule pack."""
    if len(own) == len(of_pack) and all(one.strip() for one in own):
        labels = [_label(one, known[0]) for one, known in zip(own, of_pack, strict=True)]
        return [(label, UserText(text)) for label, text in labels]
    return [(label, Text(text)) for label, text in of_pack]


def _label(own: str, known: str) -> tuple[str, str]:
    label, colon, text = own.partition(":")
    return (label.strip(), text.strip()) if colon and text.strip() and len(label) < 25 else (known, own)


def _matrix(view: FileView, likelihood: list[str], impact: list[str]) -> Block:
    cells = matrix_cells(view.file.risks.values(), "after")
    rows = []
    for step in range(5, 0, -1):
        row: list[Cell] = [cell(capital(impact[step - 1]))]
        for column in range(1, 6):
            level = view.matrix[step - 1][column - 1]
            here = cells.get((column, step), ())
            lines: list[Any] = [LEVEL_WORDS[level]]
            lines += [Strong(numbers(here[at : at + 2])) for at in range(0, len(here), 2)]
            row.append(cell(*lines, level=_LEVEL_SHADES[level]))
        rows.append(row)
    return table(
        MATRIX,
        rows,
        "Risk levels, and where the risks stand after treatment",
        heads=("Impact \\ Likelihood", *(capital(one) for one in likelihood)),
    )


# ------------------------------------------------------------------------------------------------ 3 register


def _register(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Register before and after treatment", "Art. 13(2); Annex VII (3)")
    risks = view.file.risks
    if risks:
        rows = [_row(view, risk) for risk in risks.values()]
        yield table(REGISTER, rows, "Risks before and after treatment")
        yield note(
            "L and I are likelihood and impact, each from 1 to 5. Points of Annex I are those of Part I; "
            "II marks Part II."
        )
    else:
        yield para(*(view.tag("record:risk") or (Text("No risk is in the register yet."),)))
    harms = [risk for risk in risks.values() if risk.safety_harm or risk.safety_reference]
    if harms:
        yield Heading(2, "Links to the safety file", "ISO 14971, practice")
        yield table(
            HARM,
            [
                (
                    cell(Strong(risk.id)),
                    cell(UserText(risk.safety_harm)) if risk.safety_harm else cell(Muted("not described")),
                    cell(UserText(risk.safety_reference))
                    if risk.safety_reference
                    else cell(Muted("no reference")),
                )
                for risk in harms
            ],
            "Cybersecurity risks that can hurt people",
        )
    yield Heading(2, "Components of others", "Art. 13(5)")
    yield from _components(view)


def _row(view: FileView, risk: Risk) -> tuple[Cell, ...]:
    source = f"record:risk/{risk.id}"
    what: list[Any] = [(Strong(one_line(risk.title, 200)),)] if risk.title.strip() else []
    if tag := view.tag(f"{source}/title", with_owner=False, without=risk.id):
        what = [tag]
    if risk.description:
        what.append((UserText(risk.description),))
    origin = _SOURCES.get(risk.threat_source, risk.threat_source)
    said = [origin] if origin else []
    said += [f"hits: {one_line(risk.asset, 80)}"] if risk.asset else []
    if said:
        what.append(small(" · ".join(said)))
    done: list[Any] = []
    label = next((one.label for one in view.pack.risk_method.treatments if one.id == risk.treatment), "")
    if label and risk.treatment is not Treatment.UNDECIDED:
        measures = [UserText(risk.measures)] if risk.measures and not view.tag(f"{source}/measures") else []
        done.append((Strong(f"{label}. "), *measures))
    for name in _RISK_FIELDS:
        if name != "title" and (tag := view.tag(f"{source}/{name}", with_owner=False, without=risk.id)):
            done.append(tag)
    if risk.accepted_by:
        on = f", {day(risk.accepted_on)}" if risk.accepted_on else ""
        done.append(small(f"Accepted by {one_line(risk.accepted_by)}{on}"))
    if risk.components:
        done.append(small(f"Components: {', '.join(one_line(one, 60) for one in risk.components)}"))
    if risk.note:
        done.append(small(UserText(risk.note)))
    due = [small(day(risk.due))] if risk.due else []
    points: list[Any] = list(ref_list(view.pack, view.file.points_of_risk(risk.id))) or [Muted("none linked")]
    return (
        cell(risk.id),
        cell(*(what or [Muted("not described")])),
        cell(LEVEL_WORDS[risk.level(view.matrix, "before")], *_steps(risk, "before")),
        cell(*(done or [Muted("nothing said yet")])),
        cell(LEVEL_WORDS[risk.level(view.matrix, "after")], *_steps(risk, "after"), *_counts_as(view, risk)),
        cell(*points),
        cell(UserText(risk.owner) if risk.owner else Muted("no owner yet"), *due),
    )


def _counts_as(view: FileView, risk: Risk) -> list[Any]:
    """What a risk counts as where nothing is rated after treatment."""
    if risk.level(view.matrix, "after") is not RiskLevel.NOT_RATED:
        return []
    level = risk.standing(view.matrix)
    counted_as = RiskLevel.HIGH if level is RiskLevel.NOT_RATED else level
    return [small(f"counts as {LEVEL_WORDS[counted_as].lower()}")]


def _steps(risk: Risk, when: Any) -> list[Any]:
    likelihood, impact = risk.steps(when)
    return [small(f"L{likelihood} I{impact}")] if likelihood is not None and impact is not None else []


def _components(view: FileView) -> Iterator[Block]:
    tag = view.tag("record:component")
    if tag:
        yield para(*tag)
    if not view.file.components:
        if not tag:
            yield para("No component of others is recorded: no SBOM is imported yet.")
        return
    rows = []
    for key, component in view.file.components.items():
        name: list[Any] = [Strong(one_line(key, 90))]
        if component.supplier:
            name.append(small(UserText(component.supplier)))
        if gap := view.tag(f"record:component/{key}"):
            name.append(gap)
        rows.append(
            (
                cell(*name),
                cell(_or_missing(component.support), _or_missing(component.contact)),
                cell(_or_missing(component.updates)),
                cell(_or_missing(component.exit_plan)),
            )
        )
    yield table(COMPONENT, rows, "What we know of components of others")


def _or_missing(text: str) -> Any:
    return UserText(text) if text.strip() else Muted("not known")


# ------------------------------------------------------------------------------------- 4, 5 the requirements


def _applicability(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Which points of Part I apply", "Art. 13(3), (4)")
    rows = []
    for known in view.pack.requirements.values():
        if not known.id.startswith("annex-1-1"):
            continue
        said = view.file.requirement(known.id)
        linked = view.file.risks_of_point(known.id)
        why: list[Any] = list(because(view, known)) if said.applies is Applies.NO else []
        for name in ("applies", "reason", "risks", "status"):
            source = f"record:requirement/{known.id}/{name}"
            if tag := view.tag(source, with_owner=False, without=known.ref):
                why.append(tag)
        rows.append(
            (
                cell(Strong(short_ref(known.ref))),
                cell(capital(known.title)),
                applies_cell(view, known),
                cell(numbers(linked) or Muted("none linked")),
                cell(
                    *(
                        why
                        or [
                            Muted("it applies")
                            if said.applies is Applies.YES or not known.may_not_apply
                            else Muted("not said yet")
                        ]
                    )
                ),
            )
        )
    yield table(APPLICABILITY, rows, f"Annex I, Part I, for {view.record.name}")


def _in_practice(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Part I (1) and Part II in practice", "Art. 13(3); Annex I, Part I (1), Part II")
    first = view.file.requirement("annex-1-1-1")
    yield Heading(2, "Part I (1): security that fits the risks")
    yield (
        para(UserText(first.how))
        if first.how
        else para(
            "What design, development and production take from this assessment stands in the technical "
            f"documentation, section 3.2, {view.record.product_code}-TD."
        )
    )
    yield Heading(2, "Part II: handling of vulnerabilities")
    rows = []
    for known in view.pack.requirements.values():
        if not known.id.startswith("annex-1-2"):
            continue
        process = view.raw(f"record:process/{known.id}/process")
        said = view.file.requirement(known.id).how
        text = process or said
        rows.append(
            (
                f"{short_ref(known.ref)} {known.title}",
                cell(UserText(text))
                if text
                else cell(
                    Muted("Not described yet; the gap stands in the document on vulnerability handling.")
                ),
            )
        )
    yield table(LABEL_VALUE, rows, description="How Annex I, Part II is applied")
    yield note("Part II applies whatever the risk: none of its points may be left out.")


# ---------------------------------------------------------------------------------------------- 6 acceptance


def _acceptance(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Acceptance and next review", "Art. 13(3), (7)", new_page=True)
    fields = [
        FileField(f"record:assessment/{name}", _LABELS[name], 3, (), "")
        for name in ("accepted_by", "accepted_on", "reassess_on")
    ]
    rows: list[tuple[Any, Any]] = []
    for field in fields:
        tag = view.tag(field.source)
        held = getattr(view.file.context, field.source.rpartition("/")[2])
        if tag:
            rows.append((field.label, cell(tag)))
        else:
            rows.append((field.label, cell(UserText(held) if isinstance(held, str) else Text(day(held)))))
    high = [
        f"{risk.id} (not rated)" if level is RiskLevel.NOT_RATED else risk.id
        for risk in view.file.risks.values()
        if (level := risk.standing(view.matrix)).counts_as_high
    ]
    rows.append(
        (
            "High today",
            cell(f"{', '.join(high)}: each needs the signature below.")
            if high
            else cell("None.")
            if view.file.risks
            else cell(Muted("No risk is in the register yet.")),
        )
    )
    yield table(LABEL_VALUE, rows, description="Acceptance")
    yield from _reassessments(view)
    accepted_by = view.file.context.accepted_by or "to be named"
    what = f"What is left, {', '.join(high)} above all" if high else "What is left"
    on = view.file.context.accepted_on
    pending = bool(view.gaps or view.points) and view.record.release is None
    yield SignatureBlock(
        (
            Signatory(
                what,
                accepted_by,
                Muted("not open yet") if pending else Text(day(on)) if on else "",
            ),
            Signatory("Assessment reviewed", "to be named"),
        )
    )


def _reassessments(view: FileView) -> Iterator[Block]:
    """Past looks at the assessment, oldest first; nothing before the first."""
    past = view.file.context.reassessments
    if not past:
        return
    yield Heading(2, "Past re-assessments", "Art. 13(3), (7)")
    rows = []
    for one in past:
        planned = f"set for {day(one.planned)}" if one.planned else ""
        when: list[Any] = [Text(day(one.on) if one.on else "No date")]
        rows.append(
            (
                cell(when, small(planned)) if planned else cell(when),
                cell(UserText(one.who) if one.who else Muted("Not said")),
                cell(UserText(one.changed) if one.changed else Muted("Not said")),
                cell(UserText(one.outcome) if one.outcome else Muted("Not said")),
            )
        )
    yield table(REASSESSED, rows, f"When the assessment of {view.record.name} was looked at again")
