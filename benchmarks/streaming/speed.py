"""How fast an image goes from GeoTIFF to GeoTIFF on disk, beside MONAI's sliding window and the bare network.

    python -m benchmarks.streaming.speed [--size 4096] [--base 32] [--device auto] [--rounds 2] [--skip-monai]

All alternatives run in this one process, which keeps freed memory as the engine's do, with the same weights, on the
same file: U-Net of 32..512 features, 3 bands of 8 bits. Useful Mpx/s = pixels of the image / seconds; pixels computed
twice because of margins or overlap don't count.
MONAI: sliding_window_inference, window 512, overlap 0.25, gaussian weights, its defaults, reading and writing with
rasterio, whole. Bare network: compiled and not, in each type that is fast, on 512 px tiles that lie in memory.
On CPUs, seconds are those of the processor, of all threads, which other programs on the machine disturb least. Each is
the median of --rounds that alternate between all alternatives: a virtual machine's speed changes while one looks.
Needs the package monai beside the engine's own.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from unittest.mock import patch

import numpy as np
import rasterio
import torch
import torch._inductor.config

from benchmarks.streaming.small_model import write_random_model
from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.models.model_file import load_model
from eo_deep.runtime.devices import choose_device, has_fast_bf16
from eo_deep.runtime.memory import keep_freed_memory
from eo_deep.segmentation.inference import segment
from eo_deep.streaming import pipeline
from eo_deep.streaming.pipeline import Predictor

OURS = "EO Deep, file to file"


def write_image(path: Path, size_px: int) -> None:
    """A tiled, compressed 8-bit RGB image that is neither flat nor pure noise."""
    rng = np.random.default_rng(0)
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(0.3, 0, 400000, 0, -0.3, 5000000), size_px, size_px)
    with RasterWriter(path, grid, 3, band_names=["red", "green", "blue"]) as image:
        for window in grid.blocks(512):
            smooth = (
                rng.normal(size=(3, 32, 32)).repeat(16, 1).repeat(16, 2)[:, : int(window.height), : int(window.width)]
            )
            image.write(
                (120 + 40 * smooth + rng.normal(scale=6, size=smooth.shape)).clip(0, 255).astype(np.uint8), window
            )


def choose_clock(device: torch.device) -> Callable[[], float]:
    """Seconds that count: the processor's where it computes, else those of the wall."""
    return time.process_time if device.type == "cpu" else time.perf_counter


def leave_unfused() -> AbstractContextManager:
    """A context in which ReLU, sums and maxima are layers by themselves."""
    return patch.object(pipeline, "fuse_layers")


def time_eo_deep(
    image: Path, model: Path, output: Path, device: torch.device, fused: bool = True
) -> tuple[float, dict]:
    """Seconds of a job, and of its stages."""
    clock = choose_clock(device)
    with nullcontext() if fused else leave_unfused():
        start = clock()
        report = segment(str(image), str(model), device=str(device), output=str(output))
        return clock() - start, report["timing_s"]


def time_monai(image: Path, network: torch.nn.Module, output: Path, device: torch.device) -> float:
    from monai.inferers import sliding_window_inference

    network, clock = network.to(device).eval(), choose_clock(device)
    start = clock()
    with rasterio.open(image) as source:
        pixels, profile = source.read(), source.profile
    batch = torch.from_numpy((pixels.astype(np.float32) - 127.5) / 64)[None].to(device)
    with torch.inference_mode():
        scores = sliding_window_inference(
            batch, (512, 512), sw_batch_size=1, predictor=network, overlap=0.25, mode="gaussian"
        )
    labels = scores.argmax(1).to(torch.uint8).cpu().numpy()
    profile.update(count=1, photometric=None)
    with rasterio.open(output, "w", **profile) as target:
        target.write(labels)
    return clock() - start


