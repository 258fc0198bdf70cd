"""Edits of images, convolutions and pools: their settings. What comes out of them follows (``core.images.grids``)."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core import naming
from core.catalog import GRID_SETTINGS, NODE_KINDS, POOL_MODES
from core.document import (
    Column,
    Document,
    Grid,
    Node,
    bias_of,
    filters_of,
    floats,
    parameter,
)
from core.edits.classes import follow
from core.edits.table import MAX_COLUMNS, number_column, with_columns
from core.errors import EditRefused, ValueRefused
from core.images.grids import regridded, resized
from core.images.pictures import free_picture
from core.initializers import draw

_NEW: Mapping[str, Grid] = {
    "image": Grid((6, 6, 1)),
    "convolution": Grid((0, 0, 1), size=3),
    "pool": Grid((0, 0, 0), size=2, stride=2, mode="max"),
}
"""What a node of each kind is like at first."""


def settled(old: Document, new: Document) -> Document:
    """Return ``new`` with sizes and classes in line with what feeds them now; ``old`` is the document before the edit.

    EditRefused names both sizes where a window does not fit any more.
    """
    return follow(old, regridded(new, old))


def new_grid(document: Document, kind: str) -> Node:
    """Return an image, convolution or pool with a free id and free names, not yet in the document.

    An image is as large as the picture that columns without a role make, if they make one.
    """
    row, grid = NODE_KINDS[kind], _NEW[kind]
    pixels = free_picture(document.data) if row.source else None
    if pixels is not None:
        grid = replace(grid, shape=(*pixels[0], 1))
    node = Node(next(naming.node_ids(document)), kind, next(naming.labels(document, kind)), grid.cells,
                row.default_activation, grid=grid)  # fmt: skip
    if not row.has_activation:
        return node
    node = replace(node, bias=parameter(next(naming.parameter_names(document, "b")), [0.0]),
                   filters=parameter(next(naming.parameter_names(document, "w")), np.zeros((1, 1, 3, 3))))  # fmt: skip
    drawn = draw(Document(nodes={node.id: node}, training=document.training), _seed(document))[filters_of(node.id)]
    assert node.filters is not None
    return replace(node, filters=replace(node.filters, value=floats(drawn)))


def _seed(document: Document) -> list[int]:
    """Return a seed that differs for each further convolution."""
    return [document.training.seed, len(document.nodes)]


_TITLES = {"size": "window size", "filters": "number of filters", "mode": "what a region gives"}


@dataclass(frozen=True, slots=True)
class SetGrid:
    """Change settings of an image, convolution or pool; None leaves one as it is.

    ``height``, ``width`` and ``channels`` are an image's; ``size`` and ``stride`` those of a convolution or pool;
    ``padding`` and ``filters`` (how many) a convolution's; ``mode`` a pool's. ``what`` is what the history calls the
    setting, "" for its usual name.
    """

    node: str
    height: int | None = None
    width: int | None = None
    channels: int | None = None
    size: int | None = None
    stride: int | None = None
    padding: int | None = None
    filters: int | None = None
    mode: str | None = None
    gesture: int | None = None
    what: str = ""

    @property
    def label(self) -> str:
        """What the history calls it."""
        parts = (f"{self.what or _TITLES.get(name, name)} to {value}" for name, value in self._given.items())
        return f"Set {' and '.join(parts)}"

    @property
    def merge_key(self) -> Hashable | None:
        """One gesture is one step."""
        return None if self.gesture is None else ("grid", self.node, self.gesture)

    @property
    def _given(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in (*GRID_SETTINGS, "mode")}
        return {name: value for name, value in found.items() if value is not None}

    def apply(self, document: Document) -> Document:
        """Return the document with the settings and all that follows from them.

        EditRefused where the node has no such setting, a number is out of range, or a window then does not fit.
        """
        node = document.nodes[self.node]
        _check(node, self._given)
        assert node.grid is not None
        wanted = self._given
        sides = zip(("height", "width", "channels"), node.grid.shape, strict=True)
        height, width, channels = (wanted.get(name, now) for name, now in sides)
        own = {name: wanted[name] for name in ("size", "stride", "padding", "mode") if name in wanted}
        grid = replace(node.grid, shape=(height, width, channels), **own)
        units = grid.cells if node.kind == "image" else node.units
        new = document.evolve(nodes={**document.nodes, self.node: replace(node, grid=grid, units=units)})
        if node.kind == "image" and grid != node.grid:
            new = _with_pixels(new, new.nodes[self.node], node.grid)
        return settled(document, self._with_filters(document, new))

    def _with_filters(self, old: Document, new: Document) -> Document:
        found = new.nodes[self.node].filters
        if self.filters is None or found is None or self.filters == len(found.value):
            return new
        shapes = {filters_of(self.node): (self.filters, *found.value.shape[1:]), bias_of(self.node): (self.filters,)}
        return resized(old, new, shapes)


SETTINGS: Mapping[str, tuple[str, ...]] = {
    "image": ("height", "width", "channels"),
    "convolution": ("size", "stride", "padding", "filters"),
    "pool": ("size", "stride", "mode"),
}
"""What may be set of each kind, in the order in which forms show it."""


def _check(node: Node, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if name not in SETTINGS.get(node.kind, ()):
            raise EditRefused(f"{node.label} is a node of the kind {node.kind} and has no {name}.")
        if name == "mode":
            if value not in POOL_MODES:
                raise EditRefused(f"{node.label} takes the {' or the '.join(POOL_MODES)} of a region, not {value}.")
            continue
        try:
            GRID_SETTINGS[name].check(value, node.label)
        except ValueRefused as refused:
            raise EditRefused(str(refused)) from None


def _with_pixels(document: Document, node: Node, before: Grid) -> Document:
    """Return the document with a column for each pixel of an image: pixels that were there keep theirs.

    Others read the free column that is called as they are, or a new one, 0 in every row.
    """
    data, grid = document.data, node.grid
    assert grid is not None
    if grid.cells > max(MAX_COLUMNS, before.cells):
        channels = grid.shape[2]
        side = math.isqrt(MAX_COLUMNS // channels)
        largest = f"{side} × {side}{f' with {channels} channels' if channels > 1 else ''}"
        raise EditRefused(f"{node.label} would read {grid.cells:,} data columns, and a table holds at most "
                          f"{MAX_COLUMNS:,}: choose a smaller image, {largest} at most if it is square, and scale "
                          "larger pictures down to that.")
    held = data.inputs.get(node.id, ())
    kept = {place: held[at] for at, place in enumerate(np.ndindex(*before.shape)) if at < len(held)}
    used = {name for mapping in (data.inputs, data.targets) for names in mapping.values() for name in names}
    free = {one.name for one in data.columns if one.numeric} - used
    taken, fresh, names = set(data.names), list[Column](), list[str]()
    for at, place in enumerate(np.ndindex(*grid.shape)):
        label = kept.get(place) or pixel_label(node, at)
        if place not in kept and label not in free:
            label = naming.unlike(label, taken) if label in taken else label
            taken.add(label)
            fresh.append(number_column(label, np.zeros(data.count)))
        names.append(label)
    inputs = {**data.inputs, node.id: tuple(names)}
    if not fresh:
        return document.evolve(data=replace(data, inputs=inputs))
    return with_columns(document, (*data.columns, *fresh), inputs=inputs)


def pixel_label(node: Node, at: int) -> str:
    """Return what a new column is called that holds value number ``at`` of an image."""
    assert node.grid is not None
    row, across, channel = (int(one) for one in np.unravel_index(at, node.grid.shape))
    layer = f" channel {channel + 1}" if node.grid.shape[2] > 1 else ""
    return f"{node.label} row {row + 1} column {across + 1}{layer}"
