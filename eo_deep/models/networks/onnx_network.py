"""A network of other software, whose graph (an ONNX program) runs in onnxruntime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor, nn

from ...errors import EoDeepError
from ..footprint import Footprint
from ..onnx_footprint import Unknown, count_values, measure_program
from ..onnx_format import GPU_PROVIDER, require_runtime
from ..onnx_program import Taken, find_taken, open_sizes, read_program
from .degradation import Projection

_NAME = "the model's ONNX program"
_SMALLEST = 1e-7  # probability, whose logarithm is finite in float32


class _Foreign(nn.Module):
    """What networks around a program have in common."""

    in_channels: int
    out_channels: int
    program: OnnxProgram

    def check_sizes(self) -> None:
        """EoDeepError unless the program takes and gives as many channels and pixels as are stated."""
        taken, tile_px = self.program.taken, self.program.tile_px
        given = 2 if taken.outputs == 1 and self.program.gives != "values" else taken.outputs
        stated = self.in_channels, self.out_channels, self.program.ratio
        if (taken.bands, given, taken.ratio) != stated or (tile_px and taken.side_px not in (None, tile_px)):
            raise EoDeepError(f"The ONNX program of the model takes {taken.bands} bands and gives {given} values for "
                              f"{taken.ratio} x {taken.ratio} px each, on tiles of {taken.side_px or 'any'} px; its "
                              "card states otherwise.")  # fmt: skip


class OnnxNetwork(_Foreign):
    """An image (B, C, H, W) float32 -> logits of classes or values (B, K, H, W), by an ONNX program.

    Where what each of its operators sees of a tile is known, it runs on tiles of any size, as other networks do. Where
    not, the image is laid out in tiles of `tile_px`, of which a margin of `overlap_px` is dropped: the same tiles
    whatever the units of work, but a seam between two of them may show.

    size_bytes: of the program. gives: "logits", "probabilities" (of one class: the second of two), or "values".
    tile_px, overlap_px: None where the footprint is known.
    """

    def __init__(self, in_channels: int, out_channels: int, size_bytes: int, gives: str = "logits",
                 tile_px: int | None = None, overlap_px: int | None = None):
        super().__init__()
        self.in_channels, self.out_channels = in_channels, out_channels
        self.program = OnnxProgram(size_bytes, gives, tile_px, overlap_px)

    def forward(self, image: Tensor) -> Tensor:
        return self.program(image)


class OnnxEnlargement(_Foreign):
    """An image (B, C, H, W) float32 -> one of `ratio` times as many pixels a side, by an ONNX program.

    What the program gives, times `factor` plus `offset` by band, is in the units of its input. As with own networks it
    is projected, so its degradation by a sensor of width `sigma` is the image: see `degradation`.
    """

    def __init__(self, in_channels: int, out_channels: int, ratio: int, size_bytes: int,
                 factor: Sequence[float] = (1.0,), offset: Sequence[float] = (0.0,), sigma: float = 0.5,
                 tile_px: int | None = None, overlap_px: int | None = None):  # fmt: skip
        super().__init__()
        self.in_channels, self.out_channels = in_channels, out_channels
        self.program = OnnxProgram(size_bytes, "values", tile_px, overlap_px, ratio, factor, offset)
        self.project = Projection(ratio, sigma)

    def forward(self, image: Tensor) -> Tensor:
        return self.project(self.program(image), image)


class OnnxProgram(nn.Module):
    """The program as one layer, which states its footprint itself.

    ratio: output pixels per pixel along a side. factor, offset: of "values", by band.
    """

    data: Tensor

    def __init__(self, size_bytes: int, gives: str, tile_px: int | None, overlap_px: int | None, ratio: int = 1,
                 factor: Sequence[float] = (1.0,), offset: Sequence[float] = (0.0,)):  # fmt: skip
        super().__init__()
        self.ratio, self.stride = ratio, Fraction(1, ratio)
        self.factor, self.offset = tuple(factor), tuple(offset)
        self.gives, self.tile_px, self.overlap_px = gives, tile_px, overlap_px
        self.register_buffer("data", torch.zeros(size_bytes, dtype=torch.uint8))
        self._sessions: dict[str, Any] = {}
        self._footprint: Footprint | None = None

    def __deepcopy__(self, memo: dict) -> OnnxProgram:
        copy = OnnxProgram(0, self.gives, self.tile_px, self.overlap_px, self.ratio, self.factor, self.offset)
        copy.data, copy._footprint = self.data, self._footprint
        return copy.train(self.training)

    @property
    def taken(self) -> Taken:
        """What the program takes and gives."""
        return find_taken(self._read(), _NAME)

    @property
    def values_per_px(self) -> float:
        """The most values that are held together inside, per pixel of the image; 0 where that is of one tile."""
        return 0.0 if self.tile_px else count_values(self._read(), self.taken)

    @property
    def footprint(self) -> Footprint:
        """What it sees: measured, or a tile with its overlap."""
        if self._footprint is None:
            if self.tile_px is None or self.overlap_px is None:
                program = self._read()
                try:
                    self._footprint = measure_program(program, find_taken(program, _NAME))[0]
                except Unknown as reason:
                    raise EoDeepError(f"The network is said to be one of known footprint, but {reason}.") from None
            else:
                self._footprint = lay_tiles(self.tile_px, self.overlap_px)
        return self._footprint

    @property
    def period(self) -> int:
        """Pixels after which its answer repeats itself where the image does."""
        return self.footprint.stride_px

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        """The pixels that the output pixels from `first` to `last` are made of."""
        found = self.footprint
        step = found.stride_px
        first, last = first // self.ratio, last // self.ratio
        return first // step * step - found.before_px, (last // step + 1) * step - 1 + found.after_px

    def forward(self, image: Tensor) -> Tensor:
        pixels = image.float()
        if self.tile_px is None:
            scores = self._run(pixels)
        else:
            scores = self._run_tiles(pixels, self.tile_px, self.footprint)
        return self._to_scores(scores).to(image.device, image.dtype)

    def _run_tiles(self, pixels: Tensor, tile_px: int, layout: Footprint) -> Tensor:
        """Tile by tile; tiles see zeros beyond the window."""
        step, before, ratio = layout.stride_px, layout.before_px, self.ratio
        rows, columns = (-(-size // step) for size in pixels.shape[2:])
        after = [count * step - size + layout.after_px for count, size in zip((rows, columns), pixels.shape[2:])]
        wide = nn.functional.pad(pixels, (before, after[1], before, after[0]))
        scores = None
        for row in range(0, rows * step, step):
            for column in range(0, columns * step, step):
                tile = wide[:, :, row : row + tile_px, column : column + tile_px]
                found = torch.cat([self._run(each[None]) for each in tile])  # files may state a batch of one
                if scores is None:
                    scores = found.new_empty(len(pixels), found.shape[1], rows * step * ratio, columns * step * ratio)
                inside = slice(before * ratio, (before + step) * ratio)
                down, across = (slice(start * ratio, (start + step) * ratio) for start in (row, column))
                scores[:, :, down, across] = found[:, :, inside, inside]
        assert scores is not None  # noqa: S101 (an image has pixels)
        return scores[:, :, : pixels.shape[2] * ratio, : pixels.shape[3] * ratio]

    def _run(self, pixels: Tensor) -> Tensor:
        return run_session(self._open(pixels.device), pixels)

    def _to_scores(self, found: Tensor) -> Tensor:
        """Logits of classes, of which one alone gets a background beside it; values as they are."""
        if self.gives == "values":
            factor, offset = (torch.tensor(values)[:, None, None] for values in (self.factor, self.offset))
            return found * factor + offset
        if self.gives == "logits":
            return torch.cat([torch.zeros_like(found), found], 1) if found.shape[1] == 1 else found
        found = torch.cat([1 - found, found], 1) if found.shape[1] == 1 else found
        return found.clamp(_SMALLEST, 1).log()

    def _open(self, device: torch.device) -> Any:
        if device.type not in self._sessions:
            program = self._read()
            if self.tile_px is None:
                taken = find_taken(program, _NAME)
                program = open_sizes(program, taken, measure_program(program, taken)[1])
            self._sessions[device.type] = open_session(program, device)
        return self._sessions[device.type]

    def _read(self) -> Any:
        return read_program(self.data.cpu().numpy().tobytes(), _NAME)


def open_session(program: Any, device: torch.device) -> Any:
    """A program ready to run in onnxruntime, on a GPU where both are made for it. EoDeepError where it cannot be."""
    runtime = require_runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    wanted = [GPU_PROVIDER] if device.type == "cuda" else []
    providers = [each for each in wanted if each in runtime.get_available_providers()]
    try:
        return runtime.InferenceSession(program.SerializeToString(), options,
                                        providers=[*providers, "CPUExecutionProvider"])  # fmt: skip
    except Exception as error:  # onnxruntime's own classes, which have no common one
        reason = str(error).strip().splitlines()[0]
        raise EoDeepError(f"The ONNX program of the model cannot be run: {reason[:200].rstrip('.')}.") from None


def run_session(session: Any, pixels: Tensor) -> Tensor:
    """What a program gives for an image (B, C, H, W). EoDeepError where it fails."""
    (source,) = session.get_inputs()
    (found,) = run_program(session, None, {source.name: pixels.contiguous().cpu().numpy()})
    return torch.from_numpy(found).float()


def run_program(session: Any, outputs: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
    """Some outputs of a program, None: all. EoDeepError where it fails."""
    try:
        return session.run(outputs, dict(inputs))
    except Exception as error:  # as above
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EoDeepError(f"The ONNX program of the model failed: {reason[:200].rstrip('.')}.") from None


def lay_tiles(tile_px: int, overlap_px: int) -> Footprint:
    """What tiles of `tile_px` keep, at least `overlap_px` from their edges; EoDeepError where that is nothing."""
    step = (tile_px - 2 * overlap_px) // 16 * 16  # blocks of a GeoTIFF are multiples of 16 px
    if step < 16:
        raise EoDeepError(f"The overlap must leave 16 px of a tile of {tile_px} px, got {overlap_px} px on each side.")
    return Footprint(step, overlap_px, tile_px - step - overlap_px, True)
