"""Which curves there are to tick, and what they show."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.document import Document, Stop, bools, column
from core.edits.graph import AddNode, Connect, Remove
from core.edits.reading import assign_columns
from core.training.trainer import Trainer
from gui.plots.series import Curves, entries, past, pick
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network


def layered(units: int) -> Document:
    """One input, a layer, one output; the layer's weight into it is w1."""
    document = Document()
    for kind, many in (("input", 1), ("hidden", units), ("hidden", units), ("output", 1)):
        document = AddNode(kind, (0, 0), many).apply(document)
    nodes = list(document.nodes)
    return Connect(tuple(pairwise(nodes))).apply(document)


def test_single_numbers_are_listed_in_the_order_of_the_file() -> None:
    found = entries(one_two_one())
    assert [entry.name for entry in found] == ["w₁", "b₁", "w₂", "b₂", "w₃", "w₄", "b₃"]
    assert [entry.tint for entry in found] == list(range(7))
    assert found[0].place == "dosage → hidden 1"
    assert not any(entry.several for entry in found)


def test_frozen_ones_say_so() -> None:
    document = one_two_one()
    ref = ("dose", "top")
    frozen = replace(document.parameter(ref), trainable=bools(False, (1, 1)))
    found = entries(document.with_parameters({ref: frozen}))
    assert [entry.name for entry in found if not entry.learns] == ["w₁"]


@pytest.mark.parametrize(
    ("wanted", "names"), [("w1", ["w₁"]), ("w₁", ["w₁"]), ("HIDDEN 2", ["w₂", "b₂", "w₄"]), ("x", [])]
)
def test_filter_by_name_or_node(wanted: str, names: list[str]) -> None:
    assert [entry.name for entry in entries(one_two_one(), wanted)] == names


def test_small_arrays_list_their_numbers() -> None:
    document = layered(3)
    names = [entry.name for entry in entries(document) if entry.ref == ("n2", "n3")]
    assert names[0].startswith("mean |")
    assert len(names) == 1 + 9
    assert names[2].endswith("[1,2]")


def test_numbers_of_a_filter_say_which_cell_they_are() -> None:
    found = next(one for one in entries(picture_network()) if one.key[1] == (0, 0, 1, 2))
    assert found.place == "filter 1, channel 1, row 2, column 3 of map n0"


def test_numbers_of_large_arrays_are_found_by_their_place() -> None:
    document = layered(12)
    name = document.parameter(("n2", "n3")).name
    assert len([entry for entry in entries(document) if entry.ref == ("n2", "n3")]) == 1
    found = entries(document, f"{name}[3, 12]")
    assert [entry.key for entry in found] == [(("n2", "n3"), (2, 11))]
    assert entries(document, f"{name}[13,1]") == []
    assert entries(layered(3), f"{name}[2,1]")[0].key == (("n2", "n3"), (1, 0))
    assert entries(document, f"{name}[1]") == []


def test_past_and_present_agree_with_the_history() -> None:
    document = one_two_one()
    trainer = Trainer(document)
    trainer.step(5)
    history = trainer.history.view()
    entry = next(entry for entry in entries(document) if entry.name == "b₃")
    values = past(history, entry, "value")
    assert values[0] == 0
    np.testing.assert_array_equal(values, history.values(("", "effect"))[:, 0])
    np.testing.assert_allclose(past(history, entry, "step")[1:], values[:-1] - values[1:], atol=1e-15)
    assert past(history, entry, "derivative")[0] == pytest.approx(10 * past(history, entry, "step")[1])
    assert pick(np.array([4.0]), entry) == 4
    assert pick(None, entry) is None


def test_remembered_curves_are_those_of_the_whole_history() -> None:
    document = one_two_one()
    document = document.evolve(training=replace(document.training, stop=Stop()))
    reader, trainer = Curves(), Trainer(document)
    entry = entries(document)[0]
    for count in (0, 1, 7, 300, 5000, 3, 4000):
        trainer.step(count)
        history = trainer.history.view()
        for quantity in ("value", "derivative", "step"):
            np.testing.assert_array_equal(reader.read(history, entry, quantity), past(history, entry, quantity))
    other = Trainer(document.with_parameters({}))
    other.step(3)
    history = other.history.view()
    np.testing.assert_array_equal(reader.read(history, entry, "value"), past(history, entry, "value"))


def test_the_curve_of_an_array_is_the_mean_of_its_sizes() -> None:
    document = layered(3)
    data = document.data
    for node in document.nodes.values():
        data = assign_columns(data, node)
    columns = tuple(column(old.name, [0.5, 1.0]) for old in data.columns)
    trainer = Trainer(document.evolve(data=replace(data, columns=columns)))
    trainer.step(4)
    history = trainer.history.view()
    found = {entry.key: entry for entry in entries(document)}
    numbers = history.gradients(("n2", "n3"))
    np.testing.assert_allclose(
        past(history, found[("n2", "n3"), None], "derivative"), np.abs(numbers).mean(axis=(1, 2))
    )
    np.testing.assert_array_equal(past(history, found[("n2", "n3"), (2, 0)], "derivative"), numbers[:, 2, 0])


def test_an_array_is_summed_up_by_the_mean_of_its_sizes() -> None:
    document = layered(3)
    entry = next(entry for entry in entries(document) if entry.several)
    assert pick(np.array([[-1.0], [2.0], [-3.0]]), entry) == 2


def test_an_output_whose_image_is_gone_has_no_curve_of_no_weights() -> None:
    """A mean over no number would be NaN, and a warning."""
    whole = picture_network()
    bare = Remove(frozenset({"image"})).apply(whole)
    ref = ("n1", "O")
    assert bare.parameter(ref).value.size == 0
    assert ref not in [entry.ref for entry in entries(bare)]
    assert entries(bare, "wO[1,1]") == []
    mean = next(entry for entry in entries(whole) if entry.ref == ref)
    assert pick(bare.parameter(ref).value, mean) is None
