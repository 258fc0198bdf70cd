"""The filter at steps of the run: filled as it trains, a click goes back in time."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import filters_of
from gui.convolution.film_strip import MOST, FilmPart, short_step
from gui.convolution.panel import ConvolutionPanel
from tests.gui.convolution.conftest import Show
from tests.helpers.grids import picture_network

LEFT = Qt.MouseButton.LeftButton
EIGHT = (("convolution", 8, 3), ("pool", 2, 2))


def film(panel: ConvolutionPanel) -> FilmPart:
    column = panel.column("n0", "after")
    assert column is not None
    QApplication.processEvents()  # what was shown is laid out
    return next(part for part in column.parts if isinstance(part, FilmPart))


def test_there_is_no_film_before_the_first_step_and_one_picture_a_step_after_it(show: Show) -> None:
    panel = show(picture_network())
    assert not film(panel).isVisible()
    panel.workspace.training.advance(3)
    assert film(panel).isVisible()
    assert film(panel).strip.steps == [0, 1, 2, 3]
    assert film(panel).strip.current == 3


def test_pictures_are_of_the_numbers_that_the_filter_had(show: Show) -> None:
    panel = show(picture_network(6, EIGHT))
    panel.choose("n0", 5)
    training = panel.workspace.training
    seen = [training.frame.parameter(filters_of("n0"))[5, 0].copy()]
    for _ in range(4):
        training.step()
        seen.append(training.frame.parameter(filters_of("n0"))[5, 0].copy())
    assert np.array_equal(film(panel).strip.planes, np.array(seen))
    assert "filter 6" in film(panel).title.whole


def test_of_many_steps_some_are_shown_evenly_and_a_click_leads_there(show: Show) -> None:
    panel = show(picture_network())
    training = panel.workspace.training
    training.advance(110)
    QApplication.processEvents()
    panel.refresh()  # the strip has its width now
    strip = film(panel).strip
    count = len(strip.steps)
    assert 4 <= count <= MOST
    assert strip.steps == [round(110 * place / (count - 1)) for place in range(count)]
    panel.columns.ensureWidgetVisible(strip)
    steps = list(strip.steps)
    QTest.mouseClick(strip, LEFT, pos=strip.rect_of(3).center().toPoint())
    assert training.frame.step == steps[3]
    assert strip.current == 3
    column = panel.column("n0", "filter")
    assert column is not None
    assert np.array_equal(column.grid.values, strip.planes[3])
    assert strip.steps[-1] == 110
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert training.frame.step == steps[4]
    assert panel.workspace.document.steps == 110


@pytest.mark.parametrize(("step", "text"), [(0, "0"), (999, "999"), (1000, "1k"), (1234, "1.2k"), (9949, "9.9k"),
                                            (9951, "10k"), (20_000, "20k")])  # fmt: skip
def test_steps_are_written_below_their_pictures_in_few_letters(step: int, text: str) -> None:
    assert short_step(step) == text
