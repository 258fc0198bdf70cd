"""The one door: history, merging, the saved mark, and nothing recorded when an edit is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.change import Change
from core.document import Document
from core.edits.graph import AddNode, Connect
from core.edits.placement import MoveNodes
from core.edits.settings import SetTitle
from core.edits.values import AdoptParameters, SetValue
from core.errors import EditRefused
from core.session import MOST_ENTRIES, Session
from tests.helpers.build import documents, edits, one_two_one


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_undo_everything_gives_the_first_document_back_and_redo_the_last(data: st.DataObject) -> None:
    first = data.draw(documents())
    session = Session(first)
    for _ in range(data.draw(st.integers(1, 8))):
        try:
            session.do(data.draw(edits(session.document)))
        except EditRefused:
            continue
    last, steps = session.document, session.index
    for _ in range(steps):
        session.undo()
    assert session.document is first
    assert session.undo_label is None
    for _ in range(steps):
        session.redo()
    assert session.document is last
    assert session.redo_label is None


def test_a_refused_edit_records_nothing() -> None:
    session = Session(one_two_one())
    before = session.document
    with pytest.raises(EditRefused, match=r"Cannot connect effectiveness to hidden 1: .*loop"):
        session.do(Connect((("effect", "top"),)))
    assert session.document is before
    assert session.labels == ["New"]


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    session = Session(one_two_one())
    session.do(SetValue(("", "effect"), 0.0))
    assert session.index == 0


def test_one_gesture_is_one_step_and_two_gestures_never_merge() -> None:
    session = Session(one_two_one())
    for x in (1.0, 2.0, 3.0):
        session.do(MoveNodes({"top": (x, 0)}, gesture=1))
    assert session.index == 1
    session.do(MoveNodes({"top": (9.0, 0)}, gesture=2))
    assert session.index == 2
    session.undo()
    assert session.document.positions["top"] == (3.0, 0)


def test_merging_stops_at_the_saved_document() -> None:
    session = Session(one_two_one())
    session.do(MoveNodes({"top": (1.0, 0)}, gesture=1))
    session.mark_saved()
    session.do(MoveNodes({"top": (2.0, 0)}, gesture=1))
    assert session.modified
    session.undo()
    assert not session.modified


def test_an_edit_after_undo_forgets_the_future() -> None:
    session = Session()
    session.do(AddNode("input", (0, 0)))
    session.undo()
    session.do(SetTitle("Other"))
    assert session.labels == ["New", "Set title"]
    assert session.redo_label is None


def test_jump_goes_to_any_step_and_ignores_places_that_are_none() -> None:
    session = Session()
    for kind in ("input", "hidden", "output"):
        session.do(AddNode(kind, (0, 0)))
    session.jump(1)
    assert len(session.document.nodes) == 1
    session.jump(99)
    assert session.index == 1


def test_settle_comes_before_the_edit_as_a_step_of_its_own() -> None:
    session = Session(one_two_one())
    pending = [AdoptParameters({("", "effect"): session.document.parameter(("", "effect")).value + 2}, 7, run=1)]
    session.settle = lambda: pending.pop() if pending else None
    session.do(SetTitle("Trained"))
    assert session.labels == ["New", "Train to step 7", "Set title"]
    assert session.document.steps == 7


def test_listeners_hear_what_changed() -> None:
    session = Session(one_two_one())
    heard: list[tuple[Document, Change]] = []
    session.subscribe(lambda document, change: heard.append((document, change)))
    session.do(SetValue(("dose", "top"), 1.0))
    assert heard[-1][1] == Change(changed=frozenset({("dose", "top")}), values=frozenset({("dose", "top")}))
    session.do(Connect((("dose", "effect"),)))
    assert heard[-1][1].structural
    assert heard[-1][1].added == frozenset({("dose", "effect")})
    session.do(MoveNodes({"top": (7, 7)}))
    assert heard[-1][1] == Change(moved=frozenset({"top"}))


def test_the_history_is_bounded() -> None:
    session = Session()
    for number in range(MOST_ENTRIES + 20):
        session.do(SetTitle(f"Title {number}"))
    assert len(session.labels) == MOST_ENTRIES
    assert session.document.title == f"Title {MOST_ENTRIES + 19}"


def test_replace_begins_a_new_history_that_is_saved() -> None:
    session = Session(one_two_one())
    session.do(SetTitle("Other"))
    session.replace(Document())
    assert (session.labels, session.modified) == (["Open"], False)
    session.mark_unsaved()
    assert session.modified
