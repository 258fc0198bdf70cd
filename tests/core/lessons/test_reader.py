"""Lesson files: what is read, and every fault as a sentence with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileRefused
from core.lessons.lesson import Lesson
from core.lessons.reader import parse_lesson, read_lesson
from core.lessons.shelf import read_shelf

HEAD = "# Title\naim: Aim.\n\n"
STEP = "## First\nLook at it.\nset up: open xor\ncheck: loss below 0.1\n"


def lesson(text: str) -> Lesson:
    return parse_lesson(text, Path("7-some.lesson.md"))


def test_a_whole_step_is_read_with_all_its_keys() -> None:
    found = lesson(
        HEAD + "## First **step**\nSome $x_1$ and {20.4 = loss} **here**.\n\nSecond paragraph,\nstill it: yes.\n"
        "set up: open xor; row 2;\n  view fit\nset up: slowly\nspotlight: number b3; view fit\nask: How much?\n"
        "check: answered {1.5 = loss} within 0.1\ncheck: all of row 2; at rest\nhint: Try.\nanswer: So.\n")  # fmt: skip
    assert (found.name, found.number, found.title, found.aim) == ("7-some", 7, "Title", "Aim.")
    step = found.steps[0]
    assert [[piece.kind for piece in text.pieces] for text in step.texts] == [
        ["plain", "formula", "plain", "number", "plain", "strong", "plain"], ["plain"]]  # fmt: skip
    assert step.texts[1].plain == "Second paragraph, still it: yes."
    assert [said.phrase for said in step.set_up] == ["open REST", "row COUNT", "view VIEW", "slowly"]
    assert [[said.phrase for said in line] for line in step.checks] == [
        ["answered VALUE within VALUE"], ["row COUNT", "at rest"]]  # fmt: skip
    assert [(one.phrase, one.words) for one in step.spotlight] == [("number NAME", ("b3",)), ("view VIEW", ("fit",))]
    assert [(number.shown, number.source) for number in step.numbers] == [("20.4", "loss"), ("1.5", "loss")]
    assert (step.hint.plain, step.answer.plain, step.ask.plain) == ("Try.", "So.", "How much?")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("aim: A.\n" + STEP, "line 1: the lesson has no title"),
        ("# T\n" + STEP, "line 1: the lesson has no aim"),
        (HEAD, "line 1: the lesson has 0 steps"),
        (HEAD + "Words.\n" + STEP, "line 4: a line is neither a heading nor in a step"),
        (HEAD + "check: row 1\n" + STEP, "line 4: “check:” stands before the first step"),
        (HEAD + STEP + "chek: row 1\n", "line 8: “chek:” is no key; write check:."),
        (HEAD + "## A\nIt is so.\nchek: row 1\n", "line 6: “chek:” is no key; write check:."),
        (HEAD + STEP + "Words after.\n", "line 8: sentences come before the key lines"),
        (HEAD + STEP + "hint:\n", "line 8: “hint:” says nothing"),
        (HEAD + "## A\ncheck: row 1\n", "line 4: the step says nothing"),
        (HEAD + STEP + "check: conected a -> b\n", "line 8: “conected a -> b” is not understood; write"),
        (HEAD + STEP + "check: stopped exploded\n", "line 8: “exploded” is none of diverged, min_step_size"),
        (HEAD + STEP + "check: loss is crossentropy\n", "line 8: “crossentropy” is none of ssr, cross_entropy; write"),
        (HEAD + STEP + "check: view fitt shown\n", "line 8: “fitt” is none of inspector, slope"),
        (HEAD + STEP + "check: loss near 2 within -1\n", "line 8: nothing is within less than 0"),
        (HEAD + STEP + "check: loss below 1..2\n", "line 8: “1..2” is not a number"),
        (HEAD + STEP + "check: nodes 2 hiden\n", "line 8: “hiden” is none of input, hidden"),
        (HEAD + STEP + "set up: view moon\n", "line 8: “moon” is none of inspector, slope"),
        (HEAD + STEP + "set up: rate -0.1\n", "line 8: Learning rate must be more than 0, not -0.1."),
        (HEAD + STEP + "set up: loss sse\n", "line 8: “sse” is none of ssr, cross_entropy"),
        (HEAD + STEP + "spotlight: view moon\n", "line 8: “moon” is none of inspector, slope"),
        (HEAD + STEP + "spotlight: Run in view moon\n", "line 8: “moon” is none of inspector, slope"),
        (HEAD + STEP + "spotlight: button runn\n", "line 8: “runn” is none of undo, redo, run"),
        (HEAD + STEP + "spotlight: tile Hiden\n", "line 8: “Hiden” is none of Input, Hidden"),
        (HEAD + "## A\nThe **word is strong.\n", "line 5: “**word is strong.” has a ** that is not closed; write"),
        (HEAD + "## A\nIt is $x_1 here.\n", "line 5: “$x_1 here.” has a $ that is not closed; write"),
        (HEAD + "## A\nIt is {1 = loss at rate -1}.\n", "line 5: Learning rate must be more than 0, not -1."),
        (HEAD + STEP + "set up: open xor; fly away\n", "line 8: “fly away” is not understood"),
        (HEAD + STEP + "spotlight: the moon\n", "line 8: “the moon” is not understood"),
        (HEAD + "## A\nIt is {20.4}.\n", "line 5: “{20.4}” is not a marked number"),
        (HEAD + "## A\nIt is {many = loss}.\n", "line 5: “many” is not a number"),
        (HEAD + "## A\nIt is {1 = gain of it}.\n", "line 5: “gain of it” is not understood"),
        (HEAD + STEP + "ask: How much?\n", "line 4: “ask:” and “check: answered …” belong together"),
        (HEAD + STEP + "choice: Yes\n", "line 4: there are choices, but no “check: chose …”"),
        (HEAD + STEP + "choice: Yes\ncheck: chose B\n", "line 4: “check: chose …” names no choice"),
        (HEAD + STEP + "check: answer opened\n", "line 4: “check: answer opened” needs an “answer:”"),
        (HEAD + STEP + "slip: wrong\n", "line 8: a slip begins with the wrong answer; write slip: {1.88 = …}"),
        (HEAD + STEP + "slip: {2 given} No.\n", "line 4: “slip:” needs a number to be asked for by “ask:”"),
        (HEAD + STEP + "ask: It\ncheck: answered 2 within 0.1\nslip: {2.1 given} No.\n",
         "line 4: a slip is as near as a right answer"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refused:
        lesson(text)
    assert refused.value.problems[0].startswith(f"7-some.lesson.md, {sentence}")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FileRefused) as refused:
        lesson("# T\n\n## A\nIt is {1}.\ncheck: fly\n")
    assert [said.partition(",")[2][:9] for said in refused.value.problems] == [" line 4: ", " line 5: ", " line 1: "]


@pytest.mark.parametrize("bytes_", [b"\xff\xfe\x00", b"", b"#" * 300_000, bytes(range(256)) * 20])
def test_no_file_ends_the_reader_otherwise(tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "x.lesson.md"
    path.write_bytes(bytes_)
    with pytest.raises(FileRefused):
        read_lesson(path)


def test_a_broken_lesson_does_not_keep_the_others_from_working(tmp_path: Path) -> None:
    (tmp_path / "2-b.lesson.md").write_text(HEAD + STEP, encoding="utf-8")
    (tmp_path / "1-a.lesson.md").write_text("nothing", encoding="utf-8")
    (tmp_path / "10-c.lesson.md").write_text(HEAD + STEP, encoding="utf-8")
    shelf = read_shelf(tmp_path)
    assert [one.name for one in shelf.lessons] == ["2-b", "10-c"]
    assert [one.name for one in shelf.broken] == ["1-a"]
    assert shelf.broken[0].problems[0].startswith("1-a.lesson.md, line 1: ")
