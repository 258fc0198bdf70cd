"""The curves of runs laid over each other: the step shown, what came after it, and earlier runs by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from core.catalog import LOSSES
from core.document import Document, Floats
from core.training.history import HistoryView
from gui.plots.marks import Line, Mark
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.state.runs import KeptRun
from gui.theme import Colors

PALE = 0.7
FAINT = 0.25
AWAY = 1e6
"""A run diverged whose last loss is so many times its first, or no number."""


def run_color(kept: KeptRun, colors: Colors) -> str:
    """Return the colour of an earlier run, which stays as long as it is kept."""
    return mixed(colors.cycle[kept.tint], colors.window, FAINT)


def loss_name(document: Document) -> str:
    """Return what the loss is called: "SSR", or "mean SSR" where it is divided by the rows."""
    training = document.training
    title = LOSSES[training.loss].title
    return f"mean {title}" if training.reduction == "mean" else title


def comparable(frame: Frame) -> list[KeptRun]:
    """Return the earlier runs that are shown and were trained by the loss of the frame: others have another scale."""
    name = loss_name(frame.document)
    return [kept for kept in frame.past if kept.shown and loss_name(kept.run.document) == name]


def left_out(frame: Frame) -> str:
    """Say which earlier runs are not drawn; "" if all that are to be shown are."""
    shown = [kept for kept in frame.past if kept.shown]
    names = [kept.given or f"run {kept.number}" for kept in shown if kept not in comparable(frame)]
    return f"Not drawn, for their loss is another: {', '.join(names)}." if names else ""


def kept_lines(frame: Frame, curve: Callable[[HistoryView], tuple[Floats, Floats]], colors: Colors) -> list[Mark]:
    """Return a thin line for each earlier run that is shown, with its name, or its settings where these say enough."""
    shown = comparable(frame)
    same = Counter([kept.run.settings for kept in shown])
    names = [kept.given or (kept.run.settings if same[kept.run.settings] == 1 else kept.name) for kept in shown]
    gone = [place for place, kept in enumerate(shown) if _ran_away(kept.view)]
    silent = frozenset(gone[1:])  # they leave the plot side by side: names at each would lie scattered over one line
    if silent:
        names[gone[0]] = together([names[place] for place in gone])
    return [Line(*curve(kept.view), run_color(kept, colors), 1.1, name=name, named=place not in silent)
            for place, (kept, name) in enumerate(zip(shown, names, strict=True))]


def _ran_away(view: HistoryView) -> bool:
    """Whether a run ended at a loss beyond any comparison with its first."""
    losses = view.losses
    return bool(losses.size) and not losses[-1] <= AWAY * max(abs(float(losses[0])), 1.0)


def together(names: Sequence[str]) -> str:
    """Return what several runs that diverged are called: "rates 0.1, 0.2: diverged"."""
    rates = [name.removeprefix("rate ") for name in names]
    alike = all(name.startswith("rate ") for name in names)
    return f"{'rates ' if alike else ''}{', '.join(rates if alike else names)}: diverged"


def halves(x: Floats, y: Floats, step: float, level: float) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return a curve up to ``step``, where it stands at ``level``, and from there on; both hold that point."""
    before, after = x <= step, x > step  # a number moved by hand at ``step`` makes the curve jump there
    first = np.append(x[before], step), np.append(y[before], level)
    return first, (np.append(step, x[after]), np.append(level, y[after]))


def split(line: Line, step: float, level: float, colors: Colors) -> list[Mark]:
    """Return a line in two where a step before its end is shown: strong up to there, pale from there on."""
    if not line.x.size or step >= line.x[-1]:
        return [line]
    first, rest = halves(line.x, line.y, step, level)
    pale = Line(*rest, mixed(line.color, colors.window, PALE), line.width, line.dashed)
    return [pale, Line(*first, line.color, line.width, line.dashed, line.name, line.named)]
