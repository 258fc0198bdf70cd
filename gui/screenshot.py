"""A picture of the window, taken without a display: for slides, for the README, for looking at what was built."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from core import storage
from core.errors import FileRefused, SquiggleError, ValueRefused
from core.lessons.lesson import Lesson
from core.lessons.reader import SUFFIX, read_lesson
from gui.app import Window, application, make_workspace
from gui.faults import log_messages
from gui.garbage import put_away
from gui.state.workspace import Workspace

CANVAS = "canvas"


@dataclass(frozen=True, slots=True)
class Shot:
    """A file trained ``steps`` steps, shown as it was at step ``at``, looking at the parameter called ``select``."""

    path: Path
    out: Path
    size: tuple[int, int] = (1600, 1000)
    theme: str = "light"
    views: tuple[str, ...] = ()
    steps: int = 0
    select: str | None = None
    at: int | None = None


def screenshot(shot: Shot) -> int:
    """Show the file, train, bring the views to the front, write the picture; return the exit status."""
    app = application()
    qInstallMessageHandler(log_messages)
    shared = make_workspace(theme=shot.theme)
    shared.theme.apply()
    window = Window(shared)
    unknown = [view for view in shot.views if view not in (*window.views, CANVAS)]
    if unknown:
        print(f"There is no view {unknown[0]}; choose one of {', '.join((CANVAS, *window.views))}.", file=sys.stderr)
        return 2
    try:
        lesson = read_lesson(shot.path) if shot.path.name.endswith(SUFFIX) else None
        if lesson is None:
            window.files.show_document(storage.load(shot.path), shot.path)
        _lay_out(app, window, shot.size)
        if lesson is not None:
            _play(app, window, lesson, shot)
            return 0
        shared.training.advance(shot.steps)
        _look(shared, shot)
        _bring_forward(app, window, shot.views)
        _write(window, shot.out)
    except SquiggleError as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        shared.training.shut_down()
        put_away(app, window)
    return 0


def _play(app: QApplication, window: Window, lesson: Lesson, shot: Shot) -> None:
    """Write the picture of a lesson at its step ``shot.at``; how far the user has come stays as it is."""
    settings, key = window.workspace.settings, f"lessons/{lesson.name}"
    before, player = settings.text(key), window.lessons.player
    player.enter(lesson)
    player.go_to(shot.at or 1)
    _bring_forward(app, window, shot.views)
    window.lessons.spotlight.follow()
    _settle(app)
    settings.remember(key, before)
    _write(window, shot.out)


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


def _look(shared: Workspace, shot: Shot) -> None:
    """Look at the parameter and the step that the picture is to show."""
    if shot.select is not None:
        names = {found.name: ref for ref, found in shared.document.parameters().items()}
        if shot.select not in names:
            raise ValueRefused(f"The network has no parameter {shot.select}; it has {', '.join(list(names)[:20])}.")
        shared.selection.look_at(names[shot.select])
    if shot.at is not None:
        shared.training.timeline.show(shot.at)


def _bring_forward(app: QApplication, window: Window, views: tuple[str, ...]) -> None:
    """Show the views and let everything that waits to be painted be painted."""
    for view in views:
        if view != CANVAS:
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
