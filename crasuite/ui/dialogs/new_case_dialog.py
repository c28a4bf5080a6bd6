"""Opens a reporting case: what happened, when and how you became aware, and who said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QWidget

from crasuite.domain.case import CaseKind, CaseSource
from crasuite.domain.placeholder import is_filled
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_zone import likely_zone
from crasuite.language import ENGLISH, language, tr
from crasuite.rules import NOT_SURE
from crasuite.rules.model import Question
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.widgets.build import column, label
from crasuite.ui.widgets.instant_field import InstantField
from crasuite.ui.widgets.wrapping_button import WrappingRadioButton
from crasuite.ui.wizard.mnemonics import letters_of, with_mnemonics

_LETTERS = {"vulnerability": "w", "incident": "i", "both": "b", NOT_SURE: "s"}


@dataclass(frozen=True)
class SaidCase:
    """What was entered. `answer` is the kind as the check asks for it, which knows "not sure" and "both"."""

    kind: CaseKind
    answer: str
    title: str
    aware: datetime | None
    zone: str
    aware_how: str
    aware_reason: str
    source: CaseSource


class NewCaseDialog(FormDialog):
    """Only what and a title are needed; without an instant the case opens and no clock runs yet."""

    def __init__(self, desk: ReportingFile, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            tr("New case"),
            tr("Open it as soon as you suspect something. It can be closed again, and nothing is sent."),
            tr("Open &case"),
            parent,
        )
        self._now = desk.now
        questions = desk.law.aids["must-report"].questions
        asked = questions["case-kind"]
        self.kinds = QButtonGroup(self)
        self._kind_of: dict[QWidget, str] = {}
        choices = QWidget()
        lines = column(spacing=0)
        choices.setLayout(lines)
        listed = _options(asked)
        marked = _with_letters([(key, said) for key, said, _hint in listed])
        for (key, _said, hint), words in zip(listed, marked, strict=True):
            choice = WrappingRadioButton(words)
            choice.setAccessibleDescription(hint)
            choice.setToolTip(hint)
            self.kinds.addButton(choice)
            self._kind_of[choice] = key
            choice.setChecked(key == kind)
            choice.toggled.connect(self.check)
            lines.addWidget(choice)
        self.add(tr("What happened"), choices, name=tr("What happened"))
        self.title = QLineEdit()
        self.title.setMaxLength(200)
        self.title.textChanged.connect(self.check)
        self.add(tr("&Title, as you will speak of it"), self.title)
        self.aware = InstantField(tr("When you became aware"), desk.now, zones_in_use(desk))
        zone, why = likely_zone(desk, computer_zone())
        self.aware.set_instant(None, zone)
        self.aware.changed.connect(self._on_instant)
        self.add(tr("When &you became aware"), self.aware)
        self.zone_words = label(why, "caption", wrap=True)
        self.zone_words.setVisible(bool(why))
        self.fields.addWidget(self.zone_words)
        self._reason_words = self.add(
            tr("&Reason for an instant that is still to come"), reason := self.text_box()
        )
        self.reason = reason
        self.how = QLineEdit()
        self.how.setMaxLength(400)
        self.add(tr("&How you became aware"), self.how)
        self.source = QComboBox()
        self.source.addItem(tr("Not said yet"), CaseSource.NOT_SAID)
        for one in questions["case-found-by"].options:
            self.source.addItem(one.label, CaseSource(one.id))
        self.add(tr("Wh&o told you"), self.source)
        for part in (self._reason_words, self.reason):
            part.hide()
        self.finish()
        first = self.kinds.checkedButton() or self.kinds.buttons()[0]
        (self.title if kind else first).setFocus()

    def missing(self) -> str:
        if self.kinds.checkedButton() is None:
            return tr("Say what happened, or that you are not sure.")
        if not is_filled(self.title.text()):
            return tr("Give it a title.")
        reading = self.aware.reading()
        if not self.aware.is_empty() and reading.at is None:
            return reading.words
        if self._is_future() and not is_filled(self.reason.toPlainText()):
            return tr("The instant is still to come. Correct it, or give the reason.")
        return ""

    def said(self) -> SaidCase:
        """What was entered."""
        chosen = self.kinds.checkedButton()
        answer = self._kind_of[chosen] if chosen is not None else NOT_SURE
        reading = self.aware.reading()
        return SaidCase(
            CaseKind.INCIDENT if answer == CaseKind.INCIDENT else CaseKind.VULNERABILITY,
            answer,
            self.title.text().strip(),
            reading.at,
            reading.zone or ("UTC" if reading.at else ""),
            self.how.text().strip(),
            self.reason.toPlainText().strip() if self._is_future() else "",
            self.source.currentData(),
        )

    @classmethod
    def ask(cls, desk: ReportingFile, kind: str = "", parent: QWidget | None = None) -> SaidCase | None:
        """What was entered, or None when cancelled."""
        dialog = cls(desk, kind, parent)
        return dialog.said() if dialog.exec() else None

    def _is_future(self) -> bool:
        at = self.aware.reading().at
        return at is not None and at > self._now

    def _on_instant(self) -> None:
        for part in (self._reason_words, self.reason):
            part.setVisible(self._is_future())
        self.check()
        self.fit()


def computer_zone() -> str:
    """The zone this computer is set to; empty for UTC, to which machines are set that nobody set."""
    said = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return "" if said.removeprefix("Etc/") in ("UTC", "GMT", "UCT", "Universal", "Zulu") else said


def zones_in_use(desk: ReportingFile) -> tuple[str, ...]:
    """Zones of the product's cases, newest first; offered before all others."""
    return tuple(dict.fromkeys(case.zone for case in desk.cases().values() if case.zone))


def _options(asked: Question) -> list[tuple[str, str, str]]:
    listed = [(one.id, one.label, one.hint) for one in asked.options]
    return [*listed, (NOT_SURE, tr("I'm not sure"), asked.decides)]


def _with_letters(choices: Sequence[tuple[str, str]]) -> list[str]:
    """The choices, each with a letter as its mnemonic: chosen by hand in English, else the first free one."""
    if language() != ENGLISH:
        captions = (
            tr("&Title, as you will speak of it"),
            tr("When &you became aware"),
            tr("&Reason for an instant that is still to come"),
            tr("&How you became aware"),
            tr("Wh&o told you"),
            tr("Open &case"),
        )
        return with_mnemonics([words for _key, words in choices], letters_of(captions))
    return [_with_letter(words, _LETTERS.get(key, "")) for key, words in choices]


def _with_letter(words: str, letter: str) -> str:
    """Mark the first place of a letter as the mnemonic."""
    place = words.casefold().find(letter) if letter else -1
    return f"{words[:place]}&{words[place:]}" if place >= 0 else words
