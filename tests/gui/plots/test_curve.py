"""A curve that is dear to compute is coarse at first and fine later; the same numbers either way."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.datasets.rows import prepare
from core.engine.compiler import compile_network
from core.portions import whole
from core.profile import Slice
from gui.plots import curve
from gui.plots.curve import affordable, traced
from gui.plots.slope_view import SlopeView
from tests.gui.plots.conftest import Show
from tests.helpers.build import one_two_one


def line(place: int = 0) -> Slice:
    document = one_two_one()
    network = compile_network(document)
    return Slice(network, network.pack(document), prepare(document), (place,))


def test_what_is_cheap_is_fine_at_once() -> None:
    found = whole(traced(line(), (-1.0, 3.0)))
    assert found.finished
    assert found.x.size == 400


def test_what_is_dear_is_coarse_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    slice_ = line()
    monkeypatch.setattr(curve, "AFFORDED", 100 * slice_.width)
    coarse = whole(traced(slice_, (-1.0, 3.0)))
    assert (coarse.x.size, coarse.finished) == (100, False)
    np.testing.assert_array_equal(coarse.y, slice_.losses(coarse.x[None]))


def test_it_fits_the_same_slice_and_limits_only() -> None:
    slice_ = line()
    found = whole(traced(slice_, (-1.0, 3.0)))
    assert found.fits(slice_, (-1.0, 3.0))
    assert not found.fits(slice_, (-1.0, 4.0))
    assert not found.fits(line(1), (-1.0, 3.0))


def test_how_many_are_affordable() -> None:
    assert (affordable(10**9, 5, 10), affordable(1, 5, 10)) == (5, 10)


def test_the_view_becomes_fine_while_nothing_happens(
    show: Show, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(curve, "AFFORDED", 300)
    view = show(SlopeView, one_two_one()).view
    assert isinstance(view, SlopeView)
    qtbot.waitUntil(lambda: len(view.table()[0][1]) == 400)
