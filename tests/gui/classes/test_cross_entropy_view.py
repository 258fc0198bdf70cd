"""Rows, curves and the duel: what is written is what core computes, and keys and buttons do what they say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document import Document, TestSplit, TrainingSpec
from core.edits.values import FreezeOthers, SetValue
from core.engine.powers import slopes
from core.quantity import format_number
from core.row_losses import RowLosses, pull
from gui.classes.cross_entropy_view import NO_SOFTMAX, CrossEntropyView
from gui.classes.duel_player import DuelPlayer
from gui.classes.duel_words import Standing, verdict
from gui.classes.loss_model import HEADS, SHARE, SQUARES, SURPRISE
from gui.classes.loss_table import LossCells
from gui.classes.pull_card import LINE_HEIGHT
from gui.classes.pull_words import reason
from gui.plots.marks import Line, Symbols
from gui.state.workspace import Workspace
from gui.theme import font
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris, layered

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> Callable[..., CrossEntropyView]:
    """Return what shows the view on a document."""

    def build(on: Document, size: tuple[int, int] = (360, 420), page: str = "curves") -> CrossEntropyView:
        view = CrossEntropyView(make_workspace(on))
        qtbot.addWidget(view)
        view.resize(*size)
        with qtbot.waitExposed(view):
            view.show()
        if page != "curves":
            QTest.mouseClick(view.page.button(page), LEFT)
        return view

    return build


Show = Callable[..., CrossEntropyView]


def balls(view: CrossEntropyView) -> dict[str, tuple[float, float]]:
    """Return where the balls stand: disc for cross entropy, square for squared residuals."""
    marks = [mark for mark in view.shown.marks if isinstance(mark, Symbols)]
    return {mark.shape: (float(mark.x[0]), float(mark.y[0])) for mark in marks}


def said(view: CrossEntropyView, name: str) -> tuple[str, str]:
    line = next(line for line in view.side.card.lines if line.name == name)
    return line.said[0][0], line.said[1][0]


def part7() -> Document:
    """b3 alone learns, from −2, with rate 1; the first row is predicted wrongly."""
    return FreezeOthers(("", "setosa"), (), "b3").apply(iris(b3=-2))


def test_the_balls_stand_where_the_chosen_row_does(show: Show) -> None:
    view = show(iris(b3=-2))
    assert view.losses is not None
    for row in range(3):
        view.workspace.selection.choose_row(row)
        p = float(view.losses.p[row])
        assert balls(view)["disc"] == pytest.approx((p, -np.log(p)))
        assert balls(view)["square"] == pytest.approx((p, (1 - p) ** 2))


def test_the_card_says_the_derivatives_that_training_uses(show: Show) -> None:
    view = show(iris(b3=-2))
    raw = view.workspace.turns.frame.sums("species")
    assert raw is not None
    seen = np.array([1.0, 0.0, 0.0])
    exact = [float(slopes("softmax", loss, raw[:, 0], seen)[0]) for loss in ("cross_entropy", "ssr")]
    assert said(view, "= d loss/d raw") == (
        f"p − 1 = {format_number(exact[0], 3)}", format_number(exact[1], 3))  # fmt: skip
    # p = 0.151: −1 ÷ 0.151 = −6.63, −2 × 0.849 = −1.7, × 0.151 × 0.849 = 0.128
    assert said(view, "d loss/d p") == ("−1/p = −6.63", "−2(1 − p) = −1.7")
    assert said(view, "× d p/d raw") == ("× 0.128 = −0.849", "× 0.128 = −0.218")
    assert said(view, "+ other classes")[0] == "0"
    # −2 × 0.151 × 1.08 = −0.327, and 0.849 ÷ 0.327 = 2.6
    assert "cross entropy pulls 2.6 times as hard" in view.side.verdict.text()


def test_numbers_that_somebody_works_out_are_gone_at_once_with_the_title_that_tells_p(show: Show) -> None:
    view = show(part7(), size=(900, 500))
    reasoning = view.workspace.reasoning
    assert "p = " in view.heading.text()
    reasoning.keep_secret(secret=True, by="lesson")
    assert view.message.text() == reasoning.hidden
    assert "p = " not in view.heading.text()
    assert not view.side.card.isVisible()
    reasoning.keep_secret(secret=False, by="lesson")
    assert view.side.card.isVisible()
    assert "p = " in view.heading.text()


def test_the_sentence_says_from_the_row_why_cross_entropy_learns_faster(show: Show) -> None:
    """Surely wrong: p = 0.000056. −1/p = −17,900 and p(1 − p) = 0.000056 make p − 1; −2 × 0.000056 × SSR is nothing."""
    view = show(iris(b3=-10), (900, 600))
    assert view.losses is not None
    p, squares = float(view.losses.p[0]), float(view.losses.losses["ssr"][0])
    said_whole = view.side.verdict.toolTip()
    for number in (-1 / p, -2 * (1 - p), p * (1 - p), p - 1, -2 * p * squares):
        assert format_number(number, 3) in said_whole
    assert f"pulls {format_number((p - 1) / (-2 * p * squares), 2)} times as hard" in said_whole
    assert said_whole.endswith("so cross entropy learns faster.")
    view.workspace.do(SetValue(("", "setosa"), 20.0, (0,)))
    assert "is nearly right, so both losses hardly pull" in view.side.verdict.toolTip()


def test_where_both_pull_alike_nothing_else_is_claimed() -> None:
    """Two classes at p = 0.5: p − 1 = −0.5, and −2 × 0.5 × (0.5² + 0.5²) = −0.5."""
    half = np.full((2, 1), 0.5)
    losses = RowLosses("n", ("a", "b"), half, np.array([0]), np.array([0]), half[0],
                       {"cross_entropy": -np.log(half[0]), "ssr": half[0]}, np.array([0]), mean=False)  # fmt: skip
    wordings = reason(losses, 0, "")
    assert all("both pull about alike" in words for words in wordings)
    assert not any("does not" in words for words in wordings)


def test_the_page_of_slopes_draws_how_hard_each_loss_pulls_over_p(show: Show) -> None:
    """Each point of both curves is the slope that the network would have with another b3."""
    view = show(iris(b3=-2), page="slopes")
    ours, theirs = (mark for mark in view.shown.marks if isinstance(mark, Line))
    assert balls(view)["disc"][1] == pytest.approx(-0.849, abs=5e-4)
    assert balls(view)["square"][1] == pytest.approx(-0.327, abs=5e-4)
    for bias in (-6.0, -1.0, 1.5):
        view.workspace.do(SetValue(("", "setosa"), bias, (0,)))
        for shape, line in (("disc", ours), ("square", theirs)):
            p, slope = balls(view)[shape]
            assert np.interp(p, line.x, line.y) == pytest.approx(slope, abs=2e-4)
    assert view.table()[0][0] == "row"
    reading = view.reading(0.5, 0.0)
    assert reading is not None
    assert "cross entropy: p − 1 = −0.5" in [words for _, words in reading.lines]


@pytest.mark.parametrize("page", ["curves", "slopes"])
def test_no_drag_and_no_wheel_leads_to_a_p_that_cannot_be(show: Show, page: str) -> None:
    view = show(iris(b3=-2), page=page)
    area = view.area
    middle = area.rect().center()
    for way in (-200, 400):
        QTest.mousePress(area.viewport(), LEFT, pos=middle)
        QTest.mouseMove(area.viewport(), middle + QPoint(way // 2, 0))
        QTest.mouseMove(area.viewport(), middle + QPoint(way, 0))
        QTest.mouseRelease(area.viewport(), LEFT, pos=middle + QPoint(way, 0))
        assert area.limits()[0] == (0.0, 1.0)
    area.zoom(0.5, QPointF(middle))
    across = area.limits()[0]
    assert across[1] - across[0] == pytest.approx(0.5)
    area.shift(9.0, 0.0)
    assert area.limits()[0] == pytest.approx((0.5, 1.0))
    area.zoom(9.0, QPointF(middle))
    assert area.limits()[0] == (0.0, 1.0)


def test_numbers_of_the_table_are_never_cut(show: Show) -> None:
    view = show(iris(b3=20), (360, 260), page="rows")
    cells = view.sheet.table.itemDelegate()
    assert isinstance(cells, LossCells)
    metrics = QFontMetrics(font(8, bold=True))
    for column in range(1, len(HEADS) + 3):
        text = cells._fitted(0, column, 38, metrics)
        assert metrics.horizontalAdvance(text) <= 38
        assert text != "…"


def test_the_table_has_every_row_and_the_totals(show: Show) -> None:
    document = iris(b3=-2)
    document = document.evolve(data=replace(document.data, test=TestSplit(rows=(2,))))
    view = show(document, page="rows")
    page, losses = view.sheet.table.page, view.losses
    assert losses is not None
    assert page.rowCount() == 3
    assert [page.text(0, column) for column in (0, SHARE, SURPRISE, SQUARES)] == ["Setosa", "0.151", "1.89", "1.08"]
    assert [page.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == ["✕ 1", "2", "t 3"]
    assert page.text(1, len(HEADS) + 2) == page.text(1, SHARE)
    # −ln 0.151 − ln 0.706 = 1.891 + 0.348
    assert view.sheet.total.text() == (
        f"Sum over 2 training rows: −ln p {format_number(losses.total('cross_entropy'))} (the loss trained with), "
        f"SSR {format_number(losses.total('ssr'))}.")  # fmt: skip
    snapshot = view.workspace.training.frame.snapshot
    assert snapshot is not None
    assert losses.total("cross_entropy") == pytest.approx(snapshot.loss)


def test_arrow_keys_in_the_table_and_in_the_plot_choose_the_row(show: Show) -> None:
    view = show(iris(b3=-2), page="rows")
    view.sheet.table.setFocus()
    QTest.keyClick(view.sheet.table, Qt.Key.Key_Down)
    assert view.workspace.selection.row == 1
    QTest.mouseClick(view.page.button("curves"), LEFT)
    before = balls(view)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.workspace.selection.row == 2
    assert balls(view) != before
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert balls(view) == before


def test_the_chosen_row_is_in_sight_wherever_it_was_chosen(show: Show) -> None:
    view = show(layered((3, 4, 3), rows=80), page="rows")
    view.workspace.selection.choose_row(70)
    table = view.sheet.table
    assert table.currentIndex().row() == 70
    assert table.viewport().rect().contains(table.visualRect(table.page.index(70, 0)).center())
    QTest.mouseClick(view.page.button("curves"), LEFT)
    view.workspace.selection.choose_row(3)
    QTest.mouseClick(view.page.button("rows"), LEFT)
    assert table.viewport().rect().contains(table.visualRect(table.page.index(3, 0)).center())


def test_a_changed_weight_moves_the_balls_and_the_table(show: Show) -> None:
    view = show(iris(b3=-2), (900, 420))
    before = balls(view)["disc"], view.sheet.table.page.text(0, SHARE)
    view.workspace.do(SetValue(("", "setosa"), 1.0, (0,)))
    assert balls(view)["disc"][0] > before[0][0]
    assert view.sheet.table.page.text(0, SHARE) != before[1]


def test_the_wrong_loss_is_named_and_the_view_works(show: Show) -> None:
    view = show(iris(loss="ssr", b3=-2), (900, 420))
    assert view.side.verdict.text().startswith("This network is trained with SSR.")
    assert ", SSR 1.454" in view.sheet.total.text()
    assert view.sheet.total.text().endswith("(the loss trained with).")
    assert balls(view)["disc"][0] == pytest.approx(0.151, abs=0.001)


@pytest.mark.parametrize(
    ("document", "words"), [(one_two_one(), NO_SOFTMAX), (iris("argmax", "ssr"), "is an ArgMax"), (Document(), "")]
)
def test_without_probabilities_a_sentence_says_what_is_needed(show: Show, document: Document, words: str) -> None:
    view = show(document, (900, 420))
    assert words in view.message.text()
    assert view.message.text().endswith(".")
    assert not view.sheet.isVisible()
    assert not view.side.card.isVisible()
    assert not view.page.isVisible()


# -- the duel ------------------------------------------------------------------------------------------------


def test_the_duel_begins_with_both_at_the_same_p(show: Show) -> None:
    view = show(part7(), page="duel")
    assert balls(view)["disc"][0] == balls(view)["square"][0] == pytest.approx(0.151, abs=0.001)
    assert view.side.verdict.text().startswith("Both start at p = 0.151: which brings this row to p ≥ 0.9 first?")
    assert "−1/p = −6.63 against −2(1 − p) = −1.7" in view.side.verdict.text()
    assert "Both by Gradient descent, rate 1." in view.side.verdict.text()


def test_steps_move_both_and_count_until_every_row_is_right(show: Show) -> None:
    view = show(part7(), page="duel")
    for _ in range(4):
        QTest.mouseClick(view.side.bar.forth, LEFT)
    assert view.player.at == 4
    assert said(view, "all right at") == ("step 2", "step 4")
    assert view.side.verdict.toolTip().startswith(
        "Cross entropy had every row right at step 2, squared residuals at step 4: 2 times as many."
    )
    assert balls(view)["disc"][0] > balls(view)["square"][0]
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert said(view, "all right at") == ("step 2", "not yet")
    assert said(view, "rows right") == ("3 of 3", "2 of 3")
    assert view.workspace.document.steps == 0
    QTest.mouseClick(view.side.bar.restart, LEFT)
    assert view.player.at == 0
    assert said(view, "all right at") == ("not yet", "not yet")


def test_playing_reaches_the_goal_with_cross_entropy_first(show: Show, qtbot: QtBot) -> None:
    document = iris()
    document = document.evolve(training=replace(document.training, learning_rate=0.1))
    view = show(document, page="duel")
    view.side.bar.speed.setCurrentIndex(5)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.player.playing
    qtbot.waitUntil(lambda: view.player.at > 60, timeout=10_000)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not view.player.playing
    # by hand: CE p − 1, SSR −2p Σ(s − p)²; both from the p that each had at its first step with p ≥ 0.9
    course = view.player.courses
    assert course is not None
    ours, theirs = float(course[0].p[6, 0]) - 1, -2 * course[1].p[49, 0] * course[1].losses[49, 0]
    fading = f"at p ≥ 0.9 they were {format_number(ours, 3)} against {format_number(theirs, 3)}, "
    assert f"residuals faster: {fading}{format_number(ours / theirs, 2)} times as steep" in view.side.verdict.toolTip()
    # as found by training each of them alone: 6 steps against 49
    assert said(view, "p ≥ 0.9 at") == ("step 6", "step 49")
    assert view.side.verdict.text().startswith(
        "Cross entropy reached p ≥ 0.9 at step 6, squared residuals at step 49: 8.2 times as many.")  # fmt: skip


def test_another_start_is_another_duel_and_training_goes_on_with_the_old(show: Show) -> None:
    view = show(part7(), page="duel")
    QTest.mouseClick(view.side.bar.forth, LEFT)
    first = view.player.duel
    view.workspace.do(SetValue(("", "setosa"), -3.0, (0,)))
    assert view.player.duel is not first
    assert view.player.at == 0
    QTest.mouseClick(view.side.bar.forth, LEFT)
    second = view.player.duel
    view.workspace.training.advance(3)
    assert view.player.duel is second
    assert view.player.at == 1


def test_the_optimizer_in_use_is_a_choice_and_what_it_evens_out_is_said(show: Show) -> None:
    document = part7()
    document = document.evolve(training=replace(document.training, optimizer="adam", learning_rate=0.1))
    view = show(document, (900, 420), page="duel")
    assert view.rule.isVisible()
    view.rule.setCurrentIndex(1)
    assert view.player.training.optimizer == "adam"
    assert "Both by Adam, rate 0.1. Adam divides each step" in view.side.verdict.text()
    view.resize(360, 420)
    assert not view.rule.isVisible()
    ((words, act),) = view.own_actions(None)
    assert words == "Duel by Gradient descent"
    act()
    assert "Adam" not in view.side.verdict.text()


def test_a_hidden_duel_rests(show: Show) -> None:
    view = show(layered((3, 4, 3), rows=20), page="duel")
    QTest.mouseClick(view.side.bar.play, LEFT)
    assert view.player.playing
    view.hide()
    assert not view.player.playing
    before = view.shown
    view.workspace.selection.choose_row(2)
    assert view.shown is before


def test_what_cannot_be_trained_is_a_sentence(show: Show) -> None:
    document = iris()
    refs = {
        ref: replace(found, trainable=np.zeros_like(found.trainable)) for ref, found in document.parameters().items()
    }
    view = show(document.with_parameters(refs), page="duel")
    assert view.side.verdict.text().startswith("Nothing can be trained")
    assert not view.side.bar.play.isEnabled()


def test_a_row_that_is_learned_already_says_so(show: Show) -> None:
    view = show(iris(b3=20), page="duel")
    assert view.side.verdict.text() == "This row starts at p = 1 − 2e−9 already: choose one that starts lower."


def test_the_player_ends_at_the_last_step(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> None:
    player = DuelPlayer(workspace := make_workspace(part7()), workspace.training)
    player.look("species")
    player.set_speed(1_000_000)
    player.play()
    qtbot.waitUntil(lambda: not player.playing, timeout=20_000)
    assert player.over
    assert player.at == player.end == 2_000
    player.play()
    assert player.at == 0
    player.drop()


# -- how it looks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(230, 130), (310, 170), (360, 260), (560, 250), (900, 200), (1000, 600)])
@pytest.mark.parametrize("page", ["rows", "curves", "slopes", "duel"])
def test_parts_never_overlap_and_the_plot_keeps_its_room(show: Show, size: tuple[int, int], page: str) -> None:
    view = show(layered((3, 4, 3), rows=20), size, page)
    view.workspace.theme.use("dark" if view.workspace.theme.name == "light" else "light")
    QApplication.processEvents()
    assert not view.grab().isNull()
    side = view.side
    every = (view.area, side.card, side.bar, side.verdict, view.sheet, view.note)
    parts = [part for part in every if part.isVisible()]
    boxes = [part.rect().translated(part.mapTo(view, part.rect().topLeft())) for part in parts]
    for place, box in enumerate(boxes):
        assert view.rect().contains(box), parts[place]
        assert not any(box.intersects(other) for other in boxes[:place]), parts[place]
    if view.area.isVisible() and size[1] > 200:
        assert view.area.height() >= 85
        assert view.side.card.height() >= 2 * LINE_HEIGHT
    assert view.area.isVisible() == (page != "rows" or size[0] >= 640)


def test_tangents_touch_the_curves(show: Show) -> None:
    view = show(iris(b3=-2))
    lines = [mark for mark in view.shown.marks if isinstance(mark, Line) and mark.x.size == 2]
    for line, tilt in zip(lines, (-6.63, -1.70), strict=True):
        assert (line.y[1] - line.y[0]) / (line.x[1] - line.x[0]) == pytest.approx(tilt, abs=0.01)


def standing_at(loss: str, p: float, likely: int | None, diverged: int | None = None) -> Standing:
    pulled = pull(loss, p, -math.log(p) if loss == "cross_entropy" else 2 * (1 - p) ** 2)
    return Standing(loss, 100, pulled, pulled, 3, 4, likely, None, diverged)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((7, 14), "Cross entropy reached p ≥ 0.9 at step 7, squared residuals at step 14: 2 times as many."),
        ((14, 7), "Squared residuals reached p ≥ 0.9 at step 7, cross entropy at step 14: 2 times as many."),
        ((None, 7), "Squared residuals reached p ≥ 0.9 at step 7; cross entropy is at p = 0.2."),
        ((7, 7), "Both reached p ≥ 0.9 at step 7."),
        ((None, None), "Neither has reached p ≥ 0.9: p = 0.2 with cross entropy and p = 0.2 with squared residuals."),
    ],
)
def test_the_verdict_says_who_was_first_from_the_numbers(steps: tuple[int | None, int | None], words: str) -> None:
    ours, theirs = standing_at("cross_entropy", 0.2, steps[0]), standing_at("ssr", 0.2, steps[1])
    told = verdict(ours, theirs, TrainingSpec())[0]
    assert told.startswith(words)
    # the other won though it began less steep: no praise of slopes then
    assert ("not this row's own slope" in told) == (steps in ((14, 7), (None, 7)))


def test_a_run_that_diverged_is_said_to_have() -> None:
    ours, theirs = standing_at("cross_entropy", 0.2, 5), standing_at("ssr", 0.2, None, 9)
    assert "squared residuals diverged at step 9" in verdict(ours, theirs, TrainingSpec())[0]


@pytest.mark.parametrize("height", range(LINE_HEIGHT, 8 * LINE_HEIGHT, LINE_HEIGHT))
def test_a_column_of_the_card_adds_up_whatever_its_height(show: Show, height: int) -> None:
    card = show(iris()).side.card
    card.use_room(height)
    names = [line.name for line in card.shown]
    assert names[-1] == "= d loss/d raw"
    assert ("× d p/d raw" in names) is ("+ other classes" in names)
    assert len(names) <= max(1, height // LINE_HEIGHT - 1)


def test_the_card_says_of_what_curve_the_squares_are(show: Show) -> None:
    view = show(iris(), (700, 420))
    # Row 1 of part 6: p = 0.57, so (1 − p)² is the height of the square on its curve, and the SSR is more than that.
    height, squares = balls(view)["square"][1], said(view, "the row's loss")[1]
    parts = squares.rpartition("others² = ")[2].replace(" = ", " + ").split(" + ")
    own, others, total = map(float, parts)
    assert own == pytest.approx(height, abs=5e-4)
    assert own + others == pytest.approx(total, abs=2e-3)
    assert others > 0.01
