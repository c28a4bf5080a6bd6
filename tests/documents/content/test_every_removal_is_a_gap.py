"""A dossier of a half-finished product names every gap: whatever is taken out of a finished file is missed.

What may go unnoticed is listed with its reason; anything else that vanishes in silence fails here.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crasuite.documents.record import ProductRecord
from crasuite.domain.technical_file import TechnicalFile
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.workspace import Workspace
from tests.documents.content.conftest import DAY, sample, sample_records

SEED = 20_241_120
SAMPLES = ("smart-door-lock", "wellness-wearable")
MAY_GO = {
    r"answer/(categories-rejected|support-reasons|released-by)": "optional question",
    r"answer/foss": "a product that is sold is no open-source project; the question is no longer asked",
    r"requirement/[^/]+/owner": "nobody has to be named; the lists say so where nobody is",
    r"requirement/[^/]+/risks": "a risk may name the point instead, and a point need not treat one",
    r"requirement/annex-1-1-1/applies": "Part I (1) applies to every product",
    r"evidence/[^/]+/(added|kind|valid_until)": "set by the program; or a proof without a last day",
    r"risk/[^/]+/(asset|catalogue|components|description|owner|requirements|threat_source)": "details",
    r"risk/[^/]+/(safety_harm|safety_reference)": "ISO 14971, practice",
    r"risk/[^/]+/(accepted_by|accepted_on)": "asked for where a risk is accepted instead of treated",
    r"risk/[^/]+/measures": "asked for where a risk is not accepted as it is",
    r"assessment/context/(foreseeable_misuse|method_note)": "optional",
    r"component/(?!.+/(support|contact|updates|exit_plan)$).+": "another component is left, Art. 13(5)",
    r"support/annex-7-4/(similar-products|operating-environment|third-party-support)": "Art. 13(8): may",
    r"standards/in-use(/.+)?": "nobody has to use a standard; section 5.2 must then say what is done instead",
    r"declaration/declaration/(other_acts|additional)": "optional, Annex V (8)",
    r"design/policy/after-support": "optional",
    r"design/security-txt/(preferred-languages|canonical|encryption|acknowledgments)": "optional in RFC 9116",
    r"handling/.+": "looks at the processes are practice; the papers print which never were looked at",
    r"sbom/S-\d+(/.+)?": "set by the import; one SBOM is left",
}
_MAY_GO = re.compile("|".join(f"(?:{one})" for one in MAY_GO))


def _said(record: ProductRecord) -> set[tuple[str, str]]:
    """Every gap and open point with its place and words."""
    return {
        *((gap.source, gap.words) for gap in record.gaps),
        *((point.source, point.words) for point in record.file_points),
        *((point.question.id, point.words) for point in record.open_points),
    }


def removals(name: str) -> list[str]:
    """Each single thing that can be taken out of a sample: `answer/ID`, `KIND/ID`, `KIND/ID/KEY`."""
    found = [f"answer/{question}" for question in sample(name)]
    for kind, by_id in sample_records(name).items():
        for record_id, data in by_id.items():
            found.append(f"{kind}/{record_id}")
            found += [f"{kind}/{record_id}/{key}" for key in data]
    return found


def _without(name: str, removed: str) -> tuple[dict[str, Any], dict[str, dict[str, dict[str, Any]]]]:
    answers, records = sample(name), sample_records(name)
    kind, _, rest = removed.partition("/")
    if kind == "answer":
        del answers[rest]
    elif rest in records[kind]:
        del records[kind][rest]
    else:
        record_id, _, key = rest.rpartition("/")
        del records[kind][record_id][key]
    return answers, records


@pytest.fixture(scope="module")
def missed(pack) -> Callable[[str, str], set[tuple[str, str]]]:
    """What a sample misses once something is taken out of it, and did not miss before; looked up once."""

    def record(answers: dict[str, Any], records: dict[str, dict[str, dict[str, Any]]]) -> ProductRecord:
        file = TechnicalFile.from_records(records)
        return ProductRecord.from_answers(pack, answers, DAY, technical_file=file)

    before = {name: _said(record(sample(name), sample_records(name))) for name in SAMPLES}

    @cache
    def find(name: str, removed: str) -> set[tuple[str, str]]:
        return _said(record(*_without(name, removed))) - before[name]

    return find


def _must_be_missed(name: str) -> list[str]:
    left_out = {
        f"requirement/{one}/"
        for one, data in sample_records(name)["requirement"].items()
        if data.get("applies") == "no"
    }
    return [
        one
        for one in removals(name)
        if not _MAY_GO.fullmatch(one)
        # A point that does not apply needs its reason and risk, neither status nor proof.
        and not (one.rpartition("/")[0] + "/" in left_out and one.endswith(("/status", "/evidence", "/how")))
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_taken_out_at_random_is_missed(missed, name: str) -> None:
    wanted = _must_be_missed(name)
    assert len(wanted) > 200
    chosen = random.Random(SEED).sample(wanted, 80)
    assert [one for one in chosen if not missed(name, one)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_whatever_is_taken_out_is_missed(missed, name: str) -> None:
    assert [one for one in _must_be_missed(name) if not missed(name, one)] == []


@pytest.mark.slow
def test_every_exception_is_needed(missed) -> None:
    """A line of the list that no longer excuses anything is taken out of it."""
    used = set()
    for name in SAMPLES:
        for one in removals(name):
            lines = [line for line in MAY_GO if re.fullmatch(line, one)]
            if lines and not set(lines) <= used and not missed(name, one):
                used |= set(lines)
    assert set(MAY_GO) - used == set()


def test_the_last_sbom_component_and_risk_are_missed(pack) -> None:
    for kind, words in (
        ("sbom", "No software bill of materials is imported"),
        ("component", "No due diligence on components of others is recorded"),
        ("risk", "No risk is in the register"),
    ):
        records = {**sample_records("smart-door-lock"), kind: {}}
        file = TechnicalFile.from_records(records)
        record = ProductRecord.from_answers(pack, sample("smart-door-lock"), DAY, technical_file=file)
        assert words in {gap.words for gap in record.gaps}


def test_a_gap_stands_in_manifest_and_data_of_the_dossier(pack, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.crasuite", pack, today=lambda: DAY) as workspace:
        product = workspace.add_sample("smart-door-lock").id
        records = sample_records("smart-door-lock")
        chosen = random.Random(SEED).sample(
            [one for one in _must_be_missed("smart-door-lock") if one.startswith(("design", "process"))], 6
        )
        before = {(gap.source, gap.words) for gap in DocumentsFile(workspace, product).record.gaps}
        for removed in chosen:
            kind, record_id = removed.split("/")[:2]
            after = _without("smart-door-lock", removed)[1][kind].get(record_id)
            workspace.set_records(product, {kind: {record_id: after}}, "taking something out")
            file = DocumentsFile(workspace, product)
            new = [gap for gap in file.record.gaps if (gap.source, gap.words) not in before]
            assert new, removed
            target = tmp_path / removed.replace("/", "-")
            assert file.dossier_work()(target, None, None) is not None
            data = json.loads((target / "dossier.json").read_text(encoding="utf-8"))
            manifest = " ".join((target / "MANIFEST.txt").read_text(encoding="utf-8").split())
            numbers = {gap["number"] for gap in data["gaps"]}
            for gap in new:
                assert gap.number in numbers, removed
                assert f"Gap {gap.number} {gap.words}." in manifest, removed
            workspace.set_records(product, {kind: {record_id: records[kind][record_id]}}, "putting it back")
