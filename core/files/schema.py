"""A network file's values to a document: every key checked, every problem named with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.arrange import arrange
from core.document import DataSpec, Document, TrainingSpec
from core.files import fields
from core.files.data_schema import read_data
from core.files.fields import BAD, Findings, Key, shown
from core.files.graph_schema import Graph, check_width, read_connections, read_nodes
from core.files.grid_schema import note_loop
from core.files.plain_connections import build
from core.files.training_schema import read_training
from core.loops import loop_among

FORMAT = "squiggle-network"
VERSION = 1

_KEYS = {
    "format": Key(fields.anything),
    "version": Key(fields.anything),
    "title": Key(fields.text, "Untitled"),
    "nodes": Key(fields.anything, example="[]"),
    "connections": Key(fields.anything, []),
    "data": Key(fields.anything, None),
    "training": Key(fields.anything, None),
    "extra": Key(fields.extra, {}),
}


def read_document(tree: Any, folder: Path | None, *, computable: bool = False) -> Document:
    """Return the document that decoded JSON writes; FileRefused lists every problem.

    With ``computable`` a drawing that is too wide to compute is a problem too. Nodes without a position are placed
    automatically. ``folder`` is where a CSV named under data.file is looked for.
    """
    found = Findings()
    _check_format(tree, found)
    values = fields.read(tree, "", _KEYS, found, "a network")
    graph = Graph(whole=values["nodes"] is not BAD, computable=computable)
    if values["nodes"] is not BAD:
        read_nodes(values["nodes"], graph, found)
        read_connections(values["connections"], graph, found)
        _check_loop(graph, found)
        if graph.computable:
            check_width(graph, graph.connections, found)
    build_data: Callable[[], DataSpec] = DataSpec
    training, steps = TrainingSpec(), 0
    if "data" in tree:
        build_data = read_data(values["data"], graph, folder, found)
    if "training" in tree:
        training, steps = read_training(values["training"], found)
    found.settle()
    connections = build(graph.connections.values())
    return _placed(
        Document(
            values["title"], graph.nodes, connections, graph.positions, build_data(), training, steps, values["extra"]
        )
    )  # fmt: skip


def _placed(document: Document) -> Document:
    """Return the document with a position for every node: files may leave them out."""
    if len(document.positions) == len(document.nodes):
        return document
    return document.evolve(positions={**arrange(document), **document.positions})


def _check_format(tree: Any, found: Findings) -> None:
    """Refuse at once what is no network file of this version: nothing else in it would make sense."""
    if not isinstance(tree, dict):
        found.add(f"The file holds {shown(tree)} where a network belongs; open a network file.")
    elif tree.get("format") != FORMAT:
        found.add(
            f'format is {shown(tree["format"])}, not the text "{FORMAT}"; open a network file.'
            if "format" in tree
            else f'The file has no "format", so it is not a network file; open one, or add "format": "{FORMAT}".'
        )
    elif type(tree.get("version")) is not int or tree["version"] != VERSION:
        found.add(
            f"version is {shown(tree['version'])}, but this program reads version {VERSION}; save the file as that"
            " or use a newer program."
            if "version" in tree
            else f'The file has no "version"; add "version": {VERSION}.'
        )
    found.settle()


def _check_loop(graph: Graph, found: Findings) -> None:
    ends = graph.ends.apart(graph.connections)
    nodes = [*graph.nodes]
    note_loop([nodes[at] for at in loop_among(len(nodes), *ends)], found)
