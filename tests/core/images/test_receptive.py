"""Receptive fields, backwards and forwards, against loops over single cells."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.images.grids import Window
from core.images.receptive import Cell, cells_of, chain_to, reached_by, seen_by, windows_of
from tests.helpers.plain_windows import read, window

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
MAP = window((1, 6, 6), 1, 3)
LETTERS = (MAP, window(MAP.out, 1, 2, 2, 0, "max"))


def chained() -> tuple[Window, ...]:
    """Channels, padding, strides, a pool that overlaps and one that leaves a row out."""
    first = window((2, 9, 8), 3, 3, 2, 1)
    pool = window(first.out, 3, 2, 1, 0, "mean")
    second = window(pool.out, 2, 2, 1, 1)
    return first, pool, second, window(second.out, 2, 2, 2, 0, "max")


def directly(at: Window, cell: Cell) -> set[Cell]:
    """What one output cell reads, cell by cell."""
    channels = [cell[0]] if at.mode else range(at.source[0])
    return {found for channel in channels for found in read(at, cell[1], cell[2], channel) if found}


def every(planes: tuple[int, int, int]) -> list[Cell]:
    return [(channel, row, column) for channel, row, column in np.ndindex(*planes)]


@pytest.mark.parametrize("windows", [LETTERS, chained()], ids=["letters", "chained"])
def test_seen_and_reached_are_what_loops_find(windows: tuple[Window, ...]) -> None:
    seen: dict[tuple[int, Cell], list[set[Cell]]] = {}
    for stage in range(len(windows) + 1):
        for cell in every(windows[stage - 1].out if stage else windows[0].source):
            seen[stage, cell] = [{cell}]
            if stage:
                below = directly(windows[stage - 1], cell)
                parts = [seen[stage - 1, one] for one in below]
                seen[stage, cell] = [set().union(*(part[at] for part in parts)) for at in range(stage)] + [{cell}]
    for (stage, cell), expected in seen.items():
        assert [set(cells_of(mask)) for mask in seen_by(windows, stage, cell)] == expected
        for later, mask in enumerate(reached_by(windows, stage, cell), stage):
            there = {one for one in every(mask.shape) if cell in seen[later, one][stage]}
            assert set(cells_of(mask)) == there


def test_a_pooled_cell_of_the_letters_sees_four_by_four_pixels() -> None:
    """The pooled cell (1, 0) reads rows 2 and 3, columns 0 and 1 of the map; their windows reach to row 5, column 3."""
    image, plane, pooled = seen_by(LETTERS, 2, (0, 1, 0))
    assert cells_of(pooled) == [(0, 1, 0)]
    assert cells_of(plane) == [(0, 2, 0), (0, 2, 1), (0, 3, 0), (0, 3, 1)]
    assert image[0, 2:6, :4].all()
    assert image.sum() == 16


def test_a_corner_pixel_reaches_one_cell_and_one_in_the_middle_nine() -> None:
    assert [int(mask.sum()) for mask in reached_by(LETTERS, 0, (0, 0, 0))] == [1, 1, 1]
    assert [int(mask.sum()) for mask in reached_by(LETTERS, 0, (0, 2, 2))] == [1, 9, 4]


def test_the_chain_of_a_document() -> None:
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    pool = next(node.id for node in document.nodes.values() if node.kind == "pool")
    chain = chain_to(document, pool)
    assert [document.nodes[node].kind for node in chain] == ["image", "convolution", "pool"]
    assert windows_of(document, chain) == LETTERS
    assert all(one.out == other.source for one, other in pairwise(windows_of(document, chain)))
    assert chain_to(document, chain[0]) == chain[:1]
