"""The words of the command line: commands, their options, and what each may be."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from core.catalog import LEARNING_RATE, SEED, STOP_RULES, Setting
from core.errors import ValueRefused
from core.release import NAME, version

Words = argparse.Namespace

_SMALLEST, _LARGEST = 200, 8000
"""Sides of a screenshot, in pixels."""


def read_words(arguments: Sequence[str]) -> Words:
    """Return the options that ``arguments`` (without the program's name) say, with ``command`` among them.

    ``command`` is "window" where no other is named. Raises SystemExit 2 after a sentence on standard error where the
    words are off, and 0 after --help and --version.
    """
    words = list(arguments)
    command = next((word for word in words if word in _COMMANDS), None)
    if command is None:
        return _window_parser().parse_args(words, Words(command="window"))
    words.remove(command)
    return _command_parser(command).parse_args(words, Words(command=command))


def _window_parser() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<12}{text}" for name, (text, _) in _COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Draw a neural network, train it, and see every number that makes it work.",
        epilog=f"commands (each with --help):\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="network file or lesson to open")
    parser.add_argument("--version", action="version", version=f"{NAME} {version()}")
    return parser


def _command_parser(command: str) -> argparse.ArgumentParser:
    text, add_options = _COMMANDS[command]
    parser = argparse.ArgumentParser(prog=f"main.py {command}", description=f"{text}.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"{NAME} {version()}")
    also = " or lesson" if command in _LESSONS_TOO else ""
    parser.add_argument("file", type=Path, metavar="FILE", help=f"network file{also}")
    add_options(parser)
    return parser


def _train(parser: argparse.ArgumentParser) -> None:
    rate, seed, steps = LEARNING_RATE, SEED, STOP_RULES["max_steps"]
    parser.add_argument("--steps", type=_number(steps), metavar="N", help="in place of the file's max_steps")
    parser.add_argument("--learning-rate", type=_number(rate), metavar="X", help="in place of the file's")
    parser.add_argument("--seed", type=_number(seed), metavar="N", help="in place of the file's")
    parser.add_argument("--save", type=Path, metavar="OUT", help="network file to write the result to")
    _json(parser)


def _predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--csv", type=Path, metavar="ROWS", help="CSV file with rows to predict, not the file's own")
    _json(parser)


def _screenshot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.png", help="picture to write")
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="1600x1000", help="width and height")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="colours")
    parser.add_argument("--view", action="append", metavar="NAME", help="view to show; may be said more than once")
    parser.add_argument("--steps", type=_number(STOP_RULES["max_steps"]), default=0, metavar="N", help="train so far")
    parser.add_argument("--select", metavar="NAME", help="parameter to look at, such as w3")
    parser.add_argument("--at", type=int, metavar="STEP", help="step to go back to, or that of a lesson")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Add no option: the command has the file alone."""
    del parser


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "train": ("train a network without a window", _train),
    "gradients": ("the loss and its derivative with respect to every parameter", _json),
    "predict": ("the outputs for each row", _predict),
    "check": ("every problem of a network file or a lesson, one a line", _nothing),
    "screenshot": ("write a picture of the window", _screenshot),
}


_LESSONS_TOO = frozenset({"check", "screenshot"})
"""Commands that take a lesson as well."""


def _number(setting: Setting) -> Callable[[str], float]:
    """Return a reader of a number in the range of a catalog row; whole ones become int."""

    def read(text: str) -> float:
        try:
            value: float = int(text) if setting.whole else float(text)
            setting.check(value)
        except ValueError:
            kind = "a whole number" if setting.whole else "a number"
            raise argparse.ArgumentTypeError(f"{text!r} is not {kind}") from None
        except ValueRefused:
            raise argparse.ArgumentTypeError(f"{text} must be {setting.span()}") from None
        return value

    return read


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,5})[xX×]([0-9]{1,5})", text)
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(_SMALLEST <= side <= _LARGEST for side in sides):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1600x1000, from {_SMALLEST} to {_LARGEST}")
    return sides
