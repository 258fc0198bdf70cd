"""The Generate window: kinds, numbers typed, a preview, and rows that go to the nodes there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.datasets.generated import SETS, generate
from core.document import Document
from core.edits.graph import AddNode
from gui.data.generate import GenerateDialog
from gui.data.view import DataView
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.sheet import LEFT

Made = tuple[Workspace, DataView]


@pytest.fixture
def made(make_view: Callable[[Document], Made]) -> Made:
    return make_view(one_two_one())


def opened(view: DataView) -> GenerateDialog:
    """Open the window by its button."""
    button = view.findChild(QToolButton, "generate")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert isinstance(view.dialog, GenerateDialog)
    return view.dialog


def type_number(dialog: GenerateDialog, name: str, text: str) -> None:
    field = dialog.fields[name]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    field.commit()


def test_a_sine_with_noise_replaces_the_table_as_one_step(made: Made) -> None:
    shared, view = made
    before, dialog = shared.document, opened(view)
    dialog.kinds.setCurrentRow(list(SETS).index("sine"))
    for name, text in (("n", "25"), ("noise", "0,1"), ("seed", "7")):
        type_number(dialog, name, text)
    QTest.mouseClick(dialog.use, LEFT)
    data = shared.document.data
    assert data.columns == generate("sine", 25, 0.1, 7)
    assert (data.inputs, data.targets) == ({"dose": ("x",)}, {"effect": ("y",)})
    assert shared.session.undo_label == "Generate Sine"
    shared.session.undo()
    assert shared.document is before


def test_xor_offers_the_input_that_lacks_and_is_refused_without_it(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    dialog = opened(view)
    dialog.kinds.setCurrentRow(list(SETS).index("xor"))
    assert "2 inputs (x1, x2) and the network 1 input" in dialog.fit.sentence
    assert dialog.fit.add.text() == "Add an input for x2"
    QTest.mouseClick(dialog.use, LEFT)
    assert [node.label for node in shared.document.nodes.values() if node.kind == "input"] == ["dosage", "x2"]
    assert shared.training.frame.reason == ""
    shared.session.undo()
    before = shared.document
    dialog.fit.add.setChecked(False)
    with qtbot.waitSignal(shared.notices.refused) as told:
        QTest.mouseClick(dialog.use, LEFT)
    assert "tick “Add an input for x2”" in told.args[0]
    assert shared.document is before


def test_a_set_with_too_few_columns_is_refused(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    shared.do(AddNode("input", (0, 200)))
    before, dialog = shared.document, opened(view)
    with qtbot.waitSignal(shared.notices.refused) as told:
        QTest.mouseClick(dialog.use, LEFT)
    assert "1 input (x) and the network 2 inputs" in told.args[0]
    assert "draw one input and one output" in told.args[0]
    assert shared.document is before


def test_on_an_empty_canvas_classes_have_names_and_a_softmax_is_added(make_view: Callable[[Document], Made]) -> None:
    shared, view = make_view(Document())
    dialog = opened(view)
    dialog.kinds.setCurrentRow(list(SETS).index("blobs3"))
    assert not dialog.names.isEnabled(), "three classes always have names"
    assert dialog.fit.add.text() == "Add 2 inputs for x1, x2 and a SoftMax of 3 outputs for class"
    QTest.mouseClick(dialog.use, LEFT)
    choice = next(node for node in shared.document.nodes.values() if node.kind == "softmax")
    assert choice.classes == ("top", "left", "right")
    assert shared.document.data.targets == {choice.id: ("class",)}


def test_names_of_classes_are_a_choice(made: Made) -> None:
    shared, view = made
    dialog = opened(view)
    dialog.kinds.setCurrentRow(list(SETS).index("circles"))
    assert not dialog.names.isChecked(), "the drawing ends in an output that reads numbers"
    QTest.mouseClick(dialog.names, LEFT, pos=QPoint(9, dialog.names.height() // 2))
    assert "no SoftMax is there to read them" in dialog.fit.sentence
    QTest.mouseClick(dialog.use, LEFT)
    assert shared.document.data.column("class").values.tolist() == generate("circles", 80, 0.05, names=True)[
        -1].values.tolist()
    dialog.kinds.setCurrentRow(0)
    assert not dialog.names.isEnabled()


def test_the_sentence_follows_the_drawing(made: Made) -> None:
    shared, view = made
    dialog = opened(view)
    dialog.kinds.setCurrentRow(list(SETS).index("xor"))
    shared.do(AddNode("input", (0, 200)))
    assert "fit" in dialog.fit.sentence
    assert dialog.fit.add.isHidden()


def test_a_number_out_of_range_is_not_taken(made: Made) -> None:
    shared, view = made
    dialog = opened(view)
    type_number(dialog, "n", "1")
    assert dialog.fields["n"].property("wrong")
    QTest.mouseClick(dialog.use, LEFT)
    assert shared.document.data.count == SETS["line"].rows


def test_enter_uses_the_rows_and_another_seed_draws_others(made: Made) -> None:
    shared, view = made
    dialog = opened(view)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    first = shared.document.data.columns
    dialog.another.click()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert shared.document.data.columns[1] != first[1]
    assert opened(view) is dialog, "it stays open, and there is one of it"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert view.dialog is None


def test_every_kind_is_drawn(made: Made) -> None:
    _, view = made
    dialog = opened(view)
    pictures = set()
    for place in range(len(SETS)):
        dialog.kinds.setCurrentRow(place)
        image = dialog.preview.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(SETS)
