"""A number of a filter in the chain card: what each place adds, and from there node by node to the loss."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document, bias_of, filters_of
from gui.inspectors.chain_card import ChainCard
from gui.state.workspace import Workspace

LETTERS = Path(__file__).parents[3] / "resources" / "examples" / "part8-letters.squiggle"


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(storage.load(LETTERS))


@pytest.fixture
def card(workspace: Workspace, qtbot: QtBot) -> ChainCard:
    made = ChainCard(workspace)
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def lines(card: ChainCard) -> list[tuple[str, ...]]:
    found = card.uses.list
    items = (found.topLevelItem(line) for line in range(found.topLevelItemCount()))
    return [tuple(item.text(column) for column in range(4)) for item in items if item is not None]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_every_place_at_which_a_cell_was_used_has_a_line(workspace: Workspace, card: ChainCard) -> None:
    """The top right cell of the filter lies on pixel (1, 3) at place (1, 1), which is 1 in the O.

    Only places whose cell won its pool, with a sum above 0, get anything back: (1, 1) and (4, 4).
    There, hidden is 0.97 − 0.8 + 0.17 = 0.34, O = 0.9978 and X = 0.0022 (rounded), so
    dSSR/dhidden = −2 (1 − 0.9978) × −1.33 − 2 (0 − 0.0022) × 1.33 = 0.011704, × w2[1,1] = −0.8: −0.0093632
    at (1, 1); × 0.17 = 0.00198968 at (4, 4), where pixel (4, 6) is 1.
    """
    workspace.reasoning.look_at((0, 0, 0, 2), filters_of("map"))
    found = lines(card)
    assert len(found) == 16
    assert found[0] == ("1, 1", "−0.009363", "1", "−0.009363")
    assert found[-1] == ("4, 4", "0.00199", "1", "0.00199")
    assert {line[3] for line in found[1:-1]} == {"0"}
    assert card.uses.title.text() == "Used at 16 places, row 1: Σ = −0.007374"


def test_the_rows_products_add_up_to_the_derivative(workspace: Workspace, card: ChainCard) -> None:
    workspace.reasoning.look_at((0, 0, 2, 0), filters_of("map"))
    total = 0.0
    for row in (0, 1):
        workspace.selection.choose_row(row)
        assert f"row {row + 1}" in card.uses.title.text()
        total += sum(number(line[3]) for line in lines(card))
    explanation = workspace.reasoning.explanation
    assert explanation is not None
    assert total == pytest.approx(explanation.derivative, abs=1e-5)
    slope = workspace.turns.frame.gradient(filters_of("map"))
    assert slope is not None
    assert np.isclose(explanation.derivative, slope[0, 0, 2, 0])


def test_a_bias_is_used_everywhere_with_1(workspace: Workspace, card: ChainCard) -> None:
    workspace.reasoning.look_at((), bias_of("map"))
    assert {line[2] for line in lines(card)} == {"1"}
    plain = card.formula.accessibleName()
    assert "Σ over places" in plain
    assert plain.endswith("× 1")


def test_a_place_that_is_clicked_is_followed_to_the_loss(workspace: Workspace, card: ChainCard) -> None:
    workspace.reasoning.look_at((0, 0, 0, 2), filters_of("map"))
    assert card.steps.way == [("map", 0)]  # it adds most in row 1
    item = card.uses.list.topLevelItem(15)
    assert item is not None
    area = card.uses.list.viewport()
    card.uses.list.scrollToItem(item)
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=card.uses.list.visualItemRect(item).center())
    assert card.steps.way == [("map", 15)]
    assert "cell 1,4,4" in card.steps.title.text()
    assert "one unit passes back" in card.steps.output.text()


def test_other_numbers_have_no_such_list(workspace: Workspace, card: ChainCard) -> None:
    workspace.reasoning.look_at((0, 1), ("pooled", "hidden"))
    assert not card.uses.isVisible()
    workspace.reasoning.look_at((0, 0, 0, 0), filters_of("map"))
    assert card.uses.isVisible()


def test_the_first_pixels_are_no_columns_of_the_table(workspace: Workspace, card: ChainCard) -> None:
    workspace.reasoning.look_at((0, 0, 0, 2), filters_of("map"))
    titles = [column.title for column in card.table.page.columns]
    assert not any(title.startswith("image") for title in titles)
    assert titles[-1] == "product"
