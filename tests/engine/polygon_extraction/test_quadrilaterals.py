import numpy as np
import pytest
import torch

from eo_deep.polygon_extraction.quadrilaterals import _average, _regress_turned


class Finder(torch.nn.Module):
    """Outlines what is bright."""

    patch_px = 32

    def forward(self, x):
        results = []
        for image in x[:, 0]:
            rows, columns = torch.nonzero(image > 0.5, as_tuple=True)
            top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
            corners = torch.tensor([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=torch.float32)
            results.append(corners.flatten() / x.shape[-1])
        return torch.stack(results)


def test_turns_are_turned_back_and_paired():
    patches = torch.zeros(2, 1, 32, 32)
    patches[0, 0, 4:10, 8:28] = 1
    patches[1, 0, 20:31, 3:5] = 1
    found = _average(_regress_turned(Finder(), patches) * 32)
    assert np.allclose(found.corners[0], [[8, 4], [28, 4], [28, 10], [8, 10]])
    assert np.allclose(found.corners[1], [[3, 20], [5, 20], [5, 31], [3, 31]])
    assert found.agreement == pytest.approx(1.0)
    assert found.spread == pytest.approx(0.0, abs=1e-5)
