"""How names of the drawing are written for people: subscripts, shapes, and sentences for screen readers."""

from __future__ import annotations

import re

import numpy as np

from core.catalog import NODE_KINDS
from core.document import Document, Grid, Node, Ref, wired
from core.targets import by_unit

_DIGITS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉‚")
_LOWERED = str.maketrans("0123456789,out", "₀₁₂₃₄₅₆₇₈₉‚ₒᵤₜ")
_NUMBERED = re.compile(r"([A-Za-zα-ωΑ-Ω]+)([0-9]+)(\[[0-9,]+\])?")
_SYMBOL = re.compile(r"(.+)_([0-9]+(?:,[0-9]+)*|out[0-9,]*)(\[[0-9,]+\])?", re.DOTALL)
_TAP = re.compile(r"\[(\d+),(\d+),(\d+),(\d+)\]")


def subscripted(name: str) -> str:
    """Return a parameter's name with its number as a subscript: w1 → w₁, w2[3,1] → w₂[3,1]; others stay as they are."""
    match = _NUMBERED.fullmatch(name)
    return match[1] + match[2].translate(_DIGITS) + (match[3] or "") if match else name


def symbol_parts(symbol: str) -> tuple[str, str, str]:
    """Return a symbol of ``chain_rule.symbols`` as what it is of, its subscript and its place: ("w", "2", "[3,1]")."""
    match = _SYMBOL.fullmatch(symbol)
    return (match[1], match[2], match[3] or "") if match else (symbol, "", "")


def symbol_text(symbol: str) -> str:
    """Return a symbol as a line of text: w_3 → w₃, w_2[3,1] → w₂[3,1], y_2,5 → y₂‚₅, x_out → xₒᵤₜ."""
    base, below, place = symbol_parts(symbol)
    return base + below.translate(_LOWERED) + place if below else subscripted(symbol)


def written(document: Document, words: str) -> str:
    """Return ``words`` with the parameters' numbers as subscripts, as on the canvas: dSSR/db3 → dSSR/db₃."""
    names = {found.name for found in document.parameters().values() if subscripted(found.name) != found.name}
    parts = re.split(r"(\w+)", words)
    return "".join(_number_lowered(part, names) for part in parts)


def _number_lowered(word: str, names: set[str]) -> str:
    if word in names:
        return subscripted(word)
    return f"d{subscripted(word[1:])}" if word[:1] == "d" and word[1:] in names else word


def node_title(node: Node) -> str:
    """Return a node in words: "hidden 1, hidden layer of 6 units", "map, convolution of 4 × 4"."""
    if node.grid is not None:
        return f"{node.label}, {node.kind}" + (f" of {grid_text(node.grid)}" if node.units else "")
    return f"{node.label}, {node.kind}" + (f" layer of {node.units} units" if node.units > 1 else "")


def unit_text(document: Document, node: str, unit: int) -> str:
    """Return what one unit of a layer is called: its data column, the class it speaks for, or "unit 3 of hidden 1"."""
    found, data = document.nodes[node], document.data
    columns = data.inputs.get(node) or data.targets.get(node) or ()
    if found.classes:
        return found.classes[unit]
    if found.grid is not None:
        named = f", {by_unit(found, columns)[unit]}" if len(columns) == found.units else ""
        return f"{cell_text(found, unit)}{named}"
    if found.units > 1 and len(columns) == found.units:
        return f"{found.label}, {columns[unit]}"
    classes = _class_of(document, (node, unit))
    named = f" (class {classes})" if classes else ""
    return found.label + named if found.units == 1 else f"unit {unit + 1} of {found.label}{named}"


def _class_of(document: Document, unit: tuple[str, int]) -> str:
    """Return the class whose softmax or argmax reads this unit; empty where none does."""
    for target in document.targets(unit[0]):
        classes, incoming = document.nodes[target].classes, document.incoming(target)
        if classes and len(classes) == len(incoming):
            return classes[incoming.index(unit)]
    return ""


