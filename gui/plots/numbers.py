"""Single numbers of a network, as plots take them: by the parameter, the index in it, and the place in theta."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.document import Document, Ref
from core.naming import number_name
from core.profile import place_of
from gui.controls.labels import subscripted
from gui.state.frame import Frame
from gui.state.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Number:
    """One number that may learn: ``index`` is () where the parameter has no other; ``name`` is for people."""

    ref: Ref
    index: tuple[int, ...]
    place: int
    name: str
    plain: str
    """The name without subscripts, as edits are called by."""


def number_at(frame: Frame, ref: Ref, index: tuple[int, ...] = ()) -> Number | None:
    """Return the number at ``ref`` and ``index``; None where the network has no such number."""
    if frame.network is None or ref not in frame.network.slots:
        return None
    shape = frame.network.slots[ref].index.shape
    if all(size == 1 for size in shape):
        index = ()
    elif len(index) != len(shape) or any(at >= size for at, size in zip(index, shape, strict=True)):
        return None
    return Number(ref, index, place_of(frame.network, ref, index), *_names(frame.document, ref, index))


def _names(document: Document, ref: Ref, index: tuple[int, ...]) -> tuple[str, str]:
    plain = number_name(document.parameter(ref).name, index)
    return subscripted(plain), plain


def numbers_in_order(frame: Frame) -> Iterator[Number]:
    """Give the numbers that learn, then the others; of a layer only the first."""
    for learns in (True, False):
        for ref, parameter in frame.document.parameters().items():
            if bool(parameter.trainable.any()) is learns:
                index = tuple(int(at) for at in np.argwhere(parameter.trainable == learns)[0])
                found = number_at(frame, ref, index)
                if found is not None:
                    yield found


class Looked:
    """Which number a plot shows: the one looked at, else the last one that was, else the first that learns."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def at(self, frame: Frame) -> Number | None:
        """Return the number; None where there is none."""
        reasoning = self._workspace.reasoning
        if reasoning.ref is not None:
            reasoning.last = reasoning.ref, reasoning.index
        found = number_at(frame, *reasoning.last) if reasoning.last is not None else None
        return found or next(numbers_in_order(frame), None)
