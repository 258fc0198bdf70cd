"""Everything that can be wrong with a network file: one sentence that says what and where, within a second."""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import storage
from core.errors import FileRefused
from tests.helpers.network_text import EXAMPLE

Path_ = tuple[str | int, ...]
GONE = object()


def refused(text: bytes, folder: Path | None = None) -> tuple[str, ...]:
    begin = time.thread_time()
    with pytest.raises(FileRefused) as caught:
        storage.parse(text, folder)
    assert time.thread_time() - begin < 1
    for sentence in caught.value.problems:
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert "Traceback" not in sentence
    return caught.value.problems


def changed(path: Path_, value: Any) -> bytes:
    """The example with another value at a place."""
    tree = json.loads(EXAMPLE)
    at = tree
    for key in path[:-1]:
        at = at[key]
    if value is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = copy.deepcopy(value)
    return json.dumps(tree).encode()


BIAS: Path_ = ("nodes", 1, "bias")
WEIGHT: Path_ = ("connections", 0, "weight")
BACK = {"from": "effect", "to": "top", "weight": {"name": "w9", "value": 1, "trainable": True}}
AGAIN = {"from": "dose", "to": "top", "weight": {"name": "w8", "value": 1}}
LAYER = {"id": "dose", "kind": "input", "units": 2}

