"""Nodes, connections and their parameters as a network file writes them, checked.

Nodes are read first; a connection is read against them, since the shape of its weight follows from the units of
both ends.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec
import numpy as np

from core.arrange import FAR
from core.catalog import ACTIVATIONS, LATER_KINDS, MAX_UNITS, MAX_WEIGHTS, NODE_KINDS, UNITS
from core.document import Connection, Node, Parameter, Point
from core.errors import FileRefused
from core.files import fields
from core.files.fields import BAD, Findings, Key
from core.files.json_text import decode_item
from core.files.parameter_schema import read_parameter
from core.files.plain_connections import Drawn, Ends, PlainConnection, plain
from core.layout import room, too_wide
from core.loops import depths

_BLOCK = 1000
"""Connections that are judged at once before each is looked at."""


@dataclass(slots=True)
class Graph:
    """What has been read of the drawing so far.

    ``names`` tells where each parameter's name stands first: a place, or the number of a connection.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    positions: dict[str, Point] = field(default_factory=dict)
    connections: dict[int, Connection | PlainConnection] = field(default_factory=dict)
    """By their codes, see ``Ends``: numbers are found sooner than pairs of ids."""
    ends: Ends = field(default_factory=lambda: Ends({}))
    names: dict[str, str | int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Ids of nodes with a problem: what leans on them is not judged."""
    computable: bool = False
    """Whether a drawing too wide to compute is a problem."""
    whole: bool = True
    """False where a node's id could not be read, so that an unknown id may be that node's."""

    def judges(self, identity: object) -> bool:
        """Whether it is known if ``identity`` names a node, and that node is sound."""
        return identity in self.nodes or (self.whole and identity not in self.unread)


def _position(value: Any, place: str, found: Findings) -> Any:
    point = fields.pair(value, place, found)
    if point is not BAD and max(map(abs, point)) > FAR:
        return found.add(f"{place} lies too far out; keep both numbers between -{FAR:,} and {FAR:,}.")
    return point


def _classes(value: Any, place: str, found: Findings) -> Any:
    """Check for a list of names, all different."""
    before = len(found.sentences)
    names = [fields.name(one, f"{place}[{at}]", found) for at, one in enumerate(fields.items(value, place, found))]
    seen: set[str] = set()
    for at, one in enumerate(names):
        if one is not BAD and one in seen:
            found.add(f'{place}[{at}] is "{one}", as an earlier class is; give each class a name of its own.')
        seen.add(one)
    return BAD if len(found.sentences) > before else tuple(names)


_NODE_KEYS = {
    "id": Key(fields.name, example='"n1"'),
    "kind": Key(fields.anything),
    "label": Key(fields.text, None),
    "position": Key(_position, None),
    "units": Key(fields.within(UNITS), 1),
    "extra": Key(fields.extra, {}),
}
_NEURON_KEYS = {
    **_NODE_KEYS,
    "activation": Key(fields.one_of(ACTIVATIONS), example='"identity"'),
    "bias": Key(fields.anything, example='{"name": "b1", "value": 0.0, "trainable": true}'),
}
_CHOICE_KEYS = {
    **{name: key for name, key in _NODE_KEYS.items() if name != "units"},
    "classes": Key(_classes, example='["yes", "no"]'),
}
_BARE_CONNECTION_KEYS = {
    "from": Key(fields.name, example='"n1"'),
    "to": Key(fields.name, example='"n2"'),
    "extra": Key(fields.extra, {}),
}
_CONNECTION_KEYS = {
    **_BARE_CONNECTION_KEYS,
    "weight": Key(fields.anything, example='{"name": "w1", "value": 0.5, "trainable": true}'),
}


def read_nodes(value: Any, graph: Graph, found: Findings) -> None:
    """Read the list of nodes into ``graph``."""
    listed = fields.items(value, "nodes", found)
    graph.whole = isinstance(value, list)
    if len(listed) > MAX_UNITS:
        found.add(f"nodes holds {len(listed):,} nodes, more than {MAX_UNITS:,}; draw layers instead.")
        found.settle()
    for at, item in enumerate(listed):
        _read_node(item, f"nodes[{at}]", graph, found)
    units = sum(node.units for node in graph.nodes.values())
    if units > MAX_UNITS:
        found.add(f"nodes holds {units:,} units in all, more than {MAX_UNITS:,}; use smaller layers.")


def _read_node(item: Any, place: str, graph: Graph, found: Findings) -> None:
    before = len(found.sentences)
    identity = item.get("id") if isinstance(item, dict) else None
    if isinstance(identity, str) and (identity in graph.nodes or identity in graph.unread):
        found.add(f'{place}.id is "{identity}", which another node has already; choose another id.')
    elif (keys := _keys_of(item, place, found)) is not None:
        values = fields.read(item, place, keys, found, f"{_article(item['kind'])} node")
        bias = _read_bias(values, place, graph, found)
        if len(found.sentences) == before:
            _add_node(values, bias, graph)
    if len(found.sentences) > before:
        graph.whole &= isinstance(identity, str) and identity != "" and identity not in graph.nodes
        graph.unread.add(str(identity))


def _keys_of(item: Any, place: str, found: Findings) -> Mapping[str, Key] | None:
    """Return the keys of a node of this kind; None where the kind is missing or cannot be computed."""
    if not isinstance(item, dict):
        fields.read(item, place, {}, found, "a node")
        return None
    kind = item.get("kind")
    if kind in LATER_KINDS:
        found.add(f'{place}.kind is "{kind}": this version cannot compute {_article(kind)} node yet; remove the node.')
        return None
    if kind is None:
        found.add(f'{place} has no "kind"; add "kind": "hidden".')
        return None
    if fields.one_of(NODE_KINDS)(kind, f"{place}.kind", found) is BAD:
        return None
    if NODE_KINDS[kind].classes:
        return _CHOICE_KEYS
    return _NEURON_KEYS if NODE_KINDS[kind].has_activation else _NODE_KEYS


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _add_node(values: Mapping[str, Any], bias: Parameter | None, graph: Graph) -> None:
    identity = values["id"]
    label = identity if values["label"] is None else values["label"]
    classes = values.get("classes", ())
    units = len(classes) if "classes" in values else values["units"]
    graph.nodes[identity] = Node(
        identity, values["kind"], label, units, values.get("activation", "identity"), bias, values["extra"], classes
    )
    if values["position"] is not None:
        graph.positions[identity] = values["position"]


def _read_bias(values: Mapping[str, Any], place: str, graph: Graph, found: Findings) -> Any:
    bias, units = values.get("bias", BAD), values.get("units", BAD)
    if bias is BAD or units is BAD:
        return None
    return read_parameter(bias, f"{place}.bias", () if units == 1 else (units,), (units,), graph.names, found)


def read_connections(value: Any, graph: Graph, found: Findings) -> None:
    """Read the list of connections into ``graph``."""
    listed = fields.items(value, "connections", found)
    if len(listed) > MAX_WEIGHTS:
        found.add(f"connections holds {len(listed):,}, more than {MAX_WEIGHTS:,}; draw layers instead.")
        found.settle()
    graph.ends = Ends(graph.nodes)
    blocks = [(start, listed[start : start + _BLOCK]) for start in range(0, len(listed), _BLOCK)]
    drawn = [plain(block, graph.ends) for _, block in blocks]
    if None not in drawn and graph.computable and not found.sentences:  # sooner told than looked through
        check_width(graph, [code for one in drawn for code in one or ()], found)
        found.settle()
    if _take_all(drawn, graph):
        return
    for (start, block), taken in zip(blocks, drawn, strict=True):
        if not _take(taken, start, graph):
            for at, item in enumerate(block, start):
                if not _take(plain([item], graph.ends), at, graph):
                    _read_connection(item, f"connections[{at}]", graph, found)


def check_width(graph: Graph, codes: Collection[int], found: Findings) -> None:
    """Note that a drawing with connections of these ``codes`` is too wide to compute, where all else is sound."""
    graph.computable = False  # once is enough
    nodes = [*graph.nodes.values()]
    ends = graph.ends.apart(codes)
    order = depths(np.array([node.kind != "input" for node in nodes], dtype=np.intp), *ends)
    if not found.sentences and not (order < 0).any() and (refused := too_wide(room(nodes, order, *ends))):
        found.add(refused)


def _take_all(blocks: list[Drawn | None], graph: Graph) -> bool:
    """Take all connections into ``graph`` if every one is plain and new, as they are in a sound file."""
    connections: dict[int, Connection | PlainConnection] = {}
    names: set[str] = set()
    total = 0
    for drawn in blocks:
        if drawn is None:
            return False
        connections.update(drawn)
        names.update([one.weight.name for one in drawn.values()])
        total += len(drawn)
    if not len(connections) == len(names) == total or not graph.names.keys().isdisjoint(names):
        return False
    graph.connections = connections
    return True


def _take(drawn: Drawn | None, start: int, graph: Graph) -> bool:
    """Take ``drawn``, of which the first is connection ``start``, into ``graph`` if all are plain and new."""
    if drawn is None or not graph.connections.keys().isdisjoint(drawn):
        return False
    names = [one.weight.name for one in drawn.values()]
    if len({*names}) < len(names) or not graph.names.keys().isdisjoint(names):
        return False
    graph.names.update(zip(names, count(start), strict=False))
    graph.connections.update(drawn)
    return True


def _read_connection(item: Any, place: str, graph: Graph, found: Findings) -> None:
    if isinstance(item, msgspec.Raw):
        try:
            item = decode_item(item, place)
        except FileRefused as refused:
            found.add(str(refused))
            return
    kind = _kind_fed(item, graph)
    if kind is None and isinstance(item, dict) and "weight" not in item and item.get("to") in graph.unread:
        keys, what = _BARE_CONNECTION_KEYS, "a connection"  # into what may have been meant for a softmax
    elif kind is None or not NODE_KINDS[kind].classes:
        keys, what = _CONNECTION_KEYS, "a connection"
    else:
        keys, what = _BARE_CONNECTION_KEYS, f"a connection into {_article(kind)} node, which takes values as they are"
    values = fields.read(item, place, keys, found, what)
    ends = [_end(values[key], f"{place}.{key}", graph, found) for key in ("from", "to")]
    if None in ends or not _joinable(ends, place, graph, found) or values.get("weight") is BAD:
        return
    source, target = ends
    weight = None
    if "weight" in keys:
        shape = (target.units, source.units)
        written = () if shape == (1, 1) else shape
        weight = read_parameter(values["weight"], f"{place}.weight", written, shape, graph.names, found)
    if weight is not BAD and values["extra"] is not BAD:
        code = graph.ends.code(source.id, target.id)
        graph.connections[code] = Connection(source.id, target.id, weight, values["extra"])


def _kind_fed(item: Any, graph: Graph) -> str | None:
    """Return the kind of the node that a connection leads to; None where that is not known."""
    target = item.get("to") if isinstance(item, dict) else None
    return graph.nodes[target].kind if isinstance(target, str) and target in graph.nodes else None


def _end(identity: Any, place: str, graph: Graph, found: Findings) -> Any:
    """Return the node that ``identity`` names, or None after noting that there is none."""
    if identity is BAD or not graph.judges(identity):
        return None
    if identity not in graph.nodes:
        found.add(f'{place} names "{identity}", but no node has that id; name an existing node.')
    return graph.nodes.get(identity)


def _joinable(ends: list[Node], place: str, graph: Graph, found: Findings) -> bool:
    source, target = ends
    if source is target:
        found.add(f'{place} joins "{source.id}" to itself; remove it, since a loop cannot be computed.')
    elif not NODE_KINDS[target.kind].takes_connections:
        found.add(f'{place}.to names "{target.id}", an input, which takes its values from data; remove the connection.')
    elif graph.ends.code(source.id, target.id) in graph.connections:
        found.add(f'{place} joins "{source.id}" to "{target.id}" a second time; remove one of the two.')
    else:
        return True
    return False
