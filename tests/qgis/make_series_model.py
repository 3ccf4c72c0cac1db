"""Run by the engine's Python: write a small time series model of two dates, of random weights, to MODEL_PATH."""

import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

torch.manual_seed(0)
arguments = {"in_channels": 4, "out_channels": 3, "base_channels": 8}
network = build("disentangler", **arguments)
found = measure_footprint(network)
card = {
    "name": "tiny",
    "task": "series",
    "network": {"name": "disentangler", "arguments": arguments},
    "inputs": [
        {
            "bands": ["red", "green", "blue"],
            "resolution_m": 0.5,
            "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [60.0] * 3},
            "dtype": "uint8",
            "nodata": None,
            "known_plane": True,
        }
    ],
    "classes": [],
    "series": {
        "dates": [
            {"name": "a.tif", "date": "2019-05-01", "code": [0.5] * 8},
            {"name": "b.tif", "date": "2020-10-01", "code": [-0.5] * 8},
        ]
    },
    "stride_px": found.stride_px,
    "halo_px": [found.before_px, found.after_px],
    "exact": True,
    "bf16": True,
    "threshold": None,
    "training": {},
}
save_model("MODEL_PATH", network, card)
