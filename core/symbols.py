"""What quantities of a network are called in formulas: x before the activation, y after it, numbered as drawn."""

from __future__ import annotations

import re

from core.catalog import LOSSES
from core.document import Document, Ref

_NUMBERED = re.compile(r"([A-Za-zα-ωΑ-Ω]+)([0-9]+)")


class Symbols:
    """Names for the quantities of one document: text with at most one subscript, after an underscore.

    Hidden nodes are numbered as they stand in the file; of a layer the unit follows, counted from 1. An input
    goes by its own name. A single output is ``predicted``; several are numbered.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        nodes = document.nodes.values()
        hidden = [node.id for node in nodes if node.kind not in ("input", "output")]
        outputs = [node.id for node in nodes if node.kind == "output"]
        self._numbers = {node: place for group in (hidden, outputs) for place, node in enumerate(group, 1)}
        self._single = len(outputs) == 1
        training = document.training
        title = LOSSES[training.loss].title
        self.loss = f"mean {title}" if training.reduction == "mean" else title

    def label(self, unit: tuple[str, int]) -> str:
        """Return the unit in words: "hidden 1", or "layer unit 3"."""
        node = self._document.nodes[unit[0]]
        return node.label if node.units == 1 else f"{node.label} unit {unit[1] + 1}"

    def output(self, unit: tuple[str, int]) -> str:
        """Return the symbol of what a unit puts out: y_1, predicted, or an input's own name."""
        node = self._document.nodes[unit[0]]
        if node.kind == "input":
            return self._with(node.label, () if node.units == 1 else (unit[1] + 1,))
        if node.kind == "output":
            return self._with("predicted", self._places(unit))
        return self._with("y", self._places(unit))

    def sum(self, unit: tuple[str, int]) -> str:
        """Return the symbol of a unit's weighted sum plus its bias: x_1; x_out for an output."""
        if self._document.nodes[unit[0]].kind == "output":
            return ",".join(("x_out", *map(str, self._places(unit))))
        return self._with("x", self._places(unit))

    def landing(self, unit: tuple[str, int]) -> str:
        """Return the symbol of where a weight leads: the sum, which where there is no bend is the output itself."""
        bends = self._document.nodes[unit[0]].activation != "identity"
        return self.sum(unit) if bends else self.output(unit)

    def parameter(self, ref: Ref, index: tuple[int, ...]) -> str:
        """Return a parameter's symbol: w_3, or name_2,1 for one number of several (target unit, source unit)."""
        found = self._document.parameter(ref)
        match = _NUMBERED.fullmatch(found.name)
        if found.value.size == 1:
            return f"{match[1]}_{match[2]}" if match else found.name
        places = tuple(place + 1 for place in index)
        return self._with(found.name, places)

    def _places(self, unit: tuple[str, int]) -> tuple[int, ...]:
        node = self._document.nodes[unit[0]]
        own = (unit[1] + 1,) if node.units > 1 else ()
        return own if node.kind == "output" and self._single else (self._numbers[node.id], *own)

    @staticmethod
    def _with(name: str, places: tuple[int, ...]) -> str:
        return f"{name}_{','.join(map(str, places))}" if places else name
