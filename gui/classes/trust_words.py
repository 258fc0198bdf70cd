"""What many starts have in common and where they differ, in words with numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from core.document import Floats
from core.quantity import format_share
from core.training.starts import Start, Starts
from gui.classes.confusion_model import percent

ENDINGS = {
    "max_steps": "at the limit", "no_improvement": "no better any more", "loss_below": "low enough",
    "min_step_size": "standing still", "diverged": "diverged",
}  # fmt: skip
ALIKE = 0.05
"""Shares of rows called rightly that differ by no more count as alike."""
LINE = "▾ your network as it is."


def span_text(values: Floats) -> str:
    """Return "0.41 to 0.99" of probabilities, or the one number that they all read as; "" without any."""
    return _span(values, format_share)


def percent_span(values: Floats) -> str:
    """Return "95.8 to 96.7 %" of shares, or the one that they all read as; "" without any."""
    return _span(values, percent)


def _span(values: Floats, said: Callable[[float], str]) -> str:
    known = values[np.isfinite(values)]
    if not known.size:
        return ""
    low, high = said(float(known.min())), said(float(known.max()))
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def spread_words(names: Sequence[str], shares: Floats, right: Floats, row: int) -> str:
    """Say how far apart the starts are about one row, how many training rows they call rightly, what they call it.

    ``shares`` (starts, classes) are their probabilities, ``right`` (starts, 2) the shares of training and of test rows
    whose class they predict rightly, NaN where there are none. The class is the one about which they differ most.
    """
    count = len(shares)
    if not count:
        return ""
    widest = int(np.argmax(np.ptp(shares, axis=0)))
    low, high = (format_share(float(found)) for found in (shares[:, widest].min(), shares[:, widest].max()))
    trainings = f"{count} training{'s' * (count != 1)}{_how_good(right)}"
    where = f"is {low}" if low == high else f"lies between {low} and {high}"
    return f"p({names[widest]}) for row {row + 1} {where} in {trainings}. {_called(names, shares)}"


def _how_good(right: Floats) -> str:
    train = right[np.isfinite(right[:, 0]), 0]
    if not train.size:
        return ""
    alike = " all" if len(right) > 1 and np.ptp(train) <= ALIKE else ""
    return f" that {'are' if len(right) > 1 else 'is'}{alike} {percent_span(train)} right"


def _called(names: Sequence[str], shares: Floats) -> str:
    """Say which class how many hold to be the most probable; names that are numbers stand in quotes."""
    counts = Counter(shares.argmax(axis=1).tolist()).most_common()
    told = {at: f"“{names[at]}”" if names[at][:1].isdigit() else names[at] for at, _ in counts}
    if len(counts) == 1:
        return f"{'All predict' if len(shares) > 1 else 'It predicts'} {told[counts[0][0]]}."
    (first, most), *rest = counts
    others = "".join(f", {many} {told[at]}" for at, many in rest)
    return f"{most} predict{'s' * (most == 1)} {told[first]}{others}."


def ends_words(starts: Starts) -> tuple[str, ...]:
    """Say how the trainings ended and which seeds they had, from long to short."""
    found = starts.standing.found
    if not found:
        return ("",)
    counts = Counter(start.reason.name for start in found).most_common()
    steps = sorted({start.step for start in found})
    made = f"step {steps[0]:,}" if len(steps) == 1 else f"steps {steps[0]:,} to {steps[-1]:,}"
    ends = ", ".join(f"{many} {ENDINGS[name]}" for name, many in counts)
    told = f"All ended at {made}, {ENDINGS[counts[0][0]]}" if len(counts) == 1 else f"Ended at {made}: {ends}"
    seeds = f"seed {found[0].seed}" if len(found) == 1 else f"seeds {found[0].seed} to {found[-1].seed}"
    return f"{LINE} {told}; {seeds}.", f"{LINE} {told}.", f"{told}; {seeds}.", f"{told}."


def progress_words(starts: Starts) -> tuple[str, ...]:
    """Say how far the training of the starts has come and how long it will take, from long to short."""
    now, left = starts.standing, starts.seconds_left
    more = "" if left is None else f", about {max(1, round(left)):,} s more"
    whole = f"{len(now.found)} of {starts.count} trained"
    return f"{whole}, the next is at step {now.step:,}{more}", f"{whole}, step {now.step:,}{more}", f"{whole}{more}"


def start_words(start: Start, node: str) -> tuple[str, ...]:
    """Return what is said of one start, from long to short: "start 7 (seed 8): 96.7 % of training rows right, …"."""
    train, test = start.right.get(node, (np.nan, np.nan))
    good, brief = "", ""
    if np.isfinite(train):
        good, brief = f"{percent(train)} of training rows right, ", f": {percent(train)} right"
    if np.isfinite(test):
        good, brief = f"{good}{percent(test)} of test rows, ", f"{brief}, test {percent(test)}"
    end = f"ended at step {start.step:,}, {ENDINGS[start.reason.name]}"
    lost = ", diverged" if start.diverged else ""
    name = f"start {start.number}"
    return f"{name} (seed {start.seed}): {good}{end}", f"{name}{brief}{lost}", f"{name}{lost}"
