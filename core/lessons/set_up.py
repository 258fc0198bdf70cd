"""What a step begins with: clauses that make its network, and clauses that point the window at something.

>>> from core.lessons.set_up import read_set_up, scene_after
>>> scene = scene_after(None, read_set_up("open part2-backpropagation; at step 7; look at b3", 1), folder)
>>> scene.document.title, scene.steps
('Part 2: backpropagation', 7)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from core import storage
from core.catalog import NODE_KINDS
from core.document import Document, floats
from core.edits.values import SetActivation
from core.errors import FileRefused, ValueRefused
from core.lessons.bench import Bench, bench_of, check_place, node_of, place_of
from core.lessons.names import judged
from core.lessons.phrases import Phrases, Said

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"


@dataclass(frozen=True, slots=True)
class Scene:
    """A network to begin with, and how many steps it is to be trained; ``folder`` is where its file is looked for."""

    document: Document = field(default_factory=Document)
    steps: int = 0
    folder: Path = EXAMPLES

    def bench(self) -> Bench:
        """Return what numbers of the step are computed on; a SquiggleError where it computes nothing."""
        return bench_of(self.document).trained(self.steps)


def _open(scene: Scene, said: Said) -> Scene:
    name = said.words[0].removesuffix(storage.SUFFIX) + storage.SUFFIX
    places = [folder / name for folder in (scene.folder, EXAMPLES)]
    path = next((place for place in places if place.is_file()), None)
    if path is None or "/" in name or "\\" in name:
        raise FileRefused(f"there is no network {name} beside the lesson or among the examples")
    return replace(scene, document=storage.load(path), steps=0)


def _set(scene: Scene, said: Said) -> Scene:
    check_place(scene.document, said.words[0])
    ref, index = place_of(scene.document, said.words[0])
    found = scene.document.parameter(ref)
    value = found.value.copy()
    value[index or ...] = said.number(1)
    held = replace(found, value=floats(value), start=None)
    return replace(scene, document=scene.document.with_parameters({ref: held}))


def _rate(scene: Scene, said: Said) -> Scene:
    return _trained_with(scene, learning_rate=said.number(0))


def _loss(scene: Scene, said: Said) -> Scene:
    return _trained_with(scene, loss=said.words[0])


def _most(scene: Scene, said: Said) -> Scene:
    if said.count() < 1:
        raise ValueRefused("at least one step is made; write most steps 1000, say")
    stop = replace(scene.document.training.stop, max_steps=said.count())
    return _trained_with(scene, stop=stop)


def _trained_with(scene: Scene, **settings: object) -> Scene:
    training = replace(scene.document.training, **settings)  # type: ignore[arg-type]
    return replace(scene, document=scene.document.evolve(training=training))


def _activation(scene: Scene, said: Said) -> Scene:
    node = node_of(scene.document, said.words[0])
    if not NODE_KINDS[scene.document.nodes[node].kind].has_activation:
        raise ValueRefused(f"{said.words[0]} has no activation; name a hidden or an output node")
    edit = SetActivation((node,), said.words[1])
    return replace(scene, document=edit.apply(scene.document))


def _at_step(scene: Scene, said: Said) -> Scene:
    return replace(scene, steps=said.count())


MAKING: Mapping[str, Callable[[Scene, Said], Scene]] = {
    "open REST": _open,
    "empty": lambda scene, _said: replace(scene, document=Document(), steps=0),
    "set NAME VALUE": _set,
    "rate VALUE": _rate,
    "loss WORD": _loss,
    "most steps COUNT": _most,
    "activation of NODE WORD": _activation,
    "at step COUNT": _at_step,
}
"""Clauses that make the network: phrase → what makes the next scene."""
POINTING: Mapping[str, str] = {
    "look at nothing": "no number and no node",
    "look at NAME": "choose a number: its card, its slope",
    "select NODE": "choose a node",
    "row COUNT": "show that data row, counted from 1",
    "view VIEW": "bring a dock to the front",
    "no sheet": "the view Convolution shows its map: a test that is open at its side is closed",
    "slowly": "train at a speed that can be watched, until another network is opened",
    "fast": "train at full speed, so that a long run ends soon",
    "hide output of NODE": "a ? stands in the drawing for what comes out of a node, until the step is done",
    "hide numbers": "a ? stands for the numbers of what is looked at, whatever that is, until the step is done",
    "keep numbers hidden": "the same, also when the step is done: a later one asks for them",
}
"""Clauses that point the window at something, and what they do."""
_PHRASES = Phrases([*MAKING, *POINTING])


def read_set_up(text: str, line: int) -> tuple[Said, ...]:
    """Return the clauses of a line, parted by semicolons; ValueRefused if one is not understood."""
    return tuple(judged(_PHRASES.read(part, line)) for part in text.split(";") if part.strip())


def scene_after(before: Scene | None, clauses: tuple[Said, ...], folder: Path | None = None) -> Scene | None:
    """Return the scene that ``clauses`` make; ``before`` where none of them makes one.

    None where there is no network yet. A clause that changes one needs one: ValueRefused.
    """
    scene = before
    for said in clauses:
        if said.phrase not in MAKING:
            continue
        if scene is None and said.phrase not in ("open REST", "empty"):
            raise ValueRefused("there is no network to set up yet; begin with open NETWORK")
        scene = MAKING[said.phrase](replace(scene or Scene(), folder=folder or EXAMPLES), said)
    return scene
