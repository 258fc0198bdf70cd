"""Dots of a line: where values are close they stand side by side, and never off their values."""

from __future__ import annotations

import numpy as np
import pytest

from gui.classes.swarm import swarm


def test_dots_apart_stand_on_the_line() -> None:
    assert swarm(np.array([30.0, 0.0, 10.0, 20.0]), 10, 40).tolist() == [0, 0, 0, 0]


def test_dots_of_one_value_stand_in_lanes_about_the_line() -> None:
    # five dots of diameter 4 at one place: on the line, 4 below, 4 above, 8 below, 8 above
    assert swarm(np.zeros(5), 4, 100).tolist() == [0, 4, -4, 8, -8]


def test_a_lane_is_taken_again_where_the_dot_before_ends() -> None:
    assert swarm(np.array([0.0, 3.0, 6.0, 9.0]), 5, 100).tolist() == [0, 5, 0, 5]


@pytest.mark.parametrize("seed", range(5))
def test_no_two_touch_where_there_is_room(seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0, 60, 20)
    y = swarm(x, 6, 1000)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    assert (apart[~np.eye(20, dtype=bool)] >= 6 - 1e-9).all()


def test_where_there_is_too_little_room_they_are_pushed_together() -> None:
    y = swarm(np.zeros(20), 6, 30)
    assert np.abs(y).max() == pytest.approx(12)  # half of the room less a dot
    assert len(set(y.tolist())) == 20
    assert swarm(np.zeros(3), 6, 4).tolist() == [0, 0, 0]


def test_no_dots_need_no_room() -> None:
    assert swarm(np.zeros(0), 6, 30).size == 0
