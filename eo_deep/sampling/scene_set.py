"""Labelled patches in memory, and how some are held back; like `windows` it imports no library that reads files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .hold_out import hold_out


@dataclass(frozen=True)
class SceneSet:
    """Labelled patches of one size, decoded.

    images: (N, C, H, W) raw values. labels: (N,) int64, indices into class_names. names: the patches' files or ids.
    places: (N, 2) float64 ground coordinates of the patches' centres in metres, or None where one is missing.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    names: list[str]
    band_names: list[str]
    resolution_m: float | None = None
    places: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def patch_px(self) -> int:
        """Side of the patches."""
        return self.images.shape[-1]

    def select(self, chosen: np.ndarray) -> SceneSet:
        """The patches of these numbers, or where ``chosen`` (N,) is True."""
        numbers = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return replace(
            self,
            images=self.images[numbers],
            labels=self.labels[numbers],
            names=[self.names[i] for i in numbers],
            places=None if self.places is None else self.places[numbers],
        )


def split_stratified(labels: np.ndarray, shares: Sequence[float], seed: int) -> np.ndarray:
    """(N,) int8, which part each item belongs to: of every class ``shares`` (their sum is 1) go to part 0, 1, ...

    Each part gets at least one item of a class that has as many items as there are parts.
    """
    parts = np.empty(len(labels), np.int8)
    rng = np.random.default_rng(seed)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        ends = np.round(np.cumsum(shares) * len(members)).astype(int)
        if len(members) >= len(shares):
            place = np.arange(len(shares))
            ends = np.clip(ends, place + 1, len(members) - place[::-1])
        for part, chosen in enumerate(np.split(members, ends[:-1])):
            parts[chosen] = part
    return parts


def split_spatially(places: np.ndarray, labels: np.ndarray, share: float, patch_m: float, seed: int) -> np.ndarray:
    """(N,) bool, which patches belong to validation: whole blocks of ground, about ``share`` of each class.

    places: (N, 2) m. patch_m: side of a patch; blocks span eight, so that few neighbours are parted.
    """
    blocks = np.unique(np.floor(places / (8 * patch_m)), axis=0, return_inverse=True)[1].reshape(-1)
    counts = np.zeros((blocks.max() + 1, labels.max() + 1))
    np.add.at(counts, (blocks, labels), 1)
    return hold_out(counts, share, np.random.default_rng(seed))[blocks]
