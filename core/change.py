"""What differs between two documents, so that a view redraws only that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.document import Document, Node, Pair, Ref, bias_of, filters_of
from core.targets import compared

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change:
    """The difference from one document to the next.

    ``added``, ``removed`` and ``changed`` hold node ids and pairs of connections; ``moved`` node ids;
    ``values`` the parameters whose numbers, padlocks or names differ. ``structural`` says that a network
    must be compiled anew (nodes, units, activations or connections differ, or what the loss compares).
    """

    added: frozenset[str | Pair] = frozenset()
    removed: frozenset[str | Pair] = frozenset()
    changed: frozenset[str | Pair] = frozenset()
    moved: frozenset[str] = frozenset()
    values: frozenset[Ref] = frozenset()
    structural: bool = False
    data: bool = False
    training: bool = False
    title: bool = False


def _altered(old: Mapping[Key, Value], new: Mapping[Key, Value]) -> set[Key]:
    return {key for key in old.keys() & new.keys() if old[key] is not new[key] and old[key] != new[key]}


def _shape(node: Node) -> tuple[object, ...]:
    filters = None if node.filters is None else node.filters.value.shape
    return (node.kind, node.units, node.activation, node.bias is None, node.classes, node.grid, filters)


def _compared(document: Document) -> list[str]:
    return [node.id for node in compared(document)]


def _values(old: Document, new: Document, changed: set[str | Pair]) -> frozenset[Ref]:
    refs: set[Ref] = set()
    for key in changed:
        if isinstance(key, str):
            if old.nodes[key].bias != new.nodes[key].bias:
                refs.add(bias_of(key))
            if old.nodes[key].filters != new.nodes[key].filters:
                refs.add(filters_of(key))
        elif old.connections[key].weight != new.connections[key].weight:
            refs.add(key)
    return frozenset(refs)


def diff(old: Document, new: Document) -> Change:
    """Return what changed from ``old`` to ``new``."""
    nodes, pairs = _altered(old.nodes, new.nodes), _altered(old.connections, new.connections)
    added: frozenset[str | Pair] = frozenset(
        (*(new.nodes.keys() - old.nodes.keys()), *(new.connections.keys() - old.connections.keys()))
    )
    removed: frozenset[str | Pair] = frozenset(
        (*(old.nodes.keys() - new.nodes.keys()), *(old.connections.keys() - new.connections.keys()))
    )
    changed: set[str | Pair] = {*nodes, *pairs}
    reordered = [*old.connections] != [*new.connections] or [*old.nodes] != [*new.nodes]
    return Change(
        added,
        removed,
        frozenset(changed),
        moved=frozenset(_altered(old.positions, new.positions)),
        values=_values(old, new, changed),
        structural=bool(added or removed or reordered)
        or any(_shape(old.nodes[key]) != _shape(new.nodes[key]) for key in nodes)
        or (old.data.targets is not new.data.targets and _compared(old) != _compared(new)),
        data=old.data is not new.data and old.data != new.data,
        training=old.training != new.training or old.steps != new.steps,
        title=old.title != new.title,
    )
