"""One slot, the newest wins."""

from __future__ import annotations

from core.training.mailbox import Mailbox


def test_the_newest_value_wins_and_is_taken_once() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.take() is None
    box.post(1)
    box.post(2)
    assert box.take() == 2
    assert box.take() is None
