"""What quantities of a network are called in formulas: x before the activation, y after it, numbered as drawn.

    >>> from core.chain_rule.symbols import Symbols
    >>> symbols = Symbols(document)
    >>> symbols.output(("top", 0)), symbols.parameter(("dose", "top"), ())
    ('y_1', 'w_1')

One number of several has its place behind it, as everywhere in the program (``core.naming.number_name``): w_2[3,1].
No two quantities have one symbol. A name that a person gave and that would say something else here ("predicted", an
input "x1" beside the x_1 of a hidden node, a second "dosage") is told apart by what it is: "input x1", "weight y2".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import chain, count

import numpy as np

from core.catalog import LOSSES, NODE_KINDS
from core.document import Document, Node, Ref
from core.naming import number_name
from core.targets import compared

_NUMBERED = re.compile(r"([A-Za-zα-ωΑ-Ω]+)([0-9]+)")
_GAPS = re.compile(r"[\s_]+")
_INDEXED = re.compile(r"\[([0-9]+(?:,[0-9]+)*)\]$")
_OURS = ("x", "y", "predicted")
"""Letters and words that this module numbers itself."""


def plain(name: str) -> str:
    """Return a name without what says something in a symbol: "sepal_length" → "sepal length", "w[1]" → "w(1)"."""
    return _INDEXED.sub(r"(\1)", _GAPS.sub(" ", name).strip()) or "?"


def unit_places(node: Node, unit: int) -> tuple[int, ...]:
    """Return the place of a unit in its node, counted from 1; () of a node of one unit.

    Of a grid it is (channel, row, column), of an image of one channel (row, column).
    """
    if node.grid is not None:
        channel, row, across = (int(place) + 1 for place in np.unravel_index(unit, node.grid.planes))
        return (row, across) if NODE_KINDS[node.kind].source and node.grid.shape[2] == 1 else (channel, row, across)
    return (unit + 1,) if node.units > 1 else ()


def unit_text(node: Node, unit: int) -> str:
    """Return what tells a unit of a node from the others, after the node's name: " unit 3", " cell 1,2,2", ""."""
    places = ",".join(map(str, unit_places(node, unit)))
    return f" {'unit' if node.grid is None else 'cell'} {places}" if places else ""


class Symbols:
    """Names for the quantities of one document: text with at most one subscript, after an underscore, and one place.

    Hidden nodes are numbered as they stand in the file; of a layer the unit follows, counted from 1. An input
    goes by its own name. A single output is ``predicted``; several are numbered.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        nodes = document.nodes.values()
        self._letters = _letters(document)
        groups: dict[str, list[str]] = {}
        for node, letter in self._letters.items():
            groups.setdefault(letter, []).append(node)
        self._numbers = {node: place for group in groups.values() for place, node in enumerate(group, 1)}
        self._alone = {group[0] for letter, group in groups.items() if letter != "y" and len(group) == 1}
        training = document.training
        title = LOSSES[training.loss].title
        self.loss = f"mean {title}" if training.reduction == "mean" else title
        self._taken = {self.loss, "observed", "predicted"}
        self._counted = {*_OURS, *self._letters.values()}
        self._inputs = {node.id: self._claim(node.label, many=node.units > 1)
                        for node in nodes if NODE_KINDS[node.kind].source}

    def label(self, unit: tuple[str, int]) -> str:
        """Return the unit in words: "hidden 1", or "layer unit 3"."""
        node = self._document.nodes[unit[0]]
        if node.classes:
            return f"{node.label} {node.classes[unit[1]]}"
        return node.label + unit_text(node, unit[1])

    def output(self, unit: tuple[str, int]) -> str:
        """Return the symbol of what a unit puts out: y_1, predicted, or an input's own name."""
        node = self._document.nodes[unit[0]]
        if NODE_KINDS[node.kind].source:
            return self._with(self._inputs[node.id], unit_places(node, unit[1]))
        return self._with(self._letters[node.id], self._places(unit))

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
        """Return a parameter's symbol: w_3, or w_3[2,1] for one number of several (target unit, source unit).

        ``index`` is counted from 0; where the parameter has one number it adds nothing.
        """
        found = self._document.parameter(ref)
        name = plain(found.name)
        if self._clashes(name, many=False) or (name != found.name and self._plains[name] > 1):
            name = self._told_apart(ref, name)
        return number_name(_stem(name), index if found.value.size > 1 else ())

    # -- names that clash ----------------------------------------------------------------------------------

    def _claim(self, label: str, *, many: bool) -> str:
        """Return a name for an input that nothing else here has, and keep it."""
        name = plain(label)
        candidates = chain((name, f"input {name}"), (f"input {name} ({place})" for place in count(2)))
        chosen = next(one for one in candidates if not self._clashes(one, many=many))
        (self._counted if many else self._taken).add(chosen if many else _stem(chosen))
        return chosen

    def _clashes(self, name: str, *, many: bool) -> bool:
        """Whether a name is taken, or would be with a number after it."""
        match = _NUMBERED.fullmatch(name)
        if many:
            return name in self._counted or any(taken.startswith(f"{name}_") for taken in self._taken)
        return _stem(name) in self._taken or (match is not None and match[1] in self._counted)

    @cached_property
    def _plains(self) -> Counter[str]:
        return Counter(plain(found.name) for found in self._document.parameters().values())

    def _told_apart(self, ref: Ref, name: str) -> str:
        """Return a parameter's name with what it is, and its place among all parameters where that is not enough."""
        longer = f"{'weight' if ref[0] else 'bias'} {name}"
        if self._plains[name] == 1 and longer not in self._plains and longer not in self._taken:
            return longer
        return f"{longer} ({list(self._document.parameters()).index(ref) + 1})"

    def _places(self, unit: tuple[str, int]) -> tuple[int, ...]:
        node = self._document.nodes[unit[0]]
        own = unit_places(node, unit[1])
        return own if node.id in self._alone else (self._numbers[node.id], *own)

    @staticmethod
    def _with(name: str, places: tuple[int, ...]) -> str:
        return f"{name}_{','.join(map(str, places))}" if places else name


def _letters(document: Document) -> dict[str, str]:
    """Return what the outputs of each node are called: y of a neuron, predicted of an output compared with data.

    An output that feeds a softmax or argmax is raw; a softmax gives p, an argmax what is chosen.
    """
    judged = {node.id for node in compared(document)}
    named = {"softmax": "p", "argmax": "chosen"}
    return {
        node.id: named.get(node.kind) or ("y" if node.kind != "output" else "predicted" if node.id in judged else "raw")
        for node in document.nodes.values()
        if not NODE_KINDS[node.kind].source
    }


def _stem(name: str) -> str:
    """Return a name whose last digits are a subscript: w3 → w_3."""
    match = _NUMBERED.fullmatch(name)
    return f"{match[1]}_{match[2]}" if match else name
