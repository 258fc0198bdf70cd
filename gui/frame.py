"""One consistent picture of everything there is to draw: document, numbers and values that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.document import Document, Floats, Ref

if TYPE_CHECKING:
    from core.datasets.rows import Rows
    from core.network import Network, Values
    from core.training.history import HistoryView
    from core.training.snapshot import Snapshot
    from gui.runs import KeptRun


@dataclass(frozen=True, slots=True)
class Frame:
    """What all views show at one moment; views draw from this and from nothing else.

    ``network`` is None where the drawing cannot compute, and ``reason`` then says why. ``values`` holds every
    unit's weighted sum and output for every data row, computed from the very parameters in ``snapshot``;
    None without data. ``history`` is the run, ``past`` are the runs kept for comparison. The step shown may be any
    from ``first`` to ``end``, the newest; ``history`` reaches to ``end``. ``name`` is what the run is called.
    """

    document: Document
    network: Network | None = None
    rows: Rows | None = None
    reason: str = ""
    snapshot: Snapshot | None = None
    values: Values | None = None
    history: HistoryView | None = None
    past: tuple[KeptRun, ...] = ()
    running: bool = False
    rate: float = 0.0
    first: int = 0
    end: int = 0
    name: str = ""

    @property
    def step(self) -> int:
        """Updates since the start values."""
        return self.snapshot.step if self.snapshot else self.document.steps

    @property
    def loss(self) -> float | None:
        """The loss over all training rows."""
        return self.snapshot.loss if self.snapshot else None

    def parameter(self, ref: Ref) -> Floats:
        """Return the parameter's live value in the document's shape: (target units, source units) or (units,)."""
        if self.network is not None and self.snapshot is not None and ref in self.network.slots:
            return self.network.read(self.snapshot.theta, ref)
        return self.document.parameter(ref).value

    def gradient(self, ref: Ref) -> Floats | None:
        """Return the derivative of the loss with respect to the parameter; None if there is none yet."""
        if self.network is None or self.snapshot is None:
            return None
        return self.network.read(self.snapshot.gradient, ref)

    def step_size(self, ref: Ref) -> Floats | None:
        """Return the last step size (old − new value); None before the first step."""
        if self.network is None or self.snapshot is None or self.snapshot.step_size is None:
            return None
        return self.network.read(self.snapshot.step_size, ref)

    def sums(self, node: str) -> Floats | None:
        """Return the node's weighted sums plus bias: (units, rows); None without data."""
        return self.values.z[self.network.units[node]] if self.values is not None and self.network else None

    def outputs(self, node: str) -> Floats | None:
        """Return the node's outputs: (units, rows); None without data."""
        return self.values.a[self.network.units[node]] if self.values is not None and self.network else None

    def observed(self, node: str) -> Floats | None:
        """Return the observed values of an output node: (units, rows), scaled as the network sees them."""
        if self.rows is None or node not in self.document.data.targets:
            return None
        places = [place for place, (owner, _) in enumerate(self.rows.target_units) if owner == node]
        return self.rows.observed[places]
