"""The data sets that come with the program, and scaling by training rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import shipped
from core.datasets.rows import prepare
from core.datasets.scaling import SCALINGS, fitted
from core.document import Column, DataSpec, TestSplit, column
from core.edits.scaling import FitScaling
from core.errors import EditRefused, ValueRefused
from tests.helpers.build import one_two_one


@pytest.mark.parametrize("name", shipped.SHIPPED)
def test_a_set_holds_what_its_row_says(name: str) -> None:
    found, columns = shipped.SHIPPED[name], shipped.load(name)
    assert tuple(one.name for one in columns) == (*found.inputs, found.target)
    assert {len(one.values) for one in columns} == {found.rows}
    assert [one.name for one in columns if not one.numeric] == [found.target]
    assert "UCI" in found.source
    assert found.file.name in (found.file.parent / "LICENSE").read_text()


def test_iris_by_fisher() -> None:
    # the means of the 1936 paper, table 2: setosa 5.006, 3.428, 1.462, 0.246
    columns = {one.name: one.values for one in shipped.load("iris")}
    setosa = columns["species"] == "Setosa"
    means = [float(columns[name][setosa].mean()) for name in shipped.SHIPPED["iris"].inputs]
    assert means == pytest.approx([5.006, 3.428, 1.462, 0.246])
    assert np.unique(columns["species"], return_counts=True)[1].tolist() == [50, 50, 50]


def test_digits_are_pictures_of_sixteen_greys() -> None:
    columns = {one.name: one.values for one in shipped.load("digits")}
    pixels = np.array([columns[name] for name in shipped.SHIPPED["digits"].inputs])
    assert (pixels.min(), pixels.max()) == (0, 16)
    assert set(columns["digit"].tolist()) == set("0123456789")
    assert shipped.SHIPPED["digits"].image == (8, 8)


def table(*values: float) -> tuple[DataSpec, Column]:
    one = column("x", values)
    return DataSpec((one,), test=TestSplit(rows=(0,))), one


def test_spans_come_from_the_training_rows() -> None:
    data, one = table(100, 2, 4, 6)
    assert fitted(data, one) == (2, 6)
    # mean 4, deviation √((4 + 0 + 4) ÷ 3) = 1.632993
    assert fitted(data, one, "standard") == pytest.approx((4, 5.632993))


def test_standard_scaling_gives_mean_0_and_deviation_1() -> None:
    document = FitScaling("dosage", "standard").apply(one_two_one())
    rows = prepare(document)
    assert rows.inputs.mean() == pytest.approx(0, abs=1e-15)
    assert rows.inputs.std() == pytest.approx(1)


@pytest.mark.parametrize("method", SCALINGS)
@pytest.mark.parametrize("value", [0.1, 7.0])
def test_a_constant_column_cannot_be_scaled(method: str, value: float) -> None:
    with pytest.raises(ValueRefused, match="all alike"):
        fitted(*table(3, value, value, value), method)
    document = one_two_one()
    columns = (column("dosage", [value] * 3), document.data.columns[1])
    with pytest.raises(EditRefused, match="all alike"):
        FitScaling("dosage", method).apply(document.evolve(data=replace(document.data, columns=columns)))
