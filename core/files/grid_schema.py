"""Images, convolutions and pools as a network file writes them: their keys, and the sizes that follow from each other.

What comes out of a convolution or pool is not written in a file. It follows from what feeds it, so that it is known
only when all connections into such nodes are; the weights of connections out of them are read after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from core.catalog import ACTIVATIONS, GRID_SETTINGS, MAX_CELLS, NODE_KINDS, POOL_MODES
from core.document import Grid, Node, Parameter
from core.errors import EditRefused, FileRefused
from core.files import fields
from core.files.fields import BAD, Findings, Key, shown
from core.files.json_text import decode_item
from core.files.parameter_schema import read_parameter
from core.images.grids import placed
from core.loops import find_loop, levels


def _shape(value: Any, place: str, found: Findings) -> Any:
    """Check for [height, width, channels]."""
    if not isinstance(value, list) or len(value) != 3:
        return found.add(f"{place} is {shown(value)} where height, width and channels belong; write [6, 6, 1].")
    names = ("height", "width", "channels")
    checked = [fields.within(GRID_SETTINGS[name])(part, f"{place}[{at}]", found)
               for at, (name, part) in enumerate(zip(names, value, strict=True))]  # fmt: skip
    if BAD in checked:
        return BAD
    if np.prod(checked) > MAX_CELLS:
        return found.add(f"{place} makes {int(np.prod(checked)):,} values, more than {MAX_CELLS:,}; scale the images "
                         "down.")
    return tuple(checked)


GRID_KEYS: Mapping[str, Mapping[str, Key]] = {
    "image": {"shape": Key(_shape, example="[6, 6, 1]")},
    "convolution": {
        "filters": Key(fields.within(GRID_SETTINGS["filters"]), example="1"),
        "size": Key(fields.within(GRID_SETTINGS["size"]), example="3"),
        "stride": Key(fields.within(GRID_SETTINGS["stride"]), 1),
        "padding": Key(fields.within(GRID_SETTINGS["padding"]), 0),
        "activation": Key(fields.one_of(ACTIVATIONS), example='"relu"'),
        "weight": Key(fields.anything, example='{"name": "w1", "value": [[[[0, 1], [1, 0]]]], "trainable": true}'),
        "bias": Key(fields.anything, example='{"name": "b1", "value": [0.0], "trainable": true}'),
    },
    "pool": {
        "mode": Key(fields.one_of(POOL_MODES), example='"max"'),
        "size": Key(fields.within(GRID_SETTINGS["size"]), example="2"),
        "stride": Key(fields.within(GRID_SETTINGS["stride"]), None),
    },
}
"""The keys of each kind beside those of every node."""


def read_grid(values: Mapping[str, Any]) -> Grid | None:
    """Return the grid that a node's checked values write, without a shape if that follows; None where one is wrong."""
    if any(value is BAD for value in values.values()):
        return None
    if "shape" in values:
        return Grid(values["shape"])
    size = values["size"]
    return Grid((0, 0, values.get("filters", 0)), size, values["stride"] or size, values.get("padding", 0),
                values.get("mode", ""))  # fmt: skip


def read_filters(
    values: Mapping[str, Any], place: str, names: dict[str, str | int], found: Findings
) -> tuple[Parameter, Parameter] | None:
    """Return the filters and the bias of a convolution; None where they are wrong, or their shape is not known.

    How many channels a filter has is as written; ``sized`` compares that with the source.
    """
    filters, size, weight, bias = (values[name] for name in ("filters", "size", "weight", "bias"))
    if any(one is BAD for one in (filters, size, weight, bias)):
        return None
    shape = (filters, _channels(weight), size, size)
    both = [
        read_parameter(one, f"{place}.{key}", _written(one, whole), whole, names, found, each)
        for key, one, whole, each in (
            ("weight", weight, shape, "filter, channel, row and column"), ("bias", bias, (filters,), "filter"))
    ]  # fmt: skip
    return None if BAD in both else (both[0], both[1])


