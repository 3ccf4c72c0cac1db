"""Run by the engine's Python: write a segmentation model that finds what is bright in 8-bit RGB to MODEL_PATH."""

import torch

from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 4, "depth": 1}
network = build("unet", **arguments).eval()
with torch.no_grad():  # the brightness goes through the skip, and the head compares it with the middle
    for parameter in network.parameters():
        parameter.zero_()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.weight.fill_(1)
    for convolution in (network.encoder[0][0], network.encoder[0][3], network.decoder[0][0], network.decoder[0][3]):
        convolution.weight[0, 0, 1, 1] = 1
    network.head.weight[1, 0], network.head.bias[1] = 8, -8
card = {
    "name": "bright", "task": "segmentation", "network": {"name": "unet", "arguments": arguments},
    "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8", "nodata": None,
                "scaling": {"kind": "fixed", "mean": [0.0] * 3, "std": [120.0] * 3}}],
    "classes": [{"value": 0, "name": "background", "color": "#000000"},
                {"value": 1, "name": "building", "color": "#e31a1c"}],
    "stride_px": 2, "halo_px": [8, 8], "exact": True, "bf16": False, "threshold": None, "training": {},
}  # fmt: skip
save_model("MODEL_PATH", network, card)
