"""How numbers of neighbouring grids are written: alike, and as telling as there is room for."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.document import floats
from gui.grids.grid_style import Style
from gui.grids.grid_view import GridView
from gui.grids.number_group import NumberGroups, Writing, numbers_of, writing_for
from gui.theme import Theme

ROOMY, SMALL = 44, 22


@pytest.mark.parametrize(("writing", "texts"), [
    (Writing(), ("0", "1", "−2", "0.25", "−0.50", "1.64", "0.00", "0.00")),
    (Writing(short=True), ("0", "1", "−2", ".25", "−.50", "1.64", ".00", ".00")),
    (Writing(short=True, even=True), ("0", "1", "−2", ".25", "−.50", "1.6", ".00", ".00")),
    (Writing(0), ("0", "1", "−2", "0", "0", "2", "0", "0")),
])  # fmt: skip
def test_numbers_are_written_in_one_way_and_only_zero_is_bare(writing: Writing, texts: tuple[str, ...]) -> None:
    values = (0.0, 1.0, -2.0, 0.25, -0.5, 1.64, 0.004, -0.004)  # two numbers that no decimal shows
    assert tuple(writing.text(value) for value in values) == texts


@pytest.mark.parametrize(("values", "cell", "expected"), [
    ([0.0, 1.0, -2.0], SMALL, Writing(0)),
    ([0.0, 0.25], ROOMY, Writing(2)),
    ([0.5, -0.5], ROOMY, Writing(1)),
    ([1 / 3, 2.0], ROOMY, Writing(2)),
    ([1 / 3, -2 / 3], SMALL, Writing(2, short=True)),
    ([1 / 3, -1.04], SMALL, Writing(2, short=True, even=True)),
    ([1 / 3000, 0.0], ROOMY, Writing(4, short=True)),
])  # fmt: skip
@pytest.mark.usefixtures("qtbot")
def test_as_many_decimals_as_tell_all_or_fit(values: list[float], cell: int, expected: Writing) -> None:
    assert writing_for([numbers_of(floats([values]), cell)]) == expected


def test_a_half_is_rounded_up() -> None:
    assert Writing(2, short=True).text(0.625) == ".63"
    assert Writing(1).text(-0.25) == "−0.3"
    assert Writing(2).text(0.6249) == "0.62"


def test_grids_of_one_group_write_alike_and_linked_groups_share_the_point(qtbot: QtBot) -> None:
    groups, grids = NumberGroups(), []
    for group, value, cell in (("a", 0.25, ROOMY), ("a", -0.123, SMALL), ("b", 0.5, ROOMY)):
        grid = GridView(Theme("light"), None, "numbers")
        qtbot.addWidget(grid)
        grid.join(group, groups)
        grid.set_values(floats([[value]]), Style())
        grid.set_cell(cell)
        grid.show()
        grids.append(grid)
    assert groups.writing("a") == Writing(2, short=True)
    assert groups.writing("b") == Writing(1, short=True)
    grids[1].set_values(np.zeros((1, 1)), Style())
    assert groups.writing("a") == Writing(2)
