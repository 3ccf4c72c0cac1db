"""Tiled inference against one pass over the whole image, in fp32: largest difference of scores, labels changed.

    python -m benchmarks.streaming.exact_tiling [--base 16]
"""

from __future__ import annotations

import argparse

import numpy as np
import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.networks.unet import UNet
from eo_deep.streaming.pipeline import Predictor, Tile, stream
from eo_deep.streaming.tiling import plan_units

SIZES = ((501, 707), (901, 1003), (33, 2000), (16, 16))
CORES = (64, 160, 320, 512)


def run(network: torch.nn.Module, image: np.ndarray, core_px: int) -> np.ndarray:
    """Class probabilities (K, H, W) float32 of image (C, H, W), by tiles with cores of core_px."""
    result = np.zeros((2, *image.shape[1:]), np.float32)

    def read(unit):
        pixels = np.zeros((len(image), int(unit.window.height), int(unit.window.width)), np.float32)
        rows, columns = unit.window.toslices()
        part = image[:, rows, columns]
        pixels[:, : part.shape[1], : part.shape[2]] = part
        return Tile(unit, (pixels,), np.ones((int(unit.core.height), int(unit.core.width)), bool))

    def write(tile, scores):
        result[(slice(None), *tile.unit.core.toslices())] = scores[0]

    units = plan_units(image.shape[2], image.shape[1], measure_footprint(network), core_px)
    stream(units, read, Predictor(network, torch.device("cpu")), write)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=int, default=16, help="features of the networks' first level (default: 16)")
    base = parser.parse_args().base
    networks = {
        "U-Net, depth 4": UNet(3, 2, base),
        "FCN, stride 32": build("fcn", in_channels=3, out_channels=2, base_channels=base),
        "MLP, stride 32": build("mlp", in_channels=3, out_channels=2, base_channels=base),
        "U-Net, nearest": UNet(3, 2, base, upsampling="nearest"),
        "U-Net, bilinear": UNet(3, 2, base, upsampling="bilinear"),
        "residual U-Net": build("resunet", in_channels=3, out_channels=2, base_channels=base),
    }
    print("| network | stride, needed margin, px | image, px | core, px | largest difference | labels changed |")
    print("| --- | --- | --- | --- | ---: | ---: |")
    for name, network in networks.items():
        torch.manual_seed(0)
        network.train()
        with torch.no_grad():
            for _ in range(10):
                network(torch.randn(2, 3, 128, 128))
        network.eval()
        footprint = measure_footprint(network)
        for size in SIZES:
            image = np.random.default_rng(0).normal(size=(3, *size)).astype(np.float32)
            whole = run(network, image, -(-max(size) // footprint.stride_px) * footprint.stride_px)
            for core in CORES:
                if core >= 2 * max(size):
                    continue
                tiled = run(network, image, core)
                margin = f"{footprint.stride_px}, {footprint.before_px}+{footprint.after_px}"
                print(
                    f"| {name} | {margin} | {size[0]}x{size[1]} | {core} "
                    f"| {np.abs(tiled - whole).max():.1e} | {(tiled.argmax(0) != whole.argmax(0)).sum()} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
