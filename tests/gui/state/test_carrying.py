"""Numbers that are dragged: the title of a parameter's card carries the number it shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.layers import MergeNodes
from gui.inspectors.parameter_card import ParameterCard
from gui.state.carrying import CarryingTitle, packed, unpacked
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]


def carried(workspace: Workspace, ref: tuple[str, str], qtbot: QtBot) -> object:
    card = ParameterCard(workspace, ref)
    qtbot.addWidget(card)
    title = card.findChild(CarryingTitle)
    assert isinstance(title, CarryingTitle)
    return unpacked(title.cargo())


def test_what_is_packed_is_unpacked_and_nothing_else() -> None:
    assert unpacked(packed(("a", "b"), (1, 2))) == (("a", "b"), (1, 2))
    assert unpacked(QMimeData()) is None


def test_the_title_of_a_card_carries_its_number(make_workspace: Make, qtbot: QtBot) -> None:
    assert carried(make_workspace(one_two_one()), ("", "effect"), qtbot) == (("", "effect"), ())


def test_of_a_layer_it_carries_the_number_looked_at(make_workspace: Make, qtbot: QtBot) -> None:
    document = MergeNodes(frozenset({"top", "bottom"})).apply(one_two_one())
    pair = next(pair for pair in document.connections if pair[0] == "dose")
    workspace = make_workspace(document)
    workspace.selection.choose(pairs=[pair])
    workspace.reasoning.look_at((1, 0))
    assert carried(workspace, pair, qtbot) == (pair, (1, 0))
