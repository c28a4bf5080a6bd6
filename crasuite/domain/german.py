"""The grammar of German, where the program changes texts of the rule pack: small letters, the maker's voice,
citations. Texts that are shown as they are need none of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL_WORDS = """
der die das des dem den ein eine einer eines einem einen kein keine keiner keines keinem keinen dieser
diese dieses diesem diesen jener jede jeder jedes jedem jeden alle aller alles allem allen manche mehrere
einige etliche viele wenige beide beides solche welche welcher welches wer was wie wo wann warum wozu
womit wofür wodurch worauf woran worin ob dass weil wenn sobald solange bis bevor nachdem damit obwohl
sofern soweit falls während als denn aber oder und sowie auch nur noch nicht nie nichts niemand jemand
mehr weniger mindestens höchstens etwa rund genau ganz teils teilweise vollständig nein ja mit ohne für
von vom im in ins am an ans auf aus bei beim bis durch gegen hinter neben nach seit über um unter vor zu
zum zur zwischen außer außerhalb innerhalb gemäß laut wegen trotz statt anstelle aufgrund hier dort dann
so also sonst bereits schon immer jetzt später früher zuerst danach davor dabei dafür dagegen daran darauf
daraus darin darüber davon dazu es er sie man wir uns unser unsere unserer unseres unserem unseren sein
seine seiner seines seinem seinen deren dessen selbst ist sind war waren hat haben wird werden kann können
muss müssen darf dürfen soll sollen gibt gilt gelten nimmt ändert fällt enthält braucht besteht bestehen
liegt steht nennt bleibt bleiben macht gehört erfüllt fehlt fehlen entscheidet setzt verlangt erlaubt
beschreibt bietet dient läuft kommt geht heißt ausgenommen
stattdessen weder wenig korrigieren weitergeben zurückhalten vermindern vermeiden übertragen tragen
ab darum woher wovon wessen wen wohin derselbe dieselbe dasselbe irgendein irgendeine etwas sehr zuletzt
erneut spätestens frühestens möglichst trotzdem sofort rechtzeitig vernünftigerweise verhältnismäßig heute
gestern morgen vorher nachher oben unten einmal zweimal jederzeit irgendwo vielleicht vorerst zunächst bisher
überfällig fällig erstellt erledigt veraltet begonnen unverändert entfernt ersetzt exportiert eingereicht
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that are small wherever they do not begin a sentence."""
# "Sie" and "Ihr" of the reader are capital everywhere; before `as_maker` nothing else may make them small.

_ADJECTIVES = (
    "wichtig|kritisch|technisch|notifiziert|harmonisiert|europäisch|offen|quelloffen|frei|neu|alt|erst|letzt"
    "|zweit|dritt|eigen|fremd|ander|weiter|intern|extern|gemeinsam|allgemein|grundlegend|wesentlich|sicher"
    "|unsicher|bekannt|unbekannt|ausnutzbar|aktiv|passiv|digital|analog|vernetzt|eingetragen|benannt"
    "|zuständig|ständig|ungeklärt|geklärt|entschieden|fertig|leer|voll|ganz|halb|groß|klein|größer|kleiner"
    "|höher|niedriger|hoch|hoh|niedrig|mittler|mittel|schwer|leicht|schwerwiegend|erheblich|vorläufig"
    "|endgültig|gültig|ungültig|nötig|notwendig|erforderlich|freiwillig|verpflichtend|einzeln|einfach"
    "|vereinfacht|mehrfach|umfassend|vollständig|teilweise|früh|spät|lang|kurz|unterstützt|geplant|geschätzt"
    "|voraussichtlich|gemeldet|ungemeldet|behoben|beseitigt|verbleibend|übrig|vorhanden|fehlend|verwendet"
    "|angewandt|angewendet|veröffentlicht|zusätzlich|öffentlich|privat|persönlich|personenbezogen"
    "|medizinisch|industriell|kommerziell|gewerblich|unentgeltlich|kostenlos|eingebaut|enthalten|integriert"
    "|automatisch|manuell|schriftlich|mündlich|maschinenlesbar|lesbar|sichtbar|dauerhaft|regelmäßig|einmalig"
    "|menschlich|physisch|physikalisch|virtuell|intelligent|smart|tragbar|mobil|drahtlos|kabelgebunden"
    "|interaktiv|besonder|bestimmt|übermittelt|abgegeben|geändert|betroffen|gleichwertig|gleich|ähnlich"
    "|national|international|nachgelagert|vorgelagert|unbefugt|zentral|dezentral|standardmäßig|möglich"
    "|begrenzt|manipulationssicher|unterschrieben|zulässig|unzulässig|unmöglich|richtig|falsch|gut|schlecht|rein|gebraucht|verfügbar|erlaubt|verboten|geprüft"
    "|ungeprüft|freigegeben|verworfen|ausgefüllt|abgelaufen|hinzugefügt|gewählt|ausgewählt|abgeschlossen"
    "|überprüft|ausgenutzt|entdeckt|verknüpft|aufbewahrt|beigefügt|abgedeckt|anwendbar|bereitgestellt"
    "|verschlüsselt|früher|älter|nächst|später|getrennt|geboten|geringst|gering|vorhersehbar|eigenständig"
    "|bezahlt|gemeinnützig|eingebettet|lokal|gespeichert|erfasst|neuer|neuest|häufig|unfertig|konform"
    "|getragen|prioritär|bloß|komplex|objektiv|ungenutzt|gängig|oberst|aktuell|fehlerhaft|wechselnd"
    "|verändert|geteilt|zufällig|genau|rechtswidrig|böswillig|ergriffen|getroffen|laufend|erfunden|üblich"
    "|formal|klar|speziell|direkt|beid|unterzeichnet|erfüllt|übernommen|dringend|schnell|langsam|streng"
)
_ADJECTIVE = re.compile(
    rf"(?:{_ADJECTIVES}|[a-zäöüß]{{3,}}(?:isch|lich|iert|ierend))(?:e|er|es|en|em)?", re.IGNORECASE
)
_NOUNS = re.compile(
    r"(?:Schreib)?Tisch\w*|Fisch\w*|\w*gemisch\w*|Erste Hilfe\b"
    r"|Europäische[nrs]? (?:Union|Kommission|Parlament|Rat|Gerichtshof|Norm\b|Agentur|Wirtschaftsraum"
    r"|Datenschutzausschuss|Zentralbank|Schwachstellendatenbank)",
    re.IGNORECASE,
)
"""What looks like an adjective and is a noun, or the beginning of a name."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def lowered(text: str) -> str:
    """The text as it goes on inside a sentence: words of grammar and adjectives small, nouns as they are.

    >>> lowered("Das Produkt"), lowered("Produkt"), lowered("Technische Dokumentation"), lowered("Ihre Rolle")
    ('das Produkt', 'Produkt', 'technische Dokumentation', 'Ihre Rolle')
    """
    first = _FIRST_WORD.match(text)
    if first is None or not first.group()[1:].islower() or text.startswith(("Sie ", "Ihr")):
        return text
    word = first.group().lower()
    if text[first.end() : first.end() + 1] == "-":
        return text
    if word not in _SMALL and (_NOUNS.match(text) or not _ADJECTIVE.fullmatch(word)):
        return text
    return text[:1].lower() + text[1:]


_CLAUSE = re.compile(
    r", (?:(?:in|mit|von|für|an|auf|zu|bei|durch|nach) )?"
    r"(?:der|die|das|den|dem|deren|dessen|denen|wenn|weil|dass|ob|wo|was|wie|damit|sobald|falls) [^,]*$"
)


def ends_in_clause(text: str) -> bool:
    """True when a comma must follow before "und" or "oder".

    >>> ends_in_clause("ein Rechtsakt, der ein Schema nennt"), ends_in_clause("Router, Modems")
    (True, False)
    """
    return _CLAUSE.search(text) is not None


# ---------------------------------------------------------------------------------------- the maker's voice

_ADDRESS = re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e|em|en|er|es|erseits)?)\b")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:…]|\n)[\s\u00a0]*[„“»\"(]*$")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-zÄÖÜäöü]|\b(?:Art|Abs|UAbs|Nr|Buchst|Ziff|bzw|ggf|usw|ca|evtl|inkl|vgl|sog|gem|Kap|Abschn"
    r"|Tab|Abb|Jan|Feb|Apr|Aug|Sept|Okt|Nov|Dez|\d+))\.[\s\u00a0]*$"
)
_REFLEXIVE = re.compile(r"(\bSie\b[^,.;:–()?!]*?)\bsich\b")


def as_maker(text: str) -> str:
    """The "Sie" of the rule pack as the "wir" of a paper that speaks for its author.

    Verbs stay, since "Sie" and "wir" take the same forms. "Sie" as an object cannot be told from the subject;
    the texts of the rule pack do without it.

    >>> as_maker("Sie prüfen es. Ihr Produkt hilft Ihnen, wenn Sie sich festlegen.")
    'Wir prüfen es. Unser Produkt hilft uns, wenn wir uns festlegen.'
    """
    text = _REFLEXIVE.sub(r"\1uns", text)

    def ours(found: re.Match[str]) -> str:
        word = found.group()
        said = {"Sie": "wir", "Ihnen": "uns"}.get(word) or "unser" + word.removeprefix("Ihr")
        before = text[: found.start()]
        begins = _ENDS_SENTENCE.search(before) is not None and _ABBREVIATED.search(before) is None
        return said.capitalize() if begins else said

    return _ADDRESS.sub(ours, text)


def from_outside(who: str) -> str:
    """Who takes a step, seen from outside.

    >>> from_outside("Sie mit Ihrem Prüflabor")
    'Hersteller mit seinem Prüflabor'
    """

    def his(found: re.Match[str]) -> str:
        word = found.group()
        return "Hersteller" if word in ("Sie", "Ihnen") else "sein" + word.removeprefix("Ihr")

    return _ADDRESS.sub(his, who)


# ---------------------------------------------------------------------------------------- division of words

_SECOND_PARTS = (
    "aktualisierung|anforderung|anlagen|architektur|aufzeichnung|behandlung|behörde|bericht|bescheinigung"
    "|bestätigung|bestimmung|beschreibung|bewertung|blatt|daten|datum|dauer|dienst|dokumentation|einstellung"
    "|entwicklung|erkennung|erklärung|fertigung|forscher|forschung|freigabe|funktion|grundlage|grund(?!l)"
    "|hinweis|information|kategorie|komponente|konfiguration|kontrolle|konzept|korrektur|liste|lösung"
    "|management|maßnahme|mitteilung|modul|möglichkeit|nachweis|norm|phase|(?<!ver)pflicht|produkt|programm"
    "|protokoll|(?<!über)prüfung|prüf(?!u)|quelle|raum|recht|richtlinie|risik|scheinlich|schema"
    "|(?<!ver)schlüssel|schnittstelle|schutz|(?<!ge)schritt|(?<!ver)sicherheit|(?<!ver)sicherung|software"
    "|stelle(?!r)|strategie|system|tabelle|(?<!spä)test|übernahme|überwachung|umgebung|unterlagen|unternehmen"
    "|verarbeitung|verbreitung|verfahren|vermutung|verordnung|versorgung|version|verwaltung|verzeichnis"
    "|vorfall|vorfälle|vorschrift|werte(?!n)|wesen|zeitraum|zeiträume|zertifizierung|zweck"
)
_JOINT = re.compile(rf"(?<=[a-zäöüß]{{3}})(?={_SECOND_PARTS})")


def divided(word: str) -> list[str]:
    """The parts of a long word, where a line may end with a hyphen: compounds between their words.

    >>> divided("Baumusterprüfbescheinigung"), divided("Unwahrscheinlich"), divided("Schritt")
    (['Baumuster', 'prüf', 'bescheinigung'], ['Unwahr', 'scheinlich'], ['Schritt'])
    """
    if len(word) < 10:
        return [word]
    parts: list[str] = []
    for part in _JOINT.split(word):
        if parts and len(part) < 4:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


# ------------------------------------------------------------------------------------------------ citations

_PART = re.compile(r"^(Art\. \d+[a-z]?) (Abs\.|Nr\.) (\d+)$")


def cited(labels: Sequence[str]) -> str:
    """Citations in one line: paragraphs of an article behind one "Abs.", three or more in a row as a range.

    >>> cited(["Art. 3 Abs. 1", "Art. 3 Abs. 4", "Erwägungsgrund 15"])
    'Art. 3 Abs. 1, 4; Erwägungsgrund 15'
    >>> cited(["Art. 13 Abs. 1", "Art. 13 Abs. 2", "Art. 13 Abs. 3", "Art. 14", "ABl. L 1"])
    'Art. 13 Abs. 1 bis 3, Art. 14; ABl. L 1'
    """
    articles: list[str] = []
    numbers: dict[int, list[int]] = {}
    last = ""
    for label in labels:
        label = label.replace("\u00a0", " ")
        if not label.startswith("Art. "):
            continue
        found = _PART.match(label)
        if found is None:
            articles.append(label)
            last = ""
            continue
        start = f"{found.group(1)} {found.group(2)}"
        if start != last:
            articles.append(start)
            numbers[len(articles) - 1] = []
            last = start
        numbers[len(articles) - 1].append(int(found.group(3)))
    said = [
        f"{label} {_ranges(numbers[place])}" if place in numbers else label
        for place, label in enumerate(articles)
    ]
    others = [label for label in labels if not label.replace("\u00a0", " ").startswith("Art. ")]
    return "; ".join(([", ".join(said)] if said else []) + others)


def _ranges(numbers: Sequence[int]) -> str:
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] + 1 == number:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]} bis {row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)


def listed(points: Sequence[str]) -> str:
    """Points of one text in a line; what two in a row share is said once.

    >>> listed(["Nr. 1", "Nr. 2 Buchst. a", "Nr. 2 Buchst. d", "Teil II Nr. 2", "Teil II Nr. 3"])
    'Nr. 1, Nr. 2 Buchst. a, d, Teil II Nr. 2, 3'
    """
    said: list[str] = []
    before = ""
    for point in points:
        start, _, end = point.replace("\u00a0", " ").rpartition(" ")
        said.append(end if start and start == before else point)
        before = start
    return ", ".join(said)
