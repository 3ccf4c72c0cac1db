"""Does reading starve the training? Samples/s of the loop on a GeoTIFF, beside the same loop on random tensors.

    python -m benchmarks.training.throughput [--network unet] [--base-channels 32] [--steps 24]

The image is a procedural town of 2048 x 2048 px on disk, read by windows (nothing kept decoded), its labels are
polygons, augmentation is "strong". Both loops alternate, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from eo_deep.models.networks import build
from eo_deep.progress import silent
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling import windows as samples
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.windows import Sampler
from eo_deep.synthetic_scenes.scene import make_scene
from eo_deep.training.loop import train
from eo_deep.training.losses import get_loss
from eo_deep.training.settings import TrainSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="unet", help="unet or resunet (default: unet)")
    parser.add_argument("--base-channels", type=int, default=32, help="features of the first level (default: 32)")
    parser.add_argument("--crop-px", type=int, default=256, help="side of a sample, px (default: 256)")
    parser.add_argument("--batch-size", type=int, default=8, help="samples per step (default: 8)")
    parser.add_argument("--steps", type=int, default=12, help="steps per round (default: 12)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both loops (default: 3)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: auto)")
    arguments = parser.parse_args()
    samples.CACHE_BYTES = 0  # the honest case: an image too large to keep decoded
    crop = arguments.crop_px
    with tempfile.TemporaryDirectory() as folder:
        image, buildings = str(Path(folder) / "town.tif"), str(Path(folder) / "town.gpkg")
        make_scene(seed=7, size_px=2048, resolution_m=0.3, image=image, buildings=buildings)
        data = open_data(DataSettings([image], [buildings], None, None, None, None, 0.0, None, crop, 0), None, silent)
        sampler = Sampler(data.images, 2, crop, get_augmentation("strong"), 0)
        x, y = torch.randn(3, crop, crop), torch.randint(0, 2, (crop, crop))
        draws = {"random tensors": lambda rng: (x, y), "GeoTIFF, labels, strong augmentation": sampler.draw}
        seconds = {name: [] for name in draws}
        network = build(arguments.network, in_channels=3, out_channels=2, base_channels=arguments.base_channels)
        count = arguments.steps * arguments.batch_size
        settings = TrainSettings(1, count, arguments.batch_size, 1e-4)
        loss, device = get_loss("cross-entropy + soft IoU"), choose_device(arguments.device)
        train(
            network, draws["random tensors"], loss, TrainSettings(1, arguments.batch_size, arguments.batch_size), device
        )
        for _ in range(arguments.rounds):
            for name, draw in draws.items():
                started = time.perf_counter()
                train(network, draw, loss, settings, device)
                seconds[name].append(time.perf_counter() - started)
    rates = {name: count / np.median(values) for name, values in seconds.items()}
    base = rates["random tensors"]
    print(
        f"{arguments.network}, base {arguments.base_channels}, crop {crop} px, batch {arguments.batch_size}, {device}\n"
    )
    print("| Samples from | samples/s (median) | share |\n| --- | --- | --- |")
    for name, rate in rates.items():
        print(f"| {name} | {rate:.2f} | {rate / base:.1%} |")


if __name__ == "__main__":
    main()
