"""Lessons in the window: who plays them, what the learner sees of them, and what stays bright.

* ``player`` is the one owner of the lesson that plays, its step, what the learner did in it, and the progress.
* ``stage`` sets a step up, ``pointer`` points the window at it; ``bookmark`` is a step as it was left;
  ``witness`` tells what is so in the window, for the checks of ``core.lessons``.
* ``panel`` is the dock: ``shelf_page`` (what there is) or ``step_page`` (title, ``text_view``, ``question``, buttons;
  ``column`` scrolls).
* ``spotlight`` dims the rest of the window a little and never takes the mouse; ``spots`` knows where things are.
* ``start_page`` has a card for each lesson; ``glossary_page`` all words.

The learner's own document is put aside by ``gui.files`` while a lesson plays, and brought back exactly.
"""
