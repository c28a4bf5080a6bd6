"""Which component needs which: direct, transitive, or not connected to the product at all."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import force_setattr

from crasuite.sbom.model import Component, Relation


class Graph:
    """Edges as a file gives them. `needs` are dependencies, `holds` are parts inside a component.

    Many tools list every component as a part of the product. A part is therefore only direct when the file
    names no dependencies of the product and no other component needs that part.
    """

    def __init__(self) -> None:
        self.needs: dict[str, list[str]] = {}
        self.holds: dict[str, list[str]] = {}
        self.is_empty = True

    def add_need(self, ref: str, other: str) -> None:
        """`ref` depends on `other`."""
        self.needs.setdefault(ref, []).append(other)
        self.is_empty = False

    def add_part(self, ref: str, other: str) -> None:
        """`ref` contains `other`."""
        self.holds.setdefault(ref, []).append(other)
        self.is_empty = False

    def say_nothing_needed(self, ref: str) -> None:
        """The file says that `ref` has no dependencies (as opposed to not saying anything)."""
        self.needs.setdefault(ref, [])
        self.is_empty = False


def connect(
    components: Iterable[Component],
    subject: Component | None,
    graph: Graph,
    elsewhere: frozenset[str] | set[str] = frozenset(),
) -> tuple[str, ...]:
    """Fill `relation` and `depends_on` of components just made, and return the references that lead nowhere.

    `elsewhere` are references to things that are in the file but are no components.
    """
    everyone = list(components) + ([subject] if subject is not None else [])
    canonical = {one.ref: one.ref for one in everyone}
    missing: dict[str, None] = {}
    for ref in graph.needs.keys() | graph.holds.keys():
        if ref not in canonical and ref not in elsewhere:
            missing[ref] = None
    for one in everyone:
        targets: dict[str, None] = {}
        for target in (*graph.needs.get(one.ref, ()), *graph.holds.get(one.ref, ())):
            known = canonical.get(target)
            if known is None:
                if target not in elsewhere:
                    missing[target] = None
            elif known != one.ref:
                targets[known] = None
        if targets:
            force_setattr(one, "depends_on", tuple(targets))
    if subject is not None:
        relations = _relations(subject.ref, graph, {one.ref: one for one in everyone})
        for one in components:
            force_setattr(one, "relation", relations.get(one.ref, "unknown"))
    return tuple(sorted(missing))


def _relations(start: str, graph: Graph, known: dict[str, Component]) -> dict[str, Relation]:
    needed_by_others = {
        target for ref, targets in graph.needs.items() if ref != start for target in targets if target != ref
    }
    direct = [ref for ref in graph.needs.get(start, ()) if ref in known and ref != start]
    parts = [ref for ref in graph.holds.get(start, ()) if ref in known and ref != start]
    if not direct:
        direct = [ref for ref in parts if ref not in needed_by_others]
    relations: dict[str, Relation] = dict.fromkeys(direct, "direct")
    waiting = list(direct)
    for ref in parts:
        if ref not in relations:
            relations[ref] = "transitive"
            waiting.append(ref)
    # Each component is visited once, so circles end.
    while waiting:
        for target in known[waiting.pop()].depends_on:
            if target not in relations and target != start:
                relations[target] = "transitive"
                waiting.append(target)
    return relations
