"""Shows windows and panels, drops them, and lets Python collect them: run in a process of its own, as it may crash."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QSettings, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.app import application, make_workspace, open_window
from gui.canvas.view import CanvasView
from gui.data.view import DataView
from gui.faults import log_messages
from gui.garbage import put_away
from gui.inspectors.inspector import Inspector
from gui.plots.views import PLOT_VIEWS
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

TIMES = 4


PANELS: dict[str, Callable[[Workspace, QWidget | None], QWidget]] = {
    "canvas": CanvasView,
    "data": DataView,
    "inspector": Inspector,
    **PLOT_VIEWS,
}


def _use(workspace: Workspace, panel: QWidget) -> None:
    """Show it with a parameter looked at, point at it, give the focus to each of its parts."""
    panel.resize(500, 900)
    panel.show()
    panel.activateWindow()
    workspace.selection.choose(pairs=[next(iter(workspace.document.connections))])
    workspace.training.step()
    _wait()
    for part in panel.findChildren(QWidget):
        if part.isVisible() and not part.isWindow():
            part.setFocus()
    QTest.mouseMove(panel, QPoint(60, 200))
    workspace.training.shut_down()


def _wait() -> None:
    """Turn the event loop once, so that also what deletes itself later is gone."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def drop_panel(name: str) -> None:
    """Drop a panel with everything that it shows; hidden, as nothing may be deleted in sight."""
    workspace = make_workspace(one_two_one(), theme="light")
    workspace.theme.apply()
    panel = PANELS[name](workspace, None)
    _use(workspace, panel)
    panel.hide()


def drop_window(app: QApplication) -> None:
    """Put a whole window away."""
    window = open_window(theme="light")
    window.arrange_docks()
    window.show()
    window.load_plots()
    _use(window.workspace, window)
    window.recovery.forget()
    put_away(app, window)


def main(name: str) -> int:
    """Drop it several times; return how many widgets are left, and say so."""
    app = application()
    qInstallMessageHandler(log_messages)
    with tempfile.TemporaryDirectory() as home:
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, home)
        os.environ["XDG_DATA_HOME"] = home
        for _ in range(TIMES):
            drop_window(app) if name == "window" else drop_panel(name)
            gc.collect()
    print(f"left: {len(app.allWidgets())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
