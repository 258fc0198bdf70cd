"""How names of the drawing are written for people: subscripts, shapes, and sentences for screen readers."""

from __future__ import annotations

import re

from core.document import Document, Node, Ref

_DIGITS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉‚")
_PLACES = re.compile(r"[0-9]+(,[0-9]+)*")
_NUMBERED = re.compile(r"([A-Za-zα-ωΑ-Ω]+)([0-9]+)")


def subscripted(name: str) -> str:
    """Return a parameter's name with its number as a subscript: w1 → w₁; other names stay as they are."""
    match = _NUMBERED.fullmatch(name)
    return match[1] + match[2].translate(_DIGITS) if match else name


def symbol_text(symbol: str) -> str:
    """Return a symbol of ``core.symbols`` as a line of text: w_3 → w₃, y_2,5 → y₂‚₅, x_out → x(out)."""
    base, _, below = symbol.rpartition("_")
    if base and _PLACES.fullmatch(below):
        return base + below.translate(_DIGITS)
    if base and below.startswith("out"):
        return f"{base}({below})"
    return subscripted(symbol)


def written(document: Document, words: str) -> str:
    """Return ``words`` with the parameters' numbers as subscripts, as on the canvas: dSSR/db3 → dSSR/db₃."""
    names = {found.name for found in document.parameters().values() if subscripted(found.name) != found.name}
    parts = re.split(r"(\w+)", words)
    return "".join(_number_lowered(part, names) for part in parts)


def _number_lowered(word: str, names: set[str]) -> str:
    if word in names:
        return subscripted(word)
    return f"d{subscripted(word[1:])}" if word[:1] == "d" and word[1:] in names else word


def node_title(node: Node) -> str:
    """Return a node in words: "hidden 1, hidden layer of 6 units"."""
    return f"{node.label}, {node.kind}" + (f" layer of {node.units} units" if node.units > 1 else "")


def parameter_place(document: Document, ref: Ref) -> str:
    """Return where a parameter stands: "dosage → hidden 1" for a weight, "hidden 1" for a bias."""
    source, target = ref
    end = document.nodes[target].label
    return f"{document.nodes[source].label} → {end}" if source else end


def shape_text(document: Document, ref: Ref) -> str:
    """Return how many numbers a parameter of several holds: "8 × 6 weights" (sources × targets), "6 biases"."""
    source, target = ref
    units = document.nodes[target].units
    return f"{document.nodes[source].units} × {units} weights" if source else f"{units} biases"
