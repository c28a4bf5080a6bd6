"""Which rule pack each product is assessed with, and what a newer one would change.

A product keeps the pack it was added under until somebody decides to go over to a newer one. So that its
verdicts stay what they were, the workspace file keeps a copy of each pack it was worked on with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crasuite import paths
from crasuite.domain.record_kind import RecordData
from crasuite.errors import StoreError
from crasuite.interview import words
from crasuite.interview.views import VerdictChange
from crasuite.language import tr, tr_in, trn
from crasuite.rules import Assessment, Pack, assess
from crasuite.rules.answers import fitting
from crasuite.rules.model import version_order
from crasuite.rules.older_pack import completed
from crasuite.rules.pack_cache import packed, unpacked
from crasuite.rules.translation import as_read, spoken
from crasuite.store.repository import Repository

RECORD_KIND, RECORD_ID = "rule-pack", "in-use"
"""The record of a product that tells which pack somebody decided on, with the verdicts before and after."""
_SETTING = "rule-pack/"


@dataclass(frozen=True, slots=True)
class PackChange:
    """What going over to the program's rule pack would change for one product, its answers as they are."""

    product_id: int
    product: str
    old_version: str
    new_version: str
    law_before: date | None
    """Day the law was read for the old pack; None when that pack is not at hand."""
    law_after: date
    verdicts: tuple[VerdictChange, ...]
    dates: tuple[VerdictChange, ...]
    other: tuple[str, ...]
    """Duties and other laws that begin to matter or no longer do, and answers that are no longer used."""
    before_words: str
    """The main verdicts in one line, for the history."""
    after_words: str

    @property
    def is_known(self) -> bool:
        """False when the old pack is not at hand, so that nothing can be said of what was before."""
        return self.law_before is not None

    @property
    def changes(self) -> int:
        """How many things differ."""
        return len(self.verdicts) + len(self.dates) + len(self.other)

    @property
    def weight(self) -> int:
        """Products with the greatest weight are looked at first."""
        return self.changes + (0 if self.is_known else 1000)


class PackBook:
    """The packs of the products of one workspace; asks the file once and then remembers."""

    def __init__(self, repository: Repository, current: Callable[[], Pack], is_read_only: bool) -> None:
        self._repository = repository
        self._current = current
        self._is_read_only = is_read_only
        self._versions: dict[int, str] | None = None
        self._packs: dict[str, Pack | None] = {}
        self._is_kept = False

    def forget(self, product_ids: Iterable[int]) -> None:
        """Read again which pack these products have."""
        if self._versions is not None:
            for product_id in product_ids:
                self._versions.pop(product_id, None)

    def version_of(self, product_id: int) -> str:
        """Version of the pack the product is assessed with."""
        if self._versions is None:
            self._versions = self._repository.first_packs()
            for one, records in self._repository.records_of_all(RECORD_KIND).items():
                self._versions[one] = _decided(records) or self._versions.get(one, "")
        if product_id not in self._versions:
            added = self._repository.first_packs(product_id).get(product_id, "")
            decided = _decided(self._repository.records(product_id, RECORD_KIND))
            self._versions[product_id] = decided or added
        return self._versions[product_id] or self._current().manifest.version

    def pack_of(self, product_id: int) -> Pack:
        """The pack of the product, or the program's where the file has no copy of it that can be read.

        It speaks the language spoken now.
        """
        current, version = self._current(), self.version_of(product_id)
        kept = None if version == current.manifest.version else self._kept(version)
        return spoken(kept or current)

    def is_behind(self, product_id: int) -> bool:
        """True when the program brings a newer pack than the product is assessed with."""
        return version_order(self.version_of(product_id)) < version_order(self._current().manifest.version)

    def is_at_hand(self, product_id: int) -> bool:
        """False when the program's pack stands in, as the file has no copy of the product's it can read."""
        version = self.version_of(product_id)
        return version == self._current().manifest.version or self._kept(version) is not None

    def keep_current(self) -> None:
        """Keep a copy of the program's pack in the file, once; called when something was decided with it."""
        if self._is_kept or self._is_read_only:
            return
        pack = self._current()
        key = f"{_SETTING}{pack.manifest.version}"
        if key not in self._repository.settings():
            name = f"rule pack {pack.manifest.version}"
            stored = self._repository.add_file(packed(as_read(pack)), name)
            self._repository.note_setting(key, {"file": stored.sha256})
        self._is_kept = True

    def _kept(self, version: str) -> Pack | None:
        if version not in self._packs:
            noted = self._repository.settings().get(f"{_SETTING}{version}")
            sha256 = noted.get("file") if isinstance(noted, Mapping) else None
            pack = None
            if isinstance(sha256, str):
                try:
                    pack = unpacked(self._repository.file_bytes(sha256))
                except StoreError:  # the copy is damaged; the new pack shows, and the user is told
                    pack = None
            self._packs[version] = pack and completed(pack, as_read(self._current()))
        return self._packs[version]

    def change(self, product_id: int, product: str, now: Assessment, today: date) -> PackChange:
        """What the program's pack would change; `now` are the verdicts of the product's own pack."""
        old_version, old, new = self.version_of(product_id), self.pack_of(product_id), spoken(self._current())
        is_known = old.manifest.version == old_version
        kept = fitting(new, now.answers)
        then = assess(new, kept, today)
        verdicts, dates, other = _differences(old, now, new, then) if is_known else ((), (), ())
        lost = [name for name in now.answers if name not in kept and name in old.questions]
        if lost:
            other += (
                trn(
                    "{n} answer no longer used; kept in your file",
                    "{n} answers no longer used; kept in your file",
                    len(lost),
                ),
            )
        return PackChange(
            product_id,
            product,
            old_version,
            new.manifest.version,
            old.manifest.law_as_of if is_known else None,
            new.manifest.law_as_of,
            verdicts,
            dates,
            other,
            _main_words(old, now) if is_known else "",
            _main_words(new, then),
        )

    def accept(self, changes: Iterable[PackChange], label: str) -> None:
        """Assess these products with the program's pack from now on; one step, which undo takes back.

        Raises:
            StoreError: it could not be saved; nothing was changed.
        """
        self.keep_current()
        records: dict[int, RecordData] = {
            change.product_id: {
                "version": change.new_version,
                "instead_of": change.old_version,
                "before": change.before_words,
                "after": change.after_words,
            }
            for change in changes
        }
        self._repository.set_record_of_many(RECORD_KIND, RECORD_ID, dict(records), label=label)
        self.forget(records)


