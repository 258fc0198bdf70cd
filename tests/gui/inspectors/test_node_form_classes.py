"""The classes of a softmax, named in its form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.classes import SetClasses
from gui.inspectors.node_form import NodeForm
from gui.state.workspace import Workspace
from tests.helpers.classifier import iris

Shown = tuple[Workspace, NodeForm]


@pytest.fixture
def shown(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> Shown:
    workspace = make_workspace(iris())
    form = NodeForm(workspace, "species")
    qtbot.addWidget(form)
    form.show()
    return workspace, form


def type_names(form: NodeForm, text: str) -> None:
    assert form.classes is not None
    form.classes.setFocus()
    form.classes.selectAll()
    QTest.keyClicks(form.classes, text)
    QTest.keyClick(form.classes, Qt.Key.Key_Return)


def test_classes_are_named_by_typing(shown: Shown) -> None:
    workspace, form = shown
    assert form.classes is not None
    assert form.classes.text() == "Setosa, Versicolor, Virginica"
    assert form.units is None, "a softmax has as many units as classes"
    type_names(form, "S, Ve, Vi")
    assert workspace.document.nodes["species"].classes == ("S", "Ve", "Vi")
    assert workspace.session.undo_label == "Name classes"
    workspace.do(SetClasses("species", ("a, b", "c", "d")))
    assert form.classes.text() == "a, b; c; d"
    type_names(form, "a, x; c; d")
    assert workspace.document.nodes["species"].classes == ("a, x", "c", "d")


def test_too_few_names_are_refused_by_a_sentence(shown: Shown, qtbot: QtBot) -> None:
    workspace, form = shown
    with qtbot.waitSignal(workspace.notices.refused) as told:
        type_names(form, "one, two")
    assert "needs a class for each, not 2" in told.args[0]
    assert form.classes is not None
    assert form.classes.text() == "Setosa, Versicolor, Virginica"


def test_another_name_for_a_class_of_the_data_is_still_to_do(shown: Shown) -> None:
    workspace, form = shown
    type_names(form, "Orchid, Versicolor, Virginica")
    assert "holds the class Setosa" in workspace.training.frame.reason
