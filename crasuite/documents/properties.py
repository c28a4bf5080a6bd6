"""The properties of a file: whose it is, what it is, which revision; the same in Word and Excel."""

from __future__ import annotations

from crasuite.documents.text import clean
from crasuite.documents.tree import DocumentMeta
from crasuite.language import speaking, tr

_LONGEST = 255
LANGUAGE_TAGS = {
    "bg": "bg-BG", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-GB", "es": "es-ES",
    "et": "et-EE", "fi": "fi-FI", "fr": "fr-FR", "ga": "ga-IE", "hr": "hr-HR", "hu": "hu-HU", "it": "it-IT",
    "lt": "lt-LT", "lv": "lv-LV", "mt": "mt-MT", "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO",
    "sk": "sk-SK", "sl": "sl-SI", "sv": "sv-SE",
}  # fmt: skip


def language_tag(language: str) -> str:
    """The tag of a language with its country, which spelling and speech need; a full tag stays."""
    return LANGUAGE_TAGS.get(language, language or "en-GB")


def _rule_pack(meta: DocumentMeta) -> str:
    with speaking(meta.language):
        return tr("Rule pack {name}.", name=meta.rule_pack)


def core_values(meta: DocumentMeta) -> dict[str, str]:
    """The document properties by their names in the core part."""
    maker = meta.author or meta.manufacturer
    values = {
        "dc:title": f"{meta.title}: {meta.product}",
        "dc:subject": meta.legal_basis,
        "dc:creator": maker,
        "cp:keywords": "; ".join(meta.keywords),
        "dc:description": f"{meta.words.caution} {_rule_pack(meta)}",
        "cp:lastModifiedBy": maker,
        "cp:category": "CRA",
        "cp:contentStatus": meta.state,
        "dc:identifier": meta.number,
        "dc:language": language_tag(meta.language),
        "cp:version": str(meta.revision),
    }
    return {name: " ".join(clean(text).split())[:_LONGEST] for name, text in values.items() if text}


def custom_values(meta: DocumentMeta) -> dict[str, str | int]:
    """Our own properties, by which a program finds out what the file is."""
    return {
        "crasuite.document": meta.number,
        "crasuite.fingerprint": meta.fingerprint,
        "crasuite.gaps": meta.gaps,
        "crasuite.open": meta.open_points,
        "crasuite.revision": meta.revision,
        "crasuite.rulepack": meta.rule_pack,
    }
