"""How both losses pull at the chosen row, in lines of numbers and a sentence."""

from __future__ import annotations

from core.quantity import format_number, format_share
from core.row_losses import PAIR, Pull, RowLosses, pull
from gui.classes.loss_model import HEADS, LOSS_COLUMNS
from gui.classes.pull_card import CardLine

DIGITS = 3
NEARLY = 0.9
"""The p from which a row is nearly right."""
ALIKE = 1.15
"""Up to this ratio of both slopes neither is said to pull harder."""
_SIGNS = {loss: HEADS[column] for column, loss in LOSS_COLUMNS.items()}


def pulls(losses: RowLosses, row: int) -> tuple[Pull, Pull]:
    """Return how cross entropy and squared residuals pull at a row."""
    ours, theirs = (pull(loss, float(losses.p[row]), float(losses.losses[loss][row])) for loss in PAIR)
    return ours, theirs


def _said(formula: str, value: float) -> tuple[str, str]:
    number = format_number(value, DIGITS)
    return f"{formula} = {number}", number


def _squares(squares: Pull) -> tuple[str, ...]:
    """Return what a row's SSR is made of: (1 − p)², which its curve shows, and what the other classes add."""
    own = (1 - squares.p) ** 2
    parts = f"{format_number(own, DIGITS)} + {format_number(squares.value - own, DIGITS)}"
    formula, number = _said(_SIGNS[PAIR[1]], squares.value)
    return f"(1 − p)² + others² = {parts} = {number}", f"{parts} = {number}", formula, number


def pull_lines(losses: RowLosses, row: int) -> tuple[CardLine, ...]:
    """Return the chain from p to the raw value of the observed class, for both losses."""
    ours, theirs = pulls(losses, row)
    rows = (
        ("the row's loss", (_said(_SIGNS[PAIR[0]], ours.value), _squares(theirs)),
         "What this row adds to each loss; to the SSR (1 − p)², its curve's height, and the other classes' squares", 3),
        ("d loss/d p", (_said("−1/p", ours.by_p), _said("−2(1 − p)", theirs.by_p)),
         "How steep each curve is at the row's p", 1),
        ("× d p/d raw", (_times(ours), _times(theirs)),
         "Times p(1 − p): how p follows the raw value through the SoftMax; nearly 0 where p is near 0 or 1", 2),
        ("+ other classes", (("0",), _said("", theirs.others)[1:]),
         "SSR looks at the other classes' probabilities too, which the raw value of this class moves as well", 2),
        ("= d loss/d raw", (_said("p − 1", ours.by_raw), _said("", theirs.by_raw)[1:]),
         "How hard this row pulls at the raw value of its class; training goes down this slope", 0),
    )  # fmt: skip
    return tuple(CardLine(name, said, tip, rank, rank == 0) for name, said, tip, rank in rows)


def _times(one: Pull) -> tuple[str, str]:
    number = format_number(one.own, DIGITS)
    return f"× {format_number(one.through, DIGITS)} = {number}", number


def times(ours: Pull, theirs: Pull) -> str:
    """Return how many times as steep cross entropy is by the raw value: "2.6 times"."""
    return f"{format_number(ours.by_raw / theirs.by_raw, 2)} times"


def reason(losses: RowLosses, row: int, trained: str) -> tuple[str, ...]:
    """Return why cross entropy learns faster, from the row's own numbers, in words from long to short.

    ``trained`` names a loss in use that is not cross entropy, or "".
    """
    ours, theirs = pulls(losses, row)
    name, p = losses.classes[int(losses.observed[row])], format_share(ours.p, DIGITS)
    known, here = f"This network is trained with {trained}. " if trained else "", f"Row {row + 1}"
    if ours.p >= NEARLY:
        nearly = f"{known}p = {p} is nearly right"
        return (f"{nearly}, so both losses hardly pull. {_CHOOSE}", f"{nearly}: choose a row with a smaller p.",
                f"{here} is nearly right: choose one with a smaller p.", f"{here} is nearly right.")
    pulled = _pulled(ours, theirs)
    whole = f"{known}{name} was observed and has p = {p}. {_spelled(ours, theirs)}: {pulled}. {_SO}"
    if theirs.by_raw and ours.by_raw / theirs.by_raw < ALIKE:
        return (whole, f"{known}At p = {p} {pulled}; {_LOWER}", f"{here}, p = {p}: {pulled}.", f"{here}: {pulled}.")
    return (whole,
            f"{known}At p = {p} {pulled}: −1/p makes up for p(1 − p), which is near 0 where p is; −2(1 − p) does not.",
            f"{known}At p = {p} {pulled}: −1/p makes up for p(1 − p), −2(1 − p) does not.",
            f"{known}At p = {p} {pulled}; the smaller p, the more.",
            f"{here}, p = {p}: {pulled}.", f"{here}: {pulled}.", f"{pulled[0].upper()}{pulled[1:]}.")


_CHOOSE = "Choose a row with a smaller p, or press New start, to see why cross entropy learns faster."
_LOWER = "at a smaller p cross entropy pulls on, by p − 1, and the squared residuals hardly."
_SO = "The more a row is wrong, the larger the difference: so cross entropy learns faster."


def _spelled(ours: Pull, theirs: Pull) -> str:
    """Say how each slope over p becomes the slope over the raw value."""
    steep, flat, through, left, little = (format_number(value, DIGITS) for value in (
        ours.by_p, theirs.by_p, ours.through, ours.by_raw, theirs.by_raw))
    own, others = (format_number(value, DIGITS) for value in (theirs.own, theirs.others))
    return (f"There the slope of −ln p is {steep}, and grows without bound as p nears 0; that of (1 − p)² is {flat}, "
            f"and never passes −2. The SoftMax multiplies both by p(1 − p) = {through}. Cross entropy keeps p − 1 = "
            f"{left}; the squared residuals have {flat} × {through} = {own}, with the other classes' {others} {little}")


def _pulled(ours: Pull, theirs: Pull) -> str:
    """Say how much harder cross entropy pulls."""
    if not theirs.by_raw:
        return "cross entropy pulls, squared residuals do not"
    if ours.by_raw / theirs.by_raw < ALIKE:
        return "both pull about alike"
    return f"cross entropy pulls {times(ours, theirs)} as hard"
