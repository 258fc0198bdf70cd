from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.disk import PREFIX, STALE_SECONDS, SUFFIX, read_bytes, write_atomically
from core.errors import FileRefused

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["unnamed", "named"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test both with the system's files without a name and without them."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE")


@pytest.mark.usefixtures("_way")
class TestWriting:
    def test_makes_and_replaces_a_file_and_leaves_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "a.squiggle"
        for data in (b"first", b"", b"x" * 3_000_000):
            write_atomically(path, data)
            assert path.read_bytes() == data
        assert [*tmp_path.iterdir()] == [path]

    def test_keeps_the_mode_and_obeys_the_mask(self, tmp_path: Path) -> None:
        path = tmp_path / "a.squiggle"
        mask = os.umask(0o027)
        try:
            write_atomically(path, b"1")
            assert stat.S_IMODE(path.stat().st_mode) == 0o640
            path.chmod(0o604)
            write_atomically(path, b"2")
            assert stat.S_IMODE(path.stat().st_mode) == 0o604
        finally:
            os.umask(mask)

    def test_follows_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        target, link = tmp_path / "real" / "a.squiggle", tmp_path / "link.squiggle"
        target.write_bytes(b"old")
        link.symlink_to(target)
        write_atomically(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"

    def test_a_full_disk_leaves_the_old_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.squiggle"
        path.write_bytes(b"old")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
        try:
            with pytest.raises(FileRefused, match=r"Cannot save .*a\.squiggle: it would be larger"):
                write_atomically(path, b"x" * 200_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, before)
        assert path.read_bytes() == b"old"
        assert [*tmp_path.iterdir()] == [path]

    def test_clears_away_what_a_killed_program_left_but_not_what_another_is_writing(self, tmp_path: Path) -> None:
        old, new = (tmp_path / f"{PREFIX}{name}{SUFFIX}" for name in ("old", "new"))
        for left in (old, new):
            left.write_bytes(b"half")
        long_ago = time.time() - STALE_SECONDS - 1
        os.utime(old, (long_ago, long_ago))
        write_atomically(tmp_path / "a.squiggle", b"1")
        assert not old.exists()
        assert new.exists()


def test_a_device_is_never_replaced_by_a_file() -> None:
    with pytest.raises(FileRefused, match="a device"):
        write_atomically(Path("/dev/full"), b"x")
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize(
    ("name", "word"), [("none/a", "no such file or folder"), (".", "folder"), ("f/a", "not a folder")]
)
def test_says_why_it_cannot_save(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(FileRefused, match=word):
        write_atomically(tmp_path / name, b"1")


_WRITER = """
import sys
from pathlib import Path
from core.disk import write_atomically
path = Path(sys.argv[1])
print("ready", flush=True)
at = 0
while True:
    at += 1
    write_atomically(path, str(at % 10).encode() * 400_000)
"""


def test_a_kill_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.squiggle"
    path.write_bytes(b"0" * 400_000)
    for at in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ}
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            until = time.perf_counter() + 0.005 + at * 0.003
            while time.perf_counter() < until:
                path.read_bytes()
            process.kill()
        data = path.read_bytes()
        assert len(data) == 400_000
        assert len(set(data)) == 1
    assert len([*tmp_path.iterdir()]) <= 3


def test_reads_no_more_than_allowed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5, "cut it") == b"12345"
    with pytest.raises(FileRefused, match="at most"):
        read_bytes(tmp_path / "a", 4, "cut it")
