"""CSV in and out: the preview, uses of columns, faults by line, a file dropped on the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from core.datasets.rows import held
from core.document import Document, TestSplit
from gui.data.import_csv import NARROWEST, WIDEST, ImportDialog
from gui.data.view import DataView
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.gui.conftest import MakeView, Script
from tests.helpers.build import one_two_one
from tests.helpers.sheet import LEFT

Made = tuple[Workspace, DataView]
FAULTY = "who;dose;effect\nAnn;0;0\nBo;oops;1\nCy;1;0,5\nDee;2\n"


@pytest.fixture
def made(make_view: MakeView) -> Made:
    return make_view(one_two_one())


def opened(view: DataView, tmp_path: Path, text: str) -> ImportDialog:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    view.open_table(path)
    assert isinstance(view.dialog, ImportDialog)
    assert view.dialog.isVisible()
    return view.dialog


def listed(dialog: ImportDialog) -> list[str]:
    return [dialog.faults.item(row).text() for row in range(dialog.faults.count())]


def choose_use(dialog: ImportDialog, column: int, word: str) -> None:
    """Click the word under a column's name and choose another."""
    spot = dialog.table.visualRect(dialog.model.index(0, column)).center()
    QTest.mouseClick(dialog.table.viewport(), LEFT, pos=spot)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == word).trigger()
    menu.close()


def test_the_file_asked_for_is_imported_as_one_step(made: Made, script: Script, tmp_path: Path) -> None:
    shared, view = made
    path = tmp_path / "dosage.csv"
    path.write_text("dosage,effectiveness\n0,0\n0.25,0.5\n", encoding="utf-8")
    script.answers = [path]
    before = shared.document
    button = view.findChild(QToolButton, "import_csv")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert isinstance(view.dialog, ImportDialog)
    QTest.mouseClick(view.dialog.confirm, LEFT)
    data = shared.document.data
    assert [column.values.tolist() for column in data.columns] == [[0, 0.25], [0, 0.5]]
    assert data.inputs == {"dose": ("dosage",)}
    assert shared.session.undo_label == "Import dosage.csv"
    shared.session.undo()
    assert shared.document is before


