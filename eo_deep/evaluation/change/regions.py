"""Regions of detected and of changed pixels, found window by window, and which of them are the same change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..polygons.area_scores import find_groups
from ..polygons.object_scores import Pairs, match_objects
from .scores import divide

MATCH_IOU = 0.1  # changes have vague outlines: from here on a region counts as found


@dataclass(frozen=True)
class RegionScores:
    """Regions that were detected, those of the reference, and how they meet.

    matched: pairs of a maximum matching with an IoU of at least MATCH_IOU. false: detected regions without any changed
    pixel.
    """

    detected: int
    changed: int
    matched: int
    false: int

    @property
    def recall(self) -> float:
        """Share of the changed regions that are matched; NaN where there are none."""
        return divide(self.matched, self.changed)


class RegionLabels:
    """4-connected regions of a mask that is seen in windows, row of windows by row of windows from the left."""

    def __init__(self, width: int):
        self._count = 0
        self._row = np.zeros(width, np.int64)  # labels of the pixels above the next windows
        self._column = np.zeros(0, np.int64)  # and to the left of the next one
        self._links: list[np.ndarray] = []

    def label(self, mask: np.ndarray, window: Window) -> np.ndarray:
        """Labels (h, w) int64 of a mask (h, w) bool, 0 outside of it; `join` says which of them are one region."""
        pieces, found = ndimage.label(mask)
        labels = np.where(pieces, pieces.astype(np.int64) + self._count, 0)
        self._count += found
        left, right = int(window.col_off), int(window.col_off + window.width)
        self._link(self._row[left:right], labels[0])
        if left:
            self._link(self._column, labels[:, 0])
        self._row[left:right], self._column = labels[-1], labels[:, -1]
        return labels

    def join(self) -> np.ndarray:
        """The region of each label, from 1 on; of label 0: 0."""
        links = np.concatenate(self._links) if self._links else np.zeros((0, 2), np.int64)
        return find_groups(self._count + 1, links[:, 0], links[:, 1])[1]

    def _link(self, before: np.ndarray, after: np.ndarray) -> None:
        meeting = (before > 0) & (after > 0)
        if meeting.any():
            self._links.append(np.unique(np.stack([before[meeting], after[meeting]], axis=1), axis=0))


class RegionCounter:
    """Counts the pixels that pairs of a detected and a changed region have in common; 0 stands for no region."""

    def __init__(self, width: int):
        self._detected = RegionLabels(width)
        self._counts: list[np.ndarray] = []

    def add(self, detected: np.ndarray, changed_labels: np.ndarray, counted: np.ndarray, window: Window) -> None:
        """Count a window: detected (h, w) bool, labels of the changed regions, and which pixels count.

        Regions of detected pixels go on through pixels that do not count, where nobody knows what happened.
        """
        labels = self._detected.label(detected, window)
        chosen = counted & ((labels > 0) | (changed_labels > 0))
        pairs = np.stack([labels[chosen], changed_labels[chosen]], axis=1)
        found, pixels = np.unique(pairs, axis=0, return_counts=True)
        self._counts.append(np.column_stack([found, pixels]))

    def score(self, changed_regions: np.ndarray) -> RegionScores:
        """Match the regions. changed_regions: what `RegionLabels.join` gives for the labels of the changed ones."""
        counts = np.concatenate([*self._counts, np.zeros((0, 3), np.int64)])
        regions = np.stack([self._detected.join()[counts[:, 0]], changed_regions[counts[:, 1]]], axis=1)
        pairs, where = np.unique(regions, axis=0, return_inverse=True)
        common = np.bincount(where.ravel(), counts[:, 2], len(pairs))
        # Numbers without gaps: many regions have no pixel that counts.
        (detected, i), (changed, j) = (np.unique(column, return_inverse=True) for column in pairs.T)
        i, j = i.ravel(), j.ravel()
        detected_px, changed_px = np.bincount(i, common, len(detected)), np.bincount(j, common, len(changed))
        real = (pairs > 0).all(axis=1)
        iou = common / (detected_px[i] + changed_px[j] - common)
        matched = match_objects(Pairs(i[real], j[real], iou[real]), MATCH_IOU)
        touching = np.unique(i[real])
        count = int((detected > 0).sum())
        return RegionScores(count, int((changed > 0).sum()), len(matched), count - len(touching))
