"""The months that a text of the maker names, to hold them against a date that the answers give."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAMES = (
    "jan(?:uary|uar)?|jänner", "feb(?:ruary|ruar)?", "mar(?:ch)?|märz?|mrz", "apr(?:il)?", "may|mai",
    "june?|juni", "july?|juli", "aug(?:ust)?", "sept?(?:ember)?",
    "o[ck]t(?:ober)?", "nov(?:ember)?", "de[cz](?:ember)?",
)  # fmt: skip
"""How the months are written in the languages of the documents, in full and in short."""
_NAME = "|".join(f"(?P<m{number}>{name})" for number, name in enumerate(_NAMES, 1))
_MONTH_AND_YEAR = re.compile(
    rf"\b(?:{_NAME})\b[.,\s/-]*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?(?P<year>20\d\d)(?!\d)"
    r"|(?<![\d./-])(?:(?P<first>\d{1,2})\s*[./-]\s*)?(?P<second>\d{1,2})\s*[./-]\s*(?P<after>20\d\d)(?!\d)"
    r"|(?<!\d)(?P<iso>20\d\d)[-./](?P<number>\d{2})(?!\d)"
    r"|(?<!\d)(?P<bare>20\d\d)(?!\d)",
    re.IGNORECASE,
)


def months_said(text: str) -> Iterator[tuple[int, int]]:
    """Year and month of every month that a text names, in its order; month 0 for a year without one.

    A date such as 03/04/2031 says both months that it can mean.

    >>> list(months_said("Since 2027, until 31 December 2039 (2039-12-31)"))
    [(2027, 0), (2039, 12), (2039, 12)]
    >>> list(months_said("bis 31.12.2039, 3/4/2031, 11/2030, Ende März 2035, December 31, 2038"))
    [(2039, 12), (2031, 4), (2031, 3), (2030, 11), (2035, 3), (2038, 12)]
    """
    for found in _MONTH_AND_YEAR.finditer(text):
        said = found.groupdict()
        if said["year"]:
            month = next(number for number in range(1, 13) if said[f"m{number}"])
            yield int(said["year"]), month
        elif said["after"]:
            in_numbers = [int(one) for one in (said["second"], said["first"]) if one]
            months = [one for one in in_numbers if 1 <= one <= 12] or [0]
            yield from ((int(said["after"]), one) for one in dict.fromkeys(months))
        elif said["iso"]:
            month = int(said["number"])
            yield int(said["iso"]), month if month <= 12 else 0
        else:
            yield int(said["bare"]), 0
