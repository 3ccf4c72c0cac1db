"""Class maps are the same for any tiling, lie where the image lies, and leave the unknown unknown."""

import os

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin
from rasterio.windows import Window
from shapely import box

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.confidence import CellStatistics, Confidence, require_confidence
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.image_input import ImageSettings, ModelImage
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks import build
from eo_deep.progress import Progress
from eo_deep.segmentation.inference import segment
from eo_deep.streaming.class_map_writer import MapWriter
from eo_deep.streaming.image_job import ImageJob
from eo_deep.streaming.pipeline import Output, Predictor
from eo_deep.streaming.tiling import Unit

BACKGROUND_AND_ROOF = [
    {"value": 0, "name": "background", "color": "#000000"},
    {"value": 1, "name": "roof", "color": "#ff0000"},
]
PLAIN = {"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8",
         "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}  # fmt: skip


@pytest.fixture
def make_unet_model(tmp_path):
    """make(**changes of the card) -> path of a model with a random U-Net for 8-bit RGB images of 0.5 m."""

    def make(**changes):
        torch.manual_seed(0)
        arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 4}
        network = build("unet", **arguments)
        network.head.weight.data *= 20
        network.train()
        with torch.no_grad():
            for _ in range(30):
                network(torch.randn(2, 3, 64, 64))
            scores = network.eval()(torch.randn(2, 3, 64, 64))
            network.head.bias[0] += (scores[:, 1] - scores[:, 0]).median()  # both classes occur
        footprint = measure_footprint(network)
        path = str(tmp_path / "unet.safetensors")
        save_model(
            path,
            network,
            {
                "name": "random",
                "task": "segmentation",
                "network": {"name": "unet", "arguments": arguments},
                "inputs": [
                    {
                        "bands": ["red", "green", "blue"],
                        "resolution_m": 0.5,
                        "dtype": "uint8",
                        "scaling": {"kind": "percentiles", "low": 1, "high": 99},
                    }
                ],
                "classes": BACKGROUND_AND_ROOF,
                "stride_px": footprint.stride_px,
                "halo_px": [footprint.before_px, footprint.after_px],
                "exact": footprint.exact,
                **changes,
            },
        )
        return path

    return make


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def blobs(height, width, bands=3):
    """Something between noise and objects, (bands, H, W) uint8."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(20, 230, (bands, height // 8 + 1, width // 8 + 1)).repeat(8, 1).repeat(8, 2)
    return (coarse[:, :height, :width] + rng.integers(-15, 15, (bands, height, width))).astype(np.uint8)


def test_any_core_size_gives_the_same_map(tmp_path, write_raster, make_unet_model):
    image, model = write_raster(blobs(301, 407)), make_unet_model()
    for core_px in (64, 176, None):
        segment(
            image,
            model,
            core_px=core_px,
            output=str(tmp_path / f"map{core_px}.tif"),
            probabilities=str(tmp_path / f"p{core_px}.tif"),
        )
    one_pass, scores = read(tmp_path / "mapNone.tif"), read(tmp_path / "pNone.tif")
    assert set(np.unique(one_pass)) == {0, 1}
    np.testing.assert_allclose(scores.sum(0), 1, atol=2e-3)
    for core_px in (64, 176):
        assert np.abs(read(tmp_path / f"p{core_px}.tif") - scores).max() <= 1 / 1024
        assert (read(tmp_path / f"map{core_px}.tif") != one_pass).sum() <= 3  # scores equal to float32's last bits
    with rasterio.open(image) as source, rasterio.open(tmp_path / "map64.tif") as result:
        assert (result.transform, result.crs, result.shape, result.nodata) == (
            source.transform,
            source.crs,
            source.shape,
            UNKNOWN,
        )


def test_units_are_idempotent_and_run_in_any_order(tmp_path, write_raster, make_unet_model):
    model = load_model(make_unet_model())
    with open_raster(write_raster(blobs(200, 300))) as source:
        results = []
        for order in ("listed", "reversed and twice"):
            job = ImageJob(model, ModelImage(ImageSettings(source.path, device="cpu", core_px=64), source, source))
            units = job.plan() if order == "listed" else job.plan()[::-1] + job.plan()[:7]
            path = str(tmp_path / f"{order}.tif")
            with MapWriter(model.card, source.grid, path, None, job.block_px, False) as maps:
                job.run(units, [maps])
            results.append(read(path))
    np.testing.assert_array_equal(*results)


def test_unknown_pixels_stay_unknown(tmp_path, write_raster, make_unet_model):
    pixels = blobs(120, 160)
    pixels[:, :, 100:] = 0
    image = write_raster(pixels, nodata=0)
    segment(image, make_unet_model(), output=str(tmp_path / "map.tif"), probabilities=str(tmp_path / "p.tif"))
    result, scores = read(tmp_path / "map.tif")[0], read(tmp_path / "p.tif")
    assert (result[:, 100:] == UNKNOWN).all() and (result[:, :100] != UNKNOWN).all()
    assert np.isnan(scores[:, :, 100:]).all() and np.isfinite(scores[:, :, :100]).all()


def test_resampled_maps_lie_where_the_image_lies(tmp_path, write_raster, make_brightness_model):
    """An image of 0.25 m for a model of 0.5 m: the bright square comes out at its place, on the image's own pixels."""
    pixels = np.full((3, 160, 200), 20, np.uint8)
    pixels[:, 40:80, 60:140] = 230
    image = write_raster(pixels, transform=from_origin(500000, 5500000, 0.25, 0.25))
    model = make_brightness_model(
        inputs=[
            {
                "bands": ["red", "green", "blue"],
                "resolution_m": 0.5,
                "dtype": "uint8",
                "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3},
            }
        ]
    )
    segment(image, model, output=str(tmp_path / "map.tif"))
    found = read(tmp_path / "map.tif")[0]
    assert found.shape == (160, 200)
    np.testing.assert_array_equal(found == 1, pixels[0] > 127)
    assert sorted(name for name in os.listdir(tmp_path) if "partial" in name or "working" in name) == []


