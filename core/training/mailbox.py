"""A slot between two threads that holds one value: the newest."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mailbox(Generic[Value]):
    """``post`` replaces what nobody took; ``take`` empties the slot. Neither waits."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._value: Value | None = None

    def post(self, value: Value) -> None:
        """Put ``value`` in the slot, in place of an older one."""
        with self._lock:
            self._value = value

    def take(self) -> Value | None:
        """Return what is in the slot and empty it; None if nothing came since."""
        with self._lock:
            value, self._value = self._value, None
        return value
