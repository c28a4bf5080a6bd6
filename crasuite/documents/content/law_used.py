"""Section 6 of the classification record: texts, state of play, other laws, dates, duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_gaps import is_maker
from crasuite.documents.content.parts import (
    hangs_on,
)
from crasuite.documents.content.wording import (
    EFFECT_WORDS,
    KIND_WORDS,
    basis,
    day,
    filled,
    filled_text,
    in_words,
    lowered,
    state_runs,
    state_words,
)
from crasuite.documents.tree import (
    Block,
    Cell,
    Cite,
    Heading,
    Muted,
    Status,
    StatusKind,
    Strong,
    Text,
    cell,
    note,
    own_pattern,
    para,
    small,
    table,
)
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
from crasuite.documents.content.parts import is_covered

LAW = own_pattern(
    (mark("Text"), 74), (mark("Number"), 51), (mark("Read on"), 22), (mark("Kind"), 18), name="law"
)
STATE = own_pattern((mark("Statement"), 78), (mark("As of"), 22), (mark("Source"), 65), name="state")
OTHER_LAW = own_pattern(
    (mark("Law and effect"), 42),
    (mark("What it means, what is to be done"), 88),
    (mark("Basis"), 35),
    name="other-law",
)
UNDECIDED = own_pattern((mark("Law"), 55), (mark("Hangs on"), 62), (mark("Basis"), 48), name="undecided")
DATES = own_pattern(
    (mark("Date"), 24), (mark("What"), 82), (mark("Set by"), 18), (mark("Basis"), 41), name="dates"
)
DUTIES = own_pattern((mark("From"), 24), (mark("Duty"), 84), (mark("Basis"), 57), name="duties")


def blocks(record: ProductRecord) -> Iterator[Block]:
    """Section 6: texts, state of play, other laws, dates, duties."""
    yield Heading(1, tr("Law and state of play used"))
    yield from _sources(record)
    yield from _state_of_play(record)
    yield from _other_laws(record)
    yield from _dates(record)
    yield from _duties(record)
    yield para(
        tr(
            "This record is kept with the technical documentation. It is redone when "
            "the product, its purpose or the law changes."
        )
        if _has_a_file(record)
        else tr(
            "This record is kept with our papers on the product. It is redone when "
            "the product, its purpose or the law changes."
        ),
        *(
            (Cite(tr("Art. 13(13)")),)
            if record.assessment.value("full-duties") == "yes" and is_maker(record)
            else ()
        ),
    )


def _has_a_file(record: ProductRecord) -> bool:
    """Whether the law asks us for technical documentation, or may; this record then belongs to it."""
    return is_maker(record) and record.assessment.value("full-duties") != "no"


def _cited_sources(record: ProductRecord) -> list[str]:
    """Sources of everything this record says, in the order of the pack."""
    result = record.assessment
    cites: list[str] = []
    for goal in result.goals:
        for step in result.trace(goal):
            cites.extend(step.rule.cites)
    for law in result.neighbours():
        cites.extend(law.entry.cites if law.applies is not False else ())
    for duty in result.duties():
        cites.extend(duty.entry.cites if duty.applies is not False else ())
    for dated in result.timeline():
        cites.extend(dated.entry.cites)
    used = {cite.partition(" ")[0] for cite in cites} | {"cra"}
    return [source for source in record.pack.sources if source in used]


def _sources(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    manifest = pack.manifest
    age = (record.on - manifest.law_as_of).days
    yield Heading(2, tr("Texts"))
    words = tr(
        "Rule pack {version} with the law as of {law_day}, applied to the day {day}. Only the "
        "Official Journal is authentic.",
        version=manifest.version,
        law_day=day(manifest.law_as_of),
        day=day(record.on),
    )
    yield para(words)
    if age > manifest.stale_after_days:
        yield para(
            Strong(
                trn(
                    "The rule pack was {n} day old on that day.",
                    "The rule pack was {n} days old on that day.",
                    age,
                )
                + " "
            ),
            tr("Look for a newer one before relying on this record."),
        )
    rows = []
    for source in _cited_sources(record):
        known = pack.sources[source]
        number = known.number or known.address or known.eli
        rows.append(
            (
                cell((Strong(known.short), f", {known.title}"))
                if known.short != known.title
                else cell(Strong(known.title)),
                cell(number or tr("no number")),
                cell(day(known.read_on)),
                cell(KIND_WORDS.get(known.kind, known.kind)),
            )
        )
    yield table(LAW, rows, tr("Texts this record cites"))


def _state_of_play(record: ProductRecord) -> Iterator[Block]:
    pack, result = record.pack, record.assessment
    yield Heading(2, tr("State of play"))
    if not is_covered(result) and not any(used.stated for used in result.states):
        yield para(tr("Standards, schemes and notified bodies for the CRA have no bearing on this product."))
        return
    rows = []
    for used in result.states:
        entry = used.entry
        if used.stated:
            statement: list[Any] = [state_runs(pack, used)]
            if used.value != entry.value:
                other = pack.state[used.id].labels.get(entry.value, entry.value)
                statement.append(
                    small(
                        tr(
                            "The rule pack still says: {statement} (read {day}).",
                            statement=lowered(other),
                            day=day(entry.read_on),
                        )
                    )
                )
            source = cell(tr("Stated by us, newer than the rule pack"))
            as_of = cell(day(used.on))
        else:
            statement = [Strong(state_words(pack, used)), entry.text]
            source = cell(
                entry.source,
                small(
                    (f"{entry.address} · " if entry.address else "")
                    + tr("Confidence: {confidence}", confidence=_confidence(entry.confidence))
                ),
            )
            as_of = cell(day(entry.read_on))
        rows.append((cell(*statement), as_of, source))
    yield table(STATE, rows, tr("What this record took as given"))
    yield note(tr("Check each of these again before release and before an application."))


def _confidence(value: str) -> str:
    return {"high": tr_in("confidence", "high"), "medium": tr_in("confidence", "medium")}.get(
        value, tr_in("confidence", "low")
    )


def _other_laws(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, tr("Other laws that concern the product"))
    rows: list[tuple[Cell, Cell, Cell]] = []
    undecided: list[tuple[Cell, Cell, Cell]] = []
    for item in record.assessment.neighbours():
        if item.applies is False:
            continue
        entry: Any = item.entry
        if item.applies is None:
            hanging = cell(hangs_on(record, item.hangs_on))
            undecided.append((cell(Strong(entry.law)), hanging, cell(basis(pack, entry.cites))))
            continue
        lines: list[Any] = [filled(in_words(pack, entry.text), record.name)]
        lines += [("□ ", filled_text(in_words(pack, todo), record.name)) for todo in entry.todo]
        if entry.warning:
            lines.append((Strong(tr("Note.") + " "), filled_text(in_words(pack, entry.warning), record.name)))
        effect = f"{EFFECT_WORDS[entry.effect]} ({KIND_WORDS[entry.kind]})"
        rows.append((cell(Strong(entry.law), effect), cell(*lines), cell(basis(pack, entry.cites))))
    if not rows and not undecided:
        yield para(tr("The answers point to no other law."))
        return
    if rows:
        yield table(OTHER_LAW, rows, tr("Other laws, their effect and what is to be done"))
    if undecided:
        yield table(UNDECIDED, undecided, tr("Laws of which it is not decided yet whether they matter"))
    yield note(
        tr("Conformity with one law does not prove conformity with another, unless the table says so.")
    )


def _dates(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, tr("Dates"))
    rows = []
    for item in record.assessment.timeline():
        when: Any = Text(day(item.on)) if item.on else Muted(tr("not known yet"))
        lines: list[Any] = [Strong(item.entry.title)]
        if item.entry.text:
            lines.append(filled_text(in_words(pack, item.entry.text), record.name))
        if item.applies is None or item.on is None:
            lines.append(hangs_on(record, item.hangs_on))
        rows.append(
            (
                cell(when),
                cell(*lines),
                cell(tr("law") if item.entry.set_by == "law" else tr("our plan")),
                cell(basis(pack, item.entry.cites, item.entry.kind)),
            )
        )
    if rows:
        yield table(DATES, rows, tr("Dates that matter"))
    else:
        yield para(tr("No date of the CRA concerns this product."))


def _duties(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    yield Heading(2, tr("Duties under the CRA"))
    items = [item for item in record.assessment.duties() if item.applies is not False]
    if not items:
        yield para(tr("The CRA puts no duty on us for this product."))
        return
    rows = []
    for item in sorted(items, key=lambda item: item.entry.from_):
        entry = item.entry
        lines: list[Any] = [in_words(pack, entry.title)]
        if item.applies is None:
            lines = [(*lines, " ", Status(StatusKind.NOT_SURE, tr("Not decided yet")))]
        start = day(entry.from_)
        if entry.until:
            start = tr("{first_day} to {last_day}", first_day=start, last_day=day(entry.until))
        rows.append((cell(start), cell(*lines), cell(basis(pack, entry.cites, entry.kind))))
    yield table(
        DUTIES,
        rows,
        trn(
            "{n} duty; the workbook says what each asks",
            "{n} duties; the workbook says what each asks",
            len(items),
        ),
    )
