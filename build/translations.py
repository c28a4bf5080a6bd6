"""Collects the texts to translate, keeps the catalogues and compiles them.

    python3 build/dev.py translations           brings every catalogue up to date with the texts
    python3 build/dev.py translations --check   only says what is missing or wrong

Texts of the program are the literal arguments of `tr`, `tr_in`, `trn` and `mark` in `crasuite/`; those of the
rule pack are the fields that `crasuite.rules.model` calls `Text`. Catalogues are gettext files in
`resources/translations/<code>/`; help pages lie beside them in `help/`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
PROGRAM, RULEPACK = "program", "rulepack"

_TEXTS = {"tr": 1, "tr_in": 2, "trn": 2, "mark": 1}
"""The functions that texts go through → how many of their arguments are literals."""


@dataclass
class Message:
    """One text to translate, with where it stands."""

    text: str
    many: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def id(self) -> str | tuple[str, str]:
        """How a catalogue names it."""
        return (self.text, self.many) if self.many else self.text


class NotCollectable(Exception):
    """A call whose text cannot be collected, such as an f-string; with file and line."""


def program_messages(package: Path = ROOT / "crasuite") -> list[Message]:
    """The texts of the program in order of file and line.

    Raises:
        NotCollectable: with every place where a text is put together before it is translated.
    """
    found: dict[tuple[str, str], Message] = {}
    problems: list[str] = []
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package.parent).as_posix()
        for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            try:
                message = _message(call)
            except NotCollectable as problem:
                problems.append(f"{name}:{call.lineno}: {problem}")
                continue
            if message is None:
                continue
            known = found.setdefault((message.context, message.text), message)
            known.many = known.many or message.many
            if name not in known.places:
                known.places.append(name)
    if problems:
        raise NotCollectable("\n".join(problems))
    return list(found.values())


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TEXTS:
            yield node


def _message(call: ast.Call) -> Message | None:
    assert isinstance(call.func, ast.Name)
    name = call.func.id
    texts = [_literal(text) for text in call.args[: _TEXTS[name]]]
    context = texts.pop(0) or "" if name == "tr_in" else ""
    text, many = texts[0], (texts[1] or "") if name == "trn" else ""
    if text is None:  # a text marked elsewhere
        return None
    if name != "mark" and all(keyword.arg for keyword in call.keywords):
        given = {keyword.arg or "" for keyword in call.keywords}
        for one in filter(None, (text, many)):
            differing = given ^ (set(names_in(one)) - ({"n"} if many else set()))
            if differing and (given or many):  # a text without values is never filled
                raise NotCollectable(
                    f"{', '.join(sorted(differing))}: stands in the text or in the call, not in both"
                )
    return Message(text, many, context)


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, (ast.JoinedStr, ast.BinOp)):
        raise NotCollectable("give the text as one literal with {names}, and the values as arguments")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def rulepack_messages() -> list[Message]:
    """The texts of the rule pack, in its order."""
    from crasuite.language import needs_translation
    from crasuite.rules import load_pack
    from crasuite.rules.translation import labels_of, texts_of

    pack = load_pack()
    texts = [Message(text, places=[place]) for text, place in texts_of(pack) if needs_translation(text)]
    labels = [Message(text, context=act) for text, act in labels_of(pack) if needs_translation(text)]
    return texts + labels


def update(code: str, domain: str, messages: list[Message]) -> Catalog:
    """The catalogue with exactly these texts; what was translated before stays."""
    file = FOLDER / code / f"{domain}.po"
    old = read_catalogue(code, domain)
    new = Catalog(
        locale=code.replace("-", "_"), domain=domain, project="CRA Suite", copyright_holder="", fuzzy=False
    )
    new.header_comment = "# The words of CRA Suite in another language. See the README beside this folder."
    for message in messages:
        known = old.get(message.id, message.context or None)
        new.add(
            message.id,
            known.string if known is not None else "",
            auto_comments=message.places[:2],
            context=message.context or None,
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_po(out, new, width=110, omit_header=False)
    # What changes with each run says nothing about the texts.
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    volatile = (
        "Project-Id",
        "POT-Creation",
        "PO-Revision",
        "Generated-By",
        "Last-Tr",
        "Language-Team",
        "Report-",
    )
    file.write_text(
        "".join(line for line in lines if not line.lstrip('"').startswith(volatile)),
        encoding="utf-8",
        newline="\n",
    )
    return new


def read_catalogue(code: str, domain: str) -> Catalog:
    """A catalogue as it lies in the source tree; empty where there is none."""
    file = FOLDER / code / f"{domain}.po"
    if not file.is_file():
        return Catalog(locale=code.replace("-", "_"))
    with file.open("rb") as source:
        return read_po(source, locale=code.replace("-", "_"), domain=domain)


def compile_all() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for file in sorted(FOLDER.glob("*/*.po")):
        target = file.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            continue
        catalogue = read_catalogue(file.parent.name, file.stem)
        for message in list(catalogue):
            # Babel would fill in English for a form that is missing, which looks like a translation.
            if message.pluralizable and not all(message.string):
                catalogue.delete(message.id, message.context)
        new = target.with_suffix(".new")
        with new.open("wb") as out:
            write_mo(out, catalogue)
        new.replace(target)


# --- checks ------------------------------------------------------------------------------------------------

_NAME = re.compile(r"\{(\w*)[^{}]*\}")
_TARGET = re.compile(r"\]\(([^)\s]*)\)")


def names_in(text: str) -> list[str]:
    """Names of the placeholders, in alphabetical order.

    >>> names_in("{product} has {n} gaps")
    ['n', 'product']
    """
    return sorted(set(_NAME.findall(text)))


def problems(code: str, domain: str, messages: list[Message]) -> list[str]:
    """What is missing or wrong in a catalogue, each with the text concerned."""
    catalogue = read_catalogue(code, domain)
    found: list[str] = []
    for message in messages:
        known = catalogue.get(message.id, message.context or None)
        said = known.string if known is not None else ""
        forms = [said] if isinstance(said, str) else list(said or ())
        if not forms or not all(forms):
            found.append(f"not translated: {message.text!r}")
            continue
        for form in forms:
            found += _compared(message, str(form))
    return found


def _compared(message: Message, said: str) -> Iterator[str]:
    text = message.text
    optional = {"n"} if message.many else set()
    if set(names_in(text)) - optional != set(names_in(said)) - optional:
        yield f"other placeholders: {text!r} → {said!r}"
    if sorted(_TARGET.findall(text)) != sorted(_TARGET.findall(said)):
        yield f"other link targets: {text!r} → {said!r}"
    if text.strip() == text and said.strip() != said:
        yield f"blanks around it: {said!r}"
    if text.count("\n\n") != said.count("\n\n"):
        yield f"other paragraphs: {text!r} → {said!r}"
    if bool(re.search(r"&\w", text)) != bool(re.search(r"&\w", said)):
        yield f"mnemonic: {text!r} → {said!r}"


def main(arguments: list[str]) -> int:
    """Update, check or compile every language; the exit code is 1 when something is missing or wrong."""
    if "--compile" in arguments:
        compile_all()
        return 0
    messages = {PROGRAM: program_messages(), RULEPACK: rulepack_messages()}
    count = 0
    for code in sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()):
        for domain, wanted in messages.items():
            if "--check" not in arguments:
                update(code, domain, wanted)
            wrong = problems(code, domain, wanted)
            count += len(wrong)
            for line in wrong[:20]:
                print(f"{code}/{domain}: {line}")
            print(f"{code}/{domain}: {len(wanted)} texts, {len(wrong)} to look at")
    compile_all()
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
