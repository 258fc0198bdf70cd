"""Views keep their share of the window, of its width and of its height.

Qt keeps pixels: of a window that grows all goes to the canvas, of one that comes in another size than it was left in,
anything may. Here is kept where each view was put last, and in a window of which size; its share follows from that
whenever the window has another size, and no amount of resizing to and fro wears it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

import msgspec
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

LEFT = 184
"""Pixels of width of the views at the left in which the words on their tabs are whole."""
LEFT_SHARE = 0.13
"""Their share of a window that has room for more."""
Area = Qt.DockWidgetArea
Across, Along = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class Stand(NamedTuple):
    """The size of a view, with its row of tabs, and that of the window when it was put so; in pixels."""

    width: int
    height: int
    window_width: int
    window_height: int


Stands: TypeAlias = Mapping[str, Stand]


class DockShares(QObject):
    """Deals out shares of ``window`` to ``docks()``; what changes by another hand than this is what they are from then.

    ``deal`` is to be called when the window shows and for every size that it comes to, and ``note`` when a dock has
    another place or size.
    """

    def __init__(self, window: QMainWindow, docks: Callable[[], Iterable[QDockWidget]]) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._stands: dict[str, Stand] = {}
        self._got: dict[str, tuple[int, int]] = {}
        """What each dock came to when it was dealt its share, which is less where its neighbors need room."""
        self._dealt_for = window.size()
        self._dealing = False

    def kept(self) -> str:
        """Return the shares of the docks in front as text, for ``take_up``."""
        shown = {dock.objectName() for dock in self._docks() if _in_front(dock)}
        return msgspec.json.encode({name: stand for name, stand in self._stands.items() if name in shown}).decode()

    def take_up(self, kept: str) -> None:
        """Let the docks have their shares of ``kept``, in whatever size the window comes to."""
        try:
            self._stands = msgspec.json.decode(kept, type=dict[str, Stand])
        except msgspec.DecodeError:
            self._stands = {}  # the first start, or what another version left
        self.deal()

    def of(self, docks: Iterable[QDockWidget]) -> Stands:
        """Return how those of ``docks`` stand that are in front, for ``put_back``."""
        shown = [dock.objectName() for dock in docks if _in_front(dock)]
        return {name: self._stands[name] for name in shown if name in self._stands}

    def put_back(self, stands: Stands) -> None:
        """Let these docks have their shares of then; all others keep theirs."""
        self._lay_out()  # those that come into sight have their places first
        self._stands.update(stands)
        self.deal()

    def resize(self, docks: Iterable[QDockWidget], sizes: Iterable[int], way: Qt.Orientation) -> None:
        """Give docks other sizes, which count as set by hand; at once where the window is in sight."""
        self._dealing = False
        self._window.resizeDocks(list(docks), list(sizes), way)
        self._lay_out()

    def deal(self) -> None:
        """Give the docks their shares of the window as it is now; those that Qt is just putting back have none yet."""
        self._dealt_for = self._window.size()
        seen = self._window.isVisible()
        placed = [dock for dock in self._docks() if self._window.dockWidgetArea(dock) is not Area.NoDockWidgetArea]
        found = {dock: self._stands.get(dock.objectName()) for dock in placed}  # others are about to get a place
        dealt = {dock: stand for dock, stand in found.items()
                 if stand is not None and (_in_front(dock) if seen else not dock.isHidden())}  # fmt: skip
        if dealt:
            self._dealing = True
            self._window.resizeDocks(list(dealt), [self._width(*pair) for pair in dealt.items()], Across)
            self._window.resizeDocks(list(dealt), [self._height(stand) for stand in dealt.values()], Along)
        if dealt and seen:
            self._lay_out()  # at once: nobody shall see what Qt made of it
            self._dealing = False
            self._got = {dock.objectName(): self._size(dock) for dock in self._docks() if _in_front(dock)}

    @Slot(str)
    def note(self, name: str) -> None:
        """Keep the size of a dock, unless it has it from here or from the window's own laying out."""
        dock = next(dock for dock in self._docks() if dock.objectName() == name)
        if self._dealing or self._window.size() != self._dealt_for or not _in_front(dock):
            return
        size, together = self._size(dock), [dock, *self._window.tabifiedDockWidgets(dock)]
        if all(self._got.get(one.objectName()) != size for one in together):
            stand = Stand(*size, self._dealt_for.width(), self._dealt_for.height())
            self._stands.update({one.objectName(): stand for one in together})
        self._got.update({one.objectName(): size for one in together})

    def _lay_out(self) -> None:
        layout = self._window.layout()
        if layout is not None and self._window.isVisible():
            layout.activate()

    def _width(self, dock: QDockWidget, stand: Stand) -> int:
        """Return a dock's share of the width.

        At the left it is not less than words need if they had it before, and what words need in a small window
        is no share of it: in a larger one they have the share that views at the left have at first.
        """
        wide = self._window.width()
        share = round(stand.width * wide / max(stand.window_width, 1))
        if self._window.dockWidgetArea(dock) is not Area.LeftDockWidgetArea:
            return max(1, share)
        if stand.width == LEFT:
            share = min(share, round(LEFT_SHARE * wide))
        return max(min(LEFT, stand.width), share)

    def _height(self, stand: Stand) -> int:
        return max(1, round(stand.height * self._window.height() / max(stand.window_height, 1)))

    def _size(self, dock: QDockWidget) -> tuple[int, int]:
        """Return a dock's size as the window deals it out: with its row of tabs, if it has one."""
        tabs = 0
        if self._window.tabifiedDockWidgets(dock):
            rows = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
            tabs = max((row.height() for row in rows if row.isVisible()), default=0)
        return dock.width(), dock.height() + tabs


def _in_front(dock: QDockWidget) -> bool:
    """Whether a dock is in its place in the window; those behind others have sizes of long ago."""
    place = dock.geometry()
    return not dock.isHidden() and not dock.isFloating() and place.right() >= 0 and place.bottom() >= 0
