"""Which rows an update looks at: those that are named are those that are dealt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.document import TestSplit, column
from core.training.batches import batch_size, rows_at
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("size", [None, 1, 3, 4, 8, 100])
def test_rows_named_are_the_rows_dealt(size: int | None, shuffle: bool) -> None:  # noqa: FBT001
    document = one_two_one()
    columns = (column("dosage", np.arange(10) / 10), column("effectiveness", np.arange(10) / 20))
    data = replace(document.data, columns=columns, test=TestSplit(rows=(0, 7)))
    training = replace(document.training, batch_size=size, shuffle=shuffle, seed=5)
    document = document.evolve(data=data, training=training)
    trainer = Trainer(document)
    for step in range(25):
        chosen = rows_at(training, trainer.rows.train, step)
        assert trainer._batches.at(step).sweep.inputs.tolist() == trainer.rows.inputs[:, chosen].tolist()
        trainer.step()
    epoch = -(-8 // batch_size(training, 8))
    dealt = np.concatenate([rows_at(training, trainer.rows.train, step) for step in range(epoch)])
    assert sorted(dealt.tolist()) == [1, 2, 3, 4, 5, 6, 8, 9], "each training row once an epoch"
    assert (dealt.tolist() == sorted(dealt.tolist())) == (not shuffle or size in (None, 8, 100))
