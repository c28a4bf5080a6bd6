"""How serious a vulnerability is by its CVSS vector; the numbers come from Red Hat's library."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from crasuite.domain.case import Severity
from crasuite.errors import FindingsError
from crasuite.language import tr

MAX_LETTERS = 400
"""The longest vector of CVSS 4.0 with everything stated has fewer than 250 letters."""


class Score(Struct, frozen=True):
    """What a vector comes to."""

    vector: str
    """In the order and spelling of the standard."""
    version: str
    """`3.0`, `3.1` or `4.0`."""
    score: float
    """Base score from 0.0 to 10.0; in CVSS 4.0 with what the vector says of threat and environment."""
    rating: Severity


@lru_cache(maxsize=4096)
def score(vector: str) -> Score:
    """Rate a vector of CVSS 3.0, 3.1 or 4.0.

    >>> rated = score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    >>> rated.score, str(rated.rating)
    (9.8, 'critical')

    Raises:
        FindingsError: it is no such vector (FIND-20), with what is wrong in it.
    """
    from cvss import CVSS3, CVSS4, CVSSError

    said = vector.strip()
    try:
        if len(said) > MAX_LETTERS:
            raise _wrong(f"{said[:40]}…", tr("It is longer than any vector can be."))
        if said.startswith("CVSS:4."):
            four = CVSS4(said)
            return Score(four.clean_vector(), "4.0", float(four.base_score), _rating(four.severity))
        if said.startswith("CVSS:3."):
            three = CVSS3(said)
            version = f"3.{three.minor_version}"
            return Score(
                three.clean_vector(), version, float(three.base_score), _rating(three.severities()[0])
            )
    except CVSSError as error:
        raise _wrong(said, f"{error}.") from None
    if not said:
        raise _wrong("", tr("It is empty."))
    raise _wrong(said, tr("It does not begin with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/."))


def highest(vectors: tuple[str, ...]) -> Score | None:
    """The score that counts: the highest by the newest version of CVSS. Bad vectors are passed over."""
    rated = []
    for vector in vectors:
        try:
            rated.append(score(vector))
        except FindingsError:
            continue
    return max(rated, key=lambda one: (one.version, one.score), default=None)


def _rating(word: str) -> Severity:
    return Severity(word.lower())


def _wrong(vector: str, why: str) -> FindingsError:
    return FindingsError(
        "FIND-20",
        tr("“{vector}” is no CVSS vector that can be rated.", vector=vector),
        why,
        tr("Copy it from the advisory once more, as in CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H."),
    )
