"""Down the slope by hand: why b3 moves by 1.57, what else it could be, alone or with others, over two numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.plots.contours_view import ContoursView
from gui.plots.slope_view import SlopeView
from tests.gui.plots.conftest import Hand
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def slope_of(user: User) -> SlopeView:
    view = user.window.plots["slope"]
    assert isinstance(view, SlopeView)
    user.qtbot.waitUntil(view.isVisible)
    return view


def test_part_2_shows_its_slope_without_being_asked(play: Play) -> None:
    """SSR 20.4, slope −15.7, step −1.57, then 1.57, 2.19, … 2.61: the published figures."""

    def tale(user: User) -> None:
        assert user.window.files.open_example("part2-backpropagation.squiggle")
        view = slope_of(user)
        assert view.figures.whole == "b₃ = 0   SSR 20.4   slope −15.7   step size −1.57 → 1.57"
        seen = []
        for _ in range(2):
            user.press("step")
            seen.append(view.figures.whole.split("   ")[0])
        assert seen == ["b₃ = 1.57", "b₃ = 2.19"]
        user.press("run")
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running)
        assert view.figures.whole.startswith("b₃ = 2.61")

    play(tale)


def test_the_point_is_dragged_and_the_squiggle_follows(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("part2-backpropagation.squiggle")
        shared, hand = user.window.workspace, Hand(slope_of(user))
        output = user.node("effectiveness")
        before = shared.turns.frame.outputs(output)
        assert before is not None
        hand.drag((0.0, 20.42), (2.6, 10.0), drop=False)
        during = shared.turns.frame.outputs(output)
        assert during is not None
        assert during - before == pytest.approx(2.6, abs=0.05), "every prediction rises by as much as b3"
        assert user.document.parameter(("", output)).value[0] == 0.0
        QTest.mouseRelease(hand.port, LEFT, pos=hand.spot(2.6, 10.0))
        assert shared.session.labels[-1] == "Set b3"
        user.keys("Ctrl+Z")
        assert user.document.parameter(("", output)).value[0] == 0.0

    play(tale)


def test_only_this_one_learns_and_then_all_do(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details2-all-parameters.squiggle")
        pair = user.pair("hidden 1", "effectiveness")
        at = user.number(pair)
        user.click(at.x(), at.y())
        QTest.keyClick(user.window.focusWidget(), Qt.Key.Key_Escape)
        view = slope_of(user)
        assert "w₃" in view.heading.whole
        user.qtbot.mouseClick(view.only, LEFT)
        user.press("step")
        user.press("step")
        moved = {ref for ref, found in user.document.parameters().items() if (found.value != found.initial).any()}
        assert moved == {pair}
        assert "Pale" not in view.note.whole, "nothing else moved: the steps lie on the curve"
        user.qtbot.mouseClick(view.free, LEFT)
        user.keys("Ctrl+Z")
        assert sum(int(found.trainable.sum()) for found in user.document.parameters().values()) == 1

    play(tale)


def test_two_numbers_are_chosen_and_moved_together(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details1-three-parameters.squiggle")
        user.window.show_view("contours")
        view = user.window.plots["contours"]
        assert isinstance(view, ContoursView)
        user.qtbot.waitUntil(view.isVisible)
        view.choices[1].setFocus()
        QTest.keyClick(view.choices[1], Qt.Key.Key_End)
        assert view.heading.whole == "SSR over w₃ and b₃"
        point = view._point()
        assert point is not None
        hand = Hand(view)
        hand.drag(point.at, (point.at[0] - 0.1, point.at[1] + 0.1))
        assert user.window.workspace.session.labels[-1] == "Set w3 and b3"
        user.qtbot.mouseClick(view.shape.button("surface"), LEFT)
        before = view.surface.turn
        QTest.mousePress(view.surface, LEFT, pos=view.surface.rect().center())
        QTest.mouseMove(view.surface, view.surface.rect().center() / 2)
        QTest.mouseRelease(view.surface, LEFT, pos=view.surface.rect().center() / 2)
        assert view.surface.turn != before
        assert not view.area.isVisible()

    play(tale)


def test_what_is_chosen_decides_what_is_in_front(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("details2-all-parameters.squiggle")
        window = user.window
        window.workspace.selection.choose([user.node("hidden 1")])
        user.qtbot.waitUntil(window.plots["activations"].isVisible)
        window.workspace.selection.choose(pairs=[user.pair("dosage", "hidden 2")])
        user.qtbot.waitUntil(window.plots["slope"].isVisible)
        window.dock("slope").toggleViewAction().trigger()
        window.workspace.selection.choose([user.node("hidden 2")])
        assert not window.plots["slope"].isVisible()

    play(tale)
