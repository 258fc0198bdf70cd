"""The thread: runs, pauses, steps, stops in time, and tells of its own failure."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from core.document import Document, Stop
from core.training import runner
from core.training.mailbox import Mailbox
from core.training.runner import Runner
from core.training.snapshot import Failure, Snapshot
from core.training.trainer import Trainer
from tests.benchmarks.networks import layered
from tests.core.training.test_trainer import with_training
from tests.helpers.build import one_two_one

Box = Mailbox[Snapshot | Failure]


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for a condition; fail if it does not come about."""
    gate, end = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        gate.wait(0.001)


class Bench:
    """A runner with its mailbox and all that came through it."""

    def __init__(self, document: Document) -> None:
        self.trainer, self.box = Trainer(document, revision=3), Box()
        self.runner, self.seen = Runner(self.trainer, self.box), list[Snapshot]()

    def look(self) -> bool:
        mail = self.box.take()
        if isinstance(mail, Snapshot):
            self.seen.append(mail)
        return mail is not None

    def came_to(self, step: int) -> bool:
        self.look()
        return bool(self.seen) and self.seen[-1].step >= step


@pytest.fixture
def bench() -> Iterator[Bench]:
    found = Bench(with_training(one_two_one(), stop=Stop(), learning_rate=0.001))
    yield found
    found.runner.stop()
    assert "training" not in {thread.name for thread in threading.enumerate()}


def test_it_runs_and_posts_frozen_snapshots(bench: Bench) -> None:
    bench.runner.run()
    until(lambda: bench.came_to(1000) and len(bench.seen) > 3)
    assert bench.runner.running
    steps = [snapshot.step for snapshot in bench.seen]
    assert steps == sorted(set(steps))
    assert bench.seen[0].revision == 3
    assert not bench.seen[0].theta.flags.writeable
    assert bench.seen[-1].loss < bench.seen[0].loss


def test_the_last_snapshot_always_comes(bench: Bench) -> None:
    bench.runner.run()
    until(lambda: bench.came_to(1))
    bench.runner.stop()
    assert not bench.runner.running
    bench.look()
    assert bench.seen[-1].step == bench.trainer.steps
    assert np.array_equal(bench.seen[-1].theta, bench.trainer.snapshot().theta)


def test_values_of_all_rows_come_along_but_not_while_somebody_waits_for_the_end(bench: Bench) -> None:
    bench.runner.run()
    until(lambda: bench.came_to(1))
    values, network = bench.seen[-1].values, bench.trainer.network
    assert values is not None
    assert np.array_equal(values.a, network.forward(bench.seen[-1].theta, bench.trainer.rows.inputs).a)
    bench.runner.stop()
    bench.look()
    assert bench.seen[-1].values is None


def test_single_steps_and_pause(bench: Bench) -> None:
    bench.runner.step(7)
    until(lambda: bench.came_to(7) and not bench.runner.running)
    assert bench.trainer.steps == 7
    bench.runner.step()
    until(lambda: bench.came_to(8))
    bench.runner.run()
    until(lambda: bench.came_to(100))
    bench.runner.pause()
    assert not bench.runner.running
    bench.runner.step()
    until(lambda: not bench.runner.running)


def test_a_stop_rule_ends_the_run_and_is_in_the_snapshot() -> None:
    bench = Bench(with_training(one_two_one(), stop=Stop(max_steps=500), learning_rate=0.001))
    bench.runner.run()
    until(lambda: bench.came_to(500) and bench.seen[-1].stop is not None and not bench.runner.running)
    assert bench.seen[-1].stop is not None
    assert bench.seen[-1].stop.name == "max_steps"
    bench.runner.stop()


def test_slow_motion_keeps_its_speed(bench: Bench) -> None:
    bench.runner.run(speed=50)
    start = time.monotonic()
    until(lambda: bench.came_to(20))
    took = time.monotonic() - start
    assert took >= 19 / 50 - 0.01  # never faster; a busy machine may be slower
    assert all(b.step - a.step <= 3 for a, b in zip(bench.seen, bench.seen[1:], strict=False))


