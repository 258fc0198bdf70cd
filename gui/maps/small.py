"""What each hidden unit puts out over the two inputs, with its weight for one output: what it contributes there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from core.chain_rule.contributions import Unit
from core.document import Document
from core.ground import Ground
from core.quantity import format_number
from core.targets import compared
from gui.controls.labels import subscripted
from gui.maps.chart import Chart, mesh, theta_of
from gui.maps.regions import heat, heat_table
from gui.plots.fit_axes import unit_name
from gui.plots.shading import tiled
from gui.plots.ticks import span
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.theme import Colors, node_colors

SIDE = 48
"""Points a side of a small map."""


@dataclass(frozen=True, slots=True, eq=False)
class Small:
    """One hidden unit: ``weight`` says in words how it counts for the output, ``reach`` from where to where it goes."""

    unit: Unit
    name: str
    tint: str
    image: QImage
    weight: str
    reach: str


def outputs_of(chart: Chart) -> tuple[Unit, ...]:
    """Return the units whose weights may be asked for: those that go into the choice, or the outputs."""
    document, node = chart.frame.document, chart.outcome.choice
    nodes = document.sources(node.id) if node is not None else tuple(one.id for one in compared(document))
    return tuple((key, unit) for key in nodes for unit in range(document.nodes[key].units))


def units_shown(document: Document, selected: str | None, output: Unit | None) -> tuple[Unit, ...]:
    """Return the units of the hidden layer selected, else of the hidden nodes that feed the output, or of all."""
    hidden = [node for node in document.nodes.values() if node.kind == "hidden"]
    wanted = [node for node in hidden if node.id == selected and node.units > 1]
    feeding = [node for node in hidden if output is not None and (node.id, output[0]) in document.connections]
    return tuple((node.id, unit) for node in wanted or feeding or hidden for unit in range(node.units))


def small_maps(
    ground: Ground, chart: Chart, units: tuple[Unit, ...], output: Unit | None, colors: Colors
) -> tuple[Small, ...]:
    """Return the small maps of ``units`` within the limits of ``chart``."""
    if not units:
        return ()
    rows = np.array([ground.network.units[key].start + unit for key, unit in units], dtype=np.intp)
    points = chart.axes.scaled(mesh(chart.across, chart.up, SIDE))
    values = ground.over(theta_of(chart.frame), chart.axes.held, chart.axes.places, points, rows).a
    tints, found = node_colors(chart.frame.document, colors), []
    for unit, own in zip(units, values, strict=True):
        tint, limits = tints[unit[0]], span([own]) or (0.0, 1.0)
        table = heat_table(mixed(colors.window, tint, 0.05), mixed(colors.window, tint, 0.5), tint)
        low, high = (format_number(edge, 3) for edge in limits)
        found.append(Small(unit, unit_name(chart.frame.document, unit), tint,
                           tiled(heat(own, limits, (SIDE, SIDE)), table), weight_words(chart.frame, unit, output),
                           f"from {low} (pale) to {high} (dark)"))
    return tuple(found)


def weight_words(frame: Frame, unit: Unit, output: Unit | None) -> str:
    """Return "w₅ × 5.85", of a layer "× 5.85"; "not joined" where no connection leads from the unit to the output."""
    if output is None or frame.network is None or (unit[0], output[0]) not in frame.network.slots:
        return "not joined"
    ref = (unit[0], output[0])
    value = frame.network.read(theta_of(frame), ref)
    name = f"{subscripted(frame.document.parameter(ref).name)} " if value.size == 1 else ""
    return f"{name}× {format_number(float(value[output[1], unit[1]]), 3)}"
