"""The sheet of how many inputs an image costs, directly and through filters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.drawing.counts_sheet import CountsSheet
from tests.gui.drawing.conftest import Hand, Take, opened, plain


def test_inputs_are_counted_for_every_size(hand: Hand) -> None:
    """6 × 6: 36 inputs, a filter of 3 × 3 leaves 4 × 4 and pooling 2 × 2 = 4; 100 × 100: 98 × 98, then 49 × 49."""
    sheet = opened(hand, "How many inputs?")
    assert isinstance(sheet, CountsSheet)
    assert sheet.said.text() == (
        "One neuron that reads the last grid: 4 inputs instead of 36. Directly (36 + 1) numbers are learned; through "
        "the filters 9 filter weights + 1 bias, whatever the size of the image, and (4 + 1).")  # fmt: skip
    QTest.keyClick(sheet.slider, Qt.Key.Key_End)
    assert sheet.head.text() == "100 × 100"
    assert "2,401 inputs instead of 10,000" in sheet.said.text()
    assert sheet.drawing.count is not None
    assert (sheet.drawing.count.direct_numbers, sheet.drawing.count.numbers) == (10_001, 9 + 1 + 2_402)
    assert "64 × 64 4,096 961" in plain(sheet.table.text())


def test_the_sheet_of_a_large_network_answers(take: Take) -> None:
    counts = opened(take("digits-cnn"), "How many inputs?")
    assert isinstance(counts, CountsSheet)
    assert "10 neurons that read the last grid: 256 inputs instead of 64 each" in counts.said.text()
