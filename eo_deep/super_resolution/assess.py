"""Assessment of a super-resolved image: does it keep the coarse image's values, and is its detail true?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..evaluation import DETAIL_NAMES, ErrorScores
from ..geo.nested_grids import find_phase
from ..io.files import check_distinct, check_writable
from ..io.names import name_of
from ..io.paths import ExtraRaster, NewReport, RasterPath, VectorPath
from ..io.raster import open_image
from ..io.raster_writer import RasterWriter
from ..io.styles import detail_style
from ..io.surroundings import read_area
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.image_pairs import HARMONIZATIONS, ImagePair, PairSettings, open_pair
from .assessment_report import Places, write_assessment_report
from .baselines import PROJECTED
from .comparison import METHODS, SUPERRESOLVED, Comparison, ErrorSampler, MethodScorer, MethodScores

_MAX_SHIFT_PX = 2.0  # of the super-resolved image, in coarse pixels


@algorithm(coregister=(0, 10), sigma=(0.3, 0.8))
def assess_super_resolution(low: RasterPath, superresolved: RasterPath, reference: RasterPath | None = None,
                            expected_error: RasterPath | None = None, bands: Sequence[int] | None = None,
                            harmonize: str = HARMONIZATIONS[0],
                            coregister: float = 2.0, sigma: float = 0.5, area: VectorPath | None = None,
                            details: ExtraRaster | None = None, report: NewReport | None = None,
                            progress: Progress = silent) -> dict:
    """Measure what a super-resolved image is worth, beside enlargements that need no network.

    Whoever made it, the image should look as the coarse one when it is degraded to its pixels, and be nearer to the
    true fine image than a bicubic enlargement that does so too ("bicubic + projection").

    Parameters
    ----------
    low : str
        The coarse image.
    superresolved : str
        The image that was made of it, 1.5 to 8 times finer. It is resampled where its pixels do not divide coarse
        ones.
    reference : str, optional
        A true fine image of that place and time. It is moved and harmonized to the coarse one as in the training.
        Default: only the differences from the coarse image are measured.
    expected_error : str, optional
        The expected error of the super-resolved image, from `super_resolve`: one band for each of its bands, or one for
        their mean, on the same pixels. It is compared with the true error; needs a reference.
    bands : sequence of int, optional
        1-based bands of the coarse image that the others have, in their order. Default: all.
    harmonize : {"regression", "histogram", "none"}
        How the reference's values are brought to the coarse image's.
    coregister : float
        How far the reference may be moved, in coarse pixels; 0: not at all.
    sigma : float
        Width of the coarse sensor's response: a Gaussian's standard deviation in coarse pixels.
    area : str, optional
        Polygon layer within which to compare.
    details : str, optional
        GeoTIFF to write: shares of improvement, omission and hallucination at each pixel, 0 to 1; needs a reference.
    report : str, optional
        HTML file to write.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        ratio; against the coarse image reflectance_error and reflectance_error_max (its units), low_angle_deg and
        shift_px (coarse pixels); with a reference psnr_db, ssim, ergas, angle_deg, energy_db (of what is finer than the
        coarse image can show), improvement, omission, hallucination, and baseline_psnr_db and baseline_ssim of bicubic
        + projection. With an expected error its rank_correlation and sparsification_error (0 best, 1 none), coverage of
        a 90 % interval, and expected_over_true, the quotient of the means. Numbers that are 0/0 are left
        out. The paths of what was written.

    Raises
    ------
    EoDeepError
        For images that cannot be read, do not overlap, do not show the same, or are not finer than the coarse one.

    Notes
    -----
    PSNR and SSIM refer to the range between the 0.1 and 99.9 percentile of each band of the reference. Two coarse
    pixels along edges and nodata do not count. Detail as Aybar et al., IEEE GRSL 2024.
    """
    check_distinct([details, report], [low, superresolved, reference, expected_error, area])
    if details:
        check_writable(details, ".tif", ".tiff")
    if report:
        check_writable(report, ".html")
    if harmonize not in HARMONIZATIONS:
        raise EoDeepError(f"Harmonization must be {', '.join(HARMONIZATIONS)}, got '{harmonize}'.")
    if details and not reference:
        raise EoDeepError("A map of details needs a reference image.")
    if expected_error and not reference:
        raise EoDeepError("An expected error needs a reference image to be compared with.")
    with ExitStack() as files:
        settings = PairSettings(None, harmonize, coregister)
        comparison, shift_px = _open(low, superresolved, reference, expected_error, bands, settings, sigma, area, files,
                                     progress.part(0.0, 0.2))
        scores, errors, places = _score(comparison, details, progress.part(0.2, 0.95))
        if report:
            write_assessment_report(report, low, superresolved, reference, comparison, scores, errors, shift_px, places)
    result: dict = {"ratio": comparison.ratio, **_collect_values(scores, errors, shift_px)}
    result |= {name: path for name, path in (("details", details), ("report", report)) if path}
    _tell(scores, progress)
    progress(1.0)
    for path in filter(None, (details, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def _open(low: str, superresolved: str, reference: str | None, expected_error: str | None,
          bands: Sequence[int] | None, settings: PairSettings, sigma: float, area: str | None, files: ExitStack,
          progress: Progress) -> tuple[Comparison, float]:
    """The comparison, and how far the super-resolved image lies beside the coarse one, in coarse pixels."""
    as_it_is = PairSettings(None, "none", _MAX_SHIFT_PX)
    with open_pair(low, superresolved, as_it_is, bands) as found:
        ratio, grid, window, moved = found.ratio, found.grid, found.window, found.registration
        counts = found.low.count, found.high.count
    if counts[0] != counts[1]:
        raise EoDeepError(f"'{name_of(superresolved)}' has {counts[1]} bands and '{name_of(low)}' {counts[0]}; choose "
                          "the bands of the coarse image that it has.")
    polygons = read_area(area, grid, progress) if area else None
    pair: ImagePair | None = None
    if reference:
        settings = PairSettings(ratio, settings.harmonization, settings.max_shift_px)
        pair = files.enter_context(open_pair(low, reference, settings, bands, progress=progress))
    coarse = files.enter_context(open_image(low, bands, progress=progress))
    made = files.enter_context(open_image(superresolved))
    expected = files.enter_context(open_image(expected_error)) if expected_error else None
    if expected and expected.count not in (1, made.count):
        raise EoDeepError(f"The expected error '{name_of(expected.path)}' has {expected.count} bands; it must have 1 "
                          f"or {made.count}, as the super-resolved image.")
    if expected and not expected.grid.matches(made.grid):
        raise EoDeepError(f"The expected error '{name_of(expected.path)}' must have the pixels of the super-resolved "
                          f"image '{name_of(superresolved)}'.")
    comparison = Comparison(coarse, made, expected, pair, grid, ratio, window, sigma, polygons)
    if not made.grid.matches(comparison.fine_grid):
        nested = find_phase(comparison.fine_grid, made.grid, 1) is not None
        if not nested:
            progress.message(f"'{name_of(superresolved)}' is resampled to pixels of 1/{ratio} of those of "
                             f"'{name_of(low)}', which makes it a little smoother.")
        way = "nearest" if nested else "cubic"
        comparison.made = files.enter_context(made.on(comparison.fine_grid, way))
        if expected:
            comparison.expected = files.enter_context(expected.on(comparison.fine_grid, way))
    shift_px = math.hypot(moved.dx, moved.dy) / ratio if moved.blocks else math.nan
    return comparison, shift_px


def _score(comparison: Comparison, details: str | None,
           progress: Progress) -> tuple[dict[str, MethodScores], ErrorScores | None, Places]:
    """The scores of each method and of the expected error, and places to look at."""
    value_range = comparison.fit_range()
    if value_range is None:
        raise EoDeepError("No pixel is valid in all images and two coarse pixels from edges and nodata.")
    scorers = {name: MethodScorer(name, value_range, comparison.ratio, comparison.sigma) for name in METHODS}
    places = Places(value_range)
    grid, size = comparison.fine_grid, comparison.block_px * comparison.ratio
    writer = (RasterWriter(details, grid, 3, "float32", math.nan, DETAIL_NAMES, block_px=size, style=detail_style(),
                           progress=progress) if details else nullcontext())  # fmt: skip
    blocks = comparison.list_blocks()
    errors = ErrorSampler(len(blocks))
    with writer as target:
        for number, block in enumerate(blocks):
            part = comparison.read(block)
            shares = {name: scorer.add(part) for name, scorer in scorers.items()}[SUPERRESOLVED]
            places.add(part, shares)
            errors.add(part)
            if target is not None and shares is not None:
                corner = np.array((block.col_off, block.row_off, block.width, block.height)) * comparison.ratio
                target.write(shares.astype(np.float32), Window(*corner.astype(int).tolist()))
            progress((number + 1) / len(blocks))
    return {name: scorer.finish() for name, scorer in scorers.items()}, errors.finish(), places


def _collect_values(scores: dict[str, MethodScores], errors: ErrorScores | None,
                    shift_px: float) -> dict[str, float]:
    """The output values; those that are 0/0 are left out."""
    ours, baseline = scores[SUPERRESOLVED], scores[PROJECTED]
    found: dict[str, float | None] = {
        "reflectance_error": ours.low_error,
        "reflectance_error_max": ours.low_error_max,
        "low_angle_deg": ours.low_angle_deg,
        "shift_px": shift_px,
    }
    if ours.pixels and baseline.pixels:
        found |= {name: getattr(ours.pixels, name) for name in ("psnr_db", "ssim", "ergas", "angle_deg")}
        found |= {f"baseline_{name}": getattr(baseline.pixels, name) for name in ("psnr_db", "ssim")}
        found["energy_db"] = ours.energy_db
        if ours.details is not None:
            found |= dict(zip(DETAIL_NAMES, ours.details.tolist()))
    if errors:
        found |= {"rank_correlation": errors.rank_correlation, "sparsification_error": errors.sparsification_error,
                  "coverage": errors.coverage, "expected_over_true": errors.bias}  # fmt: skip
    return {name: float(value) for name, value in found.items() if value is not None and math.isfinite(value)}


def _tell(scores: dict[str, MethodScores], progress: Progress) -> None:
    ours, baseline = scores[SUPERRESOLVED], scores[PROJECTED]
    progress.message(f"Degraded to the coarse pixels, the image differs by {ours.low_error:.3g} on average and by "
                     f"{ours.low_error_max:.3g} at most from the coarse image.")
    if ours.pixels and baseline.pixels:
        progress.message(f"PSNR {ours.pixels.psnr_db:.2f} dB and SSIM {ours.pixels.ssim:.3f}; bicubic + projection has "
                         f"{baseline.pixels.psnr_db:.2f} dB and {baseline.pixels.ssim:.3f}.")
