"""Columns of zeros do not come unsaid."""

from __future__ import annotations

from collections.abc import Callable

from core.document import Document
from core.edits.graph import AddNode, Paste, extract
from core.edits.roles import LoadTable
from core.edits.table import number_column
from gui.new_columns import NewColumns
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


def test_columns_that_come_with_nodes_are_named_where_there_are_rows(
    make_workspace: Callable[[Document], Workspace],
) -> None:
    workspace = make_workspace(one_two_one())
    heard: list[Notice] = []
    workspace.notices.posted.connect(heard.append)
    watch = NewColumns(workspace.document, workspace.bridge, workspace.notices)
    workspace.do(AddNode("hidden", (0, 0)))
    assert heard == []
    workspace.do(AddNode("input", (0, 0)))
    assert heard[-1].text == "The new column input 1 holds 0 in every row: type the values in the Data view."
    workspace.do(Paste(extract(workspace.document, ["dose", "effect"])))
    assert heard[-1].text.startswith("The new columns ")
    said = len(heard)
    workspace.session.undo()
    workspace.session.replace(one_two_one())
    assert len(heard) == said
    assert watch is not None


def test_a_table_that_comes_with_its_nodes_may_hold_zeros(make_workspace: Callable[[Document], Workspace]) -> None:
    workspace = make_workspace(Document())
    heard: list[Notice] = []
    workspace.notices.posted.connect(heard.append)
    watch = NewColumns(workspace.document, workspace.bridge, workspace.notices)
    columns = (number_column("dark", [0, 0]), number_column("y", [1, 2]))
    workspace.do(LoadTable(columns, ("dark",), ("y",), add_nodes=True))
    assert heard == []
    assert watch is not None


def test_a_drawing_without_rows_says_nothing(make_workspace: Callable[[Document], Workspace]) -> None:
    workspace = make_workspace(Document())
    heard: list[Notice] = []
    workspace.notices.posted.connect(heard.append)
    watch = NewColumns(workspace.document, workspace.bridge, workspace.notices)
    workspace.session.replace(one_two_one())
    workspace.session.replace(Document())
    workspace.do(AddNode("input", (0, 0)))
    assert heard == []
    assert watch is not None
