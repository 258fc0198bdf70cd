"""Values that are computed when somebody asks are those that are computed at once."""

import numpy as np
import pytest

import core.engine.survey
from core.datasets.rows import prepare
from core.document import Floats
from core.engine.compiler import compile_network
from core.engine.late_values import LateValues
from core.engine.network import Network
from tests.helpers.grids import picture_network


@pytest.fixture
def late() -> tuple[Network, LateValues]:
    document = picture_network(rows=9)
    network = compile_network(document)
    return network, LateValues(network, network.pack(document), prepare(document).inputs)


def _forward(network: Network) -> tuple[Floats, Floats]:
    document = picture_network(rows=9)
    found = network.forward(network.pack(document), prepare(document).inputs)
    return found.z, found.a


def test_all_samples_are_those_of_forward_to_the_last_bit(late: tuple[Network, LateValues]) -> None:
    z, a = _forward(late[0])
    assert np.array_equal(late[1].z, z)
    assert np.array_equal(late[1].a, a)
    assert late[1].samples == late[1].a.shape[1] == 9


def test_few_samples_are_computed_together(late: tuple[Network, LateValues]) -> None:
    assert np.array_equal(late[1].of(4).a, _forward(late[0])[1][:, 4:5])
    assert late[1].of(4).a.base is late[1].of(3).a.base


def test_one_sample_of_many_is_computed_alone(
    late: tuple[Network, LateValues], monkeypatch: pytest.MonkeyPatch
) -> None:
    z, a = _forward(late[0])
    monkeypatch.setattr(core.engine.survey, "_HELD", late[0].layout.height * 4)  # nine samples are three blocks
    alone = late[1].of(4)
    assert late[1].of(4) is alone
    assert np.allclose((alone.z, alone.a), (z[:, 4:5], a[:, 4:5]), rtol=1e-14, atol=1e-14)
    assert np.allclose(late[1].a, a, rtol=1e-14, atol=1e-14)
    assert late[1].of(4).a.base is late[1].a  # now that all are known, it is one of them


def test_a_node_of_many_samples_is_computed_alone_and_more_of_them_with_all(
    late: tuple[Network, LateValues], monkeypatch: pytest.MonkeyPatch
) -> None:
    network, values = late
    z, a = _forward(network)
    monkeypatch.setattr(core.engine.survey, "_HELD", network.layout.height * 4)
    for node in ("n0", "O", "image", "X"):
        units = network.units[node]
        found = values.among(units)
        assert np.allclose(found.z, z[units], rtol=1e-14, atol=1e-14)
        assert np.allclose(found.a, a[units], rtol=1e-14, atol=1e-14)
    assert values.among(network.units["n0"]).a.base is values.a
