"""Which views the window has, and where each stands at first."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.docks.main_window import Area, MainWindow

_LEFT, _RIGHT, _BOTTOM = Area.LeftDockWidgetArea, Area.RightDockWidgetArea, Area.BottomDockWidgetArea
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
DOCKS = (
    ("palette", "Drag onto canvas", _LEFT), ("history", "History", _LEFT), ("outline", "Outline", _LEFT),
    ("lessons", "Lessons", _LEFT), ("inspector", "Inspector", _RIGHT), ("activations", "Activation", _RIGHT),
    ("slope", "Slope", _RIGHT), ("convolution", "Convolution", _BOTTOM), ("fit", "Fit", _BOTTOM),
    ("loss", "Loss", _BOTTOM), ("derivatives", "Derivatives", _BOTTOM), ("contours", "Contours", _BOTTOM),
    ("map", "Map", _BOTTOM), ("surface", "Surface", _BOTTOM), ("data", "Data", _BOTTOM),
    ("probabilities", "Probabilities", _RIGHT), ("results", "Results", _BOTTOM), ("trust", "Trust", _RIGHT),
    ("cross_entropy", "Cross entropy", _BOTTOM),
)  # fmt: skip
"""The name of each, its title, and its part of the window, in the order of the menu."""
BESIDE = (
    ("palette", "lessons", _DOWN), ("inspector", "activations", _DOWN),
    ("convolution", "fit", _DOWN),  # its chain needs all the width
    ("fit", "loss", _ACROSS), ("loss", "derivatives", _ACROSS),
)  # fmt: skip
"""A view, the one that follows it, and which way."""
BEHIND = (
    ("lessons", "history"), ("history", "outline"), ("activations", "slope"), ("fit", "data"), ("fit", "map"),
    ("loss", "surface"),  # beside the map
    ("loss", "contours"),  # beside the list from which numbers are dragged to it
    ("slope", "probabilities"), ("slope", "trust"), ("derivatives", "results"), ("results", "cross_entropy"),
)  # fmt: skip
"""A view, and the one whose tab stands beside its own."""
IN_FRONT = ("lessons", "fit", "slope", "loss", "derivatives")


def arrange(window: MainWindow) -> None:
    """Put the views of a window, all of which have been added, where they stand at first."""
    for name, following, way in BESIDE:
        window.splitDockWidget(window.dock(name), window.dock(following), way)
    for name, other in BEHIND:
        window.tabifyDockWidget(window.dock(name), window.dock(other))
    for name in IN_FRONT:
        window.dock(name).raise_()
    window.dock("convolution").hide()  # until a file with an image is opened
