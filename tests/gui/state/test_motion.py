"""Slow motion: forth and back, by keys and by itself; it gives way to whatever makes it untrue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.graph import Remove
from core.edits.placement import MoveNodes
from core.edits.values import SetValue
from gui.bars.canvas_strip import CanvasStrip
from gui.bars.motion_bar import MotionBar
from gui.canvas.stage import with_value
from gui.canvas.trail import DIM, LIT, PLAIN, STRONG
from gui.canvas.view import CanvasView
from gui.state.reasoning import Pointed
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

B3, W1, W3 = ("", "effect"), ("dose", "top"), ("top", "effect")
Key = Qt.Key


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def bar(qtbot: QtBot, workspace: Workspace) -> MotionBar:
    """A canvas with the bar on it, and w1 looked at."""
    canvas = CanvasView(workspace)
    qtbot.addWidget(canvas)
    canvas.resize(1000, 600)
    made = MotionBar(workspace, canvas.motion, CanvasStrip(canvas))
    with qtbot.waitExposed(canvas):
        canvas.show()
    workspace.selection.choose(pairs=[W1], parameter=W1)
    workspace.selection.choose_row(1)
    return made


def canvas_of(bar: MotionBar) -> CanvasView:
    found = bar.window()
    assert isinstance(found, CanvasView)
    return found


def begin(bar: MotionBar) -> CanvasView:
    canvas = canvas_of(bar)
    canvas.handlers["slow_motion"]()
    return canvas


def to(canvas: CanvasView, kind: str, qtbot: QtBot) -> None:
    while canvas.motion.scene is not None and canvas.motion.scene.kind != kind:
        qtbot.keyClick(canvas, Key.Key_Right)


def test_values_appear_node_by_node(bar: MotionBar, qtbot: QtBot) -> None:
    canvas = begin(bar)
    stage = canvas.canvas.stage
    assert bar.isVisible()
    assert bar.sentence.text() == "Row 2: dosage 0.5, effectiveness 1."
    assert stage.chosen_values("dose") is not None
    assert stage.chosen_values("top") is None
    qtbot.keyClick(canvas, Key.Key_Right)
    assert bar.sentence.text() == "hidden 1: x₁ = 0.5 × 3.34 + (−1.43) = 0.24."
    assert (stage.node_light("top"), stage.node_light("dose"), stage.node_light("effect")) == (LIT, PLAIN, DIM)
    assert stage.chosen_values("top") is None
    canvas.grab()
    qtbot.keyClick(canvas, Key.Key_Right)
    values = stage.chosen_values("top")
    assert values is not None
    assert values[0] == pytest.approx(0.8203, abs=1e-4)
    qtbot.keyClick(canvas, Key.Key_Left)
    assert stage.chosen_values("top") is None


def test_factors_travel_back_along_the_path(bar: MotionBar, qtbot: QtBot, workspace: Workspace) -> None:
    canvas = begin(bar)
    stage = canvas.canvas.stage
    to(canvas, "factor", qtbot)
    assert stage.node_light("effect") == STRONG
    assert stage.pair_light(W3) == DIM
    qtbot.keyClick(canvas, Key.Key_Right)
    assert stage.pair_light(W3) == STRONG
    assert stage.node_light("effect") == LIT
    assert workspace.reasoning.pointed == Pointed(0, 1)
    canvas.grab()
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert workspace.reasoning.pointed == Pointed()


def test_the_end_makes_the_step_that_was_told(bar: MotionBar, qtbot: QtBot, workspace: Workspace) -> None:
    workspace.selection.choose(["effect"], parameter=B3)
    canvas = begin(bar)
    to(canvas, "update", qtbot)
    while not canvas.motion.done:
        told = canvas.motion.scene
        assert workspace.document.steps == 0
        qtbot.keyClick(canvas, Key.Key_Right)
    assert told is not None
    assert workspace.document.steps == 1
    assert workspace.document.parameter(B3).value[0] == told.numbers[0][1] == pytest.approx(1.5656, abs=1e-4)
    assert "Step 1 is made" in bar.sentence.text()
    assert workspace.session.labels[-1] == "Train to step 1"
    workspace.session.undo()
    assert workspace.document.parameter(B3).value[0] == 0
    assert not bar.isVisible()


def test_it_plays_by_itself_and_space_stops_it(bar: MotionBar, qtbot: QtBot) -> None:
    canvas = begin(bar)
    canvas.motion.set_speed(400)
    with qtbot.waitSignals([canvas.motion.changed] * 4):
        qtbot.keyClick(canvas, Key.Key_Space)
    qtbot.keyClick(canvas, Key.Key_Space)
    assert not canvas.motion.playing
    assert canvas.motion.place > 0


def test_escape_leaves_without_a_step_and_keeps_what_is_looked_at(
    bar: MotionBar, qtbot: QtBot, workspace: Workspace
) -> None:
    canvas, before = begin(bar), workspace.document
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert canvas.motion.scene is None
    assert not bar.isVisible()
    assert workspace.document is before
    assert workspace.selection.parameter == W1
    assert canvas.canvas.stage.chosen_values("top") is not None


def test_what_makes_the_story_untrue_ends_it(bar: MotionBar, workspace: Workspace) -> None:
    canvas = begin(bar)
    workspace.do(MoveNodes({"top": (250.0, -130.0)}))
    assert canvas.motion.scene is not None
    workspace.do(SetValue(W1, 2.0))
    assert canvas.motion.scene is None
    begin(bar)
    workspace.do(Remove(frozenset({"dose"})))
    assert canvas.motion.scene is None
    canvas.grab()


def test_a_number_tried_out_and_another_step_of_the_run_end_it(bar: MotionBar, workspace: Workspace) -> None:
    workspace.training.advance(3)
    canvas = begin(bar)
    workspace.training.try_out(with_value(workspace.training.frame, W1, (), 2.0))
    assert canvas.motion.scene is None
    workspace.training.try_out(None)
    begin(bar)
    assert canvas.motion.scene is not None
    workspace.training.timeline.back()
    assert canvas.motion.scene is None


def test_training_ends_it(bar: MotionBar, workspace: Workspace) -> None:
    canvas = begin(bar)
    workspace.training.run()
    assert canvas.motion.scene is None
    workspace.training.pause()


def test_another_row_or_parameter_is_followed(bar: MotionBar, qtbot: QtBot, workspace: Workspace) -> None:
    canvas = begin(bar)
    qtbot.keyClick(canvas, Key.Key_Right)
    workspace.selection.choose_row(2)
    assert bar.sentence.text() == "hidden 1: x₁ = 1 × 3.34 + (−1.43) = 1.91."
    workspace.selection.choose(["effect"], parameter=B3)
    to(canvas, "derivative", qtbot)
    assert "d SSR / d b₃" in bar.sentence.text()
    workspace.selection.clear()
    assert canvas.motion.scene is None


def test_without_data_or_parameters_a_sentence_says_what_is_missing(
    qtbot: QtBot, make_workspace: Callable[[Document], Workspace]
) -> None:
    workspace = make_workspace(Document("Empty"))
    canvas = CanvasView(workspace)
    qtbot.addWidget(canvas)
    told: list[str] = []
    workspace.notices.refused.connect(told.append)
    canvas.handlers["slow_motion"]()
    assert canvas.motion.scene is None
    assert len(told) == 1
    assert told[0]


def test_nothing_looked_at_means_the_first_that_learns(bar: MotionBar, workspace: Workspace) -> None:
    workspace.selection.clear()
    begin(bar)
    assert workspace.reasoning.ref is not None
