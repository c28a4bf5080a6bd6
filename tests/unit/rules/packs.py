"""Small rule packs for tests, written as the YAML an author would write."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from crasuite.rules import Pack, load_pack

MANIFEST = """
    id: test-pack
    version: "2026.1"
    title: A pack for tests
    law_as_of: 2026-10-06
    languages: [en]
    minimum_program: 0.1.0
    goals: [{goals}]
"""
SOURCES = """
    - id: cra
      short: CRA
      title: Cyber Resilience Act
      kind: law
      read_on: 2026-10-06
    - {id: mdr, short: MDR, title: Medical devices, kind: law, read_on: 2026-10-06}
"""
PROVISIONS = """
    - source: cra
      items:
        - {id: art-1, label: Art. 1, gist: The first article}
        - {id: art-2, label: Art. 2, gist: The second article}
    - source: mdr
      items:
        - {id: art-1, label: Art. 1, gist: Medical devices}
"""

RISK_METHOD = """
    id: small
    title: A method for tests
    text: Two levels.
    likelihood:
      - {id: l-1, value: 1, label: L1, text: T}
      - {id: l-2, value: 2, label: L2, text: T}
      - {id: l-3, value: 3, label: L3, text: T}
      - {id: l-4, value: 4, label: L4, text: T}
      - {id: l-5, value: 5, label: L5, text: T}
    impact:
      - {id: i-1, value: 1, label: I1, text: T}
      - {id: i-2, value: 2, label: I2, text: T}
      - {id: i-3, value: 3, label: I3, text: T}
      - {id: i-4, value: 4, label: I4, text: T}
      - {id: i-5, value: 5, label: I5, text: T}
    levels:
      - {id: low, label: Low, text: T}
      - {id: high, label: High, text: T}
    matrix:
      - [low, low, low, low, low]
      - [low, low, low, low, low]
      - [low, low, low, high, high]
      - [low, low, high, high, high]
      - [low, high, high, high, high]
    treatments: [{id: reduce, label: Reduce, text: T}]
    acceptance: Low ones.
    cites: [cra art-1]
"""

SHOP_QUESTIONS = """
    - {id: digital, step: product, type: yes-no, text: Is it digital?, why: It matters., cites: [cra art-1]}
    - {id: sold, step: product, type: yes-no, text: Is it sold?, why: It matters., cites: [cra art-1]}
    - id: kind
      step: class
      type: choice
      text: What is it?
      why: It matters.
      options: [{id: lock, label: A lock}, {id: toy, label: A toy}, {id: other, label: Something else}]
      cites: [cra art-1]
"""
SHOP_RULES = """
    facts:
      - {id: scope, title: Scope, values: [in, out]}
      - {id: class, title: Class, values: [default, important, none]}
    rules:
      - id: out-not-digital
        decides: {scope: out}
        when: {is: {digital: "no"}}
        because: Not digital.
        cites: [cra art-1]
      - id: out-not-sold
        decides: {scope: out}
        when: {is: {sold: "no"}}
        because: Not sold.
        cites: [cra art-2]
      - {id: in-all, decides: {scope: in}, otherwise: "true", because: Digital and sold., cites: [cra art-1]}
      - id: none-out
        decides: {class: none}
        when: {is: {scope: out}}
        because: Out of scope.
        cites: [cra art-1]
      - id: important-kind
        decides: {class: important}
        when: {all: [{is: {scope: in}}, {is: {kind: [lock, toy]}}]}
        because: A lock or a toy.
        cites: [cra art-2]
      - {id: default-rest, decides: {class: default}, otherwise: "true", because: Rest., cites: [cra art-1]}
"""


def write_pack(
    folder: Path,
    *,
    questions: str = SHOP_QUESTIONS,
    rules: str = SHOP_RULES,
    state: str = "",
    goals: str = "scope, class",
    **files: str,
) -> Path:
    """Write a pack; `files` are further ones: `terms` is terms.yaml, `rules__more` is rules/more.yaml."""
    texts = {
        "pack.yaml": dedent(MANIFEST).replace("{goals}", goals),
        "sources.yaml": SOURCES,
        "provisions.yaml": PROVISIONS,
        "terms.yaml": "",
        "state.yaml": state,
        "risk-method.yaml": RISK_METHOD,
        "user-information.yaml": "",
        "support-factors.yaml": "",
        "law-texts.yaml": "",
        "questions/10-all.yaml": questions,
        "rules/all.yaml": rules,
        **{name.replace("__", "/").replace("_", "-") + ".yaml": text for name, text in files.items()},
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def make_pack(folder: Path, **parts: str) -> Pack:
    """Write a pack and load it."""
    return load_pack(write_pack(folder, **parts))
