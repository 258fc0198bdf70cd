"""The loss per step: this run, the past, the test rows, linear and logarithmic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.document import Document, Stop, TestSplit
from core.edits.settings import SetTraining
from core.edits.values import SetValue
from gui.plots.loss_view import LossView
from gui.plots.marks import Dots, Line
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one


def click(hand: Hand, scale: str) -> None:
    view = hand.view
    assert isinstance(view, LossView)
    QTest.mouseClick(view.scale.button(scale), Qt.MouseButton.LeftButton)


def test_the_run_is_drawn_and_its_last_point_marked(show: Show) -> None:
    hand = show(LossView, one_two_one())
    hand.view.workspace.training.advance(20)
    frame = hand.view.workspace.training.frame
    (line,) = hand.marks(Line)
    (dot,) = hand.marks(Dots)
    assert frame.history is not None
    np.testing.assert_array_equal(line.y, frame.history.losses)
    assert (dot.x[0], dot.y[0]) == (frame.step, frame.loss)
    assert line.y[-1] < line.y[0]


def test_the_title_and_axis_name_the_loss(show: Show) -> None:
    hand = show(LossView, one_two_one())
    assert hand.view.heading.whole == "Loss (SSR) per step"
    document = one_two_one()
    mean = show(LossView, document.evolve(training=replace(document.training, reduction="mean")))
    assert mean.view.heading.whole == "Loss (mean SSR) per step"
    assert mean.view.area.left.labelText == "mean SSR"


def test_logarithmic_and_back(show: Show) -> None:
    hand = show(LossView, one_two_one())
    hand.view.workspace.training.advance(20)
    losses = hand.marks(Line)[0].y
    click(hand, "log")
    np.testing.assert_allclose(hand.marks(Line)[0].y, np.log10(losses))
    texts = hand.view.area.left.tickStrings([-2.0, 0.0, 1.0], 1.0, 1.0)
    assert texts == ["0.01", "1", "10"]
    click(hand, "linear")
    np.testing.assert_array_equal(hand.marks(Line)[0].y, losses)


def test_losses_beyond_all_bounds_are_shown_by_the_logarithmic_axis_and_the_linear_one_says_so(show: Show) -> None:
    document = one_two_one()
    hand = show(LossView, document.evolve(training=replace(document.training, learning_rate=1000.0)))
    hand.view.workspace.training.advance(1000)
    assert max(hand.view.workspace.training.frame.history.losses) > 1e150  # type: ignore[union-attr]  # it ran
    assert "log shows" in hand.view.note.whole
    click(hand, "log")
    assert hand.view.note.whole == ""
    hand.view.grab()
    assert hand.view.area.left.tickStrings([309.0], 1.0, 1.0) == ["∞"]


def test_a_loss_of_zero_is_left_out_of_a_logarithmic_axis_and_said_so(show: Show) -> None:
    document = one_two_one()
    flat = document.with_parameters(
        {ref: replace(found, value=np.zeros_like(found.value)) for ref, found in document.parameters().items()}
    )
    zeros = tuple(replace(old, values=np.zeros(3)) for old in flat.data.columns)
    hand = show(LossView, flat.evolve(data=replace(flat.data, columns=zeros)))
    hand.view.workspace.training.advance(1)
    click(hand, "log")
    assert np.isnan(hand.marks(Line)[0].y).all()
    assert "0 has no place" in hand.view.note.whole
    hand.view.grab()
    click(hand, "linear")
    assert hand.view.note.whole == ""


def test_earlier_runs_stay_faintly(show: Show) -> None:
    hand = show(LossView, one_two_one())
    workspace = hand.view.workspace
    workspace.training.advance(10)
    first = hand.marks(Line)[0].y
    workspace.training.reset()
    workspace.do(SetValue(("", "effect"), 2.0))
    workspace.training.advance(5)
    faint, run = hand.marks(Line)
    np.testing.assert_array_equal(faint.y, first)
    assert faint.color != run.color


def rerun(show: Show, rate: float, before: int, steps: int) -> Hand:
    """Train ``before`` steps at ``rate``, reset, then a good run of ``steps``."""
    document = one_two_one()
    hand = show(LossView, document.evolve(training=replace(document.training, learning_rate=rate, stop=Stop())))
    training = hand.view.workspace.training
    training.advance(before)
    training.reset()
    hand.view.workspace.do(SetTraining(replace(document.training, learning_rate=0.02)))
    training.advance(steps)
    return hand


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_run_that_diverged_does_not_flatten_the_next(show: Show, scale: str) -> None:
    hand = rerun(show, 3.0, 40, 30)
    click(hand, scale)
    faint, run = hand.marks(Line)
    assert np.nanmax(faint.y) > 10 * np.nanmax(run.y)
    low, high = hand.view.area.limits()[1]
    assert np.ptp(run.y) > 0.3 * (high - low)
    assert low <= run.y.min()
    assert high >= run.y.max()


def test_a_long_run_does_not_squeeze_the_next(show: Show) -> None:
    hand = rerun(show, 0.02, 600, 60)
    left, right = hand.view.area.limits()[0]
    assert left <= 0
    assert 60 <= right < 120


def test_the_axes_can_be_made_to_show_all_runs(show: Show) -> None:
    hand = rerun(show, 0.02, 600, 60)
    for title, least in (("Fit the axes to all runs", 600), ("Fit the axes to this run", 60)):
        QTest.mouseClick(hand.view.more, Qt.MouseButton.LeftButton)
        menu = next(found for found in hand.view.findChildren(QMenu) if found.isVisible())
        action = next(action for action in menu.actions() if action.text() == title)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        assert least <= hand.view.area.limits()[0][1] < 2 * least


def test_a_run_that_goes_on_after_an_edit_keeps_its_past_in_sight(show: Show) -> None:
    hand = show(LossView, one_two_one())
    workspace = hand.view.workspace
    workspace.training.advance(50)
    workspace.do(SetValue(("", "effect"), 2.0))
    workspace.training.advance(20)
    (line,) = hand.marks(Line)
    assert line.x[0] == 0
    assert line.x.tolist()[-1] == 70
    assert hand.view.area.limits()[0][0] <= 0


def test_the_test_loss_is_drawn_beside(show: Show) -> None:
    document = one_two_one()
    split = document.evolve(data=replace(document.data, test=TestSplit(rows=(1,))))
    hand = show(LossView, split)
    hand.view.workspace.training.advance(10)
    names = [line.name for line in hand.marks(Line)]
    assert names == ["training", "test"]
    assert [heading for heading, _ in hand.view.table()] == ["step", "SSR", "test"]


def test_the_readout_tells_step_and_loss(show: Show) -> None:
    hand = show(LossView, one_two_one())
    hand.view.workspace.training.advance(20)
    reading = hand.view.reading(3.2, 0.0)
    assert reading is not None
    assert reading.x == 3
    assert reading.lines[0][1] == "step 3"
    assert reading.lines[1][1].startswith("SSR ")


def test_without_data_a_sentence_stands_in_the_plot(show: Show) -> None:
    hand = show(LossView, Document())
    assert hand.view.message.isVisible()
    assert hand.view.message.text()
    assert not hand.view.area.isVisible()
    assert hand.view.reading(0, 0) is None
    assert hand.view.table() == ()


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_all_of_the_run_is_seen(show: Show, scale: str) -> None:
    hand = show(LossView, one_two_one())
    hand.view.workspace.training.advance(30)
    click(hand, scale)
    line, (across, up) = hand.marks(Line)[0], hand.view.area.limits()
    assert across[0] <= line.x[0]
    assert across[1] >= line.x[-1]
    assert up[0] <= line.y.min()
    assert up[1] >= line.y.max()


def test_a_run_by_another_loss_does_not_stand_on_this_axis(show: Show) -> None:
    document = one_two_one()
    hand = show(LossView, document)
    workspace = hand.view.workspace
    workspace.training.advance(10)
    workspace.do(SetTraining(replace(document.training, reduction="mean")))
    workspace.training.advance(5)
    (run,) = hand.marks(Line)
    assert hand.view.area.left.labelText == "mean SSR"
    assert run.x[-1] == 15
    assert "run 1" in hand.view.note.whole
    workspace.do(SetTraining(document.training))
    workspace.training.advance(5)
    assert len(hand.marks(Line)) == 2, "run 1 is back, and run 2 is not here"
    assert "run 2" in hand.view.note.whole


def test_runs_that_diverge_share_one_name(show: Show) -> None:
    hand = show(LossView, one_two_one())
    training = hand.view.workspace.training
    for rate in (0.01, 5.0, 8.0, 0.02):
        training.reset()
        settings = hand.view.workspace.document.training
        hand.view.workspace.do(SetTraining(replace(settings, learning_rate=rate)))
        training.advance(12)
    hand.view.refresh()
    named = {line.name for line in hand.marks(Line) if line.named}
    assert "rates 5, 8: diverged" in named
    assert "rate 0.01" in named
    assert not any(name.startswith("rate ") and name.endswith(("5", "8")) for name in named)
