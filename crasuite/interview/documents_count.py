"""How many papers of a product are complete; worked out apart from the window, since all are made for it."""

from __future__ import annotations

from collections.abc import Callable

from crasuite.documents import tree
from crasuite.documents.content.file_gaps import completeness_of
from crasuite.documents.dossier import preview_documents
from crasuite.interview.export import product_record
from crasuite.interview.sbom_lines import AT_ONCE, with_sboms
from crasuite.interview.workspace import Workspace

_WORKBOOKS = {"RC": "RC-W"}
"""Workbooks that are counted like the same table on paper."""


def documents_count(workspace: Workspace, product_id: int) -> Callable[[], str]:
    """The function that says `6 of 20`, for any thread; it holds what the product was when it was asked."""
    plain, repository = product_record(workspace, product_id), workspace.repository

    def work() -> str:
        record = with_sboms(plain, repository, AT_ONCE)
        papers = preview_documents(record)
        done = 0
        for paper in papers:
            open_ones = paper.meta.gaps + paper.meta.open_points
            if isinstance(paper, tree.Workbook):
                counted = completeness_of(record, _WORKBOOKS.get(paper.meta.code, paper.meta.code))
                open_ones = len(counted.missing) + len(counted.open_points)
            done += not open_ones
        return f"{done} of {len(papers)}"

    return work
