"""A date, a time and its zone. What is missing or has two meanings is asked about in place, never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QLineEdit, QWidget

from crasuite.domain.instant import Reading, Trouble, read_instant
from crasuite.domain.zones import EU_ZONES, find_zone
from crasuite.interview.moment_words import local_words, utc_words
from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import button, clear, column, label, row
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.wrapping_button import WrappingRadioButton

_TIME = re.compile(r"(\d{1,2})[:.]?(\d\d)((?:\D.*)?)")
_ZONE_COLUMN_LETTERS = 24


class InstantField(QWidget):
    """`reading()` is the instant, or what is in the way. Emits `changed` at each change."""

    changed = Signal()

    def __init__(self, name: str, now: datetime, zones: Iterable[str] = ()) -> None:
        super().__init__()
        self._name, self._now = name, now
        self._choice = -1
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(name)
        self.date = DateField()
        self.date.setAccessibleName(tr("{name}: date", name=name))
        self.date.setMinimumWidth(self.fontMetrics().averageCharWidth() * 18)
        self.time = QLineEdit()
        self.time.setAccessibleName(tr("{name}: time, such as 17:20", name=name))
        self.time.setMaxLength(40)
        self.time.setFixedWidth(self.fontMetrics().averageCharWidth() * 10 + 20)
        self.zone = _zone_box(tr("{name}: time zone", name=name), zones)
        self.now_button = button(
            tr("Now"), "link", on_click=self.take_now, name=tr("{name}: take the present moment", name=name)
        )
        fields_in_row: tuple[QWidget, ...] = (self.date, self.time, self.zone)
        for field in fields_in_row:
            field.ensurePolished()  # what it needs follows the style
        height = max(field.sizeHint().height() for field in fields_in_row)
        for field in fields_in_row:
            field.setMinimumHeight(height)
        captions = [label(text, "caption") for text in (tr("Date"), tr("Time"), tr("Time zone"))]
        fields = FlowLayout(8)
        for caption, part in zip(
            (*captions, label(" ", "caption")),
            (self.date, self.time, self.zone, self.now_button),
            strict=True,
        ):
            holder = QWidget()
            holder.setLayout(column(caption, part, None, spacing=2))
            fields.addWidget(holder)
        self.words = label("", "caption", wrap=True)
        self._choices = column(spacing=2)
        self._group = QButtonGroup(self)
        self.setLayout(column(fields, self.words, self._choices, spacing=4))
        self.date.dateChanged.connect(self._edited)
        self.time.textEdited.connect(self._edited)
        self.zone.editTextChanged.connect(self._edited)
        self.setFocusProxy(self.date)
        self._show()

    # -- value -----------------------------------------------------------------------------------------------

    def set_instant(self, at: datetime | None, zone: str) -> None:
        """Show an instant as clocks in the zone show it; without one only the zone."""
        where = find_zone(zone)
        self._quiet(zone=zone)
        if at is not None:
            local = at.astimezone(where) if where else at
            self._quiet(day=QDate(local.year, local.month, local.day), time=f"{local:%H:%M}")
            reading = self._read()
            if reading.choices and at in reading.choices:
                self._choice = reading.choices.index(at)
        self._show()

    def take_now(self) -> None:
        """The present moment, in the zone that was said; UTC where none was."""
        where = find_zone(self.zone.currentText())
        self.set_instant(self._now, where.key if where else "UTC")
        self._choice = -1
        self._show()
        self.changed.emit()

    def is_empty(self) -> bool:
        """True while neither date nor time was said."""
        return self.date.date() == NO_DATE and not self.time.text().strip()

    def reading(self) -> Reading:
        """The instant with its zone, or what is in the way."""
        found = self._read()
        if found.at is None and found.choices and 0 <= self._choice < len(found.choices):
            return Reading(found.choices[self._choice], found.zone)
        return found

    def _read(self) -> Reading:
        day, said = self.date.date(), self.time.text().strip()
        if day == NO_DATE:
            return Reading(None, trouble=Trouble.FORM, words=tr("Say the date."))
        if not said:
            return Reading(None, trouble=Trouble.FORM, words=tr("Say the time."))
        time = _TIME.fullmatch(said)
        if time is None:
            return Reading(None, trouble=Trouble.FORM, words=tr("“{said}” is no time like 17:20.", said=said))
        hour, minute, rest = time.groups()
        text = f"{day.toString(Qt.DateFormat.ISODate)} {int(hour):02d}:{minute}{rest.strip()}"
        return read_instant(text, self.zone.currentText())

    # -- what is asked ---------------------------------------------------------------------------------------

    def _quiet(self, *, day: QDate | None = None, time: str | None = None, zone: str | None = None) -> None:
        for field in (self.date, self.time, self.zone):
            field.blockSignals(True)
        if day is not None:
            self.date.setDate(day)
        if time is not None:
            self.time.setText(time)
        if zone is not None:
            self.zone.setEditText(zone)
        for field in (self.date, self.time, self.zone):
            field.blockSignals(False)

    def _edited(self, *_: object) -> None:
        self._choice = -1
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found = self.reading()
        asked = self._read()
        if found.at is not None:
            where = find_zone(found.zone)
            said = (
                tr(
                    "{local_words}, that is {utc_words}.",
                    local_words=local_words(found.at, where),
                    utc_words=utc_words(found.at),
                )
                if where
                else ""
            )
            self.words.setText(said or f"{utc_words(found.at)}.")
        elif self.is_empty():
            self.words.setText("")
        else:
            self.words.setText(asked.words)
        bad = found.at is None and not self.is_empty()
        set_role(self.words, "warn" if bad else "", "tone")
        self.words.setVisible(bool(self.words.text()))
        self.setAccessibleDescription(self.words.text())
        if (asked.choices, asked.near) != self._shown:
            self._shown = (asked.choices, asked.near)
            self._show_choices(asked)

    def _show_choices(self, asked: Reading) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._choices)
        where = find_zone(asked.zone)
        if asked.at is None and where is not None:
            for place, at in enumerate(asked.choices):
                choice = WrappingRadioButton(
                    tr(
                        "{local_words}, that is {utc_words}",
                        local_words=local_words(at, where),
                        utc_words=utc_words(at),
                    )
                )
                choice.setChecked(place == self._choice)
                choice.toggled.connect(partial(self._chosen, place))
                self._group.addButton(choice)
                self._choices.addWidget(choice)
        for zone in asked.near:
            self._choices.addLayout(
                row(button(tr("Use {zone}", zone=zone), "link", on_click=partial(self._use, zone)), None)
            )

    def _chosen(self, place: int, on: bool) -> None:
        if on:
            self._choice = place
            self._show()
            self.changed.emit()

    def _use(self, zone: str) -> None:
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
        self.zone.setEditText(zone)


def _zone_box(name: str, zones: Iterable[str]) -> QComboBox:
    """Zones already in use here, then those of the Union; any other can be typed. None is chosen."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    offered = dict.fromkeys(zones)
    offered.update(dict.fromkeys(sorted(zone for listed in EU_ZONES.values() for zone in listed)))
    offered["UTC"] = None
    box.addItems(list(offered))
    box.setCurrentIndex(-1)
    box.setEditText("")
    completer = QCompleter(sorted(available_timezones()), box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setCompleter(completer)
    box.setAccessibleName(name)
    edit = box.lineEdit()
    if edit is not None:
        edit.setAccessibleName(name)
    box.setMinimumWidth(box.fontMetrics().averageCharWidth() * _ZONE_COLUMN_LETTERS + 30)
    return box
