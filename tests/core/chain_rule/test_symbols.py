"""Symbols: short, readable, and never one for two quantities."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chain_rule.symbols import Symbols, plain
from core.document import Document
from core.edits.layers import SetUnits
from tests.helpers.build import documents, one_two_one


def all_symbols(document: Document) -> list[str]:
    """Every quantity's symbol: outputs and sums of all units, every number of every parameter, the loss."""
    symbols = Symbols(document)
    units = [(node.id, place) for node in document.nodes.values() for place in range(node.units)]
    found = [symbols.loss, *(symbols.output(unit) for unit in units)]
    found += [symbols.sum(unit) for unit in units if document.nodes[unit[0]].kind != "input"]
    for ref, one in document.parameters().items():
        found += [symbols.parameter(ref, index if one.value.size > 1 else ()) for index in np.ndindex(one.value.shape)]
    return found


def labelled(**labels: str) -> Document:
    document = one_two_one()
    nodes = {key: replace(node, label=labels.get(key, node.label)) for key, node in document.nodes.items()}
    return document.evolve(nodes=nodes)


def test_one_number_of_several_has_its_place_behind_it() -> None:
    symbols = Symbols(SetUnits("bottom", 3).apply(SetUnits("dose", 2).apply(one_two_one())))
    assert symbols.parameter(("dose", "bottom"), (2, 0)) == "w_2[3,1]", "target unit, then source unit"
    assert symbols.parameter(("", "bottom"), (2,)) == "b_2[3]"
    assert symbols.parameter(("", "top"), (0,)) == symbols.parameter(("", "top"), ()) == "b_1"


def test_brackets_of_a_persons_name_are_no_place() -> None:
    assert [plain(name) for name in ("w[1,1]", "dose [mg]", "a[1]b", "x[]")] == ["w(1,1)", "dose [mg]", "a[1]b", "x[]"]


def named(**names: str) -> Document:
    document = one_two_one()
    return document.with_parameters({
        ref: replace(one, name=names.get(one.name, one.name)) for ref, one in document.parameters().items()})


def test_the_symbols_of_part_2() -> None:
    assert all_symbols(one_two_one()) == [
        "SSR", "dosage", "y_1", "y_2", "predicted", "x_1", "x_2", "x_out",
        "w_1", "b_1", "w_2", "b_2", "w_3", "w_4", "b_3"]  # fmt: skip


@pytest.mark.parametrize(("label", "symbol"), [
    ("sepal_length", "sepal length"), ("dosage_2", "dosage 2"), ("_", "?"), ("a__b", "a b"), ("dose\nmg", "dose mg"),
    ("x", "x"), ("x1", "input x1"), ("x_1", "x 1"), ("predicted", "input predicted"), ("observed", "input observed"),
    ("SSR", "input SSR"), ("Größe (µg/ml)", "Größe (µg/ml)"), ("α", "α"), ("剂量", "剂量"), ("n" * 60, "n" * 60),
    ("w1", "w1"),
])  # fmt: skip
def test_an_input_of_any_label(label: str, symbol: str) -> None:
    document = labelled(dose=label)
    assert Symbols(document).output(("dose", 0)) == symbol
    assert not repeated(document)


@pytest.mark.parametrize(("name", "symbol"), [
    ("slope", "slope"), ("w12", "w_12"), ("β7", "β_7"), ("w_1", "w 1"), ("y1", "weight y1"), ("x2", "weight x2"),
    ("predicted", "weight predicted"), ("dosage", "weight dosage"), ("out", "out"), ("x_out", "x out"), ("w2a", "w2a"),
])  # fmt: skip
def test_a_weight_of_any_name(name: str, symbol: str) -> None:
    document = named(w1=name)
    assert Symbols(document).parameter(("dose", "top"), ()) == symbol
    assert not repeated(document)


def test_names_that_differ_only_in_their_underscore() -> None:
    document = named(w1="a_b", w2="a b", b1="weight a b", b2="a__b")
    assert not repeated(document)
    assert {plain("a_b"), plain("a b"), plain("a__b")} == {"a b"}


def repeated(document: Document) -> list[str]:
    return [symbol for symbol, times in Counter(all_symbols(document)).items() if times > 1]


ODD = st.sampled_from([
    "x", "y", "x1", "y1", "x_1", "y_1", "x1_2", "predicted", "predicted_1", "predicted1", "observed", "SSR", "mean SSR",
    "w", "w1", "w_1", "w 1", "b", "b1", "dosage", "input x", "input dosage", "weight w", "_", " ", "x_out", "α", "α1",
    "w[1,1]", "w(1,1)", "w1[1]", "weight_w[1,1]",
])  # fmt: skip


@given(documents(), st.data())
def test_no_two_quantities_share_a_symbol(document: Document, data: st.DataObject) -> None:
    labels = {key: replace(node, label=data.draw(ODD)) for key, node in document.nodes.items()}
    refs = list(document.parameters())
    names = data.draw(st.lists(ODD, min_size=len(refs), max_size=len(refs), unique=True)) if len(refs) < 20 else []
    document = document.evolve(nodes=labels)
    document = document.with_parameters({
        ref: replace(document.parameter(ref), name=name) for ref, name in zip(refs, names, strict=False)})
    assert not repeated(document), all_symbols(document)
