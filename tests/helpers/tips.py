"""What stands on the screen, and what it says of itself when pointed at.

All the texts of a window are found by having it paint itself as SVG, whoever paints them; then the pointer is put on
each, and Qt is told that it rests there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QToolTip,
    QWidget,
)

from gui.controls.gloss_tip import glosses_of
from gui.plots.readout import Readout

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTabBar)
NOTHING = "(no tip)"
PROSE = 3
"""Words that make a sentence."""
_DIGIT, _WORD = re.compile(r"[0-9]"), re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text as ``widget`` paints it, and the middle of it in the widget's pixels."""

    text: str
    spot: QPoint
    widget: QWidget

    def at(self, window: QWidget) -> QPoint:
        """Return the middle in the window's pixels; what is pointed at may move others."""
        return self.widget.mapTo(window, self.spot)


def drawn(window: QWidget, part: QWidget) -> list[Drawn]:
    """Return every text that is to be seen in ``part`` of ``window``, whichever of its widgets paints it."""
    return [found for widget in (part, *part.findChildren(QWidget))
            if not widget.visibleRegion().isEmpty() and not isinstance(widget, Readout)
            for found in _painted(widget) if _uncovered(window, found)]  # fmt: skip


def _uncovered(window: QWidget, found: Drawn) -> bool:
    """Whether nothing lies over a text: a list may end under a bar of tabs."""
    top = window.childAt(found.at(window))
    through = found.widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return through or top is None or top is found.widget or found.widget.isAncestorOf(top)


def _painted(widget: QWidget) -> list[Drawn]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = QSvgGenerator()
    picture.setOutputDevice(buffer)
    picture.setResolution(widget.logicalDpiX())
    picture.setSize(widget.size())
    picture.setViewBox(widget.rect())
    painter = QPainter(picture)
    widget.render(painter, QPoint(), QRegion(widget.rect()), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()
    told, seen = bytes(data.data()), widget.visibleRegion()
    if b"<text" not in told:
        return []
    texts = _texts(ET.fromstring(told), QTransform())
    return [Drawn(text, spot, widget) for text, spot in texts if seen.contains(spot)]


def _texts(element: ET.Element, above: QTransform) -> Iterator[tuple[str, QPoint]]:
    here = _matrix(element.get("transform", "")) * above
    if element.tag.endswith("text"):
        text = "".join(element.itertext()).strip()
        if text:
            yield text, here.map(_middle(element, text)).toPoint()
    for inner in element:
        yield from _texts(inner, here)


def _matrix(text: str) -> QTransform:
    numbers = [float(each) for each in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", text)]
    if len(numbers) != 6:
        return QTransform()
    return QTransform(*numbers)


def _middle(element: ET.Element, text: str) -> QPointF:
    """Return the middle of a text of which the left end of the line it stands on is told."""
    lettering = QFont(element.get("font-family", ""))
    lettering.setPixelSize(max(1, round(float(element.get("font-size", "12").removesuffix("px")))))
    measure = QFontMetricsF(lettering)
    width, height = measure.horizontalAdvance(text), measure.xHeight()
    return QPointF(float(element.get("x", "0")) + width / 2, float(element.get("y", "0")) - height / 2)


def tip_at(window: QWidget, at: QPoint) -> str:
    """Put the pointer on a point of ``window`` and let it rest; return the tip that shows, or NOTHING."""
    widget = window.childAt(at) or window
    spot, everywhere = widget.mapFrom(window, at), window.mapToGlobal(at)
    QApplication.sendEvent(widget, _moved(spot, everywhere))
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # pointing may show more
    QToolTip.showText(everywhere, NOTHING, widget)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, spot, everywhere))
    glosses = glosses_of(widget)
    if glosses is not None and glosses.tip is not None:
        said = glosses.tip.accessibleName()
        glosses.hide()
        return said
    said = QToolTip.text()
    return said if said.strip() else NOTHING


def _moved(spot: QPoint, everywhere: QPoint) -> QMouseEvent:
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), QPointF(everywhere), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def numbers_without_a_tip(window: QWidget, part: QWidget | None = None) -> list[str]:
    """Return the numbers painted in ``part`` (or all) of ``window`` of which nothing says what they are."""
    silent = []
    for found in drawn(window, part or window):
        if _DIGIT.search(found.text) and not _prose(found.widget):
            said = tip_at(window, found.at(window))
            if not _explains(said, found.text):
                silent.append(f"{found.text!r} ({_place(window, found.at(window))}): {said}")
    return silent


def _prose(widget: QWidget) -> bool:
    """Whether a label is a sentence, which says of its numbers what they are."""
    return isinstance(widget, QLabel) and len(_WORD.findall(re.sub(r"<[^>]*>|&[a-z]+;", " ", widget.text()))) >= PROSE


def _explains(tip: str, text: str) -> bool:
    """Whether a tip has words. One that repeats a text may be all there is to say where the text has words itself."""
    return tip != NOTHING and any(letter.isalpha() for letter in tip) and (tip != text or bool(_WORD.search(text)))


def _place(window: QWidget, at: QPoint) -> str:
    """Return where a point is: the widgets from the innermost to the dock."""
    names, widget = list[str](), window.childAt(at)
    while widget is not None and widget is not window and len(names) < 6:
        names.append(f"{type(widget).__name__} {widget.objectName()}".strip())
        widget = widget.parentWidget()
    return " < ".join(names)


def silent_controls(window: QWidget, part: QWidget | None = None) -> list[str]:
    """Return the controls in sight that have no tip, or no name for those who hear the screen."""
    silent = []
    for widget in (part or window).findChildren(QWidget):
        if isinstance(widget, CONTROLS) and not isinstance(widget, QScrollBar) and _seen(widget, window):
            had = {"tip": _has_tip(window, widget), "name": _has_name(widget)}
            missing = [word for word, there in had.items() if not there]
            if missing:
                middle = widget.mapTo(window, widget.rect().center())
                silent.append(f"no {' and no '.join(missing)}: {type(widget).__name__} in {_place(window, middle)}")
    return silent


def _seen(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisibleTo(window) or not widget.isEnabled() or widget.visibleRegion().isEmpty():
        return False
    top = window.childAt(_middle_seen(window, widget))  # a line of a list may end under the bar between two docks
    return top is widget or (top is not None and widget.isAncestorOf(top))


def _middle_seen(window: QWidget, widget: QWidget) -> QPoint:
    """Return the middle of what is seen of a widget, in the window's pixels."""
    return widget.mapTo(window, widget.visibleRegion().boundingRect().center())


def _has_tip(window: QWidget, widget: QWidget) -> bool:
    if isinstance(widget, QTabBar):
        return all(widget.tabToolTip(place) for place in range(widget.count()))
    return tip_at(window, _middle_seen(window, widget)) != NOTHING


def _has_name(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton):
        return bool(widget.accessibleName() or widget.text())
    return isinstance(widget, QTabBar) or bool(widget.accessibleName()) or isinstance(widget.parent(), CONTROLS)
