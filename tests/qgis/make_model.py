"""Run by the engine's Python: write a small segmentation model with random weights to MODEL_PATH."""

import torch

from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

torch.manual_seed(0)
arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 4}
card = {
    "name": "tiny",
    "task": "segmentation",
    "network": {"name": "unet", "arguments": arguments},
    "inputs": [
        {
            "bands": ["red", "green", "blue"],
            "resolution_m": 0.5,
            "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [60.0] * 3},
            "dtype": "uint8",
            "nodata": None,
        }
    ],
    "classes": [
        {"value": 0, "name": "background", "color": "#000000"},
        {"value": 1, "name": "building", "color": "#e31a1c"},
    ],
    "stride_px": 16,
    "halo_px": [94, 94],
    "exact": True,
    "bf16": False,
    "threshold": None,
    "training": {},
}
save_model("MODEL_PATH", build("unet", **arguments), card)
