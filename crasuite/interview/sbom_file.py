"""The SBOMs of one product as the screen shows them: parts, versions, checks, components and what is noted.

`read_file`, `load_content` and `compare_records` are for a worker thread; everything else belongs to the
thread of the window. What was read from a file is kept beside it in a quick form, which is made anew from the
file when it cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from crasuite.domain.component_record import ComponentRecord
from crasuite.domain.english import Worded
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.sbom_record import SbomRecord, stands_for, versions_of
from crasuite.errors import SbomError, StoreError
from crasuite.interview import words
from crasuite.interview.product_file import ProductFile
from crasuite.interview.views import Cite
from crasuite.language import mark, number, tr, trn
from crasuite.rules import Pack
from crasuite.sbom.compare import Comparison, Part, compare_sboms
from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.purl import without_version
from crasuite.sbom.quality import TESTS, QualityReport, Release, Status, check_sbom
from crasuite.sbom.reader import read, read_sbom
from crasuite.sbom.source import Cancelled, Progress, SbomCancelledError, Source, Steps
from crasuite.store.files import FileCancelledError
from crasuite.store.repository import Repository

QUICK_VERSION = 2
"""Raised whenever what `Sbom` and `Component` say changes; older quick forms are then made anew."""
_CHUNK = 500
"""Components decoded at once: small enough that the window moves meanwhile."""

ISSUE_SECTIONS = ("cra", "ntia")
"""What the law asks, and the few fields that whoever reads an SBOM looks for first. Their points are counted
as issues; the points of guidelines are shown and not counted."""
_MOST_LISTED = 200

LEAVING_DECISIONS = (mark("Replace it"), mark("Remove it"))
DECISIONS = (mark("Keep it"), mark("Keep it until replaced"), *LEAVING_DECISIONS)
"""What people decide about a component; other words may be written. Marked only: `tr` says them."""
DILIGENCE: Worded[str] = Worded(
    {
        "supplier": mark("supplier"),
        "support": mark("support"),
        "contact": mark("contact"),
        "updates": mark("updates"),
        "exit_plan": mark("exit plan"),
        "decision": mark("decision"),
        "note": mark("note"),
    }
)
"""Keys of a component's record, with the words for the menu."""
_PART_WORDS: Worded[Part] = Worded(
    {
        Part.VERSION: mark("Version"),
        Part.LICENCE: mark("Licence"),
        Part.SUPPLIER: mark("Supplier"),
        Part.HASH: mark("Hash"),
    }
)
RELATION_WORDS: Worded[str] = Worded(
    {"direct": mark("Direct"), "transitive": mark("Transitive"), "unknown": mark("Not linked")}
)
WHO_WORDS: Worded[str] = Worded(
    {"tool": mark("whoever sets up the SBOM tool"), "maker": mark("you, the maker")}
)


class ImportCancelledError(Exception):
    """The import was stopped; nothing came of it."""


class ComponentRow(Struct, frozen=True, gc=False):
    """A component, the id of its record, and what is searched in, in small letters."""

    component: Component
    key: str
    text: str


@dataclass(frozen=True)
class SbomContent:
    """An SBOM in the form the screen works with. Made off the window's thread."""

    record_id: str
    sbom: Sbom
    rows: tuple[ComponentRow, ...]
    """Sorted by name."""
    report: QualityReport

    @cached_property
    def row_of_ref(self) -> dict[str, ComponentRow]:
        """Every component by its reference, the product itself too."""
        rows = {row.component.ref: row for row in self.rows}
        if self.sbom.subject is not None:
            rows[self.sbom.subject.ref] = component_row(self.sbom.subject)
        return rows

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """In which rows a component is, by the id of its record."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            places.setdefault(row.key, []).append(place)
        return places

    @cached_property
    def names(self) -> dict[str, str]:
        """What the component behind each reference is called."""
        return {ref: row.component.full_name for ref, row in self.row_of_ref.items()}

    @cached_property
    def direct(self) -> int:
        """How many components the product depends on directly."""
        return sum(row.component.relation == "direct" for row in self.rows)


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks found in a file, as far as its record keeps it."""

    unmet: tuple[str, ...]
    without_supplier: tuple[str, ...]

    @classmethod
    def of(cls, content: SbomContent) -> Found:
        """From an SBOM with its report."""
        findings = content.report.findings
        unmet = tuple(dict.fromkeys(one.check.test for one in findings if one.status is not Status.MET))
        lacking = (row.key for row in content.row_of_ref.values() if not row.component.supplier_name)
        listed = tuple(dict.fromkeys(lacking))
        return cls(unmet, listed if len(listed) <= _MOST_LISTED else ())


