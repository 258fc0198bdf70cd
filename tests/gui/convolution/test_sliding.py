"""Which convolution slides its filter, over how many places, and the cell that it makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import storage
from gui.app import make_workspace
from gui.convolution.sliding import cell_made, places_of, sliding_step
from gui.grids.pointing import Pointed
from gui.grids.stages import MAP, Chain, chain_of, paths_of


@pytest.fixture
def chain(examples: Path) -> Chain:
    """Image 6 × 6, a filter of 3 × 3 that makes 4 × 4, a pool."""
    frame = make_workspace(storage.load(examples / "part8-letters.squiggle")).training.frame
    return chain_of(frame, 0, paths_of(frame.document)[0], {})


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_first_convolution_slides_where_none_was_dealt_with(chain: Chain, place: int) -> None:
    assert sliding_step(chain, chain.path[place]) == 1
    assert sliding_step(chain, "") == 1


def test_cells_are_made_line_by_line(chain: Chain) -> None:
    key = chain.path[1], MAP
    assert places_of(chain, 1) == 16
    found = [cell_made(chain, 1, count) for count in (1, 4, 5, 16)]
    assert found == [Pointed(key, *cell) for cell in ((0, 0), (0, 3), (1, 0), (3, 3))]
