"""What numbers of a lesson are computed on: a document, its network and parameters at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.datasets.rows import Rows, prepare
from core.document import Document, Floats, Parameter, Ref, floats
from core.engine.compiler import compile_network
from core.engine.network import Network, Values
from core.errors import ValueRefused
from core.training.trainer import Trainer


class NotOneNumber(ValueRefused):
    """There is a parameter of that name, and no number of it at that place: it has, or had, another size."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """``theta`` are the parameters of ``network``, (network.size,); ``document`` gives names, rows and settings.

    ``document`` holds the same numbers as ``theta`` unless training runs, and ``steps`` are those since the start.
    """

    document: Document
    network: Network
    rows: Rows
    theta: Floats
    steps: int = 0

    def number(self, name: str) -> tuple[Ref, tuple[int, ...]]:
        """Return where the number called ``name`` stands: w3, or w2[3,1] counted from 1; ValueRefused if nowhere."""
        return place_of(self.document, name)

    def at(self, name: str) -> int:
        """Return where the number called ``name`` lies in theta."""
        ref, index = self.number(name)
        try:
            return self.network.slots[ref].place(index)
        except (IndexError, ValueError):
            shape = self.document.parameter(ref).value.shape
            first = f"{name.partition('[')[0]}[{','.join('1' * len(shape))}]"
            raise NotOneNumber(f"{name} is not one number of {_sizes(shape)}; the first is {first}"
                               ) from None  # fmt: skip

    def unit(self, name: str) -> tuple[str, int]:
        """Return the id and the unit that ``name`` means: "hidden 1", or "hidden 1[2]" counted from 1."""
        return unit_of(self.document, name)

    def row(self, row: int) -> int:
        """Return the number of data row ``row``, which is counted from 1; ValueRefused if there is none."""
        if not 1 <= row <= self.document.data.count:
            raise ValueRefused(f"there is no row {row}; the data has {self.document.data.count}")
        return row - 1

    @property
    def values(self) -> Values:
        """All units for every data row."""
        return self.network.forward(self.theta, self.rows.inputs)

    def moved(self, name: str, value: float) -> Bench:
        """Return it with one number set to ``value``."""
        theta = self.theta.copy()
        theta[self.at(name)] = value
        return self.with_theta(theta, self.steps)

    def with_theta(self, theta: Floats, steps: int) -> Bench:
        """Return it with other parameters."""
        values = self.network.parameters(theta)
        known = self.document.parameters()
        held = {ref: _with(known[ref], values[ref]) for ref in known}
        document = self.document.with_parameters(held).evolve(steps=steps)
        return Bench(document, self.network, self.rows, theta, steps)

    def trained(self, steps: int | None) -> Bench:
        """Return it after so many more steps; None: until a stop rule of the document holds."""
        document = self.with_theta(self.theta, self.steps).document
        trainer = Trainer(document, network=self.network, rows=self.rows)
        if steps is None:
            while trainer.step(10_000) is None:
                pass
        elif steps:
            trainer.step(steps)
        shot = trainer.snapshot()
        return self.with_theta(np.array(shot.theta), shot.step)


def _with(found: Parameter, value: Floats) -> Parameter:
    return replace(found, value=floats(value), start=found.initial)


def bench_of(document: Document) -> Bench:
    """Return the bench of a document as it stands; a SquiggleError says why it computes nothing."""
    network, rows = compile_network(document), prepare(document)
    return Bench(document, network, rows, network.pack(document), document.steps)


def place_of(document: Document, name: str) -> tuple[Ref, tuple[int, ...]]:
    """Return the parameter and the index of the number called ``name``; ValueRefused if there is none."""
    base, _, inside = name.replace(" ", "").partition("[")
    found = next((ref for ref, one in document.parameters().items() if one.name == base), None)
    if found is None:
        listed = ", ".join([one.name for one in document.parameters().values()][:12])
        raise ValueRefused(f"the network has no parameter {base}; it has {listed or 'none'}")
    parts = inside.rstrip("]").split(",") if inside else []
    if not all(part.isdecimal() for part in parts):
        raise ValueRefused(f"{name} says no place; write {base}[1,1], rows and columns counted from 1")
    return found, tuple(int(part) - 1 for part in parts)


def check_place(document: Document, name: str) -> None:
    """Refuse a name that is no number, or no parameter, of the network as it stands."""
    ref, index = place_of(document, name)
    shape = document.parameter(ref).value.shape
    if index and (len(index) != len(shape) or not all(0 <= at < size for at, size in zip(index, shape, strict=True))):
        raise ValueRefused(f"{name} is no number of the network; {name.partition('[')[0]} has {_sizes(shape)}")


def _sizes(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"


def node_of(document: Document, label: str) -> str:
    """Return the id of the node called ``label``; ValueRefused if there is none."""
    found = next((node.id for node in document.nodes.values() if node.label == label), None)
    if found is None:
        listed = ", ".join([node.label for node in document.nodes.values()][:12])
        raise ValueRefused(f"the network has no node “{label}”; it has {listed or 'none'}")
    return found


def unit_of(document: Document, name: str) -> tuple[str, int]:
    """Return the id and unit of "hidden 1", "hidden 1[2]" or "species[Setosa]"; ValueRefused if there is none."""
    label, _, inside = name.partition("[")
    node, which = document.nodes[node_of(document, label.strip())], inside.rstrip("]")
    if which in node.classes:
        return node.id, node.classes.index(which)
    unit = int(which) - 1 if which.isdecimal() else -1 if which else 0
    if not 0 <= unit < node.units:
        raise ValueRefused(f"{label} has {node.units} units, and none is “{which}”")
    return node.id, unit
