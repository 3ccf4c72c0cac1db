"""A part of several programs: a model file with random weights, to measure speed, memory and exactness."""

from __future__ import annotations

import torch
from torch import nn

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build


def write_random_model(
    path: str, network_name: str = "unet", seed: int = 0, bf16: bool = True, **arguments
) -> nn.Module:
    """Write a two-class model of 8-bit RGB images to `path`; returns its network."""
    torch.manual_seed(seed)
    arguments = {"in_channels": 3, "out_channels": 2, **arguments}
    network = build(network_name, **arguments)
    footprint = measure_footprint(network)
    save_model(
        path,
        network,
        {
            "name": f"random {network_name}",
            "task": "segmentation",
            "network": {"name": network_name, "arguments": arguments},
            "inputs": [
                {
                    "bands": ["red", "green", "blue"],
                    "resolution_m": None,
                    "dtype": "uint8",
                    "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [127.5] * 3, "std": [64.0] * 3},
                }
            ],
            "classes": [
                {"value": 0, "name": "background", "color": "#000000"},
                {"value": 1, "name": "building", "color": "#e31a1c"},
            ],
            "stride_px": footprint.stride_px,
            "halo_px": [footprint.before_px, footprint.after_px],
            "exact": footprint.exact,
            "bf16": bf16,
            "threshold": None,
            "training": {},
        },
    )
    return network
