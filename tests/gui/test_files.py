"""New, open, save, recent files, examples, recovery: nothing is lost and nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document
from core.edits.settings import SetTitle
from gui.files import EXAMPLES, FIRST_EXAMPLE, Files, examples
from gui.recovery import Recovery, folder
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.gui.conftest import Script
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]


@pytest.fixture
def files(make_workspace: Make, qtbot: QtBot) -> Files:
    """Files on the dosage network, in a window of their own."""
    window = QWidget()
    qtbot.addWidget(window)
    made = Files(make_workspace(one_two_one()), window)
    made.setProperty("window", window)
    return made


def workspace_of(files: Files) -> Workspace:
    return files._workspace


def test_save_asks_for_a_file_once_and_adds_the_suffix(files: Files, script: Script, tmp_path: Path) -> None:
    script.answers = [tmp_path / "dose"]
    workspace_of(files).do(SetTitle("Mine"))
    assert files.unsaved
    assert files.save()
    assert files.path == tmp_path / "dose.squiggle"
    assert not files.unsaved
    workspace_of(files).do(SetTitle("Mine too"))
    assert files.save()
    assert storage.load(tmp_path / "dose.squiggle").title == "Mine too"
    assert script.asked == ["Save the network"]


def test_what_was_saved_is_found_again(files: Files, script: Script, tmp_path: Path) -> None:
    workspace = workspace_of(files)
    workspace.training.advance(3)
    script.answers = [tmp_path / "a.squiggle"]
    files.save()
    saved = workspace.document
    files.new()
    assert workspace.document == Document()
    assert files.load(tmp_path / "a.squiggle")
    assert workspace.document == saved
    assert workspace.training.frame.step == 3
    assert workspace.settings.recent_files()[0] == str(tmp_path / "a.squiggle")


@pytest.mark.parametrize(("answer", "left"), [("Cancel", False), ("Discard", True)])
def test_unsaved_changes_are_asked_about(files: Files, script: Script, answer: str, left: bool) -> None:  # noqa: FBT001
    workspace_of(files).do(SetTitle("Changed"))
    script.answers = [answer]
    files.new()
    assert (workspace_of(files).document.title == "Untitled") is left


def test_save_from_the_question_saves_first(files: Files, script: Script, tmp_path: Path) -> None:
    workspace_of(files).do(SetTitle("Kept"))
    script.answers = ["Save", tmp_path / "kept.squiggle"]
    assert files.may_leave()
    assert storage.load(tmp_path / "kept.squiggle").title == "Kept"


def test_stepping_back_from_the_file_dialog_keeps_everything(files: Files, script: Script) -> None:
    workspace_of(files).do(SetTitle("Kept"))
    script.answers = ["Save", None]
    assert not files.may_leave()
    assert workspace_of(files).document.title == "Kept"


def test_a_bad_file_is_told_and_what_is_open_stays(files: Files, tmp_path: Path) -> None:
    heard: list[Notice] = []
    workspace_of(files).notices.posted.connect(heard.append)
    before = workspace_of(files).document
    bad = tmp_path / "bad.squiggle"
    bad.write_text('{"format": "squiggle-network", "version": 1, "nodes": [', encoding="utf-8")
    assert not files.load(bad)
    assert workspace_of(files).document is before
    assert heard[0].text.startswith("bad.squiggle was not opened.")
    assert workspace_of(files).settings.recent_files() == []


def test_a_save_that_fails_is_told_and_stays_unsaved(files: Files, tmp_path: Path) -> None:
    heard: list[Notice] = []
    workspace_of(files).notices.posted.connect(heard.append)
    workspace_of(files).do(SetTitle("Changed"))
    files.path = tmp_path / "no such folder" / "a.squiggle"
    assert not files.save()
    assert files.unsaved
    assert heard[0].level == "problem"
    assert heard[0].offer == "Save elsewhere…"


def test_every_example_is_listed_in_the_order_of_the_series_and_opens(files: Files) -> None:
    names = [name for _, name in examples()]
    assert names[:2] == ["part1-black-box.squiggle", "part2-backpropagation.squiggle"]
    eighth = names.index("part8-letters.squiggle")
    assert names[eighth + 1] == "letters-train.squiggle", "the filter that learns stands beside the one that is set"
    assert {path.name for path in EXAMPLES.glob("*.squiggle")} == set(names)
    for name in names:
        assert files.open_example(name)
        assert files.path is None
    assert FIRST_EXAMPLE in names


def test_unsaved_work_of_a_window_that_ended_is_offered(files: Files, script: Script, make_workspace: Make) -> None:
    workspace_of(files).do(SetTitle("Nearly lost"))
    first = Recovery(workspace_of(files), files)
    first.keep()
    kept = list(folder().glob("*.squiggle"))
    assert [storage.load(path).title for path in kept] == ["Nearly lost"]
    other = Files(make_workspace(Document()), files.property("window"))
    second = Recovery(workspace_of(other), other)
    assert not second.offer()  # the first window is still open
    first._lock.unlock()  # as when the process ends
    script.answers = ["Open it"]
    assert second.offer()
    assert workspace_of(other).document.title == "Nearly lost"
    assert other.unsaved
    assert list(folder().glob("*.squiggle")) == []


def test_the_copy_goes_when_nothing_is_unsaved_any_more(files: Files, script: Script, tmp_path: Path) -> None:
    workspace_of(files).do(SetTitle("Kept"))
    recovery = Recovery(workspace_of(files), files)
    recovery.keep()
    script.answers = [tmp_path / "kept.squiggle"]
    files.save()
    recovery.keep()
    assert list(folder().glob("*.squiggle")) == []


@pytest.mark.parametrize(("name", "chosen"), [(FIRST_EXAMPLE, "b3"), ("details2-all-parameters.squiggle", None)])
def test_a_network_with_one_unknown_opens_looking_at_it(files: Files, name: str, chosen: str | None) -> None:
    assert files.open_example(name)
    found = workspace_of(files).selection.parameter
    document = workspace_of(files).document
    assert (found and document.parameter(found).name) == chosen


def test_saving_an_earlier_step_says_so_and_the_later_ones_stay(files: Files, script: Script, tmp_path: Path) -> None:
    workspace, said = workspace_of(files), list[Notice]()
    workspace.notices.posted.connect(said.append)
    workspace.training.advance(30)
    script.answers = [tmp_path / "a.squiggle"]
    files.save()
    assert said == []
    workspace.training.timeline.show(20)
    files.save()
    assert [notice.text for notice in said] == [
        "Saved as it was at step 20; the run goes on to step 30, which is not in the file."]
    assert storage.load(tmp_path / "a.squiggle").steps == 20
    workspace.training.timeline.to_end()
    assert (workspace.training.frame.step, workspace.training.frame.end) == (30, 30)
    workspace.training.timeline.show(20)
    workspace.session.undo()
    assert (workspace.document.steps, workspace.training.frame.step) == (30, 30)
