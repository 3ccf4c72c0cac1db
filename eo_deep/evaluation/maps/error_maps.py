"""The error map of a comparison, as a raster and as pictures for the report."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import numpy as np
from rasterio.windows import Window

from ...errors import EoDeepError
from ...geo.grid import Grid
from ...io.raster_writer import RasterWriter
from ...progress import Progress
from .comparison import Comparison, Confusion
from .comparison_grid import BLOCK_PX

PICTURE_PX = 900
DETAIL_PX = 256
_MAX_WRITTEN_PX = 1e8
_MAX_PX = 4e12  # 16 million tiles of a GeoTIFF
DETAILS = 3  # places with the most errors that are shown at full resolution

# Codes of the error map. The colours are distinguishable with every common colour vision deficiency.
TRUE_POSITIVE, FALSE_POSITIVE, FALSE_NEGATIVE, TRUE_NEGATIVE = 1, 2, 3, 4
RIGHT, WRONG = 1, 2
TWO_CLASS_ERRORS = [
    {"value": TRUE_POSITIVE, "name": "true positive", "color": "#0072b2"},
    {"value": FALSE_POSITIVE, "name": "false positive", "color": "#d55e00"},
    {"value": FALSE_NEGATIVE, "name": "false negative", "color": "#f0e442"},
    {"value": TRUE_NEGATIVE, "name": "true negative", "color": "#e8e8e8"},
]
CLASS_ERRORS = [
    {"value": RIGHT, "name": "right", "color": "#0072b2"},
    {"value": WRONG, "name": "wrong", "color": "#d55e00"},
]


def error_classes(confusion: Confusion) -> list[dict]:
    """Values, names and colours of the error map of such a comparison."""
    return CLASS_ERRORS if confusion.positive is None else TWO_CLASS_ERRORS


def map_errors(
    comparison: Comparison, confusion: Confusion, path: str | None, progress: Progress
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Write the error map to `path` unless that is None.

    Returns it drawn small, (h, w) uint8 codes of single pixels at regular steps, and, if it is larger than that,
    cutouts of the places with the most errors in full, (h, w) uint8.
    """
    grid = comparison.grid
    step = max(1, -(-max(grid.width, grid.height) // PICTURE_PX))
    small = np.zeros((-(-grid.height // step), -(-grid.width // step)), np.uint8)
    worst: list[tuple[int, int, np.ndarray]] = []
    classes = error_classes(confusion)
    writer = RasterWriter(path, grid, 1, "uint8", 0, ["errors"], classes, progress=progress) if path else nullcontext()
    with writer as target:
        for done, part in enumerate(comparison.parts):
            window = part.window
            if part.is_empty:
                draw_codes(small, window, step, np.broadcast_to(np.uint8(_code_of_rest(confusion)), (1, 1)))
                if target is not None and is_written_whole(grid):
                    for block in Grid(None, grid.transform, int(window.width), int(window.height)).blocks(BLOCK_PX):
                        codes = np.full((1, int(block.height), int(block.width)), _code_of_rest(confusion), np.uint8)
                        place = window.col_off + block.col_off, window.row_off + block.row_off
                        target.write(codes, Window(*place, block.width, block.height))
            else:
                codes = code_errors(comparison, confusion, window)
                if target is not None:
                    target.write(codes[None], window)
                draw_codes(small, window, step, codes[-window.row_off % step :: step, -window.col_off % step :: step])
                cutouts = [
                    (_count_errors(cutout, confusion), done * 1000 + k, cutout) for k, cutout in enumerate(_cut(codes))
                ]
                worst = sorted(
                    worst + [entry for entry in cutouts if entry[0]], key=lambda entry: (-entry[0], entry[1])
                )[:DETAILS]
            progress((done + 1) / len(comparison.parts))
    return small, [cutout.copy() for _, _, cutout in worst] if step > 1 else []


def is_written_whole(grid: Grid) -> bool:
    """Whether an error map of that size holds what neither layer has, too; of a larger one it is left out."""
    return grid.width * grid.height <= _MAX_WRITTEN_PX


def check_size(grid: Grid) -> None:
    """EoDeepError where a raster of that grid has more tiles than a GeoTIFF can list."""
    if grid.width * grid.height > _MAX_PX:
        raise EoDeepError(
            f"An error map would have {grid.width:,} x {grid.height:,} pixels, which is too many; omit it, or give "
            "an area."
        )


def code_errors(comparison: Comparison, confusion: Confusion, window: Window) -> np.ndarray:
    """The error map of a window: (H, W) uint8, 0 for nodata."""
    reference, predicted, valid = comparison.read(window)
    reference, predicted = (
        confusion.matching.encode_reference(reference),
        confusion.matching.encode_prediction(predicted),
    )
    if confusion.positive is None:
        codes = np.where(reference == predicted, RIGHT, WRONG)
    else:
        positive = confusion.positive
        found = np.where(predicted == positive, TRUE_POSITIVE, FALSE_NEGATIVE)
        codes = np.where(reference == positive, found, np.where(predicted == positive, FALSE_POSITIVE, TRUE_NEGATIVE))
    return np.where(valid, codes, 0).astype(np.uint8)


def color_errors(codes: np.ndarray, confusion: Confusion) -> np.ndarray:
    """Codes (H, W) as a picture (H, W, 3) uint8 on white."""
    return color_codes(codes, error_classes(confusion))


def color_codes(codes: np.ndarray, classes: Sequence[dict]) -> np.ndarray:
    """Codes (H, W) in the colours of classes with value and color: a picture (H, W, 3) uint8, all others white."""
    table = np.full((256, 3), 255, np.uint8)
    for entry in classes:
        table[entry["value"]] = [int(entry["color"][k : k + 2], 16) for k in (1, 3, 5)]
    return table[codes]


def _code_of_rest(confusion: Confusion) -> int:
    """The code of what is background in both maps."""
    return RIGHT if confusion.positive is None else TRUE_NEGATIVE


def draw_codes(small: np.ndarray, window: Window, step: int, codes: np.ndarray) -> None:
    """Put the codes of every `step`-th pixel of a window, or one code for all of them, into the small picture."""
    top, left = -(-int(window.row_off) // step), -(-int(window.col_off) // step)
    bottom = -(-int(window.row_off + window.height) // step)
    right = -(-int(window.col_off + window.width) // step)
    small[top:bottom, left:right] = codes


def _count_errors(codes: np.ndarray, confusion: Confusion) -> int:
    wrong = (WRONG,) if confusion.positive is None else (FALSE_POSITIVE, FALSE_NEGATIVE)
    return int(np.isin(codes, wrong).sum())


def _cut(codes: np.ndarray) -> list[np.ndarray]:
    """The block in squares of DETAIL_PX, without narrow rests."""
    rows, columns = (range(0, max(1, size - DETAIL_PX + 1), DETAIL_PX) for size in codes.shape)
    return [codes[top : top + DETAIL_PX, left : left + DETAIL_PX] for top in rows for left in columns]
