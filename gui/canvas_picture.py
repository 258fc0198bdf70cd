"""The drawing as a picture of its own, for slides and worksheets."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.disk import write_atomically
from core.errors import FileRefused
from gui.canvas.view import CanvasView
from gui.state.workspace import Workspace

PICTURES = "Pictures (*.png *.svg)"
SCALE = 2.0
MARGIN = 30.0
MOST_PIXELS = 8_000


def export_picture(canvas: CanvasView, workspace: Workspace) -> None:
    """Ask for a file and write the whole drawing to it, as PNG or SVG by the name's ending."""
    path = workspace.ask.save_path(canvas, "Export the drawing", "network.png", PICTURES)
    if path is None:
        return
    path = path if path.suffix else path.with_suffix(".png")
    make = {".png": _png, ".svg": _svg}.get(path.suffix.lower())
    if make is None:
        workspace.notices.post(
            f"{path.name} is no picture Squiggle can write; end its name in .png or .svg.", "problem"
        )
        return
    try:
        write_atomically(path, make(canvas))
    except FileRefused as refused:
        workspace.notices.post(str(refused), "problem")
    else:
        workspace.notices.post(f"Drew the network to {path.name}.", "done")


def _area(canvas: CanvasView) -> QRectF:
    bounds = QRectF(canvas.canvas.stage.drawing.bounds)
    return bounds.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def _render(canvas: CanvasView, device: QPaintDevice, size: QSize) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.canvas.render(painter, QRectF(0, 0, size.width(), size.height()), _area(canvas))
    painter.end()


def _png(canvas: CanvasView) -> bytes:
    area = _area(canvas)
    scale = min(SCALE, MOST_PIXELS / max(area.width(), area.height()))
    size = QSize(int(area.width() * scale), int(area.height() * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    _render(canvas, image, size)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _svg(canvas: CanvasView) -> bytes:
    area = _area(canvas)
    size = QSize(int(area.width()), int(area.height()))
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle("Network drawn with Squiggle")
    _render(canvas, generator, size)
    return bytes(buffer.data().data())
