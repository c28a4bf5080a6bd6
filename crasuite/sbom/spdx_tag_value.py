"""Reads SPDX 2.x as tags and values, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from crasuite.language import tr
from crasuite.sbom.model import Sbom
from crasuite.sbom.source import Source, Steps
from crasuite.sbom.spdx import Builder, Checksum, ExternalRef, Package, check_version

_FIELDS = {
    "SPDXID": "ref",
    "PackageVersion": "version",
    "PackageFileName": "file_name",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "download",
    "PackageLicenseConcluded": "concluded",
    "PackageLicenseDeclared": "declared",
    "PrimaryPackagePurpose": "purpose",
}
_OTHER_SECTIONS = frozenset(
    ("FileName", "SnippetSPDXID", "SnippetSPDXIdentifier", "LicenseID", "Annotator", "Reviewer")
)
"""Tags that begin something that is no package."""


def read(source: Source, steps: Steps) -> Sbom:
    """The SBOM in a file of tags and values.

    Raises:
        SbomError: the version is not read, or a line is no tag with a value.
    """
    return _Reader(source).read(steps)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.builder = Builder(source, "", "tag-value", lambda line: line)
        self.package: Package | None = None
        self.package_line = 0
        self.in_document = True

    def read(self, steps: Steps) -> Sbom:
        builder = self.builder
        total = self.source.data.count(b"\n") + 1
        for line, tag, value in self._pairs():
            steps.at(line, total)
            if tag == "PackageName":
                self._finish()
                self.package, self.package_line = Package(name=value), line
                self.in_document = False
            elif tag in _OTHER_SECTIONS:
                self._finish()
                self.in_document = False
                if tag.startswith("Snippet"):
                    builder.elsewhere.add(value)
            elif tag == "Relationship":
                parts = value.split()
                if len(parts) != 3:
                    raise self.source.error(
                        "SBOM-09", tr("A relationship is two elements with its name between them."), line=line
                    )
                builder.relate(*parts)
            elif self.package is not None:
                self._package(self.package, tag, value, line)
            elif tag == "SPDXID" and not self.in_document:
                builder.elsewhere.add(value)
            else:
                self._document(tag, value, line)
        self._finish()
        if not builder.spec_version:
            raise self.source.error("SBOM-03", tr("It does not say which version of SPDX it follows."))
        steps.at(total, total)
        return builder.build()

    def _pairs(self) -> Iterator[tuple[int, str, str]]:
        """Line, tag and value of each entry; a value in <text> may go over several lines."""
        lines = enumerate(self.source.data.decode("utf-8").splitlines(), 1)
        for number, line in lines:
            stripped = line.strip()
            if not stripped or stripped.startswith("#"):
                continue
            tag, colon, value = stripped.partition(":")
            if not colon or not tag.isalnum():
                raise self.source.error(
                    "SBOM-04", tr("“{text}” is no tag with a value.", text=stripped[:40]), line=number
                )
            value = value.strip()
            if value.startswith("<text>"):
                collected = [value[6:]]
                while "</text>" not in collected[-1]:
                    following = next(lines, None)
                    if following is None:
                        raise self.source.error("SBOM-04", tr("This <text> does not end."), line=number)
                    collected.append(following[1])
                value = "\n".join(collected).partition("</text>")[0]
            yield number, tag, value

    def _document(self, tag: str, value: str, line: int) -> None:
        builder = self.builder
        if tag == "SPDXVersion":
            builder.spec_version = check_version(self.source, value, line)
        elif tag == "SPDXID":
            builder.document = value
        elif tag == "DocumentName":
            builder.name = value
        elif tag == "DocumentNamespace":
            builder.namespace = value
        elif tag == "Created":
            builder.created = value
        elif tag == "Creator":
            builder.creators.append(value)

    def _package(self, package: Package, tag: str, value: str, line: int) -> None:
        if tag in _FIELDS:
            setattr(package, _FIELDS[tag], value)
        elif tag == "PackageChecksum":
            name, _, digest = value.partition(":")
            package.checksums = [*(package.checksums or ()), Checksum(name, digest)]
        elif tag == "ExternalRef":
            parts = value.split(None, 2)
            if len(parts) != 3:
                raise self.source.error(
                    "SBOM-09", tr("An external reference is a category, a type and a locator."), line=line
                )
            package.external_refs = [*(package.external_refs or ()), ExternalRef(*parts)]

    def _finish(self) -> None:
        if self.package is not None:
            self.builder.add(self.package, self.package_line)
            self.package = None
