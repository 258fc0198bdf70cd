"""Some PySide6 versions lose references to None, True and False until the process aborts; ours must not."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.plots.views import PLOT_VIEWS
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

IMMORTAL = 2**31
"""From Python 3.12 on these have a fixed count, beyond this."""


class Bell(QObject):
    """Rings with an answer."""

    rung = Signal(bool, object)


def counts() -> list[int]:
    return [sys.getrefcount(value) for value in (None, True, False)]


def test_ten_thousand_signals_and_many_plots_keep_the_counts_flat(
    qapp: QApplication, qtbot: QtBot, make_workspace: Callable[[Document], Workspace]
) -> None:
    workspace = make_workspace(one_two_one())
    view = PLOT_VIEWS["loss"](workspace, None)
    qtbot.addWidget(view)
    view.show()
    bell, heard = Bell(), [0]

    def hear(yes: bool, nothing: object) -> None:  # noqa: FBT001
        heard[0] += yes is True and nothing is None

    bell.rung.connect(hear)
    for _ in range(20):
        view.refresh()
        qapp.processEvents()
    before = counts()
    for _ in range(10_000):
        bell.rung.emit(True, None)
    for _ in range(200):
        view.refresh()
        qapp.processEvents()
    after = counts()
    assert heard == [10_000]
    if before[0] < IMMORTAL:
        assert all(abs(new - old) < 2_000 for new, old in zip(after, before, strict=True)), (before, after)
