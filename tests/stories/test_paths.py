"""Somebody asks where a derivative comes from: clicks a number, sees the path, points at its parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core.document import Ref
from gui.canvas import geometry, look
from gui.canvas.trail import DIM, LIT, STRONG, Light
from gui.state.reasoning import NOTHING_POINTED, Pointed
from tests.helpers.drive import User
from tests.stories.conftest import Play
from tests.stories.test_learn import example

BEYOND = tuple(6 + part / 4 for part in range(13))
"""Beyond the ring of what is pointed at its halo is still seen, a pixel of it at least in a small window."""


def lit(user: User) -> Light:
    light = user.canvas.canvas.stage.light
    assert light is not None
    return light


def click_number(user: User, ref: Ref) -> None:
    """Click a number and leave the line that opens for typing."""
    at = user.number(ref)
    user.click(at.x(), at.y())
    QTest.keyClick(user.window.focusWidget(), Qt.Key.Key_Escape)


def halo(user: User, label: str) -> QColor:
    """Return the colour beside a node's upper edge."""
    return colors_above(user, label, (4.0,))[0]


def colors_above(user: User, label: str, away: Sequence[float]) -> list[QColor]:
    """Return the colours so far from a node's upper edge."""
    image = user.canvas.viewport().grab(user.canvas.viewport().rect()).toImage()
    points = [user.center(label) - QPointF(-20, geometry.HALF + one) for one in away]
    return [image.pixelColor(QPoint(user.spot(point.x(), point.y()))) for point in points]


def accent(user: User, share: float) -> QColor:
    colors = user.window.workspace.theme.colors
    return QColor(look.mixed(colors.canvas, colors.accent, share))


def test_a_click_on_a_weight_lights_where_its_derivative_comes_from(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        user.window.workspace.notices.post("")
        w1, w3 = user.pair("dosage", "hidden 1"), user.pair("hidden 1", "effectiveness")
        before = user.document
        click_number(user, w1)
        assert lit(user).pairs == {w1, w3}
        assert halo(user, "hidden 1") == accent(user, 0.35)
        assert halo(user, "hidden 2") != accent(user, 0.35)
        assert lit(user).of_node(user.node("hidden 2")) == DIM

        reasoning = user.window.workspace.reasoning
        pill = user.canvas.canvas.stage.drawing.pills[w3].center()
        user.hover(pill.x(), pill.y())
        assert reasoning.pointed == Pointed(0, 1)
        assert lit(user).of_pair(w3) == STRONG
        center = user.center("hidden 1")
        user.hover(center.x(), center.y())
        assert reasoning.pointed == Pointed(0, 2)
        assert lit(user).of_node(user.node("hidden 1")) == STRONG
        assert accent(user, 0.75) in colors_above(user, "hidden 1", BEYOND)
        assert accent(user, 0.75) not in colors_above(user, "effectiveness", BEYOND)
        assert halo(user, "effectiveness") == accent(user, 0.35)
        user.hover(center.x(), center.y() + 400)
        assert reasoning.pointed == NOTHING_POINTED

        user.keys("Esc")
        assert user.canvas.canvas.stage.light is None
        assert user.document is before

    play(tale)


def test_the_sum_at_the_number_is_the_derivative_of_the_step(play: Play) -> None:
    def tale(user: User) -> None:
        bias = ("", user.node("effectiveness"))
        click_number(user, bias)
        tag = next(one for one in lit(user).tags if one.kind == "parameter")
        assert f"{tag.numbers[1]:.1f}" == "-15.7"
        user.press("step")
        history = user.window.workspace.training.frame
        steps = history.step_size(bias)
        assert steps is not None
        assert abs(steps[0] - 0.1 * tag.numbers[1]) < 1e-12
        assert f"{steps[0]:.2f}" == "-1.57"

    play(tale)


def test_the_light_can_be_switched_off_and_stays_off(play: Play) -> None:
    def tale(user: User) -> None:
        click_number(user, ("", user.node("effectiveness")))
        assert lit(user).of_node(user.node("effectiveness")) == LIT
        user.window.actions_table["chain_on_canvas"].trigger()
        assert user.canvas.canvas.stage.light is None

    def later(user: User) -> None:
        assert not user.window.actions_table["chain_on_canvas"].isChecked()
        click_number(user, ("", user.node("effectiveness")))
        assert user.canvas.canvas.stage.light is None

    play(tale)
    play(later)


def test_the_path_stays_lit_while_it_learns(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        w1 = user.pair("dosage", "hidden 1")
        click_number(user, w1)
        first = lit(user)
        training = user.window.workspace.training
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step > 20)
        user.qtbot.waitUntil(lambda: lit(user) is not first)
        user.press("run")
        tag = next(one for one in lit(user).tags if one.kind == "parameter")
        gradient = training.frame.gradient(w1)
        assert gradient is not None
        assert abs(tag.numbers[1] - gradient[0, 0]) <= 1e-9 * max(1.0, abs(gradient[0, 0]))

    play(tale)
