"""Web addresses of the law: shown, opened only when somebody chooses one, or copied where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from crasuite.interview.reporting_register import cites_of
from crasuite.rules import Pack
from crasuite.ui import web_links
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.main_window import OVERVIEW, MainWindow
from crasuite.ui.widgets.address_link import AddressLink
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import main_windows, settle

CRA = "http://data.europa.eu/eli/reg/2024/2847/oj"
KEY = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.session.workspace.add_sample("smart-door-lock")
        settle(qtbot, window)
        window.resize(1280, 800)
        window.open_product(window.listed_products()[0].id)
        yield window


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """What was handed to the browser."""
    handed: list[str] = []
    monkeypatch.setattr(
        web_links.QDesktopServices, "openUrl", lambda url: handed.append(url.toString()) or True
    )
    QGuiApplication.clipboard().clear()
    return handed


def reach_by_tab(qtbot, within: QWidget) -> AddressLink:
    """The link to the official text, got to as without a mouse."""
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(focus, AddressLink) and within.isAncestorOf(focus):
            return focus
        qtbot.keyClick(focus, KEY.Key_Tab)
    raise AssertionError("Tab does not get there")


def words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def test_the_drawer_opens_the_official_text_when_asked_and_not_before(
    qtbot, look: str, window: MainWindow, opened: list[str], artefacts: Path
) -> None:
    window.go(OVERVIEW)
    window.explain(cites_of(window.session.pack, ["cra art-13-8"])[0])
    lay_out(window)
    assert CRA in "\n".join(words(window.dock)), "the address is shown"
    link = reach_by_tab(qtbot, window.dock)
    assert (link.text(), link.accessibleName()) == ("Open in the browser", f"Open in the browser: {CRA}")
    assert opened == []
    check_all(window)
    assert window.grab().save(str(artefacts / f"window-address-{look}.png"))
    qtbot.keyClick(link, KEY.Key_Return)
    assert opened == [CRA]
    assert QGuiApplication.clipboard().text() == ""


def test_the_setting_copies_in_the_drawer_and_says_so(
    qtbot, window: MainWindow, opened: list[str], said: list[str]
) -> None:
    window.explain(cites_of(window.session.pack, ["cra art-13-8"])[0])
    window.menus.actions["copy_addresses"].trigger()
    link = reach_by_tab(qtbot, window.dock)
    assert (link.text(), link.accessibleName()) == ("Copy the address", f"Copy the address: {CRA}")
    qtbot.keyClick(link, KEY.Key_Space)
    assert opened == []
    assert QGuiApplication.clipboard().text() == CRA
    assert "The address is copied." in words(window.dock)
    assert said == ["The address is copied."]


def test_an_address_no_browser_takes_is_copied(
    qtbot, window: MainWindow, said: list[str], monkeypatch
) -> None:
    monkeypatch.setattr(web_links.QDesktopServices, "openUrl", lambda _url: False)
    window.explain(cites_of(window.session.pack, ["cra art-13-8"])[0])
    qtbot.keyClick(reach_by_tab(qtbot, window.dock), KEY.Key_Space)
    assert QGuiApplication.clipboard().text() == CRA
    assert said == ["The address is copied."]


def test_the_interview_opens_or_copies_as_the_window_does(
    qtbot, look: str, window: MainWindow, opened: list[str], said: list[str], artefacts: Path
) -> None:
    window.open_interview("data-connection")
    wizard = next(
        one for one in QApplication.topLevelWidgets() if hasattr(one, "explanation") and one.isVisible()
    )
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.explain(cites_of(window.session.pack, ["cra art-13-8"])[0])
    lay_out(wizard)
    link = reach_by_tab(qtbot, wizard.explanation)
    assert opened == []
    check_all(wizard)
    assert wizard.grab().save(str(artefacts / f"interview-address-{look}.png"))
    qtbot.keyClick(link, KEY.Key_Space)
    assert opened == [CRA]
    window.settings.set_flag(web_links.COPY_ONLY, True)
    qtbot.keyClick(link, KEY.Key_Space)
    assert len(opened) == 1
    assert QGuiApplication.clipboard().text() == CRA
    assert said == ["The address is copied."]
    wizard.close()


def test_sources_of_the_law_data_are_links(
    qtbot, look: str, window: MainWindow, opened: list[str], said: list[str], monkeypatch, artefacts: Path
) -> None:
    shown: list[TextDialog] = []

    def show(_cls: type, title: str, markdown: str, parent: QWidget) -> None:
        dialog = TextDialog(title, markdown, parent)
        dialog.show()
        shown.append(dialog)

    monkeypatch.setattr(TextDialog, "show_text", classmethod(show))
    window.menus.actions["law_data"].trigger()
    (dialog,) = shown
    qtbot.waitUntil(dialog.isActiveWindow)
    lay_out(dialog)
    dialog.browser.setFocus()
    qtbot.keyClick(dialog.browser, KEY.Key_Tab)
    assert dialog.note.text() == f"Cyber Resilience Act: {CRA}"
    assert said == [dialog.note.text()], "the link that Tab reached"
    assert opened == []
    assert dialog.grab().save(str(artefacts / f"dialog-law-data-{look}.png"))
    qtbot.keyClick(dialog.browser, KEY.Key_Return)
    assert opened == [CRA]
    window.settings.set_flag(web_links.COPY_ONLY, True)
    qtbot.keyClick(dialog.browser, KEY.Key_Return)
    assert len(opened) == 1
    assert QGuiApplication.clipboard().text() == CRA
    assert dialog.note.text() == "The address is copied."
    dialog.close()


def test_every_address_of_the_law_data_is_one_a_browser_takes(pack: Pack, opened: list[str], window) -> None:
    addresses = [one.eli or one.address for one in pack.sources.values() if one.eli or one.address]
    assert all(web_links.follow(one, window.settings) for one in addresses)
    assert len(opened) == len(addresses) > 50
