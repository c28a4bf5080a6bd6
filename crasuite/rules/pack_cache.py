"""Keeps a checked pack in a quick form, so that the next start does not parse and check it again.

The file is found by the content of the pack, the program version and the shape of the model: a changed pack
is never read from an old copy. A copy that is missing, damaged or unwritable costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

import msgspec

from crasuite import __version__, paths
from crasuite.rules import model

KEEP = 4
"""Newest copies kept; older ones are removed when a new one is written."""

_DIGEST = hashlib.sha256().digest_size


def read(fingerprint: str) -> model.Pack | None:
    """The pack with this fingerprint, if an intact copy exists."""
    try:
        raw = _file(fingerprint).read_bytes()
        if hashlib.sha256(raw[_DIGEST:]).digest() != raw[:_DIGEST]:
            return None
        return msgspec.msgpack.decode(raw[_DIGEST:], type=model.Pack)
    except (OSError, msgspec.MsgspecError):
        return None


def write(pack: model.Pack) -> None:
    """Keep a copy of a checked pack."""
    file = _file(pack.sha256)
    payload = msgspec.msgpack.encode(pack)
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(payload).digest() + payload)
        temporary.replace(file)
        copies = sorted(file.parent.glob("pack-*.msgpack"), key=lambda copy: copy.stat().st_mtime)
        for old in copies[:-KEEP]:
            old.unlink()


def packed(pack: model.Pack) -> bytes:
    """A pack in few bytes, to be kept beside what was decided with it."""
    return pack.once(packed, lambda: zlib.compress(msgspec.msgpack.encode(pack), 6))


def unpacked(raw: bytes) -> model.Pack | None:
    """The pack again; None where it is damaged or for a newer program, which may read more out of it."""
    try:
        pack = msgspec.msgpack.decode(zlib.decompress(raw), type=model.Pack)
    except (zlib.error, msgspec.MsgspecError):
        return None
    return None if pack.manifest.is_beyond(__version__) else pack


def _file(fingerprint: str) -> Path:
    shape = hashlib.sha256(repr(_shape()).encode()).hexdigest()[:12]
    return paths.cache_dir() / f"pack-{fingerprint[:32]}-{__version__}-{shape}.msgpack"


def _shape() -> list[tuple[str, dict[str, object]]]:
    entries = [value for value in vars(model).values() if isinstance(value, type)]
    return [(entry.__name__, dict(vars(entry).get("__annotations__", {}))) for entry in entries]