_FOUND: dict[str, Found] = {}
"""What was found in files whose record does not say, by SHA-256: the same content has the same faults."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read and whose content is in the workspace; no record names it yet."""

    sbom: Sbom
    quick_form: str
    content: SbomContent


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the product with its current SBOM."""

    name: str
    record: SbomRecord
    versions: int
    issues: int | None
    """None as long as its file was not looked at, for instance in an example."""
    checks: int
    """How many checks `issues` was counted among."""

    @property
    def caption(self) -> str:
        """Format, number of components, day of the import, hash."""
        sha256 = self.record.sha256
        return f"{self.short_caption}, SHA-256 {short_hash(sha256)}" if sha256 else self.short_caption

    @property
    def short_caption(self) -> str:
        """The same without the hash."""
        record = self.record
        said = [release_words(record)] if release_words(record) else []
        said += [f"{record.format} {record.spec_version}".strip(), component_words(record.components or 0)]
        if record.imported is not None:
            said.append(tr("imported {day}", day=words.day_words(record.imported.astimezone().date())))
        return ", ".join(said)

    @property
    def checks_words(self) -> str:
        """How many of the checks that count are met."""
        if self.issues is None:
            return tr("Not checked yet")
        return trn(
            "{passed} of {n} checks pass",
            "{passed} of {n} checks pass",
            self.checks,
            passed=self.checks - self.issues,
        )


@dataclass(frozen=True, slots=True)
class FindingView:
    """One point of the quality report in words."""

    id: str
    title: str
    asks: str
    status: Status
    detail: str
    todo: str
    who: str
    cites: tuple[Cite, ...]
    refs: tuple[str, ...]
    """The components it concerns."""
    takes_supplier: bool = False
    """True when entering suppliers by hand settles it."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """The points of one source; `cites` are what all of them cite."""

    id: str
    title: str
    text: str
    is_law: bool
    findings: tuple[FindingView, ...]
    cites: tuple[Cite, ...]

    @property
    def met(self) -> int:
        """How many points are met."""
        return sum(one.status is Status.MET for one in self.findings)

    @property
    def count_words(self) -> str:
        """For the heading."""
        return trn("{met} of {n} met", "{met} of {n} met", len(self.findings), met=self.met)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a comparison."""

    kind: str
    """added, removed or changed"""
    name: str
    before: str
    after: str
    is_suspicious: bool = False
    """Same version, other content."""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What changed from one version to the next."""

    rows: tuple[ChangeRow, ...]
    unchanged: int
    summary: str


class SbomFile(ProductFile):
    """Reads and writes the SBOM records and the component records of one product."""

    # Parts and versions

    @property
    def sboms(self) -> Mapping[str, SbomRecord]:
        """Every version of every part, by id."""
        return self.file.sboms

    def parts(self) -> tuple[PartView, ...]:
        """The parts in the order they first came, each with its newest SBOM."""
        counts: dict[str, int] = {}
        for record in self.sboms.values():
            counts[record.part] = counts.get(record.part, 0) + 1
        tests = self._counted_tests()
        return tuple(
            PartView(part, record, counts[part], self._issues(record, tests), len(tests))
            for part, record in self.file.current_sboms().items()
        )

    def versions(self, part: str) -> tuple[SbomRecord, ...]:
        """All SBOMs of a part, newest first."""
        return versions_of(self.sboms.values(), part)

    def words(self) -> str:
        """The short count beside the name of the screen. Reads no SBOM."""
        parts = self.parts()
        if not parts:
            return tr("none yet")
        issues = sum(part.issues or 0 for part in parts)
        return trn("{n} issue", "{n} issues", issues) if issues else ""

    def summary(self) -> str:
        """One line about all parts."""
        parts = self.parts()
        if not parts:
            return tr("No SBOM is imported yet.")
        if len(parts) == 1:
            only = parts[0]
            if only.versions > 1:
                return trn(
                    "{product} has one part with an SBOM: {part}, {n} version kept.",
                    "{product} has one part with an SBOM: {part}, {n} versions kept.",
                    only.versions,
                    product=self.product_name,
                    part=only.name,
                )
            return tr(
                "{product} has one part with an SBOM: {part}.", product=self.product_name, part=only.name
            )
        if len(parts) > 3:
            return trn(
                "{product} has {n} parts with an SBOM.",
                "{product} has {n} parts with an SBOM.",
                len(parts),
                product=self.product_name,
            )
        return trn(
            "{product} has {n} parts with an SBOM: {parts}.",
            "{product} has {n} parts with an SBOM: {parts}.",
            len(parts),
            product=self.product_name,
            parts=words.joined(part.name for part in parts),
        )

    def guessed_part(self, path: Path) -> str:
        """The part a file most likely belongs to: whose file has the same name but for its numbers."""
        parts = self.parts()
        for part in parts:
            if any(_stem(one.file_name) == _stem(path.name) for one in self.versions(part.name)):
                return part.name
        return "" if parts else tr("Device")

    def keep(self, found: ReadFile, part: str) -> str:
        """Make a file that was read the current SBOM of a part, as one step; returns the id of its record.

        Raises:
            SbomError: it is the current one already.
            StoreError: it could not be saved; nothing was changed.
        """
        part = part.strip() or tr("Device")
        sbom = found.sbom
        current = self.file.current_sboms().get(part)
        if current is not None and current.sha256 == sbom.sha256:
            raise SbomError(
                "SBOM-20",
                tr("{file} is the SBOM of “{part}” already.", file=sbom.file_name, part=part),
                tr("The content is the same to the last byte."),
                tr("Nothing was changed."),
            )
        checked = Found.of(found.content)
        record = SbomRecord(
            self.next_id(RecordKind.SBOM, "S"),
            part=part,
            file_name=sbom.file_name,
            sha256=sbom.sha256,
            size=sbom.size,
            format=sbom.format,
            spec_version=sbom.spec_version,
            imported=self.workspace.now,
            components=len(sbom.components),
            supersedes=current.id if current is not None else "",
            quick_form=found.quick_form,
            unmet=checked.unmet,
            without_supplier=checked.without_supplier,
            file_version=file_version(sbom),
            file_date=file_date(sbom),
        )
        self.write(tr("importing {file}", file=sbom.file_name), {RecordKind.SBOM: {record.id: record}})
        return record.id

    def set_release(self, record_id: str, release: str, released_on: date | None) -> bool:
        """Say for which release of the product an SBOM was filed; empty: as the file says."""
        old = self.sboms[record_id]
        new = replace(old, release=release.strip(), released_on=released_on)
        if new == old:
            return False
        return self.write(tr("release of {file}", file=old.file_name), {RecordKind.SBOM: {record_id: new}})

    def rename_part(self, part: str, name: str) -> bool:
        """Call a part otherwise, in all its versions."""
        name = name.strip()
        if not name or name == part:
            return False
        changed = {one.id: replace(one, part=name) for one in self.versions(part)}
        return self.write(tr("renaming “{part}”", part=part), {RecordKind.SBOM: changed})

    def remove_part(self, part: str) -> bool:
        """Take a part with all its versions off the list; undo brings it back."""
        removed = {one.id: None for one in self.versions(part)}
        return self.write(tr("removing the SBOM of “{part}”", part=part), {RecordKind.SBOM: removed})

    def remove_version(self, record_id: str) -> bool:
        """Take one version off the list; undo brings it back."""
        name = self.sboms[record_id].file_name
        return self.write(tr("removing {file}", file=name), {RecordKind.SBOM: {record_id: None}})

    # Components

    @property
    def components(self) -> Mapping[str, ComponentRecord]:
        """What is noted of components, by the id of `component_key`."""
        return self.file.components

    def component(self, key: str) -> ComponentRecord:
        """What is noted of a component; empty when nothing is."""
        return self.components.get(key) or ComponentRecord(key)

    def set_component(self, key: str, name: str, field: str, said: str) -> bool:
        """Note something; an empty record is removed. `name` is for the menu."""
        if field not in DILIGENCE:
            raise ValueError(f"{field!r} is nothing a component has")
        # Blanks at the end stay while somebody types.
        changed = replace(self.component(key), **{field: said if said.strip() else ""})  # type: ignore[arg-type]
        kept = None if is_empty(changed) else changed
        return self.write(
            tr("{property} of {component}", property=DILIGENCE[field], component=name),
            {RecordKind.COMPONENT: {key: kept}},
        )

    def noted(self, content: SbomContent) -> frozenset[str]:
        """Ids of the components of an SBOM that something is noted of."""
        return frozenset(
            key for key, record in self.components.items() if key in content.places and not is_empty(record)
        )

    # Checks

    def quality(self, content: SbomContent) -> tuple[SectionView, ...]:
        """The checks, the law's first, with suppliers entered by hand taken into account."""
        found = []
        by_hand_keys = {key for key, record in self.components.items() if record.supplier.strip()}
        rows = content.row_of_ref
        filed = self.sboms.get(content.record_id)
        # Only what the maker said: the file would be compared with itself.
        release = Release(filed.release, filed.released_on) if filed is not None else Release()
        for section in content.report.sections:
            findings = []
            for one in section.findings:
                status, detail, refs = one.status, one.detail, one.refs
                if one.check.test in ("release", "recent"):
                    outcome = TESTS[one.check.test](content.sbom, release)
                    status, detail, refs = outcome.status, outcome.detail, outcome.refs
                takes_supplier = one.check.test == "supplier" and bool(one.refs)
                if takes_supplier and by_hand_keys:
                    refs = tuple(ref for ref in refs if rows[ref].key not in by_hand_keys)
                    by_hand = len(one.refs) - len(refs)
                    if by_hand:
                        status = status if refs else Status.MET
                        detail = _by_hand_words(len(refs), by_hand)
                findings.append(
                    FindingView(
                        one.check.id,
                        one.check.title,
                        one.check.asks,
                        status,
                        detail,
                        one.check.todo,
                        WHO_WORDS[one.check.who],
                        self.cites(one.check.cites),
                        refs,
                        takes_supplier and bool(refs),
                    )
                )
            shared = [cite for cite in findings[0].cites if all(cite in one.cites for one in findings)]
            is_law = any(one.check.kind == "law" for one in section.findings)
            found.append(
                SectionView(
                    section.section.id,
                    section.section.title,
                    section.section.text,
                    is_law,
                    tuple(findings),
                    tuple(shared),
                )
            )
        return tuple(found)

    def _counted_tests(self) -> tuple[str, ...]:
        checks = (self.pack.sbom_checks.get(name) for name in ISSUE_SECTIONS)
        return tuple(dict.fromkeys(one.test for section in checks if section for one in section.checks))

    def _issues(self, record: SbomRecord, tests: Iterable[str]) -> int | None:
        known = _FOUND.get(record.sha256)
        if record.quick_form:
            known = Found(record.unmet, record.without_supplier)
        if known is None:
            return None
        unmet = set(known.unmet) & set(tests)
        noted = self.components
        if known.without_supplier and all(
            key in noted and noted[key].supplier.strip() for key in known.without_supplier
        ):
            unmet.discard("supplier")
        return len(unmet)


