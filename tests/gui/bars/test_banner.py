"""Sentences along the canvas, and those by the pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.graph import AddNode
from gui.bars.banner import Banner
from gui.state.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(Document())


@pytest.fixture
def banner(workspace: Workspace, qtbot: QtBot) -> Iterator[Banner]:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(700, 400)
    made = Banner(workspace, page)
    page.show()
    yield made
    page.close()


def test_a_notice_is_shown_in_the_middle_and_closed(workspace: Workspace, banner: Banner, qtbot: QtBot) -> None:
    assert banner.text == ""
    workspace.notices.post("Training ended.", "done")
    assert banner.text == "Training ended."
    assert abs(banner.geometry().center().x() - 350) <= 1
    banner.parentWidget().resize(900, 400)  # type: ignore[union-attr]  # it lies over the page
    assert abs(banner.geometry().center().x() - 450) <= 1
    qtbot.mouseClick(banner.findChildren(QToolButton)[0], LEFT)
    assert banner.text == ""


def test_an_offer_is_taken_once(workspace: Workspace, banner: Banner, qtbot: QtBot) -> None:
    taken: list[int] = []
    workspace.notices.post("It diverged.", "problem", "Mend it", lambda: taken.append(1))
    button = banner.findChildren(QPushButton)[0]
    assert button.text() == "Mend it"
    qtbot.mouseClick(button, LEFT)
    assert (taken, banner.text) == ([1], "")


def test_a_problem_stays_and_good_news_goes(workspace: Workspace, banner: Banner) -> None:
    workspace.notices.post("It diverged.", "problem")
    assert not banner._timer.isActive()
    workspace.notices.post("Saved.", "done")
    assert banner._timer.isActive()
    workspace.notices.post("")
    assert banner.text == ""


def test_a_sentence_goes_when_the_document_is_another(workspace: Workspace, banner: Banner) -> None:
    workspace.notices.post("The network has no input.", "problem")
    workspace.do(AddNode("input", (0, 0)))
    assert banner.text == ""


def test_an_offer_that_still_holds_stays(workspace: Workspace, banner: Banner) -> None:
    workspace.notices.post("Do it?", "info", "Do", lambda: None, lambda: len(workspace.document.nodes) < 2)
    workspace.do(AddNode("input", (0, 0)))
    assert banner.text == "Do it?"
    workspace.do(AddNode("input", (0, 90)))
    assert banner.text == ""


def test_the_whole_sentence_is_seen_beside_a_long_offer(workspace: Workspace, banner: Banner) -> None:
    sentence = "Training broke off at step 41: a number became too large to compute with. " * 2
    workspace.notices.post(sentence, "problem", "Reset, and use a learning rate of 100", lambda: None)
    text, button = banner._text, banner.findChildren(QPushButton)[0]
    assert text.geometry().right() < button.geometry().left()
    assert text.height() >= text.heightForWidth(text.width())


def test_the_banner_follows_the_theme(workspace: Workspace, banner: Banner) -> None:
    workspace.notices.post("It diverged.", "problem")
    light = banner.grab().toImage().pixelColor(4, banner.height() // 2)
    workspace.theme.use("dark")
    dark = banner.grab().toImage().pixelColor(4, banner.height() // 2)
    assert light.lightness() > 200 > dark.lightness()
    workspace.theme.use("light")


def test_the_banner_says_how_much_of_the_top_it_covers(workspace: Workspace, banner: Banner) -> None:
    covered: list[int] = []
    banner.covers.connect(covered.append)
    workspace.notices.post("Training ended.", "done")
    assert covered[-1] == banner.geometry().bottom() + 1 > 30
    workspace.notices.post("")
    assert covered[-1] == 0
