"""What users get wrong when they train: each ends in one sentence, and leaves nothing in the output's folder."""

import numpy as np
import pytest
import rasterio
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_image
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.segmentation import segment, train_segmentation
from tests.engine.notes import Notes

HOUSE = shapely.box(500010, 5499985, 500025, 5499995)
SMALL = {"network": "unet", "base_channels": 4, "epochs": 1, "samples_per_epoch": 4, "batch_size": 2, "crop_px": 32,
         "augmentation": "none", "device": "cpu"}


@pytest.fixture
def image(write_raster):
    """An 8-bit RGB image, 120 x 100 px of 0.5 m, with a bright building of 20 x 30 px."""
    pixels = np.random.default_rng(0).integers(10, 40, (3, 100, 120)).astype(np.uint8)
    pixels[:, 10:30, 20:50] += 200
    return write_raster(pixels)


@pytest.fixture
def write_labels(tmp_path):
    def write(geometries, name="labels.gpkg", crs=32633, **fields):
        geometries = np.array([None, *geometries], dtype=object)[1:]
        columns = {key: np.array(values) for key, values in fields.items()}
        write_vectors(tmp_path / name, VectorLayer(geometries, columns, to_crs(crs)))
        return str(tmp_path / name)

    return write


@pytest.fixture
def train(out):
    def run(images, labels, **changes):
        arguments = {**SMALL, "model": str(out / "model.safetensors"), "report": str(out / "report.html"), **changes}
        return train_segmentation(images if isinstance(images, list) else [images], labels, **arguments)

    return run


def test_trains_on_good_input(image, write_labels, train, out):
    train(image, write_labels([HOUSE]))
    assert sorted(p.name for p in out.iterdir()) == ["model.safetensors", "old.gpkg", "report.html"]
    segment(image, str(out / "model.safetensors"), output=str(out / "map.tif"))


# Images


