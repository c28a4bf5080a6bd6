"""Pictures that come from outside: checked, and freed of all they carry besides the picture.

Only PNG and JPEG are taken, within limits of size, so that no picture can fill the memory of whoever opens
the document. What is refused is refused with the reason; nothing here decodes a picture but to prove that it
is whole.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from crasuite.language import tr

MAX_BYTES = 8_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
SUFFIXES = (".png", ".jpg", ".jpeg")
_PNG = b"\x89PNG\r\n\x1a\n"
# Colours, transparency and density are part of the picture; texts, times and camera data are not.
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"IDAT", b"IEND"))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_JFIF, _EXIF, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xEE, 0xFE
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
_OTHER_FRAMES = frozenset((0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_UPRIGHT = 1
# What a JPEG without camera data begins with; some readers take no JPEG that begins otherwise.
_JFIF_SEGMENT = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
# First column, first row and the steps of each of the seven passes of an interlaced PNG.
_PASSES = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
)  # fmt: skip


class PictureRefusedError(ValueError):
    """A picture that is not taken; the message says why in a clause: "it is broken off"."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture fit to be put into a document, with its size in pixels."""

    data: bytes
    width: int
    height: int


def is_picture_name(name: str) -> bool:
    """True for the names of files that should be a PNG or JPEG.

    >>> is_picture_name("Plate.JPG"), is_picture_name("plate.pdf")
    (True, False)
    """
    return name.lower().endswith(SUFFIXES)


