"""Lesson 4 played from start to end: two widths of a flower, three sheets, a wrong one on the map."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.maps.chart import called, observed_classes
from gui.maps.map_view import MapView
from gui.maps.sheets_space import SheetsSpace
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    answer,
    choose,
    next_row,
    open_answer,
    player_of,
    run_out,
    set_number,
    whole_lesson,
)
from tests.helpers.pointing import activate, open_tab
from tests.stories.conftest import Play


def click_a_cross(user: User) -> None:
    """Click a flower on the map that is called wrongly, and that no other flower covers."""
    view = user.window.plots["map"]
    assert isinstance(view, MapView)
    user.qtbot.waitUntil(lambda: view._chart is not None)
    chart = view._chart
    assert chart is not None
    said, observed = called(chart), observed_classes(chart)
    assert said is not None
    assert observed is not None
    row = int(np.flatnonzero(said != observed)[2])
    x, y = chart.axes.points[:, row].tolist()
    QTest.mouseClick(view.area.viewport(), LEFT, pos=view.area.to_pixels(x, y).toPoint())


def turn_the_sheets(user: User) -> None:
    """Turn the picture by the arrow keys."""
    user.qtbot.waitUntil(lambda: any(space.isVisible() for space in user.window.findChildren(SheetsSpace)))
    space = next(space for space in user.window.findChildren(SheetsSpace) if space.isVisible())
    assert not player_of(user).done, "opening the view is not all"
    QTest.keyClick(space, Qt.Key.Key_Left)


RECIPES = (
    (answer("1.3"), answer("0.5")),
    (answer("1.746"), next_row),
    (open_tab("Surface"), turn_the_sheets),
    answer("0.89"),
    (choose("A"), set_number("w5", "0"), set_number("w6", "0")),
    (answer("-0.86"), answer("0.86")),
    (choose("B"), choose("C")),
    click_a_cross,
    (choose("A"), activate("hidden 1", "identity"), activate("hidden 2", "identity")),
    run_out,
    open_answer,
)


def test_lesson_4_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "4-many-inputs-and-outputs", RECIPES))
