"""Every lesson that comes along is sound, short, and every number in it is what the core computes."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.lessons import checks, proof, set_up, spots, terms
from core.lessons.lesson import Lesson
from core.lessons.reader import SUFFIX, parse_lesson, read_lesson
from core.lessons.shelf import LESSONS, read_shelf

FILES = sorted(LESSONS.glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_number_of_a_lesson_is_computed_and_no_step_is_long(path: Path) -> None:
    lesson = read_lesson(path)
    assert proof.problems(lesson) == ()
    assert 8 <= len(lesson.steps) <= 15
    assert sum(len(step.numbers) for step in lesson.steps) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_lesson_asks_breaks_and_wonders(path: Path) -> None:
    steps = read_lesson(path).steps
    phrases = {said.phrase for step in steps for line in step.checks for said in line}
    assert phrases & {"answered VALUE within VALUE", "chose WORD"}, "a prediction is asked before it is revealed"
    assert "answer opened" in phrases, "an open question has an answer to open"
    assert all(step.spotlight for step in steps), "a step points at something on the screen"
    assert all(step.hint.pieces or not step.checks or step.answer.pieces for step in steps)


def test_no_lesson_that_comes_along_is_broken() -> None:
    shelf = read_shelf()
    assert shelf.broken == ()
    assert [lesson.number for lesson in shelf.lessons] == sorted({lesson.number for lesson in shelf.lessons})


def lesson_with(text: str) -> Lesson:
    body = f"# T\naim: A.\n\n## S\n{text}\nset up: open part2-backpropagation\nspotlight: canvas\n"
    return parse_lesson(body, Path("1-t.lesson.md"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("It is {20.5 = loss}.", "1-t.lesson.md, line 5: loss is 20.423598, not 20.5."),
        ("It is {1 = w9}.", "1-t.lesson.md, line 5: the network has no parameter w9"),
        ("It is 20.4 now.", "1-t.lesson.md, line 4: the number 20.4 does not say where it comes from"),
        ("word " * 61, "1-t.lesson.md, line 4: the step has 61 words to read; 60 are enough."),
    ],
)
def test_a_wrong_number_a_bare_one_and_a_long_step_are_named(text: str, problem: str) -> None:
    assert [sentence.startswith(problem) for sentence in proof.problems(lesson_with(text))] == [True]


def test_the_format_for_writers_names_every_phrase_there_is() -> None:
    readme = (LESSONS / "README.md").read_text(encoding="utf-8")
    phrases = [*terms.TERMS, *checks.CHECKS, *set_up.MAKING, *set_up.POINTING, *spots.SPOTS]
    assert [phrase for phrase in phrases if f"| `{phrase}` |" not in readme] == []
