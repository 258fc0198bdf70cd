"""An error of the program itself is told once, and the work goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.faults import Faults, guarded

ROOT = Path(__file__).parents[2]


@pytest.fixture
def told(qapp: QApplication) -> Iterator[list[str]]:  # noqa: ARG001  signals need an application
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    heard: list[str] = []
    faults = Faults(heard.append)
    faults.install()
    before = qInstallMessageHandler(None)
    yield heard
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    assert faults is not None
    assert before is not None


def raise_here() -> None:
    raise RuntimeError("the pool is empty")


def test_an_exception_nobody_caught_is_told_once(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        try:
            raise_here()
        except RuntimeError:
            sys.excepthook(*sys.exc_info())
    assert len(told) == 1
    assert "RuntimeError: the pool is empty" in told[0]
    assert "Your network is still here" in told[0]
    assert capsys.readouterr().err.count("Traceback") == 3


def test_one_in_a_thread_is_told_in_the_window(
    told: list[str], qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=raise_here)
    thread.start()
    thread.join()
    qapp.processEvents()
    assert len(told) == 1
    assert "Traceback" in capsys.readouterr().err


def test_painting_goes_on_after_an_error(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    guarded(raise_here)()
    assert len(told) == 1
    assert "raise_here" in capsys.readouterr().err


INSIDE_QT = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from gui.faults import keep_exceptions_whole

class Panel(QWidget):
    __module__ = "gui.panel"
    broken = False

    def resizeEvent(self, event):
        if self.broken:
            int("x")

app = QApplication([])
keep_exceptions_whole()
panel = Panel()
panel.show()
panel.broken = True
try:
    panel.resize(300, 200)
except ValueError as error:
    print("lives")
"""


def test_what_c_code_raises_within_qt_does_not_end_the_process() -> None:
    # Python 3.11 with PySide6 6.10 and 6.11 dies of it otherwise, hence a process of its own
    done = subprocess.run(
        [sys.executable, "-c", INSIDE_QT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "lives\n"
