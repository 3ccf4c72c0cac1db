"""Training on a machine that has no GDAL: packs, samples out of them, networks side by side."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
import torch
from rasterio.transform import from_origin

from benchmarks.device.make_pack import make_card, pack_tiles
from benchmarks.device.pack import PackedImage, load_pack, save_pack
from benchmarks.device.sampler import PackSampler, list_windows
from benchmarks.device.train_buildings import SideBySideLoss
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.models.model_file import load_model
from eo_deep.models.scaling import FittedScaling
from eo_deep.sampling.augmentation import get_augmentation

ROOT = Path(__file__).resolve().parents[2]
# What the device lacks is made unimportable, then the program runs as a user would start it.
WITHOUT_GDAL = """
import runpy, sys
for name in ("rasterio", "pyogrio", "pyproj", "osgeo"):
    sys.modules[name] = None
runpy.run_module("benchmarks.device.train_buildings", run_name="__main__", alter_sys=True)
"""
WORKERS = """
import sys
import numpy as np, torch
from benchmarks.device.pack import load_pack
from benchmarks.device.sampler import PackSampler, Workers
from eo_deep.sampling.augmentation import get_augmentation
torch.set_num_threads(1)
sampler = PackSampler(load_pack(sys.argv[1])[0], [], 0.3, 0.2, 32, get_augmentation("strong"), 0)
workers = Workers(sampler.draw, 32, 2)
for seed in range(6):
    mine, theirs = sampler.draw(np.random.default_rng(seed)), workers.draw(np.random.default_rng(seed))
    assert torch.equal(mine[0], theirs[0]) and torch.equal(mine[1], theirs[1])