def test_faults_are_listed_by_line_and_nothing_comes_in_while_there_are_any(made: Made, tmp_path: Path) -> None:
    shared, view = made
    dialog = opened(view, tmp_path, FAULTY)
    assert [line.split(":")[0] for line in listed(dialog)] == ["Line 3", "Line 5"]
    assert not dialog.confirm.isEnabled()
    assert dialog.leave_out.text() == "Leave out the 2 lines with faults"
    QTest.mouseClick(dialog.leave_out, LEFT, pos=QPoint(8, dialog.leave_out.height() // 2))
    assert dialog.confirm.isEnabled()
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.column("dose").values.tolist() == [0, 1]
    assert shared.document.data.column("who").values.tolist() == ["Ann", "Cy"]


def test_a_word_among_few_numbers_is_a_fault_by_line_and_its_column_stays_a_target(made: Made, tmp_path: Path) -> None:
    shared, view = made
    dialog = opened(view, tmp_path, "x,y\n0,0\n0.5,hello\n1\n")
    assert [dialog.model.index(0, at).data().split()[0] for at in range(2)] == ["input", "target"]
    assert listed(dialog) == [
        'Line 3: "hello" in the column "y" is not a number; write one.',
        "Line 4: This line has 1 cell and the first has 2; fill in or remove some.",
    ]
    inks = [dialog.model.index(row, 1).data(Qt.ItemDataRole.ForegroundRole).color().name() for row in (1, 2)]
    assert inks == [shared.theme.colors.output, shared.theme.colors.danger], "the word is seen at a glance"
    assert not dialog.confirm.isEnabled()
    QTest.mouseClick(dialog.leave_out, LEFT, pos=QPoint(8, dialog.leave_out.height() // 2))
    QTest.mouseClick(dialog.confirm, LEFT)
    assert [column.values.tolist() for column in shared.document.data.columns] == [[0], [0]]


def test_what_was_found_can_be_changed(made: Made, tmp_path: Path) -> None:
    _, view = made
    dialog = opened(view, tmp_path, "dose;effect\n1;2,5\n3;4,5\n")
    assert (dialog.delimiter.currentText(), dialog.decimal.currentText()) == ("Semicolon", "Comma: 0,5")
    assert dialog.header.isChecked()
    assert dialog.model.index(1, 1).data() == "2.5"
    dialog.delimiter.setFocus()
    QTest.keyClick(dialog.delimiter, Qt.Key.Key_Up)
    assert dialog.delimiter.currentText() == "Comma"
    assert [line.split(":")[0] for line in listed(dialog)] == ["Line 2", "Line 3"], "two cells under one name"
    QTest.keyClick(dialog.delimiter, Qt.Key.Key_Down)
    QTest.mouseClick(dialog.header, LEFT, pos=QPoint(8, dialog.header.height() // 2))
    assert dialog.model.headerData(0, Qt.Orientation.Horizontal) == "column 1"
    assert dialog.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "column 1"


def test_uses_are_chosen_under_the_names(made: Made, tmp_path: Path) -> None:
    shared, view = made
    dialog = opened(view, tmp_path, "a,b,c\n1,2,3\n4,5,6\n")
    assert [dialog.model.index(0, at).data().split()[0] for at in range(3)] == ["input", "input", "target"]
    assert dialog.fit.add.text() == "Add an input for b"
    choose_use(dialog, 0, "Ignored")
    assert dialog.fit.add.isHidden()
    choose_use(dialog, 2, "Input")
    choose_use(dialog, 1, "Target")
    QTest.mouseClick(dialog.confirm, LEFT)
    data = shared.document.data
    assert (data.inputs, data.targets) == ({"dose": ("c",)}, {"effect": ("b",)})
    assert data.names == ("a", "b", "c")


def test_ignored_columns_can_be_left_out(made: Made, tmp_path: Path) -> None:
    shared, view = made
    dialog = opened(view, tmp_path, "who,dose,effect\nAnn,0,0\nBo,1,1\n")
    QTest.mouseClick(dialog.keep, LEFT, pos=QPoint(8, dialog.keep.height() // 2))
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.names == ("dose", "effect")


def test_escape_leaves_the_table_as_it_is(made: Made, tmp_path: Path) -> None:
    shared, view = made
    before = shared.document
    dialog = opened(view, tmp_path, "a,b\n1,2\n")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shared.document is before


def test_a_file_that_is_no_table_is_refused_in_a_sentence(made: Made, qtbot: QtBot, tmp_path: Path) -> None:
    shared, view = made
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\0\0\0")
    for wrong in (path, tmp_path / "gone.csv"):
        with qtbot.waitSignal(shared.notices.posted) as posted:
            view.open_table(wrong)
        assert posted.args is not None
        notice: Notice = posted.args[0]
        assert notice.level == "problem"
        assert wrong.name in notice.text
    assert view.dialog is None


def drop(view: DataView, path: Path) -> bool:
    """Drag a file over the view and let go; return whether it was wanted."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    entered = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, entered)
    if entered.isAccepted():
        QApplication.sendEvent(
            view,
            QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier),
        )
    return entered.isAccepted()


def test_a_table_dropped_on_the_view_is_looked_at_first(made: Made, tmp_path: Path) -> None:
    _, view = made
    path = tmp_path / "dropped.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert not drop(view, tmp_path / "network.squiggle"), "that is the window's"
    assert drop(view, path)
    assert isinstance(view.dialog, ImportDialog)
    assert view.dialog.windowTitle() == "Import dropped.csv"


def test_the_table_is_written_and_read_back_to_the_last_digit(made: Made, script: Script, tmp_path: Path) -> None:
    shared, view = made
    path = tmp_path / "out.csv"
    script.answers = [path]
    button = view.findChild(QToolButton, "export_csv")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert path.read_text(encoding="utf-8") == "dosage,effectiveness\n0,0\n0.5,1\n1,0\n"
    dialog = opened(view, tmp_path, path.read_text(encoding="utf-8"))
    before = shared.document.data.columns
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.columns == before


def test_a_place_that_cannot_be_written_is_named(made: Made, script: Script, qtbot: QtBot, tmp_path: Path) -> None:
    shared, view = made
    script.answers = [tmp_path / "nowhere" / "out.csv"]
    with qtbot.waitSignal(shared.notices.posted) as posted:
        view.export_csv()
    assert posted.args is not None
    assert "nowhere" in posted.args[0].text


def test_numbers_may_be_names_of_classes(make_view: MakeView, tmp_path: Path) -> None:
    shared, view = make_view(Document())
    dialog = opened(view, tmp_path, "x,label\n0.1,0\n0.2,1\n0.3,1\n")
    choose_use(dialog, 1, "Target: numbers are names of classes")
    assert dialog.model.index(0, 1).data().split()[0] == "classes"
    assert dialog.fit.add.text() == "Add an input for x and a SoftMax of 2 outputs for label"
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.column("label").values.tolist() == ["0", "1", "1"]
    choice = next(node for node in shared.document.nodes.values() if node.kind == "softmax")
    assert (choice.classes, shared.document.training.loss) == (("0", "1"), "cross_entropy")
    again = opened(view, tmp_path, "x,label\n0.1,0\n0.2,1\n0.3,1\n")
    choose_use(again, 1, "Ignored")
    choose_use(again, 1, "Target")
    assert again.model.index(0, 1).data().split()[0] == "target"


def test_a_target_of_one_class_is_warned_of(made: Made, tmp_path: Path) -> None:
    _, view = made
    dialog = opened(view, tmp_path, "dose,kind\n0,yes\n1,yes\n2,yes\n")
    dialog.set_use(("dose",), "inputs")
    dialog.set_use(("kind",), "targets")
    assert "Every row of kind is of one class, and a SoftMax needs two at least." in dialog.fit.sentence


FLOWERS = "petal,kind\n" + "".join(f"{at},{'abc'[at % 3]}\n" for at in range(24))


def test_a_class_that_the_network_lacks_is_offered_with_its_table(make_view: MakeView, tmp_path: Path) -> None:
    shared, view = make_view(Document())
    dialog = opened(view, tmp_path, "a,pet\n0,cat\n1,cat\n")
    assert dialog.fit.add.text() == "Add an input for a and a SoftMax of 1 output for pet"
    QTest.mouseClick(dialog.confirm, LEFT)
    dialog = opened(view, tmp_path, "a,pet\n0,cat\n1,dog\n")
    assert dialog.fit.sentence == "The table has 1 class more than pet has."
    assert dialog.fit.add.text() == "Add an output for the class that pet lacks"
    assert dialog.fit.fits
    QTest.mouseClick(dialog.confirm, LEFT)
    assert next(node for node in shared.document.nodes.values() if node.label == "pet").classes == ("cat", "dog")


def test_test_rows_of_each_class_are_offered_with_a_table_of_classes(make_view: MakeView, tmp_path: Path) -> None:
    shared, view = make_view(Document())
    dialog = opened(view, tmp_path, FLOWERS)
    assert dialog.hold_back.text() == "Hold back 6 of the 24 rows for testing, the same share of each class"
    QTest.mouseClick(dialog.confirm, LEFT)
    data = shared.document.data
    assert data.test == TestSplit(0.25, 1, stratified=True)
    assert sorted(data.column("kind").values[held(data)].tolist()) == ["a", "a", "b", "b", "c", "c"]
    assert shared.session.labels[1:] == ["Import table.csv"]
    assert opened(view, tmp_path, FLOWERS).hold_back.isHidden(), "the share stays"


def test_the_offer_of_test_rows_can_be_declined_and_is_for_classes_and_many_rows(
    make_view: MakeView, tmp_path: Path
) -> None:
    shared, view = make_view(Document())
    few = opened(view, tmp_path, "\n".join(FLOWERS.split("\n")[:20]))
    assert few.hold_back.isHidden()
    few.reject()
    dialog = opened(view, tmp_path, FLOWERS)
    dialog.set_use(("kind",), "")
    assert dialog.hold_back.isHidden()
    dialog.set_use(("kind",), "targets")
    QTest.mouseClick(dialog.hold_back, LEFT, pos=QPoint(8, dialog.hold_back.height() // 2))
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.test is None


def test_names_of_columns_have_the_room_they_need_within_bounds(made: Made, tmp_path: Path) -> None:
    _, view = made
    dialog = opened(view, tmp_path, f"a,row 1 column 12,{'long ' * 30}\n0,1,2\n1,2,3\n")
    room = dialog.table.horizontalHeader().fontMetrics().horizontalAdvance
    widths = [dialog.table.columnWidth(place) for place in range(3)]
    assert widths[1] > room("row 1 column 12") + 10
    assert (widths[0], widths[2]) == (NARROWEST, WIDEST)


def test_a_column_of_digits_is_one_of_classes_until_a_click_says_numbers(make_view: MakeView, tmp_path: Path) -> None:
    shared, view = make_view(Document())
    text = "digit,ink\n" + "".join(f"{row % 10},{row / 7}\n" for row in range(40))
    dialog = opened(view, tmp_path, text)
    assert dialog.called.text() == "The 10 different numbers of digit are names of classes"
    assert dialog.called.isChecked()
    assert dialog.fit.add.text() == "Add an input for ink and a SoftMax of 10 outputs for digit"
    QTest.mouseClick(dialog.called, LEFT, pos=QPoint(8, dialog.called.height() // 2))
    assert dialog.fit.add.text() == "Add an input for ink and an output for digit"
    assert dialog.called.isVisible()
    QTest.mouseClick(dialog.called, LEFT, pos=QPoint(8, dialog.called.height() // 2))
    QTest.mouseClick(dialog.confirm, LEFT)
    assert shared.document.data.column("digit").values.tolist()[:2] == ["0", "1"]


def test_of_numbers_that_are_no_names_nothing_is_asked(made: Made, tmp_path: Path) -> None:
    dialog = opened(made[1], tmp_path, "dosage,effectiveness\n0,0\n0.25,0.5\n")
    assert not dialog.called.isVisible()
