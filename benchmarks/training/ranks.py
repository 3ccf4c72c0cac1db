"""What do several processes gain a training? Samples/s and processor time of two beside one, one thread each.

    python -m benchmarks.training.ranks [--network unet] [--base-channels 32] [--batch-size 8] [--rounds 5]

Both train on the same random tensors, in turns, so that whatever else the machine does hits both: while one process
trains, the other waits. Efficiency is the rate of two over twice that of one. Where other programs take the machine's
cores, look at the processor time: it is the work of both processes over that of one, for the same batches.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from unittest import mock

import numpy as np
import torch
import torch.distributed as dist

from eo_deep.models.networks import build
from eo_deep.runtime import ranks
from eo_deep.training.loop import train
from eo_deep.training.losses import get_loss
from eo_deep.training.settings import TrainSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="unet", help="unet, resunet or fcn (default: unet)")
    parser.add_argument("--base-channels", type=int, default=32, help="features of the first level (default: 32)")
    parser.add_argument("--crop-px", type=int, default=128, help="side of a sample, px (default: 128)")
    parser.add_argument("--batch-size", type=int, default=8, help="samples per step (default: 8)")
    parser.add_argument("--steps", type=int, default=4, help="steps per round (default: 4)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of one and of two processes (default: 5)")
    arguments = parser.parse_args()
    if dist.is_torchelastic_launched():
        measure(arguments)
        return
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "EO_DEEP_THREADS": "2"}
    subprocess.run([*torchrun, "benchmarks.training.ranks", *sys.argv[1:]], env=variables, check=True)


def measure(arguments: argparse.Namespace) -> None:
    """What each of the two processes does; the first one prints."""
    dist.init_process_group("gloo")
    torch.set_num_threads(1)
    crop, count = arguments.crop_px, arguments.steps * arguments.batch_size
    network = build(arguments.network, in_channels=3, out_channels=2, base_channels=arguments.base_channels)
    sample = torch.randn(3, crop, crop), torch.randint(0, 2, (crop, crop))
    settings = TrainSettings(1, count, arguments.batch_size, 1e-4)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    worked: dict[int, list[float]] = {1: [], 2: []}
    for number in range(arguments.rounds + 1):  # the first one warms up
        for processes in (1, 2):
            dist.barrier()
            started, work = time.perf_counter(), time.process_time()
            if processes == 2:
                run(network, sample, settings)
            elif dist.get_rank() == 0:
                with mock.patch.object(ranks, "count", return_value=1):
                    run(network, sample, settings)
            passed = time.perf_counter() - started
            both = torch.tensor(time.process_time() - work if processes == 2 or dist.get_rank() == 0 else 0.0)
            dist.all_reduce(both)
            if number:
                seconds[processes].append(passed)
                worked[processes].append(float(both))
    if dist.get_rank() == 0:
        show(arguments, count, seconds, worked)
    dist.destroy_process_group()


def run(network: torch.nn.Module, sample: tuple, settings: TrainSettings) -> None:
    train(network, lambda rng: sample, get_loss("cross-entropy + soft IoU"), settings, torch.device("cpu"))


def show(arguments: argparse.Namespace, count: int, seconds: dict, worked: dict) -> None:
    """Print medians of the rounds, and of their ratios."""
    print(f"{arguments.network}, base {arguments.base_channels}, crop {arguments.crop_px} px, batch "
          f"{arguments.batch_size}, {arguments.rounds} rounds of {arguments.steps} steps\n")
    print("| processes | samples/s | processor s per sample | efficiency | work |\n| --- | --- | --- | --- | --- |")
    for processes in (1, 2):
        rate, work = count / np.median(seconds[processes]), np.median(worked[processes]) / count
        efficiency = np.median(np.divide(seconds[1], seconds[processes])) / processes
        share = np.median(np.divide(worked[processes], worked[1]))
        print(f"| {processes} | {rate:.2f} | {work:.2f} | {efficiency:.2f} | {share:.2f} |")


if __name__ == "__main__":
    main()
