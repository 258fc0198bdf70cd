"""Your turn: blanks instead of numbers, slips named, answers shown, and a log of what was right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.inspectors.inspector import Inspector
from gui.inspectors.turn_panel import TurnPanel
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def panel(workspace: Workspace, qtbot: QtBot) -> Inspector:
    made = Inspector(workspace)
    qtbot.addWidget(made)
    made.resize(400, 1000)
    made.show()
    workspace.selection.choose(["effect"])
    qtbot.mouseClick(made.chain.turn, LEFT)
    return made


def answer(qtbot: QtBot, exercise: TurnPanel, key: str, text: str, *, enter: bool = True) -> str:
    """Type an answer; return the state it is in."""
    line = exercise.lines[key]
    line.field.setFocus()
    line.field.selectAll()
    qtbot.keyClicks(line.field, text)
    if enter:
        qtbot.keyClick(line.field, Qt.Key.Key_Return)
    return line.state


def test_the_cards_own_numbers_are_blank_and_come_back(panel: Inspector, qtbot: QtBot) -> None:
    chain = panel.chain
    assert panel.cards[-1].derivative.text() == "?"
    assert panel.cards[-1].update_lines.texts() == []
    assert not chain.rows.isVisible()
    assert not chain.check.isVisible()
    assert chain.exercise.isVisible()
    qtbot.mouseClick(chain.turn, LEFT)
    assert panel.cards[-1].derivative.text() == "−15.655"
    assert chain.rows.isVisible()
    assert not chain.exercise.isVisible()


def test_a_right_number_is_marked_logged_and_leads_on(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    # row 1: 0 × 3.34 − 1.43 → softplus 0.2146 × −1.22, 0 × −3.53 + 0.57 → 1.0183 × −2.3: together −2.604
    assert answer(qtbot, exercise, "predicted.0", "-2,60") == "right"
    assert exercise.lines["factor.0.0"].field.hasFocus()
    assert exercise.log.count() == 1
    log = exercise.log.item(0)
    assert log is not None
    assert log.text() == "b₃, step 0: predicted by effectiveness (row 1) −2.604"
    assert exercise.log_title.text() == "RIGHT SO FAR: 1"


def test_slips_are_named(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    # −2 × (0 − −2.604) = −5.207
    assert answer(qtbot, exercise, "factor.0.0", "5.21") == "wrong"
    assert "minus" in exercise.message.text()
    assert answer(qtbot, exercise, "factor.0.0", "-2.6") == "wrong"
    assert "2 is forgotten" in exercise.message.text()
    assert answer(qtbot, exercise, "factor.0.0", "about five") == "wrong"
    assert "not a number" in exercise.message.text()
    assert answer(qtbot, exercise, "factor.0.0", "-5.21") == "right"
    assert answer(qtbot, exercise, "derivative", "-5.21") == "wrong"  # one row only
    assert "row" in exercise.message.text()


def test_what_was_said_of_a_wrong_number_goes_as_soon_as_it_is_another(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    answer(qtbot, exercise, "factor.0.0", "5.21")
    answer(qtbot, exercise, "predicted.0", "1", enter=False)
    assert exercise.message.isVisible()  # it is not about this one
    answer(qtbot, exercise, "factor.0.0", "-", enter=False)
    assert not exercise.message.isVisible()


def test_check_names_the_first_wrong_one_and_marks_the_right_ones(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    for key, text in (("predicted.0", "-2.60"), ("factor.0.0", "5.21"), ("factor.1.0", "1"), ("derivative", "15.66")):
        answer(qtbot, exercise, key, text, enter=False)
    qtbot.mouseClick(exercise.check, LEFT)
    assert exercise.lines["predicted.0"].state == "right"
    assert exercise.lines["factor.0.0"].state == "wrong"
    assert exercise.lines["factor.0.0"].field.hasFocus()
    assert exercise.message.text().startswith("✗ ")
    assert exercise.log.count() == 1


def test_shown_answers_are_not_logged(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    qtbot.mouseClick(exercise.show_answer, LEFT)
    assert exercise.lines["predicted.0"].state == "shown"
    assert exercise.lines["predicted.0"].field.text() == "−2.6037"
    qtbot.mouseClick(exercise.check, LEFT)
    assert exercise.log.count() == 0


def test_the_whole_card_can_be_worked_out_with_two_decimals(panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    assert exercise.given is not None
    for blank in exercise.given.blanks:
        assert answer(qtbot, exercise, blank.key, f"{blank.answer:.2f}") == "right", blank.key
    qtbot.mouseClick(exercise.check, LEFT)
    assert exercise.message.text().endswith("numbers are right.")
    assert exercise.log.count() == len(exercise.given.blanks)


def test_another_step_asks_anew_and_the_log_stays(workspace: Workspace, panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    answer(qtbot, exercise, "predicted.0", "-2.60")
    answer(qtbot, exercise, "factor.0.0", "-5", enter=False)
    workspace.selection.choose_row(2)
    assert exercise.lines["factor.0.0"].field.text() == "-5"  # the same numbers are asked for: what is typed stays
    workspace.training.step()
    assert exercise.lines["factor.0.0"].field.text() == ""
    assert exercise.lines["predicted.0"].state == ""
    workspace.selection.choose(pairs=[("top", "effect")])
    assert panel.chain.exercise is exercise
    assert exercise.lines["factor.1.0"].word.text() == "dpredicted/dw₃"
    assert exercise.log.count() == 1


def test_while_training_runs_nothing_is_asked(workspace: Workspace, panel: Inspector, qtbot: QtBot) -> None:
    exercise = panel.chain.exercise
    workspace.training.run()
    qtbot.waitUntil(lambda: not exercise.check.isEnabled())
    assert "Pause" in exercise.intro.text()
    workspace.training.pause()
    qtbot.waitUntil(exercise.check.isEnabled)
    assert exercise.lines["predicted.0"].field.text() == ""


def test_the_answers_are_a_secret_as_long_as_they_are_asked_for(
    workspace: Workspace, panel: Inspector, qtbot: QtBot
) -> None:
    reasoning = workspace.reasoning
    assert reasoning.secret
    workspace.selection.choose()
    assert not reasoning.secret
    workspace.selection.choose(["top"])
    assert reasoning.secret
    with qtbot.waitSignal(reasoning.secret_changed):
        qtbot.mouseClick(panel.chain.turn, LEFT)
    assert not reasoning.secret
    qtbot.mouseClick(panel.chain.turn, LEFT)
    panel.hide()
    assert not reasoning.secret  # nobody could say why there are no numbers


def test_another_document_ends_the_exercise(panel: Inspector, workspace: Workspace) -> None:
    assert panel.chain.turn.isChecked()
    workspace.session.replace(one_two_one())
    assert not panel.chain.turn.isChecked()
    assert not workspace.reasoning.secret
