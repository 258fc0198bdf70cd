"""The one seam through which the program stops and asks. Tests put a scripted one in its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

NETWORKS = "Squiggle networks (*.squiggle);;All files (*)"
TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"


class Ask:
    """Modal questions. Every method returns None (or "Cancel") where the user steps back."""

    def choose(self, parent: QWidget | None, title: str, text: str, options: tuple[str, ...]) -> str:
        """Ask with one button an option, the first being the default and the last what Esc means."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.NoButton, parent)
        buttons = {box.addButton(option, QMessageBox.ButtonRole.ActionRole): option for option in options}
        listed = list(buttons)
        box.setDefaultButton(listed[0])
        box.setEscapeButton(listed[-1])
        box.exec()
        pressed = box.clickedButton()
        return next((option for button, option in buttons.items() if button is pressed), options[-1])

    def tell(self, parent: QWidget | None, title: str, text: str) -> None:
        """Show a text that has to be read."""
        self.choose(parent, title, text, ("Close",))

    def open_path(self, parent: QWidget | None, title: str, kinds: str = NETWORKS, folder: str = "") -> Path | None:
        """Ask for a file to read."""
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
        return Path(name) if name else None

    def save_path(self, parent: QWidget | None, title: str, suggestion: str, kinds: str = NETWORKS) -> Path | None:
        """Ask for a file to write; Qt asks before replacing one."""
        name, _ = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
        return Path(name) if name else None

    def whole_number(self, parent: QWidget | None, title: str, text: str, default: int, most: int) -> int | None:
        """Ask for a whole number from 1 to ``most``."""
        number, given = QInputDialog.getInt(parent, title, text, default, 1, most)
        return number if given else None