def read_picture(data: bytes) -> PictureFile:
    """Check a picture and take off what is none of it, such as place and time of a photograph.

    Raises:
        PictureRefusedError: it is no PNG or JPEG, too large, damaged, or stored turned.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefusedError(tr("it is larger than {count} MB", count=MAX_BYTES // 1000000))
    try:
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
    except (struct.error, IndexError, zlib.error) as problem:
        raise PictureRefusedError(tr("it is damaged or broken off")) from problem
    raise PictureRefusedError(tr("it is neither PNG nor JPEG inside"))


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that `read_picture` let through, or of one of our own.

    Raises:
        ValueError: it is neither PNG nor JPEG.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR":
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"\xff\xd8\xff"):
        for marker, start, _ in _segments(data):
            if marker in _FRAMES:
                height, width = struct.unpack(">HH", data[start + 1 : start + 5])
                return width, height
    raise ValueError("a picture in a document must be PNG or JPEG")


def _checked_size(width: int, height: int) -> None:
    if not width or not height:
        raise PictureRefusedError(tr("it has no size"))
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureRefusedError(
            tr(
                "it has {width} × {height} points; {count} million are taken",
                width=width,
                height=height,
                count=MAX_PIXELS // 1000000,
            )
        )


def _png(data: bytes) -> PictureFile:
    kept: list[bytes] = [_PNG]
    packed: list[bytes] = []
    place, width, height, expected, ended = len(_PNG), 0, 0, 0, False
    while place < len(data) and not ended:
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        whole = data[place : place + 12 + length]
        if len(whole) != 12 + length or struct.unpack(">I", whole[-4:])[0] != zlib.crc32(kind + body):
            raise PictureRefusedError(tr("it is damaged or broken off"))
        if (kind == b"IHDR") == bool(expected):  # the head comes first, and once
            raise PictureRefusedError(tr("it is damaged or broken off"))
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            _checked_size(width, height)
            if depth not in _DEPTHS.get(colour, ()) or interlaced > 1:
                raise PictureRefusedError(tr("it is damaged or broken off"))
            expected = _raw_size(width, height, depth * _CHANNELS[colour], interlaced=bool(interlaced))
        if kind == b"IDAT":
            packed.append(body)
        if kind in _PNG_KEPT:
            kept.append(whole)
        ended = kind == b"IEND"
        place += 12 + length
    if not ended or not packed:
        raise PictureRefusedError(tr("it is damaged or broken off"))
    _prove(packed, expected)
    return PictureFile(b"".join(kept), width, height)


def _raw_size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    if not interlaced:
        return height * (1 + (width * bits + 7) // 8)
    total = 0
    for x, y, across, down in _PASSES:
        columns, rows = (width - x + across - 1) // across, (height - y + down - 1) // down
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _prove(packed: list[bytes], expected: int) -> None:
    """Unpack in small pieces and count: a small file that swells without end is stopped here."""
    unpacker, found = zlib.decompressobj(), 0
    for body in packed:
        rest = body
        while rest:
            found += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
            if found > expected:
                raise PictureRefusedError(tr("it holds more than its size says"))
    found += len(unpacker.flush())
    if found != expected:
        raise PictureRefusedError(tr("it is damaged or broken off"))


def _segments(data: bytes) -> list[tuple[int, int, int]]:
    """Marker, start and end of the content of each segment up to the first scan."""
    found: list[tuple[int, int, int]] = []
    place = 2
    while True:
        if data[place] != 0xFF:
            raise PictureRefusedError(tr("it is damaged or broken off"))
        while data[place] == 0xFF:
            place += 1
        marker = data[place]
        place += 1
        if marker in _STANDALONE:
            continue
        (length,) = struct.unpack(">H", data[place : place + 2])
        if length < 2 or place + length > len(data):
            raise PictureRefusedError(tr("it is damaged or broken off"))
        found.append((marker, place + 2, place + length))
        place += length
        if marker == 0xDA:
            return found


def _jpeg(data: bytes) -> PictureFile:
    kept: list[bytes] = [b"\xff\xd8"]
    width = height = end = 0
    is_rgb = False
    markers = []
    for marker, start, stop in _segments(data):
        if marker in _OTHER_FRAMES:
            raise PictureRefusedError(tr("it is a kind of JPEG that Word does not show"))
        if marker in _FRAMES:
            if width:  # a picture has one; programs differ in which of two they believe
                raise PictureRefusedError(tr("it is damaged or broken off"))
            height, width = struct.unpack(">HH", data[start + 1 : start + 5])
            _checked_size(width, height)
            is_rgb = data[start + 6 : stop : 3] == b"RGB"
        if marker == _EXIF and _orientation(data[start:stop]) != _UPRIGHT:
            raise PictureRefusedError(tr("the camera stored it turned; open it, turn it upright and save it"))
        is_application = 0xE0 <= marker <= 0xEF and marker not in (_JFIF, _ADOBE)
        if not is_application and marker != _COMMENT:
            kept.append(b"\xff" + bytes((marker,)) + data[start - 2 : stop])
            markers.append(marker)
        end = stop
    last = data.rfind(b"\xff\xd9")
    if not width or last < end:
        raise PictureRefusedError(tr("it is damaged or broken off"))
    if _JFIF not in markers and not is_rgb:
        kept.insert(1, _JFIF_SEGMENT)
    kept.append(_scans(data[end : last + 2]))
    return PictureFile(b"".join(kept), width, height)


def _scans(rest: bytes) -> bytes:
    """The scans without comments and application data that may stand between them."""
    place, kept, copied = 0, [], 0
    while True:
        place = rest.find(b"\xff", place)
        if place < 0 or place + 1 >= len(rest):
            break
        marker = rest[place + 1]
        if marker == 0xD9:
            kept.append(rest[copied : place + 2])
            return b"".join(kept)
        if 0xE0 <= marker <= 0xEF or marker == _COMMENT:
            (length,) = struct.unpack(">H", rest[place + 2 : place + 4])
            # Without the bytes that fill up before it: with what follows they could make another segment.
            kept.append(rest[copied:place].rstrip(b"\xff"))
            copied = place = place + 2 + length
        elif marker in (0x00, 0xFF) or marker in _STANDALONE:
            place += 1 if marker == 0xFF else 2
        else:
            (length,) = struct.unpack(">H", rest[place + 2 : place + 4])
            place += 2 + length
    raise PictureRefusedError(tr("it is damaged or broken off"))


def _orientation(exif: bytes) -> int:
    """How a camera was held: 1 is upright, which is also what no or unreadable data mean."""
    if not exif.startswith(b"Exif\0\0"):
        return _UPRIGHT
    body = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack(f"{order}I", body[4:8])
        (count,) = struct.unpack(f"{order}H", body[first : first + 2])
        for number in range(min(count, 200)):
            at = first + 2 + 12 * number
            tag, _, _, value = struct.unpack(f"{order}HHIH", body[at : at + 10])
            if tag == 0x0112:
                return int(value)
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT
