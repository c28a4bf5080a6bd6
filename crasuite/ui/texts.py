"""Longer texts of the window: caution, keyboard, about. Markdown, in our own words."""

from __future__ import annotations

from crasuite.domain.english import day
from crasuite.language import mark, tr

CAUTION = mark("""
This program helps you to find out what the EU Cyber Resilience Act, Regulation (EU) 2024/2847, asks of your
product.

**It is guidance, not legal advice.** It applies rules that people wrote down from the law and its guidance to
the answers that you gave. Both can be wrong or out of date.

* The official text in the Official Journal of the European Union decides, never this program.
* A result says "open to you" or "points to". It never says that you comply.
* Points you are not sure about stay open, in every document, until you settle them.
* The rule pack knows the law as of its date and never goes online. Look for a newer one now and then.
* A newer rule pack changes no verdict by itself. A product keeps the pack it was assessed with until you have
  looked at what changes and decided (Tools, Newer rule pack).
* Before you sign a declaration of conformity or sell, ask somebody who may give legal advice.
* Conformity with one law does not prove conformity with another.
""")

KEYBOARD = mark("""
| Keys | What they do |
|---|---|
| Ctrl+N, Ctrl+O | new product, open a workspace |
| Ctrl+0, Ctrl+9 | products, all deadlines |
| Ctrl+1, Ctrl+2, … | screens of the product, in the order of the sidebar |
| Ctrl+I | interview of the product |
| Ctrl+F | filter of this screen |
| Ctrl+K | search everything: products, screens, requirements, questions, terms, law, help |
| Ctrl+D | attach evidence (requirements) |
| Ctrl+E | export documents |
| Ctrl+Shift+N | new reporting case of the product |
| Ctrl+Z, Ctrl+Shift+Z | undo, redo |
| F1, Shift+F1 | explain what has the focus, open the help |
| F2 | rename the product |
| F6, Shift+F6 | next, previous region |
| F8 | sidebar with icons only |
| F9 | verdict panel of the interview |
| Alt+{yes}, Alt+{no}, Alt+{unsure} | yes, no, I'm not sure (interview) |
| Alt+{back}, Alt+{next} | back, next (interview) |
| Escape | close the explanation |

On macOS, Ctrl is Command. There, letters of answers work without Alt while an answer has the focus.
""")

SCREENS = {
    "home": mark(
        "All products of this file, sorted by the next date; View sorts them otherwise. Enter opens one. "
        "The class shows as shape and words; a dashed frame means that it is still open."
    ),
    "deadlines": mark(
        "Dates of all products, set by the law or by your answers, and running clocks. Enter opens "
        "where a date is set."
    ),
    "overview": mark(
        "What was decided and why. Each step names the answers and the place in the law behind it. "
        "Change opens the question. A citation opens here, in our own words, with its reference."
    ),
    "history": mark("Every change with who, when, before and after. It is also what Undo goes by."),
}


def keyboard() -> str:
    """The keys, with the letters that the buttons of the interview have in the spoken language."""
    from crasuite.ui.wizard.mnemonics import answer_letters, way_letters

    yes, no, unsure = answer_letters()
    back, following = way_letters()
    return tr(KEYBOARD, yes=yes, no=no, unsure=unsure, back=back, next=following)


def about(version: str, pack: str, qt: str, python: str) -> str:
    """The about box."""
    from crasuite import own_facts

    parts = own_facts.components()
    where = (
        tr("`crasuite.cdx.json` in the program's folder") if own_facts.sbom_file() else "`build/requirements`"
    )
    listed = "\n".join(f"| {one.name} | {one.version} | {one.licence} |" for one in parts)
    return tr(
        "\n**CRA Suite {version}**, an offline assistant for the EU Cyber Resilience Act.\n\n"
        "{pack}\n\nNothing leaves this computer: the program makes no network calls, sends no "
        "reports and has no account.\n\n**Security updates** of this version: until "
        "{supported_until}, free of charge.\n**Vulnerabilities** of the program are reported "
        "here: {contact}.\n\nLicence: Apache-2.0. Built with Qt {qt} (LGPL-3.0, as separate "
        "libraries) and Python {python}. Icons from\nLucide (ISC), typeface Inter (OFL 1.1); the "
        "licence texts lie beside them in the program's folder.\n\n**What it is made of** (SBOM: "
        "{where})\n\n| Component | Version | Licence |\n|---|---|---|\n{listed}\n",
        version=version,
        pack=pack,
        supported_until=day(own_facts.SUPPORTED_UNTIL),
        contact=own_facts.contact(),
        qt=qt,
        python=python,
        where=where,
        listed=listed,
    )
