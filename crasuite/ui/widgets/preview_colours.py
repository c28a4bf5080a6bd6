"""The colours of a paper's preview, from the theme of the window."""

from __future__ import annotations

from crasuite.documents.preview import PreviewColours
from crasuite.ui.tokens import current


def preview_colours() -> PreviewColours:
    """Those of the look that is chosen now."""
    look = current()
    return PreviewColours(
        text=look.text,
        muted=look.text2,
        border=look.border,
        head=look.sunken,
        gap=look.danger,
        gap_ground=look.danger_bg,
        open=look.warn,
        open_ground=look.warn_bg,
        link=look.accent,
        on_very_high=look.text,
        levels=(look.surface, look.info_bg, look.warn_bg, look.danger_bg),
    )
