"""Where a map is wrong: a raster of errors, and pictures of it for a report."""

from __future__ import annotations

from contextlib import nullcontext

import numpy as np

from ..progress import Progress
from ..raster import Window
from ..raster_writer import RasterWriter
from .comparison import BLOCK_PX, Comparison, Confusion

PICTURE_PX = 900
DETAIL_PX = 300
DETAILS = 3  # places with the most errors that are shown at full resolution

# Codes of the error map. The colours are told apart with every common colour-vision deficiency.
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
    windows = list(grid.blocks(BLOCK_PX))
    classes = error_classes(confusion)
    writer = RasterWriter(path, grid, 1, "uint8", 0, ["errors"], classes, progress=progress) if path else nullcontext()
    with writer as target:
        for done, window in enumerate(windows):
            codes = code_errors(comparison, confusion, window)
            if target is not None:
                target.write(codes[None], window)
            part = codes[-window.row_off % step :: step, -window.col_off % step :: step]
            top, left = -(-window.row_off // step), -(-window.col_off // step)
            small[top : top + part.shape[0], left : left + part.shape[1]] = part
            cutouts = [
                (_count_errors(cutout, confusion), done * 1000 + k, cutout) for k, cutout in enumerate(_cut(codes))
            ]
            worst = sorted(worst + [entry for entry in cutouts if entry[0]], key=lambda entry: (-entry[0], entry[1]))[
                :DETAILS
            ]
            progress((done + 1) / len(windows))
    return small, [cutout.copy() for _, _, cutout in worst] if step > 1 else []


def code_errors(comparison: Comparison, confusion: Confusion, window: Window) -> np.ndarray:
    """The error map of a window: (H, W) uint8, 0 where nothing is known."""
    true, predicted, known = comparison.read(window)
    if confusion.recode:
        true, predicted = (true != 0).astype(np.int32), (predicted != 0).astype(np.int32)
    if confusion.positive is None:
        codes = np.where(true == predicted, RIGHT, WRONG)
    else:
        positive = confusion.values[confusion.positive]
        true_table = np.where(predicted == positive, TRUE_POSITIVE, FALSE_NEGATIVE)
        codes = np.where(true == positive, true_table, np.where(predicted == positive, FALSE_POSITIVE, TRUE_NEGATIVE))
    return np.where(known, codes, 0).astype(np.uint8)


def color_errors(codes: np.ndarray, confusion: Confusion) -> np.ndarray:
    """Codes (H, W) as a picture (H, W, 3) uint8 on white."""
    table = np.full((256, 3), 255, np.uint8)
    for entry in error_classes(confusion):
        table[entry["value"]] = [int(entry["color"][k : k + 2], 16) for k in (1, 3, 5)]
    return table[codes]


def _count_errors(codes: np.ndarray, confusion: Confusion) -> int:
    wrong = (WRONG,) if confusion.positive is None else (FALSE_POSITIVE, FALSE_NEGATIVE)
    return int(np.isin(codes, wrong).sum())


def _cut(codes: np.ndarray) -> list[np.ndarray]:
    """The block in pieces of DETAIL_PX, without narrow rests."""
    rows, columns = (range(0, max(1, size - DETAIL_PX + 1), DETAIL_PX) for size in codes.shape)
    return [codes[top : top + DETAIL_PX, left : left + DETAIL_PX] for top in rows for left in columns]
