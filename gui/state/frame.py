"""One consistent picture of everything there is to draw: document, numbers and values that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.document import Document, Floats, Ref

if TYPE_CHECKING:
    from core.datasets.rows import Rows
    from core.engine.network import Network, Values
    from core.training.history import HistoryView
    from core.training.snapshot import Snapshot
    from gui.state.runs import KeptRun


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
    tried: Values | None = None
    """What the network says of a picture that stands in for the chosen row: one sample. None: the data speak."""

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
        return self.values.among(self.network.units[node]).z if self.values is not None and self.network else None

    def outputs(self, node: str) -> Floats | None:
        """Return the node's outputs: (units, rows); None without data."""
        return self.values.among(self.network.units[node]).a if self.values is not None and self.network else None

    def sums_of(self, node: str, row: int) -> Floats | None:
        """Return a node's weighted sums plus bias for the chosen row, or of what is tried in its place: (units,)."""
        return self._of_row(node, row, "z")

    def outputs_of(self, node: str, row: int) -> Floats | None:
        """Return a node's outputs for the chosen row, or of what is tried in its place: (units,); None without data."""
        return self._of_row(node, row, "a")

    def _of_row(self, node: str, row: int, of: str) -> Floats | None:
        values, column = (self.values, row) if self.tried is None else (self.tried, 0)
        if values is None or self.network is None or not 0 <= column < values.samples:
            return None
        found: Floats = getattr(values.of(column), of)[self.network.units[node], 0]
        return found

    def observed_of(self, node: str, row: int) -> Floats | None:
        """Return what was observed at an output node in the chosen row: (units,); None of a picture that is tried."""
        observed = None if self.tried is not None else self.observed(node)
        return observed[:, row] if observed is not None and row < observed.shape[1] else None

    def observed(self, node: str) -> Floats | None:
        """Return the observed values of an output node: (units, rows), scaled as the network sees them."""
        if self.rows is None or node not in self.document.data.targets:
            return None
        places = [place for place, (owner, _) in enumerate(self.rows.target_units) if owner == node]
        return self.rows.observed[places]
