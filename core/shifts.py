"""An image moved by whole pixels, and what that changes: the image, the map, the pooled map, the outputs.

Pooling tolerates a shift as far as the largest (or the mean) of each region stays what it is. How far that goes is
counted, not claimed: the network computes every shifted image, one after the other with the very same calls, so that a
cell counts as changed where its number is another one and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.document import Bools, Document, Floats, Indices
from core.engine.activations import run
from core.engine.compiler import compile_network
from core.engine.network import Network, Values
from core.images.receptive import chain_to

REACH = 2
NO_POOLING = "none"
Shift = tuple[int, int]
"""(to the right, down) in pixels; negative is left and up."""


def shifted(planes: Floats, right: int, down: int) -> Floats:
    """Return cells (…, height, width) moved; what leaves the image is lost, and 0 comes in."""
    moved = np.zeros_like(planes)
    height, width = planes.shape[-2:]
    if abs(right) < width and abs(down) < height:
        moved[..., max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = planes[
            ..., max(0, -down) : height - max(0, down), max(0, -right) : width - max(0, right)]  # fmt: skip
    return moved


def shifts_within(reach: int = REACH) -> tuple[Shift, ...]:
    """Return every shift of at most ``reach`` pixels each way, row by row from the upper left, (0, 0) in the middle."""
    sides = range(-reach, reach + 1)
    return tuple((right, down) for down in sides for right in sides)


@dataclass(frozen=True, slots=True)
class Rung:
    """A grid on the way from the image: of a node, before its activation ("z") or after ("a"); it has ``cells``."""

    node: str
    of: str
    cells: int


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """What one way of pooling makes of the shifts: "max", "mean", or "none", which counts the map itself.

    ``differs`` says for each shift which cells changed, (shifts, cells); ``outputs`` are (shifts, target units) of the
    network that pools this way, None where there is no such network: neurons read the pooled map, not the map.
    """

    mode: str
    differs: Bools
    outputs: Floats | None

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.differs[0])

    @property
    def changed(self) -> Indices:
        """Count for each shift the cells that changed."""
        return _counts(self.differs)


@dataclass(frozen=True, slots=True, eq=False)
class ShiftResult:
    """What every shift changed: ``differs[r][s]`` are the cells of ``rungs[r]`` that did at ``shifts[s]``.

    ``changed[s, r]`` counts them. The rungs end at the map that is pooled; ``pooled`` has the ways to pool it by name.
    ``lost`` counts for each shift the cells of the image that are not 0 and left it.
    """

    shifts: tuple[Shift, ...]
    rungs: tuple[Rung, ...]
    differs: tuple[Bools, ...]
    lost: Indices
    pooled: Mapping[str, Pooled]

    @property
    def changed(self) -> Indices:
        """Count the changed cells, (shifts, rungs)."""
        return np.stack([_counts(one) for one in self.differs], axis=1)


def _counts(differs: Bools) -> Indices:
    counts: Indices = differs.sum(axis=1, dtype=np.intp)
    return counts


class ShiftTest:
    """The shift test of a document, made once; ``measure`` asks it for an image and parameters.

    ``last`` is the convolution or pool to look at. The way to it begins at an image, or it is a KeyError; the last
    pool on it is the one that is swapped.
    """

    def __init__(self, document: Document, last: str, reach: int = REACH) -> None:
        self._chain = chain_to(document, last)
        pools = [node for node in self._chain if document.nodes[node].kind == "pool"]
        self.pool = pools[-1] if pools else None
        self.shifts = shifts_within(reach)
        self._networks = {mode: compile_network(other) for mode, other in self._ways(document).items()}
        self._image = document.nodes[self._chain[0]]
        upto = self._chain[: self._chain.index(self.pool)] if self.pool else self._chain
        self.rungs = tuple(rung for node in upto for rung in _rungs(document, node))

    def _ways(self, document: Document) -> dict[str, Document]:
        """Return the document for each way of pooling that its neurons can read."""
        if self.pool is None:
            return {NO_POOLING: document}
        node = document.nodes[self.pool]
        assert node.grid is not None
        nodes = {mode: replace(node, grid=replace(node.grid, mode=mode)) for mode in ("max", "mean")}
        return {mode: document.evolve(nodes={**document.nodes, node.id: pool}) for mode, pool in nodes.items()}

    def measure(self, theta: Floats, inputs: Floats) -> ShiftResult:
        """Return what shifting the image changes; ``inputs`` (input units,) holds it, and what else is fed in."""
        images = self._images(inputs)
        found = {mode: self._computed(network, theta, inputs, images) for mode, network in self._networks.items()}
        drawn = next(iter(found))
        rungs = [self._differs(self._networks[drawn], found[drawn], rung.node, rung.of) for rung in self.rungs]
        pooled = {mode: self._pooled(mode, values) for mode, values in found.items()} if self.pool else {}
        outputs = None if self.pool else self._outputs(drawn, found[drawn])
        pooled[NO_POOLING] = Pooled(NO_POOLING, rungs[-1], outputs)
        ink = np.array([np.count_nonzero(image) for image in images])
        lost = ink[self.shifts.index((0, 0))] - ink
        return ShiftResult(self.shifts, self.rungs, tuple(rungs), lost, pooled)

    def _images(self, inputs: Floats) -> list[Floats]:
        grid = self._image.grid
        if grid is None:
            raise KeyError(self._image.id)
        place = next(iter(self._networks.values())).units[self._image.id]
        planes = inputs[place].reshape(grid.planes)
        return [shifted(planes, *shift).ravel() for shift in self.shifts]

    def _computed(self, network: Network, theta: Floats, inputs: Floats, images: Sequence[Floats]) -> list[Values]:
        """Compute one image at a time: a product over several may round the same sum differently in each column."""
        weights, place = network.spread(theta), network.units[self._image.id]
        sweep = network.sweep(1, weights, np.zeros_like(weights))
        sweep.inputs[:, 0] = inputs
        found = []
        with np.errstate(all="ignore"):
            for image in images:
                sweep.inputs[place, 0] = image
                run(sweep.forward)
                found.append(network.values(sweep))
        return found

    def _differs(self, network: Network, found: Sequence[Values], node: str, of: str) -> Bools:
        """Tell for each shift which cells of a node are not what they were: (shifts, cells)."""
        place = network.units[node]
        numbers = np.stack([getattr(values, of)[place, 0] for values in found])
        unmoved = numbers[self.shifts.index((0, 0))]
        other: Bools = (numbers != unmoved) & ~(np.isnan(numbers) & np.isnan(unmoved))
        return other

    def _pooled(self, mode: str, found: Sequence[Values]) -> Pooled:
        assert self.pool is not None
        return Pooled(mode, self._differs(self._networks[mode], found, self.pool, "a"), self._outputs(mode, found))

    def _outputs(self, mode: str, found: Sequence[Values]) -> Floats:
        rows = self._networks[mode].target_rows
        return np.stack([values.a[rows, 0] for values in found])


def _rungs(document: Document, node: str) -> list[Rung]:
    """Return the grids of a node: of a convolution that has an activation its sums too."""
    found = document.nodes[node]
    ways = ("z", "a") if found.filters is not None and found.activation != "identity" else ("a",)
    return [Rung(node, of, found.units) for of in ways]
