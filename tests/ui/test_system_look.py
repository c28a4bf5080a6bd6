"""What the system asks for is respected: high contrast, twice the scale, and a larger font."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QPalette

from crasuite.rules import Pack, load_pack
from crasuite.ui import theme
from crasuite.ui import tokens as t
from crasuite.ui.main_window import OVERVIEW, REQUIREMENTS, MainWindow
from tests.ui import checks
from tests.ui.main_windows import main_windows, settle
from tests.ui.walk import Walk

BLACK, WHITE = "#000000", "#FFFFFF"
SYSTEMS = {
    "white on black": {"Window": BLACK, "Text": WHITE, "Link": "#FFFF00", "Highlight": "#1AEBFF"},
    "black on white": {"Window": WHITE, "Text": BLACK, "Link": "#00009F", "Highlight": "#37006E"},
}


def system_palette(colours: dict[str, str]) -> QPalette:
    """As a system with a theme of high contrast hands it out."""
    palette = QPalette()
    role = QPalette.ColorRole
    for one in (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase):
        palette.setColor(one, QColor(colours["Window"]))
    for one in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.PlaceholderText):
        palette.setColor(one, QColor(colours["Text"]))
    palette.setColor(role.Link, QColor(colours["Link"]))
    palette.setColor(role.Highlight, QColor(colours["Highlight"]))
    palette.setColor(role.HighlightedText, QColor(colours["Window"]))
    return palette


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(params=SYSTEMS)
def high_contrast(request, qapp, monkeypatch) -> Iterator[str]:
    """The system asks for high contrast; afterwards it no longer does."""
    palette = system_palette(SYSTEMS[request.param])
    with monkeypatch.context() as patch:
        patch.setattr(theme, "_wants_high_contrast", lambda _app: True)
        patch.setattr(theme, "_system_palette", lambda _app: palette)
        theme.apply(qapp, "system")
        yield request.param
    theme.apply(qapp, "light")


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.session.workspace.add_sample("smart-door-lock")
        settle(qtbot, window)
        yield window


def test_every_pair_of_colours_stays_readable_in_high_contrast(high_contrast: str) -> None:
    look = t.current()
    assert look.name == "high contrast"
    for pairs, least in ((t.TEXT_PAIRS, 4.5), (t.GRAPHIC_PAIRS, 3.0)):
        faint = [pair for pair in pairs if t.contrast(look.color(pair[0]), look.color(pair[1])) < least]
        assert faint == []


def test_no_colour_but_those_of_the_system_is_used(high_contrast: str, qapp) -> None:
    named = {one.upper() for one in re.findall(r"#[0-9A-Fa-f]{6}", qapp.styleSheet())}
    assert named
    assert named <= {one.upper() for one in SYSTEMS[high_contrast].values()}
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == SYSTEMS[high_contrast]["Window"]
    assert t.current().window == SYSTEMS[high_contrast]["Window"]


def test_screens_stay_readable_in_high_contrast(
    qtbot, high_contrast: str, window: MainWindow, artefacts: Path
) -> None:
    walk, found = Walk(), []
    window.resize(1280, 800)
    window.open_product(window.listed_products()[0].id)
    for screen in (OVERVIEW, REQUIREMENTS):
        window.go(screen)
        checks.lay_out(window)
        name = high_contrast.replace(" ", "-")
        assert window.grab().save(str(artefacts / f"window-{screen}-{name}.png"))
        found += walk.too_faint(window)
    assert not found, "\n".join(found)


def test_a_large_system_font_is_followed(
    qtbot, qapp, tmp_path: Path, pack: Pack, monkeypatch, artefacts
) -> None:
    usual = QFont(qapp.font())
    qapp.setFont(QFont("Inter", 15))
    theme.apply(qapp, "light")
    try:
        with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
            window = start()
            window.session.workspace.add_sample("smart-door-lock")
            settle(qtbot, window)
            window.resize(1600, 1000)
            window.open_product(window.listed_products()[0].id)
            checks.lay_out(window)
            assert window.grab().save(str(artefacts / "window-overview-large-font.png"))
            assert window.page(OVERVIEW).heading.fontInfo().pointSizeF() > 24
            assert checks.clipped(window) == []
            assert checks.outside(window) == []
    finally:
        qapp.setFont(usual)
        theme.apply(qapp, "light")


_WITHOUT_FONTS = """
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
app = QApplication([])
print("BEFORE", QFontInfo(app.font()).family())
from crasuite.ui import theme
theme.apply(app, "light")
for weight in (400, 600):
    print(QFontInfo(theme.scaled_font(app.font(), 1.0, weight)).family(), weight)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system always has fonts")
def test_where_there_is_no_font_ours_is_shown(tmp_path: Path, project_root: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig/>", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_FONTS],
        cwd=project_root,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["BEFORE ", "Inter 400", "Inter 600"], done.stderr


_TWICE = """
import sys
from pathlib import Path
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication([])
from crasuite import paths
for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
    QFontDatabase.addApplicationFont(str(file))
app.setFont(QFont("Inter", 10))
from crasuite.ui import theme
theme.apply(app, "light")
from crasuite.ui.main_window import MainWindow
from crasuite.ui.settings import Settings
from tests.ui import checks
window = MainWindow(Settings(Path(sys.argv[1]) / "settings.ini"))
window.show()
window.start(Path(sys.argv[1]) / "twice.crasuite")
window.session.workspace.add_sample("smart-door-lock")
window.open_product(window.listed_products()[0].id)
window.resize(1280, 800)
checks.lay_out(window)
picture = window.grab()
picture.save(sys.argv[2])
print("SIZE", picture.width(), picture.height(), window.devicePixelRatioF())
print("CUT", checks.clipped(window) + checks.outside(window))
print("SMALL", checks.small_targets(window))
window.close()
"""


def test_twice_the_scale(tmp_path: Path, project_root: Path, artefacts: Path) -> None:
    picture = artefacts / "window-overview-scale-2.png"
    done = subprocess.run(
        [sys.executable, "-c", _TWICE, str(tmp_path), str(picture)],
        cwd=project_root,
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert said["SIZE"] == "2560 1600 2.0"
    assert said["CUT"] == "[]"
    assert said["SMALL"] == "[]"
