"""The papers of the technical file: goldens, gaps in their places, what may be final and what may not."""

from __future__ import annotations

import copy
import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest

from crasuite import paths
from crasuite.documents import tree
from crasuite.documents.content.file_fields import FIXED, place_of, source_of
from crasuite.documents.content.file_gaps import completeness_of, find_needs, papers_of
from crasuite.documents.content.file_view import OWN_STATEMENTS
from crasuite.documents.content.papers import BUILDERS, codes_of, documents_of, heads_of, text_files_of
from crasuite.documents.content.wording import filled_text
from crasuite.documents.docx_writer import docx_bytes
from crasuite.documents.fingerprint import fingerprint, with_fingerprint
from crasuite.documents.record import ProductRecord, Release, SbomResult
from crasuite.documents.sheets import Workbook
from crasuite.documents.xlsx_writer import xlsx_bytes
from crasuite.domain.handling import Handling
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import speaking
from crasuite.rules.translation import spoken
from tests.documents.content.conftest import DAY, sample, sample_records
from tests.documents.content.said import cells_of, text_of
from tests.documents.reading import assert_golden

SAMPLES = ("smart-door-lock", "wellness-wearable")
BODY = {
    "body_name": "Sample body (example data)",
    "body_number": "4711",
    "certificate": "B-26-0815 of 3 Oct 2027",
}
RELEASE = Release("Managing director", DAY)
GAP = re.compile(r"▲ Gap (\d+\.\d+)")
OPEN = re.compile(r"\? Open (\d+)")
FORBIDDEN = re.compile(
    r"\bNone\b(?! [a-z]|[.,])|\bnan\b|\b[Gg]uaranteed\b|\bup to "
    "date\b|\bTrue\b|\bFalse\b|\bscores?\b|\bcompliant\b"
    r"|\{product\}|\(\)|\[\]|not-sure|annex-\d|/work/|/tmp/|\b[Yy]ou\b|\b[Yy]our\b"
)


def papers(record: ProductRecord) -> dict[str, tree.Document | Workbook]:
    """Every paper by its code."""
    return {code: paper for code, paper, _ in documents_of(record)}


def changed(name: str, **kinds: dict[str, Any]) -> TechnicalFile:
    """The technical file of a sample with fields replaced: `declaration={"declaration": {"place": ""}}`."""
    records = copy.deepcopy(sample_records(name))
    for kind, by_id in kinds.items():
        for record_id, fields in by_id.items():
            held = records.setdefault(kind.replace("_", "-"), {}).setdefault(record_id, {})
            for key, value in fields.items():
                if value is None:
                    held.pop(key, None)
                else:
                    held[key] = value
    return TechnicalFile.from_records(records)


def half_finished() -> TechnicalFile:
    """A file as it is in the middle of the work: some points met, some open, some not looked at."""
    records = copy.deepcopy(sample_records("smart-door-lock"))
    points = records["requirement"]
    points["annex-1-1-2-c"]["applies"] = "not-sure"
    points["annex-1-1-2-d"].update(evidence=[], due="2026-12-11")
    points["annex-1-1-2-e"]["how"] = "TBD"
    points["annex-1-1-2-i"].update(applies="no", reason="", risks=[])
    for risk in records["risk"].values():
        risk["requirements"] = [one for one in risk.get("requirements", ()) if one != "annex-1-1-2-i"]
    points["annex-1-1-2-l"]["status"] = "in-progress"
    del points["annex-1-1-2-m"], points["annex-1-2-3"]
    records["risk"]["R-05"].update(treatment="", likelihood_after=None, due="2026-12-04")
    records["risk"]["R-06"]["likelihood_before"] = None
    records["process"]["annex-1-2-4"].pop("owner")
    del records["process"]["annex-1-2-5"]
    records["user-info"]["annex-2"].pop("annex-2-5")
    records["support"]["annex-7-4"].pop("union-law")
    records["design"]["architecture"].pop("trust-boundaries")
    records["design"].pop("production")
    records["design"]["policy"]["times"] = "xxx"
    records["standards"]["in-use"]["iec-62443-4-1"].pop("parts")
    records["declaration"]["declaration"].pop("signatory_name")
    records["component"]["pkg:generic/mbedtls"].pop("exit_plan")
    return TechnicalFile.from_records(records)


# -------------------------------------------------------------------------------- nothing that nobody said


def test_papers_claim_nothing_that_is_not_answered(file_record) -> None:
    unsure = file_record(
        "smart-door-lock", {"placing": "not-sure", "procedure-choice": "not-sure", "form": "not-sure"}
    )
    not_chosen = "The conformity assessment procedure is not chosen yet."
    declaration, marking = (text_of(BUILDERS[code](unsure)) for code in ("DC", "CE"))
    assert not_chosen in declaration
    assert "No notified body takes part" not in declaration
    assert not_chosen in marking
    assert "alone, without the number" not in marking
    assert "It is not decided yet whether this product is a device or software." in marking
    assert "This product is software" not in marking
    assert "No procedure is chosen." in text_of(BUILDERS["TD"](unsure))


