"""What the program remembers of the user between starts: theme, geometry, recent files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

MOST_RECENT = 10


class Settings:
    """Typed access to QSettings, which gives back text for everything on some platforms."""

    def __init__(self) -> None:
        self._store = QSettings("Squiggle", "Squiggle")

    def text(self, key: str, default: str = "") -> str:
        """Return a remembered text."""
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a remembered yes or no."""
        return bool(self._store.value(key, default, type=bool))

    def blob(self, key: str) -> QByteArray:
        """Return remembered bytes, empty if there are none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember(self, key: str, value: str | bool | QByteArray) -> None:  # noqa: FBT001
        """Keep a value for the next start."""
        self._store.setValue(key, value)

    def recent_files(self) -> list[str]:
        """Return the files opened or saved last, newest first."""
        value = self._store.value("recent", [])
        listed = [value] if isinstance(value, str) else value
        return [path for path in listed if isinstance(path, str)] if isinstance(listed, list) else []

    def add_recent(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        name = str(path.resolve())
        rest = [other for other in self.recent_files() if other != name]
        self._store.setValue("recent", [name, *rest][:MOST_RECENT])

    def clear_recent(self) -> None:
        """Forget all recent files."""
        self._store.setValue("recent", [])
