"""What all documents of a product share: meta, the lines for gaps and open points, owner and due date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from crasuite.documents.content.points import GapItem, OpenItem, Outcome
from crasuite.documents.content.wording import (
    CLASS_NAMES,
    ROLE_WORDS,
    basis,
    capital,
    category_place,
    day,
    filled,
    filled_text,
    in_words,
    one_line,
)
from crasuite.documents.tree import (
    OPEN_POINT,
    Block,
    Cell,
    Cite,
    ClassSign,
    DocumentMeta,
    Gap,
    Muted,
    OpenPoint,
    Paragraph,
    Run,
    Strong,
    Text,
    UserText,
    Words,
    cell,
    own_pattern,
    para,
    small,
    spoken_words,
    table,
)
from crasuite.domain.english import Worded
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
    from crasuite.rules import Assessment

_CLASS_SIGNS: dict[str, ClassSign] = {
    "default": "default", "important-1": "important-1", "important-2": "important-2", "critical": "critical",
}  # fmt: skip

_MOST_TAGS = 4

GAPS = own_pattern((mark("No."), 24), (mark("What is missing"), 108), (mark("Owner, due"), 33), name="gaps")
OPEN_OTHER = own_pattern(
    (mark("No."), 19),
    (mark("Question"), 48),
    (mark("Possible answers and what follows"), 73),
    (mark("Owner, due"), 25),
    name="open-other",
)


def words_for(record: ProductRecord) -> Words:
    """The fixed words, with the role of the one who speaks in place of "manufacturer" where it is another."""
    role = record.assessment.value("role")
    if role in (None, "manufacturer"):
        return spoken_words()
    role = role if role in ROLE_WORDS else "none"
    return replace(spoken_words(), label_manufacturer=capital(ROLE_WORDS[role]), made_with=_MADE_WITH[role])


_MADE_WITH = Worded(
    {
        "importer": mark(
            "Made with CRA Suite from the importer\u2019s own statements. Guidance, not legal advice."
        ),
        "distributor": mark(
            "Made with CRA Suite from the distributor\u2019s own statements. Guidance, not legal advice."
        ),
        "authorised-representative": mark(
            "Made with CRA Suite from the authorised representative\u2019s own statements. Guidance, not "
            "legal advice."
        ),
        "steward": mark(
            "Made with CRA Suite from the open-source software steward\u2019s own statements. Guidance, not "
            "legal advice."
        ),
        "none": mark(
            "Made with CRA Suite from the organisation\u2019s own statements. Guidance, not legal advice."
        ),
    }
)


def meta_for(
    record: ProductRecord,
    code: str,
    title: str,
    subtitle: str,
    legal_basis: str,
    *,
    state: str = "",
    draft_means: str = "",
    final: bool | None = None,
) -> DocumentMeta:
    """What every page says; the fingerprint is added last."""
    pack = record.pack
    maker = record.maker
    gaps = len(record.gaps_of(code))
    return DocumentMeta(
        code=code,
        title=title,
        subtitle=subtitle,
        number=f"{record.product_code}-{code}",
        revision=record.revision,
        date=record.on,
        state=state or record.state_of(gaps, len(record.open_points)),
        legal_basis=legal_basis,
        product=record.name,
        product_line=product_line(record),
        manufacturer=maker,
        place="",
        law_used=tr(
            "Rule pack {version}, law as of {day}",
            version=pack.manifest.version,
            day=day(pack.manifest.law_as_of),
        ),
        rule_pack=f"{pack.manifest.id} {pack.manifest.version}",
        author=maker if record.text("manufacturer-name") else "",
        gaps=gaps,
        open_points=len(record.open_points),
        final=record.release is not None if final is None else final,
        draft_means=draft_means,
        keywords=(tr("Cyber Resilience Act"), tr("Regulation (EU) 2024/2847"), title),
        words=words_for(record),
    )


def product_line(record: ProductRecord) -> str:
    """What tells the product from all others: its name with type and version."""
    kind = one_line(record.text("product-type"), 80)
    return f"{record.name_at_start}, {kind}" if kind else record.name_at_start


def class_sign(record: ProductRecord) -> ClassSign | None:
    """The sign of a decided class."""
    return _CLASS_SIGNS.get(record.assessment.value("class") or "")


def class_line(record: ProductRecord) -> str:
    """Class and category in a few words: "important product, class I (17)"."""
    result = record.assessment
    scope, value = result.value("scope"), result.value("class")
    if scope == "out":
        return tr("outside the Cyber Resilience Act")
    if value is None:
        return tr("class not decided yet")
    category = result.value("category")
    words = CLASS_NAMES[value]
    if category in record.pack.categories:
        place = category_place(record.pack, record.pack.categories[category])
        if value.startswith("important"):
            number = category.rpartition("-")[2]
            return tr_in("class and its number", "{class_name} ({number})", class_name=words, number=number)
        return f"{words}, {place}"
    return words


def owner_due(owner: str, due: date | None) -> Cell:
    """Owner and date of a point, or that there is none yet."""
    if not owner and not due:
        return cell(Muted(tr("no owner or date yet")))
    return cell(
        UserText(owner) if owner else Muted(tr("no owner yet")),
        Text(day(due)) if due else Muted(tr("no date yet")),
    )


def missing(record: ProductRecord, question: str) -> tuple[Run, ...] | None:
    """The tag of a question that is a gap or open point, with its words; None when it is neither."""
    for gap in record.gaps:
        if gap.question == question:
            return Gap(gap.number), Text(gap.sentence)
    for point in record.open_points:
        if point.question.id == question:
            return OpenPoint(point.number), Text(tr("Not decided on {day}.", day=day(record.on)))
    return None


def hangs_on(record: ProductRecord, questions: Sequence[str]) -> tuple[Run, ...]:
    """The numbers of the gaps and open points on which something hangs: "Hangs on ? Open 2"."""
    tags: list[Run] = []
    for question in questions:
        tag = missing(record, question)
        if tag is not None and tag[0] not in tags:
            tags.append(tag[0])
    if not tags:
        asked = [filled_text(record.pack.questions[one].text, record.name) for one in questions[:_MOST_TAGS]]
        return (Text(tr("Hangs on: {questions}", questions=" ".join(asked) or tr("further answers"))),)
    more: tuple[Run, ...] = ()
    if len(tags) > _MOST_TAGS:
        more = (Text(" " + trn("and {n} more", "and {n} more", len(tags) - _MOST_TAGS)),)
    return (Text(tr_in("before tags of points", "Hangs on") + " "), *tags[:_MOST_TAGS], *more)


def gaps_table(gaps: tuple[GapItem, ...], caption: str) -> Block:
    """Every gap with its words, owner and date."""
    return table(
        GAPS,
        [(cell(Gap(gap.number)), _gap_words(gap), owner_due(gap.owner, gap.due)) for gap in gaps],
        caption,
    )


def _gap_words(gap: GapItem) -> Cell:
    return cell(gap.sentence)


def open_points_table(record: ProductRecord, caption: str) -> Block:
    """Every open point with all outcomes, its owner and date."""
    points = record.open_points
    if all(point.question.type == "yes-no" and len(point.outcomes) == 2 for point in points):
        rows = [
            (
                cell(OpenPoint(point.number)),
                _question(record, point),
                *(_outcome(outcome.words, outcome.is_stricter) for outcome in _yes_then_no(point)),
                owner_due(point.owner, point.due),
            )
            for point in points
        ]
        return table(OPEN_POINT, rows, caption)
    general = []
    for point in points:
        lines: list[Paragraph] = [
            para(
                Strong(f"{outcome.answer}: "),
                outcome.words,
                *((" ", Strong(tr("Prepared for."))) if outcome.is_stricter else ()),
            )
            for outcome in point.outcomes
        ]
        lines.append(para(tr("Hangs on it: {what}.", what=point.hangs)))
        general.append(
            (
                cell(OpenPoint(point.number)),
                _question(record, point),
                Cell(tuple(lines)),
                owner_due(point.owner, point.due),
            )
        )
    return table(OPEN_OTHER, general, caption)


def _yes_then_no(point: OpenItem) -> tuple[Outcome, Outcome]:
    first, second = point.outcomes
    return (first, second) if first.options == ("yes",) else (second, first)


def _question(record: ProductRecord, point: OpenItem) -> Cell:
    lines = [para(*filled(point.question.text, record.name), Cite(basis(record.pack, point.question.cites)))]
    note = record.notes.get(point.question.id, "")
    if note.strip():
        lines.append(para(tr("Note:") + " ", UserText(note)))
    if point.who_can_tell:
        lines.append(small(tr("Can tell: {person}.", person=point.who_can_tell)))
    return Cell(tuple(lines))


def _outcome(words: str, is_stricter: bool) -> Cell:
    return cell((words, " ", Strong(tr("Prepared for.")))) if is_stricter else cell(words)


def is_covered(result: Assessment) -> bool:
    """False when it is decided that no conformity assessment is required."""
    return result.value("full-duties") != "no" and result.value("scope") != "out"


def reasons_of(result: Assessment, goal: str) -> list[str]:
    """Why a verdict is what it is; where open answers decide which reason it is, that comes first."""
    said = [in_words(result.pack, rule.because) for rule in result.verdict(goal).rules]
    if len(said) > 1 and not result.is_sure_why(goal):
        said.insert(0, tr("Open answers decide only for which of these reasons:"))
    return said


def because(result: Assessment, goal: str) -> str:
    """The same in one line."""
    return " ".join(reasons_of(result, goal))
