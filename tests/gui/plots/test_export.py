"""Pictures and numbers that leave the program."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMenu

from gui.plots.export import csv_bytes, text_of
from gui.plots.fit_view import FitView
from gui.plots.plot_menu import copy_numbers, copy_picture, plot_menu, save
from gui.plots.views import PLOT_VIEWS
from gui.state.notices import Notice
from tests.gui.conftest import Script
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one

View = Callable[..., object]


def trained(show: Show, name: str = "fit") -> Hand:
    hand = show(PLOT_VIEWS[name], one_two_one())
    hand.view.workspace.training.advance(10)
    return hand


def press(hand: Hand, title: str) -> None:
    """Choose a row of the plot's menu."""
    menu: QMenu = plot_menu(hand.view, hand.view)
    next(action for action in menu.actions() if action.text() == title).trigger()


@pytest.mark.parametrize("name", list(PLOT_VIEWS))
def test_csv_holds_the_numbers_in_full(show: Show, script: Script, tmp_path: Path, name: str) -> None:
    hand = trained(show, name)
    script.answers = [tmp_path / "numbers.csv"]
    press(hand, "Save numbers as CSV…")
    rows = list(csv.reader(io.StringIO((tmp_path / "numbers.csv").read_text(encoding="utf-8"))))
    table = hand.view.table()
    assert rows[0] == [heading for heading, _ in table]
    for place, (_, values) in enumerate(table):
        column = [float(row[place]) for row in rows[1:] if row[place]]
        np.testing.assert_array_equal(column, values)


@pytest.mark.parametrize("name", list(PLOT_VIEWS))
def test_png_is_a_picture_twice_the_size(show: Show, script: Script, tmp_path: Path, name: str) -> None:
    hand = trained(show, name)
    script.answers = [tmp_path / "picture"]
    press(hand, "Save picture as PNG…")
    image = QImage(str(tmp_path / "picture.png"))
    assert image.width() == 2 * hand.view.area.width()
    colors = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colors) > 5


def test_svg_holds_title_curves_and_words(show: Show, script: Script, tmp_path: Path) -> None:
    hand = trained(show)
    script.answers = [tmp_path / "picture.svg"]
    press(hand, "Save picture as SVG…")
    text = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert QSvgRenderer(str(tmp_path / "picture.svg")).isValid()
    assert "Fit: the curves add up to the squiggle" in text
    assert "hidden 1 × w₃" in text
    assert "polyline" in text


def test_stepping_back_writes_nothing(show: Show, script: Script, tmp_path: Path) -> None:
    hand = trained(show)
    script.answers = [None]
    save(hand.view, "png")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(show: Show, script: Script, tmp_path: Path) -> None:
    hand = trained(show)
    heard: list[Notice] = []
    hand.view.workspace.notices.posted.connect(heard.append)
    script.answers = [tmp_path / "nowhere" / "numbers.csv"]
    save(hand.view, "csv")
    assert heard[0].level == "problem"
    assert "nowhere" in heard[0].text


def test_copies_go_to_the_clipboard(show: Show) -> None:
    hand = trained(show)
    copy_numbers(hand.view)
    assert QGuiApplication.clipboard().text().startswith("dosage\teffectiveness observed\t")
    copy_picture(hand.view)
    assert QGuiApplication.clipboard().image().width() == 2 * hand.view.area.width()


def test_columns_may_differ_in_length() -> None:
    table = (("a", np.array([1.0, 0.1])), ("b, c", np.array([2.5])))
    assert csv_bytes(table) == b'a,"b, c"\r\n1.0,2.5\r\n0.1,\r\n'
    assert text_of((), "\t").strip() == ""


def test_the_picture_leaves_out_what_belongs_to_the_pointer(show: Show, tmp_path: Path, script: Script) -> None:
    hand = show(FitView, one_two_one())
    QGuiApplication.processEvents()
    script.answers = [tmp_path / "a.svg", tmp_path / "b.svg"]
    save(hand.view, "svg")
    hand.point(0.25, 0.0)
    save(hand.view, "svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
