"""A learner looks through a convolution: points at cells, lets the filter slide, chooses among filters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.edits.graph import AddNode
from gui.convolution.panel import ConvolutionPanel
from gui.docks.main_window import Area
from tests.helpers.convolution_view import column, open_letters
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def point(panel: ConvolutionPanel, node: str, part: str, row: int, at: int) -> None:
    """Scroll to a stage and move the mouse to a cell of it."""
    grid = column(panel, node, part).grid
    panel.columns.ensureWidgetVisible(grid)
    QApplication.processEvents()
    QTest.mouseMove(grid, grid.cell_rect(row, at).center())


def test_cells_are_pointed_at_and_their_sums_read(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        point(panel, "map", "map", 0, 0)
        assert panel.sum.words.whole == (
            "feature map [1, 1] = 0×0 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 0×0 + bias (−2) = 1 → ReLU → 1"
            " → max of {1, 0, 0, 0} = 1")  # fmt: skip
        point(panel, "pooled", "pool", 1, 1)
        assert panel.sum.words.whole.startswith("pooled [2, 2] = max of {0, 0, 0, 1} = 1")
        assert column(panel, "map", "after").grid.marks.won == ((3, 3),)
        point(panel, "letter", "image", 2, 2)
        assert "it reaches 9 of 16 cells of feature map, 4 of 4 cells of pooled" in panel.sum.words.whole
        says = panel.columns.answer.accessibleName()
        assert says == "4 values feed hidden. The network says: O 0.9978 (observed 1), X 0.0022 (observed 0)"

    play(tale)


def test_keys_alone_lead_to_a_cell_and_copy_its_sum(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        user.window.activateWindow()
        user.qtbot.waitUntil(user.window.isActiveWindow)
        grid = column(panel, "map", "map").grid
        grid.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            QTest.keyClick(grid, key)
        assert panel.sum.words.whole.startswith("feature map [2, 2] = ")
        whole = panel.sum.words.whole
        panel.sum.copy()
        assert QApplication.clipboard().text() == whole

    play(tale)


def test_the_filter_slides_over_the_letter_and_the_map_fills(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        panel.slide.speed.setCurrentIndex(4)
        QTest.mouseClick(panel.start_slide, LEFT)
        QTest.mouseClick(panel.slide.buttons["play"], LEFT)
        assert not panel.slide.playing
        QTest.mouseClick(panel.slide.buttons["first"], LEFT)
        assert panel.sum.words.whole.startswith("feature map [1, 1] = ")
        QTest.mouseClick(panel.slide.buttons["forward"], LEFT)
        assert panel.sum.words.whole.startswith("feature map [1, 2] = ")
        known = column(panel, "map", "map").grid.known
        assert known is not None
        assert known.sum() == 2
        assert "not computed yet" in panel.columns.answer.accessibleName()
        QTest.mouseClick(panel.slide.buttons["play"], LEFT)
        user.qtbot.waitUntil(lambda: not panel.slide.playing, timeout=5000)
        assert panel.sum.words.whole.startswith("feature map [4, 4] = ")
        assert "The network says: O" in panel.columns.answer.accessibleName()
        QTest.keyClick(panel.columns, Qt.Key.Key_Escape)
        assert column(panel, "map", "map").grid.known is None

    play(tale)


def test_one_filter_of_several_is_looked_at(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user, "digits-cnn.squiggle")
        chain = panel.chain
        assert chain is not None
        node = chain.stages[1].node.id
        thumbs = column(panel, node, "filter").thumbs
        panel.columns.ensureWidgetVisible(thumbs)
        QTest.mouseClick(thumbs, LEFT, pos=thumbs.rect_of(2).center().toPoint())
        assert panel.filters.lists[node].currentText().endswith(f"filter 3 of {thumbs.count}")
        assert column(panel, node, "filter").grid.values.tolist() == chain.filters(node)[2, 0].tolist()

    play(tale)


def test_the_view_comes_and_goes_with_the_image(play: Play) -> None:
    def tale(user: User) -> None:
        window = user.window
        fit = window.dock("fit")
        before = fit.isHidden()
        assert window.dock("convolution").isHidden()
        open_letters(user)
        assert window.dockWidgetArea(window.dock("convolution")) is Area.BottomDockWidgetArea
        assert window.files.open_example("xor.squiggle")
        assert window.dock("convolution").isHidden()
        assert fit.isHidden() is before, "what made room is back"
        window.show_view("convolution")
        panel = window.classes["convolution"]
        assert isinstance(panel, ConvolutionPanel)
        assert "no image" in panel.message.text()
        user.qtbot.mouseClick(panel.example, LEFT)
        assert user.document.title == "Part 8: O or X"
        assert panel.chain is not None

    play(tale)


def test_the_chosen_pool_is_deleted_while_its_view_is_open(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        at = user.center("pooled")
        user.click(at.x(), at.y())
        assert user.window.workspace.selection.node == "pooled"
        user.keys("Delete")
        user.qtbot.waitUntil(lambda: "pooled" not in user.document.nodes)
        assert panel.chain is not None
        assert panel.chain.path == ("letter", "map")

    play(tale)


def test_the_view_comes_with_the_first_image_that_is_drawn(play: Play) -> None:
    def tale(user: User) -> None:
        panel = user.window.classes["convolution"]
        assert not panel.isVisible()
        assert user.window.workspace.do(AddNode("image", (0.0, 0.0)))
        user.qtbot.waitUntil(panel.isVisible)
        user.window.dock("convolution").close()
        assert user.window.workspace.do(AddNode("image", (0.0, 300.0)))
        QApplication.processEvents()
        assert not panel.isVisible(), "who closed it has seen it"

    play(tale)


def test_the_slide_ends_when_another_file_is_opened(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        QTest.mouseClick(panel.start_slide, LEFT)
        assert panel.slide.playing
        assert user.window.files.open_example("digits-cnn.squiggle")
        user.qtbot.waitUntil(lambda: not panel.slide.on)
        assert not panel.slide.playing

    play(tale)
