"""The SBOM screen with a real workspace: importing, components and their notes, checks, versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.sbom_file import SbomFile, content_of, read_file
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.sbom.model import Component, Party, Sbom
from crasuite.ui import crash, jobs
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.sbom_compare_dialog import SbomCompareDialog
from crasuite.ui.dialogs.sbom_part_dialog import SbomPartDialog
from crasuite.ui.dialogs.sbom_release_dialog import SbomReleaseDialog
from crasuite.ui.dialogs.sbom_versions_dialog import SbomVersionsDialog
from crasuite.ui.main_window import MainWindow
from crasuite.ui.pages.sbom.component_model import COMPONENT, NOTES, SUPPLIER, ComponentModel
from crasuite.ui.pages.sbom_page import SbomPage
from crasuite.ui.session import Session
from crasuite.ui.settings import Settings
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.import_card import ImportCard
from tests.ui.checks import check_all, lay_out, unreachable
from tests.unit.sbom.files import REAL

OLD, NEW = REAL / "lock-portal-2.4.1.cdx-1.5.json", REAL / "lock-portal-2.5.0.cdx-1.5.json"
SPDX = REAL / "spdx-tools.spdx-2.3.json"
Import = Callable[..., None]

FIRMWARE = (
    ("zephyr", "3.7.1", "Zephyr Project", "Apache-2.0", "pkg:github/zephyrproject-rtos/zephyr@3.7.1", True),
    ("mbedtls", "3.6.5", "Arm / TF", "Apache-2.0", "pkg:github/Mbed-TLS/mbedtls@3.6.5", True),
    ("mcuboot", "2.2.0", "MCUboot", "Apache-2.0", "pkg:github/mcu-tools/mcuboot@2.2.0", True),
    ("keypad-driver", "1.0.2", "KeyMatrix", "MIT", "pkg:generic/keymatrix/keypad-driver@1.0.2", False),
    ("aero-ble-pairing", "2.4.1", "Larkfield Devices", "Proprietary", "", True),
    ("littlefs", "2.9.3", "littlefs", "BSD-3-Clause", "pkg:github/littlefs-project/littlefs@2.9.3", False),
    ("radio-blob", "7.3.0", "", "Vendor", "", True),
    ("nanopb", "0.4.9", "nanopb", "Zlib", "pkg:github/nanopb/nanopb@0.4.9", False),
    ("lock-motor-control", "3.1.0", "Larkfield Devices", "Proprietary", "", True),
)


def firmware(path: Path) -> Path:
    """A CycloneDX file of a small lock, as a build writes it."""
    components = [
        {
            "type": "library",
            "bom-ref": name,
            "name": name,
            "version": version,
            **({"supplier": {"name": supplier}} if supplier else {}),
            "licenses": [{"license": {"name": licence}}],
            **({"purl": purl} if purl else {}),
        }
        for name, version, supplier, licence, purl, _is_direct in FIRMWARE
    ]
    direct = [name for name, *_, is_direct in FIRMWARE if is_direct]
    rest = [name for name, *_, is_direct in FIRMWARE if not is_direct]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "metadata": {
            "timestamp": "2026-11-09T10:00:00Z",
            "authors": [{"name": "Larkfield Devices"}],
            "component": {
                "type": "firmware",
                "bom-ref": "lock",
                "name": "aerolock2",
                "version": "2.4.1",
                "supplier": {"name": "Larkfield Devices"},
            },
        },
        "components": components,
        "dependencies": [{"ref": "lock", "dependsOn": direct}, {"ref": "zephyr", "dependsOn": rest}],
    }
    path.write_text(json.dumps(bom, indent=1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    now = [datetime(2026, 11, 10, 9, 0, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    with Workspace.create(
        tmp_path / "work.crasuite", pack, clock=clock, today=lambda: date(2026, 11, 24)
    ) as found:
        yield found


@pytest.fixture
def page(qtbot, workspace: Workspace, tmp_path: Path) -> Iterator[SbomPage]:
    page = SbomPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    product = workspace.new_product("AeroLock 2").id
    page.load(workspace, product)

    def reload(ids) -> None:  # type: ignore[no-untyped-def]
        if page.sboms.product_id in ids:
            page.load(workspace, page.sboms.product_id)

    workspace.on_change(reload)
    page.resize(1060, 720)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lay_out(page)
    yield page
    workspace.off_change(reload)
    assert jobs.wait_for_all()
    crash.set_presenter(None)


@pytest.fixture
def bring_in(qtbot, page: SbomPage, monkeypatch) -> Import:
    """Import a file as the button does, with the choosers answered."""

    def run(path: Path, part: str = "Device", *, wait: bool = True) -> None:
        monkeypatch.setattr(page, "ask_files", lambda: [path])
        monkeypatch.setattr(SbomPartDialog, "ask", classmethod(lambda *_args: [part]))
        button = page.import_button if page.import_button.isVisible() else page.first_button
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        if wait:
            qtbot.waitUntil(lambda: not page.imports.cards and page._content is not None, timeout=20_000)
            lay_out(page)

    return run


def names(page: SbomPage) -> list[str]:
    return [page.model.row_at(at).component.name for at in range(page.model.rowCount())]


def press(qtbot, page: SbomPage, text: str) -> None:
    """Click the visible button with this text."""
    found = [one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == text]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


# -- empty and importing -------------------------------------------------------------------------------------


def test_the_empty_screen_teaches(page: SbomPage, look: str, artefacts: Path) -> None:
    assert page.initial_focus() is page.first_button
    assert page.filter_field() is None
    page.first_button.setFocus()
    lay_out(page)
    assert page.height() == 720
    check_all(page)
    assert page.grab().save(str(artefacts / f"sbom-empty-{look}.png"))
    assert unreachable(page) == []


def test_an_import_by_keyboard_shows_the_components(
    qtbot, page: SbomPage, workspace: Workspace, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(page, "ask_files", lambda: [firmware(tmp_path / "aerolock2-firmware-2.4.1.cdx.json")])
    asked = []
    monkeypatch.setattr(
        SbomPartDialog, "ask", classmethod(lambda _cls, *args: asked.append(args) or ["Lock firmware"])
    )
    page.first_button.setFocus()
    qtbot.keyClick(page.first_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._content is not None, timeout=20_000)
    assert asked[0][:3] == (["aerolock2-firmware-2.4.1.cdx.json"], ["Device"], [])
    assert page.part() == "Lock firmware"
    assert page.table.hasFocus()
    assert sorted(names(page)) == sorted(name for name, *_ in FIRMWARE)
    assert workspace.undo_label() == "importing aerolock2-firmware-2.4.1.cdx.json"
    workspace.undo()
    assert page.initial_focus() is page.first_button


def test_files_can_be_dropped(qtbot, page: SbomPage, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        SbomPartDialog, "ask", classmethod(lambda _cls, *args: asked.append(args) or ["Portal", "Tools"])
    )
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(OLD)), QUrl.fromLocalFile(str(SPDX)), QUrl("https://example.org/x")])
    event = QDropEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: len(page.sboms.parts()) == 2, timeout=20_000)
    assert asked[0][0] == [OLD.name, SPDX.name]
    assert {part.name for part in page.sboms.parts()} == {"Portal", "Tools"}


def test_a_file_that_is_no_sbom_says_why_in_its_place_and_changes_nothing(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path, look: str, artefacts: Path
) -> None:
    bring_in(OLD)
    before = page.sboms.repository.file_sizes()
    broken = tmp_path / "cloud-backend.spdx.json"
    broken.write_text('{"spdxVersion": "SPDX-2.3",\n "packages": [\n {"name": "a"', encoding="utf-8")
    bring_in(broken, "Backend", wait=False)
    qtbot.waitUntil(
        lambda: bool(page.imports.cards) and hasattr(page.imports.cards[0], "close_button"), timeout=20_000
    )
    lay_out(page)
    (card,) = page.imports.cards
    assert card.accessibleName() == "cloud-backend.spdx.json was not imported"
    assert card.other_button.hasFocus()
    assert "Line 3" in card.accessibleDescription()
    assert page.sboms.repository.file_sizes() == before
    assert [part.name for part in page.sboms.parts()] == ["Device"]
    check_all(page)
    assert page.grab().save(str(artefacts / f"sbom-error-{look}.png"))
    qtbot.keyClick(card.close_button, Qt.Key.Key_Space)
    assert page.imports.cards == []


def test_an_import_shows_progress_and_cancel_leaves_nothing(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path, monkeypatch, artefacts: Path
) -> None:
    bring_in(firmware(tmp_path / "aerolock2-firmware-2.4.1.cdx.json"), "Lock firmware")
    before = page.sboms.repository.file_sizes()
    large = large_file(tmp_path / "cloud-backend-2026.11.cdx.json", 2_000)
    stopped = Event()

    def held_up(repository, pack, path, progress, cancelled):  # type: ignore[no-untyped-def]
        """The real reading, which waits at three fifths until it is stopped."""

        def report(done: int, total: int) -> None:
            progress(done, total)
            if done >= 0.6 * total > 1:
                stopped.wait(20)

        return read_file(repository, pack, path, report, cancelled)

    monkeypatch.setattr("crasuite.ui.pages.sbom_page.read_file", held_up)
    bring_in(large, "Cloud backend", wait=False)
    (card,) = page.imports.cards
    qtbot.waitUntil(lambda: card.bar.value() > 0.5 * card.bar.maximum() > 0, timeout=20_000)
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / "sbom-reading-light.png"))
    card.cancel_button.setFocus()
    qtbot.keyClick(card.cancel_button, Qt.Key.Key_Space)
    assert not card.cancel_button.isEnabled()
    assert card.hasFocus(), "and not whatever comes next in the window"
    stopped.set()
    qtbot.waitUntil(lambda: not page.imports.cards, timeout=20_000)
    assert page.sboms.repository.file_sizes() == before
    assert [part.name for part in page.sboms.parts()] == ["Lock firmware"]
    assert page.initial_focus().hasFocus(), "who works by keyboard is still on the list"


def test_who_works_meanwhile_is_not_disturbed(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"), "Lock")
    page.table.selectRow(0)
    page.side.choose("component")
    bring_in(OLD, "Portal", wait=False)
    field = page.component.fields["note"]
    field.setFocus()
    qtbot.keyClicks(field, "Ask")
    qtbot.waitUntil(lambda: len(page.sboms.parts()) == 2, timeout=20_000)
    qtbot.keyClicks(field, " them")
    assert field.hasFocus()
    assert field.toPlainText() == "Ask them"
    assert page.part() == "Lock"


@pytest.mark.parametrize(("typed", "shown"), [("", "Portal"), ("ze", "Lock")])
def test_an_import_from_the_search_field_shows_what_was_imported_unless_one_searches(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path, typed: str, shown: str
) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"), "Lock")
    bring_in(OLD, "Portal", wait=False)
    page.search.setFocus()
    qtbot.keyClicks(page.search, typed)
    qtbot.waitUntil(lambda: len(page.sboms.parts()) == 2, timeout=20_000)
    assert page.part() == shown
    assert page.search.hasFocus() is bool(typed)


def test_the_same_file_twice_is_said_in_place(qtbot, page: SbomPage, bring_in: Import) -> None:
    bring_in(OLD)
    bring_in(OLD, wait=False)
    qtbot.waitUntil(
        lambda: bool(page.imports.cards) and hasattr(page.imports.cards[0], "close_button"), timeout=20_000
    )
    assert "already" in page.imports.cards[0].accessibleDescription()
    assert len(page.sboms.sboms) == 1


def test_an_import_ends_in_its_own_product_though_another_is_shown(
    qtbot, page: SbomPage, bring_in: Import, workspace: Workspace
) -> None:
    first = page.sboms.product_id
    other = workspace.new_product("Guard").id
    bring_in(OLD, wait=False)
    page.load(workspace, other)
    assert not page.imports.cards[0].isVisible()
    qtbot.waitUntil(lambda: not page.imports.cards, timeout=20_000)
    assert [part.name for part in SbomFile(workspace, first).parts()] == ["Device"]
    assert page.sboms.parts() == ()


def test_the_part_dialog_asks_for_each_file(qtbot) -> None:
    dialog = SbomPartDialog(["a.json", "b.json"], ["Device", ""], ["Device", "Portal"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() == dialog.layout().totalHeightForWidth(dialog.width()), "gaps between the lines"
    lay_out(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.fields[1].setEditText("Portal")
    assert dialog.accept_button.isEnabled()
    assert dialog.parts() == ["Device", "Portal"]
    check_all(dialog)


# -- the whole screen ----------------------------------------------------------------------------------------


def test_the_screen_in_both_looks(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path, look: str, artefacts: Path
) -> None:
    bring_in(OLD, "Cloud portal")
    bring_in(firmware(tmp_path / "aerolock2-firmware-2.4.1.cdx.json"), "Lock firmware")
    sboms = page.sboms
    sboms.set_component("pkg:generic/keymatrix/keypad-driver", "keypad-driver", "decision", "Replace it")
    sboms.set_component("radio-blob", "radio-blob", "note", "Binary only")
    for field in ("support", "contact", "updates", "exit_plan"):
        sboms.set_component("pkg:github/zephyrproject-rtos/zephyr", "zephyr", field, "Said in the plan")
    page.table.setFocus()
    page.table.selectRow(names(page).index("radio-blob"))
    lay_out(page)
    assert page.height() == 720
    check_all(page)
    assert page.grab().save(str(artefacts / f"sbom-{look}.png"))
    assert unreachable(page) == []
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    lay_out(page)
    check_all(page)
    assert page.grab().save(str(artefacts / f"sbom-component-{look}.png"))
    page.resize(860, 600)
    lay_out(page)
    check_all(page)
    assert page.grab().save(str(artefacts / f"sbom-narrow-{look}.png"))


def test_cells_say_in_words_what_they_paint(page: SbomPage, bring_in: Import, tmp_path: Path) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    at = names(page).index("radio-blob")
    texts = [page.model.index(at, column).data() for column in range(page.model.columnCount())]
    assert texts == ["radio-blob, Direct, no package URL", "7.3.0", "Missing", "Vendor", ""]
    page.sboms.set_component("radio-blob", "radio-blob", "supplier", "Chip AG")
    page.sboms.set_component("radio-blob", "radio-blob", "support", "Until 2031")
    assert page.model.index(at, SUPPLIER).data() == "Chip AG"
    assert page.model.index(at, NOTES).data() == "1 of 4 noted"


def test_words_and_segments_narrow_the_table(qtbot, page: SbomPage, bring_in: Import, tmp_path: Path) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    page.segments.choose("direct")
    assert len(names(page)) == 6
    page.segments.choose("all")
    page.search.setFocus()
    qtbot.keyClicks(page.search, "apache zep")
    assert names(page) == ["zephyr"]
    qtbot.keyClick(page.search, Qt.Key.Key_Backspace)
    assert "mcuboot" not in names(page)
    qtbot.keyClicks(page.search, "zzz")
    assert names(page) == []
    assert page._shown.text() == "Nothing fits"
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(names(page)) == 9
    page.sboms.set_component("radio-blob", "radio-blob", "note", "Binary only")
    page.segments.choose("noted")
    assert names(page) == ["radio-blob"]


def test_sorting_by_a_column_goes_both_ways(page: SbomPage, bring_in: Import, tmp_path: Path) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    page.table.sortByColumn(SUPPLIER, Qt.SortOrder.AscendingOrder)
    assert names(page)[0] == "mbedtls"
    page.table.sortByColumn(COMPONENT, Qt.SortOrder.DescendingOrder)
    assert names(page) == sorted((name for name, *_ in FIRMWARE), reverse=True)


# -- components ----------------------------------------------------------------------------------------------


def test_due_diligence_is_saved_as_it_is_typed_and_can_be_undone(
    qtbot, page: SbomPage, bring_in: Import, workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    page.table.selectRow(names(page).index("mbedtls"))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    field = page.component.fields["support"]
    assert field.hasFocus()
    qtbot.keyClicks(field, "Arm, ")
    key = "pkg:github/mbed-tls/mbedtls"
    qtbot.waitUntil(lambda: page.sboms.component(key).support == "Arm, ")
    qtbot.keyClicks(field, "until 2028")
    assert field.toPlainText() == "Arm, until 2028"
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.sboms.component(key).support == "Arm, until 2028"
    assert workspace.undo_label() == "support of mbedtls"
    workspace.undo()
    assert field.toPlainText() == "Arm, "
    assert names(page)[page.table.currentIndex().row()] == "mbedtls"


def test_what_is_typed_is_not_lost_by_going_to_another_component(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    page.table.selectRow(names(page).index("nanopb"))
    page.side.choose("component")
    page.component.fields["note"].setPlainText("Check the fork")
    page.table.selectRow(names(page).index("littlefs"))
    assert page.component.fields["note"].toPlainText() == ""
    assert page.sboms.component("pkg:github/nanopb/nanopb").note == "Check the fork"
    assert "pkg:github/littlefs-project/littlefs" not in page.sboms.components


def test_a_place_in_a_component_is_found(qtbot, page: SbomPage, bring_in: Import, tmp_path: Path) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    page.search.setText("zephyr")
    page.show_place(Place(RecordKind.COMPONENT, "pkg:github/nanopb/nanopb", "exit_plan"))
    assert page.component.row().component.name == "nanopb"
    assert page.component.fields["exit_plan"].hasFocus()


# -- checks --------------------------------------------------------------------------------------------------


def test_a_missing_supplier_is_entered_from_the_check(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(firmware(tmp_path / "lock.cdx.json"))
    assert page.sboms.words() == "2 issues"  # the other is that some components have no identifier
    press(qtbot, page, "Enter supplier…")
    field = page.component.fields["supplier"]
    assert field.hasFocus()
    assert page.component.row().component.name == "radio-blob"
    qtbot.keyClicks(field, "Chip AG")
    page.flush()
    assert page.sboms.words() == "1 issue"
    page.side.choose("checks")
    assert not any(one.text() == "Enter supplier…" for one in page.checks.findChildren(QPushButton))


def test_a_finding_leads_to_its_components_and_back(qtbot, page: SbomPage, bring_in: Import) -> None:
    bring_in(OLD)
    page.search.setText("express")
    press(qtbot, page, "Show all 21")
    assert len(names(page)) == 20  # the product itself is the 21st
    assert page.search.text() == ""
    assert page.table.hasFocus()
    assert "supplier" in page._only.text()
    press(qtbot, page, "Show all again")
    assert len(names(page)) == 74


def test_sections_fold_and_citations_open(qtbot, page: SbomPage, bring_in: Import) -> None:
    bring_in(OLD)
    fold = page.checks.folds["bsi"]
    assert fold.accessibleName() == "BSI TR-03183-2, version 2.1.0, 9 of 19 met, folded"
    chips = len([one for one in page.checks.findChildren(QPushButton) if one.isVisible()])
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert fold.accessibleName().endswith("unfolded")
    assert len([one for one in page.checks.findChildren(QPushButton) if one.isVisible()]) > chips
    chip = page.checks.findChildren(CitationChip)[0]
    assert chip.text() == "Annex I, Part II (1)"
    with qtbot.waitSignal(page.explain) as caught:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert caught.args[0].id == "cra annex-1-2-1"
    lay_out(page)
    check_all(page)


# -- parts and versions --------------------------------------------------------------------------------------


def test_many_parts_an_error_and_an_import_are_not_squeezed(
    qtbot, page: SbomPage, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        SbomPartDialog, "ask", classmethod(lambda _cls, files, *_: [Path(one).stem for one in files])
    )
    text = firmware(tmp_path / "part-0.json").read_text(encoding="utf-8")
    for number in range(6):
        file = tmp_path / f"part-{number}.json"
        file.write_text(text.replace("a58921a69b79", f"a58921a69b7{number}"), encoding="utf-8")
        page.import_files([file])
        qtbot.waitUntil(lambda: len(page.sboms.parts()) == number + 1, timeout=20_000)  # noqa: B023
    bad = tmp_path / "bad.json"
    bad.write_text("{nonsense", encoding="utf-8")
    page.import_files([bad])
    qtbot.waitUntil(lambda: any(hasattr(one, "close_button") for one in page.imports.cards), timeout=20_000)
    go_on, nothing = Event(), (lambda *_: None)
    reading = ImportCard(page.sboms.product_id, OLD, "Portal")
    page.imports.start(
        reading, lambda _job: go_on.wait(60), done=nothing, failed=nothing, cancelled=nothing, other=nothing
    )
    try:
        for size in ((1060, 745), (860, 560)):
            page.resize(*size)
            lay_out(page)
            check_all(page)
            assert page.table.height() >= page.table.minimumSizeHint().height()
    finally:
        go_on.set()
        assert jobs.wait_for_all()


def test_parts_are_chosen_by_keyboard(qtbot, page: SbomPage, bring_in: Import, tmp_path: Path) -> None:
    bring_in(OLD, "Portal")
    bring_in(firmware(tmp_path / "lock.cdx.json"), "Lock")
    assert page.part() == "Lock"
    page.cards[0].setFocus()
    qtbot.keyClick(page.cards[0], Qt.Key.Key_Return)
    assert page.part() == "Portal"
    assert len(names(page)) == 74
    qtbot.mouseClick(page.cards[1], Qt.MouseButton.LeftButton)
    assert len(names(page)) == 9


def test_an_sbom_is_opened_again_from_the_workspace(
    qtbot, page: SbomPage, bring_in: Import, workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(OLD)
    again = SbomPage(Settings(tmp_path / "other.ini"))
    qtbot.addWidget(again)
    again.load(workspace, page.sboms.product_id)
    qtbot.waitUntil(lambda: again._content is not None, timeout=20_000)
    assert again.model.rowCount() == 74


def test_a_file_that_is_lost_is_said_once_and_a_new_import_mends_it(
    qtbot, page: SbomPage, bring_in: Import
) -> None:
    shown = []
    crash.set_presenter(lambda error, *_more: shown.append(error))
    record = {"part": "Device", "file_name": "gone.json", "sha256": "0" * 64, "format": "SPDX"}
    page.sboms.write("adding", {RecordKind.SBOM: {"S-01": record}})
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert "could not be read" in page._waiting.text()
    page.load(page.sboms.workspace, page.sboms.product_id)
    assert "could not be read" in page._waiting.text()
    bring_in(OLD)
    assert len(names(page)) == 74
    assert len(shown) == 1


def test_versions_are_listed_exported_and_compared(
    qtbot, page: SbomPage, bring_in: Import, tmp_path: Path, monkeypatch, look: str, artefacts: Path
) -> None:
    bring_in(OLD, "Portal")
    bring_in(NEW, "Portal")
    page.show_versions("Portal")
    dialog = page.dialog
    assert isinstance(dialog, SbomVersionsDialog)
    lay_out(dialog)
    check_all(dialog)
    assert dialog.grab().save(str(artefacts / f"sbom-versions-{look}.png"))
    dialog.table.selectRow(1)
    target = tmp_path / "out.json"
    monkeypatch.setattr(page, "ask_target", lambda _name: target)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=20_000)
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
    assert target.read_bytes() == OLD.read_bytes()
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    compare = page.dialog
    assert isinstance(compare, SbomCompareDialog)
    qtbot.waitUntil(lambda: compare.model.rowCount() > 0, timeout=20_000)
    lay_out(compare)
    check_all(compare)
    assert unreachable(compare) == []
    assert compare.grab().save(str(artefacts / f"sbom-compare-{look}.png"))
    compare.search.setText("express")
    assert [compare.filter.index(0, at).data() for at in range(4)] == [
        "Changed",
        "express",
        "4.21.2",
        "5.1.0",
    ]
    compare.reject()
    assert page.dialog is None


def test_a_version_can_be_removed_and_brought_back(
    qtbot, page: SbomPage, bring_in: Import, workspace: Workspace
) -> None:
    bring_in(OLD)
    bring_in(NEW)
    page.show_versions("Device")
    dialog = page.dialog
    dialog.table.selectRow(0)
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert [one.file_name for one in page.sboms.versions("Device")] == [OLD.name]
    assert dialog.model.rowCount() == 1
    dialog.reject()
    workspace.undo()
    assert len(page.sboms.versions("Device")) == 2


def test_parts_are_renamed_and_removed_from_their_menu(
    qtbot, page: SbomPage, bring_in: Import, monkeypatch, workspace: Workspace
) -> None:
    bring_in(OLD)
    texts = [action.text() for action in page.cards[0].menu().actions()]
    assert texts == [
        "Versions kept…",
        "Export the original file…",
        "Release it belongs to…",
        "Rename this part…",
        "Remove this part…",
    ]
    monkeypatch.setattr(NameDialog, "ask", classmethod(lambda *_args, **_more: "Portal"))
    page.cards[0].menu().actions()[3].trigger()
    assert page.part() == "Portal"
    assert page.cards[0].accessibleName() == f"Portal, {OLD.name}"
    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(lambda *_args, **_more: False))
    page.cards[0].menu().actions()[4].trigger()
    assert page.cards
    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(lambda *_args, **_more: True))
    page.cards[0].menu().actions()[4].trigger()
    assert page.cards == []
    workspace.undo()
    assert page.part() == "Portal"


def test_the_release_is_said_from_the_menu_of_a_part(
    qtbot, page: SbomPage, bring_in: Import, monkeypatch, artefacts: Path
) -> None:
    bring_in(NEW)
    part = page.part()
    record = page.sboms.file.current_sboms()[part]

    def fill(dialog: SbomReleaseDialog) -> bool:
        dialog.show()
        lay_out(dialog)
        qtbot.keyClicks(dialog.release, "2.5.0")
        dialog.released_on.setDate(QDate(2026, 11, 20))
        check_all(dialog)
        dialog.grab().save(str(artefacts / "sbom-release.png"))
        return True

    monkeypatch.setattr(SbomReleaseDialog, "exec", fill)
    page._on_wanted("release", part)
    saved = page.sboms.sboms[record.id]
    assert (saved.release, saved.released_on) == ("2.5.0", date(2026, 11, 20))
    assert "Release 2.5.0 of 20 Nov 2026" in page.sboms.parts()[0].caption


def test_read_only_shows_everything_and_takes_nothing(
    qtbot, page: SbomPage, bring_in: Import, workspace: Workspace, pack: Pack, tmp_path: Path
) -> None:
    bring_in(OLD)
    product = page.sboms.product_id
    workspace.close()
    with Workspace.open(workspace.path, pack, read_only=True) as reading:
        other = SbomPage(Settings(tmp_path / "other.ini"))
        qtbot.addWidget(other)
        other.load(reading, product)
        qtbot.waitUntil(lambda: other._content is not None, timeout=20_000)
        assert not other.import_button.isEnabled()
        assert other.component.fields["support"].isReadOnly()


# -- the window ----------------------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch, look: str) -> Iterator[MainWindow]:
    monkeypatch.setattr("crasuite.ui.session._load", lambda *_: pack)
    settings = Settings(tmp_path / "settings.ini")
    window = MainWindow(settings, Session(settings, lambda: datetime(2026, 11, 24, 9, 2, tzinfo=UTC)))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.usable, timeout=20_000):
        window.start(tmp_path / "larkfield.crasuite")
    yield window
    window.close()
    assert jobs.wait_for_all()
    crash.set_presenter(None)


def test_the_window_shows_the_screen_and_its_count(
    qtbot, window: MainWindow, tmp_path: Path, pack: Pack, look: str, artefacts: Path
) -> None:
    workspace = window.session.workspace
    product = workspace.add_sample("smart-door-lock").id
    sboms = SbomFile(workspace, product)
    for path, part in ((OLD, "Cloud portal"), (firmware(tmp_path / "aerolock2-2.4.1.cdx.json"), "Lock")):
        sboms.keep(read_file(workspace.repository, pack, path), part)
    qtbot.waitUntil(lambda: not window.session.is_filling(), timeout=20_000)
    window.open_product(product)
    window.menus.actions["go_sbom"].trigger()
    page = window.page("sbom")
    qtbot.waitUntil(lambda: page._content is not None, timeout=20_000)
    lay_out(window)
    texts = [window.sidebar.model().index(at, 0).data() for at in range(window.sidebar.model().rowCount())]
    assert any(text and "SBOM" in text and "4 issues" in text for text in texts), texts
    qtbot.waitUntil(lambda: all(card.part.issues is not None for card in page.cards), timeout=20_000)
    lay_out(window)
    check_all(window)
    assert window.grab().save(str(artefacts / f"window-sbom-parts-{look}.png"))
    page.choose_part("Lock")
    qtbot.waitUntil(lambda: page.model.rowCount() == 9, timeout=20_000)
    page.table.selectRow(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.keyClicks(page.component.fields["support"], "Ours")
    window.menus.actions["go_overview"].trigger()  # what was typed is saved on leaving
    assert sboms.component("aero-ble-pairing").support == "Ours"
    window.menus.actions["undo"].trigger()
    assert sboms.component("aero-ble-pairing").support == ""


# -- fluency -------------------------------------------------------------------------------------------------


def large_file(path: Path, count: int) -> Path:
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"bom-ref": "product", "name": "backend", "version": "1"}},
        "components": [
            {
                "type": "library",
                "bom-ref": f"r{number}",
                "name": f"component-{number}",
                "version": f"{number % 9}.{number % 31}",
                "supplier": {"name": f"Supplier {number % 300}"},
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": f"pkg:npm/group-{number % 500}/component-{number}@{number % 9}.{number % 31}",
            }
            for number in range(count)
        ],
        "dependencies": [{"ref": "product", "dependsOn": [f"r{n}" for n in range(0, count, 100)]}],
    }
    path.write_text(json.dumps(bom), encoding="utf-8")
    return path


def test_thousands_of_rows_are_narrowed_key_by_key(qtbot, page: SbomPage, tmp_path: Path) -> None:
    sboms = page.sboms
    path = large_file(tmp_path / "large.cdx.json", 5_000)
    sboms.keep(read_file(sboms.repository, sboms.pack, path), "Backend")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5_000, timeout=60_000)
    page.search.setFocus()
    counts = []
    for letter in "nt-49":
        qtbot.keyClick(page.search, letter)
        QApplication.processEvents()
        counts.append(page.model.rowCount())
    assert counts == sorted(counts, reverse=True)
    assert 0 < counts[-1] < counts[0] == 5_000
    qtbot.keyClick(page.search, Qt.Key.Key_Backspace)
    QApplication.processEvents()
    assert page.model.rowCount() == counts[-2]


def test_typing_on_narrows_and_going_back_widens(pack: Pack) -> None:
    sbom = Sbom(
        format="CycloneDX",
        spec_version="1.6",
        encoding="JSON",
        file_name="x",
        size=1,
        sha256="a",
        components=tuple(Component(ref=str(at), name=f"n{at}", supplier=Party("S")) for at in range(1000)),
    )
    model = ComponentModel()
    model.set_content(content_of("", sbom, pack))
    counts = []
    for words in ("n99", "n999", "n99", "s", "s n5", "n5 s", ""):
        model.set_words(words)
        counts.append(model.rowCount())
    assert counts == [11, 1, 11, 1000, 111, 111, 1000]
