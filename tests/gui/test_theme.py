"""What the style sheet makes of widgets can be seen in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from gui.theme import THEMES, Theme


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("checked", [True, False])
def test_a_check_box_has_a_box_and_its_mark(qtbot: QtBot, name: str, *, checked: bool) -> None:
    theme = Theme(name)
    theme.apply()
    box = QCheckBox("learns")
    qtbot.addWidget(box)
    box.setChecked(checked)
    picture = box.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(13) for y in range(picture.height())}
    colors = theme.colors
    assert (colors.accent if checked else colors.muted) in seen
    mark = QColor(colors.on_accent).lightness()
    nearest = min(abs(QColor(ink).lightness() - mark) for ink in seen)
    assert not checked or nearest < 12
    Theme("light").apply()
