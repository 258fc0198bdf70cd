"""How soon odd files are refused, each in at most a second of processor time. Run by hand; words pick kinds:

    uv run python tests/benchmarks/refusals.py [word ...]

Networks are opened as the commands do; tables are read as rows to predict, and as the file that a network names.
Times hold on a quiet machine: two programs on one core slow each other by half.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main  # noqa: F401 - caps the threads before numpy is imported
from core import storage
from core.datasets.csv_import import begin
from core.datasets.csv_table import read_text
from core.datasets.unseen import with_rows
from core.engine.compiler import compile_network
from core.errors import SquiggleError
from tests.benchmarks.odd_files import NETWORKS, TABLES
from tests.helpers.network_text import EXAMPLE

SPARSE = "2 GB of nothing"


def measure(read: Callable[[], object]) -> tuple[float, str]:
    """Return the seconds and the first sentence of a refusal; what was not refused says so."""
    gc.collect()
    start = time.process_time()
    try:
        read()
    except SquiggleError as refused:
        return time.process_time() - start, str(refused).splitlines()[0]
    return time.process_time() - start, "NOT REFUSED"


def commands(path: Path) -> None:
    """Read a network as the commands do."""
    compile_network(storage.load(path, computable=True))


def predict(path: Path) -> None:
    """Read a table as rows for the network of the example to predict."""
    document = storage.parse(EXAMPLE)
    names = {node: (name,) for node, name in zip(document.data.inputs, "a", strict=False)}
    data = document.data
    with_rows(document.evolve(data=type(data)(data.columns, names)), path)


def beside(path: Path) -> None:
    """Read a table as the file that a network names."""
    tree = json.loads(EXAMPLE)
    tree["data"] = {"file": path.name, "columns": ["a", "b"], "inputs": {"dose": "a"}, "targets": {"effect": "b"}}
    storage.parse(json.dumps(tree).encode(), path.parent)


def window(path: Path) -> None:
    """Read a table as the window of the import does, which shows what is wrong and refuses only what is too large."""
    begin(read_text(path), storage.parse(EXAMPLE))


def show(path: Path, kind: str, readers: tuple[Callable[[Path], None], ...]) -> None:
    """Print a line for each way of reading the file."""
    for reader in readers:
        seconds, sentence = measure(lambda reader=reader: reader(path))  # type: ignore[misc]
        said = sentence.replace(f"{path.parent}{os.sep}", "")
        size = path.stat().st_size / 2**20
        print(f"{seconds:6.2f} s {size:7.1f} MB  {reader.__name__:9}{kind:34}{said[:110]}", flush=True)


def run(words: list[str]) -> None:
    """Print the table, of the kinds that have one of ``words`` in their names, or of all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        for name, table, readers in (("odd.squiggle", NETWORKS, (commands,)), ("odd.csv", TABLES, (predict, beside))):
            for kind, make in table.items():
                if not words or any(word in kind for word in words):
                    (path / name).write_bytes(make())
                    show(path / name, kind, (*readers, *([window] if "--window" in words else [])))
            if not words or SPARSE in words:
                with (path / name).open("wb") as file:
                    file.truncate(2 * 2**30)
                show(path / name, SPARSE, readers)


if __name__ == "__main__":
    run(sys.argv[1:])
