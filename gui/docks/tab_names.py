"""The names on the tabs of docks: whole, or where a row of tabs is too narrow, in the short form of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QMainWindow, QTabBar

from gui.docks.dock import Dock

SHORT: Mapping[str, str] = {
    "Derivatives": "Deriv.", "Cross entropy": "CE", "Results": "Res.", "Activation": "Act.", "Probabilities": "Prob.",
    "Convolution": "Conv.", "Surface": "Surf.", "Contours": "Cont.", "Lessons": "Less.", "History": "Hist.",
    "Outline": "Outl.", "Inspector": "Insp.",
}  # fmt: skip
"""What a name becomes; one that is not here is short enough. The tip of a tab has the whole name."""


class TabNames(QObject):
    """Names the tabs of ``window`` anew when its docks have other places or sizes, which ``look`` is told of."""

    def __init__(self, window: QMainWindow, docks: Callable[[], Iterable[Dock]]) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._timer = QTimer(self)  # once for all docks that move
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fit)

    @Slot(str)
    def look(self, _name: str) -> None:
        """Look at the tabs as soon as everything stands."""
        self._timer.start()

    @Slot()
    def _fit(self) -> None:
        alone = set(self._docks())
        for bar in rows_of_tabs(self._window):
            alone -= set(fit_names(bar, self._docks()))
        for dock in alone:
            dock.call_on_tab(dock.title)


def rows_of_tabs(window: QMainWindow) -> list[QTabBar]:
    """Return the rows of tabs of the views that are in sight."""
    found = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [bar for bar in found if not bar.isHidden()]


def fit_names(bar: QTabBar, docks: Iterable[Dock]) -> list[Dock]:
    """Write the names of ``bar`` as whole as there is room for: first those behind are shortened, then all.

    Return those of ``docks`` that are in the bar.
    """
    named = {dock.windowTitle(): dock for dock in docks}
    together = [named[bar.tabText(tab)] for tab in range(bar.count()) if bar.tabText(tab) in named]
    whole = [dock.title for dock in together]
    shorter = [SHORT.get(name, name) for name in whole]
    behind = [name if tab == bar.currentIndex() else shorter[tab] for tab, name in enumerate(whole)]
    around = bar.sizeHint().width() - sum(_wide(bar, bar.tabText(tab)) for tab in range(bar.count()))
    fitting = (names for names in (whole, behind) if sum(_wide(bar, name) for name in names) + around <= bar.width())
    for tab, (dock, name) in enumerate(zip(together, next(fitting, shorter), strict=True)):
        dock.call_on_tab(name)
        bar.setTabToolTip(tab, dock.title)
    return together


def _wide(bar: QTabBar, name: str) -> int:
    return bar.fontMetrics().horizontalAdvance(name)
