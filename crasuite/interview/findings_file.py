"""A list of vulnerabilities on its way into the register: what it would change, and taking it.

An import adds and fills in, it never decides. Status, reasons, ratings, exploitation and every other thing
somebody said stay; what the list says otherwise is shown beside it. What a newer state of a list does not
name any more stays in the register as it was.

`read_list` is for a worker thread; `FindingsImport` belongs to the thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from crasuite.domain.case import Case, CaseKind, CaseSource, CaseStatus, Exploit, Severity
from crasuite.domain.english import Worded
from crasuite.domain.handling import FindingSource, not_in_newest
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.sbom_record import SbomRecord
from crasuite.errors import FindingsError
from crasuite.findings.matching import Basis, Hit, Index, Matches, match
from crasuite.findings.model import Finding, Findings, VexState, id_kind, spelled
from crasuite.findings.reader import read_findings
from crasuite.findings.severity import highest, score
from crasuite.findings.versions import Verdict
from crasuite.interview import words
from crasuite.interview.case_words import RATING_WORDS, STATUS_WORDS
from crasuite.interview.product_file import ProductFile
from crasuite.interview.reporting_register import ReportingRegister
from crasuite.interview.sbom_file import ImportCancelledError, load_sbom
from crasuite.interview.workspace import Workspace
from crasuite.language import mark, number, tr, trn
from crasuite.sbom.source import Cancelled, Progress, SbomCancelledError
from crasuite.store.repository import Repository

MOST_NAMES = 20_000
"""CVE ids of a catalogue that its record keeps; CISA's has about 1,500."""
CHECK_REPORT = mark("Known to be exploited: check whether you must report it (Article 14).")
_OTHER_VERSION = mark("By the list, the version in the SBOM is not affected. The register stays as it is.")
_UNMATCHED = mark("No component of the SBOM is meant. The register stays as it is.")
_MOST_TEXT = 4_000
_STATE_WORDS: Worded[VexState] = Worded(
    {
        VexState.AFFECTED: mark("affected"),
        VexState.NOT_AFFECTED: mark("not affected"),
        VexState.FIXED: mark("fixed"),
        VexState.UNDER_INVESTIGATION: mark("under investigation"),
    }
)
"""What a list says of a vulnerability, where it says something."""
_SETTLED = (VexState.NOT_AFFECTED, VexState.FIXED)
_AGREES = {
    VexState.AFFECTED: (CaseStatus.AFFECTED, CaseStatus.FIXING, CaseStatus.NEW, CaseStatus.ASSESSING),
    VexState.NOT_AFFECTED: (CaseStatus.NOT_AFFECTED,),
    VexState.FIXED: (CaseStatus.FIXED, CaseStatus.CLOSED),
    VexState.UNDER_INVESTIGATION: (CaseStatus.NEW, CaseStatus.ASSESSING),
}


class Effect(StrEnum):
    """What taking the list would do about one of its vulnerabilities."""

    NEW = "new"
    EXTENDED = "extended"
    """The line of the register gets further components."""
    FILLED = "filled"
    """Ids, vectors or the rating are filled in where nothing was said."""
    EXPLOITED = "exploited"
    """The line is marked as known to be exploited."""
    SAME = "same"
    SETTLED = "settled"
    """The list itself calls it not affected or fixed: no new line."""
    OTHER_VERSION = "other-version"
    UNMATCHED = "unmatched"
    GONE = "not-in-newest"


