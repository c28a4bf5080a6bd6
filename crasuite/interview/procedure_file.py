"""The steps of a conformity assessment procedure: how far each is, who takes it, by when, and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.procedure_checklist import code_of, procedures_of
from crasuite.documents.record import ProductRecord
from crasuite.domain.english import Worded
from crasuite.domain.procedure_step import StepRecord, StepStatus
from crasuite.domain.record_kind import RecordKind
from crasuite.interview import words
from crasuite.interview.product_file import ProductFile
from crasuite.interview.views import Cite
from crasuite.language import mark, tr, trn
from crasuite.rules import Assessment, Pack
from crasuite.rules.model import ProcedureStep

STATUS_WORDS: Worded[StepStatus] = Worded(
    {
        StepStatus.TO_DO: mark("To do"),
        StepStatus.IN_PROGRESS: mark("In progress"),
        StepStatus.DONE: mark("Done"),
        StepStatus.NOT_SURE: mark("Not sure yet"),
        StepStatus.NOT_APPLICABLE: mark("Not applicable"),
    }
)
_SHORT = 60


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step with what is said of it. `number` is that of the checklist, such as 2.3."""

    id: str
    number: str
    text: str
    who: str
    hand_over: str
    record: str
    """The document that proves it."""
    kind: str
    said: StepRecord
    cites: tuple[Cite, ...]
    is_overdue: bool

    @property
    def status_words(self) -> str:
        """The status in a word or two."""
        return STATUS_WORDS[self.said.status]


@dataclass(frozen=True, slots=True)
class StepGroup:
    """Steps that belong together, in the order they are taken."""

    number: str
    title: str
    rows: tuple[StepRow, ...]

    @property
    def words(self) -> str:
        """How many are settled."""
        settled = sum(one.said.status.is_settled for one in self.rows)
        return tr("{settled} of {all}", settled=settled, all=len(self.rows))


def counted_steps(pack: Pack, assessment: Assessment, name: str) -> Mapping[str, str]:
    """How deadlines call the steps that count: those of the chosen procedure, else of each open one."""
    record = ProductRecord(pack, assessment)
    found = {}
    for fact in procedures_of(record):
        for number, step in _numbered(pack, fact):
            text = words.shortened(words.filled(step.text, name), _SHORT)
            found[step.id] = f"{number}, {text}"
    return found


class ProcedureFile(ProductFile):
    """The steps of one product's procedure."""

    def codes(self) -> dict[str, str]:
        """Code of each checklist of the product, with the procedure it is about."""
        record = ProductRecord(self.pack, self.assessment)
        return {code_of(record, fact): fact for fact in procedures_of(record)}

    def code_of_step(self, step_id: str) -> str:
        """The checklist a step stands in; empty when its procedure is not asked for."""
        for code, fact in self.codes().items():
            if any(step.id == step_id for _, step in _numbered(self.pack, fact)):
                return code
        return ""

    def groups(self, code: str) -> tuple[StepGroup, ...]:
        """The steps of a checklist; none for a code the product does not have."""
        fact = self.codes().get(code)
        if fact is None:
            return ()
        return tuple(
            StepGroup(
                str(chapter),
                group.title,
                tuple(self._row(f"{chapter}.{at}", step) for at, step in enumerate(group.steps, 1)),
            )
            for chapter, group in enumerate(self.pack.procedures[fact].groups, 1)
        )

    def summary_words(self, code: str) -> str:
        """How far the procedure is: `Modules B + C: 7 of 25 steps settled, 1 overdue`."""
        rows = [row for group in self.groups(code) for row in group.rows]
        done = sum(row.said.status.is_settled for row in rows)
        late = sum(row.is_overdue for row in rows)
        name = words.capital(PROCEDURE_NAMES[self.codes()[code]])
        if late:
            return trn(
                "{procedure}: {done} of {n} step settled, {late} overdue",
                "{procedure}: {done} of {n} steps settled, {late} overdue",
                len(rows),
                procedure=name,
                done=done,
                late=late,
            )
        return trn(
            "{procedure}: {done} of {n} step settled",
            "{procedure}: {done} of {n} steps settled",
            len(rows),
            procedure=name,
            done=done,
        )

    def people(self) -> list[str]:
        """Everybody named as an owner in this product, most often named first."""
        file = self.file
        named = [one.owner for one in file.steps.values()]
        named += [one.owner for one in file.requirements.values()]
        named += [one.owner for one in file.risks.values()]
        named = [one for one in named if one]
        return sorted(dict.fromkeys(named), key=lambda one: (-named.count(one), one.casefold()))

    # What is said of a step

    def set_status(self, step_id: str, status: StepStatus) -> bool:
        """Say how far it is.

        Raises:
            StoreError: it could not be saved; nothing was changed. The same holds for the others below.
        """
        is_done = status is StepStatus.DONE
        label = mark("marking step {number} as done") if is_done else mark("status of step {number}")
        return self._say(step_id, label, status=status)

    def set_where(self, step_id: str, where: str) -> bool:
        """Say where its proof is."""
        return self._say(step_id, mark("where the proof of step {number} is"), where=where.strip())

    def set_owner(self, step_id: str, owner: str) -> bool:
        """Say who takes it; empty: whom the procedure names."""
        return self._say(step_id, mark("owner of step {number}"), owner=owner.strip())

    def set_due(self, step_id: str, due: date | None) -> bool:
        """Say until when it is to be done; None: no date."""
        return self._say(step_id, mark("due date of step {number}"), due=due)

    def _say(self, step_id: str, label: str, **values: Any) -> bool:
        record = replace(self.file.step(step_id), **values)
        if record == self.file.step(step_id):
            return False
        named = next(
            (
                number
                for fact in self.codes().values()
                for number, step in _numbered(self.pack, fact)
                if step.id == step_id
            ),
            step_id,
        )
        kept = None if record == StepRecord(step_id) else record
        return self.write(tr(label, number=named), {RecordKind.STEP: {step_id: kept}})

    def _row(self, number: str, step: ProcedureStep) -> StepRow:
        said, fill = self.file.step(step.id), self.workspace.interview(self.product_id).fill
        late = said.due is not None and said.due < self.today and not said.status.is_settled
        return StepRow(
            step.id,
            number,
            fill(step.text),
            step.who,
            fill(step.hand_over),
            fill(step.evidence),
            step.kind,
            said,
            self.cites(step.basis),
            late,
        )


def _numbered(pack: Pack, fact: str) -> list[tuple[str, ProcedureStep]]:
    return [
        (f"{chapter}.{at}", step)
        for chapter, group in enumerate(pack.procedures[fact].groups, 1)
        for at, step in enumerate(group.steps, 1)
    ]
