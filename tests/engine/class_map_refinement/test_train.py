"""Fitting a refinement: kept where it helps on labels that it has not seen, refused where not."""

import json

import numpy as np
import pytest
import torch

from eo_deep.class_map_refinement import refine_map, train_refinement
from eo_deep.class_map_refinement.calibration import Calibration, fit_calibration, to_probabilities
from eo_deep.errors import EoDeepError
from eo_deep.io.model_card import read_card
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.segmentation import segment
from tests.engine.class_map_refinement.place import CLASSES, SIDE, read_raster, write_raster


@pytest.mark.parametrize("count", [2, 4])
def test_a_calibration_is_found_again(count):
    rng = np.random.default_rng(count)
    scores = rng.normal(0, 2, (1 if count == 2 else count, 40_000)).astype(np.float32)
    wanted = Calibration((0.5,), (1.2,)) if count == 2 else Calibration((0.5, 1.0, 1.5, 1.0), (0.0, 1.0, -1.0, 0.5))
    chances = to_probabilities(wanted(scores))
    classes = (chances.cumsum(axis=0) < rng.random(40_000)).sum(axis=0).clip(max=count - 1)
    found = fit_calibration(scores, classes)
    np.testing.assert_allclose(to_probabilities(found(scores)), chances, atol=0.03)


def test_a_crf_that_helps_is_kept_and_applied(tmp_path, probabilities, image, labels, truth):
    model, report = str(tmp_path / "crf.safetensors"), tmp_path / "report.html"
    result = train_refinement(probabilities, labels, image, model=model, report=str(report))
    assert result["kept"] == "crf"
    assert result["iou_after"] > 0.97 > result["iou_calibrated"] > result["iou_before"]
    assert "A CRF helps" in report.read_text()
    found = []
    for core_px in (16, None):
        refine_map(probabilities, image, model, core_px=core_px, refined=str(tmp_path / "refined.tif"))
        found.append(read_raster(tmp_path / "refined.tif"))
    (refined, valid), (same, _) = found
    np.testing.assert_array_equal(refined, same)
    assert ((refined[1] > 0.5) == truth)[valid].mean() > 0.99


def test_a_refinement_that_does_not_help_is_refused(tmp_path, probabilities, labels, notes):
    rng = np.random.default_rng(5)
    noise = write_raster(tmp_path / "noise.tif", rng.integers(0, 256, (1, SIDE, SIDE)).astype(np.uint8))
    given, valid = read_raster(probabilities)
    (values,), _ = read_raster(labels)
    right = np.where(valid, np.where(values == 7, 0.7, 0.2), np.nan)
    perfect = write_raster(tmp_path / "perfect.tif", np.stack([1 - right, right]).astype(np.float32), nodata=np.nan,
                           classes=CLASSES)  # fmt: skip
    model, progress = str(tmp_path / "model.safetensors"), notes
    result = train_refinement(perfect, labels, noise, model=model, progress=progress)
    assert result["kept"] == "calibrate" and result["iou_after"] == result["iou_before"] == 1
    assert any(text.startswith("A CRF does not help here: an IoU of ") for text in progress.warnings)
    refine_map(perfect, noise, model, "crf", refined=str(tmp_path / "same.tif"), progress=progress)
    assert "'model.safetensors' only calibrates, because 'crf' did not help in its training." in progress.warnings
    np.testing.assert_allclose(read_raster(tmp_path / "same.tif")[0][:, valid], np.stack([1 - right, right])[:, valid],
                               atol=1e-3)


def test_a_calibration_moves_the_threshold(tmp_path, probabilities, labels):
    given, valid = read_raster(probabilities)
    low = np.stack([1 - given[1] ** 3, given[1] ** 3])
    path = write_raster(tmp_path / "low.tif", low, nodata=np.nan, classes=CLASSES)
    model = str(tmp_path / "model.safetensors")
    result = train_refinement(path, labels, method="calibrate", model=model)
    assert result["iou_after"] > result["iou_before"] + 0.05
    refine_map(path, model=model, refined=str(tmp_path / "refined.tif"))
    (values,), _ = read_raster(labels)
    chosen = read_raster(tmp_path / "refined.tif")[0][1] > 0.5
    assert ((chosen & (values == 7))[valid].sum() / (chosen | (values == 7))[valid].sum()) > result["iou_before"] + 0.05


