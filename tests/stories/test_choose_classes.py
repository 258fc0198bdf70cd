"""Stories of classes: everything of such a network can be pointed at, chosen and trained, by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core import storage
from core.edits.classes import SetKind
from gui.canvas import geometry
from tests.helpers.classifier import feeding_on, iris, layered
from tests.helpers.drive import User
from tests.stories.conftest import Play

POSITIONS = {
    "petal": (0.0, -90.0), "sepal": (0.0, 90.0), "h1": (240.0, -90.0), "h2": (240.0, 90.0), "setosa": (480.0, -165.0),
    "versicolor": (480.0, 0.0), "virginica": (480.0, 165.0), "species": (720.0, 0.0),
}  # fmt: skip


def classes(user: User, label: str = "species") -> tuple[str, ...]:
    return user.document.nodes[user.node(label)].classes


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "iris.squiggle"
    storage.save(path, iris(b3=-2).evolve(positions=POSITIONS))
    return str(path)


@pytest.mark.parametrize("name", ["iris", "layers", "feeding on", "argmax"])
def test_everything_can_be_chosen(play: Play, tmp_path: Path, name: str) -> None:
    documents = {"iris": iris(), "layers": layered((2, 4, 3)), "feeding on": feeding_on(layered((2, 4, 3))),
                 "argmax": iris("argmax", "ssr")}  # fmt: skip
    found = documents[name]
    found = found.evolve(positions={node: (220.0 * at, 0.0) for at, node in enumerate(found.nodes)})
    storage.save(tmp_path / "a.squiggle", found)

    def tale(user: User) -> None:
        selection, document = user.window.workspace.selection, user.document
        for node in document.nodes:
            selection.choose([node])
            QApplication.processEvents()
        for pair in document.connections:
            selection.choose(pairs=[pair], parameter=pair if document.has(pair) else None)
            QApplication.processEvents()
        for ref in document.parameters():
            selection.choose([ref[1]], parameter=ref)
            QApplication.processEvents()
        user.press("step")

    play(tale, str(tmp_path / "a.squiggle"))


def test_a_connection_without_a_weight_is_chosen_pointed_at_and_deleted(play: Play, file: str) -> None:
    def tale(user: User) -> None:
        wire = user.canvas.canvas.stage.drawing.wire(("setosa", "species"))
        middle = geometry.wire_point(wire, 0.5)
        user.hover(middle.x(), middle.y())
        user.click(middle.x(), middle.y())
        assert user.window.workspace.selection.pairs == {("setosa", "species")}
        assert user.window.workspace.selection.parameter is None
        user.keys("Delete")
        assert classes(user) == ("Versicolor", "Virginica")
        user.keys("Ctrl+Z")
        assert classes(user) == ("Setosa", "Versicolor", "Virginica")

    play(tale, file)


def test_argmax_takes_every_derivative_to_0_and_softmax_brings_them_back(play: Play, file: str) -> None:
    def tale(user: User) -> None:
        workspace = user.window.workspace
        before = workspace.training.frame.gradient(("", "setosa"))
        assert before is not None
        assert before.item() == pytest.approx(-0.773201, abs=1e-6)
        workspace.do(SetKind("species", "argmax"))
        hard = workspace.training.frame.gradient(("", "setosa"))
        assert hard is not None
        assert hard.item() == 0
        workspace.do(SetKind("species", "softmax", loss="cross_entropy"))
        back = workspace.training.frame.gradient(("", "setosa"))
        assert back is not None
        assert back.item() == before.item()

    play(tale, file)


def test_a_softmax_is_drawn_and_connected(play: Play) -> None:
    def tale(user: User) -> None:
        user.place("SoftMax", 760, 0)
        assert classes(user, "SoftMax 1") == ()
        user.connect("effectiveness", "SoftMax 1")
        assert classes(user, "SoftMax 1") == ("effectiveness",)
        assert not user.document.has(user.pair("effectiveness", "SoftMax 1"))
        assert "always 1" in user.window.workspace.training.frame.reason

    play(tale)