def test_area_limits_the_map(tmp_path, write_raster, make_brightness_model):
    image = write_raster(np.full((3, 100, 100), 230, np.uint8))  # 0.5 m from 500000, 5500000
    area = str(tmp_path / "area.gpkg")
    write_vectors(area, VectorLayer(np.array([box(500010, 5499980, 500020, 5499990)]), {}, to_crs("EPSG:32633")))
    segment(image, make_brightness_model(), area=area, core_px=16, output=str(tmp_path / "map.tif"))
    found = read(tmp_path / "map.tif")[0]
    assert (found[20:40, 20:40] == 1).all() and (found == 1).sum() == 400 and (found == UNKNOWN).sum() == 9600


@pytest.mark.parametrize("resolution_m", [0.5, 0.31, 0.8])
def test_areas_side_by_side_make_the_map_of_the_whole(tmp_path, write_raster, make_brightness_model, resolution_m):
    """Also where the network's grid is not the image's, whose pixels at the edge see what lies beyond the area."""
    image = write_raster(np.random.default_rng(0).integers(90, 165, (3, 60, 100)).astype(np.uint8))  # of 0.5 m
    model = make_brightness_model(inputs=[{
        "bands": ["red", "green", "blue"], "resolution_m": resolution_m, "dtype": "uint8",
        "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3},
    }])  # fmt: skip
    maps = []
    for number, (left, right) in enumerate(((0, 50), (0, 20), (20, 50))):
        area, file = str(tmp_path / f"area_{number}.gpkg"), str(tmp_path / f"map_{number}.tif")
        polygon = box(500000 + left, 5499970, 500000 + right, 5500000)
        write_vectors(area, VectorLayer(np.array([polygon]), {}, to_crs("EPSG:32633")))
        segment(image, model, area=None if number == 0 else area, output=file)
        maps.append(read(file)[0])
    whole, *parts = maps
    assert 0 < (whole == 1).mean() < 1
    np.testing.assert_array_equal(np.hstack((parts[0][:, :40], parts[1][:, 40:])), whole)
    assert (parts[0][:, 40:] == UNKNOWN).all() and (parts[1][:, :40] == UNKNOWN).all()


