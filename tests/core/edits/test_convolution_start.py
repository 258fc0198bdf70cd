"""What a convolution learns with: settings, start values without a dead ReLU, filters in place of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Document, TrainingSpec, filters_of
from core.edits.building import BuildNetwork
from core.edits.convolution_start import BEGIN, FILTERS, UseConvolutionStart, joined, suits
from core.edits.graph import connect, new_node, place_node
from core.edits.roles import LoadTable
from core.edits.table import number_column, text_column
from core.edits.values import SetTrainable
from core.engine.compiler import compile_network
from core.errors import EditRefused
from core.images.letters import letter
from core.shifts import shifted
from core.training.trainer import Trainer

ROWS = [(name, right) for name in "OX" for right in (-1, 0, 1)]


def drawn(*kinds: str, seed: int = 1) -> Document:
    """Return a table of six letters, and a chain of nodes drawn by hand beside it."""
    pixels = np.array([shifted(letter(name), right, 0).ravel() for name, right in ROWS])
    columns = (*(number_column(f"pixel {at + 1}", pixels[:, at]) for at in range(36)),
               text_column("letter", [name for name, _ in ROWS]))  # fmt: skip
    document = LoadTable(columns, (), ()).apply(Document(training=replace(TrainingSpec(), seed=seed)))
    last = ""
    for place, kind in enumerate(kinds):
        node = new_node(document, kind, 2 if kind == "output" else 1)
        document = place_node(document, node, (200.0 * place, 0.0))
        document = connect(document, [(last, node.id)]) if last else document
        last = node.id
    return document


WHOLE = ("image", "convolution", "pool", "output", "softmax")


def right(document: Document) -> int:
    """Train to the end; return how many of the six letters are told."""
    trainer = Trainer(document)
    trainer.step(1000)
    rows, network = prepare(document), trainer.network
    said = network.forward(trainer.snapshot().theta, rows.inputs).a[network.target_rows]
    return int((said.argmax(axis=0) == rows.observed.argmax(axis=0)).sum())


@pytest.mark.parametrize("seed", range(1, 6))
def test_letters_are_learned_from_any_start(seed: int) -> None:
    document = UseConvolutionStart().apply(drawn(*WHOLE, seed=seed))
    assert document.training.loss == "cross_entropy"
    assert right(document) == 6


def test_as_drawn_by_hand_they_are_not_learned_from_some_starts() -> None:
    assert min(right(drawn(*WHOLE, seed=seed)) for seed in range(1, 12)) == 3


def test_every_filter_sees_something_at_the_start() -> None:
    document = UseConvolutionStart().apply(drawn(*WHOLE))
    node = next(one for one in document.nodes.values() if one.filters is not None)
    assert node.filters is not None
    assert node.filters.value.shape == (FILTERS, 1, 3, 3)
    network, rows = compile_network(document), prepare(document)
    maps = network.forward(network.pack(document), rows.inputs).a[network.units[node.id]]
    assert (maps.reshape(FILTERS, -1).max(axis=1) > 0).all()


def test_frozen_filters_stay_as_they_are() -> None:
    document = drawn(*WHOLE)
    node = next(one for one in document.nodes.values() if one.filters is not None)
    document = SetTrainable((filters_of(node.id),), trainable=False).apply(document)
    new = UseConvolutionStart().apply(document)
    assert np.array_equal(new.parameter(filters_of(node.id)).value, document.parameter(filters_of(node.id)).value)


def test_it_suits_an_untouched_drawing_whose_filters_reach_the_outputs() -> None:
    document = drawn(*WHOLE)
    assert suits(document)
    assert not joined(drawn(*WHOLE[:3]))
    assert not suits(document.evolve(steps=3))
    assert not suits(document.evolve(training=replace(document.training, learning_rate=0.2)))
    assert not suits(UseConvolutionStart().apply(document))


def test_a_network_built_around_a_convolution_has_its_settings() -> None:
    built = BuildNetwork().apply(drawn(*WHOLE[:3]))
    assert replace(built.training, loss="ssr", seed=1) == BEGIN
    assert right(built) == 6


def test_without_a_convolution_there_is_nothing_to_set() -> None:
    with pytest.raises(EditRefused, match="no convolution on the canvas"):
        UseConvolutionStart().apply(Document())
