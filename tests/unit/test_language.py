"""The language of the reader: `tr` and its kin, the pseudo-language, the rule pack in other words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from crasuite import language
from crasuite.language import PSEUDO, look_up, pseudo, speaking, tr, trn, use_language
from crasuite.rules import Pack, assess, load_pack
from crasuite.rules.translation import spoken, texts_of


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def test_english_is_what_stands_in_the_source() -> None:
    assert tr("{product} is ready.", product="Lock") == "Lock is ready."
    assert tr("100 % {sure}") == "100 % {sure}"


def test_numbers_choose_their_form_and_have_separators() -> None:
    said = [trn("{n} answer", "{n} answers", n) for n in (0, 1, 2, 12345)]
    assert said == ["0 answers", "1 answer", "2 answers", "12,345 answers"]


def test_a_language_nobody_knows_is_english() -> None:
    use_language("tlh")
    assert language.language() == "en"


def test_a_block_speaks_its_language_in_its_thread_alone() -> None:
    heard: list[str] = []
    with speaking(PSEUDO):
        other = threading.Thread(target=lambda: heard.append(tr("Open")))
        other.start()
        other.join()
        assert tr("Open") != "Open"
    assert heard == ["Open"]
    assert tr("Open") == "Open"


def test_what_a_catalogue_lacks_is_shown_in_english_and_marked() -> None:
    with speaking("de"):
        assert look_up("program", "Nobody ever wrote this.") == "[en] Nobody ever wrote this."
        assert look_up("program", "{n} zyx word", many="{n} zyx words", n=2) == "[en] {n} zyx words"
        assert look_up("program", "CE {number}") == "CE {number}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("See [the law](law:cra/art-2) of {product}", ("](law:cra/art-2)", "{product}")),
        ("&Open <b>now</b>", ("&O", "<b>", "</b>")),
    ],
)
def test_the_pseudo_language_keeps_what_no_translator_may_touch(text: str, kept: tuple[str, ...]) -> None:
    said = pseudo(text)
    assert all(part in said for part in kept)
    assert len(said) > len(text)


def test_a_pack_in_other_words_decides_the_same(pack: Pack) -> None:
    answers = {"product-name": "Lock", "form": "hardware", "role-own-name": "yes"}
    answers = {key: value for key, value in answers.items() if key in pack.questions}
    with speaking(PSEUDO):
        other = spoken(pack)
        assert spoken(pack) is other
    before, after = assess(pack, answers, date(2026, 11, 24)), assess(other, answers, date(2026, 11, 24))
    assert {goal: before.verdict(goal).possible for goal in before.goals} == {
        goal: after.verdict(goal).possible for goal in after.goals
    }
    assert other.questions["form"].text == pseudo(pack.questions["form"].text)
    assert other.questions["form"].options[0].id == pack.questions["form"].options[0].id
    assert spoken(pack) is pack


def test_every_text_of_the_pack_is_put_into_other_words(pack: Pack) -> None:
    with speaking(PSEUDO):
        other = spoken(pack)
    assert {text for text, _ in texts_of(other)} == {pseudo(text) for text, _ in texts_of(pack)}
