"""The table's edits: cells, rows, columns. What points to a row or a column never dangles."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Column, DataSpec, Document, TestSplit
from core.edits.graph import AddNode
from core.edits.settings import SetData
from core.edits.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    AddColumn,
    ClearCells,
    InsertRows,
    ReadAs,
    RemoveColumns,
    RemoveRows,
    RenameColumn,
    ReplaceTable,
    SetCell,
    number_column,
    text_column,
)
from core.edits.values import RenameNode
from core.errors import EditRefused
from core.session import Edit, Session
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris


def rows(document: Document) -> list[tuple[object, ...]]:
    return list(zip(*(column.values.tolist() for column in document.data.columns), strict=True))


def named() -> Document:
    """The dosage network with a column of names that no node reads, and row 2 held back."""
    document = one_two_one()
    columns = (*document.data.columns, text_column("who", ["Ann", "Bo", "Christina"]))
    return document.evolve(data=replace(document.data, columns=columns, test=TestSplit(rows=(2,))))


def test_a_cell_is_set_and_the_old_document_keeps_its_own() -> None:
    old = one_two_one()
    new = SetCell("dosage", 1, 0.75).apply(old)
    assert rows(new) == [(0, 0), (0.75, 1), (1, 0)]
    assert rows(old) == [(0, 0), (0.5, 1), (1, 0)]
    assert new.data.columns[1] is old.data.columns[1], "untouched columns are shared"
    assert not new.data.columns[0].values.flags.writeable


def test_a_longer_text_is_not_cut_to_the_width_of_the_others() -> None:
    new = SetCell("who", 0, "Bartholomew of Northumberland").apply(named())
    assert new.data.column("who").values.tolist() == ["Bartholomew of Northumberland", "Bo", "Christina"]
    longer = InsertRows(0, ({"who": "Bartholomew of Northumberland"},)).apply(named())
    assert longer.data.column("who").values.tolist()[0] == "Bartholomew of Northumberland"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "three"])
def test_only_finite_numbers_stand_in_a_column_of_numbers(value: float | str) -> None:
    with pytest.raises(EditRefused, match="number"):
        SetCell("dosage", 0, value).apply(one_two_one())


@pytest.mark.parametrize("edit", [SetCell("dosage", 3, 1.0), SetCell("dosage", -1, 1.0), SetCell("dose", 0, 1.0)])
def test_a_cell_that_is_not_there_is_refused(edit: Edit) -> None:
    with pytest.raises(EditRefused, match="There is no"):
        edit.apply(one_two_one())


def test_clearing_leaves_no_holes() -> None:
    new = ClearCells({"dosage": (1, 2), "who": (0,)}).apply(named())
    assert rows(new) == [(0, 0, "?"), (0, 1, "Bo"), (0, 0, "Christina")]


def test_rows_are_inserted_with_what_is_known_and_the_held_back_row_stays_the_same_row() -> None:
    new = InsertRows(1, ({"dosage": 0.25}, {})).apply(named())
    assert rows(new) == [(0, 0, "Ann"), (0.25, 0, "?"), (0, 0, "?"), (0.5, 1, "Bo"), (1, 0, "Christina")]
    assert new.data.test == TestSplit(rows=(4,))
    assert InsertRows(3).apply(named()).data.test == TestSplit(rows=(2,))


def test_rows_are_removed_and_the_held_back_row_follows_or_goes() -> None:
    assert RemoveRows((0,)).apply(named()).data.test == TestSplit(rows=(1,))
    assert RemoveRows((2, 7)).apply(named()).data.test is None
    share = named().evolve(data=replace(named().data, test=TestSplit(0.5, 3)))
    assert RemoveRows((0,)).apply(share).data.test == TestSplit(0.5, 3)


def test_a_table_without_rows_keeps_its_columns_and_their_kinds() -> None:
    empty = RemoveRows((0, 1, 2)).apply(named())
    assert [column.numeric for column in empty.data.columns] == [True, True, False]
    assert rows(InsertRows(0, ({"who": "Dee"},)).apply(empty)) == [(0, 0, "Dee")]


def test_a_row_needs_a_column() -> None:
    with pytest.raises(EditRefused, match="add a column first"):
        InsertRows(0).apply(Document())


def test_a_column_is_added_under_a_free_name_at_its_place() -> None:
    new = AddColumn(at=1).apply(AddColumn().apply(one_two_one()))
    assert new.data.names == ("dosage", "column 2", "effectiveness", "column 1")
    assert rows(new)[1] == (0.5, 0, 1, 0)


@pytest.mark.parametrize("name", ["", "  ", "dosage", "x" * 201])
def test_a_name_is_refused_where_it_is_empty_too_long_or_taken(name: str) -> None:
    with pytest.raises(EditRefused, match="column"):
        RenameColumn("effectiveness", name).apply(one_two_one())


def test_renaming_takes_roles_scaling_and_the_node_of_that_name_along() -> None:
    old = one_two_one()
    old = old.evolve(data=replace(old.data, scaling={"dosage": (0.0, 2.0)}))
    new = RenameColumn("dosage", "  dose  in mg ").apply(old)
    assert new.data.inputs == {"dose": ("dose in mg",)}
    assert new.data.scaling == {"dose in mg": (0.0, 2.0)}
    assert new.nodes["dose"].label == "dose in mg"
    assert new.nodes["effect"] is old.nodes["effect"]


def test_a_node_with_a_name_of_its_own_keeps_it() -> None:
    old = one_two_one()
    old = old.evolve(nodes={**old.nodes, "dose": replace(old.nodes["dose"], label="pill")})
    assert RenameColumn("dosage", "x").apply(old).nodes["dose"].label == "pill"


def test_removing_a_column_lets_its_node_go_and_forgets_its_scaling() -> None:
    old = one_two_one()
    old = old.evolve(data=replace(old.data, scaling={"dosage": (0.0, 2.0)}))
    new = RemoveColumns(("dosage",)).apply(old)
    assert new.data.names == ("effectiveness",)
    assert (new.data.inputs, dict(new.data.scaling)) == ({}, {})
    assert new.data.targets == {"effect": ("effectiveness",)}


def test_removing_the_last_column_leaves_no_held_back_rows() -> None:
    new = RemoveColumns(("dosage", "effectiveness", "who")).apply(named())
    assert (new.data.count, new.data.test, dict(new.data.targets)) == (0, None, {})


def test_a_column_becomes_text_and_numbers_again() -> None:
    old = one_two_one()
    text = ReadAs("dosage", numeric=False).apply(old)
    assert text.data.column("dosage").values.tolist() == ["0", "0.5", "1"]
    assert text.data.inputs == {}, "a node reads no text"
    back = ReadAs("dosage", numeric=True).apply(text)
    assert back.data.column("dosage").values.tolist() == [0, 0.5, 1]


def test_classes_that_are_numbers_keep_their_reader_as_text_and_back() -> None:
    columns = tuple(number_column(one.name, [1, 2, 3]) if one.name == "species" else one for one in iris().data.columns)
    document = iris().evolve(data=replace(iris().data, columns=columns))
    text = ReadAs("species", numeric=False).apply(document)
    assert text.data.column("species").values.tolist() == ["1", "2", "3"]
    assert text.data.targets == document.data.targets
    assert ReadAs("species", numeric=True).apply(text).data == document.data


def test_text_that_is_no_number_is_named_by_its_row() -> None:
    with pytest.raises(EditRefused, match=r"Row 1 of who: “Ann” is not a number"):
        ReadAs("who", numeric=True).apply(named())


def test_limits_are_said_in_a_sentence() -> None:
    with pytest.raises(EditRefused, match="at most 100,000 rows"):
        InsertRows(0, ({},) * (MAX_ROWS - 2)).apply(one_two_one())
    wide = tuple(number_column(f"c{at}", [0.0]) for at in range(MAX_COLUMNS + 1))
    with pytest.raises(EditRefused, match="1,000 columns"):
        ReplaceTable(wide).apply(one_two_one())
    long = tuple(number_column(f"c{at}", np.zeros(MAX_ROWS)) for at in range(16))
    with pytest.raises(EditRefused, match="1,500,000 cells"):
        ReplaceTable(long).apply(one_two_one())


def test_a_replaced_table_keeps_a_share_and_forgets_rows_by_number() -> None:
    fresh = (number_column("x", [1, 2]),)
    assert ReplaceTable(fresh).apply(named()).data.test is None
    share = named().evolve(data=replace(named().data, test=TestSplit(0.5, 3)))
    assert ReplaceTable(fresh).apply(share).data.test == TestSplit(0.5, 3)
    with pytest.raises(EditRefused, match="same number of rows"):
        ReplaceTable((*fresh, number_column("y", [1]))).apply(one_two_one())


def test_rows_that_came_from_a_file_live_in_the_document_once_they_are_changed() -> None:
    document = one_two_one()
    document = document.evolve(data=replace(document.data, file="dosage.csv"))
    changed = replace(document.data, columns=(number_column("dosage", [1]), number_column("effectiveness", [2])))
    for edit in (SetCell("dosage", 0, 2.0), RenameNode("dose", "pill"), AddNode("input", (0, 90)), SetData(changed)):
        assert edit.apply(document).data.file is None
    assert SetData(replace(document.data, test=TestSplit(0.5))).apply(document).data.file == "dosage.csv"


NAMES = st.sampled_from(["dosage", "effectiveness", "who", "column 1", "x"])
PLACES = st.integers(-1, 5)
CELLS: st.SearchStrategy[float | str] = st.one_of(st.floats(width=32), st.sampled_from(["", "0,5", "Ann"]))
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(SetCell, NAMES, PLACES, CELLS),
    st.builds(ClearCells, st.dictionaries(NAMES, st.tuples(PLACES))),
    st.builds(InsertRows, PLACES, st.lists(st.dictionaries(NAMES, CELLS, max_size=2), min_size=1).map(tuple)),
    st.builds(RemoveRows, st.lists(PLACES, min_size=1).map(tuple)),
    st.builds(AddColumn, NAMES, st.none()),
    st.builds(RemoveColumns, st.tuples(NAMES)),
    st.builds(RenameColumn, NAMES, NAMES),
    st.builds(ReadAs, NAMES, st.booleans()),
)


def sound(data: DataSpec) -> bool:
    """Whether the table is whole: equal lengths, finite numbers, no blanks, and nothing that dangles."""
    used = {name for mapping in (data.inputs, data.targets) for names in mapping.values() for name in names}
    return (
        len({len(column.values) for column in data.columns}) <= 1
        and len(set(data.names)) == len(data.names)
        and all(_whole(column) for column in data.columns)
        and all(data.column(name).numeric for name in used | set(data.scaling))
        and (data.test is None or all(0 <= row < data.count for row in data.test.rows))
    )


def _whole(column: Column) -> bool:
    return bool(np.isfinite(column.values).all()) if column.numeric else all(column.values.tolist())


@given(st.lists(EDITS, max_size=12))
def test_whatever_is_done_the_table_stays_whole_and_undo_gives_the_first_document_back(edits: list[Edit]) -> None:
    first = named()
    session = Session(first)
    for edit in edits:
        with suppress(EditRefused):
            session.do(edit)
        assert sound(session.document.data)
    while session.undo_label:
        session.undo()
    assert session.document is first
