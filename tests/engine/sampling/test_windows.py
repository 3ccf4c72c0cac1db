import numpy as np
import pytest
import rasterio
import shapely
import torch
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.scaling import FittedScaling
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.labels import check_one_kind, list_classes, open_labels
from eo_deep.sampling.training_image import TrainingImage, hold_out_blocks
from eo_deep.sampling.windows import Sampler, list_validation_windows

WEST, NORTH = 500_000, 5_500_000


def write_grid(path, pixels, crs="EPSG:32633", resolution=1.0, nodata=None):
    count, height, width = pixels.shape
    transform = from_origin(WEST, NORTH, resolution, resolution)
    profile = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": pixels.dtype}
    with rasterio.open(path, "w", crs=crs, transform=transform, nodata=nodata, **profile) as file:
        file.write(pixels)
    return str(path)


def write_boxes(path, boxes, crs=32633, **fields):
    """Boxes as (left, top, right, bottom) in pixels of 1 m from the north-west corner."""
    shapes = [shapely.box(WEST + b[0], NORTH - b[3], WEST + b[2], NORTH - b[1]) for b in boxes]
    columns = {name: np.array(values) for name, values in fields.items()}
    write_vectors(str(path), VectorLayer(np.array(shapes, object), columns, to_crs(crs)))
    return str(path)


BOXES = [(20, 30, 50, 60), (100, 100, 140, 120), (200, 40, 230, 90), (150, 200, 190, 240)]


@pytest.fixture
def image(tmp_path):
    """256 x 256 px of 1 m whose only band is 200 on the BOXES, 50 elsewhere, and the boxes as labels in degrees."""
    pixels = np.full((1, 256, 256), 50, np.uint8)
    for left, top, right, bottom in BOXES:
        pixels[:, top:bottom, left:right] = 200
    labels = write_boxes(tmp_path / "labels.gpkg", BOXES)
    degrees = read_polygons(labels, crs=4326)
    write_vectors(str(tmp_path / "degrees.gpkg"), degrees)
    return make_image(write_grid(tmp_path / "image.tif", pixels), str(tmp_path / "degrees.gpkg"))


def make_image(path, labels, class_field=None, background=0, **changes):
    with open_raster(path) as source:
        grid = source.grid
    opened = open_labels(labels, class_field)
    _, index_of = list_classes([opened], background == 0)
    scaling = FittedScaling(np.array([125.0]), np.array([75.0]))
    return TrainingImage(path, None, grid, 1.0, scaling, opened.open(grid, index_of, background), **changes)


def draw_many(sampler, count):
    return [sampler.draw(np.random.default_rng([1, i])) for i in range(count)]


def test_only_what_fits_the_memory_is_kept_decoded(tmp_path, monkeypatch):
    pixels = np.full((3, 100, 100), 50, np.uint16)
    image = make_image(write_grid(tmp_path / "i.tif", pixels), write_boxes(tmp_path / "l.gpkg", [(20, 20, 60, 60)]))
    needed = 100 * 100 * (3 * 2 + 1)
    for limit, kept in ((needed - 1, False), (needed, True)):
        monkeypatch.setattr("eo_deep.sampling.windows.CACHE_BYTES", limit)
        sampler = Sampler([image], 2, 32, get_augmentation("none"), 0)
        assert (sampler._levels[0][0]._kept is not None) == kept


@pytest.mark.parametrize("augmentation", ["none", "flips and rotations"])
def test_pixels_and_labels_lie_upon_each_other(image, augmentation):
    sampler = Sampler([image], 2, 64, get_augmentation(augmentation), 0)
    for x, y in draw_many(sampler, 20):
        known = y != UNKNOWN
        assert ((x[0] > 0) == (y == 1))[known].float().mean() > 0.995


def test_strong_augmentation_keeps_pixels_and_labels_together(image, monkeypatch):
    monkeypatch.setattr("eo_deep.sampling.augmentation.vary_radiometry", lambda x, *_: x)
    sampler = Sampler([image], 2, 64, get_augmentation("strong"), 0)
    agreement = [((x[0] > 0) == (y == 1))[y != UNKNOWN].float().mean() for x, y in draw_many(sampler, 30)]
    assert min(agreement) > 0.95


