"""A super-resolved image is assessed beside the coarse one, the true one and enlargements without a network."""

import math

import numpy as np
import pytest
import rasterio
from scipy import ndimage

from eo_deep.errors import EoDeepError
from eo_deep.sampling.degraded import degrade
from eo_deep.super_resolution import assess_super_resolution
from eo_deep.super_resolution.baselines import BICUBIC, PROJECTED, Baselines
from tests.engine.notes import Notes

SIDE, RATIO = 320, 4


def make_truth(side=SIDE, bands=4):
    """Fields with sharp edges and a fine texture, in reflectance x 10,000."""
    random = np.random.default_rng(3)
    fields = np.stack([random.uniform(300, 3000, (20, 20)).repeat(side // 20, 0).repeat(side // 20, 1)
                       for _ in range(bands)])  # fmt: skip
    texture = ndimage.gaussian_filter(random.normal(0, 300, (bands, 20 * (side // 20), 20 * (side // 20))), (0, 1, 1))
    return (fields + texture).clip(50).round()


def write(path, pixels, pixel_m=10.0, west=300_000.0, nodata=None):
    transform = rasterio.Affine(pixel_m, 0, west, 0, -pixel_m, 5_000_000)
    count, height, width = pixels.shape
    with rasterio.open(path, "w", driver="GTiff", dtype="float32", crs="EPSG:32634", transform=transform, nodata=nodata,
                       width=width, height=height, count=count) as file:  # fmt: skip
        file.write(pixels.astype("float32"))
    return str(path)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Paths of the coarse image, the truth and all enlargements."""
    folder = tmp_path_factory.mktemp("images")
    truth = make_truth()
    low = degrade(truth, RATIO, 0.5)
    made = Baselines(RATIO, 0.5).enlarge(low) | {"truth": truth}
    paths = {name: write(folder / f"{name}.tif", image) for name, image in made.items()}
    return paths | {"low": write(folder / "low.tif", low, 10 * RATIO)}


def assess(files, made, reference="truth", **settings):
    """Against the truth as it is."""
    settings = {"coregister": 0, "harmonize": "none"} | settings
    return assess_super_resolution(files["low"], files.get(made, made), files.get(reference, reference), **settings)


def test_the_truth_is_perfect_and_keeps_the_coarse_values(files):
    found = assess(files, "truth")
    assert found["ratio"] == RATIO
    assert found["reflectance_error_max"] < 0.01 and found["low_angle_deg"] < 1e-4
    assert found["shift_px"] < 0.02
    assert (found["ssim"], found["ergas"], found["angle_deg"]) == pytest.approx((1, 0, 0), abs=1e-6)
    assert found["energy_db"] == pytest.approx(0, abs=1e-6)
    assert found["improvement"] > 0.9
    assert "psnr_db" not in found  # infinite


def test_a_baseline_has_its_own_scores(files):
    found, bicubic = assess(files, PROJECTED), assess(files, BICUBIC)
    assert found["reflectance_error_max"] < 0.5
    assert found["psnr_db"] == pytest.approx(found["baseline_psnr_db"], abs=1e-3)
    assert found["ssim"] == pytest.approx(found["baseline_ssim"], abs=1e-5)
    assert bicubic["psnr_db"] < found["psnr_db"] and bicubic["omission"] > 0.9
    assert bicubic["reflectance_error"] > 1


def test_the_reference_is_moved_and_harmonized(files, tmp_path):
    """Half a coarse pixel to the east and 1.2 times as bright: the same image all the same."""
    moved = write(tmp_path / "moved.tif", 1.2 * make_truth() + 100, west=300_000 + 10 * RATIO / 2)
    assert assess_super_resolution(files["low"], files["truth"], moved)["ssim"] > 0.97
    assert assess(files, "truth", moved)["ssim"] < 0.8


def test_a_shift_of_the_image_is_found(files, tmp_path):
    moved = write(tmp_path / "moved.tif", make_truth(), west=300_000 + 10)
    found = assess_super_resolution(files["low"], moved)
    assert found["shift_px"] == pytest.approx(1 / RATIO, abs=0.05)
    assert set(found) == {"ratio", "reflectance_error", "reflectance_error_max", "low_angle_deg", "shift_px"}


def test_blocks_do_not_show(files, tmp_path, monkeypatch):
    results = []
    for block_px in (512, 96):
        monkeypatch.setattr("eo_deep.super_resolution.comparison._BLOCK_PX", block_px)
        details = str(tmp_path / f"{block_px}.tif")
        found = assess(files, "nearest", details=details)
        del found["details"]
        found.pop("energy_db", None)  # of windows within the blocks
        with rasterio.open(details) as file:
            results.append((found, file.read()))
    (first, map_1), (second, map_2) = results
    np.testing.assert_allclose(map_1, map_2, atol=1e-4)
    assert second == pytest.approx(first, rel=1e-5)


def test_shares_of_details_are_written_where_images_are_compared(files, tmp_path):
    details, report = tmp_path / "details.tif", tmp_path / "report.html"
    found = assess(files, PROJECTED, details=str(details), report=str(report))
    with rasterio.open(details) as file:
        shares, names = file.read(), file.descriptions
    assert names == ("improvement", "omission", "hallucination")
    edge = 2 * RATIO
    assert np.isnan(shares[:, :edge]).all() and np.isfinite(shares[:, edge:-edge, edge:-edge]).all()
    assert np.nanmean(shares, axis=(1, 2)) == pytest.approx([found[name] for name in names], abs=1e-5)
    page = report.read_text(encoding="utf-8")
    assert "bicubic + projection" in page and page.count("data:image/png") == 3
    assert details.with_suffix(".qml").exists()


def test_an_expected_error_is_compared_with_the_true_one(files, tmp_path):
    random, truth = np.random.default_rng(4), make_truth()
    smooth = ndimage.gaussian_filter(random.normal(0, 1, truth.shape), (0, 4, 4))
    scale = 30 * np.exp(smooth / smooth.std())
    made = write(tmp_path / "made.tif", truth + random.laplace(0, scale))
    expected, report = write(tmp_path / "expected.tif", scale), str(tmp_path / "report.html")
    found = assess(files, made, expected_error=expected, report=report)
    assert found["coverage"] == pytest.approx(0.9, abs=0.01)
    assert found["expected_over_true"] == pytest.approx(1, abs=0.05)
    assert found["rank_correlation"] > 0.4 and 0 < found["sparsification_error"] < 1
    assert "Sparsification error" in (tmp_path / "report.html").read_text(encoding="utf-8")
    mean = write(tmp_path / "mean.tif", scale.mean(axis=0, keepdims=True))
    assert assess(files, made, expected_error=mean)["expected_over_true"] == pytest.approx(1, abs=0.05)


def test_nodata_counts_nowhere(files, tmp_path):
    """A hole that is full of nonsense changes no score."""
    truth = make_truth()
    truth[:, 100:140, 100:140] = 65_000
    found = assess(files, write(tmp_path / "holed.tif", truth, nodata=65_000))
    assert found["reflectance_error_max"] < 0.01
    assert found["ssim"] == pytest.approx(1)


def test_pixels_that_do_not_divide_are_resampled(files, tmp_path):
    """40 m to 6 m, as other software may have it."""
    side = SIDE * 10 // 6
    finer = [ndimage.zoom(band, side / SIDE, order=1, grid_mode=True, mode="nearest") for band in make_truth()]
    said = Notes()
    found = assess_super_resolution(files["low"], write(tmp_path / "finer.tif", np.stack(finer), 6.0), progress=said)
    assert found["ratio"] == 7
    assert any("is resampled to pixels of 1/7" in text for text in said.messages)


@pytest.mark.parametrize(("change", "sentence"), [
    (dict(superresolved="low"), "at least 1.5 times smaller"),
    (dict(bands=[1, 2]), "has 4 bands and 'low.tif' 2"),
    (dict(harmonize="guess"), "Harmonization must be regression, histogram, none, got 'guess'"),
    (dict(reference=None, details="x.tif"), "A map of details needs a reference image."),
    (dict(reference=None, expected_error="truth"), "An expected error needs a reference image"),
    (dict(expected_error="low"), "must have the pixels of the super-resolved image"),
])  # fmt: skip
def test_what_does_not_fit_is_said(files, tmp_path, change, sentence):
    arguments = {"low": "low", "superresolved": "truth", "reference": "truth"} | change
    for name in arguments.keys() & {"low", "superresolved", "reference", "expected_error"}:
        arguments[name] = files.get(arguments[name])
    if "details" in change:
        arguments["details"] = str(tmp_path / change["details"])
    with pytest.raises(EoDeepError, match=sentence):
        assess_super_resolution(**arguments)


def test_noise_is_refused(files, tmp_path):
    noise = write(tmp_path / "noise.tif", np.random.default_rng(9).uniform(0, 3000, (4, SIDE, SIDE)))
    with pytest.raises(EoDeepError, match="shows the same"):
        assess(files, noise)


def test_one_band_has_no_angle(tmp_path):
    truth = make_truth(side=160, bands=1)
    paths = {"low": write(tmp_path / "low.tif", degrade(truth, RATIO, 0.5), 10 * RATIO)}
    found = assess(paths, write(tmp_path / "truth.tif", truth), write(tmp_path / "same.tif", truth + 1))
    assert "low_angle_deg" not in found and "angle_deg" not in found
    assert math.isfinite(found["psnr_db"])
