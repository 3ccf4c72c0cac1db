"""Classifiers of pixels, from labelled images to maps."""

import json

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.chain import open_chain
from eo_deep.image_features import extract_features
from eo_deep.io.model_card import read_card
from eo_deep.pixel_classification import classify_pixels, train_pixels
from eo_deep.pixel_classification.classify import PixelMap
from eo_deep.pixel_classification.model import load_pixel_model
from tests.engine.feature_chains.test_chain import write
from tests.engine.notes import Notes
from tests.engine.scene_classification.test_series_start import save_series

NAMES = ["B02", "B03"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Three classes in stripes of 40 columns, a fine and a coarse image, polygons in each stripe."""
    folder = tmp_path_factory.mktemp("place")
    rng = np.random.default_rng(0)
    classes = np.arange(120) // 40
    means = np.array([[1000, 3000, 2000], [500, 700, 2500]])[:, classes]
    fine = (means[:, None] + rng.normal(0, 80, (2, 100, 120))).astype("uint16")
    fine[:, :3, :3] = 0
    coarse = (np.array([10, 20, 30])[classes[::2]][None, None] + rng.integers(0, 5, (1, 50, 60))).astype("uint16")
    boxes, values = [], []
    for value in range(3):
        for row in range(5, 95, 15):
            boxes.append(shapely.box(500000 + 10 * (value * 40 + 5), 5000000 - 10 * (row + 8),
                                     500000 + 10 * (value * 40 + 30), 5000000 - 10 * row))
            values.append(["water", "field", "town"][value])
    pyogrio.raw.write(folder / "labels.gpkg", shapely.to_wkb(np.array(boxes)), [np.array(values, object)], ["kind"],
                      geometry_type="Polygon", crs="EPSG:32634")
    return {"folder": folder, "fine": write(folder / "fine.tif", fine, names=NAMES, nodata=0),
            "coarse": write(folder / "coarse.tif", coarse, 20.0), "labels": str(folder / "labels.gpkg")}


def train(place, tmp_path, **changes):
    given = {"images": [place["fine"]], "labels": [place["labels"]], "class_field": "kind", "samples_per_class": 100,
             "trees": 10, "model": str(tmp_path / "m.safetensors"), **changes}
    return train_pixels(**given)


def read(path):
    with rasterio.open(path) as file:
        return file.read()


@pytest.mark.parametrize("classifier", ["random forest", "gradient boosting", "logistic regression",
                                        "support vector machine", "nearest neighbours", "perceptron"])
def test_stripes_are_found_by_every_classifier(place, tmp_path, classifier):
    found = train(place, tmp_path, classifier=classifier, second_images=[place["coarse"]], window_px=3,
                  formulas="ratio = B02 / B03", report=str(tmp_path / "r.html"))
    assert found["overall_accuracy"] > 0.97
    assert found["classes"] == ["field", "town", "water"]
    assert found["features"] == [*NAMES, "gray", "B02 mean 3x3", "B03 mean 3x3", "gray mean 3x3",
                                 "B02 deviation 3x3", "B03 deviation 3x3", "gray deviation 3x3", "ratio"]
    assert (found["samples"], found["polygons"]) == (300, 18)
    assert "By polygons: whole polygons were held out" in (tmp_path / "r.html").read_text()
    outputs = {name: str(tmp_path / f"{name}.tif") for name in ("output", "probabilities", "confidence", "margin")}
    result = classify_pixels(place["fine"], found["model"], [place["coarse"]], **outputs)
    assert result["pixels"] == 100 * 120 - 9
    classes, scores = read(outputs["output"])[0], read(outputs["probabilities"])
    assert (classes[:3, :3] == 255).all() and np.isnan(scores[:, :3, :3]).all()
    wanted = np.repeat([3, 1, 2], 40)[None].repeat(100, 0)
    inner = np.ones(classes.shape, bool)
    inner[:4, :4] = False
    assert (classes == wanted)[inner].mean() > 0.97
    np.testing.assert_allclose(scores[:, inner].sum(0), 1, atol=0.01)
    highest = np.sort(scores, axis=0)
    np.testing.assert_allclose(read(outputs["confidence"])[0][inner], highest[2][inner], atol=1e-3)
    np.testing.assert_allclose(read(outputs["margin"])[0][inner], (highest[2] - highest[1])[inner], atol=2e-3)


def test_classes_have_the_names_and_colours_of_a_legend(place, tmp_path):
    found = train(place, tmp_path, classifier="logistic regression", legend=["water = lake #0000FF", "town = city"])
    assert found["classes"] == ["field", "city", "lake"]
    assert read_card(found["model"])["classes"][2]["color"] == "#0000ff"


def test_the_code_of_a_series_model_tells_classes(place, tmp_path):
    """As a layer at the image's resolution, or as a raster of cells beside the image."""
    series = save_series(tmp_path / "s.safetensors", bands=NAMES, dtype="uint16", mean=[2e3, 1e3], std=[1e3, 1e3])
    cells = str(tmp_path / "cells.tif")
    by_layer = train(place, tmp_path, layer_model=series, layer="shared code", classifier="logistic regression")
    assert by_layer["features"] == [*NAMES, *(f"shared code {number}" for number in range(1, 33))]
    assert by_layer["overall_accuracy"] > 0.97
    assert classify_pixels(place["fine"], by_layer["model"], output=str(tmp_path / "o.tif"))["pixels"] == 100 * 120 - 9
    extract_features([place["fine"]], cells="shared code", layer_model=series, output=cells)
    by_raster = train(place, tmp_path, images=[cells], classifier="logistic regression")
    assert by_raster["features"] == [f"shared {number}" for number in range(1, 33)]
    assert by_raster["overall_accuracy"] > 0.9


@pytest.mark.parametrize("classifier", ["random forest", "logistic regression", "perceptron"])
def test_maps_are_scikit_learns_and_do_not_depend_on_tiles(place, tmp_path, classifier):
    model = load_pixel_model(train(place, tmp_path, classifier=classifier, window_px=5)["model"])
    with open_chain(model.settle([place["fine"]])) as chain:
        window = next(chain.grid.blocks(1000))
        features, known = chain.read(window)
        wanted = model.classifier.predict_proba(np.ascontiguousarray(features[:, known].T))
        scores, valid = PixelMap(model, chain).predict(window)
        np.testing.assert_allclose(scores[:, valid].T, wanted, atol=1e-6)
        assert (scores[:, valid].argmax(0) == wanted.argmax(1)).all()
        for tile in (16, 48):
            for part in chain.grid.blocks(tile):
                rows, columns = part.toslices()
                some, inside = PixelMap(model, chain).predict(part)
                assert (inside == valid[rows, columns]).all() and (some == scores[:, rows, columns]).all()


def test_bytes_are_predicted_once_for_each_distinct_pixel(place, tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 4, (3, 100, 120)) + np.arange(120) // 40 * 20
    image = write(tmp_path / "byte.tif", pixels.astype("uint8"))
    model = load_pixel_model(train(place, tmp_path, images=[image], formulas="sum = red + green")["model"])
    with open_chain(model.settle([image])) as chain:
        assert chain.byte_bands == 3
        features, valid = chain.read(next(chain.grid.blocks(1000)))
        pixel_map, counts = PixelMap(model, chain), []
        predict = pixel_map._predict
        pixel_map._predict = lambda found: counts.append(found.shape[1]) or predict(found)
        scores, _ = pixel_map.predict(next(chain.grid.blocks(1000)))
    assert counts == [3 * 4**3]
    wanted = model.classifier.predict_proba(features.reshape(4, -1).T)
    np.testing.assert_allclose(scores.reshape(3, -1).T, wanted, atol=1e-6)


def test_samples_with_features_give_the_model_of_their_names(place, tmp_path):
    rng = np.random.default_rng(0)
    kinds = np.array(["water", "field"], object)[np.arange(80) % 2]
    values = {name: rng.normal(size=80) + (kinds == "water") * 5 for name in (*NAMES, "B02 mean 3x3", "ratio")}
    fields = {"class": kinds, "value": np.where(kinds == "water", 7, 3), "polygon": np.arange(80) // 4,
              "part": np.where(np.arange(80) < 60, "training", "test").astype(object), **values}
    points = shapely.points(rng.uniform(0, 1000, (80, 2)))
    pyogrio.raw.write(tmp_path / "s.gpkg", shapely.to_wkb(points), list(fields.values()), list(fields),
                      geometry_type="Point", crs="EPSG:32634")
    found = train_pixels(str(tmp_path / "s.gpkg"), formulas="ratio = B02 / B03", model=str(tmp_path / "m.safetensors"))
    model = load_pixel_model(found["model"])
    assert found["features"] == [*NAMES, "B02 mean 3x3", "ratio"]
    assert (found["samples"], found["polygons"]) == (60, 15)
    assert [(each["name"], each["value"]) for each in model.card["classes"]] == [("field", 3), ("water", 7)]
    assert model.features.window_px == 3 and model.card["inputs"][0]["bands"] == NAMES
    assert sum(map(sum, model.card["training"]["accuracy"]["held_back"]["confusion"])) == 20
    classify_pixels(place["fine"], found["model"], output=str(tmp_path / "map.tif"))
    assert set(np.unique(read(tmp_path / "map.tif"))) <= {3, 7, 255}


def test_features_outside_and_classes_without_pixels_are_told(place, tmp_path):
    corners = [(500050, 4999500, 150), (500450, 4999500, 150), (510000, 4999500, 150), (500851, 4999501, 1)]
    boxes = np.array([shapely.box(x, y, x + side, y + side) for x, y, side in corners])
    labels = tmp_path / "l.gpkg"
    names = np.array(["a", "b", "far", "tiny"], object)
    pyogrio.raw.write(labels, shapely.to_wkb(boxes), [names], ["v"], geometry_type="Polygon", crs="EPSG:32634")
    notes = Notes()
    found = train(place, tmp_path, labels=[str(labels)], class_field="v", progress=notes)
    assert found["classes"] == ["a", "b"]
    assert "1 of 4 features of 'l.gpkg' lie outside of the images; they are not used." in notes.warnings
    assert "No valid sample is of class far, tiny; the model will not find it." in notes.warnings
    pyogrio.raw.write(labels, shapely.to_wkb(boxes[[0, 0]]), [names[:2]], ["v"], geometry_type="Polygon",
                      crs="EPSG:32634")
    with pytest.raises(EoDeepError, match="outside of them, on nodata or on several classes"):
        train(place, tmp_path, labels=[str(labels)], class_field="v", model=str(tmp_path / "none.safetensors"))
    assert not (tmp_path / "none.safetensors").exists()


def test_one_polygon_of_a_class_is_never_held_out(place, tmp_path):
    lefts = (500050, 500450, 500450, 500850)
    boxes = np.array([shapely.box(left, 4999500, left + 150, 4999900) for left in lefts])
    boxes[2] = shapely.box(500450, 4999100, 500600, 4999400)
    pyogrio.raw.write(tmp_path / "l.gpkg", shapely.to_wkb(boxes), [np.array([-5, 300, 300, 7])], ["v"],
                      geometry_type="Polygon", crs="EPSG:32634")
    notes = Notes()
    found = train(place, tmp_path, labels=[str(tmp_path / "l.gpkg")], class_field="v", progress=notes)
    assert any("Only one of the polygons is of class class -5, class 7, so none can be held out" in each
               for each in notes.warnings)
    assert found["overall_accuracy"] == 1.0
    card = load_pixel_model(found["model"]).card
    wanted = [(1, "class -5"), (7, "class 7"), (2, "class 300")]
    assert [(each["value"], each["name"]) for each in card["classes"]] == wanted


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"images": None}, "Give samples, or at least one image with labels"),
    ({"class_field": None}, "at least two classes, but all samples are of one class, object"),
    ({"window_px": 4}, "odd number of pixels"),
    ({"formulas": "x = nir + 1"}, "Formula 'x' names 'nir', but the bands are b02, b03"),
    ({"formulas": "B02 = B03"}, "names of their own, got 'B02' twice"),
    ({"classifier": "oracle"}, "The classifier must be one of random forest"),
    ({"second_images": ["{coarse}", "{coarse}"]}, "Give one second image for each image, got 2 for 1"),
    ({"bands": [1, 3]}, "Band 3 is not in"),
    ({"balance": True, "classifier": "perceptron"}, "cannot balance the classes"),
])  # fmt: skip
def test_wrong_input_of_a_training_is_one_sentence(place, tmp_path, changes, sentence):
    changes = {name: [each.format(**place) if isinstance(each, str) else each for each in value]
               if isinstance(value, list) else value for name, value in changes.items()}
    with pytest.raises(EoDeepError, match=sentence):
        train(place, tmp_path, **changes)
    assert not (tmp_path / "m.safetensors").exists()


def test_images_that_do_not_fit_a_model_are_refused(place, tmp_path):
    model = train(place, tmp_path, second_images=[place["coarse"]])["model"]
    output = str(tmp_path / "map.tif")
    away = write(tmp_path / "away.tif", np.ones((1, 9, 9), "uint16"), origin=(800000.0, 5000000.0))
    for others, sentence in (([], "The model needs 2 images .bands B02, B03; gray., got 1"),
                             ([away], "'away.tif' does not lie where 'fine.tif' does"),
                             ([place["fine"]], "The model needs 1 bands .gray., 'fine.tif' has 2")):
        with pytest.raises(EoDeepError, match=sentence):
            classify_pixels(place["fine"], model, others, output=output)
    with pytest.raises(EoDeepError, match="The model needs 2 bands"):
        classify_pixels(place["coarse"], model, [place["coarse"]], output=output)


def test_the_card_states_what_is_needed(place, tmp_path):
    card = load_pixel_model(train(place, tmp_path, window_px=3)["model"]).card
    assert card["task"] == "pixels" and card["halo_px"] == [1, 1]
    assert json.dumps(card["training"]).count(str(place["folder"])) == 0
