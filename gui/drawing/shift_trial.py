"""The shift test of what the convolution view shows: made once a drawing, measured anew for each picture and number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.images.grids import Window
from core.shifts import NO_POOLING, Pooled, Shift, ShiftResult, ShiftTest, shifted
from gui.drawing.shift_words import Fate, fates, moves_with
from gui.grids.stages import Chain


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What was found for one picture: ``planes`` (channels, height, width) before any move."""

    chain: Chain
    planes: Floats
    result: ShiftResult
    pool: str | None

    def is_of(self, chain: Chain, planes: Floats) -> bool:
        """Whether a new measurement would find the same: the same picture, other inputs and numbers."""
        old, new = self.chain, chain
        frames = old.frame.snapshot is new.frame.snapshot and old.frame.rows is new.frame.rows
        places = old.document is new.document and old.path == new.path and old.row == new.row
        return frames and places and np.array_equal(planes, self.planes)

    @property
    def window(self) -> Window | None:
        """The window of the pool; None without one."""
        return None if self.pool is None else self.chain.windows[self.chain.path.index(self.pool) - 1]

    @property
    def drawn(self) -> Pooled:
        """What the network makes of the shifts as it is drawn, its pool not swapped."""
        grid = None if self.pool is None else self.chain.document.nodes[self.pool].grid
        return self.result.pooled[NO_POOLING if grid is None else grid.mode]

    @property
    def wanted(self) -> tuple[int, bool] | None:
        """Which output should be the largest, and whether the data say so; None without outputs to choose among.

        The picture of the chosen row has an observed answer; of another one it is what the network says unmoved.
        """
        outputs = self.drawn.outputs
        if outputs is None or outputs.shape[1] < 2 or len(self.chain.said) != outputs.shape[1]:
            return None
        rows, network = self.chain.frame.rows, self.chain.frame.network
        assert rows is not None
        assert network is not None
        of_row = rows.inputs[network.units[self.chain.path[0]], self.chain.row]
        observed = rows.observed[:, self.chain.row]
        known = observed.size == outputs.shape[1] and bool(np.isfinite(observed).all())
        if known and np.array_equal(of_row, self.planes.ravel()):
            return int(observed.argmax()), True
        return int(outputs[len(outputs) // 2].argmax()), False


class ShiftTrial:
    """``measure`` is dear: two networks, each for every shift."""

    def __init__(self) -> None:
        self._test: ShiftTest | None = None
        self._about: tuple[object, object, str] | None = None

    def measure(self, chain: Chain, planes: Floats) -> Measured:
        """Return what shifts of ``planes`` change in the network of the chain, as its numbers are now."""
        document = chain.document
        if self._test is None or not self._is_of(chain):
            self._test = ShiftTest(document, chain.path[-1])
            self._about = document.nodes, document.connections, chain.path[-1]
        snapshot = chain.frame.snapshot
        assert snapshot is not None
        return Measured(chain, planes, self._test.measure(snapshot.theta, self.inputs(chain, planes)), self._test.pool)

    def _is_of(self, chain: Chain) -> bool:
        """Whether the test is one of this drawing: known by being the very same values."""
        nodes, connections, last = self._about or (None, None, "")
        document = chain.document
        return document.nodes is nodes and document.connections is connections and chain.path[-1] == last

    @staticmethod
    def inputs(chain: Chain, planes: Floats) -> Floats:
        """Return what is fed in: the chosen row's, with ``planes`` as its image."""
        frame = chain.frame
        assert frame.rows is not None
        assert frame.network is not None
        inputs = frame.rows.inputs[:, chain.row].copy()
        inputs[frame.network.units[chain.path[0]]] = planes.ravel()
        return inputs


def fates_of(found: Measured, shift: Shift) -> tuple[Fate, ...]:
    """Return what became of each region of the pool, in the channel that is looked at; () without a pool."""
    chain, window, pool = found.chain, found.window, found.pool
    if window is None or pool is None:
        return ()
    network, snapshot = chain.frame.network, chain.frame.snapshot
    assert network is not None
    assert snapshot is not None
    pictures = (found.planes, shifted(found.planes, *shift))
    inputs = np.stack([ShiftTrial.inputs(chain, one) for one in pictures], axis=1)
    step = chain.path.index(pool)
    values = network.forward(snapshot.theta, inputs).a[network.units[chain.path[step - 1]]]
    before, after = (values[:, at].reshape(window.source)[chain.channel_of(step)] for at in (0, 1))
    return fates(window, before, after, moves_with(chain.windows[: step - 1], shift))
