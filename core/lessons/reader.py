"""Reads a lesson file: a title, an aim, and steps of sentences and key lines. ``resources/lessons/README.md`` has the
format for those who write one.

Every problem is a sentence with the file and the line; a file with one is no lesson.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from core.disk import read_bytes
from core.errors import FileRefused, ValueRefused
from core.lessons.checks import read_check
from core.lessons.lesson import Lesson, Marked, Piece, Step, Text
from core.lessons.set_up import read_set_up
from core.lessons.sources import read as read_source
from core.lessons.spots import read_spots
from core.lessons.texts import read_text, without_marks
from core.quantity import parse_number

SUFFIX = ".lesson.md"
MOST_BYTES = 200_000
MOST_STEPS = 60
_KEY = re.compile(r"([a-z]+(?: [a-z]+)?):\s*(.*)", re.DOTALL)


Read: TypeAlias = Callable[[Step, str, int], Step]


def _set_up(step: Step, said: str, line: int) -> Step:
    plain, numbers = without_marks(said, line)
    return replace(step, set_up=(*step.set_up, *read_set_up(plain, line)), loose=(*step.loose, *numbers))


def _check(step: Step, said: str, line: int) -> Step:
    plain, numbers = without_marks(said, line)
    return replace(step, checks=(*step.checks, read_check(plain, line)), loose=(*step.loose, *numbers))


def _slip(step: Step, said: str, line: int) -> Step:
    text = read_text(said, line)
    if len(text.pieces) < 2 or text.pieces[0].kind != "number":
        raise ValueRefused("a slip begins with the wrong answer; write slip: {1.88 = …} and what went wrong")
    return replace(step, slips=(*step.slips, text))


KEYS: Mapping[str, Read] = {
    "set up": _set_up,
    "spotlight": lambda step, said, line: replace(
        step, spotlight=(*step.spotlight, *read_spots(said, line))),
    "check": _check,
    "hint": lambda step, said, line: replace(step, hint=read_text(said, line)),
    "ask": lambda step, said, line: replace(step, ask=read_text(said, line)),
    "choice": lambda step, said, line: replace(step, choices=(*step.choices, read_text(said, line))),
    "answer": lambda step, said, line: replace(step, answer=read_text(said, line)),
    "slip": _slip,
}
"""The key lines of a step."""


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in the file at ``path``; FileRefused holds every problem with its line."""
    data = read_bytes(path, MOST_BYTES, "a lesson is a page or two of text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileRefused(f"{path.name} is not UTF-8 text at byte {wrong.start}; save it as UTF-8.") from None
    return parse_lesson(text, path)


def parse_lesson(text: str, path: Path) -> Lesson:
    """Return the lesson that ``text`` is; ``path`` names it and says where its networks are."""
    reader = _Reader(path)
    for line, words in _logical_lines(text):
        reader.take(line, words)
    return reader.lesson()


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Return (number, text) of the lines, an indented one joined to the one before; empty lines part paragraphs."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith((" ", "\t")) and line.strip() and found and found[-1][1]:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append((number, line.strip()))
    return found


class _Reader:
    """Takes a line at a time; problems are kept until the end, so that all of them are told at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._title, self._aim = "", ""
        self._steps: list[Step] = []
        self._problems: list[str] = []
        self._paragraph: list[str] = []
        self._paragraph_line = 0
        self._keys_began = False

    def take(self, line: int, words: str) -> None:
        """Read the next line."""
        try:
            self._take(line, words)
        except ValueRefused as refused:
            self._problem(line, str(refused))

    def _take(self, line: int, words: str) -> None:
        key = self._key(words)
        if not words or words.startswith("#") or key is not None:
            self._end_paragraph()
        if words.startswith("## "):
            self._steps.append(Step(len(self._steps) + 1, words[3:].strip(), line))
            self._keys_began = False
        elif words.startswith("# ") and not self._steps:
            self._title = words[2:].strip()
        elif key is not None:
            self._take_key(key[1], key[2], line)
        elif words:
            self._take_words(line, words)

    def _key(self, words: str) -> re.Match[str] | None:
        """Return the parts of a key line; within a paragraph "itself: b₃ is" is none, and "chek: …" is, misspelled."""
        found = _KEY.fullmatch(words)
        if found is None or not self._paragraph:
            return found
        return found if get_close_matches(found[1], [*KEYS, "aim"], 1, 0.75) else None

    def _take_key(self, key: str, said: str, line: int) -> None:
        if key == "aim" and not self._steps:
            self._aim = said
            return
        if not self._steps:
            raise ValueRefused(f"“{key}:” stands before the first step; begin a step with ## and its title")
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1, 0.5)
            raise ValueRefused(f"“{key}:” is no key; write {near[0] if near else ', '.join(KEYS)}:")
        if not said:
            raise ValueRefused(f"“{key}:” says nothing; write what it means behind it")
        self._keys_began = True
        self._steps[-1] = KEYS[key](self._steps[-1], said, line)

    def _take_words(self, line: int, words: str) -> None:
        if not self._steps or words.startswith("#"):
            raise ValueRefused("a line is neither a heading nor in a step; begin a step with ## and its title")
        if self._keys_began:
            raise ValueRefused("sentences come before the key lines; indent a line that goes on with the one before")
        self._paragraph_line = self._paragraph_line if self._paragraph else line
        self._paragraph.append(words)

    def _end_paragraph(self) -> None:
        said, self._paragraph = " ".join(self._paragraph), []
        if not said:
            return
        step = self._steps[-1]
        try:
            text = read_text(said, self._paragraph_line)
        except ValueRefused as refused:
            self._problem(self._paragraph_line, str(refused))
            text = Text((Piece("plain", said),))
        self._steps[-1] = replace(step, texts=(*step.texts, text))

    def _problem(self, line: int, sentence: str) -> None:
        self._problems.append(f"{self._path.name}, line {line}: {sentence.rstrip('.')}.")

    def lesson(self) -> Lesson:
        """Return the lesson; FileRefused if there was any problem."""
        self._end_paragraph()
        steps = tuple(self._steps)
        self._judge(steps)
        if self._problems:
            raise FileRefused(*self._problems)
        name = self._path.name.removesuffix(SUFFIX)
        number = int(found[0]) if (found := re.match(r"[0-9]{1,4}", name)) else 0
        return Lesson(name, number, self._title, self._aim, steps, self._path)

    def _judge(self, steps: tuple[Step, ...]) -> None:
        """Say what is missing, and which step does not hang together."""
        if not self._title:
            self._problem(1, "the lesson has no title; begin with # and its title")
        if not self._aim:
            self._problem(1, "the lesson has no aim; write “aim:” and a sentence under the title")
        if not 1 <= len(steps) <= MOST_STEPS:
            self._problem(1, f"the lesson has {len(steps)} steps; write 1 to {MOST_STEPS}, each begun with ##")
        for step in steps:
            for line, sentence in _faults(step):
                self._problem(line, sentence)


def _faults(step: Step) -> list[tuple[int, str]]:
    """Return (line, sentence) of what in a step does not hang together."""
    said = [one for checks in step.checks for one in checks]
    phrases = {one.phrase for one in said}
    letters = {chr(ord("A") + place) for place in range(len(step.choices))}
    chosen = {one.words[0] for one in said if one.phrase == "chose WORD"}
    asked = "answered VALUE within VALUE" in phrases
    found = [
        (not step.title, "the step has no title"),
        (not step.texts, "the step says nothing; write a sentence or two under its title"),
        (bool(step.ask.pieces) is not asked, "“ask:” and “check: answered …” belong together"),
        (not chosen <= letters, "“check: chose …” names no choice; each is a line “choice: …”, A first"),
        (bool(step.choices) and not chosen, "there are choices, but no “check: chose …” says which is right"),
        (bool(step.slips) and not asked, "“slip:” needs a number to be asked for by “ask:”"),
        (_slips_are_right(step), "a slip is as near as a right answer; leave it out, or ask more exactly"),
        ("answer opened" in phrases and not step.answer.pieces, "“check: answer opened” needs an “answer:”"),
    ]
    return [(step.line, sentence) for wrong, sentence in found if wrong] + _unread(step.numbers)


def _slips_are_right(step: Step) -> bool:
    """Whether the wrong answer of some slip would be taken for right."""
    asked = [one for checks in step.checks for one in checks if one.phrase == "answered VALUE within VALUE"]
    wrong = [parse_number(slip.numbers[0].shown.replace(",", "")) for slip in step.slips]
    return any(abs(one - said.number(0)) <= said.number(1) * (1 + 1e-9) for said in asked for one in wrong)


def _unread(numbers: tuple[Marked, ...]) -> list[tuple[int, str]]:
    found = []
    for number in numbers:
        try:
            read_source(number.source or "0")
        except ValueRefused as refused:
            found.append((number.line, str(refused)))
    return found
