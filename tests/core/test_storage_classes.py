"""Softmax and argmax in network files: what is written, read, and refused by its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from core import storage
from core.document import Document, TestSplit
from core.errors import FileRefused
from tests.helpers.classifier import iris

Change = Callable[[Any], object]


def tree() -> Any:
    return json.loads(storage.format_document(iris()))


def refused(change: Change) -> tuple[str, ...]:
    found = tree()
    change(found)
    with pytest.raises(FileRefused) as caught:
        storage.parse(json.dumps(found).encode())
    return caught.value.problems


def test_the_layout() -> None:
    lines = storage.format_document(iris()).decode().splitlines()
    assert '    {"id": "species", "kind": "softmax", "label": "species", "position": [0, 0],' in lines
    assert '     "classes": ["Setosa", "Versicolor", "Virginica"]}' in lines
    assert '    {"from": "virginica", "to": "species"}' in lines
    assert '    "targets": {"species": "species"}' in lines


@pytest.mark.parametrize("document", [iris(), iris("argmax", "ssr")])
def test_what_is_written_is_read(document: Document) -> None:
    text = storage.format_document(document)
    assert storage.parse(text) == document
    assert storage.format_document(storage.parse(text)) == text


@pytest.mark.parametrize(("change", "word"), [
    (lambda tree: tree["nodes"][-1].pop("classes"), 'nodes[7] has no "classes"'),
    (lambda tree: tree["nodes"][-1].update(classes="Setosa"), "nodes[7].classes is the text"),
    (lambda tree: tree["nodes"][-1].update(classes=["a", "b", "a"]), 'nodes[7].classes[2] is "a", as an earlier class'),
    (lambda tree: tree["nodes"][-1].update(classes=["a", 2, "c"]), "nodes[7].classes[1] is 2"),
    (lambda tree: tree["nodes"][-1].update(classes=["a", "", "c"]), "nodes[7].classes[1] is empty"),
    (lambda tree: tree["nodes"][-1].update(units=3), "nodes[7].units is not a key of a softmax node"),
    (lambda tree: tree["nodes"][-1].update(bias={}), "nodes[7].bias is not a key of a softmax node"),
    (lambda tree: tree["nodes"][2].update(classes=["a"]), "nodes[2].classes is not a key of a hidden node"),
    (lambda tree: tree["connections"][-1].update(weight={"name": "w99", "value": 1.0}),
     "connections[12].weight is not a key of a connection into a softmax node"),
    (lambda tree: tree["connections"][0].pop("weight"), 'connections[0] has no "weight"'),
    (lambda tree: tree["data"].update(targets={"species": ["species", "petal width"]}),
     "data.targets.species names 2 columns for class names; name one"),
    (lambda tree: tree["data"].update(targets={"species": "kind"}), "which is not a column"),
    (lambda tree: tree["data"].update(inputs={"petal": "species"}), "where a number belongs"),
    (lambda tree: tree["data"].update(test={"fraction": 0.5, "stratified": 1}), "data.test.stratified is 1"),
])  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(change: Change, word: str) -> None:
    problems = refused(change)
    assert any(word in problem for problem in problems), problems
    assert all(problem.endswith(".") for problem in problems)


def test_a_drawing_that_is_not_finished_can_be_kept() -> None:
    found = tree()
    found["nodes"][-1]["classes"] = []
    found["connections"] = found["connections"][:-3]
    assert storage.parse(json.dumps(found).encode()).nodes["species"].classes == ()


def test_a_stratified_split_comes_back() -> None:
    found = tree()
    found["data"]["test"] = {"fraction": 0.25, "seed": 3, "stratified": True}
    document = storage.parse(json.dumps(found).encode())
    assert document.data.test == TestSplit(0.25, 3, stratified=True)
    text = storage.format_document(document)
    assert storage.parse(text) == document
    assert '"test": {"fraction": 0.25, "seed": 3, "stratified": true}' in text.decode()
