"""U-Net, FCN and MLP, and what differs in the networks that were published: accuracy after equal steps, and speed.

    python -m benchmarks.segmentation.networks --data DATA --work W --seeds 0 1 2

Each network is trained from random weights on the southern two thirds of Banepa at 0.52 m, with the same samples, and
measured on the northern third. Speed is that of the network alone, on one thread, in turns. Results are added to
W/networks.jsonl, and what is in it already is not trained again.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.segmentation.imperfect_labels import CROP_PX, SETTINGS, make_town, measure
from benchmarks.segmentation.published_networks import LinearMLP, MassachusettsFCN, ReleasedFCN, ReleasedMLP
from eo_deep.models.networks.fcn import FCN, MLP
from eo_deep.models.networks.unet import UNet
from eo_deep.progress import silent
from eo_deep.runtime.devices import choose_autocast
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.windows import Sampler
from eo_deep.training.loop import train
from eo_deep.training.losses import get_loss

# Name, class, base channels in units of --base.
NETWORKS = [
    ("U-Net", UNet, 1),
    ("FCN", FCN, 2),
    ("MLP", MLP, 2),
    ("FCN, input averaged (release)", ReleasedFCN, 2),
    ("MLP, input averaged, linear (release)", ReleasedMLP, 2),
    ("MLP, linear", LinearMLP, 2),
    ("FCN of TGRS 55(2)", MassachusettsFCN, 2),
]
_SPEED_PX = 1024


def measure_speed(rounds: int) -> dict[str, float]:
    """Mpx/s of each network at the widths of the papers, the fastest of some rounds, in turns."""
    device, best = torch.device("cpu"), {}
    x = torch.randn(1, 3, _SPEED_PX, _SPEED_PX).to(memory_format=torch.channels_last)
    for _ in range(rounds):
        for name, kind, unit in NETWORKS:
            network = kind(3, 2, base_channels=32 * unit).eval().to(memory_format=torch.channels_last)
            start = time.perf_counter()
            with torch.inference_mode(), choose_autocast(device)():
                network(x)
            speed = _SPEED_PX**2 / 1e6 / (time.perf_counter() - start)
            best[name] = max(speed, best.get(name, 0.0))
    return best


def count_weights(network: nn.Module) -> int:
    return sum(each.numel() for each in network.parameters())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with buildings/")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files and results")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="of the trainings")
    parser.add_argument("--base", type=int, default=16, help="base channels of the U-Net trained (32 is usual)")
    parser.add_argument("--rounds", type=int, default=5, help="of the measurement of speed; 0: none")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.rounds:
        speeds = measure_speed(arguments.rounds)
        for name, kind, unit in NETWORKS:
            weights = count_weights(kind(3, 2, base_channels=32 * unit))
            print(f"{name}: {weights / 1e6:.2f} M weights, {speeds[name]:.2f} Mpx/s, "
                  f"{speeds[name] / speeds['U-Net']:.1f} x the U-Net's", flush=True)  # fmt: skip
    results = arguments.work / "networks.jsonl"
    rows = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    for seed in arguments.seeds:
        town = make_town(arguments.data, arguments.work, "banepa", (1 / 3, 1.0), 0)
        test = make_town(arguments.data, arguments.work, "banepa", (0.0, 1 / 3), 0)
        named = DataSettings([str(town.image)], [str(town.truth)], None, None, None, None, 0.0, None, CROP_PX, seed)
        data = open_data(named, None, silent)
        sampler = Sampler(data.images, 2, CROP_PX, get_augmentation("flips and rotations"), seed)
        for name, kind, unit in NETWORKS:
            if any((row["network"], row["base"], row["seed"]) == (name, arguments.base, seed) for row in rows):
                continue
            torch.manual_seed(seed)
            network, start = kind(3, 2, base_channels=arguments.base * unit), time.monotonic()
            train(network, sampler.draw, get_loss("cross-entropy + soft IoU"), replace(SETTINGS, seed=seed),
                  torch.device("cpu"))  # fmt: skip
            row = {"network": name, "base": arguments.base, "seed": seed, "iou": measure(network, test, data),
                   "seconds": round(time.monotonic() - start)}  # fmt: skip
            rows.append(row)
            with open(results, "a") as file:
                file.write(json.dumps(row) + "\n")
            print(json.dumps(row), flush=True)
    for name, _, _ in NETWORKS:
        ious = [row["iou"] for row in rows if row["network"] == name and row["base"] == arguments.base]
        if ious:
            print(f"{name}: IoU {np.mean(ious):.3f} over {len(ious)} seeds ({', '.join(f'{v:.3f}' for v in ious)})")


if __name__ == "__main__":
    main()
