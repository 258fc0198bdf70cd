"""The confusion matrix, the shares at its edges, and the rows of a cell."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import storage
from core.document import Document, TestSplit
from core.scores import Results, count
from gui.classes.confusion_model import beginnings, percent, percents, rows_in
from gui.classes.results_view import ResultsView
from gui.controls.choice import NO_COLUMN
from gui.theme import font
from tests.gui.classes.conftest import ShowPanel
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris, layered

LEFT = Qt.MouseButton.LeftButton


def click(view: ResultsView, observed: int, called: int) -> None:
    table = view.matrix
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.page.index(observed, called)).center())


def texts(view: ResultsView) -> list[list[str]]:
    page = view.matrix.page
    return [[page.text((line, place)) for place in range(page.columnCount())] for line in range(page.rowCount())]


def test_counts_and_shares(show: ShowPanel) -> None:
    view = show(ResultsView, iris(b3=-2))  # the Setosa row is called Virginica
    assert texts(view) == [
        ["0", "0", "1", "0 %"],
        ["0", "1", "0", "100 %"],
        ["0", "0", "1", "100 %"],
        ["–", "100 %", "50 %", "66.7 %"],
    ]
    assert view.heading.whole == "Results: 66.7 % accuracy of 3 training rows"
    assert not view.part.isVisible()


def test_a_cell_lists_its_rows_and_the_first_is_chosen(show: ShowPanel) -> None:
    view = show(ResultsView, iris(b3=-2))
    selection = view.workspace.selection
    selection.choose_row(1)
    click(view, 0, 2)
    assert view.told.whole == "1 row of Setosa predicted as Virginica"
    assert [view.list.item(place).text() for place in range(view.list.count())] == ["row 1:  0.04 · 0.42"]
    assert (selection.row, selection.marked) == (0, frozenset({0}))
    click(view, 0, 2)
    assert not view.listing.isVisible()
    assert selection.marked == frozenset()


def test_edges_list_what_spoils_them(show: ShowPanel) -> None:
    view = show(ResultsView, iris(b3=-2))
    wanted = {
        (3, 3): "1 row predicted wrongly",
        (0, 3): "1 row of Setosa missed",
        (3, 2): "1 row wrongly predicted as Virginica",
        (1, 3): "0 rows of Versicolor missed",
    }
    for cell, told in wanted.items():
        click(view, *cell)
        assert view.told.whole == told


def cells(view: ResultsView) -> list[QRect]:
    table = view.matrix
    origin = table.viewport().mapTo(view, QPoint(0, 0))
    edge = range(table.page.edge + 1)
    return [table.visualRect(table.page.index(*cell)).translated(origin) for cell in itertools.product(edge, edge)]


@pytest.mark.parametrize("size", [(275, 160), (350, 246), (700, 160), (500, 420)])
@pytest.mark.parametrize("example", ["part6-cross-entropy", "digits"])
def test_nothing_moves_under_the_mouse(
    show: ShowPanel, examples: Path, example: str, size: tuple[int, int]
) -> None:
    view = show(ResultsView, storage.load(examples / f"{example}.squiggle"), size)
    before, edge = cells(view), view.matrix.page.edge
    for cell in ((1, 0), (0, edge - 1), (edge, edge)):
        click(view, *cell)
        assert cells(view) == before
        assert view.listing.isVisible()
        shown = before[cell[0] * (edge + 1) + cell[1]]
        assert not QRect(view.listing.mapTo(view, QPoint(0, 0)), view.listing.size()).intersects(shown)
    QTest.mouseClick(view.away, LEFT)
    assert (view.cell, view.listing.isVisible(), view.workspace.selection.marked) == (None, False, frozenset())


def test_arrow_keys_and_enter_choose_a_cell_and_esc_lets_go(show: ShowPanel) -> None:
    view = show(ResultsView, iris(b3=-2))
    view.matrix.setFocus()
    view.matrix.setCurrentIndex(view.matrix.page.index(0, 1))
    QTest.keyClick(view.matrix, Qt.Key.Key_Right)
    QTest.keyClick(view.matrix, Qt.Key.Key_Return)
    assert view.cell == (0, 2)
    QTest.keyClick(view.matrix, Qt.Key.Key_Escape)
    assert view.cell is None


def test_the_list_follows_the_numbers(show: ShowPanel) -> None:
    view = show(ResultsView, iris(b3=-2))
    click(view, 3, 3)
    assert view.list.count() == 1
    view.workspace.training.advance(100)
    outputs = view.workspace.turns.frame.outputs("species")
    assert outputs is not None
    wrong = np.flatnonzero(outputs.argmax(axis=0) != [0, 2, 1]).tolist()
    assert wrong != [0]
    assert [view.list.row_at(place) for place in range(view.list.count())] == wrong
    assert view.workspace.selection.marked == frozenset(wrong)


def test_arrow_keys_in_the_list_choose_rows(show: ShowPanel) -> None:
    document = iris()
    view = show(ResultsView, document)
    data = replace(document.data, columns=tuple(
        replace(column, values=np.concatenate([column.values] * 2)) for column in document.data.columns))  # fmt: skip
    view.workspace.session.do(_Rows(data))
    click(view, 1, 1)
    assert view.workspace.selection.row == 2
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    assert view.workspace.selection.row == 5
    view.workspace.selection.choose_row(2)
    assert view.list.currentRow() == 0


class _Rows:
    """Gives the document another table."""

    label, merge_key = "Rows", None

    def __init__(self, data: object) -> None:
        self._data = data

    def apply(self, document: Document) -> Document:
        return document.evolve(data=self._data)


def test_test_rows_are_counted_apart(show: ShowPanel) -> None:
    document = iris(b3=-2)
    view = show(ResultsView, document.evolve(data=replace(document.data, test=TestSplit(rows=(0,)))))
    assert view.heading.whole == "Results: 100 % accuracy of 2 training rows"
    QTest.mouseClick(view.part.button("test"), LEFT)
    assert view.heading.whole == "Results: 0 % accuracy of 1 test rows"
    click(view, 0, 2)
    assert view.workspace.selection.marked == frozenset({0})


def test_digits_are_listed_as_pictures_with_what_is_said_of_them(show: ShowPanel, examples: Path) -> None:
    view = show(ResultsView, storage.load(examples / "digits.squiggle"), (500, 420))
    click(view, 10, 10)
    assert view.list.count() > 100
    assert not view.list.item(0).icon().isNull()
    first = view.list.row_at(0)
    assert view.workspace.selection.row == first
    frame = view.workspace.training.frame
    assert frame.network is not None
    node = next(node for node in frame.document.nodes.values() if node.kind == "softmax")
    outputs = frame.outputs_of(node.id, first)
    assert outputs is not None
    seen, said = frame.document.data.column("digit").values[first], node.classes[int(outputs.argmax())]
    assert seen != said
    assert view.list.item(0).text() == f"{seen}, said {said}"
    assert view.list.item(0).toolTip() == f"row {first + 1}: {seen}, said {said}"
    room = view.list.fontMetrics().horizontalAdvance("0, said 0")
    assert room <= view.list.gridSize().width() - 24


def test_what_is_needed_is_said(show: ShowPanel) -> None:
    assert show(ResultsView, one_two_one()).message.text() == NO_COLUMN
    bare = iris()
    view = show(ResultsView, bare.evolve(data=replace(bare.data, targets={})))
    assert view.message.isVisible()
    assert "species" in view.message.text()


def test_no_cell_is_counted_twice_and_none_is_lost() -> None:
    rng = np.random.default_rng(4)
    observed, called, part = rng.integers(0, 3, 50), rng.integers(0, 3, 50), np.arange(0, 50, 2)
    scores = count(("a", "b", "c"), observed[part], called[part])
    found = Results("n", called, observed, scores, scores)
    for cell in np.ndindex(3, 3):
        rows = rows_in(found, part, cell)
        assert rows.size == scores.matrix[cell]
        assert all(observed[row] == cell[0] and called[row] == cell[1] and row % 2 == 0 for row in rows)
    assert rows_in(found, part, (3, 3)).size == 25 - np.trace(scores.matrix)


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, ("–",)), (1.0, ("100 %", "100", "100")), (0.9996, ("99.96 %", "99.96", "99")),
     (0.999999, ("99.9999 %", "99.9999", "99")), (0.5, ("50 %", "50", "50")), (0.0, ("0 %", "0", "0"))],
)  # fmt: skip
def test_what_is_not_all_never_reads_as_all(share: float | None, words: tuple[str, ...]) -> None:
    assert percents(share) == words
    assert percent(share) == words[0]


@pytest.mark.parametrize("size", [(281, 160), (351, 240), (900, 600)])
def test_a_matrix_of_ten_classes_fits_whole(show: ShowPanel, size: tuple[int, int]) -> None:
    view = show(ResultsView, layered((4, 6, 10), rows=60), size)
    QApplication.processEvents()
    table = view.matrix
    assert table.page.edge == 10
    assert not table.verticalScrollBar().isVisible()
    assert not table.horizontalScrollBar().isVisible()
    last = table.visualRect(table.page.index(10, 10))
    assert table.viewport().rect().contains(last)


@pytest.mark.parametrize("wide", [150, 190, 246, 400])
def test_in_a_narrow_matrix_names_are_short_and_none_is_cut(show: ShowPanel, wide: int) -> None:
    view = show(ResultsView, iris(b3=-2), (wide, 190))
    QApplication.processEvents()
    table = view.matrix
    for way, head in ((Qt.Orientation.Horizontal, table.horizontalHeader()),
                      (Qt.Orientation.Vertical, table.verticalHeader())):  # fmt: skip
        level = way is Qt.Orientation.Horizontal
        for place in range(table.page.edge):
            name = str(table.page.headerData(place, way))
            room = table.columnWidth(place) if level else head.width()
            assert head.fontMetrics().horizontalAdvance(name) <= room, name
            assert iris().nodes["species"].classes[place].startswith(name)
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("100")


@pytest.mark.parametrize("wide", [190, 215, 240, 280, 500])
def test_all_shares_have_the_sign_or_none_has(show: ShowPanel, wide: int) -> None:
    view = show(ResultsView, iris(b3=-2), (wide, 220))
    table, edge = view.matrix, view.matrix.page.edge
    shares = [(place, edge) for place in range(edge + 1)] + [(edge, place) for place in range(edge)]
    written = {cell: table.cells.written(cell) for cell in shares}
    signs = {"%" in text for text in written.values() if text != "–"}
    assert len(signs) == 1
    assert wide < 400 or signs == {True}
    room = QFontMetrics(font(9.0)).horizontalAdvance
    assert all(room(text) <= table.columnWidth(cell[1]) for cell, text in written.items())


def test_a_short_name_is_no_other_ones() -> None:
    assert beginnings(("Setosa", "Versicolor", "Virginica")) == ("S", "Ve", "Vi")
    assert beginnings(("a", "ab")) == ("a", "ab")
