"""The objective of disentangled series: contrast, and the balance of the codes' divergence."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from eo_deep.models.networks import build
from eo_deep.time_series.objective import SeriesBatch, SeriesObjective, contrast
from eo_deep.time_series.samples import Block, BlockSampler, SeriesData


def make_cells(places, side=2):
    ticks = torch.arange(side) * 8.0
    one = torch.stack(torch.meshgrid(ticks, ticks, indexing="ij"))
    return torch.stack([one + 100 * place for place in range(places)])


def test_contrast_is_small_where_codes_tell_places_and_not_dates():
    codes = functional.normalize(torch.randn(6, 1, 16, 2, 2, generator=torch.Generator().manual_seed(0)), dim=2)
    same = codes.expand(-1, 2, -1, -1, -1)
    known = torch.ones(6, 1, 2, 2, dtype=torch.bool)
    cells, windows = contrast(same, known, make_cells(6), 32, 0.1)
    others = torch.stack([same[:, 0], same[:, 1].roll(1, 0)], 1)
    other_cells, other_windows = contrast(others, known, make_cells(6), 32, 0.1)
    assert cells < 0.5 and windows < 0.01
    assert other_cells > 2 and other_windows > 5


def test_places_that_are_near_are_no_negatives():
    """Two windows of the same ground would be told apart by nothing: their contrast is that of one."""
    codes = functional.normalize(torch.ones(2, 2, 4, 2, 2), dim=2)
    known, cells = torch.ones(2, 1, 2, 2, dtype=torch.bool), make_cells(2)
    near = cells / 10
    assert contrast(codes, known, near, 32, 0.1)[1] == 0
    assert torch.isclose(contrast(codes, known, cells, 32, 0.1)[1], torch.log(torch.tensor(2.0)))


def test_unknown_cells_do_not_count():
    codes = functional.normalize(torch.randn(4, 2, 8, 2, 2), dim=2)
    known = torch.ones(4, 1, 2, 2, dtype=torch.bool)
    known[:, :, 0] = False
    wanted = contrast(codes, known, make_cells(4), 32, 0.1)
    codes[:, :, :, 0] = functional.normalize(torch.randn(4, 2, 8, 2), dim=2)
    assert all(torch.equal(one, other) for one, other in zip(contrast(codes, known, make_cells(4), 32, 0.1), wanted))


@pytest.mark.parametrize(("nats", "rises"), [((30.0, 4.0), True), ((1.0, 0.1), False)])
def test_the_weight_of_the_divergence_follows_its_bounds(nats, rises):
    objective = SeriesObjective()
    before = objective.tensors()["log_betas"].clone()
    for step in range(40):
        objective._control(torch.tensor(nats, dtype=torch.float64), step)
    assert ((objective.tensors()["log_betas"] > before) == rises).all()


def test_a_step_has_a_gradient_for_every_weight_and_resumes():
    torch.manual_seed(0)
    network = build("disentangler", in_channels=3, out_channels=2, base_channels=8).train()
    values = np.random.default_rng(0).normal(0, 1, (3, 2, 130, 130)).astype(np.float16)
    data = SeriesData([Block(values, np.ones((3, 130, 130), bool), np.zeros((130, 130), bool), 0, 0)],
                      [("a", None)] * 3, [], {})  # fmt: skip
    samples = [BlockSampler(data).draw(np.random.default_rng(number)) for number in range(2)]
    batch = SeriesBatch(*(torch.stack(parts) for parts in zip(*samples)))
    objective = SeriesObjective()
    objective.compute(network, batch, 0, 0.0).backward()
    assert all(weight.grad is not None and weight.grad.isfinite().all() for weight in network.parameters())
    assert set(objective.describe_epoch()["terms"]) >= {"crossed", "own", "cells", "windows", "global_nats"}
    other = SeriesObjective()
    other.load({name: value + 1 for name, value in objective.tensors().items()}, {})
    assert torch.equal(other.tensors()["nats"], objective.tensors()["nats"] + 1)
