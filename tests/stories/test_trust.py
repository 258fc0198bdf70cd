"""Story: twenty trainings that are as good as each other say different things about the same flower."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.classes.trust_view import TrustView
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def trust(user: User) -> TrustView:
    user.window.show_view("trust")
    view = user.window.classes["trust"]
    assert isinstance(view, TrustView)
    user.qtbot.waitUntil(view.plot.isVisible)
    return view


def train(user: User, view: TrustView) -> None:
    user.qtbot.mouseClick(view.go, LEFT)
    assert view.drive.running
    user.qtbot.waitUntil(lambda: not view.drive.running, timeout=30_000)
    QApplication.processEvents()


def shares(view: TrustView) -> list[list[float]]:
    """Return where the dots of each lane stand along the axis, from 0 to 1."""
    places = view.plot.places
    wide = places.x(1) - places.x(0)
    return [((found[0] - places.x(0)) / wide).round(9).tolist() for found in places.dots]


def test_as_good_as_each_other_and_of_different_opinions(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        view, workspace = trust(user), user.window.workspace
        workspace.selection.choose_row(77)
        train(user, view)
        assert [np.isfinite(xs).sum() for xs in shares(view)] == [20] * 5
        starts = view.drive.starts
        assert starts is not None
        assert starts.standing.seconds < 20  # under 5 s where nothing else runs
        right = [start.right[user.node("species")][0] for start in starts.standing.found]
        assert min(right) > 0.94
        versicolor = starts.probabilities(user.node("species"), 77)[:, 1]
        assert np.ptp(versicolor) > 0.1
        assert "for row 78 lies between" in view.words.text()
        before = shares(view)
        user.keys("Ctrl+]")
        assert workspace.selection.row == 78
        QApplication.processEvents()
        assert shares(view) != before
        assert not view.drive.running
        view.plot.setFocus()
        QTest.keyClick(view.plot, Qt.Key.Key_Up)
        assert shares(view) == before

    play(tale, str(examples / "iris-train.squiggle"))


def test_stop_midway_then_take_a_start_and_undo_it(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        view, workspace = trust(user), user.window.workspace
        user.qtbot.mouseClick(view.go, LEFT)
        user.qtbot.waitUntil(lambda: view.plot.sheet.diverged.size >= 3, timeout=30_000)
        user.qtbot.mouseClick(view.go, LEFT)
        assert not view.drive.running
        found = view.plot.sheet.diverged.size
        assert 3 <= found < 20
        x, y = view.plot.places.dots[1][:, 1]
        QTest.mouseClick(view.plot, LEFT, Qt.KeyboardModifier.NoModifier, QPointF(x, y).toPoint())
        assert view.start >= 0
        before = workspace.document
        user.qtbot.mouseClick(view.take, LEFT)
        starts = view.drive.starts
        assert starts is not None
        taken = starts.standing.found[view.start]
        assert workspace.training.frame.loss == taken.loss
        assert workspace.training.frame.step == 2000
        user.keys("Ctrl+Z")
        assert workspace.document is before

    play(tale, str(examples / "iris-train.squiggle"))


def test_digits_are_trained_until_somebody_stops_them(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        view = trust(user)
        user.qtbot.mouseClick(view.go, LEFT)
        user.qtbot.waitUntil(lambda: "s more" in view.note.whole, timeout=30_000)
        user.qtbot.mouseClick(view.go, LEFT)
        assert not view.drive.running

    play(tale, str(examples / "digits.squiggle"))
