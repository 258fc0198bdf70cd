"""Nodes as text on the clipboard, so that they can be pasted in another window, or mailed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication

from core.document import Document
from core.edits.graph import extract
from core.errors import EditRefused, FileRefused
from core.files import json_text
from core.files.formatting import format_document
from core.storage import parse


def put(document: Document, nodes: Iterable[str]) -> None:
    """Copy ``nodes`` and the connections between them as a network file's text."""
    QGuiApplication.clipboard().setText(format_document(extract(document, nodes)).decode())


def take() -> Document:
    """Return the network that the clipboard holds as text; EditRefused says what is wrong with it."""
    text = QGuiApplication.clipboard().text()
    if not text.lstrip().startswith("{"):
        raise EditRefused("The clipboard holds no nodes; copy some from a network first.")
    if len(text) > json_text.MAX_BYTES:
        raise EditRefused("The text on the clipboard is too long for a network; open it as a file instead.")
    try:
        return parse(text.encode())
    except FileRefused as refused:
        raise EditRefused(f"The text on the clipboard is no network: {refused.problems[0]}") from refused