EFFECT_WORDS: Worded[Effect] = Worded(
    {
        Effect.NEW: mark("new"),
        Effect.EXTENDED: mark("further components"),
        Effect.FILLED: mark("filled in"),
        Effect.EXPLOITED: mark("marked as exploited"),
        Effect.SAME: mark("known already"),
        Effect.SETTLED: mark("not affected or fixed, says the list"),
        Effect.OTHER_VERSION: mark("other version"),
        Effect.UNMATCHED: mark("no such component"),
        Effect.GONE: mark("not in the newest list"),
    }
)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One vulnerability of the list, or one line of the register that the list does not name any more."""

    effect: Effect
    vulnerability: str
    aliases: tuple[str, ...]
    title: str
    severity: Severity
    components: tuple[str, ...]
    """Keys of components, or what the list calls them where none was found."""
    versions: tuple[str, ...]
    by_name_only: bool
    version_compared: bool
    """False when the list gives no versions that can be compared with those of the SBOM."""
    state: VexState
    case_id: str
    """Line of the register it concerns; of a new one, the id it would get."""
    notes: tuple[str, ...] = ()
    """What people should look at, in sentences."""
    exploited: bool = False


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read and held against the SBOMs of a product."""

    findings: Findings
    matches: Matches
    parts: tuple[str, ...]
    """Parts of the product with an SBOM."""


def read_list(
    repository: Repository,
    sboms: Mapping[str, SbomRecord],
    path: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ReadList:
    """Read a list and find the components it concerns. `sboms` are the current ones by part.

    Raises:
        FindingsError: it is no list that can be read.
        SbomError, StoreError: an SBOM of the product can no longer be read.
        ImportCancelledError: `cancelled` returned True.
    """

    def check() -> None:
        if cancelled is not None and cancelled():
            raise ImportCancelledError

    try:
        findings = read_findings(path, progress=progress, cancelled=cancelled)
    except SbomCancelledError:
        raise ImportCancelledError from None
    loaded = {}
    if not findings.is_catalogue:
        for part, record in sboms.items():
            loaded[part] = load_sbom(repository, record, check)
    check()
    return ReadList(findings, match(findings, Index(loaded)), tuple(sboms))


@dataclass(slots=True)
class _Group:
    """One vulnerability with everything the list says of it."""

    findings: list[Finding] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self.findings for name in one.ids))

    @property
    def keys(self) -> tuple[str, ...]:
        """The components; the product itself is none of its components."""
        return tuple(dict.fromkeys(one.key for one in self.hits if not one.is_product))

    @property
    def state(self) -> VexState:
        """What the list says; the more cautious where it says several things."""
        said = {one.state for one in self.findings}
        order = (VexState.AFFECTED, VexState.UNDER_INVESTIGATION, VexState.NOT_SAID, *_SETTLED)
        return next(one for one in order if one in said)

    @property
    def vectors(self) -> tuple[str, ...]:
        return _good(vector for one in self.findings for vector in one.cvss)

    @property
    def severity(self) -> Severity:
        rated = highest(self.vectors)
        if rated is not None:
            return rated.rating
        rates = [Severity(one.rating) for one in self.findings if one.rating]
        return max(rates, key=lambda one: one.weight, default=Severity.NOT_RATED)

    def first(self, say: Callable[[Finding], str]) -> str:
        return next((said for one in self.findings if (said := say(one))), "")