def test_the_same_generator_gives_the_same_sample(image):
    first = draw_many(Sampler([image], 2, 64, get_augmentation("strong"), 0), 10)
    second = draw_many(Sampler([image], 2, 64, get_augmentation("strong"), 0), 10)
    assert all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) for a, b in zip(first, second))


def test_rare_classes_are_drawn_as_often_as_common_ones(tmp_path):
    pixels = np.full((1, 400, 400), 50, np.uint8)
    image = make_image(write_grid(tmp_path / "i.tif", pixels), write_boxes(tmp_path / "l.gpkg", [(300, 300, 308, 308)]))
    sampler = Sampler([image], 2, 32, get_augmentation("none"), 0)
    shares = [(y == 1).any() for _, y in draw_many(sampler, 100)]
    assert 0.35 < np.mean(shares) < 0.65


def test_what_lies_outside_the_area_is_unknown(image, tmp_path):
    image.area = read_polygons(write_boxes(tmp_path / "area.gpkg", [(0, 0, 128, 256)]))
    classes, _ = image.read_labels(image.grid, Window(0, 0, 256, 256), validation=False)
    assert (classes[:, 128:] == UNKNOWN).all()
    assert (classes[:, :128] != UNKNOWN).all()
    for _, y in draw_many(Sampler([image], 2, 64, get_augmentation("none"), 0), 10):
        assert (y != UNKNOWN).any()


def test_training_never_sees_validation_pixels(image):
    image.block_px = 64
    hold_out_blocks([image], 2, 0.25, np.random.default_rng(0))
    held_out = image.find_held_out(image.grid, Window(0, 0, 256, 256))
    assert 0.1 < held_out.mean() < 0.5
    whole = Window(0, 0, 256, 256)
    training, _ = image.read_labels(image.grid, whole, validation=False)
    validation, _ = image.read_labels(image.grid, whole, validation=True)
    assert ((training != UNKNOWN) == ~held_out).all()
    assert ((validation != UNKNOWN) == held_out).all()
    assert all((part == index).any() for part in (training, validation) for index in (0, 1))
    windows = list_validation_windows([image], 64)
    assert sum(int((windows.read(i)[1] != UNKNOWN).sum()) for i in range(len(windows))) == held_out.sum()


def test_the_split_is_the_same_on_every_grid(image):
    image.block_px = 64
    hold_out_blocks([image], 2, 0.25, np.random.default_rng(0))
    fine, coarse = image.grid, image.grid.scaled(2)
    whole = image.find_held_out(fine, Window(0, 0, 256, 256))
    assert (image.find_held_out(coarse, Window(0, 0, 128, 128)) == whole[::2, ::2]).all()


def test_a_validation_area_is_the_validation_part(image, tmp_path):
    image.validation_area = read_polygons(write_boxes(tmp_path / "v.gpkg", [(0, 0, 256, 100)]))
    held_out = image.find_held_out(image.grid, Window(0, 0, 256, 256))
    assert held_out[:100].all()
    assert not held_out[100:].any()


def test_nodata_is_unknown(tmp_path):
    pixels = np.full((1, 128, 128), 50, np.uint8)
    pixels[:, :, :40] = 0
    path = write_grid(tmp_path / "i.tif", pixels, nodata=0)
    image = make_image(path, write_boxes(tmp_path / "l.gpkg", [(20, 20, 60, 60)]))
    for x, y in draw_many(Sampler([image], 2, 96, get_augmentation("none"), 0), 10):
        assert (y == UNKNOWN).any()
        assert (x[:, y == UNKNOWN] == 0).all()


def test_class_rasters_are_warped_with_nearest_neighbour(tmp_path):
    values = np.zeros((1, 64, 64), np.uint8)
    values[:, 10:30, 10:30], values[:, 40:60, 40:60] = 7, 9
    labels = write_grid(tmp_path / "classes.tif", values, resolution=4.0)
    opened = open_labels(labels, None)
    classes, index_of = list_classes([opened], False)
    assert [c.value for c in classes] == [0, 7, 9]
    image = make_image(write_grid(tmp_path / "i.tif", np.full((1, 256, 256), 9, np.uint8)), labels, background=UNKNOWN)
    found, objects = image.labels.read(image.grid, Window(0, 0, 256, 256))
    expected = np.array([0, *[0] * 6, 1, 0, 2], np.uint8)[values[0].repeat(4, 0).repeat(4, 1)]
    assert (found == expected).all()
    assert set(np.unique(objects)) == {0, 1, 2}


