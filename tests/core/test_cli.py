"""The commands as a person types them, in one process; their start as a program is tests/test_main.py."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import core.cli
import main
from core import storage
from core.console import runs
from core.datasets.rows import prepare
from core.engine.compiler import compile_network
from core.scores import score
from tests.helpers.network_text import EXAMPLE

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examples: Path) -> Run:
    """Run a command line in a folder that holds the examples; gives status, output and sentences."""
    for path in examples.glob("*.squiggle"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)

    def run_it(*words: str) -> tuple[int, str, str]:
        status = main.run(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run_it


PART2 = "part2-backpropagation.squiggle"


def only_json(out: str) -> Any:
    assert out.endswith("\n")
    assert out.count("\n") == 1
    return json.loads(out)


def test_train_prints_one_object(run: Run) -> None:
    status, out, err = run("train", PART2, "--json")
    result = only_json(out)
    assert status == 0
    assert [*result] == ["steps", "loss", "stopped", "parameters"]
    assert (result["steps"], result["stopped"]) == (12, "min_step_size")
    assert result["parameters"]["b3"] == pytest.approx(2.609141, abs=5e-7)
    assert [*result["parameters"]] == ["w1", "b1", "w2", "b2", "w3", "w4", "b3"]
    assert "step size" in err


@pytest.mark.parametrize(
    "words",
    [
        ("train", PART2, "--steps", "2", "--json"),
        ("train", "--json", "--steps", "2", PART2),
        ("train", "--steps=2", PART2, "--json"),
        ("--json", "train", PART2, "--steps", "2"),
    ],
)
def test_options_stand_in_any_order(run: Run, words: tuple[str, ...]) -> None:
    status, out, _ = run(*words)
    result = only_json(out)
    assert (status, result["steps"], result["stopped"]) == (0, 2, "max_steps")
    assert result["parameters"]["b3"] == pytest.approx(2.191715, abs=5e-7)


@pytest.mark.parametrize("command", ["check", "gradients", "predict", "train"])
def test_a_drawing_too_wide_to_compute_is_refused_by_every_command(run: Run, command: str) -> None:
    # 4,500 inputs, each joined to an output of its own: 4,500 × 4,501 places, most of them not drawn
    tree = {"format": "squiggle-network", "version": 1, "nodes": [], "connections": []}
    for at in range(4500):
        output = {"id": f"o{at}", "kind": "output", "activation": "tanh", "bias": {"name": f"b{at}", "value": 0}}
        tree["nodes"] += [{"id": f"i{at}", "kind": "input"}, output]  # type: ignore[operator]
        joined = {"from": f"i{at}", "to": f"o{at}", "weight": {"name": f"w{at}", "value": 1}}
        tree["connections"] += [joined]  # type: ignore[operator]
    Path("wide.squiggle").write_text(json.dumps(tree))
    status, out, err = run(command, "wide.squiggle")
    assert (status, out) == (1, "")
    assert err.startswith("wide.squiggle: The network is too wide to compute: its levels have room for 20,254,500 we")
    assert len(storage.load("wide.squiggle").connections) == 4500, "it can be opened and made narrower"


def test_steps_take_the_place_of_max_steps_and_other_rules_hold(run: Run) -> None:
    assert only_json(run("train", PART2, "--json", "--steps", "100000")[1])["stopped"] == "min_step_size"
    result = only_json(run("train", PART2, "--json", "--steps", "0")[1])
    assert (result["steps"], result["stopped"], result["parameters"]["b3"]) == (0, "max_steps", 0)


def test_train_starts_at_step_0_from_the_values_of_the_file(run: Run) -> None:
    run("train", PART2, "--steps", "1", "--save", "one.squiggle")
    saved = storage.load("one.squiggle")
    assert saved.steps == 1
    assert saved.parameter(("", "effect")).value[0] == pytest.approx(1.565511, abs=5e-7)
    assert saved.parameter(("", "effect")).initial[0] == 0
    result = only_json(run("train", "one.squiggle", "--steps", "1", "--json", "--save", "two.squiggle")[1])
    assert result["steps"] == 1
    assert result["parameters"]["b3"] == pytest.approx(2.191715, abs=5e-7)
    assert storage.load("two.squiggle").steps == 2
    assert storage.load("two.squiggle").training == storage.load(PART2).training, "options are not saved"


def test_learning_rate_and_seed(run: Run) -> None:
    slower = only_json(run("train", PART2, "--json", "--steps", "1", "--learning-rate", "0.01")[1])
    assert slower["parameters"]["b3"] == pytest.approx(0.1565511, abs=5e-8)
    text = Path(PART2).read_text().replace('"batch_size": null', '"batch_size": 1, "shuffle": true')
    Path("shuffled.squiggle").write_text(text)
    ends = {
        only_json(run("train", "shuffled.squiggle", "--json", "--steps", "1", "--seed", str(seed))[1])["loss"]
        for seed in range(8)
    }
    assert len(ends) > 1


def test_divergence_is_status_3_with_the_last_finite_values(run: Run) -> None:
    status, out, err = run("train", PART2, "--json", "--learning-rate", "50", "--steps", "100000")
    result = only_json(out)
    assert (status, result["stopped"]) == (3, "diverged")
    assert result["loss"] < float("inf")
    assert "tenth of the learning rate" in err


def test_without_any_stop_rule_there_is_an_end(run: Run) -> None:
    Path("a.squiggle").write_text(Path(PART2).read_text().replace('{"max_steps": 1000, "min_step_size": 0.0001}', "{}"))
    status, out, err = run("train", "a.squiggle", "--json")
    assert (status, only_json(out)["steps"]) == (0, 1000)
    assert "no stop rule" in err


def test_train_for_a_person(run: Run) -> None:
    status, out, _ = run("train", PART2)
    assert status == 0
    assert out.splitlines()[0].split() == ["steps", "12"]
    assert out.splitlines()[-1].split() == ["b3", "2.60914"]


def test_gradients(run: Run) -> None:
    result = only_json(run("gradients", PART2, "--json")[1])
    assert [*result] == ["loss", "parameters", "gradients"]
    assert result["loss"] == pytest.approx(20.423598, abs=5e-7)
    assert result["gradients"]["b3"] == pytest.approx(-15.655108, abs=5e-7)
    assert result["gradients"]["w1"] != 0, "a frozen parameter's derivative is reported too"
    assert "d SSR / d parameter" in run("gradients", PART2)[1]


def test_arrays_keep_the_shapes_of_the_file(run: Run) -> None:
    text = EXAMPLE.replace(b'"label": "hidden 1",', b'"label": "hidden 1", "units": 2,')
    text = text.replace(b'"value": -1.43', b'"value": [-1.43, 2]')
    text = text.replace(b'"value": 3.34', b'"value": [[3.34], [1]]').replace(
        b'"value": -1.22', b'"value": [[-1.22, 4]]'
    )
    Path("layer.squiggle").write_bytes(text)
    result = only_json(run("gradients", "layer.squiggle", "--json")[1])
    assert result["parameters"] == {"w1": [[3.34], [1]], "b1": [-1.43, 2], "w3": [[-1.22, 4]], "b3": 0}
    assert [len(result["gradients"][name]) for name in ("w1", "b1", "w3")] == [2, 2, 1]


def test_predict(run: Run) -> None:
    result = only_json(run("predict", PART2, "--json")[1])
    assert result["rows"] == 3
    assert [*result["outputs"]] == ["effect"]
    assert result["outputs"]["effect"] == [
        [pytest.approx(value, abs=5e-7)] for value in (-2.603665, -1.609019, -2.61487)
    ]
    assert run("predict", PART2)[1].splitlines()[0].split() == ["row", "effectiveness"]


def test_more_rows_than_can_be_predicted_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.cli, "IN_ALL", 12)
    status, out, err = run("predict", PART2, "--json")
    assert (status, out) == (1, "")
    assert "at most 12 are computed at once; predict fewer rows at a time." in err


@pytest.mark.parametrize("text", ["dosage\n0.5\n", "other;dosage\nx;0,5\n", "0.5\n", "effectiveness,dosage\n7,0.5\n",
                                  ",dosage\n0,0.5\n", "2024,dosage\n0,0.5\n"])
def test_predict_rows_of_a_csv(run: Run, text: str) -> None:
    Path("rows.csv").write_text(text)
    result = only_json(run("predict", PART2, "--csv", "rows.csv", "--json")[1])
    assert result == {"rows": 1, "outputs": {"effect": [[pytest.approx(-1.609019, abs=5e-7)]]}}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("dose\n1\n", 'rows.csv line 1: there is no column "dosage"'),
        ("dosage\n1\nx\n2\n", "rows.csv line 3"),
        ("dosage\nx\ny\n", "holds text"),
        ("1,2\n", "rows.csv has 2 columns and the network reads 1"),
        ("dosage\n1\n2,3\n", "rows.csv line 3"),
        ("", "empty"),
        ("dosage\n", "no rows"),
    ],
)
def test_rows_that_cannot_be_predicted(run: Run, text: str, word: str) -> None:
    Path("rows.csv").write_text(text)
    status, out, err = run("predict", PART2, "--csv", "rows.csv", "--json")
    assert (status, out) == (1, "")
    assert word in err


def test_predict_without_data_takes_columns_in_order(run: Run) -> None:
    tree = json.loads(Path(PART2).read_text())
    del tree["data"]
    Path("bare.squiggle").write_text(json.dumps(tree))
    Path("rows.csv").write_text("0.5\n1\n")
    assert only_json(run("predict", "bare.squiggle", "--csv", "rows.csv", "--json")[1])["rows"] == 2
    status, _, err = run("predict", "bare.squiggle")
    assert status == 1
    assert "rows" in err


def test_check_every_example(run: Run) -> None:
    for path in sorted(Path().glob("*.squiggle")):
        status, out, err = run("check", str(path))
        assert (status, err) == (0, "")
        assert "is sound" in out


def test_check_prints_every_problem_with_its_place(run: Run) -> None:
    tree = json.loads(Path(PART2).read_text())
    tree["nodes"][1]["bias"]["value"] = None
    tree["data"]["rows"][0] = [1]
    Path("bad.squiggle").write_text(json.dumps(tree))
    status, out, err = run("check", "bad.squiggle")
    assert (status, out) == (1, "")
    assert [line.split(" ")[1] for line in err.splitlines()] == ["nodes[1].bias.value", "data.rows[0]"]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"loss": "ssr"', '"loss": "cross_entropy"', "Cross entropy needs"),
        ('"inputs": {"dose": "dosage"}', '"inputs": {}', "dosage"),
        ('"seed": 1', '"seed": 1', None),
    ],
)
def test_check_tries_to_compile(run: Run, old: str, new: str, word: str | None) -> None:
    Path("a.squiggle").write_text(Path(PART2).read_text().replace(old, new))
    status, _, err = run("check", "a.squiggle")
    assert status == (0 if word is None else 1)
    assert (word or "") in err


def test_predict_reports_softmax_and_argmax(run: Run) -> None:
    status, out, _ = run("predict", "part5-softmax.squiggle", "--json")
    found = json.loads(out)
    assert (status, found["rows"]) == (0, 3)
    assert [*found["outputs"]] == ["setosa", "versicolor", "virginica", "argmax", "softmax"]
    assert found["outputs"]["argmax"] == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert [sum(row) for row in found["outputs"]["softmax"]] == pytest.approx([1, 1, 1])
    assert found["outputs"]["softmax"][0] == pytest.approx([0.567652, 0.201927, 0.230421], abs=1e-6)
    status, out, _ = run("predict", "part5-softmax.squiggle")
    assert "ArgMax Setosa" in out


def test_rows_of_a_csv_need_no_classes(run: Run) -> None:
    Path("rows.csv").write_text("petal width,sepal width\n0,1\n")
    status, out, _ = run("predict", "part6-cross-entropy.squiggle", "--csv", "rows.csv", "--json")
    assert status == 0
    assert json.loads(out)["outputs"]["species"][0] == pytest.approx([0.687135, 0.105904, 0.206961], abs=1e-6)


def test_part_7_is_trained_and_derived(run: Run) -> None:
    status, out, _ = run("gradients", "part7-b3.squiggle", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["loss"] == pytest.approx(2.665939, abs=1e-6)
    assert found["gradients"]["b3"] == pytest.approx(-0.773201, abs=1e-6)
    assert len(found["parameters"]) == 15
    status, out, _ = run("train", "part7-b3.squiggle", "--steps", "1", "--json")
    assert json.loads(out)["parameters"]["b3"] == pytest.approx(-1.226799, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "least"), [("iris-train", 0.95), ("digits", 0.96), ("xor", 0.95), ("spiral", 0.93)]
)
def test_examples_learn_their_classes(run: Run, name: str, least: float) -> None:
    status, _, _ = run("train", f"{name}.squiggle", "--save", "out.squiggle")
    assert status == 0
    document = storage.load("out.squiggle")
    network = compile_network(document)
    found = next(iter(score(document, network, network.pack(document), prepare(document)).values()))
    assert found.train.accuracy is not None
    assert found.train.accuracy >= least
    assert found.test.accuracy is None or found.test.accuracy >= least


def test_filters_and_their_biases_are_lists_in_every_result(run: Run) -> None:
    for command in ("train", "gradients"):
        status, out, _ = run(command, "part8-letters.squiggle", "--json")
        found = only_json(out)
        assert status == 0
        for part in {"parameters", "gradients"} & found.keys():
            assert np.shape(found[part]["w1"]) == (1, 1, 3, 3)
            assert np.shape(found[part]["b1"]) == (1,)
            assert np.shape(found[part]["b2"]) == ()
        assert run(command, "part8-letters.squiggle")[0] == 0


def test_the_letters_are_predicted_from_a_csv_row_by_row(run: Run) -> None:
    header = ",".join(f"row {row} column {column}" for row in range(1, 7) for column in range(1, 7))
    letter = ["001100", "010010", "100001", "100001", "010010", "001100"]
    Path("rows.csv").write_text(header + "\n" + ",".join("".join(letter)) + "\n")
    status, out, _ = run("predict", "part8-letters.squiggle", "--csv", "rows.csv", "--json")
    outputs = only_json(out)["outputs"]
    assert status == 0
    assert outputs == {"O": [[pytest.approx(0.9978)]], "X": [[pytest.approx(0.0022)]]}


def test_an_argmax_stops_and_says_why(run: Run) -> None:
    tree = json.loads(Path("part7-b3.squiggle").read_text())
    tree["nodes"][-1]["kind"] = "argmax"
    Path("hard.squiggle").write_text(json.dumps(tree))
    status, _, err = run("train", "hard.squiggle")
    assert status == 1
    assert "derivative is 0" in err
    tree["training"]["loss"] = "ssr"
    Path("hard.squiggle").write_text(json.dumps(tree))
    status, out, err = run("train", "hard.squiggle", "--json")
    assert (status, json.loads(out)["stopped"], json.loads(out)["steps"]) == (0, "min_step_size", 1)
    assert "nothing trains through species" in err
    status, out, _ = run("check", "hard.squiggle")
    assert status == 0
    assert "Note: Nothing trains through species" in out


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("train",), "FILE"),
        (("train", PART2, "--steps", "-1"), "at least 0"),
        (("train", PART2, "--steps", "1.5"), "whole number"),
        (("train", PART2, "--steps", "1" * 400), "at most 1e+12"),
        (("train", PART2, "--learning-rate", "0"), "more than 0"),
        (("train", PART2, "--learning-rate", "nan"), "must be"),
        (("train", PART2, "--learning-rate", "fast"), "not a number"),
        (("train", PART2, "--seed", "-1"), "at least 0"),
        (("train", PART2, "--step", "1"), "--step"),
        (("train", PART2, "other"), "other"),
        (("predict", PART2, "--csv"), "--csv"),
        (("screenshot", PART2), "OUT.png"),
        (("screenshot", PART2, "a.png", "--size", "big"), "1600x1000"),
        (("screenshot", PART2, "a.png", "--size", "9x9"), "200 to 8000"),
        (("screenshot", PART2, "a.png", "--theme", "pink"), "light"),
        (("a.squiggle", "b.squiggle"), "b.squiggle"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_wrong_words_are_status_2(run: Run, words: tuple[str, ...], word: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert word in err


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, "Squiggle 0.1.0\n", "")
    status, out, _ = run("--help")
    assert status == 0
    assert all(command in out for command in ("train", "gradients", "predict", "check", "screenshot"))


@pytest.mark.parametrize("command", ["train", "gradients", "predict", "check"])
def test_a_file_that_cannot_be_read_is_status_1(run: Run, command: str) -> None:
    status, out, err = run(command, "nowhere.squiggle")
    assert (status, out) == (1, "")
    assert "nowhere.squiggle" in err
    assert len(err.splitlines()) == 1


def test_what_cannot_be_trained_is_status_1(run: Run) -> None:
    Path("a.squiggle").write_text(Path(PART2).read_text().replace("true", "false"))
    status, out, err = run("train", "a.squiggle", "--json")
    assert (status, out) == (1, "")
    assert "frozen" in err


def test_numbers_too_large_are_status_1_not_a_broken_object(run: Run) -> None:
    Path("a.squiggle").write_text(Path(PART2).read_text().replace("3.34", "1e308").replace("-1.22", "1e308"))
    for command in ("train", "gradients", "predict"):
        status, out, err = run(command, "a.squiggle", "--json")
        assert (status, out) == (1, "")
        assert "too large" in err


def test_a_folder_that_is_not_there_is_said_before_training(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "Trainer", None)
    status, _, err = run("train", PART2, "--save", "none/out.squiggle")
    assert status == 1
    assert "none/out.squiggle" in err


def test_ctrl_c_keeps_what_was_reached(run: Run) -> None:
    Path("a.squiggle").write_text(Path(PART2).read_text().replace('"min_step_size": 0.0001', '"loss_below": 1e-30'))
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    status, out, err = run("train", "a.squiggle", "--steps", "1000000000", "--save", "out.squiggle", "--json")
    timer.join()
    assert status == 130
    assert "interrupted" in err
    result = only_json(out)
    assert (result["stopped"], storage.load("out.squiggle").steps) == ("interrupted", result["steps"])


class _Terminal:
    """A stream that says it is a terminal and keeps what is written."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


def test_the_bar_is_drawn_only_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\r" not in run("train", PART2)[2]
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert run("train", "details2-all-parameters.squiggle")[0] == 0
    assert "of 10,000" in terminal.text
    assert "\r\x1b[K" in terminal.text, "the bar is taken away"


@pytest.mark.parametrize(("command", "file"), [("train", "network file"), ("screenshot", "network file or lesson"),
                                               ("check", "network file or lesson")])  # fmt: skip
def test_help_says_which_files_a_command_takes(run: Run, command: str, file: str) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    line = next(line for line in out.splitlines() if line.startswith("  FILE "))
    assert line.split(maxsplit=1)[1] == file
