"""How a risk level looks: icon and words, in a tone that only repeats them."""

from __future__ import annotations

from crasuite.domain.risk import RiskLevel
from crasuite.language import tr_in

LEVEL_LOOK: dict[RiskLevel, tuple[str, str]] = {
    RiskLevel.LOW: ("circle-check", "ok"),
    RiskLevel.MEDIUM: ("circle-dot", "info"),
    RiskLevel.HIGH: ("triangle-alert", "warn"),
    RiskLevel.VERY_HIGH: ("circle-alert", "danger"),
    RiskLevel.NOT_RATED: ("circle-question-mark", "warn"),
}
"""Level → icon, tone."""


def short(words: str) -> str:
    """A level's words where there is little room.

    >>> short("Very high"), short("Medium")
    ('V. high', 'Medium')
    """
    very = tr_in("of a level", "Very")
    return words.replace(f"{very} ", f"{very[:1]}. ")
