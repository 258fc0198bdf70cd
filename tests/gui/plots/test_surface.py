"""The plane in space: where points are seen, what is painted first, what is cut off, what turns it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import storage
from gui.plots.box import below
from gui.plots.contours_view import ContoursView
from gui.plots.marks import Shade
from gui.plots.projection import Turn, far_to_near, project
from gui.plots.shading import image
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"


def test_from_straight_above_it_is_a_map() -> None:
    x, y = np.array([0.0, 1.0, 0.25]), np.array([0.0, 0.5, 1.0])
    right, up, _ = project(Turn(0.0, math.pi / 2), x, y, np.array([0.0, 1.0, 0.3]))
    np.testing.assert_allclose(right, x - 0.5)
    np.testing.assert_allclose(up, y - 0.5, atol=1e-12)


def test_what_is_far_is_painted_first() -> None:
    turn = Turn(0.0, 0.3)
    _, _, depth = project(turn, np.array([0.5, 0.5]), np.array([0.0, 1.0]), np.zeros(2))
    assert far_to_near(depth) == [1, 0], "without turning, larger y is farther away"


def test_turning_stays_above_ground_and_comes_round() -> None:
    assert Turn(0.0, 0.5).moved(0.0, 9.0).above == pytest.approx(math.pi / 2)
    assert Turn(0.0, 0.5).moved(0.0, -9.0).above > 0
    assert Turn(1.0, 0.5).moved(2.0, 0.0).round == pytest.approx(1.0)


def test_a_cell_that_sticks_out_is_cut() -> None:
    """A square of which two corners are at 0 and two at 2 is cut in the middle at height 1."""
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    kept = below(square, np.array([0.0, 0.0, 2.0, 2.0]), 1.0)
    assert kept.tolist() == [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 0.5]]


def test_shades_are_an_image_with_the_first_row_below() -> None:
    heights = np.array([[0.0, np.nan], [1.0, 0.5]])
    found = image(Shade((0.0, 1.0), (0.0, 1.0), heights, "#000000", "#ffffff"))
    assert found.pixelColor(0, 1).name() == "#000000"
    assert found.pixelColor(0, 0).name() == "#ffffff"
    assert found.pixelColor(1, 1).alpha() == 0


def surface_of(show: Show, name: str, steps: int) -> tuple[Hand, ContoursView]:
    hand = show(ContoursView, storage.load(EXAMPLES / f"{name}.squiggle"))
    view = hand.view
    assert isinstance(view, ContoursView)
    view.workspace.training.advance(steps)
    QTest.mouseClick(view.shape.button("surface"), Qt.MouseButton.LeftButton)
    return hand, view


def test_the_surface_takes_the_place_of_the_map_and_gives_it_back(show: Show) -> None:
    _, view = surface_of(show, "details1-three-parameters", 5)
    assert view.surface.isVisible()
    assert not view.area.isVisible()
    QTest.mouseClick(view.shape.button("map"), Qt.MouseButton.LeftButton)
    assert view.area.isVisible()
    assert not view.surface.isVisible()


def test_the_trail_lies_on_the_plane(show: Show) -> None:
    """Where nothing else moved the loss on the plane is the loss then; elsewhere it is a shadow on it."""
    _, view = surface_of(show, "part2-backpropagation", 4)
    scene = view.surface._scene
    assert scene is not None
    np.testing.assert_allclose(scene.trail[2], scene.terrain.past.losses, rtol=1e-10)


def test_mouse_and_keys_turn_it_and_it_is_painted(show: Show) -> None:
    _, view = surface_of(show, "details1-three-parameters", 5)
    surface = view.surface
    first = surface.grab().toImage()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=surface.rect().center())
    QTest.mouseMove(surface, surface.rect().center() * 0.6)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton)
    dragged = surface.grab().toImage()
    assert dragged != first
    QTest.keyClick(surface, Qt.Key.Key_Left)
    assert surface.grab().toImage() != dragged


def test_a_loss_that_overflows_is_no_surface(show: Show) -> None:
    hand = show(ContoursView, one_two_one(b3=1e200))
    view = hand.view
    assert isinstance(view, ContoursView)
    QTest.mouseClick(view.shape.button("surface"), Qt.MouseButton.LeftButton)
    assert not view.surface.grab().isNull()
