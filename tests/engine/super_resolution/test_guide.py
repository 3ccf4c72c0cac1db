"""Super-resolution with a guide: finer bands of the same sensor, whose detail the network uses."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model
from eo_deep.models.networks.degradation import Degradation
from eo_deep.super_resolution import super_resolve, train_super_resolution
from tests.engine.notes import Notes
from tests.engine.super_resolution.test_train import make_ground

TRAINING = {"epochs": 6, "samples_per_epoch": 160, "batch_size": 8, "features": 16, "blocks": 1, "device": "cpu"}
QUICK = {**TRAINING, "epochs": 2, "samples_per_epoch": 16}


def write(path, pixels, pixel_m, left=5e5, nodata=None, names=()):
    with rasterio.open(path, "w", driver="GTiff", count=len(pixels), height=pixels.shape[1], width=pixels.shape[2],
                       dtype="uint16", crs="EPSG:32634", transform=from_origin(left, 5e6, pixel_m, pixel_m),
                       nodata=nodata) as file:  # fmt: skip
        file.write(np.rint(pixels).clip(1, 65535).astype(np.uint16))
        file.descriptions = names or [f"{pixel_m:g} m {band}" for band in range(len(pixels))]
    return str(path)


def read(path):
    with rasterio.open(path) as file:
        return file.read().astype(np.float64)


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """Paths of two bands of 10 m, of one of 5 m of the same fields, and of the truth at 5 m."""
    folder, ground = tmp_path_factory.mktemp("guided"), make_ground(384)
    other = 0.6 * ground[:1] + 0.4 * ground[1:]
    low = Degradation(2, 0.5)(torch.from_numpy(ground)[None])[0].numpy()
    return write(folder / "low.tif", low, 10), write(folder / "guide.tif", other, 5), ground


@pytest.fixture(scope="module")
def model(images, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("model") / "guided.safetensors")
    report = path.replace(".safetensors", ".html")
    return path, train_super_resolution(images[0], guides=images[1], model=path, report=report, **TRAINING)


@pytest.fixture(scope="module")
def finer(images, model, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("finer") / "finer.tif")
    super_resolve(images[0], model[0], guide=images[1], output=path, core_px=384, device="cpu")
    return read(path)


def test_a_guide_is_worth_more_than_a_network_without(images, model, tmp_path):
    alone = train_super_resolution(images[0], ratio=2, model=str(tmp_path / "m.safetensors"), **TRAINING)
    assert model[1]["ratio"] == 2  # of the pixel sizes
    assert model[1]["gain_db"] > alone["gain_db"] + 1


def test_the_card_says_that_a_guide_is_needed(model):
    card = load_model(model[0], "super-resolution", several=True).card
    assert [each["name"] for each in card["inputs"]] == ["low.tif", "guide"]
    assert card["inputs"][1]["finer"] == card["scale"] == 2
    assert card["training"]["guides"] == ["guide.tif"]


def test_values_are_kept_and_the_detail_is_the_truths(images, finer):
    low, truth = read(images[0]), images[2]
    with torch.inference_mode():
        degraded = Degradation(2, 0.5)(torch.from_numpy(finer)[None])[0].numpy()
    assert np.abs(degraded - low).max() <= 0.5
    repeated = low.repeat(2, 1).repeat(2, 2)
    assert np.square(finer - truth).mean() < 0.3 * np.square(repeated - truth).mean()


def test_tiles_agree(images, model, finer, tmp_path):
    paths = [str(tmp_path / f"{name}.tif") for name in ("finer", "detail", "error")]
    super_resolve(images[0], model[0], guide=images[1], output=paths[0], detail=paths[1], expected_error=paths[2],
                  core_px=112, device="cpu")
    made = read(paths[0])
    assert np.abs(made - finer).max() <= 1 and (made != finer).mean() < 1e-3
    assert all(np.isfinite(read(path)).all() and read(path).shape == made.shape for path in paths[1:])


def test_without_a_model_the_guides_detail_is_regressed(images, tmp_path):
    low, guide, truth = images
    plain, guided, again = (str(tmp_path / f"{name}.tif") for name in ("plain", "guided", "again"))
    super_resolve(low, ratio=2, output=plain, device="cpu")
    super_resolve(low, guide=guide, output=guided, detail=str(tmp_path / "detail.tif"), core_px=112, device="cpu")
    super_resolve(low, guide=guide, output=again, device="cpu")
    errors = [np.square(read(path) - truth).mean() for path in (plain, guided)]
    assert errors[1] < 0.7 * errors[0]
    with torch.inference_mode():
        degraded = Degradation(2, 0.5)(torch.from_numpy(read(guided))[None])[0].numpy()
    assert np.abs(degraded - read(low)).max() <= 0.5
    assert np.abs(read(again) - read(guided)).max() <= 1


def test_where_the_guide_is_nodata_the_output_is(images, model, finer, tmp_path):
    pixels, output = read(images[1]), str(tmp_path / "o.tif")
    pixels[:, 101:200, 300:] = 9
    holed = write(tmp_path / "holed.tif", pixels, 5, nodata=9, names=["5 m 0"])
    results = []
    for core_px in (96, 384):
        super_resolve(images[0], model[0], guide=holed, output=output, core_px=core_px, device="cpu")
        with rasterio.open(output) as file:
            known = file.dataset_mask() > 0
        results.append(np.where(known, read(output), 0))
    assert not known[100:200, 300:].any() and known[:100].all() and known[200:].all() and known[:, :300].all()
    assert np.abs(results[0] - results[1]).max() <= 1
    far = np.s_[:, :, :200]
    assert np.abs(results[0][far] - finer[far]).max() <= 1


def test_a_guide_on_other_pixels_is_resampled(images, model, tmp_path):
    notes = Notes()
    moved = write(tmp_path / "moved.tif", read(images[1]), 5, left=5e5 + 2.5, names=["5 m 0"])
    super_resolve(images[0], model[0], guide=moved, output=str(tmp_path / "o.tif"), device="cpu", progress=notes)
    assert any("resampled" in each for each in notes.messages)


def test_guides_that_cannot_serve_are_refused(images, model, tmp_path):
    low, guide, _ = images
    output, new = str(tmp_path / "o.tif"), str(tmp_path / "m.safetensors")
    far = write(tmp_path / "far.tif", read(guide), 5, left=9e5, names=["5 m 0"])
    for problem, run in {
        "2 to 8 times smaller than": lambda: super_resolve(low, guide=low, output=output),
        "needs 2 images": lambda: super_resolve(low, model[0], output=output),
        "needs 1 bands": lambda: super_resolve(low, model[0], guide=low, output=output),
        "does not lie where": lambda: super_resolve(low, model[0], guide=far, output=output),
        "either guides or high": lambda: train_super_resolution(low, guide, guides=guide, model=new, **QUICK),
        "one image for each": lambda: train_super_resolution([low, low], guides=guide, model=new, **QUICK),
        "2 to 8 times smaller": lambda: train_super_resolution(low, guides=low, model=new, **QUICK),
        "give guides": lambda: train_super_resolution(low, initial_model=model[0], model=new, **QUICK),
    }.items():
        with pytest.raises(EoDeepError, match=problem):
            run()
    assert not any(tmp_path.glob("o.tif")) and not any(tmp_path.glob("m.safetensors"))
