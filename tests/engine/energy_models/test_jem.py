import math

import numpy as np
import pytest
import torch
from torch import nn

from eo_deep.energy_models.jem import (
    GaussianInit,
    SamplerSettings,
    compute_logits,
    log_density,
    sample_chain,
    score_gradient,
)
from eo_deep.energy_models.objective import ChainBuffer, JemObjective, JemSettings
from eo_deep.energy_models.synthetic_outliers import KINDS, make_outliers
from eo_deep.errors import EoDeepError
from eo_deep.models.networks import build
from eo_deep.scene_classification.calibration import fit_temperature, measure_calibration, measure_classification


class Bell(nn.Module):
    """Two classes of images: log p(x, y) = -|x - c_y|^2 / 2 spread^2 with c = -0.5 and 0.5."""

    def __init__(self, spread=0.1):
        super().__init__()
        self.spread = nn.Parameter(torch.tensor(spread))

    def forward(self, x):
        centers = torch.tensor([-0.5, 0.5])
        squares = (x[:, None] - centers[:, None, None, None]).flatten(2).square().sum(2)
        return -squares / (2 * self.spread**2)


def rng(seed=0):
    return torch.Generator().manual_seed(seed)


def test_log_density_is_logsumexp_of_the_logits():
    network, x = build("wideresnet", in_channels=2, out_channels=3, depth=10, width=1), torch.randn(5, 2, 16, 16)
    assert torch.allclose(log_density(network, x), network(x).exp().sum(1).log(), atol=1e-5)
    batched = compute_logits(network, x, batch=2)
    assert torch.allclose(batched, network(x), atol=0.05)  # in bfloat16 where the processor has it


def test_score_is_the_gradient_of_the_log_density():
    x = torch.full((1, 1, 2, 2), 0.2, dtype=torch.float32)
    assert torch.allclose(score_gradient(Bell(), x), torch.full_like(x, 0.3 / 0.01), rtol=1e-3)
    assert torch.allclose(score_gradient(Bell(), x, torch.tensor([0])), torch.full_like(x, -0.7 / 0.01), rtol=1e-3)
    assert not x.requires_grad


def test_chains_reach_the_distribution():
    """Langevin: a step of s follows the gradient, noise sqrt(2 s): the spread becomes the density's own."""
    spread, step = 0.1, 0.0005
    settings = SamplerSettings(400, step, math.sqrt(2 * step), max_gradient=1e9)
    x = sample_chain(Bell(spread), torch.zeros(64, 1, 4, 4), settings, rng(), torch.ones(64, dtype=torch.int64))
    assert abs(float(x.mean()) - 0.5) < 0.02
    assert abs(float(x.std()) - spread) < 0.02


def test_chains_follow_what_holds_in_all_orientations():
    class Slopes(nn.Module):
        """log p(x) grows with the brightness, and as much with being brighter on the right than on the left."""

        def forward(self, x):
            right = torch.linspace(-1, 1, x.shape[-1])
            return (x * (1 + 3 * right)).sum((1, 2, 3))[:, None]

    start = torch.full((1, 1, 8, 8), -0.5)
    moved = (sample_chain(Slopes(), start, SamplerSettings(64, 0.01, 0.0, 10.0), rng()) - start)[0, 0]
    assert abs(float(moved.mean()) - 0.64) < 0.1
    assert abs(float(moved[:, 4:].mean() - moved[:, :4].mean())) < 0.4  # in one orientation alone 2.2


@pytest.mark.parametrize("gain", [None, torch.rand(4, 3, generator=rng())])
def test_known_pixels_stay_to_the_bit(gain):
    start = torch.rand(2, 1, 4, 4, generator=rng()) * 2 - 1
    known = torch.rand(2, 1, 4, 4, generator=rng(1)) < 0.5
    x = sample_chain(Bell(), start, SamplerSettings(10, 0.001, 0.01, 1e3), rng(), fixed=known, gain=gain)
    assert torch.equal(x[known], start[known])
    assert not torch.equal(x[~known], start[~known])


def test_the_gain_leaves_the_distribution_as_it_is_and_follows_the_spectrum():
    spread, step = 0.1, 0.0005
    gain = torch.rand(8, 5, generator=rng(3)) + 0.2
    settings = SamplerSettings(400, step, math.sqrt(2 * step), max_gradient=1e9)
    labels = torch.ones(64, dtype=torch.int64)
    x = sample_chain(Bell(spread), torch.zeros(64, 1, 8, 8), settings, rng(), labels, gain=gain)
    assert abs(float(x.mean()) - 0.5) < 0.02
    assert abs(float(x.std()) - spread) < 0.02
    smooth = torch.nn.functional.avg_pool2d(torch.randn(40, 2, 19, 19, generator=rng(5)), 4, 1)
    found = GaussianInit.fit(smooth.clamp(-1, 1), torch.zeros(40, dtype=torch.int64), 1).measure_gain()
    assert found[0, 1] > 5 * found[8, 8]
    assert torch.fft.irfft2(found, s=(16, 16))[0, 0] == pytest.approx(1.0)  # mean 1 over all frequencies


