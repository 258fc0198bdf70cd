"""A small button: a picture or a word, a tip that says what it does, and a name for those who hear the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from gui.theme import font, styled


def spoken(tip: str) -> str:
    """Return the name of what ``tip`` explains: the tip without keys in brackets and what stands behind a colon."""
    return tip.partition(":")[0].partition(" (")[0]


def explain(widget: QWidget, tip: str, name: str = "") -> None:
    """Give ``widget`` a tip, and a name: ``name``, or what the tip begins with."""
    if tip != widget.toolTip():
        widget.setToolTip(tip)
        widget.setAccessibleName(name or spoken(tip))


def tool_button(
    parent: QWidget, tip: str, act: Callable[[], object] | None = None, *, text: str = "", name: str = "",
    size: int = 14, points: float = 0, checkable: bool = False, style: str = "",
) -> QToolButton:  # fmt: skip
    """Return a button that explains itself by ``tip`` and does ``act`` when it is clicked.

    Its picture, ``size`` pixels a side, is set where the theme is known; ``text`` in letters of ``points``; ``name`` is
    what it is called aloud where the tip does not begin with it; ``style`` is a style sheet.
    """
    button = _Acting(parent, act)
    explain(button, tip, name)
    button.setText(text)
    button.setIconSize(QSize(size, size))
    button.setCheckable(checkable)
    if points:
        button.setFont(font(points))
    if style:
        button.setStyleSheet(styled(style))
    return button


class _Acting(QToolButton):
    """Keeps what it does where Python's collector sees it: held by a connection, it would keep its panel for ever."""

    def __init__(self, parent: QWidget, act: Callable[[], object] | None) -> None:
        super().__init__(parent)
        self._act = act
        self.clicked.connect(self._do)

    @Slot()
    def _do(self) -> None:
        if self._act is not None:
            self._act()
