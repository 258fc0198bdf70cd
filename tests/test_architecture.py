"""The laws of the house, each kept by a check."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import mean

import pytest

from core import document

ROOT = Path(__file__).parent.parent
LIBRARIES = {"numpy", "msgspec", "PySide6", "shiboken6", "pyqtgraph", "ziamath"}
OURS = {"core", "gui", "main", "resources"}
UNSAFE = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "tools", "stuff"}
LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS = 400, 50, 20


def sources(*folders: str) -> list[Path]:
    """The Python files of the program (or of some folders) by their paths in the project."""
    found = [path for folder in folders or ("core", "gui") for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, *([] if folders else [ROOT / "main.py"])])


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def named(paths: list[Path]) -> list[str]:
    return [label(path) for path in paths]


@pytest.mark.parametrize("path", sources("core"), ids=label)
def test_core_knows_no_qt_and_no_window(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imports(path)}
    assert not tops & {"PySide6", "shiboken6", "pyqtgraph", "ziamath", "gui", "main"}


def test_nothing_imports_the_window_but_the_start() -> None:
    assert {name for name in imports(ROOT / "main.py") if name.startswith("gui")} <= {"gui.start", "gui.start.start"}
    at_top = {
        alias.name for node in tree(ROOT / "main.py").body if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }  # fmt: skip
    assert at_top <= {"annotations", "os", "sys", "Sequence"}, "main imports nothing heavy before the caps are set"


@pytest.mark.parametrize("path", sources(), ids=label)
def test_only_the_libraries_of_the_project_are_imported(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imports(path)}
    assert tops <= LIBRARIES | OURS | set(sys.stdlib_module_names)
    assert not tops & UNSAFE, "a user's file is never executed"


@pytest.mark.parametrize("path", sources(), ids=label)
def test_nothing_is_evaluated(path: Path) -> None:
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    assert not {"eval", "exec", "compile", "__import__"} & {one.id for one in calls if isinstance(one, ast.Name)}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", sources(), ids=label)
def test_files_functions_and_classes_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST_FILE
    assert [node.name for node in functions(path) if length(node) > LONGEST_FUNCTION] == []
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    methods = {one.name: sum(isinstance(part, ast.FunctionDef) for part in one.body) for one in classes}
    assert {name: count for name, count in methods.items() if count > MOST_METHODS} == {}


def test_most_functions_are_under_ten_lines() -> None:
    lengths = [length(node) for path in sources() for node in functions(path)]
    assert mean(one < 10 for one in lengths) > 0.5


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """Return the room of a module: its folder in core or gui, or itself where it stands beside the folders."""
    return ".".join(module.split(".")[:2])


def circle_among(paths: list[Path], named: Callable[[str], str]) -> list[str]:
    """Return who imports whom in a circle, a line for each import; wherever it stands, for types too."""
    modules = {module_of(path): path for path in paths}
    found: dict[str, dict[str, str]] = {named(module): {} for module in modules}
    for module, path in modules.items():
        for other in imports(path) & modules.keys():
            if named(other) != named(module) and named(other) not in TOPS:
                found[named(module)].setdefault(named(other), f"{label(path)} imports {label(modules[other])}")
    try:
        TopologicalSorter(found).prepare()
    except CycleError as circle:
        imported, importing = circle.args[1][:-1], circle.args[1][1:]  # each is imported by the next
        return [found[above][below] for below, above in zip(imported, importing, strict=True)]
    return []


TOPS = {"core", "gui"}
"""Say what stands in them; whoever imports a module runs them first."""


@pytest.mark.parametrize("named", [room_of, str], ids=["rooms", "modules"])
def test_none_imports_one_that_imports_it(named: Callable[[str], str]) -> None:
    circle = circle_among(sources(), named)
    assert circle == [], "\n".join([*circle, "Let what is below say in a Protocol what it needs of what is above."])


def test_a_circle_is_told_by_the_files_that_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "gui/low/marks.py": "if TYPE_CHECKING:\n    from gui.high.panel import Panel\n",
        "gui/high/panel.py": "def show():\n    from gui.middle import words\n",
        "gui/middle.py": "from gui.low import marks\n",
        "gui/low/free.py": "import gui.low.marks\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    for way in (room_of, str):
        assert {*circle_among([tmp_path / name for name in texts], way)} == {
            "gui/low/marks.py imports gui/high/panel.py",
            "gui/high/panel.py imports gui/middle.py",
            "gui/middle.py imports gui/low/marks.py",
        }


def test_main_window_holds_no_logic() -> None:
    assert len((ROOT / "gui" / "docks" / "main_window.py").read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("path", sources(), ids=label)
def test_a_module_has_a_name_that_says_something(path: Path) -> None:
    assert path.stem not in VAGUE
    assert path.read_text(encoding="utf-8").lstrip().startswith('"""'), "a module begins by saying what it is"


@pytest.mark.parametrize("path", sources(), ids=label)
def test_nothing_is_left_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text)


def test_documents_are_frozen() -> None:
    values = [value for value in vars(document).values() if isinstance(value, type) and dataclasses.is_dataclass(value)]
    assert len(values) >= 8
    for value in values:
        assert value.__dataclass_params__.frozen, value  # type: ignore[attr-defined]


