"""Numbers that a gesture tries out: the frame is what it would be, move by move."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import core.engine.survey
from core.document import Document
from gui.state.frame import Frame
from gui.state.trial import Trial
from gui.state.workspace import Workspace
from tests.helpers.grids import picture_network

Make = Callable[[Document], Workspace]


@pytest.fixture
def frame(make_workspace: Make) -> Frame:
    return make_workspace(picture_network(rows=9)).training.frame


def test_every_move_is_computed_anew_in_the_same_room(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    network, rows = frame.network, frame.rows
    assert network is not None
    assert rows is not None
    assert frame.snapshot is not None
    monkeypatch.setattr(core.engine.survey, "_HELD", network.layout.height * 4)
    trial = Trial()
    tried = [trial.with_numbers(frame, {3: value, 5: -value}) for value in (0.25, -1.5, 0.25)]
    for one, value in zip(tried, (0.25, -1.5, 0.25), strict=True):
        theta = frame.snapshot.theta.copy()
        theta[[3, 5]] = value, -value
        loss, gradient = network.gradient(theta, rows)
        assert one.snapshot is not None
        assert one.values is not None
        assert one.loss == loss
        assert np.array_equal(one.snapshot.gradient, gradient)  # of earlier moves too: nothing is written over
        assert np.array_equal(one.values.a, network.forward(theta, rows.inputs).a)
        for node in ("n0", "n1"):
            of_row, of_all = one.outputs_of(node, 7), one.outputs(node)
            assert of_row is not None
            assert of_all is not None
            assert np.allclose(of_row, of_all[:, 7], rtol=1e-14, atol=1e-14)
    assert tried[0].loss != tried[1].loss
    assert tried[0].loss == tried[2].loss


def test_another_network_is_not_mistaken_for_the_first(frame: Frame, make_workspace: Make) -> None:
    trial = Trial()
    trial.with_numbers(frame, {0: 1.0})
    other = make_workspace(picture_network(seed=3, rows=5)).training.frame
    assert other.network is not None
    assert other.rows is not None
    assert other.snapshot is not None
    theta = other.snapshot.theta.copy()
    theta[0] = 1.0
    assert trial.with_numbers(other, {0: 1.0}).loss == other.network.loss(theta, other.rows)


def test_where_nothing_computes_nothing_changes(frame: Frame) -> None:
    still = replace(frame, network=None, reason="No data.")
    assert Trial().with_numbers(still, {0: 1.0}) is still
