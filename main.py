"""Starts Squiggle: the window, or a command without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

# A small network is trained many times faster by one thread; numpy reads this when it is imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status; see ``core.cli``."""
    from core.console.command_line import read_words

    try:
        words = read_words(sys.argv[1:] if arguments is None else arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    if words.command in ("window", "screenshot"):
        from gui.start import start

        return start(words)
    from core.cli import run_command

    return run_command(words)


if __name__ == "__main__":
    sys.exit(run())
