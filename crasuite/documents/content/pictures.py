"""Pictures in the technical documentation (Annex VII (1)(c), (2)(a)): which evidence is shown, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.documents.content.file_fields import text_at
from crasuite.documents.content.wording import capital, one_line
from crasuite.documents.picture_file import is_picture_name, size_of
from crasuite.documents.tree import Block, Picture, para
from crasuite.domain.evidence import Evidence, EvidenceKind
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import tr

if TYPE_CHECKING:
    from crasuite.documents.content.file_view import FileView
    from crasuite.documents.record import ProductRecord

PICTURES = "record:design/description/pictures"
DRAWINGS = "record:design/architecture/drawings"
MOST = 12
"""How many pictures one paper shows; more make it too heavy to be sent."""
_NUMBER = re.compile(r"\bE[-\u2010\u2011]\d+\b")
_WIDTH_MM, _HEIGHT_MM = 150.0, 110.0
_DOTS_PER_MM = 150 / 25.4


def numbers_in(text: str) -> list[str]:
    """The evidence that a text names by number, each once.

    >>> numbers_in("E-03 outside, E-07 marking; see E-03")
    ['E-03', 'E-07']
    """
    return list(dict.fromkeys(re.sub("[\u2010\u2011]", "-", one) for one in _NUMBER.findall(text)))


def named_in(file: TechnicalFile, source: str) -> list[str]:
    """The evidence that the text at a place names by number."""
    return numbers_in(text_at(file, source))


def is_picture(proof: Evidence) -> bool:
    """True for files that should be a PNG or JPEG."""
    return proof.kind is EvidenceKind.FILE and is_picture_name(proof.name)


def named_pictures(record: ProductRecord) -> list[Evidence]:
    """The evidence whose pictures are shown, in the order in which the texts name it."""
    file = record.technical_file
    if file is None:
        return []
    named = dict.fromkeys([*named_in(file, PICTURES), *named_in(file, DRAWINGS)])
    return [file.evidence[one] for one in named if one in file.evidence and is_picture(file.evidence[one])]


def problems(record: ProductRecord, file: TechnicalFile) -> Iterator[tuple[str, int, str]]:
    """Each picture that is named and cannot be shown: its source, the chapter, and what is wrong."""
    chapters: dict[str, int] = {}
    for source, chapter in ((PICTURES, 1), (DRAWINGS, 2)):
        for one in named_in(file, source):
            chapters.setdefault(one, chapter)
    shown = 0
    for one, chapter in chapters.items():
        source = f"record:evidence/{one}"
        if one not in file.evidence:
            yield (
                source,
                chapter,
                tr("{evidence} is named among the pictures and is no evidence of this product", evidence=one),
            )
            continue
        proof = file.evidence[one]
        if not is_picture(proof):
            continue
        shown += 1
        name = one_line(proof.name, 60)
        known = record.pictures.get(one)
        if shown > MOST:
            yield (
                source,
                chapter,
                tr(
                    "Picture {evidence}, {name}, is not shown: more than {most} pictures are named",
                    evidence=one,
                    name=name,
                    most=MOST,
                ),
            )
        elif known is not None and known.problem:
            words = tr(
                "Picture {evidence}, {name}, is not shown: {problem}",
                evidence=one,
                name=name,
                problem=known.problem,
            )
            yield source, chapter, words


def blocks(view: FileView, source: str) -> Iterator[Block]:
    """The pictures that a text names, each as a figure, or its gap."""
    shown = {proof.id: proof for proof in named_pictures(view.record)[:MOST]}
    for one in named_in(view.file, source):
        tag = view.tag(f"record:evidence/{one}")
        if tag:
            yield para(*tag)
            continue
        picture = view.record.pictures.get(one)
        if one not in shown or picture is None or not picture.data:
            continue
        width, height = size_of(picture.data)
        shown_mm = min(_WIDTH_MM, width / _DOTS_PER_MM, _HEIGHT_MM * width / height)
        name = one_line(shown[one].name, 80).rpartition(".")[0]
        number = one.replace("-", "\u2011")
        yield Picture(
            picture.data,
            shown_mm,
            tr(
                "{product}: picture {evidence}, {name}",
                product=capital(view.record.name),
                evidence=one,
                name=name,
            ),
            tr("{name}, evidence {number}", name=name, number=number),
        )
