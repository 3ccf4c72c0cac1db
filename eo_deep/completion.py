"""Missing pixels of an image, filled with what a joint energy-based model thinks likely there."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace

import numpy as np
import torch
from rasterio.windows import Window
from scipy.ndimage import median_filter
from torch import Generator, nn

from .chains import measure_covariance, read_sampler, read_start, to_raw
from .errors import EoDeepError
from .files import check_distinct, check_writable
from .inpainting import fill_smoothly, measure_doubt, refine_by_field
from .jem import SamplerSettings, sample_chain
from .model_input import choose_working_grid, open_matching
from .modelfile import read_extras
from .patches import PatchGrid
from .progress import Progress, silent
from .raster import RasterSource, RasterWriter, open_raster
from .scaling import FittedScaling, fit_scaling
from .scene_input import find_scaling, load_scene_model

_CORE_PX = 256
_BATCH = 64
_NOISE_SHARE = 0.2  # of the range of values by which an extreme one must stand out from its neighbours


def complete_image(image: str, model: str | None = None, mask: str | None = None, salt_and_pepper: bool = False,
                   bands: Sequence[int] | None = None, values: str = "auto", steps: int = 50, seed: int = 0,
                   device: str = "auto", output: str | None = None, progress: Progress = silent) -> dict:
    """Fill the missing pixels of an image by sampling from a JEM, with the known pixels held.

    image: raster file; bands: 1-based band numbers in the model's order (None: matched by name). model: None for the
    bundled one. mask: raster whose values other than 0 mark missing pixels, on any grid. salt_and_pepper: look for
    pixels that are lowest or highest of all and unlike their neighbours, band by band. Without both, the missing
    pixels are the unknown ones (nodata, NaN). values: see `scenes.classify_scenes`. steps: of stochastic gradient
    Langevin dynamics after a first guess by interpolation; 0 for that alone. output: GeoTIFF of the model's bands in
    the image's data type and georeference; every known pixel is as it was, to the bit.

    Raises EoDeepError for a classifier and for images that do not fit the model. Returns {"output", "filled_share"}.
    """
    if not output:
        raise EoDeepError("Completing an image needs the name of an output file.")
    check_distinct([output], [image, model, mask])
    check_writable(output, ".tif", ".tiff")
    path, loaded = load_scene_model(model, device, jem=True)
    settings, card = read_sampler(loaded.card, steps), loaded.card
    covariance = measure_covariance(read_start(read_extras(path), path))
    with ExitStack() as files:
        source = files.enter_context(open_matching(image, card, bands, progress))
        scaling = fit_scaling(find_scaling(source, card["inputs"][0], values, progress), source)
        if source.grid.ground_resolution_m:
            choose_working_grid(source.grid, card, False, None, progress)  # warns where the resolution is another
        PatchGrid(source.grid, card["patch_px"], card["patch_px"])  # refuses an image smaller than a patch
        gaps = Gaps(source, files.enter_context(_open_mask(mask, source)), salt_and_pepper)
        completer = Completer(loaded.network, settings, scaling, covariance, card["patch_px"], seed)
        filled = _complete_all(source, gaps, completer, output, progress)
    share = filled / (source.grid.width * source.grid.height * source.count)
    if not filled:
        progress.warning("No pixel is missing: the output is a copy of the image.")
    progress.message(f"Wrote {output}; {share:.2%} of its values are filled in.")
    return {"output": output, "filled_share": share}


@dataclass
class Gaps:
    """Which values of an image are missing; mask: an open raster on the image's grid, or None."""

    source: RasterSource
    mask: RasterSource | None
    salt_and_pepper: bool

    def __post_init__(self) -> None:
        if self.salt_and_pepper:
            pixels, valid = self.source.read_overview(1024)
            known = pixels[:, valid].astype(np.float64)
            if not known.size:
                raise EoDeepError(f"No pixel of '{self.source.path}' is known: all are nodata, transparent or NaN.")
            shape = (-1, 1, 1)
            self._low, self._high = known.min(axis=1).reshape(shape), known.max(axis=1).reshape(shape)

    def find(self, window: Window, pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """The missing ones among pixels (C, H, W) of a window, of which `valid` (H, W) are known, (C, H, W) bool."""
        if self.mask is None and not self.salt_and_pepper:
            return np.broadcast_to(~valid, pixels.shape)
        missing = np.zeros(pixels.shape, bool)
        if self.mask is not None:
            marks, known = self.mask.read(window)
            missing |= (marks[0] != 0) & known
        if self.salt_and_pepper:
            values = np.nan_to_num(pixels.astype(np.float64))
            around = np.stack([median_filter(band, 5, mode="mirror") for band in values])
            stands_out = np.abs(values - around) > _NOISE_SHARE * (self._high - self._low)
            missing |= stands_out & ((values <= self._low) | (values >= self._high))
        return missing


@dataclass
class Completer:
    """Fills the gaps of one window: a first guess by interpolation, then the model's own opinion."""

    network: nn.Module
    settings: SamplerSettings
    scaling: FittedScaling
    covariance: np.ndarray
    patch_px: int
    seed: int = 0

    def __call__(self, pixels: np.ndarray, missing: np.ndarray, place: int) -> np.ndarray:
        """pixels (C, H, W) raw, whose `missing` (C, H, W) count for nothing -> all known, as network input, unclipped.

        place: a number of the window, which together with the seed decides the noise.
        """
        shape = (-1, 1, 1)
        scaled = (pixels - self.scaling.center.reshape(shape)) / self.scaling.spread.reshape(shape)
        scaled[missing] = 0
        guess = refine_by_field(fill_smoothly(scaled, missing), missing, self.covariance)
        # What is brighter than the model's range stays so: the chain adds to the guess what it adds within the range.
        start = torch.from_numpy(guess.clip(-1, 1).astype(np.float32))
        mobility = torch.from_numpy(measure_doubt(missing, self.covariance).astype(np.float32))
        moved = self._sample(start, mobility, Generator().manual_seed(self.seed * 1_000_003 + place))
        return guess + (moved - start).numpy()

    def _sample(self, x: torch.Tensor, mobility: torch.Tensor, generator: Generator) -> torch.Tensor:
        """Chains of all patches of x (C, H, W) that have gaps, on a grid that shifts with each step: no seams.

        mobility (C, H, W): the share of each step that a pixel takes; 0 where it is known.
        """
        missing = mobility > 0
        x, device = x.clone(), next(self.network.parameters()).device
        step = replace(self.settings, steps=1)
        for _ in range(self.settings.steps):
            shift = torch.randint(self.patch_px, (2,), generator=generator).tolist()
            rows, columns = (_shifted_starts(length, self.patch_px, first) for length, first in zip(x.shape[1:], shift))
            places = [np.s_[:, row : row + self.patch_px, column : column + self.patch_px]
                      for row in rows for column in columns]
            places = [place for place in places if bool(missing[place].any())]
            for start in range(0, len(places), _BATCH):
                some = places[start : start + _BATCH]
                batch = torch.stack([x[place] for place in some]).to(device, memory_format=torch.channels_last)
                known = torch.stack([~missing[place] for place in some]).to(device)
                for place, patch in zip(some, sample_chain(self.network, batch, step, generator, known=known)):
                    x[place] += mobility[place] * (patch.cpu() - x[place])
        return x


def _shifted_starts(length: int, patch_px: int, shift: int) -> list[int]:
    """Starts of patches that cover a side, the grid shifted; those at the ends are moved inside."""
    return sorted({min(max(start, 0), length - patch_px) for start in range(shift - patch_px, length, patch_px)})


def _complete_all(source: RasterSource, gaps: Gaps, completer: Completer, output: str, progress: Progress) -> int:
    """Complete an image window by window; what is filled in one counts as known in the next. Returns values filled."""
    grid, margin, filled = source.grid, completer.patch_px, 0
    core_px = max(_CORE_PX, -(-margin // 16) * 16)
    # The rows of the present cores, and above them those that their windows reach.
    done = np.zeros((source.count, margin + core_px, grid.width), source.dtype)
    cores = list(grid.blocks(core_px))
    with RasterWriter(output, grid, source.count, source.dtype, source.nodata, source.band_names,
                      block_px=core_px) as writer:
        for number, core in enumerate(cores):
            if core.col_off == 0:
                done[:, :margin] = done[:, core_px:]
            window = _widen(core, margin, grid.width, grid.height)
            pixels, valid = source.read(window)
            missing = np.array(gaps.find(window, pixels, valid))
            top, left = core.row_off - window.row_off, core.col_off - window.col_off
            inside = np.s_[:, top : top + core.height, left : left + core.width]
            if missing[inside].any():
                before = missing & _done_before(core, window)
                rows = slice(margin - top, margin - top + window.height)
                pixels[before] = _cut_rows(done, rows, window)[before]
                unknown = ~before & (missing | ~valid)
                raw = to_raw(completer(pixels, unknown, number), completer.scaling, source.dtype)
                new = missing & ~before
                pixels[new] = _avoid(raw, source.nodata)[new]
                filled += int(missing[inside].sum())
            done[:, margin : margin + core.height, core.col_off : core.col_off + core.width] = pixels[inside]
            writer.write(pixels[inside], core)
            progress((number + 1) / len(cores))
    return filled


def _widen(core: Window, margin: int, width: int, height: int) -> Window:
    """A core with a margin on each side, inside the image."""
    left, top = max(0, core.col_off - margin), max(0, core.row_off - margin)
    right, bottom = min(width, core.col_off + core.width + margin), min(height, core.row_off + core.height + margin)
    return Window(left, top, right - left, bottom - top)


def _cut_rows(done: np.ndarray, rows: slice, window: Window) -> np.ndarray:
    """The part of finished rows that lies in a window; its rows below the present cores are not finished, and zero."""
    part = done[:, rows, window.col_off : window.col_off + window.width]
    return np.pad(part, ((0, 0), (0, window.height - part.shape[1]), (0, 0)))


def _done_before(core: Window, window: Window) -> np.ndarray:
    """Which pixels of a window lie in cores that come before `core`, row by row, (H, W) bool."""
    row = np.arange(window.height)[:, None] + window.row_off
    column = np.arange(window.width)[None] + window.col_off
    return (row < core.row_off) | ((row < core.row_off + core.height) & (column < core.col_off))


def _avoid(raw: np.ndarray, nodata: float | None) -> np.ndarray:
    """The values, moved by the least step where they would mean nodata."""
    if nodata is None or math.isnan(nodata):
        return raw
    if raw.dtype.kind == "f":
        return np.where(raw == nodata, np.nextafter(raw, np.inf, dtype=raw.dtype), raw)
    step = -1 if nodata >= np.iinfo(raw.dtype).max else 1
    return np.where(raw == nodata, raw + raw.dtype.type(step), raw)


def _open_mask(path: str | None, source: RasterSource):
    """The mask on the image's grid, or a context that gives None if there is none."""
    if path is None:
        return nullcontext()
    mask = open_raster(path, [1])
    same_size = (mask.grid.width, mask.grid.height) == (source.grid.width, source.grid.height)
    if mask.grid.matches(source.grid) or (same_size and mask.grid.crs is None):
        return mask
    mask.close()
    if mask.grid.crs is None:
        raise EoDeepError(f"The mask '{os.path.basename(path)}' has no CRS and is {mask.grid.width} x "
                          f"{mask.grid.height} px, the image {source.grid.width} x {source.grid.height} px.")
    return open_raster(path, [1], source.grid, "nearest")
