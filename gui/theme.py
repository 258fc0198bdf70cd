"""Colours and fonts: one light and one dark table, from which palette, style sheet and plots are made.

A colour is never the only sign of anything: signs of weights are dashes too, refusals are sentences too.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from core.catalog import NODE_KINDS
from core.collector import collection_paused
from core.document import Document

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
FAMILY = "Inter"


@dataclass(frozen=True, slots=True)
class Colors:
    """Every colour in use, as #rrggbb."""

    window: str
    surface: str
    canvas: str
    grid: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    row: str
    input: str
    output: str
    positive: str
    negative: str
    frozen: str
    point: str
    cycle: tuple[str, ...]
    """Colours of hidden nodes and of parameters, in order."""
    classes: tuple[str, ...]
    """Colours of classes, in order; a shape goes with each (``CLASS_SHAPES``)."""


LIGHT = Colors(
    window="#ffffff", surface="#fbfbfa", canvas="#fcfcfa", grid="#d9d9d3", border="#dfe3e8", text="#1f2933",
    muted="#66717e", accent="#1b7f5c", accent_soft="#e1f2eb", on_accent="#ffffff", danger="#c62f2f",
    danger_soft="#fdecec", row="#fff6df", input="#4a5563", output="#2a9d43", positive="#1a6fc4", negative="#d9730d",
    frozen="#8a94a0", point="#1f2933",
    cycle=("#1a6fc4", "#e06c0a", "#9b30b0", "#0f8f8f", "#c62f5a", "#6b7d0e", "#5b4fcf", "#8a5a2b"),
    classes=("#2f6fc9", "#d9730d", "#2a8f4a", "#b0339a", "#c23636", "#0f8f9c", "#8a6d00", "#6c5bd1", "#8a5a3c",
             "#5a6673"),
)  # fmt: skip
DARK = Colors(
    window="#171b20", surface="#1d2228", canvas="#14181c", grid="#333a42", border="#353d46", text="#e7ebef",
    muted="#9aa6b2", accent="#35b184", accent_soft="#1d3b31", on_accent="#06140e", danger="#ff7b72",
    danger_soft="#46211f", row="#3a3319", input="#a8b3bf", output="#56c96d", positive="#5aa9f5", negative="#f2994a",
    frozen="#7d8894", point="#e7ebef",
    cycle=("#5aa9f5", "#f2994a", "#cf7ee0", "#3cc4c4", "#f27a9b", "#b5c952", "#9d94ff", "#c99a68"),
    classes=("#5aa9f5", "#f2a24a", "#5fcf7a", "#e27fd0", "#f27a72", "#45c8d4", "#d8c24a", "#a79dff", "#cf9a78",
             "#a3aeb9"),
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK}
CLASS_SHAPES = ("disc", "triangle", "square", "diamond", "wedge", "pentagon", "star")
"""Shapes of classes, in order: as many as have no divisor in common with the colours, so that pairs last for long."""


class Theme(QObject):
    """The theme in use. ``changed`` tells every painter to draw anew."""

    changed = Signal()

    def __init__(self, name: str = "light") -> None:
        super().__init__()
        self.name = name if name in THEMES else "light"

    @property
    def colors(self) -> Colors:
        """The table of colours in use."""
        return THEMES[self.name]

    def use(self, name: str) -> None:
        """Switch to "light" or "dark"."""
        if name in THEMES and name != self.name:
            self.name = name
            self.apply()

    def apply(self) -> None:
        """Give the application palette, fonts and style sheet of the theme, then say so."""
        app = QApplication.instance()
        sheet = _style_sheet(self.colors)
        if isinstance(app, QApplication) and app.styleSheet() != sheet:
            with _without_collection():
                app.setPalette(_palette(self.colors))
                app.setStyleSheet(sheet)
        self.changed.emit()


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from deleting widgets while Qt visits all there are: it would visit what is gone, and crash."""
    gc.collect()
    with collection_paused():
        yield


def node_colors(document: Document, colors: Colors) -> dict[str, str]:
    """Return node id → colour for all nodes."""
    found: dict[str, str] = {}
    hidden = 0
    for node in document.nodes.values():
        by_role = {"inputs": colors.input, "targets": colors.output}
        found[node.id] = by_role.get(
            NODE_KINDS[node.kind].role, colors.cycle[hidden % len(colors.cycle)]
        )
        hidden += node.kind == "hidden"
    return found


def class_colors(count: int, colors: Colors) -> tuple[str, ...]:
    """Return a colour for each of ``count`` classes, in their order: the same in every view."""
    return tuple(colors.classes[place % len(colors.classes)] for place in range(count))


def class_shapes(count: int) -> tuple[str, ...]:
    """Return the shape that goes with each class's colour, by name (see ``gui.plots.symbols``)."""
    return tuple(CLASS_SHAPES[place % len(CLASS_SHAPES)] for place in range(count))


def system_theme() -> str:
    """Return the theme the desktop prefers."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def load_fonts() -> None:
    """Register the bundled fonts, so that the window looks the same everywhere and works without any installed."""
    for path in sorted((RESOURCES / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))
    QApplication.setFont(font(9.75))


def font(points: float, *, bold: bool = False) -> QFont:
    """Return the program's font with figures of equal width, so that changing numbers do not dance."""
    made = QFont(FAMILY)
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made


def styled(declarations: str) -> str:
    """Return a style sheet for one widget and what is in it, but for its tip, which looks as all tips do.

    Declarations without a selector are those of the tip as well: on a ground that is "transparent" it would be black.
    """
    return declarations if not declarations or "{" in declarations else f"QWidget {{ {declarations} }}"


PALE = 0.35
"""How much is left of an icon that is disabled."""


@lru_cache(maxsize=512)
def icon(name: str, color: str) -> QIcon:
    """Return a bundled icon in ``color``, pale where it is disabled; drawn at twice its size for sharp edges."""
    svg = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    pixmap = QPixmap(QSize(48, 48))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pale = QPixmap(pixmap.size())
    pale.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pale)
    painter.setOpacity(PALE)  # Qt's own grey is as bright as the icon where the theme is dark
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    found = QIcon(pixmap)
    found.addPixmap(pale, QIcon.Mode.Disabled)
    return found


def _palette(colors: Colors) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: colors.window, QPalette.ColorRole.Base: colors.window,
        QPalette.ColorRole.AlternateBase: colors.surface, QPalette.ColorRole.Button: colors.window,
        QPalette.ColorRole.WindowText: colors.text, QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.ButtonText: colors.text, QPalette.ColorRole.ToolTipBase: colors.surface,
        QPalette.ColorRole.ToolTipText: colors.text, QPalette.ColorRole.Highlight: colors.accent,
        QPalette.ColorRole.HighlightedText: colors.on_accent, QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.Link: colors.accent, QPalette.ColorRole.Mid: colors.border,
        QPalette.ColorRole.Dark: colors.muted, QPalette.ColorRole.Light: colors.surface,
    }  # fmt: skip
    palette = QPalette()
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.frozen))
    return palette


def _style_sheet(colors: Colors) -> str:
    folder = RESOURCES / "themes"
    name = next(name for name, table in THEMES.items() if table is colors)
    text = (folder / "squiggle.qss").read_text(encoding="utf-8")
    for sign in ("check", "chevron"):  # QSS draws files only
        text = text.replace(f"@{sign}_mark", f'"{(folder / f"{sign}-{name}.svg").as_posix()}"')
    for field in fields(colors):
        value = getattr(colors, field.name)
        if isinstance(value, str):
            text = text.replace(f"@{field.name};", f"{value};").replace(f"@{field.name} ", f"{value} ")
    return text
