"""The program as it is started: a process of its own, with what a shell gives it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    clean.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, "main.py", *words], cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_a_command_in_a_process_of_its_own(examples: Path) -> None:
    done = start("train", str(examples / "part2-backpropagation.squiggle"), "--json", "--steps", "1")
    assert done.returncode == 0
    assert done.stdout.startswith('{"steps": 1, "loss": ')
    assert start("check", "nowhere").returncode == 1
    assert start("train").returncode == 2


@pytest.mark.parametrize(
    ("output", "status", "words"),
    [
        (">/dev/full", 1, "could not be written to standard output: the disk is full"),
        (">&-", 0, ""),
        ("| true", 0, ""),
    ],
)
def test_output_that_nobody_takes(examples: Path, output: str, status: int, words: str) -> None:
    file = examples / "part2-backpropagation.squiggle"
    line = f'set -o pipefail; "{sys.executable}" main.py gradients "{file}" --json {output}'
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (status, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == bool(words)


def test_without_a_display_one_sentence_and_status_1() -> None:
    done = start()
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_display_that_does_not_answer_is_no_abort() -> None:
    done = start(DISPLAY=":98765")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("mode", ["", "LANG=C"])
def test_any_console_can_show_what_is_printed(mode: str, examples: Path) -> None:
    extra = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"} if mode else {}
    done = start("predict", str(examples / "part2-backpropagation.squiggle"), **extra)
    assert done.returncode == 0
    assert "2.60367" in done.stdout


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path, examples: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("dosage\n" + "0.5\n" * 20_000)
    file = examples / "part2-backpropagation.squiggle"
    command = [sys.executable, "main.py", "predict", str(file), "--csv", str(rows)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


_LIGHT = """
import os, sys
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.pop(name, None)
os.environ["OMP_NUM_THREADS"] = "3"
import main
assert "numpy" not in sys.modules, "numpy reads the caps when it is imported"
assert [os.environ[name] for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")] == ["1", "3", "1"]
assert main.run(["--version"]) == 0
assert not {"numpy", "PySide6", "pyqtgraph"} & {*sys.modules}, "the version needs none of them"
assert main.run(["check", sys.argv[1]]) == 0
assert "PySide6" not in sys.modules, "a command needs no window"
"""


def test_nothing_heavy_is_imported_before_the_caps(examples: Path) -> None:
    file = str(examples / "part2-backpropagation.squiggle")
    done = subprocess.run(
        [sys.executable, "-c", _LIGHT, file], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
