"""Raw values become probabilities; a switch makes an ArgMax of the SoftMax and back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.document import Document, Floats
from core.edits.graph import AddNode, Connect
from core.edits.values import SetValue
from gui.classes.probabilities_view import FLAT, SHIFTED, ProbabilitiesView
from gui.classes.probability_model import HARD, POWER, RAW, SLOPE, SOFT
from gui.classes.probability_table import BAR, PAD
from gui.controls.choice import NO_CHOICE
from tests.gui.classes.conftest import ShowPanel
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

LEFT = Qt.MouseButton.LeftButton


def column(view: ProbabilitiesView, place: int) -> list[str]:
    return [view.table.page.text(line, place) for line in range(view.table.page.rowCount())]


def numbers(view: ProbabilitiesView, place: int) -> Floats:
    sheet = view.table.page.sheet
    assert sheet is not None
    return np.array([sheet.number(line, place) for line in range(3)], dtype=np.float64)


def test_the_chosen_row_is_worked_through(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris(b3=-2))
    # the first row of part 7: probabilities 0.15, 0.40, 0.45 and derivatives 0.15 − 1, 0.40, 0.45
    frame = view.workspace.turns.frame
    raw = frame.sums("species")
    assert raw is not None
    powers = np.exp(raw[:, 0])
    np.testing.assert_allclose(powers / powers.sum(), [0.15, 0.4, 0.45], atol=0.005)
    sheet = view.table.page.sheet
    assert sheet is not None
    np.testing.assert_allclose(numbers(view, POWER), powers)
    assert sheet.number(3, POWER) == pytest.approx(powers.sum())
    assert sheet.number(3, SOFT) == pytest.approx(1)
    np.testing.assert_allclose(numbers(view, RAW), raw[:, 0])
    np.testing.assert_allclose(numbers(view, SLOPE), powers / powers.sum() - np.array([1.0, 0.0, 0.0]))
    assert column(view, HARD) == ["0", "0", "1", "1"]
    assert column(view, SLOPE)[3] == "0"  # p − 1 + the others' p; not what rounding leaves of it
    assert view.verdict.whole == "✕ predicted Virginica, but Setosa was observed"
    assert sheet.heads[SLOPE] == "d CE/d raw"


def test_the_arrow_keys_go_through_the_rows(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris())
    view.row.setFocus()
    QTest.keyClick(view.row, Qt.Key.Key_Up)
    assert view.workspace.selection.row == 1
    assert view.verdict.whole == "✓ predicted Virginica, as observed"
    view.workspace.selection.choose_row(2)
    assert view.row.text() == "row 3 of 3"


def test_argmax_takes_the_derivatives_away_and_softmax_brings_them_back(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris())
    workspace = view.workspace
    before = [view.table.page.text(line, SLOPE) for line in range(3)]
    QTest.mouseClick(view.use, LEFT)
    assert workspace.session.labels[-1] == "Use ArgMax"
    assert len(workspace.session.labels) == 2
    assert workspace.document.training.loss == "ssr"
    assert column(view, SLOPE)[:3] == ["0", "0", "0"]
    gradient = workspace.training.frame.snapshot
    assert gradient is not None
    assert not gradient.gradient.any()
    assert view.note.whole == FLAT[0]
    QTest.mouseClick(view.use, LEFT)
    assert workspace.document.training.loss == "cross_entropy"
    assert [view.table.page.text(line, SLOPE) for line in range(3)] == before
    workspace.session.undo()
    workspace.session.undo()
    assert workspace.document.nodes["species"].kind == "softmax"
    assert view.use.text() == "Use ArgMax"


def test_beside_an_argmax_only_the_selected_node_is_changed(show: ShowPanel) -> None:
    document = AddNode("argmax", (0, 900)).apply(iris())
    document = Connect(tuple((one, "n1") for one in document.sources("species"))).apply(document)
    view = show(ProbabilitiesView, document)
    assert not view.use.isVisible()
    view.workspace.selection.choose(nodes=("species",))
    assert "in place of species" in view.use.toolTip()
    for kind in ("argmax", "softmax"):
        QTest.mouseClick(view.use, LEFT)
        assert [view.workspace.document.nodes[node].kind for node in ("species", "n1")] == [kind, "argmax"]


def test_training_is_refused_and_says_why(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris("argmax", "ssr"))
    heard: list[str] = []
    view.workspace.notices.posted.connect(lambda notice: heard.append(notice.text))
    view.workspace.training.run()
    assert not view.workspace.training.running
    assert heard == [
        "Training cannot start: nothing trains through species: the derivative of an ArgMax is 0 everywhere."
    ]


def test_powers_too_large_for_a_number_are_shifted_and_it_is_said(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris())
    view.workspace.do(SetValue(("", "setosa"), 1e6, (0,)))
    sheet = view.table.page.sheet
    assert sheet is not None
    assert sheet.heads[POWER] == "e^(raw − max)"
    assert column(view, POWER) == ["1", "0", "0", "1"]
    assert column(view, SOFT)[:3] == ["1", "0", "0"]
    assert view.note.whole == SHIFTED[0]


@pytest.mark.parametrize("document", [one_two_one(), Document()])
def test_without_a_softmax_it_says_what_it_needs(show: ShowPanel, document: Document) -> None:
    view = show(ProbabilitiesView, document)
    assert view.message.text() == NO_CHOICE
    assert not view.content.isVisible()
    assert not view.use.isVisible()


def test_a_hidden_view_does_no_work(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris())
    view.hide()
    before = view.table.page.sheet
    view.workspace.selection.choose_row(1)
    assert view.table.page.sheet is before
    view.show()
    assert view.table.page.sheet is not before


def test_many_digits_and_names_fit_in_any_width_and_theme(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris(b3=1e4))
    for width in (200, 260, 320, 700):
        view.resize(width, 200)
        view.workspace.theme.use("dark" if view.workspace.theme.name == "light" else "light")
        assert not view.grab().isNull()
        shown = [place for place in range(6) if not view.table.isColumnHidden(place)]
        assert (SLOPE in shown) == (width > 340)


def test_bars_lie_below_the_numbers(show: ShowPanel) -> None:
    """No pixel of a bar stands above the lowest line of the cell: digits are read on plain ground."""
    view = show(ProbabilitiesView, iris(b3=-2), (420, 300))
    view.workspace.selection.choose_row(1)  # row 1 is not tinted then
    table = view.table
    rect = table.visualRect(table.page.index(0, SOFT))
    picture = table.viewport().grab(rect.adjusted(0, 0, 0, -BAR - 2)).toImage()
    ground = view.workspace.theme.colors.window
    left = {picture.pixelColor(x, picture.height() // 2).name() for x in range(3)}
    assert left == {ground}
    strip = table.viewport().grab(rect).toImage()
    inks = {strip.pixelColor(PAD + 2, y).name() for y in range(strip.height() - BAR, strip.height())}
    assert inks - {ground}, "the bar is there"


def test_slopes_that_are_to_be_worked_out_are_not_written(show: ShowPanel) -> None:
    view = show(ProbabilitiesView, iris(b3=-2))
    before = column(view, SLOPE)
    view.workspace.reasoning.keep_secret(secret=True, by="lesson")
    assert column(view, SLOPE) == ["?", "?", "?", ""]
    assert view.note.whole == ""  # that of a SoftMax says what leaves probabilities as they are
    QTest.mouseClick(view.use, LEFT)
    assert view.note.whole == ""  # that of an ArgMax says what its slopes are
    view.workspace.session.undo()
    view.workspace.reasoning.keep_secret(secret=False, by="lesson")
    assert column(view, SLOPE) == before
