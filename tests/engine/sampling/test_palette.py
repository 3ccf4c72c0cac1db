import numpy as np
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_image
from eo_deep.sampling.palette import find_palette, name_by_color, parse_color, require_palette, write_classes
from eo_deep.sampling.training_data import ClassLabel

COLORS = np.array([[242, 239, 233], [217, 208, 201], [170, 211, 223]], np.uint8)


def paint(size=200, seed=0):
    """A map of large squares in three colours, (3, H, W)."""
    numbers = np.random.default_rng(seed).integers(0, 3, (size // 20, size // 20)).repeat(20, 0).repeat(20, 1)
    return numbers, COLORS[numbers].transpose(2, 0, 1)


def find(path):
    with open_image(path) as source:
        return find_palette([source])


def test_the_colours_of_a_map_are_found(write_raster):
    numbers, pixels = paint()
    found = find(write_raster(pixels))
    assert found.is_one and found.coverage == 1
    order = np.argsort(-np.bincount(numbers.ravel()), kind="stable")
    assert np.array_equal(found.colors, COLORS[order])
    assert found.list_classes()[0]["color"] == "#{:02x}{:02x}{:02x}".format(*COLORS[order[0]])


def test_smooth_edges_and_small_noise_do_not_hide_a_palette(write_raster):
    _, pixels = paint()
    soft = pixels.astype(float)
    edges = pixels[:, :, 1:] != pixels[:, :, :-1]
    soft[:, :, 1:] = np.where(edges, (soft[:, :, 1:] + soft[:, :, :-1]) / 2, soft[:, :, 1:])
    soft += np.random.default_rng(0).integers(-1, 2, pixels.shape)
    found = find(write_raster(soft.clip(0, 255).astype(np.uint8)))
    assert found.is_one and len(found.colors) == 3
    assert np.abs(found.colors.astype(int)[:, None] - COLORS).max(2).min(1).max() <= 1


def test_photographs_and_hundreds_of_colours_are_no_palette(write_raster):
    generator = np.random.default_rng(0)
    photo = write_raster(generator.normal(120, 40, (3, 200, 200)).clip(0, 255).astype(np.uint8), "photo.tif")
    hundreds = generator.integers(0, 256, (300, 3)).astype(np.uint8)
    numbers = generator.permutation(400).reshape(20, 20).repeat(10, 0).repeat(10, 1) % 300
    many = write_raster(hundreds[numbers].transpose(2, 0, 1), "many.tif")
    one = write_raster(np.full((3, 50, 50), 7, np.uint8), "one.tif")
    values = write_raster(np.zeros((2, 50, 50), np.float32), "values.tif")
    for path, reason in ((photo, "only 0% of its pixels have the colour of their neighbours"),
                         (many, "it has more than 32 colours"), (one, "it has only one colour"),
                         (values, "'values.tif' is float32 with 2 bands")):
        with open_image(path) as source, pytest.raises(EoDeepError, match=reason) as caught:
            require_palette([source])
        assert str(caught.value).count(". ") == 0 and "choose the kind 'image'" in str(caught.value)


def test_a_map_becomes_classes_and_text_becomes_unknown(write_raster, tmp_path):
    numbers, pixels = paint()
    with open_image(write_raster(pixels)) as source:
        palette = find_palette([source])
    pixels[:, 50:53, 50:60] = 0  # black text, too little of it for a colour of its own
    target = tmp_path / "classes.tif"
    write_classes(write_raster(pixels, "text.tif"), None, palette, target)
    with rasterio.open(target) as file:
        written, colormap = file.read(1), file.colormap(1)
    assert (written[50:53, 50:60] == 255).all()
    assert np.count_nonzero(written == 255) == 30
    seen = written != 255
    assert np.array_equal(np.array([colormap[value][:3] for value in written[seen]]), pixels[:, seen].T)


@pytest.mark.parametrize(("text", "color"), [
    ("#1F78b4", "#1f78b4"), ("1f78b4", "#1f78b4"), ("31,120,180", "#1f78b4"), ("31, 120, 180, 255", "#1f78b4"),
    ("rgb(31,120,180)", "#1f78b4"), ("house", None), ("300,1,2", None), ("", None),
])  # fmt: skip
def test_colours_are_read_as_people_write_them(text, color):
    assert parse_color(text) == color


def test_classes_that_are_called_colours_have_them():
    classes = [ClassLabel(1, "#1f78b4", "#000000"), ClassLabel(2, "house", "#e31a1c")]
    assert [each.color for each in name_by_color(classes)] == ["#1f78b4", "#e31a1c"]
