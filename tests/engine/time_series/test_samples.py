"""What a training on a series draws: both dates of two places, nothing of the ground that is held back."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.time_series.samples import Block, BlockSampler, SeriesData, find_held_places


def make_data(held=None, known=None, size=256):
    rows, columns = np.mgrid[:size, :size]
    values = np.stack([rows, columns])[None].repeat(2, 0).astype(np.float16)
    known = np.ones((2, size, size), bool) if known is None else known
    held = np.zeros((size, size), bool) if held is None else held
    return SeriesData([Block(values, known, held, 1000, 2000)], [("a", None), ("b", None)], [], {})


def test_cells_lie_where_their_pixels_do_however_a_window_is_turned(monkeypatch):
    monkeypatch.setattr("eo_deep.time_series.samples._JITTER_SHARE", 0.0)
    sampler = BlockSampler(make_data())
    for seed in range(6):
        batch = sampler.draw(np.random.default_rng(seed))
        assert batch.planes.shape == (2, 2, 3, 96, 96) and batch.cells.shape == (2, 2, 12, 12)
        inner = batch.planes[:, 0, :2, 16:80, 16:80].reshape(2, 2, 8, 8, 8, 8).mean((3, 5))  # of each cell
        expected = inner + 0.5
        expected[:, 0] += 1000
        expected[:, 1] += 2000
        assert np.allclose(batch.cells[:, :, 2:10, 2:10], expected, atol=0.6)


def test_ground_that_is_held_back_is_unknown_to_the_training_and_judged_alone():
    held = np.zeros((256, 256), bool)
    held[64:192, 64:192] = True
    data = make_data(held)
    for seed in range(8):
        batch = BlockSampler(data).draw(np.random.default_rng(seed))
        rows, columns = (batch.cells[:, axis].numpy() - offset for axis, offset in ((0, 1000), (1, 2000)))
        is_held = (rows > 64) & (rows < 192) & (columns > 64) & (columns < 192)
        known = batch.planes[:, :, -1].reshape(2, 2, 12, 8, 12, 8).mean((3, 5)).numpy()
        deep = (rows > 72) & (rows < 184) & (columns > 72) & (columns < 184)
        assert (known[:, 0][deep] == 0).all() and is_held.any() >= deep.any()
    places = find_held_places(data, 10, 0)
    assert sorted((row, column) for _, row, column in places) == [(48, 48), (48, 112), (112, 48), (112, 112)]


def test_a_window_beyond_the_ground_is_unknown_there():
    (block,) = make_data().blocks
    planes = block.cut(0, -16, 200)
    assert planes[-1].sum() == 80 * 56 and (planes[:, :16] == 0).all() and planes[0, 17, 0] == 1


def test_dates_without_common_ground_are_refused():
    known = np.zeros((2, 256, 256), bool)
    known[0, :100], known[1, 150:] = True, True
    with pytest.raises(EoDeepError, match="No two images of the series show the same ground"):
        BlockSampler(make_data(known=known))
    with pytest.raises(EoDeepError, match="No pixel of the series is left"):
        BlockSampler(make_data(known=np.zeros((2, 256, 256), bool)))
