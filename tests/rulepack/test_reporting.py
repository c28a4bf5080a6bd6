"""The law of Article 14 as data: stages, contents, CSIRTs, other regimes, the living list."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from crasuite.domain.case import Case
from crasuite.rules import Pack, assess
from crasuite.rules.file_checks import CASE_FIELDS

# -- stages ------------------------------------------------------------------------------------------------

STAGES = {
    "vulnerability-early-warning": ("vulnerability", "aware", (24, None, None), "cra art-14-2-a"),
    "vulnerability-notification": ("vulnerability", "aware", (72, None, None), "cra art-14-2-b"),
    "vulnerability-final": ("vulnerability", "measure-available", (None, 14, None), "cra art-14-2-c"),
    "incident-early-warning": ("incident", "aware", (24, None, None), "cra art-14-4-a"),
    "incident-notification": ("incident", "aware", (72, None, None), "cra art-14-4-b"),
    "incident-final": ("incident", "notified", (None, None, 1), "cra art-14-4-c"),
    "intermediate": ("both", "requested", (0, None, None), "cra art-14-6"),
    "users": ("both", "aware", (0, None, None), "cra art-14-8"),
}


def test_the_stages_are_those_of_article_14(pack: Pack) -> None:
    found = {
        stage.id: (stage.kind, stage.anchor, (stage.hours, stage.days, stage.months), stage.cites[0])
        for stage in pack.stages.values()
    }
    assert found == STAGES


def test_what_may_be_left_out_when_already_provided(pack: Pack) -> None:
    """Points (b) and (c) of both paragraphs say so; (a), (6) and (8) do not."""
    optional = {stage.id for stage in pack.stages.values() if stage.unless_provided}
    assert optional == {
        "vulnerability-notification",
        "vulnerability-final",
        "incident-notification",
        "incident-final",
    }


def test_the_relief_of_small_makers_stands_at_the_24_hours_only(pack: Pack) -> None:
    """Article 64(10)(a) names points (2)(a) and (4)(a) of Article 14."""
    relieved = {stage.id for stage in pack.stages.values() if "small-makers" in stage.notes}
    assert relieved == {"vulnerability-early-warning", "incident-early-warning"}
    assert pack.counting["small-makers"].cites == ("cra art-64-10-a",)


def test_each_clock_says_what_the_law_leaves_open(pack: Pack) -> None:
    assert all(stage.undefined for stage in pack.stages.values())
    counted = [stage for stage in pack.stages.values() if stage.hours != 0]
    assert all({"weekends", "periods-regulation"} <= set(stage.undefined) for stage in counted)
    assert {"calendar-month", "time-zone"} <= set(pack.stages["incident-final"].undefined)
    assert "fourteen-days" in pack.stages["vulnerability-final"].undefined


def test_the_order_of_stages(pack: Pack) -> None:
    assert [stage.id for stage in pack.stages_of("incident")] == [
        "incident-early-warning",
        "incident-notification",
        "intermediate",
        "incident-final",
        "users",
    ]
    assert {stage.document for stage in pack.stages.values()} == {"EW", "NT", "FR", "IR", "UN"}


# -- contents: every element that Article 14(2) and (4) name, in the order of the text ---------------------

ELEMENTS = [
    # (citation, stage, element in our words, field)
    (
        "cra art-14-2-a",
        "vulnerability-early-warning",
        "it is an exploited vulnerability",
        "notification-type",
    ),
    ("cra art-14-2-a", "vulnerability-early-warning", "Member States known", "member-states"),
    ("cra art-14-2-b", "vulnerability-notification", "general facts on the product", "product-information"),
    ("cra art-14-2-b", "vulnerability-notification", "nature of the exploit", "exploit-nature"),
    ("cra art-14-2-b", "vulnerability-notification", "nature of the vulnerability", "vulnerability-nature"),
    ("cra art-14-2-b", "vulnerability-notification", "measures taken", "measures-taken"),
    ("cra art-14-2-b", "vulnerability-notification", "measures for users", "user-measures"),
    ("cra art-14-2-b", "vulnerability-notification", "sensitivity", "sensitivity"),
    ("cra art-14-2-c-i", "vulnerability-final", "description", "vulnerability-description"),
    ("cra art-14-2-c-i", "vulnerability-final", "severity", "vulnerability-severity"),
    ("cra art-14-2-c-i", "vulnerability-final", "impact", "vulnerability-impact"),
    ("cra art-14-2-c-ii", "vulnerability-final", "malicious actor", "malicious-actor"),
    ("cra art-14-2-c-iii", "vulnerability-final", "update or other measure", "update-details"),
    ("cra art-14-4-a", "incident-early-warning", "it is a severe incident", "notification-type"),
    ("cra art-14-4-a", "incident-early-warning", "unlawful or malicious act", "malicious-act"),
    ("cra art-14-4-a", "incident-early-warning", "Member States known", "member-states"),
    ("cra art-14-4-b", "incident-notification", "nature of the incident", "incident-nature"),
    ("cra art-14-4-b", "incident-notification", "first assessment", "initial-assessment"),
    ("cra art-14-4-b", "incident-notification", "measures taken", "measures-taken"),
    ("cra art-14-4-b", "incident-notification", "measures for users", "user-measures"),
    ("cra art-14-4-b", "incident-notification", "sensitivity", "sensitivity"),
    ("cra art-14-4-c-i", "incident-final", "detailed description", "incident-description"),
    ("cra art-14-4-c-i", "incident-final", "severity", "incident-severity"),
    ("cra art-14-4-c-i", "incident-final", "impact", "incident-impact"),
    ("cra art-14-4-c-ii", "incident-final", "threat or root cause", "root-cause"),
    ("cra art-14-4-c-iii", "incident-final", "mitigation applied and under way", "mitigation"),
    # beside the two paragraphs
    ("cra art-14-6", "intermediate", "status updates", "status-update"),
    ("cra art-14-8", "users", "the vulnerability or incident", "users-event"),
    ("cra art-14-8", "users", "users concerned or all users", "users-recipients"),
    ("cra art-14-8", "users", "measures users can deploy", "users-measures"),
    ("cra art-14-8", "users", "structured, machine-readable form", "users-machine-readable"),
]
AVAILABLE_ONLY = {
    "member-states",
    "product-information",
    "exploit-nature",
    "vulnerability-nature",
    "incident-nature",
    "measures-taken",
    "user-measures",
    "sensitivity",
    "malicious-actor",
    "users-measures",
}
"""What the text asks for "where applicable", "as available", "where available", "any", "where necessary"."""


@pytest.mark.parametrize(
    ("cite", "stage", "element", "name"), ELEMENTS, ids=[f"{e[1]}/{e[2]}" for e in ELEMENTS]
)
def test_every_element_of_the_law_has_its_field(
    pack: Pack, cite: str, stage: str, element: str, name: str
) -> None:
    field = pack.report_fields[name]
    assert cite in field.cites, element
    assert stage in field.stages, element
    assert field.origin == "law", element
    if field.type != "text" or name != "users-machine-readable":
        assert field.required == ("if-known" if name in AVAILABLE_ONLY else "always"), element


def test_nothing_else_of_a_form_claims_to_be_law(pack: Pack) -> None:
    """Article 14(7) and 16(2) give the rest: to whom, and what speaks against spreading it."""
    named = {name for _, _, _, name in ELEMENTS}
    law = {field.id for field in pack.report_fields.values() if field.origin == "law"}
    assert law - named == {"coordinator", "delay-grounds", "exceptional-grounds"}
    platform = [field for field in pack.report_fields.values() if field.origin == "platform"]
    assert len(platform) >= 20
    assert all("enisa-srp act" in field.cites for field in platform)


def test_the_grounds_are_those_that_the_aid_asks_about(pack: Pack) -> None:
    questions = pack.aids["must-report"].questions
    for field, question, count in (
        ("delay-grounds", "case-delay-grounds", 4),
        ("exceptional-grounds", "case-exceptional-grounds", 3),
    ):
        options = [option.id for option in pack.report_fields[field].options]
        assert options == [option.id for option in questions[question].options]
        assert len(options) == count
        assert pack.report_fields[field].prefill == f"aid:{question}"


def test_forms_are_filled_from_fields_that_a_case_has(pack: Pack) -> None:
    assert {field.name for field in fields(Case)} >= CASE_FIELDS


# -- CSIRTs and the state of play --------------------------------------------------------------------------

COUNTRIES = "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"
MEMBER_STATES = {COUNTRIES[at : at + 2] for at in range(0, len(COUNTRIES), 2)}


def test_each_member_state_has_its_csirt(pack: Pack) -> None:
    assert set(pack.csirts) == MEMBER_STATES
    assert len(MEMBER_STATES) == 27
    for csirt in pack.csirts.values():
        assert csirt.website.startswith("https://")
        assert csirt.address.startswith("https://www.enisa.europa.eu/")
        assert csirt.note or csirt.confidence == "high"


def test_the_platform_opened_when_the_duty_began(pack: Pack) -> None:
    platform = pack.reporting["state.reporting-platform"]
    assert platform.entry_on(date(2026, 9, 10)).value == "closed"
    assert platform.entry_on(date(2026, 9, 11)).value == "open"
    assert platform.entry_on(date(2026, 9, 11)).address == "https://portal.cra-srp.enisa.europa.eu"
    assert pack.reporting["state.reporting-format"].entry_on(pack.manifest.law_as_of).value == "none"
    assert pack.reporting["state.reporting-delay-act"].entry_on(date(2026, 5, 9)).value == "none"
    assert pack.reporting["state.reporting-delay-act"].entry_on(date(2026, 5, 10)).value == "in-force"


def test_the_dated_facts_decide_nothing(pack: Pack) -> None:
    assert not set(pack.reporting) & set(pack.state)
    assert not {used.id for used in assess(pack, {}, date(2026, 11, 24)).states} & set(pack.reporting)


# -- other regimes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "applies", "not_shown"),
    [
        ({"case-personal-data": "both"}, {"o-gdpr-controller", "o-gdpr-processor"}, set()),
        ({"case-personal-data": "no"}, set(), {"o-gdpr-controller", "o-gdpr-processor"}),
        ({"nis2-entity": "yes", "case-services": "yes"}, {"o-nis2"}, set()),
        ({"nis2-entity": "yes", "case-services": "no"}, set(), {"o-nis2"}),
        ({"areas": ["financial"]}, {"o-dora"}, {"o-machinery", "o-gpsr", "o-ai-act", "o-mdr"}),
        ({"areas": ["ai"], "ai-risk-path": "annex-iii", "case-harm": "death"}, {"o-ai-act"}, set()),
        ({"areas": ["ai"], "ai-risk-path": "annex-iii", "case-harm": "no"}, {"o-ai-act"}, set()),
        ({"areas": ["ai"], "ai-risk-path": "not-high-risk", "case-harm": "death"}, set(), {"o-ai-act"}),
        ({"areas": ["consumers"], "case-harm": "serious"}, {"o-gpsr"}, {"o-dora"}),
        ({"areas": ["machinery"], "case-harm": "can"}, {"o-machinery"}, {"o-gpsr"}),
        (
            {
                "areas": ["health"],
                "health-purpose": "ivd",
                "health-modules": "one-product",
                "case-harm": "can",
            },
            {"o-ivdr"},
            {"o-mdr"},
        ),
    ],
)
def test_regimes_follow_the_answers(
    pack: Pack, answers: dict[str, object], applies: set[str], not_shown: set[str]
) -> None:
    result = assess(pack, answers, date(2026, 11, 24), "must-report")
    truths = {shown.regime.id: shown.applies for shown in result.overlap()}
    assert {name for name in applies if truths[name] is not True} == set()
    assert {name for name in not_shown if truths[name] is not False} == set()


def test_a_regime_known_only_in_part_says_so(pack: Pack) -> None:
    for regime in pack.overlap.values():
        assert regime.confidence != "low" or "not read" in regime.note.lower()
    assert {regime.id for regime in pack.overlap.values()} == {
        "o-mdr",
        "o-ivdr",
        "o-ai-act",
        "o-ehds",
        "o-nis2",
        "o-gdpr-controller",
        "o-gdpr-processor",
        "o-gpsr",
        "o-dora",
        "o-machinery",
    }


def test_a_clock_of_another_law_says_whether_awareness_starts_it(pack: Pack) -> None:
    """Those that count from something else have no end that could be told."""
    counted = {
        (regime.id, clock.label): clock.starts
        for regime in pack.overlap.values()
        for clock in regime.clocks
        if clock.hours or clock.days or clock.months
    }
    assert {one for one, starts in counted.items() if not starts} == {
        ("o-nis2", "Final report"),
        ("o-dora", "The customer's first report"),
    }
    assert set(counted.values()) == {"", "aware"}


# -- the living list ---------------------------------------------------------------------------------------


def test_the_living_list_covers_part_2(pack: Pack) -> None:
    part_2 = {key for key, point in pack.requirements.items() if point.in_part_2}
    assert {item.requirement for item in pack.handling.values()} == part_2
    assert len(part_2) == 8
    assert all(item.cadence_months > 0 for item in pack.handling.values())
    for item in pack.handling.values():
        assert item.kind == "practice" or f"cra {item.requirement}" in item.cites
