"""The rule pack as frozen data: questions, facts, rules, categories, requirements, state of play.

These are the shapes of the YAML files in `resources/rulepack/`, field for field. Nothing here decides law;
the loader fills them, `evaluate` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct, field

from crasuite.rules.logic import Names

T = TypeVar("T")

NOT_SURE = "not-sure"
"""The answer "I'm not sure": allowed for every question, never read as no."""

StepId = Literal["organisation", "product", "scope", "class", "procedure", "support", "reporting"]
STEPS: tuple[StepId, ...] = ("organisation", "product", "scope", "class", "procedure", "support")
"""Steps of the interview; `reporting` is the step of questions about a case, which an aid asks."""

QuestionType = Literal[
    "yes-no",
    "choice",
    "multi",
    "date",
    "number",
    "text",
    "long-text",
    "matrix",
    "category",
    "category-reasons",
]
Kind = Literal["law", "guidance", "practice"]

Text = Annotated[str, Meta(extra={"is_text": True})]
"""Words for a person, in English; `translation` gives them in another language. A plain `str` is an id,
an address or a wording that stands as it is."""

Condition = dict[str, Any]
"""A condition as written in the pack; `logic.parse` turns it into a `logic.Node`."""


class _Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of pack entries: immutable, strict about keys."""


class Source(_Entry, frozen=True, kw_only=True):
    """An act, guidance or page that entries cite."""

    id: str
    short: Text
    title: Text
    number: Text = ""
    eli: str = ""
    address: str = ""
    kind: Literal["law", "guidance", "practice", "state"] = "law"
    read_on: date
    note: Text = ""


class Provision(_Entry, frozen=True, kw_only=True):
    """A citable place in a source, with a gist in our own words."""

    id: str
    label: str
    """How it is printed. Also a text to translate, act by act: "Art. 3(1)" is a number in one, a paragraph in
    another."""
    gist: Text


class ProvisionList(_Entry, frozen=True, kw_only=True):
    """All citable places of one source."""

    source: str
    items: tuple[dict[str, str], ...]


class Term(_Entry, frozen=True, kw_only=True):
    """A word of the law explained in plain words."""

    id: str
    term: Text
    meaning: Text
    cites: tuple[str, ...] = ()
    kind: Kind = "law"
    also: tuple[Text, ...] = ()


class Option(_Entry, frozen=True, kw_only=True):
    """One possible answer of a choice or multi question."""

    id: str
    label: Text
    hint: Text = ""


class NotBefore(_Entry, frozen=True, kw_only=True):
    """Two dates in order: a date cannot come before the answer to another question."""

    question: str
    too_early: Text
    """Sentence, without its full stop, for a date before the other one."""
    too_late: Text
    """The same seen from the other question: its date lies after this one."""


class Coverage(_Entry, frozen=True, kw_only=True):
    """Which rows of a matrix are covered, and when those that are not go to a third party."""

    when: Condition
    """When the rows not covered call for a third party."""
    by: dict[str, Condition]
    """Option → when a row with it counts as covered; with any other option it does not."""
    left_out_by: str
    """The option that takes a row out, where its point of Annex I may be left out."""


class Question(_Entry, frozen=True, kw_only=True):
    """One question of the interview."""

    id: str
    step: StepId
    type: QuestionType
    text: Text
    why: Text
    options: tuple[Option, ...] = ()
    counts: tuple[Text, ...] = ()
    does_not_count: tuple[Text, ...] = ()
    decides: Text = ""
    cites: tuple[str, ...]
    kind: Kind = "law"
    ask_when: Condition | None = None
    record: bool = False
    optional: bool = False
    carry_over: bool = False
    who_can_tell: Text = ""
    minimum: int | None = None
    maximum: int | None = None
    unit: Text = ""
    rows: Literal["requirements", ""] = ""
    not_before: NotBefore | None = None
    coverage: Coverage | None = None


