"""A learner takes a filter into the hand: edits it, lets it learn, goes through its history, tries pools and sizes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from core.document import Floats, filters_of
from gui.convolution.film_strip import FilmPart
from gui.convolution.filter_part import FilterPart
from gui.convolution.map_part import MapPart
from gui.convolution.panel import ConvolutionPanel
from gui.convolution.pool_part import HeadMode, PoolPart
from tests.helpers.convolution_view import column, open_letters
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def see(panel: ConvolutionPanel, widget: QWidget) -> None:
    panel.columns.ensureWidgetVisible(widget)
    QApplication.processEvents()


def double_click(widget: QWidget, spot: QPoint) -> None:
    QTest.mouseDClick(widget, LEFT, pos=spot)
    QTest.mouseRelease(widget, LEFT, pos=spot)  # it ends with the button down


def filter_of(user: User) -> Floats:
    found: Floats = user.document.parameter(filters_of("map")).value[0, 0]
    return found


def line() -> QLineEdit:
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def says(panel: ConvolutionPanel) -> str:
    return panel.columns.answer.accessibleName()


def test_a_cell_of_the_filter_is_edited_and_undone(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        before, said = user.document, says(panel)
        grid = column(panel, "map", "filter").grid
        see(panel, grid)
        double_click(grid, grid.cell_rect(1, 1).center())
        user.type("-1/2")
        assert filter_of(user)[1, 1] == -0.5
        # The O's first window is [[0, 0, 1], [0, 1, 0], [1, 0, 0]]: 1 - 1/2 + 1 - 2 = -1/2 in place of 1.
        assert column(panel, "map", "map").grid.values[0, 0] == -0.5
        assert column(panel, "pooled", "pool").grid.values[0, 0] == 0
        assert says(panel) != said
        user.keys("Ctrl+Z")
        assert user.document is before
        assert says(panel) == said

    play(tale)


def test_a_cell_is_scrubbed_and_everything_follows_before_the_button_is_let_go(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        before, said = user.document, says(panel)
        grid = column(panel, "map", "filter").grid
        see(panel, grid)
        start = grid.cell_rect(0, 2).center()
        QTest.mousePress(grid, LEFT, pos=start)
        for pixels in range(1, 61):
            QTest.mouseMove(grid, start - QPoint(pixels, 0))
        assert user.document is before
        user.qtbot.waitUntil(lambda: grid.values[0, 2] == pytest.approx(0.4))
        user.qtbot.waitUntil(lambda: says(panel) != said)
        QTest.mouseRelease(grid, LEFT, pos=start - QPoint(60, 0))
        assert filter_of(user)[0, 2] == pytest.approx(0.4)
        user.keys("Ctrl+Z")
        assert user.document is before

    play(tale)


def test_a_filter_is_begun_from_a_preset(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        part = next(one for one in column(panel, "map", "filter").parts if isinstance(one, FilterPart))
        menu = part.whole.presets.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        next(one for one in menu.actions() if one.text() == "Identity").trigger()
        image = column(panel, "letter", "image").grid.values
        assert np.array_equal(column(panel, "map", "map").grid.values, image[1:5, 1:5] - 2)
        assert user.window.workspace.session.undo_label == "Set the filter to identity"

    play(tale)


def test_a_filter_learns_and_its_history_is_gone_through(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user, "letters-train.squiggle")
        grid, first = column(panel, "map", "filter").grid, filter_of(user).copy()
        film = next(one for one in column(panel, "map", "after").parts if isinstance(one, FilmPart))
        assert not film.isVisible()
        user.press("run")
        user.qtbot.waitUntil(lambda: len(film.strip.steps) > 3 and not np.array_equal(grid.values, first))
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running, timeout=20_000)
        strip, training = film.strip, user.window.workspace.training
        assert (strip.steps[0], strip.steps[-1]) == (0, training.frame.step)
        assert len(strip.steps) == strip.room >= 6
        assert np.array_equal(strip.planes[0], first)
        see(panel, strip)
        QTest.mouseClick(strip, LEFT, pos=strip.rect_of(4).center().toPoint())
        assert training.frame.step == strip.steps[4]
        assert np.array_equal(grid.values, strip.planes[4])
        training.timeline.to_end()
        assert strip.current == len(strip.steps) - 1

    play(tale)


def test_pools_and_sizes_are_changed_and_what_cannot_be_is_refused(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        QTest.mouseClick(next(one for one in panel.parts if isinstance(one, HeadMode)).button("mean"), LEFT)
        assert column(panel, "pooled", "pool").grid.values.tolist() == [[0.25, 0], [0, 0.25]]
        part = next(one for one in column(panel, "pooled", "pool").parts if isinstance(one, PoolPart))
        assert part.other.values.tolist() == [[1, 0], [0, 1]]
        user.keys("Ctrl+Z")
        fields = next(one for one in column(panel, "map", "map").parts if isinstance(one, MapPart)).fields
        before = user.document
        see(panel, fields["stride"])
        double_click(fields["stride"], QPoint(8, 8))
        user.type("0")
        assert user.document is before
        assert fields["stride"].property("wrong") is True
        QTest.keyClick(line(), Qt.Key.Key_Escape)
        assert fields["stride"].text() == "1"
        double_click(fields["size"], QPoint(8, 8))
        user.type("9")
        assert user.document is before
        assert "9 × 9" in user.heard[-1]
        assert "6 × 6" in user.heard[-1]
        QApplication.processEvents()  # the sentence goes with the window

    play(tale)
