"""Requirements of Annex I, their evidence, and the standards in use, for one product.

Decides no law: whether a point may be left out, and what a standard is worth, is said by the rule pack and by
the records themselves. Everything written is one step with a label for Undo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from crasuite.documents.content.file_view import short_ref
from crasuite.domain.evidence import EarlierFile, Evidence, EvidenceKind, EvidenceState
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.references import without
from crasuite.domain.requirement import Applies, RequirementProgress, RequirementState, RequirementStatus
from crasuite.domain.standards_in_use import STANDARDS_ID, Extent, StandardsInUse, StandardUse
from crasuite.errors import StoreError
from crasuite.interview import words
from crasuite.interview.evidence_watch import EvidenceLook, EvidenceWatch, hash_file, kept_in
from crasuite.interview.product_file import ProductFile
from crasuite.interview.requirement_views import (
    STATE_WORDS,
    STRENGTHS,
    CoverageRow,
    EvidenceLine,
    NewFile,
    Reach,
    RequirementDetail,
    RequirementRow,
    RiskRef,
    StandardLine,
)
from crasuite.interview.verdict_words import SCOPE
from crasuite.language import tr, tr_in, trn
from crasuite.rules.model import Requirement as Point
from crasuite.rules.model import Standard
from crasuite.store.files import Cancelled, FileCancelledError, Progress

USUAL_STANDARDS = ("iec-81001-5-1", "iso-14971", "iec-62443-4-1", "iec-62443-4-2")
"""Offered first: makers who already work to them have most to gain."""
_WATCH = EvidenceWatch()
_MOST_NAMED = 3
"""Files that the menu names; more are counted."""


def _file_names(files: Sequence[NewFile]) -> str:
    """The files in the words of the menu."""
    if len(files) > _MOST_NAMED:
        return trn("{n} file", "{n} files", len(files))
    return words.joined(words.quoted(file.path.name) for file in files)


class RequirementsFile(ProductFile):
    """What the requirements screen reads and writes."""

    # The list

    def points(self) -> dict[str, bool]:
        """Every point of Annex I, and whether it may be left out."""
        return {point.id: point.may_not_apply for point in self.pack.requirements.values()}

    def progress(self) -> RequirementProgress:
        """How many points stand where."""
        return self.file.requirement_progress(self.points())

    def is_out_of_scope(self) -> bool:
        """True when the interview found that the law does not apply to the product."""
        return self.assessment.value(SCOPE) == "out"

    def open_words(self) -> str:
        """The count beside the screen's name."""
        if self.is_out_of_scope():
            return ""
        left = self.progress().open
        return trn("{n} open", "{n} open", left) if left else tr("done")

    def summary_words(self) -> str:
        """The line below the screen's title."""
        progress = self.progress()
        done = progress.done
        if not progress.open:
            state = tr("All are done.")
        elif not done:
            state = trn("None is done, {n} is open.", "None is done, {n} are open.", progress.open)
        elif done == 1:
            state = trn("1 is done, {n} is open.", "1 is done, {n} are open.", progress.open)
        else:
            state = trn(
                "{done} are done, {n} is open.", "{done} are done, {n} are open.", progress.open, done=done
            )
        counted = trn("Annex I of the CRA, {n} item.", "Annex I of the CRA, {n} items.", progress.total)
        return f"{counted} {state}"

    def rows(self) -> list[RequirementRow]:
        """All points, in the order of the law."""
        states = self.file.requirement_states(self.points())
        rows = []
        for point in self.pack.requirements.values():
            said = self.file.requirement(point.id)
            part, ref = "II" if point.in_part_2 else "I", short_ref(point.ref)
            attached = [self.file.evidence[one] for one in said.evidence if one in self.file.evidence]
            is_done = states[point.id].is_done
            rows.append(
                RequirementRow(
                    point.id,
                    part,
                    ref,
                    point.title,
                    states[point.id],
                    len(attached),
                    said.owner,
                    said.due,
                    said.due is not None and said.due < self.today and not is_done,
                    " ".join(
                        (point.ref, point.title, point.meaning, said.how, said.reason, said.owner)
                        + tuple(one.name for one in attached)
                        + said.risks
                    ).casefold(),
                )
            )
        return rows

    def row(self, requirement_id: str) -> RequirementRow:
        """One line of the list."""
        return next(row for row in self.rows() if row.id == requirement_id)

    def detail(self, requirement_id: str) -> RequirementDetail:
        """Everything about one point."""
        point = self.pack.requirements[requirement_id]
        said = self.file.requirement(requirement_id)
        refused = self.file.problems_with_leaving_out(requirement_id, may_not_apply=point.may_not_apply)
        always = next((one.words for one in refused if one.code == "applies-always"), "")
        uses = self._uses()
        linked = self.linked_risks(requirement_id)
        risks = {one.id: RiskRef(one.id, one.title) for one in self.file.risks.values()}
        return RequirementDetail(
            self.row(requirement_id),
            words.filled(point.meaning, self.product_name),
            point.evidence,
            point.nonconformities,
            self.cites(point.cites),
            said,
            always,
            tuple(one.words for one in refused) if said.applies is Applies.NO and not always else (),
            tuple(
                self._evidence_line(one, requirement_id, uses)
                for one in said.evidence
                if one in self.file.evidence
            ),
            tuple(risks[one] for one in linked),
            tuple(risk for risk in risks.values() if risk.id not in linked),
            self.reaches(requirement_id),
        )

    def people(self) -> list[str]:
        """Everybody named as an owner in this product, most often named first."""
        named = [one.owner for one in self.file.requirements.values()]
        named += [one.owner for one in self.file.risks.values()]
        named += [one.owner for one in self.repository.answers(self.product_id).values()]
        named = [one for one in named if one]
        return sorted(dict.fromkeys(named), key=lambda one: (-named.count(one), one.casefold()))

    # What is said of a point

    def set_applies(self, requirement_id: str, applies: Applies) -> bool:
        """Say whether the point applies."""
        if applies is Applies.NO and self.detail(requirement_id).applies_always:
            raise ValueError(f"{requirement_id} applies to every product")
        said: dict[str, Any] = {"applies": applies}
        if applies is Applies.NO:  # what the point rests on stays with it, whatever becomes of the risk
            said["risks"] = self.linked_risks(requirement_id)
        return self._say(requirement_id, tr("whether {ref} applies"), **said)

    def set_reason(self, requirement_id: str, reason: str) -> bool:
        """Say why the point does not apply."""
        return self._say(requirement_id, tr("reason why {ref} does not apply"), reason=reason)

    def set_how(self, requirement_id: str, how: str) -> bool:
        """Say how the point is met."""
        return self._say(requirement_id, tr("how {ref} is met"), how=how)

    def set_owner(self, requirement_id: str, owner: str) -> bool:
        """Say who takes care of it; empty: nobody."""
        return self._say(requirement_id, tr("owner of {ref}"), owner=owner.strip())

    def set_status(self, requirement_id: str, status: RequirementStatus) -> bool:
        """Say how far it is."""
        label = tr("marking {ref} as met") if status is RequirementStatus.MET else tr("status of {ref}")
        return self._say(requirement_id, label, status=status)

    def set_due(self, requirement_id: str, due: date | None) -> bool:
        """Say until when it is to be done; None: no date."""
        return self._say(requirement_id, tr("due date of {ref}"), due=due)

    def linked_risks(self, requirement_id: str) -> tuple[str, ...]:
        """Risks linked to the point, from whichever side."""
        return self.file.risks_of_point(requirement_id)

    def link_risk(self, requirement_id: str, risk_id: str) -> bool:
        """Say that the point treats a risk, or that the risk shows why it does not apply."""
        return self._relink(requirement_id, risk_id, on=True)

    def unlink_risk(self, requirement_id: str, risk_id: str) -> bool:
        """Take the link away."""
        return self._relink(requirement_id, risk_id, on=False)

    def _relink(self, requirement_id: str, risk_id: str, *, on: bool) -> bool:
        """Both records name each other, or neither does."""
        said, risk = self.file.requirement(requirement_id), self.file.risks[risk_id]
        ref = self.pack.requirements[requirement_id].ref
        label = (
            tr("linking {risk} to {ref}", risk=risk_id, ref=ref)
            if on
            else tr("unlinking {risk} from {ref}", risk=risk_id, ref=ref)
        )
        said = replace(said, risks=_with(said.risks, risk_id, on))
        risk = replace(risk, requirements=_with(risk.requirements, requirement_id, on))
        return self.write(
            label, {RecordKind.REQUIREMENT: {requirement_id: said}, RecordKind.RISK: {risk_id: risk}}
        )

    def change_all(self, requirement_ids: Sequence[str], **said: Any) -> bool:
        """Give several points the same owner, status or due date (only those named), as one step."""
        records = {one: replace(self.file.requirement(one), **said) for one in requirement_ids}
        if len(records) > 1:
            of = trn("{n} requirement", "{n} requirements", len(records))
        else:
            of = words.joined(self.pack.requirements[one].ref for one in records)
        return self.write(_bulk_words(of, said), {RecordKind.REQUIREMENT: records})

    def _say(self, requirement_id: str, label: str, **said: Any) -> bool:
        record = replace(self.file.requirement(requirement_id), **said)
        if record == self.file.requirement(requirement_id):
            return False
        label = label.format(ref=self.pack.requirements[requirement_id].ref)
        return self.write(label, {RecordKind.REQUIREMENT: {requirement_id: record}})

    # Evidence

    def copy_in(
        self, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> NewFile:
        """Keep the content of a file. May be called from any thread; nothing names it yet.

        Raises:
            StoreError: it cannot be read or kept; nothing was added.
            FileCancelledError: `cancelled` returned True; nothing was added.
        """
        stored = self.repository.add_file(path, path.name, progress, cancelled)
        return NewFile(path, stored.sha256, stored.size, copied=True)

    def look_in(
        self, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> NewFile:
        """Take the hash of a file that stays where it is; otherwise as `copy_in`."""
        try:
            digest = hash_file(path, progress, cancelled or (lambda: False))
            if digest is None:
                raise FileCancelledError
            return NewFile(path, digest, path.stat().st_size, copied=False)
        except OSError as error:
            raise StoreError(
                "FILE-01",
                tr("{file} cannot be read.", file=path.name),
                f"{error.strerror or error}.",
                tr("Nothing was attached. Close the file in other programs, or choose another."),
            ) from None

    def attach(self, requirement_ids: Sequence[str], files: Sequence[NewFile]) -> tuple[str, ...]:
        """Attach files to points, as one step; a file that is in already is not entered twice."""
        evidence, ids = self.entered(files)
        self._attach(requirement_ids, evidence, ids, _file_names(files))
        return tuple(ids)

    def entered(self, files: Sequence[NewFile]) -> tuple[dict[str, Evidence], list[str]]:
        """The records that enter files as evidence, and the number of each file; nothing is written."""
        evidence: dict[str, Evidence] = {}
        ids = []
        for file in files:
            same = self._same_file(file, evidence.values())
            if same is None:
                same = self.next_id(RecordKind.EVIDENCE, "E", len(evidence))
                evidence[same] = Evidence(
                    same,
                    name=file.path.name,
                    sha256=file.sha256,
                    size=file.size,
                    added=self.today,
                    source_path=str(file.path),
                    copied=file.copied,
                )
            ids.append(same)
        return evidence, ids

    def attach_link(
        self, requirement_ids: Sequence[str], name: str, url: str, valid_until: date | None = None
    ) -> str:
        """Attach an address."""
        said = {"kind": EvidenceKind.LINK, "name": name.strip() or url, "url": url}
        return self._attach_new(requirement_ids, valid_until=valid_until, **said)

    def attach_note(
        self, requirement_ids: Sequence[str], name: str, text: str, valid_until: date | None = None
    ) -> str:
        """Attach a note."""
        said = {"kind": EvidenceKind.NOTE, "name": name.strip() or words.shortened(text, 60), "text": text}
        return self._attach_new(requirement_ids, valid_until=valid_until, **said)

    def attach_known(self, requirement_id: str, evidence_ids: Sequence[str]) -> bool:
        """Attach what another point is proved with already."""
        names = words.joined(words.quoted(self.file.evidence[one].name) for one in evidence_ids[:3])
        return self._attach([requirement_id], {}, evidence_ids, names)

    def other_evidence(self, requirement_id: str) -> list[EvidenceLine]:
        """Evidence of the product that this point does not name yet."""
        named = self.file.requirement(requirement_id).evidence
        uses = self._uses()
        return [
            self._evidence_line(one, requirement_id, uses) for one in self.file.evidence if one not in named
        ]

    def change_evidence(self, evidence_id: str, **said: Any) -> bool:
        """Give a proof another name, address, note or last day of validity."""
        old = self.file.evidence[evidence_id]
        record = replace(old, **said)
        if record == old:
            return False
        names = {"name": tr("name"), "url": tr("address"), "text": tr("note"), "valid_until": tr("validity")}
        what = words.joined(names[name] for name in said if getattr(old, name) != getattr(record, name))
        return self.write(
            tr("{properties} of “{name}”", properties=what, name=record.name),
            {RecordKind.EVIDENCE: {evidence_id: record}},
        )

    def take_new_version(self, evidence_id: str, file: NewFile) -> bool:
        """Put the present content of the original, or another file, in place of what was attached. The
        old one stays, with its fingerprint and dates; a name somebody gave the proof stays too."""
        old = self.file.evidence[evidence_id]
        named_after_file = old.name == Path(old.source_path).name
        new: dict[str, Any] = {
            "sha256": file.sha256,
            "size": file.size,
            "source_path": str(file.path),
            "copied": file.copied,
        }
        if named_after_file:
            new["name"] = file.path.name
        if file.sha256 == old.sha256:  # found in a new place, nothing newer
            record = replace(old, **new)
        else:
            record = old.replaced_by(self.today, **new)
        label = tr("taking the new version of “{name}”", name=record.name)
        return self.write(label, {RecordKind.EVIDENCE: {evidence_id: record}})

    def keep_old_version(self, evidence_id: str) -> bool:
        """Keep the copy and watch the original no longer."""
        record = self.file.evidence[evidence_id]
        label = tr("keeping the old version of “{name}”", name=record.name)
        return self.write(label, {RecordKind.EVIDENCE: {evidence_id: replace(record, source_path="")}})

    def detach(self, requirement_id: str, evidence_ids: Collection[str]) -> bool:
        """Take proofs away from a point, as one step; those that no other point names leave the file."""
        said = self.file.requirement(requirement_id)
        left = tuple(one for one in said.evidence if one not in evidence_ids)
        uses = self._uses()
        changes: dict[str, Any] = {
            RecordKind.REQUIREMENT: {requirement_id: replace(said, evidence=left)},
            RecordKind.EVIDENCE: {one: None for one in evidence_ids if len(uses.get(one, ())) < 2},
        }
        names = [self.file.evidence[one].name for one in evidence_ids if one in self.file.evidence]
        if len(names) == 1:
            label = tr("removing “{name}”", name=names[0])
        else:
            label = trn("removing {n} piece of evidence", "removing {n} pieces of evidence", len(names))
        return self.write(label, changes)

    def remove_evidence(self, evidence_id: str) -> bool:
        """Take a proof out of the file and away from every point."""
        label = tr("removing “{name}”", name=self.file.evidence[evidence_id].name)
        return self.write(label, without(self.file, RecordKind.EVIDENCE, evidence_id))

    def evidence_line(self, evidence_id: str) -> EvidenceLine:
        """One proof as lists show it, with every point it proves."""
        return self._evidence_line(evidence_id, "", self._uses())

    def look(self, evidence_ids: Iterable[str] | None = None) -> Callable[..., dict[str, EvidenceLook]]:
        """A function that looks whether originals changed, for any thread: it takes `cancelled`.

        Without ids, all evidence of the product is looked at.
        """
        wanted = self.file.evidence if evidence_ids is None else evidence_ids
        records = [self.file.evidence[one] for one in wanted if one in self.file.evidence]
        return partial(_look, self.repository.file_sizes, records)

    def flagged(self, looks: Mapping[str, EvidenceLook]) -> int:
        """How many proofs changed or are missing."""
        return sum(one in self.file.evidence and look.state.is_flagged for one, look in looks.items())

    def expired_words(self, evidence_id: str) -> str:
        """What is to be done about a proof whose time is over; empty when nothing."""
        record = self.file.evidence[evidence_id]
        if record.valid_until is None or not record.is_expired(self.today):
            return ""
        last = words.day_words(record.valid_until)
        if record.kind is EvidenceKind.FILE:
            return tr(
                "Valid until {day}, so it no longer proves the point. Replace the file, or set another date.",
                day=last,
            )
        return tr(
            "Valid until {day}, so it no longer proves the point. Edit it, or set another date.", day=last
        )

    def look_words(self, evidence_id: str, look: EvidenceLook) -> str:
        """What is to be done about a proof that changed or is missing; empty when nothing."""
        record = self.file.evidence[evidence_id]
        if look.state is EvidenceState.CHANGED:
            return _changed_words(record, look)
        if look.state is EvidenceState.MISSING:
            if record.copied:
                return tr("The copy in this workspace cannot be found. Take the file in again.")
            return tr("The file is no longer where it was. Choose its new place, or remove it.")
        return ""

    def _same_file(self, file: NewFile, more: Iterable[Evidence]) -> str | None:
        for one in (*self.file.evidence.values(), *more):
            if (one.kind, one.name, one.sha256, one.copied) == (
                EvidenceKind.FILE,
                file.path.name,
                file.sha256,
                file.copied,
            ):
                return one.id
        return None

    def _attach_new(self, requirement_ids: Sequence[str], **said: Any) -> str:
        new = self.next_id(RecordKind.EVIDENCE, "E")
        record = Evidence(new, added=self.today, **said)
        self._attach(requirement_ids, {new: record}, [new], words.quoted(record.name))
        return new

    def _attach(
        self,
        requirement_ids: Sequence[str],
        evidence: Mapping[str, Evidence],
        ids: Sequence[str],
        names: str,
    ) -> bool:
        points = {}
        for one in requirement_ids:
            said = self.file.requirement(one)
            points[one] = replace(said, evidence=tuple(dict.fromkeys((*said.evidence, *ids))))
        to = words.joined(self.pack.requirements[one].ref for one in requirement_ids[:2])
        if len(requirement_ids) > 2:
            to = trn("{n} requirement", "{n} requirements", len(requirement_ids))
        return self.write(
            tr("attaching {files} to {points}", files=names, points=to),
            {RecordKind.EVIDENCE: evidence, RecordKind.REQUIREMENT: points},
        )

    def _uses(self) -> dict[str, list[str]]:
        """Which points name which evidence."""
        found: dict[str, list[str]] = {}
        for requirement in self.file.requirements.values():
            for one in requirement.evidence:
                found.setdefault(one, []).append(requirement.id)
        return found

    def _evidence_line(
        self, evidence_id: str, requirement_id: str, uses: Mapping[str, list[str]]
    ) -> EvidenceLine:
        record = self.file.evidence[evidence_id]
        others = [one for one in uses.get(evidence_id, ()) if one != requirement_id]
        refs = [self.pack.requirements[one].ref for one in others if one in self.pack.requirements]
        return EvidenceLine(
            record,
            _evidence_detail(record),
            tuple(refs),
            record.is_expired(self.today),
            tuple(_earlier_words(one) for one in reversed(record.earlier)),
        )

    # Standards in use

    def standards(self) -> list[StandardLine]:
        """All standards the rule pack knows; those many makers work to already come first."""
        in_use = self.file.standards.standards
        order = sorted(self.pack.standards.values(), key=lambda one: (_rank(one.id), one.id not in in_use))
        return [self._standard_line(one) for one in order]

    def standards_in_use(self) -> list[str]:
        """Ids of those the maker works to and the rule pack knows."""
        return [one for one in self.pack.standards if one in self.file.standards.standards]

    def use_standard(self, standard_id: str, on: bool) -> bool:
        """Say that the maker works to a standard, or no longer does."""
        if on == (standard_id in self.file.standards.standards):
            return False
        kept = dict(self.file.standards.standards)
        standard = self.pack.standards[standard_id]
        if on:
            kept[standard_id] = StandardUse(standard_id, edition=standard.edition)
        else:
            del kept[standard_id]
        name = self.standard_name(standard_id)
        if on:
            return self._write_standards(tr("working to {standard}", standard=name), kept)
        return self._write_standards(tr("no longer working to {standard}", standard=name), kept)

    def describe_standard(self, standard_id: str, **said: Any) -> bool:
        """Say in which edition, how far and with which parts a standard is applied."""
        known = self.file.standards.standards.get(standard_id) or StandardUse(standard_id)
        kept = {**self.file.standards.standards, standard_id: replace(known, **said)}
        return self._write_standards(
            tr("how you work to {standard}", standard=self.standard_name(standard_id)), kept
        )

    def _write_standards(self, label: str, kept: Mapping[str, StandardUse]) -> bool:
        record = StandardsInUse(STANDARDS_ID, kept, self.file.standards.other)
        return self.write(label, {RecordKind.STANDARDS: {STANDARDS_ID: record}})

    def reaches(self, requirement_id: str) -> tuple[Reach, ...]:
        """What the standards in use do for a point, best first."""
        found = []
        for standard_id in self.standards_in_use():
            reach = self._reach(self.pack.standards[standard_id], requirement_id)
            if reach is not None:
                found.append(reach)
        return tuple(sorted(found, key=lambda one: STRENGTHS.index(one.strength)))

    def coverage(self, standard_id: str = "") -> list[CoverageRow]:
        """For each point, how far one standard, or without an id all in use together, carry it."""
        rows = []
        for point in self.pack.requirements.values():
            if standard_id:
                one = self._reach(self.pack.standards[standard_id], point.id)
                found: tuple[Reach, ...] = (one,) if one is not None else ()
            else:
                found = self.reaches(point.id)
            rows.append(_coverage_row(point, found, alone=bool(standard_id)))
        return rows

    def coverage_words(self, standard_id: str = "") -> str:
        """The same in a sentence."""
        if not standard_id and not self.standards_in_use():
            return tr("No standard is in use yet. Choose those you work to.")
        strengths = [row.strength for row in self.coverage(standard_id)]
        kinds = (
            ("full", tr("as a whole")),
            ("partial", tr("in part")),
            ("weak", tr("a little")),
            ("planned", tr("only planned")),
        )
        carried = [f"{strengths.count(kind)} {how}" for kind, how in kinds if kind in strengths]
        left = strengths.count("") + strengths.count("silent")
        return tr(
            "Carried of {count} points: {carried}. Left to you: {left}.",
            count=len(strengths),
            carried=words.joined(carried) or tr_in("points", "none"),
            left=left,
        )

    def standard_name(self, standard_id: str) -> str:
        """Number and edition of a standard, as the pack knows it."""
        standard = self.pack.standards[standard_id]
        return _with_edition(self._short_name(standard), standard.edition)

    def _short_name(self, standard: Standard) -> str:
        source = self.pack.sources.get(standard.id)
        if source is not None:
            return source.short
        if re.match(r"v?\d", standard.edition, re.IGNORECASE):  # a version alone names nothing
            return standard.id.upper().replace("-", " ", 1)
        return re.split(r"[:,]", standard.edition)[0]

    def _reach(self, standard: Standard, requirement_id: str) -> Reach | None:
        use = self.file.standards.standards.get(standard.id)
        short = self._short_name(standard)
        name = _with_edition(short, (use.edition if use is not None else "") or standard.edition)
        part = ""
        if use is not None and use.extent is Extent.PART:
            part = (
                tr("You apply it in part: {parts}.", parts=use.parts)
                if use.parts.strip()
                else tr("You apply it in part.")
            )
        for cover in standard.covers:
            if cover.requirement == requirement_id:
                return Reach(
                    standard.id,
                    name,
                    short,
                    cover.strength,
                    cover.clauses,
                    cover.gap,
                    standard.claim,
                    part,
                )
        for silence in standard.silent_on:
            if silence.requirement == requirement_id:
                return Reach(standard.id, name, short, "silent", (), silence.gap, standard.claim, part)
        return None

    def _standard_line(self, standard: Standard) -> StandardLine:
        counts: list[str] = [cover.strength for cover in standard.covers]
        said = [
            f"{counts.count(strength)} {name}"
            for strength, name in (
                ("full", tr("whole")),
                ("partial", tr("in part")),
                ("weak", tr("a little")),
            )
            if counts.count(strength)
        ]
        return StandardLine(
            standard.id,
            self.standard_name(standard.id),
            standard.title,
            standard.edition,
            standard.body,
            standard.about,
            standard.state,
            standard.claim,
            standard.note.strip(),
            tuple((part.id, part.title) for part in standard.parts),
            self.cites(standard.cites),
            words.joined(said) if said else trn("{n} point planned", "{n} points planned", len(counts)),
            self.file.standards.standards.get(standard.id),
        )


def _bulk_words(of: str, said: Mapping[str, Any]) -> str:
    """
    >>> _bulk_words("3 requirements", {"owner": "Ana", "status": RequirementStatus.MET})
    'marking 3 requirements as met and giving them the owner Ana'
    >>> _bulk_words("Part I (1)", {"owner": "", "due": date(2026, 12, 1)})
    'taking the owner from Part I (1) and setting the due date to 1 Dec 2026'
    """
    parts = []
    if "status" in said:
        status = words.uncapital(STATE_WORDS[RequirementState(said["status"].value)])
        parts.append(tr("marking {points} as {status}", points=of, status=status))
    if "owner" in said:
        owner = words.shortened(said["owner"], 40)
        if owner and parts:
            parts.append(tr("giving them the owner {owner}", owner=owner))
        elif owner:
            parts.append(tr("giving {points} the owner {owner}", points=of, owner=owner))
        elif parts:
            parts.append(tr("taking the owner from them"))
        else:
            parts.append(tr("taking the owner from {points}", points=of))
    if "due" in said:
        day = words.day_words(said["due"]) if said["due"] is not None else ""
        if day and parts:
            parts.append(tr("setting the due date to {day}", day=day))
        elif day:
            parts.append(tr("setting the due date of {points} to {day}", points=of, day=day))
        elif parts:
            parts.append(tr("removing the due date"))
        else:
            parts.append(tr("removing the due date of {points}", points=of))
    return words.joined(parts)


def _look(
    files: Callable[[], Mapping[str, int]],
    records: Sequence[Evidence],
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, EvidenceLook]:
    return _WATCH.look(records, kept_in(files().keys()), cancelled)


def _changed_words(record: Evidence, look: EvidenceLook) -> str:
    changed = words.day_words(look.changed_on) if look.changed_on else ""
    if not record.copied:
        if changed:
            return tr(
                "The file changed on {day}, after you attached it. There is no copy of the old one.",
                day=changed,
            )
        return tr("The file changed, after you attached it. There is no copy of the old one.")
    what = tr("The original changed on {day}.", day=changed) if changed else tr("The original changed.")
    if record.added:
        kept = tr(
            "Your copy of {day} is kept. Take the new version in, or keep the old one.",
            day=words.day_words(record.added),
        )
    else:
        kept = tr("Your copy is kept. Take the new version in, or keep the old one.")
    return f"{what} {kept}"


def _with(named: tuple[str, ...], one: str, on: bool) -> tuple[str, ...]:
    rest = tuple(other for other in named if other != one)
    return (*named, one) if on and rest == named else named if on else rest


def _rank(standard_id: str) -> int:
    return USUAL_STANDARDS.index(standard_id) if standard_id in USUAL_STANDARDS else len(USUAL_STANDARDS)


def _evidence_detail(record: Evidence) -> str:
    added = tr("added {day}", day=words.day_words(record.added)) if record.added else ""
    if record.kind is EvidenceKind.LINK:
        first = tr("Address {address}", address=record.url) if record.url != record.name else tr("Address")
    elif record.kind is EvidenceKind.NOTE:
        first = tr("Note")
    else:
        first = short_hash(record.sha256)
        if not record.copied:
            first = (
                tr("Stays in its place, {fingerprint}", fingerprint=first)
                if first
                else tr("Stays in its place")
            )
    valid = tr("valid until {day}", day=words.day_words(record.valid_until)) if record.valid_until else ""
    older = (
        trn("replaces {n} earlier file", "replaces {n} earlier files", len(record.earlier))
        if record.earlier
        else ""
    )
    return ", ".join(part for part in (valid, first, added, older) if part)


def _earlier_words(one: EarlierFile) -> str:
    dates = [tr("added {day}", day=words.day_words(one.added))] if one.added else []
    dates += [tr("replaced {day}", day=words.day_words(one.replaced))] if one.replaced else []
    kept = tr("copy kept") if one.copied else tr("no copy")
    return ", ".join((one.name, short_hash(one.sha256), *dates, kept))


def short_hash(sha256: str) -> str:
    """
    >>> short_hash("8f3a" + "0" * 56 + "c21e")
    '8f3a…c21e'
    """
    return f"{sha256[:4]}…{sha256[-4:]}" if len(sha256) > 8 else sha256


def _coverage_row(point: Point, found: Sequence[Reach], *, alone: bool) -> CoverageRow:
    part, ref = "II" if point.in_part_2 else "I", short_ref(point.ref)
    helping = [one for one in found if one.strength != "silent"]
    best = found[0].strength if found else ""
    if alone:
        clauses = ", ".join(helping[0].clauses) if helping else ""
        left = _left(found[0]) if found else tr("Not treated.")
    else:
        clauses = "\n".join(f"{one.short}: {', '.join(one.clauses)}" for one in helping if one.clauses)
        # What one leaves open another may carry: that is for the maker to judge.
        named = [f"{one.short}: {_left(one)}" for one in found] if len(found) > 1 else map(_left, found)
        left = (
            "\n".join(named) if found else tr("No standard in use says anything. Show it by your own means.")
        )
    return CoverageRow(point.id, part, ref, point.title, best, clauses, left)


def _left(reach: Reach) -> str:
    usual = tr("Nothing is named. How you did it is yours to show.")
    return " ".join(text for text in (reach.gap or usual, reach.part_words) if text)


def _with_edition(short: str, edition: str) -> str:
    """
    >>> _with_edition("IEC 62443-4-1", "IEC 62443-4-1:2018"), _with_edition("ASVS", "5.0.0")
    ('IEC 62443-4-1:2018', 'ASVS 5.0.0')
    """
    return edition if short in edition else f"{short} {edition}"
