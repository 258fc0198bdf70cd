"""The edit that holds rows back for testing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.catalog import SEED
from core.datasets import rows as data_rows
from core.document import Column, DataSpec, Document, TestSplit
from core.edits.scaling import refitted
from core.errors import EditRefused

SHARE = TestSplit(0.25, 1)
"""What is held back where nobody has said how much: a quarter, by a fixed draw."""
LEAST_ROWS = 20
"""Of fewer rows a share says little, and training needs them all."""


def offered(columns: Iterable[Column], targets: Iterable[str]) -> tuple[TestSplit, int] | None:
    """Return a split worth offering for a table of classes, the same share of each, and how many rows it holds back.

    None where no target column holds class names, or where there are few rows.
    """
    data = DataSpec(tuple(columns), targets={"": tuple(targets)}, test=replace(SHARE, stratified=True))
    named = {column.name for column in data.columns if not column.numeric}
    if data.count < LEAST_ROWS or data.test is None or not named & {*targets}:
        return None
    held = len(data_rows.held(data))
    return (data.test, held) if held else None


@dataclass(frozen=True, slots=True)
class SetTest:
    """Choose the rows that are held back from training; None holds back none.

    Columns scaled by the training rows are scaled by the new ones.
    """

    test: TestSplit | None = None
    label: str = "Hold back test rows"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the split; EditRefused if nothing would be left to train on."""
        if self.test is not None:
            _check(document.data, self.test)
        data = replace(document.data, test=self.test)
        return document.evolve(data=refitted(document.data, data) if data.scaling else data)


def _check(data: DataSpec, test: TestSplit) -> None:
    SEED.check(test.seed)
    if test.fraction is not None and not 0 < test.fraction < 1:
        raise EditRefused("The share of test rows must be more than 0 and less than 1, such as 0.25.")
    if test.fraction is None and not test.rows:
        raise EditRefused("Select the rows to hold back for testing first.")
    held = data_rows.held(replace(data, test=test))
    if data.count and len(held) >= data.count:
        raise EditRefused(f"This would hold back all {data.count} rows; leave some to train on.")
