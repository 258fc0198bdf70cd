"""What a step asks to see is seen in a window of 1280 × 720."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gui.convolution.filter_part import FilterPart
from gui.convolution.panel import ConvolutionPanel
from gui.convolution.pool_part import PoolPart
from gui.grids.column import StageColumn
from gui.inspectors.formula_view import FormulaView
from tests.helpers.drive import User
from tests.helpers.lesson_play import enter, player_of
from tests.stories.conftest import Play


def test_a_filter_too_big_and_its_one_number_are_in_sight(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "8-convolution", (1280, 720))
        player_of(user).go_to(11)
        panel = user.window.classes["convolution"]
        assert isinstance(panel, ConvolutionPanel)
        user.qtbot.waitUntil(lambda: panel.isVisible() and panel.chain is not None)

        def whole() -> bool:
            QApplication.processEvents()
            columns = [
                one for one in panel.findChildren(StageColumn) if one.findChild(FilterPart) or one.findChild(PoolPart)
            ]
            seen = [column.grid.visibleRegion().boundingRect() == column.grid.rect() for column in columns]
            return seen == [True, True]

        user.qtbot.waitUntil(whole)

    play(tale)


def test_all_lines_of_the_chain_are_in_sight(play: Play) -> None:
    """The step speaks of p₁, p₂ and p₃, each of which has a line."""

    def tale(user: User) -> None:
        enter(user, "7-cross-entropy-derivatives", (1280, 720))
        player_of(user).go_to(3)

        def whole() -> bool:
            QApplication.processEvents()
            formula = user.window.findChild(FormulaView)
            return formula is not None and formula.visibleRegion().boundingRect() == formula.rect()

        user.qtbot.waitUntil(whole)

    play(tale)
