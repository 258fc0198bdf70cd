"""A view is visible where it is seen, and only there; what changes in it does not lay the window out anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.docks.main_window import MainWindow
from gui.garbage import put_away
from gui.state.settings import Settings
from gui.theme import Theme

BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


class Page(QWidget):
    """A view with a line of words that says how large it would like to be."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel("some words", self)
        QVBoxLayout(self).addWidget(self.words)
        self.shows = 0

    def showEvent(self, _event: QEvent) -> None:
        self.shows += 1


class Layouts(QObject):
    """Counts how often a widget is asked to lay out what is in it."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """Two views in one place, the second one behind, and one beside them."""
    window = MainWindow(Settings(), Theme("light"))
    window.setCentralWidget(QWidget())
    for name in ("front", "behind", "beside"):
        window.add_dock(name, name.title(), BELOW, Page())
    window.tabifyDockWidget(window.dock("front"), window.dock("behind"))
    window.dock("front").raise_()
    window.resize(900, 700)
    with qtbot.waitExposed(window):
        window.show()
    QApplication.processEvents()
    yield window
    put_away(qapp, window)


def page(window: MainWindow, name: str) -> Page:
    found = window.dock(name).content
    assert isinstance(found, Page)
    return found


def test_a_view_behind_another_ones_tab_is_hidden_until_it_comes_to_the_front(window: MainWindow) -> None:
    assert [page(window, name).isVisible() for name in ("front", "behind", "beside")] == [True, False, True]
    shows = page(window, "behind").shows
    window.show_view("behind")
    QApplication.processEvents()
    assert page(window, "behind").isVisible()
    assert page(window, "behind").shows == shows + 1
    assert not page(window, "behind").visibleRegion().isEmpty()
    assert not page(window, "front").isVisible()


def test_changing_tabs_moves_nothing_for_the_view_behind_keeps_its_room(window: MainWindow, qtbot: QtBot) -> None:
    window.show_view("behind")
    page(window, "behind").setMinimumSize(QSize(330, 260))
    qtbot.waitUntil(lambda: window.dock("behind").height() >= 260 and window.dock("behind").geometry().bottom() < 700)
    place, beside = window.dock("behind").geometry(), window.dock("beside").geometry()
    window.show_view("front")
    QApplication.processEvents()
    assert (window.dock("front").geometry(), window.dock("beside").geometry()) == (place, beside)
    window.show_view("behind")
    QApplication.processEvents()
    assert (window.dock("behind").geometry(), window.dock("beside").geometry()) == (place, beside)


def test_a_view_behind_that_floats_is_shown(window: MainWindow) -> None:
    window.dock("behind").setFloating(True)
    QApplication.processEvents()
    assert page(window, "behind").isVisible()
    window.dock("behind").setFloating(False)
    QApplication.processEvents()
    assert page(window, "behind").isVisible() is not page(window, "front").isVisible()


def test_a_view_that_another_one_replaces_behind_a_tab_waits_hidden(window: MainWindow) -> None:
    window.fill_dock(window.dock("behind"), Page())
    QApplication.processEvents()
    assert not page(window, "behind").isVisible()
    window.show_view("behind")
    QApplication.processEvents()
    assert page(window, "behind").size() == window.dock("behind").widget().size()


def test_other_words_in_a_view_do_not_lay_the_window_out_but_more_room_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    layouts, words = Layouts(), page(window, "front").words
    window.installEventFilter(layouts)
    words.setText("other words")
    for _ in range(5):  # a layout tells the next one above it by an event
        QApplication.processEvents()
    assert layouts.count == 0
    page(window, "front").setMinimumHeight(400)
    qtbot.waitUntil(lambda: window.dock("front").height() >= 400 and layouts.count > 0)