def parameter_place(document: Document, ref: Ref) -> str:
    """Return where a parameter stands: "dosage → hidden 1" for a weight, "hidden 1" for a bias."""
    source, target = ref
    end = document.nodes[target].label
    return f"{document.nodes[source].label} → {end}" if wired(ref) else end


def row_told(row: int, chosen: int) -> str:
    """Return "row 3"; where another row is chosen, which has no part in the derivative, that this one is not that.

    Both are counted from 0. Rows held back for testing, and those of other batches, have no part in it.
    """
    return f"row {row + 1:,}" if row == chosen else f"row {row + 1:,} (row {chosen + 1:,} has no part in it)"


def tap_text(index: tuple[int, ...]) -> str:
    """Return which cell of a filter a number is: "filter 1, channel 1, row 2, column 3"."""
    words = ("filter", "channel", "row", "column")
    return ", ".join(f"{word} {at + 1}" for word, at in zip(words, index, strict=True))


def tap_in_words(text: str) -> str:
    """Return which cell of a filter a text such as "Set w1[1,1,2,3]" names; "" where it names none."""
    match = _TAP.search(text)
    return "" if match is None else tap_text(tuple(int(place) - 1 for place in match.groups()))


def place_text(node: Node, at: int) -> str:
    """Return what column number ``at`` of a node is for: "Unit 3", or of an image "Row 2 column 3"."""
    if node.grid is None:
        return f"Unit {at + 1}"
    row, column, channel = (int(place) + 1 for place in np.unravel_index(at, node.grid.shape))
    return f"Row {row} column {column}" + (f" channel {channel}" if node.grid.shape[2] > 1 else "")


def cell_text(node: Node, unit: int) -> str:
    """Return which cell of a grid a unit is: "row 2 column 3 of image", "map 4 row 2 column 3 of feature maps"."""
    if node.grid is None:
        return node.label
    channel, row, column = (int(place) + 1 for place in np.unravel_index(unit, node.grid.planes))
    plane = "channel" if NODE_KINDS[node.kind].source else "map"
    which = f"{plane} {channel} " if node.grid.shape[2] > 1 else ""
    return f"{which}row {row} column {column} of {node.label}"


def grid_text(grid: Grid) -> str:
    """Return the size of an image, a map or a pool: "6 × 6", or "6 × 6 × 8" of 8 channels; "no size yet"."""
    if not grid.cells:
        return "no size yet"
    height, width, channels = grid.shape
    return f"{height} × {width}" + (f" × {channels}" if channels > 1 else "")


def _filters_text(shape: tuple[int, ...]) -> str:
    """Return "2 filters of 3 × 3", "2 filters of 3 × 3 × 4" over 4 channels, or "2 biases"."""
    count = shape[0]
    if len(shape) == 1:
        return f"{count} bias{'es' * (count != 1)}"
    over = f" × {shape[1]}" if shape[1] > 1 else ""
    return f"{count} filter{'s' * (count != 1)} of {shape[2]} × {shape[3]}{over}"


def shape_text(document: Document, ref: Ref) -> str:
    """Return how many numbers a parameter of several holds: "6 × 8 weights" to 6 units from 8, "6 biases".

    The target stands first here as in w1[3,1] and in the rows and columns of their picture.
    """
    source, target = ref
    if document.nodes[target].filters is not None:
        return _filters_text(document.parameter(ref).value.shape)
    units = document.nodes[target].units
    return f"{units} × {document.nodes[source].units} weights" if source else f"{units} biases"


def order_text(document: Document, ref: Ref) -> str:
    """Say in which order the numbers of a matrix are counted: "w₁[16,32] leads to unit 16 of b from unit 32 of a"."""
    source, target = (document.nodes[end] for end in ref)
    name = subscripted(document.parameter(ref).name)
    return (f"{name}[{target.units},{source.units}] leads to unit {target.units} of {target.label} "
            f"from unit {source.units} of {source.label}: the target first")  # fmt: skip
