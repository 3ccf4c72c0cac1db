"""How much the windows of a feature map resemble a query: masked correlation or cosine, for all windows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import conv2d

from .feature_map import Group

_ENOUGH = 0.5  # of a query's cells must be known in a window, or there is no answer
_LEAST = 1e-6  # of the variance per cell and channel: below, all is the same, and nothing correlates


@dataclass(frozen=True)
class Query:
    """Features (C, kh, kw) float32 of a place, and which of its cells count, (kh, kw) bool."""

    features: np.ndarray
    cells: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return self.cells.shape


def compare_windows(features: np.ndarray, known: np.ndarray, queries: Sequence[Query],
                    groups: Sequence[Group]) -> np.ndarray:
    """Similarity of each window of a map to queries that have the same cells, (Q, h, w) float32, NaN where unknown.

    For each group, s = sum_c cov_c(q, x) / sqrt(sum_c var_c(q) sum_c var_c(x)) over the cells that are known in both,
    with variances around 0 where the group is not centred; then the mean over groups by their weights.

    Parameters
    ----------
    features : ndarray, (C, h + kh - 1, w + kw - 1) float32
    known : ndarray, (h + kh - 1, w + kw - 1) bool
    queries : sequence of Query
        With one mask of cells for all.
    groups : sequence of Group
    """
    mask = torch.from_numpy(queries[0].cells.astype(np.float32))[None, None]
    here = torch.from_numpy(known.astype(np.float32))[None, None]
    whole = bool(known.all())
    count = conv2d(here, mask)[0, 0]
    total = torch.zeros(len(queries), *count.shape)
    for group in groups:
        own = np.stack([query.features[group.channels] for query in queries]) * queries[0].cells
        if group.centred:
            own = (own - own.sum(axis=(2, 3), keepdims=True) / queries[0].cells.sum()) * queries[0].cells
        kernel = torch.from_numpy(np.ascontiguousarray(own, np.float32))
        values = torch.from_numpy(features[group.channels])[None] * here
        products = conv2d(values, kernel)[0]
        squares = conv2d((values**2).sum(dim=1, keepdim=True), mask)[0]
        own_squares = conv2d(here, (kernel**2).sum(dim=1, keepdim=True))[0]
        if group.centred:
            channels = values.shape[1]
            sums = conv2d(values, mask.expand(channels, -1, -1, -1), groups=channels)[0]
            squares = squares - (sums**2).sum(dim=0) / count.clamp(min=1)
            if not whole:  # else the query's own sums are 0
                for number, each in enumerate(kernel):
                    own_sums = conv2d(here, each[:, None])[0]
                    products[number] -= (own_sums * sums).sum(dim=0) / count.clamp(min=1)
                    own_squares[number] -= (own_sums**2).sum(dim=0) / count.clamp(min=1)
        least = _LEAST * count * values.shape[1]
        both = squares.clamp(min=0) * own_squares.clamp(min=0)
        similar = products / both.clamp(min=1e-20).sqrt()
        total += group.weight * torch.where((squares > least) & (own_squares > least), similar, 0)
    total /= sum(group.weight for group in groups)
    enough = (count >= _ENOUGH * float(queries[0].cells.sum())) & (count > 0)
    return torch.where(enough, total.clamp(-1, 1), torch.nan).numpy()
