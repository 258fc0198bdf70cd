"""Edits of numbers, padlocks and names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.catalog import NODE_KINDS
from core.document import Document, Floats, Ref, TrainingSpec, bools, floats
from core.errors import EditRefused
from core.initializers import restarted

MAX_LABEL = 60


def _named(document: Document, ref: Ref) -> str:
    return document.parameter(ref).name


def _check_there(document: Document, ref: Ref, index: tuple[int, ...]) -> None:
    """Refuse a number that a document no longer has: a filter may have become smaller meanwhile."""
    shape = document.parameter(ref).value.shape if document.has(ref) else ()
    if not shape or len(index) > len(shape) or not all(0 <= at < size for at, size in zip(index, shape, strict=False)):
        raise EditRefused("That number is gone from the drawing; choose another one, or undo.")


@dataclass(frozen=True, slots=True)
class SetValue:
    """Set a parameter, or one number of it at ``index`` (as numpy counts: (row, column) of a weight)."""

    ref: Ref
    value: float
    index: tuple[int, ...] = ()
    name: str = "value"
    gesture: int | None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Set {self.name}"

    @property
    def merge_key(self) -> Hashable | None:
        """One scrub is one step."""
        return None if self.gesture is None else ("value", self.ref, self.index, self.gesture)

    def apply(self, document: Document) -> Document:
        """Return the document with the number set; before the first step it is a new start value as well.

        EditRefused if it is not finite, or the document has no such number.
        """
        _check_there(document, self.ref, self.index)
        if not np.isfinite(self.value):
            raise EditRefused(f"{_named(document, self.ref)} must be a finite number, such as 0.5 or -1.2e-3.")
        old = document.parameter(self.ref)
        numbers = old.value.copy()
        numbers[self.index or ...] = self.value
        start = old.initial if document.steps else None
        return document.with_parameters({self.ref: replace(old, value=floats(numbers), start=start)})


@dataclass(frozen=True, slots=True)
class SetValues:
    """Set several single numbers at once: (parameter, index of the number, value) each."""

    numbers: tuple[tuple[Ref, tuple[int, ...], float], ...]
    name: str = "values"
    gesture: int | None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Set {self.name}"

    @property
    def merge_key(self) -> Hashable | None:
        """One drag is one step."""
        places = tuple((ref, index) for ref, index, _ in self.numbers)
        return None if self.gesture is None else ("values", places, self.gesture)

    def apply(self, document: Document) -> Document:
        """Return the document with all of them set; EditRefused if one is not finite."""
        for ref, index, value in self.numbers:
            document = SetValue(ref, value, index).apply(document)
        return document


@dataclass(frozen=True, slots=True)
class FreezeOthers:
    """Let one number alone learn: the one at ``index`` of the parameter at ``ref``, or all of that parameter."""

    ref: Ref
    index: tuple[int, ...] = ()
    name: str = "one"
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Freeze all but {self.name}"

    def apply(self, document: Document) -> Document:
        """Return the document with every other padlock closed and this one open."""
        known = document.parameters()
        document = SetTrainable(tuple(known), trainable=False).apply(document)
        return SetTrainable((self.ref,), trainable=True, places=(self.index,) if self.index else ()).apply(document)


@dataclass(frozen=True, slots=True)
class SetTrainable:
    """Open or close the padlock of parameters, or only of their numbers at ``places``."""

    refs: tuple[Ref, ...]
    trainable: bool
    places: tuple[tuple[int, ...], ...] = ()
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return "Unfreeze" if self.trainable else "Freeze"

    def apply(self, document: Document) -> Document:
        """Return the document with the padlocks set."""
        new = {}
        for ref in self.refs:
            old = document.parameter(ref)
            mask = old.trainable.copy()
            for place in self.places or (...,):
                mask[place] = self.trainable
            new[ref] = replace(old, trainable=bools(mask, mask.shape))
        return document.with_parameters(new)


@dataclass(frozen=True, slots=True)
class RenameNode:
    """Give a node another label; a data column of the old label follows."""

    node: str
    name: str
    label: str = "Rename"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the label changed; EditRefused if it is empty or too long."""
        name = " ".join(self.name.split())
        if not name or len(name) > MAX_LABEL:
            raise EditRefused(f"A node's name has 1 to {MAX_LABEL} characters; type a shorter one.")
        node = document.nodes[self.node]
        document = document.evolve(nodes={**document.nodes, self.node: replace(node, label=name)})
        return _rename_column(document, self.node, node.label, name)


