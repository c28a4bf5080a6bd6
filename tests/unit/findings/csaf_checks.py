"""The mandatory tests of CSAF 2.0, section 6.1, as far as the program's advisories could fail them.

Each check gives sentences about what is wrong; the tests prove on damaged documents that they find it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import jsonschema
import msgspec
from referencing import Registry, Resource

from crasuite.findings.severity import score
from crasuite.paths import resources_dir

_SCHEMAS = {
    "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json": "csaf-2.0.json",
    "https://www.first.org/cvss/cvss-v2.0.json": "cvss-v2.0.json",
    "https://www.first.org/cvss/cvss-v3.0.json": "cvss-v3.0.json",
    "https://www.first.org/cvss/cvss-v3.1.json": "cvss-v3.1.json",
}
STATES = {
    "affected": ("first_affected", "known_affected", "last_affected"),
    "not affected": ("known_not_affected",),
    "fixed": ("first_fixed", "fixed"),
    "under investigation": ("under_investigation",),
}


@lru_cache
def validator() -> jsonschema.Draft202012Validator:
    """Of the official schema; all that it refers to lies beside it."""
    held = {
        address: msgspec.json.decode((resources_dir() / "schemas" / name).read_bytes())
        for address, name in _SCHEMAS.items()
    }
    draft7 = "http://json-schema.org/draft-07/schema"
    resources = []
    for address, schema in held.items():
        schema = dict(schema)
        schema.pop("$id", None)
        schema.setdefault("$schema", draft7)
        if "draft-04" in schema["$schema"]:
            schema["$schema"] = draft7
        resources.append((address, Resource.from_contents(schema)))
    registry: Registry[Any] = Registry().with_resources(resources)
    main = held["https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"]
    return jsonschema.Draft202012Validator(
        main, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def schema_errors(document: Any) -> list[str]:
    """What the schema refuses."""
    return [f"{one.json_path}: {one.message}" for one in validator().iter_errors(document)]


def branches(nodes: list[Any]) -> Iterator[Any]:
    """All branches, the outer first."""
    for node in nodes:
        yield node
        yield from branches(node.get("branches", []))


def defined(document: Any) -> list[str]:
    """Product ids in the order they are defined."""
    tree = document.get("product_tree", {})
    products = [one["product"] for one in branches(tree.get("branches", [])) if "product" in one]
    products += tree.get("full_product_names", [])
    products += [one["full_product_name"] for one in tree.get("relationships", [])]
    return [one["product_id"] for one in products]


def used(value: Any) -> Iterator[str]:
    """Product ids wherever they are named."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("product_ids", "products") or any(key in names for names in STATES.values()):
                yield from inner
            else:
                yield from used(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from used(inner)


def problems(document: Any) -> list[str]:
    """Numbers of the tests that fail, each with what is wrong."""
    found: list[str] = []
    ids = defined(document)
    found += [f"6.1.1 {one} is not defined" for one in used(document["vulnerabilities"]) if one not in ids]
    found += [f"6.1.2 {one} is defined twice" for one, count in Counter(ids).items() if count > 1]
    cves = Counter(one["cve"] for one in document["vulnerabilities"] if "cve" in one)
    found += [f"6.1.23 {one} stands twice" for one, count in cves.items() if count > 1]
    for vulnerability in document["vulnerabilities"]:
        found += list(_vulnerability(vulnerability, document["document"]["category"]))
    found += list(_tracking(document["document"]["tracking"]))
    found += list(_tree(document))
    if document["document"]["category"] in ("csaf_security_advisory", "csaf_vex"):
        if "product_tree" not in document:
            found.append("6.1.27.4 there is no product tree")
        if not document["vulnerabilities"]:
            found.append("6.1.27.11 there are no vulnerabilities")
    return found


def _vulnerability(one: Any, category: str) -> Iterator[str]:
    status = one.get("product_status", {})
    of_state = {
        state: {each for name in names for each in status.get(name, [])} for state, names in STATES.items()
    }
    counted = Counter(each for those in of_state.values() for each in those)
    yield from (f"6.1.6 {each} has two states" for each, count in counted.items() if count > 1)
    rated = Counter(
        (each, entry["cvss_v3"]["version"]) for entry in one.get("scores", []) for each in entry["products"]
    )
    yield from (f"6.1.7 {each} is rated twice" for each, count in rated.items() if count > 1)
    for entry in one.get("scores", []):
        cvss = entry["cvss_v3"]
        again = score(cvss["vectorString"])
        if (again.score, str(again.rating).upper()) != (cvss["baseScore"], cvss["baseSeverity"]):
            yield "6.1.9 the score is not that of the vector"
        if again.version != cvss["version"]:
            yield "6.1.10 the vector is of another version"
    if "notes" not in one:
        yield "6.1.27.5 there are no notes"
    if not status:
        yield "6.1.27.6 there is no product status"
    for entry in one.get("remediations", []):
        if not entry.get("product_ids") and not entry.get("group_ids"):
            yield "6.1.29 a remedy names no product"
    flagged = Counter(each for flag in one.get("flags", []) for each in flag.get("product_ids", []))
    yield from (f"6.1.33 {each} has two flags" for each, count in flagged.items() if count > 1)
    for flag in one.get("flags", []):
        if not flag.get("product_ids") and not flag.get("group_ids"):
            yield "6.1.32 a flag names no product"
    if category == "csaf_vex":
        if "cve" not in one and "ids" not in one:
            yield "6.1.27.8 the vulnerability has no id"
        impact = set(flagged) | {
            each
            for threat in one.get("threats", [])
            if threat["category"] == "impact"
            for each in threat["product_ids"]
        }
        if of_state["not affected"] - impact:
            yield "6.1.27.9 a product that is not affected has no reason"
    remedied = {each for entry in one.get("remediations", []) for each in entry.get("product_ids", [])}
    if of_state["affected"] - remedied:
        yield "6.1.27.10 an affected product has no remedy"


def _tracking(tracking: Any) -> Iterator[str]:
    history = tracking["revision_history"]
    by_date = sorted(history, key=lambda one: datetime.fromisoformat(one["date"]))
    numbers = [int(one["number"]) for one in by_date]
    if numbers != sorted(numbers):
        yield "6.1.14 the revisions are not in order"
    if tracking["version"] != str(numbers[-1]):
        yield "6.1.16 the version is not the newest revision"
    if tracking["version"] == "0" and tracking["status"] != "draft":
        yield "6.1.17 a version 0 is no draft"
    if tracking["status"] != "draft" and 0 in numbers:
        yield "6.1.18 a published history has a version 0"
    if any("-" in one["number"] for one in history):
        yield "6.1.19 the history has a pre-release"
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] not in (0, 1):
        yield "6.1.21 a revision is missing"
    if len(set(numbers)) != len(numbers):
        yield "6.1.22 a revision stands twice"
    if not re.fullmatch(r"\d+", tracking["version"]):
        yield "6.1.30 integer and semantic versions are mixed"
    if tracking["current_release_date"] != by_date[-1]["date"]:
        yield "6.2.5/6.2.6 the dates are not those of the history"


def _tree(document: Any) -> Iterator[str]:
    for node in branches(document.get("product_tree", {}).get("branches", [])):
        if node["category"] == "product_version" and re.search(
            r"[<>]|\b(before|after|all|prior)\b", node["name"]
        ):
            yield "6.1.31 a version is a range"
        purl = node.get("product", {}).get("product_identification_helper", {}).get("purl")
        if purl and not re.fullmatch(r"pkg:[a-z0-9.+-]+/[^@?#\s]+(@[^?#\s]+)?(\?[^#\s]*)?(#\S*)?", purl):
            yield "6.1.13 a package URL is none"
