"""The values of all units that are computed when somebody asks for them: of one sample, of one node, or all."""

from __future__ import annotations

from core.document import Floats
from core.engine.network import Network, Values
from core.engine.survey import block_size

_FEW = 2
"""Nodes of which the values are computed alone; whoever asks for more will ask for all."""


class LateValues(Values):
    """What ``Network.forward`` returns for ``theta`` and ``inputs``, neither of which may change any more.

    While numbers are tried out with every move of the mouse, few views ask for more than the chosen row's: the others
    cost a hundred times as much where there are many rows and convolutions. Where all fit into one block they are
    computed at once.
    """

    __slots__ = ("_alone", "_inputs", "_network", "_nodes", "_theta", "_whole")

    _alone: dict[int, Values]
    _inputs: Floats
    _network: Network
    _nodes: dict[tuple[int, int], Values]
    _theta: Floats
    _whole: Values | None

    def __init__(self, network: Network, theta: Floats, inputs: Floats) -> None:
        for name, value in (("_network", network), ("_theta", theta), ("_inputs", inputs), ("_whole", None)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_alone", {})
        object.__setattr__(self, "_nodes", {})

    @property
    def z(self) -> Floats:
        """Of all samples: (units, samples)."""
        return self._all().z

    @property
    def a(self) -> Floats:
        """Of all samples: (units, samples)."""
        return self._all().a

    @property
    def samples(self) -> int:
        """How many samples there are; this computes nothing."""
        return int(self._inputs.shape[1])

    def of(self, sample: int) -> Values:
        """Return the values of one sample, counted from 0: (units, 1)."""
        if self._at_once:
            return self._all().of(sample)
        if sample not in self._alone:
            self._alone[sample] = self._network.forward(self._theta, self._inputs[:, sample : sample + 1])
        return self._alone[sample]

    def among(self, units: slice) -> Values:
        """Return the values of the units of a node for all samples: (those units, samples)."""
        key = units.start, units.stop
        if self._at_once or (key not in self._nodes and len(self._nodes) >= _FEW):
            return self._all().among(units)
        if key not in self._nodes:
            self._nodes[key] = self._network.forward(self._theta, self._inputs, units)
        return self._nodes[key]

    @property
    def _at_once(self) -> bool:
        """Whether all are known, or soon are."""
        return self._whole is not None or block_size(self._network.layout.height, self.samples) == self.samples

    def _all(self) -> Values:
        whole = self._whole
        if whole is None:
            whole = self._network.forward(self._theta, self._inputs)
            object.__setattr__(self, "_whole", whole)
        return whole
