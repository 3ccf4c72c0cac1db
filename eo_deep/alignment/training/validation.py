"""How many displaced objects of the validation data a network finds."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from ...runtime import ranks
from ...training.batch import map_tensors
from ..templates import bound
from .objective import measure_shifts, score_batch, score_presence
from .samples import REAL, ValidationPairs

FOUND_M = 1.2
"""An object counts as found if its best shift brings it so near to its place, in metres."""


def validate_pairs(
    network: nn.Module, pairs: ValidationPairs, radius_px: int, found_px: float, device: torch.device
) -> dict:
    """The share of objects that are found each on its own, and how well spurious ones are recognized; JSON-able.

    radius_px: of the search window, found_px: see FOUND_M, both in px of evidence. Several processes share the pairs,
    and all get the scores of all.
    """
    found, areas = [np.zeros((0, 3), np.float32)], np.zeros((1, 2), np.int64)
    for index in ranks.share(len(pairs)):
        x, targets = pairs.read(index)
        with torch.no_grad():
            inputs = x[None].to(device).contiguous(memory_format=torch.channels_last)
            outputs = bound(network(inputs).float()).cpu()
        for target in targets:
            classes, places = map_tensors(lambda tensor: tensor[None], target)
            scores, chosen = score_batch(outputs[:, 1:], places, radius_px)
            distance, kind = measure_shifts(scores, places, chosen)
            presence = score_presence(scores, places.correction.reshape(-1, 2)[chosen])
            found.append(torch.stack([distance, kind, presence], 1).numpy())
        building = (outputs[:, 0] > 0) & (classes <= 1)
        areas += [int((building & (classes == 1)).sum()), int((building | (classes == 1)).sum())]
    distances, kinds, presences = ranks.join(np.concatenate(found)).T
    intersection, union = ranks.join(areas).sum(0).tolist()
    real = kinds == REAL
    share = float((distances[real] <= found_px).mean()) if real.any() else 0.0
    return {
        "score": share,
        "found_share": round(share, 4),
        "objects": int(real.sum()),
        "null_score": choose_null_score(presences, real),
        "building_iou": round(intersection / max(1, union), 4),
    }


def choose_null_score(presence: np.ndarray, real: np.ndarray) -> float:
    """The score (M,) from which on an object is rather there than not, real (M,) bool: where either error is as
    frequent, less the logarithm of how much more frequent real objects are. 0 where one kind is missing."""
    if real.all() or not real.any():
        return 0.0
    candidates = np.sort(presence)
    passed = 1 - np.searchsorted(np.sort(presence[real]), candidates) / real.sum()
    failed = np.searchsorted(np.sort(presence[~real]), candidates) / (~real).sum()
    fair = float(candidates[np.abs(passed - failed).argmin()])
    return round(fair - math.log(real.sum() / (~real).sum()), 3)