def test_the_declaration_names_the_body_of_another_law_where_one_takes_part(file_record) -> None:
    system = {"areas": ["ai"], "ai-risk-path": "annex-iii", "ai-annex-iii-point": "biometrics"}
    for said, takes_part in (("third-party", True), ("not-sure", True), ("internal", False)):
        answers = {**system, "core-functionality": "none", "ai-procedure": said, "procedure-choice": "ai"}
        text = text_of(BUILDERS["DC"](file_record("smart-door-lock", answers)))
        assert ("No notified body takes part" in text) is not takes_part, said
        assert ("The body that took part and its certificate belong here" in text) is takes_part, said
    certified = file_record("smart-door-lock", {"procedure-choice": "certification"})
    assert "No notified body takes part" not in text_of(BUILDERS["DC"](certified))


def test_an_application_counts_what_its_enclosures_count(file_record) -> None:
    unsure = file_record("smart-door-lock", {"remote-control": "not-sure"}, file=half_finished())
    application = text_of(BUILDERS["AB"](unsure))
    for code in ("RA", "VH", "UI", "SP"):
        meta = BUILDERS[code](unsure).meta
        (row,) = [line for line in application.splitlines() if f"ASL-{code}  " in line]
        said = re.findall(r"(\d+) (gap|open point)", row)
        assert {what: int(count) for count, what in said} == {
            what: count for what, count in (("gap", meta.gaps), ("open point", meta.open_points)) if count
        }, code
    (row,) = [line for line in application.splitlines() if "ASL-CR  " in line]
    assert f"{len(unsure.open_points)} open point" in row


# -------------------------------------------------------------------------------------------------- goldens


QUALITY_SYSTEM = {
    "overview": "Quality manual, edition 5, with 14 procedures",
    **{letter: f"Manual chapter {number}" for number, letter in enumerate("abcdefgh", 1)},
}


@pytest.mark.parametrize("code", BUILDERS)
def test_papers_of_the_smart_door_lock(file_record, code: str) -> None:
    record = file_record("smart-door-lock")
    if code == "AH":
        file = changed("smart-door-lock", design={"quality-system": QUALITY_SYSTEM})
        record = file_record("smart-door-lock", {"procedure-choice": "h"}, file=file)
    assert_golden(f"file-smart-door-lock-{code}", text_of(BUILDERS[code](record)))


@pytest.mark.parametrize("code", ["TD", "RA", "DC", "AB"])
def test_papers_of_a_half_finished_product(file_record, code: str) -> None:
    record = file_record(
        "smart-door-lock", file=half_finished(), owners={"record:design/policy/times": "Support lead"}
    )
    assert_golden(f"file-half-finished-{code}", text_of(BUILDERS[code](record)))


@pytest.mark.parametrize("code", ["TD", "RA", "DC"])
def test_papers_of_the_wellness_wearable(file_record, code: str) -> None:
    record = file_record("wellness-wearable")
    assert_golden(f"file-wellness-wearable-{code}", text_of(BUILDERS[code](record)))


