"""Python's collector of reference cycles, put off while it would be in the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Collect nothing meanwhile; afterwards all is as before.

    A million new objects would be looked at again and again, and widgets be deleted while Qt is at work on others.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
