"""The network that tells made images from real ones while a generator is trained; no model file holds it."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

_SLOPE = 0.2


class PatchDiscriminator(nn.Module):
    """One score per patch, near 1 for real ones (Isola et al. 2017), with spectral norm (Miyato et al. 2018).

    Args:
        in_channels: of the image and what conditions it.
        base_channels: after the first layer; they double with each halving.
        halvings: layers of stride 2. A score sees 16, 34 or 70 px for 1, 2 or 3 of them.

    ``forward``: (B, C, H, W) float32 -> what each layer gives, a list; the last is the scores (B, 1, h, w).
    """

    def __init__(self, in_channels: int, base_channels: int = 32, halvings: int = 2) -> None:
        super().__init__()
        widths = [in_channels, *(base_channels * 2**level for level in range(halvings + 1))]
        layers = [
            nn.Conv2d(fan_in, fan_out, 4, 2 if level < halvings else 1, 1)
            for level, (fan_in, fan_out) in enumerate(zip(widths, widths[1:]))
        ]
        self.layers = nn.ModuleList(spectral_norm(layer) for layer in layers)
        self.head = spectral_norm(nn.Conv2d(widths[-1], 1, 4, 1, 1))

    def forward(self, x: Tensor) -> list[Tensor]:
        found = []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), _SLOPE)
            found.append(x)
        return [*found, self.head(x)]
