"""Run by the engine's Python: write a small scene model (JEM, 32 px patches) with random weights to MODEL_PATH."""

import torch

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

torch.manual_seed(0)
arguments = {"in_channels": 3, "out_channels": 2, "depth": 10, "width": 1}
card = {
    "name": "tiny",
    "task": "scenes",
    "kind": "jem",
    "network": {"name": "wideresnet", "arguments": arguments},
    "patch_px": 32,
    "inputs": [
        {
            "bands": ["red", "green", "blue"],
            "resolution_m": 0.5,
            "scaling": {"kind": "range", "low": [0] * 3, "high": [255] * 3},
            "dtype": "uint8",
            "nodata": None,
        }
    ],
    "classes": [
        {"value": 0, "name": "meadow", "color": "#4daf4a"},
        {"value": 1, "name": "town", "color": "#e31a1c"},
    ],
    "stride_px": 8,
    "halo_px": [0, 0],
    "exact": False,
    "bf16": False,
    "threshold": None,
    "temperature": 1.0,
    "log_density": {"quantiles": [i / 100 for i in range(101)]},
    "sampler": {"steps": 2, "step_size": 1.0, "noise": 0.005, "max_gradient": 1.0},
    "training": {},
}
start = GaussianInit.fit(torch.rand(8, 3, 32, 32) - 0.5, torch.arange(8) // 4, 2)
save_model("MODEL_PATH", build("wideresnet", **arguments), card, start.tensors())
