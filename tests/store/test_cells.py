"""A stored value reads the same as Python's own JSON reads it, and refuses the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.store import cells

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


@given(JSON)
def test_what_was_written_is_read(value: Any) -> None:
    read = cells.from_json(cells.to_json(value))
    assert read == value
    assert repr(read) == repr(json.loads(cells.to_json(value)))  # 1 is not 1.0, and -0.0 not 0


@pytest.mark.parametrize(
    "text",
    ["1e400", "9" * 4000, '{"a":1,"a":2}', '"\\ud83d\\ude00"', '"\\ud800"', "-0", "-0.0", " 1 ", "1E5"],
    ids=range(9),
)
def test_rare_spellings_are_read(text: str) -> None:
    assert repr(cells.from_json(text)) == repr(json.loads(text))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", '{"a":1,}', "01", "1.", ".5", "NaN", "Infinity", "-Infinity", '"a\nb"', '"\\q"', "1 2",
     "\ufeff1", "'a'", "[" * 100_000, "9" * 5000, '"\ud800"x'],
    ids=range(18),
)  # fmt: skip
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(cells.UnreadableValueError):
        cells.from_json(text)
