"""Pictures from files and from the clipboard: checked before they are decoded, grey, scaled to the image's size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter

from core.document import Floats
from core.errors import ValueRefused
from core.images.grey import scaled
from core.images.png import is_broken

KINDS = "Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.pgm *.ppm *.webp);;All files (*)"
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".pgm", ".ppm", ".pbm", ".webp", ".xpm")
MOST_SIDE, MOST_PIXELS, MOST_BYTES = 10_000, 40_000_000, 64_000_000
MIDDLE = 0.5
_WHOLE = "choose a PNG or JPEG that is whole"


def picture_of(path: Path, height: int, width: int) -> Floats:
    """Return a picture file as (height, width) from 0, paper, to 1, ink; ValueRefused says what is wrong with it.

    Ink is what stands out from the rim: dark where the rim is bright, bright where it is dark.
    """
    name, content = path.name, _content(path)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    _check_size(name, reader.size())
    if is_broken(content):
        raise ValueRefused(f"{name} cannot be read as a picture (the file is cut off or damaged); {_WHOLE}.")
    image = reader.read()
    if image.isNull():
        raise ValueRefused(f"{name} cannot be read as a picture ({_why(reader)}); {_WHOLE}.")
    return ink_of(image, name, height, width)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            many = f"{size / 1e6:,.0f} MB"
            raise ValueRefused(f"{path.name} has {many}, and a picture may have 64; choose a smaller one.")
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise ValueRefused(f"{path.name} cannot be opened ({why}); choose another picture.") from error


def _why(reader: QImageReader) -> str:
    return reader.errorString()[:100].rstrip(".").lower() or "its content is broken"


def _check_size(name: str, size: QSize) -> None:
    """Refuse what would take too much memory, before a pixel of it is decoded; a size that is not told is let through.

    Qt itself refuses to decode more than 256 MB.
    """
    wide, high = size.width(), size.height()
    if max(wide, high) > MOST_SIDE or wide * high > MOST_PIXELS:
        raise ValueRefused(
            f"{name} is {wide:,} × {high:,} pixels large, and a picture may have {MOST_SIDE:,} a side and "
            f"{MOST_PIXELS // 1_000_000} million in all; make it smaller first."
        )


def pasted(height: int, width: int) -> tuple[Floats, str]:
    """Return the picture on the clipboard, as ``picture_of``, and what to call it; ValueRefused where there is none."""
    clipboard = QGuiApplication.clipboard()
    path = local_picture([url.toLocalFile() for url in clipboard.mimeData().urls() if url.isLocalFile()])
    if path is not None:
        return picture_of(path, height, width), path.name
    image = clipboard.image()
    if image.isNull():
        raise ValueRefused("There is no picture on the clipboard; copy one in another program first.")
    return ink_of(image, "The pasted picture", height, width), "the pasted picture"


def local_picture(names: list[str]) -> Path | None:
    """Return the first of some files that is a picture by its name."""
    return next((Path(name) for name in names if name.lower().endswith(SUFFIXES)), None)


def ink_of(image: QImage, name: str, height: int, width: int) -> Floats:
    """Return a picture's ink, as ``picture_of``; what is transparent is white."""
    _check_size(name, image.size())
    cells = scaled(_greys(image), height, width)
    rim = np.concatenate([cells[0], cells[-1], cells[:, 0], cells[:, -1]])
    return 1.0 - cells if rim.mean() > MIDDLE else cells


def _greys(image: QImage) -> NDArray[np.uint8]:
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = white.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return lines[:, : grey.width()].copy()
