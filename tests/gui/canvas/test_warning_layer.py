"""Marks on the canvas: where they stand, what they say, and what a click on one does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from core.diagnosis import Finding
from core.document import Document, bias_of
from core.edits.graph import Remove
from core.edits.placement import MoveNodes
from core.edits.values import SetValue
from gui.canvas import geometry
from gui.canvas.drawing import FAR
from gui.canvas.look import PADDING
from gui.canvas.warning_layer import REACH
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand
from tests.helpers.build import one_two_one

CENTER = QPointF(-37, -37)
"""From the middle of a node to its mark."""


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    """The dosage network with a dead ReLU at the top."""
    document = one_two_one()
    nodes = {**document.nodes, "top": replace(document.nodes["top"], activation="relu")}
    return make_workspace(SetValue(("", "top"), -50.0).apply(document.evolve(nodes=nodes)))


def give(workspace: Workspace, *findings: Finding) -> None:
    workspace.diagnosis._keep(findings)


def test_a_mark_stands_at_the_corner_of_its_node_and_moves_with_it(hand: Hand, workspace: Workspace) -> None:
    workspace.diagnosis.look()
    layer = hand.view.canvas.warnings
    (mark,) = layer.marks()
    assert mark.center == hand.node("top") + CENTER
    workspace.do(MoveNodes({"top": (300.0, -200.0)}))
    (mark,) = layer.marks()
    assert mark.center == QPointF(300, -200) + CENTER


def test_a_mark_is_painted_and_goes_with_its_reason(hand: Hand, workspace: Workspace, qtbot: QtBot) -> None:
    def image() -> QImage:
        return hand.view.viewport().grab().toImage()

    spot = hand.on_view(hand.node("top") + CENTER + QPointF(-8, 0))
    before = QColor(image().pixelColor(spot))
    workspace.diagnosis.look()
    assert image().pixelColor(spot) != before
    workspace.do(SetValue(("", "top"), 1.0))
    workspace.diagnosis.look()  # a little later, where the first look took long
    qtbot.waitUntil(lambda: not workspace.diagnosis.findings)
    assert image().pixelColor(spot) == before


def test_a_click_on_a_mark_asks_for_its_findings_and_chooses_nothing(hand: Hand, workspace: Workspace) -> None:
    workspace.diagnosis.look()
    asked: list[tuple[Finding, ...]] = []
    workspace.diagnosis.asked.connect(asked.append)
    hand.click(hand.node("top") + CENTER)
    assert [[finding.name for finding in found] for found in asked] == [["dead"]]
    assert not workspace.selection.nodes
    hand.click(hand.node("top"))
    assert workspace.selection.node == "top"


def test_pointing_at_a_mark_says_what_is_found(hand: Hand, workspace: Workspace) -> None:
    workspace.diagnosis.look()
    hand.move(hand.node("top") + CENTER)
    tip = hand.view.viewport().toolTip()
    assert tip.startswith("Dead ReLU: hidden 1\nhidden 1 puts out 0 for all 3 rows.")
    assert hand.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    hand.move(hand.node("top"))
    assert "Dead" not in hand.view.viewport().toolTip()


def test_marks_of_numbers_stand_at_their_pills_or_on_the_wire(hand: Hand, workspace: Workspace) -> None:
    pair, bias = ("dose", "top"), bias_of("effect")
    give(workspace, Finding("plateau", "Flat", "Flat.", ref=pair), Finding("plateau", "Flat", "Flat.", ref=bias))
    layer = hand.view.canvas.warnings
    corners = [hand.drawing.pills[ref].topLeft() for ref in (pair, bias)]
    assert [mark.center for mark in layer.marks()] == [corner - QPointF(6, 6) for corner in corners]
    bare = hand.drawing.with_pills({})
    hand.view.canvas.stage.drawing = bare
    assert layer.marks()[0].center == geometry.wire_point(bare.wire(pair), 0.5)


def test_findings_of_one_place_share_a_mark_and_those_without_one_have_none(hand: Hand, workspace: Workspace) -> None:
    here = Finding("dead", "Dead", "It is dead.", ("top",))
    give(workspace, here, replace(here, name="twins", title="Twins", serious=False), replace(here, nodes=()))
    (mark,) = hand.view.canvas.warnings.marks()
    assert [finding.name for finding in mark.findings] == ["dead", "twins"]
    assert mark.serious
    assert "Dead\nIt is dead.\n\nTwins" in hand.view.canvas.warnings.words(mark.hit)


def test_what_is_deleted_loses_its_mark(hand: Hand, workspace: Workspace) -> None:
    workspace.diagnosis.look()
    workspace.do(Remove(frozenset({"top"})))
    assert hand.view.canvas.warnings.marks() == []
    give(workspace, Finding("plateau", "Flat", "Flat.", ref=("dose", "top")))
    assert hand.view.canvas.warnings.marks() == []


def test_from_far_there_is_nothing_to_click(hand: Hand, workspace: Workspace) -> None:
    workspace.diagnosis.look()
    layer = hand.view.canvas.warnings
    spot = hand.node("top") + CENTER
    assert layer.hit(spot, 1.0) is not None
    assert layer.hit(spot, FAR / 2) is None


def test_a_mark_at_a_number_leaves_its_name_to_be_read(hand: Hand, workspace: Workspace) -> None:
    give(workspace, Finding("too_large", "Too large", "", ref=bias_of("effect")))
    (mark,) = hand.view.canvas.warnings.marks()
    pill = hand.drawing.pills[bias_of("effect")]
    name = QPointF(pill.left() + PADDING, pill.center().y() - 5)  # the upper corner of "b₃"
    apart = mark.center - name
    assert math.hypot(apart.x(), apart.y()) > REACH
