"""What the columns of a table are likely for, before anybody has said so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from core.catalog import NODE_KINDS
from core.datasets.csv_table import mostly_numbers
from core.datasets.roles import places, roles
from core.document import Column, Document
from core.targets import classes_in, compared

FEW = 10
"""A last column of texts is taken for class names up to so many of them, though each stands there only once."""


MOST_NUMBERED = 20
"""Whole numbers may be names of classes up to so many different ones."""
_LABELS = {"category", "class", "digit", "kind", "label", "letter", "species", "target"}
"""What a column of class names is called."""


def may_name_classes(column: Column) -> bool:
    """Whether a column holds few whole numbers again and again: they may well be names, as the digits 0 to 9 are."""
    if not column.numeric or np.any(column.values != np.rint(column.values)):
        return False
    count = len(np.unique(column.values))
    return 1 < count <= MOST_NUMBERED and 2 * count <= len(column.values)


def _is_label(column: Column) -> bool:
    """Whether such a column is called as one of classes: "digit", "class_id", "Labels"."""
    words = re.split("[^a-z]+", column.name.lower())
    return not _LABELS.isdisjoint((*words, *(word.removesuffix("s") for word in words))) and may_name_classes(column)


def suggest_called(columns: Iterable[Column], uses: Mapping[str, str], document: Document) -> frozenset[str]:
    """Return the targets whose numbers are names of classes: so called, where no output is there that reads numbers."""
    if not all(NODE_KINDS[one.kind].classes for one in compared(document)):
        return frozenset()
    return frozenset(one.name for one in columns if uses[one.name] == "targets" and _is_label(one))


def _names_classes(column: Column, *, last: bool) -> bool:
    """Whether a column holds a few words, or numbers under a name for classes, again and again."""
    if column.numeric:
        return _is_label(column)
    if mostly_numbers(column.values.tolist()):
        return False
    count = len(classes_in(column))
    return 2 * count <= len(column.values) or (last and 1 < count <= FEW)


def class_counts(columns: Iterable[Column]) -> dict[str, int]:
    """Return how many different texts each column of texts holds: as many classes, where it is a target."""
    return {one.name: len(classes_in(one)) for one in columns if not one.numeric}


def _lacks_pixels(document: Document) -> bool:
    """Whether an image reads fewer columns than it has pixels."""
    images = (node for node in document.nodes.values() if node.grid is not None and NODE_KINDS[node.kind].source)
    return any(len(document.data.inputs.get(node.id, ())) < node.units for node in images)


def suggest_uses(columns: Iterable[Column], document: Document) -> dict[str, str]:
    """Return a use for each column: what the document uses by that name, else by place.

    Names that leave an image without some of its pixels are those of a table that did not fit: place alone counts then.
    Where the document knows no target among them, the last column of class names is the target of a softmax or of a
    drawing without outputs; otherwise the last other columns of numbers are targets, as many as the network has outputs
    (at least one). Where it knows no input, the rest are inputs.
    """
    found = tuple(columns)
    by_name = {} if _lacks_pixels(document) else roles(document.data)
    known = {name: places_of[0].kind for name, places_of in by_name.items()}
    uses = {column.name: known.get(column.name, "") for column in found}
    asked = {*uses.values()}
    others = [
        one.name
        for one in found
        if not uses[one.name] and (one.numeric or mostly_numbers(one.values.tolist()))
    ]
    classes = [one.name for one in found if not uses[one.name] and _names_classes(one, last=one is found[-1])]
    if "targets" not in asked and classes and all(NODE_KINDS[one.kind].classes for one in compared(document)):
        uses[classes[-1]] = "targets"
    elif "targets" not in asked:
        wanted = max(1, len(list(places(document, "targets"))))
        uses.update(dict.fromkeys(others[max("inputs" not in asked, len(others) - wanted) :], "targets"))
    if "inputs" not in asked:
        uses.update({name: "inputs" for name in others if not uses[name]})
    return uses
