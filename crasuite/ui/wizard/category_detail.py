"""One category explained, and the question whether it is what the product mainly does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from crasuite.interview.interview import Interview
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.answer_group import AnswerGroup
from crasuite.ui.widgets.build import clear, column, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.class_badge import ClassBadge
from crasuite.ui.widgets.counts_box import CountsBox
from crasuite.ui.widgets.elided_button import ElidedButton
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.saver import SaveTimer
from crasuite.ui.wizard.category_tree import NONE
from crasuite.ui.wizard.mnemonics import NOT_SURE_LABEL
from crasuite.ui.wizard.scroll_content import scrolled

YES, NO = "yes", "no"


class CategoryDetail(QFrame):
    """Emits `judged(category, answer)` and `reason_changed(category, text)`."""

    judged = Signal(str, str)
    reason_changed = Signal(str, str)
    explain = Signal(object)
    show_category = Signal(str)

    def __init__(self, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interview = interview
        self.category = ""
        self._content = column(spacing=10, margins=(14, 2, 14, 6))
        self.scroll_area = scrolled(column(self._content, None), tr("Description of the category"))
        self._question = label("", "section", wrap=True)
        self.yes = AnswerCard(YES, tr("&Yes, this is its core functionality"))
        self.no = AnswerCard(NO, tr("&No, it only contains such a part"))
        self.unsure = AnswerCard(NOT_SURE, tr(NOT_SURE_LABEL))
        self.group = AnswerGroup(tr("Is this its core functionality?"), [self.yes, self.no, self.unsure])
        self.group.changed.connect(lambda value: self.judged.emit(self.category, str(value)))
        self._reason_caption = label(tr("&Why doesn't it fit?"), "strong")
        self._reason_caption.setTextFormat(Qt.TextFormat.AutoText)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Why doesn't it fit?"))
        self.reason.installEventFilter(self)
        self._reason_caption.setBuddy(self.reason)
        self._reason_row = QWidget()
        self._reason_row.setLayout(
            column(
                row(self._reason_caption, label(tr("printed in the record"), "caption"), None, spacing=8),
                self.reason,
                spacing=4,
                margins=(14, 0, 8, 4),
            )
        )
        self._timer = SaveTimer(self, self.flush)
        self._known_reason = ""
        self.reason.textEdited.connect(lambda _text: self._timer.start())
        self._question.setContentsMargins(14, 0, 0, 0)
        group = column(self.group, margins=(10, 0, 4, 0))
        whole = column(self.scroll_area, self._question, group, self._reason_row, spacing=6)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def show_none(self, answer: str) -> None:
        """Explain what it means when no category fits."""
        self.category = NONE
        clear(self._content)
        self._content.addLayout(row(ClassBadge("default", 22), None))
        self._content.addWidget(label(tr("None of these: default class"), "headline", wrap=True))
        self._content.addWidget(
            label(
                tr(
                    "The product does something else, or only contains one of these as a part. "
                    "Most products belong here. Every requirement applies all the same; "
                    "you may check conformity yourself."
                ),
                "body",
                wrap=True,
            )
        )
        self._content.addWidget(
            InfoBox(
                tr("Read the near ones first"),
                tr(
                    "The record is stronger when it shows which categories you looked at and "
                    "why they don't fit."
                ),
                tone="info",
            )
        )
        self._ask(tr("Does none of them describe what {product} mainly does?"), answer, "")
        self.yes.button.setText(tr("&Yes, none of them fits"))
        self.no.setVisible(False)

    def show_entry(self, category: str, answer: str, reason: str) -> None:
        """Explain a category and ask about it; `answer` is yes, no, not-sure or empty."""
        if category != self.category:
            self.category = category
            self._explain(category)
        self._ask(tr("Is this what {product} mainly does?"), answer, reason)
        self.yes.button.setText(tr("&Yes, this is its core functionality"))
        self.no.setVisible(True)

    def _explain(self, category: str) -> None:
        entry = self._interview.pack.categories[category]
        clear(self._content)
        cites = FlowLayout(6)
        for cite in self._interview.cites(entry.cites[:2]):
            chip = CitationChip(cite, cite.label)
            chip.activated.connect(self.explain)
            cites.addWidget(chip)
        self._content.addLayout(row(ClassBadge(entry.class_, 22), None))
        self._content.addLayout(cites)
        self._content.addWidget(label(f"{entry.id}  {entry.title}", "headline", wrap=True))
        self._content.addWidget(label(entry.name, "muted", wrap=True))
        self._content.addWidget(label(entry.description, "body", wrap=True))
        misses = [f"{one.text}: {one.reason}" if one.reason else one.text for one in entry.does_not_count]
        self._content.addWidget(
            CountsBox(entry.counts, misses, title=tr("Counts"), other_title=tr("Does not count"))
        )
        if entry.note:
            self._content.addWidget(InfoBox("", entry.note, tone="warn", icon="triangle-alert"))
        self._content.addWidget(InfoBox(tr("What it must mainly do"), entry.core, tone="info"))
        self._near(category)

    def flush(self) -> None:
        """Hand over a reason that was typed and not handed over yet."""
        self._timer.stop()
        text = self.reason.text().strip()
        if self._reason_row.isVisibleTo(self) and text != self._known_reason:
            self._known_reason = text
            self.reason_changed.emit(self.category, text)

    def set_reason_wanted(self, wanted: bool, reason: str = "") -> None:
        """Ask, or no longer ask, why the category was rejected."""
        self._reason_row.setVisible(wanted)
        self._known_reason = reason
        self.reason.setText(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.reason:
            self.flush()
        return super().eventFilter(watched, event)

    def _ask(self, question: str, answer: str, reason: str) -> None:
        self._question.setText(question.replace("{product}", self._interview.product_name))
        self.group.setAccessibleName(self._question.text())
        self.unsure.set_note(
            tr("Keeps it possible; mark others too, or leave all of it open")
            if self.category != NONE
            else tr("Kept as an open point in your documents; you can go on")
        )
        self.group.set_value(answer or None)
        self.set_reason_wanted(answer == NO, reason)
        self.scroll_area.verticalScrollBar().setValue(0)

    def _near(self, category: str) -> None:
        entry = self._interview.pack.categories[category]
        if not entry.near:
            return
        self._content.addWidget(label(tr("Compare with"), "overline"))
        for near in entry.near:
            other = self._interview.pack.categories[near]
            link = ElidedButton(f"{near}  {other.title}")
            link.clicked.connect(lambda _on=False, one=near: self.show_category.emit(one))
            self._content.addLayout(row(link, None))
            if near in entry.near_reason:
                self._content.addWidget(label(entry.near_reason[near], "caption", wrap=True))
