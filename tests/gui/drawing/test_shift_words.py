"""Why pooling tolerated a shift: fates of regions worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.images.grids import Window
from core.shifts import Shift, shifted
from gui.drawing.shift_words import FADED, LEFT, OFF, OTHER, STAYED, WITHIN, fates, moves_with, reasons, same_answer

POOL = Window((1, 4, 4), (1, 2, 2), 2, 2, 0, "max")


def cells(**numbers: float) -> np.ndarray:
    """Return a map of 4 × 4 with numbers at c<row><column>, counted from 1."""
    found = np.zeros((4, 4))
    for name, number in numbers.items():
        found[int(name[1]) - 1, int(name[2]) - 1] = number
    return found


def kinds(before: np.ndarray, after: np.ndarray, shift: Shift | None) -> list[str]:
    return [one.kind for one in fates(POOL, before, after, shift)]


# One strong cell, 5, at [1, 1] of a map in regions of 2 × 2: region [1, 2] is rows 1 and 2, columns 3 and 4.
@pytest.mark.parametrize(("shift", "expected"), [
    ((1, 0), [WITHIN, STAYED, STAYED, STAYED]),  # to [1, 2]: still region [1, 1]
    ((1, 1), [WITHIN, STAYED, STAYED, STAYED]),  # to [2, 2]: still region [1, 1]
    ((2, 0), [LEFT, OTHER, STAYED, STAYED]),  # to [1, 3]: region [1, 2] has it now
    ((-1, 0), [OFF, STAYED, STAYED, STAYED]),  # to column 0: off the map
])  # fmt: skip
def test_where_the_strongest_cell_goes_decides(shift: Shift, expected: list[str]) -> None:
    before = cells(c11=5)
    assert kinds(before, shifted(before, *shift), shift) == expected


def test_a_number_cut_at_the_rim_fades() -> None:
    assert kinds(cells(c11=5), cells(c12=3), (1, 0))[0] == FADED


def test_where_moves_cannot_be_told_nothing_is_presumed() -> None:
    assert kinds(cells(c11=5), cells(c12=5), None) == [STAYED] * 4
    assert kinds(cells(c11=5), cells(c13=5), None) == [OTHER, OTHER, STAYED, STAYED]
    assert moves_with((Window((1, 6, 6), (1, 4, 4), 3, 1, 0, ""),), (1, 2)) == (1, 2)
    assert moves_with((Window((1, 6, 6), (1, 2, 2), 3, 2, 0, ""),), (1, 2)) is None


def test_the_reasons_are_told_with_cells_and_numbers() -> None:
    before = cells(c11=5, c44=2)
    told = reasons(POOL, fates(POOL, before, shifted(before, 1, 0), (1, 0)))
    assert told == [
        "The strongest cell of region [2, 2], at [4, 4], moved off the map: pooled [2, 2] goes from 2 to 0.",
        ("The strongest cell of region [1, 1] moved from [1, 1] to [1, 2], within the same 2 × 2 region: "
         "its maximum stays 5."),
        "2 other regions: 0 is the largest number before and after; nothing strong came in."]  # fmt: skip
    told = reasons(POOL, fates(POOL, cells(c11=5), cells(c13=5), (2, 0)))
    assert told[0] == ("The strongest cell of region [1, 1] moved from [1, 1] to [1, 3], into region [1, 2]: "
                       "pooled [1, 1] goes from 5 to 0.")  # fmt: skip
    assert told[1] == "A stronger cell came into region [1, 2]: pooled [1, 2] goes from 0 to 5."


def test_a_stroke_that_slides_along_itself_leaves_the_largest_number() -> None:
    before, after = np.zeros((4, 4)), np.zeros((4, 4))
    before[:, 0], after[:, 0] = 5, 5  # an upright stroke, moved down
    told = reasons(POOL, fates(POOL, before, after, (0, 2)))
    assert "slides along itself" in told[0]
    assert told[0].startswith("2 other regions: the largest number is the same")


def test_what_is_left_over_beyond_the_last_region_is_in_none() -> None:
    """A map of 5 × 5 in regions of 2 × 2: the fifth row and column are read by no region."""
    pool = Window((1, 5, 5), (1, 2, 2), 2, 2, 0, "max")
    before = np.zeros((5, 5))
    before[3, 3] = 7
    found = fates(pool, before, shifted(before, 1, 0), (1, 0))[3]
    assert (found.kind, found.came, found.into) == (LEFT, (3, 4), None)
    assert "to where no region reaches" in reasons(pool, [found])[0]


def test_an_answer_is_kept_where_the_wanted_output_is_the_largest() -> None:
    outputs = np.array([[1.0, 0.0], [0.0, 1.0], [0.8, 0.1], [0.6, 0.4], [0.5, 0.7]])
    assert same_answer(outputs, 0).tolist() == [True, False, True, True, False]
    assert same_answer(outputs, 1).tolist() == [False, True, False, False, True]
