"""Views that list parameters or assume plain inputs, on a network that reads pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.document import Document, bias_of, filters_of
from gui.canvas.outline import Outline
from gui.canvas.padlocks import Padlocks
from gui.maps.map_view import MapView
from gui.plots.activations_view import ActivationsView
from gui.plots.fit_view import FitView
from gui.plots.series import entries
from gui.plots.slope_view import SlopeView
from gui.state.workspace import Workspace
from tests.helpers.grids import picture_network


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(picture_network(layers=(("convolution", 2, 3), ("pool", 2, 2))))


def test_the_outline_lists_filters(workspace: Workspace, qtbot: QtBot) -> None:
    outline = Outline(workspace)
    qtbot.addWidget(outline)
    outline.show()
    model = outline.model
    place = model.index_of("n0", filters_of("n0"))
    assert place.data() == "wn₀, filters"
    assert place.siblingAtColumn(1).data() == "2 filters of 3 × 3"
    outline.tree.setCurrentIndex(place)
    assert workspace.selection.parameter == filters_of("n0")
    assert workspace.reasoning.ref == filters_of("n0")


def test_curves_of_a_filter_are_found_by_its_place(workspace: Workspace) -> None:
    found = entries(workspace.document, "wn0[2, 1,3,2]")
    assert [entry.key for entry in found] == [(filters_of("n0"), (1, 0, 2, 1))]
    assert found[0].name == "wn₀[2,1,3,2]"
    assert entries(workspace.document, "wn0[3,1,1,1]") == []
    listed = [entry.name for entry in entries(workspace.document) if entry.ref == filters_of("n0")]
    assert len(listed) == 1 + 18


def test_freezing_a_convolution_freezes_filters_and_biases(workspace: Workspace) -> None:
    workspace.selection.choose(["n0", "n1"])
    Padlocks(workspace).freeze()
    for ref in (filters_of("n0"), bias_of("n0")):
        assert not workspace.document.parameter(ref).trainable.any()


def test_one_cell_alone_learns(workspace: Workspace) -> None:
    workspace.reasoning.look_at((0, 0, 1, 1), filters_of("n0"))
    Padlocks(workspace).freeze_others()
    trainable = workspace.document.parameter(filters_of("n0")).trainable
    assert np.argwhere(trainable).tolist() == [[0, 0, 1, 1]]
    assert workspace.session.labels[-1] == "Freeze all but wn0[1,1,2,2]"


def test_the_activation_of_a_cell(workspace: Workspace, qtbot: QtBot) -> None:
    view = ActivationsView(workspace)
    qtbot.addWidget(view)
    view.show()
    workspace.selection.choose(["n0"])
    view.unit.setValue(18)
    assert view.unit.text() == "cell 18"
    assert "map 2 row 1 column 2 of map n0" in view.unit.toolTip()
    assert view.shown is not None
    assert view.shown.x_name == "sum under the filter + bias"
    workspace.selection.choose(["n1"])  # a pool has no activation
    assert "pool n1" not in view.heading.text()


def test_views_along_inputs_say_where_pictures_are_seen(workspace: Workspace, qtbot: QtBot) -> None:
    for view in (MapView(workspace), FitView(workspace)):
        qtbot.addWidget(view)
        view.show()
        assert "reads pictures" in view.message.text()
        assert "Convolution view" in view.message.text()


def test_the_slope_of_a_number_of_a_filter(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.reasoning.look_at((1, 0, 2, 0), filters_of("n0"))
    view = SlopeView(workspace)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    assert "wn₀[2,1,3,1]" in view.heading.text()
