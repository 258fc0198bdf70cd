"""Pictures written into the table: the pixels come back as the network saw them, and one undo takes them away."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.datasets.rows import prepare
from core.document import Document
from core.edits.pictures import Answer, KeepPicture, PutPicture, answers, pixel_cells
from core.engine.compiler import compile_network
from core.errors import EditRefused
from core.images.letters import letter
from core.session import Session


@pytest.fixture
def letters(examples: Path) -> Document:
    return storage.load(examples / "part8-letters.squiggle")


@pytest.fixture
def digits(examples: Path) -> Document:
    return storage.load(examples / "digits-cnn.squiggle")


def _image(document: Document) -> str:
    return next(node.id for node in document.nodes.values() if node.kind == "image")


def _seen(document: Document, row: int) -> np.ndarray:
    network = compile_network(document)
    return prepare(document).inputs[network.units[_image(document)], row]


def test_answers_are_those_of_the_rows(letters: Document, digits: Document) -> None:
    assert [one.words for one in answers(letters)] == ["O", "X"]
    assert answers(letters)[1].cells == {"O": 0.0, "X": 1.0}
    assert sorted(one.words for one in answers(digits)) == [*"0123456789"]


def test_a_kept_picture_is_what_the_network_saw(digits: Document) -> None:
    planes = np.random.default_rng(1).integers(0, 17, (1, 8, 8)) / 16
    session = Session(digits)
    session.do(KeepPicture(_image(digits), planes, answers(digits)[3], 0))
    kept = session.document
    assert kept.data.count == digits.data.count + 1
    assert np.array_equal(_seen(kept, digits.data.count), planes.ravel())
    target = next(iter(digits.data.targets.values()))[0]
    assert kept.data.column(target).values[-1] == answers(digits)[3].cells[target]
    session.undo()
    assert session.document is digits


def test_channels_lie_row_column_channel_in_the_data(letters: Document) -> None:
    """An image of 2 × 2 with 2 channels: its columns are (1,1)a (1,1)b (1,2)a …, its units a11 a12 a21 a22 b11 …"""
    image = letters.nodes[_image(letters)]
    assert image.grid is not None
    small = replace(image, units=8, grid=replace(image.grid, shape=(2, 2, 2)))
    names = letters.data.names[:8]
    document = letters.evolve(data=replace(letters.data, inputs={image.id: names}))
    cells = pixel_cells(document, small, np.arange(8.0).reshape(2, 2, 2))
    assert list(cells.values()) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [cells[name] for name in names] == [0, 4, 1, 5, 2, 6, 3, 7]


def test_a_row_keeps_what_should_come_out(letters: Document) -> None:
    put = PutPicture(_image(letters), letter("X")[None], 0)
    found = put.apply(letters)
    assert np.array_equal(_seen(found, 0), letter("X").ravel())
    assert found.data.column("O").values[0] == 1
    assert put.label == "Put picture into row 1"


def test_what_cannot_be_written_is_refused(letters: Document) -> None:
    image, said = _image(letters), Answer("O", {})
    with pytest.raises(EditRefused, match="no longer has the size"):
        PutPicture(image, np.zeros((1, 5, 5)), 0).apply(letters)
    with pytest.raises(EditRefused, match="not a finite number"):
        KeepPicture(image, np.full((1, 6, 6), np.nan), said, 0).apply(letters)
    with pytest.raises(EditRefused, match="no such row"):
        PutPicture(image, np.zeros((1, 6, 6)), 4).apply(letters)
    with pytest.raises(EditRefused, match="image is gone"):
        KeepPicture("nowhere", np.zeros((1, 6, 6)), said, 0).apply(letters)
