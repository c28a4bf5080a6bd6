"""Draws the four class signs of the documents into resources/templates/signs.

Run it after a change of shape or colour: python3 build/draw_class_signs.py
The shapes: default class a round plate with a flat bar, important class I a square with one chevron, class II
a square with two, critical an octagon with three. Only the standard library is used; a test draws them again
and compares.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from pathlib import Path

SIZE = 142  # 12 mm at 300 dots per inch
DOTS_PER_METRE = round(300 / 0.0254)
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "templates" / "signs"

Point = tuple[float, float]

# Coordinates run from -1 to 1, y downwards.
_COLOURS = {
    "default": (0x46, 0x53, 0x66),
    "important-1": (0x0A, 0x5F, 0x6B),
    "important-2": (0x64, 0x38, 0x9B),
    "critical": (0x8A, 0x12, 0x50),
}
_HALF_STROKE = 0.1


def _chevron(top: float, half: float = 0.38, drop: float = 0.34) -> tuple[tuple[Point, Point], ...]:
    return (((-half, top + drop), (0.0, top)), ((0.0, top), (half, top + drop)))


_STROKES: dict[str, tuple[tuple[Point, Point], ...]] = {
    "default": (((-0.42, 0.0), (0.42, 0.0)),),
    "important-1": _chevron(-0.21, 0.46, 0.41),
    "important-2": _chevron(-0.42, 0.42, 0.37) + _chevron(0.05, 0.42, 0.37),
    "critical": _chevron(-0.55, 0.36, 0.3) + _chevron(-0.17, 0.36, 0.3) + _chevron(0.21, 0.36, 0.3),
}


def _plate_distance(sign: str, x: float, y: float) -> float:
    """Signed distance to the edge of the plate, negative inside."""
    if sign == "default":
        return math.hypot(x, y) - 1.0
    if sign == "critical":
        across = max(abs(x), abs(y))
        slanted = (abs(x) + abs(y)) / math.sqrt(2)
        return max(across, slanted) - 1.0
    radius = 0.24
    dx, dy = abs(x) - (1.0 - radius), abs(y) - (1.0 - radius)
    outside = math.hypot(max(dx, 0.0), max(dy, 0.0))
    return outside + min(max(dx, dy), 0.0) - radius


def _stroke_distance(sign: str, x: float, y: float) -> float:
    nearest = math.inf
    for (ax, ay), (bx, by) in _STROKES[sign]:
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        along = min(max(along, 0.0), 1.0)
        nearest = min(nearest, math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return nearest - _HALF_STROKE


def draw(sign: str) -> bytes:
    """The rows of a sign as RGBA, each led by its filter byte."""
    red, green, blue = _COLOURS[sign]
    half = SIZE / 2
    scale = half - 0.5
    rows = bytearray()
    for row in range(SIZE):
        rows.append(0)
        for column in range(SIZE):
            x, y = (column + 0.5 - half) / scale, (row + 0.5 - half) / scale
            plate = min(max(0.5 - _plate_distance(sign, x, y) * scale, 0.0), 1.0)
            ink = min(max(0.5 - _stroke_distance(sign, x, y) * scale, 0.0), 1.0)
            rows += bytes(round(shade + (255 - shade) * ink) for shade in (red, green, blue))
            rows.append(round(plate * 255))
    return bytes(rows)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(sign: str) -> bytes:
    """A sign as a PNG file with its resolution and nothing else said about it."""
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    resolution = struct.pack(">IIB", DOTS_PER_METRE, DOTS_PER_METRE, 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"pHYs", resolution)
        + _chunk(b"IDAT", zlib.compress(draw(sign), 9))
        + _chunk(b"IEND", b"")
    )


def main() -> int:
    """Writes all signs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for sign in _COLOURS:
        (FOLDER / f"{sign}.png").write_bytes(png(sign))
    return 0


if __name__ == "__main__":
    sys.exit(main())
