"""Folders of patches as a training reads them: put together again, with the parts that they were dealt to."""

import shutil

import numpy as np
import pyogrio
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.io.model_card import read_card
from eo_deep.io.raster import open_image, open_raster
from eo_deep.sample_selection import extract_patches
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.patch_folder import open_patch_folder
from eo_deep.segmentation import train_segmentation
from tests.engine.notes import Notes


@pytest.fixture
def scene(tmp_path, write_raster):
    """An image whose classes are its brightness, a coarser source, labels of three classes: a folder of patches."""
    rng = np.random.default_rng(1)
    classes = np.kron(rng.integers(0, 3, (10, 12)), np.ones((16, 16), int)).astype(np.uint8)
    pixels = np.stack([classes * 80 + rng.integers(1, 20, classes.shape) for _ in range(3)]).astype(np.uint8)
    image = write_raster(pixels, "town.tif")
    coarse = write_raster(pixels[:1, ::2, ::2].astype(np.int16), "coarse.tif",
                          transform=rasterio.Affine(1, 0, 500000, 0, -1, 5500000))  # fmt: skip
    labels = write_raster(classes, "classes.tif")
    folder = tmp_path / "patches"
    extract_patches(image, labels, second_images=coarse, patch_px=32, validation_share=0.3, test_share=0.1, gap_px=0,
                    output=str(folder))  # fmt: skip
    meta, _, _, columns = pyogrio.raw.read(folder / "index.gpkg", layer="patches")
    index = dict(zip(meta["fields"], columns, strict=True))
    return pixels, classes, folder, index


def open_folder(folder, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return open_patch_folder(str(folder), scratch)


def test_patches_are_put_together_as_they_lay(scene, tmp_path):
    pixels, classes, folder, index = scene
    found = open_folder(folder, tmp_path)
    assert len(found.images) == len(found.labels) == len(found.further[0]) == 1
    used = np.isin(index["part"], ("training", "validation"))
    top, left = index["row"][used].min(), index["column"][used].min()
    known, held = np.zeros(classes.shape, bool), np.zeros(classes.shape, bool)
    for row, column, part in zip(index["row"][used], index["column"][used], index["part"][used], strict=True):
        known[row : row + 32, column : column + 32] = True
        held[row : row + 32, column : column + 32] = part == "validation"
    with open_image(found.images[0]) as image, open_raster(found.labels[0]) as labels:
        assert image.band_names == ("red", "green", "blue")
        height, width = image.grid.height, image.grid.width
        inner = np.s_[top : top + height, left : left + width]
        read, valid = image.read()
        assert (valid == known[inner]).all()
        assert (read[:, valid] == pixels[(slice(None), *inner)][:, valid]).all()
        values, labelled = labels.read()
        assert (labelled == known[inner]).all()
        assert (values[0][labelled] == classes[inner][labelled]).all()
        assert [each["name"] for each in labels.classes] == ["class 0", "class 1", "class 2"]
        assert image.grid.bounds == (500000 + left / 2, 5500000 - (top + height) / 2, 500000 + (left + width) / 2,
                                     5500000 - top / 2)  # fmt: skip
    with open_image(found.further[0][0]) as coarse:
        assert coarse.grid.bounds == image.grid.bounds
        assert (coarse.read()[1] == known[inner][::2, ::2]).all()
    split = found.splits[0]
    blocks = split.held_out.repeat(split.block_px, 0).repeat(split.block_px, 1)
    assert (blocks[known[inner]] == held[inner][known[inner]]).all()


def test_a_training_has_the_parts_of_the_index(scene, tmp_path):
    _, _, folder, index = scene
    found = open_folder(folder, tmp_path)
    settings = DataSettings(found.images, found.labels, None, None, None, None, 0.5, None, 32, 0, splits=found.splits)
    data = open_data(settings, None, Notes())
    (image,) = data.images
    for held_out in (False, True):
        level = image.open_validation() if held_out else image.open_levels([1.0])[0]
        counted = sum(
            int((level.read_labels(row, column, 32)[0] != 255).sum())
            for row in range(0, image.height, 32)
            for column in range(0, image.width, 32)
        )
        part = "validation" if held_out else "training"
        assert counted == 32 * 32 * (index["part"] == part).sum()


def test_a_model_learns_from_a_folder(scene, tmp_path):
    _, _, folder, _ = scene
    found = train_segmentation(patches=str(folder), network="unet", base_channels=8, epochs=3, samples_per_epoch=160,
                               crop_px=32, augmentation="none", learning_rate=0.01, device="cpu",
                               model=str(tmp_path / "model.safetensors"))  # fmt: skip
    assert found["classes"] == ["class 0", "class 1", "class 2"]
    assert [each["ratio"] for each in read_card(tmp_path / "model.safetensors")["inputs"]] == [1, 2]
    assert found["overall_accuracy"] > 0.9
    assert {path.name for path in tmp_path.glob(".*")} == set()


def test_patches_that_were_removed_are_not_missed(scene, tmp_path):
    _, _, folder, index = scene
    name = index["patch"][index["part"] == "training"][0]
    for path in folder.rglob(f"{name}.tif"):
        path.unlink()
    found = open_folder(folder, tmp_path)
    with open_raster(found.labels[0]) as labels:
        assert labels.read()[1].sum() == 32 * 32 * (np.isin(index["part"], ("training", "validation")).sum() - 1)


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ("index.gpkg", r"is no folder of patches: it holds no index.gpkg\."),
        ("labels", r"holds no labels as GeoTIFF; extract the patches with the format 'GeoTIFF'\."),
        ("labels/training", r"holds no patch for training\."),
    ],
)
def test_a_folder_that_lacks_something_is_told(scene, tmp_path, removed, sentence):
    _, _, folder, _ = scene
    path = folder / removed
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(EoDeepError, match=sentence):
        open_folder(folder, tmp_path)


@pytest.mark.parametrize("given", [{"images": "a.tif"}, {"labels": "a.tif"}, {"imprecise_labels": "a.tif"}])
def test_images_with_labels_or_a_folder(tmp_path, given):
    with pytest.raises(EoDeepError, match="Give images and labels, or a folder of patches instead of both"):
        train_segmentation(**given, patches=str(tmp_path), model=str(tmp_path / "model.safetensors"))
