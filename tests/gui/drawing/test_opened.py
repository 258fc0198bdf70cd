"""Pictures from elsewhere: ink on any paper, what is broken or too large refused by a sentence, nothing lost."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from core.errors import ValueRefused
from core.images.letters import letter
from gui.drawing.opened import picture_of
from tests.gui.conftest import Script
from tests.gui.drawing.conftest import Hand

X = letter("X")


def saved(path: Path, cells: np.ndarray, paper: str, ink: str, each: int = 10) -> Path:
    image = QImage(cells.shape[1] * each, cells.shape[0] * each, QImage.Format.Format_ARGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            image.setPixelColor(x, y, QColor(ink if cells[y // each, x // each] else paper))
    assert image.save(str(path))
    return path


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header_only(path: Path, wide: int, high: int) -> Path:
    """Write a PNG that tells its size and then has no pixels."""
    size = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"")))
    return path


@pytest.mark.parametrize(("paper", "ink"), [("white", "black"), ("black", "white"), ("#00000000", "black")])
def test_ink_is_what_stands_out_from_the_rim(qapp: QApplication, tmp_path: Path, paper: str, ink: str) -> None:  # noqa: ARG001
    cells = np.pad(letter("O"), 1)
    assert np.array_equal(picture_of(saved(tmp_path / "o.png", cells, paper, ink), 8, 8), cells)


def test_what_cannot_be_read_is_refused_by_a_sentence(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    for path, words in ((broken, "cannot be read as a picture"), (tmp_path / "none.png", "cannot be opened"),
                        (header_only(tmp_path / "wide.png", 20_000, 10), "20,000 × 10 pixels large"),
                        (header_only(tmp_path / "many.png", 9_000, 9_000), "40 million in all"),
                        (header_only(tmp_path / "empty.png", 30, 30), "cannot be read as a picture")):  # fmt: skip
        with pytest.raises(ValueRefused, match=words):
            picture_of(path, 6, 6)


def test_a_picture_is_opened_from_a_file(hand: Hand, script: Script, tmp_path: Path) -> None:
    script.answers.append(saved(tmp_path / "x.png", np.pad(X, 1), "white", "black"))
    hand.press("open")
    assert script.asked == ["Open Picture"]
    picture = hand.workspace.tried.picture
    assert picture is not None
    assert picture.words == "x.png"
    assert picture.drawn


def test_a_broken_one_is_told_and_nothing_is_lost(hand: Hand, script: Script, tmp_path: Path) -> None:
    told: list[str] = []
    hand.workspace.notices.refused.connect(told.append)
    hand.drag((0, 0))
    before = hand.workspace.tried.picture
    script.answers.append(header_only(tmp_path / "wide.png", 20_000, 20_000))
    hand.press("open")
    assert "wide.png is 20,000 × 20,000 pixels large" in told[0]
    assert hand.workspace.tried.picture is before
    assert hand.bar.buttons["take_back"].isEnabled()


def test_a_picture_is_pasted(hand: Hand) -> None:
    told: list[str] = []
    hand.workspace.notices.refused.connect(told.append)
    QGuiApplication.clipboard().setText("no picture")
    hand.press("paste")
    assert told == ["There is no picture on the clipboard; copy one in another program first."]
    image = QImage(6, 6, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    image.setPixelColor(2, 3, QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    hand.press("paste")
    expected = np.zeros((6, 6))
    expected[3, 2] = 1
    assert np.array_equal(hand.pixels, expected)


def test_a_picture_is_dropped_on_the_view_and_other_files_are_not_its_own(hand: Hand, tmp_path: Path) -> None:
    taken = {}
    for name in ("x.png", "network.squiggle"):
        path = saved(tmp_path / "x.png", np.pad(X, 1), "white", "black") if name == "x.png" else tmp_path / name
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        spot, action = QPointF(50, 50), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(spot.toPoint(), action, data, LEFT_DOWN, Qt.KeyboardModifier.NoModifier)
        enter.ignore()
        QApplication.sendEvent(hand.panel, enter)
        taken[name] = enter.isAccepted()
        if taken[name]:
            drop = QDropEvent(spot, action, data, LEFT_DOWN, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(hand.panel, drop)
    assert taken == {"x.png": True, "network.squiggle": False}
    picture = hand.workspace.tried.picture
    assert picture is not None
    assert picture.words == "x.png"


LEFT_DOWN = Qt.MouseButton.LeftButton