def reasons_since(old_version: str, folder: Path | None = None) -> str:
    """What the rule pack's own changelog says of every version after this one, newest first, as Markdown."""
    file = (folder or paths.resources_dir() / "rulepack") / "CHANGELOG.md"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return ""
    found = []
    for entry in re.split(r"(?m)^(?=## )", text)[1:]:
        version = entry[3:].split(",")[0].strip()
        if version_order(version) > version_order(old_version):
            found.append(entry.strip())
    return "\n\n".join(found)


def _decided(records: Mapping[str, RecordData]) -> str:
    version = records.get(RECORD_ID, {}).get("version")
    return version if isinstance(version, str) else ""


def _possible(pack: Pack, result: Assessment, fact: str) -> str:
    return words.possible_words(pack, fact, result.verdict(fact).possible)


def _main_words(pack: Pack, result: Assessment) -> str:
    said = [_possible(pack, result, goal) for goal in ("scope", "class", "role") if goal in result.goals]
    routes = [goal for goal in result.goals if goal.startswith("procedure-") and result.value(goal) == "open"]
    if routes:
        said.append(
            tr("open: {procedures}", procedures=words.joined(pack.facts[goal].title for goal in routes))
        )
    return "; ".join(said)


def _differences(
    old: Pack, now: Assessment, new: Pack, then: Assessment
) -> tuple[tuple[VerdictChange, ...], tuple[VerdictChange, ...], tuple[str, ...]]:
    served = (fact for fact in (*old.facts, *new.facts) if fact.startswith("servable-"))
    goals = dict.fromkeys((*now.goals, *then.goals, *served))
    verdicts = []
    for goal in goals:
        before = _possible(old, now, goal) if goal in old.facts else tr("Not asked")
        after = _possible(new, then, goal) if goal in new.facts else tr("No longer asked")
        same = (
            goal in old.facts
            and goal in new.facts
            and now.verdict(goal).possible == then.verdict(goal).possible
        )
        if not same:
            verdicts.append(
                VerdictChange((new if goal in new.facts else old).facts[goal].title, before, after)
            )
    return tuple(verdicts), tuple(_date_changes(now, then)), tuple(_other_changes(old, now, new, then))


def _date_changes(now: Assessment, then: Assessment) -> Iterable[VerdictChange]:
    before = {item.entry.id: item for item in now.timeline() if item.applies is not False}
    after = {item.entry.id: item for item in then.timeline() if item.applies is not False}
    for entry in dict.fromkeys((*before, *after)):
        old_item, new_item = before.get(entry), after.get(entry)
        old_day = _day(old_item.on) if old_item is not None else tr_in("day", "None")
        new_day = _day(new_item.on) if new_item is not None else tr_in("day", "None")
        shown = new_item or old_item
        if old_day != new_day and shown is not None:
            yield VerdictChange(shown.entry.title, old_day, new_day)


def _day(on: date | None) -> str:
    return words.day_words(on) if on is not None else tr("Open")


def _other_changes(old: Pack, now: Assessment, new: Pack, then: Assessment) -> Iterable[str]:
    for noun, before, after, titles in (
        (
            tr("Duty"),
            {item.entry.id: item.applies for item in now.duties()},
            {item.entry.id: item.applies for item in then.duties()},
            {key: one.title for pack in (old, new) for key, one in pack.duties.items()},
        ),
        (
            tr("Other law"),
            {item.entry.id: item.applies for item in now.neighbours()},
            {item.entry.id: item.applies for item in then.neighbours()},
            {key: one.law for pack in (old, new) for key, one in pack.neighbours.items()},
        ),
    ):
        for key in dict.fromkeys((*before, *after)):
            was, is_now = before.get(key, False), after.get(key, False)
            if was != is_now:
                if is_now is None:
                    yield tr("{kind}: {title} becomes open", kind=noun, title=titles[key])
                elif is_now:
                    yield tr("{kind}: {title} applies now", kind=noun, title=titles[key])
                else:
                    yield tr("{kind}: {title} no longer applies", kind=noun, title=titles[key])
