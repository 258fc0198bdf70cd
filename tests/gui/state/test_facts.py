"""What parts of the window tell of themselves, and for how long it holds."""

from __future__ import annotations

from gui.state.facts import Facts


def test_what_is_so_stays_and_what_was_done_is_done_until_a_step_begins() -> None:
    facts, told = Facts(), list[int]()
    facts.changed.connect(lambda: told.append(1))
    facts.note("shift_test", "open")
    facts.tell("surface", "turned")
    facts.tell("surface", "turned")
    assert facts.known == {"shift_test": "open", "surface": "turned"}
    assert len(told) == 2
    facts.forget()
    assert facts.known == {"shift_test": "open"}
    facts.tell("surface", "turned")
    assert facts.known["surface"] == "turned"
    facts.note("shift_test", "closed")
    assert facts.known["shift_test"] == "closed"
