"""The chain rule of networks with convolutions and pools: sums over places, paths and steps back against the sweep."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core import storage
from core.chain_rule.explain import MOST_PATHS, MOST_USES, Reckoning, explain
from core.chain_rule.gradcheck import check
from core.chain_rule.values import Unit, product
from core.chain_rule.ways import Ways
from core.datasets.rows import prepare
from core.document import Document, Floats, Ref, bias_of, filters_of
from core.engine.compiler import compile_network
from core.training.batches import rows_at
from tests.core.chain_rule.test_explain import EXAMPLES, near, path_sum
from tests.helpers.random_grids import random_grids


def reckoned(document: Document) -> tuple[Reckoning, dict[Ref, Floats]]:
    """Return the reckoning of a network over its first batch, and the derivatives that the sweep finds."""
    network, rows = compile_network(document), prepare(document)
    theta, chosen = network.pack(document), rows_at(document.training, rows.train, 0)
    survey = network.survey(rows, chosen, network.spread(theta))
    survey.measure()
    gradient = network.parameters(network.gather(survey.gradient))
    return Reckoning(document, network, theta, rows, chosen), gradient


@pytest.mark.parametrize("seed", range(25))
def test_sums_and_paths_are_the_derivatives_of_the_sweep(seed: int) -> None:
    document = random_grids(seed)
    reckoning, gradient = reckoned(document)
    for ref, one in document.parameters().items():
        for index in np.ndindex(one.value.shape):
            found, wanted = reckoning.explain(ref, index), float(gradient[ref][index])
            assert near(found.derivative, wanted), (ref, index)
            assert product(found.short) == pytest.approx(found.products, abs=1e-12)
            if found.count <= MOST_PATHS:
                assert len(found.paths) == found.count
                assert near(path_sum(found), wanted), (ref, index)
            if found.places and found.places <= MOST_USES:
                assert len(found.uses) == found.places
                assert near(float(sum(use.products.sum() for use in found.uses)), wanted)


@pytest.mark.parametrize("seed", range(25))
def test_what_later_units_pass_back_adds_up(seed: int) -> None:
    document = random_grids(seed)
    reckoning, _ = reckoned(document)
    for node in document.nodes.values():
        if node.id == "p":
            continue
        for unit in range(node.units):
            step = reckoning.back_step((node.id, unit))
            assert len(step.feeds) == min(step.count, 24)
            if step.count <= 24:
                passed = sum((feed.passed_back for feed in step.feeds), step.own)
                assert passed == pytest.approx(step.by_output, abs=1e-12)
            if document.sources(node.id):
                assert step.by_output * step.slope == pytest.approx(step.by_sum, abs=1e-12)


def walked(document: Document, unit: Unit, outputs: set[Unit]) -> list[tuple[Unit, ...]]:
    """Return every path from a unit to the loss, by looking at each pair of cells."""
    found: list[tuple[Unit, ...]] = [(unit,)] if unit in outputs else []
    for target in document.targets(unit[0]):
        for place in range(document.nodes[target].units):
            if reads(document, (target, place), unit):
                found += [(unit, *way) for way in walked(document, (target, place), outputs)]
    return found


def reads(document: Document, later: Unit, earlier: Unit) -> bool:
    grid, source = document.nodes[later[0]].grid, document.nodes[earlier[0]].grid
    if grid is None or source is None:
        return True
    f, r, c = np.unravel_index(later[1], grid.planes)
    k, y, x = np.unravel_index(earlier[1], source.planes)
    inside = all(0 <= at - (to * grid.stride - grid.padding) < grid.size for at, to in ((y, r), (x, c)))
    return inside and (grid.mode == "" or f == k)


@pytest.mark.parametrize("seed", range(12))
def test_paths_are_counted_and_found_as_by_walking(seed: int) -> None:
    document = random_grids(seed)
    outputs = {("p" if "p" in document.nodes else "y", unit) for unit in range(3)}
    ways = Ways(document, outputs)
    for node in ("g2", "h", "y"):
        for unit in range(min(3, document.nodes[node].units)):
            slow = walked(document, (node, unit), outputs)
            assert ways.count((node, unit)) == len(slow)
            assert sorted(ways.each((node, unit))) == sorted(slow)


@pytest.mark.parametrize("seed", range(12))
def test_each_factor_of_a_path_follows_the_one_before(seed: int) -> None:
    document = random_grids(seed)
    reckoning, _ = reckoned(document)
    for ref, one in document.parameters().items():
        for index in list(np.ndindex(one.value.shape))[:4]:
            for path in reckoning.explain(ref, index).paths:
                assert all(a.under == b.over for a, b in pairwise(path.factors)), [
                    (factor.over, factor.under) for factor in path.factors]  # fmt: skip


def test_the_letters_filter_worked_by_hand() -> None:
    """Row O: used at 16 places, of which only (1, 1) and (4, 4) have a derivative: see test_published_letters."""
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    found = explain(document, network, theta, rows, filters_of("map"), (0, 0, 0, 2))
    assert (found.symbol, found.places, found.count, len(found.uses)) == ("w_1[1,1,1,3]", 16, 32, 16)
    assert found.products[0] == pytest.approx(-0.00737352, abs=1e-12)
    used = [use for use in found.uses if use.products[0]]
    assert [(use.unit, use.source) for use in used] == [(("map", 0), ("letter", 2)), (("map", 15), ("letter", 23))]
    assert [use.products[0] for use in used] == pytest.approx([-0.0093632, 0.00198968], abs=1e-12)
    assert check(document, network, theta, rows, found).agrees is not False
    bias = explain(document, network, theta, rows, bias_of("map"))
    assert (bias.places, bias.short[0].kind) == (16, "places")


def test_a_cell_that_lies_on_padding_alone_was_used_nowhere() -> None:
    document = next(found for found in map(random_grids, range(200)) if _only_padding(found))
    reckoning, gradient = reckoned(document)
    for key in ("g0", "g1", "g2"):
        node = document.nodes[key]
        for index in np.ndindex(node.filters.value.shape) if node.filters is not None else ():
            assert near(reckoning.explain(filters_of(key), index).derivative, float(gradient[filters_of(key)][index]))


def _only_padding(document: Document) -> bool:
    """Whether some filter cell never lies on its source."""
    reckoning, _ = reckoned(document)
    filters = [(key, node.filters) for key, node in document.nodes.items() if node.filters is not None]
    return any(reckoning.explain(filters_of(key), index).places == 0
               for key, found in filters if found is not None for index in np.ndindex(found.value.shape))


def test_two_largest_cells_are_a_corner_that_trying_cannot_see() -> None:
    """In the X's upper right region the sums at (1, 4) and (2, 3) are both 1, over different pixels."""
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    checks = [check(document, network, theta, rows, explain(document, network, theta, rows, filters_of("map"), index))
              for index in np.ndindex(1, 1, 3, 3)]  # fmt: skip
    assert all(found.agrees is not False for found in checks)
    assert any("In row 2, pooled cell 1,1,2 has two largest cells" in found.note for found in checks)
