"""Maps of objects on disk: what the network says, in bytes, on the image's own pixels, whatever the tiles."""

import numpy as np
import pytest
import rasterio
import shapely
import torch
from rasterio.windows import Window

from eo_deep.geo.crs import to_crs
from eo_deep.io.raster import open_raster
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.confidence import CellStatistics, Confidence
from eo_deep.models.heads import Heads
from eo_deep.models.image_input import ImageSettings
from eo_deep.models.model_file import load_model, save_model
from eo_deep.polygon_extraction.object_maps import load_object_model, open_object_maps
from eo_deep.segmentation.inference import segment
from tests.engine.notes import Notes
from tests.engine.polygon_extraction.painted import paint

CLASSES = [{"value": value, "name": name, "color": "#123456"} for value, name in enumerate("abc")]


def read_maps(image, model, target, positions=(1,), window=None, augmented=False, **options):
    """Probabilities (K, h, w), which are valid, and walls (5, h, w) or None."""
    settings = ImageSettings(image, device="cpu", **options)
    with open_object_maps(settings, load_object_model(model), positions, target, None, augmented) as maps:
        window = window or Window(0, 0, maps.source.grid.width, maps.source.grid.height)
        return *maps.source.read(window), maps.read_walls(window) if maps.read_walls else None


def make_noise(height=90, width=130):
    return np.random.default_rng(0).integers(1, 255, (3, height, width)).astype(np.uint8)


