"""Set speeds and bursts, with a clock that the test winds."""

from __future__ import annotations

import math
import time

import pytest

from core.training.tempo import Burst, Tempo


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_full_speed_deals_out_anything_at_once(clock: list[float]) -> None:
    assert clock
    assert Tempo(None).due() == math.inf
    assert Tempo(None).wait() == 0


def test_the_first_step_is_due_at_once_and_the_next_in_time(clock: list[float]) -> None:
    found = Tempo(2.0)
    assert found.due() == 1
    found.made(1)
    assert found.due() == 0
    assert found.wait() == pytest.approx(0.5)
    clock[0] += 0.5
    assert found.due() == 1


def test_a_high_speed_makes_several_at_a_time(clock: list[float]) -> None:
    found = Tempo(1000.0)
    found.made(1)
    clock[0] += 0.016
    assert found.due() in {15, 16}


def test_what_was_missed_for_long_is_not_caught_up(clock: list[float]) -> None:
    found = Tempo(100.0)
    clock[0] += 60
    assert found.due() == 1
    found.made(1)
    clock[0] += 0.105
    assert found.due() == 10


def test_a_burst_fills_its_time(clock: list[float]) -> None:
    assert clock
    burst = Burst()
    for _ in range(20):
        burst.learn(burst.size, burst.size * 1e-5)
    assert burst.size == pytest.approx(400, abs=1)
    burst.learn(400, 0.1)
    assert burst.size == 16
    burst.learn(16, 10.0)
    assert burst.size == 1
