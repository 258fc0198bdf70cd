"""Somebody whose network does not learn: a mark, a proof, one click, and it does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core import storage
from core.document import Ref, bias_of
from core.edits.values import SetValue
from gui.canvas.tags import solid
from gui.canvas.warning_layer import Mark
from gui.diagnosis_panel import DiagnosisPanel
from tests.helpers.drive import User
from tests.stories.conftest import Play
from tests.stories.test_learn import example

LEFT = Qt.MouseButton.LeftButton


def marks(user: User) -> list[Mark]:
    return user.canvas.canvas.warnings.marks()


def click_mark(user: User, name: str) -> DiagnosisPanel:
    """Click the mark of a finding and return the card that opens."""
    user.qtbot.waitUntil(lambda: name in names(user))
    mark = next(found for found in marks(user) if any(one.name == name for one in found.findings))
    user.click(mark.center.x(), mark.center.y())
    return panel(user)


def panel(user: User) -> DiagnosisPanel:
    found = user.window.hints.panel
    assert found is not None
    assert found.isVisible()
    return found


def words(shown: DiagnosisPanel) -> str:
    return "\n".join(label.text() for label in shown.findChildren(QLabel))


def press(user: User, shown: DiagnosisPanel, text: str) -> None:
    button = next(found for found in shown.findChildren(QPushButton) if found.text().startswith(text))
    user.qtbot.mouseClick(button, LEFT)
    assert not shown.isVisible()


def names(user: User) -> list[str]:
    return [finding.name for finding in user.window.workspace.diagnosis.findings]


def expect(user: User, *wanted: str) -> None:
    """Wait until exactly these are found: on a busy machine a look may come a quarter of a second later."""
    user.qtbot.waitUntil(lambda: names(user) == [*wanted])


def type_rate(user: User, rate: str) -> None:
    field = user.window.toolbar.learning_rate
    user.qtbot.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, rate)
    QTest.keyClick(field, Qt.Key.Key_Return)


def set_all(user: User, value: str, labels: tuple[str, ...]) -> None:
    places = {found.name: ref for ref, found in user.document.parameters().items()}
    for label in labels:
        user.set_number(places[label], value)


def test_a_rate_too_large_is_marked_proven_and_mended_by_one_click(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        type_rate(user, "0.5")
        expect(user)
        user.press("step")
        expect(user, "step_too_large")
        assert user.window.hints.isVisible()
        assert user.window.hints.text() == "1 hint"
        shown = click_mark(user, "step_too_large")
        said = words(shown)
        assert "The last step raised SSR from 20.42 to 81.69" in said
        assert "the derivative dSSR/db₃ went from −15.66 to 31.31" in said
        press(user, shown, "Reset, learning rate 0.1")
        assert user.window.focusWidget() is user.canvas
        assert (user.document.training.learning_rate, user.document.steps) == (0.1, 0)
        user.press("run")
        training = user.window.workspace.training
        user.qtbot.waitUntil(lambda: not training.running)
        assert training.frame.loss is not None
        assert training.frame.loss < 0.01
        expect(user)
        assert not user.window.hints.isVisible()

    play(tale)


def test_the_panel_covers_nothing_that_is_drawn_where_there_is_room(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        type_rate(user, "0.5")
        user.press("step")
        expect(user, "step_too_large")
        user.window.resize(2000, 1100)
        user.qtbot.waitUntil(lambda: user.canvas.width() > 1200)
        user.canvas.camera.zoom_to(0.5)
        user.qtbot.mouseClick(user.window.hints, LEFT)
        shown = panel(user)
        area = QRect(user.canvas.mapFromGlobal(shown.pos()), shown.size())
        drawn = [user.canvas.mapFromScene(part).boundingRect() for part in solid(user.canvas.canvas.stage.drawing)]
        assert not any(area.intersects(part) for part in drawn)
        assert user.canvas.rect().contains(area)
        shown.close()

    play(tale)


def test_the_overshoot_is_shown_on_the_slope(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        type_rate(user, "0.5")
        user.press("step")
        user.window.show_view("activations")
        press(user, click_mark(user, "step_too_large"), "Show in the slope")
        ref: Ref = bias_of(user.node("effectiveness"))
        assert user.window.workspace.reasoning.ref == ref
        user.qtbot.waitUntil(user.window.plots["slope"].isVisible)

    play(tale)


def test_training_that_broke_off_is_mended_in_one_step(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        type_rate(user, "0.5")
        user.press("run")
        training = user.window.workspace.training
        user.qtbot.waitUntil(lambda: not training.running)
        expect(user, "not_a_number")
        steps = len(user.window.workspace.session.labels)
        press(user, click_mark(user, "not_a_number"), "Reset, learning rate 0.05")
        assert len(user.window.workspace.session.labels) == steps + 1
        assert user.document.training.learning_rate == 0.05
        user.keys("Ctrl+Z")
        assert user.document.training.learning_rate == 0.5

    play(tale)


def test_a_dead_relu_comes_back_to_life(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part3-relu.squiggle")
        set_all(user, "-5", ("b1",))
        shown = click_mark(user, "dead")
        assert "hidden 1 puts out 0 for all 3 rows. Its largest weighted sum is −3.3" in words(shown)
        press(user, shown, "Draw its weights anew")
        user.qtbot.waitUntil(lambda: "dead" not in names(user))
        gradient = user.window.workspace.training.frame.gradient(bias_of(user.node("hidden 1")))
        assert gradient is not None
        assert gradient[0] != 0

    play(tale)


def test_twins_are_found_by_the_keyboard_and_parted(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        set_all(user, "0", ("w1", "w2", "b1", "b2", "w3", "w4"))
        expect(user, "twins")
        assert {mark.hit.node for mark in marks(user)} == {user.node("hidden 1"), user.node("hidden 2")}
        user.keys("Ctrl+H")
        shown = panel(user)
        assert "w₁ = w₂ = 0" in words(shown)
        button = next(found for found in shown.findChildren(QPushButton) if found.text() == "Draw hidden 2 anew")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        expect(user)
        assert user.document.parameter(user.pair("dosage", "hidden 2")).value[0, 0] != 0

    play(tale)


def test_all_frozen_has_no_mark_but_a_hint(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        user.keys("Ctrl+A")
        user.keys("L")
        expect(user, "all_frozen")
        assert marks(user) == []
        user.qtbot.mouseClick(user.window.hints, LEFT)
        press(user, panel(user), "Unfreeze all")
        expect(user)
        user.press("step")
        assert user.document.steps == 1

    play(tale)


def test_the_bump_of_part_1_gets_a_data_point(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part1-black-box.squiggle")
        expect(user, "bump")
        assert user.window.hints.text() == "1 hint"
        user.window.show_view("data")
        shown = click_mark(user, "bump")
        assert "goes to 2.232 at dosage 0.128" in words(shown)
        press(user, shown, "Show in the fit")
        user.qtbot.waitUntil(user.window.plots["fit"].isVisible)
        press(user, click_mark(user, "bump"), "Add a row at 0.128, 0.256")
        assert user.document.data.count == 4
        user.qtbot.waitUntil(lambda: "bump" not in names(user))

    play(tale)


def test_nothing_wrong_is_said_with_the_numbers_that_show_it(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part2-backpropagation.squiggle")
        user.press("step")
        user.keys("Ctrl+H")
        said = words(panel(user))
        assert "Nothing was found that keeps it from learning." in said
        assert "SSR at first: 20.42" in said
        assert "SSR now: 3.268" in said
        assert "largest derivative: dSSR/db₃ = −6.262" in said
        QTest.keyClick(panel(user), Qt.Key.Key_Escape)
        assert user.window.hints.panel is not None
        assert not user.window.hints.panel.isVisible()

    play(tale)


def test_hints_can_be_turned_off_and_stay_off(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "part1-black-box.squiggle")
        user.qtbot.waitUntil(lambda: len(marks(user)) == 1)
        user.window.actions_table["hints"].trigger()
        assert (marks(user), user.window.hints.isVisible()) == ([], False)
        user.keys("Ctrl+H")
        assert "A bump between the rows" in words(panel(user))
        QTest.keyClick(panel(user), Qt.Key.Key_Escape)
        assert marks(user) == []

    def later(user: User) -> None:
        example(user, "part1-black-box.squiggle")
        assert not user.window.actions_table["hints"].isChecked()
        assert marks(user) == []
        user.window.actions_table["hints"].trigger()
        user.qtbot.waitUntil(lambda: len(marks(user)) == 1)

    play(tale)
    play(later)


def test_marks_follow_while_it_trains_and_are_found_by_the_pointer(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "dead.squiggle"
    document = storage.load(Path(__file__).parents[2] / "resources" / "examples" / "part3-relu.squiggle")
    storage.save(path, SetValue(("", "top"), -5.0).apply(document))

    def tale(user: User) -> None:
        def pointed() -> bool:
            """Put the pointer on the mark, wherever it is by now, and away first: views may still be settling."""
            user.hover(-4000, -4000)
            mark = marks(user)[0]
            user.hover(mark.center.x(), mark.center.y())
            return user.canvas.viewport().toolTip().startswith("Dead ReLU: hidden 1\n")

        user.qtbot.waitUntil(lambda: len(marks(user)) == 1)
        user.qtbot.waitUntil(pointed)
        assert user.canvas.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
        user.press("run")
        user.qtbot.waitUntil(lambda: user.window.workspace.training.frame.step > 20)
        assert "dead" in names(user)
        user.press("run")
        assert "dead" in names(user)

    play(tale, str(path))
