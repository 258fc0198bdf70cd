"""Data sets that come with the program: real measurements, with their source and licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.datasets import csv_table
from core.document import Column, column
from core.targets import class_names

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "datasets"


@dataclass(frozen=True, slots=True)
class ShippedSet:
    """One set: a CSV of that name in ``FOLDER``, what its columns are for, and whom to thank for it."""

    name: str
    title: str
    help: str
    rows: int
    inputs: tuple[str, ...]
    target: str
    source: str
    licence: str = "CC BY 4.0"
    image: tuple[int, int] | None = None
    """Height and width where a row of inputs is a picture, row by row."""

    @property
    def file(self) -> Path:
        """Where the set is."""
        return FOLDER / f"{self.name}.csv"


_PIXELS = tuple(f"row {row} column {place}" for row in range(1, 9) for place in range(1, 9))
_ROWS = (
    ShippedSet(
        "iris", "Iris", "150 flowers of three species: length and width of sepals and petals, in centimetres.", 150,
        ("sepal length", "sepal width", "petal length", "petal width"), "species",
        "R. A. Fisher, Iris, UCI Machine Learning Repository, 1988, doi.org/10.24432/C56C76",
    ),
    ShippedSet(
        "digits", "Handwritten digits", "1,797 handwritten digits, 8 × 8 pixels from 0 (paper) to 16 (ink).", 1797,
        _PIXELS, "digit",
        "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, "
        "doi.org/10.24432/C50P49", image=(8, 8),
    ),
)  # fmt: skip
SHIPPED: Mapping[str, ShippedSet] = {row.name: row for row in _ROWS}


def load(name: str) -> tuple[Column, ...]:
    """Return the columns of a set, its classes as text; KeyError if there is none of that name.

    FileRefused where the program was installed without its data.
    """
    found = SHIPPED[name]
    columns = csv_table.read(found.file, header=True).columns
    return tuple(
        column(one.name, class_names(one).tolist()) if one.name == found.target else one for one in columns)