class Fact(_Entry, frozen=True, kw_only=True):
    """A named statement that rules decide; it has a finite list of values."""

    id: str
    title: Text
    values: tuple[str, ...]
    goal: bool = False
    words: dict[str, Text] = {}
    """Plain words for each value, shown instead of the id."""
    moot: str = ""
    """The value that says that the question does not arise. While that is open, the rest can be named."""
    unmet: dict[str, str] = {}
    """Values with which the law is not met, each with the question whose answer has to change."""
    rising: tuple[str, ...] | None = None
    """All values, from the one that asks least of the maker to the strictest; None where that is not said."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"except_": "except"}):
    """One legal step: when the condition holds, the fact has this value."""

    id: str
    decides: dict[str, str]
    because: Text
    cites: tuple[str, ...]
    when: Condition | None = None
    otherwise: bool = False
    kind: Kind = "law"
    from_: date | None = field(default=None, name="from")
    until: date | None = None
    except_: tuple[str, ...] = ()
    warning: Text = ""

    @property
    def fact(self) -> str:
        """Id of the fact this rule decides."""
        return next(iter(self.decides))

    @property
    def value(self) -> str:
        """Value this rule gives to the fact."""
        return next(iter(self.decides.values()))

    def is_active(self, on: date) -> bool:
        """True when the rule is law on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)


class Duty(_Entry, frozen=True, kw_only=True):
    """Something somebody has to do, from a date on."""

    id: str
    title: Text
    text: Text
    when: Condition
    from_: date = field(name="from")
    until: date | None = None
    cites: tuple[str, ...]
    kind: Kind = "law"
    roles: tuple[str, ...] = ()
    relief: bool = False
    """It takes something off whom it concerns; it asks nothing more of them."""
    parts: tuple[str, ...] = ()
    """Statements that say one by one what it asks, where that is several things; papers print them."""


class TimelineEntry(_Entry, frozen=True, kw_only=True):
    """A date that matters, fixed by law or computed from answers."""

    id: str
    title: Text
    text: Text = ""
    when: Condition | None = None
    date: Any
    set_by: Literal["law", "you"] = "law"
    deadline: bool = False
    """True for a day by which the maker of the product must be ready; the list of products shows the next."""
    cites: tuple[str, ...]
    kind: Kind = "law"


class Neighbour(_Entry, frozen=True, kw_only=True):
    """What another Union act means for the product."""

    id: str
    law: Text
    effect: Literal["excluded", "other-procedure", "presumption", "applies-too", "watch"]
    when: Condition
    text: Text
    todo: tuple[Text, ...] = ()
    cites: tuple[str, ...]
    kind: Kind = "law"
    warning: Text = ""
    declared_as: Text = ""
    """How the one EU declaration names the act, with its Official Journal reference (Article 28(3)).

    Empty for an act that asks for no declaration.
    """


class NotCounting(_Entry, frozen=True, kw_only=True):
    """A near-miss of a category and why it is one."""

    text: Text
    reason: Text = ""
    cites: tuple[str, ...] = ()
    kind: Kind = "law"


class Category(_Entry, frozen=True, kw_only=True):
    """One of the 26 categories of Annex III and IV with its technical description in our words."""

    id: str
    class_: Literal["important-1", "important-2", "critical"] = field(name="class")
    number: int
    title: Text
    name: Text
    description: Text
    core: Text
    counts: tuple[Text, ...]
    does_not_count: tuple[NotCounting, ...]
    near: tuple[str, ...] = ()
    near_reason: dict[str, Text] = {}
    synonyms: tuple[Text, ...]
    cites: tuple[str, ...]
    kind: Kind = "law"
    note: Text = ""


class Requirement(_Entry, frozen=True, kw_only=True):
    """One point of Annex I."""

    id: str
    ref: Text
    title: Text
    meaning: Text
    evidence: tuple[Text, ...]
    nonconformities: tuple[Text, ...]
    cites: tuple[str, ...]
    may_not_apply: bool
    kind: Kind = "law"
    part: Literal["I", "II"] | None = None
    """Part of Annex I; a copy of an older pack has None."""

    @property
    def in_part_2(self) -> bool:
        """Whether it is about handling vulnerabilities, not about the properties of the product."""
        return self.part == "II"


