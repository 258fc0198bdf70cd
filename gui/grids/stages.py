"""The chain of images, convolutions and pools found in a frame, for one row: what the view shows, as frozen values.

A convolution is three stages: its filter, the feature map (sums, before the activation) and what the activation
makes of it. Of several filters one is chosen, and with it one channel of all that follows up to the next filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.catalog import ACTIVATIONS, NODE_KINDS
from core.document import Document, Floats, Node, bias_of, filters_of
from core.images.grids import Window
from core.images.pictures import span_of_pixels
from core.images.receptive import windows_of
from core.targets import compared
from gui.state.frame import Frame

Key: TypeAlias = tuple[str, str]
"""Of a stage: (node id, part)."""
IMAGE, FILTER, MAP, AFTER, POOL = "image", "filter", "map", "after", "pool"
NO_IMAGE = "There is no image on the canvas. Draw an image, a convolution and a pool, and connect them."
NO_ROWS = "There are no rows of data: each row is a picture. Type some into the table, or open a file that has them."


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One grid: ``planes`` is (channels, height, width), and ``channel`` the one chosen.

    The planes of a filter are those of all filters for the chosen channel of their source, (filters, size, size).
    ``step`` is the node's place in the chain, 0 for the image.
    """

    part: str
    node: Node
    planes: Floats
    channel: int
    step: int

    @property
    def key(self) -> Key:
        """The same for the same stage in the next frame."""
        return self.node.id, self.part

    @property
    def values(self) -> Floats:
        """What the grid shows: (height, width)."""
        found: Floats = self.planes[self.channel]
        return found

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the grid."""
        return self.planes.shape[1], self.planes.shape[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What one unit that the loss looks at, or a class, says of the picture; ``observed`` is None where no data tell.

    ``share`` is true of a probability, which lies between 0 and 1.
    """

    name: str
    value: float
    observed: float | None = None
    share: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """What a frame shows of one row. ``path`` are node ids from the image on; ``windows`` one fewer.

    ``readers`` are the nodes that the last grid feeds. ``span`` is from where to where pixels go in the data.
    """

    frame: Frame
    row: int
    path: tuple[str, ...]
    windows: tuple[Window, ...]
    stages: tuple[Stage, ...]
    readers: tuple[Node, ...]
    said: tuple[Said, ...]
    span: tuple[float, float]

    @property
    def document(self) -> Document:
        """The document the numbers belong to."""
        return self.frame.document

    def stage(self, node: str, part: str) -> Stage | None:
        """Return a stage by its key; None if there is none."""
        return next((stage for stage in self.stages if stage.key == (node, part)), None)

    def planes_of(self, step: int) -> Floats:
        """Return what comes out of the node at ``step`` of the path: (channels, height, width)."""
        return next(stage.planes for stage in reversed(self.stages) if stage.step == step and stage.part != FILTER)

    def scale_of(self, step: int) -> Floats:
        """Return the numbers whose size gives a node its colours: the sums of the last convolution up to it.

        So a number keeps its colour from the feature map over the activation to the pool.
        """
        sums = [stage.planes for stage in self.stages if stage.part == MAP and stage.step <= step]
        return sums[-1] if sums else self.planes_of(step)

    @property
    def flat(self) -> Floats:
        """What goes on to the readers, channel by channel, row by row: (cells,)."""
        return self.planes_of(len(self.path) - 1).ravel()

    def owner_of(self, node: str) -> str:
        """Return whose channels come out of a node: a pool's are those of the convolution or image before it."""
        path = self.path[: self.path.index(node) + 1]
        return next(one for one in reversed(path) if self.document.nodes[one].kind != POOL)

    def channel_of(self, step: int) -> int:
        """Return the channel that is looked at of what comes out of a node."""
        return next(stage.channel for stage in self.stages if stage.step == step)

    def bias(self, node: str) -> Floats:
        """Return a convolution's live biases, one a filter."""
        return self.frame.parameter(bias_of(node))

    def filters(self, node: str) -> Floats:
        """Return a convolution's live filters: (filters, channels, size, size)."""
        return self.frame.parameter(filters_of(node))


