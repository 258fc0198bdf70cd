"""The map: regions, points, wrong ones, the chosen row, what the pointer reads, small maps, heat maps, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.maps.input_pair import NO_INPUTS
from gui.maps.map_view import MapView
from gui.plots.marks import Mosaic, Symbols
from tests.gui.maps.conftest import ShowMap, example, plane
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris, layered


def symbols(view: MapView, shape: str) -> list[Symbols]:
    return [mark for mark in view.shown.marks if isinstance(mark, Symbols) and mark.shape == shape]


def test_the_map_is_the_network_at_every_point(show_map: ShowMap) -> None:
    view = show_map(example("iris-train"))
    view.workspace.training.advance(100)
    chart, frame = view._chart, view.frame
    assert chart is not None
    assert frame.network is not None
    assert frame.snapshot is not None
    assert chart.side == 200
    x, y = chart.grid
    for row, across in ((0, 0), (57, 123), (199, 199)):
        inputs = chart.axes.scaled(np.array([[x[across]], [y[row]]]))
        values = frame.network.forward(frame.snapshot.theta, inputs)
        expected = values.a[frame.network.units["species"]][:, 0]
        np.testing.assert_allclose(chart.values[:, row * 200 + across], expected, rtol=1e-11)
    mosaic = next(mark for mark in view.shown.marks if isinstance(mark, Mosaic))
    assert mosaic.tiles.shape == (200, 200)


def test_every_row_is_a_shape_and_wrong_ones_are_crossed(show_map: ShowMap) -> None:
    view = show_map(iris())  # the lesson's weights call all three rows right
    assert [len(symbols(view, shape)) for shape in ("triangle", "square", "cross")] == [2, 2, 2]
    assert sum(mark.x.size for mark in symbols(view, "cross")) == 0
    assert "0 wrong" in view.key.accessibleName()
    worse = show_map(iris(b3=5.0))  # now everything is called Setosa
    crosses = symbols(worse, "cross")[0]
    assert crosses.x.tolist() == [1.0, 0.5]
    assert "2 wrong" in worse.key.accessibleName()


def test_a_click_chooses_a_row_and_the_ring_follows(show_map: ShowMap) -> None:
    view = show_map(iris())
    port = view.area.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=view.area.to_pixels(1.0, 0.54).toPoint())
    assert view.workspace.selection.row == 1
    ring = symbols(view, "disc")[-1]
    assert (ring.x.item(), ring.y.item(), ring.color) == (1.0, 0.54, "")
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=view.area.to_pixels(0.75, 0.45).toPoint())
    assert view.workspace.selection.row == 1, "no point is there"


def test_the_pointer_reads_probabilities_and_rows(show_map: ShowMap) -> None:
    view = show_map(iris())
    words = [text for _, text in view.reading(0.3, 0.4).lines]  # type: ignore[union-attr]
    assert len(words) == 5
    shares = [float(text.split()[-1]) for text in words[:3]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0, abs=0.01)
    near = [text for _, text in view.reading(0.5, 0.37).lines]  # type: ignore[union-attr]
    assert near[:2] == ["row 3", "observed Versicolor"]


def test_small_maps_are_the_nodes_outputs_with_their_weights(show_map: ShowMap) -> None:
    view = show_map(iris())
    assert view.small.isVisible()
    assert [(small.name, small.weight) for small in view.small.maps.maps] == [
        ("hidden 1", "w₅ × −0.1"), ("hidden 2", "w₆ × 1.5")]
    view.small.output.setFocus()
    QTest.keyClick(view.small.output, Qt.Key.Key_Down)
    assert [small.weight for small in view.small.maps.maps] == ["w₇ × 2.4", "w₈ × −5.2"]
    small, square = view.small.maps._places()[1]
    QTest.mouseClick(view.small.maps, Qt.MouseButton.LeftButton, pos=square.center().toPoint())
    assert view.workspace.selection.node == small.unit[0] == "h2"
    QTest.mouseClick(view.small.shown, Qt.MouseButton.LeftButton)
    assert not view.small.isVisible()


def test_of_a_layer_twelve_units_have_small_maps_and_the_map_keeps_its_room(show_map: ShowMap) -> None:
    view = show_map(layered((2, 20, 3)), (500, 300))
    assert len(view.small.maps.maps) == 12
    assert view.small.width() <= 0.35 * view.width()
    assert view.area.width() >= 0.6 * view.width()
    assert 0 < view.small.maps.count < 12
    assert view.small.more.text() == f"and {20 - view.small.maps.count} more", "of all 20"


def test_of_four_inputs_two_are_axes_and_the_others_are_held(show_map: ShowMap) -> None:
    view = show_map(layered((4, 3, 2)))
    assert (view.shown.x_name, view.shown.y_name) == ("x0", "x1")
    assert "x2 held at" in view.note.whole
    assert "as in row 1" in view.note.whole
    view.pair.across.setFocus()
    QTest.keyClick(view.pair.across, Qt.Key.Key_Down)
    assert (view.shown.x_name, view.shown.y_name) == ("x1", "x0")
    before = view._chart
    view.workspace.selection.choose_row(3)
    assert before is not None
    assert view._chart is not None
    assert not np.array_equal(before.values, view._chart.values)


def test_a_number_is_a_heat_map_with_a_bar(show_map: ShowMap) -> None:
    view = show_map(plane())
    chart = view._chart
    assert chart is not None
    assert not view.key.isVisible()
    assert view.bar.isVisible()
    x, y = np.meshgrid(*chart.grid)
    np.testing.assert_allclose(chart.values[0].reshape(x.shape), 2 * x - y + 0.5, atol=1e-12)
    assert "observed 2.5" in [text for _, text in view.reading(1.0, 1.0).lines]  # type: ignore[union-attr]
    table = dict(view.table())
    assert table["y"].size == table["a"].size == 200 * 200


def test_zooming_computes_what_is_seen(show_map: ShowMap) -> None:
    view = show_map(iris())
    view.area.zoom(0.5, view.area.to_pixels(0.5, 0.45))
    chart = view._chart
    assert chart is not None
    assert (chart.across, chart.up) == view.area.limits()
    assert chart.side == 200


def test_an_argmax_has_regions_without_shades(show_map: ShowMap) -> None:
    view = show_map(iris(kind="argmax", loss="ssr"))
    assert "no probabilities" in view.note.whole
    chart = view._chart
    assert chart is not None
    assert set(np.unique(chart.values).tolist()) == {0.0, 1.0}


def test_one_input_is_said_in_a_sentence(show_map: ShowMap) -> None:
    view = show_map(one_two_one())
    assert view.message.text() == NO_INPUTS
    assert not view.area.isVisible()
    assert not view.small.isVisible()


def test_numbers_that_overflow_leave_the_ground_empty(show_map: ShowMap) -> None:
    view = show_map(iris(b3=1e308))
    view.workspace.training.advance(3)
    assert not view.grab(view.rect()).isNull()


def test_hidden_it_does_no_work(show_map: ShowMap) -> None:
    view = show_map(iris())
    view.hide()
    before = view._chart
    view.workspace.training.advance(5)
    assert view._chart is before
    view.show()
    assert view._chart is not before


def test_it_is_painted_in_both_themes(show_map: ShowMap) -> None:
    view = show_map(iris())
    light = view.grab().toImage()
    view.workspace.theme.use("dark")
    dark = view.grab().toImage()
    spot = QPoint(3, view.height() // 2)
    assert light.pixelColor(spot).lightness() > 200
    assert dark.pixelColor(spot).lightness() < 80
    view.workspace.theme.use("light")


def test_the_key_names_all_its_signs_shortened_where_it_must(show_map: ShowMap) -> None:
    view = show_map(example("iris-train"), (351, 260))
    metrics = view.key.fontMetrics()
    for width in (330, 240):
        view.key.resize(width, view.key.height())
        words = [words for words, _ in view.key._fitted()]
        assert len(words) == len(view.key.entries) == 5, f"at {width}: Setosa, Versicolor, Virginica, wrong, test"
        assert sum(map(metrics.horizontalAdvance, words)) <= width
    view.key.resize(500, view.key.height())
    assert [words for words, _ in view.key._fitted()] == [entry.words for entry in view.key.entries]


def test_numbers_at_the_very_end_of_an_axis_are_written(show_map: ShowMap) -> None:
    view = show_map(iris(), (351, 260))
    axis = view.area.bottom
    assert axis.boundingRect().left() < axis.mapRectFromParent(axis.geometry()).left()
