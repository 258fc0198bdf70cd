"""Reference cycles are collected in the GUI thread and nowhere else."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.garbage import Garbage


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:  # noqa: ARG001  timers need an application
    made = Garbage()
    made.take_over()
    yield made
    made.hand_back()
    assert gc.isenabled()


@pytest.mark.usefixtures("garbage")
def test_python_no_longer_collects_by_itself_but_the_timer_does(qtbot: QtBot) -> None:
    assert not gc.isenabled()
    seen = weakref.ref(Ring())
    rest = [Ring() for _ in range(20 * gc.get_threshold()[0])]
    del rest
    assert seen() is not None
    qtbot.waitUntil(lambda: seen() is None)


def test_nothing_is_done_while_there_is_little_to_collect(garbage: Garbage) -> None:
    gc.collect()
    seen = weakref.ref(Ring())
    garbage.collect()
    assert seen() is not None