print("same")
"""


def make_image(place="town", validation=False, size=128):
    """A bright roof of 40 px in the dark; with validation, its right half is held out."""
    classes = np.zeros((size, size), np.uint8)
    classes[40:80, 44:84] = 1
    pixels = np.where(classes, 220, 40)[None].repeat(3, 0).astype(np.uint8)
    held_out = np.zeros(classes.shape, bool)
    held_out[:, size // 2 :] = validation
    everything = np.ones(classes.shape, bool)
    scaling = FittedScaling(np.full(3, 130.0), np.full(3, 45.0), -4.0, 4.0)
    return PackedImage(place, 0.16, scaling, pixels, everything, classes, classes.astype(np.int32), held_out)


@pytest.fixture
def pack(tmp_path):
    path = str(tmp_path / "pack.npz")
    images = [make_image("one"), make_image("two", validation=True)]
    save_pack(path, images, make_card(images))
    return path


def test_a_pack_gives_back_what_was_put_in(pack):
    images, card = load_pack(pack)
    given = make_image("two", validation=True)
    assert [image.place for image in images] == ["one", "two"]
    for name in ("valid", "classes", "objects", "validation"):
        np.testing.assert_array_equal(getattr(images[1], name), getattr(given, name))
    assert np.abs(images[1].pixels.astype(int) - given.pixels).mean() < 2  # JPEG
    np.testing.assert_array_equal(images[1].scaling.spread, given.scaling.spread)
    assert (images[1].resolution_m, images[1].scaling.low) == (0.16, -4.0)
    assert card["halo_px"] == [162, 147]


def test_samples_show_pixels_with_their_labels_and_never_what_is_held_out():
    image = make_image(validation=True)
    image.pixels[:, :, 64:] = 130  # the held-out half is grey, so that it can be recognized
    sampler = PackSampler([image], [], 0.3, 0.16, 32, get_augmentation("flips and rotations"), 0)
    known = 0
    for seed in range(30):
        x, y = sampler.draw(np.random.default_rng(seed))
        assert ((x[0] > 1) == (y == 1))[y != UNKNOWN].float().mean() > 0.97
        assert (y[x[0].abs() < 0.2] == UNKNOWN).all()
        known += int((y != UNKNOWN).sum())
    assert known > 0


def test_validation_windows_hold_the_held_out_part_only():
    windows = list_windows(make_image(validation=True), 0.16, 64)
    classes = torch.cat([y[y != UNKNOWN] for _, y in windows])
    assert len(windows) == 2
    assert (len(classes), int(classes.sum())) == (128 * 64, 40 * 20)


def test_nothing_flows_back_to_the_teacher():
    torch.manual_seed(0)
    logits = torch.randn(2, 3, 2, 8, 8, requires_grad=True)
    classes = torch.randint(0, 2, (2, 8, 8))
    names = ["plain", "taught", "wide"]
    (alone,) = torch.autograd.grad(SideBySideLoss(names, None, None)(logits, classes), logits)
    (together,) = torch.autograd.grad(SideBySideLoss(names, "wide", "taught")(logits, classes), logits)
    torch.testing.assert_close(together[:, [0, 2]], alone[:, [0, 2]])
    assert not torch.allclose(together[:, 1], alone[:, 1])


def test_workers_draw_the_same_samples(pack):
    run = subprocess.run([sys.executable, "-c", WORKERS, pack], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.stdout.strip() == "same", run.stderr


def test_training_needs_no_gdal_and_gives_a_model(pack, tmp_path):
    options = "--minutes 0.001 --networks taught:4 wide:8 --write taught --towns 1 --town-px 96 --crop 32"
    command = [sys.executable, "-c", WITHOUT_GDAL, "--pack", pack, "--output", str(tmp_path / "out")]
    command += [*options.split(), "--batch", "4", "--epoch", "8", "--workers", "1", "--device", "cpu"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    model = load_model(str(tmp_path / "out" / "taught.safetensors"), "segmentation")
    training = model.card["training"]
    assert model.card["network"]["arguments"]["base_channels"] == 4
    assert training["teacher"] == "a network of width 8 beside it"
    assert training["samples"] == 8
    assert training["metrics"]["two"] is not None
    history = json.loads((tmp_path / "out" / "history.json").read_text())
    assert set(history[0]) == {"taught", "wide"}
    assert model.network(torch.zeros(1, 3, 32, 32)).shape == (1, 2, 32, 32)


def test_tiles_become_one_image_with_the_held_out_ones_at_its_end(tmp_path):
    to_degrees = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
    for number, name in enumerate("abc"):
        left, top = 500_000 + 100 * number, 5_500_000
        profile = {"driver": "GTiff", "count": 3, "height": 50, "width": 60, "dtype": "uint8", "crs": "EPSG:32633"}
        with rasterio.open(
            tmp_path / f"{name}.tif", "w", transform=from_origin(left, top, 0.2, 0.2), **profile
        ) as file:
            file.write(np.full((3, 50, 60), 60 * (number + 1), np.uint8))
        if name != "c":
            roof = shapely.box(left + 2, top - 6, left + 6, top - 2)
            roof = shapely.transform(roof, lambda xy: np.column_stack(to_degrees.transform(*xy.T)))
            feature = f'{{"type": "Feature", "properties": {{}}, "geometry": {shapely.to_geojson(roof)}}}'
            (tmp_path / f"{name}.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    image = pack_tiles("place", sorted(tmp_path.glob("*.tif")), ["a"])
    assert image.pixels[0, [10, 10, 60], [10, 70, 10]].tolist() == [120, 180, 60]  # b, c, and a at the end
    assert image.validation.sum() == image.validation[50:, :60].sum() == 50 * 60
    assert not image.valid[50:, 60:].any()
    assert (image.classes[50:, 60:] == UNKNOWN).all()
    for inner, number in ((np.s_[:50, :60], 1), (np.s_[50:, :60], 2)):
        assert np.unique(image.objects[inner]).tolist() == [0, number]
        assert (image.classes[inner] == 1).sum() == pytest.approx(400, abs=40)
    assert (image.classes[:50, 60:] == 0).all()  # without a file of labels there is nothing
