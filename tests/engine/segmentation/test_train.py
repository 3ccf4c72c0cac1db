import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.models.model_file import load_model, read_card, read_tensors
from eo_deep.segmentation import segment, train_segmentation
from tests.engine.notes import Killed, KilledAfter, Notes

SMALL = {
    "network": "resunet",
    "base_channels": 8,
    "epochs": 3,
    "samples_per_epoch": 64,
    "crop_px": 64,
    "learning_rate": 1e-2,
    "augmentation": "flips and rotations",
    "device": "cpu",
}


def write_scene(folder, name="scene", crs="EPSG:32633", seed=0, size=320):
    """An image of bright boxes on dark ground, and the boxes as class raster; (image path, classes path)."""
    rng = np.random.default_rng(seed)
    classes = np.zeros((size, size), np.uint8)
    for _ in range(size // 10):
        row, column = rng.integers(0, size - 30, 2)
        height, width = rng.integers(12, 30, 2)
        classes[row : row + height, column : column + width] = 1
    pixels = np.where(classes, 170, 70) + rng.normal(0, 12, (3, size, size))
    profile = {"driver": "GTiff", "height": size, "width": size, "dtype": "uint8", "crs": crs}
    profile["transform"] = from_origin(500_000, 5_500_000, 0.5, 0.5)
    paths = str(folder / f"{name}.tif"), str(folder / f"{name}_classes.tif")
    for path, values in zip(paths, (pixels.clip(0, 255).astype(np.uint8), classes[None])):
        with rasterio.open(path, "w", count=len(values), **profile) as file:
            file.write(values)
    return paths


def test_learns_to_find_boxes_and_says_so(tmp_path):
    image, labels = write_scene(tmp_path)
    model, report = str(tmp_path / "m.safetensors"), str(tmp_path / "report.html")
    heard = Notes()
    result = train_segmentation([image], [labels], model=model, report=report, progress=heard, **SMALL)
    assert result["mean_iou"] > 0.8
    assert not (tmp_path / "m.safetensors.checkpoint").exists()
    assert any("Epoch 2 of 3: loss" in text for text in heard.texts)
    card = load_model(model, "segmentation").card
    assert card["inputs"][0]["resolution_m"] == pytest.approx(0.5, rel=0.01)
    assert card["inputs"][0]["scaling"]["kind"] == "percentiles"
    assert [c["value"] for c in card["classes"]] == [0, 1]
    assert card["training"]["images"] == ["scene.tif"]
    assert card["training"]["metrics"]["mean_iou"] == result["mean_iou"]
    text = (tmp_path / "report.html").read_text()
    for wanted in ("Confusion matrix", "Samples of the validation data", "Mean training loss", "learning rate"):
        assert wanted in text
    segment(image, model, output=str(tmp_path / "map.tif"), device="cpu")
    with rasterio.open(tmp_path / "map.tif") as found, rasterio.open(labels) as truth:
        assert (found.read(1) == truth.read(1)).mean() > 0.9


def test_an_interrupted_training_ends_with_the_same_weights(tmp_path):
    image, labels = write_scene(tmp_path)
    whole, broken = str(tmp_path / "whole.safetensors"), str(tmp_path / "broken.safetensors")
    settings = {**SMALL, "augmentation": "strong", "samples_per_epoch": 12}
    train_segmentation([image], [labels], model=whole, **settings)
    with pytest.raises(Killed):
        train_segmentation([image], [labels], model=broken, progress=KilledAfter(2), **settings)
    assert not (tmp_path / "broken.safetensors").exists()
    train_segmentation([image], [labels], model=broken, resume=True, **settings)
    one, two = (load_model(path).network.state_dict() for path in (whole, broken))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_goes_on_from_a_model_with_other_classes(tmp_path):
    image, labels = write_scene(tmp_path)
    first, second = str(tmp_path / "first.safetensors"), str(tmp_path / "second.safetensors")
    train_segmentation([image], [labels], model=first, **SMALL)
    with rasterio.open(labels, "r+") as file:
        values = file.read()
        values[:, :160][values[:, :160] == 1] = 2
        file.write(values)
    changed = {**SMALL, "network": "unet", "epochs": 1}
    train_segmentation([image], [labels], initial_model=first, model=second, **changed)
    old, new = load_model(first), load_model(second)
    assert new.card["network"]["name"] == "resunet"
    assert len(new.card["classes"]) == 3
    assert new.card["training"]["initial_model"] == "first"
    pairs = zip(old.network.encoder.parameters(), new.network.encoder.parameters())
    assert np.mean([float((a - b).abs().mean()) for a, b in pairs]) < 0.05


def test_labels_in_degrees_and_a_coarser_resolution(tmp_path):
    image, labels = write_scene(tmp_path)
    from eo_deep.polygonization.vectorization import polygonize

    polygonize(labels, threshold=0.5, output=str(tmp_path / "boxes.gpkg"))
    degrees = read_polygons(str(tmp_path / "boxes.gpkg"), crs=4326)
    write_vectors(str(tmp_path / "degrees.gpkg"), degrees)
    model = str(tmp_path / "m.safetensors")
    result = train_segmentation(
        [image], str(tmp_path / "degrees.gpkg"), resolution_m=1.0, model=model, **{**SMALL, "crop_px": 32}
    )
    assert result["mean_iou"] > 0.7
    assert load_model(model).card["inputs"][0]["resolution_m"] == 1.0


def test_images_without_crs_are_trained_on_in_pixels(tmp_path):
    image, labels = write_scene(tmp_path, crs=None)
    model, heard = str(tmp_path / "m.safetensors"), Notes()
    train_segmentation([image], [labels], model=model, progress=heard, **{**SMALL, "epochs": 1, "samples_per_epoch": 8})
    assert load_model(model).card["inputs"][0]["resolution_m"] is None
    assert any("has no CRS" in text for text in heard.texts)


def test_several_images_with_labels_of_their_own(tmp_path):
    scenes = [write_scene(tmp_path, f"scene{seed}", seed=seed, size=192) for seed in range(2)]
    images, labels = (list(paths) for paths in zip(*scenes))
    result = train_segmentation(images, labels, model=str(tmp_path / "m.safetensors"), **{**SMALL, "epochs": 1})
    assert result["best_epoch"] == 1


@pytest.fixture
def pair(tmp_path):
    """A grey image of 0.5 m, and one of 1 m in which the boxes are darker; (fine, coarse, labels) paths."""
    image, labels = write_scene(tmp_path)
    with rasterio.open(labels) as file:
        classes = file.read(1)
    rng = np.random.default_rng(1)
    profile = {"driver": "GTiff", "dtype": "uint8", "crs": "EPSG:32633", "width": 160, "height": 160}
    coarse = 180 - 100 * classes.reshape(160, 2, 160, 2).mean((1, 3)) + rng.normal(0, 12, (2, 160, 160))
    path = str(tmp_path / "coarse.tif")
    with rasterio.open(path, "w", count=2, transform=from_origin(500_000, 5_500_000, 1, 1), **profile) as file:
        file.write(coarse.clip(0, 255).astype(np.uint8))
    return image, path, labels


def test_trains_on_two_sources_and_goes_on_bit_by_bit(pair, tmp_path):
    image, coarse, labels = pair
    settings = {**SMALL, "network": "unet", "samples_per_epoch": 12, "augmentation": "strong"}
    settings |= {"second_images": [coarse], "second_bands": [2, 1], "optional_sources": True}
    whole, broken, report = (str(tmp_path / name) for name in ("whole.safetensors", "broken.safetensors", "r.html"))
    train_segmentation([image], [labels], model=whole, report=report, **settings)
    with pytest.raises(Killed):
        train_segmentation([image], [labels], model=broken, progress=KilledAfter(2), **settings)
    train_segmentation([image], [labels], model=broken, resume=True, **settings)
    one, two = (read_tensors(path)[0] for path in (whole, broken))
    assert all(torch.equal(one[name], two[name]) for name in one)
    card = read_card(whole)
    assert card["network"]["name"] == "multiunet"
    assert card["network"]["arguments"]["in_channels"] == [3, 3]  # the second has a band that says where it is known
    assert [(each["name"], each["ratio"], each["required"]) for each in card["inputs"]] == [
        ("scene.tif", 1, True),
        ("coarse.tif", 2, False),
    ]
    assert card["training"]["second_images"] == ["coarse.tif"]
    without = card["training"]["metrics"]["without"]
    assert 0 <= without["coarse.tif"]["mean_iou"] <= 1
    assert "without coarse.tif" in (tmp_path / "r.html").read_text()


def test_goes_on_from_a_model_of_the_first_source(pair, tmp_path):
    image, coarse, labels = pair
    settings = {**SMALL, "network": "unet", "epochs": 1, "samples_per_epoch": 2, "learning_rate": 1e-7}
    single, several = str(tmp_path / "single.safetensors"), str(tmp_path / "several.safetensors")
    train_segmentation([image], [labels], model=single, **settings)
    train_segmentation([image], [labels], model=several, initial_model=single, second_images=coarse, **settings)
    first, second = read_card(single), read_card(several)
    assert first["inputs"][0]["scaling"] == second["inputs"][0]["scaling"]
    weights = read_tensors(several)[0]
    for name, value in read_tensors(single)[0].items():
        if "running" not in name and value.is_floating_point() and not name.startswith("extra"):
            assert (weights[name].float() - value.float()).abs().max() < 1e-3


def test_goes_on_from_a_model_of_two_sources_with_both(pair, tmp_path):
    image, coarse, labels = pair
    settings = {**SMALL, "network": "unet", "epochs": 1, "samples_per_epoch": 2, "validation_share": 0.0}
    first, second = str(tmp_path / "first.safetensors"), str(tmp_path / "second.safetensors")
    train_segmentation([image], [labels], model=first, second_images=coarse, **settings)
    with pytest.raises(EoDeepError) as raised:
        train_segmentation([image], [labels], model=second, initial_model=first, **settings)
    assert str(raised.value) == (
        "The initial model is of 2 images: 'scene.tif' (3 bands, 0.5 m) and 'coarse.tif' (2 bands, 1 m); got 1."
    )
    train_segmentation([image], [labels], model=second, initial_model=first, second_images=coarse, **settings)
    assert read_card(second)["inputs"] == read_card(first)["inputs"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"network": "fcn"}, "The network 'fcn' takes no second images; train a 'unet' with them."),
        ({"network": "multiunet", "second_images": None}, "The network 'multiunet' needs second images"),
        ({"crop_px": 36}, "Crop must be a multiple of 16 px and at least 32 px, got 36 px."),
        ({"second_bands": [3]}, "Band 3 is not in"),
    ],
)
def test_says_what_does_not_go_with_second_images(pair, tmp_path, change, message):
    image, coarse, labels = pair
    settings = {**SMALL, "network": "unet", "second_images": [coarse], **change}
    with pytest.raises(EoDeepError, match=message):
        train_segmentation([image], [labels], model=str(tmp_path / "m.safetensors"), **settings)
    assert not (tmp_path / "m.safetensors").exists()


