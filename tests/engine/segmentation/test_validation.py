"""The accuracy of a network on windows with labels that are known in part."""

import numpy as np
import pytest
import torch

from eo_deep.io.card_schema import UNKNOWN
from eo_deep.segmentation.validation import measure_confusion, score_segmentation


def test_pixels_without_labels_do_not_count():
    inputs = torch.tensor([[[1.0, 1.0], [-1.0, -1.0]]])  # above 0: class 1
    targets = torch.tensor([[1, 0], [0, UNKNOWN]])
    network = lambda x: torch.cat([-x, x], dim=1)  # noqa: E731
    matrix = measure_confusion(network, lambda index: (inputs, targets), 3, 2, torch.device("cpu"))
    assert matrix.tolist() == [[3, 3], [0, 3]]  # rows the reference, of three windows


def test_scores_of_a_confusion_matrix():
    scores = score_segmentation(np.array([[6, 2, 0], [0, 8, 0], [0, 0, 0]]), ["ground", "roof", "water"])
    assert scores["iou"] == {"ground": pytest.approx(6 / 8), "roof": pytest.approx(8 / 10), "water": None}
    assert scores["score"] == pytest.approx((6 / 8 + 8 / 10) / 2)
    assert scores["overall_accuracy"] == pytest.approx(14 / 16)
    assert score_segmentation(np.zeros((2, 2)), ["a", "b"])["score"] == 0.0
