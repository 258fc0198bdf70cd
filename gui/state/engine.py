"""What a document compiles to, as far as it goes: network, rows, trainer, run. Made anew for each that needs it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from core.change import Change
from core.datasets.rows import Rows, prepare
from core.document import Bools, Document, floats
from core.engine.compiler import compile_network
from core.engine.network import Network
from core.engine.survey import IN_ALL, check_room
from core.errors import NetworkRefused
from core.training.history import Record
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from core.training.updates import OptimizerState

_FEWER = "use fewer rows, smaller images or fewer filters"


def padlocks(document: Document) -> Bools:
    """Return which of the document's numbers may learn, in the order of its parameters."""
    masks = [found.trainable.ravel() for found in document.parameters().values()]
    return np.concatenate(masks) if masks else np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Engine:
    """``network``, ``rows``, ``trainer`` and ``run`` are None where the document goes not so far; ``reason`` says why.

    ``number`` tells one engine from the next, so that snapshots of an old one are not taken for the new one's.
    """

    number: int
    document: Document
    network: Network | None = None
    rows: Rows | None = None
    trainer: Trainer | None = None
    run: Run | None = None
    reason: str = field(default="")

    @property
    def blank(self) -> bool:
        """Whether it was made of nothing, to be followed by one of a document."""
        return self.network is None and not self.reason

    def still_fits(self, document: Document, change: Change, shown: Snapshot | None) -> bool:
        """Whether nothing that is computed with differs in ``document``, which stands where ``shown`` does."""
        if change.structural or change.data or document.training != self.document.training:
            return False
        if not (change.values or change.training):
            return True
        if self.trainer is None or shown is None or document.steps != shown.step:
            return False
        return np.array_equal(padlocks(document), padlocks(self.document)) and np.array_equal(
            self.trainer.network.pack(document), shown.theta
        )

    def snapshot(self, document: Document) -> Snapshot | None:
        """Return where the trainer stands; without one, the numbers of ``document``; None if nothing computes."""
        if self.trainer is not None:
            return self.trainer.snapshot()
        if self.network is None or self.rows is None:
            return None
        theta = self.network.pack(document)
        loss, gradient = self.network.gradient(theta, self.rows)
        test_loss = self.network.test_loss(theta, self.rows)
        return Snapshot(self.number, document.steps, loss, test_loss, theta, gradient, None)

    def branch(self, document: Document, change: Change) -> Run | None:
        """Return the run that a run of ``document`` branches off; None where their numbers have nothing in common."""
        same = (self.document.training.loss, self.document.training.reduction) == (
            document.training.loss, document.training.reduction)  # fmt: skip
        if self.run is None or change.structural or change.data or not same:
            return None
        return self.run if self.run.end > self.run.start else self.run.parent


def build(
    document: Document, number: int, carry: OptimizerState | None, old: Engine | None, change: Change,
    parent: Run | None = None, left: Record | None = None,
) -> Engine:
    """Compile ``document`` as far as it goes, with the parts of the ``old`` engine that ``change`` did not touch.

    ``carry`` is the optimizer's memory of the old engine, ``parent`` the run that it branches off
    and ``left`` what that one had come to.
    """
    network = old.network if old is not None and _same_network(old.document, document, change) else None
    rows = old.rows if old is not None and not (change.structural or change.data) else None
    try:
        network = network or compile_network(document)
        check_room(network.layout.height, document.data.count, IN_ALL, _FEWER)
        rows = rows or prepare(document)
        trainer = Trainer(document, revision=number, carry=carry, network=network, rows=rows)
        moved = carry is not None and bool(carry.step_size)
        run = Run(document, network, rows, trainer.history, parent=parent, moved=moved, left=left)
        return Engine(number, document, network, rows, trainer, run)
    except NetworkRefused as refused:
        return Engine(number, document, network, rows, None, None, str(refused))


def resume(run: Run, number: int) -> Engine:
    """Return an engine that stands at the end of ``run`` and goes on with it."""
    newest = run.snapshot(run.end)
    assert newest is not None  # the newest step is always kept
    values = run.network.parameters(newest.theta)
    known = run.document.parameters()
    numbers = {ref: replace(found, value=floats(values[ref]), start=found.initial) for ref, found in known.items()}
    document = run.document.with_parameters(numbers).evolve(steps=newest.step)
    trainer = Trainer(
        document, revision=number, carry=run.state(newest.step), network=run.network, rows=run.rows,
        history=run.history)  # fmt: skip
    return Engine(number, document, run.network, run.rows, trainer, run)


def _same_network(old: Document, new: Document, change: Change) -> bool:
    """Whether both documents compile to the same network: only numbers and settings of the steps differ."""
    if change.structural or (old.training.loss, old.training.reduction) != (new.training.loss, new.training.reduction):
        return False
    return not change.values or np.array_equal(padlocks(old), padlocks(new))
