"""Hints: when they are looked for, that they belong to the frame on show, and the panel that shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import gui.state.diagnosis
from core.diagnosis import Finding
from core.document import Document, bias_of
from core.edits.settings import SetTraining
from core.edits.table import SetCell
from core.edits.values import SetTrainable, SetValue
from gui.canvas.stage import with_value
from gui.controls.labels import written
from gui.diagnosis_panel import MOST, WIDTH, DiagnosisPanel
from gui.state.diagnosis import BETWEEN_S, Diagnosis
from gui.state.settings import Settings
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
B3 = bias_of("effect")


def too_fast() -> Document:
    document = one_two_one()
    return SetTraining(replace(document.training, learning_rate=0.5)).apply(document)


def names(workspace: Workspace) -> list[str]:
    return [finding.name for finding in workspace.diagnosis.findings]


def test_nothing_is_looked_into_unless_somebody_asks(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.step()
    assert names(workspace) == []
    with qtbot.waitSignal(workspace.diagnosis.changed):
        workspace.diagnosis.look()
    assert names(workspace) == ["step_too_large"]


def test_one_frame_is_looked_into_once(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.step()
    workspace.diagnosis.look()
    found = workspace.diagnosis.findings
    with qtbot.assertNotEmitted(workspace.diagnosis.changed):
        workspace.diagnosis.look()
    assert workspace.diagnosis.findings is found


def test_while_it_trains_a_look_is_taken_a_few_times_a_second(make_workspace: Make, qtbot: QtBot) -> None:
    document = one_two_one()
    workspace = make_workspace(document)
    looks: list[object] = []
    diagnosis = workspace.diagnosis
    true = diagnosis.examine

    def counted() -> tuple[Finding, ...]:
        looks.append(None)
        return true()

    diagnosis.examine = counted  # type: ignore[method-assign]  # counts, and does the same
    workspace.turns.join(diagnosis.look)
    frames: list[object] = []
    workspace.training.frame_changed.connect(frames.append)
    document = SetTraining(replace(document.training, learning_rate=1e-4)).apply(document)
    workspace.do(SetTraining(document.training))
    begun = len(looks)
    workspace.training.run()
    qtbot.waitUntil(lambda: len(frames) > 18, timeout=10_000)
    workspace.training.pause()
    assert BETWEEN_S == 0.25
    assert 1 <= len(looks) - begun < 8  # 18 frames take 0.6 s; one more look at the pause


def test_a_number_tried_out_has_no_step_that_led_to_it(make_workspace: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gui.state.diagnosis, "LONG_S", 10.0)
    workspace = make_workspace(too_fast())
    workspace.training.step()
    workspace.training.try_out(with_value(workspace.training.frame, B3, (), 2.6))
    workspace.diagnosis.look()
    assert "step_too_large" not in names(workspace)
    workspace.training.try_out(None)
    workspace.diagnosis.look()
    assert names(workspace) == ["step_too_large"]


def test_a_look_that_takes_long_waits_until_the_hand_that_tries_numbers_rests(
    make_workspace: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui.state.diagnosis, "LONG_S", -1.0)
    workspace = make_workspace(too_fast())
    workspace.training.step()
    workspace.diagnosis.look()
    assert names(workspace) == ["step_too_large"]
    workspace.training.try_out(with_value(workspace.training.frame, B3, (), 2.6))
    workspace.diagnosis.look()
    assert names(workspace) == ["step_too_large"]
    qtbot.waitUntil(lambda: "step_too_large" not in names(workspace))


def test_turned_off_it_looks_no_more_and_remembers(make_workspace: Make) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.step()
    workspace.diagnosis.look()
    workspace.diagnosis.turn(on=False)
    assert names(workspace) == []
    workspace.training.step()
    workspace.diagnosis.look()
    assert names(workspace) == []
    assert not Diagnosis(workspace.training, workspace.turns, Settings(), workspace.reasoning).on
    workspace.diagnosis.turn(on=True)
    assert names(workspace) == ["step_too_large"]


def test_what_does_not_compute_has_no_findings(make_workspace: Make) -> None:
    workspace = make_workspace(Document())
    workspace.diagnosis.look()
    assert names(workspace) == []
    assert workspace.diagnosis.signs() is None


# -- the panel ----------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def open_panel(workspace: Workspace, page: QWidget, findings: tuple[Finding, ...]) -> DiagnosisPanel:
    shown = DiagnosisPanel(workspace, page, findings)
    shown.open_at(QPoint(5000, 5000))
    return shown


def test_every_sentence_is_seen_whole_and_inside_the_screen(make_workspace: Make, page: QWidget) -> None:
    document = one_two_one()
    for ref in document.parameters():
        document = SetValue(ref, 0.0).apply(document)
    nodes = {key: replace(node, activation="relu" if node.kind == "hidden" else node.activation)
             for key, node in document.nodes.items()}  # fmt: skip
    workspace = make_workspace(document.evolve(nodes=nodes))
    found = workspace.diagnosis.examine()
    assert len(found) >= 3
    shown = open_panel(workspace, page, found)
    for label in shown.findChildren(QLabel):
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
            assert label.width() <= WIDTH
    assert shown.screen().availableGeometry().contains(QRect(shown.pos(), shown.size()))
    shown.close()


def test_more_than_a_person_can_read_are_counted(make_workspace: Make, page: QWidget) -> None:
    workspace = make_workspace(one_two_one())
    many = tuple(Finding("dead", f"Dead {place}", "It is dead.", ("top",)) for place in range(MOST + 3))
    shown = open_panel(workspace, page, many)
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert "And 3 more: mend these first." in texts
    assert sum(text.startswith("Dead") for text in texts) == MOST
    shown.close()


def test_a_remedy_that_is_refused_says_why(make_workspace: Make, page: QWidget, qtbot: QtBot) -> None:
    document = one_two_one()
    nodes = {key: replace(node, activation="relu" if key == "top" else node.activation)
             for key, node in document.nodes.items()}  # fmt: skip
    document = SetValue(("", "top"), -50.0).apply(document.evolve(nodes=nodes))
    workspace = make_workspace(SetTrainable((("", "top"),), trainable=False).apply(document))
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    shown = open_panel(workspace, page, workspace.diagnosis.examine())
    button = next(found for found in shown.findChildren(QPushButton) if found.text() == "Draw its weights anew")
    button.click()
    assert heard == ["The frozen numbers of this node keep it at 0; unfreeze its weights or its bias."]
    assert workspace.session.labels == ["New"]
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_a_document_that_does_not_compute_says_why_in_the_panel(make_workspace: Make, page: QWidget) -> None:
    workspace = make_workspace(Document())
    shown = open_panel(workspace, page, ())
    assert "The network has no input" in "".join(label.text() for label in shown.findChildren(QLabel))
    shown.close()


def test_parameters_are_written_as_on_the_canvas() -> None:
    document = one_two_one()
    assert written(document, "b3 and dSSR/dw3, not b33 or d3") == "b₃ and dSSR/dw₃, not b33 or d3"


def moved(workspace: Workspace) -> None:
    workspace.do(SetValue(B3, 9.0))


def other_data(workspace: Workspace) -> None:
    workspace.do(SetCell(workspace.document.data.targets["effect"][0], 1, 9.0))


def slower_rate(workspace: Workspace) -> None:
    workspace.do(SetTraining(replace(workspace.document.training, learning_rate=0.001)))


@pytest.mark.parametrize("edit", [moved, other_data, slower_rate])
def test_an_edit_is_no_step_and_undo_brings_the_step_back(
    make_workspace: Make, edit: Callable[[Workspace], None]
) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.step()
    assert "step_too_large" in [found.name for found in workspace.diagnosis.examine()]
    edit(workspace)
    assert "step_too_large" not in [found.name for found in workspace.diagnosis.examine()]
    workspace.session.undo()
    assert "step_too_large" in [found.name for found in workspace.diagnosis.examine()]


def test_looking_back_judges_the_steps_of_this_run_only(make_workspace: Make) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.advance(2)
    moved(workspace)
    workspace.training.advance(2)
    found = {}
    for step in range(5):
        workspace.training.timeline.show(step)
        found[step] = "step_too_large" in [finding.name for finding in workspace.diagnosis.examine()]
    assert found == {0: False, 1: False, 2: False, 3: True, 4: True}


def test_while_numbers_are_secret_no_finding_tells_them(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(too_fast())
    workspace.training.step()
    workspace.diagnosis.look()
    assert names(workspace) == ["step_too_large"]
    workspace.reasoning.keep_secret(secret=True, by="lesson")
    assert names(workspace) == []
    workspace.diagnosis.look()
    assert names(workspace) == []
    panel = DiagnosisPanel(workspace, (parent := QWidget()), workspace.diagnosis.examine())
    qtbot.addWidget(parent)
    said = "".join(label.text() for label in panel.findChildren(QLabel))
    assert "hidden" in said
    assert not any(letter.isdigit() for letter in said)
    workspace.reasoning.keep_secret(secret=False, by="lesson")
    assert names(workspace) == ["step_too_large"]
