"""Missing pixels of an image, filled with what a joint energy-based model thinks likely there."""

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
_IDLE_STEPS = 3  # so many grids of patches, each elsewhere, without an unlikely one, and the image is likely
# An extreme value is noise if it stands out by this share of the values' range, and of the usual deviation around it.
_NOISE_SHARE, _NOISE_DEVIATIONS = 0.02, 3.0


@algorithm("output", steps=(0, 1000000), likelihood=(0.0, 1.0), seed=(0, 2147483647))
def complete_image(image: RasterPath, model: str | None = None, mask: RasterPath | None = None,
                   salt_and_pepper: bool = False, bands: Sequence[int] | None = None, values: str = "auto",
                   steps: int = 50, likelihood: float = 0.25, seed: int = 0, device: str = "auto",
                   output: NewRaster | None = None, progress: Progress = silent) -> dict:
    """Fill the missing pixels of an image by sampling from a JEM, with the known pixels held.

    image: raster file; bands: 1-based band numbers in the model's order (None: matched by name). model: None for the
    bundled one. mask: raster whose values other than 0 mark missing pixels, on any grid. salt_and_pepper: look for
    pixels that are lowest or highest of all and unlike their neighbours, band by band. Without both, the missing
    pixels are the unknown ones (nodata, NaN). values: see `scenes.classify_scenes`. steps: at most so many of
    stochastic gradient Langevin dynamics after a first guess by interpolation; 0 for that alone. likelihood: patches
    whose log p(x) has a lower percentile (0..1) among the training images take steps until they have it. output:
    GeoTIFF of the model's bands in the image's data type and georeference; every known pixel is as it was, to the bit.

    Raises EoDeepError for a classifier and for images that do not fit the model. Returns {"output", "filled_share"}.
    """
    assert output
    check_distinct([output], [image, model, mask])
    check_writable(output, ".tif", ".tiff")
    if not 0 <= likelihood <= 1:
        raise EoDeepError(f"Likelihood must be 0 to 1, got {likelihood:g}.")
    path, loaded = load_scene_model(model, device, jem=True)
    settings, card = read_sampler(loaded.card, steps), loaded.card
    quantiles = card["log_density"]["quantiles"]
    enough = float(np.interp(likelihood, np.linspace(0, 1, len(quantiles)), quantiles))
    covariance = measure_covariance(read_initialization(read_extras(path), card, path))
    with ExitStack() as files:
        named = ImageSettings(image, bands, resample=False)  # warns where the resolution is another
        scene = files.enter_context(open_scene(named, card, values, progress, crs_expected=False))
        source = scene.source
        PatchGrid(source.grid, card["patch_px"], card["patch_px"])  # refuses an image smaller than a patch
        gaps = Gaps(source, files.enter_context(_open_mask(mask, source)), salt_and_pepper)
        completer = Completer(loaded.network, settings, scene.scaling, covariance, card["patch_px"], enough, seed)
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

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pixels (C, H, W) of a window, which are known (H, W), and which values are missing (C, H, W) bool."""
        pixels, valid = self.source.read(window)
        if self.mask is None and not self.salt_and_pepper:
            return pixels, valid, np.broadcast_to(~valid, pixels.shape)
        missing = np.zeros(pixels.shape, bool)
        if self.mask is not None:
            marks, known = self.mask.read(window)
            missing |= (marks[0] != 0) & known
        if self.salt_and_pepper:
            missing |= self._find_noise(window)
        return pixels, valid, missing

    def _find_noise(self, window: Window) -> np.ndarray:
        """Extreme values (C, H, W) that stand out from the median of 5 x 5 pixels, alike in every window."""
        wide = _clip(Window(window.col_off - 4, window.row_off - 4, window.width + 8, window.height + 8), self.source)
        values = np.nan_to_num(self.source.read(wide)[0].astype(np.float64))
        around = np.stack([median_filter(band, 5, mode="mirror") for band in values])
        apart = np.abs(values - around)
        usual = np.stack([median_filter(band, 5, mode="mirror") for band in apart])
        stands_out = apart > np.maximum(_NOISE_SHARE * (self._high - self._low), _NOISE_DEVIATIONS * usual)
        noise = stands_out & ((values <= self._low) | (values >= self._high))
        top, left = window.row_off - wide.row_off, window.col_off - wide.col_off
        return noise[:, top : top + window.height, left : left + window.width]


@dataclass
class Completer:
    """Fills the gaps of one window: a first guess by interpolation, then the model's own opinion."""

    network: nn.Module
    settings: SamplerSettings
    scaling: FittedScaling
    covariance: np.ndarray
    patch_px: int
    enough: float  # log p(x) above which a patch is left alone
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
        mobility = torch.from_numpy(measure_uncertainty(missing, self.covariance).astype(np.float32))
        moved = self._sample(start, mobility, Generator().manual_seed(self.seed * 1_000_003 + place))
        return guess + (moved - start).numpy()

    def _sample(self, x: torch.Tensor, mobility: torch.Tensor, generator: Generator) -> torch.Tensor:
        """Chains of the patches of x (C, H, W) that have gaps and are unlikely; their grid shifts with each step.

        mobility (C, H, W): the share of each step that a pixel takes; 0 where it is known.
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
                unlikely = logits.logsumexp(1) < self.enough
                if not bool(unlikely.any()):
                    continue
                idle = 0
                some = [place for place, moves in zip(some, unlikely.tolist()) if moves]
                known = torch.stack([~missing[place] for place in some]).to(device)
                here = batch[unlikely].to(device, memory_format=torch.channels_last)
                for place, patch in zip(some, sample_chain(self.network, here, step, generator, fixed=known)):
                    x[place] += mobility[place] * (patch.cpu() - x[place])
        return require_finite(x)


def _shifted_starts(length: int, patch_px: int, shift: int) -> list[int]:
    """Starts of patches that cover a side, the grid shifted; those at the ends are moved inside."""
    return sorted({min(max(start, 0), length - patch_px) for start in range(shift - patch_px, length, patch_px)})


def _complete_all(source: RasterSource, gaps: Gaps, completer: Completer, output: str, progress: Progress) -> int:
    """Complete an image in windows that overlap by a patch, cross-faded there; returns how many values are filled.

    A window of row k starts at k * core; when its row is through, the first `core` rows are final.
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
                    here = total[:, block.row_off - top :, block.col_off :][:, : block.height, : block.width]
                    raw = _avoid(to_raw(here, completer.scaling, source.dtype), source.nodata)
                    writer.write(np.where(missing, raw, pixels), block, valid | missing.all(axis=0))
                    filled += int(missing.sum())
            total = np.concatenate([total[:, core:], np.zeros_like(total[:, :core])], axis=1)
    return filled


def _plan_spans(length: int, core: int, overlap: int) -> list[tuple[int, int]]:
    """First and last + 1 of windows that start every `core` px and overlap; the last one ends at the image's edge."""
    count = max(1, -(-(length - overlap) // core))
    return [(k * core, length if k == count - 1 else (k + 1) * core + overlap) for k in range(count)]


def _ramp(start: int, stop: int, length: int, overlap: int) -> np.ndarray:
    """The weight of a window along one side: rising and falling where it overlaps with others, which then sum to 1."""
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
        raise EoDeepError(f"The mask '{name_of(path)}' has no CRS and is {mask.grid.width} x "
                          f"{mask.grid.height} px, the image {source.grid.width} x {source.grid.height} px.")
    return open_raster(path, [1], source.grid, "nearest")
