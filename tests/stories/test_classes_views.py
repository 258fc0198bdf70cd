"""Stories of views of classes: train on flowers, see which are called wrongly, switch to ArgMax and back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.classes.probabilities_view import ProbabilitiesView
from gui.classes.probability_model import SLOPE
from gui.classes.results_view import ResultsView
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


def results(user: User) -> ResultsView:
    user.window.show_view("results")
    view = user.window.classes["results"]
    assert isinstance(view, ResultsView)
    user.qtbot.waitUntil(view.matrix.isVisible)
    return view


def probabilities(user: User) -> ProbabilitiesView:
    user.window.show_view("probabilities")
    view = user.window.classes["probabilities"]
    assert isinstance(view, ProbabilitiesView)
    user.qtbot.waitUntil(view.table.isVisible)
    return view


def click_cell(view: ResultsView, observed: int, called: int) -> None:
    QApplication.processEvents()
    place = view.matrix.visualRect(view.matrix.page.index(observed, called)).center()
    QTest.mouseClick(view.matrix.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def train(user: User) -> None:
    user.press("run")
    user.qtbot.waitUntil(lambda: not user.window.workspace.training.running, timeout=20_000)


def test_train_on_flowers_and_look_at_those_called_wrongly(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        train(user)
        view, workspace = results(user), user.window.workspace
        assert float(view.heading.whole.split()[1]) > 95
        scores = view.matrix.page.scores
        assert scores is not None
        wrong = [(a, b) for a in range(3) for b in range(3) if a != b and scores.matrix[a, b]]
        click_cell(view, *wrong[0])
        row = workspace.selection.row
        assert row in workspace.selection.marked
        assert workspace.document.data.column("species").values[row] == scores.classes[wrong[0][0]]
        user.window.show_view("data")
        user.qtbot.waitUntil(user.window.data.table.isVisible)
        header = user.window.data.table.table.headerData(row, Qt.Orientation.Vertical)
        assert header == f"▸ ✕ {row + 1}"
        panel = probabilities(user)
        assert panel.verdict.whole.startswith(f"✕ predicted {scores.classes[wrong[0][1]]}")
        user.keys("Ctrl+]")
        assert workspace.selection.row == row + 1
        assert panel.row.value() == row + 2

    play(tale, str(examples / "iris-train.squiggle"))


def test_argmax_while_training_stops_it_and_softmax_lets_it_go_on(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        workspace, view = user.window.workspace, probabilities(user)
        heard: list[str] = []
        workspace.notices.posted.connect(lambda notice: heard.append(notice.text))
        user.press("run")
        user.qtbot.waitUntil(lambda: workspace.training.frame.step > 5, timeout=20_000)
        QTest.mouseClick(view.use, LEFT)
        assert not workspace.training.running
        assert any("the derivative of an ArgMax is 0 everywhere" in words for words in heard)
        assert [view.table.page.text(line, SLOPE) for line in range(3)] == ["0", "0", "0"]
        QTest.mouseClick(view.use, LEFT)
        assert workspace.document.training.loss == "cross_entropy"
        step = workspace.training.frame.step
        user.press("step")
        assert workspace.training.frame.step == step + 1
        assert any(view.table.page.text(line, SLOPE) != "0" for line in range(3))

    play(tale, str(examples / "iris-train.squiggle"))


def test_digits_are_learned_and_the_wrong_ones_are_seen(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        train(user)
        view = results(user)
        QTest.mouseClick(view.part.button("test"), LEFT)
        assert float(view.heading.whole.split()[1]) >= 96
        click_cell(view, view.matrix.page.edge, view.matrix.page.edge)
        assert 0 < view.list.count() <= 18  # of 449 held back
        assert not view.list.item(0).icon().isNull()
        assert user.window.workspace.selection.row == view.list.row_at(0)

    play(tale, str(examples / "digits.squiggle"))
