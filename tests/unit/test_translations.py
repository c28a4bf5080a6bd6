"""Every catalogue is complete, keeps what no translator may touch, and speaks in the terms of the law."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from crasuite import language, paths
from crasuite.language import ENGLISH, LANGUAGES, PSEUDO, pseudo, speaking, tr, trn

sys.path.append(str(Path(__file__).resolve().parents[2] / "build"))
import translations

CODES = [code for code in LANGUAGES if code != ENGLISH]
TERMS = {
    "de": {
        r"notified bod": "notifiziert|Benannten? Stelle",
        r"products? with digital elements": "mit digitalen Elementen",
        r"support periods?": "Unterstützungszeitr",
        r"importers?\b": "Einführer",
        r"distributors?\b": "Händler",
        r"(open-source|software) stewards?": "Verwalter",
        r"vulnerabilit(?!y scoring)": "Schwachstelle",
        r"early warning(?! for battery)": "Frühwarnung",
        r"technical documentation": "technische[nr]? Dokumentation",
        r"harmonised standards?": "harmonisiert",
        r"CE marking": "CE-Kennzeichnung",
        r"substantial(ly)? modif": "wesentlich",
        r"declarations? of conformity": "Konformitätserklärung",
        r"market surveillance": "Marktüberwachung",
        r"authorised representative": "Bevollmächtigt",
        r"conformity assessment": "Konformitätsbewertung",
        r"actively exploited": "aktiv ausgenutzt",
        r"single reporting platform": "einheitlichen? Meldeplattform",
        r"due diligence": "Sorgfalt",
        r"core functionalit": "Kernfunktion",
        r"intended purpose": "Zweckbestimmung",
    }
}
"""Words of the English text → what the official version in the other language calls it."""


@pytest.fixture(scope="module")
def messages() -> dict[str, list[translations.Message]]:
    return {
        translations.PROGRAM: translations.program_messages(),
        translations.RULEPACK: translations.rulepack_messages(),
    }


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("domain", [translations.PROGRAM, translations.RULEPACK])
def test_nothing_is_missing_or_broken(
    messages: dict[str, list[translations.Message]], code: str, domain: str
) -> None:
    wrong = translations.problems(code, domain, messages[domain])
    assert wrong == [], f"{len(wrong)} texts; `python3 build/dev.py translations --check` lists them"


@pytest.mark.parametrize("code", CODES)
def test_the_terms_are_those_of_the_official_version(
    messages: dict[str, list[translations.Message]], code: str
) -> None:
    wrong = []
    for domain, texts in messages.items():
        catalogue = translations.read_catalogue(code, domain)
        for message in texts:
            known = catalogue.get(message.id, message.context or None)
            said = str(known.string if known is not None else "")
            for english, term in TERMS[code].items():
                if re.search(english, message.text, re.IGNORECASE) and not re.search(
                    term, said, re.IGNORECASE
                ):
                    wrong.append(f"{term}: {message.text} → {said}")
    assert wrong == []


def test_what_a_translator_may_break_is_found() -> None:
    message = translations.Message("{product} has &one [gap](help:file)")
    found = " ".join(translations._compared(message, "{produkt} hat eine [Lücke](help:datei) "))
    for part in ("placeholders", "link targets", "blanks", "mnemonic"):
        assert part in found


def test_texts_put_together_before_they_are_translated_are_refused(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    refused = (
        'tr(f"{name} is open")',
        'tr("{a} of {b}", a=1)',
        'tr_in("a way", "{a} of {b}", a=1)',
        'trn("{n} of {b}", "{n} of all", 1, b=1)',
    )
    accepted = ('trn("One of {b}", "{n} of {b}", 1, b=1)', "tr(known)", 'tr("{a} of {b}", **both)')
    (package / "page.py").write_text("\n".join((*refused, *accepted)), encoding="utf-8")
    with pytest.raises(translations.NotCollectable) as problem:
        translations.program_messages(package)
    lines = str(problem.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"package/page.py:{one}" for one in (1, 2, 3, 4)]


def test_a_form_that_is_not_translated_is_not_compiled_as_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "translations" / "de"
    folder.mkdir(parents=True)
    half = 'msgid "{n} look"\nmsgid_plural "{n} looks"\nmsgstr[0] "{n} Blick"\nmsgstr[1] ""\n\n'
    none = 'msgid "{n} list"\nmsgid_plural "{n} lists"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
    whole = 'msgid "{n} gap"\nmsgid_plural "{n} gaps"\nmsgstr[0] "{n} Lücke"\nmsgstr[1] "{n} Lücken"\n'
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "program.po").write_text(head + half + none + whole, encoding="utf-8")
    monkeypatch.setattr(translations, "FOLDER", folder.parent)
    translations.compile_all()
    monkeypatch.setattr(language, "_catalogues", {})
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path)
    with speaking("de"):
        assert trn("{n} look", "{n} looks", 2) == "[en] 2 looks"
        assert trn("{n} list", "{n} lists", 1) == "[en] 1 list"
        assert trn("{n} gap", "{n} gaps", 2) == "2 Lücken"


@pytest.mark.parametrize("code", CODES)
def test_a_language_speaks(code: str) -> None:
    with speaking(code):
        assert tr("&Save a copy…") not in ("&Save a copy…", pseudo("&Save a copy…"))
        assert trn("{n} year", "{n} years", 1) != trn("{n} year", "{n} years", 2)


def test_the_pseudo_language_is_not_offered() -> None:
    assert PSEUDO not in LANGUAGES
