"""All runs together stay within their room, and what was dropped is made again as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.document import Document
from core.training.room import make_room
from core.training.run import Run
from core.training.trainer import Trainer
from tests.core.training.test_replay import assert_identical, forever
from tests.core.training.test_trainer import ten_rows, with_training


def trained(document: Document, steps: int, parent: Run | None = None) -> Run:
    """A run of so many steps, each with its record."""
    carry = None if parent is None else parent.state(document.steps)
    trainer = Trainer(document, carry=carry)
    run = Run(document, trainer.network, trainer.rows, trainer.history, parent=parent, moved=parent is not None)
    for _ in range(steps):
        trainer.step()
        trainer.snapshot()
    return run


def branch(run: Run, step: int, rate: float, steps: int) -> Run:
    shot = run.snapshot(step)
    assert shot is not None
    values = run.network.parameters(shot.theta)
    document = run.document.with_parameters({
        ref: replace(found, value=values[ref]) for ref, found in run.document.parameters().items()})
    return trained(with_training(document, learning_rate=rate).evolve(steps=step), steps, run)


def total(*runs: Run) -> int:
    return sum(run.history.size for run in runs)


def test_the_size_is_that_of_the_records() -> None:
    # 101 records of 3 + 2 vectors of 7 numbers (Adam's two among them), and step, two losses and t: 8 bytes each
    run = trained(forever(ten_rows(optimizer="adam")), 100)
    assert run.network.size == 7
    assert run.history.size == 101 * 8 * (5 * 7 + 4)


def test_a_line_of_branches_keeps_within_its_room_and_every_step_is_as_it_was() -> None:
    first = trained(forever(ten_rows(optimizer="adam", batch_size=3, shuffle=True)), 120)
    second = branch(first, 60, 0.01, 90)
    third = branch(second, 100, 0.02, 50)
    other = branch(first, 30, 0.03, 40)
    steps = range(151)
    expected = [third.record(step) for step in steps]
    ends = [run.record(run.end) for run in (first, second, third, other)]
    before = total(first, second, third, other)
    make_room([third, other], most=before // 4)
    assert 0 < total(first, second, third, other) <= before // 4
    for step in [*steps, *reversed(steps)]:
        assert expected[step] is not None
        assert_identical(third.record(step), expected[step])
    for run, end in zip((first, second, third, other), ends, strict=True):
        assert end is not None
        assert_identical(run.view().nearest(run.end), end)
        assert run.view().steps[0] == 0
        assert (np.diff(run.view().steps) > 0).all()
    assert third.view().steps.size < 60, "the records of the runs before are those that they still have"


def test_the_largest_gives_way_and_the_busy_one_never() -> None:
    document = forever(ten_rows())
    busy, large, small = trained(document, 400), trained(document, 200), trained(document, 50)
    sizes = busy.history.size, small.history.size
    make_room([busy, large, small], busy, most=sum(sizes) + large.history.size // 3)
    assert (busy.history.size, small.history.size) == sizes
    assert 2 < large.view().steps.size <= 51
    make_room([busy, large, small], busy, most=0)
    assert busy.history.size == sizes[0]
    assert [large.view().steps.tolist(), small.view().steps.tolist()] == [[0, 200], [0, 50]], "both ends stay"


def test_where_there_is_room_nothing_is_dropped() -> None:
    run = trained(forever(ten_rows()), 100)
    make_room([run])
    assert run.view().steps.tolist() == list(range(101))


def test_a_thinned_run_goes_on() -> None:
    document = forever(ten_rows(optimizer="momentum"))
    trainer = Trainer(document)
    run = Run(document, trainer.network, trainer.rows, trainer.history)
    for _ in range(100):
        trainer.step()
        trainer.snapshot()
    make_room([run], most=0)
    trainer.step(100)
    trainer.snapshot()
    alone = Trainer(document)
    alone.step(200)
    assert np.array_equal(run.view().nearest(200).theta, alone.snapshot().theta)
    halfway = run.record(150)
    assert halfway is not None
    there = Trainer(document)
    there.step(150)
    assert_identical(halfway, there._gauge.record(150))


def test_only_one_run_of_a_line_has_buffers() -> None:
    first = trained(forever(ten_rows()), 40)
    second = branch(first, 20, 0.01, 20)
    make_room([second], most=0)
    for step in (35, 10, 36):
        assert second.record(step) is not None
        assert [run._replay is not None for run in second.line] == [step > 20, step < 20]
