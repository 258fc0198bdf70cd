"""Images, convolutions and pools on the canvas: tiles, filters on the connection, inserting, offers to a loose wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.document import DataSpec, Document, column, filters_of, floats
from core.edits.graph import AddNode, Connect
from core.edits.sizes import SetGrid
from core.edits.table import ReplaceTable
from core.edits.values import SetTrainable
from gui.canvas.cells import layer_cells
from gui.canvas.geometry import row_buttons
from gui.canvas.heat import from_sheet, on_sheet, sheet_of
from gui.canvas.pill_painter import value_texts
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand, written
from tests.helpers.grids import picture_network

FILTERS = filters_of("n0")
EMPTY = QPointF(120, 300)


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(picture_network())


def cell(hand: Hand, *index: int) -> QPointF:
    return hand.drawing.heats[FILTERS].number(index).center()


def menu(hand: Hand) -> dict[str, QMenu]:
    menus = [found for found in hand.view.findChildren(QMenu) if found.isVisible()]
    return {action.text(): menus[-1] for action in menus[-1].actions()}


def test_a_cell_of_a_map_tells_its_sum_and_one_of_a_pool_has_none(hand: Hand) -> None:
    for node, summed in (("n0", True), ("n1", False), ("image", False)):
        document = hand.drawing.document
        cells = layer_cells(document, document.nodes[node], hand.node(node))
        assert cells is not None
        hand.move(cells.cell(1).center())
        tip = hand.view.viewport().toolTip()
        assert "· output " in tip
        assert ("weighted sum" in tip) is summed


def test_tiles_say_what_they_are_and_how_large(hand: Hand) -> None:
    texts = written(hand)
    for text in ("image · 6 × 6", "convolution · 4 × 4", "max pool · 2 × 2", "row 1 of 4", "1 filter of 3 × 3"):
        assert text in texts


def test_the_row_of_an_image_is_turned_as_that_of_an_input(hand: Hand, workspace: Workspace) -> None:
    _, forward = row_buttons(hand.node("image"))
    hand.click(forward.center())
    assert workspace.selection.row == 1


def test_the_filter_stands_on_the_connection_into_its_convolution(hand: Hand) -> None:
    pill, heat = hand.drawing.pills[FILTERS], hand.drawing.heats[FILTERS]
    assert hand.node("image").x() < pill.center().x() < hand.node("n0").x()
    assert (heat.rows, heat.columns) == (3, 3)
    assert value_texts(hand.view.canvas.stage, FILTERS) == ("1 filter of 3 × 3",)


def test_a_cell_of_a_filter_is_pointed_at_looked_at_and_frozen(hand: Hand, workspace: Workspace) -> None:
    hand.move(cell(hand, 0, 0, 1, 2))
    tip = hand.view.viewport().toolTip()
    assert tip.startswith("wn₀[1,1,2,3] = ")
    assert "filter 1, channel 1, row 2, column 3 of map n0" in tip
    hand.click(cell(hand, 0, 0, 1, 2))
    assert (workspace.reasoning.ref, workspace.reasoning.index) == (FILTERS, (0, 0, 1, 2))
    workspace.do(SetTrainable((FILTERS,), trainable=False, places=((0, 0, 1, 2),)))
    hand.move(cell(hand, 0, 0, 0, 0))
    hand.move(cell(hand, 0, 0, 1, 2))
    assert "frozen" in hand.view.viewport().toolTip()


def test_a_click_on_the_filters_opens_their_table_plane_by_plane(hand: Hand, workspace: Workspace) -> None:
    workspace.do(SetGrid("n0", filters=2))
    hand.click(hand.pill(FILTERS))
    table = hand.view.editing.matrix
    assert table.isVisible()
    model = table.table.model()
    assert (model.rowCount(), model.columnCount()) == (3, 3)
    assert [box.maximum() for box in table.planes.boxes] == [2, 1]
    table.planes.boxes[0].setFocus()
    QTest.keyClick(table.planes.boxes[0], Qt.Key.Key_Up)
    model.setData(model.index(2, 1), "1/4")
    assert workspace.document.parameter(FILTERS).value[1, 0, 2, 1] == 0.25
    table.table.setCurrentIndex(model.index(0, 2))
    QTest.keyClick(table.table, Qt.Key.Key_L)
    assert np.argwhere(~workspace.document.parameter(FILTERS).trainable).tolist() == [[1, 0, 0, 2]]
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "column 1 of the filter"


def test_biases_of_filters_are_named_by_their_filters(hand: Hand, workspace: Workspace) -> None:
    workspace.do(SetGrid("n0", filters=2))
    hand.click(hand.pill(("", "n0")))
    model = hand.view.editing.matrix.table.model()
    assert not hand.view.editing.matrix.planes.isVisible()
    assert model.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole) == "filter 2 of map n0"


@pytest.mark.parametrize("shape", [(1, 1, 3, 3), (2, 1, 3, 3), (7, 1, 2, 2), (4, 3, 5, 5), (16, 1, 3, 3)])
def test_every_number_of_every_filter_has_a_place_in_the_picture(shape: tuple[int, ...]) -> None:
    values = floats(np.arange(np.prod(shape)).reshape(shape))
    sheet = sheet_of(values)
    assert sheet.size == values.size
    for index in np.ndindex(shape):
        row, across = on_sheet(shape, index)
        assert sheet[row, across] == values[index]
        assert from_sheet(shape, row, across) == index


def test_a_loose_wire_is_offered_what_fits(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.port("image"), EMPTY)
    offers = menu(hand)
    assert {"Convolution", "Pool", "Hidden"} <= offers.keys()
    assert "Image" not in offers
    found = offers["Convolution"]
    next(action for action in found.actions() if action.text() == "Convolution").trigger()
    found.close()
    new = workspace.document.nodes[list(workspace.document.nodes)[-1]]
    assert new.grid is not None
    assert new.grid.shape == (4, 4, 1)


def test_a_convolution_is_not_offered_where_its_filter_does_not_fit(hand: Hand) -> None:
    hand.drag(hand.port("n1"), EMPTY + QPointF(300, 0))  # 2 × 2, and a new filter is 3 × 3
    offers = menu(hand)
    assert "Pool" in offers
    assert "Convolution" not in offers
    offers["Pool"].close()


def test_a_wire_backwards_from_a_pool_is_offered_pictures_only(hand: Hand, workspace: Workspace) -> None:
    workspace.do(AddNode("pool", (480.0, 300.0)))
    pool = list(workspace.document.nodes)[-1]
    hand.drag(hand.port(pool, incoming=True), QPointF(300, 420))
    offers = menu(hand)
    assert {"Image", "Convolution", "Pool"} <= offers.keys()
    assert not {"Input", "Hidden", "Output", "Layer…"} & offers.keys()
    offers["Pool"].close()


def test_a_pool_dropped_on_a_connection_is_put_into_it(hand: Hand, workspace: Workspace) -> None:
    hand.view.gestures.place("pool")
    middle = QPointF((hand.node("image").x() + hand.node("n0").x()) / 2, hand.node("image").y())
    hand.move(middle)
    assert hand.view.canvas.stage.preview.insert == ("image", "n0")
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    before = workspace.document
    hand.click(middle)  # 6 × 6 → 3 × 3 → 1 × 1, and nothing is left for the pool behind
    assert workspace.document is before
    assert "2 × 2" in heard[0]
    assert "1 × 1" in heard[0]
    workspace.do(SetGrid("n1", size=1, stride=1))
    hand.view.gestures.place("pool")
    hand.move(middle)
    hand.click(middle)
    new = list(workspace.document.nodes)[-1]
    assert {("image", new), (new, "n0")} <= workspace.document.connections.keys()


def test_a_hidden_node_is_not_put_before_a_convolution(hand: Hand) -> None:
    hand.view.gestures.place("hidden")
    hand.move(QPointF((hand.node("image").x() + hand.node("n0").x()) / 2, hand.node("image").y()))
    assert hand.view.canvas.stage.preview.insert is None
    hand.key(Qt.Key.Key_Escape)


def test_a_second_source_of_a_convolution_is_refused_by_a_sentence(hand: Hand, workspace: Workspace) -> None:
    workspace.do(AddNode("image", (0.0, 300.0)))
    other = list(workspace.document.nodes)[-1]
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    hand.drag(hand.port(other), hand.node("n0"))
    assert heard[0].startswith(f"Cannot connect {workspace.document.nodes[other].label} to map n0: ")
    assert heard[0].endswith("map n0 looks at image already, and at one thing only; delete that connection first.")


def table(count: int, *names: str) -> DataSpec:
    pixels = tuple(column(f"pixel {place}", np.arange(3.0)) for place in range(count))
    return DataSpec((*pixels, *(column(name, ["a", "b", "a"]) for name in names)))


def test_a_new_image_takes_the_columns_that_make_a_picture(make_workspace: Callable[[Document], Workspace]) -> None:
    workspace = make_workspace(Document(data=table(64, "digit")))
    workspace.do(AddNode("image", (0.0, 0.0)))
    node = next(iter(workspace.document.nodes.values()))
    assert node.grid is not None
    assert node.grid.shape == (8, 8, 1)
    assert workspace.document.data.inputs[node.id] == tuple(f"pixel {place}" for place in range(64))


def test_names_that_count_rows_and_columns_tell_its_shape(make_workspace: Callable[[Document], Workspace]) -> None:
    named = picture_network().data
    columns = [replace(one, name=f"row {place // 9 + 1} column {place % 9 + 1}") if place < 36 else one
               for place, one in enumerate(named.columns)]  # fmt: skip
    workspace = make_workspace(ReplaceTable(tuple(columns)).apply(Document()))
    workspace.do(AddNode("image", (0.0, 0.0)))
    node = next(iter(workspace.document.nodes.values()))
    assert node.grid is not None
    assert node.grid.shape == (4, 9, 1)
    assert len(workspace.document.data.columns) == 38


def test_pictures_are_copied_pasted_and_undone(hand: Hand, workspace: Workspace) -> None:
    before = workspace.document
    workspace.selection.choose(["n0", "n1"])
    hand.view.commands.duplicate()
    new = list(workspace.document.nodes)[-2:]
    found = workspace.document.nodes[new[0]]
    assert found.filters is not None
    assert np.array_equal(found.filters.value, before.parameter(FILTERS).value)
    assert found.units == 0  # nothing feeds it yet
    workspace.do(Connect((("image", new[0]),)))
    grown = workspace.document.nodes[new[1]].grid
    assert grown is not None
    assert grown.shape == (2, 2, 1)
    workspace.session.undo()
    workspace.session.undo()
    assert workspace.document is before


@pytest.mark.parametrize("command", ["split", "merge"])
def test_pictures_are_neither_split_nor_merged(hand: Hand, workspace: Workspace, command: str) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    before = workspace.document
    workspace.do(AddNode("convolution", (240.0, 300.0)))
    other = list(workspace.document.nodes)[-1]
    workspace.selection.choose(["n0"] if command == "split" else ["n0", other])
    getattr(hand.view.commands, command)()
    assert "grid of cells side by side" in heard[-1]
    workspace.session.undo()
    assert workspace.document is before
