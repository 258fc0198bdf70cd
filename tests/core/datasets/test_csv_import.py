"""A CSV file on its way in: suggested uses, faults by line, rows left out only on request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.datasets.csv_import import begin, reread
from core.document import DataSpec, Document
from core.edits.graph import AddNode
from core.edits.roles import LoadTable
from core.edits.sizes import SetGrid
from tests.helpers.build import one_two_one

FAULTY = "who;dose;effect\nAnn;0;0\nBo;oops;1\n;1;0,5\nDee;2\n"


def test_columns_of_the_documents_own_names_keep_their_use() -> None:
    plan = begin("effectiveness,dosage,note\n0,1,2\n", one_two_one())
    assert plan.uses == {"effectiveness": "targets", "dosage": "inputs", "note": ""}


@pytest.mark.parametrize(
    ("outputs", "uses"),
    [(0, ["", "inputs", "inputs", "targets"]), (2, ["", "inputs", "targets", "targets"]),
     (9, ["", "inputs", "targets", "targets"])],
)  # fmt: skip
def test_the_last_columns_of_numbers_are_targets(outputs: int, uses: list[str]) -> None:
    document = AddNode("output", (0, 0), outputs).apply(Document()) if outputs else Document()
    plan = begin("name,a,b,c\nx,1,2,3\ny,4,5,6\n", document)
    assert list(plan.uses.values()) == uses


def test_a_column_of_names_with_a_hole_is_still_ignored_and_one_of_numbers_with_a_fault_still_used() -> None:
    plan = begin(FAULTY, one_two_one())
    assert plan.uses == {"who": "", "dose": "inputs", "effect": "targets"}
    assert (plan.preview.delimiter, plan.preview.decimal, plan.preview.header) == (";", ",", True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("x,y\n0,0\n0.5,hello\n", [3]), ("x,y\n0,0\n0.5,hello\n1\n", [3, 4]), ("x,y\nhello,1\n2,1/2\n3,x\n", [2, 3, 4])],
)
def test_one_wrong_cell_makes_a_short_column_of_numbers_no_text(text: str, lines: list[int]) -> None:
    plan = begin(text, Document())
    assert plan.uses == {"x": "inputs", "y": "targets"}
    assert [fault.line for fault in plan.obstacles()] == lines


@pytest.mark.parametrize(
    ("header", "uses"),
    [
        ("dosage,y", ["inputs", "targets"]),
        ("dosage,effectiveness", ["inputs", "targets"]),
        ("effectiveness,x", ["targets", "inputs"]),
        ("dosage,note,y", ["inputs", "", "targets"]),
    ],
)
def test_a_use_that_no_known_name_has_is_given_by_place(header: str, uses: list[str]) -> None:
    names = header.split(",")
    rows = [",".join("hello" if name == "note" else "1" for name in names)] * 2
    assert list(begin("\n".join([header, *rows]), one_two_one()).uses.values()) == uses


def test_faults_are_named_by_line_and_keep_the_table_out() -> None:
    plan = begin(FAULTY, one_two_one())
    assert [fault.line for fault in plan.obstacles()] == [3, 5]
    assert "oops" in plan.obstacles()[0].sentence


def test_lines_with_faults_are_left_out_on_request_and_no_others() -> None:
    plan = replace(begin(FAULTY, one_two_one()), leave_out=True)
    assert plan.obstacles() == []
    columns = {column.name: column.values.tolist() for column in plan.columns()}
    assert columns == {"who": ["Ann", "?"], "dose": [0, 1], "effect": [0, 0.5]}
    assert [column.name for column in plan.columns(keep_ignored=False)] == ["dose", "effect"]


def test_a_fault_in_a_column_that_is_ignored_does_not_matter() -> None:
    plan = begin("who,dose,effect\nAnn,0,0\nBo,x,1\nCy,1,1\n", one_two_one())
    assert plan.obstacles()
    assert replace(plan, uses={**plan.uses, "dose": ""}).obstacles() == []


def test_text_is_no_input() -> None:
    plan = begin("who,dose\nAnn,0\nBo,1\n", one_two_one())
    (obstacle,) = replace(plan, uses={"who": "inputs", "dose": "targets"}).obstacles()
    assert "“who”" in obstacle.sentence or '"who"' in obstacle.sentence


@pytest.mark.parametrize("text", ["", "a,b\n", "\n\n"])
def test_a_table_without_rows_stays_out(text: str) -> None:
    assert begin(text, one_two_one()).obstacles()


def test_an_open_quote_cannot_be_left_out() -> None:
    plan = replace(begin('a,b\n1,2\n"3,4\n5,6\n', one_two_one()), leave_out=True)
    assert [fault.line for fault in plan.obstacles()] == [3]


def test_reading_it_another_way_keeps_uses_where_names_stay() -> None:
    plan = begin("a;b\n1;2\n3;4\n", Document())
    chosen = replace(plan, uses={"a": "targets", "b": "inputs"})
    same = reread(chosen, Document(), delimiter=";", decimal=",", header=True)
    assert same.uses == {"a": "targets", "b": "inputs"}
    other = reread(chosen, Document(), delimiter=";", decimal=".", header=False)
    assert list(other.uses) == ["column 1", "column 2"]


def test_an_input_with_a_hole_is_no_column_of_classes() -> None:
    """Empty cells make a column of texts until their lines are left out; nobody asked for classes."""
    found = begin("width,species\n1.5,a\n2.5,b\n,a\n3,b\n", Document())
    assert found.named("inputs") == ("width",)
    assert found.class_counts() == {"species": 2}
    assert replace(found, leave_out=True).class_counts() == {"species": 2}


def test_the_right_table_after_a_wrong_one_fills_the_image() -> None:
    """A table of 3 pixels for an image of 4 made p3 a target; the right one gives the image all four."""
    placed = AddNode("image", (0, 0)).apply(Document())
    image = next(iter(placed.nodes))
    empty = SetGrid(image, height=2, width=2).apply(placed)
    drawn = AddNode("output", (200, 0)).apply(empty)
    bare = drawn.evolve(data=DataSpec())
    wrong = begin("p0,p1,p2,p3\n0,1,0,1\n1,0,1,0\n", bare)
    short = LoadTable(wrong.columns(), wrong.named("inputs"), wrong.named("targets")).apply(bare)
    assert short.data.inputs[image] == ("p0", "p1", "p2")
    right = begin("p0,p1,p2,p3,O\n0,1,0,1,1\n1,0,1,0,0\n", short)
    assert (right.named("inputs"), right.named("targets")) == (("p0", "p1", "p2", "p3"), ("O",))
    whole = LoadTable(right.columns(), right.named("inputs"), right.named("targets")).apply(short)
    assert whole.data.inputs[image] == ("p0", "p1", "p2", "p3")


def digits(name: str, rows: int = 40, *, last: str = "ink") -> str:
    """Return a table of a column of the digits 0 to 9, ten rows after another, and one of other numbers."""
    return f"{name},{last}\n" + "".join(f"{row % 10},{row / 7}\n" for row in range(rows))


@pytest.mark.parametrize("name", ["digit", "Label", "class_id", "target", "Digits", "Species no"])
def test_few_whole_numbers_under_a_name_for_classes_are_names_of_classes(name: str) -> None:
    plan = begin(digits(name), Document())
    assert plan.uses == {name: "targets", "ink": "inputs"}, "wherever the column stands"
    assert plan.called == {name}
    assert plan.class_counts() == {name: 10}
    assert plan.columns()[0].values.tolist()[:3] == ["0", "1", "2"]
    assert plan.nameable() == {name: 10}
    numbers = replace(plan, called=frozenset())
    assert numbers.columns()[0].values.tolist()[:3] == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(("text", "nameable"), [
    (digits("ink", last="labelled"), {}),  # fractions are no names
    (digits("label", 12), {}),  # hardly a number stands there twice
    ("a,label\n" + "".join(f"0,{row % 21}\n" for row in range(90)), {}),  # too many
    ("a,label\n0,1\n0,1\n", {}),  # one class alone
    ("a,y\n" + "".join(f"0,{row % 3}\n" for row in range(9)), {"y": 3}),  # offered, and a number until somebody says so
])  # fmt: skip
def test_other_numbers_stay_numbers(text: str, nameable: dict[str, int]) -> None:
    plan = begin(text, Document())
    assert plan.called == frozenset()
    assert plan.nameable() == nameable


def test_where_outputs_read_numbers_a_label_is_a_number() -> None:
    assert begin(digits("label"), AddNode("output", (0, 0), 1).apply(Document())).called == frozenset()
    assert begin(digits("label"), AddNode("softmax", (0, 0), 1).apply(Document())).called == {"label"}


def test_a_header_that_comes_late_is_looked_at_for_classes_too() -> None:
    document, text = Document(), digits("label")
    plan = reread(begin(text, document), document, delimiter=None, decimal=None, header=False)
    assert plan.called == frozenset()
    assert reread(plan, document, delimiter=None, decimal=None, header=True).called == {"label"}
