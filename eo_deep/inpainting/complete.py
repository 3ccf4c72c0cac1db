"""Inpainting: missing pixels are sampled from a joint energy-based model, given the valid ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace

import numpy as np
import torch
from rasterio.windows import Window
from scipy.ndimage import median_filter
from torch import Generator, nn

from ..energy_models.jem import SamplerSettings, compute_logits, require_finite, sample_chain
from ..energy_models.langevin import measure_covariance, read_initialization, read_sampler, to_raw
from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.names import name_of
from ..io.paths import NewRaster, RasterPath
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..models.image_input import ImageSettings
from ..models.model_file import read_extras
from ..models.reflectance import load_scene_model, open_scene
from ..models.scaling import FittedScaling
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.patch_grid import PatchGrid
from .interpolation import fill_smoothly, measure_uncertainty, refine_by_field

_CORE_PX = 256
_BATCH = 64
_IDLE_STEPS = 3  # sampling ends after so many shifted grids of patches without an unlikely patch
# An extreme value is noise if it differs from the median around it by this share of the values' range, and by so many
# times the usual deviation.
_NOISE_SHARE, _NOISE_DEVIATIONS = 0.02, 3.0


@algorithm("output", steps=(0, 1000000), likelihood=(0.0, 1.0), seed=(0, 2147483647))
def complete_image(image: RasterPath, model: str | None = None, mask: RasterPath | None = None,
                   salt_and_pepper: bool = False, bands: Sequence[int] | None = None, values: str = "auto",
                   steps: int = 50, likelihood: float = 0.25, seed: int = 0, device: str = "auto",
                   output: NewRaster | None = None, progress: Progress = silent) -> dict:
    """Fill the missing pixels of an image by sampling from a JEM, given its valid pixels.

    A first estimate by biharmonic interpolation and ordinary kriging is refined by stochastic gradient Langevin
    dynamics (SGLD) in all patches whose log p(x) is low. Valid pixels stay unchanged, bit by bit. Source: Grathwohl et
    al., ICLR 2020, for the model.

    Parameters
    ----------
    image : path of a raster
        With the bands of the model; at least as large as a patch.
    model : path of a scene model, optional
        One trained as JEM. Default: the bundled land cover model.
    mask : path of a raster, optional
        Values other than 0 mark missing pixels; on any grid.
    salt_and_pepper : bool
        Also fill pixels that are a band's minimum or maximum and differ from their neighbours (impulse noise).
        Without `mask` and `salt_and_pepper`, the missing pixels are the nodata pixels.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    values : str
        What the image's numbers are, one of ``io.pixel_values.VALUES``; "auto" recognizes it.
    steps : int
        Maximum number of SGLD steps; 0 for interpolation alone.
    likelihood : float
        0..1. Patches are refined until their log p(x) reaches this percentile of the training images.
    seed : int
        Of the random numbers.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    output : path of a GeoTIFF
        The model's bands in the image's data type and georeference.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output"; "bands": the numbers of the image's bands, in the order of the output's; "filled_share": share of all
        values that were filled, 0..1.

    Raises
    ------
    EoDeepError
        If the model is a plain classifier, or the image does not fit the model.
    """
    assert output
    check_distinct([output], [image, model, mask])
    check_writable(output, ".tif", ".tiff")
    if not 0 <= likelihood <= 1:
        raise EoDeepError(f"Likelihood must be 0 to 1, got {likelihood:g}.")
    path, loaded = load_scene_model(model, device, jem=True)
    settings, card = read_sampler(loaded.card, steps), loaded.card
    quantiles = card["log_density"]["quantiles"]
    min_log_px = float(np.interp(likelihood, np.linspace(0, 1, len(quantiles)), quantiles))
    covariance = measure_covariance(read_initialization(read_extras(path), card, path))
    with ExitStack() as files:
        named = ImageSettings(image, bands, resample=False)  # warns where the resolution is another
        scene = files.enter_context(open_scene(named, card, values, progress, crs_expected=False))
        source = scene.source
        PatchGrid(source.grid, card["patch_px"], card["patch_px"])  # refuses an image smaller than a patch
        gaps = Gaps(source, files.enter_context(_open_mask(mask, source)), salt_and_pepper)
        completer = Completer(loaded.network, settings, scene.scaling, covariance, card["patch_px"], min_log_px, seed)
        filled = _complete_all(source, gaps, completer, output, progress)
        kept = list(source.bands)
    share = filled / (source.grid.width * source.grid.height * source.count)
    if not filled:
        progress.warning("No pixel is missing: the output is a copy of the image.")
    progress.message(f"Wrote {output}; {share:.2%} of its values are filled in.")
    return {"output": output, "bands": kept, "filled_share": share}


@dataclass
class Gaps:
    """Which values of an image are missing; mask: an open raster on the image's grid, or None."""

    source: RasterSource
    mask: RasterSource | None
    salt_and_pepper: bool

    def __post_init__(self) -> None:
        if self.salt_and_pepper:
            pixels, valid = self.source.read_overview(1024)
            values = pixels[:, valid].astype(np.float64)
            if not values.size:
                raise EoDeepError(f"'{self.source.path}' has no valid pixel: all are nodata, transparent or NaN.")
            shape = (-1, 1, 1)
            self._low, self._high = values.min(axis=1).reshape(shape), values.max(axis=1).reshape(shape)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pixels (C, H, W) of a window, which are valid (H, W), and which values are missing (C, H, W) bool."""
        pixels, valid = self.source.read(window)
        if self.mask is None and not self.salt_and_pepper:
            return pixels, valid, np.broadcast_to(~valid, pixels.shape)
        missing = np.zeros(pixels.shape, bool)
        if self.mask is not None:
            marks, marks_valid = self.mask.read(window)
            missing |= (marks[0] != 0) & marks_valid
        if self.salt_and_pepper:
            missing |= self._find_noise(window)
        return pixels, valid, missing

    def _find_noise(self, window: Window) -> np.ndarray:
        """Impulse noise (C, H, W): extreme values far from the median of 5 x 5 pixels; the same for every window."""
        wide = _clip(Window(window.col_off - 4, window.row_off - 4, window.width + 8, window.height + 8), self.source)
        values = np.nan_to_num(self.source.read(wide)[0].astype(np.float64))
        median = np.stack([median_filter(band, 5, mode="mirror") for band in values])
        deviation = np.abs(values - median)
        usual = np.stack([median_filter(band, 5, mode="mirror") for band in deviation])
        stands_out = deviation > np.maximum(_NOISE_SHARE * (self._high - self._low), _NOISE_DEVIATIONS * usual)
        noise = stands_out & ((values <= self._low) | (values >= self._high))
        top, left = window.row_off - wide.row_off, window.col_off - wide.col_off
        return noise[:, top : top + window.height, left : left + window.width]


@dataclass
class Completer:
    """Fills the gaps of one window: a first estimate by interpolation, then samples from the model.

    min_log_px: patches with a higher log p(x) are left as they are.
    """

    network: nn.Module
    settings: SamplerSettings
    scaling: FittedScaling
    covariance: np.ndarray
    patch_px: int
    min_log_px: float
    seed: int = 0

    def __call__(self, pixels: np.ndarray, missing: np.ndarray, place: int) -> np.ndarray:
        """Fill the `missing` (C, H, W) of raw pixels (C, H, W); returns all of them as network input, not clipped.

        place: the window's number; with the seed it determines the noise.
        """
        shape = (-1, 1, 1)
        scaled = (pixels - self.scaling.center.reshape(shape)) / self.scaling.spread.reshape(shape)
        scaled[missing] = 0
        estimate = refine_by_field(fill_smoothly(scaled, missing), missing, self.covariance)
        # Values beyond the model's range stay there: the sampler's change within the range is added to the estimate.
        start = torch.from_numpy(estimate.clip(-1, 1).astype(np.float32))
        mobility = torch.from_numpy(measure_uncertainty(missing, self.covariance).astype(np.float32))
        moved = self._sample(start, mobility, Generator().manual_seed(self.seed * 1_000_003 + place))
        return estimate + (moved - start).numpy()

    def _sample(self, x: torch.Tensor, mobility: torch.Tensor, generator: Generator) -> torch.Tensor:
        """SGLD in the patches of x (C, H, W) that have gaps and a low log p(x); their grid shifts with each step.

        mobility (C, H, W): the share of each step that a pixel takes; 0 where it is valid.
        """
        missing = mobility > 0
        x, device = x.clone(), next(self.network.parameters()).device
        step, idle = replace(self.settings, steps=1), 0
        for _ in range(self.settings.steps):
            if idle == _IDLE_STEPS:
                break
            idle += 1
            shift = torch.randint(self.patch_px, (2,), generator=generator).tolist()
            rows, columns = (_shifted_starts(length, self.patch_px, first) for length, first in zip(x.shape[1:], shift))
            places = [np.s_[:, row : row + self.patch_px, column : column + self.patch_px]
                      for row in rows for column in columns]
            places = [place for place in places if bool(missing[place].any())]
            for start in range(0, len(places), _BATCH):
                some = places[start : start + _BATCH]
                batch = torch.stack([x[place] for place in some])
                logits = require_finite(compute_logits(self.network, batch, _BATCH))
                unlikely = logits.logsumexp(1) < self.min_log_px
                if not bool(unlikely.any()):
                    continue
                idle = 0
                some = [place for place, moves in zip(some, unlikely.tolist()) if moves]
                fixed = torch.stack([~missing[place] for place in some]).to(device)
                patches = batch[unlikely].to(device, memory_format=torch.channels_last)
                for place, patch in zip(some, sample_chain(self.network, patches, step, generator, fixed=fixed)):
                    x[place] += mobility[place] * (patch.cpu() - x[place])
        return require_finite(x)


def _shifted_starts(length: int, patch_px: int, shift: int) -> list[int]:
    """Starts of patches that cover a side, the grid shifted; those at the ends are moved inside."""
    return sorted({min(max(start, 0), length - patch_px) for start in range(shift - patch_px, length, patch_px)})


def _complete_all(source: RasterSource, gaps: Gaps, completer: Completer, output: str, progress: Progress) -> int:
    """Fill an image in windows that overlap by a patch and are blended there; returns how many values are filled.

    The windows of row k start at k * core; after that row, the first `core` rows of pixels are final.
    """
    grid, overlap, filled = source.grid, completer.patch_px, 0
    core = max(_CORE_PX, -(-overlap // 16) * 16)
    rows, columns = (_plan_spans(length, core, overlap) for length in (grid.height, grid.width))
    total = np.zeros((source.count, core + overlap, grid.width), np.float32)
    with RasterWriter(output, grid, source.count, source.dtype, source.nodata, source.band_names, block_px=core,
                      like=source) as writer:
        for number, (top, bottom) in enumerate(rows):
            for place, (left, right) in enumerate(columns):
                window = Window(left, top, right - left, bottom - top)
                pixels, valid, missing = gaps.read(window)
                if missing.any():
                    values = completer(pixels, missing | ~valid, number * len(columns) + place)
                    weight = np.outer(_ramp(top, bottom, grid.height, overlap), _ramp(left, right, grid.width, overlap))
                    total[:, : bottom - top, left:right] += (weight * values).astype(np.float32)
                progress((number + (place + 1) / len(columns)) / len(rows))
            last = bottom if number == len(rows) - 1 else top + core
            for block in grid.blocks(core):
                if top <= block.row_off < last:
                    pixels, valid, missing = gaps.read(block)
                    blended = total[:, block.row_off - top :, block.col_off :][:, : block.height, : block.width]
                    raw = _avoid(to_raw(blended, completer.scaling, source.dtype), source.nodata)
                    writer.write(np.where(missing, raw, pixels), block, valid | missing.all(axis=0))
                    filled += int(missing.sum())
            total = np.concatenate([total[:, core:], np.zeros_like(total[:, :core])], axis=1)
    return filled


def _plan_spans(length: int, core: int, overlap: int) -> list[tuple[int, int]]:
    """First and last + 1 of windows that start every `core` px and overlap; the last one ends at the image's edge."""
    count = max(1, -(-(length - overlap) // core))
    return [(k * core, length if k == count - 1 else (k + 1) * core + overlap) for k in range(count)]


def _ramp(start: int, stop: int, length: int, overlap: int) -> np.ndarray:
    """The weight of a window along one side; where windows overlap, their weights are linear and sum to 1."""
    weight = np.ones(stop - start)
    rise = (np.arange(overlap) + 0.5) / overlap
    if start > 0:
        weight[:overlap] *= rise
    if stop < length:
        weight[-overlap:] *= rise[::-1]
    return weight


def _clip(window: Window, source: RasterSource) -> Window:
    """The part of a window inside the image."""
    left, top = max(0, window.col_off), max(0, window.row_off)
    right = min(source.grid.width, window.col_off + window.width)
    bottom = min(source.grid.height, window.row_off + window.height)
    return Window(left, top, right - left, bottom - top)


def _avoid(raw: np.ndarray, nodata: float | None) -> np.ndarray:
    """The values, changed by the smallest step where they equal the nodata value."""
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
        raise EoDeepError(f"The mask '{name_of(path)}' has no CRS and is {mask.grid.width} x "
                          f"{mask.grid.height} px, the image {source.grid.width} x {source.grid.height} px.")
    return open_raster(path, [1], source.grid, "nearest")
