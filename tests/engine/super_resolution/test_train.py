"""The training of a super-resolution: from images alone, from pairs, its model file, its errors."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter

from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model, read_extras
from eo_deep.models.networks.degradation import Degradation
from eo_deep.super_resolution import train_super_resolution
from eo_deep.super_resolution.error_calibration import calibrate, expect
from eo_deep.super_resolution.expected_error import compare_pairs
from eo_deep.super_resolution.samples import Block, PatchSampler, SuperResolutionData
from tests.engine.notes import Killed, KilledAfter

QUICK = {"epochs": 2, "samples_per_epoch": 16, "batch_size": 8, "features": 8, "blocks": 1, "device": "cpu"}


def make_ground(size_px, seed=0):
    """Two bands of fields with sharp edges, 0..3000."""
    rng = np.random.default_rng(seed)
    coarse = gaussian_filter(rng.normal(size=(size_px, size_px)), 4)
    fields = np.digitize(coarse, np.quantile(coarse, np.linspace(0.1, 0.9, 9)))
    values = rng.uniform(200, 2800, (2, 10))
    return (values[:, fields] + rng.normal(0, 20, (2, size_px, size_px))).astype(np.float32)


def write(path, pixels, pixel_m, nodata=None):
    with rasterio.open(path, "w", driver="GTiff", count=len(pixels), height=pixels.shape[1], width=pixels.shape[2],
                       dtype="uint16", crs="EPSG:32634", transform=from_origin(5e5, 5e6, pixel_m, pixel_m),
                       nodata=nodata) as file:  # fmt: skip
        file.write(np.clip(np.rint(pixels), 0, 65535).astype(np.uint16))
    return str(path)


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Paths of a fine and a coarse image of one place; the coarse one has other units."""
    folder, high = tmp_path_factory.mktemp("ground"), make_ground(256)
    low = Degradation(2, 0.5)(torch.from_numpy(high)[None])[0].numpy()
    return write(folder / "high.tif", high, 5), write(folder / "low.tif", 2 * low + 100, 10)


def test_from_images_alone(ground, tmp_path):
    model, report = str(tmp_path / "m.safetensors"), str(tmp_path / "r.html")
    found = train_super_resolution(ground[1], ratio=2, model=model, report=report, **QUICK)
    loaded = load_model(model, "super-resolution")
    card = loaded.card
    assert (card["scale"], card["sharpness"], card["classes"], card["exact"]) == (2, False, [], True)
    assert card["training"]["protocol"] == "Wald"
    assert card["inputs"][0]["resolution_m"] == pytest.approx(10, rel=0.01)
    assert found["ratio"] == 2 and found["sigma"] == 0.5
    scores = card["training"]["metrics"]["scores"]
    assert set(scores) == {"nearest", "bilinear", "bicubic", "bicubic + projection", "model"}
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Expected error" in text and "coarse images alone" in text
    image = torch.rand(1, 2, 20, 23)
    with torch.inference_mode():
        finer, log_b = loaded.network(image).chunk(2, dim=1)
    assert finer.shape == log_b.shape == (1, 2, 40, 46)
    assert (Degradation(2, 0.5)(finer) - image).abs().max() < 1e-4


def test_a_longer_training_beats_what_needs_none(ground, tmp_path):
    settings = {**QUICK, "epochs": 12, "samples_per_epoch": 160, "features": 16}
    found = train_super_resolution(ground[1], ratio=2, model=str(tmp_path / "m.safetensors"), **settings)
    assert found["gain_db"] > 0.1


def test_from_pairs_in_the_units_of_the_coarse_image(ground, tmp_path):
    model, report = str(tmp_path / "m.safetensors"), str(tmp_path / "r.html")
    found = train_super_resolution(ground[1], ground[0], model=model, report=report, **QUICK)
    card = load_model(model).card
    assert found["ratio"] == 2  # of the pixel sizes
    assert found["sigma"] == pytest.approx(0.5, abs=0.051)
    assert card["training"]["protocol"] == "pairs"
    assert card["inputs"][0]["scaling"]["mean"][0] == pytest.approx(2 * make_ground(256)[0].mean() + 100, rel=0.02)
    assert card["training"]["metrics"]["scores"]["bicubic + projection"]["psnr_db"] == pytest.approx(14.9, abs=1.5)
    assert "Pairs of images" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_an_error_head_learns_which_of_two_values_is_more_wrong():
    error = torch.rand(2, 3, 16, 16, generator=torch.Generator().manual_seed(1)) + 0.1
    everywhere = torch.ones_like(error, dtype=torch.bool)
    right, none, wrong = (float(compare_pairs(b, error, everywhere, 0))
                          for b in (error.log(), torch.zeros_like(error), -error.log()))  # fmt: skip
    assert right < none < wrong and none == pytest.approx(np.log(2))
    far = error * torch.tensor([1.0, 10.0, 100.0])[:, None, None]  # pairs are of one band
    assert float(compare_pairs(error.log(), far, everywhere, 0)) == pytest.approx(right)
    left = everywhere.clone()
    left[..., 8:] = False
    spoilt = torch.where(left, error.log(), torch.full_like(error, 50.0))
    assert float(compare_pairs(spoilt, error, left, 0)) < none
    assert float(compare_pairs(spoilt, error, torch.zeros_like(left), 0)) == 0


