"""The picture of a weight matrix on its connection: seen where there is room, told and chosen by its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from core import storage
from core.document import Document, column, floats
from core.edits.graph import AddNode, Connect
from core.edits.placement import MoveNodes
from core.edits.settings import SetData
from core.edits.values import SetTrainable, SetValue
from gui.canvas.cells import layer_cells
from gui.canvas.heat import CELL_HIGH, HIGHEST, WIDEST, size_of
from gui.canvas.tags import solid
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand

PAIR = ("n1", "n2")


def small(values: tuple[tuple[float, ...], ...] = ((1.0, -0.5, 0.0), (0.25, -1.0, 2.0))) -> Document:
    """Three inputs and a layer of two: w[1,1] … w[2,3] as given."""
    document = Document()
    for kind, x, units in (("input", 0, 3), ("hidden", 260, 2), ("output", 520, 1)):
        document = AddNode(kind, (x, 0), units).apply(document)
    document = Connect((PAIR, ("n2", "n3"))).apply(document)
    old = document.parameter(PAIR)
    return document.with_parameters({PAIR: replace(old, value=floats(values))})


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(small())


def cell(hand: Hand, row: int, column: int) -> QPointF:
    return hand.drawing.heats[PAIR].cell(row, column).center()


def test_pictures_keep_within_their_room() -> None:
    for rows, columns in ((1, 2), (2, 3), (10, 3), (32, 64), (10, 32), (256, 784), (1, 1000), (1000, 1)):
        size = size_of(rows, columns)
        assert size.width() <= WIDEST + 1e-9
        assert size.height() <= HIGHEST + 1e-9
        assert size.height() / rows <= CELL_HIGH


def test_a_picture_stands_by_its_pill_and_covers_nothing(hand: Hand) -> None:
    drawing = hand.drawing
    assert drawing.heats.keys() == {PAIR, ("n2", "n3")}
    for pair, heat in drawing.heats.items():
        assert abs(heat.area.center().x() - drawing.pills[pair].center().x()) < 1
        others = [rect for rect in solid(drawing) if rect != heat.whole]
        assert not any(heat.whole.intersects(rect) for rect in others)


def test_where_there_is_no_room_there_is_no_picture(hand: Hand, workspace: Workspace) -> None:
    workspace.do(MoveNodes({"n2": (130.0, 0.0)}))
    assert PAIR not in hand.drawing.heats
    workspace.session.undo()
    assert PAIR in hand.drawing.heats


def test_single_weights_have_none(show: Callable[[Workspace], Hand], make_workspace: Callable[..., Workspace]) -> None:
    document = Document()
    for kind, x in (("input", 0), ("output", 260)):
        document = AddNode(kind, (x, 0), 1).apply(document)
    hand = show(make_workspace(Connect((PAIR,)).apply(document)))
    assert not hand.drawing.heats


def test_cells_have_the_colours_of_their_signs(hand: Hand, workspace: Workspace) -> None:
    def corner(row: int, column: int) -> str:
        """The colour near the corner of a cell, where no digit is."""
        area = hand.drawing.heats[PAIR].cell(row, column)
        spot = hand.view.viewport().mapToParent(hand.on_view(area.topLeft() + QPointF(2.5, 2.5)))
        return QColor(hand.view.grab().toImage().pixelColor(spot)).name()

    colors = workspace.theme.colors
    assert corner(1, 2) == colors.positive
    assert corner(0, 2) == colors.window
    # −1 of ±2 is half way to #d9730d: ec b9 86.
    assert corner(1, 1) == "#ecb986"
    workspace.do(SetValue(PAIR, -4.0, (0, 2)))
    assert corner(0, 2) == colors.negative


def test_a_cell_tells_its_name_and_number(hand: Hand, workspace: Workspace) -> None:
    hand.move(cell(hand, 1, 2))
    tip = hand.view.viewport().toolTip()
    assert tip.startswith("w₁[2,3] = 2\n")
    assert "to unit 2 of hidden 1" in tip
    assert "±2" in tip
    workspace.do(SetTrainable((PAIR,), trainable=False, places=((0, 1),)))
    hand.move(cell(hand, 0, 1))
    assert hand.view.viewport().toolTip().startswith("w₁[1,2] = −0.5, frozen\n")


def test_a_click_looks_at_the_number_with_one_signal(hand: Hand, workspace: Workspace) -> None:
    told: list[tuple[int, ...]] = []
    workspace.reasoning.target_changed.connect(lambda: told.append(workspace.reasoning.index))
    hand.click(cell(hand, 1, 2))
    assert workspace.selection.pairs == {PAIR}
    assert (workspace.reasoning.ref, workspace.reasoning.index) == (PAIR, (1, 2))
    assert told == [(1, 2)]
    hand.click(cell(hand, 0, 0))
    assert told == [(1, 2), (0, 0)]
    assert workspace.session.labels == ["New"]


def test_a_double_click_opens_the_table_at_the_cell(hand: Hand) -> None:
    hand.click(cell(hand, 1, 2))
    hand.double_click(cell(hand, 1, 2))
    table = hand.view.editing.matrix
    assert table.isVisible()
    current = table.table.currentIndex()
    assert (current.row(), current.column()) == (1, 2)
    QTest.keyClick(table.table, Qt.Key.Key_Escape)
    assert not table.isVisible()


def test_the_number_looked_at_is_framed(hand: Hand, workspace: Workspace) -> None:
    hand.click(cell(hand, 0, 0))
    hand.move(QPointF(0, 300))
    first = hand.view.grab().toImage()
    workspace.reasoning.look_at((1, 1))
    assert hand.view.grab().toImage() != first


def test_from_far_it_is_neither_drawn_nor_hit(hand: Hand) -> None:
    hand.view.camera.zoom_to(0.2)
    assert hand.drawing.hit(cell(hand, 0, 0), zoom=0.2).part != "heat"
    assert hand.drawing.hit(cell(hand, 0, 0), zoom=0.4).part == "heat"


def test_the_digits_example_shows_both_matrices(
    examples: Path, make_workspace: Callable[[Document], Workspace], show: Callable[[Workspace], Hand]
) -> None:
    workspace = make_workspace(storage.load(examples / "digits.squiggle"))
    hand = show(workspace)
    shapes = [(heat.rows, heat.columns) for heat in hand.drawing.heats.values()]
    assert shapes == [(32, 64), (10, 32)]
    before = hand.view.grab().toImage()
    workspace.training.step()
    assert hand.view.grab().toImage() != before


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_a_diverged_matrix_is_still_painted(hand: Hand, workspace: Workspace, value: float) -> None:
    frame = workspace.training.frame
    before = hand.view.grab().toImage()
    old = frame.document.parameter(PAIR)
    wild = np.array(old.value)
    wild[0, 0] = value
    document = frame.document.with_parameters({PAIR: replace(old, value=floats(wild))})
    hand.view.canvas.show_frame(replace(frame, document=document))
    assert hand.view.grab().toImage() != before


def changed(hand: Hand, point: QPointF, area: QRectF) -> bool:
    """Whether pointing at ``point`` changes the picture of ``area``."""

    def picture() -> QImage:
        view = hand.view.viewport()
        return view.grab(QRect(hand.on_view(area.topLeft()), hand.on_view(area.bottomRight()))).toImage()

    hand.move(QPointF(0, 300))
    before = picture()
    hand.move(point)
    return picture() != before


def test_a_unit_leads_to_its_weights_and_a_weight_to_its_units(hand: Hand, workspace: Workspace) -> None:
    document = workspace.document
    names = ("a", "b", "c")
    data = replace(
        document.data,
        columns=(*(column(name, [0.5, 0.25]) for name in names), column("y", [1.0, 2.0])),
        inputs={"n1": names}, targets={"n3": ("y",)},
    )  # fmt: skip
    workspace.do(SetData(data))
    heats, tiles = hand.drawing.heats, {}
    for node in ("n1", "n2"):
        tiles[node] = layer_cells(workspace.document, workspace.document.nodes[node], hand.node(node))
    first, second = tiles["n1"], tiles["n2"]
    assert first is not None
    assert second is not None
    row = heats[PAIR].cell(1, 0).united(heats[PAIR].cell(1, 2))
    assert changed(hand, second.cell(1).center(), row)
    after = heats["n2", "n3"]
    assert changed(hand, second.cell(1).center(), after.cell(0, 1))
    assert changed(hand, cell(hand, 1, 2), first.cell(2))
    assert changed(hand, cell(hand, 1, 2), second.cell(1))
    assert not changed(hand, cell(hand, 1, 2), first.cell(0).adjusted(4, 4, -4, -4))
