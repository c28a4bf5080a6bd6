"""Pictures from outside: what is taken, what is taken off, and what is refused with its reason."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from crasuite.documents import picture_file
from crasuite.documents.picture_file import PictureRefusedError, read_picture, size_of


def picture(kind: str, size: tuple[int, int] = (320, 200), mode: str = "RGB", **more: object) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(buffer, kind, **more)  # type: ignore[arg-type]
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, raw: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(raw, 9))
    return picture_file._PNG + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    found = read_picture(picture("PNG", mode=mode))
    assert (found.width, found.height) == (320, 200) == size_of(found.data)
    assert Image.open(io.BytesIO(found.data)).convert("RGB").size == (320, 200)


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"quality": 30, "restart_marker_blocks": 4}])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_taken(mode: str, more: dict[str, object]) -> None:
    given = picture("JPEG", mode=mode, **more)
    found = read_picture(given)
    assert (found.width, found.height) == (320, 200) == size_of(found.data)
    same = Image.open(io.BytesIO(found.data)), Image.open(io.BytesIO(given))
    assert same[0].tobytes() == same[1].tobytes()


def test_what_cameras_and_programs_add_is_taken_off() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 1
    jpeg = picture("JPEG", exif=exif.tobytes(), comment=b"secret words")
    assert b"secret" in jpeg
    assert b"secret" not in read_picture(jpeg).data
    plain = picture("PNG")
    spoken = plain[:33] + chunk(b"tEXt", b"Author\0secret") + chunk(b"eXIf", b"secret") + plain[33:]
    assert read_picture(spoken).data == read_picture(plain).data
    assert read_picture(plain + b"secret after the end").data == read_picture(plain).data
    assert b"secret" not in read_picture(picture("JPEG") + b"secret").data


def test_a_photograph_without_the_usual_start_gets_one() -> None:
    exif = Image.Exif()
    exif[0x010E] = "place"
    given = picture("JPEG", exif=exif.tobytes())
    (length,) = struct.unpack(">H", given[4:6])
    without = given[:2] + given[4 + length :]
    assert b"JFIF" not in without
    found = read_picture(without).data
    assert found[6:10] == b"JFIF"
    assert Image.open(io.BytesIO(found)).tobytes() == Image.open(io.BytesIO(given)).tobytes()


def test_a_picture_that_was_stored_turned_is_not_shown_lying() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with pytest.raises(PictureRefusedError, match="turn it upright"):
        read_picture(picture("JPEG", exif=exif.tobytes()))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither PNG nor JPEG"),
        (b"%PDF-1.7", "neither PNG nor JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither PNG nor JPEG"),
        (picture("GIF", mode="P"), "neither PNG nor JPEG"),
        (picture_file._PNG, "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (png(0, 5, b""), "no size"),
        (png(200_000, 200_000, b"\0" * 1000), "points"),
        (png(11_000, 11_000, b"\0" * 1000), "points"),
        (png(4, 4, b"\0" * 50_000_000), "more than its size says"),
        (png(4, 4, b"\0" * 19), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 9_000_000, "larger than 8 MB"),
    ],
)
def test_hostile_files_are_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(PictureRefusedError, match=why):
        read_picture(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_broken_at_any_place_never_gets_through_as_something_else(kind: str) -> None:
    whole = picture(kind, size=(40, 30))
    for length in range(len(whole) - 1):
        with pytest.raises(PictureRefusedError):
            read_picture(whole[:length])
    for place in range(len(whole)):
        flipped = bytes([*whole[:place], whole[place] ^ 0xFF, *whole[place + 1 :]])
        try:
            found = read_picture(flipped)
        except PictureRefusedError:
            continue
        assert found.width * found.height <= picture_file.MAX_PIXELS


def test_a_jpeg_with_two_sizes_is_refused() -> None:
    given = picture("JPEG")
    start = given.index(b"\xff\xc0")
    (length,) = struct.unpack(">H", given[start + 2 : start + 4])
    frame = given[start : start + 2 + length]
    other = frame[:5] + b"\0\x01\0\x02" + frame[9:]
    with pytest.raises(PictureRefusedError, match="damaged"):
        read_picture(given[:start] + other + given[start:])


def test_what_is_left_between_scans_makes_no_segment() -> None:
    given = picture("JPEG")
    hidden = given[:-2] + b"\xff\xff\xe1\x00\x02\xfe\x00\x06word" + given[-2:]
    found = read_picture(hidden)
    assert b"\xff\xfe\x00\x06word" not in found.data
    assert read_picture(found.data) == found


def test_a_png_with_two_heads_is_refused() -> None:
    given = png(2, 1, b"\0ab")
    other = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 9, 8, 0, 0, 0, 0))
    with pytest.raises(PictureRefusedError, match="damaged"):
        read_picture(given[:8] + other + given[8:])
