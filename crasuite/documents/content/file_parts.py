"""Tables that several papers of the technical file share: points of Annex I, standards, SBOMs, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from crasuite.documents.content.file_fields import PROCESS_FIELDS
from crasuite.documents.content.file_gaps import standard_name
from crasuite.documents.content.file_view import (
    FileView,
    in_pairs,
    month_and_year,
    numbers,
    ref_list,
    short_hash,
    short_ref,
)
from crasuite.documents.content.pictures import named_in
from crasuite.documents.content.wording import (
    as_maker,
    basis,
    capital,
    day,
    joined,
    labels,
    lowered,
    one_line,
)
from crasuite.documents.tree import (
    EVIDENCE,
    LABEL_VALUE,
    REQUIREMENT,
    Block,
    Cell,
    Cite,
    Gap,
    Muted,
    Run,
    Status,
    StatusKind,
    Strong,
    Table,
    Text,
    UserText,
    cell,
    own_pattern,
    para,
    small,
    table,
)
from crasuite.domain.english import Worded
from crasuite.domain.evidence import Evidence, EvidenceKind
from crasuite.domain.placeholder import is_filled
from crasuite.domain.requirement import Applies, RequirementState
from crasuite.domain.sbom_record import SbomRecord, stands_for
from crasuite.domain.standards_in_use import Extent, StandardUse
from crasuite.language import ENGLISH, language, mark, tr, trn

if TYPE_CHECKING:
    from crasuite.domain.technical_file import TechnicalFile
    from crasuite.rules.model import Pack, Requirement

STANDARD = own_pattern(
    (mark("Standard or specification"), 62),
    (mark("Applied"), 48),
    (mark("What it may be called today"), 55),
    name="standard",
)
COVERAGE = own_pattern(
    (mark("Annex I"), 18),
    (mark("Clauses"), 47),
    (mark("Reach"), 18),
    (mark("What stays open"), 82),
    name="coverage",
)
SBOM = own_pattern(
    (mark("Part"), 30),
    (mark("File"), 46),
    (mark("Format"), 30),
    (mark("Components"), 22),
    ("SHA-256", 37),
    name="sbom",
)
PROCESS = own_pattern(
    (mark("Ref."), 14), (mark("Process"), 84), (mark("Record"), 42), (mark("Owner"), 25), name="process"
)
_STATES = {
    RequirementState.TO_DO: Status(StatusKind.TO_DO),
    RequirementState.IN_PROGRESS: Status(StatusKind.IN_PROGRESS),
    RequirementState.EVIDENCE_MISSING: Status(StatusKind.EVIDENCE_MISSING),
    RequirementState.MET: Status(StatusKind.MET),
    RequirementState.NOT_SURE: Status(StatusKind.NOT_SURE),
    RequirementState.NOT_APPLICABLE: Status(StatusKind.NOT_APPLICABLE),
}
REACH = Worded(
    {
        "full": mark("In full"),
        "partial": mark("In part"),
        "weak": mark("A little"),
        "planned": mark("Planned"),
    }
)
_APPLIES_TAGS = ("applies", "reason", "risks", "how", "evidence", "status")


# ------------------------------------------------------------------------------------------------ Annex I


def requirement_table(view: FileView, part: Literal["I", "II"], caption: str) -> Table:
    """Every point of Annex I, Part I or II: whether it applies, how it is met, where it stands."""
    states = view.file.requirement_states(view.points_of_annex_1)
    rows = [
        (
            cell(short_ref(known.ref)),
            cell(capital(known.title)),
            applies_cell(view, known),
            _how(view, known),
            cell(_status(view, known, states[known.id])),
        )
        for known in view.pack.requirements.values()
        if known.in_part_2 is (part == "II")
    ]
    return table(REQUIREMENT, rows, caption)


def _status(view: FileView, known: Requirement, state: RequirementState) -> Status:
    """Where a point stands; what is called met and still has a gap is not."""
    source = f"record:requirement/{known.id}"
    if state is RequirementState.MET and any(view.tag(f"{source}/{name}") for name in _APPLIES_TAGS):
        return Status(StatusKind.EVIDENCE_MISSING, tr("Not complete"))
    if state is RequirementState.UNJUSTIFIED:
        return Status(StatusKind.EVIDENCE_MISSING, tr("Reason missing"))
    return _STATES[state]


def applies_cell(view: FileView, known: Requirement) -> Cell:
    """Whether a point applies, in words."""
    said = view.file.requirement(known.id)
    if not known.may_not_apply:
        return cell(tr("Applies always"))
    words: dict[Applies, Run] = {
        Applies.YES: Text(tr("Applies")),
        Applies.NO: Text(tr("Does not apply")),
        Applies.NOT_SURE: Status(StatusKind.NOT_SURE, tr("Not sure yet")),
        Applies.UNSAID: Muted(tr("Not said yet")),
    }
    return cell(words[said.applies])


def _how(view: FileView, known: Requirement) -> Cell:
    said = view.file.requirement(known.id)
    source = f"record:requirement/{known.id}"
    lines: list[Any] = []
    if said.applies is Applies.NO:
        lines += because(view, known)
    elif said.how and view.tag(f"{source}/how") is None:
        lines.append((UserText(said.how),))
    for name in _APPLIES_TAGS:
        if tag := view.tag(f"{source}/{name}", without=known.ref):
            lines.append(tag)
    proofs = view.evidence_ids(said.evidence)
    risks = numbers(view.file.risks_of_point(known.id))
    if said.applies is not Applies.NO and (risks or proofs):
        lines.append(small(" · ".join(filter(None, (risks, proofs)))))
    return cell(*(lines or [Muted(tr("Nothing said yet."))]))


def because(view: FileView, known: Requirement) -> Iterator[Any]:
    """Why a point does not apply, with risk and person, as Art. 13(4) asks."""
    said = view.file.requirement(known.id)
    if is_filled(said.reason):
        yield (Strong(tr("Because ")), UserText(_small_start(said.reason)))
    linked = [view.file.risks[one] for one in view.file.risks_of_point(known.id)]
    accepted = next(((risk.accepted_by, risk.accepted_on) for risk in linked if risk.accepted_by), None)
    if accepted is None and linked and view.file.context.accepted_by:
        accepted = (view.file.context.accepted_by, view.file.context.accepted_on)
    words = [numbers(risk.id for risk in linked)] if linked else []
    if proofs := view.evidence_ids(said.evidence):
        words.append(proofs)
    if accepted is not None:
        by, on = accepted
        words.append(
            tr("accepted by {person}, {day}", person=one_line(by), day=day(on))
            if on
            else tr("accepted by {person}", person=one_line(by))
        )
    words.append(tr("Art. 13(4)"))
    yield small(" · ".join(words))


def _small_start(reason: str) -> str:
    """The reason after "Because": articles and pronouns small, names as they are. Other languages keep it."""
    if language() != ENGLISH:
        return reason
    first, space, rest = reason.partition(" ")
    starts = {"The", "A", "An", "It", "We", "This", "There", "No", "In", "Our", "Its", "All", "Only", "Users"}
    return f"{first.lower()}{space}{rest}" if first in starts else reason


def not_applicable(view: FileView) -> list[Requirement]:
    """The points that are said not to apply."""
    return [
        known
        for known in view.pack.requirements.values()
        if view.file.requirement(known.id).applies is Applies.NO
    ]


# ----------------------------------------------------------------------------------- vulnerability handling


def process_table(view: FileView, caption: str) -> Table:
    """Annex I, Part II point by point: process, record, owner."""
    rows = []
    for known in view.pack.requirements.values():
        if not known.in_part_2:
            continue
        process, record, owner = (
            view.cell(f"record:process/{known.id}/{name}", tr("not named yet")) for name, _ in PROCESS_FIELDS
        )
        title = para(Strong(capital(known.title)))
        rows.append((cell(short_ref(known.ref)), Cell((title, *process.paragraphs)), record, owner))
    return table(PROCESS, rows, caption)


# ------------------------------------------------------------------------------------------------- standards


def standard_rows(view: FileView) -> list[tuple[Cell, Cell, Cell]]:
    """Every standard in use: edition, extent, parts, and what it may be called today."""
    rows = []
    for name, use in view.file.standards.standards.items():
        known = view.pack.standards.get(name)
        if known is None:
            title: list[Any] = [Strong(one_line(name))]
            claim = tr("Other technical specification (Annex VII(5)). It gives no presumption.")
        else:
            designation = standard_name(view.pack, name)
            title = [Strong(designation), Text(f", {lowered(known.title)}")]
            if use.edition and use.edition not in designation:
                title.append(Text(tr(". Edition in use: {edition}", edition=one_line(use.edition, 40))))
            claim = known.claim
        rows.append((cell(tuple(title)), Cell(tuple(_extent(view, name, use))), cell(as_maker(claim))))
    return rows


def _extent(view: FileView, name: str, use: StandardUse) -> Iterator[Any]:
    source = f"record:standards/{name}"
    tag = view.tag(f"{source}/extent") or view.tag(f"{source}/parts")
    if use.extent is Extent.FULL:
        yield para(tr("In full"))
    elif use.extent is Extent.PART and is_filled(use.parts):
        yield para(tr("In part: "), UserText(use.parts))
    elif not tag:
        yield para(Muted(tr("In part; the parts are not named yet.") if use.extent else tr("Not said yet.")))
    if tag:
        yield para(*tag)
    if use.note:
        yield small(UserText(use.note))


def standards_sentence(view: FileView) -> str:
    """What is claimed: harmonised standards, common specifications and schemes, or none of them."""
    counts = coverage_counts(view)
    cited = {name: count for name, count in counts.items() if name in _CLAIMS}
    if not cited:
        return tr(
            "No harmonised standard whose reference is published for Regulation (EU) 2024/2847, no common "
            "specification and no European cybersecurity certification scheme is applied."
        )
    said = [tr(_CLAIMS[name], count=count, total=sum(counts.values())) for name, count in cited.items()]
    return f"{capital(joined(said))}."


_CLAIMS = {
    "standard": mark("harmonised standards applied in full for {count} of {total} points of Annex I"),
    "specification": mark("common specifications applied in full for {count} of {total} points of Annex I"),
    "certificate": mark("European certificates held for {count} of {total} points of Annex I"),
    "in-part": mark("one of these applied in part for {count} of {total} points of Annex I"),
}


def coverage_counts(view: FileView) -> dict[str, int]:
    """How many points of Annex I are covered by what, as answered."""
    value = view.record.assessment.answers.get("standards-coverage")
    counts: dict[str, int] = {}
    if isinstance(value, dict) and "standards-coverage" in view.record.assessment.may_be_asked:
        for said in value.values():
            counts[str(said)] = counts.get(str(said), 0) + 1
    return counts


# ----------------------------------------------------------------------------------------------------- SBOM


def sbom_rows(view: FileView) -> list[tuple[Cell, ...]]:
    """The current SBOM of each part."""
    return [
        (
            cell(UserText(sbom.part)) if sbom.part else cell(tr("Whole product")),
            cell(UserText(sbom.file_name or tr("without a name")), *_imported(sbom)),
            cell(f"{sbom.format or tr('format not noted')} {sbom.spec_version}".strip()),
            cell(str(sbom.components) if sbom.components is not None else Muted(tr("not counted"))),
            cell(short_hash(sbom.sha256)),
        )
        for sbom in view.file.current_sboms().values()
    ]


def _imported(sbom: SbomRecord) -> list[Any]:
    lines = (
        [small(tr("{number}, imported {day}", number=sbom.id, day=day(sbom.imported.date())))]
        if sbom.imported
        else [small(sbom.id)]
    )
    release, on = stands_for(sbom)
    if release or on is not None:
        if release and on is not None:
            said = tr("Release {release} of {day}", release=release, day=day(on))
        else:
            said = tr("Release {release}", release=release or (day(on) if on is not None else ""))
        lines.append(small(UserText(said)))
    return lines


def sbom_table(view: FileView, caption: str) -> Block:
    """The current SBOM of each part, or the gap."""
    rows = sbom_rows(view)
    if rows:
        return table(SBOM, rows, caption)
    return para(*(view.tag("record:sbom") or (Text(tr("No SBOM is imported.")),)))


# -------------------------------------------------------------------------------------------------- evidence


def evidence_table(view: FileView, ids: Sequence[str], caption: str, *, description: str = "") -> Block:
    """Proofs with day, hash and what they are used for."""
    rows = [_evidence_row(view, view.file.evidence[one]) for one in ids if one in view.file.evidence]
    if not rows:
        return para(tr("No evidence is registered yet."))
    heads = (tr("No."), tr("File"), tr("Added"), tr("SHA-256 start, end"), tr("Used for"))
    return table(EVIDENCE, rows, caption, description=description, heads=heads)


def _evidence_row(view: FileView, proof: Evidence) -> tuple[Cell, ...]:
    words = {EvidenceKind.FILE: "", EvidenceKind.LINK: tr(" (link)"), EvidenceKind.NOTE: tr(" (note)")}[
        proof.kind
    ]
    name: list[Any] = [(UserText(view.evidence_name(proof)), *((Muted(words),) if words else ()))]
    if proof.kind is EvidenceKind.LINK and proof.name:
        name.append(small(UserText(one_line(proof.url, 120))))
    used = ref_list(
        view.pack, (one.id for one in view.file.requirements.values() if proof.id in one.evidence)
    )
    state: list[Any] = (
        list(in_pairs(used)) or places_in_file(view.pack, view.file, proof) or [Muted(tr("nothing names it"))]
    )
    if proof.valid_until is not None:
        state.append(small(tr("valid until {day}", day=day(proof.valid_until))))
    if proof.is_expired(view.record.on):
        state.append((Status(StatusKind.EVIDENCE_MISSING, tr("Expired")),))
    return (
        cell(proof.id),
        cell(*name),
        cell(day(proof.added)) if proof.added else cell(Muted(tr("day not noted"))),
        cell(short_hash(proof.sha256)),
        cell(*state),
    )


def places_in_file(pack: Pack, file: TechnicalFile, proof: Evidence) -> list[str]:
    """The items of Annex VII whose text names a proof that no point of Annex I names."""
    outline = pack.outlines.get("TD")
    return [
        place
        for section in (outline.sections if outline else ())
        for place in labels(pack, section.carries)
        if any(
            content.startswith("record:design/") and proof.id in named_in(file, content)
            for content in section.content
        )
    ]


# ------------------------------------------------------------------------------------------- support period


def support_rows(view: FileView) -> list[tuple[Any, Any]]:
    """Each thing that Art. 13(8) has the maker look at."""
    pack = view.pack
    rows: list[tuple[Any, Any]] = []
    for factor in pack.support_factors.values():
        source = f"record:support/{factor.id}"
        if not factor.required and not view.raw(source) and view.tag(source) is None:
            rows.append(
                (
                    factor.title,
                    cell(
                        (
                            Muted(tr("Nothing is noted. The law leaves this factor open.")),
                            Cite(basis(pack, factor.cites[:1])),
                        )
                    ),
                )
            )
            continue
        rows.append((factor.title, view.cell(source, cite=basis(pack, factor.cites[:1], factor.kind))))
    return rows


def _years(value: float) -> str:
    return trn("{years} years", "{years} years", 1 if value == 1 else 2, years=f"{value:g}")


def support_result(view: FileView) -> Block:
    """Length, end and reasons of the support period."""
    record, pack = view.record, view.pack
    rows: list[tuple[Any, Any]] = []
    for label, question in (
        (tr("Expected use"), "expected-use-years"),
        (tr("Support period"), "support-years"),
    ):
        source = f"answer:{question}"
        value = record.assessment.answers.get(question)
        tag = view.tag(source)
        if tag:
            rows.append((label, cell(tag)))
        elif isinstance(value, (int, float)):
            rows.append((label, cell((_years(value), Cite(tr("Art. 13(8)"))))))
    last = record.assessment.answers.get("last-placed-on")
    if tag := view.tag("answer:last-placed-on"):
        rows.append((tr("Last unit"), cell(tag)))
    elif isinstance(last, str) and last not in ("", "not-sure"):
        rows.append((tr("Last unit"), cell(day(date.fromisoformat(last)))))
    end = view.support_end
    rows.append(
        (
            tr("Support ends"),
            cell(
                (
                    Strong(day(end)),
                    Text(tr(", so {month} is what buyers read", month=month_and_year(end))),
                    Cite(tr("Art. 13(19)")),
                )
            )
            if end
            else cell(Muted(tr("Not known yet; it hangs on the lines above."))),
        )
    )
    verdict = record.assessment.verdict("support-period")
    for rule in verdict.rules:
        if verdict.value not in (None, "none"):
            rows.append(
                (
                    tr("Five years or expected use"),
                    cell((as_maker(rule.because), Cite(basis(pack, rule.cites)))),
                )
            )
    if reasons := record.text("support-reasons"):
        rows.append((tr("Reasons in short"), cell(UserText(reasons))))
    return table(LABEL_VALUE, rows, description=tr("Support period"))


# ---------------------------------------------------------------------------------------------------- others


def gap_tags(view: FileView, chapter: int) -> list[Any]:
    """Every gap of a chapter as a short line of its own; open points of chapter 3 too."""
    lines: list[Any] = [
        (Gap(gap.number), Text(gap.sentence)) for gap in view.gaps if gap.number.startswith(f"{chapter}.")
    ]
    return lines
