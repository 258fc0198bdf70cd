"""The view: columns, pointing, filters and chains chosen, the filter that slides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Connection, Document, Grid, Node, filters_of
from core.edits.graph import Remove
from core.edits.values import SetValue
from core.images.grids import regridded
from gui.convolution.film_strip import FilmPart
from gui.convolution.panel import EXAMPLE, ConvolutionPanel
from gui.convolution.panel_layout import END, START
from gui.convolution.slope_part import SlopePart
from gui.convolution.window_fields import WindowFields
from gui.grids.cell_sizes import HEAD
from gui.grids.column import StageColumn
from gui.grids.grid_picture import NUMBERS_FROM
from gui.grids.pointing import Pointed
from gui.grids.sum_words import ASKED, LATER
from gui.theme import font
from tests.gui.convolution.conftest import Show
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network

DIGITS = Path(__file__).parents[3] / "resources" / "examples" / "digits-cnn.squiggle"
LEFT = Qt.MouseButton.LeftButton
EIGHT = (("convolution", 8, 3), ("pool", 2, 2))
TWO = (("convolution", 2, 3), ("pool", 2, 2), ("convolution", 3, 2))


def column(panel: ConvolutionPanel, node: str, part: str) -> StageColumn:
    found = panel.column(node, part)
    assert found is not None
    return found


def middle(shown: StageColumn, row: int, at: int) -> QPoint:
    return shown.grid.cell_rect(row, at).center()


def hover(panel: ConvolutionPanel, node: str, part: str, row: int, at: int) -> None:
    QApplication.processEvents()  # what was shown or hidden is laid out
    shown = column(panel, node, part)
    QTest.mouseMove(shown.grid, middle(shown, row, at))


def forked() -> Document:
    """An image that feeds two convolutions, of which the outputs read the first."""
    document = picture_network(6, (("convolution", 1, 3),))
    first = document.nodes["n0"]
    second = Node("m", "convolution", "other map", 0, "relu", first.bias, grid=Grid((0, 0, 1), 3),
                  filters=first.filters)  # fmt: skip
    wires = {**document.connections, ("image", "m"): Connection("image", "m")}
    both = document.evolve(nodes={**document.nodes, "m": second}, connections=wires)
    return regridded(both.evolve(positions={**both.positions, "m": (0.0, 200.0)}))


def test_the_stages_stand_side_by_side_with_their_numbers(show: Show) -> None:
    panel = show(picture_network())
    titles = [shown.title.whole for shown in panel.columns.columns.values()]
    assert titles[0] == "Image 6 × 6"
    assert titles[1].startswith("Filter 3 × 3, bias ")
    assert titles[2:] == ["Feature map 4 × 4", "after ReLU", "Max pool 2 × 2"]
    lefts = [shown.mapTo(panel, QPoint()).x() for shown in panel.columns.columns.values()]
    assert lefts == sorted(lefts)
    assert panel.chain is not None
    assert np.array_equal(column(panel, "n0", "map").grid.values, panel.chain.stages[2].values)


def test_another_row_is_another_picture(show: Show) -> None:
    panel = show(picture_network())
    before = column(panel, "image", "image").grid.values
    panel.workspace.selection.choose_row(1)
    assert not np.array_equal(column(panel, "image", "image").grid.values, before)
    assert column(panel, "image", "image").note.whole == "row 2 of 4"


def test_an_edited_filter_is_shown_at_once(show: Show) -> None:
    panel = show(picture_network())
    before = column(panel, "n0", "map").grid.values
    panel.workspace.do(SetValue(filters_of("n0"), 7.5, (0, 0, 1, 1)))
    assert column(panel, "n0", "filter").grid.values[1, 1] == 7.5
    assert not np.array_equal(column(panel, "n0", "map").grid.values, before)


def test_pointing_writes_the_sum_and_lights_the_window(show: Show) -> None:
    panel = show(picture_network())
    hover(panel, "n0", "map", 1, 2)
    assert panel.pointed == Pointed(("n0", "map"), 1, 2)
    assert panel.sum.words.whole.startswith("map n0 [2, 3] = ")
    assert " → ReLU → " in panel.sum.words.whole
    assert " → max of {" in panel.sum.words.whole
    seen = column(panel, "image", "image").grid.marks.seen
    assert seen is not None
    assert seen[1:4, 2:5].all()
    assert seen.sum() == 9
    QTest.mouseMove(column(panel, "n0", "map"), QPoint(1, 1))
    assert panel.pointed is None
    assert column(panel, "image", "image").grid.marks.seen is None


def test_keys_point_too(show: Show) -> None:
    panel = show(picture_network())
    grid = column(panel, "n1", "pool").grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert panel.pointed == Pointed(("n1", "pool"), 0, 1)
    assert "the largest is" in panel.sum.words.whole or "the first of the largest is" in panel.sum.words.whole
    QTest.keyClick(panel.sum, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == panel.sum.words.whole


def test_a_thumbnail_and_the_list_choose_a_filter(show: Show) -> None:
    panel = show(picture_network(12, EIGHT))
    thumbs = column(panel, "n0", "map").thumbs
    QTest.mouseClick(thumbs, LEFT, pos=thumbs.rect_of(5).center().toPoint())
    assert panel.chosen == {"n0": 5}
    assert panel.filters.lists["n0"].currentText() == "filter 6 of 8"
    assert column(panel, "n1", "pool").thumbs.current == 5
    assert panel.chain is not None
    assert np.array_equal(column(panel, "n0", "filter").grid.values, panel.chain.filters("n0")[5, 0])
    QTest.keyClick(panel.filters.lists["n0"], Qt.Key.Key_Down)
    assert panel.chosen == {"n0": 6}
    thumbs = column(panel, "n1", "pool").thumbs
    QTest.keyClick(thumbs, Qt.Key.Key_Left)
    assert panel.chosen == {"n0": 5}, "a pool's maps are those of the convolution before it"


def test_each_convolution_has_its_own_filter(show: Show) -> None:
    panel = show(picture_network(10, TWO))
    assert [box.currentText() for box in panel.filters.lists.values()] == [
        "map n0: filter 1 of 2", "map n2: filter 1 of 3"]  # fmt: skip
    panel.choose("n0", 1)
    assert panel.chain is not None
    assert np.array_equal(column(panel, "n2", "filter").grid.values, panel.chain.filters("n2")[0, 1])


def test_the_filter_slides_and_the_map_fills(show: Show, qtbot: QtBot) -> None:
    panel = show(picture_network())
    panel.slide.speed.setCurrentIndex(4)
    QTest.mouseClick(panel.start_slide, LEFT)
    grid, pool = column(panel, "n0", "map").grid, column(panel, "n1", "pool").grid
    assert grid.known is not None
    assert grid.known.sum() == 1
    assert pool.known is not None
    assert not pool.known.any()
    assert panel.pointed == Pointed(("n0", "map"), 0, 0)
    assert not panel.columns.answer.complete
    assert "max of" not in panel.sum.words.whole, "nothing is told that is not computed yet"
    assert column(panel, "n0", "after").grid.marks.won == ()
    panel.point(Pointed(("n1", "pool"), 0, 0))
    assert panel.sum.words.whole == LATER
    panel.point(None)
    qtbot.waitUntil(lambda: panel.slide.count == 16 and not panel.slide.playing, timeout=5000)
    assert panel.columns.answer.complete
    assert panel.pointed == Pointed(("n0", "map"), 3, 3)
    assert "max of {" in panel.sum.words.whole
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.known is None
    assert panel.pointed is None
    assert panel.start_slide.isVisible()


def test_the_slide_goes_by_single_steps(show: Show) -> None:
    panel = show(picture_network())
    QTest.mouseClick(panel.start_slide, LEFT)
    buttons = panel.slide.buttons
    QTest.mouseClick(buttons["forward"], LEFT)
    assert not panel.slide.playing
    count = panel.slide.count
    assert count is not None
    for _ in range(3):
        QTest.mouseClick(buttons["forward"], LEFT)
    assert panel.slide.count == count + 3
    assert panel.pointed == Pointed(("n0", "map"), *divmod(count + 2, 4))
    QTest.mouseClick(buttons["back"], LEFT)
    assert panel.slide.count == count + 2
    hover(panel, "image", "image", 0, 0)
    assert panel.pointed == Pointed(("image", "image"), 0, 0), "what is pointed at comes first"
    QTest.mouseClick(buttons["first"], LEFT)
    assert panel.slide.count == 1
    QTest.mouseClick(buttons["close"], LEFT)
    assert panel.slide.count is None


def test_the_slide_moves_nothing_in_the_title_row_and_its_button_ends_it(show: Show) -> None:
    panel = show(picture_network())
    head = [panel.filters, panel.side.buttons, panel.start_slide]

    def places() -> list[QRect]:
        QApplication.processEvents()
        return [widget.geometry() for widget in head]

    before = places()
    QTest.mouseClick(panel.start_slide, LEFT)
    assert panel.slide.isVisible()
    assert panel.start_slide.text() == END
    assert places() == before
    QTest.mouseClick(panel.start_slide, LEFT)
    assert not panel.slide.on
    assert panel.start_slide.text() == START
    assert places() == before


def test_one_of_several_chains_is_chosen(show: Show) -> None:
    panel = show(forked())
    assert panel.paths.isVisible()
    assert panel.chain is not None
    assert panel.chain.path == ("image", "n0")
    QTest.keyClick(panel.paths, Qt.Key.Key_Down)
    assert panel.chain.path == ("image", "m")
    assert panel.chain.readers == ()
    panel.workspace.selection.choose(nodes=["n0"])
    assert panel.chain.path == ("image", "n0"), "what is chosen on the canvas is shown"


def test_without_an_image_the_view_says_what_it_needs_and_offers_an_example(show: Show, qtbot: QtBot) -> None:
    panel = show(one_two_one())
    assert "no image" in panel.message.text()
    assert panel.example.isVisible()
    with qtbot.waitSignal(panel.example_wanted) as wanted:
        QTest.mouseClick(panel.example, LEFT)
    assert wanted.args == [EXAMPLE]
    assert not panel.start_slide.isVisible()


def test_a_hidden_view_does_no_work(show: Show) -> None:
    panel = show(picture_network())
    panel.hide()
    before = panel.chain
    panel.workspace.selection.choose_row(2)
    assert panel.chain is before
    panel.show()
    assert panel.chain is not before


@pytest.mark.parametrize("size", [(1050, 420), (700, 300), (420, 240), (1600, 700)])
def test_numbers_of_a_small_image_are_readable_at_every_size(show: Show, size: tuple[int, int]) -> None:
    panel = show(picture_network(), size)
    assert all(shown.grid.cell >= NUMBERS_FROM for shown in panel.columns.columns.values())


@pytest.mark.parametrize("size", [(1050, 380), (828, 374)])
def test_the_story_of_one_of_sixteen_filters_is_whole_in_view(show: Show, size: tuple[int, int]) -> None:
    """As wide and high as the view and its title are in a window of 1600 × 1000, and of 1280 × 720."""
    panel = show(storage.load(DIGITS), size)
    panel.workspace.training.advance(20)
    QApplication.processEvents()
    columns = panel.columns
    assert columns.horizontalScrollBar().maximum() == 0
    seen = QRect(columns.viewport().mapToGlobal(QPoint()), columns.viewport().size())
    grids = [shown.grid for shown in columns.columns.values()]
    slope, film = (panel.findChildren(kind)[0] for kind in (SlopePart, FilmPart))
    formulas = [fields.formula for fields in panel.findChildren(WindowFields)]
    thumbs = [column(panel, *key).thumbs for key in (("map", "filter"), ("pool", "pool"))]
    for part in (*grids, slope, film, *formulas, *thumbs):
        assert part.isVisible()
        assert seen.contains(QRect(part.mapToGlobal(QPoint()), part.size())), part
    assert all(grid.cell >= NUMBERS_FROM for grid in grids)


def test_of_many_filters_those_not_seen_are_told_by_a_bar_and_come_by_keys_and_wheel(show: Show) -> None:
    panel = show(storage.load(DIGITS), (828, 340))
    thumbs = column(panel, "pool", "pool").thumbs
    assert thumbs.rect_of(15).top() > thumbs.height(), "not all have room"
    bare = thumbs.grab().copy(thumbs.width() - 4, 0, 4, thumbs.height()).toImage()
    thumbs.setFocus()
    for _ in range(15):
        QTest.keyClick(thumbs, Qt.Key.Key_Right)
    QApplication.processEvents()
    assert panel.chosen == {"map": 15}
    assert thumbs.rect().contains(thumbs.rect_of(15).toRect())
    assert thumbs.grab().copy(thumbs.width() - 4, 0, 4, thumbs.height()).toImage() != bare
    QTest.mouseClick(thumbs, LEFT, pos=QPoint(thumbs.width() - 2, 2))
    assert thumbs.first == 0
    assert thumbs.rect().contains(thumbs.rect_of(0).toRect())


def test_a_large_image_is_seen_whole(show: Show) -> None:
    panel = show(picture_network(28, EIGHT))
    assert column(panel, "n0", "filter").grid.cell >= 22, "a filter is small enough for numbers"
    assert panel.columns.horizontalScrollBar().maximum() == 0


def test_the_view_outlives_a_chosen_node_that_is_gone(show: Show) -> None:
    """Views are told of a new document before the selection lets go of what the edit deleted."""
    panel = show(picture_network())
    assert panel.workspace.do(Remove(frozenset({"n1"})))
    panel.workspace.selection.choose(nodes=["n1"])
    assert panel.chain is not None
    assert panel.chain.path == ("image", "n0")


def test_an_output_keeps_its_name_where_it_is_bold_and_marked(show: Show) -> None:
    answer = show(picture_network()).columns.answer
    assert answer.chain is not None
    name = max(QFontMetricsF(font(8.5, bold=True)).horizontalAdvance(f"{one.name} ◂") for one in answer.chain.said)
    value = 42
    assert answer.bar_width(300) == 54
    for room in (name + value + 16, name + value + 40):
        assert room - answer.bar_width(room) - value - 4 >= name


def test_a_narrow_column_has_a_shorter_note_that_is_whole(show: Show) -> None:
    panel = show(picture_network())
    pool = column(panel, "n1", "pool")
    pool.setFixedWidth(pool.note.fontMetrics().horizontalAdvance("max of 2 × 2") + 4)
    QApplication.processEvents()
    assert pool.note.text() == "max of 2 × 2"
    assert pool.note.toolTip() == "largest of each 2 × 2"


def test_a_number_stands_below_its_grid_and_not_on_what_is_framed(show: Show) -> None:
    panel = show(picture_network())
    grid = column(panel, "n0", "map").grid
    at = grid.cell_rect(1, 1).center()
    QApplication.sendEvent(grid, QHelpEvent(QEvent.Type.ToolTip, at, grid.mapToGlobal(at)))
    tip = next(shown for shown in QApplication.topLevelWidgets() if shown.inherits("QTipLabel") and shown.isVisible())
    assert tip.geometry().top() >= grid.mapToGlobal(grid.rect().bottomLeft()).y()
    QToolTip.hideText()


def test_a_value_that_goes_into_the_network_lights_its_cell_of_the_last_grid(show: Show) -> None:
    panel = show(picture_network())
    answer = panel.columns.answer
    QApplication.processEvents()  # where the values are is known once they are painted
    answer.repaint()
    assert answer.value_at(QPointF(8, HEAD + 8)) == 0
    QTest.mouseMove(answer, QPoint(8, HEAD + 8))
    QApplication.processEvents()
    assert panel.pointed == Pointed(("n1", "pool"), 0, 0)
    QTest.mouseMove(answer, QPoint(answer.width() - 3, HEAD + 60))
    QApplication.processEvents()
    assert panel.pointed is None


def test_pointing_at_a_value_of_another_channel_shows_that_channel_meanwhile(show: Show) -> None:
    panel = show(picture_network(layers=(("convolution", 3, 3), ("pool", 2, 2))))
    assert panel.chain is not None
    panel.columns.answer.pointed.emit(9)  # 4 cells a channel: cell 2 of channel 3
    pool = panel.column("n1", "pool")
    assert pool is not None
    assert panel.chain.stages[-1].channel == 2
    assert pool.grid.marks.focus == (0, 1)
    assert panel.sum.words.whole.startswith("pool n1, map 3 [1, 2] = max of {")
    panel.columns.answer.pointed.emit(0)
    assert panel.chain.stages[-1].channel == 0
    panel.columns.answer.pointed.emit(None)
    assert panel.chain.stages[-1].channel == 0
    assert pool.grid.marks.focus is None


def test_small_pictures_and_the_film_do_not_show_by_colours_what_is_to_be_worked_out(show: Show) -> None:
    panel = show(picture_network(8, EIGHT))
    panel.workspace.training.advance(5)
    shown = [column(panel, *key) for key in (("n0", "map"), ("n0", "after"), ("n1", "pool"))]
    film = panel.findChildren(FilmPart)[0]
    assert max(len(colors_of(one.thumbs)) for one in shown) > 10
    assert film.isVisible()
    panel.workspace.reasoning.look_at((0, 0, 0, 0), filters_of("n0"))
    panel.workspace.reasoning.keep_secret(secret=True)
    QApplication.processEvents()
    assert not film.isVisible()
    for one in shown:
        assert len(colors_of(one.thumbs)) < 5, "frames and paper, and no colour of a number"
    panel.workspace.reasoning.keep_secret(secret=False)
    assert film.isVisible()


def colors_of(thumbs: QWidget) -> set[int]:
    image = thumbs.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_what_is_to_be_worked_out_is_not_told(show: Show) -> None:
    panel = show(picture_network())
    node = panel.chain.path[1] if panel.chain is not None else ""
    reasoning, shown = panel.workspace.reasoning, column(panel, node, "map")
    before = shown.grid.words((0, 0))
    reasoning.look_at((0, 0, 0, 0), filters_of(node))
    reasoning.keep_secret(secret=True)
    assert shown.grid.words((0, 0)) == "row 1, column 1: yours to work out"
    assert "The network says: yours to work out" in panel.columns.answer.accessibleName()
    assert not any(part.isVisible() for part in panel.findChildren(SlopePart))
    hover(panel, node, "map", 0, 0)
    assert panel.sum.words.whole == ASKED
    reasoning.keep_secret(secret=False)
    assert shown.grid.words((0, 0)) == before
    assert all(part.isVisible() for part in panel.findChildren(SlopePart))
