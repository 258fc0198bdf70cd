"""What is drawn, as a picture or as numbers: PNG, SVG, CSV. Files are written by way of the one atomic writer."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.document import Floats
from gui.plots.plot_surface import PlotSurface
from gui.theme import Colors, font

Table: TypeAlias = tuple[tuple[str, Floats], ...]
"""Columns with their headings; they may differ in length."""
HEAD = 30
SCALE = 2


def text_of(table: Table, delimiter: str = ",") -> str:
    """Return the columns as text: decimal points, full precision, shorter columns left empty at their end."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([heading for heading, _ in table])
    lists = [[repr(value) for value in values.tolist()] for _, values in table]
    writer.writerows(zip_longest(*lists, fillvalue=""))
    return text.getvalue()


def csv_bytes(table: Table) -> bytes:
    """Return the columns as a CSV file."""
    return text_of(table).encode("utf-8")


def picture(area: PlotSurface, title: str, colors: Colors, scale: int = SCALE) -> QImage:
    """Return the plot with its title, ``scale`` times its size on screen."""
    image = QImage(_size(area) * scale, QImage.Format.Format_RGB32)
    dots = round(area.logicalDpiX() / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(painter, area, title, colors)
    painter.end()
    return image


def png_bytes(area: PlotSurface, title: str, colors: Colors) -> bytes:
    """Return the plot as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(area, title, colors).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack QIODevice
    return bytes(data.data())


def svg_bytes(area: PlotSurface, title: str, colors: Colors) -> bytes:
    """Return the plot as an SVG file."""
    data = QByteArray()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer := QBuffer(data))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setResolution(area.logicalDpiX())  # recorded axes are rescaled to the target's resolution
    generator.setSize(_size(area))
    generator.setViewBox(QRect(QPointF(0, 0).toPoint(), _size(area)))
    generator.setTitle(title)
    painter = QPainter(generator)
    _paint(painter, area, title, colors)
    painter.end()
    return bytes(data.data())


def _size(area: PlotSurface) -> QSize:
    return QSize(area.width(), area.height() + HEAD)


def _paint(painter: QPainter, area: PlotSurface, title: str, colors: Colors) -> None:
    painter.fillRect(QRect(QPointF(0, 0).toPoint(), _size(area)), QColor(colors.window))
    painter.setFont(_pixels(font(10, bold=True)))
    painter.setPen(QColor(colors.text))
    painter.drawText(QRectF(10, 0, area.width() - 20, HEAD), Qt.AlignmentFlag.AlignVCenter, title)
    area.render(painter, QRectF(0, HEAD, area.width(), area.height()), area.viewport().rect())


def _pixels(chosen: QFont) -> QFont:
    """Return the font with its size in pixels: points would change with the resolution of the target."""
    chosen.setPixelSize(round(chosen.pointSizeF() * 4 / 3))
    return chosen
