"""The sizes of images, convolutions and pools: what comes out of a window that moves over a grid, derived, never typed.

    >>> out_size(6, size=3, stride=1, padding=0), out_size(4, size=2, stride=2, padding=0)
    (4, 2)

An image, convolution or pool lies in a network as its cells in the order channel, row, column; with the samples last
that is an array (channels, height, width, samples). A convolution's filters are (filters, channels, size, size).
Nothing feeds a node yet: its height and width are 0 and it has no units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias
from zlib import crc32

import numpy as np

from core.catalog import MAX_CELLS, NODE_KINDS
from core.document import Document, Floats, Grid, Node, Parameter, Ref, bools, filters_of, floats
from core.errors import EditRefused
from core.initializers import draw
from core.loops import levels

Planes: TypeAlias = tuple[int, int, int]
"""(channels, height, width)."""


@dataclass(frozen=True, slots=True)
class Window:
    """How a convolution or pool looks at its source: what calls need to know of it.

    ``source`` and ``out`` are (channels, height, width). ``mode`` is "max" or "mean" of a pool and "" of a convolution,
    whose weights lie in the dense vector as one block, (filters, channels × size × size + 1): a filter a row, its cells
    in the order channel, row, column, and its bias last.
    """

    source: Planes
    out: Planes
    size: int
    stride: int
    padding: int = 0
    mode: str = ""

    @property
    def taps(self) -> int:
        """How many cells one filter has: channels × size × size."""
        return self.source[0] * self.size * self.size


def out_size(before: int, size: int, stride: int, padding: int) -> int:
    """Return how many places a window of ``size`` cells has along one side of ``before`` cells; 0 or less if none.

    floor((before + 2 × padding − size) ÷ stride) + 1 (Dumoulin and Visin 2016, relationship 6).
    """
    return (before + 2 * padding - size) // stride + 1


def window_of(document: Document, node: str) -> Window:
    """Return how a convolution or pool with a source looks at it; KeyError if it has none."""
    source, grid = source_of(document, node), document.nodes[node].grid
    if source is None or source.grid is None or grid is None:
        raise KeyError(node)
    return Window(source.grid.planes, grid.planes, grid.size, grid.stride, grid.padding, grid.mode)


def source_of(document: Document, node: str) -> Node | None:
    """Return the image, convolution or pool that feeds a convolution or pool; None where nothing does."""
    return next((document.nodes[source] for source in document.sources(node)), None)


def grid_refusal(label: str, kind: str, grid: Grid, source: str, before: tuple[int, int, int]) -> str | None:
    """Say why the window of a node does not fit on what feeds it, (height, width, channels); None if it does.

    ``label`` and ``source`` are what the two are called.
    """
    height, width = before[:2]
    if not height or min(out_size(side, grid.size, grid.stride, grid.padding) for side in (height, width)) >= 1:
        return None
    padded = f", with its padding {height + 2 * grid.padding} × {width + 2 * grid.padding}" if grid.padding else ""
    if kind == "convolution":
        return (f"The filter of {label} is {grid.size} × {grid.size} and {source} only {height} × {width}{padded}, so "
                "that it has no place there; use a smaller filter or more padding.")
    return (f"The regions of {label} are {grid.size} × {grid.size} and {source} is only {height} × {width}, so that "
            "pooling would leave nothing; use smaller regions.")


def placed(node: Node, source: Node | None) -> Grid:
    """Return the grid of a convolution or pool that ``source`` feeds, its shape derived; EditRefused if it has none."""
    grid = node.grid
    assert grid is not None, node.id
    filters = None if node.filters is None else len(node.filters.value)
    if source is None or source.grid is None or not source.grid.cells:
        return replace(grid, shape=(0, 0, filters or 0))
    refused = grid_refusal(node.label, node.kind, grid, source.label, source.grid.shape)
    if refused:
        raise EditRefused(refused)
    height, width = (out_size(side, grid.size, grid.stride, grid.padding) for side in source.grid.shape[:2])
    return replace(grid, shape=(height, width, filters or source.grid.shape[2]))


def regridded(document: Document, before: Document | None = None) -> Document:
    """Return the document with the size of every convolution and pool as its source has it, and weights to fit.

    Filters keep the filters and channels that are still there, cut or surrounded by 0 around their middle where their
    size is another one; weights that read a grid keep those of its channels while its height and width stay. What else
    is new is drawn by the document's rule. ``before`` is the document as it was where an edit has changed an image's
    size already.
    The very same document where all is in line. EditRefused names both sizes where a window does not fit.
    """
    moving = [node.id for node in document.nodes.values() if NODE_KINDS[node.kind].window]
    if not moving:
        return document
    depth = levels(dict.fromkeys(document.nodes, 0), document.connections)
    nodes = dict(document.nodes)
    for key in sorted((key for key in moving if key in depth), key=depth.__getitem__):
        source = source_of(document, key)
        fed = None if source is None else nodes[source.id]
        grid = placed(nodes[key], fed)
        if grid != nodes[key].grid:
            nodes[key] = replace(nodes[key], grid=grid, units=grid.cells)
    _check_cells(nodes)
    new = document.evolve(nodes=nodes) if nodes != document.nodes else document
    odd = {ref: shape for ref, found in new.parameters().items()
           if found.value.shape != (shape := wanted_shape(new, ref))}  # fmt: skip
    return resized(before or document, new, odd)


def _check_cells(nodes: Mapping[str, Node]) -> None:
    cells = sum(node.grid.cells for node in nodes.values() if node.grid is not None)
    if cells > MAX_CELLS:
        raise EditRefused(f"Images, convolutions and pools hold at most {MAX_CELLS:,} cells and these would hold "
                          f"{cells:,}; use a smaller image, fewer filters or a larger stride.")


def wanted_shape(document: Document, ref: Ref) -> tuple[int, ...]:
    """Return the shape that the numbers at ``ref`` must have by their ends."""
    source, target = ref
    node = document.nodes[target]
    if source == target and node.filters is not None and node.grid is not None:
        filters, channels = node.filters.value.shape[:2]
        fed = source_of(document, target)
        known = fed is not None and fed.grid is not None and fed.grid.shape[2]
        return filters, known or channels, node.grid.size, node.grid.size
    if source == "":
        return (node.units if node.filters is None else len(node.filters.value),)
    return node.units, document.nodes[source].units


def resized(old: Document, new: Document, shapes: Mapping[Ref, tuple[int, ...]]) -> Document:
    """Return ``new`` with the parameters in ``shapes`` brought to these shapes; ``old`` says what they meant before."""
    if not shapes:
        return new
    blank = new.with_parameters({ref: _blank(new.parameter(ref), shape) for ref, shape in shapes.items()})
    drawn = draw(blank, [new.training.seed, crc32(repr(sorted(shapes)).encode())])
    return new.with_parameters({ref: _kept(old, new, ref, drawn[ref]) for ref in shapes})


def _blank(found: Parameter, shape: tuple[int, ...]) -> Parameter:
    return Parameter(found.name, floats(np.zeros(shape)), bools(value=True, shape=shape))


def _kept(old: Document, new: Document, ref: Ref, fresh: Floats) -> Parameter:
    """Return the numbers at ``ref`` in the shape of ``fresh``, with the old ones where they still mean the same."""
    before, value, mask = new.parameter(ref), fresh.copy(), np.ones(fresh.shape, dtype=np.bool_)
    if ref == filters_of(ref[1]) and before.value.shape[2:] != fresh.shape[2:]:
        before = _recentred(before, fresh.shape[2])
    both = _common(old, new, ref, before.value.shape, fresh.shape)
    value[both], mask[both] = before.value[both], before.trainable[both]
    return Parameter(before.name, floats(value), bools(mask, mask.shape))


def _recentred(found: Parameter, size: int) -> Parameter:
    """Return filters of ``size`` cells a side: the old ones about their middle, cut, or 0 around them.

    A new cell learns unless its filter is all frozen.
    """
    old = found.value.shape[-1]
    away = abs(size - old) // 2
    cut, put = (away, 0) if size < old else (0, away)
    taken, placed = slice(cut, cut + min(old, size)), slice(put, put + min(old, size))
    shape = (*found.value.shape[:2], size, size)
    value, mask = np.zeros(shape), np.ones(shape, dtype=np.bool_)
    mask &= found.trainable.any(axis=(1, 2, 3), keepdims=True)
    value[..., placed, placed] = found.value[..., taken, taken]
    mask[..., placed, placed] = found.trainable[..., taken, taken]
    return Parameter(found.name, floats(value), bools(mask, shape))


def _common(
    old: Document, new: Document, ref: Ref, before: tuple[int, ...], after: tuple[int, ...]
) -> tuple[slice, ...]:
    """Return which numbers mean the same in both shapes: all of the channels that are in both, or none."""
    same = ref == filters_of(ref[1]) or _sides(old, ref[0]) == _sides(new, ref[0])
    return tuple(slice(min(a, b) if same else 0) for a, b in zip(before, after, strict=True))


def _sides(document: Document, node: str) -> tuple[int, ...]:
    found = document.nodes.get(node)
    return found.grid.shape[:2] if found is not None and found.grid is not None else ()
