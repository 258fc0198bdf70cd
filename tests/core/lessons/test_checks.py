"""Every check of the table: once not so, once so. And one go at a step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core import storage
from core.document import Document
from core.edits.graph import Remove
from core.edits.values import FreezeOthers
from core.lessons.attempt import Attempt
from core.lessons.bench import bench_of
from core.lessons.checks import CHECKS, Situation, holds, read_check
from core.lessons.glossary import Glossary, read_glossary
from core.lessons.lesson import Step, Text
from core.lessons.progress import Progress
from core.lessons.set_up import read_set_up, scene_after
from core.lessons.texts import read_text, unmarked

EMPTY = Situation(Document())
PAIRS: dict[str, tuple[str, dict[str, object]]] = {
    "connected dosage -> hidden 1": ("drawn", {}), "not connected hidden 1 -> dosage": ("always", {}),
    "node hidden 2": ("drawn", {}), "no node moon": ("always", {}), "nodes 2 hidden": ("drawn", {}),
    "activation of hidden 1 is softplus": ("drawn", {}), "b3 learns": ("drawn", {}), "w1 frozen": ("drawn", {}),
    "only b3 learns": ("drawn", {}), "loss is ssr": ("always", {}), "optimizer is gradient_descent": ("always", {}),
    "training runs": ("so", {"running": True}), "at rest": ("always", {}), "steps at least 3": ("so", {"step": 3}),
    "step 3 on show": ("so", {"step": 3}), "made 3 steps": ("so", {"step": 5, "began": 2}),
    "stopped diverged": ("so", {"stopped": "diverged"}), "looked at w2[3,1]": ("so", {"looked": "w2[3,1]"}),
    "selected hidden 1": ("so", {"nodes": frozenset({"hidden 1"})}), "row 2": ("so", {"row": 2}),
    "view fit shown": ("so", {"views": frozenset({"fit"})}), "did undo": ("so", {"did": frozenset({"undo"})}),
    "trying a picture": ("so", {"tried": "an O"}), "trying moved 1": ("so", {"tried": "an O, moved 1 to the left"}),
    "noted sheet open": ("so", {"facts": {"sheet": "open"}}), "answered 1.57 within 0.01": ("so", {"typed": "1,565"}),
    "answered 10,000 within 0": ("so", {"typed": "10000"}),
    "chose B": ("so", {"chosen": "B"}), "answer opened": ("so", {"opened": True}), "loss below 21": ("drawn", {}),
    "derivative b3 below 0": ("drawn", {}), "loss above 20": ("drawn", {}), "b3 near 0.004 within 0.01": ("drawn", {}),
}  # fmt: skip


@pytest.mark.parametrize("typed", ["10000", "10,000", "10 000", "1e4", "10000.0", "20000/2"])
def test_ten_thousand_may_be_typed_in_any_way(typed: str) -> None:
    check = read_check("answered 10,000 within 0", 1)
    assert holds(check, Situation(Document(), typed=typed))
    assert not holds(check, Situation(Document(), typed="10"))


@pytest.fixture
def drawn(examples: Path) -> Situation:
    document = storage.load(examples / "part2-backpropagation.squiggle")
    return Situation(document, bench_of(document))


@pytest.mark.parametrize("text", PAIRS)
def test_a_check_holds_when_it_is_so_and_not_before(text: str, drawn: Situation) -> None:
    kind, facts = PAIRS[text]
    check = read_check(text, 1)
    assert holds(check, EMPTY) is (kind == "always" and text not in ("not connected hidden 1 -> dosage",))
    assert holds(check, replace(drawn, **facts))  # type: ignore[arg-type]


def test_every_check_of_the_table_was_tried() -> None:
    tried = {said.phrase for text in PAIRS for said in read_check(text, 1)}
    assert CHECKS.keys() - tried <= {"row is wrong"}


def test_what_became_false_no_longer_holds(drawn: Situation) -> None:
    gone = Remove(frozenset({"top"}), frozenset()).apply(drawn.document)
    assert not holds(read_check("connected dosage -> hidden 1", 1), replace(drawn, document=gone))
    assert holds(read_check("no node hidden 1", 1), replace(drawn, document=gone))
    other = FreezeOthers(("dose", "top")).apply(drawn.document)
    assert not holds(read_check("only b3 learns", 1), replace(drawn, document=other))
    assert not holds(read_check("loss below 21", 1), replace(drawn, bench=None))


def test_all_of_holds_at_one_moment_and_lines_hold_each_once(drawn: Situation) -> None:
    both = (read_check("all of row 2; looked at b3", 1),)
    lines = (read_check("row 2", 1), read_check("looked at b3", 1))
    steps = [Step(1, "One", 1, checks=checks) for checks in (both, lines)]
    together, apart = (Attempt(step) for step in steps)
    for now in (drawn, replace(drawn, row=2), replace(drawn, row=1, looked="b3")):
        together.look(now)
        apart.look(now)
    assert (together.done, apart.done) == (False, True)
    together.look(replace(drawn, row=2, looked="b3"))
    assert together.done


def test_what_is_so_from_the_beginning_is_not_done_but_already_so(drawn: Situation) -> None:
    attempt = Attempt(Step(1, "One", 1, checks=(read_check("at rest", 1),)))
    attempt.look(drawn)
    assert (attempt.done, attempt.already) == (False, True)
    assert not Attempt(Step(1, "One", 1)).already


def test_steps_are_counted_from_where_a_reset_led(drawn: Situation) -> None:
    attempt = Attempt(Step(1, "One", 1, checks=(read_check("made 5 steps", 1),)), began=100)
    for step, done in ((100, False), (104, False), (0, False), (4, False), (5, True)):
        attempt.look(replace(drawn, step=step, began=attempt.began))
        assert attempt.done is done, step


@pytest.mark.parametrize(
    ("typed", "right", "words"),
    [("", None, ""), ("1.57", True, "Right."), ("-1.57", False, "Nearly: the other sign."), ("157/100", True, "Right."),
     ("2", False, "Not yet"), ("x", False, "“x” is not a number")],
)  # fmt: skip
def test_what_is_typed_is_judged(typed: str, right: bool | None, words: str) -> None:  # noqa: FBT001
    attempt = Attempt(Step(1, "One", 1, ask=Text(), checks=(read_check("answered 1.57 within 0.01", 1),)), typed=typed)
    assert attempt.right is right
    assert attempt.verdict.startswith(words)


def test_a_slip_that_the_lesson_names_is_told_in_its_words() -> None:
    """0.6 × 2 − 0.1 × 5 = 0.7; with the wrong sign within the sum 1.7, and with both −0.7."""
    step = Step(1, "One", 1, ask=Text(), checks=(read_check("answered 0.7 within 0.01", 1),),
                slips=(read_text("{1.7 given} The sign: the second product is taken away.", 1),))  # fmt: skip
    said = {typed: Attempt(step, typed=typed).verdict for typed in ("1.7", "1.705", "0.7", "-0.7", "1.8")}
    assert said["1.7"] == said["1.705"] == "The sign: the second product is taken away."
    assert (said["0.7"], said["-0.7"]) == ("Right.", "Nearly: the other sign.")
    assert said["1.8"].startswith("Not yet")


def test_a_scene_is_made_of_clauses(examples: Path) -> None:
    first = scene_after(None, read_set_up("open part2-backpropagation; set w3 0.36; rate 0.5; at step 2; row 3", 1))
    assert first is not None
    assert first.document.training.learning_rate == 0.5
    assert first.bench().steps == 2
    other = scene_after(first, read_set_up("loss cross_entropy; most steps 7; activation of hidden 1 relu", 2))
    assert other is not None
    assert other.document.training.loss == "cross_entropy"
    assert other.document.training.stop.max_steps == 7
    assert other.document.nodes["top"].activation == "relu"
    assert scene_after(other, read_set_up("look at b3", 3)) is other
    assert (examples / "xor.squiggle").is_file()


def test_progress_is_kept_as_text() -> None:
    progress = Progress().moved(3).ticked(1).ticked(12)
    assert Progress.from_text(progress.text) == progress
    assert Progress.from_text(progress.text, 10) == Progress(3, frozenset({1}))
    for odd in ("", "x", "3", "3: a", "-1: 2", "3:  1"):
        assert Progress.from_text(odd) == Progress()


def test_digits_that_are_names_are_no_numbers() -> None:
    said = "At row 2 of hidden 1, b₃ and w3[1,2] and y1: Lesson 4, step 12, 3 × 3 cells, {20.4 = loss}, $x_2 + 1$, 0.5."
    assert unmarked(read_text(said, 1)) == ("3", "3", "0.5")


def test_the_glossary_finds_words_in_any_form(tmp_path: Path) -> None:
    path = tmp_path / "g.md"
    text = "# Glossary\n\n**weight** (weights): A factor. [1-a, step 2]\n**loss**: How wrong.\n"
    path.write_text(text, encoding="utf-8")
    found = read_glossary(path)
    assert [entry.term for entry in found.entries] == ["loss", "weight"]
    assert [(start, end, entry.term) for start, end, entry in found.places("Weights and loss, lossy")] == [
        (0, 7, "weight"), (12, 16, "loss")]  # fmt: skip
    weight = found.find("WEIGHTS")
    assert weight is not None
    assert (weight.lesson, weight.step, weight.meaning) == ("1-a", 2, "A factor.")
    assert Glossary().places("anything") == []


def test_an_answer_that_comes_after_what_shows_it_is_told_from_a_prediction(drawn: Situation) -> None:
    lines = [read_check(text, 1) for text in ("row 2", "answered 1.57 within 0.01", "made 1 steps")]
    step = Step(1, "One", 1, ask=Text(), checks=tuple(lines))
    for after, said in ((False, "Right."), (True, "now that it is seen")):
        attempt = Attempt(step)
        attempt.look(replace(drawn, row=2))  # to be done first: shows nothing
        attempt.look(replace(drawn, row=2, step=1 if after else 0))
        attempt.typed = "2"
        attempt.look(replace(drawn, typed="2", step=1 if after else 0))
        attempt.typed = "1.57"
        attempt.look(replace(drawn, typed="1.57", step=1))
        assert attempt.done
        assert said in attempt.verdict
