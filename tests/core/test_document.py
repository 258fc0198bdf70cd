"""Documents are values: equal by content, read-only, sharing what did not change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given

from core.change import Change, diff
from core.document import Document, column, floats, parameter
from core.edits.settings import SetData
from core.edits.values import RenameParameter, SetTrainable
from tests.helpers.build import documents, one_two_one


def test_nothing_in_a_document_can_be_written_to() -> None:
    document = one_two_one()
    with pytest.raises(FrozenInstanceError):
        document.title = "Other"  # type: ignore[misc]  # that is the point
    for found in document.parameters().values():
        with pytest.raises(ValueError, match="read-only"):
            found.value[...] = 1
        with pytest.raises(ValueError, match="read-only"):
            found.trainable[...] = False
    with pytest.raises(ValueError, match="read-only"):
        document.data.columns[0].values[0] = 7


def test_an_array_that_was_given_may_be_changed_afterwards() -> None:
    numbers = np.array([1.0, 2.0])
    found = parameter("b", numbers)
    numbers[0] = 9
    assert found.value.tolist() == [1, 2]


def test_parameters_come_weights_first_then_the_bias_node_by_node() -> None:
    names = [found.name for found in one_two_one().parameters().values()]
    assert names == ["w1", "b1", "w2", "b2", "w3", "w4", "b3"]


def test_equality_looks_at_numbers_padlocks_names_and_starts() -> None:
    found = parameter("w", [[1.0]])
    assert found == parameter("w", [[1.0]], start=[[1.0]])
    assert hash(found) == hash(parameter("w", [[1.0]]))
    for other in (parameter("v", [[1.0]]), parameter("w", [[2.0]]), parameter("w", [[1.0]], False)):
        assert found != other
    assert found != parameter("w", [[1.0]], start=[[0.0]])


def test_a_column_is_text_as_soon_as_one_value_is() -> None:
    assert column("x", [1, 2.5]).numeric
    assert not column("x", [1, "setosa"]).numeric
    assert column("x", [1, 2]) != column("x", ["1", "2"])


def test_every_change_forgets_the_text_the_document_came_from() -> None:
    document = replace(one_two_one(), origin=b"text")
    assert document.evolve(title="Other").origin is None
    assert document == one_two_one()


@given(documents())
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert diff(document, document.evolve()) == Change()


def test_a_change_says_what_kind_it_is() -> None:
    old = one_two_one()
    frozen = SetTrainable((("dose", "top"),), trainable=False).apply(old)
    assert diff(old, frozen).values == frozenset({("dose", "top")})
    assert not diff(old, frozen).structural
    named = RenameParameter(("", "effect"), "c").apply(old)
    assert diff(old, named) == Change(changed=frozenset({"effect"}), values=frozenset({("", "effect")}))
    moved = replace(old.data.columns[1], values=floats([0, 2, 0]))
    data = SetData(replace(old.data, columns=(old.data.columns[0], moved))).apply(old)
    assert diff(old, data) == Change(data=True)
    assert diff(old, old.evolve(steps=3)) == Change(training=True)
    assert diff(old, old.evolve(title="Other")) == Change(title=True)
    bent = old.evolve(nodes={**old.nodes, "top": replace(old.nodes["top"], activation="relu")})
    assert diff(old, bent).structural
    turned = old.evolve(connections=dict(reversed(list(old.connections.items()))))
    assert diff(old, turned).structural
