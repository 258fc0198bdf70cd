"""Words that a lesson may use for parts of the window, and what of settings can ever be so.

The window has a test that these are its own names: a lesson with another one would point at nothing, or wait for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from core.catalog import ACTIVATIONS, LEARNING_RATE, LOSSES, NODE_KINDS, OPTIMIZERS
from core.errors import ValueRefused
from core.lessons.phrases import Said

VIEWS = (
    "inspector", "slope", "activations", "fit", "loss", "derivatives", "contours", "data", "map", "surface",
    "convolution", "probabilities", "results", "trust", "cross_entropy", "palette", "history", "outline", "lessons",
)  # fmt: skip
"""The docks, as the layout knows them."""
BUTTONS = ("undo", "redo", "run", "step", "slow_motion", "reset", "new_start")
"""The buttons of the toolbar, by their commands."""
FIELDS = ("Optimizer", "Learning rate", "Batch", "Loss", "Starting values", "Stop when", "More", "Speed", "Step",
          "Steps/s", "SSR", "MSE", "Cross entropy")  # fmt: skip
"""What is written over the fields of the toolbar; that of the loss is called what the loss is."""
MENUS = ("File", "Edit", "Network", "Train", "View", "Examples", "Lessons", "Help")
TILES = (*(kind.title for kind in NODE_KINDS.values()), "Layer")
"""What stands on the tiles."""
STOPS = ("diverged", "min_step_size", "max_steps", "loss_below", "no_improvement")
"""Why training may end."""
KNOWN: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "view VIEW": (0, VIEWS), "view VIEW shown": (0, VIEWS), "REST in view VIEW": (1, VIEWS),
    "button WORD": (0, BUTTONS), "tile REST": (0, TILES), "field REST": (0, FIELDS), "menu REST": (0, MENUS),
    "loss WORD": (0, tuple(LOSSES)), "loss is WORD": (0, tuple(LOSSES)), "optimizer is WORD": (0, tuple(OPTIMIZERS)),
    "activation of NODE WORD": (1, tuple(ACTIVATIONS)), "activation of NODE is WORD": (1, tuple(ACTIVATIONS)),
    "nodes COUNT WORD": (1, tuple(NODE_KINDS)), "stopped WORD": (0, STOPS),
}  # fmt: skip
"""Phrase → which of its words must be one of some, and of which."""
_RATES = {"rate VALUE": 0, "REST at rate VALUE": 1}
_WITHIN = {"answered VALUE within VALUE": 1, "REST near VALUE within VALUE": 2}


def judged(said: Said) -> Said:
    """Return ``said``; ValueRefused where a word of it is none of those there are, or a number is out of range."""
    place, words = KNOWN.get(said.phrase, (0, ()))
    if words and said.words[place] not in words:
        raise ValueRefused(none_of(said.words[place], words))
    if said.phrase in _RATES:
        LEARNING_RATE.check(said.number(_RATES[said.phrase]))
    if said.phrase in _WITHIN and said.number(_WITHIN[said.phrase]) < 0:
        raise ValueRefused("nothing is within less than 0; write how far off an answer may be")
    return said


def none_of(word: str, words: Iterable[str]) -> str:
    """Say which words there are in place of ``word``, and which was meant."""
    words = tuple(words)
    near = get_close_matches(word, words, 1, 0.4)
    return f"“{word}” is none of {', '.join(words)}" + (f"; write {near[0]}" if near else "")