def test_class_rasters_may_have_any_name(tmp_path):
    labels = open_labels(write_grid(tmp_path / "classes.dat", np.eye(8, dtype=np.uint8)[None]), None)
    assert labels.list_values() == [0, 1]


def test_class_fields_leave_the_rest_unknown_or_background(tmp_path):
    labels = write_boxes(tmp_path / "l.gpkg", BOXES[:3], kind=["wood", "field", "wood"])
    opened = open_labels(labels, "kind")
    assert [c.name for c in list_classes([opened], False)[0]] == ["field", "wood"]
    with_background = [(c.value, c.name) for c in list_classes([opened], True)[0]]
    assert with_background == [(0, "background"), (1, "field"), (2, "wood")]
    path = write_grid(tmp_path / "i.tif", np.full((1, 256, 256), 9, np.uint8))
    whole = Window(0, 0, 256, 256)
    sparse = make_image(path, labels, "kind", background=UNKNOWN).labels.read(open_raster(path).grid, whole)[0]
    complete = make_image(path, labels, "kind", background=0).labels.read(open_raster(path).grid, whole)[0]
    assert set(np.unique(sparse)) == {0, 1, UNKNOWN}
    assert set(np.unique(complete)) == {0, 1, 2}
    assert sparse[40, 30] == 1
    assert complete[40, 30] == 2


def test_pixels_in_polygons_of_several_classes_are_counted(tmp_path):
    path = write_grid(tmp_path / "i.tif", np.full((1, 256, 256), 9, np.uint8))
    boxes = [(10, 10, 30, 30), (20, 20, 40, 40), (20, 20, 30, 30), (100, 100, 110, 110)]
    for kinds, contested in ((["wood", "field", "field", "wood"], 100), (["wood"] * 4, 0)):
        labels = make_image(path, write_boxes(tmp_path / "l.gpkg", boxes, kind=kinds), "kind", background=0).labels
        assert labels.count_contested(open_raster(path).grid) == (contested, 800 if contested else 0)


def test_whole_numbers_stay_the_values_of_classes(tmp_path):
    labels = write_boxes(tmp_path / "l.gpkg", BOXES, code=[30, 10, 30, 10])
    classes, index_of = list_classes([open_labels(labels, "code")], False)
    assert [c.value for c in classes] == [10, 30]
    assert index_of == {10: 0, 30: 1}


def test_polygons_and_rasters_do_not_mix(tmp_path):
    polygons = open_labels(write_boxes(tmp_path / "l.gpkg", BOXES), None)
    raster = open_labels(write_grid(tmp_path / "c.tif", np.eye(8, dtype=np.uint8)[None]), None)
    with pytest.raises(EoDeepError, match="all polygons or all rasters"):
        check_one_kind([polygons, raster])


def test_floats_are_labels_where_they_are_whole(tmp_path):
    values = np.zeros((1, 8, 8), np.float32)
    values[0, :2], values[0, 6:] = 3, np.nan  # as QGIS's raster calculator writes classes
    labels = open_labels(write_grid(tmp_path / "c.tif", values), None)
    classes, index_of = list_classes([labels], False)
    assert [c.value for c in classes] == [0, 3]
    with open_raster(str(tmp_path / "c.tif")) as source:
        found, _ = labels.open(source.grid, index_of, UNKNOWN).read(source.grid, Window(0, 0, 8, 8))
    assert [found[0, 0], found[4, 0], found[7, 0]] == [1, 0, UNKNOWN]
    values[0, 3, 3] = 0.35
    with pytest.raises(EoDeepError, match="must hold whole numbers, but '.*d.tif' holds 0.35"):
        open_labels(write_grid(tmp_path / "d.tif", values), None)


