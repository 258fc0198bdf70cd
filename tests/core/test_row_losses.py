"""What rows add to both losses: by hand, against the network's own loss, and slopes by differences."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Document, TestSplit
from core.engine.choices import CHOICES
from core.engine.compiler import compile_network
from core.engine.losses import LOSSES
from core.engine.powers import slopes
from core.row_losses import PAIR, Pull, RowLosses, by_raw_over, pull, row_losses, spread
from tests.helpers.classifier import iris, layered
from tests.helpers.jacobian import jacobian

RAW = [1.43, -0.4, 0.23]  # the row of part 5


def found_in(document: Document, node: str = "species") -> RowLosses:
    network, rows = compile_network(document), prepare(document)
    return row_losses(document, network, rows, network.forward(network.pack(document), rows.inputs), node)


def pulled(loss: str, raw: list[float] | np.ndarray, observed: int) -> Pull:
    shares = CHOICES["softmax"].f(raw)
    seen = np.arange(shares.size) == observed
    value = -math.log(shares[observed]) if loss == "cross_entropy" else float(np.square(seen - shares).sum())
    return pull(loss, float(shares[observed]), value)


def test_the_rows_as_the_lessons_write_them() -> None:
    # part 6: p 0.57, 0.58, 0.52 for Setosa, Virginica, Versicolor; of these −ln p is 0.56, 0.54, 0.65
    np.testing.assert_allclose(found_in(iris()).p, [0.57, 0.58, 0.52], atol=0.005)
    np.testing.assert_allclose(found_in(iris()).losses["cross_entropy"], [0.56, 0.54, 0.65], atol=0.012)
    losses = found_in(iris(b3=-2))
    # part 7: b3 = −2 gives p 0.15, 0.71, 0.65 and −ln p 1.89, 0.35, 0.43; 2.67 in all
    np.testing.assert_allclose(losses.p, [0.15, 0.71, 0.65], atol=0.005)
    np.testing.assert_allclose(losses.losses["cross_entropy"], [1.89, 0.35, 0.43], atol=0.005)
    assert losses.total("cross_entropy") == pytest.approx(2.67, abs=0.005)
    assert losses.observed.tolist() == [0, 2, 1]
    assert (losses.called == losses.observed).tolist() == [False, True, True]


@pytest.mark.parametrize("loss", PAIR)
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_total_is_the_loss_of_the_network(loss: str, reduction: str) -> None:
    document = layered((2, 3, 4), loss=loss, reduction=reduction, rows=9)
    document = replace(document, data=replace(document.data, test=TestSplit(rows=(1, 4))))
    network, rows = compile_network(document), prepare(document)
    assert found_in(document, "p").total(loss) == pytest.approx(network.loss(network.pack(document), rows), rel=1e-12)


def test_both_losses_row_by_row_in_plain_python() -> None:
    losses = found_in(iris(b3=-2))
    for row in range(3):
        shares, seen = losses.shares[:, row].tolist(), int(losses.observed[row])
        squares = sum(((place == seen) - share) ** 2 for place, share in enumerate(shares))
        assert losses.losses["ssr"][row] == pytest.approx(squares, rel=1e-12)
        assert losses.losses["cross_entropy"][row] == pytest.approx(-math.log(shares[seen]), rel=1e-12)


def test_the_pull_of_both_by_hand() -> None:
    # p = 0.2 of two classes. CE: −ln 0.2 = 1.609; −1 ÷ 0.2 = −5; × 0.2 × 0.8 = 0.16: −0.8 = p − 1
    ours = pull("cross_entropy", 0.2, -math.log(0.2))
    assert (ours.by_p, ours.through, ours.own, ours.others, ours.by_raw) == pytest.approx((-5, 0.16, -0.8, 0, -0.8))
    # SSR: 0.8² + 0.8² = 1.28; −2 × 0.8 = −1.6; × 0.16 = −0.256; the other: 2 × 0.8 × (−0.8 × 0.2) = −0.256
    theirs = pull("ssr", 0.2, 1.28)
    assert (theirs.by_p, theirs.own, theirs.others, theirs.by_raw) == pytest.approx((-1.6, -0.256, -0.256, -0.512))


@pytest.mark.parametrize("loss", PAIR)
@pytest.mark.parametrize("observed", range(3))
def test_the_slope_by_the_raw_value_agrees_with_differences_and_with_the_update(loss: str, observed: int) -> None:
    row, seen = LOSSES[loss], (np.arange(3) == observed).astype(float)

    def value(raw: np.ndarray) -> float:
        return row.value((raw if row.from_raw else CHOICES["softmax"].f(raw))[:, None], seen[:, None])

    raw, h = np.array(RAW), 1e-6 * np.eye(3)[observed]
    ours = pulled(loss, RAW, observed)
    assert ours.by_raw == pytest.approx((value(raw + h) - value(raw - h)) / 2e-6, abs=1e-8)
    assert ours.by_raw == pytest.approx(slopes("softmax", loss, RAW, seen)[observed], rel=1e-12)
    assert ours.own + ours.others == pytest.approx(ours.by_raw, rel=1e-12)
    assert ours.by_p * ours.through == pytest.approx(ours.own, rel=1e-12)


def test_other_classes_by_the_jacobian() -> None:
    through, shares = jacobian(CHOICES["softmax"], RAW), CHOICES["softmax"].f(RAW)
    # through the other classes: Σₖ 2pₖ × ∂pₖ/∂raw of the observed class, here the third
    others = sum(2 * shares[k] * through[k, 2] for k in (0, 1))
    assert pulled("ssr", RAW, 2).others == pytest.approx(others, rel=1e-12)
    assert pulled("ssr", RAW, 2).through == pytest.approx(through[2, 2], rel=1e-12)


def test_where_a_row_is_surely_wrong_one_pulls_and_the_other_does_not() -> None:
    ours, theirs = pull("cross_entropy", 0.0, 800.0), pull("ssr", 0.0, 2.0)
    assert (ours.by_p, ours.by_raw) == (-math.inf, -1.0)
    assert (theirs.by_p, theirs.by_raw) == (-2.0, 0.0)


@pytest.mark.parametrize("loss", PAIR)
def test_the_slope_over_p_is_what_it_becomes_as_the_raw_value_alone_changes(loss: str) -> None:
    losses = found_in(iris(b3=-2))
    raw = np.log(losses.shares[:, 0])  # up to a constant, which the softmax takes out
    shared = spread(losses, 0)
    assert shared is not None
    for shift in (-4.0, -0.5, 0.0, 1.0, 5.0):
        moved = pulled(loss, raw + shift * np.eye(3)[losses.observed[0]], int(losses.observed[0]))
        assert by_raw_over(loss, np.array([moved.p]), shared)[0] == pytest.approx(moved.by_raw, rel=1e-9)


def test_the_share_of_the_others_by_hand() -> None:
    # Row 1 of part 7: 0.151, 0.397, 0.453 of Setosa; (0.397² + 0.453²) ÷ 0.849² = 0.503
    assert spread(found_in(iris(b3=-2)), 0) == pytest.approx(1.503, abs=2e-3)
    # −2 × 0.25 × 0.75² × 2 of two classes: as −2 × 0.25 × (0.75² + 0.75²)
    assert by_raw_over("ssr", np.array([0.25]), 2.0)[0] == pytest.approx(-0.5625)
    certain = replace(found_in(iris()), shares=np.array([[1.0, 0, 0]]).T, observed=np.array([0]))
    assert spread(certain, 0) is None
