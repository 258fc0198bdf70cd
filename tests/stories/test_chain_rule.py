"""Somebody wants to know why b3 moves by 1.57, and sees it: factors, rows, sum, step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.inspectors.chain_table import ROW_HEIGHT
from gui.inspectors.inspector import Inspector
from gui.state.reasoning import NOTHING_POINTED, Pointed
from tests.helpers.drive import User
from tests.stories.conftest import Play

LEFT = Qt.MouseButton.LeftButton


def inspector_of(user: User) -> Inspector:
    found = user.window.findChild(Inspector)
    assert isinstance(found, Inspector)
    return found


def test_why_b3_moves_by_1_57(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("part2-backpropagation.squiggle")
        at = user.number(("", user.node("effectiveness")))
        user.click(at.x(), at.y())
        user.keys("Esc")
        user.window.workspace.selection.choose([user.node("effectiveness")])
        inspector = inspector_of(user)
        chain, card = inspector.chain, inspector.cards[-1]
        user.qtbot.waitUntil(chain.isVisible)
        assert card.derivative.text() == "−15.655"
        assert card.update_lines.texts()[0] == ("step size = 0.1 × (−15.66)", "−1.5655")
        assert card.update_lines.texts()[1] == ("new value = 0 − (−1.566)", "1.5655")
        assert chain.words.text().count("<a ") == 2
        user.qtbot.waitUntil(lambda: chain.check.text().startswith("✓"))
        user.press("step")
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] == pytest.approx(1.5655, abs=1e-4)
        assert card.derivative.text().startswith("−6.2")

    play(tale)


def test_pointing_and_rows_tie_card_canvas_and_plots_together(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details2-all-parameters.squiggle")
        pair = user.pair("dosage", "hidden 1")
        user.window.workspace.selection.choose(pairs=[pair])
        shared, chain = user.window.workspace, inspector_of(user).chain
        user.qtbot.waitUntil(chain.isVisible)
        chain.formula.setFocus()
        QTest.keyClick(chain.formula, Qt.Key.Key_Right)
        assert shared.reasoning.pointed == Pointed(0, 0)
        QTest.keyClick(chain.formula, Qt.Key.Key_Escape)
        assert shared.reasoning.pointed == NOTHING_POINTED
        QTest.mouseClick(chain.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 2 * ROW_HEIGHT + 8))
        assert shared.selection.row == 2

    play(tale)


def test_deleting_what_is_explained_leaves_no_trace(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details2-all-parameters.squiggle")
        shared, chain = user.window.workspace, inspector_of(user).chain
        pair = user.pair("hidden 1", "effectiveness")
        shared.selection.choose(pairs=[pair])
        user.qtbot.waitUntil(chain.isVisible)
        user.keys("Del")
        assert pair not in user.document.connections
        assert not chain.isVisible()
        assert shared.reasoning.explanation is None
        user.keys("Ctrl+Z")
        shared.selection.choose(pairs=[pair])
        assert chain.isVisible()
        user.window.files.open_example("part1-black-box.squiggle")
        assert shared.reasoning.ref is None or shared.reasoning.explanation is not None

    play(tale)


def test_the_card_keeps_up_while_training_runs(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details2-all-parameters.squiggle")
        shared, chain = user.window.workspace, inspector_of(user).chain
        shared.selection.choose(pairs=[user.pair("dosage", "hidden 1")])
        before = chain.sum.text()
        user.press("run")
        user.qtbot.waitUntil(lambda: chain.sum.text() != before, timeout=10_000)
        if shared.training.running:
            user.press("run")
        found = shared.reasoning.explanation
        assert found is not None
        gradient = shared.training.frame.gradient(found.ref)
        assert gradient is not None
        assert found.derivative == pytest.approx(float(gradient.flat[0]), rel=1e-9, abs=1e-12)
        user.qtbot.waitUntil(lambda: chain.check.text()[:1] in "✓–")

    play(tale)
