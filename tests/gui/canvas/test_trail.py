"""The path from the loss back to a parameter on the canvas: what is lit, what the tags say, where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from core.document import Connection, Document, Node, Ref, TestSplit, parameter
from core.edits.settings import SetData
from gui.canvas import geometry, look
from gui.canvas.node_painter import captions
from gui.canvas.scene import FADED
from gui.canvas.tag_painter import runs
from gui.canvas.trail import DIM, LIT, STRONG, Light, Tag
from gui.state.reasoning import Pointed
from gui.state.workspace import Workspace
from gui.theme import THEMES
from tests.gui.canvas.hand import Hand
from tests.helpers.build import one_two_one

W1, W3, B3 = ("dose", "top"), ("top", "effect"), ("", "effect")


def lit(hand: Hand) -> Light:
    light = hand.view.canvas.stage.light
    assert light is not None
    return light


def tag(hand: Hand, kind: str, place: Ref) -> Tag:
    return next(one for one in lit(hand).tags if (one.kind, one.place) == (kind, place))


def seat(hand: Hand, kind: str, place: Ref) -> QPointF:
    placed = hand.view.canvas.lighting.placed(hand.drawing)
    return placed[tag(hand, kind, place).key].area.center()


def test_nothing_is_lit_while_nothing_is_looked_at(hand: Hand, workspace: Workspace) -> None:
    assert hand.view.canvas.stage.light is None
    workspace.selection.choose(["top", "bottom"])
    assert hand.view.canvas.stage.light is None


def test_a_weight_lights_its_path_and_nothing_else(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    light = lit(hand)
    assert light.nodes == {"dose", "top", "effect"}
    assert light.pairs == {W1, W3}
    assert light.of_node("bottom") == DIM
    assert light.of_pair(("bottom", "effect")) == DIM


def test_the_factors_are_those_of_the_row(hand: Hand, workspace: Workspace) -> None:
    # Row 2: dosage 0.5, hidden 1 at x = 0.5 × 3.34 − 1.43 = 0.24: softplus′ = 1 ÷ (1 + e^−0.24) = 0.5597;
    # predicted = −1.22 × ln(1 + e^0.24) − 2.3 × ln(1 + e^(0.5 × −3.53 + 0.57)) + 0
    # = −1.22 × 0.8203 − 2.3 × 0.2644 = −1.6089; −2 × (1 + 1.6089) = −5.2177.
    workspace.selection.choose(pairs=[W1], parameter=W1)
    workspace.selection.choose_row(1)
    assert tag(hand, "loss", B3).numbers == pytest.approx((-5.2177,), abs=1e-3)
    assert tag(hand, "weight", W3).numbers == (-1.22,)
    assert tag(hand, "activation", ("", "top")).numbers == pytest.approx((0.5597,), abs=1e-4)
    assert tag(hand, "value", ("", "dose")).numbers == (0.5,)
    product, total = tag(hand, "parameter", W1).numbers
    assert product == pytest.approx(-5.2177 * -1.22 * 0.5597 * 0.5, abs=1e-3)
    frame = workspace.training.frame
    gradient = frame.gradient(W1)
    assert gradient is not None
    assert total == pytest.approx(float(gradient[0, 0]), rel=1e-12)


@pytest.mark.parametrize("ref", list(one_two_one().parameters()))
def test_tags_cover_no_number_no_name_and_no_other_tag(hand: Hand, workspace: Workspace, ref: Ref) -> None:
    workspace.selection.choose([] if ref[0] else [ref[1]], [ref] if ref[0] else [], ref)
    hand.view.fit()
    placed = hand.view.canvas.lighting.placed(hand.drawing)
    assert len(placed) >= len([one for one in lit(hand).tags if one.kind != "weight"])
    areas = [one.area for one in placed.values()]
    assert not any(a.intersects(b) for a, b in combinations(areas, 2))
    assert not any(area.intersects(pill) for area in areas for pill in hand.drawing.pills.values())
    for node, center in hand.drawing.centers.items():
        name = look.text_width(workspace.document.nodes[node].label, 12, bold=True)
        label = geometry.around(geometry.label_box(center).center(), name, 12)
        assert not any(area.intersects(label) or area.intersects(geometry.square(center)) for area in areas)
    assert all(hand.view.camera.seen.contains(area) for area in areas)


@pytest.mark.parametrize("ref", [W1, W3, B3])
def test_what_the_loss_passes_back_stands_by_the_output(hand: Hand, workspace: Workspace, ref: Ref) -> None:
    hand.view.fit()
    workspace.selection.choose(pairs=[ref] if ref[0] else [], nodes=[] if ref[0] else [ref[1]], parameter=ref)
    seats = hand.view.canvas.lighting.placed(hand.drawing)
    area, output = seats[tag(hand, "loss", B3).key].area, geometry.square(hand.drawing.centers["effect"])
    assert area.left() - 10 < output.center().x() < area.right() + 10
    assert min(abs(area.bottom() - output.top()), abs(area.top() - output.bottom())) < 70


def luminance(color: QColor) -> float:
    """WCAG 2.1: each channel made linear, then weighted."""
    channels = (color.redF(), color.greenF(), color.blueF())
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot((0.2126, 0.7152, 0.0722), parts))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "muted", "danger"])
def test_faded_words_can_be_read(theme: str, ink: str) -> None:
    colors = THEMES[theme]
    word, ground = (QColor(look.mixed(colors.canvas, shade, FADED)) for shade in (getattr(colors, ink), colors.surface))
    dark, bright = sorted((luminance(word), luminance(ground)))
    assert (bright + 0.05) / (dark + 0.05) >= 3.0


@pytest.mark.parametrize("running", [False, True])
def test_no_wire_shines_through_a_faded_pill(hand: Hand, workspace: Workspace, *, running: bool) -> None:
    workspace.selection.choose(pairs=[W3], parameter=W3)
    pill = hand.drawing.pills[W1]
    workspace.training.try_out(replace(workspace.training.frame, running=running))
    picture = hand.view.grab().toImage()
    wire = [geometry.wire_point(hand.drawing.wire(W1), step / 500) for step in range(501)]
    edge = hand.view.mapFromScene(min(wire, key=lambda point: abs(point.y() - pill.top() - 4)))
    assert pill.contains(hand.view.mapToScene(edge))
    shown, window = picture.pixelColor(edge), QColor(workspace.theme.colors.window)
    assert abs(shown.red() - window.red()) + abs(shown.green() - window.green()) + abs(shown.blue() - window.blue()) < 8


def test_tags_stay_where_they_are_while_numbers_change(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    before = dict(hand.view.canvas.lighting.placed(hand.drawing))
    workspace.training.advance(2)
    assert dict(hand.view.canvas.lighting.placed(hand.drawing)) == before


def test_the_path_is_painted_in_the_accent_and_the_rest_fades(hand: Hand, workspace: Workspace) -> None:
    def ink(point: QPointF) -> QColor:
        return hand.view.grab().toImage().pixelColor(hand.on_view(point))

    ring = QPointF(hand.node("top").x() + 20, hand.node("top").y() - geometry.HALF - 4)
    plain, wire = ink(ring), geometry.wire_point(hand.drawing.wire(("dose", "bottom")), 0.12)
    strong = ink(wire)
    workspace.selection.choose(pairs=[W1], parameter=W1)
    accent = QColor(look.mixed(workspace.theme.colors.canvas, workspace.theme.colors.accent, 0.35))
    assert ink(ring) == accent
    assert plain != accent
    assert ink(wire).lightness() > strong.lightness()
    hand.key(Qt.Key.Key_Escape)
    assert ink(ring) == plain


def test_the_pointer_on_a_part_points_at_its_factor_and_leaving_lets_go(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    told: list[Pointed] = []
    workspace.reasoning.pointed_changed.connect(lambda: told.append(workspace.reasoning.pointed))
    for point in (seat(hand, "loss", B3), hand.pill(W3), hand.node("top"), hand.node("dose")):
        hand.move(point)
    assert told == [Pointed(0, 0), Pointed(0, 1), Pointed(0, 2), Pointed(0, 3)]
    assert lit(hand).strong == {("", "dose")}
    hand.move(QPointF(240, 260))
    assert workspace.reasoning.pointed == Pointed()


def test_a_factor_pointed_at_elsewhere_stands_out(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    workspace.reasoning.point(Pointed(0, 1))
    assert lit(hand).of_pair(W3) == STRONG
    workspace.reasoning.point(Pointed(None, 1))  # of the short form: the slope of hidden 1
    assert lit(hand).of_node("top") == STRONG
    assert lit(hand).of_pair(W3) == LIT


def test_a_row_pointed_at_is_the_row_shown(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    workspace.reasoning.point(Pointed(row=2))
    assert tag(hand, "value", ("", "dose")).numbers == (1.0,)
    assert hand.view.canvas.stage.row == 2
    workspace.reasoning.point()
    assert tag(hand, "value", ("", "dose")).numbers == (0.0,)


def two_ways() -> Document:
    """The dosage network with a third hidden node between the two and the output."""
    document = one_two_one()
    node = Node("late", "hidden", "late", 1, "tanh", parameter("b4", [0.1]))
    joined = [Connection("top", "late", parameter("w5", [[0.5]])), Connection("late", "effect", parameter("w6", [[2]]))]
    return document.evolve(
        nodes={**document.nodes, "late": node},
        connections={**document.connections, **{one.pair: one for one in joined}},
        positions={**document.positions, "late": (360, -260)},
    )


def test_two_paths_share_their_common_factors_and_a_click_chooses_one(
    show: Callable[[Workspace], Hand], make_workspace: Callable[[Document], Workspace]
) -> None:
    workspace = make_workspace(two_ways())
    hand = show(workspace)
    hand.view.fit()
    workspace.selection.choose(pairs=[W1], parameter=W1)
    assert lit(hand).pairs == {W1, W3, ("top", "late"), ("late", "effect")}
    assert [len(one.spots) for one in lit(hand).tags if one.kind == "loss"] == [2]
    hand.click(seat(hand, "activation", ("", "late")))
    path = workspace.reasoning.path
    assert path is not None
    assert lit(hand).pairs == {W1, ("top", "late"), ("late", "effect")}
    found = workspace.reasoning.explanation
    assert found is not None
    assert tag(hand, "parameter", W1).numbers[1] == pytest.approx(float(found.paths[path].products.sum()))
    hand.click(seat(hand, "activation", ("", "late")))
    assert workspace.reasoning.path is None
    assert workspace.selection.parameter == W1


def test_too_many_paths_light_all_nodes_between_with_the_recursive_form(
    show: Callable[[Workspace], Hand], make_workspace: Callable[[Document], Workspace]
) -> None:
    document = one_two_one()
    rng = np.random.default_rng(1)
    layer = Node("layer", "hidden", "layer", 8, "tanh", parameter("b4", rng.normal(size=8)))
    joined = [
        Connection("top", "layer", parameter("in", rng.normal(size=(8, 1)))),
        Connection("layer", "effect", parameter("out", rng.normal(size=(1, 8)))),
    ]
    workspace = make_workspace(document.evolve(
        nodes={**document.nodes, "layer": layer},
        connections={**document.connections, **{one.pair: one for one in joined}},
        positions={**document.positions, "layer": (360, -300)},
    ))  # fmt: skip
    hand = show(workspace)
    hand.view.fit()
    workspace.selection.choose(pairs=[W1], parameter=W1)
    assert lit(hand).nodes == {"dose", "top", "layer", "effect"}
    assert [one.kind for one in lit(hand).tags] == ["parameter", "passed_back", "activation", "value"]
    hand.move(hand.node("top"))
    assert workspace.reasoning.pointed.path is None
    hand.view.grab()


def test_the_switch_puts_the_light_out_and_is_remembered(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    hand.view.handlers["chain_on_canvas"]()
    assert hand.view.canvas.stage.light is None
    assert not workspace.settings.flag("chain_on_canvas", default=True)
    hand.view.handlers["chain_on_canvas"]()
    assert lit(hand).nodes


def test_a_parameter_that_is_deleted_leaves_no_light(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top"], parameter=("", "top"))
    hand.view.grab()
    hand.key(Qt.Key.Key_Delete)
    hand.view.handlers["delete"]()
    assert hand.view.canvas.stage.light is None
    hand.view.grab()


def test_while_numbers_are_worked_out_neither_tags_nor_nodes_on_the_path_tell_them(
    hand: Hand, workspace: Workspace
) -> None:
    stage, reasoning = hand.view.canvas.stage, workspace.reasoning
    workspace.selection.choose(pairs=[W3])
    reasoning.keep_secret(secret=True)
    told = runs("row 1: {}  Σ {}", (-0.4, 7.0), 3, secret=tag(hand, "parameter", W3).secret)
    assert "".join(text for text, _ in told) == "row 1: ?  Σ ?"
    assert [stage.chosen_values(node) is None for node in ("dose", "top", "effect")] == [False, True, True]
    assert captions(stage, stage.document.nodes["top"])[0] == "softplus · out ?"
    assert captions(stage, stage.document.nodes["bottom"])[0] == "softplus · out 1.02"
    hand.view.canvas.lighting.on = False
    assert stage.chosen_values("effect") is None  # also where the path is not lit
    reasoning.keep_secret(secret=False)
    assert stage.chosen_values("effect") is not None
    hand.view.canvas.lighting.on = True
    reasoning.keep_secret(secret=True, by="lesson")  # its questions are worked out from what nodes give out
    assert tag(hand, "parameter", W3).secret
    assert stage.chosen_values("effect") is not None


def test_a_chosen_row_that_is_held_back_is_told_from_the_row_of_the_factors(hand: Hand, workspace: Workspace) -> None:
    """The tiles show row 3, which has no part in the derivative; the factors are those of row 1."""
    workspace.selection.choose(pairs=[W3], parameter=W3)
    assert tag(hand, "parameter", W3).forms[0].startswith("row 1: ")
    data = workspace.document.data
    workspace.do(SetData(replace(data, test=TestSplit(rows=(2,)))))
    workspace.selection.choose_row(2)
    forms = tag(hand, "parameter", W3).forms
    assert all(form.startswith("row 1 (row 3 has no part in it): ") for form in forms)
    workspace.selection.choose_row(1)
    assert tag(hand, "parameter", W3).forms[0].startswith("row 2: ")
