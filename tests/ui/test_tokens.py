"""Every colour pair of both looks keeps its contrast; the style sheet stays small and complete."""

from __future__ import annotations

import re

import pytest

from crasuite.ui import tokens as t
from crasuite.ui.style_sheet import TEMPLATE

LOOKS = [t.LIGHT, t.DARK]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize(("front", "ground"), t.TEXT_PAIRS)
def test_text_is_readable(look: t.Tokens, front: str, ground: str) -> None:
    assert t.contrast(look.color(front), look.color(ground)) >= 4.5


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize(("front", "ground"), t.GRAPHIC_PAIRS)
def test_outlines_and_focus_are_visible(look: t.Tokens, front: str, ground: str) -> None:
    assert t.contrast(look.color(front), look.color(ground)) >= 3.0


def test_contrast_knows_black_on_white() -> None:
    assert t.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert t.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_colour_is_a_full_hex_value() -> None:
    for look in LOOKS:
        for name in t.colour_fields():
            assert re.fullmatch(r"#[0-9A-F]{6}", look.color(name)), name


def test_the_style_sheet_stays_within_eighty_lines_and_names_no_colour() -> None:
    assert len(TEMPLATE.splitlines()) <= 80
    assert not re.search(r"#[0-9A-Fa-f]{3}", TEMPLATE)
