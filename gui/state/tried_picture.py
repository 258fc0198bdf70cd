"""The picture that is tried: pixels of one's own in place of the chosen row. The data is not changed by it.

``Turns`` puts it onto every frame before views get it: ``Frame.tried`` is what the network says of the picture, while
the loss, its derivatives and all other rows stay those of the data. While training runs it goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.change import Change
from core.document import Document, Floats, Node
from core.engine.activations import run
from core.engine.network import Network, Values
from core.engine.sweep import Sweep
from gui.state.bridge import Bridge
from gui.state.frame import Frame
from gui.state.selection import Selection
from gui.state.turns import Turns


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """``planes`` (channels, height, width) for the image node ``node``, as the network sees pixels; read-only.

    ``words`` say what it is: "an O, moved 1 to the left". ``drawn`` is true of one that somebody drew on.
    """

    node: str
    planes: Floats
    words: str = "your picture"
    drawn: bool = False


class TriedPicture(QObject):
    """Holds the picture, and computes what the network says of it: one sample forward.

    ``changed`` tells that another is tried, or none. It ends when another row is chosen, and when its image is gone.
    """

    changed = Signal()

    def __init__(self, selection: Selection, turns: Turns, bridge: Bridge) -> None:
        super().__init__()
        self._selection, self._turns = selection, turns
        self.picture: Picture | None = None
        self.yours: Picture | None = None
        """The last one that was drawn on and left: kept until another is drawn."""
        self._mouth = _Mouth()
        turns.dress_by(self.put_onto)
        selection.row_changed.connect(self.back)
        bridge.changed.connect(self._follow)

    # -- what is tried -----------------------------------------------------------------------------------------

    def show(self, picture: Picture | None, *, keep: bool = True) -> None:
        """Try another picture, or none; one that was drawn on is kept, unless its strokes are just taken back."""
        if keep and self.picture is not None and self.picture.drawn and (picture is None or not picture.drawn):
            self.yours = self.picture
        if picture is not None:
            picture.planes.setflags(write=False)
        self.picture = picture
        self._turns.redress()
        self.changed.emit()

    @Slot()
    def back(self, *_: object) -> None:
        """Show the chosen row again."""
        if self.picture is not None:
            self.show(None)

    def resume(self) -> None:
        """Try the picture again that was drawn on and left."""
        if self.yours is not None and _fits(self.yours, self._turns.of_data.document):
            self.show(self.yours)

    @Slot()
    def forget(self) -> None:
        """Drop what was drawn: another file was opened."""
        self.picture = self.yours = None
        self._turns.redress()
        self.changed.emit()

    @property
    def left(self) -> Picture | None:
        """The picture that was drawn on and left, if its image still has that size and it is not tried now."""
        kept = self.yours
        fits = kept is not None and self.picture is not kept and _fits(kept, self._turns.of_data.document)
        return kept if fits else None

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        if change.structural and self.picture is not None and not _fits(self.picture, document):
            self.picture = None
            self._turns.redress()
            self.changed.emit()

    # -- what the network says of it ---------------------------------------------------------------------------

    def put_onto(self, frame: Frame) -> Frame:
        """Return the frame with what the network says of the picture in place of the chosen row."""
        picture, row = self.picture, self._selection.row
        network, rows, snapshot = frame.network, frame.rows, frame.snapshot
        if picture is None or network is None or rows is None or snapshot is None:
            return frame
        if row >= rows.inputs.shape[1] or not _fits(picture, frame.document):
            return frame
        inputs = rows.inputs[:, row].copy()
        inputs[network.units[picture.node]] = picture.planes.ravel()
        return replace(frame, tried=self._mouth.says(network, snapshot.theta, inputs))


class _Mouth:
    """One sample through a network; its buffers are kept for the next one."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._weights: Floats = np.zeros(0)
        self._sweep: Sweep | None = None

    def says(self, network: Network, theta: Floats, inputs: Floats) -> Values:
        """Return the values of all units for ``inputs`` (input units,): (units, 1)."""
        if self._sweep is None or network is not self._network:
            self._network, self._weights = network, network.spread(theta)
            self._sweep = network.sweep(1, self._weights, np.zeros_like(self._weights))
        self._weights[network.drawn] = theta
        self._sweep.inputs[:, 0] = inputs
        with np.errstate(all="ignore"):
            run(self._sweep.forward)
        return network.values(self._sweep)


def _fits(picture: Picture, document: Document) -> bool:
    """Whether the document has the image, in the picture's size."""
    nodes: Mapping[str, Node] = document.nodes
    grid = nodes[picture.node].grid if picture.node in nodes else None
    return grid is not None and grid.planes == picture.planes.shape
