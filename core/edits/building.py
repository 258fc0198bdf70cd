"""An edit that draws what the table asks for: input nodes, hidden ones, outputs or a softmax, all of it joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from core.arrange import COLUMN, ROW, arrange, side_by_side
from core.catalog import NODE_KINDS
from core.datasets.roles import readers, roles
from core.datasets.scaling import fitting
from core.datasets.suggestion import suggest_uses
from core.document import Document, Node, Pair, Stop, TrainingSpec
from core.edits.classes import column_classes
from core.edits.convolution_start import convolutions, started, untouched
from core.edits.graph import connect, new_node, place_node
from core.edits.roles import AddReaders, add_outputs
from core.errors import EditRefused
from core.targets import classes_in, compared

FEW, MANY = 4, 32
"""Hidden neurons drawn one by one, and units of the one hidden layer where the inputs are a layer, too."""
BEGIN = TrainingSpec(
    reduction="mean", optimizer="adam", learning_rate=0.05, initial_values="xavier", stop=Stop(max_steps=1000)
)
"""How a network that is built learns, where nobody has chosen anything: steps that suit columns scaled to 0 … 1."""


def build_refusal(document: Document) -> str | None:
    """Say why no network can be built for the table; None if one can."""
    if not document.data.count:
        return "There is no table to build a network for: import a CSV file, or generate rows in the Data view."
    if any(one.weight is not None for one in document.connections.values()):
        return ("The canvas holds a network already, and building would go over it: select all of it (Ctrl+A) and "
                "delete it first; the table stays.")
    uses = suggest_uses(document.data.columns, document)
    lacking = [word for use, word in (("inputs", "a column of numbers to read"), ("targets", "a column to predict"))
               if use not in uses.values() and not readers(document, use)]  # fmt: skip
    if lacking:
        return f"The table lacks {lacking[0]}, so there is no network to build; add a column of numbers or of classes."
    return lone_class(document)


def lone_class(document: Document) -> str | None:
    """Say that a column to predict has one class alone, of which nothing can be learned; None if none has."""
    uses = suggest_uses(document.data.columns, document)
    for one in document.data.columns:
        if uses[one.name] == "targets" and not one.numeric and len(classes_in(one)) == 1:
            return (f"Every row of {one.name} is of the class {classes_in(one)[0]}, and a SoftMax needs two classes at "
                    "least; add rows of another class, or predict another column.")  # fmt: skip
    return None


@dataclass(frozen=True, slots=True)
class BuildNetwork:
    """Draw a whole network for the table: what is drawn already takes part, what lacks is added, and all is joined.

    Columns have the roles they have, or those that an import would suggest. ``hidden`` neurons stand between (a layer
    of ``MANY`` where the inputs are a layer), unless there are some. Input columns are scaled to 0 … 1 over the
    training rows, a column of class names is learned by cross entropy, and training settings that nobody has touched
    become ``BEGIN``, or what suits a convolution where there is one.
    """

    hidden: int = FEW
    label: str = "Build network"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the network; EditRefused says why there can be none."""
        refused = build_refusal(document)
        if refused:
            raise EditRefused(refused)
        before, plain = document, untouched(document.training)
        if plain:
            learn = replace(BEGIN, loss=document.training.loss, seed=document.training.seed)
            document = document.evolve(training=learn)
        uses = suggest_uses(document.data.columns, document)
        document = _with_readers(document, "inputs", uses)
        if not _of_kind(document, "hidden"):
            document = _with_hidden(document, self.hidden)
        document = _with_outputs(_with_readers(document, "targets", uses))
        document = _scaled(_with_loss(connect(document, _pairs(document))))
        document = started(document) if plain and convolutions(document) else document
        drawn = len(document.nodes) == len(before.nodes)
        return document if drawn else document.evolve(positions=arrange(document))


def _of_kind(document: Document, kind: str) -> list[Node]:
    return [node for node in document.nodes.values() if node.kind == kind]


def _first(document: Document) -> list[Node]:
    """Return what feeds the first neurons: inputs, and the last of each chain of convolutions and pools."""
    looked_at = {source for source, target in document.connections if NODE_KINDS[document.nodes[target].kind].window}
    nodes = document.nodes.values()
    return [node for node in nodes
            if node.kind == "input" or (node.grid is not None and node.units and node.id not in looked_at)]


def _with_readers(document: Document, kind: str, uses: Mapping[str, str]) -> Document:
    """Return the document with a node for each column that shall have one and has none."""
    known = roles(document.data)
    names = tuple(name for name, use in uses.items() if use == kind and name not in known)
    return AddReaders(kind, names).apply(document) if names else document


def _with_outputs(document: Document) -> Document:
    """Return the document with an output for each class of a softmax or argmax that nothing feeds yet."""
    for choice in [node for node in document.nodes.values() if NODE_KINDS[node.kind].classes]:
        loose = [node for node in _of_kind(document, "output") if not document.targets(node.id)]
        if document.incoming(choice.id):
            continue
        document = connect(document, [(node.id, choice.id) for node in loose])
        fed = sum(node.units for node in loose)
        document = add_outputs(document, choice.id, column_classes(document, choice.id)[fed:])
    return document


def _with_hidden(document: Document, count: int) -> Document:
    """Return the document with hidden nodes right of the inputs; where they stand for good is arranged later."""
    layer = any(node.units > 1 for node in _first(document))
    x = max(document.positions[node.id][0] for node in _first(document))
    for place in range(1 if layer else count):
        node = replace(new_node(document, "hidden", MANY if layer else 1), activation="tanh")
        document = place_node(document, node, (x + COLUMN / 2, place * ROW))
    return document


def _pairs(document: Document) -> list[Pair]:
    """Return the connections from column to column: inputs, the hidden ones as they stand, outputs."""
    hidden = side_by_side({node.id: document.positions[node.id] for node in _of_kind(document, "hidden")})
    levels = [[node.id for node in _first(document)], *hidden,
              [node.id for node in _of_kind(document, "output")]]  # fmt: skip
    return [(a, b) for left, right in pairwise(levels) for b in right for a in left]


def _with_loss(document: Document) -> Document:
    able = all(node.kind == "softmax" for node in compared(document))
    return document.evolve(training=replace(document.training, loss="cross_entropy")) if able else document


def _scaled(document: Document) -> Document:
    """Return the document with every input column scaled to 0 … 1 that is not scaled and not the same in all rows."""
    data, found = document.data, dict(document.data.scaling)
    for name in {name: None for names in data.inputs.values() for name in names if name not in found}:
        span = fitting(data, name)
        found.update({name: span} if span else {})
    return document.evolve(data=replace(data, scaling=found))
