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
    assert any(step.title in ("Break it", "Kill it") for step in steps), "something is broken on purpose"
    assert all(step.spotlight for step in steps), "a step points at something on the screen"
    assert all(step.hint.pieces or not step.checks or step.answer.pieces for step in steps)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_step_that_lets_the_learner_run_says_at_what_speed(path: Path) -> None:
    """Whoever trained slowly before would wait for minutes, and see nothing of a short run at full speed."""
    for step in read_lesson(path).steps:
        runs = any(said.phrase == "button WORD" and said.words == ("run",) for said in step.spotlight)
        refused = any(said.phrase == "did WORD" and said.words == ("run",) for line in step.checks for said in line)
        if runs and not refused:
            assert {said.phrase for said in step.set_up} & {"fast", "slowly"}, step.title


def test_no_lesson_that_comes_along_is_broken() -> None:
    shelf = read_shelf()
    assert shelf.broken == ()
    assert [lesson.number for lesson in shelf.lessons] == sorted({lesson.number for lesson in shelf.lessons})


def lesson_with(step: str) -> Lesson:
    """A lesson of one step, which begins in line 5."""
    return parse_lesson(f"# T\naim: A.\n\n## S\n{step}\n", Path("1-t.lesson.md"))


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
    lesson = lesson_with(f"{text}\nset up: open part2-backpropagation\nspotlight: canvas")
    assert [sentence.startswith(problem) for sentence in proof.problems(lesson)] == [True]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("spotlight: node hiden 1", "line 8: the network has no node “hiden 1”; it has dosage, hidden 1"),
        ("spotlight: number b9", "line 8: the network has no parameter b9; it has w1"),
        ("spotlight: connection dosage -> effectiveness", "line 8: there is no connection dosage -> effectiveness"),
        ("spotlight: grid of hidden 1", "line 8: “hidden 1” has no grid; grids are of images, convolutions and pools"),
        ("spotlight: canvas\ncheck: row 99", "line 9: there is no row 99; the data has 3."),
        ("spotlight: canvas\ncheck: output of hidden 1 in row 99 below 1", "line 9: there is no row 99"),
        ("spotlight: canvas\ncheck: looked at b9", "line 9: the network has no parameter b9"),
        ("spotlight: canvas\ncheck: loss below 99", "line 9: the check holds before anything is done; ask for"),
        ("spotlight: canvas\ncheck: loss below 1\ncheck: at rest", ""),
        ("spotlight: canvas\nset up: row 2\ncheck: row 2", "line 10: the check holds before anything is done"),
        ("spotlight: canvas\nset up: row 9\ncheck: row 2", "line 9: there is no row 9"),
        ("spotlight: number w1[1,2]\n", "line 8: w1[1,2] is no number of the network; w1 has 1 × 1."),
        ("spotlight: number w1[,]\n", "line 8: w1[,] says no place; write w1[1,1], rows and columns counted from 1."),
        ("spotlight: node cat\ncheck: node cat", ""),
    ],
)
def test_what_is_not_there_and_what_is_so_already_are_named(keys: str, problem: str) -> None:
    found = proof.problems(lesson_with(f"Words.\n\nset up: open part2-backpropagation\n{keys}"))
    assert [said.startswith(f"1-t.lesson.md, {problem}") for said in found] == [True] * bool(problem), found


@pytest.mark.parametrize(
    ("clause", "problem"),
    [
        ("set w1[4] 3", "w1[4] is no number of the network; w1 has 1 × 1."),
        ("activation of dosage relu", "dosage has no activation; name a hidden or an output node."),
        ("most steps 0", "at least one step is made; write most steps 1000, say."),
    ],
)
def test_a_set_up_that_cannot_be_made_is_named(clause: str, problem: str) -> None:
    lesson = lesson_with(f"Words.\nset up: open part2-backpropagation; {clause}")
    assert proof.problems(lesson) == (f"1-t.lesson.md, line 6: {problem}",)


def test_after_the_learner_did_something_nobody_knows_what_is_so_already() -> None:
    first = "Words.\nset up: open part2-backpropagation\ncheck: row 2\n"
    assert proof.problems(lesson_with(f"{first}\n## T\nWords.\ncheck: loss below 99")) == ()


def test_the_format_for_writers_names_every_phrase_there_is() -> None:
    readme = (LESSONS / "README.md").read_text(encoding="utf-8")
    phrases = [*terms.TERMS, *checks.CHECKS, *set_up.MAKING, *set_up.POINTING, *spots.SPOTS]
    assert [phrase for phrase in phrases if f"| `{phrase}` |" not in readme] == []
