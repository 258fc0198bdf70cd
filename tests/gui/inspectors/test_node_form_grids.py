"""The forms of images, convolutions and pools: every setting an edit, every size explained, refusals by the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.document import Document, bias_of, filters_of
from gui.grid_settings import set_grid
from gui.inspectors.inspector import Inspector
from gui.inspectors.node_form import NodeForm
from gui.inspectors.own_choice import OwnChoice
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.helpers.grids import picture_network

Make = Callable[[Document], Workspace]


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    return make_workspace(picture_network())


@pytest.fixture
def inspector(workspace: Workspace, qtbot: QtBot) -> Inspector:
    panel = Inspector(workspace)
    qtbot.addWidget(panel)
    panel.resize(320, 900)
    panel.show()
    return panel


def form(inspector: Inspector) -> NodeForm:
    return inspector.findChildren(NodeForm)[-1]


def lines(inspector: Inspector) -> list[str]:
    rows = form(inspector).grid
    assert rows is not None
    return rows.size.text().split("\n")


def put(inspector: Inspector, qtbot: QtBot, name: str, text: str) -> None:
    rows = form(inspector).grid
    assert rows is not None
    field = rows.fields[name]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_convolution_says_how_its_size_comes_about(workspace: Workspace, inspector: Inspector) -> None:
    workspace.selection.choose(["n0"])
    assert form(inspector).units is None
    # (6 + 2 × 0 − 3) ÷ 1 = 3, and one more is 4
    assert lines(inspector) == ["6 × 6 → 4 × 4", "rows and columns: floor((6 + 2 × 0 − 3) ÷ 1) + 1 = 4",
                                "16 values go on"]  # fmt: skip


def test_settings_are_edits_and_what_follows_follows(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    before = workspace.document
    workspace.selection.choose(["n0"])
    put(inspector, qtbot, "padding", "1")
    put(inspector, qtbot, "stride", "2")
    # (6 + 2 − 3) ÷ 2 = 2.5, floored 2, and one more is 3
    assert lines(inspector)[:2] == ["6 × 6 → 3 × 3", "rows and columns: floor((6 + 2 × 1 − 3) ÷ 2) + 1 = 3"]
    pool = workspace.document.nodes["n1"]
    assert pool.grid is not None
    assert pool.grid.shape == (1, 1, 1)
    put(inspector, qtbot, "filters", "3")
    assert lines(inspector)[2] == "27 values go on"
    for _ in range(3):
        workspace.session.undo()
    assert workspace.document is before


def test_a_filter_larger_than_the_image_is_refused_by_a_sentence(
    workspace: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    before = workspace.document
    workspace.selection.choose(["n0"])
    put(inspector, qtbot, "size", "9")
    assert workspace.document is before
    assert "9 × 9" in heard[0]
    assert "6 × 6" in heard[0]
    rows = form(inspector).grid
    assert rows is not None
    assert rows.fields["size"].text() == "3"


def test_stride_0_is_refused_by_the_field(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    before = workspace.document
    workspace.selection.choose(["n1"])
    put(inspector, qtbot, "stride", "0")
    assert workspace.document is before
    rows = form(inspector).grid
    assert rows is not None
    assert rows.fields["stride"].property("wrong")


def test_a_pool_takes_its_mode_from_the_keyboard(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(["n1"])
    rows = form(inspector).grid
    assert rows is not None
    assert rows.mode is not None
    qtbot.keyClick(rows.mode, Qt.Key.Key_Down)
    found = workspace.document.nodes["n1"].grid
    assert found is not None
    assert found.mode == "mean"


def test_filters_and_bias_take_turns_below_the_form(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(["n0"])
    assert workspace.reasoning.ref == filters_of("n0")
    assert inspector.cards[-1].units is not None
    assert len(inspector.cards[-1].units.boxes) == 4
    choice = inspector.findChildren(OwnChoice)[-1]
    qtbot.mouseClick(choice.buttons[bias_of("n0")], Qt.MouseButton.LeftButton)
    assert workspace.reasoning.ref == bias_of("n0")
    assert any("BIAS" in label.text() for label in inspector.cards[-1].findChildren(QLabel))


def test_a_number_of_a_filter_is_chosen_and_typed(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(["n0"])
    card = inspector.cards[-1]
    assert card.units is not None
    assert card.value is not None
    for box, place in zip(card.units.boxes, (1, 1, 2, 3), strict=True):
        box.setValue(place)
    assert workspace.reasoning.index == (0, 0, 1, 2)
    assert card._title.text().endswith("FILTER 1, CHANNEL 1, ROW 2, COLUMN 3")
    card.value.setFocus()
    card.value.selectAll()
    qtbot.keyClicks(card.value, "1/2")
    qtbot.keyClick(card.value, Qt.Key.Key_Return)
    assert workspace.document.parameter(filters_of("n0")).value[0, 0, 1, 2] == 0.5
    assert workspace.session.labels[-1] == "Set wn0[1,1,2,3]"


def test_what_the_image_reads(workspace: Workspace, inspector: Inspector) -> None:
    workspace.selection.choose(["image"])
    assert lines(inspector) == ["6 × 6 × 1 = 36 data columns"]


def test_another_filter_size_says_what_became_of_numbers_and_undo_takes_it_back(workspace: Workspace) -> None:
    """6 × 6 under 3 × 3: 4 × 4, pooled 2 × 2; under 4 × 4: 3 × 3, pooled 1 × 1, other cells than before."""
    told: list[Notice] = []
    workspace.notices.posted.connect(told.append)
    before = workspace.document
    assert set_grid(workspace, "n0", {"size": 4}, QPoint())
    assert workspace.session.undo_label == "Set filter size to 4"
    (notice,) = told
    assert notice.text.startswith("The filter of map n0 is 4 × 4 now: 0 stands around its old numbers.")
    assert "The weights of O, X were drawn anew" in notice.text
    assert notice.action is not None
    notice.action()
    assert workspace.document is before
    assert set_grid(workspace, "n0", {"filters": 2}, QPoint())
    assert len(told) == 1, "nothing is lost"
