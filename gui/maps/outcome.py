"""What a map tells of: the classes of a softmax or argmax, or the numbers that outputs predict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.catalog import NODE_KINDS
from core.chain_rule.contributions import Unit, column_of, span_of
from core.document import Floats, Indices, Node
from core.engine.network import Values
from core.targets import compared
from gui.controls.choice import choice_shown
from gui.plots.fit_axes import unit_name
from gui.state.frame import Frame
from gui.theme import Colors, class_colors, class_shapes


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Units whose values are shown, ``rows`` of ``Values``, with a name each; ``choice`` is the node they choose for.

    ``scales`` are what the target columns of outputs are scaled by, (2, units); (0, 1) for classes.
    """

    choice: Node | None
    units: tuple[Unit, ...]
    names: tuple[str, ...]
    rows: Indices
    scales: Floats

    @property
    def flat(self) -> bool:
        """Whether there are no probabilities, only a winner."""
        return self.choice is not None and NODE_KINDS[self.choice.kind].flat

    def values(self, values: Values) -> Floats:
        """Return what comes out, of the values of these units: probabilities, or predictions in their columns' unit."""
        low, high = self.scales[:, :, None]
        found: Floats = low + (high - low) * values.a
        return found

    def raw(self, values: Values) -> Floats:
        """Return what goes into the choice, or else what comes out, of the values of these units: (units, samples)."""
        return self.values(values) if self.choice is None else values.z

    def of(self, values: Values) -> Values:
        """Return these units' part of the values of all."""
        return Values(values.z[self.rows], values.a[self.rows])

    def colors(self, colors: Colors) -> tuple[str, ...]:
        """Return a colour a unit."""
        return (colors.output,) if len(self.units) == 1 else class_colors(len(self.units), colors)

    @property
    def shapes(self) -> tuple[str, ...]:
        """A shape a unit."""
        return class_shapes(len(self.units))


def outcome_of(frame: Frame, selected: str | None) -> Outcome | None:
    """Return what a frame that computes has to tell; None where it does not or nothing comes out."""
    document, network = frame.document, frame.network
    if network is None:
        return None
    node = choice_shown(document, selected)
    told = [node] if node is not None else list(compared(document))
    units = tuple((one.id, unit) for one in told for unit in range(one.units))
    if not units:
        return None
    rows = np.array([network.units[key].start + unit for key, unit in units], dtype=np.intp)
    if node is not None:
        return Outcome(node, units, node.classes, rows, np.array([[0.0] * len(units), [1.0] * len(units)]))
    columns = [column_of(document, unit, target=True) for unit in units]
    names = tuple(column or unit_name(document, unit) for column, unit in zip(columns, units, strict=True))
    return Outcome(None, units, names, rows, np.array([span_of(document.data, name) for name in columns]).T)
