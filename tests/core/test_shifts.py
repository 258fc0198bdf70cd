"""Shifted images and what they change, against plain loops and the numbers of the letters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.document import Document, Floats
from core.engine.compiler import compile_network
from core.images.letters import letter
from core.shifts import ShiftResult, ShiftTest, shifted, shifts_within
from tests.helpers.plain_windows import convolve, pool, window

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
AT = window((1, 6, 6), 1, 3)


def letters() -> Document:
    return storage.load(EXAMPLES / "part8-letters.squiggle")


def pool_of(document: Document) -> str:
    return next(node.id for node in document.nodes.values() if node.kind == "pool")


def measured(image: Floats, document: Document | None = None) -> ShiftResult:
    drawn = document or letters()
    return ShiftTest(drawn, pool_of(drawn)).measure(compile_network(drawn).pack(drawn), image.ravel())


def test_what_leaves_is_lost_and_nothing_comes_in() -> None:
    image = np.arange(1.0, 7).reshape(2, 3)
    assert shifted(image, 1, 0).tolist() == [[0, 1, 2], [0, 4, 5]]
    assert shifted(image, -1, 0).tolist() == [[2, 3, 0], [5, 6, 0]]
    assert shifted(image, 0, 1).tolist() == [[0, 0, 0], [1, 2, 3]]
    assert shifted(image, -2, -1).tolist() == [[6, 0, 0], [0, 0, 0]]
    assert not shifted(image, 3, 0).any()
    assert not shifted(image, 0, -2).any()
    assert np.array_equal(shifted(image[None], 0, 0), image[None])


def test_every_shift_has_its_opposite() -> None:
    shifts = shifts_within(2)
    assert len(shifts) == 25
    assert shifts[12] == (0, 0)
    assert [(-right, -down) for right, down in reversed(shifts)] == list(shifts)


def test_the_letters_as_published() -> None:
    """The X one to the right: pooled [[0, 1], [1, 1]] where it was [[0, 1], [1, 0]]: 1 of 4 cells; outputs −0.24, 1.24.

    Its ones after ReLU go from (0, 3), (1, 2), (2, 1), (3, 0) to (1, 3), (2, 2), (3, 1): 7 cells of 16 change, all 16
    sums do, and 2 of the 12 cells of the letter fall off. Means go from [[0, 1/2], [1/2, 0]] to
    [[0, 1/4], [1/4, 1/4]]: 3.
    """
    found = measured(letter("X"))
    at = found.shifts.index((1, 0))
    assert [(rung.of, rung.cells) for rung in found.rungs] == [("a", 36), ("z", 16), ("a", 16)]
    assert found.changed[at].tolist() == [18, 16, 7]
    assert found.lost[at] == 2
    assert {mode: int(one.changed[at]) for mode, one in found.pooled.items()} == {"max": 1, "mean": 3, "none": 7}
    assert {mode: one.cells for mode, one in found.pooled.items()} == {"max": 4, "mean": 4, "none": 16}
    outputs = found.pooled["max"].outputs
    assert outputs is not None
    assert outputs[at] == pytest.approx([-0.2391, 1.2391], abs=5e-5)
    assert outputs[12] == pytest.approx([-0.013, 1.013], abs=5e-5)
    assert found.pooled["none"].outputs is None


@pytest.mark.parametrize("name", ["O", "X"])
def test_counts_are_what_loops_find(name: str) -> None:
    document, image = letters(), letter(name)[None]
    node = next(node for node in document.nodes.values() if node.filters is not None)
    assert node.filters is not None
    assert node.bias is not None
    filters, biases = node.filters.value, node.bias.value

    def rungs(moved: Floats) -> list[Floats]:
        z = convolve(AT, moved, filters, biases)
        a = np.maximum(z, 0)
        return [moved, z, a, *(pool(window((1, 4, 4), 1, 2, 2, 0, mode), a) for mode in ("max", "mean"))]

    found, unmoved = measured(image), rungs(image)
    for at, shift in enumerate(found.shifts):
        counts = [int((one != other).sum()) for one, other in zip(rungs(shifted(image, *shift)), unmoved, strict=True)]
        assert found.changed[at].tolist() == counts[:3]
        assert [found.pooled[mode].changed[at] for mode in ("max", "mean", "none")] == [counts[3], counts[4], counts[2]]


def test_the_pool_is_swapped_whatever_it_is_drawn_as() -> None:
    document = letters()
    node = document.nodes[pool_of(document)]
    assert node.grid is not None
    other = document.evolve(nodes={**document.nodes, node.id: replace(node, grid=replace(node.grid, mode="mean"))})
    one, two = measured(letter("O")), measured(letter("O"), other)
    for mode in ("max", "mean"):
        assert np.array_equal(one.pooled[mode].changed, two.pooled[mode].changed)
        assert np.array_equal(one.pooled[mode].outputs, two.pooled[mode].outputs)  # type: ignore[arg-type]


def test_without_a_pool_the_map_itself_is_counted() -> None:
    document = letters()
    chain = ShiftTest(document, next(node.id for node in document.nodes.values() if node.filters is not None))
    found = chain.measure(compile_network(document).pack(document), letter("X").ravel())
    assert list(found.pooled) == ["none"]
    assert found.pooled["none"].outputs is not None
    assert np.array_equal(found.pooled["none"].changed, found.changed[:, -1])


def test_nothing_changes_where_nothing_is_drawn() -> None:
    found = measured(np.zeros(36))
    assert not found.changed.any()
    assert not any(one.changed.any() for one in found.pooled.values())


def test_grey_levels_do_not_count_as_changed_by_rounding() -> None:
    """An image of one grey: away from the edge each shifted window reads the same, and its cell is the same number."""
    found = measured(np.full(36, 1 / 3))
    at = found.shifts.index((1, 0))
    assert found.changed[at].tolist() == [6, 4, 0]  # a column of pixels is 0 now; the first column of the map reads it
