"""Nodes, connections and their parameters as a network file writes them, checked.

Nodes are read first; a connection is read against them, since the shape of its weight follows from the units of
both ends.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

import msgspec
import numpy as np

from core.arrange import FAR
from core.catalog import ACTIVATIONS, MAX_UNITS, MAX_WEIGHTS, NODE_KINDS, UNITS
from core.document import Connection, Node, Parameter, Point
from core.engine.layout import room, too_wide
from core.errors import FileRefused
from core.files import fields
from core.files.fields import BAD, Findings, Key
from core.files.grid_schema import GRID_KEYS, read_filters, read_grid, sized
from core.files.json_text import decode_item
from core.files.parameter_schema import read_parameter
from core.files.plain_connections import Drawn, Ends, PlainConnection, plain
from core.loops import depths

Numbers: TypeAlias = tuple[Parameter | None, Parameter | None]
"""The filters and the bias of a node."""
_BLOCK = 1000
"""Connections that are judged at once before each is looked at."""


@dataclass(slots=True)
class Graph:
    """What has been read of the drawing so far.

    ``names`` tells where each parameter's name stands first: a place, or the number of a connection; ``places`` where
    each node stands.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    positions: dict[str, Point] = field(default_factory=dict)
    connections: dict[int, Connection | PlainConnection] = field(default_factory=dict)
    """By their codes, see ``Ends``: numbers are found sooner than pairs of ids."""
    ends: Ends = field(default_factory=lambda: Ends({}))
    names: dict[str, str | int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
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
_BARE_NODE_KEYS = {name: key for name, key in _NODE_KEYS.items() if name != "units"}
_CHOICE_KEYS = {
    **_BARE_NODE_KEYS,
    "classes": Key(_classes, example='["yes", "no"]'),
}
_BARE_CONNECTION_KEYS = {
    "from": Key(fields.name, example='"n1"'),
    "to": Key(fields.name, example='"n2"'),
    "extra": Key(fields.extra, {}),
}
_LOOSE_CONNECTION_KEYS = {**_BARE_CONNECTION_KEYS, "weight": Key(fields.anything, None)}
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
    units = sum(node.units for node in graph.nodes.values() if node.grid is None)
    if units > MAX_UNITS:
        found.add(f"nodes holds {units:,} units in all, more than {MAX_UNITS:,}; use smaller layers.")


def _read_node(item: Any, place: str, graph: Graph, found: Findings) -> None:
    before = len(found.sentences)
    identity = item.get("id") if isinstance(item, dict) else None
    if isinstance(identity, str) and (identity in graph.nodes or identity in graph.unread):
        found.add(f'{place}.id is "{identity}", which another node has already; choose another id.')
    elif (keys := _keys_of(item, place, found)) is not None:
        values = fields.read(item, place, keys, found, f"{_article(item['kind'])} node")
        numbers = _read_numbers(values, place, graph, found)
        if len(found.sentences) == before:
            _add_node(values, numbers, graph)
            graph.places[values["id"]] = place
    if len(found.sentences) > before:
        graph.whole &= isinstance(identity, str) and identity != "" and identity not in graph.nodes
        graph.unread.add(str(identity))


def _keys_of(item: Any, place: str, found: Findings) -> Mapping[str, Key] | None:
    """Return the keys of a node of this kind; None where the kind is missing or cannot be computed."""
    if not isinstance(item, dict):
        fields.read(item, place, {}, found, "a node")
        return None
    kind = item.get("kind")
    if kind is None:
        found.add(f'{place} has no "kind"; add "kind": "hidden".')
        return None
    if fields.one_of(NODE_KINDS)(kind, f"{place}.kind", found) is BAD:
        return None
    if NODE_KINDS[kind].classes:
        return _CHOICE_KEYS
    if NODE_KINDS[kind].grid:
        return {**_BARE_NODE_KEYS, **GRID_KEYS[kind]}
    return _NEURON_KEYS if NODE_KINDS[kind].has_activation else _NODE_KEYS


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _add_node(values: Mapping[str, Any], numbers: Numbers, graph: Graph) -> None:
    identity = values["id"]
    label = identity if values["label"] is None else values["label"]
    classes = values.get("classes", ())
    filters, bias = numbers
    grid = read_grid(values) if NODE_KINDS[values["kind"]].grid else None
    units = len(classes) if "classes" in values else values["units"] if grid is None else grid.cells
    graph.nodes[identity] = Node(
        identity, values["kind"], label, units, values.get("activation", "identity"), bias, values["extra"], classes,
        grid, filters,
    )  # fmt: skip
    if values["position"] is not None:
        graph.positions[identity] = values["position"]


def _read_numbers(values: Mapping[str, Any], place: str, graph: Graph, found: Findings) -> Numbers:
    """Return the filters and the bias of a node, None where it has none or they are wrong."""
    if "filters" in values:
        return read_filters(values, place, graph.names, found) or (None, None)
    bias, units = values.get("bias", BAD), values.get("units", BAD)
    if bias is BAD or units is BAD:
        return None, None
    written = () if units == 1 else (units,)
    return None, read_parameter(bias, f"{place}.bias", written, (units,), graph.names, found)


def read_connections(value: Any, graph: Graph, found: Findings) -> None:
    """Read the list of connections into ``graph``."""
    listed = fields.items(value, "connections", found)
    if len(listed) > MAX_WEIGHTS:
        found.add(f"connections holds {len(listed):,}, more than {MAX_WEIGHTS:,}; draw layers instead.")
        found.settle()
    _take_sizes(listed, graph, found)
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


def _take_sizes(listed: list[Any], graph: Graph, found: Findings) -> None:
    """Give the convolutions and pools their sizes; what leans on one that has none is not judged."""
    for identity, node in sized(listed, graph.nodes, graph.places, found).items():
        if node is None:
            del graph.nodes[identity]
            graph.unread.add(identity)
        else:
            graph.nodes[identity] = node


def check_width(graph: Graph, codes: Collection[int], found: Findings) -> None:
    """Note that a drawing with connections of these ``codes`` is too wide to compute, where all else is sound."""
    graph.computable = False  # once is enough
    nodes = [*graph.nodes.values()]
    ends = graph.ends.apart(codes)
    least = np.array([not NODE_KINDS[node.kind].source for node in nodes], dtype=np.intp)
    order = depths(least, *ends)
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
    keys, what = _connection_keys(item, graph)
    values = fields.read(item, place, keys, found, what)
    ends = [_end(values[key], f"{place}.{key}", graph, found) for key in ("from", "to")]
    if None in ends or not _joinable(ends, place, graph, found) or values.get("weight") is BAD:
        return
    source, target = ends
    if source.grid is not None and not source.units and _numbers_in(values.get("weight")):
        found.add(f'{place}.weight holds numbers for "{source.id}", which nothing feeds, so that it has no size; '
                  f'connect an image to "{source.id}".')
        return
    weight = None
    if "weight" in keys:
        shape = (target.units, source.units)
        written = () if shape == (1, 1) else shape
        weight = read_parameter(values["weight"], f"{place}.weight", written, shape, graph.names, found)
    if weight is not BAD and values["extra"] is not BAD:
        code = graph.ends.code(source.id, target.id)
        graph.connections[code] = Connection(source.id, target.id, weight, values["extra"])


def _numbers_in(weight: Any) -> bool:
    value = weight.get("value") if isinstance(weight, dict) else None
    return value is not None and (not isinstance(value, list) or any(part != [] for part in value))


def _connection_keys(item: Any, graph: Graph) -> tuple[Mapping[str, Key], str]:
    """Return the keys of a connection, and what it is called: by the node that it leads to."""
    kind = _kind_fed(item, graph)
    if kind is None:
        target = item.get("to") if isinstance(item, dict) else None
        unread = isinstance(target, str) and target in graph.unread  # perhaps no weights lead there
        return (_LOOSE_CONNECTION_KEYS if unread else _CONNECTION_KEYS), "a connection"
    if NODE_KINDS[kind].weighted:
        return _CONNECTION_KEYS, "a connection"
    if NODE_KINDS[kind].source:
        return _LOOSE_CONNECTION_KEYS, "a connection"
    return _BARE_CONNECTION_KEYS, f"a connection into {_article(kind)} node, which takes values as they are"


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
        found.add(f'{place}.to names "{target.id}", {_article(target.kind)}, which takes its values from data; remove '
                  "the connection.")
    elif graph.ends.code(source.id, target.id) in graph.connections:
        found.add(f'{place} joins "{source.id}" to "{target.id}" a second time; remove one of the two.')
    elif NODE_KINDS[target.kind].window and source.grid is None:
        found.add(f'{place} leads into "{target.id}", {_article(target.kind)}, which looks at rows and columns, and '
                  f'"{source.id}" has none; connect an image, a convolution or a pool.')
    elif NODE_KINDS[target.kind].window and (fed := _first_fed(target.id, graph)):
        found.add(f'{place} leads into "{target.id}", {_article(target.kind)}, which looks at "{fed}" already, and '
                  "at one thing only; remove one of the two connections.")
    else:
        return True
    return False


def _first_fed(target: str, graph: Graph) -> str | None:
    """Return the node that feeds ``target`` so far."""
    return next((one.source for one in graph.connections.values() if one.target == target), None)
