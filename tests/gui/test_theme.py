"""What the style sheet makes of widgets can be seen in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, THEMES, Theme, icon, styled


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


def test_a_disabled_icon_is_pale_in_both_themes(qapp: QApplication) -> None:  # noqa: ARG001
    for colors in (LIGHT, DARK):
        found = icon("undo-2", colors.text)
        whole, pale = (found.pixmap(24, 24, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
        inked = max((whole.pixelColor(x, y).alpha(), x, y) for x in range(24) for y in range(24))
        assert pale.pixelColor(inked[1], inked[2]).alpha() < 0.5 * inked[0]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("style", ["", "background: transparent", "background: #00ff00; color: red", "padding: 40px"])
def test_a_tip_looks_the_same_over_whatever_it_explains(qtbot: QtBot, name: str, style: str) -> None:
    theme = Theme(name)
    theme.apply()
    label = QLabel("here")
    qtbot.addWidget(label)
    label.setStyleSheet(styled(style))
    label.show()
    QToolTip.showText(label.mapToGlobal(label.rect().center()), "words", label)
    tip = next(shown for shown in QApplication.topLevelWidgets() if shown.inherits("QTipLabel"))
    assert isinstance(tip, QLabel)
    picture, height = tip.grab().toImage(), tip.height()
    inks = [picture.pixelColor(x, y).name() for x in range(tip.width()) for y in range(height)]
    assert max(set(inks), key=inks.count) == theme.colors.surface
    assert tip.palette().toolTipText().color().name() == theme.colors.text
    assert height < 60
    QToolTip.hideText()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    Theme("light").apply()
