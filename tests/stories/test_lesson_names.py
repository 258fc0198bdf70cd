"""The words that lesson files may use for parts of the window are those of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from core.lessons import names, spots
from gui.lessons.spots import area_of
from tests.helpers.drive import User
from tests.stories.conftest import Play


def test_every_name_is_known_to_the_window(play: Play) -> None:
    def tale(user: User) -> None:
        window = user.window
        assert set(names.VIEWS) == set(window.views)
        said = [spots.read_spots(f"button {name}", 1)[0] for name in names.BUTTONS]
        assert all(area_of(window, one) for one in said)
        captions = {one.text().partition(":")[0] for one in window.toolbar.findChildren(QLabel) if
                    one.objectName() == "caption"}  # fmt: skip
        assert captions <= set(names.FIELDS)

    play(tale)
