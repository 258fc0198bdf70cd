"""Where the network says what: iris is trained before the map, a wrong flower is clicked, the probe walks the floor."""

from __future__ import annotations

import numpy as np
from PySide6.QtTest import QTest

from gui.maps.chart import called, observed_classes
from gui.maps.map_view import MapView
from gui.maps.map_words import row_lines
from gui.maps.surface_view import SurfaceView
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def map_of(user: User) -> MapView:
    user.window.show_view("map")
    view = user.window.plots["map"]
    assert isinstance(view, MapView)
    user.qtbot.waitUntil(view.isVisible)
    return view


def surface_of(user: User) -> SurfaceView:
    user.window.show_view("surface")
    view = user.window.classes["surface"]
    assert isinstance(view, SurfaceView)
    user.qtbot.waitUntil(view.isVisible)
    return view


def wrong_rows(view: MapView) -> list[int]:
    chart = view._chart
    assert chart is not None
    said, observed = called(chart), observed_classes(chart)
    assert said is not None
    assert observed is not None
    return [int(row) for row in np.flatnonzero(said != observed)]


def test_iris_is_trained_and_a_wrong_flower_is_clicked_on_the_map(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("iris-train.squiggle")
        view = map_of(user)
        before = len(wrong_rows(view))
        user.press("run")
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running, timeout=20_000)
        wrong, chart = wrong_rows(view), view._chart
        assert 0 < len(wrong) < 10 < before
        assert f"{len(wrong)} wrong" in view.key.accessibleName()
        assert chart is not None
        x, y = chart.axes.points[:, wrong[0]].tolist()
        QTest.mouseClick(view.area.viewport(), LEFT, pos=view.area.to_pixels(x, y).toPoint())
        row = user.window.workspace.selection.row
        assert chart.axes.points[:, row].tolist() == [x, y], "that flower, or another that stands on it"
        lines = [words for _, words in row_lines(chart, wrong[0], 0, view.workspace.theme.colors)]
        assert any(words.startswith("predicted ") for words in lines)

    play(tale)


def test_the_probe_is_dragged_across_a_crease_and_the_winner_changes(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("part5-softmax.squiggle")
        view = surface_of(user)
        box = view.space.box
        assert box is not None

        def winner() -> str:
            return max(view.bars.bars, key=lambda bar: bar.value).name

        before = user.window.workspace.session.labels
        assert winner() == "Setosa"
        start = box.spot(*view._probe, box.heights[0]).toPoint()
        end = box.spot(box.across[1], view._probe[1], box.heights[0]).toPoint()
        QTest.mousePress(view.space, LEFT, pos=start)
        QTest.mouseMove(view.space, (start + end) / 2)
        QTest.mouseMove(view.space, end)
        QTest.mouseRelease(view.space, LEFT, pos=end)
        assert winner() == "Virginica"
        assert user.window.workspace.session.labels == before, "asking changes nothing"

    play(tale)
