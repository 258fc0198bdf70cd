"""The drawing shows the row that a question speaks of, with a "?" for what it asks, until it is answered."""

from __future__ import annotations

import numpy as np
import pytest

from core.lessons.bench import node_of
from gui.canvas.drawing import Hit
from gui.canvas.hints import hint
from tests.helpers.drive import User
from tests.helpers.lesson_play import Verb, answer, choose, enter, next_row, player_of
from tests.stories.conftest import Play

LESSON = "4-many-inputs-and-outputs"


@pytest.mark.parametrize(("step", "row", "label", "right", "value"),
                         [(6, 65, "Versicolor", answer("0.86"), (0.86,)),
                          (7, 78, "species", choose("C"), (0, 0, 1))])  # fmt: skip
def test_what_is_asked_is_a_question_mark(
    play: Play, step: int, row: int, label: str, right: Verb, value: tuple[float, ...]
) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player_of(user).go_to(step)
        stage, node = user.window.canvas.canvas.stage, node_of(user.document, label)
        assert user.window.workspace.selection.row == row - 1
        assert stage.asks(node)
        assert stage.chosen_values(node) is None
        others = {one for one in user.document.nodes if one != node}
        assert not any(stage.asks(one) for one in others)
        right(user)
        user.qtbot.waitUntil(lambda: player_of(user).done)
        shown = stage.chosen_values(node)
        assert shown is not None
        np.testing.assert_allclose(shown, value, atol=0.001)

    play(tale)


def test_nothing_is_asked_any_more_in_another_step(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player_of(user).go_to(6)
        assert user.window.workspace.reasoning.asked
        player_of(user).go_to(8)
        assert not user.window.workspace.reasoning.asked

    play(tale)


def test_the_tip_of_a_node_does_not_tell_the_sum_that_is_asked(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "1-black-box")
        player_of(user).go_to(7)
        stage = user.window.canvas.canvas.stage
        asked = Hit("body", node_of(user.document, "hidden 1"))
        next_row(user)
        assert "15.06" not in hint(stage, asked)
        answer("-15.06")(user)
        user.qtbot.waitUntil(lambda: player_of(user).done)
        assert "weighted sum −15.06" in hint(stage, asked)

    play(tale)
