"""Chips that choose one of several paths, or all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from gui.controls.tool_button import tool_button
from gui.state.reasoning import Reasoning


class PathChips(QWidget):
    """ "path 1", "path 2", "all": which products formula and table show and the canvas lights."""

    def __init__(self, reasoning: Reasoning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasoning, self._count = reasoning, 0
        self._group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self.hide()

    def offer(self, count: int) -> None:
        """Offer ``count`` paths; none where there is only one."""
        if count != self._count:
            self._count = count
            self._drop()
            if count > 1:
                self._build()
        self.setVisible(count > 1)
        chosen = self._group.button(-2 if self._reasoning.path is None else self._reasoning.path)
        if chosen is not None:
            chosen.setChecked(True)

    @property
    def buttons(self) -> list[QAbstractButton]:
        """The chips."""
        return self._group.buttons()

    def _drop(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for button in self._group.buttons():
            self._group.removeButton(button)

    def _build(self) -> None:
        for path in (None, *range(self._count)):
            text = "all" if path is None else f"path {path + 1}" if self._count < 4 else f"{path + 1}"
            tip = (
                "All paths from the loss to the parameter: their sum is the derivative"
                if path is None
                else f"Path {path + 1} of {self._count} alone: its factors, its share of the derivative"
            )
            button = tool_button(self, tip, partial(self._choose, path), text=text, checkable=True)
            self._group.addButton(button, -2 if path is None else path)
            self._layout.addWidget(button)
        self._layout.addStretch(1)

    def _choose(self, path: int | None) -> None:
        self._reasoning.choose_path(path)
