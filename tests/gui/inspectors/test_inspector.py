"""The panel beside the canvas follows the selection, shows true numbers, and changes them by edits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.graph import Remove
from core.edits.layers import MergeNodes
from core.edits.values import SetActivation, SetTrainable
from gui.inspectors.inspector import Inspector
from gui.inspectors.live_label import LiveLabel
from gui.inspectors.node_form import NodeForm
from gui.inspectors.parameter_card import ParameterCard
from gui.inspectors.rows import TextField
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
B3 = ("", "effect")


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def inspector(workspace: Workspace, qtbot: QtBot) -> Inspector:
    panel = Inspector(workspace)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    return panel


def card(inspector: Inspector) -> ParameterCard:
    return inspector.cards[-1]


def texts(inspector: Inspector) -> list[str]:
    page = inspector.widget()
    assert page is not None
    live = [label.text() for label in page.findChildren(LiveLabel)]
    return live + [label.text() for label in page.findChildren(QLabel)]


def buttons(inspector: Inspector) -> dict[str, QPushButton]:
    page = inspector.widget()
    assert page is not None
    return {button.text(): button for button in page.findChildren(QPushButton) if button.isVisibleTo(page)}


def test_neurons_become_a_layer_and_a_layer_neurons(workspace: Workspace, inspector: Inspector) -> None:
    before = {found.name: found.value.tolist() for found in workspace.document.parameters().values()}
    workspace.selection.choose(["top", "bottom"])
    QTest.mouseClick(buttons(inspector)["Merge into layer"], Qt.MouseButton.LeftButton)
    layer = workspace.selection.node
    assert layer is not None
    assert (workspace.document.nodes[layer].units, workspace.document.nodes[layer].label) == (2, "hidden")
    QApplication.processEvents()
    QTest.mouseClick(buttons(inspector)["Split into neurons"], Qt.MouseButton.LeftButton)
    nodes = workspace.document.nodes
    assert {nodes[node].label for node in workspace.selection.nodes} == {"hidden 1", "hidden 2"}
    assert {found.name: found.value.tolist() for found in workspace.document.parameters().values()} == before
    assert workspace.session.labels == ["New", "Merge into layer", "Split layer"]


def test_what_makes_no_layer_is_not_offered(workspace: Workspace, inspector: Inspector) -> None:
    for chosen in (["top", "effect"], ["top"], ["dose"]):
        workspace.selection.choose(chosen)
        assert not {"Merge into layer", "Split into neurons"} & buttons(inspector).keys()
    workspace.selection.choose(["top", "bottom"])
    assert "Merge into layer" in buttons(inspector)
    workspace.do(SetActivation(("top",), "relu"))
    assert "Merge into layer" not in buttons(inspector)


def test_the_output_shows_its_bias_with_the_figures_of_part_two(workspace: Workspace, inspector: Inspector) -> None:
    workspace.selection.choose(["effect"])
    shown = card(inspector)
    assert shown.value is not None
    assert shown.value.text() == "0"
    assert shown.derivative.text() == "−15.655"
    assert shown.update_lines.texts() == [
        ("step size = 0.1 × (−15.66)", "−1.5655"), ("new value = 0 − (−1.566)", "1.5655")
    ]
    workspace.training.step()
    assert shown.value.text().startswith("1.5655")


def test_a_connection_shows_its_weight_and_takes_another(
    workspace: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    workspace.selection.choose(pairs=[("top", "effect")])
    field = card(inspector).value
    assert field is not None
    assert field.text() == "-1.22" or field.text() == "−1.22"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1/4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert workspace.document.parameter(("top", "effect")).value[0, 0] == 0.25
    workspace.session.undo()
    assert field.text() in ("-1.22", "−1.22")


def test_the_padlock_freezes(workspace: Workspace, inspector: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(["effect"])
    box = card(inspector).trainable
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().center() / 2)
    assert not workspace.document.parameter(B3).trainable.any()
    assert not box.isChecked()


def test_a_node_takes_another_name_activation_and_number_of_units(
    workspace: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    workspace.selection.choose(["top"])
    form = inspector.findChildren(NodeForm)[-1]
    form.name.setFocus()
    form.name.selectAll()
    qtbot.keyClicks(form.name, "bend")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert workspace.document.nodes["top"].label == "bend"
    assert form.activation is not None
    qtbot.keyClick(form.activation, Qt.Key.Key_Down)
    assert workspace.document.nodes["top"].activation == "relu"
    assert form.units is not None
    form.units.selectAll()
    qtbot.keyClicks(form.units, "3")
    qtbot.keyClick(form.units, Qt.Key.Key_Return)
    assert workspace.document.nodes["top"].units == 3
    assert "3, −1.43 to 0" in " ".join(texts(inspector))


def test_nothing_selected_shows_the_network_and_what_it_lacks(workspace: Workspace, inspector: Inspector) -> None:
    assert "7" in texts(inspector)
    workspace.do(Remove(frozenset({"effect"})))
    assert "Drag an Output onto the canvas: the network has none." in texts(inspector)


def test_the_page_of_the_network_is_always_that_of_the_one_shown(workspace: Workspace, inspector: Inspector) -> None:
    workspace.session.replace(SetTrainable((B3,), trainable=False).apply(one_two_one().evolve(title="Another")))
    fields = inspector.findChildren(TextField)
    assert "Another" in [field.text() for field in fields if field.isVisibleTo(inspector)]
    assert "6" in texts(inspector)


def test_a_layer_shows_how_many_numbers_it_has(workspace: Workspace, inspector: Inspector) -> None:
    workspace.do(MergeNodes(frozenset({"top", "bottom"})))
    layer = next(node.id for node in workspace.document.nodes.values() if node.units == 2)
    workspace.selection.choose(pairs=[("dose", layer)])
    assert card(inspector).summary.text() == "2 × 1, −3.53 to 3.34"


def test_deleting_what_is_shown_shows_the_network_again(workspace: Workspace, inspector: Inspector) -> None:
    workspace.selection.choose(["top"])
    workspace.do(Remove(frozenset({"top"})))
    assert inspector.findChildren(ParameterCard) == [] or not card(inspector).isVisible()
    assert any("nodes" in text for text in texts(inspector))


def test_what_was_clicked_stands_first(workspace: Workspace, inspector: Inspector) -> None:
    def order() -> bool:
        form = inspector.findChildren(NodeForm)[-1]
        QApplication.processEvents()
        return inspector.chain.y() < form.y()

    workspace.selection.choose(["effect"])
    assert not order()
    workspace.selection.choose(["effect"], parameter=B3)
    assert order()
