"""What stands inside the squares of layers, of raw outputs and of a softmax."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from core.arrange import arrange
from core.document import Document, TestSplit, column, parameter
from core.edits.split import SetTest
from core.edits.values import SetValue
from gui.canvas.cells import layer_cells
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand, written
from tests.helpers.classifier import iris, layered

Make = Callable[[Document], Workspace]
Show = Callable[[Workspace], Hand]


def laid_out(document: Document) -> Document:
    return document.evolve(positions=arrange(document))


def with_outputs(*values: float) -> Document:
    """An output layer that gives its biases: every weight into it is 0."""
    document = laid_out(layered((2, 3, len(values))))
    raw = replace(document.nodes["raw"], bias=parameter("b2", values))
    weight = parameter("w2", np.zeros((len(values), 3)))
    return document.evolve(nodes={**document.nodes, "raw": raw}).with_parameters({("h0", "raw"): weight})


def spot(hand: Hand, node: str, unit: int, away: QPointF) -> QColor:
    """Return the colour at ``away`` from the corner of a unit's cell."""
    document = hand.drawing.document
    cells = layer_cells(document, document.nodes[node], hand.node(node))
    assert cells is not None
    place = hand.view.viewport().mapToParent(hand.on_view(cells.cell(unit).topLeft() + away))
    return hand.view.grab().toImage().pixelColor(place)


def test_few_units_are_numbers(make_workspace: Make, show: Show) -> None:
    hand = show(make_workspace(with_outputs(1.5, -0.25, 0.0)))
    texts = written(hand)
    at = texts.index("1.5")
    assert texts[at : at + 3] == ["1.5", "−0.25", "0"]


def test_cells_are_shaded_by_sign_and_size(make_workspace: Make, show: Show) -> None:
    workspace = make_workspace(with_outputs(2.0, -1.0, 0.0))
    hand, colors = show(workspace), workspace.theme.colors
    corner = QPointF(3, 3)
    assert spot(hand, "raw", 0, corner).name() == colors.positive
    assert spot(hand, "raw", 1, corner).name() == "#ecb986"  # half way from white to #d9730d
    assert spot(hand, "raw", 2, corner).name() == colors.window


def test_a_negative_cell_too_small_for_its_number_has_a_dash(make_workspace: Make, show: Show) -> None:
    values = [1.0, -1.0] * 18
    hand = show(make_workspace(with_outputs(*values)))
    assert not [text for text in written(hand) if text in {"1", "−1"}]
    document = hand.drawing.document
    cells = layer_cells(document, document.nodes["raw"], hand.node("raw"))
    assert cells is not None
    middle, off = QPointF(cells.width / 2, cells.height / 2), QPointF(cells.width / 2, cells.height / 4)
    assert spot(hand, "raw", 1, middle) != spot(hand, "raw", 1, off)
    assert spot(hand, "raw", 0, middle) == spot(hand, "raw", 0, off)


@pytest.mark.parametrize("value", [-1.2345e-300, -123456.7, 1.2345e100, 0.12345])
def test_no_number_in_a_cell_is_cut(make_workspace: Make, show: Show, value: float) -> None:
    hand = show(make_workspace(with_outputs(value, 1.0, 2.0)))
    assert not [text for text in written(hand) if "…" in text]


def test_a_unit_tells_its_values(make_workspace: Make, show: Show) -> None:
    hand = show(make_workspace(with_outputs(2.0, -1.0, 0.5)))
    document = hand.drawing.document
    cells = layer_cells(document, document.nodes["raw"], hand.node("raw"))
    assert cells is not None
    hand.move(cells.cell(1).center())
    tip = hand.view.viewport().toolTip()
    assert tip.startswith("unit 2 of raw (class c1)\nrow 1 · weighted sum −1 · output −1")
    assert "±2" in tip
    inputs = layer_cells(document, document.nodes["in"], hand.node("in"))
    assert inputs is not None
    hand.move(inputs.cell(0).center())
    assert hand.view.viewport().toolTip().startswith("in, x0\nrow 1 · output ")


def test_a_raw_value_is_not_called_a_prediction(make_workspace: Make, show: Show) -> None:
    texts = written(show(make_workspace(laid_out(iris()))))
    assert texts.count("raw") == 3
    assert "predicted" not in texts