def _rename_column(document: Document, node: str, old: str, new: str) -> Document:
    data = document.data
    own = (*data.inputs.get(node, ()), *data.targets.get(node, ()))
    if own != (old,) or new in data.names:
        return document

    def swap(mapping: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return {key: tuple(new if name == old else name for name in names) for key, names in mapping.items()}

    columns = tuple(replace(column, name=new) if column.name == old else column for column in data.columns)
    scaling = {new if name == old else name: span for name, span in data.scaling.items()}
    inputs, targets = swap(data.inputs), swap(data.targets)
    renamed = replace(data, columns=columns, inputs=inputs, targets=targets, scaling=scaling, file=None)
    return document.evolve(data=renamed)


@dataclass(frozen=True, slots=True)
class RenameParameter:
    """Give a weight or bias another name, unique in the document."""

    ref: Ref
    name: str
    label: str = "Rename"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the name changed; EditRefused if it is empty, too long or taken."""
        name = self.name.strip()
        if not name or len(name) > MAX_LABEL or " " in name:
            raise EditRefused(f"A parameter's name has 1 to {MAX_LABEL} characters and no spaces, such as w1.")
        taken = {found.name for ref, found in document.parameters().items() if ref != self.ref}
        if name in taken:
            raise EditRefused(f"There is a parameter {name} already; choose a name that is free.")
        return document.with_parameters({self.ref: replace(document.parameter(self.ref), name=name)})


@dataclass(frozen=True, slots=True)
class SetActivation:
    """Choose the activation of nodes."""

    nodes: tuple[str, ...]
    activation: str
    label: str = "Choose activation"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the activation set on those nodes that have one."""
        new = {
            key: replace(document.nodes[key], activation=self.activation)
            for key in self.nodes
            if NODE_KINDS[document.nodes[key].kind].has_activation
        }
        return document.evolve(nodes={**document.nodes, **new})


@dataclass(frozen=True, slots=True)
class AdoptParameters:
    """Take over what training found: numbers by reference, and the step they belong to. One run, one step.

    ``title`` is what the history calls it where it is not training on.
    """

    values: Mapping[Ref, Floats]
    steps: int
    run: int | None = None
    title: str = ""

    @property
    def label(self) -> str:
        """What the history calls it."""
        return self.title or f"Train to step {self.steps:,}"

    @property
    def merge_key(self) -> Hashable | None:
        """Single steps in a row stay single; parts of one run merge."""
        return None if self.run is None else ("train", self.run)

    def apply(self, document: Document) -> Document:
        """Return the document with the numbers; those of parameters that are gone are dropped."""
        known = document.parameters()
        new = {
            ref: replace(known[ref], value=floats(value), start=known[ref].initial)
            for ref, value in self.values.items()
            if ref in known and known[ref].value.shape == value.shape
        }
        return document.with_parameters(new).evolve(steps=self.steps)


@dataclass(frozen=True, slots=True)
class AdoptRun:
    """Take over the numbers that another run found, and the settings it was trained with. One step."""

    training: TrainingSpec
    values: Mapping[Ref, Floats]
    steps: int
    name: str
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Go to the end of {self.name}"

    def apply(self, document: Document) -> Document:
        """Return the document with numbers, step and settings."""
        return AdoptParameters(self.values, self.steps).apply(document).evolve(training=self.training)


@dataclass(frozen=True, slots=True)
class Reset:
    """Go back to the start values."""

    label: str = "Reset"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document at step 0."""
        new = {ref: replace(old, value=old.initial, start=None) for ref, old in document.parameters().items()}
        return document.with_parameters(new).evolve(steps=0)


@dataclass(frozen=True, slots=True)
class NewStart:
    """Draw other start values: the seed goes up by one; frozen numbers stay."""

    label: str = "New start"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document at step 0 with fresh values."""
        return restarted(document, document.training.seed + 1)
