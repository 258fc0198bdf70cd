"""Words stand clear of curves and of each other, and do not jump."""

from __future__ import annotations

import numpy as np

from gui.plots.labelling import Words, along, around, settle, spread

ROOM = (300.0, 150.0)
SIZE = (60.0, 14.0)
X = np.arange(0.0, 300.0, 3.0)


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_names_cover_no_curve_where_there_is_room() -> None:
    curves = {"up": 140 - X / 3, "down": 20 + X / 3}
    words = [along(name, X, y, SIZE, ROOM) for name, y in curves.items()]
    points = np.tile(X, 2), np.concatenate(list(curves.values()))
    chosen = settle(words, *points, {})
    boxes = [box for _, box in chosen.values()]
    assert set(chosen) == {"up", "down"}
    assert _apart(*boxes)
    for left, top, right, bottom in boxes:
        inside = (points[0] > left) & (points[0] < right) & (points[1] > top) & (points[1] < bottom)
        assert not inside.any()
        assert left >= 0
        assert top >= 0
        assert right <= ROOM[0]
        assert bottom <= ROOM[1]


def test_a_name_stays_where_it_was_unless_it_gets_much_better_elsewhere() -> None:
    flat = along("flat", X, np.full(X.size, 75.0), SIZE, ROOM)
    first = settle([flat], X, np.full(X.size, 75.0), {})["flat"][0]
    other = next(number for number in range(len(flat.places)) if number != first)
    assert settle([flat], X, np.full(X.size, 75.0), {"flat": other})["flat"][0] == other
    left, top, right, bottom = flat.places[other]
    crowd = np.full(50, (left + right) / 2), np.full(50, (top + bottom) / 2)
    assert settle([flat], *crowd, {"flat": other})["flat"][0] != other


def test_words_without_a_free_place_are_left_out() -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    chosen = settle([Words("first", (box,)), Words("second", (box,))], np.zeros(0), np.zeros(0), {})
    assert list(chosen) == ["first"]


def test_a_curve_out_of_numbers_gets_no_name() -> None:
    words = along("gone", X, np.full(X.size, np.nan), SIZE, ROOM)
    assert words.places == ()
    assert settle([words], X, X, {}) == {}


def test_words_around_a_point_stay_in_the_room() -> None:
    for box in around("slope", 299.0, 1.0, SIZE, ROOM).places:
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= ROOM[0]
        assert box[3] <= ROOM[1]


def test_what_is_out_of_sight_has_no_place() -> None:
    assert along("above", X, np.full(X.size, -30.0), SIZE, ROOM).places == ()
    assert around("right of it", 400.0, 50.0, SIZE, ROOM).places == ()
    half = np.where(X < 150, 75.0, 900.0)
    assert all(left + SIZE[0] / 2 < 190 for left, *_ in along("half", X, half, SIZE, ROOM).places)


def test_names_of_ends_are_spread_no_more_than_needed() -> None:
    assert spread([20.0, 80.0], 10, 100) == [20, 80]
    assert spread([50.0, 50.0], 10, 100) == [45, 55]
    assert spread([52.0, 50.0, 51.0], 10, 100) == [61, 41, 51]
    assert spread([0.0, 1.0, 99.0], 10, 100) == [5, 15, 95]
    assert spread([100.0, 99.0], 10, 100) == [95, 85]
    assert spread([], 10, 100) == []
