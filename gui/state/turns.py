"""Views take turns while training runs, time is gone through or numbers are tried out: never all in one go.

Painting is what keeps a window from answering. While training runs no newer frame is taken before all views have shown
the last one, so that in each round all show the same step. At a pace at which steps can be read, a ``Curtain`` keeps
the window from being painted until the round is over and all that is worked on for it is found: then no two numbers
that are seen are of different steps. It stays up where painting all at once would take too long. While numbers are
tried out views show the newest frame when their turn comes. Each that is seen has a turn of its own, and hidden ones
cost none. What a view changes is painted after its turn, and only then the time until the next begins: no moment has
to bear the work of two. From the turn until all is painted the training thread makes no steps: drawing lets go of
Python's lock hundreds of times, and the thread would take it for milliseconds each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from gui.state.curtain import Curtain
from gui.state.frame import Frame
from gui.state.training import Training

BETWEEN_MS = 7
SOON_MS = 33
AT_ONCE, SOON = "at once", "soon"
"""When a view shows another picture that is tried: with every move of the mouse that draws, or a little later."""
DEAR_S = 0.008
"""Views that take longer together take turns while a gesture tries numbers out, or time is gone through, too."""
QUICK_S = 0.001
"""Views that take less follow each move of the mouse all the same, as do those that show another picture at once."""
BRIEF_S = 0.001
"""A hidden view that takes longer ends the turn as one that is seen does."""
BETWEEN_LENT = 2
"""Turns of views between two that are lent to work in portions."""


class Turns(QObject):
    """Calls the views that joined: all at once while nothing runs, else one after the other."""

    def __init__(self, training: Training) -> None:
        super().__init__()
        self._training = training
        self.of_data: Frame = training.frame
        """The newest frame, or one that a gesture tries out, as the rows of data make it."""
        self.frame: Frame = training.frame
        """What the views show: ``of_data``, with a picture that is tried in place of the chosen row where one is."""
        self._dress: Callable[[Frame], Frame] = _as_it_is
        self._views: list[Callable[[], object]] = []
        self._of_row: dict[str, list[Callable[[], object]]] = {"": [], AT_ONCE: [], SOON: []}
        self._round: Sequence[Callable[[], object]] = ()
        self._waiting: list[Callable[[], object]] = []
        self._lent: list[Callable[[], object]] = []
        self._since_lent = 0
        self._behind, self._painted = False, False
        self._curtain = Curtain()
        self._took: dict[Callable[[], object], float] = {}
        """Seconds that each view took the last time."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_soon)
        training.wait_while(lambda: self.busy)
        training.running_changed.connect(self._curtain.forget)
        training.frame_changed.connect(self._begin)
        training.shut.connect(self._let_go)

    @property
    def busy(self) -> bool:
        """Whether some views have yet to show the newest frame; where each step is seen, what is found for it too."""
        return bool(self._waiting) or (self._training.slow and bool(self._lent))

    def join(self, view: Callable[[], object], *, of_row: str = "") -> None:
        """Call ``view`` whenever there is a new frame and it is its turn.

        ``of_row`` is AT_ONCE or SOON for views that show the picture that is tried: they are called for each other one,
        too.
        """
        self._views.append(view)
        self._of_row[of_row].append(view)

    def lend(self, work: Callable[[], object]) -> None:
        """Call ``work`` once, between the views: some milliseconds of what a view computes bit by bit."""
        if work not in self._lent:
            self._lent.append(work)
        if not self._timer.isActive():
            self._timer.start(BETWEEN_MS)

    def dress_by(self, dress: Callable[[Frame], Frame]) -> None:
        """Let ``dress`` put the picture that is tried onto every frame from now on."""
        self._dress = dress

    def redress(self) -> None:
        """Show another picture that is tried, or none, to those views that show it."""
        self.frame = self._dress(self.of_data)
        for view in self._of_row[AT_ONCE]:
            view()
        if self._of_row[SOON] and not self._soon.isActive():
            self._soon.start(SOON_MS)

    @Slot(object)
    def _begin(self, frame: Frame) -> None:
        self.of_data, self.frame = frame, self._dress(frame)
        if self._training.running:
            self._follow(self._views)
        elif self._training.timeline.flowing or frame is not self._training.frame:
            self._show_some()
        else:
            self._show_all()

    def _follow(self, views: Sequence[Callable[[], object]]) -> None:
        """Let ``views`` show the newest frame one after the other, once those that wait for an older one have."""
        self._round = views
        if self._waiting:
            self._behind = True
        else:
            self._begin_round()
            if self._training.slow and not self._curtain.dear:
                self._curtain.fall(_windows(views))
            self._timer.start(0)

    def _show_some(self) -> None:
        """Call the views that follow each move of a mouse, and as many others as there is time for; the rest follow."""
        end = time.perf_counter() + DEAR_S
        at_once: list[Callable[[], object]] = []
        later: list[Callable[[], object]] = []
        for view in self._views:
            (at_once if self._is_quick(view) else later).append(view)
        for view in at_once:
            self._call(view)
        self._follow(later)
        while self._waiting and not self._behind and self._took.get(self._waiting[0], 0.0) < end - time.perf_counter():
            self._call(self._waiting.pop(0))

    def _is_quick(self, view: Callable[[], object]) -> bool:
        return view in self._of_row[AT_ONCE] or (view in self._took and self._took[view] < QUICK_S)

    def _show_all(self) -> None:
        """Call every view now."""
        self._timer.stop()
        self._waiting.clear()
        for view in self._views:
            self._call(view)
        self._curtain.rise()
        if self._lent:
            self._timer.start(0)

    def _call(self, view: Callable[[], object]) -> float:
        """Call a view and return the seconds it took."""
        begun = time.perf_counter()
        view()
        took = self._took[view] = time.perf_counter() - begun
        return took

    @Slot()
    def _let_go(self) -> None:
        """Call no view that the window is about to delete."""
        self._soon.stop()
        self._timer.stop()
        self._waiting.clear()
        self._lent.clear()
        self._views.clear()
        self._took.clear()
        self._round = ()
        self._of_row = {name: [] for name in self._of_row}

    @Slot()
    def _show_soon(self) -> None:
        for view in self._of_row[SOON]:
            view()

    def _begin_round(self) -> None:
        self._waiting, self._behind = list(self._round), False

    @Slot()
    def _next(self) -> None:
        """Rest a little while frames flow, for all is painted now; then let the next view show the newest frame."""
        self._painted = self._flows and not self._painted and not self._curtain.down
        if self._painted:
            self._training.give_way(on=False)
            self._timer.start(0 if self._training.slow else BETWEEN_MS)
            return
        due = bool(self._waiting or self._lent)
        self._training.give_way(on=due)
        self._take_turn()
        if not self._waiting and self._behind:
            self._begin_round()  # those that came first in the last round have not seen the newest frame
        if self._waiting or self._lent or due:
            self._timer.start(0)
        if not self._waiting and not self._lent:
            self._curtain.rise()

    @property
    def _flows(self) -> bool:
        """Whether training runs, time is gone through, or a gesture tries numbers out."""
        training = self._training
        return training.running or training.timeline.flowing or self.of_data is not training.frame

    def _take_turn(self) -> None:
        """Call the next view that is seen, and those before it that are not; or work that a turn is lent to."""
        if self._lent and (not self._waiting or self._since_lent >= BETWEEN_LENT):
            self._since_lent = 0
            self._call(self._lent.pop(0))
            return
        self._since_lent += 1
        while self._waiting:
            view = self._waiting.pop(0)
            took, owner = self._call(view), getattr(view, "__self__", None)
            if took > BRIEF_S or not (isinstance(owner, QWidget) and not owner.isVisible()):
                break


def _windows(views: Sequence[Callable[[], object]]) -> set[QWidget]:
    """Return the windows that the views which are seen stand in."""
    owners = (getattr(view, "__self__", None) for view in views)
    return {owner.window() for owner in owners if isinstance(owner, QWidget) and owner.isVisible()}


def _as_it_is(frame: Frame) -> Frame:
    return frame
