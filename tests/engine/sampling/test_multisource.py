"""Training images of several sources: on one grid, cell by cell, whatever is turned, scaled or missing."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin
from torch.nn import functional

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.geo.nested_grids import align_grid
from eo_deep.io.card_schema import UNKNOWN, describe_inputs
from eo_deep.progress import silent
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.multisource import OtherImages
from eo_deep.sampling.windows import Sampler, list_validation_windows
from tests.engine.sampling.test_windows import write_boxes

WEST, NORTH = 500_000, 5_500_000  # of `write_boxes`


def write_image(path, pixels, size_m, left_m=0.0, top_m=0.0, crs="EPSG:32633", nodata=None, names=()):
    count, height, width = pixels.shape
    transform = from_origin(WEST + left_m, NORTH - top_m, size_m, size_m)
    shape = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": pixels.dtype}
    with rasterio.open(path, "w", crs=crs, transform=transform, nodata=nodata, **shape) as file:
        file.write(pixels)
        for band, name in enumerate(names, 1):
            file.set_band_description(band, name)
    return str(path)


def write_places(path, size, size_m, left_m=0.0, top_m=0.0):
    """An image whose two bands say how far east and south of the corner each pixel's middle lies, in m."""
    middles = (np.arange(size) + 0.5) * size_m
    x, y = np.meshgrid(middles + left_m, middles + top_m)
    return write_image(path, np.stack([x, y]).astype(np.float32), size_m, left_m, top_m)


def open_places(tmp_path, others, progress=silent, **settings):
    """192 px of 1 m beside other images, with some boxes as labels."""
    image = write_places(tmp_path / "image.tif", 192, 1.0)
    labels = write_boxes(tmp_path / "labels.gpkg", [(20, 30, 60, 70), (100, 100, 150, 130)])
    chosen = {"validation_share": 0.0, "crop_px": 32, "seed": 0, **settings}
    none = {"class_field": None, "bands": None, "area": None, "validation_area": None, "resolution_m": None}
    given = [OtherImages([path], None) for path in others]
    return open_data(DataSettings(images=[image], labels=[labels], others=given, **{**none, **chosen}), None, progress)


def restore(image, inputs):
    """The places in m of what a sample shows of each source."""
    scalings = [image.scaling, *(other.scaling for other in image.others)]
    constants = [[torch.from_numpy(part)[:, None, None] for part in (each.spread, each.center)] for each in scalings]
    return [x[:2] * spread + center for x, (spread, center) in zip(inputs, constants)]


def test_what_is_resampled_is_told(tmp_path, notes):
    whole = write_places(tmp_path / "whole.tif", 96, 2.0)
    odd = write_places(tmp_path / "odd.tif", 74, 2.6)
    beside = write_places(tmp_path / "beside.tif", 96, 2.0, 0.5, 0.5)
    open_places(tmp_path, [whole, odd], notes)
    assert [text for text in notes.messages if "resampled" in text] == [
        "The pixels of 'odd.tif' of 2.6 m are resampled to cells of 2 m."
    ]
    open_places(tmp_path, [beside], notes)
    assert notes.messages[-1] == "The pixels of 'beside.tif' of 2 m are resampled to cells of 2 m."


