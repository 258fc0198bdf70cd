"""The chain that a frame shows, and what lights up where a cell of it is pointed at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Document, column
from core.engine.compiler import compile_network
from gui.grids.answer_view import listed
from gui.grids.pointing import Pointed, known_after, marks_of, region_about
from gui.grids.stages import Chain, Said, chain_of, lacking, path_named, paths_of, stage_title
from gui.state.frame import Frame
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network

TWO = (("convolution", 2, 3), ("pool", 2, 2), ("convolution", 3, 2))


def frame_of(document: Document) -> Frame:
    network, rows = compile_network(document), prepare(document)
    return Frame(document, network, rows, values=network.forward(network.pack(document), rows.inputs))


def chain(document: Document, row: int = 0, **chosen: int) -> Chain:
    return chain_of(frame_of(document), row, paths_of(document)[0], chosen)


def test_the_chain_goes_from_the_image_to_the_last_grid() -> None:
    found = chain(picture_network(10, TWO))
    assert [(stage.node.id, stage.part, stage.shape, stage.step) for stage in found.stages] == [
        ("image", "image", (10, 10), 0), ("n0", "filter", (3, 3), 1), ("n0", "map", (8, 8), 1),
        ("n0", "after", (8, 8), 1), ("n1", "pool", (4, 4), 2), ("n2", "filter", (2, 2), 3),
        ("n2", "map", (3, 3), 3), ("n2", "after", (3, 3), 3)]  # fmt: skip
    assert [node.label for node in found.readers] == ["O", "X"]
    assert found.flat.shape == (27,)


def test_the_numbers_are_those_of_the_row() -> None:
    document = picture_network(6)
    second = chain(document, 1)
    pixels = [document.data.column(f"p{place}").values[1] for place in range(36)]
    assert second.stages[0].values.ravel().tolist() == pixels
    summed, after = second.stages[2].values, second.stages[3].values
    assert np.array_equal(np.maximum(summed, 0), after)
    assert second.stages[4].values[0, 0] == after[:2, :2].max()


def test_the_chosen_filter_leads_up_to_the_next_filter() -> None:
    found = chain(picture_network(10, TWO), n0=1, n2=2)
    assert [stage.channel for stage in found.stages] == [0, 1, 1, 1, 1, 2, 2, 2]
    filters = found.document.nodes["n2"].filters
    assert filters is not None
    assert np.array_equal(found.stages[5].values, filters.value[2, 1]), "the filter's cells for the channel chosen"
    beyond = chain(picture_network(10, TWO), n0=7)
    assert beyond.stages[1].channel == 1, "a channel that is gone is the last one"


def test_what_the_network_says_stands_with_what_was_observed() -> None:
    found = chain(picture_network(), 1)
    assert [(said.name, said.observed, said.share) for said in found.said] == [("O", 0.0, False), ("X", 1.0, False)]
    assert found.said[0] != Said("O", found.said[0].value)


@pytest.mark.parametrize(("value", "text"), [
    (8.6e-9, "< 0.001"), (0.000499, "< 0.001"), (0.0005, "0.001"), (0.002094, "0.002"), (0.99949, "0.999"),
    (0.9996, "> 0.999"), (1.0, "1"), (0.0, "0"), (0.25, "0.25"),
])  # fmt: skip
def test_a_probability_that_is_all_but_certain_says_just_that(value: float, text: str) -> None:
    assert listed(Said("O", value, share=True))[0] == text
    assert listed(Said("O", 8.6e-9))[0] == "8.6e−9", "what is no probability has no ends"


def test_pixels_go_from_the_least_to_the_largest_of_the_data() -> None:
    document = picture_network()
    assert chain(document).span == (0.0, 1.0)
    brighter = tuple(column(one.name, one.values * 16) for one in document.data.columns)
    assert chain(replace(document, data=replace(document.data, columns=brighter))).span == (0.0, 16.0)


def test_titles_have_sizes() -> None:
    assert [stage_title(stage) for stage in chain(picture_network()).stages] == [
        "Image 6 × 6", "Filter 3 × 3", "Feature map 4 × 4", "after ReLU", "Max pool 2 × 2"]  # fmt: skip
    assert path_named(picture_network(), ("image", "n0")) == "image → map n0"


def test_what_is_lacking_is_said() -> None:
    assert "no image" in lacking(frame_of(one_two_one()), 0)
    document = picture_network()
    assert lacking(frame_of(document), 0) == ""
    assert "rows" in lacking(frame_of(document), 99)
    assert lacking(Frame(document, reason="It has a loop."), 0) == "It has a loop."


def test_a_pointed_sum_lights_its_window_and_the_region_it_is_part_of() -> None:
    found = chain(picture_network())
    marks = marks_of(found, Pointed(("n0", "map"), 1, 2))
    seen = marks["image", "image"].seen
    assert seen is not None
    assert np.argwhere(seen).tolist() == [[row, column] for row in (1, 2, 3) for column in (2, 3, 4)]
    assert marks["n0", "map"].focus == (1, 2)
    region = marks["n0", "after"].seen
    assert region is not None
    assert np.argwhere(region).tolist() == [[0, 2], [0, 3], [1, 2], [1, 3]], "the four that the pool compares"
    reached = marks["n1", "pool"].reached
    assert reached is not None
    assert np.argwhere(reached).tolist() == [[0, 1]]


def test_a_pixel_lights_all_that_it_reaches() -> None:
    marks = marks_of(chain(picture_network()), Pointed(("image", "image"), 0, 1))
    assert marks["image", "image"].focus == (0, 1)
    reached = marks["n0", "map"].reached
    assert reached is not None
    assert np.argwhere(reached).tolist() == [[0, 0], [0, 1]]


def test_a_pool_lights_everything_before_it_and_the_first_of_the_largest_wins() -> None:
    found = chain(picture_network(10, TWO))
    pointed = Pointed(("n1", "pool"), 0, 0)
    marks = marks_of(found, pointed)
    seen = marks["image", "image"].seen
    assert seen is not None
    assert seen.sum() == 16, "two 3 × 3 windows side by side see 4 × 4 pixels"
    region = region_about(found, pointed)
    assert region is not None
    after = found.stages[3].values[:2, :2].ravel()
    assert marks["n0", "after"].won == (divmod(int(after.argmax()), 2),)
    reached = marks["n2", "map"].reached
    assert reached is not None
    assert np.argwhere(reached).tolist() == [[0, 0]]


def test_a_cell_of_a_filter_lights_what_it_is_multiplied_with() -> None:
    marks = marks_of(chain(picture_network()), Pointed(("n0", "filter"), 0, 2))
    seen, reached = marks["image", "image"].seen, marks["n0", "map"].reached
    assert seen is not None
    assert reached is not None
    assert np.argwhere(seen).min(axis=0).tolist() == [0, 2]
    assert seen.sum() == reached.sum() == 16


def test_nothing_lights_up_for_cells_that_are_not_there() -> None:
    found = chain(picture_network())
    assert marks_of(found, None) == {}
    assert marks_of(found, Pointed(("n0", "map"), 9, 0)) == {}
    assert marks_of(found, Pointed(("gone", "map"), 0, 0)) == {}


@pytest.mark.parametrize(("count", "pooled"), [(5, 0), (6, 1), (7, 1), (8, 2), (16, 4)])
def test_as_the_map_fills_a_pool_fills_when_its_region_is_whole(count: int, pooled: int) -> None:
    known = known_after(chain(picture_network()), 1, count)
    assert known[1].sum() == count
    assert known[2].sum() == pooled
