"""The program's name and version."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

NAME = "Squiggle"


def version() -> str:
    """Return the version: of the project this file stands in, else of the installed package."""
    try:
        project = Path(__file__).parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        pass
    try:
        return installed_version("squiggle")
    except PackageNotFoundError:
        return "of unknown version"
