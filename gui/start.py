"""Before Qt is imported: can there be a window here at all? If not, one sentence says what is missing.

Without a display, or with a system library missing, Qt ends the process in a way that Python cannot catch, so this
is found out beforehand.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

from core import storage
from core.console.command_line import Words
from core.document import Document
from core.errors import FileRefused
from core.lessons.reader import SUFFIX, read_lesson

_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libxkbcommon0 libfontconfig1 libxcb-cursor0 libxcb-icccm4"
    " libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)
_WINDOW_LIBRARIES = (
    "libxcb.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxcb-shape.so.0",
    "libxcb-xkb.so.1", "libxkbcommon-x11.so.0",
)  # fmt: skip


def start(words: Words) -> int:
    """Open the window or write the picture that ``words`` ask for, and return the exit status."""
    if words.command == "screenshot":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        document = _read(words)
    except FileRefused as refused:
        return _fail(f"{words.file and words.file.name} was not opened. {refused}")
    try:
        obstacle = _display_refusal(os.environ)
        return _fail(obstacle) if obstacle else _open(words, document)
    except ImportError as error:
        if not _is_library(error):
            raise
        return _fail(_library_refusal(str(error).partition(":")[0]))


def _read(words: Words) -> Document | None:
    """Return the document to open in a window; None where no file is named, or where it is for a picture."""
    if words.command != "window" or words.file is None:
        return None
    if words.file.name.endswith(SUFFIX):
        read_lesson(words.file)  # a broken one is told here, before a window opens
        return None
    return storage.load(words.file)


def _open(words: Words, document: Document | None) -> int:
    if words.command == "screenshot":
        from gui.screenshot import Shot, screenshot

        views = tuple(words.view or ())
        return screenshot(
            Shot(words.file, words.out, words.size, words.theme, views, words.steps, words.select, words.at))
    from gui.app import run

    return run(words.file, document)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _is_library(error: ImportError) -> bool:
    """Whether an import failed for a shared library of the system, and not for a fault of the program."""
    return "cannot open shared object file" in str(error) or "DLL load failed" in str(error)


def _library_refusal(library: str) -> str:
    return (
        f"Squiggle needs the system library {library}, which is missing; on Debian or Ubuntu install what a window"
        f" needs by: apt-get install {_PACKAGES}"
    )


def _display_refusal(environment: Mapping[str, str]) -> str | None:
    """Say why no window can open on this system; None if one can, or where another system is asked."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return None
    if environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY")
    if not display:
        return (
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); log in to a desktop,"
            " or use a command without a window: main.py --help lists them."
        )
    missing = next((library for library in _WINDOW_LIBRARIES if not _loads(library)), None)
    if missing:
        return _library_refusal(missing)
    if not _answers(display):
        return f"The display {display} does not answer; log in to a desktop, or set DISPLAY to one that runs."
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Whether the X server at ``display`` accepts a connection."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    for call in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        call.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not broken
