"""How much of a GPU's speed reaches a map: the bare network, the engine's predictor, and a stream from array to array.

    python -m benchmarks.device.speed [--minutes 3.5] [--output OUT/speed.md]

No GDAL is needed: images are arrays, and reading and writing take as long as a disk of 1 and of 2 GB/s would. Networks
are the bundled building model and a U-Net of 32 to 512 features; all have 3 bands of 8 bits. Useful Mpx/s are pixels of
the image over seconds: halos do not count. The share is of the best bare network in this run. The roof-line share is
the network's arithmetic per pixel times the rate over the arithmetic of a large matrix product in bfloat16, measured
here too. What time is left for decides what runs: what was left out is named. With `--device cpu` and small sizes it
shows that it works, not how fast a GPU is.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.device.windows import stand_in

stand_in()

from eo_deep.models.footprint import Footprint, measure_footprint  # noqa: E402
from eo_deep.models.model_file import load_model  # noqa: E402
from eo_deep.models.networks import build  # noqa: E402
from eo_deep.runtime.devices import choose_device, has_fast_bf16  # noqa: E402
from eo_deep.streaming.pipeline import Predictor, Tile, stream  # noqa: E402
from eo_deep.streaming.tiling import Unit, plan_units  # noqa: E402

BUILDINGS = Path(__file__).resolve().parents[2] / "resources" / "models" / "buildings.safetensors"
GOAL = 0.9  # of the bare network
_REPEATED_S = 1.0
_COMPILED_S = 45.0  # what torch.compile may take
_RATES_GB_S = (1.0, 2.0)


@dataclass
class Clock:
    """The time that the program may take."""

    end: float

    @property
    def left_s(self) -> float:
        return self.end - time.monotonic()


@dataclass
class Bench:
    """A network with all that is measured of it; rows: what, useful Mpx/s."""

    name: str
    network: nn.Module
    footprint: Footprint
    device: torch.device
    clock: Clock
    peak_flops: float

    def __post_init__(self) -> None:
        self.bf16 = has_fast_bf16(self.device)
        self.flop_per_px = count_flop_per_px(self.network, self.footprint.stride_px)
        self.bare: dict[str, float] = {}
        self.ours: dict[str, float] = {}
        self.left_out: list[str] = []

    def measure_bare(self, tiles: list[int], batches: list[int], compiled: bool) -> None:
        """The network on tiles that lie in the device's memory, in the ways that torch has, the likely best first."""
        fast = [torch.bfloat16] if self.bf16 else []
        kinds = [(dtype, layout) for dtype in (*fast, torch.float32)
                 for layout in (torch.channels_last, torch.contiguous_format)]  # fmt: skip
        for number, (dtype, layout) in enumerate(kinds):
            module = self._prepare(dtype, layout)
            for tile_px in tiles if number == 0 else tiles[:1]:
                for batch in batches:
                    self._time_bare("eager", module, batch, tile_px, layout)
            if number:
                continue
            if self.device.type == "cuda":
                for batch in batches:
                    self._time_bare("CUDA graph", module, batch, tiles[0], layout)
            if compiled and self.clock.left_s > _COMPILED_S:
                faster: nn.Module = torch.compile(module)  # type: ignore[assignment]
                self._time_bare("compiled", faster, batches[-1], tiles[0], layout)
            else:
                self.left_out.append("compiled")

    def measure_predictor(self, cores: list[int], batches: list[int], size_px: int) -> None:
        """The engine's predictor, from arrays in main memory to probabilities there."""
        predictor = Predictor(self.network, self.device, self.bf16)
        for core_px in cores:
            units = plan_units(size_px, size_px, self.footprint, core_px)
            middle = units[len(units) // 2]
            pixels = int(middle.core.width * middle.core.height)
            for batch in batches:
                tile = make_tile(middle, np.zeros((3, 1, 1), np.uint8))  # copied each time: a CPU's tiles are emptied
                what = f"predictor, core {core_px} px, batch {batch}"
                self._note(self.ours, what, lambda: predictor([replace(tile) for _ in range(batch)]),  # noqa: B023
                           batch * pixels)

    def measure_stream(self, core_px: int, batch: int, size_px: int) -> None:
        """From an array to a class map, with a disk of so many GB/s; the device's first work is not counted."""
        predictor = Predictor(self.network, self.device, self.bf16)
        image = np.random.default_rng(0).integers(0, 255, (3, size_px, size_px), np.uint8)
        units = plan_units(size_px, size_px, self.footprint, core_px)
        predictor([make_tile(unit, image) for unit in units[:batch]])
        for rate in _RATES_GB_S:
            what = f"stream, {rate:g} GB/s, core {core_px} px, batch {batch}"
            if self.clock.left_s < 10:
                self.left_out.append(what)
                continue
            disk, classes = Disk(rate * 1e9), np.full((size_px, size_px), 255, np.uint8)
            started = time.perf_counter()
            stream(units, lambda unit: disk.read(unit, image), predictor,  # noqa: B023
                   lambda tile, scores: disk.write(tile, scores[0], classes), batch)  # noqa: B023
            self.ours[what] = size_px**2 / (time.perf_counter() - started) / 1e6
            assert (classes != 255).all(), "a pixel was not written"

    def report(self) -> Iterator[str]:
        """Lines of Markdown."""
        best = max(self.bare.values(), default=float("nan"))
        yield f"\n## {self.name}\n"
        yield (f"{self.flop_per_px / 1e3:.1f} kFLOP per pixel, stride {self.footprint.stride_px} px, halo "
               f"{self.footprint.halo_px} px.\n")  # fmt: skip
        yield "| | useful Mpx/s | of the bare network | of the roof line |\n| --- | ---: | ---: | ---: |"
        for what, rate in {**self.bare, **self.ours}.items():
            yield f"| {what} | {rate:.3g} | {rate / best:.1%} | {self.flop_per_px * rate * 1e6 / self.peak_flops:.1%} |"
        reached = max(self.ours.values(), default=0.0) / best
        yield f"\nBest of ours: {reached:.1%} of the bare network; the goal is {GOAL:.0%}."
        if self.left_out:
            yield f"\nLeft out for lack of time or memory: {'; '.join(self.left_out)}."

    def _prepare(self, dtype: torch.dtype, layout: torch.memory_format) -> nn.Module:
        module = Predictor(self.network, self.device).network.to(dtype)
        return module.to(memory_format=layout)  # type: ignore[call-overload]

    def _time_bare(self, how: str, module: nn.Module, batch: int, tile_px: int, layout: torch.memory_format) -> None:
        dtype = next(module.parameters()).dtype
        form = f"{str(dtype).partition('.')[2]}{', channels last' * (layout == torch.channels_last)}"
        what = f"bare, {how}, {form}, batch {batch} of {tile_px} px"

        def run() -> Callable[[], object]:
            x = torch.randn(batch, 3, tile_px, tile_px, device=self.device, dtype=dtype)
            x = x.contiguous(memory_format=layout)
            if how != "CUDA graph":
                return lambda: module(x)
            module(x)
            torch.cuda.synchronize()
            captured = torch.cuda.CUDAGraph()
            with torch.cuda.graph(captured):
                module(x)
            return captured.replay

        self._note(self.bare, what, run, batch * tile_px**2, prepared=True)

    def _note(self, rows: dict[str, float], what: str, run: Callable, pixels: int, prepared: bool = False) -> None:
        if self.clock.left_s < 5:
            self.left_out.append(what)
            return
        try:
            with torch.inference_mode():
                rows[what] = pixels / time_once(run() if prepared else run, self.device) / 1e6
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            self.left_out.append(what)


class Disk:
    """Arrays that are read and written at the speed of a disk, and brought to and from what the network takes."""

    def __init__(self, bytes_per_s: float) -> None:
        self._bytes_per_s, self._lock = bytes_per_s, threading.Lock()

    def read(self, unit: Unit, image: np.ndarray) -> Tile:
        self._wait(3 * int(unit.window.width * unit.window.height))
        return make_tile(unit, image)

    def write(self, tile: Tile, probabilities: np.ndarray, classes: np.ndarray) -> None:
        chosen = probabilities.argmax(0).astype(np.uint8)
        self._wait(chosen.nbytes)
        classes[tile.unit.core.toslices()] = chosen

    def _wait(self, count: int) -> None:
        with self._lock:  # one head: what is read and written at once takes turns
            time.sleep(count / self._bytes_per_s)


def make_tile(unit: Unit, image: np.ndarray) -> Tile:
    """What a unit's window shows of an image (3, H, W) uint8, 0 beyond it, scaled as models of 8 bits are."""
    rows, columns = unit.window.toslices()
    pixels = np.zeros((3, rows.stop - rows.start, columns.stop - columns.start), np.float32)
    height, width = image.shape[1:]
    inner = image[:, max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)]
    top, left = max(-rows.start, 0), max(-columns.start, 0)
    pixels[:, top : top + inner.shape[1], left : left + inner.shape[2]] = inner
    pixels = (pixels - 127.5) / 64
    return Tile(unit, (pixels,), np.ones((int(unit.core.height), int(unit.core.width)), bool))


