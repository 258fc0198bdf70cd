"""Around a lesson: what is one's own stays untouched, saving keeps a copy, leaving and coming back, hints and skips."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QToolButton

from core import storage
from core.edits.settings import SetTitle
from gui.bars.speed_slider import SpeedSlider
from gui.docks.tab_names import rows_of_tabs
from gui.grids.columns import Columns
from gui.lessons.glossary_page import GlossaryPage
from gui.lessons.lens import LEGIBLE
from gui.lessons.start_page import StartPage
from gui.recovery import folder
from tests.gui.conftest import Script
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    answer,
    choose,
    enter,
    look,
    next_row,
    one_step,
    panel_of,
    player_of,
    press,
    resize,
)
from tests.stories.conftest import Play

LESSON = "2-backpropagation"


def tool(user: User, name: str) -> None:
    tools = panel_of(user).page.findChildren(QToolButton)
    user.qtbot.mouseClick(next(found for found in tools if name in found.toolTip()), LEFT)


def views(user: User) -> dict[str, QRect]:
    """Return where each view is that is in sight."""
    docks = (user.window.dock(name) for name in user.window.views)
    return {dock.objectName(): dock.geometry() for dock in docks if not dock.visibleRegion().isEmpty()}


def click(user: User, name: str) -> None:
    user.qtbot.mouseClick(getattr(panel_of(user).page, name), LEFT)


def test_what_is_ones_own_comes_back_as_it_was(play: Play, tmp_path: Path, script: Script) -> None:
    def tale(user: User) -> None:
        window, shared = user.window, user.window.workspace
        script.answers.append(tmp_path / "mine.squiggle")
        assert window.files.save_as()
        for _ in range(3):
            user.press("step")
        shared.do(SetTitle("Mine"))
        user.keys("Ctrl+Z")
        shared.selection.choose_row(1)
        look("b3")(user)
        labels, index, own = shared.session.labels, shared.session.index, user.document
        history = shared.training.frame.history
        assert history is not None
        enter(user, LESSON)
        assert "Lesson 2" in window.windowTitle()
        look("b3")(user)
        click(user, "next")
        user.press("step")
        tool(user, "Leave the lesson")
        assert (shared.session.labels, shared.session.index) == (labels, index)
        assert user.document is own
        assert window.files.path == tmp_path / "mine.squiggle"
        assert window.files.unsaved
        assert "mine.squiggle" in window.windowTitle()
        assert (shared.selection.row, shared.training.frame.step, shared.training.frame.end) == (1, 3, 3)
        back = shared.training.frame.history
        assert back is not None
        assert back.end == history.end
        assert shared.training.frame.past == ()
        user.press("step")
        assert shared.training.frame.first == 0, "the run goes on; it does not begin anew"
        user.keys("Ctrl+Z")
        user.keys("Ctrl+Z")
        assert user.document.steps == 2

    play(tale)


def test_slope_shows_again_the_number_that_was_looked_at_last(play: Play) -> None:
    def tale(user: User) -> None:
        window, slope = user.window, user.window.plots["slope"]
        window.show_view("slope")
        look("w4")(user)
        user.qtbot.waitUntil(lambda: "w₄" in slope.heading.text())
        window.workspace.selection.clear()
        enter(user, LESSON)
        look("b3")(user)
        user.qtbot.waitUntil(lambda: "b₃" in slope.heading.text())
        tool(user, "Leave the lesson")
        user.qtbot.waitUntil(lambda: "w₄" in slope.heading.text())
        assert window.workspace.reasoning.ref is None

    play(tale, "resources/examples/part2-backpropagation.squiggle")


def test_unsaved_work_is_kept_for_a_crash_and_asked_about_at_the_end(play: Play, script: Script) -> None:
    def tale(user: User) -> None:
        window = user.window
        user.press("step")
        own = user.document
        enter(user, LESSON)
        window.recovery.keep()
        kept = list(folder().glob("*.squiggle"))
        assert [storage.load(path).steps for path in kept] == [1]
        user.press("run")
        window.recovery.keep()
        assert [storage.load(path).steps for path in kept] == [1], "the copy is of one's own, not of the lesson"
        script.answers.append("Cancel")
        lesson, layout = user.document, views(user)
        assert not window.close()
        assert f"your own network “{own.title}”" in script.asked[-1], "the question is about what is one's own"
        assert user.document.title == lesson.title
        assert player_of(user).lesson is not None, "the lesson goes on"
        assert views(user) == layout
        user.qtbot.mouseClick(panel_of(user).page.small[-1], LEFT)
        assert user.document is own

    play(tale)


def test_one_s_own_is_saved_from_within_a_lesson_when_the_window_closes(
    play: Play, tmp_path: Path, script: Script
) -> None:
    def tale(user: User) -> None:
        user.press("step")
        enter(user, LESSON)
        kept = [storage.load(path).steps for path in folder().glob("*.squiggle")]
        assert kept == [1], "a copy is kept as the lesson begins: whatever ends the program loses nothing"
        script.answers.extend(["Save", tmp_path / "mine.squiggle"])
        assert window_closes(user)
        assert storage.load(tmp_path / "mine.squiggle").steps == 1
        assert not list(folder().glob("*.squiggle"))

    play(tale)


def window_closes(user: User) -> bool:
    return bool(user.window.close())


def test_the_window_stands_as_before_once_a_lesson_is_left(play: Play) -> None:
    def tale(user: User) -> None:
        window, shared = user.window, user.window.workspace
        resize(user)
        for view in ("data", "surface", "activations", "history"):
            window.show_view(view)
        window.toolbar.speed.setValue(4)
        user.canvas.camera.zoom_to(1.4)
        user.canvas.camera.center_on(QPointF(60, 30))
        shared.selection.choose_row(2)
        look("b3")(user)
        user.press("step")
        user.press("step")
        shared.training.timeline.show(1)
        QApplication.processEvents()
        layout, camera, speed = views(user), user.canvas.camera.stand, window.toolbar.speed.value()
        assert user.canvas.overview.isVisible()
        overview = user.canvas.overview.geometry()
        for name in ("8-convolution", "2-backpropagation"):
            start(user, name)
            player_of(user).go_to(8)
            assert views(user) != layout
            user.qtbot.mouseClick(panel_of(user).page.small[-1], LEFT)
            QApplication.processEvents()
            assert views(user) == layout
            rows = [bar.tabText(0) for bar in rows_of_tabs(window) if window.rect().intersects(bar.geometry())]
            assert len(rows) == len(set(rows)), "no row of tabs is left behind"
            zoom, middle, fitted = user.canvas.camera.stand
            assert (zoom, fitted) == (camera[0], camera[2])
            assert (middle - camera[1]).manhattanLength() < 3
            assert user.canvas.overview.geometry() == overview
            assert window.toolbar.speed.value() == speed
            assert shared.selection.row == 2
            assert shared.selection.parameter == ("", "effect")
            assert (shared.training.frame.step, shared.training.frame.end) == (1, 2)

    play(tale)


def test_the_end_says_how_many_steps_were_done(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        one_step(user, 1, look("b3"))
        page, player = panel_of(user).page, player_of(user)
        player.go_to(15)
        assert page.next.text() == "Finish"
        click(user, "next")
        assert player.lesson is None
        assert "is over: 1 of 15 steps done, 14 skipped" in user.window.banner.text

    play(tale)


def start(user: User, name: str) -> None:
    """Choose a lesson among the cards."""
    user.keys("Ctrl+L")
    cards = user.window.findChildren(StartPage)[-1]
    user.qtbot.mouseClick(cards.buttons[name], LEFT)


def test_save_in_a_lesson_keeps_a_copy_and_the_lesson_goes_on(play: Play, tmp_path: Path, script: Script) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        user.press("step")
        script.answers.append(tmp_path / "copy")
        user.keys("Ctrl+S")
        assert storage.load(tmp_path / "copy.squiggle").steps == 1
        assert player_of(user).lesson is not None
        assert user.window.files.path is None
        assert not user.window.files.unsaved
        script.answers.append(None)
        tool(user, "Keep a copy")
        assert script.asked == ["Keep a copy of the lesson's network"] * 2

    play(tale)


def test_opening_another_file_ends_the_lesson(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        assert user.window.files.open_example("xor.squiggle")
        assert player_of(user).lesson is None
        assert user.document.title == storage.load(Path("resources/examples/xor.squiggle")).title
        assert panel_of(user).shelf.isVisible()
        user.press("step")
        assert user.window.files.unsaved

    play(tale)


def test_steps_are_skipped_gone_back_to_and_begun_anew(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player, page = player_of(user), panel_of(user).page
        assert page.next.text() == "Skip"
        assert page.state.text() == "Not done yet"
        look("b3")(user)
        user.qtbot.waitUntil(lambda: page.state.text() == "✓ Done")
        click(user, "next")
        begun = user.document
        click(user, "next")
        assert player.step is not None
        assert player.step.number == 3
        user.press("step")
        click(user, "back")
        assert player.step.number == 2
        assert user.document is begun
        user.press("step")
        tool(user, "Begin this step anew")
        assert user.document.steps == 0
        QTest.keyClick(page.dots, Qt.Key.Key_Left)
        assert player.step.number == 1
        assert page.state.text() == "✓ Done"
        at = page.dots.spot(7)
        QTest.mouseClick(page.dots, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(round(at.x()), round(at.y())))
        assert (player.step.number, user.document.steps) == (7, 1)
        tool(user, "Begin the lesson anew")
        assert player.lesson is not None
        assert player.progress(player.lesson).done == frozenset()

    play(tale)


def test_progress_is_kept_from_one_start_to_the_next(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        one_step(user, 1, look("b3"))

    def later(user: User) -> None:
        enter(user, LESSON)
        player = player_of(user)
        assert player.step is not None
        assert player.lesson is not None
        assert player.step.number == 2
        assert player.progress(player.lesson).done == {1}

    play(tale)
    play(later)


def test_wrong_answers_are_judged_and_a_hint_comes_when_asked_for(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        page, player = panel_of(user).page, player_of(user)
        player.go_to(3)
        choose("B")(user)
        assert page.question.verdict.text().startswith("✗ No")
        choose("A")(user)
        user.qtbot.waitUntil(lambda: page.answer.isVisible())
        assert page.question.verdict.text() == "✓ Right."
        player.go_to(4)
        assert user.window.workspace.reasoning.secret
        for typed, said in (("15.66", "other sign"), ("many", "not a number"), ("3", "Not yet")):
            answer(typed)(user)
            assert said in page.question.verdict.text()
        click(user, "show_hint")
        assert page.hint.isVisible()
        answer("-15.66")(user)
        user.qtbot.waitUntil(lambda: page.answer.isVisible())
        assert user.window.workspace.reasoning.secret, "the next step but one asks for what the card would show"
        player.go_to(5)
        assert user.window.workspace.reasoning.secret
        player.leave()
        assert not user.window.workspace.reasoning.secret

    play(tale)


def test_the_spotlight_takes_no_click_and_goes_when_the_step_is_done(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        light = user.window.lessons.spotlight
        user.qtbot.waitUntil(lambda: light.isVisible() and not light.area.isEmpty())
        assert user.window.childAt(user.window.rect().center()) is not light
        at = user.canvas.viewport().mapTo(user.window, user.spot(user.number(("", "effect")).x(),
                                                                 user.number(("", "effect")).y()))  # fmt: skip
        assert light.area.contains(at)
        look("b3")(user)
        user.qtbot.waitUntil(light.isHidden)

    play(tale)


def test_the_spotlight_stays_over_views_that_come_forward_and_spares_all_its_parts(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player_of(user).go_to(6)
        light, window = user.window.lessons.spotlight, user.window
        user.qtbot.waitUntil(lambda: light.isVisible() and len(light.areas) > 1 and all(light.areas))
        for area in light.areas:
            assert window.rect().contains(area)
            assert not light.mask().contains(area.center()), "what is to be watched is not covered"
        for view in ("data", "map", "fit", "activations"):
            window.show_view(view)
            over = window.children()[window.children().index(light) + 1 :]
            assert not [one.objectName() for one in over if isinstance(one, QDockWidget)], view

    play(tale)


def test_what_a_step_points_at_is_in_sight_in_a_small_window(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "4-many-inputs-and-outputs", (1280, 720))
        player, camera, window = player_of(user), user.canvas.camera, user.window
        player.go_to(4)
        light = user.window.lessons.spotlight
        user.qtbot.waitUntil(lambda: len(light.areas) == 5 and all(light.areas))
        user.qtbot.waitUntil(lambda: camera.fitted and camera.zoom > LEGIBLE)
        player.go_to(8)
        user.qtbot.waitUntil(lambda: window.dock("map").width() >= 350)
        assert window.dock("map").height() >= 220
        high = user.canvas.height()
        player.go_to(9)
        player.go_to(8)
        user.qtbot.waitUntil(lambda: window.dock("map").width() >= 240)
        user.qtbot.waitUntil(lambda: user.canvas.height() == high)
        player.go_to(4)
        user.qtbot.waitUntil(lambda: camera.zoom > LEGIBLE)
        camera.zoom_in()
        near = camera.zoom
        user.keys("F10")
        assert camera.zoom == near, "whoever zooms by hand has the say"

    play(tale)


def test_the_canvas_rests_from_step_to_step(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "2-backpropagation", (1600, 1000))
        player, sizes = player_of(user), list[tuple[int, int]]()
        for number in (1, 5, 6, 7, 8, 11, 12, 13, 14, 15):
            player.go_to(number)
            QApplication.processEvents()
            QApplication.processEvents()  # the first one makes the room
            sizes.append((user.canvas.width(), user.canvas.height()))
        assert len(set(sizes)) <= 2, "the column at the right is given its width once"
        assert sizes == sorted(sizes, reverse=True)

    play(tale)


def test_a_grid_that_a_step_points_at_is_scrolled_into_sight_and_back(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "8-convolution", (1280, 720))
        player, light = player_of(user), user.window.lessons.spotlight
        columns = user.window.findChild(Columns)
        assert isinstance(columns, Columns)
        bar, inspector = columns.horizontalScrollBar(), user.window.dock("inspector")
        user.window.resizeDocks([inspector], [560], Qt.Orientation.Horizontal)  # else all grids are in sight
        player.go_to(5)
        user.qtbot.waitUntil(lambda: bar.value() > 0 and len(light.areas) == 2 and light.areas[1].width() > 60)
        player.go_to(6)
        user.qtbot.waitUntil(lambda: bar.value() == 0)

    play(tale)


def test_a_view_that_a_step_opened_leaves_its_room_to_the_next_one(play: Play, tmp_path: Path) -> None:
    steps = [f"## {view}\nLook.\nset up: open letters-train; row 1; view {view}\nspotlight: view {view}\n"
             for view in ("convolution", "loss", "convolution")]  # fmt: skip
    lesson = tmp_path / "rooms.lesson.md"
    lesson.write_text("# Rooms\naim: Rooms.\n\n" + "\n".join(steps), encoding="utf-8")

    def tale(user: User) -> None:
        resize(user, (1280, 720))
        player, convolution = player_of(user), user.window.dock("convolution")
        user.qtbot.waitUntil(lambda: convolution.height() > 350)
        high = convolution.height()
        player.go_to(2)
        user.qtbot.waitUntil(lambda: not user.window.dock("loss").visibleRegion().isEmpty())
        player.go_to(3)
        user.window.banner.hide()  # it has room for itself while it is there
        user.qtbot.waitUntil(lambda: convolution.height() >= high - 8)
        assert user.window.dock("loss").isHidden()

    play(tale, str(lesson))


def test_at_1280_the_tabs_at_the_left_are_whole(play: Play) -> None:
    def tale(user: User) -> None:
        resize(user, (1280, 720))
        user.window.fit_docks()
        bars = [bar for bar in rows_of_tabs(user.window) if bar.tabText(0) == "Lessons"]
        user.qtbot.waitUntil(lambda: bars[0].width() >= bars[0].sizeHint().width())

    play(tale)


def test_cards_start_lessons_and_the_glossary_opens(play: Play) -> None:
    def tale(user: User) -> None:
        user.keys("Ctrl+L")
        cards = user.window.findChild(StartPage)
        assert isinstance(cards, StartPage)
        assert cards.buttons[LESSON].text() == "Start"
        user.qtbot.mouseClick(cards.buttons[LESSON], LEFT)
        assert player_of(user).lesson is not None
        user.window.actions_table["glossary"].trigger()
        page = user.window.findChild(GlossaryPage)
        assert isinstance(page, GlossaryPage)
        QTest.keyClicks(page.filter, "qqq")
        assert "No word" in page.page.toPlainText()

    play(tale)


def test_the_glossary_is_one_window_that_the_keyboard_reads_follows_and_closes(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        user.window.actions_table["glossary"].trigger()
        user.window.actions_table["glossary"].trigger()
        (page,) = user.window.findChildren(GlossaryPage)
        user.qtbot.waitUntil(page.isActiveWindow)
        assert page.filter.hasFocus()
        QTest.keyClicks(page.filter, "slope")
        QTest.keyClick(page.filter, Qt.Key.Key_Tab)
        assert page.page.hasFocus()
        QTest.keyClick(page.page, Qt.Key.Key_Escape)
        assert not page.isVisible()
        QApplication.processEvents()
        user.window.actions_table["glossary"].trigger()
        page = next(one for one in user.window.findChildren(GlossaryPage) if one.isVisible())
        user.qtbot.waitUntil(page.isActiveWindow)
        QTest.keyClicks(page.filter, "slope")
        wanted: list[tuple[str, int]] = []
        page.step_wanted.connect(lambda name, step: wanted.append((name, step)))
        QTest.keyClick(page.filter, Qt.Key.Key_Tab)
        QTest.keyClick(page.page, Qt.Key.Key_Tab)
        QTest.keyClick(page.page, Qt.Key.Key_Return)
        assert len(wanted) == 1

    play(tale)


@pytest.mark.parametrize("theme", ["theme_dark", "theme_light"])
def test_a_lesson_goes_on_in_another_theme(play: Play, theme: str) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        user.window.actions_table[theme].trigger()
        assert panel_of(user).page.title.text() == "One number is missing"
        press("step")(user)

    play(tale)


def test_a_teachers_lesson_is_opened_from_a_file_and_a_broken_one_is_told(
    play: Play, tmp_path: Path, script: Script
) -> None:
    sound, broken = tmp_path / "mine.lesson.md", tmp_path / "off.lesson.md"
    sound.write_text("# Mine\naim: Mine.\n\n## One\nLook.\nset up: open xor\nspotlight: canvas\n", encoding="utf-8")
    broken.write_text("# Mine\naim: Mine.\n\n## One\nLook.\ncheck: it is fine\n", encoding="utf-8")

    def tale(user: User) -> None:
        user.qtbot.waitUntil(lambda: user.window.windowTitle().startswith("Mine"))
        click(user, "next")
        assert player_of(user).lesson is None
        script.answers.append(broken)
        user.window.actions_table["open_lesson"].trigger()
        assert "off.lesson.md, line 6: “it is fine” is not understood" in user.window.banner.text

    play(tale, str(sound))


def test_what_a_residual_is_worked_out_from_can_be_read_and_it_itself_once_it_is_done(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player_of(user).go_to(2)
        look("b3")(user)
        stage = user.window.canvas.canvas.stage
        effect = next(node.id for node in user.document.nodes.values() if node.label == "effectiveness")
        next_row(user)
        assert stage.chosen_values(effect) == pytest.approx([-1.609], abs=1e-3)
        assert user.window.workspace.reasoning.residuals_secret
        answer("2.61")(user)
        user.qtbot.waitUntil(lambda: panel_of(user).page.answer.isVisible())
        assert not user.window.workspace.reasoning.residuals_secret
        assert user.window.workspace.reasoning.secret, "the slope is asked for later"

    play(tale)


def test_a_result_that_was_seen_before_the_answer_is_no_prediction(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, LESSON)
        player_of(user).go_to(7)
        user.press("step")
        attempt = player_of(user).attempt
        assert attempt is not None
        user.qtbot.waitUntil(lambda: len(attempt.held) == 1)
        answer("2.19")(user)
        assert "now that it is seen" in panel_of(user).page.question.verdict.text()

    play(tale)


def test_a_step_that_needs_a_long_run_is_not_left_at_a_slow_speed_and_ones_own_comes_back(play: Play) -> None:
    def tale(user: User) -> None:
        slider = user.window.findChildren(SpeedSlider)[0]
        slider.setValue(4)
        enter(user, LESSON)
        player_of(user).go_to(6)
        assert slider.value() == 4
        player_of(user).go_to(12)
        assert slider.speed is None
        player_of(user).leave()
        assert slider.value() == 4

    play(tale)
