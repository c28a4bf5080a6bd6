"""Texts of the pack speak to the user; on paper the user speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crasuite.documents.content.wording import as_maker, basis, in_words, lowered, one_line
from crasuite.rules.model import Pack


def _texts(pack: Pack) -> Iterator[str]:
    for rule in pack.rules.values():
        yield from (rule.because, rule.warning)
    for duty in pack.duties.values():
        yield from (duty.title, duty.text)
    for entry in pack.timeline.values():
        yield from (entry.title, entry.text)
    for law in pack.neighbours.values():
        yield from (law.text, law.warning, *law.todo)
    for category in pack.categories.values():
        yield from (category.core, category.note, *category.near_reason.values())
    for requirement in pack.requirements.values():
        yield from (requirement.meaning, *requirement.evidence)
    for procedure in pack.procedures.values():
        yield from (procedure.summary, procedure.who, procedure.fits_when)
        yield from (procedure.you_hand_over, procedure.while_you_sell)
        for group in procedure.groups:
            for step in group.steps:
                yield from (step.text, step.who, step.hand_over, step.evidence)
    yield from (field.title for field in pack.report_fields.values())
    yield from (question.text for aid in pack.aids.values() for question in aid.questions.values())


def test_no_text_of_the_pack_addresses_the_reader(pack) -> None:
    for text in _texts(pack):
        said = in_words(pack, text)
        assert not re.search(r"\b(you|your|yours|yourself|yourselves)\b", said, re.IGNORECASE), said


def test_we_is_never_an_object(pack) -> None:
    wrong = re.compile(
        r"\b(to|for|by|from|with|of|about|than|against|lets?|leaves?|tells?|spares?) we\b(?! are)"
    )
    for text in _texts(pack):
        assert not wrong.search(as_maker(text)), as_maker(text)
        assert not re.search(r"\bus (are|have|do|sell|place|make)\b", as_maker(text)), as_maker(text)


def test_no_text_of_the_pack_keeps_the_number_of_a_category(pack) -> None:
    for text in _texts(pack):
        assert not re.search(r"\b(I|II|IV)-\d", in_words(pack, text)), text


def test_citations_of_one_article_stand_together(pack) -> None:
    assert (
        basis(pack, ["cra art-2-2", "cra art-2-3", "cra art-2-4", "cra art-3-1"]) == "Art. 2(2) to (4), 3(1)"
    )
    assert basis(pack, ["cra recital-12", "cra art-3-1"]) == "Art. 3(1); Recital 12"
    assert basis(pack, [], "practice") == "practice"
    assert basis(pack, ["guidance point-144"], "guidance").startswith("guidance; ")


def test_small_letters_spare_names() -> None:
    assert lowered("A delegated act") == "a delegated act"
    assert lowered("EHDS procedure") == "EHDS procedure"


def test_a_long_name_is_cut_once_and_on_one_line() -> None:
    assert one_line("a\nb\tc") == "a b c"
    assert len(one_line("x" * 10_000)) <= 61
