"""Speed of a model of two sources, from GeoTIFFs to a GeoTIFF, beside the bare network and the first source alone.

    python -m benchmarks.streaming.several_sources [--size 2048] [--base 32] [--rounds 3]

A panchromatic image and a multispectral one of four bands with pixels four times as large, whose grid begins two
pixels beside: nested, so read as it is; and the same a fraction of a pixel beside, so resampled on the fly. Both
through multiunet, which joins them at a stride of 4. Useful Mpx/s = pixels of the panchromatic image / seconds; and per
second of the processor, reading, scaling and writing included, which the rest of the machine's load changes less. Bare:
the same network as `load_model` gives it, and prepared for inference, on tiles of 1024 px that lie in memory, without
margins. The alternatives take turns, and the best of the rounds counts.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
import torch

from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.models.footprint import make_empty, measure_footprint
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks import build
from eo_deep.runtime.devices import choose_device
from eo_deep.runtime.memory import keep_freed_memory
from eo_deep.segmentation.inference import segment
from eo_deep.streaming.pipeline import Predictor

RATIO, BANDS, TILE_PX = 4, 4, 1024


def write_noise(path: Path, count: int, size_px: int, pixel_m: float, start_m: float = 0.0) -> None:
    """A tiled, compressed raster of uint16 whose corner lies so many metres west and north of the others'."""
    rng = np.random.default_rng(count)
    transform = rasterio.Affine(pixel_m, 0, 400000 - start_m, 0, -pixel_m, 5000000 + start_m)
    grid = Grid(rasterio.CRS.from_epsg(32633), transform, size_px, size_px)
    with RasterWriter(path, grid, count, "uint16", band_names=[f"b{k}" for k in range(count)]) as image:
        for window in grid.blocks(512):
            smooth = rng.normal(size=(count, 32, 32)).repeat(16, 1).repeat(16, 2)
            smooth = smooth[:, : int(window.height), : int(window.width)]
            values = 3000 + 600 * smooth + rng.normal(scale=90, size=smooth.shape)
            image.write(values.clip(0, 9999).astype(np.uint16), window)


def write_model(path: Path, channels: Sequence[int], ratios: Sequence[int], base: int) -> None:
    """A network with random weights: of several sources, or of the first alone."""
    torch.manual_seed(0)
    several = len(channels) > 1
    name = "multiunet" if several else "unet"
    sizes: dict = {"in_channels": list(channels), "ratios": list(ratios)} if several else {"in_channels": channels[0]}
    arguments = {**sizes, "out_channels": 2, "base_channels": base}
    network = build(name, **arguments).eval()
    footprint = measure_footprint(network)
    inputs = [{"name": f"source {number}", "bands": [f"b{k}" for k in range(count)], "resolution_m": 0.5 * ratio,
               "ratio": ratio, "resampling": "bilinear", "required": True, "dtype": "uint16", "nodata": None,
               "scaling": {"kind": "percentiles", "low": 1, "high": 99}}
              for number, (count, ratio) in enumerate(zip(channels, ratios), 1)]  # fmt: skip
    classes = [{"value": value, "name": f"class {value}", "color": "#808080"} for value in (0, 1)]
    card = {"name": "speed", "task": "segmentation", "network": {"name": name, "arguments": arguments},
            "inputs": inputs, "classes": classes, "stride_px": footprint.stride_px,
            "halo_px": [footprint.before_px, footprint.after_px], "exact": footprint.exact, "bf16": True}  # fmt: skip
    save_model(str(path), network, card)


def time_bare(network: torch.nn.Module, empty: list[torch.Tensor], device: torch.device) -> tuple[float, float]:
    """Seconds and processor seconds per Mpx of a network on tiles in memory."""
    sources = [torch.randn_like(source).contiguous(memory_format=torch.channels_last) for source in empty]
    repeats = 2 if device.type == "cpu" else 50
    with torch.inference_mode():
        network(*sources)
        if device.type == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter(), time.process_time()
        for _ in range(repeats):
            network(*sources)
        if device.type == "cuda":
            torch.cuda.synchronize()
    return _measure(start, repeats * TILE_PX**2 / 1e6)


def _measure(start: tuple[float, float], megapixels: float) -> tuple[float, float]:
    return (time.perf_counter() - start[0]) / megapixels, (time.process_time() - start[1]) / megapixels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2048, help="side of the panchromatic image, px (default: 2048)")
    parser.add_argument("--base", type=int, default=32, help="features of the first level (default: 32)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each alternative runs (default: 3)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: auto)")
    chosen = parser.parse_args()
    keep_freed_memory()
    device, megapixels = choose_device(chosen.device), chosen.size**2 / 1e6
    with tempfile.TemporaryDirectory() as folder:
        pan, both, alone = (str(Path(folder, name)) for name in ("pan.tif", "both.safetensors", "alone.safetensors"))
        write_noise(Path(pan), 1, chosen.size, 0.5)
        others = {"nested": str(Path(folder, "nested.tif")), "resampled": str(Path(folder, "resampled.tif"))}
        for kind, path in others.items():
            write_noise(Path(path), BANDS, chosen.size // RATIO + 2, 2.0, 1.0 if kind == "nested" else 0.8)
        write_model(Path(both), [1, BANDS], [1, RATIO], chosen.base)
        write_model(Path(alone), [1], [1], chosen.base)
        network = load_model(both, several=True).network
        predictor = Predictor(network, device, bf16=True)
        plain = network.to(device, predictor.dtype).to(memory_format=torch.channels_last)
        empty = make_empty(plain, TILE_PX)
        networks = {"bare network": plain, "bare network, prepared": predictor.network}
        spent: dict[str, list[tuple[float, float]]] = {}

        def time_segment(name: str, model: str, others: list[str]) -> None:
            start = time.perf_counter(), time.process_time()
            segment(pan, model, device=chosen.device, other_images=others, output=str(Path(folder, "map.tif")))
            spent.setdefault(name, []).append(_measure(start, megapixels))

        for _ in range(chosen.rounds):
            for kind, path in others.items():
                time_segment(f"two sources, {kind}", both, [path])
            for name, bare in networks.items():
                spent.setdefault(name, []).append(time_bare(bare, empty, device))
            time_segment("first source alone", alone, [])
    print(f"{chosen.size} x {chosen.size} px, features {chosen.base}..{chosen.base * 16}, {device}, {predictor.dtype}, "
          f"{torch.get_num_threads()} threads, torch {torch.__version__}\n")
    best = {name: [1 / min(times) for times in zip(*found)] for name, found in spent.items()}
    ours = best["two sources, nested"]
    print("| alternative | useful Mpx/s | two nested sources are | Mpx per processor second | two nested are |\n"
          "| --- | ---: | ---: | ---: | ---: |")
    for name, (wall, cpu) in best.items():
        print(f"| {name} | {wall:.3f} | {ours[0] / wall:.2f} x | {cpu:.3f} | {ours[1] / cpu:.2f} x |")


if __name__ == "__main__":
    main()
