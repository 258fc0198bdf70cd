"""The drawing as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.canvas.view import CanvasView
from gui.canvas_picture import export_picture
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.gui.conftest import Script
from tests.helpers.build import one_two_one


@pytest.fixture
def canvas(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> tuple[CanvasView, Workspace]:
    workspace = make_workspace(one_two_one())
    view = CanvasView(workspace)
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    return view, workspace


def test_png_and_svg_hold_the_whole_drawing(
    canvas: tuple[CanvasView, Workspace], script: Script, tmp_path: Path
) -> None:
    png, svg = tmp_path / "a.png", tmp_path / "b.svg"
    script.answers = [tmp_path / "a", svg]
    export_picture(*canvas)
    export_picture(*canvas)
    image = QImage(str(png))
    assert image.width() > image.height() > 400
    text = svg.read_text(encoding="utf-8")
    assert text.startswith("<?xml")
    assert text.count("<path") > 10


def test_other_endings_and_folders_that_are_not_there_are_told(
    canvas: tuple[CanvasView, Workspace], script: Script, tmp_path: Path
) -> None:
    heard: list[Notice] = []
    canvas[1].notices.posted.connect(heard.append)
    script.answers = [tmp_path / "a.bmp", tmp_path / "none" / "a.png", None]
    for _ in range(3):
        export_picture(*canvas)
    assert [notice.level for notice in heard] == ["problem", "problem"]
    assert "end its name in .png or .svg" in heard[0].text
    assert list(tmp_path.iterdir()) == []
