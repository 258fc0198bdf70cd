"""The line below the grids: the sums of the letters as published, other windows shortened in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import storage
from core.datasets.rows import prepare
from core.document import Document
from core.engine.compiler import compile_network
from gui.grids.pointing import Pointed
from gui.grids.stages import Chain, chain_of, paths_of
from gui.grids.sum_words import HINT, Words, words_of
from gui.state.frame import Frame
from tests.helpers.grids import picture_network


def chain(document: Document) -> Chain:
    network, rows = compile_network(document), prepare(document)
    values = network.forward(network.pack(document), rows.inputs)
    return chain_of(Frame(document, network, rows, values=values), 0, paths_of(document)[0], {})


def text(words: Words, most: int = 99) -> str:
    return "".join(part for part, _ in words.parts(most))


@pytest.fixture
def letters(examples: Path) -> Chain:
    return chain(storage.load(examples / "part8-letters.squiggle"))


def test_the_first_sum_of_the_letter_o_is_the_published_one(letters: Chain) -> None:
    words = words_of(letters, Pointed(("map", "map"), 0, 0))
    assert text(words) == ("feature map [1, 1] = 0×0 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 0×0 + bias (−2) = 1"
                           "  → ReLU → 1  → max of {1, 0, 0, 0} = 1")  # fmt: skip
    assert words.whole == text(words).replace("  →", " →")


def test_a_pool_says_which_cell_won(letters: Chain) -> None:
    words = words_of(letters, Pointed(("pooled", "pool"), 0, 0))
    assert text(words) == "pooled [1, 1] = max of {1, 0, 0, 0} = 1  — the largest is feature map [1, 1]"
    tied = words_of(letters, Pointed(("pooled", "pool"), 0, 1))
    assert text(tied) == "pooled [1, 2] = max of {0, 0, 0, 0} = 0  — the first of the largest is feature map [1, 3]"


def test_a_pixel_says_where_it_goes(letters: Chain) -> None:
    words = words_of(letters, Pointed(("letter", "image"), 0, 2))
    assert text(words) == ("image [1, 3] = 1  — it reaches 3 of 16 cells of feature map, 2 of 4 cells of pooled")


def test_a_cell_of_the_filter_says_how_often_it_is_used(letters: Chain) -> None:
    words = words_of(letters, Pointed(("map", "filter"), 0, 2))
    assert text(words) == ("w₁[1,1,1,3] = 1  — filter 1, channel 1, row 1, column 3; multiplied with 16 cells of "
                           "image, one for each place of the filter")  # fmt: skip


def test_of_several_maps_the_map_is_named() -> None:
    found = chain(picture_network(6, (("convolution", 2, 3),)))
    assert text(words_of(found, Pointed(("n0", "after"), 3, 0))).startswith("map n0, map 1 [4, 1] = ")


def test_long_sums_are_shortened_in_the_middle_and_what_is_left_out_is_counted(letters: Chain) -> None:
    words = words_of(letters, Pointed(("map", "map"), 0, 0))
    assert len(words.terms) == 9
    assert text(words, 3).startswith("feature map [1, 1] = 0×0 + 0×0 + … 6 more … + 0×0 + bias (−2) = 1")


def test_where_nothing_is_pointed_at_the_line_says_what_to_do(letters: Chain) -> None:
    for pointed in (None, Pointed(("map", "map"), 9, 9), Pointed(("gone", "map"), 0, 0)):
        assert text(words_of(letters, pointed)) == HINT
