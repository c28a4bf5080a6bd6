"""The risks a point treats, or that show why it does not apply."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from crasuite.interview.requirement_views import RequirementDetail, RiskRef
from crasuite.language import tr
from crasuite.ui.widgets.build import button, clear, column, icon_button, label, row


class RiskLinks(QWidget):
    """Linked risks, each with Open and Unlink, and a list of those that can be linked."""

    linked = Signal(str)
    unlinked = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._caption = label(tr("Linked risks"), "strong")
        self._none = label("", "muted", wrap=True)
        self._links = column(spacing=2)
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Risk to link"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(14)
        self.link_button = button(tr("Link risk"), on_click=self._link)
        self._adding = QWidget()
        adding = row(self.choice, self.link_button)
        adding.setStretch(0, 1)
        self._adding.setLayout(adding)
        self.setLayout(column(self._caption, self._none, self._links, self._adding, spacing=4))
        self._shown: tuple[object, ...] = ()

    def load(self, detail: RequirementDetail, *, may_write: bool, can_open: bool) -> None:
        """Show the links of a point."""
        shown = (detail.risks, detail.other_risks, may_write, can_open)
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        clear(self._links)
        for risk in detail.risks:
            self._links.addWidget(self._line(risk, may_write, can_open))
        self.choice.clear()
        for risk in detail.other_risks:
            self.choice.addItem(risk.words, risk.id)
        self._adding.setVisible(bool(detail.other_risks) and may_write)
        no_risks = not detail.risks and not detail.other_risks
        self._none.setText(
            tr("The risk assessment has no risk yet.")
            if no_risks
            else tr("None yet. Link what this point treats.")
        )
        self._none.setVisible(not detail.risks)
        if had_focus and self.choice.isVisibleTo(self):
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, risk: RiskRef, may_write: bool, can_open: bool) -> QWidget:
        holder = QWidget()
        name = label(risk.words, wrap=True)
        unlink = icon_button("x", tr("Unlink {risk}", risk=risk.id), lambda: self.unlinked.emit(risk.id))
        unlink.setEnabled(may_write)
        line = row(name, unlink, spacing=4)
        if can_open:
            show = button(
                tr("Open"),
                "link",
                on_click=lambda: self.opened.emit(risk.id),
                name=tr("Open {risk}", risk=risk.words),
            )
            line.insertWidget(1, show)
        line.setStretch(0, 1)
        holder.setLayout(line)
        return holder

    def _link(self) -> None:
        if self.choice.currentData():
            self.linked.emit(self.choice.currentData())