def test_no_missing_foreign_and_truncated_images(image, write_labels, train, out, tmp_path, check_refusal):
    labels = write_labels([HOUSE])
    check_refusal("at least one image", out, train, [], labels)
    check_refusal("The raster '.*nowhere.tif' does not exist", out, train, [image, str(tmp_path / "nowhere.tif")],
                  labels)
    check_refusal("labels.gpkg' (is not a raster|holds no bands)", out, train, labels, labels)
    with open(image, "rb") as whole:
        content = whole.read()
    (tmp_path / "cut.tif").write_bytes(content[: len(content) // 2])
    check_refusal("cut.tif'.*damaged", out, train, str(tmp_path / "cut.tif"), labels)


def test_images_that_do_not_go_together(image, write_raster, write_labels, train, out, check_refusal):
    labels = write_labels([HOUSE])
    four = write_raster(np.zeros((4, 100, 120), np.uint8), "four.tif")
    floats = write_raster(np.zeros((3, 100, 120), np.float32), "floats.tif")
    check_refusal(r"needs 3 bands \(red, green, blue\), 'four.tif' has 4 \(", out, train, [image, four], labels)
    check_refusal("8-bit images and others cannot be mixed", out, train, [image, floats], labels)
    check_refusal("Band 9 is not in '.*image.tif', which has 3", out, train, image, labels, bands=[1, 9])


def name_bands(path, *names):
    with rasterio.open(path, "r+") as written:
        for band, name in enumerate(names, 1):
            written.set_band_description(band, name)
    return path


def test_bands_of_further_images_are_found_by_name(image, write_raster, write_labels):
    """Blue, green, red beside red, green, blue: as the trained model finds them, too."""
    with rasterio.open(image) as source:
        pixels = source.read() // [[[1]], [[2]], [[3]]]
    labels, notes = write_labels([HOUSE]), Notes()

    def read(*paths, bands=None):
        notes.texts.clear()
        data = DataSettings(paths, [labels], None, bands, None, None, 0.0, None, 32, 0)
        found = open_data(data, None, notes).images
        return [open_image(each.path, each.bands).read()[0] for each in found]

    plain = write_raster(pixels.astype(np.uint8), "rgb.tif")
    other = write_raster(pixels[[2, 0, 1, 0]].astype(np.uint8), "brg.tif", photometric="MINISBLACK")
    name_bands(other, "blue", "B04", "green", "nir")
    first, second = read(plain, other)
    assert np.array_equal(first, second)
    assert notes.texts == ["The bands of 'brg.tif' (blue, B04, green, nir) are taken by name: red, green, blue."]
    assert np.array_equal(read(plain, other, bands=[1, 2, 3])[1], pixels[[2, 0, 1]])
    assert notes.texts == [
        "The bands of 'brg.tif' (blue, B04, green) are not in the order of the training's (red, green, blue); they are "
        "taken as chosen."
    ]
    name_bands(other, "green", "red", "nir", "swir")
    with pytest.raises(EoDeepError, match="needs 3 bands .red, green, blue., 'brg.tif' has 4 .green, red, nir"):
        read(plain, other)
    lacking = name_bands(write_raster(pixels.astype(np.uint8), "gri.tif"), "green", "red", "nir")
    with pytest.raises(EoDeepError, match="'gri.tif' .green, red, nir. are not in the order of the training's"):
        read(plain, lacking)


def test_a_missing_band_is_told(image, write_raster, write_labels, train, notes):
    name_bands(image, "red", "green", "blue")
    other = write_raster(np.random.default_rng(1).integers(10, 240, (3, 100, 120)).astype(np.uint8), "other.tif")
    name_bands(other, "red", "green", "nir")
    train([image, other], write_labels([HOUSE]), progress=notes)
    assert ("'other.tif' has no band called blue; its bands (red, green, nir) are taken to be the training's "
            "(red, green, blue), in this order.") in notes.warnings


def test_images_that_count_in_different_units(write_raster, write_labels, train, out, check_refusal, notes):
    values = np.random.default_rng(0).integers(0, 9999, (3, 100, 120))
    whole = write_raster(values.astype(np.uint16), "whole.tif")
    scaled = write_raster(values.astype(np.uint16), "scaled.tif", scale=0.0001)
    shares = write_raster((values / 1e4).astype(np.float32), "shares.tif")
    labels = write_labels([HOUSE])
    check_refusal("'scaled.tif' have scale 0.0001 and offset 0, those of 'whole.tif' 1 and 0; convert both", out, train,
                  [whole, scaled], labels)
    train([whole, shares], labels, progress=notes)
    told = "'shares.tif' holds float32 values, 'whole.tif' uint16; they are taken to be in the same units."
    assert told in notes.warnings


@pytest.mark.parametrize("value", [0, np.nan])
def test_image_without_a_known_pixel(value, write_raster, write_labels, train, out, check_refusal):
    pixels = np.full((3, 100, 120), value, np.float32 if np.isnan(value) else np.uint8)
    check_refusal("[Nn]o (known )?pixel", out, train, write_raster(pixels, nodata=value), write_labels([HOUSE]))


def test_image_of_one_pixel(write_raster, write_labels, train, out, check_refusal):
    path = write_raster(np.full((3, 1, 1), 99, np.uint8))
    check_refusal(".", out, train, path, write_labels([shapely.box(499990, 5499990, 500010, 5500010)]))


def test_nan_is_no_training_pixel(write_raster, write_labels, train, out):
    pixels = np.random.default_rng(0).random((3, 100, 120)).astype(np.float32)
    pixels[0, 50:70], pixels[1, 70:80] = np.nan, np.inf
    assert train(write_raster(pixels), write_labels([HOUSE]))["model"]


# Labels


def test_missing_foreign_and_wrong_labels(image, write_labels, train, out, tmp_path, check_refusal):
    check_refusal("nowhere.gpkg' does not exist", out, train, image, str(tmp_path / "nowhere.gpkg"))
    (tmp_path / "notes.gpkg").write_text("no database\n" * 99)
    check_refusal("notes.gpkg'", out, train, image, str(tmp_path / "notes.gpkg"))
    points = tmp_path / "points.geojson"
    points.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
                      ' {"type": "Point", "coordinates": [15, 50]}}]}')
    check_refusal("points.geojson' holds no polygons, but: Point", out, train, image, str(points))
    labels = write_labels([HOUSE])
    check_refusal("got 2 for 1 image", out, train, image, [labels, labels])


@pytest.mark.parametrize("geometries", [[], [None, shapely.Polygon()]])
def test_empty_labels(geometries, image, write_labels, train, out, check_refusal):
    check_refusal("labels", out, train, image, write_labels(geometries))


def test_labels_outside_the_image(image, write_labels, train, out, check_refusal):
    labels = write_labels([shapely.box(0, 0, 9, 9)])
    check_refusal("labels.gpkg' lie outside the images; check the CRS", out, train, image, labels)


def test_overlapping_polygons_of_two_classes_are_told(image, write_labels, train, notes):
    upper = shapely.box(500010, 5499990, 500025, 5499995)
    train(image, write_labels([HOUSE, upper], kind=["roof", "tree"]), class_field="kind", progress=notes)
    assert ("50 % of the labelled pixels lie in polygons of several classes; the last of these polygons counts."
            in notes.warnings)


def test_odd_classes_are_told_and_named_by_the_legend(image, write_labels, train, out, notes):
    lower = shapely.box(500010, 5499960, 500025, 5499970)
    labels = write_labels([HOUSE, lower], kind=[1.0, 2.5])
    train(image, labels, class_field="kind", legend=["1 = roof #FF0000", "2.5 = field"], progress=notes)
    assert ("The class field 'kind' of 'labels.gpkg' holds numbers with decimals, such as 2.5; each number is a class "
            "of its own.") in notes.warnings  # fmt: skip
    classes = load_model(str(out / "model.safetensors")).card["classes"]
    assert [each["name"] for each in classes] == ["roof", "field"]
    assert classes[0]["color"] == "#ff0000"


def test_invalid_labels_are_repaired(image, write_labels, train, notes):
    bow_tie = shapely.Polygon([(500010, 5499985), (500025, 5499995), (500025, 5499985), (500010, 5499995)])
    train(image, write_labels([bow_tie, None]), progress=notes)
    assert any("1 null or empty geometries dropped; 1 invalid geometries repaired" in text for text in notes.warnings)


def test_missing_class_field(image, write_labels, train, out, check_refusal):
    labels = write_labels([HOUSE], id=[1], kind=["roof"])
    check_refusal("^Field 'klass' not found; the layer has: id, kind.$", out, train, image, labels, class_field="klass")


def test_one_class_only(image, write_labels, write_raster, train, out, check_refusal):
    labels = write_labels([HOUSE], kind=["roof"])
    check_refusal("All labels are of one class, roof", out, train, image, labels, class_field="kind")
    everywhere = write_labels([shapely.box(499900, 5499900, 500100, 5500100)])
    check_refusal("All labels are of one class", out, train, image, everywhere)
    raster = write_raster(np.ones((100, 120), np.uint8), "classes.tif")
    check_refusal("one class, class 1; .* give the background another value", out, train, image, raster)
    mask = write_raster(np.eye(100, 120, dtype=np.uint8), "mask.tif", nodata=0)
    check_refusal("one class, class 1; .* give the background another value", out, train, image, mask)


def test_areas_of_nothing(image, write_labels, train, out, check_refusal):
    elsewhere, empty = write_labels([shapely.box(0, 0, 9, 9)], "area.gpkg"), write_labels([], "empty.gpkg")
    for name, what in (("area", "area"), ("validation_area", "validation area")):
        check_refusal(f"The {what} '.*area.gpkg' lies outside the images; check the CRS of both[.]", out, train, image,
                      write_labels([HOUSE]), **{name: elsewhere})  # fmt: skip
        check_refusal("The area '.*empty.gpkg' holds no polygons[.]", out, train, image, write_labels([HOUSE]),
                      **{name: empty})  # fmt: skip


# Settings


@pytest.mark.parametrize(("expected", "changes"), [
    ("Crop must be a multiple of 16 px and at least 32 px, got 100 px", {"crop_px": 100}),
    ("Network must be one of unet, .* got 'vgg'", {"network": "vgg"}),
    ("Augmentation must be one of .* got wild", {"augmentation": "wild"}),
    ("Loss must be .*got .*hinge", {"loss": "hinge"}),
    ("Schedule must be .*got .*steps", {"schedule": "steps"}),
    ("Validation share must be .*got 1.5", {"validation_share": 1.5}),
    ("got 0", {"epochs": 0}),
    ("got 0", {"batch_size": 0}),
    ("Base channels must be at least 2, got 1", {"base_channels": 1}),
    ("Seed must be at least 0, got -1", {"seed": -1}),
    ("Crop must be a multiple of 16 px and at least 32 px, got 16 px", {"crop_px": 16}),
    ("Resolution must be above 0 m, got -1", {"resolution_m": -1}),
])
def test_settings_out_of_range(expected, changes, image, write_labels, train, out, check_refusal):
    check_refusal(expected, out, train, image, write_labels([HOUSE]), **changes)


def test_gpu_asked_for_and_absent(image, write_labels, train, out, check_refusal):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    check_refusal("Device 'cuda' is not available", out, train, image, write_labels([HOUSE]), device="cuda")


def test_initial_model_that_is_none(image, write_labels, train, out, tmp_path, make_brightness_model, rewrite_card,
                                    check_refusal):
    labels, good = write_labels([HOUSE]), make_brightness_model()
    with open(good, "rb") as whole:
        (tmp_path / "cut.safetensors").write_bytes(whole.read()[:-20])
    check_refusal("cut.safetensors' is not a model of EO Deep, or is truncated", out, train, image, labels,
                  initial_model=str(tmp_path / "cut.safetensors"))
    other = rewrite_card(make_brightness_model(), task="scenes", patch_px=16, log_density={"quantiles": [0, 1]})
    check_refusal("is a model for scenes, this needs one for", out, train, image, labels, initial_model=other)
    check_refusal("nowhere.safetensors' does not exist", out, train, image, labels,
                  initial_model="/nowhere.safetensors")


def test_initial_model_of_another_data_type(image, write_labels, train, out, make_brightness_model, check_refusal):
    inputs = {"bands": ["red", "green", "blue"], "resolution_m": None, "dtype": "uint16", "nodata": None,
              "scaling": {"kind": "fixed", "mean": [2000.0] * 3, "std": [900.0] * 3}}
    check_refusal("holds uint8 values, the model was trained on uint16; convert the image", out, train, image,
                  write_labels([HOUSE]), initial_model=make_brightness_model(inputs=[inputs]))


# Outputs


def test_outputs_that_cannot_be_written(image, write_labels, train, out, tmp_path, check_refusal):
    labels = write_labels([HOUSE])
    check_refusal("The folder '.*missing' of the output does not exist", out, train, image, labels,
                  model=str(tmp_path / "missing" / "m.safetensors"))
    check_refusal("The folder '.*missing' of the output does not exist", out, train, image, labels,
                  report=str(tmp_path / "missing" / "r.html"))
    check_refusal("'.*image.tif' of the output does not exist", out, train, image, labels,
                  model=image + "/m.safetensors")


def test_full_disk(image, write_labels, train, small_disk, check_refusal):
    check_refusal("The disk of '.*small_disk' is full", small_disk, train, image, write_labels([HOUSE]),
                  base_channels=16, model=str(small_disk / "model.safetensors"), report=None)
