"""Run by the engine's Python at the repository's root: write a detector of bright and grey rectangles to MODEL_PATH.

Where the engine lacks the extra 'onnx' its program is none, and algorithms say what they lack.
"""

import torch

from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

try:
    from tests.engine.onnx_programs import write_detector

    data = write_detector()
except ImportError:
    data = b"none"
arguments = {"in_channels": 3, "out_channels": 2, "size_bytes": len(data), "tile_px": 96, "layout": "yolov8"}
network = build("onnxdetector", **arguments)
network.data.copy_(torch.frombuffer(bytearray(data), dtype=torch.uint8))
card = {
    "name": "tiny",
    "task": "detection",
    "network": {"name": "onnxdetector", "arguments": arguments},
    "inputs": [
        {
            "bands": ["red", "green", "blue"],
            "resolution_m": 0.5,
            "scaling": {"kind": "fixed", "mean": [0.0] * 3, "std": [255.0] * 3},
            "dtype": "uint8",
            "nodata": None,
        }
    ],
    "classes": [
        {"value": 0, "name": "bright", "color": "#d55e00"},
        {"value": 1, "name": "grey", "color": "#0072b2"},
    ],
    "detection": {"confidence": 0.25, "iou": 0.45, "overlap_px": 32},
    "stride_px": 1,
    "halo_px": [0, 0],
    "exact": True,
    "training": {},
}
save_model("MODEL_PATH", network, card)
