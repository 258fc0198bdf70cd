"""Work in a thread: to its end, broken off and gone on with, and what becomes of an error."""

from __future__ import annotations

import threading

from core.training.background import Background


class Count(Background):
    """Counts up to ``most``; at ``wrong`` it divides by 0."""

    name = "count"

    def __init__(self, most: int, wrong: int = -1) -> None:
        super().__init__()
        self.made, self.most, self.wrong = 0, most, wrong
        self.threads: set[str] = set()
        self.begun = threading.Event()

    @property
    def done(self) -> bool:
        return self.made >= self.most

    def _turn(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.made += 1 // (self.made != self.wrong)
        self.begun.set()


def test_it_works_to_its_end_in_a_thread_of_its_own() -> None:
    work = Count(5)
    work.start()
    work.wait()
    assert work.over
    assert (work.made, work.threads, work.failure) == (5, {"count"}, "")
    work.start()
    assert work.made == 5


def test_it_is_stopped_and_goes_on() -> None:
    work = Count(10**9)
    work.start()
    assert work.begun.wait(10)
    work.stop()
    before = work.made
    assert not work.over
    work.most = before + 3
    work.start()
    work.wait()
    assert work.made == before + 3


def test_an_error_ends_it_and_is_told() -> None:
    work = Count(5, wrong=2)
    work.start()
    work.wait()
    assert work.over
    assert work.made == 2
    assert "ZeroDivisionError" in work.failure
