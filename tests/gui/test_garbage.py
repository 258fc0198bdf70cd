"""Reference cycles are collected in the GUI thread and nowhere else."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.controls.formula import derivative, draw
from gui.garbage import Garbage
from gui.theme import Theme

ROOT = Path(__file__).parents[2]


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


@pytest.mark.usefixtures("garbage")
def test_another_theme_or_a_formula_does_not_bring_the_collector_back(qapp: QApplication) -> None:  # noqa: ARG001
    theme = Theme("light")
    theme.apply()
    theme.use("dark")
    draw(derivative("SSR", "w_99"), 16.0, "#123456")
    assert not gc.isenabled()
    theme.use("light")


@pytest.mark.parametrize("name", ["window", "inspector", "slope"])
def test_what_is_dropped_goes_without_taking_the_process_with_it(name: str) -> None:
    # freed memory is overwritten, so that whatever is deleted twice is found out at once
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.dropping", name],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == "left: 0\n"
