"""Several trainings side by side from the same start, in one thread that gives each its turn.

    comparison = Comparison([document_at_rate(document, rate) for rate in (0.01, 0.1)], steps=500)
    comparison.start()
    comparison.wait()
    [contender.loss for contender in comparison.standing]
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.compiler import compile_network
from core.datasets.rows import prepare
from core.document import Document
from core.edits.values import Reset
from core.training.run import Run
from core.training.stopping import StopReason
from core.training.tempo import Burst
from core.training.trainer import Trainer

MOST = 6
_REST = 0.001


def document_at_rate(document: Document, rate: float) -> Document:
    """Return ``document`` at its start values, with another learning rate."""
    return Reset().apply(document).evolve(training=replace(document.training, learning_rate=rate))


@dataclass(frozen=True, slots=True)
class Contender:
    """How far one training has come: ``reason`` is the rule that ended it, ``over`` that it makes no more steps."""

    rate: float
    step: int
    loss: float
    reason: StopReason | None
    over: bool


class Comparison:
    """Trains up to ``MOST`` documents, which differ in settings only, to step ``steps``, or until a rule ends one.

    Raises NetworkRefused where they cannot be trained. ``standing`` may be read by any thread at any time; the rest
    only while no thread runs. An error of the program ends it; ``failure`` is then its traceback.
    """

    def __init__(self, documents: Sequence[Document], steps: int) -> None:
        first = documents[0]
        network, rows = compile_network(first), prepare(first)
        self._documents, self._steps = documents, steps
        self._trainers = [Trainer(document, network=network, rows=rows) for document in documents]
        self._bursts = [Burst() for _ in documents]
        self._reasons: list[StopReason | None] = [None] * len(documents)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self.failure = ""
        self.standing: tuple[Contender, ...] = ()
        self._note()

    @property
    def over(self) -> bool:
        """Whether none makes any more steps."""
        return bool(self.failure) or all(contender.over for contender in self.standing)

    @property
    def runs(self) -> list[Run]:
        """The runs as far as they came."""
        return [Run(document, trainer.network, trainer.rows, trainer.history)
                for document, trainer in zip(self._documents, self._trainers, strict=True)]

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread = threading.Thread(target=self._live, name="comparison", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until all are over."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """End the thread, however far they have come."""
        self._ending.set()
        self.wait()

    def _live(self) -> None:
        try:
            while not (self._ending.is_set() or self.over):
                for place in range(len(self._trainers)):
                    self._turn(place)
                self._note()
        except Exception:  # noqa: BLE001  nobody stands above a thread: the window says what went wrong
            self.failure = traceback.format_exc()

    def _turn(self, place: int) -> None:
        """Give one trainer some milliseconds, then the window some."""
        if self.standing[place].over or self._ending.is_set():
            return
        trainer, burst = self._trainers[place], self._bursts[place]
        count, begin = min(burst.size, self._steps - trainer.steps), time.perf_counter()
        self._reasons[place] = trainer.step(count)
        burst.learn(count, time.perf_counter() - begin)
        time.sleep(_REST)

    def _note(self) -> None:
        found = []
        for document, trainer, reason in zip(self._documents, self._trainers, self._reasons, strict=True):
            shot = trainer.snapshot()
            over = reason is not None or trainer.steps >= self._steps
            found.append(Contender(document.training.learning_rate, shot.step, shot.loss, reason, over))
        self.standing = tuple(found)
