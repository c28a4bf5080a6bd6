"""Forms without a window: every field of the outlines has its place, completeness, suggestions, undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crasuite.documents.tree import Document, Picture
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.suggestions import FieldState
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.text_forms import FORM_TITLES, TextForms
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.documents.test_picture_file import picture
from tests.unit.interview.conftest import TODAY, Clock, add_answers_of

_SINGLES = {"user-info": "annex-2", "support": "annex-7-4", "declaration": "declaration"}


@pytest.fixture(scope="module")
def law() -> Pack:
    return load_pack()


@pytest.fixture
def forms(tmp_path: Path, law: Pack) -> Iterator[TextForms]:
    with Workspace.create(
        tmp_path / "lock.crasuite", law, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        yield TextForms(workspace, add_answers_of(workspace, "smart-door-lock"))


def _answer(forms: TextForms, question: str, value: object) -> None:
    forms.repository.set_answer(forms.product_id, question, value)  # type: ignore[arg-type]
    forms.workspace.interview(forms.product_id).reload()
    forms.workspace.refresh(forms.product_id)


def test_every_text_of_the_outlines_has_a_field(forms: TextForms, law: Pack) -> None:
    wanted = set()
    for outline in law.outlines.values():
        for section in outline.sections:
            for source in section.content:
                found = re.fullmatch(r"record:(user-info|support|declaration|design|process)/(.+)", source)
                if found:
                    kind, path = found.groups()
                    record, key = (_SINGLES[kind], path) if kind in _SINGLES else (path.partition("/")[::2])
                    wanted.add(Place(RecordKind(kind), record, key))
    assert len(wanted) > 60
    assert [place for place in wanted if forms.where(place) is None] == []


def test_every_field_is_cited_and_has_help_and_an_id_of_its_own(forms: TextForms) -> None:
    fields = [one for form in forms.forms() for one in form.fields]
    assert len({one.id for one in fields}) == len(fields)
    assert all(one.help and one.title for one in fields)
    uncited = {one.place.field for one in fields if not one.cites}
    assert uncited == {"record", "owner"}, "these two belong to the cited field above them"
    assert not any("{product}" in f"{one.title}{one.help}{one.asks}" for one in fields)


def test_a_place_leads_to_form_and_field(forms: TextForms) -> None:
    assert forms.where(Place(RecordKind.USER_INFO, "annex-2", "annex-2-7")) == (
        "user-information",
        "user-info/annex-2/annex-2-7",
    )
    found = forms.where(Place(RecordKind.PROCESS, "annex-1-2-5"))
    assert found == ("vulnerability-handling", "process/annex-1-2-5/process")
    assert forms.where(Place(RecordKind.RISK, "R-01", "title")) is None


def test_placeholders_do_not_count(forms: TextForms) -> None:
    field = "user-info/annex-2/annex-2-2"
    before = forms.form("user-information").filled
    forms.set_text(field, "TBD")
    form = forms.form("user-information")
    view = next(one for one in form.fields if one.id == field)
    assert view.state is FieldState.PLACEHOLDER
    assert form.filled == before
    assert form.words == "0 of 12 filled, 1 only keeps a place"
    forms.set_text(field, "security@lock.example, policy at https://lock.example/security")
    assert forms.form("user-information").filled == before + 1


def test_completeness_counts_only_what_is_needed(forms: TextForms) -> None:
    form = forms.form("user-information")
    states = {one.place.field: one.state for one in form.fields}
    assert states["annex-2-9"] is FieldState.OPTIONAL
    assert states["annex-2-8-f"] is FieldState.OPTIONAL, "nobody builds the lock into another product"
    _answer(forms, "component", "yes")
    states = {one.place.field: one.state for one in forms.form("user-information").fields}
    assert states["annex-2-8-f"] is FieldState.MISSING
    _answer(forms, "component", "not-sure")
    states = {one.place.field: one.state for one in forms.form("user-information").fields}
    assert states["annex-2-8-f"] is FieldState.MISSING, "while nobody knows, the stricter outcome counts"


@pytest.mark.parametrize(
    ("procedure", "body", "quality"),
    [("a", False, False), ("b-c", True, False), ("h", True, True), ("not-sure", False, False)],
)
def test_what_a_body_asks_is_a_gap_only_with_a_body(
    forms: TextForms, procedure: str, body: bool, quality: bool
) -> None:
    _answer(forms, "procedure-choice", procedure)
    required = {one.id: one.required for one in forms.form("declaration").fields}
    assert required["declaration/declaration/body_number"] is body
    assert required["design/application/no-other-body"] is body
    assert required["design/quality-system/d"] is quality
    assert required["declaration/declaration/place"] is True


@pytest.mark.parametrize(("form", "is_gap"), [("hardware", True), ("software", False), ("not-sure", False)])
def test_pictures_and_drawings_are_gaps_for_a_device_only(forms: TextForms, form: str, is_gap: bool) -> None:
    _answer(forms, "form", form)
    required = {one.id: one.required for one in forms.form("design").fields}
    assert required["design/description/pictures"] is is_gap
    assert required["design/architecture/drawings"] is is_gap


def test_suggestions_name_their_source_and_are_taken_in_one_step(forms: TextForms) -> None:
    form = forms.form("user-information")
    suggested = {one.place.field: one.suggestion for one in form.suggested}
    assert set(suggested) == {"annex-2-1", "annex-2-3", "annex-2-4", "annex-2-7"}
    assert suggested["annex-2-4"].question == "intended-purpose"  # type: ignore[union-attr]
    assert "Support ends in December 2039" in suggested["annex-2-7"].text  # type: ignore[union-attr]
    assert forms.take_over(one.id for one in form.suggested) == 4
    assert forms.workspace.undo_label() == "filling 4 fields"
    form = forms.form("user-information")
    assert form.filled == 4
    assert not form.suggested
    assert all(one.is_as_suggested for one in form.fields if one.place.field in suggested)
    forms.workspace.undo()
    assert forms.form("user-information").filled == 0


def test_a_source_that_changed_offers_its_new_text(forms: TextForms) -> None:
    field = "user-info/annex-2/annex-2-4"
    forms.take_over([field])
    _answer(forms, "intended-purpose", "Families lock and unlock their front door.")
    view = next(one for one in forms.form("user-information").fields if one.id == field)
    assert not view.is_as_suggested
    assert view.suggestion is not None
    assert view.suggestion.text == "Families lock and unlock their front door."


def test_own_words_around_an_answer_do_not_differ_from_it(forms: TextForms) -> None:
    field = "user-info/annex-2/annex-2-1"
    lines = next(one for one in forms.form("user-information").suggested if one.id == field)
    assert lines.suggestion is not None
    forms.set_text(field, f"Made by {', '.join(lines.suggestion.text.splitlines())}. Website: lock.example")
    view = next(one for one in forms.form("user-information").fields if one.id == field)
    assert view.suggestion is None
    assert view.is_as_suggested


def test_one_text_starts_another_form(forms: TextForms) -> None:
    forms.set_text("declaration/declaration/url", "https://lock.example/declaration")
    view = {one.place.field: one for one in forms.form("user-information").fields}["annex-2-6"]
    assert view.suggestion is not None
    assert view.suggestion.text == "https://lock.example/declaration"
    assert view.suggestion.source == "From “Web address of the declaration”"


def test_texts_reach_the_record_and_leave_nothing_behind(forms: TextForms) -> None:
    forms.set_text("process/annex-1-2-5/owner", "Head of support")
    assert forms.file.processes["annex-1-2-5"].text("owner") == "Head of support"
    assert forms.workspace.undo_label() == "changing “Part II (5): who does it”"
    forms.set_text("process/annex-1-2-5/owner", "")
    assert "annex-1-2-5" not in forms.file.processes
    forms.set_text("declaration/declaration/other_acts", "Directive 2014/53/EU\n\nRegulation (EU) 2023/1542")
    assert forms.file.declaration.other_acts == ("Directive 2014/53/EU", "Regulation (EU) 2023/1542")
    forms.set_text("declaration/declaration/date", "2027-12-01")
    assert str(forms.file.declaration.signed_on) == "2027-12-01"
    forms.set_text("declaration/declaration/date", "")
    assert forms.file.declaration.signed_on is None


def test_the_support_period_is_never_too_short_without_saying_so(forms: TextForms) -> None:
    def facts() -> dict[str, tuple[str, str]]:
        return {one.label: (one.value, one.tone) for one in forms.form("support-period").facts}

    assert facts()["Support you give"] == ("8 years", "ok")
    assert facts()["Support ends"][0] == "31 Dec 2039"
    assert facts()["What the law says"][1] == "ok"
    _answer(forms, "support-years", 4)
    assert facts()["Support you give"][1] == "danger"
    assert facts()["What the law says"] == (
        "It is used for five years or more, so support must last at least five years. "
        "The support period is too short. Provide security updates for at least five years.",
        "danger",
    )
    _answer(forms, "expected-use-years", 3)
    assert facts()["What the law says"][1] == "ok"
    _answer(forms, "expected-use-years", 10)
    _answer(forms, "support-years", 6)
    assert facts()["Support you give"][1] == "warn"
    assert "people use it longer" in facts()["What the law says"][0]


def test_the_count_beside_the_screen_is_that_of_the_forms(forms: TextForms) -> None:
    open_fields = sum(len(form.open) for form in forms.forms())
    assert forms.open_words() == f"{open_fields} open"
    assert [form.id for form in forms.forms()] == list(FORM_TITLES)


# Pictures

PICTURES = "design/description/pictures"


def test_only_pictures_and_drawings_take_pictures(forms: TextForms) -> None:
    taking = [one.id for form in forms.forms() for one in form.fields if one.takes_pictures]
    assert taking == [PICTURES, "design/architecture/drawings"]


def test_pictures_are_entered_and_named_in_one_step_and_shown(forms: TextForms, tmp_path: Path) -> None:
    forms.set_text(PICTURES, "The lock from outside and inside.")
    paths = [tmp_path / "front.png", tmp_path / "inside.jpg"]
    paths[0].write_bytes(picture("PNG"))
    paths[1].write_bytes(picture("JPEG", size=(200, 300)))
    file = RequirementsFile(forms.workspace, forms.product_id)
    ids = forms.attach_pictures(PICTURES, [file.copy_in(path) for path in paths])
    assert ids == ("E-01", "E-02")
    said = "The lock from outside and inside.\nE-01 front\nE-02 inside"
    assert forms.file.design["description"].texts["pictures"] == said
    assert [one.name for one in forms.file.evidence.values()] == ["front.png", "inside.jpg"]
    assert forms.workspace.undo_label() == "attaching 2 pictures to “Pictures”"
    paper = DocumentsFile(forms.workspace, forms.product_id).paper("TD")
    assert isinstance(paper, Document)
    assert sum(isinstance(block, Picture) for block in paper.blocks) == 2
    forms.attach_pictures(PICTURES, [file.copy_in(paths[0])])
    assert forms.file.design["description"].texts["pictures"] == said, "named once"
    assert len(forms.file.evidence) == 2
    forms.workspace.undo()
    assert not forms.file.evidence
    assert forms.file.design["description"].texts["pictures"] == "The lock from outside and inside."