def time_once(run: Callable[[], object], device: torch.device) -> float:
    """Seconds of one call: the median of those that fit into a second, three at least, after two that warm up."""

    def call() -> float:
        started = time.perf_counter()
        run()
        if device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - started

    call()
    once = call()
    return float(np.median([call() for _ in range(max(3, min(50, int(_REPEATED_S / once))))]))


def measure_peak(device: torch.device, side: int) -> float:
    """FLOP/s of a product of two matrices in bfloat16 (float32 where that is not fast)."""
    dtype = torch.bfloat16 if has_fast_bf16(device) else torch.float32
    a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    return 2 * side**3 / time_once(lambda: a @ b, device)


def count_flop_per_px(network: nn.Module, stride_px: int) -> float:
    """Multiplications and additions of the convolutions, per pixel of the input."""
    side = 8 * stride_px
    counter = FlopCounterMode(display=False)
    with counter, torch.inference_mode():
        network(torch.zeros(1, 3, side, side))
    return counter.get_total_flops() / side**2


def list_numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3.5, help="the most that it takes (default: 3.5)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:1 (default: auto)")
    parser.add_argument("--base-channels", type=int, default=32, help="of the U-Net (default: 32)")
    parser.add_argument("--size", type=int, default=16384, help="side of the image, px (default: 16384)")
    parser.add_argument("--cores", type=list_numbers, default=[1024, 2048, 4096],
                        help="sides of cores, px (default: 1024,2048,4096)")  # fmt: skip
    parser.add_argument("--batches", type=list_numbers, default=[1, 4, 16], help="tiles at once (default: 1,4,16)")
    parser.add_argument("--tiles", type=list_numbers, default=[512, 2048],
                        help="sides of the bare network's tiles, px (default: 512,2048)")  # fmt: skip
    parser.add_argument("--matrix", type=int, default=8192, help="side of the matrices (default: 8192)")
    parser.add_argument("--eager", action="store_true", help="leave the compiled network out")
    parser.add_argument("--output", help="a file for what is printed")
    arguments = parser.parse_args()
    clock, device = Clock(time.monotonic() + 60 * arguments.minutes), choose_device(arguments.device)
    torch.manual_seed(0)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    peak = measure_peak(device, arguments.matrix)
    unet = build("unet", in_channels=3, out_channels=2, base_channels=arguments.base_channels).eval()
    networks = {"Building model": load_model(BUILDINGS).network.eval(),
                f"U-Net {arguments.base_channels} to {16 * arguments.base_channels}": unet}  # fmt: skip
    lines = [f"# Speed on {name}\n", f"torch {torch.__version__}; matrix product {peak / 1e12:.3g} TFLOP/s."]
    for number, (title, network) in enumerate(networks.items()):
        share = Clock(time.monotonic() + clock.left_s / (len(networks) - number))
        bench = Bench(title, network, measure_footprint(network), device, share, peak)
        bench.measure_predictor(arguments.cores, arguments.batches, arguments.size)
        found = max(bench.ours, key=lambda what: bench.ours[what], default=None)
        if found:
            core_px, batch = (int(part.split()[place]) for part, place in zip(found.split(", ")[1:], (1, 1)))
            bench.measure_stream(core_px, batch, arguments.size)
        bench.measure_bare(arguments.tiles, arguments.batches, not arguments.eager)
        lines += bench.report()
    print("\n".join(lines))
    if arguments.output:
        Path(arguments.output).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
