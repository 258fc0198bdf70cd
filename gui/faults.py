"""What happens when the program itself is at fault: the work goes on, and one dialog says so."""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from types import FunctionType, MethodDescriptorType, TracebackType
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QGraphicsItem

Args = ParamSpec("Args")
Result = TypeVar("Result")
_whole: set[type] = set()


class Faults(QObject):
    """Receives every exception that nobody caught, from any thread, and tells ``tell`` once.

    An exception in a paint event comes back each frame, so only the first of a kind is shown.
    """

    happened = Signal(str)

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__()
        self._tell = tell
        self._told: set[str] = set()
        self.happened.connect(self._show)

    def install(self) -> None:
        """Take over the hooks of Python and of Qt."""
        keep_exceptions_whole()
        with contextlib.suppress(AttributeError, ValueError, OSError):
            faulthandler.enable()
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._report(args.exc_value)
        sys.unraisablehook = lambda args: self._report(args.exc_value)
        qInstallMessageHandler(log_messages)

    def _caught(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self._report(error)

    def _report(self, error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        self.happened.emit(cause("".join(traceback.format_exception(error))))

    @Slot(str)
    def _show(self, last: str) -> None:
        if last not in self._told:
            self._told.add(last)
            self._tell(
                f"Something went wrong inside Squiggle ({last}). Your network is still here; save it, and if the "
                "program behaves oddly afterwards, start it again."
            )


def cause(trace: str) -> str:
    """Print a traceback, for who will mend it, and return its last line, which is all that a user is told."""
    print(trace, file=sys.stderr)
    return trace.strip().splitlines()[-1]


def log_messages(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print what Qt has to say, but not its chatter."""
    if kind is not QtMsgType.QtDebugMsg and "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def guarded(paint: Callable[Args, None]) -> Callable[Args, None]:
    """Return ``paint`` such that an exception is reported instead of reaching Qt.

    PySide6 6.11 ends the process when an exception leaves the paint method of a graphics item.
    """

    @functools.wraps(paint)
    def safely(*args: Args.args, **kwargs: Args.kwargs) -> None:
        try:
            paint(*args, **kwargs)
        except Exception:  # noqa: BLE001  whatever it is, the window must live
            sys.excepthook(*sys.exc_info())

    return safely


def whole(override: Callable[Args, Result]) -> Callable[Args, Result]:
    """Return ``override`` such that what it raises is an exception object, whoever raised it.

    Python 3.11 keeps what C code raises (int("x"), a deleted widget) as a class and a text until somebody catches
    it. PySide6 takes the text for an exception where it passes one from Qt on to Python, and the process ends.
    """

    @functools.wraps(override)
    def caught(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        try:
            return override(*args, **kwargs)
        except BaseException:  # noqa: TRY203  to catch it is what makes it whole
            raise

    return caught


def keep_exceptions_whole() -> None:
    """Make every method of the window whole that Qt may call; ask again when more of the window was imported."""
    if sys.version_info >= (3, 12):
        return
    for kind in set(_kinds(QObject)) | set(_kinds(QGraphicsItem)):
        if kind.__module__.startswith("gui.") and kind not in _whole:
            _whole.add(kind)
            for name, method in list(vars(kind).items()):
                if isinstance(method, FunctionType) and _of_qt(kind, name):
                    setattr(kind, name, whole(method))


def _kinds(kind: type) -> Iterator[type]:
    one: type
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def _of_qt(kind: type, name: str) -> bool:
    return any(isinstance(vars(base).get(name), MethodDescriptorType) for base in kind.__mro__)
