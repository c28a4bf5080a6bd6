"""Where a dossier is written to: a folder or a ZIP that appears whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from crasuite.documents.disk import give_name, protected_error, write_error
from crasuite.errors import DocumentError
from crasuite.language import tr, trn

# The earliest time a zip can hold. A time of export would give each dossier another hash.
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
# What is compressed already gains nothing and only takes time.
_STORED = frozenset((".docx", ".xlsx", ".pdf", ".png", ".jpg", ".jpeg", ".zip", ".gz", ".xz", ".mp4", ".7z"))


class DossierSink(Protocol):
    """Takes files one by one; `finish` gives the whole its name."""

    def add(self, path: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Write one file; returns SHA-256 and size."""

    def finish(self) -> None:
        """Put everything in its place."""


@contextmanager
def open_sink(target: Path) -> Iterator[DossierSink]:
    """A sink for a folder, or for a ZIP when the name ends so. Left without `finish`, nothing remains.

    Raises:
        DocumentError: the target cannot be used or written.
    """
    target = Path(os.path.abspath(target.expanduser()))
    is_zip = target.suffix.lower() == ".zip"
    made: list[Path] = []
    sink: _ZipSink | _FolderSink | None = None
    try:
        (_refuse_zip if is_zip else _refuse_folder)(target)
        made = _make_parents(target.parent)
        temporary = target.parent / f".{target.name[:60]}.{secrets.token_hex(6)}.tmp"
        sink = _ZipSink(target, temporary) if is_zip else _FolderSink(target, temporary)
        yield sink
    except OSError as problem:
        raise _explain(problem, target) from problem
    finally:
        if sink is not None:
            sink.discard()
        if sink is None or not sink.is_finished:
            for folder in reversed(made):
                with contextlib.suppress(OSError):
                    folder.rmdir()


def _checked(path: str) -> PurePosixPath:
    """A path that stays inside the dossier; names come from users, so this is looked at twice."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or not pure.parts or ".." in pure.parts or "\\" in path or ":" in path:
        raise ValueError(f"{path!r} would lie outside the dossier")
    return pure


class _FolderSink:
    def __init__(self, target: Path, temporary: Path) -> None:
        self._target, self._temporary = target, temporary
        self.is_finished = False
        temporary.mkdir()

    def add(self, path: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        place = self._temporary.joinpath(*_checked(path).parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with place.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest(), size

    def finish(self) -> None:
        old: Path | None = None
        if self._target.exists():
            # Looked at again: somebody may have put a file there while we wrote.
            _refuse_folder(self._target)
            old = self._temporary.with_suffix(".old")
            give_name(self._target, old)
        try:
            give_name(self._temporary, self._target)
        except OSError:
            if old is not None:
                give_name(old, self._target)
            raise
        self.is_finished = True
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        if not self.is_finished:
            shutil.rmtree(self._temporary, ignore_errors=True)


class _ZipSink:
    def __init__(self, target: Path, temporary: Path) -> None:
        self._target, self._temporary = target, temporary
        self.is_finished = False
        self._file = temporary.open("xb")
        self._archive = zipfile.ZipFile(self._file, "w")

    def add(self, path: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        name = str(_checked(path))
        entry = zipfile.ZipInfo(name, _FIXED_TIME)
        stored = PurePosixPath(name).suffix.lower() in _STORED
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        entry.create_system = 0
        entry.external_attr = 0
        digest, size = hashlib.sha256(), 0
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return digest.hexdigest(), size

    def finish(self) -> None:
        self._archive.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        give_name(self._temporary, self._target)
        self.is_finished = True

    def discard(self) -> None:
        if not self.is_finished:
            with contextlib.suppress(OSError, ValueError):
                self._archive.close()
            with contextlib.suppress(OSError):
                self._file.close()
            with contextlib.suppress(OSError):
                self._temporary.unlink()


def _make_parents(folder: Path) -> list[Path]:
    """Make the missing folders above the target and name them, so that a failure can take them away."""
    missing = []
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    missing.reverse()
    for one in missing:
        one.mkdir()
    return missing


# ------------------------------------------------------------------------------------------- what is there


def _refuse_zip(target: Path) -> None:
    if target.is_dir():
        raise DocumentError(
            "DOC-05",
            tr("The dossier was not written to “{name}”.", name=target.name),
            tr("A folder of this name stands in its place."),
            tr("Choose another file name or move the folder."),
        )
    if target.exists() and not os.access(target, os.W_OK):
        what = tr("The dossier was not written to “{name}”; what was there is unchanged.", name=target.name)
        raise protected_error(what, is_dossier=True)


def _refuse_folder(target: Path) -> None:
    """Only a folder that does not exist, is empty, or holds an earlier dossier as it was written is used."""
    if not target.exists():
        return
    if not target.is_dir():
        raise DocumentError(
            "DOC-05",
            tr("The dossier was not written to “{name}”.", name=target.name),
            tr("A file of this name stands in its place."),
            tr("Choose another name for the folder; end it in .zip to write a ZIP file."),
        )
    foreign = _foreign_files(target)
    if foreign:
        names = ", ".join(f"“{one}”" for one in foreign[:3])
        raise DocumentError(
            "DOC-20",
            tr("The dossier was not written: the folder “{name}” holds other files.", name=target.name),
            tr("Not from an earlier dossier, or changed since: {names}.", names=names)
            if len(foreign) <= 3
            else trn(
                "Not from an earlier dossier, or changed since: {names} and {n} more.",
                "Not from an earlier dossier, or changed since: {names} and {n} more.",
                len(foreign) - 3,
                names=names,
            ),
            tr("Choose a new folder, or move these files away first."),
        )


def _foreign_files(folder: Path) -> list[str]:
    """Files that no earlier dossier put there, or that were changed since."""
    sums: dict[str, str] = {}
    manifest = folder / "manifest.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads(manifest.read_bytes())["format"].startswith("crasuite-manifest/"):
            for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
                digest, _, name = line.partition("  ")
                sums[name] = digest
    found = []
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        if place.is_dir() and not place.is_symlink():
            continue
        if name == "SHA256SUMS" and sums:
            continue
        if place.is_symlink() or name not in sums or _hash(place) != sums[name]:
            found.append(name)
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _explain(problem: OSError, target: Path) -> DocumentError:
    what = tr("The dossier was not written to “{name}”; nothing of it is left behind.", name=target.name)
    return write_error(problem, target, what, is_dossier=True)