TREES: list[tuple[Path_, Any, str, str]] = [
    (("format",), "other", "format", "other"),
    (("format",), GONE, "format", "not a network file"),
    (("version",), 2, "version", "reads version 1"),
    (("version",), True, "version", "true"),
    (("version",), "1", "version", "text"),
    (("version",), GONE, "version", "add"),
    (("title",), 3, "title", "text"),
    (("nodes",), GONE, "nodes", "add"),
    (("nodes",), {}, "nodes", "list"),
    (("nodes", 0), 7, "nodes[0]", "object"),
    (("nodes", 0, "id"), GONE, "nodes[0]", '"id"'),
    (("nodes", 0, "id"), "", "nodes[0].id", "empty"),
    (("nodes", 0, "id"), 5, "nodes[0].id", "text"),
    (("nodes", 1, "id"), "dose", "nodes[1].id", "already"),
    (("nodes", 1, "id"), "x" * 300, "nodes[1].id", "longer"),
    (("nodes", 1, "kind"), GONE, "nodes[1]", '"kind"'),
    (("nodes", 1, "kind"), "hiden", "nodes[1].kind", '"hidden"'),
    (("nodes", 1, "kind"), ["hidden"], "nodes[1].kind", "list"),
    (("nodes", 1, "activation"), "rellu", "nodes[1].activation", '"relu"'),
    (("nodes", 1, "activation"), GONE, "nodes[1]", '"activation"'),
    (("nodes", 0, "activation"), "relu", "nodes[0].activation", "input"),
    (("nodes", 0, "bias"), {}, "nodes[0].bias", "input"),
    (("nodes", 1, "colour"), "red", "nodes[1].colour", "hidden"),
    (("nodes", 1, "positon"), [0, 0], "nodes[1].positon", '"position"'),
    (("nodes", 1, "position"), [1], "nodes[1].position", "two numbers"),
    (("nodes", 1, "position"), ["a", 0], "nodes[1].position[0]", "number"),
    (("nodes", 1, "position"), [1e9, 0], "nodes[1].position", "far out"),
    (("nodes", 1, "units"), 0, "nodes[1].units", "at least 1"),
    (("nodes", 1, "units"), 1.5, "nodes[1].units", "whole"),
    (("nodes", 1, "units"), True, "nodes[1].units", "true"),
    (("nodes", 1, "units"), 10**9, "nodes[1].units", "at most 20000"),
    (("nodes", 1, "units"), 10**400, "nodes[1].units", "too large"),
    (("nodes", 0, "units"), 20_000, "nodes", "20,002 units"),
    (BIAS, GONE, "nodes[1]", '"bias"'),
    (BIAS, 1, "nodes[1].bias", "object"),
    ((*BIAS, "value"), None, "nodes[1].bias.value", "null"),
    ((*BIAS, "value"), True, "nodes[1].bias.value", "true"),
    ((*BIAS, "value"), "1", "nodes[1].bias.value", "text"),
    ((*BIAS, "value"), [1], "nodes[1].bias.value", "list"),
    ((*BIAS, "value"), 10**400, "nodes[1].bias.value", "too large"),
    ((*BIAS, "name"), "b3", "nodes[2].bias.name", "nodes[1].bias"),
    ((*BIAS, "name"), GONE, "nodes[1].bias", '"name"'),
    ((*BIAS, "trainable"), 1, "nodes[1].bias.trainable", "true or false"),
    ((*BIAS, "trainable"), [True], "nodes[1].bias.trainable", "true or false"),
    ((*BIAS, "start"), "x", "nodes[1].bias.start", "number"),
    ((*BIAS, "extra"), {}, "nodes[1].bias.extra", "bias"),
    (("nodes", 0), LAYER, "connections[0].weight.value", "list of 1 lists of 2 numbers"),
    (("connections",), None, "connections", "list"),
    (("connections", 0), [], "connections[0]", "object"),
    (("connections", 0, "from"), GONE, "connections[0]", '"from"'),
    (("connections", 0, "from"), "nobody", "connections[0].from", '"nobody"'),
    (("connections", 0, "to"), "nobody", "connections[0].to", '"nobody"'),
    (("connections", 0, "to"), ["top"], "connections[0].to", "text"),
    (("connections", 0, "from"), "top", "connections[0]", "itself"),
    (("connections", 1, "to"), "dose", "connections[1].to", "input"),
    (("connections", 1), AGAIN, "connections[1]", "second"),
    (("connections", 0, "extras"), {}, "connections[0].extras", '"extra"'),
    (WEIGHT, 3.34, "connections[0].weight", "object"),
    (WEIGHT, GONE, "connections[0]", '"weight"'),
    ((*WEIGHT, "name"), "b1", "connections[0].weight.name", "nodes[1].bias"),
    ((*WEIGHT, "name"), "w3", "connections[1].weight.name", "connections[0].weight"),
    ((*WEIGHT, "value"), [[1]], "connections[0].weight.value", "list"),
    ((*WEIGHT, "value"), GONE, "connections[0].weight", '"value"'),
    ((*WEIGHT, "valu"), 1, "connections[0].weight.valu", '"value"'),
    (("data",), [], "data", "object"),
    (("data", "columns"), ["a", "a"], "data.columns[1]", "already|earlier"),
    (("data", "columns"), ["dosage"], "data.rows[0]", "list of 1"),
    (("data", "rows"), {}, "data.rows", "list"),
    (("data", "rows", 1), [1], "data.rows[1]", "list of 2"),
    (("data", "rows", 1), 5, "data.rows[1]", "list of 2"),
    (("data", "rows", 1, 0), None, "data.rows[1][0]", "empty"),
    (("data", "rows", 1, 0), "", "data.rows[1][0]", "empty"),
    (("data", "rows", 1, 0), "much", "data.rows[1][0]", "much"),
    (("data", "rows", 1, 0), False, "data.rows[1][0]", "false"),
    (("data", "rows", 1, 0), [1], "data.rows[1][0]", "list"),
    (("data", "inputs"), [], "data.inputs", "object"),
    (("data", "inputs", "dose"), "nothing", "data.inputs.dose", "nothing"),
    (("data", "inputs", "dose"), 1, "data.inputs.dose", "list"),
    (("data", "inputs", "dose"), ["dosage", "dosage"], "data.inputs.dose", "2 columns for one unit"),
    (("data", "inputs", "nobody"), "dosage", "data.inputs.nobody", "input"),
    (("data", "targets", "dose"), "dosage", "data.targets.dose", "output"),
    (("data", "targets", "effect"), ["nothing"], "data.targets.effect[0]", "nothing"),
    (("data", "scaling"), {"dosage": [1, 1]}, "data.scaling.dosage", "different"),
    (("data", "scaling"), {"nothing": [0, 1]}, "data.scaling.nothing", "column"),
    (("data", "scaling"), {"dosage": [0]}, "data.scaling.dosage", "two numbers"),
    (("data", "test"), {}, "data.test", "fraction"),
    (("data", "test"), 0.25, "data.test", "object"),
    (("data", "test"), {"fraction": 1}, "data.test.fraction", "less than 1"),
    (("data", "test"), {"fraction": 0.5, "rows": [1]}, "data.test.fraction", "key"),
    (("data", "test"), {"rows": [3]}, "data.test.rows[0]", "3 rows"),
    (("data", "test"), {"rows": [1, 1]}, "data.test.rows[1]", "second"),
    (("data", "test"), {"rows": [0.5]}, "data.test.rows[0]", "whole"),
    (("data", "file"), "rows.csv", "data", "both"),
    (("data", "colums"), [], "data.colums", '"columns"'),
    (("training",), None, "training", "object"),
    (("training", "loss"), "mse", "training.loss", "ssr"),
    (("training", "reduction"), "avg", "training.reduction", "mean"),
    (("training", "optimizer"), "adam", "training.optimizer", "object"),
    (("training", "optimizer", "name"), "adm", "training.optimizer.name", '"adam"'),
    (("training", "optimizer", "name"), GONE, "training.optimizer", '"name"'),
    (("training", "optimizer", "learning_rate"), 0, "training.optimizer.learning_rate", "more than 0"),
    (("training", "optimizer", "learning_rate"), "0.1", "training.optimizer.learning_rate", "text"),
    (("training", "optimizer", "beta1"), 0.9, "training.optimizer.beta1", "gradient_descent"),
    (("training", "optimizer"), {"name": "adam", "beta2": 1}, "training.optimizer.beta2", "less than 1"),
    (("training", "optimizer"), {"name": "momentum", "momentum": -1}, "training.optimizer.momentum", "at least 0"),
    (("training", "batch_size"), 0, "training.batch_size", "at least 1"),
    (("training", "batch_size"), 2.5, "training.batch_size", "whole"),
    (("training", "shuffle"), 1, "training.shuffle", "true or false"),
    (("training", "seed"), -1, "training.seed", "at least 0"),
    (("training", "seed"), 10**30, "training.seed", "at most"),
    (("training", "stop"), [], "training.stop", "object"),
    (("training", "stop", "max_step"), 5, "training.stop.max_step", '"max_steps"'),
    (("training", "stop", "max_steps"), -1, "training.stop.max_steps", "at least 0"),
    (("training", "stop", "no_improvement"), {"steps": 5}, "training.stop.no_improvement", '"by"'),
    (("training", "initial_values"), "zero", "training.initial_values", '"zeros"'),
    (("training", "steps"), -5, "training.steps", "at least 0"),
    (("extra",), 3, "extra", "object"),
    (("comment",), "hello", "comment", '"extra"'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "word"), TREES)
