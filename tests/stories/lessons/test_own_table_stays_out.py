"""Which cell of the learner's own table was chosen plays no part in a lesson, and is chosen again afterwards."""

from __future__ import annotations

from PySide6.QtTest import QTest

from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import enter, place, player_of
from tests.stories.conftest import Play


def test_a_lesson_keeps_its_row_where_a_cell_of_the_own_table_was_chosen(play: Play) -> None:
    def tale(user: User) -> None:
        table = user.window.data.table
        user.window.show_view("data")
        user.qtbot.waitUntil(table.isVisible)
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.table.index(2, 0)).center())
        selection = user.window.workspace.selection
        assert selection.row == 2
        enter(user, "5-argmax-and-softmax")
        assert selection.row == 0
        player_of(user).go_to(2)
        place("ArgMax", 690, 0)(user)
        assert "species" in {node.label for node in user.document.nodes.values()}
        assert selection.row == 0, "dropping a node shows no other flower"
        player_of(user).leave()
        assert selection.row == 2

    play(tale, "resources/examples/part7-b3.squiggle")