class FindingsImport(ProductFile):
    """What one list would change in the register of one product."""

    def __init__(self, workspace: Workspace, product_id: int, read: ReadList) -> None:
        super().__init__(workspace, product_id)
        self.read_list = read
        self.findings = read.findings
        self._cases = {case.id: (home, case) for home, case in workspace.cases.of_product(product_id)}
        self._by_name: dict[str, list[str]] = {}
        for home_case in self._cases.values():
            self._note_names(home_case[1])
        self._changed: dict[str, Case] = {}
        self._named: dict[str, None] = {}
        self._next_number = 0
        sources = workspace.cases.sources(product_id)
        self.same = next((one for one in sources if one.sha256 == self.findings.sha256), None)
        """The record of the very same file, where it was imported before; a further look is noted there."""
        self.source_id = self.same.id if self.same else self.next_id(RecordKind.FINDING_SOURCE, "F")
        self.earlier = self._earlier()
        self.lines = tuple(self._plan())

    @classmethod
    def read(cls, workspace: Workspace, product_id: int, path: Path) -> FindingsImport:
        """Read a list and compare it with the register.

        Raises:
            FindingsError: it is no list that can be read.
        """
        sboms = workspace.technical_file(product_id).current_sboms()
        return cls(workspace, product_id, read_list(workspace.repository, sboms, path))

    # What it says

    @cached_property
    def counts(self) -> Mapping[Effect, int]:
        """How many lines there are of each kind."""
        counted = dict.fromkeys(Effect, 0)
        for line in self.lines:
            counted[line.effect] += 1
        return counted

    @property
    def changes(self) -> int:
        """How many lines of the register would be added or changed."""
        return len(self._changed)

    def summary_words(self) -> str:
        """In one sentence, what the list brings."""
        found = self.findings
        said = [f"{number(self.counts[one])} {EFFECT_WORDS[one]}" for one in Effect if self.counts[one]]
        kind = f"{found.format} {found.version}".strip()
        of = trn("{n} finding", "{n} findings", len(found.items))
        return f"{found.file_name}: {kind}, {of}" + (f"; {', '.join(said)}." if said else ".")

    def warnings(self) -> tuple[str, ...]:
        """What limits the result, in sentences."""
        found = []
        if not self.read_list.parts and not self.findings.is_catalogue:
            found.append(tr("The product has no SBOM yet, so no component could be found."))
        if self.findings.is_catalogue and not any(line.exploited for line in self.lines):
            found.append(tr("None of its vulnerabilities is in the register."))
        record = self._record()
        days = ReportingRegister(self.workspace, self.product_id).list_days
        if record.is_old(self.workspace.now, days):
            found.append(self._old_words(record, days))
        if self.findings.made_at is None:
            if self.same is None or self.same.dated is None:
                found.append(tr("The list does not say when it was made; its age counts from today."))
            else:
                day = words.day_words(self.same.dated.date())
                found.append(
                    tr("The list does not say when it was made; its age counts from {day}.", day=day)
                )
        elif self.findings.made_at > self.workspace.now.astimezone(UTC):
            found.append(tr("The list says that it was made in the future. Check where it came from."))
        if self.same is not None:
            found.append(
                tr(
                    "This very file was imported before, as {record}. Importing it notes today's look there.",
                    record=self.same.id,
                )
            )
        made, before = self.findings.made_at, self.earlier.made if self.earlier else None
        if made is not None and before is not None and made < before:
            found.append(tr("A newer state of this list was imported before."))
        return (*found, *(tr("Left out: {entries}.", entries=one) for one in self.findings.left_out))

    def text(self) -> Iterator[str]:
        """The whole comparison as text."""
        yield self.summary_words()
        yield from self.warnings()
        for line in self.lines:
            severity = f", {line.severity}" if line.severity is not Severity.NOT_RATED else ""
            at = f" {line.case_id}" if line.case_id else ""
            title = f", {words.shortened(line.title)}" if line.title else ""
            yield f"{EFFECT_WORDS[line.effect]}{at}: {line.vulnerability}{severity}{title}"
            if line.components:
                by_name = f" ({tr('by name only')})" if line.by_name_only else ""
                where = f"{', '.join(line.components)} {', '.join(line.versions)}".rstrip()
                yield f"    {tr('in {components}', components=where)}{by_name}"
            for note in line.notes:
                yield f"    {note}"

    def to_json(self) -> dict[str, Any]:
        """The same as plain data."""
        found = self.findings
        return {
            "list": {
                "file": found.file_name,
                "name": found.name,
                "format": str(found.format),
                "version": found.version,
                "tool": found.tool,
                "made_at": found.made_at.isoformat() if found.made_at else None,
                "sha256": found.sha256,
                "findings": len(found.items),
            },
            "warnings": list(self.warnings()),
            "counts": {str(one): count for one, count in self.counts.items()},
            "lines": [
                {
                    "effect": str(line.effect),
                    "case": line.case_id,
                    "id": line.vulnerability,
                    "aliases": list(line.aliases),
                    "title": line.title,
                    "severity": str(line.severity),
                    "components": list(line.components),
                    "versions": list(line.versions),
                    "by_name_only": line.by_name_only,
                    "version_compared": line.version_compared,
                    "state": str(line.state),
                    "exploited": line.exploited,
                    "notes": list(line.notes),
                }
                for line in self.lines
            ],
        }

    # Taking it

    def apply(self) -> str:
        """Write the list and what it changes as one step for Undo; returns the id of its record.

        The same file once more gets no second record: the moment of the look joins the first.

        Raises:
            FindingsError: the register was changed since the comparison (FIND-31).
            StoreError: it could not be saved; nothing was changed.
        """
        now = {case.id: case for _, case in self.workspace.cases.of_product(self.product_id)}
        if now != {case_id: case for case_id, (_, case) in self._cases.items()}:
            raise FindingsError(
                "FIND-31",
                tr("{file} was not imported.", file=self.findings.file_name),
                tr("The register was changed since the list was compared with it."),
                tr("Read the list once more. Nothing was changed."),
            )
        record = self._record()
        file = self.findings.file_name
        self.write(
            tr("importing “{file}” again", file=file) if self.same else tr("importing “{file}”", file=file),
            {RecordKind.FINDING_SOURCE: {record.id: record}, RecordKind.CASE: self._changed},
        )
        return record.id

    def _record(self) -> FindingSource:
        found = self.findings
        concerned = {one.finding.id for one in self.read_list.matches.matched}
        matched = len(self._named) if found.is_catalogue else len(concerned)
        if self.same is not None:
            # The SBOM or the register may have changed since the last look, the file has not.
            return replace(
                self.same,
                checked=(*self.same.checked, self.workspace.now),
                matched=matched,
                cases=tuple(self._named),
            )
        return FindingSource(
            self.source_id,
            file_name=found.file_name,
            sha256=found.sha256,
            size=found.size,
            format=str(found.format),
            tool=found.tool,
            made=found.made_at,
            imported=self.workspace.now,
            findings=len({one.id for one in found.items}),
            matched=matched,
            supersedes=self.earlier.id if self.earlier else "",
            cases=tuple(self._named),
            names=tuple(one.id for one in found.items[:MOST_NAMES]) if found.is_catalogue else (),
            note=found.name if found.name != found.file_name else "",
        )

    def _old_words(self, record: FindingSource, most_days: int) -> str:
        age = record.age(self.workspace.now)
        said = trn(
            "The list is {n} day old; the register counts it as not checked after {days} days.",
            "The list is {n} days old; the register counts it as not checked after {days} days.",
            0 if age is None else age.days,
            days=number(most_days),
        )
        return f"{said} {tr('Get a newer one.')}"

    # Comparing

    def _earlier(self) -> FindingSource | None:
        """The last state of the same list: same format and tool, and a name that differs in numbers only."""
        sources = self.workspace.cases.sources(self.product_id)
        found = self.findings
        same = [
            one
            for one in sources
            if one.format == found.format
            and _without_version(one.tool) == _without_version(found.tool)
            and _stem(one.file_name) == _stem(found.file_name)
        ]
        replaced = {one.supersedes for one in same}
        return next((one for one in reversed(same) if one.id not in replaced), None)

    def _plan(self) -> Iterator[ImportLine]:
        if self.findings.is_catalogue:
            yield from self._catalogue()
        else:
            exploited = self._known_exploited()
            for group in _groups((one.finding, one.concerned) for one in self.read_list.matches.matched):
                yield from self._group(group, exploited)
            for group in _groups((one.finding, one.hits) for one in self.read_list.matches.other_version):
                yield self._beside(Effect.OTHER_VERSION, group, tr(_OTHER_VERSION))
            for group in _groups((one, ()) for one in self.read_list.matches.unmatched):
                yield self._beside(Effect.UNMATCHED, group, tr(_UNMATCHED))
        yield from self._gone()

    def _gone(self) -> Iterator[ImportLine]:
        if self.earlier is None or self.same is not None:
            return
        sources = self.workspace.cases.sources(self.product_id)
        newest = FindingSource(self.source_id, supersedes=self.earlier.id, cases=tuple(self._named))
        before = not_in_newest(sources)
        for case_id in sorted(not_in_newest([*sources, newest]) - before):
            if case_id in self._cases:
                case = self._cases[case_id][1]
                notes = (tr("The newest state of the list does not name it any more; it stays as it is."),)
                yield ImportLine(
                    Effect.GONE,
                    case.ids[0] if case.ids else case.title,
                    case.ids[1:],
                    case.title,
                    case.severity,
                    case.components,
                    (),
                    False,
                    False,
                    VexState.NOT_SAID,
                    case_id,
                    notes,
                )

    def _catalogue(self) -> Iterator[ImportLine]:
        for finding in self.findings.items:
            for case in self._cases_of((finding.id,)):
                self._named[case.id] = None
                marked, notes = self._mark_exploited(case, finding)
                changed = self._put(case, marked)
                yield ImportLine(
                    Effect.EXPLOITED if changed else Effect.SAME,
                    finding.id,
                    finding.aliases,
                    case.title or finding.title,
                    case.severity,
                    case.components,
                    (),
                    False,
                    False,
                    VexState.NOT_SAID,
                    case.id,
                    notes,
                    True,
                )

    def _mark_exploited(self, case: Case, finding: Finding) -> tuple[Case, tuple[str, ...]]:
        notes = [tr(CHECK_REPORT)]
        if not case.is_open:
            notes.append(tr("{case} is closed. Look at it again.", case=case.id))
        if case.exploit is Exploit.UNKNOWN:
            if finding.exploited_on:
                day = finding.exploited_on.isoformat()
                said = tr("In “{list}” since {day}.", list=self.findings.name, day=day)
            else:
                said = tr("In “{list}”.", list=self.findings.name)
            return replace(case, exploit=Exploit.KNOWN, exploit_note=case.exploit_note or said), tuple(notes)
        if case.exploit is Exploit.NONE:
            notes.append(tr("The register says not exploited; that stays."))
        elif case.exploit is not Exploit.KNOWN:
            notes.append(tr("The register says exploitation suspected; that stays."))
        return case, tuple(notes)

    def _known_exploited(self) -> dict[str, str]:
        """CVE ids of the newest catalogues, each with the list that names it."""
        sources = self.workspace.cases.sources(self.product_id)
        replaced = {one.supersedes for one in sources}
        return {
            name: one.note or one.file_name for one in sources if one.id not in replaced for name in one.names
        }

    def _beside(self, effect: Effect, group: _Group, note: str) -> ImportLine:
        """What concerns no component as it is now. A line that the register has all the same stays."""
        known = self._cases_of(group.names)
        self._named.update(dict.fromkeys(case.id for case in known))
        if not known:
            return self._line(effect, group)
        return self._line(effect, group, known[0].id, (note,), known[0].exploit is Exploit.KNOWN)

    def _group(self, group: _Group, exploited: Mapping[str, str]) -> Iterator[ImportLine]:
        known = self._cases_of(group.names)
        missing = group.keys
        for case in known:
            self._named[case.id] = None
            missing = tuple(key for key in missing if case.components and key not in case.components)
        open_one = next((one for one in known if one.is_open and _is_undecided(one)), None)
        for case in known:
            takes = missing if case is open_one else ()
            merged, notes = self._merged(case, group, exploited)
            if takes or (not case.components and _is_undecided(case)):
                merged = replace(merged, components=(*case.components, *(takes or group.keys)))
            effect = Effect.SAME
            if self._put(case, merged):
                effect = Effect.EXTENDED if merged.components != case.components else Effect.FILLED
                if merged.exploit is not case.exploit:
                    effect = Effect.EXPLOITED
            yield self._line(effect, group, case.id, notes, merged.exploit is Exploit.KNOWN)
        if open_one is not None or (known and not missing):
            return
        if group.state in _SETTLED:
            if not known:
                yield self._line(Effect.SETTLED, group)
            return
        case = self._new(group, missing if known else group.keys, exploited)
        self._put(None, case)
        self._named[case.id] = None
        is_exploited = case.exploit is Exploit.KNOWN
        yield self._line(
            Effect.NEW, group, case.id, (tr(CHECK_REPORT),) if is_exploited else (), is_exploited
        )

    def _new(self, group: _Group, keys: tuple[str, ...], exploited: Mapping[str, str]) -> Case:
        if not self._next_number:
            first = self.repository.next_record_id(None, RecordKind.CASE, str(self.today.year))
            self._next_number = int(first.partition("-")[2])
        case_id = f"{self.today.year}-{self._next_number:02}"
        self._next_number += 1
        names = group.names
        title = group.first(lambda one: one.title)
        hits = [one for one in group.hits if one.key in keys] or group.hits
        return _with_exploit(
            Case(
                case_id,
                kind=CaseKind.VULNERABILITY,
                title=title[:200] or names[0],
                summary=group.first(lambda one: one.summary)[:_MOST_TEXT],
                components=keys,
                source=CaseSource.IMPORT,
                cve=_of_kind(names, "cve"),
                euvd=_of_kind(names, "euvd"),
                ghsa=_of_kind(names, "ghsa"),
                other_ids=_of_kind(names, "other"),
                cvss=group.vectors,
                severity=group.severity,
                origin=self.source_id,
                note="\n".join(_remarks(group, hits))[:_MOST_TEXT],
            ),
            exploited,
        )

    def _merged(
        self, case: Case, group: _Group, exploited: Mapping[str, str]
    ) -> tuple[Case, tuple[str, ...]]:
        """The case with gaps filled in, and what the list says otherwise."""
        notes = []
        names, vectors = group.names, group.vectors
        merged = replace(
            case,
            cve=_joined(case.cve, _of_kind(names, "cve")),
            euvd=_joined(case.euvd, _of_kind(names, "euvd")),
            ghsa=_joined(case.ghsa, _of_kind(names, "ghsa")),
            other_ids=_joined(case.other_ids, _of_kind(names, "other")),
            cvss=case.cvss or vectors,
        )
        if case.severity is Severity.NOT_RATED:
            merged = replace(merged, severity=group.severity)
        elif group.severity not in (case.severity, Severity.NOT_RATED):
            notes.append(
                tr(
                    "The list rates it {rating}; the register says {own}, which stays.",
                    rating=RATING_WORDS.get(group.severity, ""),
                    own=RATING_WORDS.get(case.severity, ""),
                )
            )
        if group.state is not VexState.NOT_SAID and case.status not in _AGREES[group.state]:
            if not (_is_undecided(case) and group.state in _SETTLED):
                notes.append(
                    tr(
                        "The list says {state}; the register says {status}, which stays.",
                        state=_STATE_WORDS[group.state],
                        status=STATUS_WORDS[case.status],
                    )
                )
            else:
                why = group.first(lambda one: one.justification)
                said = _STATE_WORDS[group.state] + (f" ({why})" if why else "")
                notes.append(
                    tr("The list says {state}. Decide whether that holds for the product.", state=said)
                )
        before = merged.exploit
        merged = _with_exploit(merged, exploited)
        if merged.exploit is not before:
            notes.append(tr(CHECK_REPORT))
        return merged, tuple(notes)

    def _put(self, old: Case | None, new: Case) -> bool:
        """Note a change; what lies at another product is shown and left alone, as one step is one product."""
        if old == new or (old is not None and self._cases[old.id][0] != self.product_id):
            return False
        self._changed[new.id] = new
        self._note_names(new)
        return True

    def _cases_of(self, names: Iterable[str]) -> list[Case]:
        """Cases with one of these names, as they would be after what was compared so far."""
        found = dict.fromkeys(case_id for name in names for case_id in self._by_name.get(spelled(name), ()))
        return [self._changed.get(one) or self._cases[one][1] for one in found]

    def _note_names(self, case: Case) -> None:
        if case.kind is CaseKind.VULNERABILITY:
            for name in case.ids:
                listed = self._by_name.setdefault(spelled(name), [])
                if case.id not in listed:
                    listed.append(case.id)

    def _line(
        self,
        effect: Effect,
        group: _Group,
        case_id: str = "",
        notes: tuple[str, ...] = (),
        exploited: bool = False,
    ) -> ImportLine:
        hits, names = group.hits, group.names
        said = [*notes]
        shown = effect in (Effect.NEW, Effect.EXTENDED, Effect.SAME, Effect.FILLED)
        if shown and any(one.version is Verdict.NOT_COMPARED for one in hits):
            said.append(tr("Version not compared: the list names none, or none that can be compared."))
        return ImportLine(
            effect,
            names[0],
            names[1:],
            group.first(lambda one: one.title),
            group.severity,
            group.keys
            or tuple(dict.fromkeys(one.target.words for one in group.findings if one.target.words)),
            tuple(dict.fromkeys(one.component.version for one in hits if one.component.version)),
            bool(hits) and all(one.basis is Basis.NAME for one in hits),
            bool(hits) and all(one.version is not Verdict.NOT_COMPARED for one in hits),
            group.state,
            case_id,
            tuple(said),
            exploited,
        )


