import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import NORMALIZATIONS
from eo_deep.models.networks import build


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("stem_stride", [1, 2])
def test_logits_are_read_from_pooled_features(normalization, stem_stride):
    network = build("wideresnet", in_channels=4, out_channels=3, depth=10, width=1, normalization=normalization,
                    stem_stride=stem_stride).eval()
    x = torch.randn(2, 4, 32, 32)
    logits = network(x)
    assert logits.shape == (2, 3)
    assert network.feature_map(x).shape == (2, 64, 32 // (4 * stem_stride), 32 // (4 * stem_stride))
    assert torch.allclose(logits, network.head(network.feature_map(x).mean((2, 3))), atol=1e-6)


def test_logits_are_float32_under_autocast():
    network = build("wideresnet", in_channels=3, out_channels=2, depth=10, width=1)
    with torch.autocast("cpu", torch.bfloat16):
        assert network(torch.zeros(1, 3, 16, 16)).dtype == torch.float32


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_what_a_patch_gives_does_not_depend_on_its_batch(normalization):
    network = build("wideresnet", in_channels=3, out_channels=2, depth=16, width=1, normalization=normalization).eval()
    x = torch.randn(3, 3, 16, 16)
    assert torch.allclose(network(x)[1], network(x[1:2])[0], atol=1e-5)


def test_deep_networks_start_with_the_variance_of_shallow_ones():
    torch.manual_seed(0)
    x = torch.randn(4, 3, 32, 32)
    spread = [build("wideresnet", in_channels=3, out_channels=2, depth=depth).feature_map(x).std()
              for depth in (10, 40)]
    assert 0.5 < spread[1] / spread[0] < 2


@pytest.mark.parametrize(("arguments", "expected"), [
    ({"depth": 12}, "^Network 'wideresnet', depth must be 10, 16, 22, 28, ..., got 12.$"),
    ({"depth": 4}, "depth must be a whole number from 10 to 100, got 4"),
    ({"width": 0}, "width must be a whole number from 1 to 32, got 0"),
    ({"normalization": "layer"}, "normalization must be one of weight, none, group, batch, got 'layer'"),
    ({"stem_stride": 3}, "stem_stride must be a whole number from 1 to 2, got 3"),
])
def test_refuses_other_sizes(arguments, expected):
    with pytest.raises(EoDeepError, match=expected):
        build("wideresnet", in_channels=3, out_channels=2, **arguments)