def is_empty(record: ComponentRecord) -> bool:
    """True when nothing is noted, not even by a newer version."""
    return not record.to_json()


def component_key(one: Component) -> str:
    """The id of a component's record: the same for all its versions.

    >>> component_key(Component(ref="1", name="zephyr", version="3.7.1", purl="pkg:github/zephyr@3.7.1"))
    'pkg:github/zephyr'
    """
    return without_version(one.purl) or one.full_name or one.ref


def component_row(one: Component) -> ComponentRow:
    """A component ready to be listed and searched."""
    text = f"{one.full_name}\n{one.version}\n{one.supplier_name}\n{one.licence}\n{one.purl}\n{one.cpe}"
    return ComponentRow(one, component_key(one), text.casefold())


def component_words(count: int) -> str:
    """
    >>> component_words(1), component_words(1004)
    ('1 component', '1,004 components')
    """
    return trn("{n} component", "{n} components", count)


def _by_hand_words(without: int, by_hand: int) -> str:
    """How many suppliers are still missing, and how many somebody entered."""
    if not without:
        return trn(
            "{n} entered by you; the file itself does not say",
            "{n} entered by you; the file itself does not say",
            by_hand,
        )
    return trn(
        "{n} without, {entered} entered by you; the file itself does not say",
        "{n} without, {entered} entered by you; the file itself does not say",
        without,
        entered=number(by_hand),
    )


