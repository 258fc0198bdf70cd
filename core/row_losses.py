"""What each row adds to the loss at one softmax, by cross entropy and by squared residuals, and how hard each pulls.

For a row of observed class o with probabilities p:

* cross entropy: −ln p_o, of which the slope by p_o is −1/p_o;
* squared residuals: Σₖ (sₖ − pₖ)², s being 1 for o and 0 for the others; of its term (1 − p_o)² the slope by p_o is
  −2(1 − p_o).

Through the softmax, ∂p_o/∂raw_o = p_o(1 − p_o) and ∂pₖ/∂raw_o = −pₖ p_o (Bridle 1990, "Probabilistic interpretation of
feedforward classification network outputs"). So by the raw value of the observed class

* cross entropy: −1/p_o × p_o(1 − p_o) = p_o − 1, which is near −1 where the row is surely wrong;
* squared residuals: −2(1 − p_o) × p_o(1 − p_o) − Σₖ≠ₒ 2pₖ² p_o = −2 p_o × Σₖ (sₖ − pₖ)², which is near 0 there.

    >>> from core.row_losses import pull
    >>> found = pull("ssr", 0.2, 0.2**2 + 0.8**2)  # two classes: the other has 0.8, and 0.2 is lacking here
    >>> [round(number, 3) for number in (found.by_p, found.through, found.own, found.others, found.by_raw)]
    [-1.6, 0.16, -0.256, -0.016, -0.272]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.datasets.rows import Rows
from core.document import Document, Floats, Indices
from core.engine.activations import run
from core.engine.losses import LOSSES
from core.engine.network import Network, Values
from core.targets import one_hot


@dataclass(frozen=True, slots=True)
class Curve:
    """One loss of a row over p, the probability of its observed class.

    ``height`` is the loss's own term and ``slope`` its slope by p; ``own`` is that slope times p(1 − p), and
    ``by_raw`` (of p and of what the row adds to the loss) the whole slope by the raw value of the observed class.
    """

    height: Callable[[Floats], Floats]
    slope: Callable[[float], float]
    own: Callable[[float], float]
    by_raw: Callable[[float, float], float]


def _surprise(p: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        found: Floats = -np.log(p)
    return found


def _lacking(p: Floats) -> Floats:
    found: Floats = np.square(1 - p)
    return found


CURVES: Mapping[str, Curve] = {
    "cross_entropy": Curve(_surprise, lambda p: -1 / p if p else -np.inf, lambda p: p - 1, lambda p, _: p - 1),
    "ssr": Curve(_lacking, lambda p: -2 * (1 - p), lambda p: -2 * p * (1 - p) ** 2, lambda p, value: -2 * p * value),
}
"""The two losses that are compared, by their names in files."""
PAIR = tuple(CURVES)


@dataclass(frozen=True, slots=True, eq=False)
class RowLosses:
    """All rows at one softmax.

    ``shares`` are the probabilities, (classes, rows); ``p`` is that of the observed class; ``observed`` and ``called``
    are class numbers; ``losses`` gives for each loss of ``PAIR`` what each row alone adds, (rows,). ``train`` are the
    numbers of the training rows. ``mean`` says that the loss is divided by their number.
    """

    node: str
    classes: tuple[str, ...]
    shares: Floats
    observed: Indices
    called: Indices
    p: Floats
    losses: dict[str, Floats]
    train: Indices
    mean: bool

    def total(self, loss: str) -> float:
        """Return the loss over the training rows, summed, or their mean where the document says so."""
        part = self.losses[loss][self.train]
        with np.errstate(all="ignore"):
            return float(part.mean() if self.mean else part.sum())


def row_losses(document: Document, network: Network, rows: Rows, values: Values, node: str) -> RowLosses:
    """Return what each row adds at the softmax ``node``, given the values of all units for all rows.

    KeyError for a node without a column of class names.
    """
    observed, place = rows.classes[node], network.units[node]
    shares = values.a[place]
    seen = one_hot(observed, shares.shape[0])
    losses = {name: each(name, values.z[place], shares, seen) for name in PAIR}
    p = shares[observed, np.arange(observed.size)]
    mean = document.training.reduction == "mean"
    return RowLosses(
        node, document.nodes[node].classes, shares, observed, shares.argmax(axis=0), p, losses, rows.train, mean
    )


def each(loss: str, raw: Floats, shares: Floats, seen: Floats) -> Floats:
    """Return what each row adds to ``loss``, (rows,), from raw values, probabilities and 1 or 0 observed.

    All three are (classes, rows). Cross entropy is computed from the raw values, as the network does.
    """
    row = LOSSES[loss]
    wrong = np.zeros(seen.shape)
    with np.errstate(all="ignore"):
        run(row.compare(np.ascontiguousarray(raw if row.from_raw else shares), seen, wrong))
        return row.each(wrong)


def spread(losses: RowLosses, row: int) -> float | None:
    """Return Σₖ (sₖ − pₖ)² ÷ (1 − p)² of a row: 2 where one other class has all the rest, less where several have.

    None where p is 1 to the last digit, so that nothing is left to be shared out.
    """
    others = np.delete(losses.shares[:, row], losses.observed[row])
    rest = float(others.sum())
    return 1 + float(np.square(others / rest).sum()) if rest > 0 else None


def by_raw_over(loss: str, p: Floats, shared: float) -> Floats:
    """Return the slope by the raw value of the observed class over p, (points,), as that raw value alone changes.

    The other classes then keep their shares of 1 − p, so Σₖ (sₖ − pₖ)² is (1 − p)² × ``shared`` (see ``spread``):

    * cross entropy: p − 1;
    * squared residuals: −2p(1 − p)² × ``shared``.
    """
    found: Floats = p - 1 if loss == PAIR[0] else -2 * p * np.square(1 - p) * shared
    return found


@dataclass(frozen=True, slots=True)
class Pull:
    """How one loss of one row pulls at the raw value of the observed class: ``by_raw`` = ``own`` + ``others``.

    ``value`` is what the row adds to the loss, ``p`` the probability of the observed class, ``by_p`` the slope of the
    loss's own term by it, ``through`` = p(1 − p) = ∂p/∂raw, ``own`` their product; ``others`` comes by way of the other
    classes' probabilities, at which cross entropy does not look.
    """

    value: float
    p: float
    by_p: float
    through: float
    own: float
    others: float
    by_raw: float


def pull(loss: str, p: float, value: float) -> Pull:
    """Return how one row pulls by "cross_entropy" or "ssr", from its probability and what it adds to that loss.

    The slope by p is −∞ where p is 0; that by the raw value is finite even there.
    """
    curve = CURVES[loss]
    own, by_raw = curve.own(p), curve.by_raw(p, value)
    return Pull(value, p, curve.slope(p), p * (1 - p), own, by_raw - own, by_raw)
