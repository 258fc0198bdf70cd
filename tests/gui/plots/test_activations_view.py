"""A node's activation: function, derivative, all rows on it, the tangent at the chosen one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.catalog import ACTIVATIONS
from core.document import Document
from core.edits.graph import AddNode
from core.edits.values import SetActivation, SetValue
from gui.plots.activations_view import NOTHING, ActivationsView
from gui.plots.marks import Band, Dots, Label, Line
from tests.gui.plots.conftest import Hand, Show
from tests.gui.plots.test_series import layered
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

SUMS = [-1.43, 3.34 * 0.5 - 1.43, 3.34 - 1.43]


def lines(hand: Hand) -> dict[str, Line]:
    return {line.name: line for line in hand.marks(Line)}


def test_the_first_hidden_node_is_shown_until_another_is_chosen(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    assert hand.view.heading.whole == "hidden 1: SoftPlus and its derivative"
    assert hand.view.shown.x_name == "weighted sum + b₁"
    hand.view.workspace.selection.choose(["bottom"])
    assert hand.view.heading.whole.startswith("hidden 2")
    hand.view.workspace.selection.choose(["dose"])
    assert hand.view.heading.whole.startswith("hidden 1")
    hand.view.workspace.selection.choose(["effect"])
    assert hand.view.heading.whole == "effectiveness: Identity and its derivative"


def test_a_number_that_is_looked_at_brings_its_hidden_node(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    meant = {("dose", "bottom"): "hidden 2", ("dose", "top"): "hidden 1", ("bottom", "effect"): "hidden 2",
             ("", "top"): "hidden 1", ("", "bottom"): "hidden 2", ("", "effect"): "effectiveness"}  # fmt: skip
    for ref, node in meant.items():
        hand.view.workspace.reasoning.look_at((), ref)
        assert hand.view.heading.whole.startswith(node)


def test_every_row_stands_on_the_curve(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    rows = hand.marks(Dots)[0]
    assert rows.x.tolist() == pytest.approx(SUMS)
    np.testing.assert_allclose(rows.y, np.log1p(np.exp(SUMS)))
    (band,) = hand.marks(Band)
    assert (band.low, band.high) == pytest.approx((SUMS[0], SUMS[2]))


def test_the_tangent_at_the_chosen_row_has_the_slope_it_says(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    hand.view.workspace.selection.choose_row(1)
    tangent = lines(hand)["tangent"]
    slope = (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0])
    assert slope == pytest.approx(1 / (1 + np.exp(-SUMS[1])))
    assert hand.marks(Label)[0].text == f"slope {slope:.2f}"


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_every_activation_is_drawn_with_its_derivative(show: Show, name: str) -> None:
    hand = show(ActivationsView, SetActivation(("top",), name).apply(one_two_one()))
    curve, slope = lines(hand)[name], lines(hand)["derivative"]
    middle = (curve.x[1:] + curve.x[:-1]) / 2
    numeric = np.diff(curve.y) / np.diff(curve.x)
    away = np.abs(middle) > 0.02  # relu and its kin have a corner at 0
    np.testing.assert_allclose(np.interp(middle, slope.x, slope.y)[away], numeric[away], atol=1e-3)
    hand.view.grab()


def test_a_unit_of_a_layer_is_chosen_by_number(show: Show) -> None:
    hand = show(ActivationsView, layered(3))
    view = hand.view
    assert isinstance(view, ActivationsView)
    assert view.unit.isVisible()
    view.unit.setFocus()
    QTest.keyClick(view.unit, Qt.Key.Key_Up)
    assert view.unit.value() == 2
    frame = view.workspace.training.frame
    sums = frame.sums("n2")
    rows = [dots for dots in hand.marks(Dots) if dots.size == 7]
    if sums is not None and rows:
        np.testing.assert_array_equal(rows[0].x, sums[1])
    view.workspace.selection.choose(["n4"])
    assert not view.unit.isVisible()


def test_the_readout_tells_function_and_slope(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    reading = hand.view.reading(0.0, 3.0)
    assert reading is not None
    assert [text for _, text in reading.lines] == ["x = 0", "softplus 0.6931", "derivative 0.5"]
    near = hand.view.reading(SUMS[1], float(np.log1p(np.exp(SUMS[1]))))
    assert near is not None
    assert near.lines[0][1] == "row 2"


def test_without_a_node_there_is_a_sentence(show: Show) -> None:
    hand = show(ActivationsView, Document())
    assert hand.view.message.text() == NOTHING
    assert hand.view.table() == ()


def test_the_table_holds_rows_and_curves(show: Show) -> None:
    hand = show(ActivationsView, one_two_one())
    table = dict(hand.view.table())
    assert table["row: sum"].tolist() == pytest.approx(SUMS)
    np.testing.assert_allclose(table["row: derivative"], 1 / (1 + np.exp(-table["row: sum"])))


RAW = [1.0368, 0.0032, 0.1352]
"""What goes into the choice in row 1 of part 6."""


def test_a_softmax_is_the_curve_of_one_class_with_the_other_raw_values_held(show: Show) -> None:
    """e^1.0368 = 2.8202, and with e^0.0032 + e^0.1352 = 2.1480 the p is 2.8202 ÷ 4.9682 = 0.56765."""
    hand = show(ActivationsView, iris())
    view = hand.view
    assert isinstance(view, ActivationsView)
    view.workspace.selection.choose(["species"])
    assert view.heading.whole == "species: Setosa and its derivative"
    assert view.unit.minimum() == view.unit.value() == 1
    curve, slope = lines(hand)["softmax"], lines(hand)["derivative"]
    powers = np.exp(curve.x)
    shares = powers / (powers + np.exp(RAW[1]) + np.exp(RAW[2]))
    np.testing.assert_allclose(curve.y, shares)
    np.testing.assert_allclose(slope.y, shares * (1 - shares))
    reading = view.reading(RAW[0], 0.56765)
    assert reading is not None
    assert [text for _, text in reading.lines] == ["row 1", "x = 1.037", "softmax 0.5677", "derivative 0.2454"]
    view.workspace.selection.choose_row(1)
    assert "as in row 2" in view.note.whole
    np.testing.assert_allclose(lines(hand)["softmax"].y, powers / (powers + 1 + np.exp(1.0)))


def test_an_argmax_is_a_step_whose_derivative_is_0(show: Show) -> None:
    hand = show(ActivationsView, iris("argmax", "ssr"))
    view = hand.view
    assert isinstance(view, ActivationsView)
    view.workspace.selection.choose(["species"])
    view.unit.setValue(3)
    assert view.heading.whole == "species: Virginica and its derivative"
    curve = lines(hand)["argmax"]
    np.testing.assert_array_equal(curve.y, curve.x > RAW[0])
    assert not lines(hand)["derivative"].y.any()
    assert "the largest raw value" in view.note.whole
    view.grab()


def test_a_choice_without_rows_says_what_it_lacks(show: Show) -> None:
    document = iris()
    hand = show(ActivationsView, document.evolve(data=type(document.data)()))
    hand.view.workspace.selection.choose(["species"])
    assert hand.view.message.text()
    assert hand.view.table() == ()


def test_a_choice_without_classes_does_not_make_the_lowest_unit_0(show: Show) -> None:
    """Its number of units is 0, and a spin box told that its largest is 0 has 0 as its lowest, too."""
    document = AddNode("softmax", (0.0, 0.0)).apply(layered(3))
    hand = show(ActivationsView, document)
    view = hand.view
    assert isinstance(view, ActivationsView)
    lone = next(node.id for node in document.nodes.values() if node.kind == "softmax")
    view.workspace.selection.choose([lone])
    view.workspace.selection.choose(["n2"])
    assert view.unit.value() == view.unit.minimum() == 1


@pytest.mark.parametrize(("row", "end"), [(1, 0), (2, 1), (0, None)])
def test_the_slope_is_written_at_the_end_of_the_tangent_in_sight_and_away_from_the_bend(
    show: Show, row: int, end: int | None
) -> None:
    """At 2.14 both ends are out of sight; right of −15.06 the curve rises; left of −32.26 the plot ends."""
    document = SetValue(("", "top"), 2.14).apply(SetValue(("dose", "top"), -34.4).apply(one_two_one()))
    hand = show(ActivationsView, document)
    hand.view.workspace.selection.choose_row(row)
    tangent, label = lines(hand)["tangent"], hand.marks(Label)[0]
    at = (2.14, np.log1p(np.exp(2.14))) if end is None else (tangent.x[end], tangent.y[end])
    assert (label.x, label.y) == pytest.approx(at)
