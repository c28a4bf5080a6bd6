"""Package URLs, as far as telling packages apart needs them."""

from __future__ import annotations

from urllib.parse import unquote


def without_version(purl: str) -> str:
    """Type, namespace and name of a package URL: what stays the same from one version to the next.

    >>> without_version("pkg:npm/%40angular/core@17.0.1?vcs_url=git#lib")
    'pkg:npm/@angular/core'
    >>> without_version("pkg:pypi/PyYAML@6.0.3") == without_version("pkg:pypi/pyyaml@6.0.2")
    True
    >>> without_version("no purl")
    ''
    """
    if not purl.startswith("pkg:"):
        return ""
    path = purl[4:].partition("#")[0].partition("?")[0].strip("/")
    head, slash, last = path.rpartition("/")
    if not slash:
        return ""
    kind, slash, namespace = head.partition("/")
    # An @ inside a name is written %40, so the last one begins the version.
    name = last.rpartition("@")[0] or last
    kind = kind.lower()
    name, namespace = unquote(name), unquote(namespace)
    if kind in ("pypi", "github", "bitbucket", "deb", "composer"):
        name, namespace = name.lower(), namespace.lower()
    if kind == "pypi":
        name = name.replace("_", "-")
    return f"pkg:{kind}/{namespace}{slash}{name}"
