"""The glossary that comes along: sound, short, linked to steps there are, and with the words of the program in it."""

from __future__ import annotations

from collections import Counter

import pytest

from core import catalog
from core.lessons.glossary import Entry, read_glossary
from core.lessons.lesson import Lesson, Step
from core.lessons.shelf import read_shelf

WORDS, SHELF = read_glossary(), read_shelf()


def strong(step: Step) -> list[str]:
    """Return the words that a step makes strong: those it teaches."""
    texts = (*step.texts, step.hint, step.answer)
    return [piece.text for text in texts for piece in text.pieces if piece.kind == "strong"]


def test_a_word_means_one_thing_in_one_short_sentence() -> None:
    forms = Counter(form.casefold() for entry in WORDS.entries for form in (entry.term, *entry.forms))
    assert [form for form, count in forms.items() if count > 1] == []
    assert len(WORDS.entries) > 80
    for entry in WORDS.entries:
        assert entry.meaning.endswith("."), entry.term
        assert len(entry.meaning.split()) <= 40, entry.term


def test_every_link_leads_to_a_step() -> None:
    for entry in WORDS.entries:
        if entry.lesson:
            lesson = SHELF.find(entry.lesson)
            assert lesson is not None, entry.term
            assert 1 <= entry.step <= len(lesson.steps), entry.term


def test_the_step_that_a_link_leads_to_says_the_word() -> None:
    silent = []
    for entry in WORDS.entries:
        lesson = SHELF.find(entry.lesson) if entry.lesson else None
        if lesson is not None and entry not in words_of(lesson.steps[entry.step - 1]):
            silent.append(f"{entry.term}: lesson {lesson.number}, step {entry.step} does not say it")
    assert silent == []


def words_of(step: Step) -> list[Entry]:
    """Return the words of the glossary in a step, not in its hint: that is read by some only."""
    texts = (step.title, *(text.plain for text in (*step.texts, step.ask, *step.choices, step.answer)))
    return [entry for text in texts for _, _, entry in WORDS.places(text)]


@pytest.mark.parametrize("lesson", SHELF.lessons, ids=lambda lesson: lesson.name)
def test_what_a_lesson_makes_strong_is_in_the_glossary(lesson: Lesson) -> None:
    assert [word for step in lesson.steps for word in strong(step) if WORDS.find(word) is None] == []


def test_what_can_be_chosen_in_the_program_is_in_the_glossary() -> None:
    tables = (catalog.OPTIMIZERS, catalog.LOSSES, catalog.ACTIVATIONS)
    titles = [row.title for table in tables for row in table.values()]
    titles += ["Xavier", "He", "Learning rate", "Padding", "Stride", "Seed", "ArgMax", "SoftMax", "Convolution", "Pool"]
    assert [title for title in titles if WORDS.find(title.partition(",")[0]) is None] == []
