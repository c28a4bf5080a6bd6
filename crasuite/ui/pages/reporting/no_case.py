"""No case yet: when one would be opened, in the words of the check, and its way in."""

from __future__ import annotations

from PySide6.QtCore import Signal

from crasuite.interview import words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import tr
from crasuite.ui.widgets.build import button, clear, column, label, row
from crasuite.ui.widgets.section_card import SectionCard

_AID = "must-report"
_EXAMPLES = (
    ("vulnerability", ("case-evidence",)),
    ("incident", ("case-severe-function", "case-severe-code")),
)
"""Questions of the check whose examples say when a case of that kind is opened."""


class NoCase(SectionCard):
    """Emits that a case, or the check, is wanted."""

    new_wanted = Signal()
    check_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("No case is open"))
        self._lines = column(spacing=4)
        self.new_button = button(tr("Open a case…"), icon_name="plus", on_click=self.new_wanted.emit)
        self.check_button = button(
            tr("Not sure? Start the check…"), icon_name="list-checks", on_click=self.check_wanted.emit
        )
        self.body.addLayout(self._lines)
        self.body.addSpacing(8)
        self.body.addLayout(row(self.new_button, self.check_button, None))

    def load(self, desk: ReportingFile) -> None:
        """Show it for a product."""
        can_write = not desk.workspace.is_read_only
        self.new_button.setEnabled(can_write)
        self.check_button.setEnabled(can_write and _AID in desk.law.aids)
        clear(self._lines)
        self._lines.addWidget(
            label(
                tr(
                    "You would open a case for {product} when you learn of one of these:",
                    product=desk.product_name,
                ),
                "body",
                wrap=True,
            )
        )
        if _AID not in desk.law.aids:
            return
        asked = desk.law.aids[_AID].questions
        for kind, questions in _EXAMPLES:
            option = next((one for one in asked["case-kind"].options if one.id == kind), None)
            if option is not None:
                self._lines.addWidget(label(f"{option.label}. {option.hint}", "strong", wrap=True))
            lines = [example for one in questions for example in asked[one].counts]
            said = "\n".join(f"•  {words.filled(one, desk.product_name)}" for one in lines)
            self._lines.addWidget(label(said, "body", wrap=True))
        self._lines.addWidget(
            label(
                tr(
                    "Open it as soon as you suspect it. A case that turns out not to be reportable is closed "
                    "with the reason."
                ),
                "muted",
                wrap=True,
            )
        )
