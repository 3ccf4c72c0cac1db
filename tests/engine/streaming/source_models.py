"""Models and rasters of several sources, made for tests."""

import numpy as np
import rasterio
import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

CLASSES = [{"value": 0, "name": "background", "color": "#000000"}, {"value": 1, "name": "roof", "color": "#ff0000"}]
NAMES = ("PAN", "MS", "TIR")
CORNER = 500_000.0, 5_000_000.0


def make_source_model(path, ratios, channels, optional=(), resolution_m=1.0, **changes):
    """A random network of several sources, whose outputs all of them change, as a model file."""
    torch.manual_seed(0)
    inputs = [
        {"name": name, "bands": [f"{name.lower()} {k}" for k in range(1, count + 1)], "ratio": ratio,
         "resolution_m": resolution_m * ratio, "resampling": "bilinear", "required": number not in optional,
         "dtype": "float32", "scaling": {"kind": "fixed", "mean": [0.0] * count, "std": [1.0] * count}}
        for number, (name, ratio, count) in enumerate(zip(NAMES, ratios, channels))
    ]  # fmt: skip
    counts = [count + (number in optional) for number, count in enumerate(channels)]
    arguments = {"in_channels": counts, "ratios": list(ratios), "out_channels": 2, "base_channels": 4, "depth": 2}
    network = build("multiunet", **arguments)
    for join in network.joins.values():
        for weight in join.parameters():
            torch.nn.init.normal_(weight, std=0.5)
    network.train()
    with torch.no_grad():
        for _ in range(10):
            network(*(torch.randn(2, count, 48 // ratio, 48 // ratio) for count, ratio in zip(counts, ratios)))
        network.head.weight *= 5
    found = measure_footprint(network.eval())
    card = {"name": "sources", "task": "segmentation", "network": {"name": "multiunet", "arguments": arguments},
            "inputs": inputs, "classes": CLASSES, "stride_px": found.stride_px,
            "halo_px": [found.before_px, found.after_px], "exact": found.exact, **changes}  # fmt: skip
    save_model(str(path), network, card)
    return str(path)


def write_source(folder, name, count, height, width, pixel_m=1.0, start_px=(0.0, 0.0), crs="EPSG:32633", nodata=None,
                 pixels=None):
    """A raster of noise; start_px: columns and rows of 1 m from the corner that all share."""
    if pixels is None:
        pixels = np.random.default_rng([count, height]).normal(size=(count, height, width)).astype(np.float32)
    x, y = CORNER[0] + start_px[0], CORNER[1] - start_px[1]
    path = str(folder / f"{name}.tif")
    with rasterio.open(path, "w", driver="GTiff", count=count, height=height, width=width, dtype=pixels.dtype, crs=crs,
                       transform=rasterio.Affine(pixel_m, 0, x, 0, -pixel_m, y), nodata=nodata) as file:
        file.write(pixels)
        file.descriptions = [f"{name.lower()} {k}" for k in range(1, count + 1)]
    return path