def test_bands_are_found_by_name_or_by_choice(tmp_path, make_brightness_model):
    """Near infrared comes first; the model's three colours are found behind it."""
    path = str(tmp_path / "four.tif")
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=32,
        height=32,
        count=4,
        dtype="uint8",
        crs="EPSG:32633",
        transform=from_origin(500000, 5500000, 0.5, 0.5),
        photometric="MINISBLACK",  # else the fourth band is alpha
    ) as image:
        for band, (name, value) in enumerate((("nir", 255), ("red", 10), ("green", 20), ("blue", 30)), 1):
            image.write(np.full((32, 32), value, np.uint8), band)
            image.set_band_description(band, name)
    model, output = make_brightness_model(), str(tmp_path / "map.tif")
    segment(path, model, output=output)
    assert (read(output) == 0).all()
    segment(path, model, bands=[1, 1, 1], output=output)
    assert (read(output) == 1).all()
    with pytest.raises(EoDeepError, match=r"needs 3 bands \(red, green, blue\).*has 2"):
        segment(path, model, bands=[1, 2], output=output)


@pytest.mark.parametrize("bands", [None, [3, 2, 1]])
def test_bands_that_are_only_counted_are_told(bands, tmp_path, write_raster, make_brightness_model):
    progress, texts = Progress(), []
    progress.message = texts.append
    image = write_raster(np.full((3, 32, 32), 140, np.uint8), photometric="MINISBLACK")
    segment(image, make_brightness_model(), bands=bands, output=str(tmp_path / "map.tif"), progress=progress)
    told = [text for text in texts if "taken to be the model's (red, green, blue), in this order" in text]
    assert len(told) == (bands is None)


def test_threshold_of_the_card_decides(tmp_path, write_raster, make_brightness_model):
    image = write_raster(np.full((3, 32, 32), 140, np.uint8))
    for threshold, expected in ((0.5, 1), (0.9, 0)):
        segment(image, make_brightness_model(threshold=threshold), output=str(tmp_path / "map.tif"))
        assert (read(tmp_path / "map.tif") == expected).all()


def test_test_time_augmentation_is_the_mean_of_eight_views(write_raster, make_unet_model):
    model = load_model(make_unet_model())
    pixels = np.random.default_rng(0).normal(size=(3, 48, 64)).astype(np.float32)
    window = Window(0, 0, 64, 48)
    tile = type("OneTile", (), {"sources": (pixels,), "unit": Unit(0, window, window), "valid": None})
    mean = Predictor(model.network, torch.device("cpu"), outputs=[Output(dihedral=True)])([tile])[0][0]
    views = []
    with torch.no_grad():
        for flip in (False, True):
            for turns in range(4):
                view = np.rot90(pixels[:, :, ::-1] if flip else pixels, turns, (1, 2)).copy()
                scores = model.network(torch.from_numpy(view)[None]).softmax(1)[0].numpy()
                scores = np.rot90(scores, -turns, (1, 2))
                views.append(scores[:, :, ::-1] if flip else scores)
    np.testing.assert_allclose(mean, np.mean(views, axis=0), atol=1e-5)