@pytest.mark.parametrize("augmentation", ["none", "moderate", "strong"])
@pytest.mark.parametrize(("ratio", "phase"), [(2, 0), (2, -1), (4, -3), (4, -0.5)])
def test_all_sources_of_a_sample_show_the_same_ground(tmp_path, augmentation, ratio, phase, monkeypatch):
    monkeypatch.setattr("eo_deep.sampling.augmentation.vary_radiometry", lambda x, *_: x)
    coarse = write_places(tmp_path / "coarse.tif", 192 // ratio + 2, float(ratio), phase, phase)
    second = write_places(tmp_path / "second.tif", 100, 2.0)
    data = open_places(tmp_path, [coarse, second])
    assert [described["ratio"] for described in data.inputs] == [1, ratio, 2]
    sampler = Sampler(data.images, 2, 32, get_augmentation(augmentation), 0)
    compared = 0
    for seed in range(12):
        inputs, _ = sampler.draw(np.random.default_rng(seed))
        fine, *others = restore(data.images[0], inputs)
        for other, cells in zip(others, (ratio, 2)):
            # Places are linear, so the mean of a cell's pixels is the place of its middle.
            expected = functional.avg_pool2d(fine[None], cells)[0]
            nodata = functional.max_pool2d((inputs[0] == 0).all(0).float()[None], cells)
            known = functional.max_pool2d(nodata, 5, 1, 2)[0] == 0  # beside nodata, zeros are mixed in
            inside = known & ((expected > 8) & (expected < 184)).all(0)  # beyond is nodata, which resampling leaves out
            # GDAL weighs the pixels of a smaller image by where their middles lie, so it is off by a tenth of one.
            assert (other - expected).abs()[:, inside].max() < (0.15 * cells if augmentation == "strong" else 0.01)
            compared += int(inside.sum())
    assert compared > 1000


def test_nested_sources_are_read_unchanged(tmp_path):
    rng = np.random.default_rng(0)
    fine, coarse = (rng.integers(1, 30_000, (1, size, size)).astype(np.uint16) for size in (96, 49))
    image = write_image(tmp_path / "fine.tif", fine, 10.0)
    other = write_image(tmp_path / "coarse.tif", coarse, 20.0, left_m=-10.0)  # cut one fine pixel farther west
    labels = write_boxes(tmp_path / "labels.gpkg", [(100, 100, 500, 500)])
    others = [OtherImages([other], None)]
    settings = DataSettings([image], [labels], None, None, None, None, 0.0, None, 32, 0, others=others)
    found = open_data(settings, None, silent).images[0]
    assert (found.grid.width, found.grid.height) == (98, 96)
    level = found.open_validation()
    pixels, valid = level.read(0, 0, 96)
    np.testing.assert_array_equal(pixels[0, :, 1:], fine[0, :, :95])
    assert not valid[:, 0].any()
    np.testing.assert_array_equal(level.read(0, 0, 96, 1)[0][0], coarse[0, :48, :48])


def test_a_pixel_without_a_required_source_has_no_class(tmp_path):
    west = write_places(tmp_path / "west.tif", 48, 2.0)  # 96 of 192 m
    sampler = Sampler(open_places(tmp_path, [west]).images, 2, 64, get_augmentation("none"), 0)
    for seed in range(10):
        (fine, other), y = sampler.draw(np.random.default_rng(seed))
        unknown = (other == 0).all(0).repeat_interleave(2, 0).repeat_interleave(2, 1)
        assert (y[unknown] == UNKNOWN).all()
        assert (y[~unknown & (fine != 0).all(0)] != UNKNOWN).all()


def test_optional_sources_are_left_out_of_a_fifth_of_the_samples(tmp_path):
    west = write_places(tmp_path / "west.tif", 84, 2.0)  # 168 of 192 m, all that is labelled
    data = open_places(tmp_path, [west], optional_sources=True)
    sampler, missing = Sampler(data.images, 2, 32, get_augmentation("none"), 0), 0
    for seed in range(300):
        (fine, other), y = sampler.draw(np.random.default_rng(seed))
        assert other.shape == (3, 16, 16)
        known = other[2] > 0
        assert (other[:, ~known] == 0).all()
        assert (y[(fine != 0).all(0)] != UNKNOWN).all()
        missing += not known.any()
    assert missing / 300 == pytest.approx(0.2, abs=0.06)


def test_validation_windows_can_go_without_a_source(tmp_path):
    west = write_places(tmp_path / "west.tif", 96, 2.0)
    data = open_places(tmp_path, [west], optional_sources=True, validation_share=0.3)
    windows = list_validation_windows(data.images, 32)
    (fine, other), _ = windows.read(0)
    (same, without), _ = windows.read(0, without=1)
    assert torch.equal(fine, same)
    assert other[2].min() == 1
    assert (without == 0).all()


def test_light_is_one_for_all_sources_and_tones_are_each_ones_own(tmp_path, monkeypatch):
    shadows = []
    monkeypatch.setattr("eo_deep.sampling.augmentation.cast_shadow", lambda v, rng: shadows.append(rng.random()) or v)
    same = write_places(tmp_path / "same.tif", 96, 2.0)
    sampler = Sampler(open_places(tmp_path, [same]).images, 2, 32, get_augmentation("strong"), 0)
    for seed in range(60):
        sampler.draw(np.random.default_rng(seed))
    assert len(shadows) >= 4
    assert shadows[::2] == shadows[1::2]


def test_other_dates_of_a_sensor_share_their_first_layers(tmp_path):
    pixels = np.random.default_rng(0).integers(1, 3000, (2, 64, 64)).astype(np.uint16)
    names = ["B04", "B08"]
    first = write_image(tmp_path / "may.tif", pixels, 10.0, names=names)
    other = write_image(tmp_path / "june.tif", pixels + 5, 10.0, names=names)
    labels = write_boxes(tmp_path / "labels.gpkg", [(100, 100, 300, 300)])
    others = [OtherImages([other], None)]
    settings = DataSettings([first], [labels], None, None, None, None, 0.0, None, 32, 0, others=others)
    inputs = open_data(settings, None, silent).inputs
    assert inputs[1]["shares"] == inputs[0]["name"] == "may.tif"
    assert inputs[0]["scaling"] != inputs[1]["scaling"]  # each one's own


@pytest.mark.parametrize(("name", "shares"), [("S2_20181016T093031", True), ("S2_2018-04-01", False), ("b", False)])
def test_bands_without_names_are_other_dates_where_the_files_say_so(tmp_path, name, shares):
    pixels = np.random.default_rng(0).integers(1, 3000, (2, 64, 64)).astype(np.uint16)
    first = write_image(tmp_path / "S2_20180401.tif", pixels, 10.0)
    other = write_image(tmp_path / f"{name}.tif", pixels, 10.0)
    labels = write_boxes(tmp_path / "labels.gpkg", [(100, 100, 300, 300)])
    settings = DataSettings([first], [labels], None, None, None, None, 0.0, None, 32, 0,
                            others=[OtherImages([other], None)])  # fmt: skip
    inputs = open_data(settings, None, silent).inputs
    assert inputs[0]["date"] == "2018-04-01" and ("shares" in inputs[1]) == shares
    if shares:
        described = describe_inputs(inputs)
        assert described.endswith("'S2_20181016T093031.tif' (2 bands, 10 m, 2018-10-16)")


def test_cells_are_at_most_a_tenth_larger_than_the_pixels_that_they_are_read_from(tmp_path):
    others = [write_places(tmp_path / f"{size_m}.tif", 30, size_m) for size_m in (6.0, 0.5)]
    inputs = open_places(tmp_path, others).inputs
    assert [(each["ratio"], each["resampling"]) for each in inputs[1:]] == [(4, "bilinear"), (1, "average")]
    (inputs,) = [open_places(tmp_path, [write_places(tmp_path / "3.7.tif", 60, 3.7)]).inputs]
    assert inputs[1]["ratio"] == 4


def test_a_grid_is_moved_outwards_to_where_nested_pixels_begin():
    grid = Grid(None, rasterio.Affine(10, 0, 0, 0, -10, 0), 100, 50)
    nested = Grid(None, rasterio.Affine(20, 0, -10, 0, -20, 0), 60, 30)
    odd = Grid(None, rasterio.Affine(40, 0, -13, 0, -40, 0), 30, 20)
    found = align_grid(grid, [(nested, 2), (odd, 4)])
    assert (found.transform.c, found.transform.f, found.width, found.height) == (-10, 0, 104, 52)
    assert align_grid(grid, []) == grid


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"others": []}, None),
        ({"third": True}, "Third images are given without second images; give them as second images."),
        ({"count": 2}, "Give one second image for each image, in the same order: got 2 for 1."),
        ({"left_m": 5000.0}, "'other.tif' does not lie where 'image.tif' does; check the CRS of both: they span"),
        ({"crs": None}, "'other.tif' has no CRS, so it cannot be laid over 'image.tif'; assign its CRS."),
        ({"bands": True}, "Band numbers of the second images are given, but no second images."),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(tmp_path, change, message):
    image = write_places(tmp_path / "image.tif", 64, 1.0)
    labels = write_boxes(tmp_path / "labels.gpkg", [(20, 30, 50, 50)])
    place = {"left_m": change.get("left_m", 0.0), "crs": change.get("crs", "EPSG:32633")}
    pixels = np.ones((1, 40, 40), np.float32)
    other = write_image(tmp_path / "other.tif", pixels, 2.0, **place)
    others = [OtherImages([other] * change.get("count", 1), None)]
    if change.get("third"):
        others = [OtherImages([], None), *others]
    if change.get("bands"):
        others = [OtherImages([], [1])]
    if "others" in change:
        others = []
    settings = DataSettings([image], [labels], None, None, None, None, 0.0, None, 32, 0, others=others)
    if message is None:
        assert len(open_data(settings, None, silent).inputs) == 1
        return
    with pytest.raises(EoDeepError) as raised:
        open_data(settings, None, silent)
    assert message in str(raised.value)
