"""A small screen: the canvas is not to bear it alone, and numbers stay on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication

from gui.app import LEAST_CANVAS
from gui.canvas.drawing import MIDDLE
from gui.docks.tab_names import rows_of_tabs
from gui.plots.title_row import TitleRow
from gui.state.settings import Settings
from tests.helpers.drive import User
from tests.helpers.tips import drawn
from tests.stories.conftest import Play

CUT = re.compile(r"[0-9.,]…|^…$")
"""A number of which digits are missing, or one that is not there at all."""
NUMBERED = ("results", "probabilities", "cross_entropy", "surface", "map", "trust", "slope", "contours", "loss", "fit")
LARGE, SMALL = (1600, 1000), (1280, 690)


def bottom_share(user: User) -> float:
    return user.window.dock("fit").height() / user.window.height()


def resize(user: User, size: tuple[int, int]) -> None:
    user.window.resize(*size)
    user.qtbot.waitUntil(lambda: (user.window.width(), user.window.height()) == size)


def lay_out_anew(user: User) -> None:
    user.window.actions_table["restore_layout"].trigger()
    user.qtbot.waitUntil(lambda: bottom_share(user) == pytest.approx(0.28, abs=0.03))


@pytest.mark.parametrize("name", ["part7-b3", "iris-train"])
def test_the_classifiers_show_their_numbers_in_a_small_window(play: Play, examples: Path, name: str) -> None:
    def tale(user: User) -> None:
        resize(user, LARGE)
        lay_out_anew(user)
        share = bottom_share(user)
        resize(user, SMALL)
        user.qtbot.waitUntil(lambda: bottom_share(user) == pytest.approx(share, abs=0.03))
        user.keys("F")
        assert user.canvas.camera.shows(user.canvas.canvas.stage.drawing.bounds)
        assert user.canvas.camera.zoom > 1.05 * MIDDLE

    play(tale, str(examples / f"{name}.squiggle"))


def test_the_canvas_keeps_its_numbers_beside_the_convolution_in_a_small_window(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        resize(user, SMALL)
        user.window.actions_table["restore_layout"].trigger()
        user.qtbot.waitUntil(lambda: not user.window.dock("fit").isVisible())
        user.qtbot.waitUntil(lambda: user.canvas.camera.zoom > MIDDLE)
        assert user.window.dock("convolution").height() > 0.45 * user.window.height()

    play(tale, str(examples / "part8-letters.squiggle"))


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_after_the_convolution_the_next_example_finds_its_views_as_they_were(play: Play, size: tuple[int, int]) -> None:
    def sizes(user: User) -> list[tuple[int, int]]:
        docks = (user.window.dock(name) for name in ("fit", "loss", "derivatives"))
        return [(dock.width(), dock.height()) for dock in docks]

    def tale(user: User) -> None:
        resize(user, size)
        lay_out_anew(user)
        docks = [user.window.dock("fit"), user.window.dock("loss")]
        user.window.resizeDocks(docks, [docks[0].width() + 60, docks[1].width() - 60], Qt.Orientation.Horizontal)
        user.qtbot.waitUntil(lambda: docks[0].width() > docks[1].width() + 60)
        before = sizes(user)
        for example in ("part8-letters", "digits-cnn"):
            assert user.window.files.open_example(f"{example}.squiggle")
            user.qtbot.waitUntil(user.window.dock("convolution").isVisible)
        assert user.window.files.open_example("part7-b3.squiggle")
        user.qtbot.waitUntil(lambda: not user.window.dock("convolution").isVisible())
        assert all(a == pytest.approx(b, abs=2) for a, b in zip(sizes(user), before, strict=True))
        user.keys("F")
        assert user.canvas.camera.zoom > MIDDLE, "nodes have their numbers"

    play(tale)


def test_the_canvas_is_never_without_height(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        resize(user, SMALL)
        user.window.resizeDocks([user.window.dock("convolution")], [2000], Qt.Orientation.Vertical)
        user.qtbot.waitUntil(lambda: user.window.dock("convolution").height() > 0.55 * user.window.height())
        assert user.canvas.height() >= LEAST_CANVAS

    play(tale, str(examples / "part8-letters.squiggle"))


def test_a_layout_left_in_a_large_window_is_taken_up_in_a_small_one_by_its_shares(play: Play) -> None:
    shares = []

    def large(user: User) -> None:
        resize(user, LARGE)
        lay_out_anew(user)
        shares.append(bottom_share(user))

    def small(user: User) -> None:
        resize(user, SMALL)
        shares.append(bottom_share(user))

    play(large)
    play(small)
    assert shares[1] == pytest.approx(shares[0], abs=0.03)


def test_a_window_that_gets_its_size_after_it_came_has_the_views_it_was_left_with(play: Play) -> None:
    left: list[dict[str, tuple[int, int]]] = []

    def shown(user: User) -> dict[str, tuple[int, int]]:
        docks = [user.window.dock(name) for name in ("palette", "inspector", "fit", "loss")]
        return {dock.objectName(): (dock.width(), dock.height()) for dock in docks}

    def first(user: User) -> None:
        resize(user, LARGE)
        lay_out_anew(user)
        left.append(shown(user))

    def again(user: User) -> None:
        assert user.window.width() < LARGE[0]
        resize(user, LARGE)  # as a screen does a while after the window came
        user.qtbot.waitUntil(lambda: shown(user) == left[0])

    play(first)
    for _ in range(3):
        Settings().remember("geometry", QByteArray())
        play(again)


def test_resizing_to_and_fro_wears_no_share_out(play: Play) -> None:
    def tale(user: User) -> None:
        resize(user, LARGE)
        lay_out_anew(user)
        before = {name: user.window.dock(name).size() for name in ("palette", "inspector", "slope", "fit", "loss")}
        for size in (SMALL, (1000, 600), (1433, 811), LARGE):
            resize(user, size)
        assert {name: user.window.dock(name).size() for name in before} == before

    play(tale)


def test_a_lesson_left_in_a_smaller_window_leaves_the_views_their_shares(play: Play) -> None:
    def tale(user: User) -> None:
        resize(user, LARGE)
        lay_out_anew(user)
        before = {name: user.window.dock(name).size() for name in ("palette", "inspector", "slope", "fit", "loss")}
        user.window.lessons.play_step("2-backpropagation", 3)
        resize(user, SMALL)
        user.window.lessons.player.leave()
        user.qtbot.waitUntil(lambda: bottom_share(user) == pytest.approx(before["fit"].height() / LARGE[1], abs=0.03))
        resize(user, LARGE)
        assert {name: user.window.dock(name).size() for name in before} == before

    play(tale)


def test_the_views_at_the_sides_follow_the_width_of_the_window(play: Play) -> None:
    def tale(user: User) -> None:
        resize(user, SMALL)
        lay_out_anew(user)
        resize(user, LARGE)
        user.qtbot.waitUntil(lambda: user.window.dock("inspector").width() >= 0.2 * LARGE[0])
        assert user.window.dock("palette").width() >= 0.12 * LARGE[0]

    play(tale)


def test_names_on_tabs_and_in_titles_are_whole_or_short_and_never_cut(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        window = user.window
        resize(user, (1280, 720))
        window.actions_table["restore_layout"].trigger()
        for widths in (None, (420, 160, 160), (160, 420, 160), (160, 160, 420)):
            for view in window.views:
                window.show_view(view)
                if widths is not None:
                    below = [window.dock(name) for name in ("fit", "loss", "derivatives")]
                    window.resizeDocks(below, list(widths), Qt.Orientation.Horizontal)
                user.qtbot.waitUntil(lambda: all(bar.sizeHint().width() <= bar.width() for bar in rows_of_tabs(window)))
                headings = [row.heading.text() for row in window.findChildren(TitleRow) if row.isVisible()]
                assert not [words for words in headings if "…" in words or words.isdigit()], view
            assert [window.dock(view).toggleViewAction().text() for view in window.views] == [
                window.dock(view).title for view in window.views]  # fmt: skip

    play(tale, str(examples / "iris-train.squiggle"))


@pytest.mark.parametrize("name", ["iris-train", "digits"])
def test_no_view_cuts_a_number_in_a_small_window(play: Play, examples: Path, name: str) -> None:
    def tale(user: User) -> None:
        resize(user, SMALL)
        user.window.workspace.training.advance(40)
        for view in NUMBERED:
            user.window.show_view(view)
            QApplication.processEvents()
            texts = [found.text for found in drawn(user.window, user.window.dock(view))]
            assert any(character.isdigit() for text in texts for character in text), view
            assert not [text for text in texts if CUT.search(text)], view

    play(tale, str(examples / f"{name}.squiggle"))