def test_sharp_weights_beside_the_faithful_ones(ground, tmp_path):
    model = str(tmp_path / "m.safetensors")
    train_super_resolution(ground[1], ratio=2, sharpness="adversarial", model=model, **{**QUICK, "epochs": 3})
    loaded, sharp = load_model(model), read_extras(model)
    assert loaded.card["sharpness"] is True
    faithful = loaded.network.state_dict()
    assert {"sharp." + name for name in faithful if not name.startswith("errors.")} == set(sharp)
    differ = [not torch.equal(value.float(), faithful[name[6:]]) for name, value in sharp.items()]
    assert any(differ)


def test_the_same_seed_gives_the_same_model_also_where_each_of_three_stages_is_interrupted(ground, tmp_path):
    settings = {**QUICK, "ratio": 2, "sharpness": "adversarial", "epochs": 4}  # 2 faithful, 2 sharp, 1 of errors
    whole, resumed = (str(tmp_path / f"{name}.safetensors") for name in ("whole", "resumed"))
    train_super_resolution(ground[1], model=whole, **settings)
    for number, epochs in enumerate((1, 2, 2)):  # in the first stage, in the second, at the end of the third
        with pytest.raises(Killed):
            train_super_resolution(ground[1], model=resumed, resume=number > 0,
                                   progress=KilledAfter(epochs), **settings)  # fmt: skip
    train_super_resolution(ground[1], model=resumed, resume=True, **settings)
    ours, theirs = ({**load_model(path).network.state_dict(), **read_extras(path)} for path in (resumed, whole))
    assert ours.keys() == theirs.keys() and all(torch.equal(ours[name], value) for name, value in theirs.items())
    assert not list(tmp_path.glob("*.checkpoint"))


def test_an_initial_model_keeps_its_ratio(ground, tmp_path):
    first = str(tmp_path / "a.safetensors")
    train_super_resolution(ground[1], ratio=3, model=first, **QUICK)
    found = train_super_resolution(ground[1], initial_model=first, model=str(tmp_path / "b.safetensors"), **QUICK)
    assert found["ratio"] == 3
    with pytest.raises(EoDeepError, match="Ratio must be 3, that of the initial model, got 2."):
        train_super_resolution(ground[1], ratio=2, initial_model=first, model=str(tmp_path / "c.safetensors"), **QUICK)


@pytest.mark.parametrize(
    ("size", "options", "message"),
    [
        (40, {"ratio": 4}, "A training needs at least 16 x 16 low px"),
        (70, {"ratio": 4}, "have only 1 block of about 16 low px"),
        (400, {"sharpness": "much"}, "Sharpness must be one of none, adversarial, got much."),
        (400, {"high": []}, None),
    ],
)
def test_what_does_not_serve_is_refused_in_a_sentence(size, options, message, tmp_path):
    path = write(tmp_path / "low.tif", make_ground(size), 10)
    settings = {**QUICK, "epochs": 1, **options, "model": str(tmp_path / "m.safetensors")}
    if message is None:
        train_super_resolution(path, **settings)
        return
    with pytest.raises(EoDeepError, match=message):
        train_super_resolution(path, **settings)


def test_unknown_pixels_do_not_count(tmp_path):
    pixels = make_ground(300)
    holed = pixels.copy()
    holed[:, 100:140, :] = 65535
    paths = [write(tmp_path / f"{n}.tif", p, 10, nodata=65535) for n, p in (("whole", pixels), ("holed", holed))]
    scores = []
    for path in paths:
        train_super_resolution(path, ratio=2, model=str(tmp_path / "m.safetensors"), **QUICK)
        metrics = load_model(str(tmp_path / "m.safetensors")).card["training"]["metrics"]
        scores.append(metrics["scores"]["bicubic + projection"]["psnr_db"])
    assert scores[1] == pytest.approx(scores[0], abs=1.5)


def test_a_patch_of_a_pair_is_turned_with_its_partner():
    high = np.arange(2 * 48 * 48, dtype=np.float32).reshape(2, 48, 48)
    low = high.reshape(2, 24, 2, 24, 2).mean((2, 4))
    block = Block(high, low, np.ones((24, 24), bool))
    data = SuperResolutionData([block], [block], 2, 0.5, [{"bands": ["a", "b"]}], {}, 4)
    sampler = PatchSampler(data)
    means = set()
    for seed in range(10):
        x, (y, known) = sampler.draw(np.random.default_rng(seed))
        assert torch.allclose(y.reshape(2, 24, 2, 24, 2).mean((2, 4)), x, rtol=1e-4)
        means.add(float(y.mean()))
        assert known.shape == (1, 48, 48) and known.all()
    assert len(means) == 10  # gain and offset are others each time


def test_a_calibration_rises_and_gives_the_mean_error():
    rng = np.random.default_rng(0)
    b = rng.uniform(0.1, 1, 20_000)
    errors = np.abs(rng.laplace(0, 0.5 * b))
    calibration = calibrate(b, errors)
    assert np.all(np.diff(calibration["measured"]) >= 0)
    assert expect(np.array([0.2, 0.5, 0.9]), calibration) == pytest.approx([0.1, 0.25, 0.45], rel=0.1)
    assert expect(np.array([2.0]), calibration) == pytest.approx([1.0], rel=0.15)
