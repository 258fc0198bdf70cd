"""What the network calls each row stands in the table, wrong ones with a sign; rows looked at together are marked."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.edits.classes import SetKind
from core.edits.values import SetValue
from tests.gui.conftest import MakeView
from tests.helpers.classifier import iris

UP, SIDE, ROLE = Qt.Orientation.Vertical, Qt.Orientation.Horizontal, Qt.ItemDataRole


def test_the_class_called_stands_beside_the_observed_one(make_view: MakeView) -> None:
    shared, view = make_view(iris(b3=-2))  # the Setosa row is called Virginica
    model = view.table.table
    heads = [model.headerData(place, SIDE) for place in range(4)]
    assert heads == ["petal width", "sepal width", "species", "predicted class"]
    assert [model.index(row, 3).data() for row in range(3)] == ["✕ Virginica", "Virginica", "Versicolor"]
    assert [model.headerData(row, UP) for row in range(3)] == ["✕ 1", "2", "3"]
    colors = shared.theme.colors
    inks = [model.index(row, 3).data(ROLE.ForegroundRole).color().name() for row in range(3)]
    assert inks == [colors.danger, colors.output, colors.output]
    assert "not its own" in model.headerData(0, UP, ROLE.ToolTipRole)
    assert Qt.ItemFlag.ItemIsEditable not in model.flags(model.index(0, 3))


def test_other_numbers_call_other_names(make_view: MakeView) -> None:
    shared, view = make_view(iris(b3=-2))
    shared.do(SetValue(("", "setosa"), 0.0, (0,)))
    model = view.table.table
    assert model.index(0, 3).data() == "Setosa"
    assert model.headerData(0, UP) == "1"
    shared.do(SetKind("species", "argmax"))
    assert model.index(0, 3).data() == "Setosa"


def test_rows_looked_at_together_are_marked_until_the_table_changes(make_view: MakeView) -> None:
    shared, view = make_view(iris())
    model = view.table.table
    shared.selection.mark_rows([1, 2])
    assert [model.headerData(row, UP) for row in range(3)] == ["1", "▸ 2", "▸ 3"]
    assert model.index(1, 0).data(ROLE.BackgroundRole) is not None
    model.commit(model.index(0, 0), "0.05")
    assert shared.selection.marked == frozenset()
    assert model.headerData(1, UP) == "2"


def test_without_a_network_nothing_is_called(make_view: MakeView) -> None:
    shared, view = make_view(iris())
    model = view.table.table
    model.commit(model.index(0, 2), "Rose")  # a class that the softmax lacks: nothing is computed
    assert shared.training.frame.values is None
    assert model.index(0, 3).data() == ""
    assert model.headerData(0, UP) == "1"
