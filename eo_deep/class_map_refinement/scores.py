"""How well a refined map agrees with labels: areas by IoU, edges by the F-score of pixels along boundaries."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

EDGE_PX = 2
_NEAR = np.hypot(*np.mgrid[-EDGE_PX : EDGE_PX + 1, -EDGE_PX : EDGE_PX + 1]) <= EDGE_PX


@dataclass
class Agreement:
    """Counts of a map of K classes against labels, summed over windows.

    confusion: (K, K), rows the labels. edges: predicted boundary pixels, of these near the labels' boundaries, and the
    same the other way round, for all classes but the first.
    """

    confusion: np.ndarray
    edges: np.ndarray = field(default_factory=lambda: np.zeros(4))

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.confusion + other.confusion, self.edges + other.edges)

    @property
    def iou(self) -> float:
        """Of two classes the IoU of the second, of more the mean of those that occur."""
        hits = np.diag(self.confusion)
        union = self.confusion.sum(axis=0) + self.confusion.sum(axis=1) - hits
        values = hits / np.maximum(union, 1)
        return float(values[1] if len(values) == 2 else values[union > 0].mean())

    @property
    def edge_f(self) -> float:
        """F-score of the boundary pixels that lie within EDGE_PX of a boundary of the other."""
        predicted, near, wanted, found = self.edges
        precision, recall = near / max(predicted, 1), found / max(wanted, 1)
        return float(2 * precision * recall / max(precision + recall, 1e-9))


def count_confusion(chosen: np.ndarray, classes: np.ndarray, labelled: np.ndarray, count: int) -> np.ndarray:
    """The confusion matrix (count, count) of positions (h, w) where `labelled`."""
    codes = classes[labelled].astype(np.int64) * count + chosen[labelled]
    return np.bincount(codes, minlength=count**2).reshape(count, count)


def compare(chosen: np.ndarray, classes: np.ndarray, labelled: np.ndarray, count: int) -> Agreement:
    """The agreement of a window: chosen and labelled positions (h, w), and where there is a label."""
    edges = np.zeros(4)
    for label in range(1, count):
        predicted, wanted = (_find_boundary(values == label) & labelled for values in (chosen, classes))
        near = [ndimage.binary_dilation(each, _NEAR) for each in (wanted, predicted)]
        edges += [predicted.sum(), (predicted & near[0]).sum(), wanted.sum(), (wanted & near[1]).sum()]
    return Agreement(count_confusion(chosen, classes, labelled, count), edges)


def _find_boundary(inside: np.ndarray) -> np.ndarray:
    return inside & ~ndimage.binary_erosion(inside, border_value=1)
