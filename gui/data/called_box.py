"""A line that offers to take the whole numbers of a target for names of classes, or to take them for numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtWidgets import QCheckBox, QWidget

TIP = (
    "Names: a SoftMax tells the classes apart, each with a probability. Numbers: an output comes near to them, and 3 "
    "is nearer to 4 than to 9"
)


class CalledBox(QCheckBox):
    """Hidden where no target holds few whole numbers. ``names`` are the columns it speaks of."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.setToolTip(TIP)

    def show_columns(self, nameable: Mapping[str, int], called: Collection[str]) -> None:
        """Speak of the columns ``nameable``, each with how many different numbers; checked if all are ``called``."""
        self.names = tuple(nameable)
        self.setVisible(bool(nameable))
        self.setChecked(bool(nameable) and all(name in called for name in nameable))
        if len(nameable) == 1:
            name, count = next(iter(nameable.items()))
            self.setText(f"The {count} different numbers of {name} are names of classes".replace("&", "&&"))
        else:
            self.setText(f"The numbers of {len(nameable)} targets are names of classes")
