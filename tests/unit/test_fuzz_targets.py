"""The targets of the fuzzer work without it: each takes its seeds, some damage, and notices a defect."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from crasuite.documents import picture_file
from crasuite.rules.pack_reader import MAX_FILE_BYTES
from tests.fuzz import targets
from tests.fuzz.changes import YAML, changed
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_takes_its_seeds_and_some_damage(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    assert seeds
    chance = random.Random(name)
    for seed in seeds:
        assert len(seed) < max(target.longest, MAX_FILE_BYTES)
        target.run(seed)
    for seed in seeds[:3]:
        damaged = bytearray(seed)
        damaged[chance.randrange(len(seed))] ^= 1 << chance.randrange(8)
        target.run(bytes(damaged))
        target.run(seed[: chance.randrange(len(seed))])


@pytest.mark.parametrize(
    ("name", "reader", "seed"),
    [
        ("sbom-cyclonedx-json", targets.sbom_reader, 0),
        ("findings-kev-csv", targets.findings_reader, 0),
    ],
)
def test_a_reader_that_fails_in_its_own_way_is_a_defect(
    monkeypatch: pytest.MonkeyPatch, name: str, reader: object, seed: int
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("name")

    monkeypatch.setattr(reader, "read", fail)
    with pytest.raises(KeyError):
        TARGETS[name].run(TARGETS[name].seeds()[seed])


def test_a_reader_that_writes_is_a_defect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def write(_: bytes) -> None:
        (tmp_path / "left behind").write_bytes(b"")

    monkeypatch.setattr(picture_file, "read_picture", write)
    with pytest.raises(targets.WrittenError):
        TARGETS["picture"].run(b"")


def test_seeds_are_taken_and_not_only_refused() -> None:
    """A target whose seeds are all refused would fuzz nothing."""
    for seed in TARGETS["picture"].seeds():
        if b"\xff\xc3" not in seed:  # a kind that Word does not show
            assert picture_file.read_picture(seed).width == 4
    for name in ("sbom-cyclonedx-json", "sbom-cyclonedx-xml", "sbom-spdx-json", "sbom-spdx-tag-value"):
        for seed in TARGETS[name].seeds():
            assert targets.sbom_reader.read(
                targets.Source("seed", seed), targets.Steps(None, None)
            ).components
    for name in TARGETS:
        if name.startswith("findings-"):
            for seed in TARGETS[name].seeds():
                source = targets.FindingsSource("seed", seed)
                assert targets.findings_reader.read(source, targets.Steps(None, None)) is not None


@pytest.mark.parametrize("name", ["sbom-cyclonedx-json", "sbom-cyclonedx-xml", "rule-pack", "letterhead"])
def test_changes_keep_a_file_readable(name: str) -> None:
    chance = random.Random(1)
    seed = max(TARGETS[name].seeds(), key=len)
    made = {changed(seed, targets.SPLIT, chance) for _ in range(50)} - {b""}
    assert len(made) > 40
    for one in made:
        head, _, content = one.partition(b"\n") if name in ("rule-pack", "letterhead") else (b"", b"", one)
        assert head == (seed.partition(b"\n")[0] if head else b"")
        if content.lstrip().startswith(b"<"):
            ElementTree.fromstring(content)
        else:
            yaml.load(content, Loader=YAML)  # noqa: S506
    assert changed(b"CVE-2026-1\n", targets.SPLIT, chance) == b""