def test_a_softmax_tells_whether_the_observed_class_won(make_workspace: Make, show: Show) -> None:
    workspace = make_workspace(laid_out(iris()))
    hand = show(workspace)
    workspace.do(SetValue(("", "setosa"), 50.0))
    assert [text for text in written(hand) if "obs" in text] == ["✓ obs. Setosa"]
    workspace.selection.choose_row(1)
    texts = written(hand)
    # The cross comes from another font, so that it is a text of its own.
    assert texts[texts.index("✕") + 1] == "Virginica"
    assert texts[texts.index("✕") - 6 : texts.index("✕") - 4] == ["Setosa", "1"]
    hand.move(hand.node("species"))
    assert hand.view.viewport().toolTip().endswith("\nobserved Virginica")


def test_without_a_column_nothing_is_said_to_be_observed(make_workspace: Make, show: Show) -> None:
    document = laid_out(iris())
    data = replace(document.data, targets={})
    hand = show(make_workspace(document.evolve(data=data)))
    assert not [text for text in written(hand) if "obs" in text]


def test_a_class_that_the_softmax_lacks_is_no_observed_class(make_workspace: Make, show: Show) -> None:
    document = laid_out(iris())
    cells = ["Setosa", "Setosa", "Orchid"]
    columns = tuple(column("species", cells) if one.name == "species" else one for one in document.data.columns)
    workspace = make_workspace(document.evolve(data=replace(document.data, columns=columns)))
    hand = show(workspace)
    workspace.selection.choose_row(2)
    assert not [text for text in written(hand) if "Orchid" in text]


def test_a_layer_that_is_split_stays_in_view(make_workspace: Make, show: Show) -> None:
    workspace = make_workspace(laid_out(layered((2, 12, 3))))
    view = show(workspace).view
    view.fit()
    workspace.selection.choose(["h0"])
    view.handlers["split"]()
    assert len(workspace.selection.nodes) == 12
    assert view.camera.shows(view.canvas.stage.drawing.bounds)
    workspace.session.undo()
    view.camera.zoom_to(1.0)
    workspace.selection.choose(["h0"])
    view.handlers["split"]()
    assert view.camera.zoom == 1.0  # who has zoomed wants to see what he looks at


def test_from_afar_shades_are_still_seen_and_no_numbers(make_workspace: Make, show: Show) -> None:
    workspace = make_workspace(with_outputs(2.0, -1.0, 0.0))
    hand, colors = show(workspace), workspace.theme.colors
    hand.view.camera.zoom_to(0.4)
    assert spot(hand, "raw", 0, QPointF(8, 8)).name() == colors.positive
    assert spot(hand, "raw", 1, QPointF(8, 8)).name() == "#ecb986"


def test_the_classes_of_iris_are_written_whole_with_their_probabilities(make_workspace: Make, show: Show) -> None:
    texts = written(show(make_workspace(laid_out(iris()))))
    # Row 1 of part 6: the probabilities are 0.57, 0.2 and 0.23
    names = ("Setosa", "Versicolor", "Virginica")
    lines = [(texts[at], texts[at + 1]) for at, text in enumerate(texts) if text in names]
    assert {("Setosa", "0.57"), ("Virginica", "0.23"), ("Versicolor", "0.2")} <= set(lines)


def test_a_long_class_is_written_whole_beside_a_probability_of_four_decimals(make_workspace: Make, show: Show) -> None:
    """Raw values 7.4 for Setosa, 0 and 0 for the others: e^0 ÷ (e^7.4 + 2) = 1 ÷ 1638 = 0.00061."""
    document = laid_out(iris())
    raw = dict(zip(document.sources("species"), (7.4, 0.0, 0.0), strict=True))
    for source, target in document.connections:
        if target in raw:
            document = SetValue((source, target), 0.0).apply(document)
    for node, bias in raw.items():
        document = SetValue(("", node), bias).apply(document)
    texts = written(show(make_workspace(document)))
    assert ("Versicolor", "0.0006") in pairwise(texts)


def test_an_input_says_where_its_row_is_held_back_for_testing(make_workspace: Make, show: Show) -> None:
    document = iris()
    workspace = make_workspace(laid_out(SetTest(TestSplit(rows=(1,))).apply(document)))
    hand = show(workspace)
    count = document.data.count
    assert f"row 1 of {count}" in written(hand)
    workspace.selection.choose_row(1)
    assert "test row 2" in " ".join(written(hand))
    hand.move(hand.node("setosa"))
    assert "row 2 (held back for testing)" in hand.view.viewport().toolTip()
