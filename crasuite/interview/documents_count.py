"""What is open in each paper of a product, and how many are complete.

Counting looks at the whole technical file, which may be too slow for the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable

from crasuite.documents.content.file_gaps import completeness_of
from crasuite.documents.content.papers import PaperHead, heads_of
from crasuite.documents.record import ProductRecord
from crasuite.interview.export import product_record
from crasuite.interview.sbom_lines import AT_ONCE, with_sboms
from crasuite.interview.workspace import Workspace
from crasuite.language import tr


def counted_as(code: str) -> str:
    """Under which code the needs of a paper are counted: the workbook like the same table on paper."""
    return {"RC": "RC-W"}.get(code, "PC" if code.startswith("PC") else code)


def left_open(record: ProductRecord, head: PaperHead) -> tuple[int, int]:
    """How many gaps and how many open points a paper has; it is complete when both are 0."""
    if head.is_workbook:
        counted = completeness_of(record, counted_as(head.code))
        return len(counted.missing), len(counted.open_points)
    return head.gaps, head.open_points


def documents_count(workspace: Workspace, product_id: int) -> Callable[[], str]:
    """The function that says `6 of 20`, for any thread; it holds what the product was when it was asked."""
    plain, repository = product_record(workspace, product_id), workspace.repository

    def work() -> str:
        record = with_sboms(plain, repository, AT_ONCE)
        heads = heads_of(record)
        done = sum(left_open(record, head) == (0, 0) for head in heads)
        return tr("{done} of {total}", done=done, total=len(heads))

    return work
