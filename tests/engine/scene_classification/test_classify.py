"""Patches get the class and the density that the network gives them, at their place, whatever the image is like."""

import json

import numpy as np
import pytest
import rasterio
import torch
from PIL import Image
from rasterio.transform import from_origin
from shapely import box

from eo_deep.energy_models.interpretation import interpret_logits
from eo_deep.energy_models.jem import compute_logits
from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models import networks as models
from eo_deep.models.model_file import load_model, read_card
from eo_deep.sampling.patch_grid import PatchGrid, fill_nodata
from eo_deep.scene_classification.classify import classify_scenes
from tests.engine.notes import Notes

DARK, RED, GREEN, GREY = (26, 26, 26), (204, 51, 51), (51, 204, 51), (200, 200, 200)
TEN_METRES = from_origin(500000, 5500000, 10, 10)


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def paint(rows, size=16):
    """A quilt (3, H, W) uint8 of squares of the colours in `rows`."""
    return np.array(rows, np.uint8).repeat(size, 0).repeat(size, 1).transpose(2, 0, 1)


@pytest.fixture
def run(tmp_path, make_scene_model):
    """run(image, **arguments) -> class map, confidence (2, H, W), and what the job said."""

    def call(image, model=None, **arguments):
        log = Notes()
        classify_scenes(image, model or make_scene_model(), output=str(tmp_path / "map.tif"),
                        confidence=str(tmp_path / "c.tif"), progress=log, **arguments)
        return read(tmp_path / "map.tif")[0], read(tmp_path / "c.tif"), log.texts

    return call


def test_quilt_is_read(tmp_path, write_raster, make_scene_model):
    """A quilt of 2 x 3 patches and a rest of 5 px, whose patches are moved inside the image."""
    pixels = np.pad(paint([[DARK, RED, GREEN], [GREEN, GREY, RED]]), ((0, 0), (0, 5), (0, 0)), mode="edge")
    image = write_raster(pixels, transform=TEN_METRES)
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("output", "confidence", "probabilities")}
    result = classify_scenes(image, make_scene_model(), grid=str(tmp_path / "grid.gpkg"), **paths)
    found = read(paths["output"])[0]
    assert found.tolist()[:2] == [[0, 1, 2], [2, found[1, 1], 1]] and found.shape == (3, 3)
    log_px, percentile = read(paths["confidence"])
    assert (log_px[:2][[0, 0, 0, 1, 1], [0, 1, 2, 0, 2]] > -0.5).all() and log_px[1, 1] < -20
    assert percentile[1, 1] == 0 and (percentile[0] > 0.9).all()
    np.testing.assert_allclose(read(paths["probabilities"]).sum(0), 1, atol=1e-5)
    with rasterio.open(paths["output"]) as dataset:
        assert dataset.transform == from_origin(500000, 5500000, 160, 160) and dataset.crs.to_epsg() == 32633
        assert json.loads(dataset.tags(1)["EO_DEEP_CLASSES"])[1]["name"] == "red"
    squares = read_polygons(tmp_path / "grid.gpkg")
    assert len(squares) == result["patches"] == 9
    assert list(squares.fields) == ["class", "class_name", "probability", "log_px", "percentile"]
    whole = box(500000, 5500000 - 370, 500000 + 480, 5500000)
    assert np.sum([square.area for square in squares.geometries]) == pytest.approx(whole.area)
    assert result["unlikely_share"] == pytest.approx(np.mean(percentile < 0.01))
    assert {path.name for path in tmp_path.glob("*.qml")} == {"output.qml", "confidence.qml", "probabilities.qml"}


def test_the_warning_names_the_order_of_bands_that_would_make_an_image_likely(run, write_raster):
    blue = (51, 51, 204)
    *_, told = run(write_raster(paint([[blue] * 4] * 3), transform=TEN_METRES))
    assert told[-4:-2] == [
        "100.0% of 12 patches are less likely than 99 % of the training images; do not trust the classes.",
        "The order of the bands may be another one: with the bands 3, 2, 1, 100% of a sample of the patches would be "
        "likely.",
    ]
    *_, told = run(write_raster(paint([[GREY] * 4] * 3), transform=TEN_METRES))
    assert any("Neither another order of bands nor other units" in text for text in told)


@pytest.mark.parametrize(("strange", "told"), [(8, "messages"), (9, "warnings")])
def test_an_image_foreign_to_the_model_is_warned_of(tmp_path, write_raster, make_scene_model, strange, told):
    notes = Notes()
    image = write_raster(paint([[GREY] * strange + [RED] * (10 - strange)]), transform=TEN_METRES)
    classify_scenes(image, make_scene_model(), output=str(tmp_path / "map.tif"), progress=notes)
    assert f"{strange}0.0% of 10 patches are less likely" in " ".join(getattr(notes, told))
    assert ("another sensor" in " ".join(notes.warnings)) == (told == "warnings")


