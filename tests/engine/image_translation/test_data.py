"""Pairs that are not what they should be: each is refused, mended or told."""

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.errors import EoDeepError
from eo_deep.image_translation.data import GivenPairs, choose_kind, open_pairs
from tests.engine.notes import Notes

HEIGHT, WIDTH = 96, 128


@pytest.fixture
def scene():
    """Reflectances (2, H, W) of fields, and of the same place when all fields are others."""
    generator = np.random.default_rng(0)

    def draw():
        fields = ndimage.gaussian_filter(generator.standard_normal((2, HEIGHT, WIDTH)), (0, 4, 4))
        return (2500 + 6000 * fields + generator.normal(0, 20, (2, HEIGHT, WIDTH))).clip(1, 8000)

    return draw(), draw()


def open_given(sources, targets, tmp_path):
    notes = Notes()
    given = GivenPairs(sources, targets, None, None, None, None, 0.0, None, 32, 0, 2.0)
    return open_pairs(given, 0, None, tmp_path, notes).training.images, notes


def read_known(image):
    return image.read_classes(image.grid, Window(0, 0, WIDTH, HEIGHT))[0] == 0


def test_a_year_apart_the_pair_is_used_as_it_lies_and_that_is_told(scene, write_raster, tmp_path):
    source, target = (write_raster(each.astype(np.uint16), f"{number}.tif") for number, each in enumerate(scene))
    (image,), notes = open_given([source], [target], tmp_path)
    assert read_known(image).all()
    assert any("'0.tif' and '1.tif'" in text and text.endswith("are used as they lie.") for text in notes.messages)


def test_a_target_stretched_for_display_is_used(scene, write_raster, tmp_path):
    stretched = (255 / (1 + np.exp(-(scene[0] - 2500) / 600))).round().clip(1, 255).astype(np.uint8)
    source, target = write_raster(scene[0].astype(np.uint16), "raw.tif"), write_raster(stretched, "display.tif")
    (image,), _ = open_given([source], [target], tmp_path)
    assert read_known(image).mean() > 0.8


def test_jpeg_is_told(scene, write_raster, tmp_path):
    picture = np.repeat((scene[0][:1] / 25).clip(1, 255), 3, 0).astype(np.uint8)
    source, target = write_raster(picture, "raw.tif"), str(tmp_path / "lossy.tif")
    with rasterio.open(source) as file:
        place = {"crs": file.crs, "transform": file.transform, "width": WIDTH, "height": HEIGHT}
    with rasterio.open(target, "w", driver="GTiff", count=3, dtype="uint8", compress="JPEG", **place) as file:
        file.write(picture)
    _, notes = open_given([source], [target], tmp_path)
    (told,) = notes.warnings
    assert told.startswith("'lossy.tif' is compressed as JPEG, whose squares of 8 px a network learns as detail")


@pytest.mark.parametrize("offset", [0, 1000])
def test_an_offset_of_one_of_two_targets_is_told(offset, scene, write_raster, tmp_path):
    sources = [write_raster(each.astype(np.uint16), f"source{number}.tif") for number, each in enumerate(scene)]
    made = [0.9 * scene[0] + 60, 0.9 * scene[1] + 80 + offset]
    targets = [write_raster(each.astype(np.uint16), f"target{number}.tif") for number, each in enumerate(made)]
    _, notes = open_given(sources, targets, tmp_path)
    told = [text for text in notes.warnings if "higher" in text]
    assert len(told) == (offset > 0)
    assert not offset or told[0].startswith("Values of 'target1.tif' are about 1000 higher than those of 'target0.tif'")


def test_clouds_of_one_and_stripes_of_nodata_are_left_out(scene, write_raster, tmp_path):
    target = scene[0] + 100
    target[:, 10:40, 20:60] = 9000
    target[:, :, 70:74] = 0
    paths = write_raster(scene[0].astype(np.uint16), "a.tif"), write_raster(target.astype(np.uint16), "b.tif", nodata=0)
    (image,), _ = open_given([paths[0]], [paths[1]], tmp_path)
    known = read_known(image)
    assert not known[12:38, 22:58].any() and not known[:, 70:74].any() and known[50:, 5:65].mean() > 0.7


def test_a_palette_of_300_colours_is_an_image(write_raster):
    numbers = np.repeat(np.repeat(np.arange(320).reshape(16, 20) % 300, 8, 0), 8, 1)
    levels = np.stack([numbers % 7 * 40, numbers // 7 % 7 * 40, numbers // 49 * 40]).astype(np.uint8)
    path, notes = write_raster(levels, "map.tif"), Notes()
    assert choose_kind("auto", [path], None, notes) == "image"
    assert any("is an image, as it has no palette" in text for text in notes.messages)
    with pytest.raises(EoDeepError, match="'map.tif' is no map with a palette of 2 to 32 colours: it has more than 32"):
        choose_kind("classes of a palette", [path], None, notes)
