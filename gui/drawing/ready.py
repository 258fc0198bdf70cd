"""Pictures that are ready to be tried: letters, blank paper, the one shown with ink for paper, one from elsewhere."""

from __future__ import annotations

import numpy as np

from core.document import Floats
from core.images.letters import letter
from core.shifts import shifted
from gui.drawing.sketch import Sketch, in_words


def show_letter(sketch: Sketch, name: str, right: int = 0) -> None:
    """Try the letter "O" or "X", moved to the right by so many pixels."""

    def make(shape: tuple[int, ...], low: float, high: float) -> Floats:
        cells = np.broadcast_to(letter(name, *shape[1:]), shape)
        return low + (high - low) * shifted(cells, right, 0)

    sketch.replace_by(make, f"the letter {name}" + (f", {in_words((right, 0))}" if right else ""), drawn=False)


def clear(sketch: Sketch) -> None:
    """Try nothing but paper."""
    sketch.replace_by(lambda shape, low, _high: np.full(shape, low), "a blank picture", drawn=False)


def invert(sketch: Sketch) -> None:
    """Let ink and paper of what is shown change places."""
    stage = sketch.stage
    if stage is not None:
        planes = stage.planes
        sketch.replace_by(lambda _shape, low, high: low + high - planes, "your picture, inverted", drawn=True)


def show_cells(sketch: Sketch, cells: Floats, words: str) -> None:
    """Try a picture given as (height, width) from 0, paper, to 1, ink."""
    sketch.replace_by(
        lambda shape, low, high: low + (high - low) * np.broadcast_to(cells, shape), words, drawn=True)