def test_a_learned_refinement_is_exact_and_written_with_its_network(tmp_path, probabilities, image, labels):
    model = str(tmp_path / "learned.safetensors")
    result = train_refinement(probabilities, labels, image, method="learned", epochs=2, device="cpu", model=model)
    assert result["kept"] == "learned" and result["iou_after"] > result["iou_calibrated"]
    assert read_card(model)["halo_px"] == [10, 10]
    found = []
    for core_px in (32, None):
        refine_map(probabilities, image, model, core_px=core_px, device="cpu", refined=str(tmp_path / "refined.tif"))
        found.append(read_raster(tmp_path / "refined.tif")[0])
    np.testing.assert_allclose(found[0], found[1], atol=1.1 / 1024)
    with pytest.raises(EoDeepError, match="is a model for refinement, this needs one for segmentation"):
        segment(image, model, output=str(tmp_path / "map.tif"))


def test_the_equation_starts_as_the_identity_and_sees_ten_pixels():
    network = build("pde", in_channels=[3, 4], out_channels=3)
    scores, image = torch.randn(2, 3, 30, 30), torch.randn(2, 4, 30, 30)
    assert torch.equal(network(scores, image), scores)
    footprint = measure_footprint(network)
    assert (footprint.stride_px, footprint.halo_px, footprint.exact) == (1, 10, True)
    assert sum(weight.numel() for weight in build("pde", in_channels=[1, 3], out_channels=1).parameters()) == 5313


def test_a_fusion_knows_how_reliable_its_maps_are(tmp_path, probabilities, labels, truth):
    given, _ = read_raster(probabilities)
    worse = write_raster(tmp_path / "worse.tif", np.roll(given, 6, axis=1), nodata=np.nan, classes=CLASSES)
    model, output = str(tmp_path / "fusion.safetensors"), str(tmp_path / "map.tif")
    assert train_refinement([probabilities, worse], labels, method="fusion", model=model)["kept"] == "fusion"
    first, second = read_card(model)["refinement"]["fusion"]
    assert first["recall"][1] > second["recall"][1]
    for rule in ("votes by recall", "Dempster-Shafer", "mean log-probability"):
        refine_map(probabilities, model=model, other_maps=worse, fusion=rule, output=output)
        (classes,), valid = read_raster(output)
        assert ((classes == 7) == truth)[valid].mean() > 0.85
    with pytest.raises(EoDeepError, match="The model is for a fusion of 2 maps, got 3."):
        refine_map(probabilities, model=model, other_maps=[worse, worse], output=output)


def test_bad_input_is_one_sentence(tmp_path, probabilities, image, labels):
    model = str(tmp_path / "model.safetensors")
    train_refinement(probabilities, labels, method="calibrate", model=model)
    three = write_raster(tmp_path / "three.tif", np.full((3, SIDE, SIDE), 1 / 3, np.float32))
    strange = write_raster(tmp_path / "strange.tif", np.full((1, SIDE, SIDE), 99, np.uint8))
    some = write_raster(tmp_path / "some.tif", np.full((1, SIDE, SIDE), 7, np.uint8))
    output = str(tmp_path / "other.safetensors")
    for arguments, sentence in [
        ((probabilities, labels), "Method 'crf' needs one image for each of the 1 rasters of probabilities, got 0."),
        ((probabilities, labels, image, "sharpen"), "The method must be one of calibrate, crf, learned, fusion, got "),
        ((probabilities, labels, None, "fusion"), "Method 'fusion' needs at least two maps of one place, got 1."),
        ((probabilities, strange, image), "Class 'class 99' of the labels is not among the classes of the probabilit"),
        ((probabilities, some, image), "The labels must have pixels of at least two classes where there are "),
        (([probabilities, three], labels, [image, image]), "'three.tif' has 3 classes (class 0, class 1, class 2), "),
        ((labels, labels, image), "'labels.tif' is a class map; this needs probabilities, one band per class."),
    ]:
        with pytest.raises(EoDeepError) as caught:
            train_refinement(*arguments, model=output)
        assert str(caught.value).startswith(sentence) and "\n" not in str(caught.value)
    with pytest.raises(EoDeepError, match=r"is a model for 2 classes \(meadow, roof\), the probabilities have 3"):
        refine_map(three, image, model, output=str(tmp_path / "map.tif"))
    with pytest.raises(EoDeepError, match="is a model for method 'calibrate', got method 'majority'"):
        refine_map(probabilities, image, model, "majority", output=str(tmp_path / "map.tif"))
    with pytest.raises(EoDeepError, match="The model has all numbers; 'tolerance' must not be given, got 1."):
        refine_map(probabilities, image, model, tolerance=1.0, output=str(tmp_path / "map.tif"))
    assert json.dumps(read_card(model)["refinement"]["scale"]) != "[]"
    assert {path.name for path in tmp_path.glob("*.safetensors")} == {"model.safetensors"}
