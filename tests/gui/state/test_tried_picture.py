"""A picture of one's own in place of a row: the network's answer, and nothing of the data changed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document
from core.edits.sizes import SetGrid
from core.images.letters import letter
from gui.state.motion import Motion
from gui.state.tried_picture import Picture
from gui.state.turns import AT_ONCE, SOON
from gui.state.workspace import Workspace

Make = Callable[[Document], Workspace]


@pytest.fixture
def workspace(make_workspace: Make, examples: Path) -> Workspace:
    return make_workspace(storage.load(examples / "part8-letters.squiggle"))


def _image(workspace: Workspace) -> str:
    return next(node.id for node in workspace.document.nodes.values() if node.kind == "image")


def _try(workspace: Workspace, name: str, *, drawn: bool = False) -> Picture:
    picture = Picture(_image(workspace), letter(name)[None], f"an {name}", drawn)
    workspace.tried.show(picture)
    return picture


def _said(workspace: Workspace) -> list[float]:
    found = (workspace.turns.frame.outputs_of(node, workspace.selection.row) for node in ("O", "X"))
    return [round(float(one[0]), 9) for one in found if one is not None]


def test_the_network_speaks_of_the_picture(workspace: Workspace) -> None:
    before = _said(workspace)
    _try(workspace, "X")
    workspace.selection.choose_row(1)  # which is the X of the data: what it says of it is what it said of the picture
    expected = _said(workspace)
    workspace.selection.choose_row(0)
    _try(workspace, "X")
    assert _said(workspace) == expected != before


def test_data_loss_and_derivatives_stay(workspace: Workspace) -> None:
    document, frame = workspace.document, workspace.turns.frame
    _try(workspace, "X", drawn=True)
    tried = workspace.turns.frame
    assert workspace.document is document
    assert tried.values is frame.values
    assert tried.snapshot is frame.snapshot
    assert workspace.turns.of_data is frame
    assert tried.observed_of("O", 0) is None
    assert frame.observed_of("O", 0) is not None


def test_each_frame_to_come_wears_it(workspace: Workspace) -> None:
    _try(workspace, "X")
    before = _said(workspace)
    workspace.training.step()
    frame = workspace.turns.frame
    assert frame.tried is not None
    assert frame.network is not None
    assert frame.snapshot is not None
    assert _said(workspace) != before
    again = frame.network.forward(frame.snapshot.theta, letter("X").reshape(36, 1))
    assert np.array_equal(again.a, frame.tried.a)


def test_it_ends_with_the_row_or_its_image(workspace: Workspace) -> None:
    told: list[bool] = []
    workspace.tried.changed.connect(lambda: told.append(workspace.tried.picture is None))
    _try(workspace, "X")
    workspace.selection.choose_row(1)
    assert workspace.turns.frame.tried is None
    _try(workspace, "O")
    assert workspace.do(SetGrid(_image(workspace), height=7))
    assert workspace.tried.picture is None
    assert workspace.turns.frame.tried is None
    assert told == [False, True, False, True]


def test_what_was_drawn_is_kept_when_left(workspace: Workspace) -> None:
    drawn = _try(workspace, "X", drawn=True)
    assert workspace.tried.left is None
    workspace.tried.back()
    assert workspace.tried.left is drawn
    _try(workspace, "O")
    assert workspace.tried.left is drawn
    workspace.tried.resume()
    assert workspace.tried.picture is drawn
    workspace.tried.forget()
    assert workspace.tried.left is None
    assert workspace.turns.frame is workspace.turns.of_data


def test_views_of_the_row_alone_are_called_for_another_picture(workspace: Workspace, qtbot: QtBot) -> None:
    called: list[str] = []
    workspace.turns.join(lambda: called.append("all rows"))
    workspace.turns.join(lambda: called.append("one row"), of_row=AT_ONCE)
    workspace.turns.join(lambda: called.append("later"), of_row=SOON)
    _try(workspace, "X")
    _try(workspace, "O")
    assert called == ["one row", "one row"]
    qtbot.waitUntil(lambda: len(called) == 3)
    assert called[2] == "later"
    workspace.training.step()
    assert called[3:6] == ["all rows", "one row", "later"]


def test_slow_motion_tells_of_data_and_gives_way_to_a_picture(workspace: Workspace) -> None:
    owner = QObject()
    motion = Motion(workspace, owner)
    _try(workspace, "X")
    motion.start()
    assert motion.scenes
    assert workspace.tried.picture is None
    _try(workspace, "X")
    assert not motion.scenes
    assert workspace.turns.frame.tried is not None