def prepare_bare(network: torch.nn.Module, device: torch.device, tile_px: int, bf16: bool,
                 compiled: bool) -> Callable[[], float]:
    """What gives the seconds per Mpx of the network on tiles in memory: no margins, no reading, no writing."""
    with leave_unfused() if compiled else nullcontext():  # the compiler fuses in its own way
        predictor, clock = Predictor(network, device, bf16), choose_clock(device)
    torch._inductor.config.freezing = True  # weights become constants, without which it fuses less
    run = torch.compile(predictor.network) if compiled else predictor.network
    tile = torch.randn(1, 3, tile_px, tile_px).to(device, predictor.dtype).contiguous(memory_format=torch.channels_last)
    repeats = max(2, (2048 // tile_px) ** 2) if device.type == "cpu" else 50

    @torch.inference_mode()
    def measure() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize()
        start = clock()
        for _ in range(repeats):
            run(tile)
        if device.type == "cuda":
            torch.cuda.synchronize()
        return (clock() - start) / (repeats * tile_px**2 / 1e6)

    measure()  # which compiles
    return measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=4096, help="side of the image, px (default: 4096)")
    parser.add_argument("--base", type=int, default=32, help="features of the U-Net's first level (default: 32)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: auto)")
    parser.add_argument("--rounds", type=int, default=3, help="whose median counts (default: 3)")
    parser.add_argument("--skip-monai", action="store_true", help="leave MONAI out")
    chosen = parser.parse_args()
    keep_freed_memory()
    device = choose_device(chosen.device)
    megapixels = chosen.size**2 / 1e6
    with tempfile.TemporaryDirectory() as folder:
        image, model = Path(folder, "image.tif"), Path(folder, "model.safetensors")
        write_image(image, chosen.size)
        write_random_model(str(model), "unet", base_channels=chosen.base)
        network = load_model(str(model)).network
        print(
            f"{chosen.size} x {chosen.size} x 3 uint8, U-Net {chosen.base}..{chosen.base * 16}, {device}, "
            f"{torch.get_num_threads()} threads, torch {torch.__version__}\n"
        )
        time_eo_deep(image, model, Path(folder, "warm.tif"), device)  # libraries are loaded
        jobs = {OURS: lambda: time_eo_deep(image, model, Path(folder, "ours.tif"), device)}
        if device.type == "cpu":
            jobs["EO Deep, layers not fused"] = lambda: time_eo_deep(
                image, model, Path(folder, "unfused.tif"), device, False
            )
        if not chosen.skip_monai:
            jobs["MONAI sliding window, file to file"] = lambda: (
                time_monai(image, network, Path(folder, "m.tif"), device), {}
            )
        kinds = [(kind, bf16) for kind in ("compiled", "eager")
                 for bf16 in ((False, True) if has_fast_bf16(device) else (False,))]  # fmt: skip
        bare = {f"bare network, {kind}, {'bf16' if bf16 else 'fp32'}, 512 px tiles":
                prepare_bare(network, device, 512, bf16, kind == "compiled") for kind, bf16 in kinds}  # fmt: skip
        spent: dict[str, list[float]] = {}
        last: dict[str, float] = {}
        for _ in range(chosen.rounds):
            for name, job in jobs.items():
                seconds, stages = job()
                spent.setdefault(name, []).append(seconds / megapixels)
                last = stages if name == OURS else last
            for name, measure in bare.items():
                spent.setdefault(name, []).append(measure())
        print("| alternative | useful Mpx/s | of the rounds | EO Deep is |\n| --- | ---: | ---: | ---: |")
        for name, each in spent.items():
            ratio = statistics.median(each) / statistics.median(spent[OURS])
            print(f"| {name} | {1 / statistics.median(each):.3f} | {1 / max(each):.3f} to {1 / min(each):.3f} | "
                  f"{ratio:.2f} x |")  # fmt: skip
        print("\nWhere the time of the last round went (seconds of the wall; stages overlap)\n\n"
              "| stage | s |\n| --- | ---: |")
        for stage, each_s in sorted(last.items(), key=lambda item: -item[1]):
            print(f"| {stage} | {each_s:.2f} |")


if __name__ == "__main__":
    main()
