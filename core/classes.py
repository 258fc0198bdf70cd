"""What a softmax or argmax and the data say about classes, and where the two do not fit: sentences for the user."""

from __future__ import annotations

import numpy as np

from core.catalog import NODE_KINDS
from core.datasets.rows import held
from core.document import Document, Node
from core.targets import class_names, compared


def classes_refusal(document: Document, node: Node) -> str | None:
    """Say why a softmax or argmax cannot be computed; None if it can."""
    values, title = len(document.incoming(node.id)), NODE_KINDS[node.kind].title
    fed = f"{values} value{'s' * (values != 1)}"
    if values == 0:
        return f"{node.label} is fed by nothing: connect a node to it for each class."
    if values == 1:
        return (f"{node.label} is fed by one value, and {title} of a single value is always 1: connect a node to it "
                "for each class, two at least.")
    if values != len(node.classes):
        named = f"{len(node.classes)} class{'es' * (len(node.classes) != 1)}"
        return (f"{node.label} is fed by {fed} and has {named}, but the two belong together one to one: "
                "connect or delete nodes, or name as many classes.")
    if len(set(node.classes)) < len(node.classes):
        twice = next(name for at, name in enumerate(node.classes) if name in node.classes[:at])
        return f"{node.label} has the class {twice} twice: give each class a name of its own."
    return None


def not_a_probability(node: Node) -> str:
    """Say why cross entropy cannot look at what ``node`` puts out."""
    if node.kind == "argmax":
        return (f"Cross entropy needs probabilities, and {node.label} is an ArgMax, which puts out 0 and 1 alone and "
                "whose derivative is 0: put a SoftMax in its place, or choose the loss SSR")
    return (f"Cross entropy needs the probabilities of a SoftMax, and {node.label} puts out plain numbers: connect it "
            "to a SoftMax and give that the target column, or choose the loss SSR")


def why_still(document: Document) -> str:
    """Say why nothing can learn whatever its numbers are; "" if it can."""
    flat = [node for node in compared(document) if NODE_KINDS[node.kind].flat]
    return f"nothing trains through {flat[0].label}: the derivative of an ArgMax is 0 everywhere" if flat else ""


def notes(document: Document) -> list[str]:
    """Return what a person should know of classes and rows, though nothing keeps the network from training."""
    found: list[str] = []
    counted = compared(document)
    for node in document.nodes.values():
        if NODE_KINDS[node.kind].classes and document.data.targets.get(node.id):
            found += _missing(document, node)
    if document.data.count == 1 and counted:
        found = ["There is one row alone: it can be learned by heart, which says nothing of other rows; add some more."]
    found += [_flat(node) for node in counted if NODE_KINDS[node.kind].flat]
    if document.training.loss == "ssr":
        found += [_squared(node) for node in counted if node.kind == "softmax"]
    return found


def _missing(document: Document, node: Node) -> list[str]:
    name = document.data.targets[node.id][0]
    if name not in document.data.names:
        return []
    unseen = held(document.data)
    seen = set(np.delete(class_names(document.data.column(name)), unseen).tolist())
    row, absent = "training row" if unseen.size else "row", [one for one in node.classes if one not in seen]
    if len(seen) == 1:
        return [(f"Every {row} of {name} is of the class {next(iter(seen))}, so {node.label} can learn to say that "
                 "always; add rows of another class.")]  # fmt: skip
    if absent and seen:
        return [(f"No {row} of {name} is of the class {', '.join(absent)}, which {node.label} has: it can only become "
                 "less likely; add such rows, or take away what feeds it.")]  # fmt: skip
    return []


def _flat(node: Node) -> str:
    return (f"Nothing trains through {node.label}: an ArgMax jumps and is flat in between, so its derivative is 0 "
            "everywhere; put a SoftMax in its place to train.")


def _squared(node: Node) -> str:
    return (f"SSR compares the probabilities of {node.label} with 1 for the observed class and 0 for the others; where "
            "it is surely wrong its derivative is near 0, so that it learns slower than with cross entropy; choose "
            "that, unless you want to compare the two.")
