"""Reads the YAML files of a rule pack into `model.Pack`, strictly.

Every text is read as a string (no YAML typing) and converted by the schema. Unknown keys, repeated keys,
wrong types, unknown names and unresolved citations are all collected and reported at once, each with file and
line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from crasuite import __version__
from crasuite.errors import PackError
from crasuite.rules import model
from crasuite.rules.aids import narrowed
from crasuite.rules.file_checks import file_problems
from crasuite.rules.loader import (
    all_citations,
    all_conditions,
    names_of,
    offer_conditions,
)
from crasuite.rules.logic import ConditionError, date_variables, parse

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_FILE_BYTES = 4_000_000
MAX_DEPTH = 40

T = TypeVar("T")


def read_pack(root: Path, fingerprint: str) -> model.Pack:
    """Read and check the pack in a folder.

    Raises:
        PackError: with every problem found, each with file and line.
    """
    problems = _Problems()
    pack = _Reader(root, problems, fingerprint).read()
    if problems.found or pack is None:
        raise PackError(problems.found)
    return pack


class _Problems:
    """Problems found so far; `place` is `file:line`."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, place: str, text: str) -> None:
        self.found.append(f"{place}: {text}")


class _Entry:
    """A mapping read from YAML together with where it and its parts stand."""

    def __init__(self, data: Any, place: str, lines: dict[int, int] | None = None) -> None:
        self.data = data
        self.place = place
        self.lines = lines or {}


