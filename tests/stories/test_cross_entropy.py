"""Stories of cross entropy: look at a row, go through rows with the keys, and let both losses train side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.classes.cross_entropy_view import CrossEntropyView
from gui.plots.marks import Symbols
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def opened(user: User) -> CrossEntropyView:
    user.window.show_view("cross_entropy")
    view = user.window.plots["cross_entropy"]
    assert isinstance(view, CrossEntropyView)
    user.qtbot.waitUntil(view.area.isVisible)
    return view


def ball(view: CrossEntropyView, shape: str) -> float:
    return next(float(mark.x[0]) for mark in view.shown.marks if isinstance(mark, Symbols) and mark.shape == shape)


def numbers(view: CrossEntropyView, name: str) -> tuple[str, str]:
    line = next(line for line in view.side.card.lines if line.name == name)
    return line.said[0][0], line.said[1][0]


def test_rows_by_the_arrow_keys_and_the_points_move(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        view, workspace = opened(user), user.window.workspace
        assert ball(view, "disc") == ball(view, "square") == pytest.approx(0.568, abs=0.001)
        QTest.mouseClick(view.page.button("rows"), LEFT)
        table = view.sheet.table
        user.qtbot.waitUntil(table.isVisible)
        place = table.visualRect(table.page.index(0, 0)).center()
        QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert workspace.selection.row == 2
        # 0.5662 + 0.5514 + 0.6573 as the loss elsewhere says
        assert "−ln p 1.775 (the loss trained with)" in view.sheet.total.text()
        assert workspace.training.frame.loss == pytest.approx(1.775, abs=0.0005)
        QTest.mouseClick(view.page.button("curves"), LEFT)
        assert ball(view, "disc") == pytest.approx(0.518, abs=0.001)
        assert numbers(view, "d loss/d p") == ("−1/p = −1.93", "−2(1 − p) = −0.964")

    play(tale, str(examples / "part6-cross-entropy.squiggle"))


def test_in_the_duel_cross_entropy_is_first_and_the_network_stays_as_it_is(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        view, before = opened(user), user.document
        QTest.mouseClick(view.page.button("duel"), LEFT)
        view.side.bar.speed.setFocus()
        QTest.keyClick(view.side.bar.speed, Qt.Key.Key_End)
        QTest.mouseClick(view.side.bar.play, LEFT)
        user.qtbot.waitUntil(lambda: view.player.at > 240, timeout=20_000)
        QTest.mouseClick(view.side.bar.play, LEFT)
        assert not view.player.playing
        ours, theirs = numbers(view, "p ≥ 0.9 at")
        assert ours == "step 231"
        assert theirs in ("not yet", "step 564")
        assert view.side.verdict.toolTip().startswith("Cross entropy reached p ≥ 0.9 at step 231")
        assert user.document is before
        user.press("step")  # training is one thing, the duel another
        assert user.document.steps == 1
        assert numbers(view, "p ≥ 0.9 at")[0] == "step 231"

    play(tale, str(examples / "iris-train.squiggle"))