class ProcedureStep(_Entry, frozen=True, kw_only=True):
    """One line of a procedure checklist."""

    id: str
    text: Text
    who: Text
    evidence: Text
    basis: tuple[str, ...]
    hand_over: Text = ""
    kind: Kind = "law"


class ProcedureGroup(_Entry, frozen=True, kw_only=True):
    """Steps of a procedure that belong together."""

    title: Text
    steps: tuple[ProcedureStep, ...]


class Statement(_Entry, frozen=True, kw_only=True):
    """A sentence that papers print because the law asks for it, in own words, with its basis."""

    id: str
    text: Text
    cites: tuple[str, ...]
    kind: Kind = "law"


class Procedure(_Entry, frozen=True, kw_only=True):
    """A conformity assessment procedure: what it asks, and its checklist."""

    id: str
    procedure: str
    title: Text
    who: Text
    summary: Text
    fits_when: Text
    you_hand_over: Text
    while_you_sell: Text
    groups: tuple[ProcedureGroup, ...]
    served_by: str = ""
    """The fact that says whether anybody can carry it out today."""
    only_where_open: bool = False
    """Belongs to another law, so it is not compared where it is closed."""
    declared_as: Text = ""
    """What item 7 of the declaration says of it."""
    certificate: Text = ""
    """What its notified body issues; empty where none takes part."""
    number_in_mark: bool = False
    """Whether the number of the notified body follows the CE marking."""
    marking: tuple[Statement, ...] = ()
    """What stands beside the CE marking."""
    undertakings: tuple[Statement, ...] = ()
    """What the maker takes on with the application."""
    papers: tuple[str, ...] | None = None
    """Codes of the papers it calls for beside those of every file; a copy of an older pack has None."""
    other_body: Condition | Literal["always"] | None = None
    """When a body takes part that is none of this law's notified bodies; None: never."""

    @property
    def with_body(self) -> bool:
        """Whether a notified body takes part."""
        return bool(self.certificate)


SbomTest = Literal[
    "archive",
    "author",
    "author-contact",
    "completeness",
    "connected",
    "context",
    "creator-contact",
    "dependencies",
    "document-version",
    "duplicates",
    "executable",
    "file-address",
    "file-name",
    "format",
    "format-recent",
    "hash",
    "hash-sha-512",
    "identifier",
    "identifier-if-any",
    "licence",
    "licence-concluded",
    "licence-declared",
    "links",
    "name",
    "no-vulnerabilities",
    "placeholders",
    "recent",
    "release",
    "serial",
    "signature",
    "source-address",
    "structured",
    "subject",
    "supplier",
    "timestamp",
    "tool",
    "tool-version",
    "top-level",
    "version",
]
"""What `crasuite.sbom.quality` can find out about an SBOM."""


class SbomCheck(_Entry, frozen=True, kw_only=True):
    """One point that an SBOM is checked against."""

    id: str
    title: Text
    asks: Text
    todo: Text
    who: Literal["tool", "maker"]
    """Who can close a gap: the settings of the SBOM tool, or the maker's own knowledge."""
    test: SbomTest
    cites: tuple[str, ...]
    kind: Kind = "law"


class SbomCheckSet(_Entry, frozen=True, kw_only=True):
    """The points of one source."""

    id: str
    title: Text
    text: Text
    checks: tuple[SbomCheck, ...]


Strength = Literal["full", "partial", "weak", "planned"]
Required = Condition | Literal["always", "optional"]
"""When something missing is a gap: always, under a condition, or never."""


class StandardPart(_Entry, frozen=True, kw_only=True):
    """One document of a standard that comes in several, for instance EN 18031-2."""

    id: str
    title: Text
    categories: tuple[str, ...] = ()
    """Categories of Annexes III and IV it is written for."""


