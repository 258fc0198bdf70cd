"""Several trainings side by side from the same start, in one thread that gives each its turn.

    comparison = Comparison([document_at_rate(document, rate) for rate in (0.01, 0.1)], steps=500)
    comparison.start()
    comparison.wait()
    [contender.loss for contender in comparison.standing]
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.datasets.rows import prepare
from core.document import Document
from core.edits.values import Reset
from core.engine.compiler import compile_network
from core.training.background import REST, Background
from core.training.run import Run
from core.training.stopping import StopReason
from core.training.tempo import Burst
from core.training.trainer import Trainer

MOST = 6


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


class Comparison(Background):
    """Trains up to ``MOST`` documents, which differ in settings only, to step ``steps``, or until a rule ends one.

    Raises NetworkRefused where they cannot be trained. ``standing`` may be read by any thread at any time; the rest
    only while no thread runs.
    """

    name = "comparison"

    def __init__(self, documents: Sequence[Document], steps: int) -> None:
        super().__init__()
        first = documents[0]
        network, rows = compile_network(first), prepare(first)
        self._documents, self._steps = documents, steps
        self._trainers = [Trainer(document, network=network, rows=rows) for document in documents]
        self._bursts = [Burst() for _ in documents]
        self._reasons: list[StopReason | None] = [None] * len(documents)
        self.standing: tuple[Contender, ...] = ()
        self._note()

    @property
    def done(self) -> bool:
        """Whether none makes any more steps."""
        return all(contender.over for contender in self.standing)

    @property
    def runs(self) -> list[Run]:
        """The runs as far as they came."""
        return [Run(document, trainer.network, trainer.rows, trainer.history)
                for document, trainer in zip(self._documents, self._trainers, strict=True)]

    def _turn(self) -> None:
        """Give each trainer some milliseconds."""
        for place in range(len(self._trainers)):
            self._train(place)
        self._note()

    def _train(self, place: int) -> None:
        """Give one trainer some milliseconds, then the window some."""
        if self.standing[place].over or self._ending.is_set():
            return
        trainer, burst = self._trainers[place], self._bursts[place]
        count, begin = min(burst.size, self._steps - trainer.steps), time.perf_counter()
        self._reasons[place] = trainer.step(count)
        burst.learn(count, time.perf_counter() - begin)
        time.sleep(REST)

    def _note(self) -> None:
        found = []
        for document, trainer, reason in zip(self._documents, self._trainers, self._reasons, strict=True):
            shot = trainer.snapshot()
            over = reason is not None or trainer.steps >= self._steps
            found.append(Contender(document.training.learning_rate, shot.step, shot.loss, reason, over))
        self.standing = tuple(found)