def test_only_phases_move_where_amplitudes_are_given():
    class Middle(nn.Module):
        """log p(x) grows with the brightness of the middle."""

        def forward(self, x):
            return 10 * x[..., 6:10, 6:10].mean((1, 2, 3))[:, None]

    start = 0.1 * torch.randn(2, 2, 16, 16, generator=rng())
    amplitudes = torch.fft.rfft2(start).abs()
    x = sample_chain(Middle(), start, SamplerSettings(50, 0.05, 0.0, 10.0), rng(), amplitudes=amplitudes)
    assert torch.fft.rfft2(x).abs().numpy() == pytest.approx(amplitudes.numpy(), abs=1e-4)
    assert x[..., 6:10, 6:10].mean() > start[..., 6:10, 6:10].mean() + 0.1


def test_the_same_generator_gives_the_same_chain():
    network = build("wideresnet", in_channels=1, out_channels=2, depth=10, width=1).eval()
    chains = [sample_chain(network, torch.zeros(2, 1, 16, 16), SamplerSettings(3), rng(4)) for _ in range(2)]
    assert torch.equal(*chains)
    assert chains[0].abs().max() <= 1


def stripes(count, generator):
    """Class 0: dark noise; class 1: bright, vertical stripes of random phase, the second band half as strong."""
    noise = 0.1 * torch.randn(count, 2, 16, 16, generator=generator)
    phase = 6.28 * torch.rand(count, 1, 1, 1, generator=generator)
    wave = 0.4 * torch.cos(torch.arange(16) * 6.2832 / 4 + phase) * torch.tensor([1.0, 0.5])[:, None, None]
    labels = torch.arange(count) % 2
    bright = labels.bool()[:, None, None, None]
    return torch.where(bright, 0.3 + wave + 0.3 * noise, -0.3 + noise), labels


def test_start_images_have_the_class_s_colours_and_spectra():
    x, labels = stripes(400, rng())
    fitted = GaussianInit.fit(x, labels, 2)
    init = GaussianInit.from_tensors(fitted.tensors())
    drawn = init.draw(torch.arange(400) % 2, rng(1))
    for label in (0, 1):
        real, made = x[labels == label], drawn[labels == label]
        assert torch.allclose(real.mean((0, 2, 3)), made.mean((0, 2, 3)), atol=0.03)
        assert torch.allclose(power_of(real), power_of(made), rtol=0.5, atol=2)
        assert torch.allclose(covariance_of(real), covariance_of(made), atol=0.01)


def power_of(x):
    return torch.fft.rfft2(x - x.mean((0, 2, 3), keepdim=True)).abs().square().mean(0)


def covariance_of(x):
    return torch.cov(x.movedim(1, 0).flatten(1))


def make_objective(**changes):
    x, labels = stripes(40, rng())
    settings = JemSettings(SamplerSettings(2, 1.0, 0.005), chains=6, buffer=12, **changes)
    return JemObjective(settings, GaussianInit.fit(x, labels, 2), seed=3), x, labels


def all_plain(x, labels):
    return x, labels, torch.ones(len(x), dtype=torch.bool)


def test_the_buffer_keeps_classes_even_and_ages():
    x, labels = stripes(40, rng())
    buffer = ChainBuffer(GaussianInit.fit(x, labels, 2), 11, 0.0, rng())
    assert buffer.classes.bincount().tolist() == [6, 6]
    numbers, images, classes = buffer.take(8, rng())
    assert len(set(numbers.tolist())) == 8
    assert classes.bincount().tolist() == [4, 4]
    buffer.put(numbers, images + 0.25, 5)
    assert torch.allclose(buffer.images[numbers].float(), images + 0.25, atol=1e-3)
    assert set(buffer.oldest(4)[1].tolist()) == {0, 1}
    assert buffer.ages.sum() == 40
    restarting = ChainBuffer(GaussianInit.fit(x, labels, 2), 12, 1.0, rng())
    numbers, _, _ = restarting.take(4, rng())
    assert restarting.ages[numbers].sum() == 0


