"""The support period and its reasons (SP)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.documents.content import file_fields
from crasuite.documents.content.file_parts import support_result, support_rows
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import as_maker, day
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cite,
    Document,
    Heading,
    UserText,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "SP"
TITLE = mark("Support period and its reasons")
BASIS = mark("Art. 13(8); Annex VII (4)")


def build(record: ProductRecord) -> Document:
    """The reasons as a document."""
    view = FileView(record, CODE)
    meta = view.meta(tr(TITLE), f"{record.name_at_start}, {class_line(record)}", tr(BASIS))
    return Document(meta, (_result(view), *_sections(view), *view.points_blocks(), *view.release()))


def _result(view: FileView) -> Block:
    end = view.support_end
    verdict = view.record.assessment.verdict("support-period")
    headline = (
        tr("Support ends on {day}.", day=day(end))
        if end
        else tr("The end of the support period is not known yet.")
    )
    words = {
        "meets": tr(
            "The period is at least five years, or as long as the expected use where that is shorter."
        ),
        None: tr("Whether the length meets the law is not decided yet."),
    }
    line = (
        words.get(verdict.value)
        or " ".join(as_maker(rule.because) for rule in verdict.rules)
        or tr("See section 3.")
    )
    return result_box(headline, line, cites=[tr("Art. 13(8)")])


def _sections(view: FileView) -> Iterator[Block]:
    rows = support_rows(view)
    yield Heading(1, tr("Expected time of use"), tr("Art. 13(8), 3(20)"))
    yield table(LABEL_VALUE, rows[:1], description=tr("Expected time of use"))
    yield Heading(1, tr("What was taken into account"), tr("Art. 13(8); Annex VII (4)"))
    yield table(LABEL_VALUE, rows[1:], description=tr("Factors of Art. 13(8)"))
    yield Heading(1, tr("Result and last month of support"), tr("Art. 13(8), (9)"))
    yield support_result(view)
    updates = view.on("t-updates-available")
    if updates:
        yield para(
            tr(
                "A security update issued on the last day of support stays available until {day} at least.",
                day=day(updates),
            ),
            Cite(tr("Art. 13(9)")),
        )
    yield Heading(1, tr("Where buyers read it"), tr("Art. 13(19); Annex II (7)"))
    for field in file_fields.MARKING:
        if field.chapter == 4:
            yield from view.blocks(field.source)
    if said := view.raw("record:user-info/annex-2-7"):
        yield para(tr("In the user information: "), UserText(said), Cite(tr("Annex II (7)")))
