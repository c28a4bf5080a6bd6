"""The icons of the programs, opened again, and that each system is told of them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from PIL.IcnsImagePlugin import IcnsImageFile
from PIL.IcoImagePlugin import IcoImageFile

from tests.packaging.helpers import build_module


@pytest.fixture(scope="module")
def icons() -> ModuleType:
    return build_module("program_icons")


def is_ours(image: Image.Image) -> bool:
    """Blue with a white shield, and nothing in the corners."""
    image = image.convert("RGBA")
    side = image.width

    def at(x: float, y: float) -> tuple[int, ...]:
        found = image.getpixel((int(x * side / 64), int(y * side / 64)))
        assert isinstance(found, tuple)
        return found

    return at(0, 0)[3] < 40 and at(10, 32) == (28, 90, 158, 255) and at(22, 24) == (255, 255, 255, 255)


def test_the_icon_for_windows_opens_in_every_size(icons: ModuleType, tmp_path: Path) -> None:
    with Image.open(icons.write_ico(tmp_path / "new" / "crasuite.ico")) as opened:
        assert isinstance(opened, IcoImageFile)
        sizes = opened.ico.sizes()
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= sizes
        for size in sizes:
            image = opened.ico.getimage(size)
            assert image.size == size
            assert is_ours(image), size


def test_the_icon_for_macos_opens_in_every_size(icons: ModuleType, tmp_path: Path) -> None:
    with Image.open(icons.write_icns(tmp_path / "crasuite.icns")) as opened:
        assert isinstance(opened, IcnsImageFile)
        sizes = opened.icns.itersizes()
        assert {(16, 16, 1), (128, 128, 1), (512, 512, 2)} <= set(sizes)
        for size in sizes:
            image = opened.icns.getimage(size)
            assert image.width == size[0] * size[2]
            assert is_ours(image), size


def test_macos_knows_our_files_by_name_kind_and_icon() -> None:
    told = build_module("bundle_rules").MAC_FILE_TYPE
    (shown,), (declared,) = told["CFBundleDocumentTypes"], told["UTExportedTypeDeclarations"]
    assert shown["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["crasuite"]
    assert shown["CFBundleTypeIconFile"] == declared["UTTypeIconFile"] == "crasuite.icns"


def test_macos_shows_the_program_in_its_dock(project_root: Path) -> None:
    assert build_module("bundle_rules").MAC_PROGRAM["LSBackgroundOnly"] is False
    spec = (project_root / "installer.spec").read_text(encoding="utf-8")
    assert "**MAC_PROGRAM" in spec
    assert '"CFBundleVersion": __version__' in spec


def test_every_program_is_made_with_its_icon(project_root: Path) -> None:
    spec = (project_root / "installer.spec").read_text(encoding="utf-8")
    assert 'write_ico(work / "crasuite.ico")' in spec
    assert 'write_icns(work / "crasuite.icns")' in spec
    assert "**MAC_FILE_TYPE" in spec
    script = (project_root / "build/installers/windows/crasuite.iss").read_text(encoding="utf-8")
    assert "SetupIconFile={#Icon}" in script
    assert '"Icon": icon' in (project_root / "build/packages.py").read_text(encoding="utf-8")
