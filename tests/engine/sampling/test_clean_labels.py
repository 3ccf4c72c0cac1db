"""Clean labels beside imprecise ones: shared classes, and ground that neither part of the training sees."""

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.progress import silent
from eo_deep.sampling.dataset import DataSettings, open_data
from tests.engine.notes import Notes

SIZE = 200
LEFT, TOP = 500_000, 5_500_000


@pytest.fixture
def image(tmp_path):
    return _write(tmp_path / "image.tif", np.random.default_rng(0).integers(0, 255, (3, SIZE, SIZE)).astype(np.uint8))


def _write(path, pixels, nodata=None):
    profile = {"driver": "GTiff", "height": SIZE, "width": SIZE, "count": len(pixels), "dtype": pixels.dtype}
    with rasterio.open(path, "w", crs="EPSG:32633", transform=from_origin(LEFT, TOP, 0.5, 0.5), nodata=nodata,
                       **profile) as file:
        file.write(pixels)
    return str(path)


def _boxes(path, *boxes, **fields):
    """Polygons from (first row, first column, last row, last column) in px."""
    found = [shapely.box(LEFT + c / 2, TOP - r2 / 2, LEFT + c2 / 2, TOP - r / 2) for r, c, r2, c2 in boxes]
    columns = {name: np.array(values) for name, values in fields.items()}
    write_vectors(path, VectorLayer(np.array([None, *found], object)[1:], columns, to_crs(32633)))
    return str(path)


def _open(image, imprecise, clean, clean_area=None, class_field=None, progress=silent, **changes):
    settings = {"area": None, "validation_area": None, "validation_share": 0.3, "resolution_m": None, "crop_px": 64,
                "seed": 0, **changes}
    clean_part = {"clean_labels": [clean], "clean_area": clean_area}
    return open_data(DataSettings([image], [imprecise], class_field, None, **clean_part, **settings), None, progress)


def _mask(tmp_path, name, *boxes):
    classes = np.zeros((1, SIZE, SIZE), np.uint8)
    for row, column, last, end in boxes:
        classes[0, row:last, column:end] = 1
    return _write(tmp_path / name, classes)


def test_validation_is_clean_and_withheld_from_both_parts(image, tmp_path):
    imprecise = _mask(tmp_path, "imprecise.tif", (10, 10, 60, 60), (100, 100, 150, 180))
    clean = _boxes(tmp_path / "clean.gpkg", (14, 14, 64, 64))
    area = _boxes(tmp_path / "area.gpkg", (0, 0, 80, 80))
    data = _open(image, imprecise, clean, area)
    one, two = data.images[0], data.clean_images[0]
    whole = Window(0, 0, SIZE, SIZE)
    held_out = two.find_held_out(two.grid, whole)
    assert 0.1 < held_out[:80, :80].mean() < 0.6
    withheld = one.find_held_out(one.grid, whole)
    assert np.array_equal(withheld[:80, :80], held_out[:80, :80])
    assert withheld[80:].any() and not held_out[80:].any()  # imprecise labels of other ground are validation data too
    assert not held_out[90:, 90:].any()
    step_1, step_2, judged = (each.open_levels([1.0])[0] for each in (one, two)), None, two.open_validation()
    step_1, step_2 = (each.read_labels(0, 0, SIZE)[0] for each in step_1)
    judged = judged.read_labels(0, 0, SIZE)[0]
    assert (step_1[held_out] == UNKNOWN).all() and (step_2[held_out] == UNKNOWN).all()
    assert (judged[~held_out] == UNKNOWN).all()
    inside = np.zeros((SIZE, SIZE), bool)
    inside[:80, :80] = True
    truth = np.zeros((SIZE, SIZE), np.uint8)
    truth[14:64, 14:64] = 1
    assert np.array_equal(step_2[inside & ~held_out], truth[inside & ~held_out])
    assert np.array_equal(judged[inside & held_out], truth[inside & held_out])
    assert (step_2[~inside] == UNKNOWN).all()
    assert (step_1[~withheld] != UNKNOWN).all() and (step_1[withheld] == UNKNOWN).all() and (step_1 == 1).any()
    assert data.origin["labels"] == ["imprecise.tif"] and data.origin["clean_labels"] == ["clean.gpkg"]


