"""What the Data view says while it is empty, in every size a dock may have."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.data.empty_note import WORDINGS, EmptyNote
from gui.data.view import DataView
from gui.state.workspace import Workspace


@pytest.mark.parametrize("size", [(150, 90), (200, 110), (281, 200), (350, 240), (900, 60), (1200, 700)])
def test_the_words_are_seen_whole_in_any_dock(
    make_view: Callable[[Document], tuple[Workspace, DataView]], size: tuple[int, int]
) -> None:
    _, view = make_view(Document())
    view.header.hide()
    view.setMinimumSize(1, 1)
    view.resize(*size)
    QApplication.processEvents()
    note = view.findChild(EmptyNote)
    assert isinstance(note, EmptyNote)
    assert note.isVisible()
    assert note.width() <= size[0]
    assert note.fits(note.text()), note.text()


def test_the_longest_wording_that_fits_is_said_and_the_tooltip_says_all(qtbot: QtBot) -> None:
    note = EmptyNote()
    qtbot.addWidget(note)
    note.show()
    for size, wording in (((350, 240), 0), ((120, 50), 2), ((350, 60), 1), ((350, 240), 0)):
        note.resize(*size)
        assert note.text() == WORDINGS[wording]
    assert note.toolTip() == WORDINGS[0]
