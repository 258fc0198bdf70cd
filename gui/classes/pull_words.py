"""How both losses pull at the chosen row, in lines of numbers and a sentence."""

from __future__ import annotations

from core.quantity import format_number
from core.row_losses import PAIR, Pull, RowLosses, pull
from gui.classes.loss_model import HEADS, LOSS_COLUMNS
from gui.classes.pull_card import CardLine

DIGITS = 3
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
        ("slope by p", (_said("−1/p", ours.by_p), _said("−2(1 − p)", theirs.by_p)),
         "How steep each curve is at the row's p", 1),
        ("× p(1 − p)", (_said("", ours.own)[1:], _said("", theirs.own)[1:]),
         f"Times ∂p/∂raw = p(1 − p) = {format_number(ours.through, DIGITS)}: how p follows the raw value", 2),
        ("+ other classes", (("0",), _said("", theirs.others)[1:]),
         "SSR looks at the other classes' probabilities too, which the raw value of this class moves as well", 2),
        ("= slope by raw", (_said("p − 1", ours.by_raw), _said("−2p × SSR", theirs.by_raw)),
         "How hard this row pulls at the raw value of its class; training goes down this slope", 0),
    )  # fmt: skip
    return tuple(CardLine(name, said, tip, rank, rank == 0) for name, said, tip, rank in rows)


def times(ours: Pull, theirs: Pull) -> str:
    """Return how many times as steep cross entropy is by the raw value: "2.6 times"."""
    return f"{format_number(ours.by_raw / theirs.by_raw, 2)} times"


def reason(losses: RowLosses, row: int, trained: str) -> tuple[str, ...]:
    """Return what the numbers say about the row, in words from long to short.

    ``trained`` names a loss in use that is not cross entropy, or "".
    """
    ours, theirs = pulls(losses, row)
    steep = bool(ours.by_raw and theirs.by_raw)
    told = f"By the raw value cross entropy is {times(ours, theirs)} as steep here. " if steep else ""
    known = f"This network is trained with {trained}. " if trained else ""
    limit = "As p nears 0, p − 1 goes to −1, but −2p × SSR to 0."
    return f"{known}{told}{limit}", f"{known}{limit}", f"{known}Near p = 0: p − 1 → −1, −2p × SSR → 0."
