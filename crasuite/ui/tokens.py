"""Colours and measures of the two looks, as plain data; no Qt, so that contrast is tested without a window.

`theme` turns a `Tokens` into a palette and a style sheet; painted widgets read the same values.
"""

from __future__ import annotations

from typing import NamedTuple


class Tokens(NamedTuple):
    """One look. Every value is a `#RRGGBB` colour; a `…_bg` is the ground its partner is read on."""

    name: str
    window: str
    surface: str
    sunken: str
    sidebar: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    control: str
    border: str
    track: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    danger: str
    danger_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str
    class_default: str
    class_default_bg: str
    class_1: str
    class_1_bg: str
    class_2: str
    class_2_bg: str
    class_critical: str
    class_critical_bg: str
    insignia: str

    def color(self, token: str) -> str:
        """The colour called `token`, for roles that are data (chips, icons)."""
        return str(getattr(self, token))


LIGHT = Tokens(
    name="light",
    window="#F3F5F8",
    surface="#FFFFFF",
    sunken="#EBEEF3",
    sidebar="#E6EAF0",
    text="#18212D",
    text2="#475364",
    text3="#5C6878",
    accent="#1C5A9E",
    on_accent="#FFFFFF",
    accent_hover="#174C86",
    accent_soft="#E2ECF8",
    control="#76818F",
    border="#D2D8E1",
    track="#D2D8E1",
    ok="#1B6539",
    ok_bg="#E2F2E8",
    warn="#7A4B00",
    warn_bg="#FBEFD6",
    danger="#A8231C",
    danger_bg="#FBE6E4",
    info="#1C5A9E",
    info_bg="#E2ECF8",
    neutral="#475364",
    neutral_bg="#EBEEF3",
    class_default="#465366",
    class_default_bg="#E8ECF1",
    class_1="#0A5F6B",
    class_1_bg="#DCF0F1",
    class_2="#64389B",
    class_2_bg="#EEE6F8",
    class_critical="#8A1250",
    class_critical_bg="#FAE1ED",
    insignia="#FFFFFF",
)

DARK = Tokens(
    name="dark",
    window="#191D23",
    surface="#21262E",
    sunken="#2A303A",
    sidebar="#14181D",
    text="#E9EDF3",
    text2="#B7C1CE",
    text3="#A0ABBA",
    accent="#8CBDF5",
    on_accent="#0D1722",
    accent_hover="#A6CCF8",
    accent_soft="#203450",
    control="#8793A4",
    border="#39414D",
    track="#39414D",
    ok="#83D39E",
    ok_bg="#1B3326",
    warn="#F1C36E",
    warn_bg="#3A2D14",
    danger="#FFA199",
    danger_bg="#43211F",
    info="#8CBDF5",
    info_bg="#203450",
    neutral="#B7C1CE",
    neutral_bg="#2A303A",
    class_default="#BCC7D6",
    class_default_bg="#303844",
    class_1="#77D2D9",
    class_1_bg="#15373B",
    class_2="#CDAEF7",
    class_2_bg="#36284D",
    class_critical="#FFA0CB",
    class_critical_bg="#48192F",
    insignia="#12161B",
)

# (foreground, ground, smallest ratio). Text 4.5, outlines and icons that carry meaning 3.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, ground)
        for text in ("text", "text2", "text3")
        for ground in ("window", "surface", "sunken", "sidebar")
    ),
    *((text, "accent_soft") for text in ("text", "text2", "text3", "accent")),
    *(("accent", ground) for ground in ("window", "surface", "sunken", "sidebar")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *((name, f"{name}_bg") for name in ("ok", "warn", "danger", "info", "neutral")),
    *((name, f"{name}_bg") for name in ("class_default", "class_1", "class_2", "class_critical")),
    *(
        (n, ground)
        for n in ("ok", "warn", "danger")
        for ground in ("window", "surface", "sidebar", "accent_soft")
    ),
    *(("text", f"{name}_bg") for name in ("ok", "warn", "danger", "info", "neutral")),
    *(("insignia", name) for name in ("class_default", "class_1", "class_2", "class_critical")),
)
GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    *(("control", ground) for ground in ("window", "surface", "sidebar")),
    *(("accent", n) for n in ("window", "surface", "sidebar", "accent_soft", "danger_bg", "warn_bg")),
    ("accent", "track"),
)

# Type: factors of the system font size.
CAPTION, BODY, SECTION, HEADLINE, TITLE, CLOCK = 0.92, 1.0, 1.15, 1.3, 1.7, 2.3
# Radii in logical pixels.
RADIUS_CHIP, RADIUS_CONTROL, RADIUS_BOX, RADIUS_CARD = 4, 5, 6, 8
TEXT_COLUMN = 76  # characters at which a block of text stops growing


class _Applied:
    tokens: Tokens = LIGHT


def current() -> Tokens:
    """The tokens in force, for widgets and delegates that paint themselves."""
    return _Applied.tokens


def use(tokens: Tokens) -> None:
    """Make `tokens` the ones in force; called by `theme` only."""
    _Applied.tokens = tokens


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#RRGGBB` colours as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colour_fields() -> list[str]:
    """The names of all colour tokens."""
    return [field for field in Tokens._fields if field != "name"]


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
