"""The stepper: makes updates of the parameters, one or many a call, in whatever thread calls it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.classes import why_still
from core.datasets.rows import Rows, prepare
from core.document import Document
from core.engine.compiler import compile_network
from core.engine.network import Network
from core.engine.survey import AT_ONCE, check_room
from core.errors import NetworkRefused
from core.training.batches import batch_size
from core.training.history import History
from core.training.snapshot import Snapshot, shot_of
from core.training.stepper import Stepper
from core.training.stopping import StopReason, Watch, culprit, diverged
from core.training.updates import Mark, OptimizerState

_STRETCH = 64
"""Most steps since the last mark, and so to be made again to find the one that diverged."""


class Trainer:
    """Trains the network of a document from the document's values, starting at step ``document.steps``.

    At the end of each step the loss and derivatives for the next batch are computed, so that what is known
    always belongs to the present parameters. ``carry`` is the ``state`` of the trainer of an earlier
    revision; ``network`` and ``rows`` are those of ``document`` where the caller has them already, ``history``
    that of the run which it goes on with. ``most_records`` bounds a new history: who never looks back needs few.
    Raises NetworkRefused where the document cannot be trained.
    """

    def __init__(
        self,
        document: Document,
        *,
        revision: int = 0,
        carry: OptimizerState | None = None,
        network: Network | None = None,
        rows: Rows | None = None,
        history: History | None = None,
        most_records: int | None = None,
    ) -> None:
        self.revision, self._document = revision, document
        self.network, self.rows = network or compile_network(document), rows or prepare(document)
        if not self.network.trainable.any():
            raise NetworkRefused("Nothing can be trained: every weight and bias is frozen. Unlock at least one.")
        self._check_room()
        self._step = document.steps
        self._stop: StopReason | None = None
        self._shot: Snapshot | None = None
        self._stepper = Stepper(document, self.network, self.rows, carry)
        self._updates, self._batches = self._stepper.updates, self._stepper.batches
        self._gauge = self._stepper.gauge
        self._moved = carry is not None and bool(carry.step_size)
        memory = len(self._updates.memory)
        self.history = history or History(self.network.slots, self.network.size, memory, most_records)
        with np.errstate(all="ignore"):
            self._stepper.compute(self._step)
            self._watch = self._watched()
        self._first = self._mark = self._updates.mark(self._step)
        self.history.add(self._gauge.record(self._step))

    def _check_room(self) -> None:
        """Refuse batches that would take gigabytes before any memory is taken."""
        units = self.network.layout.height
        mend = f"choose a batch of at most {max(1, AT_ONCE // units):,} rows"
        check_room(units, batch_size(self._document.training, self.rows.train.size), AT_ONCE, mend)

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembers: ``carry`` for the trainer of the next revision."""
        found = self._updates.state
        return found if self._moved or self._step > self._document.steps else replace(found, step_size={})

    @property
    def steps(self) -> int:
        """Updates made since the start values, those of the document included."""
        return self._step

    def step(self, count: int = 1) -> StopReason | None:
        """Make up to ``count`` updates and return why training ended, if it did.

        After max_steps a further call makes none; after another reason it goes on.
        """
        self._stop = self._watch.over(self._step)
        end = self._step + count
        with np.errstate(all="ignore"):
            if self._stop is None and not self._gauge.finite(self._step):
                self._stop = self._diverged_at(self._step)
            while self._stop is None and self._step < end:
                self._advance(self._until(end) - self._step)
                self._stop = self._verdict()
                if self._step >= self._next_record():
                    self.history.add(self._gauge.record(self._step))
        return self._stop

    def snapshot(self) -> Snapshot:
        """Return the parameters as they are and what is known about them; the history gets it too."""
        if self._shot is None or self._shot.step != self._step:
            record = self._gauge.record(self._step)
            self.history.add(record)
            self._moved = self._moved or self._step > self._document.steps
            tested = self.rows.test.size > 0
            self._shot = shot_of(record, self.revision, self._updates.memory, tested=tested, moved=self._moved)
        return replace(self._shot, stop=self._stop)

    def _watched(self) -> Watch:
        stop, size = self._document.training.stop, int(self.network.trainable.sum())
        still = why_still(self._document)
        return Watch(stop, self._step, self._gauge.loss, size, len(self._batches.rounds), still)

    def _advance(self, count: int) -> None:
        """Make up to ``count`` updates; end early where a stop rule may hold."""
        calls, length = self._stepper.calls, len(self._stepper.calls)
        attentive = self._watch.small > 0.0 or (self._batches.whole and self._watch.reads_loss)
        for step in range(self._step + 1, self._step + count + 1):
            for call in calls[step % length]:
                call()
            if attentive and self._notices(step):
                count = step - self._step
                break
        self._step += count

    def _notices(self, step: int) -> bool:
        """Whether a rule may hold after the step just made: a cheap look, mostly enough."""
        sizes, watch = self._updates.step_size, self._watch
        if watch.small > 0.0 and sizes.dot(sizes) < watch.small:
            return True
        return watch.reads_loss and self._batches.whole and watch.notices(step, self._gauge.loss())

    def _until(self, end: int) -> int:
        """Return the step to go to without a look, and mark the way there."""
        if self._step - self._mark.step >= _STRETCH:
            self._mark = self._updates.mark(self._step)
        return min(end, self._mark.step + _STRETCH, self._next_record(), self._watch.due(self._step))

    def _next_record(self) -> int:
        """Return the next step for the history: an end of an epoch, as the loss over all rows has its price."""
        length = len(self._batches.rounds)
        return -(-self.history.next_step // length) * length

    def _verdict(self) -> StopReason | None:
        if not self._gauge.finite(self._step):
            return self._find_divergence()
        loss = self._gauge.loss() if self._watch.asks(self._step) else None
        reason = self._watch.verdict(self._step, loss, self._updates.step_size)
        ends = reason is not None or (loss is not None and not math.isfinite(loss))
        return self._find_divergence() if ends and not self._gauge.sound(self._step) else reason

    def _find_divergence(self) -> StopReason:
        """Go back to where all was sound, and stop before the step that diverges.

        Batches may stay finite a while after the loss over all rows has not. Where that was so at the last mark
        already, the way is gone from the start, stretch by stretch and then step by step.
        """
        self._go_back(self._mark)
        if not self._gauge.sound(self._step):
            self._go_back(self._first)
            if not self._gauge.sound(self._step):
                return self._diverged_at(self._step)
            self._go_on(_STRETCH)
        return self._go_on(1)

    def _go_on(self, stride: int) -> StopReason:
        """Train until something is not finite, and go back ``stride`` steps or fewer, to where all was sound."""
        while True:
            before = self._updates.mark(self._step)
            self._advance(stride)
            if not self._gauge.sound(self._step):
                reason = self._diverged_at(self._step)
                self._go_back(before)
                return reason

    def _go_back(self, mark: Mark) -> None:
        self._updates.restore(mark)
        self._step, self._mark = mark.step, mark
        self._stepper.compute(mark.step)
        self.history.cut(mark.step)

    def _diverged_at(self, step: int) -> StopReason:
        node = culprit(self._batches.at(step).sweep)
        return diverged(step, self._document.nodes[node].label, node, self._document.training.learning_rate)
