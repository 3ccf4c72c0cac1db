import numpy as np
import pytest
import rasterio
import shapely
import torch
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.bundled import ALIGNMENT, find_bundled_model
from eo_deep.models.heads import Heads, find_last_layer
from eo_deep.models.model_file import load_model, read_tensors
from eo_deep.polygon_extraction import train_polygons
from eo_deep.polygon_extraction.validation import validate_heads
from eo_deep.segmentation import segment, train_segmentation
from tests.engine.notes import Killed, KilledAfter, Notes
from tests.engine.segmentation.test_train import SMALL, write_scene

X, Y, PIXEL = 500_000, 5_500_000, 0.5


def write_rows(folder, name="rows", seed=0, side=320, fields=None):
    """An image of rows of bright boxes that touch, dark lines between them; (image path, polygons path)."""
    rng = np.random.default_rng(seed)
    pixels = np.full((3, side, side), 70.0)
    boxes = []
    for top in range(8, side - 30, 40):
        left = 8 + int(rng.integers(0, 20))
        while left < side - 30:
            width = int(rng.integers(14, 24))
            pixels[:, top : top + 24, left : left + width] = rng.uniform(140, 200)
            pixels[:, top : top + 24, left] = 30
            boxes.append(shapely.box(left, top, left + width, top + 24))
            left += width + (0 if rng.random() < 0.7 else 16)
    pixels += rng.normal(0, 6, pixels.shape)
    profile = {"driver": "GTiff", "height": side, "width": side, "dtype": "uint8", "crs": "EPSG:32633", "count": 3}
    path = str(folder / f"{name}.tif")
    with rasterio.open(path, "w", transform=from_origin(X, Y, PIXEL, PIXEL), **profile) as file:
        file.write(pixels.clip(0, 255).astype(np.uint8))
    return path, write_polygons(folder / f"{name}.gpkg", boxes, fields)


def write_polygons(path, boxes, fields=None):
    """Polygons given in px of the image."""
    placed = shapely.transform(np.array(boxes, object), lambda xy: xy * (PIXEL, -PIXEL) + (X, Y))
    write_vectors(str(path), VectorLayer(placed, fields or {}, rasterio.CRS.from_epsg(32633)))
    return str(path)


def test_learns_borders_and_corners_and_says_so(tmp_path):
    image, polygons = write_rows(tmp_path)
    model, report, heard = str(tmp_path / "m.safetensors"), str(tmp_path / "report.html"), Notes()
    settings = {**SMALL, "epochs": 12, "samples_per_epoch": 96, "augmentation": "none"}
    result = train_polygons([image], [polygons], model=model, report=report, progress=heard, **settings)
    assert result["mean_iou"] > 0.8
    assert result["border_f"] > 0.9
    assert result["corner_f"] > 0.85
    card = load_model(model, "polygons").card
    assert card["heads"] == ["border", "direction", "corners", "offset"]
    assert card["network"]["arguments"]["out_channels"] == 9
    assert card["training"]["metrics"]["heads"]["border_f"] == result["border_f"]
    text = (tmp_path / "report.html").read_text()
    for wanted in ("Borders, corners and directions", "corners (within 2 px)", "Ground truth and prediction", "IoU"):
        assert wanted.lower() in text.lower()
    assert not (tmp_path / "m.safetensors.checkpoint").exists()


def test_a_resumed_training_gives_the_same_weights(tmp_path):
    image, polygons = write_rows(tmp_path, side=192)
    initial = str(tmp_path / "initial.safetensors")
    settings = {**SMALL, "samples_per_epoch": 24}
    train_segmentation([image], [polygons], model=initial, **{**settings, "epochs": 1})
    whole, broken = str(tmp_path / "whole.safetensors"), str(tmp_path / "broken.safetensors")
    settings |= {"initial_model": initial}
    train_polygons([image], [polygons], model=whole, **settings)
    with pytest.raises(Killed):
        train_polygons([image], [polygons], model=broken, progress=KilledAfter(1), **settings)
    train_polygons([image], [polygons], model=broken, resume=True, **settings)
    one, other = read_tensors(whole)[0], read_tensors(broken)[0]
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_starts_from_a_segmentation_model_with_its_classes_and_goes_on_from_a_polygons_model(tmp_path):
    image, polygons = write_rows(tmp_path, side=192)
    first, second, third, fourth = (str(tmp_path / f"{n}.safetensors") for n in range(4))
    settings = {**SMALL, "epochs": 1, "samples_per_epoch": 8, "validation_share": 0}
    still = {**settings, "learning_rate": 1e-7}
    train_segmentation([image], [polygons], model=first, **settings)
    train_polygons([image], [polygons], initial_model=first, model=second, **still)
    a, b = (find_last_layer(load_model(path).network) for path in (first, second))
    assert torch.allclose(a.weight, b.weight[:2], atol=1e-3)
    assert b.bias[[2, 5, 6]].tolist() == pytest.approx([-4.0] * 3, abs=0.01)
    train_polygons([image], [polygons], initial_model=second, model=third, **still)
    c = find_last_layer(load_model(third).network)
    assert torch.allclose(b.weight, c.weight, atol=1e-3)
    train_segmentation([image], [polygons], initial_model=third, model=fourth, **still)
    d = find_last_layer(load_model(fourth, "segmentation").network)
    assert torch.allclose(c.weight[:2], d.weight, atol=1e-3)
    segment(image, third, output=str(tmp_path / "map.tif"), device="cpu")