# -------------------------------------------------------------------------------------------------- samples


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_misses_nothing_but_the_notified_body(file_record, name: str) -> None:
    record = file_record(name)
    assert {gap.source for gap in record.gaps} == {
        "record:declaration/body_name",
        "record:declaration/body_number",
        "record:declaration/certificate",
    }
    assert record.file_points == ()
    for code, _, done in documents_of(record):
        if code not in ("TD", "DC", "AB", "RC"):
            assert done.is_complete, code


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("software", "The product is software; Annex VII asks for pictures of hardware only."),
        ("not-sure", "It is not decided yet whether this product is a device or software."),
    ],
)
def test_pictures_are_asked_of_a_device_only(file_record, form: str, said: str) -> None:
    record = file_record("smart-door-lock", {"form": form}, file=TechnicalFile())
    assert said in text_of(papers(record)["TD"])
    assert not {need.source for need in find_needs(record)} & {
        "record:design/description/pictures",
        "record:design/architecture/drawings",
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_knows_its_ids_and_files(pack, name: str) -> None:
    file = TechnicalFile.from_records(sample_records(name))
    assert set(file.requirements) == set(pack.requirements)
    assert {risk.catalogue for risk in file.risks.values()} <= set(pack.threats)
    assert set(file.standards.standards) <= set(pack.standards)
    assert set(file.user_info.texts) <= set(pack.user_information)
    assert set(file.support.texts) <= set(pack.support_factors)
    folder = paths.resources_dir() / "samples" / "technical-files" / "files"
    for sbom in file.sboms.values():
        data = (folder / sbom.file_name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (sbom.sha256, sbom.size)
    assert set(file.other) == {"handling"}  # the reporting desk reads it
    looks = {key: Handling.from_json(key, data) for key, data in file.other["handling"].items()}
    assert set(looks) == set(pack.handling)
    assert all(one.last is not None and not one.other for one in looks.values())
    assert not any(one.other for one in (*file.requirements.values(), *file.risks.values()))


def test_all_files_of_the_samples_are_named_by_one() -> None:
    named = {sbom["file_name"] for name in SAMPLES for sbom in sample_records(name)["sbom"].values()}
    folder = paths.resources_dir() / "samples" / "technical-files"
    assert {file.name for file in (folder / "files").iterdir()} == named
    assert {file.stem for file in folder.glob("*.json")} == set(SAMPLES)


# --------------------------------------------------------------------------------------------- gaps, points


def _records(file_record) -> list[ProductRecord]:
    return [
        *(file_record(name) for name in SAMPLES),
        file_record("smart-door-lock", file=half_finished()),
        file_record("smart-door-lock", file=TechnicalFile()),
        file_record("smart-door-lock", {"procedure-choice": "h"}, file=TechnicalFile()),
        file_record(
            "smart-door-lock", {"manufacturer-address": None, "product-type": None, "procedure-choice": None}
        ),
        file_record("password-manager", file=TechnicalFile()),
        file_record("smart-door-lock", {"remote-control": "not-sure"}, file=half_finished()),
    ]


def test_every_gap_and_open_point_stands_in_its_papers_with_its_number(file_record) -> None:
    for record in _records(file_record):
        known = {gap.number for gap in record.gaps}
        for code, paper, done in documents_of(record):
            if code not in BUILDERS:
                continue
            said = text_of(paper)
            assert set(GAP.findall(said)) == {gap.number for gap in done.missing}, code
            assert set(GAP.findall(said)) <= known
            assert {point.number for point in done.open_points} <= set(OPEN.findall(said)), code
            assert paper.meta.gaps == len(done.missing), code
            assert paper.meta.open_points == len(set(OPEN.findall(said))), code


def test_every_gap_of_a_half_finished_product_is_named_in_some_paper(file_record) -> None:
    record = file_record("smart-door-lock", file=half_finished())
    said = "".join(text_of(paper) for paper in papers(record).values())
    for gap in record.gaps:
        assert f"▲ Gap {gap.number} " in said
        assert gap.sentence.rstrip(".") in said


def test_parts_and_member_states_that_nobody_named_are_gaps(file_record) -> None:
    record = file_record("smart-door-lock", {"product-parts": None, "markets": "  "})
    gaps = {gap.source: gap.number for gap in record.gaps}
    said = {code: text_of(paper) for code, paper in papers(record).items()}
    assert not any("not stated" in text or "in one part" in text for text in said.values())
    for code in ("CR", "TD", "RA", "AB", "SB"):
        assert f"▲ Gap {gaps['answer:product-parts']} " in said[code], code
    for code in ("CR", "TD"):
        assert f"▲ Gap {gaps['answer:markets']} " in said[code], code


def test_an_undecided_risk_counts_the_same_on_paper_and_on_screen(file_record) -> None:
    file = changed(
        "smart-door-lock",
        risk={
            "R-01": {"treatment": ""},
            "R-05": {"treatment": "", "likelihood_after": None},
            "R-06": {"impact_after": None},
        },
    )
    record = file_record("smart-door-lock", file=file)
    text = text_of(papers(record)["RA"])
    # R-01 was very high before and nothing is decided, R-05 medium; of R-06 nobody knows what is left.
    assert "2 count as high today, 1 of them not rated" in text
    assert "R-01, R-06 (not rated): each needs the signature below." in text


def test_gaps_are_numbered_by_chapter_without_holes(file_record) -> None:
    for record in _records(file_record):
        numbers = [tuple(map(int, gap.number.split("."))) for gap in record.gaps]
        assert numbers == sorted(set(numbers))
        for chapter in {one for one, _ in numbers}:
            assert [n for c, n in numbers if c == chapter] == list(
                range(1, sum(c == chapter for c, _ in numbers) + 1)
            )


def test_what_is_wrong_in_a_half_finished_file_is_found(file_record) -> None:
    record = file_record("smart-door-lock", file=half_finished())
    sources = {gap.source for gap in record.gaps}
    assert {
        "record:requirement/annex-1-1-2-d/evidence",
        "record:requirement/annex-1-1-2-e/how",
        "record:requirement/annex-1-1-2-i/reason",
        "record:requirement/annex-1-1-2-i/risks",
        "record:requirement/annex-1-1-2-l/status",
        "record:requirement/annex-1-1-2-m/applies",
        "record:requirement/annex-1-2-3/how",
        "record:risk/R-05/treatment",
        "record:risk/R-06/likelihood_before",
        "record:process/annex-1-2-4/owner",
        "record:process/annex-1-2-5/process",
        "record:user-info/annex-2-5",
        "record:support/union-law",
        "record:design/architecture/trust-boundaries",
        "record:design/production/process",
        "record:design/policy/times",
        "record:standards/iec-62443-4-1/parts",
        "record:declaration/signatory_name",
        "record:component/pkg:generic/mbedtls",
    } <= sources
    assert [point.source for point in record.file_points] == ["record:requirement/annex-1-1-2-c/applies"]


def test_open_points_count_on_from_the_interview(file_record) -> None:
    record = file_record("smart-door-lock", {"remote-control": "not-sure"}, file=half_finished())
    assert [point.number for point in record.open_points] == ["1"]
    assert [point.number for point in record.file_points] == ["2"]


@pytest.mark.parametrize(
    "field", [field for field in FIXED if field.source.startswith("record:design/")], ids=lambda f: f.source
)
def test_a_placeholder_is_a_gap(file_record, field) -> None:
    place = place_of(field.source)
    assert place is not None
    procedure = "h" if {"AH"} & set(field.papers) else "b-c"
    file = changed("smart-door-lock", design={place.record_id: {place.field: "TBD"}})
    record = file_record("smart-door-lock", {"procedure-choice": procedure}, file=file)
    if not set(field.papers) & set(papers_of(record)):
        pytest.skip("no paper of this procedure needs it")
    assert field.source in {gap.source for gap in record.gaps}


def test_a_source_leads_to_its_place_and_back() -> None:
    for field in FIXED:
        place = place_of(field.source)
        assert (place is None) == field.source.startswith("answer:")
        if place is not None:
            assert source_of(place) == field.source


def test_fields_and_outlines_name_the_same_texts(pack) -> None:
    named = {
        source
        for outline in pack.outlines.values()
        for section in outline.sections
        for source in section.content
        if source.startswith("record:design/")
    }
    assert named == {field.source for field in FIXED if field.source.startswith("record:design/")}
    assert set(BUILDERS) - {"RC-W"} <= set(pack.outlines)


def test_completeness_counts_what_is_filled(file_record) -> None:
    record = file_record("smart-door-lock")
    full = completeness_of(record, "UI")
    assert (full.filled, full.missing) == (full.total, ())
    one_less = file_record(
        "smart-door-lock", file=changed("smart-door-lock", user_info={"annex-2": {"annex-2-5": None}})
    )
    done = completeness_of(one_less, "UI")
    assert (done.filled, done.total) == (full.filled - 1, full.total)
    assert [gap.source for gap in done.missing] == ["record:user-info/annex-2-5"]


def test_owners_and_days_stand_with_their_gap(file_record) -> None:
    record = file_record(
        "smart-door-lock",
        file=half_finished(),
        owners={"record:design/policy/times": "Support lead"},
        due={"record:design/policy/times": date(2026, 12, 18)},
    )
    gap = next(gap for gap in record.gaps if gap.source == "record:design/policy/times")
    assert (gap.owner, gap.due) == ("Support lead", date(2026, 12, 18))
    assert "Support lead, 18 Dec 2026." in text_of(papers(record)["DP"])
    evidence = next(gap for gap in record.gaps if gap.source == "record:requirement/annex-1-1-2-d/evidence")
    assert (evidence.owner, evidence.due) == ("Firmware lead", date(2026, 12, 11))


# --------------------------------------------------------------------------------------------- which papers


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("answers", "with_file"),
    [
        ({}, True),
        ({}, False),
        ({"procedure-choice": "h"}, True),
        ({"procedure-choice": None, "manufacturer-address": None, "form": "not-sure"}, True),
        ({"own-brand": "no", "modifies": "none", "activity": "imports", "establishment": "eu"}, True),
    ],
)
def test_a_list_of_papers_says_of_each_what_it_says_itself(
    pack, language: str, answers: dict[str, Any], with_file: bool
) -> None:
    with speaking(language):
        record = ProductRecord.from_answers(
            spoken(pack),
            {
                key: value
                for key, value in {**sample("smart-door-lock"), **answers}.items()
                if value is not None
            },
            DAY,
            technical_file=half_finished() if with_file else None,
        )
        made = documents_of(record)
        for head, (code, paper, _) in zip(heads_of(record), made, strict=True):
            meta = paper.meta
            assert (head.code, head.title, head.legal_basis) == (code, meta.title, meta.legal_basis)
            assert (head.gaps, head.open_points) == (meta.gaps, meta.open_points), code
            assert head.is_workbook is isinstance(paper, Workbook)


def test_papers_follow_the_procedure(file_record) -> None:
    by_choice = {
        choice: set(codes_of(file_record("smart-door-lock", {"procedure-choice": choice})))
        for choice in ("b-c", "h", None)
    }
    assert {"AB", "PR", "CH", "EN"} <= by_choice["b-c"]
    assert "AH" not in by_choice["b-c"]
    assert {"AH", "EN"} <= by_choice["h"]
    assert not {"AB", "PR", "CH"} & by_choice["h"]
    assert "EN" in by_choice[None]
    assert not {"AB", "AH"} & by_choice[None]
    alone = set(codes_of(file_record("password-manager", file=TechnicalFile())))
    assert not {"AB", "AH", "PR", "CH", "EN"} & alone


def test_without_a_technical_file_only_the_interview_speaks(record) -> None:
    assert codes_of(record("smart-door-lock")) == ("CR", "PC", "RC")
    assert [code for code, _, _ in documents_of(record("smart-door-lock"))] == ["CR", "PC", "RC"]


def test_a_product_outside_the_law_has_no_technical_documentation(file_record) -> None:
    assert "TD" not in codes_of(file_record("patient-monitor", file=TechnicalFile()))


def test_codes_and_papers_are_the_same_list(file_record) -> None:
    for record in _records(file_record):
        made = documents_of(record)
        assert tuple(code for code, _, _ in made) == codes_of(record)
        assert all(code == paper.meta.code for code, paper, _ in made)


# ------------------------------------------------------------------------------------------ the declaration


def _released(file_record, **changes: Any) -> ProductRecord:
    file = changed("smart-door-lock", declaration={"declaration": {**BODY, **changes}})
    return file_record("smart-door-lock", file=file, release=RELEASE)


def test_a_complete_declaration_can_be_final(file_record) -> None:
    record = _released(file_record)
    assert record.gaps == ()
    for code in OWN_STATEMENTS & set(codes_of(record)):
        paper = papers(record)[code]
        assert paper.meta.final, code
        assert paper.meta.own_statement
        assert "!" not in [line[:1] for line in text_of(paper).splitlines()], code


@pytest.mark.parametrize(
    "file",
    [
        changed("smart-door-lock"),
        changed("smart-door-lock", declaration={"declaration": {**BODY, "place": "TBD"}}),
        changed(
            "smart-door-lock", declaration={"declaration": BODY}, user_info={"annex-2": {"annex-2-5": None}}
        ),
        changed(
            "smart-door-lock",
            declaration={"declaration": BODY},
            requirement={"annex-1-1-2-c": {"applies": "not-sure"}},
        ),
        changed("smart-door-lock", declaration={"declaration": BODY}, risk={"R-03": {"treatment": None}}),
    ],
)
def test_a_declaration_is_never_final_while_the_file_has_a_gap_or_open_point(file_record, file) -> None:
    record = file_record("smart-door-lock", file=file, release=RELEASE)
    for code in ("DC", "SD"):
        paper = papers(record)[code]
        assert not paper.meta.final
        assert "Released" not in paper.meta.state
    assert "! Not to be signed: " in text_of(papers(record)["DC"])


def test_an_open_answer_keeps_the_declaration_a_draft(file_record) -> None:
    file = changed("smart-door-lock", declaration={"declaration": BODY})
    record = file_record("smart-door-lock", {"nis2-entity": "not-sure"}, file=file, release=RELEASE)
    assert not papers(record)["DC"].meta.final


def test_nobody_signs_what_is_not_released(file_record) -> None:
    file = changed("smart-door-lock", declaration={"declaration": BODY})
    said = text_of(papers(file_record("smart-door-lock", file=file))["DC"])
    assert "! Not to be signed: the file is not released." in said


def test_the_declaration_has_eight_items_in_the_official_words(file_record, pack) -> None:
    paper = papers(_released(file_record))["DC"]
    table = next(block for block in paper.blocks if isinstance(block, tree.Table))
    assert [row[0].paragraphs[0].runs[0].text for row in table.rows] == [str(n) for n in range(1, 9)]
    said = text_of(paper)
    assert pack.law_texts["annex-5-3"].version("en").statement in said
    assert pack.law_texts["annex-5-5"].version("en").statement in said
    assert "31 Dec 2039" not in said
    assert "upport period" not in said


def test_the_body_stands_in_item_seven_and_nowhere_else(file_record) -> None:
    record = _released(file_record)
    lines = [line for line in text_of(papers(record)["DC"]).splitlines() if "4711" in line]
    assert len(lines) == 1
    assert lines[0].startswith("| 7 |")
    ce = text_of(papers(record)["CE"])
    assert "4711" not in ce
    assert "without the number of a notified body" in ce


def test_under_module_h_the_number_follows_the_mark(file_record) -> None:
    file = changed("smart-door-lock", declaration={"declaration": BODY})
    record = file_record("smart-door-lock", {"procedure-choice": "h"}, file=file)
    assert "Number: 4711" in text_of(papers(record)["CE"])
    assert "Approval of the quality system: B-26-0815" in text_of(papers(record)["DC"])


def test_under_module_a_no_body_is_named(file_record) -> None:
    file = changed("smart-door-lock", declaration={"declaration": BODY})
    said = text_of(papers(file_record("password-manager", file=file))["DC"])
    assert "4711" not in said
    assert "No notified body takes part." in said


AI_CHECKED = {
    "areas": ["ai"],
    "ai-risk-path": "annex-iii",
    "ai-annex-iii-point": "biometrics",
    "ai-procedure": "third-party",
    "procedure-choice": "ai",
}


CERTIFIED = {
    "state.certification-schemes": {"value": "some", "reference": "OJ", "date": "2026-11-01"},
    "scheme-level": "substantial",
    "procedure-choice": "certification",
}


@pytest.mark.parametrize("answers", [AI_CHECKED, CERTIFIED])
def test_a_body_of_another_kind_is_not_denied(file_record, answers) -> None:
    """Annex V (7): who took part and the certificate, also under the AI Act or a certification scheme."""
    file = changed("smart-door-lock", declaration={"declaration": BODY})
    said = text_of(papers(file_record("smart-door-lock", answers, file=file))["DC"])
    assert "No notified body takes part." not in said
    assert "No. 4711" in said
    assert "Certificate: B-26-0815" in said
    said = text_of(papers(file_record("smart-door-lock", answers, file=TechnicalFile()))["DC"])
    assert "belong here" in said


def test_internal_control_under_the_ai_act_names_no_body(file_record) -> None:
    answers = {
        "areas": ["ai"],
        "ai-risk-path": "annex-iii",
        "ai-annex-iii-point": "other-points",
        "core-functionality": "none",
        "procedure-choice": "ai",
    }
    assert "No notified body takes part." in text_of(papers(file_record("smart-door-lock", answers))["DC"])


def test_all_acts_that_ask_for_a_declaration_stand_in_one(file_record) -> None:
    said = text_of(papers(file_record("smart-door-lock"))["DC"])
    for act in ("OJ L, 2024/2847, 20.11.2024", "OJ L 153, 22.5.2014, p. 62", "OJ L 174, 1.7.2011, p. 88"):
        assert said.count(act) == 1
    twice = changed(
        "smart-door-lock", declaration={"declaration": {"other_acts": ["Directive 2014/53/EU (RED)"]}}
    )
    assert text_of(papers(file_record("smart-door-lock", file=twice))["DC"]).count("2014/53/EU") == 1


def test_a_language_without_official_wording_is_a_gap(file_record) -> None:
    file = changed("smart-door-lock", declaration={"declaration": {**BODY, "language": "xx"}})
    record = file_record("smart-door-lock", file=file, release=RELEASE)
    assert [gap.source for gap in record.gaps] == ["record:declaration/language"]
    assert not papers(record)["SD"].meta.final


def test_the_simplified_declaration_is_annex_six_and_nothing_else(file_record) -> None:
    paper = papers(_released(file_record))["SD"]
    said = [line for line in text_of(paper).splitlines()[4:] if line]
    assert said == [
        "Hereby, Sample manufacturer (example data) declares that the product with digital elements type "
        "Aldwin Smart Lock, "
        "Lock unit ASL-2, firmware 2.4; phone app 5; cloud service release 11 is in compliance with "
        "Regulation (EU) 2024/2847.",
        "The full text of the EU declaration of conformity is available at the following internet address: "
        "https://www.manufacturer.example/doc/asl-2",
    ]


def test_a_high_risk_ai_system_says_so_in_item_five(file_record, pack) -> None:
    record = file_record("smart-door-lock")
    values = {"ai-high-risk": "yes"}
    real = record.assessment.value
    object.__setattr__(record.assessment, "value", lambda fact: values.get(fact) or real(fact))
    assert "Article 15 of Regulation (EU) 2024/1689" in text_of(BUILDERS["DC"](record))


# --------------------------------------------------------------------------------------------- other papers


def test_a_point_left_out_says_because_risk_person_and_article(file_record) -> None:
    said = text_of(papers(file_record("wellness-wearable"))["TD"])
    line = next(line for line in said.splitlines() if line.startswith("| (2)(i) | Little harm"))
    assert "**Because **the ring has no network of its own" in line
    assert "accepted by Managing director, 13 Nov 2026 · Art. 13(4)" in line
    assert "– Not applicable" in line


def test_the_application_declares_that_no_other_body_has_it(file_record) -> None:
    words = "We declare that the same application has not been lodged with any other notified body."
    for choice, code in (("b-c", "AB"), ("h", "AH")):
        record = file_record("smart-door-lock", {"procedure-choice": choice})
        assert words in text_of(papers(record)[code])
        silent = changed("smart-door-lock", design={"application": {"no-other-body": None}})
        record = file_record("smart-door-lock", {"procedure-choice": choice}, file=silent)
        assert words not in text_of(papers(record)[code])


@pytest.mark.parametrize(
    ("size", "asks"), [("micro", True), ("small", True), ("medium", True), ("large", False)]
)
def test_smaller_makers_ask_for_a_reduced_fee(file_record, size: str, asks: bool) -> None:
    record = file_record("smart-door-lock", {"enterprise-size": size})
    for code in ("EN", "AB"):
        assert (
            "Art. 32(6)]" in text_of(papers(record)[code]).replace("[Art. 32(6); ", "")
            and "fees reduced" in text_of(papers(record)[code])
        ) is asks


def test_no_paper_claims_a_presumption(file_record) -> None:
    for name in SAMPLES:
        for code, paper in papers(file_record(name)).items():
            for line in text_of(paper).splitlines() if code in BUILDERS else ():
                if "presum" in line.lower():
                    assert re.search(r"no presumption|without presumption|presumption ends", line), line


def test_security_txt_is_what_the_rfc_asks(file_record) -> None:
    ((code, name, text, done),) = text_files_of(file_record("smart-door-lock"))
    assert (code, name, done.is_complete) == ("ST", "security.txt", True)
    fields = [line.split(": ", 1) for line in text.splitlines() if not line.startswith("#")]
    assert [field for field, _ in fields] == [
        "Contact",
        "Contact",
        "Expires",
        "Policy",
        "Preferred-Languages",
        "Canonical",
    ]
    values = dict(fields[::-1])
    assert values["Contact"] == "mailto:security@manufacturer.example"
    assert values["Expires"] == "2027-10-31T00:00:00Z"
    assert text.endswith("\n")
    assert text.isascii()


def test_an_unfinished_security_txt_says_so(file_record) -> None:
    ((_, _, text, done),) = text_files_of(file_record("smart-door-lock", file=TechnicalFile()))
    assert not done.is_complete
    assert text.splitlines()[1] == "# DRAFT, 3 gaps: not to be published"
    assert not [line for line in text.splitlines() if not line.startswith("#")]


def test_a_text_cannot_smuggle_a_field_into_security_txt(file_record) -> None:
    file = changed(
        "smart-door-lock",
        design={"security-txt": {"policy": "https://a.example\r\nContact: mailto:evil@x.example"}},
    )
    ((_, _, text, _),) = text_files_of(file_record("smart-door-lock", file=file))
    assert not [line for line in text.splitlines() if line.startswith("Contact: mailto:evil")]


def test_the_release_an_sbom_stands_for_is_printed(file_record) -> None:
    said = {"file_version": "2.4", "released_on": "2026-11-12"}
    record = file_record("smart-door-lock", file=changed("smart-door-lock", sbom={"S-01": said}))
    assert "Release 2.4 of 12 Nov 2026" in text_of(papers(record)["SB"])


def test_results_of_sbom_checks_are_printed(file_record) -> None:
    results = {
        "S-01": (
            SbomResult("What the Regulation asks", 2, 2),
            SbomResult("BSI TR-03183-2", 9, 11, ("Hash", "Licence")),
        )
    }
    said = text_of(papers(file_record("smart-door-lock", sbom_results=results))["SB"])
    assert "2 of 2 met" in said
    assert "Hash / Licence" in said
    assert "not attached to this revision" in text_of(papers(file_record("smart-door-lock"))["SB"])


# ---------------------------------------------------------------------------------------------- every paper


def test_no_paper_says_what_must_never_be_said_and_no_cell_is_blank(file_record) -> None:
    for record in _records(file_record):
        for code, paper in papers(record).items():
            if code not in BUILDERS:
                continue
            said = text_of(paper) if code not in ("UI", "DP", "ST") else ""
            for question in record.pack.questions.values():
                said = said.replace(filled_text(question.text, record.name), "(question)")
            for line in said.splitlines():
                assert not FORBIDDEN.search(line), f"{code}: {line}"
            assert all(cell.strip() for cell in cells_of(paper)), code


def test_every_paper_opens_again_in_word(file_record) -> None:
    for record in (file_record("smart-door-lock"), file_record("smart-door-lock", file=half_finished())):
        for code, paper in papers(record).items():
            if code not in BUILDERS:
                continue
            word = docx.Document(io.BytesIO(docx_bytes(with_fingerprint(paper))))
            for table in word.tables:
                heads = [cell.text for cell in table.rows[0].cells]
                if len(table.rows) == 1 or "Signature" in heads:
                    continue
                for row in table.rows:
                    assert all(cell.text.strip() for cell in row.cells), (
                        code,
                        [cell.text for cell in row.cells],
                    )


NASTY = "=1+1 <w:p>&amp; { INCLUDETEXT } “quotes” \x07 מנעול 🔐\nsecond line"


def test_any_text_in_any_field_survives(file_record) -> None:
    def filled(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {one: filled(held, one) for one, held in value.items()}
        if isinstance(value, list):
            return [filled(one, key) for one in value]
        prose = isinstance(value, str) and " " in value
        return NASTY if prose else value

    records = {
        kind: {one: filled(held) for one, held in by_id.items()}
        for kind, by_id in sample_records("smart-door-lock").items()
    }
    record = file_record("smart-door-lock", file=TechnicalFile.from_records(records))
    for code, paper in papers(record).items():
        if code in BUILDERS:
            assert docx_bytes(paper), code
            assert all(cell.strip() for cell in cells_of(paper)), code
    assert "{ INCLUDETEXT }" in text_of(papers(record)["TD"])


def test_the_same_file_gives_the_same_fingerprints(file_record) -> None:
    first, second = (
        [fingerprint(paper) for paper in papers(file_record("smart-door-lock")).values()] for _ in range(2)
    )
    assert first == second


def test_a_private_path_never_reaches_paper(file_record) -> None:
    file = changed(
        "smart-door-lock",
        evidence={"E-01": {"kind": "file", "source_path": "/home/someone/secret/minutes.pdf"}},
    )
    for paper in papers(file_record("smart-door-lock", file=file)).values():
        assert "/home/someone" not in text_of(paper)


def test_expired_evidence_is_marked(file_record) -> None:
    file = changed("smart-door-lock", evidence={"E-04": {"valid_until": "2026-01-31"}})
    said = text_of(papers(file_record("smart-door-lock", file=file))["TD"])
    assert "▲ Expired" in said
    assert "Past the last day of validity: E-04." in said


def test_records_of_unknown_kinds_and_points_do_no_harm(file_record) -> None:
    records = sample_records("smart-door-lock") | {"future": {"x": {"y": 1}}}
    records["standards"]["in-use"]["own-spec"] = {"extent": "full"}
    record = file_record("smart-door-lock", file=TechnicalFile.from_records(records))
    assert "own-spec" in text_of(papers(record)["SL"])
    assert RecordKind.DESIGN.value in records
    assert replace(record, revision=2).needs == record.needs


def test_a_product_outside_the_law_misses_nothing_of_a_technical_file(file_record) -> None:
    record = file_record("patient-monitor", file=TechnicalFile())
    assert record.needs == ()
    assert record.gaps == ()
    assert codes_of(record) == ("CR", "RC")
    assert "▲ Gap" not in text_of(papers(record)["RC"])


def test_no_paper_ends_with_more_than_a_hairline_of_space(file_record) -> None:
    record = file_record("smart-door-lock")
    for code, paper in papers(record).items():
        if isinstance(paper, tree.Document):
            last = docx.Document(io.BytesIO(docx_bytes(paper))).paragraphs[-1]
            assert last.text or last.paragraph_format.line_spacing.pt == 1, code


def test_the_sheet_of_evidence_names_the_same_users_as_the_file(file_record) -> None:
    record = file_record("smart-door-lock")
    found = papers(record)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(found["RC"])))
    rows = {row[0]: row for row in book["Evidence"].iter_rows(values_only=True) if row[0]}
    assert rows["evidence.E-03"][-1] == "Annex VII (1)(c)"
    in_file = list(cells_of(found["TD"]))
    assert in_file[in_file.index("E-03") + 4].replace("\u00a0", " ") == "Annex VII (1)(c)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Security updates until 31 December 2038.", "the text says Dec 2038,"),
        ("Ab 2026, bis 30.11.2039.", "the text says 2026 and Nov 2039,"),
        ("Until 2039.", "no month can be read beside 2039,"),
        ("On sale since 2026, security updates until December 2039.", ""),
        ("Sicherheitsaktualisierungen bis Ende Dez. 2039", ""),
        ("Security updates until the day on the box, part 1207203800.", ""),
    ],
)  # fmt: skip
def test_another_end_of_support_in_the_text_for_users_is_a_gap(file_record, said: str, words: str) -> None:
    file = changed("smart-door-lock", **{"user-info": {"annex-2": {"annex-2-7": said}}})
    record = file_record("smart-door-lock", file=file)
    told = [gap.words.replace("\u00a0", " ") for gap in record.gaps]
    found = [one for one in told if one.startswith("User information, Annex II (7)")]
    whole = f"User information, Annex II (7): {words} the support period ends on 31 Dec 2039"
    assert found == ([whole] if words else [])
    for code in ("UI", "TD", "SP"):
        read = docx.Document(io.BytesIO(docx_bytes(papers(record)[code])))
        texts = [one.text or "" for one in read.element.body.iter() if one.tag.endswith("}t")]
        assert words in "".join(texts).replace("\u00a0", " "), code


@pytest.mark.parametrize(
    ("point", "said", "names"),
    [
        ("annex-2-3", "Aldwin Smart-Lock, lock unit ASL-2; the firmware shows its version", []),
        ("annex-2-3", "Aldwin Smart Lock, lock unit ASL-3", ["Lock unit ASL-2"]),
        ("annex-2-3", "Aldwin Doorbell, ASL-2", ["Aldwin Smart Lock"]),
        ("annex-2-1", "Other maker, Mill Road 1, products@manufacturer.example", ["Sample manufacturer"]),
        (
            "annex-2-1",
            "Sample Manufacturer (example data), help@example.com",
            ["products@manufacturer.example"],
        ),
        ("annex-2-1", "Sample Manufacturer (example data), www.example.com/help", []),
    ],
)
def test_another_name_in_the_text_for_users_is_a_gap(
    file_record, point: str, said: str, names: list[str]
) -> None:
    file = changed("smart-door-lock", **{"user-info": {"annex-2": {point: said}}})
    told = [gap.words for gap in file_record("smart-door-lock", file=file).gaps]
    found = [one for one in told if "the text does not name" in one]
    assert len(found) == len(names)
    assert all(f"“{name}" in one for name, one in zip(names, found, strict=True))
