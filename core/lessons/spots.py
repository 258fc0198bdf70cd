"""Parts of the window that a step may point at. ``gui.lessons.spots`` knows where each of them is."""

from __future__ import annotations

from collections.abc import Mapping

from core.lessons.names import judged
from core.lessons.phrases import Phrases, Said

SPOTS: Mapping[str, str] = {
    "REST in view VIEW": "a button or a label of a dock by what is written on it: Shift test in view convolution",
    "grid of NODE": "the grid of an image, convolution or pool in the view Convolution",
    "canvas": "the whole drawing",
    "node NODE": "a node of the drawing",
    "connection NODE -> NODE": "the line between two nodes",
    "number NAME": "a weight or bias on the canvas",
    "view VIEW": "a dock by its name in layouts: inspector, slope, fit, loss, data …",
    "button WORD": "a button of the toolbar by its command: run, step, reset, new_start, slow_motion, undo",
    "field REST": "a field of the toolbar by what is written over it: Learning rate, Loss, Step",
    "tile REST": "a tile that is dragged onto the canvas: Hidden, Softmax",
    "time": "the slider under the canvas",
    "menu REST": "a menu of the menu bar: Train",
    "lesson": "the panel of the lesson itself",
}
"""Phrase → what it is."""
_PHRASES = Phrases(SPOTS)


def read_spots(text: str, line: int) -> tuple[Said, ...]:
    """Return what a spotlight points at, parts parted by semicolons; ValueRefused if one is not understood."""
    return tuple(judged(_PHRASES.read(part, line)) for part in text.split(";") if part.strip())
