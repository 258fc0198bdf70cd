"""The chain-rule card: formula, table of rows, paths, pointing, the check mark, and what it says where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from core.chain_rule.gradcheck import Check
from core.document import Document, column
from core.edits.graph import Connect, Remove
from core.edits.layers import SetUnits
from core.edits.settings import SetTraining
from core.edits.table import RemoveRows
from core.edits.values import SetTrainable
from gui.inspectors.chain_columns import cell_text, decimals_of
from gui.inspectors.chain_table import HEAD_HEIGHT, ROW_HEIGHT
from gui.inspectors.check_line import check_words
from gui.inspectors.inspector import Inspector
from gui.inspectors.parameter_card import rows_words
from gui.state.reasoning import NOTHING_POINTED, Pointed
from gui.state.workspace import Workspace
from gui.theme import LIGHT
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
B3, W1, W3 = ("", "effect"), ("dose", "top"), ("top", "effect")


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def panel(workspace: Workspace, qtbot: QtBot) -> Inspector:
    return shown(workspace, qtbot)


def shown(workspace: Workspace, qtbot: QtBot, width: int = 400) -> Inspector:
    made = Inspector(workspace)
    qtbot.addWidget(made)
    made.resize(width, 1000)
    made.show()
    QTest.mouseMove(made, QPoint(1, 1))
    return made


def laid_out(panel: Inspector) -> None:
    """Let the page be laid out: where things are asked for must be where they stay."""
    QApplication.processEvents()
    QApplication.processEvents()
    assert panel.chain.isVisible()


def many_rows(count: int) -> Document:
    document = one_two_one()
    x = np.linspace(0, 1, count)
    columns = (column("dosage", x.tolist()), column("effectiveness", (x * x).tolist()))
    return document.evolve(data=replace(document.data, columns=columns))


def heads(panel: Inspector) -> list[str]:
    return [one.title for one in panel.chain.table.page.columns]


def line(panel: Inspector, place: int) -> list[str]:
    page = panel.chain.table.page
    return [page.text(place, column) for column in range(page.columnCount())]


# -- numbers -----------------------------------------------------------------------------------------------


def test_the_bias_of_the_output_shows_part_twos_derivative_row_by_row(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["effect"])
    # softplus(x) = ln(1 + e^x); hidden 1: x = 3.34 dosage − 1.43, hidden 2: x = −3.53 dosage + 0.57
    # dosage 0: −1.22 × 0.2146 − 2.3 × 1.0183 = −2.604, −2 × (0 − −2.604) = −5.207, and so on
    assert heads(panel) == ["dosage", "obs", "pred", "−2(o−p)", "1", "product"]
    assert line(panel, 0) == ["1", "0.000", "0", "−2.604", "−5.207", "1", "−5.207"]
    assert line(panel, 1) == ["2", "0.500", "1", "−1.609", "−5.218", "1", "−5.218"]
    assert line(panel, 2) == ["3", "1.000", "0", "−2.615", "−5.230", "1", "−5.230"]
    assert panel.chain.sum.text() == "−15.6551"
    assert panel.cards[-1].derivative.text() == "−15.655"


def test_the_formula_names_each_factor_in_the_colour_of_its_place(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(pairs=[W1])
    terms = [term for term in panel.chain.formula.terms if term.pointed is not None]
    assert [term.piece.plain for term in terms] == ["dSSR/dpredicted", "dpredicted/dy₁", "dy₁/dx₁", "dx₁/dw₁"]
    # the output green, the connection w₃ = −1.22 as negative ones are, hidden 1 blue, the input grey
    assert [term.ink for term in terms] == [LIGHT.output, LIGHT.negative, LIGHT.cycle[0], LIGHT.input]
    assert panel.chain.formula.accessibleName().startswith("Chain rule: dSSR/dw₁ = Σ over rows dSSR/dpredicted ×")


def test_numbers_follow_the_steps(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["effect"])
    before = line(panel, 0)
    workspace.training.step()
    assert line(panel, 0) != before
    found = workspace.reasoning.explanation
    assert found is not None
    gradient = workspace.training.frame.gradient(B3)
    assert gradient is not None
    assert found.derivative == pytest.approx(float(gradient[0]), rel=1e-12)


def test_momentum_and_adam_are_spelled_out(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["effect"])
    for optimizer, words in (("momentum", "velocity"), ("adam", "average of squares")):
        workspace.do(SetTraining(replace(workspace.document.training, optimizer=optimizer)))
        workspace.training.step()
        lines = panel.cards[-1].update_lines.texts()
        assert any(word.startswith(words) for word, _ in lines)
        value = float(lines[-1][1].replace("−", "-"))
        workspace.training.step()
        assert workspace.training.frame.parameter(B3)[0] == pytest.approx(value, abs=1e-4)


def test_a_frozen_parameter_says_that_it_stays(workspace: Workspace, panel: Inspector) -> None:
    workspace.do(SetTrainable((B3,), trainable=False))
    workspace.selection.choose(["effect"])
    assert panel.cards[-1].update_lines.texts()[0] == ("step size = 0, as it is frozen", "0")


def test_batches_say_which_rows_are_next(make_workspace: Make, qtbot: QtBot) -> None:
    document = many_rows(30)
    workspace = make_workspace(document.evolve(training=replace(document.training, batch_size=10)))
    panel = shown(workspace, qtbot)
    workspace.selection.choose(["effect"])
    assert panel.cards[-1].rows.text() == "rows 1–10 of 30"
    workspace.training.step()
    assert panel.cards[-1].rows.text() == "rows 11–20 of 30"
    assert line(panel, 0)[0] == "11"
    assert panel.chain.sum_word.text() == "Σ over 10 rows"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([4], "row 5, 1 of 9"),
        ([2, 3, 4], "rows 3–5 of 9"),
        ([4, 3, 5], "3 of 9: 5, 4, 6"),
        ([8, 1, 5, 0, 2], "5 of 9: 9, 2, 6, 1 …"),
    ],
)
def test_batches_in_words(rows: list[int], words: str) -> None:
    assert rows_words(np.array(rows), 9) == words


# -- the table ---------------------------------------------------------------------------------------------


def test_numbers_of_a_column_stand_decimal_under_decimal() -> None:
    values = np.array([0.5, -12.25, 100.0])
    assert [cell_text(value, decimals_of(values)) for value in values] == ["0.5", "−12.2", "100.0"]
    small = np.array([0.0123, -0.5e-9, 0.0])
    assert [cell_text(value, decimals_of(small)) for value in small] == ["0.0123", "−5e−10", "0.0000"]
    wild = np.array([np.nan, np.inf, 1.0])
    assert [cell_text(value, decimals_of(wild)) for value in wild] == ["NaN", "∞", "1"]
    assert decimals_of(np.array([1e12, 1.0])) is None
    assert decimals_of(np.array([])) == 0


def test_many_rows_come_in_pages_and_the_chosen_one_is_in_sight(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(many_rows(100))
    panel = shown(workspace, qtbot)
    workspace.selection.choose(["effect"])
    chain = panel.chain
    assert chain.table.page.rowCount() == 12
    assert chain.pager.words.text() == "1–12 of 100 rows"
    qtbot.mouseClick(chain.pager.forth, Qt.MouseButton.LeftButton)
    assert chain.pager.words.text() == "13–24 of 100 rows"
    assert line(panel, 0)[0] == "13"
    workspace.selection.choose_row(99)
    assert chain.pager.words.text() == "97–100 of 100 rows"
    assert not chain.pager.forth.isEnabled()


def test_a_click_on_a_row_chooses_it_and_the_arrow_keys_do(
    workspace: Workspace, panel: Inspector, qtbot: QtBot
) -> None:
    workspace.selection.choose(["effect"])
    table = panel.chain.table
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, ROW_HEIGHT + 5))
    assert workspace.selection.row == 1
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert workspace.selection.row == 2
    assert workspace.reasoning.pointed.row == 2


def test_columns_give_way_where_there_is_no_room_and_factors_stay(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(one_two_one())
    panel = shown(workspace, qtbot, 270)
    workspace.selection.choose(["effect"])
    table, titles = panel.chain.table, heads(panel)
    hidden = {title for place, title in enumerate(titles, 1) if table.isColumnHidden(place)}
    assert hidden
    assert hidden <= {"dosage", "obs", "pred"}
    panel.resize(500, 1000)
    qtbot.waitUntil(lambda: not any(table.isColumnHidden(place) for place in range(len(titles) + 1)))


# -- pointing ----------------------------------------------------------------------------------------------


def test_pointing_at_a_factor_tells_everybody_and_elsewhere_marks_it(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(pairs=[W1])
    formula, reasoning = panel.chain.formula, workspace.reasoning
    laid_out(panel)
    QTest.mouseMove(formula, formula.place_of(Pointed(0, 2)).center().toPoint())
    assert reasoning.pointed == Pointed(0, 2)
    assert panel.chain.table.page.pointed == Pointed(0, 2)
    QTest.mouseMove(formula, QPoint(formula.width() - 1, formula.height() - 1))
    assert reasoning.pointed == NOTHING_POINTED
    reasoning.point(Pointed(0, 1))
    assert formula.marked == Pointed(0, 1)
    workspace.selection.choose(pairs=[W3])
    assert formula.marked == NOTHING_POINTED  # nothing of another number is pointed at


def test_the_box_of_a_factor_is_not_cut_and_its_tooltip_stands_below_it(
    workspace: Workspace, panel: Inspector, qtbot: QtBot
) -> None:
    workspace.selection.choose(pairs=[W1])
    formula = panel.chain.formula
    laid_out(panel)
    boxes = [formula.place_of(Pointed(0, factor)) for factor in range(4)]
    assert all(box.top() >= 0.5 and box.bottom() <= formula.height() - 0.5 for box in boxes)
    QTest.mouseMove(formula, boxes[1].center().toPoint())
    qtbot.waitUntil(lambda: QToolTip.text() == "w₃: weight from hidden 1 to effectiveness")
    shown = next(one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel") and one.isVisible())
    assert shown.y() > formula.mapToGlobal(boxes[1].bottomLeft().toPoint()).y()
    QTest.mouseMove(panel, QPoint(1, 1))
    assert workspace.reasoning.pointed == NOTHING_POINTED
    QToolTip.hideText()


def test_arrow_keys_go_through_the_factors(workspace: Workspace, panel: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(pairs=[W1])
    formula, reasoning = panel.chain.formula, workspace.reasoning
    laid_out(panel)
    formula.setFocus()
    for key, factor in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Left, 3)):
        qtbot.keyClick(formula, key)
        assert reasoning.pointed == Pointed(0, factor)
    qtbot.keyClick(formula, Qt.Key.Key_Escape)
    assert reasoning.pointed == NOTHING_POINTED


def test_heads_and_cells_point_too(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(pairs=[W3])
    table = panel.chain.table
    laid_out(panel)
    place = heads(panel).index("y₁") + 1
    x = table.columnViewportPosition(place) + 5
    QTest.mouseMove(table.head.viewport(), QPoint(x, HEAD_HEIGHT // 2))
    assert workspace.reasoning.pointed == Pointed(0, 1)
    QTest.mouseMove(table.viewport(), QPoint(x, 2 * ROW_HEIGHT + 4))
    assert workspace.reasoning.pointed == Pointed(0, 1, 2)


# -- paths -------------------------------------------------------------------------------------------------


def skip(document: Document) -> Document:
    """dosage → hidden 1 → hidden 2 → effectiveness and hidden 1 → effectiveness: two paths back to w1."""
    return Connect((("top", "bottom"),)).apply(document)


def test_several_paths_add_up_and_one_can_be_chosen(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(skip(one_two_one()))
    panel = shown(workspace, qtbot)
    workspace.selection.choose(pairs=[W1])
    found = workspace.reasoning.explanation
    assert found is not None
    assert found.count == 2
    assert heads(panel)[-3:] == ["path 1", "path 2", "sum"]
    buttons = {button.text(): button for button in panel.chain.paths.buttons}
    qtbot.mouseClick(buttons["path 2"], Qt.MouseButton.LeftButton)
    assert workspace.reasoning.path == 1
    assert "path 2 alone" in panel.chain.sum_word.text()
    share = float(found.paths[1].products.sum())
    assert float(panel.chain.sum.text().replace("−", "-")) == pytest.approx(share, rel=1e-5)
    qtbot.mouseClick(buttons["all"], Qt.MouseButton.LeftButton)
    assert float(panel.chain.sum.text().replace("−", "-")) == pytest.approx(found.derivative, rel=1e-5)


def test_too_many_paths_go_node_by_node_and_back(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(SetUnits("bottom", 8).apply(skip(one_two_one())))
    panel = shown(workspace, qtbot)
    workspace.selection.choose(pairs=[W1])
    found = workspace.reasoning.explanation
    assert found is not None
    assert (found.count, found.paths) == (9, ())  # one through each of the 8 units, and the skip
    steps = panel.chain.steps
    assert f"There are {found.count} paths" in panel.chain.count.text()
    assert steps.isVisible()
    assert steps.title.text() == "hidden 1, row 1"
    first = steps.list.topLevelItem(0)
    assert first is not None
    qtbot.mouseClick(steps.list.viewport(), Qt.MouseButton.LeftButton, pos=steps.list.visualItemRect(first).center())
    assert steps.way[-1] != steps.way[0]
    assert len(steps.way) == 2
    qtbot.mouseClick(steps.back, Qt.MouseButton.LeftButton)
    assert steps.way == [("top", 0)]


def test_one_number_of_a_layer_is_chosen_by_its_units(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(SetUnits("top", 3).apply(one_two_one()))
    panel = shown(workspace, qtbot)
    workspace.selection.choose(pairs=[("top", "effect")])
    units = panel.cards[-1].units
    assert units is not None
    to, origin = units.boxes
    assert not to.isEnabled()
    origin.setFocus()
    qtbot.keyClick(origin, Qt.Key.Key_Up)
    assert workspace.reasoning.index == (0, 1)
    found = workspace.reasoning.explanation
    gradient = workspace.training.frame.gradient(("top", "effect"))
    assert found is not None
    assert gradient is not None
    assert found.derivative == pytest.approx(float(gradient[0, 1]), rel=1e-12, abs=1e-15)
    field = panel.cards[-1].value
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert workspace.document.parameter(("top", "effect")).value[0].tolist()[1] == 0.25


# -- the check mark ----------------------------------------------------------------------------------------


def test_a_finite_difference_agrees(workspace: Workspace, panel: Inspector, qtbot: QtBot) -> None:
    workspace.selection.choose(["effect"])
    qtbot.waitUntil(lambda: panel.chain.check.text().startswith("✓ A finite difference gives −15.6551 (relative"))
    assert LIGHT.accent in panel.chain.check.styleSheet()


def test_a_disagreement_is_said_in_words() -> None:
    words = check_words(Check(1.0, 1.0, 0.5, agrees=False), 2.0)
    assert words == "✗ A finite difference gives 1, the chain rule 2: they disagree."
    assert check_words(Check(1.0, 1.0, None, agrees=None, note="Corner."), 2.0).startswith("– ")
    assert "at step 1,200" in check_words(Check(1.0, 0.0, 0.0, agrees=True), 1.0, 1200)


# -- where there is nothing --------------------------------------------------------------------------------


def test_deleting_what_is_explained_closes_the_card(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(pairs=[W3])
    assert panel.chain.isVisible()
    workspace.do(Remove(frozenset(), frozenset({W3})))
    assert not panel.chain.isVisible()
    workspace.session.undo()
    workspace.selection.choose(pairs=[W3])
    assert panel.chain.isVisible()


def test_without_rows_a_sentence_says_why_there_is_no_derivative(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["effect"])
    workspace.do(RemoveRows((0, 1, 2)))
    assert panel.chain.reason.isVisible()
    assert panel.chain.reason.text().endswith(".")
    assert not panel.chain.body.isVisible()
    workspace.session.undo()
    assert panel.chain.body.isVisible()
    assert panel.chain.sum.text() == "−15.6551"


def test_an_input_and_an_empty_choice_have_no_card(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["dose"])
    assert not panel.chain.isVisible()
    workspace.selection.choose()
    assert not panel.chain.isVisible()


def test_another_theme_has_other_colours(workspace: Workspace, panel: Inspector) -> None:
    workspace.selection.choose(["effect"])
    before = [term.ink for term in panel.chain.formula.terms]
    workspace.theme.use("dark")
    assert [term.ink for term in panel.chain.formula.terms] != before
    workspace.theme.use("light")
    assert [term.ink for term in panel.chain.formula.terms] == before


def test_going_to_and_fro_between_layers_of_other_sizes(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(SetUnits("bottom", 2).apply(SetUnits("top", 9).apply(one_two_one())))
    panel = shown(workspace, qtbot)
    for pair in (("dose", "top"), ("dose", "bottom"), ("dose", "top"), ("bottom", "effect"), ("dose", "top")):
        workspace.selection.choose(pairs=[pair])
        last = tuple(size - 1 for size in workspace.document.parameter(pair).value.shape)
        workspace.reasoning.look_at(last)
        value = panel.cards[-1].value
        assert value is not None
        shown_value = float(value.text().replace("−", "-"))
        assert shown_value == pytest.approx(float(workspace.document.parameter(pair).value[last]), rel=1e-6)


def test_a_node_that_feeds_nothing_is_said_to_have_no_path(workspace: Workspace, panel: Inspector) -> None:
    workspace.do(Remove(frozenset(), frozenset({W3})))
    workspace.selection.choose(["top"])
    assert panel.chain.count.isVisible()
    assert panel.chain.count.text().startswith("No path leads from this number to the loss")
    assert panel.chain.sum.text() in {"0", "0.0000"}