class _Reader:
    def __init__(self, root: Path, problems: _Problems, fingerprint: str) -> None:
        self.root = root
        self.problems = problems
        self.fingerprint = fingerprint
        self.places: dict[str, str] = {}

    def read(self) -> model.Pack | None:
        manifest = self._one("pack.yaml", model.Manifest)
        sources = self._keyed("source", model.Source, self._list("sources.yaml"))
        provisions = self._provisions(sources)
        terms = self._keyed("term", model.Term, self._list("terms.yaml"))
        state = self._keyed("state", model.StateItem, self._list("state.yaml"))
        questions = self._keyed("question", model.Question, self._folder_lists("questions"))
        requirements = self._keyed("requirement", model.Requirement, self._folder_lists("requirements"))
        categories = self._keyed("category", model.Category, self._folder_singles("categories"))
        procedures = self._keyed("procedure", model.Procedure, self._folder_singles("documents"))
        sbom_checks = self._keyed("sbom", model.SbomCheckSet, self._folder_singles("sbom"))
        standards = self._keyed("standard", model.Standard, self._folder_singles("standards"))
        threats = self._keyed("threat", model.Threat, self._folder_lists("threats"))
        risk_method = self._one("risk-method.yaml", model.RiskMethod)
        user_information = self._keyed(
            "user-information", model.UserInformationItem, self._list("user-information.yaml")
        )
        support_factors = self._keyed(
            "support-factor", model.SupportFactor, self._list("support-factors.yaml")
        )
        outlines = self._keyed("outline", model.Outline, self._folder_singles("outlines"))
        law_texts = self._keyed("law-text", model.LawText, self._list("law-texts.yaml"))
        statements = self._keyed("statement", model.Statement, self._list_if_there("statements.yaml"))
        sections: dict[str, list[_Entry]] = {name: [] for name in model.RuleFile.__struct_fields__}
        for entry in self._folder_singles("rules"):
            self._split_rule_file(entry, sections)
        facts = self._keyed("fact", model.Fact, sections["facts"])
        rules = self._keyed("rule", model.Rule, sections["rules"])
        duties = self._keyed("duty", model.Duty, sections["duties"])
        timeline = self._keyed("timeline", model.TimelineEntry, sections["timeline"])
        neighbours = self._keyed("neighbour", model.Neighbour, sections["neighbours"])
        reporting = self._reporting()
        if manifest is not None and manifest.is_beyond(__version__):
            needed = f"needs version {manifest.minimum_program} of the program or a newer one"
            self.problems.add("pack.yaml", f"the pack {needed}; this is {__version__}")
        if manifest is None or risk_method is None:
            return None
        self.places[f"risk-method:{risk_method.id}"] = "risk-method.yaml:1"
        categories = dict(sorted(categories.items(), key=lambda item: _category_order(item[1])))
        pack = model.Pack(
            manifest=manifest,
            sha256=self.fingerprint,
            sources=sources,
            provisions=provisions,
            terms=terms,
            questions=questions,
            facts=facts,
            rules=rules,
            duties=duties,
            timeline=timeline,
            neighbours=neighbours,
            categories=categories,
            requirements=requirements,
            procedures=procedures,
            sbom_checks=sbom_checks,
            standards=standards,
            threats=threats,
            risk_method=risk_method,
            user_information=user_information,
            support_factors=support_factors,
            outlines=outlines,
            law_texts=law_texts,
            statements=statements,
            state=state,
            names=names_of(questions, facts, state, requirements, categories),
            places=self.places,
            **reporting,
        )
        self._check(pack)
        return pack

    def _reporting(self) -> dict[str, Any]:
        """The parts of the folder on Article 14; a pack without the folder has none."""
        if not (self.root / "reporting").is_dir():
            return {}
        parts: dict[str, Any] = {
            "stages": self._keyed("stage", model.Stage, self._list("reporting/stages.yaml")),
            "counting": self._keyed("counting", model.CountingPoint, self._list("reporting/counting.yaml")),
            "report_fields": self._keyed(
                "report-field", model.ReportField, self._list("reporting/contents.yaml")
            ),
            "csirts": self._keyed("csirt", model.Csirt, self._list("reporting/csirts.yaml"), key="country"),
            "overlap": self._keyed("overlap", model.Regime, self._list("reporting/overlap.yaml")),
            "handling": self._keyed("handling", model.HandlingItem, self._list("reporting/handling.yaml")),
            "reporting": self._keyed("reporting", model.StateItem, self._list("reporting/state.yaml")),
        }
        if (aid := self._aid()) is not None:
            parts["aids"] = {aid.id: aid}
        return parts

    def _aid(self) -> model.Aid | None:
        """The decision aid: its questions and rules are written like those of the interview."""
        parsed = self._parse(self.root / "reporting/rules.yaml")
        if parsed is None or not isinstance(parsed[0], dict):
            return None
        data, lines, name = parsed
        sections: dict[str, list[_Entry]] = {"facts": [], "rules": []}
        for section, entries in sections.items():
            entries += [_Entry(item, f"{name}:{lines.get(id(item), 1)}") for item in data.get(section, ())]
        aid = self._convert(
            _Entry({key: value for key, value in data.items() if key not in sections}, f"{name}:1"),
            model.Aid,
        )
        questions = self._keyed("question", model.Question, self._list("reporting/questions.yaml"))
        facts = self._keyed("fact", model.Fact, sections["facts"])
        rules = self._keyed("rule", model.Rule, sections["rules"])
        if aid is None:
            return None
        self.places[f"aid:{aid.id}"] = f"{name}:1"
        return msgspec.structs.replace(aid, questions=questions, facts=facts, rules=rules)

    # -- reading files -------------------------------------------------------------------------------------

    def _parse(self, file: Path) -> tuple[Any, dict[int, int], str] | None:
        name = file.relative_to(self.root).as_posix()
        if not file.is_file():
            self.problems.add(name, "the file is missing")
            return None
        with file.open("rb") as source:
            raw = source.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES:
            self.problems.add(name, "the file is larger than 4 MB")
            return None
        lines: dict[int, int] = {}
        try:
            data = self._document(yaml.parse(raw, Loader=_Loader), name, lines)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self.problems.add(
                f"{name}:{line}", f"not readable as YAML ({getattr(error, 'problem', None) or error})"
            )
            return None
        return data, lines, name

    def _document(self, events: Iterator[Any], name: str, lines: dict[int, int]) -> Any:
        """The one document of a file, built from the parser's events.

        PyYAML's own composer follows nesting without limit (its C part crashes on it) and unfolds aliases.
        """
        documents: list[Any] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    raise _unreadable(event, "a second document starts here")
                documents.append(self._value(next(events), events, name, lines, 0))
        return documents[0] if documents and documents[0] != "" else []

    def _value(self, event: Any, events: Iterator[Any], name: str, lines: dict[int, int], depth: int) -> Any:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _unreadable(event, "anchors (&) and aliases (*) are not used in a pack")
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if depth > MAX_DEPTH:
            raise _unreadable(event, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.SequenceStartEvent):
            values: list[Any] = []
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                values.append(self._value(child, events, name, lines, depth + 1))
            lines[id(values)] = line
            return values
        mapping: dict[str, Any] = {}
        while not isinstance(key_event := next(events), yaml.MappingEndEvent):
            key = self._value(key_event, events, name, lines, depth + 1)
            value = self._value(next(events), events, name, lines, depth + 1)
            place = f"{name}:{key_event.start_mark.line + 1}"
            if not isinstance(key, str):
                self.problems.add(place, "a key must be a plain word")
                continue
            if key in mapping:
                self.problems.add(place, f"the key '{key}' stands here twice")
            mapping[key] = value
        lines[id(mapping)] = line
        return mapping

    def _list(self, name: str) -> list[_Entry]:
        parsed = self._parse(self.root / name)
        if parsed is None:
            return []
        data, lines, place = parsed
        if not isinstance(data, list):
            self.problems.add(place, "the file must be a list of entries")
            return []
        return [_Entry(item, f"{place}:{lines.get(id(item), 1)}") for item in data]

    def _list_if_there(self, name: str) -> list[_Entry]:
        """A file that packs of earlier versions do not have."""
        return self._list(name) if (self.root / name).is_file() else []

    def _files(self, folder: str) -> Iterator[Path]:
        yield from sorted(
            (self.root / folder).rglob("*.yaml"), key=lambda file: file.relative_to(self.root).as_posix()
        )

    def _folder_lists(self, folder: str) -> list[_Entry]:
        return [
            entry
            for file in self._files(folder)
            for entry in self._list(file.relative_to(self.root).as_posix())
        ]

    def _folder_singles(self, folder: str) -> list[_Entry]:
        entries = []
        for file in self._files(folder):
            parsed = self._parse(file)
            if parsed is not None:
                data, lines, place = parsed
                entries.append(_Entry(data, f"{place}:1", lines))
        return entries

    def _split_rule_file(self, entry: _Entry, sections: dict[str, list[_Entry]]) -> None:
        name = entry.place.rpartition(":")[0]
        if not isinstance(entry.data, dict):
            self.problems.add(name, "a rules file is a mapping of " + ", ".join(sections))
            return
        for key, items in entry.data.items():
            if key not in sections or not isinstance(items, list):
                self.problems.add(name, f"'{key}' is not one of the lists {', '.join(sections)}")
                continue
            sections[key] += [_Entry(item, f"{name}:{entry.lines.get(id(item), 1)}") for item in items]

    # -- converting ----------------------------------------------------------------------------------------

    def _convert(self, entry: _Entry, kind: type[T]) -> T | None:
        try:
            return msgspec.convert(entry.data, kind, strict=False)
        except msgspec.ValidationError as error:
            name = entry.data.get("id", "?") if isinstance(entry.data, dict) else "?"
            for problem in _problems_with(entry.data, kind) or [str(error)]:
                self.problems.add(entry.place, f"entry '{name}': {problem}")
            return None

    def _one(self, name: str, kind: type[T]) -> T | None:
        parsed = self._parse(self.root / name)
        if parsed is None:
            return None
        return self._convert(_Entry(parsed[0], f"{name}:1"), kind)

    def _keyed(self, what: str, kind: type[T], entries: list[_Entry], *, key: str = "id") -> dict[str, T]:
        result: dict[str, T] = {}
        for entry in entries:
            value = self._convert(entry, kind)
            if value is None:
                continue
            name: str = getattr(value, key)
            if f"{what}:{name}" in self.places:
                self.problems.add(
                    entry.place, f"{what} '{name}' exists already at {self.places[f'{what}:{name}']}"
                )
                continue
            result[name] = value
            self.places[f"{what}:{name}"] = entry.place
        return result

    def _provisions(self, sources: dict[str, model.Source]) -> dict[str, model.Provision]:
        result: dict[str, model.Provision] = {}
        for entry in self._list("provisions.yaml"):
            group = self._convert(entry, model.ProvisionList)
            if group is None:
                continue
            if group.source not in sources:
                self.problems.add(entry.place, f"source '{group.source}' is not in sources.yaml")
            for item in group.items:
                provision = self._convert(_Entry(item, entry.place), model.Provision)
                if provision is None:
                    continue
                citation = f"{group.source} {provision.id}"
                if citation in result:
                    self.problems.add(entry.place, f"provision '{citation}' is listed twice")
                result[citation] = provision
                self.places[f"provision:{citation}"] = entry.place
        return result

    # -- cross checks --------------------------------------------------------------------------------------

    def _check(self, pack: model.Pack) -> None:
        names = pack.names
        for kind, key, cites in all_citations(pack):
            if not cites:
                self.problems.add(self.places[f"{kind}:{key}"], f"{kind} '{key}' cites nothing")
            for cite in cites:
                if cite not in pack.provisions:
                    self.problems.add(
                        self.places[f"{kind}:{key}"],
                        f"{kind} '{key}' cites '{cite}', which is not in provisions.yaml",
                    )
        for kind, key, condition in (*all_conditions(pack), *offer_conditions(pack)):
            try:
                parse(condition, names)
            except ConditionError as error:
                place = self.places[f"{kind}:{key.partition('/')[0]}"]
                self.problems.add(place, f"{kind} '{key}': {error}")
        for entry in pack.timeline.values():
            try:
                date_variables(entry.date, names)
            except ConditionError as error:
                self.problems.add(self.places[f"timeline:{entry.id}"], f"timeline '{entry.id}': {error}")
        overlap = (set(pack.questions) | set(pack.state)) & set(pack.facts)
        for name in sorted(overlap):
            self.problems.add(self.places[f"fact:{name}"], f"'{name}' is a question and a fact")
        for rule in pack.rules.values():
            self._check_rule(pack, rule)
        for question in pack.questions.values():
            self._check_question(pack, question)
        for aid in pack.aids.values():
            self._check_aid(narrowed(pack, aid.id), aid)
        for goal in pack.manifest.goals:
            if goal not in pack.facts:
                self.problems.add("pack.yaml:1", f"goal '{goal}' is no fact")
        for kind, items in (("state", pack.state), ("reporting", pack.reporting)):
            for item in items.values():
                for state_entry in item.entries:
                    if state_entry.value not in item.values:
                        self.problems.add(
                            self.places[f"{kind}:{item.id}"], f"'{item.id}' has no value {state_entry.value}"
                        )
        for category in pack.categories.values():
            for near in (*category.near, *category.near_reason):
                if near not in pack.categories:
                    self.problems.add(self.places[f"category:{category.id}"], f"'{near}' is no category")
        for place, text in file_problems(pack):
            self.problems.add(self.places[place], text)

    def _check_aid(self, pack: model.Pack, aid: model.Aid) -> None:
        """The entries of an aid, in the pack as the aid reads it."""
        for kind, key, condition in (*all_conditions(pack), *offer_conditions(pack)):
            if key in aid.rules or key in aid.questions or kind == "overlap":
                try:
                    parse(condition, pack.names)
                except ConditionError as error:
                    self.problems.add(self.places[f"{kind}:{key}"], f"{kind} '{key}': {error}")
        for name in sorted(set(aid.facts) & (set(pack.questions) | set(pack.state))):
            self.problems.add(self.places[f"fact:{name}"], f"'{name}' is a question and a fact")
        for rule in aid.rules.values():
            self._check_rule(pack, rule)
        for question in aid.questions.values():
            self._check_question(pack, question)
        for goal in aid.goals:
            if goal not in aid.facts:
                self.problems.add(self.places[f"aid:{aid.id}"], f"goal '{goal}' is no fact of the aid")

    def _check_rule(self, pack: model.Pack, rule: model.Rule) -> None:
        place = self.places[f"rule:{rule.id}"]
        if len(rule.decides) != 1:
            self.problems.add(place, f"rule '{rule.id}' must decide exactly one fact")
            return
        fact = pack.facts.get(rule.fact)
        if fact is None:
            self.problems.add(place, f"rule '{rule.id}' decides '{rule.fact}', which is no fact")
        elif rule.value not in fact.values:
            self.problems.add(place, f"rule '{rule.id}': '{rule.fact}' has no value '{rule.value}'")
        if (rule.when is None) == (not rule.otherwise):
            self.problems.add(place, f"rule '{rule.id}' needs either 'when' or 'otherwise'")
        for other in rule.except_:
            if other not in pack.rules:
                self.problems.add(place, f"rule '{rule.id}' is excepted by '{other}', which is no rule")

    def _check_question(self, pack: model.Pack, question: model.Question) -> None:
        place = self.places[f"question:{question.id}"]
        needs_options = question.type in ("choice", "multi", "matrix")
        if needs_options and not question.options:
            self.problems.add(place, f"question '{question.id}' needs options")
        if question.options and not needs_options and question.type != "yes-no":
            self.problems.add(place, f"question '{question.id}' of type {question.type} takes no options")
        seen: set[str] = set()
        for option in question.options:
            if option.id in seen or option.id == model.NOT_SURE:
                self.problems.add(
                    place, f"question '{question.id}': option '{option.id}' is repeated or reserved"
                )
            seen.add(option.id)
        if question.type == "yes-no" and question.options and seen != {"yes", "no"}:
            self.problems.add(place, f"question '{question.id}': the options of yes-no are yes and no")


def _unreadable(event: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


def _problems_with(data: Any, kind: type[Any]) -> list[str]:
    """Every field that does not fit; the converter alone stops at the first."""
    if not isinstance(data, dict):
        return []
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    problems = [f"there is no key '{key}' here" for key in data if key not in fields]
    for key, field in fields.items():
        if key not in data:
            if field.required:
                problems.append(f"the key '{key}' is missing")
            continue
        try:
            msgspec.convert(data[key], field.type, strict=False)
        except msgspec.ValidationError as error:
            problems.append(f"'{key}': {error}")
    return problems


def _category_order(category: model.Category) -> tuple[int, int]:
    return (("important-1", "important-2", "critical").index(category.class_), category.number)
