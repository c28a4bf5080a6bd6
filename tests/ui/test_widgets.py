"""Shared widgets: what they tell a screen reader, and that they work from the keyboard."""

from __future__ import annotations

import time
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QStringListModel, Qt
from PySide6.QtGui import QColor, QStandardItemModel
from PySide6.QtWidgets import QApplication, QFocusFrame, QLabel, QListView, QPushButton, QWidget

from crasuite.domain.english import day
from crasuite.language import speaking
from crasuite.ui import icons
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.sample_dialog import SampleDialog
from crasuite.ui.rows import SampleRow
from crasuite.ui.tokens import current
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.answer_group import AnswerGroup
from crasuite.ui.widgets.build import button, clear, column, icon_button, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.class_badge import KINDS, ClassBadge
from crasuite.ui.widgets.counts_box import CountsBox
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.progress_ring import ProgressRing
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.status_chip import STATUSES, StatusChip
from crasuite.ui.widgets.table import Table
from crasuite.ui.widgets.timeline import Timeline, TimelineEvent
from crasuite.ui.widgets.verdict_panel import PanelLine, VerdictPanel
from crasuite.ui.wizard.note_field import NoteField
from tests.ui.checks import cut_headings, lay_out


def yes_no_unsure(*, multi: bool = False) -> list[AnswerCard]:
    texts = {"yes": "&Yes, it is", "no": "&No, it is not", "not-sure": "I'm not &sure"}
    return [AnswerCard(value, text, "what it changes", multi=multi) for value, text in texts.items()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [16, 22, 34])
def test_badge_says_its_class_and_fits(qtbot, look, kind: str, size: int) -> None:
    badge = ClassBadge(kind, size)
    qtbot.addWidget(badge)
    assert badge.accessibleName() == KINDS[kind].text
    assert badge.accessibleDescription().endswith(".")
    assert badge.sizeHint().width() > badge.fontMetrics().horizontalAdvance(KINDS[kind].text)


@pytest.mark.parametrize("status", STATUSES)
def test_chip_has_words_and_an_icon(qtbot, status: str) -> None:
    chip = StatusChip(status)
    qtbot.addWidget(chip)
    words, icon, _tone = STATUSES[status]
    assert chip.accessibleName() == words
    assert icons.exists(icon)


