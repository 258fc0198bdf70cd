"""Classes follow what feeds their node: connecting, deleting, merging, splitting, and columns of class names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from core import storage
from core.datasets import shipped
from core.datasets.csv_import import begin
from core.datasets.roles import Role
from core.datasets.rows import prepare
from core.document import Column, DataSpec, Document, Stop, TrainingSpec, column
from core.edits.classes import SetClasses, SetKind, UseCrossEntropy
from core.edits.graph import AddNode, Connect, InsertNode, Paste, Remove, extract
from core.edits.layers import MergeNodes, SetUnits, SplitLayer
from core.edits.roles import AddReaders, LoadTable, SetReader, SetRole
from core.edits.table import number_column, text_column
from core.edits.values import NewStart
from core.engine.compiler import compile_network
from core.errors import EditRefused
from core.rules import problems
from core.session import Edit, Session
from core.training.trainer import Trainer
from tests.helpers.classifier import SPECIES, iris, layered


def classes(document: Document, node: str = "species") -> tuple[str, ...]:
    found = document.nodes[node]
    assert found.units == len(found.classes)
    return found.classes


def after(document: Document, edits: Iterable[Edit]) -> Document:
    for edit in edits:
        document = edit.apply(document)
    return document


def probabilities(document: Document, node: str) -> dict[str, list[float]]:
    network = compile_network(document)
    values = network.forward(network.pack(document), prepare(document).inputs).a[network.units[node]]
    return {name: one.tolist() for name, one in zip(document.nodes[node].classes, values, strict=True)}


def test_a_connection_into_a_softmax_has_no_weight() -> None:
    document = after(Document(), [AddNode("output", (0, 0)), AddNode("softmax", (240, 0)), Connect((("n1", "n2"),))])
    assert document.connections["n1", "n2"].weight is None
    assert not document.has(("n1", "n2"))
    assert [found.name for found in document.parameters().values()] == ["b1"]
    assert classes(document, "n2") == ("output 1",)


def test_deleting_a_connection_takes_its_class_along_and_connecting_brings_it_back() -> None:
    cut = Remove(pairs=frozenset({("versicolor", "species")})).apply(iris())
    assert classes(cut) == ("Setosa", "Virginica")
    back = Connect((("versicolor", "species"),)).apply(cut)
    assert classes(back) == ("Setosa", "Virginica", "Versicolor")
    assert problems(back) == []
    assert classes(Remove(frozenset({"setosa", "virginica"})).apply(iris())) == ("Versicolor",)


def test_merged_outputs_keep_every_class_with_its_unit() -> None:
    document = iris(b3=-2)
    document = replace(document, positions={**document.positions, "setosa": (0, 9), "versicolor": (0, 5)})
    before = probabilities(document, "species")
    merged = MergeNodes(frozenset({"setosa", "versicolor", "virginica"})).apply(document)
    assert classes(merged) == ("Virginica", "Versicolor", "Setosa")
    found = probabilities(merged, "species")
    assert all(found[name] == pytest.approx(before[name], rel=1e-12) for name in SPECIES)
    layer = next(node.id for node in merged.nodes.values() if node.kind == "output")
    assert merged.connections[layer, "species"].weight is None
    split = SplitLayer(layer).apply(merged)
    assert classes(split) == ("Virginica", "Versicolor", "Setosa")
    assert all(one == pytest.approx(found[name]) for name, one in probabilities(split, "species").items())


def test_only_some_of_the_outputs_of_a_softmax_are_not_merged_with_others() -> None:
    document = AddNode("output", (0, 0)).apply(iris())
    other = [*document.nodes][-1]
    with pytest.raises(EditRefused, match="all or none"):
        MergeNodes(frozenset({"setosa", other})).apply(document)


def test_two_of_three_outputs_merge() -> None:
    before = probabilities(iris(b3=-2), "species")
    merged = MergeNodes(frozenset({"setosa", "virginica"})).apply(iris(b3=-2))
    found = probabilities(merged, "species")
    assert all(found[name] == pytest.approx(before[name], rel=1e-12) for name in SPECIES)


def test_units_of_the_layer_before_are_the_classes() -> None:
    document = layered((2, 3))
    more = SetUnits("raw", 4).apply(document)
    assert classes(more, "p") == ("c0", "c1", "c2", "raw 4")
    assert "raw" not in more.data.targets
    assert classes(SetUnits("raw", 2).apply(document), "p") == ("c0", "c1")


@pytest.mark.parametrize("edit", [SetUnits("species", 4), SplitLayer("species")])
def test_a_softmax_is_one_thing(edit: Edit) -> None:
    with pytest.raises(EditRefused):
        edit.apply(iris())


def test_a_node_put_before_a_softmax_takes_the_class_over() -> None:
    document = InsertNode(("versicolor", "species"), (600, 0)).apply(iris())
    new = [*document.nodes][-1]
    assert document.sources("species") == ["setosa", new, "virginica"]
    assert classes(document) == SPECIES
    assert document.has(("versicolor", new))
    assert problems(document) == []
    loose = AddNode("softmax", (0, 0)).apply(document)
    with pytest.raises(EditRefused, match="for each class"):
        InsertNode(("petal", "h1"), (0, 0), node=[*loose.nodes][-1]).apply(loose)


def test_copies_have_their_classes() -> None:
    document = iris()
    pasted = Paste(extract(document, ["setosa", "versicolor", "species"])).apply(document)
    new = [*pasted.nodes][-1]
    assert classes(pasted, new) == ("Setosa", "Versicolor")
    assert pasted.connections[pasted.sources(new)[0], new].weight is None


def test_classes_are_named_by_hand() -> None:
    assert classes(SetClasses("species", ("a", " b  c ", "d")).apply(iris())) == ("a", "b c", "d")
    for names, word in ((("a", "a", "b"), "same name"), (("a", "", "b"), "characters"), (("a",), "fed by 3 values")):
        with pytest.raises(EditRefused, match=word):
            SetClasses("species", names).apply(iris())


def test_softmax_to_argmax_and_back() -> None:
    session = Session(iris())
    session.do(SetKind("species", "argmax"))
    assert session.document.training.loss == "ssr"
    assert not compile_network(session.document).gradient(
        compile_network(session.document).pack(session.document), prepare(session.document))[1].any()
    session.do(SetKind("species", "softmax"))
    assert session.document == iris()
    with pytest.raises(EditRefused, match="does not choose"):
        SetKind("setosa", "softmax").apply(iris())


def test_the_loss_that_an_argmax_took_away_outlives_the_file_and_undo() -> None:
    session = Session(storage.parse(storage.format_document(SetKind("species", "argmax").apply(iris()))))
    assert session.document.training.loss == "ssr"
    session.do(SetKind("species", "softmax"))
    assert session.document.training.loss == "cross_entropy"
    assert not session.document.nodes["species"].extra
    session.undo()
    session.do(SetKind("species", "softmax", loss="ssr"))
    assert session.document.training.loss == "ssr"
    squared = after(iris(loss="ssr"), [SetKind("species", "argmax"), SetKind("species", "softmax")])
    assert squared == iris(loss="ssr")


def test_an_output_that_feeds_a_softmax_lets_its_column_go() -> None:
    document = after(Document(), [AddNode("input", (0, 0)), AddNode("output", (240, 0)), AddNode("softmax", (480, 0))])
    assert document.data.names == ("input 1", "output 1")
    joined = Connect((("n2", "n3"),)).apply(document)
    assert joined.data.names == ("input 1",)
    assert joined.data.targets == {}
    hard = SetKind("n3", "argmax").apply(document)
    assert Connect((("n2", "n3"),)).apply(hard).data.targets == {"n2": ("output 1",)}


def test_a_new_output_beside_a_softmax_makes_no_column() -> None:
    document = AddNode("output", (0, 0), source="h1", target="species").apply(iris())
    assert document.data.names == iris().data.names
    assert classes(document) == (*SPECIES, "output 1")


def flowers() -> Document:
    columns = shipped.load("iris")
    return Document(data=DataSpec(columns))


def test_a_new_softmax_finds_the_column_of_class_names() -> None:
    document = AddNode("softmax", (0, 0)).apply(flowers())
    assert document.data.targets == {"n1": ("species",)}
    assert classes(document, "n1") == SPECIES
    document = after(document, [AddNode("output", (0, 0)), Connect((("n2", "n1"),))])
    assert classes(document, "n1") == SPECIES
    with pytest.raises(EditRefused, match="holds text"):
        SetRole("species", Role("inputs", "n3")).apply(AddNode("input", (0, 0)).apply(document))


def test_a_column_given_to_a_softmax_names_its_classes() -> None:
    document = SetClasses("species", ("x", "y", "z")).apply(iris())
    for edit in (SetRole("species", Role("targets", "species")), SetReader("targets", "species", ("species",))):
        assert set(classes(edit.apply(document))) == set(SPECIES)
    with pytest.raises(EditRefused, match="one column of class names"):
        SetReader("targets", "species", ("species", "petal width")).apply(document)


def test_a_target_of_texts_gets_a_softmax_with_an_output_a_class() -> None:
    document = after(flowers(), [AddReaders("inputs", ("petal width", "sepal width")),
                                 AddReaders("targets", ("species",))])  # fmt: skip
    kinds = [(node.kind, node.label) for node in document.nodes.values()]
    assert kinds == [("input", "petal width"), ("input", "sepal width"), ("softmax", "species"),
                     *(("output", name) for name in SPECIES)]  # fmt: skip
    assert document.training.loss == "cross_entropy"
    softmax = next(node.id for node in document.nodes.values() if node.kind == "softmax")
    assert document.data.targets == {softmax: ("species",)}
    assert document.data.columns == flowers().data.columns


def test_from_nothing_to_a_trained_classifier() -> None:
    text = shipped.SHIPPED["iris"].file.read_text()
    found = begin(text, Document())
    assert found.named("targets") == ("species",)
    assert found.obstacles() == []
    document = LoadTable(found.columns(), found.named("inputs"), found.named("targets"), add_nodes=True).apply(
        Document())
    inputs = [node.id for node in document.nodes.values() if node.kind == "input"]
    outputs = [node.id for node in document.nodes.values() if node.kind == "output"]
    document = AddNode("hidden", (240, 0), 4).apply(document)
    layer = [*document.nodes][-1]
    pairs = (*((one, layer) for one in inputs), *((layer, one) for one in outputs))
    document = after(document, [Connect(pairs), NewStart()])
    assert problems(document) == []
    assert storage.parse(storage.format_document(document)) == document
    trainer = Trainer(document.evolve(training=replace(
        document.training, optimizer="adam", learning_rate=0.05, reduction="mean", stop=Stop(500))))  # fmt: skip
    trainer.step(500)
    assert trainer.snapshot().loss < 0.1


def test_many_classes_get_a_layer() -> None:
    names = [f"kind {at}" for at in range(12)]
    document = Document(data=DataSpec((column("kind", names * 2),)))
    document = AddReaders("targets", ("kind",)).apply(document)
    assert [(node.kind, node.units) for node in document.nodes.values()] == [("softmax", 12), ("output", 12)]
    free = Document(data=DataSpec((column("note", [f"text {at}" for at in range(150)]),)))
    with pytest.raises(EditRefused, match="too many for classes"):
        AddReaders("targets", ("note",)).apply(free)


def test_a_table_of_texts_fits_the_softmax_there_is() -> None:
    columns = shipped.load("iris")
    document = LoadTable(columns, ("petal width", "sepal width"), ("species",)).apply(iris())
    assert document.data.targets == {"species": ("species",)}
    assert classes(document) == SPECIES
    assert prepare(document).observed.sum() == 150


def test_argmax_columns_do_not_matter_to_weights() -> None:
    document = NewStart().apply(iris())
    assert all(np.isfinite(found.value).all() for found in document.parameters().values())


def feeding() -> Document:
    """A softmax of three classes that feeds a layer of two units."""
    document = AddNode("hidden", (0, 0), 2, source="p").apply(layered((2, 3)))
    return NewStart().apply(document)


def test_weights_after_a_softmax_follow_its_classes() -> None:
    document = feeding()
    pair = next(pair for pair in document.connections if pair[0] == "p")
    before = document.parameter(pair).value
    renamed = SetClasses("p", ("x", "y", "z")).apply(document)
    assert renamed.parameter(pair) == document.parameter(pair)
    fewer = SetUnits("raw", 2).apply(document)
    assert fewer.parameter(pair).value.tolist() == before[:, :2].tolist()
    more = SetUnits("raw", 4).apply(document)
    assert more.parameter(pair).value[:, :3].tolist() == before.tolist()
    assert more.parameter(pair).value[:, 3].all()
    bare = Remove(pairs=frozenset({("raw", "p")})).apply(document)
    assert classes(bare, "p") == ()
    assert bare.parameter(pair).value.shape == (2, 0)
    assert storage.parse(storage.format_document(bare)).connections == bare.connections


def test_a_softmax_without_classes_feeds_nothing() -> None:
    document = after(Document(), [AddNode("softmax", (0, 0)), AddNode("hidden", (240, 0))])
    with pytest.raises(EditRefused, match="no classes yet"):
        Connect((("n1", "n2"),)).apply(document)


def test_cross_entropy_of_many_rows_is_averaged_unless_somebody_has_set_how_to_learn() -> None:
    few, many = (flowers_of(count) for count in (20, 21))
    assert UseCrossEntropy().apply(few).training == TrainingSpec(loss="cross_entropy")
    assert UseCrossEntropy().apply(many).training == TrainingSpec(loss="cross_entropy", reduction="mean")
    chosen = many.evolve(training=TrainingSpec(learning_rate=0.01))
    assert UseCrossEntropy().apply(chosen).training == TrainingSpec(loss="cross_entropy", learning_rate=0.01)


def test_what_completes_a_classifier_of_the_data_brings_its_loss_unless_somebody_has_trained() -> None:
    whole = flowers_of(21)
    choice = next(key for key, node in whole.nodes.items() if node.kind == "softmax")
    last = next(pair for pair in whole.connections if pair[1] == choice)
    lacking = Remove(pairs=frozenset({last})).apply(whole)
    assert Connect((last,)).apply(lacking).training == TrainingSpec(loss="cross_entropy", reduction="mean")
    assert Connect((last,)).apply(lacking.evolve(steps=1)).training == TrainingSpec()
    told = SetReader("targets", choice, whole.data.targets[choice])
    untold = whole.evolve(data=replace(whole.data, targets={}))
    assert told.apply(untold).training == TrainingSpec(loss="cross_entropy", reduction="mean")
    assert told.apply(whole).training == TrainingSpec()  # it was one before


def test_a_table_with_a_class_more_brings_the_output_that_lacks() -> None:
    measured = number_column("a", [0, 1, 2, 3])
    one = LoadTable((measured, text_column("pet", ["cat"] * 4)), ("a",), ("pet",), add_nodes=True).apply(Document())
    both = (measured, text_column("pet", ["cat", "dog", "cat", "dog"]))
    choice = next(key for key, node in one.nodes.items() if node.kind == "softmax")
    assert one.nodes[choice].classes == ("cat",)
    more = LoadTable(both, ("a",), ("pet",), add_nodes=True).apply(one)
    assert more.nodes[choice].classes == ("cat", "dog")
    assert len(more.incoming(choice)) == 2
    assert len({*more.positions.values()}) == len(more.nodes)
    assert LoadTable(both, ("a",), ("pet",)).apply(one).nodes[choice].classes == ("cat",)


def test_rows_that_come_after_the_loss_was_chosen_average_it_too() -> None:
    for count, reduction in ((20, "sum"), (21, "mean")):
        many = flowers_of(count)
        drawn = flowers_of(3).evolve(training=TrainingSpec(loss="cross_entropy"))
        names = drawn.data.names
        loaded = LoadTable(many.data.columns, names[:-1], names[-1:]).apply(drawn)
        assert (loaded.training.loss, loaded.training.reduction) == ("cross_entropy", reduction)
    untouched = LoadTable(many.data.columns, names[:-1], names[-1:]).apply(drawn.evolve(training=TrainingSpec()))
    assert (untouched.training.loss, untouched.training.reduction) == ("cross_entropy", "mean")
    squares = drawn.evolve(training=TrainingSpec(reduction="mean"))
    assert LoadTable(many.data.columns, names[:-1], names[-1:]).apply(squares).training == squares.training
    chosen = drawn.evolve(training=replace(drawn.training, learning_rate=0.01))
    assert LoadTable(many.data.columns, names[:-1], names[-1:]).apply(chosen).training == chosen.training


def flowers_of(count: int) -> Document:
    document = iris(loss="ssr")
    columns = tuple(Column(one.name, np.resize(one.values, count)) for one in document.data.columns)
    return document.evolve(data=replace(document.data, columns=columns), training=TrainingSpec())


def test_cross_entropy_without_probabilities_is_refused() -> None:
    with pytest.raises(EditRefused, match="species is an ArgMax"):
        UseCrossEntropy().apply(iris("argmax", "ssr"))


@pytest.mark.parametrize(
    ("before", "after"), [("SoftMax", "ArgMax"), ("SoftMax 2", "ArgMax 2"), ("species", "species")])
def test_a_node_that_is_named_after_its_kind_is_named_after_the_new_one(before: str, after: str) -> None:
    document = iris()
    node = replace(document.nodes["species"], label=before)
    document = document.evolve(nodes={**document.nodes, "species": node})
    hard = SetKind("species", "argmax").apply(document)
    assert hard.nodes["species"].label == after
    back = SetKind("species", "softmax").apply(hard)
    assert back.nodes["species"].label == before
    assert back.training == document.training
