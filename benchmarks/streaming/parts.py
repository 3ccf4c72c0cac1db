"""A raster in parts beside the same raster written at once: time, disk and speed of copying; and kill -9 at any moment.

    python -m benchmarks.streaming.parts [overhead] [disk] [copy] [kill] [--pairs 9 --kills 20]

overhead: the same job in one process, at once and in parts, in pairs whose order alternates; CPU seconds of all
threads, which other programs on the machine change least, and seconds on the clock. Other programs only ever add to
them, so the fastest of each way are compared, beside the median of the pairs' ratios and the range that holds it with
95 %. disk: the most bytes below the output's folder while parts become one file, over those of the result. copy:
compressed blocks copied as they are, beside blocks that are read and written anew, and beside `shutil.copyfile`. kill:
a job that is killed again and again at random moments and resumed each time, compared with one that was not, bit by
bit.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from benchmarks.streaming.small_model import write_random_model
from benchmarks.streaming.speed import write_image
from eo_deep.geo.grid import Grid
from eo_deep.io.part_assembly import Assembly
from eo_deep.io.parts import making, open_parts
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.progress import Progress
from eo_deep.runtime.jobs import algorithm
from eo_deep.segmentation import segment

_TARGETS = {"overhead": 0.03, "disk": 1.15}
_OUTPUTS = ("output", "probabilities")


def set_parts(side_px: int) -> None:
    """Have parts of about this side from here on."""
    os.environ["EO_DEEP_PART_PX"] = str(side_px)


def name_outputs(folder: Path, name: str) -> dict[str, str]:
    return {output: str(folder / f"{name}_{output}.tif") for output in _OUTPUTS}


def measure_overhead(folder: Path, size_px: int, part_px: int, base: int, pairs: int) -> float:
    """How much more CPU time a job in parts takes than at once, as a share: of the fastest of pairs, in turn."""
    model, image = folder / "model.safetensors", folder / "image.tif"
    write_random_model(str(model), "unet", base_channels=base)
    write_image(image, size_px)
    job = {"image": str(image), "model": str(model), "device": "cpu", "core_px": 512}
    runs: dict[str, list[float]] = {"whole": [], "parts": []}
    print(f"{size_px} x {size_px} px, parts of {part_px} px, U-Net of {base} features\n"
          "| pair | at once, CPU s | in parts, CPU s | ratio | at once, s | in parts, s |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: |")  # fmt: skip
    for pair in range(pairs + 1):
        found = {}
        for name, side in (("whole", 1 << 20), ("parts", part_px))[:: 1 if pair % 2 else -1]:
            set_parts(side)
            cpu, wall = time.process_time(), time.perf_counter()
            segment(**job, **name_outputs(folder, name))
            found[name] = time.process_time() - cpu, time.perf_counter() - wall
        if pair == 0:
            continue  # threads and caches start
        (whole, whole_wall), (parts, parts_wall) = found["whole"], found["parts"]
        for name, (cpu, _) in found.items():
            runs[name].append(cpu)
        print(f"| {pair} | {whole:.2f} | {parts:.2f} | {parts / whole:.3f} | {whole_wall:.1f} | {parts_wall:.1f} |",
              flush=True)
    compare(folder, "whole", "parts")
    ratios = sorted(parts / whole for whole, parts in zip(runs["whole"], runs["parts"], strict=True))
    low, high = _find_range(ratios)
    fastest = {name: min(each) for name, each in runs.items()}
    overhead, count = fastest["parts"] / fastest["whole"] - 1, math.ceil(size_px / part_px) ** 2
    each_ms = 1000 * (fastest["parts"] - fastest["whole"]) / count
    print(f"Overhead of parts: {overhead:+.1%} CPU time, fastest against fastest (target: at most "
          f"{_TARGETS['overhead']:.0%}), {each_ms:.0f} ms for each of {count} parts; median of the pairs "
          f"{statistics.median(ratios) - 1:+.1%}, {low - 1:+.1%} to {high - 1:+.1%}.")
    return overhead


def _find_range(values: list[float]) -> tuple[float, float]:
    """The range of sorted values that holds the median of what they are drawn from with 95 %; all where they are few.

    By the binomial distribution of how many lie below it (Conover 1999, section 3.2).
    """
    count, below, out = len(values), 0.0, 0
    while (below := below + math.comb(count, out) / 2**count) <= 0.025:
        out += 1
    out = max(0, out - 1)
    return values[out], values[-1 - out]


@algorithm("output", restartable=True)
def write_noise(output: str, size_px: int = 8192, resume: bool = False, progress: Progress | None = None) -> dict:
    """Write blocks of noise that compress twofold, in parts."""
    grid = Grid(None, rasterio.Affine(1, 0, 0, 0, -1, 0), size_px, size_px)
    noise = np.random.default_rng(0).integers(0, 16, (1, 512, 512)).astype(np.uint8)
    with open_parts(grid, 512, Progress()), RasterWriter(output, grid) as raster, \
            making(list(grid.blocks(512)), lambda window: window) as (windows, settle):  # fmt: skip
        for number, window in enumerate(windows):
            raster.write(np.roll(noise, number, axis=2)[:, : int(window.height), : int(window.width)], window)
            settle(window)
    return {}


def measure_disk(folder: Path, size_px: int, part_px: int) -> float:
    """The most that lies on the disk while parts become one file, over the size of the result."""
    set_parts(part_px)
    output, peak, note = folder / "noise.tif", [0], Assembly._note

    def look(self: Assembly, *arguments, **named) -> None:
        note(self, *arguments, **named)  # the moment at which a piece lies there twice
        peak[0] = max(peak[0], sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))

    before = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    Assembly._note = look  # type: ignore[method-assign]
    try:
        write_noise(str(output), size_px)
    finally:
        Assembly._note = note  # type: ignore[method-assign]
    ratio = (peak[0] - before) / output.stat().st_size
    print(f"Disk: at most {ratio:.3f} times the result of {output.stat().st_size / 1e6:.0f} MB "
          f"(target: {_TARGETS['disk']}), in parts of {part_px} px.", flush=True)  # fmt: skip
    return ratio


def measure_copy(folder: Path, size_px: int, part_px: int) -> None:
    """The speed of putting parts together, by their compressed blocks and by pixels."""
    set_parts(part_px)
    rates, close, copy = {}, Assembly.close, Assembly.copy

    def timed(self: Assembly, parts, places) -> None:
        start = time.perf_counter()
        copy(self, parts, places)
        close(self)
        rates["compressed blocks"] = self.path.stat().st_size / (time.perf_counter() - start)

    output, anew, plain = (folder / f"copy_{name}.tif" for name in ("blocks", "pixels", "plain"))
    Assembly.copy = timed  # type: ignore[method-assign]
    try:
        write_noise(str(output), size_px)
    finally:
        Assembly.copy = copy  # type: ignore[method-assign]
    start = time.perf_counter()
    with rasterio.open(output) as source, rasterio.open(anew, "w", **source.profile, zlevel=2, predictor=2) as target:
        for row in range(0, size_px, 512):
            window = Window(0, row, size_px, min(512, size_px - row))
            target.write(source.read(window=window), window=window)
    os.sync()
    rates["pixels, read and written"] = output.stat().st_size / (time.perf_counter() - start)
    start = time.perf_counter()
    shutil.copyfile(output, plain)
    os.sync()
    rates["the file, by the system"] = output.stat().st_size / (time.perf_counter() - start)
    print("| copied | MB/s |\n| --- | ---: |")
    for name, rate in rates.items():
        print(f"| {name} | {rate / 1e6:.0f} |", flush=True)


def measure_kills(folder: Path, size_px: int, part_px: int, kills: int, seed: int) -> int:
    """Kill a job at random moments, resume it each time; how many results differ from one that was left alone."""
    model, image = folder / "killed.safetensors", folder / "killed.tif"
    write_random_model(str(model), "unet", base_channels=4)
    write_image(image, size_px)
    words = [f"image={image}", f"model={model}", "device=cpu", "core_px=256", "overviews=true"]

    log = folder / "log.txt"

    def start(name: str, *more: str) -> subprocess.Popen:
        """A job that has opened its image: libraries take long to load."""
        outputs = [f"{output}={path}" for output, path in name_outputs(folder, name).items()]
        with open(log, "w", encoding="utf-8") as said:
            child = subprocess.Popen([sys.executable, "-m", "eo_deep", "segment", *words, *outputs, *more],
                                     env={**os.environ, "EO_DEEP_PART_PX": str(part_px)}, stdout=subprocess.DEVNULL,
                                     stderr=said)  # fmt: skip
        while child.poll() is None and "tiles of" not in log.read_text(encoding="utf-8"):
            time.sleep(0.02)
        return child

    undisturbed = start("undisturbed")
    begun = time.perf_counter()
    if undisturbed.wait():
        raise SystemExit(log.read_text(encoding="utf-8"))
    lasts_s = time.perf_counter() - begun
    print(f"{size_px} x {size_px} px in parts of {part_px} px, {lasts_s:.1f} s of work undisturbed", flush=True)
    draw, killed, finished, different = random.Random(seed), 0, 0, 0
    parts = folder / "killed_output.tif.parts"
    while killed < kills or finished == 0:
        child = start("killed", "resume=true")
        waits_s = draw.uniform(0, 0.7 * lasts_s)
        try:
            child.wait(waits_s if killed < kills else None)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            killed += 1
            done, whole = len(list(parts.glob("part-*.json"))), len(list(parts.glob("whole-*.journal")))
            print(f"Kill {killed} after {waits_s:.1f} s: {done} parts were done, {whole} outputs being put together.",
                  flush=True)
            continue
        if child.returncode:
            raise SystemExit(log.read_text(encoding="utf-8"))
        finished += 1
        different += not compare(folder, "undisturbed", "killed")
        hidden = [path.name for path in folder.iterdir() if path.name.startswith(".") or path.name.endswith(".parts")]
        print(f"Finished after {killed} kills: {'equal' if not different else 'DIFFERENT'}, left behind: {hidden}",
              flush=True)
        if killed < kills:
            for path in name_outputs(folder, "killed").values():
                Path(path).unlink()
    print(f"{killed} kills, {finished} finished jobs, {different} of them different.")
    return different


def compare(folder: Path, one: str, other: str) -> bool:
    """Whether the outputs of two jobs have the same bits, and the same said of them."""
    same = True
    for first, second in zip(name_outputs(folder, one).values(), name_outputs(folder, other).values()):
        with rasterio.open(first) as a, rasterio.open(second) as b:
            same &= a.read().tobytes() == b.read().tobytes() and a.tags(1) == b.tags(1)
            same &= a.overviews(1) == b.overviews(1) and repr(a.profile) == repr(b.profile)
    if not same:
        print(f"'{one}' and '{other}' differ.")
    return same


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="overhead, disk, copy, kill (default: all)")
    parser.add_argument("--size", type=int, default=4096, help="side of the image, px (default: 4096)")
    parser.add_argument("--part", type=int, default=1024, help="side of its parts, px (default: 1024)")
    parser.add_argument("--base", type=int, default=16, help="features of the U-Net (default: 16)")
    parser.add_argument("--pairs", type=int, default=9, help="of runs that are compared (default: 9)")
    parser.add_argument("--kills", type=int, default=20, help="how often a job is killed (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default: 0)")
    chosen = parser.parse_args()
    small_px = chosen.size // 2
    programs: dict[str, Callable[[Path], object]] = {
        "overhead": lambda folder: measure_overhead(folder, chosen.size, chosen.part, chosen.base, chosen.pairs),
        "disk": lambda folder: measure_disk(folder, 4 * chosen.size, 4 * chosen.part),
        "copy": lambda folder: measure_copy(folder, 4 * chosen.size, 4 * chosen.part),
        "kill": lambda folder: measure_kills(folder, small_px, chosen.part // 2, chosen.kills, chosen.seed),
    }
    for name in chosen.what or programs:
        with tempfile.TemporaryDirectory() as folder:
            programs[name](Path(folder))


if __name__ == "__main__":
    main()
