"""Package URLs, as far as telling packages apart needs them."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ANY_CASE = frozenset(
    [
        "alpm",
        "apk",
        "bitbucket",
        "bitnami",
        "composer",
        "deb",
        "github",
        "golang",
        "hex",
        "luarocks",
        "npm",
        "nuget",
        "oci",
        "pub",
        "pypi",
    ]
)
"""Kinds of package whose names do not tell large from small letters, by registry or standard."""


def without_version(purl: str) -> str:
    """Type, namespace and name of a package URL: what stays the same from one version to the next.

    >>> without_version("pkg:npm/%40angular/core@17.0.1?vcs_url=git#lib")
    'pkg:npm/@angular/core'
    >>> without_version("pkg:pypi/PyYAML@6.0.3") == without_version("pkg:pypi/pyyaml@6.0.2")
    True
    >>> without_version("no purl")
    ''
    """
    if purl[:4].lower() != "pkg:":
        return ""
    path = purl[4:].partition("#")[0].partition("?")[0]
    kind, *parts = [part for part in path.split("/") if part] or [""]
    if not parts:
        return ""
    # An @ inside a name is written %40, so the last one begins the version.
    parts[-1] = parts[-1].rpartition("@")[0] or parts[-1]
    kind, name = kind.lower(), unquote("/".join(parts))
    if kind in _ANY_CASE:
        name = name.lower()
    if kind == "pypi":
        name = re.sub("[-_.]+", "-", name)
    return f"pkg:{kind}/{name}"
