"""PolyCNN (Girard & Tarabalka, IGARSS 2018): from a patch around an object to the four vertices of its outline."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .resunet import ResidualBlock, ResUNet

STRIDE_PX = 8
_SKETCH_FEATURES = (8, 16, 32)


class PolyCNN(nn.Module):
    """Feature extractor, encoder to a code and decoder of one polygon, whose number of vertices is fixed.

    The extractor is the upper half of a `ResUNet` of the same base_channels, so that its weights can start from one.

    Args:
        in_channels: bands of the image.
        out_channels: coordinates, two for each vertex.
        base_channels: features at half resolution; even.
        blocks: residual blocks of the extractor at 1/2, 1/4 and 1/8 of the resolution.
        patch_px: side of the patches; a multiple of 8.
        code: length of the code.

    ``forward``: (B, C, patch_px, patch_px) float32 -> (B, out_channels), x and y of each vertex in turn as shares of
    the patch, 0..1.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int = 8,
        base_channels: int = 32,
        blocks: tuple[int, ...] = (1, 2, 3),
        patch_px: int = 64,
        code: int = 128,
    ) -> None:
        super().__init__()
        thin = base_channels // 2
        features = [thin] + [base_channels * 2**level for level in range(len(blocks))]
        self.stem = nn.Sequential(nn.Conv2d(in_channels, thin, 3, 1, 1, bias=False), nn.BatchNorm2d(thin), nn.ReLU())
        self.extractor = nn.ModuleList()
        for level, count in enumerate(blocks):
            stage = [ResidualBlock(features[level], features[level + 1], stride=2)]
            stage += [ResidualBlock(features[level + 1], features[level + 1]) for _ in range(count - 1)]
            self.extractor.append(nn.Sequential(*stage))
        self.patch_px = patch_px
        wide, side = features[-1], patch_px // 2 ** len(blocks)
        self.encoder = nn.Sequential(
            nn.Conv2d(wide, wide, 1), nn.ReLU(), nn.Conv2d(wide, wide // 2, 1), nn.ReLU(), nn.Flatten(),
            nn.Linear(wide // 2 * side**2, code), nn.ReLU(),
        )  # fmt: skip
        self.decoder = nn.Sequential(
            nn.Linear(code, 2 * code), nn.ReLU(), nn.Linear(2 * code, out_channels), nn.Sigmoid()
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for stage in self.extractor:
            x = stage(x)
        code = self.encoder(x)
        with torch.autocast(x.device.type, enabled=False):  # bfloat16 would round coordinates to 1/256 of the patch
            return self.decoder(code.float())

    def take_extractor(self, network: ResUNet) -> None:
        """Start the feature extractor from the upper half of a network with the same features."""
        self.stem.load_state_dict(network.stem.state_dict())
        for stage, given in zip(self.extractor, network.encoder):
            stage.load_state_dict(given.state_dict())


class SketchEncoder(nn.Module):
    """A small encoder, with which a `PolyCNN`'s decoder learns from drawings: (B, 1, S, S) -> (B, code)."""

    def __init__(self, patch_px: int = 64, code: int = 128) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for fan_in, fan_out in zip((1, *_SKETCH_FEATURES), _SKETCH_FEATURES):
            layers += [nn.Conv2d(fan_in, fan_out, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)]
        side = patch_px // 2 ** len(_SKETCH_FEATURES)
        self.layers = nn.Sequential(*layers, nn.Flatten(), nn.Linear(_SKETCH_FEATURES[-1] * side**2, code), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def cyclic_distance(predicted: Tensor, reference: Tensor) -> Tensor:
    """Mean distance (B,) of the vertices of polygons (B, 2 n) at the best of all cyclic shifts.

    Both go round in the same direction; which vertex comes first has no meaning (Girard & Tarabalka 2018).
    """
    one, two = predicted.reshape(len(predicted), -1, 2), reference.reshape(len(reference), -1, 2)
    shifts = torch.stack([(one - two.roll(shift, 1)).square().sum(-1) for shift in range(one.shape[1])])
    # The root's slope is infinite at 0.
    return (shifts + 1e-12).sqrt().mean(-1).amin(0)
