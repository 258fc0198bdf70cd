"""Colours between two colours of the theme."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(one: str, other: str, share: float = 0.5) -> str:
    """Return the colour ``share`` of the way from ``one`` to ``other``, as #rrggbb."""
    a, b = QColor(one), QColor(other)
    parts = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#" + "".join(f"{round(start + (end - start) * share):02x}" for start, end in parts)
