"""The papers of a product with their revisions: what says the same as at its last export keeps its number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from crasuite.documents.dossier import Paper, ProductRecord, preview_documents
from crasuite.documents.inputs import inputs_of
from crasuite.domain.document_state import DocumentState


def revised_papers(record: ProductRecord, codes: Collection[str] = ()) -> list[Paper]:
    """The papers (without `codes`: all), each with the revision it would be exported as.

    A revision counts up only when the paper says something else than at its last export, so that two equal
    papers never carry two numbers.
    """
    states = _states(record)
    sets: dict[int, dict[str, Paper]] = {}

    def paper(code: str, revision: int) -> Paper:
        if revision not in sets:
            made = preview_documents(replace(record, revision=revision))
            sets[revision] = {one.meta.code: one for one in made}
        return sets[revision][code]

    found = []
    for one in preview_documents(record):
        code = one.meta.code
        if codes and code not in codes:
            continue
        last = states.get(code)
        if last is None or not last.revision:
            found.append(paper(code, 1) if record.revision != 1 else one)
            continue
        same = paper(code, last.revision)
        number = last.next_revision(same.meta.fingerprint)
        found.append(same if number == last.revision else paper(code, number))
    return found


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
        )
        for paper in papers
    }


def _states(record: ProductRecord) -> Mapping[str, DocumentState]:
    return record.technical_file.documents if record.technical_file else {}
