"""Catalogues of vulnerabilities known to be exploited: CISA's as JSON or CSV, or a plain list of CVE ids.

Such a list says nothing of components. It only tells of which vulnerabilities, known otherwise, exploitation
has been seen; Article 14 asks about exploitation in the maker's own product, which no list can tell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct, field

from crasuite.findings.collect import Collected, cut, several
from crasuite.findings.model import CVE, Finding, Findings, ListFormat, Target, day_of, spelled
from crasuite.findings.source import OTHER_LIST, FindingsSource
from crasuite.language import tr
from crasuite.sbom.json_source import JsonObject, decoder
from crasuite.sbom.source import Steps


class _Entry(Struct, gc=False):
    cve: Any = field(name="cveID", default=None)
    vendor: Any = field(name="vendorProject", default=None)
    product: Any = None
    name: Any = field(name="vulnerabilityName", default=None)
    added: Any = field(name="dateAdded", default=None)
    description: Any = field(name="shortDescription", default=None)
    action: Any = field(name="requiredAction", default=None)
    notes: Any = None


_ENTRY = decoder(_Entry)
_ADDRESS = re.compile(r"https?://[^\s;,]+")


def read_json(source: FindingsSource, members: JsonObject, steps: Steps) -> Findings:
    """The catalogue in a JSON object.

    Raises:
        FindingsError: an entry has no CVE id, or is not as the catalogue has it.
    """
    collected = Collected(source)
    entries = members.items("vulnerabilities")
    for number, raw in enumerate(entries):
        steps.at(number, len(entries))
        path = f"vulnerabilities[{number}]"
        _take(collected, members.decode(_ENTRY, raw, path), path, partial(members.line, raw))
    steps.at(len(entries), len(entries))
    return collected.build(
        ListFormat.KEV,
        name=members.text("title"),
        version=members.text("catalogVersion"),
        made_at=members.text("dateReleased"),
    )


def read_text(source: FindingsSource, steps: Steps) -> Findings:
    """The catalogue as CSV, or CVE ids one a line; a line that starts with # is a remark.

    Raises:
        FindingsError: a line is neither, with its number.
    """
    text = source.data.decode("utf-8")
    first = text.lstrip().partition("\n")[0]
    if "cveid" in re.sub(r"[\s_\"]", "", first).lower():
        return _read_csv(source, text, steps)
    return _read_ids(source, text, steps)


def _read_csv(source: FindingsSource, text: str, steps: Steps) -> Findings:
    collected = Collected(source)
    # Only line feeds end a line: a cell may hold the separators of Unicode that splitlines() knows as well.
    lines = re.findall(r"[^\n]*\n|[^\n]+", text.lstrip())
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.reader(lines, delimiter=separator, strict=True)
    try:
        heads = [re.sub(r"[\s_]", "", head).lower() for head in next(rows)]
        for row in rows:
            steps.at(min(rows.line_num, len(lines)), len(lines))
            if not any(cell.strip() for cell in row):
                continue
            line = rows.line_num + skipped
            if len(row) > len(heads):
                why = tr(
                    "It has {values} values under {headings} headings.", values=len(row), headings=len(heads)
                )
                raise source.error("FIND-09", why, line=line)
            said = dict(zip(heads, row, strict=False))
            _take(collected, _from_row(said), "cveID", partial(int, line))
    except csv.Error as error:
        raise source.error(
            "FIND-04", tr("It is not proper CSV ({error}).", error=error), line=rows.line_num + skipped
        ) from None
    return collected.build(ListFormat.KEV)


def _from_row(said: dict[str, str]) -> _Entry:
    return _Entry(
        said.get("cveid"),
        said.get("vendorproject"),
        said.get("product"),
        said.get("vulnerabilityname"),
        said.get("dateadded"),
        said.get("shortdescription"),
        said.get("requiredaction"),
        said.get("notes"),
    )


def _read_ids(source: FindingsSource, text: str, steps: Steps) -> Findings:
    collected = Collected(source)
    lines = text.splitlines()
    for number, word in _words(lines):
        steps.at(number, len(lines))
        if not CVE.fullmatch(word):
            if not collected.items:
                why = tr(
                    "It is neither a list of vulnerabilities in a format that is read nor a list of CVE ids."
                )
                raise source.error("FIND-02", why, tr(OTHER_LIST), line=number)
            why = tr("“{word}” is no CVE id such as CVE-2024-4068.", word=word[:40])
            raise source.error("FIND-09", why, line=number)
        collected.add(Finding(id=spelled(word), exploited=True))
    if not collected.items:
        raise source.error("FIND-02", tr("It holds nothing but remarks."), tr(OTHER_LIST))
    return collected.build(ListFormat.KEV)


def _words(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        for word in re.split(r"[\s,;]+", line.partition("#")[0].strip()):
            if word:
                yield number, word.strip("\"'")


def _take(collected: Collected, entry: _Entry, path: str, line: Callable[[], int]) -> None:
    name = cut(entry.cve)
    if not CVE.fullmatch(name):
        if name:
            why = tr("“{name}” is no CVE id in “{place}”.", name=name[:40], place=path)
        else:
            why = tr("There is no CVE id in “{place}”.", place=path)
        raise collected.source.error("FIND-09", why, line=line())
    product = " ".join(several([entry.vendor, entry.product]))
    collected.add(
        Finding(
            id=spelled(name),
            title=cut(entry.name),
            summary=cut(entry.description),
            target=Target(stated=product),
            advice=cut(entry.action),
            exploited=True,
            exploited_on=day_of(cut(entry.added)),
            references=several(_ADDRESS.findall(cut(entry.notes))),
        )
    )
