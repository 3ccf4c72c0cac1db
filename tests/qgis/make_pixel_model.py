"""Run by the engine's Python: write a small classifier of pixels (dark and bright) to MODEL_PATH."""

import numpy as np

from eo_deep.pixel_classification.classifiers import ClassifierSettings
from eo_deep.pixel_classification.model import save_pixel_model

samples = np.random.default_rng(0).uniform(0, 255, (200, 3)).astype(np.float32)
classifier = ClassifierSettings(trees=5).make(200).fit(samples, (samples.mean(1) > 127).astype(int))
card = {
    "name": "tiny",
    "task": "pixels",
    "inputs": [
        {
            "name": "image",
            "bands": ["red", "green", "blue"],
            "resolution_m": 0.5,
            "scaling": {"kind": "fixed", "mean": [0.0] * 3, "std": [1.0] * 3},
            "dtype": "uint8",
            "nodata": None,
        }
    ],
    "features": {"names": ["red", "green", "blue"], "use_bands": True, "window_px": 1, "formulas": []},
    "classifier": {"name": "random forest"},
    "classes": [
        {"value": 0, "name": "dark", "color": "#000000"},
        {"value": 1, "name": "bright", "color": "#e31a1c"},
    ],
    "stride_px": 1,
    "halo_px": [0, 0],
    "training": {},
}
save_pixel_model("MODEL_PATH", classifier, card)
