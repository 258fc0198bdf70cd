"""Edits of how columns are scaled before use: spans typed, or fitted on the training rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.datasets.scaling import SCALINGS, fitted, fitting, training_values
from core.document import Column, DataSpec, Document
from core.edits.roles import usable
from core.errors import EditRefused, ValueRefused


@dataclass(frozen=True, slots=True)
class SetScaling:
    """Map a column by (x − low) / (high − low) before use; None uses it as it is."""

    column: str
    span: tuple[float, float] | None = None
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Scale {self.column}" if self.span else f"Do not scale {self.column}"

    def apply(self, document: Document) -> Document:
        """Return the document with the scaling; EditRefused if low and high are equal or not finite."""
        usable(document.data, self.column, "scaled")
        scaling = {name: span for name, span in document.data.scaling.items() if name != self.column}
        if self.span is not None:
            low, high = self.span
            if not 0 < abs(high - low) < np.inf:
                raise EditRefused(
                    f"Scaling {self.column} needs two different numbers, the low that becomes 0 and the high "
                    "that becomes 1; type others."
                )
            scaling[self.column] = (low, high)
        return document.evolve(data=replace(document.data, scaling=scaling))


@dataclass(frozen=True, slots=True)
class FitScaling:
    """Scale a column by its training rows: to lie between 0 and 1, or as ``method`` of ``core.datasets.scaling`` says.

    Test rows have no say: they are unseen.
    """

    column: str
    method: str = "min_max"
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Scale {self.column}"

    def apply(self, document: Document) -> Document:
        """Return the document with the column scaled; EditRefused if its training rows are all alike."""
        column = usable(document.data, self.column, "scaled")
        try:
            span = fitted(document.data, column, self.method)
        except ValueRefused as refused:
            raise EditRefused(str(refused)) from None
        return SetScaling(self.column, span).apply(document)


def fit_method(data: DataSpec, name: str) -> str | None:
    """Return the way in which a column's span fits its training rows; None if it was typed or there is none."""
    span = data.scaling.get(name)
    return next((way for way in SCALINGS if span is not None and fitting(data, name, way) == span), None)


def refitted(before: DataSpec, after: DataSpec) -> DataSpec:
    """Return ``after``, with other training rows than ``before``, its columns scaled by these where they were by those.

    Otherwise rows held back later would have a say in what the network sees of the others. Spans that were typed stay.
    """
    spans = dict(after.scaling)
    for name in after.scaling:
        way = fit_method(before, name)
        spans[name] = (way and fitting(after, name, way)) or spans[name]
    return replace(after, scaling=spans) if spans != after.scaling else after


@dataclass(frozen=True, slots=True)
class ScaleColumns:
    """Scale several columns by their training rows as ``method`` says; "" uses them as they are.

    Those that are the same in all rows cannot be scaled and are passed over.
    """

    columns: tuple[str, ...]
    method: str = "min_max"
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        count = f"{len(self.columns)} column{'s' * (len(self.columns) != 1)}"
        return f"Scale {count}" if self.method else f"Do not scale {count}"

    def apply(self, document: Document) -> Document:
        """Return the document with the columns scaled; EditRefused if none of them can be."""
        if not self.method:
            spans = {name: span for name, span in document.data.scaling.items() if name not in self.columns}
            return document.evolve(data=replace(document.data, scaling=spans))
        refused: EditRefused | None = EditRefused("There is no column to scale; add one of numbers.")
        for name in self.columns:
            try:
                document, refused = FitScaling(name, self.method).apply(document), None
            except EditRefused as said:
                refused = refused and said
        if refused:
            raise refused
        return document


def training_span(data: DataSpec, column: Column) -> tuple[float, float] | None:
    """Return the smallest and the largest value of a column's training rows; None if there are none."""
    values = training_values(data, column)
    return (float(values.min()), float(values.max())) if values.size else None
