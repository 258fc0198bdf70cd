"""Every control and every number on screen says what it is when the pointer rests on it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.drive import User
from tests.helpers.tips import numbers_without_a_tip, silent_controls
from tests.stories.conftest import Play

EXAMPLES = ("part2-backpropagation", "part6-cross-entropy", "iris-train", "digits", "part8-letters")
STEPS = 20


def look_around(user: User) -> list[str]:
    """Bring every view to the front, one after the other, and ask all that is on it."""
    window, silent = user.window, list[str]()
    for place, name in enumerate(window.views):
        window.show_view(name)
        QApplication.processEvents()
        QApplication.processEvents()
        part = window if place == 0 else window.dock(name)
        bare = [each for each in part.findChildren(QWidget) if each.styleSheet() and "{" not in each.styleSheet()]
        silent += [f"{name}: the style of {type(each).__name__} is its tip's as well: use styled()" for each in bare]
        silent += [f"{name}: {each}" for each in (*numbers_without_a_tip(window, part), *silent_controls(window, part))]
    return list(dict.fromkeys(silent))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_and_control_has_a_tip(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        window, shared = user.window, user.window.workspace
        assert window.files.open_example(f"{name}.squiggle")
        window.resize(1600, 1000)
        user.qtbot.waitUntil(lambda: window.width() == 1600)
        window.fit_docks()
        shared.training.advance(STEPS)
        looked = next(ref for ref, found in shared.document.parameters().items() if found.name in {"b3", "w1"})
        shared.selection.look_at(looked)
        silent = look_around(user)
        assert not silent, "\n".join(silent)

    play(tale)
