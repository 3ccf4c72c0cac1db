import numpy as np
import pytest
import shapely
import torch
from torch import nn

from eo_deep.io.card_schema import UNKNOWN
from eo_deep.polygon_extraction.samples import to_tensors
from eo_deep.polygon_extraction.targets import draw_targets
from eo_deep.polygon_extraction.validation import find_peaks, match_points, validate_heads
from eo_deep.sampling.training_image import list_rings


class Samples:
    """One window with two touching boxes and an L; its pixels are what a network without error gives."""

    def __init__(self, known=True):
        shapes = np.array([
            shapely.box(4, 4, 14, 24), shapely.box(14, 4, 26, 24),
            shapely.Polygon([(34, 4), (58, 4), (58, 16), (46, 16), (46, 28), (34, 28)]),
        ])  # fmt: skip
        y, x = np.mgrid[:64, :64] + 0.5
        self.objects = sum(number * shapely.contains_xy(shape, x, y) for number, shape in enumerate(shapes, 1))
        self.rings = list_rings(shapes)
        self.classes = torch.from_numpy((self.objects > 0).astype(np.int64))
        if not known:
            self.classes[:] = UNKNOWN
        border, direction, corners, offset = to_tensors(draw_targets(self.rings, self.objects))
        inside = torch.from_numpy(self.objects > 0).float()
        logits = [-inside[None], inside[None], (border[None].float() - 0.5), direction, corners.logit(1e-4), offset]
        self.outputs = torch.cat(logits).float()

    def __len__(self):
        return 1

    def read(self, index):
        return self.outputs, self.classes, self.rings, self.objects


def validate(samples):
    return validate_heads(nn.Identity(), samples, ["background", "object"], torch.device("cpu"))


def test_a_network_without_error_scores_one():
    found = validate(Samples())
    assert found["score"] == 1
    heads = found["heads"]
    assert [heads[name] for name in ("border_f", "corner_f", "corner_recall")] == [1, 1, 1]
    assert heads["direction_error_deg"] == pytest.approx(0, abs=0.2)  # in bfloat16 where the processor has it
    assert heads["direction_length"] == pytest.approx(1, abs=0.01)


def test_errors_show_in_the_scores_of_their_heads():
    samples = Samples()
    samples.outputs[2, :14] = -9  # half of the borders is missed
    samples.outputs[5] = -9  # all convex corners
    samples.outputs[3:5] = torch.tensor([np.cos(np.deg2rad(40)), np.sin(np.deg2rad(40))])[:, None, None] / 2
    heads = validate(samples)["heads"]
    assert heads["border_precision"] == 1
    assert heads["border_recall"] == pytest.approx(0.5, abs=0.1)
    assert heads["corner_recall"] == pytest.approx(1 / 14) and heads["corner_precision"] == 1
    assert heads["direction_error_deg"] == pytest.approx(10, abs=0.1)
    assert heads["direction_length"] == pytest.approx(0.5, abs=0.01)


def test_without_known_pixels_nothing_is_scored():
    assert set(validate(Samples(known=False))["heads"].values()) == {None}


def test_peaks_are_found_at_pixels_and_matched_within_2_px():
    field = np.zeros((20, 20), np.float32)
    field[4, 6], field[4, 7], field[15, 15], field[10, 10] = 0.9, 0.8, 0.5, 0.2
    peaks = find_peaks(field, np.ones((20, 20), bool))
    assert peaks.tolist() == [[6.5, 4.5], [15.5, 15.5]]
    assert match_points(peaks, np.array([[7.0, 6.0], [1.0, 1.0], [6.0, 4.0]])).tolist() == [1, 2, 2, 3]
    assert match_points(peaks, np.zeros((0, 2))).tolist() == [0, 2, 0, 0]
