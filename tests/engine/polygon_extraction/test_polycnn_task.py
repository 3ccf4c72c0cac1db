from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.library.predictors import load_model as load_predictor
from eo_deep.models.model_file import load_model
from eo_deep.polygon_extraction import extract_polygons, train_polygons
from eo_deep.segmentation import segment, train_segmentation
from tests.engine.notes import Notes
from tests.engine.polygon_extraction.test_train import PIXEL, X, Y, write_polygons

TINY = {
    "network": "polycnn", "base_channels": 8, "epochs": 2, "samples_per_epoch": 32, "batch_size": 16, "device": "cpu",
    "augmentation": "flips and rotations", "crop_px": 64,
}  # fmt: skip


def write_panels(folder, name="panels", seed=0, side=384):
    """An image of bright turned rectangles, every fifth of them with a corner cut off; (image path, polygons path)."""
    rng = np.random.default_rng(seed)
    shapes = []
    for row in range(side // 48):
        for column in range(side // 48):
            width, height = rng.uniform(12, 26, 2)
            box = shapely.box(-width / 2, -height / 2, width / 2, height / 2)
            if (row + column) % 5 == 4:
                box -= shapely.box(0, 0, width, height)
            turned = shapely.affinity.rotate(box, rng.uniform(0, 180), origin=(0, 0))
            shapes.append(shapely.affinity.translate(turned, 48 * column + 24, 48 * row + 24))
    inside = rasterio.features.rasterize(shapes, (side, side))
    pixels = np.where(inside, 180.0, 70.0) + rng.normal(0, 5, (3, side, side))
    profile = {"driver": "GTiff", "height": side, "width": side, "dtype": "uint8", "crs": "EPSG:32633", "count": 3}
    path = str(folder / f"{name}.tif")
    with rasterio.open(path, "w", transform=from_origin(X, Y, PIXEL, PIXEL), **profile) as file:
        file.write(pixels.clip(0, 255).astype(np.uint8))
    return path, write_polygons(folder / f"{name}.gpkg", shapes)


def test_learns_four_corners_and_says_what_is_left_out(tmp_path):
    image, polygons = write_panels(tmp_path)
    model, report, heard = str(tmp_path / "m.safetensors"), str(tmp_path / "report.html"), Notes()
    settings = {**TINY, "epochs": 8, "samples_per_epoch": 256, "learning_rate": 3e-3}
    result = train_polygons(image, polygons, model=model, report=report, progress=heard, **settings)
    assert result["mean_iou"] > 0.6
    loaded = load_model(model, "polygons")
    assert loaded.card["heads"] == []
    assert loaded.card["exact"] is False
    assert loaded.card["network"]["arguments"]["patch_px"] == loaded.network.patch_px == 48
    assert any(
        "have 4 corners and fit patches of 48 px; left out are 12 with other corners" in each for each in heard.messages
    )
    assert "mean IoU" in Path(report).read_text(encoding="utf-8")
    check_outlines_marked_objects(tmp_path, image, polygons, model)


def check_outlines_marked_objects(folder, image, polygons, model):
    """Points and boxes on objects of the training get outlines of four corners near them, with their fields."""
    truth = read_polygons(polygons)
    chosen = truth.select(np.array([0, 9]))
    points, boxes, output = str(folder / "points.gpkg"), str(folder / "boxes.gpkg"), str(folder / "o.gpkg")
    fields = {"name": np.array(["a", "b"], dtype=object)}
    write_vectors(points, VectorLayer(shapely.centroid(chosen.geometries), fields, truth.crs))
    write_vectors(boxes, VectorLayer(shapely.envelope(chosen.geometries), fields, truth.crs))
    for marks in ({"points": points}, {"boxes": boxes}):
        assert extract_polygons(image, model, **marks, output=output)["polygons_count"] == 2
        found = read_polygons(output)
        assert list(found.fields["name"]) == ["a", "b"]
        assert list(found.fields["n_vertices"]) == [4, 4]
        assert set(found.fields["status"]) == {"regressed"}
        common = shapely.area(shapely.intersection(found.geometries, chosen.geometries))
        assert (common > 0.5 * shapely.area(shapely.union(found.geometries, chosen.geometries))).all()
        assert np.allclose(found.fields["area_m2"], shapely.area(found.geometries), rtol=0.01)
        assert (found.fields["score"] > 0.5).all()
        assert (found.fields["sigma_m"] > 0).all()
    with pytest.raises(EoDeepError, match="only outlines marked objects"):
        extract_polygons(image, model, output=output)
    with pytest.raises(EoDeepError, match="leave out the area"):
        extract_polygons(image, model, points=points, area=boxes, output=output)
    with pytest.raises(EoDeepError, match="only outlines objects that points or boxes mark"):
        segment(image, model, output=str(folder / "o.tif"))
    assert load_predictor(model).card["task"] == "polygons"


def test_goes_on_from_another_polycnn_and_from_a_resunet(tmp_path):
    image, polygons = write_panels(tmp_path)
    trunk, first, second = (str(tmp_path / f"{name}.safetensors") for name in "abc")
    train_segmentation(image, polygons, model=trunk, epochs=1, samples_per_epoch=4, batch_size=2, crop_px=64,
                       base_channels=8, device="cpu", network="resunet")  # fmt: skip
    train_polygons(image, polygons, model=first, initial_model=trunk, **TINY)
    assert load_model(first).card["training"]["initial_model"] == "a"
    train_polygons(image, polygons, model=second, initial_model=first, **{**TINY, "network": "resunet"})
    card = load_model(second).card
    assert card["network"]["name"] == "polycnn"
    assert card["training"]["initial_model"] == "b"


def test_refuses_what_does_not_fit(tmp_path):
    image, polygons = write_panels(tmp_path)
    model, trunk = str(tmp_path / "m.safetensors"), str(tmp_path / "u.safetensors")
    train_segmentation(image, polygons, model=trunk, epochs=1, samples_per_epoch=4, batch_size=2, crop_px=64,
                       base_channels=8, device="cpu", network="unet")  # fmt: skip
    with pytest.raises(EoDeepError, match="'u' is a unet"):
        train_polygons(image, polygons, model=model, initial_model=trunk, **TINY)
    hexagon = shapely.Point(100, 100).buffer(20, quad_segs=2)
    round_ones = write_polygons(tmp_path / "round.gpkg", [hexagon, shapely.affinity.translate(hexagon, 100, 100)])
    with pytest.raises(EoDeepError, match="No object with 4 corners"):
        train_polygons(image, round_ones, model=model, validation_share=0, **TINY)
