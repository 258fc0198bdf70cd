"""No number on the canvas is ever cut short: what is left of it would read as another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.document import Document, floats
from core.edits.table import SetCell
from core.edits.values import SetTrainable, SetValue
from gui.canvas import look
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand, written
from tests.helpers.build import one_two_one

W1, B3 = ("dose", "top"), ("", "effect")


def many_rows(document: Document, count: int) -> Document:
    columns = tuple(replace(old, values=floats(np.zeros(count))) for old in document.data.columns)
    return document.evolve(data=replace(document.data, columns=columns))


@pytest.mark.parametrize("value", [-3.512e151, 3.512e-300, -123456.7, -0.0001234, 5e-324])
def test_no_number_is_elided(hand: Hand, workspace: Workspace, value: float) -> None:
    for ref in (W1, B3):
        workspace.do(SetValue(ref, value))
    workspace.do(SetCell("effectiveness", 0, value))
    for trainable in (True, False):  # a closed padlock takes some of the room
        workspace.do(SetTrainable((W1, B3), trainable=trainable))
        texts = written(hand)
        assert "predicted" in texts
        assert not [text for text in texts if "…" in text]


def test_a_huge_prediction_keeps_its_exponent(hand: Hand, workspace: Workspace) -> None:
    workspace.do(SetValue(B3, -3.512e151))
    after = written(hand)[written(hand).index("predicted") + 1]
    assert after.startswith("−3.5")
    assert after.endswith("e151")


@pytest.mark.parametrize(("value", "text"), [(0.92, "obs. 0.92"), (0.495, "obs. 0.495"), (1.0, "observed 1")])
def test_what_was_observed_is_a_number(hand: Hand, workspace: Workspace, value: float, text: str) -> None:
    workspace.do(SetCell("effectiveness", 0, value))
    assert text in written(hand)


def test_the_place_among_many_rows_is_whole(
    make_workspace: Callable[[Document], Workspace], show: Callable[[Workspace], Hand]
) -> None:
    workspace = make_workspace(many_rows(one_two_one(), 123_456))
    hand = show(workspace)
    workspace.selection.choose_row(99_999)
    assert "row 100000" in written(hand)


@pytest.mark.usefixtures("qapp")
def test_what_fits_nowhere_is_written_smaller() -> None:
    text, size = look.fitted(("−1.23e−300",), 40, (14, 12))
    assert text == "−1.23e−300"
    assert look.text_width(text, size) <= 40
