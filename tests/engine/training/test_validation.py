import pytest
import torch
from torch import nn

from eo_deep.training.validation import measure_confusion, score_segmentation

CPU = torch.device("cpu")


def test_confusion_and_scores():
    class Threshold(nn.Module):
        def forward(self, x):
            return torch.cat([-x[:, :1], x[:, :1]], 1)

    labels = torch.tensor([[0, 0, 1, 255]] * 4)
    x = torch.tensor([[-1.0, 1.0, 1.0, 1.0]] * 4)[None]
    matrix = measure_confusion(Threshold(), lambda index: (x, labels), 2, 2, CPU)
    assert matrix.tolist() == [[8, 8], [0, 8]]
    scores = score_segmentation(matrix, ["a", "b"])
    assert scores["iou"] == {"a": 0.5, "b": 0.5}
    assert scores["overall_accuracy"] == pytest.approx(2 / 3)
    assert score_segmentation([[4, 0, 0], [0, 4, 0], [0, 0, 0]], ["a", "b", "c"])["iou"]["c"] is None