def test_new_heads_are_those_of_the_last_epoch(tmp_path, monkeypatch):
    """The classes of a segmentation model may be best before its heads have learned anything."""
    image, polygons = write_rows(tmp_path, side=192)
    first, second, third = (str(tmp_path / f"{n}.safetensors") for n in range(3))
    settings = {**SMALL, "epochs": 2, "samples_per_epoch": 8}
    train_segmentation([image], [polygons], model=first, **settings)
    scores = iter([0.9, 0.8, 0.9, 0.8])
    real = validate_heads
    monkeypatch.setattr("eo_deep.polygon_extraction.task.validate_heads",
                        lambda *arguments: {**real(*arguments), "score": next(scores)})
    from_classes = train_polygons([image], [polygons], initial_model=first, model=second, **settings)
    assert (from_classes["best_epoch"], from_classes["mean_iou"]) == (2, 0.8)
    from_heads = train_polygons([image], [polygons], initial_model=second, model=third, **settings)
    assert (from_heads["best_epoch"], from_heads["mean_iou"]) == (1, 0.9)


def test_classes_by_field(tmp_path):
    image, polygons = write_rows(tmp_path)
    boxes = read_vectors(polygons)
    kinds = np.array(["roof", "pool"] * len(boxes), object)[: len(boxes)]
    write_vectors(polygons, boxes.add({"kind": kinds}))
    model = str(tmp_path / "m.safetensors")
    settings = {**SMALL, "epochs": 1, "samples_per_epoch": 8}
    result = train_polygons(image, polygons, "kind", model=model, **settings)
    assert result["classes"] == ["pool", "roof"]
    assert load_model(model).network(torch.zeros(1, 3, 32, 32)).shape[1] == Heads(2).channels


def test_bad_input_is_one_sentence(tmp_path):
    image, polygons = write_rows(tmp_path, side=192)
    model = str(tmp_path / "m.safetensors")
    settings = {**SMALL, "epochs": 1, "samples_per_epoch": 8}
    scene, classes = write_scene(tmp_path)
    with pytest.raises(EoDeepError, match=r"The polygons '.*classes.tif' are a raster; give a layer of polygons\."):
        train_polygons(scene, classes, model=model, **settings)
    small = write_polygons(tmp_path / "small.gpkg", [shapely.box(9.1, 9.1, 9.3, 9.3)])
    with pytest.raises(EoDeepError, match="pixel"):
        train_polygons(image, small, model=model, **settings)
    with pytest.raises(EoDeepError, match=r"is a model for alignment, this needs one for polygons or segmentation\."):
        train_polygons(image, polygons, initial_model=find_bundled_model(ALIGNMENT), model=model, **settings)


def test_a_single_polygon_and_overlapping_ones_are_learned(tmp_path):
    image, _ = write_rows(tmp_path, side=192)
    settings = {**SMALL, "epochs": 1, "samples_per_epoch": 8, "validation_share": 0}
    one = write_polygons(tmp_path / "one.gpkg", [shapely.box(20, 20, 60, 50)])
    heard = Notes()
    assert train_polygons(image, one, model=str(tmp_path / "a.safetensors"), progress=heard, **settings)["seconds"] > 0
    over = write_polygons(tmp_path / "over.gpkg", [shapely.box(20, 20, 60, 50), shapely.box(40, 30, 90, 60)])
    assert train_polygons(image, over, model=str(tmp_path / "b.safetensors"), progress=heard, **settings)["seconds"] > 0
