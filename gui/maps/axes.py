"""Two inputs as the axes of a map: their columns, what the others are held at, and where the data points stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.chain_rule.contributions import Unit, column_of, span_of
from core.datasets.rows import units_of
from core.document import Document, Floats
from core.quantity import format_number
from gui.plots.fit_axes import unit_name
from gui.plots.fit_picture import held_inputs
from gui.plots.marks import Span
from gui.plots.ticks import padded, span
from gui.state.frame import Frame

MARGIN = 0.06
_NAMED_HELD = 3


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """The input across and the one up. Points, (2, rows), are in the columns' own units; so are all positions here.

    ``held`` are all inputs of the chosen row, (input units,), as the network sees them; ``places`` those of the two
    among them.
    """

    units: tuple[Unit, Unit]
    names: tuple[str, str]
    columns: tuple[str, str]
    scales: tuple[Span, Span]
    places: tuple[int, int]
    held: Floats
    points: Floats
    row: int

    def scaled(self, points: Floats) -> Floats:
        """Return positions, (2, samples), as the network sees them."""
        low, high = (np.array(edge)[:, None] for edge in zip(*self.scales, strict=True))
        found: Floats = (points - low) / (high - low)
        return found

    @property
    def limits(self) -> tuple[Span, Span]:
        """What is seen where nobody chose: all points, with a margin."""
        across, up = (padded(span([values]) or (0.0, 1.0), MARGIN) for values in self.points)
        return across, up

    @property
    def at(self) -> Span | None:
        """Where the chosen row stands; None without data."""
        if not 0 <= self.row < self.points.shape[1]:
            return None
        x, y = self.points[:, self.row].tolist()
        return (x, y) if np.isfinite((x, y)).all() else None


def offered(document: Document) -> tuple[Unit, ...]:
    """Return the inputs that may be an axis: those that vary over the rows, or all where fewer than two do."""
    units = units_of(document, "input")
    varying = tuple(unit for unit in units if _varies(document, unit))
    return varying if len(varying) >= 2 else units


def _varies(document: Document, unit: Unit) -> bool:
    name = column_of(document, unit)
    if name not in document.data.names or not document.data.column(name).numeric:
        return False
    values = document.data.column(name).values
    return bool((values != values[:1]).any())


def axes_of(frame: Frame, across: Unit, up: Unit, row: int) -> Axes | None:
    """Return the axes of a frame that computes; None where it does not."""
    network, data = frame.network, frame.document.data
    if network is None or not {across, up} <= set(network.input_units):
        return None
    places = network.input_units.index(across), network.input_units.index(up)
    columns = column_of(frame.document, across), column_of(frame.document, up)
    first, second = (column or unit_name(frame.document, unit)
                     for column, unit in zip(columns, (across, up), strict=True))
    scales = span_of(data, columns[0]), span_of(data, columns[1])
    return Axes((across, up), (first, second), columns, scales, places, held_inputs(frame, row),
                _points(frame, places, scales), row)


def _points(frame: Frame, places: tuple[int, int], scales: tuple[Span, Span]) -> Floats:
    if frame.rows is None:
        return np.zeros((2, 0))
    low, high = (np.array(edge)[:, None] for edge in zip(*scales, strict=True))
    found: Floats = low + (high - low) * frame.rows.inputs[list(places)]
    return found


def held_words(frame: Frame, axes: Axes) -> str:
    """Say what the other inputs are held at; "" where there are none."""
    if frame.network is None or frame.rows is None:
        return ""
    others = [place for place in range(axes.held.size) if place not in axes.places]
    if not others:
        return ""
    if len(others) > _NAMED_HELD:
        return f"the other {len(others)} inputs held as in row {axes.row + 1}"
    units = [frame.network.input_units[place] for place in others]
    return ", ".join(_held(frame, unit, axes.held[place]) for unit, place in zip(units, others, strict=True)) + (
        f" as in row {axes.row + 1}")


def _held(frame: Frame, unit: Unit, value: float) -> str:
    name = column_of(frame.document, unit)
    low, high = span_of(frame.document.data, name)
    return f"{name or unit_name(frame.document, unit)} held at {format_number(low + (high - low) * value, 3)}"
