"""What the loader refuses in the parts of a pack that serve the technical file: names that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from crasuite.rules import model

STEPS = 5
"""Steps of likelihood and of impact."""

RECORD_KINDS = frozenset(
    (
        "assessment",
        "case",
        "component",
        "declaration",
        "design",
        "document",
        "evidence",
        "finding-source",
        "handling",
        "notification",
        "process",
        "report",
        "requirement",
        "risk",
        "sbom",
        "standards",
        "step",
        "submission",
        "support",
        "user-info",
    )
)
"""Kinds of records that sections of documents take their content from."""

CASE_FIELDS = frozenset(
    (
        "advisory",
        "aware",
        "components",
        "credits",
        "cve",
        "cvss",
        "detected",
        "euvd",
        "exploit_note",
        "fix_version",
        "ghsa",
        "kind",
        "measure_available",
        "measures",
        "note",
        "occurred",
        "sensitive",
        "severity",
        "summary",
        "title",
        "user_measures",
        "versions",
    )
)
"""Fields of a case that a form of Article 14 may be filled from first."""

Problems = Iterator[tuple[str, str]]


def file_problems(pack: model.Pack) -> Problems:
    """Every problem: `kind:id` of the entry and what is wrong with it."""
    return chain(
        _standards(pack),
        _threats(pack),
        _risk_method(pack),
        _information(pack),
        _facts(pack),
        _duties(pack),
        _coverage(pack),
        _procedures(pack),
        _outlines(pack),
        _law_texts(pack),
        _stages(pack),
        _report_fields(pack),
        _regimes(pack),
        _handling(pack),
    )


def _standards(pack: model.Pack) -> Problems:
    for standard in pack.standards.values():
        place = f"standard:{standard.id}"
        seen: set[str] = set()
        rows: tuple[model.StandardCover | model.StandardSilence, ...]
        rows = (*standard.covers, *standard.silent_on)
        for row in rows:
            if row.requirement not in pack.requirements:
                yield place, f"standard '{standard.id}': '{row.requirement}' is no requirement"
            if row.requirement in seen:
                yield place, f"standard '{standard.id}' has '{row.requirement}' twice"
            seen.add(row.requirement)
            if not row.source:
                yield place, f"standard '{standard.id}': '{row.requirement}' names no source"
            for source in row.source:
                if source not in pack.sources:
                    yield place, f"standard '{standard.id}': source '{source}' is not in sources.yaml"
        for cover in standard.covers:
            if not cover.clauses:
                yield place, f"standard '{standard.id}': '{cover.requirement}' names no clause"
            if cover.strength != "full" and not cover.gap:
                yield place, f"standard '{standard.id}': '{cover.requirement}' does not say what stays open"
        for part in standard.parts:
            for category in part.categories:
                if category not in pack.categories:
                    yield place, f"standard '{standard.id}': '{category}' is no category"


def _threats(pack: model.Pack) -> Problems:
    for threat in pack.threats.values():
        place = f"threat:{threat.id}"
        for requirement in threat.requirements:
            if requirement not in pack.requirements:
                yield place, f"threat '{threat.id}': '{requirement}' is no requirement"
        if not threat.requirements or not threat.measures:
            yield place, f"threat '{threat.id}' needs a point of Annex I and a measure"
        for step in (threat.likelihood, threat.impact):
            if step is not None and not 1 <= step <= STEPS:
                yield place, f"threat '{threat.id}': {step} is no step from 1 to {STEPS}"


def _risk_method(pack: model.Pack) -> Problems:
    method = pack.risk_method
    place = f"risk-method:{method.id}"
    for name, scale in (("likelihood", method.likelihood), ("impact", method.impact)):
        if [step.value for step in scale] != list(range(1, STEPS + 1)):
            yield place, f"the steps of {name} are not 1 to {STEPS} in order"
        if len({step.id for step in scale}) != len(scale):
            yield place, f"a step of {name} stands twice"
    levels: list[str] = [level.id for level in method.levels]
    if len(set(levels)) != len(levels):
        yield place, "a level stands twice"
    if len(method.matrix) != STEPS or any(len(row) != STEPS for row in method.matrix):
        yield place, f"the matrix is not {STEPS} by {STEPS}"
        return
    if unknown := {level for row in method.matrix for level in row} - set(levels):
        yield place, f"the matrix names {', '.join(sorted(unknown))}, which is no level"
        return
    ranks = [[levels.index(level) for level in row] for row in method.matrix]
    if any(line != sorted(line) for line in (*ranks, *map(list, zip(*ranks, strict=True)))):
        yield place, "a level of the matrix falls although likelihood or impact rises"


def _information(pack: model.Pack) -> Problems:
    for item in pack.user_information.values():
        for question in item.fills_from:
            if question not in pack.questions:
                yield f"user-information:{item.id}", f"'{item.id}' is filled from '{question}', no question"
        if item.names_month_of and item.names_month_of not in pack.timeline:
            yield f"user-information:{item.id}", f"'{item.id}' names '{item.names_month_of}', no date"
    for factor in pack.support_factors.values():
        for question in factor.fills_from:
            if question not in pack.questions:
                yield f"support-factor:{factor.id}", f"'{factor.id}' is filled from '{question}', no question"


def _facts(pack: model.Pack) -> Problems:
    for fact in pack.facts.values():
        if fact.rising is not None and sorted(fact.rising) != sorted(fact.values):
            yield f"fact:{fact.id}", f"'{fact.id}' has to put each of its values once in rising order"


def _duties(pack: model.Pack) -> Problems:
    for duty in pack.duties.values():
        for part in duty.parts:
            if part not in pack.statements:
                yield f"duty:{duty.id}", f"'{duty.id}' asks for '{part}', no statement"


def _coverage(pack: model.Pack) -> Problems:
    for question in pack.questions.values():
        if question.coverage is None:
            continue
        place, options = f"question:{question.id}", {option.id for option in question.options}
        if question.rows != "requirements":
            yield place, f"'{question.id}' covers rows and has none"
        for option in (*question.coverage.by, question.coverage.left_out_by):
            if option not in options:
                yield place, f"'{question.id}' covers rows by '{option}', no option"


def _procedures(pack: model.Pack) -> Problems:
    for procedure in pack.procedures.values():
        if procedure.served_by and procedure.served_by not in pack.facts:
            yield (
                f"procedure:{procedure.id}",
                f"'{procedure.id}' is served by '{procedure.served_by}', no fact",
            )
        for paper in procedure.papers or ():
            if paper not in pack.outlines:
                yield f"procedure:{procedure.id}", f"'{procedure.id}' calls for '{paper}', no paper"


def _outlines(pack: model.Pack) -> Problems:
    is_known = content_kinds(pack)
    for outline in pack.outlines.values():
        place = f"outline:{outline.id}"
        seen: set[str] = set()
        if not outline.sections:
            yield place, f"outline '{outline.id}' has no section"
        for section in outline.sections:
            where = f"outline '{outline.id}', section '{section.id}'"
            if section.id in seen:
                yield place, f"{where}: the section stands twice"
            seen.add(section.id)
            if not section.content:
                yield place, f"{where}: nothing says where its content comes from"
            for content in section.content:
                kind, _, name = content.partition(":")
                if kind not in is_known or not is_known[kind](name):
                    yield place, f"{where}: there is no '{content}'"


def content_kinds(pack: model.Pack) -> dict[str, Callable[[str], bool]]:
    """The ways to say where the content of a section comes from, each with what it may name."""
    records: dict[str, Mapping[str, object]] = {
        "user-info": pack.user_information,
        "support": pack.support_factors,
        "requirement": pack.requirements,
        "process": pack.requirements,
        "handling": pack.handling,
        "document": pack.outlines,
    }

    def is_record(name: str) -> bool:
        kind, _, record = name.partition("/")
        return kind in RECORD_KINDS and (not record or kind not in records or record in records[kind])

    return {
        "answer": pack.questions.__contains__,
        "fact": pack.facts.__contains__,
        "state": pack.state.__contains__,
        "record": is_record,
        "requirements": ("part-1", "part-2", "all").__contains__,
        "procedure": pack.procedures.__contains__,
        "law-text": pack.law_texts.__contains__,
        "document": pack.outlines.__contains__,
        "interview": ("answers", "trace", "open-points", "gaps", "unused", "states", "history").__contains__,
        "pack": ("categories", "manifest", "neighbours", "timeline", "duties", "risk-method").__contains__,
        "workspace": ("files", "manifest", "clock", "letterhead").__contains__,
    }


def _law_texts(pack: model.Pack) -> Problems:
    for law_text in pack.law_texts.values():
        place = f"law-text:{law_text.id}"
        languages = [version.language for version in law_text.versions]
        if not languages or len(set(languages)) != len(languages):
            yield place, f"law text '{law_text.id}' needs one version for each language"
        for version in law_text.versions:
            rest = version.text
            for blank in version.blanks:
                _, found, rest = rest.partition(blank.text)
                if not found:
                    yield place, f"law text '{law_text.id}': '{blank.text}' is missing or not in order"
            if version.source not in pack.sources:
                yield place, f"law text '{law_text.id}': source '{version.source}' is not in sources.yaml"


def _stages(pack: model.Pack) -> Problems:
    for stage in pack.stages.values():
        place = f"stage:{stage.id}"
        spans = [span for span in (stage.hours, stage.days, stage.months) if span is not None]
        if len(spans) != 1 or spans[0] < 0:
            yield place, f"stage '{stage.id}' needs exactly one of hours, days and months"
        if stage.document not in pack.outlines:
            yield place, f"stage '{stage.id}': '{stage.document}' is no document"
        for point in (*stage.undefined, *stage.notes):
            if point not in pack.counting:
                yield place, f"stage '{stage.id}': '{point}' is not in counting.yaml"
        for point in stage.undefined:
            if point in pack.counting and not pack.counting[point].reading:
                yield place, f"stage '{stage.id}': '{point}' leaves something open without a reading"
        if not any(stage.id in field.stages for field in pack.report_fields.values()):
            yield place, f"stage '{stage.id}' has no field"
    named = {point for stage in pack.stages.values() for point in (*stage.undefined, *stage.notes)}
    for point in pack.counting.keys() - named:
        yield f"counting:{point}", f"no stage names '{point}'"


def _report_fields(pack: model.Pack) -> Problems:
    is_known: dict[str, Callable[[str], bool]] = {
        "case": CASE_FIELDS.__contains__,
        "answer": pack.questions.__contains__,
        "fact": pack.facts.__contains__,
        "aid": lambda name: any(name in aid.questions for aid in pack.aids.values()),
        "csirt": ("body", "name").__contains__,
    }
    for field in pack.report_fields.values():
        place = f"report-field:{field.id}"
        if not field.stages:
            yield place, f"field '{field.id}' belongs to no stage"
        for name in field.stages:
            stage = pack.stages.get(name)
            if stage is None:
                yield place, f"field '{field.id}': '{name}' is no stage"
            elif "both" not in (field.kind, stage.kind) and field.kind != stage.kind:
                yield place, f"field '{field.id}': stage '{name}' is for another kind of event"
        if (field.type in ("choice", "multi")) != bool(field.options):
            yield place, f"field '{field.id}': options belong to choice and multi, and to them only"
        if len({option.id for option in field.options}) != len(field.options):
            yield place, f"field '{field.id}': an option stands twice"
        kind, _, name = field.prefill.partition(":")
        if field.prefill and (kind not in is_known or not is_known[kind](name)):
            yield place, f"field '{field.id}': there is no '{field.prefill}'"


def _regimes(pack: model.Pack) -> Problems:
    for regime in pack.overlap.values():
        place = f"overlap:{regime.id}"
        if not regime.clocks:
            yield place, f"'{regime.id}' names no clock"
        for clock in regime.clocks:
            spans = [span for span in (clock.hours, clock.days, clock.months) if span is not None]
            if len(spans) > 1 or not (spans or clock.words):
                yield (
                    place,
                    f"'{regime.id}', clock '{clock.label}' needs one of hours, days and months, or words",
                )


def _handling(pack: model.Pack) -> Problems:
    for item in pack.handling.values():
        place = f"handling:{item.id}"
        if item.requirement not in pack.requirements:
            yield place, f"'{item.id}': '{item.requirement}' is no requirement"
        if item.cadence_months < 0:
            yield place, f"'{item.id}': a number of months is not negative"