@pytest.mark.parametrize("resolution_m", [None, 1.0])
def test_answers_that_are_not_finite_are_unknown_and_told(tmp_path, write_raster, make_brightness_model, notes,
                                                          resolution_m):  # fmt: skip
    """A value beyond all measure, such as a nodata value that nobody declared, makes the network's answer NaN."""
    pixels = np.full((3, 32, 64), 200, np.float32)
    pixels[:, :, :32] = 20
    pixels[:, 8:12, 40:44] = -3.4e38
    wanted = {"bands": ["red", "green", "blue"], "resolution_m": resolution_m, "dtype": "float32", "nodata": None,
              "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [0.1] * 3}}  # fmt: skip
    image, target = write_raster(pixels), str(tmp_path / "map.tif")
    segment(image, make_brightness_model(inputs=[wanted]), bands=[1, 2, 3], output=target,
            probabilities=str(tmp_path / "p.tif"), progress=notes)  # fmt: skip
    expected = np.where(pixels[0] > 100, 1, 0)
    expected[8:12, 40:44] = UNKNOWN
    found, around = read(target)[0], np.s_[:, 34:]  # away from the edge, which other pixels see as a mixture
    assert (found[around] == expected[around]).mean() >= (1 if resolution_m is None else 0.95)
    assert (found[8:12, 40:44] == UNKNOWN).all()
    assert (np.isnan(read(tmp_path / "p.tif")) == (found == UNKNOWN)).all()
    assert len(notes.warnings) == 1 and notes.warnings[0].endswith(
        " are nodata, because the model's output is not finite there: the model file is damaged, or the image's "
        "values differ strongly from the training images.")  # fmt: skip
    assert resolution_m or notes.warnings[0].startswith("0.8% of the pixels (16 of 2048)")


@pytest.fixture
def make_confident_model(make_unet_model):
    """make(**changes of the card) -> path of the model of `make_unet_model` with a confidence, fitted on `blobs`."""

    def make(**changes):
        path = make_unet_model(**changes)
        model, statistics = load_model(path), CellStatistics(load_model(path).network)
        with torch.no_grad():
            _, energy, features = statistics(torch.from_numpy((blobs(256, 512)[None] - 127.0) / 64).float())
        fitted = Confidence.fit(energy.flatten().numpy(), features.transpose(0, 1).flatten(1).T.numpy(), 33)
        save_model(path, model.network, model.card, fitted.to_tensors())
        return path

    return make


def test_any_core_size_gives_the_same_confidence(tmp_path, write_raster, make_confident_model):
    image, model = write_raster(blobs(301, 407)), make_confident_model()
    maps = []
    for core_px in (64, 176, None):
        paths = {name: str(tmp_path / f"{name}{core_px}.tif") for name in ("confidence", "probabilities")}
        result = segment(image, model, core_px=core_px, **paths)
        assert result["confidence"] == paths["confidence"] and result["output"] is None
        maps.append(read(paths["confidence"])[0])
    assert 0 <= maps[-1].min() < 0.1 and maps[-1].std() > 0.05 and maps[-1].max() <= 1
    for tiled in maps[:2]:
        assert np.abs(tiled - maps[-1]).max() <= 2 / 1024
    segment(image, model, probabilities=str(tmp_path / "alone.tif"))
    assert np.abs(read(tmp_path / "alone.tif") - read(paths["probabilities"])).max() <= 1 / 1024
    with rasterio.open(paths["confidence"]) as found:
        assert (found.count, found.dtypes, found.descriptions) == (1, ("float32",), ("confidence",))
    assert "unlike the training images" in (tmp_path / "confidenceNone.qml").read_text()


def test_the_confidence_is_that_of_the_whole_image(tmp_path, write_raster, make_confident_model):
    pixels, path = blobs(160, 208), make_confident_model(inputs=[PLAIN])
    segment(write_raster(pixels), path, core_px=64, device="cpu", confidence=str(tmp_path / "c.tif"))
    network = load_model(path).network
    confidence = require_confidence(path, network)
    with torch.no_grad():
        _, energy, features = CellStatistics(network)(torch.from_numpy((pixels[None] - 127.0) / 64).float())
    standard = (features[0].flatten(1).T - confidence.center) / confidence.spread
    distance = ((standard @ confidence.whitening.T) ** 2).sum(1).reshape(energy.shape)
    expected = confidence.find_percentiles(
        torch.nn.functional.interpolate(torch.cat([energy, distance]), scale_factor=16, mode="bilinear")[:, 0])
    assert np.abs(read(tmp_path / "c.tif")[0] - expected.numpy()).max() <= 2 / 1024


@pytest.mark.parametrize("resolution_m", [0.5, 1.0])
def test_confidence_is_nodata_where_the_image_is(tmp_path, write_raster, make_confident_model, resolution_m):
    pixels = blobs(120, 160)
    pixels[:, :, 100:] = 0
    model = make_confident_model(inputs=[PLAIN | {"resolution_m": resolution_m}])
    segment(write_raster(pixels, nodata=0), model, test_time_augmentation=True, output=str(tmp_path / "map.tif"),
            confidence=str(tmp_path / "c.tif"))  # fmt: skip
    found = read(tmp_path / "c.tif")[0]
    assert np.isnan(found[:, 100:]).all() and np.isfinite(found[:, :100]).all()
    assert ((read(tmp_path / "map.tif")[0] == UNKNOWN) == np.isnan(found)).all()


def test_a_model_without_confidence_says_so(tmp_path, write_raster, make_unet_model):
    with pytest.raises(EoDeepError, match="^The model 'unet.safetensors' has no confidence: "):
        segment(write_raster(blobs(64, 64)), make_unet_model(), confidence=str(tmp_path / "c.tif"))
    assert not (tmp_path / "c.tif").exists()