def test_a_wrong_value_is_named_by_its_place(path: Path_, value: Any, place: str, word: str) -> None:
    problems = refused(changed(path, value))
    assert any(place in sentence and any(part in sentence for part in word.split("|")) for sentence in problems), (
        problems
    )


TEXTS: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _: b"", "empty"),
    (lambda _: b"  \n ", "empty"),
    (lambda text: text[: len(text) // 2], "line 13, column"),
    (lambda text: text[:-3], "too early"),
    (lambda text: text + b"{}", "line 29, column 1"),
    (lambda text: b"\xef\xbb\xbf" + text, "byte order mark (line 1, column 1)"),
    (lambda text: text.decode().encode("utf-16"), "UTF-16"),
    (lambda _: bytes(range(256)) * 50, "line 1, column 1"),
    (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "binary"),
    (lambda text: text.replace(b"hidden 1", b"hidden \xff"), "line 7, column 54"),
    (lambda text: text.replace(b"-1.43", b"NaN"), "NaN is no number of JSON (line 8"),
    (lambda text: text.replace(b"-1.43", b"Infinity"), "Infinity is no number of JSON (line 8"),
    (lambda text: text.replace(b"-1.43", b"-Infinity"), "-Infinity is no number of JSON (line 8"),
    (lambda text: text.replace(b"-1.43", b"1e999"), "nodes[1].bias.value is too large"),
    (lambda text: text.replace(b"3.34", b"-1e999"), "connections[0].weight.value is too large"),
    (lambda text: text.replace(b"[0.5, 1]", b"[1e999, 1]"), "data.rows[1][0] is too large"),
    (lambda text: text.replace(b"[240, -120]", b"[1e999, 0]"), "nodes[1].position[0] is too large"),
    (lambda text: text.replace(b"-1.43", b"1" * 5000), "line 8, column 38"),
    (lambda text: text.replace(b"-1.43", b"01.4"), "line 8"),
    (lambda text: text.replace(b"-1.43", b".4"), "line 8"),
    (lambda text: text.replace(b'"seed": 1', b'"seed": 1,,'), "line 25, column 35"),
    (lambda text: text.replace(b"[1, 0]]", b"[1, 0],]"), "comma stands before a closing bracket (line 18, column 39"),
    (lambda text: text.replace(b'"version": 1', b'"version": 1, "version": 1'), "version stands twice"),
    (lambda text: text.replace(b"3.34", b'3.34, "value": 2'), "connections[0].weight.value stands twice"),
    (lambda text: text.replace(b'"id": "top"', b'"id": "top", "id": "top"'), "nodes[1].id stands twice"),
    (lambda text: text.replace(b"hidden 1", b"\\ud800"), "half a character"),
    (lambda text: text.replace(b"{", b"[", 1), "line 2, column"),
    (lambda text: text.replace(b'"seed"', b'"extra": {"a": [1, {"b": 1e999}]}, "seed"'), "training.extra.a[1].b"),
    (lambda text: text.replace(b'"seed"', b'"extra": {"a": %b%b}, "seed"' % (b"[" * 90, b"]" * 90)), "deeper than 64"),
    (lambda _: b"[" * 1_000_000, "nests brackets deeper"),
    (lambda _: b'{"a":' * 1_000_000, "nests brackets deeper"),
    (lambda _: b"[1, 2]", "a list of 2"),
    (lambda _: b'"text"', "text"),
    (lambda _: b"null", "null"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "word"), TEXTS)
def test_a_wrong_text_is_named_by_line_and_column(spoil: Callable[[bytes], bytes], word: str) -> None:
    (problem,) = refused(spoil(EXAMPLE))
    assert word in problem


def test_a_loop_names_its_nodes() -> None:
    tree = json.loads(EXAMPLE)
    tree["connections"].append(BACK)
    (problem,) = refused(json.dumps(tree).encode())
    assert '"top" → "effect" → "top"' in problem or '"effect" → "top" → "effect"' in problem


def test_every_problem_is_listed() -> None:
    tree = json.loads(EXAMPLE)
    tree["nodes"][1]["bias"]["value"] = "a"
    tree["nodes"][2]["activation"] = "b"
    tree["data"]["rows"][2][1] = None
    tree["training"]["seed"] = -1
    problems = refused(json.dumps(tree).encode())
    assert [sentence.split(" ")[0] for sentence in problems] == [
        "nodes[1].bias.value", "nodes[2].activation", "data.rows[2][1]", "training.seed",
    ]  # fmt: skip


def test_a_node_that_cannot_be_read_does_not_spoil_its_connections() -> None:
    assert len(refused(changed(("nodes", 1, "kind"), "pol"))) == 1
    assert len(refused(changed(("nodes", 1, "id"), "dose"))) == 1


def test_a_softmax_that_cannot_be_read_is_not_told_of_weights() -> None:
    tree = json.loads(EXAMPLE)
    tree["nodes"].append({"id": "which", "kind": "softmax", "label": "which", "classes": ["a", "a"]})
    tree["connections"].append({"from": tree["nodes"][0]["id"], "to": "which"})
    (sentence,) = refused(json.dumps(tree).encode())
    assert "as an earlier class is" in sentence


def test_endless_problems_are_cut_short() -> None:
    tree = json.loads(EXAMPLE)
    tree["data"]["rows"] = [[None, None]] * 100_000
    problems = refused(json.dumps(tree).encode())
    assert len(problems) == 101
    assert "more problems" in problems[-1]


def _many(key: str, item: str, count: int) -> bytes:
    tree = json.loads(EXAMPLE)
    tree[key] = "HERE"
    return json.dumps(tree).encode().replace(b'"HERE"', b"[" + b",".join([item.encode()] * count) + b"]")


def _rows(count: int, last: str) -> bytes:
    """The example with so many sound rows and one more."""
    rows = b"[0, 1]," * count + last.encode()
    return EXAMPLE.replace(b"[[0, 0], [0.5, 1], [1, 0]]", b"[%b]" % rows)


def _extra(items: bytes) -> bytes:
    return EXAMPLE.replace(b'"seed"', b'"extra": {"a": [%b]}, "seed"' % items)


def _columns(count: int) -> bytes:
    names = b"".join(b'"c%d",' % at for at in range(count))
    return EXAMPLE.replace(b'"columns": [', b'"columns": [%b' % names)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (lambda: _many("nodes", '{"id":"a","kind":"input"}', 20_001), "20,001 nodes"),
        (lambda: _many("connections", '{"from":"a","to":"b"}', 500_001), "500,001"),
        (lambda: _many("nodes", "{}", 2_000_000), "500,000 connections"),
        (lambda: b"[" + b"0," * 6_000_000 + b"0]", "5,000,000 values"),
        (lambda: b"x" * (32 * 2**20 + 1), "32 MB"),
        (lambda: EXAMPLE + b" " * 30_000_000 + b"?", "after the end"),
        (lambda: EXAMPLE[:-3] + b" " * 30_000_000, "too early"),
        (lambda: _rows(300_000, '["much", 1]'), 'data.rows[300000][0] is the text "much"'),
        (lambda: _rows(300_000, "[1]"), "data.rows[300000] is a list of 1"),
        (lambda: EXAMPLE.replace(b'"hidden"', b'"%b"' % (b"h" * 20_000_000)), "nodes[1].kind"),
        (lambda: EXAMPLE.replace(b'"seed"', b'"%b": 1, "seed"' % (b"k" * 20_000_000)), "kkk…"),
        (lambda: _extra(b"[1]," * 300_000 + b"[1e999]"), "training.extra.a[300000][0] is not finite"),
        (lambda: _extra(b'{"b": 1, "b": 2},' * 200_000 + b"1"), "training.extra.a[0].b stands twice"),
        (lambda: _columns(200_000), "data.rows[0] is a list of 2 where a list of 200002"),
    ],
)
def test_what_is_too_much_is_refused_quickly(text: Callable[[], bytes], word: str) -> None:
    assert word in refused(text())[0]


