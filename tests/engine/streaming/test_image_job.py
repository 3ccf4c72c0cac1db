"""An image through a network: tiles of which no two share a block, and one writer for each output."""

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
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


def test_a_small_area_of_a_large_image_gets_small_tiles_and_no_others(tmp_path, make_brightness_model):
    """Wherever it lies: never more pixels than with tiles for the whole image, and each of its pixels is in a tile."""
    path, model = tmp_path / "large.tif", load_model(make_brightness_model())
    profile = dict(width=20_000, height=20_000, count=3, dtype="uint8", SPARSE_OK=True, crs="EPSG:32633", tiled=True)
    with rasterio.open(path, "w", "GTiff", transform=from_origin(500_000, 5_500_000, 0.5, 0.5), **profile):
        pass
    for place in ((0, 0, 300, 300), (1900, 4000, 2200, 4300), (100, 100, 19_000, 19_000), (-50, 19_900, 40, 20_050)):
        left, top, right, bottom = place
        area = tmp_path / "area.gpkg"
        box = shapely.box(500_000 + left / 2, 5_500_000 - bottom / 2, 500_000 + right / 2, 5_500_000 - top / 2)
        write_vectors(area, VectorLayer(np.array([box]), crs=to_crs(32633)))
        with open_job(ImageSettings(str(path), device="cpu"), model, area=str(area)) as job:
            units = job.plan()
            cores = [unit.core for unit in units]
            assert any(core.col_off <= max(0, left) and core.row_off <= max(0, top) for core in cores)
            assert any(core.col_off + core.width >= min(right, 20_000) and
                       core.row_off + core.height >= min(bottom, 20_000) for core in cores)
            job.area = None
            assert {(core.col_off, core.row_off) for core in cores} <= {(unit.core.col_off, unit.core.row_off)
                                                                        for unit in job.plan()}
            if right < 10_000:
                assert job.core_px <= 512 and len(units) <= 16
            else:
                assert job.core_px > 1024


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
