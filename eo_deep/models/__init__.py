"""The networks, one file each: (B, C, H, W) float32 -> logits (B, K, H, W); `WideResNet` (B, K), one per patch."""

from __future__ import annotations

from torch import nn

from ..errors import EoDeepError
from .fcn import FCN, MLP
from .resunet import ResUNet
from .unet import UNet
from .wideresnet import WideResNet

NETWORKS: dict[str, type[nn.Module]] = {
    "unet": UNet,
    "resunet": ResUNet,
    "fcn": FCN,
    "mlp": MLP,
    "wideresnet": WideResNet,
}


def build(name: str, **arguments) -> nn.Module:
    """The network called `name` with its constructor's arguments; EoDeepError if the name or an argument is unknown."""
    if name not in NETWORKS:
        raise EoDeepError(f"Network must be one of {', '.join(NETWORKS)}, got '{name}'.")
    try:
        return NETWORKS[name](**arguments)
    except TypeError as error:
        raise EoDeepError(f"Network '{name}' cannot be built: {error}.") from None
