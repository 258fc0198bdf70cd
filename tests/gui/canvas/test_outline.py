from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.edits.graph import AddNode, Remove
from core.edits.values import SetValue
from gui.canvas.outline import Outline
from gui.canvas.outline_model import Role
from gui.state.workspace import Workspace


@pytest.fixture
def outline(workspace: Workspace, qtbot: QtBot) -> Outline:
    outline = Outline(workspace)
    qtbot.addWidget(outline)
    outline.resize(360, 400)
    with qtbot.waitExposed(outline):
        outline.show()
    return outline


def rows(outline: Outline, parent: QModelIndex | None = None) -> list[tuple[str, str]]:
    model, above = outline.model, parent or QModelIndex()
    return [
        (model.index(row, 0, above).data(), model.index(row, 1, above).data()) for row in range(model.rowCount(above))
    ]


def spot(outline: Outline, index: QModelIndex) -> QPoint:
    return outline.tree.visualRect(index).center()


def test_the_model_keeps_qts_rules(workspace: Workspace, outline: Outline) -> None:
    tester = QAbstractItemModelTester(outline.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    workspace.do(AddNode("hidden", (0, 300), source="dose"))
    workspace.do(Remove(frozenset({"top"})))
    assert tester.model() is outline.model


def test_it_lists_nodes_and_their_parameters(workspace: Workspace, outline: Outline) -> None:
    workspace.selection.choose_row(1)
    # softplus(0.5 · 3.34 − 1.43) = softplus(0.24) = 0.8203
    assert rows(outline)[:2] == [("dosage, input", "0.5"), ("hidden 1, hidden", "0.8203 (softplus)")]
    below = outline.model.index_of("effect")
    assert rows(outline, below) == [
        ("b₃, bias", "0"),
        ("w₃ from hidden 1", "−1.22"),
        ("w₄ from hidden 2", "−2.3"),
    ]


def test_connections_without_a_weight_are_listed_too(workspace: Workspace, outline: Outline) -> None:
    workspace.do(AddNode("softmax", (900, 0), source="effect"))
    softmax = [*workspace.document.nodes][-1]
    below = outline.model.index_of(softmax)
    assert rows(outline, below) == [("from effectiveness", "no weight")]
    line = outline.model.index_of(softmax, ("effect", softmax))
    assert not outline.model.flags(line.siblingAtColumn(1)) & Qt.ItemFlag.ItemIsEditable
    QTest.mouseClick(outline.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot(outline, line))
    assert workspace.selection.pairs == {("effect", softmax)}
    assert workspace.selection.parameter is None
    workspace.selection.clear()
    workspace.selection.choose(pairs=[("effect", softmax)])
    assert [index.data() for index in outline.tree.selectionModel().selectedRows()] == ["from effectiveness"]


def test_choosing_here_chooses_on_the_canvas(workspace: Workspace, outline: Outline) -> None:
    viewport = outline.tree.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot(outline, outline.model.index_of("top")))
    assert workspace.selection.node == "top"
    weight = outline.model.index_of("effect", ("top", "effect"))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot(outline, weight))
    assert workspace.selection.pairs == {("top", "effect")}
    assert workspace.selection.parameter == ("top", "effect")


def test_choosing_on_the_canvas_chooses_here(workspace: Workspace, outline: Outline) -> None:
    for nodes, pairs, ref, texts in (
        (["top", "dose"], [], None, {"dosage, input", "hidden 1, hidden"}),
        ([], [("dose", "top")], ("dose", "top"), {"w₁ from dosage"}),
        (["top"], [], ("", "top"), {"b₁, bias"}),
        ([], [], None, set[str]()),
    ):
        workspace.selection.choose(nodes, pairs, ref)
        assert {index.data() for index in outline.tree.selectionModel().selectedRows()} == texts


def test_a_number_is_typed_here_too(workspace: Workspace, outline: Outline) -> None:
    bias = outline.model.index_of("top", ("", "top")).siblingAtColumn(1)
    outline.tree.edit(bias)
    line = outline.tree.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "1/4")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert workspace.document.parameter(("", "top")).value.item() == 0.25
    assert outline.model.index_of("top", ("", "top")).siblingAtColumn(1).data() == "0.25"


def test_wrong_entries_are_refused_by_a_sentence(workspace: Workspace, outline: Outline) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    bias = outline.model.index_of("top", ("", "top")).siblingAtColumn(1)
    assert not outline.model.setData(bias, "much")
    assert not outline.model.setData(outline.model.index_of("top"), " ")
    assert "“much” is not a number" in heard[0]
    assert len(heard) == 2
    assert workspace.session.labels == ["New"]


def test_rename_here(workspace: Workspace, outline: Outline) -> None:
    assert outline.model.setData(outline.model.index_of("top"), "bend")
    assert workspace.document.nodes["top"].label == "bend"


def test_hidden_it_does_nothing_and_catches_up(workspace: Workspace, outline: Outline) -> None:
    outline.hide()
    workspace.do(AddNode("hidden", (0, 300)))
    assert outline.model.rowCount() == 4
    outline.show()
    assert outline.model.rowCount() == 5


def test_values_follow_edits(workspace: Workspace, outline: Outline) -> None:
    workspace.do(SetValue(("", "effect"), 2.0))
    assert rows(outline, outline.model.index_of("effect"))[0] == ("b₃, bias", "2")
    index = outline.model.index_of("effect", ("", "effect"))
    assert outline.model.data(index, Role.AccessibleTextRole) == "b₃, bias 2"


def test_the_column_of_values_grows_with_its_numbers(workspace: Workspace, outline: Outline) -> None:
    before = outline.tree.columnWidth(1)
    workspace.do(SetValue(("", "effect"), -3.512e151))
    assert outline.tree.columnWidth(1) >= outline.tree.sizeHintForColumn(1) > before