@pytest.mark.parametrize("stride_px", [4, 5, 16, 24])
def test_every_cell_holds_what_the_network_says_of_its_patch(stride_px, write_raster, make_scene_model, run):
    """Against the definition: the patch centred on the cell, moved inside the image, at any stride."""
    pixels = np.random.default_rng(0).integers(0, 255, (3, 9, 12)).repeat(8, 1).repeat(8, 2)[:, :70, :91]
    pixels = pixels.astype(np.uint8)
    path = make_scene_model()
    found, (log_px, percentile), _ = run(write_raster(pixels, transform=TEN_METRES), path, stride_px=stride_px)
    model = load_model(path, "scenes")
    scaled = pixels.astype(np.float32) / 127.5 - 1
    assert found.shape == (-(-70 // stride_px), -(-91 // stride_px))
    for row in range(found.shape[0]):
        for column in range(found.shape[1]):
            top = int(np.clip(row * stride_px + (stride_px - 16) // 2, 0, 70 - 16))
            left = int(np.clip(column * stride_px + (stride_px - 16) // 2, 0, 91 - 16))
            logits = compute_logits(model.network, torch.from_numpy(scaled[None, :, top : top + 16, left : left + 16]))
            _, expected, share = interpret_logits(logits.numpy(), model.card)
            assert found[row, column] == logits.argmax()
            assert log_px[row, column] == pytest.approx(expected[0], abs=1e-3)
            assert percentile[row, column] == pytest.approx(share[0], abs=1e-3)


def test_unknown_pixels_make_a_patch_unknown_above_the_share(write_raster, run):
    pixels = paint([[RED, RED, RED]])
    pixels[:, :8, 16:32] = 0  # half of the second patch
    pixels[:, :1, 32:] = 0  # a sixteenth of the third
    image = write_raster(pixels, nodata=0, transform=TEN_METRES)
    found, confidence, _ = run(image)
    assert found.tolist() == [[1, UNKNOWN, 1]] and np.isnan(confidence[:, 0, 1]).all()
    assert confidence[0, 0, 2] == confidence[0, 0, 0]  # what is unknown does not count
    assert run(image, max_unknown_share=0)[0].tolist() == [[1, UNKNOWN, UNKNOWN]]
    assert run(image, max_unknown_share=0.5)[0].tolist() == [[1, 1, 1]]


def test_area_limits_the_map(tmp_path, write_raster, run):
    area = str(tmp_path / "area.gpkg")
    write_vectors(area, VectorLayer(np.array([box(500160, 5499840, 500320, 5500000)]), {}, to_crs("EPSG:32633")))
    found, _, _ = run(write_raster(paint([[RED] * 3, [RED] * 3]), transform=TEN_METRES), area=area)
    assert found.tolist() == [[UNKNOWN, 1, UNKNOWN], [UNKNOWN] * 3]


def test_values_are_recognised(write_raster, run):
    """8 bit, reflectance x 10,000 in whole numbers and floats, 0..1, and with the offset of 1000: the same answers."""
    quilt = paint([[DARK, RED, GREEN], [GREY, RED, DARK]])
    expected = run(write_raster(quilt, transform=TEN_METRES))
    assert any("8-bit values are taken to be stretched as the training images were" in line for line in expected[2])
    cases = {
        "x 10,000": (quilt.astype(np.uint16) * 10, {}),
        "x 10,000,": (quilt.astype(np.int16) * 10, {}),
        "as reflectance x 10,000": (quilt.astype(np.float32) * 10, {}),
        "0 to 1": (quilt.astype(np.float32) / 1000, {}),
        "as 8-bit values": (quilt.astype(np.uint16), {}),
        "": (quilt.astype(np.uint16) * 10 + 1000, {"values": "reflectance x 10,000 + 1000"}),
    }
    for text, (pixels, arguments) in cases.items():
        found, confidence, said = run(write_raster(pixels, f"{len(text)}.tif", transform=TEN_METRES), **arguments)
        np.testing.assert_array_equal(found, expected[0])
        np.testing.assert_allclose(confidence, expected[1], atol=2e-3)
        assert any(text.rstrip(",") in line for line in said), said
    scaled = write_raster(quilt.astype(np.uint16), "scaled.tif", transform=TEN_METRES, scale=0.001)
    found, _, said = run(scaled)
    np.testing.assert_array_equal(found, expected[0])
    assert any("own scale and offset" in line for line in said)


def test_surface_reflectance_gets_the_atmosphere_that_the_model_knows(write_raster, run, make_scene_model):
    """Without it, what was 0.05 + 0.8 surface above the atmosphere: the same answers, recognised by its dark blue."""
    plain = make_scene_model()
    with_atmosphere = {"surface_offset": [0.05] * 3, "surface_factor": [0.8] * 3}
    card = read_card(plain)
    card["inputs"][0]["scaling"] |= with_atmosphere
    model = make_scene_model(inputs=card["inputs"])
    quilt = paint([[DARK, RED, GREEN], [GREY, RED, DARK]]).clip(50)
    expected = run(write_raster(quilt, transform=TEN_METRES))
    surface = (quilt / 1000 - 0.05) / 0.8
    for number, (pixels, values, recognised) in enumerate([
        (surface.astype(np.float32), "auto", True),
        ((surface * 10000).round().astype(np.uint16), "surface reflectance x 10,000", True),
        ((surface * 10000 + 1000).round().astype(np.uint16), "surface reflectance x 10,000 + 1000", True),
        (quilt.astype(np.uint16) * 10, "reflectance x 10,000", False),
    ]):
        path = write_raster(pixels, f"{number}.tif", transform=TEN_METRES)
        found, confidence, said = run(path, model=model, values=values)
        np.testing.assert_array_equal(found, expected[0])
        np.testing.assert_allclose(confidence, expected[1], atol=5e-3)
        assert any("taken as surface reflectance" in line for line in said) == recognised


def test_an_offset_that_was_not_taken_off_is_noticed(write_raster, run):
    bright = write_raster(paint([[DARK, RED]]).astype(np.uint16) * 10 + 1000, transform=TEN_METRES)
    assert any("offset of 1000" in line for line in run(bright)[2])


def test_bands_are_found_by_name_or_by_choice(tmp_path, write_raster, run):
    """Blue comes first, as in Sentinel-2's numbering."""
    quilt = paint([[DARK, RED, GREEN]])
    path = write_raster(np.concatenate([quilt[::-1], quilt[:1]]), transform=TEN_METRES)
    with rasterio.open(path, "r+") as dataset:
        for band, name in enumerate(("B02", "B03", "B04", "B08"), 1):
            dataset.set_band_description(band, name)
    assert run(path)[0].tolist() == [[0, 1, 2]]
    assert run(path, bands=[2, 3, 1])[0].tolist() == [[0, 2, 1]]


def test_an_image_of_another_resolution_is_resampled(tmp_path, write_raster, run):
    image = write_raster(paint([[DARK, RED, GREEN]], 64), transform=from_origin(500000, 5500000, 2.5, 2.5))
    assert run(image)[0].tolist() == [[0, 1, 2]]
    with rasterio.open(tmp_path / "map.tif") as dataset:
        assert dataset.transform == from_origin(500000, 5500000, 160, 160)
    assert run(image, resample=False)[0].shape == (4, 12)


def test_an_image_without_crs_is_taken_as_it_is(write_raster, run):
    found, _, said = run(write_raster(paint([[DARK, RED]]), crs=None))
    assert found.tolist() == [[0, 1]] and any("no CRS" in line for line in said)


def test_maps_of_a_picture_lie_where_qgis_shows_the_picture(tmp_path, run):
    """Without any georeference, QGIS lets y fall from 0 at the top."""
    path = tmp_path / "picture.png"
    Image.fromarray(paint([[DARK, RED]]).transpose(1, 2, 0)).save(path)
    run(str(path))
    with rasterio.open(tmp_path / "map.tif") as dataset:
        assert tuple(dataset.bounds) == (0, -16, 32, 0)


def test_patches_cover_any_image_once():
    with pytest.raises(Exception, match="Stride must be at least 1 px, got 0 px"):
        PatchGrid(None, 16, 0)
    patches = np.arange(2 * 3 * 4 * 4, dtype=np.float32).reshape(2, 3, 4, 4)
    known = np.ones((2, 4, 4), bool)
    known[1, 0, 0] = False
    expected = patches[1, :, known[1]].mean(axis=0)
    fill_nodata(patches, known)
    assert patches[1, :, 0, 0] == pytest.approx(expected) and patches[0, 0, 0, 0] == 0


@pytest.mark.parametrize(
    ("pixels", "arguments", "expected"),
    [
        (paint([[RED]], 15), {}, "at least one patch of 16 px wide and high, got 15 x 15"),
        (paint([[RED]]), {"stride_px": 0}, "Stride must be at least 1 px, got 0 px"),
        (paint([[RED]]), {"max_unknown_share": 1.5}, "got 1.5"),
        (paint([[RED]]), {"bands": [1, 2]}, r"needs 3 bands \(red, green, blue\).*has 2"),
        (paint([[RED]])[:2], {}, "needs 3 bands"),
        (paint([[RED]]), {"values": "percent"}, "Values must be one of"),
        (paint([[RED]]).astype(np.float32) * 1000, {}, "neither reflectance x 10,000 nor 0 to 1 nor 8 bit"),
        (paint([[RED]]).astype(np.float32) - 255, {}, "neither reflectance"),
        (np.full((3, 16, 16), np.nan, np.float32), {}, "No pixel of .* is valid"),
        (paint([[RED]]).astype(np.complex64), {}, "complex numbers"),
        (paint([[RED]]), {"device": "cuda:77"}, "is not available"),
    ],
)
def test_input_that_does_not_fit_is_refused(pixels, arguments, expected, out, write_raster, make_scene_model,
                                            check_refusal):
    image = write_raster(pixels, transform=TEN_METRES)
    check_refusal(expected, out, classify_scenes, image, make_scene_model(), output=str(out / "m.tif"), **arguments)


def test_models_that_do_not_fit_are_refused(out, write_raster, make_scene_model, make_brightness_model, check_refusal):
    image = write_raster(paint([[RED]]), transform=TEN_METRES)
    output = str(out / "m.tif")
    check_refusal("is a model for segmentation, this needs one for scenes", out, classify_scenes, image,
                  make_brightness_model(), output=output)
    check_refusal("has no output: give 'output', 'confidence', 'probabilities' or 'grid'.", out, classify_scenes, image,
                  make_scene_model())
    check_refusal("is one of the inputs", out, classify_scenes, image, make_scene_model(), output=image)
    raw = make_scene_model(inputs=[{"bands": ["red", "green", "blue"], "resolution_m": None, "dtype": "uint16",
                                    "scaling": {"kind": "range", "low": [0] * 3, "high": [3000] * 3}}])
    check_refusal("trained on uint16", out, classify_scenes, image, raw, output=output)
    floats = write_raster(paint([[RED]]).astype(np.float32) * 10, "float.tif", transform=TEN_METRES)
    check_refusal("does not store which reflectance", out, classify_scenes, floats, raw, output=output)


def test_an_image_without_any_known_patch_is_told(write_raster, run):
    pixels = paint([[RED, RED]])
    pixels[:, ::2] = 0
    found, _, said = run(write_raster(pixels, nodata=0, transform=TEN_METRES))
    assert (found == UNKNOWN).all() and any("Nothing was classified" in line for line in said)


def test_reading_is_shared_by_the_units(write_raster):
    """Units cover all cells once, and their windows hold all the pixels that their patches need."""
    with open_raster(write_raster(np.zeros((3, 700, 530), np.uint8))) as source:
        patches = PatchGrid(source.grid, 16, 6)
        covered = np.zeros((patches.cells.height, patches.cells.width), int)
        for unit in patches.plan(16):
            rows, columns = int(unit.core.row_off), int(unit.core.col_off)
            covered[rows : rows + int(unit.core.height), columns : columns + int(unit.core.width)] += 1
            shape = (int(unit.window.height), int(unit.window.width))
            cells = np.ones((int(unit.core.height), int(unit.core.width)), bool)
            assert patches.cut(unit, np.zeros((3, *shape)), cells).shape == (cells.size, 3, 16, 16)
    assert (covered == 1).all()


def test_a_plain_classifier_maps_too_but_its_density_is_doubted(write_raster, make_scene_model, run):
    found, _, said = run(write_raster(paint([[DARK, RED]]), transform=TEN_METRES), make_scene_model(kind="classifier"))
    assert found.tolist() == [[0, 1]] and any("confidence map is unreliable" in line for line in said)


def test_answers_that_are_not_finite_are_unknown_and_told(run, tmp_path, write_raster, make_scene_model, monkeypatch):
    path = make_scene_model()
    network = models.NETWORKS["palette"]
    forward = network.forward
    # Where red is high the answer is no number.
    monkeypatch.setattr(network, "forward", lambda self, x: forward(self, x) / (x.mean((1, 2, 3)) < 0.2)[:, None])
    image = write_raster(paint([[DARK, RED, GREY], [GREEN, GREY, DARK]]), transform=TEN_METRES)
    classes, confidence, texts = run(image, path, grid=str(tmp_path / "g.gpkg"))
    assert classes.tolist() == [[0, 1, UNKNOWN], [2, UNKNOWN, 0]]
    assert np.isnan(confidence).tolist() == [[[False, False, True], [False, True, False]]] * 2
    assert len(read_polygons(str(tmp_path / "g.gpkg"))) == 4
    assert any(text.startswith("33.3% of the patches (2 of 6) are nodata, because the model's output is not "
                               "finite there") for text in texts)  # fmt: skip
