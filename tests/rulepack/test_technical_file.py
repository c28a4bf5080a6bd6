"""Data for the technical file: standards, threats, risk method, user information, outlines, law texts."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from crasuite.domain.record_kind import RecordKind
from crasuite.rules import Pack, assess
from crasuite.rules.file_checks import RECORD_KINDS
from crasuite.rules.logic import AnswerIs, parse

DAY = date(2027, 12, 11)
THE_SET = (
    *("CR", "SP", "OP", "TD", "RA", "RC", "VH", "SB", "UI", "PC", "EN", "AB", "AH", "PR", "DC", "SD"),
    *("EW", "NT", "FR", "IR", "UN", "ND", "IM", "MF"),
)
FURTHER = ("DP", "ST", "SL", "CH", "CE", "SA", "DR")
"""Disclosure policy, security.txt, standards, changes after a certificate, CE marking, advisory, drill."""
CARRIERS = {
    "annex-1-1": "RC",
    "annex-1-2": "VH",
    "annex-2": "UI",
    "annex-5": "DC",
    "annex-6": "SD",
    "annex-7": "TD",
    "annex-8-1": "PC",
    "annex-8-2-3": "AB",
    "annex-8-3": "PR",
    "annex-8-4-3-1": "AH",
    "annex-8-4-3-2": "AH",
}
"""The document that carries each part of the annexes."""
FOR_BODIES = {"annex-8-4-7", "annex-8-4-8"}
"""What Annex VIII says to notified bodies among themselves, and to a representative in general."""


def items(pack: Pack, part: str) -> list[str]:
    """The items of a part of the annexes: its provisions that are not divided further."""
    ids = [cite.removeprefix("cra ") for cite in pack.provisions if cite.startswith("cra annex-")]
    inside = [item for item in ids if item == part or item.startswith(f"{part}-")]
    return [item for item in inside if not any(other.startswith(f"{item}-") for other in ids)]


def carried(pack: Pack, code: str) -> set[str]:
    return {cite.removeprefix("cra ") for section in pack.outlines[code].sections for cite in section.carries}


# -- outlines ----------------------------------------------------------------------------------------------


def test_every_document_of_the_set_has_an_outline(pack: Pack) -> None:
    assert set(pack.outlines) == {*THE_SET, *FURTHER}


@pytest.mark.parametrize("part", CARRIERS)
def test_every_item_is_carried_by_its_document(pack: Pack, part: str) -> None:
    wanted = items(pack, part)
    assert wanted
    assert [item for item in wanted if item not in carried(pack, CARRIERS[part])] == []


def test_nothing_of_annex_8_is_left_out(pack: Pack) -> None:
    everywhere = set().union(*(carried(pack, code) for code in pack.outlines))
    assert {item for item in items(pack, "annex-8") if item not in everywhere} <= FOR_BODIES


def test_the_counts_of_the_annexes(pack: Pack) -> None:
    """A provision lost from the list would otherwise take its section with it."""
    counts = {part: len(items(pack, part)) for part in CARRIERS}
    assert counts == {
        "annex-1-1": 14,
        "annex-1-2": 8,
        "annex-2": 14,
        "annex-5": 8,
        "annex-6": 1,
        "annex-7": 13,
        "annex-8-1": 6,
        "annex-8-2-3": 4,
        "annex-8-3": 5,
        "annex-8-4-3-1": 4,
        "annex-8-4-3-2": 8,
    }


def test_sections_stand_in_the_order_of_the_annex(pack: Pack) -> None:
    for code in ("UI", "DC", "TD", "RC", "VH"):
        order = list(pack.provisions)
        places = [
            order.index(cite) for section in pack.outlines[code].sections for cite in section.carries[:1]
        ]
        own = [place for place in places if order[place].startswith("cra annex-1-2") or code != "VH"]
        assert own == sorted(own), code


def test_the_declarations_hold_nothing_else(pack: Pack) -> None:
    for code in ("DC", "SD"):
        assert all(section.carries for section in pack.outlines[code].sections)


def test_a_body_stands_in_the_declaration_only_where_one_took_part(pack: Pack) -> None:
    for choice, wanted in (("a", False), ("b-c", True), ("h", True)):
        assessment = assess(pack, {"procedure-choice": choice}, DAY)
        assert assessment.is_section_required("DC", "notified-body") is wanted
    assert assess(pack, {}, DAY).is_section_required("DC", "notified-body") is None
    assert assess(pack, {"procedure-choice": "b-c"}, DAY).is_section_required("CE", "number") is False


def test_pictures_belong_to_hardware(pack: Pack) -> None:
    assert assess(pack, {"form": "hardware"}, DAY).is_section_required("TD", "pictures") is True
    assert assess(pack, {"form": "software"}, DAY).is_section_required("TD", "pictures") is False


def test_every_kind_of_record_may_be_named(pack: Pack) -> None:
    assert {kind.value for kind in RecordKind} <= RECORD_KINDS


# -- user information and support period -------------------------------------------------------------------


def test_user_information_is_annex_2(pack: Pack) -> None:
    assert list(pack.user_information) == items(pack, "annex-2")
    for key, item in pack.user_information.items():
        assert f"cra {key}" in item.cites
        assert item.ref == pack.provisions[f"cra {key}"].label


def test_the_integrator_is_informed_where_there_is_one(pack: Pack) -> None:
    for answer, wanted in (("yes", True), ("no", False)):
        assessment = assess(pack, {"component": answer}, DAY)
        assert assessment.is_information_required("annex-2-8-f") is wanted
        assert assessment.is_section_required("UI", "annex-2-8-f") is wanted
    assert assess(pack, {}, DAY).is_information_required("annex-2-9") is False


def test_support_factors(pack: Pack) -> None:
    required = [factor.id for factor in pack.support_factors.values() if factor.required]
    assert required == ["expected-use", "user-expectations", "nature-and-purpose", "union-law"]
    assert len(pack.support_factors) == 8
    assert all("cra art-13-8" in factor.cites for factor in pack.support_factors.values())


# -- standards ---------------------------------------------------------------------------------------------


def test_the_mapping_is_whole(pack: Pack) -> None:
    rows = [row for standard in pack.standards.values() for row in standard.covers]
    silent = [row for standard in pack.standards.values() for row in standard.silent_on]
    assert Counter(row.strength for row in rows) == {"partial": 122, "weak": 78, "planned": 25, "full": 14}
    assert len(silent) == 4
    per_requirement = Counter(row.requirement for row in rows)
    assert set(per_requirement) == set(pack.requirements)
    assert min(per_requirement.values()) >= 8


def test_no_standard_is_said_to_give_presumption(pack: Pack) -> None:
    for standard in pack.standards.values():
        assert standard.kind == ("law" if standard.id == "ehds-annex-2" else "practice")
        for text in (standard.state, standard.claim):
            for sentence in text.split("."):
                if "presumption" in sentence.lower():
                    assert any(word in sentence for word in ("no presumption", "without", "ends at")), text


def test_a_planned_row_belongs_to_a_draft(pack: Pack) -> None:
    for standard in pack.standards.values():
        is_draft = standard.claim.startswith("Draft")
        assert {row.strength == "planned" for row in standard.covers} == {is_draft}, standard.id


def test_drafts_name_the_categories_they_are_for(pack: Pack) -> None:
    named = [category for part in pack.standards["category-drafts"].parts for category in part.categories]
    assert set(pack.categories) - set(named) == {"I-1", "IV-1", "IV-2"}
    assert len(named) == len(set(named))


# -- threats and risk method -------------------------------------------------------------------------------


def test_each_category_has_threats_of_its_own(pack: Pack) -> None:
    named: Counter[str] = Counter()
    for threat in pack.threats.values():
        if threat.when is not None:
            for atom in parse(threat.when, pack.names).atoms():
                if isinstance(atom, AnswerIs) and atom.variable == "core-functionality":
                    named.update(atom.values)
    assert {category: named[category] for category in pack.categories if named[category] < 3} == {}


def test_each_point_of_part_1_is_treated_by_several_threats(pack: Pack) -> None:
    treated = Counter(point for threat in pack.threats.values() for point in threat.requirements)
    part_1 = [point.id for point in pack.requirements.values() if point.part == "I"]
    assert part_1 == [point for point in pack.requirements if point.startswith("annex-1-1-")]
    assert {point: treated[point] for point in part_1 if treated[point] < 5} == {}
    sources = {threat.source for threat in pack.threats.values()}
    assert sources == {"attacker", "failure", "misuse", "insider", "physical"}


@pytest.mark.parametrize(
    ("answers", "offered", "not_offered"),
    [
        (
            {
                "form": "hardware",
                "data-connection": "yes",
                "backend-needed": "yes",
                "backend-own": "own",
                "component": "no",
                "areas": ["radio", "consumers", "personal-data"],
                "core-functionality": "I-17",
            },
            {"lock-opened-by-replay", "debug-port", "radio-jammed", "back-end-breach", "fake-update"},
            {"filter-bypassed", "child-located", "training-data-poisoned", "third-party-service-fails"},
        ),
        (
            {
                "form": "software",
                "data-connection": "yes",
                "backend-needed": "no",
                "component": "no",
                "areas": ["ai"],
                "core-functionality": "I-3",
            },
            {"vault-cracked-offline", "adversarial-input", "app-tampered", "known-vulnerability-shipped"},
            {"debug-port", "radio-jammed", "cloud-account-taken", "health-data-leaks"},
        ),
        (
            {
                "form": "hardware",
                "data-connection": "yes",
                "areas": ["health", "radio"],
                "core-functionality": "I-19",
                "wearable-kind": "children",
            },
            {"health-data-leaks", "child-located", "position-of-wearer", "tracking-by-radio"},
            {"guest-escapes", "payment-forged"},
        ),
    ],
)
def test_threats_follow_the_answers(
    pack: Pack, answers: dict[str, object], offered: set[str], not_offered: set[str]
) -> None:
    fits = {offer.threat.id: offer.fits for offer in assess(pack, answers, DAY).threats()}
    assert {name: fits[name] for name in offered} == dict.fromkeys(offered, True)
    assert {name: fits[name] for name in not_offered} == dict.fromkeys(not_offered, False)
    assert 40 <= sum(fit is True for fit in fits.values()) <= 110


def test_threats_are_practice_and_serve_the_safety_file_too(pack: Pack) -> None:
    assert len(pack.threats) >= 60
    assert {threat.kind for threat in pack.threats.values()} == {"practice"}
    assert sum(threat.may_hurt_people for threat in pack.threats.values()) >= 15


def test_the_matrix_is_the_one_drawn(pack: Pack) -> None:
    method = pack.risk_method
    assert [step.label for step in method.likelihood] == ["Rare", "Unlikely", "Possible", "Likely", "Certain"]
    assert [step.label for step in method.impact] == ["Slight", "Minor", "Moderate", "Major", "Severe"]
    assert Counter(level for row in method.matrix for level in row) == {
        "low": 8,
        "medium": 7,
        "high": 4,
        "very-high": 6,
    }
    assert method.level(1, 5) == "medium"
    assert method.level(3, 4) == "high"
    assert method.kind == "practice"
    assert "no method" in method.text


# -- prescribed words --------------------------------------------------------------------------------------


def test_prescribed_wordings(pack: Pack) -> None:
    version = pack.law_texts["annex-6"].version("en")
    assert version is not None
    text = version.text
    for blank, filling in zip(
        version.blanks, ("Maker B.V.", "Lock 2", "https://maker.example/doc"), strict=True
    ):
        text = text.replace(blank.text, filling, 1)
    assert text == (
        "Hereby, Maker B.V. declares that the product with digital elements type Lock 2 is in compliance "
        "with Regulation (EU) 2024/2847.\nThe full text of the EU declaration of conformity is available at "
        "the following internet address: https://maker.example/doc"
    )
    responsibility = pack.law_texts["annex-5-3"].version("en")
    assert responsibility is not None
    assert responsibility.statement.endswith("issued under the sole responsibility of the provider.")
