"""How well a polygons model sees classes, borders, directions and corners of the validation data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from scipy import ndimage
from scipy.spatial import cKDTree
from torch import nn

from ..io.card_schema import UNKNOWN
from ..models.heads import Heads
from ..runtime import ranks
from ..runtime.devices import choose_autocast
from ..runtime.threads import prefetch
from ..training.validation import count_pairs, score_segmentation
from .samples import ValidationSamples
from .targets import draw_targets, find_corners

# A corner is where its probability has a maximum of at least this.
_CORNER_PROBABILITY = 0.3
_CORNER_PX = 2.0
_SURE = 0.5


def validate_heads(network: nn.Module, samples: ValidationSamples, names: Sequence[str], device: torch.device) -> dict:
    """The scores of the classes, as of a segmentation, and those of the heads.

    Several processes share the windows, and all get the scores of all.

    Returns
    -------
    As `score_segmentation`, and "heads": "border_f" and "corner_f" with their "..._precision" and "..._recall" (0..1;
    borders by pixels of probability 0.5, corners by maxima within 2 px of a corner of the same kind),
    "direction_error_deg", the mean along walls, and "direction_length", the mean there. None where the data have none.
    """
    heads = Heads(len(names))
    matrix = np.zeros((len(names), len(names)), np.int64)
    border, corners, walls = np.zeros(3), np.zeros(4), np.zeros(3)
    own = ranks.share(len(samples))
    with torch.inference_mode():
        for inputs, classes, rings, objects in prefetch(lambda index: samples.read(own[index]), len(own), 1, 4):
            with choose_autocast(device)():
                outputs = network(inputs[None].to(device, memory_format=torch.channels_last))
            decoded = heads.split(heads.decode(outputs).cpu())
            matrix += count_pairs(decoded.classes[0].argmax(0), classes, len(names))
            valid = (classes != UNKNOWN).numpy()
            wanted = draw_targets(rings, objects)
            found = (decoded.border[0, 0].numpy() >= 0.5) & valid
            border += [np.sum(found & wanted.border), found.sum(), np.sum(wanted.border & valid)]
            there = find_corners(rings)
            for kind in (0, 1):
                peaks = find_peaks(decoded.corners[0, kind].numpy(), valid)
                corners += match_points(peaks, _keep_valid(there.xy[there.reflex == kind], valid))
            near = valid & (np.square(wanted.direction).sum(axis=0) > _SURE)
            walls += _compare_directions(decoded.direction[0].numpy()[:, near], wanted.direction[:, near])
    matrix, border, corners, walls = (ranks.join(each[None]).sum(0) for each in (matrix, border, corners, walls))
    return {
        **score_segmentation(matrix, names),
        "heads": {
            **_rate("border", border[0], border[1], border[0], border[2]),
            **_rate("corner", *corners),
            "direction_error_deg": float(walls[0] / walls[2]) if walls[2] else None,
            "direction_length": float(walls[1] / walls[2]) if walls[2] else None,
        },
    }


def find_peaks(probabilities: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """(N, 2) centres x, y in px of the pixels of a map (H, W) that are the highest of their 5 x 5, and high."""
    peak = (probabilities >= _CORNER_PROBABILITY) & (probabilities == ndimage.maximum_filter(probabilities, 5)) & valid
    rows, columns = np.nonzero(peak)
    return np.stack([columns, rows], axis=1) + 0.5


def match_points(found: np.ndarray, there: np.ndarray) -> np.ndarray:
    """How many found points (N, 2) are within 2 px of one of (M, 2), N, how many of those are so of a found one, M."""
    hits = [0, 0]
    if len(found) and len(there):
        hits = [int(np.sum(cKDTree(b).query(a)[0] <= _CORNER_PX)) for a, b in ((found, there), (there, found))]
    return np.array([hits[0], len(found), hits[1], len(there)], float)


def _keep_valid(xy: np.ndarray, valid: np.ndarray) -> np.ndarray:
    column, row = np.floor(xy).astype(int).T
    inside = (row >= 0) & (column >= 0) & (row < valid.shape[0]) & (column < valid.shape[1])
    inside[inside] = valid[row[inside], column[inside]]
    return xy[inside]


def _compare_directions(found: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Sums over pixels (2, N) of the angle between walls in degrees, of the found length, and N."""
    cross = found[0] * wanted[1] - found[1] * wanted[0]
    angle = np.abs(np.arctan2(cross, (found * wanted).sum(axis=0))) / 4
    return np.array([np.rad2deg(angle).sum(), np.hypot(*found).sum(), found.shape[1]])


def _rate(name: str, right: float, found: float, reached: float, there: float) -> dict[str, float | None]:
    precision, recall = float(right / found) if found else None, float(reached / there) if there else None
    f = None if recall is None else 0.0
    if precision and recall:
        f = 2 * precision * recall / (precision + recall)
    return {f"{name}_f": f, f"{name}_precision": precision, f"{name}_recall": recall}
