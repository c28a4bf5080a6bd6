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
        "component",
        "declaration",
        "design",
        "document",
        "evidence",
        "process",
        "report",
        "requirement",
        "risk",
        "sbom",
        "standards",
        "support",
        "user-info",
    )
)
"""Kinds of records that sections of documents take their content from."""

Problems = Iterator[tuple[str, str]]


def file_problems(pack: model.Pack) -> Problems:
    """Every problem: `kind:id` of the entry and what is wrong with it."""
    return chain(
        _standards(pack),
        _threats(pack),
        _risk_method(pack),
        _information(pack),
        _outlines(pack),
        _law_texts(pack),
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
    for factor in pack.support_factors.values():
        for question in factor.fills_from:
            if question not in pack.questions:
                yield f"support-factor:{factor.id}", f"'{factor.id}' is filled from '{question}', no question"


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
