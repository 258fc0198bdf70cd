"""What a document compiles to, as far as it goes: network, rows, trainer. Made anew for each document that needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from core.change import Change
from core.compiler import compile_network
from core.datasets.rows import Rows, prepare
from core.document import Bools, Document
from core.errors import NetworkRefused
from core.network import Network
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from core.training.updates import OptimizerState


def _padlocks(document: Document) -> Bools:
    masks = [found.trainable.ravel() for found in document.parameters().values()]
    return np.concatenate(masks) if masks else np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Engine:
    """``network``, ``rows`` and ``trainer`` are None where the document does not go so far; ``reason`` says why.

    ``number`` tells one engine from the next, so that snapshots of an old one are not taken for the new one's.
    """

    number: int
    document: Document
    network: Network | None = None
    rows: Rows | None = None
    trainer: Trainer | None = None
    reason: str = field(default="")

    def still_fits(self, document: Document, change: Change) -> bool:
        """Whether nothing that is computed with differs in ``document``, so that the trainer may go on."""
        if change.structural or change.data or document.training != self.document.training:
            return False
        if not (change.values or change.training):
            return True
        if self.trainer is None or not self.continues(document):
            return False
        return np.array_equal(_padlocks(document), _padlocks(self.document)) and np.array_equal(
            self.trainer.network.pack(document), self.trainer.snapshot().theta
        )

    def continues(self, document: Document) -> bool:
        """Whether ``document`` stands at the step that the trainer reached."""
        return self.trainer is not None and document.steps == self.trainer.steps

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


def build(document: Document, number: int, carry: OptimizerState | None, old: Engine | None, change: Change) -> Engine:
    """Compile ``document`` as far as it goes, with the parts of the ``old`` engine that ``change`` did not touch.

    ``carry`` is the optimizer's memory of the old engine.
    """
    network = old.network if old is not None and _same_network(old.document, document, change) else None
    rows = old.rows if old is not None and not (change.structural or change.data) else None
    try:
        network = network or compile_network(document)
        rows = rows or prepare(document)
        trainer = Trainer(document, revision=number, carry=carry, network=network, rows=rows)
        return Engine(number, document, network, rows, trainer)
    except NetworkRefused as refused:
        return Engine(number, document, network, rows, None, str(refused))


def _same_network(old: Document, new: Document, change: Change) -> bool:
    """Whether both documents compile to the same network: only numbers and settings of the steps differ."""
    if change.structural or (old.training.loss, old.training.reduction) != (new.training.loss, new.training.reduction):
        return False
    return not change.values or np.array_equal(_padlocks(old), _padlocks(new))
