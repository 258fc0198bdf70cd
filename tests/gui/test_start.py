from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core import storage
from core.console.command_line import Words, read_words
from core.document import Document
from gui import start as module
from tests.helpers.network_text import EXAMPLE


@pytest.fixture(autouse=True)
def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def refuse_import(monkeypatch: pytest.MonkeyPatch, error: ImportError) -> None:
    def fail(_: Words, _document: object) -> int:
        raise error

    monkeypatch.setattr(module, "_open", fail)


def test_no_display_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert module.start(read_words([])) == 1
    assert "There is no display" in capsys.readouterr().err


def test_a_missing_library_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    refuse_import(monkeypatch, ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"))
    assert module.start(read_words([])) == 1
    sentence = capsys.readouterr().err
    assert "libEGL.so.1" in sentence
    assert "apt-get install libegl1" in sentence
    assert len(sentence.splitlines()) == 1


def test_a_missing_library_of_windows_is_found_before_qt_aborts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(module, "_loads", lambda library: "cursor" not in library)
    assert module.start(read_words([])) == 1
    assert "libxcb-cursor.so.0" in capsys.readouterr().err


def test_a_fault_of_the_program_is_not_taken_for_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    refuse_import(monkeypatch, ImportError("cannot import name 'nothing' from 'core'"))
    with pytest.raises(ImportError, match="nothing"):
        module.start(read_words([]))


def test_a_screenshot_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Path, tuple[int, int]]] = []

    def note(words: Words, _document: object) -> int:
        seen.append((words.out, words.size))
        return 7

    monkeypatch.setattr(module, "_open", note)
    assert module.start(read_words(["screenshot", "a", "b.png", "--size", "1280x720"])) == 7
    assert seen == [(Path("b.png"), (1280, 720))]


@pytest.mark.parametrize("name", ["WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_wayland_or_a_chosen_platform_is_trusted(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "minimal")
    monkeypatch.setattr(module, "_open", lambda _words, _document: 0)
    assert module.start(read_words([])) == 0


def test_a_bad_file_for_the_window_ends_in_its_sentence_before_any_display_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.squiggle"
    bad.write_text("{", encoding="utf-8")
    for file in (bad, tmp_path / "none.squiggle"):
        assert module.start(read_words([str(file)])) == 1
        assert file.name in capsys.readouterr().err


def test_a_file_for_the_window_is_read_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "drug.squiggle"
    path.write_bytes(EXAMPLE)
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    read: list[Path] = []
    shown: list[tuple[Path, str]] = []
    load = storage.load

    def note_read(file: Path) -> Document:
        read.append(file)
        return load(file)

    def note_shown(file: Path, document: Document) -> int:
        shown.append((file, document.title))
        return 0

    monkeypatch.setattr(storage, "load", note_read)
    monkeypatch.setattr("gui.app.run", note_shown)
    assert module.start(read_words([str(path)])) == 0
    assert (read, shown) == ([path], [(path, "Drug dosage")])


def test_the_window_is_not_kept_waiting_for_the_library_of_the_plots() -> None:
    """A process of its own: in this one other tests have long imported it."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, gui.app; print('pyqtgraph' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert said.stdout.strip() == "False"