class StandardCover(_Entry, frozen=True, kw_only=True):
    """How far the clauses of a standard carry one point of Annex I, and what stays open."""

    requirement: str
    clauses: tuple[Text, ...]
    strength: Strength
    gap: Text = ""
    source: tuple[str, ...]
    """Ids of the sources of this row."""


class StandardSilence(_Entry, frozen=True, kw_only=True):
    """A point of Annex I that a standard was looked through for and does not treat."""

    requirement: str
    gap: Text
    source: tuple[str, ...]


class Standard(_Entry, frozen=True, kw_only=True):
    """A standard or specification a maker may work to, and what it is worth for Annex I."""

    id: str
    title: Text
    edition: Text
    body: Text
    about: Text
    state: Text
    """Where it stands today, in words: cited, draft, not a standard for this law."""
    claim: Text
    """What the file may call it today."""
    parts: tuple[StandardPart, ...] = ()
    covers: tuple[StandardCover, ...] = ()
    silent_on: tuple[StandardSilence, ...] = ()
    cites: tuple[str, ...]
    kind: Kind = "practice"
    note: Text = ""


class Threat(_Entry, frozen=True, kw_only=True):
    """Something that could happen, offered for the risk register where the answers fit."""

    id: str
    group: Text
    title: Text
    description: Text
    when: Condition | None = None
    """When it is offered; without it, always. Read for offering only: it never makes a question matter."""
    asset: Text
    source: Literal["attacker", "failure", "misuse", "insider", "physical"]
    likelihood: int | None = None
    impact: int | None = None
    """Steps suggested before treatment, only where they fit every product it is offered to."""
    may_hurt_people: bool = False
    requirements: tuple[str, ...]
    measures: tuple[Text, ...]
    cites: tuple[str, ...]
    kind: Kind = "practice"


class ScaleStep(_Entry, frozen=True, kw_only=True):
    """One of the five steps of likelihood or impact."""

    id: str
    value: int
    label: Text
    text: Text


class RiskLevel(_Entry, frozen=True, kw_only=True):
    """A level in the matrix and what it asks of the maker."""

    id: Literal["low", "medium", "high", "very-high"]
    label: Text
    text: Text


class Treatment(_Entry, frozen=True, kw_only=True):
    """A way to deal with a risk."""

    id: Literal["reduce", "avoid", "transfer", "accept"]
    label: Text
    text: Text


class RiskMethod(_Entry, frozen=True, kw_only=True):
    """The method offered for the risk assessment; the maker may change it."""

    id: str
    title: Text
    text: Text
    likelihood: tuple[ScaleStep, ...]
    impact: tuple[ScaleStep, ...]
    levels: tuple[RiskLevel, ...]
    matrix: tuple[tuple[str, ...], ...]
    """Level for each impact (rows, slightest first) and likelihood (columns, rarest first)."""
    treatments: tuple[Treatment, ...]
    acceptance: Text
    cites: tuple[str, ...]
    kind: Kind = "practice"

    def level(self, likelihood: int, impact: int) -> str:
        """Id of the level for two steps, both counted from 1."""
        return self.matrix[impact - 1][likelihood - 1]


class UserInformationItem(_Entry, frozen=True, kw_only=True):
    """One point of Annex II."""

    id: str
    ref: Text
    title: Text
    help: Text
    asks: tuple[Text, ...] = ()
    """What the text has to say, one idea each."""
    fills_from: tuple[str, ...] = ()
    """Questions whose answers make a first text."""
    names_month_of: str = ""
    """Entry of the timeline whose day the text has to name, at least by month and year."""
    required: Required
    """When a missing text is a gap."""
    cites: tuple[str, ...]
    kind: Kind = "law"


class SupportFactor(_Entry, frozen=True, kw_only=True):
    """One thing that Article 13(8) has the maker look at for the support period."""

    id: str
    title: Text
    help: Text
    required: bool
    """The law names it as a thing to take into account, not as one that may be."""
    fills_from: tuple[str, ...] = ()
    cites: tuple[str, ...]
    kind: Kind = "law"


