"""A picture of the window, taken without a display: for slides, for the README, for looking at what was built."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from core import storage
from core.errors import FileRefused, SquiggleError
from gui.app import Window, application, make_workspace
from gui.faults import log_messages

CANVAS = "canvas"


def screenshot(path: Path, out: Path, size: tuple[int, int], theme: str, view: str | None, steps: int) -> int:
    """Show ``path``, train ``steps`` steps, bring ``view`` to the front, write the picture; return the exit status."""
    app = application()
    qInstallMessageHandler(log_messages)
    shared = make_workspace(theme=theme)
    shared.theme.apply()
    window = Window(shared)
    if view is not None and view not in (*window.views, CANVAS):
        print(f"There is no view {view}; choose one of {', '.join((CANVAS, *window.views))}.", file=sys.stderr)
        return 2
    try:
        document = storage.load(path)
        window.files.show_document(document, path)
        _lay_out(app, window, size)
        shared.training.advance(steps)
        _bring_forward(app, window, view)
        _write(window, out)
    except SquiggleError as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        shared.training.shut_down()
        window.hide()
    return 0


def _settle(app: QApplication) -> None:
    """Let everything that waits be laid out and painted, and what is replaced be gone."""
    app.processEvents()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()


def _lay_out(app: QApplication, window: Window, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.show()
    window.load_plots()
    _settle(app)
    window.fit_docks()
    _settle(app)


def _bring_forward(app: QApplication, window: Window, view: str | None) -> None:
    """Show the view and let everything that waits to be painted be painted."""
    if view is not None and view != CANVAS:
        window.show_view(view)
    _settle(app)
    window.canvas.fit()
    window.banner.hide()
    _settle(app)


def _write(window: Window, out: Path) -> None:
    if not window.grab().save(str(out)):
        raise FileRefused(
            f"The picture {out} could not be written; choose a name that ends in .png in a folder of yours."
        )