def _groups(found: Iterable[tuple[Finding, Iterable[Hit]]]) -> list[_Group]:
    """Findings of the same vulnerability together, whichever of its names they use."""
    by_name: dict[str, _Group] = {}
    groups: dict[int, _Group] = {}
    for finding, hits in found:
        group = next((by_name[name] for name in finding.ids if name in by_name), None) or _Group()
        group.findings.append(finding)
        group.hits += hits
        groups[id(group)] = group
        for name in finding.ids:
            by_name.setdefault(name, group)
    return list(groups.values())


def _is_undecided(case: Case) -> bool:
    return case.status in (CaseStatus.NEW, CaseStatus.ASSESSING)


def _with_exploit(case: Case, exploited: Mapping[str, str]) -> Case:
    named = next((exploited[name] for name in case.cve if name in exploited), None)
    if named is None or case.exploit is not Exploit.UNKNOWN:
        return case
    return replace(
        case, exploit=Exploit.KNOWN, exploit_note=case.exploit_note or tr("In “{list}”.", list=named)
    )


def _remarks(group: _Group, hits: list[Hit]) -> Iterator[str]:
    """Where it was found and what the list says further, for the note of a new line."""
    found = [f"{one.component.full_name} {one.component.version}".strip() + f" ({one.part})" for one in hits]
    yield tr("Found in: {components}.", components=", ".join(dict.fromkeys(found)))
    if all(one.basis is Basis.NAME for one in hits):
        yield tr("Found by name only: check that it is the same component.")
    if group.state is not VexState.NOT_SAID:
        yield tr("The list says: {state}.", state=_STATE_WORDS[group.state])
    if fixed := _fixed(group):
        # Of the component: which version of the product has the fix, nobody can read off a list.
        yield tr("Fixed in the component from {version} on.", version=fixed)
    for say in (lambda one: one.detail, lambda one: one.advice):
        if said := group.first(say):
            yield said
    yield from dict.fromkeys(link for one in group.findings for link in one.references[:5])


def _fixed(group: _Group) -> str:
    return ", ".join(dict.fromkeys(version for one in group.findings for version in one.fixed_in))


def _of_kind(names: Iterable[str], kind: str) -> tuple[str, ...]:
    return tuple(name for name in names if id_kind(name) == kind)


def _joined(kept: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    known = {spelled(one) for one in kept}
    return (*kept, *(one for one in new if one not in known))


def _good(vectors: Iterable[str]) -> tuple[str, ...]:
    """Vectors that can be rated, in one spelling, each once."""
    found: dict[str, None] = {}
    for vector in vectors:
        try:
            found[score(vector).vector] = None
        except FindingsError:
            continue
    return tuple(found)


def _stem(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


def _without_version(tool: str) -> str:
    return "".join(letter for letter in tool.casefold() if letter.isalpha())