class OutlineSection(_Entry, frozen=True, kw_only=True):
    """One section of a document, what it carries and where its content comes from."""

    id: str
    heading: Text
    number: str = ""
    carries: tuple[str, ...] = ()
    """Items of the annexes that stand here."""
    content: tuple[str, ...]
    """Where it comes from, written `answer:product-name`, `fact:class`, `record:risk`."""
    required: Required
    cites: tuple[str, ...] = ()
    kind: Kind = "law"


class Outline(_Entry, frozen=True, kw_only=True):
    """The sections of a document, in order."""

    id: str
    """Code of the document, part of its number and file name."""
    title: Text
    reader: Text
    per: Literal["product", "version", "case", "maker"]
    own_statement: bool = False
    """It goes to others as the maker's own statement."""
    sections: tuple[OutlineSection, ...]
    cites: tuple[str, ...]
    kind: Kind = "law"


class LawTextBlank(_Entry, frozen=True, kw_only=True):
    """A place in a prescribed wording that the maker fills in, exactly as it is printed there."""

    text: str
    content: str


class LawTextVersion(_Entry, frozen=True, kw_only=True):
    """A prescribed wording in one language, word for word."""

    language: str
    text: str
    blanks: tuple[LawTextBlank, ...] = ()
    statement: str = ""
    """The wording as a full sentence, where the law gives only what it has to say."""
    source: str
    address: str
    read_on: date


class LawText(_Entry, frozen=True, kw_only=True):
    """A wording that the law prescribes."""

    id: str
    title: Text
    versions: tuple[LawTextVersion, ...]
    cites: tuple[str, ...]
    kind: Kind = "law"
    note: Text = ""

    def version(self, language: str) -> LawTextVersion | None:
        """The wording in a language, if the pack holds it."""
        return next((version for version in self.versions if version.language == language), None)


class StateEntry(_Entry, frozen=True, kw_only=True):
    """What was true of the world from a date on, as far as the pack's makers read."""

    from_: date = field(name="from")
    value: str
    text: Text
    source: Text
    address: str = ""
    read_on: date
    confidence: Literal["high", "medium", "low"]


class StateItem(_Entry, frozen=True, kw_only=True):
    """A fact about the world (a citation, a scheme, a body) that the user may update."""

    id: str
    title: Text
    values: tuple[str, ...]
    labels: dict[str, Text] = {}
    entries: tuple[StateEntry, ...]
    cites: tuple[str, ...]
    user_fact: Text

    def entry_on(self, on: date) -> StateEntry:
        """The newest entry on or before that day; before the first one, the first."""
        known = [entry for entry in self.entries if entry.from_ <= on]
        return max(known or self.entries[:1], key=lambda entry: entry.from_)


EventKind = Literal["vulnerability", "incident", "both"]
"""What a stage or field of reporting is for: Article 14(1) and (2), 14(3) to (5), or either."""


class CountingPoint(_Entry, frozen=True, kw_only=True):
    """Something to know about a clock of Article 14: what the CRA leaves open, or what it says beside it."""

    id: str
    title: Text
    text: Text
    reading: Text = ""
    """The cautious reading the program counts by; empty for a point that leaves nothing open."""
    aware_before: date | None = None
    """For a point about what was known before a day: it concerns events the maker was aware of before."""
    cites: tuple[str, ...]
    kind: Kind = "law"


class Stage(_Entry, frozen=True, kw_only=True):
    """One stage of Article 14: what is due, and how long after what.

    Exactly one of `hours`, `days` and `months` is set; 0 hours stands for "without undue delay" and for
    "on request".
    """

    id: str
    kind: EventKind
    number: int
    """Place among the stages of its kind, counted from 1."""
    title: Text
    text: Text
    anchor: Literal["aware", "measure-available", "notified", "requested"]
    """What starts the clock: awareness, a corrective or mitigating measure, the 72-hour notification, a
    request of the CSIRT."""
    hours: int | None = None
    days: int | None = None
    months: int | None = None
    unless_provided: bool = False
    """Not due where the information was given at an earlier stage."""
    due: Text
    """How the law says when, in words: for print beside the instant."""
    document: str
    """Code of the outline that writes it, for example EW."""
    cites: tuple[str, ...]
    undefined: tuple[str, ...] = ()
    """Ids of the points the CRA leaves open about this clock, in `Pack.counting`."""
    notes: tuple[str, ...] = ()
    """Ids of the other points to know, in `Pack.counting`."""

    def concerns(self, kind: str) -> bool:
        """True when the stage belongs to a case of this kind."""
        return self.kind in ("both", kind)


