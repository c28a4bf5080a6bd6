"""Draws the icons of the programs for Windows and macOS from the one drawing of the product.

Both kinds of file are a list of pictures in several sizes, each a whole PNG.
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parent.parent / "resources" / "icons" / "crasuite.svg"
_WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
#: Apple's name of each picture; the four from ic11 are those of screens with twice the pixels.
_MAC_SIZES = {
    "icp4": 16,
    "icp5": 32,
    "ic07": 128,
    "ic08": 256,
    "ic09": 512,
    "ic10": 1024,
    "ic11": 32,
    "ic12": 64,
    "ic13": 256,
    "ic14": 512,
}


def picture(size: int) -> bytes:
    """The drawing as a PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    drawing = QSvgRenderer(str(DRAWING))
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not drawing.isValid() or not image.save(buffer, "PNG"):
        raise ValueError(f"{DRAWING} could not be drawn")
    return bytes(buffer.data().data())


def write_ico(file: Path) -> Path:
    """The icon for Windows; makes the folder too."""
    pictures = [picture(size) for size in _WINDOWS_SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    for size, content in zip(_WINDOWS_SIZES, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(content), place)
        place += len(content)
    return _write(file, head + b"".join(pictures))


def write_icns(file: Path) -> Path:
    """The icon for macOS; makes the folder too."""
    parts = b""
    for name, size in _MAC_SIZES.items():
        content = picture(size)
        parts += name.encode() + struct.pack(">I", len(content) + 8) + content
    return _write(file, b"icns" + struct.pack(">I", len(parts) + 8) + parts)


def _write(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file
