"""What is painted while the curtain is down is painted once it rises."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.state import curtain
from gui.state.curtain import LAST, Curtain


class Sheet(QWidget):
    """Counts how often it is painted; ``clock`` says what a painting takes."""

    painted = 0

    def __init__(self, clock: list[float], took: list[float]) -> None:
        super().__init__()
        self._clock, self._took = clock, took

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted += 1
        self._clock[0] += self._took.pop(0) if self._took else 0.0


def test_one_slow_painting_does_not_keep_the_curtain_up_and_several_do(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, took = [0.0], list[float]()
    monkeypatch.setattr("gui.state.curtain.time.thread_time", lambda: clock[0])
    monkeypatch.setattr(curtain, "LONGEST_S", 60.0)
    sheet, held = Sheet(clock, took), Curtain()
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitUntil(lambda: sheet.painted > 0)
    QApplication.processEvents()
    first, then = [0.03, 0.1, *[0.02] * (LAST - 2)], [0.05] * (LAST // 2 + 1)
    for place, seconds in enumerate([*first, *then]):
        took[:] = [seconds]
        before = sheet.painted
        held.fall([sheet])
        sheet.update()
        QApplication.processEvents()
        assert sheet.painted == before
        held.rise()
        assert sheet.painted == before + 1
        assert held.dear is (place + 1 == len(first) + len(then))
    held.forget()
    assert not held.dear