def test_every_package_is_installed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    packages = {".".join(path.parent.relative_to(ROOT).parts) for path in sources("core", "gui")}
    assert packages <= {*listed}
    data = {path.parent.name for path in (ROOT / "resources").rglob("*.*") if "__pycache__" not in path.parts}
    assert {f"resources.{name}" for name in data - {"resources"}} <= {*listed}


ACROSS = {
    "tests/core/test_documented_examples.py": "the examples in docstrings",
    "tests/core/test_grid_lessons.py": "what is told and asked about numbers of convolutions, from four rooms",
    "tests/core/test_published_classes.py": "worked figures of parts 4 to 7, through the public doors",
    "tests/core/test_published_figures.py": "those of parts 1 to 3",
    "tests/core/test_published_letters.py": "those of part 8",
    "tests/core/lessons/test_what_lessons_count.py": "texts of lessons, held against other rooms",
    "tests/gui/plots/test_pointed.py": "the same light in several plots",
    "tests/gui/test_views_of_pictures.py": "the same network in several views",
    "tests/gui/test_reference_counts.py": "the library below",
}
"""Tests that belong to no one module, and what they are of."""


def mirrors(path: Path) -> bool:
    """Whether a test is called after a module or folder that stands where it stands, or after their folder."""
    home, what = ROOT / path.parent.relative_to(ROOT / "tests"), path.stem.removeprefix("test_")
    names = {one.stem for one in home.glob("*") if one.suffix == ".py" or one.is_dir()} | {home.name}
    return home.is_dir() and any(f"{what}_".startswith(f"{name}_") for name in names)


def test_tests_stand_where_what_they_test_stands() -> None:
    paths = [path for path in sources("tests/core", "tests/gui") if path.name.startswith("test_")]
    astray = {label(path) for path in paths if not mirrors(path)}
    assert astray - ACROSS.keys() == set(), "called after no module beside it: test_MODULE.py or test_MODULE_more.py"
    assert ACROSS.keys() - astray == set(), "gone, or called after a module now"


PATTERNS = {
    r"\btime\.sleep\(|\bqtbot\.wait\(|\bEvent\(\)\.wait\(": "a sleep proves nothing: wait for what should happen",
    r"pytest\.skip|skipif|mark\.skip|importorskip": "a test that does not run proves nothing",
    r"unittest\.mock|\bmocker\b|MagicMock": "a mock of a Qt method breaks the process",
    r"(?m)^\s*qtbot\.wait(Exposed|Active)\(": "waits for nothing: what shows the window stands in its with block",
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_tests_keep_their_laws(pattern: str) -> None:
    paths = [path for path in sources("tests") if path != Path(__file__) and "benchmarks" not in path.parts]
    found = [path for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert named(found) == [], PATTERNS[pattern]


TEXTS = {".py", ".md", ".toml", ".squiggle", ".json", ".csv", ".qss", ".svg", ".yml", ""}


def texts() -> list[Path]:
    """Every text file of the project, whether it is in version control yet or not."""
    made = re.compile(r"^(\.git|\.venv|__pycache__|\.\w+_cache|\.hypothesis|build|dist|.*\.egg-info|uv\.lock)$")
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in TEXTS and not any(map(made.match, path.relative_to(ROOT).parts))
    ]


def test_no_file_names_the_machine_it_was_written_on() -> None:
    path_of_somebody = re.compile(r"(?<![\w.~}])/(?:work|home|root|Users|mnt)/\w")
    found = [path for path in texts() if path_of_somebody.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert named(found) == []


def test_dependencies_come_from_wherever_the_user_gets_them() -> None:
    assert not re.search(r"index-url|\[\[?tool\.uv", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not (ROOT / ".python-version").exists()


def check(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_is_content() -> None:
    check("ruff", "check", "--no-cache", ".")


@pytest.mark.timeout(300)
def test_mypy_is_content() -> None:
    check("mypy")


BOXES = {"QHBoxLayout", "QVBoxLayout", "QGridLayout", "QFormLayout"}
FILLING = {"addWidget", "insertWidget", "addLayout", "insertLayout", "addRow", "addStretch", "addSpacing"}
HOLDING = {"addLayout", "insertLayout", "addRow", "setLayout"}


def made_in(function: ast.AST) -> set[str]:
    """The names that a function gives to layouts made without a parent."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
            found |= {ast.unparse(name) for name, made in pairs
                      if isinstance(made, ast.Call) and not made.args and ast.unparse(made.func) in BOXES}  # fmt: skip
    return found


def filled_first(function: ast.AST) -> list[str]:
    """The layouts made in a function that are filled before something holds them; handed out filled, too."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    wrong = []
    for name in sorted(made_in(function)):
        filled = [call.lineno for call in calls
                  if call.func.attr in FILLING and ast.unparse(call.func.value) == name]  # type: ignore[attr-defined]
        held = [call.lineno for call in calls
                if call.func.attr in HOLDING and name in map(ast.unparse, call.args)]  # type: ignore[attr-defined]
        if filled and (not held or min(filled) < min(held)):
            wrong.append(f"{name} at line {min(filled)}")
    return wrong


@pytest.mark.parametrize("path", sources("gui"), ids=label)
def test_a_layout_is_added_to_its_parent_before_it_is_filled(path: Path) -> None:
    """The other way round Python's collector deletes its items twice, and the process ends."""
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    assert [f"{one.name}: {wrong}" for one in functions for wrong in filled_first(one)] == []
