"""From the images that a user names to the blocks of ground that a training learns from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np
import torch
from rasterio.windows import Window
from scipy.ndimage import binary_dilation
from torch.nn import functional

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.image_input import check_alike, check_values, open_alike, open_bands
from ..models.model_file import Model
from ..models.networks.degradation import Degradation
from ..models.other_images import OtherImage, lay_over
from ..models.scaling import FittedScaling, fit_scaling, measure_scaling, measure_values
from ..progress import Progress, silent
from ..sampling.hold_out import hold_out
from ..sampling.image_pairs import ImagePair, PairSettings, open_pair
from ..sampling.multisource import describe_image
from .guide_regression import find_ratio
from .samples import MIN_PATCH_PX, Block, SuperResolutionData

# Low pixels a side: blocks as large as that, smaller ones where there would be few.
_BLOCKS_PX = (64, 48, 32, 24, MIN_PATCH_PX)
_FEW = 8
_MOST_GAP_PX = 8
_LEAST_KNOWN = 0.25
_DILATION = np.ones((5, 5), bool)  # low pixels that the degradation reaches
_MEMORY_BYTES = 1 << 30
_RATIO, _SIGMA = 4, 0.5  # of a training without high images


@dataclass(frozen=True)
class ImageSettings:
    """Which images, as the user names them; see `super_resolution.train_super_resolution`.

    high: none for a training on the low images alone. guides: of such a training, one for each low image or none.
    pairs: how pairs are prepared; its ratio is None for that of the pixel sizes.
    """

    low: Sequence[str]
    high: Sequence[str]
    bands: Sequence[int] | None
    high_bands: Sequence[int] | None
    pairs: PairSettings
    area: str | None
    validation_share: float
    seed: int
    guides: Sequence[str] = ()


@dataclass(frozen=True)
class _Image:
    """An image of which blocks are read: its low rows and columns, and read(low window) -> the block there, scaled."""

    path: str
    rows: range
    columns: range
    read: Callable[[Window], Block]


def open_images(settings: ImageSettings, initial: Model | None, progress: Progress) -> SuperResolutionData:
    """Read blocks of the images, and hold some back for the validation.

    Raises EoDeepError for images that are too small or do not fit each other, or the initial model.
    """
    if settings.high and len(settings.high) != len(settings.low):
        raise EoDeepError(f"High must be one image for each low image ({len(settings.low)}), got {len(settings.high)}.")
    known, given = (initial.card["inputs"][0], initial.card["network"]["arguments"]) if initial else (None, {})
    _check_guides(settings, initial)
    wanted = settings.pairs.ratio or given.get("ratio")
    if initial and wanted != given["ratio"]:
        raise EoDeepError(f"Ratio must be {given['ratio']}, that of the initial model, got {wanted}.")
    with ExitStack() as files:
        sources = _open_all(settings, known, files, progress)
        areas = [read_area(settings.area, source.grid, progress if number == 0 else silent)
                 for number, source in enumerate(sources)]  # fmt: skip
        pairs: list[ImagePair] = []
        for source, high, area in zip(sources, settings.high, areas):
            chosen = replace(settings.pairs, ratio=wanted)
            pairs.append(files.enter_context(open_pair(source.path, high, chosen, source.bands, settings.high_bands,
                                                       area, progress)))  # fmt: skip
            wanted = pairs[0].ratio
        if known:
            scaling = known["scaling"]
        elif pairs:  # fill that no nodata value states is among the valid pixels, not among those of a pair
            scaling = measure_values(values for pair in pairs for values in pair.list_low_values())
        else:
            scaling = measure_scaling(sources)
        fitted = fit_scaling(scaling, sources[0])
        images = [_take_pair(pair, fitted) for pair in pairs]
        described: list[dict] = []
        guides: Sequence[OtherImage | None] = [None] * len(sources)
        if settings.guides:
            wanted, described, guides = _open_guides(settings.guides, sources, wanted, initial, files, progress)
        if not pairs:
            images = [_degrade(source, wanted or _RATIO, fitted, area, guide)
                      for source, area, guide in zip(sources, areas, guides)]  # fmt: skip
        ratio = wanted or _RATIO
        sigma = float(np.median([pair.sigma for pair in pairs])) if pairs else _SIGMA
        blocks, side = _read_blocks(images, sources[0].count, ratio, settings.seed, progress)
        held_out = hold_out(np.array([[each.known.sum()] for each in blocks]).reshape(-1, 1),
                            settings.validation_share, np.random.default_rng(settings.seed))  # fmt: skip
        if not held_out.any():
            raise EoDeepError(f"The images have only {len(blocks)} block{'s' * (len(blocks) != 1)} of about {side} low "
                              "px with known pixels; at least 3 are needed, one of them for the validation.")
        names = {"low": settings.low, "high": settings.high, "guides": settings.guides}
        return SuperResolutionData(
            training=[each for each, held in zip(blocks, held_out) if not held],
            validation=[each for each, held in zip(blocks, held_out) if held],
            ratio=ratio,
            sigma=given.get("sigma", round(sigma, 2)),
            inputs=[describe_image(sources[0], _find_resolution_m(sources[0], known), scaling), *described],
            origin={key: [name_of(path) for path in paths] for key, paths in names.items() if paths},
            gap_px=min(_MOST_GAP_PX, side // 4),
            pairs=[pair.describe() for pair in pairs],
        )


def _check_guides(settings: ImageSettings, initial: Model | None) -> None:
    """EoDeepError unless there is a guide for each low image, or none at all."""
    has_guide = len(initial.card["inputs"]) > 1 if initial else bool(settings.guides)
    if settings.guides and settings.high:
        raise EoDeepError("Guides are for trainings on coarse images alone; give either guides or high images.")
    if has_guide != bool(settings.guides):
        raise EoDeepError(f"The initial model was trained {'with a guide' if has_guide else 'without a guide'}; "
                          f"{'give guides' if has_guide else 'give none'}.")  # fmt: skip
    if has_guide and len(settings.guides) != len(settings.low):
        raise EoDeepError(f"Guides must be one image for each low image ({len(settings.low)}), got "
                          f"{len(settings.guides)}.")  # fmt: skip


def _open_guides(paths: Sequence[str], sources: Sequence[RasterSource], ratio: int | None, initial: Model | None,
                 files: ExitStack, progress: Progress) -> tuple[int, list[dict], list[OtherImage]]:
    """The ratio, as it is wanted or as the pixels of the guides and of the low images have it; what the card says of
    the guides; and these."""
    known = initial.card["inputs"][1] if initial else None
    guides = open_alike(paths, None, known, "The initial model's guide" if known else "The training", files, progress)
    ratio = ratio or find_ratio(guides[0], sources[0])
    described = known or {**describe_image(guides[0], None, measure_scaling(guides)), "name": "guide", "finer": ratio}
    opened = []
    for guide, source in zip(guides, sources):
        laid = lay_over([guide], [described], source, source.grid, progress)
        opened.append(files.enter_context(laid)[1][0])
    return ratio, [described], opened


def _open_all(settings: ImageSettings, known: dict | None, files: ExitStack,
              progress: Progress) -> list[RasterSource]:
    """The low images, with the same bands."""
    sources: list[RasterSource] = []
    for path in settings.low:
        source = files.enter_context(_open(path, settings.bands, known, sources, progress))
        if known:
            check_values(source.path, source.dtype, known, progress)
        elif sources:
            check_alike(source, sources[0], progress)
        sources.append(source)
    return sources


def _open(path: str, bands: Sequence[int] | None, known: dict | None, sources: Sequence[RasterSource],
          progress: Progress) -> RasterSource:
    if known:
        return open_bands(path, known["bands"], bands, "The initial model", progress)
    if sources:
        return open_bands(path, sources[0].band_names, bands, "The training", progress)
    return open_image(path, bands, progress=progress)


def _find_resolution_m(source: RasterSource, known: dict | None) -> float | None:
    """Metres per low pixel: as an initial model has them, else as the first image has; None without CRS."""
    if known:
        return known["resolution_m"]
    sizes = source.grid.ground_resolution_m
    return math.sqrt(sizes[0] * sizes[1]) if sizes else None


def _degrade(source: RasterSource, ratio: int, scaling: FittedScaling, area: VectorLayer | None,
             guide: OtherImage | None = None) -> _Image:  # fmt: skip
    """An image as the fine one of Wald's protocol: the low one is made of it. Its guide is degraded likewise, so that
    it lies on the image's pixels."""

    def read(low: Window) -> Block:
        window = Window(*(ratio * each for each in (low.col_off, low.row_off, low.width, low.height)))
        pixels, valid = source.read(window)
        wanted = valid & rasterize_area(area, source.grid, window)
        seen = None
        if guide:
            cells, there = guide.read(window)
            wanted &= there
            with torch.inference_mode():
                finer = functional.pixel_shuffle(torch.from_numpy(cells)[None], ratio)
                seen = Degradation(ratio, _SIGMA)(finer)[0].numpy()
        whole = wanted.reshape(int(low.height), ratio, int(low.width), ratio).all(axis=(1, 3))
        return Block(scaling(pixels, valid), None, ~binary_dilation(~whole, _DILATION), seen)

    return _Image(source.path, range(source.grid.height // ratio), range(source.grid.width // ratio), read)


def _take_pair(pair: ImagePair, scaling: FittedScaling) -> _Image:
    """A pair of images, both in the low one's units."""

    def read(low: Window) -> Block:
        part = pair.read(low)
        fine = part.known.repeat(pair.ratio, 0).repeat(pair.ratio, 1)
        return Block(scaling(part.high, fine), scaling(part.low, part.known), part.known)

    top, left = int(pair.window.row_off), int(pair.window.col_off)
    return _Image(pair.low.path, range(top, top + int(pair.window.height)),
                  range(left, left + int(pair.window.width)), read)  # fmt: skip


def _read_blocks(images: Sequence[_Image], bands: int, ratio: int, seed: int,
                 progress: Progress) -> tuple[list[Block], int]:
    """Blocks with known pixels, as many as the memory takes, and about how many low pixels their sides have."""
    for image in images:
        if min(len(image.rows), len(image.columns)) < MIN_PATCH_PX:
            raise EoDeepError(f"A training needs at least {MIN_PATCH_PX} x {MIN_PATCH_PX} low px, {ratio} times as "
                              f"large as the high ones; '{name_of(image.path)}' has {len(image.columns)} x "
                              f"{len(image.rows)}.")
    for side in _BLOCKS_PX:
        places = [(image, place) for image in images for place in _cut(image, side)]
        if len(places) >= _FEW:
            break
    most = max(_FEW, _MEMORY_BYTES // (4 * bands * (side * ratio) ** 2))
    if len(places) > most:
        chosen = np.random.default_rng(seed).choice(len(places), most, replace=False)
        progress.message(f"{most} of {len(places)} blocks of {side} x {side} low px are used, as the memory takes.")
        places = [places[number] for number in sorted(chosen.tolist())]
    blocks = []
    for number, (image, place) in enumerate(places):
        block = image.read(place)
        if block.known.mean() >= _LEAST_KNOWN:
            blocks.append(block)
        progress(0.03 * (number + 1) / len(places))
    return blocks, side


def _cut(image: _Image, side: int) -> Iterator[Window]:
    """Windows of about one size, not smaller than a patch, that cover an image once."""
    rows, columns = (np.linspace(each.start, each.stop, min(max(1, round(len(each) / side)),
                                                            len(each) // MIN_PATCH_PX) + 1).round().astype(int).tolist()
                     for each in (image.rows, image.columns))  # fmt: skip
    for top, bottom in zip(rows, rows[1:]):
        for left, right in zip(columns, columns[1:]):
            yield Window(left, top, right - left, bottom - top)
