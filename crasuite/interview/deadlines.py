"""All dates of all products: of the law, of the interview, of the technical file and of running clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from crasuite.domain.clocks import DUE_SOON
from crasuite.domain.deadlines import Deadline, deadlines, deadlines_of_case
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import read_matrix
from crasuite.interview import words
from crasuite.interview.moment_words import local_words
from crasuite.interview.procedure_file import counted_steps
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.workspace import Workspace
from crasuite.language import tr

SetBy: TypeAlias = Literal["law", "you"]


@dataclass(frozen=True, slots=True)
class DeadlineItem:
    """One date of one product. `at` is the instant where hours count, in the zone it is counted in."""

    on: date
    at: datetime | None
    product_id: int
    product: str
    what: str
    set_by: SetBy
    owner: str
    cites: str
    place: Place | None
    """The record it comes from; for a clock the case, with the stage as field."""
    question: str
    """The question of the interview it comes from."""
    is_overdue: bool
    """Past, and still to be done; what the law merely began on a day is never overdue."""
    is_soon: bool
    when_words: str
    """`Tue 24 Nov, 17:20 CET` for a clock, else the day."""
    discreet: str = ""
    """The same as `what` without the title of a case: what is known of a vulnerability stays in the file."""

    @property
    def key(self) -> str:
        """A name that stays the same as long as it is the same deadline."""
        where = (
            f"{self.place.kind}/{self.place.record_id}/{self.place.field}" if self.place else self.question
        )
        return f"{self.product_id}/{where or self.what}"


def all_deadlines(workspace: Workspace, product_ids: Collection[int] | None = None) -> list[DeadlineItem]:
    """The dates of these products, or of all that are not archived: earliest first, what is overdue too."""
    found: list[DeadlineItem] = []
    for product in workspace.products():
        if product_ids is None or product.id in product_ids:
            found += _of_product(workspace, product.id, product.name)
    return sorted(found, key=lambda one: (one.on, one.at.timestamp() if one.at else 0, one.product_id))


def _of_product(workspace: Workspace, product_id: int, name: str) -> Iterator[DeadlineItem]:
    file = ReportingFile(workspace, product_id)
    today, now, pack = workspace.today, file.now, file.pack
    titles = {key: stage.title for key, stage in file.law.stages.items()}

    def item(one: Deadline, cites: str = "", set_by: SetBy = "you") -> DeadlineItem:
        said = (
            local_words(one.at, file.zone_of(file.case(one.place.record_id)), now)
            if one.at is not None
            else words.day_words(one.on)
        )
        is_past = one.is_past(now, today)
        is_soon = one.at is not None and not is_past and one.at - now <= DUE_SOON
        return DeadlineItem(
            one.on,
            one.at,
            product_id,
            name,
            one.words,
            set_by,
            one.owner,
            cites,
            one.place,
            "",
            is_past,
            is_soon,
            said,
            tr("{stage} on case {case} is due", stage=titles[one.place.field], case=one.place.record_id)
            if one.at
            else "",
        )

    for dated in file.assessment.timeline():
        if dated.on is not None:
            yield DeadlineItem(
                dated.on,
                None,
                product_id,
                name,
                dated.entry.title
                if dated.applies
                else tr("{deadline} (if it applies)", deadline=dated.entry.title),
                "law" if dated.entry.set_by == "law" else "you",
                "",
                ", ".join(pack.label(cite) for cite in dated.entry.cites),
                None,
                dated.entry.id,
                False,
                False,
                words.day_words(dated.on),
            )
    set_in_file = deadlines(
        file.file,
        points={key: one.may_not_apply for key, one in pack.requirements.items()},
        of_pack=read_matrix(pack.risk_method.matrix),
        names={key: one.ref for key, one in pack.requirements.items()},
        steps=counted_steps(pack, file.assessment, name) if file.file.steps else {},
    )
    for one in set_in_file:
        yield item(one)
    for case, running in file.running():
        for one in deadlines_of_case(case, running, titles, file.zone_of(case)):
            stage = file.law.stages[one.place.field]
            yield item(one, ", ".join(file.law.label(cite) for cite in stage.cites), "law")
    for line in file.handling():
        if line.due is not None:
            place = Place(RecordKind.HANDLING, line.id)
            said = tr("Look again: {what}", what=words.uncapital(line.title))
            yield item(Deadline(line.due, place, said, line.owner))
    open_points = file.assessment.open_points
    for answer in workspace.repository.answers(product_id).values() if open_points else ():
        if answer.due_on is not None and answer.question_id in open_points:
            question = pack.questions[answer.question_id]
            yield DeadlineItem(
                answer.due_on,
                None,
                product_id,
                name,
                tr("Open point: {question}", question=words.filled(question.text, name)),
                "you",
                answer.owner,
                "",
                None,
                answer.question_id,
                answer.due_on < today,
                False,
                words.day_words(answer.due_on),
            )
