"""Work in a thread of its own, a turn of some milliseconds at a time, so that the window beside it stays alive."""

from __future__ import annotations

import threading
import time
import traceback

REST = 0.001
"""Seconds between two turns."""


class Background:
    """Subclasses say in ``_turn`` what is done at a time and in ``done`` whether nothing is left to do.

    ``name`` is that of the thread. An error of the program ends the work; ``failure`` is then its traceback, else "".
    """

    name = "background"

    def __init__(self) -> None:
        self.failure = ""
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        raise NotImplementedError

    def _turn(self) -> None:
        """Work for some milliseconds."""
        raise NotImplementedError

    @property
    def over(self) -> bool:
        """Whether it is done, or an error broke it off."""
        return bool(self.failure) or self.done

    def start(self) -> None:
        """Begin, or go on, in a thread of its own."""
        if self._thread is None and not self.over:
            self._ending.clear()
            self._thread = threading.Thread(target=self._live, name=self.name, daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until it is over."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def stop(self) -> None:
        """End the thread, however far it has come; ``start`` goes on from there."""
        self._ending.set()
        self.wait()

    def _live(self) -> None:
        try:
            while not (self._ending.is_set() or self.over):
                self._turn()
                time.sleep(REST)
        except Exception:  # noqa: BLE001  nobody stands above a thread: the window says what went wrong
            self.failure = traceback.format_exc()
