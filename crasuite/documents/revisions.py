"""The papers of a product with their revisions: what says the same as at its last export keeps its number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from crasuite.documents.content.papers import codes_of
from crasuite.documents.dossier import Paper, ProductRecord, preview_document
from crasuite.documents.inputs import inputs_of
from crasuite.domain.document_state import DocumentState
from crasuite.language import speaking


def revised_papers(record: ProductRecord, codes: Collection[str] = ()) -> list[Paper]:
    """The papers (without `codes`: all), each with the revision it would be exported as.

    A revision counts up only when the paper says something else than at its last export, so that two equal
    papers never carry two numbers.
    """
    states = _states(record)
    revisions: dict[tuple[int, datetime | None], ProductRecord] = {}

    def paper(code: str, revision: int, before: datetime | None = None) -> Paper:
        key = revision, before
        if key not in revisions:
            revisions[key] = replace(_known_before(record, before), revision=revision)
        return preview_document(revisions[key], code)

    found = []
    with speaking(record.language):
        codes_there = codes_of(record)
    for code in codes_there:
        if codes and code not in codes:
            continue
        last = states.get(code)
        if last is None or not last.revision:
            found.append(paper(code, 1))
            continue
        # Built as it was then: a paper that lists earlier exports would never say the same twice.
        first = next((one.exported for one in last.register if one.revision == last.revision), last.exported)
        same = paper(code, last.revision, first)
        number = last.next_revision(same.meta.fingerprint)
        found.append(same if number == last.revision else paper(code, number))
    return found


def _known_before(record: ProductRecord, moment: datetime | None) -> ProductRecord:
    """The record with the exports known before a moment (None: all), each with the day it first went out."""
    file = record.technical_file
    if file is None:
        return record
    documents = {}
    for code, state in file.documents.items():
        lines = [one for one in state.register if moment is None or one.exported < moment]
        if lines:
            line = lines[-1]
            documents[code] = replace(
                state,
                revision=line.revision,
                exported=line.exported,
                fingerprint=line.fingerprint,
                state=line.state,
            )
    return replace(record, technical_file=replace(file, documents=documents))


def states_after_export(
    record: ProductRecord, papers: Collection[Paper], at: datetime
) -> dict[str, DocumentState]:
    """What is to be noted of papers that were just exported, by their code."""
    states = _states(record)
    return {
        paper.meta.code: states.get(paper.meta.code, DocumentState(paper.meta.code)).exported_as(
            paper.meta.revision,
            paper.meta.fingerprint,
            inputs_of(record, paper.meta.code),
            paper.meta.state,
            at,
            paper.meta.language,
        )
        for paper in papers
    }


def _states(record: ProductRecord) -> Mapping[str, DocumentState]:
    return record.technical_file.documents if record.technical_file else {}
