"""A lesson as frozen values: what ``core.lessons.reader`` makes of a text file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.lessons.phrases import Said


@dataclass(frozen=True, slots=True)
class Marked:
    """A number in a text: ``shown`` as it is written, ``source`` says where it comes from ("b3 after 7 steps").

    ``source`` is empty where the number is given, not computed. ``line`` is its line in the file.
    """

    shown: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: ``kind`` is "plain", "strong", "word", "formula" (LaTeX) or "number" (``text``: what is shown).

    A "word" is one of the glossary's that is not meant so: the weight of a patient.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: its pieces, and the numbers in it."""

    pieces: tuple[Piece, ...] = ()
    numbers: tuple[Marked, ...] = ()

    @property
    def plain(self) -> str:
        """The words alone, formulas as they are written."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``number`` counts from 1, ``line`` is that of its heading.

    ``ask`` stands beside a field for a typed answer; ``choices`` are the options of a question, A first; ``answer`` is
    what can be opened; ``slips`` begin with a wrong answer and say what went wrong. ``set_up`` and ``spotlight`` are
    what is said there; the spotlight has first what is to be used, then what is to be watched. All ``checks`` must have
    held, each once; a step without checks is read.
    """

    number: int
    title: str
    line: int
    texts: tuple[Text, ...] = ()
    set_up: tuple[Said, ...] = ()
    spotlight: tuple[Said, ...] = ()
    checks: tuple[tuple[Said, ...], ...] = ()
    hint: Text = Text()
    ask: Text = Text()
    choices: tuple[Text, ...] = ()
    answer: Text = Text()
    slips: tuple[Text, ...] = ()
    loose: tuple[Marked, ...] = ()
    """Numbers within checks and set-ups."""

    @property
    def numbers(self) -> tuple[Marked, ...]:
        """Every number of the step that is marked."""
        texts = (*self.texts, self.hint, self.ask, *self.choices, self.answer, *self.slips)
        return (*(number for text in texts for number in text.numbers), *self.loose)

    @property
    def words(self) -> int:
        """How many words the learner reads before doing anything."""
        return len(" ".join(text.plain for text in (*self.texts, self.ask, *self.choices)).split())


@dataclass(frozen=True, slots=True)
class Lesson:
    """``name`` is the file's without its ending ("2-backpropagation"), ``number`` what it begins with."""

    name: str
    number: int
    title: str
    aim: str
    steps: tuple[Step, ...]
    path: Path | None = None