def make_input(std, resolution_m):
    return [{"bands": ["red", "green", "blue"], "resolution_m": resolution_m, "dtype": "uint8", "nodata": None,
             "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [std] * 3}}]  # fmt: skip


def test_walls_are_what_the_heads_say(tmp_path, write_raster, make_painted_model):
    probability = np.random.default_rng(0).random((40, 50))
    image = paint(probability, border=probability[::-1], angle=0.3, corners=probability[:, ::-1])
    image[:, :, 45:] = 0
    path, model = write_raster(image, nodata=0), make_painted_model()
    found, valid, walls = read_maps(path, model, tmp_path / "out.gpkg")
    assert valid[:, :45].all() and not valid[:, 45:].any()
    inputs = (torch.from_numpy(image.astype(np.float32)) - 127) / 127
    parts = Heads(2).split(Heads(2).decode(load_model(model).network(inputs[None])))
    expected = torch.cat([parts.border, parts.direction, parts.corners], 1)[0].numpy()
    assert np.abs(found[0] - parts.classes[0, 1].numpy())[:, :45].max() < 1 / 1024
    assert np.abs(walls - expected)[:, :, :45].max() <= 1 / 254 + 1e-6
    assert (walls[:, :, 45:] == 0).all()
    assert walls[1, 0, 0] == pytest.approx(np.cos(1.2), abs=0.02)
    assert walls[2, 0, 0] == pytest.approx(np.sin(1.2), abs=0.02)
    assert {p.name for p in tmp_path.iterdir()} == {"image.tif", "models"}
    beyond = read_maps(path, model, tmp_path / "out.gpkg", window=Window(-3, -2, 10, 8))[2]
    assert (beyond[:, 2:, 3:] == walls[:, :6, :7]).all() and (beyond[:, :2] == 0).all()


@pytest.mark.parametrize("resolution_m", [None, 1.0])
def test_probabilities_are_the_bands_that_segment_writes(tmp_path, write_raster, make_brightness_model, resolution_m):
    pixels = make_noise()
    pixels[:, :, 100:] = 0
    image = write_raster(pixels, nodata=0)
    model = make_brightness_model(classes=CLASSES, inputs=make_input(64.0, resolution_m))
    segment(image, model, device="cpu", probabilities=str(tmp_path / "all.tif"))
    before = sorted(tmp_path.iterdir())
    settings, log = ImageSettings(image, device="cpu"), Notes()
    with open_object_maps(settings, load_object_model(model), [2, 0], tmp_path / "out.gpkg", progress=log) as maps:
        assert (maps.source.count, maps.source.dtype, maps.source.grid.width) == (2, "float32", 130)
        assert maps.read_walls is None
        found, valid = maps.source.read()
    with rasterio.open(tmp_path / "all.tif") as written:
        np.testing.assert_array_equal(np.where(valid, found, np.nan), written.read([3, 1]))
    assert valid[:, :99].all() and not valid[:, 101:].any()
    assert sorted(tmp_path.iterdir()) == before
    assert not any("Wrote" in text for text in log.texts)


@pytest.mark.parametrize("resolution_m", [None, 0.75, 0.3])
def test_tiles_do_not_show(tmp_path, write_raster, make_random_model, resolution_m):
    image, model = write_raster(make_noise(200, 230)), make_random_model(inputs=make_input(127.0, resolution_m))
    found = [read_maps(image, model, tmp_path / "out.gpkg", core_px=size) for size in (32, 64, 256)]
    for scores, valid, walls in found[1:]:
        assert valid.all()
        assert np.abs(scores - found[0][0]).max() <= 1 / 1024
        assert np.abs(walls - found[0][2]).max() <= 2 / 254 + 1e-6
        assert (walls == found[0][2]).mean() > 0.999  # a value on the edge of a step
    assert found[0][2].std(axis=(1, 2)).min() > 0.001


def test_all_views_of_a_mirrored_image_have_mirrored_directions(tmp_path, write_raster, make_random_model):
    pixels, model, target = make_noise(64, 64), make_random_model(), tmp_path / "out.gpkg"
    walls = read_maps(write_raster(pixels), model, target, augmented=True)[2]
    mirrored = read_maps(write_raster(pixels[:, :, ::-1]), model, target, augmented=True)[2]
    expected = walls[:, :, ::-1] * np.array([1, 1, -1, 1, 1])[:, None, None]
    assert np.abs(mirrored - expected).max() <= 2 / 254 + 1e-6
    assert np.abs(walls[2]).max() > 0.02


def test_confidence_is_what_segment_writes(tmp_path, write_raster, make_random_model):
    """Of a polygons model, whose energy is that of its classes alone; its other maps stay as they are."""
    path, pixels = make_random_model(), make_noise(96, 160)
    pixels[:, :, 140:] = 0
    model = load_model(path)
    with torch.no_grad():
        _, energy, features = CellStatistics(model.network, 2)(
            (torch.from_numpy(make_noise(256, 256).astype(np.float32)) - 127)[None] / 127)
    known = Confidence.fit(energy.flatten().numpy(), features[0].flatten(1).T.numpy(), 33)
    image = write_raster(pixels, nodata=0)
    before = read_maps(image, path, tmp_path / "out.gpkg")
    save_model(path, model.network, model.card, known.to_tensors())
    segment(image, path, core_px=32, device="cpu", confidence=str(tmp_path / "confidence.tif"))
    with open_raster(tmp_path / "confidence.tif") as source:
        expected, valid = source.read()
    settings = ImageSettings(image, device="cpu")
    with open_object_maps(settings, load_object_model(path), (1,), tmp_path / "out.gpkg", None, True) as maps:
        found, seen = maps.confidence.read()
        squares = VectorLayer(np.array([place_box(maps.source.grid, 16, 48), place_box(maps.source.grid, 145, 155)]),
                              {}, to_crs(maps.source.grid.crs))  # fmt: skip
        means = maps.measure_confidence(squares)
    assert (valid == seen).all() and not valid[0, 140:].any() and valid[0, :140].all()
    assert np.abs(found - expected)[:, valid].max() <= 2 / 1024 and expected[:, valid].std() > 0.01
    assert means[0] == pytest.approx(expected[0, 16:48, 16:48].mean(), abs=2e-3) and np.isnan(means[1])
    after = read_maps(image, path, tmp_path / "out.gpkg")
    for one, other in zip(before, after):
        assert np.abs(one.astype(float) - other)[..., :140].max() <= 1 / 254 + 1e-6
    with open_object_maps(settings, load_object_model(make_random_model()), (1,), tmp_path / "out.gpkg") as maps:
        assert maps.confidence is None and maps.measure_confidence(squares) is None


def place_box(grid, first, last):
    """The square of the pixels first to last, in both directions."""
    corners = [grid.transform * (each, each) for each in (first, last)]
    return shapely.box(*np.min(corners, axis=0), *np.max(corners, axis=0))
