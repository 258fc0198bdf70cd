"""The thread that drives a trainer: full speed or slow motion, pause, single steps, stop."""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass, replace

from core.training.mailbox import Mailbox
from core.training.snapshot import Failure, Snapshot
from core.training.tempo import Burst, Tempo
from core.training.trainer import Trainer

_REST = 0.001
_LONGEST_WAY = 0.05
"""Seconds after which training goes on though it gave way."""
_REST_FOR_WORK = 1.0
"""Seconds of giving way for each of work since, at most: dear views leave the steps half of the time."""
_FRAME = 1 / 60
_SNAPSHOT_SHARE = 0.2
"""Snapshots that take long, of many rows, come so seldom that they take no more of the time than this."""


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """What the thread is to do: ``count`` steps (None: until a rule ends it), ``speed`` a second (None: all it can)."""

    count: int | None
    speed: float | None


class Runner:
    """Drives ``trainer`` in a thread of its own and posts snapshots, the last one always.

    The thread starts with the first order and ends with ``stop``, which waits for it; until then nobody
    else may touch the trainer, except for its history's view. An error is posted as a Failure.
    """

    def __init__(self, trainer: Trainer, mailbox: Mailbox[Snapshot | Failure]) -> None:
        self._trainer, self._mailbox = trainer, mailbox
        self._changed = threading.Condition()
        self._order: _Order | None = None
        self._ending = False
        self._thread: threading.Thread | None = None
        self._gives_way = False
        self._earned = 0.0
        """Seconds that it may give way."""
        self._burst = Burst()
        self._next_post = 0.0

    @property
    def running(self) -> bool:
        """Whether there are steps to make."""
        return self._order is not None

    def run(self, speed: float | None = None) -> None:
        """Train on until a stop rule holds; ``speed`` is in steps a second, None as fast as it goes."""
        self._give(_Order(None, speed))

    def step(self, count: int = 1) -> None:
        """Make ``count`` steps, fewer if a stop rule holds, then pause."""
        self._give(_Order(count, None))

    def pause(self) -> None:
        """Make no further steps for now."""
        self._give(None)

    def give_way(self, *, on: bool) -> None:
        """Rest between bursts of steps while ``on``: a window that draws would wait for the lock time and again."""
        with self._changed:
            self._gives_way = on
            if not on:
                self._changed.notify_all()

    def stop(self) -> None:
        """End the thread and wait for it. The trainer may be used afterwards."""
        with self._changed:
            self._ending, self._order = True, None
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _give(self, order: _Order | None) -> None:
        with self._changed:
            self._order = order
            self._changed.notify_all()
        if self._thread is None and order is not None:
            self._thread = threading.Thread(target=self._live, name="training", daemon=True)
            self._thread.start()

    def _live(self) -> None:
        try:
            while (order := self._next()) is not None:
                self._carry_out(order)
                self._post()
        except Exception:  # noqa: BLE001  nobody stands above a thread: the window says what went wrong
            self._order = None
            self._mailbox.post(Failure(self._trainer.revision, traceback.format_exc()))

    def _next(self) -> _Order | None:
        """Wait for an order; None when it is time to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ending or self._order is not None)
            return self._order

    def _carry_out(self, order: _Order) -> None:
        """Make steps until the order is done or another one given."""
        tempo, end = Tempo(order.speed), None if order.count is None else self._trainer.steps + order.count
        while self._order is order:
            left = self._burst.size if end is None else end - self._trainer.steps
            count = int(min(self._burst.size, left, tempo.due()))
            if count < 1 and left > 0:
                self._wait(order, tempo.wait())
            elif left < 1 or self._make(count, tempo):
                self._finish(order)
            elif order.speed is None:
                self._rest(order)

    def _make(self, count: int, tempo: Tempo) -> bool:
        """Make ``count`` steps and post a snapshot if its time has come; say whether a stop rule holds."""
        start = time.perf_counter()
        reason = self._trainer.step(count)
        now = time.perf_counter()
        self._burst.learn(count, now - start)
        self._earned = min(_LONGEST_WAY, self._earned + _REST_FOR_WORK * (now - start))
        tempo.made(count)
        if now >= self._next_post:
            self._post()
            cost = time.perf_counter() - now
            self._next_post = now + max(_FRAME, cost / _SNAPSHOT_SHARE)
        return reason is not None

    def _post(self) -> None:
        """Post where the trainer stands; without values where somebody waits for the thread to end."""
        shot = self._trainer.snapshot()
        if not self._ending:
            shot = replace(shot, values=self._trainer.network.forward(shot.theta, self._trainer.rows.inputs))
        self._mailbox.post(shot)

    def _finish(self, order: _Order) -> None:
        with self._changed:
            if self._order is order:
                self._order = None

    def _rest(self, order: _Order) -> None:
        """Rest a little, and on while the window draws; no longer than it has worked since it last did."""
        time.sleep(_REST)
        if self._gives_way:
            begun = time.perf_counter()
            with self._changed:
                self._changed.wait_for(lambda: self._order is not order or not self._gives_way, timeout=self._earned)
            self._earned = max(0.0, self._earned - (time.perf_counter() - begun))

    def _wait(self, order: _Order, seconds: float) -> None:
        """Wait, or return at once where another order comes."""
        with self._changed:
            self._changed.wait_for(lambda: self._order is not order, timeout=seconds)
