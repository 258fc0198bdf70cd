"""Pictures without a display, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import main
from gui.state.settings import Settings


@pytest.fixture
def file(examples: Path) -> str:
    return str(examples / "part2-backpropagation.squiggle")


def take(*words: str) -> int:
    return main.run(["screenshot", *words])


def test_a_picture_has_the_size_and_the_theme_asked_for(qapp: QApplication, file: str, tmp_path: Path) -> None:  # noqa: ARG001
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    assert take(file, str(light), "--size", "1280x720", "--steps", "3") == 0
    assert take(file, str(dark), "--theme", "dark", "--view", "data") == 0
    assert (QImage(str(light)).width(), QImage(str(light)).height()) == (1280, 720)
    assert (QImage(str(dark)).width(), QImage(str(dark)).height()) == (1600, 1000)
    assert (
        QImage(str(light)).pixelColor(640, 200).lightness() > 200 > QImage(str(dark)).pixelColor(640, 200).lightness()
    )


def test_an_unknown_view_is_refused_with_the_names(
    qapp: QApplication,  # noqa: ARG001
    file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert take(file, str(tmp_path / "a.png"), "--view", "nowhere") == 2
    assert "There is no view nowhere; choose one of canvas, palette" in capsys.readouterr().err


def test_a_bad_file_or_folder_ends_in_a_sentence(
    qapp: QApplication,  # noqa: ARG001
    file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert take(str(tmp_path / "none.squiggle"), str(tmp_path / "a.png")) == 1
    assert take(file, str(tmp_path / "no folder" / "a.png")) == 1
    said = capsys.readouterr().err
    assert "none.squiggle" in said
    assert "could not be written" in said
    assert "Traceback" not in said


def test_a_parameter_and_a_step_are_looked_at(
    qapp: QApplication,  # noqa: ARG001
    file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun, back, ahead = (tmp_path / f"{name}.png" for name in ("begun", "back", "ahead"))
    assert take(file, str(ahead), "--steps", "5", "--select", "w1", "--view", "slope", "--view", "contours") == 0
    assert take(file, str(back), "--steps", "5", "--select", "w1", "--at", "0") == 0
    assert take(file, str(begun), "--select", "w1") == 0
    canvas = (400, 90, 700, 400)
    pictures = [QImage(str(path)).copy(*canvas) for path in (begun, back, ahead)]
    assert pictures[0] != pictures[2]
    assert pictures[1] != pictures[2]
    assert take(file, str(begun), "--select", "w9") == 1
    assert "no parameter w9; it has w1" in capsys.readouterr().err


def test_a_lesson_is_pictured_at_a_step_and_progress_stays(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    lesson = Path(__file__).parents[2] / "resources" / "lessons" / "2-backpropagation.lesson.md"
    out = tmp_path / "lesson.png"
    assert take(str(lesson), str(out), "--at", "3", "--size", "1280x720") == 0
    assert QImage(str(out)).width() == 1280
    assert Settings().text("lessons/2-backpropagation") == ""
    broken = tmp_path / "off.lesson.md"
    broken.write_text("nothing", encoding="utf-8")
    assert take(str(broken), str(out)) == 1
