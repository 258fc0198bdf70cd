"""Every test runs without a display, in an empty home, with warnings of numbers as errors; a skip is a failure."""

from __future__ import annotations

import faulthandler
import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np
import pytest
import pytest_timeout
from hypothesis import settings
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

settings.register_profile("squiggle", deadline=None, max_examples=50, database=None)
settings.load_profile("squiggle")
_SCREEN = pytest.StashKey[int]()
END_S = 120
MOST_PROCESSES = 4
"""With more of them, the longest stories decide how long it takes."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Share all tests out among the cores; a few that are named start sooner in one process."""
    alone = config.getoption("numprocesses", 0) is None and "PYTEST_XDIST_WORKER" not in os.environ
    if alone and config.args_source is config.ArgsSource.TESTPATHS:
        config.option.numprocesses, config.option.dist = "auto", "worksteal"
        config.option.maxprocesses = config.option.maxprocesses or MOST_PROCESSES


def pytest_configure(config: pytest.Config) -> None:
    """Keep the way to the screen: while a test runs, what it writes goes elsewhere."""
    config.stash[_SCREEN] = os.dup(2)


def pytest_timeout_set_timer(item: pytest.Item, settings: pytest_timeout.Settings) -> bool:
    """Say where all threads are, and end the process: also where C code waits, and in any of several processes.

    An alarm as a signal would be swallowed when it rings inside a slot, and the loop it should end would go on.
    """
    faulthandler.dump_traceback_later(settings.timeout, exit=True, file=item.config.stash[_SCREEN])
    return True


def pytest_timeout_cancel_timer() -> bool:
    """The test came to its end in time."""
    faulthandler.cancel_dump_traceback_later()
    return True


def pytest_unconfigure() -> None:
    """Say where the process hangs, and end it, if it has not ended a while after the last test.

    One of several that share the tests waits for the others as long as they take, and is ended by the first.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        faulthandler.dump_traceback_later(END_S, exit=True, file=2)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, None]:
    """Turn every skip into a failure: a test that does not run proves nothing."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"A skipped test counts as failed: {report.longrepr}"


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and files of whoever runs the tests out of them, and theirs out of his."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "settings"))


@pytest.fixture(autouse=True)
def _strict_numbers() -> Iterator[None]:
    """Let overflow, division by zero and invalid operations raise, wherever code does not say that it expects them."""
    with np.errstate(all="raise"):
        yield


@pytest.fixture(autouse=True)
def _own_thread() -> Iterator[None]:
    """Collect cycles between tests, in this thread: in one that trains, Python would delete widgets there.

    What the test before left goes now, since until now its fixtures were held. What stays is not looked at again.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
    yield
    gc.disable()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the bundled fonts; without them all geometry would be that of the machine."""
    from gui.theme import load_fonts

    load_fonts()
    return qapp


@pytest.fixture
def figures() -> Path:
    """The folder of worked figures."""
    return Path(__file__).parent / "figures"


@pytest.fixture
def examples() -> Path:
    """The folder of example networks."""
    return Path(__file__).parent.parent / "resources" / "examples"
