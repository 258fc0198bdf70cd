"""The commands that need no window: train, gradients, predict, check.

Results go to standard output, sentences to standard error. Exit status: 0 done, 1 the file or data is wrong,
2 the command's words are off, 3 training diverged (130 after Ctrl+C, as every shell expects).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from core import storage
from core.catalog import NODE_KINDS
from core.classes import notes
from core.console import reports
from core.console.command_line import Words
from core.console.runs import train
from core.datasets.rows import input_matrix, prepare
from core.datasets.unseen import with_rows
from core.disk import reason
from core.document import Document, Floats, Ref
from core.engine.compiler import compile_network
from core.engine.survey import IN_ALL, check_room
from core.errors import FileRefused, NetworkRefused, SquiggleError
from core.files.formatting import bare
from core.lessons import proof
from core.lessons.reader import SUFFIX, read_lesson

DONE, WRONG, DIVERGED, INTERRUPTED = 0, 1, 3, 130


def run_command(words: Words) -> int:
    """Run the command that ``words`` names and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _COMMANDS[words.command](words)
        if sys.stdout is not None:  # as it is where the shell has closed it
            sys.stdout.flush()
    except OSError as error:
        return _output_failed(error)
    except SquiggleError as refused:
        _say(words, refused)
        return WRONG
    return status


def _output_failed(error: OSError) -> int:
    """Let go of standard output, which would fail again at exit, and say why unless the reader had seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):  # as `head` does
        return DONE
    print(f"The result could not be written to standard output: {reason(error)}.", file=sys.stderr)
    return WRONG


def _say(words: Words, refused: SquiggleError) -> None:
    """Write every sentence of an error to standard error, after the network file's name where it names no file."""
    named = [str(path) for path in (words.file, getattr(words, "csv", None), getattr(words, "save", None)) if path]
    for sentence in refused.problems if isinstance(refused, FileRefused) else (str(refused),):
        print(sentence if any(name in sentence for name in named) else f"{words.file}: {sentence}", file=sys.stderr)


def _print_json(value: Mapping[str, Any]) -> None:
    print(json.dumps(value, allow_nan=False))


def _load(words: Words) -> Document:
    return storage.load(words.file, computable=True)


def _check(words: Words) -> int:
    if words.file.name.endswith(SUFFIX):
        return _check_lesson(words)
    document = _load(words)
    compile_network(document)
    if document.data.columns:
        prepare(document)
    print(reports.soundness(words.file, document))
    for note in notes(document):
        print(f"Note: {note}")
    return DONE


def _check_lesson(words: Words) -> int:
    """Read a lesson and compute every number in it anew."""
    lesson = read_lesson(words.file)
    wrong = proof.problems(lesson)
    if wrong:
        raise FileRefused(*wrong)
    numbers = sum(len(step.numbers) for step in lesson.steps)
    print(f"{words.file} is sound: {len(lesson.steps)} steps, {numbers} numbers.")
    return DONE


def _written(document: Document, values: Mapping[Ref, Floats]) -> dict[str, Any]:
    """Return numbers by parameter name in the file's shapes: bare for one, lists otherwise."""
    return {
        found.name: bare(values[ref], lists=document.nodes[ref[1]].filters is not None)
        for ref, found in document.parameters().items()
    }


def _gradients(words: Words) -> int:
    document = _load(words)
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    _require_finite(np.append(gradient, loss), "The loss or a derivative")
    parameters, slopes = (_written(document, network.parameters(vector)) for vector in (theta, gradient))
    if words.json:
        _print_json({"loss": loss, "parameters": parameters, "gradients": slopes})
    else:
        print(reports.gradients(document, loss, parameters, slopes))
    return DONE


def _predict(words: Words) -> int:
    document = _load(words)
    network = compile_network(document)
    if words.csv is not None:
        document = with_rows(document, words.csv)
    inputs = input_matrix(document)
    check_room(network.layout.height, inputs.shape[1], IN_ALL, "predict fewer rows at a time")
    values = network.forward(network.pack(document), inputs).a
    shown = [node.id for node in document.nodes.values() if NODE_KINDS[node.kind].role == "targets"]
    outputs = {node: values[network.units[node]].T for node in shown}
    for node, numbers in outputs.items():
        _require_finite(numbers, f"The output {document.nodes[node].label}")
    if words.json:
        _print_json({"rows": inputs.shape[1], "outputs": {node: one.tolist() for node, one in outputs.items()}})
    else:
        print(reports.predictions(document, outputs))
    return DONE


def _require_finite(numbers: Floats, what: str) -> None:
    if not np.isfinite(numbers).all():
        raise NetworkRefused(f"{what} is too large to compute with at these parameters; use smaller weights or inputs.")


def _train(words: Words) -> int:
    document = _load(words)
    if words.save is not None and not words.save.parent.is_dir():  # said before the work, not after it
        raise FileRefused(f"Cannot save {words.save}: there is no such folder; make it, or name another.")
    run = train(document, words)
    if words.save is not None:
        storage.save(words.save, run.document)
    print(run.sentence, file=sys.stderr)
    parameters = _written(run.document, {ref: one.value for ref, one in run.document.parameters().items()})
    if words.json:
        _print_json({"steps": run.steps, "loss": run.loss, "stopped": run.stopped, "parameters": parameters})
    else:
        print(reports.training(run.document, run.steps, run.loss, parameters))
    return {"diverged": DIVERGED, "interrupted": INTERRUPTED}.get(run.stopped, DONE)


_COMMANDS: dict[str, Callable[[Words], int]] = {
    "train": _train,
    "gradients": _gradients,
    "predict": _predict,
    "check": _check,
}
