"""What neurons are called that a layer was split into, and a layer that neurons were merged into.

Both ways go back to where they came from: the numbers of names go on from that of the matrix that is cut, the layer
takes the name of its first member's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from core import naming
from core.document import Connection, Document, Node, Pair

_NUMBER = re.compile(r"\s*[0-9]+$")
_SEVERAL = {"input": "inputs", "output": "outputs"}


def unit_labels(document: Document, node: Node) -> list[str]:
    """Return what the units of ``node`` are called by themselves: as their columns, their classes, or numbered."""
    taken = {one.label for one in document.nodes.values() if one.id != node.id}
    data = document.data
    wanted = data.inputs.get(node.id) or data.targets.get(node.id) or _classes(document, node)
    if len(wanted) != node.units:
        names = naming.free_names(_stem(node.label) + " ", taken)
        return [next(names) for _ in range(node.units)]
    found: list[str] = []
    for name in wanted:
        found.append(naming.unlike(name, {*taken, *found}))
    return found


def _classes(document: Document, node: Node) -> tuple[str, ...]:
    """Return the classes that the units of ``node`` stand for, if a softmax or argmax reads it."""
    for target in document.targets(node.id):
        incoming, classes = document.incoming(target), document.nodes[target].classes
        if classes and len(classes) == len(incoming):
            return tuple(classes[incoming.index((node.id, unit))] for unit in range(node.units))
    return ()


def layer_label(document: Document, members: Sequence[Node]) -> str:
    """Return what ``members`` are called together: hidden 1 and hidden 2 "hidden", others by their kind."""
    inside = {node.id for node in members}
    taken = {node.label for node in document.nodes.values() if node.id not in inside}
    stems = {_stem(node.label) for node in members}
    kind = members[0].kind
    return naming.unlike(stems.pop() if len(stems) == 1 else _SEVERAL.get(kind, kind), taken)


def _stem(label: str) -> str:
    return _NUMBER.sub("", label) or label


def go_on(old: str, prefix: str, taken: set[str]) -> str:
    """Return the first free name from ``old`` on, w5, w6, w7 …, and take it; from w1 on where ``old`` has no number."""
    match = re.fullmatch(re.escape(prefix) + "([0-9]{1,9})", old)
    names = (f"{prefix}{number}" for number in count(int(match[1]) if match else 1))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def names_beside(document: Document, touched: Iterable[str]) -> set[str]:
    """Return the names of all parameters but those of nodes and connections that hold one of the ids ``touched``."""
    inside = set(touched)
    return {found.name for ref, found in document.parameters().items() if not inside & {*ref}}


def named(
    document: Document, cut: Mapping[Pair, Connection], node: str, parts: Sequence[str]
) -> dict[Pair, Connection]:
    """Return the connections with names of their own, given target by target; ``cut`` bear the name of their matrix.

    ``parts`` are the neurons that ``node`` was split into; connections of other nodes keep their names.
    """
    place = {key: (number, 0) for number, key in enumerate(document.nodes)}
    place |= {part: (place[node][0], unit) for unit, part in enumerate(parts)}
    taken, found = names_beside(document, [node]), dict(cut)
    for pair in sorted(cut, key=lambda ends: (place[ends[1]], place[ends[0]])):
        weight = cut[pair].weight
        if weight is not None and {*pair} & {*parts}:
            found[pair] = replace(cut[pair], weight=replace(weight, name=go_on(weight.name, "w", taken)))
    return found
