"""Edits that write a picture into the table: as a new row, or into a row that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.document import DataSpec, Document, Floats, Node
from core.edits.table import Cell, InsertRows, set_cells, with_columns
from core.errors import EditRefused
from core.quantity import format_number
from core.targets import by_unit, class_names

WHOLE = 1e-9
"""So near a whole number, relative to it, a pixel is that number: scaled values do not come back to the last digit."""
MOST_ANSWERS = 24


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row may say that the network should put out: in words, and column by column."""

    words: str
    cells: Mapping[str, Cell]


def answers(document: Document) -> tuple[Answer, ...]:
    """Return what rows say that should come out, each once, in the order of the rows; classes of nodes after them.

    At most ``MOST_ANSWERS``. Without target columns there is one, which says nothing.
    """
    data = document.data
    names = _target_names(data)
    told = [class_names(data.column(name)).tolist() for name in names]
    firsts: dict[tuple[str, ...], int] = {}
    for row, texts in enumerate(zip(*told, strict=True)):
        firsts.setdefault(texts, row)
    rows = list(firsts.values())[:MOST_ANSWERS] if names else [0]
    found = [_answer(data, names, row) for row in rows]
    return (*found, *_unseen(document, names, [one.words for one in found]))


def answer_of(document: Document, row: int) -> Answer:
    """Return what a row, counted from 0, says that should come out."""
    return _answer(document.data, _target_names(document.data), row)


def _target_names(data: DataSpec) -> tuple[str, ...]:
    owned = (name for names in data.targets.values() for name in names)
    return tuple(name for name in dict.fromkeys(owned) if name in data.names)


def _answer(data: DataSpec, names: tuple[str, ...], row: int) -> Answer:
    cells: dict[str, Cell] = {}
    for name in names:
        column = data.column(name)
        cells[name] = float(column.values[row]) if column.numeric else str(column.values[row])
    return Answer(_words(cells), cells)


def _words(cells: Mapping[str, Cell]) -> str:
    if not cells:
        return "a picture without a target"
    if len(cells) > 1 and sorted(cells.values(), key=str) == [*(0.0,) * (len(cells) - 1), 1.0]:
        return next(name for name, cell in cells.items() if cell)
    texts = {name: cell if isinstance(cell, str) else format_number(cell) for name, cell in cells.items()}
    return (
        next(iter(texts.values())) if len(texts) == 1 else ", ".join(f"{name} {text}" for name, text in texts.items())
    )


def _unseen(document: Document, names: tuple[str, ...], seen: list[str]) -> list[Answer]:
    """Return answers for classes that no row has yet, where one column tells the class in words."""
    if len(names) != 1 or document.data.column(names[0]).numeric:
        return []
    classes = [one for node in document.nodes.values() if document.data.targets.get(node.id) for one in node.classes]
    return [Answer(one, {names[0]: one}) for one in classes if one not in seen][:MOST_ANSWERS]


def pixel_cells(document: Document, node: Node, planes: Floats) -> dict[str, float]:
    """Return column name → value of a picture, ``planes`` (channels, height, width) as the network sees it.

    Scaling is undone. EditRefused where the image is gone, of another size, has no columns, or a pixel is not finite.
    """
    grid, names = node.grid, document.data.inputs.get(node.id, ())
    if grid is None or grid.planes != planes.shape:
        raise EditRefused(f"The picture no longer has the size of {node.label}; draw it anew.")
    if len(names) != node.units or not set(names) <= set(document.data.names):
        raise EditRefused(f"{node.label} has no data column for each pixel; choose its columns in the data table.")
    if not np.isfinite(planes).all():
        raise EditRefused("A pixel of the picture is not a finite number; draw it anew.")
    found = {}
    for name, pixel in zip(by_unit(node, names), planes.ravel().tolist(), strict=True):
        low, high = document.data.scaling.get(name, (0.0, 1.0))
        found[name] = _near_whole(low + pixel * (high - low))
    return found


def _near_whole(value: float) -> float:
    whole = float(round(value))
    return whole if abs(value - whole) <= WHOLE * max(1.0, abs(value)) else value


def _image(document: Document, node: str) -> Node:
    if node not in document.nodes:
        raise EditRefused("The image is gone from the canvas; draw one, or undo.")
    return document.nodes[node]


@dataclass(frozen=True, slots=True, eq=False)
class KeepPicture:
    """Add a row at the end with the picture, what ``answer`` says of it, and all else as in row ``like``."""

    node: str
    planes: Floats
    answer: Answer
    like: int
    label: str = "Keep picture as a row"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with one row more; EditRefused as ``pixel_cells`` says."""
        data = document.data
        pixels = pixel_cells(document, _image(document, self.node), self.planes)
        if not 0 <= self.like < data.count:
            raise EditRefused("There is no such row any more; choose one of the table.")
        row: dict[str, Cell] = {
            one.name: float(one.values[self.like]) if one.numeric else str(one.values[self.like])
            for one in data.columns
        }
        return InsertRows(data.count, ({**row, **pixels, **self.answer.cells},)).apply(document)


@dataclass(frozen=True, slots=True, eq=False)
class PutPicture:
    """Write the picture into ``row``, counted from 0, and what ``answer`` says of it; None leaves that as it is."""

    node: str
    planes: Floats
    row: int
    answer: Answer | None = None
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Put picture into row {self.row + 1}"

    def apply(self, document: Document) -> Document:
        """Return the document with the row's pixels; EditRefused as ``pixel_cells`` says."""
        pixels = pixel_cells(document, _image(document, self.node), self.planes)
        if not 0 <= self.row < document.data.count:
            raise EditRefused("There is no such row any more; choose one of the table.")
        cells: dict[str, Cell] = {**pixels, **(self.answer.cells if self.answer is not None else {})}
        columns = document.data.columns
        return with_columns(
            document, (set_cells(one, {self.row: cells[one.name]}) if one.name in cells else one for one in columns)
        )