def test_a_validation_area_is_withheld_from_both(image, tmp_path):
    imprecise = _mask(tmp_path, "imprecise.tif", (10, 10, 60, 60))
    clean = _mask(tmp_path, "clean.tif", (14, 14, 64, 64))
    data = _open(image, imprecise, clean, validation_area=_boxes(tmp_path / "area.gpkg", (0, 0, 40, 200)))
    for each in (data.images[0], data.clean_images[0]):
        labels = each.open_levels([1.0])[0].read_labels(0, 0, SIZE)[0]
        assert (labels[:40] == UNKNOWN).all() and (labels[40:] != UNKNOWN).all()


def test_edges_of_imprecise_labels_alone_are_left_out(image, tmp_path):
    imprecise, clean = (_mask(tmp_path, name, (10, 10, 60, 60)) for name in ("imprecise.tif", "clean.tif"))
    data = _open(image, imprecise, clean, label_error_m=2.0)
    whole = Window(0, 0, SIZE, SIZE)
    one, two = (each.read_classes(each.grid, whole)[0] for each in (data.images[0], data.clean_images[0]))
    assert one[30].tolist() == [0] * 6 + [UNKNOWN] * 8 + [1] * 42 + [UNKNOWN] * 8 + [0] * 136
    assert two[30].tolist() == [0] * 10 + [1] * 50 + [0] * 140


def test_a_class_raster_beside_polygons_with_a_field(image, tmp_path):
    """As a national land cover map beside polygons that somebody drew on the image."""
    classes = np.full((1, SIZE, SIZE), 3, np.uint8)
    classes[0, :100] = 7
    imprecise = _write(tmp_path / "cover.tif", classes)
    clean = _boxes(tmp_path / "drawn.gpkg", (0, 0, 40, 40), (120, 20, 160, 70), (50, 50, 90, 90), id=[7, 3, 7])
    data = _open(image, imprecise, clean, class_field="id")
    assert [each.value for each in data.classes] == [3, 7]
    labels = data.clean_images[0].read_classes(data.clean_images[0].grid, Window(0, 0, SIZE, SIZE))[0]
    assert labels[20, 20] == 1 and labels[140, 40] == 0 and labels[180, 180] == UNKNOWN


def test_classes_that_differ_are_told(image, tmp_path):
    boxes = (0, 0, 40, 40), (120, 20, 160, 70), (50, 50, 90, 90)
    imprecise = _boxes(tmp_path / "imprecise.gpkg", *boxes, kind=["wood", "field", "lake"])
    clean = _boxes(tmp_path / "clean.gpkg", *boxes, kind=["wood", "field", "Hut"])
    with pytest.raises(EoDeepError, match=r"clean labels have the class Hut, which the imprecise labels lack \(they "
                                          r"have field, lake, wood\)"):
        _open(image, imprecise, clean, class_field="kind")
    fewer, notes = _boxes(tmp_path / "fewer.gpkg", *boxes[:2], kind=["Wood", "field"]), Notes()
    _open(image, imprecise, fewer, class_field="kind", progress=notes)
    assert any("lack the class lake; its accuracy is not measured" in text for text in notes.texts)
    mask = _write(tmp_path / "mask.tif", np.full((1, SIZE, SIZE), 4, np.uint8))
    plain = _boxes(tmp_path / "plain.gpkg", *boxes)
    with pytest.raises(EoDeepError, match="have the class background, which the imprecise labels lack"):
        _open(image, mask, plain, _boxes(tmp_path / "area.gpkg", (0, 0, 99, 99)))


def test_what_clean_labels_need(image, tmp_path):
    imprecise = _mask(tmp_path, "imprecise.tif", (10, 10, 60, 60))
    plain = _boxes(tmp_path / "plain.gpkg", (10, 10, 60, 60))
    with pytest.raises(EoDeepError, match="Give a clean area: the polygons in which the clean labels are complete."):
        _open(image, imprecise, plain)
    far = _boxes(tmp_path / "far.gpkg", (2000, 2000, 2100, 2100))
    area = _boxes(tmp_path / "area.gpkg", (0, 0, 80, 80))
    with pytest.raises(EoDeepError, match="The clean labels '.*far.gpkg' lie outside the images; check the CRS"):
        _open(image, imprecise, far, area)
    with pytest.raises(EoDeepError, match="The clean area '.*far.gpkg' lies outside the images"):
        _open(image, imprecise, plain, far)
    with pytest.raises(EoDeepError, match="Clean labels are needed for validation"):
        _open(image, imprecise, plain, area, validation_share=0.0)
    with pytest.raises(EoDeepError, match="error of the labels must be at least 0 m, got -1 m"):
        _open(image, imprecise, plain, area, label_error_m=-1)