def test_painted_classes_differ_in_shape_and_not_only_in_colour(qtbot) -> None:
    """In grey, the four insignia must still be four different drawings."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from crasuite.ui.widgets.class_badge import paint_insignia

    seen = set()
    for kind in ("default", "important-1", "important-2", "critical"):
        image = QImage(34, 34, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_insignia(painter, QRectF(0, 0, 34, 34), kind)
        painter.end()
        dark = tuple(image.pixelColor(x, y).lightness() < 160 for x in range(34) for y in range(34))
        seen.add(dark)
    assert len(seen) == 4


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_citation_opens_from_the_keyboard(qtbot, key) -> None:
    chip = CitationChip("art-2-1", "Art. 2(1)")
    qtbot.addWidget(chip)
    assert "Art. 2(1)" in chip.accessibleName()
    with qtbot.waitSignal(chip.activated) as caught:
        qtbot.keyClick(chip, key)
    assert caught.args == ["art-2-1"]


def test_answers_start_empty_and_arrows_move_without_answering(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    qtbot.addWidget(group)
    group.show()
    group.activateWindow()
    qtbot.waitUntil(group.isActiveWindow)
    assert group.value() is None
    group.focus_first()
    seen: list[object] = []
    group.changed.connect(seen.append)
    qtbot.keyClick(group.cards[0].button, Qt.Key.Key_Space)
    qtbot.keyClick(group.cards[0].button, Qt.Key.Key_Down)
    qtbot.waitUntil(group.cards[1].button.hasFocus)
    assert group.value() == "yes"
    qtbot.keyClick(group.cards[1].button, Qt.Key.Key_Space)
    assert group.value() == "no"
    assert seen == ["yes", "no"]
    qtbot.keyClick(group.cards[1].button, Qt.Key.Key_Down)
    qtbot.keyClick(group.cards[2].button, Qt.Key.Key_Down)
    qtbot.waitUntil(group.cards[0].button.hasFocus)
    qtbot.keyClick(group.cards[0].button, Qt.Key.Key_Up)
    qtbot.waitUntil(group.cards[2].button.hasFocus)
    assert seen == ["yes", "no"]


def test_answer_letters_work_without_alt_while_an_answer_has_focus(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    qtbot.addWidget(group)
    group.show()
    qtbot.keyClick(group.cards[0].button, Qt.Key.Key_S)
    assert group.value() == "not-sure"


def test_setting_an_answer_is_silent_and_can_take_it_back(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    qtbot.addWidget(group)
    seen: list[object] = []
    group.changed.connect(seen.append)
    group.set_value("no")
    assert group.value() == "no"
    group.set_value(None)
    assert group.value() is None
    assert seen == []


def test_tab_stops_once_at_the_answers(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    qtbot.addWidget(group)

    def stops() -> list[bool]:
        return [bool(card.button.focusPolicy() & Qt.FocusPolicy.TabFocus) for card in group.cards]

    assert stops() == [True, False, False]
    group.set_value("not-sure")
    assert stops() == [False, False, True]
    group.cards[1].button.click()
    assert stops() == [False, True, False]


def test_not_sure_stands_alone_in_a_multiple_choice(qtbot) -> None:
    group = AnswerGroup("Which?", yes_no_unsure(multi=True), multi=True, alone=["not-sure"])
    qtbot.addWidget(group)
    group.cards[0].button.click()
    group.cards[1].button.click()
    assert group.value() == ["yes", "no"]
    group.cards[2].button.click()
    assert group.value() == ["not-sure"]
    group.cards[0].button.click()
    assert group.value() == ["yes"]


def test_the_whole_card_can_be_clicked(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    qtbot.addWidget(group)
    group.resize(500, 300)
    group.show()
    card = group.cards[1]
    qtbot.mouseClick(
        card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() - card.rect().topLeft() * 1
    )
    assert group.value() == "no"


def test_choosing_an_answer_moves_no_word(qtbot) -> None:
    group = AnswerGroup("Is it a product?", yes_no_unsure())
    host = QWidget()
    qtbot.addWidget(host)
    host.setLayout(column(group, None))
    host.resize(500, 400)
    host.show()
    QApplication.processEvents()

    def places() -> list[QRect]:
        parts = [one for card in group.cards for one in (card, card.button, card._note)]
        return [QRect(one.mapTo(host, QPoint(0, 0)), one.size()) for one in parts]

    before = places()
    group.cards[0].button.click()
    QApplication.processEvents()
    assert places() == before


def test_a_long_answer_wraps_instead_of_being_cut(qtbot) -> None:
    card = AnswerCard("x", "A very long answer " * 12)
    host = QWidget()
    qtbot.addWidget(host)
    host.setLayout(column(card, None))
    host.resize(360, 500)
    host.show()
    assert card.button.height() >= card.button.heightForWidth(card.button.width())
    assert card.button.height() > 3 * card.button.fontMetrics().height()


def test_ring_and_timeline_tell_everything_in_words(qtbot, look) -> None:
    ring = ProgressRing("File")
    qtbot.addWidget(ring)
    ring.set_value(26, 42)
    assert ring.accessibleDescription() == "File: 26 of 42, 61 percent."
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.set_events([TimelineEvent(date(2027, 12, 11), "All duties apply")], date(2026, 11, 24))
    assert "11 Dec 2027: All duties apply (set by law)" in timeline.accessibleDescription()
    assert timeline.model.rowCount() == 1
    assert timeline.model.index(0, 0).data() == "11 Dec 2027"
    assert not timeline.grab().isNull()


def test_of_many_dates_the_line_keeps_the_users_own(qtbot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    law = [TimelineEvent(date(2020 + year, 1, 1), f"law {year}") for year in range(15)]
    own = TimelineEvent(date(2039, 12, 31), "Support ends", "planned")
    timeline.set_events([*law, own], date(2026, 11, 24))
    labels = [event.label for event in timeline.events()]
    assert labels == ["law 6", "24 Nov 2026", *(f"law {n}" for n in range(7, 12)), "Support ends"]
    assert timeline.model.rowCount() == 16


def test_counts_box_reads_as_a_sentence(qtbot) -> None:
    box = CountsBox(["A wristband"], [])
    qtbot.addWidget(box)
    assert box.findChild(QWidget) is not None
    assert any("A wristband" in child.accessibleName() for child in box.findChildren(QWidget))


def test_panel_announces_only_a_changed_headline(qtbot, monkeypatch) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.show()
    said: list[str] = []
    monkeypatch.setattr(panel, "_announce", said.append)
    panel.set_state("Still open", decided=[PanelLine("You are the manufacturer")])
    panel.set_state("Still open", decided=[PanelLine("You are the manufacturer"), PanelLine("It connects")])
    panel.set_state("The CRA applies", tone="ok")
    assert said == ["Still open", "The CRA applies"]


def test_a_line_of_the_panel_grows_with_its_text_at_once(qtbot) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.resize(270, 500)
    panel.show()
    short = [PanelLine("You are the manufacturer", "From question 1.3")]
    long = [
        PanelLine(
            "Remote data processing is part of the product, so it is assessed together with the product",
            "From questions 2.5, 2.6 and 2.7, and from what the law says about them today",
        )
    ]
    for lines in (short, long, short, long * 3, short * 2, long):
        panel.set_state("Still open", decided=lines, now=lines[:1], to_come=lines)
        shown = [one for one in panel.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
        assert len(shown) > 2 * len(lines)
        for one in shown:
            assert one.height() >= one.heightForWidth(one.width()), one.text()


def test_icons_follow_the_look_and_the_pixel_ratio(qtbot, qapp) -> None:
    from PySide6.QtCore import QSize

    from crasuite.ui import theme

    icon = icons.icon("lock", "accent")
    light = icon.pixmap(QSize(16, 16)).toImage()
    theme.apply(qapp, "dark")
    assert icon.pixmap(QSize(16, 16)).toImage() != light
    assert icon.pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_in_a_window_is_pressed_by_enter_and_space(qtbot, key) -> None:
    pressed = []
    window = QWidget()
    start = button("Start", on_click=lambda: pressed.append("Start"))
    fold = icon_button("chevron-up", "Fold", lambda: pressed.append("Fold"))
    window.setLayout(column(start, fold))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.keyClick(start, key)
    qtbot.keyClick(fold, key)
    assert pressed == ["Start", "Fold"]


@pytest.mark.parametrize("start", [NO_DATE, QDate(2026, 11, 24)])
@pytest.mark.parametrize("typed", ["1 Mar 2028", "1 march 2028", "2028-03-01", "1.3.2028", "01/03/2028"])
def test_a_date_is_typed_as_people_write_it(qtbot, typed: str, start: QDate) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setDate(start)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    changed = []
    field.dateChanged.connect(changed.append)
    qtbot.keyClicks(field, typed)
    assert field.unread_text() == ""
    field.clearFocus()
    assert (field.date(), field.text()) == (QDate(2028, 3, 1), "1 Mar 2028")
    assert changed == [QDate(2028, 3, 1)], "no other day was meant on the way"


@pytest.mark.parametrize(
    "typed",
    [
        "1. März 2028",
        "1.März 2028",
        "1. 3. 2028",
        "1. Mar. 2028",
        "March 1, 2028",
        "Mar. 1, 2028",
        "1-3-2028",
    ],
)
def test_a_date_is_pasted_as_germans_and_others_write_it(qtbot, typed: str) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setLocale(QLocale("de_DE"))
    field.lineEdit().setText(typed)
    assert field.unread_text() == ""
    field.interpretText()
    assert field.date() == QDate(2028, 3, 1)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("code", ["de", "en"])
def test_a_date_can_be_copied_from_the_texts_of_the_program(qtbot, code: str, month: int) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setLocale(QLocale(code))
    with speaking(code):
        field.lineEdit().setText(day(date(2028, month, 9)))
    field.interpretText()
    assert field.date() == QDate(2028, month, 9), field.text()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the process can't be set")
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Pacific/Auckland", "America/New_York"])
def test_a_typed_date_is_the_same_day_in_every_zone(qtbot, zone: str, monkeypatch) -> None:
    with monkeypatch.context() as here:
        here.setenv("TZ", zone)
        time.tzset()
        field = DateField()
        qtbot.addWidget(field)
        with qtbot.waitExposed(field):
            field.show()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(field, "1 Mar 2028")
        field.clearFocus()
        assert (field.date(), field.text()) == (QDate(2028, 3, 1), "1 Mar 2028")
    time.tzset()


@pytest.mark.parametrize("typed", ["32 Mar 2028", "1 Mar 28", "soon", "1 Mar 1998"])
def test_what_is_no_date_keeps_the_date_before_it_and_says_so(qtbot, typed: str, said: list[str]) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setDate(QDate(2026, 11, 24))
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(field, typed)
    assert field.unread_text() == typed
    field.clearFocus()
    assert (field.date(), field.text()) == (QDate(2026, 11, 24), "24 Nov 2026")
    assert f"“{typed}” is no date; 24 Nov 2026 stays." in said[-1]


def test_an_emptied_date_is_no_date_and_the_first_step_is_today(qtbot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setDate(QDate(2026, 11, 24))
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    field.clearFocus()
    assert (field.date(), field.text()) == (NO_DATE, "No date yet")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.date() == QDate.currentDate()


def test_a_dialog_is_as_high_as_its_texts(qtbot) -> None:
    dialog = ConfirmDialog(
        "Delete it?", "It goes off all lists, with its answers. Undo brings it back.", "Delete"
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.height() < 9 * dialog.fontMetrics().height() + 40


def test_the_button_of_a_dialog_that_waits_for_a_name_looks_like_it(qtbot, look) -> None:
    dialog = NameDialog("New product", "What is the product called?", "Start the interview")
    qtbot.addWidget(dialog)
    dialog.show()
    button = dialog.accept_button

    def ground() -> str:
        QApplication.processEvents()
        return QColor(button.grab().toImage().pixel(6, button.height() // 2)).name()

    assert button.isDefault()
    assert not button.isEnabled()
    waits = ground()
    dialog.field.setText("Bolt One")
    assert button.isEnabled()
    accent = QColor(current().accent).name()
    assert (waits == accent, ground() == accent) == (False, True)


def test_no_button_of_the_examples_looks_like_the_main_one(qtbot) -> None:
    dialog = SampleDialog([SampleRow("lock", "Smart door lock", "A lock with an app", "lock")])
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert [one.isDefault() for one in dialog.findChildren(QPushButton)] == [False]


def test_the_ring_goes_around_a_list_only_while_it_is_empty(qtbot) -> None:
    holder, model, view = QWidget(), QStringListModel(), QListView()
    view.setModel(model)
    holder.setLayout(column(view))
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)

    def rings() -> list[QWidget]:
        return [ring.widget() for ring in holder.findChildren(QFocusFrame) if ring.isVisible()]

    view.setFocus()
    assert rings() == []  # rows may be on their way
    qtbot.waitUntil(lambda: rings() == [view])
    model.setStringList(["one"])
    qtbot.waitUntil(lambda: rings() == [])


@pytest.mark.parametrize("orphaned", [True, False])
def test_what_is_cleared_away_is_out_of_sight_at_once_and_gone_soon(qtbot, orphaned: bool) -> None:
    holder = QWidget()
    layout = column(label("One"), row(label("Two"), None), spacing=2)
    holder.setLayout(layout)
    qtbot.addWidget(holder)
    holder.show()
    parts = holder.findChildren(QWidget)
    assert len(parts) == 2
    clear(layout, orphaned=orphaned)
    assert layout.count() == 0
    assert not any(one.isVisible() for one in parts)
    assert holder.findChildren(QWidget) == ([] if orphaned else parts)
    qtbot.waitUntil(lambda: not any(shiboken6.isValid(one) for one in parts))
    assert holder.findChildren(QWidget) == []


def test_the_panel_keeps_its_lines_while_they_say_the_same(qtbot, qapp) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.show()
    lines = [PanelLine("Your role: manufacturer", "From question 1.1")]
    panel.set_state("The CRA applies", decided=lines)

    def shown() -> list[QLabel]:
        qapp.processEvents()  # a layout shows what is new in it a little later
        labels = panel.findChildren(QLabel)
        return [one for one in labels if one.text() == lines[-1].text and one.isVisibleTo(panel)]

    (first,) = shown()
    panel.set_state("The CRA applies, that is sure", decided=lines)
    assert panel.headline() == "The CRA applies, that is sure"
    assert shown() == [first]
    lines.append(PanelLine("Conformity routes: 2 open"))
    panel.set_state("The CRA applies, that is sure", decided=lines)
    assert len(shown()) == 1
    panel.set_state("Still open")
    assert shown() == []
    panel.set_state("Still open", now=lines)
    assert len(shown()) == 1


def test_a_table_cuts_no_heading_and_spares_columns_for_the_words_that_count(qtbot) -> None:
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["What", "A heading much longer than its values", "Spared", "Kept"])
    table = Table("Dates", model)
    qtbot.addWidget(table)
    letter = table.fontMetrics().averageCharWidth()
    table.set_column_widths(None, 10, letter * 12, letter * 12)
    table.keep_readable(0, 30, 2)
    table.resize(letter * 160, 200)
    table.show()
    assert cut_headings(table) == []
    assert not table.isColumnHidden(2)
    table.resize(table.columnWidth(1) + letter * 50, 200)
    lay_out(table)
    assert [table.isColumnHidden(at) for at in range(4)] == [False, False, True, False]
    assert table.columnWidth(0) >= letter * 30
    table.resize(letter * 160, 200)
    lay_out(table)
    assert not table.isColumnHidden(2)
    assert cut_headings(table) == []


def test_what_is_typed_without_a_pause_is_saved_as_well(qtbot, monkeypatch) -> None:
    monkeypatch.setattr("crasuite.ui.widgets.saver.SAVE_AFTER_MS", 1_000_000)
    monkeypatch.setattr("crasuite.ui.widgets.saver.SAVE_AT_LATEST_MS", 30)
    by_line: list[str] = []
    by_note: list[str] = []
    line = SavedLine("Name", lambda text: by_line.append(text) is None)
    note = NoteField("kept with the answer")
    note.changed.connect(by_note.append)
    qtbot.addWidget(line)
    qtbot.addWidget(note)
    for field, saved in ((line, by_line), (note.edit, by_note)):

        def typed_on(field: QWidget = field, saved: list[str] = saved) -> bool:
            qtbot.keyClick(field, "a")
            return len(saved) >= 2

        qtbot.waitUntil(typed_on)
        assert set("".join(saved)) == {"a"}
        assert len(saved[1]) > len(saved[0])


def test_saving_leaves_what_is_being_typed_alone(qtbot) -> None:
    """Saved is the text without spaces at its end, and a new name joins the list of people."""

    owner = OwnerField("Owner", lambda said: owner.load(said, sorted({"Ada", said})) is None)
    line = SavedLine("Name", lambda said: line.load(said.strip()) is None)
    parts = SavedText("Parts", lambda said: parts.load("\n".join(dict.fromkeys(said.split()))) is None)
    owner.load("", ["Ada"])
    for field, typed_in, pieces in (
        (owner, owner.lineEdit(), ("Max ", "Muster")),
        (line, line, ("Max ", "Muster")),
        (parts, parts, ("zlib\r", "zlib", "-ng \r", "curl")),
    ):
        qtbot.addWidget(field)
        for letters in pieces:
            qtbot.keyClicks(typed_in, letters)
            field.flush()
    assert (owner.currentText(), line.text()) == ("Max Muster", "Max Muster")
    assert parts.toPlainText() == "zlib\nzlib-ng \ncurl"
