"""Edits of images, convolutions and pools: what follows from a size, what stays, what is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import storage
from core.change import diff
from core.document import DataSpec, Document, Grid, bias_of, column, filters_of
from core.edits.graph import AddNode, Connect, ConnectAll, InsertNode, Paste, Remove, extract
from core.edits.layers import MergeNodes, SetUnits, SplitLayer
from core.edits.sizes import SetGrid
from core.edits.values import SetTrainable, SetValue
from core.engine.compiler import compile_network
from core.errors import EditRefused
from core.images.grids import regridded, wanted_shape
from core.session import Session
from tests.helpers.build import edits

EXAMPLE = Path(__file__).parents[3] / "resources" / "examples" / "part8-letters.squiggle"
LETTERS = storage.load(EXAMPLE)


def grid(document: Document, node: str) -> Grid:
    found = document.nodes[node].grid
    assert found is not None
    assert document.nodes[node].units == found.cells
    return found


def drawn() -> Document:
    """Image → convolution → pool → output, drawn from nothing: nodes n1 to n4."""
    document = Document()
    for place, kind in enumerate(("image", "convolution", "pool", "output")):
        document = AddNode(kind, (240 * place, 0)).apply(document)
    return Connect((("n1", "n2"), ("n2", "n3"), ("n3", "n4"))).apply(document)


def test_drawing_from_nothing() -> None:
    document = drawn()
    assert [grid(document, node).shape for node in ("n1", "n2", "n3")] == [(6, 6, 1), (4, 4, 1), (2, 2, 1)]
    assert [one.name for one in document.parameters().values()] == ["w1", "b1", "w2", "b2"]
    assert document.parameter(filters_of("n2")).value.shape == (1, 1, 3, 3)
    assert document.parameter(filters_of("n2")).value.all()
    assert document.parameter(("n3", "n4")).value.shape == (1, 4)
    assert len(document.data.inputs["n1"]) == 36
    assert document.data.names[:2] == ("image 1 row 1 column 1", "image 1 row 1 column 2")
    compile_network(document)


def test_an_image_takes_the_columns_of_pixels_that_are_there() -> None:
    pixels = tuple(column(f"pixel {at}", [0.0, 1.0]) for at in range(40))
    document = AddNode("image", (0, 0)).apply(Document(data=DataSpec(pixels)))
    assert document.data.inputs["n1"] == tuple(f"pixel {at}" for at in range(36))
    assert len(document.data.columns) == 40


def test_two_convolutions_begin_with_different_filters() -> None:
    document = AddNode("convolution", (0, 0)).apply(AddNode("convolution", (0, 0)).apply(Document()))
    one, other = (document.parameter(filters_of(node)).value for node in document.nodes)
    assert not np.isclose(one, other).any()


def test_a_larger_image_makes_all_that_follows_larger() -> None:
    document = SetGrid("letter", height=8, width=10).apply(LETTERS)
    assert [grid(document, node).shape for node in ("letter", "map", "pooled")] == [(8, 10, 1), (6, 8, 1), (3, 4, 1)]
    assert document.parameter(("pooled", "hidden")).value.shape == (1, 12)
    assert document.parameter(filters_of("map")) == LETTERS.parameter(filters_of("map"))
    names = document.data.inputs["letter"]
    assert len({*names}) == 80
    assert names[:7] == (*LETTERS.data.inputs["letter"][:6], "image row 1 column 7")
    assert names[10:12] == LETTERS.data.inputs["letter"][6:8]
    compile_network(document)
    back = SetGrid("letter", height=6, width=6).apply(document)
    assert back.data.inputs == LETTERS.data.inputs
    again = SetGrid("letter", height=8, width=10).apply(back)
    assert again.data.inputs == document.data.inputs
    assert len(again.data.columns) == len(document.data.columns)


def test_another_stride_changes_sizes_and_draws_the_weights_behind_anew() -> None:
    document = SetGrid("pooled", size=2, stride=1).apply(LETTERS)
    assert grid(document, "pooled").shape == (3, 3, 1)
    weight = document.parameter(("pooled", "hidden"))
    assert (weight.name, weight.value.shape) == ("w2", (1, 9))
    assert not np.isin(weight.value, LETTERS.parameter(("pooled", "hidden")).value).any()
    assert SetGrid("pooled", stride=1).apply(LETTERS) == document


def test_the_mode_alone_changes_no_number() -> None:
    document = SetGrid("pooled", mode="mean").apply(LETTERS)
    assert document.parameters() == LETTERS.parameters()
    assert grid(document, "pooled").mode == "mean"
    assert diff(LETTERS, document).structural


def test_more_filters_keep_the_first_ones_and_their_weights() -> None:
    frozen = SetTrainable((filters_of("map"),), trainable=False, places=((0, 0, 1, 1),)).apply(LETTERS)
    document = SetGrid("map", filters=3).apply(frozen)
    filters, old = document.parameter(filters_of("map")), LETTERS.parameter(filters_of("map"))
    assert filters.value.shape == (3, 1, 3, 3)
    assert filters.value[0].tolist() == old.value[0].tolist()
    assert not filters.trainable[0, 0, 1, 1]
    assert filters.trainable.sum() == 26
    assert document.parameter(bias_of("map")).value.tolist() == [-2.0, 0.0, 0.0]
    weight = document.parameter(("pooled", "hidden")).value
    assert weight.shape == (1, 12)
    assert weight[0, :4].tolist() == LETTERS.parameter(("pooled", "hidden")).value[0].tolist()
    assert SetGrid("map", filters=1).apply(document) == frozen


def test_another_size_keeps_the_filter_about_its_middle_and_its_padlocks() -> None:
    """3 × 3 to 5 × 5: a rim of 0 around it; 5 × 5 to 4 × 4 and 3 × 3 to 2 × 2: (5 − 4) ÷ 2 = 0 rows left off above."""
    old = LETTERS.parameter(filters_of("map")).value
    lone = SetTrainable((filters_of("map"),), trainable=False, places=((0, 0, 1, 1),)).apply(LETTERS)
    lone = lone.evolve(nodes={key: node for key, node in lone.nodes.items() if node.kind != "pool"},
                       connections={("letter", "map"): lone.connections["letter", "map"]})  # fmt: skip
    wide = SetGrid("map", size=5).apply(lone).parameter(filters_of("map"))
    assert wide.value[..., 1:4, 1:4].tolist() == old.tolist()
    assert np.abs(wide.value).sum() == np.abs(old).sum()
    assert np.argwhere(~wide.trainable).tolist() == [[0, 0, 2, 2]]
    small = SetGrid("map", size=2).apply(lone).parameter(filters_of("map"))
    assert small.value.tolist() == old[..., :2, :2].tolist()
    frozen = SetTrainable((filters_of("map"),), trainable=False).apply(lone)
    assert not SetGrid("map", size=5).apply(frozen).parameter(filters_of("map")).trainable.any()


def test_another_size_keeps_the_weights_behind_a_pool_of_the_same_size() -> None:
    document = SetGrid("map", size=2).apply(LETTERS)
    assert document.parameter(filters_of("map")).value.shape == (1, 1, 2, 2)
    assert grid(document, "map").shape == (5, 5, 1)
    assert grid(document, "pooled").shape == (2, 2, 1)
    assert document.parameter(("pooled", "hidden")) == LETTERS.parameter(("pooled", "hidden"))


def test_more_channels_give_every_filter_more_cells() -> None:
    document = SetGrid("letter", channels=3).apply(LETTERS)
    filters = document.parameter(filters_of("map")).value
    assert filters.shape == (1, 3, 3, 3)
    assert filters[:, :1].tolist() == LETTERS.parameter(filters_of("map")).value.tolist()
    assert grid(document, "map").shape == (4, 4, 1)
    names = document.data.inputs["letter"]
    assert names[:3] == ("row 1 column 1", "image row 1 column 1 channel 2", "image row 1 column 1 channel 3")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (SetGrid("map", size=7), "The filter of feature map is 7 × 7 and image only 6 × 6"),
        (SetGrid("pooled", size=5), "The regions of pooled are 5 × 5 and feature map is only 4 × 4"),
        (SetGrid("map", size=6), "The regions of pooled are 2 × 2 and feature map is only 1 × 1"),
        (SetGrid("letter", height=2, width=9), "3 × 3 and image only 2 × 9"),
        (SetGrid("map", size=9, padding=1), "9 × 9 and image only 6 × 6, with its padding 8 × 8"),
        (SetGrid("map", stride=0), "Stride at feature map must be at least 1"),
        (SetGrid("map", padding=-1), "Padding at feature map must be at least 0"),
        (SetGrid("pooled", mode="median"), "max or the mean of a region, not median"),
        (SetGrid("pooled", padding=1), "pooled is a node of the kind pool and has no padding"),
        (SetGrid("hidden", stride=2), "hidden is a node of the kind hidden and has no stride"),
        (SetGrid("letter", height=1000, width=1000), "1,000,000 data columns, and a table holds at most 1,000"),
        (SetGrid("letter", height=32, width=32), "1,024 data columns.*: choose a smaller image, 31 × 31 at most"),
        (SetGrid("letter", height=20, width=20, channels=3), "18 × 18 with 3 channels at most"),
        (SetGrid("map", padding=300), "at most 200,000 cells and these would hold 456,"),
        (SetUnits("map", 4), "a unit for each cell"),
        (SplitLayer("letter"), "cannot be split"),
        (MergeNodes(frozenset({"letter", "map"})), "Only nodes of one kind"),
        (Connect((("hidden", "map"),)), "looks at rows and columns, and hidden has none"),
        (Connect((("letter", "pooled"),)), "looks at feature map already"),
        (Connect((("map", "letter"),)), "image is an input"),
        (InsertNode(("letter", "map"), (0, 0)), "looks at rows and columns"),
    ],
)
def test_what_cannot_be_is_refused_by_a_sentence(edit: object, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        edit.apply(LETTERS)  # type: ignore[attr-defined]


def test_a_window_that_does_not_fit_is_refused_when_it_is_connected() -> None:
    document = AddNode("convolution", (0, 0)).apply(AddNode("image", (0, 0)).apply(Document()))
    document = SetGrid("n2", size=7).apply(document)
    with pytest.raises(EditRefused, match=r"Cannot connect image 1 to convolution 1: the filter .* 7 × 7 and .* 6 × 6"):
        Connect((("n1", "n2"),)).apply(document)


def test_a_chain_drawn_backwards_gets_its_sizes_from_the_last_connection() -> None:
    document = Document()
    for kind in ("image", "convolution", "pool"):
        document = AddNode(kind, (0, 0)).apply(document)
    joined = Connect((("n2", "n3"),)).apply(document)
    assert [grid(joined, node).shape for node in ("n2", "n3")] == [(0, 0, 1), (0, 0, 0)]
    joined = Connect((("n1", "n2"),)).apply(joined)
    assert [grid(joined, node).shape for node in ("n2", "n3")] == [(4, 4, 1), (2, 2, 1)]


def test_without_its_source_a_convolution_keeps_its_filters_and_has_no_size() -> None:
    document = Remove(pairs=frozenset({("letter", "map")})).apply(LETTERS)
    assert [grid(document, node).shape for node in ("map", "pooled")] == [(0, 0, 1), (0, 0, 0)]
    assert document.parameter(filters_of("map")) == LETTERS.parameter(filters_of("map"))
    assert document.parameter(("pooled", "hidden")).value.shape == (1, 0)
    assert storage.parse(storage.format_document(document)) == document
    joined = Connect((("letter", "map"),)).apply(document)
    assert grid(joined, "pooled").shape == (2, 2, 1)
    assert joined.parameter(("pooled", "hidden")).value.shape == (1, 4)
    with pytest.raises(EditRefused, match="pooled has no size yet; connect an image to it first"):
        Connect((("pooled", "O"),)).apply(document)


def test_a_pool_is_put_into_a_connection() -> None:
    document = InsertNode(("map", "pooled"), (0, 0), node="n1").apply(AddNode("pool", (0, 0)).apply(LETTERS))
    assert [grid(document, node).shape for node in ("n1", "pooled")] == [(2, 2, 1), (1, 1, 1)]
    assert document.sources("pooled") == ["n1"]


def test_a_copy_has_names_of_its_own() -> None:
    document = Paste(extract(LETTERS, ("map", "pooled"))).apply(LETTERS)
    names = [one.name for one in document.parameters().values()]
    assert len({*names}) == len(names) == len(LETTERS.parameters()) + 2
    twin = document.nodes["n1"]
    assert twin.filters is not None
    assert twin.filters.value.tolist() == LETTERS.parameter(filters_of("map")).value.tolist()
    assert [document.nodes[node].units for node in ("n1", "n2")] == [0, 0]
    assert grid(Connect((("letter", "n1"),)).apply(document), "n2").shape == (2, 2, 1)


def test_connect_all_gives_a_convolution_one_source() -> None:
    document = Document()
    for kind, x in (("image", 0), ("image", 0), ("convolution", 240), ("pool", 480)):
        document = AddNode(kind, (x, 0)).apply(document)
    document = ConnectAll(frozenset(document.nodes)).apply(document)
    assert document.sources("n3") == ["n1"]
    assert document.sources("n4") == ["n3"]


def test_one_cell_is_set_and_undone() -> None:
    session = Session(LETTERS)
    session.do(SetValue(filters_of("map"), 0.5, (0, 0, 1, 2), "w1[1,1,2,3]"))
    assert session.document.parameter(filters_of("map")).value[0, 0, 1, 2] == 0.5
    assert diff(LETTERS, session.document).values == {filters_of("map")}
    assert not diff(LETTERS, session.document).structural
    assert session.undo_label == "Set w1[1,1,2,3]"
    session.undo()
    assert session.document is LETTERS


def test_one_drag_is_one_step() -> None:
    session = Session(LETTERS)
    for size in (2, 1):
        session.do(SetGrid("map", size=size, gesture=7))
    assert session.labels == ["New", "Set window size to 1"]
    session.undo()
    assert session.document is LETTERS


@given(st.data())
def test_everything_fits_after_any_edits(data: st.DataObject) -> None:
    document = drawn()
    for _ in range(6):
        with suppress(EditRefused):
            document = data.draw(edits(document)).apply(document)
        for ref, found in document.parameters().items():
            assert found.value.shape == found.trainable.shape == wanted_shape(document, ref), ref
        for node in document.nodes.values():
            assert node.grid is None or node.units == node.grid.cells
        assert regridded(document) is document
        assert storage.parse(storage.format_document(document)) == document