def test_learning_separates_outliers_and_keeps_samples_near():
    objective, x, labels = make_objective()
    torch.manual_seed(0)
    network = build("wideresnet", in_channels=2, out_channels=2, depth=10, width=1)
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    for step in range(40):
        loss = objective.compute(network, all_plain(x, labels), step, step / 40)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    means = objective.describe_epoch()["log_density"]
    assert set(means) == {"cross_entropy", "real", "sampled", "outliers"}
    assert objective.find_divergence() is None
    outliers = make_outliers(x, rng(9))
    assert log_density(network, x).mean() > log_density(network, outliers).mean() + 0.5
    assert (network(x).argmax(1) == labels).float().mean() > 0.9


def test_batch_norm_stands_still():
    """An image's energy must not hang on the images beside it, neither in training nor later."""
    objective, x, labels = make_objective()
    network = build("wideresnet", in_channels=2, out_channels=2, depth=10, width=1, normalization="batch").train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    objective.compute(network, all_plain(x, labels), 0, 0.5).backward()
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_varied_patches_teach_classes_only():
    network = build("wideresnet", in_channels=2, out_channels=2, depth=10, width=1)
    found = []
    for plain in (slice(None), slice(10)):
        objective, x, labels = make_objective()
        mask = torch.zeros(len(x), dtype=torch.bool)
        mask[plain] = True
        objective.compute(network, (x, labels, mask), 0, 0.5)
        expected = float(log_density(network, x[plain]).mean().detach())
        found.append((objective.describe_epoch()["log_density"], expected))
    assert found[0][0]["cross_entropy"] == found[1][0]["cross_entropy"]
    for means, expected in found:
        assert means["real"] == pytest.approx(expected, abs=1e-5)


def test_an_objective_goes_on_from_its_record():
    first, x, labels = make_objective()
    network = build("wideresnet", in_channels=2, out_channels=2, depth=10, width=1)
    for step in range(3):
        first.compute(network, all_plain(x, labels), step, 0.5)
    second, _, _ = make_objective()
    second.load({name: value.clone() for name, value in first.tensors().items()}, first.record())
    losses = [each.compute(network, all_plain(x, labels), 3, 0.5) for each in (first, second)]
    assert torch.equal(*losses)
    assert first.record() == second.record()


def test_chains_that_leave_the_data_are_a_divergence():
    objective, _, _ = make_objective()
    assert objective.find_divergence() is None
    for lag in (-21.0, float("nan")):
        objective.load(objective.tensors(), {**objective.record(), "lag": lag})
        assert "differs by" in objective.find_divergence()


@pytest.mark.parametrize("bands", [1, 2, 3, 5])
def test_every_kind_of_outlier_differs_from_its_image(bands):
    x = torch.rand(3 * len(KINDS), bands, 20, 20, generator=rng()) - 0.5
    made = make_outliers(x, rng(1))
    assert made.shape == x.shape
    assert made.abs().max() <= 1
    assert ((made - x).abs().mean((1, 2, 3)) > 0.02).all()
    assert torch.equal(made, make_outliers(x, rng(1)))


@pytest.mark.parametrize(("changes", "expected"), [
    ({"sampler": SamplerSettings(0)}, "Sampling steps must be at least 1, got 0."),
    ({"sampler": SamplerSettings(step_size=0)}, "step size must be above 0, got 0."),
    ({"sampler": SamplerSettings(noise=-1)}, "noise must be at least 0, got -1."),
    ({"restart_share": 2}, "restarted samples must be 0 to 1, got 2."),
    ({"buffer": 5}, "stored samples must be at least 16, those of one step, got 5."),
])
def test_refuses_impossible_settings(changes, expected):
    with pytest.raises(EoDeepError, match=expected):
        JemSettings(**changes)


def test_temperature_undoes_overconfidence():
    labels = torch.randint(3, (4000,), generator=rng())
    honest = 2.0 * nn.functional.one_hot(labels, 3) + torch.randn(4000, 3, generator=rng(1))
    assert abs(fit_temperature(5 * honest, labels) / fit_temperature(honest, labels) - 5) < 0.01
    measured = measure_classification(5 * honest, labels, fit_temperature(5 * honest, labels), 3)
    overconfident = measure_classification(5 * honest, labels, 1.0, 3)
    assert measured["calibration_error"] < 0.03 < overconfident["calibration_error"]
    assert np.sum(measured["confusion"]) == 4000
    assert measured["accuracy"] == pytest.approx(np.trace(measured["confusion"]) / 4000)


def test_calibration_error_of_known_bins():
    probabilities = np.array([[0.9, 0.1]] * 10 + [[0.3, 0.7]] * 10)
    labels = np.array([0] * 9 + [1] + [1] * 5 + [0] * 5)
    error, bins = measure_calibration(probabilities, labels)
    assert error == pytest.approx(0.5 * 0.0 + 0.5 * 0.2)
    assert [each["count"] for each in bins] == [10, 10]
