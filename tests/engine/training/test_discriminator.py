import pytest
import torch

from eo_deep.training.discriminator import PatchDiscriminator


@pytest.mark.parametrize(("halvings", "field_px"), [(1, 16), (2, 34), (3, 70)])
def test_a_score_sees_the_patch_that_is_stated(halvings, field_px):
    x = torch.zeros(1, 2, 128, 128, requires_grad=True)
    network = PatchDiscriminator(2, 4, halvings).eval()
    scores = network(torch.randn(1, 2, 128, 128) + x)[-1]
    middle = scores.shape[-1] // 2
    (seen,) = torch.autograd.grad(scores[0, 0, middle, middle], x)
    rows = torch.nonzero(seen.abs().sum((0, 1, 3)))
    assert int(rows.max() - rows.min()) + 1 == field_px


def test_no_layer_enlarges_a_difference():
    """Spectral norm: a convolution of 4 x 4 px and a stride shows each pixel several times, so a bound is above 1."""
    torch.manual_seed(0)
    network = PatchDiscriminator(3, 8, 2)
    for _ in range(20):
        network(torch.randn(2, 3, 32, 32))
    for layer in [*network.layers, network.head]:
        largest = torch.linalg.matrix_norm(layer.weight.flatten(1), 2)
        assert float(largest) == pytest.approx(1, abs=0.05)
