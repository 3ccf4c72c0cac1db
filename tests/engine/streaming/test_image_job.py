"""An image through a network: tiles of which no two share a block, and one writer for each output."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.models.image_input import ImageSettings
from eo_deep.models.model_file import load_model
from eo_deep.streaming.image_job import open_job
from eo_deep.streaming.pipeline import Output


class Kept:
    """Keeps blocks: (scores, valid, window)."""

    def __init__(self):
        self.blocks = []

    def write(self, scores, valid, window):
        self.blocks.append((scores, valid, window))


@pytest.mark.parametrize("cell_px", [1, 3, 7])
def test_cores_are_made_of_whole_blocks_of_cells(write_raster, make_brightness_model, cell_px):
    image, model = write_raster(np.zeros((3, 700, 900), np.uint8)), load_model(make_brightness_model())
    with open_job(ImageSettings(image, device="cpu"), model) as plain:
        assert plain.core_px % 16 == 0
        job = type(plain)(model, plain.image, cell_px=cell_px)
        assert job.core_px % (16 * cell_px) == 0
        assert job.core_px // cell_px % job.block_px == 0
        assert all(unit.core.col_off % (job.block_px * cell_px) == 0 for unit in job.plan())


def test_a_tile_size_that_does_not_fit_is_refused(write_raster, make_brightness_model):
    image, model = write_raster(np.zeros((3, 40, 40), np.uint8)), load_model(make_brightness_model())
    with pytest.raises(EoDeepError, match="tile size must be a multiple of 16 px for this model, got 100 px"), \
            open_job(ImageSettings(image, device="cpu", core_px=100), model):  # fmt: skip
        pass


def test_each_output_has_its_writer(write_raster, make_brightness_model):
    """The tile as it is, and the mean of its eight views, from one run."""
    pixels = np.random.default_rng(0).integers(1, 255, (3, 48, 80)).astype(np.uint8)
    pixels[:, :, 64:] = 0
    image, model = write_raster(pixels, nodata=0), load_model(make_brightness_model())
    once, mean = Kept(), Kept()
    with open_job(ImageSettings(image, device="cpu", core_px=64), model, [Output(), Output(dihedral=True)]) as job:
        assert job.run(job.plan(), [once, mean]) == 1  # the second unit has no valid pixel
    (scores, valid, window), (averaged, _, _) = once.blocks[0], mean.blocks[0]
    assert (scores.shape, valid.all(), window.width) == ((2, 48, 64), True, 64)
    np.testing.assert_allclose(averaged, scores, atol=1e-6)  # a network that sees single pixels
    assert ((scores[1] > 0.5) == (pixels[:, :, :64].mean(axis=0) > 127)).mean() > 0.99