def file_version(sbom: Sbom) -> str:
    """Version of the product as the file names it; empty when it does not."""
    return sbom.subject.version.strip() if sbom.subject is not None else ""


def file_date(sbom: Sbom) -> date | None:
    """The day the file says it was made."""
    try:
        return datetime.fromisoformat(sbom.timestamp).date()
    except ValueError:
        return None


def release_words(record: SbomRecord) -> str:
    """
    >>> release_words(SbomRecord("S-01", file_version="2.4", released_on=date(2026, 11, 10)))
    'Release 2.4 of 10 Nov 2026'
    >>> release_words(SbomRecord("S-01"))
    ''
    """
    release, on = stands_for(record)
    if not release:
        return tr("Release of {day}", day=words.day_words(on)) if on else ""
    if on:
        return tr("Release {release} of {day}", release=release, day=words.day_words(on))
    return tr("Release {release}", release=release)


def short_hash(sha256: str) -> str:
    """
    >>> short_hash("5e0c" + "0" * 56 + "a97f")
    '5e0c…a97f'
    """
    return f"{sha256[:4]}…{sha256[-4:]}"


# -- for a worker thread -------------------------------------------------------------------------------------


def read_file(
    repository: Repository,
    pack: Pack,
    path: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ReadFile:
    """Read an SBOM file and copy it into the workspace with its quick form. `keep` then makes it count.

    Raises:
        SbomError: it is no SBOM that can be read; nothing was changed.
        StoreError: it could not be copied in; nothing was changed.
        ImportCancelledError: `cancelled` returned True; nothing was changed.
    """

    def check() -> None:
        if cancelled is not None and cancelled():
            raise ImportCancelledError

    try:
        sbom = read_sbom(path, progress=progress, cancelled=cancelled)
        content = content_of("", sbom, pack, check)
        quick_form = b"".join(quick_form_of(sbom, check))
        stored = repository.add_file(path, path.name, cancelled=cancelled)
    except (SbomCancelledError, FileCancelledError):
        raise ImportCancelledError from None
    if stored.sha256 != sbom.sha256:
        raise SbomError(
            "SBOM-21",
            tr("{file} changed while it was read.", file=path.name),
            tr("Another program is still writing it."),
            tr("Wait until the file is complete and import it once more. Nothing was changed."),
        )
    # From here on there is nothing to stop: only a record makes the content count.
    kept = repository.add_file(quick_form, path.name)
    return ReadFile(sbom, kept.sha256, content)


def check_kept(repository: Repository, pack: Pack, record: SbomRecord) -> SbomRecord:
    """A record whose file was never looked at, such as one of an example, with what the
    file says and the checks find. A file that cannot be read leaves the record as it is."""
    try:
        sbom = read(Source(record.file_name, repository.file_bytes(record.sha256)), Steps(None, None))
    except (SbomError, StoreError):
        return record
    found = Found.of(content_of(record.id, sbom, pack))
    quick_form = repository.add_file(b"".join(quick_form_of(sbom)), record.file_name)
    return replace(
        record,
        quick_form=quick_form.sha256,
        unmet=found.unmet,
        without_supplier=found.without_supplier,
        file_version=file_version(sbom),
        file_date=file_date(sbom),
    )


def load_sbom(repository: Repository, record: SbomRecord, check: Callable[[], None] = lambda: None) -> Sbom:
    """An SBOM that was imported, from its quick form or, where that cannot be used, from its file.

    Raises:
        StoreError: its file is missing or damaged.
        SbomError: its file can no longer be read.
    """
    if record.quick_form and repository.file_size(record.quick_form) is not None:
        try:
            return sbom_from_quick_form(repository.file_bytes(record.quick_form), check)
        except msgspec.DecodeError:
            pass  # of another version of the program
    return read(Source(record.file_name, repository.file_bytes(record.sha256)), Steps(None, None))


def load_content(
    repository: Repository, pack: Pack, record: SbomRecord, check: Callable[[], None] = lambda: None
) -> SbomContent:
    """The same with everything the screen needs; `check` is called now and then and may raise to stop."""
    content = content_of(record.id, load_sbom(repository, record, check), pack, check)
    _FOUND[record.sha256] = Found.of(content)
    return content


def compare_records(
    repository: Repository, old: SbomRecord, new: SbomRecord, check: Callable[[], None] = lambda: None
) -> ComparisonView:
    """What changed from one imported SBOM to another."""
    return _comparison(compare_sboms(load_sbom(repository, old, check), load_sbom(repository, new, check)))


def content_of(
    record_id: str, sbom: Sbom, pack: Pack, check: Callable[[], None] = lambda: None
) -> SbomContent:
    """The rows and checks of an SBOM."""
    check()
    rows = []
    for place, one in enumerate(sbom.components):
        if place % _CHUNK == 0:
            check()
        rows.append(component_row(one))
    rows.sort(key=lambda row: row.text)
    check()
    content = SbomContent(record_id, sbom, tuple(rows), check_sbom(sbom, pack))
    # Asked for at once by the screen, where there is less time.
    _ = content.places, content.names, content.direct
    return content


# -- the quick form ------------------------------------------------------------------------------------------


class _Quick(Struct, frozen=True):
    version: int
    head: Sbom
    chunks: tuple[msgspec.Raw, ...]


def quick_form_of(sbom: Sbom, check: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """An SBOM in MessagePack, its components in pieces."""
    chunks = []
    for start in range(0, len(sbom.components), _CHUNK):
        check()
        chunks.append(msgspec.Raw(msgspec.msgpack.encode(sbom.components[start : start + _CHUNK])))
    head = msgspec.structs.replace(sbom, components=())
    yield msgspec.msgpack.encode(_Quick(QUICK_VERSION, head, tuple(chunks)))


def sbom_from_quick_form(data: bytes, check: Callable[[], None] = lambda: None) -> Sbom:
    """Back from `quick_form_of`.

    Raises:
        msgspec.DecodeError: it is none, or one of another version.
    """
    quick = msgspec.msgpack.decode(data, type=_Quick)
    if quick.version != QUICK_VERSION:
        raise msgspec.ValidationError(f"version {quick.version}")
    components: list[Component] = []
    decoder = msgspec.msgpack.Decoder(tuple[Component, ...])
    for chunk in quick.chunks:
        check()
        components += decoder.decode(chunk)
    return msgspec.structs.replace(quick.head, components=tuple(components))


# -- comparing -----------------------------------------------------------------------------------------------


def _comparison(found: Comparison) -> ComparisonView:
    rows = [ChangeRow("added", one.full_name, "", _version(one)) for one in found.added]
    rows += [ChangeRow("removed", one.full_name, _version(one), "") for one in found.removed]
    for change in found.changed:
        parts = {one.part for one in change.differences}
        # Another version always has other content.
        told = [one for one in change.differences if one.part is not Part.HASH or Part.VERSION not in parts]
        rows.append(
            ChangeRow(
                "changed",
                change.new.full_name,
                "; ".join(_side(one.part, one.old) for one in told),
                "; ".join(_side(one.part, one.new) for one in told),
                change.has_new_content_only,
            )
        )
    if found.is_equal:
        summary = tr(
            "No component was added, removed or changed; {components} stayed.",
            components=component_words(found.unchanged),
        )
    else:
        summary = tr(
            "{added} added, {removed} removed, {changed} changed, {unchanged} unchanged.",
            added=number(len(found.added)),
            removed=number(len(found.removed)),
            changed=number(len(found.changed)),
            unchanged=number(found.unchanged),
        )
    return ComparisonView(tuple(rows), found.unchanged, summary)


def _version(one: Component) -> str:
    return one.version or tr("no version")


def _side(part: Part, said: str) -> str:
    if part is Part.VERSION:
        return said or tr("no version")
    if part is Part.HASH:
        said = " ".join(short_hash(word) if len(word) > 16 else word for word in said.split())
    return f"{_PART_WORDS[part]}: {said or tr('not stated')}"


def _stem(name: str) -> str:
    """A file name without its numbers, so that two versions of one file look alike."""
    return "".join(letter for letter in name.casefold() if letter.isalpha())


assert set(DILIGENCE) <= {one.name for one in fields(ComponentRecord)}
