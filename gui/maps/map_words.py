"""What a map says in words: the note below it, and what the pointer reads."""

from __future__ import annotations

import numpy as np

from core.document import Floats
from core.quantity import format_number, format_share
from gui.maps.axes import held_words
from gui.maps.chart import Chart, called, held_back, observed_classes, observed_values
from gui.plots.marks import Span
from gui.theme import Colors

Lines = tuple[tuple[str, str], ...]
"""A colour and words, a line."""


def note_of(chart: Chart) -> tuple[str, ...]:
    """Say how to read the map, in words from long to short."""
    count, held = f"{chart.side} × {chart.side} points computed", held_words(chart.frame, chart.axes)
    classes = chart.outcome.choice is not None
    said = {True: "an ArgMax has no probabilities, so no shades", False: "the stronger, the surer"}
    shades = said[chart.outcome.flat] if classes else "points: what was observed"
    own = "points are predicted from all their own inputs" if held and classes else ""
    wordings = ([shades, held, own, count], [shades, held, own], [held or shades, own], [held or shades], [shades])
    sentences = ("; ".join(filter(None, words)) for words in wordings)
    return tuple(f"{words[0].upper()}{words[1:]}." for words in sentences)


def place_lines(chart: Chart, at: Span, values: Floats, colors: Colors) -> Lines:
    """Return what comes out at a place, (units,), and where that is."""
    places = ((colors.muted, f"{name} {format_number(value, 3)}")
              for name, value in zip(chart.axes.names, at, strict=True))
    return (*_lines(chart, values, colors), *places)


def _lines(chart: Chart, values: Floats, colors: Colors) -> Lines:
    """Return the values of the outcome's units in words, the largest probability first."""
    names, tints = chart.outcome.names, chart.outcome.colors(colors)
    plain = chart.outcome.choice is None
    order = list(range(len(names))) if plain else np.argsort(-values, kind="stable").tolist()
    said = format_number if plain else format_share
    return tuple((tints[place], f"{names[place]} {said(float(values[place]), 3)}") for place in order)


def row_lines(chart: Chart, row: int, unit: int, colors: Colors) -> Lines:
    """Return what is known of a data row: what was observed (of output ``unit``), what is predicted, what comes out."""
    outcome = chart.outcome
    lines = [(colors.accent, f"row {row + 1}" + (", held back for testing" if held_back(chart)[row] else ""))]
    observed, said = observed_classes(chart), called(chart)
    if observed is not None:
        lines.append((outcome.colors(colors)[observed[row]], f"observed {outcome.names[observed[row]]}"))
    if observed is not None and said is not None and said[row] != observed[row]:
        lines.append((colors.danger, f"predicted {outcome.names[said[row]]}"))
    seen = observed_values(chart, unit)
    if seen is not None:
        lines.append((colors.point, f"observed {format_number(float(seen[row]), 3)}"))
    values = chart.frame.values
    told = _lines(chart, outcome.values(outcome.of(values))[:, row], colors) if values is not None else ()
    return (*lines, *told)
