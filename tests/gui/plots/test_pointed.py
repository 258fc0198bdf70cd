"""What is pointed at in the chain rule lights up in the plots: a row's residual, a factor's node."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.plots.activations_view import ActivationsView
from gui.plots.fit_view import FitView
from gui.plots.marks import Label, Line
from gui.plots.plot_panel import PlotPanel
from gui.state.reasoning import Pointed
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    made = make_workspace(one_two_one())
    made.selection.choose(pairs=[("dose", "top")])
    return made


def shown(view: PlotPanel, qtbot: QtBot) -> PlotPanel:
    widget: QWidget = view
    qtbot.addWidget(widget)
    view.resize(500, 300)
    view.show()
    return view


def test_a_pointed_row_lights_its_residual(workspace: Workspace, qtbot: QtBot) -> None:
    view = shown(FitView(workspace), qtbot)
    before = len(view.shown.marks)
    workspace.reasoning.point(Pointed(row=1))
    lit = [mark for mark in view.shown.marks if isinstance(mark, Line) and mark.name == "residual"]
    assert [mark.y[0] for mark in lit] == [1.0]
    # observed 1, predicted −1.609: the residual is 2.609
    assert [mark.text for mark in view.shown.marks if isinstance(mark, Label)] == ["residual 2.61"]
    workspace.reasoning.point()
    assert len(view.shown.marks) == before


def test_a_pointed_factor_shows_its_nodes_curve(workspace: Workspace, qtbot: QtBot) -> None:
    view = shown(ActivationsView(workspace), qtbot)
    assert view.heading.whole.startswith("hidden 1")  # the chosen weight leads there
    workspace.selection.choose(pairs=[("dose", "bottom")])
    assert view.heading.whole.startswith("hidden 2")
    for pointed in (Pointed(0, 2), Pointed(0, 1, row=2), Pointed()):  # the slope in hidden 2; no curve; nothing
        workspace.reasoning.point(pointed)
        assert view.heading.whole.startswith("hidden 2")


def test_what_is_pointed_at_may_be_gone(workspace: Workspace, qtbot: QtBot) -> None:
    views = [shown(FitView(workspace), qtbot), shown(ActivationsView(workspace), qtbot)]
    workspace.reasoning.point(Pointed(7, 9, row=400))
    assert all(view.shown.marks for view in views)
    assert workspace.reasoning.factor is None
