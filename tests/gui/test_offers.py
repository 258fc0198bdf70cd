"""What is offered next: a network for a table that came, cross entropy for a softmax that can be computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.datasets.rows import prepare
from core.document import Document, TrainingSpec
from core.edits.building import BuildNetwork
from core.edits.graph import AddNode, Connect, Remove
from core.edits.roles import LoadTable
from core.edits.settings import SetTraining
from core.edits.table import AddColumn, number_column, text_column
from core.rules import problems
from gui.offers import BUILD, CROSS_ENTROPY, HOLD_BACK, SUITS_FILTERS, Offers
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network

COLUMNS = (number_column("a", [0, 1, 2, 5]), text_column("kind", ["yes", "no", "yes", "no"]))
Made = tuple[Workspace, list[Notice], list[str]]


@pytest.fixture
def made(make_workspace: Callable[[Document], Workspace]) -> Callable[[Document], Made]:
    def make(document: Document) -> Made:
        workspace = make_workspace(document)
        heard: list[Notice] = []
        shown: list[str] = []
        workspace.notices.posted.connect(heard.append)
        offers = Offers(workspace, lambda: shown.append("all"))
        offers.setParent(workspace.bridge)
        return workspace, heard, shown

    return make


def test_a_network_is_offered_for_a_table_that_came_and_one_undo_takes_it_back(
    made: Callable[[Document], Made],
) -> None:
    workspace, heard, shown = made(Document())
    workspace.do(LoadTable(COLUMNS, ("a",), ("kind",)))
    assert heard[-1].offer == BUILD
    assert "4 rows came in" in heard[-1].text
    assert "1 input, 4 hidden neurons and a SoftMax of 2 classes" in heard[-1].text
    table = workspace.document
    assert heard[-1].action is not None
    heard[-1].action()
    assert problems(workspace.document) == []
    assert shown == ["all"]
    workspace.session.undo()
    assert workspace.document is table


def test_nodes_that_come_with_a_table_are_shown(made: Callable[[Document], Made]) -> None:
    workspace, _, shown = made(Document())
    workspace.do(LoadTable(COLUMNS, ("a",), ("kind",), add_nodes=True))
    assert shown == ["all"]


def test_nothing_is_offered_where_there_is_a_network_or_only_a_column_came(made: Callable[[Document], Made]) -> None:
    workspace, heard, shown = made(one_two_one())
    workspace.do(AddColumn("more"))
    x, y = number_column("x", [0, 1]), number_column("y", [0, 1])
    workspace.do(LoadTable((x, y), ("x",), ("y",)))
    assert (heard, shown) == ([], [])


def all_but_the_choice_joined() -> tuple[Document, str, list[str]]:
    """A table of classes, an input, two outputs, and a softmax (named second) that nothing feeds yet."""
    document = LoadTable(COLUMNS, ("a",), ("kind",)).apply(Document())
    for kind in ("softmax", "input", "output", "output"):
        document = AddNode(kind, (0, 0)).apply(document)
    choice, source, *outputs = document.nodes
    return Connect(tuple((source, one) for one in outputs)).apply(document), choice, outputs


def test_cross_entropy_comes_when_the_softmax_gets_its_second_value(made: Callable[[Document], Made]) -> None:
    document, choice, outputs = all_but_the_choice_joined()
    workspace, heard, _ = made(document)
    workspace.do(Connect(((outputs[0], choice),)))
    assert heard == []
    before = workspace.document
    workspace.do(Connect(((outputs[1], choice),)))
    assert workspace.document.training == TrainingSpec(loss="cross_entropy")
    assert "the probabilities of 2 classes. The loss is cross entropy from now on" in heard[-1].text
    assert not heard[-1].offer
    workspace.session.undo()
    assert workspace.document is before


def test_where_settings_were_made_cross_entropy_is_offered_until_they_change(made: Callable[[Document], Made]) -> None:
    document, choice, outputs = all_but_the_choice_joined()
    mine = TrainingSpec(learning_rate=0.02)
    workspace, heard, _ = made(document.evolve(training=mine))
    workspace.do(Connect(tuple((one, choice) for one in outputs)))
    assert workspace.document.training == mine
    offer = heard[-1]
    assert offer.offer == CROSS_ENTROPY
    assert "the probabilities of 2 classes" in offer.text
    assert offer.action is not None
    assert offer.holds is not None
    workspace.do(AddNode("hidden", (300, 300)))
    assert offer.holds()
    workspace.do(SetTraining(replace(mine, learning_rate=0.03), "learning rate"))
    assert not offer.holds()
    workspace.session.undo()
    offer.action()
    assert workspace.document.training.loss == "cross_entropy"
    assert not offer.holds()


def test_one_class_alone_is_named_and_no_network_is_promised(made: Callable[[Document], Made]) -> None:
    workspace, heard, _ = made(Document())
    workspace.do(LoadTable((number_column("a", [0, 1, 2]), text_column("kind", ["yes"] * 3)), ("a",), ("kind",)))
    assert heard[-1].text.startswith("Every row of kind is of the class yes, and a SoftMax needs two")
    assert not heard[-1].offer
    assert not workspace.do(BuildNetwork())


def test_training_pauses_where_a_deletion_leaves_a_node_unfed(made: Callable[[Document], Made], qtbot: QtBot) -> None:
    workspace, heard, _ = made(picture_network())
    workspace.training.run()
    qtbot.waitUntil(lambda: workspace.training.running and workspace.training.frame.step > 0)
    assert workspace.do(Remove(frozenset({"n1"})))
    qtbot.waitUntil(lambda: not workspace.training.running)
    assert heard[-1].text.startswith("Training is paused: nothing feeds O, X any more")


def test_the_first_input_that_is_drawn_moves_nothing(made: Callable[[Document], Made]) -> None:
    workspace, heard, shown = made(Document())
    workspace.do(AddNode("input", (-400, -150)))
    assert (heard, shown) == ([], [])


def test_test_rows_are_offered_once_a_classifier_is_built(made: Callable[[Document], Made]) -> None:
    workspace, heard, _ = made(Document())
    columns = (number_column("a", range(40)), text_column("kind", ["yes", "no", "no", "no"] * 10))
    workspace.do(LoadTable(columns, ("a",), ("kind",)))
    assert heard[-1].action is not None
    heard[-1].action()
    built = workspace.document
    assert heard[-1].offer == HOLD_BACK
    assert "10 of the 40 rows, the same share of each class" in heard[-1].text
    assert heard[-1].action is not None
    heard[-1].action()
    rows = prepare(workspace.document)
    assert [columns[1].values[row] for row in rows.test].count("yes") in {2, 3}  # a quarter of 10
    assert rows.test.size == 10
    workspace.session.undo()
    assert workspace.document is built


def test_settings_for_a_convolution_are_offered_once_it_reaches_the_outputs(made: Callable[[Document], Made]) -> None:
    drawn = picture_network().evolve(training=TrainingSpec())
    last = next(pair for pair in drawn.connections if pair[1] == "X")
    workspace, heard, _ = made(drawn.evolve(connections={k: v for k, v in drawn.connections.items() if k != last}))
    workspace.do(Connect((last,)))
    assert heard[-1].offer == SUITS_FILTERS
    assert "4 filters in place of one" in heard[-1].text
    before = workspace.document
    assert heard[-1].action is not None
    heard[-1].action()
    assert (workspace.document.training.optimizer, workspace.document.training.learning_rate) == ("adam", 0.01)
    assert len(heard) == 1
    workspace.session.undo()
    assert workspace.document is before
