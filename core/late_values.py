"""The values of all units that are computed when somebody asks for them: of one sample, or of all."""

from __future__ import annotations

from core.document import Floats
from core.network import Network, Values
from core.survey import block_size


class LateValues(Values):
    """What ``Network.forward`` returns for ``theta`` and ``inputs``, neither of which may change any more.

    While numbers are tried out with every move of the mouse, few views ask for more than the chosen row's: the others
    cost a hundred times as much where there are many rows and convolutions. Where all fit into one block they are
    computed at once.
    """

    __slots__ = ("_alone", "_inputs", "_network", "_theta", "_whole")

    _alone: dict[int, Values]
    _inputs: Floats
    _network: Network
    _theta: Floats
    _whole: Values | None

    def __init__(self, network: Network, theta: Floats, inputs: Floats) -> None:
        for name, value in (("_network", network), ("_theta", theta), ("_inputs", inputs), ("_whole", None)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_alone", {})

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
        count = self.samples
        if self._whole is not None or block_size(self._network.layout.height, count) == count:
            return self._all().of(sample)
        if sample not in self._alone:
            self._alone[sample] = self._network.forward(self._theta, self._inputs[:, sample : sample + 1])
        return self._alone[sample]

    def _all(self) -> Values:
        whole = self._whole
        if whole is None:
            whole = self._network.forward(self._theta, self._inputs)
            object.__setattr__(self, "_whole", whole)
        return whole