def paths_of(document: Document) -> tuple[tuple[str, ...], ...]:
    """Return every chain of grids that begins at an image and ends where no further grid reads it, in file order."""
    grids = [node.id for node in document.nodes.values() if node.grid is not None]
    following = {key: [one for one in document.targets(key) if document.nodes[one].grid is not None] for key in grids}
    waiting: list[tuple[str, ...]] = [(key,) for key in reversed(grids) if NODE_KINDS[document.nodes[key].kind].source]
    found: list[tuple[str, ...]] = []
    while waiting:
        path = waiting.pop()
        if not following[path[-1]]:
            found.append(path)
        waiting += [(*path, key) for key in reversed(following[path[-1]])]
    return tuple(found)


def path_named(document: Document, path: tuple[str, ...]) -> str:
    """Return a path in words: "image → feature map → pooled"."""
    return " → ".join(document.nodes[node].label for node in path)


def lacking(frame: Frame, row: int) -> str:
    """Say what is missing before there is anything to show; "" where nothing is."""
    if not any(NODE_KINDS[node.kind].grid for node in frame.document.nodes.values()) or not paths_of(frame.document):
        return NO_IMAGE
    if frame.network is None:
        return frame.reason or NO_ROWS
    if frame.values is None or row >= frame.values.samples:
        return frame.reason or NO_ROWS
    return ""


def chain_of(frame: Frame, row: int, path: tuple[str, ...], chosen: Mapping[str, int]) -> Chain:
    """Return what a frame that computes shows of ``row`` along ``path``.

    ``chosen`` gives images and convolutions the channel that is looked at; the first where it says nothing.
    """
    document = frame.document
    stages: list[Stage] = []
    channel = 0
    for step, key in enumerate(path):
        node, before = document.nodes[key], channel
        if node.kind != POOL:
            count = node.grid.shape[2] if node.grid is not None else 1
            channel = min(chosen.get(key, 0), max(0, count - 1))
        stages += _stages(frame, row, node, (before, channel), step)
    readers = tuple(document.nodes[one] for one in document.targets(path[-1]))
    return Chain(frame, row, path, windows_of(document, path), tuple(stages), readers, _said(frame, row),
                 span_of_pixels(document, path[0]))  # fmt: skip


def _stages(frame: Frame, row: int, node: Node, channels: tuple[int, int], step: int) -> list[Stage]:
    """Return the stages of one node; ``channels`` are the ones chosen of its source and of itself."""
    before, channel = channels
    if node.kind != "convolution":
        return [Stage(node.kind, node, _planes(frame.outputs_of(node.id, row), node), channel, step)]
    filters = frame.parameter(filters_of(node.id))
    found = [Stage(FILTER, node, filters[:, before], channel, step),
             Stage(MAP, node, _planes(frame.sums_of(node.id, row), node), channel, step)]  # fmt: skip
    if node.activation != "identity":
        found.append(Stage(AFTER, node, _planes(frame.outputs_of(node.id, row), node), channel, step))
    return found


def _planes(values: Floats | None, node: Node) -> Floats:
    assert values is not None
    assert node.grid is not None
    planes: Floats = values.reshape(node.grid.planes)
    return planes


def _said(frame: Frame, row: int) -> tuple[Said, ...]:
    found: list[Said] = []
    for node in compared(frame.document):
        values, share = frame.outputs_of(node.id, row), NODE_KINDS[node.kind].classes
        if values is None:
            continue
        observed = frame.observed_of(node.id, row)
        seen = observed if observed is not None and observed.size == node.units else None
        for unit, value in enumerate(values.tolist()):
            found.append(Said(_name(node, unit), value, None if seen is None else float(seen[unit]), share))
    return tuple(found)


def _name(node: Node, unit: int) -> str:
    if node.classes:
        return node.classes[unit]
    return node.label if node.units == 1 else f"{node.label} {unit + 1}"


def stage_title(stage: Stage) -> str:
    """Return what a stage is called, with its size: "Feature map 4 × 4"."""
    rows, columns = stage.shape
    size = f"{rows} × {columns}"
    if stage.part == AFTER:
        return f"after {ACTIVATIONS[stage.node.activation].title}"
    grid = stage.node.grid
    if stage.part == POOL and grid is not None:
        return f"{'Max' if grid.mode == 'max' else 'Mean'} pool {grid.size} × {grid.size}"
    return f"{ {IMAGE: 'Image', FILTER: 'Filter', MAP: 'Feature map'}[stage.part] } {size}"
