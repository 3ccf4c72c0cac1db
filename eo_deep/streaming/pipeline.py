"""Reading, computing, writing at once: reader threads -> batches -> network -> writer thread, in flat memory."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

import numpy as np
import torch
from torch import nn

from ..errors import EoDeepError
from ..models.footprint import Footprint, activation_bytes_per_px
from ..progress import Progress, silent
from ..runtime.devices import free_memory_bytes, has_fast_bf16
from ..runtime.kept import kept
from ..runtime.memory import make_array
from .fused_layers import fuse_layers
from .graph_optimization import BandedNetwork, prepare_network, split_decoder
from .tiling import Unit, choose_core_px

# Larger windows waste less on halos but gain little beyond this, and a laptop's user wants the rest of the memory.
_CPU_BUDGET_BYTES = 3 << 29
# PyTorch's allocator keeps freed blocks that are too small for the next tensor (fragmentation): it holds about so many
# times the memory that the network's tensors need.
_FRAGMENTED = 1.5
_FINE_COPIES = 8
_CPU_CORE_PX, _GPU_CORE_PX = 2048, 4096

Predicted = TypeVar("Predicted")  # what a network's answers for one tile are


@dataclass
class Tile:
    """What the network gets for a unit: of each source the pixels (C, H / ratio, W / ratio) float32 of its window; and
    which of its core are valid, (h, w) bool."""

    unit: Unit
    sources: tuple[np.ndarray, ...]
    valid: np.ndarray


@dataclass
class Timing:
    """Seconds spent in each stage, summed over threads; they overlap, so their sum may exceed `wall`."""

    stages: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the time of the block to `stage`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                self.stages[stage] = self.stages.get(stage, 0.0) + time.perf_counter() - start


def to_probabilities(scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
    """Class probabilities (K, h, w) float32 of scores (K, h, w), on their device."""
    return scores.float().softmax(dim=0)


@dataclass(frozen=True)
class Output:
    """What is made of a network's scores on what the core of a tile is made of: its `seen`, mostly the core itself.

    activate: scores (K, h, w) in the network's type and valid (h, w) bool -> (C, h', w') float32 on the same device.
    dihedral: the mean over the eight flips and quarter turns of the tile (test-time augmentation), not the tile alone.
    odd: the channels that change their sign in a mirror image, as sines of angles do.
    """

    activate: Callable[[torch.Tensor, np.ndarray], torch.Tensor] = to_probabilities
    dihedral: bool = False
    odd: tuple[int, ...] = ()


class Predictor:
    """A network made ready for `device`: batch norm folded, channels last, bfloat16 where that is faster and allowed.

    Call it with a list of tiles -> for each tile the list of its outputs, (C, h', w') float32 each. On a CPU the tiles
    lose their pixels.
    scale: output pixels per input pixel of the network.
    """

    def __init__(self, network: nn.Module, device: torch.device, bf16: bool = False,
                 outputs: Sequence[Output] = (Output(),), scale: int = 1):
        self.device, self.outputs, self.scale = device, tuple(outputs), scale
        self.dtype = torch.bfloat16 if bf16 and has_fast_bf16(device) else torch.float32
        key = "prepared", network, str(device), self.dtype, scale
        with kept(key, lambda: nullcontext(self._prepare(network))) as prepared:
            self.network: nn.Module = prepared

    def _prepare(self, network: nn.Module) -> nn.Module:
        # Measured on two CPU cores: so prepared, eager mode is as fast as the compiled network, and starts at once.
        graph = prepare_network(network)
        # A GPU has memory for whole tiles, and no time for many small steps.
        prepared: nn.Module = split_decoder(graph) if self.device.type == "cpu" and self.scale == 1 else graph
        prepared.to(self.device, self.dtype)
        prepared.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        if self.device.type == "cpu":
            fuse_layers(prepared)
        return prepared

    def __call__(self, tiles: Sequence[Tile]) -> list[list[np.ndarray]]:
        batch = [self._to_device(source) for source in zip(*(tile.sources for tile in tiles))]
        cores = [_seen_slices(tile.unit, self.scale) for tile in tiles]
        if self.device.type == "cpu":  # which has a copy now, and no memory of its own to run out of and try again
            for tile in tiles:
                tile.sources = ()
        with torch.inference_mode():
            if any(output.dihedral for output in self.outputs):
                return self._predict_views(batch, tiles, cores)
            if len(tiles) == 1 and isinstance(self.network, BandedNetwork):
                scores = [self.network(*batch, core=cores[0][1:])[0]]
            else:
                scores = [each[core] for each, core in zip(self.network(*batch), cores)]
            return [[_to_array(output.activate(each, tile.valid)) for output in self.outputs]
                    for each, tile in zip(scores, tiles)]  # fmt: skip

    def _to_device(self, pixels: Sequence[np.ndarray]) -> torch.Tensor:
        """What the tiles have of one source, (B, C, H, W)."""
        batch = torch.from_numpy(np.stack(pixels) if len(pixels) > 1 else pixels[0][None])
        if self.device.type == "cuda":
            batch = batch.pin_memory()
        return batch.to(self.device, self.dtype, non_blocking=True).contiguous(memory_format=torch.channels_last)

    def _predict_views(self, batch: Sequence[torch.Tensor], tiles: Sequence[Tile],
                       cores: list[tuple[slice, slice, slice]]) -> list[list[np.ndarray]]:
        """The same where an output is the mean over eight views; the others are made of the first, the tile itself."""
        totals = [[torch.zeros((), device=self.device) for _ in self.outputs] for _ in tiles]
        for number, (turns, flip) in enumerate(itertools.product(range(4), (False, True))):
            views = [torch.rot90(source.flip(3) if flip else source, turns, (2, 3)) for source in batch]
            views = [view.contiguous(memory_format=torch.channels_last) for view in views]
            scores = torch.rot90(self.network(*views), -turns, (2, 3))
            scores = scores.flip(3) if flip else scores
            for each, tile, core, total in zip(scores, tiles, cores, totals):
                for place, output in enumerate(self.outputs):
                    if output.dihedral or number == 0:
                        activated = output.activate(each[core], tile.valid)
                        if flip and output.odd:
                            activated[list(output.odd)] *= -1
                        total[place] = total[place] + activated
        return [[_to_array(sums / 8 if output.dihedral else sums) for sums, output in zip(total, self.outputs)]
                for total in totals]  # fmt: skip


def _to_array(values: torch.Tensor) -> np.ndarray:
    """A copy that may wait for its writer."""
    copied = make_array(tuple(values.shape), str(values.dtype).removeprefix("torch."))
    torch.from_numpy(copied).copy_(values)
    return copied


def default_core_px(
    network: nn.Module,
    footprint: Footprint,
    channels: Sequence[int],
    width: int,
    height: int,
    device: torch.device,
    bf16: bool,
    ratios: Sequence[int] = (1,),
    scale: Fraction = Fraction(1),
) -> int:
    """The size of a core that suits the memory of `device`; channels, ratios: of each source.

    scale: output pixels, of which cores are made, per input pixel.
    """
    free = free_memory_bytes(device)
    budget = min(_CPU_BUDGET_BYTES, free // 3) if device.type == "cpu" else free // 2
    bytes_per_value = 2 if bf16 and has_fast_bf16(device) else 4
    graph = network.uncut if isinstance(network, BandedNetwork) else network  # the rest runs band by band
    activations = activation_bytes_per_px(graph, channels, footprint.stride_px, bytes_per_value, ratios)
    per_px = _FRAGMENTED * activations + 16 * sum(count / ratio**2 for count, ratio in zip(channels, ratios))
    if scale != 1:  # a finer output outweighs what made it: the network's, the one made of it, those that wait
        per_px += _FINE_COPIES * 4 * sum(channels) * max(float(scale), float(footprint.scale)) ** 2
    limit_px = _CPU_CORE_PX if device.type == "cpu" else _GPU_CORE_PX
    return choose_core_px(width, height, footprint, per_px, budget, limit_px, scale)


def stream(
    units: Sequence[Unit],
    read: Callable[[Unit], Tile | None],
    predict: Callable[[Sequence[Tile]], list[Predicted]],
    write: Callable[[Tile, Predicted], None],
    batch_size: int = 1,
    progress: Progress = silent,
    timing: Timing | None = None,
    settle: Callable[[Unit], None] = lambda unit: None,
    ahead: int = 2,
) -> int:
    """Run units through read -> predict -> write, all at once, in flat memory.

    `read` runs in two threads, `write` in one, `predict` in the caller's. Out of memory on a GPU halves the batch.

    Parameters
    ----------
    units : sequence of Unit
    read : callable (Unit) -> Tile or None
        None for a unit with nothing to do.
    predict : callable (sequence of Tile) -> list
        One result per tile.
    write : callable (Tile, result) -> None
    batch_size : int
        Tiles per call of `predict`, at most.
    progress : Progress
    timing : Timing, optional
        Receives the seconds of each stage.
    settle : callable (Unit) -> None
        Called for each unit, one at a time, when all has been written of it.
    ahead : int
        Tiles that are read while others are predicted.

    Returns
    -------
    int
        How many units had something to predict.

    Raises
    ------
    EoDeepError
        If one tile does not fit into memory. The first exception of any stage is raised here.
    """
    timing = timing or Timing()
    done = computed = 0
    pending: deque[tuple[Unit, Future]] = deque()
    written: deque[Future] = deque()
    waiting = iter(units)
    with ThreadPoolExecutor(2) as readers, ThreadPoolExecutor(1) as writer:
        try:
            while True:
                for unit in waiting:
                    pending.append((unit, readers.submit(read, unit)))
                    if len(pending) >= batch_size + ahead:
                        break
                if not pending:
                    break
                tiles: list[Tile] = []
                while pending and len(tiles) < batch_size:
                    with timing.measure("wait for input"):
                        tile = pending[0][1].result()
                    unit = pending.popleft()[0]
                    done += 1
                    if tile is not None:
                        tiles.append(tile)
                    else:
                        written.append(writer.submit(settle, unit))
                if tiles:
                    with timing.measure("network"):
                        scores, batch_size = _predict_or_halve(predict, tiles, batch_size)
                    computed += len(tiles)
                    while tiles:  # what was read, and what was made of it, is freed as soon as it was used
                        tile = replace(tiles.pop(0), sources=())
                        written.append(writer.submit(_timed_write, write, settle, tile, scores.pop(0), timing))
                while len(written) > 1 or (written and written[0].done()):
                    written.popleft().result()
                progress(done / len(units))
            while written:
                written.popleft().result()
        except BaseException:
            for _, reading in pending:
                reading.cancel()
            raise
    return computed


def _timed_write(write: Callable[[Tile, Predicted], None], settle: Callable[[Unit], None], tile: Tile,
                 score: Predicted, timing: Timing) -> None:
    with timing.measure("write"):
        write(tile, score)
        settle(tile.unit)


def _predict_or_halve(
    predict: Callable[[Sequence[Tile]], list[Predicted]], tiles: list[Tile], batch_size: int
) -> tuple[list[Predicted], int]:
    size = min(batch_size, len(tiles))
    while True:
        try:
            return [
                score for start in range(0, len(tiles), size) for score in predict(tiles[start : start + size])
            ], batch_size
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            if size == 1:
                raise EoDeepError(
                    "The GPU's memory is too small even for one tile; choose a smaller tile size."
                ) from None
            size = batch_size = size // 2
        except RuntimeError as error:
            if "can't allocate memory" in str(error):
                raise EoDeepError("The memory is too small for one tile; choose a smaller tile size.") from None
            raise


def _seen_slices(unit: Unit, scale: int) -> tuple[slice, slice, slice]:
    """Where what a unit's core is made of lies in what a network that enlarges by `scale` makes of its window."""
    seen, window = unit.seen, unit.window
    top, left = int(seen.row_off - window.row_off * scale), int(seen.col_off - window.col_off * scale)
    return slice(None), slice(top, top + int(seen.height)), slice(left, left + int(seen.width))


def core_of(unit: Unit, values: np.ndarray, scale: Fraction = Fraction(1)) -> np.ndarray:
    """The part of `values` (..., H, W), given on a unit's window, that lies in its core.

    scale: output pixels per input pixel; each takes the value of the input pixel that its centre lies in.
    """
    if scale == 1:
        return values[(..., *_seen_slices(unit, 1)[1:])]
    rows, columns = (
        ((2 * np.arange(span.start, span.stop) + 1) * scale.denominator) // (2 * scale.numerator) - start
        for span, start in zip(unit.core.toslices(), (int(unit.window.row_off), int(unit.window.col_off)), strict=True)
    )
    return values[..., rows[:, None], columns]
