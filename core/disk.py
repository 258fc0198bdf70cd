"""Whole files: reading one of moderate size, and writing so that the old or the new one stands, never half.

The bytes go into a file without a name where the system has such (Linux: O_TMPFILE), which vanishes by itself if
the program is killed; it gets a temporary name only when it is complete and on disk, and then takes the place
of the old file in one step. Elsewhere a named temporary file is used, removed on failure and, if the program was
killed, at the next save.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path

from core.errors import FileRefused

PREFIX, SUFFIX = ".squiggle-save-", ".tmp"
STALE_SECONDS = 60
"""Age from which a temporary file of ours is taken for a left-over of a killed program."""

_REASONS = {
    errno.ENOENT: "there is no such file or folder; check the name",
    errno.EACCES: "it may not be opened; ask for the permission or use another folder",
    errno.EPERM: "it may not be changed; ask for the permission or use another folder",
    errno.EISDIR: "it is a folder; name a file in it",
    errno.ENOTDIR: "a part of its path is a file, not a folder; check the name",
    errno.ENOSPC: "the disk is full; make room or use another disk",
    errno.EDQUOT: "your share of the disk is used up; make room or use another disk",
    errno.EFBIG: "it would be larger than a file may be here; use another disk",
    errno.EROFS: "this disk cannot be written to; use another folder",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    errno.ELOOP: "its links go round in a circle; name the file itself",
}

_NO_UNNAMED = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.EXDEV, errno.EPERM)
"""How a disk says that it has no files without a name, or a system that /proc is missing."""


def reason(error: OSError | ValueError) -> str:
    """Say in words why the system refused a file, and what to do."""
    if isinstance(error, ValueError):
        return "its name is not one that a file can have; choose another"
    text = _REASONS.get(error.errno or 0)
    return text or f"{(error.strerror or 'the system refused').lower()}; try another folder"


def read_bytes(path: Path, most: int, mend: str) -> bytes:
    """Return the bytes of the file at ``path``; FileRefused if it is no file or holds more than ``most`` bytes.

    ``mend`` says what to do about a file that is too large.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileRefused(f"Cannot open {path}: it is a folder; name a file in it.")
        if not stat.S_ISREG(found.st_mode):
            raise FileRefused(f"Cannot open {path}: it is a device, not a file; name a file.")
        if found.st_size > most:
            raise FileRefused(
                f"Cannot open {path}: it holds {found.st_size / 2**20:,.0f} MB and at most {most // 2**20} MB are read;"
                f" {mend}."
            )
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileRefused(f"Cannot open {path}: {reason(error)}.") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace or make the file at ``path``; FileRefused if that fails, and then the old file is untouched.

    A symbolic link is followed, and the mode of an existing file is kept.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _check_target(target, path)
        _remove_stale(target.parent)
        write = _write_unnamed if hasattr(os, "O_TMPFILE") else _write_named
        write(target, data, mode)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise FileRefused(f"Cannot save {path}: {reason(error)}.") from error


def _check_target(target: Path, path: Path) -> int | None:
    """Return the mode of the file there is, None if there is none; refuse what must not be replaced."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise FileRefused(f"Cannot save {path}: {_REASONS[errno.EISDIR]}.")
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused(f"Cannot save {path}: it is a device, not a file; choose another name.")
    if not os.access(target, os.W_OK):
        raise FileRefused(f"Cannot save {path}: the file is read-only; save under another name.")
    return stat.S_IMODE(found.st_mode)


def _temporary(folder: Path) -> Path:
    return folder / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"


def _write_unnamed(target: Path, data: bytes, mode: int | None) -> None:
    """Write into a file without a name, then give it one; where the disk has no such files, use a named one."""
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        handle = os.open(target.parent, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o666)
        try:
            _fill(handle, data, mode)
            # A folder's handle makes Python call linkat, the only call that gives such a file a name.
            _replace(target, lambda name: os.link(f"/proc/self/fd/{handle}", name, src_dir_fd=folder))
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_UNNAMED:
            raise
        _write_named(target, data, mode)
    finally:
        os.close(folder)


def _write_named(target: Path, data: bytes, mode: int | None) -> None:
    def make(name: Path) -> None:
        handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _fill(handle, data, mode)
        finally:
            os.close(handle)

    _replace(target, make)


def _fill(handle: int, data: bytes, mode: int | None) -> None:
    """Write every byte and wait until the disk has them."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    if os.fstat(handle).st_size != len(data):
        raise OSError(errno.ENOSPC, "short write")
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
    os.fsync(handle)


def _replace(target: Path, make: Callable[[Path], None]) -> None:
    """Let ``make`` make a complete file under a temporary name, and put it in the place of ``target``."""
    name = _temporary(target.parent)
    try:
        make(name)
        name.replace(target)
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def _remove_stale(folder: Path) -> None:
    """Remove temporary files that a killed program left in ``folder``."""
    now = time.time()
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if now - left.lstat().st_mtime > STALE_SECONDS:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the new name last; systems that cannot sync a folder do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
