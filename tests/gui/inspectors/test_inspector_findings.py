"""The network's own page says what a person should know though training works, and what keeps it from working."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.table import SetCell
from gui.inspectors.inspector import Inspector
from gui.state.workspace import Workspace
from tests.helpers.classifier import iris


@pytest.mark.parametrize(
    ("document", "heading", "words"),
    [
        (iris(loss="ssr"), "Worth knowing", "learns slower than with cross entropy"),
        (iris("argmax", "ssr"), "Worth knowing", "Nothing trains through species"),
        (SetCell("species", 0, "Versicolor").apply(iris()), "Worth knowing", "No row of species is of the class"),
        (SetCell("species", 0, "Orchid").apply(iris()), "Still to do", "holds the class Orchid, which"),
    ],
)  # fmt: skip
def test_the_page_of_the_network(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, document: Document, heading: str, words: str
) -> None:
    panel = Inspector(make_workspace(document))
    qtbot.addWidget(panel)
    panel.show()
    page = panel.widget()
    assert page is not None
    said = [label.text() for label in page.findChildren(QLabel)]
    assert heading.upper() in [one.upper() for one in said]
    assert any(words in one for one in said)


def test_what_is_still_to_do_follows_the_document_while_a_connection_without_a_weight_is_chosen(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(SetCell("species", 0, "Orchid").apply(iris()))
    panel = Inspector(workspace)
    qtbot.addWidget(panel)
    panel.show()
    workspace.selection.choose((), [("setosa", "species")])
    assert _heading(panel, "Still to do")
    workspace.do(SetCell("species", 0, "Setosa"))
    assert not _heading(panel, "Still to do")


def _heading(panel: Inspector, words: str) -> bool:
    page = panel.widget()
    assert page is not None
    return words.upper() in [label.text().upper() for label in page.findChildren(QLabel)]