def test_numbers_of_the_images_are_learned_from(tmp_path):
    """The same image twice: with boxes at one height of the sun, without any at the other."""
    image, labels = write_scene(tmp_path)
    empty = str(tmp_path / "empty.tif")
    with rasterio.open(labels) as file, rasterio.open(empty, "w", **file.profile) as copy:
        classes = file.read()
        copy.write(0 * classes)
    model, settings = str(tmp_path / "model.safetensors"), {**SMALL, "epochs": 4}
    train_segmentation([image, image], [labels, empty], scalars="sun elevation (°) = 20, 60", model=model, **settings)
    card = read_card(model)
    assert card["inputs"][0]["scalars"] == [{"name": "sun elevation", "unit": "°", "mean": 40.0, "std": 20.0}]
    assert card["network"]["arguments"]["in_channels"] == 4
    found = {}
    for elevation, core_px in ((20, 96), (20, 320), (60, 320)):
        output = str(tmp_path / f"{elevation}_{core_px}.tif")
        segment(image, model, scalars=f"sun elevation = {elevation}", core_px=core_px, output=output)
        with rasterio.open(output) as file:
            found[elevation, core_px] = file.read()
    assert (found[20, 96] == found[20, 320]).all()
    assert (found[20, 320] == classes).mean() > 0.9 and (found[60, 320] == 0).mean() > 0.97
    with pytest.raises(EoDeepError, match="needs the numbers sun elevation"):
        segment(image, model, output=str(tmp_path / "none.tif"))
    with pytest.raises(EoDeepError, match="needs the numbers sun elevation"):
        train_segmentation([image], [labels], initial_model=model, model=str(tmp_path / "next.safetensors"), **SMALL)
