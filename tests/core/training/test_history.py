"""A history stays small, keeps both ends, and may be read while it is written."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.engine.network import Slot
from core.training.history import History, HistoryView, Record
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one

REF = ("a", "b")


def history(size: int = 3) -> History:
    return History({REF: Slot(REF, np.array([[0, 2]]))}, size)


def record(step: int, size: int = 3) -> Record:
    full = [np.full(size, float(step) + part) for part in (0.0, 0.25, 0.5)]
    return Record(step, float(step), -float(step), full[0], full[1], full[2])


def test_every_step_is_kept_at_first() -> None:
    found = history()
    for step in range(100):
        found.add(record(step))
    view = found.view()
    assert view.steps.tolist() == list(range(100))
    assert view.losses.tolist() == list(range(100))
    assert view.test_losses[7] == -7
    assert view.values(REF).shape == (100, 1, 2)
    assert view.gradients(REF)[5].tolist() == [[5.25, 5.25]]
    assert view.step_sizes(REF)[5].tolist() == [[5.5, 5.5]]


def test_the_last_step_is_there_even_when_its_turn_has_not_come() -> None:
    found = history()
    for step in (0, 5000, 5001):
        found.add(record(step))
    found.stride = 1000
    found.add(record(5010))
    found.add(record(5020))
    view = found.view()
    assert view.steps.tolist() == [0, 5000, 5001, 5020]
    assert view.values(REF)[-1].tolist() == [[5020.0, 5020.0]]
    assert view.losses[-1] == 5020
    found.add(record(6000))
    assert found.view().steps.tolist() == [0, 5000, 5001, 6000]


def test_when_full_it_is_thinned_evenly() -> None:
    found = history()
    for step in range(50_000):
        if step >= found.next_step:
            found.add(record(step))
    view = found.view()
    assert view.steps.size <= found.capacity == 10_000
    assert view.steps.size >= found.capacity // 4
    assert view.steps[0] == 0
    assert found.stride == 8
    assert (np.diff(view.steps) < 2 * 8).all()
    assert {0, 1} <= set(view.steps % 2)  # a run that swings to and fro must not look as if it stood still
    assert np.array_equal(view.values(REF)[:, 0, 0], view.steps)


def test_unevenly_spaced_records_are_thinned_too() -> None:
    found = history()
    for step in range(0, 10_000 * 1000, 1000):
        found.add(record(step))
    found.add(record(12_000_000))
    view = found.view()
    assert view.steps[0] == 0
    assert view.steps[-1] == 12_000_000
    assert 1000 < view.steps.size <= 1252


def test_capacity_falls_with_the_number_of_parameters() -> None:
    assert history(3).capacity == 10_000
    assert history(1_000).capacity == 1666  # × 24 bytes × 1,000 = 40 MB
    assert history(10_000_000).capacity == 4


def test_going_back_drops_what_came_after() -> None:
    found = history()
    found.stride = 10
    found.add(record(0))
    kept = found.next_step
    for step in (kept, kept + 1, kept):
        found.add(record(step))
    assert 10 <= kept < 20
    assert found.view().steps.tolist() == [0, kept]


def test_views_are_read_only_and_do_not_change_afterwards() -> None:
    found = history()
    for step in range(10_000):
        found.add(record(step))
    view = found.view()
    before = view.values(REF).copy()
    for step in range(10_000, 40_000):
        found.add(record(step))
    assert np.array_equal(view.values(REF), before)
    assert view.steps.tolist() == list(range(10_000))
    with pytest.raises(ValueError, match="read-only"):
        view.kept.theta[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        view.steps[0] = 1


def test_a_view_taken_while_another_thread_writes_is_whole() -> None:
    found, seen = history(), list[HistoryView]()
    found.add(record(0))

    def write() -> None:
        for step in range(1, 20_000):
            found.add(record(step))

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        seen.append(found.view())
    writer.join()
    assert seen
    for view in seen:
        assert (np.diff(view.steps) > 0).all()
        assert np.array_equal(view.losses, view.steps)
        assert np.array_equal(view.values(REF)[:, 0, 1], view.steps)


def test_cutting_forgets_what_came_after_and_leaves_views_alone() -> None:
    found = history()
    for step in range(20):
        found.add(record(step))
    view = found.view()
    found.cut(12)
    assert found.view().steps.tolist() == list(range(13))
    found.add(record(13)._replace(loss=99.0))
    assert found.view().losses[-1] == 99
    assert view.steps.tolist() == list(range(20))
    assert view.losses[13] == 13


def test_a_view_ends_where_a_snapshot_was_taken() -> None:
    found = history()
    for step in (0, 10, 25):
        found.add(record(step))
    found.stride = 10
    found.add(record(27))
    view = found.view()
    assert view.steps.tolist() == [0, 10, 25, 27]
    assert view.ending(record(26)).steps.tolist() == [0, 10, 25, 26]
    assert view.ending(record(25)).steps.tolist() == [0, 10, 25]
    assert (view.start, view.end) == (0, 27)


def test_the_nearest_record_is_at_the_step_or_before() -> None:
    found = history()
    for step in (0, 10, 25):
        found.add(record(step))
    found.stride = 10
    found.add(record(27))
    view = found.view()
    assert [view.nearest(step).step for step in (-3, 0, 9, 10, 24, 25, 26, 27, 99)] == [0, 0, 0, 10, 10, 25, 25, 27, 27]
    assert view.nearest(10).theta.tolist() == [10.0, 10.0, 10.0]
    with pytest.raises(ValueError, match="read-only"):
        view.nearest(10).theta[0] = 1.0


def test_who_never_looks_back_keeps_few_records() -> None:
    trainer = Trainer(one_two_one(), most_records=0)
    trainer.step(1_000)
    view = trainer.history.view()
    assert view.steps.size <= trainer.history.capacity + 1 == 5
    assert view.start == 0
