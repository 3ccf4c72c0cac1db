"""Evidence is read in logits, over larger cells too, and for segmentation models from the building's logit alone."""

import numpy as np
import pytest
import shapely
from rasterio.windows import Window

from eo_deep.alignment.evidence import Evidence, EvidenceMaker, collect_evidence
from eo_deep.alignment.shift_field import FieldSettings
from eo_deep.io.raster import open_raster
from eo_deep.models.image_input import ImageSettings, open_model_image
from eo_deep.models.model_file import load_model


def test_larger_cells_are_means_of_at_least_half_of_their_valid_cells(write_raster):
    stored = np.full((8, 2, 4), 128, np.uint8)
    stored[1] = [[144, 144, 160, 0], [112, 0, 0, 0]]  # logits 1, 1, 2, nodata; -1, nodata ...
    stored[:, stored[1] == 0] = 0
    with open_raster(write_raster(stored)) as source:
        evidence = Evidence(source, (0.6, 0.6), 0.0, FieldSettings())
        fine, valid = evidence.read(Window(0, 0, 4, 2))
        coarse, coarse_valid = evidence.read(Window(0, 0, 2, 1), 2)
    assert fine[0].tolist() == [[1, 1, 2, 0], [-1, 0, 0, 0]] and valid.sum() == 4
    assert coarse_valid.tolist() == [[True, False]]
    assert coarse[0, 0] == pytest.approx([1 / 3, 0])
    assert evidence.supports_lines


def test_a_segmentation_model_gives_inside_and_outside(tmp_path, write_raster, make_brightness_model):
    pixels = np.full((3, 64, 96), 20, np.uint8)
    pixels[:, 16:32, 32:64] = 240
    pixels[:, :, 90:] = 0
    image = write_raster(pixels, nodata=0)  # of 0.5 m
    model, path = load_model(make_brightness_model()), tmp_path / "evidence.tif"
    with open_model_image(ImageSettings(image, device="cpu"), model.card) as opened:
        assert EvidenceMaker(model, opened, 1).cell_px == 1
        with collect_evidence(opened, model, 1, path) as evidence:
            values, valid = evidence.read(Window(0, 0, 96, 64))
            assert not evidence.supports_lines
        assert not path.exists()
    inside = np.zeros((64, 96), bool)
    inside[16:32, 32:64] = True
    assert ((values[0] > 0) == (inside & valid)).all() and (values[1] == -values[0]).all() and not values[2:].any()
    assert valid[:, :90].all() and not valid[:, 90:].any()


def test_only_tiles_near_geometries_are_computed(tmp_path, write_raster, make_brightness_model):
    image, model = write_raster(np.full((3, 64, 256), 200, np.uint8)), load_model(make_brightness_model())
    house = np.array([shapely.box(10, 10, 20, 20)], object)
    with open_model_image(ImageSettings(image, device="cpu", core_px=64), model.card) as opened, \
            collect_evidence(opened, model, 1, tmp_path / "e.tif", (house, 5.0)) as evidence:  # fmt: skip
        _, valid = evidence.read(Window(0, 0, 256, 64))
    assert valid[:, :64].all() and not valid[:, 64:].any()
