"""What the drawing or the data make impossible; what is found, and that the remedy helps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.diagnosis import Case, Finding, case_of, diagnose
from core.document import Connection, DataSpec, Document, Node, TestSplit, column, parameter
from core.edits.graph import AddNode, Connect, Remove
from core.edits.values import SetTrainable
from tests.helpers.build import one_two_one
from tests.helpers.plain import Plain


def names(case: Case) -> list[str]:
    return [finding.name for finding in diagnose(case)]


def the(name: str, document: Document) -> Finding:
    return next(finding for finding in diagnose(case_of(document)) if finding.name == name)


def with_rows(document: Document, dosage: list[float], effect: list[float]) -> Document:
    columns = (column("dosage", dosage), column("effectiveness", effect))
    return document.evolve(data=replace(document.data, columns=columns))


def test_all_frozen_is_said_first_and_unfreezing_mends_it() -> None:
    document = one_two_one()
    frozen = SetTrainable(tuple(document.parameters()), trainable=False).apply(document)
    found = diagnose(case_of(frozen))
    assert [finding.name for finding in found] == ["all_frozen"]
    assert "All 7 weights and biases are frozen" in found[0].proof
    assert found[0].remedy is not None
    free = found[0].remedy.apply(frozen)
    assert names(case_of(free)) == []
    assert np.abs(case_of(free).slopes).max() > 0
    one = SetTrainable((("", "effect"),), trainable=True).apply(frozen)
    assert "all_frozen" not in names(case_of(one))


def test_a_node_that_leads_nowhere_is_named() -> None:
    document = one_two_one()
    assert "cut_off" not in names(case_of(document))
    loose = AddNode("hidden", (240, 300)).apply(document)
    node = [*loose.nodes][-1]
    loose = Connect((("dose", node),)).apply(loose)
    found = the("cut_off", loose)
    assert found.nodes == (node,)
    assert "No connection leads from " in found.proof
    through = Connect(((node, "effect"),)).apply(loose)
    assert "cut_off" not in names(case_of(through))


def test_an_input_without_a_way_to_an_output_is_named() -> None:
    document = Remove(frozenset(), frozenset({("dose", "top"), ("dose", "bottom")})).apply(one_two_one())
    found = next(one for one in diagnose(case_of(document)) if one.name == "cut_off")
    assert found.nodes == ("dose",)


def test_a_column_that_never_changes_teaches_nothing() -> None:
    document = with_rows(one_two_one(), [0, 0.5, 1], [0.4, 0.4, 0.4])
    found = the("no_variation", document)
    assert "The column effectiveness is 0.4 in all 3 training rows" in found.proof
    assert found.serious
    level = with_rows(one_two_one(), [2, 2, 2], [0, 1, 0])
    assert not the("no_variation", level).serious
    assert "no_variation" not in names(case_of(one_two_one()))


def pixels(*rows: str, side: int = 2) -> Document:
    """An input of ``side`` × ``side`` pixels, a digit of ink a pixel, and an output that tells rows apart."""
    names = tuple(f"row {row} column {place}" for row in range(side) for place in range(side))
    columns = [column(name, [float(row[place]) for row in rows]) for place, name in enumerate(names)]
    target = column("number", [float(place) for place in range(len(rows))])
    nodes = {"x": Node("x", "input", "x", side * side), "y": Node("y", "output", "y", bias=parameter("b1", [0.0]))}
    weight = Connection("x", "y", parameter("w1", np.full((1, side * side), 0.1)))
    data = DataSpec((*columns, target), {"x": names}, {"y": ("number",)})
    return Document("Pixels", nodes, {("x", "y"): weight}, {"x": (0.0, 0.0), "y": (240.0, 0.0)}, data)


def test_pixels_without_ink_are_no_news_unless_all_are() -> None:
    assert "no_variation" not in names(case_of(pixels("0120", "0340", "0560")))
    found = the("no_variation", pixels("1234", "1234", "1234"))
    assert found.title == "Nothing varies in 4 columns"
    assert not found.serious


def test_constant_columns_of_one_node_are_told_in_one_sentence() -> None:
    document = pixels("0120", "0340", "0560")
    plain = {name: f"feature {place}" for place, name in enumerate(document.data.inputs["x"])}
    columns = tuple(replace(one, name=plain.get(one.name, one.name)) for one in document.data.columns)
    data = replace(document.data, columns=columns, inputs={"x": tuple(plain.values())})
    found = [one for one in diagnose(case_of(document.evolve(data=data))) if one.name == "no_variation"]
    assert len(found) == 1
    assert found[0].proof.startswith("The columns feature 0 and feature 3 are each the same in all 3 training rows")


def test_what_varies_in_the_test_rows_only_does_not_vary() -> None:
    document = with_rows(one_two_one(), [0, 0.5, 1, 2], [0.4, 0.4, 0.4, 3])
    held = document.evolve(data=replace(document.data, test=TestSplit(rows=(3,))))
    assert "in all 3 training rows" in the("no_variation", held).proof
    assert "no_variation" not in names(case_of(document))


def test_the_bump_of_part_1_lies_between_two_rows(examples: Path) -> None:
    # As published: the curve peaks at 2.23 where the dosage is 0.128.
    document = storage.load(examples / "part1-black-box.squiggle")
    found = the("bump", document)
    assert "Between the rows at dosage 0 and 0.5 the curve" in found.proof
    assert "of effectiveness goes to 2.232 at dosage 0.128" in found.proof
    assert not found.serious
    plain = Plain(document, case_of(document).rows)

    def predicted(x: float) -> float:
        top, bottom = (float(np.log1p(np.exp(w * x + b))) for w, b in ((-34.4, 2.14), (-2.52, 1.29)))
        return -1.3 * top + 2.28 * bottom - 0.58

    assert predicted(0.5) == pytest.approx(plain.forward(1)[1]["effect"][0])
    finest = np.linspace(0, 0.5, 5001)
    heights = [predicted(x) for x in finest.tolist()]
    assert max(heights) == pytest.approx(2.232, abs=5e-4)
    assert finest[int(np.argmax(heights))] == pytest.approx(0.128, abs=5e-4)


def test_a_row_added_there_makes_the_loss_see_the_bump(examples: Path) -> None:
    # On the line from (0, 0) to (0.5, 1) there is 0.256 at 0.128; (0.256 − 2.232)² = 3.9.
    document = storage.load(examples / "part1-black-box.squiggle")
    found = the("bump", document)
    assert found.offer == "Add a row at 0.128, 0.256"
    assert found.remedy is not None
    more = found.remedy.apply(document)
    assert more.data.count == 4
    assert "bump" not in names(case_of(more))
    assert case_of(more).snapshot.loss == pytest.approx(3.9, abs=0.05)


def test_the_numbers_of_a_bump_are_those_of_the_columns(examples: Path) -> None:
    document = storage.load(examples / "part1-black-box.squiggle")
    data = document.data
    wide = replace(data, columns=(column("dosage", [0, 50, 100]), column("effectiveness", [10, 12, 10])),
                   scaling={"dosage": (0, 100), "effectiveness": (10, 12)})  # fmt: skip
    found = the("bump", document.evolve(data=wide))
    assert "goes to 14.46 at dosage 12.8" in found.proof  # 10 + 2 × 2.232; 100 × 0.128
    assert "dosage 0 and 50" in found.proof


def test_a_curve_that_only_rounds_a_corner_has_no_bump(examples: Path) -> None:
    for name in ("part2-backpropagation", "details1-three-parameters", "details2-all-parameters", "part3-relu"):
        assert "bump" not in names(case_of(storage.load(examples / f"{name}.squiggle"))), name


def test_networks_of_two_inputs_have_no_curve_to_look_at() -> None:
    document = AddNode("input", (0, 200)).apply(one_two_one())
    node = [*document.nodes][-1]
    document = Connect(((node, "top"),)).apply(document)
    assert document.data != DataSpec()
    assert "bump" not in names(case_of(document))
