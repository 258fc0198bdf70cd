"""Plays a lesson as a learner does: by mouse and keys in the real window, a recipe of one verb or several a step.

    RECIPES = (look("b3"), (press("row_next"), answer("2.61")), choose("A"), …)

    def test_lesson(play: Play) -> None:
        play(partial(whole_lesson, "2-backpropagation", RECIPES))

For each step it sees that the check does not hold before, that it holds after, and goes on by the button Next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.lessons.bench import place_of
from gui.canvas import geometry
from gui.lessons.panel import LessonsPanel
from gui.lessons.player import Lessons
from tests.helpers.drive import LEFT, User

Verb: TypeAlias = Callable[[User], None]
Recipe: TypeAlias = Verb | tuple[Verb, ...]
PATIENCE = 30_000
SIZE = (1600, 1000)
"""The window in which lessons are played: the screen of the tests is too small for all that they point at."""


def player_of(user: User) -> Lessons:
    return user.window.lessons.player


def panel_of(user: User) -> LessonsPanel:
    panel = user.window.lessons.panel
    assert panel is not None
    return panel


def resize(user: User, size: tuple[int, int] = SIZE) -> None:
    """Give the window a size, and the views their shares of it."""
    user.window.resize(*size)
    user.qtbot.waitUntil(lambda: user.window.width() == size[0])
    user.window.fit_docks()


def enter(user: User, name: str, size: tuple[int, int] = SIZE) -> None:
    """Choose a lesson in the list of the dock."""
    shelf = panel_of(user).shelf
    resize(user, size)
    user.window.show_view("lessons")
    user.qtbot.waitUntil(shelf.list.isVisible)
    row = next(row for row in range(shelf.list.count()) if shelf.list.item(row).data(Qt.ItemDataRole.UserRole) == name)
    shelf.list.scrollToItem(shelf.list.item(row))
    at = shelf.list.visualItemRect(shelf.list.item(row)).center()
    QTest.mouseClick(shelf.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert player_of(user).lesson is not None, name


def settle(user: User) -> None:
    """Wait until views that a step brings forward have their room, and the canvas shows what the step is about."""
    for _ in range(3):  # they come forward, get their room, and are laid out
        QApplication.processEvents()
    user.qtbot.waitUntil(lambda: not user.window.lessons._lens._timer.isActive())


def whole_lesson(name: str, recipes: Sequence[Recipe], user: User) -> None:
    """Play all steps; the user's own document is there again at the end, the very same."""
    own, path = user.document, user.window.files.path
    enter(user, name)
    lesson = player_of(user).lesson
    assert lesson is not None
    assert len(recipes) == len(lesson.steps), "a recipe for each step"
    for number, recipe in enumerate(recipes, 1):
        one_step(user, number, recipe)
    assert player_of(user).lesson is None
    assert user.document is own
    assert user.window.files.path == path
    assert len(player_of(user).progress(lesson).done) == len(lesson.steps)


def one_step(user: User, number: int, recipe: Recipe) -> None:
    """Do what a step asks for, and go on."""
    player = player_of(user)
    attempt, page = player.attempt, panel_of(user).page
    assert attempt is not None
    assert attempt.step.number == number
    where = f"step {number}, “{attempt.step.title}”"
    if attempt.step.checks:
        assert not attempt.done, f"{where} is done before anything was done"
        assert not attempt.already, f"{where} asks for what is so already"
    if attempt.step.spotlight:
        user.qtbot.waitUntil(lambda: all(user.window.lessons.spotlight.areas), timeout=3_000)
    for verb in recipe if isinstance(recipe, tuple) else (recipe,):
        verb(user)
    if attempt.step.checks:
        user.qtbot.waitUntil(lambda: attempt.done, timeout=PATIENCE)
    user.qtbot.waitUntil(lambda: page.next.text() in ("Next", "Finish"))
    user.qtbot.mouseClick(page.next, LEFT)


# -- verbs -----------------------------------------------------------------------------------------------------


def read(_user: User) -> None:
    """Read the step."""


def press(action: str) -> Verb:
    """Press a button of the toolbar."""
    return lambda user: user.press(action)


def keys(sequence: str) -> Verb:
    """Press a key combination."""
    return lambda user: user.keys(sequence)


def answer(text: str) -> Verb:
    """Type an answer and press Enter."""

    def do(user: User) -> None:
        field = panel_of(user).page.question.field
        user.qtbot.mouseClick(field, LEFT)
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return do


def choose(letter: str) -> Verb:
    """Choose an option."""
    return lambda user: user.qtbot.mouseClick(
        panel_of(user).page.question.options[ord(letter) - ord("A")], LEFT)


def open_answer(user: User) -> None:
    """Press Show the answer."""
    user.qtbot.mouseClick(panel_of(user).page.show_answer, LEFT)


def look(name: str) -> Verb:
    """Click the number of a weight or bias on the canvas."""

    def do(user: User) -> None:
        ref, _ = place_of(user.document, name)
        at = user.number(ref)
        user.click(at.x(), at.y())
        field = user.window.focusWidget()
        if isinstance(field, QLineEdit):
            QTest.keyClick(field, Qt.Key.Key_Escape)

    return do


def set_number(name: str, text: str) -> Verb:
    """Click a number on the canvas and type another."""
    return lambda user: user.set_number(place_of(user.document, name)[0], text)


def select(label: str) -> Verb:
    """Click a node."""

    def do(user: User) -> None:
        center = user.center(label)
        user.click(center.x(), center.y() + geometry.HALF - 8)

    return do


def connect(source: str, target: str) -> Verb:
    """Drag a connection from one node to another."""
    return lambda user: user.connect(source, target)


def place(tile: str, x: float, y: float) -> Verb:
    """Put a node of a tile onto the drawing."""
    return lambda user: user.place(tile, x, y)


def show(view: str) -> Verb:
    """Bring a view to the front, as its tab does."""
    return lambda user: user.window.show_view(view)


def next_row(user: User) -> None:
    """Click the arrow to the next row in the first input."""
    node = next(node for node in user.document.nodes.values() if node.kind == "input")
    at = geometry.row_buttons(QPointF(*user.document.positions[node.id]))[1].center()
    user.click(at.x(), at.y())


def rate(text: str) -> Verb:
    """Type a learning rate."""

    def do(user: User) -> None:
        field = user.window.toolbar.learning_rate
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return do


def run_out(user: User) -> None:
    """Press Run and wait until training ends by itself."""
    training = user.window.workspace.training
    user.press("run")
    user.qtbot.waitUntil(lambda: not training.running, timeout=PATIENCE)


def run_to(step: int) -> Verb:
    """Press Run, wait for a step, and pause."""

    def do(user: User) -> None:
        training = user.window.workspace.training
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step >= step or not training.running, timeout=PATIENCE)
        if training.running:
            user.press("run")

    return do


