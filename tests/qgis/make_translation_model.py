"""Run by the engine's Python: write a small model of a map with two colours, of random weights, to MODEL_PATH."""

import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

torch.manual_seed(0)
arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 4}
network = build("resunet", **arguments)
found = measure_footprint(network)
card = {
    "name": "tiny",
    "task": "translation",
    "network": {"name": "resunet", "arguments": arguments},
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
        {"value": 0, "name": "#ffffff", "color": "#ffffff"},
        {"value": 1, "name": "#e31a1c", "color": "#e31a1c"},
    ],
    "translation": {"kind": "classes"},
    "stride_px": found.stride_px,
    "halo_px": [found.before_px, found.after_px],
    "exact": True,
    "bf16": False,
    "threshold": None,
    "training": {},
}
save_model("MODEL_PATH", network, card)
