"""Refining a class map: exact for any tile, and one sentence for what it cannot do."""

import numpy as np
import pytest
import rasterio

from eo_deep.class_map_refinement import refine_map
from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster
from tests.engine.class_map_refinement.place import HERE, SIDE, read_raster, write_raster


def test_the_crf_brings_classes_to_the_image(tmp_path, image, probabilities, truth):
    result = refine_map(probabilities, image, image_weight=8.0, output=str(tmp_path / "map.tif"),
                        refined=str(tmp_path / "refined.tif"))
    (classes,), valid = read_raster(tmp_path / "map.tif")
    before = read_raster(probabilities)[0][1] > 0.5
    assert (~valid).sum() == 81
    assert ((classes == 7) == truth)[valid].mean() > 0.999 > (before == truth)[valid].mean()
    assert set(classes[valid].tolist()) == {3, 7}
    assert result["changed_share"] == pytest.approx((before != (classes == 7))[valid].mean())
    refined, _ = read_raster(tmp_path / "refined.tif")
    assert ((refined[1] > 0.5) == (classes == 7))[valid].all()
    np.testing.assert_allclose(refined.sum(axis=0)[valid], 1, atol=1e-3)
    with open_raster(str(tmp_path / "refined.tif")) as source:
        assert source.band_names == ("probability of meadow", "probability of roof")


def test_no_tile_shows(tmp_path, image, probabilities):
    found = []
    for core_px in (16, 64, None):
        path = str(tmp_path / f"{core_px}.tif")
        refine_map(probabilities, image, core_px=core_px, refined=path)
        found.append(read_raster(path)[0])
    for other in found[1:]:
        np.testing.assert_array_equal(found[0], other)


def test_threshold_and_temperature_calibrate(tmp_path, probabilities):
    path = str(tmp_path / "refined.tif")
    refine_map(probabilities, method="calibrate", threshold=0.2, temperature=2.0, refined=path)
    given, valid = read_raster(probabilities)
    odds = (np.log(given[1] / given[0]) - np.log(0.2 / 0.8)) / 2
    np.testing.assert_allclose(read_raster(path)[0][1][valid], (1 / (1 + np.exp(-odds)))[valid], atol=1e-3)


def test_the_image_may_have_another_grid_and_cover_a_part(tmp_path, image, probabilities, truth):
    pixels, _ = read_raster(image)
    coarse = write_raster(tmp_path / "coarse.tif", pixels[:, :120:2, ::2], HERE * rasterio.Affine.scale(2))
    refine_map(probabilities, coarse, image_weight=8.0, refined=str(tmp_path / "refined.tif"))
    refined, valid = read_raster(tmp_path / "refined.tif")
    given, _ = read_raster(probabilities)
    far = np.arange(SIDE)[:, None] >= 121
    np.testing.assert_allclose(refined[1][valid & far], given[1][valid & far], atol=1e-3)
    near = valid & (np.arange(SIDE)[:, None] < 110)
    assert ((refined[1] > 0.5) == truth)[near].mean() > ((given[1] > 0.5) == truth)[near].mean()


def test_one_band_is_the_second_class(tmp_path, image, probabilities):
    given, _ = read_raster(probabilities)
    single = write_raster(tmp_path / "single.tif", given[1:], nodata=np.nan)
    for path, name in ((single, "one.tif"), (probabilities, "two.tif")):
        refine_map(path, image, refined=str(tmp_path / name))
    np.testing.assert_allclose(read_raster(tmp_path / "one.tif")[0], read_raster(tmp_path / "two.tif")[0], atol=2e-3)


