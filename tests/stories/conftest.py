"""Stories go through main(): the real window, real events, questions answered from a list."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gui.app
import main
from gui.app import Window
from gui.faults import Faults
from tests.gui.conftest import Script
from tests.helpers.drive import User

Tale = Callable[[User], None]
Play = Callable[..., None]


@pytest.fixture
def script() -> Script:
    """The answers to come."""
    return Script()


@pytest.fixture
def play(qapp: QApplication, qtbot: QtBot, script: Script, monkeypatch: pytest.MonkeyPatch) -> Play:  # noqa: ARG001
    """Return a function that starts the program, lets ``tale`` happen in its window, and closes it."""

    def start(tale: Tale, *arguments: str, discard: bool = True) -> None:
        def happen(app: QApplication) -> int:
            window = next(found for found in app.topLevelWidgets() if isinstance(found, Window) and found.isVisible())
            qtbot.waitUntil(lambda: bool(window.plots), timeout=20_000)
            try:
                tale(User(window, qtbot))
                if window.files.unsaved:
                    script.answers.append("Discard" if discard else "Cancel")
                assert window.close() is discard
            finally:
                window.workspace.training.shut_down()
                window.hide()
            return 0

        monkeypatch.setattr(gui.app, "execute", happen)
        monkeypatch.setattr(gui.app, "Ask", lambda: script)
        monkeypatch.setattr(Faults, "install", lambda _self: None)  # pytest-qt watches exceptions itself
        for frozen in ("freeze", "unfreeze"):  # that nothing is looked at again, tests see to between them
            monkeypatch.setattr(gc, frozen, lambda: None)
        assert main.run(list(arguments)) == 0
        assert script.answers == []

    return start
