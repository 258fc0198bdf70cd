"""A lesson gone through without a window: what a step names must be there, and what it asks for must not be so yet.

Where the learner draws, nobody knows the network: what steps name then is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from core.errors import SquiggleError, ValueRefused
from core.lessons.bench import Bench, NotOneNumber, check_place, node_of, unit_of
from core.lessons.checks import COMPARED, Situation, holds
from core.lessons.lesson import Step
from core.lessons.phrases import Said, slots_of
from core.lessons.set_up import MAKING, Scene
from core.lessons.sources import compute

DRAWING = frozenset({"connected NODE -> NODE", "not connected NODE -> NODE", "node NODE", "no node NODE",
                     "nodes COUNT WORD"})  # fmt: skip
"""Checks of a step in which the learner changes the drawing."""
SEEN_AS_GRIDS = frozenset({"image", "convolution", "pool"})
_NO_ROW = "999999999"
"""No row is known to be on show."""


class Rehearsal:
    """Goes from step to step; ``faults`` are to be asked in their order."""

    def __init__(self) -> None:
        self._drawn = self._touched = False

    def faults(self, step: Step, scene: Scene | None, bench: Bench | None) -> Iterator[tuple[int, str]]:
        """Yield (line, sentence) of what is wrong with a step that begins with ``scene``, which gives ``bench``."""
        if any(said.phrase in MAKING for said in step.set_up):
            self._drawn = self._touched = False
        self._drawn = self._drawn or any(said.phrase in DRAWING for line in step.checks for said in line)
        if scene is not None and not self._drawn:
            yield from _missing(step, scene, bench)
        if scene is not None and step.checks and not self._touched and _holds_already(step, scene, bench):
            yield step.checks[0][0].line, ("the check holds before anything is done; ask for something that is not so "
                                           "yet, or change the set-up")  # fmt: skip
        self._touched = self._touched or bool(step.checks)


def _missing(step: Step, scene: Scene, bench: Bench | None) -> Iterator[tuple[int, str]]:
    """Yield what is pointed at or asked for and is not there."""
    for said in (*step.set_up, *step.spotlight, *(one for line in step.checks for one in line)):
        try:
            _judge(said, scene, bench)
        except SquiggleError as refused:
            yield said.line or step.line, f"{refused}"


def _judge(said: Said, scene: Scene, bench: Bench | None) -> None:
    """Refuse what names a node, a number or a row that the scene does not have."""
    for (slot, before), word in zip(slots_of(said.phrase), said.words, strict=True):
        if slot == "COUNT" and before == "row":
            _row(scene, int(word.replace(",", "")))
        elif slot in _LOOKS:
            _LOOKS[slot](scene, word)
    if said.phrase == "connection NODE -> NODE":
        _connection(scene, *said.words)
    elif said.phrase == "grid of NODE":
        _grid(scene, said.words[0])
    elif said.phrase in COMPARED and bench is not None:
        with suppress(NotOneNumber):  # a filter may be made that large meanwhile
            compute(said.words[0], bench)


_LOOKS: Mapping[str, Callable[[Scene, str], object]] = {
    "NODE": lambda scene, word: node_of(scene.document, word),
    "UNIT": lambda scene, word: unit_of(scene.document, word),
    "NAME": lambda scene, word: check_place(scene.document, word),
}


def _row(scene: Scene, row: int) -> None:
    if not 1 <= row <= scene.document.data.count:
        raise ValueRefused(f"there is no row {row}; the data has {scene.document.data.count}")


def _connection(scene: Scene, source: str, target: str) -> None:
    if (node_of(scene.document, source), node_of(scene.document, target)) not in scene.document.connections:
        raise ValueRefused(f"there is no connection {source} -> {target}; point at one that is drawn")


def _grid(scene: Scene, label: str) -> None:
    document = scene.document
    if document.nodes[node_of(document, label)].kind not in SEEN_AS_GRIDS:
        listed = ", ".join(node.label for node in document.nodes.values() if node.kind in SEEN_AS_GRIDS)
        raise ValueRefused(f"“{label}” has no grid; grids are of {listed or 'images, convolutions and pools'}")


def _holds_already(step: Step, scene: Scene, bench: Bench | None) -> bool:
    """Whether every check holds at the beginning, as far as the set-up says how the window stands then."""
    set_up = {said.phrase: said.words for said in step.set_up}
    at = bench.steps if bench is not None else 0
    now = Situation(
        bench.document if bench is not None else scene.document, bench, at, at,
        looked=set_up.get("look at NAME", ("",))[0], nodes=frozenset(set_up.get("select NODE", ())),
        row=int(set_up.get("row COUNT", (_NO_ROW,))[0].replace(",", "")),
        views=frozenset(said.words[0] for said in step.set_up if said.phrase == "view VIEW"),
    )  # fmt: skip
    return all(holds(line, now) for line in step.checks)
