"""Edits of the title, of how the network learns, and of the data as a whole."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from core.document import DataSpec, Document, TrainingSpec
from core.errors import EditRefused


@dataclass(frozen=True, slots=True)
class SetTraining:
    """Replace the training settings. ``what`` names the one that was changed, for the history."""

    training: TrainingSpec
    what: str = "training settings"
    gesture: int | None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Set {self.what}"

    @property
    def merge_key(self) -> Hashable | None:
        """One gesture is one step."""
        return None if self.gesture is None else ("training", self.gesture)

    def apply(self, document: Document) -> Document:
        """Return the document with the settings."""
        return document.evolve(training=self.training)


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Give the network another title."""

    title: str
    label: str = "Set title"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the title."""
        return document.evolve(title=self.title.strip() or "Untitled")


@dataclass(frozen=True, slots=True)
class SetData:
    """Replace the table and its roles. ``what`` says in the history what was done to it."""

    data: DataSpec
    what: str = "Change data"
    gesture: int | None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return self.what

    @property
    def merge_key(self) -> Hashable | None:
        """One drag of a point is one step."""
        return None if self.gesture is None else ("data", self.gesture)

    def apply(self, document: Document) -> Document:
        """Return the document with the data; EditRefused if its columns differ in length."""
        lengths = {len(column.values) for column in self.data.columns}
        if len(lengths) > 1:
            raise EditRefused("Every column must have the same number of rows; fill in the missing values.")
        same = self.data.columns == document.data.columns
        # Rows that were changed are no longer those of the file beside the network: they go into it.
        return document.evolve(data=self.data if same else replace(self.data, file=None))
