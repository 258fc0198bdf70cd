"""Which data columns a new input, image, output or choice among classes reads: free ones that fit, else new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from core import naming
from core.catalog import NODE_KINDS
from core.document import Column, DataSpec, Node, column
from core.edits.classes import MOST_CLASSES
from core.edits.sizes import pixel_label
from core.images.pictures import free_picture
from core.targets import classes_in


def _column_for(data: DataSpec, label: str, taken: set[str]) -> tuple[DataSpec, str]:
    """Return a column to read: the first numeric one without a role, or a new one named ``label``."""
    for candidate in data.columns:
        if candidate.numeric and candidate.name not in taken:
            return data, candidate.name
    name = naming.unlike(label, data.names)
    fresh: Column = column(name, np.zeros(data.count))
    return replace(data, columns=(*data.columns, fresh), file=None), name


def assign_columns(data: DataSpec, node: Node, names: Iterable[str] = ()) -> DataSpec:
    """Give each unit of an input or output node a column: ``names`` where they exist, else free or new ones."""
    role = NODE_KINDS[node.kind].role
    if NODE_KINDS[node.kind].classes:
        return _assign_classes(data, node)
    if not role:
        return data
    chosen = [name for name in names if name in data.names][: node.units]
    used = {name for mapping in (data.inputs, data.targets) for columns in mapping.values() for name in columns}
    while len(chosen) < node.units:
        label = _label_of(node, len(chosen))
        data, name = _column_for(data, label, used | set(chosen))
        chosen.append(name)
    mapping: Mapping[str, tuple[str, ...]] = {**getattr(data, role), node.id: tuple(chosen)}
    return replace(data, inputs=mapping) if role == "inputs" else replace(data, targets=mapping)


def _label_of(node: Node, place: int) -> str:
    """Return what a new column is called that the node reads at ``place`` of its columns."""
    if node.grid is not None:
        return pixel_label(node, place)
    return node.label if node.units == 1 else f"{node.label} {place + 1}"


def _assign_classes(data: DataSpec, node: Node) -> DataSpec:
    """Give a softmax or argmax the first column of texts that has no role, where there is one."""
    used = {name for mapping in (data.inputs, data.targets) for columns in mapping.values() for name in columns}
    free = [one.name for one in data.columns if not one.numeric and one.name not in used
            and len(classes_in(one)) <= MOST_CLASSES]  # fmt: skip
    if node.id in data.targets or not free:
        return data
    return replace(data, targets={**data.targets, node.id: (free[0],)})


def pixels(data: DataSpec, node: Node) -> tuple[str, ...]:
    """Return the columns without a role that make the picture that a new image shows; none of other nodes."""
    found = free_picture(data) if node.kind == "image" and node.grid is not None else None
    fits = found is not None and node.grid is not None and node.grid.shape == (*found[0], 1)
    return found[1] if found is not None and fits else ()
