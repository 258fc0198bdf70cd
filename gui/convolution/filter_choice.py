"""Lists in the head: which chain of grids is shown, and which filter of each convolution."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gui.controls.drop_list import DropList
from gui.grids.stages import FILTER, Chain, path_named
from gui.theme import font


class FilterChoice(QWidget):
    """One list for each convolution of the chain: "filter 1 of 8". ``chosen`` tells node id and number, from 0."""

    chosen = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lists: dict[str, QComboBox] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3)

    def show_chain(self, chain: Chain) -> None:
        """Offer the filters of a chain."""
        stages = {stage.node.id: stage for stage in chain.stages if stage.part == FILTER}
        if list(stages) != list(self.lists):
            self._build(list(stages))
        for key, box in self.lists.items():
            stage, count = stages[key], len(stages[key].planes)
            label = f"{stage.node.label}: " if len(stages) > 1 else ""
            words = [f"{label}filter {place + 1} of {count}" for place in range(count)]
            with QSignalBlocker(box):  # the list follows the choice here, it does not make it
                if [box.itemText(place) for place in range(box.count())] != words:
                    box.clear()
                    box.addItems(words)
                box.setCurrentIndex(stage.channel)

    def _build(self, keys: list[str]) -> None:
        for box in self.lists.values():
            box.hide()
            box.deleteLater()
        self.lists = {key: choice_list(self, "The filter that is looked at, with the maps it makes") for key in keys}
        for key, box in self.lists.items():
            box.currentIndexChanged.connect(partial(self._tell, key))
            self._row.addWidget(box)

    def _tell(self, key: str, place: int) -> None:
        if place >= 0:
            self.chosen.emit(key, place)


class PathChoice(DropList):
    """Which chain is shown, where a drawing has several; gone where it has one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, "The chain of image, convolutions and pools that is shown")
        self.paths: tuple[tuple[str, ...], ...] = ()

    def offer(self, chain: Chain, paths: tuple[tuple[str, ...], ...]) -> None:
        """Offer these paths, the chain's own chosen."""
        self.setVisible(len(paths) > 1)
        words = [path_named(chain.document, path) for path in paths]
        with QSignalBlocker(self):  # it follows the choice
            if [self.itemText(place) for place in range(self.count())] != words:
                self.clear()
                self.addItems(words)
            self.paths = paths
            self.setCurrentIndex(paths.index(chain.path))


def choice_list(parent: QWidget, tip: str) -> QComboBox:
    """Return an empty list with a tooltip."""
    box = DropList(parent)
    dress(box, tip)
    return box


def dress(box: QComboBox, tip: str) -> None:
    """Give a list its letters and its words."""
    box.setFont(font(8))
    box.setToolTip(tip)
    box.setAccessibleName(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
