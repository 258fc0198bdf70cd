"""A map as marks: the regions of the classes, or a number as shades; the data points, those called wrongly."""

from __future__ import annotations

import numpy as np

from core.document import Bools, Floats, Indices
from gui.maps.chart import Chart, called, held_back, observed_classes, observed_values
from gui.maps.key import Entry
from gui.maps.regions import class_table, heat, heat_color, heat_table, regions
from gui.plots.marks import Dots, Mark, Mosaic, Span, Symbols
from gui.plots.ticks import span
from gui.plots.tints import mixed
from gui.theme import Colors

SHAPED = 700
"""Rows up to which each is drawn as a shape; more are a cloud, in which shapes would not be seen."""
_SIZE, _CLOUD = 9.0, 4.0
_MOST_HUES = 12
"""Colours of points on a map of a number."""
Heat = tuple[str, str, str]


def class_marks(chart: Chart, colors: Colors) -> tuple[Mark, ...]:
    """Return regions and points."""
    tints = chart.outcome.colors(colors)
    tiles = regions(chart.values, (chart.side, chart.side), even=chart.outcome.flat)
    ground = Mosaic(chart.across, chart.up, tiles, class_table(tints, colors.window, colors.text))
    return (ground, *_class_points(chart, colors), *_chosen(chart, colors))


def _class_points(chart: Chart, colors: Colors) -> list[Mark]:
    observed = observed_classes(chart)
    if observed is None:
        return _plain(chart, colors)
    test, marks = held_back(chart), list[Mark]()
    for number, (tint, shape) in enumerate(zip(chart.outcome.colors(colors), chart.outcome.shapes, strict=True)):
        marks += _group(chart.axes.points, observed == number, test, tint, shape, colors)
    return [*marks, *_wrong(chart, observed, colors)]


def _group(points: Floats, members: Bools, test: Bools, tint: str, shape: str, colors: Colors) -> list[Mark]:
    """Return the points of one class: filled those trained on, open those held back."""
    (x, y), (test_x, test_y) = points[:, members & ~test], points[:, members & test]
    if points.shape[1] > SHAPED:
        return [Dots(x, y, tint, _CLOUD), Dots(test_x, test_y, tint, _CLOUD)]
    ink = mixed(tint, colors.text, 0.35)
    return [Symbols(x, y, shape, tint, colors.window, _SIZE),
            Symbols(test_x, test_y, shape, colors.window, ink, _SIZE - 1, 1.6)]


def _wrong(chart: Chart, observed: Indices, colors: Colors) -> list[Mark]:
    """Return a cross over each row that is called by another class than its own."""
    said = called(chart)
    if said is None or said.shape != observed.shape:
        return []
    x, y = chart.axes.points[:, said != observed]
    if observed.size > SHAPED:
        return [Symbols(x, y, "cross", "", colors.danger, 7, 1)]
    return [Symbols(x, y, "cross", "", colors.window, 15, 3.2), Symbols(x, y, "cross", "", colors.danger, 15, 1.7)]


def _plain(chart: Chart, colors: Colors) -> list[Mark]:
    x, y = chart.axes.points
    return [Symbols(x, y, "disc", colors.point, colors.window, _SIZE - 2)]


def _chosen(chart: Chart, colors: Colors) -> list[Mark]:
    at = chart.axes.at
    if at is None:
        return []
    x, y = np.array([at[0]]), np.array([at[1]])
    return [Symbols(x, y, "disc", "", colors.window, 20, 4.5), Symbols(x, y, "disc", "", colors.accent, 20, 2.2)]


def class_key(chart: Chart, colors: Colors) -> tuple[Entry, ...]:
    """Return what the signs of a map of classes mean."""
    outcome, test = chart.outcome, held_back(chart)
    tints = outcome.colors(colors)
    entries = [Entry(shape, tint, "", name)
               for shape, tint, name in zip(outcome.shapes, tints, outcome.names, strict=True)]
    observed, said = observed_classes(chart), called(chart)
    if observed is not None and said is not None:
        wrong = int((said != observed).sum())
        entries.append(Entry("cross", "", colors.danger, f"{wrong} wrong", 2))
    if observed is not None and test.any() and test.size <= SHAPED:
        entries.append(Entry("disc", "", colors.muted, "test", 1.6))
    return tuple(entries)


# -- a number ----------------------------------------------------------------------------------------------


def hues(colors: Colors) -> Heat:
    """Return the colours of low, middle and high numbers."""
    return (mixed(colors.window, colors.output, 0.06), mixed(colors.window, colors.output, 0.5),
            mixed(colors.output, colors.text, 0.5))


def heat_span(chart: Chart, unit: int) -> Span:
    """Return the least and the largest number on the map or observed."""
    observed = observed_values(chart, unit)
    return span([chart.values[unit], *([observed] if observed is not None else [])]) or (0.0, 1.0)


def heat_marks(chart: Chart, unit: int, limits: Span, colors: Colors) -> tuple[Mark, ...]:
    """Return the shades of one output's number, and the points in the shade of what was observed."""
    tiles = heat(chart.values[unit], limits, (chart.side, chart.side))
    ground = Mosaic(chart.across, chart.up, tiles, heat_table(*hues(colors)))
    return (ground, *_heat_points(chart, unit, limits, colors), *_chosen(chart, colors))


def _heat_points(chart: Chart, unit: int, limits: Span, colors: Colors) -> list[Mark]:
    observed = observed_values(chart, unit)
    if observed is None:
        return _plain(chart, colors)
    share = np.clip((observed - limits[0]) / (limits[1] - limits[0]), 0, 1)
    group = np.rint(share * (_MOST_HUES - 1)).astype(np.intp)
    size, marks = _SIZE if observed.size <= SHAPED else _CLOUD + 1, list[Mark]()
    for number in np.unique(group).tolist():
        x, y = chart.axes.points[:, group == number]
        tint = heat_color(*hues(colors), number / (_MOST_HUES - 1))
        marks.append(Symbols(x, y, "disc", tint, colors.text, size))
    return marks
