"""What users get wrong: each ends in one sentence that names the thing, and leaves nothing in the output's folder."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine, from_origin

from eo_deep.buildings.extract import extract_buildings
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.polygonization.vectorization import polygonize
from eo_deep.segmentation.inference import segment


@pytest.fixture
def town(write_raster):
    """An 8-bit RGB image, 120 x 100 px of 0.5 m, with a bright building of 20 x 30 px."""
    pixels = np.full((3, 100, 120), 20, np.uint8)
    pixels[:, 10:30, 20:50] = 240
    return write_raster(pixels)


def run(job, image, model, out, **arguments):
    """One of the algorithms that read an image."""
    if job == "polygonize":
        return polygonize(image, output=str(out / "result.gpkg"))
    arguments["probabilities"] = str(out / "p.tif")
    if job == "segment":
        return segment(image, model, output=str(out / "result.tif"), **arguments)
    return extract_buildings(image, model, output=str(out / "result.gpkg"), **arguments)


READERS = pytest.mark.parametrize("job", ["segment", "extract_buildings", "polygonize"])
PREDICTORS = pytest.mark.parametrize("job", ["segment", "extract_buildings"])


# The raster


@READERS
def test_missing_raster(job, out, make_brightness_model, check_refusal):
    model = make_brightness_model()
    check_refusal("The raster '/data/nowhere.tif' does not exist", out, run, job, "/data/nowhere.tif", model, out)


@READERS
def test_foreign_file(job, tmp_path, out, make_brightness_model, check_refusal):
    (tmp_path / "notes.tif").write_text("not a raster at all\n" * 50)
    check_refusal("notes.tif' is not a raster", out, run, job, str(tmp_path / "notes.tif"), make_brightness_model(),
                  out)


@READERS
@pytest.mark.parametrize("share", [0.01, 0.5, 0.95])
def test_truncated_raster(job, share, tmp_path, out, write_raster, make_brightness_model, check_refusal):
    noise = np.random.default_rng(0).integers(0, 255, (3, 700, 800)).astype(np.uint8)
    with open(write_raster(noise), "rb") as whole:
        content = whole.read()
    (tmp_path / "cut.tif").write_bytes(content[: int(len(content) * share)])
    check_refusal("cut.tif'.*damaged", out, run, job, str(tmp_path / "cut.tif"), make_brightness_model(), out)


@PREDICTORS
def test_wrong_band_count(job, out, write_raster, make_brightness_model, check_refusal):
    path = write_raster(np.zeros((5, 20, 20), np.uint8))
    check_refusal(r"needs 3 bands \(red, green, blue\).*has 5", out, run, job, path, make_brightness_model(), out)
    path = write_raster(np.zeros((3, 20, 20), np.uint8))
    check_refusal(r"needs 3 bands.*has 2", out, run, job, path, make_brightness_model(), out, bands=[1, 2])
    check_refusal("Band 7 is not in '.*', which has 3", out, run, job, path, make_brightness_model(), out, bands=[1,
                  2, 7])


@PREDICTORS
def test_float_image_for_an_8_bit_model(job, out, write_raster, make_brightness_model, check_refusal):
    path = write_raster(np.random.default_rng(0).random((3, 20, 20)).astype(np.float32))
    check_refusal("holds float32 values, the model was trained on uint8", out, run, job, path, make_brightness_model(),
                  out)


@pytest.fixture
def make_float_model(make_brightness_model):
    def make():
        inputs = [{"bands": ["red", "green", "blue"], "resolution_m": None, "dtype": "float32", "nodata": None,
                   "scaling": {"kind": "percentiles", "low": 1, "high": 99}}]
        return make_brightness_model(inputs=inputs)
    return make


@PREDICTORS
def test_nan_and_infinity_are_unknown(job, out, write_raster, make_float_model):
    pixels = np.full((3, 60, 80), 0.1, np.float32)
    pixels[:, 10:30, 20:50] = 0.9
    pixels[0, 20, 30], pixels[1, 40, 10], pixels[2, 41, 11] = np.nan, np.inf, -np.inf
    run(job, write_raster(pixels), make_float_model(), out)
    with open_raster(out / "p.tif") as written:
        probabilities, valid = written.read()
    assert (~valid).sum() == 3
    assert not valid[20, 30]
    assert probabilities[-1, 15, 25] > 0.9
    if job == "extract_buildings":
        found = read_polygons(out / "result.gpkg")
        assert found.fields["area_m2"] == pytest.approx([150], rel=0.02)


@PREDICTORS
@pytest.mark.parametrize("value", [np.nan, -9999.0])
def test_all_nodata(job, value, out, write_raster, make_float_model, check_refusal):
    path = write_raster(np.full((3, 20, 20), value, np.float32), nodata=-9999)
    check_refusal("No pixel of '.*' is valid", out, run, job, path, make_float_model(), out)


def test_all_nodata_with_fixed_scaling(out, write_raster, make_brightness_model, notes):
    path = write_raster(np.zeros((3, 20, 20), np.uint8), nodata=0)
    result = extract_buildings(path, make_brightness_model(), output=str(out / "result.gpkg"), progress=notes)
    assert result["polygons_count"] == 0
    assert any("every pixel is nodata" in text for text in notes.warnings)


@READERS
def test_one_pixel(job, out, write_raster, make_brightness_model):
    run(job, write_raster(np.full((3, 1, 1), 240, np.uint8)), make_brightness_model(), out)
    assert len(list(out.glob("result.*"))) >= 1


@READERS
@pytest.mark.parametrize("place", ["rotated", "no CRS", "geographic", "Web Mercator", "flipped"])
def test_any_georeference(job, place, out, write_raster, make_brightness_model):
    """The building of 10 m x 15 m is found where it is, and measures 150 m2 (or 600 px)."""
    crs, transform = {
        "rotated": ("EPSG:32633", Affine.translation(5e5, 5.5e6) * Affine.rotation(25) * Affine.scale(0.5, -0.5)),
        "no CRS": (None, Affine.identity()),
        "geographic": ("EPSG:4326", from_origin(15, 60, 0.5 / 55800.2, 0.5 / 111412.3)),
        "Web Mercator": ("EPSG:3857", from_origin(1669792.36, 8399737.89, 0.99721, 0.99721)),
        "flipped": ("EPSG:32633", Affine(0.5, 0, 5e5, 0, 0.5, 5.5e6)),
    }[place]
    pixels = np.full((3, 100, 120), 20, np.uint8)
    pixels[:, 10:30, 20:50] = 240
    if job == "polygonize":
        pixels = (pixels[0] > 127).astype(np.uint8)
    image = write_raster(pixels, crs=crs, transform=transform)
    run(job, image, make_brightness_model(), out)
    if job == "segment":
        with rasterio.open(out / "result.tif") as written, rasterio.open(image) as source:
            assert written.transform.almost_equals(source.transform)
            assert written.crs == source.crs
        return
    found = read_polygons(out / "result.gpkg")
    corners = [transform * corner for corner in ((20, 10), (50, 10), (50, 30), (20, 30))]
    expected = shapely.Polygon(corners)
    assert found.geometries[0].intersection(expected).area / found.geometries[0].union(expected).area > 0.98
    area = 600 if place == "no CRS" else 150
    assert found.fields["area_m2"] == pytest.approx([area], rel=5e-3)


# The area


@PREDICTORS
def test_area_elsewhere(job, out, tmp_path, town, make_brightness_model, notes):
    write_vectors(tmp_path / "area.gpkg", VectorLayer(np.array([shapely.box(0, 0, 9, 9)]), crs=to_crs(32633)))
    arguments = {"area": str(tmp_path / "area.gpkg"), "progress": notes}
    result = run(job, town, make_brightness_model(), out, **arguments)
    assert any("outside the area" in text for text in notes.warnings)
    assert result.get("polygons_count", 0) == 0


@PREDICTORS
@pytest.mark.parametrize("geometries", [[], [None, shapely.Polygon()], [shapely.Polygon([(0, 0), (1, 0), (0, 0)])]])
def test_area_without_a_polygon(job, geometries, out, tmp_path, town, make_brightness_model, check_refusal):
    area = VectorLayer(np.array([None, *geometries], dtype=object)[1:], crs=to_crs(32633))
    write_vectors(tmp_path / "area.gpkg", area)
    check_refusal("The area '.*area.gpkg' holds no polygons[.]", out, run, job, town, make_brightness_model(), out,
                  area=str(tmp_path / "area.gpkg"))


@PREDICTORS
def test_invalid_area_is_repaired(job, out, tmp_path, town, make_brightness_model, notes):
    bow_tie = shapely.Polygon([(500000, 5500000), (500060, 5499950), (500060, 5500000), (500000, 5499950)])
    write_vectors(tmp_path / "area.gpkg", VectorLayer(np.array([bow_tie]), crs=to_crs(32633)))
    arguments = {"area": str(tmp_path / "area.gpkg"), "progress": notes}
    run(job, town, make_brightness_model(), out, **arguments)
    assert any("1 invalid geometries repaired" in text for text in notes.warnings)
    with open_raster(out / "p.tif") as written:
        assert written.read()[1].mean() == pytest.approx(0.5, abs=0.03)


@PREDICTORS
def test_area_that_is_no_polygon_layer(job, out, tmp_path, town, make_brightness_model, check_refusal):
    (tmp_path / "points.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
        ' {"type": "Point", "coordinates": [15, 50]}}]}')
    model = make_brightness_model()
    check_refusal("points.geojson' holds no polygons, but: Point", out, run, job, town, model, out,
                  area=str(tmp_path / "points.geojson"))
    check_refusal("nowhere.gpkg' does not exist", out, run, job, town, model, out, area=str(tmp_path / "nowhere.gpkg"))


# The output


@READERS
def test_missing_output_folder(job, out, tmp_path, town, make_brightness_model, check_refusal):
    check_refusal("The folder '.*missing' of the output does not exist", out, run, job, town, make_brightness_model(),
                  tmp_path / "missing")


@READERS
def test_output_folder_that_is_a_file(job, out, tmp_path, town, make_brightness_model, check_refusal):
    (tmp_path / "file").write_text("x")
    check_refusal("'.*file' of the output does not exist", out, run, job, town, make_brightness_model(),
                  tmp_path / "file")


@READERS
def test_folder_that_takes_no_files(job, out, tmp_path, town, make_brightness_model, check_refusal):
    proc = type(tmp_path)("/proc/self")
    if not proc.is_dir():
        pytest.skip("/proc is Linux's")
    check_refusal("'/proc/self", out, run, job, town, make_brightness_model(), proc)


@READERS
def test_output_with_another_ending(job, out, town, make_brightness_model, check_refusal):
    model = make_brightness_model()
    call = {"polygonize": lambda: polygonize(town, output=str(out / "a.shp")),
            "segment": lambda: segment(town, model, output=str(out / "a.jpg")),
            "extract_buildings": lambda: extract_buildings(town, model, output=str(out / "a.shp"))}[job]
    check_refusal(r"The output '.*/a.(shp|jpg)' must end in .(gpkg|tif)", out, call)


@pytest.mark.parametrize("path", ["/vsis3/bucket/a.tif", "https://host/a.tif"])
def test_an_output_in_an_object_store(path, out, town, make_brightness_model, check_refusal):
    check_refusal(f"The output '{path}' must be a file in a folder; object stores and servers can be read, not", out,
                  segment, town, make_brightness_model(), output=path)


def test_one_file_for_two_outputs(out, town, make_brightness_model, check_refusal):
    path = str(out / "a.tif")
    check_refusal("Two outputs have the same file name '.*a.tif'", out, segment, town, make_brightness_model(),
                  output=path, probabilities=path)


@PREDICTORS
def test_output_in_the_place_of_an_input(job, out, tmp_path, town, make_brightness_model, check_refusal):
    model = make_brightness_model()
    function = {"segment": segment, "extract_buildings": extract_buildings}[job]
    before = Path(town).read_bytes()
    for probabilities in (town, str(tmp_path / "." / "image.tif")):
        check_refusal("The output '.*image.tif' is one of the inputs", out, function, town, model,
                      output=str(out / f"a{'.tif' if job == 'segment' else '.gpkg'}"), probabilities=probabilities)
    assert Path(town).read_bytes() == before


@READERS
def test_full_disk(job, small_disk, write_raster, make_brightness_model, check_refusal):
    size = (120, 160) if job == "polygonize" else (600, 800)  # nearly each pixel of noise is a polygon
    path = write_raster(np.random.default_rng(0).integers(0, 255, (3, *size)).astype(np.uint8))
    check_refusal("The disk of '.*small_disk' is full", small_disk, run, job, path, make_brightness_model(), small_disk)


def test_disk_that_fills_while_polygons_are_written(small_disk, write_raster, check_refusal):
    pixels = np.kron(np.random.default_rng(0).integers(0, 2, (100, 100)), np.ones((3, 3))).astype(np.uint8)
    (small_disk / "other").write_bytes(bytes(150_000))
    check_refusal("The disk of '.*small_disk' is full", small_disk, polygonize, write_raster(pixels),
                  output=str(small_disk / "result.gpkg"))


# The model


@PREDICTORS
def test_models_that_are_none(job, out, tmp_path, town, make_brightness_model, check_refusal):
    check_refusal("The model file '.*nowhere.safetensors' does not exist", out, run, job, town,
                  str(tmp_path / "nowhere.safetensors"), out)
    good = make_brightness_model()
    for share in (0.0, 0.5, 0.98):
        with open(good, "rb") as whole:
            content = whole.read()
        (tmp_path / "cut.safetensors").write_bytes(content[: int(len(content) * share)])
        check_refusal("cut.safetensors' is not a model of EO Deep, or is truncated", out, run, job, town,
                      str(tmp_path / "cut.safetensors"), out)
    check_refusal("image.tif' is not a model of EO Deep", out, run, job, town, town, out)


@PREDICTORS
def test_safetensors_of_somebody_else(job, out, tmp_path, town, check_refusal):
    import torch
    from safetensors.torch import save_file

    save_file({"weight": torch.zeros(3)}, tmp_path / "other.safetensors")
    check_refusal("other.safetensors' is a safetensors file, but not a model of EO Deep", out, run, job, town,
                  str(tmp_path / "other.safetensors"), out)


@PREDICTORS
def test_model_for_another_task(job, out, town, make_brightness_model, rewrite_card, check_refusal):
    scenes = {"task": "scenes", "patch_px": 16, "log_density": {"quantiles": [0, 1]}}
    check_refusal("is a model for scenes, this needs one for segmentation", out, run, job, town,
                  rewrite_card(make_brightness_model(), **scenes), out)
    tasks = ("segmentation, polygons, scenes, pixels, refinement, alignment, translation, super-resolution, series, "
             "detection, prompts")  # fmt: skip
    check_refusal(f"task must be one of {tasks}, got .retrieval", out, run, job,
                  town, rewrite_card(make_brightness_model(), task="retrieval"), out)


@PREDICTORS
def test_card_that_does_not_fit_its_weights(job, out, town, make_brightness_model, rewrite_card, check_refusal):
    fewer = {"name": "brightness", "arguments": {"in_channels": 2, "out_channels": 2}}
    inputs = [{"name": "image", "ratio": 1, "resampling": "bilinear", "required": True, "bands": ["red", "green"],
               "scaling": {"kind": "percentiles", "low": 1, "high": 99}}]  # fmt: skip
    for sentence, changes in {
        "weights in '.*' do not fit its network 'brightness'": {"network": fewer, "inputs": inputs},
        "network, arguments, in_channels must be 3 .*, got 2": {"network": fewer},
        "Network must be one of .*, got 'hypernet'": {"network": {"name": "hypernet", "arguments": {}}},
        "written by a newer EO Deep": {"format_version": 99},
    }.items():
        check_refusal(sentence, out, run, job, town, rewrite_card(make_brightness_model(), **changes), out)


# The device


@PREDICTORS
def test_gpu_asked_for_and_absent(job, out, town, make_brightness_model, check_refusal):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    model = make_brightness_model()
    check_refusal("Device 'cuda' is not available", out, run, job, town, model, out, device="cuda")
    check_refusal("Device must be auto, cpu, .* got 'abacus'", out, run, job, town, model, out, device="abacus")
    run(job, town, model, out, device="auto")


@PREDICTORS
def test_pixel_size_of_nothing(job, out, town, make_brightness_model, check_refusal):
    check_refusal("Pixel size must be above 0 m, got -1 m", out, run, job, town, make_brightness_model(), out,
                  pixel_size_m=-1)


def test_threshold_beyond_probabilities(out, town, make_brightness_model, check_refusal):
    check_refusal("Threshold must be 0 to 1, got 2", out, extract_buildings, town, make_brightness_model(), threshold=2,
                  output=str(out / "a.gpkg"))


@PREDICTORS
def test_core_size_that_does_not_fit(job, out, town, make_brightness_model, check_refusal):
    check_refusal("The tile size must be a multiple of 16 px for this model, got 100 px", out, run, job, town,
                  make_brightness_model(), out, core_px=100)


@PREDICTORS
def test_image_far_coarser_than_the_models(job, out, town, make_brightness_model, check_refusal):
    inputs = [{"bands": ["red", "green", "blue"], "resolution_m": 0.05, "dtype": "uint8", "nodata": None,
               "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}]
    check_refusal("The image's pixels are 0.5 m, the model was trained at 0.05 m", out, run, job, town,
                  make_brightness_model(inputs=inputs), out)
