"""Small things every reader needs: parties and licences made once, names of algorithms, texts cleaned."""

from __future__ import annotations

import re

from crasuite.sbom.model import Acknowledgement, Hash, Licence, Party

Text = str | int | float | None
"""A text as careless tools write it: a version as a number, or nothing."""

NOTHING = frozenset(("", "NOASSERTION", "NONE", "noassertion", "none"))
_ACKNOWLEDGEMENTS: dict[str, Acknowledgement] = {"declared": "declared", "concluded": "concluded"}


def text(value: Text) -> str:
    """The text without blanks around it; what is missing is the empty text."""
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def stated(value: Text) -> str:
    """Like `text`, but SPDX's words for "nothing said" count as nothing."""
    cleaned = text(value)
    return "" if cleaned in NOTHING else cleaned


def algorithm(name: str) -> str:
    """One spelling for each hash algorithm.

    >>> [algorithm(name) for name in ("SHA512", "sha-256", "sha3_512", "MD5", "SHA1", "blake2b256")]
    ['SHA-512', 'SHA-256', 'SHA3-512', 'MD5', 'SHA-1', 'BLAKE2B-256']
    """
    plain = name.strip().upper().replace("_", "-")
    plain = re.sub(r"^SHA-?(1|224|256|384|512)$", r"SHA-\1", plain)
    return re.sub(r"^(SHA3|BLAKE2B)-?(\d+)$", r"\1-\2", plain)


_WRITTEN = re.compile(r"(?P<name>[^<(]*?)\s*(<(?P<email>[^<>]*@[^<>]*)>)?\s*(\((?P<url>https?:[^()]*)\))?$")


class Pool:
    """Makes equal parts once: thousands of components share a handful of suppliers and licences."""

    def __init__(self) -> None:
        self._parties: dict[tuple[Text, Text, Text], Party | None] = {}
        self._written: dict[Text, Party | None] = {}
        self._licences: dict[tuple[Text, Text, bool], tuple[Licence, ...]] = {}
        self._names: dict[Text, str] = {}

    def party(self, name: Text = None, email: Text = None, url: Text = None) -> Party | None:
        """The party, or None when nothing is said about it."""
        key = (name, email, url)
        if key not in self._parties:
            said = (stated(name), text(email), text(url))
            self._parties[key] = Party(*said) if any(said) else None
        return self._parties[key]

    def written(self, words: Text) -> Party | None:
        """A party in one line, as package managers write it: name <e-mail> (address)."""
        if words not in self._written:
            found = _WRITTEN.match(stated(words))
            party = self.party(found["name"], found["email"], found["url"]) if found else self.party(words)
            self._written[words] = party
        return self._written[words]

    def licence(self, words: Text, acknowledgement: Text = None, *, is_spdx: bool) -> tuple[Licence, ...]:
        """The licence as a tuple of one, or of none when nothing is said."""
        key = (words, acknowledgement, is_spdx)
        found = self._licences.get(key)
        if found is None:
            said, kind = stated(words), _ACKNOWLEDGEMENTS.get(text(acknowledgement), "")
            found = self._licences[key] = (Licence(said, kind, is_spdx),) if said else ()
        return found

    def hash(self, name: Text, value: Text) -> Hash | None:
        """The hash, or None when it has no value."""
        said = text(value)
        if not said:
            return None
        spelled = self._names.get(name)
        if spelled is None:
            spelled = self._names[name] = algorithm(text(name))
        return Hash(spelled, said.lower())


def distinct(hashes: list[Hash | None]) -> tuple[Hash, ...]:
    """The hashes that are there, each once."""
    return tuple(dict.fromkeys(one for one in hashes if one is not None)) if hashes else ()
