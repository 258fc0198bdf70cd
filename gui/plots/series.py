"""The curves that can be drawn of parameters: one a number, or one that sums up a whole array."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.document import Document, Floats, Parameter, Ref
from core.naming import number_name
from core.training.history import HistoryView
from gui.controls.labels import parameter_place, shape_text, subscripted, tap_text
from gui.state.frame import Frame

Key: TypeAlias = tuple[Ref, tuple[int, ...] | None]
"""A parameter, and which number of it; None is all of it."""
MOST_ENTRIES = 500
"""More than anybody looks through; the filter finds the others."""
MOST_LISTED = 64
"""Arrays up to this size list each of their numbers; of larger ones a number is found by typing its place."""
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NO_STEPS, _NO_CURVE = np.zeros(0, dtype=np.int64), np.zeros(0)
_PLACE = re.compile(r"(\S+?)\s*\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One curve: its key, name, where it stands in words, its colour's number, and whether it may learn."""

    key: Key
    name: str
    place: str
    tint: int
    learns: bool
    several: bool = False
    """Whether it sums up several numbers, by the mean of their sizes."""

    @property
    def ref(self) -> Ref:
        """The parameter it belongs to."""
        return self.key[0]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is drawn of a parameter."""

    name: str
    title: str
    axis: str


QUANTITIES = {
    quantity.name: quantity
    for quantity in (
        Quantity("derivative", "Derivative", "derivative of the loss"),
        Quantity("value", "Value", "value"),
        Quantity("step", "Step size", "step size (old − new)"),
    )
}


def entries(document: Document, wanted: str = "", most: int = MOST_ENTRIES) -> list[Entry]:
    """Return an entry for every parameter, and for each number of small arrays, that matches ``wanted``.

    ``wanted`` may be part of a name or of a node's label, or a single number's place, as in "w3[2,1]". The
    first ``most`` are returned.
    """
    words = wanted.casefold().strip().translate(_PLAIN)
    place = _PLACE.fullmatch(words)
    found = _placed(document, place) if place else _matching(document, words)
    return list(islice(found, most))


def _matching(document: Document, words: str) -> Iterator[Entry]:
    for tint, (ref, parameter) in enumerate(document.parameters().items()):
        if not words or _mentions(document, ref, parameter, words):
            yield from _of(document, ref, parameter, tint)


def _mentions(document: Document, ref: Ref, parameter: Parameter, words: str) -> bool:
    labels = (document.nodes[node].label.casefold() for node in ref if node)
    return words in parameter.name.casefold() or any(words in label for label in labels)


def _of(document: Document, ref: Ref, parameter: Parameter, tint: int) -> Iterator[Entry]:
    name, place = subscripted(parameter.name), parameter_place(document, ref)
    learns = bool(parameter.trainable.any())
    if not parameter.value.size:
        return  # an image that lost its source feeds no weight
    if parameter.value.size == 1:
        yield Entry((ref, (0,) * parameter.value.ndim), name, place, tint, learns)
        return
    yield Entry((ref, None), f"mean |{name}|", f"{place}, {shape_text(document, ref)}", tint, learns, several=True)
    if parameter.value.size <= MOST_LISTED:
        yield from (_number(document, ref, index, tint) for index in np.ndindex(parameter.value.shape))


def _number(document: Document, ref: Ref, index: tuple[int, ...], tint: int) -> Entry:
    """Return the entry of one number of an array."""
    parameter = document.parameter(ref)
    shift = 1 + int(np.ravel_multi_index(index, parameter.value.shape))
    name = subscripted(number_name(parameter.name, index))
    place = parameter_place(document, ref)
    place = f"{tap_text(index)} of {place}" if len(index) > 2 else place
    return Entry((ref, index), name, place, tint + shift, bool(parameter.trainable[index]))


def _placed(document: Document, match: re.Match[str]) -> Iterator[Entry]:
    """Yield the number whose place was typed, if there is such a place."""
    index = tuple(int(part) - 1 for part in match[2].split(","))
    for tint, (ref, parameter) in enumerate(document.parameters().items()):
        shape = parameter.value.shape
        fits = len(index) == len(shape) and all(0 <= at < size for at, size in zip(index, shape, strict=True))
        if fits and match[1] == parameter.name.casefold():
            yield _number(document, ref, index, tint)


def past(history: HistoryView, entry: Entry, quantity: str, since: int = 0) -> Floats:
    """Return the entry's curve from record number ``since`` on, (records,): one a recorded step."""
    vector = {"derivative": "gradient", "value": "theta", "step": "step_size"}[quantity]
    slots, index = history.slots[entry.ref].index, entry.key[1]
    places = slots.ravel() if index is None else slots[index].reshape(1)
    records = history.read(vector, places, since)
    curve: Floats = np.abs(records).mean(axis=1) if entry.several else records[:, 0]
    return curve


class Curves:
    """Reads curves of a run and remembers them: of a large array a frame reads only the records that are new."""

    def __init__(self) -> None:
        self._owner: object = None
        self._known: dict[tuple[Key, str], tuple[NDArray[np.int64], Floats]] = {}

    def read(self, history: HistoryView, entry: Entry, quantity: str) -> Floats:
        """Return the entry's curve in ``history``: (records,)."""
        if history.owner is not self._owner:
            self._owner, self._known = history.owner, {}
        steps, curve = self._known.get((entry.key, quantity), (_NO_STEPS, _NO_CURVE))
        same = max(0, steps.size - 1)  # the last record may give way to a later one
        if not np.array_equal(steps[:same], history.steps[:same]):
            same = 0
        whole = np.concatenate((curve[:same], past(history, entry, quantity, same)))
        self._known[entry.key, quantity] = history.steps, whole
        return whole


def now(frame: Frame, ref: Ref, quantity: str) -> Floats | None:
    """Return the numbers of a parameter as they stand in ``frame``; None where there are none yet."""
    read = {"derivative": frame.gradient, "value": frame.parameter, "step": frame.step_size}[quantity]
    return read(ref)


def pick(numbers: Floats | None, entry: Entry) -> float | None:
    """Return the entry's number out of its parameter's; None where there are none, or none any more."""
    if numbers is None or not numbers.size:
        return None
    index = entry.key[1]
    return float(np.abs(numbers).mean()) if index is None else float(numbers[index])
