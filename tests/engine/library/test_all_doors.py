"""Every door gives its outputs to a program that names no file."""

from pathlib import Path

import numpy as np
import pytest
from rasterio.transform import from_origin

import eo_deep
from eo_deep.library.results import Folder, ModelFile, Raster, Vectors

GRID = {"transform": from_origin(500000, 5500000, 0.5, 0.5), "crs": 32633}


@pytest.fixture
def image():
    """8-bit RGB (3, 96, 128), dark with bright houses."""
    pixels = np.random.default_rng(0).integers(20, 60, (3, 96, 128)).astype(np.uint8)
    for row in (16, 56):
        for column in (16, 56, 96):
            pixels[:, row : row + 20, column : column + 16] += 170
    return pixels


@pytest.fixture
def houses(image):
    """The houses as polygons."""
    return eo_deep.polygonize((image[0] > 127).astype(np.uint8), method="contour", **GRID)


def test_segmentation_and_buildings(image, make_brightness_model):
    model = eo_deep.load_model(make_brightness_model())
    assert isinstance(eo_deep.segment(image, model, **GRID).output, Raster)
    buildings = eo_deep.extract_buildings(image, model, **GRID)
    assert isinstance(buildings.output, Vectors) and buildings.polygons_count == 6
    assert isinstance(eo_deep.regularize_polygons(buildings).output, Vectors)
    assert eo_deep.extract_polygons(image, model, boxes=buildings, **GRID).polygons_count == 6


def test_maps_are_moved_and_updated(image, houses, contrast_model, make_brightness_model):
    aligned = eo_deep.align_vectors(image, houses, contrast_model, max_shift_m=3.0, displacement=True, **GRID)
    assert len(aligned.output) == len(houses.geometries) and aligned.displacement.shape[0] >= 2
    updated = eo_deep.update_map(image, houses, alignment_model=contrast_model,
                                 building_model=make_brightness_model(), max_shift_m=3.0,
                                 test_time_augmentation=False, differences=True, **GRID)  # fmt: skip
    assert isinstance(updated.output, Vectors) and isinstance(updated.differences, Vectors)
    assert eo_deep.assess_alignment(aligned, houses).outputs == {}


def test_maps_are_assessed(image, houses):
    classes = (image[0] > 127).astype(np.uint8)
    assessed = eo_deep.assess_accuracy(classes, houses, error_map=True, report=True, **GRID)
    assert isinstance(assessed.error_map, Raster) and Path(assessed.report).read_text(encoding="utf-8")
    assert eo_deep.compare_polygons(houses, houses, image=image, **GRID).iou == pytest.approx(1)


def test_scenes(make_scene_model):
    model = make_scene_model()
    pixels = np.tile(np.array([26, 26, 26], np.uint8)[:, None, None], (64, 64))
    pixels[:, 20, 20] = 0
    grid = {"transform": from_origin(500000, 5500000, 10, 10), "crs": 32633}
    assert eo_deep.classify_scenes(pixels, model, grid=True, **grid).grid.fields["class"].tolist() == [0] * 16
    completed = eo_deep.complete_image(pixels, model, nodata=0, steps=1, **grid)
    assert completed.filled_share > 0 and (completed.read() > 0).all()
    generated = eo_deep.generate_scenes(model=model, count=3, steps=1)
    assert isinstance(generated.output, Folder) and len(generated.files) == 4
    compared = eo_deep.compare_domains([generated.path, pixels], model=model, **grid)
    assert compared.auroc >= 0 and compared.outputs == {}


def test_trainings(image, houses):
    short = {"epochs": 1, "samples_per_epoch": 2, "batch_size": 1, "crop_px": 64, "device": "cpu"}
    trained = eo_deep.train_segmentation(image, houses, base_channels=4, validation_share=0.0, **short, **GRID)
    assert isinstance(trained.model, ModelFile)
    assert eo_deep.load_model(trained).predict(image, device="cpu").classes.shape == image.shape[1:]
    translated = eo_deep.train_translation(image, image, kind="image", base_channels=4, validation_share=0.0, **short,
                                           **GRID)  # fmt: skip
    assert eo_deep.translate_image(image, translated.model, **GRID).output.shape == image.shape
    finer = eo_deep.train_super_resolution(image, ratio=2, features=8, blocks=1, epochs=1, samples_per_epoch=2,
                                           device="cpu", **GRID)  # fmt: skip
    assert finer.ratio == 2 and isinstance(finer.model, ModelFile)
    aligned = eo_deep.train_alignment(image, houses, validation_share=0.0, **short, **GRID)
    assert eo_deep.load_model(aligned.model).card["task"] == "alignment"


def test_scene_training():
    generator = np.random.default_rng(0)
    pixels = generator.integers(0, 40, (3, 128, 128)).astype(np.uint8)
    labels = np.zeros((128, 128), np.uint8)
    labels[:, 64:] = 1
    pixels[:, :, 64:] += 150
    trained = eo_deep.train_scenes(images=pixels, labels=labels, patch_px=16, kind="classifier", depth=10, width=1,
                                   classifier_epochs=1, batch_size=8, device="cpu", **GRID)  # fmt: skip
    assert eo_deep.load_model(trained).card["patch_px"] == 16


def test_towns_are_made():
    scene = eo_deep.make_scene(seed=3, size_px=64)
    assert list(scene.outputs) == ["image", "buildings", "displaced"]
    assert scene.shape == (3, 64, 64) and len(scene.buildings) == scene.buildings_count


def test_the_engine_is_checked():
    checked = eo_deep.check_engine(output_html=True)
    assert Path(checked.output_html).read_text(encoding="utf-8").startswith("<!")