def test_slow_motion_stops_at_once(bench: Bench) -> None:
    bench.runner.run(speed=0.01)
    until(lambda: bench.came_to(1))
    start = time.monotonic()
    bench.runner.stop()
    assert time.monotonic() - start < 5  # the next step is due in 100 s
    assert bench.trainer.steps == 1


def test_a_new_speed_takes_over(bench: Bench) -> None:
    bench.runner.run(speed=0.01)
    until(lambda: bench.came_to(1))
    bench.runner.run()
    until(lambda: bench.came_to(200))


def test_a_large_network_stops_in_time() -> None:
    bench = Bench(with_training(layered([784, 256, 128, 10], "relu", 512, 128), stop=Stop()))
    bench.runner.run()
    until(lambda: bench.came_to(5))
    start = time.monotonic()
    bench.runner.stop()
    assert time.monotonic() - start < 1.0  # 0.02 s on an idle machine
    assert bench.runner._burst.size < 20


def rests_of(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list to which each time that it gives way is added, in seconds at most, as it begins."""
    wait_for, rests = bench.runner._changed.wait_for, list[float]()

    def waited(ready: Callable[[], bool], timeout: float | None = None) -> bool:
        rests.extend([] if timeout is None else [timeout])
        return wait_for(ready, timeout)

    monkeypatch.setattr(bench.runner._changed, "wait_for", waited)
    return rests


def test_it_makes_no_steps_while_it_gives_way_and_goes_on_afterwards(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_LONGEST_WAY", 60.0)
    monkeypatch.setattr(runner, "_REST_FOR_WORK", 1e9)
    rests = rests_of(bench, monkeypatch)
    bench.runner.run()
    until(lambda: bench.came_to(100))
    bench.runner.give_way(on=True)
    until(lambda: bool(rests))
    made = bench.trainer.steps
    with bench.runner._changed:  # free for others only while the thread waits
        assert (bench.trainer.steps, len(rests)) == (made, 1)
    bench.runner.give_way(on=False)
    until(lambda: bench.trainer.steps > made)


def test_giving_way_does_not_keep_it_from_stopping_nor_from_training_for_ever(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = rests_of(bench, monkeypatch)
    bench.runner.run()
    bench.runner.give_way(on=True)
    until(lambda: bench.came_to(100))  # nobody says that the window has drawn
    monkeypatch.setattr(runner, "_LONGEST_WAY", 60.0)
    monkeypatch.setattr(runner, "_REST_FOR_WORK", 1e9)
    until(lambda: max(rests, default=0.0) > 10)
    start = time.monotonic()
    bench.runner.stop()
    assert time.monotonic() - start < 5


def test_a_window_that_always_draws_leaves_the_steps_half_of_the_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests, learn, worked, bursts = rests_of(bench, monkeypatch), bench.runner._burst.learn, 0.0, 0

    def learned(count: int, seconds: float) -> None:
        nonlocal worked, bursts
        worked, bursts = worked + seconds, bursts + 1
        learn(count, seconds)

    monkeypatch.setattr(bench.runner._burst, "learn", learned)
    bench.runner.give_way(on=True)
    bench.runner.run()
    until(lambda: bursts > 20)
    bench.runner.stop()
    assert 0 < sum(rests) <= worked


def test_an_error_inside_is_posted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(count: int) -> None:
        raise ZeroDivisionError(f"in a burst of {count}")

    monkeypatch.setattr(bench.trainer, "step", broken)
    bench.runner.run()
    until(lambda: not bench.runner.running)
    bench.runner.stop()
    mail = bench.box.take()
    assert isinstance(mail, Failure)
    assert mail.revision == 3
    assert "ZeroDivisionError: in a burst of 1" in mail.text
    assert not bench.runner.running


def test_stop_without_a_start_is_harmless() -> None:
    Runner(Trainer(one_two_one()), Box()).stop()