class ReportField(_Entry, frozen=True, kw_only=True):
    """One field of the form of one or several stages."""

    id: str
    title: Text
    help: Text
    kind: EventKind
    stages: tuple[str, ...]
    """Ids of the stages at which it is filled in; the platform carries it over to the later ones."""
    origin: Literal["law", "platform", "practice"]
    """Asked for by the CRA, by the single reporting platform, or by neither."""
    required: Literal["always", "if-known", "optional"]
    type: Literal["text", "long-text", "yes-no", "instant", "choice", "multi", "countries"]
    options: tuple[Option, ...] = ()
    limit: int | None = None
    """Most characters the platform takes."""
    prefill: str = ""
    """Where a first text comes from: `case:title`, `answer:product-name`, `fact:class`, `csirt:body`,
    `aid:case-delay-grounds`."""
    cites: tuple[str, ...]
    note: Text = ""
    """How the platform splits, joins or names it."""


class Csirt(_Entry, frozen=True, kw_only=True):
    """The CSIRT of a Member State that is designated as coordinator, as far as the pack's makers found."""

    country: str
    """Two letters of ISO 3166, as GR for Greece."""
    name: Text
    """Name of the Member State."""
    body: str
    website: str
    endpoint: str = ""
    """Address of its end-point of the single reporting platform, if known."""
    source: Text
    address: str = ""
    read_on: date
    confidence: Literal["high", "medium", "low"]
    note: Text = ""


class RegimeClock(_Entry, frozen=True, kw_only=True):
    """One deadline of another reporting law; `words` alone where it names no number."""

    label: Text
    hours: int | None = None
    days: int | None = None
    months: int | None = None
    words: Text = ""
    anchor: Text
    """What starts it, in words."""
    starts: Literal["", "aware"] = ""
    """The event of a case that starts it, so that its end can be told; empty where no case says when."""


class Regime(_Entry, frozen=True, kw_only=True):
    """Another reporting law that the same event can set off."""

    id: str
    title: Text
    trigger: Text
    when: Condition
    """When it is shown: over answers and facts of the product and answers of the case."""
    clocks: tuple[RegimeClock, ...]
    recipient: Text
    note: Text = ""
    confidence: Literal["high", "medium", "low"]
    cites: tuple[str, ...]
    kind: Kind = "law"


class HandlingItem(_Entry, frozen=True, kw_only=True):
    """One line of the living list of vulnerability handling, Annex I Part II."""

    id: str
    requirement: str
    """Point of Annex I Part II."""
    title: Text
    question: Text
    """What the maker confirms each time."""
    proof: Text
    """What proves it."""
    cadence_months: int
    """Suggested months between two looks; 0: once, and when something changes. Good practice, not law."""
    cites: tuple[str, ...]
    kind: Kind = "law"


class Aid(_Entry, frozen=True, kw_only=True):
    """A decision aid beside the interview: goals, questions and rules of its own over the same product."""

    id: str
    title: Text
    text: Text
    goals: tuple[str, ...]
    cites: tuple[str, ...]
    questions: dict[str, Question] = {}
    facts: dict[str, Fact] = {}
    rules: dict[str, Rule] = {}


