"""What a plot waits for: computed a few milliseconds at a time, between what else the window has to do.

A plot wants something for every frame. What is small is there at once; what is not is worked on when nothing else is
to be done, and meanwhile the plot shows what it found last. While frames come faster than they can be worked off, the
one under way is finished first and then the newest is begun, so that there always is something new to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from core.portions import Portions, Work
from gui.state.frame import Frame
from gui.state.workspace import Workspace

Found = TypeVar("Found")

SHARE, SHARE_BUSY = 0.006, 0.004
"""Seconds of work between two looks at what else is to be done; less while training or a gesture needs the time too."""
AT_ONCE, AT_ONCE_RUNNING = 500_000, 100_000
"""Values that are computed without a break: some milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What a plot wants of a frame: ``topic`` are the places in theta it is about, ``terms`` how it is to be seen."""

    frame: Frame
    topic: tuple[int, ...]
    terms: tuple[object, ...]

    def akin(self, other: Wish) -> bool:
        """Whether two wishes are about the same numbers of the same network and rows."""
        same = self.frame.network is other.frame.network and self.frame.rows is other.frame.rows
        return same and self.topic == other.topic

    def alike(self, other: Wish) -> bool:
        """Whether two wishes differ by the numbers of the frame at most."""
        return self.akin(other) and self.terms == other.terms

    def same(self, other: Wish) -> bool:
        """Whether two wishes do not differ."""
        return self.frame is other.frame and self.alike(other)


class Pending(Generic[Found]):
    """Works for ``view``, which is refreshed when something is found; ``refine`` makes better what was found.

    ``refine(found)`` returns the work that is left to do once all stands still, None where there is none.
    """

    def __init__(
        self, view: QWidget, workspace: Workspace, refresh: Callable[[], object],
        refine: Callable[[Found], Portions[Found] | None],
    ) -> None:
        self._view, self._training, self._turns = view, workspace.training, workspace.turns
        self._refresh, self._refine = refresh, refine
        self._work: Work[Found] | None = None
        self._fine = False
        self._wish: Wish | None = None
        self._next: tuple[Wish, Callable[[], Portions[Found]]] | None = None
        self._met: tuple[Wish, Found] | None = None
        self._timer = QTimer(view)
        self._timer.timeout.connect(self._tick)

    def latest(self, wish: Wish) -> Found | None:
        """Return the newest that was found on the topic of a wish."""
        return self._met[1] if self._met is not None and self._met[0].akin(wish) else None

    def met(self, wish: Wish) -> bool:
        """Whether what was found last is what is wished, but for the frame."""
        return self._met is not None and self._met[0].alike(wish)

    def want(self, wish: Wish, make: Callable[[], Portions[Found]]) -> None:
        """Have ``make()`` done, now or as soon as may be, unless it was the last wish too."""
        last = self._next[0] if self._next is not None else self._wish
        if last is not None and last.same(wish):
            return
        if self._work is not None and not self._fine and self._wish is not None and self._wish.alike(wish):
            self._next = wish, make
            return
        self._begin(wish, make)

    def forget(self) -> None:
        """Give up what is under way, and what was found."""
        self._timer.stop()
        self._work = self._wish = self._next = self._met = None

    def _begin(self, wish: Wish, make: Callable[[], Portions[Found]]) -> None:
        self._wish, self._next, self._work, self._fine = wish, None, Work(make()), False
        if self._work.go_on(0.0, AT_ONCE_RUNNING if self._training.running else AT_ONCE):
            self._keep()
        self._plan()

    def _keep(self) -> None:
        """Take what was found, and see what is to be done after it."""
        work, self._work = self._work, None
        if work is None or work.found is None or self._wish is None:
            return
        self._met = self._wish, work.found
        better = self._refine(work.found) if not self._fine and not self._training.running else None
        if better is not None:
            self._work, self._fine = Work(better), True

    @property
    def _busy(self) -> bool:
        """Whether the network trains, or a gesture tries numbers out."""
        tried = self._wish is not None and self._wish.frame.snapshot is not self._training.frame.snapshot
        return self._training.running or tried

    def _plan(self) -> None:
        """Go on when nothing else is to be done; while training or a gesture needs time too, in a turn of its own."""
        self._timer.stop()
        if self._work is not None and self._busy:
            self._turns.lend(self._tick)
        elif self._work is not None:
            self._timer.start(0)

    @Slot()
    def _tick(self) -> None:
        if not self._view.isVisible():
            self.forget()
        elif self._work is None or (self._fine and self._training.running):
            self._work = None
        elif self._work.go_on(SHARE_BUSY if self._busy else SHARE):
            self._keep()
            following, self._next = self._next, None
            if following is not None:
                self._begin(*following)
            self._refresh()
        self._plan()