def _channels(weight: Any) -> int:
    """Return how many channels the first filter has as written."""
    value = weight.get("value") if isinstance(weight, dict) else None
    first = value[0] if isinstance(value, list) and value else None
    return len(first) if isinstance(first, list) and first else 1


def _written(item: Any, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape as written: lists, but a single number may stand bare."""
    single = all(side == 1 for side in shape) and isinstance(item, dict) and fields.is_number(item.get("value"))
    return () if single else shape


def sized(
    listed: Iterable[Any], nodes: Mapping[str, Node], places: Mapping[str, str], found: Findings
) -> dict[str, Node | None]:
    """Return the convolutions and pools among ``nodes`` with their sizes; None for one that cannot have any.

    ``listed`` are the connections as decoded, ``places`` where each node stands. What does not fit is noted.
    """
    moving = {key for key, node in nodes.items() if NODE_KINDS[node.kind].window}
    sources = _sources(listed, moving, nodes) if moving else {}
    depth = levels(dict.fromkeys(nodes, 0), [(a, b) for b, a in sources.items() if a in nodes])
    new: dict[str, Node | None] = {}
    for key in sorted((key for key in moving if key in depth), key=depth.__getitem__):
        source = sources.get(key, "")
        fed = new.get(source, nodes.get(source))
        new[key] = None if source and fed is None else _sized(nodes[key], fed, places[key], found)
    new |= dict.fromkeys(moving - depth.keys())  # in a loop or behind one, so that they have no size
    note_loop(find_loop([(a, b) for b, a in sources.items()]), found)
    known = {**nodes, **new}.values()
    cells = sum(node.grid.cells for node in known if node is not None and node.grid is not None)
    if cells > MAX_CELLS:
        found.add(f"nodes holds {cells:,} cells of images, convolutions and pools in all, more than {MAX_CELLS:,}; use "
                  "smaller images, fewer filters or larger strides.")
    return new


def note_loop(loop: Sequence[str], found: Findings) -> None:
    """Note that nodes feed each other in this order, if there are any."""
    if loop:
        way = " → ".join(f'"{node}"' for node in [*loop[:8], *(["…"] if len(loop) > 8 else []), loop[0]])
        found.add(f"connections make a loop, {way}, which cannot be computed; remove one of them.")


def _sources(listed: Iterable[Any], moving: set[str], nodes: Mapping[str, Node]) -> dict[str, str]:
    """Return what feeds each of the ``moving`` nodes first, as far as it may; other connections are judged later.

    It may be the id of a node that could not be read.
    """
    found: dict[str, str] = {}
    for item in listed:
        ends = _ends(item)
        if ends is None or ends[1] not in moving or ends[0] == ends[1]:
            continue
        if ends[0] not in nodes or nodes[ends[0]].grid is not None:
            found.setdefault(ends[1], ends[0])
    return found


def _ends(item: Any) -> tuple[str, str] | None:
    if isinstance(item, msgspec.Raw):
        try:
            item = decode_item(item, "")
        except FileRefused:
            return None  # said where the connection is read
    source, target = (item.get("from"), item.get("to")) if isinstance(item, dict) else (None, None)
    return (source, target) if isinstance(source, str) and isinstance(target, str) else None


def _sized(node: Node, source: Node | None, place: str, found: Findings) -> Node | None:
    """Return the node with its size; None after noting why it has none."""
    channels = 0 if source is None or source.grid is None or not source.units else source.grid.shape[2]
    has = 0 if node.filters is None else node.filters.value.shape[1]
    if has and channels and has != channels:
        assert source is not None
        found.add(f'{place}.weight.value has filters of {has} channel{"s" * (has != 1)}, and "{source.id}", which '
                  f'feeds "{node.id}", gives {channels}; write {channels} for each filter.')
        return None
    try:
        grid = placed(node, source)
    except EditRefused as refused:
        found.add(f"{place}: {refused}")
        return None
    return replace(node, grid=grid, units=grid.cells)
