from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import storage
from core.document import Document, Stop, TestSplit, TrainingSpec, column, parameter
from core.edits.values import SetValue
from core.errors import EditRefused, FileRefused
from tests.helpers.build import documents, edits, one_two_one
from tests.helpers.network_text import EXAMPLE


def again(document: Document) -> Document:
    """Write afresh and read."""
    return storage.parse(storage.format_document(document))


def test_the_layout_is_that_of_the_format_page() -> None:
    assert storage.format_document(storage.parse(EXAMPLE)).decode() == EXAMPLE.decode()


def test_reads_every_part() -> None:
    document = storage.parse(EXAMPLE)
    assert document.title == "Drug dosage"
    assert [*document.nodes] == ["dose", "top", "effect"]
    assert document.nodes["top"].activation == "softplus"
    assert document.positions["top"] == (240.0, -120.0)
    assert document.parameter(("", "top")).value.tolist() == [-1.43]
    assert document.parameter(("dose", "top")) == parameter("w1", [[3.34]], trainable=False)
    assert document.data.column("dosage").values.tolist() == [0, 0.5, 1]
    assert (document.data.inputs, document.data.targets) == ({"dose": ("dosage",)}, {"effect": ("effectiveness",)})
    assert document.training == TrainingSpec(stop=Stop(max_steps=1000, min_step_size=0.001))
    array: Any
    for array in (document.parameter(("dose", "top")).value, document.data.columns[0].values):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_an_untouched_file_keeps_its_bytes_whatever_its_layout(tmp_path: Path) -> None:
    odd = json.dumps(json.loads(EXAMPLE), indent=7).replace("0.1", "1e-1").encode()
    (tmp_path / "a.squiggle").write_bytes(odd)
    document = storage.load(tmp_path / "a.squiggle")
    storage.save(tmp_path / "b.squiggle", document)
    assert (tmp_path / "b.squiggle").read_bytes() == odd
    storage.save(tmp_path / "b.squiggle", SetValue(("", "top"), 2.0).apply(document))
    assert b'"value": 2.0' in (tmp_path / "b.squiggle").read_bytes()


@given(documents())
def test_random_documents_come_back_and_give_the_same_bytes(document: Document) -> None:
    text = storage.format_document(document)
    read = storage.parse(text)
    assert read == document
    assert storage.format_document(read) == text
    lines = text.decode().splitlines()
    assert all(len(line) <= 112 or line.lstrip().startswith("[") for line in lines), "only a row may be longer"


@given(st.data())
def test_whatever_edits_make_can_be_opened_again(data: st.DataObject) -> None:
    document = data.draw(documents())
    for _ in range(6):
        try:
            document = data.draw(edits(document)).apply(document)
        except EditRefused:
            continue
        assert again(document) == document


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_comes_back_exactly(weight: float, cell: float) -> None:
    document = SetValue(("", "effect"), weight).apply(one_two_one())
    document = document.evolve(data=replace(document.data, columns=(
        column("dosage", [cell, 0, 1]), document.data.columns[1])))  # fmt: skip
    read = again(document)
    assert read.parameter(("", "effect")).value.tobytes() == np.float64(weight).tobytes()
    assert read.data.columns[0].values[:1].tobytes() == np.float64(cell).tobytes()


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_comes_back(title: str, label: str) -> None:
    document = one_two_one()
    nodes = {**document.nodes, "top": replace(document.nodes["top"], label=label)}
    document = document.evolve(title=title, nodes=nodes)
    assert again(document) == document


def test_every_optional_part_comes_back() -> None:
    document = one_two_one()
    training = TrainingSpec(
        "ssr", "mean", "adam", 0.01, {"beta1": 0.8, "epsilon": 1e-6}, 2, True, 7, "he",
        Stop(5, 0.1, 0.2, (10, 0.001)), {"note": 1},
    )  # fmt: skip
    data = replace(
        document.data, scaling={"dosage": (0.5, 2.0)}, test=TestSplit(rows=(2, 0)), extra={"source": "own"},
        columns=(*document.data.columns, column("who", ["Ann", "Bo", "Cy"])),
    )  # fmt: skip
    weight = parameter("w1", [[3.0]], start=[[1.0]])
    nodes = {**document.nodes, "top": replace(document.nodes["top"], extra={"colour": ["red", {"deep": None}]})}
    connections = {**document.connections}
    connections["dose", "top"] = replace(connections["dose", "top"], weight=weight, extra={"x": True})
    full = document.evolve(nodes=nodes, connections=connections, data=data, training=training, steps=12, extra={"a": 1})
    assert again(full) == full
    fraction = full.evolve(data=replace(data, test=TestSplit(0.25, 3)))
    assert again(fraction) == fraction


def test_layers_and_partly_frozen_arrays_come_back() -> None:
    text = EXAMPLE.replace(b'"label": "hidden 1",', b'"label": "hidden 1", "units": 2,')
    text = text.replace(b'"value": -1.43, "trainable": true', b'"value": [-1.43, 2], "trainable": [true, false]')
    text = text.replace(b'"value": 3.34', b'"value": [[3.34], [1]]').replace(
        b'"value": -1.22', b'"value": [[-1.22, 4]]'
    )
    document = storage.parse(text)
    assert document.parameter(("", "top")).trainable.tolist() == [True, False]
    assert document.parameter(("dose", "top")).value.tolist() == [[3.34], [1.0]]
    assert document.parameter(("top", "effect")).value.shape == (1, 2)
    assert again(document) == document


