"""Run by the engine's Python: write a PolyCNN that gives each point a square of 16 px to MODEL_PATH."""

import torch

from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

arguments = {"in_channels": 3, "out_channels": 8, "base_channels": 4, "blocks": [1, 1, 1], "patch_px": 64, "code": 8}
network = build("polycnn", **arguments).eval()
corners = torch.tensor([0.375, 0.375, 0.625, 0.375, 0.625, 0.625, 0.375, 0.625])
with torch.no_grad():
    network.decoder[2].weight.zero_()
    network.decoder[2].bias.copy_(torch.logit(corners))
card = {
    "name": "square", "task": "polygons", "heads": [], "network": {"name": "polycnn", "arguments": arguments},
    "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8", "nodata": None,
                "scaling": {"kind": "fixed", "mean": [0.0] * 3, "std": [120.0] * 3}}],
    "classes": [{"value": 0, "name": "background", "color": "#000000"},
                {"value": 1, "name": "panel", "color": "#e31a1c"}],
    "stride_px": 8, "halo_px": [0, 0], "exact": True, "bf16": False, "threshold": None, "training": {},
}  # fmt: skip
save_model("MODEL_PATH", network, card)
