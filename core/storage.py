"""Network files: reading and writing ``.squiggle`` documents, which are JSON and never code.

Reading refuses with every problem by its place; writing replaces the old file in one step or not at all. A
document that was read and not changed is written with the bytes it was read from.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from core.collector import collection_paused
from core.datasets import csv_table
from core.disk import read_bytes, write_atomically
from core.document import Document
from core.errors import FileRefused
from core.files import json_text
from core.files.formatting import format_document
from core.files.schema import read_document

__all__ = ["SUFFIX", "format_document", "load", "parse", "save"]

SUFFIX = ".squiggle"


def load(path: str | Path, *, computable: bool = False) -> Document:
    """Return the document in the file at ``path``; FileRefused says what is wrong, and where.

    With ``computable`` a drawing too wide to compute is refused, which is sooner told than built; without, it can be
    opened and made narrower.
    """
    path = Path(path)
    data = read_bytes(path, json_text.MAX_BYTES, "keep long tables in a CSV file beside a network file")
    return parse(data, Path(os.path.realpath(path)).parent, computable=computable)


def parse(text: bytes, folder: str | Path | None = None, *, computable: bool = False) -> Document:
    """Return the document that the bytes of a network file hold; FileRefused holds every problem.

    ``folder`` is where a CSV that the text names is looked for; see ``load``.
    """
    with collection_paused():
        tree = json_text.decode(text)
        document = read_document(tree, None if folder is None else Path(folder), computable=computable)
    return replace(document, origin=bytes(text))


def save(path: str | Path, document: Document) -> None:
    """Write ``document`` to ``path``, whole or not at all; FileRefused says why it could not be written.

    Rows that a CSV in the same folder does not hold just so are written into the network file itself.
    """
    path = Path(path)
    if document.data.file is not None and not _holds_rows(path, document):
        document = document.evolve(data=replace(document.data, file=None))
    data = format_document(document) if document.origin is None else document.origin
    write_atomically(path, data)


def _holds_rows(path: Path, document: Document) -> bool:
    """Whether the CSV that the document names stands beside ``path`` and holds its rows."""
    data = document.data
    try:
        folder = Path(os.path.realpath(path)).parent
        return data.file is not None and csv_table.read_beside(data.file, folder, data.names) == data.columns
    except (FileRefused, ValueError):
        return False
