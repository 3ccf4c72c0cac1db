"""How many displaced objects of the validation data a network finds."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

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

    radius_px: of the search window, found_px: see FOUND_M, both in px of evidence.
    """
    distances, kinds, presence, intersection, union = [], [], [], 0, 0
    for index in range(len(pairs)):
        x, targets = pairs.read(index)
        with torch.no_grad():
            inputs = x[None].to(device).contiguous(memory_format=torch.channels_last)
            outputs = bound(network(inputs).float()).cpu()
        for target in targets:
            classes, places = map_tensors(lambda tensor: tensor[None], target)
            scores, chosen = score_batch(outputs[:, 1:], places, radius_px)
            distance, kind = measure_shifts(scores, places, chosen)
            distances.append(distance)
            kinds.append(kind)
            presence.append(score_presence(scores, places.correction.reshape(-1, 2)[chosen]))
        building = (outputs[:, 0] > 0) & (classes <= 1)
        intersection += int((building & (classes == 1)).sum())
        union += int((building | (classes == 1)).sum())
    distance, real = torch.cat(distances), torch.cat(kinds) == REAL
    share = float((distance[real] <= found_px).float().mean()) if real.any() else 0.0
    return {
        "score": share,
        "found_share": round(share, 4),
        "objects": int(real.sum()),
        "null_score": choose_null_score(torch.cat(presence).numpy(), real.numpy()),
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