def test_a_file_of_two_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.squiggle"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    begin = time.thread_time()
    with pytest.raises(FileRefused, match="2,048 MB and at most 32 MB"):
        storage.load(path)
    assert time.thread_time() - begin < 1


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (Path.exists, "no such file"),
        (Path.mkdir, "it is a folder"),
        (os.mkfifo, "it is a device"),
        (_loop, "circle"),
        (lambda path: path.symlink_to("nothing"), "no such file"),
    ],
)
def test_what_is_no_file_is_refused_by_its_name(tmp_path: Path, make: Callable[[Path], None], word: str) -> None:
    path = tmp_path / "a.squiggle"
    make(path)
    with pytest.raises(FileRefused, match=word) as caught:
        storage.load(path)
    assert str(path) in str(caught.value)


def test_impossible_names() -> None:
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(FileRefused, match="name"):
            storage.load(name)
        with pytest.raises(FileRefused, match="name"):
            storage.save(name, storage.parse(EXAMPLE))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("none.csv", "no such file"), ("../out.csv", "folder of the network"), ("/etc/passwd", "folder of the network"),
        ("C:\\rows.csv", "folder of the network"), ("..\\out.csv", "folder of the net"), ("link.csv", "folder of the"),
        ("", "data.file is empty"), ("folder", "it is a folder"), ("bad.csv", "bad.csv line 3"),
        ("other.csv", 'no column "dosage"'), ("a\0b", "folder of the network"),
    ],
)  # fmt: skip
def test_a_csv_that_cannot_serve_is_refused(tmp_path: Path, name: str, word: str) -> None:
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (tmp_path / "out.csv").write_text("dosage,effectiveness\n1,2\n")
    (home / "link.csv").symlink_to(tmp_path / "out.csv")
    (home / "bad.csv").write_text("dosage,effectiveness\n1,2\nx,2\n3,4\n")
    (home / "other.csv").write_text("dose,effect\n1,2\n")
    tree = json.loads(changed(("data", "rows"), GONE))
    tree["data"]["file"] = name
    problems = refused(json.dumps(tree).encode(), home)
    assert any("data.file" in sentence and word in sentence for sentence in problems), problems


