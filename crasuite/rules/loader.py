"""Loads a rule pack, quickly where it was checked before, and lists what its entries hold.

`pack_reader` does the strict reading; this module is all that others import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crasuite import paths
from crasuite.errors import PackError
from crasuite.rules import model, pack_cache
from crasuite.rules.logic import Names

FOLDERS = (
    "questions",
    "rules",
    "requirements",
    "categories",
    "documents",
    "sbom",
    "standards",
    "threats",
    "outlines",
    "reporting",
)
"""Folders of a pack that the loader reads, beside the files at its top."""


def load_pack(path: Path | None = None, *, use_cache: bool = True) -> model.Pack:
    """Read the pack in a folder (default: the one that comes with the program).

    Raises:
        PackError: with every problem found, each with file and line.
    """
    root = path or paths.resources_dir() / "rulepack"
    if not (root / "pack.yaml").is_file():
        raise PackError([f"{root}: this folder holds no pack.yaml"])
    fingerprint = fingerprint_of(root)
    if use_cache and (kept := pack_cache.read(fingerprint)) is not None:
        return kept
    from crasuite.rules.pack_reader import (
        read_pack,  # parsing YAML is only needed for a pack never seen before
    )

    pack = read_pack(root, fingerprint)
    if use_cache:
        pack_cache.write(pack)
    return pack


_PIECE = 1 << 20


def fingerprint_of(root: Path) -> str:
    """SHA-256 over every file the loader reads: names and contents, in order of name."""
    digest = hashlib.sha256()
    for name in sorted(_pack_files(root)):
        digest.update(f"{name}\0".encode())
        with (root / name).open("rb") as file:  # in pieces, for it may be of any size
            while piece := file.read(_PIECE):
                digest.update(piece)
        digest.update(b"\0")
    return digest.hexdigest()


def _pack_files(root: Path) -> Iterator[str]:
    yield from (file.name for file in root.glob("*.yaml"))
    for folder in FOLDERS:
        yield from (file.relative_to(root).as_posix() for file in (root / folder).rglob("*.yaml"))


def matrix_rows(question: model.Question, requirements: dict[str, model.Requirement]) -> tuple[str, ...]:
    """Variables of a matrix question, one per requirement: `question/requirement`."""
    return tuple(f"{question.id}/{requirement}" for requirement in requirements)


def option_ids(question: model.Question, categories: dict[str, model.Category]) -> frozenset[str]:
    """Values that a question with options can have."""
    if question.type == "category":
        return frozenset(categories) | {"none"}
    if question.type == "yes-no":
        return frozenset(("yes", "no"))
    return frozenset(option.id for option in question.options)


def names_of(
    questions: dict[str, model.Question],
    facts: dict[str, model.Fact],
    state: dict[str, model.StateItem],
    requirements: dict[str, model.Requirement],
    categories: dict[str, model.Category],
) -> Names:
    """What conditions over these entries may refer to."""
    choices: dict[str, frozenset[str]] = {item.id: frozenset(item.values) for item in state.values()}
    multis: dict[str, frozenset[str]] = {}
    matrices: dict[str, tuple[str, ...]] = {}
    for question in questions.values():
        if question.type in ("yes-no", "choice", "category"):
            choices[question.id] = option_ids(question, categories)
        elif question.type == "multi":
            multis[question.id] = option_ids(question, categories)
        elif question.type == "matrix":
            matrices[question.id] = matrix_rows(question, requirements)
            for row in matrices[question.id]:
                choices[row] = option_ids(question, categories)
    return Names(
        choices=choices,
        multis=multis,
        numbers=frozenset(q.id for q in questions.values() if q.type == "number"),
        dates=frozenset(q.id for q in questions.values() if q.type == "date"),
        facts={fact.id: frozenset(fact.values) for fact in facts.values()},
        matrices=matrices,
    )


def all_citations(pack: model.Pack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every list of citations in the pack with the kind and id of its entry."""
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("question", pack.questions),
        ("rule", pack.rules),
        ("duty", pack.duties),
        ("timeline", pack.timeline),
        ("neighbour", pack.neighbours),
        ("category", pack.categories),
        ("requirement", pack.requirements),
        ("state", pack.state),
        ("term", pack.terms),
        ("standard", pack.standards),
        ("threat", pack.threats),
        ("risk-method", {pack.risk_method.id: pack.risk_method}),
        ("user-information", pack.user_information),
        ("support-factor", pack.support_factors),
        ("outline", pack.outlines),
        ("law-text", pack.law_texts),
        ("statement", pack.statements),
        ("stage", pack.stages),
        ("counting", pack.counting),
        ("report-field", pack.report_fields),
        ("overlap", pack.overlap),
        ("handling", pack.handling),
        ("reporting", pack.reporting),
        ("aid", pack.aids),
        *(
            (kind, entries)
            for aid in pack.aids.values()
            for kind, entries in (("question", aid.questions), ("rule", aid.rules))
        ),
    )
    for kind, entries in groups:
        for key, entry in entries.items():
            yield kind, key, entry.cites
    for category in pack.categories.values():
        for miss in category.does_not_count:
            if miss.cites:
                yield "category", category.id, miss.cites
    for procedure in pack.procedures.values():
        for statement in (*procedure.marking, *procedure.undertakings):
            yield "procedure", procedure.id, statement.cites
        for group in procedure.groups:
            for step in group.steps:
                yield "procedure", procedure.id, step.basis
    for checks in pack.sbom_checks.values():
        for check in checks.checks:
            yield "sbom", checks.id, check.cites
    for outline in pack.outlines.values():
        for section in outline.sections:
            yield "outline", outline.id, (*section.carries, *section.cites)


def all_conditions(pack: model.Pack) -> Iterator[tuple[str, str, model.Condition]]:
    """Every condition of the pack with the kind and id of its entry."""
    for rule in pack.rules.values():
        if rule.when is not None:
            yield "rule", rule.id, rule.when
    for question in pack.questions.values():
        if question.ask_when is not None:
            yield "question", question.id, question.ask_when
    for duty in pack.duties.values():
        yield "duty", duty.id, duty.when
    for entry in pack.timeline.values():
        if entry.when is not None:
            yield "timeline", entry.id, entry.when
    for neighbour in pack.neighbours.values():
        yield "neighbour", neighbour.id, neighbour.when


def offer_conditions(pack: model.Pack) -> Iterator[tuple[str, str, model.Condition]]:
    """Conditions that only offer or ask for something in the file: kind, key and the condition.

    They stand apart from `all_conditions`, because no question is worth asking for their sake.
    """
    for threat in pack.threats.values():
        if threat.when is not None:
            yield "threat", threat.id, threat.when
    for item in pack.user_information.values():
        if isinstance(item.required, dict):
            yield "user-information", item.id, item.required
    for outline in pack.outlines.values():
        for section in outline.sections:
            if isinstance(section.required, dict):
                yield "outline", f"{outline.id}/{section.id}", section.required
    if not pack.aid:  # an aid knows only what it reads of the product
        for question in pack.questions.values():
            if question.coverage is not None:
                yield "question", f"{question.id}/when", question.coverage.when
                for option, condition in question.coverage.by.items():
                    yield "question", f"{question.id}/{option}", condition
        for procedure in pack.procedures.values():
            if isinstance(procedure.other_body, dict):
                yield "procedure", procedure.id, procedure.other_body
    if pack.aid:  # they read answers of the case, which only the aid knows
        for regime in pack.overlap.values():
            yield "overlap", regime.id, regime.when