@pytest.mark.parametrize(("values", "numbers"), [
    ([0, 255], [0, 1]),
    ([0, 1, 255], [0, 1, 2]),
    ([0, 254, 255], [0, 254, 1]),
    ([-1, 0, 7], [0, 1, 7]),
    ([0, 1000, 70000], [0, 1, 2]),
    ([3, 300], [3, 1]),
])
def test_values_beyond_a_byte_leave_the_background_and_the_others_where_they_are(tmp_path, values, numbers):
    pixels = np.resize(np.array(values, np.int32), (1, 8, 8))
    classes, index_of = list_classes([open_labels(write_grid(tmp_path / "c.tif", pixels), None)], False)
    assert [c.value for c in classes] == numbers
    assert {value: classes[index].name for value, index in index_of.items()} == {v: f"class {v}" for v in values}


@pytest.mark.parametrize(("field", "with_background", "expected"), [
    (["0", "2", "1", None], False, [(0, "class 0"), (1, "class 1"), (2, "class 2")]),
    (["0", "2", " 1", ""], True, [(0, "background"), (1, "class 1"), (2, "class 2")]),
    (["roof", "Background", "roof", "road"], False, [(0, "Background"), (1, "road"), (2, "roof")]),
    (["roof", "Road", "Roofs", "road "], False, [(1, "Road"), (2, "Roofs")]),
    (["roof", "background", "roof", "road"], True, [(0, "background"), (1, "road"), (2, "roof")]),
    ([1.5, 2.0, 2.0, 2.0], False, [(1, "1.5"), (2, "2")]),
])
def test_class_fields_keep_their_numbers_and_their_background(tmp_path, notes, field, with_background, expected):
    labels = open_labels(write_boxes(tmp_path / "l.gpkg", BOXES, kind=field), "kind", notes)
    classes, index_of = list_classes([labels], with_background)
    assert [(c.value, c.name) for c in classes] == expected
    told = []
    if any(value in (None, "") for value in field):
        told.append("1 of 4 polygons of 'l.gpkg' have no value in 'kind'; their area is not used.")
    if 1.5 in field:
        told.append("The class field 'kind' of 'l.gpkg' holds numbers with decimals, such as 1.5; each number is "
                    "a class of its own.")
    assert notes.warnings == told


def test_an_empty_class_field_is_told(tmp_path):
    labels = write_boxes(tmp_path / "l.gpkg", BOXES, kind=["", None, " ", ""])
    with pytest.raises(EoDeepError, match="4 of 4 polygons of 'l.gpkg' have no value in 'kind'; choose the field"):
        open_labels(labels, "kind")


def test_a_background_of_nodata_is_told(tmp_path, notes):
    pixels = np.zeros((1, 8, 8), np.uint8)
    pixels[0, 2:4] = 1
    open_labels(write_grid(tmp_path / "c.tif", pixels, nodata=0), None, notes)
    assert notes.warnings == [
        "In 'c.tif' 0 is nodata: 75 % of its pixels count as nodata, not as background, and 1 is the only class "
        "left; if they are a class, remove the nodata value."
    ]
    notes.warnings.clear()
    open_labels(write_grid(tmp_path / "c.tif", 255 * pixels, nodata=255), None, notes)
    assert "In 'c.tif' 255 is nodata: 25 % of its pixels count as nodata" in notes.warnings[0]
    notes.warnings.clear()
    pixels[0, 4:6] = 2
    open_labels(write_grid(tmp_path / "c.tif", pixels + 5, nodata=7), None, notes)
    assert notes.warnings == []  # two classes, and some of it unknown: nothing is wrong


def test_masks_of_three_bands_are_read_where_the_bands_agree(tmp_path, notes):
    mask = np.zeros((3, 8, 8), np.uint8)
    mask[:, 2:4] = 255
    assert open_labels(write_grid(tmp_path / "c.tif", mask), None, notes).list_values() == [0, 255]
    assert notes.warnings == []
    mask[1, 5] = 9
    open_labels(write_grid(tmp_path / "c.tif", mask), None, notes)
    assert notes.warnings == ["'c.tif' has 3 bands; only the first band is read, as classes."]
