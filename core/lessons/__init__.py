"""Lessons: text files that a teacher can write, and what is needed to play them. Data only; nothing is evaluated.

* ``reader`` makes of a file a ``lesson`` (frozen: steps of texts, set-up, spotlight, checks), or says what is wrong and
  in which line; ``shelf`` reads a folder, one broken file not keeping the others from working.
* ``phrases`` is how things are said in it: words with slots. Four tables of phrases: ``set_up`` (what a step begins
  with), ``spots`` (what it points at), ``checks`` (whether it is done) and ``terms`` (what a number comes from).
* ``texts`` finds marked numbers and formulas in sentences; ``sources`` computes a number from its source on a
  ``bench``; ``proof`` computes every number of a lesson anew and compares.
* ``progress`` is how far somebody has come; ``glossary`` has the words.

    from core.lessons.shelf import read_shelf
    lesson = read_shelf().find("2-backpropagation")
    proof.problems(lesson)          # () where every number is what the core computes
"""
