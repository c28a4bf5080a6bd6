"""Pictures among the evidence, as the papers show them: read, checked, and freed of what cameras add."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from crasuite.documents.content.pictures import named_pictures
from crasuite.documents.picture_file import MAX_BYTES, PictureFile, PictureRefusedError, read_picture
from crasuite.documents.record import EvidencePicture, ProductRecord
from crasuite.domain.evidence import Evidence
from crasuite.errors import StoreError
from crasuite.language import language, tr
from crasuite.store.repository import Repository

_KEPT = 12
_CACHE: OrderedDict[tuple[str, str], PictureFile | str] = OrderedDict()
"""What was found by SHA-256 and language: the picture, or why it is not taken."""


def with_pictures(record: ProductRecord, repository: Repository) -> ProductRecord:
    """The record with every picture that its papers show; one that cannot be shown says why."""
    wanted = named_pictures(record)
    if not wanted:
        return record
    sizes = repository.file_sizes()
    pictures = {}
    for proof in wanted:
        found = _found(proof, repository, sizes.get(proof.sha256))
        problem = found if isinstance(found, str) else ""
        data = b"" if isinstance(found, str) else found.data
        pictures[proof.id] = EvidencePicture(proof.id, data, problem)
    return replace(record, pictures=pictures)


def _found(proof: Evidence, repository: Repository, size: int | None) -> PictureFile | str:
    if not proof.copied or size is None:
        return tr("only its place is noted; attach it again as a copy")
    if size > MAX_BYTES:
        return tr("it is larger than {number} MB", number=MAX_BYTES // 1_000_000)
    key = (proof.sha256, language())
    if key not in _CACHE:
        try:
            _CACHE[key] = read_picture(repository.file_bytes(proof.sha256))
        except PictureRefusedError as refused:
            _CACHE[key] = str(refused)
        except StoreError:
            return tr("its content in the workspace is damaged")
        while len(_CACHE) > _KEPT:
            _CACHE.popitem(last=False)
    return _CACHE[key]