def version_order(version: str) -> tuple[int, ...]:
    """What versions of packs and programs sort by: 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


class Manifest(_Entry, frozen=True, kw_only=True):
    """Identity of a pack."""

    id: str
    version: str
    law_as_of: date
    languages: tuple[str, ...]
    minimum_program: str
    """The oldest version of the program that understands the pack; an older one refuses it."""
    title: Text
    goals: tuple[str, ...]
    change_dates: tuple[date, ...] = ()
    stale_after_days: int = 90

    def is_beyond(self, program: str) -> bool:
        """True where this version of the program is too old to understand the pack."""
        return version_order(self.minimum_program) > version_order(program)


class RuleFile(_Entry, frozen=True, kw_only=True):
    """One file of `rules/`."""

    facts: tuple[dict[str, Any], ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    duties: tuple[dict[str, Any], ...] = ()
    timeline: tuple[dict[str, Any], ...] = ()
    neighbours: tuple[dict[str, Any], ...] = ()


class Pack(Struct, frozen=True, kw_only=True, dict=True):
    """A whole, checked rule pack; told apart from others by identity, and never changed."""

    manifest: Manifest
    sha256: str
    sources: dict[str, Source]
    provisions: dict[str, Provision]
    """Citation as written in entries (`cra art-13-8`) → provision."""
    terms: dict[str, Term]
    questions: dict[str, Question]
    facts: dict[str, Fact]
    rules: dict[str, Rule]
    duties: dict[str, Duty]
    timeline: dict[str, TimelineEntry]
    neighbours: dict[str, Neighbour]
    categories: dict[str, Category]
    requirements: dict[str, Requirement]
    procedures: dict[str, Procedure]
    sbom_checks: dict[str, SbomCheckSet]
    standards: dict[str, Standard]
    threats: dict[str, Threat]
    risk_method: RiskMethod
    user_information: dict[str, UserInformationItem]
    support_factors: dict[str, SupportFactor]
    outlines: dict[str, Outline]
    """Code of a document → its sections."""
    law_texts: dict[str, LawText]
    statements: dict[str, Statement] = {}
    """Sentences of the papers that rest on the law; a copy of an older pack has none."""
    state: dict[str, StateItem]
    stages: dict[str, Stage] = {}
    counting: dict[str, CountingPoint] = {}
    report_fields: dict[str, ReportField] = {}
    csirts: dict[str, Csirt] = {}
    """Two letters of a country → its CSIRT designated as coordinator."""
    overlap: dict[str, Regime] = {}
    handling: dict[str, HandlingItem] = {}
    reporting: dict[str, StateItem] = {}
    """Dated facts about reporting that decide nothing: the platform, its formats, the act on delay."""
    aids: dict[str, Aid] = {}
    aid: str = ""
    """Id of the aid this pack was narrowed to by `aids.narrowed`; empty for the whole pack."""
    names: Names
    """What conditions may refer to, with the values each name can have."""
    places: dict[str, str]
    """Where each entry stands: `kind:id` → `file:line`."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made of this pack: made once for each key, kept as long as the pack lives, in no file."""
        if key not in self._made:
            self._made.setdefault(key, make())  # two threads get the same one
        made: T = self._made[key]
        return made

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    def label(self, cite: str) -> str:
        """How a citation is printed: `Art. 13(8)` for the CRA, `MDR Art. 2(1)` for another act."""
        source = cite.partition(" ")[0]
        label = self.provisions[cite].label
        return label if source == "cra" else f"{self.sources[source].short} {label}"

    def gist(self, cite: str) -> str:
        """The provision in our own words."""
        return self.provisions[cite].gist

    def stages_of(self, kind: str) -> tuple[Stage, ...]:
        """The stages of a case of this kind (`vulnerability` or `incident`), in order."""
        stages = (stage for stage in self.stages.values() if stage.concerns(kind))
        return tuple(sorted(stages, key=lambda stage: stage.number))

    def fields_of(self, stage: str, kind: str) -> tuple[ReportField, ...]:
        """The fields of a stage's form for a case of this kind, in the order of the pack."""
        return tuple(
            entry
            for entry in self.report_fields.values()
            if stage in entry.stages and entry.kind in ("both", kind)
        )
