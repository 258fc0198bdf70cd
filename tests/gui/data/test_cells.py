"""What is drawn of a cell, in whatever room there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from core.document import DataSpec, Document
from core.edits.table import number_column
from core.quantity import parse_number
from gui.app import make_workspace
from gui.data.cell_editor import CellEditor
from gui.data.table_model import TableModel
from gui.theme import font


@given(st.floats(-1e300, 1e300, allow_subnormal=False), st.integers(8, 120))
def test_no_number_is_ever_cut(qapp: QApplication, value: float, room: int) -> None:
    assert qapp is not None
    shared = make_workspace(Document(data=DataSpec(columns=(number_column("a", [value]),))))
    editor = CellEditor(shared, TableModel(shared), shared.theme)
    metrics = QFontMetrics(font(10))
    drawn = editor.words(editor._table.index(0, 0), metrics, room)
    assert drawn == "…" or parse_number(drawn) == pytest.approx(value, rel=0.5, abs=1e-300)
    assert "…" not in drawn or drawn == "…"
    assert metrics.horizontalAdvance(drawn) <= room or drawn == "…"
    shared.training.shut_down()
