"""Networks with images, convolutions and pools are saved and read as they are, byte for byte the second time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import storage
from core.document import Document
from tests.helpers.random_grids import random_grids

EXAMPLES = sorted((Path(__file__).parents[2] / "resources" / "examples").glob("*letters*"))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_saved_is_what_is_read(seed: int) -> None:
    document = random_grids(seed)
    text = storage.format_document(document)
    read = storage.parse(text)
    assert read == document
    assert storage.format_document(read) == text


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_examples_are_laid_out_as_they_would_be_saved(path: Path) -> None:
    assert storage.format_document(storage.load(path)) == path.read_bytes()


def test_what_follows_is_not_written() -> None:
    document: Document = random_grids(3)
    nodes = {one["id"]: one for one in json.loads(storage.format_document(document))["nodes"]}
    for node in document.nodes.values():
        if node.grid is not None:
            assert "units" not in nodes[node.id]
            assert ("shape" in nodes[node.id]) is (node.kind == "image")
