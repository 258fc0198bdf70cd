"""A workspace made of real parts, with questions answered from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document
from core.session import Session
from gui.data.view import DataView
from gui.dialogs.ask import NETWORKS, Ask
from gui.state.bridge import Bridge
from gui.state.diagnosis import Diagnosis
from gui.state.notices import Notices
from gui.state.reasoning import Reasoning
from gui.state.selection import Selection
from gui.state.settings import Settings
from gui.state.training import Training
from gui.state.tried_picture import TriedPicture
from gui.state.turns import Turns
from gui.state.workspace import Workspace
from gui.theme import Theme

MakeView = Callable[[Document], tuple[Workspace, DataView]]


class Script(Ask):
    """Answers from ``answers``, first come first served; what was asked is in ``asked``."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.asked: list[str] = []

    def _answer(self, text: str) -> object:
        self.asked.append(text)
        assert self.answers, f"nobody expected the question: {text}"
        return self.answers.pop(0)

    def choose(self, parent: QWidget | None, title: str, text: str, options: tuple[str, ...]) -> str:  # noqa: ARG002
        answer = self._answer(text)
        assert answer in options
        return str(answer)

    def open_path(self, parent: QWidget | None, title: str, kinds: str = NETWORKS, folder: str = "") -> Path | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    def save_path(self, parent: QWidget | None, title: str, suggestion: str, kinds: str = NETWORKS) -> Path | None:  # noqa: ARG002
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    def whole_number(self, parent: QWidget | None, title: str, text: str, default: int, most: int) -> int | None:  # noqa: ARG002
        answer = self._answer(text)
        return answer if isinstance(answer, int) else None


@pytest.fixture(autouse=True)
def _no_modal_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits for an answer would hang the tests: every question goes through Ask."""

    def refuse(self: QDialog) -> int:
        raise AssertionError(f"a modal dialog opened: {self.windowTitle()}")

    monkeypatch.setattr(QDialog, "exec", refuse)
    monkeypatch.setattr(QMessageBox, "exec", refuse)


@pytest.fixture(autouse=True)
def _hands_off(qapp: QApplication) -> Iterator[None]:
    """Let go of every mouse button: QTest keeps the one of a double click down, and the next test would drag."""
    yield
    if qapp.mouseButtons() != Qt.MouseButton.NoButton:
        nowhere = QWidget()
        for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            QTest.mouseRelease(nowhere, button)
        nowhere.deleteLater()


@pytest.fixture
def script() -> Script:
    """The answers to come."""
    return Script()


@pytest.fixture
def make_workspace(qapp: QApplication, script: Script) -> Iterator[Callable[[Document], Workspace]]:
    """Return a function that makes a workspace on a document; its threads are ended afterwards."""
    made: list[Workspace] = []

    def make(document: Document) -> Workspace:
        session = Session(document)
        bridge, notices = Bridge(session), Notices()
        training = Training(session, bridge, notices)
        theme = Theme("light")
        theme.apply()
        selection, turns = Selection(bridge), Turns(training)
        reasoning = Reasoning(selection, turns, training)
        settings = Settings()
        diagnosis = Diagnosis(training, turns, settings, reasoning)
        made.append(
            Workspace(
                session, bridge, selection, training, turns, reasoning, theme, settings, notices, script, diagnosis,
                TriedPicture(selection, turns, bridge),
            )
        )
        return made[-1]

    yield make
    for workspace in made:
        workspace.training.shut_down()
    qapp.processEvents()
    # What asked to be deleted is deleted from the top by Qt, as an event loop would do it: a dialog that stays in
    # sight takes the mouse from the next test, and Python's collector would delete things in any order.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_view(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> MakeView:
    """Return a function that shows the Data view of a document."""

    def make(document: Document) -> tuple[Workspace, DataView]:
        shared = make_workspace(document)
        view = DataView(shared)
        qtbot.addWidget(view)
        view.resize(760, 400)
        with qtbot.waitExposed(view):
            view.show()
        return shared, view

    return make