def test_what_may_be_left_out_has_defaults() -> None:
    tree = json.loads(EXAMPLE)
    for key in ("title", "data", "training", "connections"):
        del tree[key]
    for node in tree["nodes"]:
        del node["label"], node["position"]
    document = storage.parse(json.dumps(tree).encode())
    assert (document.title, document.training, document.data.count) == ("Untitled", TrainingSpec(), 0)
    assert document.nodes["top"].label == "top"


def test_nodes_without_a_position_are_placed_each_on_its_own_spot() -> None:
    tree = json.loads(EXAMPLE)
    del tree["nodes"][1]["position"], tree["nodes"][2]["position"]
    text = json.dumps(tree).encode()
    document = storage.parse(text)
    assert document.positions.keys() == document.nodes.keys()
    assert len({*document.positions.values()}) == len(document.nodes)
    assert document.positions["dose"] == (0, 0)
    assert document.origin == text, "which keeps the bytes of a file that nobody edits"


def test_long_arrays_are_broken_a_matrix_row_a_line() -> None:
    document = one_two_one()
    rng = np.random.default_rng(1)
    wide = replace(document.nodes["top"], units=30, bias=parameter("b1", rng.normal(size=30)))
    connections = {
        pair: replace(one, weight=parameter(document.parameter(pair).name, rng.normal(size=(
            30 if pair[1] == "top" else 1, 30 if pair[0] == "top" else 1))))
        for pair, one in document.connections.items()
    }  # fmt: skip
    document = document.evolve(nodes={**document.nodes, "top": wide}, connections=connections)
    assert again(document) == document
    lines = storage.format_document(document).decode().splitlines()
    assert sum(line.strip().startswith("[") and line.strip().rstrip(",").endswith("]") for line in lines) >= 30


def test_a_number_that_is_not_finite_is_never_written(tmp_path: Path) -> None:
    document = SetValue(("", "effect"), 1.0).apply(one_two_one())
    broken = document.with_parameters({("", "effect"): parameter("b3", [np.nan])})
    with pytest.raises(FileRefused, match="b3 is not a finite number"):
        storage.save(tmp_path / "a.squiggle", broken)
    holes = document.evolve(data=replace(document.data, columns=(column("dosage", [np.nan, 1, 2]),)))
    with pytest.raises(FileRefused, match="dosage"):
        storage.save(tmp_path / "a.squiggle", holes)
    assert not [*tmp_path.iterdir()]


def _beside(folder: Path, rows: str = "effectiveness;dosage\n0;0\n1;0,5\n0;1\n") -> Document:
    (folder / "rows.csv").write_text(rows)
    tree = json.loads(EXAMPLE)
    del tree["data"]["rows"]
    tree["data"]["file"] = "rows.csv"
    (folder / "a.squiggle").write_text(json.dumps(tree))
    return storage.load(folder / "a.squiggle")


def test_rows_may_stand_in_a_csv_beside_the_file(tmp_path: Path) -> None:
    document = _beside(tmp_path)
    assert document.data.names == ("dosage", "effectiveness")
    assert document.data.column("dosage").values.tolist() == [0, 0.5, 1]
    storage.save(tmp_path / "b.squiggle", document.evolve(title="Other"))
    assert b'"file": "rows.csv"' in (tmp_path / "b.squiggle").read_bytes()
    assert storage.load(tmp_path / "b.squiggle").data == document.data


def test_rows_are_taken_along_where_the_csv_does_not_hold_them(tmp_path: Path) -> None:
    document = _beside(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    storage.save(other / "a.squiggle", document)
    assert storage.load(other / "a.squiggle").data == replace(document.data, file=None)
    (tmp_path / "rows.csv").write_text("dosage,effectiveness\n9,9\n")
    storage.save(tmp_path / "a.squiggle", document)
    assert storage.load(tmp_path / "a.squiggle").data == replace(document.data, file=None)


def test_a_csv_without_header_takes_the_names_of_the_file(tmp_path: Path) -> None:
    assert _beside(tmp_path, "0,0\n0.5,1\n1,0\n").data.column("dosage").values.tolist() == [0, 0.5, 1]


def test_a_big_drawing_is_read_quickly() -> None:
    tree = json.loads(EXAMPLE)
    bias = {"value": 0.5, "trainable": True}
    tree["nodes"] = [{"id": f"x{at}", "kind": "input"} for at in range(100)] + [
        {"id": f"h{at}", "kind": "hidden", "activation": "tanh", "bias": {"name": f"b{at}", **bias}}
        for at in range(200)
    ]
    tree["connections"] = [
        {"from": f"x{a}", "to": f"h{b}", "weight": {"name": f"w{a}.{b}", **bias}}
        for a in range(100)
        for b in range(200)
    ]
    del tree["data"]
    document = storage.parse(json.dumps(tree).encode())
    assert len(document.connections) == 20_000
    assert again(document) == document
