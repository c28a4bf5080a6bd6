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


def tiny(level: RiskLevel) -> str:
    """A level where there is room for a few letters.

    >>> tiny(RiskLevel.VERY_HIGH), tiny(RiskLevel.MEDIUM)
    ('V.h.', 'Med.')
    """
    return {
        RiskLevel.LOW: tr_in("of a level, a few letters", "Low"),
        RiskLevel.MEDIUM: tr_in("of a level, a few letters", "Med."),
        RiskLevel.HIGH: tr_in("of a level, a few letters", "High"),
        RiskLevel.VERY_HIGH: tr_in("of a level, a few letters", "V.h."),
    }.get(level, "?")


def short(level: RiskLevel, words: str) -> str:
    """A level's words where there is little room.

    >>> short(RiskLevel.VERY_HIGH, "Very high"), short(RiskLevel.MEDIUM, "Medium")
    ('V. high', 'Medium')
    """
    return tr_in("of a level", "V. high") if level is RiskLevel.VERY_HIGH else words