def test_bad_input_is_one_sentence(tmp_path, image, probabilities):
    given, _ = read_raster(probabilities)
    classes = write_raster(tmp_path / "classes.tif", (given[1:] > 0.5).astype(np.uint8))
    doubled = write_raster(tmp_path / "doubled.tif", np.nan_to_num(np.concatenate([given, given]), nan=0.25))
    scores = write_raster(tmp_path / "scores.tif", np.nan_to_num(given[1:] * 8 - 4))
    away = write_raster(tmp_path / "away.tif", read_raster(image)[0], HERE * rasterio.Affine.translation(9000, 0))
    output = str(tmp_path / "map.tif")
    for arguments, sentence in [
        ((classes, image), "'classes.tif' is a class map; this needs probabilities, one band per class."),
        ((doubled, image), "The probabilities of a pixel must sum to 1, but those in 'doubled.tif' sum to 2 "),
        ((scores, image), "Probabilities must be 0 to 1, but 'scores.tif' holds -"),
        ((probabilities, away), "The image and the probabilities do not overlap: 'away.tif' spans "),
        ((probabilities,), "Method 'crf' needs the image, whose edges the classes shall follow."),
        ((probabilities, image, None, "sharpen"), "The method must be one of auto, calibrate, crf, "),
        ((probabilities, image, None, "calibrate"), "Method 'calibrate' needs a model, a threshold or a temperature."),
        ((probabilities, image, None, "learned"), "Method 'learned' needs a model, which 'Train a refinement' makes."),
        ((probabilities, image, None, "fusion"), "Method 'fusion' needs other maps of the place."),
        ((probabilities, image, None, "crf", [probabilities]), "Other maps are for method 'fusion', got method 'crf'."),
        ((probabilities, None, None, "fusion", [probabilities], "votes by recall"), "Fusion 'votes by recall' needs"),
        ((probabilities, None, None, "fusion", [classes]), "'classes.tif' is a class map; this needs probabilities"),
        ((probabilities, None, image), "'image.tif' is not a model of EO Deep, or is truncated."),
    ]:
        with pytest.raises(EoDeepError) as caught:
            refine_map(*arguments, output=output)
        assert str(caught.value).startswith(sentence) and "\n" not in str(caught.value)
    assert not (tmp_path / "map.tif").exists()
    with pytest.raises(EoDeepError, match="'tolerance' is for method 'crf', got method 'majority'."):
        refine_map(classes, method="majority", tolerance=1.0, output=output)
    with pytest.raises(EoDeepError, match="and 20 iterations sees 315 px; at most 256 px are possible."):
        refine_map(probabilities, image, radius_px=15, iterations=20, output=output)
    with pytest.raises(EoDeepError, match="Method 'majority' gives classes only, no refined probabilities."):
        refine_map(classes, method="majority", output=output, refined=str(tmp_path / "refined.tif"))
    high = write_raster(tmp_path / "high.tif", np.full((1, 9, 9), 300, np.int16))
    with pytest.raises(EoDeepError, match="Class values must be 0 to 254, but 'high.tif' holds 300."):
        refine_map(high, method="majority", output=output)
    with pytest.raises(EoDeepError, match="A threshold is for two classes, the probabilities have 3."):
        refine_map(write_raster(tmp_path / "three.tif", np.full((3, 9, 9), 1 / 3, np.float32)), image, threshold=0.3,
                   output=output)


def vote(classes, radius):
    """The majority filter by its definition."""
    near = np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1]) <= np.sqrt(radius**2 + 0.5)
    result = classes.copy()
    padded = np.pad(classes, radius, constant_values=255)
    for y, x in zip(*np.nonzero(classes != 255)):
        found = padded[y : y + 2 * radius + 1, x : x + 2 * radius + 1][near]
        counts = np.bincount(found[found != 255], minlength=255)
        best = np.flatnonzero(counts == counts.max())
        result[y, x] = best[0] if len(best) == 1 else classes[y, x]
    return result


@pytest.mark.parametrize("radius", [1, 3])
def test_the_majority_filter_keeps_ties_and_shows_no_tile(tmp_path, radius):
    rng = np.random.default_rng(3)
    classes = np.array([1, 2, 7, 255], np.uint8)[rng.integers(0, 4, (1, 60, 70))]
    path = write_raster(tmp_path / "classes.tif", classes, nodata=255)
    once = vote(classes[0], radius)
    for core_px in (16, None):
        for passes, wanted in ((1, once), (2, vote(once, radius))):
            output = str(tmp_path / "filtered.tif")
            result = refine_map(path, method="majority", radius_px=radius, iterations=passes, core_px=core_px,
                                output=output)
            with rasterio.open(output) as file:
                np.testing.assert_array_equal(file.read(1), wanted)
            assert result["changed_share"] == pytest.approx((wanted != classes[0]).sum() / (classes != 255).sum())


def test_the_mean_log_probability_joins_maps_on_the_grid_of_the_first(tmp_path, probabilities):
    given, valid = read_raster(probabilities)
    other = np.roll(given, 7, axis=2)
    other[:, :, :40] = np.nan
    path = write_raster(tmp_path / "other.tif", other, nodata=np.nan)
    refine_map(probabilities, method="fusion", other_maps=[path], refined=str(tmp_path / "fused.tif"))
    fused, _ = read_raster(tmp_path / "fused.tif")
    both = valid & ~np.isnan(other[0])
    means = np.exp(np.log(np.stack([given, other])).mean(axis=0))
    np.testing.assert_allclose(fused[:, both], (means / means.sum(axis=0))[:, both], atol=1e-3)
    np.testing.assert_allclose(fused[:, valid & ~both], given[:, valid & ~both], atol=1e-3)
