"""A training run in a terminal: from the file's values to a stop rule, with a progress bar and Ctrl+C."""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import TextIO

import numpy as np

from core.catalog import STOP_RULES
from core.console.command_line import Words
from core.document import Document, Parameter, Stop, floats
from core.errors import NetworkRefused
from core.quantity import format_number
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

_CALL_SECONDS = 0.05
"""How long one call of the trainer may last, so that Ctrl+C and the bar answer at once."""
_BAR_SECONDS = 0.1
_BAR_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Run:
    """What came of training: the document with the new values, the reason's name in files, and its sentence.

    ``steps`` is the step at which training ended; after divergence the values are those of the last finite step.
    """

    document: Document
    steps: int
    loss: float
    stopped: str
    sentence: str


def train(document: Document, words: Words) -> Run:
    """Train ``document`` from its values as the options say, at step 0 whatever steps the file tells of.

    Raises NetworkRefused where it cannot be trained, or its loss is not a finite number to begin with.
    """
    begun = _with_options(document, words)
    trainer = Trainer(begun, most_records=0)  # nobody looks back, and every record has its price
    if not math.isfinite(trainer.snapshot().loss):
        raise NetworkRefused("The loss is too large to compute with at these parameters; use smaller weights or data.")
    with _interrupt() as interrupted, _bar(begun.training.stop.max_steps) as bar:
        snapshot = _advance(trainer, bar, interrupted)
    stop = snapshot.stop
    stopped, sentence = (
        (stop.name, stop.sentence)
        if stop
        else (
            "interrupted",
            f"Training was interrupted after {snapshot.step:,} steps; the parameters are those so far.",
        )
    )
    ended = _with_values(document, trainer, snapshot)
    return Run(ended, stop.step if stop else snapshot.step, snapshot.loss, stopped, sentence)


def _with_options(document: Document, words: Words) -> Document:
    """Return the document to train: options in place of the file's settings, and never without an end."""
    training = document.training
    if words.steps is not None:
        training = replace(training, stop=replace(training.stop, max_steps=words.steps))
    if words.learning_rate is not None:
        training = replace(training, learning_rate=words.learning_rate)
    if words.seed is not None:
        training = replace(training, seed=words.seed)
    if training.stop == Stop():
        most = int(STOP_RULES["max_steps"].default or 0)
        print(f"{words.file} has no stop rule, so training ends after {most:,} steps.", file=sys.stderr)
        training = replace(training, stop=Stop(max_steps=most))
    return document.evolve(training=training, steps=0)


def _advance(trainer: Trainer, bar: Bar, interrupted: threading.Event) -> Snapshot:
    """Call the trainer until a rule stops it, with as many steps a call as fit the time."""
    count, stop = 1, None
    while stop is None and not interrupted.is_set():
        begin = time.perf_counter()
        stop = trainer.step(count)
        took = time.perf_counter() - begin
        count = max(1, min(2 * count, int(count * _CALL_SECONDS / max(took, 1e-9))))
        bar.show(trainer)
    return trainer.snapshot()


def _with_values(document: Document, trainer: Trainer, snapshot: Snapshot) -> Document:
    """Return the document with the trained values; Reset still returns to where they started."""
    trained: dict[tuple[str, str], Parameter] = {}
    for ref, value in trainer.network.parameters(snapshot.theta).items():
        old = document.parameter(ref)
        if not np.array_equal(old.value, value):
            trained[ref] = replace(old, value=floats(value), start=old.initial)
    return document.with_parameters(trained).evolve(steps=document.steps + snapshot.step)


@contextmanager
def _interrupt() -> Iterator[threading.Event]:
    """Let the first Ctrl+C set an event, so that no step is torn; a second one ends the program."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


class Bar:
    """A progress bar of one line, drawn only on a terminal."""

    def __init__(self, stream: TextIO, most: int | None) -> None:
        self._stream, self._most = stream, most
        self._shown = 0.0
        self._drawn = False

    def show(self, trainer: Trainer) -> None:
        """Draw the bar, a few times a second at most."""
        now = time.monotonic()
        if not self._stream.isatty() or now - self._shown < _BAR_SECONDS:
            return
        self._shown, self._drawn = now, True
        snapshot = trainer.snapshot()
        done = f"step {snapshot.step:,}" + (f" of {self._most:,}" if self._most else "")
        self._stream.write(f"\r{self._blocks(snapshot.step)}{done}   loss {format_number(snapshot.loss)}\x1b[K")
        self._stream.flush()

    def _blocks(self, step: int) -> str:
        if not self._most:
            return ""
        full = min(_BAR_WIDTH, _BAR_WIDTH * step // self._most)
        return f"[{'#' * full}{'.' * (_BAR_WIDTH - full)}] "

    def clear(self) -> None:
        """Take the bar away, so that a sentence can stand there."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


@contextmanager
def _bar(most: int | None) -> Iterator[Bar]:
    bar = Bar(sys.stderr, most)
    try:
        yield bar
    finally:
        bar.clear()
