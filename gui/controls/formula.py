"""Formulas as pictures: fractions and subscripts set by ziamath, drawn sharp for any screen, kept by what they say.

A formula is made of short pieces, so that a factor can be pointed at and lines can break between factors.
ziamath takes a third of a second to import and to read its font, so that is done at the first piece, or ahead by
``load_ahead``. Each row within a row doubles the time that it takes to set a piece: spare them.
"""

from __future__ import annotations

import importlib
import math
import threading
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.collector import collection_paused
from core.naming import differential
from gui.controls.labels import symbol_parts, symbol_text

LONGEST = 300
"""Most characters of a piece that is set as a formula."""
MOST_SYMBOL = 22
"""Most characters of a name in a formula; the rest is left out and said so by dots."""
_BEYOND = "−×÷Σ∑√∂…·±=()"
_ONE_AT_A_TIME = threading.Lock()
"""What sets formulas keeps notes in its font."""
_SPACE = '<mspace width="0.12em"/>'


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula: what MathML says of it, and the same as plain text."""

    markup: str
    plain: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a piece; ``ascent`` and ``descent`` are above and below the line it stands on, in pixels."""

    picture: QPixmap
    width: float
    ascent: float
    descent: float


def shortened(name: str, most: int = MOST_SYMBOL) -> str:
    """Return ``name`` in at most so many characters."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def symbol(text: str) -> str:
    """Return the MathML of a symbol of ``chain_rule.symbols``: one letter slanted, words upright, subscript, place."""
    base, below, place = symbol_parts(text)
    if not below:
        return _name(base)
    tag = "mn" if below[:1].isdigit() else "mtext"
    return f"<msub>{_name(base)}<{tag}>{below}</{tag}></msub>" + (f"<mtext>{place}</mtext>" if place else "")


def _name(text: str) -> str:
    short = escape(shortened(text))
    return f"<mi>{short}</mi>" if len(text) == 1 else f"<mtext>{short}</mtext>"


def derivative(over: str, under: str) -> Piece:
    """Return d over ÷ d under as a fraction."""
    parts = (f'<mrow><mi mathvariant="normal">d</mi>{_SPACE}{_operand(part)}</mrow>' for part in (over, under))
    plain = "/".join(differential(symbol_text(part)) for part in (over, under))
    return Piece(f"<mfrac>{''.join(parts)}</mfrac>", plain)


def _operand(text: str) -> str:
    """Return the MathML of what stands behind the d: several words in brackets."""
    return f"<mtext>{escape(differential(text)[1:])}</mtext>" if " " in text else symbol(text)


def sign(text: str) -> Piece:
    """Return a sign of operation, such as = or ×."""
    return Piece(f"<mo>{escape(text)}</mo>", text)


def words(text: str) -> Piece:
    """Return upright words."""
    return Piece(f"<mtext>{escape(text)}</mtext>", text)


def summed(over: str) -> Piece:
    """Return a Σ with what it runs over below it."""
    return Piece(f"<munder><mo>∑</mo><mtext>{escape(over)}</mtext></munder>", f"Σ over {over}")


@lru_cache(maxsize=1)
def _typesetter() -> ModuleType:
    made = importlib.import_module("ziamath")
    made.config.svg2 = False  # Qt draws SVG 1.2 only
    return made


def load_ahead() -> None:
    """Set a letter in a thread of its own, so that the first formula need not wait for import and font."""
    threading.Thread(target=_svg, args=("<math><mi>x</mi></math>", 16.0), name="formula", daemon=True).start()


def _svg(markup: str, size: float) -> str:
    with _ONE_AT_A_TIME:
        svg: str = _typesetter().Math(markup, size=size, margin=0).svg()
    return svg


@lru_cache(maxsize=1024)
def draw(piece: Piece, size: float, ink: str, ratio: float = 1.0) -> Drawn | None:
    """Return the piece in letters ``size`` pixels high, or None where it has to be written as plain text.

    ``ratio`` is how many dots of the screen make a pixel.
    """
    if len(piece.plain) > LONGEST or not all(_known(letter) for letter in piece.plain):
        return None
    markup = f'<math><mstyle mathcolor="{ink}">{piece.markup}</mstyle></math>'
    try:
        with collection_paused():  # setting is much work in pure Python, and often asked for while Qt lays out
            svg = _svg(markup, size)
    except (ParseError, ValueError, KeyError, AttributeError, IndexError):
        return None  # a name that the typesetter cannot read is shown as text
    return _painted(svg, ratio)


def _known(letter: str) -> bool:
    """Whether the formula font has the letter: Latin, Greek, and the signs in use."""
    return letter in _BEYOND or ord(letter) < 0x0400 or 0x2080 <= ord(letter) <= 0x2089 or letter in "‚∞ₒᵤₜ"


def _painted(svg: str, ratio: float) -> Drawn | None:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.viewBoxF()
    if not renderer.isValid() or box.isEmpty():
        return None
    picture = QPixmap(QSize(math.ceil(box.width() * ratio), math.ceil(box.height() * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, box.width() * ratio, box.height() * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return Drawn(picture, box.width(), -box.top(), box.bottom())
