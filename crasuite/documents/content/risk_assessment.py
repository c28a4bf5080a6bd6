"""The cybersecurity risk assessment (RA): use and conditions, method, register, applicability, acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_gaps import CONTEXT_FIELDS
from crasuite.documents.content.file_parts import applies_cell, because
from crasuite.documents.content.file_view import (
    LEVEL_WORDS,
    FileView,
    month_and_year,
    numbers,
    ref_list,
    short_ref,
)
from crasuite.documents.content.parts import class_line, class_sign
from crasuite.documents.content.wording import (
    as_maker,
    capital,
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
from crasuite.domain.english import Worded
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
from crasuite.language import mark, tr, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RA"
TITLE = mark("Cybersecurity risk assessment")
BASIS = mark("Art. 13(2) to (4); Annex VII (3)")
SCALE = own_pattern((mark("Step"), 12), (mark("Likelihood"), 76), (mark("Impact"), 77), name="risk-scale")
LEVELS = own_pattern((mark("Level"), 28), (mark("What it asks of us"), 137), name="risk-levels")
COMPONENT = own_pattern(
    (mark("Component"), 40),
    (mark("Support and contact"), 42),
    (mark("Updates"), 35),
    (mark("If support ends"), 48),
    name="component",
)
REGISTER = own_pattern(
    Column(mark("No."), 12, look="strong"),
    Column(mark("What could happen"), 35),
    Column(mark("Before"), 17),
    Column(mark("What is done, what is left"), 46),
    Column(mark("After"), 17),
    Column(mark("Annex I"), 17),
    Column(mark("Owner"), 21),
    name="risk-register",
)
APPLICABILITY = own_pattern(
    (mark("Ref."), 14),
    (mark("Requirement"), 44),
    (mark("Applies?"), 24),
    (mark("Risks"), 30),
    (mark("Why it does not apply"), 53),
    name="applicability",
)
REASSESSED = own_pattern(
    Column(mark("Date"), 24, look="strong"),
    Column(mark("Done by"), 30),
    Column(mark("What had changed"), 55),
    Column(mark("Outcome"), 56),
    name="reassessed",
)
HARM = own_pattern(
    (mark("Risk"), 18),
    (mark("Harm to people it can lead to"), 90),
    (mark("Safety file"), 57),
    name="safety-harm",
)
_USE = ("intended_use", "foreseeable_use", "foreseeable_misuse", "conditions", "lifetime")
_LEVEL_SHADES: dict[RiskLevel, CellLevel] = {
    RiskLevel.LOW: "low",
    RiskLevel.MEDIUM: "medium",
    RiskLevel.HIGH: "high",
    RiskLevel.VERY_HIGH: "very-high",
}
_SOURCES = Worded(
    {
        "attacker": mark("Attacker"),
        "failure": mark("Failure"),
        "misuse": mark("Misuse"),
        "insider": mark("Insider"),
        "physical": mark("Physical"),
    }
)
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
    meta = view.meta(tr(TITLE), f"{record.name_at_start}, {class_line(record)}", tr(BASIS))
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
        return tr("No risk is in the register yet.")
    if counts.treated == counts.total:
        first = trn("{n} risk, all treated.", "{n} risks, all treated.", counts.total)
    else:
        first = trn(
            "{n} risk, {treated} treated.",
            "{n} risks, {treated} treated.",
            counts.total,
            treated=counts.treated,
        )
    return f"{first} {_high_words(counts)}"


def _high_words(counts: RiskCounts) -> str:
    """How many risks count as high, and how many of them only because they are not rated."""
    if not counts.high:
        return tr("None counts as high today.")
    unrated = counts.high_and_not_rated
    if unrated == counts.high:
        return trn(
            "{n} counts as high today, not rated.",
            "{n} count as high today, none of them rated.",
            counts.high,
        )
    if unrated:
        return trn(
            "{n} counts as high today, {unrated} of them not rated.",
            "{n} count as high today, {unrated} of them not rated.",
            counts.high,
            unrated=unrated,
        )
    return trn("{n} counts as high today.", "{n} count as high today.", counts.high)


def _result(view: FileView) -> Block:
    end = view.support_end
    lines = [
        tr(
            "Covers intended purpose, foreseeable use, conditions of use and the whole support period "
            "to {month}.",
            month=month_and_year(end),
        )
        if end
        else tr("Covers intended purpose, foreseeable use, conditions of use and the whole support period.")
    ]
    context = view.file.context
    if context.reassess_on:
        lines.append(
            tr(
                "Next review on {day} at the latest, and before each larger change.",
                day=day(context.reassess_on),
            )
        )
    marks: list[Any] = []
    shown = view.gaps[:3]
    if shown:
        more = len(view.gaps) - len(shown)
        words = (
            trn(
                "and {n} more: what is missing stands in section 7.",
                "and {n} more: what is missing stands in section 7.",
                more,
            )
            if more
            else tr("what is missing stands in section 7.")
        )
        marks.append((*(Gap(gap.number) for gap in shown), words))
    if view.points:
        marks.append(
            (*(OpenPoint(point.number) for point in view.points[:3]), tr("not sure; see section 7."))
        )
    return result_box(
        result_words(view),
        *lines,
        cites=[tr("Art. 13(3)")],
        marks=marks,
        sign=class_sign(view.record),
    )


# ------------------------------------------------------------------------------------------------- 1 the use


def _use(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Product, use, misuse, conditions, length of use"), tr("Art. 13(3)"))
    record = view.record
    rows: list[tuple[Any, Any]] = [
        (
            tr("Product"),
            cell(
                (UserText(record.name), Text(f"; {one_line(record.text('product-type'), 300)}"))
                if record.text("product-type")
                else UserText(record.name)
            ),
        ),
        (tr("Parts"), view.cell("answer:product-parts")),
        (tr("Remote data processing"), cell(_remote(view))),
    ]
    rows += [
        (
            tr(_LABELS[name]),
            view.cell(f"record:assessment/{name}", tr("None named."), cite=_CITES.get(name, "")),
        )
        for name in _USE
    ]
    yield table(LABEL_VALUE, rows, description=tr("Product, use and conditions"))
    yield Heading(2, tr("What is worth protecting, and interfaces"))
    for name in ("assets", "interfaces"):
        source = f"record:assessment/{name}"
        tag = view.tag(source)
        yield Heading(3, tr(_LABELS[name]))
        if tag:
            yield para(*tag)
        else:
            held = getattr(view.file.context, name)
            yield bullets(*(UserText(one) for one in held if one.strip()))


_CITES = Worded(
    {
        "intended_use": mark("Art. 3(23)"),
        "foreseeable_use": mark("Art. 3(24)"),
        "foreseeable_misuse": mark("Art. 3(25)"),
    }
)


def _remote(view: FileView) -> str:
    value = view.record.assessment.value("remote-data-processing")
    if value == "yes":
        return tr("Yes: the cloud part belongs to the product and is assessed with it.")
    if value == "no":
        return tr("None of our own. Services of others are treated like components.")
    return tr("Not decided yet.")


# -------------------------------------------------------------------------------------------------- 2 method


def _method(view: FileView) -> Iterator[Block]:
    method, context = view.pack.risk_method, view.file.context
    yield Heading(1, tr("Method and matrix"), tr("practice"))
    yield para(
        tr(
            "Likelihood and impact are each rated in five steps, before and after treatment. The level is "
            "read from "
            "the matrix. The law prescribes no method; what we use is good practice. A risk that is not "
            "rated counts "
            "as high."
        )
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
        tr("The two scales")
        if context.likelihood_scale or context.impact_scale
        else tr("The two scales, as in the rule pack"),
    )
    yield _matrix(view, [one[0] for one in likelihood], [one[0] for one in impact])
    unrated = not_rated(view.file.risks.values(), "after")
    yield note(
        tr(
            "Cells name the risks after treatment. Not rated after treatment: {risks}.",
            risks=", ".join(unrated),
        )
        if unrated
        else tr("Cells name the risks after treatment. Every risk is rated.")
        if view.file.risks
        else tr("Cells name the risks after treatment.")
    )
    if not is_monotonic(view.matrix):
        yield note(tr("This matrix is our own: in places more likelihood or impact gives a lower level."))
    yield table(
        LEVELS,
        [(cell(Strong(level.label)), cell(as_maker(level.text))) for level in method.levels],
        tr("What each level asks"),
    )
    yield Heading(2, tr("Which risks we accept"))
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
        tr("Risk levels, and where the risks stand after treatment"),
        heads=(tr("Impact \\ Likelihood"), *(capital(one) for one in likelihood)),
    )


# ------------------------------------------------------------------------------------------------ 3 register


def _register(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Register before and after treatment"), tr("Art. 13(2); Annex VII (3)"))
    risks = view.file.risks
    if risks:
        rows = [_row(view, risk) for risk in risks.values()]
        yield table(REGISTER, rows, tr("Risks before and after treatment"))
        yield note(
            tr(
                "L and I are likelihood and impact, each from 1 to 5. Points of Annex I are those of Part I; "
                "II marks Part II."
            )
        )
    else:
        yield para(*(view.tag("record:risk") or (Text(tr("No risk is in the register yet.")),)))
    harms = [risk for risk in risks.values() if risk.safety_harm or risk.safety_reference]
    if harms:
        yield Heading(2, tr("Links to the safety file"), tr("ISO 14971, practice"))
        yield table(
            HARM,
            [
                (
                    cell(Strong(risk.id)),
                    cell(UserText(risk.safety_harm))
                    if risk.safety_harm
                    else cell(Muted(tr("not described"))),
                    cell(UserText(risk.safety_reference))
                    if risk.safety_reference
                    else cell(Muted(tr("no reference"))),
                )
                for risk in harms
            ],
            tr("Cybersecurity risks that can hurt people"),
        )
    yield Heading(2, tr("Components of others"), tr("Art. 13(5)"))
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
    said += [tr("hits: {asset}", asset=one_line(risk.asset, 80))] if risk.asset else []
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
        person = one_line(risk.accepted_by)
        words = (
            tr("Accepted by {person}, {day}", person=person, day=day(risk.accepted_on))
            if risk.accepted_on
            else tr("Accepted by {person}", person=person)
        )
        done.append(small(words))
    if risk.components:
        done.append(
            small(tr("Components: {names}", names=", ".join(one_line(one, 60) for one in risk.components)))
        )
    if risk.note:
        done.append(small(UserText(risk.note)))
    due = [small(day(risk.due))] if risk.due else []
    points: list[Any] = list(ref_list(view.pack, view.file.points_of_risk(risk.id))) or [
        Muted(tr("none linked"))
    ]
    return (
        cell(risk.id),
        cell(*(what or [Muted(tr("not described"))])),
        cell(LEVEL_WORDS[risk.level(view.matrix, "before")], *_steps(risk, "before")),
        cell(*(done or [Muted(tr("nothing said yet"))])),
        cell(LEVEL_WORDS[risk.level(view.matrix, "after")], *_steps(risk, "after"), *_counts_as(view, risk)),
        cell(*points),
        cell(UserText(risk.owner) if risk.owner else Muted(tr("no owner yet")), *due),
    )


def _counts_as(view: FileView, risk: Risk) -> list[Any]:
    """What a risk counts as where nothing is rated after treatment."""
    if risk.level(view.matrix, "after") is not RiskLevel.NOT_RATED:
        return []
    level = risk.standing(view.matrix)
    return [small(_COUNTS_AS[level])]


_COUNTS_AS = Worded(
    {
        RiskLevel.LOW: mark("counts as low"),
        RiskLevel.MEDIUM: mark("counts as medium"),
        RiskLevel.HIGH: mark("counts as high"),
        RiskLevel.VERY_HIGH: mark("counts as very high"),
        RiskLevel.NOT_RATED: mark("counts as high"),
    }
)


def _steps(risk: Risk, when: Any) -> list[Any]:
    likelihood, impact = risk.steps(when)
    return (
        [small(tr("L{likelihood} I{impact}", likelihood=likelihood, impact=impact))]
        if likelihood is not None and impact is not None
        else []
    )


def _components(view: FileView) -> Iterator[Block]:
    tag = view.tag("record:component")
    if tag:
        yield para(*tag)
    if not view.file.components:
        if not tag:
            yield para(tr("No component of others is recorded: no SBOM is imported yet."))
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
    yield table(COMPONENT, rows, tr("What we know of components of others"))


def _or_missing(text: str) -> Any:
    return UserText(text) if text.strip() else Muted(tr("not known"))


# ------------------------------------------------------------------------------------- 4, 5 the requirements


def _applicability(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Which points of Part I apply"), tr("Art. 13(3), (4)"))
    rows = []
    for known in view.pack.requirements.values():
        if known.in_part_2:
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
                cell(numbers(linked) or Muted(tr("none linked"))),
                cell(
                    *(
                        why
                        or [
                            Muted(tr("it applies"))
                            if said.applies is Applies.YES or not known.may_not_apply
                            else Muted(tr("not said yet"))
                        ]
                    )
                ),
            )
        )
    yield table(APPLICABILITY, rows, tr("Annex I, Part I, for {product}", product=view.record.name))


def _in_practice(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Part I (1) and Part II in practice"), tr("Art. 13(3); Annex I, Part I (1), Part II"))
    first = view.file.requirement("annex-1-1-1")
    yield Heading(2, tr("Part I (1): security that fits the risks"))
    yield (
        para(UserText(first.how))
        if first.how
        else para(
            tr(
                "What design, development and production take from this assessment stands in the "
                "technical documentation, section 3.2, {code}-TD.",
                code=view.record.product_code,
            )
        )
    )
    yield Heading(2, tr("Part II: handling of vulnerabilities"))
    rows = []
    for known in view.pack.requirements.values():
        if not known.in_part_2:
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
                    Muted(tr("Not described yet; the gap stands in the document on vulnerability handling."))
                ),
            )
        )
    yield table(LABEL_VALUE, rows, description=tr("How Annex I, Part II is applied"))
    yield note(tr("Part II applies whatever the risk: none of its points may be left out."))


# ---------------------------------------------------------------------------------------------- 6 acceptance


def _acceptance(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Acceptance and next review"), tr("Art. 13(3), (7)"), new_page=True)
    rows: list[tuple[Any, Any]] = []
    for name in ("accepted_by", "accepted_on", "reassess_on"):
        label, tag = tr(_LABELS[name]), view.tag(f"record:assessment/{name}")
        held = getattr(view.file.context, name)
        if tag:
            rows.append((label, cell(tag)))
        else:
            rows.append((label, cell(UserText(held) if isinstance(held, str) else Text(day(held)))))
    high = [
        tr("{number} (not rated)", number=risk.id) if level is RiskLevel.NOT_RATED else risk.id
        for risk in view.file.risks.values()
        if (level := risk.standing(view.matrix)).counts_as_high
    ]
    rows.append(
        (
            tr("High today"),
            cell(tr("{risks}: each needs the signature below.", risks=", ".join(high)))
            if high
            else cell(tr("None."))
            if view.file.risks
            else cell(Muted(tr("No risk is in the register yet."))),
        )
    )
    yield table(LABEL_VALUE, rows, description=tr("Acceptance"))
    yield from _reassessments(view)
    accepted_by = view.file.context.accepted_by or tr("to be named")
    what = tr("What is left, {risks} above all", risks=", ".join(high)) if high else tr("What is left")
    on = view.file.context.accepted_on
    pending = bool(view.gaps or view.points) and view.record.release is None
    yield SignatureBlock(
        (
            Signatory(
                what,
                accepted_by,
                Muted(tr("not open yet")) if pending else Text(day(on)) if on else "",
            ),
            Signatory(tr("Assessment reviewed"), tr("to be named")),
        )
    )


def _reassessments(view: FileView) -> Iterator[Block]:
    """Past looks at the assessment, oldest first; nothing before the first."""
    past = view.file.context.reassessments
    if not past:
        return
    yield Heading(2, tr("Past re-assessments"), tr("Art. 13(3), (7)"))
    rows = []
    for one in past:
        planned = tr("set for {day}", day=day(one.planned)) if one.planned else ""
        when: list[Any] = [Text(day(one.on) if one.on else tr("No date"))]
        rows.append(
            (
                cell(when, small(planned)) if planned else cell(when),
                cell(UserText(one.who) if one.who else Muted(tr("Not said"))),
                cell(UserText(one.changed) if one.changed else Muted(tr("Not said"))),
                cell(UserText(one.outcome) if one.outcome else Muted(tr("Not said"))),
            )
        )
    yield table(
        REASSESSED, rows, tr("When the assessment of {product} was looked at again", product=view.record.name)
    )
