"""The grammar of the spoken language: German where it differs from English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from crasuite import language
from crasuite.documents.content.wording import lowered
from crasuite.documents.text import NO_BREAK_SPACE, keep_together
from crasuite.documents.tree import DocumentMeta, spoken_words
from crasuite.domain.english import as_maker, cited, day, decimal, divided, from_outside, joined
from crasuite.interview.moment_words import local_words
from crasuite.interview.words import uncapital
from crasuite.language import speaking

_GERMAN = {
    "Nov": "Nov.",
    "{day} {month} {year}": "{day}. {month} {year}",
    "{day} {month}": "{day}. {month}",
    "{items} and {last}": "{items} und {last}",
    "{items} or {last}": "{items} oder {last}",
    "Tue": "Di.",
    "{weekday} {date}, {time} {zone}": "{weekday} {date}, {time} Uhr {zone}",
    ".": ",",
}


class _Catalogue(NullTranslations):
    """The few words that these tests need."""

    def gettext(self, message: str) -> str:
        return _GERMAN.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@pytest.fixture(autouse=True)
def _german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(language._catalogues, ("de", "program"), _Catalogue())
    with speaking("de"):
        yield


def test_dates_lists_and_fractions_follow_the_language() -> None:
    assert day(date(2026, 11, 24)) == "24. Nov. 2026"
    assert joined(["a", "b", "c"]) == "a, b und c"
    assert joined(["a", "b"], "or") == "a oder b"
    assert decimal(2.5) == "2,5"
    moment = datetime(2026, 11, 24, 16, 20, tzinfo=UTC)
    assert local_words(moment, ZoneInfo("Europe/Berlin")) == "Di. 24. Nov. 2026, 17:20 Uhr CET"
    assert local_words(moment, ZoneInfo("Europe/Berlin"), moment) == "Di. 24. Nov., 17:20 Uhr CET"


@pytest.mark.parametrize(
    ("alone", "inside"),
    [
        ("Der Hersteller", "der Hersteller"),
        ("Hersteller", "Hersteller"),
        ("Produkt mit digitalen Elementen", "Produkt mit digitalen Elementen"),
        ("Technische Dokumentation", "technische Dokumentation"),
        ("Notifizierte Stelle", "notifizierte Stelle"),
        ("Harmonisierte Norm, vollständig angewandt", "harmonisierte Norm, vollständig angewandt"),
        ("Wichtiges Produkt der Klasse I", "wichtiges Produkt der Klasse I"),
        ("Kritisch", "kritisch"),
        ("Europäisches Cybersicherheitszertifikat", "europäisches Cybersicherheitszertifikat"),
        ("Europäische Kommission", "Europäische Kommission"),
        ("Noch offen", "noch offen"),
        ("Unser Produkt", "unser Produkt"),
        ("Wir prüfen es", "wir prüfen es"),
        ("Ihre Rolle", "Ihre Rolle"),
        ("Fischereigerät", "Fischereigerät"),
        ("Tische und Stühle", "Tische und Stühle"),
        ("Gesellschaft", "Gesellschaft"),
        ("Anzeige", "Anzeige"),
        ("EU-Konformitätserklärung", "EU-Konformitätserklärung"),
        ("Open-Source-Software", "Open-Source-Software"),
        ("Art. 32 Abs. 2", "Art. 32 Abs. 2"),
        ("Manipulationssichere Mikrocontroller", "manipulationssichere Mikrocontroller"),
        ("In Teilen", "in Teilen"),
        ("Freigegeben am 24. Nov. 2026", "freigegeben am 24. Nov. 2026"),
        ("Verworfen", "verworfen"),
        ("Vernünftigerweise vorhersehbare Verwendung", "vernünftigerweise vorhersehbare Verwendung"),
        ("Nächste Prüfung", "nächste Prüfung"),
        ("Stand", "Stand"),
    ],
)
def test_nouns_keep_their_capital_inside_a_sentence(alone: str, inside: str) -> None:
    assert lowered(alone) == inside
    assert uncapital(alone) == inside


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Sicherheitsaktualisierungen", "Sicherheits-aktualisierungen"),
        ("Konformitätsbewertungsverfahren", "Konformitäts-bewertungs-verfahren"),
        ("Wahrscheinlichkeit", "Wahr-scheinlichkeit"),
        ("Korrekturmaßnahme", "Korrektur-maßnahme"),
        ("verschlüsselt", "verschlüsselt"),
        ("spätestens", "spätestens"),
        ("fortgeschrittene", "fortgeschrittene"),
        ("Hersteller", "Hersteller"),
        ("Antragsteller", "Antragsteller"),
        ("Schritt", "Schritt"),
    ],
)
def test_compounds_are_divided_between_their_words(word: str, parts: str) -> None:
    assert "-".join(divided(word, "de")) == parts
    assert divided(word, "en") == [word]


@pytest.mark.parametrize(
    ("you", "we"),
    [
        ("Sie prüfen Ihre Komponenten.", "Wir prüfen unsere Komponenten."),
        ("Das ist Ihre Pflicht. Ihr Produkt …", "Das ist unsere Pflicht. Unser Produkt …"),
        ("Wenn Sie wissen, was Ihnen fehlt", "Wenn wir wissen, was uns fehlt"),
        ("Teile Ihres Produkts, z. B. Ihrer Geräte", "Teile unseres Produkts, z. B. unserer Geräte"),
        ("Nach Art. 13 Abs. 8 müssen Sie handeln.", "Nach Art. 13 Abs. 8 müssen wir handeln."),
        ("Sie legen sich fest, bevor sich etwas ändert.", "Wir legen uns fest, bevor sich etwas ändert."),
        ("Die Stelle legt sich fest.", "Die Stelle legt sich fest."),
        ("Es gilt: Sie melden es.", "Es gilt: Wir melden es."),
        ("Ihrerseits und mit Ihrem Team", "Unsererseits und mit unserem Team"),
        ("sie und ihr bleiben", "sie und ihr bleiben"),
    ],
)
def test_a_paper_speaks_for_its_maker(you: str, we: str) -> None:
    assert as_maker(you) == we


def test_who_takes_a_step_is_said_from_outside() -> None:
    assert from_outside("Sie oder Ihr Bevollmächtigter") == "Hersteller oder sein Bevollmächtigter"
    assert from_outside("Notifizierte Stelle") == "Notifizierte Stelle"


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        ([], ""),
        (["Art. 3 Abs. 1", "Art. 3 Abs. 4", "Erwägungsgrund 15"], "Art. 3 Abs. 1, 4; Erwägungsgrund 15"),
        ([f"Art. 13 Abs. {one}" for one in (1, 2, 3, 4)], "Art. 13 Abs. 1 bis 4"),
        ([f"Art. 13 Abs. {one}" for one in (1, 2, 8)], "Art. 13 Abs. 1, 2, 8"),
        (["Art. 3 Nr. 13", "Art. 3 Nr. 14", "Art. 6"], "Art. 3 Nr. 13, 14, Art. 6"),
        (["Art. 6 Abs. 2 Buchst. a", "Anhang I Nr. 5"], "Art. 6 Abs. 2 Buchst. a; Anhang I Nr. 5"),
        (["Art. 13 Abs. 1", "MDR Art. 2 Nr. 1", "Art. 14"], "Art. 13 Abs. 1, Art. 14; MDR Art. 2 Nr. 1"),
    ],
)  # fmt: skip
def test_citations_are_merged_as_german_law_is_cited(labels: list[str], line: str) -> None:
    assert cited(labels) == line


def test_no_line_ends_inside_a_citation_or_date() -> None:
    text = "Anhang I Teil II Nr. 5 Buchst. a, z. B. Art. 13 Abs. 8 am 24. Nov. 2026 und 4. Mai 2027"
    kept = keep_together(text)
    assert kept.replace(NO_BREAK_SPACE, " ") == text
    assert kept.replace(NO_BREAK_SPACE, "_") == (
        "Anhang_I Teil_II Nr._5 Buchst._a, z._B. Art._13_Abs._8 am 24._Nov._2026 und 4._Mai_2027"
    )


def test_a_paper_keeps_the_language_it_was_made_in() -> None:
    meta = DocumentMeta("CR", "T", "", "X", 1, date(2026, 11, 24), "", "", "", "", "", "", "", "")
    assert meta.language == "de"
    with speaking("en"):
        assert meta.day == "24. Nov. 2026"
        assert spoken_words().draft == "DRAFT"