def test_a_fault_far_down_a_long_table_is_named_by_its_row() -> None:
    tree = json.loads(EXAMPLE)
    tree["data"]["rows"] = [[at, 0] for at in range(5000)]
    tree["data"]["rows"][4321] = [1, None]
    tree["data"]["rows"][4990] = [1]
    first, second = refused(json.dumps(tree).encode())
    assert first.startswith("data.rows[4321][1] is empty")
    assert second.startswith("data.rows[4990] is a list of 1")


def test_keys_under_extra_may_hold_any_signs() -> None:
    key = "a.b[" * 40
    text = EXAMPLE.replace(b'"seed"', b'"extra": {"%b": [1.5]}, "seed"' % key.encode())
    assert storage.parse(text).training.extra == {key: [1.5]}


def test_unknown_keys_are_told_in_the_order_of_the_file() -> None:
    found = refused(EXAMPLE.replace(b'"title"', b'"zeta": 1, "alpha": 2, "mu": 3, "title"'))
    assert [sentence.split()[0] for sentence in found] == ["zeta", "alpha", "mu"]


def test_many_outputs_without_positions_are_placed_at_once() -> None:
    single = '{{"id": "{}", "kind": "{}", "activation": "identity", "bias": {{"name": "b{}", "value": 0}}}}'
    nodes = [f'{{"id": "x{at}", "kind": "input"}}' for at in range(3000)]
    nodes += [single.format(f"y{at}", "output", at) for at in range(3000)]
    joined = [f'{{"from": "x{at}", "to": "y{at}", "weight": {{"name": "w{at}", "value": 1}}}}' for at in range(3000)]
    tree = '{"format": "squiggle-network", "version": 1, "nodes": [%s], "connections": [%s]}'
    begin = time.thread_time()
    document = storage.parse((tree % (", ".join(nodes), ", ".join(joined))).encode())
    assert time.thread_time() - begin < 1
    assert len(document.positions) == 6000
