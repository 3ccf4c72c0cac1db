from typing import NamedTuple

import torch

from eo_deep.training.batch import map_tensors, move, stack


class Pair(NamedTuple):
    image: torch.Tensor
    label: torch.Tensor


def test_batches_keep_the_structure_of_samples():
    sample = {"image": torch.zeros(3, 8, 8), "more": [torch.tensor(1), (torch.zeros(2), torch.ones(3, 8, 8).long())]}
    batch = stack([sample, sample])
    assert batch["image"].shape == (2, 3, 8, 8) and batch["image"].is_contiguous(memory_format=torch.channels_last)
    assert batch["more"][0].tolist() == [1, 1] and isinstance(batch["more"][1], tuple)
    assert batch["more"][1][1].is_contiguous()
    doubled = map_tensors(lambda a, b: a + b, batch, batch)
    assert doubled["more"][0].tolist() == [2, 2]


def test_named_tuples_stay_what_they_are():
    pair = Pair(torch.zeros(1, 4, 4), torch.tensor(3))
    batch = move(stack([pair, pair, pair]), torch.device("cpu"))
    assert isinstance(batch, Pair) and batch.image.shape == (3, 1, 4, 4) and batch.label.tolist() == [3, 3, 3]
