"""CVSS vectors as the examples of the standards rate them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.errors import FindingsError
from crasuite.findings.severity import highest, score


@pytest.mark.parametrize(
    ("vector", "version", "number", "rating"),
    [
        # Heartbleed and others from the user guides and examples of FIRST.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "3.1", 7.5, "high"),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "3.0", 6.1, "medium"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "3.1", 10.0, "critical"),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", "3.1", 0.0, "none"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 9.3, "critical"),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 7.3, "high"),
    ],
)
def test_vectors_are_rated(vector: str, version: str, number: float, rating: str) -> None:
    found = score(vector)
    assert (found.version, found.score, found.rating) == (version, number, rating)


@pytest.mark.parametrize(
    ("vector", "words"),
    [
        ("", "empty"),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "does not begin with CVSS"),
        ("CVSS:3.1/AV:N", "Missing mandatory metrics"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Z", "A:Z"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:H", "Duplicate metric"),
        ("CVSS:9.0/AV:N", "does not begin with CVSS"),
        ("CVSS:3.1/" + "AV:N/" * 1_000, "longer than any vector"),
    ],
)
def test_bad_vectors_are_named(vector: str, words: str) -> None:
    with pytest.raises(FindingsError) as caught:
        score(vector)
    assert caught.value.code == "FIND-20"
    assert words in caught.value.why


@given(
    st.text(max_size=30),
    st.sampled_from(["", "CVSS:3.1/", "CVSS:4.0/", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:"]),
)
def test_any_text_is_rated_or_refused(text: str, start: str) -> None:
    try:
        found = score(start + text)
    except FindingsError:
        return
    assert 0 <= found.score <= 10


def test_the_newest_version_and_the_highest_score_count() -> None:
    three, four = (
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
        "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    )
    best = highest((three, four, "nonsense"))
    assert best is not None
    assert best.version == "4.0"
    assert highest(("nonsense",)) is None


def test_rating_loads_nothing_that_could_open_a_connection() -> None:
    script = (
        "import sys; from crasuite.findings.severity import score;"
        "from crasuite.findings import reader, matching;"
        "score('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N');"
        "from crasuite.findings.versions import _parsed; _parsed('pypi', '1.0'); _parsed('semver', '1.0.0');"
        "print([one for one in sys.modules if one.split('.')[0] in "
        "('socket', 'ssl', 'http', 'ftplib', 'smtplib', 'asyncio', 'requests', 'urllib3')"
        " or one == 'urllib.request'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip() == "[]"
